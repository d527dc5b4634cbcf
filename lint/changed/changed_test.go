package changed

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// inRepository makes a work tree with a commit of some files, and returns it and what runs git there.
func inRepository(t *testing.T, files map[string]string) (dir string, git func(args ...string)) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	dir = t.TempDir()
	t.Setenv("HOME", dir)
	t.Setenv("GIT_CONFIG_NOSYSTEM", "1")
	git = func(args ...string) {
		t.Helper()
		cmd := exec.Command("git", append([]string{"-c", "user.name=a", "-c", "user.email=a@example.com"}, args...)...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
	}
	git("init", "-q", "-b", "main", ".")
	for name, text := range files {
		write(t, filepath.Join(dir, name), text)
	}
	git("add", "-A")
	git("commit", "-q", "-m", "first")
	return dir, git
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestFind(t *testing.T) {
	dir, git := inRepository(t, map[string]string{"same": "1", "changed": "1", "staged": "1", "gone": "1", "mit Umlaut ä\n\"": "1", "to/target": "1", ".gitignore": "ignored\n"})
	if err := os.Symlink("to/target", filepath.Join(dir, "link")); err != nil {
		t.Skip(err)
	}
	git("add", "-A")
	git("commit", "-q", "-m", "link")
	write(t, filepath.Join(dir, "changed"), "2")
	write(t, filepath.Join(dir, "staged"), "2")
	write(t, filepath.Join(dir, "to/target"), "2")
	write(t, filepath.Join(dir, "new"), "1")
	write(t, filepath.Join(dir, "ignored"), "1")
	git("add", "staged")
	if err := os.Remove(filepath.Join(dir, "gone")); err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{dir, filepath.Join(dir, "to")} { // it does not matter where in the work tree it is asked
		s, err := Find(context.Background(), from, "HEAD")
		if err != nil {
			t.Fatal(err)
		}
		for file, same := range map[string]bool{
			"same": true, "mit Umlaut ä\n\"": true, ".gitignore": true,
			"changed": false, "staged": false, "gone": false, "new": false, "ignored": false, "to/target": false, "link": false, "../elsewhere": false,
		} {
			if got := s.isSame(filepath.Join(dir, file)); got != same {
				t.Errorf("%q is the same: %v, want %v", file, got, same)
			}
		}
		if len(s.gone) != 1 || s.gone[0] != "gone" {
			t.Errorf("gone are %q", s.gone)
		}
	}
}

// Whatever a repository and the environment say, git runs nothing for us. The same git runs it all if it is not told so.
func TestGitRunsNothing(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the program is a shell script")
	}
	dir, git := inRepository(t, map[string]string{"file": "1\n", "other": "1\n", ".gitattributes": "* filter=evil diff=evil\nother filter=odd=name\n"})
	marks := t.TempDir()
	evil := func(name string) string {
		path := filepath.Join(marks, name+".sh")
		if err := os.WriteFile(path, fmt.Appendf(nil, "#!/bin/sh\necho %s >> %s/ran\ncat\n", name, marks), 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	hooks := filepath.Join(marks, "hooks")
	if err := os.Mkdir(hooks, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(evil("hook"), filepath.Join(hooks, "post-index-change")); err != nil {
		t.Fatal(err)
	}
	for key, value := range map[string]string{
		"core.fsmonitor": evil("monitor"), "core.hooksPath": hooks, "diff.external": evil("external"), "core.pager": evil("pager"),
		"filter.evil.clean": evil("clean"), "filter.odd=name.clean": evil("odd"), "filter.evil.required": "true", "diff.evil.textconv": evil("textconv"),
		"diff.evil.command": evil("command"), "alias.rev-parse": "!" + evil("alias"), "core.sshCommand": evil("ssh"),
	} {
		git("config", key, value)
	}
	write(t, filepath.Join(dir, "file"), "2\n")
	write(t, filepath.Join(dir, "other"), "2\n")
	t.Setenv("GIT_EXTERNAL_DIFF", evil("environment"))
	t.Setenv("GIT_PAGER", evil("environment-pager"))
	t.Setenv("GIT_CONFIG_COUNT", "1")
	t.Setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
	t.Setenv("GIT_CONFIG_VALUE_0", evil("environment-monitor"))
	ran := func() string {
		data, _ := os.ReadFile(filepath.Join(marks, "ran"))
		return string(data)
	}
	s, err := Find(context.Background(), dir, "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	if s.isSame(filepath.Join(dir, "file")) || !s.isSame(filepath.Join(dir, ".gitattributes")) {
		t.Error("it is not known what changed")
	}
	if out := ran(); out != "" {
		t.Errorf("git ran %q", out)
	}
	plain := exec.Command("git", "diff", "HEAD")
	plain.Dir = dir
	_ = plain.Run()
	if out := ran(); !strings.Contains(out, "environment") || !strings.Contains(out, "clean") || !strings.Contains(out, "odd") {
		t.Errorf("the test shows nothing: git itself ran %q", out)
	}
}
