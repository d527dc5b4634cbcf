package rules

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

func TestRenamedFlags(t *testing.T) {
	runNodeCases(t, flagRenamed, []nodeCase{
		{name: "before the renaming", lines: []string{"--slave_ping_timeout=20secs"}, to: "0.28.3"},
		{name: "after it", lines: []string{"--slave_ping_timeout=20secs"}, to: "1.0.0",
			want:  []string{"deprecated: `slave_ping_timeout` is the old name of `agent_ping_timeout` since 1.0.0: the 1.0.0 master accepts it and logs a warning; write `agent_ping_timeout`"},
			fixed: "--agent_ping_timeout=20secs"},
		{name: "negated", lines: []string{"--no-authenticate_slaves"}, to: "1.3.2",
			want: []string{"deprecated: `no-authenticate_slaves` is the old name"}, fixed: "--no-authenticate_agents"},
		{name: "in the environment", lines: []string{"MESOS_AUTHENTICATE=true"}, to: "1.11.0",
			want: []string{"deprecated: write `MESOS_AUTHENTICATE_FRAMEWORKS`"}, fixed: "MESOS_AUTHENTICATE_FRAMEWORKS=true"},
		{name: "beside the new name, refused", lines: []string{"--agent_ping_timeout=20secs", "--slave_ping_timeout=20secs"}, to: "1.3.2"},
		{name: "beside the new name, perhaps", lines: []string{"? --agent_ping_timeout=20secs", "--slave_ping_timeout=20secs"}, to: "1.3.2",
			want: []string{"deprecated: a warning; delete it: `agent_ping_timeout` is there already"}},
		{name: "both ways", lines: []string{"--authenticate=true", "MESOS_AUTHENTICATE=true"}, to: "1.3.2",
			want:  []string{"deprecated: `authenticate` is the old name of `authenticate_frameworks`"},
			fixed: "--authenticate_frameworks=true\nMESOS_AUTHENTICATE_FRAMEWORKS=true"},
		{name: "renamed by a backport", lines: []string{"--user_sorter=drf"}, to: "1.5.2", want: []string{"deprecated: `role_sorter` since 1.5.2"}, fixed: "--role_sorter=drf"},
		{name: "not renamed in between", lines: []string{"--user_sorter=drf"}, to: "1.6.0"},
		{name: "the new name", lines: []string{"--agent_ping_timeout=20secs"}, to: "1.3.2"},
	})
	found := lintNode(t, flagRenamed, nodeOf(config.Master, "--user_sorter=drf"), "1.3.2", "1.11.0")
	if got := found[0].Fix.ValidFrom.String(); got != "1.6.1" {
		t.Errorf("role_sorter is valid from %s", got)
	}
}

func TestDeprecatedFlags(t *testing.T) {
	runNodeCases(t, flagDeprecated, []nodeCase{
		{name: "before", component: config.Agent, lines: []string{"--docker_stop_timeout=1secs"}, to: "0.28.3"},
		{name: "since", component: config.Agent, lines: []string{"--docker_stop_timeout=1secs"}, to: "1.0.0",
			want: []string{"deprecated: `docker_stop_timeout` is deprecated in the 1.0.0 agent; stop using it: use the kill policy of a task"}},
		{name: "soon gone", component: config.Agent, lines: []string{"--checkpoint"}, to: "0.21.2",
			want: []string{"deprecated: and will be removed in 0.22.0"}},
		{name: "in the environment", lines: []string{"MESOS_WEIGHTS=a=1"}, to: "1.3.2", want: []string{"deprecated: `MESOS_WEIGHTS`"}},
		{name: "the only value that is allowed", lines: []string{"--registry_strict=false"}, to: "1.0.0"},
		{name: "the only value that is allowed, negated", lines: []string{"--no-registry_strict"}, to: "1.0.0"},
		{name: "without a value", lines: []string{"--weights"}, to: "1.3.2"},
		{name: "a deprecated name is another matter", lines: []string{"--slave_ping_timeout=20secs"}, to: "1.3.2"},
	})
}

