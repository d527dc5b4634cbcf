package shell

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// bench is a place where scripts are really run: below a scratch root, with programs that only note how they are started.
type bench struct {
	dir, root, log string
}

// stubs are the programs of the bench. Those of other hosts and users run what they are given right here.
var stubs = map[string]string{
	"mesos-master": recordStart, "mesos-slave": recordStart, "mesos-agent": recordStart,
	"sudo":  "#!/bin/bash\nwhile [[ $1 == -* ]]; do case $1 in -u|-g) shift 2;; --) shift; break;; *) shift;; esac; done\nexec env \"$@\"\n",
	"ssh":   "#!/bin/bash\nwhile [[ $1 == -* ]]; do case $1 in -o|-p|-i) shift 2;; *) shift;; esac; done\nshift\nif [ $# = 0 ]; then exec sh; fi\nexec sh -c \"$*\"\n",
	"su":    "#!/bin/bash\nwhile [ $# -gt 0 ]; do case $1 in -c) c=$2; shift 2;; *) shift;; esac; done\nexec sh -c \"$c\"\n",
	"chpst": "#!/bin/bash\nwhile [[ $1 == -* ]]; do shift 2; done\nexec \"$@\"\n",
	"gosu":  "#!/bin/sh\nshift\nexec \"$@\"\n",
}

const recordStart = "#!/bin/bash\n{ printf '%s\\0' \"${0##*/}\" \"$@\"; printf 'ENV\\0'; /usr/bin/env -0; printf 'END\\0'; } >> 'LOG'\n"

