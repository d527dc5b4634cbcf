//go:build unix

package compile

import (
	"bytes"
	"context"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules"
)

// cluster is a configuration with something to do before an upgrade from 0.28 to 1.3, something to do with it, and files that
// nobody reads.
var cluster = map[string]string{
	"m/etc/mesos-master/acls":         "file:///etc/mesos/acls.json\n",
	"m/etc/mesos-master/authenticate": "true\n",
	"m/etc/mesos-master/credentials":  "/etc/mesos/credentials\n",
	"m/etc/mesos-master/work_dir":     "/var/lib/mesos\n",
	"m/etc/mesos-master/quorum":       "1\n",
	"m/etc/mesos/acls.json":           `{ "shutdown_frameworks": [ { "principals": { "values": ["ops"] }, "framework_principals": { "type": "ANY" } } ] }` + "\n",
	"m/etc/mesos/credentials":         "ops hunter2hunter2\n",
	"m/etc/mesos/zk":                  "zk://zk1:2181,zk2:2181/mesos\n",
	"notes.txt":                       "nobody reads this\n",
	"bin/tool":                        "\x7fELF\x00\x01",
}

// lay writes files below a directory.
func lay(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func compiled(t *testing.T, dir string, releases ...string) (*Plan, error) {
	t.Helper()
	return compiledOf(t, dir, []string{"."}, fix.Safe, releases...)
}

// compiledOf compiles paths of a directory for an upgrade through releases.
func compiledOf(t *testing.T, dir string, paths []string, level fix.Level, releases ...string) (*Plan, error) {
	t.Helper()
	return Compile(context.Background(), Request{
		Paths: paths, Load: load.Options{Dir: dir, Vocabulary: rules.Vocabulary()}, Rules: rules.All(), Hops: hopsThrough(releases...), Level: level,
		Limits: fix.Limits{Rounds: 50, Attempts: 100},
	})
}

// hopsThrough are the upgrades from each release to the next.
func hopsThrough(releases ...string) (hops []release.Upgrade) {
	for i := 1; i < len(releases); i++ {
		hops = append(hops, release.Upgrade{From: release.MustParse(releases[i-1]), To: release.MustParse(releases[i])})
	}
	return hops
}

// written compiles and writes a plan and returns it and its directory.
func written(t *testing.T, dir string, releases ...string) (*Plan, string) {
	t.Helper()
	p, err := compiled(t, dir, releases...)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "plan")
	if err := p.Write(context.Background(), out, p.Readme(ReadmeParts{})); err != nil {
		t.Fatal(err)
	}
	return p, out
}

// look returns what a directory holds: modes, link targets and content, by path.
func look(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		what := info.Mode().String()
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			target, _ := os.Readlink(path)
			what = "-> " + target
		case info.Mode().IsRegular():
			data, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			what += " " + string(data)
		}
		out[filepath.ToSlash(rel)] = what
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The tree of now is the configuration, byte for byte, with modes and links; what version control keeps is left out and named.
func TestTreesHoldEverything(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, cluster)
	lay(t, dir, map[string]string{"a/secret": "s", "a/run": "#!/bin/sh\n", ".hidden/x": "y"})
	for _, err := range []error{
		os.Mkdir(filepath.Join(dir, "empty"), 0o750),
		os.Symlink("secret", filepath.Join(dir, "a/inside")),
		os.Symlink("/nowhere/at/all", filepath.Join(dir, "a/dangling")),
		os.Symlink("../..", filepath.Join(dir, "a/outside")),
		os.Symlink(".", filepath.Join(dir, "a/around")),
		os.Chmod(filepath.Join(dir, "a/secret"), 0o600),
		os.Chmod(filepath.Join(dir, "a/run"), 0o555),
		os.Chmod(filepath.Join(dir, "a"), 0o555),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	t.Cleanup(func() { _ = os.Chmod(filepath.Join(dir, "a"), 0o755) })
	want := look(t, dir)
	lay(t, dir, map[string]string{".git/config": "[core]\n"})
	p, out := written(t, dir, "0.28.3", "1.3.2")
	if diff := cmp.Diff(want, look(t, filepath.Join(out, "0-now"))); diff != "" {
		t.Errorf("0-now (-configuration +tree):\n%s", diff)
	}
	if !slices.Equal(p.LeftOut, []string{".git"}) || !strings.Contains(string(p.Readme(ReadmeParts{})), "`.git` is not copied") {
		t.Errorf("left out %q", p.LeftOut)
	}
	last := look(t, filepath.Join(out, p.Trees[2].Name))
	for name, what := range want {
		if !strings.HasPrefix(name, "m/") && last[name] != what {
			t.Errorf("%s is %q in the last tree, not %q", name, last[name], what)
		}
	}
	if info, err := os.Stat(out); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the plan has mode %v, %v", info.Mode(), err)
	}
	_ = os.Chmod(filepath.Join(out, "0-now/a"), 0o755)
	for _, tree := range p.Trees {
		_ = os.Chmod(filepath.Join(out, tree.Name, "a"), 0o755)
	}
}

