package docker

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// ReadInspect reads what docker inspect prints of containers: an array of objects, each with the program that runs (Path
// and Args), all of its environment (Config.Env, the image's variables included) and its mounts. found is false for any
// other text, and for what docker inspect prints of images and networks.
func ReadInspect(in source.Text) (out machine.Contributions, found bool) {
	top, problem := source.ParseJSON(&in)
	if problem != nil || top.Kind() != source.Array {
		return out, false
	}
	top.ForEach(func(_, container source.JSON) bool {
		if s, isContainer := inspected(container); isContainer {
			out.Starts = append(out.Starts, s)
		}
		return true
	})
	return out, len(out.Starts) > 0
}

// inspected returns the start of one container.
func inspected(container source.JSON) (s machine.Start, isContainer bool) {
	program, hasPath := member(container, source.String, "Path")
	args, hasArgs := member(container, source.Array, "Args")
	env, _ := member(container, source.Array, "Config", "Env")
	image, hasImage := member(container, source.String, "Config", "Image")
	if !hasPath || !hasArgs || !hasImage {
		return s, false
	}
	c := &machine.Container{
		Image: machine.KnownWord(image.Content()), Complete: true, HasEntrypoint: true, HasCommand: true,
		Entrypoint: []machine.Word{machine.KnownWord(program.Content())},
	}
	s = machine.Start{Container: c, Words: texts(args), At: program.Span()}
	if name, found := member(container, source.String, "Name"); found {
		s.Name = strings.TrimPrefix(name.String(), "/")
	}
	for _, w := range texts(env) {
		name, _, found := strings.Cut(w.Text.String(), "=")
		if !found {
			continue // a variable that is taken away from the image
		}
		s.Environment = append(s.Environment, machine.Assignment{
			Name: name, NameSpan: w.Text.Span(0, len(name)), Value: w.Text.Slice(len(name)+1, w.Text.Len()), Span: w.Text.All(), Exported: true,
		})
	}
	mounts, _ := member(container, source.Array, "Mounts")
	mounts.ForEach(func(_, m source.JSON) bool {
		from, hasFrom := member(m, source.String, "Source")
		to, hasTarget := member(m, source.String, "Destination")
		if hasFrom && hasTarget {
			c.Mounts = append(c.Mounts, machine.Mount{From: from.String(), Path: path.Clean(to.String()), OnHost: true, At: from.Span()})
		}
		return true
	})
	return s, true
}

// member returns the member of an object that keys lead to, where it is of a kind.
func member(v source.JSON, kind source.Kind, keys ...string) (m source.JSON, found bool) {
	for _, key := range keys {
		if v.Kind() != source.Object {
			return source.JSON{}, false
		}
		if v, found = v.Get(key); !found {
			return source.JSON{}, false
		}
	}
	if v.Kind() != kind {
		return source.JSON{}, false
	}
	return v, true
}

// texts returns the strings of an array.
func texts(list source.JSON) []machine.Word {
	var words []machine.Word
	list.ForEach(func(_, e source.JSON) bool {
		if e.Kind() == source.String {
			words = append(words, machine.KnownWord(e.Content()))
		}
		return true
	})
	return words
}
