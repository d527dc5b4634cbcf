package initsys

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// IsSupervisor reports whether a file is a configuration of supervisor: it has a section of a program, and unless it is called
// as they are nothing before its sections, which a script that writes such a file has.
func IsSupervisor(file string, data []byte) bool {
	name := template.RenderedName(path.Base(file))
	within := strings.HasSuffix(name, ".conf") || strings.HasSuffix(name, ".ini")
	if bytes.HasPrefix(data, []byte("#!")) {
		return false
	}
	for line := range bytes.Lines(data) {
		line = bytes.TrimSpace(line)
		switch {
		case bytes.HasPrefix(line, []byte("[program:")) && bytes.IndexByte(line, ']') > len("[program:"):
			return true
		case within || len(line) == 0 || bytes.IndexByte([]byte("#;{<"), line[0]) >= 0: // comments, and what a template engine drops
		case line[0] != '[':
			return false // supervisord refuses it, so it is something else that holds such a section
		default:
			within = true
		}
	}
	return false
}

// option is one option of a section.
type option struct {
	name  string
	parts []passage // the lines of the value, with newlines between them
	value passage   // all of them
	at    source.Span
	maybe bool
}

// section is a section of an INI file.
type section struct {
	name    string
	options []option
	at      source.Span
	maybe   bool
}

// get returns an option of a section; the last one of a name counts.
func (s *section) get(name string) (option, bool) {
	for _, o := range slices.Backward(s.options) {
		if o.name == name {
			return o, true
		}
	}
	return option{}, false
}

// ReadSupervisor reads the programs of a configuration of supervisor (supervisor/options.py, 4.2.5): no shell runs their
// command lines. What [supervisord] gives to all programs counts where it stands in the same text.
func ReadSupervisor(text source.Text, o Options) machine.Contributions {
	r := &supervisorReader{text: text, o: o, steps: o.limits().Steps}
	r.sections()
	for _, s := range r.found {
		for i := range s.options {
			s.options[i].value = join(s.options[i].parts...)
		}
	}
	gaps := append(conditions(text, r.marks.marks), machine.Gap{
		Kind: machine.CallerEnvironment, Reason: "supervisor passes on the environment in which it was started", At: text.Span(0, 0),
	})
	var common []machine.Assignment
	for _, s := range r.found {
		if s.name == "supervisord" {
			common = append(common, r.environment(s)...)
		}
	}
	for _, s := range r.found {
		if strings.HasPrefix(s.name, "program:") {
			r.program(s, common, gaps)
		}
	}
	return r.out
}

type supervisorReader struct {
	text  source.Text
	o     Options
	steps int
	marks passage
	found []*section
	out   machine.Contributions
}

func (r *supervisorReader) find(id string, span source.Span, subject, detail string) {
	r.out.Findings = append(r.out.Findings, machine.Finding{ID: id, Span: span, Subject: subject, Detail: detail})
}

// sections reads the sections as Python's ConfigParser does. A line that is indented deeper than the option before it
// continues its value; a blank and ";" begin a comment wherever they stand.
func (r *supervisorReader) sections() {
	in := rendered(r.text, r.o.Unknown)
	r.marks = in
	byName := map[string]*section{}
	var current *section
	indent := 0
	inOption := false
	for at := 0; at < len(in.data); {
		if r.steps--; r.steps < 0 {
			r.out.Unreadable = tooMany(r.o.limits().Steps, in.slice(at, at).span())
			return
		}
		end := at
		for end < len(in.data) && in.data[end] != '\n' {
			end++
		}
		line := in.slice(at, end)
		at = end + 1
		depth := 0
		for depth < len(line.data) && isSpace(line.data[depth]) {
			depth++
		}
		value, comment := withoutComment(line)
		switch {
		case len(value.data) == 0:
		case current != nil && inOption && depth > indent:
			last := &current.options[len(current.options)-1]
			blank := line.slice(depth, depth)
			blank.data, blank.places, blank.replaced = []byte{'\n'}, []int32{blank.places[0], blank.places[0]}, true
			last.parts = append(last.parts, blank, value)
			r.dropped(last, comment)
		case value.data[0] == '[' && bytes.IndexByte(value.data, ']') > 0:
			indent, inOption = depth, false
			name := string(value.data[1:bytes.LastIndexByte(value.data, ']')])
			if current = byName[name]; current == nil {
				current = &section{name: name, at: value.span(), maybe: value.maybe()}
				byName[name] = current
				r.found = append(r.found, current)
			}
		default:
			indent = depth
			if inOption = r.option(current, value); inOption {
				r.dropped(&current.options[len(current.options)-1], comment)
			}
		}
	}
}

