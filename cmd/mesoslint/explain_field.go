package main

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// fieldNamed explains a field of a message, "FrameworkInfo.role", or a message with all its fields, "ACL.Entity".
func fieldNamed(name string) []answer {
	if name == "" || name[0] < 'A' || name[0] > 'Z' || strings.ContainsAny(name, "_ /=") && !strings.Contains(name, ".") {
		return nil
	}
	if fields, evidence := catalog.Fields(name); fields != nil {
		a := answer{Kind: "field", Name: name, Title: "message " + name, Groups: historyOf(name)}
		for _, f := range fields {
			a.add("field", f.Name+": "+declared(f)+" in "+known(f.In))
		}
		a.add("evidence", strings.Join(evidence, ", "))
		return []answer{a}
	}
	message, field, _ := cutLast(name, ".")
	a := answer{Kind: "field", Name: name, Title: "field " + name}
	fields, evidence := catalog.Fields(message)
	for _, f := range fields {
		if f.Name == field {
			a.add("type", declared(f)+" in "+known(f.In))
			a.add("removed in", removedIn(f.In))
		}
	}
	if len(a.Facts) > 0 {
		a.add("evidence", strings.Join(evidence, ", "))
	}
	if field != "" {
		a.addHistory(name)
	}
	if len(a.Facts) == 0 && a.Groups == nil {
		return nil
	}
	return []answer{a}
}

// declared says how a field is declared.
func declared(f catalog.Field) string {
	text := strings.TrimSpace(f.Is + " " + f.Type)
	if f.Default != "" {
		text += ", default " + f.Default
	}
	return text
}

// known returns ranges, which may have begun before the first release that the catalogue has all facts of.
func known(in release.Ranges) string {
	text := in.String()
	if oldest := catalog.Releases().All()[0]; len(in) > 0 && in[0].First == oldest {
		rest, _ := strings.CutPrefix(text, oldest.String())
		return oldest.String() + " (or before)" + rest
	}
	return text
}

// removedIn names the first release after the last run of ranges, "" if it has not ended.
func removedIn(in release.Ranges) string {
	if len(in) == 0 || in[len(in)-1].Last.IsZero() {
		return ""
	}
	return catalog.After(in[len(in)-1].Last).String()
}

// cutLast cuts s around its last sep.
func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}
