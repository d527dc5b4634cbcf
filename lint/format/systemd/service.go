package systemd

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Options say how a service is read. The zero Options read it with nothing known of its machine.
type Options struct {
	// Tree is where its environment files are looked up; nil if there is nothing. One that is a machine.Absence too may
	// say that a file is missing.
	Tree machine.Tree
	// Run reads a command with the launchers and shells that its words name; nil leaves the words as they are.
	Run func(Command) machine.Contributions
	// Limits bound the work; the zero Limits stand for machine.LimitsFor.
	Limits machine.Limits
}

// Command is a command line of a service.
type Command struct {
	// Words are the program and its arguments, with the variables of systemd replaced.
	Words []machine.Word
	// Environment is what it finds in its environment, later ones winning.
	Environment []machine.Assignment
	// Main is set for the command that is the service, and not set for those that run before it.
	Main bool
	At   source.Span
}

// Read reads a service: what it starts, with the environment that the start has, and what the commands before it write. A
// service that is masked starts nothing. That systemd refuses to load a service is a finding; its starts are those that it
// would have. Of one whose unit file is not known there is a start without words. Sources are the environment files that it
// names and takes back.
func Read(s *Service, o Options) machine.Contributions {
	o.Limits = o.Limits.OrFor(s.size())
	r := &serviceReader{o: o, service: s, specifiers: specifiersOf(s), user: rootUser, bytes: o.Limits.Bytes, steps: o.Limits.Steps, readBefore: map[*source.Source]bool{}}
	if s.Masked {
		return r.out
	}
	r.read()
	return r.out
}

// serviceReader puts the entries of a service together.
type serviceReader struct {
	o          Options
	service    *Service
	specifiers specifiers
	out        machine.Contributions

	env   []machine.Assignment
	files []machine.EnvironmentFile
	unset []string
	// readBefore are the environment files that were read.
	readBefore map[*source.Source]bool
	pre        []command
	main       []command
	oneshot    bool
	// user is who the commands run as; "" if that is only known at run time.
	user string
	gaps []machine.Gap

	bytes, steps int // that are left
	// shell is set while a command is expanded that starts a shell, which expands what systemd leaves.
	shell bool
}

// command is one command of the service.
type command struct {
	words []machine.Word
	// literal is set if systemd replaces no variables in it.
	literal bool
	maybe   bool
	// privileges are the marks before its program that say whether it runs as the user of the service.
	privileges string
	at         source.Span
}

func (r *serviceReader) find(id string, span source.Span, subject, detail string) {
	r.out.Findings = append(r.out.Findings, machine.Finding{ID: id, Span: span, Subject: subject, Detail: detail})
}

func (r *serviceReader) gap(g machine.Gap) {
	for _, known := range r.gaps {
		if known.Reason == g.Reason {
			return
		}
	}
	r.gaps = append(r.gaps, g)
}

// spend takes bytes of what may be expanded, and reports false if none are left.
func (r *serviceReader) spend(bytes int) bool {
	if bytes > r.bytes {
		r.bytes = 0
		r.giveUp(fmt.Sprintf("expands to more than %d bytes", r.o.Limits.Bytes))
		return false
	}
	r.bytes -= bytes
	return true
}

// step takes one step of those that are left.
func (r *serviceReader) step() bool {
	if r.steps <= 0 {
		r.giveUp(fmt.Sprintf("takes more than %d steps to read", r.o.Limits.Steps))
		return false
	}
	r.steps--
	return true
}

func (r *serviceReader) giveUp(reason string) {
	if r.out.Unreadable == nil {
		r.out.Unreadable = &machine.Gap{Reason: reason, At: r.at(), Limit: true}
	}
}

// at is where the service is: the first byte of its main file.
func (r *serviceReader) at() source.Span {
	if f := r.service.Fragment; f != nil {
		return f.Text.Span(0, 0)
	}
	for _, f := range r.service.DropIns {
		return f.Text.Span(0, 0)
	}
	return source.Span{}
}