// withoutComment returns a line without blanks at its ends and without the comment at its end, and the comment.
func withoutComment(line passage) (rest, comment passage) {
	start, end := 0, len(line.data)
	for start < end && isSpace(line.data[start]) {
		start++
	}
	for i := start; i < end; i++ {
		if c := line.data[i]; (c == ';' || c == '#') && (i == start || isSpace(line.data[i-1])) && !line.isUnknown(i) {
			end = i
		}
	}
	comment = line.slice(end, len(line.data))
	for start < end && isSpace(line.data[end-1]) {
		end--
	}
	return line.slice(start, end), comment
}

// dropped notes a comment after a value that looks like a part of it.
func (r *supervisorReader) dropped(o *option, comment passage) {
	text := strings.TrimLeft(string(comment.data), "; \t")
	if (o.name == "command" || o.name == "environment") && (strings.HasPrefix(text, "-") || strings.Contains(text, "=")) {
		r.find("supervisor/comment", comment.span(), o.name, "supervisor drops what comes after a blank and a semicolon, even in quotes")
	}
}

// option adds an option to a section, and reports whether the line is one.
func (r *supervisorReader) option(s *section, line passage) bool {
	i := bytes.IndexAny(line.data, "=:")
	if s == nil || i <= 0 {
		if !line.anyUnknown() {
			r.find("supervisor/refused-file", line.span(), "", "supervisord does not start: the line is neither an option nor in a section")
		}
		return false
	}
	start := i + 1
	for start < len(line.data) && isSpace(line.data[start]) {
		start++
	}
	s.options = append(s.options, option{
		name: strings.ToLower(strings.TrimSpace(string(line.data[:i]))), parts: []passage{line.slice(start, len(line.data))}, at: line.span(), maybe: line.maybe(),
	})
	return true
}

// program adds what a program starts.
func (r *supervisorReader) program(s *section, common []machine.Assignment, gaps []machine.Gap) {
	command, found := s.get("command")
	if !found {
		return
	}
	words, ok := r.words(command.value, strings.TrimPrefix(s.name, "program:"))
	if !ok {
		r.find("supervisor/refused-file", command.value.span(), "command", "supervisor does not start a program whose command has quotes that do not match")
		gaps = append(slices.Clone(gaps), machine.Gap{
			Kind: machine.UnknownArguments, Reason: "the quotes of the command do not match, so its last words may be others; close the quote", At: command.value.span(),
		})
	}
	env := append(slices.Clone(common), r.environment(s)...)
	addStarts(&r.out, r.o, Command{Words: words, Environment: env, Main: true, At: command.at}, machine.Start{
		Name: strings.TrimPrefix(s.name, "program:"), Maybe: s.maybe || command.maybe, Gaps: gaps, At: command.at,
	})
}

// words splits a command as Python's shlex.split does. Of one that cannot be split it returns the words before the fault, which
// tell what it was meant to start.
func (r *supervisorReader) words(p passage, program string) ([]machine.Word, bool) {
	var words []machine.Word
	whole := p.text()
	for at := 0; ; {
		for at < len(p.data) && isSpace(p.data[at]) {
			at++
		}
		if at == len(p.data) {
			return words, true
		}
		w, next, ok := shellWord(p, whole, at, program)
		if !ok {
			return words, false
		}
		words, at = append(words, w), next
	}
}

