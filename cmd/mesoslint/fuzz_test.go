package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// FuzzProgram gives the whole program any bytes as any kind of file, for any release: it never panics, exits with 0, 1 or
// 2 and with the one its report asks for, points into what it was given, and prints nothing a second --fix would change.
func FuzzProgram(f *testing.F) {
	exhaustive(f)
	kinds := fuzzedKinds()
	for i, data := range fuzzSeeds(f) {
		f.Add(uint8(i%len(kinds)), uint8(i*7), uint8(i*3), data)
		for k := range kinds {
			if (i+k)%5 == 0 {
				f.Add(uint8(k), uint8(60), uint8(40), data)
			}
		}
	}
	all := catalog.Releases().All()
	f.Fuzz(func(t *testing.T, kind, to, from uint8, data []byte) {
		args := slices.Concat([]string{"check", "-"}, kinds[int(kind)%len(kinds)], way(all, to, from))
		report, code := fuzzRun(t, data, append(slices.Clone(args), "--format", "json")...)
		r := parseReport(t, report)
		if want := wantCode(r); code != want {
			t.Errorf("exit %d, want %d", code, want)
		}
		for _, u := range r.Unchecked {
			if _, remedy, _ := strings.Cut(u.Reason, "; "); remedy == "" {
				t.Errorf("%q does not say what to do", u.Reason)
			}
		}
		for _, d := range r.Diagnostics {
			if d.File != "" && d.File == r.stdin() {
				inside(t, data, d.Rule, d.Start, d.End)
			}
		}
		if text, code := fuzzRun(t, data, args...); code != wantCode(r) || hasControl(text) {
			t.Errorf("the text report exits with %d, or acts on a terminal: %q", code, text)
		}
		fixed, code := fuzzRun(t, data, append(slices.Clone(args), "--fix", "--unsafe-fixes")...)
		if code == exitError {
			return
		}
		if again, code := fuzzRun(t, []byte(fixed), append(slices.Clone(args), "--fix", "--unsafe-fixes")...); code != exitError && again != fixed {
			t.Errorf("fixing twice changes more than once:\n%q\n%q", fixed, again)
		}
	})
}

// FuzzAuthz asks any bytes as an ACL file everything there is to ask.
func FuzzAuthz(f *testing.F) {
	for i, data := range fuzzSeeds(f) {
		f.Add(uint8(i*7), uint8(i*3), data)
	}
	all := catalog.Releases().All()
	f.Fuzz(func(t *testing.T, to, from uint8, data []byte) {
		way := way(all, to, from)
		for _, args := range [][]string{
			slices.Concat([]string{"authz", "can", "--release"}, way[1:2], []string{"--principal", "ops", "-"}),
			slices.Concat([]string{"authz", "table", "--release"}, way[1:2], []string{"-"}),
			slices.Concat([]string{"authz", "diff", "--from", "0.20.0"}, way[:2], []string{"-"}),
		} {
			if out, _ := fuzzRun(t, data, args...); hasControl(out) {
				t.Errorf("%s acts on a terminal: %q", strings.Join(args, " "), out)
			}
		}
	})
}

// fuzzedKinds are the ways to say what standard input is: nothing, every kind, and names that say it.
func fuzzedKinds() [][]string {
	kinds := [][]string{nil}
	for _, k := range rules.Kinds() {
		kinds = append(kinds, []string{"--as", string(k)})
	}
	for _, name := range []string{"etc/mesos-master/acls", "etc/mesos-slave/resources", "etc/default/mesos-slave", "etc/mesos-master/quorum",
		"mesos-master-env.sh", "mesos-agent.service", "docker-compose.yml", "agent.flags.j2", "etc/mesos/zk"} {
		kinds = append(kinds, []string{"--stdin-filename", name})
	}
	return kinds
}

func fuzzSeeds(f *testing.F) [][]byte {
	f.Helper()
	archive, err := txtar.ParseFile("testdata/tree.txtar")
	if err != nil {
		f.Fatal(err)
	}
	var seeds [][]byte
	for _, file := range archive.Files {
		seeds = append(seeds, file.Data)
	}
	inputs, err := filepath.Glob(filepath.Join(fixtures, "*", "*", "input", "*.*"))
	if err != nil || len(inputs) == 0 {
		f.Fatal("no fixtures:", err)
	}
	for _, path := range inputs {
		if data, err := os.ReadFile(path); err == nil {
			seeds = append(seeds, data)
		}
	}
	return seeds
}

// way returns --to and --from, which is not newer.
func way(all []release.Release, to, from uint8) []string {
	last := int(to) % len(all)
	args := []string{"--to", all[last].String()}
	if first := int(from) % len(all); first <= last {
		args = append(args, "--from", all[first].String())
	}
	return args
}

func fuzzRun(t *testing.T, data []byte, args ...string) (string, int) {
	t.Helper()
	const most = 512 << 20 // for a small file; of which less than a quarter is there at a time
	var out, errs bytes.Buffer
	code := 0
	took := allocated(func() {
		code = Main(context.Background(), args, Streams{In: bytes.NewReader(data), Out: &out, Err: &errs, Dir: "/nowhere"})
	})
	if len(data) <= smallFiles && took > most {
		t.Errorf("%s: %d bytes take %d MiB", strings.Join(args, " "), len(data), took>>20)
	}
	if code != exitOK && code != exitFindings && code != exitError {
		t.Errorf("%s: exit %d", strings.Join(args, " "), code)
	}
	if hasControl(errs.String()) {
		t.Errorf("%s acts on a terminal: %q", strings.Join(args, " "), errs.String())
	}
	return out.String(), code
}

// wantCode is the exit code that a report asks for.
func wantCode(r *jsonReport) int {
	switch {
	case len(r.Unchecked) > 0:
		return exitError
	case r.Summary.Errors+r.Summary.Warnings > 0:
		return exitFindings
	}
	return exitOK
}

// stdin returns the name of the one file that was checked, "" if there are several.
func (r *jsonReport) stdin() string {
	name := ""
	for _, c := range r.Checked {
		if name != "" && name != c.File {
			return ""
		}
		name = c.File
	}
	return name
}

// inside holds the places of a finding against the text they point into.
func inside(t *testing.T, data []byte, rule string, places ...jsonPosition) {
	t.Helper()
	for _, p := range places {
		if p.Offset > len(data) {
			t.Errorf("%s points at %d of %d bytes", rule, p.Offset, len(data))
			continue
		}
		before := data[:p.Offset]
		line, column := 1+bytes.Count(before, []byte("\n")), 1+utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
		if p.Line != line || p.Column != column {
			t.Errorf("%s: offset %d is %d:%d, not %d:%d", rule, p.Offset, line, column, p.Line, p.Column)
		}
	}
}

// hasControl reports whether a terminal would act on a text.
func hasControl(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r != '\n' && (r < ' ' || r == 0x7f || 0x80 <= r && r < 0xa0 || r == 0x202e) })
}
