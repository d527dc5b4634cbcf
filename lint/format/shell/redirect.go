package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/source"
)

// sink is a file that the output of a statement goes to.
type sink struct {
	at     target
	append bool
	// out is what goes to it; unsure is set if more does that only the run knows.
	out    *output
	unsure bool
	// before is what is known of the file when it is opened.
	before *entry
}

// redirected follows a statement with redirections.
func (s *shell) redirected(st *syntax.Stmt) flow {
	in, out, errors := s.in, s.out, s.errors
	lasting := isBareExec(st)
	defer func() {
		s.in, s.out, s.errors = in, out, errors
		if lasting {
			s.out, s.errors = nil, nil // the rest of this shell writes to where the redirections of exec lead
		}
	}()
	var sinks []*sink
	to, errorsTo := s.out, s.errors
	for _, r := range st.Redirs {
		if !s.step(1) {
			return exits
		}
		fd := ""
		if r.N != nil {
			fd = r.N.Value
		}
		switch r.Op {
		case syntax.RdrOut, syntax.RdrClob, syntax.AppOut, syntax.RdrAll, syntax.AppAll:
			f := s.scalar(r.Word)
			both := r.Op == syntax.RdrAll || r.Op == syntax.AppAll
			switch path := f.lit(); {
			case path == "/dev/stdout" || path == "/dev/fd/1":
				continue
			case path == "/dev/stderr" && !both && (fd == "" || fd == "1"):
				to = errorsTo
				continue
			}
			k := &sink{at: s.locate(f), append: r.Op == syntax.AppOut || r.Op == syntax.AppAll, out: &output{conditions: s.conditions}}
			sinks = append(sinks, k)
			switch {
			case both && s.script.dialect != Bash:
				k.unsure = true // to another shell it is "in the background", and an empty file
				to, errorsTo = nil, nil
			case both:
				to, errorsTo = k.out, k.out
			case fd == "" || fd == "1":
				to = k.out
			case fd == "2":
				errorsTo = k.out
				k.unsure = true
			default:
				k.unsure = true // another descriptor: a lock
			}
		case syntax.DplOut:
			to, errorsTo, sinks = s.duplicate(r, fd, to, errorsTo, sinks)
		default:
			s.input(r, fd)
		}
	}
	s.out, s.errors = to, errorsTo
	for _, k := range sinks {
		k.before = s.run.disk[k.at.diskKey()]
	}
	f := next
	if st.Cmd != nil {
		f = s.compound(st)
	}
	at := s.statementSpan(st)
	for _, k := range sinks {
		v := k.out.value
		if s.run.disk[k.at.diskKey()] != k.before {
			v = nil // what wrote to the file in between does not know of the other
			k.unsure = true
		}
		if k.unsure || lasting {
			v = append(v, unknownAt(at))
		}
		s.write(k.at, v, writing{append: k.append, at: at})
	}
	return f
}

// isBareExec reports whether a statement is exec with nothing but redirections: they last.
func isBareExec(st *syntax.Stmt) bool {
	call, ok := st.Cmd.(*syntax.CallExpr)
	return ok && len(call.Args) == 1 && call.Args[0].Lit() == "exec"
}

// duplicate follows >&N, which sends one output to where another one goes.
func (s *shell) duplicate(r *syntax.Redirect, fd string, to, errorsTo *output, sinks []*sink) (*output, *output, []*sink) {
	w := r.Word.Lit()
	switch {
	case w != "" && strings.Trim(w, "0123456789-") == "":
		target := (*output)(nil)
		switch w {
		case "1":
			target = to
		case "2":
			target = errorsTo
		}
		switch fd {
		case "", "1":
			to = target
		case "2":
			errorsTo = target
		}
	case fd == "" || fd == "1": // >&FILE is &>FILE
		k := &sink{at: s.locate(s.scalar(r.Word)), out: &output{conditions: s.conditions}, unsure: s.script.dialect != Bash}
		return k.out, k.out, append(sinks, k)
	}
	return to, errorsTo, sinks
}

