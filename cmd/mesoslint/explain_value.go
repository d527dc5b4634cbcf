package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// valueNamed explains a name that is built in as the value of flags, one answer for each flag that has it.
func valueNamed(name string, c config.Component) []answer {
	var out []answer
	for _, set := range catalog.AllValues() {
		if c != config.AnyComponent && set.Component != config.AnyComponent && set.Component != c {
			continue
		}
		if v := set.Value(name); v != nil {
			out = append(out, valueAnswer(set, v))
		}
	}
	return out
}

// valuesIn explains the names that a value of a flag holds.
func valuesIn(c config.Component, f *catalog.Flag, text string) []answer {
	set := catalog.Values(c, f.Name)
	if set == nil {
		return nil
	}
	var out []answer
	for name := range strings.SplitSeq(text, ",") {
		if v := set.Value(strings.TrimSpace(name)); v != nil {
			out = append(out, valueAnswer(set, v))
		}
	}
	return out
}

func valueAnswer(set *catalog.ValueSet, v *catalog.Value) answer {
	a := answer{Kind: "value", Name: v.Name, Component: set.Component.String()}
	of := a.Component
	if of == "" {
		of = "master and agent"
	}
	a.Title = fmt.Sprintf("value %s of --%s of the %s", v.Name, set.Flag, of)
	a.add("exists in", v.In.String())
	a.add("deprecated", v.DeprecatedIn.String())
	a.add("removed in", removedIn(v.In))
	a.add("use instead", v.Replacement)
	a.add("alone only", v.Whole.String())
	a.add("required", v.Required.String())
	a.add("needs", strings.Join(v.Needs, ", "))
	for _, need := range catalog.AllMachineNeeds() {
		for _, named := range need.Named {
			if named.Flag == set.Flag && slices.Contains(named.Names, v.Name) {
				where := ""
				if slices.ContainsFunc(catalog.Releases().All(), func(on release.Release) bool { return v.In.Contains(on) && !need.In.Contains(on) }) {
					where = " in " + need.In.String()
				}
				a.add("needs", fmt.Sprintf("%s%s (%s)", need.Needs, where, strings.Join(named.Evidence, ", ")))
			}
		}
	}
	a.add("read by it", strings.Join(catalog.ReadOnlyBy(set.Flag, v.Name), ", "))
	a.add("beside", v.NeedsValue)
	for _, b := range v.Broken {
		a.add(b.Effect, fmt.Sprintf("in %s %s", b.In, strings.ReplaceAll(b.What, "%s", of)))
	}
	if v.ShippedModule {
		a.add("module", "comes with Mesos as a module and must be loaded")
	}
	a.add("note", v.Note)
	a.add("evidence", strings.Join(set.Evidence, ", "))
	a.Groups = historyOf(v.Name)
	return a
}

// valueText says what a value of a flag is, in one line.
func valueText(v *catalog.Value) string {
	words := []string{v.Name + " in " + v.In.String()}
	if len(v.DeprecatedIn) > 0 {
		words = append(words, "deprecated in "+v.DeprecatedIn.String())
	}
	if v.Replacement != "" {
		words = append(words, "use "+v.Replacement)
	}
	if v.Note != "" {
		words = append(words, v.Note)
	}
	return strings.Join(words, "; ")
}
