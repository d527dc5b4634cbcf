package rules

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

func TestUnknownVariables(t *testing.T) {
	runNodeCases(t, envUnknown, []nodeCase{
		{name: "misspelt", lines: []string{"MESOS_QUORM=2"}, to: "1.3.2",
			want:  []string{"ignored: `MESOS_QUORM` does not match a flag of the 1.3.2 master, which silently ignores it; did you mean `MESOS_QUORUM`?"},
			fixed: "MESOS_QUORUM=2"},
		{name: "misspelt beside the right one", lines: []string{"MESOS_QUORM=2", "--quorum=1"}, to: "1.3.2", want: []string{"ignored: did you mean `MESOS_QUORUM`?"}},
		{name: "missing underscore", component: config.Agent, lines: []string{"MESOS_WORKDIR=/x"}, to: "0.28.3", want: []string{"ignored: did you mean `MESOS_WORK_DIR`?"}, fixed: "MESOS_WORK_DIR=/x"},
		{name: "nothing near", lines: []string{"MESOS_FROBNICATION_LEVEL=x"}, to: "1.3.2", want: []string{"ignored: which silently ignores it; delete it"}},
		{name: "of the other daemon", component: config.Agent, lines: []string{"MESOS_ROLES=a"}, to: "1.3.2", want: []string{"ignored: `roles` is a flag of the master"}},
		{name: "of libprocess", lines: []string{"MESOS_SSL_ENABLED=true"}, to: "1.3.2", want: []string{"ignored: did you mean `LIBPROCESS_SSL_ENABLED`?"}, fixed: "LIBPROCESS_SSL_ENABLED=true"},
		{name: "of libprocess, before the renaming", lines: []string{"MESOS_SSL_ENABLED=true"}, to: "0.28.3", want: []string{"ignored: did you mean `SSL_ENABLED`?"}, fixed: "SSL_ENABLED=true"},
		{name: "negated by an underscore", lines: []string{"MESOS_NO_HOSTNAME_LOOKUP=1"}, to: "1.3.2", want: []string{"ignored: did you mean `MESOS_HOSTNAME_LOOKUP=false`?"}},
		{name: "prefix in lower case", lines: []string{"mesos_quorum=2"}, to: "1.3.2", want: []string{"ignored: the prefix `MESOS_` must be in capitals; write `MESOS_quorum`"}, fixed: "MESOS_quorum=2"},
		{name: "prefix in lower case beside the right one", lines: []string{"mesos_quorum=2", "MESOS_QUORUM=1"}, to: "1.3.2",
			want: []string{"ignored: must be in capitals; delete it: `quorum` is given already"}},
		{name: "unknown to libprocess beside the right one", lines: []string{"LIBPROCESS_SSL_ENABLE=true", "LIBPROCESS_SSL_ENABLED=false"}, to: "1.3.2",
			want: []string{"ignored: did you mean `LIBPROCESS_SSL_ENABLED`?; delete it: `LIBPROCESS_SSL_ENABLED` is there already"}},
		{name: "name in lower case", lines: []string{"MESOS_quorum=2"}, to: "1.3.2"},
		{name: "for the JVM", lines: []string{"MESOS_NATIVE_JAVA_LIBRARY=/l.so"}, to: "1.3.2"},
		{name: "removed", component: config.Agent, lines: []string{"MESOS_CHECKPOINT=1"}, to: "1.3.2"},
		{name: "somebody else's", lines: []string{"PATH=/bin", "ZK=x"}, to: "1.3.2"},
		{name: "unknown to libprocess", lines: []string{"LIBPROCESS_SSL_ENABLE=true"}, to: "1.3.2", want: []string{"ignored: no release reads `LIBPROCESS_SSL_ENABLE`"}, fixed: "LIBPROCESS_SSL_ENABLED=true"},
		{name: "known to libprocess in lower case", lines: []string{"LIBPROCESS_ip=10.0.0.1"}, to: "1.3.2"},
	})
}

