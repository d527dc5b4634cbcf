package rules

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/nodetest"
)

// nodeOf makes a node of lines as nodetest.Node does.
func nodeOf(c config.Component, lines ...string) *config.Node { return nodetest.Node(c, lines...) }

// lintNode runs one rule over a node, from one release ("" for none) to another.
func lintNode(t *testing.T, rule *lint.Rule, n *config.Node, from, to string) []lint.Diagnostic {
	t.Helper()
	upgrade := release.Upgrade{To: release.MustParse(to)}
	if from != "" {
		upgrade.From = release.MustParse(from)
	}
	found, err := lint.Run(context.Background(), []*lint.Rule{rule}, upgrade, &config.Config{Nodes: []*config.Node{n}})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range found {
		checkDiagnostic(t, rule, d)
	}
	return found
}

// checkDiagnostic holds a diagnostic against what every one must be.
func checkDiagnostic(t *testing.T, rule *lint.Rule, d lint.Diagnostic) {
	t.Helper()
	allowed := false
	for _, e := range rule.Effects {
		allowed = allowed || e == d.Effect
	}
	switch {
	case !allowed:
		t.Errorf("%s: effect %s is not among the rule's", rule.Name, d.Effect)
	case d.Fix != nil && !rule.Fixable:
		t.Errorf("%s: has a fix and says it has none", rule.Name)
	case d.Message == "" || strings.Contains(d.Message, "\n"):
		t.Errorf("%s: message %q is not one line", rule.Name, d.Message)
	case d.Subject == "":
		t.Errorf("%s: no subject in %q", rule.Name, d.Message)
	case d.Component == config.AnyComponent:
		t.Errorf("%s: no component in %q", rule.Name, d.Message)
	}
}

// fixedNode applies the edits of the fixes to a node's source and returns the text, with the renames after it.
func fixedNode(n *config.Node, found []lint.Diagnostic) string {
	text := string(n.Sources[0].Data)
	var edits []lint.Edit
	var renames string
	for _, d := range found {
		if d.Fix == nil || d.Fix.Applicability == lint.Manual {
			continue
		}
		edits = append(edits, d.Fix.Edits...)
		for _, r := range d.Fix.Renames {
			renames += fmt.Sprintf("%s → %s\n", r.From, r.To)
		}
	}
	for i := len(edits) - 1; i >= 0; i-- {
		e := edits[i]
		text = text[:e.Span.Start] + e.Text + text[e.Span.End:]
	}
	return text + renames
}

// nodeCase is a node, what a rule says of it on a release, and what its fixes make of it.
type nodeCase struct {
	name      string
	component config.Component
	lines     []string
	from, to  string
	// want are pieces of the messages, one a diagnostic, each with the effect in front: "fatal: quorm".
	want  []string
	fixed string // the text after the fixes, "(nothing)" where none is left; "" if there is no fix
}

// oneLine is all that a diagnostic says: the message, the condition and the help.
func oneLine(d lint.Diagnostic) string {
	line := d.Message
	if d.Condition != "" {
		line += ", " + d.Condition
	}
	if d.Help != "" && !strings.HasSuffix(line, d.Help) {
		line += "; " + d.Help
	}
	return line
}

func runNodeCases(t *testing.T, rule *lint.Rule, cases []nodeCase) {
	t.Helper()
	for _, c := range cases {
		if c.component == config.AnyComponent {
			c.component = config.Master
		}
		n := nodeOf(c.component, c.lines...)
		found := lintNode(t, rule, n, c.from, c.to)
		label := fmt.Sprintf("%s (%s %q on %s)", c.name, c.component, c.lines, c.to)
		if len(found) != len(c.want) {
			t.Errorf("%s: %d diagnostics, want %d", label, len(found), len(c.want))
			for _, d := range found {
				t.Logf("  %s: %s", d.Effect, d.Message)
			}
			continue
		}
		fixable := false
		for i, d := range found {
			effect, piece, _ := strings.Cut(c.want[i], ": ")
			if line := oneLine(d); string(d.Effect) != effect || !strings.Contains(line, piece) {
				t.Errorf("%s:\n got %s: %s\nwant %s", label, d.Effect, line, c.want[i])
			}
			fixable = fixable || d.Fix != nil && d.Fix.Applicability != lint.Manual
		}
		switch got := fixedNode(n, found); {
		case fixable && got == "" && c.fixed == "(nothing)":
		case fixable && got != c.fixed+"\n" && got != c.fixed:
			t.Errorf("%s: fixed to\n%s\nwant\n%s", label, got, c.fixed)
		case !fixable && c.fixed != "":
			t.Errorf("%s: no fix", label)
		}
	}
}
