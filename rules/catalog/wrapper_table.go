// Code generated from data/wrapper.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/release"
)

var wrapperFeatureData = []*WrapperFeature{
	{Does: "export-all", In: release.Ranges{{First: release.Release{Minor: 24, Patch: 2}}}, NotIn: release.Ranges{
		{First: release.Release{Minor: 19}, Last: release.Release{Minor: 22, Patch: 1}},
		{First: release.Release{Minor: 23}, Last: release.Release{Minor: 23}},
		{First: release.Release{Minor: 24}, Last: release.Release{Minor: 24, Patch: 1}},
	}, Source: "mesosphere/mesos-deb-packaging 8826859, first built as 0.24.2-2.0.17 and 0.25.0-0.2.70"},
	{Does: "keep-no-logger", In: release.Ranges{{First: release.Release{Minor: 26}}}, NotIn: release.Ranges{{First: release.Release{Minor: 19}, Last: release.Release{Minor: 25, Patch: 1}}}, Source: "mesosphere/mesos-deb-packaging 67a7a61, first built as 0.26.0-0.2.145"},
}
