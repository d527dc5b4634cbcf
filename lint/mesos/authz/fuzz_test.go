package authz_test

import (
	"math/rand/v2"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
)

var fuzzSeeds = []string{
	`{}`,
	`{"permissive": false, "run_tasks": [{"principals": {"values": ["a"]}, "users": {"type": "ANY"}}]}`,
	`{"register_frameworks": {"principals": {"type": "NONE"}, "roles": {"values": "a/%"}}, "permissive": "false"}`,
	`{"set_quotas": [{"principals": {"values": ["a", "b"]}, "roles": {"values": ["x", "a/%"]}}], "remove_quotas": [{"principals": {"values": ["a"]}, "quota_principals": {"values": ["a"]}}]}`,
	`{"set_quotas": [{"principals": {}, "roles": {}}], "update_quotas": [{"principals": {"type": "ANY"}, "roles": {"type": "NONE", "values": ["a/%"]}}]}`,
	`{"shutdown_frameworks": [{"principals": {"type": "any"}, "framework_principals": {"type": null}}], "teardown_frameworks": [null, [{"principals": {"values": ["\u0061", [null]]}, "framework_principals": {"type": "ANY"}}]]}`,
	`{"get_endpoints": [{"principals": {"values": [""]}, "paths": {"values": ["/flags", "/files/debug.json"]}}], "view_flags": [{"principals": {}, "flags": {}}]}`,
	`{"reserve_resources": [{"principals": {"values": ["a"]}, "resources": {"type": "ANY", "values": ["a/%"]}, "roles": {"values": ["a"]}}]} trailing`,
}

// FuzzRead: whatever is read keeps its spans inside the text, decides every request, and decides alike after it was
// printed and read again.
func FuzzRead(f *testing.F) {
	for i, seed := range fuzzSeeds {
		f.Add(seed, byte(i))
	}
	f.Fuzz(func(t *testing.T, text string, pick byte) {
		d := []stout.Dialect{earlyDialect, strict, late}[int(pick)%3]
		s := schema(t, eras[int(pick/3)%len(eras)])
		whole := source.WholeText(source.New("acls.json", "", []byte(text)))
		v, syntax := stout.ParseJSON(&whole, d)
		if syntax != nil {
			return
		}
		p, _ := authz.Read(v, s, d)
		if p == nil {
			return
		}
		for _, l := range s.Lists {
			for e := range p.Entries(l.Key) {
				if start, end := e.Bounds(); start < 0 || end > len(text) || text[start] != '{' || text[end-1] != '}' {
					t.Fatalf("%s[%d] stands at %d–%d of %q", l.Key, e.Index(), start, end, text)
				}
				for _, side := range []authz.Entity{e.Subject(), e.Object()} {
					for i := range side.Len() {
						if at := side.ValueSpan(i).Text(); at[0] != '"' || len(at) < len(side.Value(i))+2 {
							t.Fatalf("value %q stands at %q", side.Value(i), at)
						}
					}
				}
			}
		}
		for i := range s.Operations {
			for _, subject := range subjects {
				if _, err := p.Decide(request(s.Operations[i].Name, subject, new("a/b"))); err != nil {
					t.Fatal(err)
				}
			}
		}
		p.Validate()
		p.Unreachable()
		p.Table()
		if diff := authz.Compare(p, authz.NewPolicy(s, p.Permissive(), specs(p))); !diff.Equal() {
			t.Fatalf("differs from itself in %v", diff.Operations[0].Smallest())
		}
	})
}

func specs(p *authz.Policy) map[string][]authz.EntrySpec {
	out := map[string][]authz.EntrySpec{}
	for _, l := range p.Schema().Lists {
		out[l.Key] = entrySpecs(p, l.Key)
	}
	return out
}

// bytesSource draws from the fuzzer's bytes, so that it can learn which choices lead somewhere.
type bytesSource struct {
	data []byte
	rest rand.PCG // when they are used up: generators may not end on a constant
}

func (s *bytesSource) Uint64() uint64 {
	if len(s.data) == 0 {
		return s.rest.Uint64()
	}
	b := s.data[0]
	s.data = s.data[1:]
	return uint64(b) * 0x0101010101010101 // generators look at the high bits or at the low ones
}

// FuzzMigrate: a rewrite allows nothing that was denied, is what it says it is, and leaves nothing to rewrite.
func FuzzMigrate(f *testing.F) {
	for seed := range uint64(40) {
		r := rand.New(rand.NewPCG(seed, 7))
		data := make([]byte, 120)
		for i := range data {
			data[i] = byte(r.IntN(256))
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		d := draw{rand.New(&bytesSource{data: data})}
		a, b := d.IntN(len(eras)), d.IntN(len(eras))
		a, b = min(a, b), max(a, b)
		from, to := schema(t, eras[a]), schema(t, eras[b])
		lists := d.lists(from, 3)
		for _, l := range to.Lists {
			if from.List(l.Key) == nil && d.IntN(2) == 0 {
				lists[l.Key] = d.list(l.Key, 2)
			}
		}
		evaluator := plain{era: eras[a], permissive: d.IntN(2) == 0, lists: lists}
		document := plain{era: eras[b], permissive: evaluator.permissive, lists: lists}
		old := authz.NewPolicy(from, evaluator.permissive, lists)
		for _, r := range authz.Migrate(old, to, authz.NewPolicy(to, evaluator.permissive, lists)) {
			fixed := rewritten(document, r)
			checkRewrite(t, evaluator, fixed, r)
			policy := authz.NewPolicy(to, fixed.permissive, fixed.lists)
			if diff := authz.CompareOperations(old, policy, r.Operations); diff.Widens() || diff.Equal() != (r.Effect == authz.Preserving) {
				t.Fatalf("rewrite of %s is %v, compared again it differs in %d decisions", r.List.Key, r.Effect, diff.Differing())
			}
			for _, again := range authz.Migrate(policy, to, policy) {
				if again.List.Key == r.List.Key {
					t.Fatalf("%s must be rewritten twice: %v, then %v", r.List.Key, r, again)
				}
			}
		}
	})
}
