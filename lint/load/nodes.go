package load

import (
	"cmp"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// assembleNodes puts the files that start one daemon together.
func (l *loader) assembleNodes() {
	l.gatherWrapped()
	l.unitNodes()
	for _, w := range l.wrapped {
		if !w.claimed {
			l.wrapperNode(w)
		}
	}
	for _, f := range l.files {
		if f.source == nil || f.used {
			continue
		}
		switch f.place.format {
		case flagLines:
			l.flagLinesFile(f)
		case daemonEnv:
			l.environmentNode(f, f)
		case composeFile:
			l.composeNodes(f)
		case scriptFile:
			l.scriptNodes(f)
		}
	}
	l.unitEnvNodes()
}

func (l *loader) flagLinesFile(f *file) {
	n := l.flagLinesNode(f)
	if n == nil {
		f.used = true
		return
	}
	n.Component = f.place.component
	if n.Component == config.AnyComponent {
		n.Component = l.speaksOf(n)
	}
	if n.Component == config.AnyComponent {
		if f.named || l.namesAnyFlag(n) {
			f.used = true
			l.unchecked(f.path, "does not say whether it is for a master or an agent; say it with --as master-flags or --as agent-flags", nil)
		}
		return
	}
	if len(n.Settings) == 0 && !f.named && !l.namesAnyFlag(n) {
		return // some other program's flags
	}
	kind := config.MasterFlags
	if n.Component == config.Agent {
		kind = config.AgentFlags
	}
	l.checked(f, kind, n.Component)
	closeNode(n)
	l.out.Nodes = append(l.out.Nodes, n)
}

// speaksOf returns the component whose daemon alone has the flags of a node.
func (l *loader) speaksOf(n *config.Node) config.Component {
	master, agent := false, false
	for _, s := range n.Settings {
		name := flagOf(s)
		m, a := l.v.flag(config.Master, name), l.v.flag(config.Agent, name)
		master = master || m && !a
		agent = agent || a && !m
	}
	switch {
	case master && !agent:
		return config.Master
	case agent && !master:
		return config.Agent
	}
	return config.AnyComponent
}

func (l *loader) namesAnyFlag(n *config.Node) bool {
	return slices.ContainsFunc(n.Settings, func(s *config.Setting) bool { return l.v.flag(config.AnyComponent, flagOf(s)) })
}

// flagOf returns the name under which Mesos looks a setting up, in lower case and without "no-"; "" for a variable that
// is none of its own.
func flagOf(s *config.Setting) string {
	name := strings.ToLower(s.Name)
	if s.Way == config.Environment {
		var found bool
		if name, found = strings.CutPrefix(s.Name, "MESOS_"); !found {
			return ""
		}
		name = strings.ToLower(name)
	}
	if rest, found := strings.CutPrefix(name, "no-"); found && !s.HasValue {
		return rest
	}
	return name
}

// wrapped is what the init wrapper reads on one host when it is started with one word.
type wrapped struct {
	host, verb string
	component  config.Component
	dir        *flagDir
	own        []*file // /etc/default/mesos-master, -slave or -agent
	common     []*file // /etc/default/mesos
	zk         []*file // /etc/mesos/zk
	claimed    bool    // a unit starts it
}

// gatherWrapped puts each flag directory and the files that the init wrapper reads with it together.
func (l *loader) gatherWrapped() {
	hosts := map[string][]*wrapped{}
	var order []string
	at := func(host, verb string, c config.Component) *wrapped {
		for _, w := range hosts[host] {
			if w.verb == verb {
				return w
			}
		}
		if len(hosts[host]) == 0 {
			order = append(order, host)
		}
		w := &wrapped{host: host, verb: verb, component: c}
		hosts[host] = append(hosts[host], w)
		return w
	}
	for _, d := range l.flagDirs {
		if len(d.files) > 0 || len(d.parts) > 0 {
			at(hostOf(filepath.Dir(d.abs)), d.verb, d.component).dir = d
		}
	}
	for _, f := range l.files {
		if f.source != nil && f.place.format == wrapperEnv && f.place.component != config.AnyComponent {
			w := at(f.place.host, cmp.Or(f.place.verb, f.place.component.String()), f.place.component)
			w.own = append(w.own, f)
		}
	}
	for _, f := range l.files {
		if f.source == nil || f.place.format != zkFile && (f.place.format != wrapperEnv || f.place.component != config.AnyComponent) {
			continue
		}
		if len(hosts[f.place.host]) == 0 {
			at(f.place.host, "", config.AnyComponent)
		}
		for _, w := range hosts[f.place.host] {
			if f.place.format == zkFile {
				w.zk = append(w.zk, f)
			} else {
				w.common = append(w.common, f)
			}
		}
	}
	for _, host := range order {
		l.wrapped = append(l.wrapped, hosts[host]...)
	}
}

// wrappedFor returns what the init wrapper reads when a source starts it: what was found on the same host, and else what
// lies under the root of the source.
func (l *loader) wrappedFor(from view, st start) *wrapped {
	roots := l.roots(from, "/etc/mesos-"+st.verb)
	for _, root := range roots {
		for _, w := range l.wrapped {
			if w.verb == st.verb && (w.host == root || w.host == filepath.Join(root, "etc")) {
				return w
			}
		}
	}
	w := &wrapped{host: roots[0], verb: st.verb, component: st.component}
	if real, _, problem := l.locate(from, "/etc/mesos-"+st.verb); problem == "" {
		w.dir = l.openFlagDir(real, st)
	}
	for path, files := range map[string]*[]*file{
		"/etc/default/mesos": &w.common, "/etc/default/mesos-" + st.verb: &w.own, "/etc/mesos/zk": &w.zk,
	} {
		if f, _ := l.lookUp(from, path); f != nil && f.source != nil {
			*files = append(*files, f)
		}
	}
	return w
}

// openFlagDir reads the flag directory that the init wrapper would.
func (l *loader) openFlagDir(dir string, st start) *flagDir {
	if d := l.listed[dir]; d != nil {
		return d
	}
	entries, err := l.list(dir)
	if err != nil {
		return nil
	}
	d := &flagDir{abs: dir, path: l.reported(dir), component: st.component, verb: st.verb, parts: map[string][]*file{}}
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

func (l *loader) wrapperNode(w *wrapped) {
	n := &config.Node{Component: w.component, Part: w.dir == nil || !w.dir.whole}
	if m, found := l.machines[w.host]; found {
		l.views[n] = view{machine: m.abs}
	}
	l.fillWrapped(n, w, nil)
	n.Gaps = append(n.Gaps, w.missing()...)
	switch {
	case w.dir != nil:
		n.Name = w.dir.path
		n.Start = source.New(w.dir.path, "", nil).Span(0, 0)
	case len(w.own) > 0:
		n.Name, n.Start = w.own[0].path, w.own[0].text.Span(0, 0)
	case len(w.common) > 0:
		n.Name, n.Start = w.common[0].path, w.common[0].text.Span(0, 0)
	case len(w.zk) > 0:
		n.Name, n.Start = w.zk[0].path, w.zk[0].text.Span(0, 0)
	}
	closeNode(n)
	l.out.Nodes = append(l.out.Nodes, n)
}

// fillWrapped adds what the init wrapper makes of its files to a node. outer is the environment it is started in.
func (l *loader) fillWrapped(n *config.Node, w *wrapped, outer []machine.Assignment) {
	env := slices.Clone(outer)
	for _, f := range slices.Concat(w.common, w.own) {
		n.Sources = append(n.Sources, f.source)
		l.checked(f, envKind(w.component), w.component)
		read := l.readShellEnv(f, true)
		n.Findings = append(n.Findings, read.findings...)
		n.Findings = append(n.Findings, w.ignoredVariables(f, read.assignments)...)
		env = append(env, read.assignments...)
	}
	l.wrapperVariables(n, w, env)
	if w.dir != nil {
		l.flagDirSettings(n, w.dir)
	}
	n.Settings = append(n.Settings, environmentSettings(env)...)
}

// missing is the gap of the files of the init wrapper that are not in the tree; there is none where all of them are.
func (w *wrapped) missing() gaps {
	word := cmp.Or(w.verb, "master")
	var missing []string
	if w.dir == nil {
		missing = append(missing, "/etc/mesos-"+word)
	}
	if len(w.own) == 0 {
		missing = append(missing, "/etc/default/mesos-"+word)
	}
	if len(w.common) == 0 {
		missing = append(missing, "/etc/default/mesos")
	}
	if len(missing) == 0 {
		return nil
	}
	return gaps{{Kind: machine.PackageFiles, Path: missing[0],
		Reason: "the init wrapper also reads " + strings.Join(missing, " and ") + ", and the package brings files of its own"}}
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

// ignoredVariables finds variables in a daemon's own file that the wrapper reads for the other daemon only.
func (w *wrapped) ignoredVariables(f *file, env []machine.Assignment) []config.Finding {
	if f.place.component == config.AnyComponent {
		return nil
	}
	var found []config.Finding
	for _, a := range env {
		if isWrapperVariable(config.AnyComponent, a.Name) && !isWrapperVariable(w.component, a.Name) {
			found = append(found, config.Finding{
				ID: "wrapper/ignored-variable", Span: a.NameSpan, Subject: a.Name,
				Detail: "the init wrapper does not look at " + a.Name + " when it starts " + w.article() + " " + w.component.String(),
			})
		}
	}
	return found
}

func (w *wrapped) article() string {
	if w.component == config.Agent {
		return "an"
	}
	return "a"
}

// wrapperVariables adds the arguments that the wrapper makes of shell variables. An empty variable makes none. Where the
// package's own file that reads /etc/mesos/zk is not in the tree, it is taken to be there.
func (l *loader) wrapperVariables(n *config.Node, w *wrapped, env []machine.Assignment) {
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
		if (v.variable == "ZK" || v.variable == "MASTER") && len(settings) == 0 && len(w.own) == 0 {
			n.Settings = append(n.Settings, l.packageZK(w, v)...)
		}
	}
	for _, f := range w.zk {
		n.Sources = append(n.Sources, f.source)
		l.checked(f, config.ZooKeeperURL, w.component)
	}
}

// packageZK returns the argument that the package's own /etc/default file makes of /etc/mesos/zk.
func (l *loader) packageZK(w *wrapped, v wrapperVariable) []*config.Setting {
	var out []*config.Setting
	for _, f := range w.zk {
		text := substituted(f.text)
		if text.Len() == 0 || w.component == config.AnyComponent && v.variable == "MASTER" {
			continue
		}
		out = append(out, &config.Setting{
			Way: config.WrapperVar, Name: v.flag, NameSpan: f.text.Span(0, 0), HasValue: true, Value: text,
			Span: text.Raw(), Optional: true, Dynamic: f.marks().Any(),
		})
	}
	return out
}

// settingOf makes a setting of an assignment.
func settingOf(a machine.Assignment, way config.Way, name string) *config.Setting {
	return &config.Setting{
		Way: way, Name: name, NameSpan: a.NameSpan, HasValue: true, Value: a.Value, Span: a.Span,
		Dynamic: a.Unknown, Optional: a.Maybe,
	}
}

// environmentSettings makes settings of the variables that reach the daemon.
func environmentSettings(env []machine.Assignment) []*config.Setting {
	var out []*config.Setting
	byName := map[string][]*config.Setting{}
	for _, a := range env {
		if a.Exported {
			s := settingOf(a, config.Environment, a.Name)
			out = append(out, s)
			byName[a.Name] = append(byName[a.Name], s)
		}
	}
	for _, settings := range byName {
		override(settings)
	}
	return out
}

// override marks each assignment of one variable that a later one replaces for certain.
func override(settings []*config.Setting) {
	var by *config.Setting
	for _, s := range slices.Backward(settings) {
		s.Overridden = by
		if !s.Optional {
			by = s
		}
	}
}

// environmentNode makes a node of environment files that are read one after the other, and is called like the main one.
func (l *loader) environmentNode(main *file, files ...*file) {
	n := &config.Node{Component: main.place.component, Name: main.path, Start: main.text.Span(0, 0)}
	n.Part, n.Gaps = true, gaps{{Kind: machine.UnknownReader, Reason: "an environment file is only a part of what starts the daemon: its unit or script may add flags"}}
	var env []machine.Assignment
	for _, f := range files {
		var read *environment
		if f.place.format == unitEnv {
			read = l.readSystemdEnv(f.source, f.path)
		} else {
			read = l.readShellEnv(f, f.place.format == wrapperEnv)
			n.Findings = append(n.Findings, read.notExported()...)
		}
		n.Findings = append(n.Findings, read.findings...)
		env = append(env, read.assignments...)
		if f == main {
			n.Sources = slices.Insert(n.Sources, 0, f.source)
		} else {
			n.Sources = append(n.Sources, f.source)
		}
	}
	n.Settings = environmentSettings(env)
	if n.Component == config.AnyComponent {
		n.Component = l.speaksOf(n)
	}
	if !slices.ContainsFunc(files, func(f *file) bool { return f.named }) &&
		(n.Component == config.AnyComponent || !slices.ContainsFunc(n.Settings, func(s *config.Setting) bool { return isMesosVariable(s.Name) })) {
		l.dropEnvironment(files, n)
		return
	}
	if n.Component == config.AnyComponent {
		for _, f := range files {
			f.used = true
			l.unchecked(f.path, "does not say whether it is for a master or an agent; say it with --as master-env or --as agent-env", nil)
		}
		return
	}
	for _, f := range files {
		l.checked(f, envKind(n.Component), n.Component)
	}
	closeNode(n)
	l.out.Nodes = append(l.out.Nodes, n)
}

// envKind returns what the environment files of a component are reported as.
func envKind(c config.Component) config.Kind {
	if c == config.Agent {
		return config.AgentEnv
	}
	return config.MasterEnv
}

// dropEnvironment lets go of files that were found by walking and are nobody's, or that cannot be told.
func (l *loader) dropEnvironment(files []*file, n *config.Node) {
	for _, f := range files {
		switch {
		case f.marks().Any() && f.place.component != config.AnyComponent:
			f.used = true
			l.unchecked(f.path, "is a template: its variables are only known when it is rendered; "+checkRendered, nil)
		case f.place.format == daemonEnv && f.place.component != config.AnyComponent:
			l.checked(f, envKind(f.place.component), f.place.component) // all of it is commented out
		case l.namesAnyFlag(n):
			f.used = true
			l.unchecked(f.path, "does not say whether it is for a master or an agent; say it with --as master-env or --as agent-env", nil)
		}
	}
}

// unitEnvNodes groups systemd environment files that no unit was found to read: the common file of a directory goes
// before that of each daemon, and what extends a daemon's file after it.
func (l *loader) unitEnvNodes() {
	groups := map[string][]*file{}
	var order []string
	for _, f := range l.files {
		if f.source == nil || f.used || f.place.format != unitEnv {
			continue
		}
		dir := filepath.Dir(cmp.Or(f.abs, f.path))
		if groups[dir] == nil {
			order = append(order, dir)
		}
		groups[dir] = append(groups[dir], f)
	}
	for _, dir := range order {
		l.unitEnvGroup(groups[dir])
	}
}

func (l *loader) unitEnvGroup(files []*file) {
	slices.SortFunc(files, func(a, b *file) int { return strings.Compare(a.path, b.path) })
	var grouped []*file
	for _, f := range files {
		if role(f) == alone {
			l.environmentNode(f, f)
		} else {
			grouped = append(grouped, f)
		}
	}
	for _, f := range grouped {
		if role(f) != main {
			continue
		}
		var chain []*file
		for _, when := range []envRole{before, main, after} {
			for _, g := range grouped {
				if role(g) == when && (when != main || g == f) &&
					(g.place.component == f.place.component || g.place.component == config.AnyComponent) {
					chain = append(chain, g)
				}
			}
		}
		l.environmentNode(f, chain...)
	}
	for _, f := range grouped {
		if !f.used && role(f) != main {
			l.environmentNode(f, f)
		}
	}
}

// envRole is the place of an environment file among those of its directory.
type envRole uint8

const (
	alone  envRole = iota
	before         // read first, for several daemons
	main
	after // adds to a main file
)

func role(f *file) envRole {
	name := untemplated(f.base())
	switch {
	case strings.HasSuffix(name, ".env") || !strings.HasPrefix(name, "mesos") || f.as != config.Unknown:
		return alone
	case name == "mesos" || strings.HasSuffix(name, "-common"):
		return before
	case strings.HasSuffix(name, "-extras") || strings.HasSuffix(name, "-provider"):
		return after
	}
	return main
}
