// Code generated from data/watch.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/release"
)

var watchData = []*Watch{
	{What: "log", Who: []string{"master", "agent"}, Name: "Flags at startup:", In: release.Ranges{{First: release.Release{Minor: 23}}}, Why: "the flags that the daemon took, at its start", Evidence: []string{"src/master/master.cpp:370@0.23.0", "src/slave/slave.cpp:191@0.23.0", "src/master/master.cpp:453@1.11.0"}},
	{What: "log", Who: []string{"master"}, Name: "Elected as the leading master!", In: release.Ranges{{First: release.Release{Minor: 20}}}, Why: "exactly one master at a time", Evidence: []string{"src/master/master.cpp:1209@0.20.0", "src/master/master.cpp:2176@1.11.0"}},
	{What: "metric", Who: []string{"master"}, Name: "master/elected", In: release.Ranges{{First: release.Release{Minor: 20}}}, Why: "1 on one master, 0 on the others", Evidence: []string{"src/master/master.cpp:4576@0.20.0", "src/master/metrics.cpp:51@1.11.0"}},
	{What: "metric", Who: []string{"master"}, Name: "master/slaves_active", In: release.Ranges{{First: release.Release{Minor: 20}}}, Why: "back at the number of agents before the hop", Evidence: []string{"src/master/master.cpp:4579@0.20.0", "src/master/metrics.cpp:60@1.11.0"}},
	{What: "metric", Who: []string{"master"}, Name: "master/frameworks_active", In: release.Ranges{{First: release.Release{Minor: 20}}}, Why: "back at the number of frameworks before the hop", Evidence: []string{"src/master/master.cpp:4585@0.20.0", "src/master/metrics.cpp:75@1.11.0"}},
	{What: "metric", Who: []string{"master"}, Name: "master/recovery_slave_removals", In: release.Ranges{{First: release.Release{Minor: 20}}}, Why: "rises if agents did not come back after a master took over", Evidence: []string{"src/master/master.cpp:4659@0.20.0", "src/master/metrics.cpp:195@1.11.0"}},
	{What: "metric", Who: []string{"master"}, Name: "master/tasks_lost", In: release.Ranges{{First: release.Release{Minor: 20}}}, Why: "does not rise", Evidence: []string{"src/master/master.cpp:4609@0.20.0", "src/master/metrics.cpp:109@1.11.0"}},
	{What: "metric", Who: []string{"master"}, Name: "master/slave_removals/reason_unhealthy", In: release.Ranges{{First: release.Release{Minor: 23}, Last: release.Release{Major: 1, Patch: 4}}}, Why: "does not rise", Evidence: []string{"src/master/metrics.cpp:165@0.23.0"}},
	{What: "metric", Who: []string{"master"}, Name: "master/slave_unreachable_completed", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Why: "does not rise", Evidence: []string{"src/master/metrics.cpp:196@1.1.0", "src/master/metrics.cpp:226@1.11.0"}},
	{What: "log", Who: []string{"master"}, Name: "Refusing registration of agent at", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Why: "never: the master does not let an agent in", Evidence: []string{"src/master/master.cpp:5036@1.1.0", "src/master/master.cpp:6239@1.11.0"}},
	{What: "log", Who: []string{"master"}, Name: "from old agent at", In: release.Ranges{{First: release.Release{Major: 1, Minor: 2, Patch: 1}}}, Why: "never: an agent older than 1.0 is left", Evidence: []string{"src/master/master.cpp:5340@1.2.1", "src/master/master.cpp:6744@1.11.0"}},
	{What: "log", Who: []string{"agent"}, Name: "Re-registered with master", In: release.Ranges{{First: release.Release{Minor: 20}}}, Why: "once on each agent, after each restart", Evidence: []string{"src/slave/slave.cpp:816@0.20.0", "src/slave/slave.cpp:1830@1.11.0"}},
	{What: "metric", Who: []string{"agent"}, Name: "slave/registered", In: release.Ranges{{First: release.Release{Minor: 20}}}, Why: "1 on every agent", Evidence: []string{"src/slave/slave.cpp:3412@0.20.0", "src/slave/metrics.cpp:40@1.11.0"}},
	{What: "metric", Who: []string{"agent"}, Name: "slave/recovery_errors", In: release.Ranges{{First: release.Release{Minor: 20}}}, Why: "stays 0: what an agent does not recover is lost", Evidence: []string{"src/slave/slave.cpp:3415@0.20.0", "src/slave/metrics.cpp:43@1.11.0"}},
}
