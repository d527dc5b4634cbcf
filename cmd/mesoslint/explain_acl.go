package main

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/rules/catalog"
)

// actionNamed explains an ACL action, by its key or its operation, or the key that is none.
func actionNamed(name string) []answer {
	if name == catalog.Permissive {
		a := answer{Kind: "action", Name: name, Title: "ACL key permissive"}
		a.add("meaning", "decides where no entry of an action's list matches; true where it is not given")
		a.add("exists in", "0.20.0 and later")
		return []answer{a}
	}
	a := catalog.Actions().Action(name)
	if a == nil {
		a = catalog.Actions().Operation(name)
	}
	if a == nil {
		return nil
	}
	return []answer{action(a)}
}

func action(of *catalog.Action) answer {
	a := answer{Kind: "action", Name: of.Key, Title: "ACL action " + of.Key}
	a.add("exists in", of.Exists.String())
	a.add("deprecated", of.DeprecatedIn.String())
	a.add("removed in", removedIn(of.Exists))
	a.add("replaced by", of.ReplacedBy)
	a.add("operation", of.Operation)
	a.add("subject", strings.Join(of.Subjects, ", "))
	for _, object := range of.Objects {
		a.add("object", fmt.Sprintf("%s in %s (%s)", object.Name, object.In, object.Evidence))
	}
	if of.Implicit {
		a.add("", "a request never names an object: only ANY and NONE mean something here")
	}
	for _, refusal := range of.Refusals {
		a.add("refused", fmt.Sprintf("an entry that lists objects stops %s: %q (%s)", refusal.In, refusal.Text, refusal.Evidence))
	}
	if len(of.RecursiveRoles) > 0 {
		a.add("roles", fmt.Sprintf("a role %q stands for those below it in %s", "a/%", of.RecursiveRoles))
	}
	for _, use := range of.Authorized {
		a.add("decides", fmt.Sprintf("%s, on the %s in %s", use.What, use.Component, use.In))
		a.add("", openBefore(use.Offered))
	}
	a.add("note", of.Note)
	a.add("evidence", of.Evidence)
	a.Groups = historyOf(of.Key)
	return a
}

// openBefore says since when what is authorized later was done without asking the ACLs; "" if it was not.
func openBefore(o *catalog.Offer) string {
	switch {
	case o == nil:
		return ""
	case o.From == catalog.Releases().Oldest():
		return fmt.Sprintf("done before that without asking the ACLs (%s)", o.Evidence)
	}
	return fmt.Sprintf("done before that, since %s, without asking the ACLs (%s)", o.From, o.Evidence)
}

// variableNamed explains an environment variable that is not the one of a flag.
func variableNamed(name string) []answer {
	v := catalog.VariableNamed(strings.ToUpper(name))
	if v == nil {
		return nil
	}
	a := answer{Kind: "variable", Name: v.Name, Title: "environment variable " + v.Name}
	if v.Unread() {
		a.add("read by", "no release: it is documented in "+v.Documented.String()+" and never looked at")
	}
	a.add("read by", v.ReadBy)
	a.add("exists in", v.Exists.String())
	a.add("deprecated", v.DeprecatedIn.String())
	a.add("removed in", removedIn(v.Exists))
	a.add("use instead", v.Replacement)
	a.add("type", v.Type)
	a.add("default", quotedOrNone(v.Default))
	a.add("values", strings.Join(v.Values, ", "))
	a.add("note", v.Note)
	a.add("note", v.Foreign)
	if v.Build != "" {
		a.add("build", "only in a build with "+v.Build)
	}
	a.add("evidence", v.Evidence)
	a.Groups = historyOf(v.Name)
	return []answer{a}
}

// quotedOrNone quotes a text, "" if there is none.
func quotedOrNone(s *string) string {
	if s == nil {
		return ""
	}
	return fmt.Sprintf("%q", *s)
}
