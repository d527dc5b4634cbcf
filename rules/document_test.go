package rules

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// upgrade reads "1.2.3..1.3.0", or "..1.3.0" and "1.3.0" for the target alone.
func upgrade(t *testing.T, s string) release.Upgrade {
	t.Helper()
	var u release.Upgrade
	from, to, found := strings.Cut(s, "..")
	if !found {
		from, to = "", s
	}
	if from != "" {
		u.From = release.MustParse(from)
	}
	u.To = release.MustParse(to)
	return u
}

// findings lints a configuration with some rules.
func findings(t *testing.T, c *config.Config, on string, rules ...*lint.Rule) []lint.Diagnostic {
	t.Helper()
	found, err := lint.Run(context.Background(), rules, upgrade(t, on), c)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		if d.Message == "" || strings.Contains(d.Message, "\n") || d.Span.Source == nil || d.Effect == "" {
			t.Errorf("not a finding one can print: %+v", d)
		}
		for _, r := range rules {
			if r.Name == d.Rule && !slices.Contains(r.Effects, d.Effect) {
				t.Errorf("%s does not say that it reports %q", r.Name, d.Effect)
			}
			if r.Name == d.Rule && d.Fix != nil && !r.Fixable {
				t.Errorf("%s does not say that it has fixes", r.Name)
			}
		}
	}
	return found
}

// document makes a configuration of one document that nothing refers to.
func document(kind config.Kind, component config.Component, text string) *config.Config {
	return &config.Config{Documents: []*config.Document{{
		Kind: kind, Component: component, Text: source.WholeText(source.New("x.json", "", []byte(text))),
	}}}
}

// brief writes findings as "effect at: message", at being what the span covers.
func brief(found []lint.Diagnostic) []string {
	var out []string
	for _, d := range found {
		out = append(out, fmt.Sprintf("%s %s: %s", d.Effect, d.Span.Text(), d.Message))
	}
	return out
}

// documentCase is a document on a release, and for each finding a part of its brief form.
type documentCase struct {
	kind      config.Kind
	component config.Component
	on        string
	text      string
	want      []string
}

func (c documentCase) run(t *testing.T, rules ...*lint.Rule) {
	t.Helper()
	found := brief(findings(t, document(c.kind, c.component, c.text), c.on, rules...))
	ok := len(found) == len(c.want)
	for i := 0; ok && i < len(found); i++ {
		ok = strings.Contains(found[i], c.want[i])
	}
	if !ok {
		t.Errorf("%s on %s, %s\n found %s\n  want %s", c.kind, c.on, c.text, strings.Join(found, "\n       "), strings.Join(c.want, "\n       "))
	}
}

// fixed returns the document after the first fix of its findings, "" if there is none.
func fixed(t *testing.T, kind config.Kind, component config.Component, on, text string, rules ...*lint.Rule) (string, lint.Applicability) {
	t.Helper()
	for _, d := range findings(t, document(kind, component, text), on, rules...) {
		if d.Fix != nil {
			for _, e := range d.Fix.Edits {
				text = text[:e.Span.Start] + e.Text + text[e.Span.End:]
			}
			return text, d.Fix.Applicability
		}
	}
	return "", ""
}

