package report

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
)

// area is a part of what was checked: the settings of one of the daemons, or the documents of one kind.
type area struct {
	name     string
	findings int
}

// areas returns what was checked, in the order master, agent, documents by name, and how many findings are in each. A
// finding in the text of a document belongs to that, any other to the daemon it is about.
func (r *Run) areas() []area {
	found := map[string]*area{}
	of := func(name string) *area {
		if found[name] == nil {
			found[name] = &area{name: name}
		}
		return found[name]
	}
	for _, n := range r.Config.Nodes {
		if len(n.Settings) > 0 {
			of(areaOfSettings(n.Component))
		}
	}
	documents := map[string][]*config.Document{}
	for _, d := range r.Config.Documents {
		of(areaOfKind(d.Kind))
		if s := d.Text.Source(); s != nil {
			documents[s.Path] = append(documents[s.Path], d)
		}
	}
	for i := range r.Diagnostics {
		d := &r.Diagnostics[i]
		name := ""
		for _, doc := range documents[path(d.Span)] {
			if all := doc.Text.All(); all.Start <= d.Span.Start && d.Span.End <= all.End {
				name = areaOfKind(doc.Kind)
			}
		}
		if name != "" {
			of(name).findings++
			continue
		}
		for _, c := range d.Components() {
			if c == config.AnyComponent { // either daemon's
				of(config.Master.String()+" settings").findings++
				c = config.Agent
			}
			of(c.String()+" settings").findings++
		}
	}
	var out []area
	for _, name := range []string{areaOfSettings(config.Master), areaOfSettings(config.Agent)} {
		if a := found[name]; a != nil {
			out = append(out, *a)
			delete(found, name)
		}
	}
	names := make([]string, 0, len(found))
	for name := range found {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		out = append(out, *found[name])
	}
	return out
}

// areaOfSettings is what people call the settings of a daemon.
func areaOfSettings(c config.Component) string {
	if c == config.AnyComponent {
		return "settings of either daemon"
	}
	return c.String() + " settings"
}

// areaOfKind is what people call the documents of a kind.
func areaOfKind(k config.Kind) string {
	switch k {
	case config.ACLs:
		return "ACLs"
	case config.Credential:
		return string(config.Credentials)
	case config.RateLimits:
		return "rate limits"
	case config.Firewall:
		return "firewall rules"
	}
	return string(k)
}

// clean returns the areas in which nothing was found; none if not all was judged, or not all that was found is told.
func (r *Run) clean() []string {
	if slices.ContainsFunc(r.LeftOut, func(l LeftOut) bool { return l.Findings > 0 }) || r.Selective || r.Partial != "" || r.Empty {
		return nil
	}
	var out []string
	for _, a := range r.areas() {
		if a.findings == 0 {
			out = append(out, a.name)
		}
	}
	return out
}
