package load

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

func readShell(t testing.TB, data []byte, allExport bool) (*environment, *loader) {
	t.Helper()
	l, err := newLoader(context.Background(), Options{Dir: "/nonexistent", Vocabulary: vocabulary()})
	if err != nil {
		t.Fatal(err)
	}
	f := &file{path: "env"}
	f.set(source.New("env", "", data), 0)
	return l.readShellEnv(f, allExport), l
}

// checkText fails where the spans of a decoded text do not lie where its bytes are written.
func checkText(t *testing.T, what string, text source.Text) {
	t.Helper()
	raw, last := text.Raw(), text.Raw().Start
	if raw.Start > raw.End || raw.End > len(raw.Source.Data) {
		t.Fatalf("%s: raw span [%d, %d) of %d bytes", what, raw.Start, raw.End, len(raw.Source.Data))
	}
	for i := range text.Len() {
		p := text.Span(i, i+1)
		if p.Start < last || p.End < p.Start || p.End > raw.End {
			t.Fatalf("%s: byte %d of %q has span [%d, %d) in [%d, %d)", what, i, text, p.Start, p.End, raw.Start, raw.End)
		}
		last = p.Start
	}
}

// shellPieces are put together to values; some are not known without running them, some end the value.
var shellPieces = []string{
	"a", "b c", "é", "=", ":", "zk://h:2181,g/m", `"x y"`, `"a\"b"`, `"a\b"`, `"\$A"`, "\"\\`\"", `'s q'`, `'it'\''s'`, `'\'`, `\\`, `\ `, `\"`,
	`\` + "\n", "\"l1\nl2\"", "'l1\nl2'", "\"l\\\nm\"", `$'\t\n\x41\101\u00e9\''`, `$'a\qb'`, `$A`, `${A}`, `"$B c"`, `${B:-d}`, `"${A}"x`, `$"loc"`, `#`, `x#y`,
	`{a,b}`, `*`, `~`, `:~`, `~x`, `[a-z]`, `!`, `"!"`, `""`, `''`, `%`, "\r", `{`, `}`, `,`, `@`, `[{"k":"v"}]`, `'[{"k":"v"}]'`, `"{\"k\":\"v\"}"`,
}

func generateShell(r *rand.Rand) string {
	var b strings.Builder
	names := []string{"A", "B", "MESOS_X", "MESOS_work_dir"}
	for range 1 + r.IntN(8) {
		value := ""
		for range r.IntN(4) {
			value += shellPieces[r.IntN(len(shellPieces))]
		}
		name := names[r.IntN(len(names))]
		switch r.IntN(12) {
		case 0:
			fmt.Fprintf(&b, "# %s\n", strings.ReplaceAll(value, "\n", " "))
		case 1:
			fmt.Fprintf(&b, "unset %s\n", name)
		case 2:
			fmt.Fprintf(&b, "if true; then %s=%s; fi\n", name, value)
		case 3:
			fmt.Fprintf(&b, "%s+=%s\n", name, value)
		case 4, 5, 6:
			fmt.Fprintf(&b, "export %s=%s\n", name, value)
		case 7:
			fmt.Fprintf(&b, "%s=%s %s=1\n", name, value, names[r.IntN(len(names))])
		default:
			fmt.Fprintf(&b, "%s=%s\n", name, value)
		}
	}
	return b.String()
}

// bashEnvironments runs bash over the files and returns what each leaves in the environment; nil where bash stopped.
func bashEnvironments(t *testing.T, files []string) []map[string]string {
	t.Helper()
	const script = `for f; do ( set -a; if . "$f" >/dev/null 2>&1; then printf 'ok\0'; fi; /usr/bin/env -0; printf 'end\0' ); done`
	dir := t.TempDir()
	args := []string{"--norc", "--noprofile", "-c", script, "bash"}
	for i, content := range files {
		path := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	cmd := exec.Command("bash", args...)
	cmd.Env = []string{"PATH=/nonexistent", "HOME=/home/nobody", "LC_ALL=C.UTF-8"}
	cmd.Dir = dir
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("running bash: %v", err)
	}
	var all []map[string]string
	var env map[string]string
	for _, entry := range bytes.Split(bytes.TrimSuffix(out, []byte{0}), []byte{0}) {
		name, value, isVariable := strings.Cut(string(entry), "=")
		switch {
		case string(entry) == "ok":
			env = map[string]string{}
		case string(entry) == "end":
			all = append(all, env)
			env = nil
		case isVariable && env != nil:
			env[name] = value
		}
	}
	return all
}

