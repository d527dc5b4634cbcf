package ansible

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// inventory are the hosts of one inventory: of a file, or of all files of a directory that is one.
type inventory struct {
	// dir is the directory of its group_vars and host_vars, from the top.
	dir    string
	hosts  []*host
	byName map[string]*host
	groups map[string]*group
}

// host is one machine of an inventory.
type host struct {
	name string
	// in are the groups that it is named in, and all of those above them, weakest first; set once the inventory is read.
	in   []*group
	vars map[string]*definition
	of   *inventory
}

// group are hosts that have variables in common.
type group struct {
	name    string
	hosts   []*host
	parents []*group
	below   []*group
	vars    map[string]*definition
	depth   int
}

// mostHosts bounds the hosts of a tree, and mostOfRange those that one name with ranges stands for.
const (
	mostHosts   = 20000
	mostOfRange = 10000
)

func newInventory(dir string) *inventory {
	inv := &inventory{dir: dir, byName: map[string]*host{}, groups: map[string]*group{}}
	inv.group("all")
	return inv
}

func (inv *inventory) group(name string) *group {
	g := inv.groups[name]
	if g == nil {
		g = &group{name: name, vars: map[string]*definition{}}
		inv.groups[name] = g
	}
	return g
}

// host returns the host of a name, and puts it into a group.
func (inv *inventory) host(name string, g *group) *host {
	h := inv.byName[name]
	if h == nil {
		if len(inv.hosts) == mostHosts {
			return nil
		}
		h = &host{name: name, vars: map[string]*definition{}, of: inv}
		inv.byName[name], inv.hosts = h, append(inv.hosts, h)
	}
	if n := len(g.hosts); n == 0 || g.hosts[n-1] != h {
		g.hosts = append(g.hosts, h)
		h.in = append(h.in, g)
	}
	return h
}

// close finds the groups above those that each host is named in.
func (inv *inventory) close() {
	all := inv.groups["all"]
	for _, g := range inv.groups {
		if g != all && len(g.parents) == 0 {
			g.parents = append(g.parents, all)
		}
		for _, parent := range g.parents {
			parent.below = append(parent.below, g)
		}
	}
	inv.rank(all, 0, map[*group]bool{})
	for _, h := range inv.hosts {
		seen := map[*group]bool{all: true}
		for queue := slices.Clone(h.in); len(queue) > 0; queue = queue[1:] {
			if g := queue[0]; !seen[g] {
				seen[g] = true
				queue = append(queue, g.parents...)
			}
		}
		h.in = h.in[:0]
		for g := range seen {
			h.in = append(h.in, g)
		}
		slices.SortFunc(h.in, func(a, b *group) int {
			if a == all || b == all {
				return map[bool]int{true: -1, false: 1}[a == all]
			}
			if a.depth != b.depth {
				return a.depth - b.depth
			}
			return strings.Compare(a.name, b.name)
		})
	}
}

// rank gives a group and those below it how deep they are: of the ways down the longest counts.
func (inv *inventory) rank(g *group, depth int, above map[*group]bool) {
	if above[g] || depth > 64 || depth > 0 && depth <= g.depth {
		return
	}
	g.depth, above[g] = depth, true
	for _, other := range g.below {
		inv.rank(other, depth+1, above)
	}
	delete(above, g)
}

// readINI reads an inventory in its own form: lines with a host and its variables, below the name of a group.
func (inv *inventory) readINI(f *file) {
	s := f.text.String()
	current, kind := inv.group("ungrouped"), ""
	for at := 0; at < len(s); {
		end := len(s)
		if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
			end = at + i
		}
		start := at
		at = end + 1
		line := strings.TrimSpace(s[start:end])
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[' && strings.HasSuffix(withoutComment(line), "]"):
			name, rest, _ := strings.Cut(strings.Trim(withoutComment(line), "[] "), ":")
			current, kind = inv.group(name), rest
		case kind == "vars":
			name, value, found := strings.Cut(s[start:end], "=")
			if found {
				from := start + len(name) + 1
				current.vars[strings.TrimSpace(name)] = f.literal(trimmed(f.text.Slice(from, from+len(value))))
			}
		case kind == "children":
			child := inv.group(strings.Fields(line)[0])
			child.parents = append(child.parents, current)
		default:
			inv.hostLine(f, f.text.Slice(start, end), current)
		}
	}
}

