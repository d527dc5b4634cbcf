package dump

import (
	"bytes"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// showsFlags reports whether JSON has a member "flags" that is an object of strings, or one "get_flags".
func showsFlags(data []byte) bool {
	if bytes.Contains(data, []byte(`"get_flags"`)) {
		return true
	}
	for rest := data; ; {
		_, after, found := bytes.Cut(rest, []byte(`"flags"`))
		if !found {
			return false
		}
		rest = after
		if after, found = cutMark(after, ':'); !found {
			continue
		}
		if after, found = cutMark(after, '{'); !found {
			continue
		}
		if after, found = cutMark(after, '"'); !found {
			continue
		}
		if _, after, found = bytes.Cut(after, []byte(`"`)); !found {
			continue
		}
		if after, found = cutMark(after, ':'); !found {
			continue
		}
		if _, found = cutMark(after, '"'); found {
			return true
		}
	}
}

// cutMark cuts off a byte and the white space before it.
func cutMark(data []byte, mark byte) ([]byte, bool) {
	data = bytes.TrimLeft(data, " \t\r\n")
	if len(data) == 0 || data[0] != mark {
		return data, false
	}
	return data[1:], true
}

// isState reports whether JSON is the state of a daemon, by the address of its process.
func isState(data []byte) bool {
	return bytes.Contains(data, []byte(`"frameworks"`)) && (bytes.Contains(data, []byte(`"master@`)) || bytes.Contains(data, []byte(`"slave(`)))
}

// json reads what GET /flags, GET /state and the v1 call GET_FLAGS answer.
func (r *reader) json(in source.Text) {
	top, problem := source.ParseJSON(&in)
	if problem != nil {
		r.out.Unreadable = &machine.Gap{Reason: "is not JSON: " + problem.Problem + "; save the whole answer",
			At: in.Span(problem.Offset, min(problem.Offset+1, in.Len()))}
		return
	}
	if top.Kind() != source.Object {
		return
	}
	p := report{version: text(top, "version")}
	switch pid := text(top, "pid"); {
	case strings.HasPrefix(pid, "master@"):
		p.daemon = master
	case strings.HasPrefix(pid, "slave("):
		p.daemon = agent
	}
	flags, found := top.Get("flags")
	if answer, isAnswer := top.Get("get_flags"); isAnswer && answer.Kind() == source.Object {
		flags, found = answer.Get("flags")
		p.version = ""
	}
	switch {
	case found && flags.Kind() == source.Object:
		p.flags, found = r.members(flags)
	case found && flags.Kind() == source.Array:
		p.flags, found = r.pairs(flags)
	case p.daemon != "" && text(top, "version") != "":
		r.out.Unreadable = &machine.Gap{At: in.Span(0, 0), Reason: "says nothing of the flags of the daemon, " +
			"because whoever asked may not see them (VIEW_FLAGS); ask as a principal who may, and check the answer of /flags"}
		return
	}
	if at := flags.Span(); found {
		p.at = at.Source.Span(at.Start, at.Start)
		r.add(p)
	}
}

// text returns a member of an object that is a string, "" if there is none.
func text(v source.JSON, key string) string {
	if m, found := v.Get(key); found && m.Kind() == source.String {
		return m.String()
	}
	return ""
}

// members returns the flags of an object; all is false if one is not a string.
func (r *reader) members(v source.JSON) (out []flag, all bool) {
	all = true
	v.ForEach(func(key, value source.JSON) bool {
		all = value.Kind() == source.String && r.step(key.Span())
		out = append(out, flag{name: key.Content(), value: value.Content()})
		return all
	})
	return out, all
}

// pairs returns the flags of a list of names and values. A flag without a value has none in the answer either.
func (r *reader) pairs(v source.JSON) (out []flag, all bool) {
	all = true
	v.ForEach(func(_, pair source.JSON) bool {
		if pair.Kind() != source.Object {
			all = false
			return false
		}
		name, named := pair.Get("name")
		value, given := pair.Get("value")
		all = named && name.Kind() == source.String && (!given || value.Kind() == source.String) && r.step(pair.Span())
		if given && all {
			out = append(out, flag{name: name.Content(), value: value.Content()})
		}
		return all
	})
	return out, all
}
