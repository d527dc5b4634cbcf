// Package docker reads what Docker and its relatives make of their inputs: Dockerfiles, the command lines of docker run,
// environment files, what docker inspect prints. It says which program a container of an image runs, with which words and
// variables, and which files the image holds. It knows no flag of any program.
package docker

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Image is what a container of an image starts with.
type Image struct {
	// Reference is the image at the bottom that is not built here, as FROM or docker run name it; empty for "scratch".
	Reference machine.Word
	// Open says in our own words what else the image may bring that is not known; "" if all of it is known.
	Open string
	// Entrypoint and Command are ENTRYPOINT and CMD.
	Entrypoint, Command Command
	// Environment is ENV, later ones winning.
	Environment []machine.Assignment
	// Directory is WORKDIR, "/" where none is given, and "" if it is not known.
	Directory string
	// Files are what the image holds as far as its instructions say, in the order in which they are written.
	Files []machine.File
	// Gaps are what may add files to the image and cannot be read.
	Gaps []machine.Gap
	// Findings are what the reader of a Dockerfile does with a piece of it.
	Findings []machine.Finding

	shell    []machine.Word // SHELL; nil for /bin/sh -c
	triggers []*instruction // ONBUILD
}

// Command is the ENTRYPOINT or the CMD of an image.
type Command struct {
	Words []machine.Word
	// Given is set if it is known that the image has one, or has none: Words is empty then.
	Given bool
	// HandsOn is set for an ENTRYPOINT that runs the words after it, as they are: a script that ends in exec "$@".
	HandsOn bool
	// Exports are what such a script adds to the environment.
	Exports []Export
}

// Export is what an entrypoint exports where the environment holds a variable that is not empty.
type Export struct {
	Variable    string
	Environment []machine.Assignment
}

// Known is what a table says of an image.
type Known struct {
	Entrypoint, Command []string
	// HandsOn is that of Command.
	HandsOn bool
	// Environment is its ENV, NAME=value; Sometimes that of which only some builds of the image have it.
	Environment, Sometimes []string
	// Exports are those of the entrypoint, by the variable that they hang on.
	Exports map[string][]string
	// Open is Image.Open.
	Open string
}

// Image returns the image of a name. Its words and variables stand in no file; they point at the name.
func (k Known) Image(reference machine.Word) *Image {
	at := reference.Text.Raw()
	words := func(list []string) Command {
		c := Command{Given: true}
		for _, s := range list {
			c.Words = append(c.Words, machine.KnownWord(source.LiteralText(s, at)))
		}
		return c
	}
	assignments := func(list []string, maybe bool) []machine.Assignment {
		var env []machine.Assignment
		for _, s := range list {
			name, value, _ := strings.Cut(s, "=")
			env = append(env, machine.Assignment{
				Name: name, NameSpan: at, Span: at, Value: source.LiteralText(value, at), Maybe: maybe, Exported: true,
			})
		}
		return env
	}
	image := &Image{Reference: reference, Open: k.Open, Entrypoint: words(k.Entrypoint), Command: words(k.Command), Directory: "/"}
	image.Environment = append(assignments(k.Environment, false), assignments(k.Sometimes, true)...)
	image.Entrypoint.HandsOn = k.HandsOn
	for _, name := range slices.Sorted(maps.Keys(k.Exports)) {
		image.Entrypoint.Exports = append(image.Entrypoint.Exports, Export{name, assignments(k.Exports[name], false)})
	}
	return image
}

// unknownImage is an image of which only the name is known.
func unknownImage(reference machine.Word) *Image {
	return &Image{Reference: reference, Open: imageOpen}
}

// imageOpen says what an image adds that nobody here can see.
const imageOpen = "the image may bring variables and flags of its own"

// child returns what an image built from this one begins with.
func (i *Image) child() *Image {
	c := *i
	c.Environment = slices.Clip(c.Environment)
	c.Files = slices.Clip(c.Files)
	c.Gaps, c.Findings = slices.Clip(c.Gaps), slices.Clip(c.Findings)
	c.triggers = nil
	return &c
}

// Reference is the name of an image in its parts.
type Reference struct {
	// Registry is the host in front of the name, "" for Docker Hub.
	Registry string
	// Name is the repository without its registry: "mesosphere/mesos-master". Official images have no slash.
	Name string
	// Tag is "" if none is given, which stands for "latest".
	Tag string
	// Digest is what follows "@"; it decides, whatever the tag says.
	Digest string
	// TagAt is where the tag begins in the text.
	TagAt int
}

// Repository is the name with its registry in front, which Docker Hub has none of.
func (r Reference) Repository() string {
	if r.Registry == "" {
		return r.Name
	}
	return r.Registry + "/" + r.Name
}

// ParseReference takes the name of an image apart, as docker reads it: what stands before the first slash is a registry
// where it holds a "." or a ":" or is "localhost" (distribution/reference/normalize.go).
func ParseReference(text string) Reference {
	var r Reference
	rest, digest, _ := strings.Cut(text, "@")
	r.Digest = digest
	if colon := strings.LastIndexByte(rest, ':'); colon > strings.LastIndexByte(rest, '/') {
		r.Tag, r.TagAt, rest = rest[colon+1:], colon+1, rest[:colon]
	}
	first, name, found := strings.Cut(rest, "/")
	if found && (strings.ContainsAny(first, ".:") || first == "localhost") {
		r.Registry, rest = first, name
	}
	if r.Registry == "docker.io" || r.Registry == "index.docker.io" {
		r.Registry = ""
	}
	r.Name = rest
	if r.Registry == "" {
		r.Name = strings.TrimPrefix(rest, "library/")
	}
	return r
}

// argv returns the words that a container runs: those of the start where it gives any, else those of the image
// (moby/moby daemon/commit.go, merge). An entrypoint that the start gives drops the image's CMD; an empty list clears
// ENTRYPOINT alone. open is set if a part of it may come from an image that is not known.
func argv(image *Image, start *machine.Start) (words []machine.Word, open bool) {
	entrypoint, command := image.Entrypoint, image.Command
	c := start.Container
	dropped := false
	if c.HasEntrypoint {
		entrypoint = Command{Words: c.Entrypoint, Given: true}
		if len(c.Entrypoint) == 1 && c.Entrypoint[0].IsKnown() && c.Entrypoint[0].Text.Len() == 0 {
			entrypoint.Words = nil // --entrypoint ""
		}
		dropped = len(c.Entrypoint) > 0
	}
	if c.HasCommand && len(start.Words) > 0 || dropped || c.Complete {
		command = Command{Words: start.Words, Given: true}
	}
	return slices.Concat(entrypoint.Words, command.Words), !entrypoint.Given || !command.Given
}

// exports returns what an entrypoint adds to an environment.
func (c *Command) exports(env []machine.Assignment) []machine.Assignment {
	var out []machine.Assignment
	for _, e := range c.Exports {
		for _, a := range slices.Backward(env) {
			if a.Name != e.Variable {
				continue
			}
			if a.Unknown || a.Value.Len() > 0 {
				for _, given := range e.Environment {
					given.Maybe = a.Unknown || a.Maybe
					out = append(out, given)
				}
			}
			break
		}
	}
	return out
}

// absolute returns a path of the image, "" if it is not known.
func (i *Image) absolute(p string) string {
	switch {
	case path.IsAbs(p):
		return path.Clean(p)
	case i.Directory == "":
		return ""
	}
	return path.Join(i.Directory, p)
}