func TestUnreadFlags(t *testing.T) {
	runNodeCases(t, flagUnread, []nodeCase{
		{name: "never read", lines: []string{"--user_sorter=x"}, to: "1.4.1", want: []string{"ignored: the 1.4.1 master accepts `user_sorter` and never reads it"}},
		{name: "begins to be read", lines: []string{"--framework_sorter=x"}, to: "1.4.1", want: []string{"ignored: (1.4.2 starts to); delete it"}},
		{name: "read", lines: []string{"--framework_sorter=drf"}, to: "1.4.2"},
		{name: "harmless", lines: []string{"--registry_strict=false"}, to: "1.3.2"},
		{name: "refused", lines: []string{"--registry_strict"}, to: "1.3.2"},
	})
}

func TestRequiredFlags(t *testing.T) {
	runNodeCases(t, flagRequired, []nodeCase{
		{name: "a default", component: config.Agent, lines: []string{"--master=m:5050"}, to: "0.28.3"},
		{name: "of the parser", component: config.Agent, lines: []string{"--master=m:5050"}, to: "1.0.0",
			want: []string{"fatal: `work_dir` is missing: the 1.0.0 agent does not start without it; add `work_dir`"}},
		{name: "in the environment", component: config.Agent, lines: []string{"--master=m:5050", "MESOS_WORK_DIR=/x"}, to: "1.0.0"},
		{name: "empty is given", component: config.Agent, lines: []string{"--master=m:5050", "--work_dir="}, to: "1.0.0"},
		{name: "known at run time", component: config.Agent, lines: []string{"--master=m:5050", "$ --work_dir=$X"}, to: "1.0.0"},
		{name: "that may be left out", component: config.Agent, lines: []string{"--master=m:5050", "? --work_dir=/x"}, to: "1.0.0"},
		{name: "always", component: config.Agent, to: "0.28.3", want: []string{"fatal: `master` is missing"}},
		{name: "or another", component: config.Agent, lines: []string{"--work_dir=/x", "--master_detector=m"}, to: "1.0.0"},
		{name: "neither", component: config.Agent, lines: []string{"--work_dir=/x"}, to: "1.0.0",
			want: []string{"fatal: `master` is missing: the 1.0.0 agent does not start without it, because `master_detector` is not given"}},
		{name: "with the default registry", to: "0.19.0",
			want: []string{"fatal: `work_dir` is missing: the 0.19.0 master does not start without it, because `registry` is replicated_log by default"}},
		{name: "with a registry in memory", lines: []string{"--registry=in_memory"}, to: "1.11.0"},
		{name: "with a registry known at run time", lines: []string{"$ --registry=$R"}, to: "1.11.0",
			want: []string{"fatal: `work_dir` is missing: the 1.11.0 master does not start without it, if `registry` is replicated_log or log_storage"}},
		{name: "quorum with ZooKeeper", lines: []string{"--work_dir=/x", "--zk=zk://h/m"}, to: "1.3.2",
			want: []string{"fatal: `quorum` is missing: the 1.3.2 master does not start without it, because `registry` is replicated_log by default and `zk` is given"}},
		{name: "quorum alone", lines: []string{"--work_dir=/x"}, to: "1.3.2"},
		{name: "quorum in memory", lines: []string{"--registry=in_memory", "--zk=zk://h/m"}, to: "1.3.2"},
	})
}

