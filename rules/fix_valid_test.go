package rules

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Every name of a flag and of a variable, of whatever release, given to a daemon on the way between random releases: what a
// fix makes of it is known on the release that the fix is said to be valid from and on the target, and on the one that runs
// until the upgrade if the fix does not wait for it.
func TestFixesOfNamesAreReadFromWhereTheyAreValid(t *testing.T) {
	known := catalog.Releases().All()
	r := rand.New(rand.NewPCG(10, 6))
	settled := map[config.Component][]string{
		config.Master: {"--zk=zk://z1.example:2181/mesos", "--quorum=1", "--work_dir=/v"},
		config.Agent:  {"--master=zk://z1.example:2181/mesos", "--work_dir=/v"},
	}
	tried := map[string]int{}
	for _, c := range []config.Component{config.Master, config.Agent} {
		lines := settled[c]
		for _, name := range namesOf(c) {
			for range 12 {
				u := release.Upgrade{From: known[r.IntN(len(known))], To: known[r.IntN(len(known))]}
				if u.To.Less(u.From) {
					u.From, u.To = u.To, u.From
				}
				if r.IntN(4) == 0 {
					u.From = release.Release{}
				}
				line := givenAs(r, name)
				before := append([]string{line}, lines...)
				for _, d := range nameFindings(t, c, u, before) {
					if d.Fix == nil || d.Fix.Applicability == lint.Manual {
						continue
					}
					tried[d.Rule]++
					after := strings.Split(strings.TrimSuffix(fixedNode(nodeOf(c, before...), []lint.Diagnostic{d}), "\n"), "\n")
					reads := []release.Release{u.To}
					if !d.Fix.ValidFrom.IsZero() {
						reads = append(reads, d.Fix.ValidFrom)
						if u.To.Less(d.Fix.ValidFrom) {
							t.Errorf("%s %s, %s: the fix of %s is valid from %s: %s", c, line, u, d.Rule, d.Fix.ValidFrom, d.Fix.Message)
						}
					}
					if !u.From.IsZero() && !d.Waits(d.Fix) {
						reads = append(reads, u.From)
					}
					for _, on := range reads {
						for _, worse := range nameFindings(t, c, release.Upgrade{To: on}, after) {
							if worse.Effect == lint.Fatal || worse.Effect == lint.Ignored {
								t.Errorf("%s %s, %s: a %s fix of %s, %q, valid from %s, makes %q, and on %s: %s", c, line, u, d.Fix.Applicability, d.Rule,
									d.Fix.Message, d.Fix.ValidFrom, after[0], on, worse.Message)
							}
						}
					}
				}
			}
		}
	}
	t.Log(tried)
	for _, rule := range []string{"flag/renamed", "flag/removed", "flag/not-yet", "env/unknown", "env/ssl-prefix", "env/renamed", "env/unread"} {
		if tried[rule] < 2 {
			t.Errorf("%s was tried %d times only", rule, tried[rule])
		}
	}
}

// nameFindings are what the rules about names say of a daemon.
func nameFindings(t *testing.T, c config.Component, u release.Upgrade, lines []string) []lint.Diagnostic {
	t.Helper()
	var of []*lint.Rule
	for _, name := range []string{"flag/renamed", "flag/removed", "flag/unknown", "flag/not-yet", "flag/duplicate", "flag/unread", "env/unknown", "env/ssl-prefix", "env/renamed", "env/unread"} {
		if rule := ByName(name); rule != nil {
			of = append(of, rule)
		}
	}
	found, err := lint.Run(context.Background(), of, u, &config.Config{Nodes: []*config.Node{nodeOf(c, lines...)}})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// namesOf are the flags of a daemon, of any release, and the variables that the catalogue knows besides.
func namesOf(c config.Component) []string {
	var out []string
	out = append(out, catalog.FlagsOf(c).Names()...)
	for _, v := range catalog.Variables() {
		out = append(out, v.Name)
	}
	return out
}

// givenAs gives a name as an argument or a variable, now and then misspelt.
func givenAs(r *rand.Rand, name string) string {
	if at := r.IntN(len(name)); r.IntN(4) == 0 && at > 0 {
		name = name[:at] + name[at-1:]
	}
	switch {
	case strings.ToUpper(name) == name:
		return name + "=true"
	case r.IntN(2) == 0:
		return fmt.Sprintf("MESOS_%s=1", strings.ToUpper(name))
	}
	return fmt.Sprintf("--%s=1", name)
}
