package catalog

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
)

// UnmarshalJSON reads the messages by their names. A field that does not say in which releases it is is in all that have
// the message.
func (l *messageList) UnmarshalJSON(text []byte) (err error) {
	*l, err = members(text, func(m *messageFacts, name string) {
		m.Name = name
		for i := range m.Fields {
			if m.Fields[i].In == nil {
				m.Fields[i].In = m.In
			}
		}
	})
	return err
}

// UnmarshalJSON reads the enums as those of messages are read.
func (l *enumList) UnmarshalJSON(text []byte) (err error) {
	*l, err = members(text, func(e *enumFacts, name string) {
		e.Name = name
		for i := range e.Values {
			if e.Values[i].In == nil {
				e.Values[i].In = e.In
			}
		}
	})
	return err
}

// members reads the members of an object, in the order of their names, of which called tells each its own. None of their own
// members may be unknown.
func members[T any](text []byte, called func(of *T, name string)) ([]T, error) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var byName map[string]T
	err := d.Decode(&byName)
	var out []T
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		one := byName[name]
		called(&one, name)
		out = append(out, one)
	}
	return out, err
}

// describe writes a field as its declaration would, "" for a field the message does not have.
func describe(m *stout.Message, name string) string {
	if m == nil {
		return "no message"
	}
	f := m.Field(name)
	if f == nil {
		return ""
	}
	label := "optional"
	switch {
	case f.Required:
		label = "required"
	case f.Repeated:
		label = "repeated"
	}
	kind := string(f.Type)
	if f.Message != nil {
		kind = f.Message.Name
	}
	return label + " " + kind
}

func TestMessageAtBoundaries(t *testing.T) {
	for _, c := range []struct{ release, message, field, want string }{
		{"0.24.1", "Credential", "secret", "optional bytes"},
		{"0.24.2", "Credential", "secret", "optional string"},
		{"0.25.0", "Credential", "secret", "optional bytes"},
		{"0.25.1", "Credential", "secret", "optional string"},
		{"0.19.1", "Credentials", "credentials", "no message"},
		{"0.20.0", "Credentials", "credentials", "repeated Credential"},

		{"0.26.2", "ACLs", "teardown_frameworks", ""},
		{"0.27.0", "ACLs", "teardown_frameworks", "repeated ACL.TeardownFramework"},
		{"0.27.3", "ACL.ReserveResources", "resources", "required ACL.Entity"},
		{"0.27.3", "ACL.ReserveResources", "roles", ""},
		{"0.28.0", "ACL.ReserveResources", "resources", ""},
		{"0.28.0", "ACL.ReserveResources", "roles", "required ACL.Entity"},
		{"0.27.3", "ACL.CreateVolume", "volume_types", "required ACL.Entity"},
		{"0.28.0", "ACL.CreateVolume", "roles", "required ACL.Entity"},
		{"1.2.3", "ACLs", "set_quotas", "repeated ACL.SetQuota"},
		{"1.3.0", "ACLs", "set_quotas", ""},
		{"1.7.2", "ACLs", "destroy_raw_disks", ""},
		{"1.7.3", "ACLs", "destroy_raw_disks", "repeated ACL.DestroyRawDisk"},
		{"1.11.0", "ACL.Entity", "type", "optional enum"},

		{"0.20.1", "Modules", "libraries", "no message"},
		{"0.21.0", "Modules", "libraries", "repeated Modules.Library"},
		{"0.21.2", "Modules.Library.Module", "parameters", "repeated Parameter"},
		{"1.11.0", "Modules.Library", "file", "optional string"},
		{"1.11.0", "Modules.Library", "name", "optional string"},

		{"0.20.1", "ContainerInfo.DockerInfo", "parameters", ""},
		{"0.21.0", "ContainerInfo.DockerInfo", "parameters", "repeated Parameter"},
		{"0.23.0", "ContainerInfo", "mesos", ""},
		{"0.24.0", "ContainerInfo", "mesos", "optional ContainerInfo.MesosInfo"},
		{"1.3.3", "Device", "path", "required string"},
		{"1.4.0", "Device", "path", "optional string"},
		{"1.1.3", "ContainerInfo", "rlimit_info", ""},
		{"1.2.0", "ContainerInfo", "rlimit_info", "optional RLimitInfo"},
		{"1.11.0", "Volume.Source.CSIVolume.StaticProvisioning", "volume_context", "optional map<string, string>"},
	} {
		if got := describe(Message(c.message, release.MustParse(c.release)), c.field); got != c.want {
			t.Errorf("%s.%s on %s is %q, want %q", c.message, c.field, c.release, got, c.want)
		}
	}
}

func TestMessageEvidence(t *testing.T) {
	for r, want := range map[string]string{
		"0.23.1": "include/mesos/mesos.proto@0.19.0",
		"0.24.0": "include/mesos/authorizer/authorizer.proto@0.24.0",
		"1.11.0": "include/mesos/authorizer/acls.proto@1.0.0",
	} {
		if got := MessageEvidence("ACLs", release.MustParse(r)); got != want {
			t.Errorf("ACLs of %s are declared in %s, want %s", r, got, want)
		}
	}
}

