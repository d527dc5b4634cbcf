package chef

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// flag is one of a daemon, from the level of attributes that counts.
type flag struct {
	attribute
	name source.Text
}

// daemons adds what the attributes of the two cookbooks make of the daemons.
func (r *reader) daemons() {
	for _, role := range []struct{ names, program, dir string }{
		{"master", "mesos-master", "/etc/mesos-master"}, {"slave agent", "mesos-slave", "/etc/mesos-slave"},
	} {
		var flags, files []flag
		for _, a := range r.attributes {
			if len(a.keys) < 3 || a.keys[0].String() != "mesos" || !strings.Contains(" "+role.names+" ", " "+a.keys[1].String()+" ") {
				continue
			}
			switch {
			case a.keys[2].String() == "flags" && len(a.keys) == 4:
				flags = put(flags, flag{a, a.keys[3]})
			case a.keys[2].String() == "flags" && len(a.keys) == 3:
				for _, m := range a.value.members {
					one := a
					one.value = m.value
					flags = put(flags, flag{one, m.key})
				}
			case len(a.keys) == 3 && a.keys[2].String() != "env":
				files = put(files, flag{a, a.keys[2]})
			}
		}
		if len(flags) > 0 {
			r.start(role.program, flags)
			continue
		}
		for _, f := range files {
			r.flagFile(role.dir, f)
		}
	}
}

// put adds a flag, in place of one of the same name that counts for less.
func put(flags []flag, f flag) []flag {
	for i, before := range flags {
		if before.name.String() == f.name.String() {
			if f.level >= before.level {
				flags[i] = f
			}
			return flags
		}
	}
	return append(flags, f)
}

// start adds the daemon that the wrapper of mdsol's cookbook starts.
func (r *reader) start(program string, flags []flag) {
	at := flags[0].name.All()
	s := machine.Start{
		Name: program, At: at, Words: []machine.Word{machine.KnownWord(source.LiteralText(program, at))},
		Gaps: []machine.Gap{{Kind: machine.UnknownArguments, At: at, Reason: "the attributes of other files, roles and nodes may add flags"}},
	}
	for _, f := range flags {
		w := f.word()
		w.Maybe = f.maybe
		s.Words = append(s.Words, w)
	}
	r.out.Starts = append(r.out.Starts, s)
}

// word returns the argument that the wrapper makes of a flag: --f='k:v;k:v' of a hash, --f=v of a text without quotes, so that
// the shell parts it, --f of true and --no-f of anything else.
func (f flag) word() machine.Word {
	at := f.name.Raw()
	before, behind := at.Source.Span(at.Start, at.Start), at.Source.Span(at.End, at.End)
	parts := []source.Text{source.LiteralText("--", before), f.name}
	known := true
	switch v := f.value; v.kind {
	case boolean, null:
		if v.text.String() != "true" {
			parts[0] = source.LiteralText("--no-", before)
		}
		return machine.KnownWord(source.Join(parts...))
	case hash:
		parts = append(parts, source.LiteralText("=", behind))
		for i, m := range v.members {
			if i > 0 {
				parts = append(parts, source.LiteralText(";", m.key.All()))
			}
			parts = append(parts, m.key, source.LiteralText(":", m.key.All()), m.value.text)
			known = known && m.value.isText() && !strings.Contains(m.value.text.String(), "'")
		}
	default:
		parts = append(parts, source.LiteralText("=", behind), v.text)
		known = v.isText() && !strings.ContainsAny(v.text.String(), " \t\n;&|<>()$`\\\"'*?[#~{")
	}
	w := machine.KnownWord(source.Join(parts...))
	if !known {
		w.Known = len("--") + f.name.Len() + len("=")
		if w.Text.Len() < w.Known {
			w.Text = source.Join(w.Text, source.LiteralText("…", behind))
		}
		if w.Known >= w.Text.Len() {
			w.Text = source.Join(w.Text, source.LiteralText("…", behind))
		}
	}
	return w
}

// flagFile adds a file of a flag directory, which everpeace's cookbook writes with echo.
func (r *reader) flagFile(dir string, f flag) {
	name := f.name.String()
	if name == "" || strings.ContainsAny(name, "/\x00") || f.value.kind == hash || f.value.kind == null {
		return
	}
	out := machine.File{Path: dir + "/" + name, PathAt: f.name.All(), At: f.value.at, Maybe: f.maybe, Content: f.value.text, Known: f.value.known, Holes: f.value.holes}
	if f.value.kind == unknown {
		out.Content, out.Known = source.LiteralText("", f.value.at), machine.UnknownContent
	}
	r.out.Files = append(r.out.Files, out)
}
