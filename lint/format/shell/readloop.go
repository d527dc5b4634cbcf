package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// reading is the condition of a loop over the lines of standard input: IFS=… read -r NAME….
type reading struct {
	names []string
	// separator parts the names; 0 stands for blanks. whole is set if IFS is empty, so that nothing is parted.
	separator  byte
	whole, raw bool
}

// maxLines is how many lines of its input a loop is followed for.
const maxLines = 1000

// readLoop follows a loop over the lines of standard input if they are known, and reports whether it did. A line without a
// newline at the end is read and not looped over.
func (s *shell) readLoop(c *syntax.WhileClause) (flow, bool) {
	r, ok := s.readingOf(c)
	if !ok || s.in == nil || !s.in.known() || leavesLoop(c.Do) || readsInput(c.Do) {
		return next, false
	}
	in, text := s.in, s.in.String()
	if strings.Count(text, "\n") > maxLines || !r.raw && strings.Contains(text, `\`) || !s.step(1+len(text)/bytesPerStep) {
		return next, false
	}
	defer func() { s.in = in }()
	s.in = nil
	s.inLoop++
	defer func() { s.inLoop-- }()
	at := 0
	for row := range strings.Lines(text) {
		line, ended := strings.CutSuffix(row, "\n")
		if !ended {
			break
		}
		if !s.within() {
			return next, true
		}
		for i, part := range r.split(line) {
			s.set(r.names[i], variable{value: in.slice(at+part[0], at+part[1]), known: true})
		}
		at += len(row)
		if f := s.stmts(c.Do); f > breaks {
			return f, true
		}
	}
	for _, name := range r.names {
		s.forget(name)
	}
	s.status = unsure
	return next, true
}

// readingOf returns what the condition of a loop reads, and whether it is nothing but read of variables that stay in the shell.
func (s *shell) readingOf(c *syntax.WhileClause) (r reading, ok bool) {
	if c.Until || len(c.Cond) != 1 || c.Cond[0].Negated || c.Cond[0].Background || len(c.Cond[0].Redirs) > 0 || s.allExport {
		return r, false
	}
	call, isCall := c.Cond[0].Cmd.(*syntax.CallExpr)
	if !isCall || len(call.Args) < 2 || call.Args[0].Lit() != "read" || len(call.Assigns) > 1 || s.variables["IFS"] != nil {
		return r, false
	}
	for _, a := range call.Assigns {
		separators := ""
		if a.Value != nil {
			known := false
			if separators, known = s.scalar(a.Value).literal(); !known {
				return r, false
			}
		}
		if a.Name.Value != "IFS" || len(separators) > 1 || separators != "" && isBlank(separators[0]) {
			return r, false
		}
		if r.whole = separators == ""; !r.whole {
			r.separator = separators[0]
		}
	}
	for _, w := range call.Args[1:] {
		switch word := w.Lit(); {
		case word == "-r" && len(r.names) == 0:
			r.raw = true
		case !isName(word), s.variables[word] != nil && (s.variables[word].exported || s.variables[word].perhaps):
			return r, false
		default:
			r.names = append(r.names, word)
		}
	}
	return r, len(r.names) > 0
}

// split returns the bytes of a line that each name gets: the last one has all that is left.
func (r reading) split(line string) [][2]int {
	out := make([][2]int, len(r.names))
	at, end := 0, len(line)
	blank := r.separator == 0 && !r.whole
	trim := func() {
		for at < end && isBlank(line[at]) {
			at++
		}
	}
	if blank {
		end = len(strings.TrimRight(line, " \t"))
		trim()
	}
	for i := range out {
		stop := end
		if i < len(out)-1 && !r.whole {
			stop = at
			for stop < end && !(blank && isBlank(line[stop]) || !blank && line[stop] == r.separator) {
				stop++
			}
		} else if rest := line[at:end]; !blank && !r.whole && strings.IndexByte(rest, r.separator) == len(rest)-1 {
			stop = max(end-1, at) // one separator ends the last value
		}
		out[i] = [2]int{at, stop}
		if at = min(stop+1, end); blank {
			trim()
		}
	}
	return out
}

// readsInput reports whether statements hold a command that takes lines of the input from the loop around them.
func readsInput(stmts []*syntax.Stmt) bool {
	found := false
	for _, st := range stmts {
		syntax.Walk(st, func(n syntax.Node) bool {
			if call, ok := n.(*syntax.CallExpr); ok && len(call.Args) > 0 {
				switch base(call.Args[0].Lit()) {
				case "read", "mapfile", "readarray", "ssh", "xargs", "bash", "sh", "docker":
					found = true
				case "cat", "tee", "sed", "grep", "awk", "head", "tail", "sort":
					found = found || len(call.Args) == 1
				}
			}
			return !found
		})
	}
	return found
}
