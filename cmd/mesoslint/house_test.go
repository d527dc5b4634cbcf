package main

import (
	"bytes"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const modulePath = "github.com/mesoslint/mesoslint/"

// allowed says which rooms a room may import, by the longest prefix that fits; a room may always import itself and what
// lies in it. Imports run one way: cmd → rules → lint, and inside lint: load → format → machine → source.
var allowed = []struct{ room, imports string }{
	{"cmd", "rules lint"},
	{"rules", "rules lint"},
	{"rules/resolved", "rules/catalog lint"},
	{"rules/catalog", "rules/internal/lazy lint/config lint/machine lint/mesos lint/release lint/source"},
	{"rules/internal/lazy", ""},
	{"rules/plan", "rules lint"},
	{"lint", "lint/config lint/machine lint/redact lint/release lint/source"},
	{"lint/release", ""},
	{"lint/source", ""},
	{"lint/machine", "lint/source"},
	{"lint/machine/machinetest", "lint/internal/patience lint/machine lint/source"},
	{"lint/config", "lint/machine lint/source"},
	{"lint/redact", "lint/config lint/machine lint/source"},
	{"lint/format", "lint/format lint/machine lint/redact lint/source lint/config"},
	{"lint/load", "lint/format lint/machine lint/redact lint/source lint/config lint/release"},
	{"lint/mesos", "lint/mesos lint/machine lint/redact lint/source lint/release"},
	{"lint/fix", "lint lint/config lint/redact lint/release lint/source"},
	{"lint/project", "lint lint/config lint/format lint/machine lint/release lint/source"},
	{"lint/baseline", "lint lint/config lint/redact lint/release lint/source"},
	{"lint/suppress", "lint lint/config lint/redact lint/release lint/source"},
	{"lint/changed", "lint lint/config lint/source"},
	{"lint/report", "lint lint/config lint/fix lint/machine lint/redact lint/release lint/source"},
}

// roomOf returns the longest of the rooms that a folder lies in.
func roomOf(dir string) (room, imports string) {
	for _, a := range allowed {
		if (dir == a.room || strings.HasPrefix(dir, a.room+"/")) && len(a.room) >= len(room) {
			room, imports = a.room, a.imports
		}
	}
	return room, imports
}

// goFiles calls fn for every Go file of the project by its path from the root.
func goFiles(t *testing.T, fn func(path string)) {
	t.Helper()
	root := filepath.Join("..", "..")
	for _, top := range []string{"cmd", "lint", "rules"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
				return err
			}
			rel, err := filepath.Rel(root, path)
			if err == nil {
				fn(filepath.ToSlash(rel))
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

func TestImportsRunOneWay(t *testing.T) {
	files := 0
	goFiles(t, func(path string) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		files++
		dir := filepath.ToSlash(filepath.Dir(path))
		room, imports := roomOf(dir)
		parsed, err := parser.ParseFile(token.NewFileSet(), filepath.Join("..", "..", path), nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, spec := range parsed.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			to, ours := strings.CutPrefix(name, modulePath)
			if !ours {
				continue
			}
			within := func(room string) bool {
				// The engine itself stands beside its rooms: "lint" alone names only the package.
				if room == "lint" && strings.HasPrefix(dir, "lint/") {
					return to == "lint"
				}
				return to == room || strings.HasPrefix(to, room+"/")
			}
			if !within(room) && !slices.ContainsFunc(strings.Fields(imports), within) {
				t.Errorf("%s imports %s: %s may import only %q", path, to, room, imports)
			}
		}
	})
	if files < 100 {
		t.Fatalf("only %d files were looked at", files)
	}
}

// longFiles may have more than 500 lines, for the reason given.
var longFiles = map[string]string{
	"lint/mesos/stout/protobuf.go": "the conversion of one message, whose cases are one switch upstream",

	"lint/fix/fix_test.go":                         "one table of edits that meet, and the same over random ones",
	"lint/format/ansible/ansible_test.go":          "one table of modules and their arguments",
	"lint/format/compose/compose_test.go":          "one table of what compose does with a project",
	"lint/format/shell/differential_cases_test.go": "the scripts that a real shell runs as well",
	"lint/format/shell/shell_test.go":              "one table of what a shell does with a script",
	"lint/load/load_test.go":                       "one table of trees and what is loaded of them",
	"lint/mesos/startup/startup_test.go":           "tables of values, one for each grammar",
	"rules/check_test.go":                          "tables of settings, one for each rule of its prefix",
}

func TestFilesAreShort(t *testing.T) {
	long := map[string]bool{}
	goFiles(t, func(path string) {
		data, err := os.ReadFile(filepath.Join("..", "..", path))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Count(data, []byte("\n")) <= 500 || bytes.HasPrefix(data, []byte("// Code generated ")) {
			return
		}
		long[path] = true
		if longFiles[path] == "" {
			t.Errorf("%s has over 500 lines: take it apart, or say here why it is one thing", path)
		}
	})
	for path := range longFiles {
		if !long[path] {
			t.Errorf("%s no longer has over 500 lines: its reason can go", path)
		}
	}
}
