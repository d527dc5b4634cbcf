package fix

import (
	"bytes"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

func diffOf(t *testing.T, style DiffStyle, diags ...lint.Diagnostic) string {
	t.Helper()
	c := Plan(diags, Scope{}, nil)
	if len(c.Rejected) > 0 {
		t.Fatalf("rejected: %v", c.Rejected)
	}
	var b strings.Builder
	if err := c.Diff(&b, style); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func lines(from, to int) string {
	var b strings.Builder
	for i := from; i <= to; i++ {
		b.WriteString("line ")
		b.WriteByte(byte('0' + i/10))
		b.WriteByte(byte('0' + i%10))
		b.WriteByte('\n')
	}
	return b.String()
}

func TestDiff(t *testing.T) {
	twenty := plain("etc/a", "/r/etc/a", []byte(lines(1, 20)))
	open := plain("etc/a", "/r/etc/a", []byte("x\r\ny"))
	empty := plain("etc/a", "/r/etc/a", nil)
	spaced := plain("/etc/a b\t\"", "/etc/a b\t\"", []byte("x\n"))
	for name, test := range map[string]struct {
		diag lint.Diagnostic
		want string
	}{
		"one line with context": {editing(twenty, "x", 8*9, 8*9+4, "LINE"), `diff --git a/etc/a b/etc/a
--- a/etc/a
+++ b/etc/a
@@ -7,7 +7,7 @@
 line 07
 line 08
 line 09
-line 10
+LINE 10
 line 11
 line 12
 line 13
`},
		"hunks that meet are one, others are apart": {editing(twenty, "x", 0, 8, "", 8*7, 8*7, "new\n", 8*20, 8*20, "end\n"), `diff --git a/etc/a b/etc/a
--- a/etc/a
+++ b/etc/a
@@ -1,10 +1,10 @@
-line 01
 line 02
 line 03
 line 04
 line 05
 line 06
 line 07
+new
 line 08
 line 09
 line 10
@@ -18,3 +18,4 @@
 line 18
 line 19
 line 20
+end
`},
		"line ends and a missing last one are kept": {editing(open, "x", 3, 4, "Y"),
			"diff --git a/etc/a b/etc/a\n--- a/etc/a\n+++ b/etc/a\n@@ -1,2 +1,2 @@\n x\r\n-y\n\\ No newline at end of file\n+Y\n\\ No newline at end of file\n"},
		"a last line end is added": {editing(open, "x", 4, 4, "\n"),
			"diff --git a/etc/a b/etc/a\n--- a/etc/a\n+++ b/etc/a\n@@ -1,2 +1,2 @@\n x\r\n-y\n\\ No newline at end of file\n+y\n"},
		"into an empty file": {editing(empty, "x", 0, 0, "a\n"), "diff --git a/etc/a b/etc/a\n--- a/etc/a\n+++ b/etc/a\n@@ -0,0 +1 @@\n+a\n"},
		"emptied":            {editing(open, "x", 0, 4, ""), "diff --git a/etc/a b/etc/a\n--- a/etc/a\n+++ b/etc/a\n@@ -1,2 +0,0 @@\n-x\r\n-y\n\\ No newline at end of file\n"},
		"lines joined":       {editing(twenty, "x", 7, 8, "", 15, 16, ""), "diff --git a/etc/a b/etc/a\n--- a/etc/a\n+++ b/etc/a\n@@ -1,6 +1,4 @@\n-line 01\n-line 02\n-line 03\n+line 01line 02line 03\n line 04\n line 05\n line 06\n"},
		"rename": {renaming(open, "x", "/r/etc/a", "/r/etc/b"), `diff --git a/etc/a b/etc/b
rename from etc/a
rename to etc/b
`},
		"create": {creating(open, "x", "/r/etc/n", "1\n2\n"), `diff --git a/etc/n b/etc/n
new file mode 100644
--- /dev/null
+++ b/etc/n
@@ -0,0 +1,2 @@
+1
+2
`},
		"names that need quotes": {editing(spaced, "x", 0, 1, "y"),
			"diff --git \"a/etc/a b\\t\\\"\" \"b/etc/a b\\t\\\"\"\n--- \"a/etc/a b\\t\\\"\"\t\n+++ \"b/etc/a b\\t\\\"\"\t\n@@ -1 +1 @@\n-x\n+y\n"},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, diffOf(t, DiffStyle{}, test.diag)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDiffForTerminals(t *testing.T) {
	s := plain("a\x1b[31m", "/r/a", []byte("x\x1b]0;title\x07\t1\r\n"))
	got := diffOf(t, DiffStyle{Color: true, Printable: true}, editing(s, "x", 0, 1, "y"))
	if strings.Contains(got, "\x1b]") || strings.Contains(got, "\x1b[31ma") || strings.ContainsAny(got, "\x07\r") {
		t.Errorf("the terminal would act on %q", got)
	}
	if !strings.Contains(got, "\x1b[32m+y\\x1b]0;title\\x07\t1\\r\x1b[") {
		t.Errorf("no colour, or not the text: %q", got)
	}
	if plain := diffOf(t, DiffStyle{Printable: true}, editing(s, "x", 0, 1, "y")); strings.Contains(plain, "\x1b") {
		t.Errorf("colour that nobody asked for: %q", plain)
	}
}

func TestDiffShowsNoSecret(t *testing.T) {
	s := plain("credentials", "/r/credentials", []byte("ann hunter2\nbob hunter3\n"))
	s.Mask(4, 11)
	s.Mask(16, 23)
	var b redact.Builder
	b.Write(`{"credentials": [` + "\n" + `{"principal": "ann", "secret": `)
	b.WriteSecret(`"hunter2"`)
	b.Write("},\n" + `{"principal": "bob", "secret": `)
	b.WriteSecret(`"hunter3"`)
	b.Write("}\n]}\n")
	all := s.Span(0, len(s.Data))
	withSecrets := lint.Edit{Span: all, Text: b.String(), Secrets: b.Secrets()}
	forgotten := lint.Edit{Span: all, Text: b.String()}
	beside := lint.Edit{Span: s.Span(0, 3), Text: "eve"}
	created := lint.Create{Path: "/r/new", Data: []byte(b.String()), Secrets: b.Secrets()}
	zk := plain("zk", "/r/zk", []byte("zk://u:hunter4@h:2181/mesos\n"))
	for name, fix := range map[string]lint.Fix{
		"marked":               {Edits: []lint.Edit{withSecrets}},
		"forgotten":            {Edits: []lint.Edit{forgotten}},
		"beside":               {Edits: []lint.Edit{beside}},
		"created":              {Creates: []lint.Create{created}},
		"moved by other edits": {Edits: []lint.Edit{beside, {Span: s.Span(24, 24), Text: "eve x\n"}}},
		"url":                  {Edits: []lint.Edit{{Span: zk.Span(15, 16), Text: "host"}}},
		"url that is new":      {Edits: []lint.Edit{{Span: zk.Span(0, 0), Text: "zk://v:hunter5@h/m\n"}}},
	} {
		t.Run(name, func(t *testing.T) {
			fix.Applicability = lint.Safe
			got := diffOf(t, DiffStyle{}, lint.Diagnostic{Fix: &fix})
			if strings.Contains(got, "hunter") {
				t.Errorf("a secret is shown:\n%s", got)
			}
			if !strings.Contains(got, source.SecretMark) || !strings.HasPrefix(got, "# [secret] stands for bytes that are not shown") {
				t.Errorf("the secret's place is not shown:\n%s", got)
			}
		})
	}
	c := Plan([]lint.Diagnostic{{Fix: &lint.Fix{Applicability: lint.Safe, Edits: []lint.Edit{withSecrets}}}}, Scope{}, nil)
	if string(c.Files[0].New) != b.String() {
		t.Error("what is written must hold the real bytes")
	}
}

// A patch is for a program: it holds every byte, and says that it does.
func TestPatchHoldsSecrets(t *testing.T) {
	s := plain("credentials", "/r/credentials", []byte("ann hunter2\nbob hunter3\n"))
	s.Mask(4, 11)
	for word, edit := range map[string]lint.Edit{
		"-ann hunter2\n+ann \"hunter2\"\n bob hunter3\n": {Span: s.Span(4, 11), Text: `"hunter2"`}, "+eve\n": {Span: s.Span(24, 24), Text: "eve\n"},
	} {
		var b strings.Builder
		secret, err := Plan([]lint.Diagnostic{{Fix: &lint.Fix{Applicability: lint.Safe, Edits: []lint.Edit{edit}}}}, Scope{}, nil).Patch(&b)
		if err != nil || !secret || !strings.Contains(b.String(), word) || strings.Contains(b.String(), "#") {
			t.Errorf("%v, secret %v, the patch is\n%s", err, secret, b.String())
		}
	}
	open := plain("a", "/r/a", []byte("x\n"))
	var b strings.Builder
	if secret, err := Plan([]lint.Diagnostic{editing(open, "x", 0, 1, "y")}, Scope{}, nil).Patch(&b); err != nil || secret {
		t.Errorf("a patch without a secret: %v, %v", secret, err)
	}
}

// Over rounds of edits no byte that was marked is shown, wherever edits move it.
func TestDiffOfRandomRoundsShowsNoSecret(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for range 500 {
		var text redact.Builder
		for range r.IntN(12) {
			text.Write("n" + strings.Repeat("\n", r.IntN(2)))
			if r.IntN(2) == 0 {
				text.WriteSecret("#" + strings.Repeat("\n", r.IntN(2)) + "#")
			}
		}
		content, secrets, total := []byte(text.String()), text.Secrets(), &Changes{}
		for range 3 {
			s := plain("a", "/r/a", content)
			if total.Files == nil { // later rounds must know from the first
				for _, m := range secrets {
					s.Mask(m.Start, m.End)
				}
			}
			var diags []lint.Diagnostic
			for range 3 {
				at := r.IntN(len(content) + 1)
				text := lint.Edit{Span: s.Span(at, min(len(content), at+r.IntN(2))), Text: "v\n"}
				if r.IntN(3) == 0 {
					text.Text, text.Secrets = "v##v", []source.Range{{Start: 1, End: 3}}
				} else {
					text.Secrets = []source.Range{}
				}
				diags = append(diags, lint.Diagnostic{Fix: &lint.Fix{Applicability: lint.Safe, Edits: []lint.Edit{text}}})
			}
			next := Plan(diags, Scope{}, nil)
			if len(next.Files) == 0 {
				continue
			}
			content = next.Files[0].New
			if err := total.then(next); err != nil {
				t.Fatal(err)
			}
		}
		var b strings.Builder
		if err := total.Diff(&b, DiffStyle{}); err != nil {
			t.Fatal(err)
		}
		for _, line := range strings.Split(b.String(), "\n") {
			if strings.Contains(line, "#") && !strings.HasPrefix(line, "# ") {
				t.Fatalf("%q shows a secret in\n%s", line, b.String())
			}
		}
	}
}

// git apply makes of the old files what the changes make of them.
func TestGitAppliesTheDiff(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("needs git")
	}
	r := rand.New(rand.NewPCG(3, 3))
	for i := range 40 {
		dir := t.TempDir()
		var diags []lint.Diagnostic
		names := []string{"one", "two words", "é", "CRLF"}
		for n, name := range names {
			data := randomBytes(r, r.IntN(400))
			if n == 3 {
				data = bytes.ReplaceAll([]byte(lines(1, 30)), []byte("\n"), []byte("\r\n"))
			}
			data = bytes.ReplaceAll(data, []byte{0}, nil) // git calls a file with NUL binary
			s := plain(name, filepath.Join(dir, name), data)
			if err := os.WriteFile(s.File, data, 0o644); err != nil {
				t.Fatal(err)
			}
			edits, _ := randomEdits(r, s)
			for _, e := range edits {
				if e.Text = strings.ReplaceAll(e.Text, "\x00", ""); r.IntN(3) == 0 {
					diags = append(diags, lint.Diagnostic{Span: s.Span(0, 0), Fix: &lint.Fix{Applicability: lint.Safe, Edits: []lint.Edit{e}}})
				}
			}
			if n == i%4 {
				diags = append(diags, renaming(s, "r", s.File, s.File+".new"), creating(s, "c", filepath.Join(dir, "made"), "x\ny"))
			}
		}
		c := Plan(diags, Scope{}, nil)
		var b bytes.Buffer
		if err := c.Diff(&b, DiffStyle{}); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(git, "apply", "--whitespace=nowarn", "-")
		cmd.Dir, cmd.Stdin = dir, &b
		diff := b.String()
		cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir), "GIT_CONFIG_GLOBAL=/dev/null")
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v: %s\n%s", err, out, diff)
		}
		for _, f := range c.Files {
			if got, err := os.ReadFile(f.NewFile); err != nil || !bytes.Equal(got, f.New) {
				t.Fatalf("%v: git made %q, want %q of\n%s", err, got, f.New, diff)
			}
			if f.File != f.NewFile && !f.Created {
				if _, err := os.Lstat(f.File); err == nil {
					t.Fatalf("%s is still there", f.File)
				}
			}
		}
	}
}

// Names are quoted as git quotes them: byte for byte what `git diff` printed for a file of this name.
func TestNamesAreQuotedAsGitDoes(t *testing.T) {
	for path, want := range map[string]string{
		"a\tb\x01é\"\\ \x7f\x1b\a\b\v\f\r.txt": `"a/a\tb\001\303\251\"\\ \177\033\a\b\v\f\r.txt"`,
		"sp ace.txt":                           "a/sp ace.txt",
		"/etc/mesos/acls.json":                 "a/etc/mesos/acls.json",
		"::error file=x::y":                    "a/::error file=x::y",
		"a\nb\u202ec":                          `"a/a\nb\342\200\256c"`,
	} {
		if got := label("a/", path); got != want {
			t.Errorf("%q is %s, want %s", path, got, want)
		}
	}
}
