package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var firewallGoneEndpoint = &lint.Rule{
	Name:  "firewall/gone-endpoint",
	Title: "A firewall rule names an endpoint that the release no longer has",
	Doc: `--firewall_rules forbids requests to the paths it lists, compared byte for byte. When a release renames or replaces an
endpoint, a rule for the old path forbids nothing any more and nothing is logged, while the endpoint answers under its new
name. The endpoints that end in ".json" got names without it in 0.25 and were removed in 1.8; "/shutdown" became
"/teardown"; "/metrics/snapshot" replaced "/stats.json"; "/observe" was removed.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.8",
		Before: []lint.File{{Path: "firewall-rules.json", Text: `{"disabled_endpoints": {"paths": ["/state.json"]}}
`}},
		After: []lint.File{{Path: "firewall-rules.json", Text: `{"disabled_endpoints": {"paths": ["/state"]}}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		eachFirewallPath(p, d, func(f *firewall, path source.JSON, route *catalog.Route) {
			if route == nil {
				if gone := f.longGone(path.String()); gone != nil {
					f.Report(p, goneLongAgo(path, gone))
				}
				return
			}
			if route.In.Contains(f.Release) || !resolved.GoneOn(route.In, f.Release) {
				return
			}
			since := resolved.FirstWithout(route.In, f.Release)
			found := lint.Diagnostic{
				Span:    path.Span(),
				Effect:  lint.Ignored,
				Subject: path.String(),
				Release: since,
				Message: fmt.Sprintf("there is no `%s` since %s, so this rule forbids nothing", path, since),
				Help:    "delete it",
				Notes:   []string{fmt.Sprintf("`%s` was there in %s (%s)", route.Path, route.In, strings.Join(route.Evidence, ", "))},
			}
			next := f.successor(route)
			switch {
			case next == nil:
			case f.forbids(next):
				found.Severity = lint.Info
				found.Message += fmt.Sprintf("; `%s` replaced it and is forbidden", f.spelt(next))
			default:
				found.Severity = lint.Error
				found.Message += fmt.Sprintf("; %s answers at `%s`", f.Who(), f.spelt(next))
				f.instead(&found, path, next)
			}
			f.Report(p, found)
		})
	},
}

// longGone returns the change that removed the endpoint at a path before any release that has firewall rules; nil if
// none did.
func (f *firewall) longGone(path string) *catalog.Change {
	short := "/" + strings.TrimPrefix(strings.TrimLeft(path, "/"), catalog.Delegate(f.daemon())+"/")
	for _, c := range catalog.Changes() {
		if c.Area == catalog.EndpointArea && c.Kind == catalog.Removed && !f.Release.Less(c.Release) &&
			slices.ContainsFunc(c.Subjects, func(subject string) bool { return subject == "/"+strings.TrimLeft(path, "/") || subject == short }) {
			return c
		}
	}
	return nil
}

// goneLongAgo reports a rule for an endpoint that no release with firewall rules has.
func goneLongAgo(path source.JSON, gone *catalog.Change) lint.Diagnostic {
	return lint.Diagnostic{
		Span: path.Span(), Effect: lint.Ignored, Subject: path.String(), Release: gone.Release,
		Message: fmt.Sprintf("`%s` was removed in %s, so this rule forbids nothing", path, gone.Release),
		Help:    "delete it",
		Notes:   resolved.ReadAt(gone.Evidence...),
	}
}

