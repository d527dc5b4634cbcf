package systemd

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
)

// Service is a service with the files that make it up.
type Service struct {
	// Name is the name of its unit: "mesos-agent.service", "mesos-agent@ssd.service", and "mesos-agent@.service" for a
	// template of which no instance is known.
	Name string
	// Fragment is the unit file that counts; nil if only drop-ins are known.
	Fragment *File
	// DropIns change it, in the order in which systemd applies them.
	DropIns []*File
	// Hidden are the files of its names that do not count, because one in a higher directory or of the same name does.
	Hidden []*File
	// Masked is set if its unit is a link to /dev/null or an empty file: it is never started.
	Masked bool
	// Aliases are the other names under which it is known, sorted.
	Aliases []string
}

// size returns the bytes of the files of a service.
func (s *Service) size() int {
	n := 0
	for _, f := range append(s.DropIns[:len(s.DropIns):len(s.DropIns)], s.Fragment) {
		if f != nil {
			n += f.Text.Len()
		}
	}
	return n
}

// searchPath are the directories that hold units of the system, highest first: systemd-analyze unit-paths (252), whose
// /run/systemd/generator* and transient hold nothing that is written by hand.
func searchPath() []string {
	return []string{
		"/etc/systemd/system.control", "/run/systemd/system.control", "/run/systemd/transient", "/run/systemd/generator.early",
		"/etc/systemd/system", "/etc/systemd/system.attached", "/run/systemd/system", "/run/systemd/system.attached",
		"/run/systemd/generator", "/usr/local/lib/systemd/system", "/lib/systemd/system", "/usr/lib/systemd/system",
		"/run/systemd/generator.late",
	}
}

// Services returns the services that the files of one machine make up, in the order of their names; what is only enabled
// is none. Files that are in no
// directory of systemd's make up services with those of their own directory alone, after the others. The services point to
// the given files.
func Services(files []File) []*Service {
	dirs := searchPath()
	rank := make(map[string]int, len(dirs))
	for i, dir := range dirs {
		rank[dir] = i
	}
	system := newUnits(dirs)
	apart := map[string]*units{}
	var order []string
	for i := range files {
		f := &files[i]
		role, name := RoleOf(f.Path)
		if role == NoUnit {
			continue
		}
		f = f.linkAsText()
		dir := path.Dir(path.Clean(f.Path))
		if role != Unit {
			dir = path.Dir(dir)
		}
		in := system
		r, found := rank[dir]
		if !found {
			if in = apart[dir]; in == nil {
				in = newUnits([]string{dir})
				apart[dir], order = in, append(order, dir)
			}
		}
		in.add(role, name, r, f)
	}
	services := system.services()
	slices.Sort(order)
	for _, dir := range order {
		services = append(services, apart[dir].services()...)
	}
	return services
}

// linkAsText returns the link that a file stands for which holds nothing but the path of another unit or of /dev/null: git
// writes a link so where the file system or its configuration has none. It returns other files as they are.
func (f *File) linkAsText() *File {
	text := f.Text.String()
	target := text == "/dev/null" || len(text) < 4096 && (strings.HasSuffix(text, serviceSuffix) || strings.HasSuffix(text, ".conf")) &&
		strings.Contains(text, "/") && !strings.ContainsAny(text, "\n\r= \t[")
	if f.Link != "" || !target {
		return f
	}
	f.Link = text
	return f
}

// units are the files of directories that are searched together.
type units struct {
	dirs      []string // highest first
	fragments map[string][]ranked
	dropIns   map[string][]ranked // by the name of the unit that they extend
	wanted    map[string]bool
}

// ranked is a file with the place of its directory in the search path.
type ranked struct {
	rank int
	file *File
}

func newUnits(dirs []string) *units {
	return &units{dirs: dirs, fragments: map[string][]ranked{}, dropIns: map[string][]ranked{}, wanted: map[string]bool{}}
}

func (u *units) add(role Role, name string, rank int, f *File) {
	switch role {
	case Unit:
		u.fragments[name] = append(u.fragments[name], ranked{rank, f})
	case DropIn:
		u.dropIns[name] = append(u.dropIns[name], ranked{rank, f})
	case Wanted:
		u.wanted[name] = true
	}
}