func (r *serviceReader) read() {
	files := r.service.DropIns
	if f := r.service.Fragment; f != nil {
		files = append([]*File{f}, files...)
	} else {
		r.gap(machine.Gap{Kind: machine.UnreadFile, Reason: "the drop-in extends a unit that is not in the tree", At: r.at()})
	}
	for _, f := range files {
		r.file(f)
	}
	before := r.withoutUnset(r.env)
	for _, c := range r.pre {
		if c.words = r.expandAll(c, variablesOf(before)); r.o.Run != nil && len(c.words) > 0 {
			r.prepare(r.o.Run(Command{Words: c.words, Environment: before, At: c.at}), c.maybe)
		}
	}
	env := append(r.env, r.fileAssignments()...)
	env = r.withoutUnset(env)
	vars := variablesOf(env)
	r.checkCount()
	for _, c := range r.main {
		c.words = r.expandAll(c, vars)
		r.start(c, env)
	}
	if len(r.main) == 0 && r.service.Fragment == nil {
		r.out.Starts = append(r.out.Starts, r.newStart(command{}, env, r.at()))
	}
}

// file reads one file of the service.
func (r *serviceReader) file(f *File) {
	if f.Unread {
		r.gap(machine.Gap{Kind: machine.UnreadFile, Reason: "what " + f.Path + " holds is only known at run time", Path: f.Path, At: f.Text.Span(0, 0)})
		return
	}
	read := readFile(f)
	for _, l := range read.ignored {
		r.find(l.id, l.at, "", l.detail)
	}
	switch {
	case f.Maybe:
		r.gap(machine.Gap{Kind: machine.Condition, Reason: "the file is only written on a condition, and another may stand in its place", At: f.Text.Span(0, 0)})
	case read.conditional:
		r.gap(machine.Gap{Kind: machine.Condition, Reason: "the conditions of the template may add flags", At: f.Text.Span(0, 0)})
	}
	if len(f.Unknown) > 0 {
		r.gap(machine.Gap{Kind: machine.UnreadFile, Reason: "a part of the unit is only known at run time", At: f.Text.Span(0, 0)})
	}
	if read.why != "" {
		r.refuse(read.refused, read.why)
	}
	for _, e := range read.entries {
		if !r.step() {
			return
		}
		if e.section == "Service" {
			r.entry(e)
		}
	}
}

// refuse notes that systemd does not load the service.
func (r *serviceReader) refuse(at source.Span, why string) {
	r.find("systemd/refused-unit", at, r.service.Name, why)
}

// entry takes in one entry of [Service]. An empty one takes back those before it.
func (r *serviceReader) entry(e entry) {
	empty := len(e.value.data) == 0
	switch e.key {
	case "Type":
		r.serviceType(e)
	case "User", "DynamicUser":
		r.runsAs(e)
	case "Environment":
		if !r.reset(e, empty) {
			r.assignments(e)
		}
	case "EnvironmentFile":
		if !r.reset(e, empty) {
			r.environmentFile(e)
		}
	case "UnsetEnvironment":
		if !r.reset(e, empty) {
			words, _ := splitWords(e.value, wordSyntax{escapes: true, specifiers: r.specifiers})
			for _, w := range words {
				if w.IsKnown() && !e.maybe {
					r.unset = append(r.unset, w.Text.String())
				}
			}
		}
	case "PassEnvironment":
		if !empty {
			r.gap(machine.Gap{
				Kind: machine.CallerEnvironment, Reason: "PassEnvironment= passes variables on whose values the unit does not say", At: e.span,
			})
		}
	case "ExecStart", "ExecStartPre":
		if !r.reset(e, empty) {
			r.commands(e)
		}
	}
}

// reset takes back what came before an empty entry, and reports whether it is one. One that may not be there makes what
// came before it a maybe.
func (r *serviceReader) reset(e entry, empty bool) bool {
	if !empty {
		return false
	}
	commands := &r.main
	if e.key == "ExecStartPre" {
		commands = &r.pre
	}
	switch {
	case e.key == "Environment" && e.maybe:
		for i := range r.env {
			r.env[i].Maybe = true
		}
	case e.key == "EnvironmentFile" && e.maybe:
		for i := range r.files {
			r.files[i].Maybe = true
		}
	case e.key == "UnsetEnvironment":
		r.unset = nil
	case e.key == "Environment":
		r.env = nil
	case e.key == "EnvironmentFile":
		r.takeBack()
		r.files = nil
	case e.maybe:
		for i := range *commands {
			(*commands)[i].maybe = true
		}
	default:
		*commands = nil
	}
	return true
}

