package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// flagNamed explains a flag of both daemons or of one: by its name, or as it is written on a command line or in the
// environment, with its value or without.
func flagNamed(name string, c config.Component) []answer {
	flag, value, hasValue := pasted(name)
	var out []answer
	for _, component := range []config.Component{config.Master, config.Agent} {
		if c != config.AnyComponent && c != component {
			continue
		}
		if f := catalog.FlagsOf(component).Flag(flag); f != nil {
			out = append(out, flagAnswer(component, f))
			if hasValue {
				out = append(out, valuesIn(component, f, value)...)
			}
		}
	}
	return out
}

// pasted reads a flag as people write it: "--work_dir=/x", "--no-hostname_lookup", "MESOS_WORK_DIR=/x", "work-dir".
func pasted(text string) (flag, value string, hasValue bool) {
	name, value, hasValue := strings.Cut(text, "=")
	flag = strings.ToLower(strings.TrimLeft(name, "-"))
	flag = strings.TrimPrefix(flag, "mesos_")
	return strings.TrimPrefix(strings.ReplaceAll(flag, "-", "_"), "no_"), strings.Trim(value, `"'`), hasValue
}

func flagAnswer(c config.Component, f *catalog.Flag) answer {
	a := answer{Kind: "flag", Name: f.Name, Component: c.String(), Title: fmt.Sprintf("flag --%s of the %s", f.Name, c)}
	a.add("exists in", f.Exists.String())
	if f.AliasOf != "" {
		a.add("alias", fmt.Sprintf("a deprecated name of --%s in %s", f.AliasOf, f.AliasIn))
	}
	a.add("removed in", removedIn(f.Exists))
	if len(f.DeprecatedIn) > 0 {
		a.add("deprecated", joinNonEmpty(f.DeprecatedIn.String(), f.DeprecatedBy))
	}
	a.add("use instead", f.Replacement)
	a.add("not read", f.Unread.String())
	for i := range slices.Backward(f.Definitions) {
		a.add("type", definition(&f.Definitions[i]))
	}
	a.add("required", f.RequiredWhen)
	for _, m := range catalog.MeaningsOf(c, f.Name) {
		for _, does := range slices.Backward(m.Does) {
			a.add("meaning", fmt.Sprintf("%sthe %s %s in %s", meaningWhen(m), c, does.What, does.In))
		}
	}
	if set := catalog.Values(c, f.Name); set != nil {
		for _, v := range set.Values {
			a.add("value", valueText(v))
		}
		for _, form := range set.Forms {
			a.add("form", fmt.Sprintf("%s in %s", form.Form, form.In))
		}
	}
	for _, check := range catalog.Checks() {
		if slices.Contains(check.Flags, f.Name) && (check.Component == config.AnyComponent || check.Component == c) {
			a.add(outcomeLabel(check.Outcome), fmt.Sprintf("%s in %s (%s; %s)", check.When, check.In, check.ID, strings.Join(check.Evidence, ", ")))
		}
	}
	a.add("note", f.Note)
	a.add("environment", "MESOS_"+strings.ToUpper(f.Name))
	a.Groups = historyOf(c.String()+"."+f.Name, f.Name)
	return a
}

// meaningWhen says when a meaning of a flag holds, to stand before it; "" if that is always.
func meaningWhen(m *catalog.Meaning) string {
	var when []string
	if m.Unset {
		when = append(when, "not given")
	}
	for _, c := range m.When {
		when = append(when, conditionText(c, m.About))
	}
	if m.Machine != "" {
		when = append(when, m.Machine)
	}
	if when == nil {
		return ""
	}
	return strings.Join(when, ", ") + ": "
}

// conditionText says a condition of a meaning that is about a flag.
func conditionText(c catalog.Condition, about string) string {
	name := "`" + c.Flag + "` "
	if c.Flag == about {
		name = ""
	}
	switch {
	case c.Property == "finer":
		return name + "with more than three decimal digits"
	case c.Property == "inside-other-words":
		return name + "with a usual name inside another word only"
	case c.Property != "":
		return name + "with a relative root of a disk"
	case len(c.Has) > 0:
		return name + "with " + alternatives(c.Has)
	case len(c.Lacks) > 0:
		return name + "without " + alternatives(c.Lacks)
	case len(c.OneOf) > 0:
		return name + "being " + alternatives(c.OneOf)
	case c.Given:
		return name + "given"
	}
	return name + "not given"
}

// definition says how a flag is declared, of which type and with which default.
func definition(d *catalog.Definition) string {
	words := []string{d.Type}
	switch {
	case d.Required:
		words = append(words, "required")
	case d.Default != nil:
		words = append(words, fmt.Sprintf("default %q", *d.Default))
	case d.Computed != "":
		words = append(words, "default: "+d.Computed)
	case d.WhenUnset != "":
		words = append(words, "unset by default: "+d.WhenUnset)
	default:
		words = append(words, "unset by default")
	}
	if len(d.Aliases) > 0 {
		words = append(words, "alias "+strings.Join(d.Aliases, ", "))
	}
	if d.Validator != "" {
		words = append(words, "must be "+strings.TrimPrefix(d.Validator, "must be "))
	}
	if d.Build != "" {
		words = append(words, "only in a build with "+d.Build)
	}
	return fmt.Sprintf("%s in %s (%s)", strings.Join(words, "; "), d.In, d.Evidence)
}

// daemonFlags lists every flag of a component on a release.
func daemonFlags(c config.Component, r release.Release) answer {
	all := catalog.FlagsOf(c).All(r)
	a := answer{
		Kind: "flags", Name: fmt.Sprintf("%s %s", c, r), Component: c.String(), Title: fmt.Sprintf("The %d flags of the %s %s", len(all), r, c),
	}
	for _, d := range all {
		a.add("--"+strings.Join(d.Names(), ", --"), strings.TrimSuffix(d.Type+"; "+flagState(d), "; "))
	}
	return a
}

func flagState(d *catalog.Definition) string {
	switch {
	case d.Required:
		return "required"
	case d.Default != nil:
		return "default " + fmt.Sprintf("%q", *d.Default)
	case d.Computed != "":
		return "default: " + d.Computed
	}
	return d.WhenUnset
}

func joinNonEmpty(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ": ")
}