// shellWord reads the word of a command that begins at an offset.
func shellWord(p passage, whole source.Text, start int, program string) (w machine.Word, next int, ok bool) {
	d := &decoded{}
	quote := byte(0)
	var q quoting
	at := start
	several := p.isUnknown(start)
	for ; at < len(p.data); at++ {
		c := p.data[at]
		switch {
		case p.isUnknown(at):
			d.add(whole.String()[at], at, false)
		case quote != 0 && c == quote:
			quote, q.end = 0, at
		case c == '\\' && quote != '\'' && at+1 < len(p.data) && (quote == 0 || strings.IndexByte(`"\`, p.data[at+1]) >= 0):
			d.add(p.data[at+1], at, true)
			q.any, q.escapes = true, quote == 0
			at++
		case c == '\\' && quote == 0 && at+1 == len(p.data):
			return machine.Word{}, at, false
		case quote != 0:
			at = percent(d, p, at, program)
		case c == '"' || c == '\'':
			quote = c
			q.any, q.quote, q.start = true, c, at
			q.pairs++
		case isSpace(c):
			return finishWord(d, p, whole, start, at, q, several), at, true
		default:
			at = percent(d, p, at, program)
		}
	}
	return finishWord(d, p, whole, start, at, q, several), at, quote == 0
}

// percent takes a byte, or what a % stands for: the name of the program, or what only the run knows. It returns the offset
// of the last byte.
func percent(d *decoded, p passage, at int, program string) int {
	rest := string(p.data[at:min(at+64, len(p.data))])
	switch {
	case strings.HasPrefix(rest, "%%"):
		d.add('%', at, true)
		return at + 1
	case strings.HasPrefix(rest, "%(program_name)s"):
		for _, c := range []byte(program) {
			d.add(c, at, true)
		}
		return at + len("%(program_name)s") - 1
	case strings.HasPrefix(rest, "%("):
		end := strings.IndexByte(rest, ')')
		for i := range max(end, 1) + 1 {
			d.add(p.data[at+i], at+i, false)
		}
		if end = at + max(end, 1) + 1; end < len(p.data) && isLetter(p.data[end]) { // the s of %(x)s
			d.add(p.data[end], end, false)
			return end
		}
		return end - 1
	}
	d.add(p.data[at], at, true)
	return at
}

// finishWord makes a word of what stands from start to end. A part of it can be edited where it is written without quotes or
// in one pair of them; a blank and a semicolon can be written nowhere.
func finishWord(d *decoded, p passage, whole source.Text, start, end int, quoting quoting, several bool) machine.Word {
	last := end
	if quoting.around(start, end) {
		last--
	}
	data := string(d.data)
	part := func(from, to int, s string) (string, bool) {
		s = strings.ReplaceAll(s, "%", "%%")
		if makesComment(data, from, to, s) || from > 0 && data[from-1] == '%' {
			return "", false
		}
		switch {
		case !quoting.any && s != "" && !strings.ContainsAny(s, " \t\"'\\;#"):
			return s, true
		case !quoting.any:
			return inDoubleQuotes(s), true
		case quoting.around(start, end) && quoting.quote == '"':
			return escapeDouble(s), from == 0 || data[from-1] != '\\'
		}
		return s, quoting.around(start, end) && !strings.Contains(s, "'")
	}
	w := d.word(whole, start, end, last, part, nil)
	w.Several, w.Maybe = several, p.slice(start, end).maybe()
	return w
}

// makesComment reports whether s, written in place of the bytes [from, to) of data, begins a comment of supervisor or ends
// the line.
func makesComment(data string, from, to int, s string) bool {
	around := data[max(from-1, 0):from] + s + data[to:min(to+1, len(data))]
	for i := 1; i < len(around); i++ {
		if (around[i] == ';' || around[i] == '#') && isSpace(around[i-1]) {
			return true
		}
	}
	return strings.ContainsAny(s, "\r\n")
}

func inDoubleQuotes(s string) string { return `"` + escapeDouble(s) + `"` }

func escapeDouble(s string) string { return strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) }

// quoting says how a word of a command is quoted.
type quoting struct {
	any        bool // by quotes or backslashes
	quote      byte // of the last pair
	pairs      int
	start, end int // of that pair
	escapes    bool
}

// around reports whether one pair of quotes holds all of a word.
func (q quoting) around(start, end int) bool {
	return q.pairs == 1 && q.start == start && q.end == end-1 && !q.escapes
}

// environment reads the variables of a section: K=v,K2='v 2'. Without quotes a value holds letters, digits and _/.+-():
// only; anything else keeps supervisord from starting (dict_of_key_value_pairs in supervisor/datatypes.py).
func (r *supervisorReader) environment(s *section) []machine.Assignment {
	o, found := s.get("environment")
	if !found {
		return nil
	}
	var env []machine.Assignment
	p := o.value
	whole := p.text()
	tokens, ok := tokensOf(p)
	if !ok {
		r.find("supervisor/refused-file", o.at, "environment", "supervisord does not start: the quotes of its variables do not match")
		return nil
	}
	for i := 0; i < len(tokens); i += 4 {
		if i+2 >= len(tokens) || string(p.data[tokens[i+1].Start:tokens[i+1].End]) != "=" {
			r.find("supervisor/refused-file", o.at, "environment", "supervisord does not start: it cannot read the variables; a value that holds more than letters, digits and _/.+-(): needs quotes")
			return env
		}
		env = append(env, r.assignment(p, whole, tokens[i], tokens[i+2], o, strings.TrimPrefix(s.name, "program:")))
	}
	return env
}

func (r *supervisorReader) assignment(p passage, whole source.Text, name, value source.Range, o option, program string) machine.Assignment {
	start, end := value.Start, value.End
	for start < end && (p.data[start] == '"' || p.data[start] == '\'') {
		start++
	}
	for end > start && (p.data[end-1] == '"' || p.data[end-1] == '\'') {
		end--
	}
	quoted := start > value.Start
	quote := byte(0)
	if quoted {
		quote = p.data[value.Start]
	}
	d := &decoded{}
	for i := start; i < end; i++ {
		if p.isUnknown(i) {
			d.add(whole.String()[i], i, false)
			continue
		}
		i = percent(d, p, i, program)
	}
	data := string(d.data)
	part := func(from, to int, s string) (string, bool) {
		value := data[:from] + s + data[to:] // of which all quotes at its ends are removed
		return strings.ReplaceAll(s, "%", "%%"), quoted && strings.IndexByte(s, quote) < 0 && !makesComment(data, from, to, s) &&
			value == strings.Trim(value, `"'`)
	}
	w := d.word(whole, value.Start, value.End, end, part, nil)
	return machine.Assignment{
		Name: string(p.data[name.Start:name.End]), NameSpan: whole.Span(name.Start, name.End), Value: w.Text,
		Span: whole.Span(name.Start, value.End), Unknown: !w.IsKnown(), Maybe: o.maybe, Exported: true,
	}
}

// tokensOf splits a value as Python's shlex.shlex does: quotes hold a token together and stay, "#" begins a comment, and
// every other byte that is none of a word is a token.
func tokensOf(p passage) (tokens []source.Range, ok bool) {
	for at := 0; at < len(p.data); {
		c := p.data[at]
		start := at
		switch {
		case wordLength(p, at) > 0:
			for at < len(p.data) {
				n := wordLength(p, at)
				if n == 0 && p.data[at] != '"' && p.data[at] != '\'' {
					break
				}
				at += max(n, 1)
			}
		case isSpace(c):
			at++
			continue
		case c == '#':
			for at < len(p.data) && p.data[at] != '\n' {
				at++
			}
			continue
		case c == '"' || c == '\'':
			for at++; at < len(p.data) && (p.data[at] != c || p.isUnknown(at)); {
				at++
			}
			if at == len(p.data) {
				return nil, false
			}
			at++
		default:
			at++
		}
		tokens = append(tokens, source.Range{Start: start, End: at})
	}
	return tokens, true
}

// wordLength returns the length of what belongs to a word at an offset: a byte of one, or something that is replaced by
// text.
func wordLength(p passage, at int) int {
	switch {
	case at == len(p.data):
		return 0
	case p.isUnknown(at) || isWordByte(p.data[at]):
		return 1
	case bytes.HasPrefix(p.data[at:], []byte("%(")):
		if end := bytes.IndexByte(p.data[at:min(at+64, len(p.data))], ')'); end > 0 {
			return min(end+2, len(p.data)-at)
		}
	}
	return 0
}

func isWordByte(c byte) bool {
	return isLetter(c) || '0' <= c && c <= '9' || strings.IndexByte("_/.+-():", c) >= 0
}
