package load

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

func readSystemd(t testing.TB, data []byte) (*environment, *loader) {
	t.Helper()
	l, err := newLoader(context.Background(), Options{Dir: "/nonexistent", Vocabulary: vocabulary()})
	if err != nil {
		t.Fatal(err)
	}
	return l.readSystemdEnv(source.New("env", "", data), "env"), l
}

var systemdPieces = []string{
	"a", "b c", "é", "=", " ", "\t", `"x y"`, `"a\"b"`, `"a\b"`, `'s q'`, `'a\'`, `\\`, `\a`, `\"`, `\'`, `\ `, "\\\n", "\"l1\nl2\"",
	"\"l\\\nm\"", "'l1\nl2'", "'l\\\nm'", `""`, `''`, "#", ";", `"`, `'`, "\r", `[{"k":"v"}]`, "x\\", "  trailing  ",
}

func generateSystemd(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(6) {
		value := ""
		for range r.IntN(4) {
			value += systemdPieces[r.IntN(len(systemdPieces))]
		}
		name := []string{"AAA", "MESOS_X", "MESOS_work_dir"}[r.IntN(3)]
		switch r.IntN(10) {
		case 0:
			fmt.Fprintf(&b, "# %s\n", strings.ReplaceAll(value, "\\", ""))
		case 1:
			fmt.Fprintf(&b, "export %s=%s\n", name, value)
		case 2:
			fmt.Fprintf(&b, "  %s = %s\n", name, value)
		case 3:
			fmt.Fprintf(&b, "%s%s\n", name, value)
		default:
			fmt.Fprintf(&b, "%s=%s\n", name, value)
		}
	}
	return b.String()
}

const environmentGenerator = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator"

// TestSystemdValuesAreThoseOfSystemd compares with the program of systemd that reads files of the same grammar and
// prints what it read.
func TestSystemdValuesAreThoseOfSystemd(t *testing.T) {
	if _, err := os.Stat(environmentGenerator); err != nil {
		t.Skip("there is no systemd on this machine")
	}
	home := t.TempDir()
	dir := filepath.Join(home, ".config", "environment.d")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	compared := 0
	for range 80 {
		content := generateSystemd(r)
		if err := os.WriteFile(filepath.Join(dir, "a.conf"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(environmentGenerator)
		cmd.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH")}
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", environmentGenerator, err)
		}
		want := map[string]string{}
		for line := range strings.Lines(string(out)) {
			name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			want[name] = unprinted(value)
		}
		got := map[string]string{}
		read, _ := readSystemd(t, []byte(content))
		for _, a := range read.assignments {
			checkText(t, content, a.Value)
			if a.Value.Len() > 0 { // this program skips empty values; an EnvironmentFile sets them
				got[a.Name] = a.Value.String()
			}
		}
		for _, name := range []string{"AAA", "MESOS_X", "MESOS_work_dir"} {
			if want[name] != got[name] {
				t.Errorf("%s is %q for systemd, read as %q from\n%s", name, want[name], got[name], content)
			}
			if want[name] != "" {
				compared++
			}
		}
	}
	if compared < 60 {
		t.Errorf("compared only %d values", compared)
	}
}

// TestSystemdRefusesWhatIsNotUTF8 keeps nothing of a file with a value in Latin-1, and minds no such comment.
func TestSystemdRefusesWhatIsNotUTF8(t *testing.T) {
	for content, want := range map[string]int{"A=1\nB=\xe9\n": 0, "# \xe9\nA=1\n": 1} {
		if read, _ := readSystemd(t, []byte(content)); len(read.assignments) != want {
			t.Errorf("%q sets %d variables, want %d", content, len(read.assignments), want)
		}
	}
}

// unprinted undoes the quotes in which the program prints values.
func unprinted(value string) string {
	inner, quoted := strings.CutPrefix(value, `"`)
	if !quoted {
		return value
	}
	return strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\r`, "\r", `\\`, `\`, `\"`, `"`, `\$`, `$`, "\\`", "`").Replace(strings.TrimSuffix(inner, `"`))
}

func TestSystemdEditsAreReadBack(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	edited := 0
	for range 2000 {
		data := "MESOS_X=" + systemdPieces[r.IntN(len(systemdPieces))] + systemdPieces[r.IntN(len(systemdPieces))] + "\n"
		edited += editAndReadBack(t, r, data, func(data []byte) (*environment, bool) {
			read, l := readSystemd(t, data)
			return read, len(l.out.Unchecked) == 0
		})
	}
	if edited < 500 {
		t.Errorf("only %d values were edited", edited)
	}
}

func FuzzSystemdEnv(f *testing.F) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 40 {
		f.Add([]byte(generateSystemd(r)))
	}
	f.Add([]byte("{% if x %}# {% endif %}MESOS_X={{ y }}\nMESOS_<%= z %>=1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, _ := readSystemd(t, data)
		for _, a := range read.assignments {
			checkText(t, a.Name, a.Value)
			if got := a.NameSpan.Text(); got != a.Name {
				t.Errorf("the span of %q holds %q", a.Name, got)
			}
		}
	})
}
