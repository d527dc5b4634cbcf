// Code generated from data/images.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var imageData = []*Image{
	{Image: "alpine", Command: []string{"/bin/sh"}, Sources: []string{"alpinelinux/docker-alpine x86_64/Dockerfile:3"}},
	{Image: "centos", Command: []string{"/bin/bash"}, Sources: []string{"CentOS/sig-cloud-instance-images 02ea580 docker/Dockerfile:15"}},
	{Image: "debian", Command: []string{"bash"}, Sources: []string{"debuerreotype/docker-debian-artifacts af0ce8e bullseye/slim/Dockerfile:3"}},
	{Image: "fedora", Command: []string{"/bin/bash"}, Sources: []string{"fedora-cloud/docker-brew-fedora 10217c9 x86_64/Dockerfile:5"}},
	{Image: "ubuntu", Command: []string{"bash"}, Sources: []string{"tianon/docker-brew-ubuntu-core 0aff0d1 bionic/Dockerfile:3"}},
	{Image: "mesosphere/mesos", Package: true, Command: []string{"/bin/bash"}, Sources: []string{"mesosphere/docker-containers 77530d6 mesos/dockerfile-templates/mesos:1"}},
	{Image: "mesosphere/mesos-master", Component: config.Master, Package: true, Entrypoint: []string{"mesos-master"}, Command: []string{"--registry=in_memory"}, Sources: []string{
		"mesosphere/docker-containers 79c5179 mesos-master/Dockerfile",
		"mesosphere/docker-containers 77530d6 mesos/dockerfile-templates/mesos-master:4",
	}},
	{Image: "mesosphere/mesos-slave", Component: config.Agent, Package: true, Entrypoint: []string{"mesos-slave"}, Sources: []string{
		"mesosphere/docker-containers 79c5179 mesos-slave/Dockerfile",
		"mesosphere/docker-containers 77530d6 mesos/dockerfile-templates/mesos-slave:4",
	}},
	{Image: "mesosphere/mesos-slave-dind", Component: config.Agent, Package: true, Behind: "mesos-", Entrypoint: []string{"wrapdocker"}, Command: []string{"mesos-slave"}, HandsOn: true, Sources: []string{
		"mesosphere-backup/mesos-slave-dind 67fa82d Dockerfile:35",
		"mesosphere-backup/mesos-slave-dind 67fa82d wrapdocker:226",
	}},
	{Image: "mesoscloud/mesos-master", Component: config.Master, Package: true, Tags: release.Ranges{{First: release.Release{Minor: 22, Patch: 1}, Last: release.Release{Minor: 23}}}, Command: []string{"/usr/sbin/mesos-master"}, Environment: []string{"MESOS_WORK_DIR=/tmp/mesos"}, Open: "builds before 2015-08-27 have no entrypoint, those after it one that exports variables if SECRET is set", Sources: []string{
		"mesoscloud/mesos-master bc0e71c 0.23.0/ubuntu/14.04/Dockerfile",
		"mesoscloud/mesos-master 789d932 0.23.0/ubuntu/14.04/Dockerfile",
	}},
	{Image: "mesoscloud/mesos-master", Component: config.Master, Package: true, Tags: release.Ranges{{First: release.Release{Minor: 24, Patch: 1}, Last: release.Release{Minor: 28, Patch: 1}}}, Latest: &release.Release{Minor: 28, Patch: 1}, Entrypoint: []string{"/entrypoint.sh"}, Command: []string{"/usr/sbin/mesos-master"}, HandsOn: true, Environment: []string{"MESOS_WORK_DIR=/tmp/mesos"}, Exports: []ImageExport{{If: "SECRET", Variables: []string{"MESOS_AUTHENTICATE=true", "MESOS_AUTHENTICATE_SLAVES=true", "MESOS_CREDENTIALS=/tmp/credentials"}}}, Sources: []string{
		"mesoscloud/mesos-master ab045bc 0.28.1/ubuntu/14.04/Dockerfile:15",
		"mesoscloud/mesos-master ab045bc 0.28.1/ubuntu/14.04/entrypoint.sh:5",
	}},
	{Image: "mesoscloud/mesos-slave", Component: config.Agent, Package: true, Tags: release.Ranges{{First: release.Release{Minor: 22, Patch: 1}, Last: release.Release{Minor: 23}}}, Command: []string{"/usr/sbin/mesos-slave"}, Environment: []string{"MESOS_WORK_DIR=/tmp/mesos"}, Sometimes: []string{"MESOS_CONTAINERIZERS=docker,mesos",
		"MESOS_EXECUTOR_REGISTRATION_TIMEOUT=5mins",
	}, Open: "builds before 2015-08-27 have no entrypoint, those after it one that exports variables if SECRET is set", Sources: []string{
		"mesoscloud/mesos-slave 8d7713c slave/0.22.1/ubuntu/14.04/Dockerfile",
		"mesoscloud/mesos-slave aa86d6c 0.22.1/ubuntu/14.04/Dockerfile",
		"mesoscloud/mesos-slave 402cddd 0.23.0/ubuntu/14.04/Dockerfile",
	}},
	{Image: "mesoscloud/mesos-slave", Component: config.Agent, Package: true, Tags: release.Ranges{{First: release.Release{Minor: 24, Patch: 1}, Last: release.Release{Minor: 24, Patch: 2}}}, Entrypoint: []string{"/entrypoint.sh"}, Command: []string{"/usr/sbin/mesos-slave"}, HandsOn: true, Environment: []string{"MESOS_WORK_DIR=/tmp/mesos", "MESOS_CONTAINERIZERS=docker,mesos",
		"MESOS_EXECUTOR_REGISTRATION_TIMEOUT=5mins",
	}, Exports: []ImageExport{{If: "SECRET", Variables: []string{"MESOS_CREDENTIAL=/tmp/credential"}}}, Sources: []string{
		"mesoscloud/mesos-slave d9a5f2e 0.24.1/ubuntu/14.04/Dockerfile:20",
		"mesoscloud/mesos-slave d9a5f2e 0.24.1/ubuntu/14.04/entrypoint.sh:5",
	}},
	{Image: "mesoscloud/mesos-slave", Component: config.Agent, Package: true, Tags: release.Ranges{{First: release.Release{Minor: 28}, Last: release.Release{Minor: 28, Patch: 1}}}, Latest: &release.Release{Minor: 28, Patch: 1}, Entrypoint: []string{"/entrypoint.sh"}, Command: []string{"/usr/sbin/mesos-slave"}, HandsOn: true, Environment: []string{"MESOS_WORK_DIR=/tmp/mesos", "MESOS_CONTAINERIZERS=docker,mesos",
		"MESOS_EXECUTOR_REGISTRATION_TIMEOUT=5mins",
	}, Sometimes: []string{"MESOS_SYSTEMD_ENABLE_SUPPORT=false"}, Exports: []ImageExport{{If: "SECRET", Variables: []string{"MESOS_CREDENTIAL=/tmp/credential"}}}, Sources: []string{
		"mesoscloud/mesos-slave d9a5f2e 0.28.1/ubuntu/14.04/Dockerfile:20",
		"mesoscloud/mesos-slave cc2efef 0.28.1/ubuntu/14.04/Dockerfile",
	}},
	{Image: "mesos/mesos-mini", Package: true, Tags: release.Ranges{{First: release.Release{Major: 1, Minor: 6}}}, Command: []string{"/entrypoint.sh"}, Open: "its systemd starts a master and an agent through the init wrapper", Sources: []string{
		"apache/mesos 1.11.0 support/mesos-mini/Dockerfile:85",
		"apache/mesos 1.11.0 support/mesos-mini/entrypoint.sh",
	}},
	{Image: "mesos/mesos-centos", Package: true, Command: []string{"/bin/bash"}, Sources: []string{"apache/mesos 1.11.0 support/packaging/centos/build-docker-centos.sh:26"}},
	{Image: "containersol/mesos-master", Component: config.Master, Package: true, Tags: release.Ranges{{First: release.Release{Minor: 25}, Last: release.Release{Minor: 28, Patch: 1}}}, Entrypoint: []string{"mesos-master"}, Command: []string{"--registry=in_memory"}, Open: "builds from July 2016 on also give --no-hostname_lookup", Sources: []string{
		"ContainerSolutions/minimesos-docker b063151 mesos-image/master/Dockerfile",
		"ContainerSolutions/minimesos-docker 2e17e91 build.sh",
	}},
	{Image: "containersol/mesos-master", Component: config.Master, Package: true, Tags: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1}}}, Entrypoint: []string{"mesos-master", "--no-hostname_lookup", "true"}, Command: []string{"--registry=in_memory"}, Sources: []string{"ContainerSolutions/minimesos-docker 2e17e91 mesos-image/master/Dockerfile:13"}},
	{Image: "containersol/mesos-agent", Component: config.Agent, Package: true, Tags: release.Ranges{{First: release.Release{Minor: 28}, Last: release.Release{Major: 1}}}, Entrypoint: []string{"mesos-slave", "--no-hostname_lookup"}, Sources: []string{
		"ContainerSolutions/minimesos-docker e14be46 mesos-image/agent/Dockerfile",
		"ContainerSolutions/minimesos-docker 2e17e91 mesos-image/agent/Dockerfile:13",
	}},
	{Image: "quay.io/vektorcloud/mesos", Tags: release.Ranges{{First: release.Release{Major: 1, Minor: 7}, Last: release.Release{Major: 1, Minor: 7}}}, Entrypoint: []string{"/entrypoint.sh"}, HandsOn: true, Environment: []string{"MESOS_ZK=zk://localhost:2181/mesos", "MESOS_MASTER=zk://localhost:2181/mesos", "MESOS_QUORUM=1", "MESOS_CONTAINERIZERS=mesos",
		"MESOS_EXECUTOR_REGISTRATION_TIMEOUT=5mins", "MESOS_LAUNCHER=posix", "MESOS_LOGGING_LEVEL=WARNING", "MESOS_SYSTEMD_ENABLE_SUPPORT=false", "MESOS_ISOLATION=posix/cpu,posix/mem",
	}, Sources: []string{
		"vektorcloud/mesos 5c731ed Dockerfile:86",
		"vektorcloud/mesos 5c731ed entrypoint.sh:20",
	}},
}
