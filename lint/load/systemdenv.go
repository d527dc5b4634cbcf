package load

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// environment is what an environment file assigns, in order.
type environment struct {
	assignments []machine.Assignment
	findings    []config.Finding
	// gaps are what else may assign variables.
	gaps gaps
}

func (e *environment) find(id string, span source.Span, subject, detail string) {
	e.findings = append(e.findings, config.Finding{ID: id, Span: span, Subject: subject, Detail: detail})
}

// systemdReader reads an EnvironmentFile as systemd does. It follows the states of the parser in systemd's
// src/basic/env-file.c: quotes count only where a value begins, a backslash takes the next character as it is, "#" and
// ";" begin a comment only where a line begins, and "\r" ends a line as "\n" does.
type systemdReader struct {
	source   *source.Source
	template *marks
	data     []byte
	at       int
	out      *environment
	refused  bool // systemd reads nothing of the file
}

func (l *loader) readSystemdEnv(s *source.Source, path string) *environment {
	t := findTemplates(s, path)
	r := &systemdReader{source: s, template: t, data: t.Masked(), out: &environment{}}
	if i := bytes.IndexByte(s.Data, 0); i >= 0 {
		l.uncheckedAt(s.Span(i, i+1), "holds a NUL byte, which no environment file can; delete it")
		return r.out
	}
	if len(t.Controls) > 0 {
		r.out.gaps.add(machine.Condition, "the conditions of the template may add variables")
	}
	for r.at < len(r.data) {
		r.line()
	}
	if r.refused {
		r.out.assignments = nil
		r.out.gaps.add(machine.UnreadFile, "systemd refuses an environment file that is not UTF-8")
	}
	return r.out
}

func isNewline(c byte) bool { return c == '\n' || c == '\r' }

func isSystemdSpace(c byte) bool { return c == ' ' || c == '\t' || isNewline(c) }

// line reads one assignment, comment or blank.
func (r *systemdReader) line() {
	for r.at < len(r.data) && isSystemdSpace(r.data[r.at]) {
		r.at++
	}
	if r.at == len(r.data) {
		return
	}
	if c := r.data[r.at]; c == '#' || c == ';' {
		r.comment()
		return
	}
	start := r.at
	r.at++ // the first byte belongs to the name even where it is "="
	for r.at < len(r.data) && r.data[r.at] != '=' && !isNewline(r.data[r.at]) {
		r.at++
	}
	name := strings.TrimRight(string(r.data[start:r.at]), " \t")
	nameSpan := r.source.Span(start, start+len(name))
	if r.at == len(r.data) || r.data[r.at] != '=' {
		if !r.template.Changes(start, r.at) {
			r.out.find("systemd/ignored-line", nameSpan, "", "systemd skips a line without \"=\"")
		} else {
			r.out.gaps.add(machine.Condition, "what some lines hold is only known when the template is rendered")
		}
		return
	}
	r.at++
	value := r.value()
	a := machine.Assignment{
		Name: name, NameSpan: nameSpan, Value: value, Span: r.source.Span(start, value.Raw().End),
		Unknown: r.template.Changes(value.Raw().Start, value.Raw().End), Maybe: r.template.MayBeLeftOut(start), Exported: true,
	}
	if r.template.Changes(nameSpan.Start, nameSpan.End) {
		r.out.gaps.add(machine.Condition, "the names of some variables are only known when the template is rendered")
		return
	}
	r.judge(a)
}

