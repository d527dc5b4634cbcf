package compose

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// lookup returns the value of a variable, and false if nothing that can be read gives it. What can be read is .env; the
// shell of whoever runs compose, which comes first, cannot.
type lookup func(name string) (value, bool)

// expander replaces what compose replaces in every value before it looks at it: "$$" by "$", and variables in all the
// forms of compose-go's template package.
type expander struct {
	lookup lookup
	// budget is how many bytes may still be written, for all expansions of a project together.
	budget *int
	// refused is set if compose refuses the value, with the place.
	refused func(at source.Span, why string)
}

// maxNesting is how deep the default of a variable may hold variables with defaults.
const maxNesting = 32

// expand returns what a text is once its variables are replaced. holes are the parts of it that a template engine replaces.
func (x *expander) expand(v value) value { return x.nested(v, 0) }

func (x *expander) nested(v value, depth int) value {
	s := v.text.String()
	if strings.IndexByte(s, '$') < 0 && len(v.holes) == 0 {
		v.text = undollar(v.text, 0, len(s), depth > 0)
		return v
	}
	j := &joiner{}
	j.out.hedged = v.hedged
	run := 0
	flush := func(end int) {
		if run < end {
			j.add(value{text: undollar(v.text, run, end, depth > 0)})
		}
	}
	for i := 0; i < len(s); {
		if hole := holeAt(v.holes, i); hole.End > i {
			flush(i)
			j.hole(v.text.Slice(i, hole.End))
			i = hole.End
			run = i
			continue
		}
		if s[i] != '$' {
			i++
			continue
		}
		if strings.HasPrefix(s[i:], "$$") {
			i += 2
			continue
		}
		end := variableEnd(s, i)
		if end < 0 {
			x.refused(v.text.Span(i, len(s)), "a \"${\" does not begin a variable")
			end = len(s)
		}
		if end == i {
			i++
			continue
		}
		flush(i)
		x.variable(j, v, i, end, depth)
		i = end
		run = i
	}
	flush(len(s))
	if *x.budget -= j.cost; *x.budget < 0 {
		return value{text: v.text, holes: []source.Range{{End: len(s)}}}
	}
	return j.value(v.text)
}

func holeAt(holes []source.Range, at int) source.Range {
	for _, h := range holes {
		if h.Start <= at && at < h.End {
			return h
		}
	}
	return source.Range{}
}

// variableEnd returns where the variable at an offset ends: the offset itself where the "$" is none, and -1 if compose
// refuses it.
func variableEnd(s string, at int) int {
	if at+1 == len(s) {
		return at
	}
	if s[at+1] != '{' {
		if length := nameLength(s[at+1:]); length > 0 {
			return at + 1 + length
		}
		return at
	}
	name := nameLength(s[at+2:])
	rest := s[at+2+name:]
	switch {
	case name == 0:
		return -1
	case strings.HasPrefix(rest, "}"):
		return at + 2 + name + 1
	case operatorOf(rest) == "":
		return -1
	}
	// The braces are counted as compose-go counts them: a "{" is passed over with the byte after it.
	depth := 0
	for i := at; i < len(s) && s[i] != '\n'; i++ {
		switch s[i] {
		case '}':
			if depth--; depth == 0 {
				return i + 1
			}
		case '{':
			depth++
			i++
		}
	}
	return -1
}

func nameLength(s string) int {
	i := 0
	for i < len(s) && (s[i] == '_' || 'a' <= s[i]|0x20 && s[i]|0x20 <= 'z' || i > 0 && '0' <= s[i] && s[i] <= '9') {
		i++
	}
	return i
}

// operatorOf returns what stands between the name of a variable and the text that goes with it; "" if nothing does.
func operatorOf(s string) string {
	for _, operator := range [...]string{":-", ":+", ":?", "-", "+", "?"} {
		if strings.HasPrefix(s, operator) {
			return operator
		}
	}
	return ""
}

// variable adds what the variable at [start, end) of a value stands for.
func (x *expander) variable(j *joiner, v value, start, end, depth int) {
	s := v.text.String()
	whole := v.text.Slice(start, end)
	if s[start+1] != '{' {
		x.add(j, s[start+1:end], whole)
		return
	}
	length := nameLength(s[start+2:])
	name := s[start+2 : start+2+length]
	behind := start + 2 + length
	operator := operatorOf(s[behind:end])
	given, known := x.lookup(name)
	isEmpty := known && given.known() && given.text.Len() == 0
	alternative := func() {
		if depth >= maxNesting {
			j.hole(whole)
			return
		}
		text := x.nested(v.slice(behind+len(operator), end-1), depth+1)
		text.hedged = true
		j.add(text)
	}
	switch {
	case operator == "-" && !known, operator == ":-" && (!known || isEmpty):
		alternative()
	case operator == "+" && known, operator == ":+" && known && !isEmpty:
		alternative()
	case operator == ":+" && known:
		j.out.hedged = true
	case operator == ":?" && isEmpty:
		x.refused(v.text.Span(start, end), "the variable is required, and .env gives it no value")
		j.hole(whole)
	default:
		x.add(j, name, whole)
	}
}

// add adds the value of a variable, which stands at a place.
func (x *expander) add(j *joiner, name string, at source.Text) {
	given, known := x.lookup(name)
	if !known {
		j.hole(at)
		return
	}
	given.hedged = true
	j.add(given)
}

// undollar returns the bytes [start, end) of a text with "$$" replaced by "$". What is written into it is written so. Within
// the braces of a variable not all can be written.
func undollar(text source.Text, start, end int, braced bool) source.Text {
	s := text.String()
	if !strings.Contains(s[start:end], "$$") {
		return text.Quoted(start, end, start, end, dollars{braced})
	}
	data := make([]byte, 0, end-start)
	offsets := make([]int32, 0, end-start+1)
	for i := start; i < end; i++ {
		data, offsets = append(data, s[i]), append(offsets, int32(i))
		if s[i] == '$' && i+1 < end && s[i+1] == '$' {
			i++
		}
	}
	return text.DecodedBy(string(data), append(offsets, int32(end)), start, end, dollars{braced})
}

// dollars is the quoting of what compose interpolates.
type dollars struct {
	braced bool // it stands in the braces of a variable
}

// Part implements source.Quoting. A "$" by itself stands for itself only before what is not a name.
func (q dollars) Part(read string, from, _ int, s string) (string, bool) {
	return double(s), (from == 0 || read[from-1] != '$') && !(q.braced && strings.ContainsAny(s, "{}\n"))
}

// Whole implements source.Quoting.
func (q dollars) Whole(s string) (string, bool) { return double(s), !q.braced }

// double writes a text so that compose reads it as it is.
func double(s string) string { return strings.ReplaceAll(s, "$", "$$") }