// What both releases read goes before, what only the new one does goes with it, and each patch makes a tree of the one before.
func TestTreesAndPatches(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, cluster)
	for name, mode := range map[string]fs.FileMode{"m/etc/mesos/credentials": 0o600, "m/etc/mesos-master/quorum": 0o640} {
		if err := os.Chmod(filepath.Join(dir, name), mode); err != nil {
			t.Fatal(err)
		}
	}
	p, out := written(t, dir, "0.28.3", "1.0.4", "1.3.2")
	var names []string
	for _, tree := range p.Trees {
		names = append(names, tree.Name)
		for _, v := range tree.Verdicts {
			if !v.Starts() && !v.Waits {
				t.Errorf("%s does not start on %s: %s", tree.Name, v.Release, v.Stops[0].Message)
			}
		}
	}
	if want := []string{"0-now", "1-before-1.0.4", "2-with-1.0.4", "3-before-1.3.2", "4-with-1.3.2"}; !slices.Equal(names, want) {
		t.Fatalf("the trees are %q", names)
	}
	trees := make([]map[string]string, len(names))
	for i, name := range names {
		trees[i] = look(t, filepath.Join(out, name))
	}
	if !strings.Contains(trees[2]["m/etc/mesos-master/authenticate_frameworks"], "true") || trees[1]["m/etc/mesos-master/authenticate"] == "" {
		t.Error("`authenticate` is not renamed with 1.0.4")
	}
	if got := trees[4]["m/etc/mesos/credentials"]; !strings.Contains(got, `"secret": "hunter2hunter2"`) || !strings.HasPrefix(got, "-rw-------") {
		t.Errorf("the credentials are %q", got)
	}
	if got := trees[4]["m/etc/mesos-master/quorum"]; !strings.HasPrefix(got, "-rw-r-----") {
		t.Errorf("the mode of quorum is lost: %q", got)
	}
	for i := 1; i < len(p.Trees); i++ {
		patch := filepath.Join(out, names[i]+".patch")
		if (len(p.Trees[i].Changes.Files) == 0) != (p.Trees[i].Patch() == "") {
			t.Errorf("%s: patch %q for %d changes", names[i], p.Trees[i].Patch(), len(p.Trees[i].Changes.Files))
		}
		if p.Trees[i].Patch() == "" {
			if _, err := os.Stat(patch); err == nil || !maps.Equal(trees[i-1], trees[i]) {
				t.Errorf("%s: a patch of nothing", names[i])
			}
			continue
		}
		data, err := os.ReadFile(patch)
		if err != nil {
			t.Fatal(err)
		}
		if info, _ := os.Stat(patch); bytes.Contains(data, []byte("hunter2hunter2")) && info.Mode().Perm() != 0o600 {
			t.Errorf("%s holds a secret and has mode %v", names[i], info.Mode())
		}
		patched(t, filepath.Join(out, names[i-1]), patch, trees[i])
	}
	if said := string(p.Readme(ReadmeParts{})) + p.Summary("plan"); strings.Contains(said, "hunter2") {
		t.Error("README.md or the summary shows a secret")
	}
}

