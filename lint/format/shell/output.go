package shell

import (
	"path"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// print writes to standard output.
func (s *shell) print(v value) {
	if s.out == nil || !s.within() {
		return
	}
	if s.conditions > s.out.conditions {
		v = v.doubt(0)
	}
	s.run.bytes += v.size() + 64*len(v)
	s.out.value = append(s.out.value, v...)
}

// printUnknown writes what only the run knows, in whose place the command stands that prints it.
func (s *shell) printUnknown(at source.Span) {
	if s.out != nil {
		s.print(value{unknownAt(at)})
	}
}

func unknownAt(at source.Span) segment {
	if at.Source == nil || at.Start >= at.End {
		return segment{text: source.LiteralText("?", at)}
	}
	return segment{text: source.RawText(at.Source, at.Start, at.End)}
}

func made(text string, at source.Span) segment {
	return segment{text: source.LiteralText(text, at), known: true}
}

// words joins words by blanks, as echo does.
func joinWords(words []field, at source.Span) value {
	var v value
	for i, w := range words {
		if i > 0 {
			v = append(v, made(" ", at))
		}
		v = append(v, w.printed()...)
	}
	return v
}

// printed returns a word as a command prints it: a pattern may be the names of files, and a word that may be several or
// none is not known.
func (f field) printed() value {
	if !f.several && !f.maybe && !f.pattern() {
		return f.value
	}
	v := append(value(nil), f.value...)
	if f.pattern() && !f.several && !f.maybe && f.fitsNothing() {
		return v
	}
	for i := range v {
		v[i].known = false
	}
	return v
}

// fitsNothing reports whether a word that looks like a pattern is plainly not one for files: the shell leaves it alone.
func (f field) fitsNothing() bool {
	text := f.String()
	return strings.HasPrefix(text, "-") || strings.ContainsAny(text, ":=,(") && !strings.HasPrefix(text, "/")
}

// echo prints its words. How it takes a backslash differs from shell to shell.
func (s *shell) echo(c *command) {
	args := c.words[1:]
	d := s.script.dialect
	if strings.Contains(c.words[0].lit(), "/") {
		d = Bash // the program of its own follows the same options
	}
	newline, escapes, unknown := true, d == Dash, false
	for len(args) > 0 {
		w := args[0].lit()
		if len(w) < 2 || w[0] != '-' || strings.Trim(w[1:], "neE") != "" {
			break
		}
		if d != Bash && w != "-n" {
			unknown = d == Posix
			break
		}
		for _, o := range w[1:] {
			switch o {
			case 'n':
				newline = false
			case 'e':
				escapes = true
			case 'E':
				escapes = false
			}
		}
		args = args[1:]
		if d == Dash {
			break
		}
	}
	v := joinWords(args, c.at)
	ended := false
	switch {
	case d == Posix && (unknown || strings.Contains(v.knownText(), `\`)):
		v, newline = value{unknownAt(c.at)}, false
	case escapes:
		v, ended = s.unescape(v, d)
	}
	if newline && !ended {
		v = append(v, made("\n", endOf(c.at)))
	}
	s.status = success
	s.print(v)
}

// knownText returns the bytes of a value that are known.
func (v value) knownText() string {
	var b strings.Builder
	for _, p := range v {
		if p.known {
			b.WriteString(p.text.String())
		}
	}
	return b.String()
}

func endOf(at source.Span) source.Span { at.Start = at.End; return at }

// unescape undoes the backslashes of echo, and reports whether \c ended the output.
func (s *shell) unescape(v value, d Dialect) (value, bool) {
	var out value
	for _, p := range v {
		if !p.known || !strings.Contains(p.text.String(), `\`) {
			out = append(out, p)
			continue
		}
		q, ended, ok := unescapePiece(p, func(s string) (string, int, bool) { return echoEscape(s, d) })
		if !ok {
			p.known = false
			out = append(out, p)
			continue
		}
		out = append(out, q)
		if ended {
			return out, true
		}
	}
	return out, false
}

// unescapePiece undoes the escapes of a piece. The text of an escape is what follows the backslash; a length of -1 ends
// all output.
func unescapePiece(p segment, escape func(string) (text string, length int, ok bool)) (out segment, ended, ok bool) {
	text := p.text.String()
	d := &decoded{}
	at := 0
	for at < len(text) {
		if text[at] != '\\' || at+1 == len(text) {
			d.push(text[at], at)
			at++
			continue
		}
		t, n, ok := escape(text[at+1:])
		if !ok {
			return p, false, false
		}
		if n < 0 {
			ended = true
			break
		}
		for i := range len(t) {
			d.push(t[i], at)
		}
		at += 1 + n
	}
	p.text = p.text.Decoded(string(d.data), append(d.offsets, int32(at)), 0, len(text), func(_, _ int, with string) (string, bool) {
		return strings.ReplaceAll(with, `\`, `\\`), true
	}, nil)
	return p, ended, true
}

// echoEscape decodes an escape of echo.
func echoEscape(s string, d Dialect) (text string, length int, ok bool) {
	switch c := s[0]; {
	case c == 'c':
		return "", -1, true
	case c == '0':
		v, n := digits(s, 1, 3, 8)
		return string([]byte{byte(v)}), 1 + n, byte(v) != 0
	case c == '\\' || c != '"' && c != '\'' && c != '?' && (d != Dash || c != 'e' && c != 'E') && ansiLetter(c) != "":
		return ansiLetter(c), 1, true
	case d != Dash && (c == 'x' || c == 'u' || c == 'U' || '1' <= c && c <= '7'):
		return "", 0, false
	case d == Dash && '1' <= c && c <= '7':
		return "", 0, false
	}
	return `\` + s[:1], 1, true
}

// printf prints its words as a format says, which is used again as long as there are words.
func (s *shell) printf(c *command) {
	args := c.words[1:]
	s.status = success
	if len(args) > 0 && args[0].lit() == "-v" {
		if len(args) > 1 && isName(args[1].lit()) {
			s.forget(args[1].lit())
		}
		return
	}
	if len(args) > 0 && args[0].lit() == "--" {
		args = args[1:]
	}
	if len(args) == 0 {
		return
	}
	v, ok := s.format(args[0], args[1:])
	if !ok {
		s.printUnknown(c.at)
		return
	}
	s.print(v)
}

// format fills words in to a format. ok is false if the output is not known.
func (s *shell) format(format field, args []field) (out value, ok bool) {
	if format.several || format.maybe || !format.readable() || anyUncertain(args) {
		return nil, false
	}
	for first := true; first || len(args) > 0; first = false {
		before := len(args)
		for _, p := range format.value {
			v, rest, ended, ok := s.formatPiece(p, args)
			if !ok || !s.step(1+len(v)) {
				return nil, false
			}
			s.run.bytes += v.size()
			out, args = append(out, v...), rest
			if ended {
				return out, true
			}
		}
		if len(args) == before {
			break // a format without a place for words is used once
		}
	}
	return out, true
}

// formatPiece fills words in to a piece of a format.
func (s *shell) formatPiece(p segment, args []field) (out value, rest []field, ended, ok bool) {
	text := p.text.String()
	plain := func(from, to int) bool {
		if from == to {
			return true
		}
		q := p
		q.text = p.text.Slice(from, to)
		q, _, ok := unescapePiece(q, s.printfEscape)
		if ok {
			// A percent sign that is filled in would be a directive.
			t := q.text
			q.text = t.Decoded(t.String(), identity(t.Len()), 0, t.Len(), func(_, _ int, with string) (string, bool) {
				return strings.ReplaceAll(with, "%", "%%"), true
			}, nil)
			out = append(out, q)
		}
		return ok
	}
	from := 0
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' {
			i++
			continue
		}
		if text[i] != '%' {
			continue
		}
		if !plain(from, i) {
			return nil, nil, false, false
		}
		i++
		if i == len(text) {
			return nil, nil, false, false
		}
		from = i + 1
		if text[i] == '%' {
			out = append(out, segment{text: p.text.Slice(i, i+1), known: true, fallback: p.fallback})
			continue
		}
		var w value
		if len(args) > 0 {
			w, args = args[0].printed(), args[1:]
		}
		switch text[i] {
		case 's':
			out = append(out, w...)
		case 'b':
			v, end := s.unescape(w, Posix)
			if !v.readable() && w.readable() {
				return nil, nil, false, false
			}
			if out = append(out, v...); end {
				return out, nil, true, true
			}
		case 'd', 'i':
			n, err := strconv.ParseInt(w.String(), 10, 64)
			if !w.readable() || err != nil || strconv.FormatInt(n, 10) != w.String() {
				return nil, nil, false, false
			}
			out = append(out, w...)
		default:
			return nil, nil, false, false
		}
	}
	return out, args, false, plain(from, len(text))
}

func identity(n int) []int32 {
	offsets := make([]int32, n+1)
	for i := range offsets {
		offsets[i] = int32(i)
	}
	return offsets
}

// printfEscape decodes an escape in a format.
func (s *shell) printfEscape(text string) (string, int, bool) {
	switch c := text[0]; {
	case '0' <= c && c <= '7':
		v, n := digits(text, 0, 3, 8)
		return string([]byte{byte(v)}), n, byte(v) != 0
	case c == '"' || c == '\'':
		return string(c), 1, s.script.dialect == Bash || c == '"' && s.script.dialect == Bash
	case c == 'e' || c == 'E' || c == '?' || c == 'c' || c == 'x' || c == 'u' || c == 'U':
		return "", 0, false
	case ansiLetter(c) != "":
		return ansiLetter(c), 1, true
	}
	return `\` + text[:1], 1, true
}

// cat prints files, or standard input.
func (s *shell) cat(c *command) {
	o := parseOptions(c.words[1:], "")
	s.status = unsure
	if len(o.list) > 0 {
		s.printUnknown(c.at)
		return
	}
	if len(o.operands) == 0 {
		s.printInput(c.at)
		return
	}
	for _, f := range o.operands {
		if f.lit() == "-" {
			s.printInput(c.at)
			continue
		}
		if s.out == nil {
			continue
		}
		content, problem := s.content(f)
		if problem != "" {
			s.printUnknown(f.at)
			s.readMissing(f)
			continue
		}
		s.print(content)
	}
}

func (s *shell) printInput(at source.Span) {
	if s.in == nil {
		s.printUnknown(at)
		return
	}
	s.print(*s.in)
}

// printPath prints what dirname, basename, pwd and their like make of a path.
func (s *shell) printPath(name string, c *command) {
	o := parseOptions(c.words[1:], "")
	if name == "pwd" {
		if s.directory != nil {
			s.print(append(append(value(nil), s.directory...), made("\n", endOf(c.at))))
			return
		}
		if v := s.startDirectory(c.at); v != nil {
			s.print(v)
			return
		}
		s.printUnknown(c.at)
		return
	}
	if len(o.operands) == 1 && !o.operands[0].several {
		f := o.operands[0]
		if len(f.value) == 1 && f.value[0].inTree {
			p := f.value[0]
			if name == "dirname" {
				p = dirOf(p)
			}
			if name != "basename" {
				s.print(value{p})
				return
			}
		}
		if text, known := f.literal(); known && !f.doubtful() && text != "" && (name == "dirname" || name == "basename") {
			if name == "dirname" {
				s.print(value{made(path.Dir(strings.TrimRight(text, "/")), f.at), made("\n", endOf(c.at))})
			} else {
				s.print(value{made(path.Base(text), f.at), made("\n", endOf(c.at))})
			}
			return
		}
	}
	s.printUnknown(c.at)
}
