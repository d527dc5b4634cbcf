package shell

import (
	"slices"
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/source"
)

// parameter takes in $NAME or ${NAME…}.
func (b *builder) parameter(p *syntax.ParamExp) {
	start, end := b.script.bounds(p)
	if b.script.changes(start, end) {
		b.unknown(start, end, "")
		return
	}
	name := ""
	if p.Param != nil {
		name = p.Param.Value
		if b.strict.nounset {
			b.checkSet(name, p, b.lookUp(name, p, b.script.span(start, end)), b.script.span(start, end))
		}
	}
	if name == "" || p.Excl || p.Length || p.Width || p.Slice != nil || p.Repl != nil || p.Names != 0 ||
		p.Exp != nil && p.Exp.Op > syntax.RemLargePrefix {
		b.solid = b.solid || p.Length
		b.missing(start, end, "")
		return
	}
	found := b.lookUp(name, p, b.script.span(start, end))
	switch {
	case found.list:
		b.list(found, start, end, name)
	case p.Exp == nil:
		b.found(found, start, end, name)
	default:
		b.operator(p, found, start, end, name)
	}
}

// missing takes in an expansion whose value is not known.
func (b *builder) missing(start, end int, name string) {
	b.unknown(start, end, name)
	b.loose = b.loose || b.quote == bare && b.split
}

// found takes in the value of a variable.
func (b *builder) found(f found, start, end int, name string) {
	switch {
	case f.absent || !f.known:
		b.missing(start, end, name)
		b.several = b.several || f.blanks && b.quote == bare && b.split
	case b.quote != bare:
		b.add(f.value...)
	default:
		b.unquoted(f.value)
	}
}

// list takes in "$@" and its like.
func (b *builder) list(f found, start, end int, name string) {
	if !f.known {
		b.unknown(start, end, name)
		b.several = b.split
		return
	}
	for i, w := range f.words {
		if i > 0 {
			if b.split {
				b.open = b.quote != bare || b.open
				b.flush()
			} else {
				b.add(segment{text: source.LiteralText(" ", b.script.span(start, end)), known: true})
			}
		}
		if b.quote != bare || !b.split {
			b.add(w.value...)
			b.open = true
		} else {
			b.unquoted(w.value)
		}
		if w.maybe {
			for j := range b.value {
				b.value[j].maybe = true
			}
		}
		b.several = b.several || w.several && b.split
	}
	if len(f.words) == 0 && b.quote != bare && !b.solid && len(b.value) == 0 {
		b.open = false
	}
}

// operator takes in ${NAME:-word} and its like.
func (b *builder) operator(p *syntax.ParamExp, f found, start, end int, name string) {
	sure, null := f.known, f.unset
	if f.known && !f.unset {
		sure, null = f.value.emptiness()
	}
	switch op := p.Exp.Op; op {
	case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
		colon := op == syntax.DefaultUnsetOrNull || op == syntax.AssignUnsetOrNull
		switch {
		case f.absent || f.known && (f.unset || colon && null):
			v := b.operand(p.Exp.Word)
			if f.absent && v.size() == 0 && (op == syntax.DefaultUnset || op == syntax.DefaultUnsetOrNull) {
				b.missing(start, end, name) // whoever writes that leaves it to the caller
				return
			}
			if f.absent && len(v) == 0 {
				v = value{made("", b.script.span(end, end))}
			}
			if f.absent {
				v = v.fallback()
			}
			if op == syntax.AssignUnset || op == syntax.AssignUnsetOrNull {
				b.assignDefault(p, name, v, f.absent)
			}
			b.operandValue(v)
		case colon && !sure && !f.value.fallsBack():
			b.missing(start, end, name)
		default:
			b.found(f, start, end, name)
		}
	case syntax.AlternateUnset, syntax.AlternateUnsetOrNull:
		colon := op == syntax.AlternateUnsetOrNull
		switch {
		case f.absent || !f.known || colon && !sure:
			b.operandValue(b.operand(p.Exp.Word).doubt(0))
		case f.unset || colon && null:
		default:
			b.operandValue(b.operand(p.Exp.Word))
		}
	case syntax.ErrorUnset, syntax.ErrorUnsetOrNull:
		b.found(f, start, end, name)
	default:
		v, ok := b.trim(f, op, p.Exp.Word)
		if !ok {
			b.missing(start, end, "")
			b.several = b.several || b.quote == bare && b.split && (f.blanks || strings.ContainsAny(f.value.knownText(), " \t\n"))
			return
		}
		b.found(found{known: true, value: v}, start, end, name)
	}
}

