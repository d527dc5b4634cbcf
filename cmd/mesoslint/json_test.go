package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"unicode/utf8"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/mesoslint/mesoslint/lint/report"
)

// jsonReport is what another program reads of a report.
type jsonReport struct {
	Diagnostics []struct {
		Rule, Severity, Effect, Message, File string
		Start, End                            jsonPosition
		Related                               []struct {
			File       string
			Start, End jsonPosition
		}
		Fix *jsonFix
	}
	Checked   []struct{ File string }
	Unchecked []struct{ File, Reason string }
	Unread    []struct{ File, Reason string }
	Summary   struct{ Files, Errors, Warnings, Infos, Fixable int }
}

type jsonPosition struct{ Offset, Line, Column int }

type jsonFix struct {
	Applicability, Message string
	Edits                  []jsonEdit
	Renames                []struct{ From, To string }
	Creates                []struct {
		File, Mode, Text string
		Exact            *bool
	}
}

type jsonEdit struct {
	File, Text string
	Start, End int
	Exact      *bool
}

// upgrades are those the trees are checked for.
var upgrades = [][2]string{{"", "0.22.2"}, {"", "0.28.3"}, {"0.27", "0.28"}, {"0.28.3", "1.0"}, {"1.2", "1.3"}, {"", "1.5.3"}, {"1.6", "1.7"}, {"0.28.3", "1.11.0"}}

func upgradeArgs(u [2]string) []string {
	args := []string{"check", "--to", u[1]}
	if u[0] != "" {
		args = append(args, "--from", u[0])
	}
	return args
}

// A configuration is a tree of files and how to check it.
type configuration struct {
	name, dir string
	args      []string
}

// configurations are the fixtures, and the example and the tree of testdata for many upgrades.
func configurations(t *testing.T) []configuration {
	t.Helper()
	var out []configuration
	for _, dir := range caseDirs(t) {
		name, _ := filepath.Rel(fixtures, dir)
		out = append(out, configuration{filepath.ToSlash(name), filepath.Join(dir, "input"), checkArgs(t, dir)})
	}
	tree := realTree(t)
	for _, u := range upgrades {
		name := strings.Join(u[:], "..")
		out = append(out, configuration{"example " + name, filepath.Join(fixtures, "example"), upgradeArgs(u)},
			configuration{"tree " + name, tree, upgradeArgs(u)})
	}
	return out
}

// realTree writes the tree of testdata.
func realTree(t *testing.T) string {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/tree.txtar")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := txtar.Write(archive, dir); err != nil {
		t.Fatal(err)
	}
	acls, err := os.ReadFile(filepath.Join(dir, "json/acls.json"))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string]string{
		"json/crlf/acls.json":  strings.ReplaceAll(string(acls), "\n", "\r\n"),
		"json/utf8/acls.json":  "{\"run_tasks\": [{\"principals\": {\"values\": [\"\xff\xfe\"]}, \"usrs\": {\"values\": [\"\xc3\x28\"]}}], \"x\": 1, \"set_quotas\": []}",
		"json/short/acls.json": strings.TrimRight(string(acls), "\n"),
		"json/nul/acls.json":   "{\"permissive\": \x00true}",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, path, data)
	}
	return dir
}

// A report follows the schema, and its places, files and counts agree with each other and with the files.
func TestReportsAgree(t *testing.T) {
	schema := compileSchema(t, report.Schema(), closed)
	findings := 0
	for _, c := range configurations(t) {
		t.Run(c.name, func(t *testing.T) {
			body := reportOf(t, c.dir, c.args...)
			document, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(document); err != nil {
				t.Error(err)
			}
			r := parseReport(t, body)
			findings += len(r.Diagnostics)
			checkReport(t, c.dir, r)
		})
	}
	if findings < 200 {
		t.Errorf("only %d findings were looked at", findings)
	}
}

// closed makes a schema, which allows fields that are added later, refuse those it does not name: what is written is in it.
func closed(schema any) {
	switch s := schema.(type) {
	case map[string]any:
		for _, inner := range s {
			closed(inner)
		}
		if _, refers := s["allOf"]; s["type"] == "object" && !refers {
			s["unevaluatedProperties"] = false
		}
	case []any:
		for _, inner := range s {
			closed(inner)
		}
	}
}

