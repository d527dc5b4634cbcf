package ansible

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// freeText returns what a command is given. known is false if nothing of it is.
func (r *reader) freeText(t *task) (v value, known bool) {
	if t.free.node == nil && t.free.text.Len() == 0 {
		return value{}, false
	}
	v = r.valueOf(t, t.free)
	return v, v.isScalar() && !v.opaque && v.text.Len() > 0
}

// isConditional reports whether a file that is there or not decides whether a command is run.
func (r *reader) isConditional(t *task) bool {
	_, creates := r.value(t, "creates")
	_, removes := r.value(t, "removes")
	return creates || removes
}

// shell reads the modules that hand a text to a shell.
func (r *reader) shell(t *task) {
	v, known := r.freeText(t)
	if !known {
		return
	}
	o := r.shellOptions(t)
	if executable, given := r.value(t, "executable"); given {
		s, _ := executable.string()
		if d, isShell := shell.DialectOf([]byte("#!" + s)); isShell {
			o.Dialect = d
		}
	}
	r.take(t, shell.Read(v.text, o))
}

// shellOptions are those of what a task runs.
func (r *reader) shellOptions(t *task) shell.Options {
	o := r.o.Shell
	o.Limits, o.Root, o.Environment, o.Dialect = r.limits, r.machine, t.environment, shell.Posix
	if v, given := r.value(t, "chdir"); given {
		if s, known := v.string(); known && path.IsAbs(s) {
			o.Directory = path.Clean(s)
		}
	}
	return o
}

// take takes over what a text of a shell does.
func (r *reader) take(t *task, read *shell.Result) {
	for _, s := range read.Followed {
		r.use(s)
	}
	r.merge(t, read.Contributions)
}

// merge takes over what a command does, under the conditions of its task.
func (r *reader) merge(t *task, c machine.Contributions) {
	maybe := t.maybe || r.isConditional(t)
	for _, f := range c.Files {
		f.Maybe = f.Maybe || maybe
		r.put(f)
	}
	for _, s := range c.Sources {
		r.use(s)
	}
	c.Files, c.Sources = nil, nil
	r.out.Take(c, maybe)
}

// command reads the module command, which has no shell: what looks like a redirection is a word.
func (r *reader) command(t *task) {
	if r.o.Run == nil {
		return
	}
	var out []machine.Word
	if argv, given := r.value(t, "argv"); given {
		out = wordsOfList(argv)
	} else if v, known := r.freeText(t); known {
		out = words(v)
	}
	if len(out) == 0 {
		return
	}
	c := r.o.Run(out, t.at, t.environment, false)
	for i := range c.Files {
		c.Files[i].Root = r.machine
	}
	for i := range c.Starts {
		c.Starts[i].Root = r.machine
	}
	r.merge(t, c)
}

// script reads a script of the tree that is run on the machine.
func (r *reader) script(t *task) {
	v, known := r.freeText(t)
	all := words(v)
	if !known || len(all) == 0 || !all[0].IsKnown() || r.o.Shell.Tree == nil {
		return
	}
	from, isDirectory := r.locate(t, "files", all[0].Text.String())
	if from == "" || isDirectory {
		return
	}
	text, _, problem := r.o.Shell.Tree.Open(r.entry, from)
	if problem != "" {
		return
	}
	r.use(text.Source())
	o := r.shellOptions(t)
	if d, isShell := shell.DialectOf(text.View()); isShell {
		o.Dialect = d
	} else if strings.HasPrefix(text.String(), "#!") {
		return
	}
	o.Arguments, o.HasArguments = all[1:], true
	r.take(t, shell.Read(text, o))
}

// words splits a text as Python's shlex does.
func words(v value) []machine.Word {
	s := v.text.String()
	var out []machine.Word
	isHole := func(at int) bool {
		return slices.ContainsFunc(v.holes, func(h source.Range) bool { return h.Start <= at && at < h.End })
	}
	for i := 0; i < len(s); {
		if isHole(i) || !strings.ContainsRune(" \t\r\n", rune(s[i])) {
			w, end := word(v.text, i, isHole)
			out = append(out, w)
			i = end
			continue
		}
		i++
	}
	return out
}

// word reads the word that begins at an offset.
func word(t source.Text, start int, isHole func(int) bool) (w machine.Word, end int) {
	s := t.String()
	var data []byte
	var offsets []int32
	quote := byte(0)
	i := start
	for ; i < len(s); i++ {
		c := s[i]
		switch {
		case isHole(i):
			if last := len(w.Holes) - 1; last >= 0 && w.Holes[last].End == len(data) {
				w.Holes[last].End++
			} else {
				w.Holes = append(w.Holes, source.Range{Start: len(data), End: len(data) + 1})
			}
			w.Several = w.Several || quote == 0
		case quote == 0 && (c == ' ' || c == '\t' || c == '\r' || c == '\n'):
			return finished(w, t, data, offsets, start, i), i
		case c == quote:
			quote = 0
			continue
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
			continue
		case c == '\\' && i+1 < len(s) && (quote == 0 || quote == '"' && (s[i+1] == '"' || s[i+1] == '\\')):
			data, offsets = append(data, s[i+1]), append(offsets, int32(i))
			i++
			continue
		}
		data, offsets = append(data, c), append(offsets, int32(i))
	}
	return finished(w, t, data, offsets, start, i), i
}