func TestDocumentInvalidJSON(t *testing.T) {
	for _, c := range []documentCase{
		{config.Modules, config.Agent, "1.3.2", `{"libraries": []}`, nil},
		{config.Modules, config.Agent, "1.3.2", ``, []string{"fatal : not valid JSON: it is empty; the 1.3.2 agent will not start"}},
		{config.Modules, config.Agent, "1.3.2", "\ufeff{}", []string{"byte order mark"}},
		{config.Modules, config.Agent, "1.3.2", `{"libraries": [],}`, []string{"fatal }: not valid JSON: there is a comma before the closing }"}},
		{config.Modules, config.Agent, "1.3.2", "// all modules\n{}", []string{"fatal /: not valid JSON: there are no comments in JSON"}},
		{config.Modules, config.Agent, "1.3.2", "This directory holds our modules.", []string{"fatal T: not valid JSON: a value is expected here"}},
		{config.Modules, config.AnyComponent, "1.3.2", `{`, []string{"it ends in the middle; Mesos 1.3.2 will not start"}},
		{config.Modules, config.Master, "0.20.1", `{`, nil}, // the flag came in 0.21
		// Trailing text became an error in 0.26.
		{config.RateLimits, config.Master, "0.25.1", `{} and so on`, nil},
		{config.RateLimits, config.Master, "0.26.0", `{} and so on`, []string{"fatal a: not valid JSON: something follows the JSON value"}},
		// A number too large ends the daemon in one way or the other from 0.25 on.
		{config.RateLimits, config.Master, "0.24.2", `{"aggregate_default_qps": 1e400}`, nil},
		{config.RateLimits, config.Master, "0.25.0", `{"aggregate_default_qps": 1e400}`, []string{"fatal 1: not valid JSON: the number is too large"}},
		// Resources are text unless they are a JSON array.
		{"resources", config.Agent, "1.3.2", `cpus:4;mem:1024`, nil},
		{"resources", config.Agent, "1.3.2", `[{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}},]`, []string{"fatal ]: not valid JSON: there is a comma"}},
		{"resources", config.Agent, "0.25.1", `[{"name": "cpus", "type": "SCALAR", "scalar": {"value": 4}},]`, nil},
		{"resources", config.Agent, "1.3.2", `[a:1`, nil}, // a resource called "[a"
		// ACLs and credentials have rules of their own.
		{config.ACLs, config.Master, "1.3.2", `{`, nil},
		{config.Credentials, config.Master, "1.3.2", `{`, nil},
	} {
		c.run(t, documentInvalidJSON)
	}
}

func TestDocumentWrongKind(t *testing.T) {
	for _, c := range []documentCase{
		{config.RateLimits, config.Master, "1.3.2", `{"permissive": false}`, []string{"this is a file for `--acls`"}},
		{config.Firewall, config.Agent, "1.3.2", `{"credentials": [{"principal": "a"}]}`, []string{"this is a file for `--http_credentials`"}},
		{config.Modules, config.Agent, "1.11.0", `{"type": "org.apache.mesos.csi", "name": "a"}`, []string{"this is a file for `--csi_plugin_config_dir`"}},
		// The keys are those of a document that would lack what it requires.
		{config.Modules, config.Agent, "1.11.0", `{"name": "a"}`, nil},
		{config.RateLimits, config.Master, "0.25.0", `{"id": 1}`, nil},
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [], "permissive": false}`, nil},
		{config.RateLimits, config.Master, "1.3.2", `{}`, nil},
	} {
		c.run(t, documentWrongKind)
	}
}

func TestDocumentInvalidJSONFixes(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"\ufeff{}", "{}"},
		{`{"libraries": [] , }`, `{"libraries": []  }`},
		{"{\"libraries\": [\n 1,\n]}", "{\"libraries\": [\n 1\n]}"},
		{`{"libraries": [,]}`, ""},
		{`{"a": [1,], "b": [1,]}`, ""}, // the rest is not JSON either
		{`{"a": 1`, ""},
	} {
		got, how := fixed(t, config.Modules, config.Master, "1.3.2", c.text, documentInvalidJSON)
		if got != c.want || got != "" && how != lint.Safe {
			t.Errorf("%q becomes %q (%s), want %q", c.text, got, how, c.want)
		}
	}
}

func TestDocumentDuplicateKey(t *testing.T) {
	for _, c := range []documentCase{
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a", "qps": 1, "qps": 2}]}`,
			[]string{"ignored \"qps\": the value `1` of `qps` is lost"}},
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [], "limits": []}`, []string{"this value of `limits` is lost"}},
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a"}, {"principal": "a"}]}`, nil},
		{"executor_environment_variables", config.Agent, "1.3.2", `{"A": "1", "B": "2", "A": "3"}`, []string{"the value `\"1\"` of `A` is lost"}},
		{"docker_config", config.Agent, "1.3.2", `{"auths": {"r": {}, "r": {}}}`, []string{"this value of `r` is lost"}},
	} {
		c.run(t, documentDuplicateKey)
	}
}

