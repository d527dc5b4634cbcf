package systemd

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// variables are what a command line is expanded with.
type variables struct {
	last map[string]*machine.Assignment
	// words are those of the values that were split.
	words map[*machine.Assignment][]machine.Word
}

func variablesOf(env []machine.Assignment) variables {
	v := variables{last: make(map[string]*machine.Assignment, len(env)), words: map[*machine.Assignment][]machine.Word{}}
	for i := range env {
		a := &env[i]
		if before := v.last[a.Name]; a.Maybe && before != nil {
			both := *a
			both.Unknown = true // it is one or the other
			a = &both
		}
		v.last[a.Name] = a
	}
	return v
}

// split returns the words of a value.
func (v variables) split(a *machine.Assignment) []machine.Word {
	words, found := v.words[a]
	if !found {
		tokens, _ := splitWords(passage{text: a.Value, data: a.Value.View()}, wordSyntax{relaxed: true})
		for _, t := range tokens {
			words = append(words, t.Word)
		}
		v.words[a] = words
	}
	return words
}

// value returns the assignment of a variable that wins, and whether its value is known.
func (v variables) value(name string) (a *machine.Assignment, known bool) {
	a = v.last[name]
	return a, a != nil && !a.Unknown && !a.Maybe
}

// expand replaces the variables in a word of a command line: ${NAME} anywhere, and $NAME where it is all of a word, which
// then becomes as many words as its value has (replace_env_argv in src/basic/env-util.c).
func (r *serviceReader) expand(w machine.Word, v variables) []machine.Word {
	text := w.Text.String()
	if len(text) > 1 && text[0] == '$' && text[1] != '{' && text[1] != '$' && w.Known > 0 {
		return r.expandWhole(w, v)
	}
	d := expansion{in: w, lastBrace: strings.LastIndexByte(text, '}'), lastParenthesis: strings.LastIndexByte(text, ')')}
	for i := 0; i < len(text); i++ {
		if text[i] != '$' || i+1 == len(text) || d.isHole(i) {
			d.push(text[i], i)
			continue
		}
		switch text[i+1] {
		case '$':
			d.push('$', i)
			i++
		case '{':
			i += r.expandBraces(&d, i, v)
		default:
			if end := expansionEnd(text, i, d.lastParenthesis); end > 0 && !r.shell {
				r.find("systemd/expansion", w.Text.Span(i, end), text[i:end],
					"systemd expands $NAME only if it is a word by itself; the daemon gets it as it is written")
			}
			d.push('$', i)
		}
	}
	return []machine.Word{d.word()}
}

// expandWhole replaces a word that is $NAME by the words of the value.
func (r *serviceReader) expandWhole(w machine.Word, v variables) []machine.Word {
	name := w.Text.String()[1:]
	a, known := v.value(name)
	switch {
	case known:
		var out []machine.Word
		for _, word := range v.split(a) {
			if !r.step() || !r.spend(word.Text.Len()) {
				break
			}
			word.Maybe = word.Maybe || w.Maybe
			out = append(out, word)
		}
		return out
	case a == nil && w.Known == w.Text.Len() && !isVariableName(name):
		r.find("systemd/expansion", w.Text.Raw(), w.Text.String(),
			"systemd takes all of a word that begins with $ for the name of a variable; there is none of this name, and the word is dropped")
		return nil
	}
	return []machine.Word{{Text: w.Text, Several: true, Maybe: w.Maybe}}
}

// expandBraces replaces the ${NAME} at an offset, and returns how many bytes more than one it has.
func (r *serviceReader) expandBraces(d *expansion, at int, v variables) int {
	text := d.in.Text.String()
	if d.lastBrace < at {
		d.push(text[at], at)
		return 0
	}
	length := strings.IndexByte(text[at:], '}')
	name := text[at+2 : at+length]
	if strings.IndexByte(name, ':') >= 0 && !d.isHole(at+length) {
		if !r.shell {
			r.find("systemd/expansion", d.in.Text.Span(at, at+length+1), text[at:at+length+1],
				"systemd does not know this form of a variable; the daemon gets it as it is written")
		}
		for i := range length + 1 {
			d.push(text[at+i], at+i)
		}
		return length
	}
	a, known := v.value(name)
	switch {
	case !known:
		d.unknown(text[at:at+length+1], at)
	case r.spend(a.Value.Len()):
		for _, c := range a.Value.View() {
			d.push(c, at)
		}
		d.replaced = true
	}
	return length
}

// expansion collects the bytes of a word whose variables are replaced.
type expansion struct {
	in       machine.Word
	data     []byte
	offsets  []int32
	holes    []source.Range
	replaced bool // a variable by its value
	// lastBrace and lastParenthesis are where the last closing ones of the word stand, or -1.
	lastBrace, lastParenthesis int
}

// expansionEnd returns where what a shell would expand at an offset ends; 0 if there is nothing.
func expansionEnd(text string, at, lastParenthesis int) int {
	if text[at+1] == '(' && at < lastParenthesis {
		return at + strings.IndexByte(text[at:], ')') + 1
	}
	if n := nameLength(text[at+1:]); n > 0 {
		return at + 1 + n
	}
	return 0
}

// isHole reports whether a byte of the word is not known.
func (d *expansion) isHole(at int) bool {
	if len(d.in.Holes) > 0 {
		return within(d.in.Holes, at, at+1)
	}
	return at >= d.in.Known
}

func (d *expansion) push(c byte, at int) {
	if d.isHole(at) {
		d.hole()
	}
	d.data, d.offsets = append(d.data, c), append(d.offsets, int32(at))
}

func (d *expansion) hole() {
	at := len(d.data)
	if n := len(d.holes); n > 0 && d.holes[n-1].End == at {
		d.holes[n-1].End++
		return
	}
	d.holes = append(d.holes, source.Range{Start: at, End: at + 1})
}

func (d *expansion) unknown(text string, at int) {
	for i := range len(text) {
		d.hole()
		d.data, d.offsets = append(d.data, text[i]), append(d.offsets, int32(at+i))
	}
}

func (d *expansion) word() machine.Word {
	known := len(d.data)
	if len(d.holes) > 0 {
		known = d.holes[0].Start
	}
	data := string(d.data)
	whole := escapeDollars
	if d.replaced || len(d.holes) > 0 {
		whole = nil // the variables would be lost
	}
	offsets := append(d.offsets, int32(d.in.Text.Len()))
	part := func(start, _ int, s string) (string, bool) {
		before := data[:start]
		open := strings.LastIndex(before, "${") > strings.LastIndexByte(before, '}')
		return escapeDollars(s), !open && !strings.HasSuffix(before, "$")
	}
	return machine.Word{
		Text: d.in.Text.Decoded(data, offsets, 0, d.in.Text.Len(), part, whole), Known: known, Holes: d.holes,
		Several: d.in.Several, Maybe: d.in.Maybe,
	}
}

func escapeDollars(s string) string { return strings.ReplaceAll(s, "$", "$$") }