// emptiness reports whether it is known that a value is empty, or that it is not.
func (v value) emptiness() (known, empty bool) {
	for _, p := range v {
		if p.known && !p.maybe && !p.fallback && p.text.Len() > 0 {
			return true, false
		}
	}
	return v.known(), v.size() == 0
}

// fallsBack reports whether all of a value counts only if the caller has not set a variable.
func (v value) fallsBack() bool {
	return !slices.ContainsFunc(v, func(p segment) bool { return !p.fallback })
}

// fallback returns a value that counts only if the caller has not set a variable.
func (v value) fallback() value {
	out := append(value(nil), v...)
	for i := range out {
		out[i].fallback = true
	}
	return out
}

// operand expands the word after an operator.
func (b *builder) operand(w *syntax.Word) value {
	if w == nil {
		return nil
	}
	if !b.deeper() {
		return nil
	}
	defer func() { b.depth-- }()
	inside := &builder{shell: b.shell, quote: b.quote, editable: true, at: b.at}
	inside.parts(partsOf(w.Parts))
	return inside.value
}

func (b *builder) operandValue(v value) {
	if b.quote == bare {
		b.unquoted(v)
		return
	}
	b.add(v...)
}

// trim removes what fits a pattern from the start or the end of a value.
func (b *builder) trim(f found, op syntax.ParExpOperator, w *syntax.Word) (value, bool) {
	if w == nil || !f.known || f.absent {
		return nil, false
	}
	pattern := w.Lit()
	if len(f.value) == 1 && f.value[0].inTree && op == syntax.RemSmallSuffix && pattern == "/*" {
		return value{dirOf(f.value[0])}, true
	}
	if !f.value.readable() || pattern == "" || len(pattern) > 256 {
		return nil, false
	}
	text := f.value.String()
	if len(text) > 4096 {
		return nil, false
	}
	if !b.step(len(text)*len(text)/256 + 1) {
		return nil, false
	}
	switch op {
	case syntax.RemSmallSuffix, syntax.RemLargeSuffix:
		best := -1
		for i := len(text); i >= 0; i-- {
			if matches(pattern, text[i:]) {
				best = i
				if op == syntax.RemSmallSuffix {
					break
				}
			}
		}
		if best >= 0 {
			return f.value.slice(0, best), true
		}
	case syntax.RemSmallPrefix, syntax.RemLargePrefix:
		best := -1
		for i := 0; i <= len(text); i++ {
			if matches(pattern, text[:i]) {
				best = i
				if op == syntax.RemSmallPrefix {
					break
				}
			}
		}
		if best >= 0 {
			return f.value.slice(best, len(text)), true
		}
	default:
		return nil, false
	}
	return f.value, true
}

// matches reports whether all of a text fits a pattern of the shell with * and ?. Brackets fit nothing.
func matches(pattern, text string) bool {
	star, mark := -1, 0
	p, t := 0, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && (pattern[p] == '?' || pattern[p] == text[t]):
			p++
			t++
		case star >= 0:
			p, mark = star+1, mark+1
			t = mark
		default:
			return false
		}
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// found is what is known of a parameter.
type found struct {
	value value
	words []field
	list  bool
	// known is false if it may have any value. absent is set if the text says nothing of it, so that it has what the
	// caller gives it, and unset if it is not there.
	known, absent, unset bool
	// blanks is set if it may be several words.
	blanks bool
}

