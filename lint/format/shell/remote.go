package shell

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
)

// su follows su [-] [USER] -c TEXT, and runuser -u USER PROGRAM.
func (s *shell) su(c *command) {
	o := parseOptions(c.words[1:], "cgGsuw", "--command", "--group", "--shell", "--user", "--supp-group", "--whitelist-environment", "--session-command")
	d := c.with(nil)
	login := o.has("-l", "--login")
	for i, f := range o.operands {
		if f.lit() == "-" {
			login = true
			o.operands = append(append([]field(nil), o.operands[:i]...), o.operands[i+1:]...)
			break
		}
	}
	if login {
		d.cleared, d.env = true, nil
	}
	if text, found := o.get("-c", "--command", "--session-command"); found {
		s.innerText(d, text.value.value, nil, Posix)
		return
	}
	if o.has("-u", "--user") && len(o.operands) > 0 {
		words, _ := (launcher{valued: "ugG", long: []string{"--user", "--group"}}).arguments(c.words[1:])
		if len(words) > 0 {
			s.launch(d.with(words))
		}
		return
	}
	s.standardInput(d, nil, Posix)
}

// ssh follows ssh HOST TEXT…: the words are joined, and parsed once more by a shell over there.
func (s *shell) ssh(c *command) {
	words, _ := (launcher{valued: "BbcDEeFIiJLlmOopQRSWw"}).arguments(c.words[1:])
	if len(words) == 0 {
		return
	}
	host := words[0]
	words, _ = (launcher{valued: "BbcDEeFIiJLlmOopQRSWw"}).arguments(words[1:])
	d := c.with(nil)
	d.cleared, d.env = true, nil
	s.remote(hostOf(host), d, words)
}

// hostOf returns the name of a host without its user, as it is written: a loop over hosts is one setting.
func hostOf(f field) string {
	if raw := f.at.Text(); raw != "" && !strings.ContainsAny(raw, " \n") {
		name := strings.NewReplacer(`"`, "", "{", "", "}", "", "'", "").Replace(raw)
		return name[strings.LastIndexByte(name, '@')+1:]
	}
	return hostName(f)
}

// hostName is hostOf for a part of a word.
func hostName(f field) string {
	name := rootText(f.value)
	return name[strings.LastIndexByte(name, '@')+1:]
}

// remote follows a text on another host.
func (s *shell) remote(host string, c *command, words []field) {
	root, directory, adrift := s.root, s.directory, s.adrift
	defer func() { s.root, s.directory, s.adrift = root, directory, adrift }()
	s.root, s.directory, s.adrift = "ssh "+host, nil, false
	text := joinWords(words, c.at)
	if len(words) == 0 {
		if s.in == nil {
			return
		}
		text = *s.in
	}
	key := sent{at: c.at, text: text.String()}
	if s.run.sent[key] {
		return
	}
	s.run.sent[key] = true
	if len(words) == 0 {
		s.standardInput(c, nil, Posix)
		return
	}
	s.innerText(c, text, nil, Posix)
}

// vagrant follows vagrant ssh [NAME] -c TEXT.
func (s *shell) vagrant(c *command) {
	if len(c.words) < 2 || c.words[1].lit() != "ssh" {
		s.printUnknown(c.at)
		return
	}
	o := parseOptions(c.words[2:], "c", "--command")
	text, found := o.get("-c", "--command")
	if !found {
		return
	}
	host := "vagrant"
	if len(o.operands) > 0 {
		host = hostOf(o.operands[0])
	}
	d := c.with(nil)
	d.cleared, d.env = true, nil
	s.remote(host, d, []field{text.value})
}

// chroot follows a command whose root is another one.
func (s *shell) chroot(name string, c *command) {
	l := launcher{long: []string{"--userspec", "--groups"}}
	if name == "systemd-nspawn" {
		l = launcher{valued: "DiuMUpS", long: []string{"--directory", "--machine", "--user", "--bind", "--bind-ro"}}
	}
	words, o := l.arguments(c.words[1:])
	if opt, found := o.get("-D", "--directory"); found {
		words = append([]field{opt.value}, words...)
	}
	if len(words) < 2 {
		return
	}
	root := s.root
	s.root = joinRoot(s.root, strings.TrimSuffix(rootText(words[0].value), "/"))
	defer func() { s.root = root }()
	directory, adrift := s.directory, s.adrift
	s.directory, s.adrift = value{made("/", c.at)}, false
	s.launch(c.with(words[1:]))
	s.directory, s.adrift = directory, adrift
}

