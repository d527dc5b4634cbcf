package load

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// recognise looks at the content of a file whose path does not say what it is.
func (l *finder) recognise(f *file) {
	if f.source != nil && f.written == nil && f.class.role() != format.Unclaimed {
		f.maskNamed()
	}
	switch {
	case f.source == nil:
	case f.class.role() == format.FlagLines && f.as != config.Unknown:
		l.asReport(f)
	case l.isDocument(f.as):
		f.kind = f.as
	case f.as == config.Unknown && (f.class.role() == format.Unclaimed || f.class.role() == format.FlagEntry):
		text := f.text
		f.kind = l.detect(text.String())
		if named := f.credentialsByName(); f.kind == config.Unknown && named != config.Unknown && f.isCredentialText(text.String()) {
			f.kind = named
		}
		if f.kind == config.Unknown && f.mayMatter() && (isEmptyObject(text.String()) || f.isACLsByName()) {
			f.kind = config.ACLs
		}
		if f.kind == config.Unknown && f.class.role() == format.Unclaimed && f.written == nil {
			l.recogniseText(f)
		}
	}
}

// isEmptyObject reports whether data is the JSON object "{}", which is a policy that allows everything as well as
// anything else, and what is left of one whose lists were all empty.
func isEmptyObject(data string) bool {
	rest, found := strings.CutPrefix(strings.TrimSpace(data), "{")
	return found && strings.TrimSpace(rest) == "}"
}

// isACLsByName reports whether a file that is called as ACL files are is one, although its content does not show it: one
// that was asked for by name is, and one that was found where it is not JSON of anybody else's but broken.
func (f *file) isACLsByName() bool {
	switch {
	case f.class.role() != format.Unclaimed || f.marks().InJSON():
		return false
	case f.named:
		return true
	}
	return filepath.Ext(f.base()) == ".json" && f.text.Len() > 0 && !isOtherJSON(f)
}

// credentialsByName returns the kind that the name of a file gives it where it holds credentials as text, Unknown if
// the name does not mention them. "agent-credentials" of one line is what an agent itself has.
func (f *file) credentialsByName() config.Kind {
	name := strings.ToLower(template.RenderedName(f.base()))
	switch {
	case f.class.role() != format.Unclaimed || !slices.Contains([]string{"", ".txt", ".credentials"}, filepath.Ext(name)):
	case format.IndexWord(name, "credential") >= 0, format.IndexWord(name, "credentials") >= 0 && format.WordOf(name) == config.Agent:
		return config.Credential
	case format.IndexWord(name, "credentials") >= 0:
		return config.Credentials
	}
	return config.Unknown
}

// isCredentialText reports whether a file that is called credentials holds a principal and a secret in every line, or
// among other files of Mesos in most: one that has a line wrong must be recognised too, and other people's files, which
// are called so as well, must not.
func (f *file) isCredentialText(data string) bool {
	good, bad := redact.CountCredentialLines(data)
	ours := strings.Contains(f.path, "mesos")
	return good > 0 && (bad == 0 || good > bad && ours) && !source.LooksLikeJSON([]byte(data))
}

// detect returns the kind of the JSON document that data holds.
func (l *finder) detect(data string) config.Kind {
	return KindOf(data, l.v.documentKeys(), l.v.actionKey)
}

// KindOf returns the kind of the JSON document that data holds, or begins to hold before it stops being JSON: a file
// that is broken must be recognised too. It looks at keys and at how their values begin, nothing more. The first of known
// that a key shows wins; isAction reports whether a key is an ACL action, which shows ACLs. Unknown stands for a document
// that no key shows.
func KindOf(data string, known []DocumentKeys, isAction func(key string) bool) config.Kind {
	s := scanner{data: strings.TrimPrefix(data, "\ufeff")}
	switch s.next() {
	case '{':
		return kindOfObject(&s, known, isAction)
	case '[':
		if s.next() != '{' {
			break
		}
		names := s.members()
		for _, k := range known {
			if len(k.List) > 0 && containsAll(names, k.List) {
				return k.Kind
			}
		}
	}
	return config.Unknown
}

func kindOfObject(s *scanner, known []DocumentKeys, isAction func(key string) bool) config.Kind {
	var names []string
	isPolicy, isForeign := false, false
	for {
		key, found := s.key()
		if !found {
			break
		}
		value := s.data[s.at:]
		if isAction(key) {
			if opens(value) {
				return config.ACLs
			}
			isPolicy = true // others have a key "permissive", too
		} else if opens(value) && !isEntry(value) {
			isForeign = true
		}
		for _, k := range known {
			if k.shownBy(key, value) {
				return k.Kind
			}
		}
		names = append(names, key)
		if !s.skip() {
			break
		}
	}
	for _, k := range known {
		if len(k.Whole) > 0 && containsAll(names, k.Whole) && containsAll(k.Whole, names) {
			return k.Kind
		}
	}
	if isPolicy && !isForeign {
		return config.ACLs
	}
	return config.Unknown
}