// input follows a redirection of standard input.
func (s *shell) input(r *syntax.Redirect, fd string) {
	if fd != "" && fd != "0" {
		return
	}
	var v value
	switch r.Op {
	case syntax.RdrIn:
		v = value{unknownAt(s.script.nodeSpan(r.Word))}
		if content, problem := s.content(s.scalar(r.Word)); problem == "" {
			v = content
		}
	case syntax.Hdoc, syntax.DashHdoc:
		v = s.hereDocument(r)
	case syntax.WordHdoc:
		v = append(append(v, s.scalar(r.Word).value...), made("\n", endOf(s.script.nodeSpan(r.Word))))
	default:
		return
	}
	s.in = &v
}

// statementSpan returns where a statement stands, without the heredocs that its redirections bring.
func (s *shell) statementSpan(st *syntax.Stmt) source.Span {
	start, _ := s.script.bounds(st)
	end := start
	if st.Cmd != nil {
		_, end = s.script.bounds(st.Cmd)
	}
	for _, r := range st.Redirs {
		_, e := s.script.bounds(r.Word)
		end = max(end, e)
	}
	return s.script.span(start, end)
}

// hereDocument returns the text of a heredoc. Any quote in its delimiter keeps the shell from filling anything in.
func (s *shell) hereDocument(r *syntax.Redirect) value {
	if r.Hdoc == nil || len(r.Hdoc.Parts) == 0 {
		return nil
	}
	c := s.script
	tabs := r.Op == syntax.DashHdoc
	start := int(r.Hdoc.Pos().Offset())
	end := c.bodyEnd(r)
	if !isQuotedWord(r.Word) {
		q := heredoc
		if tabs {
			q = tabbed
		}
		parts := partsOf(r.Hdoc.Parts)
		if last := &parts[len(parts)-1]; isLiteral(last.node) {
			from, to := c.bounds(last.node)
			*last = part{start: from, end: max(from, min(end, to))}
		}
		b := &builder{shell: s, quote: q, editable: true, at: c.nodeSpan(r.Word)}
		b.parts(parts)
		return b.value
	}
	var v value
	for start < end {
		to := end
		if tabs {
			for start < end && c.text[start] == '\t' {
				start++
			}
			if i := strings.IndexByte(c.text[start:end], '\n'); i >= 0 {
				to = start + i + 1
			}
		}
		v = append(v, s.verbatim(start, to)...)
		start = to
	}
	return v
}

// verbatim returns text as it stands, in which a template engine may change something.
func (s *shell) verbatim(start, end int) value {
	b := &builder{shell: s, editable: true}
	c := s.script
	for start < end {
		to := start + 1
		changed := c.changes(start, start)
		if !changed && !c.changes(start, end) {
			to = end
		}
		for to < end && c.changes(to, to) == changed {
			to++
		}
		if changed {
			b.unknown(start, to, "")
		} else {
			b.add(segment{text: c.in.Slice(start, to), known: true})
		}
		start = to
	}
	return b.value
}

func isLiteral(n syntax.WordPart) bool {
	_, ok := n.(*syntax.Lit)
	return ok
}

// bodyEnd returns where the text of a heredoc ends. The parser takes the line with the delimiter for a part of it, and
// does not count it in the length of a text that it keeps as it is.
func (c *script) bodyEnd(r *syntax.Redirect) int {
	start, end := c.bounds(r.Hdoc)
	if lit, ok := r.Hdoc.Parts[0].(*syntax.Lit); ok && isQuotedWord(r.Word) {
		return max(start, min(start+len(lit.Value), len(c.text)))
	}
	line := strings.LastIndexByte(c.text[:end], '\n') + 1
	if line >= start && strings.Trim(c.text[line:end], "\t") == r.Word.Lit() {
		return line
	}
	return end
}

// isQuotedWord reports whether a heredoc's delimiter has a quote.
func isQuotedWord(w *syntax.Word) bool {
	for _, p := range w.Parts {
		switch p := p.(type) {
		case *syntax.Lit:
			if strings.ContainsRune(p.Value, '\\') {
				return true
			}
		case *syntax.SglQuoted, *syntax.DblQuoted:
			return true
		}
	}
	return false
}