func newBench(t testing.TB) *bench {
	t.Helper()
	dir := t.TempDir()
	b := &bench{dir: dir, log: filepath.Join(dir, "log")}
	bin := filepath.Join(dir, "bin")
	if err := os.MkdirAll(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range stubs {
		if err := os.WriteFile(filepath.Join(bin, name), []byte(strings.ReplaceAll(text, "LOG", b.log)), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// startedReally is a program as it was started.
type startedReally struct {
	words []string
	env   map[string]string
}

// run runs a script with a shell, and returns the files that it leaves and the programs that it started.
func (b *bench) run(t testing.TB, shell, text string, files map[string]string) (left map[string]string, starts []startedReally, status error) {
	t.Helper()
	b.root = filepath.Join(b.dir, "root")
	os.RemoveAll(b.root)
	os.Remove(b.log)
	for _, dir := range []string{"etc/mesos", "etc/mesos-master", "etc/mesos-slave", "etc/default"} {
		if err := os.MkdirAll(filepath.Join(b.root, dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, content := range files {
		file := filepath.Join(b.dir, "tree", name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	script := filepath.Join(b.dir, "tree", "script")
	if err := os.MkdirAll(filepath.Dir(script), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(script, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(shell, script)
	cmd.Dir = filepath.Join(b.dir, "tree")
	cmd.Env = []string{"PATH=" + filepath.Join(b.dir, "bin") + ":/usr/bin:/bin", "HOME=/nonexistent", "LC_ALL=C.UTF-8"}
	status = cmd.Run()
	left = map[string]string{}
	err := filepath.WalkDir(b.root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		name, _ := strings.CutPrefix(path, b.root)
		if target, err := os.Readlink(path); err == nil {
			left[name] = "-> " + target
			return nil
		}
		data, err := os.ReadFile(path)
		left[name] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(b.log)
	for _, entry := range bytes.SplitAfter(data, []byte("END\x00")) {
		words, env, found := strings.Cut(string(entry), "ENV\x00")
		if !found {
			continue
		}
		st := startedReally{words: strings.Split(strings.TrimSuffix(words, "\x00"), "\x00"), env: map[string]string{}}
		for _, v := range strings.Split(env, "\x00") {
			name, value, _ := strings.Cut(v, "=")
			st.env[name] = value
		}
		starts = append(starts, st)
	}
	return left, starts, status
}

// state is what a reader claims of a file.
type claimed struct {
	content string
	// known is set if the content is certain, gone where the file is certainly not there.
	known, gone bool
}

// assemble makes the files of what a script says about them.
func assemble(files []machine.File) map[string]claimed {
	out := map[string]claimed{}
	texts := map[string]source.Text{}
	for _, f := range files {
		if f.Directory && f.Operation == machine.Replace {
			continue
		}
		before, there := out[f.Path]
		if f.Operation == machine.Remove && f.Directory {
			for path := range out {
				if strings.HasPrefix(path, f.Path+"/") {
					out[path] = claimed{gone: !f.Maybe}
				}
			}
		}
		whole := f.Known == f.Content.Len() && f.Copy == nil
		now := claimed{}
		switch {
		case f.Maybe:
		case f.Link != "":
			now = claimed{content: "-> " + f.Link, known: true}
		case f.Operation == machine.Remove:
			now.gone = true
		case f.OnlyIfMissing && there && before.known:
			now = before
		case f.OnlyIfMissing && there && !before.gone:
		case f.Copy != nil && f.Copy.OnMachine:
			now = out[f.Copy.Path]
		case f.Operation == machine.Replace && whole:
			now = claimed{content: f.Content.String(), known: true}
			texts[f.Path] = f.Content
		case f.Operation == machine.Append && whole && (!there || before.gone):
			now = claimed{content: f.Content.String(), known: true}
			texts[f.Path] = f.Content
		case f.Operation == machine.Append && whole && before.known:
			now = claimed{content: before.content + f.Content.String(), known: true}
			texts[f.Path] = source.Join(texts[f.Path], f.Content)
		case f.Operation == machine.Edit && before.known:
			if after, known := f.Change(texts[f.Path]); known {
				now = claimed{content: after.String(), known: true}
				texts[f.Path] = after
			}
		}
		out[f.Path] = now
	}
	return out
}

// compare holds what the reader claims against what the shell did, and returns how many claims it held.
func (b *bench) compare(t *testing.T, shell, text string, o Options, files map[string]string) (held int) {
	t.Helper()
	left, starts, _ := b.run(t, shell, text, files)
	o.Wanted = wanted
	o.Tree = dirTree(filepath.Join(b.dir, "tree"))
	r := Read(source.WholeText(source.New("script", "", []byte(text))), o)
	checkSpans(t, r)
	fail := func(format string, args ...any) {
		t.Helper()
		t.Errorf("%s: %s\n%s\nread as\n%s", shell, fmt.Sprintf(format, args...), text, describe(r))
	}
	if r.Unreadable != nil {
		return 0
	}
	claims := assemble(r.Files)
	for path, c := range claims {
		content, there := left[path]
		switch {
		case c.gone && there:
			fail("%s is there, and was said to be removed", path)
		case c.known && !there:
			fail("%s is not there, and was said to hold %q", path, c.content)
		case c.known && content != c.content:
			fail("%s holds %q, and was said to hold %q", path, content, c.content)
		case c.known:
			held++
		}
	}
	// A name may be another one than the one that is claimed to be only perhaps.
	perhaps := slices.ContainsFunc(r.Files, func(f machine.File) bool { return f.Maybe })
	for path := range left {
		if _, found := claims[path]; !found && !perhaps && len(r.Gaps) == 0 {
			fail("%s was written, and nothing is said of it", path)
		}
	}
	return held + b.compareStarts(r, starts, fail)
}

func (b *bench) compareStarts(r *Result, starts []startedReally, fail func(string, ...any)) (held int) {
	used := make([]bool, len(starts))
	claims := slices.Clone(r.Starts)
	slices.SortStableFunc(claims, func(a, b machine.Start) int { return vague(a) - vague(b) })
	for _, st := range claims {
		i := -1
		for j, s := range starts {
			// Of several that were started with the same words the one with the same environment is meant.
			if !used[j] && sameWords(st.Words, s.words) && (i < 0 || sameEnvironment(st, starts[i]) != "" && sameEnvironment(st, s) == "") {
				i = j
			}
		}
		switch {
		case i < 0 && !st.Maybe:
			fail("nothing was started as %s", describeStart(st))
		case i < 0:
		default:
			used[i] = true
			held++
			if differs := sameEnvironment(st, starts[i]); differs != "" && !st.Maybe {
				fail("%s has %s", st.Words[0].Text, differs)
			}
		}
	}
	for i, s := range starts {
		again := slices.ContainsFunc(r.Starts, func(st machine.Start) bool { return st.Maybe && sameWords(st.Words, s.words) })
		if !used[i] && !again && len(r.Gaps) == 0 { // what may be started may be started more than once
			fail("%q was started, and nothing is said of it", s.words)
		}
	}
	return held
}

// sameEnvironment says in what the environment of a start is not the one that was claimed; "" if it is in nothing.
func sameEnvironment(st machine.Start, s startedReally) string {
	last := map[string]machine.Assignment{}
	for _, a := range st.Environment {
		last[a.Name] = a
	}
	for name, a := range last {
		value, there := s.env[name]
		if a.Unknown && !a.Maybe && !a.Default && !there {
			return name + " nowhere, and was said to have it"
		}
		if !a.Maybe && !a.Default && !a.Unknown && (!there || value != a.Value.String()) {
			return fmt.Sprintf("%s=%q (there: %v), and was said to have %q", name, value, there, a.Value)
		}
	}
	return ""
}

// vague says how little a claim says: what is certain is held against the starts first.
func vague(st machine.Start) int {
	n := 0
	if st.Maybe {
		n += 1000
	}
	for _, w := range st.Words {
		switch {
		case w.Several || w.Maybe:
			n += 2000
		case !w.IsKnown():
			n++
		}
	}
	return n
}

// sameWords reports whether words can be those of a start, as far as they are known.
func sameWords(claim []machine.Word, words []string) bool {
	at := 0
	for i, w := range claim {
		switch {
		case w.Several && w.Known > 0 && (at >= len(words) || !strings.HasPrefix(words[at], w.Text.String()[:w.Known])):
			return false
		case w.Several || w.Maybe:
			return true // what follows is anywhere
		case at >= len(words):
			return false
		case i == 0 && filepath.Base(w.Text.String()) != words[0]:
			return false
		case i > 0 && w.IsKnown() && w.Text.String() != words[at]:
			return false
		case i > 0 && !strings.HasPrefix(words[at], w.Text.String()[:w.Known]):
			return false
		}
		at++
	}
	return at == len(words)
}

// checkSpans fails where a text of the result does not stand in its source.
func checkSpans(t testing.TB, r *Result) {
	t.Helper()
	check := func(what string, text source.Text) {
		for _, p := range text.Pieces() {
			raw := p.Raw()
			if raw.Source == nil {
				continue
			}
			if raw.Start < 0 || raw.Start > raw.End || raw.End > len(raw.Source.Data) {
				t.Fatalf("%s: raw span [%d, %d) of %d bytes", what, raw.Start, raw.End, len(raw.Source.Data))
			}
			for i := range p.Len() {
				if s := p.Span(i, i+1); s.Start < raw.Start || s.End < s.Start || s.End > raw.End {
					t.Fatalf("%s: byte %d of %q has span [%d, %d) in [%d, %d)", what, i, p, s.Start, s.End, raw.Start, raw.End)
				}
			}
		}
	}
	for _, f := range r.Files {
		check(f.Path, f.Content)
	}
	for _, st := range r.Starts {
		for _, w := range st.Words {
			check("word", w.Text)
		}
		for _, a := range st.Environment {
			check(a.Name, a.Value)
		}
	}
	for _, a := range r.Assignments {
		check(a.Name, a.Value)
	}
}
