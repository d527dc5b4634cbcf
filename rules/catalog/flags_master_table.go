// Code generated from data/flags-master.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/release"
)

var masterFlagData = []*Flag{
	{Name: "acls", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{{Name: "acls", In: release.Ranges{{First: release.Release{Minor: 20}}}, Type: "Option<ACLs>", Evidence: "src/master/flags.hpp:232@0.20.0"}}},
	{Name: "advertise_ip", Exists: release.Ranges{{First: release.Release{Minor: 24}}}, Definitions: []Definition{{Name: "advertise_ip", In: release.Ranges{{First: release.Release{Minor: 24}}}, Type: "Option<string>", Evidence: "src/master/main.cpp:131@0.24.0"}}},
	{Name: "advertise_port", Exists: release.Ranges{{First: release.Release{Minor: 24}}}, Definitions: []Definition{{Name: "advertise_port", In: release.Ranges{{First: release.Release{Minor: 24}}}, Type: "Option<string>", Evidence: "src/master/main.cpp:138@0.24.0"}}},
	{Name: "agent_ping_timeout", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "agent_ping_timeout", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Duration", Default: &masterFlagData0, Aliases: []string{"slave_ping_timeout"}, Validator: "1secs to 15mins", Limits: &Limits{Least: "1secs", Most: "15mins"}, Evidence: "src/master/flags.cpp:469@1.0.0"}}},
	{Name: "agent_removal_rate_limit", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "agent_removal_rate_limit", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<string>", Aliases: []string{"slave_removal_rate_limit"}, Evidence: "src/master/flags.cpp:159@1.0.0"}}},
	{Name: "agent_reregister_timeout", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "agent_reregister_timeout", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Duration", Default: &masterFlagData1, Aliases: []string{"slave_reregister_timeout"}, Evidence: "src/master/flags.cpp:127@1.0.0"}}},
	{Name: "allocation_interval", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "allocation_interval", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "Duration", Default: &masterFlagData2, Evidence: "src/master/flags.hpp:75@0.12.0"}}},
	{Name: "allocator", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{
		{Name: "allocator", In: release.Ranges{
			{First: release.Release{Minor: 23}, Last: release.Release{Major: 1, Minor: 4, Patch: 1}},
			{First: release.Release{Major: 1, Minor: 5}, Last: release.Release{Major: 1, Minor: 5, Patch: 1}},
			{First: release.Release{Major: 1, Minor: 6}, Last: release.Release{Major: 1, Minor: 6}},
		}, Type: "string", Default: &masterFlagData3, Evidence: "src/master/flags.cpp:368@0.23.0"},
		{Name: "allocator", In: release.Ranges{
			{First: release.Release{Major: 1, Minor: 4, Patch: 2}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
			{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
			{First: release.Release{Major: 1, Minor: 6, Patch: 1}},
		}, Type: "string", Default: &masterFlagData4, Evidence: "src/master/flags.cpp:446@1.4.2"},
	}},
	{Name: "allocator_agent_recovery_factor", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Definitions: []Definition{{Name: "allocator_agent_recovery_factor", In: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Type: "double", Default: &masterFlagData5, Evidence: "src/master/flags.cpp:465@1.11.0"}}},
	{Name: "allocator_recovery_timeout", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Definitions: []Definition{{Name: "allocator_recovery_timeout", In: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Type: "Duration", Default: &masterFlagData1, Evidence: "src/master/flags.cpp:471@1.11.0"}}},
	{Name: "authenticate", Exists: release.Ranges{{First: release.Release{Minor: 15}}}, AliasOf: "authenticate_frameworks", AliasIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "log warning", Replacement: "authenticate_frameworks", Definitions: []Definition{{Name: "authenticate", In: release.Ranges{{First: release.Release{Minor: 15}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "bool", Default: &masterFlagData6, Evidence: "src/master/flags.hpp:99@0.15.0"}}},
	{Name: "authenticate_agents", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "authenticate_agents", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "bool", Default: &masterFlagData6, Aliases: []string{"authenticate_slaves"}, Evidence: "src/master/flags.cpp:228@1.0.0"}}},
	{Name: "authenticate_frameworks", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "authenticate_frameworks", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "bool", Default: &masterFlagData6, Aliases: []string{"authenticate"}, Evidence: "src/master/flags.cpp:220@1.0.0"}}},
	{Name: "authenticate_http", Exists: release.Ranges{{First: release.Release{Minor: 27}}}, AliasOf: "authenticate_http_readwrite", AliasIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "log warning", Replacement: "authenticate_http_readwrite", Definitions: []Definition{{Name: "authenticate_http", In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "bool", Default: &masterFlagData6, Evidence: "src/master/flags.cpp:211@0.27.0"}}},
	{Name: "authenticate_http_frameworks", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "authenticate_http_frameworks", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "bool", Default: &masterFlagData6, Evidence: "src/master/flags.cpp:252@1.0.0"}}},
	{Name: "authenticate_http_readonly", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "authenticate_http_readonly", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "bool", Default: &masterFlagData6, Evidence: "src/master/flags.cpp:245@1.0.0"}}},
	{Name: "authenticate_http_readwrite", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "authenticate_http_readwrite", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "bool", Default: &masterFlagData6, Aliases: []string{"authenticate_http"}, Evidence: "src/master/flags.cpp:237@1.0.0"}}},
	{Name: "authenticate_slaves", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, AliasOf: "authenticate_agents", AliasIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "log warning", Replacement: "authenticate_agents", Definitions: []Definition{{Name: "authenticate_slaves", In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "bool", Default: &masterFlagData6, Evidence: "src/master/flags.hpp:198@0.19.0"}}},
	{Name: "authentication_v0_timeout", Exists: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 2}},
	}, Definitions: []Definition{{Name: "authentication_v0_timeout", In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 2}},
	}, Type: "Duration", Default: &masterFlagData0, Evidence: "src/master/flags.cpp:237@1.4.3"},
	}},
	{Name: "authenticators", Exists: release.Ranges{{First: release.Release{Minor: 21}}}, Definitions: []Definition{{Name: "authenticators", In: release.Ranges{{First: release.Release{Minor: 21}}}, Type: "string", Default: &masterFlagData7, Evidence: "src/master/flags.hpp:351@0.21.0"}}},
	{Name: "authorizers", Exists: release.Ranges{{First: release.Release{Minor: 24}}}, Definitions: []Definition{{Name: "authorizers", In: release.Ranges{{First: release.Release{Minor: 24}}}, Type: "string", Default: &masterFlagData8, Evidence: "src/master/flags.cpp:415@0.24.0"}}},
	{Name: "cluster", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "cluster", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "Option<string>", Evidence: "src/master/flags.hpp:81@0.12.0"}}},
	{Name: "conf", Exists: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 12, Patch: 1}}}, Note: "use the command line or the environment", Definitions: []Definition{{Name: "conf", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 12, Patch: 1}}}, Type: "string", Evidence: "src/configurator/configurator.hpp:79@0.12.0"}}},
	{Name: "credentials", Exists: release.Ranges{{First: release.Release{Minor: 15}}}, RequiredWhen: "when framework or agent authentication is required with crammd5, or HTTP authentication with basic", Definitions: []Definition{
		{Name: "credentials", In: release.Ranges{{First: release.Release{Minor: 15}, Last: release.Release{Minor: 21, Patch: 2}}}, Type: "Option<string>", Evidence: "src/master/flags.hpp:106@0.15.0"},
		{Name: "credentials", In: release.Ranges{{First: release.Release{Minor: 22}}}, Type: "Option<Path>", Evidence: "src/master/flags.hpp:227@0.22.0"},
	}},
	{Name: "domain", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Definitions: []Definition{{Name: "domain", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<DomainInfo>", Validator: "must contain fault_domain", Evidence: "src/master/flags.cpp:645@1.4.0"}}},
	{Name: "external_log_file", Exists: release.Ranges{{First: release.Release{Minor: 22}}}, Definitions: []Definition{{Name: "external_log_file", In: release.Ranges{{First: release.Release{Minor: 22}}}, Type: "Option<string>", Evidence: "src/logging/flags.hpp:67@0.22.0"}}},
	{Name: "fair_sharing_excluded_resource_names", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "fair_sharing_excluded_resource_names", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<set<string>>", Evidence: "src/master/flags.cpp:454@1.0.0"}}},
	{Name: "filter_gpu_resources", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Definitions: []Definition{{Name: "filter_gpu_resources", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "bool", Default: &masterFlagData9, Evidence: "src/master/flags.cpp:461@1.4.0"}}},
	{Name: "firewall_rules", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "firewall_rules", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "Option<Firewall>", Evidence: "src/master/flags.cpp:254@0.23.0"}}},
	{Name: "framework_sorter", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Unread: release.Ranges{
		{First: release.Release{Minor: 12}, Last: release.Release{Major: 1, Minor: 4, Patch: 1}},
		{First: release.Release{Major: 1, Minor: 5}, Last: release.Release{Major: 1, Minor: 5, Patch: 1}},
		{First: release.Release{Major: 1, Minor: 6}, Last: release.Release{Major: 1, Minor: 6}},
	}, Definitions: []Definition{{Name: "framework_sorter", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "string", Default: &masterFlagData10, Evidence: "src/master/flags.hpp:68@0.12.0"}}},
	{Name: "help", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Exits: true, Definitions: []Definition{{Name: "help", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "bool", Default: &masterFlagData6, Evidence: "src/master/main.cpp:83@0.12.0"}}},
	{Name: "hooks", Exists: release.Ranges{{First: release.Release{Minor: 22}}}, Definitions: []Definition{{Name: "hooks", In: release.Ranges{{First: release.Release{Minor: 22}}}, Type: "Option<string>", Evidence: "src/master/flags.hpp:374@0.22.0"}}},
	{Name: "hostname", Exists: release.Ranges{{First: release.Release{Minor: 18}}}, Definitions: []Definition{{Name: "hostname", In: release.Ranges{{First: release.Release{Minor: 18}}}, Type: "Option<string>", Evidence: "src/master/flags.hpp:38@0.18.0"}}},
	{Name: "hostname_lookup", Exists: release.Ranges{{First: release.Release{Minor: 25}}}, Definitions: []Definition{{Name: "hostname_lookup", In: release.Ranges{{First: release.Release{Minor: 25}}}, Type: "bool", Default: &masterFlagData9, Evidence: "src/master/flags.cpp:43@0.25.0"}}},
	{Name: "http_authenticators", Exists: release.Ranges{{First: release.Release{Minor: 27}}}, Definitions: []Definition{{Name: "http_authenticators", In: release.Ranges{{First: release.Release{Minor: 27}}}, Type: "string", Default: &masterFlagData11, Evidence: "src/master/flags.cpp:455@0.27.0"}}},
	{Name: "http_framework_authenticators", Exists: release.Ranges{{First: release.Release{Major: 1}}}, RequiredWhen: "when authenticate_http_frameworks is true", Definitions: []Definition{{Name: "http_framework_authenticators", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<string>", Evidence: "src/master/flags.cpp:526@1.0.0"}}},
	{Name: "initialize_driver_logging", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{{Name: "initialize_driver_logging", In: release.Ranges{{First: release.Release{Minor: 20}}}, Type: "bool", Default: &masterFlagData9, Evidence: "src/logging/flags.hpp:59@0.20.0"}}},
	{Name: "ip", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "ip", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "Option<string>", Evidence: "src/master/main.cpp:70@0.12.0"}}},
	{Name: "ip_discovery_command", Exists: release.Ranges{{First: release.Release{Minor: 24}}}, Definitions: []Definition{{Name: "ip_discovery_command", In: release.Ranges{{First: release.Release{Minor: 24}}}, Type: "Option<string>", Evidence: "src/master/main.cpp:157@0.24.0"}}},
	{Name: "log_auto_initialize", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, Definitions: []Definition{{Name: "log_auto_initialize", In: release.Ranges{{First: release.Release{Minor: 19}}}, Type: "bool", Default: &masterFlagData9, Evidence: "src/master/flags.hpp:106@0.19.0"}}},
	{Name: "log_dir", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "log_dir", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "Option<string>", Evidence: "src/logging/flags.hpp:42@0.12.0"}}},
	{Name: "logbufsecs", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "logbufsecs", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "int", Default: &masterFlagData12, Evidence: "src/logging/flags.hpp:48@0.12.0"}}},
	{Name: "logging_level", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, Definitions: []Definition{{Name: "logging_level", In: release.Ranges{{First: release.Release{Minor: 19}}}, Type: "string", Default: &masterFlagData13, Evidence: "src/logging/flags.hpp:41@0.19.0"}}},
	{Name: "master_contender", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "master_contender", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<string>", Evidence: "src/master/flags.cpp:547@1.0.0"}}},
	{Name: "master_detector", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "master_detector", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<string>", Evidence: "src/master/flags.cpp:554@1.0.0"}}},
	{Name: "max_agent_ping_timeouts", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "max_agent_ping_timeouts", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "size_t", Default: &masterFlagData14, Aliases: []string{"max_slave_ping_timeouts"}, Validator: "at least 1", Limits: &Limits{Least: "1"}, Evidence: "src/master/flags.cpp:488@1.0.0"}}},
	{Name: "max_completed_frameworks", Exists: release.Ranges{
		{First: release.Release{Minor: 24, Patch: 2}, Last: release.Release{Minor: 24, Patch: 2}},
		{First: release.Release{Minor: 25, Patch: 1}, Last: release.Release{Minor: 25, Patch: 1}},
		{First: release.Release{Minor: 26, Patch: 1}},
	}, Definitions: []Definition{{Name: "max_completed_frameworks", In: release.Ranges{
		{First: release.Release{Minor: 24, Patch: 2}, Last: release.Release{Minor: 24, Patch: 2}},
		{First: release.Release{Minor: 25, Patch: 1}, Last: release.Release{Minor: 25, Patch: 1}},
		{First: release.Release{Minor: 26, Patch: 1}},
	}, Type: "size_t", Default: &masterFlagData15, Evidence: "src/master/flags.cpp:429@0.24.2"},
	}},
	{Name: "max_completed_tasks_per_framework", Exists: release.Ranges{
		{First: release.Release{Minor: 24, Patch: 2}, Last: release.Release{Minor: 24, Patch: 2}},
		{First: release.Release{Minor: 25, Patch: 1}, Last: release.Release{Minor: 25, Patch: 1}},
		{First: release.Release{Minor: 26, Patch: 1}},
	}, Definitions: []Definition{{Name: "max_completed_tasks_per_framework", In: release.Ranges{
		{First: release.Release{Minor: 24, Patch: 2}, Last: release.Release{Minor: 24, Patch: 2}},
		{First: release.Release{Minor: 25, Patch: 1}, Last: release.Release{Minor: 25, Patch: 1}},
		{First: release.Release{Minor: 26, Patch: 1}},
	}, Type: "size_t", Default: &masterFlagData16, Evidence: "src/master/flags.cpp:434@0.24.2"},
	}},
	{Name: "max_executors_per_agent", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{
		{Name: "max_executors_per_agent", In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 3, Patch: 3}}}, Type: "Option<size_t>", Aliases: []string{"max_executors_per_slave"}, Build: "--with-network-isolator", Evidence: "src/master/flags.cpp:364@1.0.0"},
		{Name: "max_executors_per_agent", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<size_t>", Aliases: []string{"max_executors_per_slave"}, Build: "--enable-port-mapping-isolator", Evidence: "src/master/flags.cpp:361@1.4.0"},
	}},
	{Name: "max_executors_per_slave", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, AliasOf: "max_executors_per_agent", AliasIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "log warning", Replacement: "max_executors_per_agent", Definitions: []Definition{{Name: "max_executors_per_slave", In: release.Ranges{{First: release.Release{Minor: 20}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "Option<size_t>", Build: "--with-network-isolator", Evidence: "src/master/flags.hpp:288@0.20.0"}}},
	{Name: "max_operator_event_stream_subscribers", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Definitions: []Definition{{Name: "max_operator_event_stream_subscribers", In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Type: "size_t", Default: &masterFlagData16, Evidence: "src/master/flags.cpp:581@1.8.0"}}},
	{Name: "max_slave_ping_timeouts", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, AliasOf: "max_agent_ping_timeouts", AliasIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "log warning", Replacement: "max_agent_ping_timeouts", Definitions: []Definition{{Name: "max_slave_ping_timeouts", In: release.Ranges{{First: release.Release{Minor: 23}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "size_t", Default: &masterFlagData14, Validator: "at least 1", Limits: &Limits{Least: "1"}, Evidence: "src/master/flags.cpp:398@0.23.0"}}},
	{Name: "max_unreachable_tasks_per_framework", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Definitions: []Definition{{Name: "max_unreachable_tasks_per_framework", In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Type: "size_t", Default: &masterFlagData16, Evidence: "src/master/flags.cpp:546@1.2.0"}}},
	{Name: "memory_profiling", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 6}}}, Definitions: []Definition{{Name: "memory_profiling", In: release.Ranges{{First: release.Release{Major: 1, Minor: 6}}}, Type: "bool", Default: &masterFlagData6, Evidence: "src/master/flags.cpp:632@1.6.0"}}},
	{Name: "min_allocatable_resources", Exists: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 2}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 1}},
	}, Definitions: []Definition{{Name: "min_allocatable_resources", In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 2}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 1}},
	}, Type: "string", Default: &masterFlagData17, Evidence: "src/master/flags.cpp:479@1.4.2"},
	}},
	{Name: "modules", Exists: release.Ranges{{First: release.Release{Minor: 21}}}, Definitions: []Definition{{Name: "modules", In: release.Ranges{{First: release.Release{Minor: 21}}}, Type: "Option<Modules>", Evidence: "src/master/flags.hpp:309@0.21.0"}}},
	{Name: "modules_dir", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "modules_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<string>", Evidence: "src/master/flags.cpp:433@1.0.0"}}},
	{Name: "offer_constraints_re2_max_mem", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Definitions: []Definition{{Name: "offer_constraints_re2_max_mem", In: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Type: "Bytes", Default: &masterFlagData18, Evidence: "src/master/flags.cpp:761@1.11.0"}}},
	{Name: "offer_constraints_re2_max_program_size", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Definitions: []Definition{{Name: "offer_constraints_re2_max_program_size", In: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Type: "int", Default: &masterFlagData19, Evidence: "src/master/flags.cpp:770@1.11.0"}}},
	{Name: "offer_timeout", Exists: release.Ranges{{First: release.Release{Minor: 21}}}, Definitions: []Definition{{Name: "offer_timeout", In: release.Ranges{{First: release.Release{Minor: 21}}}, Type: "Option<Duration>", Evidence: "src/master/flags.hpp:298@0.21.0"}}},
	{Name: "port", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "port", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "uint16_t", Default: &masterFlagData20, Evidence: "src/master/main.cpp:67@0.12.0"}}},
	{Name: "publish_per_framework_metrics", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Definitions: []Definition{{Name: "publish_per_framework_metrics", In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Type: "bool", Default: &masterFlagData9, Evidence: "src/master/flags.cpp:703@1.8.0"}}},
	{Name: "quiet", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "quiet", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "bool", Default: &masterFlagData6, Evidence: "src/logging/flags.hpp:37@0.12.0"}}},
	{Name: "quorum", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, RequiredWhen: "when registry is replicated_log and zk is set", RequiredIf: []Requirement{{In: release.Ranges{{First: release.Release{Minor: 19}}}, When: []Condition{
		{Flag: "registry", OneOf: []string{"replicated_log", "log_storage"}}, {Flag: "zk", Given: true},
	}, Evidence: "src/master/main.cpp:187@0.19.0"},
	}, Definitions: []Definition{{Name: "quorum", In: release.Ranges{{First: release.Release{Minor: 19}}}, Type: "Option<int>", Evidence: "src/master/flags.hpp:71@0.19.0"}}},
	{Name: "rate_limits", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{{Name: "rate_limits", In: release.Ranges{{First: release.Release{Minor: 20}}}, Type: "Option<RateLimits>", Evidence: "src/master/flags.hpp:263@0.20.0"}}},
	{Name: "recovery_agent_removal_limit", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "recovery_agent_removal_limit", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "string", Default: &masterFlagData21, Aliases: []string{"recovery_slave_removal_limit"}, Evidence: "src/master/flags.cpp:140@1.0.0"}}},
	{Name: "recovery_slave_removal_limit", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, AliasOf: "recovery_agent_removal_limit", AliasIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "log warning", Replacement: "recovery_agent_removal_limit", Definitions: []Definition{{Name: "recovery_slave_removal_limit", In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "string", Default: &masterFlagData21, Evidence: "src/master/flags.hpp:125@0.19.0"}}},
	{Name: "registry", Exists: release.Ranges{{First: release.Release{Minor: 16}}}, Definitions: []Definition{
		{Name: "registry", In: release.Ranges{{First: release.Release{Minor: 16}, Last: release.Release{Minor: 18, Patch: 2}}}, Type: "string", Default: &masterFlagData8, Evidence: "src/master/flags.hpp:48@0.16.0"},
		{Name: "registry", In: release.Ranges{{First: release.Release{Minor: 19}}}, Type: "string", Default: &masterFlagData22, Evidence: "src/master/flags.hpp:63@0.19.0"},
	}},
	{Name: "registry_fetch_timeout", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, Definitions: []Definition{{Name: "registry_fetch_timeout", In: release.Ranges{{First: release.Release{Minor: 19}}}, Type: "Duration", Default: &masterFlagData23, Evidence: "src/master/flags.hpp:94@0.19.0"}}},
	{Name: "registry_gc_interval", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Definitions: []Definition{{Name: "registry_gc_interval", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Type: "Duration", Default: &masterFlagData24, Evidence: "src/master/flags.cpp:558@1.1.0"}}},
	{Name: "registry_max_agent_age", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Definitions: []Definition{{Name: "registry_max_agent_age", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Type: "Duration", Default: &masterFlagData25, Evidence: "src/master/flags.cpp:568@1.1.0"}}},
	{Name: "registry_max_agent_count", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Definitions: []Definition{{Name: "registry_max_agent_count", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Type: "size_t", Default: &masterFlagData26, Evidence: "src/master/flags.cpp:580@1.1.0"}}},
	{Name: "registry_store_timeout", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, Definitions: []Definition{
		{Name: "registry_store_timeout", In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 27, Patch: 3}}}, Type: "Duration", Default: &masterFlagData27, Evidence: "src/master/flags.hpp:100@0.19.0"},
		{Name: "registry_store_timeout", In: release.Ranges{{First: release.Release{Minor: 28}}}, Type: "Duration", Default: &masterFlagData28, Evidence: "src/master/flags.cpp:99@0.28.0"},
	}},
	{Name: "registry_strict", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "help text; only false accepted; docs/upgrades", Unread: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Definitions: []Definition{
		{Name: "registry_strict", In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "bool", Default: &masterFlagData6, Evidence: "src/master/flags.hpp:83@0.19.0"},
		{Name: "registry_strict", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "bool", Default: &masterFlagData6, Validator: "must be false", Limits: &Limits{Only: []string{"false"}}, Evidence: "src/master/flags.cpp:89@1.0.0"},
	}},
	{Name: "require_agent_domain", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Definitions: []Definition{{Name: "require_agent_domain", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Type: "bool", Default: &masterFlagData6, Evidence: "src/master/flags.cpp:645@1.5.0"}}},
	{Name: "role_sorter", Exists: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 2}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 1}},
	}, Definitions: []Definition{{Name: "role_sorter", In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 2}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 1}},
	}, Type: "string", Default: &masterFlagData10, Aliases: []string{"user_sorter"}, Evidence: "src/master/flags.cpp:179@1.4.2"},
	}},
	{Name: "roles", Exists: release.Ranges{{First: release.Release{Minor: 14}}}, DeprecatedIn: release.Ranges{{First: release.Release{Minor: 27}}}, DeprecatedBy: "help text; log warning; docs/upgrades", Note: "roles are implicit; authorize them by ACLs", Definitions: []Definition{
		{Name: "roles", In: release.Ranges{{First: release.Release{Minor: 14}, Last: release.Release{Minor: 26, Patch: 2}}}, Type: "Option<string>", WhenUnset: "the role * only", Evidence: "src/master/flags.hpp:87@0.14.0"},
		{Name: "roles", In: release.Ranges{{First: release.Release{Minor: 27}}}, Type: "Option<string>", WhenUnset: "any role", Evidence: "src/master/flags.cpp:184@0.27.0"},
	}},
	{Name: "root_submissions", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "root_submissions", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "bool", Default: &masterFlagData9, Evidence: "src/master/flags.hpp:37@0.12.0"}}},
	{Name: "slave_ping_timeout", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, AliasOf: "agent_ping_timeout", AliasIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "log warning", Replacement: "agent_ping_timeout", Definitions: []Definition{{Name: "slave_ping_timeout", In: release.Ranges{{First: release.Release{Minor: 23}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "Duration", Default: &masterFlagData0, Validator: "1secs to 15mins", Limits: &Limits{Least: "1secs", Most: "15mins"}, Evidence: "src/master/flags.cpp:380@0.23.0"}}},
	{Name: "slave_removal_rate_limit", Exists: release.Ranges{{First: release.Release{Minor: 22}}}, AliasOf: "agent_removal_rate_limit", AliasIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "log warning", Replacement: "agent_removal_rate_limit", Definitions: []Definition{{Name: "slave_removal_rate_limit", In: release.Ranges{{First: release.Release{Minor: 22}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "Option<string>", Evidence: "src/master/flags.hpp:157@0.22.0"}}},
	{Name: "slave_reregister_timeout", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, AliasOf: "agent_reregister_timeout", AliasIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "log warning", Replacement: "agent_reregister_timeout", Definitions: []Definition{{Name: "slave_reregister_timeout", In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "Duration", Default: &masterFlagData1, Evidence: "src/master/flags.hpp:113@0.19.0"}}},
	{Name: "slaves", Exists: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 15}}}, Note: "any value but * aborted the master later", Definitions: []Definition{{Name: "slaves", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 15}}}, Type: "string", Default: &masterFlagData29, Evidence: "src/master/flags.hpp:42@0.12.0"}}},
	{Name: "user_sorter", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, AliasOf: "role_sorter", AliasIn: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 2}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 1}},
	}, DeprecatedIn: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 2}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 1}},
	}, DeprecatedBy: "log warning", Replacement: "role_sorter", Unread: release.Ranges{
		{First: release.Release{Minor: 12}, Last: release.Release{Major: 1, Minor: 4, Patch: 1}},
		{First: release.Release{Major: 1, Minor: 5}, Last: release.Release{Major: 1, Minor: 5, Patch: 1}},
		{First: release.Release{Major: 1, Minor: 6}, Last: release.Release{Major: 1, Minor: 6}},
	}, Definitions: []Definition{{Name: "user_sorter", In: release.Ranges{
		{First: release.Release{Minor: 12}, Last: release.Release{Major: 1, Minor: 4, Patch: 1}},
		{First: release.Release{Major: 1, Minor: 5}, Last: release.Release{Major: 1, Minor: 5, Patch: 1}},
		{First: release.Release{Major: 1, Minor: 6}, Last: release.Release{Major: 1, Minor: 6}},
	}, Type: "string", Default: &masterFlagData10, Evidence: "src/master/flags.hpp:61@0.12.0"},
	}},
	{Name: "version", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, Exits: true, Definitions: []Definition{{Name: "version", In: release.Ranges{{First: release.Release{Minor: 19}}}, Type: "bool", Default: &masterFlagData6, Evidence: "src/master/flags.hpp:42@0.19.0"}}},
	{Name: "webui_dir", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{
		{Name: "webui_dir", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 12}}}, Type: "string", Computed: "$(MESOS_WEBUI_DIR) of the build", Evidence: "src/master/flags.hpp:49@0.12.0"},
		{Name: "webui_dir", In: release.Ranges{{First: release.Release{Minor: 12, Patch: 1}}}, Type: "string", Computed: "$(PKGDATADIR)/webui of the build", Evidence: "src/master/flags.hpp:49@0.12.1"},
	}},
	{Name: "weights", Exists: release.Ranges{{First: release.Release{Minor: 14}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "help text", Note: "set weights through the operator API", Definitions: []Definition{{Name: "weights", In: release.Ranges{{First: release.Release{Minor: 14}}}, Type: "Option<string>", Evidence: "src/master/flags.hpp:93@0.14.0"}}},
	{Name: "whitelist", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{
		{Name: "whitelist", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 21, Patch: 2}}}, Type: "string", Default: &masterFlagData29, Evidence: "src/master/flags.hpp:54@0.12.0"},
		{Name: "whitelist", In: release.Ranges{{First: release.Release{Minor: 22}}}, Type: "Option<Path>", WhenUnset: "no whitelist: every agent is accepted", Evidence: "src/master/flags.hpp:169@0.22.0"},
	}},
	{Name: "work_dir", Exists: release.Ranges{{First: release.Release{Minor: 16}}}, RequiredWhen: "when registry is replicated_log (the default)", RequiredIf: []Requirement{{In: release.Ranges{{First: release.Release{Minor: 19}}}, When: []Condition{{Flag: "registry", OneOf: []string{"replicated_log", "log_storage"}}}, Evidence: "src/master/main.cpp:181@0.19.0"}}, Definitions: []Definition{
		{Name: "work_dir", In: release.Ranges{{First: release.Release{Minor: 16}, Last: release.Release{Minor: 18, Patch: 2}}}, Type: "string", Default: &masterFlagData30, Evidence: "src/master/flags.hpp:43@0.16.0"},
		{Name: "work_dir", In: release.Ranges{{First: release.Release{Minor: 19}}}, Type: "Option<string>", Evidence: "src/master/flags.hpp:57@0.19.0"},
	}},
	{Name: "zk", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, ReadsFile: release.Ranges{
		{First: release.Release{Minor: 12}, Last: release.Release{Minor: 21, Patch: 2}},
		{First: release.Release{Major: 1, Minor: 5}},
	}, Definitions: []Definition{
		{Name: "zk", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 18, Patch: 2}}}, Type: "string", Default: &masterFlagData31, Evidence: "src/master/main.cpp:73@0.12.0"},
		{Name: "zk", In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}}}, Type: "Option<string>", Evidence: "src/master/main.cpp:107@0.19.0"},
		{Name: "zk", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Type: "Option<SecurePathOrValue>", Evidence: "src/master/flags.cpp:630@1.5.0"},
	}},
	{Name: "zk_session_timeout", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, Definitions: []Definition{{Name: "zk_session_timeout", In: release.Ranges{{First: release.Release{Minor: 19}}}, Type: "Duration", Default: &masterFlagData32, Evidence: "src/master/flags.hpp:77@0.19.0"}}},
}

