package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// acls is an ACL document as one release reads it.
type acls struct {
	document *config.Document
	release  release.Release
	text     source.Text
	json     source.JSON
	// syntax is set where the release cannot parse the text; the rest is then empty.
	syntax *source.JSONError
	// problems are the places where what is written is not what the release takes over.
	problems []stout.Problem
	// policy is nil where a problem keeps the flag from being loaded, and where the document is not used.
	policy *authz.Policy
	// unused is the setting that has a module decide instead, so that the release only parses the document; nil where
	// there is none.
	unused *config.Setting
}

// aclsOn reads an ACL document the way a release does, once for all rules. It is nil for other documents, on a release
// whose component has no ACLs, and where another setting of the flag wins.
func aclsOn(p *lint.Pass, d *config.Document, r release.Release) *acls {
	if d.Kind != config.ACLs || r.IsZero() {
		return nil
	}
	type key struct {
		document *config.Document
		release  release.Release
	}
	return lint.Memo(p, key{d, r}, func() *acls {
		if !hasACLs(d.Component, r) || isOverridden(p, d, r) || isUsed(p, d, r) == no {
			return nil
		}
		a := readACLs(d, r)
		if a.unused = replacedBy(p, d, r); a.unused != nil {
			a.policy = nil
			a.problems = slices.DeleteFunc(a.problems, func(problem stout.Problem) bool { return problem.Effect != stout.Fatal })
		}
		return a
	})
}

// replacedBy returns the setting of the document's node that has a module do what the document is for, nil where there is
// none, or where its value is not known.
func replacedBy(p *lint.Pass, d *config.Document, r release.Release) *config.Setting {
	held := catalog.DocumentOf(d.Component, string(d.Kind))
	if d.Node == nil || d.Parameter != nil || held == nil || held.Unless == nil || !held.Unless.In.Contains(r) {
		return nil
	}
	node := resolvedOn(p, d.Node, r)
	if node == nil {
		return nil
	}
	value, known := node.Flag(held.Unless.Flag)
	if known != Known || value.Parsed.Text == held.Unless.Not {
		return nil
	}
	return value.Setting
}

// hasACLs reports whether a component, or either daemon where it is not known, takes ACLs on a release.
func hasACLs(c config.Component, r release.Release) bool {
	if c == config.AnyComponent {
		return hasACLs(config.Master, r) || hasACLs(config.Agent, r)
	}
	held := catalog.DocumentOf(c, string(config.ACLs))
	return held != nil && held.In.Contains(r)
}

func readACLs(d *config.Document, r release.Release) *acls {
	a := &acls{document: d, release: r}
	dialect := catalog.Dialect(r)
	a.text = d.Text
	if a.json, a.syntax = stout.ParseJSON(&a.text, dialect); a.syntax != nil {
		return a
	}
	a.policy, a.problems = authz.Read(a.json, catalog.ACLSchema(r), dialect)
	return a
}

// usable reports whether the release takes the file over, so that it can be asked for decisions.
func (a *acls) usable() bool { return a != nil && a.policy != nil }

// starts reports whether the release would start with the file.
func (a *acls) starts() bool { return a.usable() && len(a.policy.Validate()) == 0 }

// key returns where a top-level key of the document stands, the last one where it is repeated; the zero JSON where it is
// not written.
func (a *acls) key(name string) source.JSON {
	var found source.JSON
	a.json.ForEach(func(key, _ source.JSON) bool {
		if key.String() == name {
			found = key
		}
		return true
	})
	return found
}

// keySpan returns the span of a top-level key, or of the document's first byte where it is not written.
func (a *acls) keySpan(name string) source.Span {
	if key := a.key(name); key.Kind() != source.NoValue {
		return key.Span()
	}
	start, _ := a.json.Bounds()
	return a.text.Span(start, start+1)
}

// daemon names who reads the document, for a message: "the 1.3.2 master", or "Mesos 1.3.2" where either may.
func daemon(c config.Component, r release.Release) string {
	if c == config.AnyComponent {
		return "Mesos " + r.String()
	}
	return "the " + r.String() + " " + c.String()
}

// topLevel reports whether a problem is about a key of the document itself.
func topLevel(problem stout.Problem) bool { return !strings.ContainsAny(problem.Path, ".[") }

// permissive returns the value of the document's "permissive" on its release, and words for it.
func (a *acls) permissive() (value bool, words string) {
	if a.policy.Permissive() {
		if _, written := a.json.Get("permissive"); written {
			return true, "`permissive` is true"
		}
		return true, "`permissive` is true by default"
	}
	return false, "`permissive` is false"
}

// whoMay says what becomes of an operation that no list governs.
func (a *acls) whoMay(verb string) string {
	permissive, why := a.permissive()
	if permissive {
		return fmt.Sprintf("everybody may then %s, even without authentication (%s)", verb, why)
	}
	return fmt.Sprintf("nobody may then %s (%s)", verb, why)
}

// verb says what an operation is, after "may": "tear frameworks down".
func (a *acls) verb(operation string) string {
	if op := a.policy.Schema().Operation(operation); op != nil && op.Phrase != "" {
		return op.Phrase
	}
	return "`" + operation + "`"
}

// report fills in what every finding of an ACL document has in common.
func (a *acls) report(p *lint.Pass, d lint.Diagnostic) {
	d.Component = a.document.Component
	p.Report(ofParameter(p, a.document, d))
}
