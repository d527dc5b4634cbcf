// Package dump reads what a running daemon says of itself: the JSON of /flags, /state and the v1 call GET_FLAGS, the line
// "Flags at startup:" of its log, a line of ps, and /proc/N/cmdline and environ. All of them say which flags a daemon runs
// with; none says where they are written.
package dump

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Value is what the value says that a daemon reports of a flag.
type Value uint8

// A value is given, or what the flag has when nobody gives it, or given and printed so that it says nothing of how it was
// written.
const (
	Given Value = iota
	Default
	Unknown
)

// Facts are what the reader must be told about Mesos. The daemons are "mesos-master" and "mesos-agent".
type Facts struct {
	// IsFlag reports whether a daemon has a flag in any release; nil answers no.
	IsFlag func(daemon, name string) bool
	// Report returns what each value says of those that a daemon prints. version is the release that the text says, "" if
	// it says none. nil takes every value as given.
	Report func(daemon, version string, values map[string]string) func(name, value string) Value
}

func (f Facts) isFlag(daemon, name string) bool { return f.IsFlag != nil && f.IsFlag(daemon, name) }

// The daemons, as they are called today.
const (
	master = "mesos-master"
	agent  = "mesos-agent"
)

// Shows reports whether a text looks like one that this package reads.
func Shows(_ string, data []byte) bool {
	if a, isAnswer := answerOf(data); isAnswer {
		return a.status != "200" || Shows("", data[a.body:])
	}
	if source.LooksLikeJSON(data) {
		return showsFlags(data) || isState(data) || bytes.Contains(data, []byte(startup))
	}
	return bytes.Contains(data, []byte(startup)) || isProcess(data) || showsProcesses(data)
}

// Read reads a text. ok is false if it is none of those that this package reads, although it may look like one; what is
// in Unreadable then says why nothing is known of one that is.
func Read(in source.Text, f Facts, limits machine.Limits) (c machine.Contributions, ok bool) {
	limits = limits.OrFor(in.Len())
	r := &reader{facts: f, limits: limits}
	in, why := withoutHeaders(in)
	if why != "" {
		return machine.Contributions{Unreadable: &machine.Gap{Reason: why, At: in.Span(0, 0)}}, false
	}
	if source.LooksLikeJSON(in.View()) && bytes.Contains(in.View(), []byte(startup)) {
		if log, isLog := r.unwrapped(in); isLog {
			in = log
		}
	}
	text := in.String()
	switch {
	case source.LooksLikeJSON(in.View()):
		r.json(in)
	case strings.Contains(text, startup):
		r.log(in)
	case strings.IndexByte(text, 0) >= 0:
		r.process(in)
	default:
		r.processes(in)
	}
	return r.out, len(r.out.Starts) > 0
}

type reader struct {
	facts  Facts
	limits machine.Limits
	steps  int
	out    machine.Contributions
}

// step counts a piece of work, and reports false if there was too much.
func (r *reader) step(at source.Span) bool {
	if r.steps++; r.steps > r.limits.Steps {
		r.out.Unreadable = &machine.Gap{Reason: "holds more flags than are read", At: at, Limit: true}
		return false
	}
	return true
}

// flag is one that a daemon reports, with its value.
type flag struct {
	name, value source.Text
	// cut is set if the end of the value is missing.
	cut bool
}

// report is all that a daemon reports.
type report struct {
	// daemon is "" if only the names tell it.
	daemon, version string
	flags           []flag
	gaps            []machine.Gap
	at              source.Span
}

// add adds the daemon of a report as it would be started: with the flags that were given. Flags that are none of Mesos' start
// nothing.
func (r *reader) add(p report) {
	if p.daemon = cmp.Or(p.daemon, r.daemonOf(p.flags)); p.daemon == "" || !r.isOurs(p.daemon, p.flags) {
		return
	}
	says := func(string, string) Value { return Given }
	if r.facts.Report != nil {
		values := make(map[string]string, len(p.flags))
		for _, f := range p.flags {
			values[f.name.String()] = f.value.String()
		}
		says = r.facts.Report(p.daemon, p.version, values)
	}
	start := machine.Start{Words: []machine.Word{machine.KnownWord(source.LiteralText(p.daemon, p.at))}, At: p.at, Gaps: p.gaps}
	for _, f := range p.flags {
		switch says(f.name.String(), f.value.String()) {
		case Given:
			start.Words = append(start.Words, f.word(!f.cut))
		case Unknown:
			start.Words = append(start.Words, f.word(false))
		}
	}
	r.out.Starts = append(r.out.Starts, start)
}

// word returns the argument that gives a flag its value.
func (f flag) word(known bool) machine.Word {
	at := f.name.Raw()
	text := source.Join(source.LiteralText("--", at.Source.Span(at.Start, at.Start)), f.name,
		source.LiteralText("=", at.Source.Span(at.End, at.End)), f.value)
	w := machine.KnownWord(text)
	if !known {
		w.Known = len("--") + f.name.Len() + len("=")
	}
	return w
}

// daemonOf returns the daemon whose flags a report names, "" if it is not told.
func (r *reader) daemonOf(flags []flag) string {
	masters, agents := r.known(master, flags), r.known(agent, flags)
	switch {
	case masters > agents:
		return master
	case agents > masters:
		return agent
	}
	return ""
}

// known counts the flags that a daemon has in any release.
func (r *reader) known(daemon string, flags []flag) int {
	n := 0
	for _, f := range flags {
		if r.facts.isFlag(daemon, f.name.String()) {
			n++
		}
	}
	return n
}

// isOurs reports whether the flags of a report are those of a daemon: other programs have some of the same name, and a build
// of Mesos may have some of its own.
func (r *reader) isOurs(daemon string, flags []flag) bool {
	known := r.known(daemon, flags)
	return known >= 2 && known*4 >= len(flags)*3
}

// programOf returns the daemon that the path of a program is one of, "" if it is none. A program that was not installed
// runs as lt-mesos-master, which libtool built.
func programOf(name string) string {
	switch strings.TrimPrefix(path.Base(name), "lt-") {
	case "mesos-master":
		return master
	case "mesos-agent", "mesos-slave":
		return agent
	}
	return ""
}

// callerEnvironment is the gap of what says nothing of the environment.
func callerEnvironment() []machine.Gap {
	return []machine.Gap{{Kind: machine.CallerEnvironment, Reason: "the environment of the process may add flags, and the command line does not show it"}}
}

// last drops the starts of daemons that are started again after them.
func last(reports []report) []report {
	var out []report
	for i, p := range reports {
		if p.daemon == "" || !slices.ContainsFunc(reports[i+1:], func(q report) bool { return q.daemon == p.daemon }) {
			out = append(out, p)
		}
	}
	return out
}
