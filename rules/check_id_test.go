package rules

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// A user may name every check that a rule reports. So each is the one of a start-up table, stands in a rule, or is what a
// rule is told when it asks for the check of a flag.
func TestChecksThatCanBeNamedAreReported(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	more, err := filepath.Glob("resolved/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, file := range slices.Concat(files, more) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(file, "_test.go") {
			code.Write(data)
		}
	}
	asking := map[string]bool{}
	for _, m := range regexp.MustCompile(`"([a-z-]+/[a-z-]+)"`).FindAllStringSubmatch(code.String(), -1) {
		asking[m[1]] = true
	}
	for _, check := range catalog.Checks() {
		if len(check.Rules) > 0 && !strings.Contains(code.String(), `"`+check.ID+`"`) && !toldWhenAsked(&check, asking) {
			t.Errorf("%s: no finding of %q can carry it", check.ID, check.Rules)
		}
	}
}

// toldWhenAsked reports whether CheckReported gives a check to one of its rules, on one of its releases.
func toldWhenAsked(check *catalog.Check, asking map[string]bool) bool {
	values := check.Values
	if len(values) == 0 {
		values = []string{""}
	}
	for _, on := range catalog.Releases().All() {
		for _, rule := range check.Rules {
			for _, about := range check.Flags {
				for _, value := range values {
					if asking[rule] && catalog.CheckReported(rule, check.Component, on, about, value) == check.ID {
						return true
					}
				}
			}
		}
	}
	return false
}

// The ids are words that are nothing else's name, so that explain and --ignore mean one thing by them.
func TestCheckIDsAreWordsOfTheirOwn(t *testing.T) {
	seen := map[string]bool{}
	for _, check := range catalog.Checks() {
		if !regexp.MustCompile(`^[a-z0-9]{2,}(-[a-z0-9]+)+$`).MatchString(check.ID) {
			t.Errorf("%s is not two words or more", check.ID)
		}
		if seen[check.ID] {
			t.Errorf("%s is there twice", check.ID)
		}
		seen[check.ID] = true
		for _, c := range []config.Component{config.Master, config.Agent} {
			if catalog.FlagsOf(c).Flag(strings.ReplaceAll(check.ID, "-", "_")) != nil {
				t.Errorf("%s is the name of a flag of the %s", check.ID, c)
			}
		}
	}
}

// What a start-up rule reports says which check it is, down to the part of one that has several.
func TestFindingsOfStartUpChecksCarryTheirIDs(t *testing.T) {
	for _, c := range []struct {
		rule  *lint.Rule
		of    config.Component
		lines string
		on    string
		want  string
	}{
		{checkBadValue, config.Master, "--weights=a", "1.3.2", "master-weights-format"},
		{checkConflict, config.Agent, "--ip=10.0.0.1 --ip_discovery_command=x", "1.3.2", "agent-ip-twice"},
		{valueUnknown, config.Master, "--registry=none", "1.3.2", "master-registry-unknown"},
		{attributesInvalid, config.Agent, "--attributes=rack", "1.3.2", "agent-attributes-format"},
		{attributesInvalid, config.Agent, "--attributes=rack", "0.22.0", "agent-attributes-colons"},
		{attributesInvalid, config.Agent, "--attributes=rack:{a,b}", "1.3.2", "agent-attributes-value"},
		{resourcesInvalid, config.Agent, "--resources=cpus", "1.3.2", "agent-resources-format"},
		{resourcesInvalid, config.Agent, `--resources=[{"name":"disk","type":"SCALAR","scalar":{"value":1},"disk":{"source":{"type":"PATH","path":{}}}}]`, "1.3.2",
			"agent-disk-source-root"},
		{flagRequired, config.Agent, "", "1.3.2", "agent-master-missing agent-work-dir-missing"},
		{flagForbiddenValue, config.Master, "--agent_ping_timeout=1hrs", "1.3.2", "master-agent-ping-timeout-range"},
		{valueRenamed, config.Agent, "--isolation=cgroups", "1.3.2", "agent-isolation-cgroups-alias"},
		{valueRenamed, config.Agent, "--isolation=posix/disk", "1.3.2", "agent-isolation-posix-disk-alias"},
		{flagAddress, config.Master, "--ip=host", "1.3.2", "ip-format"},
		{moduleTwoSources, config.Agent, "--modules=/m --modules_dir=/d", "1.3.2", "agent-modules-twice"},
		{sslNoKey, config.Agent, "LIBPROCESS_SSL_ENABLED=1", "1.3.2", "ssl-key-missing"},
	} {
		var got []string
		for _, d := range lintNode(t, c.rule, nodeOf(c.of, lines(c.lines)...), "", c.on) {
			got = append(got, d.Check)
		}
		if found := strings.Join(got, " "); found != c.want {
			t.Errorf("%s: %q on %s: got %q, want %q", c.rule.Name, c.lines, c.on, found, c.want)
		}
	}
}