func TestVariablesTheFileItselfUses(t *testing.T) {
	n := nodeOf(config.Master, "MESOS_MASTER_IP=10.0.0.1", "MESOS_IP=x")
	n.Sources = append(n.Sources, source.New("e", "e", []byte("MESOS_IP=$MESOS_MASTER_IP")))
	if found := lintNode(t, envUnknown, n, "", "1.3.2"); len(found) != 0 {
		t.Errorf("%s", found[0].Message)
	}
	n.Sources[1] = source.New("e", "e", []byte("MESOS_IP=$MESOS_MASTER_IPV4"))
	if found := lintNode(t, envUnknown, n, "", "1.3.2"); len(found) != 1 {
		t.Error("a longer name is another one")
	}
}

func TestSSLPrefix(t *testing.T) {
	runNodeCases(t, envSSLPrefix, []nodeCase{
		{name: "of its time", lines: []string{"SSL_ENABLED=true"}, to: "0.28.3"},
		{name: "old", lines: []string{"SSL_ENABLED=true"}, to: "1.0.0",
			want: []string{"deprecated: `SSL_ENABLED` is called `LIBPROCESS_SSL_ENABLED` since 1.0.0"}, fixed: "LIBPROCESS_SSL_ENABLED=true"},
		{name: "too new", lines: []string{"LIBPROCESS_SSL_ENABLED=true"}, to: "0.28.3",
			want: []string{"ignored: the 0.28.3 master silently ignores `LIBPROCESS_SSL_ENABLED`: it reads `SSL_ENABLED` only"}, fixed: "SSL_ENABLED=true"},
		{name: "new", lines: []string{"LIBPROCESS_SSL_ENABLED=true"}, to: "1.0.0"},
		{name: "both", lines: []string{"SSL_ENABLED=true", "LIBPROCESS_SSL_ENABLED=true"}, to: "1.0.0",
			want: []string{"deprecated: `SSL_ENABLED` is called `LIBPROCESS_SSL_ENABLED` since 1.0.0, which is given as well: the 1.0.0 master uses that; delete it: `LIBPROCESS_SSL_ENABLED` is there already"}, fixed: "LIBPROCESS_SSL_ENABLED=true"},
		{name: "both, the other one until now", lines: []string{"SSL_KEY_FILE=/a", "LIBPROCESS_SSL_KEY_FILE=/b"}, from: "0.28.3", to: "1.0.0",
			want: []string{"deprecated: the 1.0.0 master uses that; delete `LIBPROCESS_SSL_KEY_FILE`: the 0.28.3 master does not use it; or delete `SSL_KEY_FILE` instead, with the upgrade and not before"}},
		{name: "both alike, before and after", lines: []string{"SSL_KEY_FILE=/a", "LIBPROCESS_SSL_KEY_FILE=/a"}, from: "0.28.3", to: "1.0.0",
			want: []string{"deprecated: the 1.0.0 master uses that; delete it"}, fixed: "LIBPROCESS_SSL_KEY_FILE=/a"},
		{name: "both, the same one until now", lines: []string{"SSL_KEY_FILE=/a", "LIBPROCESS_SSL_KEY_FILE=/b"}, from: "1.0.4", to: "1.3.2",
			want: []string{"deprecated: the 1.3.2 master uses that; delete it"}, fixed: "LIBPROCESS_SSL_KEY_FILE=/b"},
		{name: "both, before", lines: []string{"SSL_ENABLED=true", "LIBPROCESS_SSL_ENABLED=false"}, to: "0.28.3",
			want: []string{"ignored: it reads `SSL_ENABLED` only; delete it: `SSL_ENABLED` is there already"}},
		{name: "beside what it was renamed to", lines: []string{"SSL_VERIFY_CERT=true", "LIBPROCESS_SSL_VERIFY_CERT=false"}, to: "1.10.0",
			want: []string{"deprecated: `SSL_VERIFY_CERT` is called `LIBPROCESS_SSL_VERIFY_CERT` since 1.0.0, which is given as well"}, fixed: "LIBPROCESS_SSL_VERIFY_CERT=false"},
		{name: "beside its newest name", lines: []string{"SSL_VERIFY_CERT=true", "LIBPROCESS_SSL_VERIFY_SERVER_CERT=false"}, to: "1.10.0",
			want: []string{"deprecated: still reads the old name; delete it, and write `LIBPROCESS_SSL_VERIFY_SERVER_CERT=true` to keep what takes effect today"}},
		{name: "beside its newest name, that agrees", lines: []string{"SSL_VERIFY_CERT=true", "LIBPROCESS_SSL_VERIFY_SERVER_CERT=1"}, to: "1.10.0",
			want: []string{"deprecated: still reads the old name; delete it: `LIBPROCESS_SSL_VERIFY_SERVER_CERT` says the same"}},
		{name: "the bundle of OpenSSL", lines: []string{"SSL_CERT_FILE=/ca", "LIBPROCESS_SSL_ENABLED=true", "LIBPROCESS_SSL_CERT_FILE=/c"}, to: "1.3.2"},
		{name: "the certificate of the daemon", lines: []string{"SSL_CERT_FILE=/c", "LIBPROCESS_SSL_ENABLED=true"}, to: "1.3.2", want: []string{"deprecated: `SSL_CERT_FILE`"}},
		{name: "before there was any", lines: []string{"LIBPROCESS_SSL_ENABLED=true"}, to: "0.22.2"},
		{name: "somebody else's", lines: []string{"SSL_CERT_DIR=/etc/ssl"}, to: "1.3.2"},
	})
}

