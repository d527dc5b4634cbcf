package catalog

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
)

var components = []config.Component{config.Master, config.Agent}

// UnmarshalJSON reads a flag, whose definitions have its name.
func (f *Flag) UnmarshalJSON(text []byte) error {
	type plain Flag
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode((*plain)(f))
	for i := range f.Definitions {
		f.Definitions[i].Name = f.Name
	}
	return err
}

// The numbers of canonical flags were counted in the upstream source of each release, apart from this catalogue.
var flagCounts = []struct {
	release       string
	master, agent int
}{
	{"0.19.0", 32, 37}, {"0.19.1", 32, 37}, {"0.20.0", 36, 48}, {"0.20.1", 36, 48},
	{"0.21.0", 39, 52}, {"0.21.1", 39, 54}, {"0.21.2", 39, 54}, {"0.22.0", 42, 59},
	{"0.22.1", 42, 59}, {"0.22.2", 42, 59}, {"0.23.0", 46, 73}, {"0.23.1", 46, 73},
	{"0.24.0", 50, 76}, {"0.24.1", 50, 76}, {"0.24.2", 52, 76}, {"0.25.0", 51, 80},
	{"0.25.1", 53, 80}, {"0.26.0", 51, 87}, {"0.26.1", 53, 87}, {"0.26.2", 53, 87},
	{"0.27.0", 55, 87}, {"0.27.1", 55, 88}, {"0.27.2", 55, 88}, {"0.27.3", 55, 88},
	{"0.28.0", 55, 90}, {"0.28.1", 55, 90}, {"0.28.2", 55, 90}, {"0.28.3", 55, 91},
	{"1.0.0", 62, 106}, {"1.0.1", 62, 106}, {"1.0.2", 62, 106}, {"1.0.3", 62, 106},
	{"1.0.4", 62, 106}, {"1.1.0", 65, 107}, {"1.1.1", 65, 107}, {"1.1.2", 65, 107},
	{"1.1.3", 65, 109}, {"1.2.0", 66, 108}, {"1.2.1", 66, 108}, {"1.2.2", 66, 110},
	{"1.2.3", 66, 110}, {"1.3.0", 66, 111}, {"1.3.1", 66, 113}, {"1.3.2", 66, 113},
	{"1.3.3", 66, 113}, {"1.4.0", 68, 121}, {"1.4.1", 68, 121}, {"1.4.2", 69, 121},
	{"1.4.3", 70, 125}, {"1.5.0", 69, 128}, {"1.5.1", 69, 128}, {"1.5.2", 71, 132},
	{"1.5.3", 71, 132}, {"1.6.0", 70, 131}, {"1.6.1", 71, 131}, {"1.6.2", 72, 134},
	{"1.7.0", 72, 137}, {"1.7.1", 72, 138}, {"1.7.2", 72, 138}, {"1.7.3", 72, 138},
	{"1.8.0", 74, 143}, {"1.8.1", 74, 143}, {"1.9.0", 74, 147}, {"1.10.0", 74, 149},
	{"1.11.0", 78, 150},
}

func TestFlagCountsPerRelease(t *testing.T) {
	counted := make(map[string]bool)
	for _, c := range flagCounts {
		counted[c.release] = true
		if got := len(FlagsOf(config.Master).All(rel(c.release))); got != c.master {
			t.Errorf("master %s: %d flags, want %d", c.release, got, c.master)
		}
		if got := len(FlagsOf(config.Agent).All(rel(c.release))); got != c.agent {
			t.Errorf("agent %s: %d flags, want %d", c.release, got, c.agent)
		}
	}
	for _, r := range Releases().All() {
		if !counted[r.String()] {
			t.Errorf("%s: not counted", r)
		}
	}
}

// A name exists exactly where a definition or an alias of one does, and its definitions do not overlap.
func TestNamesHoldTogether(t *testing.T) {
	for _, c := range components {
		flags := FlagsOf(c)
		names := flags.Names()
		if !slices.IsSorted(names) || len(slices.Compact(slices.Clone(names))) != len(names) {
			t.Errorf("%s: names are not sorted or not unique", c)
		}
		for _, name := range names {
			flag := flags.Flag(name)
			for _, r := range everyRelease() {
				n := 0
				for _, d := range flag.Definitions {
					if d.In.Contains(r) {
						n++
					}
				}
				if flag.AliasIn.Contains(r) {
					n++
					canonical := flags.Flag(flag.AliasOf)
					if canonical == nil || canonical.on(r) == nil {
						t.Errorf("%s: %s on %s is an alias of %q, which is not a flag there", c, name, r, flag.AliasOf)
					} else if !slices.Contains(canonical.on(r).Aliases, name) {
						t.Errorf("%s: %s on %s: %s does not name its alias", c, name, r, flag.AliasOf)
					}
				}
				if n > 1 || (n == 1) != flag.Exists.Contains(r) {
					t.Errorf("%s: %s on %s: %d definitions, exists %s", c, name, r, n, flag.Exists)
				}
				if flag.DeprecatedIn.Contains(r) && n == 0 {
					t.Errorf("%s: %s is deprecated on %s, which does not have it", c, name, r)
				}
				if flag.Unread.Contains(r) && n == 0 {
					t.Errorf("%s: %s is unread on %s, which does not have it", c, name, r)
				}
			}
			for _, d := range flag.Definitions {
				for _, alias := range d.Aliases {
					if a := flags.Flag(alias); a == nil || a.AliasOf != name {
						t.Errorf("%s: %s: alias %s does not point back", c, name, alias)
					}
				}
				if d.Evidence == "" {
					t.Errorf("%s: %s: no evidence", c, name)
				}
			}
			if flag.Replacement != "" && flags.Flag(flag.Replacement) == nil {
				t.Errorf("%s: %s: replacement %q is not a flag", c, name, flag.Replacement)
			}
		}
	}
}

