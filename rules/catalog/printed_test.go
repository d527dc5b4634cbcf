package catalog

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
)

func TestReport(t *testing.T) {
	r := release.MustParse
	for _, c := range []struct {
		name        string
		component   config.Component
		values      map[string]string
		version     string
		from, to    release.Release
		flag, value string
		want        Printed
	}{
		{name: "a default, printed in its largest unit", values: map[string]string{"registry_fetch_timeout": "1mins"}, version: "1.4.1",
			flag: "registry_fetch_timeout", value: "60secs", want: PrintedDefault},
		{name: "a value that is none", version: "1.4.1", flag: "quorum", value: "2", want: PrintedGiven},
		{name: "a default of another release", component: config.Agent, version: "1.4.1", flag: "docker_stop_timeout", value: "30secs", want: PrintedGiven},
		{name: "the release of the report counts before that of the user", component: config.Agent, version: "0.21.1", from: r("1.4.1"), to: r("1.5.0"),
			flag: "checkpoint", value: "true", want: PrintedDefault},
		{name: "the user's release", values: map[string]string{"slave_ping_timeout": "15secs"}, from: r("0.28.3"), to: r("1.4.1"),
			flag: "slave_ping_timeout", value: "15secs", want: PrintedDefault},
		{name: "an old name is reported only if it was given, even at the default", values: map[string]string{"slave_ping_timeout": "15secs"}, from: r("1.0.4"),
			to: r("1.4.1"), flag: "slave_ping_timeout", value: "15secs", want: PrintedGiven},
		{name: "the target's release, if it has all of the names", values: map[string]string{"authenticate_frameworks": "false", "slave_ping_timeout": "15secs"},
			to: r("1.3.2"), flag: "slave_ping_timeout", value: "15secs", want: PrintedGiven},
		{name: "a release that has all of the names", component: config.Agent, values: map[string]string{"checkpoint": "true"}, to: r("1.4.1"),
			flag: "checkpoint", value: "true", want: PrintedDefault},
		{name: "what the build decides", component: config.Agent, version: "1.4.1", flag: "launcher_dir", value: "/opt/mesos", want: PrintedDefault},
		{name: "the text of a message", version: "1.4.1", flag: "acls", value: "permissive: false\n", want: PrintedUnknown},
		{name: "a list", component: config.Agent, version: "1.4.1", flag: "nvidia_gpu_devices", value: "[ 0, 1 ]", want: PrintedUnknown},
		{name: "a set", version: "1.4.1", flag: "fair_sharing_excluded_resource_names", value: "{ gpus }", want: PrintedUnknown},
		{name: "a value from a file, of which only the path is printed", version: "1.5.0", flag: "zk", value: "/etc/mesos/zk", want: PrintedUnknown},
		{name: "the same flag with a value", version: "1.5.0", flag: "zk", value: "zk://h:2181/m", want: PrintedGiven},
		{name: "JSON as it is", component: config.Agent, version: "1.4.1", flag: "executor_environment_variables", value: `{"A":"b"}`, want: PrintedGiven},
		{name: "a name that no release has", version: "1.4.1", flag: "acme", value: "1", want: PrintedGiven},
	} {
		if c.component == config.AnyComponent {
			c.component = config.Master
		}
		if got := NewReport(c.component, c.values, c.version, c.from, c.to).Of(c.flag, c.value); got != c.want {
			t.Errorf("%s: %d, not %d", c.name, got, c.want)
		}
	}
}

// Whoever reports all that a release has by default is of one of the releases with these defaults, whatever the target.
func TestReportOfDefaults(t *testing.T) {
	for _, on := range []string{"0.21.1", "0.28.3", "1.0.4", "1.4.1", "1.11.0"} {
		for _, component := range []config.Component{config.Master, config.Agent} {
			values := map[string]string{}
			for _, def := range FlagsOf(component).All(release.MustParse(on)) {
				if def.Default != nil {
					values[def.Name] = *def.Default
				}
			}
			report := NewReport(component, values, "", release.Release{}, release.MustParse("1.11.0"))
			for name, value := range values {
				if report.Of(name, value) != PrintedDefault {
					t.Errorf("%s of %s: %s=%s is not taken for its default", component, on, name, value)
				}
			}
		}
	}
}

// How values are printed is known of every type that a flag has.
func TestPrintedFormOfEveryType(t *testing.T) {
	known := printedForms.Get()
	for _, component := range []config.Component{config.Master, config.Agent} {
		for _, name := range FlagsOf(component).Names() {
			for _, def := range FlagsOf(component).Flag(name).Definitions {
				form := known[def.ValueType()]
				if form == nil {
					t.Errorf("%s: %s", name, def.Type)
					continue
				}
				if parsed, _ := stout.ParseValue(def.Type, "x", stout.FlagDialect{}, nil); (form.As == "message") && !parsed.Document {
					t.Errorf("%s is printed as a message and is none", def.Type)
				}
			}
		}
	}
}
