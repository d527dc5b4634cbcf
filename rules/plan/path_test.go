package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

func upgrade(t *testing.T, text string) release.Upgrade {
	t.Helper()
	from, to, _ := strings.Cut(text, "..")
	var u release.Upgrade
	var err error
	if u.From, err = catalog.History().Resolve(from); err != nil {
		t.Fatal(err)
	}
	if u.To, err = catalog.History().Resolve(to); err != nil {
		t.Fatal(err)
	}
	return u
}

// written writes a route as its releases.
func written(r *Route) string {
	text := r.Upgrade.From.String()
	for _, h := range r.Hops() {
		text += " " + h.To.String()
	}
	return text
}

func TestPath(t *testing.T) {
	no := func(*catalog.Applies) Answer { return No }
	acls := func(a *catalog.Applies) Answer {
		if len(a.ACL) > 0 {
			return Yes
		}
		return No
	}
	for _, c := range []struct {
		upgrade string
		holds   func(*catalog.Applies) Answer
		want    string
	}{
		{"0.22..1.3", nil, "0.22.2 0.23.1 1.0.4 1.3.2"},
		{"1.2..1.11", nil, "1.2.3 1.11.0"},
		{"1.0.0..1.11", nil, "1.0.0 1.11.0"},
		{"0.28..1.2.0", nil, "0.28.3 1.2.0"},
		{"0.28..1.2", nil, "0.28.3 1.0.4 1.2.3"},
		{"0.22..0.24", nil, "0.22.2 0.23.1 0.24.2"},
		{"0.22..0.24", no, "0.22.2 0.24.2"}, // without ZooKeeper no agent looks for a master there
		{"0.12..0.23", nil, "0.12.1 0.23.1"},
		{"0.12..1.11", nil, "0.12.1 0.23.1 1.0.4 1.11.0"},
		{"0.26..1.2.0", no, "0.26.2 1.2.0"},
		{"0.26..1.3.0", acls, "0.26.2 1.0.4 1.3.0"}, // 1.0 reads shutdown_frameworks and teardown_frameworks
	} {
		route := Path(upgrade(t, c.upgrade), Wish{}, c.holds)
		if got := written(route); got != c.want {
			t.Errorf("%s: %s, want %s", c.upgrade, got, c.want)
		}
	}
}

func TestPathAsWished(t *testing.T) {
	u := upgrade(t, "0.22..1.3")
	direct := Path(u, Wish{Direct: true}, nil)
	if got := written(direct); got != "0.22.2 1.3.2" || len(direct.Refused()) != 2 {
		t.Errorf("direct: %s, refused for %v", got, direct.Refused())
	}
	via := Path(u, Wish{Via: []release.Release{release.MustParse("1.0.1"), release.MustParse("0.25.1")}}, nil)
	if got := written(via); got != "0.22.2 0.23.1 0.25.1 1.0.1 1.3.2" {
		t.Errorf("via: %s", got)
	}
	if got := written(Path(upgrade(t, "1.2..1.11"), Wish{Direct: true}, nil)); got != "1.2.3 1.11.0" {
		t.Errorf("direct without a reason against it: %s", got)
	}
}

// A name that no release shares with the new one changes with the binaries of the hop that parts them.
func TestTogether(t *testing.T) {
	sandbox := func(a *catalog.Applies) Answer {
		if a.Flag == "agent.docker_sandbox_directory" || len(a.ACL) > 0 && a.ACL[0] == "shutdown_frameworks" {
			return Yes
		}
		return No
	}
	route := Path(upgrade(t, "0.22..1.3"), Wish{}, sandbox)
	if len(route.Together) != 1 || !strings.Contains(route.Together[0].Why, "with the binaries of 1.0.4") {
		t.Errorf("%+v", route.Together)
	}
	if route := Path(upgrade(t, "0.22..1.3"), Wish{Direct: true}, sandbox); len(route.Together) != 2 {
		t.Errorf("without stops: %+v", route.Together)
	}
}

// What is not promised names the releases that would make neighbours of the ends of each hop.
func TestAdvice(t *testing.T) {
	for up, want := range map[string]string{
		"0.22..1.3":  "minor-by-minor-0.x[0.24.2 0.25.1 0.26.2 0.27.3 0.28.3] same-major[]",
		"0.22..0.23": "", "0.26..0.28": "minor-by-minor-0.x[0.27.3]", "1.2..1.11": "same-major[]",
	} {
		var got []string
		for _, r := range Path(upgrade(t, up), Wish{}, nil).Advice {
			got = append(got, r.ID+fmt.Sprint(r.Between))
		}
		slices.Sort(got)
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%s: %s", up, text)
		}
	}
}

// On no route is a constraint left that a stop would satisfy, and no stop is idle.
func TestEveryPathIsAllowed(t *testing.T) {
	all := catalog.History().Published()
	for i, from := range all {
		for _, to := range all[i+1:] {
			u := release.Upgrade{From: from, To: to}
			route := Path(u, Wish{}, nil)
			for _, hop := range route.Hops() {
				if !hop.From.Less(hop.To) {
					t.Fatalf("%s: the hop %s leads nowhere", u, hop)
				}
				for _, r := range reasonsToStop(hop, func(*catalog.Applies) Answer { return Unknown }) {
					t.Errorf("%s: the hop %s breaks %s", u, hop, r.ID)
				}
			}
			for _, s := range route.Stops {
				if len(s.Reasons) == 0 {
					t.Errorf("%s stops at %s for nothing", u, s.Release)
				}
			}
		}
	}
}