// fragment is the file that counts for a name.
type fragment struct {
	name   string // that the search ends at: the name itself, its template, or what it is an alias of
	file   *File
	masked bool
	hidden []*File
	copies []*File // of one path, so that nothing says which of them counts
}

// services returns the services in the order of their names.
func (u *units) services() []*Service {
	byName := map[string]*Service{}
	var out []*Service
	aliases := map[string][]string{}
	for _, name := range u.names() {
		found := u.resolve(name, 0)
		target := found.name
		if target != name {
			aliases[target] = append(aliases[target], name)
		}
		if byName[target] != nil {
			byName[target].Hidden = append(byName[target].Hidden, found.hidden...)
			continue
		}
		s := &Service{Name: target, Fragment: found.file, Masked: found.masked, Hidden: found.hidden}
		byName[target] = s
		out = append(out, s)
		for _, f := range found.copies {
			out = append(out, &Service{Name: target, Fragment: f, Masked: f.isEmpty()})
		}
	}
	for _, s := range out {
		s.Aliases = aliases[s.Name]
		u.extend(s)
	}
	out = slices.DeleteFunc(out, func(s *Service) bool { return s.Fragment == nil && len(s.DropIns) == 0 })
	slices.SortStableFunc(out, func(a, b *Service) int { return strings.Compare(a.Name, b.Name) })
	return out
}

