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

// parameter is a parameter of a class, by the class's name: "mesos::slave".
func (r *reader) parameter(class, name source.Text, shortName string, v value) {
	on, component := statementContext{}, ""
	switch class.String() {
	case "mesos::master":
		component = "master"
	case "mesos::slave", "mesos::agent":
		component = "slave"
	case "mesos":
		if shortName == "zookeeper" && v.kind == text {
			r.write("/etc/mesos/zk", name, v, on)
		}
		return
	default:
		return
	}
	dir := "/etc/mesos-" + component
	switch shortName {
	case "zookeeper":
		if v.kind == text {
			r.write("/etc/mesos/zk", name, v, on)
		}
	case "work_dir":
		r.property(dir, name, "work_dir", v)
	case "options":
		r.properties(dir, "", v)
	case "cgroups":
		r.properties(dir, "cgroups_", v)
	case "resources", "attributes":
		r.properties(dir+"/"+shortName, "", v)
	case "env_var":
		r.variables("/etc/default/mesos-"+component, v)
	}
}

// statementContext is what stands around a statement.
type statementContext struct {
	root  string
	maybe bool
}

// properties writes the files of a hash of flags.
func (r *reader) properties(dir, prefix string, v value) {
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
	r.write(f, name, v, statementContext{})
}

// write writes a file with the text of a value.
func (r *reader) write(name string, at source.Text, v value, on statementContext) {
	f := machine.File{Path: name, Root: on.root, Maybe: on.maybe, Content: v.text, Known: v.known, Holes: v.holes, At: v.at, PathAt: at.All()}
	if v.kind == unknown {
		f.Content, f.Known, f.Holes = source.LiteralText("", v.at), machine.UnknownContent, nil
	}
	r.add(f)
}

// variables writes what a hash of variables exports.
func (r *reader) variables(name string, v value) {
	for _, m := range v.members {
		at := m.value.at
		if m.value.kind != text && m.value.kind != number && m.value.kind != boolean {
			continue
		}
		content := source.Join(source.LiteralText("export ", at), m.key, source.LiteralText("='", at), m.value.text, source.LiteralText("'\n", at))
		known := content.Len()
		if !m.value.isKnown() || strings.Contains(m.value.text.String(), "'") {
			known = len("export ") + m.key.Len() + len("='")
		}
		r.add(machine.File{Path: name, Operation: machine.Append, Content: content, Known: known, At: at, PathAt: m.key.All()})
	}
}

func (r *reader) add(f machine.File) {
	f.Root, f.Maybe = f.Root+r.on.root, f.Maybe || r.on.maybe
	r.out.Files = append(r.out.Files, f)
}
