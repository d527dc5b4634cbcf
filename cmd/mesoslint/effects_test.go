package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
)

// The table of effects in the README is of the effects there are, and what the README says of severities holds for every
// finding of every fixture: what depends on something that was not read has a condition and is at most a warning, what
// stops a daemon for certain is an error, and what works today is none.
func TestReadmeIsTrueOfEffects(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows []lint.Effect
	_, table, _ := strings.Cut(string(data), "| effect | meaning |\n")
	table, _, _ = strings.Cut(table, "\n\n")
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z]+)` \\|").FindAllStringSubmatch(table, -1) {
		rows = append(rows, lint.Effect(row[1]))
	}
	if diff := gocmp.Diff([]lint.Effect{lint.Fatal, lint.Ignored, lint.Changed, lint.Deprecated, lint.Advice}, rows); diff != "" {
		t.Errorf("the table of effects (-there are +README):\n%s", diff)
	}
	for _, says := range []string{"its **condition**", "at most a warning", "That something is missing is an error only if all that can give it\nwas read"} {
		if !strings.Contains(string(data), says) {
			t.Errorf("the README no longer says %q, which this test is of", says)
		}
	}
	n := 0
	for _, dir := range caseDirs(t) {
		if strings.Contains(filepath.ToSlash(dir), "/clean/") {
			continue
		}
		p := requestOf(t, dir)
		_, found := judged(t, p, p.upgrade, nil)
		for i := range found {
			n++
			if d := &found[i]; !severityIsDue(d) {
				t.Errorf("%s: %s, %s, condition %q: %s [%s]", dir, d.Severity, d.Effect, d.Condition, d.Message, d.Rule)
			}
		}
	}
	if n < 800 {
		t.Errorf("only %d findings were judged", n)
	}
	t.Logf("%d findings were judged", n)
}

// severityIsDue reports whether a finding is as grave as the README says.
func severityIsDue(d *lint.Diagnostic) bool {
	switch {
	case d.Aside:
		return true // about what people write for mesoslint
	case d.Condition != "":
		// A program that is no daemon of Mesos and is not there any more (docker-compose 1.x) makes a fact no doubt.
		return d.Severity <= lint.Warning || slices.Contains([]string{"compose/refused"}, d.Rule)
	case d.Effect == lint.Fatal:
		return d.Severity == lint.Error
	case d.Effect == lint.Deprecated, d.Effect == lint.Advice:
		return d.Severity <= lint.Warning
	}
	return true
}
