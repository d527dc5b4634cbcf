package load

import (
	"bytes"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// mesosSpace is what Mesos trims from both ends of an argument.
const mesosSpace = " \t\n\r"

// flagLinesNode reads a file of arguments, one a line. Blank lines and lines that begin with "#" are passed over. It
// returns nil if the file cannot be one.
func (l *assembler) flagLinesNode(f *file) *config.Node {
	s := f.source
	if i := bytes.IndexByte(s.Data, 0); i >= 0 {
		l.uncheckedAt(s.Span(i, i+1), "holds a NUL byte, which no argument can; delete it")
		return nil
	}
	t := findTemplates(s, f.path)
	masked := t.Masked()
	n := &config.Node{Name: s.Path, Start: s.Span(0, 0), Sources: []*source.Source{s}}
	ended := false
	for at := 0; at < len(masked); {
		end := at + len(masked[at:])
		if i := bytes.IndexByte(masked[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := strings.TrimLeft(string(masked[at:end]), mesosSpace)
		start := end - len(line)
		if line != "" && line[0] != '#' {
			ended = l.argument(n, machine.KnownWord(source.RawText(s, start, end)), t, ended)
		}
		at = end + 1
	}
	if len(t.Controls) > 0 {
		n.Gaps = append(n.Gaps, machine.Gap{Kind: machine.Condition, Reason: "the file is a template whose conditions may add flags"})
	}
	return n
}

// arguments adds the words of a command line to a node.
func (l *assembler) arguments(n *config.Node, words []machine.Word, t *marks) {
	ended := false
	for _, w := range words {
		ended = l.argument(n, w, t, ended)
	}
}

// argument adds a word to a node the way Mesos takes it: a flag, or a word it skips. It returns whether the flags have
// ended.
func (l *assembler) argument(n *config.Node, w machine.Word, t *marks, ended bool) bool {
	raw := w.Text.String()
	lead := len(raw) - len(strings.TrimLeft(raw, mesosSpace))
	trimmed := strings.Trim(raw, mesosSpace)
	if !ended && !w.IsKnown() && w.Known <= lead+len("--") {
		n.Gaps = append(n.Gaps, machine.Gap{Kind: machine.UnknownArguments, At: w.Text.Raw(),
			Reason: "what " + redact.Reference(trimmed, "a word of the command line") + " stands for is only known at run time, and may be more flags"})
		return false
	}
	if ended || !strings.HasPrefix(trimmed, "--") {
		n.Arguments = append(n.Arguments, config.Argument{Text: w.Text, AfterEnd: ended})
		return ended
	}
	if trimmed == "--" {
		return true
	}
	name, _, hasValue := strings.Cut(trimmed[2:], "=")
	from := lead + len("--")
	s := &config.Setting{
		Way: config.CommandLine, Name: name, NameSpan: w.Text.Span(from, from+len(name)), HasValue: hasValue,
		Span: w.Text.Raw(), Dynamic: !w.IsKnown(),
	}
	if hasValue {
		s.Value = w.Text.Slice(from+len(name)+1, len(raw))
	}
	if t.Changes(s.NameSpan.Start, s.NameSpan.End) || w.Known < from+len(name) {
		n.Gaps = append(n.Gaps, machine.Gap{Kind: machine.UnknownArguments, At: w.Text.Raw(),
			Reason: "the names of some flags are only known at run time"})
		return false
	}
	at := w.Text.Raw()
	s.Dynamic = s.Dynamic || t.Changes(at.Start, at.End)
	s.Optional = t.MayBeLeftOut(at.Start)
	n.Settings = append(n.Settings, s)
	return false
}
