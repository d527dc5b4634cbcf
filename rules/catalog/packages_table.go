// Code generated from data/packages.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var packageFlagData = []*PackageFlag{
	{Component: config.Master, Flag: "work_dir", In: release.Ranges{{First: release.Release{Minor: 19}}}, Source: "mesosphere/mesos-deb-packaging 0bc3947"},
	{Component: config.Master, Flag: "quorum", In: release.Ranges{{First: release.Release{Minor: 19}}}, Source: "mesosphere/mesos-deb-packaging 0bc3947"},
	{Component: config.Master, Flag: "zk", In: release.Ranges{{First: release.Release{Minor: 19}}}, Source: "mesosphere/mesos-deb-packaging default/mesos-master"},
	{Component: config.Master, Flag: "port", In: release.Ranges{{First: release.Release{Minor: 19}}}, Source: "mesosphere/mesos-deb-packaging default/mesos-master"},
	{Component: config.Master, Flag: "log_dir", In: release.Ranges{{First: release.Release{Minor: 19}}}, Source: "mesosphere/mesos-deb-packaging default/mesos"},
	{Component: config.Agent, Flag: "work_dir", In: release.Ranges{
		{First: release.Release{Minor: 26, Patch: 2}, Last: release.Release{Minor: 26, Patch: 2}},
		{First: release.Release{Minor: 28, Patch: 2}},
	}, Source: "mesosphere/mesos-deb-packaging e05426a, built as 0.26.2-2.0.60 and 0.28.2-2.0.27"},
	{Component: config.Agent, Flag: "master", In: release.Ranges{{First: release.Release{Minor: 19}}}, Source: "mesosphere/mesos-deb-packaging default/mesos-slave"},
	{Component: config.Agent, Flag: "log_dir", In: release.Ranges{{First: release.Release{Minor: 19}}}, Source: "mesosphere/mesos-deb-packaging default/mesos"},
}
