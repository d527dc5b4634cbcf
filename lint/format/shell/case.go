package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// caseClause follows the item that fits, or all where that is not known.
func (s *shell) caseClause(c *syntax.CaseClause) flow {
	word := s.scalar(c.Word)
	subject, known := word.literal()
	known = known && !word.doubtful()
	exhaustive := false
	var alternatives []func() flow
	for i, item := range c.Items {
		alternatives = append(alternatives, func() flow { return s.stmts(item.Stmts) })
		fits, sure := false, true
		for _, p := range item.Patterns {
			pattern := p.Lit()
			if quoted, ok := s.plainWord(p); ok {
				fits = fits || known && quoted == subject
				continue
			}
			if pattern == "" || strings.ContainsAny(pattern, "[\\") || len(pattern) > 256 {
				sure = false
				continue
			}
			exhaustive = exhaustive || pattern == "*"
			fits = fits || known && matches(pattern, subject)
		}
		switch {
		case fits && known:
			f := s.stmts(item.Stmts)
			for i < len(c.Items)-1 && c.Items[i].Op != syntax.Break && f == next {
				i++
				f = s.stmts(c.Items[i].Stmts)
			}
			return f
		case !sure:
			known = false
		}
	}
	if known {
		s.status = success
		return next
	}
	return s.branches(exhaustive, alternatives...)
}

// plainWord returns the text of a word that is one pair of quotes around plain text.
func (s *shell) plainWord(w *syntax.Word) (string, bool) {
	if len(w.Parts) != 1 {
		return "", false
	}
	c := s.script
	switch q := w.Parts[0].(type) {
	case *syntax.SglQuoted:
		start, end := c.bounds(q)
		return c.text[start+1 : end-1], !q.Dollar
	case *syntax.DblQuoted:
		if len(q.Parts) != 1 || q.Dollar {
			return "", false
		}
		if lit, ok := q.Parts[0].(*syntax.Lit); ok && !strings.Contains(lit.Value, `\`) {
			start, end := c.bounds(lit)
			return c.text[start:end], true
		}
	}
	return "", false
}
