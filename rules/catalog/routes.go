package catalog

import (
	"net/url"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// Route is one HTTP endpoint of a daemon.
type Route struct {
	// Component is the daemon that has it, AnyComponent for both.
	Component config.Component `json:"component"`
	// Path starts with the process that serves it: "/master/state", "/files/browse". What the master's and the agent's
	// own process serve is also there without it: "/state".
	Path string         `json:"path"`
	In   release.Ranges `json:"in"`
	// ReplacedBy is the path that took over, "" if there is none.
	ReplacedBy string   `json:"replaced_by"`
	Evidence   []string `json:"evidence"`
}

// process is a libprocess process that matters to the routes of a daemon.
type process struct {
	Component config.Component `json:"component"`
	Process   string           `json:"process"`
	In        release.Ranges   `json:"in"`
	Evidence  []string         `json:"evidence"`
}

type routeTable struct {
	// Delegates are asked for what no other process serves.
	Delegates []process `json:"delegates"`
	// StartedBeforeRules are the processes that run when the daemon reads --firewall_rules.
	StartedBeforeRules []process `json:"started_before_rules"`
	Routes             []*Route  `json:"routes"`
}

// Routes returns the endpoints of a component on one release, by path.
func Routes(c config.Component, r release.Release) []*Route {
	var out []*Route
	for _, route := range routeData.Routes {
		if covers(route.Component, c) && route.In.Contains(r) {
			out = append(out, route)
		}
	}
	return out
}

// AllRoutes returns the endpoints of all releases.
func AllRoutes() []*Route { return routeData.Routes }

// RouteAt returns the endpoint of a component at a path that starts with its process, whatever the release; nil if
// there never was one.
func RouteAt(c config.Component, path string) *Route {
	for _, route := range routeData.Routes {
		if covers(route.Component, c) && route.Path == path {
			return route
		}
	}
	return nil
}

// Delegate returns the process that a component asks for what no other process serves: "master", "slave(1)".
func Delegate(c config.Component) string {
	for _, d := range routeData.Delegates {
		if d.Component == c {
			return d.Process
		}
	}
	return ""
}

// FirewallPath returns the path of the requests that a path in --firewall_rules of a component forbids on release r. A
// daemon that completes paths does so when it starts, and takes the name of a process that is not running yet for a path
// below its own: on such a release "/master/state" forbids "/master/master/state", which nobody asks for.
func FirewallPath(c config.Component, path string, r release.Release) string {
	if !Behaviour("firewall-paths-completed").Contains(r) {
		return path
	}
	first, _, _ := strings.Cut(strings.TrimLeft(path, "/"), "/")
	if first == "" {
		return "/" + Delegate(c)
	}
	name, err := url.PathUnescape(first)
	if err != nil {
		return path
	}
	for _, p := range routeData.StartedBeforeRules {
		if p.Process == name && covers(p.Component, c) && p.In.Contains(r) {
			return path
		}
	}
	return "/" + Delegate(c) + path
}
