package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// The ACLs of every fixed tree of the fixtures are compared with those of the input, decision by decision: what the old
// release denied, the target denies with the fixed file, unless the fix is unsafe and its message names the operation. An
// operation is compared where the input stops the target, or where the fixed tree changes a decision about it.
func TestFixedACLsAllowNothingUnsaid(t *testing.T) {
	compared := 0
	for _, dir := range caseDirs(t) {
		for _, level := range []string{"fixed", "unsafe", "upgrade", "unsafe-upgrade"} {
			if _, err := os.Stat(filepath.Join(dir, level)); err == nil {
				name, _ := filepath.Rel(fixtures, dir)
				t.Run(filepath.ToSlash(filepath.Join(name, level)), func(t *testing.T) {
					compared += compareACLs(t, dir, level)
				})
			}
		}
	}
	if compared < 20 {
		t.Errorf("%d documents were compared", compared)
	}
}

// compareACLs compares the ACLs of one fixed tree of a fixture and returns how many documents there were.
func compareACLs(t *testing.T, dir, level string) int {
	upgrade, before, found := aclsOf(t, dir, "input", true)
	_, after, _ := aclsOf(t, dir, level, false)
	var said strings.Builder
	for i := range found {
		for _, f := range found[i].Fixes() {
			if f.Applicability == lint.Unsafe {
				said.WriteString(f.Message + "\n")
			}
		}
	}
	if len(before) != len(after) {
		t.Fatalf("%d ACL documents before, %d after", len(before), len(after))
	}
	n := 0
	from := upgrade.From
	if from.IsZero() {
		from = upgrade.To
	}
	for i := range before {
		old, now, fixed := policyOf(before[i].Text, from), policyOf(before[i].Text, upgrade.To), policyOf(after[i].Text, upgrade.To)
		if old == nil || fixed == nil {
			continue
		}
		n++
		unsafe := said.String()
		if !strings.HasPrefix(level, "unsafe") {
			unsafe = ""
		}
		if unsaid := openedUnsaid(old, now, fixed, unsafe); unsaid != "" {
			t.Errorf("%s: %s", level, unsaid)
		}
	}
	return n
}

// openedUnsaid says what a fixed policy allows that the old one denies, and that what is said does not name; "" if there is
// nothing. now is the unfixed policy on the release of the fixed one, nil if that does not start with it.
func openedUnsaid(old, now, fixed *authz.Policy, said string) string {
	touched := map[string]bool{}
	if now != nil {
		for _, c := range authz.Compare(now, fixed).Operations {
			touched[c.Operation.Name] = true
		}
	}
	for _, c := range authz.Compare(old, fixed).Operations {
		if c.Widened > 0 && (now == nil || touched[c.Operation.Name]) && !strings.Contains(said, c.Operation.Phrase) {
			return fmt.Sprintf("it lets somebody %s who may not on %s, and nothing says so: %v", c.Operation.Phrase, old.Schema().Release, c.Smallest())
		}
	}
	return ""
}

// Random ACLs between random releases, fixed at every level by the program, allow nothing that the running release denies and
// that no unsafe fix of the report before names: neither what is written now nor what is written with the upgrade.
func TestFixedRandomACLsAllowNothingUnsaid(t *testing.T) {
	exhaustive(t)
	t.Parallel()
	known := catalog.Releases().All()
	random := rand.New(rand.NewPCG(10, 5))
	drawn, changed := 70, 0
	for range drawn {
		u := release.Upgrade{From: known[random.IntN(len(known))], To: known[random.IntN(len(known))]}
		if u.To.Less(u.From) {
			u.From, u.To = u.To, u.From
		}
		text := randomACLs(random, true)
		for _, flags := range [][]string{nil, {"--unsafe-fixes"}, {"--with-upgrade"}, {"--with-upgrade", "--unsafe-fixes"}} {
			dir := t.TempDir()
			path := filepath.Join(dir, "acls.json")
			writeFile(t, path, text)
			args := []string{"check", "--from", u.From.String(), "--to", u.To.String(), "--as", "acls", "acls.json"}
			said := ""
			if slices.Contains(flags, "--unsafe-fixes") {
				for _, d := range parseReport(t, reportOf(t, dir, args...)).Diagnostics {
					if d.Fix != nil && d.Fix.Applicability == "unsafe" {
						said += d.Fix.Message + "\n"
					}
				}
			}
			run(t, dir, slices.Concat(args, []string{"--fix"}, flags)...)
			data, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if string(data) == text {
				continue
			}
			changed++
			read := []release.Release{u.To}
			if !slices.Contains(flags, "--with-upgrade") {
				read = append(read, u.From) // which reads the file until then
			}
			for _, on := range read {
				old, now, fixed := policyOf(aclText(text), u.From), policyOf(aclText(text), on), policyOf(aclText(string(data)), on)
				if old == nil || fixed == nil {
					continue
				}
				if unsaid := openedUnsaid(old, now, fixed, said); unsaid != "" {
					t.Fatalf("%s %v, on %s: %s\n%s\n%s", u, flags, on, unsaid, text, data)
				}
			}
		}
	}
	t.Logf("%d documents, of which fixes changed something %d times", drawn, changed)
	if changed < drawn/2 {
		t.Errorf("only %d times was something changed", changed)
	}
}

// aclText is a text that stands by itself.
func aclText(text string) source.Text {
	return source.WholeText(source.New("acls.json", "", []byte(text)))
}

// aclsOf loads one tree of a fixture and returns its ACL documents, and the findings if they are wanted.
func aclsOf(t *testing.T, dir, tree string, judge bool) (release.Upgrade, []*config.Document, []lint.Diagnostic) {
	t.Helper()
	work := t.TempDir()
	copyTree(t, filepath.Join(dir, tree), work)
	p := requestIn(t, work, checkArgs(t, dir)[1:]...)
	loaded, _ := load.Load(context.Background(), p.paths, p.load)
	var found []lint.Diagnostic
	if judge {
		loaded, found = judged(t, p, p.upgrade, nil)
	}
	var out []*config.Document
	for _, d := range loaded.Documents {
		if d.Kind == config.ACLs {
			out = append(out, d)
		}
	}
	return p.upgrade, out, found
}
