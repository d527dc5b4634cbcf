package shell

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/source"
)

// script is one text that a shell reads.
type script struct {
	in      source.Text
	text    string // what the shell reads
	data    []byte // what is parsed: the same with what the parser would take differently masked, byte for byte
	marks   Marks
	dialect Dialect
}

// newScript makes a script of a text. holes are what an outer shell fills in and nobody knows.
func (r *run) newScript(in source.Text, d Dialect, holes []source.Range) *script {
	c := &script{in: in, text: in.String(), dialect: d}
	if r.o.Marks != nil {
		c.marks = r.o.Marks(in)
	}
	if len(holes) > 0 {
		c.marks.Unknown = source.Union(append(slices.Clone(holes), c.marks.Unknown...))
	}
	c.mask(r)
	return c
}

// span returns where bytes of the script stand.
func (c *script) span(start, end int) source.Span { return c.in.Span(start, end) }

// nodeSpan returns where a node of the script stands.
func (c *script) nodeSpan(n syntax.Node) source.Span { return c.span(c.bounds(n)) }

// bounds returns the bytes of a node. The parser ends some nodes after the text that it was given.
func (c *script) bounds(n syntax.Node) (start, end int) {
	start = min(int(n.Pos().Offset()), len(c.text))
	return start, max(start, min(int(n.End().Offset()), len(c.text)))
}

// mask makes the parser see a byte that means nothing if it would see more than the shell does: a carriage return is a
// part of the word, and so is each byte that is not UTF-8.
func (c *script) mask(r *run) {
	c.data = []byte(c.text)
	for _, m := range c.marks.Unknown {
		fill(c.data[m.Start:m.End], 'x')
	}
	for _, m := range c.marks.Gone {
		fill(c.data[m.Start:m.End], ' ')
	}
	if i := strings.IndexByte(c.text, '\r'); i >= 0 {
		r.find("shell/carriage-return", c.span(i, i+1), "", "bash takes the carriage return for part of the line")
		c.data = bytes.ReplaceAll(c.data, []byte("\r"), []byte("%"))
	}
	// Right after a quote a number sign is a part of the word. The parser sees a comment there within a block.
	for i := 1; i < len(c.data); i++ {
		if c.data[i] == '#' && (c.data[i-1] == '"' || c.data[i-1] == '\'') {
			c.data[i] = 'x'
		}
	}
	c.maskComments()
	if strings.HasPrefix(c.text, byteOrderMark) {
		r.find("shell/byte-order-mark", c.span(0, 3), "", "bash takes the byte order mark for the beginning of the first word")
	}
	if utf8.Valid(c.data) {
		return
	}
	for at := 0; at < len(c.data); {
		char, size := utf8.DecodeRune(c.data[at:])
		if char == utf8.RuneError && size == 1 {
			c.data[at] = '%'
		}
		at += size
	}
}

// maskComments takes away the backslash at the end of comments: they end with the line all the same, and the parser would
// go on. What only looks like a comment, in quotes or in a heredoc, is decoded from the text itself.
func (c *script) maskComments() {
	for at := 0; ; {
		i := bytes.Index(c.data[at:], []byte("\\\n"))
		if i < 0 {
			return
		}
		at += i
		start := bytes.LastIndexByte(c.data[:at], '\n') + 1
		if isComment(c.data[start:at]) {
			c.data[at] = 'x'
		}
		at += 2
	}
}

// isComment reports whether a line ends in a comment.
func isComment(line []byte) bool {
	quotes := [2]int{}
	for i, char := range line {
		switch char {
		case '"':
			quotes[0]++
		case '\'':
			quotes[1]++
		case '#':
			if (i == 0 || strings.IndexByte(" \t;", line[i-1]) >= 0) && quotes[0]%2 == 0 && quotes[1]%2 == 0 {
				return true
			}
		}
	}
	return false
}

func fill(b []byte, with byte) {
	for i := range b {
		if b[i] != '\n' || with != ' ' {
			b[i] = with
		}
	}
}

// changes reports whether any of the bytes [start, end) are something else when the shell reads them.
func (c *script) changes(start, end int) bool {
	return overlaps(c.marks.Unknown, start, end) || overlaps(c.marks.Gone, start, end)
}

// mayBeLeftOut reports whether what stands at an offset may be left out.
func (c *script) mayBeLeftOut(at int) bool { return overlaps(c.marks.Optional, at, at+1) }

// overlaps reports whether one of ordered, disjoint ranges holds one of the bytes [start, end), or start if that is end.
func overlaps(ranges []source.Range, start, end int) bool {
	first, _ := slices.BinarySearchFunc(ranges, start, func(r source.Range, at int) int {
		if r.End <= at {
			return -1
		}
		return 1
	})
	return first < len(ranges) && ranges[first].Start < max(end, start+1)
}

// parse returns the statements up to the first that the shell could not parse, and the offset of that one; -1 if there
// is none. The shell stops there as well: it reads and runs one statement after the other.
// The parser is one for bash.
func (c *script) parse(parser *syntax.Parser) (stmts []*syntax.Stmt, stopped int) {
	stmts, stopped = c.parseOnce(parser)
	const most = 16 // of them are more than a script has
	for n := 0; n < most && c.maskAfterQuote(stopped); n++ {
		stmts, stopped = c.parseOnce(parser)
	}
	if bytes.Contains(c.data, []byte("\\\n")) {
		for _, stmt := range stmts {
			c.correctNames(stmt)
		}
	}
	return stmts, stopped
}

