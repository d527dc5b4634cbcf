// Code generated from data/guards.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var guardData = []*Guard{
	{Component: config.Master, Flag: "acls", In: release.Ranges{{First: release.Release{Minor: 20}}}, Evidence: []string{"src/master/main.cpp:270@0.20.0", "src/master/main.cpp:465@1.11.0"}},
	{Component: config.Agent, Flag: "acls", In: release.Ranges{{First: release.Release{Major: 1}}}, Evidence: []string{"src/slave/main.cpp:389@1.0.0", "src/slave/main.cpp:638@1.11.0"}},
	{Component: config.Master, Flag: "firewall_rules", In: release.Ranges{{First: release.Release{Minor: 23}}}, Evidence: []string{"src/master/main.cpp:348@0.23.0", "src/master/main.cpp:269@1.11.0"}},
	{Component: config.Agent, Flag: "firewall_rules", In: release.Ranges{{First: release.Release{Minor: 23}}}, Evidence: []string{"src/slave/main.cpp:191@0.23.0", "src/slave/main.cpp:422@1.11.0"}},
	{Component: config.Agent, Flag: "authenticate_http_executors", In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Evidence: []string{"src/slave/slave.cpp:320@1.3.0", "src/slave/slave.cpp:374@1.11.0"}},
}
