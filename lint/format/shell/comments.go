package shell

import (
	"bytes"
	"slices"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Comments returns where the comments of a text for a shell stand, up to the first statement that it could not parse.
// masked is the text with what a template engine writes blanked out, as long as the text.
func Comments(masked []byte) (out source.Comments) {
	if tooDeep(masked) >= 0 {
		return out
	}
	bounds := func(n syntax.Node) source.Range {
		start := min(int(n.Pos().Offset()), len(masked))
		return source.Range{Start: start, End: max(start, min(int(n.End().Offset()), len(masked)))}
	}
	visit := func(n syntax.Node) bool {
		switch n := n.(type) {
		case *syntax.Comment:
			// Right after a quote a number sign is a part of the word, which the parser does not always see.
			if r := bounds(n); r.Start == 0 || masked[r.Start-1] != '"' && masked[r.Start-1] != '\'' {
				out.At = append(out.At, r)
			}
		case *syntax.Stmt:
			if isSimple(n.Cmd) {
				out.Joined = append(out.Joined, withHeredocs(n, bounds(n)))
			}
		}
		return true
	}
	defer func() { slices.SortFunc(out.At, func(a, b source.Range) int { return a.Start - b.Start }) }()
	parser := syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.KeepComments(true))
	file, err := parser.Parse(bytes.NewReader(masked), "")
	if err == nil {
		syntax.Walk(file, visit)
	} else {
		parser = syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.KeepComments(true))
		stopped := false
		for stmt, err := range parser.StmtsSeq(bytes.NewReader(masked)) { // which goes on after an error
			if stopped = stopped || err != nil; !stopped {
				syntax.Walk(stmt, visit)
			}
		}
	}
	return out
}

// isSimple reports whether a command is one that holds no statements on lines of their own.
func isSimple(c syntax.Command) bool {
	switch c.(type) {
	case nil, *syntax.CallExpr, *syntax.DeclClause, *syntax.LetClause, *syntax.ArithmCmd, *syntax.TestClause:
		return true
	}
	return false
}

// withHeredocs returns the range of a statement with its here-documents, which come after it.
func withHeredocs(n *syntax.Stmt, r source.Range) source.Range {
	for _, redirect := range n.Redirs {
		if redirect.Hdoc != nil {
			r.End = max(r.End, int(redirect.Hdoc.End().Offset()))
		}
	}
	return r
}
