package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/source"
)

// started is a start after which arguments may have been lost: the shell ended the command where whoever wrote it did not
// mean it to.
type started struct {
	script *script
	// end is the offset of the end of the command.
	end int
}

// noteStart remembers where the command of a start ends.
func (s *shell) noteStart(c *command) {
	if c.stmt == nil || s.script == nil {
		return
	}
	_, end := s.script.bounds(c.stmt)
	s.run.started = &started{script: s.script, end: end}
}

// lostBefore looks whether a statement is what the command before it has lost.
func (s *shell) lostBefore(st *syntax.Stmt) {
	c := s.script
	call, ok := st.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) == 0 || len(call.Assigns) > 0 {
		return
	}
	start, _ := c.bounds(call.Args[0])
	_, end := c.bounds(call)
	first := c.text[start:endOfWord(c.text, start)]
	last := s.run.started
	if s.lostAssignment(first, start, end) || last == nil || last.script != c || last.end > start {
		return
	}
	between := c.text[last.end:start]
	at := c.span(start, end)
	switch {
	case strings.Trim(between, ";") == "" && between != "" && looksLost(c, call, first):
		s.lostFound(at, first, "the shell ends the command at the \";\" before it and runs the rest as a command of its own")
	case strings.Contains(between, "\n") && isFlag(first):
		if cause := lostCause(c.text[:last.end], between); cause != "" {
			s.lostFound(at, first, cause+", so the shell runs this line as a command of its own")
		}
	}
}

// lostCause says why a line is not a part of the command before it; "" if it may not have been meant to be. before is the
// text up to the end of the command, between what stands between the two.
func lostCause(before, between string) string {
	cause := "the line before it does not end in a backslash"
	if trimmed := strings.TrimRight(before, " \t\r"); strings.HasSuffix(trimmed, `\`) {
		cause = "a blank follows the backslash of the line before it"
		if strings.HasSuffix(before, "\r") {
			cause = "a carriage return follows the backslash of the line before it"
		}
	}
	for _, line := range strings.Split(between, "\n") {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "#"):
			cause = "the line before it is a comment, which a backslash does not continue"
		case strings.Trim(line, `\;`) != "":
			return ""
		}
	}
	return cause
}

// lostAssignment looks whether a command is the rest of a value that the shell has ended at a semicolon.
func (s *shell) lostAssignment(first string, start, end int) bool {
	c := s.script
	if start < 2 || c.text[start-1] != ';' || !strings.Contains(first, ":") || strings.Contains(first, "://") {
		return false
	}
	from := strings.LastIndexAny(c.text[:start-1], " \t\n;") + 1
	name, value, found := strings.Cut(c.text[from:start-1], "=")
	if !found || !isName(name) || !strings.ContainsAny(value, ":") {
		return false
	}
	if s.failed(c.span(from, end), name, "the value ends at the \";\", and the shell takes what follows for a command that is not found") {
		return true
	}
	s.lostFound(c.span(start, end), first, "the shell ends the value at the \";\" before it and runs the rest as a command of its own")
	return true
}

func (s *shell) lostFound(at source.Span, subject, detail string) {
	subject, _, _ = strings.Cut(subject, "=") // a value may be a secret
	s.run.find("shell/command-ends", at, subject, detail)
}

// looksLost reports whether a command right after a semicolon reads like arguments of the one before.
func looksLost(c *script, call *syntax.CallExpr, first string) bool {
	if isFlag(first) || strings.ContainsAny(first, ":(") && !strings.Contains(first, "://") {
		return true
	}
	for _, w := range call.Args[1:] {
		start, _ := c.bounds(w)
		if strings.HasPrefix(c.text[start:], "--") && strings.Contains(c.text[start:endOfWord(c.text, start)], "=") {
			return true
		}
	}
	return false
}

func isFlag(word string) bool { return strings.HasPrefix(word, "-") && len(word) > 1 }

func endOfWord(text string, start int) int {
	end := start
	for end < len(text) && strings.IndexByte(" \t\n;|&", text[end]) < 0 {
		end++
	}
	return end
}
