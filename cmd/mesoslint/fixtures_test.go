package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/rules"
)

var update = flag.Bool("update", false, "rewrite the expectations of the fixtures")

const fixtures = "../../fixtures"

// A fixture is a folder fixtures/FROM..TO/CASE with
//
//	input/      what is linted, as the current directory
//	want.txt    the text report, followed by the exit code
//	fixed/      the tree after --fix, where it changes anything
//	unsafe/     the tree after --fix --unsafe-fixes, where that changes more
//	upgrade/    the tree after --fix --with-upgrade, where that changes more than --fix
//	unsafe-upgrade/  the tree after --fix --with-upgrade --unsafe-fixes, where that changes more than without the last
//	NOTE.md     what the case shows
//	args        more arguments of check, one a line (optional)
//	quiet       rules that must not fire although the case comes near them, one a line (optional)
//
// A "?" in the name of a file is written %3F there: a module with a file of that name cannot be installed.
// A case that is about a target alone stands in fixtures/TO/CASE. Those of fixtures/clean must stay silent.
func TestFixtures(t *testing.T) {
	for _, dir := range caseDirs(t) {
		name, _ := filepath.Rel(fixtures, dir)
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			t.Parallel()
			args := checkArgs(t, dir)
			input := t.TempDir() // a copy, because git keeps no modes and some findings are about them
			copyTree(t, filepath.Join(dir, "input"), input)

			got := run(t, input, args...)
			for _, rule := range quietRules(t, dir) {
				if strings.Contains(got, "["+rule+"]") {
					t.Errorf("%s is not quiet:\n%s", rule, got)
				}
			}
			if strings.HasPrefix(name, "clean") {
				if code := fmt.Sprintf("exit %d\n", exitOK); !strings.HasSuffix(got, code) || strings.Contains(got, "[") {
					t.Errorf("a clean configuration is not silent:\n%s", got)
				}
				return
			}
			compareFile(t, filepath.Join(dir, "want.txt"), got)
			results := map[string]map[string]string{"input": tree(t, input)}
			for _, level := range []struct {
				name, over string
				flags      []string
			}{
				{"fixed", "input", nil}, {"unsafe", "fixed", []string{"--unsafe-fixes"}},
				{"upgrade", "fixed", []string{"--with-upgrade"}}, {"unsafe-upgrade", "upgrade", []string{"--with-upgrade", "--unsafe-fixes"}},
			} {
				if slices.Contains(level.flags, "--with-upgrade") && !slices.Contains(args, "--from") {
					continue
				}
				work := t.TempDir()
				copyTree(t, input, work)
				fix := slices.Concat(args, []string{"--fix"}, level.flags)
				run(t, work, fix...)
				compareTree(t, filepath.Join(dir, level.name), results[level.over], work)
				before := tree(t, work)
				results[level.name] = before
				run(t, work, fix...)
				if diff := cmp.Diff(before, tree(t, work)); diff != "" {
					t.Errorf("%v twice changes more than once:\n%s", fix, diff)
				}
			}
		})
	}
}

// quietRules returns the rules that a case comes near and that must not fire.
func quietRules(t *testing.T, dir string) []string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(dir, "quiet"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	names := strings.Fields(string(data))
	for _, name := range names {
		if rules.ByName(name) == nil {
			t.Errorf("%s/quiet: %s is not a rule", dir, name)
		}
	}
	return names
}

// Every rule has a case that shows it, and one that comes near it and must not.
func TestEveryRuleHasAFixture(t *testing.T) {
	var all bytes.Buffer
	quiet := map[string]bool{}
	for _, dir := range caseDirs(t) {
		if data, err := os.ReadFile(filepath.Join(dir, "want.txt")); err == nil {
			all.Write(data)
		}
		for _, name := range quietRules(t, dir) {
			quiet[name] = true
		}
	}
	for _, r := range rules.All() {
		if !strings.Contains(all.String(), "["+r.Name+"]") {
			t.Errorf("no fixture shows %s", r.Name)
		}
		if !quiet[r.Name] {
			t.Errorf("no fixture comes near %s and stays quiet: name it in the file quiet of one that does", r.Name)
		}
	}
}

