package rules

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
)

func TestConflicts(t *testing.T) {
	runNodeCases(t, checkConflict, []nodeCase{
		{"address twice", config.Master, lines("--ip=10.0.0.1 --ip_discovery_command=x"), "", "1.0.0",
			[]string{"fatal: `ip` and `ip_discovery_command` are both given: the 1.0.0 master will not start; keep the one that is meant and delete the other"}, ""},
		{"a value known at run time only", config.Agent, []string{"$ --isolation=x", "--launcher=posix"}, "", "1.5.0", nil, ""},
		{"a setting that may not be there", config.Agent, []string{"--isolation=filesystem/linux", "? --launcher=posix"}, "", "1.5.0", nil, ""},
		{"sorters", config.Master, lines("--role_sorter=random"), "", "1.6.1",
			[]string{"fatal: `role_sorter` is \"random\" and `framework_sorter` is \"drf\"; both must be `drf` or `random`"}, ""},
	})
}

func TestNeeds(t *testing.T) {
	runNodeCases(t, checkNeeds, []nodeCase{
		{"no credentials", config.Agent, lines("--authenticate_http_readonly"), "", "1.4.0",
			[]string{"fatal: the HTTP authenticator `basic` needs `http_credentials`, which is not given: the 1.4.0 agent will not start; add `http_credentials`"}, ""},
		{"executors", config.Agent, lines("--authenticate_http_executors --jwt_secret_key=/k"), "", "1.5.0",
			[]string{"fatal: the HTTP authenticator `basic` needs `http_credentials`"}, ""},
		{"executors without a key", config.Agent, lines("--authenticate_http_executors --http_credentials=/k"), "", "1.5.0",
			[]string{"fatal: `authenticate_http_executors` needs `jwt_secret_key`, which is not given"}, ""},
		{"an abort", config.Agent, lines("--containerizers=external"), "", "0.28.0",
			[]string{"fatal: the external containerizer needs `containerizer_path`, which is not given: the 0.28.0 agent aborts when it starts"}, ""},
		{"credentials that may not be there", config.Agent, []string{"--authenticate_http_readonly", "? --http_credentials=/c"}, "", "1.4.0",
			nil, ""},
	})
	n := nodeOf(config.Agent, "--authenticate_http_readonly")
	n.Complete, n.Incomplete = false, "the unit that starts it was not read"
	found := lintNode(t, checkNeeds, n, "", "1.4.0")
	if len(found) != 1 || found[0].Condition != "unless something else gives `http_authenticators` or `http_credentials`" ||
		found[0].Effect != lint.Fatal || found[0].Severity != lint.Warning {
		t.Errorf("incomplete: %+v", found)
	}
}

func TestBadValues(t *testing.T) {
	runNodeCases(t, checkBadValue, []nodeCase{
		{"part of the value", config.Master, lines("--weights=a=1,b=x"), "", "1.0.0",
			[]string{"fatal: the value of `weights` is not valid ("}, ""},
		{"an abort", config.Master, lines("--slave_removal_rate_limit=0/1mins"), "", "1.0.0", []string{"fatal: aborts when it starts"}, ""},
		{"two masters of one flag", config.Master, lines("--recovery_slave_removal_limit=200%"), "", "1.11.0",
			[]string{"fatal: `recovery_agent_removal_limit`"}, ""},
	})
	n := nodeOf(config.Master, "--weights=a=1,b=x")
	found := lintNode(t, checkBadValue, n, "", "1.0.0")
	if len(found) != 1 || found[0].Span.Text() != "x" {
		t.Errorf("weights: %+v", found)
	}
	// A secret in a ZooKeeper URL stays where it is.
	n = nodeOf(config.Master, "--zk=zk://user:hunter2@h:2181/")
	for _, d := range lintNode(t, checkBadValue, n, "", "1.0.0") {
		if strings.Contains(d.Message+d.Help+strings.Join(d.Notes, ""), "hunter2") {
			t.Errorf("the secret is shown: %+v", d)
		}
	}
}

