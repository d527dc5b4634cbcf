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
			[]string{"fatal \"a\": the principal `a` has a limit already; the 1.3.2 master will not start"}},
		{config.RateLimits, config.Master, "0.20.0", `{"limits": [{"principal": "a"}, {"principal": "a"}]}`, []string{"fatal \"a\""}},
		{config.RateLimits, config.Master, "0.19.1", `{"limits": [{"principal": "a"}, {"principal": "a"}]}`, nil},
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a", "qps": 0}]}`, []string{"fatal 0: `qps` must be greater than 0"}},
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a", "qps": 0.001}]}`, nil},
		{config.RateLimits, config.Master, "1.3.2", `{"aggregate_default_qps": -1.5}`, []string{"fatal -1.5: `aggregate_default_qps`"}},
		// The last of two keys counts.
		{config.RateLimits, config.Master, "1.3.2", `{"aggregate_default_qps": 0, "aggregate_default_qps": 1}`, nil},
		// A number in a string: dropped without a word, refused, read.
		{config.RateLimits, config.Master, "0.24.1", `{"limits": [{"principal": "a", "qps": "0"}]}`, nil},
		{config.RateLimits, config.Master, "1.5.3", `{"limits": [{"principal": "a", "qps": "0"}]}`, nil}, // document/wrong-type
		{config.RateLimits, config.Master, "1.6.0", `{"limits": [{"principal": "a", "qps": "0"}]}`, []string{"fatal \"0\""}},
		{config.RateLimits, config.Master, "1.10.0", `{"aggregate_default_qps": "-Infinity"}`, []string{"fatal \"-Infinity\""}},
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a", "capacity": 5}]}`,
			[]string{"ignored 5: `capacity` has no effect: there is no `qps` beside it"}},
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
		{kind, config.Agent, "1.5.0", `{"image_disk_headroom": 10, "image_disk_watch_interval": {"nanoseconds": 1}}`, []string{"changed 10: the 1.5.0 agent collects images at every look"}},
		{kind, config.Agent, "1.5.0", `{"image_disk_headroom": 0.5, "image_disk_watch_interval": {"nanoseconds": 0}}`, []string{"changed 0: the 1.5.0 agent looks"}},
		{kind, config.Agent, "1.4.3", `{"image_disk_headroom": 0, "image_disk_watch_interval": {"nanoseconds": 0}}`, nil},
	} {
		c.run(t, imageGCOutOfRange)
	}
}
