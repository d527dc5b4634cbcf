package docker

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Starts returns what a container of an image runs in the end: with the image's ENTRYPOINT, CMD and environment under those
// of the start, init programs left out, and the scripts of the tree that stand in between followed to the commands they
// run. The starts' words begin with the program, and are empty if it is not known; their environment is all that is known
// to reach it, weakest first: it holds the image's and that of environment files. Files are those that the scripts write.
// The image of their container is the one at the bottom that is not built here. There is no start where docker refuses to create the container.
//
// An image of which something is not known is a gap of the starts. A nil image is one of which nothing is known.
func (o Options) Starts(image *Image, start machine.Start) machine.Contributions {
	o.Limits = o.Limits.OrFor(0)
	if image == nil {
		image = unknownImage(start.Container.Image)
	}
	l := &launch{o: o, image: image, start: start}
	words, open := argv(image, &start)
	if len(words) == 0 && !open {
		return l.out // docker refuses to create a container without a command
	}
	gaps := slices.Clone(start.Gaps)
	env := l.environment()
	if !start.Container.Complete {
		env = slices.Concat(image.Environment, env)
		if image.Open != "" {
			gaps = append(gaps, machine.Gap{Kind: machine.UnknownImage, Reason: image.Open, At: start.At})
		} else if open {
			gaps = append(gaps, machine.Gap{Kind: machine.UnknownImage, Reason: imageOpen, At: start.At})
		}
	}
	l.exec(words, env, append(gaps, l.gaps...), 0)
	return l.out
}

// launch follows one start.
type launch struct {
	o     Options
	image *Image
	start machine.Start
	gaps  []machine.Gap
	files []machine.EnvironmentFile // with what was read of them
	out   machine.Contributions
	// edited is how much of files was read to edit them, in bytes.
	edited int
}

// maxEdited is how much of files is read to follow what an image does to the scripts that it starts, in bytes.
const maxEdited = 4 << 20

// environment returns what the start adds to that of the image.
func (l *launch) environment() []machine.Assignment {
	var files []machine.Assignment
	for _, f := range l.start.EnvironmentFiles {
		files = append(files, l.environmentFile(&f)...)
		l.files = append(l.files, f)
	}
	if l.start.WeakFiles {
		return append(files, l.start.Environment...)
	}
	return slices.Concat(l.start.Environment, files)
}

// environmentFile returns the variables of a file that no reader has read yet.
func (l *launch) environmentFile(f *machine.EnvironmentFile) []machine.Assignment {
	if len(f.Read) > 0 {
		return nil // they stand among the others
	}
	gap := machine.Gap{Reason: "the environment file of the container may add variables", At: f.At, Path: f.Path.Text.String()}
	if !f.Path.IsKnown() || l.o.Tree == nil || f.At.Source == nil {
		l.gaps = append(l.gaps, gap)
		return nil
	}
	text, _, problem := l.o.Tree.Open(f.At.Source, f.Path.Text.String())
	if problem != "" {
		if !f.Optional {
			gap.Reason += ", but was " + problem
			l.gaps = append(l.gaps, gap)
		}
		return nil
	}
	f.Read = []source.Text{text}
	read := ReadEnvironmentFile(text)
	if read.Refused != nil {
		l.gaps = append(l.gaps, *read.Refused)
		return nil
	}
	return read.Assignments
}

// initProgram reports whether a program starts the program in its arguments and reaps its children, and returns its options
// that take a value of their own: tini 0.19 (src/tini.c, "p:hvwgle:s"), dumb-init 1.2 ("hvsr:c", which are "--rewrite" and the
// like).
func initProgram(name string) (values string, ok bool) {
	switch name {
	case "tini", "tini-static", "docker-init":
		return "pe", true
	case "catatonit":
		return "P", true
	case "dumb-init":
		return "r", true
	}
	return "", false
}

// withoutInit returns the words after an init program and its options.
func withoutInit(words []machine.Word) []machine.Word {
	for len(words) > 1 {
		values, isInit := initProgram(path.Base(words[0].Text.String()))
		if !isInit || !words[0].IsKnown() {
			break
		}
		at := 1
		for at < len(words) && words[at].IsKnown() && strings.HasPrefix(words[at].Text.String(), "-") {
			option := words[at].Text.String()
			at++
			if option == "--" {
				break
			}
			long := strings.HasPrefix(option, "--")
			if long && option == "--rewrite" || !long && strings.IndexByte(values, option[len(option)-1]) >= 0 {
				at++
			}
		}
		words = words[min(at, len(words)):]
	}
	return words
}

