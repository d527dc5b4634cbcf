package load

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"github.com/mesoslint/mesoslint/lint/source"
)

// yamlFile is a YAML file whose scalars know where they stand.
type yamlFile struct {
	source   *source.Source
	template *marks
	root     ast.Node
	anchors  map[string]ast.Node
}

// readYAML parses the first document of a file.
func readYAML(s *source.Source, t *marks) (y *yamlFile, err error) {
	defer func() {
		if r := recover(); r != nil { // the parser indexes out of range on some broken input
			y, err = nil, fmt.Errorf("cannot be read as YAML: %v", r)
		}
	}()
	file, err := parser.ParseBytes(t.Masked(), 0)
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		return nil, fmt.Errorf("is not YAML: %s", first)
	}
	y = &yamlFile{source: s, template: t, anchors: map[string]ast.Node{}}
	for _, doc := range file.Docs {
		if doc.Body != nil {
			y.root = doc.Body
			break
		}
	}
	if y.root != nil {
		ast.Walk(anchorCollector{y.anchors}, y.root)
	}
	return y, nil
}

type anchorCollector struct{ anchors map[string]ast.Node }

// Visit implements ast.Visitor.
func (c anchorCollector) Visit(n ast.Node) ast.Visitor {
	if a, ok := n.(*ast.AnchorNode); ok && a.Name != nil {
		c.anchors[a.Name.GetToken().Value] = a.Value
	}
	return c
}

// resolve returns what a node stands for: the value behind an anchor, an alias or a tag.
func (y *yamlFile) resolve(n ast.Node) ast.Node {
	for range 100 {
		switch v := n.(type) {
		case *ast.AnchorNode:
			n = v.Value
		case *ast.TagNode:
			n = v.Value
		case *ast.AliasNode:
			if v.Value == nil {
				return nil
			}
			n = y.anchors[v.Value.GetToken().Value]
		default:
			return n
		}
	}
	return nil
}

// yamlMember is a member of a mapping.
type yamlMember struct {
	key   string
	at    source.Span // of the key
	value ast.Node
}

// members returns the members of a mapping in the order they are written, those it merges ("<<") first and left out
// where a later one has the same key.
func (y *yamlFile) members(n ast.Node) []yamlMember { return y.membersTo(n, 0) }

func (y *yamlFile) membersTo(n ast.Node, depth int) []yamlMember {
	mapping, ok := y.resolve(n).(*ast.MappingNode)
	if !ok || depth > 20 {
		return nil
	}
	var merged, own []yamlMember
	seen := map[string]bool{}
	for _, v := range mapping.Values {
		if _, ok := v.Key.(*ast.MergeKeyNode); ok {
			sources := []ast.Node{v.Value}
			if list, ok := y.resolve(v.Value).(*ast.SequenceNode); ok {
				sources = list.Values
			}
			for _, s := range sources {
				merged = append(merged, y.membersTo(s, depth+1)...)
			}
			continue
		}
		key := y.scalar(v.Key)
		own = append(own, yamlMember{key: key.String(), at: key.All(), value: v.Value})
		seen[key.String()] = true
	}
	var out []yamlMember
	for _, m := range merged {
		if !seen[m.key] {
			seen[m.key] = true
			out = append(out, m)
		}
	}
	return append(out, own...)
}

func member(members []yamlMember, key string) ast.Node {
	for _, m := range members {
		if m.key == key {
			return m.value
		}
	}
	return nil
}

// offsetOf returns the byte at a line and column as the parser counts them; -1 where there is none.
func (y *yamlFile) offsetOf(line, column int) int {
	text, at := y.source.Line(line)
	for ; column > 1; column-- {
		if len(text) == 0 {
			return -1
		}
		_, size := utf8.DecodeRune(text)
		text, at = text[size:], at+size
	}
	return at
}