// withoutComment returns a line without the comment at its end.
func withoutComment(line string) string {
	line, _, _ = strings.Cut(line, " #")
	return strings.TrimSpace(line)
}

// trimmed returns a text without the blanks around it.
func trimmed(t source.Text) source.Text {
	s := t.String()
	start := len(s) - len(strings.TrimLeft(s, " \t\r"))
	return t.Slice(start, max(start, len(strings.TrimRight(s, " \t\r"))))
}

// hostLine reads a host with its variables: words as a shell parts them.
func (inv *inventory) hostLine(f *file, line source.Text, g *group) {
	words := inventoryWords(line)
	if len(words) == 0 {
		return
	}
	vars := map[string]*definition{}
	for _, w := range words[1:] {
		if name, _, found := strings.Cut(w.String(), "="); found {
			vars[name] = f.literal(w.Slice(len(name)+1, w.Len()))
		}
	}
	for _, name := range namesOf(words[0].String()) {
		if h := inv.host(name, g); h != nil {
			for k, v := range vars {
				h.vars[k] = v
			}
		}
	}
}

// inventoryWords returns the words of a line up to its comment. Of a word with quotes in it the text is what is left without
// them, where that is one stretch of the line.
func inventoryWords(line source.Text) []source.Text {
	s := line.String()
	var out []source.Text
	for at := 0; at < len(s); {
		if strings.IndexByte(" \t\r", s[at]) >= 0 {
			at++
			continue
		}
		if s[at] == '#' {
			break
		}
		start := at
		var parts []source.Text
		from := at
		for at < len(s) && strings.IndexByte(" \t\r", s[at]) < 0 {
			c := s[at]
			if c != '"' && c != '\'' {
				at++
				continue
			}
			parts = append(parts, line.Slice(from, at))
			end := strings.IndexByte(s[at+1:], c)
			if end < 0 {
				end = len(s) - at - 1
			}
			parts = append(parts, line.Slice(at+1, at+1+end))
			at = min(len(s), at+end+2)
			from = at
		}
		if parts == nil {
			out = append(out, line.Slice(start, at))
			continue
		}
		out = append(out, source.Join(append(parts, line.Slice(from, at))...))
	}
	return out
}

// literal returns the definition that a value in an inventory of the form INI is: what Python takes for a literal, or else
// text. Structures are not followed.
func (f *file) literal(t source.Text) *definition {
	n := yamltext.NewScalar(t, t.Raw(), "")
	switch s := t.String(); {
	case s == "True" || s == "False", s != "" && strings.Trim(s, "0123456789") == "" && (s == "0" || s[0] != '0'):
		n.Style = yamltext.Plain
	case len(s) > 1 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0] && strings.IndexByte(s[1:len(s)-1], s[0]) < 0:
		n = yamltext.NewScalar(t.Slice(1, len(s)-1), t.Raw(), "")
	case s != "" && strings.IndexByte("[{(", s[0]) >= 0, s == "None", isOtherNumber(s):
		n = yamltext.NewScalar(t, t.Raw(), "!literal") // which Python prints in its own way
	}
	return &definition{node: n, in: f, plain: true}
}

// isOtherNumber reports whether Python takes a text for a number and prints that in another way: 0x10, 1_000, 1.50.
func isOtherNumber(s string) bool {
	if s == "" || strings.IndexByte("0123456789+-.", s[0]) < 0 || strings.Trim(s, "0123456789") == "" {
		return false
	}
	plain := strings.ReplaceAll(s, "_", "")
	n, err := strconv.ParseFloat(plain, 64)
	if err != nil {
		_, err = strconv.ParseInt(plain, 0, 64)
		return err == nil
	}
	printed := strconv.FormatFloat(n, 'f', -1, 64)
	return s != printed && s != printed+".0"
}

// namesOf returns the names that a host of an inventory stands for: "web[01:12].example", without its port.
func namesOf(name string) []string {
	out := []string{""}
	for name != "" {
		open := strings.IndexByte(name, '[')
		end := strings.IndexByte(name, ']')
		if open < 0 || end < open {
			break
		}
		var next []string
		for _, middle := range rangeOf(name[open+1 : end]) {
			for _, before := range out {
				if len(next) < mostOfRange {
					next = append(next, before+name[:open]+middle)
				}
			}
		}
		out, name = next, name[end+1:]
	}
	rest, port, found := strings.Cut(name, ":")
	if found && strings.Trim(port, "0123456789") == "" {
		name = rest
	}
	for i := range out {
		out[i] += name
	}
	return out
}