// judge keeps an assignment that systemd keeps.
func (r *systemdReader) judge(a machine.Assignment) {
	if at := a.Span; !utf8.ValidString(a.Name + a.Value.String()) {
		r.refused = true
		r.out.find("systemd/invalid-utf8", at, a.Name, "systemd refuses the whole file, because this assignment is not UTF-8")
		return
	}
	switch {
	case !isVariableName(a.Name):
		detail := "systemd drops the line: the name is no variable's"
		if strings.HasPrefix(a.Name, "export ") {
			detail = "systemd is no shell: it drops the line, whose name it takes to be \"" + a.Name + "\""
		}
		r.out.find("systemd/invalid-name", a.NameSpan, a.Name, detail)
		return
	case hasControl(a.Value.String()):
		r.out.find("systemd/invalid-value", a.Value.Raw(), a.Name, "older systemds drop the line: its value holds a control character")
	}
	if raw := a.Value.Raw().Text(); !strings.HasPrefix(raw, "'") {
		if start, end, found := findExpansion(raw); found && !a.Unknown {
			at := a.Value.Raw().Start
			r.out.find("systemd/expansion", r.source.Span(at+start, at+end), raw[start:end],
				"systemd expands nothing in an environment file: the daemon gets it as it is written")
		}
	}
	r.out.assignments = append(r.out.assignments, a)
}

// comment passes a comment. Where it ends in a backslash it goes on on the next line; systemd 254 was the first that
// reads that line, and Mesos is run by older ones.
func (r *systemdReader) comment() {
	for r.at < len(r.data) && !isNewline(r.data[r.at]) {
		if r.data[r.at] == '\\' && r.at+1 < len(r.data) {
			r.at++
			if isNewline(r.data[r.at]) {
				r.continuedComment(r.at + 1)
			}
		}
		r.at++
	}
}

// continuedComment notes a line that a comment swallows, where it was meant to be an assignment.
func (r *systemdReader) continuedComment(start int) {
	end := start
	for end < len(r.data) && !isNewline(r.data[end]) {
		end++
	}
	name, _, found := strings.Cut(string(r.data[start:end]), "=")
	if found && isVariableName(name) {
		r.out.find("systemd/continued-comment", r.source.Span(start, start+len(name)), name,
			"before systemd 254 the backslash at the end of the comment makes this line a part of it")
	}
}

// value reads what follows "=". It ends at a newline outside quotes.
func (r *systemdReader) value() source.Text {
	var data []byte
	var offsets []int32
	// push takes the byte at a place, whose spelling begins at from.
	push := func(at, from int) { data, offsets = append(data, r.source.Data[at]), append(offsets, int32(from)) }
	start := -1 // of the first byte that is no blank
	quoted, plain, parts := false, false, 0
	end, kept := r.at, 0 // of the last byte that is no blank at the end, in the source and in data
	first := byte(0)
	opening := true // quotes still count
loop:
	for r.at < len(r.data) {
		c := r.data[r.at]
		if start < 0 && !isNewline(c) && !isSystemdSpace(c) {
			start = r.at
		}
		switch {
		case isNewline(c):
			break loop
		case opening && isSystemdSpace(c):
			r.at++
			continue
		case opening && (c == '\'' || c == '"'):
			parts++
			quoted, first = true, c
			r.at++
			for r.at < len(r.data) && r.data[r.at] != c {
				if c == '"' && r.data[r.at] == '\\' && r.at+1 < len(r.data) {
					switch next := r.data[r.at+1]; {
					case strings.IndexByte("\"\\`$", next) >= 0:
						push(r.at+1, r.at)
					case next != '\n':
						push(r.at, r.at)
						push(r.at+1, r.at)
					}
					r.at += 2
					continue
				}
				push(r.at, r.at)
				r.at++
			}
			if r.at < len(r.data) {
				r.at++
			}
			end, kept = r.at, len(data)
			continue
		case c == '\\':
			plain, opening = true, false
			r.at++
			if r.at < len(r.data) {
				if !isNewline(r.data[r.at]) {
					push(r.at, r.at-1)
				}
				r.at++
			}
			end, kept = r.at, len(data)
			continue
		}
		plain, opening = true, false
		push(r.at, r.at)
		r.at++
		if !isSystemdSpace(c) {
			end, kept = r.at, len(data)
		}
	}
	if start < 0 {
		start, end = r.at, r.at
	}
	r.at = max(r.at, end)
	data, offsets = data[:kept], offsets[:kept]
	return r.text(data, offsets, start, end, quoted && !plain && parts == 1, first)
}

