package salt

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/container"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// change reads a function that puts text into a file in place of other text, or adds it. What else the file holds is not known; if
// nothing says that the text is added where no other is found, it may not be there.
func (r *reader) change(f *machine.File, function string, arguments *yamltext.Node) {
	f.Operation = machine.Append
	adds := true
	switch function {
	case "file.replace":
		text := r.argument(arguments, "repl")
		if text == nil || strings.Contains(text.Value(), `\`) {
			f.Operation = machine.Edit
			return
		}
		if adds = r.isTrue(arguments, "append_if_not_found") || r.isTrue(arguments, "prepend_if_not_found"); adds {
			if other := r.argument(arguments, "not_found_content"); other != nil {
				text = other
			}
		}
		r.setText(f, text)
	case "file.line":
		if mode := r.argument(arguments, "mode"); mode != nil && mode.Value() == "delete" {
			f.Operation = machine.Edit
			return
		}
		r.setText(f, r.argument(arguments, "content"))
	case "file.keyvalue":
		adds = r.isTrue(arguments, "append_if_not_found") || r.isTrue(arguments, "prepend_if_not_found")
		r.keyValue(f, arguments)
	case "file.prepend":
		r.setText(f, r.argument(arguments, "text"))
	default:
		r.setText(f, r.argument(arguments, "content"))
	}
	f.Maybe = f.Maybe || !adds
}

func (r *reader) isTrue(arguments *yamltext.Node, name string) bool {
	n := r.argument(arguments, name)
	return n != nil && strings.EqualFold(n.Value(), "true")
}

// keyValue reads file.keyvalue: one key with its value, or several of a map.
func (r *reader) keyValue(f *machine.File, arguments *yamltext.Node) {
	separator := "="
	if n := r.argument(arguments, "separator"); n != nil {
		separator = n.Value()
	}
	var parts []source.Text
	add := func(key, v *yamltext.Node) {
		if key.Kind != yamltext.Scalar || v.Kind != yamltext.Scalar {
			return
		}
		parts = append(parts, key.Text(), source.LiteralText(separator, key.Content()), v.Text(), source.LiteralText("\n", v.Text().Span(v.Text().Len(), v.Text().Len())))
	}
	if all := r.argument(arguments, "key_values"); all != nil {
		for _, m := range r.doc.Members(all) {
			add(m.Key.Resolve(), m.Value.Resolve())
		}
	}
	if key, v := r.argument(arguments, "key"), r.argument(arguments, "value"); key != nil && v != nil {
		add(key, v)
	}
	if f.Known = machine.UnknownContent; len(parts) == 0 {
		return
	}
	f.Content, f.Holes = r.fill(source.Join(parts...))
	if f.Known = f.Content.Len(); len(f.Holes) > 0 {
		f.Known = f.Holes[0].Start
	}
}

// container reads docker_container.running: a container that the minion runs.
func (r *reader) container(name, arguments *yamltext.Node, maybe bool) {
	image := r.argument(arguments, "image")
	if image == nil || image.Kind != yamltext.Scalar {
		return
	}
	s := container.Spec{Name: name.Value(), Image: r.word(image.Text()), Maybe: maybe, At: name.Span()}
	for _, key := range [...]string{"environment", "env"} {
		if n := r.argument(arguments, key); n != nil {
			s.Environment = append(s.Environment, r.assignments(n)...)
			s.Variables = append(s.Variables, r.words(n)...)
		}
	}
	for _, key := range [...]string{"binds", "volumes"} {
		if n := r.argument(arguments, key); n != nil {
			s.Volumes = append(s.Volumes, r.words(n)...)
		}
	}
	for _, key := range [...]string{"command", "cmd"} {
		if n := r.argument(arguments, key); n != nil {
			s.Command, s.HasCommand = r.commandOf(n), true
		}
	}
	if n := r.argument(arguments, "entrypoint"); n != nil {
		s.Entrypoint, s.HasEntrypoint = r.commandOf(n), true
	}
	r.out.Starts = append(r.out.Starts, s.Start())
}

// commandOf returns the words of a command, which is a list or a text.
func (r *reader) commandOf(n *yamltext.Node) []machine.Word {
	if n.Kind != yamltext.Scalar {
		return r.words(n)
	}
	text, holes := r.fill(n.Text())
	return container.Words(text, text.Len(), holes)
}

func (r *reader) word(t source.Text) machine.Word {
	w := machine.KnownWord(t)
	if w.Text, w.Holes = r.fill(t); len(w.Holes) > 0 {
		w.Known = w.Holes[0].Start
	} else {
		w.Known = w.Text.Len()
	}
	return w
}

// words returns the texts of a list, or those that stand in one with commas.
func (r *reader) words(n *yamltext.Node) []machine.Word {
	var out []machine.Word
	if n.Kind == yamltext.Scalar {
		return append(out, r.word(n.Text()))
	}
	for _, item := range n.Items() {
		if item = item.Resolve(); item.Kind == yamltext.Scalar {
			out = append(out, r.word(item.Text()))
		}
	}
	return out
}

// assignments returns the variables of a map, or of a list of maps.
func (r *reader) assignments(n *yamltext.Node) []machine.Assignment {
	maps := []*yamltext.Node{n}
	if n.Kind == yamltext.Sequence {
		maps = n.Items()
	}
	var out []machine.Assignment
	for _, one := range maps {
		if one = one.Resolve(); one.Kind != yamltext.Mapping {
			continue
		}
		for _, m := range r.doc.Members(one) {
			key, v := m.Key.Resolve(), m.Value.Resolve()
			if v.Kind != yamltext.Scalar {
				continue
			}
			w := r.word(v.Text())
			out = append(out, machine.Assignment{Name: key.Value(), NameSpan: key.Content(), Value: w.Text, Span: key.Content(), Unknown: !w.IsKnown(), Exported: true})
		}
	}
	return out
}