func TestRenamedVariables(t *testing.T) {
	runNodeCases(t, envRenamed, []nodeCase{
		{name: "before", lines: []string{"LIBPROCESS_SSL_VERIFY_CERT=true"}, to: "1.9.0"},
		{name: "true", lines: []string{"LIBPROCESS_SSL_VERIFY_CERT=true"}, to: "1.10.0",
			want: []string{"deprecated: `LIBPROCESS_SSL_VERIFY_CERT` is called `LIBPROCESS_SSL_VERIFY_SERVER_CERT` since 1.10.0"}, fixed: "LIBPROCESS_SSL_VERIFY_SERVER_CERT=true"},
		{name: "false", lines: []string{"LIBPROCESS_SSL_REQUIRE_CERT=0"}, to: "1.11.0",
			want: []string{"ignored: takes only `true` from the old name"}, fixed: "LIBPROCESS_SSL_REQUIRE_CLIENT_CERT=0"},
		{name: "known at run time", lines: []string{"$ LIBPROCESS_SSL_REQUIRE_CERT=$X"}, to: "1.11.0", want: []string{"deprecated: `LIBPROCESS_SSL_REQUIRE_CERT`"}},
		{name: "beside the new name", lines: []string{"LIBPROCESS_SSL_VERIFY_CERT=true", "LIBPROCESS_SSL_VERIFY_SERVER_CERT=true"}, to: "1.10.0", want: []string{"deprecated: `LIBPROCESS_SSL_VERIFY_CERT`"}},
		{name: "beside a new name that says no", lines: []string{"LIBPROCESS_SSL_VERIFY_CERT=true", "LIBPROCESS_SSL_VERIFY_SERVER_CERT=false"}, to: "1.10.0",
			want: []string{"deprecated: with a warning; delete it, and write `LIBPROCESS_SSL_VERIFY_SERVER_CERT=true` to keep what takes effect today"}},
		{name: "beside a new name that is not read until now", lines: []string{"LIBPROCESS_SSL_VERIFY_CERT=true", "LIBPROCESS_SSL_VERIFY_SERVER_CERT=true"}, from: "1.9.0", to: "1.10.0",
			want: []string{"deprecated: delete it: `LIBPROCESS_SSL_VERIFY_SERVER_CERT` says the same; not before the upgrade: the 1.9.0 master does not read `LIBPROCESS_SSL_VERIFY_SERVER_CERT`"}},
		{name: "beside a new name, without effect", lines: []string{"LIBPROCESS_SSL_VERIFY_CERT=false", "LIBPROCESS_SSL_VERIFY_SERVER_CERT=true"}, to: "1.10.0",
			want: []string{"ignored: takes only `true` from the old name; delete it: `LIBPROCESS_SSL_VERIFY_SERVER_CERT` is there already"}},
		{name: "the prefix is another matter", lines: []string{"SSL_ENABLED=true"}, to: "1.10.0"},
	})
}