func TestDuplicateKeyKeepsSecrets(t *testing.T) {
	c := document("docker_config", config.Agent, `{"auths": {"r": {"auth": "hunter2", "auth": "hunter3"}}}`)
	c.Documents[0].Text.Source().Mask(26, 33)
	for _, d := range findings(t, c, "1.3.2", documentDuplicateKey) {
		if strings.Contains(d.Message, "hunter") {
			t.Error(d.Message)
		}
	}
}

func TestDocumentUnknownKey(t *testing.T) {
	for _, c := range []documentCase{
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a", "qsp": 1}]}`,
			[]string{"ignored \"qsp\": `qsp` is not a field of RateLimit: the 1.3.2 master silently drops it; did you mean `qps`?"}},
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"principal": "a", "burst_size": 1}]}`, []string{"`burst_size` is not a field of RateLimit"}},
		{config.RateLimits, config.Master, "1.3.2", `{"_comment": "ours", "//": "x", "limits": []}`, nil},
		// Fields that came.
		{"default_container_info", config.Agent, "1.1.3", `{"type": "MESOS", "rlimit_info": {}}`,
			[]string{"the 1.1.3 agent does not have `rlimit_info` of ContainerInfo yet and silently drops it; it exists in 1.2.0 and later"}},
		{"default_container_info", config.Agent, "1.2.0", `{"type": "MESOS", "rlimit_info": {}}`, nil},
		// Fields that went.
		{"default_container_info", config.Agent, "1.0.0", `{"type": "MESOS", "network_infos": [{"ip_address": "10.0.0.1"}]}`,
			[]string{"`ip_address` of NetworkInfo was removed in 1.0.0"}},
		{"default_container_info", config.Agent, "0.28.3", `{"type": "MESOS", "network_infos": [{"ip_address": "10.0.0.1"}]}`, nil},
		{"image_gc_config", config.Agent, "1.5.0", `{"image_disk_headroom": 0.1, "image_disk_watch_interval": {"nanoseconds": 1}, "imageDiskHeadroom": 1}`,
			[]string{"did you mean `image_disk_headroom`?"}},
		{"docker_config", config.Agent, "1.3.2", `{"auths": {}, "credsStore": "x"}`, nil},
	} {
		c.run(t, documentUnknownKey)
	}
}

func TestDocumentUnknownKeyFixes(t *testing.T) {
	for _, c := range []struct {
		text, want string
		how        lint.Applicability
	}{
		{`{"limits": [{"principal": "a", "qsp": 1}]}`, `{"limits": [{"principal": "a", "qps": 1}]}`, lint.Unsafe},
		{`{"limits": [{"principal": "a", "qsp": 1, "qps": 2}]}`, `{"limits": [{"principal": "a", "qps": 2}]}`, lint.Manual}, // it would be a duplicate
		{`{"limits": [{"principal": "a", "unlike": 1}]}`, `{"limits": [{"principal": "a"}]}`, lint.Manual},
	} {
		got, how := fixed(t, config.RateLimits, config.Master, "1.3.2", c.text, documentUnknownKey)
		if got != c.want || how != c.how {
			t.Errorf("%q becomes %q (%s), want %q (%s)", c.text, got, how, c.want, c.how)
		}
	}
}

func TestDocumentWrongType(t *testing.T) {
	for _, c := range []documentCase{
		{config.RateLimits, config.Master, "1.3.2", `{"limits": {"principal": "a"}}`, nil}, // a list of one
		{config.RateLimits, config.Master, "1.3.2", `{"limits": "a"}`, []string{"fatal \"a\": `limits[0]`: "}},
		{config.RateLimits, config.Master, "1.3.2", `[]`, []string{"fatal [: `rate_limits`: a JSON object is expected, not an array; the 1.3.2 master will not start"}},
		{config.Firewall, config.Agent, "1.3.2", `{"disabled_endpoints": {"paths": "/state"}}`, nil},
		{config.Firewall, config.Agent, "1.3.2", `{"disabled_endpoints": ["/state"]}`, []string{"fatal [\"/state\"]: `disabled_endpoints`: a list is given"}},
		// Strings for numbers.
		{config.RateLimits, config.Master, "1.5.3", `{"aggregate_default_qps": "1"}`, []string{"fatal \"1\": `aggregate_default_qps`: a string is given for a field that takes a number"}},
		{config.RateLimits, config.Master, "1.6.0", `{"aggregate_default_qps": "1"}`, nil},
		{config.RateLimits, config.Master, "1.6.0", `{"aggregate_default_qps": "much"}`, []string{"fatal \"much\": "}},
		// null.
		{config.RateLimits, config.Master, "0.26.2", `{"aggregate_default_qps": null}`, []string{"fatal null: "}},
		{config.RateLimits, config.Master, "0.27.0", `{"aggregate_default_qps": null}`, []string{"ignored null: "}},
		// Errors below the top level that nobody sees.
		{config.RateLimits, config.Master, "0.24.1", `{"limits": [{"capacity": "x", "principal": "a"}]}`, nil},
		{config.RateLimits, config.Master, "0.24.2", `{"limits": [{"qps": "x", "principal": "a"}]}`, []string{"fatal \"x\": "}},
		{config.RateLimits, config.Master, "0.24.1", `{"limits": [{"qps": "x", "principal": "a"}]}`, []string{"ignored \"x\": "}},
		{"executor_environment_variables", config.Agent, "1.3.2", `["PATH"]`, []string{"fatal [: `executor_environment_variables`: a JSON object is expected"}},
		{"resources", config.Agent, "1.3.2", `[{"name": 1, "type": "SCALAR"}]`, []string{"fatal 1: `[0].name`: "}},
	} {
		if c.on == "0.24.1" && strings.Contains(c.text, "capacity") {
			c.want = []string{"ignored \"x\": `limits[0].capacity`: ", "ignored \"a\": `limits[0].principal`: it is never read"}
		}
		c.run(t, documentWrongType)
	}
}

func TestDocumentMissingField(t *testing.T) {
	for _, c := range []documentCase{
		{config.RateLimits, config.Master, "1.3.2", `{"limits": [{"qps": 1}]}`,
			[]string{"fatal {: `limits[0]` lacks `principal`, which is required; the 1.3.2 master will not start"}},
		{"default_container_info", config.Agent, "1.3.2", `{"volumes": [{"mode": "RW", "container_path": "/x"}]}`, []string{"`default_container_info` lacks `type`"}},
		{"default_container_info", config.Agent, "1.3.2", `{"type": "MESOS", "volumes": [{}]}`, []string{"`volumes[0]` lacks `container_path`, `mode`"}},
		{"default_container_info", config.Agent, "1.3.2", `{"type": "MESOS"}`, nil},
		// Device.path was required until 1.3.
		{"allowed_devices", config.Agent, "1.3.2", `{"allowed_devices": [{"device": {}, "access": {}}]}`, []string{"fatal \"device\": `allowed_devices[0].device` lacks `path`"}},
		{"allowed_devices", config.Agent, "1.4.0", `{"allowed_devices": [{"device": {}, "access": {}}]}`, nil},
		{"image_gc_config", config.Agent, "1.5.0", `{"image_disk_headroom": 0.1}`, []string{"lacks `image_disk_watch_interval`"}},
		{"domain", config.Master, "1.4.0", `{"fault_domain": {"region": {"name": "a"}}}`, []string{"`fault_domain` lacks `zone`"}},
		{config.Modules, config.Master, "1.4.0", `{"libraries": [{"file": "x", "modules": [{"name": "m", "parameters": [{"key": "k"}]}]}]}`,
			[]string{"`libraries[0].modules[0].parameters[0]` lacks `value`"}},
		{"resources", config.Agent, "1.4.0", `[{"name": "cpus"}]`, []string{"fatal {: `[0]` lacks `type`"}},
	} {
		c.run(t, documentMissingField)
	}
}

// A daemon that can do without a document starts, whatever is wrong with it.
func TestDocumentsThatDoNotStopTheStart(t *testing.T) {
	for _, c := range []documentCase{
		{"resource_provider_config_dir", config.Agent, "1.5.0", `{`, []string{"changed : not valid JSON: it ends in the middle; the 1.5.0 agent logs an error and continues without this file"}},
		{"resource_provider_config_dir", config.Agent, "1.5.0", `{"type": "org.apache.mesos.rp.local.storage"}`, []string{"changed {: `resource_provider_config_dir` lacks `name`, which is required; the 1.5.0 agent logs"}},
		{"resource_provider_config_dir", config.Agent, "1.3.3", `{`, nil},
		{"csi_plugin_config_dir", config.Agent, "1.11.0", `{`, []string{"changed : not valid JSON: it ends in the middle; the 1.11.0 agent exits as soon as it has registered"}},
		{"csi_plugin_config_dir", config.Agent, "1.10.0", `{`, nil},
	} {
		c.run(t, documentInvalidJSON, documentMissingField)
	}
}

func TestDocumentUnknownEnum(t *testing.T) {
	for _, c := range []documentCase{
		{"default_container_info", config.Agent, "1.3.2", `{"type": "MESOS"}`, nil},
		{"default_container_info", config.Agent, "1.3.2", `{"type": "mesos"}`, []string{"fatal \"mesos\": `type` accepts DOCKER, MESOS, not `mesos`; the 1.3.2 agent will not start"}},
		{"default_container_info", config.Agent, "1.11.0", `{"type": "mesos"}`, []string{"fatal"}}, // required
		// From 1.5 on, dropped where the field is optional.
		{"default_container_info", config.Agent, "1.4.3", `{"type": "DOCKER", "docker": {"image": "x", "network": "bridge"}}`, []string{"fatal \"bridge\": `docker.network` accepts"}},
		{"default_container_info", config.Agent, "1.5.0", `{"type": "DOCKER", "docker": {"image": "x", "network": "bridge"}}`,
			[]string{"ignored \"bridge\": `docker.network` accepts HOST, BRIDGE, NONE, USER, not `bridge`; the 1.5.0 agent silently drops it, so `docker.network` is HOST"}},
		{"effective_capabilities", config.Agent, "1.11.0", `{"capabilities": ["NET_RAWW"]}`, // one of 39 names
			[]string{"ignored \"NET_RAWW\": `capabilities[0]` does not accept `NET_RAWW`; the 1.11.0 agent silently drops it"}},
		// A name that came.
		{"default_container_info", config.Agent, "0.28.3", `{"type": "DOCKER", "docker": {"image": "x", "network": "USER"}}`,
			[]string{"`docker.network` does not accept USER on 0.28.3 (it exists in 1.0.0 and later); the 0.28.3 agent will not start"}},
		{"agent_features", config.Agent, "1.8.1", `{"capabilities": [{"type": "AGENT_DRAINING"}]}`, []string{"it exists in 1.9.0 and later"}},
		{"effective_capabilities", config.Agent, "1.4.0", `{"capabilities": ["NET_ADMIN"]}`, nil},
		{"effective_capabilities", config.Agent, "1.4.0", `{"capabilities": ["CAP_NET_ADMIN"]}`, []string{"fatal"}},
	} {
		c.run(t, documentUnknownEnum)
	}
	got, how := fixed(t, "default_container_info", config.Agent, "1.3.2", `{"type": "mesos"}`, documentUnknownEnum)
	if got != `{"type": "MESOS"}` || how != lint.Unsafe {
		t.Errorf("fixed to %q (%s)", got, how)
	}
}
