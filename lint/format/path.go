package format

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format/template"
)

// Path is the path of a file as the forms are asked about it.
type Path struct {
	// Abs is absolute and clean; Dir and Base are its parts, and Name is Base without the suffix of a template engine.
	Abs, Dir, Base, Name string
	// FlagDirectory reports whether the directory is one whose files are flags.
	FlagDirectory func() bool
	// Component is the daemon that the names on the path mention.
	Component func() config.Component
}

// NewPath takes a path apart.
func NewPath(abs string, flagDirectory func() bool, component func() config.Component) Path {
	dir, base := filepath.Split(abs)
	return Path{Abs: abs, Dir: filepath.Clean(dir), Base: base, Name: template.RenderedName(base), FlagDirectory: flagDirectory, Component: component}
}

// Claim is what a path says about a file of its form.
type Claim struct {
	Component config.Component
	// WrapperArg is the word of the init wrapper that reads it: master, slave, agent; "" if each does.
	WrapperArg string
}

func claimFlagEntry(p Path) (Claim, bool) {
	_, c, ok := FlagDirectoryName(filepath.Base(p.Dir))
	return Claim{Component: c}, ok && p.FlagDirectory()
}

// claimSuffix claims the files with one of some suffixes.
func claimSuffix(suffixes ...string) func(Path) (Claim, bool) {
	return func(p Path) (Claim, bool) {
		for _, suffix := range suffixes {
			if strings.HasSuffix(p.Name, suffix) {
				return Claim{Component: p.Component()}, true
			}
		}
		return Claim{}, false
	}
}

// claimRecipe claims files of Ruby, but those that test machines.
func claimRecipe(p Path) (Claim, bool) {
	return Claim{Component: p.Component()}, strings.HasSuffix(p.Name, ".rb") && !strings.HasSuffix(p.Name, "_spec.rb") && !strings.HasSuffix(p.Name, "_test.rb")
}

func claimVagrantfile(p Path) (Claim, bool) {
	return Claim{Component: p.Component()}, strings.HasPrefix(p.Name, "Vagrantfile") || strings.HasSuffix(p.Name, ".vagrantfile")
}

func claimDaemonEnvironment(p Path) (Claim, bool) {
	return Claim{Component: WordOf(p.Name)}, strings.HasSuffix(p.Name, "-env.sh") && strings.Contains(p.Name, "mesos")
}

// copiedPrefixes begin the names of files that are copied to /etc/default/mesos*.
func copiedPrefixes() []string { return []string{"etc_default_", "etc-default-", "conf-"} }

func claimWrapperEnvironment(p Path) (Claim, bool) {
	before := cutLast(p.Name, "mesos")
	ours := filepath.Base(p.Dir) == "default" && isMesosName(p.Name) ||
		slices.Contains(copiedPrefixes(), before) && isMesosName(p.Name[len(before):])
	if !ours {
		return Claim{}, false
	}
	arg := wrapperArgOf(p.Name)
	return Claim{Component: WordOf(arg), WrapperArg: arg}, true
}

func claimUnitEnvironment(p Path) (Claim, bool) {
	switch {
	case filepath.Base(p.Dir) == "sysconfig" && isMesosName(p.Name),
		strings.HasSuffix(p.Name, ".sysconfig") && isMesosName(strings.TrimSuffix(p.Name, ".sysconfig")),
		(filepath.Base(p.Dir) == "etc" || strings.HasSuffix(filepath.ToSlash(p.Dir), "/lib/dcos")) && isDCOSName(p.Name):
		return Claim{Component: WordOf(p.Name)}, true
	case strings.HasSuffix(p.Name, ".env"):
		return Claim{Component: p.Component()}, true
	}
	return Claim{}, false
}

func claimUnit(p Path) (Claim, bool) {
	if isEnabling(p.Dir) {
		return Claim{}, false // links that enable units
	}
	ours := strings.HasSuffix(p.Name, ".service") || strings.HasSuffix(p.Name, ".systemd") || IsDropIn(p.Abs)
	return Claim{Component: WordOf(p.Name)}, ours
}

// isEnabling reports whether a directory holds the links that enable units.
func isEnabling(dir string) bool {
	return strings.HasSuffix(dir, ".wants") || strings.HasSuffix(dir, ".requires")
}

