// Package compose reads compose files: which file counts, what it takes from others (override files, extends, include, .env
// and env_file), and what each of its services then starts. It reads as compose-go does, with which docker compose loads its
// projects, and for files of the first version as docker-compose 1.x did; if the two differ, compose-go counts.
package compose

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// MayBe reports whether a file is worth reading as a compose file: it is called as one, or mentions Mesos and of what
// containers are made from.
func MayBe(name string, data []byte) bool {
	if IsNamed(name) {
		return true
	}
	if !bytes.Contains(data, []byte("mesos")) && !bytes.Contains(data, []byte("MESOS_")) {
		return false
	}
	for _, key := range [...]string{"image:", "build:", "command:", "extends:", "include:"} {
		if bytes.Contains(data, []byte(key)) {
			return true
		}
	}
	return false
}

// reader reads a project.
type reader struct {
	tree   machine.Tree
	root   *source.Source
	limits machine.Limits
	budget int // bytes that expansions may still write
	steps  int // services and files that may still be read
	out    machine.Contributions
	opened map[string]source.Text
	texts  []source.Text           // in the order in which they were opened
	parts  map[*source.Source]bool // that are in out.Sources
	// found are the findings so far: a service that several others extend is read several times.
	found map[machine.Finding]bool
}

// Read reads a compose file with all that belongs to its project, and returns one start for each service. The other files
// of the project are in Sources; they say nothing by themselves. If the file itself is part of another project, or is
// one that compose does not look at, nothing is returned but Unread with the reason. ok is false if the text is no
// compose file.
func Read(in source.Text, name string, tree machine.Tree, limits machine.Limits) (c machine.Contributions, ok bool) {
	limits = limits.OrFor(in.Len())
	r := &reader{tree: tree, root: in.Source(), limits: limits, budget: limits.Bytes, steps: limits.Steps + stepsOfSetting*in.Len()/bytesOfSetting,
		opened: map[string]source.Text{}, parts: map[*source.Source]bool{}, found: map[machine.Finding]bool{}}
	base := template.RenderedName(path.Base(name))
	dotEnv := r.dotEnv(".env", nil)
	files, unread := r.filesOf(base, dotEnv)
	if unread != "" {
		files = []string{base}
	}
	for _, other := range files[1:] {
		r.open(other) // to know what uses a variable of .env
	}
	p := &project{reader: r, name: name, scope: r.keepShared(in, dotEnv.lookup)}
	named := IsNamed(name)
	ok = p.load(in, name, ".", named)
	if !ok || r.out.Unreadable != nil {
		out := machine.Contributions{Unreadable: r.out.Unreadable}
		if out.Unreadable != nil && out.Unreadable.Limit {
			out.Sources = r.out.Sources // which are parts of this all the same
		}
		return out, ok || r.out.Unreadable != nil && named
	}
	if unread != "" {
		return machine.Contributions{Unread: &machine.Gap{Reason: unread, At: in.Span(0, 0)}}, true
	}
	for _, other := range files[1:] {
		text, problem := r.open(other)
		if problem != "" {
			r.out.Gaps = append(r.out.Gaps, machine.Gap{Kind: machine.MoreText, Reason: problem, Path: other, At: in.Span(0, 0)})
			continue
		}
		p.load(text, other, ".", true)
	}
	p.contribute()
	if r.budget < 0 || r.steps < 0 {
		return machine.Contributions{Unreadable: &machine.Gap{Reason: "takes more time and space to read than a project should", At: in.Span(0, 0), Limit: true}, Sources: r.out.Sources}, true
	}
	return r.out, true
}

// The findings of this package.
const (
	// refused is what compose refuses, and with it the whole project: nothing is started.
	refused = "compose/refused"
	// envFileMissing is an env_file that must be there and is not: compose refuses the project.
	envFileMissing = "compose/env-file-missing"
	// wordsLost is the rest of a command after an unquoted ; & | < or >.
	wordsLost = "compose/words-lost"
	// keyUnderEnvironment is a key of a service that stands among its variables.
	keyUnderEnvironment = "compose/key-under-environment"
)

// find adds a finding, once.
func (r *reader) find(id string, at source.Span, subject, detail string) {
	r.report([]machine.Finding{{ID: id, Span: at, Subject: subject, Detail: detail}})
}

func (r *reader) report(findings []machine.Finding) {
	for _, f := range findings {
		if !r.found[f] {
			r.found[f] = true
			r.out.Findings = append(r.out.Findings, f)
		}
	}
}

