package compose

import (
	"path"
	"slices"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// extend returns a service with what it inherits. names says where in own each service stands; chain are the services that
// inherit from it.
func (p *project) extend(f *file, own []*service, names map[string]int, i int, chain []string) *service {
	s := own[i]
	e := s.extends
	if e == nil {
		return s
	}
	done := *s
	done.extends = nil
	fail := func(reason string) *service {
		done.gaps = append(slices.Clone(done.gaps), machine.Gap{Reason: reason, Path: e.file, At: e.at})
		return &done
	}
	link := f.path + "\x00" + s.name
	p.steps--
	switch {
	case e.service == "":
		return fail("the service that this one extends is not known")
	case len(chain) > p.limits.Depth || p.steps < 0:
		p.steps = -1
		return s
	case slices.Contains(chain, link):
		p.refuse(e.at, s.name, "the service extends itself")
		return fail("the service extends itself")
	}
	from, services, at := f, own, names
	if e.file != "" {
		other, problem := p.openExtended(f, e.file)
		if problem != "" {
			if p.isMissing(e.file) {
				p.refuse(e.at, e.file, "the file of the service that is extended is not there")
			}
			return fail("the file of the service that this one extends could not be read: " + problem)
		}
		from, services, at = other.file, other.services, other.names
	}
	j, found := at[e.service]
	if !found {
		p.refuse(e.at, e.service, "the service that is extended is not in its file")
		return fail("the service that this one extends is not there")
	}
	base := p.extend(from, services, at, j, append(slices.Clone(chain), link))
	services[j] = base // which has all that it inherits, whoever asks next
	merged := done.over(base)
	p.steps -= 2 * (len(merged.environment) + len(merged.envFiles) + len(merged.mounts))
	return merged
}

// openExtended reads a file of which one of a file's services extends a service.
func (p *project) openExtended(f *file, name string) (extendedFile, string) {
	if e, found := p.extended[name]; found {
		return e, ""
	}
	text, problem := p.open(name)
	if problem != "" {
		return extendedFile{}, problem
	}
	files, gap := p.parse(text, name, path.Dir(name), f.scope, true)
	switch {
	case gap != nil:
		return extendedFile{}, gap.Reason
	case len(files) == 0:
		return extendedFile{}, "is not a compose file"
	}
	e := extendedFile{file: files[0]}
	e.file.extended, e.file.project = true, f.project
	e.services = e.file.services()
	e.names = indexOf(e.services)
	if p.extended == nil {
		p.extended = map[string]extendedFile{}
	}
	p.extended[name] = e
	return e, ""
}

// include reads the projects that a file includes.
func (p *project) include(f *file) {
	for _, item := range f.doc.Member(f.doc.Root, "include").Resolve().Items() {
		item = item.Resolve()
		paths := f.texts(item)
		dir, envFiles := "", []string(nil)
		if item.Kind == yamltext.Mapping {
			paths = f.texts(f.member(item, "path"))
			envFiles = f.texts(f.member(item, "env_file"))
			if v, found := f.textMember(item, "project_directory"); found {
				if text, known := v.knownText(); known {
					dir = f.join(text)
				}
			}
		}
		if len(paths) == 0 {
			p.out.Gaps = append(p.out.Gaps, machine.Gap{Kind: machine.MoreText, Reason: "the file that is included is not known", At: item.Span()})
			continue
		}
		if dir == "" {
			dir = path.Dir(f.join(paths[0]))
		}
		p.includeProject(f, paths, dir, envFiles, item.Span())
	}
}

// texts returns the known texts of a scalar or of a list of them.
func (f *file) texts(n *yamltext.Node) []string {
	if n == nil {
		return nil
	}
	items := []*yamltext.Node{n}
	if n.Kind == yamltext.Sequence {
		items = n.Items()
	}
	var out []string
	for _, item := range items {
		v, found := f.value(item)
		text, known := v.knownText()
		if !found || !known {
			return nil
		}
		out = append(out, text)
	}
	return out
}

// stepsOfInclude is what a project that is included costs of the steps a reader may take.
const stepsOfInclude = 512

// includeProject reads the files of a project that is included, and adds what it has.
func (p *project) includeProject(f *file, paths []string, dir string, envFiles []string, at source.Span) {
	env := &environment{outer: p.scope, vars: map[string]value{}}
	if len(envFiles) == 0 {
		if text, problem := p.open(path.Join(dir, ".env")); problem == "" {
			p.addDotEnv(env, text)
		}
	}
	for _, name := range envFiles {
		text, problem := p.open(f.join(name))
		switch {
		case problem == "":
			p.addDotEnv(env, text)
		case p.isMissing(f.join(name)):
			p.find(envFileMissing, at, name, "the file is not there")
		}
	}
	if p.steps -= stepsOfInclude; p.steps < 0 {
		return
	}
	in := &project{reader: p.reader, name: p.name, scope: env.lookup, including: append(slices.Clone(p.including), f.path)}
	for _, name := range paths {
		name = f.join(name)
		switch {
		case slices.Contains(in.including, name):
			p.refuse(at, name, "the file includes itself")
			return
		case len(in.including) > p.limits.Depth:
			if p.out.Unreadable == nil {
				p.out.Unreadable = &machine.Gap{Reason: "includes files that include others, more deeply than is followed", At: at, Limit: true}
			}
			return
		}
		text, problem := p.open(name)
		if problem != "" {
			if p.isMissing(name) {
				p.refuse(at, name, "the file that is included is not there")
			}
			p.out.Gaps = append(p.out.Gaps, machine.Gap{Kind: machine.MoreText, Reason: "the file that is included could not be read: " + problem, Path: name, At: at})
			continue
		}
		before := p.out.Unreadable
		if !in.load(text, name, dir, true) {
			p.out.Unreadable = before
			p.out.Gaps = append(p.out.Gaps, machine.Gap{Kind: machine.MoreText, Reason: "the file that is included could not be read", Path: name, At: at})
		}
	}
	p.services = append(p.services, in.services...)
	for name, r := range in.configs {
		if p.configs == nil {
			p.configs = map[string]resource{}
		}
		p.configs[name] = r
	}
	for name, r := range in.secrets {
		if p.secrets == nil {
			p.secrets = map[string]resource{}
		}
		p.secrets[name] = r
	}
}
