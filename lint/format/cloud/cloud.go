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

// MayBe reports whether a text is worth reading: it begins as user data does, or speaks of Mesos and lists files.
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
	// scripts and commands of a text run behind all of its files.
	later []func()
	depth int
}

// Read reads user data or a list of files. The commands that it runs are read as o says. ok is false where the text is none
// of what this package reads; what cannot be read of one that is, is in Unreadable.
func Read(in source.Text, name string, o shell.Options) (c machine.Contributions, ok bool) {
	r := &reader{name: name, shell: o, limits: o.Limits}
	if r.limits == (machine.Limits{}) {
		r.limits = machine.DefaultLimits
	}
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
	docs, problem := yamltext.Parse(in, masked, r.limits)
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

// items returns the entries of a list; nil where the node is none.
func items(n *yamltext.Node) []*yamltext.Node {
	if n.Resolve().Kind != yamltext.Sequence {
		return nil
	}
	var out []*yamltext.Node
	for _, i := range n.Resolve().Items {
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
	return d.marks.Any() && d.marks.MayBeLeftOut(n.Span.Start-d.in.Raw().Start)
}

// file starts a contribution at the path of an entry, and reports false where the path is not known.
func (d *document) file(item *yamltext.Node, key, below string) (machine.File, bool) {
	at := d.member(item, key)
	if at.Kind != yamltext.Scalar || at.Text.Len() == 0 || d.isTemplated(at.Text) {
		return machine.File{}, false
	}
	return machine.File{Path: path.Clean("/" + below + "/" + at.Text.String()), At: item.Span, PathAt: at.Text.All(), Maybe: d.maybe(item)}, true
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
	var out []source.Range
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
	return out
}
