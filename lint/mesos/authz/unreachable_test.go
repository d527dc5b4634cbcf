package authz_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
)

// An entry is unreachable if no request of any class is decided by it, and what shadows it are the entries that decide
// the requests it matches.
func TestUnreachableIsAskingForEverything(t *testing.T) {
	unreachable, contradictions := 0, 0
	for i, era := range eras {
		s := schema(t, era)
		for round := range 20 {
			d := newDraw(uint64(i*1000 + round))
			e := plain{era: era, permissive: d.IntN(2) == 0, lists: d.lists(s, 5)}
			p := authz.NewPolicy(s, e.permissive, e.lists)
			reached := map[string]bool{}
			deciders := map[string]map[string]bool{} // by entry: what decides the requests it matches
			for _, operation := range e.operations() {
				for _, subject := range subjects {
					for _, object := range objects {
						_, by := e.decideBy(operation, subject, object, object)
						reached[by] = true
						for _, key := range ways(p, operation) {
							for n := range e.lists[key] {
								alone := plain{era: era, permissive: true, lists: map[string][]authz.EntrySpec{key: e.lists[key][n : n+1]}}
								keepGoverned(e, alone)
								_, matched := alone.decideBy(operation, subject, object, object)
								if matched != key+"[0]" {
									continue
								}
								name := fmt.Sprintf("%s[%d]", key, n)
								if deciders[name] == nil {
									deciders[name] = map[string]bool{}
								}
								deciders[name][by] = true
							}
						}
					}
				}
			}
			shadows := map[string]authz.Shadow{}
			for _, shadow := range p.Unreachable() {
				shadows[entryName(shadow.Entry)] = shadow
			}
			ignored := p.Ignored()
			for key, l := range e.lists {
				if s.List(key) == nil || slices.Contains(ignored, key) {
					continue
				}
				for n := range l {
					name := fmt.Sprintf("%s[%d]", key, n)
					shadow, found := shadows[name]
					if found == reached[name] {
						t.Fatalf("%s: %s is reached: %v, unreachable: %v\n%v", era, name, reached[name], found, l)
					}
					if !found {
						continue
					}
					unreachable++
					checkShadow(t, p, shadow, deciders[name])
					if shadow.Contradicts {
						contradictions++
					}
				}
			}
		}
	}
	if unreachable < 100 || contradictions < 20 {
		t.Errorf("only %d entries were unreachable, %d contradicted", unreachable, contradictions)
	}
}

// checkShadow checks that the entries named decide requests in the entry's place, and that they suffice for that.
func checkShadow(t *testing.T, p *authz.Policy, shadow authz.Shadow, deciders map[string]bool) {
	t.Helper()
	if (shadow.Why == authz.Shadowed) != (len(shadow.By) > 0) || (len(deciders) > 0) != (len(shadow.By) > 0) {
		t.Fatalf("%s: shadowed by %v because %v; its requests are decided by %v: %v", entryName(shadow.Entry), shadow.By, shadow.Why, deciders, shadow.Entry.Spec())
	}
	lists := map[string][]authz.EntrySpec{}
	for _, e := range shadow.By {
		if !deciders[entryName(e)] {
			t.Fatalf("%s: shadowed by %s, which decides none of its requests; %v do; %v %v", entryName(shadow.Entry), entryName(e), deciders, shadow.Entry.Spec(), entrySpecs(p, e.List()))
		}
		lists[e.List()] = append(lists[e.List()], e.Spec())
	}
	key := shadow.Entry.List()
	lists[key] = append(lists[key], shadow.Entry.Spec())
	for _, s := range authz.NewPolicy(p.Schema(), true, lists).Unreachable() {
		if s.Entry.List() == key && s.Entry.Index() == len(lists[key])-1 {
			return
		}
	}
	t.Fatalf("%s: would be reached behind %v alone", entryName(shadow.Entry), lists)
}

func ways(p *authz.Policy, operation string) []string {
	lists, _ := p.Governed(operation)
	return lists
}

// keepGoverned gives a policy of one entry what makes the same lists govern as in the whole one: an entry that matches
// nothing.
func keepGoverned(whole, alone plain) {
	for key, l := range whole.lists {
		if _, there := alone.lists[key]; !there && len(l) > 0 {
			alone.lists[key] = []authz.EntrySpec{{}}
		}
	}
}

func entrySpecs(p *authz.Policy, key string) []authz.EntrySpec {
	var out []authz.EntrySpec
	for e := range p.Entries(key) {
		out = append(out, e.Spec())
	}
	return out
}

// Entries of many principals and objects name more pairs than are looked at one by one, so that the index answers.
func TestUnreachableWithManyPairs(t *testing.T) {
	s := schema(t, "1.6.2")
	unreachable, reachable := 0, 0
	for round := range 30 {
		d := newDraw(uint64(round))
		draw := func(kind string, n int) authz.EntitySpec {
			var e authz.EntitySpec
			for range n {
				e.Values = append(e.Values, fmt.Sprintf("%s%d", kind, d.IntN(60)))
			}
			if kind == "team/role" && d.IntN(3) == 0 {
				e.Values = append(e.Values, "team/%")
			}
			return e
		}
		var list []authz.EntrySpec
		for range 8 {
			e := authz.EntrySpec{Subject: draw("p", 60), Object: draw("team/role", 60)}
			if d.IntN(5) == 0 {
				e.Subject = authz.EntitySpec{Type: authz.Any}
			}
			list = append(list, e)
		}
		for range 4 {
			list = append(list, authz.EntrySpec{Subject: draw("p", 2), Object: draw("team/role", 2)})
		}
		p := authz.NewPolicy(s, true, map[string][]authz.EntrySpec{"register_frameworks": list})
		decides := map[int]bool{}
		for subject := range 61 {
			for object := range 61 {
				principal := fmt.Sprintf("p%d", subject)
				made, err := p.Decide(authz.Request{Operation: "register_framework", Principal: &principal,
					Objects: []string{fmt.Sprintf("team/role%d", object)}})
				if err != nil {
					t.Fatal(err)
				}
				if !made.Entry.IsZero() {
					decides[made.Entry.Index()] = true
				}
			}
		}
		found := map[int]bool{}
		for _, shadow := range p.Unreachable() {
			found[shadow.Entry.Index()] = true
		}
		for i := range list {
			if found[i] == decides[i] {
				t.Fatalf("round %d: entry %d decides something: %v, unreachable: %v: %v", round, i, decides[i], found[i], list[i])
			}
		}
		unreachable, reachable = unreachable+len(found), reachable+len(decides)
	}
	if unreachable < 30 || reachable < 60 {
		t.Errorf("only %d entries were unreachable and %d reachable", unreachable, reachable)
	}
}
