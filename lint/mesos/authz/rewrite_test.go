package authz_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
)

// rewritten is the evaluator of a document after a rewrite.
func rewritten(e plain, r authz.Rewrite) plain {
	out := plain{era: e.era, permissive: e.permissive, lists: maps.Clone(e.lists)}
	for _, key := range r.Obsolete {
		delete(out.lists, key)
	}
	if r.Renamed != "" {
		renamed := e.lists[r.Renamed]
		delete(out.lists, r.Renamed)
		out.lists[r.List.Key] = renamed
		return out
	}
	out.lists[r.List.Key] = nil
	for _, n := range r.Entries {
		out.lists[r.List.Key] = append(out.lists[r.List.Key], n.Says())
	}
	return out
}

func TestRewritesKeepDecisionsOrNarrow(t *testing.T) {
	count := map[authz.Effect]int{}
	seed := uint64(0)
	for from, fromEra := range eras {
		for to := from; to < len(eras); to++ {
			a, b := schema(t, fromEra), schema(t, eras[to])
			for range 60 {
				seed++
				d := newDraw(seed)
				old := plain{era: fromEra, permissive: d.IntN(2) == 0, lists: d.lists(a, 3)}
				document := plain{era: eras[to], permissive: old.permissive, lists: old.lists}
				policy := authz.NewPolicy(a, old.permissive, old.lists)
				for _, r := range authz.Migrate(policy, b, authz.NewPolicy(b, old.permissive, old.lists)) {
					count[r.Effect]++
					checkRewrite(t, old, rewritten(document, r), r)
				}
			}
		}
	}
	if count[authz.Widens] > 0 || count[authz.Preserving] < 1000 || count[authz.Narrows] < 100 {
		t.Errorf("rewrites by effect: %v", count)
	}
}

func checkRewrite(t *testing.T, old, new plain, r authz.Rewrite) {
	t.Helper()
	narrowed := false
	for _, operation := range r.Operations {
		if !slices.Contains(old.operations(), operation) {
			continue
		}
		setters := []*string{nil}
		if operation == "remove_quota" {
			setters = objects
		}
		for _, subject := range subjects {
			for _, object := range objects {
				for _, setter := range setters {
					was, is := old.decide(operation, subject, object, setter), new.decide(operation, subject, object, setter)
					if !was && is {
						t.Fatalf("%s → %s: %s(%s, %s, %s) is allowed after %v\nold %v\nnew %v", old.era, new.era, operation, show(subject), show(object), show(setter), r, old, new)
					}
					narrowed = narrowed || was && !is
				}
			}
		}
	}
	if narrowed != (r.Effect == authz.Narrows) {
		t.Fatalf("%s → %s: rewrite of %s says it is %v, narrows %v\nold %v\nnew %v", old.era, new.era, r.List.Key, r.Effect, narrowed, old, new)
	}
}

// A merge of the quota lists must be the largest policy that widens nothing: a principal may do with a role what it
// could set, and only if it could remove the quota whoever set it.
func TestQuotaMergeIsTheLargestThatWidensNothing(t *testing.T) {
	roles := []*string{nil, new("a"), new("a/b"), new("c"), new("something")}
	setters := []*string{nil, new("p"), new("q"), new("x"), new("a"), new("somebody")}
	preserved := 0
	for seed := range uint64(3000) {
		d := newDraw(seed)
		era := []string{"0.27.3", "0.28.3", "1.2.3"}[d.IntN(3)]
		a, b := schema(t, era), schema(t, "1.3.2")
		old := plain{era: era, permissive: d.IntN(2) == 0, lists: map[string][]authz.EntrySpec{
			"set_quotas": literal(d.list("set_quotas", 3)), "remove_quotas": d.list("remove_quotas", 3)}}
		if era == "1.2.3" { // where "" and no principal are one, which no policy of 1.3 can say
			for _, l := range old.lists {
				for i := range l {
					l[i].Subject.Values = slices.DeleteFunc(l[i].Subject.Values, func(v string) bool { return v == "" })
				}
			}
		}
		if len(old.lists["set_quotas"])+len(old.lists["remove_quotas"]) == 0 {
			continue
		}
		rewrites := authz.Migrate(authz.NewPolicy(a, old.permissive, old.lists), b, authz.NewPolicy(b, old.permissive, old.lists))
		if len(rewrites) != 1 || rewrites[0].List.Key != "update_quotas" {
			t.Fatalf("rewrites %v of %v", rewrites, old)
		}
		new := rewritten(plain{era: "1.3.2", permissive: old.permissive, lists: old.lists}, rewrites[0])
		uniform := true
		for _, subject := range subjects {
			may := true
			for _, setter := range setters {
				may = may && old.decide("remove_quota", subject, nil, setter)
			}
			set := old.decide("set_quota", subject, nil, nil)
			for _, role := range roles {
				want := may && old.decide("set_quota", subject, role, nil)
				got := new.decide("set_quota", subject, role, nil)
				if got != want {
					t.Fatalf("%s: update_quota(%s, %s) = %v, want %v\nold %v\nnew %v", era, show(subject), show(role), got, want, old, new)
				}
				for _, setter := range setters {
					uniform = uniform && old.decide("set_quota", subject, role, nil) == set && old.decide("remove_quota", subject, nil, setter) == set
				}
			}
		}
		if uniform != (rewrites[0].Effect == authz.Preserving) {
			t.Fatalf("%s: a rewrite that changes nothing exists: %v; this one is %v\nold %v\nnew %v", era, uniform, rewrites[0].Effect, old, new)
		}
		if uniform {
			preserved++
		}
	}
	if preserved < 100 {
		t.Errorf("only %d policies could be preserved", preserved)
	}
}

// literal drops the roles that the new release takes for patterns.
func literal(entries []authz.EntrySpec) []authz.EntrySpec {
	for i := range entries {
		entries[i].Object.Values = slices.DeleteFunc(entries[i].Object.Values, func(v string) bool { return strings.HasSuffix(v, "/%") })
	}
	return entries
}
