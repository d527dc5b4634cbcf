package catalog

import (
	"regexp"
	"slices"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
)

func TestParametersOf(t *testing.T) {
	const basic, logger = "org_apache_mesos_TestHttpBasicAuthenticator", "org_apache_mesos_LogrotateContainerLogger"
	if got := ParametersOf(basic, rel("0.26.0")); got != nil {
		t.Errorf("%s is said to have parameters before it exists", basic)
	}
	if got := ParametersOf(basic, rel("0.28.3")).Unknown; got != ParameterCredential {
		t.Errorf("0.28.3 takes an unknown parameter as %s", got)
	}
	if got := ParametersOf(basic, rel("1.0.0")).Unknown; got != ParameterRefused {
		t.Errorf("1.0.0 takes an unknown parameter as %s", got)
	}
	for on, want := range map[string]bool{"1.0.4": false, "1.1.0": true, "1.11.0": true} {
		if got := ParametersOf(logger, rel(on)).Parameter("environment_variable_prefix", rel(on)) != nil; got != want {
			t.Errorf("environment_variable_prefix on %s: %v", on, got)
		}
	}
	if got := ParametersOf("com_example_Logger", rel("1.3.2")); got != nil {
		t.Errorf("another module is said to have parameters: %v", got)
	}
	if got := ParameterKind("org_apache_mesos_TestLocalAuthorizer", "acls"); got != config.ACLs {
		t.Errorf("acls is of kind %q", got)
	}
	if got := ParameterKind("com_example_Authorizer", "acls"); got != config.Unknown {
		t.Errorf("acls of another module is of kind %q", got)
	}
}

// A type that no parser knows would pass for a document, whose values nobody checks.
func TestModuleParametersHaveTypesThatAreParsed(t *testing.T) {
	for _, m := range AllModuleParameters() {
		for _, p := range m.Parameters {
			parsed, _ := stout.ParseValue(p.Type, "x", FlagDialect(Releases().Latest()), nil)
			if own := p.Type == "Resources" || p.Type == "URI"; parsed.Document != (own || p.Document != config.Unknown) {
				t.Errorf("%s: nothing parses the type %s of `%s`", m.Module, p.Type, p.Key)
			}
		}
	}
}

// parameterFiles are the sources that read the parameters of a module. A path ends in one of them.
var parameterFiles = map[string][]string{
	"org_apache_mesos_FixedResourceEstimator":     {"src/slave/resource_estimators/fixed.cpp"},
	"org_apache_mesos_LoadQoSController":          {"src/slave/qos_controllers/load.cpp"},
	"org_apache_mesos_LogrotateContainerLogger":   {"src/slave/container_loggers/lib_logrotate.hpp"},
	"org_apache_mesos_TestHttpBasicAuthenticator": {"src/authentication/http/basic_authenticator_factory.cpp"},
	"org_apache_mesos_TestLocalAuthorizer":        {"src/authorizer/local/authorizer.cpp"},
	"org_apache_mesos_UriDiskProfileAdaptor": {
		"src/resource_provider/storage/uri_disk_profile.hpp", "src/resource_provider/storage/uri_disk_profile_adaptor.hpp",
	},
}

func TestVerifyModuleParameters(t *testing.T) {
	tree := upstreamTrees(t)
	keys := regexp.MustCompile(`parameter\.key\(\) == "(\w+)"|\badd\(\s*&[\w:]+,\s*"(\w+)"`)
	refuses := regexp.MustCompile(`Unknown basic authenticator parameter|flags\.load|FlagsBase`)
	asCredential := regexp.MustCompile(`credentials\.put\(parameter\.key\(\)`)
	compared := 0
	for _, r := range Releases().All() {
		u := tree(r)
		for module, files := range parameterFiles {
			var text string
			for _, file := range files {
				text += u.read(file)
			}
			var want []string
			for _, m := range keys.FindAllStringSubmatch(text, -1) {
				want = append(want, m[1]+m[2])
			}
			known := ParametersOf(module, r)
			if known == nil {
				if len(want) > 0 || asCredential.MatchString(text) {
					t.Errorf("%s: the catalogue has no parameters of %s, the source has %v", r, module, want)
				}
				continue
			}
			fate := ParameterIgnored
			switch {
			case asCredential.MatchString(text):
				fate = ParameterCredential
			case refuses.MatchString(text):
				fate = ParameterRefused
			}
			if known.Unknown != fate {
				t.Errorf("%s: an unknown parameter of %s is %s in the catalogue and %s in the source", r, module, known.Unknown, fate)
			}
			if slices.Contains(want, "uri") || slices.Contains(want, "launcher_dir") {
				want = append(want, "help") // of FlagsBase
			}
			if got := parameterKeys(known, r); !equalSets(got, want) {
				t.Errorf("%s: %s has %v in the catalogue, %v in the source", r, module, got, want)
			}
			compared += len(want)
		}
	}
	if compared < 500 {
		t.Errorf("only %d parameters were compared", compared)
	}
	t.Logf("%d parameters compared", compared)
}

func parameterKeys(m *ModuleParameters, r release.Release) []string {
	var keys []string
	for _, p := range m.On(r) {
		keys = append(keys, p.Key)
	}
	return keys
}

func equalSets(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(slices.Compact(a), slices.Compact(b))
}
