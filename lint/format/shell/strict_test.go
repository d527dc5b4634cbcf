package shell

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// sourcing is a script that reads a file of assignments as an init wrapper does, and says whether it has come through.
const sourcing = `set -o errexit -o nounset -o pipefail
function start {
  set -o allexport
  [[ ! -f "$FILE" ]] || . "$FILE"
  set +o allexport
  echo started
}
"$@"
`

// lines are what people write into files of assignments; those with a mark end the shell for certain.
var strictLines = []struct {
	text string
	ends string
}{
	{"A=1", ""}, {"export A=1", ""}, {"A=$B", "unset-variable"}, {"A=${B:-x}", ""}, {"A=${B-}", ""}, {"A=${B:+x}", ""}, {"A=${B%/}", "unset-variable"},
	{"A=${#B}", "unset-variable"}, {"A=${B:?no}", "unset-variable"}, {"A=${B:=x}", ""}, {`A="a $B"`, "unset-variable"}, {"A='$B'", ""},
	{"A=$(echo $B)", "unset-variable"}, {"export A=$(echo $B)", ""}, {"echo $(echo $B)", ""}, {`[ -n "$B" ] && A=1`, "unset-variable"},
	{`[ -n "${B-}" ] && A=1`, ""}, {"A=$HOSTNAME$UID$PWD", ""}, {"A=${B[@]}", ""}, {"if false; then A=$B; fi", ""}, {"for A in x; do A=$B; done", "unset-variable"},
	{"A=$(false)", "failing-command"}, {"export A=$(false)", ""}, {"A=$(false || true)", ""}, {"A=$(false; true)", ""}, {"A=$(false | true)", "failing-command"},
	{"A=`cat NONE`", "failing-command"}, {"A=$(<NONE)", "failing-command"}, {"A=$(cat NONE 2>/dev/null || true)", ""}, {"cat NONE > /dev/null", "failing-command"},
	{"A = 1", "failing-command"}, {"A =1", "failing-command"}, {"A=x:1 y:2", "failing-command"}, {"A=x:1;y:2", "failing-command"}, {"A='x:1;y:2'", ""},
	{"--port=5050", "failing-command"}, {"false", "failing-command"}, {"! true", ""}, {"! false", ""}, {"true && false", "failing-command"},
	{"false && true", ""}, {"false || true", ""}, {"if false; then :; fi", ""}, {"while false; do :; done", ""}, {"{ false && true; }", ""},
	{"exit 0", "failing-command"}, {"f() { false; }", ""}, {"f() { false; }; f", "failing-command"}, {"f() { false; }; f || true", ""},
	{"(exit 1) || true", ""}, {". NONE", "failing-command"}, {"set +e", ""}, {"unset A; A=$A", "unset-variable"}, {"local_only=1", ""},
	{"[[ ${A-} = y ]] || A=2", ""}, {"A=1 true", ""}, {"A=\"$(echo x)\" B=2", ""}, {"echo x | false", "failing-command"}, {"false | cat", "failing-command"},
	{"\ufeff# agent", "failing-command"}, {"\r", "failing-command"}, {"# comment", ""}, {"return 0", ""}, {"case x in y) false;; esac", ""},
}

// missingFile knows one file that is not there.
type missingFile struct{ machine.Tree }

func (missingFile) Absent(_ *source.Source, path string) bool {
	return strings.HasSuffix(path, "/none")
}

func (missingFile) Open(*source.Source, string) (text source.Text, mode os.FileMode, problem string) {
	return source.Text{}, 0, "not in the tree"
}

func TestStrictAgainstBash(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("there is no bash")
	}
	dir := t.TempDir()
	script, file := filepath.Join(dir, "start"), filepath.Join(dir, "default")
	if err := os.WriteFile(script, []byte(sourcing), 0o600); err != nil {
		t.Fatal(err)
	}
	text := func(lines ...string) string {
		return strings.ReplaceAll(strings.Join(lines, "\n")+"\n", "NONE", filepath.Join(dir, "none"))
	}
	starts := func(text string) bool {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(bash, script, "start")
		cmd.Env = []string{"PATH=/usr/bin:/bin", "FILE=" + file}
		out, _ := cmd.Output()
		return strings.HasSuffix(string(out), "started\n")
	}
	for _, line := range strictLines {
		text := text(line.text, "Z=1")
		if got := ending(text); got != line.ends {
			t.Errorf("%q is said to end the shell by %q, want %q", line.text, got, line.ends)
		}
		if starts(text) != (line.ends == "") {
			t.Errorf("%q: bash differs from what is expected here", line.text)
		}
	}
	random, ended, tests := rand.New(rand.NewPCG(1, 2)), 0, 0
	for range 60 {
		var lines []string
		for range 1 + random.IntN(4) {
			if line := strictLines[random.IntN(len(strictLines))]; line.ends == "" || random.IntN(4) == 0 {
				lines = append(lines, line.text)
			}
		}
		text := text(lines...)
		switch got, through := ending(text), starts(text); {
		case got == "last-test":
			tests++
		case got != "" && through:
			t.Errorf("%q is said to end the shell by %s, and does not", text, got)
		case got == "" && !through:
			t.Errorf("%q ends the shell, and nothing is said of it", text)
		case got != "":
			ended++
		}
	}
	if ended < 10 || tests == 60 {
		t.Errorf("%d random texts end the shell, which is too few to say anything", ended)
	}
}

// ending says by what a text is said to end the shell that sources it; "" if by nothing.
func ending(text string) string {
	r := Read(source.WholeText(source.New("default", "", []byte(text))), Options{Dialect: Bash, AllExport: true, Strict: true, Tree: missingFile{}})
	for _, f := range r.Findings {
		if id := strings.TrimPrefix(f.ID, "shell/"); slices.Contains([]string{"unset-variable", "failing-command", "last-test"}, id) {
			return id
		}
	}
	return ""
}