func TestMissingFlagsOfIncompleteNodes(t *testing.T) {
	n := nodeOf(config.Agent, "--master=m:5050")
	n.Complete, n.Incomplete, n.Part = false, "the package brings files of its own", true
	if found := lintNode(t, flagRequired, n, "", "1.3.2"); len(found) != 0 {
		t.Errorf("of a node that is only a part it is said: %s", found[0].Message)
	}
	n.Part = false
	for _, c := range []struct {
		gap       machine.Gap
		condition string // "-" where nothing is said
	}{
		{machine.Gap{Kind: machine.UnknownImage}, "unless the image gives `work_dir`"},
		{machine.Gap{Kind: machine.CallerEnvironment}, "unless the environment it is started in gives `work_dir`"},
		{machine.Gap{Kind: machine.UnreadFile, Path: "/etc/x.env"}, "unless `/etc/x.env` gives `work_dir`"},
		{machine.Gap{Kind: machine.PackageFiles}, "unless the package's own file is still there"},
		{machine.Gap{Kind: machine.UnknownArguments}, "-"},
		{machine.Gap{Kind: machine.Condition}, "-"},
		{machine.Gap{Kind: machine.UnknownReader}, "-"},
	} {
		n.Gaps = []machine.Gap{c.gap}
		found := lintNode(t, flagRequired, n, "", "1.3.2")
		switch {
		case c.condition == "-" && len(found) != 0, c.condition != "-" && len(found) != 1:
			t.Errorf("%v: %+v", c.gap, found)
		case len(found) == 1 && (found[0].Effect != lint.Fatal || found[0].Severity != lint.Info || found[0].Condition != c.condition):
			t.Errorf("%v: %s %s %q, want %q", c.gap, found[0].Effect, found[0].Severity, found[0].Condition, c.condition)
		}
	}
	// The package of 0.28.1 brought no work_dir for agents, and no package brings what it has no file for.
	n.Gaps = []machine.Gap{{Kind: machine.PackageFiles}}
	if found := lintNode(t, flagRequired, nodeWithGaps(config.Agent, n.Gaps, "--work_dir=/x"), "", "1.0.0"); len(found) != 1 || found[0].Severity != lint.Info {
		t.Errorf("the package gives `master`: %+v", found)
	}
	n.Gaps[0].Path = "/etc/default/mesos-slave"
	found := lintNode(t, checkNeeds, nodeWithGaps(config.Agent, n.Gaps, "--authenticate_http_readonly"), "", "1.4.0")
	if len(found) != 1 || found[0].Severity != lint.Warning || found[0].Condition != "unless something else gives `http_authenticators` or `http_credentials`" {
		t.Errorf("a file of the package may give http_credentials: %+v", found)
	}
}

func nodeWithGaps(c config.Component, gaps []machine.Gap, lines ...string) *config.Node {
	n := nodeOf(c, lines...)
	n.Complete, n.Gaps = false, gaps
	return n
}