// maskAfterQuote masks an equals sign right after a quote or an expansion where the parser stopped: in an array literal it takes that
// for an assignment, where the shell reads a word: args+=( --"$name"="$value" ).
func (c *script) maskAfterQuote(at int) bool {
	if at <= 0 || at >= len(c.data) || c.data[at] != '=' || strings.IndexByte("\"'}", c.data[at-1]) < 0 {
		return false
	}
	c.data[at] = 'x'
	return true
}

// parseOnce is parse of the text as it is masked now.
func (c *script) parseOnce(parser *syntax.Parser) (stmts []*syntax.Stmt, stopped int) {
	stopped = -1
	// A statement is complete only when the next one comes: the text of a heredoc comes after its line. The parser goes on
	// after an error, and may not be stopped there.
	for stmt, err := range parser.StmtsSeq(bytes.NewReader(c.data)) {
		switch {
		case stopped >= 0:
		case err != nil:
			stopped = c.errorOffset(err)
		default:
			stmts = append(stmts, stmt)
		}
	}
	return stmts, stopped
}

// correctNames gives the names of assignments that are continued on the next line the place they have. The parser counts the
// bytes of a name without those that continue the line, and has the value begin too early.
func (c *script) correctNames(stmt *syntax.Stmt) {
	syntax.Walk(stmt, func(n syntax.Node) bool {
		a, ok := n.(*syntax.Assign)
		if !ok || a.Name == nil {
			return true
		}
		start, _ := c.bounds(a.Name)
		end := c.continued(a.Name.Value, start)
		if end < 0 {
			return true
		}
		a.Name.ValueEnd = syntax.NewPos(uint(end), a.Name.ValueEnd.Line(), a.Name.ValueEnd.Col())
		operator := "="
		if a.Append {
			operator = "+="
		}
		if end = c.continued(operator, end); end < 0 || a.Value == nil || len(a.Value.Parts) == 0 {
			return true
		}
		if lit, ok := a.Value.Parts[0].(*syntax.Lit); ok && int(lit.ValuePos.Offset()) < end {
			lit.ValuePos = syntax.NewPos(uint(end), lit.ValuePos.Line(), lit.ValuePos.Col())
		}
		return true
	})
}

// continued returns where a word ends that begins at an offset, with the line ends inside it; -1 if it does not stand there.
func (c *script) continued(name string, at int) int {
	for _, char := range []byte(name) {
		for bytes.HasPrefix(c.data[at:], []byte("\\\n")) {
			at += 2
		}
		if at == len(c.data) || c.data[at] != char {
			return -1
		}
		at++
	}
	return at
}

func (c *script) errorOffset(err error) int {
	switch err := err.(type) {
	case syntax.ParseError:
		return min(int(err.Pos.Offset()), len(c.text))
	case syntax.LangError:
		return min(int(err.Pos.Offset()), len(c.text))
	}
	return len(c.text)
}

// nesting is the depth to which the parser follows a text. People nest a dozen levels.
const nesting = 200

// openers begin and closers end a level, in the text as it stands: what is quoted counts as well.
var (
	openers = []string{"if", "while", "until", "case", "for", "select", "coproc", "time", "function"}
	closers = []string{"fi", "done", "esac"}
)

// tooDeep returns the offset from which on a text is nested so deeply that a parser could run out of stack; -1 if it is
// not. It counts what could open a level without asking what is quoted, so that it takes no parser to tell.
func tooDeep(data []byte) int {
	brackets, words, operators := 0, 0, 0
	for at := 0; at < len(data); at++ {
		switch char := data[at]; char {
		case '(', '{', '[':
			brackets++
			if char == '(' && at+1 < len(data) && data[at+1] == ')' && declaresAgain(data[at+2:]) {
				words++
			}
		case ')', '}', ']':
			brackets = max(brackets-1, 0)
		case '\n':
			if at == 0 || strings.IndexByte("|&\\\n", data[at-1]) < 0 {
				operators = 0
			}
		case '|', '&', '?', '=', ',', '-', '+', '!', '~', '*', '<', '`', '$':
			operators++
		default:
			if 'a' <= char && char <= 'z' && (at == 0 || !isNameByte(data[at-1])) {
				end := at
				for end < len(data) && isNameByte(data[end]) {
					end++
				}
				switch word := string(data[at:end]); {
				case slices.Contains(openers, word):
					words++
				case slices.Contains(closers, word):
					words = max(words-1, 0)
				}
				at = end - 1
			}
		}
		if brackets > nesting || words > 4*nesting || operators > 128*nesting {
			return at
		}
	}
	return -1
}

// declaresAgain reports whether the body of a function does not begin with a bracket: it is then perhaps a function itself.
func declaresAgain(after []byte) bool {
	after = bytes.TrimLeft(after, " \t\n")
	return len(after) > 0 && after[0] != '{' && after[0] != '('
}

func isNameByte(c byte) bool {
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

// isName reports whether the shell takes s for the name of a variable.
func isName(s string) bool {
	for i := range len(s) {
		if !isNameByte(s[i]) || i == 0 && '0' <= s[i] && s[i] <= '9' {
			return false
		}
	}
	return s != ""
}