// refuse adds that compose refuses the project, and starts nothing: docker compose does, and docker-compose 1.x did.
func (r *reader) refuse(at source.Span, subject, why string) {
	r.find(refused, at, subject, why)
}

// refuseNow adds that docker compose refuses the project, and that docker-compose 1.x took it, or may have.
func (r *reader) refuseNow(at source.Span, subject, why string) {
	r.report([]machine.Finding{{ID: refused, Span: at, Subject: subject, Detail: why, Condition: unlessOld}})
}

// unlessOld is the condition of what only docker compose refuses. docker-compose 1.x holds a file against the schema of its version
// and ends at a quote that is not closed just so; it takes the last of two keys, and looks less closely at files of variables.
const unlessOld = "unless docker-compose 1.x reads it"

// open returns a file of the tree by its path from the directory of the file that is read.
func (r *reader) open(name string) (source.Text, string) {
	if text, found := r.opened[name]; found {
		return text, ""
	}
	if r.steps--; r.steps < 0 {
		return source.Text{}, "is one file too many"
	}
	text, _, problem := r.tree.Open(r.root, name)
	if problem != "" {
		return source.Text{}, problem
	}
	r.opened[name] = text
	r.texts = append(r.texts, text)
	if s := text.Source(); s != r.root && !r.parts[s] {
		r.parts[s] = true
		r.out.Sources = append(r.out.Sources, s)
	}
	return text, ""
}

// isMissing reports whether a file is not in the tree: a directory above it is, and does not have it.
func (r *reader) isMissing(name string) bool {
	if path.IsAbs(name) || strings.HasPrefix(name, "~") {
		return false
	}
	for at := path.Clean(name); at != "." && at != ".." && !strings.HasSuffix(at, "/.."); at = path.Dir(at) {
		names, problem := r.tree.List(r.root, path.Dir(at))
		if problem == "" {
			return !slices.Contains(names, path.Base(at)) && !slices.Contains(names, path.Base(at)+"/")
		}
	}
	return false
}

// environment is what a file gives to interpolation.
type environment struct {
	outer lookup
	vars  map[string]value
}

func (e *environment) lookup(name string) (value, bool) {
	if e.outer != nil {
		if v, found := e.outer(name); found {
			return v, true
		}
	}
	v, found := e.vars[name]
	return v, found
}

// dotEnv reads the variables that a project's values can use; a file that is not there gives none.
func (r *reader) dotEnv(name string, outer lookup) *environment {
	e := &environment{outer: outer, vars: map[string]value{}}
	text, problem := r.open(name)
	if problem != "" {
		return e
	}
	r.addDotEnv(e, text)
	return e
}

func (r *reader) addDotEnv(e *environment, text source.Text) {
	vars, problem := readDotenv(text, e.lookup, &r.budget)
	for _, v := range vars {
		if !v.passed {
			e.vars[v.name] = v.value
		}
	}
	if problem != nil {
		r.refuseNow(problem.at, "", problem.why)
	}
}

// keepShared returns a lookup whose values cannot be edited where more than one place uses them: what is right for one may
// not be for the other.
func (r *reader) keepShared(in source.Text, inner lookup) lookup {
	uses, counted := map[string]int{}, 0
	countUses(uses, in.String())
	return func(name string) (value, bool) {
		v, found := inner(name)
		if !found || v.text.Source() == nil {
			return v, found
		}
		for ; counted < len(r.texts); counted++ {
			countUses(uses, r.texts[counted].String())
		}
		if uses[name] > 1 {
			v.text = source.LiteralText(v.text.String(), v.text.All())
		}
		return v, found
	}
}

// countUses counts where a text names variables: "$NAME" and "${NAME".
func countUses(uses map[string]int, text string) {
	for {
		i := strings.IndexByte(text, '$')
		if i < 0 {
			return
		}
		text = strings.TrimPrefix(text[i+1:], "{")
		n := 0
		for n < len(text) && (text[n] == '_' || isLetter(text[n]) || n > 0 && '0' <= text[n] && text[n] <= '9') {
			n++
		}
		uses[text[:n]]++
		text = text[n:]
	}
}