func TestDuplicateFlags(t *testing.T) {
	runNodeCases(t, flagDuplicate, []nodeCase{
		{name: "twice", lines: []string{"--quorum=1", "--quorum=2"}, to: "0.19.0", want: []string{"fatal: `quorum` is given twice on the command line: the 0.19.0 master will not start; keep the one that is meant and delete the other"}},
		{name: "twice the same", lines: []string{"--quorum=1", "--quorum=1"}, to: "1.3.2", want: []string{"fatal: `quorum` is given twice"}, fixed: "--quorum=1"},
		{name: "beside the environment, refused", lines: []string{"--quorum=1", "MESOS_QUORUM=2"}, to: "0.24.2",
			want: []string{"fatal: `quorum` is given in the environment and on the command line: the 0.24.2 master will not start"}},
		{name: "beside the same in the environment, refused", lines: []string{"--quorum=1", "MESOS_QUORUM=1"}, to: "0.24.2",
			want: []string{"fatal: `quorum` is given in the environment"}, fixed: "--quorum=1"},
		{name: "beside the environment, ignored", lines: []string{"--quorum=1", "MESOS_QUORUM=2"}, to: "0.25.0",
			want: []string{"ignored: `MESOS_QUORUM` has no effect: `quorum` on the command line wins; delete `MESOS_QUORUM`"}},
		{name: "beside the environment that it is made of", lines: []string{"$ --quorum=${MESOS_QUORUM:-2}", "MESOS_QUORUM=2"}, to: "0.25.0"},
		{name: "beside the same in the environment", lines: []string{"--quorum=1", "MESOS_QUORUM=1"}, to: "0.25.0"},
		{name: "two names", lines: []string{"--slave_ping_timeout=20secs", "--agent_ping_timeout=20secs"}, to: "1.0.0",
			want:  []string{"fatal: `slave_ping_timeout` and `agent_ping_timeout` are the same flag: the 1.0.0 master will not start; delete `slave_ping_timeout`: `agent_ping_timeout` says the same"},
			fixed: "--agent_ping_timeout=20secs"},
		{name: "two names that differ", lines: []string{"--slave_ping_timeout=20secs", "--agent_ping_timeout=30secs"}, to: "1.0.0",
			want: []string{"fatal: will not start; keep the one that is meant and delete the other"}},
		{name: "two names, the running release reads the old one", lines: []string{"MESOS_AUTHENTICATE=false", "MESOS_AUTHENTICATE_FRAMEWORKS=true"}, from: "0.28.3", to: "1.0.0",
			want: []string{"fatal: the 0.28.3 master uses `MESOS_AUTHENTICATE`; delete `MESOS_AUTHENTICATE_FRAMEWORKS`: the 0.28.3 master does not use it; or delete `MESOS_AUTHENTICATE` instead, with the upgrade and not before"}},
		{name: "two names that agree, the running release reads the old one", lines: []string{"MESOS_AUTHENTICATE=true", "MESOS_AUTHENTICATE_FRAMEWORKS=true"}, from: "0.28.3", to: "1.3.2",
			want: []string{"fatal: delete `MESOS_AUTHENTICATE_FRAMEWORKS`"}, fixed: "MESOS_AUTHENTICATE=true"},
		{name: "two names, which the running release refuses", lines: []string{"--authenticate=false", "--authenticate_frameworks=true"}, from: "0.28.3", to: "1.0.0",
			want: []string{"fatal: keep the one that is meant"}},
		{name: "negated, and the running release takes one of them", lines: []string{"--no-hostname_lookup", "--hostname_lookup=true"}, from: "0.28.3", to: "1.0.0",
			want: []string{"fatal: the 0.28.3 master uses `no-hostname_lookup`; delete `hostname_lookup`: the 0.28.3 master does not use it"}},
		{name: "two names, one of them a variable", lines: []string{"--slave_ping_timeout=20secs", "MESOS_AGENT_PING_TIMEOUT=20secs"}, to: "1.11.0",
			want: []string{"fatal: `slave_ping_timeout` and `MESOS_AGENT_PING_TIMEOUT` are the same flag"}, fixed: "MESOS_AGENT_PING_TIMEOUT=20secs"},
		{name: "negated variable, by name", lines: []string{"--no-hostname_lookup", "MESOS_HOSTNAME_LOOKUP=true"}, to: "0.28.3",
			want: []string{"changed: `no-hostname_lookup` takes effect on the 0.28.3 master and `MESOS_HOSTNAME_LOOKUP` does not"}},
		{name: "negated variable, once", lines: []string{"--no-hostname_lookup", "MESOS_HOSTNAME_LOOKUP=true"}, to: "1.0.0",
			want: []string{"fatal: `no-hostname_lookup` and `MESOS_HOSTNAME_LOOKUP` are the same flag"}},
		{name: "two spellings, in order", lines: []string{"MESOS_quorum=1", "MESOS_QUORUM=2"}, to: "0.23.0",
			want: []string{"ignored: the 0.23.0 master uses `MESOS_quorum` and silently drops `MESOS_QUORUM`"}},
		{name: "two spellings, by chance", lines: []string{"MESOS_quorum=1", "MESOS_QUORUM=2"}, to: "0.22.2",
			want: []string{"changed: which of them takes effect on the 0.22.2 master is not defined"}},
		{name: "two spellings, by chance today", lines: []string{"MESOS_quorum=1", "MESOS_QUORUM=2"}, from: "0.22.2", to: "0.23.0",
			want: []string{"ignored: uses `MESOS_quorum` and silently drops `MESOS_QUORUM`; delete `MESOS_QUORUM`"}},
		{name: "perhaps twice", lines: []string{"--quorum=1", "? --quorum=2"}, to: "1.3.2"},
	})
}

func TestDuplicatesOfTheInitWrapper(t *testing.T) {
	n := nodeOf(config.Master, "--log_dir=/a", "--log_dir=/b")
	n.Settings[0].Way, n.Settings[1].Way = config.WrapperVar, config.FlagDirectory
	found := lintNode(t, flagDuplicate, n, "", "1.3.2")
	if len(found) != 1 || !strings.Contains(found[0].Message, "`log_dir` is given through the init wrapper and in the flag directory: the 1.3.2 master will not start") {
		t.Errorf("%+v", found)
	}
}

