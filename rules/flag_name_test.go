package rules

import (
	"context"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

func TestUnknownFlags(t *testing.T) {
	runNodeCases(t, flagUnknown, []nodeCase{
		{name: "misspelt", lines: []string{"--quorm=2"}, to: "1.3.2",
			want: []string{"fatal: `quorm` is not a flag of the 1.3.2 master: it will not start; did you mean `quorum`?"}},
		{name: "negated", lines: []string{"--no-quorm"}, to: "1.3.2", want: []string{"fatal: `no-quorm` is not a flag"}},
		{name: "dashes", component: config.Agent, lines: []string{"--work-dir=/x"}, to: "0.22.2", want: []string{"fatal: did you mean `work_dir`?"}},
		{name: "nothing near", lines: []string{"--frobnicate"}, to: "1.3.2", want: []string{"fatal: it will not start; delete it"}},
		{name: "of the other daemon", component: config.Agent, lines: []string{"--quorum=2"}, to: "1.3.2",
			want: []string{"fatal: `quorum` is a flag of the master"}},
		{name: "near to what is gone", component: config.Agent, lines: []string{"--chekpoint"}, to: "1.3.2",
			want: []string{"fatal: did you mean `checkpoint`, which exists in 0.13.0–0.21.2?"}},
		{name: "misspelt in the environment", lines: []string{"MESOS_QUORM=2"}, to: "1.3.2"},
		{name: "removed is no misspelling", component: config.Agent, lines: []string{"--checkpoint"}, to: "1.3.2"},
		{name: "later is no misspelling", component: config.Agent, lines: []string{"--memory_profiling"}, to: "1.3.2"},
		{name: "upper case", lines: []string{"--QUORUM=2"}, to: "1.3.2"},
		{name: "a blank is a matter of syntax", lines: []string{"--quorum 2"}, to: "1.3.2"},
		{name: "one that may not be there", lines: []string{"? --quorm=2"}, to: "1.3.2", want: []string{"fatal: `quorm`"}},
	})
}

func TestStrayFilesOfAFlagDirectory(t *testing.T) {
	n := nodeOf(config.Agent, "--work_dir.rpmnew=/x")
	n.Settings[0].Way, n.Settings[0].File = config.FlagDirectory, "/etc/mesos-slave/work_dir.rpmnew"
	found := lintNode(t, flagUnknown, n, "", "1.3.2")
	want := "the file `work_dir.rpmnew` becomes a flag that the 1.3.2 agent does not have: it will not start"
	if len(found) != 1 || found[0].Message != want || found[0].Help != "move the file out of the flag directory" {
		t.Errorf("got %+v, want %q", found, want)
	}
}

func TestRemovedFlags(t *testing.T) {
	runNodeCases(t, flagRemoved, []nodeCase{
		{name: "the last release that has it", component: config.Agent, lines: []string{"--checkpoint"}, to: "0.21.2"},
		{name: "the first that has not", component: config.Agent, lines: []string{"--strict", "--checkpoint"}, to: "0.22.0",
			want:  []string{"fatal: `checkpoint` was removed in 0.22.0: the 0.22.0 agent will not start; delete it: agents always checkpoint"},
			fixed: "--strict"},
		{name: "the value that is not kept up", component: config.Agent, lines: []string{"--checkpoint=false"}, to: "0.22.0", want: []string{"fatal: `checkpoint` was removed"}},
		{name: "negated", component: config.Agent, lines: []string{"--no-checkpoint"}, to: "0.22.0", want: []string{"fatal: `no-checkpoint` was removed"}},
		{name: "in the environment", component: config.Agent, lines: []string{"MESOS_CHECKPOINT=1"}, to: "1.3.2",
			want: []string{"ignored: `MESOS_CHECKPOINT` was removed in 0.22.0: the 1.3.2 agent silently ignores it"}, fixed: "(nothing)"},
		{name: "replaced", component: config.Agent, lines: []string{"--provisioners=x"}, to: "0.25.0", want: []string{"fatal: use `image_providers` instead"}},
		{name: "replaced, in the environment", component: config.Agent, lines: []string{"MESOS_PROVISIONERS=x"}, to: "0.25.0",
			want: []string{"ignored: use `MESOS_IMAGE_PROVIDERS` instead"}},
		{name: "not there yet", component: config.Agent, lines: []string{"--checkpoint"}, to: "0.19.0"},
		{name: "not in this patch release", component: config.Agent, lines: []string{"--network_cni_root_dir_persist"}, to: "1.7.0"},
	})
}

func TestFlagsNotYetThere(t *testing.T) {
	runNodeCases(t, flagNotYet, []nodeCase{
		{name: "in a later patch release", component: config.Agent, lines: []string{"--network_cni_root_dir_persist"}, to: "1.7.0",
			want: []string{"fatal: the 1.7.0 agent does not have `network_cni_root_dir_persist` (it exists in 1.4.3, 1.5.2–1.5.3, 1.6.2, 1.7.1 and later)"}},
		{name: "from its release on", component: config.Agent, lines: []string{"--network_cni_root_dir_persist"}, to: "1.7.1"},
		{name: "in the environment", component: config.Agent, lines: []string{"MESOS_MEMORY_PROFILING=1"}, to: "1.5.3",
			want: []string{"ignored: silently ignores it; delete it until the upgrade to 1.6.0"}},
		{name: "in the release that runs", component: config.Agent, lines: []string{"--network_cni_root_dir_persist"}, from: "1.4.3", to: "1.5.1",
			want: []string{"fatal: the 1.4.3 agent has it; upgrade to 1.5.2, which has it, or delete it with the upgrade and not before"}},
		{name: "under its older name", lines: []string{"--agent_ping_timeout=20secs"}, to: "0.28.3",
			want: []string{"fatal: write `slave_ping_timeout`, its name until then"}, fixed: "--slave_ping_timeout=20secs"},
		{name: "under its older name, in the environment", lines: []string{"MESOS_AGENT_PING_TIMEOUT=20secs"}, to: "0.28.3",
			want: []string{"ignored: write `MESOS_SLAVE_PING_TIMEOUT`"}, fixed: "MESOS_SLAVE_PING_TIMEOUT=20secs"},
		{name: "under both names", lines: []string{"--agent_ping_timeout=20secs", "--slave_ping_timeout=20secs"}, to: "0.28.3",
			want: []string{"fatal: write `slave_ping_timeout`"}},
		{name: "gone for good", component: config.Agent, lines: []string{"--checkpoint"}, to: "1.0.0"},
	})
}

func TestVariablesOfTheOtherDaemonInASharedFile(t *testing.T) {
	for _, variable := range []string{"MESOS_ROLES=a", "MESOS_AUTHENTICATE_SLAVES=true"} {
		master := nodeOf(config.Master, variable)
		agent := &config.Node{Component: config.Agent, Settings: master.Settings, Sources: master.Sources}
		for _, c := range []struct {
			nodes []*config.Node
			want  int
		}{{[]*config.Node{master, agent}, 0}, {[]*config.Node{agent}, 1}} {
			found, err := lint.Run(context.Background(), []*lint.Rule{envUnknown}, release.Upgrade{To: release.MustParse("1.3.2")}, &config.Config{Nodes: c.nodes})
			if err != nil || len(found) != c.want {
				t.Errorf("%s in a file of %d nodes: %d findings, want %d (%v)", variable, len(c.nodes), len(found), c.want, err)
			}
		}
	}
}
