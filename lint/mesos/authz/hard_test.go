package authz_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
)

// hardCase is a pair of policies that a comparison must not take quadratic time for.
type hardCase struct {
	name     string
	old, new *authz.Policy
}

func hardCases(t testing.TB, n int) []hardCase {
	names := func(prefix string, n int) []string {
		out := make([]string, n)
		for i := range out {
			out[i] = fmt.Sprintf("%s-%d", prefix, i)
		}
		return out
	}
	ps, rs := names("p", n), names("r", n)
	some := func(v ...string) authz.EntitySpec { return authz.EntitySpec{Values: v} }
	own, one := make([]authz.EntrySpec, n), make([]authz.EntrySpec, n)
	for i := range n {
		own[i] = authz.EntrySpec{Subject: some(ps[i]), Object: some(rs[i])}
		one[i] = authz.EntrySpec{Subject: some("p"), Object: some(rs[i])}
	}
	all := authz.EntrySpec{Subject: some(ps...), Object: some(rs...)}
	most := authz.EntrySpec{Subject: some(ps...), Object: some(rs[1:]...)}
	half := slices.Clone(one)
	for i := range half {
		if i%2 == 0 {
			half[i].Object = some(fmt.Sprint("s", i))
		}
	}
	mixed := mixedEntries(ps, rs)
	changed := slices.Clone(mixed)
	changed[n/2] = authz.EntrySpec{Subject: some(ps[1]), Object: some("new")}
	shifted := append([]authz.EntrySpec{{Subject: authz.EntitySpec{Type: authz.Any}, Object: some("first")}}, mixed...)
	old, new := schema(t, "1.2.3"), schema(t, "1.3.2")
	pair := func(name string, a []authz.EntrySpec, permissive bool, b []authz.EntrySpec) hardCase {
		key := "register_frameworks"
		return hardCase{name, authz.NewPolicy(old, false, map[string][]authz.EntrySpec{key: a}),
			authz.NewPolicy(new, permissive, map[string][]authz.EntrySpec{key: b})}
	}
	return []hardCase{
		pair("one entry for all", []authz.EntrySpec{all}, false, []authz.EntrySpec{most}),
		pair("own entries and one for all", append(own[:n:n], all), false, append(own[:n:n], most)),
		pair("one principal", one, false, half),
		pair("permissive changes", own, true, own),
		pair("mixed, one entry changed", mixed, false, changed),
		pair("mixed, permissive changes", mixed, true, mixed),
		pair("mixed, one more for everyone", mixed, false, shifted),
	}
}

// mixedEntries are entries of which a tenth are about every principal and a tenth about every object.
func mixedEntries(principals, objects []string) []authz.EntrySpec {
	r := rand.New(rand.NewPCG(1, 1))
	some := func(from []string, n int) authz.EntitySpec {
		var e authz.EntitySpec
		for range n {
			e.Values = append(e.Values, from[r.IntN(len(from))])
		}
		return e
	}
	out := make([]authz.EntrySpec, len(principals))
	for i := range out {
		switch r.IntN(10) {
		case 0:
			out[i] = authz.EntrySpec{Subject: authz.EntitySpec{Type: authz.Any}, Object: some(objects, 1)}
		case 1:
			out[i] = authz.EntrySpec{Subject: some(principals, 1), Object: authz.EntitySpec{Type: authz.Any}}
		default:
			out[i] = authz.EntrySpec{Subject: some(principals, 2), Object: some(objects, 2)}
		}
	}
	return out
}

func hardMigration(t testing.TB, n int) (*authz.Policy, *authz.Schema) {
	var ps, rs []string
	for i := range n {
		ps, rs = append(ps, fmt.Sprint("p-", i)), append(rs, fmt.Sprint("r-", i))
	}
	mixed := mixedEntries(ps, rs)
	return authz.NewPolicy(schema(t, "1.2.3"), false, map[string][]authz.EntrySpec{"set_quotas": mixed[:n/2], "remove_quotas": mixed[n/2:]}),
		schema(t, "1.3.2")
}

func TestHardComparisonsEnd(t *testing.T) {
	for _, c := range hardCases(t, 5000) {
		d := authz.Compare(c.old, c.new)
		if d.Equal() {
			t.Errorf("%s: no difference", c.name)
			continue
		}
	}
	p, to := hardMigration(t, 5000)
	for _, r := range authz.Migrate(p, to, nil) {
		if r.Effect == authz.Widens {
			t.Errorf("migration of %s widens", r.List.Key)
		}
	}
}

func BenchmarkHardComparisons(b *testing.B) {
	for _, n := range sizes {
		for _, c := range hardCases(b, n) {
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					authz.Compare(c.old, c.new)
				}
			})
		}
		p, to := hardMigration(b, n)
		b.Run(fmt.Sprintf("migration/%d", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				authz.Migrate(p, to, nil)
			}
		})
	}
}