func TestFlagValues(t *testing.T) {
	runNodeCases(t, flagValue, []nodeCase{
		{name: "fine", lines: []string{"--quorum=1", "--offer_timeout=10secs", "--hostname_lookup=false", "--port=5050"}, to: "1.3.2"},
		{name: "duration", lines: []string{"--offer_timeout=10sec"}, to: "1.3.2",
			want: []string{"fatal: the 1.3.2 master refuses the value of `offer_timeout` and will not start: \"sec\" is not a unit; the units are ns, us, ms, secs, mins, hrs, days and weeks; write a number and a unit like `10secs`"}},
		{name: "boolean", lines: []string{"MESOS_HOSTNAME_LOOKUP=yes"}, to: "0.25.0", want: []string{"fatal: `MESOS_HOSTNAME_LOOKUP` and will not start: it is not true, 1, false or 0"}},
		{name: "a variable that is not a switch", lines: []string{"MESOS_VERSION=1.3.2"}, to: "1.3.2", want: []string{"fatal: `MESOS_VERSION`"}},
		{name: "cut", lines: []string{"--quorum=1x"}, to: "0.28.0",
			want: []string{"changed: the 0.28.0 master reads the value of `quorum` as 1: it drops what follows the number (0.28.1 refuses it); write a whole number like `3`"}},
		{name: "no longer cut", lines: []string{"--quorum=1x"}, to: "0.28.1", want: []string{"fatal: \"x\" follows the number"}},
		{name: "empty", lines: []string{"--quorum="}, to: "0.28.0", want: []string{"changed: uses an uninitialised number for `quorum`"}},
		{name: "counts around", lines: []string{"--port=-1"}, to: "1.3.2", want: []string{"changed: as 65535: the number is out of range and wraps around"}},
		{name: "known at run time", lines: []string{"$ --quorum=$Q"}, to: "1.3.2"},
		{name: "documents are not judged", lines: []string{"--acls={"}, to: "1.3.2"},
		{name: "dropped variables are not parsed", lines: []string{"--quorum=1", "MESOS_QUORUM=x"}, to: "1.3.2"},
		{name: "both bad", lines: []string{"--quorum=x", "--quorum=y"}, to: "1.3.2", want: []string{"fatal: `quorum`", "fatal: `quorum`"}},
		{name: "too long for 64 bits, wrapped", lines: []string{"--offer_timeout=99999weeks"}, to: "1.4.3", want: []string{"changed: wraps around (1.5.0 refuses it)"}},
		{name: "too long for 64 bits, refused", lines: []string{"--offer_timeout=99999weeks"}, to: "1.5.0", want: []string{"fatal: it is longer than 292 years"}},
	})
	found := lintNode(t, flagValue, nodeOf(config.Master, "--quorum=12x"), "0.27.0", "1.3.2")
	if got := found[0].Span.Text(); got != "x" || found[0].Release.String() != "0.28.1" {
		t.Errorf("points at %q, since %s", got, found[0].Release)
	}
}

func TestValuesInFilesThatEndInALineEnd(t *testing.T) {
	n := nodeOf(config.Master, "--quorum=file:///q")
	n.Settings[0].Reference = &config.Reference{Path: "/q", Source: source.New("q", "/q", []byte("2\n"))}
	if found := lintNode(t, flagValue, n, "", "0.28.0"); len(found) != 0 {
		t.Errorf("0.28.0: %s", found[0].Message)
	}
	found := lintNode(t, flagValue, n, "", "0.28.1")
	if len(found) != 1 || found[0].Effect != lint.Fatal || found[0].Help != "remove the newline at the end of the file" || found[0].Span.Source.Path != "q" {
		t.Errorf("0.28.1: %+v", found)
	}
	// The line end is not all that is wrong.
	n.Settings[0].Reference.Source = source.New("q", "/q", []byte("two\n"))
	found = lintNode(t, flagValue, n, "", "0.28.1")
	if len(found) != 1 || found[0].Help != "write a whole number like `3`" || len(found[0].Related) != 1 {
		t.Errorf("two: %+v", found)
	}
}