func TestResourcesAndAttributes(t *testing.T) {
	runNodeCases(t, resourcesInvalid, []nodeCase{
		{"form", config.Agent, lines("--resources=cpus:4;mem"), "", "1.0.0", []string{"fatal: the 1.0.0 agent will not start"}, ""},
		{"JSON of another kind", config.Agent, []string{`--resources=[{"name":"cpus","type":"SCALAR","scalar":{"value":1},"revocable":{}}]`}, "", "1.4.0",
			[]string{"fatal: "}, ""},
		{"a disk without a root", config.Agent, []string{`--resources=[{"name":"disk","type":"SCALAR","scalar":{"value":1},"disk":{"source":{"type":"MOUNT","mount":{}}}}]`}, "", "1.4.0",
			[]string{"fatal: "}, ""},
		{"JSON too early", config.Agent, []string{`--resources=[{"name": "cpus", "type": "SCALAR", "scalar": {"value": 1}}]`}, "", "0.25.1",
			[]string{"fatal: resources may be JSON only in 0.26.0 and later, and as text they are not valid: the 0.25.1 agent will not start; write name:value"}, ""},
		{"a bad role", config.Agent, lines("--resources=cpus:4 --default_role=.."), "", "1.1.0", []string{"fatal: "}, ""},
		{"a role known at run time only", config.Agent, []string{"--resources=cpus:4", "$ --default_role=.."}, "", "1.1.0", nil, ""},
		{"bad with any role", config.Agent, []string{"--resources=cpus:4;mem", "$ --default_role=.."}, "", "1.1.0", []string{"fatal: "}, ""},
	})
	runNodeCases(t, resourcesDropped, []nodeCase{
		{"negative", config.Agent, lines("--resources=cpus:4;mem:-1"), "", "1.0.0",
			[]string{"ignored: the value of resource \"mem\" is negative: the 1.0.0 agent silently drops it, and detects none in its place"}, ""},
		{"negative, refused", config.Agent, lines("--resources=cpus:4;mem:-1"), "", "1.1.0", nil, ""},
		{"nothing", config.Agent, lines("--resources=cpus:4;gpus:0"), "", "1.0.0", nil, ""},
		{"too small", config.Agent, lines("--resources=cpus:0.0001"), "", "1.3.0", []string{"ignored: rounds to 0"}, ""},
		{"too small, refused", config.Agent, lines("--resources=cpus:0.0001"), "", "1.11.0", nil, ""},
		{"small enough", config.Agent, lines("--resources=cpus:0.001"), "", "1.3.0", nil, ""},
		{"role", config.Agent, lines("--default_role=.."), "", "1.3.0", []string{"ignored: silently drops all resources that it detects by itself"}, ""},
		{"any role", config.Agent, lines("--default_role=.."), "", "0.26.0", nil, ""},
		{"no secret of another flag", config.Agent, []string{"$ --default_role=x", "--resources=cpus:4"}, "", "1.0.0", nil, ""},
	})
	runNodeCases(t, attributesInvalid, []nodeCase{
		{"a set", config.Agent, lines("--attributes=a:b;c:{d}"), "", "1.0.0", []string{"fatal: the 1.0.0 agent aborts when it starts"}, ""},
		{"fine", config.Agent, lines("--attributes=a:b;c:d"), "", "1.0.0", nil, ""},
	})
}

