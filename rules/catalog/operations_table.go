// Code generated from data/operations.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/release"
)

var operationData = operationFacts{Objects: []objectFacts{
	{Field: "roles", Object: "role", Relation: "for role"},
	{Field: "users", Object: "user", Relation: "of user"},
	{Field: "framework_principals", Object: "framework principal", Relation: "of principal"},
	{Field: "reserver_principals", Object: "reserver principal", Relation: "made by"},
	{Field: "creator_principals", Object: "creator principal", Relation: "made by"},
	{Field: "quota_principals", Object: "quota principal", Relation: "set by"},
	{Field: "paths", Object: "path", Relation: "at path"},
}, Operations: []operationFact{
	{Name: "teardown_framework", Aliases: []string{"shutdown_framework"}, Phrase: "tear down frameworks", Ways: []operationWay{
		{In: release.Ranges{{First: release.Release{Minor: 20}, Last: release.Release{Minor: 26, Patch: 2}}}, Lists: []string{"shutdown_frameworks"}, Evidence: "src/authorizer/local/authorizer.cpp:77@0.24.0"},
		{In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Minor: 28, Patch: 3}}}, Lists: []string{"shutdown_frameworks", "teardown_frameworks"}, Evidence: "src/authorizer/local/authorizer.cpp:75@0.27.0"},
		{In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}}}, IfAny: []string{"teardown_frameworks"}, Lists: []string{"teardown_frameworks"}, Evidence: "src/authorizer/local/authorizer.cpp:421@1.0.0"},
		{In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}}}, IfAny: []string{"shutdown_frameworks"}, Lists: []string{"shutdown_frameworks"}, Evidence: "src/authorizer/local/authorizer.cpp:430@1.0.0"},
		{In: release.Ranges{{First: release.Release{Major: 1}}}, Lists: []string{"teardown_frameworks"}, Evidence: "src/authorizer/local/authorizer.cpp:1054@1.3.0"},
	}},
	{Name: "set_quota", Always: true, Phrase: "set quotas", Ways: []operationWay{
		{In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Minor: 28, Patch: 3}}}, Lists: []string{"set_quotas"}, Evidence: "src/authorizer/local/authorizer.cpp:166@0.27.0"},
		{In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}}}, IfAny: []string{"set_quotas", "remove_quotas"}, Lists: []string{"set_quotas"}, Evidence: "src/authorizer/local/authorizer.cpp:288@1.0.0"},
		{In: release.Ranges{{First: release.Release{Major: 1}}}, Lists: []string{"update_quotas"}, Evidence: "src/authorizer/local/authorizer.cpp:309@1.0.0"},
	}},
	{Name: "remove_quota", Always: true, Phrase: "remove quotas", Ways: []operationWay{
		{In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Minor: 28, Patch: 3}}}, Lists: []string{"remove_quotas"}, Evidence: "src/authorizer/local/authorizer.cpp:181@0.27.0"},
		{In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}}}, IfAny: []string{"set_quotas", "remove_quotas"}, Lists: []string{"remove_quotas"}, Evidence: "src/authorizer/local/authorizer.cpp:296@1.0.0"},
		{In: release.Ranges{{First: release.Release{Major: 1}}}, Lists: []string{"update_quotas"}, Evidence: "src/authorizer/local/authorizer.cpp:309@1.0.0"},
	}},
	{Name: "update_quota", Phrase: "update quotas", Ways: []operationWay{{In: release.Ranges{{First: release.Release{Major: 1}}}, Lists: []string{"update_quotas"}, Evidence: "src/authorizer/local/authorizer.cpp:591@1.0.0"}}, Indirect: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 8, Patch: 1}}}},
	{Name: "reserve_resource", Phrase: "reserve resources", Together: release.Ranges{{First: release.Release{Minor: 28}, Last: release.Release{Minor: 28, Patch: 3}}}, AtRegistration: release.Ranges{{First: release.Release{Major: 1, Minor: 6}}}, OwnRole: &RoleLimit{In: release.Ranges{{First: release.Release{Minor: 23}, Last: release.Release{Minor: 27, Patch: 3}}}, Evidence: "src/master/validation.cpp:686@0.27.3"}},
	{Name: "unreserve_resource", Phrase: "undo reservations", Together: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Minor: 28, Patch: 3}}}},
	{Name: "create_volume", Phrase: "create volumes", Together: release.Ranges{{First: release.Release{Minor: 28}, Last: release.Release{Minor: 28, Patch: 3}}}, OwnRole: &RoleLimit{In: release.Ranges{{First: release.Release{Minor: 23}, Last: release.Release{Minor: 27, Patch: 3}}}, Through: "reserve_resource", Evidence: "src/master/validation.cpp:686@0.27.3"}},
	{Name: "destroy_volume", Phrase: "destroy volumes", Together: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Minor: 28, Patch: 3}}}},
	{Name: "register_framework", Phrase: "register frameworks"}, {Name: "run_task", Phrase: "run tasks"},
	{Name: "access_mesos_log", Phrase: "read the log of the daemon"},
	{Name: "access_sandbox", Phrase: "read sandboxes"},
	{Name: "attach_container_input", Phrase: "attach to the input of containers"},
	{Name: "attach_container_output", Phrase: "attach to the output of containers"},
	{Name: "get_endpoint", Phrase: "read protected endpoints"},
	{Name: "http_get", Phrase: "send GET requests"},
	{Name: "http_put", Phrase: "send PUT requests"},
	{Name: "launch_nested_container_as_user", Phrase: "launch nested containers as a user"},
	{Name: "launch_nested_container_under_parent_with_user", Phrase: "launch nested containers below a container of a user"},
	{Name: "launch_nested_container_session_as_user", Phrase: "launch sessions in nested containers as a user"},
	{Name: "launch_nested_container_session_under_parent_with_user", Phrase: "launch sessions in nested containers below a container of a user"},
	{Name: "mark_agent_gone", Phrase: "mark agents as gone"},
	{Name: "mark_resource_provider_gone", Phrase: "mark resource providers as gone"},
	{Name: "modify_resource_provider_config", Phrase: "change the configuration of resource providers"},
	{Name: "set_log_level", Phrase: "set the log level"},
	{Name: "start_maintenance", Phrase: "start maintenance"},
	{Name: "stop_maintenance", Phrase: "stop maintenance"},
	{Name: "wait_nested_container", Phrase: "wait for nested containers"},
	{Name: "wait_standalone_container", Phrase: "wait for standalone containers"},
	{Name: "view_flags", Phrase: "view the flags of the daemon"},
}, Exclusive: []exclusiveLists{{In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}}}, Key: "update_quotas", With: []string{"set_quotas", "remove_quotas"}, Text: "acls.update_quotas cannot be used together with deprecated set_quotas/remove_quotas!", Evidence: "src/authorizer/local/authorizer.cpp:770@1.0.0"}}, RefusedObject: refusedObject{Key: "get_endpoints", Text: "Path: '%s' is not an authorizable path", Evidence: "src/authorizer/local/authorizer.cpp:793@1.0.0"}}
