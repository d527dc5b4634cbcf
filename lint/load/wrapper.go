package load

import (
	"cmp"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// wrapperInputs is what the init wrapper reads on one host when it is started with one word.
type wrapperInputs struct {
	host, wrapperArg string
	component        config.Component
	dir              *flagDir
	daemonDefaults   []*file // /etc/default/mesos-master, -slave or -agent
	commonDefaults   []*file // /etc/default/mesos
	zk               []*file // /etc/mesos/zk
	claimed          bool    // a unit starts it
}

// gatherWrapperInputs puts each flag directory and the files that the init wrapper reads with it together.
func (l *assembler) gatherWrapperInputs() {
	hosts := map[string][]*wrapperInputs{}
	var order []string
	at := func(host, arg string, c config.Component) *wrapperInputs {
		for _, w := range hosts[host] {
			if w.wrapperArg == arg {
				return w
			}
		}
		if len(hosts[host]) == 0 {
			order = append(order, host)
		}
		w := &wrapperInputs{host: host, wrapperArg: arg, component: c}
		hosts[host] = append(hosts[host], w)
		return w
	}
	taken := l.takenFiles()
	for _, d := range l.flagDirs {
		if (len(d.files) > 0 || len(d.parts) > 0) && !d.isTaken(taken) {
			at(hostOf(filepath.Dir(d.abs)), d.wrapperArg, d.component).dir = d
		}
	}
	files := l.wrapperFiles(taken)
	for _, f := range files {
		if f.class.role() == format.WrapperEnvironment && f.class.component != config.AnyComponent {
			w := at(f.class.host, cmp.Or(f.class.wrapperArg, f.class.component.String()), f.class.component)
			w.daemonDefaults = append(w.daemonDefaults, f)
		}
	}
	for _, f := range files {
		if f.class.role() == format.WrapperEnvironment && f.class.component != config.AnyComponent {
			continue
		}
		if len(hosts[f.class.host]) == 0 {
			at(f.class.host, "", config.AnyComponent)
		}
		for _, w := range hosts[f.class.host] {
			if f.class.role() == format.ZooKeeper {
				w.zk = append(w.zk, f)
			} else {
				w.commonDefaults = append(w.commonDefaults, f)
			}
		}
	}
	for _, host := range order {
		l.wrapperInputs = append(l.wrapperInputs, hosts[host]...)
	}
}

// takenFiles returns the files of the tree that are put on a machine where its init wrapper reads them.
func (l *assembler) takenFiles() map[*file]bool {
	taken := map[*file]bool{}
	for _, f := range l.files {
		if f.written == nil || f.copied == nil {
			continue
		}
		switch f.class.role() {
		case format.WrapperEnvironment, format.ZooKeeper, format.FlagEntry, format.FlagPart:
			taken[f.copied] = true
		}
	}
	return taken
}

// isTaken reports whether all that a directory holds is put on a machine, which has it then, and its own place says nothing.
func (d *flagDir) isTaken(taken map[*file]bool) bool {
	if filepath.Base(filepath.Dir(d.abs)) == "etc" {
		return false
	}
	for _, f := range slices.Concat(d.files, d.parts["attributes"], d.parts["resources"]) {
		if f.written != nil || f.named || !taken[f] {
			return false
		}
	}
	return true
}

// wrapperFiles returns the files of all init wrappers besides those of flag directories. One that only its content shows, and that
// is put on a machine, is the machine's.
func (l *assembler) wrapperFiles(taken map[*file]bool) []*file {
	var out []*file
	for _, f := range l.files {
		ours := f.class.role() == format.WrapperEnvironment || f.class.role() == format.ZooKeeper
		if f.source != nil && !f.described && ours && !(f.byContent && taken[f]) {
			out = append(out, f)
		}
	}
	return out
}

// wrapperInputsFor returns what the init wrapper reads when a source starts it: what was found on the same host, and else what
// lies under the root of the source.
func (l *assembler) wrapperInputsFor(from view, st daemon) *wrapperInputs {
	roots := l.roots(from, "/etc/mesos-"+st.wrapperArg)
	for _, root := range roots {
		for _, w := range l.wrapperInputs {
			if w.wrapperArg == st.wrapperArg && (w.host == root || w.host == filepath.Join(root, "etc")) {
				return w
			}
		}
	}
	w := &wrapperInputs{host: roots[0], wrapperArg: st.wrapperArg, component: st.component}
	if real, _, problem := l.locate(from, "/etc/mesos-"+st.wrapperArg); problem == "" {
		w.dir = l.openFlagDir(real, st)
	}
	for path, files := range map[string]*[]*file{
		"/etc/default/mesos": &w.commonDefaults, "/etc/default/mesos-" + st.wrapperArg: &w.daemonDefaults, zkPath: &w.zk,
	} {
		if f, _ := l.lookUp(from, path); f != nil && f.source != nil {
			*files = append(*files, f)
		}
	}
	return w
}

// openFlagDir reads the flag directory that the init wrapper would.
func (l *assembler) openFlagDir(dir string, st daemon) *flagDir {
	if d := l.listed[dir]; d != nil {
		return d
	}
	entries, err := l.list(dir)
	if err != nil {
		return nil
	}
	d := &flagDir{abs: dir, path: l.reported(dir), component: st.component, wrapperArg: st.wrapperArg, parts: map[string][]*file{}}
	l.listed[dir] = d
	buffer := make([]byte, headSize)
	first := len(l.files)
	for _, e := range entries {
		abs := filepath.Join(dir, e.Name())
		mode, target := e.Type(), ""
		if strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if mode&fs.ModeSymlink != 0 {
			if mode, target = l.followLink(abs, dir, true); target == "" {
				continue
			}
		}
		switch {
		case mode.IsDir() && d.joins(e.Name()):
			d.parts[e.Name()] = l.walkParts(abs)
		case mode.IsDir():
		case irregular(mode) != "":
			l.unchecked(l.reported(abs), irregular(mode), nil)
		default:
			l.addFound(abs, target, d)
		}
	}
	for _, f := range l.files[first:] {
		if l.readOne(f, buffer); f.problem != "" {
			l.unchecked(f.path, f.problem, nil)
		}
	}
	return d
}

func (l *assembler) wrapperNode(w *wrapperInputs) {
	// The init scripts and units of the packages start the wrapper as root.
	n := &config.Node{Component: w.component, Part: w.dir == nil || !w.dir.whole, User: "root"}
	if m, found := l.machines[w.host]; found {
		l.views[n], n.Replicas = view{machine: m.abs}, l.replicas[m.abs]
	}
	l.fillWrapped(n, w, nil)
	n.Gaps = append(n.Gaps, w.missing()...)
	if w.dir != nil && w.dir.isGuess() {
		n.Gaps = append(n.Gaps, machine.Gap{Kind: machine.UnknownReader, Path: w.dir.path,
			Reason: "nothing in the tree says that the init wrapper reads " + w.dir.path})
	}
	switch {
	case w.dir != nil:
		n.Name = w.dir.path
		n.Start = w.dir.start()
	case len(w.daemonDefaults) > 0:
		n.Name, n.Start = w.daemonDefaults[0].path, w.daemonDefaults[0].text.Span(0, 0)
	case len(w.commonDefaults) > 0:
		n.Name, n.Start = w.commonDefaults[0].path, w.commonDefaults[0].text.Span(0, 0)
	case len(w.zk) > 0:
		n.Name, n.Start = w.zk[0].path, w.zk[0].text.Span(0, 0)
	}
	closeNode(n)
	l.out.Nodes = append(l.out.Nodes, n)
}

// nobodyReads names the files of an init wrapper that does not run: the image starts the daemon itself.
func (l *assembler) nobodyReads(w *wrapperInputs) {
	files := slices.Concat(w.daemonDefaults, w.commonDefaults, w.zk)
	if w.dir != nil {
		files = append(files, w.dir.files...)
	}
	for _, f := range files {
		f.used = true
		if f.source != nil {
			l.unread(f, f.nameSpan(f.base()), "is for the init wrapper, and the container starts the daemon without it: nothing reads this file")
		}
	}
}

// fillWrapped adds what the init wrapper makes of its files to a node. outer is the environment it is started in.
func (l *assembler) fillWrapped(n *config.Node, w *wrapperInputs, outer []machine.Assignment) {
	sofar := environment{assignments: slices.Clone(outer), own: slices.Clone(outer)}
	unexported := map[source.Span]bool{}
	for _, f := range slices.Concat(w.commonDefaults, w.daemonDefaults) {
		n.Sources = append(n.Sources, f.source)
		l.checked(f, envKind(w.component), w.component)
		read := l.readEnvironmentFile(f, wrapperDialect, sofar)
		n.Findings = append(n.Findings, l.conditional(n, w, f, read.findings)...)
		n.Findings = append(n.Findings, l.ignoredVariables(w, f, read.assignments)...)
		n.Gaps = append(n.Gaps, read.gaps...)
		sofar.assignments, sofar.own, sofar.apart = append(sofar.assignments, read.assignments...), append(sofar.own, read.own...), read.apart
		maps.Copy(unexported, read.unexported)
	}
	env := sofar.assignments
	l.wrapperVariables(n, w, env)
	if w.dir != nil {
		l.flagDirSettings(n, w.dir)
		n.Gaps = append(n.Gaps, l.mayHold[w.dir.abs]...)
	}
	given := environmentSettings(env)
	for _, s := range given {
		s.Unexported = unexported[s.Span]
	}
	n.Settings = append(n.Settings, given...)
}

// conditional says of what a file of the init wrapper does what has to hold besides for it to happen.
func (l *assembler) conditional(n *config.Node, w *wrapperInputs, f *file, found []machine.Finding) []machine.Finding {
	var givers []string
	if !w.claimed || slices.ContainsFunc(n.Gaps, func(g config.Gap) bool { return g.Kind != machine.PackageFiles }) {
		givers = append(givers, "the environment of the init wrapper")
	}
	if len(w.commonDefaults) == 0 {
		givers = append(givers, "/etc/default/mesos")
	}
	out := slices.Clone(found)
	for i := range out {
		switch {
		case out[i].ID == "shell/unset-variable" && len(givers) > 0:
			out[i].Condition = "unless " + strings.Join(givers, " or ") + " sets it"
		case out[i].Subject == zkPath && l.given(l.absoluteOf(f.source)) == "":
			out[i].Condition = "unless the file that the package brings is there"
		}
	}
	return out
}

// zkPath is the file of the package that its own files under /etc/default read.
const zkPath = "/etc/mesos/zk"

// missing is the gap of the files of the init wrapper that are not in the tree; there is none if all of them are.
func (w *wrapperInputs) missing() gaps {
	word := cmp.Or(w.wrapperArg, "master")
	var missing []string
	if w.dir == nil {
		missing = append(missing, "/etc/mesos-"+word)
	}
	if len(w.daemonDefaults) == 0 {
		missing = append(missing, "/etc/default/mesos-"+word)
	}
	if len(w.commonDefaults) == 0 {
		missing = append(missing, "/etc/default/mesos")
	}
	var out gaps
	if len(missing) > 0 {
		out.addAll(machine.Gap{Kind: machine.PackageFiles, Path: missing[0],
			Reason: "the init wrapper also reads " + strings.Join(missing, " and ") + ", and the package brings files of its own"})
	}
	for path, files := range map[string][]*file{"/etc/default/mesos-" + word: w.daemonDefaults, "/etc/default/mesos": w.commonDefaults} {
		if slices.ContainsFunc(files, func(f *file) bool { return f.written != nil && f.written.base }) {
			out.addAll(machine.Gap{Kind: machine.PackageFiles, Path: path, Reason: path + " is changed and not replaced, and keeps what the package wrote in it"})
		}
	}
	slices.SortStableFunc(out, func(a, b machine.Gap) int { return strings.Compare(a.Reason, b.Reason) })
	return out
}

// wrapperVariable is a shell variable that the init wrapper makes an argument of.
type wrapperVariable struct{ variable, flag string }

// wrapperVariables are those variables, in the order of the arguments.
func wrapperVariablesOf(c config.Component) []wrapperVariable {
	switch c {
	case config.Agent:
		return []wrapperVariable{{"MASTER", "master"}, {"IP", "ip"}, {"LOGS", "log_dir"}, {"ISOLATION", "isolation"}}
	case config.Master:
		return []wrapperVariable{{"ZK", "zk"}, {"IP", "ip"}, {"PORT", "port"}, {"CLUSTER", "cluster"}, {"LOGS", "log_dir"}}
	}
	return []wrapperVariable{{"ZK", "zk"}, {"MASTER", "master"}, {"IP", "ip"}, {"PORT", "port"}, {"CLUSTER", "cluster"},
		{"LOGS", "log_dir"}, {"ISOLATION", "isolation"}}
}

func isWrapperVariable(c config.Component, name string) bool {
	return slices.ContainsFunc(wrapperVariablesOf(c), func(v wrapperVariable) bool { return v.variable == name })
}

// ignoredVariables finds plain names that are called like a flag, in whatever case and with or without its underscores, or like
// an argument of the wrapper, and that the wrapper does not make an argument of. In a file for both daemons they are those that
// neither makes one of.
func (l *assembler) ignoredVariables(w *wrapperInputs, f *file, env []machine.Assignment) []config.Finding {
	readers := w.component
	if f.class.component == config.AnyComponent {
		readers = config.AnyComponent
	}
	var found []config.Finding
	for _, a := range env {
		known := isWrapperVariable(config.AnyComponent, a.Name) || l.v.likeFlag(a.Name)
		if known && !isWrapperVariable(readers, a.Name) {
			found = append(found, config.Finding{
				ID: "wrapper/ignored-variable", Span: a.NameSpan, Whole: a.Span, Subject: a.Name,
				Detail: "the init wrapper does not read `" + a.Name + "`",
			})
		}
	}
	return found
}

// wrapperVariables adds the arguments that the wrapper makes of shell variables. An empty variable makes none. If the
// package's own file that reads /etc/mesos/zk is not in the tree, it is taken to be there.
func (l *assembler) wrapperVariables(n *config.Node, w *wrapperInputs, env []machine.Assignment) {
	for _, v := range wrapperVariablesOf(w.component) {
		var settings []*config.Setting
		for _, a := range env {
			if a.Name == v.variable {
				settings = append(settings, settingOf(a, config.WrapperVar, v.flag))
			}
		}
		override(settings)
		for _, s := range settings {
			if s.Overridden != nil || s.Dynamic || s.Value.Len() > 0 {
				n.Settings = append(n.Settings, s)
			}
		}
		if (v.variable == "ZK" || v.variable == "MASTER") && len(settings) == 0 && w.keepsPackageDefaults() {
			n.Settings = append(n.Settings, l.packageZK(w, v)...)
		}
	}
	for _, f := range w.zk {
		n.Sources = append(n.Sources, f.source)
		l.checked(f, config.ZooKeeperURL, w.component)
	}
}

// keepsPackageDefaults reports whether the package's own file of the daemon under /etc/default is there: nothing replaces it, and what
// is added to it leaves its lines. An edit of which the outcome is not known may take them away.
func (w *wrapperInputs) keepsPackageDefaults() bool {
	return !slices.ContainsFunc(w.daemonDefaults, func(f *file) bool { return f.written == nil || !f.written.base || !f.isKnown(0) })
}

// packageZK returns the argument that the package's own /etc/default file makes of /etc/mesos/zk.
func (l *assembler) packageZK(w *wrapperInputs, v wrapperVariable) []*config.Setting {
	var out []*config.Setting
	for _, f := range w.zk {
		text := substituted(f.text)
		if text.Len() == 0 && f.isKnown(0) || w.component == config.AnyComponent && v.variable == "MASTER" {
			continue
		}
		known := !f.marks().Any() && f.isKnown(f.text.Len())
		if known {
			redact.MaskUnlikeURL(text)
		}
		out = append(out, &config.Setting{
			Way: config.WrapperVar, Name: v.flag, NameSpan: f.text.Span(0, 0), HasValue: true, Value: text,
			Span: text.Raw(), Dynamic: !known || f.isMaybe(),
		})
	}
	return out
}
