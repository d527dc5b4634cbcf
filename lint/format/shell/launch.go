package shell

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// launcher says how a program that starts another one finds it in its arguments.
type launcher struct {
	// valued are the letters of the options that take a value, and long the names of those with two dashes that take the next
	// word.
	valued string
	long   []string
	// skip is the number of arguments before the program.
	skip int
	// asks are the letters of the options with which it starts nothing.
	asks string
}

// launcherOf returns the launcher of a name.
func launcherOf(name string) (l launcher, found bool) {
	switch name {
	case "nohup", "setsid", "builtin", "systemd-inhibit", "busybox", "catchsegv", "with-contenv", "dbus-run-session", "exec-wrapper":
	case "command":
		l.asks = "vV"
	case "exec":
		l.valued = "a"
	case "time":
		l.valued, l.long = "fo", []string{"--format", "--output"}
	case "nice":
		l.valued, l.long = "n", []string{"--adjustment"}
	case "ionice":
		l.valued, l.long = "cnpPu", []string{"--class", "--classdata"}
	case "chrt":
		l.valued, l.skip = "TPD", 1
	case "taskset":
		l.skip = 1
	case "stdbuf":
		l.valued, l.long = "ioe", []string{"--input", "--output", "--error"}
	case "timeout":
		l.valued, l.long, l.skip = "ks", []string{"--kill-after", "--signal"}, 1
	case "numactl":
		l.valued, l.long = "NmCilpP", []string{"--cpunodebind", "--membind", "--physcpubind", "--interleave", "--preferred"}
	case "cgexec":
		l.valued = "g"
	case "gosu", "su-exec", "setuidgid", "s6-setuidgid", "flock", "setlock":
		l.valued, l.skip = "wE", 1
	case "cloud-init-per": // how often, and a name for it
		l.skip = 2
	case "setpriv":
		l.long = []string{"--reuid", "--regid", "--ruid", "--rgid", "--groups", "--inh-caps", "--bounding-set"}
	case "tini", "tini-static", "docker-init":
		l.valued = "pe"
	case "dumb-init":
		l.valued, l.long = "r", []string{"--rewrite"}
	case "softlimit", "s6-softlimit":
		l.valued = "adcfmoprstl"
	case "s6-applyuidgid":
		l.valued = "ugG"
	case "systemd-cat":
		l.valued, l.long = "tp", []string{"--identifier", "--priority", "--stderr-priority"}
	case "strace", "ltrace":
		l.valued = "aeoOpPsSuEbI"
	case "sshpass":
		l.valued = "dfpP"
	case "prlimit":
		l.valued = "po"
	case "unshare", "nsenter":
		l.valued = "tSG"
	case "doas":
		l.valued = "uC"
	default:
		return l, false
	}
	return l, true
}

// arguments returns the words from the program on that a launcher starts, and its options.
func (l launcher) arguments(words []field) (rest []field, o options) {
	i := 0
	for i < len(words) {
		text := words[i].String()
		if text == "--" {
			i++
			break
		}
		if len(text) < 2 || text[0] != '-' && text[0] != '+' {
			break
		}
		opt := option{name: text}
		if strings.HasPrefix(text, "--") {
			name, _, found := strings.Cut(text, "=")
			opt.name = name
			switch {
			case found:
				opt.value, opt.set = words[i].from(len(name)+1), true
			case contains(l.long, name) && i+1 < len(words):
				i++
				opt.value, opt.set = words[i], true
			}
			o.list = append(o.list, opt)
			i++
			continue
		}
		for j := 1; j < len(text); j++ {
			opt := option{name: "-" + text[j:j+1]}
			valued := strings.IndexByte(l.valued, text[j]) >= 0
			switch {
			case valued && j+1 < len(text):
				opt.value, opt.set = words[i].from(j+1), true
			case valued && i+1 < len(words):
				i++
				opt.value, opt.set = words[i], true
			}
			o.list = append(o.list, opt)
			if valued {
				break
			}
		}
		i++
	}
	return words[min(i, len(words)):], o
}

