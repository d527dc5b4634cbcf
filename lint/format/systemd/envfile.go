package systemd

import (
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Environment is what an EnvironmentFile= of systemd assigns.
type Environment struct {
	// Assignments in order, later ones winning.
	Assignments []machine.Assignment
	Findings    []machine.Finding
	// Gaps are what else may assign variables.
	Gaps []machine.Gap
	// Refused is set if systemd reads nothing of the file, so that the start fails.
	Refused bool
	// Unreadable is set if no environment file can hold the text.
	Unreadable *machine.Gap
}

// ReadEnvironment reads a text as the EnvironmentFile= of a unit. unknown are the ranges of it that only the run knows, in
// order and disjoint.
func ReadEnvironment(text source.Text, unknown ...source.Range) Environment {
	name := ""
	if s := text.Source(); s != nil {
		name = s.Path
	}
	r := &envReader{in: text, text: text.String(), out: &Environment{}}
	if i := strings.IndexByte(r.text, 0); i >= 0 {
		r.out.Unreadable = &machine.Gap{Reason: "holds a NUL byte, which no environment file can; delete it", At: text.Span(i, i+1)}
		return *r.out
	}
	r.marks = template.Find([]byte(r.text), name)
	r.marks.Expressions = source.Union(append(r.marks.Expressions, unknown...))
	r.data = r.marks.Masked()
	if r.marks.Conditional {
		r.gap(machine.Condition, "the conditions of the template may add variables", text.Span(0, 0))
	}
	for r.at < len(r.data) {
		r.line()
	}
	if r.out.Refused {
		r.out.Assignments, r.out.Gaps = nil, nil
	}
	return *r.out
}

// envReader follows the states of the parser in systemd's src/basic/env-file.c: quotes count only where a value begins, a
// backslash takes the next character as it is, "#" and ";" begin a comment only where a line begins, and "\r" ends a line
// as "\n" does.
type envReader struct {
	in    source.Text
	text  string
	marks *template.Marks
	data  []byte
	at    int
	out   *Environment
}

func (r *envReader) find(id string, span source.Span, subject, detail string) {
	r.out.Findings = append(r.out.Findings, machine.Finding{ID: id, Span: span, Subject: subject, Detail: detail})
}

// gap notes once why more may be assigned.
func (r *envReader) gap(kind machine.GapKind, reason string, at source.Span) {
	for _, g := range r.out.Gaps {
		if g.Reason == reason {
			return
		}
	}
	r.out.Gaps = append(r.out.Gaps, machine.Gap{Kind: kind, Reason: reason, At: at})
}

// line reads one assignment, comment or blank.
func (r *envReader) line() {
	for r.at < len(r.data) && isSpace(r.data[r.at]) {
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
	nameSpan := r.in.Span(start, start+len(name))
	if r.at == len(r.data) || r.data[r.at] != '=' {
		if !r.marks.Changes(start, r.at) {
			r.find("systemd/ignored-line", nameSpan, "", "systemd ignores a line without \"=\"")
		} else {
			r.gap(machine.Condition, "what some lines hold is only known when the template is rendered", nameSpan)
		}
		return
	}
	r.at++
	value, from, to := r.value()
	if r.marks.Changes(start, start+len(name)) {
		r.gap(machine.Condition, "the names of some variables are only known when the template is rendered", nameSpan)
		return
	}
	span := r.in.Span(start, to)
	r.judge(machine.Assignment{
		Name: name, NameSpan: nameSpan, Value: value, Span: span, Exported: true,
		Unknown: r.marks.Changes(from, to), Maybe: r.marks.MayBeLeftOut(start),
	}, from, to)
}

// judge keeps an assignment that systemd keeps. Its value is written from one offset to another.
func (r *envReader) judge(a machine.Assignment, from, to int) {
	if !utf8.ValidString(a.Name + a.Value.String()) {
		r.out.Refused = true
		r.find("systemd/invalid-utf8", a.Span, a.Name, "systemd refuses the whole file, because this assignment is not UTF-8")
		return
	}
	switch {
	case !isVariableName(a.Name):
		detail := "systemd drops the assignment: its name is not that of a variable"
		if strings.HasPrefix(a.Name, "export ") {
			detail = "systemd is not a shell: it takes \"export\" for part of the name and drops the assignment"
		}
		r.find("systemd/invalid-name", a.NameSpan, a.Name, detail)
		r.out.Findings[len(r.out.Findings)-1].Whole = a.Span
		return
	case hasControl(a.Value.String()):
		r.find("systemd/invalid-value", a.Value.Raw(), a.Name, "some releases of systemd drop an assignment whose value holds a control character")
	}
	if raw := r.text[from:to]; !strings.HasPrefix(raw, "'") && !a.Unknown {
		if start, end, found := findExpansion(raw); found {
			r.find("systemd/expansion", r.in.Span(from+start, from+end), raw[start:end],
				"systemd does not expand anything in an environment file: the daemon gets it as it is written")
		}
	}
	r.out.Assignments = append(r.out.Assignments, a)
}

// comment passes a comment. Where it ends in a backslash it goes on on the next line; systemd 254 was the first that
// reads that line, and Mesos is run by older ones.
func (r *envReader) comment() {
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
func (r *envReader) continuedComment(start int) {
	end := start
	for end < len(r.data) && !isNewline(r.data[end]) {
		end++
	}
	name, _, found := strings.Cut(string(r.data[start:end]), "=")
	if found && isVariableName(name) {
		r.find("systemd/continued-comment", r.in.Span(start, start+len(name)), name,
			"systemd takes this line for part of the comment above it, which ends in a backslash")
	}
}

// envValue collects the bytes of a value.
type envValue struct {
	data    []byte
	offsets []int32
	start   int // of the first byte that is no blank; -1 if there is none yet
	end     int // after the last byte that is no blank at the end
	kept    int // the length of data at end
	quoted  bool
	plain   bool
	parts   int // in quotes
	quote   byte
}

// value reads what follows "=", which ends at a newline outside quotes, and returns where it is written.
func (r *envReader) value() (value source.Text, from, to int) {
	v := &envValue{start: -1, end: r.at}
	opening := true // quotes still count
	for r.at < len(r.data) && !isNewline(r.data[r.at]) {
		c := r.data[r.at]
		if v.start < 0 && !isSpace(c) {
			v.start = r.at
		}
		switch {
		case opening && isSpace(c):
			r.at++
		case opening && (c == '\'' || c == '"'):
			r.quoted(v, c)
		case c == '\\':
			v.plain, opening = true, false
			r.at++
			if r.at < len(r.data) {
				if !isNewline(r.data[r.at]) {
					r.push(v, r.at, r.at-1)
				}
				r.at++
			}
			v.end, v.kept = r.at, len(v.data)
		default:
			v.plain, opening = true, false
			r.push(v, r.at, r.at)
			r.at++
			if !isSpace(c) {
				v.end, v.kept = r.at, len(v.data)
			}
		}
	}
	if v.start < 0 {
		v.start, v.end = r.at, r.at
	}
	r.at = max(r.at, v.end)
	return r.valueText(v), v.start, v.end
}

// push takes the byte at a place, whose spelling begins at from.
func (r *envReader) push(v *envValue, at, from int) {
	v.data, v.offsets = append(v.data, r.text[at]), append(v.offsets, int32(from))
}

// quoted reads a part in quotes.
func (r *envReader) quoted(v *envValue, quote byte) {
	v.parts++
	v.quoted, v.quote = true, quote
	r.at++
	for r.at < len(r.data) && r.data[r.at] != quote {
		if quote == '"' && r.data[r.at] == '\\' && r.at+1 < len(r.data) {
			switch next := r.data[r.at+1]; {
			case strings.IndexByte("\"\\`$", next) >= 0:
				r.push(v, r.at+1, r.at)
			case next != '\n':
				r.push(v, r.at, r.at)
				r.push(v, r.at+1, r.at)
			}
			r.at += 2
			continue
		}
		r.push(v, r.at, r.at)
		r.at++
	}
	if r.at < len(r.data) {
		r.at++
	}
	v.end, v.kept = r.at, len(v.data)
}

// valueText makes a text of the bytes of a value.
func (r *envReader) valueText(v *envValue) source.Text {
	data, offsets := string(v.data[:v.kept]), v.offsets[:v.kept]
	if v.start+len(data) == v.end && data == r.text[v.start:v.end] {
		return r.in.Decoded(data, append(offsets, int32(v.end)), v.start, v.end, plainInFile(data), quoteInFile)
	}
	last := v.end
	simple := v.quoted && !v.plain && v.parts == 1 // one pair of quotes holds all of it
	if simple && v.end > v.start+1 && r.text[v.end-1] == v.quote {
		last = v.end - 1
	}
	offsets = append(offsets, int32(last))
	var part func(start, end int, s string) (string, bool)
	switch {
	case simple && v.quote == '"':
		part = inDoubleQuotes(data)
	case simple:
		part = func(_, _ int, s string) (string, bool) { return s, !strings.Contains(s, "'") }
	}
	return r.in.Decoded(data, offsets, v.start, v.end, part, quoteInFile)
}

// plainInFile writes a part of data, which stands there without quotes. A backslash escapes everywhere in it, quotes count
// where it begins and blanks are cut off at its ends.
func plainInFile(data string) func(start, end int, s string) (string, bool) {
	return func(start, end int, s string) (string, bool) {
		whole := data[:start] + s + data[end:]
		if whole == "" || whole != strings.Trim(whole, " \t") || whole[0] == '"' || whole[0] == '\'' || strings.ContainsAny(s, "\r\n") {
			return "", false
		}
		return strings.ReplaceAll(s, `\`, `\\`), true
	}
}

func quoteInFile(s string) string {
	if !strings.ContainsAny(s, "\"'\\ \t\r\n#;$`") {
		return s
	}
	return `"` + escapeInDoubleQuotes(s) + `"`
}

func escapeInDoubleQuotes(s string) string {
	return strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`).Replace(s)
}

// inDoubleQuotes writes a part of data, which stands in one pair of double quotes. A backslash or dollar sign that stands
// there by itself would take hold of what comes after it.
func inDoubleQuotes(data string) func(start, end int, s string) (string, bool) {
	return func(start, _ int, s string) (string, bool) {
		return escapeInDoubleQuotes(s), start == 0 || strings.IndexByte(`\$`, data[start-1]) < 0
	}
}

// isVariableName reports whether systemd takes s for the name of a variable (env_name_is_valid in src/basic/env-util.c).
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
	last := map[byte]int{'{': strings.LastIndexByte(s, '}'), '(': strings.LastIndexByte(s, ')'), '`': strings.LastIndexByte(s, '`')}
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\':
			i++
		case c == '`' && i+1 < last['`']:
			return i, i + strings.IndexByte(s[i+1:], '`') + 2, true
		case c == '$' && i+1 < len(s):
			if closing, found := last[s[i+1]]; found && s[i+1] != '`' && i < closing {
				return i, i + strings.IndexByte(s[i:], s[closing]) + 1, true
			}
			if end := i + 1 + nameLength(s[i+1:]); end > i+1 {
				return i, end, true
			}
		}
	}
	return 0, 0, false
}

// nameLength returns the length of the name of a variable that s begins with.
func nameLength(s string) int {
	n := 0
	for n < len(s) && (isLetter(s[n]) || s[n] == '_' || n > 0 && '0' <= s[n] && s[n] <= '9') {
		n++
	}
	return n
}
