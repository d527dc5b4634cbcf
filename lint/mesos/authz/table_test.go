package authz_test

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
)

func TestTable(t *testing.T) {
	p, _ := read(t, schema(t, "1.3.2"), late, `{"permissive": false,
 "register_frameworks": [
  {"principals": {"values": ["a", "b"]}, "roles": {"values": ["web", "eng/%"]}},
  {"principals": {"values": ["ops"]}, "roles": {"type": "NONE"}},
  {"principals": {"type": "ANY"}, "roles": {"values": ["*"]}}],
 "view_flags": [{"principals": {"values": ["ops"]}, "flags": {"type": "ANY"}}]}`)
	var got []string
	for _, powers := range p.Table() {
		for _, row := range powers.Rows {
			text, err := json.Marshal(row)
			if err != nil {
				t.Fatal(err)
			}
			if name := powers.Operation.Name; name == "register_framework" || name == "view_flag" || name == "run_task" {
				got = append(got, fmt.Sprintf("%s: %s: %s %s", powers.Operation.Name, row.Principals, row.Allowed, text))
			}
		}
	}
	want := []string{
		`register_framework: "a", "b": "*", "web", any other below "eng/" {"principals":{"only":["a","b"]},"allowed":{"only":["*","web",{"below":"eng/"}]}}`,
		`register_framework: "ops":  {"principals":{"only":["ops"]},"allowed":{"only":[]}}`,
		`register_framework: any other, none: "*" {"principals":{"only":[{"other":true},null]},"allowed":{"only":["*"]}}`,
		`run_task: any:  {"principals":{"all_but":[]},"allowed":{"only":[]}}`,
		`view_flag: "ops": any {"principals":{"only":["ops"]},"allowed":{"all_but":[]}}`,
		`view_flag: any other, none:  {"principals":{"only":[{"other":true},null]},"allowed":{"only":[]}}`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// The table must say of every request what Decide answers.
func TestTableIsDecide(t *testing.T) {
	for i, era := range eras {
		s := schema(t, era)
		for round := range 30 {
			d := newDraw(uint64(i*1000 + round))
			p := authz.NewPolicy(s, d.IntN(2) == 0, d.lists(s, 4))
			for _, powers := range p.Table() {
				for _, subject := range subjects {
					for _, object := range objects {
						decision, err := p.Decide(request(powers.Operation.Name, subject, object))
						if err != nil {
							t.Fatal(err)
						}
						rows := 0
						for _, row := range powers.Rows {
							if !row.Principals.Contains(powers.PrincipalClass(subject)) {
								continue
							}
							rows++
							if got := row.Allowed.Contains(powers.ObjectClass(object)); got != decision.Allowed {
								t.Fatalf("%s: %s(%s, %s): table says %v: %v", era, powers.Operation.Name, show(subject), show(object), got, powers.Rows)
							}
						}
						if rows != 1 {
							t.Fatalf("%s: %s is in %d rows: %v", era, show(subject), rows, powers.Rows)
						}
					}
				}
			}
		}
	}
}

// A row must be readable without the policy: what "any other below" leaves out follows from Except, and from Named.
func TestTableSaysWhatOtherIs(t *testing.T) {
	excepted := 0
	for i, era := range eras {
		s := schema(t, era)
		for round := range 60 {
			d := newDraw(uint64(i*1000 + round))
			p := authz.NewPolicy(s, d.IntN(2) == 0, d.lists(s, 4))
			for _, powers := range p.Table() {
				if powers.Way.Object == "" {
					if named := powers.Named(); len(named) > 0 {
						t.Fatalf("%s: %s has no object, and %v", era, powers.Operation.Name, named)
					}
					continue
				}
				for _, subject := range subjects {
					for _, object := range objects {
						if object == nil {
							continue
						}
						decision, err := p.Decide(request(powers.Operation.Name, subject, object))
						if err != nil {
							t.Fatal(err)
						}
						for _, row := range powers.Rows {
							if !row.Principals.Contains(powers.PrincipalClass(subject)) {
								continue
							}
							told := slices.Clone(row.Allowed.Classes)
							for _, c := range row.Allowed.Classes {
								except, others := powers.Except(row.Allowed, c, math.MaxInt)
								told = append(told, except...)
								if first, more := powers.Except(row.Allowed, c, 1); others != 0 || len(first)+more != len(except) {
									t.Fatalf("%s: %v and %d more, not %v", era, first, more, except)
								}
							}
							excepted += len(told) - len(row.Allowed.Classes)
							for by, told := range map[string][]authz.Class{"Except": told, "Named": powers.Named()} {
								if got := row.Allowed.Contains(classAmong(told, *object)); got != decision.Allowed {
									t.Errorf("%s: %s(%s, %s): %v by %s: %v", era, powers.Operation.Name, show(subject), show(object), got, by, row)
								}
							}
						}
					}
				}
			}
		}
	}
	if excepted == 0 {
		t.Error("nothing was left out anywhere")
	}
}

// classAmong returns the class of a name among those that are told.
func classAmong(told []authz.Class, name string) authz.Class {
	best := authz.Class{Kind: authz.Other}
	for _, c := range told {
		switch {
		case c.Kind == authz.Named && c.Name == name:
			return c
		case c.Kind == authz.Below && strings.HasPrefix(name, c.Name) && len(c.Name) > len(best.Name):
			best = c
		}
	}
	return best
}