var firewallOtherName = &lint.Rule{
	Name:  "firewall/other-name",
	Title: "A forbidden endpoint answers under another name",
	Doc: `From 0.25 to 1.7 several endpoints have two names, with and without ".json"; 0.23 has "/shutdown" and "/teardown".
--firewall_rules must list both: forbidding one leaves the other open. In 0.23, a request must also be written exactly
like the rule, so that the endpoints of the master need "/state.json" and "/master/state.json".`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "firewall-rules.json", Text: `{"disabled_endpoints": {"paths": ["/state"]}}
`}},
		After: []lint.File{{Path: "firewall-rules.json", Text: `{"disabled_endpoints": {"paths": ["/state", "/state.json"]}}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		eachFirewallPath(p, d, func(f *firewall, path source.JSON, route *catalog.Route) {
			if route == nil || !f.reached(path, route) {
				return
			}
			for _, other := range f.names(route) {
				if f.paths[other] {
					continue
				}
				found := lint.Diagnostic{
					Span:     path.Span(),
					Effect:   lint.Ignored,
					Severity: lint.Error,
					Subject:  path.String(),
					Message:  fmt.Sprintf("%s also answers at `%s`, which no rule forbids", f.Who(), f.written(other)),
				}
				if catalog.FirewallPath(f.daemon(), f.written(other), f.Release) == other {
					found.Help = fmt.Sprintf("add `%s`", f.written(other))
					found.Fix = f.beside(p, path, f.written(other))
				}
				f.Report(p, found)
			}
		})
	},
}

var firewallNeverMatches = &lint.Rule{
	Name:  "firewall/never-matches",
	Title: "A firewall rule is written so that it forbids nothing",
	Doc: `From 0.24 on, the daemon completes the paths of --firewall_rules when it starts: what does not begin with a process
that is running by then is put below the master's or the agent's own process. That makes "/state" forbid "/master/state",
in both of its spellings. But the master's and the agent's own processes start after the rules are read, so that
"/master/state" forbids "/master/master/state", which nobody asks for. From 1.0 on the same is true of the process that
serves "/files", which therefore cannot be forbidden at all; on the agent it never could. A path without its leading slash
matches no request either.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.8",
		Before: []lint.File{{Path: "firewall-rules.json", Text: `{"disabled_endpoints": {"paths": ["/master/flags"]}}
`}},
		After: []lint.File{{Path: "firewall-rules.json", Text: `{"disabled_endpoints": {"paths": ["/flags"]}}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		eachFirewallPath(p, d, func(f *firewall, path source.JSON, route *catalog.Route) {
			if route == nil || !route.In.Contains(f.Release) || f.reached(path, route) {
				return
			}
			found := lint.Diagnostic{
				Span:     path.Span(),
				Effect:   lint.Ignored,
				Severity: lint.Error,
				Subject:  path.String(),
				Message: fmt.Sprintf("this rule forbids `%s` and leaves `%s` open: %s completes the path before the process it names is running",
					catalog.FirewallPath(f.daemon(), path.String(), f.Release), route.Path, f.Who()),
				Help:  "no spelling of this rule works; restrict the endpoint with authentication and ACLs",
				Notes: resolved.ReadAt(catalog.BehaviourNamed("firewall-paths-completed").Evidence...),
			}
			if !strings.HasPrefix(path.String(), "/") {
				found.Message = fmt.Sprintf("this rule forbids nothing: a request for `%s` starts with a slash", route.Path)
			}
			if !f.forbids(route) {
				f.instead(&found, path, route)
			} else {
				found.Severity = lint.Info
				found.Help = "delete it: another rule forbids the endpoint"
			}
			f.Report(p, found)
		})
	},
}

var firewallUnknownEndpoint = &lint.Rule{
	Name:  "firewall/unknown-endpoint",
	Title: "A firewall rule names a path that Mesos does not serve",
	Doc: `The paths of --firewall_rules are not checked. One that no endpoint of the release has forbids nothing, unless a module
serves it.`,
	Effects: []lint.Effect{lint.Ignored, lint.Advice},
	Fixable: true,
	Example: lint.Example{
		On: "1.8",
		Before: []lint.File{{Path: "firewall-rules.json", Text: `{"disabled_endpoints": {"paths": ["/machine/dwon"]}}
`}},
		After: []lint.File{{Path: "firewall-rules.json", Text: `{"disabled_endpoints": {"paths": ["/machine/down"]}}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		eachFirewallPath(p, d, func(f *firewall, path source.JSON, route *catalog.Route) {
			found := lint.Diagnostic{Span: path.Span(), Effect: lint.Advice, Subject: path.String()}
			switch {
			case route == nil:
				if isPage(path.String()) || f.longGone(path.String()) != nil {
					return
				}
				found.Message = fmt.Sprintf("%s serves no `%s`: the rule forbids nothing, unless a module serves it", f.Who(), path)
				if meant := resolved.Nearest(path.String(), slices.Values(f.spellings())); meant != "" {
					found.Effect = lint.Ignored
					found.Message += fmt.Sprintf("; did you mean `%s`?", meant)
					found.Help = fmt.Sprintf("write `%s`", meant)
					found.Fix = f.replace(path, meant)
				}
			case route.In.Contains(f.Release), resolved.GoneOn(route.In, f.Release):
				return
			default:
				found.Message = fmt.Sprintf("%s does not serve `%s` yet; it is there in %s", f.Who(), path, route.In)
			}
			f.Report(p, found)
		})
	},
}

// isPage reports whether a path is one of the web interface or of the help, of which there is no list.
func isPage(path string) bool {
	for _, prefix := range []string{"/help", "/static", "/assets", "/app"} {
		if strings.HasPrefix(path, prefix) {
			return true
		}
	}
	return strings.Trim(path, "/") == ""
}

// firewall is a document of firewall rules of one daemon.
type firewall struct {
	*resolved.Document
	// paths are those of the requests that the rules forbid.
	paths map[string]bool
	// spelled are the paths that a rule may name; nil until somebody asks.
	spelled []string
}

// eachFirewallPath calls fn for every path of a document of firewall rules, with the endpoint that is meant; that is nil
// if no release has one. A document that does not say whose it is is taken for the master's.
func eachFirewallPath(p *lint.Pass, d *config.Document, fn func(f *firewall, path source.JSON, route *catalog.Route)) {
	j := resolved.TakenDocument(p, d, config.Firewall)
	if j == nil {
		return
	}
	f := &firewall{Document: j, paths: map[string]bool{}}
	listed := j.Values.Get("disabled_endpoints").All("paths")
	for _, path := range listed {
		f.paths[catalog.FirewallPath(f.daemon(), path.Text(), f.Release)] = true
	}
	for _, path := range listed {
		fn(f, path.Value, f.meant(path.Text()))
	}
}

func (f *firewall) daemon() config.Component {
	if f.Component == config.AnyComponent {
		return config.Master
	}
	return f.Component
}

// meant returns the endpoint that whoever wrote a path had in mind: one that the release has before one it does not.
func (f *firewall) meant(path string) *catalog.Route {
	var elsewhere *catalog.Route
	slashed := "/" + strings.TrimLeft(path, "/")
	for _, full := range []string{
		catalog.FirewallPath(f.daemon(), path, f.Release), slashed, "/" + catalog.Delegate(f.daemon()) + slashed,
	} {
		route := catalog.RouteAt(f.daemon(), full)
		if route == nil {
			continue
		}
		if route.In.Contains(f.Release) {
			return route
		}
		if elsewhere == nil {
			elsewhere = route
		}
	}
	return elsewhere
}

// reached reports whether a rule forbids one of the names an endpoint of the release has.
func (f *firewall) reached(path source.JSON, route *catalog.Route) bool {
	if !route.In.Contains(f.Release) {
		return false
	}
	forbidden := catalog.FirewallPath(f.daemon(), path.String(), f.Release)
	return forbidden == route.Path || f.literal() && forbidden == f.short(route.Path)
}

// literal reports whether a request must be written like the rule.
func (f *firewall) literal() bool {
	return !catalog.Behaviour("firewall-paths-completed").Contains(f.Release)
}

// names returns the paths of all requests that lead to what an endpoint serves.
func (f *firewall) names(route *catalog.Route) []string {
	var out []string
	for _, other := range catalog.Routes(f.daemon(), f.Release) {
		if other != route && final(f.daemon(), other) != final(f.daemon(), route) {
			continue
		}
		out = append(out, other.Path)
		if short := f.short(other.Path); f.literal() && short != other.Path {
			out = append(out, short)
		}
	}
	return out
}

// final follows the replacements of an endpoint to their end.
func final(c config.Component, route *catalog.Route) *catalog.Route {
	for route.ReplacedBy != "" {
		route = catalog.RouteAt(c, route.ReplacedBy)
	}
	return route
}

// successor returns what replaced an endpoint and is there in the release, nil if nothing is.
func (f *firewall) successor(route *catalog.Route) *catalog.Route {
	for route.ReplacedBy != "" {
		if route = catalog.RouteAt(f.daemon(), route.ReplacedBy); route.In.Contains(f.Release) {
			return route
		}
	}
	return nil
}

// forbids reports whether a rule forbids an endpoint.
func (f *firewall) forbids(route *catalog.Route) bool {
	return f.paths[route.Path] || f.literal() && f.paths[f.short(route.Path)]
}

// spelt returns the path of an endpoint as people write it: without the daemon's own process.
func (f *firewall) spelt(route *catalog.Route) string { return f.written(route.Path) }

func (f *firewall) written(path string) string {
	if f.literal() {
		return path
	}
	return f.short(path)
}

// short returns a path without the daemon's own process.
func (f *firewall) short(path string) string {
	return strings.TrimPrefix(path, "/"+catalog.Delegate(f.daemon()))
}

// spellings returns the paths that a rule may name in the release.
func (f *firewall) spellings() []string {
	if f.spelled == nil {
		for _, route := range catalog.Routes(f.daemon(), f.Release) {
			f.spelled = append(f.spelled, f.spelt(route))
		}
	}
	return f.spelled
}

// instead says to forbid another endpoint, where a rule can.
func (f *firewall) instead(found *lint.Diagnostic, path source.JSON, route *catalog.Route) {
	if catalog.FirewallPath(f.daemon(), f.spelt(route), f.Release) != route.Path {
		found.Help = "no spelling of a rule forbids it; restrict it with authentication and ACLs"
		return
	}
	found.Help = fmt.Sprintf("write `%s`", f.spelt(route))
	found.Fix = f.replace(path, f.spelt(route))
	if found.Fix != nil {
		found.Fix.ValidFrom = firstOf(route.In)
	}
}

func firstOf(in release.Ranges) release.Release {
	return slices.MinFunc(in, func(a, b release.Range) int { return a.First.Compare(b.First) }).First
}

func (f *firewall) replace(path source.JSON, with string) *lint.Fix {
	start, end := path.Bounds()
	return resolved.Rewrite(&f.Text, start, end, source.QuoteJSON(with), lint.Unsafe, fmt.Sprintf("write `%s`: requests to it are refused from then on", with))
}

// beside adds a path after another.
func (f *firewall) beside(p *lint.Pass, path source.JSON, other string) *lint.Fix {
	start, end := path.Bounds()
	both := path.Raw() + ", " + source.QuoteJSON(other)
	if in := resolved.PlaceOf(p, f.JSON, path.Span()); in.Has("paths") {
		if list, _ := in.Object.Get("paths"); list == path {
			both = "[" + both + "]"
		}
	}
	return resolved.Rewrite(&f.Text, start, end, both, lint.Unsafe, fmt.Sprintf("add `%s`: requests to it are refused from then on", other))
}