// text makes a value of decoded bytes. simple is set where one pair of quotes holds all of it.
func (r *systemdReader) text(data []byte, offsets []int32, start, end int, simple bool, quote byte) source.Text {
	if start+len(data) == end && bytes.Equal(data, r.source.Data[start:end]) {
		return source.QuotedText(r.source, string(data), append(offsets, int32(end)), start, end,
			plainInSystemd(string(data)), quoteForSystemd)
	}
	last := end
	if simple && end > start+1 && r.source.Data[end-1] == quote {
		last = end - 1
	}
	offsets = append(offsets, int32(last))
	var part func(start, end int, s string) (string, bool)
	switch {
	case simple && quote == '"':
		part = inDoubleQuotes(string(data))
	case simple:
		part = func(_, _ int, s string) (string, bool) { return s, !strings.Contains(s, "'") }
	}
	return source.QuotedText(r.source, string(data), offsets, start, end, part, quoteForSystemd)
}

// plainInSystemd writes a part of data, which stands there without quotes. A backslash escapes everywhere in it, quotes
// count where it begins and blanks are cut off at its ends.
func plainInSystemd(data string) func(start, end int, s string) (string, bool) {
	return func(start, end int, s string) (string, bool) {
		whole := data[:start] + s + data[end:]
		if whole == "" || whole != strings.Trim(whole, " \t") || whole[0] == '"' || whole[0] == '\'' || strings.ContainsAny(s, "\r\n") {
			return "", false
		}
		return strings.ReplaceAll(s, `\`, `\\`), true
	}
}

func quoteForSystemd(s string) string {
	if !strings.ContainsAny(s, "\"'\\ \t\r\n#;$`") {
		return s
	}
	return `"` + escapeInDoubleQuotes(s) + `"`
}

var doubleQuoteEscapes = strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`)

func escapeInDoubleQuotes(s string) string { return doubleQuoteEscapes.Replace(s) }

// inDoubleQuotes writes a part of data, which stands in one pair of double quotes, for systemd or a shell. A backslash
// or dollar sign that stands there by itself would take hold of what comes after it.
func inDoubleQuotes(data string) func(start, end int, s string) (string, bool) {
	return func(start, _ int, s string) (string, bool) {
		return escapeInDoubleQuotes(s), start == 0 || strings.IndexByte(`\$`, data[start-1]) < 0
	}
}

// isVariableName reports whether systemd and the shell take s for the name of a variable.
func isVariableName(s string) bool {
	for i := range len(s) {
		c := s[i]
		if !isLetter(c) && c != '_' && (i == 0 || c < '0' || '9' < c) {
			return false
		}
	}
	return s != ""
}

// hasControl reports whether s holds a control character other than a tab or a newline.
func hasControl(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' && c != '\t' && c != '\n' || c == 0x7f {
			return true
		}
	}
	return false
}

// findExpansion finds what a shell would expand in text that is not single-quoted.
func findExpansion(s string) (start, end int, found bool) {
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '`':
			if length := strings.IndexByte(s[i+1:], '`'); length > 0 {
				return i, i + length + 2, true
			}
		case c == '$' && i+1 < len(s):
			next := s[i+1]
			if next == '{' || next == '(' {
				closing := map[byte]string{'{': "}", '(': ")"}[next]
				if length := strings.Index(s[i:], closing); length > 0 {
					return i, i + length + 1, true
				}
			}
			end := i + 1
			for end < len(s) && (isLetter(s[end]) || s[end] == '_' || end > i+1 && '0' <= s[end] && s[end] <= '9') {
				end++
			}
			if end > i+1 {
				return i, end, true
			}
		}
	}
	return 0, 0, false
}