func TestUnreadVariables(t *testing.T) {
	runNodeCases(t, envUnread, []nodeCase{
		{name: "documented only", lines: []string{"LIBPROCESS_SSL_VERIFY_DEPTH=4"}, to: "1.3.2",
			want: []string{"ignored: the documentation names `LIBPROCESS_SSL_VERIFY_DEPTH`, and no release reads it; write `LIBPROCESS_SSL_VERIFICATION_DEPTH`"}, fixed: "LIBPROCESS_SSL_VERIFICATION_DEPTH=4"},
		{name: "not yet", lines: []string{"LIBPROCESS_SSL_ENABLE_TLS_V1_3=true"}, to: "1.8.0", want: []string{"ignored: the 1.8.0 master does not read `LIBPROCESS_SSL_ENABLE_TLS_V1_3` (it is read in 1.8.1 and later)"}},
		{name: "from then on", lines: []string{"LIBPROCESS_SSL_ENABLE_TLS_V1_3=true"}, to: "1.8.1"},
		{name: "no longer", lines: []string{"SSL_ENABLE_SSL_V2=true"}, to: "0.24.0", want: []string{"ignored: does not read `SSL_ENABLE_SSL_V2`"}},
		{name: "beside the right name", lines: []string{"LIBPROCESS_SSL_VERIFY_DEPTH=4", "LIBPROCESS_SSL_VERIFICATION_DEPTH=5"}, to: "1.3.2",
			want: []string{"ignored: no release reads it; delete it: `LIBPROCESS_SSL_VERIFICATION_DEPTH` is there already"}},
		{name: "too new beside the name of its time", lines: []string{"LIBPROCESS_SSL_VERIFY_SERVER_CERT=false", "LIBPROCESS_SSL_VERIFY_CERT=true"}, to: "1.9.0",
			want: []string{"ignored: (it is read in 1.10.0 and later); delete it: `LIBPROCESS_SSL_VERIFY_CERT` is there already"}},
		{name: "of OpenSSL, before Mesos read it", lines: []string{"SSL_CERT_FILE=/ca"}, to: "0.22.2"},
		{name: "the prefix is another matter", lines: []string{"LIBPROCESS_SSL_ENABLED=true"}, to: "0.28.3"},
	})
}

func TestVariableValues(t *testing.T) {
	runNodeCases(t, envValue, []nodeCase{
		{name: "fine", lines: []string{"LIBPROCESS_IP=10.0.0.1", "LIBPROCESS_SSL_ENABLED=1", "LIBPROCESS_METRICS_SNAPSHOT_ENDPOINT_RATE_LIMIT=2/1secs"}, to: "1.3.2"},
		{name: "address", lines: []string{"LIBPROCESS_IP=localhost"}, to: "0.19.0", want: []string{"fatal: the 0.19.0 master refuses the value of `LIBPROCESS_IP` and will not start: it is not a numeric IP address"}},
		{name: "set by the flag", lines: []string{"LIBPROCESS_IP=localhost", "--ip=10.0.0.1"}, to: "1.3.2"},
		{name: "set by the flag always", lines: []string{"LIBPROCESS_PORT=x"}, to: "1.3.2"},
		{name: "tolerated", lines: []string{"LIBPROCESS_NUM_WORKER_THREADS=0"}, to: "1.3.2", want: []string{"ignored: the 1.3.2 master ignores `LIBPROCESS_NUM_WORKER_THREADS` with a warning: it must be at least 1"}},
		{name: "not read yet", lines: []string{"LIBPROCESS_NUM_WORKER_THREADS=0"}, to: "0.28.3"},
		{name: "rate", lines: []string{"LIBPROCESS_METRICS_SNAPSHOT_ENDPOINT_RATE_LIMIT=2"}, to: "1.3.2", want: []string{"fatal: a rate is written"}},
		{name: "no rate", lines: []string{"LIBPROCESS_METRICS_SNAPSHOT_ENDPOINT_RATE_LIMIT="}, to: "1.3.2"},
		{name: "of some builds", lines: []string{"LIBPROCESS_SSL_ENABLED=yes"}, to: "1.3.2", want: []string{"fatal: the 1.3.2 master refuses the value of `LIBPROCESS_SSL_ENABLED` and will not start: it is not true, 1, false or 0, if it was built with --enable-ssl"}},
		{name: "empty is true", lines: []string{"LIBPROCESS_SSL_ENABLED="}, to: "1.3.2"},
		{name: "one of few", lines: []string{"LIBPROCESS_SSL_ENABLED=true", "LIBPROCESS_SSL_HOSTNAME_VALIDATION_SCHEME=strict"}, to: "1.9.0", want: []string{"fatal: it must be legacy or openssl, if it was built with --enable-ssl"}},
		{name: "known at run time", lines: []string{"$ LIBPROCESS_IP=$IP"}, to: "1.3.2"},
	})
}

