package load

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/source"
)

// maxProse is the size in bytes up to which a file that nothing claims is looked at for what it holds.
const maxProse = 256 << 10

// proseSuffixes are the names of files that mention configuration and are none: documentation, programs, what tools
// write for themselves.
var proseSuffixes = []string{
	".adoc", ".asciidoc", ".c", ".cc", ".cmake", ".cpp", ".css", ".diff", ".drawio", ".go", ".h", ".hpp", ".htm", ".html",
	".ipynb", ".java", ".kt", ".lock", ".log", ".m4", ".markdown", ".md", ".mod", ".org", ".patch", ".po", ".proto",
	".puml", ".rs", ".rst", ".scala", ".spec", ".sql", ".sum", ".swift", ".tex", ".textile", ".txt", ".vue", ".xml", ".xsd",
}

// proseNames are the names of files that tell people something.
var proseNames = []string{"authors", "changelog", "changes", "contributing", "copying", "license", "news", "notice", "readme", "todo"}

// isProse reports whether a file by its name is read by people or compilers.
func isProse(name string) bool {
	name = strings.ToLower(template.RenderedName(name))
	_, found := slices.BinarySearch(proseSuffixes, filepath.Ext(name))
	stem, _, _ := strings.Cut(name, ".")
	return found || slices.Contains(proseNames, stem) || strings.HasSuffix(name, "_spec.rb") || strings.HasSuffix(name, "_test.rb")
}

// nameUnread names what was left over and mentions settings of Mesos all the same.
func (l *loader) nameUnread() {
	said := map[string]bool{}
	for _, u := range l.out.Unchecked {
		said[u.Path] = true
	}
	gapAt := map[source.Span]bool{}
	for _, n := range l.out.Nodes {
		for _, g := range n.Gaps {
			gapAt[g.At] = true
		}
	}
	for _, g := range l.unnamed {
		if gapAt[g.At] {
			continue // a daemon says it
		}
		line, what := l.mentionOfSettings(g.At.Text())
		if what == "" {
			line, what = 1, l.lineSpeaks(strings.TrimSuffix(g.Path, "/"))
		}
		start, _ := g.At.Range()
		switch {
		case what == "" || said[g.At.Source.Path]:
		case l.isNamedForNothing(g.At.Source): // who names a file wants it checked
			l.uncheckedAt(g.At, what+", and "+g.Reason+"; check what it writes")
		default:
			l.out.Unread = append(l.out.Unread, config.Unread{Path: g.At.Source.Path, Line: start.Line + line - 1, Reason: what + ", and " + g.Reason})
		}
	}
	for _, f := range l.files {
		if f.source == nil || said[f.path] || f.written != nil || f.kind != config.Unknown || f.named && !l.o.SkipUnknown || isProse(f.base()) {
			continue
		}
		if whole := l.readAsScript(f); whole || f.class.role() == format.Describes && managesFiles(f) {
			if l.nameUnreadPart(f); whole {
				continue
			}
		}
		if f.used || isOwn(f.text.String()) {
			continue
		}
		line, what := l.mentionIn(f)
		if what != "" {
			f.used = true
			reason := what + ", and mesoslint does not read this form"
			if f.class.form != nil && f.class.form.Kind() == config.Compose && strings.Contains("\n"+f.text.String(), "\nservices:") {
				reason = what + ", and no daemon that gets it was found"
			}
			l.out.Unread = append(l.out.Unread, config.Unread{Path: f.path, Line: line, Reason: reason})
		}
	}
}

// mentionIn returns the first line of a file that nothing read which mentions settings of Mesos, and of what; "" if none does.
func (l *loader) mentionIn(f *file) (line int, what string) {
	text := f.text.String()
	if isProgram(f.base()) {
		if isTest(f.path) {
			return 0, ""
		}
		return l.mentionInProgram(text)
	}
	if line, what = l.mentionOfSettings(text); what == "" {
		line, what = l.mentionInManifest(f)
	}
	if what == "" {
		line, what = l.firstLine(text, func(_ int, row string) string {
			what, _ := l.keepsArguments(row)
			return what
		})
	}
	if what == "" {
		line, what = l.mentionInMapping(text, func(key string) bool { return l.isUsed(f, key) })
	}
	return line, what
}

// isNamedForNothing reports whether a source is of a file that the user named, and of which nothing was checked.
func (l *loader) isNamedForNothing(s *source.Source) bool {
	f := l.readAs(s)
	return !l.o.SkipUnknown && f != nil && f.named && !slices.ContainsFunc(l.out.Checked, func(c config.Checked) bool { return c.Path == s.Path })
}

// isOwn reports whether a text is what mesoslint itself writes: a baseline or a report. They repeat names of settings.
func isOwn(text string) bool {
	const head = 512
	text = text[:min(len(text), head)]
	return strings.HasPrefix(text, "{") && (strings.Contains(text, `"kind": "mesoslint-baseline"`) || strings.Contains(text, `"name":"mesoslint"`))
}

