package project

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// MaxBytes is the size of a file beyond which it is not read.
const MaxBytes = 1 << 20

// Problem is something in the file that is wrong, and where.
type Problem struct {
	At      source.Span
	Message string
}

// Error returns "path:line:column: message" in one line.
func (p Problem) Error() string {
	start, _ := p.At.Range()
	return fmt.Sprintf("%s:%d:%d: %s", p.At.Source.Path, start.Line, start.Column, p.Message)
}

// Problems are all that is wrong with a file, in the order it stands there.
type Problems []Problem

// Error returns one line for each problem.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}

// Read reads a configuration file. The error, if any, is Problems.
func Read(file *source.Source, v Vocabulary) (*Project, error) {
	r := &reader{v: v, file: file}
	if len(file.Data) > MaxBytes {
		return nil, Problems{{file.Span(0, 0), fmt.Sprintf("the file is larger than %d KiB", MaxBytes>>10)}}
	}
	limits := machine.LimitsFor(0)
	limits.Bytes = MaxBytes
	docs, gap := yamltext.Parse(source.WholeText(file), nil, limits)
	switch {
	case gap != nil:
		return nil, Problems{{gap.At, "the file " + gap.Reason}}
	case len(docs) > 1:
		return nil, Problems{{docs[1].Root.Span(), "the file holds more than one document"}}
	case len(docs) == 0:
		return &Project{}, nil
	}
	r.doc = docs[0]
	if first, second, found := r.doc.Duplicate(); found {
		line := file.Position(first.Span().Start).Line
		return nil, Problems{{second.Span(), fmt.Sprintf("%q is given twice, first in line %d", second.Value(), line)}}
	}
	out := &Project{}
	r.object(r.doc.Root, theFile(out))
	if r.doc.Exhausted() {
		r.fail(file.Span(0, 0), "the file merges mappings out of all proportion")
	}
	r.show(r.doc.Root)
	if len(r.problems) > 0 {
		slices.SortStableFunc(r.problems, func(a, b Problem) int { return a.At.Start - b.At.Start })
		return nil, r.problems
	}
	return out, nil
}

// show says what of a node reports may show: all words but those that a daemon would be given, and the comments.
func (r *reader) show(n *yamltext.Node) {
	if n.Kind == yamltext.Scalar && n.Span().Source != nil {
		r.file.Show(n.Span().Start, n.Span().End)
	}
	for _, m := range n.Members() {
		r.show(m.Key)
		if !slices.Contains([]string{"environment", "flags", "command"}, m.Name()) {
			r.show(m.Value)
		}
	}
	for _, i := range n.Items() {
		r.show(i)
	}
}

// reader walks a document and keeps what is wrong with it.
type reader struct {
	v        Vocabulary
	file     *source.Source
	doc      *yamltext.Document
	problems Problems
}

func (r *reader) fail(at source.Span, format string, args ...any) {
	if at.Source == nil { // of what is written nowhere
		at = r.file.Span(0, 0)
	}
	r.problems = append(r.problems, Problem{at, fmt.Sprintf(format, args...)})
}

// object says which keys a mapping has and who reads them.
type object struct {
	// name is that of the definition in the schema: "override".
	name string
	keys []key
}

// key is a key of a mapping.
type key struct {
	name     string
	required bool
	isList   bool
	read     func(*reader, *yamltext.Node)
}

// object reads a mapping. Nothing in its place is a mapping without members.
func (r *reader) object(n *yamltext.Node, o object) {
	n = n.Resolve()
	if n.Kind != yamltext.Mapping && !isNothing(n) {
		r.fail(n.Span(), "expected keys and values: %s", listed(names(o.keys)))
		return
	}
	given := map[string]bool{}
	for _, m := range r.doc.Members(n) {
		name := m.Name()
		i := slices.IndexFunc(o.keys, func(k key) bool { return k.name == name })
		if i < 0 {
			r.unknown(m.Key.Resolve().Span(), "key", name, names(o.keys))
			continue
		}
		if !isNothing(m.Value.Resolve()) {
			given[name] = true
			o.keys[i].read(r, m.Value.Resolve())
		}
	}
	for _, k := range o.keys {
		if k.required && !given[k.name] {
			r.fail(start(n.Span()), "%q is missing here%s", k.name, why(k.name))
		}
	}
}

// start is the empty span at the beginning of another.
func start(s source.Span) source.Span {
	s.End = s.Start
	return s
}

// why says what a key that is missing would be for, if that is not plain.
func why(key string) string {
	if key == "reason" {
		return ": say why, in a few words"
	}
	return ""
}