// The JSON report of every fixture is a JSON document whose findings are those of the text report.
func TestFixturesAsJSON(t *testing.T) {
	var fixed sync.Map // the rules with a fix in a fixture
	var ran atomic.Int32
	dirs := caseDirs(t)
	t.Cleanup(func() {
		if int(ran.Load()) < len(dirs) {
			return // -run chose some of them
		}
		for _, r := range rules.All() {
			if _, shown := fixed.Load(r.Name); shown != r.Fixable {
				t.Errorf("%s says Fixable: %v, and in a fixture it has a fix: %v", r.Name, r.Fixable, shown)
			}
		}
	})
	for _, dir := range dirs {
		name, _ := filepath.Rel(fixtures, dir)
		t.Run(filepath.ToSlash(name), func(t *testing.T) {
			t.Parallel()
			ran.Add(1)
			args := checkArgs(t, dir)
			input := t.TempDir()
			copyTree(t, filepath.Join(dir, "input"), input)
			text := run(t, input, append(args, "--format", "concise")...)
			out := run(t, input, append(args, "--format", "json")...)
			body, _, _ := strings.Cut(out, "\nexit ")
			lines := strings.Split(text, "\n")
			var report struct {
				Diagnostics []struct {
					Rule, Effect, Severity, Message, Condition, File string
					Start                                            struct{ Line, Column int }
					Fix                                              *struct{}
					Alternatives                                     []struct{}
				}
			}
			if err := json.Unmarshal([]byte(body), &report); err != nil {
				t.Fatalf("not JSON: %v\n%s", err, body)
			}
			for _, d := range report.Diagnostics {
				if r := rules.ByName(d.Rule); r != nil && !slices.Contains(r.Effects, lint.Effect(d.Effect)) {
					t.Errorf("%s does not say that it can report the effect %s", d.Rule, d.Effect)
				}
				if d.Fix != nil || len(d.Alternatives) > 0 {
					fixed.Store(d.Rule, true)
				}
				statement := d.Message
				if d.Condition != "" {
					statement += ", " + d.Condition
				}
				start := fmt.Sprintf("%s:%d:%d: %s: %s", d.File, d.Start.Line, d.Start.Column, d.Severity, statement)
				if !slices.ContainsFunc(lines, func(line string) bool {
					return strings.HasPrefix(line, start) && strings.HasSuffix(line, " ["+d.Rule+"]")
				}) {
					t.Errorf("the text report lacks %q", start)
				}
			}
		})
	}
}

func caseDirs(t *testing.T) []string {
	t.Helper()
	var dirs []string
	for _, pattern := range []string{"[0-9]*/*/input", "clean/[0-9]*/*/input"} {
		matches, err := filepath.Glob(filepath.Join(fixtures, pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range matches {
			dirs = append(dirs, filepath.Dir(m))
		}
	}
	if len(dirs) == 0 {
		t.Fatal("no fixtures found")
	}
	slices.Sort(dirs)
	return dirs
}

// upgradeOf returns the arguments that name the upgrade of a fixture.
func upgradeOf(dir string) []string {
	from, to, upgrade := strings.Cut(filepath.Base(filepath.Dir(dir)), "..")
	if !upgrade {
		return []string{"--to", from}
	}
	return []string{"--from", from, "--to", to}
}

func checkArgs(t *testing.T, dir string) []string {
	t.Helper()
	args := append([]string{"check"}, upgradeOf(dir)...)
	if data, err := os.ReadFile(filepath.Join(dir, "args")); err == nil {
		args = append(args, strings.Split(strings.TrimSpace(string(data)), "\n")...)
	}
	return args
}

// run runs the program in dir and returns what it printed, standard error last, and its exit code.
func run(t *testing.T, dir string, args ...string) string {
	t.Helper()
	return runOn(t, "", dir, args...)
}

// runOn is run with something on standard input.
func runOn(t *testing.T, in, dir string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	abs, err := filepath.Abs(dir)
	if err != nil {
		t.Fatal(err)
	}
	code := Main(context.Background(), args, Streams{In: strings.NewReader(in), Out: &out, Err: &errs, Dir: abs})
	return fmt.Sprintf("%s%sexit %d\n", out.String(), errs.String(), code)
}

func compareFile(t *testing.T, path, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("reading the expectation: %v (go test ./... -update writes it)", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", filepath.Base(path), diff)
	}
}

// compareTree holds the tree under got against the expectation, which stands only if it differs from unfixed.
func compareTree(t *testing.T, want string, unfixed map[string]string, got string) {
	t.Helper()
	after := tree(t, got)
	changed := !cmp.Equal(unfixed, after)
	if *update {
		if err := os.RemoveAll(want); err != nil {
			t.Fatal(err)
		}
		if changed {
			writeTree(t, want, after, portable)
		}
		return
	}
	expected := tree(t, want)
	if len(expected) == 0 {
		expected = unfixed
	}
	if diff := cmp.Diff(expected, after); diff != "" {
		t.Errorf("%s (-want +got):\n%s", filepath.Base(want), diff)
	}
}

// portable writes the path of a fixture's file so that it can be part of a module.
var portable = strings.NewReplacer("?", "%3F")

// tree returns the files under a folder by their path, empty if there is no such folder.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		files[strings.ReplaceAll(filepath.ToSlash(rel), "%3F", "?")] = string(data)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return files
}

func copyTree(t *testing.T, from, to string) {
	t.Helper()
	writeTree(t, to, tree(t, from), strings.NewReplacer())
}

// writeTree writes files under a folder, by paths that name rewrites.
func writeTree(t *testing.T, dir string, files map[string]string, name *strings.Replacer) {
	t.Helper()
	for path, data := range files {
		target := filepath.Join(dir, filepath.FromSlash(name.Replace(path)))
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(target, 0o644); err != nil { // whatever the umask
			t.Fatal(err)
		}
	}
}

// A module with a file whose name is not portable cannot be installed by its version.
func TestFixturesHavePortableNames(t *testing.T) {
	err := filepath.WalkDir(fixtures, func(path string, _ fs.DirEntry, err error) error {
		if strings.ContainsAny(path, "\"'*<>?`|:\\") {
			t.Errorf("%s: a module cannot hold a file of this name", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
