package catalog

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
)

// UnmarshalJSON reads an action and adds what is made of its names.
func (a *Action) UnmarshalJSON(text []byte) error {
	type plain Action
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode((*plain)(a))
	a.Aliases, a.Alone, a.Phrase = a.spellings(a.Operation), []string{a.Key}, strings.ReplaceAll(a.Key, "_", " ")
	return err
}

func TestActionsHoldTogether(t *testing.T) {
	operations := make(map[string]string)
	plain := make(map[string]string)
	for _, a := range Actions().All() {
		if other := operations[a.Operation]; other != "" {
			t.Errorf("%s and %s: both decide %s", a.Key, other, a.Operation)
		}
		operations[a.Operation] = a.Key
		if other := plain[singular(a.Key)]; other != "" {
			t.Errorf("%s and %s have one singular", a.Key, other)
		}
		plain[singular(a.Key)] = a.Key
		for _, name := range []string{a.Key, a.Operation} {
			if Actions().Operation(name) != a {
				t.Errorf("%s: operation %q is another", a.Key, name)
			}
		}
		if a.ReplacedBy != "" && Actions().Action(a.ReplacedBy) == nil {
			t.Errorf("%s: replaced by %q, which is not an action", a.Key, a.ReplacedBy)
		}
		for _, r := range everyRelease() {
			exists := a.Exists.Contains(r)
			if exists != (a.Object(r) != "") {
				t.Errorf("%s on %s: exists %v, object %q", a.Key, r, exists, a.Object(r))
			}
			_, refused := a.SomeRefused(r)
			used := a.DeprecatedIn.Contains(r) || a.RecursiveRoles.Contains(r) || a.AuthorizedOn(config.AnyComponent, r)
			if (refused || used) && !exists {
				t.Errorf("%s on %s: has properties and does not exist", a.Key, r)
			}
			if open := a.OpenOn(config.AnyComponent, r); open && len(a.Authorized) == 1 && a.AuthorizedOn(config.AnyComponent, r) {
				t.Errorf("%s on %s: open to everybody, and authorized", a.Key, r)
			}
			if refused := len(a.Refusals) > 0; refused && !a.Implicit {
				t.Errorf("%s: refuses SOME and has an explicit object", a.Key)
			}
		}
	}
}

// What is offered before it is authorized is so on the release right before.
func TestWhatIsOfferedWasOpen(t *testing.T) {
	every, offered := everyRelease(), 0
	for _, a := range Actions().All() {
		for _, u := range a.Authorized {
			first := slices.Index(every, u.In[0].First)
			if open := first > 0 && a.OpenOn(u.Component, every[first-1]); open != (u.Offered != nil) {
				t.Errorf("%s, %s: open on the release before %s: %v", a.Key, u.Component, u.In, open)
			}
			if u.Offered != nil {
				offered++
				if a.OpenOn(u.Component, u.In[0].First) || !a.OpenOn(u.Component, u.Offered.From) {
					t.Errorf("%s, %s: offered from %s, authorized in %s", a.Key, u.Component, u.Offered.From, u.In)
				}
			}
		}
	}
	if offered < 40 {
		t.Errorf("%d are offered before they are authorized", offered)
	}
	for _, c := range []struct {
		key, on string
		open    bool
	}{
		{"register_agents", "1.2.3", true}, {"register_agents", "1.3.0", false},
		{"remove_nested_containers", "1.2.3", false}, {"kill_nested_containers", "1.0.4", false}, {"kill_nested_containers", "1.1.0", true},
		{"drain_agents", "1.8.1", false}, {"start_maintenances", "0.24.2", false}, {"start_maintenances", "0.25.0", true},
	} {
		if got := Actions().Action(c.key).OpenOn(config.AnyComponent, rel(c.on)); got != c.open {
			t.Errorf("%s on %s: open %v, want %v", c.key, c.on, got, c.open)
		}
	}
}

func TestActionsPerRelease(t *testing.T) {
	for on, want := range map[string]int{
		"0.19.1": 4, "0.20.0": 3, "0.26.2": 3, "0.27.0": 10, "0.28.3": 10, "1.0.0": 21, "1.1.3": 21, "1.2.0": 31,
		"1.3.0": 30,
		"1.4.0": 35, "1.5.0": 43, "1.6.0": 44, "1.7.2": 49, "1.7.3": 50, "1.8.0": 51, "1.9.0": 54, "1.11.0": 54,
	} {
		if got := len(Actions().At(rel(on))); got != want {
			t.Errorf("%s: %d actions, want %d", on, got, want)
		}
	}
}

