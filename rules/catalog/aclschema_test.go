package catalog

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
)

// Every list of every release must govern an operation, and be read under the fields that the message has.
func TestACLSchemas(t *testing.T) {
	for _, r := range Releases().All() {
		s := ACLSchema(r)
		governs := map[string]bool{}
		for _, o := range s.Operations {
			for _, w := range o.Ways {
				for _, key := range w.Lists {
					governs[key] = true
					if l := s.List(key); l.Implicit != (w.Object == "") {
						t.Errorf("%s: %s asks with object %q, the list says implicit %v", r, o.Name, w.Object, l.Implicit)
					}
				}
			}
		}
		for _, l := range s.Lists {
			if !governs[l.Key] {
				t.Errorf("%s: %s governs nothing", r, l.Key)
			}
			entry := s.Message.Field(l.Key).Message
			if entry.Field(l.Subject) == nil || entry.Field(l.Object) == nil {
				t.Errorf("%s: %s has no %s or %s", r, entry.Name, l.Subject, l.Object)
			}
		}
		for _, name := range []string{"set_quota", "remove_quota", "set_quotas", "remove_quotas"} {
			if s.Operation(name) == nil {
				t.Errorf("%s: cannot be asked for %s", r, name)
			}
		}
	}
}

// The messages of the schemas are made from the lists; they must be those of the release but for the messages' names.
func TestACLSchemasHaveTheMessagesOfTheRelease(t *testing.T) {
	nameless := []cmp.Option{
		cmpopts.IgnoreFields(stout.Message{}, "Name"),
		cmpopts.SortSlices(func(a, b stout.Field) bool { return a.Name < b.Name }),
	}
	for _, r := range Releases().All() {
		if d := cmp.Diff(Message("ACLs", r), ACLSchema(r).Message, nameless...); d != "" {
			t.Errorf("%s: (-release, +schema)\n%s", r, d)
		}
	}
}

func TestGoverning(t *testing.T) {
	some := []authz.EntrySpec{{}}
	for _, c := range []struct {
		on, operation string
		lists         []string // with an entry
		want          string
	}{
		{"0.26.2", "teardown_framework", nil, "shutdown_frameworks: framework principal"},
		{"0.28.3", "shutdown_framework", nil, "shutdown_frameworks teardown_frameworks: framework principal"},
		{"1.0.0", "teardown_framework", []string{"shutdown_frameworks"}, "shutdown_frameworks: framework principal"},
		{"1.2.3", "teardown_framework", []string{"shutdown_frameworks", "teardown_frameworks"}, "teardown_frameworks: framework principal"},
		{"1.3.0", "teardown_framework", nil, "teardown_frameworks: framework principal"},
		{"0.26.2", "remove_quota", nil, ": "},
		{"0.27.0", "remove_quota", nil, "remove_quotas: quota principal"},
		{"1.2.3", "remove_quota", []string{"set_quotas"}, "remove_quotas: quota principal"},
		{"1.2.3", "remove_quota", nil, "update_quotas: role"},
		{"1.3.0", "remove_quota", nil, "update_quotas: role"},
		{"1.2.3", "set_quota", []string{"remove_quotas"}, "set_quotas: role"},
		{"0.27.0", "reserve_resource", nil, "reserve_resources: "},
		{"0.28.0", "reserve_resource", nil, "reserve_resources: role"},
		{"1.5.0", "mark_agent_gone", nil, "mark_agents_gone: "},
		{"1.5.0", "view_flag", nil, "view_flags: "},
	} {
		lists := map[string][]authz.EntrySpec{}
		for _, key := range c.lists {
			lists[key] = some
		}
		names, object := authz.NewPolicy(ACLSchema(rel(c.on)), true, lists).Governed(c.operation)
		if got := fmt.Sprintf("%s: %s", strings.Join(names, " "), object); got != c.want {
			t.Errorf("%s on %s: %q, want %q", c.operation, c.on, got, c.want)
		}
	}
}

func TestOperationsOfARelease(t *testing.T) {
	var names []string
	for _, o := range ACLSchema(rel("0.27.0")).Operations {
		names = append(names, o.Name)
	}
	want := []string{"create_volume", "destroy_volume", "register_framework", "remove_quota", "reserve_resource", "run_task", "set_quota",
		"teardown_framework", "unreserve_resource"}
	if !slices.Equal(names, want) {
		t.Errorf("got %v, want %v", names, want)
	}
}
