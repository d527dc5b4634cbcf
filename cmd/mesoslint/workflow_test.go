package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
)

// scalarsOf yields the text of every scalar in a tree of YAML.
func scalarsOf(n *yamltext.Node, yield func(string)) {
	n = n.Resolve()
	for _, m := range n.Members() {
		scalarsOf(m.Value, yield)
	}
	for _, item := range n.Items() {
		scalarsOf(item, yield)
	}
	if n.Kind == yamltext.Scalar {
		yield(n.Value())
	}
}

// The inputs of the action are those that its steps use; none stands in a script, where its text would be run. Ids of steps
// that are named exist.
func TestActionInputs(t *testing.T) {
	action := parseYAML(t, "../../action.yml")
	inputs, ids := map[string]bool{}, map[string]bool{}
	for _, m := range at(action, "inputs").Members() {
		inputs[m.Name()] = false
		if textAt(m.Value, "description") == "" {
			t.Errorf("input %s has no description", m.Name())
		}
	}
	if textAt(action, "runs", "using") != "composite" || textAt(action, "name") == "" || textAt(action, "description") == "" {
		t.Error("action.yml is not a composite action with a name and a description")
	}
	used, step := regexp.MustCompile(`inputs\.([a-z-]+)`), regexp.MustCompile(`steps\.([a-z-]+)\.`)
	for _, s := range at(action, "runs", "steps").Items() {
		ids[textAt(s, "id")] = true
		run := textAt(s, "run")
		if (run == "") == (textAt(s, "uses") == "") || run != "" && textAt(s, "shell") != "bash" {
			t.Errorf("step %s neither runs a script of bash nor uses an action, or both", textAt(s, "name"))
		}
		if strings.Contains(run, "${{") {
			t.Errorf("step %s runs text of an expression: hand it over in a variable", textAt(s, "name"))
		}
	}
	scalarsOf(at(action, "runs"), func(text string) {
		for _, m := range used.FindAllStringSubmatch(text, -1) {
			if _, known := inputs[m[1]]; !known {
				t.Errorf("%q uses the input %s, which does not exist", text, m[1])
			}
			inputs[m[1]] = true
		}
		for _, m := range step.FindAllStringSubmatch(text, -1) {
			if !ids[m[1]] {
				t.Errorf("%q names the step %s, which does not exist", text, m[1])
			}
		}
	})
	for name, isUsed := range inputs {
		if !isUsed {
			t.Errorf("no step uses the input %s", name)
		}
	}
	for _, name := range []string{"version", "from", "to", "paths", "args", "fail-level", "sarif"} {
		if _, there := inputs[name]; !there {
			t.Errorf("there is no input %s", name)
		}
	}
}

// actionStep runs the script of a step of the action, as a runner would, with mesoslint being this test and with the programs
// in bin below dir. It returns what it prints, what it adds to the outputs and to the summary, and whether it succeeded.
func actionStep(t *testing.T, id, dir string, variables map[string]string) (printed, outputs, summary string, err error) {
	t.Helper()
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	var script string
	for _, s := range at(parseYAML(t, "../../action.yml"), "runs", "steps").Items() {
		if textAt(s, "id") == id {
			script = textAt(s, "run")
			for _, m := range at(s, "env").Members() {
				if _, given := variables[m.Name()]; !given {
					t.Fatalf("the test gives no %s", m.Name())
				}
			}
		}
	}
	runner, self := t.TempDir(), os.Args[0]
	if self, err = filepath.Abs(self); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(runner, "mesoslint"), fmt.Appendf(nil, "#!/bin/sh\n%s=1 exec '%s' \"$@\"\n", asProgram, self), 0o755); err != nil {
		t.Fatal(err)
	}
	outputFile, summaryFile := filepath.Join(runner, "output"), filepath.Join(runner, "summary")
	cmd := exec.Command(bash, "-c", script)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "RUNNER_TEMP="+runner, "GITHUB_OUTPUT="+outputFile,
		"GITHUB_STEP_SUMMARY="+summaryFile, "GITHUB_PATH="+filepath.Join(dir, "path"),
		"PATH="+strings.Join([]string{runner, filepath.Join(dir, "bin"), os.Getenv("PATH")}, string(os.PathListSeparator)))
	for name, value := range variables {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	out, err := cmd.CombinedOutput()
	read := func(path string) string {
		data, _ := os.ReadFile(path) // none if nothing was added
		return string(data)
	}
	return string(out), read(outputFile), read(summaryFile), err
}

