package lint

import (
	"sync"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Before is for a run over files as fixes would leave them. c is what was loaded of them as they are, which is what the
// running release reads; was returns the file (Source.File) that a file was before it was renamed.
func Before(c *config.Config, was func(file string) string) Option {
	b := &before{config: c, was: was}
	return func(p *Pass) { p.before = b }
}

// before pairs what is looked at with what it was before fixes.
type before struct {
	config *config.Config
	was    func(file string) string

	lock   sync.Mutex
	paired map[*config.Config]*pairs // of each configuration that is run over
}

// pairs are the things of a configuration, and what each was.
type pairs struct {
	documents map[*config.Document]*config.Document
	nodes     map[*config.Node]*config.Node
}

// Was returns a document as the running release reads it: as it is before any fix of this run. It is the document itself
// where nothing is fixed, and nil if there was none like it.
func (p *Pass) Was(d *config.Document) *config.Document {
	if p.before == nil {
		return d
	}
	return p.before.pair(p.config).documents[d]
}

// NodeWas returns a node as Was does a document.
func (p *Pass) NodeWas(n *config.Node) *config.Node {
	if p.before == nil {
		return n
	}
	return p.before.pair(p.config).nodes[n]
}

func (b *before) pair(now *config.Config) *pairs {
	b.lock.Lock()
	defer b.lock.Unlock()
	if known := b.paired[now]; known != nil {
		return known
	}
	out := &pairs{
		documents: paired(b.config.Documents, now.Documents, func(d *config.Document, renamed bool) documentPlace {
			return documentPlace{b.file(d.Text.Source(), renamed), d.Kind, d.Component, parameterOf(d), d.Inline}
		}),
		nodes: paired(b.config.Nodes, now.Nodes, func(n *config.Node, renamed bool) nodePlace {
			return nodePlace{b.file(n.Start.Source, renamed), n.Component, n.Name}
		}),
	}
	if b.paired == nil {
		b.paired = map[*config.Config]*pairs{}
	}
	b.paired[now] = out
	return out
}

// file names the file of a source as it was called before.
func (b *before) file(s *source.Source, renamed bool) string {
	if s == nil {
		return ""
	}
	if renamed && b.was != nil {
		return b.was(s.File)
	}
	return s.File
}

type documentPlace struct {
	file      string
	kind      config.Kind
	component config.Component
	parameter config.Parameter
	inline    bool
}

type nodePlace struct {
	file      string
	component config.Component
	name      string
}

func parameterOf(d *config.Document) config.Parameter {
	if d.Parameter == nil {
		return config.Parameter{}
	}
	return config.Parameter{Module: d.Parameter.Module, Key: d.Parameter.Key}
}

// paired pairs things by their place, those of one place by their order; if their number has changed, none of them.
func paired[T any, Place comparable](old, now []*T, place func(t *T, renamed bool) Place) map[*T]*T {
	were, are := map[Place][]*T{}, map[Place][]*T{}
	for _, t := range old {
		were[place(t, false)] = append(were[place(t, false)], t)
	}
	for _, t := range now {
		are[place(t, true)] = append(are[place(t, true)], t)
	}
	out := map[*T]*T{}
	for at, group := range are {
		if len(were[at]) == len(group) {
			for i, t := range group {
				out[t] = were[at][i]
			}
		}
	}
	return out
}
