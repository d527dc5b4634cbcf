package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// areas are the areas of changes, those that stop or open a cluster first.
var areas = []string{"core", "flags", "environment", "acl", "credentials", "procedure", "endpoints", "framework-api", "module-api", "metrics", "build"}

// areaTitle says in words what an area is; most are called what they are.
func areaTitle(area string) string {
	switch area {
	case "core":
		return "what the daemons do"
	case "environment":
		return "environment variables"
	case "acl":
		return "ACLs"
	case "procedure":
		return "how the upgrade is done"
	case "framework-api":
		return "schedulers and executors"
	case "module-api":
		return "modules"
	case "build":
		return "build and packages"
	}
	return area
}

// releaseNamed explains a release, or a series as all its releases together. An error says that it looks like a release
// and is none.
func releaseNamed(name string) ([]answer, error) {
	if name == "" || name[0] < '0' || name[0] > '9' || strings.Count(name, ".") == 0 || strings.HasSuffix(name, ".x") && strings.Count(name, ".") == 1 {
		return nil, nil
	}
	r, err := catalog.History().Resolve(name)
	if err != nil {
		return nil, err
	}
	series := strings.Count(strings.TrimSuffix(strings.ToLower(name), ".x"), ".") == 1
	of := func(c *catalog.Change) bool { return c.Release == r }
	a := answer{Kind: "release", Name: r.String(), Title: fmt.Sprintf("release %s", r)}
	if series {
		of = func(c *catalog.Change) bool { return c.Release.Series() == r.Series() }
		a.Name, a.Title = r.Series(), fmt.Sprintf("releases %s", seriesOf(r))
	}
	changes := slices.DeleteFunc(slices.Clone(catalog.Changes()), func(c *catalog.Change) bool { return !of(c) })
	summarise(&a, changes, checkCommand(previous(r), a.Name))
	if len(changes) == 0 {
		a.add("changes", fmt.Sprintf("none that somebody who upgrades has to know; `mesoslint explain %s` has those of the whole series", r.Series()))
	}
	if series {
		a.Groups = append(a.Groups, procedureGroup(r.Series(), "")...)
	}
	a.Groups = append(a.Groups, groupsOf(changes, "")...)
	return []answer{a}, nil
}

// checkCommand returns the command that checks an upgrade, "" if one end is not a release that can be checked.
func checkCommand(from, to string) string {
	for _, end := range []string{from, to} {
		if _, err := catalog.Releases().Resolve(end); err != nil {
			return ""
		}
	}
	return fmt.Sprintf("mesoslint check --from %s --to %s", from, to)
}

// seriesOf names the releases of a series: "1.3.0–1.3.2".
func seriesOf(last release.Release) string {
	for _, r := range catalog.History().All() {
		if r.Series() == last.Series() && r != last {
			return r.String() + "–" + last.String()
		}
	}
	return last.String()
}

// previous returns the series before that of a release, "" if none is known.
func previous(r release.Release) string {
	before := ""
	for _, other := range catalog.History().All() {
		if other.Series() == r.Series() {
			return before
		}
		before = other.Series()
	}
	return ""
}

// summarise adds the facts that count changes. check is the command that finds those that rules know.
func summarise(a *answer, changes []*catalog.Change, check string) {
	count := func(of func(*catalog.Change) bool) (n int) {
		for _, c := range changes {
			if of(c) {
				n++
			}
		}
		return n
	}
	ruled := count(func(c *catalog.Change) bool { return c.Rule != catalog.Manual })
	yours := count(func(c *catalog.Change) bool { return c.Rule == catalog.Manual && c.Do != "" })
	if len(changes) == 0 {
		return
	}
	a.add("changes", fmt.Sprint(len(changes)))
	if n := count(func(c *catalog.Change) bool { return c.Weakens }); n > 0 {
		a.add("weakening", fmt.Sprintf("%d weaken protection silently", n))
	}
	if ruled > 0 {
		text := fmt.Sprintf("%d by rules", ruled)
		if check != "" {
			text += fmt.Sprintf(": `%s` says which of them concern a configuration", check)
		}
		a.add("checked", text)
	}
	if yours > 0 {
		a.add("yours", fmt.Sprintf("%d that ask for something and that no configuration shows", yours))
		addYours(a, changes)
	}
	if rest := len(changes) - ruled - yours; rest > 0 {
		a.add("to know", fmt.Sprintf("%d that ask for nothing", rest))
	}
}

// addYours names the changes that ask for something and that no rule sees, by when it is to be done.
func addYours(a *answer, changes []*catalog.Change) {
	at := map[string][]string{}
	for _, c := range changes {
		if c.Rule == catalog.Manual && c.Do != "" {
			when := strings.TrimSuffix(whenPrefix(c.When), ": ")
			at[when] = append(at[when], c.ID)
		}
	}
	for _, when := range [...]string{"before-masters", "before-agents", "with-binaries", "after-masters", "after-agents", "after-all", ""} {
		prefix := whenPrefix(when)
		if ids := at[strings.TrimSuffix(prefix, ": ")]; len(ids) > 0 {
			a.add("", cmp.Or(prefix, "at any time: ")+strings.Join(ids, ", "))
		}
	}
}

// groupsOf groups changes by area, what weakens protection first. In a group, what asks for something comes first, and of
// that what a rule does not see.
func groupsOf(changes []*catalog.Change, hop string) []changeGroup {
	var groups []changeGroup
	weak := slices.DeleteFunc(slices.Clone(changes), func(c *catalog.Change) bool { return !c.Weakens })
	if len(weak) > 0 && hop == "" {
		groups = append(groups, changeGroup{Title: "weakens protection silently", Changes: changeAnswers(weak)})
	}
	for _, area := range areas {
		of := slices.DeleteFunc(slices.Clone(changes), func(c *catalog.Change) bool { return c.Area != area })
		if len(of) == 0 {
			continue
		}
		slices.SortStableFunc(of, func(x, y *catalog.Change) int { return urgency(x) - urgency(y) })
		groups = append(groups, changeGroup{Title: areaTitle(area), Hop: hop, Area: area, Changes: changeAnswers(of)})
	}
	return groups
}

// urgency orders changes: what asks for something before the upgrade, together with it, after it, and what asks for nothing.
func urgency(c *catalog.Change) int {
	switch {
	case c.Do == "":
		return 3
	case strings.HasPrefix(c.When, "before-"):
		return 0
	case c.When == "with-binaries":
		return 1
	}
	return 2
}

// procedureGroup returns the order of the steps that lead to a series, none if it is not known.
func procedureGroup(to, hop string) []changeGroup {
	for _, p := range catalog.Procedures() {
		if p.To != to {
			continue
		}
		g := changeGroup{Title: fmt.Sprintf("order of the upgrade from %s (%s)", p.From, procedureSource(p)), Hop: hop}
		for _, s := range p.Steps {
			step := s.Do
			if s.Note != "" {
				step += " (" + s.Note + ")"
			}
			g.Steps = append(g.Steps, step)
		}
		for _, n := range p.Notes {
			text := strings.TrimSuffix(n.Text, ".")
			if n.ID != "" {
				text += " (" + n.ID + ")"
			}
			g.Notes = append(g.Notes, text)
		}
		return []changeGroup{g}
	}
	return nil
}

func procedureSource(p *catalog.Procedure) string {
	if p.Source == "guide" {
		return "the upgrade guide"
	}
	return p.Source
}
