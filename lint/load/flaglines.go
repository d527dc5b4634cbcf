package load

import (
	"bytes"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// mesosSpace is what Mesos trims from both ends of an argument.
const mesosSpace = " \t\n\r"

// flagLinesNode reads a file of arguments, one a line. Blank lines and lines that begin with "#" are passed over. It
// returns nil where the file cannot be one.
func (l *loader) flagLinesNode(f *file) *config.Node {
	s := f.source
	if i := bytes.IndexByte(s.Data, 0); i >= 0 {
		l.uncheckedAt(s.Span(i, i+1), "holds a NUL byte, which no argument can")
		return nil
	}
	t := findTemplates(s, f.path)
	masked := t.masked()
	n := &config.Node{Name: s.Path, Complete: true, Start: s.Span(0, 0), Sources: []*source.Source{s}}
	ended := false
	for at := 0; at < len(masked); {
		end := at + len(masked[at:])
		if i := bytes.IndexByte(masked[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := strings.TrimLeft(string(masked[at:end]), mesosSpace)
		start := end - len(line)
		if line != "" && line[0] != '#' {
			ended = l.argument(n, argument{text: source.RawText(s, start, end), template: t}, ended)
		}
		at = end + 1
	}
	if len(t.controls) > 0 {
		n.Complete, n.Incomplete = false, "the file is a template whose conditions may add flags"
	}
	return n
}

// argument is one word of a command line.
type argument struct {
	text     source.Text
	template *template // nil where none
	dynamic  bool
}

// argument adds a word to a node the way Mesos takes it: a flag, or a word it skips. It returns whether the flags have
// ended.
func (l *loader) argument(n *config.Node, a argument, ended bool) bool {
	raw := a.text.String()
	lead := len(raw) - len(strings.TrimLeft(raw, mesosSpace))
	trimmed := strings.Trim(raw, mesosSpace)
	if ended || !strings.HasPrefix(trimmed, "--") {
		n.Arguments = append(n.Arguments, config.Argument{Text: a.text, AfterEnd: ended})
		return ended
	}
	if trimmed == "--" {
		return true
	}
	name, _, hasValue := strings.Cut(trimmed[2:], "=")
	from := lead + len("--")
	s := &config.Setting{
		Way: config.CommandLine, Name: name, NameSpan: a.text.Span(from, from+len(name)), HasValue: hasValue,
		Span: a.text.Raw(), Dynamic: a.dynamic,
	}
	if hasValue {
		s.Value = a.text.Slice(from+len(name)+1, len(raw))
	}
	if t := a.template; t != nil && t.any() {
		if t.changes(s.NameSpan.Start, s.NameSpan.End) {
			n.Complete, n.Incomplete = false, "the names of some flags are only known when the template is rendered"
			return false
		}
		raw := a.text.Raw()
		s.Dynamic = s.Dynamic || t.changes(raw.Start, raw.End)
		s.Optional = t.mayBeLeftOut(raw.Start)
	}
	n.Settings = append(n.Settings, s)
	return false
}
