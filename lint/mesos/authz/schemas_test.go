package authz_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
)

// The tests have a small catalogue of their own: the releases at which the authorizer's semantics changed, with the
// lists that show them.
var eras = []string{"0.26.2", "0.27.3", "0.28.3", "1.2.3", "1.3.2", "1.6.2", "1.7.3", "1.11.0"}

func schema(t testing.TB, era string) *authz.Schema {
	t.Helper()
	at := slices.Index(eras, era)
	since := func(era string) bool { return at >= slices.Index(eras, era) }
	list := func(key, object string) authz.List {
		return authz.List{Key: key, Subject: "principals", Object: object, Recursive: object == "roles" && since("1.3.2")}
	}
	each := func(name, object string, lists ...string) authz.Operation {
		return authz.Operation{Name: name, Ways: []authz.Way{{Lists: lists, Object: object}}}
	}
	s := authz.Schema{Release: release.MustParse(era), EmptyPrincipal: era == "1.2.3"}
	add := func(l authz.List, o authz.Operation) {
		s.Lists = append(s.Lists, l)
		s.Operations = append(s.Operations, o)
	}
	add(list("register_frameworks", "roles"), each("register_framework", "role", "register_frameworks"))
	add(list("run_tasks", "users"), each("run_task", "user", "run_tasks"))

	shutdown, teardown := "shutdown_frameworks", "teardown_frameworks"
	ways := []authz.Way{{Lists: []string{shutdown}, Object: "framework principal"}}
	switch {
	case since("1.3.2"):
		ways[0].Lists = []string{teardown}
	case since("1.2.3"):
		way := func(key string) authz.Way {
			return authz.Way{IfAny: []string{key}, Lists: []string{key}, Object: "framework principal"}
		}
		ways = []authz.Way{way(teardown), way(shutdown), way(teardown)}
		ways[2].IfAny = nil
	case since("0.27.3"):
		ways[0].Lists = []string{shutdown, teardown}
	}
	if !since("1.3.2") {
		s.Lists = append(s.Lists, list(shutdown, "framework_principals"))
	}
	if since("0.27.3") {
		s.Lists = append(s.Lists, list(teardown, "framework_principals"))
	}
	s.Operations = append(s.Operations, authz.Operation{Name: "teardown_framework", Aliases: []string{"shutdown_framework"}, Ways: ways})

	set, remove, update := "set_quotas", "remove_quotas", "update_quotas"
	setWay := authz.Way{Lists: []string{set}, Object: "role"}
	removeWay := authz.Way{Lists: []string{remove}, Object: "quota principal"}
	updateWay := authz.Way{Lists: []string{update}, Object: "role"}
	quota := func(setWays, removeWays []authz.Way) {
		s.Operations = append(s.Operations, authz.Operation{Name: "set_quota", Ways: setWays}, authz.Operation{Name: "remove_quota", Ways: removeWays})
	}
	if since("0.27.3") && !since("1.3.2") {
		s.Lists = append(s.Lists, list(set, "roles"), list(remove, "quota_principals"))
	}
	if since("1.2.3") {
		s.Lists = append(s.Lists, list(update, "roles"))
	}
	switch {
	case since("1.3.2"):
		quota([]authz.Way{updateWay}, []authz.Way{updateWay})
	case since("1.2.3"):
		setWay.IfAny, removeWay.IfAny = []string{set, remove}, []string{set, remove}
		quota([]authz.Way{setWay, updateWay}, []authz.Way{removeWay, updateWay})
		s.Exclusive = []authz.Exclusive{{Key: update, With: []string{set, remove}, Refused: "acls.update_quotas cannot be used together"}}
	case since("0.27.3"):
		quota([]authz.Way{setWay}, []authz.Way{removeWay})
	default:
		quota(nil, nil)
	}
	if since("1.2.3") {
		s.Operations = append(s.Operations, authz.Operation{Name: "update_quota", Indirect: !since("1.11.0"), Ways: []authz.Way{updateWay}})
	}

	switch {
	case since("0.28.3"):
		o := each("reserve_resource", "role", "reserve_resources")
		if era == "0.28.3" {
			o.Several = authz.Together
		}
		add(list("reserve_resources", "roles"), o)
	case since("0.27.3"):
		add(list("reserve_resources", "resources"), each("reserve_resource", "", "reserve_resources"))
	}
	if since("1.2.3") {
		paths := list("get_endpoints", "paths")
		paths.Objects = []string{"/containers", "/files/debug", "/monitor/statistics"}
		paths.RefusesObject = "Path: '%s' is not an authorizable path"
		if !since("1.7.3") {
			paths.Objects = append(paths.Objects, "/files/debug.json")
		}
		add(paths, each("get_endpoint", "path", "get_endpoints"))
		flags := list("view_flags", "flags")
		flags.Implicit, flags.RefusesSome = true, "ACL.ViewFlags type must be either NONE or ANY"
		add(flags, each("view_flag", "", "view_flags"))
	}
	out, err := authz.NewSchema(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// plain is an evaluator that shares nothing with the package: the lists as given, tried one by one.
type plain struct {
	era        string
	permissive bool
	lists      map[string][]authz.EntrySpec
}

func (p plain) since(era string) bool { return slices.Index(eras, p.era) >= slices.Index(eras, era) }

// operations are those that a release makes requests for.
func (p plain) operations() []string {
	out := []string{"register_framework", "run_task", "teardown_framework"}
	if p.since("0.27.3") {
		out = append(out, "set_quota", "remove_quota", "reserve_resource")
	}
	if p.since("1.2.3") {
		out = append(out, "get_endpoint", "view_flag")
	}
	if p.since("1.11.0") {
		out = append(out, "update_quota")
	}
	return out
}

// decide answers a request about a role or path or …, and for the removal of a quota about who set it, too.
func (p plain) decide(operation string, principal, object, setter *string) bool {
	allowed, _ := p.decideBy(operation, principal, object, setter)
	return allowed
}

// decideBy returns the deciding entry, too: "run_tasks[2]", or "" if permissive decides.
func (p plain) decideBy(operation string, principal, object, setter *string) (allowed bool, by string) {
	if principal == nil && p.era == "1.2.3" {
		principal = new(string)
	}
	try := func(hierarchical bool, object *string, lists ...string) (bool, string) {
		for _, key := range lists {
			for i, e := range p.lists[key] {
				if decided, allowed := p.entry(e, principal, object, hierarchical && p.since("1.3.2")); decided {
					return allowed, fmt.Sprintf("%s[%d]", key, i)
				}
			}
		}
		return p.permissive, ""
	}
	has := func(keys ...string) bool {
		return slices.ContainsFunc(keys, func(k string) bool { return len(p.lists[k]) > 0 })
	}
	switch operation {
	case "register_framework":
		return try(true, object, "register_frameworks")
	case "run_task":
		return try(false, object, "run_tasks")
	case "get_endpoint":
		return try(false, object, "get_endpoints")
	case "view_flag":
		return try(false, nil, "view_flags")
	case "reserve_resource":
		if p.era == "0.27.3" {
			object = nil
		}
		return try(true, object, "reserve_resources")
	case "teardown_framework":
		switch {
		case p.since("1.3.2"):
			return try(false, object, "teardown_frameworks")
		case p.era == "1.2.3" && has("teardown_frameworks"):
			return try(false, object, "teardown_frameworks")
		case p.since("0.27.3"):
			return try(false, object, "shutdown_frameworks", "teardown_frameworks")
		}
		return try(false, object, "shutdown_frameworks")
	}
	old := !p.since("1.2.3") || p.era == "1.2.3" && has("set_quotas", "remove_quotas")
	switch {
	case old && operation == "set_quota":
		return try(false, object, "set_quotas")
	case old && operation == "remove_quota":
		return try(false, setter, "remove_quotas")
	}
	return try(true, object, "update_quotas")
}

func (p plain) entry(e authz.EntrySpec, principal, object *string, hierarchical bool) (decided, allowed bool) {
	matches := func(request *string, acl authz.EntitySpec) bool {
		return acl.Type != authz.Some || request != nil && slices.Contains(acl.Values, *request)
	}
	allows := func(request *string, acl authz.EntitySpec) bool {
		return acl.Type == authz.Any || acl.Type == authz.Some && matches(request, acl)
	}
	if hierarchical {
		recursive := func(v string) bool { return strings.HasSuffix(v, "/%") }
		one := func(v string) (bool, bool) {
			if object == nil || !strings.HasPrefix(*object, strings.TrimSuffix(v, "%")) || !matches(principal, e.Subject) {
				return false, false
			}
			return true, allows(principal, e.Subject)
		}
		if len(e.Object.Values) == 1 && recursive(e.Object.Values[0]) {
			return one(e.Object.Values[0])
		}
		if e.Object.Type == authz.Some {
			var literal []string
			for _, v := range e.Object.Values {
				if !recursive(v) {
					literal = append(literal, v)
				} else if decided, allowed := one(v); decided {
					return decided, allowed
				}
			}
			e.Object.Values = literal
		}
	}
	if !matches(principal, e.Subject) || !matches(object, e.Object) {
		return false, false
	}
	return true, allows(principal, e.Subject) && allows(object, e.Object)
}
