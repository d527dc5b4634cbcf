// Code generated from data/meanings.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var meaningData = []*Meaning{
	{ID: "executor-environment", Change: "executor-environment", Component: config.Agent, About: "executor_environment_variables", Unset: true, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 28, Patch: 3}}}, What: "gives executors all of its own environment"},
		{In: release.Ranges{{First: release.Release{Major: 1}}}, What: "gives executors nothing of its own environment, and a PATH of its own making"},
	}, Help: "list what they need of it in `executor_environment_variables`", Evidence: []string{
		"src/slave/containerizer/containerizer.cpp:284@0.28.0",
		"src/slave/containerizer/containerizer.cpp:326@1.0.0",
	}},
	{ID: "implicit-roles", Change: "implicit-roles", Component: config.Master, About: "roles", Unset: true, Weakens: true, LimitedBy: []string{"acls", "authorizers"}, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 26, Patch: 2}}}, What: "lets frameworks register with the role * only"},
		{In: release.Ranges{{First: release.Release{Minor: 27}}}, What: "lets frameworks register with any role"},
	}, Help: "say in `acls` who may register with which role", Evidence: []string{"src/master/master.cpp:561@0.26.2", "src/master/master.cpp:2741@0.27.0"}},
	{ID: "registry-store-timeout", Change: "registry-store-timeout", Component: config.Master, About: "registry_store_timeout", Unset: true, When: []Condition{{Flag: "registry", OneOf: []string{"replicated_log"}}}, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 27, Patch: 3}}}, What: "waits 5secs for the registry to be stored"},
		{In: release.Ranges{{First: release.Release{Minor: 28}}}, What: "waits 20secs for the registry to be stored"},
	}, Help: "give `registry_store_timeout` if that is not meant", Evidence: []string{"src/master/flags.cpp:98@0.27.3", "src/master/flags.cpp:103@0.28.0"}},
	{ID: "provisioner-backend", Change: "provisioner-backend", Component: config.Agent, About: "image_provisioner_backend", Unset: true, When: []Condition{{Flag: "image_providers", Given: true}}, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 25}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}}}, What: "copies the layers of images"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, What: "stacks the layers of images with overlay or aufs if the machine supports it, and copies them otherwise"},
	}, Help: "give `image_provisioner_backend` if that is not meant", Evidence: []string{"src/slave/flags.cpp:127@1.1.0",
		"src/slave/containerizer/mesos/provisioner/provisioner.cpp:211@1.2.0",
	}},
	{ID: "ssl-verify", Change: "ssl-verify", About: "LIBPROCESS_SSL_VERIFY_CERT", When: []Condition{
		{Flag: "LIBPROCESS_SSL_ENABLED", OneOf: []string{"true"}},
		{Flag: "LIBPROCESS_SSL_REQUIRE_CERT", OneOf: []string{"false"}},
	}, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 23}, Last: release.Release{Major: 1, Minor: 8, Patch: 1}}}, What: "checks the certificates of servers, and of clients that have one"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, What: "checks the certificates of servers, and of no client"},
	}, Help: "require the certificates of clients if they must be checked", Evidence: []string{
		"3rdparty/libprocess/src/openssl.cpp:518@1.8.1",
		"3rdparty/libprocess/src/openssl.cpp:808@1.9.0",
	}},
	{ID: "launcher-default", Change: "launcher-default", Component: config.Agent, About: "launcher", Unset: true, When: []Condition{
		{Flag: "containerizers", Has: []string{"mesos"}},
		{Flag: "isolation", Lacks: []string{"cgroups", "namespaces/", "filesystem/linux", "filesystem/shared", "network/port_mapping"}},
	}, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 24, Patch: 2}}}, What: "starts executors with the posix launcher, because no isolator needs another"},
		{In: release.Ranges{{First: release.Release{Minor: 25}}}, What: "starts them with the linux launcher, in a freezer cgroup, if it is run by root"},
	}, Help: "have the freezer hierarchy mounted, or give `launcher=posix`", Evidence: []string{
		"src/slave/containerizer/mesos/containerizer.cpp:227@0.24.2",
		"src/slave/containerizer/mesos/containerizer.cpp:231@0.25.0",
	}},
	{ID: "reserved-in-role-sorter", Change: "reserved-in-role-sorter", Component: config.Master, About: "weights", Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 26, Patch: 2}}}, What: "leaves reserved resources out of the fair share of a role"},
		{In: release.Ranges{{First: release.Release{Minor: 27}}}, What: "counts reserved resources in the fair share of a role"},
	}, Help: "review the weights if roles have reservations", Evidence: []string{
		"src/master/allocator/mesos/hierarchical.cpp:307@0.26.2",
		"src/master/allocator/mesos/hierarchical.cpp:413@0.27.0",
	}},
	{ID: "resource-three-digits", Change: "resource-three-digits", Component: config.Agent, About: "resources", When: []Condition{{Flag: "resources", Property: "finer"}}, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 27, Patch: 3}}}, What: "takes scalars as they are written"},
		{In: release.Ranges{{First: release.Release{Minor: 28}}}, What: "rounds them to three decimal digits"},
	}, Help: "write at most three decimal digits", Evidence: []string{"src/common/values.cpp:49@0.28.0"}},
	{ID: "default-resources-by-name", Change: "default-resources-by-name", Component: config.Agent, About: "resources", When: []Condition{{Flag: "resources", Property: "inside-other-words"}}, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}}}, What: "takes each of cpus, mem, disk and ports for given if the word is anywhere in the value, and adds no default"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, What: "looks for resources of exactly that name, and adds the default of those that are missing"},
	}, Help: "give all of cpus, mem, disk and ports, or expect the defaults to appear", Evidence: []string{
		"src/slave/containerizer/containerizer.cpp:79@1.1.3",
		"src/slave/containerizer/containerizer.cpp:73@1.2.3",
	}},
	{ID: "relative-disk-roots", Change: "relative-disk-roots", Component: config.Agent, About: "resources", When: []Condition{{Flag: "resources", Property: "relative-disk-root"}}, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}}}, What: "takes a relative root of a disk for a path below the directory it was started in"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, What: "takes it for a path below `work_dir`"},
	}, Help: "write absolute roots before the upgrade", Evidence: []string{"src/slave/slave.cpp:444@1.4.3", "docs/upgrades.md:773@1.11.0"}},
	{ID: "docker-minimum", Change: "docker-minimum", Component: config.Agent, About: "containerizers", When: []Condition{{Flag: "containerizers", Has: []string{"docker"}}}, Machine: "if Docker on the machine is older than 1.8.0", Does: []Doing{
		{In: release.Ranges{
			{First: release.Release{Minor: 20}, Last: release.Release{Major: 1, Minor: 4, Patch: 2}},
			{First: release.Release{Major: 1, Minor: 5}, Last: release.Release{Major: 1, Minor: 5, Patch: 1}},
			{First: release.Release{Major: 1, Minor: 6}, Last: release.Release{Major: 1, Minor: 6, Patch: 1}},
			{First: release.Release{Major: 1, Minor: 7}, Last: release.Release{Major: 1, Minor: 7}},
		}, What: "starts with Docker 1.0.0 and newer"},
		{In: release.Ranges{
			{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
			{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
			{First: release.Release{Major: 1, Minor: 6, Patch: 2}, Last: release.Release{Major: 1, Minor: 6, Patch: 2}},
			{First: release.Release{Major: 1, Minor: 7, Patch: 1}},
		}, What: "does not start with a Docker older than 1.8.0"},
	}, Help: "upgrade Docker before the agents", Evidence: []string{"src/docker/docker.cpp:145@1.4.2", "src/docker/docker.cpp:145@1.4.3"}},
	{ID: "xfs-enforcement", Change: "xfs-enforcement", Component: config.Agent, About: "isolation", When: []Condition{
		{Flag: "isolation", Has: []string{"disk/xfs"}},
		{Flag: "enforce_container_disk_quota", OneOf: []string{"false"}},
	}, Weakens: true, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 3, Patch: 2}}}, What: "limits the disk space of containers through disk/xfs"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, What: "only measures it if `enforce_container_disk_quota` is not true"},
	}, Help: "give `enforce_container_disk_quota=true` before the agents are upgraded: older ones take it too", Evidence: []string{
		"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:328@1.3.2",
		"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:160@1.4.0",
	}},
	{ID: "ambient-capabilities", Change: "ambient-capabilities", Component: config.Agent, About: "isolation", When: []Condition{{Flag: "isolation", Has: []string{"linux/capabilities"}}}, Machine: "if the kernel has ambient capabilities (Linux 4.3 and later)", Weakens: true, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}, Last: release.Release{Major: 1, Minor: 3, Patch: 2}}}, What: "gives tasks capabilities that programs of other users than root lose when they are executed (linux/capabilities)"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, What: "makes the effective capabilities of tasks ambient, so that every program they start keeps them"},
	}, Help: "grant tasks no more than what they start may have", Evidence: []string{
		"src/slave/containerizer/mesos/launch.cpp:656@1.4.0", "src/linux/capabilities.cpp:35@1.4.0",
	}},
	{ID: "ports-enforcement", Change: "ports-enforcement", Component: config.Agent, About: "isolation", When: []Condition{
		{Flag: "isolation", Has: []string{"network/ports"}},
		{Flag: "enforce_container_ports", OneOf: []string{"false"}},
	}, Weakens: true, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}, Last: release.Release{Major: 1, Minor: 6, Patch: 2}}}, What: "kills containers that listen on ports they were not given (network/ports)"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 7}}}, What: "only reports them if `enforce_container_ports` is not true"},
	}, Help: "give `enforce_container_ports=true` together with the new binaries: 1.6 does not have the flag", Evidence: []string{"src/slave/containerizer/mesos/isolators/network/ports.cpp:603@1.7.0"}},
	{ID: "resource-provider-default", Change: "resource-provider-default", Component: config.Agent, About: "resource_provider_config_dir", When: []Condition{{Flag: "agent_features"}}, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}}}, What: "launches the resource providers and offers nothing of them without RESOURCE_PROVIDER in `agent_features`"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 6}}}, What: "has RESOURCE_PROVIDER among its default features, so that what they provide is offered"},
	}, Help: "make sure that frameworks may have what the providers offer", Evidence: []string{"src/slave/constants.cpp:41@1.5.0", "src/slave/constants.cpp:42@1.6.0"}},
	{ID: "csi-0.1-removed", Change: "csi-0.1-removed", Component: config.Agent, About: "resource_provider_config_dir", Does: []Doing{
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}}}, What: "speaks CSI 0.1 to storage plugins"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 6}}}, What: "cannot go on with the storage providers of CSI 0.1"},
	}, Help: "remove all storage resource providers of the agent before it is upgraded", Evidence: []string{"docs/upgrades.md:728@1.11.0"}},
	{ID: "ssl-anonymous-ciphers", Change: "ssl-anonymous-ciphers", About: "LIBPROCESS_SSL_VERIFY_CERT", When: []Condition{
		{Flag: "LIBPROCESS_SSL_ENABLED", OneOf: []string{"true"}},
		{Flag: "LIBPROCESS_SSL_CIPHERS", Has: []string{"aNULL", "ADH", "AECDH"}},
	}, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 23}, Last: release.Release{Major: 1, Minor: 8, Patch: 1}}}, What: "takes connections with the anonymous ciphers of `LIBPROCESS_SSL_CIPHERS` (aNULL, ADH, AECDH)"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 9}}}, What: "lets connections with anonymous ciphers fail"},
	}, Help: "take aNULL, ADH and AECDH out of the ciphers, or do not verify certificates", Evidence: []string{"3rdparty/libprocess/src/openssl.cpp:818@1.9.0"}},
	{ID: "cpu-limits", Change: "cpu-limits", Component: config.Agent, About: "cgroups_enable_cfs", When: []Condition{
		{Flag: "cgroups_enable_cfs", OneOf: []string{"false"}},
		{Flag: "isolation", Has: []string{"cgroups/cpu", "cgroups/all"}},
	}, Does: []Doing{
		{In: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Major: 1, Minor: 9}}}, What: "gives no task a CFS quota"},
		{In: release.Ranges{{First: release.Release{Major: 1, Minor: 10}}}, What: "gives tasks with a CPU limit a CFS quota all the same"},
	}, Help: "tell the users of CPU limits that the flag does not apply to them", Evidence: []string{
		"src/slave/containerizer/mesos/isolators/cgroups/subsystems/cpu.cpp:40@1.9.0",
		"src/slave/containerizer/mesos/isolators/cgroups/subsystems/cpu.cpp:107@1.10.0",
	}},
}
