package stout

import (
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// ParseJSON reads text as JSON::parse of the dialect's release does and returns its one value, or where and why that
// release refuses it. Kept from picojson are: numbers are whatever strtod takes of a run of digits, signs, dots and e
// (012, 5., -.5), bytes above 0x7F are not looked at, unpaired surrogate escapes and raw control characters are errors.
// It takes time linear in the text and keeps nothing of it.
func ParseJSON(text *source.Text, d Dialect) (source.JSON, *source.JSONError) {
	if err := source.CheckJSONLength(text); err != nil {
		return source.JSON{}, err
	}
	var open [16]container // deeper texts take room of their own
	s := scanner{data: text.String(), dialect: d, outline: source.NewOutline(text.String()), open: open[:0]}
	start, end, err := s.value()
	if err == nil && !d.TrailingIgnored {
		err = s.trailing()
	}
	if err != nil {
		return source.JSON{}, err
	}
	return source.NewJSON(text, start, end, s.outline), nil
}

// stackDepth is a nesting at which the recursion of every release's reader needs more than the usual 8 MiB of stack:
// each level takes at least three calls.
const stackDepth = 100_000

// scanner reads one JSON value the way picojson does, without recursion.
type scanner struct {
	data    string
	dialect Dialect
	// read is the number of bytes picojson has consumed after the value: a number takes the byte after it as well.
	read    int
	outline *source.Outline // nil if nobody wants it
	open    []container     // innermost last
}

// container is an array or object whose end is not yet seen.
type container struct {
	number int32 // in the outline
	object bool
}

// value scans the first value of the text and returns its bounds.
func (s *scanner) value() (start, end int, err *source.JSONError) {
	data := s.data
	i := skipSpace(data, 0)
	start = i
	for {
		// A value is expected at i.
		if i == len(data) {
			return 0, 0, s.endOfText()
		}
		switch c := data[i]; c {
		case '{', '[':
			if err := s.enter(c == '{', i); err != nil {
				return 0, 0, err
			}
			i = skipSpace(data, i+1)
			if i < len(data) && data[i] == c+2 { // '}' is '{'+2 and ']' is '['+2
				i++
				s.leave(i)
				break
			}
			if c == '{' {
				if i, err = s.key(i); err != nil {
					return 0, 0, err
				}
			}
			continue
		case '"':
			if i, err = s.text(i); err != nil {
				return 0, 0, err
			}
		case 't':
			i, err = s.literal(i, "true")
		case 'f':
			i, err = s.literal(i, "false")
		case 'n':
			i, err = s.literal(i, "null")
		default:
			if c != '-' && !isDigit(c) {
				return 0, 0, s.unexpected(i)
			}
			i, err = s.number(i)
		}
		if err != nil {
			return 0, 0, err
		}
		// A value has ended at i; close what ends with it.
		for {
			if len(s.open) == 0 {
				s.read = max(s.read, i)
				return start, i, nil
			}
			i = skipSpace(data, i)
			if i == len(data) {
				return 0, 0, s.endOfText()
			}
			object := s.inObject()
			if data[i] == ',' {
				i = skipSpace(data, i+1)
				if object {
					if i, err = s.key(i); err != nil {
						return 0, 0, err
					}
				}
				break
			}
			switch {
			case object && data[i] == '}', !object && data[i] == ']':
				i++
				s.leave(i)
			case object:
				return 0, 0, s.fail(i, "a comma or } is expected here")
			default:
				return 0, 0, s.fail(i, "a comma or ] is expected here")
			}
		}
	}
}

// enter opens the container whose bracket is at i.
func (s *scanner) enter(object bool, i int) *source.JSONError {
	if limit := s.dialect.MaxDepth; limit > 0 && len(s.open) == limit {
		return s.fail(i, "it is nested more than "+strconv.Itoa(limit)+" levels deep")
	}
	if len(s.open) == stackDepth {
		err := s.fail(i, "it is nested so deep that the reader, which calls itself for every level, runs out of stack")
		err.Aborts, err.Line = true, 0
		return err
	}
	c := container{object: object}
	if s.outline != nil {
		c.number = s.outline.Open()
	}
	s.open = append(s.open, c)
	return nil
}

// leave closes the innermost container; end is the offset after its bracket.
func (s *scanner) leave(end int) {
	if s.outline != nil {
		s.outline.Close(s.open[len(s.open)-1].number, end)
	}
	s.open = s.open[:len(s.open)-1]
}

// inObject reports whether the innermost open container is an object.
func (s *scanner) inObject() bool { return s.open[len(s.open)-1].object }

// key scans an object's key and its colon and returns where the value is expected.
func (s *scanner) key(i int) (int, *source.JSONError) {
	if i == len(s.data) {
		return 0, s.endOfText()
	}
	if s.data[i] != '"' {
		if s.data[i] == '}' {
			return 0, s.fail(i, "there is a comma before the closing }")
		}
		return 0, s.fail(i, "a key in double quotes is expected here")
	}
	i, err := s.text(i)
	if err != nil {
		return 0, err
	}
	i = skipSpace(s.data, i)
	if i == len(s.data) {
		return 0, s.endOfText()
	}
	if s.data[i] != ':' {
		return 0, s.fail(i, "a colon is expected here")
	}
	return skipSpace(s.data, i+1), nil
}

// text scans the string whose opening quote is at i and returns the offset after its closing quote.
func (s *scanner) text(i int) (int, *source.JSONError) {
	data := s.data
	for i++; ; {
		for i < len(data) && !endsRun[data[i]] {
			i++
		}
		if i == len(data) {
			return 0, s.endOfText()
		}
		switch c := data[i]; c {
		case '"':
			return i + 1, nil
		case '\\':
			n, problem := escape(data[i:])
			if problem != "" {
				return 0, s.fail(i, problem)
			}
			if n == 0 {
				return 0, s.endOfText()
			}
			i += n
		default:
			return 0, s.fail(i, controlProblem(c))
		}
	}
}

// endsRun are the bytes that do not stand for themselves in a string: its quote, the backslash and control characters.
var endsRun = [256]bool{
	'"': true, '\\': true,
	0x00: true, 0x01: true, 0x02: true, 0x03: true, 0x04: true, 0x05: true, 0x06: true, 0x07: true,
	0x08: true, 0x09: true, 0x0A: true, 0x0B: true, 0x0C: true, 0x0D: true, 0x0E: true, 0x0F: true,
	0x10: true, 0x11: true, 0x12: true, 0x13: true, 0x14: true, 0x15: true, 0x16: true, 0x17: true,
	0x18: true, 0x19: true, 0x1A: true, 0x1B: true, 0x1C: true, 0x1D: true, 0x1E: true, 0x1F: true,
}

// escape returns the length of the escape sequence that s starts with: 0 if the text ends in it, and what is wrong
// with one that is not allowed.
func escape(s string) (n int, problem string) {
	if len(s) < 2 {
		return 0, ""
	}
	switch s[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2, ""
	case 'u':
	default:
		return 0, "there is no such escape sequence"
	}
	unit, ok := hex4(s[2:])
	if !ok {
		if len(s) < 6 && allHex(s[2:]) {
			return 0, ""
		}
		return 0, `\u must be followed by four hexadecimal digits`
	}
	switch {
	case unit < 0xD800 || unit > 0xDFFF:
		return 6, ""
	case unit >= 0xDC00:
		return 0, "the second half of a surrogate pair has no first half"
	}
	rest := s[6:]
	if len(rest) < 6 && strings.HasPrefix(`\u`, rest[:min(len(rest), 2)]) && allHex(rest[min(len(rest), 2):]) {
		return 0, ""
	}
	if len(rest) >= 6 && rest[:2] == `\u` {
		if low, ok := hex4(rest[2:]); ok && 0xDC00 <= low && low <= 0xDFFF {
			return 12, ""
		}
	}
	return 0, "the first half of a surrogate pair is not followed by the second"
}

func hex4(s string) (unit uint16, ok bool) {
	if len(s) < 4 || !allHex(s[:4]) {
		return 0, false
	}
	n, _ := strconv.ParseUint(s[:4], 16, 16)
	return uint16(n), true
}

func allHex(s string) bool {
	for i := range len(s) {
		if c := s[i] | 0x20; !isDigit(s[i]) && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}

// literal scans one of the three words.
func (s *scanner) literal(i int, word string) (int, *source.JSONError) {
	for n := range len(word) {
		if i+n == len(s.data) {
			return 0, s.endOfText()
		}
		if s.data[i+n] != word[n] {
			return 0, s.fail(i+n, "only "+word+" may start with these letters")
		}
	}
	return i + len(word), nil
}

// number scans a number: the longest run of bytes that can occur in one, all of which strtod must take.
func (s *scanner) number(i int) (int, *source.JSONError) {
	end := i
	for end < len(s.data) && (isDigit(s.data[end]) || strings.IndexByte("+-.eE", s.data[end]) >= 0) {
		end++
	}
	run := s.data[i:end]
	taken, exponent := strtod(run)
	if taken < len(run) {
		return 0, s.fail(i+taken, "this is not a number")
	}
	// Without an exponent it takes more than 308 digits to leave the range of a double.
	if (exponent || len(run) > 308) && s.dialect.Overflow != OverflowInfinity {
		if _, err := strconv.ParseFloat(run, 64); err != nil {
			return 0, &source.JSONError{
				Offset:  i,
				Problem: "the number is too large for a double",
				Aborts:  s.dialect.Overflow == OverflowAborts,
			}
		}
	}
	s.read = end
	if end < len(s.data) {
		s.read++
	}
	return end, nil
}

// strtod returns how much of a run of digits, signs, dots and e the C function takes (0 if it takes nothing), and
// whether that has an exponent.
func strtod(run string) (taken int, exponent bool) {
	i := 0
	if i < len(run) && (run[i] == '-' || run[i] == '+') {
		i++
	}
	whole := digits(run[i:])
	i += whole
	fraction := 0
	if i < len(run) && run[i] == '.' {
		fraction = digits(run[i+1:])
		if whole+fraction > 0 {
			i += 1 + fraction
		}
	}
	if whole+fraction == 0 {
		return 0, false
	}
	if i < len(run) && (run[i] == 'e' || run[i] == 'E') {
		at := i + 1
		if at < len(run) && (run[at] == '-' || run[at] == '+') {
			at++
		}
		if n := digits(run[at:]); n > 0 {
			return at + n, true
		}
	}
	return i, false
}

func digits(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

// trailing reports what comes after the value besides white space. The releases that look for it compare how far
// picojson has read with the last byte that is not a white space, so one byte after a bare number goes unseen and white
// space after it does not.
func (s *scanner) trailing() *source.JSONError {
	last := len(strings.TrimRight(s.data, " \t\n\r"))
	if s.read == last {
		return nil
	}
	return &source.JSONError{
		Offset:  min(skipSpace(s.data, s.read), len(s.data)),
		Problem: "something follows the JSON value",
	}
}

// unexpected explains the byte at i, which starts no value.
func (s *scanner) unexpected(i int) *source.JSONError {
	rest := s.data[i:]
	switch c := rest[0]; {
	case strings.HasPrefix(rest, "\ufeff"):
		return s.fail(i, "there is a byte order mark (EF BB BF) here")
	case c == '/' || c == '#':
		return s.fail(i, "there are no comments in JSON")
	case c == '\'':
		return s.fail(i, "strings are written in double quotes")
	case c == ']' && len(s.open) > 0 && !s.inObject():
		return s.fail(i, "there is a comma before the closing ]")
	case c < ' ' || c == 0x7F:
		return s.fail(i, controlProblem(c))
	}
	return s.fail(i, "a value is expected here")
}

func controlProblem(c byte) string {
	switch c {
	case '\n':
		return `a line ends inside a string; it is written \n there`
	case '\t':
		return `there is a tab inside a string; it is written \t there`
	case 0:
		return "there is a NUL byte here"
	}
	return "there is a control character (" + "0x" + strconv.FormatUint(uint64(c), 16) + ") here"
}

// fail makes the error of a syntax error at offset i, with the line number picojson gives for it.
func (s *scanner) fail(i int, problem string) *source.JSONError {
	return &source.JSONError{Offset: i, Problem: problem, Line: 1 + strings.Count(s.data[:min(i, max(0, len(s.data)-1))], "\n")}
}

// endOfText makes the error of a text that ends too early.
func (s *scanner) endOfText() *source.JSONError {
	if skipSpace(s.data, 0) == len(s.data) {
		return s.fail(len(s.data), "it is empty")
	}
	return s.fail(len(s.data), "it ends in the middle")
}

func skipSpace(s string, i int) int {
	for i < len(s) && s[i] <= ' ' && (s[i] == ' ' || s[i] == '\n' || s[i] == '\t' || s[i] == '\r') {
		i++
	}
	return i
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
