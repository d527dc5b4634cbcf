package ansible

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/pattern"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// kind is what a value is.
type kind uint8

const (
	// unknown is what only a run knows; its text is what is written in its place.
	unknown kind = iota
	text
	boolean
	number
	null
	list
	dict
	// omitted is what a filter says of an argument that is then not given.
	omitted
)

// value is a value of a variable or of an argument, as far as it is known.
type value struct {
	kind kind
	// text is what it is when it is put into a text: of a boolean what Python calls it.
	text source.Text
	// holes are the ranges of text that only a run knows; in order and disjoint.
	holes []source.Range
	// opaque is set if nothing in the text shows that it is not what is written.
	opaque  bool
	items   []value
	members []member
	// at is where it is written.
	at source.Span
}

// member is a member of a dictionary.
type member struct{ key, value value }

// isKnown reports whether all of a value is known.
func (v value) isKnown() bool {
	switch v.kind {
	case unknown, omitted:
		return false
	case list:
		return !slices.ContainsFunc(v.items, func(i value) bool { return !i.isKnown() })
	case dict:
		return !slices.ContainsFunc(v.members, func(m member) bool { return !m.key.isKnown() || !m.value.isKnown() })
	}
	return len(v.holes) == 0 && !v.opaque
}

// isScalar reports whether a value can be put into a text.
func (v value) isScalar() bool { return v.kind != list && v.kind != dict && v.kind != omitted }

// string returns the text of a scalar, all of which is known.
func (v value) string() (string, bool) {
	if !v.isScalar() || !v.isKnown() {
		return "", false
	}
	return v.text.String(), true
}

// known returns the number of leading bytes of the text that are known, -1 if nothing is.
func (v value) known() int {
	switch {
	case v.opaque:
		return -1
	case v.kind == unknown:
		return 0
	case len(v.holes) > 0:
		return v.holes[0].Start
	}
	return v.text.Len()
}

// get returns the member of a dictionary.
func (v value) get(key string) (value, bool) {
	for _, m := range slices.Backward(v.members) {
		if m.key.text.String() == key {
			return m.value, true
		}
	}
	return value{}, false
}

// isTrue reports whether a value is what Ansible takes for true in an argument that is a boolean, and whether that is known.
func (v value) isTrue() (yes, known bool) {
	s, known := v.string()
	switch strings.ToLower(s) {
	case "yes", "on", "1", "true", "t", "y", "1.0":
		return known, known
	}
	return false, known
}

// unknownValue stands for what is written as text.
func unknownValue(t source.Text) value {
	return value{kind: unknown, text: t, holes: []source.Range{{Start: 0, End: t.Len()}}, at: t.All()}
}

// scalarOf returns what PyYAML makes of a scalar, and what Python prints of that.
func scalarOf(n *yamltext.Node) value {
	v := value{kind: text, text: n.Text(), at: n.Span()}
	switch {
	case n.Kind == yamltext.Null && n.Tag() == "":
		return value{kind: null, text: source.LiteralText("", n.Span()), at: n.Span()}
	case n.Tag() == "!!str", n.Tag() == "!unsafe", n.Tag() == "" && n.Style != yamltext.Plain:
		return v
	case n.Tag() != "":
		v.kind, v.opaque = unknown, true
		return v
	}
	s := n.Value()
	switch s {
	case "~", "null", "Null", "NULL":
		return value{kind: null, text: source.LiteralText("", n.Span()), at: n.Span()}
	case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON":
		return value{kind: boolean, text: rewritten(n.Text(), "True"), at: n.Span()}
	case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF":
		return value{kind: boolean, text: rewritten(n.Text(), "False"), at: n.Span()}
	case "=", "<<":
		return v
	}
	if c := s[0]; c != '-' && c != '+' && c != '.' && (c < '0' || '9' < c) {
		return v
	}
	if printed, isNumber := numberOf(s); isNumber {
		v.kind, v.text = number, rewritten(n.Text(), printed)
		v.opaque = printed == ""
	}
	return v
}

// rewritten returns what is made of a text that is not taken as it is.
func rewritten(t source.Text, s string) source.Text {
	if t.String() == s {
		return t
	}
	offsets := make([]int32, len(s)+1)
	offsets[len(s)] = int32(t.Len())
	return t.Decoded(s, offsets, 0, t.Len(), nil, func(s string) string { return s })
}

