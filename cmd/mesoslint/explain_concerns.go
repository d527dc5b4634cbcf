package main

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/rules/catalog"
)

// concerns says in words of which configuration a change is true, "" if a configuration cannot tell.
func concerns(a *catalog.Applies) string {
	switch {
	case a == nil:
		return ""
	case len(a.All) > 0:
		return concernsEach(a.All, " and ")
	case len(a.Any) > 0:
		return concernsEach(a.Any, " or ")
	case a.Flag != "":
		return flagIs(a)
	case a.Env != "":
		return fmt.Sprintf("the variable %s %s", alternatives(variablesLike(a.Env)), valueIs(a))
	case len(a.ACL) > 0 && a.Unset:
		return fmt.Sprintf("the ACLs do not have %s", alternatives(a.ACL))
	case len(a.ACL) > 0:
		return fmt.Sprintf("the ACLs have %s", alternatives(a.ACL))
	case a.ACLsPermissive != "":
		return fmt.Sprintf("`permissive` of the ACLs is %s", a.ACLsPermissive)
	case a.Endpoint != "":
		return fmt.Sprintf("`firewall_rules` name %s", a.Endpoint)
	case a.Module != "":
		return fmt.Sprintf("a module of the kind %s is used", a.Module)
	case a.CredentialFile != "":
		return fmt.Sprintf("a credential file is in the %s form", a.CredentialFile)
	case a.Starts != "":
		return fmt.Sprintf("something starts `%s`", a.Starts)
	case a.Value != "":
		return fmt.Sprintf("the value of a flag is a %s", a.Value)
	}
	return ""
}

// variablesLike returns the variables of a pattern as people write them. A "*" before SSL_ stands for both prefixes.
func variablesLike(pattern string) []string {
	names := strings.Split(pattern, "|")
	for i, name := range names {
		if rest, found := strings.CutPrefix(name, "*SSL_"); found {
			names[i] = "[LIBPROCESS_]SSL_" + rest
		}
	}
	return names
}

// concernsEach joins conditions by a word; those of several parts stand in brackets.
func concernsEach(parts []*catalog.Applies, word string) string {
	words := make([]string, len(parts))
	for i, part := range parts {
		words[i] = concerns(part)
		if len(part.All)+len(part.Any) > 1 {
			words[i] = "(" + words[i] + ")"
		}
	}
	return strings.Join(words, word)
}

// flagIs says a condition about a flag, which is named with its daemon.
func flagIs(a *catalog.Applies) string {
	component, flag, _ := strings.Cut(a.Flag, ".")
	of := " of the " + component
	switch {
	case component == "*":
		of = ""
	case strings.Contains(flag, "*"):
		return fmt.Sprintf("a flag of the %s with a name like `%s` is given", component, flag)
	}
	if strings.Contains(flag, "*") {
		return fmt.Sprintf("a flag with a name like `%s` is given", flag)
	}
	return fmt.Sprintf("`%s`%s %s", flag, of, valueIs(a))
}

// valueIs says what a flag or variable must be, to come after its name.
func valueIs(a *catalog.Applies) string {
	switch {
	case a.Unset:
		return "is not given"
	case a.Resources == "finer":
		return "has more than three decimal digits"
	case a.Resources == "relative-disk-root":
		return "has a disk with a relative root"
	case a.Resources != "":
		return "reserves resources for a role"
	case a.Has != "":
		return "has " + alternatives(strings.Split(a.Has, "|"))
	case a.HasPrefix != "":
		return fmt.Sprintf("has a name that begins with `%s`", a.HasPrefix)
	case len(a.Is) == 0:
		return "is given"
	}
	var values []string
	for _, v := range a.Is {
		if v != "" && v != "1" && v != "0" { // 1 and 0 are other words for true and false
			values = append(values, v)
		}
	}
	text := "is " + alternatives(values)
	if a.OrUnset {
		text += " or not given"
	}
	return text
}

// alternatives quotes names and joins them with commas and "or".
func alternatives(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}
	if n := len(quoted); n > 1 {
		return strings.Join(quoted[:n-1], ", ") + " or " + quoted[n-1]
	}
	return strings.Join(quoted, "")
}

// enumerated joins words with commas and "and".
func enumerated(words []string) string {
	if n := len(words); n > 1 {
		return strings.Join(words[:n-1], ", ") + " and " + words[n-1]
	}
	return strings.Join(words, "")
}