func TestActionChecks(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                         string
		variables                    map[string]string
		code                         string
		annotations, summary, upload bool
	}{
		{"findings", map[string]string{"FROM": "1.2", "TO": "1.3", "SARIF": "lint.sarif"}, "1", true, true, true},
		{"two paths", map[string]string{"TO": "1.3", "PATHS": "master/etc/mesos/acls.json\nagent/etc/mesos/zk\n"}, "1", true, true, false},
		{"none counts", map[string]string{"TO": "1.3", "FAIL_LEVEL": "none"}, "0", true, true, false},
		{"more arguments", map[string]string{"TO": "1.3", "ARGS": "--only\nacl/unknown-action\n--severity=acl/unknown-action=info"}, "0", true, true, false},
		{"a release that does not exist", map[string]string{"TO": "9.9", "SARIF": "lint.sarif"}, "2", false, false, false},
		{"a path that is a flag", map[string]string{"TO": "1.3", "PATHS": "--fix"}, "2", true, true, false},
		{"no command is run", map[string]string{"TO": "$(touch ran)"}, "2", false, false, false},
		{"no command of a path is run", map[string]string{"TO": "1.3", "PATHS": "`touch ran`\n\"; touch ran; \""}, "2", true, true, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			copyTree(t, fixtures+"/example", dir)
			variables := map[string]string{"FROM": "", "TO": "", "PATHS": ".", "ARGS": "", "FAIL_LEVEL": "warning", "SARIF": ""}
			for name, value := range c.variables {
				variables[name] = value
			}
			printed, outputs, summary, err := actionStep(t, "check", dir, variables)
			if err != nil {
				t.Fatalf("the step fails itself: %v\n%s", err, printed)
			}
			if !strings.Contains(outputs, "exit-code="+c.code+"\n") {
				t.Errorf("outputs are %q, want exit code %s\n%s", outputs, c.code, printed)
			}
			if got := strings.Contains(printed, "::"); got != c.annotations {
				t.Errorf("annotations: %v\n%s", got, printed)
			}
			if got := strings.Contains(summary, "mesoslint"); got != c.summary {
				t.Errorf("summary: %q", summary)
			}
			data, err := os.ReadFile(filepath.Join(dir, "lint.sarif"))
			if uploaded := strings.Contains(outputs, "sarif=lint.sarif\n"); uploaded != c.upload || c.upload && (err != nil || !json.Valid(data)) {
				t.Errorf("outputs are %q, the SARIF file: %v", outputs, err)
			}
			if _, err := os.Stat(filepath.Join(dir, "ran")); err == nil {
				t.Error("an input was run")
			}
		})
	}
}

// A release is downloaded by the name that cmd/internal/dist gives it, unpacked only if its checksum is right, and put where
// the next step finds it.
func TestActionInstallsARelease(t *testing.T) {
	t.Parallel()
	const gh = `#!/bin/sh
name=mesoslint_0.1.0_linux_arm64
test "$*" = "release download v0.1.0 --repo mesoslint/mesoslint --pattern $name.tar.gz --pattern SHA256SUMS --clobber" || { echo "asked for $*"; exit 1; }
mkdir $name && echo program > $name/mesoslint && tar czf $name.tar.gz $name && rm -r $name && sha256sum $name.tar.gz > SHA256SUMS
`
	for _, c := range []struct {
		name, gh string
		fails    bool
	}{
		{"right", gh, false},
		{"wrong checksum", gh + "echo >> $name.tar.gz\n", true},
		{"no checksum", gh + "echo > SHA256SUMS\n", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, "bin"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, "bin", "gh"), []byte(c.gh), 0o755); err != nil {
				t.Fatal(err)
			}
			printed, _, _, err := actionStep(t, "install", dir, map[string]string{
				"VERSION": "v0.1.0", "ACTION": "", "GH_TOKEN": "", "RUNNER_OS": "Linux", "RUNNER_ARCH": "ARM64",
			})
			if (err != nil) != c.fails {
				t.Fatalf("%v\n%s", err, printed)
			}
			path, err := os.ReadFile(filepath.Join(dir, "path"))
			if err != nil {
				t.Fatal(err)
			}
			_, err = os.Stat(filepath.Join(strings.TrimSpace(string(path)), "mesoslint"))
			if (err != nil) != c.fails {
				t.Errorf("the program: %v\n%s", err, printed)
			}
		})
	}
}

