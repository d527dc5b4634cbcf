package compose

import (
	"cmp"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// service is a service as far as it says what runs in it, with all that it inherits once it is resolved.
type service struct {
	name  string
	at    source.Span
	maybe bool

	image               *value
	build               *build
	command, entrypoint *words
	environment         []entry
	// isMap is set if the environment is one mapping, of which an override can remove a member.
	isMap    bool
	envFiles []envFile
	mounts   []mount
	// grants are the configurations and secrets it sees.
	grants   []grant
	profiles bool
	// replicas is how many of it are started, as machine.Start has it.
	replicas int
	// alone is set where it stands in a file that compose merges over another: it has no image of its own.
	alone bool

	extends *extension
	// resets are what it removes from the service it is merged over: "command", or "environment.NAME".
	resets []string
	gaps   []machine.Gap
	// findings concern this service alone.
	findings []machine.Finding
}

// build is how the image of a service is built.
type build struct {
	context, dockerfile, target string
	hasContext, inline          bool
}

// words are a command or an entrypoint, and what compose does to it once nothing is merged over it.
type words struct {
	words    []machine.Word
	findings []machine.Finding
	// null is set where it is written as null, which takes away what it is merged over.
	null bool
}

// given returns the words that are given; nil if none are.
func (w *words) given() *words {
	if w == nil || w.null {
		return nil
	}
	return w
}

func (w *words) refuse(at source.Span, why string) {
	w.findings = append(w.findings, machine.Finding{ID: refused, Span: at, Detail: why})
}

// entry is a variable of a service.
type entry struct {
	name     string
	nameSpan source.Span
	span     source.Span
	value    value
	// passed is set if the value comes from the environment compose runs in.
	passed bool
	maybe  bool
}

// envFile is an entry of env_file.
type envFile struct {
	path     value
	resolved string
	// key is what tells it from others: the path as it is written, and of a file that is extended from the project.
	key      string
	optional bool
	raw      bool
	at       source.Span
	maybe    bool
}

// extension is the service that another one inherits from.
type extension struct {
	service string
	file    string // "" for the same file
	at      source.Span
}

// merged are the keys of a service that are read, each with a tag that removes what is below it.
var mergedKeys = [...]string{"image", "build", "command", "entrypoint", "environment", "env_file", "volumes", "configs", "secrets", "profiles", "deploy", "scale"}

// service reads a service of a file.
func (f *file) service(name string, key, n *yamltext.Node) *service {
	s := &service{name: name, at: key.Span(), maybe: f.maybe(key.Span())}
	n = n.Resolve()
	if n.Tag() == "!reset" || n.Tag() == "!override" {
		s.resets = append(s.resets, mergedKeys[:]...)
		if n.Tag() == "!reset" {
			return s
		}
	}
	get := func(key string) *yamltext.Node {
		m := f.member(n, key)
		if m == nil {
			return nil
		}
		switch m.Tag() {
		case "!reset":
			s.resets = append(s.resets, key)
			return nil
		case "!override":
			s.resets = append(s.resets, key)
		}
		return m
	}
	if image, found := f.value(get("image")); found {
		s.image = &image
	}
	s.build = f.build(n, get("build"))
	s.command, s.entrypoint = f.words(get("command")), f.words(get("entrypoint"))
	if s.command == nil && f.isNull(n, "command") {
		s.command = &words{null: true}
	}
	if s.entrypoint == nil && f.isNull(n, "entrypoint") {
		s.entrypoint = &words{null: true}
	}
	f.environment(s, get("environment"))
	f.envFiles(s, get("env_file"))
	f.volumes(s, get("volumes"))
	f.grants(s, get("configs"), "configs")
	f.grants(s, get("secrets"), "secrets")
	if p := get("profiles"); p != nil {
		s.profiles = len(p.Items()) > 0
	}
	s.replicas = cmp.Or(f.deployed(get("deploy")), f.count(get("scale")))
	s.extends = f.extension(get("extends"))
	s.alone = s.image == nil && s.build == nil && s.extends == nil && f.member(n, "provider") == nil
	return s
}

// build reads how an image is built.
func (f *file) build(of, n *yamltext.Node) *build {
	if n == nil {
		return nil
	}
	b := &build{context: f.project} // so it is in a file that is extended, too
	set := func(v value, found bool, at *string) {
		if text, known := v.knownText(); found && known {
			*at = text
		} else if found {
			*at = ""
		}
	}
	if n.Kind == yamltext.Scalar {
		v, found := f.value(n)
		set(v, found, &b.context)
		b.context, b.hasContext = f.join(b.context), true
		if f.shape == first {
			v, found := f.textMember(of, "dockerfile")
			set(v, found, &b.dockerfile)
		}
		return b
	}
	if v, found := f.textMember(n, "context"); found {
		set(v, found, &b.context)
		b.context, b.hasContext = f.join(b.context), true
	}
	v, found := f.textMember(n, "dockerfile")
	set(v, found, &b.dockerfile)
	v, found = f.textMember(n, "target")
	set(v, found, &b.target)
	b.inline = f.member(n, "dockerfile_inline") != nil
	return b
}

// words reads a command or an entrypoint: a list of words, or one text that is split into words.
func (f *file) words(n *yamltext.Node) *words {
	if n == nil {
		return nil
	}
	w := &words{}
	if n.Kind == yamltext.Sequence {
		for _, item := range n.Items() {
			item = item.Resolve()
			v, found := f.value(item)
			if !found || scalarType(item) != text && !f.isTemplated(item) {
				w.refuse(item.Span(), "each word of a command must be a text, in quotes if it looks like a number or a boolean")
			}
			if found {
				word := v.word()
				word.Maybe = f.maybe(item.Span())
				w.words = append(w.words, word)
			}
		}
		return w
	}
	v, found := f.value(n)
	if !found || scalarType(n) != text && !f.isTemplated(n) {
		w.refuse(n.Span(), "a command must be a text, in quotes if it looks like a number or a boolean, or a list of texts")
	}
	if !found {
		return w
	}
	var how splitting
	w.words, how = commandWords(v, f.shape == first)
	switch {
	case how.refused >= 0:
		w.refuse(spanOf(v, how.refused, how.refused+1), how.why)
		if !how.always {
			w.findings[len(w.findings)-1].Condition = unlessOld
		}
	case how.end >= 0 && strings.TrimSpace(v.text.String()[how.end+1:]) != "":
		w.findings = append(w.findings, machine.Finding{
			ID: wordsLost, Span: spanOf(v, how.end, v.text.Len()), Subject: v.text.String()[how.end : how.end+1],
			Detail: "compose ends a command at an unquoted ; & | < or >, and does not pass what follows",
		})
	}
	return w
}

// misplacedKeys are keys of a service that are not variables: below "environment" they stand there by mistake.
const misplacedKeys = " command configs entrypoint env_file environment extends image secrets volumes "

// environment reads the variables of a service, given as a mapping or as a list.
func (f *file) environment(s *service, n *yamltext.Node) {
	if n == nil {
		return
	}
	if n.Kind == yamltext.Sequence {
		for _, item := range n.Items() {
			if v, found := f.value(item); found {
				s.environment = append(s.environment, f.listEntry(v, item.Resolve()))
			} else {
				f.refuse(item.Span(), "", "each entry of a list of variables must be a text NAME=value")
				f.misplaced(s, item)
			}
		}
		return
	}
	s.isMap = n.Kind == yamltext.Mapping
	f.misplaced(s, n)
	s.environment = slices.Grow(s.environment, len(f.doc.Members(n)))
	for _, m := range f.doc.Members(n) {
		key, node := m.Key.Resolve(), m.Value.Resolve()
		name := m.Name()
		if node.Tag() == "!reset" {
			s.resets = append(s.resets, "environment."+name)
			continue
		}
		if node.Tag() == "!override" {
			s.resets = append(s.resets, "environment."+name)
		}
		e := entry{name: name, nameSpan: key.Span(), span: f.cover(key.Span(), node.Span()), maybe: f.maybe(key.Span())}
		if key.Kind == yamltext.Scalar {
			e.nameSpan = key.Content()
		}
		v, found := f.value(node)
		switch {
		case scalarType(node) == null && !(node.Kind == yamltext.Scalar && node.Style != yamltext.Plain):
			e.passed, e.value = true, value{text: source.LiteralText("", e.nameSpan)}
		case !found:
			f.refuse(node.Span(), name, "the value of a variable must be a text, a number or a boolean")
			continue
		default:
			e.value = v
		}
		s.environment = append(s.environment, e)
	}
}

// cover returns the span from one node to the end of another, where that comes after it: it does not where it is an
// alias.
func (f *file) cover(from, to source.Span) source.Span {
	if to.Source == from.Source && to.End > from.End && to.Start >= from.End {
		from.End = to.End
	}
	return from
}

// misplaced finds the keys of a service that stand among its variables.
func (f *file) misplaced(s *service, n *yamltext.Node) {
	for _, m := range f.doc.Members(n) {
		if name := m.Name(); isKey(misplacedKeys, name) && !strings.HasPrefix(name, "x-") {
			s.findings = append(s.findings, machine.Finding{ID: keyUnderEnvironment, Span: m.Key.Resolve().Span(), Subject: name,
				Detail: "a key below environment is a variable of the container and nothing else"})
		}
	}
}

// listEntry reads an entry "NAME=value" of a list.
func (f *file) listEntry(v value, n *yamltext.Node) entry {
	s := v.text.String()
	e := entry{span: v.text.All(), maybe: f.maybe(n.Span())}
	i := strings.IndexByte(s, '=')
	if i < 0 || i > v.knownLength() {
		e.name, e.nameSpan, e.passed = s, v.text.All(), true
		e.value = value{text: source.LiteralText("", e.nameSpan)}
		if !v.known() { // not even the name is
			e.name = ""
		}
		return e
	}
	e.name, e.nameSpan, e.value = s[:i], v.text.Span(0, i), v.slice(i+1, len(s))
	return e
}

// envFiles reads env_file: a path, or a list of paths and of mappings with one.
func (f *file) envFiles(s *service, n *yamltext.Node) {
	if n == nil {
		return
	}
	items := []*yamltext.Node{n}
	if n.Kind == yamltext.Sequence {
		items = n.Items()
	}
	var all []envFile
	for _, item := range items {
		item = item.Resolve()
		e := envFile{at: item.Span(), maybe: f.maybe(item.Span())}
		var found bool
		if item.Kind == yamltext.Mapping {
			e.path, found = f.textMember(item, "path")
			required, given := f.textMember(item, "required")
			e.optional = given && !required.known() || given && isFalse(required.text.String())
			format, _ := f.textMember(item, "format")
			e.raw = format.text.String() == "raw"
		} else {
			e.path, found = f.value(item)
		}
		if !found {
			f.refuse(item.Span(), "", "an entry of env_file must be a path, or a mapping with one")
			continue
		}
		if text, known := e.path.knownText(); known {
			e.resolved, e.key = f.join(text), text
			if f.extended {
				e.key = e.resolved
			}
			e.at = e.path.text.All()
		}
		all = append(all, e)
	}
	s.envFiles = mergeEnvFiles(s.envFiles, all)
}

// mergeEnvFiles adds files of variables, each in place of one with the same path.
func mergeEnvFiles(base, over []envFile) []envFile {
	return mergeBy(base, over, func(e envFile) (string, bool) { return e.key, e.key != "" })
}

func isFalse(s string) bool {
	return slices.Contains([]string{"false", "n", "no", "off"}, strings.ToLower(s))
}

// extension reads which service another one inherits from.
func (f *file) extension(n *yamltext.Node) *extension {
	if n == nil {
		return nil
	}
	e := &extension{at: n.Span()}
	name, found := f.value(n)
	if n.Kind == yamltext.Mapping {
		name, found = f.textMember(n, "service")
		if from, given := f.textMember(n, "file"); given {
			text, known := from.knownText()
			if !known {
				return e
			}
			e.file = f.join(text)
			e.at = from.text.All()
		}
	}
	if text, known := name.knownText(); found && known {
		e.service = text
	}
	return e
}

// over merges a service over another one, as an override file and extends do (compose-go override/merge.go): a command
// replaces, variables merge by name, files of variables are added, volumes merge by where they are mounted.
func (s *service) over(base *service) *service {
	out := *base
	out.name, out.at, out.maybe, out.extends, out.resets = s.name, s.at, s.maybe, s.extends, s.resets
	out.alone = base.alone && s.alone
	out.profiles = base.profiles || s.profiles
	out.replicas = cmp.Or(s.replicas, base.replicas)
	out.gaps = append(slices.Clone(base.gaps), s.gaps...)
	out.findings = append(slices.Clone(base.findings), s.findings...)
	out.environment = slices.Clone(base.environment)
	for _, r := range s.resets {
		out.reset(r)
	}
	if s.image != nil {
		out.image = s.image
	}
	if s.build != nil {
		out.build = s.build.over(out.build)
	}
	if s.command != nil {
		out.command = s.command
	}
	if s.entrypoint != nil {
		out.entrypoint = s.entrypoint
	}
	out.isMap = out.isMap && len(s.environment) == 0 || len(out.environment) == 0 && s.isMap
	out.environment = append(out.environment, s.environment...)
	out.envFiles = mergeEnvFiles(out.envFiles, s.envFiles)
	out.mounts = mergeMounts(out.mounts, s.mounts)
	out.grants = mergeGrants(out.grants, s.grants)
	return &out
}

func (b *build) over(base *build) *build {
	if base == nil {
		return b
	}
	out := *base
	if b.hasContext {
		out.context, out.hasContext = b.context, true
	}
	if b.dockerfile != "" {
		out.dockerfile = b.dockerfile
	}
	if b.target != "" {
		out.target = b.target
	}
	out.inline = base.inline || b.inline
	return &out
}

// reset removes what a tag of the service above says.
func (s *service) reset(what string) {
	name, isVariable := strings.CutPrefix(what, "environment.")
	switch {
	case isVariable:
		if s.isMap {
			s.environment = slices.DeleteFunc(s.environment, func(e entry) bool { return e.name == name })
		}
	case what == "image":
		s.image = nil
	case what == "build":
		s.build = nil
	case what == "command":
		s.command = nil
	case what == "entrypoint":
		s.entrypoint = nil
	case what == "environment":
		s.environment = nil
	case what == "env_file":
		s.envFiles = nil
	case what == "volumes":
		s.mounts = nil
	case what == "configs" || what == "secrets":
		s.grants = slices.DeleteFunc(slices.Clone(s.grants), func(g grant) bool { return g.kind == what })
	case what == "profiles":
		s.profiles = false
	case what == "deploy" || what == "scale":
		s.replicas = 0
	}
}