// maxScripts bounds how many scripts hand on to each other.
const maxScripts = 8

// exec follows one command line.
func (l *launch) exec(words []machine.Word, env []machine.Assignment, gaps []machine.Gap, depth int) {
	words, env = l.handedOn(withoutInit(words), env)
	if len(words) == 0 || l.o.Shell == nil || depth == maxScripts || !words[0].IsKnown() {
		l.final(words, env, gaps)
		return
	}
	program := words[0].Text.String()
	script := Script{Environment: env, Directory: l.image.Directory}
	switch text, at, isScript := l.script(words); {
	case isScript:
		script.Text, script.Arguments = text, words[at:]
	case isShell(program) && isCommandText(words):
		script.Command = words
	default:
		l.final(words, env, gaps)
		return
	}
	l.follow(script, words, env, gaps, depth)
}

// handedOn leaves out the entrypoint of a known image that runs the words after it, and adds what it exports. A file that
// is known to stand in its place is not that entrypoint.
func (l *launch) handedOn(words []machine.Word, env []machine.Assignment) ([]machine.Word, []machine.Assignment) {
	entrypoint := l.image.Entrypoint
	n := len(entrypoint.Words)
	if !entrypoint.HandsOn || n == 0 || len(words) <= n || !slices.EqualFunc(entrypoint.Words, words[:n], sameWord) {
		return words, env
	}
	if _, found := l.content(l.image.executable(words[0].Text.String())); found {
		return words, env
	}
	return withoutInit(words[n:]), append(slices.Clip(env), entrypoint.exports(env)...)
}

func sameWord(a, b machine.Word) bool {
	return a.IsKnown() && b.IsKnown() && a.Text.String() == b.Text.String()
}

// follow reads what a script runs.
func (l *launch) follow(script Script, words []machine.Word, env []machine.Assignment, gaps []machine.Gap, depth int) {
	c := l.o.Shell(script)
	l.out.Files = append(l.out.Files, c.Files...)
	l.out.Findings = append(l.out.Findings, c.Findings...)
	gaps = slices.Concat(gaps, c.Gaps)
	if c.Unreadable != nil {
		gaps = append(gaps, *c.Unreadable)
	}
	if len(c.Starts) == 0 {
		gaps = append(gaps, machine.Gap{Kind: machine.UnknownArguments, Reason: "the script may start the program with flags of its own", At: words[0].Text.Raw()})
		l.final(words, env, gaps)
		return
	}
	for _, s := range c.Starts {
		if s.Container != nil {
			l.out.Starts = append(l.out.Starts, s)
			continue
		}
		maybe := l.start.Maybe
		l.start.Maybe = maybe || s.Maybe
		before := len(l.out.Starts)
		l.exec(s.Words, slices.Concat(env, s.Environment), slices.Concat(gaps, s.Gaps), depth+1)
		l.start.Maybe = maybe
		for i := before; i < len(l.out.Starts); i++ {
			l.out.Starts[i].EnvironmentFiles = append(l.out.Starts[i].EnvironmentFiles, s.EnvironmentFiles...)
		}
	}
}

// final adds a start.
func (l *launch) final(words []machine.Word, env []machine.Assignment, gaps []machine.Gap) {
	s := l.start
	s.Words, s.Environment, s.EnvironmentFiles, s.Gaps = words, env, l.files, gaps
	if s.Container != nil {
		c := *s.Container
		c.Image, c.Entrypoint, c.HasEntrypoint, c.HasCommand = l.image.Reference, nil, false, true
		s.Container = &c
	}
	l.out.Starts = append(l.out.Starts, s)
}

// isShell reports whether a program is a shell.
func isShell(program string) bool {
	return slices.Contains([]string{"sh", "bash", "dash", "ash"}, path.Base(program))
}

