package load

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
)

// programSuffixes are the names of programs, which mention variables for other ends than to configure a daemon.
var programSuffixes = []string{".clj", ".js", ".jsx", ".py", ".ts", ".tsx"}

// isProgram reports whether a file is a program: only what it writes or starts is a mention.
func isProgram(name string) bool {
	return slices.Contains(programSuffixes, filepath.Ext(strings.ToLower(template.RenderedName(name))))
}

// isTest reports whether a file is by its path a test, which starts daemons to no end but its own.
func isTest(path string) bool {
	for part := range strings.SplitSeq(strings.ToLower(filepath.ToSlash(path)), "/") {
		stem, _, _ := strings.Cut(part, ".")
		if part == "test" || part == "tests" || strings.HasPrefix(part, "test_") || strings.HasSuffix(stem, "_test") || strings.HasSuffix(part, "_spec.rb") || strings.Contains(part, ".spec.") {
			return true
		}
	}
	return false
}

// mentionInProgram returns the first line of a program that writes a file of Mesos or starts a daemon with a flag.
func (l *finder) mentionInProgram(text string) (line int, what string) {
	return l.firstLine(text, func(_ int, row string) string {
		if what, _ := l.startsDaemon(row); what != "" {
			return what
		}
		return namesPath(row)
	})
}

// mentionInMapping returns the first line of a text that gives a flag a value below a key that names Mesos, or in a key that names it
// itself: variables of a role, a pillar of a formula, values of a chart. The flags of one word are what others have too. A variable that
// something else in the tree uses shows there.
func (l *finder) mentionInMapping(text string, used func(key string) bool) (line int, what string) {
	under, above := -1, "" // the indentation of the key that names Mesos, where one is open, and the key
	return l.firstLine(text, func(_ int, row string) string {
		trimmed := strings.TrimLeft(row, " \t")
		if strings.TrimSpace(trimmed) == "" {
			return ""
		}
		indent := len(row) - len(trimmed)
		if indent <= under {
			under = -1
		}
		for rest := trimmed; rest != ""; {
			key, after := nextKey(rest)
			if key == "" {
				break
			}
			rest = after
			lower := strings.ToLower(key)
			i := strings.LastIndex(lower, "mesos")
			switch {
			case i < 0:
				name := above
				if strings.EqualFold(above, "mesos") {
					name += "." + key // what is called so alone says nothing
				}
				if under >= 0 && l.isOwnFlag(lower) && !used(name) {
					return "gives " + key + " a value below a key of Mesos"
				}
			case l.isOwnFlag(withoutDaemon(lower[i+len("mesos"):])):
				if !used(key) {
					return "gives " + key + " a value"
				}
			case !strings.Contains(lower, "dns"):
				if under < 0 {
					under, above = indent, key
				}
			}
		}
		return ""
	})
}

// mostSearched is in how many bytes of other files keys are looked for in a run.
const mostSearched = 256 << 20

// isUsed reports whether another file uses what a key names: one that does not only give it a value, as those of variables do. Of keys
// that are too many to be looked for it is not said that nothing uses them.
func (l *loader) isUsed(f *file, key string) bool {
	if !isVariables(f.path) {
		return false
	}
	if l.usedKeys == nil {
		l.usedKeys = map[string]bool{}
	}
	used, known := l.usedKeys[key]
	if !known {
		used = slices.ContainsFunc(l.files, func(other *file) bool {
			if other.source == nil || other.written != nil || isVariables(other.path) || isProse(other.base()) {
				return false
			}
			l.searched += other.text.Len()
			return l.searched > mostSearched || strings.Contains(other.text.String(), key)
		})
		l.usedKeys[key] = used
	}
	return used
}

// isVariables reports whether a file is by its path one of variables of Ansible, of pillars of Salt or of levels of hiera.
func isVariables(path string) bool {
	for part := range strings.SplitSeq(filepath.ToSlash(filepath.Dir(path)), "/") {
		switch part {
		case "defaults", "vars", "group_vars", "host_vars", "pillar", "hieradata":
			return true
		}
	}
	return false
}

// nextKey returns the first key of a row, and what stands behind it.
func nextKey(row string) (key, rest string) {
	for at := 0; at < len(row); {
		if !isWordByte(row[at]) {
			at++
			continue
		}
		end := at
		for end < len(row) && (isWordByte(row[end]) || strings.IndexByte(".-", row[end]) >= 0 || row[end] == ':' && end+1 < len(row) && (row[end+1] == ':' || row[end-1] == ':')) {
			end++
		}
		after := strings.TrimLeft(row[end:], "\"' \t]")
		if strings.HasPrefix(after, ":") || strings.HasPrefix(after, "=") && !strings.HasPrefix(after, "==") || strings.HasPrefix(after, "{") {
			return row[at:end], after[1:]
		}
		at = end
	}
	return "", ""
}

// withoutDaemon returns what stands behind the name of a daemon in a key: "_slave_work_dir" is "work_dir".
func withoutDaemon(rest string) string {
	const between = "_-.:"
	rest = strings.TrimLeft(rest, between)
	for _, daemon := range [...]string{"master", "slave", "agent"} {
		if after, found := strings.CutPrefix(rest, daemon); found && after != "" && strings.IndexByte(between, after[0]) >= 0 {
			rest = strings.TrimLeft(after, between)
		}
	}
	return rest
}

// isOwnFlag reports whether a name is that of a flag that nothing but Mesos is likely to have.
func (l *finder) isOwnFlag(name string) bool {
	return (strings.Contains(name, "_") || name == "quorum" || name == "containerizers") && l.isSetting(strings.TrimPrefix(name, "no-"))
}