func (r *serviceReader) serviceType(e entry) {
	switch value := string(e.value.data); {
	case e.maybe || e.value.anyUnknown():
		r.oneshot = true // it may be
	case value == "oneshot":
		r.oneshot = true
	case isServiceType(value):
		r.oneshot = false
	}
}

// isServiceType reports whether systemd knows a Type= other than oneshot; one that it does not know is ignored.
func isServiceType(value string) bool {
	switch value {
	case "simple", "exec", "forking", "dbus", "notify", "notify-reload", "idle":
		return true
	}
	return false
}

// assignments reads the words of Environment=.
func (r *serviceReader) assignments(e entry) {
	words, problem := splitWords(e.value, wordSyntax{escapes: true, strict: true, specifiers: r.specifiers})
	switch problem {
	case unbalanced:
		r.find("systemd/unbalanced-quotes", e.span, e.key, "systemd ignores a line whose quotes do not match")
	case unknownEscape:
		r.find("systemd/unknown-escape", e.span, e.key, "systemd ignores the rest of the line after an escape that it does not know")
	}
	for _, w := range words {
		r.assignment(w, e)
	}
}

func (r *serviceReader) assignment(w token, e entry) {
	name, value, found := strings.Cut(w.Text.String(), "=")
	at := len(name)
	switch {
	case w.Known < at || w.Several:
		r.gap(machine.Gap{Kind: machine.Condition, Reason: "the names of some variables are only known at run time", At: w.Text.Raw()})
		return
	case w.badSpecifier:
		r.find("systemd/unknown-specifier", w.Text.Raw(), name, "systemd drops an assignment with a % that has no meaning")
		return
	case !found || !isVariableName(name):
		r.find("systemd/invalid-name", w.Text.Raw(), name,
			"systemd drops what is not NAME=value; a value with blanks needs quotes around the whole assignment")
		return
	case hasControl(value):
		r.find("systemd/invalid-value", w.Text.Raw(), name, "some releases of systemd drop an assignment whose value holds a control character")
	}
	r.env = append(r.env, machine.Assignment{
		Name: name, NameSpan: w.Text.Span(0, at), Value: w.Text.Slice(at+1, w.Text.Len()), Span: w.Text.Raw(),
		Unknown: !w.IsKnown(), Maybe: e.maybe || w.Maybe, Exported: true,
	})
}

// withoutUnset returns the assignments that UnsetEnvironment= leaves: it names variables, or variables with a value.
func (r *serviceReader) withoutUnset(env []machine.Assignment) []machine.Assignment {
	if len(r.unset) == 0 {
		return env
	}
	unset := map[string]bool{}
	for _, u := range r.unset {
		unset[u] = true
	}
	var out []machine.Assignment
	for _, a := range env {
		if !unset[a.Name] && (a.Unknown || !unset[a.Name+"="+a.Value.String()]) {
			out = append(out, a)
		}
	}
	return out
}

// commands reads the commands of one line, which a ";" by itself parts.
func (r *serviceReader) commands(e entry) {
	words, problem := splitWords(e.value, wordSyntax{escapes: true, separator: true, specifiers: r.specifiers})
	if problem != noFault {
		r.find("systemd/unbalanced-quotes", e.span, e.key, "systemd refuses a unit with a command whose quotes do not match")
		return
	}
	c := command{maybe: e.maybe, at: e.span}
	renamed, began := false, false
	end := func() {
		if began {
			r.addCommand(e, c)
		}
		c, renamed, began = command{maybe: e.maybe, at: e.span}, false, false
	}
	for _, w := range words {
		if !r.step() {
			return
		}
		switch {
		case w.separator:
			end()
		case !began:
			began = true
			text := w.Text.String()
			prefix := len(text) - len(strings.TrimLeft(text, "-@:+!|"))
			c.literal, renamed = strings.Contains(text[:prefix], ":"), strings.Contains(text[:prefix], "@")
			c.privileges = strings.Trim(text[:prefix], "-@:|")
			first := w.From(prefix)
			first.Several = w.Several
			c.words = append(c.words, first)
			r.program(w, text[prefix:], strings.Contains(text[:prefix], "-"), e)
		case renamed: // the word only says what the program is told it is called
			renamed = false
		default:
			if w.badSpecifier {
				r.badSpecifier(w, e)
			}
			c.words = append(c.words, w.Word)
		}
	}
	end()
}

