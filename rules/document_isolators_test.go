package rules

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// agentWith makes a configuration of one agent, with a document for every flag that carries one.
func agentWith(flags ...string) *config.Config {
	node := nodeOf(config.Agent, flags...)
	c := &config.Config{Nodes: []*config.Node{node}}
	for _, s := range node.Settings {
		if kind := catalog.DocumentKind(config.Agent, resolved.FlagOfSetting(s)); kind != config.Unknown {
			c.Documents = append(c.Documents, &config.Document{
				Kind: kind, Component: config.Agent, Text: s.Value, Setting: s, Node: node, Inline: true,
			})
		}
	}
	return c
}

func TestDocumentsForIsolators(t *testing.T) {
	const (
		one    = `{"capabilities": ["NET_ADMIN"]}`
		two    = `{"capabilities": ["NET_ADMIN", "CHOWN"]}`
		device = `--allowed_devices={"allowed_devices": [{"device": {"path": "/dev/x"}, "access": {"read": true}}]}`
		locked = `--allowed_devices={"allowed_devices": [{"device": {"path": "/dev/x"}, "access": {"read": false}}]}`
		no     = `--allowed_devices={"allowed_devices": [{"device": {}, "access": {"read": true}}]}`
	)
	for _, c := range []struct {
		on    string
		flags []string
		want  []string
	}{
		{"1.4.0", []string{"--isolation=linux/capabilities", "--effective_capabilities=" + one, "--bounding_capabilities=" + two}, nil},
		{"1.4.0", []string{"--isolation=linux/capabilities", "--effective_capabilities=" + two, "--bounding_capabilities=" + one},
			[]string{"fatal \"CHOWN\": CHOWN is not among the bounding capabilities; the 1.4.0 agent will not start"}},
		{"1.4.0", []string{"--isolation=linux/capabilities", "--allowed_capabilities=" + two, "--bounding_capabilities=" + one}, []string{"fatal \"CHOWN\""}},
		{"1.4.0", []string{"--isolation=linux/capabilities", "--effective_capabilities=" + two}, nil},
		{"1.4.0", []string{"--isolation=linux/capabilities", "--containerizers=docker", "--effective_capabilities=" + two, "--bounding_capabilities=" + one},
			[]string{"`effective_capabilities` has no effect", "`bounding_capabilities` has no effect"}},
		{"1.3.3", []string{"--isolation=linux/capabilities", "--allowed_capabilities=" + two}, nil},
		{"1.3.3", []string{"--allowed_capabilities=" + two}, []string{"ignored allowed_capabilities: `allowed_capabilities` has no effect: `isolation` does not list linux/capabilities"}},
		{"1.3.3", []string{"? --isolation=linux/capabilities", "--allowed_capabilities=" + two}, nil},
		{"1.0.4", []string{"--allowed_capabilities=" + two}, nil}, // no such flag yet

		{"1.3.0", []string{"--isolation=cgroups/devices", device}, nil},
		{"1.3.0", []string{"--isolation=cgroups/cpu", device}, []string{"`allowed_devices` has no effect: `isolation` does not list cgroups/devices"}},
		{"1.7.0", []string{"--isolation=cgroups/cpu", device}, []string{"does not list cgroups/devices or cgroups/all or linux/devices"}},
		{"1.3.0", []string{"--isolation=cgroups/devices", locked}, []string{"fatal {: the entry allows no access to the device; the 1.3.0 agent will not start"}},
		{"1.7.0", []string{"--isolation=linux/devices", locked}, nil},
		{"1.7.0", []string{"--isolation=cgroups/all", locked}, []string{"advice {: the entry allows no access to the device; if the kernel"}},
		{"1.3.0", []string{"--isolation=cgroups/devices", no}, nil}, // document/missing-field
		{"1.4.0", []string{"--isolation=cgroups/devices", no}, []string{"ignored {: the device has no `path`: the 1.4.0 agent silently ignores the entry"}},
		{"1.6.2", []string{"--isolation=cgroups/all", no}, []string{"ignored {: the device has no `path`"}},
		{"1.7.0", []string{"--isolation=cgroups/devices", no}, []string{"fatal {: the device has no `path`"}},
		{"1.7.0", []string{"--isolation=cgroups/all", no}, []string{"advice {: the device has no `path`; if the kernel"}},
		{"1.7.0", []string{"--isolation=linux/devices", no}, []string{"fatal {: the device has no `path`"}},
	} {
		got := brief(findings(t, agentWith(c.flags...), c.on, documentNoIsolator, capabilitiesNotASubset, devicesUnusable))
		ok := len(got) == len(c.want)
		for i := 0; ok && i < len(got); i++ {
			ok = strings.Contains(got[i], c.want[i])
		}
		if !ok {
			t.Errorf("%v on %s:\n got %q\nwant %q", c.flags, c.on, got, c.want)
		}
	}
}

func TestImageGCNoImages(t *testing.T) {
	const gc = `--image_gc_config={"image_disk_headroom": 0.1, "image_disk_watch_interval": {"nanoseconds": 1}}`
	runNodeCases(t, imageGCNoImages, []nodeCase{
		{"no images", config.Agent, []string{gc}, "", "1.5.0", []string{"ignored: `image_gc_config` has no effect: `image_providers` is not given"}, ""},
		{"images", config.Agent, []string{gc, "--image_providers=docker"}, "", "1.5.0", nil, ""},
		{"perhaps images", config.Agent, []string{gc, "? --image_providers=docker"}, "", "1.5.0", nil, ""},
		{"docker alone", config.Agent, []string{gc, "--image_providers=docker", "--containerizers=docker"}, "", "1.5.0", []string{"ignored: `image_gc_config` has no effect: `containerizers`"}, ""},
		{"before the flag", config.Agent, []string{gc}, "", "1.4.3", nil, ""},
	})
}

// Every rule says what explain needs.
func TestRulesNameThemselves(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range All() {
		if seen[r.Name] || r.Title == "" || r.Doc == "" || len(r.Effects) == 0 {
			t.Errorf("%s: not a rule one can explain", r.Name)
		}
		seen[r.Name] = true
		looks := 0
		for _, looking := range []bool{r.Document != nil, r.Node != nil, r.Config != nil} {
			if looking {
				looks++
			}
		}
		want := 1
		if strings.HasPrefix(r.Name, "suppression/") || strings.HasPrefix(r.Name, "baseline/") {
			want = 0 // lint/suppress and lint/baseline report under their names
		}
		if looks != want {
			t.Errorf("%s looks at %d kinds of thing", r.Name, looks)
		}
		for _, e := range r.Effects {
			if e == lint.Fatal && r.Effects[0] != lint.Fatal {
				t.Errorf("%s: the worst effect does not come first", r.Name)
			}
		}
	}
}
