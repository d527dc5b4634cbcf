package baseline

import (
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// at makes a finding about a word of a text.
func at(s *source.Source, rule, subject, word, message string) lint.Diagnostic {
	start := strings.Index(string(s.Data), word)
	return lint.Diagnostic{Rule: rule, Subject: subject, Message: message, Component: config.Master, Effect: lint.Ignored,
		Severity: lint.Warning, Span: s.Span(start, start+len(word))}
}

func TestFingerprintsSurvive(t *testing.T) {
	const text = "--quorm=1\n--quorum=two\n"
	old := source.New("a/etc/m.flags", "", []byte(text))
	first := Fingerprints([]lint.Diagnostic{
		at(old, "flag/unknown", "quorm", "--quorm", "`quorm` is not a flag of the 1.3.2 master"),
		at(old, "flag/value", "quorum", "two", "`two` is not a number"),
	})
	moved := source.New("b/c/m.flags", "", []byte("# a comment\n\n--other\n"+text))
	then := Fingerprints([]lint.Diagnostic{
		at(moved, "flag/unknown", "other", "--other", "`other` is not a flag of the 1.4.0 master"),
		at(moved, "flag/unknown", "quorm", "--quorm", "Mesos 1.4.0 ignores `quorm`, for which `other` is no help"),
		at(moved, "flag/value", "quorum", "two", "a number is expected, and `two` is none"),
	})
	if !slices.Equal(first, then[1:]) {
		t.Errorf("moved lines, another folder, another message and other findings: %q, then %q", first, then[1:])
	}
}

func TestFingerprintsTellApart(t *testing.T) {
	s := source.New("m.flags", "", []byte("--quorum=two --quorum=three"))
	two := at(s, "flag/value", "quorum", "two", "`two` is not a number")
	others := []lint.Diagnostic{two}
	change := func(f func(*lint.Diagnostic)) {
		d := two
		f(&d)
		others = append(others, d)
	}
	change(func(d *lint.Diagnostic) { d.Rule = "flag/other" })
	change(func(d *lint.Diagnostic) { d.Check = "master-quorum" })
	change(func(d *lint.Diagnostic) { d.Component = config.Agent })
	change(func(d *lint.Diagnostic) { d.Subject = "other" })
	change(func(d *lint.Diagnostic) { *d = at(s, "flag/value", "quorum", "three", "`three` is not a number") })
	change(func(d *lint.Diagnostic) { d.Span.Source = source.New("n.flags", "", s.Data) })
	change(func(*lint.Diagnostic) {}) // the second occurrence
	prints := Fingerprints(others)
	if slices.Sort(prints); len(slices.Compact(slices.Clone(prints))) != len(others) {
		t.Errorf("different findings have one fingerprint: %q", prints)
	}
}

// A fingerprint is a hash of what is printed anyway: it is the same whatever a secret is.
func TestFingerprintsHoldNoSecret(t *testing.T) {
	printsOf := func(secret string) []string {
		s := source.New("c", "", []byte("principal "+secret))
		d := at(s, "credential/malformed", "principal", secret, "the secret of `principal` is too short, see http://user:"+secret+"@host/")
		d.Subject = "http://user:" + secret + "@host/"
		return Fingerprints([]lint.Diagnostic{d})
	}
	if a, b := printsOf("hunter2"), printsOf("swordfish"); !slices.Equal(a, b) {
		t.Errorf("the fingerprint depends on the secret: %q, %q", a, b)
	}
}