// environmentDirectory follows launchers that read a variable from each file of a directory.
func (s *shell) environmentDirectory(name string, c *command) {
	l := launcher{skip: 1}
	if name == "chpst" {
		l = launcher{valued: "uUbe/nlLmdofpcrt"}
	}
	words, o := l.arguments(c.words[1:])
	if len(words) <= l.skip {
		return
	}
	d := c.with(words[l.skip:])
	dir, found := o.get("-e")
	if name == "envdir" || name == "s6-envdir" {
		dir, found = option{value: words[0]}, true
	}
	if found && !s.readDirectory(d, dir.value) {
		d.files = append(append([]machine.EnvironmentFile(nil), c.files...), machine.EnvironmentFile{
			Path: dir.value.word(), Dialect: "envdir", At: dir.value.at,
		})
	}
	s.launch(d)
}

// readDirectory adds the variables of a directory to the environment of a command: each file is one, and its first line the
// value. It reports false if nothing can be looked at; a directory that is not there is a gap.
func (s *shell) readDirectory(c *command, dir field) bool {
	name, known := dir.literal()
	if s.run.o.Tree == nil || s.root != s.run.o.Root {
		return false
	}
	c.gaps, c.env = slices.Clone(c.gaps), slices.Clone(c.env)
	problem := "which directory the variables are in is only known when the shell text is run"
	var names []string
	if known {
		names, problem = s.run.o.Tree.List(dir.at.Source, name)
	}
	if problem != "" {
		c.gaps = append(c.gaps, machine.Gap{Reason: problem, Path: s.nameOf(dir), At: dir.at})
		return true
	}
	for _, variable := range names {
		if !isName(variable) || !s.within() {
			continue
		}
		text, _, problem := s.run.o.Tree.Open(dir.at.Source, path.Join(name, variable))
		if problem != "" || !s.step(1+text.Len()/bytesPerStep) {
			c.gaps = append(c.gaps, machine.Gap{Reason: problem, Path: path.Join(name, variable), At: dir.at})
			continue
		}
		s.run.follow(text.Source())
		if text.Len() == 0 {
			c.env = slices.DeleteFunc(c.env, func(a machine.Assignment) bool { return a.Name == variable })
			continue // an empty file takes the variable away
		}
		line, _, _ := strings.Cut(text.String(), "\n")
		value := text.Slice(0, len(strings.TrimRight(line, " \t")))
		c.env = append(c.env, machine.Assignment{
			Name: variable, NameSpan: text.Span(0, 0), Span: value.Raw(), Value: value, Exported: true, Unknown: strings.Contains(line, "\x00"),
		})
	}
	return true
}

// systemdRun follows systemd-run, which starts a unit of its own.
func (s *shell) systemdRun(c *command) {
	words, o := (launcher{
		valued: "EpMHut", long: []string{"--unit", "--property", "--description", "--slice", "--uid", "--gid", "--nice", "--setenv", "--service-type",
			"--on-active", "--on-boot", "--on-calendar", "--working-directory", "--machine", "--host"},
	}).arguments(c.words[1:])
	if len(words) == 0 {
		return
	}
	d := c.with(words)
	d.cleared, d.env = true, nil
	for _, opt := range o.list {
		const environment = "Environment="
		value := opt.value
		switch {
		case opt.name == "-E" || opt.name == "--setenv":
		case (opt.name == "-p" || opt.name == "--property") && strings.HasPrefix(value.String(), environment):
			value = value.from(len(environment))
		default:
			continue
		}
		if a, ok := wordAssignment(value); ok {
			d.env = append(d.env, a)
		}
	}
	s.launch(d)
}

// startStopDaemon follows Debian's start-stop-daemon --start --exec PROGRAM -- ARGUMENTS.
func (s *shell) startStopDaemon(c *command) {
	own, rest := c.words[1:], []field(nil)
	for i, w := range own {
		if w.lit() == "--" {
			own, rest = own[:i], own[i+1:]
			break
		}
	}
	o := parseOptions(own, "xancugprRskPIdNsrk", "--exec", "--startas", "--name", "--pidfile", "--chuid", "--user", "--group", "--chroot", "--chdir",
		"--umask", "--retry", "--signal", "--nicelevel", "--procsched", "--iosched", "--pid", "--ppid", "--output")
	program, found := o.get("-a", "--startas")
	if !found {
		program, found = o.get("-x", "--exec")
	}
	if !found || !o.has("-S", "--start") {
		return
	}
	s.launch(c.with(append([]field{program.value}, append(o.operands, rest...)...)))
}

// daemon follows the function of that name in /etc/init.d/functions: bash parses its words once more.
func (s *shell) daemon(c *command) {
	words, _ := (launcher{long: []string{"--user", "--pidfile", "--check"}}).arguments(c.words[1:])
	if len(words) == 0 {
		return
	}
	if anyUncertain(words) && len(words) > 1 {
		s.launch(c.with(words))
		return
	}
	s.innerText(c, joinWords(words, c.at), nil, Bash)
}
