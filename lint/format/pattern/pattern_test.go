package pattern_test

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/format/pattern"
)

func TestCompile(t *testing.T) {
	for expr, want := range map[string]struct{ least, most int }{
		`^#?\s*MESOS_QUORUM=`:                {2, 12},
		`(?m)^(export )?MESOS_ZK=.*$`:        {2, 16},
		`a|b`:                                {2, 4},
		`\pL{20}`:                            {20, 800},
		strings.Repeat("a?", 400):            {200, 252},
		"(" + strings.Repeat("x", 900) + ")": {200, 252},
	} {
		p, err := pattern.Compile(expr)
		if err != nil || p.Weight < want.least || p.Weight > want.most {
			t.Errorf("%.40s: %v, %v", expr, p, err)
		}
	}
	for _, expr := range []string{"(", `a{1000}a{1000}`, `((a{30}){30}){30}`, strings.Repeat("a?", 600), strings.Repeat("(?:", 9000)} {
		if p, err := pattern.Compile(expr); err == nil {
			t.Errorf("%.40s has a weight of %d", expr, p.Weight)
		}
	}
}

func TestWeight(t *testing.T) {
	p, err := pattern.Compile("a")
	if err != nil {
		t.Fatal(err)
	}
	if got := pattern.Weight(nil, nil); got != 1 {
		t.Errorf("none weigh %d", got)
	}
	if got := pattern.Weight(p, nil, p); got != 1+2*p.Weight {
		t.Errorf("two weigh %d", got)
	}
}
