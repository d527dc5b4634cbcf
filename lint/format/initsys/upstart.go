package initsys

import (
	"bytes"
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// IsUpstart reports whether a file is a job of upstart: one in a directory that is called for it, or called .upstart, with a
// stanza that starts something.
func IsUpstart(file string, data []byte) bool {
	name := template.RenderedName(path.Base(file))
	dir := path.Base(path.Dir(file))
	called := strings.HasSuffix(name, ".upstart") || strings.HasSuffix(name, ".upstart.conf") ||
		strings.HasSuffix(name, ".conf") && (dir == "init" || dir == "upstart")
	if !called && !strings.HasSuffix(name, ".conf") {
		return false
	}
	starts, stanza := false, called
	for line := range strings.Lines(string(data)) {
		word, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch word {
		case "exec":
			starts = true
		case "script":
			starts = starts || rest == ""
		case "start", "stop":
			stanza = stanza || strings.HasPrefix(strings.TrimSpace(rest), "on ")
		}
	}
	return starts && stanza
}

// ReadUpstart reads a job of upstart (init.5; init/parse_job.c, nih/config.c), with the .override files beside it: their
// stanzas take the place of those of the job.
func ReadUpstart(name string, job source.Text, overrides []source.Text, o Options) machine.Contributions {
	r := &upstartReader{name: name, o: o, steps: o.limits().Steps}
	for i, text := range append([]source.Text{job}, overrides...) {
		unknown := o.Unknown
		if i > 0 {
			unknown = nil // they are files of their own
		}
		r.in = rendered(text, unknown)
		r.gaps = append(r.gaps, conditions(text, r.in.marks)...)
		r.at = 0
		for r.next() {
			r.stanza()
		}
	}
	r.run()
	return r.out
}

// upstartReader reads stanza by stanza.
type upstartReader struct {
	name  string
	o     Options
	steps int
	in    passage
	at    int
	out   machine.Contributions

	env   []machine.Assignment
	gaps  []machine.Gap
	main  []process
	start []process // before the main process
}

// process is what a job runs: a script, or a command line that is not parted into words yet.
type process struct {
	text   passage
	script bool
	maybe  bool
	at     source.Span
}

// next passes blanks, empty lines and comments, and reports whether a stanza follows.
func (r *upstartReader) next() bool {
	data := r.in.data
	for r.at < len(data) {
		switch {
		case isSpace(data[r.at]):
			r.at++
		case data[r.at] == '#':
			r.line()
		default:
			if r.steps--; r.steps < 0 {
				r.out.Unreadable = tooMany(r.o.limits().Steps, r.in.slice(r.at, r.at).span())
				return false
			}
			return true
		}
	}
	return false
}

// line passes the rest of the line.
func (r *upstartReader) line() {
	for r.at < len(r.in.data) && r.in.data[r.at] != '\n' {
		r.at++
	}
	r.at = min(r.at+1, len(r.in.data))
}

// blanks passes blanks, and newlines after a backslash.
func (r *upstartReader) blanks() {
	data := r.in.data
	for r.at < len(data) {
		switch {
		case isBlank(data[r.at]) || data[r.at] == '\r':
			r.at++
		case data[r.at] == '\\' && r.at+1 < len(data) && data[r.at+1] == '\n':
			r.at += 2
		default:
			return
		}
	}
}

// token reads up to one of the delimiters that is neither quoted nor escaped, and returns where it stands.
func (r *upstartReader) token(delimiters string) passage {
	data := r.in.data
	start := r.at
	quote := byte(0)
	for r.at < len(data) {
		c := data[r.at]
		switch {
		case r.in.isUnknown(r.at):
		case c == '\\' && r.at+1 < len(data):
			r.at++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case strings.IndexByte(delimiters, c) >= 0:
			return r.in.slice(start, r.at)
		}
		r.at++
	}
	return r.in.slice(start, len(data))
}

// The delimiters of nih/config.h: of a command line, and of a word.
const (
	lineEnd = "#\n"
	wordEnd = " \t\r#\n"
)

// stanza reads one stanza.
func (r *upstartReader) stanza() {
	begin := r.at
	name := r.token(wordEnd)
	r.blanks()
	if name.anyUnknown() {
		r.gaps = append(r.gaps, machine.Gap{
			Kind: machine.Condition, Reason: "what some lines hold is only known when the template is rendered", At: name.span(),
		})
		r.line()
		return
	}
	switch string(name.data) {
	case "env":
		r.environment()
	case "exec", "script":
		r.process(string(name.data), &r.main, begin)
	case "pre-start":
		kind := string(r.token(wordEnd).data)
		r.blanks()
		r.process(kind, &r.start, begin)
	case "post-start", "pre-stop", "post-stop":
		kind := string(r.token(wordEnd).data)
		r.blanks()
		r.process(kind, nil, begin)
	case "start", "stop":
		r.condition()
	default:
		r.token(lineEnd)
		r.line()
	}
}

// condition passes an event condition, whose parentheses go on over lines.
func (r *upstartReader) condition() {
	depth := 0
	for r.at < len(r.in.data) {
		switch c := r.in.data[r.at]; {
		case c == '#':
			r.line()
			if depth == 0 {
				return
			}
			continue
		case c == '(':
			depth++
		case c == ')':
			depth--
		case c == '\n' && depth <= 0:
			r.at++
			return
		case c == '\\' || c == '"' || c == '\'':
			if r.token(wordEnd + "()"); r.at < len(r.in.data) {
				continue
			}
			return
		}
		r.at++
	}
}

// environment reads env K=V, one word whose quotes are removed, or env K, which passes a variable on.
func (r *upstartReader) environment() {
	p := r.token(wordEnd)
	r.line()
	w := r.dequoted(p)
	name, _, found := strings.Cut(w.Text.String(), "=")
	switch {
	case w.Known < len(name) || !isVariableName(name):
		if w.Known < w.Text.Len() {
			r.gaps = append(r.gaps, machine.Gap{
				Kind: machine.Condition, Reason: "the names of some variables are only known when the template is rendered", At: p.span(),
			})
		}
		return
	case !found:
		r.gaps = append(r.gaps, machine.Gap{
			Kind: machine.CallerEnvironment, Reason: "the value of " + name + " is that of the environment in which upstart was started", At: p.span(),
		})
		return
	}
	r.env = append(r.env, machine.Assignment{
		Name: name, NameSpan: w.Text.Span(0, len(name)), Value: w.Text.Slice(len(name)+1, w.Text.Len()), Span: w.Text.Raw(),
		Unknown: !w.IsKnown(), Maybe: p.maybe(), Exported: true,
	})
}

// dequoted undoes the quotes and backslashes of a word. A newline with the blanks around it is one blank.
func (r *upstartReader) dequoted(p passage) machine.Word {
	d := &decoded{}
	quote := byte(0)
	for i := 0; i < len(p.data); i++ {
		c := p.data[i]
		known := !p.isUnknown(i)
		switch {
		case !known:
			d.add(p.in.String()[p.places[i]], i, false)
		case c == '\\' && i+1 < len(p.data):
			next := p.data[i+1]
			switch {
			case next == '\n':
			case next == '\\' || isBlank(next) || next == '\r':
				d.add(next, i, true)
			default:
				d.add(c, i, true)
				d.add(next, i+1, true)
			}
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case quote != 0 && c == '\n':
			d.add(' ', i, true)
			for i+1 < len(p.data) && isSpace(p.data[i+1]) {
				i++
			}
		default:
			d.add(c, i, true)
		}
	}
	plain := len(d.data) == len(p.data)
	part := func(_, _ int, s string) (string, bool) {
		return s, plain && s != "" && !strings.ContainsAny(s, " \t\r\n#\"'\\")
	}
	whole := func(s string) string {
		return `"` + strings.NewReplacer(`\`, `\\`, `"`, `"'"'"`).Replace(s) + `"`
	}
	return d.word(p.text(), 0, len(p.data), len(p.data), part, whole)
}

// process reads the command line after exec, or the lines up to end script. A later one replaces those before it.
func (r *upstartReader) process(kind string, slot *[]process, begin int) {
	p := process{script: kind == "script"}
	switch kind {
	case "exec":
		p.text = r.command()
	case "script":
		r.line()
		p.text = r.block()
	default:
		r.token(lineEnd)
		r.line()
		return
	}
	if slot == nil {
		return
	}
	whole := r.in.slice(begin, max(begin, min(r.at, len(r.in.data))))
	p.maybe, p.at = whole.maybe(), whole.span()
	if len(p.text.data) > 0 {
		p.at = p.text.span()
	}
	if p.maybe {
		*slot = append(*slot, p)
		return
	}
	*slot = []process{p}
}

// command reads a command line. A newline after a backslash or in quotes, with the blanks around it, is one blank.
func (r *upstartReader) command() passage {
	line := r.token(lineEnd)
	r.line()
	end := len(line.data)
	for end > 0 && isSpace(line.data[end-1]) {
		end--
	}
	line = line.slice(0, end)
	if !strings.Contains(string(line.data), "\n") {
		return line
	}
	var parts []passage
	for at := 0; at < len(line.data); {
		i := strings.IndexByte(string(line.data[at:]), '\n')
		if i < 0 {
			parts = append(parts, line.slice(at, len(line.data)))
			break
		}
		stop := at + i
		if stop > at && line.data[stop-1] == '\\' {
			stop--
		}
		for stop > at && isSpace(line.data[stop-1]) {
			stop--
		}
		parts = append(parts, line.slice(at, stop))
		blank := line.slice(at+i, at+i+1)
		blank.data, blank.replaced = []byte{' '}, true
		parts = append(parts, blank)
		for at += i + 1; at < len(line.data) && isSpace(line.data[at]); {
			at++
		}
	}
	return join(parts...)
}

// block reads the lines up to end script.
func (r *upstartReader) block() passage {
	start := r.at
	for r.at < len(r.in.data) {
		begin := r.at
		r.line()
		words := strings.Fields(string(r.in.data[begin:r.at]))
		if len(words) >= 2 && words[0] == "end" && words[1] == "script" {
			return r.in.slice(start, begin)
		}
	}
	return r.in.slice(start, len(r.in.data))
}

// run adds what the job starts.
func (r *upstartReader) run() {
	for _, p := range r.start {
		if r.o.Run != nil {
			c := r.o.Run(r.commandOf(p))
			for _, f := range c.Files {
				f.Maybe = f.Maybe || p.maybe
				r.out.Files = append(r.out.Files, f)
			}
			r.out.Findings = append(r.out.Findings, c.Findings...)
		}
	}
	for _, p := range r.main {
		c := r.commandOf(p)
		c.Main = true
		addStarts(&r.out, r.o, c, machine.Start{Name: r.name, Maybe: p.maybe, Gaps: r.gaps, At: p.at})
	}
}

// shellCharacters are those because of which upstart runs a command line with a shell (SHELL_CHARS in init/job_process.c).
const shellCharacters = "~`!$^&*()=|\\{}[];\"'<>?"

// commandOf returns what the shell or the kernel gets of a process: a command line without a character that means something
// to a shell is parted at its blanks, and any other is run with sh -e -c "exec …".
func (r *upstartReader) commandOf(p process) Command {
	c := Command{Environment: r.env, At: p.at}
	text := p.text.text()
	switch {
	case p.script:
		c.Script = text
	case bytes.ContainsAny(p.text.data, shellCharacters):
		c.Script = source.Join(source.LiteralText("exec ", p.text.slice(0, 0).span()), text)
	default:
		for start := 0; start < len(p.text.data); {
			end := start
			for end < len(p.text.data) && !isSpace(p.text.data[end]) {
				end++
			}
			if end > start {
				c.Words = append(c.Words, r.word(p.text.slice(start, end)))
			}
			start = end + 1
		}
	}
	return c
}

// word returns a passage as a word without quoting.
func (r *upstartReader) word(p passage) machine.Word {
	w := machine.KnownWord(p.text())
	for i := range p.data {
		if p.isUnknown(i) {
			w.Known, w.Several = i, i == 0
			break
		}
	}
	w.Maybe = p.maybe()
	return w
}
