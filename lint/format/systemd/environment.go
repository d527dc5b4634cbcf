package systemd

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// environmentFile takes in one EnvironmentFile=. Its path is not unquoted; one that is not absolute and clean is ignored
// (path_simplify_and_warn in src/shared/conf-parser.c).
func (r *serviceReader) environmentFile(e entry) {
	w := readWhole(e.value, r.specifiers)
	text := w.Text.String()
	bare, optional := strings.CutPrefix(text, "-")
	word := w.Word
	if optional {
		word = word.From(1)
	}
	word.Several = false
	switch {
	case w.badSpecifier:
		r.find("systemd/unknown-specifier", w.Text.Raw(), e.key, "systemd ignores the line: a % in it has no meaning")
		return
	case word.Known > 0 && !strings.HasPrefix(bare, "/"):
		r.find("systemd/ignored-line", w.Text.Raw(), e.key, "systemd ignores an EnvironmentFile= whose path is not absolute; it takes quotes for part of the path")
		return
	case word.IsKnown() && hasDots(bare):
		r.find("systemd/ignored-line", w.Text.Raw(), e.key, "systemd ignores an EnvironmentFile= whose path holds \"..\"")
		return
	}
	r.files = append(r.files, machine.EnvironmentFile{
		Path: word, Optional: optional, Maybe: e.maybe, Dialect: "systemd", At: e.span,
	})
}

// hasDots reports whether a part of a path is "..", which systemd does not take; it drops ".".
func hasDots(file string) bool { return slices.Contains(strings.Split(file, "/"), "..") }

// takeBack notes the environment files that an empty EnvironmentFile= takes back: the service does not read them.
func (r *serviceReader) takeBack() {
	if r.o.Tree == nil {
		return
	}
	for _, f := range r.files {
		if !f.Path.IsKnown() || !r.step() {
			continue
		}
		if text, _, problem := r.o.Tree.Open(f.At.Source, path.Clean(f.Path.Text.String())); problem == "" && text.Source() != nil {
			r.out.Sources = append(r.out.Sources, text.Source())
		}
	}
}

// fileAssignments returns what the environment files assign, in the order in which later ones win. What is not known of
// them is a gap.
func (r *serviceReader) fileAssignments() []machine.Assignment {
	var env []machine.Assignment
	for i := range r.files {
		f := &r.files[i]
		if !f.Path.IsKnown() {
			r.gap(machine.Gap{
				Kind: machine.UnreadFile, At: f.At,
				Reason: "which environment file " + f.Path.Text.String() + " is, is only known at run time",
			})
			continue
		}
		name := path.Clean(f.Path.Text.String())
		paths, problem := []string{name}, ""
		if strings.ContainsAny(name, "*?[") {
			paths, problem = r.glob(f.At.Source, name)
		}
		if problem != "" {
			r.missing(f, name, problem)
		}
		for _, p := range paths {
			env = append(env, r.readEnvironmentFile(f, p)...)
		}
	}
	return env
}

// costOfRepeating is what a byte costs of an environment file that is read again: each line is a setting more.
const costOfRepeating = 16

// readEnvironmentFile reads the environment file at a path.
func (r *serviceReader) readEnvironmentFile(f *machine.EnvironmentFile, name string) []machine.Assignment {
	text, unknown, problem := r.open(f.At.Source, name)
	if problem != "" {
		r.missing(f, name, problem)
		return nil
	}
	cost := text.Len()
	if s := text.Source(); r.readBefore[s] {
		cost *= costOfRepeating
	} else {
		r.readBefore[s] = true
	}
	if !r.spend(cost) {
		return nil
	}
	read := ReadEnvironment(text, unknown...)
	f.Read = append(f.Read, text)
	r.out.Findings = append(r.out.Findings, read.Findings...)
	if read.Refused && !f.Optional {
		r.find("systemd/refused-unit", f.At, r.service.Name, "the start fails: "+name+" is an environment file that systemd refuses")
	}
	if read.Unreadable != nil {
		r.gap(machine.Gap{Kind: machine.UnreadFile, Reason: "the environment file " + name + " could not be read", Path: name, At: f.At})
		if r.out.Unreadable == nil {
			r.out.Unreadable = read.Unreadable
		}
	}
	for _, g := range read.Gaps {
		r.gap(g)
	}
	for i := range read.Assignments {
		read.Assignments[i].Maybe = read.Assignments[i].Maybe || f.Maybe
	}
	return read.Assignments
}

