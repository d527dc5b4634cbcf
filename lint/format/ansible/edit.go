package ansible

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/pattern"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// edit adds the change of a file, which looks for patterns. what is what the file holds afterwards where nothing is known to be
// there.
func (r *reader) edit(t *task, name string, at source.Span, what source.Text, change func(source.Text) (source.Text, bool), patterns ...*pattern.Pattern) {
	f := machine.File{
		Path: path.Clean(name), PathAt: at, Operation: machine.Edit, Mode: r.modeOf(t, false), Content: what, Known: what.Len(),
		Change: change, Weight: pattern.Weight(patterns...),
	}
	r.add(t, f)
}

// lines are those of a text, each with its line end.
func lines(t source.Text) []source.Text {
	var out []source.Text
	for start, end := range eachLine(t.String()) {
		out = append(out, t.Slice(start, end))
	}
	return out
}

func newline(at source.Text) source.Text {
	return source.LiteralText("\n", at.Span(at.Len(), at.Len()))
}

// ended returns lines of which the last one has a line end.
func ended(all []source.Text) []source.Text {
	if n := len(all); n > 0 && !strings.HasSuffix(all[n-1].String(), "\n") {
		all = slices.Clone(all)
		all[n-1] = source.Join(all[n-1], newline(all[n-1]))
	}
	return all
}

// joinedLines returns lines as one text.
func joinedLines(all []source.Text, before source.Text) source.Text {
	if len(all) == 0 {
		return source.LiteralText("", before.Span(0, 0))
	}
	return source.Join(all...)
}

// unknownChange is one of which only a run knows what it does.
func unknownChange(before source.Text) (source.Text, bool) { return before, false }

// visible reports whether nothing in a value looks known that is not: what Jinja replaces shows in its text.
func visible(v value) bool { return v.isScalar() && !v.opaque && v.text.Len() > 0 }

// search are the regular expressions of a task.
func (r *reader) regexp(t *task, flags string, names ...string) (re *pattern.Pattern, given, known bool) {
	v, given := r.value(t, names...)
	if !given {
		return nil, false, true
	}
	s, isKnown := v.string()
	if !isKnown {
		return nil, true, false
	}
	re = pythonRegexp(s, flags)
	return re, true, re != nil
}

// insertion says where lineinfile and blockinfile put what is not there yet.
type insertion struct {
	after, before *pattern.Pattern
	first         bool // at the beginning
	known         bool
}

func (r *reader) insertion(t *task) insertion {
	in := insertion{known: true}
	for _, name := range [...]string{"insertafter", "insertbefore"} {
		v, given := r.value(t, name)
		if !given {
			continue
		}
		s, known := v.string()
		switch {
		case !known:
			in.known = false
		case s == "BOF":
			in.first = true
		case s == "EOF":
		default:
			re := pythonRegexp(s, "")
			in.known = in.known && re != nil
			if name == "insertafter" {
				in.after = re
			} else {
				in.before = re
			}
		}
	}
	return in
}

// at returns the index before which new lines are put: after the last line that insertafter finds, or before the last one
// that insertbefore does; -1 if neither finds one.
func (in insertion) at(all []source.Text, firstMatch bool) int {
	found := -1
	for i, line := range all {
		switch {
		case in.after != nil && in.after.MatchString(line.String()):
			found = i + 1
		case in.before != nil && in.before.MatchString(line.String()):
			found = i
		default:
			continue
		}
		if firstMatch {
			break
		}
	}
	return found
}

// lineInFile reads the module lineinfile (ansible/modules/lineinfile.py, present and absent).
func (r *reader) lineInFile(t *task) {
	name, at, ok := r.destination(t, "path", "dest", "destfile", "name")
	if !ok {
		return
	}
	re, hasRegexp, known := r.regexp(t, "", "regexp", "regex")
	line, hasLine := r.value(t, "line", "value")
	if v, given := r.value(t, "state"); given {
		if s, isKnown := v.string(); !isKnown || s == "absent" {
			r.removeLines(t, name, at, re, line, known && isKnown && (hasRegexp || line.isKnown()))
			return
		}
	}
	if !hasLine || !visible(line) {
		r.edit(t, name, at, source.Text{}, unknownChange)
		return
	}
	search, hasSearch := r.value(t, "search_string")
	sought, searchKnown := search.string()
	whole := source.Join(line.text, newline(line.text))
	if r.isTrue(t, "backrefs") || !known || hasSearch && !searchKnown {
		// A line that is there decides what is written, or whether anything is.
		if r.isTrue(t, "backrefs") {
			whole = source.Text{}
		}
		r.edit(t, name, at, whole, unknownChange)
		return
	}
	e := lineEdit{line: line.text, whole: whole, re: re, search: sought, hasSearch: hasSearch, insert: r.insertion(t), firstMatch: r.isTrue(t, "firstmatch")}
	r.edit(t, name, at, whole, e.change, re, e.insert.after, e.insert.before)
}

