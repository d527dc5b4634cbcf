package ansible

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// scope are the variables of a task, those of a loop or a block before those of the play.
type scope struct {
	outer *scope
	// values are known already: those of a loop.
	values map[string]value
	// nodes are written as YAML in a file.
	nodes map[string]*yamltext.Node
	in    *file
	// weak is set for those of a play, which the variables of a role or a fact override.
	weak bool
}

// evaluate returns what a node stands for, with the variables of a scope.
func (r *reader) evaluate(n *yamltext.Node, in *file, sc *scope, depth int) value {
	n = n.Resolve()
	if depth > r.limits.Depth || !r.step() {
		return value{kind: unknown, opaque: true, text: source.LiteralText("", n.Span()), at: n.Span()}
	}
	switch n.Kind {
	case yamltext.Sequence:
		v := value{kind: list, at: n.Span()}
		for _, item := range n.Items() {
			v.items = append(v.items, r.evaluate(item, in, sc, depth+1))
		}
		return v
	case yamltext.Mapping:
		v := value{kind: dict, at: n.Span()}
		for _, m := range in.doc.Members(n) {
			key := m.Key.Resolve()
			if key.Kind != yamltext.Scalar {
				return value{kind: unknown, opaque: true, text: source.LiteralText("", n.Span()), at: n.Span()}
			}
			v.members = append(v.members, member{r.evaluate(key, in, sc, depth+1), r.evaluate(m.Value, in, sc, depth+1)})
		}
		return v
	}
	v := scalarOf(n)
	if v.kind == text && n.Tag() != "!unsafe" {
		return r.render(v.text, sc, depth)
	}
	return v
}

// render returns what Jinja makes of a text. A text that is one expression is what that stands for, a list or a dictionary
// too.
func (r *reader) render(t source.Text, sc *scope, depth int) value {
	s := t.String()
	if !strings.Contains(s, "{{") && !strings.Contains(s, "{%") && !strings.Contains(s, "{#") {
		return value{kind: text, text: t, at: t.All()}
	}
	marks := template.Find([]byte(s), ".j2")
	if len(marks.Controls) == 0 && len(marks.Expressions) == 1 {
		if e := marks.Expressions[0]; e.Start == 0 && e.End == len(s) {
			v := r.expression(t.Slice(2, len(s)-2), sc, depth+1)
			if v.kind == unknown && !strings.HasPrefix(v.text.String(), "{{") {
				return unknownValue(t)
			}
			return v // of what is not known too: it stands where the variable gets it
		}
	}
	p := &textBuilder{}
	at := 0
	keep := func(end int) {
		if at < end {
			p.add(t.Slice(at, end))
		}
	}
	for _, e := range merged(marks.Expressions, marks.Controls) {
		keep(e.Start)
		at = e.End
		whole := t.Slice(e.Start, e.End)
		if isExpression(marks.Expressions, e) && e.End-e.Start >= 4 {
			if v := r.expression(t.Slice(e.Start+2, e.End-2), sc, depth+1); v.isScalar() && v.kind != unknown && !v.opaque && r.grow(v.text.Len()) {
				p.add(v.text, v.holes...)
				continue
			}
		}
		p.add(whole, source.Range{Start: 0, End: whole.Len()})
	}
	keep(len(s))
	return asBoolean(p.value(t.All()))
}

// asBoolean returns a rendered text as Ansible takes it: what Python calls a boolean is one, without the blanks around it.
func asBoolean(v value) value {
	s, known := v.string()
	word := strings.TrimSpace(s)
	if !known || word != "True" && word != "False" {
		return v
	}
	start := strings.Index(s, word)
	v.kind, v.text = boolean, v.text.Slice(start, start+len(word))
	return v
}

// isExpression reports whether a range is one of those of expressions, which are ordered.
func isExpression(expressions []source.Range, e source.Range) bool {
	i, found := slices.BinarySearchFunc(expressions, e.Start, func(x source.Range, at int) int { return cmp.Compare(x.Start, at) })
	return found && expressions[i] == e
}

