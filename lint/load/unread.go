package load

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/template"
)

// maxProse is the size in bytes up to which a file that nothing claims is looked at for what it holds.
const maxProse = 256 << 10

// proseSuffixes are the names of files that speak of configuration and are none: documentation, programs, what tools
// write for themselves.
var proseSuffixes = []string{
	".adoc", ".asciidoc", ".bat", ".c", ".cc", ".clj", ".cmake", ".cpp", ".css", ".diff", ".drawio", ".go", ".groovy", ".h", ".hpp", ".htm", ".html",
	".ipynb", ".java", ".js", ".jsx", ".kt", ".lock", ".log", ".m4", ".markdown", ".md", ".mod", ".org", ".patch", ".po", ".proto", ".ps1",
	".puml", ".py", ".rs", ".rst", ".scala", ".spec", ".sql", ".sum", ".swift", ".tex", ".textile", ".ts", ".tsx", ".txt", ".vue", ".xml", ".xsd",
}

// proseNames are the names of files that tell people something.
var proseNames = []string{"authors", "changelog", "changes", "contributing", "copying", "license", "makefile", "news", "notice", "readme", "todo"}

// isProse reports whether a file by its name is read by people or compilers.
func isProse(name string) bool {
	name = strings.ToLower(template.RenderedName(name))
	_, found := slices.BinarySearch(proseSuffixes, filepath.Ext(name))
	stem, _, _ := strings.Cut(name, ".")
	return found || slices.Contains(proseNames, stem)
}

// nameUnread names what was left over and speaks of settings of Mesos all the same.
func (l *loader) nameUnread() {
	said := map[string]bool{}
	for _, u := range l.out.Unchecked {
		said[u.Path] = true
	}
	for _, f := range l.files {
		if f.source == nil || f.used || said[f.path] || f.written != nil || f.kind != config.Unknown || f.named || isProse(f.base()) {
			continue
		}
		if l.readAsScript(f) {
			continue
		}
		if line, what := l.speaksOfSettings(f.text.String()); what != "" {
			f.used = true
			l.out.Unread = append(l.out.Unread, config.Unread{Path: f.path, Line: line,
				Reason: what + ", and is in no form that is read"})
		}
	}
}

// readAsScript reports whether a file was read to its end as what describes machines, so that what it says about settings
// is known to be none.
func (l *loader) readAsScript(f *file) bool {
	return f.place.role() == format.Describes && f.place.form.Claims != nil && f.place.form.Kind() != config.Compose || f.place.role() == format.Unit
}

// speaksOfSettings returns the first line of a text that speaks of settings of Mesos, and of what; "" where none does.
func (l *loader) speaksOfSettings(text string) (line int, what string) {
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
		if what := l.lineSpeaks(row); what != "" {
			return number, what
		}
	}
	return 0, ""
}

func (l *loader) lineSpeaks(row string) string {
	for at := 0; ; {
		i := strings.Index(row[at:], "MESOS_")
		if i < 0 {
			break
		}
		start := at + i
		end := start + len("MESOS_")
		for end < len(row) && (isLetter(row[end]) || row[end] == '_') {
			end++
		}
		if (start == 0 || !isWordByte(row[start-1])) && l.v.flag(config.AnyComponent, strings.ToLower(row[start+len("MESOS_"):end])) {
			return "names " + row[start:end]
		}
		at = end
	}
	for _, dir := range []string{"/etc/mesos-master", "/etc/mesos-slave", "/etc/mesos-agent", "/etc/default/mesos"} {
		if i := strings.Index(row, dir); i >= 0 && !strings.HasPrefix(row[i+len(dir):], "-dns") {
			return "names " + dir
		}
	}
	for _, program := range []string{"mesos-master", "mesos-slave", "mesos-agent"} {
		_, rest, found := strings.Cut(row, program)
		if !found {
			continue
		}
		for _, word := range strings.Fields(rest) {
			name, isFlag := strings.CutPrefix(strings.Trim(word, `"',[]`), "--")
			if name, _, _ = strings.Cut(name, "="); isFlag && l.v.flag(config.AnyComponent, strings.TrimPrefix(strings.ToLower(name), "no-")) {
				return "starts " + program + " with --" + name
			}
		}
	}
	return ""
}

func isWordByte(c byte) bool { return isLetter(c) || c == '_' || '0' <= c && c <= '9' }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