// launcher follows a program that starts another one, and reports whether it is one.
func (s *shell) launcher(name string, c *command) (flow, bool) {
	if l, found := launcherOf(name); found {
		rest, o := l.arguments(c.words[1:])
		for _, a := range l.asks {
			if o.has("-" + string(a)) {
				s.printUnknown(c.at)
				return next, true
			}
		}
		if name == "flock" && len(rest) > 2 && rest[1].lit() == "-c" {
			s.innerText(c, rest[2].value, nil, Posix)
			return next, true
		}
		if len(rest) <= l.skip {
			return next, true
		}
		return s.launch(c.with(rest[l.skip:])), true
	}
	switch name {
	case "sh", "bash", "dash", "ash", "ksh", "zsh":
		s.shellProgram(name, c)
	case "env":
		s.env(c)
	case "xargs":
		return s.xargs(c), true
	case "sudo":
		s.sudo(c)
	case "su", "runuser":
		s.su(c)
	case "ssh", "rsh":
		s.ssh(c)
	case "vagrant":
		s.vagrant(c)
	case "chroot", "systemd-nspawn":
		s.chroot(name, c)
	case "chpst", "envdir", "s6-envdir", "envuidgid", "s6-envuidgid":
		s.environmentDirectory(name, c)
	case "systemd-run":
		s.systemdRun(c)
	case "start-stop-daemon":
		s.startStopDaemon(c)
	case "daemon":
		s.daemon(c)
	default:
		return next, false
	}
	return next, true
}

// maxStarts is how many starts of daemons are read from one text: loops in loops make more of a few lines than anybody runs.
const maxStarts = 1000

// bytesOfSetting is what a variable of a start is counted as: whoever looks at the start makes a setting of it.
const bytesOfSetting = 320

// start notes the start of a program that is wanted.
func (s *shell) start(c *command) {
	s.printUnknown(c.at)
	st := machine.Start{Root: s.root, Maybe: s.conditions > 0, At: c.at, EnvironmentFiles: c.files, Gaps: c.gaps}
	if !c.cleared && len(s.run.unseen) > 0 {
		st.Gaps = slices.Concat(s.run.unseen, c.gaps)
	}
	for _, f := range c.words {
		w := f.word()
		if f.pattern() && !f.fitsNothing() {
			w.Several, w.Known, w.Holes = true, 0, []source.Range{{Start: 0, End: w.Text.Len()}}
		}
		st.Words = append(st.Words, w)
		if f.more {
			st.Words = append(st.Words, field{value: value{unknownAt(f.at)}, several: true, at: f.at}.word())
		}
	}
	st.Environment = s.environmentOf(c)
	s.run.bytes += 64*len(st.Words) + bytesOfSetting*len(st.Environment)
	if len(s.run.result.Starts) == maxStarts {
		s.run.giveUp(fmt.Sprintf("the shell text starts more than %d daemons; check what it writes instead", maxStarts), s.here())
	}
	if !s.within() || len(s.run.result.Starts) == maxStarts {
		return
	}
	s.run.result.Starts = append(s.run.result.Starts, st)
	s.noteStart(c)
}

// environmentOf returns the environment that a command is started in.
func (s *shell) environmentOf(c *command) []machine.Assignment {
	var env []machine.Assignment
	if !c.cleared {
		env = s.environment()
		if c.doubtful {
			for i := range env {
				env[i].Maybe = true
			}
		}
	}
	return append(env, c.env...)
}

// inside follows a shell that is started anew: it has only what is in its environment.
func (s *shell) inside(c *command, arguments []field, follow func()) {
	s.isolated(func() {
		env := s.environmentOf(c)
		s.variables, s.functions, s.log = map[string]*variable{}, map[string]*function{}, nil
		s.whole = s.whole && !c.cleared || c.empty
		s.foreign = s.foreign && !c.cleared
		s.allExport = false
		for _, a := range env {
			s.inherit(a)
		}
		s.own = s.log.size()
		s.arguments, s.hasArguments = arguments, true
		frames, inFunction := s.frames, s.inFunction
		s.frames, s.inFunction = nil, 0
		s.inner++
		follow()
		s.inner--
		s.frames, s.inFunction = frames, inFunction
	})
}

// innerText follows a text that is given to a shell as a word.
func (s *shell) innerText(c *command, text value, arguments []field, d Dialect) {
	if len(text) == 0 {
		return
	}
	follow := func() flow {
		s.inside(c, arguments, func() { s.text(text.join(c.at), d, text.holes()) })
		return next
	}
	if text.readable() && text.doubtful() {
		s.branches(false, follow) // whoever calls may give another text
		return
	}
	follow()
}

// shellProgram follows sh -c TEXT, sh -s and sh with its text on standard input.
func (s *shell) shellProgram(name string, c *command) {
	d, _ := dialectByName(name)
	words := c.words[1:]
	text := false
	for len(words) > 0 {
		w := words[0].lit()
		if len(w) < 2 || w[0] != '-' && w[0] != '+' {
			break
		}
		words = words[1:]
		switch {
		case w == "--":
		case strings.HasPrefix(w, "--"):
			if w == "--rcfile" || w == "--init-file" {
				words = words[min(1, len(words)):]
			}
			continue
		case strings.HasSuffix(w, "o") || strings.HasSuffix(w, "O"):
			words = words[min(1, len(words)):]
			text = text || strings.ContainsRune(w, 'c')
			continue
		default:
			text = text || strings.ContainsRune(w, 'c')
			if strings.ContainsRune(w, 's') && !text {
				s.standardInput(c, words, d)
				return
			}
			continue
		}
		break
	}
	switch {
	case text && len(words) > 0:
		if words[0].several || words[0].maybe {
			s.printUnknown(c.at)
			return
		}
		s.innerText(c, words[0].value, words[min(2, len(words)):], d)
	case len(words) == 0:
		s.standardInput(c, nil, d)
	default:
		s.printUnknown(c.at) // a script of its own
		if c.meant {
			s.searchProgram(c)
		}
	}
}