// scalar returns the text of a scalar; the zero Text of anything else.
func (y *yamlFile) scalar(n ast.Node) source.Text {
	n = y.resolve(n)
	switch v := n.(type) {
	case *ast.LiteralNode:
		return y.block(v)
	case *ast.StringNode:
		return y.flow(v.GetToken().Position.Line, v.GetToken().Position.Column, v.Value)
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode, *ast.InfinityNode, *ast.NanNode:
		tk := v.GetToken()
		return y.flow(tk.Position.Line, tk.Position.Column, tk.Value)
	}
	return source.Text{}
}

// flow returns the text of a scalar that is plain or in quotes.
func (y *yamlFile) flow(line, column int, value string) source.Text {
	at := y.offsetOf(line, column)
	data := y.source.Data
	if at < 0 || at >= len(data) {
		return y.unplaced(line, value)
	}
	a := &aligner{data: data, masked: y.template.Masked(), at: at, indent: -1, folded: true}
	quote := byte(0)
	if c := data[at]; c == '"' || c == '\'' {
		quote = c
		a.at++
	}
	start := a.at
	if !a.align(value, quote) {
		return y.unplaced(line, value)
	}
	end := a.at
	oneLine := !strings.Contains(string(data[start:end]), "\n")
	var part func(int, int, string) (string, bool)
	switch {
	case quote == '"':
		part = func(_, _ int, s string) (string, bool) { return escapeYAML(s), true }
	case quote == '\'':
		part = func(_, _ int, s string) (string, bool) {
			return strings.ReplaceAll(s, "'", "''"), oneLine && !hasControl(s) && !strings.Contains(s, "\n")
		}
	case oneLine:
		part = func(start, end int, s string) (string, bool) {
			return s, isPlainYAML(value[:start] + s + value[end:])
		}
	}
	rawStart, rawEnd := at, end
	if quote != 0 {
		rawEnd++
	}
	return source.QuotedText(y.source, string(a.out), append(a.offsets, int32(end)), rawStart, rawEnd, part, quoteYAML)
}

// block returns the text of a scalar that begins with "|" or ">".
func (y *yamlFile) block(n *ast.LiteralNode) source.Text {
	line := n.Start.Position.Line
	value := n.Value.Value
	content, at := y.source.Line(line + 1)
	for len(content) > 0 && strings.TrimSpace(string(content)) == "" {
		line++
		content, at = y.source.Line(line + 1)
	}
	indent := len(content) - len(strings.TrimLeft(string(content), " "))
	a := &aligner{data: y.source.Data, masked: y.template.Masked(), at: at + indent, indent: indent, folded: strings.HasPrefix(n.Start.Value, ">")}
	start := a.at
	if !a.align(value, 0) {
		return y.unplaced(n.Start.Position.Line, value)
	}
	part := func(_, _ int, s string) (string, bool) {
		return s, !strings.ContainsAny(s, "\r\n") && !strings.HasPrefix(s, " ")
	}
	return source.QuotedText(y.source, string(a.out), append(a.offsets, int32(a.at)), start, a.at, part, nil)
}

// unplaced returns a text whose bytes could not be found in the source one by one.
func (y *yamlFile) unplaced(line int, value string) source.Text {
	text, at := y.source.Line(line)
	return source.LiteralText(value, y.source.Span(at, at+len(text)))
}

// aligner finds the bytes of a decoded value in its raw form.
type aligner struct {
	data, masked []byte
	at           int
	indent       int // of a block; -1 in a scalar that is none, whose lines lose all their blanks
	folded       bool
	out          []byte
	offsets      []int32
}

