package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// halfDone makes what a run of --fix over two files leaves that was killed after the first: it is in place, its old content
// waits in a directory that nobody reads, and a journal tells of it.
func halfDone(t *testing.T) (dir string) {
	t.Helper()
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	top := t.TempDir()
	dir = filepath.Join(top, "config")
	const old, fixed = `{"set_quotas": []}`, `{}`
	stage := filepath.Join(dir, ".mesoslint-test")
	a, b := filepath.Join(dir, "a", "acls.json"), filepath.Join(dir, "b", "acls.json")
	for path, content := range map[string]string{a: fixed, b: old, filepath.Join(stage, "0.old"): old, filepath.Join(stage, "1.new"): fixed} {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, path, content)
	}
	hash := func(s string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(s))) }
	entry := func(path string, i int) map[string]string {
		return map[string]string{"kind": "replace", "path": path, "old": hash(old), "new": hash(fixed),
			"temp": filepath.Join(stage, fmt.Sprintf("%d.new", i)), "backup": filepath.Join(stage, fmt.Sprintf("%d.old", i))}
	}
	data, err := json.Marshal(map[string]any{"schema": 1, "time": time.Date(2026, 11, 28, 13, 0, 0, 0, time.Local), "process": 1,
		"stages": []string{stage}, "entries": []any{entry(a, 0), entry(b, 1)}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(state, "mesoslint"), 0o700); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(state, "mesoslint", "several-test.json"), string(data))
	return dir
}

// mesoslint runs the program in process.
func mesoslint(dir string, args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	code = Main(context.Background(), args, Streams{In: strings.NewReader(""), Out: &o, Err: &e, Dir: dir})
	return code, o.String(), e.String()
}

// holds fails unless files hold a content and nothing temporary is left beside them.
func holds(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	for name, content := range want {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(data) != content {
			t.Errorf("%s holds %q, %v, want %q", name, data, err, content)
		}
	}
	for _, host := range []string{dir, filepath.Dir(dir), stateDir()} {
		entries, err := os.ReadDir(host)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if strings.HasPrefix(e.Name(), ".mesoslint-") || host == stateDir() {
				t.Errorf("%s is left in %s", e.Name(), host)
			}
		}
	}
}

// A check that meets what an interrupted --fix left says so and is not green, whatever it finds.
func TestCheckMeetsAnInterruptedFix(t *testing.T) {
	dir := halfDone(t)
	for _, args := range [][]string{{"check"}, {"check", "b"}, {"check", "--diff"}, {"check", "--format", "json", "a/acls.json"},
		{"plan", "--from", "1.2", "--to", "1.3", "."}, {"plan", "--from", "1.2", "--to", "1.3", "--output", "json", "."}} {
		code, out, errs := mesoslint(dir, args...)
		all := strings.Join(strings.Fields(out+errs), " ") // which lines may break
		if code != exitError || !strings.Contains(all, "was interrupted (2026-11-28 13:00:00)") || !strings.Contains(all, "mesoslint check --recover") {
			t.Errorf("%q exits with %d: %s%s", args, code, out, errs)
		}
	}
	if _, out, _ := mesoslint(dir, "check", "--format", "concise", "b", t.TempDir()); !strings.Contains(out, filepath.Join(dir, "b", "acls.json")+": not checked: ") {
		t.Errorf("among absolute paths it is named otherwise: %s", out)
	}
	if code, out, errs := mesoslint(dir, "check", "--allow-empty", t.TempDir()); code != exitOK {
		t.Errorf("what it does not concern exits with %d: %s%s", code, out, errs)
	}
}

func TestRecover(t *testing.T) {
	dir := halfDone(t)
	const old = `{"set_quotas": []}`
	code, out, errs := mesoslint(dir, "check", "--recover")
	if code != exitOK || errs != "" || out != "put back: a/acls.json\nthe --fix that was interrupted (2026-11-28 13:00:00) is undone\n" {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	holds(t, dir, map[string]string{"a/acls.json": old, "b/acls.json": old})
	if code, out, _ := mesoslint(dir, "check", "--recover"); code != exitOK || !strings.Contains(out, "there is no interrupted --fix") {
		t.Errorf("again: exit %d: %s", code, out)
	}
}

// The next --fix begins with what was there before the one that was interrupted.
func TestFixAfterAnInterruptedFix(t *testing.T) {
	dir := halfDone(t)
	code, out, errs := mesoslint(dir, "check", "--fix", "b")
	if code != exitOK || !strings.Contains(errs, "a --fix that was interrupted (2026-11-28 13:00:00) is undone first: 1 file put back") || !strings.Contains(out, "fixed: b/acls.json") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	holds(t, dir, map[string]string{"a/acls.json": `{"set_quotas": []}`, "b/acls.json": "{}"})
}

// What somebody changed since stays, and where its old content is is said.
func TestRecoverLeavesWhatWasChangedSince(t *testing.T) {
	dir := halfDone(t)
	writeFile(t, filepath.Join(dir, "a", "acls.json"), `{"permissive": false}`)
	code, out, errs := mesoslint(dir, "check", "--recover")
	backup := filepath.Join(dir, ".mesoslint-test", "0.old")
	if code != exitError || !strings.Contains(errs, "it was changed since, and is not touched; its old content is in "+backup) {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "a", "acls.json")); string(data) != `{"permissive": false}` {
		t.Errorf("it holds %q", data)
	}
	if data, _ := os.ReadFile(backup); string(data) != `{"set_quotas": []}` {
		t.Errorf("the old content is %q", data)
	}
	if code, out, errs := mesoslint(dir, "check", "--fix", "b"); code != exitOK || errs != "" {
		t.Errorf("once it was said, a --fix exits with %d: %s%s", code, out, errs)
	}
	if code, _, _ := mesoslint(dir, "check", "a"); code != exitOK {
		t.Errorf("once it was said, a check exits with %d", code)
	}
}

