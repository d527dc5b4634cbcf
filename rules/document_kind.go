package rules

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

var documentWrongKind = &lint.Rule{
	Name:  "document/wrong-kind",
	Title: "A file for one flag is given to another",
	Doc: `No key of most documents is required, and keys that the flag does not know are dropped. A credential file that is given
to --acls is therefore taken without a word, and the cluster has no ACLs: everybody may do everything. The same goes for
rate limits, firewall rules and modules.

A credential file of the wrong kind is reported by credential/wrong-form and credential/empty.`,
	Effects: []lint.Effect{lint.Ignored},
	Document: func(p *lint.Pass, d *config.Document) {
		taken, without := source.JSON{}, ""
		if a := aclsOn(p, d, p.Upgrade.To); a.usable() {
			taken, without = a.json, ": there are no ACLs, and everybody may do everything"
		} else if j := documentJSON(p, d); j.taken() && j.message != nil {
			taken = j.json
		}
		suits := wrongKind(taken, d)
		if suits == "" {
			return
		}
		flag := string(d.Kind)
		if d.Setting != nil {
			flag = flagOfSetting(d.Setting)
		}
		p.Report(ofParameter(p, d, lint.Diagnostic{
			Span: firstByte(taken), Effect: lint.Ignored, Severity: lint.Error, Component: d.Component, Subject: flag,
			Message: fmt.Sprintf("this is a file for `%s`: %s takes nothing of it for `--%s`%s", suits, daemon(d.Component, p.Upgrade.To), flag, without),
			Help:    fmt.Sprintf("name the file that is meant for `--%s`", flag),
			Notes:   declared(d, p.Upgrade.To),
		}))
	},
}

// declared is the note that says where the message is declared that a document becomes on a release.
func declared(d *config.Document, on release.Release) []string {
	for _, f := range catalog.DocumentFlags() {
		if at := catalog.MessageEvidence(f.Message, on); f.Kind == d.Kind && at != "" {
			return []string{"what it takes is declared in " + at}
		}
	}
	return nil
}

// wrongKind returns the flag, with its dashes, that a document was written for whose own flag knows none of its keys on
// any release; "" where there is no such.
func wrongKind(v source.JSON, d *config.Document) string {
	if v.Kind() != source.Object {
		return ""
	}
	own := func(f *catalog.DocumentFlag) bool { return f.Kind == d.Kind }
	i := slices.IndexFunc(catalog.DocumentFlags(), own)
	if i < 0 {
		return ""
	}
	for key := range eachMember(v) {
		if isKeyOf(catalog.DocumentFlags()[i], key.String()) {
			return ""
		}
	}
	if suits := flagOfKeys(v, func(f *catalog.DocumentFlag) bool { return f.Component == d.Component && !own(f) }); suits != "" {
		return suits
	}
	return flagOfKeys(v, func(f *catalog.DocumentFlag) bool { return !own(f) })
}

// isKeyOf reports whether the document of a flag has a key on any release.
func isKeyOf(f *catalog.DocumentFlag, key string) bool {
	if f.Kind == config.ACLs {
		return catalog.Actions().Known(key) // which spares reading all messages
	}
	return len(catalog.FieldIn(f.Message, key)) > 0
}

// flagOfKeys returns the first of some flags, with its dashes, whose document knows all keys of an object, on one release
// or another, and which takes the object; "" where there is none.
func flagOfKeys(v source.JSON, among func(*catalog.DocumentFlag) bool) string {
	keys := members(v)
	if len(keys) == 0 {
		return ""
	}
	for _, d := range catalog.DocumentFlags() {
		if d.Message == "" || d.Shape != catalog.ObjectShape || !among(d) {
			continue
		}
		if !slices.ContainsFunc(keys, func(m member) bool { return !isKeyOf(d, m.key.String()) }) && takes(d, v) {
			return "--" + d.Flag
		}
	}
	return ""
}

// takes reports whether the last release with a flag takes an object as its document. Names as common as "type" are keys
// of many documents, and say little where what must stand beside them is missing.
func takes(f *catalog.DocumentFlag, v source.JSON) bool {
	on := f.In[len(f.In)-1].Last
	if on.IsZero() {
		on = catalog.Releases().Latest()
	}
	m := catalog.Message(f.Message, on)
	return m != nil && !slices.ContainsFunc(stout.Convert(v, m, catalog.Dialect(on), nil), func(problem stout.Problem) bool {
		return problem.Effect == stout.Fatal
	})
}
