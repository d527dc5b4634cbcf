package compose

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// file is one document of a compose file.
type file struct {
	*reader
	in source.Text
	// path is the file, from the directory of the file that is read, and dir what its relative paths are relative to.
	// project is the directory of the project that it belongs to, or to which a file belongs that extends one of its services.
	path, dir, project string
	doc                *yamltext.Document
	marks              *template.Marks
	shape              shape
	// scope gives the variables of its values.
	scope lookup
	// extended is set if a service of another file extends one of this.
	extended bool
}

// parse reads the documents of a file. A nil list without a gap is not a compose file.
func (r *reader) parse(in source.Text, name, dir string, scope lookup, named bool) ([]*file, *machine.Gap) {
	if r.steps -= in.Len() / 16; r.steps < 0 {
		return nil, &machine.Gap{Reason: "takes more time and space to read than a project should", At: in.Span(0, 0)}
	}
	marks := template.Find(in.View(), name)
	var masked []byte
	if marks.Any() {
		masked = marks.Masked()
	}
	docs, problem := yamltext.Parse(in, masked, r.limits)
	if problem != nil {
		if marks.Any() {
			problem.Reason = "is a template, which is not YAML until it is rendered"
		}
		return nil, problem
	}
	var files []*file
	for _, d := range docs {
		f := &file{reader: r, in: in, path: name, dir: dir, project: dir, doc: d, marks: marks, scope: scope}
		var unknown []*yamltext.Node
		if f.shape, unknown = f.shapeOf(named); f.shape == foreign {
			continue
		}
		for _, key := range unknown {
			f.refuse(key.Span(), key.Value(), "compose has no such key here")
		}
		if _, second, found := d.Duplicate(); found && !marks.Any() {
			f.refuseNow(second.Span(), second.Value(), "the key is given twice in one mapping")
		}
		files = append(files, f)
	}
	for _, d := range docs {
		if d.Exhausted() {
			return nil, &machine.Gap{Reason: "merges mappings into each other out of all proportion", At: in.Span(0, 0)}
		}
	}
	return files, nil
}

// isTemplated reports whether a template engine changes what a node is.
func (f *file) isTemplated(n *yamltext.Node) bool {
	if !f.marks.Any() || n.Kind != yamltext.Scalar {
		return false
	}
	text := n.Text()
	for i := range text.Len() {
		if f.changes(text, i) {
			return true
		}
	}
	return false
}

// changes reports whether a template engine changes a byte of a text.
func (f *file) changes(text source.Text, at int) bool {
	span := text.Span(at, at+1)
	return f.marks.Changes(f.offset(span.Start), f.offset(max(span.End, span.Start+1)))
}

// offset returns the place in the file's text of an offset of its source: they differ where the text stands in another.
func (f *file) offset(inSource int) int { return inSource - f.in.Raw().Start }

// maybe reports whether a template may leave a node out.
func (f *file) maybe(at source.Span) bool {
	return f.marks.Any() && f.marks.MayBeLeftOut(f.offset(at.Start))
}

// value returns what compose makes of a scalar; false if the node is none.
func (f *file) value(n *yamltext.Node) (value, bool) {
	n = n.Resolve()
	if n.Kind != yamltext.Scalar {
		return value{}, false
	}
	v := value{text: scalarText(n)}
	if scalarType(n) == date {
		v.holes = []source.Range{{End: v.text.Len()}} // compose takes no date for a value
		return v, true
	}
	if f.marks.Any() {
		for i := range v.text.Len() {
			if !f.changes(v.text, i) {
				continue
			}
			if last := len(v.holes) - 1; last >= 0 && v.holes[last].End == i {
				v.holes[last].End++
			} else {
				v.holes = append(v.holes, source.Range{Start: i, End: i + 1})
			}
		}
	}
	x := &expander{lookup: f.scope, budget: &f.budget, refused: func(at source.Span, why string) { f.refuseNow(at, "", why) }}
	return x.expand(v), true
}

// member returns the value of a service's key; nil if it is not given, or is null.
func (f *file) member(n *yamltext.Node, key string) *yamltext.Node {
	m := f.doc.Member(n, key).Resolve()
	if m.Kind == yamltext.Null && m.Tag() == "" || m.Kind == yamltext.Scalar && scalarType(m) == null {
		return nil
	}
	return m
}

// isNull reports whether a key is given and is null.
func (f *file) isNull(n *yamltext.Node, key string) bool {
	m := f.doc.Member(n, key)
	return m != nil && m.Resolve().Tag() != "!reset" && scalarType(m.Resolve()) == null
}

// textMember returns the text of a key; false if it is not given or not known.
func (f *file) textMember(n *yamltext.Node, key string) (value, bool) {
	m := f.member(n, key)
	if m == nil {
		return value{}, false
	}
	return f.value(m)
}

// known returns a value's text where all of it is known.
func (v value) knownText() (string, bool) {
	return v.text.String(), v.known() && v.text.Source() != nil
}

// join returns a path of this file as one from the directory of the file that is read; absolute ones, and those below a
// home directory, stay as they are.
func (f *file) join(name string) string {
	if path.IsAbs(name) || strings.HasPrefix(name, "~") {
		return name
	}
	return path.Join(f.dir, name)
}