// opens reports whether a JSON value is a list or an object.
func opens(value string) bool {
	s := scanner{data: value}
	c := s.next()
	return c == '[' || c == '{'
}

// isEntry reports whether a value that opens is a list of objects, or an object, whose first member is an object, as that of an
// ACL is, or holds nothing.
func isEntry(value string) bool {
	s := scanner{data: value}
	c := s.next()
	if c == '[' {
		c = s.next()
	}
	if c != '{' {
		return c == ']'
	}
	key, found := s.key()
	return !found || key == "" || s.next() == '{'
}

// shownBy reports whether a member, whose value begins a text, shows the kind.
func (k *DocumentKeys) shownBy(key, value string) bool {
	begins := func(names []string) bool {
		return len(names) > 0 && (beginsWith(value, "[{", names...) || beginsWith(value, "{", names...))
	}
	for _, m := range k.Keys {
		switch {
		case m.Name != key:
		case len(m.Inside) > 0:
			if begins(m.Inside) {
				return true
			}
		case m.Holds == "" || strings.Contains(value, `"`+m.Holds+`"`):
			return true
		}
	}
	return begins(k.Entries)
}

// containsAll reports whether a list has all of some names.
func containsAll(list, names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(list, name) })
}

// beginsWith reports whether a JSON value opens the given brackets and goes on with one of the keys.
func beginsWith(value, brackets string, keys ...string) bool {
	s := scanner{data: value}
	for i := range len(brackets) {
		if s.next() != brackets[i] {
			return false
		}
	}
	key, found := s.key()
	for _, k := range keys {
		if found && k == key {
			return true
		}
	}
	return false
}

// scanner walks over JSON, and over what was meant to be JSON.
type scanner struct {
	data string
	at   int
}

// next passes white space, comments and commas, and returns the byte after them, which it passes too; 0 at the end.
func (s *scanner) next() byte {
	for s.at < len(s.data) {
		c := s.data[s.at]
		switch {
		case c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',':
			s.at++
		case strings.HasPrefix(s.data[s.at:], "//"):
			s.passTo("\n")
		case strings.HasPrefix(s.data[s.at:], "/*"):
			s.passTo("*/")
		default:
			s.at++
			return c
		}
	}
	return 0
}

func (s *scanner) passTo(mark string) {
	if i := strings.Index(s.data[s.at:], mark); i >= 0 {
		s.at += i + len(mark)
		return
	}
	s.at = len(s.data)
}

// key passes the next key of an object and its colon.
func (s *scanner) key() (string, bool) {
	if s.next() != '"' {
		return "", false
	}
	start := s.at
	if !s.passString() {
		return "", false
	}
	end := s.at - 1
	return s.data[start:end], s.next() == ':'
}

// passString passes a string whose opening quote was passed, and reports whether it ends.
func (s *scanner) passString() bool {
	for s.at < len(s.data) {
		i := strings.IndexAny(s.data[s.at:], "\"\\")
		if i < 0 {
			break
		}
		s.at += i + 1
		if s.data[s.at-1] == '"' {
			return true
		}
		s.at++
	}
	s.at = len(s.data)
	return false
}

// skip passes a value, and reports whether an object goes on after it.
func (s *scanner) skip() bool {
	depth := 0
	for s.at < len(s.data) {
		c := s.data[s.at]
		s.at++
		switch c {
		case '"':
			if !s.passString() {
				return false
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth == 0 {
				return false
			}
			depth--
		case ',':
			if depth == 0 {
				return true
			}
		}
	}
	return false
}

// members returns the keys of an object whose bracket was passed.
func (s *scanner) members() []string {
	var names []string
	for {
		key, found := s.key()
		if !found {
			break
		}
		names = append(names, key)
		if !s.skip() {
			break
		}
	}
	return names
}

// recogniseText tells what a text file is that neither its path nor a document's keys show: whatever a format sees in its
// content.
func (l *finder) recogniseText(f *file) {
	data := f.text.View()
	if (isProse(f.base()) || isProgram(f.base())) && !f.named { // a program is none, whatever it holds
		return
	}
	for _, form := range l.formats {
		if form.Shows == nil || !form.Shows(f.name(), data) {
			continue
		}
		switch form.Role {
		case format.UnitEnvironment, format.DaemonEnvironment:
			if !l.namesFlag(format.AssignsOf(f.name(), data).Names) {
				continue
			}
			f.holdsVariables = true
		}
		f.byContent = true
		f.class.form, f.class.host = form, hostOf(filepath.Dir(l.placeOf(f)))
		if form.Role == format.WrapperEnvironment {
			f.class.component = l.wordOfPath(l.placeOf(f))
			f.class.wrapperArg = format.WrapperArgIn(f.base())
		}
		f.maskNamed()
		return
	}
}

// namesFlag reports whether one of some variables is that of a flag of Mesos.
func (l *finder) namesFlag(variables []string) bool {
	return slices.ContainsFunc(variables, func(name string) bool {
		flag, ours := strings.CutPrefix(strings.ToUpper(name), "MESOS_")
		return ours && l.v.flag(config.AnyComponent, strings.ToLower(flag))
	})
}