// If --fix cannot begin with what was there before, it fixes nothing and reports what it found.
func TestFixThatCannotUndoAnInterruptedFix(t *testing.T) {
	dir := halfDone(t)
	writeFile(t, filepath.Join(dir, "a", "acls.json"), `{"permissive": false}`)
	code, out, errs := mesoslint(dir, "check", "--fix", "--to", "1.3")
	if code != exitError || !strings.Contains(errs, "it was changed since, and is not touched") || !strings.Contains(errs, "; no file is fixed") || !strings.Contains(out, "b/acls.json:1:2: warning: ") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	if data, _ := os.ReadFile(filepath.Join(dir, "b", "acls.json")); string(data) != `{"set_quotas": []}` {
		t.Errorf("written was %q", data)
	}
}

// Without a place for the journal one file is fixed and several are not.
func TestFixWithoutAStateDirectory(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", "/dev/null")
	dir := t.TempDir()
	for _, name := range []string{"a", "b"} {
		if err := os.Mkdir(filepath.Join(dir, name), 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, filepath.Join(dir, name, "acls.json"), `{"set_quotas": []}`)
	}
	code, out, errs := mesoslint(dir, "check", "--fix")
	if code != exitError || !strings.Contains(errs, "changing 2 files needs a directory") || !strings.Contains(errs, "no file was changed") || !strings.Contains(out, "left as it was: b/acls.json") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
	if code, out, errs := mesoslint(dir, "check", "--fix", "a"); code != exitOK || !strings.Contains(out, "fixed: a/acls.json") {
		t.Errorf("exit %d: %s%s", code, out, errs)
	}
}

// A process that is killed at any time leaves, after recovery, all files old or all new, and nothing else.
func TestFixIsKilled(t *testing.T) {
	if testing.Short() {
		t.Skip("starts many processes")
	}
	state := t.TempDir()
	t.Setenv("XDG_STATE_HOME", state)
	const files, old, fixed = 120, `{"set_quotas": []}`, `{}`
	dir := filepath.Join(t.TempDir(), "config")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	name := func(i int) string { return filepath.Join(dir, fmt.Sprintf("acls%02d.json", i)) }
	count := func() (news int) {
		for i := range files {
			switch data, err := os.ReadFile(name(i)); {
			case err == nil && string(data) == fixed:
				news++
			case err != nil || string(data) != old:
				t.Fatalf("%s holds %q, %v", name(i), data, err)
			}
		}
		return news
	}
	run := func(pause time.Duration, signal os.Signal, replacing bool) (writing time.Duration) {
		for i := range files {
			writeFile(t, name(i), old)
		}
		cmd := exec.Command(os.Args[0], "check", "--to", "1.3", "--fix", dir)
		cmd.Env = append(os.Environ(), asProgram+"=1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		ended := make(chan struct{})
		go func() {
			_ = cmd.Wait()
			close(ended)
		}()
		runs := func() bool {
			select {
			case <-ended:
				return false
			default:
				return true
			}
		}
		for runs() && !hasJournal(state) {
			time.Sleep(100 * time.Microsecond)
		}
		began := time.Now()
		if replacing { // until the first file is another one, which is soon after the journal
			for first := info(t, name(0)); runs() && os.SameFile(first, info(t, name(0))); {
			}
		}
		time.Sleep(pause)
		if signal != nil {
			_ = cmd.Process.Signal(signal)
		}
		<-ended
		return time.Since(began)
	}
	tidy := func(when string) {
		for _, host := range []string{dir, filepath.Dir(dir)} {
			entries, _ := os.ReadDir(host)
			for _, e := range entries {
				if strings.HasPrefix(e.Name(), ".") {
					t.Fatalf("%s: %s is left", when, e.Name())
				}
			}
		}
	}
	window := run(0, nil, false)
	if news := count(); news != files {
		t.Fatalf("left alone, it fixes %d of %d files", news, files)
	}
	mixed, runs := 0, 0
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); runs++ {
		signal := syscall.SIGKILL
		if runs%8 > 5 {
			signal = []syscall.Signal{syscall.SIGTERM, syscall.SIGHUP, syscall.SIGINT}[runs/8%3]
		}
		if runs%2 == 0 {
			run(rand.N(window), signal, false)
		} else {
			run(0, signal, true)
		}
		if news := count(); news > 0 && news < files {
			mixed++
			if signal != syscall.SIGKILL {
				t.Fatalf("%v leaves %d of %d files fixed", signal, news, files)
			}
			if code, out, errs := mesoslint(dir, "check"); code != exitError || !strings.Contains(out, "--recover") {
				t.Fatalf("a check of what is half fixed exits with %d: %s%s", code, out, errs)
			}
		}
		if signal != syscall.SIGKILL {
			tidy(signal.String())
		}
		if code, out, errs := mesoslint(dir, "check", "--recover"); code != exitOK {
			t.Fatalf("recovery exits with %d: %s%s", code, out, errs)
		}
		if news := count(); news > 0 && news < files {
			t.Fatalf("after recovery %d of %d files are fixed", news, files)
		}
		tidy("after recovery")
	}
	t.Logf("%d of %d runs were stopped half way", mixed, runs)
}

func info(t *testing.T, path string) os.FileInfo {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func hasJournal(state string) bool {
	found, _ := filepath.Glob(filepath.Join(state, "mesoslint", "several-*"))
	return len(found) > 0
}