// numberOf reports whether PyYAML takes a plain scalar for a number or a time, and what Python prints of it: "" if that
// is not known (yaml/resolver.py, yaml/constructor.py).
func numberOf(s string) (printed string, isNumber bool) {
	plain := strings.ReplaceAll(s, "_", "")
	sign, digits := "", plain
	if digits[:min(1, len(digits))] == "-" || digits[:min(1, len(digits))] == "+" {
		sign, digits = strings.TrimPrefix(digits[:1], "+"), digits[1:]
	}
	switch {
	case digits == "":
		return "", false
	case isTime(s):
		if len(s) == len("2001-01-01") {
			return s, true
		}
		return "", true
	case strings.Trim(digits, "0123456789") == "" && s[len(s)-1] != '_' || allOf(digits, "0x", hexDigits) || allOf(digits, "0b", "01"):
		return integer(sign, digits)
	case strings.EqualFold(digits, ".inf"), s == ".nan", s == ".NaN", s == ".NAN":
		return "", digits == ".inf" || digits == ".Inf" || digits == ".INF" || s[0] == '.'
	case strings.Trim(digits, "0123456789:.") == "" && strings.Contains(digits, ":") && sexagesimal(digits):
		return "", true
	}
	if !isFloat(digits) || digits[0] == '.' && s[0] == '+' {
		return "", false
	}
	f, err := strconv.ParseFloat(sign+digits, 64)
	if err != nil || math.IsInf(f, 0) {
		return "", true
	}
	return pythonFloat(f), true
}

const hexDigits = "0123456789abcdefABCDEF"

func allOf(s, prefix, set string) bool {
	rest, found := strings.CutPrefix(s, prefix)
	return found && rest != "" && strings.Trim(rest, set) == ""
}

// integer returns the decimal digits of an integer: of one that begins with 0 those of the octal number, and of one that has
// other digits then none, because it is a text.
func integer(sign, digits string) (string, bool) {
	base := 10
	switch {
	case strings.HasPrefix(digits, "0x"):
		base, digits = 16, digits[2:]
	case strings.HasPrefix(digits, "0b"):
		base, digits = 2, digits[2:]
	case len(digits) > 1 && digits[0] == '0':
		if strings.Trim(digits, "01234567") != "" {
			return "", false
		}
		base = 8
	default:
		if digits == "0" {
			sign = ""
		}
		return sign + digits, true
	}
	n, err := strconv.ParseUint(digits, base, 63)
	if err != nil {
		return "", true
	}
	if n == 0 {
		sign = ""
	}
	return sign + strconv.FormatUint(n, 10), true
}

// isFloat reports whether digits are a number with a point: an exponent has a sign.
func isFloat(s string) bool {
	mantissa, exponent, hasExponent := strings.Cut(strings.ToLower(s), "e")
	before, after, hasPoint := strings.Cut(mantissa, ".")
	if !hasPoint || before+after == "" || strings.Trim(before+after, "0123456789") != "" {
		return false
	}
	if !hasExponent {
		return true
	}
	return len(exponent) > 1 && (exponent[0] == '-' || exponent[0] == '+') && strings.Trim(exponent[1:], "0123456789") == ""
}

// pythonFloat returns what Python prints of a number with a point.
func pythonFloat(f float64) string {
	if f != 0 && (math.Abs(f) < 1e-4 || math.Abs(f) >= 1e16) {
		s := strconv.FormatFloat(f, 'e', -1, 64)
		return s
	}
	s := strconv.FormatFloat(f, 'f', -1, 64)
	if !strings.Contains(s, ".") {
		s += ".0"
	}
	return s
}

// sexagesimal reports whether YAML takes digits with colons for a number to the base of 60: "1:30".
func sexagesimal(s string) bool {
	parts := strings.Split(s, ":")
	if parts[0] == "" || parts[0][0] == '0' && !strings.Contains(s, ".") {
		return false
	}
	for i, p := range parts[1:] {
		whole, _, _ := strings.Cut(p, ".")
		if whole == "" || len(whole) > 2 || len(whole) == 2 && whole[0] > '5' || whole != p && i != len(parts)-2 {
			return false
		}
	}
	return true
}

// isTime reports whether a plain scalar begins as a date does.
func isTime(s string) bool {
	if len(s) < 8 || s[4] != '-' || strings.Trim(s[:4], "0123456789") != "" {
		return false
	}
	return strings.Trim(s, "0123456789-:.TtZz+ \t") == "" && strings.Count(s, "-") >= 2
}

// textBuilder is text and what of it is not known, put one after the other.
type textBuilder struct {
	texts  []source.Text
	holes  []source.Range
	length int
	opaque bool
}

func (p *textBuilder) add(t source.Text, holes ...source.Range) {
	for _, h := range holes {
		p.holes = append(p.holes, source.Range{Start: h.Start + p.length, End: h.End + p.length})
	}
	p.texts = append(p.texts, t)
	p.length += t.Len()
}

func (p *textBuilder) literal(s string, at source.Span) { p.add(source.LiteralText(s, at)) }

// value returns what was put together.
func (p *textBuilder) value(at source.Span) value {
	v := value{kind: text, holes: p.holes, opaque: p.opaque, at: at}
	if p.length == 0 {
		v.text = source.LiteralText("", at)
	} else {
		v.text = source.Join(p.texts...)
	}
	return v
}

