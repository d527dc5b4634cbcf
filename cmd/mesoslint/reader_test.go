package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/rules"
)

// Every finding that the loader or a format's reader can make has a rule of its name. That each rule has a fixture that shows
// it is held by TestEveryRuleHasAFixture.
func TestEveryFindingOfAReaderHasARule(t *testing.T) {
	ids := findingIDs(t, "../../lint/load", "../../lint/format")
	if len(ids) < 24 {
		t.Errorf("only %d findings were collected: %v", len(ids), slices.Sorted(maps.Keys(ids)))
	}
	for id, at := range ids {
		if rules.ByName(id) == nil {
			t.Errorf("%s: no rule is called %s, so that nobody learns of the finding", at, id)
		}
	}
}

// findingIDs collects the ids of the findings that the source below some directories can make, with where each stands: the ID
// of every machine.Finding, the first argument of every function called find, and every other text that begins like one of
// them.
func findingIDs(t *testing.T, dirs ...string) map[string]string {
	t.Helper()
	set := token.NewFileSet()
	literals := map[string]string{} // every text of the form a/b, with its place
	heads := map[string]bool{}      // the a of those that are ids for certain
	for _, dir := range dirs {
		err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			parsed, err := parser.ParseFile(set, path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				if text := stringOf(n); isFindingID(text) {
					literals[text] = set.Position(n.Pos()).String()
				}
				if text := stringOf(idOfFinding(n)); text != "" {
					head, _, _ := strings.Cut(text, "/")
					heads[head] = true
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	maps.DeleteFunc(literals, func(id, _ string) bool {
		head, _, _ := strings.Cut(id, "/")
		return !heads[head]
	})
	return literals
}

// idOfFinding returns the expression of the id of a finding that a node makes; nil if it makes none.
func idOfFinding(n ast.Node) ast.Node {
	switch n := n.(type) {
	case *ast.CompositeLit:
		if of, ok := n.Type.(*ast.SelectorExpr); ok && of.Sel.Name == "Finding" {
			for _, element := range n.Elts {
				if field, ok := element.(*ast.KeyValueExpr); ok && field.Key.(*ast.Ident).Name == "ID" {
					return field.Value
				}
			}
		}
	case *ast.CallExpr:
		if f, ok := n.Fun.(*ast.SelectorExpr); ok && f.Sel.Name == "find" && len(n.Args) == 4 {
			return n.Args[0]
		}
	}
	return nil
}

// stringOf returns the text of a string literal, or of the constant that a name stands for in its own file; "" for any other
// node.
func stringOf(n ast.Node) string {
	switch n := n.(type) {
	case *ast.BasicLit:
		if n.Kind == token.STRING {
			text, _ := strconv.Unquote(n.Value)
			return text
		}
	case *ast.Ident:
		if n.Obj != nil && n.Obj.Kind == ast.Con {
			if spec, ok := n.Obj.Decl.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				return stringOf(spec.Values[0])
			}
		}
	}
	return ""
}

// isFindingID reports whether a text has the form of an id: two words with dashes, and a slash between them.
func isFindingID(text string) bool {
	head, tail, found := strings.Cut(text, "/")
	isWord := func(s string) bool {
		return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == "" && s[0] != '-'
	}
	return found && isWord(head) && isWord(tail)
}
