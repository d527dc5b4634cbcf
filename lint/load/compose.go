package load

import (
	"bytes"
	"cmp"
	"path"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// mayBeCompose reports whether a YAML file is worth parsing: it speaks of Mesos and of what containers are made from.
func mayBeCompose(data []byte) bool {
	return bytes.Contains(data, []byte("mesos")) &&
		(bytes.Contains(data, []byte("image:")) || bytes.Contains(data, []byte("build:")) || bytes.Contains(data, []byte("command:")))
}

// composeNodes makes a node of each service of a compose file that runs a daemon.
func (l *loader) composeNodes(f *file) {
	if !f.named && !mayBeCompose(f.source.Data) {
		return
	}
	t := findTemplates(f.source, f.path)
	y, err := readYAML(f.source, t)
	if err != nil {
		if f.named || bytes.Contains(f.source.Data, []byte("MESOS_")) {
			f.used = true
			reason := err.Error() + "; mend the YAML"
			if t.Any() {
				reason = "is a template, which is not YAML until it is rendered; " + checkRendered
			}
			l.unchecked(f.path, reason, nil)
		}
		return
	}
	found := false
	for _, service := range y.services() {
		found = l.composeNode(f, y, service) || found
	}
	switch {
	case found:
		f.used = true
	case f.named:
		l.foreign(f, "is no compose file with a service that runs a Mesos master or agent; name one that is")
	}
}

// services returns the services of a compose file: in its first version they stood at the top.
func (y *yamlFile) services() []yamlMember {
	top := y.members(y.root)
	if services := member(top, "services"); services != nil {
		return y.members(services)
	}
	var services []yamlMember
	for _, m := range top {
		of := y.members(m.value)
		if member(of, "image") != nil || member(of, "build") != nil {
			services = append(services, m)
		}
	}
	return services
}

// composeNode makes a node of a service, and reports whether it runs a daemon.
func (l *loader) composeNode(f *file, y *yamlFile, service yamlMember) bool {
	of := y.members(service.value)
	env, open := y.composeEnvironment(member(of, "environment"))
	if member(of, "env_file") != nil {
		open.add(machine.UnreadFile, "its env_file may add flags")
	}
	if member(of, "extends") != nil {
		open.add(machine.UnreadFile, "the service it extends may add flags")
	}
	image := y.scalar(member(of, "image")).String()
	st, ok := l.composeStart(y, of, image, env)
	if !ok {
		return false
	}
	n := &config.Node{
		Component: st.component, Name: f.path + " (service " + service.key + ")", Start: service.at,
		Sources: []*source.Source{f.source}, Gaps: slices.Concat(open, st.gaps, gaps{unknownImage}),
	}
	if n.Component == config.AnyComponent {
		n.Component = l.composeComponent(service.key, env)
	}
	if n.Component == config.AnyComponent {
		return false
	}
	l.checked(f, config.Compose, n.Component)
	l.startNode(n, st, env, y.template)
	return true
}

// composeComponent tells the daemon of a service that runs what its image does from its name and its variables.
func (l *loader) composeComponent(name string, env []machine.Assignment) config.Component {
	probe := &config.Node{Settings: environmentSettings(env)}
	if !l.namesAnyFlag(probe) {
		return config.AnyComponent
	}
	return cmp.Or(l.speaksOf(probe), wordOf(strings.TrimPrefix(name, "mesos")))
}

// composeStart returns what a service starts: the command after the entrypoint, and else what its image is called after.
func (l *loader) composeStart(y *yamlFile, of []yamlMember, image string, env []machine.Assignment) (start, bool) {
	entrypoint, command := member(of, "entrypoint"), member(of, "command")
	words := append(y.composeWords(entrypoint), y.composeWords(command)...)
	if st, found := l.findStart(words, env, y.template, true); found {
		return st, true
	}
	st := start{component: imageComponent(image)}
	switch {
	case len(words) == 0:
		return st, true
	case entrypoint == nil && strings.HasPrefix(words[0].Text.String(), "-"):
		st.words = words // arguments of the image's own entrypoint
		return st, st.component != config.AnyComponent
	}
	st.gaps.add(machine.UnknownArguments, path.Base(words[0].Text.String())+" starts the daemon and may add flags")
	return st, st.component != config.AnyComponent
}

// composeWords returns the words of a command or entrypoint, which is a list or one text that is split as a shell would,
// without expanding anything.
func (y *yamlFile) composeWords(n ast.Node) []machine.Word {
	if n == nil {
		return nil
	}
	if list, ok := y.resolve(n).(*ast.SequenceNode); ok {
		var words []machine.Word
		for _, v := range list.Values {
			if text := y.scalar(v); text.Source() != nil {
				words = append(words, y.interpolate(text))
			}
		}
		return words
	}
	text := y.scalar(n)
	if text.Source() == nil {
		return nil
	}
	w := y.interpolate(text)
	words, _ := splitWords(w.Text, y.template, posixSyntax)
	if !w.IsKnown() {
		for i := range words {
			// A word may hold a part of what is not known.
			at := strings.IndexByte(words[i].Text.String(), '$')
			if at >= 0 && words[i].Text.Raw().Start+at >= w.Text.Span(w.Known, w.Known).Start {
				words[i].Known = min(words[i].Known, at)
			}
		}
	}
	return words
}

// composeEnvironment returns the variables of a service, given as a mapping or as a list.
func (y *yamlFile) composeEnvironment(n ast.Node) (env []machine.Assignment, open gaps) {
	if n == nil {
		return nil, nil
	}
	const passed = "variables without a value are passed on from wherever compose is run"
	if list, ok := y.resolve(n).(*ast.SequenceNode); ok {
		for _, v := range list.Values {
			text := y.scalar(v)
			if text.Source() == nil {
				continue
			}
			given := wordAssignments([]machine.Word{y.interpolate(text)})
			if given == nil {
				open.add(machine.CallerEnvironment, passed)
			}
			for i := range given {
				given[i].Maybe = y.template.MayBeLeftOut(given[i].Span.Start)
			}
			env = append(env, given...)
		}
		return env, open
	}
	for _, m := range y.members(n) {
		text := y.scalar(m.value)
		switch {
		case !isVariableName(m.key):
			continue
		case text.Source() == nil:
			if _, isNull := y.resolve(m.value).(*ast.NullNode); isNull {
				open.add(machine.CallerEnvironment, passed)
			}
			continue
		}
		w := y.interpolate(text)
		env = append(env, machine.Assignment{
			Name: m.key, NameSpan: m.at, Value: w.Text, Span: y.source.Span(m.at.Start, text.Raw().End),
			Unknown: !w.IsKnown() || y.template.Changes(text.Raw().Start, text.Raw().End), Exported: true,
			Maybe: y.template.MayBeLeftOut(m.at.Start),
		})
	}
	return env, open
}

// interpolate replaces what compose replaces in every value: "$$" by "$", and variables, which are only known at run
// time.
func (y *yamlFile) interpolate(text source.Text) machine.Word {
	s := text.String()
	d := expansion{in: text, known: text.Len()}
	for i := 0; i < len(s); i++ {
		if s[i] != '$' {
			d.push(s[i], i)
			continue
		}
		if strings.HasPrefix(s[i:], "$$") {
			d.push('$', i)
			i++
			continue
		}
		start, end, found := findExpansion(s[i:])
		if !found || start != 0 || strings.HasPrefix(s[i:], "$(") {
			d.push(s[i], i)
			continue
		}
		d.unknown(s[i:i+end], i)
		i += end - 1
	}
	return d.word()
}
