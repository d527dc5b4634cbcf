package load

import (
	"cmp"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// unit is a service of systemd: its file and the drop-ins that change it.
type unit struct {
	name string // "mesos-master.service"
	main *file  // nil where only drop-ins were found
	// dropIns are in the order systemd reads them.
	dropIns []*file
}

// unitEntry is one assignment of a unit file, after its lines are put together.
type unitEntry struct {
	section, key string
	value        source.Text
	span         source.Span
	template     *marks
}

// isDropIn reports whether a file at a path extends a unit, and which one.
func isDropIn(abs string) (unitName string, ok bool) {
	name, found := strings.CutSuffix(filepath.Base(filepath.Dir(abs)), ".d")
	return name, found && strings.HasSuffix(name, ".service") && strings.HasSuffix(untemplated(filepath.Base(abs)), ".conf")
}

// unitNodes makes a node of each unit that starts a daemon.
func (l *loader) unitNodes() {
	var order []string
	units := map[string]*unit{}
	at := func(place, name string) *unit {
		key := place + "\x00" + name
		if units[key] == nil {
			units[key] = &unit{name: name}
			order = append(order, key)
		}
		return units[key]
	}
	for _, f := range l.files {
		if f.source == nil || f.place.format != unitFile {
			continue
		}
		abs := cmp.Or(f.abs, l.absolute(f.path))
		if name, ok := isDropIn(abs); ok {
			u := at(unitPlace(filepath.Dir(abs)), name)
			u.dropIns = append(u.dropIns, f)
			continue
		}
		u := at(unitPlace(abs), untemplated(filepath.Base(abs)))
		if u.main != nil && !strings.Contains(abs, "/etc/systemd/") {
			if !strings.Contains(u.main.abs, "/etc/systemd/") { // two places that say nothing about which one wins
				u = at(abs, f.path)
			} else {
				continue // the administrator's file replaces the package's
			}
		}
		u.main = f
	}
	for _, key := range order {
		u := units[key]
		slices.SortStableFunc(u.dropIns, func(a, b *file) int { return strings.Compare(filepath.Base(a.path), filepath.Base(b.path)) })
		l.unitNode(u)
	}
}

// unitPlace returns where units of one name are one unit, of the absolute path of a unit or of the directory of its
// drop-ins: the machine they are from, whatever --root says, or else their directory.
func unitPlace(abs string) string {
	if machine, found := machineOf(abs); found {
		return machine
	}
	return filepath.Dir(abs)
}

// service is what a unit says about the daemon it starts.
type service struct {
	commands [][]machine.Word
	env      []machine.Assignment
	files    []environmentFile
	findings []config.Finding
	unset    []string
	gaps     gaps
}

type environmentFile struct {
	path     string
	known    bool
	optional bool
	from     *source.Source
	at       source.Span
}

func (s *service) find(id string, span source.Span, subject, detail string) {
	s.findings = append(s.findings, config.Finding{ID: id, Span: span, Subject: subject, Detail: detail})
}

func (l *loader) unitNode(u *unit) {
	s := &service{}
	var files []*file
	if u.main != nil {
		files = append(files, u.main)
	}
	files = append(files, u.dropIns...)
	var entries []unitEntry
	for _, f := range files {
		t := findTemplates(f.source, f.path)
		if len(t.Controls) > 0 {
			s.gaps.add(machine.Condition, "the conditions of the template may add flags")
		}
		entries = append(entries, readUnitEntries(f.source, t)...)
	}
	s.readEnvironment(entries)
	env, environmentFiles := l.serviceEnvironment(s)
	s.readCommands(entries, env)
	st, t, found := l.startOf(s, env)
	if !found && u.main == nil && len(s.commands) == 0 {
		st, found = packageStart(u.name)
		t = &marks{}
	}
	if !found {
		l.notOurUnit(u, s)
		return
	}
	main := files[0]
	n := &config.Node{
		Component: st.component, Name: main.path, Start: main.source.Span(0, 0),
		Gaps: append(slices.Clone(s.gaps), st.gaps...), Part: true, Findings: s.findings,
	}
	for _, f := range files {
		n.Sources = append(n.Sources, f.source)
		l.checked(f, config.Unit, n.Component)
	}
	for _, f := range environmentFiles {
		n.Sources = append(n.Sources, f.source)
		l.checked(f, envKind(n.Component), n.Component)
	}
	if u.main == nil {
		n.Gaps = append(n.Gaps, machine.Gap{Kind: machine.PackageFiles, Reason: "the drop-in extends a unit that is not in the tree"})
	}
	l.startNode(n, st, unset(env, s.unset), t)
}

// notOurUnit names a unit the user asked for that starts nothing of Mesos.
func (l *loader) notOurUnit(u *unit, s *service) {
	for _, f := range append(slices.Clone(u.dropIns), u.main) {
		if f == nil {
			continue
		}
		l.foreign(f, "is a unit that starts no Mesos master or agent; name one that does")
	}
}

// packageStart returns what the unit of the packages starts.
func packageStart(name string) (start, bool) {
	switch verb := strings.TrimSuffix(strings.TrimPrefix(name, "mesos-"), ".service"); verb {
	case "master":
		return start{component: config.Master, verb: verb}, true
	case "slave", "agent":
		return start{component: config.Agent, verb: verb}, true
	}
	return start{}, false
}

func unset(env []machine.Assignment, names []string) []machine.Assignment {
	return slices.DeleteFunc(env, func(a machine.Assignment) bool { return slices.Contains(names, a.Name) })
}

// readUnitEntries reads the assignments of a unit file. A line that ends in a backslash goes on on the next that is no
// comment; the backslash becomes a blank.
func readUnitEntries(s *source.Source, t *marks) []unitEntry {
	data := t.Masked()
	var entries []unitEntry
	section := ""
	for at := 0; at < len(data); {
		line := unitLine{}
		at = line.read(data, at)
		text := strings.TrimSpace(string(line.data))
		switch {
		case text == "" || text[0] == '#' || text[0] == ';':
		case text[0] == '[':
			section = strings.TrimSuffix(text[1:], "]")
		default:
			equal := strings.IndexByte(string(line.data), '=')
			if equal < 0 {
				continue
			}
			from, to := equal+1, len(line.data)
			for from < to && isSystemdSpace(line.data[from]) {
				from++
			}
			for to > from && isSystemdSpace(line.data[to-1]) {
				to--
			}
			whole := line.text(s)
			entries = append(entries, unitEntry{
				section: section, key: strings.TrimSpace(string(line.data[:equal])), value: whole.Slice(from, to),
				span: whole.All(), template: t,
			})
		}
	}
	return entries
}

// unitLine is one line of a unit with those that continue it.
type unitLine struct {
	data    []byte
	offsets []int32
	end     int
}

// read reads the line that begins at an offset, and returns the offset of the next.
func (l *unitLine) read(data []byte, at int) int {
	for at < len(data) {
		start, end := at, len(data)
		for i := at; i < len(data); i++ {
			if isNewline(data[i]) {
				end = i
				break
			}
		}
		at = end + 1
		for start < end && (data[start] == ' ' || data[start] == '\t') {
			start++
		}
		continued := len(l.data) > 0
		if continued && start < end && (data[start] == '#' || data[start] == ';') {
			continue
		}
		for i := start; i < end; i++ {
			l.data, l.offsets = append(l.data, data[i]), append(l.offsets, int32(i))
		}
		l.end = end
		if !endsInBackslash(data[start:end]) || start < end && !continued && (data[start] == '#' || data[start] == ';') {
			break
		}
		l.data[len(l.data)-1] = ' '
	}
	return at
}

func endsInBackslash(line []byte) bool {
	escaped := false
	for _, c := range line {
		escaped = c == '\\' && !escaped
	}
	return escaped
}

// text returns the line with what the template stands for as it is written.
func (l *unitLine) text(s *source.Source) source.Text {
	data := slices.Clone(l.data)
	for i, at := range l.offsets {
		if data[i] != ' ' || s.Data[at] != '\\' {
			data[i] = s.Data[at]
		}
	}
	start := l.end
	if len(l.offsets) > 0 {
		start = int(l.offsets[0])
	}
	if l.end-start == len(data) {
		return source.RawText(s, start, l.end)
	}
	return source.DecodedText(s, string(data), append(slices.Clone(l.offsets), int32(l.end)), start, l.end, nil)
}

// readEnvironment reads the entries that set variables. An empty one takes back those before it.
func (s *service) readEnvironment(entries []unitEntry) {
	for _, e := range entries {
		if e.section != "Service" {
			continue
		}
		empty := e.value.Len() == 0
		switch e.key {
		case "Environment":
			if empty {
				s.env = nil
				continue
			}
			s.readAssignments(e)
		case "EnvironmentFile":
			if empty {
				s.files = nil
				continue
			}
			w := readUnitWord(e.value, e.template)
			f := environmentFile{path: w.Text.String(), known: w.IsKnown(), from: e.value.Source(), at: e.value.All()}
			f.path, f.optional = strings.CutPrefix(f.path, "-")
			s.files = append(s.files, f)
		case "UnsetEnvironment":
			s.unset = append(s.unset, strings.Fields(e.value.String())...)
		case "PassEnvironment":
			if !empty {
				s.gaps.add(machine.CallerEnvironment, "PassEnvironment= passes variables on whose values the unit does not say")
			}
		}
	}
}

func (s *service) readAssignments(e unitEntry) {
	words, ok := splitWords(e.value, e.template, unitSyntax)
	if !ok {
		s.find("systemd/unbalanced-quotes", e.span, e.key, "systemd ignores a line whose quotes do not match")
	}
	for _, w := range words {
		name, value, found := strings.Cut(w.Text.String(), "=")
		at := len(name)
		if w.Known < at {
			s.gaps.add(machine.UnknownArguments, "the names of some variables are only known at run time")
			continue
		}
		span := w.Text.Span(0, at)
		switch {
		case !found || !isVariableName(name):
			s.find("systemd/invalid-name", w.Text.Raw(), name,
				"systemd drops what is no NAME=value; a value with blanks needs quotes around the whole assignment")
			continue
		case hasControl(value):
			s.find("systemd/invalid-value", w.Text.Raw(), name, "older systemds drop the assignment: its value holds a control character")
		}
		s.env = append(s.env, machine.Assignment{
			Name: name, NameSpan: span, Value: w.Text.Slice(at+1, w.Text.Len()), Span: w.Text.Raw(),
			Unknown: !w.IsKnown(), Maybe: e.template.MayBeLeftOut(span.Start), Exported: true,
		})
	}
}

// serviceEnvironment returns the variables of a unit and its files, in the order in which later ones win, and the
// files.
func (l *loader) serviceEnvironment(s *service) (env []machine.Assignment, read []*file) {
	env = slices.Clone(s.env)
	for _, ref := range s.files {
		if !ref.known || !strings.HasPrefix(ref.path, "/") {
			s.gaps.addFile(ref.path, ref.at, "which environment file "+ref.path+" is, is only known at run time")
			continue
		}
		files, problem := l.environmentFiles(ref)
		if problem != "" && (!ref.optional || l.root == "") {
			s.gaps.addFile(ref.path, ref.at, "the environment file "+ref.path+" may add flags, but was "+withoutRemedy(problem))
		}
		for _, f := range files {
			if f.source == nil {
				s.gaps.addFile(ref.path, ref.at, "the environment file "+ref.path+" could not be read")
				continue
			}
			e := l.readSystemdEnv(f.source, f.path)
			env = append(env, e.assignments...)
			s.findings = append(s.findings, e.findings...)
			s.gaps.addAll(e.gaps...)
			read = append(read, f)
		}
	}
	return env, read
}

// environmentFiles returns the files that an EnvironmentFile= names, several where it is a pattern.
func (l *loader) environmentFiles(ref environmentFile) ([]*file, string) {
	if !strings.ContainsAny(ref.path, "*?[") {
		f, problem := l.lookUp(from(ref.from), ref.path)
		if f == nil {
			return nil, problem
		}
		return []*file{f}, ""
	}
	dir, pattern := path.Split(ref.path)
	real, root, problem := l.locate(from(ref.from), path.Clean(dir))
	if problem != "" {
		return nil, problem
	}
	entries, err := l.list(real)
	if err != nil {
		return nil, why(err)
	}
	var files []*file
	for _, e := range entries {
		if matched, _ := path.Match(pattern, e.Name()); matched {
			if f, _ := l.open(filepath.Join(real, e.Name()), root, config.Unknown, true); f != nil {
				files = append(files, f)
			}
		}
	}
	return files, ""
}

// readCommands reads the command lines that start the service.
func (s *service) readCommands(entries []unitEntry, env []machine.Assignment) {
	for _, e := range entries {
		if e.section != "Service" || e.key != "ExecStart" {
			continue
		}
		if e.value.Len() == 0 {
			s.commands = nil
			continue
		}
		words, ok := splitWords(e.value, e.template, commandSyntax)
		if !ok {
			s.find("systemd/unbalanced-quotes", e.span, e.key, "systemd ignores a line whose quotes do not match")
			continue
		}
		s.addCommands(words, env, e.template)
	}
}

// addCommands adds the commands of one line, which a ";" by itself parts.
func (s *service) addCommands(words []machine.Word, env []machine.Assignment, t *marks) {
	var command []machine.Word
	expand, renamed := true, false
	end := func() {
		if len(command) > 0 {
			s.commands = append(s.commands, command)
		}
		command, expand, renamed = nil, true, false
	}
	for _, w := range words {
		text := w.Text.String()
		switch {
		case text == ";" && w.Text.Raw().Text() == ";":
			end()
		case text == `\;`:
			command = append(command, machine.Word{Text: w.Text.Slice(1, 2), Known: 1})
		case len(command) == 0:
			prefix := len(text) - len(strings.TrimLeft(text, "-@:+!|"))
			expand, renamed = !strings.Contains(text[:prefix], ":"), strings.Contains(text[:prefix], "@")
			command = append(command, machine.Word{Text: w.Text.Slice(prefix, len(text)), Known: max(w.Known-prefix, 0)})
		case renamed: // the word only says what the program is told it is called
			renamed = false
		default:
			command = append(command, s.expand(w, env, t, expand)...)
		}
	}
	end()
}

// expand replaces the variables in a word of a command line: ${NAME} anywhere, and $NAME where it is all of a word, which
// then becomes as many words as its value has.
func (s *service) expand(w machine.Word, env []machine.Assignment, t *marks, enabled bool) []machine.Word {
	text := w.Text.String()
	if !enabled {
		return []machine.Word{w}
	}
	if text != "" && text[0] == '$' && len(text) > 1 && text[1] != '{' && text[1] != '$' {
		a := lastOf(env, text[1:])
		switch {
		case a == nil || a.Maybe:
			return []machine.Word{{Text: w.Text, Known: 0}}
		case a.Unknown:
			return []machine.Word{{Text: a.Value, Known: 0}}
		}
		words, _ := splitWords(a.Value, t, valueSyntax)
		return words
	}
	d := expansion{in: w.Text, known: w.Known}
	for i := 0; i < len(text); i++ {
		if text[i] != '$' || i+1 == len(text) {
			d.push(text[i], i)
			continue
		}
		switch text[i+1] {
		case '$':
			d.push('$', i)
			i++
		case '{':
			length := strings.IndexByte(text[i:], '}')
			if length < 0 {
				d.push(text[i], i)
				continue
			}
			a := lastOf(env, text[i+2:i+length])
			if a == nil || a.Unknown || a.Maybe {
				d.unknown(text[i:i+length+1], i)
			} else {
				for _, c := range []byte(a.Value.String()) {
					d.push(c, i)
				}
				d.replaced = true
			}
			i += length
		default:
			if start, end, found := findExpansion(text[i:]); found && start == 0 {
				s.find("systemd/expansion", w.Text.Span(i, i+end), text[i:i+end],
					"systemd expands $NAME only where it is a word by itself; the daemon gets it as it is written")
			}
			d.push('$', i)
		}
	}
	return []machine.Word{d.word()}
}

// lastOf returns the assignment of a variable that wins; nil where there is none.
func lastOf(env []machine.Assignment, name string) *machine.Assignment {
	for i := range slices.Backward(env) {
		if env[i].Name == name {
			return &env[i]
		}
	}
	return nil
}

// expansion collects the bytes of a word whose variables are replaced.
type expansion struct {
	in       source.Text
	data     []byte
	offsets  []int32
	known    int // of in
	first    int // byte of data that is not known, plus one; 0 where all is known
	replaced bool
}

func (d *expansion) push(c byte, at int) {
	if at >= d.known && d.first == 0 {
		d.first = len(d.data) + 1
	}
	d.data, d.offsets = append(d.data, c), append(d.offsets, int32(at))
}

func (d *expansion) unknown(text string, at int) {
	if d.first == 0 {
		d.first = len(d.data) + 1
	}
	for i := range len(text) {
		d.push(text[i], at+i)
	}
}

func (d *expansion) word() machine.Word {
	known := len(d.data)
	if d.first > 0 {
		known = d.first - 1
	}
	data := string(d.data)
	whole := escapeDollars
	if d.replaced || d.first > 0 {
		whole = nil // the variables would be lost
	}
	offsets := append(d.offsets, int32(d.in.Len()))
	part := func(start, _ int, s string) (string, bool) {
		before := data[:start]
		open := strings.LastIndex(before, "${") > strings.LastIndexByte(before, '}')
		return escapeDollars(s), !open && !strings.HasSuffix(before, "$")
	}
	return machine.Word{Text: d.in.Decoded(data, offsets, 0, d.in.Len(), part, whole), Known: known}
}

func escapeDollars(s string) string { return strings.ReplaceAll(s, "$", "$$") }
