package authz_test

import (
	"math/rand/v2"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
)

// draw makes random policies from few names, so that entries meet.
type draw struct{ *rand.Rand }

func newDraw(seed uint64) draw { return draw{rand.New(rand.NewPCG(seed, 1))} }

var objectsOf = map[string][]string{
	"register_frameworks": {"a", "a/b", "a/%", "a/b/%", "/%", "c", "", "a/", "a/b/c"},
	"run_tasks":           {"root", "nobody", "a/%", ""},
	"shutdown_frameworks": {"p", "q", ""},
	"teardown_frameworks": {"p", "q", ""},
	"reserve_resources":   {"a", "a/b", "a/%", "c"},
	"set_quotas":          {"a", "a/b", "a/%", "c"},
	"remove_quotas":       {"p", "q", "x", "a"},
	"update_quotas":       {"a", "a/b", "a/%", "c"},
	"get_endpoints":       {"/containers", "/files/debug", "/monitor/statistics"},
	"view_flags":          {"x"},
}

var principals = []string{"p", "q", "r", "", "s"}

func (d draw) entity(values []string, some float64) authz.EntitySpec {
	e := authz.EntitySpec{}
	if d.Float64() > some {
		e.Type = []authz.Type{authz.Any, authz.None}[d.IntN(2)]
		if d.Float64() < 0.7 {
			return e
		}
	}
	for range d.IntN(4) {
		e.Values = append(e.Values, values[d.IntN(len(values))])
	}
	return e
}

func (d draw) list(key string, most int) []authz.EntrySpec {
	var out []authz.EntrySpec
	for range d.IntN(most + 1) {
		out = append(out, authz.EntrySpec{Subject: d.entity(principals, 0.7), Object: d.entity(objectsOf[key], 0.7)})
	}
	return out
}

func (d draw) lists(s *authz.Schema, most int) map[string][]authz.EntrySpec {
	out := map[string][]authz.EntrySpec{}
	for _, l := range s.Lists {
		if d.Float64() < 0.8 {
			out[l.Key] = d.list(l.Key, most)
		}
	}
	return out
}
