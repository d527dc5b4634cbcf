package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules"
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
		touched := map[string]bool{}
		if now != nil {
			for _, c := range authz.Compare(now, fixed).Operations {
				touched[c.Operation.Name] = true
			}
		}
		for _, c := range authz.Compare(old, fixed).Operations {
			if c.Widened == 0 || now != nil && !touched[c.Operation.Name] {
				continue
			}
			if !strings.HasPrefix(level, "unsafe") || !strings.Contains(said.String(), c.Operation.Phrase) {
				t.Errorf("%s lets somebody %s who may not on %s, and no unsafe fix says so: %v", level, c.Operation.Phrase, from, c.Smallest())
			}
		}
	}
	return n
}

// aclsOf loads one tree of a fixture and returns its ACL documents, and the findings if they are wanted.
func aclsOf(t *testing.T, dir, tree string, judge bool) (release.Upgrade, []*config.Document, []lint.Diagnostic) {
	t.Helper()
	work := t.TempDir()
	copyTree(t, filepath.Join(dir, tree), work)
	var f checkFlags
	cmd := newCheck(Streams{})
	if err := cmd.ParseFlags(checkArgs(t, dir)[1:]); err != nil {
		t.Fatal(err)
	}
	text := func(name string) string { value, _ := cmd.Flags().GetString(name); return value }
	f.from, f.to, f.as, f.root, f.failLevel, f.colour, f.stdinName = text("from"), text("to"), text("as"), text("root"), "none", "never", text("stdin-filename")
	p, err := f.request(Streams{Dir: work, In: strings.NewReader("")}, cmd.Flags().Args())
	if err != nil {
		t.Fatal(err)
	}
	loaded, _ := load.Load(context.Background(), p.paths, p.load)
	var found []lint.Diagnostic
	if judge {
		if found, err = lint.Run(context.Background(), rules.All(), p.upgrade, loaded, lint.Undated); err != nil {
			t.Fatal(err)
		}
	}
	var out []*config.Document
	for _, d := range loaded.Documents {
		if d.Kind == config.ACLs {
			out = append(out, d)
		}
	}
	return p.upgrade, out, found
}
