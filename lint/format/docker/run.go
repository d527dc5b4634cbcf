package docker

import (
	"encoding/csv"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
)

// optionsOf returns the options of docker, or of a program that takes its command lines, that stand before the command and take
// a value of their own; ok is false for any other program.
func optionsOf(program string) (options []string, ok bool) {
	switch program {
	case "docker", "docker.io":
		return []string{"-c", "-H", "-l", "--config", "--context", "--host", "--log-level", "--tlscacert", "--tlscert", "--tlskey"}, true
	case "nerdctl":
		return []string{
			"-a", "-H", "-n", "--address", "--cgroup-manager", "--cni-netconfpath", "--cni-path", "--data-root", "--host", "--namespace", "--snapshotter",
		}, true
	case "podman", "podman-remote":
		return []string{
			"-c", "--cdi-spec-dir", "--cgroup-manager", "--config", "--conmon", "--connection", "--events-backend", "--hooks-dir", "--host",
			"--identity", "--imagestore", "--log-level", "--module", "--namespace", "--network-cmd-path", "--network-config-dir", "--root",
			"--runroot", "--runtime", "--runtime-flag", "--ssh", "--storage-driver", "--storage-opt", "--tmpdir", "--url", "--volumepath",
		}, true
	case "systemd-docker":
		return []string{"-c", "-p", "--cgroups", "--pid-file"}, true // ibuildthecloud/systemd-docker main.go
	}
	return nil, false
}

// switches are the options of run and create that take no value: those of docker run (docker/cli
// cli/command/container/opts.go), docker service create and podman run.
var switches = []string{
	"--detach", "--disable-content-trust", "--env-host", "--help", "--http-proxy", "--init", "--interactive", "--no-healthcheck",
	"--no-hostname", "--no-hosts", "--no-resolve-image", "--oom-kill-disable", "--passwd", "--privileged", "--publish-all", "--quiet",
	"--read-only", "--read-only-tmpfs", "--replace", "--rm", "--rmi", "--rootfs", "--sig-proxy", "--tls-verify", "--tty",
	"--unsetenv-all", "--use-api-socket", "--with-registry-auth",
}

// switchLetters are those that have one letter.
const switchLetters = "ditPq"

// IsProgram reports whether a program, by the name or path it is called by, takes the command lines of docker.
func IsProgram(name string) bool {
	_, found := optionsOf(path.Base(name))
	return found
}

// ReadRun reads the command line of docker run, docker create, docker service create or the like, of which the first word is
// the program. given is the environment that docker itself finds: -e NAME passes it on. found is false for any other
// command line, and for one without an image.
func ReadRun(words []machine.Word, given []machine.Assignment) (start machine.Start, found bool) {
	if len(words) == 0 || !IsProgram(words[0].Text.String()) {
		return machine.Start{}, false
	}
	at, isRun := command(words)
	if !isRun {
		return machine.Start{}, false
	}
	r := &runReader{words: words, at: at, given: given}
	r.start = machine.Start{Container: &machine.Container{}, WeakFiles: true, At: words[0].Text.Raw()}
	r.options()
	if r.at >= len(words) {
		return machine.Start{}, false
	}
	r.start.Container.Image = words[r.at]
	r.start.Words = slices.Clone(words[r.at+1:])
	r.start.Container.HasCommand = len(r.start.Words) > 0
	return r.start, true
}

// command returns where the words after "run" or "create" begin.
func command(words []machine.Word) (at int, isRun bool) {
	values, _ := optionsOf(path.Base(words[0].Text.String()))
	at = 1
	for at < len(words) && strings.HasPrefix(words[at].Text.String(), "-") {
		if slices.Contains(values, words[at].Text.String()) {
			at++
		}
		at++
	}
	text := func() string {
		if at >= len(words) || !words[at].IsKnown() {
			return ""
		}
		return words[at].Text.String()
	}
	switch text() {
	case "container":
		at++
	case "service":
		at++
		return at + 1, text() == "create"
	}
	return at + 1, text() == "run" || text() == "create"
}

// runReader reads the options of docker run.
type runReader struct {
	words []machine.Word
	at    int
	given []machine.Assignment
	start machine.Start
}