// asJSON returns what Python's json.dumps makes of a value, on one line, or with an indent of as many blanks and sorted keys.
func asJSON(v value, indent int, sorted bool) value {
	p := &textBuilder{}
	j := &jsonWriter{p: p, indent: indent, sorted: sorted}
	j.write(v, 0)
	return p.value(v.at)
}

type jsonWriter struct {
	p      *textBuilder
	indent int
	sorted bool
}

func (j *jsonWriter) write(v value, depth int) {
	switch v.kind {
	case null:
		j.p.literal("null", v.at)
	case boolean:
		j.p.add(rewritten(v.text, strings.ToLower(v.text.String())), v.holes...)
	case number:
		j.p.add(v.text, v.holes...)
		j.p.opaque = j.p.opaque || v.opaque
	case list:
		j.all("[", "]", len(v.items), depth, v.at, func(i int) { j.write(v.items[i], depth+1) })
	case dict:
		members := slices.Clone(v.members)
		if j.sorted {
			slices.SortStableFunc(members, func(a, b member) int { return strings.Compare(a.key.text.String(), b.key.text.String()) })
		}
		j.all("{", "}", len(members), depth, v.at, func(i int) {
			j.quoted(members[i].key)
			j.p.literal(": ", members[i].key.at)
			j.write(members[i].value, depth+1)
		})
	default:
		j.quoted(v)
	}
}

// all writes the entries of a collection.
func (j *jsonWriter) all(opening, closing string, n, depth int, at source.Span, entry func(int)) {
	begin := source.Span{Source: at.Source, Start: at.Start, End: at.Start}
	j.p.literal(opening, begin)
	for i := range n {
		switch {
		case j.indent > 0 && i > 0:
			j.p.literal(",\n"+strings.Repeat(" ", j.indent*(depth+1)), begin)
		case j.indent > 0:
			j.p.literal("\n"+strings.Repeat(" ", j.indent*(depth+1)), begin)
		case i > 0:
			j.p.literal(", ", begin)
		}
		entry(i)
	}
	if j.indent > 0 && n > 0 {
		j.p.literal("\n"+strings.Repeat(" ", j.indent*depth), begin)
	}
	j.p.literal(closing, begin)
}

// quoted writes a text in quotes.
func (j *jsonWriter) quoted(v value) {
	j.p.opaque = j.p.opaque || v.opaque
	j.p.literal(`"`, v.at)
	j.p.add(inJSON(v.text), v.holes...)
	j.p.literal(`"`, v.at)
}

// inJSON returns a text as it stands between the quotes of JSON. What is written into it is unquoted again.
func inJSON(t source.Text) source.Text {
	s := t.String()
	var data []byte
	var offsets []int32
	plain := true
	for i, c := range s {
		quoted := jsonRune(c)
		if quoted != string(c) {
			plain = false
		}
		for k := range len(quoted) {
			at := i
			if quoted == string(c) {
				at = i + k
			}
			data, offsets = append(data, quoted[k]), append(offsets, int32(at))
		}
	}
	offsets = append(offsets, int32(len(s)))
	part := func(_, _ int, s string) (string, bool) {
		var out string
		err := json.Unmarshal([]byte(`"`+s+`"`), &out)
		return out, err == nil
	}
	if plain && len(data) != len(s) { // it is no text
		return t
	}
	return t.Decoded(string(data), offsets, 0, len(s), part, func(s string) string {
		out, _ := part(0, 0, s)
		return out
	})
}

// jsonRune writes a character as json.dumps does.
func jsonRune(c rune) string {
	switch {
	case c == '"' || c == '\\':
		return `\` + string(c)
	case c == '\n':
		return `\n`
	case c == '\t':
		return `\t`
	case c == '\r':
		return `\r`
	case c == '\b':
		return `\b`
	case c == '\f':
		return `\f`
	case ' ' <= c && c < 0x7f:
		return string(c)
	case c > 0xffff:
		c -= 0x10000
		return unicodeEscape(0xd800+c>>10) + unicodeEscape(0xdc00+c&0x3ff)
	}
	return unicodeEscape(c)
}

func unicodeEscape(c rune) string {
	s := strconv.FormatInt(int64(c), 16)
	return `\u` + strings.Repeat("0", max(4-len(s), 0)) + s
}

// pythonRegexp compiles a regular expression of Python where Go's means the same; nil if it does not, or is too large.
func pythonRegexp(s string, flags string) *pattern.Pattern {
	for _, other := range [...]string{`\Z`, `(?=`, `(?!`, `(?<`, `\G`} {
		if strings.Contains(s, other) {
			return nil
		}
	}
	re, err := pattern.Compile(flags + s)
	if err != nil {
		return nil
	}
	return re
}