// nameUnreadPart names the first line of what was read as a script that gives a setting to a daemon of which nothing was found:
// an image that sets variables for whatever it is started with, a start in a file whose name only the run knows.
func (l *loader) nameUnreadPart(f *file) {
	if f.class.role() == format.Unit {
		return
	}
	given := l.componentsGiven(f)
	line, what := l.firstLine(f.text.String(), func(_ int, row string) string {
		if name := l.assignedVariable(row); name != "" && len(given) == 0 {
			return "sets " + name
		}
		what, c := l.startsDaemon(row)
		if what == "" {
			what, c = l.keepsArguments(row)
		}
		if slices.Contains(given, c) || c == config.AnyComponent && len(given) > 0 {
			return ""
		}
		return what
	})
	reason := what + ", and no daemon that gets it was found"
	if what == "" && managesFiles(f) {
		line, what = l.firstLine(f.text.String(), func(_ int, row string) string { return l.untold(row) })
		reason = "names " + what + ", and what is done with it was not understood"
	}
	if what == "" && f.class.form != nil && f.class.form.Kind() == config.Salt && !f.used && !l.parts[f] { // a pillar of a formula that is elsewhere
		line, what = l.mentionInMapping(f.text.String(), func(key string) bool { return l.isUsed(f, key) })
		reason = what + ", and nothing that was read uses it"
	}
	if what != "" {
		f.used = true
		l.out.Unread = append(l.out.Unread, config.Unread{Path: f.path, Line: line, Reason: reason})
	}
}

// componentsGiven returns the daemons that a file gives settings to.
func (l *loader) componentsGiven(f *file) []config.Component {
	var out []config.Component
	for _, n := range l.out.Nodes {
		if slices.ContainsFunc(n.Settings, func(s *config.Setting) bool { return s.Span.Source == f.source }) {
			out = append(out, n.Component)
		}
	}
	return out
}

// readAsScript reports whether a file was read to its end as what describes machines, so that what it says about settings
// is known to be none.
func (l *loader) readAsScript(f *file) bool {
	if f.class.role() == format.Describes && f.class.form.Kind() == config.Ansible {
		return true
	}
	return f.class.role() == format.Describes && f.class.form.Claims != nil && f.class.form.Kind() != config.Compose || f.class.role() == format.Unit
}

// ofFrameworks is the variable of a flag that frameworks read too.
const ofFrameworks = "MESOS_MASTER"

// mentionOfSettings returns the first line of a text that mentions settings of Mesos, and of what; "" if none does. MESOS_MASTER is
// what frameworks read too: by itself it is a setting only beside the name of a daemon.
func (l *finder) mentionOfSettings(text string) (line int, what string) {
	ours := namesDaemon(text)
	return l.firstLine(text, func(_ int, row string) string {
		if what := l.lineSpeaks(row); ours || what != "names "+ofFrameworks {
			return what
		}
		return ""
	})
}

// mentionInManifest returns the first line of a manifest that gives a variable to a container in which a daemon of Mesos runs, be
// it none of a flag: a manifest of an orchestrator that nothing else of it shows.
func (l *finder) mentionInManifest(f *file) (line int, what string) {
	switch filepath.Ext(template.RenderedName(f.base())) {
	case ".yaml", ".yml", ".json":
	default:
		return 0, ""
	}
	text := f.text.String()
	if _, runs := l.firstLine(text, func(_ int, row string) string { return runsDaemon(row) }); runs == "" {
		return 0, ""
	}
	return l.firstLine(text, func(_ int, row string) string {
		row = strings.TrimLeft(row, " \t-{\"'")
		for word := range strings.FieldsFuncSeq(row, func(r rune) bool { return strings.ContainsRune(" \t\r\n,[]\"'", r) }) {
			flag, isFlag := strings.CutPrefix(word, "--")
			if flag, _, _ = strings.Cut(flag, "="); isFlag && l.isSetting(strings.TrimPrefix(flag, "no-")) {
				return "gives --" + flag
			}
		}
		if rest, found := strings.CutPrefix(row, "name"); found {
			row = strings.TrimLeft(rest, " \t:\"'")
		}
		if !strings.HasPrefix(row, "MESOS_") {
			return ""
		}
		return "names " + row[:len(row)-len(strings.TrimLeftFunc(row, func(r rune) bool { return r <= 'z' && isWordByte(byte(r)) }))]
	})
}

// runsDaemon returns the image or the command of a line of a manifest that is a daemon of Mesos; "" if it has none.
func runsDaemon(row string) string {
	for _, key := range []string{"image", "command", "args", "cmd"} {
		_, rest, found := strings.Cut(row, key)
		if !found || !strings.Contains(rest, ":") {
			continue
		}
		for word := range strings.FieldsFuncSeq(rest, func(r rune) bool { return strings.ContainsRune(" \t\r\n:/,[]\"'", r) }) {
			if daemonOf(word) != config.AnyComponent {
				return word
			}
		}
	}
	return ""
}

