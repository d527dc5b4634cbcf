package load

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format/template"
)

// format is how a file is read.
type format uint8

const (
	noFormat    format = iota // a document, where its content says so
	flagEntry                 // a file of a flag directory
	flagPart                  // a file of its attributes or resources directory
	flagLines                 // one argument a line
	wrapperEnv                // /etc/default/mesos*: bash, all exported
	daemonEnv                 // mesos-master-env.sh: bash
	unitEnv                   // a systemd EnvironmentFile
	zkFile                    // /etc/mesos/zk
	unitFile                  // a systemd service, or a drop-in of one
	composeFile               // docker-compose
	scriptFile                // a shell script
	dockerFile                // a Dockerfile
	jobFile                   // jobs of upstart, programs of supervisor
	cloudFile                 // user data of a cloud, Ignition, DC/OS
)

// place is what the path of a file, and --as, say about it.
type place struct {
	format    format
	component config.Component
	// verb is the word of the init wrapper that reads it: master, slave, agent; "" where each does.
	verb string
	// host is the directory that stands for the root of the machine the file is from.
	host string
}

// isDocument reports whether files of a kind are read as documents.
func isDocument(k config.Kind) bool {
	return k != config.Unknown && formatOf(k) == noFormat
}

// formatOf returns the format of the files of a kind.
func formatOf(k config.Kind) format {
	switch k {
	case config.MasterFlags, config.AgentFlags:
		return flagLines
	case config.MasterEnv, config.AgentEnv:
		return unitEnv
	case config.FlagFile:
		return flagEntry
	case config.ZooKeeperURL:
		return zkFile
	case config.Unit:
		return unitFile
	case config.Compose:
		return composeFile
	case config.Script:
		return scriptFile
	case config.Dockerfile:
		return dockerFile
	}
	return noFormat
}

// componentOf returns the component that a kind is about.
func componentOf(k config.Kind) config.Component {
	switch k {
	case config.MasterFlags, config.MasterEnv:
		return config.Master
	case config.AgentFlags, config.AgentEnv:
		return config.Agent
	}
	return config.AnyComponent
}

// placeOf reads a path. Where as is given, it has the last word on what the file is, and the path only on its dialect.
func (l *loader) placeOf(abs string, as config.Kind) place {
	p := l.placeByPath(abs)
	if as == config.Unknown {
		return p
	}
	f := formatOf(as)
	if f == unitEnv && (p.format == wrapperEnv || p.format == daemonEnv) {
		f = p.format
	}
	if f != p.format {
		p.verb = ""
	}
	p.format = f
	if c := componentOf(as); c != config.AnyComponent {
		p.component = c
	}
	return p
}

func (l *loader) placeByPath(abs string) place {
	dir, base := filepath.Split(abs)
	dir = filepath.Clean(dir)
	name := untemplated(base)
	p := place{host: hostOf(dir)}
	inFlagDir := false
	if _, _, ok := flagDirName(filepath.Base(dir)); ok {
		inFlagDir = true
	}
	switch {
	case inFlagDir && l.isFlagEntry(dir, base):
		p.format = flagEntry
		_, p.component, _ = flagDirName(filepath.Base(dir))
	case strings.HasSuffix(name, ".flags"):
		p.format, p.component = flagLines, l.wordOfPath(abs)
	case strings.HasSuffix(name, "-env.sh") && strings.Contains(name, "mesos"):
		p.format, p.component = daemonEnv, wordOf(name)
	case filepath.Base(dir) == "default" && isMesosName(name):
		p.format, p.verb = wrapperEnv, verbOf(name)
	case slices.Contains(defaultPrefixes, cutLast(name, "mesos")) && isMesosName(name[len(cutLast(name, "mesos")):]):
		p.format, p.verb = wrapperEnv, verbOf(name)
	case filepath.Base(dir) == "sysconfig" && isMesosName(name), strings.HasSuffix(name, ".sysconfig") && isMesosName(strings.TrimSuffix(name, ".sysconfig")):
		p.format, p.component = unitEnv, wordOf(name)
	case strings.HasSuffix(dir, ".wants") || strings.HasSuffix(dir, ".requires"): // links that enable units
		return place{component: wordOf(name)}
	case strings.HasSuffix(name, ".service"), strings.HasSuffix(name, ".systemd"), isDropIn(abs):
		p.format, p.component = unitFile, wordOf(name)
	case strings.HasSuffix(name, ".yml"), strings.HasSuffix(name, ".yaml"):
		p.format = composeFile
	case isDockerfileName(name):
		p.format = dockerFile
	case strings.HasSuffix(name, ".sh"):
		p.format = scriptFile
	case strings.HasSuffix(name, ".env"):
		p.format, p.component = unitEnv, l.wordOfPath(abs)
	case filepath.Base(dir) == "etc" && isDCOSName(name):
		p.format, p.component = unitEnv, wordOf(name)
	case filepath.Base(dir) == "mesos" && name == "zk" && filepath.Base(filepath.Dir(dir)) == "etc",
		strings.HasPrefix(name, "etc-mesos-zk"), strings.HasPrefix(name, "etc_mesos_zk"):
		p.format = zkFile
	default:
		return place{component: l.wordOfPath(abs)}
	}
	if p.format == wrapperEnv {
		p.component = wordOf(p.verb)
	}
	return p
}

