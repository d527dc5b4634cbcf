package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
)

// A file in which the whole tree has something wrong is not passed over if a commit names it alone: it is checked, or it is said that
// it is not.
func TestNoFileOfACommitIsPassedOver(t *testing.T) {
	exhaustive(t)
	var named atomic.Int32
	eachFixture(t, func(t *testing.T, dir string) {
		tree := workTree(t, dir)
		args := append([]string{"check", "--format", "json"}, upgradeOf(dir)...)
		whole, _, _ := strings.Cut(run(t, tree, slices.Concat(args, []string{"."})...), "exit ")
		for _, file := range faultyFiles(t, tree, parseReport(t, whole)) {
			alone, _, _ := strings.Cut(run(t, tree, slices.Concat(args, []string{"--skip-unknown", file})...), "exit ")
			if !parseReport(t, alone).tellsOf(file) {
				t.Errorf("%s: nothing is said of it:\n%s", file, alone)
			}
			named.Add(1)
		}
	})
	if named.Load() < 350 {
		t.Errorf("only %d files were named", named.Load())
	}
}

// workTree copies the input of a fixture into a work tree of git, and returns that.
func workTree(t *testing.T, fixture string) string {
	t.Helper()
	dir := t.TempDir()
	copyTree(t, filepath.Join(fixture, "input"), dir)
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	return dir
}

// faultyFiles returns the files of a tree in which something of Mesos is wrong.
func faultyFiles(t *testing.T, tree string, r *jsonReport) []string {
	t.Helper()
	var files []string
	for _, d := range r.Diagnostics {
		info, err := os.Stat(filepath.Join(tree, filepath.FromSlash(d.File)))
		isFile := err == nil && info.Mode().IsRegular()
		if isFile && d.Severity != "info" && !strings.HasPrefix(d.Rule, "suppression/") && !slices.Contains(files, d.File) {
			files = append(files, d.File)
		}
	}
	return files
}

// tellsOf reports whether a report says what became of a file.
func (r *jsonReport) tellsOf(file string) bool {
	for _, c := range r.Checked {
		if c.File == file {
			return true
		}
	}
	for _, u := range slices.Concat(r.Unchecked, r.Unread) {
		if u.File == file {
			return true
		}
	}
	return false
}
