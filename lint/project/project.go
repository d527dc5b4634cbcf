// Package project reads and validates the configuration of mesoslint itself, .mesoslint.yaml: for which upgrade a repository
// is checked, what is left out and why, and what of it no file says. It opens nothing but the text that it is given, and
// knows no fact about Mesos: names of rules, releases, kinds of files and of modules are asked of a Vocabulary.
package project

import (
	_ "embed" // for the schema
	"iter"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// FileName is what the file is called where it is looked for.
const FileName = ".mesoslint.yaml"

// NoRelease is what stands for "no release runs yet" in place of the release to come from.
const NoRelease = "none"

//go:embed schema.json
var schema string

// Schema returns the JSON Schema of the file.
func Schema() string { return schema }

// Project is what a configuration file says. Paths in it are relative to the folder that the caller takes them from, with
// slashes.
type Project struct {
	Settings
	// Exclude are the files and folders that are not looked at.
	Exclude []Pattern
	// Overrides are those parts of the tree that are judged in their own way, in the order they are written: of several
	// that hold a path, the last one counts that says something.
	Overrides []Override
	// Machines are those that are given by hand.
	Machines []Machine
	// Modules and Images are the user's own.
	Modules []Module
	Images  []Image
}

// Settings are what the file says for all of the tree, or an override for a part of it.
type Settings struct {
	// From and To are the releases of the upgrade; nil if nothing is said.
	From, To *Release
	// Root is the directory in which absolute paths of the configuration are looked up; its text is empty if nothing is said.
	Root Word
	// Severities and Ignores are in the order they are written.
	Severities []Severity
	Ignores    []Ignore
}

// Word is a text of the file and where it is written.
type Word struct {
	Text string
	At   source.Span
}

// Release is a release as the file names it. Of NoRelease it is zero.
type Release struct {
	Word
	Release release.Release
}

// Override is a part of the tree that is judged in its own way.
type Override struct {
	Settings
	Paths []Pattern
	// At is where it begins.
	At source.Span
}

// Holds reports whether a path is one of the override's.
func (o *Override) Holds(path string) bool { return anyMatches(o.Paths, path) }

// Findings says which findings an entry is about: those that each of its members names which is given.
type Findings struct {
	// Rule is a rule, a start-up check, or the beginning of either as --ignore takes it, by the name it has today.
	Rule Word
	// Subject is the flag, action, variable or key that a finding is about; "" for any.
	Subject string
	// Paths are those of the files; none for any.
	Paths []Pattern
	// Reason says why. It is never empty.
	Reason string
}

// Names reports whether an entry is about a finding in a file, as far as its subject and its paths say. Whether it is about the rule
// is for the caller to say.
func (f *Findings) Names(subject, path string) bool {
	return (f.Subject == "" || f.Subject == subject) && (len(f.Paths) == 0 || anyMatches(f.Paths, path))
}

// Severity gives findings a severity.
type Severity struct {
	Findings
	Level lint.Severity
}

// Ignore leaves findings out.
type Ignore struct {
	Findings
	// extent is where the entry is written.
	extent source.Span
}

// Machine is a daemon and what it is started with, for files of which nothing in the tree says so.
type Machine struct {
	Name      Word
	Component config.Component
	Files     []File
	// Complete is set if nothing else gives the daemon settings.
	Complete bool
}

// File is a file of the tree that a machine holds.
type File struct {
	Path Word
	// At is its absolute path on the machine; "" for a file with which the daemon is started there.
	At string
	// As is what it is; config.Unknown lets it speak for itself.
	As config.Kind
}

// Module is a module of the user's own, for daemons whose modules file is not in the tree.
type Module struct {
	Name Word
	// Kind is its kind as a manifest of modules writes it: "Isolator".
	Kind string
}

// Image is a container image of the user's own, and what it brings.
type Image struct {
	// Name is its name with its registry, Tag the pattern of its tags; "" for every tag.
	Name Word
	Tag  string
	// Component is the daemon that it starts, config.AnyComponent where the command says which.
	Component config.Component
	// Flags are what its entrypoint gives the daemon, Command is its CMD.
	Flags, Command []string
	// Environment is NAME=value, in the order it is written.
	Environment []string
}

// Vocabulary is what must be told about Mesos and the rules. No field may be nil.
type Vocabulary struct {
	// Release returns the release that a text names; its error names the nearest ones.
	Release func(text string) (release.Release, error)
	// Rule returns what a text that names a rule, a start-up check, or the beginning of either is called today, and an error that
	// says what would be right if it names none.
	Rule func(text string) (string, error)
	// Kinds are the kinds of file, ModuleKinds those of module.
	Kinds, ModuleKinds func() []string
	// Nearest returns the candidate that a misspelt name most likely meant, "" if none is near.
	Nearest func(name string, candidates iter.Seq[string]) string
}

// Override returns what an override says last about a path, as pick takes it from its settings; nil if none says
// anything.
func last[T any](p *Project, path string, pick func(*Settings) *T) *T {
	for i := len(p.Overrides) - 1; i >= 0; i-- {
		o := &p.Overrides[i]
		if picked := pick(&o.Settings); picked != nil && o.Holds(path) {
			return picked
		}
	}
	return nil
}

// Upgrade returns the releases that overrides give a path; nil if none does.
func (p *Project) Upgrade(path string) (from, to *Release) {
	return last(p, path, func(s *Settings) *Release { return s.From }), last(p, path, func(s *Settings) *Release { return s.To })
}

// RootOf returns the root that an override gives a path; nil if none does.
func (p *Project) RootOf(path string) *Word {
	return last(p, path, func(s *Settings) *Word {
		if s.Root.Text == "" {
			return nil
		}
		return &s.Root
	})
}

// SeveritiesOf and IgnoresOf return the entries for a path, those of overrides behind those of the whole tree.
func (p *Project) SeveritiesOf(path string) []Severity {
	return entriesOf(p, path, func(s *Settings) []Severity { return s.Severities })
}

// IgnoresOf returns the entries that leave findings of a path out, those of overrides behind those of the whole tree.
func (p *Project) IgnoresOf(path string) []Ignore {
	return entriesOf(p, path, func(s *Settings) []Ignore { return s.Ignores })
}

func entriesOf[T any](p *Project, path string, entries func(*Settings) []T) []T {
	out := entries(&p.Settings)
	for i := range p.Overrides {
		o := &p.Overrides[i]
		if more := entries(&o.Settings); len(more) > 0 && o.Holds(path) {
			out = append(out[:len(out):len(out)], more...)
		}
	}
	return out
}

// Excludes reports whether a path is left out.
func (p *Project) Excludes(path string) bool { return anyMatches(p.Exclude, path) }