// align walks over the raw form as it should decode to value, and reports whether it does.
func (a *aligner) align(value string, quote byte) bool {
	for i := 0; i < len(value); {
		if a.at >= len(a.data) {
			return i == len(value)-1 && value[i] == '\n' // a block whose last line has no end
		}
		c := a.masked[a.at]
		switch {
		case quote == '"' && c == '\\':
			text, length := yamlEscape(a.masked[a.at+1:])
			if length == 0 || !strings.HasPrefix(value[i:], text) {
				return false
			}
			for range len(text) {
				a.out, a.offsets = append(a.out, value[i]), append(a.offsets, int32(a.at))
				i++
			}
			if a.at += 1 + length; a.data[a.at-1] == '\n' {
				a.skipBlanks()
			}
			continue
		case quote == '\'' && c == '\'':
			if value[i] != '\'' || a.at+1 >= len(a.data) || a.masked[a.at+1] != '\'' {
				return false
			}
			a.out, a.offsets = append(a.out, '\''), append(a.offsets, int32(a.at))
			a.at += 2
		case c == value[i] && c != '\n':
			a.out, a.offsets = append(a.out, a.data[a.at]), append(a.offsets, int32(a.at))
			a.at++
		case value[i] == '\n' || value[i] == ' ':
			if !a.newline(value[i]) {
				return false
			}
		default:
			return false
		}
		i++
	}
	return true
}

// newline passes the line ends that decode to one blank or one newline.
func (a *aligner) newline(c byte) bool {
	start := a.at
	for a.at < len(a.data) && (a.data[a.at] == ' ' || a.data[a.at] == '\t' || a.data[a.at] == '\r') {
		a.at++
	}
	if a.at >= len(a.data) || a.data[a.at] != '\n' {
		return false
	}
	first := len(a.out) == 0 || a.out[len(a.out)-1] != '\n'
	a.out, a.offsets = append(a.out, c), append(a.offsets, int32(start))
	a.at++
	if c == '\n' && a.folded && first { // in a folded scalar the first line end goes with the blank line after it
		for next := a.at; next < len(a.data); next++ {
			if a.data[next] == '\n' {
				a.at = next + 1
				break
			}
			if a.data[next] != ' ' && a.data[next] != '\t' && a.data[next] != '\r' {
				break
			}
		}
	}
	a.skipBlanks()
	return true
}

func (a *aligner) skipBlanks() {
	for n := 0; a.at < len(a.data) && (a.data[a.at] == ' ' || a.indent < 0 && a.data[a.at] == '\t') && (a.indent < 0 || n < a.indent); n++ {
		a.at++
	}
}

var yamlLetters = map[byte]string{
	'0': "\x00", 'a': "\a", 'b': "\b", 't': "\t", '\t': "\t", 'n': "\n", 'v': "\v", 'f': "\f", 'r': "\r", 'e': "\x1b",
	' ': " ", '"': "\"", '/': "/", '\\': "\\", '\n': "",
}

// yamlEscape undoes what follows a backslash in double quotes, and returns how many bytes that is; 0 where it does not
// know it.
func yamlEscape(s []byte) (text string, length int) {
	if len(s) == 0 {
		return "", 0
	}
	if text, found := yamlLetters[s[0]]; found {
		return text, 1
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[0]]
	if digits == 0 || len(s) < 1+digits {
		return "", 0
	}
	v := rune(0)
	for _, c := range s[1 : 1+digits] {
		digit := strings.IndexByte("0123456789abcdef", c|lower(c))
		if digit < 0 {
			return "", 0
		}
		v = v<<4 | rune(digit)
	}
	return string(v), 1 + digits
}

// escapeYAML writes s inside double quotes.
func escapeYAML(s string) string {
	var b strings.Builder
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c == '\n':
			b.WriteString(`\n`)
		case c == '\t':
			b.WriteString(`\t`)
		case c < ' ':
			fmt.Fprintf(&b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

func quoteYAML(s string) string {
	if isPlainYAML(s) {
		return s
	}
	return `"` + escapeYAML(s) + `"`
}

// isPlainYAML reports whether s is safe to write as a plain scalar on one line, in a flow collection too. It does not
// look at what a plain scalar may also be taken for, a number or a boolean: those mean the same here.
func isPlainYAML(s string) bool {
	if s == "" || s != strings.TrimSpace(s) || strings.ContainsAny(s, "\r\n,[]{}") || hasControl(s) {
		return false
	}
	return strings.IndexByte("-?:,[]{}#&*!|>'\"%@`", s[0]) < 0 && !strings.Contains(s, ": ") && !strings.Contains(s, " #") &&
		!strings.HasSuffix(s, ":")
}