func TestVariablesInConflict(t *testing.T) {
	runNodeCases(t, envConflict, []nodeCase{
		{name: "prefixes that differ", lines: []string{"SSL_ENABLED=true", "LIBPROCESS_SSL_ENABLED=false"}, to: "1.0.0",
			want: []string{"ignored: `SSL_ENABLED` and `LIBPROCESS_SSL_ENABLED` differ, and the 1.0.0 master uses the second, with a warning"}},
		{name: "prefixes that differ, the other one until now", lines: []string{"SSL_ENABLED=true", "LIBPROCESS_SSL_ENABLED=false"}, from: "0.28.3", to: "1.0.0",
			want: []string{"changed: the 1.0.0 master uses the second, with a warning; the 0.28.3 master uses the first; delete `LIBPROCESS_SSL_ENABLED`: the 0.28.3 master does not use it; or delete `SSL_ENABLED` instead, with the upgrade and not before"}},
		{name: "the bundle of OpenSSL", lines: []string{"SSL_CERT_FILE=/ca", "LIBPROCESS_SSL_ENABLED=true", "LIBPROCESS_SSL_CERT_FILE=/c"}, to: "1.3.2"},
		{name: "prefixes that agree", lines: []string{"SSL_ENABLED=true", "LIBPROCESS_SSL_ENABLED=true"}, to: "1.0.0"},
		{name: "before the new prefix", lines: []string{"SSL_ENABLED=true", "LIBPROCESS_SSL_ENABLED=false"}, to: "0.28.3"},
		{name: "forced", lines: []string{"LIBPROCESS_SSL_VERIFY_CERT=true", "LIBPROCESS_SSL_VERIFY_SERVER_CERT=false"}, to: "1.10.0",
			want: []string{"changed: the 1.10.0 master takes `true` from `LIBPROCESS_SSL_VERIFY_CERT`, whatever the value of `LIBPROCESS_SSL_VERIFY_SERVER_CERT` is"}},
		{name: "not forced", lines: []string{"LIBPROCESS_SSL_VERIFY_CERT=false", "LIBPROCESS_SSL_VERIFY_SERVER_CERT=true"}, to: "1.10.0"},
		{name: "overwritten", lines: []string{"LIBPROCESS_IP=10.0.0.1", "--ip=10.0.0.2"}, to: "1.3.2", want: []string{"ignored: the 1.3.2 master overwrites `LIBPROCESS_IP` with the value of `ip`"}},
		{name: "overwritten by the same", lines: []string{"LIBPROCESS_IP=10.0.0.1", "--ip=10.0.0.1"}, to: "1.3.2"},
		{name: "not overwritten", lines: []string{"LIBPROCESS_IP=10.0.0.1"}, to: "1.3.2"},
		{name: "overwritten always", component: config.Agent, lines: []string{"LIBPROCESS_PORT=5052"}, to: "1.3.2",
			want: []string{"ignored: the 1.3.2 agent overwrites `LIBPROCESS_PORT` with the value of `port`, which is 5051 by default; delete it, and set `port`"}},
		{name: "overwritten always by the same", lines: []string{"LIBPROCESS_PORT=5050"}, to: "1.3.2"},
	})
}
