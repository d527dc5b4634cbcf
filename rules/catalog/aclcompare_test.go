package catalog

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
)

// anyPolicy draws a policy over all lists of a schema, from so few names that entries meet.
func anyPolicy(r *rand.Rand, s *authz.Schema, permissive bool) map[string][]authz.EntrySpec {
	entity := func(names ...string) authz.EntitySpec {
		if r.IntN(3) == 0 {
			return authz.EntitySpec{Type: []authz.Type{authz.Any, authz.None}[r.IntN(2)]}
		}
		var e authz.EntitySpec
		for range 1 + r.IntN(2) {
			e.Values = append(e.Values, names[r.IntN(len(names))])
		}
		return e
	}
	lists := map[string][]authz.EntrySpec{}
	for _, l := range s.Lists {
		for range r.IntN(4) {
			objects := l.Objects
			if objects == nil {
				objects = []string{"a", "a/b", "a/%", "c"}
			}
			lists[l.Key] = append(lists[l.Key], authz.EntrySpec{Subject: entity("p", "q", ""), Object: entity(objects...)})
		}
	}
	return lists
}

// everyRequest is all questions that anyPolicy's policies can answer differently and that both releases can be asked.
func everyRequest(operation string, a, b release.Release) []authz.Request {
	paths := slices.DeleteFunc(Endpoints(a), func(path string) bool { return !slices.Contains(Endpoints(b), path) })
	var out []authz.Request
	for _, principal := range []*string{nil, new("p"), new("q"), new(""), new("other")} {
		out = append(out, authz.Request{Operation: operation, Principal: principal})
		for _, object := range append([]string{"a", "a/b", "a/%", "a/other", "c", "other"}, paths...) {
			out = append(out, authz.Request{Operation: operation, Principal: principal, Objects: []string{object}})
		}
	}
	return out
}

// Between any two releases, a comparison must find a difference exactly where asking both for everything does; and a
// rewrite must change what it says it does, asked the same way.
func TestComparisonsBetweenAllReleases(t *testing.T) {
	known := slices.DeleteFunc(Releases().All(), func(r release.Release) bool { return r.Less(rel("0.20.0")) })
	r := rand.New(rand.NewPCG(1, 2))
	rewrites := map[authz.Effect]int{}
	for _, a := range known {
		for _, b := range known {
			if r.IntN(8) > 0 && a != b {
				continue
			}
			from, to := ACLSchema(a), ACLSchema(b)
			permissive := r.IntN(2) == 0
			lists := anyPolicy(r, from, permissive)
			old := authz.NewPolicy(from, permissive, lists)
			changed := map[string][]authz.EntrySpec{}
			for _, l := range to.Lists {
				changed[l.Key] = lists[l.Key]
				if from.List(l.Key) == nil && r.IntN(4) == 0 || r.IntN(20) == 0 {
					changed[l.Key] = anyPolicy(r, to, permissive)[l.Key]
				}
			}
			asNew := authz.NewPolicy(to, permissive, changed)
			differs := map[string]bool{}
			for _, c := range authz.Compare(old, asNew).Operations {
				differs[c.Operation.Name] = true
			}
			for _, name := range asked(from, to) {
				if want := asksDiffer(old, asNew, name); differs[name] != want {
					t.Fatalf("%s → %s: %s differs: %v, reported %v\n%v\n%v", a, b, name, want, differs[name], lists, changed)
				}
			}
			if b.Less(a) {
				continue
			}
			for _, rewrite := range authz.Migrate(old, to, authz.NewPolicy(to, permissive, lists)) {
				rewrites[rewrite.Effect]++
				fixed := map[string][]authz.EntrySpec{}
				for _, n := range rewrite.Entries {
					fixed[rewrite.List.Key] = append(fixed[rewrite.List.Key], n.Says())
				}
				new := authz.NewPolicy(to, permissive, fixed)
				differ := false
				for _, name := range rewrite.Operations {
					if slices.Contains(asked(from, to), name) {
						differ = differ || asksDiffer(old, new, name)
						if widens(old, new, name) {
							t.Fatalf("%s → %s: the rewrite of %s widens %s\n%v\n%v", a, b, rewrite.List.Key, name, lists, fixed)
						}
					}
				}
				if differ == (rewrite.Effect == authz.Preserving) {
					t.Fatalf("%s → %s: the rewrite of %s is %v, asked: %v\n%v\n%v", a, b, rewrite.List.Key, rewrite.Effect, differ, lists, fixed)
				}
			}
		}
	}
	if rewrites[authz.Preserving] < 50 || rewrites[authz.Narrows] < 50 || rewrites[authz.Widens] > 0 {
		t.Errorf("rewrites by effect: %v", rewrites)
	}
}

// asked are the operations that both releases decide.
func asked(from, to *authz.Schema) []string {
	var out []string
	for _, o := range to.Operations {
		if old := from.Operation(o.Name); old != nil && !o.Indirect && !old.Indirect && len(o.Ways) > 0 && len(old.Ways) > 0 {
			out = append(out, o.Name)
		}
	}
	return out
}

// pairs asks both policies. If their objects are of different kinds, every object meets every other.
func pairs(old, new *authz.Policy, operation string, each func(was, is bool)) {
	_, a := old.Governed(operation)
	_, b := new.Governed(operation)
	for _, request := range everyRequest(operation, old.Schema().Release, new.Schema().Release) {
		was, err := old.Decide(request)
		if err != nil {
			panic(fmt.Sprint("asking for ", operation, ": ", err))
		}
		if a == b || a == "" || b == "" {
			is, _ := new.Decide(request)
			each(was.Allowed, is.Allowed)
			continue
		}
		for _, other := range everyRequest(operation, old.Schema().Release, new.Schema().Release) {
			if (other.Principal == nil) == (request.Principal == nil) && (other.Principal == nil || *other.Principal == *request.Principal) {
				is, _ := new.Decide(other)
				each(was.Allowed, is.Allowed)
			}
		}
	}
}

func asksDiffer(old, new *authz.Policy, operation string) bool {
	differ := false
	pairs(old, new, operation, func(was, is bool) { differ = differ || was != is })
	return differ
}

func widens(old, new *authz.Policy, operation string) bool {
	widens := false
	pairs(old, new, operation, func(was, is bool) { widens = widens || !was && is })
	return widens
}
