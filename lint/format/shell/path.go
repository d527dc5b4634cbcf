package shell

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// target is where a path leads.
type target struct {
	// root and path are those of machine.File; path is "" if the name is not known.
	root, path string
	// inTree is set for a file of the tree, whose path is tree, relative to the source's directory.
	inTree bool
	tree   string
	// directory is the part of a name that is known to be a directory, with a slash at its end; "" if nothing is known.
	directory string
	// trailing is set if the path is written with a slash at its end.
	trailing bool
	// maybe is set if the path may be another.
	maybe bool
	at    source.Span
}

func (p target) known() bool { return p.path != "" }

// key is what files are told apart by.
func (p target) key() string { return p.root + "\x00" + p.path }

// join returns the place of a name in a directory.
func (p target) join(name string) target {
	switch {
	case p.inTree:
		p.tree = path.Join(p.tree, name)
	case p.known():
		p.path = path.Join(p.path, name)
	}
	p.trailing = false
	return p
}

// systemDirectories are those by which the path on a machine is known in one that begins with the root of an image. The
// last /etc/ in a path wins.
var systemDirectories = [...]string{"/etc/", "/usr/lib/systemd/", "/lib/systemd/", "/run/systemd/"}

// locate returns where a word leads as the path of a file.
func (s *shell) locate(f field) target {
	p := target{at: f.at}
	if f.several || f.maybe || len(f.value) == 0 {
		return p
	}
	v := f.value
	text := v.String()
	if text == "" || len(text) > 4096 || strings.ContainsRune(text, 0) {
		return p
	}
	if f.pattern() && strings.ContainsAny(text, "*[") && v.readable() && strings.HasPrefix(text, "/") {
		p.directory = path.Dir(text[:strings.IndexAny(text, "*[")]+"x") + "/"
		return p // the names of files that are there
	}
	for i, q := range v {
		p.maybe = p.maybe || q.fallback
		if q.maybe {
			return p
		}
		if q.inTree && i > 0 {
			return p
		}
	}
	p.trailing = strings.HasSuffix(text, "/")
	if v[0].inTree {
		rest := v[1:]
		if !rest.readable() {
			return p
		}
		p.inTree, p.tree = true, path.Join(v[0].tree, "./"+rest.String())
		s.split(&p, v[0].tree+"/", rest)
		return p
	}
	if !strings.HasPrefix(text, "/") && v[0].known {
		switch {
		case s.directory != nil:
			v = append(append(append(value(nil), s.directory...), segment{text: source.LiteralText("/", f.at), known: true}), v...)
			if v[0].inTree {
				f.value = v
				return s.locate(f)
			}
		case s.adrift:
			return p
		default:
			if v.readable() {
				p.inTree, p.tree = true, path.Clean(v.String())
			}
			s.split(&p, "", v)
			return p
		}
	}
	if v.readable() && s.isShared(v.String(), f.at.Source) {
		p.inTree, p.tree = true, path.Clean(v.String())
		return p
	}
	s.split(&p, "", v)
	return p
}

// sharedDirectory is where a virtual machine finds the directory of the tree that its description lies in: Vagrant's.
const sharedDirectory = "/vagrant"

// isShared reports whether a path of the machine is one of the tree at the same time.
func (s *shell) isShared(name string, from *source.Source) bool {
	rest, found := strings.CutPrefix(name, sharedDirectory)
	if !found || rest != "" && rest[0] != '/' || s.run.o.Tree == nil || s.root != s.run.o.Root {
		return false
	}
	if s.run.shared == unsure {
		_, problem := s.run.o.Tree.List(from, sharedDirectory)
		s.run.shared = statusOf(problem == "")
	}
	return s.run.shared == success
}

// split parts a path into the root of an image and the path in it. before stands in front of the value.
func (s *shell) split(p *target, before string, v value) {
	// Only what is known may be a path on the machine; what stands before it is a root.
	text := before + v.String()
	from := len(before) + v.lastHole()
	known := text[from:]
	for _, marker := range systemDirectories {
		probe := known
		if from == 0 && !strings.HasPrefix(probe, "/") {
			probe = "/" + probe
		}
		i := strings.LastIndex(probe+"/", marker)
		if i < 0 {
			continue
		}
		rest := probe[i:]
		prefix := before + rootText(v)
		prefix = prefix[:len(prefix)-len(known)] + known[:len(known)-min(len(rest), len(known))]
		p.root, p.path = joinRoot(s.root, cleanRoot(prefix, text)), path.Clean(rest)
		return
	}
	switch {
	case from == 0 && strings.HasPrefix(text, "/"):
		p.root, p.path = s.root, path.Clean(text)
	case from > 0 && before == "" && strings.HasPrefix(known, "/") && len(known) > 1 && !holdsMarker(text[:from]):
		// What nobody knows is where the files of a machine lie: /srv/$CLUSTER/mesos/acls.json.
		root := rootText(v)
		p.root, p.path = joinRoot(s.root, root[:len(root)-len(known)]), path.Clean(known)
	case from > 0 && before == "":
		// The name of the file is not known, but perhaps its directory.
		lead := v[:1].leading()
		head := text[:v.leading()]
		if i := strings.LastIndexByte(head, '/'); i > 0 && lead > 0 && head[0] == '/' {
			p.directory = path.Clean(head[:i]) + "/"
		}
	}
}

