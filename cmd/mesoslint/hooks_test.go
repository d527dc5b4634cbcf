package main

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// parseYAML reads a file of one YAML document.
func parseYAML(t *testing.T, path string) *yamltext.Node {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	docs, gap := yamltext.Parse(source.WholeText(source.New(filepath.ToSlash(path), path, data)), nil, machine.LimitsFor(0))
	if gap != nil || len(docs) != 1 {
		t.Fatalf("%s is not one YAML document: %d, %v", path, len(docs), gap)
	}
	return docs[0].Root
}

// at returns what stands at the end of a way of keys; an empty node where nothing does.
func at(n *yamltext.Node, keys ...string) *yamltext.Node {
	for _, key := range keys {
		var found *yamltext.Node
		for _, m := range n.Resolve().Members() {
			if m.Name() == key {
				found = m.Value
			}
		}
		n = found.Resolve()
	}
	return n.Resolve()
}

func textAt(n *yamltext.Node, keys ...string) string { return at(n, keys...).Value() }

// hook is one of the hooks that pre-commit is offered.
type hook struct {
	entry []string
	files *regexp.Regexp
}

// named returns the files of a tree that pre-commit would name.
func (h hook) named(files map[string]string) []string {
	return slices.Sorted(func(yield func(string) bool) {
		for path := range files {
			if h.files.MatchString(path) && !yield(path) {
				return
			}
		}
	})
}

func hooks(t *testing.T) map[string]hook {
	t.Helper()
	found := map[string]hook{}
	for _, item := range parseYAML(t, "../../.pre-commit-hooks.yaml").Items() {
		id := textAt(item, "id")
		entry := strings.Fields(textAt(item, "entry"))
		if len(entry) < 2 || entry[0] != "mesoslint" {
			t.Fatalf("hook %s runs %q", id, entry)
		}
		files, err := regexp.Compile(textAt(item, "files"))
		if err != nil {
			t.Fatal(err)
		}
		if textAt(item, "language") != "golang" || textAt(item, "require_serial") != "true" || textAt(item, "pass_filenames") == "false" {
			t.Errorf("hook %s is not built by Go, not serial, or gets no names", id)
		}
		found[id] = hook{entry[1:], files}
	}
	if names := slices.Sorted(maps.Keys(found)); !slices.Equal(names, []string{"mesoslint", "mesoslint-fix"}) {
		t.Fatalf("the hooks are %q", names)
	}
	return found
}

// The hooks name every file that a form of configuration claims by its path, or that shows by its content what it is. The
// fixtures have one of each form.
func TestHooksNameWhatIsRead(t *testing.T) {
	claimed, shown := map[string]bool{}, map[string]bool{}
	table := format.Table()
	both := hooks(t)
	if a, b := both["mesoslint"].files.String(), both["mesoslint-fix"].files.String(); a != b {
		t.Fatalf("the hooks name different files:\n%s\n%s", a, b)
	}
	files := both["mesoslint"].files
	for _, dir := range caseDirs(t) {
		input := tree(t, filepath.Join(dir, "input"))
		input["etc/mesos-master-env.sh"] = "" // of which no fixture has one
		for path, data := range input {
			p := format.NewPath("/"+path, func() bool { return true }, func() config.Component { return config.AnyComponent })
			for _, f := range table {
				byPath := false
				if f.Claims != nil {
					_, byPath = f.Claims(p)
				}
				// Logs and processes are read if they are named by hand.
				byContent := !byPath && !f.Printed && f.Shows != nil && f.Shows(filepath.Base(path), []byte(data))
				claimed[f.Title], shown[f.Title] = claimed[f.Title] || byPath, shown[f.Title] || byContent
				if (byPath || byContent) && !files.MatchString(path) {
					t.Errorf("the hooks do not name %s of %s: it is one of the %s", path, dir, f.Title)
				}
			}
		}
	}
	for _, f := range table {
		if f.Claims != nil && !claimed[f.Title] {
			t.Errorf("no fixture has a path of %s", f.Title)
		}
		if f.Claims == nil && !f.Printed && !shown[f.Title] {
			t.Errorf("no fixture has the content of %s", f.Title)
		}
	}
	for _, path := range []string{"docs/guide.md", "src/main.go", "web/app.ts", "photo.png", "lib/x.py"} {
		if files.MatchString(path) {
			t.Errorf("the hooks name %s", path)
		}
	}
	for _, path := range []string{"acls.json", "a/b/credentials", "x/Dockerfile.agent", ".mesoslint.yaml", "unit.service.j2", "etc/mesos-slave/attributes/rack", "prod.env", ".env.prod", "S.JSON"} {
		if !files.MatchString(path) {
			t.Errorf("the hooks do not name %s", path)
		}
	}
}

// mixedTree is a repository with a cluster and files of others.
func mixedTree(t *testing.T) map[string]string {
	t.Helper()
	files := map[string]string{
		"README.md": "run mesos-master --quorm=1\n", "Makefile": "all:\n\tmesos-master --quorm=1\n", "package.json": `{"name": "x"}`,
		"deploy/values.yaml": "replicas: 2\n", "run.sh": "#!/bin/sh\nmesos-master --work_dir=/x --quorum=1 --zk=zk://z/mesos --quorm=1\n",
	}
	for path, data := range tree(t, fixtures+"/example") {
		files["cluster/"+path] = data
	}
	return files
}