// open returns the content of a file of the machine, with what commands before the start do to it, and what of it only the
// run knows.
func (r *serviceReader) open(from *source.Source, name string) (text source.Text, unknown []source.Range, problem string) {
	problem = "not found"
	if r.o.Tree != nil {
		text, _, problem = r.o.Tree.Open(from, name)
	}
	for _, f := range r.out.Files {
		if f.Root != "" || path.Clean(f.Path) != name {
			continue
		}
		switch {
		case f.Maybe || f.Copy != nil || f.Change != nil || f.Operation == machine.Edit || f.Known == machine.UnknownContent:
			return source.Text{}, nil, "not read, because a command before the start writes it"
		case f.Operation == machine.Remove:
			text, unknown, problem = source.Text{}, nil, "removed before the start"
		case f.Operation == machine.Append && problem == "":
			for _, hole := range unknownOf(f) {
				unknown = append(unknown, source.Range{Start: text.Len() + hole.Start, End: text.Len() + hole.End})
			}
			text = source.Append(text, f.Content)
		case f.OnlyIfMissing && problem == "" || f.Directory:
		default:
			text, unknown, problem = f.Content, unknownOf(f), ""
		}
	}
	return text, unknown, problem
}

// missing notes an environment file that was not read. It is a gap, unless it is known not to be there: without the "-"
// before its path the start then fails.
func (r *serviceReader) missing(f *machine.EnvironmentFile, name, problem string) {
	if absence, ok := r.o.Tree.(machine.Absence); ok && absence.Absent(f.At.Source, name) {
		if !f.Optional && !f.Maybe {
			r.find("systemd/missing-environment-file", f.Path.Text.Raw(), name,
				"systemd does not start the service: "+name+" is not there, and no \"-\" before its path says that it may be missing")
		}
		if _, _, still := r.open(f.At.Source, name); still != "" {
			return
		}
	}
	problem, _, _ = strings.Cut(problem, ";")
	r.gap(machine.Gap{
		Kind: machine.UnreadFile, Path: name, At: f.At, Reason: "the environment file " + name + " may add flags, but was " + problem,
	})
}

// glob returns the files that a pattern of EnvironmentFile= matches, sorted by path.
func (r *serviceReader) glob(from *source.Source, pattern string) (paths []string, problem string) {
	if r.o.Tree == nil {
		return nil, "not found"
	}
	paths = []string{"/"}
	parts := strings.Split(strings.TrimPrefix(pattern, "/"), "/")
	for i, part := range parts {
		last := i == len(parts)-1
		if !strings.ContainsAny(part, "*?[") && !last {
			for j := range paths {
				paths[j] = path.Join(paths[j], part)
			}
			continue
		}
		var next []string
		for _, dir := range paths {
			names, why := r.o.Tree.List(from, dir)
			if why != "" {
				problem = why
			}
			next = append(next, r.matching(dir, part, names, last)...)
		}
		paths = next
	}
	if len(paths) == 0 && problem == "" {
		problem = "not found"
	}
	if len(paths) > 0 {
		problem = ""
	}
	return paths, problem
}

// matching returns the entries of a directory that a part of a pattern matches: files where it is the last part, and else
// directories.
func (r *serviceReader) matching(dir, part string, names []string, last bool) []string {
	part = strings.ReplaceAll(part, "[!", "[^")
	var out []string
	for _, name := range names {
		bare, isDir := strings.CutSuffix(name, "/")
		if isDir == last || strings.HasPrefix(bare, ".") && !strings.HasPrefix(part, ".") || !r.step() {
			continue
		}
		if matched, _ := path.Match(part, bare); matched {
			out = append(out, path.Join(dir, bare))
		}
	}
	return out
}
