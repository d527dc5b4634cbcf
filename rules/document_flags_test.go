package rules

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
)

func TestRateLimits(t *testing.T) {
	for _, c := range []documentCase{
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a", "qps": 1}, {"principal": "b", "qps": 1}]}`, nil},
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a", "qps": 1}, {"principal": "a", "qps": 1}]}`,
			[]string{"fatal \"a\": the principal `a` already has a limit; the 1.3.2 master will not start"}},
		{config.RateLimits, config.Master, "0.20.0", `{"limits": [{"principal": "a"}, {"principal": "a"}]}`, []string{"fatal \"a\""}},
		{config.RateLimits, config.Master, "0.19.1", `{"limits": [{"principal": "a"}, {"principal": "a"}]}`, nil},
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a", "qps": 0}]}`, []string{"fatal 0: `qps` must be greater than 0"}},
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a", "qps": 0.001}]}`, nil},
		{config.RateLimits, config.Master, "1.3.2", `{"aggregate_default_qps": -1.5}`, []string{"fatal -1.5: `aggregate_default_qps`"}},
		// The last of two keys counts.
		{config.RateLimits, config.Master, "1.3.2", `{"aggregate_default_qps": 0, "aggregate_default_qps": 1}`, nil},
		// A number in a string: silently dropped, refused, read.
		{config.RateLimits, config.Master, "0.24.1", `{"limits": [{"principal": "a", "qps": "0"}]}`, nil},
		{config.RateLimits, config.Master, "1.5.3", `{"limits": [{"principal": "a", "qps": "0"}]}`, nil}, // document/wrong-type
		{config.RateLimits, config.Master, "1.6.0", `{"limits": [{"principal": "a", "qps": "0"}]}`, []string{"fatal \"0\""}},
		{config.RateLimits, config.Master, "1.10.0", `{"aggregate_default_qps": "-Infinity"}`, []string{"fatal \"-Infinity\""}},
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a", "capacity": 5}]}`,
			[]string{"ignored 5: `capacity` has no effect: there is no `qps` with it"}},
		{config.RateLimits, config.Master, "1.3.2", `{"aggregate_default_capacity": 5, "aggregate_default_qps": 1}`, nil},
	} {
		c.run(t, rateLimitsDuplicatePrincipal, rateLimitsNotPositive, rateLimitsUnusedCapacity)
	}
}

func TestExecutorEnvironment(t *testing.T) {
	const kind = "executor_environment_variables"
	for _, c := range []documentCase{
		{kind, config.Agent, "0.23.0", `{"PATH": "/bin", "DEBUG": "1"}`, nil},
		{kind, config.Agent, "0.23.0", `{"PATH": "/bin", "DEBUG": 1}`, []string{"fatal 1: the variable `DEBUG` is a number, not a string; the 0.23.0 agent will not start"}},
		{kind, config.Agent, "0.22.2", `{"DEBUG": 1}`, nil}, // no such flag yet
		{kind, config.Agent, "1.11.0", `{"DEBUG": null}`, []string{"fatal null"}},
		{kind, config.Agent, "1.11.0", `{"DEBUG": 1, "DEBUG": "1"}`, nil},
		{kind, config.Agent, "1.11.0", `{"DEBUG": "1", "DEBUG": 1}`, []string{"fatal 1"}},
	} {
		c.run(t, executorEnvironmentNotAString)
	}
	got, how := fixed(t, kind, config.Agent, "1.11.0", `{"DEBUG": true}`, executorEnvironmentNotAString)
	if got != `{"DEBUG": "true"}` || how != lint.Safe {
		t.Errorf("fixed to %q (%s)", got, how)
	}
	for value, want := range map[string]string{"7": "write it in double quotes", "[7]": "write the intended text in double quotes"} {
		found := findings(t, document(kind, config.Agent, `{"DEBUG": `+value+`}`), "1.11.0", executorEnvironmentNotAString)
		if len(found) != 1 || found[0].Help != want {
			t.Errorf("%s: %+v", value, found)
		}
	}
	if got, _ := fixed(t, kind, config.Agent, "1.11.0", `{"DEBUG": null}`, executorEnvironmentNotAString); got != "" {
		t.Errorf("null fixed to %q", got)
	}
}