// The job for GitLab is hidden, so that who includes it says when it runs; its script writes what its artifacts name.
func TestGitLabTemplate(t *testing.T) {
	job := at(parseYAML(t, "../../.gitlab/mesoslint.yml"), ".mesoslint")
	var script []string
	for _, line := range at(job, "script").Items() {
		script = append(script, line.Resolve().Value())
	}
	words := strings.Fields(strings.Join(script, "\n"))
	for _, report := range []struct{ kind, output string }{{"codequality", "gitlab"}, {"junit", "junit"}} {
		if want := report.output + "=" + textAt(job, "artifacts", "reports", report.kind); !slices.Contains(words, want) {
			t.Errorf("the script does not write %s", want)
		}
	}
	for _, m := range regexp.MustCompile(`\$(MESOSLINT_[A-Z_]+)`).FindAllStringSubmatch(strings.Join(script, "\n"), -1) {
		if at(job, "variables", m[1]).Kind != yamltext.Scalar {
			t.Errorf("%s has no value", m[1])
		}
	}
	i := slices.Index(words, "check")
	if i < 1 || words[i-1] != "mesoslint" {
		t.Fatalf("the script is %q", script)
	}
	dir := t.TempDir()
	copyTree(t, fixtures+"/example", dir)
	values := strings.NewReplacer(`"$MESOSLINT_FAIL_LEVEL"`, "warning", "$MESOSLINT_ARGS", "--to 1.3", "$MESOSLINT_PATHS", ".")
	out := run(t, dir, strings.Fields(values.Replace(strings.Join(words[i:], " ")))...)
	if !strings.HasSuffix(out, "exit 1\n") {
		t.Errorf("%s", out)
	}
	for _, name := range []string{"codequality", "junit"} {
		if info, err := os.Stat(filepath.Join(dir, textAt(job, "artifacts", "reports", name))); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The container holds the program alone, does not run as root, and is built of what is there.
func TestContainerRecipe(t *testing.T) {
	data, err := os.ReadFile("../../.ci/Containerfile")
	if err != nil {
		t.Fatal(err)
	}
	_, last, found := cutLast(string(data), "\nFROM ")
	if !found || !strings.HasPrefix(last, "scratch\n") {
		t.Fatalf("the last stage is %q", last)
	}
	if !regexp.MustCompile(`(?m)^USER [1-9][0-9]*:[1-9][0-9]*$`).MatchString(last) {
		t.Error("it runs as root, or as a name that it does not know")
	}
	if !strings.Contains(last, " /usr/bin/mesoslint\n") || !strings.Contains(last, `ENTRYPOINT ["/usr/bin/mesoslint"]`) {
		t.Error("it does not start the program that it holds")
	}
	copied := 0
	for _, m := range regexp.MustCompile(`(?m)^COPY ([^-\n].*) \S+$`).FindAllStringSubmatch(string(data), -1) {
		for name := range strings.FieldsSeq(m[1]) {
			copied++
			if _, err := os.Stat(filepath.Join("../..", name)); err != nil {
				t.Error(err)
			}
		}
	}
	if copied < 5 {
		t.Errorf("only %d names are copied", copied)
	}
}
