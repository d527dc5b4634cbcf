package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/project"
	"github.com/mesoslint/mesoslint/lint/source"
)

// What init writes is read back, the examples in its comments too, whatever files are called; and the schema takes both.
func TestInitIsReadBack(t *testing.T) {
	schema := compileSchema(t, project.Schema())
	for name, files := range map[string]map[string]string{
		"empty": {},
		"example": {"etc/mesos-master/quorum": "1", "etc/mesos-master/acls": "{}",
			"docker-compose.yml": "services:\n  a:\n    image: 'r.example/it''s-mesos-agent:7'\n    environment: {MESOS_MASTER: 'zk://a:2181/m', MESOS_WORK_DIR: /w}\n"},
		"names": {"a\nto: 0.1/mesos-master.flags": "--quorom=1\n", "b\u202e'/mesos-agent.flags": "--master=x\n", "c\n- x/Dockerfile": "FROM mesosphere/mesos-master:1.2.3\nCMD [\"--quorum=1\"]\n",
			"d: e/Dockerfile": "FROM mesosphere/mesos-master:1.1.0\nCMD [\"--quorum=1\"]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			writeTree(t, dir, files, strings.NewReplacer())
			if out := run(t, dir, "init"); !strings.HasSuffix(out, "exit 0\n") {
				t.Fatal(out)
			}
			data, err := os.ReadFile(filepath.Join(dir, project.FileName))
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range []string{string(data), withExamples(string(data))} {
				read, err := project.Read(source.New(project.FileName, "", []byte(text)), vocabulary())
				if err != nil {
					t.Errorf("%v\n%s", err, text)
					continue
				}
				if text != string(data) && (len(read.Ignores) != 1 || len(read.Machines) != 1 || len(read.Modules) != 1 || len(read.Images) == 0 || len(read.Overrides) == 0) {
					t.Errorf("the examples are not all there:\n%s", text)
				}
				if err := schema.Validate(valueOf(t, text)); err != nil {
					t.Errorf("%v\n%s", err, text)
				}
			}
		})
	}
}

// withExamples takes the examples of a configuration file out of their comments.
func withExamples(text string) string {
	example := regexp.MustCompile(`^# ( *- |(?:from|to|root|severity|exclude|ignore|overrides|machines|modules|images):| {2,}[a-zA-Z_]+:)`)
	var out strings.Builder
	inExamples := false
	for line := range strings.Lines(text) {
		inExamples = inExamples || strings.HasPrefix(line, "# The folder in which")
		if inExamples && example.MatchString(line) {
			line = strings.TrimPrefix(line, "# ")
		}
		out.WriteString(line)
	}
	return out.String()
}

// valueOf returns a YAML text as a JSON value, as readers of YAML 1.2 take plain scalars.
func valueOf(t *testing.T, text string) any {
	t.Helper()
	docs, problem := yamltext.Parse(source.WholeText(source.New("f", "", []byte(text))), nil, machine.LimitsFor(0))
	if problem != nil {
		t.Fatal(problem.Reason)
	}
	if len(docs) == 0 {
		return nil
	}
	number := regexp.MustCompile(`^[-+]?[0-9]+(\.[0-9]*)?$`)
	var value func(n *yamltext.Node) any
	value = func(n *yamltext.Node) any {
		n = n.Resolve()
		switch n.Kind {
		case yamltext.Sequence:
			out := []any{}
			for _, i := range n.Items() {
				out = append(out, value(i))
			}
			return out
		case yamltext.Mapping:
			out := map[string]any{}
			for _, m := range docs[0].Members(n) {
				out[m.Name()] = value(m.Value)
			}
			return out
		case yamltext.Null:
			return nil
		}
		word := n.Value()
		switch {
		case !n.IsPlain():
			return word
		case word == "true" || word == "false":
			return word == "true"
		case word == "null" || word == "~" || word == "":
			return nil
		case number.MatchString(word):
			return 1.0
		}
		return word
	}
	return value(docs[0].Root)
}

// Every configuration file of the scripts and fixtures that is read is one by the schema, and every one that is refused for
// its keys or words is none.
func TestConfigurationsMatchTheSchema(t *testing.T) {
	schema := compileSchema(t, project.Schema())
	read, refused := 0, 0
	scripts, err := filepath.Glob("testdata/script/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile(`(?ms)^-- (\S*\.yaml) --\n(.*?)(?:^-- |\z)`)
	for _, script := range scripts {
		data, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		text := string(data)
		for at := 0; ; {
			m := block.FindStringSubmatchIndex(text[at:])
			if m == nil {
				break
			}
			name, content := text[at+m[2]:at+m[3]], text[at+m[4]:at+m[5]]
			at += m[5]
			if !strings.Contains(name, "mesoslint") && !strings.Contains(script, "config") && !strings.Contains(script, "overrides") && !strings.Contains(script, "machines") {
				continue
			}
			_, err := project.Read(source.New(name, "", []byte(content)), vocabulary())
			if _, problem := yamltext.Parse(source.WholeText(source.New(name, "", []byte(content))), nil, machine.LimitsFor(0)); problem != nil {
				continue
			}
			bad := schema.Validate(valueOf(t, content))
			switch {
			case err == nil:
				if read++; bad != nil {
					t.Errorf("%s in %s: the schema refuses it: %v", name, script, bad)
				}
			case strings.Contains(err.Error(), "unknown key"):
				if refused++; bad == nil {
					t.Errorf("%s in %s: the schema takes it, and the reader says %v", name, script, err)
				}
			}
		}
	}
	if read < 7 || refused < 1 {
		t.Errorf("%d configurations were read, %d refused", read, refused)
	}
}

// What init writes holds no secret of the tree, and what is wrong in a configuration file is said without those in it.
func TestInitWritesNoSecret(t *testing.T) {
	dir := t.TempDir()
	v := writeSecretTree(t, dir)
	if out := run(t, dir, "init"); !strings.HasSuffix(out, "exit 0\n") {
		t.Fatal(out)
	}
	data, err := os.ReadFile(filepath.Join(dir, project.FileName))
	if err != nil {
		t.Fatal(err)
	}
	v.check(t, "the file that init writes", string(data))
	const secret = "Kj7vQx2mZt9wRb4nPf6h"
	v.hide("the configuration file", secret)
	for _, text := range []string{"to: SECRET", "SECRET: 1", "ignore: [{rule: SECRET, reason: r}]", "root: SECRET", "images: [{name: a, flags: [SECRET]}]", "modules: [{name: a, kind: SECRET}]",
		"machines: [{name: a, component: SECRET, files: []}]", "exclude: [ [SECRET] ]", "a: [SECRET", "images: [{name: a, environment: [SECRET]}]"} {
		writeFile(t, filepath.Join(dir, project.FileName), strings.ReplaceAll(text, "SECRET", secret))
		out := run(t, dir, "check")
		if !strings.HasSuffix(out, "exit 2\n") {
			t.Errorf("%s: %s", text, out)
		}
		v.check(t, text, out)
	}
}

// The configuration that the README shows is the one whose report it shows.
func TestReadmeShowsAConfiguration(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(fixtures + "/clusters/mesoslint.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(readme), "```yaml\n"+string(file)+"```\n") {
		t.Error("the README shows another configuration than fixtures/clusters/mesoslint.yaml")
	}
	if err := compileSchema(t, project.Schema()).Validate(valueOf(t, string(file))); err != nil {
		t.Error(err)
	}
}