func TestDomain(t *testing.T) {
	const zone = `{"fault_domain": {"region": {"name": "r"}, "zone": {"name": "z"}}}`
	for _, c := range []documentCase{
		{"domain", config.Master, "1.4.0", zone, nil},
		{"domain", config.Master, "1.4.0", `{}`, []string{"fatal {: the domain has no `fault_domain`; the 1.4.0 master will not start"}},
		{"domain", config.Agent, "1.11.0", `{"faultdomain": {}}`, []string{"fatal {: the domain has no `fault_domain`"}},
		{"domain", config.Agent, "1.11.0", `{"fault_domain": null}`, []string{"fatal {: the domain has no `fault_domain`"}},
		{"domain", config.Agent, "1.3.3", `{}`, nil},
		{"domain", config.Agent, "1.11.0", `{"fault_domain": {}}`, nil}, // document/missing-field
	} {
		c.run(t, domainNoFaultDomain)
	}
}

func TestContainerDNS(t *testing.T) {
	const kind = "default_container_dns"
	for _, c := range []documentCase{
		{kind, config.Agent, "1.4.0", `{"mesos": [{"network_mode": "CNI", "dns": {}}, {"network_mode": "CNI", "network_name": "a", "dns": {}}]}`, nil},
		{kind, config.Agent, "1.4.0", `{"docker": [{"network_mode": "BRIDGE", "dns": {}}, {"network_mode": "USER", "dns": {}}]}`, nil},
		{kind, config.Agent, "1.4.0", `{"mesos": {"dns": {}}}`, []string{"fatal {: the entry has no `network_mode`"}},
		{kind, config.Agent, "1.4.0", `{"mesos": [{"network_mode": "HOST", "dns": {}}]}`, []string{"fatal \"HOST\": there are no DNS settings for HOST networks"}},
		{kind, config.Agent, "1.5.0", `{"docker": [{"network_mode": "bridge", "dns": {}}]}`, []string{"fatal {: the entry has no `network_mode`"}},
		{kind, config.Agent, "1.4.0", `{"mesos": [{"network_mode": "CNI", "dns": {}}, {"network_mode": "CNI", "dns": {}}]}`,
			[]string{"fatal {: a second entry for the CNI network without a name"}},
		{kind, config.Agent, "1.4.0", `{"docker": [{"network_mode": "USER", "network_name": "a", "dns": {}}, {"network_mode": "USER", "network_name": "a", "dns": {}}]}`,
			[]string{"fatal {: a second entry for the USER network `a`"}},
		// The bridge is one network, whatever it is called.
		{kind, config.Agent, "1.4.0", `{"docker": [{"network_mode": "BRIDGE", "network_name": "a", "dns": {}}, {"network_mode": "BRIDGE", "network_name": "b", "dns": {}}]}`,
			[]string{"fatal {: a second entry for the BRIDGE"}},
		{kind, config.Agent, "1.4.0", `{"mesos": [{"network_mode": "CNI", "network_name": "a", "dns": {}}], "docker": [{"network_mode": "USER", "network_name": "a", "dns": {}}]}`, nil},
	} {
		c.run(t, containerDNSNetwork)
	}
}

func TestDockerConfig(t *testing.T) {
	for _, c := range []documentCase{
		{"docker_config", config.Agent, "1.0.0", `{"auths": {"quay.io": {"auth": "x"}}, "credsStore": "ecr"}`, nil},
		{"docker_config", config.Agent, "1.0.0", `{"quay.io": {"auth": "x", "email": "a@b"}}`, nil},
		{"docker_config", config.Agent, "1.0.0", `{"credsStore": "ecr"}`,
			[]string{"changed \"ecr\": `credsStore` is a string, not an object: the 1.0.0 agent then pulls no Docker image with the Mesos containerizer"}},
		{"docker_config", config.Agent, "1.0.0", `{"auths": {"quay.io": "x"}}`, []string{"changed \"x\": `quay.io` is a string"}},
		{"docker_config", config.Agent, "1.0.0", `{"auths": ["quay.io"]}`, []string{"changed [\"quay.io\"]: `auths` is an array"}},
		{"docker_config", config.Agent, "1.0.0", `{"auths": {"quay.io": {"auth": 1}}}`, []string{"changed 1: `auth` of `quay.io`: a number is given"}},
		{"docker_config", config.Agent, "1.0.0", `{"auths": {"quay.io": {"auth": null}}}`, nil},
		{"docker_config", config.Agent, "1.0.0", `{"auths": {"quay.io": {"username": "u"}}}`, []string{"advice \"quay.io\": `quay.io` has no `auth`"}},
		{"docker_config", config.Agent, "0.28.3", `{"credsStore": "ecr"}`, nil},
	} {
		c.run(t, dockerConfigUnusable, dockerConfigNoAuth)
	}
}

