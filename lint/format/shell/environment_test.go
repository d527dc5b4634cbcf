package shell

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// readEnvironment reads a file that bash sources with all of its assignments exported.
func readEnvironment(data string) *Result {
	return Read(source.WholeText(source.New("env", "", []byte(data))), Options{Dialect: Bash, AllExport: true})
}

// valuePieces are put together to values; some are not known without running them, some end the value.
var valuePieces = []string{
	"a", "b c", "é", "=", ":", "zk://h:2181,g/m", `"x y"`, `"a\"b"`, `"a\b"`, `"\$A"`, "\"\\`\"", `'s q'`, `'it'\''s'`, `'\'`, `\\`, `\ `, `\"`,
	`\` + "\n", "\"l1\nl2\"", "'l1\nl2'", "\"l\\\nm\"", `$'\t\n\x41\101\u00e9\''`, `$'a\qb'`, `$A`, `${A}`, `"$B c"`, `${B:-d}`, `"${A}"x`, `$"loc"`, `#`, `x#y`,
	`{a,b}`, `*`, `~`, `:~`, `~x`, `[a-z]`, `!`, `"!"`, `""`, `''`, `%`, "\r", `{`, `}`, `,`, `@`, `[{"k":"v"}]`, `'[{"k":"v"}]'`, `"{\"k\":\"v\"}"`,
	`"x"#y`, "$(echo q)", `"$(printf 'a\n\n')"`, "# c \\\n", `${A%b*}`, `"${B##* }"`, "${A:+z}",
}

func generateEnvironment(r *rand.Rand) string {
	var b strings.Builder
	names := []string{"A", "B", "MESOS_X", "MESOS_work_dir"}
	for range 1 + r.IntN(8) {
		value := ""
		for range r.IntN(4) {
			value += valuePieces[r.IntN(len(valuePieces))]
		}
		name := names[r.IntN(len(names))]
		if at := r.IntN(4 * len(name)); at < len(name) { // the name goes on in the next line
			name = name[:at+1] + "\\\n" + name[at+1:]
		}
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

// bashEnvironments runs bash over the files and returns what each leaves in the environment; nil if bash stopped.
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

// TestValuesAreThoseOfBash reads generated files and compares what is claimed to be known with bash itself.
func TestValuesAreThoseOfBash(t *testing.T) {
	needShells(t, "bash")
	r := rand.New(rand.NewPCG(1, 2))
	files := make([]string, 400)
	for i := range files {
		files[i] = generateEnvironment(r)
	}
	compared := 0
	for i, want := range bashEnvironments(t, files) {
		if want == nil {
			continue
		}
		read := readEnvironment(files[i])
		if read.Unreadable != nil || len(read.Gaps) > 0 {
			continue
		}
		checkSpans(t, read)
		got := map[string]*machine.Assignment{}
		for _, a := range read.Assignments {
			if a.Maybe || a.Default {
				a.Unknown = true
			}
			got[a.Name] = &a
		}
		for name, a := range got {
			if a.Unknown {
				continue
			}
			compared++
			if value, set := want[name]; !set || value != a.Value.String() {
				t.Errorf("%s is %q (set: %v) in bash, read as %q from\n%s", name, value, set, a.Value, files[i])
			}
		}
		for _, name := range []string{"A", "B", "MESOS_X", "MESOS_work_dir"} {
			if value, set := want[name]; set && got[name] == nil {
				t.Errorf("%s is %q in bash, and not read from\n%s", name, value, files[i])
			}
		}
	}
	if compared < len(files)/2 {
		t.Errorf("compared only %d values of %d files", compared, len(files))
	}
}

// TestEditsOfValuesAreReadBack replaces a part of each value and reads what then stands there.
func TestEditsOfValuesAreReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	edited := 0
	for range 3000 {
		edited += editAndReadBack(t, r, "MESOS_X="+valuePieces[r.IntN(len(valuePieces))]+valuePieces[r.IntN(len(valuePieces))]+"\n", 1)
		edited += editAndReadBack(t, r, "A="+valuePieces[r.IntN(len(valuePieces))]+"\nMESOS_X="+valuePieces[r.IntN(len(valuePieces))]+"\"$A\"\n", 2)
	}
	if edited < 1000 {
		t.Errorf("only %d values were edited", edited)
	}
}

// editAndReadBack edits a random part of the last of the assignments in data, and returns how many it edited.
func editAndReadBack(t *testing.T, r *rand.Rand, data string, assignments int) int {
	t.Helper()
	last := func(data string) *machine.Assignment {
		read := readEnvironment(data)
		if n := len(read.Assignments); read.Unreadable == nil && n == assignments && !read.Assignments[n-1].Unknown {
			return &read.Assignments[n-1]
		}
		return nil
	}
	a := last(data)
	if a == nil || a.Maybe || a.Default {
		return 0
	}
	inserts := []string{"new", `"quoted"`, "it's", "a b", `\`, "$A", "`", "", "#", "{"}
	insert := inserts[r.IntN(len(inserts))]
	start := r.IntN(a.Value.Len() + 1)
	end := start + r.IntN(a.Value.Len()-start+1)
	want := a.Value.String()[:start] + insert + a.Value.String()[end:]
	span, text, ok := a.Value.Edit(start, end, insert)
	if !ok || !utf8.ValidString(want) {
		return 0
	}
	after := data[:span.Start] + text + data[span.End:]
	if b := last(after); b == nil || b.Value.String() != want {
		t.Fatalf("replacing %q in %q by %q wrote %q, which reads as %v; want %q", a.Value.String()[start:end], data, insert, after, b, want)
	}
	return 1
}