// isCommandText reports whether a shell is given its text after -c.
func isCommandText(words []machine.Word) bool {
	for _, w := range words[1:] {
		option := w.Text.String()
		if !strings.HasPrefix(option, "-") {
			return false
		}
		if !strings.HasPrefix(option, "--") && strings.Contains(option, "c") {
			return true
		}
	}
	return false
}

// script returns the text of the script that a command line runs, where it is one of the tree, and where its own arguments
// begin: "$0" is the first.
func (l *launch) script(words []machine.Word) (text source.Text, at int, found bool) {
	program := words[0].Text.String()
	if isShell(program) {
		if len(words) < 2 || !words[1].IsKnown() || strings.HasPrefix(words[1].Text.String(), "-") {
			return source.Text{}, 0, false
		}
		text, found = l.content(l.image.absolute(words[1].Text.String()))
		return text, 1, found
	}
	if text, found = l.content(l.image.executable(program)); !found || !isShellScript(text.String()) {
		return source.Text{}, 0, false
	}
	return text, 0, true
}

// isShellScript reports whether the kernel gives a file to a shell, or a shell takes it for itself.
func isShellScript(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	interpreter, isScript := strings.CutPrefix(line, "#!")
	for _, word := range strings.Fields(interpreter) {
		if isShell(word) {
			return true
		}
	}
	return !isScript && !strings.Contains(text, "\x00")
}

// searchPath is the PATH of a container whose image gives none (moby/moby, pkg/system/path.go).
var searchPath = []string{"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}

// executable returns the path of a program of the image, "" if it is not among the files that are known.
func (i *Image) executable(program string) string {
	if strings.Contains(program, "/") {
		return i.absolute(program)
	}
	for _, dir := range searchPath {
		p := path.Join(dir, program)
		if slices.ContainsFunc(i.Files, func(f machine.File) bool { return f.Path == p && f.Root == "" }) {
			return p
		}
	}
	return ""
}

// content returns what a path of the container holds, where it is known.
func (l *launch) content(p string) (source.Text, bool) {
	if p == "" {
		return source.Text{}, false
	}
	for _, m := range slices.Backward(l.mounts()) {
		rest, below := strings.CutPrefix(p, m.Path+"/")
		switch {
		case m.Path == p && m.Content != nil:
			return *m.Content, true
		case m.Path != p && !below:
			continue
		case m.OnHost:
			return source.Text{}, false
		case m.Path == p:
			return l.open(m.At.Source, m.From)
		}
		return l.open(m.At.Source, path.Join(m.From, rest))
	}
	return l.fileContent(p, 0)
}

func (l *launch) mounts() []machine.Mount {
	if l.start.Container == nil {
		return nil
	}
	return l.start.Container.Mounts
}

// fileContent returns what a file of the image holds.
func (l *launch) fileContent(p string, depth int) (text source.Text, known bool) {
	for _, f := range l.image.Files {
		if f.Path != p || f.Root != "" || f.Directory || f.Maybe && f.Operation != machine.Edit {
			known = known && (f.Path != p || f.Root != "" || f.Directory)
			continue
		}
		switch {
		case f.Operation == machine.Edit && known && f.Change != nil:
			if l.edited += 64 + text.Len()*max(f.Weight, 1); l.edited > maxEdited {
				return source.Text{}, false
			}
			text, known = f.Change(text)
		case f.Operation != machine.Replace:
			known = false
		case f.Link != "" && depth < maxScripts:
			link := f.Link
			if !path.IsAbs(link) {
				link = path.Join(path.Dir(p), link)
			}
			text, known = l.fileContent(path.Clean(link), depth+1)
		case f.Copy != nil && f.Copy.OnMachine && depth < maxScripts:
			text, known = l.fileContent(f.Copy.Path, depth+1)
		case f.Copy != nil && !f.Copy.OnMachine && !f.Copy.Rendered:
			text, known = l.open(f.Copy.At.Source, path.Join(f.Copy.Base, f.Copy.Path))
		default:
			text, known = f.Content, f.Copy == nil && f.Known == f.Content.Len()
		}
	}
	return text, known
}

func (l *launch) open(from *source.Source, p string) (source.Text, bool) {
	if l.o.Tree == nil || from == nil {
		return source.Text{}, false
	}
	text, _, problem := l.o.Tree.Open(from, p)
	return text, problem == ""
}