// standardInput follows the text that a shell reads from its standard input.
func (s *shell) standardInput(c *command, arguments []field, d Dialect) {
	if s.in == nil || len(*s.in) == 0 {
		s.printUnknown(c.at)
		return
	}
	text := *s.in
	if !text[0].known && len(text) == 1 {
		s.printUnknown(c.at)
		return
	}
	in := s.in
	s.in = nil
	s.innerText(c, text, arguments, d)
	s.in = in
}

// assignments takes the words NAME=value in front of a command.
func (s *shell) assignments(c *command, words []field) *command {
	d := c.with(words)
	d.env = append([]machine.Assignment(nil), c.env...)
	for len(d.words) > 0 {
		a, ok := wordAssignment(d.words[0])
		if !ok {
			break
		}
		d.env = append(d.env, a)
		d.words = d.words[1:]
	}
	return d
}

// wordAssignment reads the word NAME=value.
func wordAssignment(f field) (machine.Assignment, bool) {
	text := f.String()
	name, _, found := strings.Cut(text, "=")
	if !found || !isName(name) || f.leading() <= len(name) {
		return machine.Assignment{}, false
	}
	t := f.join(f.at)
	v := f.value.slice(len(name)+1, len(text))
	return machine.Assignment{
		Name: name, NameSpan: t.Span(0, len(name)), Value: t.Slice(len(name)+1, len(text)), Span: t.Raw(), Exported: true,
		Unknown: f.several || !v.readable(), Maybe: f.maybe || v.doubtful() && v.readable(),
	}, true
}

// env follows env [-i] [-u NAME] [NAME=value…] PROGRAM.
func (s *shell) env(c *command) {
	words, o := (launcher{valued: "uCS", long: []string{"--unset", "--chdir", "--split-string"}}).arguments(c.words[1:])
	d := c.with(words)
	if len(d.words) > 0 && d.words[0].lit() == "-" {
		d.words, d.cleared, d.empty = d.words[1:], true, true
	}
	if o.has("-i", "--ignore-environment") {
		d.cleared, d.empty = true, true
	}
	if d.cleared {
		d.env = nil
	}
	d = s.assignments(d, d.words)
	unset := map[string]bool{}
	for _, opt := range o.list {
		if opt.name == "-u" || opt.name == "--unset" {
			unset[opt.value.lit()] = true
		}
	}
	if len(unset) > 0 && !d.cleared {
		var kept []machine.Assignment
		for _, a := range s.environmentOf(&command{env: c.env, doubtful: c.doubtful}) {
			if !unset[a.Name] {
				kept = append(kept, a)
			}
		}
		d.env = append(kept, d.env[len(c.env):]...)
		d.cleared = true
	}
	if text, found := o.get("-S", "--split-string"); found {
		d.words = append(blankFields(text.value.value), d.words...)
		d = s.assignments(d, d.words)
	}
	if len(d.words) == 0 {
		s.printUnknown(c.at)
		return
	}
	s.launch(d)
}

// blankFields parts a value at its blanks.
func blankFields(v value) []field {
	b := &builder{shell: &shell{run: newRun(&Options{}, 0)}, split: true}
	b.unquoted(v)
	b.flush()
	return b.fields
}

// sudo follows sudo, which drops the environment unless it is configured or told not to.
func (s *shell) sudo(c *command) {
	words, o := (launcher{
		valued: "ughpCrtTUDR",
		long:   []string{"--user", "--group", "--host", "--prompt", "--close-from", "--role", "--type", "--other-user", "--chdir", "--chroot"},
	}).arguments(c.words[1:])
	d := s.assignments(c, words)
	if !o.has("-E", "--preserve-env") {
		d.doubtful = true
		for i := range d.env[:len(c.env)] {
			d.env[i].Maybe = true
		}
	}
	if o.has("-i", "--login") {
		d.cleared = true
	}
	if len(d.words) == 0 {
		if o.has("-s", "-i", "--shell", "--login") {
			s.standardInput(d, nil, Posix)
		}
		return
	}
	s.launch(d)
}
