// Package cloud reads the files with which machines of a cloud are made: cloud-config of cloud-init and of CoreOS, in parts of
// a MIME message too, Ignition and what it is made from (Container Linux Config, Butane), and the configuration of DC/OS. All
// of them list files by path and content, in YAML or JSON, each with encodings of its own; some run commands besides.
package cloud

import (
	"bytes"
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// IsUserData reports whether a text begins as user data does, or is a configuration of Ignition.
func IsUserData(data []byte) bool {
	first := firstLine(data)
	return first == "#cloud-config" || first == jinjaHeader || isMessage(string(data[:min(len(data), 4096)])) ||
		bytes.HasPrefix(bytes.TrimSpace(data[:min(len(data), 4096)]), []byte("{")) && bytes.Contains(data[:min(len(data), 4096)], []byte("\"ignition\""))
}

// MayBe reports whether a text is worth reading: it begins as user data does, or mentions Mesos and lists files.
func MayBe(data []byte) bool {
	if IsUserData(data) {
		return true
	}
	if !bytes.Contains(data, []byte("mesos")) {
		return false
	}
	for _, mark := range [...]string{"write_files", "\"ignition\"", "storage:", "package:", "root:", "Content-Type: multipart/", "content-type: multipart/", "coreos:"} {
		if bytes.Contains(data, []byte(mark)) {
			return true
		}
	}
	return false
}

// jinjaHeader is the first line of user data that cloud-init renders before it reads it.
const jinjaHeader = "## template: jinja"

func firstLine(data []byte) string {
	line, _, _ := bytes.Cut(data[:min(len(data), 200)], []byte("\n"))
	return string(bytes.TrimRight(line, " \t\r"))
}

// reader reads one text.
type reader struct {
	name   string
	shell  shell.Options
	limits machine.Limits
	out    machine.Contributions
	// unpacked counts the bytes that were unpacked.
	unpacked int
	// scripts and commands of a text run after all of its files.
	later []func()
	depth int
	// holes are where what only a run knows stands in the source.
	holes map[*source.Source][]source.Range
}

// ReadUserData reads what a machine of a cloud is given as its user data: a script, or what Read reads. ok is false if it
// is neither.
func ReadUserData(in source.Text, name string, o shell.Options) (c machine.Contributions, ok bool) {
	dialect, isScript := shell.DialectOf(in.View())
	if !isScript {
		return Read(in, name, o)
	}
	o.Dialect = dialect
	read := shell.Read(in, o)
	read.Sources = append(read.Sources, read.Followed...)
	return read.Contributions, true
}

// Read reads user data or a list of files. The commands that it runs are read as o says, the holes in the text as what only
// a run knows. ok is false if the text is none of what this package reads; what cannot be read of one that is, is in
// Unreadable.
func Read(in source.Text, name string, o shell.Options) (c machine.Contributions, ok bool) {
	r := &reader{name: name, shell: o, limits: o.Limits}
	r.shell.Holes = nil
	r.findHoles(in, o.Holes)
	r.limits = r.limits.OrFor(in.Len())
	ok = r.read(in)
	for _, run := range r.later {
		run()
	}
	return r.out, ok
}

// read reads a text, or a part of a message.
func (r *reader) read(in source.Text) bool {
	text := in.String()
	if isMessage(text) {
		return r.message(in)
	}
	isCloudConfig := false
	switch first := firstLine([]byte(text)); {
	case first == "#cloud-config":
		isCloudConfig = true
	case first == jinjaHeader:
		_, rest, _ := strings.Cut(text, "\n")
		isCloudConfig = firstLine([]byte(rest)) == "#cloud-config"
	}
	marks := template.Find([]byte(text), r.name)
	var masked []byte
	if marks.Any() {
		masked = marks.Masked()
	}
	if holes := r.holesIn(in); len(holes) > 0 {
		if masked == nil {
			masked = []byte(text)
		}
		for _, h := range holes {
			for i := h.Start; i < h.End; i++ {
				masked[i] = 'x'
			}
		}
	}
	docs, filled, problem := yamltext.ParseFilled(in, masked, r.limits)
	if problem != nil {
		if marks.Any() {
			problem.Reason = "is a template, which is not YAML until it is rendered"
		}
		r.out.Unreadable = problem
		return isCloudConfig
	}
	if len(docs) == 0 {
		return isCloudConfig
	}
	if len(filled) > 0 {
		r.out.Gaps = append(r.out.Gaps, machine.Gap{Kind: machine.MoreText, At: filled[0], Reason: "a template fills in whole lines here, which may write more files"})
	}
	d := &document{reader: r, doc: docs[0], in: in, marks: marks}
	return d.read(isCloudConfig)
}

// document is one document of a text.
type document struct {
	*reader
	doc   *yamltext.Document
	in    source.Text
	marks *template.Marks
	// variables are the texts that CoreOS replaces in all of the document.
	variables []string
}

func (d *document) member(n *yamltext.Node, key string) *yamltext.Node {
	return d.doc.Member(n, key).Resolve()
}

// items returns the entries of a list; nil if the node is none.
func items(n *yamltext.Node) []*yamltext.Node {
	if n.Resolve().Kind != yamltext.Sequence {
		return nil
	}
	var out []*yamltext.Node
	for _, i := range n.Resolve().Items() {
		out = append(out, i.Resolve())
	}
	return out
}

// read tells what the document is by its keys.
func (d *document) read(isCloudConfig bool) bool {
	root := d.doc.Root.Resolve()
	if root.Kind != yamltext.Mapping {
		return isCloudConfig
	}
	storage := d.member(root, "storage")
	switch {
	case isCloudConfig, d.listsFiles(d.member(root, "write_files")):
		d.cloudConfig(root)
	case d.member(root, "ignition").Kind == yamltext.Mapping, storage.Kind == yamltext.Mapping && len(items(d.member(storage, "files"))) > 0:
		d.ignition(root)
	case d.listsFiles(d.member(root, "package")), d.listsFiles(d.member(root, "root")):
		d.dcos(root)
	default:
		return false
	}
	return true
}

// listsFiles reports whether a node is a list of files by path and content, one of them at least.
func (d *document) listsFiles(n *yamltext.Node) bool {
	for _, item := range items(n) {
		if d.member(item, "path").Kind == yamltext.Scalar && d.doc.Member(item, "content") != nil {
			return true
		}
	}
	return false
}

// isTemplated reports whether a template engine changes a part of a text.
func (d *document) isTemplated(text source.Text) bool {
	if len(d.holesIn(text)) > 0 {
		return true
	}
	base := d.in.Raw().Start
	for i := 0; d.marks.Any() && i < text.Len(); i++ {
		if span := text.Span(i, i+1); d.marks.Changes(span.Start-base, span.End-base) {
			return true
		}
	}
	return false
}

// maybe reports whether a template may leave a node out.
func (d *document) maybe(n *yamltext.Node) bool {
	return d.marks.Any() && d.marks.MayBeLeftOut(n.Span().Start-d.in.Raw().Start)
}

// file starts a contribution at the path of an entry, and reports false if the path is not known.
func (d *document) file(item *yamltext.Node, key, below string) (machine.File, bool) {
	at := d.member(item, key)
	if at.Kind != yamltext.Scalar || at.Text().Len() == 0 || d.isTemplated(at.Text()) {
		return machine.File{}, false
	}
	return machine.File{Path: path.Clean("/" + below + "/" + at.Value()), At: item.Span(), PathAt: at.Content(), Maybe: d.maybe(item)}, true
}

// add adds a file. Its content has the given encodings undone already.
func (d *document) add(f machine.File, c content) {
	f.Content, f.Known = c.text, c.text.Len()
	if !c.known {
		f.Known = machine.UnknownContent
	}
	if f.Content.Source() == nil {
		f.Content = source.LiteralText("", f.PathAt)
	}
	f.Holes = d.holes(f.Content)
	if len(f.Holes) > 0 && f.Known > 0 {
		f.Known = f.Holes[0].Start
	}
	d.out.Files = append(d.out.Files, f)
}

// holes are the variables in a content that CoreOS replaces when the machine starts.
func (d *document) holes(text source.Text) []source.Range {
	out := d.holesIn(text)
	s := text.String()
	for i := 0; i < len(s) && d.variables != nil; i++ {
		if s[i] != '$' {
			continue
		}
		for _, v := range d.variables {
			if strings.HasPrefix(s[i:], v) {
				out = append(out, source.Range{Start: i, End: i + len(v)})
				i += len(v) - 1
				break
			}
		}
	}
	return source.Union(out)
}

// holesIn returns the ranges of a part of the text that only a run knows.
func (r *reader) holesIn(text source.Text) []source.Range {
	var out []source.Range
	for i := 0; len(r.holes) > 0 && i < text.Len(); i++ {
		if !r.isHole(text.Span(i, i+1)) {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].End == i {
			out[last].End++
		} else {
			out = append(out, source.Range{Start: i, End: i + 1})
		}
	}
	return out
}

// isHole reports whether a byte stands in what only a run knows.
func (r *reader) isHole(at source.Span) bool {
	return at.Start < at.End && covers(r.holes[at.Source], at.Start)
}

// findHoles notes where the holes of the text stand.
func (r *reader) findHoles(in source.Text, holes []source.Range) {
	if len(holes) == 0 {
		return
	}
	r.holes = map[*source.Source][]source.Range{}
	for _, h := range holes {
		for _, at := range in.Spans(h.Start, h.End) {
			if at.Source != nil && at.Start < at.End {
				r.holes[at.Source] = append(r.holes[at.Source], source.Range{Start: at.Start, End: at.End})
			}
		}
	}
	for from, ranges := range r.holes {
		r.holes[from] = source.Union(ranges)
	}
}