// filesOf returns the files of the project that a file is the first of. unread says why it is the first of none.
func (r *reader) filesOf(base string, dotEnv *environment) (files []string, unread string) {
	if list, found := dotEnv.lookup("COMPOSE_FILE"); found && list.known() {
		separator := ":"
		if s, found := dotEnv.lookup("COMPOSE_PATH_SEPARATOR"); found && s.known() && s.text.Len() > 0 {
			separator = s.text.String()
		}
		files := strings.Split(list.text.String(), separator)
		for i := range files {
			files[i] = path.Clean(files[i])
		}
		switch i := slices.Index(files, base); {
		case i == 0:
			return files, ""
		case i > 0:
			return nil, "is merged into the project of " + files[0] + ", which COMPOSE_FILE in .env names"
		case slices.Contains(baseNames(), base) || slices.Contains(overrideNames(), base):
			return nil, "is not read by compose: COMPOSE_FILE in .env names other files"
		}
		return []string{base}, ""
	}
	names, _ := r.tree.List(r.root, ".")
	firstOf := func(of []string) string {
		for _, name := range of {
			if slices.Contains(names, name) {
				return name
			}
		}
		return ""
	}
	counts, override := firstOf(baseNames()), firstOf(overrideNames())
	switch {
	case slices.Contains(baseNames(), base):
		if counts != base && counts != "" {
			return nil, "is not read by compose, which takes " + counts + " in the same directory"
		}
		if override != "" {
			return []string{base, override}, ""
		}
	case slices.Contains(overrideNames(), base) && counts != "":
		if override != base {
			return nil, "is not read by compose, which takes " + override + " in the same directory"
		}
		return nil, "is merged into the project of " + counts
	}
	return []string{base}, ""
}

// project is a compose project, put together of its files.
type project struct {
	*reader
	name     string
	scope    lookup
	services []*service
	// at is where the first of each name of the first indexed services stands.
	at      map[string]int
	indexed int
	configs map[string]resource
	secrets map[string]resource
	// including are the files that are being read, to find those that include themselves.
	including []string
	// extended are the files of which services of the project extend some, by path.
	extended map[string]extendedFile
}

// extendedFile is a file of which another one extends services.
type extendedFile struct {
	*file
	services []*service
	names    map[string]int
}

// load reads a file and merges it over what was read before. It reports false if the file is not a compose file.
func (p *project) load(in source.Text, name, dir string, named bool) bool {
	files, problem := p.parse(in, name, dir, p.scope, named)
	if problem != nil {
		if p.out.Unreadable == nil {
			p.out.Unreadable = problem
		}
		return false
	}
	for _, f := range files {
		p.merge(f)
	}
	return len(files) > 0
}

// merge merges one document over what was read before.
func (p *project) merge(f *file) {
	own := f.services()
	names := indexOf(own)
	for i := range own {
		own[i] = p.extend(f, own, names, i, nil)
	}
	if f.shape == current {
		p.include(f)
	}
	at := p.index()
	for _, s := range own {
		if i, found := at[s.name]; found {
			base := p.services[i]
			p.services[i] = s.over(base)
			if !base.alone {
				p.services[i].at = base.at
			}
		} else {
			p.services = append(p.services, s)
			p.index()
		}
	}
	merge := func(into *map[string]resource, kind string) {
		if *into == nil {
			*into = map[string]resource{}
		}
		for name, r := range f.resources(kind) {
			(*into)[name] = r
		}
	}
	merge(&p.configs, "configs")
	merge(&p.secrets, "secrets")
}

// index returns where the first service of each name stands among those that were read so far.
func (p *project) index() map[string]int {
	if p.at == nil {
		p.at = map[string]int{}
	}
	for ; p.indexed < len(p.services); p.indexed++ {
		name := p.services[p.indexed].name
		if _, found := p.at[name]; !found {
			p.at[name] = p.indexed
		}
	}
	return p.at
}

// indexOf returns where the first service of each name stands in a list.
func indexOf(services []*service) map[string]int {
	at := make(map[string]int, len(services))
	for i, s := range slices.Backward(services) {
		at[s.name] = i
	}
	return at
}

// services reads the services of a file.
func (f *file) services() []*service {
	n := f.doc.Root
	if f.shape == current {
		n = f.doc.Member(n, "services")
	}
	var out []*service
	for _, m := range f.doc.Members(n) {
		if f.steps--; f.steps < 0 {
			break
		}
		if name := m.Name(); f.shape == current || !strings.HasPrefix(name, "x-") {
			out = append(out, f.service(name, m.Key.Resolve(), m.Value))
		}
	}
	return out
}
