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
	for _, want := range []string{"a/acls.json:1:2: warning: ", "b/acls.json:1:2: warning: ", "left as it was: a/acls.json\n", "left as it was: b/acls.json\n"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, out.String())
		}
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "a/acls.json")); string(data) != `{"set_quotas": []}` {
		t.Errorf("written was %q", data)
	}
}

// A fix that is refused is not counted among those that --fix makes, before it and after it.
func TestRefusedFixesAreNotCounted(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "acls.json"), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	// harmful is a rule whose fix brings what is as grave.
	harmful := &lint.Rule{Name: "test/harmful", Document: func(p *lint.Pass, d *config.Document) {
		end := d.Text.Span(d.Text.Len(), d.Text.Len())
		if strings.HasSuffix(d.Text.String(), " ") {
			p.Report(lint.Diagnostic{Span: d.Text.All(), Effect: lint.Ignored, Message: "worse", Subject: "worse"})
			return
		}
		p.Report(lint.Diagnostic{Span: d.Text.All(), Effect: lint.Ignored, Message: "bad", Subject: "bad",
			Fix: &lint.Fix{Applicability: lint.Safe, Message: "add a blank", Edits: []lint.Edit{{Span: end, Text: " "}}}})
	}}
	for _, fixes := range []bool{false, true} {
		f := checkFlags{to: "1.3", failLevel: "warning", colour: "never", fix: fixes}
		p, err := f.request(Streams{Dir: dir}, []string{"acls.json"})
		if err != nil {
			t.Fatal(err)
		}
		p.rules = []*lint.Rule{harmful}
		loaded, found, err := p.lint(context.Background(), nil)
		if err != nil || len(found) != 1 {
			t.Fatal(found, err)
		}
		run := report.Run{Upgrade: p.upgrade, Config: loaded, Diagnostics: found}
		if s := run.Summary(); s.Fixable != 1 {
			t.Fatalf("nothing is claimed to begin with: %+v", s)
		}
		if fixes {
			p.fix(context.Background(), f, loaded, found).into(&run)
		} else if err := p.foresee(context.Background(), &run); err != nil {
			t.Fatal(err)
		}
		var out bytes.Buffer
		if err := (report.Text{}).Write(&out, &run); err != nil {
			t.Fatal(err)
		}
		if s := run.Summary(); s.Fixable != 0 || strings.Contains(out.String(), "--fix fixes") || strings.Count(out.String(), "its fix is not applied") != 1 ||
			!strings.Contains(out.String(), "by hand: add a blank") {
			t.Errorf("--fix is %v: %+v\n%s", fixes, s, out.String())
		}
	}
}
