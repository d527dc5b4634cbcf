package catalog

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
)

func TestFirewallPath(t *testing.T) {
	for _, c := range []struct {
		component  config.Component
		on         string
		path, want string
	}{
		// Literal before 0.24.
		{config.Master, "0.23.1", "/state.json", "/state.json"},
		{config.Master, "0.23.1", "/master/state.json", "/master/state.json"},
		{config.Master, "0.24.0", "/state.json", "/master/state.json"},
		{config.Master, "0.24.0", "/master/state.json", "/master/master/state.json"},
		{config.Agent, "1.11.0", "/state", "/slave(1)/state"},
		{config.Agent, "1.11.0", "/slave(1)/state", "/slave(1)/slave(1)/state"},
		// The master of 0.24 to 0.28 starts its files before it reads the rules.
		{config.Master, "0.28.3", "/files/browse", "/files/browse"},
		{config.Master, "1.0.0", "/files/browse", "/master/files/browse"},
		{config.Agent, "0.28.3", "/files/browse", "/slave(1)/files/browse"},
		{config.Agent, "1.0.0", "/metrics/snapshot", "/metrics/snapshot"},
		{config.Agent, "0.25.1", "/version", "/slave(1)/version"},
		{config.Agent, "0.26.0", "/version", "/version"},
		{config.Master, "1.11.0", "/", "/master"},
		{config.Master, "1.11.0", "/%6cogging/toggle", "/%6cogging/toggle"},
	} {
		if got := FirewallPath(c.component, c.path, rel(c.on)); got != c.want {
			t.Errorf("%s of the %s on %s forbids %s, want %s", c.path, c.component, c.on, got, c.want)
		}
	}
}

func TestRoutes(t *testing.T) {
	for _, c := range []struct {
		component config.Component
		path, in  string
	}{
		{config.Master, "/master/observe", "0.19.0–0.28.3"},
		{config.Master, "/master/shutdown", "0.20.0–0.23.1"},
		{config.Master, "/master/state.json", "0.19.0–1.7.3"},
		{config.Agent, "/slave(1)/stats.json", "0.19.0–0.22.2"},
		{config.Agent, "/files/browse", "0.25.0 and later"},
		{config.Agent, "/master/state", ""},
	} {
		got := ""
		if route := RouteAt(c.component, c.path); route != nil {
			got = route.In.String()
		}
		if got != c.in {
			t.Errorf("%s of the %s is in %q, want %q", c.path, c.component, got, c.in)
		}
	}
	for _, route := range routeData.Routes {
		if route.ReplacedBy != "" && RouteAt(route.Component, route.ReplacedBy) == nil {
			t.Errorf("%s is replaced by %s, which is not a route", route.Path, route.ReplacedBy)
		}
	}
}