func TestAgentFeatures(t *testing.T) {
	features := func(names ...string) string {
		for i, name := range names {
			names[i] = `{"type":"` + name + `"}`
		}
		return `--agent_features={"capabilities":[` + strings.Join(names, ",") + `]}`
	}
	for _, c := range []struct {
		on, flag string
		want     []string
	}{
		{"1.5.0", features("MULTI_ROLE", "HIERARCHICAL_ROLE", "RESERVATION_REFINEMENT"), nil},
		{"1.5.0", features("MULTI_ROLE", "RESERVATION_REFINEMENT"),
			[]string{": the agent features lack `HIERARCHICAL_ROLE`: the 1.5.0 agent will not start"}},
		{"1.4.3", features("MULTI_ROLE"), nil}, // no such flag
		{"1.8.0", features("MULTI_ROLE", "HIERARCHICAL_ROLE", "RESERVATION_REFINEMENT"), []string{"AGENT_OPERATION_FEEDBACK"}},
		{"1.7.3", features("MULTI_ROLE", "HIERARCHICAL_ROLE", "RESERVATION_REFINEMENT", "RESIZE_VOLUME"), []string{"lack `RESOURCE_PROVIDER`"}},
		{"1.7.3", features("MULTI_ROLE", "HIERARCHICAL_ROLE", "RESERVATION_REFINEMENT", "RESIZE_VOLUME", "RESOURCE_PROVIDER"), nil},
		{"1.10.0", `--agent_features={"capabilities":[{"type":"X"}]}`, []string{"lack "}},
		{"1.10.0", `--agent_features={"capabilities":`, nil}, // document/invalid-json
	} {
		got := brief(findings(t, agentWith(c.flag), c.on, agentFeaturesMissing))
		ok := len(got) == len(c.want)
		for i := 0; ok && i < len(got); i++ {
			ok = strings.Contains(got[i], c.want[i])
		}
		if !ok {
			t.Errorf("%s on %s: %q, want %q", c.flag, c.on, got, c.want)
		}
	}
}

func TestNamesThatAreNotThere(t *testing.T) {
	runNodeCases(t, valueUnknown, []nodeCase{
		{"a typing error", config.Agent, lines("--isolation=cgroups/cpu,cgruops/mem"), "", "1.4.0",
			[]string{"fatal: `isolation` names `cgruops/mem`, which is neither built in nor one of the loaded modules: the 1.4.0 agent will not start; write `cgroups/mem`, or load the module with that name"}, ""},
		{"no module possible", config.Master, lines("--registry=x"), "", "1.4.0",
			[]string{"fatal: `registry` names `x`, which is not known: the 1.4.0 master will not start; write `replicated_log`, `log_storage` or `in_memory`"}, ""},
		{"modules that are not known", config.Agent, lines("--isolation=com_x --modules=file:///m.json"), "", "1.4.0",
			nil, ""},
		{"modules in a directory that is not known", config.Agent, lines("--isolation=com_x --modules_dir=/m"), "", "1.4.0", nil, ""},
		{"a module of another name", config.Agent, []string{`--modules={"libraries":[{"file":"/a","modules":[{"name":"com_y"}]}]}`, "--isolation=com_x"}, "", "1.4.0",
			nil, ""}, // no document in this test: the modules are not known
		{"only as a whole", config.Agent, lines("--isolation=cgroups,disk/du"), "", "1.5.0",
			[]string{"fatal: `cgroups` stands for other isolators only if it is the whole value of `isolation`: the 1.5.0 agent will not start; write `cgroups/cpu,cgroups/mem` in its place"}, ""},
		{"a shipped module", config.Agent, lines("--container_logger=org_apache_mesos_LogrotateContainerLogger"), "", "1.4.0",
			[]string{"fatal: load `org_apache_mesos_LogrotateContainerLogger`, which comes with Mesos, through `modules`"}, ""},
	})
	node := nodeOf(config.Agent, `--modules={"libraries":[{"file":"/a","modules":[{"name":"com_y"}]}]}`, "--isolation=com_x,com_y")
	found := findings(t, withModules(node), "1.4.0", valueUnknown)
	if got := brief(found); len(got) != 1 || !strings.HasPrefix(got[0], "fatal com_x: `isolation` names `com_x`") {
		t.Errorf("loaded modules: %q", got)
	}
	runNodeCases(t, valueRemoved, []nodeCase{
		{"external", config.Agent, lines("--containerizers=external"), "", "1.1.0",
			[]string{"fatal: `containerizers` names `external`, which exists only in "}, ""},
		{"external before", config.Agent, lines("--containerizers=external"), "", "1.0.4", nil, ""},
		{"allocator by its old name", config.Master, lines("--allocator=HierarchicalDRF"), "", "1.11.0", nil, ""},
	})
	runNodeCases(t, valueNotYet, []nodeCase{
		{"nnp", config.Agent, lines("--isolation=linux/nnp"), "", "1.8.1", []string{"fatal: `isolation` names `linux/nnp`, which comes with 1.9.0"}, ""},
		{"nnp is there", config.Agent, lines("--isolation=linux/nnp"), "", "1.9.0", nil, ""},
		{"sorters that are not read", config.Master, lines("--role_sorter=random"), "", "1.3.0", nil, ""},
	})
	// Each finding rests on the same doubt, and says so once.
	n := nodeOf(config.Agent, "--isolation=filesystem/linux,disk/du,docker/runtime", "--containerizers=mesos")
	n.Complete = false
	found = lintNode(t, valueNotYet, n, "", "0.22.2")
	if len(found) != 3 {
		t.Fatalf("an incomplete agent: %q", brief(found))
	}
	for _, d := range found {
		if d.Effect != lint.Fatal || d.Severity != lint.Warning || d.Condition != "unless something else gives `modules`" {
			t.Errorf("an incomplete agent: %s: %s", d.Effect, d.Message)
		}
	}
	// What is given leaves nothing for the outside to give: two sources of modules stop the daemon as well.
	n = nodeOf(config.Agent, `--modules={"libraries": {"file": "/a.so", "modules": {"name": "com_x_M"}}}`, "--isolation=disk/du,com_x_M", "--containerizers=mesos")
	n.Complete = false
	if found := findings(t, withModules(n), "0.28.3", valueNotYet, valueUnknown); len(found) != 1 || found[0].Effect != lint.Fatal {
		t.Errorf("an incomplete agent with modules: %q", brief(found))
	}
}

