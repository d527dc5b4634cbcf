package compose

import (
	"path"
	"slices"

	"github.com/mesoslint/mesoslint/lint/format/docker"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// contribute makes a start of each service.
func (p *project) contribute() {
	p.out.Starts = slices.Grow(p.out.Starts, len(p.services))
	for i, s := range p.services {
		if p.steps < 0 {
			return
		}
		p.services[i] = nil // nothing reads it any more
		p.out.Starts = append(p.out.Starts, p.start(s))
	}
}

// stepsOfSetting is what a variable of a service costs of the steps that a reader may take: whoever looks at the service makes
// a setting of it, also of one that a thousand services have from one anchor.
const stepsOfSetting = 12

// bytesOfSetting is how much of its own text a file has for a variable, at least: what stands in the file is not too much.
const bytesOfSetting = 16

func (p *project) start(s *service) machine.Start {
	c := &machine.Container{}
	st := machine.Start{Name: s.name, Container: c, Maybe: s.maybe || s.profiles, Replicas: s.replicas, Gaps: s.gaps, Findings: slices.Clone(s.findings), At: s.at}
	if s.image != nil {
		c.Image = s.image.word()
	}
	if s.build != nil {
		c.Build, c.Dockerfile, c.Stage = s.build.context, s.build.dockerfile, s.build.target
		if s.build.inline {
			c.Build = ""
		}
	}
	if w := s.entrypoint.given(); w != nil {
		c.Entrypoint, c.HasEntrypoint = w.words, true
		p.reportWords(&st, w)
	}
	if w := s.command.given(); w != nil {
		st.Words, c.HasCommand = w.words, true
		p.reportWords(&st, w)
	}
	if s.alone {
		st.Gaps = append(st.Gaps, machine.Gap{Kind: machine.UnreadFile, At: s.at,
			Reason: "the service has no image here: the file is merged over another one, which may add settings"})
	}
	st.Environment = p.environment(s, &st)
	p.steps -= stepsOfSetting * (2 + len(st.Environment))
	for _, m := range s.mounts {
		c.Mounts = append(c.Mounts, hostMount(m.from, m.target, m.at))
	}
	for _, g := range s.grants {
		of := p.configs
		if g.kind == "secrets" {
			of = p.secrets
		}
		r := of[g.source]
		m := hostMount(r.from, path.Clean(g.target), g.at)
		if r.content != nil && r.content.known() {
			m.Content, m.OnHost = &r.content.text, false
		}
		c.Mounts = append(c.Mounts, m)
	}
	return st
}

// reportWords reports what compose does to a command: where it refuses it, that is about the whole project.
func (p *project) reportWords(st *machine.Start, w *words) {
	for _, f := range w.findings {
		if f.ID == refused {
			p.report([]machine.Finding{f})
		} else {
			st.Findings = append(st.Findings, f)
		}
	}
}

// environment returns the variables of a service, weakest first: those of its files in order, and its own.
func (p *project) environment(s *service, st *machine.Start) []machine.Assignment {
	out := make([]machine.Assignment, 0, len(s.environment))
	own := map[string]value{}
	if len(s.envFiles) > 0 { // which may refer to them
		for _, e := range s.environment {
			if v, found := p.passed(e); found {
				own[e.name] = v
			}
		}
	}
	outer := func(name string) (value, bool) {
		if v, found := p.scope(name); found {
			return v, true
		}
		v, found := own[name]
		return v, found
	}
	given := map[string]value{}
	for _, e := range s.envFiles {
		out = append(out, p.envFile(e, st, outer, given)...)
	}
	for _, e := range s.environment {
		v, found := p.passed(e)
		if e.name == "" {
			st.Gaps = append(st.Gaps, machine.Gap{Kind: machine.UnknownArguments, Reason: "a variable whose name is not known", At: e.span})
			continue
		}
		if !found {
			v = e.value
		}
		out = append(out, machine.Assignment{
			Name: e.name, NameSpan: e.nameSpan, Value: v.text, Span: e.span, Unknown: !found || !v.known(), Maybe: e.maybe, Default: v.hedged, Exported: true,
		})
	}
	return out
}

// passed returns the value of a variable of a service: its own, or that of .env where it has none. The shell of whoever runs
// compose may give the latter another.
func (p *project) passed(e entry) (value, bool) {
	if !e.passed {
		return e.value, true
	}
	v, found := p.scope(e.name)
	v.hedged = true
	return v, found
}

// envFile returns the variables of a file that a service names. given are the values of the files before it.
func (p *project) envFile(e envFile, st *machine.Start, outer lookup, given map[string]value) []machine.Assignment {
	if e.resolved == "" {
		st.Gaps = append(st.Gaps, machine.Gap{Kind: machine.UnreadFile, Reason: "the path of an env_file is known only when compose runs", At: e.at})
		return nil
	}
	text, problem := p.open(e.resolved)
	if problem != "" {
		if p.isMissing(e.resolved) {
			if e.optional {
				return nil
			}
			if !e.maybe {
				p.find(envFileMissing, e.at, e.path.text.String(), "the file is not there")
			}
		}
		st.Gaps = append(st.Gaps, machine.Gap{Kind: machine.UnreadFile, Reason: "the env_file could not be read: " + problem, Path: e.resolved, At: e.at})
		return nil
	}
	scope := func(name string) (value, bool) {
		if v, found := outer(name); found {
			return v, true
		}
		v, found := given[name]
		return v, found
	}
	if e.raw {
		return p.rawFile(e, text, scope)
	}
	vars, broken := readDotenv(text, scope, &p.budget)
	if broken != nil {
		p.refuseNow(broken.at, "", broken.why)
		st.Gaps = append(st.Gaps, machine.Gap{Kind: machine.UnreadFile, Reason: "the rest of the env_file could not be read", Path: e.resolved, At: broken.at})
	}
	var out []machine.Assignment
	for _, v := range vars {
		a := machine.Assignment{Name: v.name, NameSpan: v.nameSpan, Value: v.value.text, Span: v.span, Unknown: !v.value.known(), Maybe: e.maybe, Default: v.value.hedged, Exported: true}
		if v.passed {
			found, known := scope(v.name)
			a.Value, a.Unknown, a.Default = source.LiteralText(found.text.String(), v.nameSpan), !known || !found.known(), true
			v.value = found
		}
		if !v.passed || !a.Unknown {
			given[v.name] = v.value
		}
		out = append(out, a)
	}
	return out
}

// rawFile returns the variables of a file in the format of docker run --env-file.
func (p *project) rawFile(e envFile, in source.Text, scope lookup) []machine.Assignment {
	found := docker.ReadEnvironmentFile(in)
	if found.Refused != nil {
		p.refuseNow(found.Refused.At, "", found.Refused.Reason)
	}
	for i := range found.Assignments {
		a := &found.Assignments[i]
		if a.Unknown { // a name alone
			given, known := scope(a.Name)
			a.Value, a.Unknown, a.Default = source.LiteralText(given.text.String(), a.NameSpan), !known || !given.known(), true
		}
		a.Maybe = e.maybe
	}
	return found.Assignments
}
