package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// The shapes of modules and credential files that are found in public repositories, with what each release makes of them.
// The verdicts were derived from the source of the releases, at the places given, and then held against the real
// ModuleManager and the real readers of credentials of 0.28.3, 1.0.4, 1.3.2 and 1.11.0, before they were compared with what
// the rules say.
func TestVerdictsDerivedByHand(t *testing.T) {
	const (
		all     = "0.22.2 0.28.3 1.0.4 1.3.2 1.11.0"
		upgrade = "0.28.3..1.0.4 1.2.3..1.3.2 1.0.4..1.11.0"
		rebuild = "module/rebuild changed"
		list    = config.Credentials
		single  = config.Credential
	)
	for _, file := range []struct {
		name string
		kind config.Kind
		text string
		// verdicts are "releases: finding, finding".
		verdicts []string
	}{
		// An object where a list is wanted is one element: protobuf.hpp:326@0.22.2, :343@0.28.3, :412@1.3.2, :479@1.11.0. The
		// kind is in the table of manager.cpp from 0.23 on, :65@0.22.2, :71@0.23.0.
		{"objects for lists", config.Modules, `{"libraries": {"file": "/usr/lib/libfixed_resource_estimator.so", "modules": {
			"name": "org_apache_mesos_FixedResourceEstimator", "parameters": {"key": "resources", "value": "cpus:3"}}}}`,
			[]string{"0.22.2: module/not-yet fatal", "0.28.3 1.0.4 1.3.2 1.11.0 " + upgrade + ":"}},
		// manager.cpp:194@0.22.2, :277@1.11.0: name stands for a file; :154@0.22.2, :169@1.11.0: no library is older than Mesos.
		{"a file and a name", config.Modules, `{"libraries": [{"file": "/opt/liba.so", "modules": [{"name": "com_a",
			"parameters": [{"key": "X", "value": "Y"}]}, {"name": "com_b"}]}, {"name": "c", "modules": [{"name": "com_c"}]}]}`,
			[]string{all + ":", upgrade + ": " + rebuild + ", " + rebuild}},
		// picojson wants a string after a comma; parse.hpp:70@0.22.2, :73@1.3.2; the flags are not loaded.
		{"a comma before a brace", config.Modules, "{\"libraries\": [{\"file\": \"/a.so\", \"modules\": [{\"name\": \"com_a\",}]}]}",
			[]string{all + " " + upgrade + ": document/invalid-json fatal"}},
		{"no comma between keys", config.Modules, "{\"libraries\": [{\"name\": \"a\", \"modules\": [{\"name\": \"com_a\" \"parameters\": []}]}]}",
			[]string{all + " " + upgrade + ": document/invalid-json fatal"}},
		// Unknown keys are passed over, protobuf.hpp:517@0.22.2, :716@1.11.0, and no field is required.
		{"a schema", config.Modules, `{"type": "object", "required": false, "properties": {"libraries": {"type": "array"}}}`,
			[]string{all + " " + upgrade + ": module/nothing-loaded ignored, document/unknown-key ignored, document/unknown-key ignored, document/unknown-key ignored"}},
		// DiskProfileAdaptor is a kind from 1.5 on: manager.cpp:70@0.22.2, :81@1.3.2, :84@1.11.0.
		{"a disk profile adaptor", config.Modules, `{"libraries": [{"file": "/usr/lib64/mesos/modules/liburi_disk_profile_adaptor.so",
			"modules": [{"name": "org_apache_mesos_UriDiskProfileAdaptor", "parameters": [{"key": "uri", "value": "http://h/m.json"}]}]}]}`,
			[]string{"0.22.2 0.28.3 1.0.4 1.3.2 0.28.3..1.0.4 1.2.3..1.3.2: module/not-yet fatal", "1.11.0 1.0.4..1.11.0:"}},
		{"two modules of a library", config.Modules, `{"libraries": [{"file": "/opt/liboverlay.so", "modules": [
			{"name": "com_x_Master", "parameters": [{"key": "master_config", "value": "/opt/etc/master.json"}]},
			{"name": "com_x_Agent", "parameters": [{"key": "agent_config", "value": "{{ agent_config }}"}]}]}]}`,
			[]string{all + ":", upgrade + ": " + rebuild}},

		// credentials.hpp:60@0.22.2, :62@1.11.0 for lists, :108@0.22.2, :98@1.11.0 for one.
		{"a list", list, `{"credentials": [{"principal": "a", "secret": "one"}, {"principal": "b", "secret": "two"}]}`,
			[]string{all + " " + upgrade + ":"}},
		// No principal: not converted, read as text, which has more than a line, credentials.hpp:114@0.28.3; said from 1.11 on, :100@1.11.0.
		{"a list for one", single, "{\"credentials\": [\n{\"principal\": \"a\", \"secret\": \"one\"},\n{\"principal\": \"b\", \"secret\": \"two\"}]}",
			[]string{all + " " + upgrade + ": credential/wrong-form fatal"}},
		{"one", single, "{\n  \"principal\": \"a\",\n  \"secret\": \"one\"\n}\n", []string{all + " " + upgrade + ":"}},
		// Its keys are unknown to the list, which is then empty, credentials.hpp:60@0.22.2, :62@1.11.0.
		{"one for a list", list, "{\n  \"principal\": \"a\",\n  \"secret\": \"one\"\n}\n",
			[]string{all + " " + upgrade + ": credential/wrong-form ignored"}},
		// credentials.hpp:67@0.22.2 to 1.10, refused at :59@1.11.0.
		{"text", list, "a one\nb two\n", []string{"0.22.2 0.28.3:", "1.0.4 1.3.2 1.10.0 0.28.3..1.0.4 1.2.3..1.3.2: credential/text-format deprecated",
			"1.11.0 1.0.4..1.11.0: credential/text-format fatal"}},
		{"one of text", single, "a one\n", []string{"0.22.2 0.28.3:", "1.0.4 1.3.2 1.10.0 0.28.3..1.0.4 1.2.3..1.3.2: credential/text-format deprecated",
			"1.11.0 1.0.4..1.11.0: credential/text-format fatal"}},
		// credentials.hpp:116@0.22.2; :95@1.11.0.
		{"two lines for one", single, "a one\nb two\n", []string{all + " " + upgrade + ": credential/malformed fatal"}},
	} {
		for _, verdict := range file.verdicts {
			releases, want, _ := strings.Cut(verdict, ":")
			for on := range strings.FieldsSeq(releases) {
				var got []string
				for _, d := range findings(t, document(file.kind, config.AnyComponent, file.text), on, All()...) {
					got = append(got, fmt.Sprintf("%s %s", d.Rule, d.Effect))
				}
				if diff := cmp.Diff(strings.TrimSpace(want), strings.Join(got, ", ")); diff != "" {
					t.Errorf("%s on %s (-by hand +found):\n%s", file.name, on, diff)
				}
			}
		}
	}
	// Whoever adds a release looks at these again.
	if latest := catalog.Releases().All(); latest[len(latest)-1].String() != "1.11.0" {
		t.Errorf("the verdicts end with 1.11.0, the releases with %s", latest[len(latest)-1])
	}
}