// TestShellValuesAreThoseOfBash reads generated files and compares what is claimed to be known with bash itself.
func TestShellValuesAreThoseOfBash(t *testing.T) {
	if _, err := exec.LookPath("bash"); err != nil {
		t.Skip("there is no bash on this machine")
	}
	r := rand.New(rand.NewPCG(1, 2))
	files := make([]string, 200)
	for i := range files {
		files[i] = generateShell(r)
	}
	compared := 0
	for i, want := range bashEnvironments(t, files) {
		if want == nil {
			continue
		}
		read, l := readShell(t, []byte(files[i]), true)
		if len(l.out.Unchecked) > 0 || len(read.gaps) > 0 {
			continue
		}
		got := map[string]*config.Setting{}
		for _, s := range environmentSettings(read.assignments) {
			checkText(t, files[i], s.Value)
			if s.Overridden == nil {
				if !s.Optional || got[s.Name] == nil {
					got[s.Name] = s
				}
				if s.Optional {
					got[s.Name] = &config.Setting{Dynamic: true}
				}
			}
		}
		for name, s := range got {
			if s.Dynamic {
				continue
			}
			compared++
			if value, set := want[name]; !set || value != s.Value.String() {
				t.Errorf("%s is %q (set: %v) in bash, read as %q from\n%s", name, value, set, s.Value, files[i])
			}
		}
		for _, name := range []string{"A", "B", "MESOS_X", "MESOS_work_dir"} {
			if value, set := want[name]; set && got[name] == nil {
				t.Errorf("%s is %q in bash, and not read from\n%s", name, value, files[i])
			}
		}
	}
	if compared < len(files) {
		t.Errorf("compared only %d values of %d files", compared, len(files))
	}
}

// TestShellEditsAreReadBack replaces a part of each value and asks bash's reader what it then sees.
func TestShellEditsAreReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	edited := 0
	for range 2000 {
		data := "MESOS_X=" + shellPieces[r.IntN(len(shellPieces))] + shellPieces[r.IntN(len(shellPieces))] + "\n"
		edited += editAndReadBack(t, r, data, func(data []byte) (*environment, bool) {
			read, l := readShell(t, data, true)
			return read, len(l.out.Unchecked) == 0
		})
	}
	if edited < 500 {
		t.Errorf("only %d values were edited", edited)
	}
}

// editAndReadBack edits a random part of the one value in data, and returns how many it edited.
func editAndReadBack(t *testing.T, r *rand.Rand, data string, read func([]byte) (*environment, bool)) int {
	t.Helper()
	env, ok := read([]byte(data))
	if !ok || len(env.assignments) != 1 || env.assignments[0].Unknown {
		return 0
	}
	value := env.assignments[0].Value
	inserts := []string{"new", `"quoted"`, "it's", "a b", `\`, "$A", "`", "", "#", "{"}
	insert := inserts[r.IntN(len(inserts))]
	start := r.IntN(value.Len() + 1)
	end := start + r.IntN(value.Len()-start+1)
	want := value.String()[:start] + insert + value.String()[end:]
	span, text, ok := value.Edit(start, end, insert)
	if !ok || !utf8.ValidString(want) {
		return 0
	}
	after := data[:span.Start] + text + data[span.End:]
	env, ok = read([]byte(after))
	if !ok || len(env.assignments) != 1 || env.assignments[0].Value.String() != want {
		t.Fatalf("replacing %q in %q by %q wrote %q, which reads as %v; want %q",
			value.String()[start:end], data, insert, after, env.assignments, want)
	}
	return 1
}

func FuzzShellEnv(f *testing.F) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 40 {
		f.Add([]byte(generateShell(r)))
	}
	f.Add([]byte("{% if x %}# {% endif %}MESOS_X={{ y }}\nexport MESOS_<%= z %>=1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, _ := readShell(t, data, true)
		for _, a := range read.assignments {
			checkText(t, a.Name, a.Value)
			if got := a.NameSpan.Text(); got != a.Name {
				t.Errorf("the span of %q holds %q", a.Name, got)
			}
		}
	})
}