func TestImageGC(t *testing.T) {
	const kind = "image_gc_config"
	for _, c := range []documentCase{
		{kind, config.Agent, "1.5.0", `{"image_disk_headroom": 0.1, "image_disk_watch_interval": {"nanoseconds": 3600000000000}}`, nil},
		{kind, config.Agent, "1.5.0", `{"image_disk_headroom": 0, "image_disk_watch_interval": {"nanoseconds": 1}}`, []string{"ignored 0: the 1.5.0 agent never collects"}},
		{kind, config.Agent, "1.5.0", `{"image_disk_headroom": 10, "image_disk_watch_interval": {"nanoseconds": 1}}`, []string{"changed 10: the 1.5.0 agent collects images at every check"}},
		{kind, config.Agent, "1.5.0", `{"image_disk_headroom": 0.5, "image_disk_watch_interval": {"nanoseconds": 0}}`, []string{"changed 0: the 1.5.0 agent checks"}},
		{kind, config.Agent, "1.4.3", `{"image_disk_headroom": 0, "image_disk_watch_interval": {"nanoseconds": 0}}`, nil},
	} {
		c.run(t, imageGCOutOfRange)
	}
}

func TestFirewall(t *testing.T) {
	paths := func(list string) string { return `{"disabled_endpoints": {"paths": [` + list + `]}}` }
	for _, c := range []documentCase{
		{config.Firewall, config.Master, "1.3.2", paths(`"/state", "/state.json", "/metrics/snapshot"`), nil},
		{config.Firewall, config.Agent, "1.11.0", paths(`"/state", "/logging/toggle", "/monitor/statistics"`), nil},
		{config.Firewall, config.Master, "1.3.2", `{}`, nil},

		// Names without .json came in 0.25, and those with it went in 1.8.
		{config.Firewall, config.Master, "0.24.2", paths(`"/state.json"`), nil},
		{config.Firewall, config.Master, "0.25.0", paths(`"/state.json"`), []string{"ignored \"/state.json\": the 0.25.0 master also answers at `/state`"}},
		{config.Firewall, config.Master, "1.7.3", paths(`"/state"`), []string{"ignored \"/state\": the 1.7.3 master also answers at `/state.json`"}},
		{config.Firewall, config.Master, "1.8.0", paths(`"/state"`), nil},
		{config.Firewall, config.Master, "1.8.0", paths(`"/state.json"`),
			[]string{"there is no `/state.json` since 1.8.0, so this rule forbids nothing; the 1.8.0 master answers at `/state`"}},
		{config.Firewall, config.Master, "1.8.0", paths(`"/state.json", "/state"`), []string{"`/state` replaced it and is forbidden"}},
		{config.Firewall, config.Agent, "1.8.0", paths(`"/monitor/statistics.json"`), []string{"the 1.8.0 agent answers at `/monitor/statistics`"}},

		// Files can be forbidden on the masters of 0.24 to 0.28 only.
		{config.Firewall, config.Master, "0.28.3", paths(`"/files/browse.json"`), []string{"the 0.28.3 master also answers at `/files/browse`"}},
		{config.Firewall, config.Master, "0.28.3", paths(`"/files/browse", "/files/browse.json"`), nil},
		{config.Firewall, config.Master, "1.0.0", paths(`"/files/browse"`), []string{"this rule forbids `/master/files/browse` and leaves `/files/browse` open"}},
		{config.Firewall, config.Agent, "0.28.3", paths(`"/files/browse"`), []string{"this rule forbids `/slave(1)/files/browse`"}},
		{config.Firewall, config.Master, "1.8.0", paths(`"/files/browse.json"`), []string{"there is no `/files/browse.json` since 1.8.0"}},

		// The daemon's own process is not named from 0.24 on.
		{config.Firewall, config.Master, "0.23.1", paths(`"/master/state.json", "/state.json"`), nil},
		{config.Firewall, config.Master, "0.23.1", paths(`"/master/state.json"`), []string{"also answers at `/state.json`"}},
		{config.Firewall, config.Master, "0.24.0", paths(`"/master/state.json"`), []string{"this rule forbids `/master/master/state.json` and leaves `/master/state.json` open"}},
		{config.Firewall, config.Agent, "1.11.0", paths(`"/slave(1)/state"`), []string{"this rule forbids `/slave(1)/slave(1)/state`"}},
		{config.Firewall, config.Agent, "1.11.0", paths(`"state"`), []string{"a request for `/slave(1)/state` starts with a slash"}},

		// Renamed and removed.
		{config.Firewall, config.Master, "0.23.1", paths(`"/shutdown", "/master/shutdown"`),
			[]string{"also answers at `/master/teardown`", "also answers at `/teardown`", "also answers at `/master/teardown`", "also answers at `/teardown`"}},
		{config.Firewall, config.Master, "0.24.0", paths(`"/master/shutdown"`), []string{"there is no `/master/shutdown` since 0.24.0, so this rule forbids nothing; the 0.24.0 master answers at `/teardown`"}},
		{config.Firewall, config.Master, "0.23.0", paths(`"/stats.json"`), []string{"there is no `/stats.json` since 0.23.0, so this rule forbids nothing; the 0.23.0 master answers at `/metrics/snapshot`"}},
		{config.Firewall, config.Master, "0.28.3", paths(`"/observe"`), nil},
		{config.Firewall, config.Master, "1.0.0", paths(`"/observe"`), []string{"there is no `/observe` since 1.0.0, so this rule forbids nothing"}},

		// Unknown.
		{config.Firewall, config.Master, "1.3.2", paths(`"/weights", "/wieghts"`), []string{"ignored \"/wieghts\": the 1.3.2 master serves no `/wieghts`: the rule forbids nothing, unless a module serves it; did you mean `/weights`?"}},
		{config.Firewall, config.Master, "0.28.3", paths(`"/weights"`), []string{"advice \"/weights\": the 0.28.3 master does not serve `/weights` yet; it is there in 1.0.0 and later"}},
		{config.Firewall, config.Master, "1.3.2", paths(`"/our-module/secrets"`), []string{"advice"}},
		{config.Firewall, config.Agent, "1.3.2", paths(`"/roles"`), []string{"advice \"/roles\""}}, // the master's
		{config.Firewall, config.Master, "1.3.2", paths(`"/help/master", "/"`), nil},
		{config.Firewall, config.Master, "0.22.2", paths(`"/wieghts"`), nil}, // no such flag yet
	} {
		c.run(t, firewallGoneEndpoint, firewallOtherName, firewallNeverMatches, firewallUnknownEndpoint)
	}
}