// names returns the names of all services, sorted: those that have a file, are wanted, or have drop-ins of their own. A
// template is none if one of its instances is.
func (u *units) names() []string {
	known := map[string]bool{}
	for name := range u.fragments {
		known[name] = true
	}
	for name := range u.wanted {
		known[name] = true
	}
	for name := range u.dropIns {
		if name != "service" && !strings.HasSuffix(parseUnitName(name).prefix, "-") {
			known[name] = true
		}
	}
	instances := map[string]bool{}
	for name := range known {
		if n := parseUnitName(name); n.isInstance() {
			instances[n.template().String()] = true
			if linked := u.linkedName(n.template().String()); linked != "" {
				instances[linked] = true
			}
		}
	}
	var names []string
	for name := range known {
		if !instances[name] {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// linkedName returns the name that a name is an alias of; "" if it is none.
func (u *units) linkedName(name string) string {
	all := u.ranked(name)
	if len(all) == 0 {
		return ""
	}
	target, found := u.alias(all[0].file)
	if !found || target == name {
		return ""
	}
	return target
}

// ranked returns the files of a name, the one that counts first.
func (u *units) ranked(name string) []ranked {
	all := slices.Clone(u.fragments[name])
	slices.SortStableFunc(all, func(a, b ranked) int { return a.rank - b.rank })
	return all
}

// maxAliases is the length of a chain of links that is followed.
const maxAliases = 8

// resolve finds the file that counts for a name: that of the highest directory, through the links that make it an alias,
// and for an instance without a file of its own that of its template.
func (u *units) resolve(name string, depth int) fragment {
	all := u.ranked(name)
	n := parseUnitName(name)
	if len(all) == 0 {
		if n.isInstance() && depth < maxAliases {
			found := u.resolve(n.template().String(), depth+1)
			t := parseUnitName(found.name)
			if t.isTemplate() {
				t.instance = n.instance
			}
			found.name = t.String()
			return found
		}
		return fragment{name: name}
	}
	first := all[0]
	found := fragment{name: name, file: first.file}
	for _, other := range all[1:] {
		if other.rank == first.rank {
			found.copies = append(found.copies, other.file)
		} else {
			found.hidden = append(found.hidden, other.file)
		}
	}
	target, linked := u.alias(first.file)
	switch {
	case !linked:
		found.masked = first.file.isEmpty()
	case target == name: // a link to a file of the same name in another directory
		found.file = u.linkTarget(first.file, found.hidden)
		found.hidden = slices.DeleteFunc(found.hidden, func(f *File) bool { return f == found.file })
		found.masked = found.file.isEmpty()
	case depth < maxAliases:
		t := parseUnitName(target)
		if t.isTemplate() && n.isInstance() {
			target = unitName{t.prefix, n.instance, true}.String()
		}
		if target == name { // x@i.service is a link to x@.service
			target = t.String()
		}
		hidden := found.hidden
		found = u.resolve(target, depth+1)
		found.hidden = append(hidden, found.hidden...)
		if f := parseUnitName(found.name); f.isTemplate() && n.isInstance() {
			found.name = unitName{f.prefix, n.instance, true}.String()
		}
	default:
		found.file = nil
	}
	return found
}

// alias returns the name of the unit that a link leads to, where that is in the directories too.
func (u *units) alias(f *File) (name string, found bool) {
	if f.Link == "" || f.Link == "/dev/null" {
		return "", false
	}
	dir, name := path.Split(f.target())
	if !slices.Contains(u.dirs, path.Clean(dir)) || !isService(template.RenderedName(name)) {
		return "", false
	}
	return template.RenderedName(name), true
}

// target returns the absolute path that a link leads to.
func (f *File) target() string {
	if path.IsAbs(f.Link) {
		return path.Clean(f.Link)
	}
	return path.Join(path.Dir(f.Path), f.Link)
}

// linkTarget returns the file that a link leads to; the link itself, whose text is that of the file, where it is not known.
func (u *units) linkTarget(link *File, among []*File) *File {
	for _, f := range among {
		if path.Clean(f.Path) == link.target() {
			return f
		}
	}
	return link
}

// isEmpty reports whether a file is a mask: a link to /dev/null, or nothing.
func (f *File) isEmpty() bool {
	return f.Link == "/dev/null" || f.Text.Len() == 0 && f.Link == "" && !f.Unread
}

// extend finds the drop-ins of a service. Of those of one file name the first counts: along the names of the service and
// for each along the search path, and in each directory its own before those of its template and of each prefix that ends
// in a dash; those for all services come last. What counts is applied in the order of the file names.
func (u *units) extend(s *Service) {
	var dropIns []*File
	seen := map[string]bool{}
	looked := map[*File]bool{}
	take := func(name string, rank int) {
		for _, d := range u.dropIns[name] {
			if d.rank != rank || looked[d.file] {
				continue
			}
			looked[d.file] = true
			switch base := template.RenderedName(path.Base(d.file.Path)); {
			case seen[base]:
				s.Hidden = append(s.Hidden, d.file)
			default:
				seen[base] = true
				dropIns = append(dropIns, d.file)
			}
		}
	}
	for _, name := range append([]string{s.Name}, s.Aliases...) {
		extending := extendedBy(parseUnitName(name))
		for rank := range u.dirs {
			for _, n := range extending {
				take(n, rank)
			}
		}
	}
	for rank := range u.dirs {
		take("service", rank)
	}
	slices.SortStableFunc(dropIns, func(a, b *File) int {
		return strings.Compare(template.RenderedName(path.Base(a.Path)), template.RenderedName(path.Base(b.Path)))
	})
	for _, f := range dropIns {
		if f.isEmpty() {
			s.Hidden = append(s.Hidden, f)
		} else {
			s.DropIns = append(s.DropIns, f)
		}
	}
	slices.SortStableFunc(s.Hidden, func(a, b *File) int { return strings.Compare(a.Path, b.Path) })
	s.Hidden = slices.Compact(s.Hidden)
}

// extendedBy returns the names whose .d directories extend a service, in the order in which they count in one directory
// (unit_file_find_dirs in src/shared/dropin.c): "a-b@i", "a-b@", "a-", "a-@i", "a-@".
func extendedBy(n unitName) []string {
	names := []string{n.String()}
	if n.isInstance() {
		names = append(names, extendedBy(n.template())...)
	}
	if len(n.prefix) < 2 {
		return names
	}
	dash := strings.LastIndexByte(n.prefix[:len(n.prefix)-1], '-')
	if dash < 0 {
		return names
	}
	return append(names, extendedBy(unitName{n.prefix[:dash+1], n.instance, n.isInstance()})...)
}
