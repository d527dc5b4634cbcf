// Code generated from data/empty.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var emptyValueData = []*EmptyValue{
	{Component: config.Master, Flag: "hostname", In: release.Ranges{{First: release.Release{Minor: 19}}}, Means: "publishes an empty host name, and links to its pages lead nowhere", Evidence: []string{"src/master/master.cpp:260@0.19.0", "src/master/master.cpp:384@1.11.0"}},
	{Component: config.Agent, Flag: "hostname", In: release.Ranges{{First: release.Release{Minor: 15}}}, Means: "publishes an empty host name, and links to its pages lead nowhere", Evidence: []string{"src/slave/slave.cpp:227@0.15.0", "src/slave/slave.cpp:612@1.11.0"}},
	{Component: config.Master, Flag: "roles", In: release.Ranges{{First: release.Release{Minor: 27}}}, Means: "lets frameworks register with the role * only", Without: "frameworks may register with any role", Evidence: []string{"src/master/master.cpp:649@0.28.0"}},
}
