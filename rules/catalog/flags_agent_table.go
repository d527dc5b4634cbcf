// Code generated from data/flags-agent.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/release"
)

var agentFlagData = []*Flag{
	{Name: "acls", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "acls", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<ACLs>", Evidence: "src/slave/flags.cpp:480@1.0.0"}}},
	{Name: "advertise_ip", Exists: release.Ranges{{First: release.Release{Minor: 27}}}, Definitions: []Definition{{Name: "advertise_ip", In: release.Ranges{{First: release.Release{Minor: 27}}}, Type: "Option<string>", Evidence: "src/slave/main.cpp:103@0.27.0"}}},
	{Name: "advertise_port", Exists: release.Ranges{{First: release.Release{Minor: 27}}}, Definitions: []Definition{{Name: "advertise_port", In: release.Ranges{{First: release.Release{Minor: 27}}}, Type: "Option<string>", Evidence: "src/slave/main.cpp:110@0.27.0"}}},
	{Name: "agent_features", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Definitions: []Definition{
		{Name: "agent_features", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}}}, Type: "Option<SlaveCapabilities>", WhenUnset: "the default capability set of the release", Validator: "must include MULTI_ROLE, HIERARCHICAL_ROLE, RESERVATION_REFINEMENT", Evidence: "src/slave/flags.cpp:710@1.5.0"},
		{Name: "agent_features", In: release.Ranges{{First: release.Release{Major: 1, Minor: 6}, Last: release.Release{Major: 1, Minor: 7, Patch: 3}}}, Type: "Option<SlaveCapabilities>", WhenUnset: "the default capability set of the release", Validator: "must include MULTI_ROLE, HIERARCHICAL_ROLE, RESERVATION_REFINEMENT; RESIZE_VOLUME needs RESOURCE_PROVIDER", Evidence: "src/slave/flags.cpp:717@1.6.0"},
		{Name: "agent_features", In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}, Last: release.Release{Major: 1, Minor: 8, Patch: 1}}}, Type: "Option<SlaveCapabilities>", WhenUnset: "the default capability set of the release", Validator: "must include MULTI_ROLE, HIERARCHICAL_ROLE, RESERVATION_REFINEMENT, AGENT_OPERATION_FEEDBACK; RESIZE_VOLUME needs RESOURCE_PROVIDER; AGENT_OPERATION_FEEDBACK needs RESOURCE_PROVIDER", Evidence: "src/slave/flags.cpp:770@1.8.0"},
		{Name: "agent_features", In: release.Ranges{{First: release.Release{Major: 1, Minor: 9}, Last: release.Release{Major: 1, Minor: 9}}}, Type: "Option<SlaveCapabilities>", WhenUnset: "the default capability set of the release", Validator: "must include MULTI_ROLE, HIERARCHICAL_ROLE, RESERVATION_REFINEMENT, AGENT_OPERATION_FEEDBACK, AGENT_DRAINING; RESIZE_VOLUME needs RESOURCE_PROVIDER; AGENT_OPERATION_FEEDBACK needs RESOURCE_PROVIDER", Evidence: "src/slave/flags.cpp:807@1.9.0"},
		{Name: "agent_features", In: release.Ranges{{First: release.Release{Major: 1, Minor: 10}}}, Type: "Option<SlaveCapabilities>", WhenUnset: "the default capability set of the release", Validator: "must include MULTI_ROLE, HIERARCHICAL_ROLE, RESERVATION_REFINEMENT, AGENT_OPERATION_FEEDBACK, AGENT_DRAINING, RESOURCE_PROVIDER, TASK_RESOURCE_LIMITS", Evidence: "src/slave/flags.cpp:811@1.10.0"},
	}},
	{Name: "agent_subsystems", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "agent_subsystems", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<string>", Aliases: []string{"slave_subsystems"}, Build: "linux", Evidence: "src/slave/flags.cpp:385@1.0.0"}}},
	{Name: "allowed_capabilities", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, AliasOf: "effective_capabilities", AliasIn: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, DeprecatedBy: "log warning", Replacement: "effective_capabilities", Definitions: []Definition{{Name: "allowed_capabilities", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}, Last: release.Release{Major: 1, Minor: 3, Patch: 3}}}, Type: "Option<CapabilityInfo>", Build: "linux", Evidence: "src/slave/flags.cpp:483@1.1.0"}}},
	{Name: "allowed_devices", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Definitions: []Definition{{Name: "allowed_devices", In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Type: "Option<DeviceWhitelist>", Build: "linux", Evidence: "src/slave/flags.cpp:457@1.3.0"}}},
	{Name: "appc_simple_discovery_uri_prefix", Exists: release.Ranges{{First: release.Release{Minor: 28}}}, Definitions: []Definition{{Name: "appc_simple_discovery_uri_prefix", In: release.Ranges{{First: release.Release{Minor: 28}}}, Type: "string", Default: &agentFlagData0, Evidence: "src/slave/flags.cpp:116@0.28.0"}}},
	{Name: "appc_store_dir", Exists: release.Ranges{{First: release.Release{Minor: 24}}}, Definitions: []Definition{
		{Name: "appc_store_dir", In: release.Ranges{{First: release.Release{Minor: 24}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "string", Default: &agentFlagData1, Evidence: "src/slave/flags.cpp:67@0.24.0"},
		{Name: "appc_store_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "string", Computed: "mesos/store/appc under $TMPDIR, or under /tmp", Evidence: "src/slave/flags.cpp:127@1.0.0"},
	}},
	{Name: "attributes", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "attributes", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "Option<string>", Evidence: "src/slave/flags.hpp:46@0.12.0"}}},
	{Name: "authenticate_http_executors", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Definitions: []Definition{{Name: "authenticate_http_executors", In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Type: "bool", Default: &agentFlagData2, Build: "--enable-ssl", Evidence: "src/slave/flags.cpp:933@1.3.0"}}},
	{Name: "authenticate_http_readonly", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "authenticate_http_readonly", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.cpp:797@1.0.0"}}},
	{Name: "authenticate_http_readwrite", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "authenticate_http_readwrite", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.cpp:790@1.0.0"}}},
	{Name: "authenticatee", Exists: release.Ranges{{First: release.Release{Minor: 22}}}, Definitions: []Definition{{Name: "authenticatee", In: release.Ranges{{First: release.Release{Minor: 22}}}, Type: "string", Default: &agentFlagData3, Evidence: "src/slave/flags.hpp:448@0.22.0"}}},
	{Name: "authentication_backoff_factor", Exists: release.Ranges{{First: release.Release{Minor: 28, Patch: 3}}}, Definitions: []Definition{{Name: "authentication_backoff_factor", In: release.Ranges{{First: release.Release{Minor: 28, Patch: 3}}}, Type: "Duration", Default: &agentFlagData4, Evidence: "src/slave/flags.cpp:221@0.28.3"}}},
	{Name: "authentication_timeout_max", Exists: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 2}},
	}, Definitions: []Definition{{Name: "authentication_timeout_max", In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 2}},
	}, Type: "Duration", Default: &agentFlagData5, Evidence: "src/slave/flags.cpp:336@1.4.3"},
	}},
	{Name: "authentication_timeout_min", Exists: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 2}},
	}, Definitions: []Definition{{Name: "authentication_timeout_min", In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 2}},
	}, Type: "Duration", Default: &agentFlagData6, Evidence: "src/slave/flags.cpp:326@1.4.3"},
	}},
	{Name: "authorizer", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "authorizer", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "string", Default: &agentFlagData7, Evidence: "src/slave/flags.cpp:768@1.0.0"}}},
	{Name: "bounding_capabilities", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Definitions: []Definition{{Name: "bounding_capabilities", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<CapabilityInfo>", Build: "linux", Evidence: "src/slave/flags.cpp:629@1.4.0"}}},
	{Name: "cgroups_cpu_enable_pids_and_tids_count", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "cgroups_cpu_enable_pids_and_tids_count", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "bool", Default: &agentFlagData2, Build: "linux", Evidence: "src/slave/flags.cpp:249@0.23.0"}}},
	{Name: "cgroups_destroy_timeout", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Definitions: []Definition{{Name: "cgroups_destroy_timeout", In: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Type: "Duration", Default: &agentFlagData5, Build: "linux", Evidence: "src/slave/flags.cpp:560@1.7.0"}}},
	{Name: "cgroups_enable_cfs", Exists: release.Ranges{{First: release.Release{Minor: 13}}}, Definitions: []Definition{{Name: "cgroups_enable_cfs", In: release.Ranges{{First: release.Release{Minor: 13}}}, Type: "bool", Default: &agentFlagData2, Build: "linux", Evidence: "src/slave/flags.hpp:158@0.13.0"}}},
	{Name: "cgroups_hierarchy", Exists: release.Ranges{{First: release.Release{Minor: 13}}}, Definitions: []Definition{
		{Name: "cgroups_hierarchy", In: release.Ranges{{First: release.Release{Minor: 13}, Last: release.Release{Minor: 17}}}, Type: "string", Default: &agentFlagData8, Build: "linux", Evidence: "src/slave/flags.hpp:143@0.13.0"},
		{Name: "cgroups_hierarchy", In: release.Ranges{{First: release.Release{Minor: 18}}}, Type: "string", Default: &agentFlagData9, Build: "linux", Evidence: "src/slave/flags.hpp:173@0.18.0"},
	}},
	{Name: "cgroups_hierarchy_root", Exists: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 12, Patch: 1}}}, Replacement: "cgroups_hierarchy", Definitions: []Definition{{Name: "cgroups_hierarchy_root", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 12, Patch: 1}}}, Type: "string", Default: &agentFlagData10, Build: "linux", Evidence: "src/slave/flags.hpp:112@0.12.0"}}},
	{Name: "cgroups_limit_swap", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{{Name: "cgroups_limit_swap", In: release.Ranges{{First: release.Release{Minor: 20}}}, Type: "bool", Default: &agentFlagData2, Build: "linux", Evidence: "src/slave/flags.hpp:213@0.20.0"}}},
	{Name: "cgroups_net_cls_primary_handle", Exists: release.Ranges{{First: release.Release{Minor: 28}}}, Definitions: []Definition{{Name: "cgroups_net_cls_primary_handle", In: release.Ranges{{First: release.Release{Minor: 28}}}, Type: "Option<string>", Build: "linux", Evidence: "src/slave/flags.cpp:344@0.28.0"}}},
	{Name: "cgroups_net_cls_secondary_handles", Exists: release.Ranges{{First: release.Release{Minor: 28}}}, Definitions: []Definition{{Name: "cgroups_net_cls_secondary_handles", In: release.Ranges{{First: release.Release{Minor: 28}}}, Type: "Option<string>", Build: "linux", Evidence: "src/slave/flags.cpp:349@0.28.0"}}},
	{Name: "cgroups_oom_buffer", Exists: release.Ranges{{First: release.Release{Minor: 14, Patch: 1}, Last: release.Release{Minor: 14, Patch: 1}}}, Note: "existed in one release only", Definitions: []Definition{{Name: "cgroups_oom_buffer", In: release.Ranges{{First: release.Release{Minor: 14, Patch: 1}, Last: release.Release{Minor: 14, Patch: 1}}}, Type: "Bytes", Default: &agentFlagData11, Build: "linux", Evidence: "src/slave/flags.hpp:184@0.14.1"}}},
	{Name: "cgroups_root", Exists: release.Ranges{{First: release.Release{Minor: 13}}}, Definitions: []Definition{{Name: "cgroups_root", In: release.Ranges{{First: release.Release{Minor: 13}}}, Type: "string", Default: &agentFlagData12, Build: "linux", Evidence: "src/slave/flags.hpp:148@0.13.0"}}},
	{Name: "cgroups_subsystems", Exists: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 21, Patch: 2}}}, DeprecatedIn: release.Ranges{{First: release.Release{Minor: 18}, Last: release.Release{Minor: 21, Patch: 2}}}, DeprecatedBy: "help text; docs/upgrades (0.18)", Replacement: "isolation", Note: "each subsystem is an isolator cgroups/NAME", Unread: release.Ranges{{First: release.Release{Minor: 18}, Last: release.Release{Minor: 21, Patch: 2}}}, Definitions: []Definition{
		{Name: "cgroups_subsystems", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 17}}}, Type: "string", Default: &agentFlagData13, Build: "linux", Evidence: "src/slave/flags.hpp:117@0.12.0"},
		{Name: "cgroups_subsystems", In: release.Ranges{{First: release.Release{Minor: 18}, Last: release.Release{Minor: 21, Patch: 2}}}, Type: "Option<string>", Build: "linux", Evidence: "src/slave/flags.hpp:183@0.18.0"},
	}},
	{Name: "check_agent_port_range_only", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Definitions: []Definition{{Name: "check_agent_port_range_only", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Type: "bool", Default: &agentFlagData2, Build: "--enable-network-ports-isolator", Evidence: "src/slave/flags.cpp:1099@1.5.0"}}},
	{Name: "checkpoint", Exists: release.Ranges{{First: release.Release{Minor: 13}, Last: release.Release{Minor: 21, Patch: 2}}}, DeprecatedIn: release.Ranges{{First: release.Release{Minor: 21}, Last: release.Release{Minor: 21, Patch: 2}}}, DeprecatedBy: "help text; log warning when false; docs/upgrades (0.21)", Note: "agents always checkpoint", Always: &agentFlagData14, Definitions: []Definition{
		{Name: "checkpoint", In: release.Ranges{{First: release.Release{Minor: 13}, Last: release.Release{Minor: 14, Patch: 2}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.hpp:113@0.13.0"},
		{Name: "checkpoint", In: release.Ranges{{First: release.Release{Minor: 15}, Last: release.Release{Minor: 21, Patch: 2}}}, Type: "bool", Default: &agentFlagData14, Evidence: "src/slave/flags.hpp:129@0.15.0"},
	}},
	{Name: "conf", Exists: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 12, Patch: 1}}}, Note: "use the command line or the environment", Definitions: []Definition{{Name: "conf", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 12, Patch: 1}}}, Type: "string", Evidence: "src/configurator/configurator.hpp:79@0.12.0"}}},
	{Name: "container_disk_watch_interval", Exists: release.Ranges{{First: release.Release{Minor: 22}}}, Definitions: []Definition{{Name: "container_disk_watch_interval", In: release.Ranges{{First: release.Release{Minor: 22}}}, Type: "Duration", Default: &agentFlagData15, Evidence: "src/slave/flags.hpp:387@0.22.0"}}},
	{Name: "container_logger", Exists: release.Ranges{{First: release.Release{Minor: 27}}}, Definitions: []Definition{{Name: "container_logger", In: release.Ranges{{First: release.Release{Minor: 27}}}, Type: "Option<string>", WhenUnset: "sandbox logger (stdout and stderr files)", Evidence: "src/slave/flags.cpp:288@0.27.0"}}},
	{Name: "container_ports_isolated_range", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Definitions: []Definition{{Name: "container_ports_isolated_range", In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Type: "Option<string>", Build: "--enable-network-ports-isolator", Evidence: "src/slave/flags.cpp:1191@1.8.0"}}},
	{Name: "container_ports_watch_interval", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Definitions: []Definition{{Name: "container_ports_watch_interval", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Type: "Duration", Default: &agentFlagData16, Build: "--enable-network-ports-isolator", Evidence: "src/slave/flags.cpp:1093@1.5.0"}}},
	{Name: "containerizer_path", Exists: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Major: 1, Patch: 4}}}, DeprecatedIn: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Major: 1, Patch: 4}}}, DeprecatedBy: "docs (external containerizer marked deprecated)", Note: "the external containerizer was removed", RequiredWhen: "when the external containerizer is selected (process aborts otherwise)", Definitions: []Definition{{Name: "containerizer_path", In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Major: 1, Patch: 4}}}, Type: "Option<string>", Evidence: "src/slave/flags.hpp:224@0.19.0"}}},
	{Name: "containerizers", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{{Name: "containerizers", In: release.Ranges{{First: release.Release{Minor: 20}}}, Type: "string", Default: &agentFlagData12, Evidence: "src/slave/flags.hpp:272@0.20.0"}}},
	{Name: "credential", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, Definitions: []Definition{
		{Name: "credential", In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 21, Patch: 2}}}, Type: "Option<string>", Evidence: "src/slave/flags.hpp:218@0.19.0"},
		{Name: "credential", In: release.Ranges{{First: release.Release{Minor: 22}}}, Type: "Option<Path>", Evidence: "src/slave/flags.hpp:262@0.22.0"},
	}},
	{Name: "csi_plugin_config_dir", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, RequiredWhen: "when isolation lists volume/csi", Definitions: []Definition{{Name: "csi_plugin_config_dir", In: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:118@1.11.0"}}},
	{Name: "default_container_dns", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Definitions: []Definition{{Name: "default_container_dns", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<ContainerDNSInfo>", Validator: "no UNKNOWN or HOST mode; no repeated (or second unnamed) network per kind; one docker bridge entry at most", Evidence: "src/slave/flags.cpp:783@1.4.0"}}},
	{Name: "default_container_image", Exists: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Major: 1, Patch: 4}}}, DeprecatedIn: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Major: 1, Patch: 4}}}, DeprecatedBy: "docs (external containerizer marked deprecated)", Note: "the external containerizer was removed", Definitions: []Definition{{Name: "default_container_image", In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Major: 1, Patch: 4}}}, Type: "Option<string>", Evidence: "src/slave/flags.hpp:229@0.19.0"}}},
	{Name: "default_container_info", Exists: release.Ranges{{First: release.Release{Minor: 21}}}, Definitions: []Definition{{Name: "default_container_info", In: release.Ranges{{First: release.Release{Minor: 21}}}, Type: "Option<ContainerInfo>", Evidence: "src/slave/flags.hpp:314@0.21.0"}}},
	{Name: "default_container_shm_size", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, Definitions: []Definition{{Name: "default_container_shm_size", In: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, Type: "Option<Bytes>", Build: "linux", Evidence: "src/slave/flags.cpp:774@1.9.0"}}},
	{Name: "default_role", Exists: release.Ranges{{First: release.Release{Minor: 14}}}, Definitions: []Definition{{Name: "default_role", In: release.Ranges{{First: release.Release{Minor: 14}}}, Type: "string", Default: &agentFlagData17, Evidence: "src/slave/flags.hpp:47@0.14.0"}}},
	{Name: "disallow_sharing_agent_ipc_namespace", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, Definitions: []Definition{{Name: "disallow_sharing_agent_ipc_namespace", In: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, Type: "bool", Default: &agentFlagData2, Build: "linux", Evidence: "src/slave/flags.cpp:785@1.9.0"}}},
	{Name: "disallow_sharing_agent_pid_namespace", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Definitions: []Definition{{Name: "disallow_sharing_agent_pid_namespace", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "bool", Default: &agentFlagData2, Build: "linux", Evidence: "src/slave/flags.cpp:643@1.4.0"}}},
	{Name: "disk_profile_adaptor", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Definitions: []Definition{
		{Name: "disk_profile_adaptor", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}}}, Type: "Option<string>", Build: "--enable-grpc", Evidence: "src/slave/flags.cpp:115@1.5.0"},
		{Name: "disk_profile_adaptor", In: release.Ranges{{First: release.Release{Major: 1, Minor: 6}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:114@1.6.0"},
	}},
	{Name: "disk_watch_interval", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "disk_watch_interval", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "Duration", Default: &agentFlagData5, Evidence: "src/slave/flags.hpp:99@0.12.0"}}},
	{Name: "docker", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{{Name: "docker", In: release.Ranges{{First: release.Release{Minor: 20}}}, Type: "string", Default: &agentFlagData18, Evidence: "src/slave/flags.hpp:287@0.20.0"}}},
	{Name: "docker_auth_server", Exists: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 27, Patch: 3}}}, Note: "taken from the challenge of the registry", Definitions: []Definition{
		{Name: "docker_auth_server", In: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 26, Patch: 2}}}, Type: "string", Default: &agentFlagData19, Evidence: "src/slave/flags.cpp:123@0.26.0"},
		{Name: "docker_auth_server", In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Minor: 27, Patch: 3}}}, Type: "string", Default: &agentFlagData20, Evidence: "src/slave/flags.cpp:121@0.27.0"},
	}},
	{Name: "docker_auth_server_port", Exists: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 26, Patch: 2}}}, Note: "on 0.27 part of docker_auth_server, a URL; from 0.28 taken from the challenge of the registry", Definitions: []Definition{{Name: "docker_auth_server_port", In: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 26, Patch: 2}}}, Type: "string", Default: &agentFlagData21, Evidence: "src/slave/flags.cpp:128@0.26.0"}}},
	{Name: "docker_config", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "docker_config", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<JSON::Object>", Evidence: "src/slave/flags.cpp:558@1.0.0"}}},
	{Name: "docker_ignore_runtime", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, Definitions: []Definition{{Name: "docker_ignore_runtime", In: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.cpp:235@1.9.0"}}},
	{Name: "docker_kill_orphans", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "docker_kill_orphans", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "bool", Default: &agentFlagData14, Evidence: "src/slave/flags.cpp:368@0.23.0"}}},
	{Name: "docker_local_archives_dir", Exists: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 26, Patch: 2}}}, Replacement: "docker_registry", Note: "a file:// URL on 0.27, an absolute path from 0.28", Definitions: []Definition{{Name: "docker_local_archives_dir", In: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 26, Patch: 2}}}, Type: "string", Default: &agentFlagData22, Evidence: "src/slave/flags.cpp:133@0.26.0"}}},
	{Name: "docker_mesos_image", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "docker_mesos_image", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:379@0.23.0"}}},
	{Name: "docker_puller", Exists: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 26, Patch: 2}}}, Replacement: "docker_registry", Note: "a registry URL selects pulling from it, a path selects archives", Definitions: []Definition{{Name: "docker_puller", In: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 26, Patch: 2}}}, Type: "string", Default: &agentFlagData7, Evidence: "src/slave/flags.cpp:138@0.26.0"}}},
	{Name: "docker_puller_timeout", Exists: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 27, Patch: 3}}}, Definitions: []Definition{{Name: "docker_puller_timeout", In: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 27, Patch: 3}}}, Type: "string", Default: &agentFlagData23, Evidence: "src/slave/flags.cpp:143@0.26.0"}}},
	{Name: "docker_registry", Exists: release.Ranges{{First: release.Release{Minor: 26}}}, Definitions: []Definition{
		{Name: "docker_registry", In: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 26, Patch: 2}}}, Type: "string", Default: &agentFlagData24, Evidence: "src/slave/flags.cpp:148@0.26.0"},
		{Name: "docker_registry", In: release.Ranges{{First: release.Release{Minor: 27}}}, Type: "string", Default: &agentFlagData25, Evidence: "src/slave/flags.cpp:131@0.27.0"},
	}},
	{Name: "docker_registry_port", Exists: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 26, Patch: 2}}}, Replacement: "docker_registry", Note: "a URL, with the port in it", Definitions: []Definition{{Name: "docker_registry_port", In: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 26, Patch: 2}}}, Type: "string", Default: &agentFlagData21, Evidence: "src/slave/flags.cpp:153@0.26.0"}}},
	{Name: "docker_remove_delay", Exists: release.Ranges{{First: release.Release{Minor: 21}}}, Definitions: []Definition{{Name: "docker_remove_delay", In: release.Ranges{{First: release.Release{Minor: 21}}}, Type: "Duration", Default: &agentFlagData26, Evidence: "src/slave/flags.hpp:308@0.21.0"}}},
	{Name: "docker_sandbox_directory", Exists: release.Ranges{{First: release.Release{Minor: 20}, Last: release.Release{Minor: 23, Patch: 1}}}, Replacement: "sandbox_directory", Definitions: []Definition{{Name: "docker_sandbox_directory", In: release.Ranges{{First: release.Release{Minor: 20}, Last: release.Release{Minor: 23, Patch: 1}}}, Type: "string", Default: &agentFlagData27, Evidence: "src/slave/flags.hpp:293@0.20.0"}}},
	{Name: "docker_socket", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Windows: []WindowsFlag{{In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Default: "//./pipe/docker_engine"}}, Definitions: []Definition{{Name: "docker_socket", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "string", Default: &agentFlagData28, Evidence: "src/slave/flags.cpp:387@0.23.0"}}},
	{Name: "docker_stop_timeout", Exists: release.Ranges{{First: release.Release{Minor: 21, Patch: 1}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "help text; docs/upgrades; CHANGELOG 1.0.0", Note: "use the kill policy of a task", Definitions: []Definition{{Name: "docker_stop_timeout", In: release.Ranges{{First: release.Release{Minor: 21, Patch: 1}}}, Type: "Duration", Default: &agentFlagData29, Evidence: "src/slave/flags.hpp:335@0.21.1"}}},
	{Name: "docker_store_dir", Exists: release.Ranges{{First: release.Release{Minor: 26}}}, Definitions: []Definition{
		{Name: "docker_store_dir", In: release.Ranges{{First: release.Release{Minor: 26}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "string", Default: &agentFlagData30, Evidence: "src/slave/flags.cpp:158@0.26.0"},
		{Name: "docker_store_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "string", Computed: "mesos/store/docker under $TMPDIR, or under /tmp", Evidence: "src/slave/flags.cpp:140@1.0.0"},
	}},
	{Name: "docker_volume_checkpoint_dir", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "docker_volume_checkpoint_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "string", Default: &agentFlagData31, Evidence: "src/slave/flags.cpp:145@1.0.0"}}},
	{Name: "docker_volume_chown", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, Definitions: []Definition{{Name: "docker_volume_chown", In: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.cpp:227@1.9.0"}}},
	{Name: "domain", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Definitions: []Definition{{Name: "domain", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<DomainInfo>", Validator: "must contain fault_domain", Evidence: "src/slave/flags.cpp:1276@1.4.0"}}},
	{Name: "domain_socket_location", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 10}}}, Windows: []WindowsFlag{{In: release.Ranges{{First: release.Release{Major: 1, Minor: 10}}}, Absent: true}}, Definitions: []Definition{{Name: "domain_socket_location", In: release.Ranges{{First: release.Release{Major: 1, Minor: 10}}}, Type: "Option<string>", WhenUnset: "a fixed socket name under runtime_dir, when http_executor_domain_sockets is true", Build: "not-windows", Validator: "shorter than 108 characters", Limits: &Limits{Longest: 107}, Evidence: "src/slave/flags.cpp:986@1.10.0"}}},
	{Name: "effective_capabilities", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Definitions: []Definition{{Name: "effective_capabilities", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<CapabilityInfo>", Aliases: []string{"allowed_capabilities"}, Build: "linux", Evidence: "src/slave/flags.cpp:606@1.4.0"}}},
	{Name: "egress_flow_classifier_parent", Exists: release.Ranges{{First: release.Release{Minor: 27}}}, Definitions: []Definition{
		{Name: "egress_flow_classifier_parent", In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Major: 1, Minor: 3, Patch: 3}}}, Type: "string", Default: &agentFlagData32, Build: "--with-network-isolator", Evidence: "src/slave/flags.cpp:553@0.27.0"},
		{Name: "egress_flow_classifier_parent", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "string", Default: &agentFlagData32, Build: "--enable-port-mapping-isolator", Evidence: "src/slave/flags.cpp:975@1.4.0"},
	}},
	{Name: "egress_rate_limit_per_container", Exists: release.Ranges{{First: release.Release{Minor: 21}}}, Definitions: []Definition{
		{Name: "egress_rate_limit_per_container", In: release.Ranges{{First: release.Release{Minor: 21}, Last: release.Release{Major: 1, Minor: 3, Patch: 3}}}, Type: "Option<Bytes>", Build: "--with-network-isolator", Evidence: "src/slave/flags.hpp:353@0.21.0"},
		{Name: "egress_rate_limit_per_container", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<Bytes>", Build: "--enable-port-mapping-isolator", Evidence: "src/slave/flags.cpp:960@1.4.0"},
	}},
	{Name: "egress_unique_flow_per_container", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{
		{Name: "egress_unique_flow_per_container", In: release.Ranges{{First: release.Release{Minor: 23}, Last: release.Release{Major: 1, Minor: 3, Patch: 3}}}, Type: "bool", Default: &agentFlagData2, Build: "--with-network-isolator", Evidence: "src/slave/flags.cpp:449@0.23.0"},
		{Name: "egress_unique_flow_per_container", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "bool", Default: &agentFlagData2, Build: "--enable-port-mapping-isolator", Evidence: "src/slave/flags.cpp:968@1.4.0"},
	}},
	{Name: "enforce_container_disk_quota", Exists: release.Ranges{{First: release.Release{Minor: 22}}}, Definitions: []Definition{{Name: "enforce_container_disk_quota", In: release.Ranges{{First: release.Release{Minor: 22}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.hpp:395@0.22.0"}}},
	{Name: "enforce_container_ports", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Definitions: []Definition{{Name: "enforce_container_ports", In: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Type: "bool", Default: &agentFlagData2, Build: "--enable-network-ports-isolator", Evidence: "src/slave/flags.cpp:1155@1.7.0"}}},
	{Name: "ephemeral_ports_per_container", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{
		{Name: "ephemeral_ports_per_container", In: release.Ranges{{First: release.Release{Minor: 20}, Last: release.Release{Major: 1, Minor: 3, Patch: 3}}}, Type: "uint16_t", Default: &agentFlagData33, Build: "--with-network-isolator", Evidence: "src/slave/flags.hpp:300@0.20.0"},
		{Name: "ephemeral_ports_per_container", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "uint16_t", Default: &agentFlagData33, Build: "--enable-port-mapping-isolator", Evidence: "src/slave/flags.cpp:940@1.4.0"},
	}},
	{Name: "eth0_name", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{
		{Name: "eth0_name", In: release.Ranges{{First: release.Release{Minor: 20}, Last: release.Release{Major: 1, Minor: 3, Patch: 3}}}, Type: "Option<string>", Build: "--with-network-isolator", Evidence: "src/slave/flags.hpp:306@0.20.0"},
		{Name: "eth0_name", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<string>", Build: "--enable-port-mapping-isolator", Evidence: "src/slave/flags.cpp:947@1.4.0"},
	}},
	{Name: "executor_environment_variables", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "executor_environment_variables", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "Option<JSON::Object>", Validator: "every value in the object is a string", Evidence: "src/slave/flags.cpp:132@0.23.0"}}},
	{Name: "executor_registration_timeout", Exists: release.Ranges{{First: release.Release{Minor: 13}}}, Definitions: []Definition{{Name: "executor_registration_timeout", In: release.Ranges{{First: release.Release{Minor: 13}}}, Type: "Duration", Default: &agentFlagData5, Evidence: "src/slave/flags.hpp:80@0.13.0"}}},
	{Name: "executor_reregistration_retry_interval", Exists: release.Ranges{
		{First: release.Release{Major: 1, Minor: 1, Patch: 3}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 2, Patch: 2}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 3, Patch: 1}},
	}, Definitions: []Definition{{Name: "executor_reregistration_retry_interval", In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 1, Patch: 3}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 2, Patch: 2}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 3, Patch: 1}},
	}, Type: "Option<Duration>", WhenUnset: "no retries", Evidence: "src/slave/flags.cpp:325@1.1.3"},
	}},
	{Name: "executor_reregistration_timeout", Exists: release.Ranges{
		{First: release.Release{Major: 1, Minor: 1, Patch: 3}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 2, Patch: 2}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 3, Patch: 1}},
	}, Definitions: []Definition{{Name: "executor_reregistration_timeout", In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 1, Patch: 3}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 2, Patch: 2}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 3, Patch: 1}},
	}, Type: "Duration", Default: &agentFlagData34, Validator: "at most 15secs", Limits: &Limits{Most: "15secs"}, Evidence: "src/slave/flags.cpp:308@1.1.3"},
	}},
	{Name: "executor_secret_key", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, AliasOf: "jwt_secret_key", AliasIn: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, DeprecatedBy: "log warning", Replacement: "jwt_secret_key", RequiredWhen: "when authenticate_http_executors is true", Definitions: []Definition{{Name: "executor_secret_key", In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}}}, Type: "Option<Path>", Build: "--enable-ssl", Evidence: "src/slave/flags.cpp:346@1.3.0"}}},
	{Name: "executor_shutdown_grace_period", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "executor_shutdown_grace_period", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "Duration", Default: &agentFlagData6, Evidence: "src/slave/flags.hpp:85@0.12.0"}}},
	{Name: "external_log_file", Exists: release.Ranges{{First: release.Release{Minor: 22}}}, Definitions: []Definition{{Name: "external_log_file", In: release.Ranges{{First: release.Release{Minor: 22}}}, Type: "Option<string>", Evidence: "src/logging/flags.hpp:67@0.22.0"}}},
	{Name: "fetcher_cache_dir", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{
		{Name: "fetcher_cache_dir", In: release.Ranges{{First: release.Release{Minor: 23}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "string", Default: &agentFlagData35, Evidence: "src/slave/flags.cpp:88@0.23.0"},
		{Name: "fetcher_cache_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "string", Computed: "mesos/fetch under $TMPDIR, or under /tmp", Evidence: "src/slave/flags.cpp:178@1.0.0"},
	}},
	{Name: "fetcher_cache_size", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "fetcher_cache_size", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "Bytes", Default: &agentFlagData36, Evidence: "src/slave/flags.cpp:76@0.23.0"}}},
	{Name: "fetcher_stall_timeout", Exists: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}},
	}, Definitions: []Definition{{Name: "fetcher_stall_timeout", In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}},
	}, Type: "Duration", Default: &agentFlagData5, Evidence: "src/slave/flags.cpp:216@1.4.3"},
	}},
	{Name: "firewall_rules", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "firewall_rules", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "Option<Firewall>", Evidence: "src/slave/flags.cpp:295@0.23.0"}}},
	{Name: "frameworks_home", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "frameworks_home", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "string", Default: &agentFlagData37, Evidence: "src/slave/flags.hpp:80@0.12.0"}}},
	{Name: "gc_delay", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "gc_delay", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "Duration", Default: &agentFlagData38, Evidence: "src/slave/flags.hpp:91@0.12.0"}}},
	{Name: "gc_disk_headroom", Exists: release.Ranges{{First: release.Release{Minor: 22}}}, Definitions: []Definition{{Name: "gc_disk_headroom", In: release.Ranges{{First: release.Release{Minor: 22}}}, Type: "double", Default: &agentFlagData39, Evidence: "src/slave/flags.hpp:153@0.22.0"}}},
	{Name: "gc_non_executor_container_sandboxes", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Definitions: []Definition{{Name: "gc_non_executor_container_sandboxes", In: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.cpp:482@1.7.0"}}},
	{Name: "hadoop_home", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{
		{Name: "hadoop_home", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Major: 1, Minor: 6, Patch: 2}}}, Type: "string", Default: &agentFlagData37, Evidence: "src/slave/flags.hpp:65@0.12.0"},
		{Name: "hadoop_home", In: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:310@1.7.0"},
	}},
	{Name: "help", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Exits: true, Definitions: []Definition{{Name: "help", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/main.cpp:82@0.12.0"}}},
	{Name: "hooks", Exists: release.Ranges{{First: release.Release{Minor: 22}}}, Definitions: []Definition{{Name: "hooks", In: release.Ranges{{First: release.Release{Minor: 22}}}, Type: "Option<string>", Evidence: "src/slave/flags.hpp:455@0.22.0"}}},
	{Name: "host_path_volume_force_creation", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Definitions: []Definition{{Name: "host_path_volume_force_creation", In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Type: "Option<string>", Build: "linux", Evidence: "src/slave/flags.cpp:662@1.8.0"}}},
	{Name: "hostname", Exists: release.Ranges{{First: release.Release{Minor: 15}}}, Definitions: []Definition{{Name: "hostname", In: release.Ranges{{First: release.Release{Minor: 15}}}, Type: "Option<string>", Evidence: "src/slave/flags.hpp:41@0.15.0"}}},
	{Name: "hostname_lookup", Exists: release.Ranges{{First: release.Release{Minor: 25}}}, Definitions: []Definition{{Name: "hostname_lookup", In: release.Ranges{{First: release.Release{Minor: 25}}}, Type: "bool", Default: &agentFlagData14, Evidence: "src/slave/flags.cpp:43@0.25.0"}}},
	{Name: "http_authenticators", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{
		{Name: "http_authenticators", In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}}}, Type: "string", Default: &agentFlagData40, Evidence: "src/slave/flags.cpp:780@1.0.0"},
		{Name: "http_authenticators", In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Type: "Option<string>", WhenUnset: "basic; basic,jwt when authenticate_http_executors is true", Evidence: "src/slave/flags.cpp:911@1.3.0"},
	}},
	{Name: "http_command_executor", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "http_command_executor", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.cpp:861@1.0.0"}}},
	{Name: "http_credentials", Exists: release.Ranges{{First: release.Release{Major: 1}}}, RequiredWhen: "when HTTP authentication is enabled with basic", Definitions: []Definition{{Name: "http_credentials", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<Path>", Evidence: "src/slave/flags.cpp:804@1.0.0"}}},
	{Name: "http_executor_domain_sockets", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 10}}}, Windows: []WindowsFlag{{In: release.Ranges{{First: release.Release{Major: 1, Minor: 10}}}, Absent: true}}, Definitions: []Definition{{Name: "http_executor_domain_sockets", In: release.Ranges{{First: release.Release{Major: 1, Minor: 10}}}, Type: "bool", Default: &agentFlagData2, Build: "not-windows", Evidence: "src/slave/flags.cpp:1404@1.10.0"}}},
	{Name: "http_heartbeat_interval", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Definitions: []Definition{{Name: "http_heartbeat_interval", In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Type: "Duration", Default: &agentFlagData16, Evidence: "src/slave/flags.cpp:273@1.2.0"}}},
	{Name: "image_gc_config", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Definitions: []Definition{{Name: "image_gc_config", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Type: "Option<ImageGcConfig>", WhenUnset: "no automatic image garbage collection", Evidence: "src/slave/flags.cpp:168@1.5.0"}}},
	{Name: "image_providers", Exists: release.Ranges{{First: release.Release{Minor: 25}}}, Definitions: []Definition{{Name: "image_providers", In: release.Ranges{{First: release.Release{Minor: 25}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:80@0.25.0"}}},
	{Name: "image_provisioner_backend", Exists: release.Ranges{{First: release.Release{Minor: 25}}}, Definitions: []Definition{
		{Name: "image_provisioner_backend", In: release.Ranges{{First: release.Release{Minor: 25}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}}}, Type: "string", Default: &agentFlagData41, Evidence: "src/slave/flags.cpp:85@0.25.0"},
		{Name: "image_provisioner_backend", In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Type: "Option<string>", WhenUnset: "first usable of overlay, aufs, copy", Evidence: "src/slave/flags.cpp:135@1.2.0"},
	}},
	{Name: "initialize_driver_logging", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{{Name: "initialize_driver_logging", In: release.Ranges{{First: release.Release{Minor: 20}}}, Type: "bool", Default: &agentFlagData14, Evidence: "src/logging/flags.hpp:59@0.20.0"}}},
	{Name: "ip", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "ip", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "Option<string>", Evidence: "src/slave/main.cpp:68@0.12.0"}}},
	{Name: "ip6", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Definitions: []Definition{{Name: "ip6", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<string>", Validator: "accepts anything; logs a warning", Evidence: "src/slave/flags.cpp:1218@1.4.0"}}},
	{Name: "ip6_discovery_command", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Definitions: []Definition{{Name: "ip6_discovery_command", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:1266@1.4.0"}}},
	{Name: "ip_discovery_command", Exists: release.Ranges{{First: release.Release{Minor: 24}}}, Definitions: []Definition{{Name: "ip_discovery_command", In: release.Ranges{{First: release.Release{Minor: 24}}}, Type: "Option<string>", Evidence: "src/slave/main.cpp:114@0.24.0"}}},
	{Name: "isolation", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Windows: []WindowsFlag{
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}}}, Default: "windows/cpu"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Default: "windows/cpu,windows/mem"},
	}, Definitions: []Definition{
		{Name: "isolation", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 17}}}, Type: "string", Default: &agentFlagData42, Evidence: "src/slave/main.cpp:71@0.12.0"},
		{Name: "isolation", In: release.Ranges{{First: release.Release{Minor: 18}}}, Type: "string", Default: &agentFlagData43, Evidence: "src/slave/flags.hpp:52@0.18.0"},
	}},
	{Name: "jwt_secret_key", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, RequiredWhen: "when authenticate_http_executors is true", Definitions: []Definition{{Name: "jwt_secret_key", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Type: "Option<Path>", Aliases: []string{"executor_secret_key"}, Build: "--enable-ssl", Evidence: "src/slave/flags.cpp:432@1.5.0"}}},
	{Name: "launcher", Exists: release.Ranges{{First: release.Release{Minor: 25}}}, Windows: []WindowsFlag{{In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Default: "windows"}}, Definitions: []Definition{
		{Name: "launcher", In: release.Ranges{{First: release.Release{Minor: 25}, Last: release.Release{Major: 1, Patch: 4}}}, Type: "Option<string>", WhenUnset: "linux when run as root on Linux, else posix (before 0.25.0 the launcher followed the isolators)", Evidence: "src/slave/flags.cpp:72@0.25.0"},
		{Name: "launcher", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Type: "string", Computed: "linux if root runs the agent on Linux, else posix", Evidence: "src/slave/flags.cpp:106@1.1.0"},
	}},
	{Name: "launcher_dir", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{
		{Name: "launcher_dir", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 12}}}, Type: "string", Computed: "$(MESOS_LIBEXECDIR) of the build", Evidence: "src/slave/flags.hpp:55@0.12.0"},
		{Name: "launcher_dir", In: release.Ranges{{First: release.Release{Minor: 12, Patch: 1}}}, Type: "string", Computed: "$(PKGLIBEXECDIR) of the build", Evidence: "src/slave/flags.hpp:55@0.12.1"},
	}},
	{Name: "lo_name", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{
		{Name: "lo_name", In: release.Ranges{{First: release.Release{Minor: 20}, Last: release.Release{Major: 1, Minor: 3, Patch: 3}}}, Type: "Option<string>", Build: "--with-network-isolator", Evidence: "src/slave/flags.hpp:312@0.20.0"},
		{Name: "lo_name", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<string>", Build: "--enable-port-mapping-isolator", Evidence: "src/slave/flags.cpp:954@1.4.0"},
	}},
	{Name: "log_dir", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "log_dir", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "Option<string>", Evidence: "src/logging/flags.hpp:42@0.12.0"}}},
	{Name: "logbufsecs", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "logbufsecs", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "int", Default: &agentFlagData44, Evidence: "src/logging/flags.hpp:48@0.12.0"}}},
	{Name: "logging_level", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, Definitions: []Definition{{Name: "logging_level", In: release.Ranges{{First: release.Release{Minor: 19}}}, Type: "string", Default: &agentFlagData45, Evidence: "src/logging/flags.hpp:41@0.19.0"}}},
	{Name: "master", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, ReadsFile: release.Ranges{
		{First: release.Release{Minor: 12}, Last: release.Release{Minor: 21, Patch: 2}},
		{First: release.Release{Major: 1, Minor: 5}},
	}, RequiredWhen: "always until 0.28.3; from 1.0.0 unless master_detector is given", RequiredIf: []Requirement{
		{In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 28, Patch: 3}}}, Evidence: "src/slave/main.cpp:105@0.12.0"},
		{In: release.Ranges{{First: release.Release{Major: 1}}}, When: []Condition{{Flag: "master_detector"}}, Evidence: "src/slave/main.cpp:313@1.11.0"},
	}, Definitions: []Definition{
		{Name: "master", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}}}, Type: "Option<string>", Evidence: "src/slave/main.cpp:74@0.12.0"},
		{Name: "master", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Type: "Option<SecurePathOrValue>", Evidence: "src/slave/flags.cpp:1355@1.5.0"},
	}},
	{Name: "master_detector", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "master_detector", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:848@1.0.0"}}},
	{Name: "max_completed_executors_per_framework", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Definitions: []Definition{{Name: "max_completed_executors_per_framework", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Type: "size_t", Default: &agentFlagData46, Evidence: "src/slave/flags.cpp:374@1.1.0"}}},
	{Name: "memory_profiling", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 6}}}, Definitions: []Definition{{Name: "memory_profiling", In: release.Ranges{{First: release.Release{Major: 1, Minor: 6}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.cpp:1408@1.6.0"}}},
	{Name: "modules", Exists: release.Ranges{{First: release.Release{Minor: 21}}}, Definitions: []Definition{{Name: "modules", In: release.Ranges{{First: release.Release{Minor: 21}}}, Type: "Option<Modules>", Evidence: "src/slave/flags.hpp:366@0.21.0"}}},
	{Name: "modules_dir", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "modules_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:754@1.0.0"}}},
	{Name: "network_cni_config_dir", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "network_cni_config_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:683@1.0.0"}}},
	{Name: "network_cni_metrics", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Definitions: []Definition{{Name: "network_cni_metrics", In: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, Type: "bool", Default: &agentFlagData14, Evidence: "src/slave/flags.cpp:1176@1.7.0"}}},
	{Name: "network_cni_plugins_dir", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "network_cni_plugins_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:675@1.0.0"}}},
	{Name: "network_cni_root_dir_persist", Exists: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 2}, Last: release.Release{Major: 1, Minor: 6, Patch: 2}},
		{First: release.Release{Major: 1, Minor: 7, Patch: 1}},
	}, Definitions: []Definition{{Name: "network_cni_root_dir_persist", In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 2}, Last: release.Release{Major: 1, Minor: 6, Patch: 2}},
		{First: release.Release{Major: 1, Minor: 7, Patch: 1}},
	}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.cpp:1043@1.4.3"},
	}},
	{Name: "network_enable_snmp_statistics", Exists: release.Ranges{{First: release.Release{Minor: 28}}}, Definitions: []Definition{
		{Name: "network_enable_snmp_statistics", In: release.Ranges{{First: release.Release{Minor: 28}, Last: release.Release{Major: 1, Minor: 3, Patch: 3}}}, Type: "bool", Default: &agentFlagData2, Build: "--with-network-isolator", Evidence: "src/slave/flags.cpp:586@0.28.0"},
		{Name: "network_enable_snmp_statistics", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "bool", Default: &agentFlagData2, Build: "--enable-port-mapping-isolator", Evidence: "src/slave/flags.cpp:996@1.4.0"},
	}},
	{Name: "network_enable_socket_statistics", Exists: release.Ranges{{First: release.Release{Minor: 21, Patch: 1}, Last: release.Release{Minor: 21, Patch: 2}}}, Replacement: "network_enable_socket_statistics_summary", Note: "and network_enable_socket_statistics_details", Definitions: []Definition{{Name: "network_enable_socket_statistics", In: release.Ranges{{First: release.Release{Minor: 21, Patch: 1}, Last: release.Release{Minor: 21, Patch: 2}}}, Type: "bool", Default: &agentFlagData2, Build: "--with-network-isolator", Evidence: "src/slave/flags.hpp:366@0.21.1"}}},
	{Name: "network_enable_socket_statistics_details", Exists: release.Ranges{{First: release.Release{Minor: 22}}}, Definitions: []Definition{
		{Name: "network_enable_socket_statistics_details", In: release.Ranges{{First: release.Release{Minor: 22}, Last: release.Release{Major: 1, Minor: 3, Patch: 3}}}, Type: "bool", Default: &agentFlagData2, Build: "--with-network-isolator", Evidence: "src/slave/flags.hpp:378@0.22.0"},
		{Name: "network_enable_socket_statistics_details", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "bool", Default: &agentFlagData2, Build: "--enable-port-mapping-isolator", Evidence: "src/slave/flags.cpp:989@1.4.0"},
	}},
	{Name: "network_enable_socket_statistics_summary", Exists: release.Ranges{{First: release.Release{Minor: 22}}}, Definitions: []Definition{
		{Name: "network_enable_socket_statistics_summary", In: release.Ranges{{First: release.Release{Minor: 22}, Last: release.Release{Major: 1, Minor: 3, Patch: 3}}}, Type: "bool", Default: &agentFlagData2, Build: "--with-network-isolator", Evidence: "src/slave/flags.hpp:372@0.22.0"},
		{Name: "network_enable_socket_statistics_summary", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "bool", Default: &agentFlagData2, Build: "--enable-port-mapping-isolator", Evidence: "src/slave/flags.cpp:983@1.4.0"},
	}},
	{Name: "nvidia_gpu_devices", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "nvidia_gpu_devices", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "Option<vector<unsigned int>>", Build: "linux", Evidence: "src/slave/flags.cpp:394@1.0.0"}}},
	{Name: "oversubscribed_resources_interval", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "oversubscribed_resources_interval", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "Duration", Default: &agentFlagData15, Evidence: "src/slave/flags.cpp:562@0.23.0"}}},
	{Name: "perf_duration", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{{Name: "perf_duration", In: release.Ranges{{First: release.Release{Minor: 20}}}, Type: "Duration", Default: &agentFlagData47, Build: "linux", Evidence: "src/slave/flags.hpp:245@0.20.0"}}},
	{Name: "perf_events", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, RequiredWhen: "when isolation lists cgroups/perf_event (until 1.6.2)", Definitions: []Definition{{Name: "perf_events", In: release.Ranges{{First: release.Release{Minor: 20}}}, Type: "Option<string>", Build: "linux", Evidence: "src/slave/flags.hpp:227@0.20.0"}}},
	{Name: "perf_interval", Exists: release.Ranges{{First: release.Release{Minor: 20}}}, Definitions: []Definition{{Name: "perf_interval", In: release.Ranges{{First: release.Release{Minor: 20}}}, Type: "Duration", Default: &agentFlagData5, Build: "linux", Evidence: "src/slave/flags.hpp:236@0.20.0"}}},
	{Name: "port", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{
		{Name: "port", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 12, Patch: 1}}}, Type: "Option<uint16_t>", Evidence: "src/slave/main.cpp:65@0.12.0"},
		{Name: "port", In: release.Ranges{{First: release.Release{Minor: 13}}}, Type: "uint16_t", Default: &agentFlagData48, Evidence: "src/slave/main.cpp:68@0.13.0"},
	}},
	{Name: "provisioners", Exists: release.Ranges{{First: release.Release{Minor: 24}, Last: release.Release{Minor: 24, Patch: 2}}}, Replacement: "image_providers", Unread: release.Ranges{{First: release.Release{Minor: 24}, Last: release.Release{Minor: 24, Patch: 2}}}, Definitions: []Definition{{Name: "provisioners", In: release.Ranges{{First: release.Release{Minor: 24}, Last: release.Release{Minor: 24, Patch: 2}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:62@0.24.0"}}},
	{Name: "qos_controller", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "qos_controller", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "Option<string>", WhenUnset: "noop", Evidence: "src/slave/flags.cpp:550@0.23.0"}}},
	{Name: "qos_correction_interval_min", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "qos_correction_interval_min", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "Duration", Default: &agentFlagData29, Evidence: "src/slave/flags.cpp:554@0.23.0"}}},
	{Name: "quiet", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "quiet", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/logging/flags.hpp:37@0.12.0"}}},
	{Name: "reconfiguration_policy", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Definitions: []Definition{{Name: "reconfiguration_policy", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Type: "string", Default: &agentFlagData49, Evidence: "src/slave/flags.cpp:495@1.5.0"}}},
	{Name: "recover", Exists: release.Ranges{{First: release.Release{Minor: 13}}}, Definitions: []Definition{{Name: "recover", In: release.Ranges{{First: release.Release{Minor: 13}}}, Type: "string", Default: &agentFlagData50, Evidence: "src/slave/flags.hpp:121@0.13.0"}}},
	{Name: "recovery_timeout", Exists: release.Ranges{{First: release.Release{Minor: 14}}}, Definitions: []Definition{{Name: "recovery_timeout", In: release.Ranges{{First: release.Release{Minor: 14}}}, Type: "Duration", Default: &agentFlagData51, Evidence: "src/slave/flags.hpp:144@0.14.0"}}},
	{Name: "registration_backoff_factor", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, Definitions: []Definition{{Name: "registration_backoff_factor", In: release.Ranges{{First: release.Release{Minor: 19}}}, Type: "Duration", Default: &agentFlagData4, Evidence: "src/slave/flags.hpp:106@0.19.0"}}},
	{Name: "resource_estimator", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "resource_estimator", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "Option<string>", WhenUnset: "noop", Evidence: "src/slave/flags.cpp:546@0.23.0"}}},
	{Name: "resource_monitoring_interval", Exists: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 25, Patch: 1}}}, Note: "not read from 0.23.0 on", Unread: release.Ranges{{First: release.Release{Minor: 23}, Last: release.Release{Minor: 25, Patch: 1}}}, Definitions: []Definition{
		{Name: "resource_monitoring_interval", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 13}}}, Type: "Duration", Default: &agentFlagData6, Evidence: "src/slave/flags.hpp:105@0.12.0"},
		{Name: "resource_monitoring_interval", In: release.Ranges{{First: release.Release{Minor: 14}, Last: release.Release{Minor: 25, Patch: 1}}}, Type: "Duration", Default: &agentFlagData4, Evidence: "src/slave/flags.hpp:117@0.14.0"},
	}},
	{Name: "resource_provider_config_dir", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Definitions: []Definition{{Name: "resource_provider_config_dir", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<string>", Evidence: "src/slave/flags.cpp:97@1.4.0"}}},
	{Name: "resources", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{{Name: "resources", In: release.Ranges{{First: release.Release{Minor: 12}}}, Type: "Option<string>", Evidence: "src/slave/flags.hpp:42@0.12.0"}}},
	{Name: "revocable_cpu_low_priority", Exists: release.Ranges{{First: release.Release{Minor: 23}}}, Definitions: []Definition{{Name: "revocable_cpu_low_priority", In: release.Ranges{{First: release.Release{Minor: 23}}}, Type: "bool", Default: &agentFlagData14, Build: "linux", Evidence: "src/slave/flags.cpp:287@0.23.0"}}},
	{Name: "runtime_dir", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Definitions: []Definition{
		{Name: "runtime_dir", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}}}, Type: "string", Computed: "/var/run/mesos if root runs the agent, else mesos/runtime under $TMPDIR or /tmp", Evidence: "src/slave/flags.cpp:205@1.1.0"},
		{Name: "runtime_dir", In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Type: "string", Computed: "/var/run/mesos if /var/run can be written to, else mesos/runtime under $TMPDIR or /tmp", Evidence: "src/slave/flags.cpp:212@1.2.0"},
	}},
	{Name: "sandbox_directory", Exists: release.Ranges{{First: release.Release{Minor: 24}}}, Windows: []WindowsFlag{{In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Default: "C:\\mesos\\sandbox"}}, Definitions: []Definition{{Name: "sandbox_directory", In: release.Ranges{{First: release.Release{Minor: 24}}}, Type: "string", Default: &agentFlagData27, Evidence: "src/slave/flags.cpp:400@0.24.0"}}},
	{Name: "seccomp_config_dir", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, RequiredWhen: "when isolation lists linux/seccomp", Definitions: []Definition{{Name: "seccomp_config_dir", In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Type: "Option<string>", Build: "--enable-seccomp-isolator", Evidence: "src/slave/flags.cpp:1416@1.8.0"}}},
	{Name: "seccomp_profile_name", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Definitions: []Definition{{Name: "seccomp_profile_name", In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Type: "Option<string>", Build: "--enable-seccomp-isolator", Evidence: "src/slave/flags.cpp:1423@1.8.0"}}},
	{Name: "secret_resolver", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Definitions: []Definition{{Name: "secret_resolver", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Type: "Option<string>", WhenUnset: "built-in resolver for value-based secrets", Evidence: "src/slave/flags.cpp:1159@1.4.0"}}},
	{Name: "slave_subsystems", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, AliasOf: "agent_subsystems", AliasIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedIn: release.Ranges{{First: release.Release{Major: 1}}}, DeprecatedBy: "log warning", Replacement: "agent_subsystems", Definitions: []Definition{{Name: "slave_subsystems", In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "Option<string>", Build: "linux", Evidence: "src/slave/flags.hpp:209@0.19.0"}}},
	{Name: "strict", Exists: release.Ranges{{First: release.Release{Minor: 13}}}, Definitions: []Definition{
		{Name: "strict", In: release.Ranges{{First: release.Release{Minor: 13}, Last: release.Release{Minor: 13}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.hpp:133@0.13.0"},
		{Name: "strict", In: release.Ranges{{First: release.Release{Minor: 14}}}, Type: "bool", Default: &agentFlagData14, Evidence: "src/slave/flags.hpp:152@0.14.0"},
	}},
	{Name: "switch_user", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Windows: []WindowsFlag{{In: release.Ranges{{First: release.Release{Major: 1}}}, Absent: true}}, Definitions: []Definition{
		{Name: "switch_user", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 26, Patch: 2}}}, Type: "bool", Default: &agentFlagData14, Evidence: "src/slave/flags.hpp:73@0.12.0"},
		{Name: "switch_user", In: release.Ranges{{First: release.Release{Minor: 27}}}, Type: "bool", Default: &agentFlagData14, Build: "not-windows", Evidence: "src/slave/flags.cpp:197@0.27.0"},
	}},
	{Name: "systemd_enable_support", Exists: release.Ranges{{First: release.Release{Minor: 27, Patch: 1}}}, Definitions: []Definition{{Name: "systemd_enable_support", In: release.Ranges{{First: release.Release{Minor: 27, Patch: 1}}}, Type: "bool", Default: &agentFlagData14, Build: "linux", Evidence: "src/slave/flags.cpp:389@0.27.1"}}},
	{Name: "systemd_runtime_directory", Exists: release.Ranges{{First: release.Release{Minor: 25}}}, Definitions: []Definition{{Name: "systemd_runtime_directory", In: release.Ranges{{First: release.Release{Minor: 25}}}, Type: "string", Default: &agentFlagData52, Build: "linux", Evidence: "src/slave/flags.cpp:330@0.25.0"}}},
	{Name: "version", Exists: release.Ranges{{First: release.Release{Minor: 19}}}, Exits: true, Definitions: []Definition{{Name: "version", In: release.Ranges{{First: release.Release{Minor: 19}}}, Type: "bool", Default: &agentFlagData2, Evidence: "src/slave/flags.hpp:46@0.19.0"}}},
	{Name: "volume_gid_range", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Windows: []WindowsFlag{{In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Absent: true}}, Definitions: []Definition{{Name: "volume_gid_range", In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Type: "Option<string>", Build: "not-windows", Evidence: "src/slave/flags.cpp:334@1.8.0"}}},
	{Name: "webui_dir", Exists: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 12}}}, Note: "the master serves the web UI", Definitions: []Definition{{Name: "webui_dir", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 12}}}, Type: "string", Computed: "$(MESOS_WEBUI_DIR) of the build", Evidence: "src/slave/flags.hpp:60@0.12.0"}}},
	{Name: "work_dir", Exists: release.Ranges{{First: release.Release{Minor: 12}}}, Definitions: []Definition{
		{Name: "work_dir", In: release.Ranges{{First: release.Release{Minor: 12}, Last: release.Release{Minor: 28, Patch: 3}}}, Type: "string", Default: &agentFlagData53, Evidence: "src/slave/flags.hpp:50@0.12.0"},
		{Name: "work_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "string", Required: true, Evidence: "src/slave/flags.cpp:184@1.0.0"},
	}},
	{Name: "xfs_kill_containers", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 6}}}, Definitions: []Definition{{Name: "xfs_kill_containers", In: release.Ranges{{First: release.Release{Major: 1, Minor: 6}}}, Type: "bool", Default: &agentFlagData2, Build: "--enable-xfs-disk-isolator", Evidence: "src/slave/flags.cpp:1319@1.6.0"}}},
	{Name: "xfs_project_range", Exists: release.Ranges{{First: release.Release{Major: 1}}}, Definitions: []Definition{{Name: "xfs_project_range", In: release.Ranges{{First: release.Release{Major: 1}}}, Type: "string", Default: &agentFlagData54, Build: "--enable-xfs-disk-isolator", Evidence: "src/slave/flags.cpp:855@1.0.0"}}},
	{Name: "zk_session_timeout", Exists: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Definitions: []Definition{{Name: "zk_session_timeout", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Type: "Duration", Default: &agentFlagData47, Evidence: "src/slave/flags.cpp:1365@1.5.0"}}},
}