// rangeOf returns what "01:12", "1:9:2" or "a:f" stands for; the text itself if it is none of them.
func rangeOf(s string) []string {
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 3 {
		return []string{"[" + s + "]"}
	}
	step := 1
	if len(parts) == 3 {
		if n, ok := number9(parts[2]); ok && n > 0 {
			step = n
		}
	}
	var out []string
	from, isNumber := number9(parts[0])
	to, both := number9(parts[1])
	switch {
	case isNumber && both:
		for i := from; i <= to && len(out) < mostOfRange; i += step {
			out = append(out, fmt.Sprintf("%0*d", len(parts[0]), i))
		}
	case len(parts[0]) == 1 && len(parts[1]) == 1:
		for c := int(parts[0][0]); c <= int(parts[1][0]); c += step {
			out = append(out, string(rune(c)))
		}
	}
	return out
}

// number9 returns a number of at most nine digits.
func number9(s string) (n int, ok bool) {
	if s == "" || len(s) > 9 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n, true
}

// readYAML reads an inventory that is written as YAML: groups with hosts, children and vars.
func (inv *inventory) readYAML(f *file) {
	for _, m := range f.doc.Members(f.doc.Root) {
		inv.yamlGroup(f, m.Name(), m.Value, nil, 0)
	}
}

func (inv *inventory) yamlGroup(f *file, name string, n *yamltext.Node, parent *group, depth int) {
	if depth > 32 {
		return
	}
	g := inv.group(name)
	if parent != nil && parent.name != "all" {
		g.parents = append(g.parents, parent)
	}
	for _, m := range f.doc.Members(f.doc.Member(n, "vars")) {
		g.vars[m.Name()] = &definition{node: m.Value.Resolve(), in: f, plain: true}
	}
	for _, m := range f.doc.Members(f.doc.Member(n, "hosts")) {
		for _, name := range namesOf(m.Name()) {
			h := inv.host(name, g)
			if h == nil {
				continue
			}
			for _, v := range f.doc.Members(m.Value) {
				h.vars[v.Name()] = &definition{node: v.Value.Resolve(), in: f, plain: true}
			}
		}
	}
	for _, m := range f.doc.Members(f.doc.Member(n, "children")) {
		inv.yamlGroup(f, m.Name(), m.Value, g, depth+1)
	}
}

// isYAMLInventory reports whether the root of a text is that of an inventory: each member is a group.
func isYAMLInventory(f *file) bool {
	members := f.doc.Members(f.doc.Root)
	for _, m := range members {
		v := m.Value.Resolve()
		if v.Kind == yamltext.Null {
			continue
		}
		if v.Kind != yamltext.Mapping || len(f.doc.Members(v)) == 0 {
			return false
		}
		for _, inner := range f.doc.Members(v) {
			if name := inner.Name(); name != "hosts" && name != "children" && name != "vars" {
				return false
			}
		}
	}
	return len(members) > 0
}

// isINIInventory reports whether a text without an extension that says so is an inventory: it has the name of a group on a
// line of its own, and its first line that says anything is such a name or one host.
func isINIInventory(s string) bool {
	groups, first := 0, true
	for len(s) > 0 {
		line, rest, _ := strings.Cut(s, "\n")
		s = rest
		line = withoutComment(strings.TrimSpace(line))
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		isGroup := len(line) > 2 && line[0] == '[' && line[len(line)-1] == ']' && strings.Trim(strings.ToLower(line[1:len(line)-1]), "abcdefghijklmnopqrstuvwxyz0123456789_-.:") == ""
		if first && !isGroup && (strings.ContainsAny(line, "<>{}()$") || strings.HasPrefix(line, "#!")) {
			return false
		}
		first = false
		if isGroup {
			groups++
		}
	}
	return groups > 0
}

// isDirectoryInventory reports whether all files of a directory are one inventory.
func isDirectoryInventory(dir string) bool {
	return path.Base(dir) == "inventory" || path.Base(path.Dir(dir)) == "inventories" || path.Base(path.Dir(dir)) == "inventory"
}