// finished returns a word whose bytes were read. What is written into it is quoted where it must be.
func finished(w machine.Word, t source.Text, data []byte, offsets []int32, start, end int) machine.Word {
	s := t.String()[start:end]
	isBare := !strings.ContainsAny(s, `"'\`)
	part := func(_, _ int, s string) (string, bool) { return s, isBare && !strings.ContainsAny(s, " \t\r\n\"'\\") }
	whole := func(s string) string { return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"` }
	w.Text = t.Decoded(string(data), append(offsets, int32(end)), start, end, part, whole)
	if w.Known = len(data); len(w.Holes) > 0 {
		w.Known = w.Holes[0].Start
	}
	return w
}

// wordOf returns a value as one word.
func wordOf(v value) machine.Word {
	w := machine.Word{Text: v.text, Known: max(v.known(), 0), Holes: v.holes}
	if v.opaque {
		w.Known = 0
	}
	return w
}

// wordsOfList returns the items of a list as words, or those of a text.
func wordsOfList(v value) []machine.Word {
	if v.kind != list {
		if v.kind == unknown {
			w := wordOf(v)
			w.Several = true
			return []machine.Word{w}
		}
		return words(v)
	}
	var out []machine.Word
	for _, item := range v.items {
		if item.isScalar() {
			out = append(out, wordOf(item))
		}
	}
	return out
}

// container reads docker_container, its older form docker, and the module of podman.
func (r *reader) container(t *task) {
	image, given := r.value(t, "image")
	if !given || !image.isScalar() {
		return
	}
	if v, given := r.value(t, "state"); given {
		switch s, _ := v.string(); s {
		case "absent", "stopped", "killed":
			return
		}
	}
	c := &machine.Container{Image: wordOf(image)}
	s := machine.Start{Root: r.machine, Container: c, Maybe: t.maybe, At: t.at, WeakFiles: true}
	if v, given := r.value(t, "name"); given {
		s.Name, _ = v.string()
	}
	if v, given := r.value(t, "command"); given && v.kind != null {
		s.Words, c.HasCommand = wordsOfList(v), true
	}
	if v, given := r.value(t, "entrypoint"); given && v.kind != null {
		c.Entrypoint, c.HasEntrypoint = wordsOfList(v), true
	}
	if v, given := r.value(t, "env"); given {
		r.containerEnvironment(&s, v)
	}
	if v, given := r.value(t, "env_file"); given && v.isScalar() {
		s.EnvironmentFiles = append(s.EnvironmentFiles, machine.EnvironmentFile{Path: wordOf(v), Dialect: "docker", At: v.at})
	}
	if v, given := r.value(t, "volumes"); given {
		c.Mounts = mounts(v)
	}
	r.out.Starts = append(r.out.Starts, s)
}

// containerEnvironment gives a start its variables: of a dictionary, or of a text of the older module, "A=1,B=2".
func (r *reader) containerEnvironment(s *machine.Start, v value) {
	switch {
	case v.kind == dict:
		s.Environment = assignments(v)
	case v.kind == unknown:
		s.Gaps = append(s.Gaps, machine.Gap{Kind: machine.UnknownArguments, At: v.at, Reason: "the variables of the container are known only when Ansible runs"})
	case v.kind == text:
		data := v.text.String()
		for at := 0; at < len(data); {
			end := len(data)
			if i := strings.IndexByte(data[at:], ','); i >= 0 {
				end = at + i
			}
			if i := strings.IndexByte(data[at:end], '='); i > 0 {
				hole := slices.ContainsFunc(v.holes, func(h source.Range) bool { return h.Start < end && h.End > at+i })
				s.Environment = append(s.Environment, machine.Assignment{Name: strings.TrimSpace(data[at : at+i]), NameSpan: v.text.Span(at, at+i),
					Value: v.text.Slice(at+i+1, end), Span: v.text.Span(at, end), Unknown: hole || v.opaque, Exported: true})
			}
			at = end + 1
		}
	}
}

// mounts returns what a container sees of its host: "/host:/container:ro".
func mounts(v value) []machine.Mount {
	items := v.items
	if v.kind == text {
		for _, w := range strings.Split(v.text.String(), ",") {
			items = append(items, value{kind: text, text: source.LiteralText(w, v.at), at: v.at})
		}
	}
	var out []machine.Mount
	for _, item := range items {
		s, known := item.string()
		parts := strings.Split(s, ":")
		if known && len(parts) >= 2 && path.IsAbs(parts[1]) {
			out = append(out, machine.Mount{From: parts[0], Path: path.Clean(parts[1]), OnHost: true, At: item.at})
		}
	}
	return out
}