var masterFlagData0 = "15secs"

var masterFlagData1 = "10mins"

var masterFlagData2 = "1secs"

var masterFlagData3 = "HierarchicalDRF"

var masterFlagData4 = "hierarchical"

var masterFlagData5 = "0.8"

var masterFlagData6 = "false"

var masterFlagData7 = "crammd5"

var masterFlagData8 = "local"

var masterFlagData9 = "true"

var masterFlagData10 = "drf"

var masterFlagData11 = "basic"

var masterFlagData12 = "0"

var masterFlagData13 = "INFO"

var masterFlagData14 = "5"

var masterFlagData15 = "50"

var masterFlagData16 = "1000"

var masterFlagData17 = "cpus:0.01|mem:32"

var masterFlagData18 = "4KB"

var masterFlagData19 = "100"

var masterFlagData20 = "5050"

var masterFlagData21 = "100%"

var masterFlagData22 = "replicated_log"

var masterFlagData23 = "1mins"

var masterFlagData24 = "15mins"

var masterFlagData25 = "2weeks"

var masterFlagData26 = "102400"

var masterFlagData27 = "5secs"

var masterFlagData28 = "20secs"

var masterFlagData29 = "*"

var masterFlagData30 = "/tmp/mesos"

var masterFlagData31 = ""

var masterFlagData32 = "10secs"