// lineEdit is what lineinfile does to a file.
type lineEdit struct {
	line, whole source.Text
	re          *pattern.Pattern
	search      string
	hasSearch   bool
	insert      insertion
	firstMatch  bool
}

func (e lineEdit) change(before source.Text) (source.Text, bool) {
	all := before.String()
	start, end, written := e.find(all)
	switch {
	case written && strings.HasSuffix(all[:end], "\n"):
		return before, true
	case start >= 0:
		return source.Join(before.Slice(0, start), e.whole, before.Slice(end, len(all))), true
	case !e.insert.known:
		return before, false
	case e.insert.first:
		return source.Join(e.whole, before), true
	case e.insert.after != nil || e.insert.before != nil:
		rest := lines(before)
		if i := e.insert.at(rest, e.firstMatch); i >= 0 {
			return joinedLines(slices.Insert(ended(rest), i, e.whole), before), true
		}
	}
	if all != "" && !strings.HasSuffix(all, "\n") {
		before = source.Append(before, newline(before))
	}
	return source.Append(before, e.whole), true
}

// find returns the line that lineinfile replaces, with its line end: the last one that it looks for, or that is what it
// writes, for which written is set; start is -1 if there is none. Most files have none, which takes no look at each line.
func (e lineEdit) find(all string) (start, end int, written bool) {
	start = -1
	if e.re != nil || e.hasSearch {
		for from, to := range eachLine(all) {
			if line := all[from:to]; e.re != nil && e.re.MatchString(line) || e.hasSearch && strings.Contains(line, e.search) {
				if start, end = from, to; e.firstMatch {
					break
				}
			}
		}
	}
	if start >= 0 || !strings.Contains(all, e.line.String()) {
		return start, end, false
	}
	for from, to := range eachLine(all) {
		if strings.TrimRight(all[from:to], "\r\n") == e.line.String() {
			start, end, written = from, to, true
		}
	}
	return start, end, written
}

// eachLine yields where the lines of a text start and end, line ends included.
func eachLine(s string) func(yield func(start, end int) bool) {
	return func(yield func(start, end int) bool) {
		for at := 0; at < len(s); {
			end := len(s)
			if i := strings.IndexByte(s[at:], '\n'); i >= 0 {
				end = at + i + 1
			}
			if !yield(at, end) {
				return
			}
			at = end
		}
	}
}

// removeLines reads lineinfile with state=absent.
func (r *reader) removeLines(t *task, name string, at source.Span, re *pattern.Pattern, line value, known bool) {
	s, hasLine := line.string()
	change := unknownChange
	if known && (re != nil || hasLine) {
		change = func(before source.Text) (source.Text, bool) {
			kept := slices.DeleteFunc(lines(before), func(l source.Text) bool {
				if re != nil {
					return re.MatchString(l.String())
				}
				return strings.TrimRight(l.String(), "\r\n") == s
			})
			return joinedLines(kept, before), true
		}
	}
	if r.hasWritten(path.Clean(name)) {
		r.edit(t, name, at, source.Text{}, change)
	}
}

// blockInFile reads the module blockinfile (ansible/modules/blockinfile.py).
func (r *reader) blockInFile(t *task) {
	name, at, ok := r.destination(t, "path", "dest", "destfile", "name")
	if !ok {
		return
	}
	block, given := r.value(t, "block", "content")
	if v, has := r.value(t, "state"); has {
		if s, known := v.string(); known && s == "absent" {
			given = false
		}
	}
	marks, known := r.blockMarks(t)
	if !known || given && (!block.isScalar() || block.opaque) {
		r.edit(t, name, at, source.Text{}, unknownChange)
		return
	}
	var added []source.Text
	if given && block.text.Len() > 0 {
		begin := block.text.Span(0, 0)
		added = append(added, source.LiteralText(marks[0], begin))
		added = append(added, ended(lines(block.text))...)
		added = append(added, source.LiteralText(marks[1], begin))
	}
	insert := r.insertion(t)
	if len(added) == 0 && !r.hasWritten(path.Clean(name)) {
		return
	}
	r.edit(t, name, at, joinedLines(added, block.text), func(before source.Text) (source.Text, bool) {
		all := lines(before)
		i, j := lastLine(all, marks[0]), lastLine(all, marks[1])
		switch {
		case i >= 0 && j >= 0:
			i, j = min(i, j), max(i, j)
			all = slices.Delete(slices.Clone(all), i, j+1)
		case !insert.known:
			return before, false
		case insert.first:
			i = 0
		default:
			if i = insert.at(all, false); i < 0 {
				i = len(all)
			}
		}
		if i > 0 {
			all = append(ended(all[:i]), all[i:]...)
		}
		return joinedLines(slices.Insert(slices.Clone(all), i, added...), before), true
	})
}