func TestFirewallFixes(t *testing.T) {
	for _, c := range []struct {
		component      config.Component
		on, text, want string
	}{
		{config.Master, "1.8.0", `{"disabled_endpoints": {"paths": ["/state.json"]}}`, `{"disabled_endpoints": {"paths": ["/state"]}}`},
		{config.Master, "1.3.2", `{"disabled_endpoints": {"paths": ["/state.json"]}}`, `{"disabled_endpoints": {"paths": ["/state.json", "/state"]}}`},
		{config.Master, "1.3.2", `{"disabled_endpoints": {"paths": "/state.json"}}`, `{"disabled_endpoints": {"paths": ["/state.json", "/state"]}}`},
		{config.Master, "1.3.2", `{"disabled_endpoints": {"paths": ["/master/flags"]}}`, `{"disabled_endpoints": {"paths": ["/flags"]}}`},
		{config.Master, "1.3.2", `{"disabled_endpoints": {"paths": ["/files/browse"]}}`, ""},
		{config.Master, "1.8.0", `{"disabled_endpoints": {"paths": ["/files/browse.json"]}}`, ""},
	} {
		got, how := fixed(t, config.Firewall, c.component, c.on, c.text, firewallGoneEndpoint, firewallOtherName, firewallNeverMatches)
		if got != c.want || got != "" && how != lint.Unsafe {
			t.Errorf("%s on %s becomes %s (%s), want %s", c.text, c.on, got, how, c.want)
		}
		if got == "" {
			continue
		}
		if left := findings(t, document(config.Firewall, c.component, got), c.on, firewallGoneEndpoint, firewallOtherName, firewallNeverMatches); len(left) > 0 {
			t.Errorf("%s on %s still has %s", got, c.on, brief(left))
		}
	}
}
