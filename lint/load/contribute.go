package load

import (
	"cmp"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// maxWritten is how deep files that write files are followed: a script that writes a script that writes a flag's file.
const maxWritten = 4

// started is a program that a file starts, and the machine it is started on.
type started struct {
	start machine.Start
	from  *file
	on    machineRoot
	// final is set if the words are what runs in the container in the end.
	final bool
	// daemons are those that it starts in the end.
	daemons []daemon
}

// contribute lets every file that describes a machine write to it, and then finds what lies on those machines as it finds
// what lies in a directory.
func (l *assembler) contribute() {
	depth := map[*file]int{}
	queue := l.inOrder()
	for len(queue) > 0 && l.ctx.Err() == nil {
		f := queue[0]
		queue = queue[1:]
		if l.parts[f] && l.isTakenFor(f) {
			continue
		}
		if l.takenIn[f] && !l.byItself(f) {
			continue
		}
		c := l.reader(f)
		if c == nil {
			continue
		}
		l.findings[f] = append(l.findings[f], c.Findings...)
		on := l.machineOfFile(f)
		for _, count := range c.Counts {
			l.replicas[on.part(count.Root).abs] = count.Replicas
		}
		l.started = slices.Grow(l.started, len(c.Starts))
		for _, s := range c.Starts {
			l.started = append(l.started, started{start: s, from: f, on: on.part(s.Root), final: f.class.form != nil && f.class.form.Final})
		}
		if len(c.Files) == 0 {
			continue
		}
		roots := l.apply(on, c.Files)
		l.addMachines(roots)
		for _, m := range roots {
			for _, abs := range l.written.below(m.abs) {
				if w := l.current(abs); depth[w] == 0 && depth[f] < maxWritten {
					depth[w] = depth[f] + 1
					queue = append(queue, w)
				}
			}
		}
	}
	for _, form := range l.formats {
		if form.Forget != nil {
			form.Forget()
		}
	}
	l.dropParts()
	l.layOut()
	for i := range l.started {
		s := &l.started[i]
		if l.mayStart(s.from) {
			s.daemons = l.daemons(*s, view{machine: s.on.abs, closed: s.final}, 0)
			l.countStart(s)
		}
		if len(s.daemons) == 0 {
			s.start = machine.Start{} // nobody asks what it is
		}
	}
	for _, root := range l.machineRoots {
		l.walk(root, root)
	}
	l.readWritten()
}

// inOrder returns the files with those first that take in others.
func (l *assembler) inOrder() []*file {
	order := make(map[*file]int)
	for _, f := range l.files {
		if _, n := l.orderOf(f); n > 0 {
			order[f] = n
		}
	}
	files := slices.Clone(l.files)
	if len(order) > 0 {
		slices.SortStableFunc(files, func(a, b *file) int { return cmp.Compare(order[a], order[b]) })
	}
	return files
}

// orderOf returns the form of a file whose form has files that take in others, and where it stands among them; nil for any
// other.
func (l *assembler) orderOf(f *file) (*format.Format, int) {
	if f.source == nil || f.isPlainDocument() || f.class.form != nil && !f.class.form.Generic && f.class.form.Order == nil {
		return nil, 0
	}
	data := f.text.View()
	for _, form := range l.formats {
		if form.Order != nil && form.Shows(f.name(), data) {
			return form, form.Order(f.name(), data)
		}
	}
	return nil, 0
}

// isTakenFor takes a file that others are made of for one of the form that orderOf returns, if it returns one.
func (l *assembler) isTakenFor(f *file) bool {
	form, _ := l.orderOf(f)
	if form != nil {
		f.class.form, f.byContent = form, true
	}
	return form != nil
}

// current returns the file that lies at a path of a machine: the last one that was written there.
func (l *assembler) current(abs string) *file {
	versions := l.written.files[abs]
	return versions[len(versions)-1]
}

// readWritten looks at what lies on the machines that were found.
func (l *assembler) readWritten() {
	for _, f := range l.files {
		if f.written != nil {
			l.recognise(f)
		}
	}
}

// beside is what a reader may look at besides its own text: the tree around its file.
type beside struct {
	l *finder
	// machine is that which the source describes; "" if it describes none.
	machine string
}

// Open implements machine.Tree.
func (b beside) Open(from *source.Source, name string) (source.Text, fs.FileMode, string) {
	at, problem := b.locate(from, name)
	if problem != "" {
		return source.Text{}, 0, problem
	}
	f, problem := b.l.openAny(at)
	if f == nil {
		return source.Text{}, 0, withoutRemedy(problem)
	}
	return f.text, f.mode, ""
}

// Absent implements machine.Absence.
func (b beside) Absent(from *source.Source, name string) bool {
	return b.machine == "" && b.l.isAbsent(view{source: from}, name)
}

// List implements machine.Tree.
func (b beside) List(from *source.Source, name string) ([]string, string) {
	at, problem := b.locate(from, name)
	if problem != "" {
		return nil, problem
	}
	onDisk := !b.l.written.isDirectory(at) // others may have more written to them
	if names, found := b.l.names[at]; found && onDisk {
		return names, ""
	}
	entries, err := b.l.list(at)
	if err != nil {
		return nil, withoutRemedy(why(err))
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() {
			name += "/"
		}
		names = append(names, name)
	}
	if onDisk {
		b.l.names[at] = slices.Clip(names)
	}
	return names, ""
}

// locate returns where the file lies that a path in a source names. An absolute one is looked up on the machine that the
// source is a file of, where it is one.
func (b beside) locate(from *source.Source, name string) (string, string) {
	if path.IsAbs(name) {
		at, _, problem := b.l.locate(view{source: from, machine: b.machine}, name)
		return at, withoutRemedy(problem)
	}
	abs := cmp.Or(from.File, b.l.absolute(from.Path))
	at := filepath.Join(filepath.Dir(abs), filepath.FromSlash(name))
	root := b.l.rootOf(abs)
	real, problem := b.l.resolveUnder(at, root, append([]string{root, filepath.Dir(abs)}, b.l.tops...))
	return real, withoutRemedy(problem)
}

// contributions returns what a file says about the machine it describes; nil if it describes none.
func (l *assembler) contributions(f *file) *machine.Contributions {
	if f.source == nil {
		return nil
	}
	var refused *machine.Contributions
	for _, form := range l.readers(f) {
		c, ok := form.Read(l.input(f))
		if ok && form.Printed && !l.isReport(f) {
			l.passedOver[f], ok = sampleReport(f), false
		}
		if ok {
			f.source.Printed = form.Printed
			f.byContent = f.byContent || form != f.class.form
			f.class.form = form
			l.unreadPart(f, &c)
			l.tell(&c)
			return &c
		}
		if c.Unreadable != nil && refused == nil {
			refused = &c
		}
	}
	if refused != nil && (f.named || refused.Unreadable.Limit) {
		l.unreadPart(f, refused)
	}
	return nil
}

// isPlainDocument reports whether the members of a file's object show that it is a document of Mesos and nothing else.
func (f *file) isPlainDocument() bool { return f.kind != config.Unknown && f.class.form == nil }

// readers are the formats that a file may be of which describe machines: the one that its path says, and those that its
// content shows where the path is one that others have too.
func (l *assembler) readers(f *file) []*format.Format {
	if f.isPlainDocument() {
		return nil
	}
	var out []*format.Format
	data := f.text.View()
	claimed := f.class.form
	if claimed != nil && claimed.Read != nil && (f.named || claimed.IsWorth(f.name(), data)) {
		out = append(out, claimed)
	}
	if claimed == nil || claimed.Generic {
		for _, form := range l.formats {
			if form != claimed && !(form.Printed && claimed != nil) && form.Read != nil && form.Shows != nil && form.Shows(f.name(), data) {
				out = append(out, form)
			}
		}
	}
	return out
}

// input is what the reader of a file is given.
func (l *assembler) input(f *file) format.Input {
	on := l.machineOfFile(f).abs
	return format.Input{
		Text: f.text, Name: f.name(), Unknown: f.unknown(), Shell: l.shellOptions(f, on), Docker: l.dockerOptions(f, on), IsVariable: isMesosVariable,
		Dump: l.dumpFacts(f),
		Run: func(words []machine.Word, at source.Span, env []machine.Assignment, main bool) machine.Contributions {
			return l.runShell(f, on, words, at, env, main)
		},
		Sh: func(text source.Text, env []machine.Assignment) machine.Contributions {
			o := l.shellOptions(f, on)
			o.Dialect, o.Environment, o.Meant = shell.Posix, env, true
			read := shell.Read(text, o)
			read.Sources = append(read.Sources, read.Followed...)
			return read.Contributions
		},
	}
}

// unreadPart names what of a file could not be read, where the user asked for it or it is plainly about Mesos.
func (l *assembler) unreadPart(f *file, c *machine.Contributions) {
	switch {
	case c.Unreadable != nil && (f.named || contributesToMesos(c) || l.mentionsSettings(f) || namesDaemon(f.text.String())):
		f.used = true
		at := c.Unreadable.At
		if at.Source == nil {
			at = f.text.Span(0, 0)
		}
		reason := c.Unreadable.Reason
		if f.marks().Any() && !c.Unreadable.Limit {
			reason = "is a template; " + checkRendered
		}
		l.broken = append(l.broken, broken{f, at, withRemedy(reason)})
	case c.Unread != nil:
		f.used = true
		l.passedOver[f] = *c.Unread
	}
	if contributesToMesos(c) {
		for _, g := range c.Gaps {
			if g.Kind == machine.MoreText && g.At.Source != nil {
				l.out.Unread = append(l.out.Unread, config.Unread{Path: g.At.Source.Path, Line: g.At.Source.Position(g.At.Start).Line, Reason: g.Reason})
			}
		}
	}
	all := f.class.form != nil && f.class.form.Kind() == config.Ansible
	for _, g := range c.Gaps {
		if directory := strings.HasSuffix(g.Path, "/"); all || g.Kind == machine.UnknownArguments || directory && l.lineSpeaks(g.Path) != "" {
			l.unnamed = append(l.unnamed, g)
			if directory && l.lineSpeaks(g.Path) != "" {
				f.used = true
				at := filepath.Join(l.machineOfFile(f).abs, filepath.FromSlash(g.Path))
				l.mayHold[at] = append(l.mayHold[at], machine.Gap{Kind: machine.UnknownArguments, Reason: g.Reason, At: g.At})
			}
		}
	}
	for _, s := range c.Sources {
		if other := l.fileOf(s); other != nil {
			other.used = true
			l.parts[other] = true
			if !other.listed {
				l.isTakenFor(other) // it is met here alone
			}
			whole := c.Unreadable == nil || c.Unreadable.Limit
			if form := f.class.form; whole && other != f && form != nil && form.TakesIn && other.class.form == form {
				l.takenIn[other] = true
			}
		}
	}
}

// byItself reports whether a file is judged by itself although it may be a part of another one: it was named, and what the tree
// makes of it is not known.
func (l *assembler) byItself(f *file) bool { return f.named && l.asked == nil }

// broken is a file that could not be read by itself, with where and why.
type broken struct {
	file   *file
	at     source.Span
	reason string
}

// dropParts forgets what files say by themselves that others are made of, and names those that nobody reads or that cannot be
// read.
func (l *assembler) dropParts() {
	l.started = slices.DeleteFunc(l.started, func(s started) bool { return l.parts[s.from] })
	l.dropRepeated()
	for _, b := range l.broken {
		if !l.parts[b.file] || l.byItself(b.file) {
			l.uncheckedAt(b.at, b.reason)
		}
	}
	for _, f := range l.files {
		if gap, found := l.passedOver[f]; found && !l.parts[f] {
			l.unread(f, gap.At, gap.Reason)
		}
	}
}

// unread names a file that mentions Mesos settings and is not read as configuration.
func (l *assembler) unread(f *file, at source.Span, reason string) {
	line := 1
	if at.Source != nil {
		line = at.Source.Position(at.Start).Line
	}
	l.out.Unread = append(l.out.Unread, config.Unread{Path: f.path, Line: line, Reason: reason})
}

// dropRepeated forgets what a script says by itself where another file that runs it, such as the Dockerfile of whose image
// it is the entry point, says the same of its machine: each daemon and each file is one.
func (l *assembler) dropRepeated() {
	type origin struct {
		source *source.Source
		start  int
	}
	first, several := map[origin]*file{}, map[origin]bool{}
	note := func(at source.Span, writer *file) {
		key := origin{at.Source, at.Start}
		switch before := first[key]; {
		case before == nil:
			first[key] = writer
		case before != writer:
			several[key] = true
		}
	}
	repeats := func(at source.Span, writer *file) bool {
		return at.Source == writer.source && several[origin{at.Source, at.Start}]
	}
	for _, s := range l.started {
		note(s.start.At, s.on.writer)
	}
	l.started = slices.DeleteFunc(l.started, func(s started) bool { return repeats(s.start.At, s.on.writer) })
	clear(first)
	clear(several)
	filesOf := func(root string, see func(*file)) {
		for _, abs := range l.written.below(root) {
			for _, f := range l.written.files[abs] {
				see(f)
			}
		}
	}
	for _, root := range l.machineRoots {
		filesOf(root, func(f *file) { note(f.written.at, f.written.writer) })
	}
	l.machineRoots = slices.DeleteFunc(l.machineRoots, func(root string) bool {
		all := true
		filesOf(root, func(f *file) { all = all && repeats(f.written.at, f.written.writer) })
		return all && len(l.written.below(root)) > 0
	})
}

// namesDaemon reports whether a text names a daemon, as the images and packages do.
func namesDaemon(text string) bool {
	return strings.Contains(text, "mesos-master") || strings.Contains(text, "mesos-agent") || strings.Contains(text, "mesos-slave")
}

// contributesToMesos reports whether any of what a file says is plainly about Mesos: a file below such a path, a start of a
// daemon, an image that is called so.
func contributesToMesos(c *machine.Contributions) bool {
	startsDaemon := func(w machine.Word) bool {
		name := path.Base(w.Text.String())
		return daemonOf(name) != config.AnyComponent || isWrapper(name) || name == daemonScript
	}
	return slices.ContainsFunc(c.Files, func(f machine.File) bool { return strings.Contains(f.Path, "mesos") }) ||
		slices.ContainsFunc(c.Starts, func(s machine.Start) bool {
			return slices.ContainsFunc(s.Words, startsDaemon) || s.Container != nil && strings.Contains(s.Container.Image.Text.String(), "mesos")
		})
}