// compileSchema compiles the text of a schema, after what prepare makes of it.
func compileSchema(t *testing.T, text string, prepare ...func(document any)) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, change := range prepare {
		change(document)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// reportOf returns the JSON report of a command line.
func reportOf(t *testing.T, dir string, args ...string) string {
	t.Helper()
	body, code, found := strings.Cut(run(t, dir, append(slices.Clone(args), "--format", "json")...), "\nexit ")
	if !found || !strings.Contains("0\n1\n2\n", code) {
		t.Fatalf("no report: %s exit %s", body, code)
	}
	return body
}

func parseReport(t *testing.T, body string) *jsonReport {
	t.Helper()
	r := &jsonReport{}
	if err := json.Unmarshal([]byte(body), r); err != nil {
		t.Fatalf("not JSON: %v\n%s", err, body)
	}
	return r
}

func checkReport(t *testing.T, dir string, r *jsonReport) {
	t.Helper()
	contents := map[string][]byte{}
	read := func(file string) []byte {
		if _, found := contents[file]; !found {
			data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(file)))
			if info, statErr := os.Stat(filepath.Join(dir, filepath.FromSlash(file))); err != nil && (statErr != nil || !info.IsDir()) {
				t.Fatalf("a finding is about a file that cannot be read: %v", err)
			}
			contents[file] = data
		}
		return contents[file]
	}
	place := func(what, file string, start, end jsonPosition) {
		data := read(file)
		if start.Offset > end.Offset || end.Offset > len(data) {
			t.Errorf("%s: %s has %d bytes, not %d to %d", what, file, len(data), start.Offset, end.Offset)
			return
		}
		for _, p := range []jsonPosition{start, end} {
			before := data[:p.Offset]
			line := 1 + bytes.Count(before, []byte("\n"))
			column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
			if p.Line != line || p.Column != column {
				t.Errorf("%s: offset %d of %s is %d:%d, not %d:%d", what, p.Offset, file, line, column, p.Line, p.Column)
			}
		}
	}
	checked, counts, fixable := map[string]bool{}, map[string]int{}, 0
	for _, c := range r.Checked {
		checked[c.File] = true
	}
	for _, u := range r.Unchecked {
		if u.File == "" {
			t.Error("something without a name could not be checked")
		}
		if _, remedy, _ := strings.Cut(u.Reason, "; "); remedy == "" {
			t.Errorf("%s: %q does not say what to do", u.File, u.Reason)
		}
	}
	for _, d := range r.Diagnostics {
		place(d.Rule, d.File, d.Start, d.End)
		for _, related := range d.Related {
			if related.File != "" {
				place(d.Rule+", related", related.File, related.Start, related.End)
			}
		}
		counts[d.Severity]++
		if d.Fix == nil {
			continue
		}
		if d.Fix.Applicability == "safe" {
			fixable++
		}
		if len(d.Fix.Edits)+len(d.Fix.Renames)+len(d.Fix.Creates) == 0 {
			t.Errorf("the fix of %s changes nothing", d.Rule)
		}
		for _, e := range d.Fix.Edits {
			if data := read(e.File); e.Start > e.End || e.End > len(data) {
				t.Errorf("an edit of %s replaces the bytes %d to %d of %s, which has %d", d.Rule, e.Start, e.End, e.File, len(data))
			}
			if !checked[e.File] {
				t.Errorf("an edit of %s changes %s, which was not checked", d.Rule, e.File)
			}
		}
	}
	s := r.Summary
	if s.Files != len(checked) || s.Errors != counts["error"] || s.Warnings != counts["warning"] || s.Infos != counts["info"] || s.Fixable != fixable {
		t.Errorf("the summary %+v does not agree with %d files, %v and %d fixable", s, len(checked), counts, fixable)
	}
}

// Whoever applies the edits of the report, without knowing anything of Mesos, gets the files that --fix writes.
func TestReportedEditsAreTheFix(t *testing.T) {
	var changed atomic.Int32
	for _, c := range configurations(t) {
		for _, level := range []string{"safe", "unsafe"} {
			t.Run(c.name+" "+level, func(t *testing.T) {
				t.Parallel()
				fixed, applied := t.TempDir(), t.TempDir()
				copyTree(t, c.dir, fixed)
				copyTree(t, c.dir, applied)
				args := append(slices.Clone(c.args), "--fix", "--unsafe-fixes="+fmt.Sprint(level == "unsafe"))
				if slices.Contains(c.args, "--from") {
					args = append(args, "--with-upgrade")
				}
				run(t, fixed, args...)
				secret := map[string]bool{}
				for range fixRounds {
					r := parseReport(t, reportOf(t, applied, c.args...))
					if !applyReport(t, applied, r, level == "unsafe", secret) {
						break
					}
				}
				want, got := tree(t, fixed), tree(t, applied)
				for file := range secret {
					delete(want, file)
					delete(got, file)
				}
				if diff := gocmp.Diff(want, got); diff != "" {
					t.Errorf("(-fix +edits):\n%s", diff)
				}
				if !gocmp.Equal(tree(t, c.dir), tree(t, fixed)) {
					changed.Add(1)
				}
			})
		}
	}
	t.Cleanup(func() {
		if n := changed.Load(); n < 20 {
			t.Errorf("only %d configurations were fixed", n)
		}
	})
}

