package puppet

import (
	"path"
	"regexp"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/pattern"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// fileLine reads file_line of stdlib: a line that is in a file, in place of those that a regular expression matches, and at the
// end if there is none.
func (r *reader) fileLine(attributes []member) {
	at, _ := attribute(attributes, "path")
	line, given := attribute(attributes, "line")
	name := at.text.String()
	if !at.isKnown() || !path.IsAbs(name) || !given || line.kind != text {
		return
	}
	f := machine.File{Path: path.Clean(name), At: at.at, PathAt: at.text.All(), Operation: machine.Edit, Content: line.text, Known: line.known, Holes: line.holes}
	ensure, _ := attribute(attributes, "ensure")
	match, hasMatch := attribute(attributes, "match")
	if ensure.text.String() == "absent" || len(line.holes) > 0 && hasMatch {
		f.Content, f.Known, f.Holes = source.LiteralText("", at.at), 0, nil
		r.add(f)
		return
	}
	var re *pattern.Pattern
	if hasMatch {
		if re, _ = pattern.Compile("(?m)" + match.text.String()); re == nil || !match.isKnown() {
			f.Content, f.Known, f.Holes = source.LiteralText("", at.at), 0, nil
			r.add(f)
			return
		}
	}
	if len(line.holes) > 0 { // a line of its own, of which a part is not known
		end := line.text.Span(line.text.Len(), line.text.Len())
		f.Operation, f.Content = machine.Append, source.Join(line.text, source.LiteralText("\n", end))
		r.add(f)
		return
	}
	f.Content = source.Join(line.text, source.LiteralText("\n", line.text.Span(line.text.Len(), line.text.Len())))
	f.Known = f.Content.Len()
	f.Change = func(before source.Text) (source.Text, bool) { return withLine(before, line.text, re), true }
	f.Weight = pattern.Weight(re)
	r.add(f)
}

// withLine returns a text with a line in place of those that are matched, or after all others.
func withLine(before, line source.Text, re *pattern.Pattern) source.Text {
	var parts []source.Text
	end := source.LiteralText("\n", line.Span(line.Len(), line.Len()))
	s, found := before.String(), false
	for at := 0; at < len(s); {
		next := len(s)
		if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
			next = at + i + 1
		}
		switch old := strings.TrimSuffix(s[at:next], "\n"); {
		case old == line.String():
			found = true
			parts = append(parts, before.Slice(at, next))
		case re != nil && re.MatchString(old):
			found = true
			parts = append(parts, line, end)
		default:
			parts = append(parts, before.Slice(at, next))
		}
		at = next
	}
	if !found {
		if n := len(s); n > 0 && s[n-1] != '\n' {
			parts = append(parts, end)
		}
		parts = append(parts, line, end)
	}
	return source.Join(parts...)
}

// augeas reads changes of a file of shell variables: "set NAME value" with the lens Shellvars. What other lenses do to a file of
// Mesos is not known.
func (r *reader) augeas(title value, attributes []member) {
	at := title
	for _, name := range [...]string{"incl", "context"} {
		if v, given := attribute(attributes, name); given {
			at = v
		}
	}
	name := strings.TrimPrefix(at.text.String(), "/files")
	changes, given := attribute(attributes, "changes")
	if !at.isKnown() || !path.IsAbs(name) || !given {
		return
	}
	items := []value{changes}
	if changes.kind == list {
		items = changes.items
	}
	for _, change := range items {
		line, set := assignmentOf(change)
		if !set {
			continue // what it does is not known; that the file is changed is
		}
		f := machine.File{Path: path.Clean(name), At: change.at, PathAt: at.text.All(), Operation: machine.Edit, Content: line.text, Known: line.text.Len()}
		if line.known < line.text.Len() {
			end := line.text.Span(line.text.Len(), line.text.Len())
			f.Operation, f.Content, f.Known = machine.Append, source.Join(line.text, source.LiteralText("\n", end)), line.known
		} else {
			re, err := pattern.Compile("^(export )?" + regexp.QuoteMeta(line.name) + "=")
			if err != nil {
				continue
			}
			f.Content = source.Join(line.text, source.LiteralText("\n", change.at))
			f.Known = f.Content.Len()
			f.Change = func(before source.Text) (source.Text, bool) { return withLine(before, line.text, re), true }
			f.Weight = pattern.Weight(re)
		}
		r.add(f)
	}
}

// shellAssignment is a line that gives a shell variable a value.
type shellAssignment struct {
	name  string
	text  source.Text
	known int
}

// assignmentOf returns the line that "set NAME value" makes. The quotes of the value that are inside those of Augeas are the shell's.
func assignmentOf(change value) (shellAssignment, bool) {
	if change.kind != text || change.call != "" {
		return shellAssignment{}, false
	}
	s := change.text.String()
	rest, isSet := strings.CutPrefix(s, "set ")
	name, _, found := strings.Cut(strings.TrimLeft(rest, " "), " ")
	if !isSet || !found || name == "" || strings.ContainsAny(name, "/[]'\"") {
		return shellAssignment{}, false
	}
	start := strings.Index(s, name)
	from := start + len(name)
	for from < len(s) && s[from] == ' ' {
		from++
	}
	to := len(s)
	for n := 0; n < 2 && to-from > 1 && (s[from] == '"' || s[from] == '\'') && s[to-1] == s[from]; n++ {
		from, to = from+1, to-1 // what Augeas takes, and what the shell does
	}
	value := change.text.Slice(from, to)
	line := source.Join(change.text.Slice(start, start+len(name)), source.LiteralText("=", change.text.Span(from, from)), value)
	if !change.isKnown() {
		known := len(name) + len("=")
		return shellAssignment{name, line, known}, change.known > start+len(name)
	}
	if strings.ContainsAny(value.String(), "'\"$`\\ \t;&|<>()") {
		return shellAssignment{}, false
	}
	return shellAssignment{name, line, line.Len()}, true
}

// fragment reads concat::fragment: a part of a file that others are parts of, too.
func (r *reader) fragment(attributes []member) {
	target, _ := attribute(attributes, "target")
	content, given := attribute(attributes, "content")
	name := target.text.String()
	if !target.isKnown() || !path.IsAbs(name) {
		return
	}
	f := machine.File{Path: path.Clean(name), At: target.at, PathAt: target.text.All(), Operation: machine.Append, Content: content.text, Known: content.known, Holes: content.holes}
	if !given || content.kind != text || content.call != "" {
		f.Content, f.Known, f.Holes = source.LiteralText("", target.at), machine.UnknownContent, nil
	}
	r.add(f)
}