// defaultPrefixes begin the names of files that are copied to /etc/default/mesos*.
var defaultPrefixes = []string{"etc_default_", "etc-default-", "conf-"}

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

// verbOf returns the init wrapper's word in the name of a file: "slave" of "mesos-slave"; "" of "mesos".
func verbOf(name string) string {
	_, verb, _ := strings.Cut(name[strings.LastIndex(name, "mesos"):], "-")
	return verb
}

// isDockerfileName reports whether a file is called as those that images are built from.
func isDockerfileName(name string) bool {
	lower := strings.ToLower(name)
	return lower == "dockerfile" || lower == "containerfile" || strings.HasPrefix(lower, "dockerfile.") || strings.HasSuffix(lower, ".dockerfile")
}

// hostOf returns the directory that stands for the root of the machine, of the directory a file lies in.
func hostOf(dir string) string {
	switch base := filepath.Base(dir); {
	case base == "default", base == "sysconfig", base == "mesos" && filepath.Base(filepath.Dir(dir)) == "etc":
		dir = filepath.Dir(dir)
	}
	if filepath.Base(dir) == "etc" {
		dir = filepath.Dir(dir)
	}
	return dir
}

// untemplated returns the name of the file that a template is rendered to.
func untemplated(name string) string { return template.RenderedName(name) }

// wordOf returns the component a name speaks of, the first one where it speaks of both.
func wordOf(name string) config.Component {
	first, c := len(name), config.AnyComponent
	for _, w := range componentWords {
		if i := indexWord(name, w.word); i >= 0 && i < first {
			first, c = i, w.component
		}
	}
	return c
}

var componentWords = []struct {
	word      string
	component config.Component
}{
	{"master", config.Master}, {"masters", config.Master}, {"agent", config.Agent}, {"agents", config.Agent},
	{"slave", config.Agent}, {"slaves", config.Agent},
}

// indexWord returns where word stands in s with no letter on either side, or -1.
func indexWord(s, word string) int {
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

// wordOfPath returns the component that the name of a file or else of the nearest directory speaks of, as far up as the
// path is reported.
func (l *loader) wordOfPath(abs string) config.Component {
	dir, name := filepath.Split(abs)
	if c := wordOf(name); c != config.AnyComponent {
		return c
	}
	c, known := l.words[dir]
	if !known {
		for path := l.reported(filepath.Clean(dir)); path != "" && c == config.AnyComponent; {
			i := strings.LastIndexByte(path, '/')
			c = wordOf(path[i+1:])
			path = path[:max(i, 0)]
		}
		l.words[dir] = c
	}
	return c
}

// binarySuffixes are the names of files that hold no configuration and are often large.
var binarySuffixes = []string{
	".7z", ".a", ".bin", ".bz2", ".class", ".deb", ".dll", ".dylib", ".exe", ".gif", ".gz", ".ico", ".img", ".iso", ".jar",
	".jpeg", ".jpg", ".mp4", ".o", ".ova", ".pdf", ".png", ".pyc", ".qcow2", ".rpm", ".so", ".svg", ".tar", ".tgz", ".ttf",
	".vmdk", ".war", ".webp", ".woff", ".woff2", ".xz", ".zip", ".zst",
}

func isBinaryName(path string) bool {
	ext := filepath.Ext(path)
	_, found := slices.BinarySearch(binarySuffixes, ext)
	return found
}

// mayMatter reports whether a file is called as if it were an ACL file, so that it is named where its content does not
// show one.
func (f *file) mayMatter() bool { return mayMatter(f.base()) }

func mayMatter(base string) bool {
	name := template.RenderedName(base)
	ext := filepath.Ext(name)
	return (ext == "" || ext == ".json") && indexWord(strings.TrimSuffix(name, "s"), "acl") >= 0 ||
		indexWord(name, "acls") >= 0 && (ext == "" || ext == ".json")
}
