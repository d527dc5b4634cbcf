package puppet

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// resource reads one body of a resource, of each title that it has.
func (r *reader) resource(of string, title value, attributes []member) {
	titles := []value{title}
	if title.kind == list {
		titles = title.items
	}
	for _, t := range titles {
		if t.kind != text || !t.isKnown() {
			if at, given := attribute(attributes, "path"); of != "file" || !given || !at.isKnown() {
				r.unknownTitle(of, t)
				continue
			}
		}
		switch of {
		case "class":
			r.class(t.text, attributes)
		case "mesos::property":
			r.declaredProperty(t, attributes)
		case "file":
			r.file(t, attributes)
		case "exec":
			r.command(t, attributes)
		case "file_line":
			r.fileLine(attributes)
		case "augeas":
			r.augeas(t, attributes)
		case "concat::fragment":
			r.fragment(attributes)
		case "ini_setting", "ini_subsetting":
			r.iniSetting(attributes)
		case "shellvar":
			r.shellVariable(t, attributes)
		case "systemd::dropin_file", "systemd::manage_dropin":
			r.dropIn(of, t, attributes)
		case "systemd::unit_file", "systemd::manage_unit":
			r.unit(of, "/etc/systemd/system/"+t.text.String(), t, attributes)
		case "docker::run":
			r.container(t, attributes)
		}
	}
}

// unknownTitle says that a file is written whose path only Puppet knows.
func (r *reader) unknownTitle(of string, title value) {
	if of != "file" || title.kind != text {
		return
	}
	if name := title.text.String()[:title.known]; strings.Contains(name, "mesos") && path.IsAbs(name) {
		r.unknownFiles(name[:strings.LastIndexByte(name, '/')], title.at, "which files the resource writes is known only when Puppet compiles the manifest")
	}
}

// declaredProperty reads mesos::property { title: value, dir, file }, whose file is called as the title where it is not said.
func (r *reader) declaredProperty(title value, attributes []member) {
	dir, found := attribute(attributes, "dir")
	if file, given := attribute(attributes, "file"); given {
		title = file
	}
	v, given := attribute(attributes, "value")
	if !found || !given || !dir.isKnown() || !title.isKnown() || !path.IsAbs(dir.text.String()) {
		if found && dir.isKnown() && path.IsAbs(dir.text.String()) {
			r.unknownFiles(dir.text.String(), title.at, "which flag the property is of is known only when Puppet compiles the manifest")
		}
		return
	}
	r.property(path.Clean(dir.text.String()), title.text, title.text.String(), v)
}

// file reads a resource of a file.
func (r *reader) file(title value, attributes []member) {
	if at, given := attribute(attributes, "path"); given {
		title = at
	}
	name := title.text.String()
	if !title.isKnown() || !path.IsAbs(name) {
		return
	}
	f := machine.File{Path: path.Clean(name), At: title.at, PathAt: title.text.All(), Content: source.LiteralText("", title.at)}
	ensure, _ := attribute(attributes, "ensure")
	if mode, given := attribute(attributes, "mode"); given && mode.isKnown() {
		f.Mode = machine.ParseMode(mode.text.String())
	}
	content, hasContent := attribute(attributes, "content")
	from, hasSource := attribute(attributes, "source")
	target, hasTarget := attribute(attributes, "target")
	switch state := ensure.text.String(); {
	case ensure.kind == unknown && len(ensure.at.Text()) > 0:
		f.Maybe, f.Known = true, machine.UnknownContent
	case state == "absent":
		f.Operation = machine.Remove
	case state == "directory":
		f.Directory = true
	case state == "link" && hasTarget && target.isKnown():
		f.Link = target.text.String()
	case hasContent && content.call != "":
		r.copyOf(&f, content, "templates")
	case hasContent && content.kind == unknown:
		f.Known = machine.UnknownContent
	case hasContent:
		f.Content, f.Known, f.Holes = content.text, content.known, content.holes
	case hasSource:
		r.copyOf(&f, from, "files")
	default:
		f.OnlyIfMissing = !strings.HasPrefix(path.Base(name), "?")
	}
	r.add(f)
}

// copyOf gives a file the content of one of a module: template('M/f'), file('M/f') or puppet:///modules/M/f.
func (r *reader) copyOf(f *machine.File, v value, below string) {
	f.Known = machine.UnknownContent
	name := v.text.String()
	if !v.isKnown() {
		return
	}
	switch {
	case v.call == "template" || v.call == "epp":
	case v.call == "file":
		below = "files"
	case v.call != "":
		return
	default:
		var found bool
		if name, found = strings.CutPrefix(name, "puppet:///modules/"); !found {
			return
		}
	}
	module, rest, found := strings.Cut(name, "/")
	if !found || r.tree == nil {
		return
	}
	for _, up := range []string{"..", "../..", "../../..", "../../../.."} {
		for _, at := range []string{path.Join(up, below, rest), path.Join(up, module, below, rest), path.Join(up, "modules", module, below, rest)} {
			if _, _, problem := r.tree.Open(r.in.Source(), at); problem == "" {
				f.Copy = &machine.Copy{Path: at, At: v.text.All(), Rendered: v.call != "" && v.call != "file"}
				return
			}
		}
	}
}