// patched applies a patch to a copy of a tree and compares contents.
func patched(t *testing.T, from, patch string, want map[string]string) {
	t.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("there is no git to apply patches with")
	}
	work := t.TempDir()
	if err := os.CopyFS(work, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(git, "apply", patch)
	cmd.Dir = work
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(work), "GIT_CONFIG_NOSYSTEM=1", "HOME="+work)
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git apply %s: %v\n%s", filepath.Base(patch), err, said)
	}
	content := func(tree map[string]string) map[string]string {
		out := map[string]string{}
		for name, what := range tree {
			if mode, data, isFile := strings.Cut(what, " "); isFile && mode[0] == '-' {
				out[name] = data
			}
		}
		return out
	}
	if diff := cmp.Diff(content(want), content(look(t, work))); diff != "" {
		t.Errorf("%s makes something else (-tree +patched):\n%s", filepath.Base(patch), diff)
	}
}

// A file behind a symbolic link is changed where it is, and the link stays; one that lies outside is left to a person.
func TestSymbolicLinks(t *testing.T) {
	files := maps.Clone(cluster)
	delete(files, "m/etc/mesos/acls.json")
	files["m/etc/mesos/acls-2020.json"] = cluster["m/etc/mesos/acls.json"]
	outside := t.TempDir()
	lay(t, outside, map[string]string{"acls.json": cluster["m/etc/mesos/acls.json"]})
	for name, target := range map[string]string{"inside": "acls-2020.json", "out of it": filepath.Join(outside, "acls.json")} {
		dir := t.TempDir()
		lay(t, dir, files)
		if err := os.Symlink(target, filepath.Join(dir, "m/etc/mesos/acls.json")); err != nil {
			t.Fatal(err)
		}
		p, out := written(t, dir, "0.28.3", "1.0.4")
		last := look(t, filepath.Join(out, "2-with-1.0.4"))
		if last["m/etc/mesos/acls.json"] != "-> "+target {
			t.Errorf("%s: the link is %q", name, last["m/etc/mesos/acls.json"])
		}
		changed := strings.Contains(last["m/etc/mesos/acls-2020.json"], "teardown_frameworks")
		if name == "inside" && !changed {
			t.Errorf("the file behind the link is %q; steps: %v", last["m/etc/mesos/acls-2020.json"], p.Summary("x"))
		}
		if name == "out of it" && len(p.Unchecked)+len(p.Steps) == 0 {
			t.Errorf("nothing says that the file outside was not looked at:\n%s", p.Summary("x"))
		}
		for file, what := range look(t, outside) {
			if strings.Contains(what, "teardown_frameworks") {
				t.Errorf("%s outside of the tree is changed", file)
			}
		}
	}
}

// The trees stand for the machine of what is named, so that every file keeps the path by which it is known.
func TestBaseOf(t *testing.T) {
	dir := t.TempDir()
	lay(t, dir, cluster)
	lay(t, dir, map[string]string{"conf/mesos-master/quorum": "1"})
	for paths, want := range map[string]string{
		".": "", "m": "m", "m/etc": "m", "m/etc/mesos": "m", "m/etc/mesos/acls.json": "m", "m/etc m": "m", "m bin": "", "notes.txt": "",
		"conf/mesos-master": "conf", "conf/mesos-master/quorum": "conf/mesos-master", "m/etc/mesos conf": "",
	} {
		abs, err := absolutePaths(dir, strings.Fields(paths))
		if err != nil {
			t.Fatal(err)
		}
		if got := baseOf(abs); got != filepath.Join(dir, want) {
			t.Errorf("the base of %s is %s", paths, strings.TrimPrefix(got, dir))
		}
	}
}