func TestForbiddenValues(t *testing.T) {
	runNodeCases(t, flagForbiddenValue, []nodeCase{
		{name: "strict before", lines: []string{"--registry_strict"}, to: "0.28.3"},
		{name: "strict", lines: []string{"--registry_strict"}, to: "1.0.0",
			want: []string{"fatal: the 1.0.0 master refuses the value of `registry_strict` and will not start: it must be false; write `--registry_strict=false`, or delete it"}},
		{name: "not strict", lines: []string{"--registry_strict=0"}, to: "1.11.0"},
		{name: "not strict, negated", lines: []string{"--no-registry_strict"}, to: "1.11.0"},
		{name: "before the bounds", lines: []string{"--slave_ping_timeout=0secs"}, to: "0.22.2"},
		{name: "below", lines: []string{"--slave_ping_timeout=999ms"}, to: "0.23.0", want: []string{"fatal: it must be at least 1secs"}},
		{name: "lowest", lines: []string{"--slave_ping_timeout=1000ms"}, to: "0.23.0"},
		{name: "highest", lines: []string{"--agent_ping_timeout=15mins"}, to: "1.3.2"},
		{name: "above, by the old name", lines: []string{"MESOS_SLAVE_PING_TIMEOUT=901secs"}, to: "1.3.2", want: []string{"fatal: it must be at most 15mins"}},
		{name: "whatever is in memory", lines: []string{"--max_slave_ping_timeouts="}, to: "0.25.0"},
		{name: "too few", lines: []string{"--max_agent_ping_timeouts=0"}, to: "1.3.2", want: []string{"fatal: it must be at least 1; write `--max_agent_ping_timeouts=1` or more"}},
		{name: "too long", component: config.Agent, lines: []string{"--domain_socket_location=/" + strings.Repeat("x", 107)}, to: "1.11.0", want: []string{"fatal: it must be at most 107 bytes long"}},
		{name: "just short enough", component: config.Agent, lines: []string{"--domain_socket_location=/" + strings.Repeat("x", 106)}, to: "1.11.0"},
		{name: "slow to come back", component: config.Agent, lines: []string{"--executor_reregistration_timeout=16secs"}, to: "1.3.1", want: []string{"fatal: it must be at most 15secs"}},
		{name: "known at run time", lines: []string{"$ --registry_strict=$X"}, to: "1.3.2"},
	})
}

func TestFlagAddresses(t *testing.T) {
	runNodeCases(t, flagAddress, []nodeCase{
		{name: "fine", lines: []string{"--ip=10.0.0.1", "--advertise_ip=10.0.0.2", "--advertise_port=5050"}, to: "1.3.2"},
		{name: "host name", lines: []string{"--ip=localhost"}, to: "0.19.0",
			want: []string{"fatal: the 0.19.0 master cannot use the value of `ip` and will not start: it is not a numeric IP address; write an address like `10.0.0.1`"}},
		{name: "IPv6 to bind", lines: []string{"--ip=::1"}, to: "1.11.0", want: []string{"fatal: it is not an IPv4 address"}},
		{name: "IPv6 to advertise, too early", lines: []string{"--advertise_ip=::1"}, to: "1.3.2", want: []string{"fatal: it is not an IPv4 address"}},
		{name: "IPv6 to advertise", lines: []string{"--advertise_ip=::1"}, to: "1.4.0"},
		{name: "port 0 to advertise", lines: []string{"--advertise_port=0"}, to: "1.1.3"},
		{name: "port 0 to advertise, refused", lines: []string{"--advertise_port=0"}, to: "1.2.0", want: []string{"fatal: it must be at least 1"}},
		{name: "no port", lines: []string{"--advertise_port=http"}, to: "0.24.0", want: []string{"fatal: it is not a whole number"}},
		{name: "IPv4 for IPv6", component: config.Agent, lines: []string{"--ip6=10.0.0.1"}, to: "1.4.0", want: []string{"fatal: it is not a numeric IPv6 address"}},
		{name: "from the environment", lines: []string{"MESOS_IP=eth0"}, to: "1.3.2", want: []string{"fatal: `MESOS_IP`"}},
		{name: "known at run time", lines: []string{"$ --ip=$IP"}, to: "1.3.2"},
	})
}

