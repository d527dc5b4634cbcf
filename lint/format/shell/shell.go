// Package shell reads shell text into what it does to a machine: the files that it writes, the programs that it starts with
// their arguments and environment, and what only its run could tell. Nothing is ever run. What is not known without running
// it (the output of a program, a variable of the caller, a branch) stays unknown and is never guessed.
//
// The package knows no flag and no daemon: which programs matter is asked of the caller.
package shell

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Dialect is the shell that runs a text, as far as shells differ in what they write.
type Dialect uint8

// The dialects.
const (
	// Posix is /bin/sh: dash on Debian, bash on CentOS. If the two differ nothing is known.
	Posix Dialect = iota
	Bash
	Dash
)

// DialectOf returns the shell that the #! line of a script names, and whether it names a shell at all.
func DialectOf(data []byte) (d Dialect, isShell bool) {
	line, found := strings.CutPrefix(firstLine(data), "#!")
	if !found {
		return Posix, false
	}
	words := strings.Fields(line)
	for len(words) > 0 && (base(words[0]) == "env" || base(words[0]) == "with-contenv" || strings.HasPrefix(words[0], "-")) {
		words = words[1:]
	}
	if len(words) == 0 {
		return Posix, false
	}
	return dialectByName(base(words[0]))
}

func dialectByName(name string) (d Dialect, isShell bool) {
	switch name {
	case "bash":
		return Bash, true
	case "dash", "ash":
		return Dash, true
	case "sh", "ksh", "busybox", "zsh", "mksh":
		return Posix, true
	}
	return Posix, false
}

func firstLine(data []byte) string {
	line := string(data[:min(len(data), 256)])
	line, _, _ = strings.Cut(line, "\n")
	return strings.TrimSuffix(line, "\r")
}

func base(path string) string { return path[strings.LastIndexByte(path, '/')+1:] }

// Marks are ranges of a text that are something else when the shell reads it: what a template engine makes of it, or what
// an outer shell fills in. The ranges are in bytes of the text, in order and disjoint.
type Marks struct {
	// Unknown is replaced by text that is not known.
	Unknown []source.Range
	// Gone is replaced by nothing.
	Gone []source.Range
	// Optional may be left out as a whole.
	Optional []source.Range
}

// Options say how a text is read. The zero Options read it as /bin/sh does, with nothing known of where it runs.
type Options struct {
	Dialect Dialect
	// AllExport is set if every assignment reaches the environment.
	AllExport bool
	// Strict is set if Read reads a file of assignments that a bash sources which runs with errexit, nounset and pipefail: what
	// ends it for certain is a finding.
	Strict bool
	// Environment is what the shell is started with, later ones winning. Variables that are not in it may be set all the
	// same, unless WholeEnvironment is set.
	Environment      []machine.Assignment
	WholeEnvironment bool
	// Arguments are $1 and so on, which are known only if HasArguments is set.
	Arguments    []machine.Word
	HasArguments bool
	// Directory is the absolute working directory; "" if it is not known.
	Directory string
	// Root is that of machine.File for all that the text writes and starts.
	Root string
	// Wanted reports whether the start of a program, by the base name of its path, matters. nil means that none does.
	Wanted func(name string) bool
	// Reads reports whether the programs that matter look for a variable in their environment: that one stays in the shell is
	// a finding then. nil means that they look for none.
	Reads func(name string) bool
	// Meant is set if a command is there to start one of the wanted programs, so that a program nobody knows is taken
	// for a launcher.
	Meant bool
	// IsDirectory reports whether a path of the machine is known to be a directory; nil if nothing is known of it.
	IsDirectory func(root, path string) bool
	// Tree is what the text may look at besides itself; nil if there is nothing.
	Tree machine.Tree
	// Holes are ranges of the text of Read that only a run knows: what another language fills in to it.
	Holes []source.Range
	// Marks finds the marks in a text; nil if there are none.
	Marks func(source.Text) Marks
	// Limits bound the work; the zero Limits stand for machine.LimitsFor.
	Limits machine.Limits
}

// Result is what a text does.
type Result struct {
	machine.Contributions
	// Assignments are those that the text makes in its own shell, in order, those that a later one overrides included.
	// Sourced files are a part of the text.
	Assignments []machine.Assignment
	// Followed are the files of the tree that the text reads: those it sources, and those whose content it uses.
	Followed []*source.Source
	// Plain is set if the text does nothing but assign: a variable is exported then if it was before, or Options.AllExport says so.
	Plain bool
	// Rest is set if the text passes on its own arguments as a command: exec "$@". It stands among Starts as one whose
	// words are not known, at this index; -1 if there is none.
	Rest int
}

// Read reads a shell text: a script, or a file that a shell sources.
func Read(text source.Text, o Options) *Result {
	r := newRun(&o, text.Len()+sizeOf(o.Environment))
	r.at = text.Span(0, 0)
	s := r.shell(&o)
	s.sourced = o.Strict
	s.text(text, o.Dialect, o.Holes)
	return r.finish(s)
}

// sizeOf returns the bytes of an environment.
func sizeOf(env []machine.Assignment) int {
	n := 0
	for _, a := range env {
		n += len(a.Name) + a.Value.Len()
	}
	return n
}

// Command reads a command line whose words are known: ExecStart= of a unit, CMD [ … ] of a Dockerfile. It follows the
// launchers and the shells that the words name.
func Command(words []machine.Word, at source.Span, o Options) *Result {
	size := 0
	for _, w := range words {
		size += w.Text.Len()
	}
	r := newRun(&o, size+sizeOf(o.Environment))
	r.at = at
	s := r.shell(&o)
	s.script = &script{dialect: o.Dialect}
	fields := make([]field, len(words))
	for i, w := range words {
		fields[i] = fieldOf(w)
	}
	s.launch(&command{words: fields, at: at, meant: o.Meant})
	return r.finish(s)
}

// NotExported returns a finding for every variable that stays in the shell though a program looks for it in its
// environment.
func NotExported(assignments []machine.Assignment, isRead func(name string) bool) []machine.Finding {
	var found []machine.Finding
	for _, a := range assignments {
		if !a.Exported && isRead(a.Name) {
			found = append(found, machine.Finding{
				ID: "shell/not-exported", Span: a.NameSpan, Whole: a.Span, Subject: a.Name,
				Detail: "without \"export\" the variable stays in the shell and never reaches the daemon",
			})
		}
	}
	return found
}
