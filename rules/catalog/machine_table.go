// Code generated from data/machine.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var machineNeedData = []*MachineNeed{
	{Check: "agent-root-missing", Component: config.Agent, In: release.Ranges{{First: release.Release{Minor: 19}}}, Needs: "root", Condition: "unless it is started as root", User: "root", Named: []NeedyNames{
		{Flag: "isolation", Names: []string{"cgroups", "cgroups/all", "cgroups/blkio", "cgroups/cpu", "cgroups/cpuset", "cgroups/devices", "cgroups/hugetlb", "cgroups/mem", "cgroups/net_cls", "cgroups/net_prio", "cgroups/perf_event", "cgroups/pids"}, Evidence: []string{"src/linux/cgroups.cpp:425@0.19.0", "src/linux/cgroups.cpp:351@1.11.0"}},
		{Flag: "isolation", Names: []string{"disk/xfs"}, Evidence: []string{
			"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:112@1.0.0",
			"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:171@1.11.0",
		}},
		{Flag: "isolation", Names: []string{"docker/volume"}, Evidence: []string{
			"src/slave/containerizer/mesos/isolators/docker/volume/isolator.cpp:65@1.0.0",
			"src/slave/containerizer/mesos/isolators/docker/volume/isolator.cpp:89@1.11.0",
		}},
		{Flag: "isolation", Names: []string{"filesystem/linux"}, Evidence: []string{
			"src/slave/containerizer/isolators/filesystem/linux.cpp:67@0.24.0",
			"src/slave/containerizer/mesos/isolators/filesystem/linux.cpp:502@1.11.0",
		}},
		{Flag: "isolation", Names: []string{"filesystem/shared"}, Evidence: []string{
			"src/slave/containerizer/isolators/filesystem/shared.cpp:50@0.21.0",
			"src/slave/containerizer/mesos/isolators/filesystem/shared.cpp:62@1.11.0",
		}},
		{Flag: "isolation", Names: []string{"linux/capabilities"}, Evidence: []string{
			"src/slave/containerizer/mesos/isolators/linux/capabilities.cpp:51@1.1.0",
			"src/slave/containerizer/mesos/isolators/linux/capabilities.cpp:51@1.11.0",
		}},
		{Flag: "isolation", Names: []string{"linux/devices"}, Evidence: []string{
			"src/slave/containerizer/mesos/isolators/linux/devices.cpp:49@1.7.0",
			"src/slave/containerizer/mesos/isolators/linux/devices.cpp:51@1.11.0",
		}},
		{Flag: "isolation", Names: []string{"linux/seccomp"}, Evidence: []string{
			"src/slave/containerizer/mesos/isolators/linux/seccomp.cpp:44@1.8.0",
			"src/slave/containerizer/mesos/isolators/linux/seccomp.cpp:50@1.11.0",
		}},
		{Flag: "isolation", Names: []string{"namespaces/ipc"}, Evidence: []string{
			"src/slave/containerizer/mesos/isolators/namespaces/ipc.cpp:35@1.2.0",
			"src/slave/containerizer/mesos/isolators/namespaces/ipc.cpp:55@1.11.0",
		}},
		{Flag: "isolation", Names: []string{"namespaces/pid"}, Evidence: []string{
			"src/slave/containerizer/isolators/namespaces/pid.cpp:72@0.21.0",
			"src/slave/containerizer/mesos/isolators/namespaces/pid.cpp:53@1.11.0",
		}},
		{Flag: "isolation", Names: []string{"network/cni"}, With: "network_cni_config_dir", Evidence: []string{
			"src/slave/containerizer/mesos/isolators/network/cni/cni.cpp:87@1.0.0",
			"src/slave/containerizer/mesos/isolators/network/cni/cni.cpp:110@1.11.0",
		}},
		{Flag: "isolation", Names: []string{"network/port_mapping"}, Evidence: []string{
			"src/slave/containerizer/isolators/network/port_mapping.cpp:606@0.20.0",
			"src/slave/containerizer/mesos/isolators/network/port_mapping.cpp:1364@1.11.0",
		}},
		{Flag: "launcher", Names: []string{"linux"}, Label: "the launcher ", Evidence: []string{
			"src/slave/containerizer/linux_launcher.cpp:81@0.25.0", "src/linux/cgroups.cpp:351@1.11.0",
		}},
		{Flag: "slave_subsystems", Label: "the flag ", Evidence: []string{"src/slave/slave.cpp:155@0.19.0"}},
		{Flag: "agent_subsystems", Label: "the flag ", Evidence: []string{"src/slave/slave.cpp:155@0.19.0", "src/slave/main.cpp:159@1.11.0"}},
		{Flag: "image_provisioner_backend", Names: []string{"bind"}, Label: "the backend ", Evidence: []string{
			"src/slave/containerizer/provisioner/backends/bind.cpp:71@0.25.0",
			"src/slave/containerizer/mesos/provisioner/backends/bind.cpp:68@1.11.0",
		}},
		{Flag: "image_provisioner_backend", Names: []string{"overlay"}, Label: "the backend ", Evidence: []string{
			"src/slave/containerizer/mesos/provisioner/backends/overlay.cpp:64@0.28.0",
			"src/slave/containerizer/mesos/provisioner/backends/overlay.cpp:88@1.11.0",
		}},
		{Flag: "image_provisioner_backend", Names: []string{"aufs"}, Label: "the backend ", Evidence: []string{
			"src/slave/containerizer/mesos/provisioner/backends/aufs.cpp:68@1.0.0",
			"src/slave/containerizer/mesos/provisioner/backends/aufs.cpp:68@1.11.0",
		}},
	}},
	{Check: "agent-docker-client", Component: config.Agent, In: release.Ranges{
		{First: release.Release{Minor: 20}, Last: release.Release{Major: 1, Minor: 4, Patch: 2}},
		{First: release.Release{Major: 1, Minor: 5}, Last: release.Release{Major: 1, Minor: 5, Patch: 1}},
		{First: release.Release{Major: 1, Minor: 6}, Last: release.Release{Major: 1, Minor: 6, Patch: 1}},
		{First: release.Release{Major: 1, Minor: 7}, Last: release.Release{Major: 1, Minor: 7}},
	}, Needs: "Docker 1.0.0 or newer and cgroups of version 1", Condition: "unless the machine has both", Named: []NeedyNames{{Flag: "containerizers", Names: []string{"docker"}, Label: "the containerizer ", Evidence: []string{"src/docker/docker.cpp:172@0.20.0", "src/docker/docker.cpp:104@0.20.0", "src/docker/docker.cpp:145@1.4.2"}}}},
	{Check: "agent-docker-client", Component: config.Agent, In: release.Ranges{
		{First: release.Release{Major: 1, Minor: 4, Patch: 3}, Last: release.Release{Major: 1, Minor: 4, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 5, Patch: 2}, Last: release.Release{Major: 1, Minor: 5, Patch: 3}},
		{First: release.Release{Major: 1, Minor: 6, Patch: 2}, Last: release.Release{Major: 1, Minor: 6, Patch: 2}},
		{First: release.Release{Major: 1, Minor: 7, Patch: 1}},
	}, Needs: "Docker 1.8.0 or newer and cgroups of version 1", Condition: "unless the machine has both", Named: []NeedyNames{{Flag: "containerizers", Names: []string{"docker"}, Label: "the containerizer ", Evidence: []string{"src/docker/docker.cpp:145@1.4.3", "src/docker/docker.cpp:146@1.11.0", "src/docker/docker.cpp:155@1.11.0"}}}},
	{Check: "agent-docker-volume-client", Component: config.Agent, In: release.Ranges{{First: release.Release{Major: 1}}}, Needs: "the program dvdcli in the agent's PATH", Condition: "unless the machine has it", Named: []NeedyNames{{Flag: "isolation", Names: []string{"docker/volume"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/docker/volume/isolator.cpp:70@1.0.0",
		"src/slave/containerizer/mesos/isolators/docker/volume/isolator.cpp:100@1.11.0",
	}},
	}},
	{Check: "agent-nvml-missing", Component: config.Agent, In: release.Ranges{{First: release.Release{Major: 1}}}, Needs: "the NVIDIA management library (NVML)", Condition: "unless the machine has it", Named: []NeedyNames{{Flag: "isolation", Names: []string{"gpu/nvidia"}, Evidence: []string{
		"src/slave/containerizer/mesos/containerizer.cpp:312@1.0.0",
		"src/slave/containerizer/mesos/containerizer.cpp:502@1.11.0",
	}},
	}},
	{Check: "agent-xfs-missing", Component: config.Agent, In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 2, Patch: 3}}}, Needs: "a `work_dir` on an XFS file system", Condition: "unless the machine has it", Named: []NeedyNames{{Flag: "isolation", Names: []string{"disk/xfs"}, Evidence: []string{"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:105@1.0.0"}}}},
	{Check: "agent-xfs-missing", Component: config.Agent, In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Needs: "a `work_dir` on an XFS file system with project quotas", Condition: "unless the machine has it", Named: []NeedyNames{{Flag: "isolation", Names: []string{"disk/xfs"}, Evidence: []string{
		"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:119@1.3.0",
		"src/slave/containerizer/mesos/isolators/xfs/disk.cpp:98@1.11.0",
	}},
	}},
}