func TestRenamedValues(t *testing.T) {
	runNodeCases(t, valueRenamed, []nodeCase{
		{"process", config.Agent, lines("--isolation=process"), "", "1.0.0",
			[]string{"deprecated: `process` is deprecated in `isolation` of the 1.0.0 agent: it stands for `posix/cpu,posix/mem`"}, "--isolation=posix/cpu,posix/mem"},
		{"in a list, replaced", config.Agent, lines("--isolation=cgroups,disk/du"), "", "1.6.0",
			[]string{"changed: the 1.6.0 agent loads no subsystem for it"}, "--isolation=cgroups/cpu,cgroups/mem,disk/du"},
		{"in a list, not replaced", config.Agent, lines("--isolation=cgroups,disk/du"), "", "1.5.0", nil, ""},
		{"posix/disk", config.Agent, lines("--isolation=posix/cpu,posix/disk"), "", "1.0.0", []string{"deprecated: "}, "--isolation=posix/cpu,disk/du"},
		{"posix/disk before", config.Agent, lines("--isolation=posix/cpu,posix/disk"), "", "0.28.3", nil, ""},
		{"new names", config.Agent, lines("--isolation=posix/cpu,disk/du"), "", "1.11.0", nil, ""},
		{"both names", config.Agent, lines("--isolation=posix/disk,disk/du"), "", "1.11.0", []string{"deprecated: "}, ""},
	})
}

func TestSSLWithoutAKey(t *testing.T) {
	runNodeCases(t, sslNoKey, []nodeCase{
		{"nothing", config.Agent, lines("LIBPROCESS_SSL_ENABLED=true"), "", "1.0.0",
			[]string{"fatal: SSL is on without `LIBPROCESS_SSL_KEY_FILE` and `LIBPROCESS_SSL_CERT_FILE`: the 1.0.0 agent will not start, if it was built with --enable-ssl"}, ""},
		{"a key", config.Agent, lines("LIBPROCESS_SSL_ENABLED=1 SSL_KEY_FILE=/k"), "", "1.0.0", []string{"fatal: SSL is on without `LIBPROCESS_SSL_CERT_FILE`:"}, ""},
		{"both", config.Agent, lines("LIBPROCESS_SSL_ENABLED=1 SSL_KEY_FILE=/k LIBPROCESS_SSL_CERT_FILE=/c"), "", "1.0.0", nil, ""},
		{"both, too new", config.Agent, lines("SSL_ENABLED=1 LIBPROCESS_SSL_KEY_FILE=/k LIBPROCESS_SSL_CERT_FILE=/c"), "", "0.28.3", []string{"fatal: without `SSL_KEY_FILE` and `SSL_CERT_FILE`"}, ""},
		{"off", config.Agent, lines("LIBPROCESS_SSL_ENABLED=false"), "", "1.0.0", nil, ""},
		{"the new prefix wins", config.Agent, lines("LIBPROCESS_SSL_ENABLED=false SSL_ENABLED=true"), "", "1.0.0", nil, ""},
		{"before SSL", config.Agent, lines("SSL_ENABLED=true"), "", "0.22.2", nil, ""},
	})
}

