package resolved

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

// ACLs is an ACL document as one release reads it.
type ACLs struct {
	Document *config.Document
	// Release is the one that reads it.
	Release release.Release
	// Text is the document's text and JSON the value in it, as the release parses it.
	Text source.Text
	JSON source.JSON
	// Syntax is set if the release cannot parse the text; the rest is then empty.
	Syntax *source.JSONError
	// Problems are the places where what is written is not what the release takes over.
	Problems []stout.Problem
	// Policy is nil if a problem keeps the flag from being loaded, and where the document is not used.
	Policy *authz.Policy
	// Unused is the setting that has a module decide instead, so that the release only parses the document; nil if
	// there is none.
	Unused *config.Setting

	members []Member        // what Members returns, once it was asked
	keys    map[string]bool // the top-level keys, gathered when Has asks for very many
	starts  acceptance      // what Starts returns, once it was asked
	changed [3]*ACLs        // what WithText returned last, in turn: of one fix several things are asked
	next    int             // of changed
}

// ACLsOn reads an ACL document the way a release does, once for all rules. It is nil for other documents, on a release
// whose component has no ACLs, and where another setting of the flag wins.
func ACLsOn(p *lint.Pass, d *config.Document, r release.Release) *ACLs {
	if d.Kind != config.ACLs || r.IsZero() {
		return nil
	}
	type acls struct{}
	return lint.MemoOf(p, acls{}, documentOn{d, r}, func() *ACLs {
		if !HasACLs(d.Component, r) || IsOverridden(p, d, r) || isUsed(p, d, r) == No {
			return nil
		}
		a := readACLs(d, r)
		if a.Unused = replacedBy(p, d, r); a.Unused != nil {
			a.Policy = nil
			a.Problems = slices.DeleteFunc(a.Problems, func(problem stout.Problem) bool { return problem.Effect != stout.Fatal })
		}
		return a
	})
}

// ACLsBefore reads an ACL document, as it is today and before any fix, the way the release reads it that the upgrade starts
// from. It is nil as ACLsOn, and if there was no such document.
func ACLsBefore(p *lint.Pass, d *config.Document) *ACLs {
	was := p.Was(d)
	if was == nil {
		return nil
	}
	return ACLsOn(p, was, p.Upgrade.From)
}

// replacedBy returns the setting of the document's node that has a module do what the document is for, nil if there is
// none, or where its value is not known.
func replacedBy(p *lint.Pass, d *config.Document, r release.Release) *config.Setting {
	held := catalog.DocumentOf(d.Component, string(d.Kind))
	if d.Node == nil || d.Parameter != nil || held == nil || held.Unless == nil || !held.Unless.In.Contains(r) {
		return nil
	}
	node := On(p, d.Node, r)
	if node == nil {
		return nil
	}
	value, known := node.Flag(held.Unless.Flag)
	if known != Known || value.Parsed.Text == held.Unless.Not {
		return nil
	}
	return value.Setting
}

// HasACLs reports whether a component, or either daemon if it is not known, takes ACLs on a release.
func HasACLs(c config.Component, r release.Release) bool {
	if c == config.AnyComponent {
		return HasACLs(config.Master, r) || HasACLs(config.Agent, r)
	}
	held := catalog.DocumentOf(c, string(config.ACLs))
	return held != nil && held.In.Contains(r)
}

func readACLs(d *config.Document, r release.Release) *ACLs {
	a := &ACLs{Document: d, Release: r}
	dialect := catalog.Dialect(r)
	a.Text = d.Text
	if a.JSON, a.Syntax = stout.ParseJSON(&a.Text, dialect); a.Syntax != nil {
		return a
	}
	a.Policy, a.Problems = authz.Read(a.JSON, catalog.ACLSchema(r), dialect)
	return a
}

// After returns the document as the release reads it after changes of its text.
func (a *ACLs) After(changes ...Change) *ACLs {
	changes = slices.Clone(changes)
	sortChanges(changes)
	return a.WithText(Apply(a.Text.String(), changes))
}