func TestEnumsGrow(t *testing.T) {
	types := func(r string) string {
		m := Message("SlaveInfo.Capability", release.MustParse(r))
		return strings.Join(m.Field("type").Enum, " ")
	}
	if got, want := types("1.7.3"), "UNKNOWN MULTI_ROLE HIERARCHICAL_ROLE RESERVATION_REFINEMENT RESOURCE_PROVIDER RESIZE_VOLUME"; got != want {
		t.Errorf("1.7.3 has %s, want %s", got, want)
	}
	if got, want := types("1.10.0"), types("1.9.0")+" TASK_RESOURCE_LIMITS"; got != want {
		t.Errorf("1.10.0 has %s, want %s", got, want)
	}
	if in := EnumIn("SlaveInfo.Capability", "type", "AGENT_DRAINING").String(); in != "1.9.0 and later" {
		t.Errorf("AGENT_DRAINING is in %s", in)
	}
}

func TestFieldLives(t *testing.T) {
	for _, c := range []struct{ message, field, want string }{
		{"ACLs", "shutdown_frameworks", "0.20.0–1.2.3"},
		{"ACLs", "update_quotas", "1.0.0 and later"},
		{"Device", "path", "1.3.0 and later"},
		{"Credential", "secret", "0.19.0 and later"},
		{"ACLs", "destroy_raw_disks", "1.7.3 and later"},
		{"ACLs", "nonsense", ""},
		{"Nonsense", "acls", ""},
	} {
		if got := FieldIn(c.message, c.field).String(); got != c.want {
			t.Errorf("%s.%s is in %q, want %q", c.message, c.field, got, c.want)
		}
	}
}

func TestFieldDefaults(t *testing.T) {
	r := release.MustParse("1.11.0")
	for _, c := range []struct{ message, field, want string }{
		{"ACL.Entity", "type", "SOME"},
		{"ACLs", "permissive", "true"},
		{"ContainerInfo", "type", "DOCKER"},
		{"Volume", "host_path", ""},
	} {
		if got := FieldDefault(c.message, c.field, r); got != c.want {
			t.Errorf("%s.%s defaults to %q, want %q", c.message, c.field, got, c.want)
		}
	}
}

func TestFlagMessage(t *testing.T) {
	for _, c := range []struct {
		component     config.Component
		flag, release string
		message       string
		shape         Shape
	}{
		{config.Master, "acls", "0.19.1", "", NoShape},
		{config.Master, "acls", "0.20.0", "ACLs", ObjectShape},
		{config.Agent, "acls", "0.28.3", "", NoShape},
		{config.Agent, "acls", "1.0.0", "ACLs", ObjectShape},
		{config.AnyComponent, "acls", "1.0.0", "ACLs", ObjectShape},
		{config.Agent, "allowed_capabilities", "1.11.0", "CapabilityInfo", ObjectShape},
		{config.Agent, "executor_environment_variables", "0.23.0", "", ObjectShape},
		{config.Agent, "resources", "0.25.1", "", NoShape},
		{config.Agent, "resources", "0.26.0", "Resource", ArrayShape},
		{config.Agent, "modules_dir", "1.0.0", "Modules", ObjectShape},
		{config.Agent, "credential", "0.20.0", "Credential", ObjectShape},
		{config.Master, "credentials", "0.19.1", "", NoShape},
		{config.Master, "credentials", "1.11.0", "Credentials", ObjectShape},
		{config.Master, "whitelist", "1.11.0", "", NoShape},
		{config.Master, "quorum", "1.11.0", "", NoShape},
		{config.Agent, "csi_plugin_config_dir", "1.11.0", "CSIPluginInfo", ObjectShape},
		{config.Agent, "resource_provider_config_dir", "1.4.0", "ResourceProviderInfo", ObjectShape},
	} {
		m, shape := FlagMessage(c.component, c.flag, release.MustParse(c.release))
		var name string
		if m != nil {
			name = m.Name
		}
		if name != c.message || shape != c.shape {
			t.Errorf("%s of the %s on %s: %q %q, want %q %q", c.flag, c.component, c.release, name, shape, c.message, c.shape)
		}
	}
}

// Every flag that carries JSON has its message on every release that has the flag.
func TestDocumentsHaveTheirMessages(t *testing.T) {
	for _, d := range DocumentFlags() {
		if d.Message == "" || d.Shape == NoShape {
			continue
		}
		for _, r := range Releases().All() {
			if d.In.Contains(r) && Message(d.Message, r) == nil && !(d.Held == FilePath && !Behaviour("credentials-json").Contains(r)) {
				t.Errorf("%s of the %s: %s has no message %s", d.Flag, d.Component, r, d.Message)
			}
		}
	}
}