// options reads up to the image: the first word that is not an option.
func (r *runReader) options() {
	for ; r.at < len(r.words); r.at++ {
		w := r.words[r.at]
		text := w.Text.String()
		switch {
		case text == "--" && w.IsKnown():
			r.at++
			return
		case w.Known == 0 && w.Text.Len() > 0 && (w.Several || w.Maybe) && r.hasImageBehind():
			r.open(w, "options of the container that are only known at run time may add variables")
		case len(text) < 2 || text[0] != '-':
			return
		case strings.HasPrefix(text, "--"):
			r.long(w)
		default:
			r.short(w)
		}
	}
}

// hasImageBehind reports whether a word that may be any number of words stands for options: the image follows.
func (r *runReader) hasImageBehind() bool {
	text := strings.ToLower(r.words[r.at].Text.String())
	if strings.ContainsAny(text, "/") || strings.Contains(text, "image") || strings.Contains(text, "img") {
		return false
	}
	return r.at+1 < len(r.words)
}

func (r *runReader) open(w machine.Word, reason string) {
	r.start.Gaps = append(r.start.Gaps, machine.Gap{Kind: machine.UnknownArguments, Reason: reason, At: w.Text.Raw()})
}

// long reads --name=value or --name value.
func (r *runReader) long(w machine.Word) {
	name, _, hasValue := strings.Cut(w.Text.String(), "=")
	switch {
	case slices.Contains(switches, name):
		if name == "--env-host" && !strings.HasSuffix(w.Text.String(), "=false") {
			r.start.Environment = append(r.start.Environment, r.exported()...)
		}
	case hasValue:
		r.option(name, w.From(len(name)+1))
	case r.at+1 < len(r.words):
		r.at++
		r.option(name, r.words[r.at])
	}
}

// short reads letters: those that take no value may stand together, and what follows one that does is its value.
func (r *runReader) short(w machine.Word) {
	text := w.Text.String()
	for i := 1; i < len(text); i++ {
		letter := text[i]
		rest := strings.HasPrefix(text[i+1:], "=")
		switch {
		case strings.IndexByte(switchLetters, letter) >= 0 && rest:
			return // -d=false
		case strings.IndexByte(switchLetters, letter) >= 0:
			continue
		case rest:
			r.option("-"+string(letter), w.From(i+2))
		case i+1 < len(text):
			r.option("-"+string(letter), w.From(i+1))
		case r.at+1 < len(r.words):
			r.at++
			r.option("-"+string(letter), r.words[r.at])
		}
		return
	}
}

// option takes the value of an option.
func (r *runReader) option(name string, w machine.Word) {
	c := r.start.Container
	switch name {
	case "-e", "--env":
		r.variable(w)
	case "--env-file":
		r.start.EnvironmentFiles = append(r.start.EnvironmentFiles, machine.EnvironmentFile{Path: w, Dialect: "docker", At: w.Text.Raw()})
	case "--entrypoint":
		c.HasEntrypoint, c.Entrypoint = true, []machine.Word{w}
	case "--name":
		if w.IsKnown() {
			r.start.Name = w.Text.String()
		}
	case "-v", "--volume":
		if m, ok := volume(w); ok {
			c.Mounts = append(c.Mounts, m)
		}
	case "--mount":
		if m, ok := mount(w); ok {
			c.Mounts = append(c.Mounts, m)
		}
	case "--replicas":
		r.start.Replicas = replicas(w)
	case "--mode":
		if text := w.Text.String(); !w.IsKnown() || text != "replicated" {
			r.start.Replicas = machine.UnknownReplicas
		}
	case "--secret":
		if strings.Contains(w.Text.String(), "type=env") {
			r.open(w, "a secret of the container is a variable")
		}
	}
}

// replicas reads how many of a service are started. None at all is as good as not known: somebody scales the service later.
func replicas(w machine.Word) int {
	number, err := strconv.Atoi(w.Text.String())
	if !w.IsKnown() || err != nil || number <= 0 {
		return machine.UnknownReplicas
	}
	return number
}

