package salt

import (
	"path"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Bounds of what is looked at for the values of variables.
const (
	mostPillars  = 512
	deepestTree  = 6
	deepestValue = 16
)

// tree is where states and pillars lie.
type tree struct {
	// root is the directory of the states, from that of the text; sls the name of the text among them, with dots.
	root, sls string
	pillars   []pillar
}

// pillar is a file that gives minions values.
type pillar struct {
	doc   *yamltext.Document
	in    source.Text
	marks *template.Marks
}

// locate finds the root of the states: the directory with top.sls, or one that is called as such a root is.
func (r *reader) locate() *tree {
	if r.tree != nil {
		return r.tree
	}
	t := &tree{root: "."}
	r.tree = t
	name := r.in.Source().File
	if name == "" {
		name = "/" + r.in.Source().Path
	}
	dirs := strings.Split(strings.Trim(path.Dir(strings.ReplaceAll(name, "\\", "/")), "/"), "/")
	up := 0
	if path.Base(name) == "init.sls" {
		up = 1
	}
	for i := range min(len(dirs), deepestTree) {
		at := path.Join(".", strings.Repeat("../", i))
		if r.isThere(path.Join(at, "top.sls")) || dirs[len(dirs)-1-i] == "salt" || dirs[len(dirs)-1-i] == "states" {
			up = i
			break
		}
	}
	up = min(up, len(dirs))
	t.root = path.Join(".", strings.Repeat("../", up))
	parts := append([]string{}, dirs[len(dirs)-up:]...)
	if base := strings.TrimSuffix(path.Base(name), ".sls"); base != "init" {
		parts = append(parts, base)
	}
	t.sls = strings.Join(parts, ".")
	for _, dir := range [...]string{"pillar", "../pillar", "../../pillar"} {
		r.readPillars(t, path.Join(t.root, dir), 0)
		if len(t.pillars) > 0 {
			break
		}
	}
	return t
}

func (r *reader) isThere(name string) bool {
	if r.Tree == nil {
		return false
	}
	_, _, problem := r.Tree.Open(r.in.Source(), name)
	return problem == ""
}

func (r *reader) readPillars(t *tree, dir string, depth int) {
	if r.Tree == nil || depth > deepestTree {
		return
	}
	names, problem := r.Tree.List(r.in.Source(), dir)
	if problem != "" {
		return
	}
	for _, name := range names {
		at := path.Join(dir, name)
		switch {
		case strings.HasSuffix(name, "/"):
			r.readPillars(t, at, depth+1)
		case !strings.HasSuffix(name, ".sls") || name == "top.sls" || len(t.pillars) == mostPillars:
		default:
			text, _, problem := r.Tree.Open(r.in.Source(), at)
			if problem != "" {
				continue
			}
			p := pillar{in: text, marks: template.Find([]byte(text.String()), name+".jinja")}
			var masked []byte
			if p.marks.Any() {
				masked = p.marks.Masked()
			}
			if docs, broken := yamltext.Parse(text, masked, r.Limits); broken == nil && len(docs) > 0 {
				p.doc = docs[0]
				t.pillars = append(t.pillars, p)
			}
		}
	}
}

// ofPillar returns the one value that the pillars of the tree give a key, "a:b". given is false if none does; known is false if
// several give others, or a template makes it.
func (r *reader) ofPillar(key string) (value source.Text, given, known bool) {
	for _, p := range r.locate().pillars {
		n := p.doc.Root
		for _, name := range strings.Split(key, ":") {
			n = p.doc.Member(n, name)
		}
		if n = n.Resolve(); n == nil || n.Kind == yamltext.Null {
			continue
		}
		base := p.in.Raw().Start
		if n.Kind != yamltext.Scalar || !isTextOrNumber(n) || p.marks.Any() && (p.marks.Changes(n.Span().Start-base, n.Span().End-base) || p.marks.MayBeLeftOut(n.Span().Start-base)) ||
			given && value.String() != n.Value() {
			return source.Text{}, true, false
		}
		if !given {
			value = n.Text()
			r.uses(p.in.Source())
		}
		given = true
	}
	return value, given, given
}

// isTextOrNumber reports whether Python prints a scalar as it is written.
func isTextOrNumber(n *yamltext.Node) bool {
	return n.Tag() == "" && (!n.IsPlain() || yamltext.IsText(n.Value()) || strings.Trim(n.Value(), "0123456789") == "")
}

// uses notes that a text is a part of this one.
func (r *reader) uses(s *source.Source) {
	for _, have := range r.out.Sources {
		if have == s {
			return
		}
	}
	r.out.Sources = append(r.out.Sources, s)
}

// fill returns a text with the expressions replaced that are known, and where the others stand.
func (r *reader) fill(text source.Text) (filled source.Text, holes []source.Range) {
	found := r.holes(text)
	if len(found) == 0 {
		return text, nil
	}
	var parts []source.Text
	at, size := 0, 0
	add := func(t source.Text) {
		parts = append(parts, t)
		size += t.Len()
	}
	for _, h := range found {
		add(text.Slice(at, h.Start))
		at = h.End
		part := text.Slice(h.Start, h.End)
		if value, known := r.eval(part.String(), part, 0); known {
			add(value)
			continue
		}
		holes = append(holes, source.Range{Start: size, End: size + part.Len()})
		add(part)
	}
	add(text.Slice(at, text.Len()))
	return source.Join(parts...), holes
}

// eval returns what one "{{ expression }}" stands for.
func (r *reader) eval(mark string, at source.Text, depth int) (source.Text, bool) {
	inner, isOpen := strings.CutPrefix(mark, "{{")
	inner, isClosed := strings.CutSuffix(inner, "}}")
	if !isOpen || !isClosed || strings.Contains(inner, "{{") {
		return source.Text{}, false
	}
	return r.expression(strings.Trim(inner, "- \t\r\n"), at, depth)
}

// expression returns the value of an expression: a text, the name of the state, a variable that is set once, a pillar.
func (r *reader) expression(s string, at source.Text, depth int) (source.Text, bool) {
	literal := func(v string) (source.Text, bool) { return source.LiteralText(v, at.All()), true }
	if depth > deepestValue {
		return source.Text{}, false
	}
	if text, isText := quoted(s); isText {
		return literal(text)
	}
	if s != "" && strings.Trim(s, "0123456789") == "" {
		return literal(s)
	}
	for _, call := range [...]string{"salt['pillar.get'](", "salt[\"pillar.get\"](", "salt.pillar.get(", "pillar.get(", "salt['config.get'](", "salt[\"config.get\"]("} {
		arguments, found := strings.CutPrefix(s, call)
		if !found {
			continue
		}
		arguments, found = strings.CutSuffix(arguments, ")")
		first, rest, hasDefault := strings.Cut(arguments, ",")
		key, isText := quoted(strings.TrimSpace(first))
		if !found || !isText {
			return source.Text{}, false
		}
		value, given, known := r.ofPillar(key)
		if !given && hasDefault && !strings.Contains(rest, ",") {
			return r.expression(strings.TrimSpace(rest), at, depth+1)
		}
		return value, known
	}
	if keys, found := strings.CutPrefix(s, "pillar"); found && keys != "" {
		if key, ok := subscripts(keys); ok {
			value, _, known := r.ofPillar(key)
			return value, known
		}
		return source.Text{}, false
	}
	switch name, rest, _ := strings.Cut(s, "."); {
	case strings.HasPrefix(rest, "split("):
		return r.split(name, rest, at, depth)
	case s == "sls":
		return literal(r.locate().sls)
	case s == "slspath" || s == "tpldir":
		dir := r.locate().sls
		if path.Base(r.in.Source().Path) != "init.sls" || s == "tpldir" && strings.Contains(dir, ".") && path.Base(r.in.Source().Path) != "init.sls" {
			dir, _, _ = cutLast(dir)
		}
		return literal(strings.ReplaceAll(dir, ".", "/"))
	}
	body, found := r.setOnce(s)
	if !found {
		return source.Text{}, false
	}
	return r.expression(body, at, depth+1)
}

func cutLast(s string) (before, after string, found bool) {
	i := strings.LastIndexByte(s, '.')
	if i < 0 {
		return "", s, false
	}
	return s[:i], s[i+1:], true
}

// split returns one part of name.split('.')[0].
func (r *reader) split(name, rest string, at source.Text, depth int) (source.Text, bool) {
	argument, index, found := strings.Cut(strings.TrimPrefix(rest, "split("), ")[")
	index, closed := strings.CutSuffix(index, "]")
	separator, isText := quoted(argument)
	n, err := strconv.Atoi(index)
	value, known := r.expression(name, at, depth+1)
	if !found || !closed || !isText || separator == "" || err != nil || !known {
		return source.Text{}, false
	}
	parts := strings.Split(value.String(), separator)
	if n < 0 {
		n += len(parts)
	}
	if n < 0 || n >= len(parts) {
		return source.Text{}, false
	}
	return source.LiteralText(parts[n], at.All()), true
}

// setOnce returns what a variable is set to, by the one {% set %} of the text that no condition holds.
func (r *reader) setOnce(name string) (body string, found bool) {
	if r.sets == nil {
		r.sets = map[string]string{}
		for _, c := range r.marks.Controls {
			text := strings.Trim(r.src[c.Start:c.End], "{}%- \t\r\n")
			rest, isSet := strings.CutPrefix(text, "set ")
			variable, value, hasValue := strings.Cut(rest, "=")
			if variable = strings.TrimSpace(variable); !isSet || !hasValue {
				continue
			}
			if _, twice := r.sets[variable]; twice || r.marks.MayBeLeftOut(c.Start) {
				value = ""
			}
			r.sets[variable] = strings.TrimSpace(value)
		}
	}
	body = r.sets[name]
	return body, body != ""
}

// quoted returns a text in quotes without them; false if it is something else.
func quoted(s string) (string, bool) {
	if len(s) < 2 || s[0] != '\'' && s[0] != '"' || s[len(s)-1] != s[0] || strings.ContainsAny(s[1:len(s)-1], string(s[0])+`\`) {
		return "", false
	}
	return s[1 : len(s)-1], true
}

// subscripts returns ['a']['b'] or .a.b as the key "a:b".
func subscripts(s string) (key string, ok bool) {
	var keys []string
	for s != "" {
		switch {
		case s[0] == '.':
			end := 1
			for end < len(s) && strings.IndexByte(".[(|", s[end]) < 0 {
				end++
			}
			keys, s = append(keys, s[1:end]), s[end:]
		case s[0] == '[':
			end := strings.IndexByte(s, ']')
			if end < 0 {
				return "", false
			}
			name, isText := quoted(s[1:end])
			if !isText {
				return "", false
			}
			keys, s = append(keys, name), s[end+1:]
		default:
			return "", false
		}
	}
	for _, k := range keys {
		if k == "" || strings.ContainsAny(k, " :'\"") {
			return "", false
		}
	}
	return strings.Join(keys, ":"), len(keys) > 0
}