var agentFlagData0 = "http://"

var agentFlagData1 = "/tmp/mesos/store/appc"

var agentFlagData2 = "false"

var agentFlagData3 = "crammd5"

var agentFlagData4 = "1secs"

var agentFlagData5 = "1mins"

var agentFlagData6 = "5secs"

var agentFlagData7 = "local"

var agentFlagData8 = "/cgroup"

var agentFlagData9 = "/sys/fs/cgroup"

var agentFlagData10 = "/cgroups"

var agentFlagData11 = "128MB"

var agentFlagData12 = "mesos"

var agentFlagData13 = "cpu,memory,freezer"

var agentFlagData14 = "true"

var agentFlagData15 = "15secs"

var agentFlagData16 = "30secs"

var agentFlagData17 = "*"

var agentFlagData18 = "docker"

var agentFlagData19 = "auth.docker.io"

var agentFlagData20 = "https://auth.docker.io"

var agentFlagData21 = "443"

var agentFlagData22 = "/tmp/mesos/images/docker"

var agentFlagData23 = "60"

var agentFlagData24 = "registry-1.docker.io"

var agentFlagData25 = "https://registry-1.docker.io"

var agentFlagData26 = "6hrs"

var agentFlagData27 = "/mnt/mesos/sandbox"

var agentFlagData28 = "/var/run/docker.sock"

var agentFlagData29 = "0ns"

var agentFlagData30 = "/tmp/mesos/store/docker"

var agentFlagData31 = "/var/run/mesos/isolators/docker/volume"

var agentFlagData32 = "root"

var agentFlagData33 = "1024"

var agentFlagData34 = "2secs"

var agentFlagData35 = "/tmp/mesos/fetch"

var agentFlagData36 = "2GB"

var agentFlagData37 = ""

var agentFlagData38 = "1weeks"

var agentFlagData39 = "0.1"

var agentFlagData40 = "basic"

var agentFlagData41 = "copy"

var agentFlagData42 = "process"

var agentFlagData43 = "posix/cpu,posix/mem"

var agentFlagData44 = "0"

var agentFlagData45 = "INFO"

var agentFlagData46 = "150"

var agentFlagData47 = "10secs"

var agentFlagData48 = "5051"

var agentFlagData49 = "equal"

var agentFlagData50 = "reconnect"

var agentFlagData51 = "15mins"

var agentFlagData52 = "/run/systemd/system"

var agentFlagData53 = "/tmp/mesos"

var agentFlagData54 = "[5000-10000]"