// variable reads -e NAME=value, or -e NAME, which passes on the variable of docker's own environment; if that has none,
// the image's is removed.
func (r *runReader) variable(w machine.Word) {
	name, _, hasValue := strings.Cut(w.Text.String(), "=")
	if w.Known < len(name) || !hasValue && !w.IsKnown() {
		r.open(w, "a variable of the container has a name that is only known at run time")
		return
	}
	if name == "" {
		r.open(w, "docker refuses a variable without a name")
		return
	}
	if hasValue {
		value := w.From(len(name) + 1)
		r.start.Environment = append(r.start.Environment, machine.Assignment{
			Name: name, NameSpan: w.Text.Span(0, len(name)), Value: value.Text, Unknown: !value.IsKnown(), Maybe: w.Maybe,
			Exported: true, Span: w.Text.Raw(),
		})
		return
	}
	for _, a := range slices.Backward(r.given) {
		if a.Name == name && a.Exported {
			r.start.Environment = append(r.start.Environment, a)
			return
		}
	}
	r.start.Environment = append(r.start.Environment, machine.Assignment{
		Name: name, NameSpan: w.Text.Raw(), Value: w.Text.Slice(w.Text.Len(), w.Text.Len()), Unknown: true, Maybe: true,
		Exported: true, Span: w.Text.Raw(),
	})
}

func (r *runReader) exported() []machine.Assignment {
	var env []machine.Assignment
	for _, a := range r.given {
		if a.Exported {
			env = append(env, a)
		}
	}
	return env
}

// here are the ways in which people write the directory a command line is run in, or that of the script.
var here = []string{
	"$PWD", "${PWD}", "$(pwd)", "`pwd`", "$(PWD)", "$(dirname $0)", `$(dirname "$0")`, "`dirname $0`", "${0%/*}", "$CURDIR", "$(CURDIR)",
	"%cd%", "${CURDIR}",
}

// hostPath returns the path of a mount in the tree, relative to the directory of the text; false for a path of the host
// and for the name of a volume.
func hostPath(text string) (string, bool) {
	for _, h := range here {
		if rest, found := strings.CutPrefix(text, h); found && (rest == "" || rest[0] == '/') {
			return path.Join(".", rest), true
		}
	}
	if text == "." || text == ".." || strings.HasPrefix(text, "./") || strings.HasPrefix(text, "../") {
		return path.Clean(text), true
	}
	return text, false
}

// volume reads -v SOURCE:TARGET[:options]; false for a volume without a source, and where the target is not known.
func volume(w machine.Word) (machine.Mount, bool) {
	text := w.Text.String()
	split := -1
	for at := 0; at < len(text) && split < 0; at++ {
		switch {
		case strings.HasPrefix(text[at:], "${"), strings.HasPrefix(text[at:], "$("):
			closing := map[byte]byte{'{': '}', '(': ')'}[text[at+1]]
			if i := strings.IndexByte(text[at:], closing); i > 0 {
				at += i
			}
		case text[at] == ':' && at+1 < len(text) && text[at+1] == '/':
			split = at
		}
	}
	if split <= 0 {
		return machine.Mount{}, false
	}
	target, _, _ := strings.Cut(text[split+1:], ":")
	if strings.ContainsAny(target, "$`") {
		return machine.Mount{}, false
	}
	from, inTree := hostPath(text[:split])
	return machine.Mount{From: from, Path: path.Clean(target), OnHost: !inTree, At: w.Text.Raw()}, true
}

// mount reads --mount type=bind,source=…,target=….
func mount(w machine.Word) (machine.Mount, bool) {
	fields, err := csv.NewReader(strings.NewReader(w.Text.String())).Read()
	if err != nil {
		return machine.Mount{}, false
	}
	m := machine.Mount{At: w.Text.Raw()}
	kind := "volume"
	for _, f := range fields {
		key, value, _ := strings.Cut(f, "=")
		switch strings.ToLower(key) {
		case "type":
			kind = strings.ToLower(value)
		case "source", "src":
			m.From = value
		case "target", "dst", "destination":
			m.Path = path.Clean(value)
		}
	}
	if kind != "bind" || m.From == "" || !path.IsAbs(m.Path) {
		return machine.Mount{}, false
	}
	from, inTree := hostPath(m.From)
	m.From, m.OnHost = from, !inTree
	return m, true
}
