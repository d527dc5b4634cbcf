// Code generated from data/readers.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var readerData = []*Reader{
	{Component: config.Agent, Flag: "enforce_container_disk_quota", Isolators: []string{"disk/du", "posix/disk", "disk/xfs"}, Protects: true, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/posix/disk.cpp:375@1.11.0",
		"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:205@1.11.0",
	}},
	{Component: config.Agent, Flag: "container_disk_watch_interval", Isolators: []string{"disk/du", "posix/disk", "disk/xfs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/posix/disk.cpp:103@1.11.0",
		"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:213@1.11.0",
	}},
	{Component: config.Agent, Flag: "xfs_project_range", Isolators: []string{"disk/xfs"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:175@1.11.0"}},
	{Component: config.Agent, Flag: "xfs_kill_containers", Isolators: []string{"disk/xfs"}, With: &Condition{Flag: "enforce_container_disk_quota", OneOf: []string{"true"}}, Protects: true, Evidence: []string{"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:205@1.11.0"}},
	{Component: config.Agent, Flag: "cgroups_limit_swap", Isolators: []string{"cgroups/mem"}, Protects: true, Evidence: []string{"src/slave/containerizer/mesos/isolators/cgroups/subsystems/memory.cpp:97@1.11.0"}},
	{Component: config.Agent, Flag: "cgroups_cpu_enable_pids_and_tids_count", Isolators: []string{"cgroups/cpu"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/cgroups/subsystems/cpuacct.cpp:67@1.11.0"}},
	{Component: config.Agent, Flag: "cgroups_net_cls_primary_handle", Isolators: []string{"cgroups/net_cls"}, Protects: true, Evidence: []string{"src/slave/containerizer/mesos/isolators/cgroups/subsystems/net_cls.cpp:232@1.11.0"}},
	{Component: config.Agent, Flag: "cgroups_net_cls_secondary_handles", Isolators: []string{"cgroups/net_cls"}, With: &Condition{Flag: "cgroups_net_cls_primary_handle", Given: true}, Protects: true, Evidence: []string{"src/slave/containerizer/mesos/isolators/cgroups/subsystems/net_cls.cpp:248@1.11.0"}},
	{Component: config.Agent, Flag: "perf_events", Isolators: []string{"cgroups/perf_event"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/cgroups/subsystems/perf_event.cpp:49@1.11.0"}},
	{Component: config.Agent, Flag: "perf_interval", Isolators: []string{"cgroups/perf_event"}, Besides: ", with `perf_events`", Evidence: []string{"src/slave/containerizer/mesos/isolators/cgroups/subsystems/perf_event.cpp:58@1.11.0"}},
	{Component: config.Agent, Flag: "perf_duration", Isolators: []string{"cgroups/perf_event"}, Besides: ", with `perf_events`", Evidence: []string{"src/slave/containerizer/mesos/isolators/cgroups/subsystems/perf_event.cpp:58@1.11.0"}},
	{Component: config.Agent, Flag: "disallow_sharing_agent_pid_namespace", Isolators: []string{"namespaces/pid"}, Protects: true, Evidence: []string{"src/slave/containerizer/mesos/isolators/namespaces/pid.cpp:122@1.11.0"}},
	{Component: config.Agent, Flag: "disallow_sharing_agent_ipc_namespace", Isolators: []string{"namespaces/ipc"}, Protects: true, Evidence: []string{"src/slave/containerizer/mesos/isolators/namespaces/ipc.cpp:305@1.11.0"}},
	{Component: config.Agent, Flag: "default_container_shm_size", Isolators: []string{"namespaces/ipc"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/namespaces/ipc.cpp:130@1.11.0"}},
	{Component: config.Agent, Flag: "host_path_volume_force_creation", Isolators: []string{"volume/host_path", "filesystem/linux"}, Offer: []string{"filesystem/linux"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/volume/host_path.cpp:75@1.11.0"}},
	{Component: config.Agent, Flag: "seccomp_config_dir", Isolators: []string{"linux/seccomp"}, Protects: true, Evidence: []string{"src/slave/containerizer/mesos/isolators/linux/seccomp.cpp:59@1.11.0"}},
	{Component: config.Agent, Flag: "seccomp_profile_name", Isolators: []string{"linux/seccomp"}, Protects: true, Evidence: []string{"src/slave/containerizer/mesos/isolators/linux/seccomp.cpp:66@1.11.0"}},
	{Component: config.Agent, Flag: "docker_volume_checkpoint_dir", Isolators: []string{"docker/volume"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/docker/volume/isolator.cpp:131@1.11.0"}},
	{Component: config.Agent, Flag: "docker_volume_chown", Isolators: []string{"docker/volume"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/docker/volume/isolator.cpp:584@1.11.0"}},
	{Component: config.Agent, Flag: "enforce_container_ports", Isolators: []string{"network/ports"}, Protects: true, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/ports.cpp:390@1.11.0"}},
	{Component: config.Agent, Flag: "check_agent_port_range_only", Isolators: []string{"network/ports"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/ports.cpp:284@1.11.0"}},
	{Component: config.Agent, Flag: "container_ports_watch_interval", Isolators: []string{"network/ports"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/ports.cpp:389@1.11.0"}},
	{Component: config.Agent, Flag: "container_ports_isolated_range", Isolators: []string{"network/ports"}, Protects: true, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/ports.cpp:351@1.11.0"}},
	{Component: config.Agent, Flag: "egress_unique_flow_per_container", Isolators: []string{"network/port_mapping"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:1723@1.11.0"}},
	{Component: config.Agent, Flag: "egress_rate_limit_per_container", Isolators: []string{"network/port_mapping"}, Protects: true, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:1601@1.11.0"}},
	{Component: config.Agent, Flag: "ephemeral_ports_per_container", Isolators: []string{"network/port_mapping"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:1518@1.11.0"}},
	{Component: config.Agent, Flag: "network_enable_socket_statistics_summary", Isolators: []string{"network/port_mapping"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:3220@1.11.0"}},
	{Component: config.Agent, Flag: "domain_socket_location", With: &Condition{Flag: "http_executor_domain_sockets", OneOf: []string{"true"}}, Evidence: []string{"src/slave/main.cpp:367@1.11.0"}},
	{Component: config.Master, Flag: "http_framework_authenticators", With: &Condition{Flag: "authenticate_http_frameworks", OneOf: []string{"true"}}, Protects: true, Evidence: []string{"src/master/master.cpp:623@1.3.2"}},
	{Component: config.Agent, Flag: "cgroups_enable_cfs", In: release.Ranges{{First: release.Release{Minor: 13}, Last: release.Release{Minor: 28, Patch: 3}}}, Isolators: []string{"cgroups/cpu"}, Protects: true, Evidence: []string{
		"src/slave/containerizer/isolators/cgroups/cpushare.cpp:91@0.20.0",
		"src/slave/containerizer/mesos/isolators/cgroups/cpushare.cpp:146@0.28.3",
	}},
	{Component: config.Agent, Flag: "cgroups_enable_cfs", In: release.Ranges{{First: release.Release{Major: 1}}}, Isolators: []string{"cgroups/cpu"}, Containerizers: []string{"docker"}, Protects: true, Evidence: []string{
		"src/slave/containerizer/docker.cpp:1559@1.0.0",
		"src/slave/containerizer/mesos/isolators/cgroups/subsystems/cpu.cpp:148@1.11.0",
	}},
	{Component: config.Agent, Flag: "revocable_cpu_low_priority", Isolators: []string{"cgroups/cpu"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/cgroups/subsystems/cpu.cpp:78@1.11.0"}},
	{Component: config.Agent, Flag: "docker_ignore_runtime", Isolators: []string{"docker/runtime"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/docker/runtime.cpp:87@1.9.0"}},
	{Component: config.Agent, Flag: "egress_flow_classifier_parent", Isolators: []string{"network/port_mapping"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:1725@1.11.0"}},
	{Component: config.Agent, Flag: "eth0_name", Isolators: []string{"network/port_mapping"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:566@1.11.0"}},
	{Component: config.Agent, Flag: "lo_name", Isolators: []string{"network/port_mapping"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:571@1.11.0"}},
	{Component: config.Agent, Flag: "network_enable_snmp_statistics", Isolators: []string{"network/port_mapping"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:3224@1.11.0"}},
	{Component: config.Agent, Flag: "network_enable_socket_statistics_details", Isolators: []string{"network/port_mapping"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:3222@1.11.0"}},
	{Component: config.Agent, Flag: "docker", Containerizers: []string{"docker"}, Evidence: []string{"src/slave/containerizer/docker.cpp:185@1.11.0"}},
	{Component: config.Agent, Flag: "docker_kill_orphans", Containerizers: []string{"docker"}, Evidence: []string{"src/slave/containerizer/docker.cpp:1073@1.11.0"}},
	{Component: config.Agent, Flag: "docker_mesos_image", Containerizers: []string{"docker"}, Evidence: []string{"src/slave/containerizer/docker.cpp:328@1.11.0"}},
	{Component: config.Agent, Flag: "docker_remove_delay", Containerizers: []string{"docker"}, Evidence: []string{"src/slave/containerizer/docker.cpp:2604@1.11.0"}},
	{Component: config.Agent, Flag: "docker_socket", Containerizers: []string{"docker"}, Evidence: []string{"src/slave/containerizer/docker.cpp:186@1.11.0"}},
	{Component: config.Agent, Flag: "docker_stop_timeout", Containerizers: []string{"docker"}, Evidence: []string{"src/slave/containerizer/docker.cpp:273@1.11.0"}},
	{Component: config.Agent, Flag: "containerizer_path", Isolators: []string{"external"}, Containerizers: []string{"external"}, Evidence: []string{
		"src/slave/containerizer/external_containerizer.cpp:1081@0.19.0",
		"src/slave/containerizer/external_containerizer.cpp:1077@1.0.4",
	}},
	{Component: config.Agent, Flag: "default_container_image", Isolators: []string{"external"}, Containerizers: []string{"external"}, Evidence: []string{
		"src/slave/containerizer/external_containerizer.cpp:454@0.19.0",
		"src/slave/containerizer/external_containerizer.cpp:470@1.0.4",
	}},
	{Component: config.Agent, Flag: "docker_registry", In: release.Ranges{{First: release.Release{Minor: 28}}}, With: &Condition{Flag: "image_providers", Has: []string{"docker", "DOCKER", "Docker"}}, Besides: ", with `filesystem/linux` and `docker/runtime` in `isolation`", Evidence: []string{"src/slave/containerizer/mesos/provisioner/docker/registry_puller.cpp:104@0.28.3"}},
	{Component: config.Agent, Flag: "docker_store_dir", In: release.Ranges{{First: release.Release{Minor: 28}}}, With: &Condition{Flag: "image_providers", Has: []string{"docker", "DOCKER", "Docker"}}, Besides: ", with `filesystem/linux` and `docker/runtime` in `isolation`", Evidence: []string{"src/slave/containerizer/mesos/provisioner/docker/store.cpp:119@0.28.3"}},
	{Component: config.Agent, Flag: "appc_store_dir", In: release.Ranges{{First: release.Release{Minor: 28}}}, With: &Condition{Flag: "image_providers", Has: []string{"appc", "APPC", "AppC", "Appc"}}, Besides: ", with `filesystem/linux` in `isolation`", Evidence: []string{"src/slave/containerizer/mesos/provisioner/appc/store.cpp:107@1.11.0"}},
	{Component: config.Agent, Flag: "appc_simple_discovery_uri_prefix", With: &Condition{Flag: "image_providers", Has: []string{"appc", "APPC", "AppC", "Appc"}}, Besides: ", with `filesystem/linux` in `isolation`", Evidence: []string{
		"src/slave/containerizer/mesos/provisioner/appc/fetcher.cpp:139@0.28.3",
		"src/slave/containerizer/mesos/provisioner/appc/fetcher.cpp:141@1.11.0",
	}},
	{Component: config.Agent, Flag: "authentication_backoff_factor", With: &Condition{Flag: "credential", Given: true}, Evidence: []string{"src/slave/slave.cpp:1517@1.11.0"}},
	{Component: config.Master, Flag: "quorum", Same: []string{"1"}, With: &Condition{Flag: "zk", Given: true}, Evidence: []string{"src/master/main.cpp:385@1.11.0"}},
	{Component: config.Master, Flag: "log_auto_initialize", With: &Condition{Flag: "registry", OneOf: []string{"replicated_log"}}, Evidence: []string{"src/master/main.cpp:391@1.11.0"}},
}
