package catalog

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// routeFiles says which process serves what a file registers. A path ends in the name of a file of any directory.
var routeFiles = []struct {
	file      string
	component config.Component
	process   string
}{
	{"include/process/logging.hpp", config.AnyComponent, "logging"},
	{"include/process/profiler.hpp", config.AnyComponent, "profiler"},
	{"include/process/system.hpp", config.AnyComponent, "system"},
	{"include/process/help.hpp", config.AnyComponent, "help"},
	{"libprocess/src/help.cpp", config.AnyComponent, "help"},
	{"libprocess/src/memory_profiler.cpp", config.AnyComponent, "memory-profiler"},
	{"libprocess/src/metrics/metrics.cpp", config.AnyComponent, "metrics"},
	{"src/files/files.cpp", config.AnyComponent, "files"},
	{"src/version/version.cpp", config.AnyComponent, "version"},
	{"src/master/allocator/mesos/hierarchical.cpp", config.Master, "allocator"},
	{"src/master/master.cpp", config.Master, "master"},
	{"src/master/registrar.cpp", config.Master, "registrar(1)"},
	{"src/slave/monitor.cpp", config.Agent, "monitor"},
	{"src/slave/monitor.hpp", config.Agent, "monitor"},
	{"src/slave/slave.cpp", config.Agent, "slave(1)"},
}

// upstreamTree is the files of one release of an upstream clone.
type upstreamTree struct {
	blobs *blobs
	tag   string
	paths []string
}

func upstreamTrees(t *testing.T) func(release.Release) upstreamTree {
	t.Helper()
	repository := os.Getenv("MESOS")
	if repository == "" {
		t.Skip("MESOS does not name an upstream clone")
	}
	blobs := newBlobs(t, repository)
	return func(r release.Release) upstreamTree {
		tag := tagOf(r)
		return upstreamTree{blobs, tag, listTree(t, repository, tag)}
	}
}

// read returns the content of the file whose path ends in suffix, "" if there is none.
func (u upstreamTree) read(suffix string) string {
	i := slices.IndexFunc(u.paths, func(path string) bool { return path == suffix || strings.HasSuffix(path, "/"+suffix) })
	if i < 0 {
		return ""
	}
	return withoutComments(u.blobs.read(u.tag + ":" + u.paths[i]))
}

func TestVerifyRoutes(t *testing.T) {
	tree := upstreamTrees(t)
	registers := regexp.MustCompile(`\broute\(\s*"([^"]*)"`)
	compared := 0
	for _, r := range Releases().All() {
		u := tree(r)
		for _, c := range []config.Component{config.Master, config.Agent} {
			want := map[string]bool{"/__processes__": true}
			for _, f := range routeFiles {
				if !covers(f.component, c) {
					continue
				}
				for _, m := range registers.FindAllStringSubmatch(u.read(f.file), -1) {
					want[strings.TrimSuffix("/"+f.process+m[1], "/")] = true
				}
			}
			got := map[string]bool{}
			for _, route := range Routes(c, r) {
				got[route.Path] = true
			}
			compared += len(want)
			if a, b := slices.Sorted(maps.Keys(got)), slices.Sorted(maps.Keys(want)); !slices.Equal(a, b) {
				t.Errorf("the %s of %s serves\n%s\nand the catalogue has\n%s", c, r, strings.Join(b, " "), strings.Join(a, " "))
			}
		}
	}
	t.Logf("%d endpoints compared", compared)
}

// The processes that run before the rules of the firewall are read are those that the daemon's main starts before.
func TestVerifyFirewall(t *testing.T) {
	tree := upstreamTrees(t)
	mains := map[config.Component]string{config.Master: "src/master/main.cpp", config.Agent: "src/slave/main.cpp"}
	starts := map[string]*regexp.Regexp{
		"files":        regexp.MustCompile(`\bFiles\*? files`),
		"registrar(1)": regexp.MustCompile(`new Registrar\(`),
		"version":      regexp.MustCompile(`spawn\(new VersionProcess`),
		"master":       regexp.MustCompile(`\bspawn\(master\)`),
		"slave(1)":     regexp.MustCompile(`\bspawn\(slave\)`),
	}
	for _, r := range Releases().All() {
		u := tree(r)
		for c, path := range mains {
			if _, shape := FlagMessage(c, "firewall_rules", r); shape == NoShape {
				continue
			}
			text := u.read(path)
			installed := strings.Index(text, "firewall::install")
			if installed < 0 {
				t.Errorf("%s of %s installs no rules", path, r)
			}
			for name, pattern := range starts {
				at := pattern.FindStringIndex(text)
				want := at != nil && at[0] < installed
				got := slices.ContainsFunc(routeData.StartedBeforeRules, func(p process) bool {
					return p.Process == name && covers(p.Component, c) && p.In.Contains(r)
				})
				if got != want {
					t.Errorf("%s of the %s of %s runs before the rules: %v, want %v", name, c, r, got, want)
				}
			}
		}
		completes := strings.Contains(u.read("libprocess/src/process.cpp"), "ProcessManager::absolutePath")
		if completes != Behaviour("firewall-paths-completed").Contains(r) {
			t.Errorf("%s completes paths: %v", r, completes)
		}
	}
}

func TestVerifyModules(t *testing.T) {
	tree := upstreamTrees(t)
	kinds := regexp.MustCompile(`kindToVersion\["(\w+)"\]\s*=\s*([^;]+);`)
	for _, r := range Releases().All() {
		text := tree(r).read("src/module/manager.cpp")
		want := map[string]bool{}
		exact := text != ""
		for _, m := range kinds.FindAllStringSubmatch(text, -1) {
			if m[1] != "TestModule" {
				want[m[1]] = true
			}
			exact = exact && m[2] == "MESOS_VERSION"
		}
		got := map[string]bool{}
		for _, k := range ModuleKinds() {
			if k.In.Contains(r) {
				got[k.Kind] = true
			}
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s loads %v, the catalogue says %v", r, slices.Sorted(maps.Keys(want)), slices.Sorted(maps.Keys(got)))
		}
		if exact != Behaviour("module-exact-release").Contains(r) {
			t.Errorf("%s loads modules of its own release only: %v", r, exact)
		}
		if repeatable := strings.Contains(text, "verifyIdenticalModule"); repeatable != Behaviour("module-repeatable").Contains(r) {
			t.Errorf("%s loads a module again: %v", r, repeatable)
		}
	}
}