// findings returns the lines of a concise report that are findings, each once.
func findings(t *testing.T, out string) []string {
	t.Helper()
	var lines []string
	for line := range strings.Lines(out) {
		if strings.Contains(line, ": error: ") || strings.Contains(line, ": warning: ") || strings.Contains(line, ": info: ") {
			lines = append(lines, strings.TrimSuffix(line, "\n"))
		}
	}
	slices.Sort(lines)
	return slices.Compact(lines)
}

// pre-commit runs a hook several times if the names do not fit one command line. What is found is the same, because each
// file is judged with everything of its machine.
func TestHookFindsTheSameInSplitRuns(t *testing.T) {
	dir, files := t.TempDir(), mixedTree(t)
	writeTree(t, dir, files, strings.NewReplacer())
	h := hooks(t)["mesoslint"]
	names := h.named(files)
	if slices.Contains(names, "README.md") || !slices.Contains(names, "Makefile") {
		t.Fatalf("named are %q", names)
	}
	command := slices.Concat(h.entry, []string{"--from", "1.2", "--to", "1.3", "--output", "concise"})
	whole := findings(t, run(t, dir, command...))
	if len(whole) < 5 {
		t.Fatalf("only found %q", whole)
	}
	for _, size := range []int{len(names), 7, 1} {
		var found []string
		for part := range slices.Chunk(names, size) {
			out := run(t, dir, slices.Concat(command, part)...)
			if strings.HasSuffix(out, "exit 2\n") {
				t.Errorf("%q: %s", part, out)
			}
			found = append(found, findings(t, out)...)
		}
		slices.Sort(found)
		if diff := cmp.Diff(whole, slices.Compact(found)); diff != "" {
			t.Errorf("named %d at a time, the files have other findings than the tree:\n%s", size, diff)
		}
	}
}

// A commit of files that are all foreign passes, and one with a mistake of a daemon in it fails.
func TestHookExitCodes(t *testing.T) {
	dir, files := t.TempDir(), mixedTree(t)
	writeTree(t, dir, files, strings.NewReplacer())
	for id, h := range hooks(t) {
		for _, c := range []struct{ names, want string }{
			{"Makefile package.json deploy/values.yaml", "exit 0\n"},
			{"package.json run.sh", "exit 1\n"},
			{"cluster/master/etc/mesos-master/quorum", "exit 0\n"},
		} {
			command := slices.Concat(h.entry, []string{"--to", "1.3"}, strings.Fields(c.names))
			if out := run(t, dir, command...); !strings.HasSuffix(out, c.want) {
				t.Errorf("%s of %s: %s\nwant %s", id, c.names, out, c.want)
			}
		}
	}
}

// What a flag directory lacks is reported to whoever names one of its files, and not to whoever names another of the machine.
func TestHookSaysWhatAFlagDirectoryLacks(t *testing.T) {
	dir, h := t.TempDir(), hooks(t)["mesoslint"]
	writeTree(t, dir, map[string]string{
		"etc/mesos-master/zk": "zk://zk1:2181/mesos", "etc/mesos-master/work_dir": "/var/lib/mesos",
		"etc/mesos/acls.json": `{"permissive": false}`, "etc/default/mesos": "", "etc/default/mesos-master": "",
	}, strings.NewReplacer())
	const lacks = "etc/mesos-master:1:1: "
	for _, c := range []struct {
		name string
		want bool
	}{{"etc/mesos-master/zk", true}, {"etc/mesos/acls.json", false}} {
		out := run(t, dir, slices.Concat(h.entry, []string{"--to", "1.3", "--output", "concise", c.name})...)
		if got := strings.Contains(out, lacks) && strings.Contains(out, "`quorum` is missing"); got != c.want {
			t.Errorf("%s:\n%s", c.name, out)
		}
	}
}

// Split runs of the fixing hook leave what one run over the tree leaves.
func TestFixingHookInSplitRuns(t *testing.T) {
	files, h := mixedTree(t), hooks(t)["mesoslint-fix"]
	command := slices.Concat(h.entry, []string{"--to", "1.3"})
	fixed := func(each int) map[string]string {
		dir := t.TempDir()
		writeTree(t, dir, files, strings.NewReplacer())
		if each == 0 {
			run(t, dir, command...)
			return tree(t, dir)
		}
		for part := range slices.Chunk(h.named(files), each) {
			for _, name := range part {
				if _, err := os.Lstat(filepath.Join(dir, name)); err != nil {
					part = slices.DeleteFunc(slices.Clone(part), func(s string) bool { return s == name }) // renamed by a run before
				}
			}
			run(t, dir, slices.Concat(command, part)...)
		}
		return tree(t, dir)
	}
	whole := fixed(0)
	if cmp.Equal(whole, files) {
		t.Fatal("nothing is fixed")
	}
	for _, each := range []int{1, 5} {
		if diff := cmp.Diff(whole, fixed(each)); diff != "" {
			t.Errorf("named %d at a time, other files are left than by one run:\n%s", each, diff)
		}
	}
}