func lastLine(all []source.Text, line string) int {
	for i := len(all) - 1; i >= 0; i-- {
		if all[i].String() == line {
			return i
		}
	}
	return -1
}

// blockMarks returns the lines around a block.
func (r *reader) blockMarks(t *task) (marks [2]string, known bool) {
	words := map[string]string{"marker": "# {mark} ANSIBLE MANAGED BLOCK", "marker_begin": "BEGIN", "marker_end": "END"}
	for name := range words {
		if v, given := r.value(t, name); given {
			if words[name], known = v.string(); !known {
				return marks, false
			}
		}
	}
	for i, word := range [...]string{words["marker_begin"], words["marker_end"]} {
		marks[i] = strings.ReplaceAll(words["marker"], "{mark}", word) + "\n"
	}
	return marks, true
}

// replace reads the module replace, as far as its expressions mean the same here.
func (r *reader) replace(t *task) {
	name, at, ok := r.destination(t, "path", "dest", "destfile", "name")
	switch {
	case !ok:
		return
	case !r.hasWritten(path.Clean(name)): // it has to be there, and is the package's own
		r.edit(t, name, at, source.Text{}, unknownChange)
		return
	}
	re, _, known := r.regexp(t, "(?m)", "regexp")
	with, given := r.value(t, "replace")
	if !given {
		with = value{kind: text, text: source.LiteralText("", at)}
	}
	_, hasAfter := r.value(t, "after")
	_, hasBefore := r.value(t, "before")
	if !known || re == nil || hasAfter || hasBefore || !with.isScalar() || with.opaque || strings.Contains(with.text.String(), `\`) {
		r.edit(t, name, at, source.Text{}, unknownChange)
		return
	}
	r.edit(t, name, at, source.Text{}, func(before source.Text) (source.Text, bool) {
		var parts []source.Text
		from := 0
		for _, m := range re.FindAllStringIndex(before.String(), -1) {
			parts = append(parts, before.Slice(from, m[0]), with.text)
			from = m[1]
		}
		return joinedLines(append(parts, before.Slice(from, before.Len())), before), true
	}, re)
}

// iniFile reads the module ini_file: an option of a section gets a value (community.general, plugins/modules/ini_file.py).
func (r *reader) iniFile(t *task) {
	name, at, ok := r.destination(t, "path", "dest")
	if !ok {
		return
	}
	option, _ := r.value(t, "option")
	v, hasValue := r.value(t, "value")
	section, _ := r.value(t, "section")
	key, known := option.string()
	heading, sectionKnown := section.string()
	if section.kind == null || section.text.Len() == 0 {
		heading, sectionKnown = "", true
	}
	state, _ := r.value(t, "state")
	if s, isKnown := state.string(); isKnown && s == "absent" || !known || !sectionKnown || !hasValue || !visible(v) {
		if r.hasWritten(path.Clean(name)) {
			r.edit(t, name, at, source.Text{}, unknownChange)
		}
		return
	}
	between := " = "
	if r.isTrue(t, "no_extra_spaces") {
		between = "="
	}
	at0 := v.text.Span(0, 0)
	line := source.Join(option.text, source.LiteralText(between, at0), v.text, newline(v.text))
	what := line
	if heading != "" {
		what = source.Join(source.LiteralText("["+heading+"]\n", at0), line)
	}
	opt := regexp.MustCompile(`^[#;]?[ \t]*` + regexp.QuoteMeta(key) + `[ \t]*(=|\n|$)`)
	r.edit(t, name, at, what, func(before source.Text) (source.Text, bool) {
		return setOption(before, heading, line, what, opt), true
	})
}

// setOption sets an option in its section: in the place of the first line that has it, the others of which go, or after the
// last line of the section that says anything.
func setOption(before source.Text, section string, line, what source.Text, option *regexp.Regexp) source.Text {
	all := ended(lines(before))
	start, end := -1, len(all)
	if section == "" {
		start = 0
	}
	for i, l := range all {
		s := l.String()
		switch {
		case section != "" && strings.HasPrefix(s, "["+section+"]"):
			start = i + 1
		case strings.HasPrefix(s, "[") && start >= 0 && i >= start:
			end = min(end, i)
		}
	}
	if start < 0 {
		return joinedLines(append(slices.Clone(all), what), before)
	}
	out := slices.Clone(all[:start])
	set := false
	for _, l := range all[start:end] {
		switch isOption := option.MatchString(l.String()); {
		case isOption && !set:
			out, set = append(out, line), true
		case !isOption:
			out = append(out, l)
		}
	}
	if !set {
		i := len(out)
		for i > start {
			if s := strings.TrimLeft(out[i-1].String(), " \t"); s != "" && s != "\n" && s[0] != '#' && s[0] != ';' {
				break
			}
			i--
		}
		out = slices.Insert(out, i, line)
	}
	return joinedLines(append(out, all[end:]...), before)
}