func TestAt(t *testing.T) {
	for _, c := range []struct {
		component config.Component
		name, on  string
		canonical string // "" if the release does not know the name
		alias     bool
	}{
		{config.Master, "min_allocatable_resources", "1.5.3", "min_allocatable_resources", false},
		{config.Master, "min_allocatable_resources", "1.6.0", "", false},
		{config.Master, "min_allocatable_resources", "1.6.1", "min_allocatable_resources", false},
		{config.Master, "user_sorter", "1.4.1", "user_sorter", false},
		{config.Master, "user_sorter", "1.4.2", "role_sorter", true},
		{config.Master, "user_sorter", "1.5.0", "user_sorter", false},
		{config.Master, "slave_ping_timeout", "0.22.2", "", false},
		{config.Master, "slave_ping_timeout", "0.28.3", "slave_ping_timeout", false},
		{config.Master, "slave_ping_timeout", "1.0.0", "agent_ping_timeout", true},
		{config.Master, "agent_ping_timeout", "0.28.3", "", false},
		{config.Agent, "authenticate_http", "1.11.0", "", false},
		{config.Agent, "checkpoint", "0.21.2", "checkpoint", false},
		{config.Agent, "checkpoint", "0.22.0", "", false},
		{config.Agent, "network_cni_root_dir_persist", "1.7.0", "", false},
		{config.Agent, "network_cni_root_dir_persist", "1.6.2", "network_cni_root_dir_persist", false},
		{config.Agent, "acls", "0.28.3", "", false},
		{config.Agent, "acls", "1.0.0", "acls", false},
		{config.Master, "acls", "0.19.1", "", false},
		{config.Agent, "quorum", "1.0.0", "", false},
		{config.Master, "nothing", "1.0.0", "", false},
	} {
		def, canonical, alias, ok := FlagsOf(c.component).At(c.name, rel(c.on))
		if ok != (c.canonical != "") || ok && canonical != c.canonical || alias != c.alias {
			t.Errorf("%s %s on %s: %q, alias %v, %v", c.component, c.name, c.on, canonical, alias, ok)
		}
		if ok && (def == nil || def.Name != c.canonical) {
			t.Errorf("%s %s on %s: definition of %v", c.component, c.name, c.on, def)
		}
	}
}

func TestDefinitions(t *testing.T) {
	def := func(c config.Component, name, on string) *Definition {
		d, _, _, ok := FlagsOf(c).At(name, rel(on))
		if !ok {
			t.Fatalf("no %s on %s", name, on)
		}
		return d
	}
	if d := def(config.Agent, "work_dir", "1.0.0"); !d.Required || d.Default != nil {
		t.Errorf("agent work_dir on 1.0.0: %+v", d)
	}
	if d := def(config.Agent, "work_dir", "0.28.3"); d.Required || *d.Default != "/tmp/mesos" {
		t.Errorf("agent work_dir on 0.28.3: %+v", d)
	}
	if d := def(config.Master, "allocator", "1.5.1"); *d.Default != "HierarchicalDRF" {
		t.Errorf("allocator on 1.5.1: %s", *d.Default)
	}
	if d := def(config.Master, "allocator", "1.5.2"); *d.Default != "hierarchical" {
		t.Errorf("allocator on 1.5.2: %s", *d.Default)
	}
	if d := def(config.Master, "credentials", "1.0.0"); !d.IsPath() || !d.Optional() || d.ValueType() != "Path" {
		t.Errorf("credentials: %+v", d)
	}
	if d := def(config.Master, "hostname_lookup", "1.0.0"); !d.Boolean() || d.Optional() {
		t.Errorf("hostname_lookup: %+v", d)
	}
	names := def(config.Master, "slave_ping_timeout", "1.0.0").Names()
	if !slices.Equal(names, []string{"agent_ping_timeout", "slave_ping_timeout"}) {
		t.Errorf("names: %v", names)
	}
	if f := FlagsOf(config.Agent).Flag("checkpoint"); f.Always == nil || *f.Always != "true" {
		t.Error("checkpoint is not always on")
	}
	if f := FlagsOf(config.Master).Flag("user_sorter"); !f.Unread.Contains(rel("1.6.0")) || f.Unread.Contains(rel("1.6.1")) {
		t.Errorf("user_sorter unread in %s", f.Unread)
	}
}
