package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/report"
)

// appending is a rule whose fix makes the finding appear that it fixes, again and again.
func appending() *lint.Rule {
	return &lint.Rule{Name: "test/appending", Document: func(p *lint.Pass, d *config.Document) {
		at := d.Text.All()
		p.Report(lint.Diagnostic{Span: at, Effect: lint.Ignored, Message: "one more", Subject: strings.Repeat("x", at.End-at.Start),
			Fix: &lint.Fix{Applicability: lint.Safe, Edits: []lint.Edit{{Span: d.Text.Span(d.Text.Len(), d.Text.Len()), Text: " "}}}})
	}}
}

// Where fixing comes to nothing, what was found is reported all the same, and nothing is written.
func TestFixesThatDoNotSettle(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "acls.json")
	if err := os.WriteFile(path, []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	f := checkFlags{to: "1.3", failLevel: "warning", colour: "never", fix: true}
	p, err := f.request(Streams{Dir: dir}, []string{"acls.json"})
	if err != nil {
		t.Fatal(err)
	}
	p.rules = []*lint.Rule{appending()}
	loaded, found, err := p.lint(context.Background(), nil)
	if err != nil || len(found) != 1 {
		t.Fatal(found, err)
	}
	run := report.Run{Upgrade: p.upgrade, Config: loaded, Diagnostics: found}
	if err := p.foresee(context.Background(), &run); err != nil || !run.Unforeseen {
		t.Errorf("a report does not say that more may come: %v", err)
	}
	fixing := p.fix(context.Background(), f, loaded, found)
	if fixing.err == nil || !strings.Contains(fixing.err.Error(), "test/appending still change something") {
		t.Errorf("it ends with %v", fixing.err)
	}
	fixing.into(&run)
	var out bytes.Buffer
	if err := (report.Text{}).Write(&out, &run); err != nil || !strings.Contains(out.String(), "acls.json:1:1: warning: one more") {
		t.Errorf("the report is %s, %v", out.String(), err)
	}
	if data, _ := os.ReadFile(path); string(data) != "{}" {
		t.Errorf("written was %q", data)
	}
}

// A file that changes behind the back of --fix is left alone with all others, each is named, and what was found is
// reported.
func TestFixesThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a/acls.json", "b/acls.json"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(`{"set_quotas": []}`), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	f := checkFlags{to: "1.3", failLevel: "warning", colour: "never", fix: true}
	p, err := f.request(Streams{Dir: dir}, []string{"a", "b"})
	if err != nil {
		t.Fatal(err)
	}
	loaded, found, err := p.lint(context.Background(), nil)
	if err != nil || len(found) != 2 {
		t.Fatal(found, err)
	}
	if err := os.Remove(filepath.Join(dir, "b/acls.json")); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("../a", filepath.Join(dir, "b/acls.json")); err != nil { // a directory now
		t.Fatal(err)
	}
	fixing := p.fix(context.Background(), f, loaded, found)
	run := report.Run{Upgrade: p.upgrade, Config: loaded, Diagnostics: found}
	fixing.into(&run)
	var out bytes.Buffer
	if err := (report.Text{}).Write(&out, &run); err != nil || fixing.err == nil {
		t.Fatal(err, fixing.err)
	}
	for _, want := range []string{"a/acls.json:1:2: error: ", "b/acls.json:1:2: error: ", "left as it was: a/acls.json\n", "left as it was: b/acls.json\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out.String())
		}
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "a/acls.json")); string(data) != `{"set_quotas": []}` {
		t.Errorf("written was %q", data)
	}
}
