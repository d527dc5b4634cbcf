package puppet

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// kind is what a value of Puppet is.
type kind uint8

const (
	unknown kind = iota
	undef
	text
	number
	boolean
	list
	hash
)

// value is a value of a manifest or of hiera.
type value struct {
	kind kind
	// text is what a text, number or boolean is written as.
	text  source.Text
	known int // leading bytes of the text that are known
	holes []source.Range
	items []value
	// members are those of a hash, in the order they are written.
	members []member
	// call is the function whose only argument the text is: template, file.
	call string
	at   source.Span
}

type member struct {
	key   source.Text
	value value
}

func (v value) isKnown() bool { return v.kind != unknown && v.known == v.text.Len() }

func (v value) isTrue() bool { return v.text.String() == "true" }

// statementContext is what stands around a statement.
type statementContext struct {
	root  string
	maybe bool
}

// properties writes the files of a hash of flags.
func (r *reader) properties(dir, prefix string, v value) {
	if v.kind == unknown {
		r.unknownFiles(dir, v.at, "which flags the class is given is known only when Puppet compiles the manifest")
	}
	for _, m := range v.members {
		r.property(dir, m.key, prefix+m.key.String(), m.value)
	}
}

// property writes the file of a flag as mesos::property does: a boolean becomes the file "?name" or "?no-name", and an empty
// text none (deric/puppet-mesos, manifests/property.pp).
func (r *reader) property(dir string, name source.Text, flag string, v value) {
	f := path.Join(dir, flag)
	if flag == "" || strings.Contains(flag, "/") {
		return
	}
	switch v.kind {
	case boolean:
		if name := "?" + flag; v.isTrue() {
			f = path.Join(dir, name)
		} else {
			f = path.Join(dir, "?no-"+flag)
		}
		v.text, v.known = source.LiteralText("", v.at), 0
	case text, number:
		if v.isKnown() && v.text.Len() == 0 {
			r.add(machine.File{Path: f, Operation: machine.Remove, At: v.at, PathAt: name.All()})
			return
		}
	case unknown:
	default:
		return
	}
	r.write(f, name, v)
}

// unknownFiles says that a statement writes files to a directory that only Puppet knows.
func (r *reader) unknownFiles(dir string, at source.Span, reason string) {
	r.out.Gaps = append(r.out.Gaps, machine.Gap{Kind: machine.UnknownArguments, Path: path.Clean(dir) + "/", At: at, Reason: reason})
}

// write writes a file with the text of a value.
func (r *reader) write(name string, at source.Text, v value) {
	f := machine.File{Path: name, Content: v.text, Known: v.known, Holes: v.holes, At: v.at, PathAt: at.All()}
	if v.kind == unknown {
		f.Content, f.Known, f.Holes = source.LiteralText("", v.at), machine.UnknownContent, nil
	}
	r.add(f)
}

// variables writes what a hash of variables exports.
func (r *reader) variables(name string, v value) {
	if v.kind == unknown && len(v.at.Text()) > 0 {
		r.add(machine.File{Path: name, Operation: machine.Append, Content: source.LiteralText("", v.at), Known: machine.UnknownContent, At: v.at, PathAt: v.at})
	}
	for _, m := range v.members {
		at := m.value.at
		switch m.value.kind {
		case text, number, boolean, unknown:
		default:
			continue
		}
		if !m.value.isKnown() || strings.ContainsAny(m.value.text.String(), "'\n") {
			m.value.kind, m.value.text, m.value.known = unknown, source.LiteralText("…", at), 0
		}
		content := source.Join(source.LiteralText("export ", at), m.key, source.LiteralText("='", at), m.value.text, source.LiteralText("'\n", at))
		known := content.Len()
		var holes []source.Range
		if !m.value.isKnown() {
			known = len("export ") + m.key.Len() + len("='")
			holes = []source.Range{{Start: known, End: known + m.value.text.Len()}}
		}
		r.add(machine.File{Path: name, Operation: machine.Append, Content: content, Known: known, Holes: holes, At: at, PathAt: m.key.All()})
	}
}

func (r *reader) add(f machine.File) {
	f.Root, f.Maybe = f.Root+r.on.root, f.Maybe || r.on.maybe
	r.out.Files = append(r.out.Files, f)
}
