package puppet

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/container"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// dropIn reads systemd::dropin_file { title: unit, content } and systemd::manage_dropin (voxpupuli/puppet-systemd).
func (r *reader) dropIn(of string, title value, attributes []member) {
	unit, given := attribute(attributes, "unit")
	if file, named := attribute(attributes, "filename"); named {
		title = file
	}
	if !given || unit.kind != text || !unit.isKnown() {
		return
	}
	r.unit(of, "/etc/systemd/system/"+unit.text.String()+".d/"+title.text.String(), title, attributes)
}

// unit reads what the content of a unit or drop-in is: a text, a file, or the entries of its sections.
func (r *reader) unit(of, name string, title value, attributes []member) {
	if !strings.HasPrefix(of, "systemd::manage_") {
		r.file(title, append([]member{{source.LiteralText("path", title.at), value{kind: text, text: source.LiteralText(name, title.text.All()), known: len(name), at: title.at}}}, attributes...))
		return
	}
	var parts []source.Text
	for _, section := range [...]struct{ key, head string }{{"unit_entry", "[Unit]"}, {"service_entry", "[Service]"}, {"install_entry", "[Install]"}} {
		entries, given := attribute(attributes, section.key)
		if !given {
			continue
		}
		parts = append(parts, source.LiteralText(section.head+"\n", entries.at))
		for _, m := range entries.members {
			values := []value{m.value}
			if m.value.kind == list {
				values = m.value.items
			}
			for _, v := range values {
				if v.text.Len() == 0 && v.kind != text || !v.isKnown() {
					continue
				}
				parts = append(parts, m.key, source.LiteralText("=", v.at), v.text, source.LiteralText("\n", v.at))
			}
		}
	}
	if len(parts) == 0 {
		return
	}
	content := source.Join(parts...)
	r.add(machine.File{Path: path.Clean(name), Content: content, Known: content.Len(), At: title.at, PathAt: title.text.All()})
}

// container reads docker::run (puppetlabs/docker): a container that the machine runs.
func (r *reader) container(title value, attributes []member) {
	image, given := attribute(attributes, "image")
	if !given || image.kind != text {
		return
	}
	s := container.Spec{Name: title.text.String(), Image: word(image), Maybe: r.on.maybe, Root: r.on.root, At: title.at}
	if v, given := attribute(attributes, "command"); given && v.kind == text {
		s.Command, s.HasCommand = container.Words(v.text, v.known, v.holes), true
	} else if given && v.kind == list {
		for _, item := range v.items {
			s.Command = append(s.Command, word(item))
		}
		s.HasCommand = true
	}
	if v, given := attribute(attributes, "env"); given {
		if s.Variables = words(v); v.kind == unknown {
			s.Gaps = append(s.Gaps, machine.Gap{Kind: machine.UnknownArguments, At: v.at, Reason: "the variables of the container are known only when Puppet compiles the manifest"})
		}
	}
	if v, given := attribute(attributes, "volumes"); given {
		s.Volumes = words(v)
	}
	r.out.Starts = append(r.out.Starts, s.Start())
}

// word returns a value as a word.
func word(v value) machine.Word {
	if v.kind == unknown {
		return machine.Word{Text: source.LiteralText("…", v.at), Several: true}
	}
	return machine.Word{Text: v.text, Known: v.known, Holes: v.holes}
}

// words returns the texts of a list, or a text alone.
func words(v value) []machine.Word {
	items := v.items
	if v.kind == text {
		items = []value{v}
	}
	var out []machine.Word
	for _, item := range items {
		if item.kind == text {
			out = append(out, word(item))
		}
	}
	return out
}

// iniSetting reads ini_setting: NAME=value in a section of a file, or in one without sections (puppetlabs/inifile).
func (r *reader) iniSetting(attributes []member) {
	at, _ := attribute(attributes, "path")
	name, _ := attribute(attributes, "setting")
	v, given := attribute(attributes, "value")
	section, _ := attribute(attributes, "section")
	ensure, _ := attribute(attributes, "ensure")
	if !at.isKnown() || !path.IsAbs(at.text.String()) || name.kind != text || !name.isKnown() || !given || ensure.text.String() == "absent" {
		return
	}
	end := name.text.Span(name.text.Len(), name.text.Len())
	parts := []source.Text{name.text, source.LiteralText("=", end)}
	if section.kind == text && section.text.Len() > 0 {
		parts = append([]source.Text{source.LiteralText("["+section.text.String()+"]\n", section.at)}, parts...)
	}
	r.appendLine(at, parts, v)
}

// shellVariable reads shellvar: NAME=value in a file of a shell (herculesteam/augeasproviders_shellvar).
func (r *reader) shellVariable(title value, attributes []member) {
	at, _ := attribute(attributes, "target")
	if name, given := attribute(attributes, "variable"); given {
		title = name
	}
	v, given := attribute(attributes, "value")
	ensure, _ := attribute(attributes, "ensure")
	if !at.isKnown() || !path.IsAbs(at.text.String()) || !title.isKnown() || !given || ensure.text.String() == "absent" {
		return
	}
	parts := []source.Text{title.text, source.LiteralText("=", title.text.Span(title.text.Len(), title.text.Len()))}
	if ensure.text.String() == "exported" {
		parts = append([]source.Text{source.LiteralText("export ", title.at)}, parts...)
	}
	r.appendLine(at, parts, v)
}

// appendLine adds a line that ends with a value to a file.
func (r *reader) appendLine(at value, parts []source.Text, v value) {
	known := 0
	for _, p := range parts {
		known += p.Len()
	}
	if v.kind == unknown || v.kind == list || v.kind == hash {
		v = value{kind: text, text: source.LiteralText("…", v.at), at: v.at}
	}
	whole := v.isKnown()
	content := source.Join(append(parts, v.text, source.LiteralText("\n", v.at))...)
	if whole {
		known = content.Len()
	}
	r.add(machine.File{Path: path.Clean(at.text.String()), Operation: machine.Append, Content: content, Known: known, At: v.at, PathAt: at.text.All()})
}
