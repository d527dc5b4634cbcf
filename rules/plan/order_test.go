package plan

import (
	"slices"
	"strings"
	"testing"
)

// whoOf returns who takes part in the order of a hop, each once for a run of steps.
func whoOf(h *Hop) string {
	var out []string
	for _, s := range h.Order {
		if len(out) == 0 || out[len(out)-1] != s.Who {
			out = append(out, s.Who)
		}
	}
	return strings.Join(out, " ")
}

// The order of each hop is that of the guide, but for whoever has to go first. A constraint about what nobody has yet binds nobody.
func TestOrder(t *testing.T) {
	for up, want := range map[string][]string{
		"0.12..0.13": {"master scheduler agent executor"},
		"0.27..0.28": {"module scheduler master agent executor"}, // HTTP schedulers need a stream id
		"0.22..1.3": {
			"module master agent scheduler executor", "module master agent scheduler executor", "module master agent scheduler executor",
		},
		"1.2..1.11":    {"module scheduler master agent executor"}, // TASK_STARTING
		"1.5..1.11":    {"module master agent scheduler executor"},
		"1.3.0..1.3.2": {"master agent"},
	} {
		p := Make(Path(upgrade(t, up), Wish{}, nil), nil)
		var got []string
		for _, h := range p.Hops {
			got = append(got, whoOf(h))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q", up, got)
		}
	}
}

// What no release undoes is named in the hop that does it.
func TestBack(t *testing.T) {
	for up, want := range map[string]string{
		"1.8..1.9":   "back-1.9-draining back-1.9-quota",
		"0.28..1.0":  "back-1.0-volumes",
		"1.3..1.4":   "back-1.4-refined",
		"1.10..1.11": "",
	} {
		p := Make(Path(upgrade(t, up), Wish{}, nil), nil)
		var got []string
		for _, r := range p.Hops[0].Back {
			if r.Strength == Must {
				got = append(got, r.ID)
			}
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s: %s", up, text)
		}
	}
}