// lookUp returns what is known of a parameter.
func (b *builder) lookUp(name string, p *syntax.ParamExp, at source.Span) found {
	s := b.shell
	switch {
	case name == "*" && b.quote != bare:
		return s.joined(s.arguments, s.hasArguments, at)
	case name == "@" || name == "*":
		return found{list: true, known: s.hasArguments, words: s.arguments}
	case name == "0", name == "BASH_SOURCE":
		if v := s.ownPath(at); v != nil {
			return found{known: true, value: v}
		}
		return found{}
	case name[0] >= '1' && name[0] <= '9':
		n, err := strconv.Atoi(name)
		switch {
		case err != nil || !s.hasArguments:
			return found{absent: true}
		case n > len(s.arguments):
			if anyUncertain(s.arguments) {
				return found{}
			}
			return found{known: true, unset: true}
		}
		if anyUncertain(s.arguments[:n]) {
			return found{blanks: slices.ContainsFunc(s.arguments, func(a field) bool { return strings.ContainsAny(a.knownText(), " \t\n") })}
		}
		return found{known: true, value: s.arguments[n-1].value}
	case name == "#" && s.hasArguments && !anyUncertain(s.arguments):
		return found{known: true, value: value{{text: source.LiteralText(strconv.Itoa(len(s.arguments)), at), known: true}}}
	case !isName(name):
		return found{}
	case name == "PWD" && s.directory != nil:
		return found{known: true, value: s.directory}
	case name == "PWD":
		if v := s.startDirectory(at); v != nil {
			return found{known: true, value: v}
		}
	}
	v := s.variables[name]
	all, join := false, false
	if w, ok := p.Index.(*syntax.Word); ok {
		all, join = w.Lit() == "@" || w.Lit() == "*", w.Lit() == "*" && b.quote != bare
	}
	switch {
	case v == nil && all:
		return found{list: true, known: s.whole}
	case v == nil && s.foreign:
		return found{}
	case v == nil && s.whole:
		return found{known: true, unset: true}
	case v == nil:
		return found{absent: true}
	}
	if p.Index != nil || v.isArray {
		e := v.element(p)
		if join && e.list {
			return s.joined(e.words, e.known, at)
		}
		return e
	}
	return found{known: v.known, unset: v.unset, blanks: v.blanks, value: s.use(v, at, b.quote == bare && b.split)}
}

// joined returns what "$*" and "${A[*]}" are: the words with the first character of IFS between them.
func (s *shell) joined(words []field, known bool, at source.Span) found {
	separator := " "
	if ifs := s.variables["IFS"]; ifs != nil && !ifs.unset || s.foreign {
		if ifs == nil || !ifs.known || !ifs.value.known() {
			return found{}
		}
		separator = ifs.value.String()
		separator = separator[:min(1, len(separator))]
	}
	if !known || anyUncertain(words) {
		return found{}
	}
	var v value
	for i, w := range words {
		if i > 0 && separator != "" {
			v = append(v, made(separator, at))
		}
		v = append(v, w.value...)
	}
	return found{known: true, value: s.grow(v)}
}

// element returns the words or one word of an array.
func (v *variable) element(p *syntax.ParamExp) found {
	index := "0"
	if w, ok := p.Index.(*syntax.Word); ok {
		index = w.Lit()
	} else if p.Index != nil {
		return found{}
	}
	words := v.array
	if !v.isArray && v.known && !v.unset {
		words = []field{{value: v.value}}
	}
	switch n, err := strconv.Atoi(index); {
	case index == "@" || index == "*":
		return found{list: true, known: v.known, words: words}
	case err != nil || !v.known || n < 0 || n > 0 && n >= len(words):
		return found{}
	case n >= len(words):
		return found{known: true, unset: true}
	default:
		for _, w := range words[:n+1] {
			if w.several || w.maybe {
				return found{}
			}
		}
		return found{known: true, value: words[n].value}
	}
}

// use returns the value of a variable as it is filled in at a place. An edit of it changes the assignment, so it can be
// edited only as long as no other place uses it too.
func (s *shell) use(v *variable, at source.Span, unquoted bool) value {
	if !v.known || v.unset || len(v.value) == 0 {
		return nil
	}
	u := v.uses
	u.at(at)
	out := make(value, 0, len(v.value))
	for _, p := range v.value {
		if !p.known {
			out = append(out, p)
			continue
		}
		text := p.text
		offsets := make([]int32, text.Len()+1)
		for i := range offsets {
			offsets[i] = int32(i)
		}
		p.text = text.Decoded(text.String(), offsets, 0, text.Len(), func(_, _ int, with string) (string, bool) {
			return with, !u.many && (!unquoted || with != "" && !strings.ContainsAny(with, " \t\n*?["))
		}, nil)
		out = append(out, p)
	}
	return s.grow(out)
}
