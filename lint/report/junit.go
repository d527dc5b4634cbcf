package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
)

// JUnit is the report as the test cases of JUnit, one suite a file. A finding that makes the run fail is a failure, any
// other a case that passes and says what was found. A file without findings is a case that passes, one that could not be
// checked is an error, and what was not read is skipped.
type JUnit struct{}

// Write implements Format.
func (JUnit) Write(w io.Writer, run *Run) error {
	suites := junitSuites(run)
	var all junitCounts
	for _, s := range suites {
		all.add(s.counts())
	}
	out := bufio.NewWriterSize(w, 1<<16)
	_, _ = out.WriteString(xmlHead)
	root, suite := tag{out, "", "testsuites"}, tag{out, "  ", "testsuite"}
	root.open(append([]string{"name", "mesoslint: " + run.judged()}, all.attributes(false)...)...)
	for _, s := range suites {
		suite.open(append([]string{"name", s.name}, s.counts().attributes(true)...)...)
		for _, c := range s.cases {
			c.write(out, s.name)
		}
		suite.close()
	}
	root.close()
	return out.Flush()
}

// junitSuite is what was found in one file.
type junitSuite struct {
	name  string
	cases []junitCase
}

// junitCase is one finding, or what else there is to say of a file.
type junitCase struct {
	name string
	// outcome is "failure", "error", "skipped", or "" for a case that passes.
	outcome string
	// kind is the type of a failure, message its one line, text all of it.
	kind, message, text string
}

func (c junitCase) write(w *bufio.Writer, suite string) {
	test := tag{w, "    ", "testcase"}
	inside := tag{w, "      ", c.outcome}
	attributes := []string{"name", c.name, "classname", suite, "time", "0"}
	switch {
	case c.outcome == "" && c.text == "":
		test.empty(attributes...)
		return
	case c.outcome == "":
		inside.name = "system-out"
		test.open(attributes...)
		inside.text(c.text)
	case c.outcome == "skipped":
		test.open(attributes...)
		inside.empty("message", c.message)
	default:
		test.open(attributes...)
		inside.text(c.text, "message", c.message, "type", c.kind)
	}
	test.close()
}

// junitCounts counts test cases.
type junitCounts struct{ tests, failures, errors, skipped int }

func (c *junitCounts) add(o junitCounts) {
	c.tests += o.tests
	c.failures += o.failures
	c.errors += o.errors
	c.skipped += o.skipped
}

// attributes are the counts as attributes; only a suite counts what is skipped.
func (c junitCounts) attributes(suite bool) []string {
	out := []string{"tests", strconv.Itoa(c.tests), "failures", strconv.Itoa(c.failures), "errors", strconv.Itoa(c.errors)}
	if suite {
		out = append(out, "skipped", strconv.Itoa(c.skipped))
	}
	return append(out, "time", "0")
}

func (s *junitSuite) counts() junitCounts {
	out := junitCounts{tests: len(s.cases)}
	for _, c := range s.cases {
		switch c.outcome {
		case "failure":
			out.failures++
		case "error":
			out.errors++
		case "skipped":
			out.skipped++
		}
	}
	return out
}

// junitSuites returns a suite for each file, those with findings first.
func junitSuites(run *Run) []*junitSuite {
	var out []*junitSuite
	known := map[string]bool{}
	for _, f := range byFile(run) {
		s := &junitSuite{name: f.name}
		known[f.name] = true
		for _, i := range f.findings {
			s.cases = append(s.cases, junitFinding(run, &run.Diagnostics[i]))
		}
		for _, m := range f.remarks {
			c := junitCase{name: m.what, outcome: "skipped", message: m.why}
			if m.severity == lint.Error {
				c.outcome, c.kind, c.text = "error", m.what, m.why
			}
			s.cases = append(s.cases, c)
		}
		s.numberEqualNames()
		out = append(out, s)
	}
	for _, c := range run.Config.Checked {
		if !known[c.Path] {
			known[c.Path] = true
			out = append(out, &junitSuite{name: c.Path, cases: []junitCase{{name: "no findings"}}})
		}
	}
	return out
}

// numberEqualNames tells cases of one name apart.
func (s *junitSuite) numberEqualNames() {
	seen := map[string]int{}
	for i := range s.cases {
		name := s.cases[i].name
		if seen[name]++; seen[name] > 1 {
			s.cases[i].name += fmt.Sprintf(" (%d)", seen[name])
		}
	}
}

// junitFinding is a finding as a test case. Its name stays when lines move.
func junitFinding(run *Run, d *lint.Diagnostic) junitCase {
	name := d.Rule
	if d.Subject != "" {
		name += " " + d.Subject
	}
	lines := []string{location(d.Span) + ": " + d.Severity.String() + ": " + statement(d) + " [" + d.Rule + "]"}
	if d.Help != "" {
		lines = append(lines, "help: "+d.Help)
	}
	for _, n := range d.Notes {
		lines = append(lines, "note: "+n)
	}
	lines = append(lines, run.judged())
	c := junitCase{name: name, text: strings.Join(lines, "\n")}
	if run.fails(d) {
		c.outcome, c.kind, c.message = "failure", d.Rule, statement(d)
	}
	return c
}
