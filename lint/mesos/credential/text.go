package credential

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// word is a run of bytes between blanks.
type word struct{ start, end int }

// maxBadLines limits how many lines of a file that holds no credentials at all are reported.
const maxBadLines = 10

// readText reads the text form: lines end at LF, words at blanks, nothing else means anything. It returns nil if the
// release refuses the file.
func (r *reader) readText() *File {
	data := r.text.String()
	f := &File{Format: Text, Form: r.form}
	lines, bad := 0, 0
	for at := 0; at < len(data); {
		end := len(data)
		if i := strings.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i
		}
		if end > at {
			lines++
			words, n := twoWords(data, at, end)
			if n == 2 {
				f.Credentials = append(f.Credentials, r.lineCredential(words))
			} else if bad++; bad <= maxBadLines {
				p := Problem{Effect: Fatal, Cause: BadLine, Span: r.text.Span(at, end),
					Text: fmt.Sprintf("a line must have two words, a principal and a secret; this one has %s", count(n))}
				if bad == 1 && !r.lone() {
					p.Line = len(f.Credentials) + 1
				}
				r.report(p)
			}
		}
		at = end + 1
	}
	if r.form == Single && lines != 1 {
		if r.lone() {
			r.problems = nil // its reader counts the lines first
		}
		r.report(Problem{Effect: Fatal, Cause: NotOne, Span: r.text.All(),
			Text: fmt.Sprintf("one credential is wanted, on one line; there are %s", plural(lines, "line"))})
		return nil
	}
	if bad > 0 {
		return nil
	}
	r.noteContents(f)
	r.noteText(f)
	return f
}

// lone reports whether the release reads the single form with a reader of its own, which gives no line numbers.
func (r *reader) lone() bool { return r.form == Single && !r.semantics.SharedReader }

// twoWords returns the first two words of data[at:end] and how many there are.
func twoWords(data string, at, end int) (words [2]word, n int) {
	for {
		for at < end && data[at] == ' ' {
			at++
		}
		if at == end {
			return words, n
		}
		start := at
		for at < end && data[at] != ' ' {
			at++
		}
		if n < 2 {
			words[n] = word{start, at}
		}
		n++
	}
}

func (r *reader) lineCredential(words [2]word) Credential {
	data := r.text.String()
	principal, secret := words[0], words[1]
	return Credential{
		Principal:     data[principal.start:principal.end],
		Secret:        redact.NewSecret(data[secret.start:secret.end]),
		HasSecret:     true,
		Span:          r.text.Span(principal.start, secret.end),
		PrincipalSpan: r.text.Span(principal.start, principal.end),
		SecretSpan:    r.text.Span(secret.start, secret.end),
	}
}

// noteText reports what the text form takes literally although it was hardly meant so.
func (r *reader) noteText(f *File) {
	returns := 0
	var first source.Span
	for i, c := range f.Credentials {
		if c.Secret.EndsInCarriageReturn() {
			if returns++; returns == 1 {
				first = c.SecretSpan
			}
		}
		if i == 0 && strings.HasPrefix(c.Principal, byteOrderMark) {
			r.report(Problem{Effect: Changed, Cause: ByteOrderMark, Span: c.PrincipalSpan,
				Text: "the byte order mark at the start of the file (EF BB BF) becomes part of the principal"})
		}
		if strings.HasPrefix(c.Principal, "#") || strings.HasPrefix(c.Principal, "//") {
			r.report(Problem{Effect: Changed, Cause: Comment, Span: c.PrincipalSpan,
				Text: "there are no comments in the text form: the line is loaded as a credential"})
		}
		if strings.Contains(c.Principal, "\t") {
			r.report(Problem{Effect: Advice, Cause: TabInWord, Span: c.PrincipalSpan,
				Text: "only blanks separate principal and secret; the tab becomes part of the principal"})
		}
		if c.Secret.Holds(hasTab) {
			r.report(Problem{Effect: Advice, Cause: TabInWord, Span: c.SecretSpan, Subject: c.Principal,
				Text: "only blanks separate principal and secret; the tab becomes part of the secret"})
		}
		if quoted(c.Principal) || c.Secret.Holds(quotedLast) {
			r.report(Problem{Effect: Advice, Cause: Quotes, Span: c.PrincipalSpan, Text: "quotes have no meaning in the text form; they become part of the word"})
		}
	}
	if returns > 0 {
		r.report(Problem{Effect: Changed, Cause: CarriageReturn, Span: first,
			Text: "lines end only at LF; the CR before it (0D) becomes part of the secret, here and on " +
				plural(returns-1, "other line")})
	}
}

func hasTab(word string) bool { return strings.Contains(word, "\t") }

// quotedLast is quoted for the last word of a line, but for a CR.
func quotedLast(s string) bool { return quoted(strings.TrimSuffix(s, "\r")) }

func quoted(s string) bool {
	return len(s) >= 2 && (s[0] == '"' || s[0] == '\'') && s[len(s)-1] == s[0]
}

func count(n int) string {
	switch n {
	case 0:
		return "none"
	case 1:
		return "one"
	}
	return fmt.Sprint(n)
}

func plural(n int, noun string) string {
	switch n {
	case 0:
		return "no " + noun
	case 1:
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