// merged returns two lists of ordered ranges as one.
func merged(a, b []source.Range) []source.Range {
	var out []source.Range
	for len(a) > 0 || len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && a[0].Start < b[0].Start {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return out
}

// expression returns what an expression of Jinja stands for. Only names, their members, texts and a few filters are known.
func (r *reader) expression(t source.Text, sc *scope, depth int) value {
	if depth > r.limits.Depth || !r.step() {
		return unknownValue(t)
	}
	e := &expression{reader: r, text: t, s: t.String(), scope: sc, depth: depth}
	e.blanks()
	v, defined := e.primary()
	for e.blanks(); e.at < len(e.s) && e.s[e.at] == '|' && !e.failed; e.blanks() {
		e.at++
		e.blanks()
		v, defined = e.filter(v, defined)
	}
	if e.failed || e.at < len(e.s) || !defined {
		return unknownValue(t)
	}
	return v
}

// expression reads one expression.
type expression struct {
	*reader
	text   source.Text
	s      string
	at     int
	scope  *scope
	depth  int
	failed bool
}

func (e *expression) fail() (value, bool) {
	e.failed = true
	return unknownValue(e.text), true
}

func (e *expression) blanks() {
	for e.at < len(e.s) && strings.IndexByte(" \t\n", e.s[e.at]) >= 0 {
		e.at++
	}
	if e.at == len(e.s)-1 && e.s[e.at] == '-' { // {{ x -}}
		e.at++
	}
}

func isNameByte(c byte) bool {
	return 'a' <= c|0x20 && c|0x20 <= 'z' || c == '_' || '0' <= c && c <= '9'
}

func (e *expression) name() string {
	start := e.at
	for e.at < len(e.s) && isNameByte(e.s[e.at]) {
		e.at++
	}
	return e.s[start:e.at]
}

// literal reads a text in quotes, without the escapes that nobody writes.
func (e *expression) literal() (value, bool) {
	quote, start := e.s[e.at], e.at+1
	i := strings.IndexByte(e.s[start:], quote)
	if i < 0 || strings.Contains(e.s[start:start+i], `\`) {
		return value{}, false
	}
	e.at = start + i + 1
	t := e.text.Slice(start, start+i)
	return value{kind: text, text: t, at: t.All()}, true
}

// primary reads a name with its members, or a literal. defined is false if the name is known to have no value.
func (e *expression) primary() (v value, defined bool) {
	if e.at >= len(e.s) {
		return e.fail()
	}
	switch c := e.s[e.at]; {
	case c == '\'' || c == '"':
		v, ok := e.literal()
		if !ok {
			return e.fail()
		}
		return v, true
	case '0' <= c && c <= '9':
		start := e.at
		digits := e.name()
		if strings.Trim(digits, "0123456789") != "" {
			return e.fail()
		}
		t := e.text.Slice(start, e.at)
		return value{kind: number, text: t, at: t.All()}, true
	case !isNameByte(c):
		return e.fail()
	}
	start := e.at
	name := e.name()
	switch name {
	case "true", "True", "false", "False":
		t := e.text.Slice(start, e.at)
		return value{kind: boolean, text: rewritten(t, strings.ToUpper(name[:1])+name[1:]), at: t.All()}, true
	case "not", "lookup", "query", "hostvars", "groups":
		return e.fail()
	}
	v, found := e.lookUp(name, e.scope, e.depth)
	if !found && !strings.HasPrefix(v.text.String(), "{{") {
		v = unknownValue(e.text)
	}
	defined = true
	for e.at < len(e.s) && !e.failed {
		key, isMember := e.member()
		if !isMember {
			break
		}
		switch v.kind {
		case dict:
			v, defined = v.get(key)
		case list:
			i, err := strconv.Atoi(key)
			if defined = err == nil && i < len(v.items); defined {
				v = v.items[i]
			}
		case unknown:
			v = unknownValue(e.text)
		default:
			return e.fail()
		}
		if !defined {
			v = unknownValue(e.text)
		}
	}
	return v, defined
}

// member reads ".name", "['name']" or "[0]".
func (e *expression) member() (key string, ok bool) {
	switch e.s[e.at] {
	case '.':
		e.at++
		if key = e.name(); key == "" {
			e.failed = true
		}
		return key, true
	case '[':
		e.at++
		e.blanks()
		if e.at < len(e.s) && (e.s[e.at] == '\'' || e.s[e.at] == '"') {
			v, ok := e.literal()
			e.failed = e.failed || !ok
			key = v.text.String()
		} else if key = e.name(); strings.Trim(key, "0123456789") != "" {
			e.failed = true
		}
		e.blanks()
		if e.at >= len(e.s) || e.s[e.at] != ']' {
			e.failed = true
			return "", true
		}
		e.at++
		return key, true
	case '(':
		e.failed = true
	}
	return "", false
}

// argument reads the one argument of a filter in its brackets, where it has one.
func (e *expression) argument() (v value, given bool) {
	if e.at >= len(e.s) || e.s[e.at] != '(' {
		return value{}, false
	}
	e.at++
	e.blanks()
	if e.at < len(e.s) && e.s[e.at] != ')' {
		var defined bool
		start := e.at
		if name := e.name(); name == "omit" {
			v = value{kind: omitted}
		} else {
			e.at = start
			if v, defined = e.primary(); !defined {
				e.failed = true
			}
		}
		given = true
		e.blanks()
	}
	if e.at >= len(e.s) || e.s[e.at] != ')' {
		e.failed = true
		return value{}, true
	}
	e.at++
	return v, given
}

// filter reads a filter and applies it.
func (e *expression) filter(v value, defined bool) (value, bool) {
	name := e.name()
	argument, given := e.argument()
	if e.failed {
		return unknownValue(e.text), true
	}
	if name == "default" || name == "d" {
		if !defined && given {
			return argument, true
		}
		return v, defined
	}
	if !defined {
		return v, false
	}
	s, isText := v.string()
	switch {
	case v.kind == unknown || v.kind == omitted:
	case name == "dict2items" && v.kind == dict && !given:
		return itemsOf(v), true
	case name == "to_json" && !given:
		return asJSON(v, 0, false), true
	case name == "to_nice_json" && !given:
		return asJSON(v, 4, true), true
	case (name == "string" || name == "mandatory") && isText && !given:
		return value{kind: text, text: v.text, at: v.at}, true
	case name == "lower" && isText && v.kind == text:
		return value{kind: text, text: rewritten(v.text, strings.ToLower(s)), at: v.at}, true
	case name == "upper" && isText && v.kind == text:
		return value{kind: text, text: rewritten(v.text, strings.ToUpper(s)), at: v.at}, true
	case name == "int" && isText && !given && s != "" && strings.Trim(s, "0123456789") == "" && (s == "0" || s[0] != '0'):
		return value{kind: number, text: v.text, at: v.at}, true
	case name == "join" && v.kind == list:
		return joined(v, argument, given)
	}
	return unknownValue(e.text), true
}

// joined returns the items of a list as one text.
func joined(v, between value, given bool) (value, bool) {
	p := &textBuilder{}
	for i, item := range v.items {
		if !item.isScalar() || item.kind == unknown {
			return unknownValue(item.text), true
		}
		if i > 0 && given {
			p.literal(between.text.String(), item.at)
		}
		p.add(item.text, item.holes...)
	}
	return p.value(v.at), true
}

// itemsOf returns a dictionary as a list of its members, each with "key" and "value".
func itemsOf(v value) value {
	out := value{kind: list, at: v.at}
	for _, m := range v.members {
		at := source.Span{Source: m.key.at.Source, Start: m.key.at.Start, End: m.key.at.End}
		if m.value.at.Source == at.Source && m.value.at.End > at.End {
			at.End = m.value.at.End
		}
		word := func(s string) value { return value{kind: text, text: source.LiteralText(s, at), at: at} }
		out.items = append(out.items, value{kind: dict, at: at, members: []member{{word("key"), m.key}, {word("value"), m.value}}})
	}
	return out
}

// lookUp returns the value of a variable. found is false if it is not known whether it has one, or which.
func (r *reader) lookUp(name string, sc *scope, depth int) (v value, found bool) {
	for s := sc; s != nil; s = s.outer {
		if v, found := s.values[name]; found {
			return v, v.kind != unknown
		}
		n, found := s.nodes[name]
		if !found {
			continue
		}
		if !r.overrides(name, s, n) {
			return unknownIfIncomplete(r.evaluate(n, s.in, s, depth+1))
		}
		return value{}, false
	}
	var d *definition
	if r.isForHosts(name) && r.host != nil {
		d = r.ofHost(r.host.host, name)
	} else {
		d = r.variables().find(r, name)
	}
	if d == nil {
		return value{}, false
	}
	r.use(d.in.text.Source())
	return unknownIfIncomplete(r.evaluate(d.node, d.in, sc, depth+1))
}

func unknownIfIncomplete(v value) (value, bool) { return v, v.kind != unknown }