// mentionsSettings reports whether a file mentions settings of Mesos.
func (l *finder) mentionsSettings(f *file) bool {
	_, what := l.mentionOfSettings(f.text.String())
	return what != ""
}

// firstLine returns the first line of a text of which something is said, comments aside.
func (l *finder) firstLine(text string, say func(number int, row string) string) (line int, what string) {
	if !strings.Contains(text, "mesos") && !strings.Contains(text, "MESOS_") {
		return 0, ""
	}
	number := 0
	for row := range strings.Lines(text) {
		number++
		trimmed := strings.TrimSpace(row)
		if strings.HasPrefix(trimmed, "#") || strings.HasPrefix(trimmed, "//") {
			continue
		}
		if what := say(number, row); what != "" {
			return number, what
		}
	}
	return 0, ""
}

// variables returns where the variables of flags stand in a line.
func (l *finder) variables(row string) []source.Range {
	var out []source.Range
	for at := 0; ; {
		i := strings.Index(row[at:], "MESOS_")
		if i < 0 {
			return out
		}
		start := at + i
		end := start + len("MESOS_")
		for end < len(row) && (isLetter(row[end]) || row[end] == '_') {
			end++
		}
		if (start == 0 || !isWordByte(row[start-1])) && l.isSetting(strings.ToLower(row[start+len("MESOS_"):end])) {
			out = append(out, source.Range{Start: start, End: end})
		}
		at = end
	}
}

// assignedVariable returns the variable of a flag that a line of a script or Dockerfile assigns; "" if it assigns none.
func (l *finder) assignedVariable(row string) string {
	for _, r := range l.variables(row) {
		before, behind := row[:r.Start], row[r.End:]
		first, _, _ := strings.Cut(strings.TrimSpace(before), " ")
		if strings.HasPrefix(behind, "=") && !strings.HasSuffix(before, "$") && !strings.HasSuffix(before, "{") || first == "ENV" && strings.HasPrefix(behind, " ") {
			return row[r.Start:r.End]
		}
	}
	return ""
}

func (l *finder) lineSpeaks(row string) string {
	if found := l.variables(row); len(found) > 0 {
		name := row[found[0].Start:found[0].End]
		if name == ofFrameworks && len(found) > 1 {
			name = row[found[1].Start:found[1].End]
		}
		return "names " + name
	}
	if what := namesPath(row); what != "" {
		return what
	}
	what, _ := l.startsDaemon(row)
	return what
}

// namesPath returns what a line says that names a file or directory of the init wrapper; "" if it does not.
func namesPath(row string) string {
	for _, dir := range []string{"/etc/mesos-master", "/etc/mesos-slave", "/etc/mesos-agent", "/etc/default/mesos", zkPath} {
		if i := strings.Index(row, dir); i >= 0 && !strings.HasPrefix(row[i+len(dir):], "-dns") && !strings.HasSuffix(row[:i], "cat ") {
			return "names " + dir
		}
	}
	return ""
}

// startsDaemon returns what a line says that gives a daemon a flag, and which one; "" if it does not.
func (l *finder) startsDaemon(row string) (what string, c config.Component) {
	for _, program := range []string{"mesos-master", "mesos-slave", "mesos-agent"} {
		_, rest, found := strings.Cut(row, program)
		if !found {
			continue
		}
		for _, word := range strings.Fields(rest) {
			name, isFlag := strings.CutPrefix(strings.Trim(word, `"',[]`), "--")
			if name, _, _ = strings.Cut(name, "="); isFlag && l.isSetting(strings.TrimPrefix(strings.ToLower(name), "no-")) {
				return "starts " + program + " with --" + name, daemonOf(program)
			}
		}
	}
	return "", config.AnyComponent
}

// keepsArguments returns what a line says that assigns arguments of a daemon to a variable, which something else may start it with,
// and which daemon the variable names; "" if it does not.
func (l *finder) keepsArguments(row string) (what string, c config.Component) {
	before, value, found := strings.Cut(row, "=")
	name := before[strings.LastIndexAny(before, " \t")+1:]
	flag, isFlag := strings.CutPrefix(strings.TrimLeft(value, `"'`), "--")
	if flag, _, _ = strings.Cut(flag, "="); !found || !isFlag || !strings.Contains(strings.ToLower(name), "mesos") || !l.isSetting(strings.TrimPrefix(flag, "no-")) {
		return "", config.AnyComponent
	}
	return "keeps --" + flag + " in " + name, format.WordOf(strings.ReplaceAll(strings.ToLower(name), "_", "-"))
}

// isSetting reports whether a name is that of a flag that configures a daemon. The two that every program has do not, and
// MESOS_VERSION is what most scripts call the release that they install.
func (l *finder) isSetting(name string) bool {
	return name != "help" && name != "version" && l.v.flag(config.AnyComponent, name)
}

func isWordByte(c byte) bool { return isLetter(c) || c == '_' || '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
