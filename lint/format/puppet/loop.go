package puppet

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
)

// loop reads ".each |$name, $value| { … }" behind a value whose items are known: what stands in it once for each of them. It reports
// false, and passes nothing, if that is not what follows.
func (r *reader) loop(over value) bool {
	start := r.at
	names, isLoop := r.loopHead()
	var items [][2]value
	switch over.kind {
	case list:
		for _, item := range over.items {
			items = append(items, [2]value{item, item})
		}
	case hash:
		for _, m := range over.members {
			items = append(items, [2]value{{kind: text, text: m.key, known: m.key.Len(), at: m.key.All()}, m.value})
		}
	}
	const most = 1024 // items of all loops, each of which is read as a text of its own
	if !isLoop || len(items) == 0 || r.turns+len(items) > most || r.depth >= r.limits.Depth {
		r.at = start
		return false
	}
	r.depth++
	r.turns += len(items)
	body, mark := r.at, len(r.vars.log)
	for _, item := range items {
		switch {
		case len(names) == 2 && over.kind == list: // an index, and the item
			r.vars.set(names[0], value{})
			r.vars.set(names[1], item[1])
		case len(names) == 2:
			r.vars.set(names[0], item[0])
			r.vars.set(names[1], item[1])
		case over.kind == list:
			r.vars.set(names[0], item[1])
		default: // a list of the two
			r.vars.set(names[0], value{})
		}
		r.at = body
		r.statements(true)
		r.vars.back(mark)
	}
	r.depth--
	return true
}

// loopHead passes ".each |$a, $b| {", and returns the names.
func (r *reader) loopHead() (names []string, ok bool) {
	r.skipSpace()
	if !strings.HasPrefix(r.src[r.at:], ".") {
		return nil, false
	}
	r.at++
	if r.identifier() != "each" {
		return nil, false
	}
	if r.skipSpace(); !strings.HasPrefix(r.src[r.at:], "|") {
		return nil, false
	}
	r.at++
	for r.at < len(r.src) && r.src[r.at] != '|' && r.src[r.at] != '{' {
		if r.src[r.at] == '$' {
			r.at++
			names = append(names, r.identifier())
			continue
		}
		r.at++
	}
	if !strings.HasPrefix(r.src[r.at:], "|") || len(names) == 0 || len(names) > 2 {
		return nil, false
	}
	r.at++
	if r.skipSpace(); !strings.HasPrefix(r.src[r.at:], "{") {
		return nil, false
	}
	r.at++
	return names, true
}

// created reads create_resources(type, { title => { attributes } }, defaults).
func (r *reader) created() {
	start := r.at
	bracket := false
	if r.skipSpace(); strings.HasPrefix(r.src[r.at:], "(") {
		r.at++
		bracket = true
	}
	var arguments []value
	for r.at < len(r.src) && len(arguments) < 3 {
		arguments = append(arguments, r.expression(0))
		if r.skipSpace(); !strings.HasPrefix(r.src[r.at:], ",") {
			break
		}
		r.at++
	}
	if r.skipSpace(); bracket && strings.HasPrefix(r.src[r.at:], ")") {
		r.at++
	}
	if len(arguments) < 2 {
		return
	}
	of := strings.TrimPrefix(arguments[0].text.String(), "::")
	if !isRead(of) {
		return
	}
	var defaults []member
	if len(arguments) == 3 {
		defaults = arguments[2].members
	}
	if arguments[1].kind == unknown {
		dir, _ := attribute(defaults, "dir")
		at := r.in.Span(start, r.at)
		r.out.Gaps = append(r.out.Gaps, machine.Gap{Kind: machine.UnknownArguments, At: at, Path: dirOf(dir), Reason: "which resources are created is known only when Puppet compiles the manifest"})
		return
	}
	for _, m := range arguments[1].members {
		given := m.value.members
		for _, d := range defaults {
			if _, found := attribute(given, d.key.String()); !found {
				given = append(given[:len(given):len(given)], d)
			}
		}
		r.resource(of, value{kind: text, text: m.key, known: m.key.Len(), at: m.key.All()}, given)
	}
}

func dirOf(v value) string {
	if v.kind != text || !v.isKnown() {
		return ""
	}
	return strings.TrimSuffix(v.text.String(), "/") + "/"
}