func TestActionBoundaries(t *testing.T) {
	for _, c := range []struct {
		key, on string
		want    bool
	}{
		{"destroy_raw_disks", "1.7.2", false},
		{"destroy_raw_disks", "1.7.3", true},
		{"destroy_raw_disks", "1.8.0", true},
		{"set_quotas", "1.2.3", true},
		{"set_quotas", "1.3.0", false},
		{"shutdown_frameworks", "0.20.0", true},
		{"shutdown_frameworks", "1.3.0", false},
		{"teardown_frameworks", "0.26.2", false},
		{"update_quotas", "0.28.3", false},
		{"register_agents", "1.2.3", false},
		{"register_agents", "1.3.0", true},
	} {
		if got := Actions().Action(c.key).Exists.Contains(rel(c.on)); got != c.want {
			t.Errorf("%s on %s: %v", c.key, c.on, got)
		}
	}
	reserve := Actions().Action("reserve_resources")
	if reserve.Object(rel("0.27.3")) != "resources" || reserve.Object(rel("0.28.0")) != "roles" {
		t.Errorf("reserve_resources: %+v", reserve.Objects)
	}
	for on, want := range map[string]string{
		"1.4.3": "acls.view_flags type must be either NONE or ANY",
		"1.5.0": "ACL.ViewFlags type must be either NONE or ANY",
	} {
		if text, ok := Actions().Action("view_flags").SomeRefused(rel(on)); !ok || text != want {
			t.Errorf("view_flags on %s: %q", on, text)
		}
	}
	if _, ok := Actions().Action("mark_agents_gone").SomeRefused(rel("1.11.0")); ok {
		t.Error("mark_agents_gone: SOME is never refused")
	}
	if !Actions().Action("mark_agents_gone").Implicit {
		t.Error("mark_agents_gone: the object is always ANY")
	}
	run := Actions().Action("run_tasks")
	if run.AuthorizedOn(config.Agent, rel("1.2.3")) || !run.AuthorizedOn(config.Agent, rel("1.3.0")) ||
		!run.AuthorizedOn(config.Master, rel("0.20.0")) {
		t.Errorf("run_tasks: %+v", run.Authorized)
	}
	if !Actions().Known("permissive") || !Actions().Known("set_quotas") || Actions().Known("set_quota") {
		t.Error("Known is about keys")
	}
	for name, key := range map[string]string{
		"set_quota": "set_quotas", "get_maintenance_status": "get_maintenance_statuses", "access_sandbox": "access_sandboxes",
		"view_flag": "view_flags", "prune_image": "prune_images",
		"mark_resource_providers_gone": "mark_resource_providers_gone",
	} {
		if a := Actions().Operation(name); a == nil || a.Key != key {
			t.Errorf("operation %s: %+v", name, a)
		}
	}
	if Actions().Operation("nothing") != nil || Actions().Action("nothing") != nil {
		t.Error("an action of no name")
	}
}

func TestEndpoints(t *testing.T) {
	for on, want := range map[string][]string{
		"0.28.3": nil,
		"1.6.2": {
			"/containers", "/files/debug", "/files/debug.json", "/logging/toggle", "/metrics/snapshot", "/monitor/statistics",
			"/monitor/statistics.json",
		},
		"1.7.0": {"/containers", "/files/debug", "/logging/toggle", "/metrics/snapshot", "/monitor/statistics"},
		"1.9.0": {
			"/containerizer/debug", "/containers", "/files/debug", "/logging/toggle", "/metrics/snapshot", "/monitor/statistics",
		},
	} {
		if got := Endpoints(rel(on)); !slices.Equal(got, want) {
			t.Errorf("%s: %v", on, got)
		}
	}
}

// The keys that are known of ACLs without reading messages.json are those of its message.
func TestACLKeysAreThoseOfTheMessage(t *testing.T) {
	got, want := aclKeys(), ReachableFields("ACLs")
	for key := range want {
		if !got[key] {
			t.Errorf("%s is a field, and no key that is known", key)
		}
	}
	for key := range got {
		if !want[key] {
			t.Errorf("%s is known, and no field", key)
		}
	}
}