// WithText returns the document as the release would read another text in its place.
func (a *ACLs) WithText(text string) *ACLs {
	for _, known := range a.changed {
		if known != nil && known.Text.String() == text {
			return known
		}
	}
	document := *a.Document
	document.Text = source.LiteralText(text, source.Span{})
	changed := readACLs(&document, a.Release)
	if len(text) <= keptText {
		a.changed[a.next] = changed
		a.next = (a.next + 1) % len(a.changed)
	}
	return changed
}

// keptText is the length in bytes of the longest text that is not read anew each time.
const keptText = 1 << 20

// Usable reports whether the release takes the file over, so that it can be asked for decisions.
func (a *ACLs) Usable() bool { return a != nil && a.Policy != nil }

// acceptance is whether a release starts with a document.
type acceptance uint8

const (
	notAsked acceptance = iota
	isRefused
	isTaken
)

// Starts reports whether the release would start with the file.
func (a *ACLs) Starts() bool {
	if !a.Usable() {
		return false
	}
	if a.starts == notAsked {
		a.starts = isRefused
		if len(a.Policy.Validate()) == 0 {
			a.starts = isTaken
		}
	}
	return a.starts == isTaken
}

// Members returns the top-level members of the document, as written. They must not be changed.
func (a *ACLs) Members() []Member {
	if a.members == nil {
		a.members = Members(a.JSON)
	}
	return a.members
}

// Key returns where a top-level key of the document stands, the last one if it is repeated; the zero JSON if it is
// not written.
func (a *ACLs) Key(name string) source.JSON {
	var found source.JSON
	a.JSON.ForEach(func(key, _ source.JSON) bool {
		if key.String() == name {
			found = key
		}
		return true
	})
	return found
}

// Has reports whether a top-level key is written in the document.
func (a *ACLs) Has(key string) bool {
	const few = 16 // are looked through
	if members := a.Members(); len(members) <= few {
		return slices.ContainsFunc(members, func(m Member) bool { return m.Key.String() == key })
	}
	if a.keys == nil {
		a.keys = map[string]bool{}
		for _, m := range a.Members() {
			a.keys[m.Key.String()] = true
		}
	}
	return a.keys[key]
}

// KeySpan returns the span of a top-level key, or of the document's first byte if it is not written.
func (a *ACLs) KeySpan(name string) source.Span {
	if key := a.Key(name); key.Kind() != source.NoValue {
		return key.Span()
	}
	start, _ := a.JSON.Bounds()
	return a.Text.Span(start, start+1)
}

// TopLevel reports whether a problem is about a key of the document itself.
func TopLevel(problem stout.Problem) bool { return !strings.ContainsAny(problem.Path, ".[") }

// permissive returns the value of the document's "permissive" on its release, and words for it.
func (a *ACLs) permissive() (value bool, words string) {
	if a.Policy.Permissive() {
		if _, written := a.JSON.Get("permissive"); written {
			return true, "`permissive` is true"
		}
		return true, "`permissive` is true by default"
	}
	return false, "`permissive` is false"
}

// WhoMay says what becomes of an operation that no list governs.
func (a *ACLs) WhoMay(phrase string) string {
	permissive, why := a.permissive()
	if permissive {
		return fmt.Sprintf("everybody may then %s, even without authentication (%s)", phrase, why)
	}
	return fmt.Sprintf("nobody may then %s (%s)", phrase, why)
}

// Phrase says what an operation is, after "may": "tear frameworks down".
func (a *ACLs) Phrase(operation string) string {
	if op := a.Policy.Schema().Operation(operation); op != nil && op.Phrase != "" {
		return op.Phrase
	}
	return "`" + operation + "`"
}

// Report fills in what every finding of an ACL document has in common.
func (a *ACLs) Report(p *lint.Pass, d lint.Diagnostic) {
	d.Component = a.Document.Component
	p.Report(OfParameter(p, a.Document, d))
}

// EachACLProblem calls fn for every problem of the document on the target release.
func EachACLProblem(p *lint.Pass, d *config.Document, fn func(*ACLs, stout.Problem)) {
	if a := ACLsOn(p, d, p.Upgrade.To); a != nil {
		for _, problem := range a.Problems {
			fn(a, problem)
		}
	}
}