// IsDropIn reports whether a file at a path extends a service of systemd.
func IsDropIn(abs string) bool {
	name, found := strings.CutSuffix(filepath.Base(filepath.Dir(abs)), ".d")
	return found && (strings.HasSuffix(name, ".service") || name == "service") &&
		strings.HasSuffix(template.RenderedName(filepath.Base(abs)), ".conf")
}

func claimDockerfile(p Path) (Claim, bool) {
	lower := strings.ToLower(p.Name)
	return Claim{}, lower == "dockerfile" || lower == "containerfile" || strings.HasPrefix(lower, "dockerfile.") || strings.HasSuffix(lower, ".dockerfile")
}

func claimZooKeeper(p Path) (Claim, bool) {
	return Claim{}, filepath.Base(p.Dir) == "mesos" && p.Name == "zk" && filepath.Base(filepath.Dir(p.Dir)) == "etc" ||
		strings.HasPrefix(p.Name, "etc-mesos-zk") || strings.HasPrefix(p.Name, "etc_mesos_zk")
}

// FlagDirectoryName reads the name of a directory: mesos-master, etc_mesos-slave, mesos-agent-flags …. arg is the word of
// the init wrapper.
func FlagDirectoryName(name string) (arg string, c config.Component, ok bool) {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "etc_"), "etc-")
	name, found := strings.CutPrefix(name, "mesos-")
	if !found {
		return "", config.AnyComponent, false
	}
	for _, suffix := range []string{"-flags", "_flags", ".flags", ".d"} {
		name = strings.TrimSuffix(name, suffix)
	}
	switch name {
	case "master":
		return name, config.Master, true
	case "slave", "agent":
		return name, config.Agent, true
	}
	return "", config.AnyComponent, false
}

// cutLast returns s up to the last mark, or all of it where there is none.
func cutLast(s, mark string) string {
	if i := strings.LastIndex(s, mark); i >= 0 {
		return s[:i]
	}
	return s
}

// isMesosName reports whether name is that of the files the init wrapper looks for.
func isMesosName(name string) bool {
	return name == "mesos" || name == "mesos-master" || name == "mesos-slave" || name == "mesos-agent"
}

// isDCOSName reports whether a file of this name in an etc directory is an environment file of DC/OS.
func isDCOSName(name string) bool {
	for _, prefix := range []string{"mesos-master", "mesos-slave", "mesos-agent"} {
		if rest, found := strings.CutPrefix(name, prefix); found {
			return !strings.ContainsRune(rest, '.') && (rest == "" || rest[0] == '-') && !strings.HasSuffix(rest, "-modules")
		}
	}
	return false
}

// wrapperArgOf returns the init wrapper's word in the name of a file: "slave" of "mesos-slave"; "" of "mesos".
func wrapperArgOf(name string) string {
	_, arg, _ := strings.Cut(name[strings.LastIndex(name, "mesos"):], "-")
	return arg
}

// WrapperArgIn returns the init wrapper's word that stands anywhere in the name of a file; "" if none does.
func WrapperArgIn(name string) string {
	for _, arg := range []string{"slave", "agent", "master"} {
		if IndexWord(name, arg) >= 0 {
			return arg
		}
	}
	return ""
}

// WordOf returns the component a name mentions, the first one where it mentions both.
func WordOf(name string) config.Component {
	first, c := len(name), config.AnyComponent
	for _, w := range [...]struct {
		word      string
		component config.Component
	}{
		{"master", config.Master}, {"masters", config.Master}, {"agent", config.Agent}, {"agents", config.Agent},
		{"slave", config.Agent}, {"slaves", config.Agent},
	} {
		if i := IndexWord(name, w.word); i >= 0 && i < first {
			first, c = i, w.component
		}
	}
	return c
}

// IndexWord returns where word stands in s with no letter on either side, or -1.
func IndexWord(s, word string) int {
	for from := 0; ; {
		i := strings.Index(s[from:], word)
		if i < 0 {
			return -1
		}
		i += from
		end := i + len(word)
		if (i == 0 || !isLetter(s[i-1])) && (end == len(s) || !isLetter(s[end])) {
			return i
		}
		from = i + 1
	}
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
