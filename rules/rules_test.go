package rules

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A rule is looked for in the file that is named for the first part of its name: zookeeper/no-port in zookeeper.go,
// credential/not-found in credential.go or credential_*.go.
func TestRulesStandInTheFileOfTheirPrefix(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	standing := map[string]string{}
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if name := nameOfRule(n); name != "" {
				standing[name] = strings.TrimSuffix(file, ".go")
			}
			return true
		})
	}
	for _, r := range All() {
		prefix, _, _ := strings.Cut(strings.ReplaceAll(r.Name, "-", "_"), "/")
		switch file, found := standing[r.Name]; {
		case !found:
			t.Errorf("%s stands in no file as a literal", r.Name)
		case file != prefix && !strings.HasPrefix(file, prefix+"_"):
			t.Errorf("%s stands in %s.go, not in %s.go or %s_*.go", r.Name, file, prefix, prefix)
		}
	}
}

// nameOfRule returns the name in a literal of lint.Rule; "" for any other node.
func nameOfRule(n ast.Node) string {
	literal, ok := n.(*ast.CompositeLit)
	if !ok {
		return ""
	}
	if of, ok := literal.Type.(*ast.SelectorExpr); !ok || of.Sel.Name != "Rule" {
		return ""
	}
	for _, element := range literal.Elts {
		field, ok := element.(*ast.KeyValueExpr)
		if !ok {
			continue
		}
		key, _ := field.Key.(*ast.Ident)
		value, _ := field.Value.(*ast.BasicLit)
		if key != nil && value != nil && key.Name == "Name" {
			name, _ := strconv.Unquote(value.Value)
			return name
		}
	}
	return ""
}