func names(keys []key) []string {
	out := make([]string, len(keys))
	for i, k := range keys {
		out[i] = k.name
	}
	return out
}

// unknown reports a name that is none of those that are known.
func (r *reader) unknown(at source.Span, what, name string, known []string) {
	if near := r.v.Nearest(name, slices.Values(known)); near != "" {
		r.fail(at, "unknown %s %q, did you mean %q?", what, name, near)
		return
	}
	r.fail(at, "unknown %s %q: known are %s", what, name, listed(known))
}

// listed returns "a, b and c".
func listed(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + " and " + words[n]
}

// isNothing reports whether a node says nothing: its place is empty, or null.
func isNothing(n *yamltext.Node) bool {
	if n.Kind == yamltext.Null {
		return true
	}
	return n.IsPlain() && slices.Contains([]string{"", "~", "null", "Null", "NULL"}, n.Value())
}

// isBoolean reports whether readers of YAML take a plain scalar for true or false.
func isBoolean(n *yamltext.Node) bool {
	return n.IsPlain() && slices.Contains([]string{"true", "True", "TRUE", "false", "False", "FALSE"}, n.Value())
}

// word reads a text. Numbers are taken as they are written, so that 1.10 is not 1.1.
func (r *reader) word(n *yamltext.Node) (Word, bool) {
	n = n.Resolve()
	switch {
	case n.Kind != yamltext.Scalar:
		r.fail(n.Span(), "expected a text, not a %s", kindOf(n))
	case isBoolean(n):
		r.fail(n.Span(), "expected a text; put %s in quotes if it is meant as one", n.Value())
	case strings.TrimSpace(n.Value()) == "":
		r.fail(n.Span(), "the text is empty")
	default:
		return Word{n.Value(), n.Span()}, true
	}
	return Word{At: n.Span()}, false
}

func kindOf(n *yamltext.Node) string {
	switch n.Kind {
	case yamltext.Sequence:
		return "list"
	case yamltext.Mapping:
		return "mapping"
	}
	return "text"
}

// text is a key whose value is a text.
func text(name string, set func(Word)) key {
	return key{name: name, read: func(r *reader, n *yamltext.Node) {
		if w, ok := r.word(n); ok {
			set(w)
		}
	}}
}

// flag is a key whose value is true or false.
func flag(name string, set func(bool)) key {
	return key{name: name, read: func(r *reader, n *yamltext.Node) {
		if !isBoolean(n) {
			r.fail(n.Span(), "expected true or false")
			return
		}
		set(strings.EqualFold(n.Value(), "true"))
	}}
}

// oneOf is a key whose value is one of some words.
func oneOf(name, what string, known func(*reader) []string, set func(string)) key {
	return key{name: name, read: func(r *reader, n *yamltext.Node) {
		w, ok := r.word(n)
		if !ok {
			return
		}
		words := known(r)
		if !slices.Contains(words, w.Text) {
			r.unknown(w.At, what, w.Text, words)
			return
		}
		set(w.Text)
	}}
}

// list is a key whose value is a list.
func list(name string, item func(*reader, *yamltext.Node)) key {
	return key{name: name, isList: true, read: func(r *reader, n *yamltext.Node) {
		if n.Kind != yamltext.Sequence {
			r.fail(n.Span(), "expected a list: write \"- \" before each entry")
			return
		}
		for _, i := range n.Items() {
			if i = i.Resolve(); isNothing(i) {
				r.fail(i.Span(), "the entry is empty")
				continue
			}
			item(r, i)
		}
	}}
}

// texts is a key whose value is a list of texts.
func texts(name string, add func(Word)) key {
	return list(name, func(r *reader, n *yamltext.Node) {
		if w, ok := r.word(n); ok {
			add(w)
		}
	})
}

// patterns is a key whose value is a list of patterns.
func patterns(name string, to *[]Pattern) key {
	return list(name, func(r *reader, n *yamltext.Node) {
		w, ok := r.word(n)
		if !ok {
			return
		}
		p, err := parsePattern(w.Text)
		if err != nil {
			r.fail(w.At, "%s", err)
			return
		}
		*to = append(*to, p)
	})
}

// required returns a key that must be given. A list must hold something.
func required(k key) key {
	k = notEmpty(k)
	k.required = true
	return k
}

// notEmpty returns a key whose list must hold something where it is given: an empty one would mean more than is written.
func notEmpty(k key) key {
	if !k.isList {
		return k
	}
	read := k.read
	k.read = func(r *reader, n *yamltext.Node) {
		if n.Kind == yamltext.Sequence && len(n.Items()) == 0 {
			r.fail(n.Span(), "the list is empty")
			return
		}
		read(r, n)
	}
	return k
}
