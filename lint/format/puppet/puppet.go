// Package puppet reads manifests of Puppet and levels of hiera: the files that resources and commands write, and the parameters of
// the module for Mesos (deric/puppet-mesos), which become files of the flag directories.
package puppet

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

type reader struct {
	in     source.Text
	src    string
	tree   machine.Tree
	sh     func(text source.Text, holes []source.Range) machine.Contributions
	limits machine.Limits
	steps  int
	at     int // in a manifest
	on     statementContext
	nodes  int // how many node blocks a manifest has
	bytes  int // of texts that variables were put into
	vars   variables
	depth  int // of loops
	turns  int // of all of them
	// lineOfHeredocs is where the line ends that begins heredocs, and afterHeredocs where the last of them does.
	lineOfHeredocs, afterHeredocs int
	out                           machine.Contributions
}

// step counts a piece of work, and reports false if there was too much.
func (r *reader) step(at source.Span) bool {
	if r.steps++; r.steps > r.limits.Steps {
		if r.out.Unreadable == nil {
			r.out.Unreadable = &machine.Gap{Reason: "is too long to be followed", At: at}
		}
		return false
	}
	return true
}

// Options are what a manifest is read with.
type Options struct {
	// Tree is what lies beside it: the files and templates of modules; nil if there is nothing.
	Tree machine.Tree
	// Sh says what a text for a shell does of which only a run knows some ranges; nil leaves commands out.
	Sh func(text source.Text, holes []source.Range) machine.Contributions
	// Limits bound the work; the zero Limits stand for machine.LimitsFor.
	Limits machine.Limits
}

// Read reads a manifest.
func Read(in source.Text, o Options) machine.Contributions {
	r := &reader{in: in, src: in.String(), tree: o.Tree, sh: o.Sh, limits: o.Limits.OrFor(in.Len())}
	r.nodes = countNodes(r.src)
	r.statements(false)
	return r.out
}

func countNodes(s string) int {
	n := 0
	for line := range strings.Lines(s) {
		if strings.HasPrefix(strings.TrimSpace(line), "node ") {
			n++
		}
	}
	return n
}

// block is one that is open: what stands in it may be left out, or is for one node.
type block struct {
	statementContext
	// scope is set for what has variables of its own: a class, a define, a node. assigned is how many were when it was opened.
	scope    bool
	assigned int
}

// statements reads statements, at whatever depth they stand: all of them, or those of one block whose opening brace was passed.
func (r *reader) statements(ofBlock bool) {
	var open []block
	pending := block{} // what the next brace opens
	for r.at < len(r.src) {
		if !r.step(r.in.Span(r.at, r.at)) {
			return
		}
		r.skipSpace()
		if r.at >= len(r.src) {
			return
		}
		switch c := r.src[r.at]; {
		case c == '{':
			r.at++
			open = append(open, block{r.on, pending.scope, len(r.vars.log)})
			r.on.maybe = r.on.maybe || pending.maybe
			if pending.root != "" {
				r.on.root = pending.root
			}
			pending = block{}
		case c == '}':
			r.at++
			if n := len(open); n == 0 && ofBlock {
				return
			} else if n > 0 {
				if r.on = open[n-1].statementContext; open[n-1].scope {
					r.vars.back(open[n-1].assigned)
				}
				open = open[:n-1]
			}
		case c == '|':
			pending.maybe = true // a lambda
			r.at++
		case c == '(' && pending.scope:
			r.at++
			r.parameters()
		case c == '$':
			r.assignment()
		case c == '[':
			r.loop(r.operand(0))
		case c == '\'' || c == '"':
			r.quoted(c)
		case isWordByte(c):
			r.word(&pending)
		default:
			r.at++
		}
	}
}

// word reads what a word begins at the level of statements.
func (r *reader) word(pending *block) {
	word := r.identifier()
	switch word {
	case "if", "unless", "elsif", "else", "case":
		pending.maybe = true
		return
	case "node":
		r.skipSpace()
		if v := r.operand(0); r.nodes > 1 && v.kind == text {
			pending.root = v.text.String()
		}
		pending.scope = true
		return
	case "include", "contain", "require":
		return
	case "define":
		pending.scope = true
		return
	case "create_resources":
		r.created()
		return
	}
	if !isRead(word) {
		return
	}
	start := r.at
	r.skipSpace()
	if r.at < len(r.src) && r.src[r.at] == '{' {
		r.at++
		r.resources(word)
		return
	}
	r.at = start
	pending.scope = pending.scope || word == "class"
}

// isRead reports whether a type of resources is one that is followed.
func isRead(of string) bool {
	switch of {
	case "file", "class", "mesos::property", "exec", "file_line", "augeas", "concat::fragment", "ini_setting", "ini_subsetting", "shellvar",
		"systemd::dropin_file", "systemd::unit_file", "systemd::manage_dropin", "systemd::manage_unit", "docker::run":
		return true
	}
	return false
}

// resources reads the bodies of a resource: title: attributes; title: attributes }.
func (r *reader) resources(of string) {
	for r.at < len(r.src) {
		r.skipSpace()
		if r.at < len(r.src) && r.src[r.at] == '}' {
			r.at++
			return
		}
		at := r.at
		title := r.expression(0)
		r.skipSpace()
		if r.at >= len(r.src) || r.src[r.at] != ':' {
			r.at = max(r.at, at+1)
			return // none after all
		}
		r.at++
		r.resource(of, title, r.attributes())
		r.skipSpace()
		if r.at < len(r.src) && r.src[r.at] == ';' {
			r.at++
		}
	}
}

// attributes reads name => value, up to the end of a body.
func (r *reader) attributes() []member {
	var out []member
	for r.at < len(r.src) && r.step(r.in.Span(r.at, r.at)) {
		r.skipSpace()
		if r.at >= len(r.src) || r.src[r.at] == '}' || r.src[r.at] == ';' {
			return out
		}
		if r.src[r.at] == ',' {
			r.at++
			continue
		}
		start := r.at
		if name := r.identifier(); name == "" {
			r.at++
			continue
		}
		key := r.in.Slice(start, r.at)
		r.skipSpace()
		if !strings.HasPrefix(r.src[r.at:], "=>") {
			continue
		}
		r.at += len("=>")
		out = append(out, member{key, r.expression(0)})
	}
	return out
}

func attribute(attributes []member, name string) (value, bool) {
	for _, m := range attributes {
		if m.key.String() == name {
			return m.value, true
		}
	}
	return value{}, false
}