// applyReport applies the fixes of a report, each as a whole, safe ones first, and reports whether anything changed. One
// that overlaps another is left to the next round; one whose text is not exact is left to --fix, and its files are noted.
func applyReport(t *testing.T, dir string, r *jsonReport, unsafe bool, secret map[string]bool) bool {
	t.Helper()
	edits := map[string][]jsonEdit{}
	moved := map[string]string{}
	for _, applicability := range []string{"safe", "unsafe"} {
		for _, d := range r.Diagnostics {
			if d.Fix == nil || d.Fix.Applicability != applicability || applicability == "unsafe" && !unsafe ||
				d.Fix.inexact(secret) || contradicts(edits, moved, d.Fix) {
				continue
			}
			for _, e := range d.Fix.Edits {
				if !slices.ContainsFunc(edits[e.File], e.same) {
					edits[e.File] = append(edits[e.File], e)
				}
			}
			for _, rename := range d.Fix.Renames {
				moved[rename.From] = rename.To
			}
		}
	}
	for file, own := range edits {
		path := filepath.Join(dir, filepath.FromSlash(file))
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		slices.SortStableFunc(own, func(a, b jsonEdit) int { return cmp.Compare(b.Start, a.Start) })
		for _, e := range own {
			data = slices.Concat(data[:e.Start], []byte(e.Text), data[e.End:])
		}
		writeFile(t, path, string(data))
	}
	for from, to := range moved {
		if err := os.Rename(filepath.Join(dir, filepath.FromSlash(from)), filepath.Join(dir, filepath.FromSlash(to))); err != nil {
			t.Fatal(err)
		}
	}
	return len(edits)+len(moved) > 0
}

// inexact reports whether a fix holds something that the report does not show, and notes the files it is for.
func (f *jsonFix) inexact(files map[string]bool) bool {
	found := slices.ContainsFunc(f.Edits, func(e jsonEdit) bool { return e.Exact != nil }) || len(f.Creates) > 0
	if found {
		for _, e := range f.Edits {
			files[e.File] = true
		}
		for _, c := range f.Creates {
			files[c.File] = true
		}
	}
	return found
}

func (e jsonEdit) same(o jsonEdit) bool {
	return e.Start == o.Start && e.End == o.End && e.Text == o.Text
}

func contradicts(edits map[string][]jsonEdit, moved map[string]string, f *jsonFix) bool {
	for _, e := range f.Edits {
		for _, o := range edits[e.File] {
			if !e.same(o) && e.Start <= o.End && o.Start <= e.End && (e.Start < o.End && o.Start < e.End || e.Start == e.End || o.Start == o.End) {
				return true
			}
		}
	}
	for _, rename := range f.Renames {
		for from, to := range moved {
			if from == rename.From && to != rename.To || from != rename.From && to == rename.To {
				return true
			}
		}
	}
	return false
}

// Reports are the same, byte for byte, however many threads there are and in whatever order they run.
func TestReportsAreDeterministic(t *testing.T) {
	exhaustive(t)
	dir := realTree(t)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	for _, args := range [][]string{
		{"check", "--from", "0.28.3", "--to", "1.11", "--format", "json"},
		{"check", "--from", "1.2", "--to", "1.3"},
		{"check", "--to", "0.25.0", "--format", "sarif"},
		{"check", "--from", "1.2", "--to", "1.3", "--diff", "--unsafe-fixes"},
	} {
		var first string
		for i := range 20 {
			runtime.GOMAXPROCS(1 + i%8)
			if got := run(t, dir, args...); i == 0 {
				first = got
			} else if diff := gocmp.Diff(first, got); diff != "" {
				t.Fatalf("%s with %d threads:\n%s", strings.Join(args, " "), 1+i%8, diff)
			}
		}
	}
}

// A report that cannot be written is an error, in every format.
func TestClosedPipe(t *testing.T) {
	dir := realTree(t)
	for _, format := range report.Names() {
		var errs bytes.Buffer
		streams := Streams{In: strings.NewReader(""), Out: brokenPipe{}, Err: &errs, Dir: dir}
		code := Main(context.Background(), []string{"check", "--to", "1.3", "--format", format}, streams)
		if code != exitError || !strings.Contains(errs.String(), io.ErrClosedPipe.Error()) {
			t.Errorf("%s: exit %d, %q", format, code, errs.String())
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
