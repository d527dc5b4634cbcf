package report

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// compiled returns a schema of testdata/schema.
func compiled(t testing.TB, name string) *jsonschema.Schema {
	t.Helper()
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	s, err := c.Compile(filepath.Join("testdata", "schema", name))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// What is written for other programs is what they say they read.
func TestFormatsFollowTheirSchemas(t *testing.T) {
	runs := map[string]*Run{"sample": sample(), "clean": clean(), "nothing": nothing(), "many": many(50), "partial": partial(), "lived with": livedWith()}
	for name, format := range map[string]Format{"sarif.json": SARIF{}, "gitlab.json": GitLab{}} {
		schema := compiled(t, name)
		for kind, run := range runs {
			t.Run(name+" "+kind, func(t *testing.T) { validate(t, schema, []byte(write(t, format, run))) })
		}
		for _, wrong := range []any{map[string]any{}, []any{map[string]any{}}} {
			if schema.Validate(wrong) == nil {
				t.Errorf("%s lets %v pass", name, wrong)
			}
		}
	}
}

// partial is a run that did not come to its end.
func partial() *Run {
	run := clean()
	run.Partial = "the time of --timeout (1s) was over after 3 of 7 documents and nodes"
	return run
}

// livedWith is a run of which all findings but the first are suppressed or known, and are to be listed.
func livedWith() *Run {
	run := sample()
	run.ReportSuppressed = true
	run.Lived.Baseline = "known.json"
	for i, d := range run.Diagnostics[1:] {
		d.Fingerprint = fmt.Sprintf("0123456789abcdef-%d", i)
		switch by := d.Span; i % 3 {
		case 0:
			run.Lived.Suppressed = append(run.Lived.Suppressed, Suppressed{Diagnostic: d, By: by})
		case 1:
			run.Lived.Ignored = append(run.Lived.Ignored, Suppressed{Diagnostic: d, By: by, Reason: "zk://u:hunter2@zk1/m is old"})
		default:
			run.Lived.Known = append(run.Lived.Known, d)
		}
	}
	run.Diagnostics = run.Diagnostics[:1]
	return run
}

// What people live with is in SARIF if it is asked for, each for what it is, and no secret is.
func TestSARIFMarksWhatIsSuppressed(t *testing.T) {
	run := livedWith()
	out := write(t, SARIF{}, run)
	for text, want := range map[string]int{
		`"kind":"inSource"`: len(run.Lived.Suppressed), `"kind":"external","justification":"zk://u:[secret]@zk1/m is old"`: len(run.Lived.Ignored),
		`"baselineState":"unchanged"`: len(run.Lived.Known), `"baselineState":"new"`: 1 + len(run.Lived.Suppressed) + len(run.Lived.Ignored),
	} {
		if got := strings.Count(out, text); got != want || want == 0 {
			t.Errorf("%s is there %d times, want %d", text, got, want)
		}
	}
	run.ReportSuppressed = false
	if out := write(t, SARIF{}, run); strings.Contains(out, "suppressions") || strings.Count(out, `"baselineState"`) != 1 {
		t.Errorf("what is suppressed is there though nobody asked:\n%s", out)
	}
}

// GitLab shows one of those findings that have one fingerprint, and so does a service that reads SARIF.
func TestFingerprintsAreUnique(t *testing.T) {
	for name, run := range map[string]*Run{"sample": sample(), "many": many(50)} {
		var issues []struct{ Fingerprint string }
		if err := json.Unmarshal([]byte(write(t, GitLab{}, run)), &issues); err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, issue := range issues {
			if seen[issue.Fingerprint] {
				t.Errorf("%s: %s stands for two", name, issue.Fingerprint)
			}
			seen[issue.Fingerprint] = true
		}
		if len(issues) < len(run.Diagnostics) {
			t.Errorf("%s: %d issues for %d findings", name, len(issues), len(run.Diagnostics))
		}
	}
	run := many(3)
	run.Diagnostics[2].Fingerprint = "c"
	if got := run.fingerprints(); got[2] != "c" || got[0] == "" {
		t.Errorf("that of the finding is not used: %v", got)
	}
}

// A run that did not come to its end says so in every format.
func TestPartialIsSaid(t *testing.T) {
	for _, name := range Names() {
		f, _ := ByName(name, Style{})
		if out := write(t, f, partial()); !strings.Contains(out, "3 of 7 documents and nodes") {
			t.Errorf("%s does not say it:\n%s", name, out)
		}
	}
	if out := write(t, Text{}, partial()); strings.Contains(out, "clean") {
		t.Errorf("something is called clean:\n%s", out)
	}
}

// The upgrade that was judged is said in every format, findings or none.
func TestJudgedIsSaid(t *testing.T) {
	for _, name := range Names() {
		f, _ := ByName(name, Style{})
		for kind, run := range map[string]*Run{"sample": sample(), "clean": clean()} {
			says := judged(run.Upgrade)
			switch {
			case name == "json" && kind == "sample":
				says = `"upgrade":{"from":"1.2.3","to":"1.3.2"}`
			case name == "json":
				says = `"upgrade":{"from":"","to":"1.3.2"}`
			case name == "gitlab" && kind == "clean":
				says = "[]" // a list of nothing has no place for it
			}
			if out := write(t, f, run); !strings.Contains(out, says) {
				t.Errorf("%s of %s does not say %q", name, kind, says)
			}
		}
	}
}

// A report that lies in a tree is known for what it is, and nothing else is taken for one.
func TestReportsAreKnown(t *testing.T) {
	isReport := Recogniser()
	for _, name := range Names() {
		f, _ := ByName(name, Style{})
		if out := write(t, f, sample()); !isReport([]byte(out)) {
			t.Errorf("%s is not known:\n%s", name, out[:200])
		}
	}
	for _, text := range []string{"", "MESOS_QUORUM=1\n", "# mesoslint: ignore x -- y\n", "{\"set_quotas\": []}", "echo error: x [a/b]\nx:1:2: error: y [a/b]\n", "[\n{\"a\": 1}]"} {
		if isReport([]byte(text)) {
			t.Errorf("%q is taken for a report", text)
		}
	}
}