// Every fact decodes, every type a field names exists wherever the field does, and no two shapes of a field overlap.
func TestMessageFactsAreWhole(t *testing.T) {
	for _, e := range messageData.Enums {
		name := e.Name
		for _, v := range e.Values {
			if !within(v.In, e.In) {
				t.Errorf("%s.%s outlives its enum", name, v.Name)
			}
		}
	}
	scalars := []string{"string", "bytes", "bool", "int32", "int64", "uint32", "uint64", "float", "double"}
	for _, name := range MessageNames() {
		m := messageNamed(name)
		if len(m.Evidence) == 0 {
			t.Errorf("%s has no evidence", name)
		}
		for i, f := range m.Fields {
			if !within(f.In, m.In) {
				t.Errorf("%s.%s outlives its message", name, f.Name)
			}
			if !slices.Contains([]string{"optional", "required", "repeated"}, f.Is) {
				t.Errorf("%s.%s is %q", name, f.Name, f.Is)
			}
			for _, r := range Releases().All() {
				if !f.In.Contains(r) {
					continue
				}
				known := slices.Contains(scalars, f.Type) || strings.HasPrefix(f.Type, "map<") ||
					messages.message(f.Type, r) != nil || enumNamed(f.Type) != nil && len(enumNamed(f.Type).at(r)) > 0
				if !known {
					t.Errorf("%s.%s on %s has the unknown type %s", name, f.Name, r, f.Type)
				}
				for _, g := range m.Fields[:i] {
					if g.Name == f.Name && g.In.Contains(r) {
						t.Errorf("%s.%s has two shapes on %s", name, f.Name, r)
					}
				}
			}
		}
	}
}

func within(inner, outer release.Ranges) bool {
	for _, r := range Releases().All() {
		if inner.Contains(r) && !outer.Contains(r) {
			return false
		}
	}
	return true
}

func TestDialects(t *testing.T) {
	for _, c := range []struct {
		release string
		want    stout.Dialect
	}{
		{"0.19.0", stout.Dialect{Overflow: stout.OverflowInfinity, TrailingIgnored: true, NestedErrorsIgnored: true}},
		{"0.24.2", stout.Dialect{Overflow: stout.OverflowInfinity, TrailingIgnored: true, Base64Bytes: true}},
		{"0.26.0", stout.Dialect{Overflow: stout.OverflowAborts, NestedErrorsIgnored: true, Base64Bytes: true}},
		{"0.27.0", stout.Dialect{Overflow: stout.OverflowAborts, NullUnsets: true, Base64Bytes: true}},
		{"1.3.3", stout.Dialect{Overflow: stout.OverflowRefused, NullUnsets: true, Base64Bytes: true}},
		{"1.4.3", stout.Dialect{Overflow: stout.OverflowRefused, MaxDepth: 100, NullUnsets: true, Base64Bytes: true, Base64SkipsSpace: true}},
		{"1.5.0", stout.Dialect{Overflow: stout.OverflowAborts, NullUnsets: true, UnknownEnumIgnored: true, Base64Bytes: true}},
		{"1.6.2", stout.Dialect{Overflow: stout.OverflowRefused, MaxDepth: 100, NullUnsets: true, UnknownEnumIgnored: true,
			TextAsScalar: true, Base64Bytes: true, Base64SkipsSpace: true, Maps: true}},
		{"1.7.0", stout.Dialect{Overflow: stout.OverflowRefused, NullUnsets: true, UnknownEnumIgnored: true,
			TextAsScalar: true, Base64Bytes: true, Base64SkipsSpace: true, Maps: true}},
		{"1.10.0", stout.Dialect{Overflow: stout.OverflowRefused, MaxDepth: 200, NullUnsets: true, UnknownEnumIgnored: true,
			TextAsScalar: true, InfinityAsNumber: true, Base64Bytes: true, Base64SkipsSpace: true, Maps: true}},
	} {
		if got := Dialect(release.MustParse(c.release)); got != c.want {
			t.Errorf("%s: %+v\nwant %+v", c.release, got, c.want)
		}
	}
}

// The lists of ACLs are stated twice, as actions and as fields of a message: they must agree.
func TestActionsAreFieldsOfACLs(t *testing.T) {
	for _, r := range Releases().All() {
		if _, shape := FlagMessage(config.Master, "acls", r); shape == NoShape {
			continue
		}
		m := Message("ACLs", r)
		for _, a := range Actions().All() {
			want := ""
			if a.Exists.Contains(r) {
				want = "repeated ACL." + a.Message
			}
			if got := describe(m, a.Key); got != want {
				t.Errorf("%s on %s: the message has %q, the action says %q", a.Key, r, got, want)
			}
		}
	}
}

func BenchmarkMessageACLs(b *testing.B) {
	r := release.MustParse("1.11.0")
	for b.Loop() {
		clear(messages.built)
		Message("ACLs", r)
	}
}