// badSpecifier notes a % that stands for nothing in a command.
func (r *serviceReader) badSpecifier(w token, e entry) {
	r.find("systemd/unknown-specifier", w.Text.Raw(), e.key, "systemd refuses a unit with a command in which a % has no meaning")
}

// program notes a program that systemd cannot start by its name.
func (r *serviceReader) program(w token, name string, ignore bool, e entry) {
	switch {
	case w.badSpecifier:
		r.badSpecifier(w, e)
	case ignore || !w.IsKnown() || e.key != "ExecStart":
	case strings.HasPrefix(name, "/") || strings.HasPrefix(name, "$") || !strings.Contains(name, "/") && name != "":
	default:
		r.find("systemd/refused-unit", w.Text.Raw(), r.service.Name,
			"systemd refuses a unit whose program is neither an absolute path nor a name without a slash")
	}
}

func (r *serviceReader) addCommand(e entry, c command) {
	if e.key == "ExecStartPre" {
		r.pre = append(r.pre, c)
	} else {
		r.main = append(r.main, c)
	}
}

// checkCount refuses a service with several commands, which only one of Type=oneshot may have.
func (r *serviceReader) checkCount() {
	certain := 0
	for _, c := range r.main {
		if c.maybe {
			continue
		}
		if certain++; certain == 2 && !r.oneshot {
			r.refuse(c.at, "systemd refuses a service with more than one ExecStart= that is not of Type=oneshot: nothing is started")
		}
	}
}

// expandAll replaces the variables in a command. Its program is not one of the words in which systemd does that.
func (r *serviceReader) expandAll(c command, v variables) []machine.Word {
	if c.literal || len(c.words) == 0 {
		return c.words
	}
	r.shell = slices.ContainsFunc(c.words, func(w machine.Word) bool { return isShell(path.Base(w.Text.String())) })
	out := c.words[:1:1]
	for _, w := range c.words[1:] {
		if !r.step() {
			break
		}
		out = append(out, r.expand(w, v)...)
	}
	return out
}

// prepare takes in what a command before the start does.
func (r *serviceReader) prepare(c machine.Contributions, maybe bool) {
	for _, f := range c.Files {
		f.Maybe = f.Maybe || maybe
		r.out.Files = append(r.out.Files, f)
	}
	r.out.Findings = append(r.out.Findings, c.Findings...)
	if r.out.Unreadable == nil {
		r.out.Unreadable = c.Unreadable
	}
}

// start adds what a command starts.
func (r *serviceReader) start(c command, env []machine.Assignment) {
	if len(c.words) == 0 {
		return
	}
	if r.o.Run == nil {
		s := r.newStart(c, env, c.at)
		s.Words, s.Maybe = c.words, s.Maybe || c.maybe
		r.out.Starts = append(r.out.Starts, s)
		return
	}
	run := r.o.Run(Command{Words: c.words, Environment: env, Main: true, At: c.at})
	for _, started := range run.Starts {
		own := r.newStart(c, nil, started.At)
		started.Name, started.Maybe = own.Name, started.Maybe || own.Maybe || c.maybe
		started.EnvironmentFiles = append(own.EnvironmentFiles, started.EnvironmentFiles...)
		started.Gaps = append(own.Gaps, started.Gaps...)
		if len(started.Words) > 0 && started.Words[0].Text.String() == c.words[0].Text.String() {
			started.User = own.User // a launcher such as sudo may have changed it
		}
		r.out.Starts = append(r.out.Starts, started)
	}
	run.Starts = nil
	r.prepare(run, c.maybe)
	r.out.Gaps = append(r.out.Gaps, run.Gaps...)
}

func (r *serviceReader) newStart(c command, env []machine.Assignment, at source.Span) machine.Start {
	return machine.Start{
		Name: r.service.Name, Environment: env, EnvironmentFiles: r.files, Gaps: r.gaps, At: at, User: r.userOf(c),
		Maybe: r.service.Fragment != nil && r.service.Fragment.Maybe,
	}
}
