package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// remark is what the reader of a report must know of a run besides its findings: something was not judged.
type remark struct {
	severity lint.Severity
	// what is the name of its kind: "not checked", "not read", "nothing checked", "not finished".
	what, why string
	// ofRun is set if it is about the run as a whole, gap if something unread may give a node more settings.
	ofRun, gap bool
	// A line or column of 0 is not known.
	file         string
	line, column int
}

// at returns "path:line:column", as far as it is known.
func (m remark) at() string {
	out := PathAtStart(m.file)
	if m.file == "" {
		out = "."
	}
	if m.line > 0 {
		out += fmt.Sprintf(":%d", m.line)
	}
	if m.column > 0 {
		out += fmt.Sprintf(":%d", m.column)
	}
	return out
}

// reason returns the remark without its place.
func (m remark) reason() remark {
	m.file, m.line, m.column = "", 0, 0
	return m
}

// remarks returns what was not judged, worst first.
func (r *Run) remarks() []remark {
	var out []remark
	if r.nothingFound() {
		out = append(out, remark{severity: lint.Error, what: "nothing checked", why: NothingFound, ofRun: true})
	}
	if r.Partial != "" {
		out = append(out, remark{severity: lint.Error, what: "not finished", why: r.Partial, ofRun: true})
	}
	for _, u := range r.Config.Unchecked {
		m := remark{severity: lint.Error, what: "not checked", why: u.Reason, file: u.Path}
		if u.Position != nil {
			m.line, m.column = u.Position.Line, u.Position.Column
		}
		out = append(out, m)
	}
	for _, u := range r.Config.Unread {
		out = append(out, remark{severity: lint.Warning, what: "not read", why: u.Reason, file: u.Path, line: u.Line})
	}
	for _, g := range foldedGaps(r.gaps()) {
		m := remark{severity: lint.Info, what: "not read", why: g.words(), gap: true, file: path(g.at())}
		if s := g.at().Source; s != nil {
			at := s.Position(g.at().Start)
			m.line, m.column = at.Line, at.Column
		}
		out = append(out, m)
	}
	return out
}

// complete reports whether everything was judged that was asked for.
func (r *Run) complete() bool {
	return len(r.Config.Unchecked) == 0 && !r.nothingFound() && r.Partial == ""
}

// gap is a gap of a node.
type gap struct {
	config.Gap
	node *config.Node
}

// at is where the gap is: where it is referred to, or else the node.
func (g gap) at() source.Span {
	if g.At.Source != nil {
		return g.At
	}
	return g.node.Start
}

// words say what the gap is.
func (g gap) words() string {
	text := g.Reason
	if g.Path != "" && !strings.Contains(text, g.Path) {
		text = g.Path + ": " + text
	}
	return text + "; the " + cmp.Or(g.node.Component.String(), "daemon") + " may have more settings"
}

// foldedGaps returns gaps with those of one place and reason as one: services of an anchor share theirs.
func foldedGaps(gaps []gap) []gap {
	type key struct{ at, reason, path string }
	seen := map[key]bool{}
	return slices.DeleteFunc(gaps, func(g gap) bool {
		k := key{location(g.at()), g.Reason, g.Path}
		defer func() { seen[k] = true }()
		return seen[k]
	})
}

// gaps returns the gaps of all nodes.
func (r *Run) gaps() []gap {
	var out []gap
	for _, n := range r.Config.Nodes {
		for _, g := range n.Gaps {
			out = append(out, gap{g, n})
		}
	}
	return out
}
