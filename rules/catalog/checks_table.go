// Code generated from data/checks.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var checkData = []Check{
	{ID: "master-work-dir-missing", Component: config.Master, Flags: []string{"work_dir", "registry"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "exit", When: "registry is replicated_log (the default since 0.19.0) or log_storage and work_dir is not set", Rules: []string{"flag/required"}, Evidence: []string{"src/master/main.cpp:181@0.19.0", "src/master/main.cpp:360@1.11.0"}},
	{ID: "master-work-dir-creation", Component: config.Master, Flags: []string{"work_dir"}, In: release.Ranges{{First: release.Release{Minor: 19, Patch: 1}}}, Outcome: "exit", Depends: "machine", When: "work_dir cannot be created (replicated log registry)", Unchecked: "whether the directory can be made depends on the machine", Evidence: []string{"src/master/main.cpp:186@0.19.1", "src/master/main.cpp:366@1.11.0"}},
	{ID: "master-quorum-missing", Component: config.Master, Flags: []string{"quorum", "zk", "registry"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "exit", When: "zk is set with the replicated_log registry and quorum is not set", Rules: []string{"flag/required"}, Evidence: []string{"src/master/main.cpp:187@0.19.0", "src/master/main.cpp:374@1.11.0"}},
	{ID: "master-zk-format", Component: config.Master, Flags: []string{"zk"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "exit", When: "zk is set with the replicated_log registry and is not a parsable zk:// URL", Example: "zk://10.0.0.1:2181,10.0.0.2:2181/mesos", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/main.cpp:194@0.19.0", "src/master/main.cpp:381@1.11.0"}},
	{ID: "master-zk-path", Component: config.Master, Flags: []string{"zk"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "exit", When: "zk URL has no chroot path (path is just /)", Example: "zk://10.0.0.1:2181,10.0.0.2:2181/mesos", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/contender.cpp:83@0.19.0",
		"src/master/contender/contender.cpp:59@1.11.0",
	}},
	{ID: "master-contender-creation", Component: config.Master, Flags: []string{"zk", "master_contender"}, In: release.Ranges{{First: release.Release{Minor: 16}}}, Outcome: "exit", Depends: "module", When: "master contender cannot be created (unparsable zk, unknown module)", Example: "zk://10.0.0.1:2181,10.0.0.2:2181/mesos", Rules: []string{"check/bad-value", "value/unknown"}, Evidence: []string{"src/master/main.cpp:157@0.16.0", "src/master/main.cpp:425@1.11.0"}},
	{ID: "master-detector-creation", Component: config.Master, Flags: []string{"zk", "master_detector"}, In: release.Ranges{{First: release.Release{Minor: 16}}}, Outcome: "exit", Depends: "module", When: "master detector cannot be created (unparsable zk, unknown module)", Rules: []string{"value/unknown"}, Evidence: []string{"src/master/main.cpp:163@0.16.0", "src/master/main.cpp:437@1.11.0"}},
	{ID: "master-registry-zookeeper", Component: config.Master, Flags: []string{"registry"}, In: release.Ranges{{First: release.Release{Minor: 16}, Last: release.Release{Minor: 18, Patch: 2}}}, Outcome: "exit", When: "registry starts with zk:// (declared but not implemented)", Unchecked: "of releases before those that are linted for", Evidence: []string{"src/master/main.cpp:137@0.16.0", "src/master/main.cpp:148@0.18.2"}},
	{ID: "master-registry-unknown", Component: config.Master, Flags: []string{"registry"}, In: release.Ranges{{First: release.Release{Minor: 16}}}, Outcome: "exit", When: "registry has an unknown value", Rules: []string{"value/unknown"}, Evidence: []string{"src/master/main.cpp:141@0.16.0", "src/master/main.cpp:405@1.11.0"}},
	{ID: "master-registry-strict-in-memory", Component: config.Master, Flags: []string{"registry_strict", "registry"}, In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 28, Patch: 3}}}, Outcome: "exit", When: "registry_strict is true with the in_memory registry", Rules: []string{"check/conflict"}, Evidence: []string{"src/master/main.cpp:172@0.19.0", "src/master/main.cpp:267@0.28.3"}},
	{ID: "master-registry-strict-true", Component: config.Master, Flags: []string{"registry_strict"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "registry_strict is true (false is still accepted, silently)", Rules: []string{"flag/forbidden-value"}, Evidence: []string{"src/master/flags.cpp:101@1.0.0", "src/master/flags.cpp:100@1.11.0"}},
	{ID: "master-contender-and-detector", Component: config.Master, Flags: []string{"master_contender", "master_detector"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "zk is not set and exactly one of master_contender / master_detector is given", Rules: []string{"check/needs"}, Evidence: []string{"src/master/main.cpp:249@1.0.0", "src/master/main.cpp:227@1.11.0"}},
	{ID: "master-zk-and-modules", Component: config.Master, Flags: []string{"zk", "master_contender", "master_detector"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "zk is given together with master_contender or master_detector", Rules: []string{"check/conflict"}, Evidence: []string{"src/master/main.cpp:255@1.0.0", "src/master/main.cpp:233@1.11.0"}},
	{ID: "master-ip-twice", Component: config.Master, Flags: []string{"ip", "ip_discovery_command"}, In: release.Ranges{{First: release.Release{Minor: 24}}}, Outcome: "exit", When: "both ip and ip_discovery_command given", Rules: []string{"check/conflict"}, Evidence: []string{"src/master/main.cpp:198@0.24.0", "src/master/main.cpp:199@1.11.0"}},
	{ID: "master-modules-twice", Component: config.Master, Flags: []string{"modules", "modules_dir"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "both modules and modules_dir given", Rules: []string{"module/two-sources"}, Evidence: []string{"src/master/main.cpp:316@1.0.0", "src/master/main.cpp:289@1.11.0"}},
	{ID: "master-modules-loading", Component: config.Master, Flags: []string{"modules", "modules_dir"}, In: release.Ranges{{First: release.Release{Minor: 21}}}, Outcome: "exit", Depends: "module", When: "a module library or manifest fails to load", Unchecked: "whether a library loads depends on the machine; the manifest itself is held against its message by the document and module rules", Evidence: []string{"src/master/main.cpp:152@0.21.0", "src/master/main.cpp:296@1.11.0"}},
	{ID: "master-hooks-unknown", Component: config.Master, Flags: []string{"hooks"}, In: release.Ranges{{First: release.Release{Minor: 22}}}, Outcome: "exit", Depends: "module", When: "a hook module is unknown or fails to initialise", Rules: []string{"value/unknown"}, Evidence: []string{"src/master/main.cpp:166@0.22.0", "src/master/main.cpp:328@1.11.0"}},
	{ID: "master-hooks-duplicate", Component: config.Master, Flags: []string{"hooks"}, In: release.Ranges{{First: release.Release{Minor: 22}}}, Outcome: "exit", When: "a hook is listed twice", Rules: []string{"check/bad-value"}, Evidence: []string{"src/hook/manager.cpp:57@0.22.0", "src/hook/manager.cpp:61@1.11.0"}},
	{ID: "master-allocator-unknown", Component: config.Master, Flags: []string{"allocator", "role_sorter", "framework_sorter"}, In: release.Ranges{{First: release.Release{Minor: 23}}}, Outcome: "exit", Depends: "module", When: "allocator is neither built in nor a module", Rules: []string{"value/unknown"}, Evidence: []string{"src/master/main.cpp:198@0.23.0", "src/master/main.cpp:339@1.11.0"}},
	{ID: "master-sorters-differ", Component: config.Master, Flags: []string{"allocator", "role_sorter", "framework_sorter"}, In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 2}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 1}},
	}, Outcome: "exit", When: "the allocator is built in, and role_sorter and framework_sorter are not both drf or both random", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/master/allocator/allocator.cpp:58@1.4.2",
		"src/master/allocator/allocator.cpp:58@1.11.0",
	}},
	{ID: "master-authorizers-several", Component: config.Master, Flags: []string{"authorizers"}, In: release.Ranges{{First: release.Release{Minor: 24}}}, Outcome: "exit", When: "more than one authorizer in the list", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/main.cpp:352@0.24.0", "src/master/main.cpp:450@1.11.0"}},
	{ID: "master-authorizer-unknown", Component: config.Master, Flags: []string{"authorizers", "acls"}, In: release.Ranges{{First: release.Release{Minor: 24}}}, Outcome: "exit", Depends: "module", When: "the authorizer is neither local nor a loaded module; from 1.0.0 also if the local authorizer refuses the ACLs", Rules: []string{"value/unknown"}, Evidence: []string{"src/master/main.cpp:365@0.24.0", "src/master/main.cpp:473@1.11.0"}},
	{ID: "master-acls-rejected", Component: config.Master, Flags: []string{"acls"}, In: release.Ranges{{First: release.Release{Minor: 20}, Last: release.Release{Minor: 23, Patch: 1}}}, Outcome: "exit", When: "the authorizer rejects acls", Unchecked: "the authorizer of these releases takes every ACL that converts", Evidence: []string{"src/master/main.cpp:273@0.20.0", "src/master/main.cpp:302@0.23.1"}},
	{ID: "master-acls-ignored", Component: config.Master, Flags: []string{"acls", "authorizers"}, In: release.Ranges{{First: release.Release{Minor: 24}, Last: release.Release{Minor: 28, Patch: 3}}}, Outcome: "warn", When: "acls given while a non-default authorizer is selected: acls are ignored (no warning is logged outside this range, but they stay ignored)", Rules: []string{"acl/unused"}, Evidence: []string{"src/master/main.cpp:388@0.24.0", "src/master/main.cpp:394@0.28.3"}},
	{ID: "master-agent-removal-rate-limit-format", Component: config.Master, Flags: []string{"agent_removal_rate_limit", "slave_removal_rate_limit"}, In: release.Ranges{{First: release.Release{Minor: 22}}}, Outcome: "exit", When: "value is not <number>/<duration>", Example: "1/10mins", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/master.cpp:503@0.22.0", "src/master/main.cpp:498@1.11.0"}},
	{ID: "master-agent-removal-rate-limit-positive", Component: config.Master, Flags: []string{"agent_removal_rate_limit", "slave_removal_rate_limit"}, In: release.Ranges{{First: release.Release{Minor: 22}}}, Outcome: "abort", When: "the number or the duration is not positive", Example: "1/10mins", Rules: []string{"check/bad-value"}, Evidence: []string{
		"3rdparty/libprocess/include/process/limiter.hpp:56@0.22.0",
		"3rdparty/libprocess/include/process/limiter.hpp:68@1.11.0",
	}},
	{ID: "master-agent-reregister-timeout-minimum", Component: config.Master, Flags: []string{"agent_reregister_timeout", "slave_reregister_timeout"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "exit", When: "value is below 10mins", Least: "10mins", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/master.cpp:278@0.19.0", "src/master/master.cpp:467@1.11.0"}},
	{ID: "master-recovery-agent-removal-limit-format", Component: config.Master, Flags: []string{"recovery_agent_removal_limit", "recovery_slave_removal_limit"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "exit", When: "value lacks the % suffix, is not a number, or is outside 0%-100%", Example: "50%", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/master.cpp:286@0.19.0", "src/master/master.cpp:476@1.11.0"}},
	{ID: "master-credentials-missing", Component: config.Master, Flags: []string{"authenticate", "authenticate_slaves", "credentials"}, In: release.Ranges{{First: release.Release{Minor: 15}, Last: release.Release{Minor: 20, Patch: 1}}}, Outcome: "exit", When: "authentication is required but no credentials file is given", Rules: []string{"check/needs"}, Evidence: []string{"src/master/master.cpp:305@0.15.0", "src/master/master.cpp:352@0.20.1"}},
	{ID: "master-credentials-file", Component: config.Master, Flags: []string{"credentials"}, In: release.Ranges{{First: release.Release{Minor: 15}}}, Outcome: "exit", Depends: "file", When: "credentials file unreadable or malformed", Rules: []string{"credential/malformed", "credential/wrong-form", "credential/empty"}, Evidence: []string{"src/master/master.cpp:305@0.15.0", "src/master/master.cpp:527@1.11.0"}},
	{ID: "master-authenticators-several", Component: config.Master, Flags: []string{"authenticators"}, In: release.Ranges{{First: release.Release{Minor: 21}}}, Outcome: "exit", When: "more than one authenticator in the list", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/master.cpp:380@0.21.0", "src/master/master.cpp:543@1.11.0"}},
	{ID: "master-authenticator-unknown", Component: config.Master, Flags: []string{"authenticators"}, In: release.Ranges{{First: release.Release{Minor: 21}}}, Outcome: "exit", Depends: "module", When: "authenticator is neither crammd5 nor a loaded module", Rules: []string{"value/unknown"}, Evidence: []string{"src/master/master.cpp:385@0.21.0", "src/master/master.cpp:548@1.11.0"}},
	{ID: "master-authenticator-initialization", Component: config.Master, Flags: []string{"authenticate_frameworks", "authenticate_agents", "credentials"}, In: release.Ranges{{First: release.Release{Minor: 23}}}, Outcome: "exit", Depends: "module", When: "framework or agent authentication is required and the authenticator fails to initialise (for example no credentials)", Unchecked: "the authenticator that is built in starts without credentials, with a warning", Evidence: []string{"src/master/master.cpp:481@0.23.0", "src/master/master.cpp:582@1.11.0"}},
	{ID: "master-http-authenticators-several", Component: config.Master, Flags: []string{"http_authenticators"}, In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Minor: 28, Patch: 3}}}, Outcome: "exit", When: "more than one HTTP authenticator in the list", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/master.cpp:514@0.27.0", "src/master/master.cpp:515@0.28.3"}},
	{ID: "master-http-authenticator-unknown", Component: config.Master, Flags: []string{"http_authenticators"}, In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Minor: 28, Patch: 3}}}, Outcome: "exit", Depends: "module", When: "HTTP authenticator is neither basic nor a loaded module (checked even when authenticate_http is false)", Rules: []string{"value/unknown"}, Evidence: []string{"src/master/master.cpp:519@0.27.0", "src/master/master.cpp:520@0.28.3"}},
	{ID: "master-http-credentials-missing", Component: config.Master, Flags: []string{"authenticate_http", "credentials", "http_authenticators"}, In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Minor: 28, Patch: 3}}}, Outcome: "exit", When: "authenticate_http is true with the basic authenticator and no credentials", Rules: []string{"check/needs"}, Evidence: []string{"src/master/master.cpp:530@0.27.0", "src/master/master.cpp:531@0.28.3"}},
	{ID: "http-authenticators-several", Flags: []string{"http_authenticators", "http_framework_authenticators"}, In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}}}, Outcome: "exit", When: "HTTP authentication is enabled for a realm and the list has more than one authenticator", Rules: []string{"check/bad-value"}, Evidence: []string{"src/common/http.cpp:871@1.0.0", "src/common/http.cpp:907@1.2.3"}},
	{ID: "http-credentials-missing", Flags: []string{"authenticate_http_readonly", "authenticate_http_readwrite", "authenticate_http_frameworks", "credentials", "http_credentials", "http_authenticators"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "HTTP authentication is enabled for a realm with the basic authenticator and no credentials (master: credentials, agent: http_credentials)", Rules: []string{"check/needs"}, Evidence: []string{"src/common/http.cpp:877@1.0.0", "src/common/http.cpp:1290@1.11.0"}},
	{ID: "http-jwt-key-missing", Flags: []string{"authenticate_http_readonly", "authenticate_http_readwrite", "http_authenticators", "http_framework_authenticators"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Outcome: "exit", When: "HTTP authentication is enabled for a realm with the jwt authenticator and no key is given, which a master has no flag for", Rules: []string{"check/needs"}, Evidence: []string{"src/common/http.cpp:991@1.3.0", "src/common/http.cpp:1312@1.11.0"}},
	{ID: "http-authenticator-unknown", Flags: []string{"http_authenticators", "http_framework_authenticators"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", Depends: "module", When: "HTTP authentication is enabled and an authenticator is neither built in nor a loaded module", Rules: []string{"value/unknown"}, Evidence: []string{"src/common/http.cpp:898@1.0.0", "src/common/http.cpp:1332@1.11.0"}},
	{ID: "master-http-framework-authenticators-missing", Component: config.Master, Flags: []string{"authenticate_http_frameworks", "http_framework_authenticators"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "authenticate_http_frameworks is true and http_framework_authenticators is not set", Rules: []string{"check/needs"}, Evidence: []string{"src/master/master.cpp:563@1.0.0", "src/master/master.cpp:623@1.11.0"}},
	{ID: "master-rate-limits-invalid", Component: config.Master, Flags: []string{"rate_limits"}, In: release.Ranges{{First: release.Release{Minor: 20}}}, Outcome: "exit", When: "a principal is listed twice, or a qps or aggregate_default_qps is not positive", Rules: []string{"rate-limits/duplicate-principal", "rate-limits/not-positive"}, Evidence: []string{"src/master/master.cpp:364@0.20.0", "src/master/master.cpp:646@1.11.0"}},
	{ID: "master-weights-format", Component: config.Master, Flags: []string{"weights"}, In: release.Ranges{{First: release.Release{Minor: 14}}}, Outcome: "exit", When: "weights is not role=weight[,role=weight], or a weight is not positive", Example: "web=2,batch=1.5", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/master.cpp:307@0.14.0", "src/master/master.cpp:731@1.11.0"}},
	{ID: "master-weights-role", Component: config.Master, Flags: []string{"weights", "roles"}, In: release.Ranges{{First: release.Release{Minor: 14}}}, Outcome: "exit", When: "a weight is for a role that is not in roles; without roles, until 0.26.2 only * is, later every role is", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/master.cpp:311@0.14.0", "src/master/master.cpp:580@0.26.2", "src/master/master.cpp:660@0.27.0"}},
	{ID: "master-weights-ignored", Component: config.Master, Flags: []string{"weights"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "warn", Depends: "run-time", When: "weights given but the registry already holds weights: the flag is ignored", Unchecked: "what the registry holds is not in the configuration", Evidence: []string{"src/master/master.cpp:1616@1.0.0", "src/master/master.cpp:1797@1.11.0"}},
	{ID: "master-roles-deprecated", Component: config.Master, Flags: []string{"roles"}, In: release.Ranges{{First: release.Release{Minor: 27}}}, Outcome: "warn", When: "roles is given", Rules: []string{"flag/deprecated"}, Evidence: []string{"src/master/master.cpp:629@0.27.0", "src/master/master.cpp:702@1.11.0"}},
	{ID: "master-roles-format", Component: config.Master, Flags: []string{"roles"}, In: release.Ranges{{First: release.Release{Minor: 27}}}, Outcome: "exit", When: "roles contains an invalid role name", Example: "web,batch", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/master.cpp:635@0.27.0", "src/master/master.cpp:708@1.11.0"}},
	{ID: "master-completed-frameworks-allocation", Component: config.Master, Flags: []string{"max_completed_frameworks"}, In: release.Ranges{
		{First: release.Release{Minor: 24, Patch: 2}, Last: release.Release{Minor: 24, Patch: 2}},
		{First: release.Release{Minor: 25, Patch: 1}, Last: release.Release{Minor: 25, Patch: 1}},
		{First: release.Release{Minor: 26, Patch: 1}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}},
	}, Outcome: "abort", When: "max_completed_frameworks is more than a list can hold, as a negative number is that wraps around: the place for all of them is allocated at the start", Most: "576460752303423487", Example: "50", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/master.hpp:1019@0.24.2", "src/master/master.hpp:1744@1.1.3"}},
	{ID: "master-offer-timeout-minimum", Component: config.Master, Flags: []string{"offer_timeout"}, In: release.Ranges{{First: release.Release{Minor: 21}}}, Outcome: "exit", When: "offer_timeout is zero or negative", Least: "1ns", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/master.cpp:514@0.21.0", "src/master/master.cpp:753@1.11.0"}},
	{ID: "master-min-allocatable-resources-format", Component: config.Master, Flags: []string{"min_allocatable_resources"}, In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 2}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 1}},
	}, Outcome: "exit", When: "value does not parse into sets of resource quantities", Example: "cpus:0.01|mem:32", Rules: []string{"check/bad-value"}, Evidence: []string{"src/master/master.cpp:785@1.4.2", "src/master/master.cpp:777@1.4.3", "src/master/master.cpp:774@1.5.2", "src/master/master.cpp:791@1.6.1"}},
	{ID: "master-domain-region", Component: config.Master, Flags: []string{"domain"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", Depends: "run-time", When: "not at start-up: the elected leader reports a domain in another region than this master", Unchecked: "it comes after the start, and depends on the other masters", Evidence: []string{"src/master/master.cpp:2205@1.4.0", "src/master/master.cpp:2217@1.11.0"}},
	{ID: "master-agent-ping-timeout-range", Component: config.Master, Flags: []string{"agent_ping_timeout", "slave_ping_timeout"}, In: release.Ranges{{First: release.Release{Minor: 23}}}, Outcome: "exit", When: "value is outside 1secs..15mins", Rules: []string{"flag/forbidden-value"}, Evidence: []string{"src/master/flags.cpp:391@0.23.0", "src/master/flags.cpp:539@1.11.0"}},
	{ID: "master-max-agent-ping-timeouts-minimum", Component: config.Master, Flags: []string{"max_agent_ping_timeouts", "max_slave_ping_timeouts"}, In: release.Ranges{{First: release.Release{Minor: 23}}}, Outcome: "exit", When: "value is below 1", Rules: []string{"flag/forbidden-value"}, Evidence: []string{"src/master/flags.cpp:406@0.23.0", "src/master/flags.cpp:555@1.11.0"}},
	{ID: "logging-level-unknown", Flags: []string{"logging_level"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "exit", When: "value is not INFO, WARNING or ERROR", Rules: []string{"value/unknown"}, Evidence: []string{"src/logging/logging.cpp:125@0.19.0", "src/logging/logging.cpp:409@1.11.0"}},
	{ID: "log-dir-creation", Flags: []string{"log_dir"}, In: release.Ranges{{First: release.Release{Minor: 12}}}, Outcome: "exit", Depends: "machine", When: "log_dir cannot be created", Unchecked: "whether the directory can be made depends on the machine", Evidence: []string{"src/logging/logging.cpp:163@0.12.0", "src/logging/logging.cpp:418@1.11.0"}},
	{ID: "ip-format-abort", Flags: []string{"ip", "LIBPROCESS_IP"}, In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}}}, Outcome: "abort", When: "the address is not an IPv4 address", Rules: []string{"env/value", "flag/address"}, Evidence: []string{
		"3rdparty/libprocess/src/process.cpp:837@0.22.0",
		"3rdparty/libprocess/src/process.cpp:911@1.1.3",
	}},
	{ID: "ip-format", Flags: []string{"ip", "LIBPROCESS_IP"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Outcome: "exit", When: "the address is not an IPv4 address", Rules: []string{"env/value", "flag/address"}, Evidence: []string{
		"3rdparty/libprocess/src/process.cpp:162@1.2.0",
		"3rdparty/libprocess/src/process.cpp:185@1.11.0",
	}},
	{ID: "advertise-address-format-abort", Flags: []string{"advertise_ip", "advertise_port", "LIBPROCESS_ADVERTISE_IP", "LIBPROCESS_ADVERTISE_PORT"}, In: release.Ranges{{First: release.Release{Minor: 24}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}}}, Outcome: "abort", When: "the address is not an IPv4 address, or the port is not a number from 0 to 65535", Rules: []string{"env/value", "flag/address"}, Evidence: []string{
		"3rdparty/libprocess/src/process.cpp:905@0.24.0",
		"3rdparty/libprocess/src/process.cpp:960@1.1.3",
	}},
	{ID: "advertise-address-format", Flags: []string{"advertise_ip", "advertise_port", "LIBPROCESS_ADVERTISE_IP", "LIBPROCESS_ADVERTISE_PORT"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Outcome: "exit", When: "the address is not an IP address (until 1.3.3: an IPv4 address), or the port is not a number from 1 to 65535", Rules: []string{"env/value", "flag/address"}, Evidence: []string{
		"3rdparty/libprocess/src/process.cpp:204@1.2.0",
		"3rdparty/libprocess/src/process.cpp:217@1.4.0",
	}},
	{ID: "metrics-rate-limit-format", Flags: []string{"LIBPROCESS_METRICS_SNAPSHOT_ENDPOINT_RATE_LIMIT"}, In: release.Ranges{{First: release.Release{Minor: 28}}}, Outcome: "exit", When: "the variable is neither empty nor <number>/<duration>", Rules: []string{"env/value"}, Evidence: []string{
		"3rdparty/libprocess/src/metrics/metrics.cpp:97@0.28.0",
		"3rdparty/libprocess/src/metrics/metrics.cpp:83@1.11.0",
	}},
	{ID: "ip-discovery-command-failure", Flags: []string{"ip_discovery_command", "ip6_discovery_command"}, In: release.Ranges{{First: release.Release{Minor: 24}}}, Outcome: "exit", Depends: "machine", When: "the command fails", Unchecked: "what the command does depends on the machine", Evidence: []string{"src/master/main.cpp:207@1.11.0", "src/slave/main.cpp:337@1.11.0"}},
	{ID: "hostname-lookup-failure", Flags: []string{"hostname", "hostname_lookup", "ip"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "abort", Depends: "machine", When: "hostname is not given and the name of the address cannot be looked up", Unchecked: "whether the name can be looked up depends on the machine", Evidence: []string{"src/slave/slave.cpp:268@0.19.0", "src/slave/slave.cpp:602@1.11.0"}},
	{ID: "zookeeper-file-indirection", Flags: []string{"zk", "master"}, In: release.Ranges{{First: release.Release{Minor: 22}}}, Outcome: "warn", Depends: "file", When: "the value read through the flag is itself a file:// reference (a second indirection)", Unchecked: "a warning about a file that names a file", Evidence: []string{"src/master/contender.cpp:103@0.22.0",
		"src/master/detector/detector.cpp:89@1.11.0",
	}},
	{ID: "zookeeper-port-missing", Flags: []string{"zk", "master"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "abort", Depends: "run-time", When: "a server of the zk:// URL has no port, or there is none: the client library takes it for a failure that may pass, and the daemon aborts when it has tried for 10 minutes (for the session timeout before 0.20.0)", Example: "zk://10.0.0.1:2181,10.0.0.2:2181/mesos", Rules: []string{"zookeeper/no-port"}, Evidence: []string{"src/zookeeper/zookeeper.cpp:103@0.19.0", "src/zookeeper/zookeeper.cpp:133@1.11.0"}},
	{ID: "agent-master-missing", Component: config.Agent, Flags: []string{"master", "master_detector"}, In: release.Ranges{{First: release.Release{Minor: 12}}}, Outcome: "exit", When: "neither master nor (since 1.0.0) master_detector is given", Rules: []string{"flag/required"}, Evidence: []string{"src/slave/main.cpp:105@0.12.0", "src/slave/main.cpp:313@1.11.0"}},
	{ID: "agent-master-and-detector", Component: config.Agent, Flags: []string{"master", "master_detector"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "both master and master_detector given", Rules: []string{"check/conflict"}, Evidence: []string{"src/slave/main.cpp:209@1.0.0", "src/slave/main.cpp:318@1.11.0"}},
	{ID: "agent-detector-creation", Component: config.Agent, Flags: []string{"master", "master_detector"}, In: release.Ranges{{First: release.Release{Minor: 16}}}, Outcome: "exit", Depends: "module", When: "master detector cannot be created (unparsable master, unknown module)", Example: "zk://10.0.0.1:2181,10.0.0.2:2181/mesos", Rules: []string{"check/bad-value", "value/unknown"}, Evidence: []string{"src/slave/main.cpp:129@0.16.0", "src/slave/main.cpp:620@1.11.0"}},
	{ID: "agent-ip-twice", Component: config.Agent, Flags: []string{"ip", "ip_discovery_command"}, In: release.Ranges{{First: release.Release{Minor: 24}}}, Outcome: "exit", When: "both ip and ip_discovery_command given", Rules: []string{"check/conflict"}, Evidence: []string{"src/slave/main.cpp:163@0.24.0", "src/slave/main.cpp:324@1.11.0"}},
	{ID: "agent-ip6-twice", Component: config.Agent, Flags: []string{"ip6", "ip6_discovery_command"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", When: "both ip6 and ip6_discovery_command given", Rules: []string{"check/conflict"}, Evidence: []string{"src/slave/main.cpp:300@1.4.0", "src/slave/main.cpp:329@1.11.0"}},
	{ID: "agent-modules-twice", Component: config.Agent, Flags: []string{"modules", "modules_dir"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "both modules and modules_dir given", Rules: []string{"module/two-sources"}, Evidence: []string{"src/slave/main.cpp:296@1.0.0", "src/slave/main.cpp:442@1.11.0"}},
	{ID: "agent-modules-loading", Component: config.Agent, Flags: []string{"modules", "modules_dir"}, In: release.Ranges{{First: release.Release{Minor: 21}}}, Outcome: "exit", Depends: "module", When: "a module library or manifest fails to load", Unchecked: "whether a library loads depends on the machine; the manifest itself is held against its message by the document and module rules", Evidence: []string{"src/slave/main.cpp:127@0.21.0", "src/slave/main.cpp:449@1.11.0"}},
	{ID: "agent-hooks-unknown", Component: config.Agent, Flags: []string{"hooks"}, In: release.Ranges{{First: release.Release{Minor: 22}}}, Outcome: "exit", Depends: "module", When: "a hook module is unknown or fails to initialise", Rules: []string{"value/unknown"}, Evidence: []string{"src/slave/main.cpp:141@0.22.0", "src/slave/main.cpp:481@1.11.0"}},
	{ID: "agent-hooks-duplicate", Component: config.Agent, Flags: []string{"hooks"}, In: release.Ranges{{First: release.Release{Minor: 22}}}, Outcome: "exit", When: "a hook is listed twice", Rules: []string{"check/bad-value"}, Evidence: []string{"src/hook/manager.cpp:57@0.22.0", "src/hook/manager.cpp:61@1.11.0"}},
	{ID: "agent-systemd-initialization", Component: config.Agent, Flags: []string{"systemd_runtime_directory", "cgroups_hierarchy", "systemd_enable_support"}, In: release.Ranges{
		{First: release.Release{Minor: 25, Patch: 1}, Last: release.Release{Minor: 25, Patch: 1}},
		{First: release.Release{Minor: 26, Patch: 1}, Last: release.Release{Minor: 26, Patch: 2}},
		{First: release.Release{Minor: 27, Patch: 1}},
	}, Outcome: "exit", Depends: "machine", When: "systemd integration fails to initialise (Linux)", Unchecked: "whether systemd can be used depends on the machine", Evidence: []string{"src/slave/main.cpp:214@0.25.1", "src/slave/main.cpp:219@0.26.1", "src/slave/main.cpp:241@0.27.1"}},
	{ID: "agent-containerizer-creation", Component: config.Agent, Flags: []string{"containerizers", "isolation", "launcher", "image_providers", "image_provisioner_backend", "docker"}, In: release.Ranges{{First: release.Release{Minor: 18}}}, Outcome: "exit", When: "any containerizer, isolator, launcher, provisioner or logger cannot be created: the checks of containerizers end here", Unchecked: "the sum of the checks whose ids start with c-, which say why", Evidence: []string{"src/slave/main.cpp:126@0.18.0", "src/slave/main.cpp:610@1.11.0"}},
	{ID: "agent-isolation-neither-process-nor-cgroups", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 17}}}, Outcome: "exit", When: "isolation is not process or cgroups", Unchecked: "of releases before those that are linted for", Evidence: []string{"src/slave/main.cpp:126@0.12.0", "src/slave/main.cpp:124@0.17.0"}},
	{ID: "agent-resource-estimator-unknown", Component: config.Agent, Flags: []string{"resource_estimator"}, In: release.Ranges{{First: release.Release{Minor: 23}}}, Outcome: "exit", Depends: "module", When: "resource estimator module cannot be created", Rules: []string{"value/unknown"}, Evidence: []string{"src/slave/main.cpp:234@0.23.0", "src/slave/main.cpp:668@1.11.0"}},
	{ID: "agent-qos-controller-unknown", Component: config.Agent, Flags: []string{"qos_controller"}, In: release.Ranges{{First: release.Release{Minor: 23}}}, Outcome: "exit", Depends: "module", When: "QoS controller module cannot be created", Rules: []string{"value/unknown"}, Evidence: []string{"src/slave/main.cpp:243@0.23.0", "src/slave/main.cpp:676@1.11.0"}},
	{ID: "agent-secret-resolver-unknown", Component: config.Agent, Flags: []string{"secret_resolver"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", Depends: "module", When: "secret resolver module cannot be created", Rules: []string{"value/unknown"}, Evidence: []string{"src/slave/main.cpp:481@1.4.0", "src/slave/main.cpp:511@1.11.0"}},
	{ID: "agent-authorizer-unknown", Component: config.Agent, Flags: []string{"authorizer", "acls"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", Depends: "module", When: "the authorizer is neither local nor a loaded module, or the local authorizer refuses the ACLs", Rules: []string{"value/unknown"}, Evidence: []string{"src/slave/main.cpp:397@1.0.0", "src/slave/main.cpp:646@1.11.0"}},
	{ID: "agent-domain-socket-path-length", Component: config.Agent, Flags: []string{"domain_socket_location", "http_executor_domain_sockets", "runtime_dir"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 10}}}, Outcome: "exit", When: "domain sockets enabled and the (possibly derived) socket path is 108 characters or longer", Rules: []string{"check/bad-value"}, Evidence: []string{"src/slave/main.cpp:370@1.10.0", "src/slave/main.cpp:375@1.11.0"}},
	{ID: "agent-domain-socket-location-length", Component: config.Agent, Flags: []string{"domain_socket_location"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 10}}}, Outcome: "exit", When: "value is 108 characters or longer", Rules: []string{"flag/forbidden-value"}, Evidence: []string{"src/slave/flags.cpp:998@1.10.0", "src/slave/flags.cpp:1036@1.11.0"}},
	{ID: "agent-domain-socket-systemd", Component: config.Agent, Flags: []string{"domain_socket_location", "http_executor_domain_sockets"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 10}}}, Outcome: "exit", Depends: "machine", When: "the location starts with systemd: and systemd does not pass exactly one socket of that name", Needs: "systemd to pass exactly one socket of that name", Rules: []string{"check/machine"}, Evidence: []string{"src/slave/main.cpp:663@1.10.0", "src/slave/main.cpp:713@1.11.0"}},
	{ID: "agent-volume-gid-range-format", Component: config.Agent, Flags: []string{"volume_gid_range"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Outcome: "exit", When: "volume_gid_range is not a ranges value", Example: "[10000-20000]", Rules: []string{"check/bad-value"}, Evidence: []string{"src/slave/main.cpp:486@1.8.0", "src/slave/main.cpp:521@1.11.0"}},
	{ID: "agent-csi-plugin-config-dir-unusable", Component: config.Agent, Flags: []string{"csi_plugin_config_dir"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Outcome: "exit", Depends: "machine", When: "csi_plugin_config_dir is empty, or volume/csi is not in isolation (that it does not exist depends on the machine)", Needs: "its directory to be there", Rules: []string{"check/needs", "check/machine"}, Evidence: []string{"src/slave/main.cpp:592@1.11.0"}},
	{ID: "agent-jwt-secret-key-file", Component: config.Agent, Flags: []string{"jwt_secret_key", "executor_secret_key"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Outcome: "exit", Depends: "machine", When: "secret key file cannot be read", Unchecked: "whether the file can be read depends on the machine", Evidence: []string{"src/slave/slave.cpp:297@1.3.0", "src/slave/slave.cpp:352@1.11.0"}},
	{ID: "agent-jwt-secret-key-missing", Component: config.Agent, Flags: []string{"authenticate_http_executors", "jwt_secret_key", "executor_secret_key"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Outcome: "exit", When: "authenticate_http_executors is true and no secret key file is given", Rules: []string{"check/needs"}, Evidence: []string{"src/slave/slave.cpp:322@1.3.0", "src/slave/slave.cpp:376@1.11.0"}},
	{ID: "agent-registration-backoff-factor-maximum", Component: config.Agent, Flags: []string{"registration_backoff_factor"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "exit", When: "value is above 1mins", Most: "1mins", Rules: []string{"check/bad-value"}, Evidence: []string{"src/slave/slave.cpp:223@0.19.0", "src/slave/slave.cpp:294@1.11.0"}},
	{ID: "agent-credential-file", Component: config.Agent, Flags: []string{"credential"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "exit", Depends: "file", When: "credential file unreadable, empty or malformed", Rules: []string{"credential/malformed", "credential/wrong-form", "credential/empty"}, Evidence: []string{"src/slave/slave.cpp:234@0.19.0", "src/slave/slave.cpp:307@1.11.0"}},
	{ID: "agent-http-credentials-file", Component: config.Agent, Flags: []string{"http_credentials"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", Depends: "file", When: "HTTP credentials file unreadable, empty or malformed", Rules: []string{"credential/malformed", "credential/wrong-form", "credential/empty"}, Evidence: []string{"src/slave/slave.cpp:346@1.0.0", "src/slave/slave.cpp:324@1.11.0"}},
	{ID: "agent-gc-disk-headroom-range", Component: config.Agent, Flags: []string{"gc_disk_headroom"}, In: release.Ranges{{First: release.Release{Minor: 22}}}, Outcome: "exit", When: "value is outside 0.0..1.0", Least: "0", Most: "1", Rules: []string{"check/bad-value"}, Evidence: []string{"src/slave/slave.cpp:287@0.22.0", "src/slave/slave.cpp:417@1.11.0"}},
	{ID: "agent-recover-unknown", Component: config.Agent, Flags: []string{"recover"}, In: release.Ranges{{First: release.Release{Minor: 13}}}, Outcome: "exit", When: "recover is not reconnect or cleanup", Rules: []string{"value/unknown"}, Evidence: []string{"src/slave/slave.cpp:369@0.13.0", "src/slave/slave.cpp:972@1.11.0"}},
	{ID: "agent-reconfiguration-policy-unknown", Component: config.Agent, Flags: []string{"reconfiguration_policy"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Outcome: "exit", When: "reconfiguration_policy is not equal or additive", Rules: []string{"value/unknown"}, Evidence: []string{"src/slave/slave.cpp:893@1.5.0", "src/slave/slave.cpp:964@1.11.0"}},
	{ID: "agent-resources-format", Component: config.Agent, Flags: []string{"resources", "default_role"}, In: release.Ranges{{First: release.Release{Minor: 18}}}, Outcome: "exit", When: "resources cannot be parsed or detected", Rules: []string{"resources/invalid"}, Evidence: []string{"src/slave/slave.cpp:120@0.18.0", "src/slave/slave.cpp:491@1.11.0"}},
	{ID: "agent-attributes-colons", Component: config.Agent, Flags: []string{"attributes"}, In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 23, Patch: 1}}}, Outcome: "abort", When: "an attribute is not name:value, with no other colon", Rules: []string{"attributes/invalid"}, Evidence: []string{"src/common/attributes.cpp:99@0.12.0", "src/common/attributes.cpp:99@0.19.0"}},
	{ID: "agent-attributes-format", Component: config.Agent, Flags: []string{"attributes"}, In: release.Ranges{{First: release.Release{Minor: 24}}}, Outcome: "abort", When: "an attribute is not name:value, or its name or value is empty", Rules: []string{"attributes/invalid"}, Evidence: []string{"src/common/attributes.cpp:151@0.24.0", "src/common/attributes.cpp:168@1.11.0"}},
	{ID: "agent-attributes-value", Component: config.Agent, Flags: []string{"attributes"}, In: release.Ranges{{First: release.Release{Minor: 12}}}, Outcome: "abort", When: "the value of an attribute does not parse, or is a set", Rules: []string{"attributes/invalid"}, Evidence: []string{"src/common/attributes.cpp:62@0.12.0", "src/common/attributes.cpp:131@1.11.0"}},
	{ID: "agent-disk-source-type", Component: config.Agent, Flags: []string{"resources"}, In: release.Ranges{{First: release.Release{Minor: 27}}}, Outcome: "exit", When: "a disk resource has a source that is neither PATH nor MOUNT", Rules: []string{"resources/invalid"}, Evidence: []string{"src/slave/slave.cpp:423@0.27.0", "src/slave/slave.cpp:583@1.11.0"}},
	{ID: "agent-disk-source-root", Component: config.Agent, Flags: []string{"resources"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Outcome: "exit", When: "a disk resource has a PATH or MOUNT source without a root", Rules: []string{"resources/invalid"}, Evidence: []string{"src/slave/slave.cpp:407@1.3.0", "src/slave/slave.cpp:526@1.11.0"}},
	{ID: "agent-disk-source-directory", Component: config.Agent, Flags: []string{"resources"}, In: release.Ranges{{First: release.Release{Minor: 27}}}, Outcome: "exit", Depends: "machine", When: "the directory of a PATH disk cannot be created, or that of a MOUNT disk is not a mount point", Needs: "the root of each MOUNT disk to be a mount point", Rules: []string{"check/machine"}, Evidence: []string{"src/slave/slave.cpp:372@0.27.0", "src/slave/slave.cpp:567@1.11.0"}},
	{ID: "agent-work-dir-creation", Component: config.Agent, Flags: []string{"work_dir"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", Depends: "machine", When: "work_dir cannot be created", Unchecked: "whether the directory can be made depends on the machine", Evidence: []string{"src/slave/slave.cpp:411@1.4.0", "src/slave/slave.cpp:440@1.11.0"}},
	{ID: "agent-resource-provider-creation", Component: config.Agent, Flags: []string{"resource_provider_config_dir"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", Depends: "machine", When: "local resource provider daemon cannot be created", Needs: "its directory to be there", Rules: []string{"check/machine"}, Evidence: []string{"src/slave/slave.cpp:420@1.4.0", "src/slave/slave.cpp:482@1.11.0"}},
	{ID: "agent-disk-profile-adaptor-unknown", Component: config.Agent, Flags: []string{"disk_profile_adaptor"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Outcome: "exit", Depends: "module", When: "disk profile adaptor module cannot be created", Rules: []string{"value/unknown"}, Evidence: []string{"src/slave/slave.cpp:433@1.5.0", "src/slave/slave.cpp:451@1.11.0"}},
	{ID: "agent-authenticatee-unknown", Component: config.Agent, Flags: []string{"authenticatee"}, In: release.Ranges{{First: release.Release{Minor: 22}}}, Outcome: "exit", Depends: "run-time", When: "not at start-up but at first authentication: authenticatee module cannot be created", Rules: []string{"auth/authenticatee"}, Evidence: []string{"src/slave/slave.cpp:698@0.22.0", "src/slave/slave.cpp:1582@1.11.0"}},
	{ID: "agent-info-incompatible", Component: config.Agent, Flags: []string{"recover", "strict", "attributes", "resources", "hostname", "reconfiguration_policy"}, In: release.Ranges{{First: release.Release{Minor: 13}}}, Outcome: "exit", Depends: "machine", When: "the checkpointed agent info is incompatible with the new flags (recover=reconnect)", Unchecked: "what the agent has saved is not in the configuration", Evidence: []string{"src/slave/slave.cpp:2910@0.19.0", "src/slave/slave.cpp:4659@1.0.0", "src/slave/compatibility.cpp:43@1.5.0"}},
	{ID: "agent-checkpoint-false", Component: config.Agent, Flags: []string{"checkpoint"}, In: release.Ranges{{First: release.Release{Minor: 21}, Last: release.Release{Minor: 21, Patch: 2}}}, Outcome: "warn", When: "checkpoint is set to false", Rules: []string{"flag/deprecated"}, Evidence: []string{"src/slave/slave.cpp:321@0.21.0", "src/slave/slave.cpp:321@0.21.2"}},
	{ID: "agent-executor-environment-not-a-string", Component: config.Agent, Flags: []string{"executor_environment_variables"}, In: release.Ranges{{First: release.Release{Minor: 23}}}, Outcome: "exit", When: "a value in the JSON object is not a string", Rules: []string{"executor-environment/not-a-string"}, Evidence: []string{"src/slave/flags.cpp:148@0.23.0", "src/slave/flags.cpp:463@1.11.0"}},
	{ID: "agent-executor-reregistration-timeout-maximum", Component: config.Agent, Flags: []string{"executor_reregistration_timeout"}, In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 1, Patch: 3}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 2, Patch: 2}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 3, Patch: 1}},
	}, Outcome: "exit", When: "value is above 15secs", Rules: []string{"flag/forbidden-value"}, Evidence: []string{"src/slave/flags.cpp:317@1.1.3", "src/slave/flags.cpp:344@1.2.2", "src/slave/flags.cpp:344@1.3.1"}},
	{ID: "agent-container-dns-network", Component: config.Agent, Flags: []string{"default_container_dns"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", When: "an entry has UNKNOWN or HOST network mode, or the same (or no) network name appears twice", Rules: []string{"container-dns/network"}, Evidence: []string{"src/slave/flags.cpp:836@1.4.0", "src/slave/flags.cpp:1097@1.11.0"}},
	{ID: "agent-cfs-without-cpu-subsystem", Component: config.Agent, Flags: []string{"cgroups_enable_cfs", "cgroups_subsystems"}, In: release.Ranges{{First: release.Release{Minor: 13}, Last: release.Release{Minor: 17}}}, Outcome: "exit", When: "cgroups_enable_cfs is true without the cpu subsystem", Unchecked: "of releases before those that are linted for", Evidence: []string{
		"src/slave/cgroups_isolator.cpp:459@0.13.0",
		"src/slave/cgroups_isolator.cpp:455@0.17.0",
	}},
	{ID: "agent-isolator-unknown", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Minor: 18}}}, Outcome: "exit", Depends: "module", When: "an isolator name is neither built in nor a loaded module", Rules: []string{"value/unknown"}, Evidence: []string{
		"src/slave/containerizer/containerizer.cpp:198@0.18.0",
		"src/slave/containerizer/mesos/isolators/cgroups/cgroups.cpp:143@1.11.0",
	}},
	{ID: "agent-isolator-duplicate", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "an isolator is listed twice", Rules: []string{"check/bad-value"}, Evidence: []string{
		"src/slave/containerizer/mesos/containerizer.cpp:336@1.0.0",
		"src/slave/containerizer/mesos/containerizer.cpp:193@1.11.0",
	}},
	{ID: "agent-isolators-disk-twice", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}}}, Outcome: "exit", When: "posix/disk and disk/du are both listed", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/containerizer.cpp:179@1.0.0",
		"src/slave/containerizer/mesos/containerizer.cpp:243@1.5.3",
	}},
	{ID: "agent-isolators-filesystem-several", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Outcome: "exit", When: "more than one filesystem/* isolator", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/containerizer.cpp:230@1.5.0",
		"src/slave/containerizer/mesos/containerizer.cpp:259@1.11.0",
	}},
	{ID: "agent-isolators-network-several", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Outcome: "exit", When: "more than one network/* isolator other than network/ports", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/containerizer.cpp:268@1.5.0",
		"src/slave/containerizer/mesos/containerizer.cpp:287@1.11.0",
	}},
	{ID: "agent-isolation-process-alias", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Minor: 18}}}, Outcome: "warn", When: "alias process used (rewritten to posix/cpu,posix/mem, on Windows to windows/cpu[,windows/mem])", Values: []string{"process"}, Rules: []string{"value/renamed"}, Evidence: []string{
		"src/slave/containerizer/containerizer.cpp:167@0.18.0",
		"src/slave/containerizer/mesos/containerizer.cpp:223@1.11.0",
	}},
	{ID: "agent-isolation-cgroups-alias", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Minor: 18}}}, Outcome: "warn", When: "alias cgroups used (rewritten to cgroups/cpu,cgroups/mem)", Values: []string{"cgroups"}, Rules: []string{"value/renamed"}, Evidence: []string{
		"src/slave/containerizer/containerizer.cpp:172@0.18.0",
		"src/slave/containerizer/mesos/containerizer.cpp:223@1.11.0",
	}},
	{ID: "agent-isolation-posix-disk-alias", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "warn", When: "posix/disk used (renamed to disk/du)", Values: []string{"posix/disk"}, Rules: []string{"value/renamed"}, Evidence: []string{
		"src/slave/containerizer/mesos/containerizer.cpp:175@1.0.0",
		"src/slave/containerizer/mesos/containerizer.cpp:223@1.11.0",
	}},
	{ID: "agent-isolation-external", Component: config.Agent, Flags: []string{"isolation", "containerizers"}, In: release.Ranges{{First: release.Release{Minor: 20}, Last: release.Release{Major: 1, Patch: 4}}}, Outcome: "warn", When: "isolation=external used instead of containerizers=external", Values: []string{"external"}, Rules: []string{"value/renamed"}, Evidence: []string{
		"src/slave/containerizer/containerizer.cpp:159@0.20.0",
		"src/slave/containerizer/containerizer.cpp:193@1.0.4",
	}},
	{ID: "agent-external-containerizer-logger", Component: config.Agent, Flags: []string{"containerizers", "isolation", "container_logger"}, In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Major: 1, Patch: 4}}}, Outcome: "exit", When: "external containerizer together with container_logger", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/containerizer.cpp:177@0.27.0",
		"src/slave/containerizer/containerizer.cpp:198@1.0.4",
	}},
	{ID: "agent-containerizer-unknown", Component: config.Agent, Flags: []string{"containerizers"}, In: release.Ranges{{First: release.Release{Minor: 20}}}, Outcome: "exit", When: "a containerizer name is unknown", Rules: []string{"value/unknown"}, Evidence: []string{
		"src/slave/containerizer/containerizer.cpp:200@0.20.0",
		"src/slave/containerizer/containerizer.cpp:321@1.11.0",
	}},
	{ID: "agent-containerizer-duplicate", Component: config.Agent, Flags: []string{"containerizers"}, In: release.Ranges{{First: release.Release{Major: 1, Patch: 1}}}, Outcome: "exit", When: "a containerizer is listed twice", Rules: []string{"check/bad-value"}, Evidence: []string{
		"src/slave/containerizer/containerizer.cpp:219@1.0.1",
		"src/slave/containerizer/containerizer.cpp:232@1.11.0",
	}},
	{ID: "agent-launcher-unknown", Component: config.Agent, Flags: []string{"launcher"}, In: release.Ranges{{First: release.Release{Minor: 25}}}, Outcome: "exit", Depends: "platform", When: "launcher value is unknown on this platform", Rules: []string{"value/unknown"}, Evidence: []string{
		"src/slave/containerizer/mesos/containerizer.cpp:226@0.25.0",
		"src/slave/containerizer/mesos/containerizer.cpp:330@1.11.0",
	}},
	{ID: "agent-image-provider-unknown", Component: config.Agent, Flags: []string{"image_providers"}, In: release.Ranges{{First: release.Release{Minor: 25}}}, Outcome: "exit", When: "an image provider name is unknown or unsupported (names are matched case-insensitively)", Rules: []string{"value/unknown"}, Evidence: []string{
		"src/slave/containerizer/provisioner/store.cpp:54@0.25.0",
		"src/slave/containerizer/mesos/provisioner/store.cpp:72@1.11.0",
	}},
	{ID: "agent-images-without-docker-runtime", Component: config.Agent, Flags: []string{"image_providers", "isolation"}, In: release.Ranges{{First: release.Release{Minor: 28}}}, Outcome: "exit", When: "image_providers contains DOCKER and isolation does not contain docker/runtime", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/provisioner/store.cpp:74@0.28.0",
		"src/slave/containerizer/mesos/provisioner/store.cpp:91@1.11.0",
	}},
	{ID: "agent-images-without-filesystem-linux", Component: config.Agent, Flags: []string{"image_providers", "isolation"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", When: "image_providers is set and isolation does not contain filesystem/linux (Linux)", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/containerizer.cpp:235@1.4.0",
		"src/slave/containerizer/mesos/containerizer.cpp:309@1.11.0",
	}},
	{ID: "agent-images-launcher", Component: config.Agent, Flags: []string{"image_providers", "launcher"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", When: "image_providers is set and launcher is not linux (Linux)", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/containerizer.cpp:240@1.4.0",
		"src/slave/containerizer/mesos/containerizer.cpp:314@1.11.0",
	}},
	{ID: "agent-image-backend-unusable", Component: config.Agent, Flags: []string{"image_provisioner_backend"}, In: release.Ranges{{First: release.Release{Minor: 25}}}, Outcome: "exit", Depends: "machine", When: "backend name is unknown or not usable on this host or file system", Needs: "a kernel and a file system that the backend works with", Rules: []string{"value/unknown", "check/machine"}, Evidence: []string{
		"src/slave/containerizer/provisioner/provisioner.cpp:144@0.25.0",
		"src/slave/containerizer/mesos/provisioner/provisioner.cpp:235@1.11.0",
	}},
	{ID: "agent-filesystem-linux-launcher", Component: config.Agent, Flags: []string{"isolation", "launcher"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Outcome: "exit", When: "filesystem/linux is listed and launcher is not linux", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/filesystem/linux.cpp:78@1.5.0",
		"src/slave/containerizer/mesos/isolators/filesystem/linux.cpp:506@1.11.0",
	}},
	{ID: "agent-namespaces-pid-launcher", Component: config.Agent, Flags: []string{"isolation", "launcher"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Outcome: "exit", When: "namespaces/pid is listed and launcher is not linux", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/namespaces/pid.cpp:51@1.1.0",
		"src/slave/containerizer/mesos/isolators/namespaces/pid.cpp:65@1.11.0",
	}},
	{ID: "agent-namespaces-pid-filesystem", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Outcome: "exit", When: "namespaces/pid is listed without filesystem/linux", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/namespaces/pid.cpp:59@1.1.0",
		"src/slave/containerizer/mesos/isolators/namespaces/pid.cpp:73@1.11.0",
	}},
	{ID: "agent-namespaces-ipc-launcher", Component: config.Agent, Flags: []string{"isolation", "launcher"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Outcome: "exit", When: "namespaces/ipc is listed and launcher is not linux", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/namespaces/ipc.cpp:46@1.2.0",
		"src/slave/containerizer/mesos/isolators/namespaces/ipc.cpp:67@1.11.0",
	}},
	{ID: "agent-namespaces-ipc-filesystem", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, Outcome: "exit", When: "namespaces/ipc is listed without filesystem/linux", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/namespaces/ipc.cpp:76@1.9.0",
		"src/slave/containerizer/mesos/isolators/namespaces/ipc.cpp:76@1.11.0",
	}},
	{ID: "agent-volume-image-filesystem", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Outcome: "exit", When: "volume/image is listed without filesystem/linux", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/volume/image.cpp:81@1.2.0",
		"src/slave/containerizer/mesos/isolators/volume/image.cpp:95@1.11.0",
	}},
	{ID: "agent-volume-secret-filesystem", Component: config.Agent, Flags: []string{"isolation", "launcher"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", When: "volume/secret is listed without filesystem/linux", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/volume/secret.cpp:68@1.4.0",
		"src/slave/containerizer/mesos/isolators/volume/secret.cpp:80@1.11.0",
	}},
	{ID: "agent-volume-secret-launcher", Component: config.Agent, Flags: []string{"isolation", "launcher"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", When: "volume/secret is listed and launcher is not linux", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/volume/secret.cpp:66@1.4.0",
		"src/slave/containerizer/mesos/isolators/volume/secret.cpp:78@1.11.0",
	}},
	{ID: "agent-volume-host-path-filesystem", Component: config.Agent, Flags: []string{"isolation", "launcher"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Outcome: "exit", When: "volume/host_path is listed without filesystem/linux", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/volume/host_path.cpp:63@1.5.0",
		"src/slave/containerizer/mesos/isolators/volume/host_path.cpp:67@1.11.0",
	}},
	{ID: "agent-volume-host-path-launcher", Component: config.Agent, Flags: []string{"isolation", "launcher"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Outcome: "exit", When: "volume/host_path is listed and launcher is not linux", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/volume/host_path.cpp:62@1.5.0",
		"src/slave/containerizer/mesos/isolators/volume/host_path.cpp:66@1.11.0",
	}},
	{ID: "agent-linux-devices-filesystem", Component: config.Agent, Flags: []string{"isolation", "launcher"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Outcome: "exit", When: "linux/devices is listed without filesystem/linux", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/linux/devices.cpp:53@1.7.0",
		"src/slave/containerizer/mesos/isolators/linux/devices.cpp:55@1.11.0",
	}},
	{ID: "agent-linux-devices-launcher", Component: config.Agent, Flags: []string{"isolation", "launcher"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Outcome: "exit", When: "linux/devices is listed and launcher is not linux", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/linux/devices.cpp:52@1.7.0",
		"src/slave/containerizer/mesos/isolators/linux/devices.cpp:54@1.11.0",
	}},
	{ID: "agent-allowed-devices-path", Component: config.Agent, Flags: []string{"allowed_devices"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Outcome: "exit", When: "an entry in allowed_devices has no device path", Rules: []string{"devices/unusable"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/linux/devices.cpp:66@1.7.0",
		"src/slave/containerizer/mesos/isolators/linux/devices.cpp:68@1.11.0",
	}},
	{ID: "agent-volume-csi-incomplete", Component: config.Agent, Flags: []string{"isolation", "csi_plugin_config_dir"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Outcome: "exit", When: "volume/csi is listed without filesystem/linux, or without csi_plugin_config_dir", Rules: []string{"check/needs"}, Evidence: []string{"src/slave/csi_server.cpp:514@1.11.0"}},
	{ID: "agent-cni-directory-missing", Component: config.Agent, Flags: []string{"network_cni_plugins_dir", "network_cni_config_dir", "isolation"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "one of network_cni_config_dir / network_cni_plugins_dir is given without the other while network/cni is active", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/network/cni/cni.cpp:92@1.0.0",
		"src/slave/containerizer/mesos/isolators/network/cni/cni.cpp:123@1.11.0",
	}},
	{ID: "agent-cni-config-directory", Component: config.Agent, Flags: []string{"network_cni_config_dir"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", Depends: "machine", When: "network_cni_config_dir does not exist", Needs: "its directory to be there", Rules: []string{"check/machine"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/network/cni/cni.cpp:107@1.0.0",
		"src/slave/containerizer/mesos/isolators/network/cni/cni.cpp:132@1.11.0",
	}},
	{ID: "agent-cni-plugins-directory", Component: config.Agent, Flags: []string{"network_cni_plugins_dir"}, In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Patch: 4}}}, Outcome: "exit", Depends: "machine", When: "network_cni_plugins_dir does not exist or is empty", Needs: "its directory to be there", Rules: []string{"check/machine"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/network/cni/cni.cpp:101@1.0.0",
		"src/slave/containerizer/mesos/isolators/network/cni/cni.cpp:101@1.0.4",
	}},
	{ID: "agent-ephemeral-ports-invalid", Component: config.Agent, Flags: []string{"ephemeral_ports_per_container"}, In: release.Ranges{{First: release.Release{Minor: 20}}}, Outcome: "exit", When: "the resources offer no ephemeral_ports, or ports that overlap with others, or ephemeral_ports_per_container is not a power of two, is below 16 or exceeds them (network/port_mapping)", Rules: []string{"check/bad-value"}, Evidence: []string{
		"src/slave/containerizer/isolators/network/port_mapping.cpp:742@0.20.0",
		"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:1520@1.11.0",
	}},
	{ID: "agent-egress-rate-limit-maximum", Component: config.Agent, Flags: []string{"egress_rate_limit_per_container"}, In: release.Ranges{{First: release.Release{Minor: 21}}}, Outcome: "exit", Depends: "machine", When: "value exceeds the link speed of the public interface (network/port_mapping)", Unchecked: "the speed of the link depends on the machine", Evidence: []string{
		"src/slave/containerizer/isolators/network/port_mapping.cpp:946@0.21.0",
		"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:1636@1.11.0",
	}},
	{ID: "agent-egress-rate-limit-zero", Component: config.Agent, Flags: []string{"egress_rate_limit_per_container"}, In: release.Ranges{{First: release.Release{Minor: 21}}}, Outcome: "warn", When: "value is zero: ignored", Unchecked: "a warning: a limit of zero is none", Evidence: []string{
		"src/slave/containerizer/isolators/network/port_mapping.cpp:956@0.21.0",
		"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:1649@1.11.0",
	}},
	{ID: "agent-egress-classifier-parent-format", Component: config.Agent, Flags: []string{"egress_flow_classifier_parent"}, In: release.Ranges{{First: release.Release{Minor: 27}}}, Outcome: "exit", When: "value is not a valid traffic-control handle", Example: "root", Rules: []string{"check/bad-value"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:1400@0.27.0",
		"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:1728@1.11.0",
	}},
	{ID: "agent-perf-duration-maximum", Component: config.Agent, Flags: []string{"perf_duration", "perf_interval"}, In: release.Ranges{{First: release.Release{Minor: 20}}}, Outcome: "exit", When: "perf_duration is longer than perf_interval (cgroups/perf_event; from 1.7.0 only if perf_events is set)", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/isolators/cgroups/perf_event.cpp:73@0.20.0",
		"src/slave/containerizer/mesos/isolators/cgroups/subsystems/perf_event.cpp:59@1.11.0",
	}},
	{ID: "agent-perf-events-missing", Component: config.Agent, Flags: []string{"perf_events", "isolation"}, In: release.Ranges{{First: release.Release{Minor: 20}, Last: release.Release{Major: 1, Minor: 6, Patch: 2}}}, Outcome: "exit", When: "cgroups/perf_event is listed and perf_events is not set", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/isolators/cgroups/perf_event.cpp:81@0.20.0",
		"src/slave/containerizer/mesos/isolators/cgroups/subsystems/perf_event.cpp:58@1.6.2",
	}},
	{ID: "agent-perf-events-unsupported", Component: config.Agent, Flags: []string{"perf_events"}, In: release.Ranges{{First: release.Release{Minor: 20}}}, Outcome: "exit", Depends: "machine", When: "an event in perf_events is not valid on this host", Needs: "a kernel and a perf that know the events", Rules: []string{"check/machine"}, Evidence: []string{
		"src/slave/containerizer/isolators/cgroups/perf_event.cpp:91@0.20.0",
		"src/slave/containerizer/mesos/isolators/cgroups/subsystems/perf_event.cpp:71@1.11.0",
	}},
	{ID: "agent-swap-accounting", Component: config.Agent, Flags: []string{"cgroups_limit_swap"}, In: release.Ranges{{First: release.Release{Minor: 20}}}, Outcome: "exit", Depends: "machine", When: "cgroups_limit_swap is true and the kernel lacks swap accounting (cgroups/mem)", Needs: "swap accounting in the kernel", Rules: []string{"check/machine"}, Evidence: []string{
		"src/slave/containerizer/isolators/cgroups/mem.cpp:106@0.20.0",
		"src/slave/containerizer/mesos/isolators/cgroups/subsystems/memory.cpp:106@1.11.0",
	}},
	{ID: "agent-cfs-quota", Component: config.Agent, Flags: []string{"cgroups_enable_cfs"}, In: release.Ranges{{First: release.Release{Minor: 18}}}, Outcome: "exit", Depends: "machine", When: "cgroups_enable_cfs is true and the kernel lacks CFS quota (cgroups/cpu)", Needs: "CFS bandwidth control in the kernel", Rules: []string{"check/machine"}, Evidence: []string{
		"src/slave/containerizer/isolators/cgroups/cpushare.cpp:98@0.18.0",
		"src/slave/containerizer/mesos/isolators/cgroups/subsystems/cpu.cpp:44@1.11.0",
	}},
	{ID: "agent-net-cls-handles-format", Component: config.Agent, Flags: []string{"cgroups_net_cls_primary_handle", "cgroups_net_cls_secondary_handles"}, In: release.Ranges{{First: release.Release{Minor: 28}}}, Outcome: "exit", When: "a handle is not a 16-bit number, the range is not lower,upper, starts at 0 or is empty (cgroups/net_cls)", Rules: []string{"check/bad-value"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/cgroups/net_cls.cpp:285@0.28.0",
		"src/slave/containerizer/mesos/isolators/cgroups/subsystems/net_cls.cpp:237@1.11.0",
	}},
	{ID: "agent-gpu-devices-without-isolator", Component: config.Agent, Flags: []string{"nvidia_gpu_devices", "isolation"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "nvidia_gpu_devices is set and isolation does not contain gpu/nvidia", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/gpu/allocator.cpp:148@1.0.0",
		"src/slave/containerizer/mesos/isolators/gpu/allocator.cpp:148@1.11.0",
	}},
	{ID: "agent-gpu-devices-and-resources", Component: config.Agent, Flags: []string{"nvidia_gpu_devices", "resources"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "nvidia_gpu_devices and the gpus resource are not both set, differ in number, or the list has duplicates", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/gpu/allocator.cpp:192@1.0.0",
		"src/slave/containerizer/mesos/isolators/gpu/allocator.cpp:192@1.11.0",
	}},
	{ID: "agent-gpu-isolator-order", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 6, Patch: 2}}}, Outcome: "exit", When: "cgroups/devices, and from 1.2.0 filesystem/linux, is listed after gpu/nvidia", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/gpu/isolator.cpp:108@1.0.0",
		"src/slave/containerizer/mesos/isolators/gpu/isolator.cpp:132@1.6.2",
	}},
	{ID: "agent-xfs-project-range-format", Component: config.Agent, Flags: []string{"xfs_project_range"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "xfs_project_range is not a ranges value (disk/xfs)", Example: "[5000-10000]", Rules: []string{"check/bad-value"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:119@1.0.0",
		"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:178@1.11.0",
	}},
	{ID: "agent-port-ranges-twice", Component: config.Agent, Flags: []string{"check_agent_port_range_only", "container_ports_isolated_range"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Outcome: "exit", When: "both given (network/ports)", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/network/ports.cpp:285@1.8.0",
		"src/slave/containerizer/mesos/isolators/network/ports.cpp:286@1.11.0",
	}},
	{ID: "agent-network-ports-launcher", Component: config.Agent, Flags: []string{"isolation", "launcher"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Outcome: "exit", When: "network/ports is listed and launcher is not linux", Rules: []string{"check/conflict"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/network/ports.cpp:280@1.5.0",
		"src/slave/containerizer/mesos/isolators/network/ports.cpp:281@1.11.0",
	}},
	{ID: "agent-container-ports-range-format", Component: config.Agent, Flags: []string{"container_ports_isolated_range"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Outcome: "exit", When: "value is not a ranges value (network/ports)", Example: "[31000-32000]", Rules: []string{"check/bad-value"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/network/ports.cpp:358@1.8.0",
		"src/slave/containerizer/mesos/isolators/network/ports.cpp:359@1.11.0",
	}},
	{ID: "agent-seccomp-config-dir-missing", Component: config.Agent, Flags: []string{"seccomp_config_dir", "isolation"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Outcome: "exit", When: "linux/seccomp is listed and seccomp_config_dir is not set", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/linux/seccomp.cpp:54@1.8.0",
		"src/slave/containerizer/mesos/isolators/linux/seccomp.cpp:60@1.11.0",
	}},
	{ID: "agent-capabilities-not-a-subset", Component: config.Agent, Flags: []string{"effective_capabilities", "bounding_capabilities"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", When: "effective_capabilities is not a subset of bounding_capabilities (linux/capabilities)", Rules: []string{"capabilities/not-a-subset"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/linux/capabilities.cpp:67@1.4.0",
		"src/slave/containerizer/mesos/isolators/linux/capabilities.cpp:67@1.11.0",
	}},
	{ID: "agent-docker-puller-unknown", Component: config.Agent, Flags: []string{"docker_puller"}, In: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 26, Patch: 2}}}, Outcome: "exit", When: "image_providers contains DOCKER and docker_puller is not local or registry", Rules: []string{"value/unknown"}, Evidence: []string{
		"src/slave/containerizer/mesos/provisioner/docker/puller.cpp:59@0.26.0",
		"src/slave/containerizer/mesos/provisioner/docker/puller.cpp:59@0.26.2",
	}},
	{ID: "agent-docker-registry-format", Component: config.Agent, Flags: []string{"docker_registry"}, In: release.Ranges{{First: release.Release{Minor: 27}}}, Outcome: "exit", When: "image_providers contains DOCKER and docker_registry is not a parsable URL, or (archives) not an absolute path / since 1.7.0 hdfs URI", Example: "https://registry-1.docker.io", Rules: []string{"check/bad-value"}, Evidence: []string{
		"src/slave/containerizer/mesos/provisioner/docker/registry_puller.cpp:147@0.27.0",
		"src/slave/containerizer/mesos/provisioner/docker/registry_puller.cpp:145@1.11.0",
	}},
	{ID: "agent-docker-registry-parts", Component: config.Agent, Flags: []string{"docker_registry_port", "docker_auth_server_port", "docker_puller_timeout", "docker_auth_server"}, In: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 27, Patch: 3}}}, Outcome: "exit", When: "image_providers contains DOCKER, images are pulled from a registry, and a port (0.26), the timeout or the URL of the authorization server (0.27) cannot be read", Rules: []string{"check/bad-value"}, Evidence: []string{
		"src/slave/containerizer/mesos/provisioner/docker/registry_puller.cpp:142@0.26.0",
		"src/slave/containerizer/mesos/provisioner/docker/registry_puller.cpp:141@0.27.3",
	}},
	{ID: "agent-appc-prefix-format", Component: config.Agent, Flags: []string{"appc_simple_discovery_uri_prefix"}, In: release.Ranges{{First: release.Release{Minor: 28}}}, Outcome: "exit", When: "image_providers contains APPC and the prefix starts with neither http nor /", Example: "https://", Rules: []string{"check/bad-value"}, Evidence: []string{
		"src/slave/containerizer/mesos/provisioner/appc/fetcher.cpp:145@0.28.0",
		"src/slave/containerizer/mesos/provisioner/appc/fetcher.cpp:147@1.11.0",
	}},
	{ID: "agent-container-logger-unknown", Component: config.Agent, Flags: []string{"container_logger"}, In: release.Ranges{{First: release.Release{Minor: 27}}}, Outcome: "exit", Depends: "module", When: "container logger module cannot be created", Rules: []string{"value/unknown"}, Evidence: []string{
		"src/slave/containerizer/docker.cpp:134@0.27.0",
		"src/slave/containerizer/docker.cpp:181@1.11.0",
	}},
	{ID: "agent-docker-client", Component: config.Agent, Flags: []string{"docker", "docker_socket", "containerizers"}, In: release.Ranges{{First: release.Release{Minor: 20}}}, Outcome: "exit", Depends: "machine", When: "containerizers contains docker and the docker client is missing or older than 1.0.0, from 1.4.3, 1.5.2, 1.6.2 and 1.7.1 on older than 1.8.0, or no cgroups hierarchy of version 1 has the cpu subsystem", Rules: []string{"check/machine"}, Evidence: []string{"src/docker/docker.cpp:172@0.20.0", "src/docker/docker.cpp:155@1.11.0"}},
	{ID: "agent-root-missing", Component: config.Agent, Flags: []string{"isolation", "launcher", "agent_subsystems", "slave_subsystems", "image_provisioner_backend", "network_cni_config_dir", "containerizers"}, In: release.Ranges{{First: release.Release{Minor: 19}}}, Outcome: "exit", Depends: "machine", When: "an isolator, launcher or backend of images that needs root is used and the agent is not started as root", Rules: []string{"check/machine"}, Evidence: []string{"src/linux/cgroups.cpp:425@0.19.0", "src/linux/cgroups.cpp:351@1.11.0"}},
	{ID: "agent-docker-volume-client", Component: config.Agent, Flags: []string{"isolation", "containerizers"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", Depends: "machine", When: "isolation contains docker/volume and the program dvdcli is not in PATH", Rules: []string{"check/machine"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/docker/volume/isolator.cpp:70@1.0.0",
		"src/slave/containerizer/mesos/isolators/docker/volume/isolator.cpp:100@1.11.0",
	}},
	{ID: "agent-nvml-missing", Component: config.Agent, Flags: []string{"isolation", "containerizers"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", Depends: "machine", When: "isolation contains gpu/nvidia and the NVIDIA management library cannot be loaded", Rules: []string{"check/machine"}, Evidence: []string{
		"src/slave/containerizer/mesos/containerizer.cpp:312@1.0.0",
		"src/slave/containerizer/mesos/containerizer.cpp:502@1.11.0",
	}},
	{ID: "agent-xfs-missing", Component: config.Agent, Flags: []string{"isolation", "containerizers"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", Depends: "machine", When: "isolation contains disk/xfs and work_dir is not on XFS, from 1.3.0 on also if project quotas are off there", Rules: []string{"check/machine"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:105@1.0.0",
		"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:98@1.11.0",
	}},
	{ID: "agent-docker-socket-path", Component: config.Agent, Flags: []string{"docker_socket", "containerizers"}, In: release.Ranges{{First: release.Release{Minor: 25}}}, Outcome: "exit", When: "containerizers contains docker and docker_socket is not an absolute path", Example: "/var/run/docker.sock", Rules: []string{"check/bad-value"}, Evidence: []string{"src/docker/docker.cpp:104@0.25.0", "src/docker/docker.cpp:134@1.11.0"}},
	{ID: "acls-quota-lists-deprecated", Flags: []string{"acls"}, In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}}}, Outcome: "warn", When: "acls uses set_quotas or remove_quotas (renamed to update_quotas)", Values: []string{"set_quotas", "remove_quotas"}, Rules: []string{"acl/deprecated-action"}, Evidence: []string{
		"src/authorizer/local/authorizer.cpp:414@1.0.0",
		"src/authorizer/local/authorizer.cpp:608@1.2.3",
	}},
	{ID: "acls-quota-lists-mixed", Flags: []string{"acls"}, In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}}}, Outcome: "exit", When: "acls mixes update_quotas with set_quotas / remove_quotas", Rules: []string{"acl/quota-conflict"}, Evidence: []string{
		"src/authorizer/local/authorizer.cpp:772@1.0.0",
		"src/authorizer/local/authorizer.cpp:1107@1.2.3",
	}},
	{ID: "acls-shutdown-frameworks-deprecated", Flags: []string{"acls"}, In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}}}, Outcome: "warn", When: "acls uses shutdown_frameworks (renamed to teardown_frameworks)", Values: []string{"shutdown_frameworks"}, Rules: []string{"acl/deprecated-action"}, Evidence: []string{
		"src/authorizer/local/authorizer.cpp:431@1.0.0",
		"src/authorizer/local/authorizer.cpp:625@1.2.3",
	}},
	{ID: "agent-gpu-isolator-incomplete", Component: config.Agent, Flags: []string{"isolation"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "gpu/nvidia is listed without cgroups/devices (from 1.7.0 cgroups/all also satisfies it), or from 1.2.0 without filesystem/linux", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/gpu/isolator.cpp:103@1.0.0",
		"src/slave/containerizer/mesos/isolators/gpu/isolator.cpp:152@1.11.0",
	}},
	{ID: "agent-ip-discovery-on-windows", Component: config.Agent, Flags: []string{"ip_discovery_command", "ip6_discovery_command"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}, Last: release.Release{Major: 1, Minor: 6, Patch: 2}}}, Outcome: "exit", Depends: "platform", When: "given on Windows", Unchecked: "of agents on Windows only", Evidence: []string{"src/slave/main.cpp:314@1.4.0", "src/slave/main.cpp:333@1.6.2"}},
	{ID: "master-slaves-list", Component: config.Master, Flags: []string{"slaves"}, In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 15}}}, Outcome: "abort", Depends: "run-time", When: "slaves is anything but *: the master aborts (failed check) when the first agent registers", Unchecked: "of releases before those that are linted for", Evidence: []string{"src/master/master.cpp:928@0.12.0", "src/master/master.cpp:1325@0.15.0"}},
	{ID: "agent-containerizer-path-missing", Component: config.Agent, Flags: []string{"containerizer_path", "containerizers", "isolation"}, In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Major: 1, Patch: 4}}}, Outcome: "abort", When: "external containerizer selected without containerizer_path: abort (failed check)", Rules: []string{"check/needs"}, Evidence: []string{
		"src/slave/containerizer/external_containerizer.cpp:1081@0.19.0",
		"src/slave/containerizer/external_containerizer.cpp:1077@1.0.4",
	}},
	{ID: "agent-work-dir-missing", Component: config.Agent, Flags: []string{"work_dir"}, In: release.Ranges{{First: release.Release{Major: 1}}}, Outcome: "exit", When: "work_dir is not given", Rules: []string{"flag/required"}, Evidence: []string{"src/slave/flags.cpp:185@1.0.0",
		"3rdparty/stout/include/stout/flags/flags.hpp:1003@1.0.0",
	}},
	{ID: "ssl-key-missing", Flags: []string{"LIBPROCESS_SSL_ENABLED", "LIBPROCESS_SSL_KEY_FILE", "LIBPROCESS_SSL_CERT_FILE"}, In: release.Ranges{{First: release.Release{Minor: 23}}}, Outcome: "exit", When: "SSL enabled without key file or certificate file", Rules: []string{"ssl/no-key"}, Evidence: []string{
		"3rdparty/libprocess/src/openssl.cpp:349@0.23.0",
		"3rdparty/libprocess/src/openssl.cpp:584@1.11.0",
	}},
	{ID: "ssl-hostname-validation-scheme-unknown", Flags: []string{"LIBPROCESS_SSL_HOSTNAME_VALIDATION_SCHEME"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, Outcome: "exit", When: "SSL enabled and the value is not legacy or openssl", Rules: []string{"env/value"}, Evidence: []string{
		"3rdparty/libprocess/src/openssl.cpp:613@1.9.0",
		"3rdparty/libprocess/src/openssl.cpp:652@1.11.0",
	}},
	{ID: "ssl-variable-format", Flags: []string{"SSL_ENABLED", "LIBPROCESS_SSL_ENABLED"}, In: release.Ranges{{First: release.Release{Minor: 23}}}, Outcome: "exit", When: "any SSL_ or, from 1.0.0, LIBPROCESS_SSL_ variable that is read does not parse as its type, whether SSL is enabled or not", Rules: []string{"env/value"}, Evidence: []string{
		"3rdparty/libprocess/src/openssl.cpp:272@0.23.0",
		"3rdparty/libprocess/src/openssl.cpp:473@1.11.0",
	}},
	{ID: "ssl-files-unusable", Flags: []string{"LIBPROCESS_SSL_CA_DIR", "LIBPROCESS_SSL_CA_FILE", "LIBPROCESS_SSL_CERT_FILE", "LIBPROCESS_SSL_KEY_FILE", "LIBPROCESS_SSL_CIPHERS"}, In: release.Ranges{{First: release.Release{Minor: 23}}}, Outcome: "exit", Depends: "machine", When: "SSL enabled and a file cannot be loaded, key and certificate do not match, or OpenSSL does not know a cipher", Unchecked: "the files and ciphers depend on the machine", Evidence: []string{
		"3rdparty/libprocess/src/openssl.cpp:403@0.23.0",
		"3rdparty/libprocess/src/openssl.cpp:761@1.11.0",
	}},
	{ID: "credential-text-format", Flags: []string{"credentials", "credential", "http_credentials"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Outcome: "exit", Depends: "file", When: "the file is in the old text format (principal, space, secret) instead of JSON", Rules: []string{"credential/malformed", "credential/text-format"}, Evidence: []string{
		"src/credentials/credentials.hpp:59@1.11.0",
		"src/credentials/credentials.hpp:95@1.11.0",
	}},
	{ID: "agent-features-missing", Component: config.Agent, Flags: []string{"agent_features"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Outcome: "exit", When: "the list lacks a capability the release requires", Rules: []string{"agent-features/missing"}, Evidence: []string{"src/slave/flags.cpp:732@1.5.0", "src/slave/flags.cpp:881@1.11.0"}},
	{ID: "domain-fault-domain-missing", Flags: []string{"domain"}, In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Outcome: "exit", When: "domain has no fault_domain", Rules: []string{"domain/no-fault-domain"}, Evidence: []string{"src/master/flags.cpp:674@1.4.0", "src/slave/flags.cpp:1306@1.4.0", "src/master/flags.cpp:754@1.11.0", "src/slave/flags.cpp:1661@1.11.0"}},
}
