package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/report"
)

// tallied are the findings of a report by severity, as a format says them: errors, warnings and the rest.
type tallied struct{ errors, warnings, infos int }

func (c *tallied) add(severity string, n int) {
	switch severity {
	case "error":
		c.errors += n
	case "warning":
		c.warnings += n
	default:
		c.infos += n
	}
}

// countByLine counts by a pattern whose group is the severity; the lines that follow one may say that it stands for more.
func countByLine(pattern string) func(t *testing.T, out string) tallied {
	return func(t *testing.T, out string) tallied {
		var c tallied
		re, more, last := regexp.MustCompile(pattern), regexp.MustCompile(`and in (\d+) more places?: `), ""
		for line := range strings.Lines(out) {
			if m := re.FindStringSubmatch(line); m != nil {
				last = m[1]
				c.add(last, 1)
			} else if m := more.FindStringSubmatch(line); m != nil {
				n, _ := strconv.Atoi(m[1])
				c.add(last, n)
			}
		}
		return c
	}
}

// counters count the findings of each format. A format without one fails the test.
func counters() map[string]func(t *testing.T, out string) tallied {
	const rule = `[a-z0-9-]+/[a-z0-9-]+`
	return map[string]func(t *testing.T, out string) tallied{
		"text":       countByLine(`^\S.*: (error|warning|info): .* \[` + rule + `\]\n$`),
		"concise":    countByLine(`^\S.*: (error|warning|info): .* \[` + rule + `\]\n$`),
		"github":     countByLine(`^::(error|warning|notice) .*title=` + rule + `::`),
		"checkstyle": countByLine(`^    <error .* severity="(error|warning|info)" .* source="` + rule + `"/>\n$`),
		"markdown":   countByLine(`^- \*\*(error|warning|info)\*\* `),
		"junit":      countByLine(`^(?:      <(?:failure|system-out)[^>]*>)[^<]*: (error|warning|info): .* \[` + rule + `\]`),
		"json": func(t *testing.T, out string) tallied {
			var c tallied
			for _, d := range parseReport(t, out).Diagnostics {
				c.add(d.Severity, 1)
			}
			return c
		},
		"sarif": func(t *testing.T, out string) tallied {
			var log struct {
				Runs []struct{ Results []struct{ Level string } }
			}
			unmarshal(t, out, &log)
			var c tallied
			for _, r := range log.Runs[0].Results {
				c.add(r.Level, 1)
			}
			return c
		},
		"gitlab": func(t *testing.T, out string) tallied {
			var issues []struct {
				Severity string
				Name     string `json:"check_name"`
			}
			unmarshal(t, out, &issues)
			var c tallied
			for _, i := range issues {
				if strings.Contains(i.Name, "/") {
					c.add(map[string]string{"blocker": "error", "critical": "error", "major": "warning", "minor": "warning"}[i.Severity], 1)
				}
			}
			return c
		},
	}
}

func unmarshal(t *testing.T, text string, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), into); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
}

// Every format tells the same findings, also where people are told of many equal ones as one.
func TestFormatsCountTheSame(t *testing.T) {
	copies := t.TempDir()
	example := tree(t, filepath.Join(fixtures, "example"))
	for _, name := range []string{"a", "b", "c", "d", "e"} {
		writeTree(t, filepath.Join(copies, name), example, strings.NewReplacer())
	}
	for _, c := range []struct {
		name, dir string
		args      []string
		least     int
	}{
		{"example", filepath.Join(fixtures, "example"), []string{"--from", "1.2", "--to", "1.3"}, 15},
		{"example to 1.11", filepath.Join(fixtures, "example"), []string{"--to", "1.11"}, 15},
		{"five copies", copies, []string{"--from", "1.2", "--to", "1.3"}, 75},
		{"clean", filepath.Join(fixtures, "clean"), []string{"--to", "1.3", "--only", "acl/unknown-action"}, 0},
	} {
		var want tallied
		for _, format := range report.Names() {
			t.Run(c.name+" "+format, func(t *testing.T) {
				var out bytes.Buffer // alone: what is said beside a report is not part of it
				Main(context.Background(), append([]string{"check", "--format", format}, c.args...), Streams{Dir: c.dir, Out: &out, Err: io.Discard})
				count := counters()[format]
				if count == nil {
					t.Fatal("nobody counts the findings of this format")
				}
				got := count(t, out.String())
				if format == report.Names()[0] {
					want = got
				}
				if got != want || got.errors+got.warnings+got.infos < c.least {
					t.Errorf("%+v, text has %+v\n%s", got, want, out.String())
				}
			})
		}
	}
}
