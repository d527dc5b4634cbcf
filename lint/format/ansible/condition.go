package ansible

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
)

// condition returns what a condition is: one that is written out, true or false, or one about the groups or the variables of
// the host. That of any other only a run knows.
func (r *reader) condition(n *yamltext.Node, at taskContext) (yes, known bool) {
	n = n.Resolve()
	if n.Kind == yamltext.Sequence {
		yes, known = true, true
		for _, item := range n.Items() {
			y, k := r.condition(item, at)
			if k && !y {
				return false, true
			}
			yes, known = yes && y, known && k
		}
		return yes, known
	}
	text := strings.TrimSpace(n.Value())
	switch strings.ToLower(text) {
	case "true", "yes", "on", "not false":
		return true, true
	case "false", "no", "off", "not true":
		return false, true
	}
	return r.ofTheHost(text, at.scope)
}

// ofTheHost returns what a condition is that asks for a group of the host, or compares one of its variables with a text. It is
// known only for a host of an inventory, which may give the next one another value.
func (r *reader) ofTheHost(s string, sc *scope) (yes, known bool) {
	const longest = 4096 // bytes of a condition that people write
	if len(s) > longest || strings.ContainsAny(s, "|{") {
		return false, false
	}
	for _, word := range [...]string{" or ", " and "} {
		if left, right, found := strings.Cut(s, word); found {
			a, knowsA := r.ofTheHost(strings.TrimSpace(left), sc)
			b, knowsB := r.ofTheHost(strings.TrimSpace(right), sc)
			if word == " or " {
				return a || b, knowsA && knowsB || a && knowsA || b && knowsB
			}
			return a && b, knowsA && knowsB || !a && knowsA || !b && knowsB
		}
	}
	if rest, found := strings.CutPrefix(s, "not "); found {
		yes, known = r.ofTheHost(strings.TrimSpace(rest), sc)
		return !yes, known
	}
	for _, operator := range [...]string{" not in ", " in ", "==", "!="} {
		left, right, found := strings.Cut(s, operator)
		if !found {
			continue
		}
		left, right = strings.TrimSpace(left), strings.TrimSpace(right)
		if strings.HasSuffix(operator, "in ") {
			yes, known = r.inGroup(left, right)
		} else {
			yes, known = r.equals(left, right, sc)
		}
		if operator == " not in " || operator == "!=" {
			yes = !yes
		}
		return yes, known
	}
	if !isVariable(s) {
		return false, false
	}
	v, found := r.variableOfHost(s, sc)
	word, isText := v.string()
	if !found || !isText || v.kind != boolean && v.kind != text {
		return false, false
	}
	switch strings.ToLower(word) {
	case "true", "yes", "on":
		return true, true
	case "false", "no", "off":
		return false, v.kind == boolean // a text that is not empty is true in Jinja, and was not for older releases of Ansible
	}
	return false, false
}

// inGroup returns what "inventory_hostname in groups['x']" and "'x' in group_names" are.
func (r *reader) inGroup(left, right string) (yes, known bool) {
	name := ""
	switch {
	case left == "inventory_hostname" && strings.HasPrefix(right, "groups."):
		name = strings.TrimPrefix(right, "groups.")
	case left == "inventory_hostname" && strings.HasPrefix(right, "groups[") && strings.HasSuffix(right, "]"):
		name = wordIn(strings.TrimSuffix(strings.TrimPrefix(right, "groups["), "]"))
	case right == "group_names":
		name = wordIn(left)
	}
	if name == "" || r.asked == nil {
		return false, false
	}
	r.ask(inventoryGroup + name)
	if r.host == nil {
		return false, false
	}
	return r.host.host.isIn(name), true
}

// equals returns whether a variable of the host is a text or a number.
func (r *reader) equals(left, right string, sc *scope) (yes, known bool) {
	want := wordIn(right)
	if want == "" && strings.Trim(right, "0123456789") == "" {
		want = right
	}
	if !isVariable(left) || want == "" {
		return false, false
	}
	v, found := r.variableOfHost(left, sc)
	s, isText := v.string()
	return s == want, found && isText && v.kind != null
}

// variableOfHost returns the value of a variable that its inventory gives the host.
func (r *reader) variableOfHost(name string, sc *scope) (value, bool) {
	for s := sc; s != nil; s = s.outer {
		if _, found := s.values[name]; found {
			return value{}, false
		}
		if _, found := s.nodes[name]; found {
			return value{}, false
		}
	}
	if !r.isForHosts(name) || r.host == nil {
		return value{}, false
	}
	return r.lookUp(name, nil, 0)
}

// wordIn returns what stands between quotes; "" if that is not all.
func wordIn(s string) string {
	if len(s) < 2 || s[0] != '\'' && s[0] != '"' || s[len(s)-1] != s[0] || strings.IndexByte(s[1:len(s)-1], s[0]) >= 0 {
		return ""
	}
	return s[1 : len(s)-1]
}

func isVariable(s string) bool {
	for i := range len(s) {
		if !isNameByte(s[i]) {
			return false
		}
	}
	return s != "" && (s[0] < '0' || s[0] > '9')
}