// holdsMarker reports whether a path goes through a directory of the system.
func holdsMarker(text string) bool {
	for _, marker := range systemDirectories {
		if strings.Contains(text, marker) {
			return true
		}
	}
	return false
}

// lastHole returns the end of the last piece that is not known.
func (v value) lastHole() int {
	end, at := 0, 0
	for _, p := range v {
		at += p.text.Len()
		if !p.known {
			end = at
		}
	}
	return end
}

// rootText writes a value as it names a root: a variable is the same however it is written.
func rootText(v value) string {
	var b strings.Builder
	for _, p := range v {
		if !p.known && p.name != "" {
			b.WriteString("$" + p.name)
			continue
		}
		b.WriteString(p.text.String())
	}
	return b.String()
}

// cleanRoot returns the root that a prefix stands for. text is the path as a whole.
func cleanRoot(prefix, text string) string {
	switch {
	case prefix == "" && strings.HasPrefix(text, "/"):
		return ""
	case prefix == "" || prefix == "./":
		return "."
	}
	root := path.Clean(prefix)
	if root == "/" {
		return ""
	}
	return root
}

func joinRoot(outer, inner string) string {
	switch {
	case inner == "":
		return outer
	case outer == "":
		return inner
	}
	return strings.TrimSuffix(outer, "/") + "/" + strings.TrimPrefix(inner, "/")
}

// nameOf returns the path in a word for a gap: as far as it is known.
func (s *shell) nameOf(f field) string {
	p := s.locate(f)
	switch {
	case p.known() && p.root == "":
		return p.path
	case p.inTree:
		return p.tree
	case p.known():
		return joinRoot(p.root, p.path)
	}
	return p.directory
}

// workingDirectory is a directory that a shell has left.
type workingDirectory struct {
	directory value
	adrift    bool
	// kept is set if pushd keeps it.
	kept bool
}

func (w workingDirectory) equal(o workingDirectory) bool {
	return w.directory.equal(o.directory) && w.adrift == o.adrift && w.kept == o.kept
}

// changeTo follows cd, pushd and popd.
func (s *shell) changeTo(name string, args []field) {
	here := workingDirectory{s.directory, s.adrift, name == "pushd"}
	last := len(s.left) - 1
	back := func(to workingDirectory) { s.directory, s.adrift, s.status = to.directory, to.adrift, unsure }
	switch {
	case name == "cd" && len(args) == 1 && args[0].lit() == "-" && last >= 0:
		to := s.left[last]
		s.left = append(slices.Clip(s.left), here)
		back(to)
	case name == "popd" && len(args) == 0:
		for last >= 0 && !s.left[last].kept {
			last--
		}
		if last < 0 {
			s.directory, s.adrift = nil, true
			return
		}
		to := s.left[last]
		s.left = append(slices.Clip(s.left[:last]), here)
		back(to)
	case name == "popd" || name == "pushd" && len(args) != 1:
		s.directory, s.adrift, s.left = nil, true, nil
	default:
		s.changeDirectory(args)
		if s.left = append(slices.Clip(s.left), here); len(s.left) > maxLeft {
			s.left = nil
		}
	}
}

// maxLeft is how many directories that were left are kept.
const maxLeft = 64

// changeDirectory follows cd.
func (s *shell) changeDirectory(args []field) {
	for len(args) > 0 && (args[0].lit() == "-P" || args[0].lit() == "-L" || args[0].lit() == "--") {
		args = args[1:]
	}
	if len(args) != 1 || args[0].lit() == "-" || args[0].several && !args[0].isVariable() || args[0].maybe || args[0].pattern() {
		s.directory, s.adrift = nil, true
		return
	}
	v := args[0].value
	if len(v) > 0 && v[0].known && !strings.HasPrefix(v.String(), "/") {
		switch {
		case s.directory != nil:
			v = append(append(append(value(nil), s.directory...), segment{text: source.LiteralText("/", args[0].at), known: true}), v...)
		case s.adrift:
			return
		}
	}
	s.directory, s.adrift = s.grow(v), false
	if v.doubtful() || len(v) == 0 {
		s.directory, s.adrift = nil, true
	}
	s.status = unsure
}

// isVariable reports whether a word is one variable, which whoever writes cd $DIR takes for one directory.
func (f field) isVariable() bool { return len(f.value) == 1 && isName(f.value[0].name) }

// startDirectory returns the directory in which the script is run, as people run it: that of the tree in which it stands; nil if
// it has gone elsewhere.
func (s *shell) startDirectory(at source.Span) value {
	if s.directory != nil || s.adrift || s.inner > 0 || s.script.in.Source() == nil {
		return nil
	}
	return value{{text: source.LiteralText(at.Text(), at), inTree: true, tree: ".", name: "PWD"}}
}

// ownPath returns the path of the script itself: known in the tree, and not on the machine.
func (s *shell) ownPath(at source.Span) value {
	if s.script.in.Source() == nil || s.inner > 0 {
		return nil
	}
	name := path.Base(s.script.in.Source().Path)
	return value{{text: s.script.in.Slice(0, 0), inTree: true, tree: name, name: "0"}}.at(at)
}

// at makes the pieces of a value stand at a place.
func (v value) at(place source.Span) value {
	for i := range v {
		v[i].text = source.LiteralText(place.Text(), place)
	}
	return v
}

// dirOf returns the directory of a path in the tree.
func dirOf(p segment) segment {
	p.tree, p.name = path.Dir(p.tree), ""
	return p
}
