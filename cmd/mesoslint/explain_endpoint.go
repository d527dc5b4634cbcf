package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// endpointNamed explains an endpoint: "/master/state", "/state" of both daemons, "stats.json".
func endpointNamed(name string, c config.Component) []answer {
	path, _, _ := strings.Cut(name, "?")
	path = "/" + strings.Trim(path, "/")
	if path == "/" || !strings.HasPrefix(name, "/") && !strings.HasSuffix(name, ".json") {
		return nil
	}
	var out []answer
	for _, route := range catalog.AllRoutes() {
		if c != config.AnyComponent && route.Component != config.AnyComponent && route.Component != c || !slices.Contains(pathsOf(route), path) {
			continue
		}
		out = append(out, endpoint(route))
	}
	if len(out) > 0 {
		return out
	}
	if groups := historyOf(path); groups != nil { // gone before the releases whose endpoints are known
		return []answer{{Kind: "endpoint", Name: path, Title: "endpoint " + path, Groups: groups}}
	}
	return nil
}

func endpoint(route *catalog.Route) answer {
	a := answer{Kind: "endpoint", Name: route.Path, Component: route.Component.String(), Title: "endpoint " + route.Path}
	if a.Component != "" {
		a.Title += " of the " + a.Component
	} else {
		a.Title += " of master and agent"
	}
	a.add("exists in", known(route.In))
	a.add("removed in", removedIn(route.In))
	a.add("replaced by", route.ReplacedBy)
	paths := pathsOf(route)
	if len(paths) > 1 {
		a.add("also as", paths[1])
	}
	a.add("evidence", strings.Join(route.Evidence, ", "))
	a.Groups = historyOf(paths...)
	return a
}

// pathsOf returns the paths of an endpoint: that with its process, and without where the daemon asks that process for it.
func pathsOf(route *catalog.Route) []string {
	paths := []string{route.Path}
	for _, c := range []config.Component{config.Master, config.Agent} {
		if route.Component != config.AnyComponent && route.Component != c {
			continue
		}
		if rest, found := strings.CutPrefix(route.Path, "/"+catalog.Delegate(c)+"/"); found {
			paths = append(paths, fmt.Sprintf("/%s", rest))
		}
	}
	return paths
}