func TestChangesOnTheWay(t *testing.T) {
	runNodeCases(t, defaultChanged, []nodeCase{
		{"executors", config.Agent, lines("--work_dir=/w"), "0.28.3", "1.0.0",
			[]string{"changed: without `executor_environment_variables` the 0.28.3 agent gives executors all of its own environment; the 1.0.0 agent gives executors nothing of its own environment, and a PATH of its own making; list what"}, ""},
		{"the way back", config.Agent, lines("--work_dir=/w"), "1.0.0", "0.28.3",
			[]string{"changed: the 0.28.3 agent gives executors all of its own environment; list"}, ""},
		{"not on the way", config.Agent, lines("--work_dir=/w"), "1.0.0", "1.11.0", nil, ""},
		{"no way", config.Agent, lines("--work_dir=/w"), "", "1.0.0", nil, ""},
		{"given", config.Agent, []string{"--executor_environment_variables={}"}, "0.28.3", "1.0.0", nil, ""},
		{"roles", config.Master, lines("--registry=in_memory"), "0.26.2", "0.27.0", []string{"changed: the 0.27.0 master lets frameworks register with any role"}, ""},
		{"given roles", config.Master, lines("--registry=in_memory --roles=a"), "0.26.2", "0.27.0", nil, ""},
		{"images", config.Agent, lines("--image_providers=docker"), "1.1.0", "1.2.0", []string{"changed: the 1.2.0 agent stacks"}, ""},
		{"registry", config.Master, lines("--quorum=1"), "0.27.3", "0.28.0", []string{"changed: waits 20secs"}, ""},
		{"registry given", config.Master, lines("--registry=in_memory"), "0.27.3", "0.28.0", nil, ""},
		{"may be given", config.Master, []string{"? --registry_store_timeout=5secs"}, "0.27.3", "0.28.0", nil, ""},
	})
	part := nodeOf(config.Agent, "--work_dir=/w")
	part.Settings[0].Way, part.Complete, part.Part = config.FlagDirectory, false, true
	if found := lintNode(t, defaultChanged, part, "0.28.3", "1.0.0"); len(found) != 0 {
		t.Errorf("one file of a flag directory: %q", brief(found))
	}
	runNodeCases(t, meaningChanged, []nodeCase{
		{"verify", config.Agent, lines("LIBPROCESS_SSL_ENABLED=true LIBPROCESS_SSL_VERIFY_CERT=true"), "1.8.1", "1.9.0",
			[]string{"changed: the 1.9.0 agent checks the certificates of servers, and of no client"}, ""},
		{"verify without SSL", config.Agent, lines("LIBPROCESS_SSL_VERIFY_CERT=true"), "1.8.1", "1.9.0", nil, ""},
		{"require", config.Agent, lines("LIBPROCESS_SSL_ENABLED=true LIBPROCESS_SSL_VERIFY_CERT=true LIBPROCESS_SSL_REQUIRE_CERT=true"), "1.8.1", "1.9.0", nil, ""},
		{"sorters", config.Master, lines("--user_sorter=random --framework_sorter=random"), "1.3.0", "1.4.2",
			[]string{"changed: the 1.4.2 master reads `user_sorter`, which 1.3.0 accepts and never reads", "changed: `framework_sorter`"}, ""},
		{"the default", config.Master, lines("--framework_sorter=drf"), "1.3.0", "1.4.2", nil, ""},
		{"read before", config.Master, lines("--framework_sorter=random"), "1.4.2", "1.6.1", nil, ""},
	})
}