func TestFlagSyntax(t *testing.T) {
	runNodeCases(t, flagSyntax, []nodeCase{
		{name: "fine", lines: []string{"--quorum=2", "--hostname_lookup", "--no-root_submissions"}, to: "1.3.2"},
		{name: "no value", lines: []string{"--quorum"}, to: "1.3.2", want: []string{"fatal: `quorum` has no value: the 1.3.2 master will not start; write `--quorum=VALUE`"}},
		{name: "negated number", lines: []string{"--no-quorum"}, to: "1.3.2", want: []string{"fatal: `quorum` is not a boolean"}},
		{name: "negated with a value", lines: []string{"--no-hostname_lookup=false"}, to: "1.3.2",
			want: []string{"fatal: `no-hostname_lookup` takes no value: the 1.3.2 master will not start"}},
		{name: "one dash", lines: []string{"-quorum=2"}, to: "1.3.2", want: []string{"ignored: the 1.3.2 master silently skips `-quorum`: a flag starts with `--`"}, fixed: "--quorum=2"},
		{name: "long dash", component: config.Agent, lines: []string{"–containerizers=docker"}, to: "1.3.2",
			want: []string{"ignored: skips `–containerizers`"}, fixed: "--containerizers=docker"},
		{name: "dash and long dash", component: config.Agent, lines: []string{"-–containerizers=docker"}, to: "1.3.2", want: []string{"ignored: skips `-–containerizers`"}, fixed: "--containerizers=docker"},
		{name: "a blank for the equals sign", lines: []string{"--quorum  2"}, to: "1.3.2",
			want: []string{"fatal: the name of this flag contains a blank: the 1.3.2 master will not start; write `--quorum=VALUE`"}, fixed: "--quorum=2"},
		{name: "a blank before the equals sign", lines: []string{"--quorum =2"}, to: "1.3.2", want: []string{"fatal: the name of this flag contains a blank"}, fixed: "--quorum=2"},
		{name: "a blank in no flag's name", lines: []string{"--quorm 2"}, to: "1.3.2"},
		{name: "a stray word", lines: []string{"foo"}, to: "1.3.2", want: []string{"ignored: silently skips this argument"}},
	})
}

// commandLine makes a node of one line: words that start with two dashes are flags, the others are not.
func commandLine(c config.Component, line string) *config.Node {
	s := source.New("unit", "/unit", []byte(line))
	n := &config.Node{Component: c, Name: "unit", Complete: true, Start: s.Span(0, 0), Sources: []*source.Source{s}}
	at := 0
	for word := range strings.SplitSeq(line, " ") {
		start, end := at, at+len(word)
		at = end + 1
		flag, isFlag := strings.CutPrefix(word, "--")
		if !isFlag {
			n.Arguments = append(n.Arguments, config.Argument{Text: source.RawText(s, start, end)})
			continue
		}
		name, _, hasValue := strings.Cut(flag, "=")
		setting := &config.Setting{Name: name, NameSpan: s.Span(start+2, start+2+len(name)), HasValue: hasValue, Span: s.Span(start, end)}
		if hasValue {
			setting.Value = source.RawText(s, start+3+len(name), end)
		}
		n.Settings = append(n.Settings, setting)
	}
	return n
}

func TestValuesBehindASpace(t *testing.T) {
	for _, c := range []struct {
		line, want, fixed string
	}{
		{"--quorum 2 --port=1", "fatal: `quorum` has no value: the 1.3.2 master will not start; write `=` between `--quorum` and its value", "--quorum=2 --port=1"},
		{"--hostname_lookup false", "changed: the 1.3.2 master silently skips `false`: `hostname_lookup` is true; write `--hostname_lookup=false`", "--hostname_lookup=false"},
		{"--hostname_lookup true", "ignored: the 1.3.2 master silently skips `true`: `hostname_lookup` is true", "--hostname_lookup=true"},
		{"--no-hostname_lookup true", "changed: the 1.3.2 master silently skips `true`: `hostname_lookup` is false", "--no-hostname_lookup true"},
		{"--quorum -x", "fatal: `quorum` has no value: the 1.3.2 master will not start; write `--quorum=VALUE`", "--quorum -x"},
	} {
		n := commandLine(config.Master, c.line)
		found := lintNode(t, flagSyntax, n, "", "1.3.2")
		effect, message, _ := strings.Cut(c.want, ": ")
		if len(found) == 0 || string(found[0].Effect) != effect || !strings.Contains(oneLine(found[0]), message) {
			t.Errorf("%s: %+v", c.line, found)
			continue
		}
		if got := fixedNode(n, found); got != c.fixed {
			t.Errorf("%s: fixed to %q", c.line, got)
		}
	}
}

