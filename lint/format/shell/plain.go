package shell

import "mvdan.cc/sh/v3/syntax"

// assignOnly reports whether statements do nothing but assign single values to variables.
func assignOnly(stmts []*syntax.Stmt) bool {
	for _, stmt := range stmts {
		call, ok := stmt.Cmd.(*syntax.CallExpr)
		if !ok || len(call.Args) > 0 || stmt.Negated || stmt.Background || stmt.Coprocess || len(stmt.Redirs) > 0 {
			return false
		}
		for _, a := range call.Assigns {
			if a.Index != nil || a.Array != nil || a.Value != nil && !onlyReads(a.Value.Parts) {
				return false
			}
		}
	}
	return true
}

// onlyReads reports whether the parts of a word assign to no variable of the shell.
func onlyReads(parts []syntax.WordPart) bool {
	for _, part := range parts {
		switch p := part.(type) {
		case *syntax.Lit, *syntax.SglQuoted, *syntax.CmdSubst:
		case *syntax.DblQuoted:
			if !onlyReads(p.Parts) {
				return false
			}
		case *syntax.ParamExp:
			if !p.Short {
				return false
			}
		default:
			return false
		}
	}
	return true
}
