package report

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
)

// sarifLog is the part of SARIF that services rely on.
type sarifLog struct {
	Version string
	Runs    []struct {
		Tool struct {
			Driver struct {
				Name  string
				Rules []struct {
					ID                   string
					ShortDescription     struct{ Text string }
					DefaultConfiguration struct{ Level string }
				}
			}
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct{ Message struct{ Text string } }
		}
		ColumnKind string
		Results    []struct {
			RuleID    string
			RuleIndex *int
			Level     string
			Message   struct{ Text string }
			Locations []sarifLocation
			Fixes     []struct {
				ArtifactChanges []struct {
					ArtifactLocation struct{ URI string }
					Replacements     []struct {
						DeletedRegion   sarifRegion
						InsertedContent struct{ Text string }
					}
				}
			}
		}
	}
}

type sarifLocation struct {
	PhysicalLocation struct {
		ArtifactLocation struct{ URI, URIBaseID string }
		Region           sarifRegion
	}
}

type sarifRegion struct{ StartLine, StartColumn, EndLine, EndColumn int }

func TestSARIF(t *testing.T) {
	var log sarifLog
	if err := json.Unmarshal([]byte(write(t, SARIF{}, sample())), &log); err != nil {
		t.Fatal(err)
	}
	run := log.Runs[0]
	if log.Version != "2.1.0" || run.ColumnKind != "unicodeCodePoints" || run.Tool.Driver.Name != "mesoslint" {
		t.Errorf("head is %+v", log)
	}
	if rule := run.Tool.Driver.Rules[0]; rule.ID != "acl/removed-action" || rule.ShortDescription.Text == "" || rule.DefaultConfiguration.Level != "warning" {
		t.Errorf("rule is %+v", rule)
	}
	if i := run.Invocations[0]; i.ExecutionSuccessful || len(i.ToolExecutionNotifications) != 5 {
		t.Errorf("what could not be checked is not said: %+v", i)
	}
	first := run.Results[0]
	if first.RuleIndex == nil || *first.RuleIndex != 0 || run.Results[1].RuleIndex != nil {
		t.Error("wrong index of a rule")
	}
	if got, want := first.Locations[0].PhysicalLocation.Region, (sarifRegion{3, 2, 3, 14}); got != want {
		t.Errorf("region is %v, want %v", got, want)
	}
	replacements := first.Fixes[0].ArtifactChanges[0].Replacements
	if len(replacements) != 2 || replacements[0].InsertedContent.Text != `"update_quotas"` || replacements[1].DeletedRegion != (sarifRegion{6, 3, 6, 10}) {
		t.Errorf("replacements are %+v", replacements)
	}
	for i, result := range run.Results {
		switch result.RuleID {
		case "acl/two-lines", "flag/renamed", "credential/text": // by hand, a rename, secrets
			if result.Fixes != nil {
				t.Errorf("%s: a fix that SARIF cannot say: %+v", result.RuleID, result.Fixes)
			}
		case "flag/nowhere":
			if result.Locations != nil {
				t.Errorf("result %d has a place: %+v", i, result.Locations)
			}
		}
	}
	levels := map[string]string{}
	for _, result := range run.Results {
		levels[result.RuleID] = result.Level
	}
	if levels["acl/removed-action"] != "error" || levels["flag/renamed"] != "warning" || levels["zk/url"] != "note" {
		t.Errorf("levels are %v", levels)
	}
}

func TestSARIFNamesFilesByURI(t *testing.T) {
	run := clean()
	paths := []string{"etc/a b.json", "/etc/mesos/é", "c:d", "../x?y#z"}
	for _, p := range paths {
		run.Diagnostics = append(run.Diagnostics, lint.Diagnostic{Rule: "a/b", Span: plain(p, p, []byte("x")).Span(0, 1)})
	}
	var log sarifLog
	if err := json.Unmarshal([]byte(write(t, SARIF{}, run)), &log); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range log.Runs[0].Results {
		at := r.Locations[0].PhysicalLocation.ArtifactLocation
		got = append(got, strings.TrimSpace(at.URI+" "+at.URIBaseID))
	}
	want := []string{"etc/a%20b.json %SRCROOT%", "file:///etc/mesos/%C3%A9", "./c:d %SRCROOT%", "../x%3Fy%23z %SRCROOT%"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