func TestFlagsBehindTheEnd(t *testing.T) {
	n := commandLine(config.Master, "--port=1 --x")
	n.Settings = n.Settings[:1]
	s := n.Sources[0]
	n.Arguments = []config.Argument{
		{Text: source.RawText(source.New("u", "u", []byte("--quorum=2")), 0, 10), AfterEnd: true},
		{Text: source.RawText(s, 0, 1), AfterEnd: true},
	}
	found := lintNode(t, flagSyntax, n, "", "1.3.2")
	if len(found) != 1 || !strings.Contains(found[0].Message, "silently skips `--quorum`: it comes after `--`") {
		t.Errorf("%+v", found)
	}
}

func TestBarePaths(t *testing.T) {
	runNodeCases(t, flagBarePath, []nodeCase{
		{name: "not warned about yet", lines: []string{"--acls=/etc/acls.json"}, to: "0.21.2"},
		{name: "warned about", lines: []string{"--acls=/etc/acls.json"}, to: "0.22.0",
			want: []string{"deprecated: a path without file:// is deprecated in `acls`; write `file://` before the path"}, fixed: "--acls=file:///etc/acls.json"},
		{name: "in the environment", lines: []string{"MESOS_ACLS=/etc/acls.json"}, to: "1.11.0", want: []string{"deprecated: `MESOS_ACLS`"}, fixed: "MESOS_ACLS=file:///etc/acls.json"},
		{name: "with file://", lines: []string{"--acls=file:///etc/acls.json"}, to: "1.11.0"},
		{name: "inline", lines: []string{"--acls={}"}, to: "1.11.0"},
		{name: "of another type", lines: []string{"--work_dir=/x", "--credentials=/etc/credentials"}, to: "1.11.0"},
	})
}

func TestFlagsThatEndTheDaemon(t *testing.T) {
	runNodeCases(t, flagExits, []nodeCase{
		{name: "version", lines: []string{"--version"}, to: "0.19.0", want: []string{"fatal: `version` makes the 0.19.0 master print and exit"}},
		{name: "help in the environment", lines: []string{"MESOS_HELP="}, to: "1.3.2", want: []string{"fatal: `MESOS_HELP`"}},
		{name: "not asked for", lines: []string{"--no-version", "--help=false"}, to: "1.3.2"},
	})
}

func TestFlagsOfSomeBuilds(t *testing.T) {
	runNodeCases(t, flagBuild, []nodeCase{
		{name: "a switch", component: config.Agent, lines: []string{"--jwt_secret_key=/k"}, to: "1.5.0",
			want: []string{"advice: `jwt_secret_key` exists only if the 1.5.0 agent was built with --enable-ssl: any other build does not start with it"}},
		{name: "Linux is not a switch", component: config.Agent, lines: []string{"--cgroups_root=x"}, to: "1.5.0"},
	})
}

// A directory's flag is a string like any other, so that file:// before it has the daemon read a file.
func TestFilesThatCannotBeRead(t *testing.T) {
	for path, want := range map[string]lint.Effect{"/etc/cni/": lint.Fatal, "/etc/cni": lint.Advice} {
		n := nodeOf(config.Agent, "--network_cni_config_dir=file://"+path)
		n.Settings[0].Reference = &config.Reference{Path: path, Problem: config.IsFile}
		if found := lintNode(t, flagFileNotRead, n, "", "1.3.2"); len(found) != 1 || found[0].Effect != want {
			t.Errorf("%s: %+v, want %s", path, found, want)
		}
	}
}
