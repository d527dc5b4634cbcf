package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/source"
)

// What --diff prints is a patch that makes of the files what --fix writes, byte for byte, in all rounds and at every level;
// only a file of whose new content a part is secret is left out of that.
func TestDiffIsWhatFixWrites(t *testing.T) {
	exhaustive(t)
	var patches atomic.Int32
	eachFixture(t, func(t *testing.T, dir string) {
		args := checkArgs(t, dir)
		for _, level := range [][]string{nil, {"--unsafe-fixes"}, {"--with-upgrade"}, {"--with-upgrade", "--unsafe-fixes"}} {
			if slices.Contains(level, "--with-upgrade") && !slices.Contains(args, "--from") {
				continue
			}
			fixed, patched := t.TempDir(), t.TempDir()
			copyTree(t, filepath.Join(dir, "input"), fixed)
			copyTree(t, filepath.Join(dir, "input"), patched)
			diff := run(t, patched, slices.Concat(args, []string{"--diff"}, level)...)
			run(t, fixed, slices.Concat(args, []string{"--fix"}, level)...)
			want, got := tree(t, fixed), tree(t, patched)
			if strings.Contains(diff, "diff --git ") {
				patches.Add(1)
				hidden := applyPatch(t, patched, diff)
				got = tree(t, patched)
				for _, file := range hidden {
					delete(want, file)
					delete(got, file)
				}
			}
			if differs := gocmp.Diff(want, got); differs != "" {
				t.Errorf("%v (-fix +diff):\n%s", level, differs)
			}
		}
	})
	if patches.Load() < 80 {
		t.Errorf("only %d patches were applied", patches.Load())
	}
	t.Logf("%d patches were applied", patches.Load())
}

// applyPatch applies what --diff printed in a folder, and returns the files of which it does not show all that changes. What
// it conceals of lines that stay is taken from the files.
func applyPatch(t *testing.T, dir, diff string) (hidden []string) {
	t.Helper()
	for i, part := range strings.Split(diff, "diff --git a/") {
		if i == 0 {
			continue
		}
		header, rest, _ := strings.Cut(part, "\n")
		from, to, _ := strings.Cut(header, " b/")
		concealed := strings.Contains(rest, "Binary files ")
		for line := range strings.SplitSeq(rest, "\n") {
			concealed = concealed || strings.HasPrefix(line, "+") && (strings.Contains(line, "…") || strings.Contains(line, source.SecretMark))
		}
		if concealed {
			hidden = append(hidden, from, to)
			continue
		}
		old := ""
		if path := filepath.Join(dir, filepath.FromSlash(from)); !strings.Contains(rest, "new file mode") {
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			old = string(data)
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
		writeFile(t, filepath.Join(dir, filepath.FromSlash(to)), patched(t, old, rest))
	}
	return hidden
}

// patched returns a text after the hunks of a unified diff.
func patched(t *testing.T, old, hunks string) string {
	t.Helper()
	lines := strings.SplitAfter(old, "\n")
	var out strings.Builder
	at, inHunk := 0, false
	last := ""      // the sign of the line before
	cut := func() { // the line before has no line end
		if text := out.String(); last == "+" || last == " " {
			out.Reset()
			out.WriteString(strings.TrimSuffix(text, "\n"))
		}
	}
	for line := range strings.SplitAfterSeq(hunks, "\n") {
		var start, count int
		if n, _ := fmt.Sscanf(line, "@@ -%d,%d", &start, &count); n > 0 {
			if n == 1 {
				count = 1
			}
			first := start - 1
			if count == 0 {
				first = start // an insertion stands after its line
			}
			for ; at < first; at++ {
				out.WriteString(lines[at])
			}
			inHunk = true
			continue
		}
		switch {
		case !inHunk || line == "":
		case strings.HasPrefix(line, "\\"):
			cut()
		case line[0] == ' ' || line[0] == '-':
			if at >= len(lines) {
				t.Fatalf("the patch goes beyond the text: %q", line)
			}
			if line[0] == ' ' {
				out.WriteString(lines[at])
			} else if was := strings.TrimSuffix(line[1:], "\n"); !strings.Contains(was, "…") && !strings.Contains(was, source.SecretMark) && was != strings.TrimSuffix(lines[at], "\n") {
				t.Errorf("the patch is of %q, and the file has %q", was, lines[at])
			}
			at++
		case line[0] == '+':
			out.WriteString(line[1:])
		default:
			inHunk = false // the summary follows
		}
		if inHunk && line != "" {
			last = line[:1]
		}
	}
	for ; at < len(lines); at++ {
		out.WriteString(lines[at])
	}
	return out.String()
}
