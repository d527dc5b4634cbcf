package lint

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// memo keeps what several rules compute from the same document or node, for the time the rules look at it. One
// goroutine looks at one document or node, so it needs no lock.
type memo struct{ values map[any]any }

// Memo returns the value that make computes for key, computing it once for all rules that look at the same document or
// node. key is a comparable value of a type private to the caller, as in context.Value.
func Memo[T any](p *Pass, key any, make func() T) T {
	if v, ok := p.memo.values[key]; ok {
		return v.(T)
	}
	v := make()
	if p.memo.values == nil {
		p.memo.values = map[any]any{}
	}
	p.memo.values[key] = v
	return v
}

// Shared is Memo for the whole run: make is called once, whichever document or node is looked at first. What it returns is
// read from several goroutines and must not change.
func Shared[T any](p *Pass, key any, make func() T) T {
	v, ok := p.shared.Load(key)
	if !ok {
		v, _ = p.shared.LoadOrStore(key, sync.OnceValue(make))
	}
	return v.(func() T)()
}

// An Option changes what a run is asked for.
type Option func(*Pass)

// Undated is for runs of which nobody looks at Diagnostic.Release. Finding it can take longer than all the rest.
func Undated(p *Pass) { p.Undated = true }

// Adjusted has every finding go through adjust before those of several nodes are made one: it may change the severity, and
// where it returns false the finding is left out. It is called from several goroutines.
func Adjusted(adjust func(*Diagnostic) bool) Option {
	return func(p *Pass) { p.adjust = adjust }
}

// Run applies the rules to what was loaded, documents and nodes side by side, and returns the diagnostics ordered by
// file, place, rule and message. Those that differ in nothing but their node and component are one. The order does not
// depend on scheduling. A cancelled context ends the run early with its error.
func Run(ctx context.Context, rules []*Rule, upgrade release.Upgrade, c *config.Config, options ...Option) ([]Diagnostic, error) {
	var perDocument, perNode, perConfig []*Rule
	for _, r := range rules {
		switch {
		case r.Document != nil:
			perDocument = append(perDocument, r)
		case r.Node != nil:
			perNode = append(perNode, r)
		case r.Config != nil:
			perConfig = append(perConfig, r)
		}
	}
	tasks := len(c.Documents) + len(c.Nodes)
	found := make([][]Diagnostic, tasks+1)
	twins := twinsOf(c.Nodes)
	nodeOf := func(n *config.Node) []Node {
		if n == nil {
			return nil
		}
		return []Node{{Component: n.Component, Name: n.Name, Start: n.Start, twin: twins[n]}}
	}
	nodesOf := func(d *config.Document) []Node {
		out := nodeOf(d.Node)
		for _, n := range d.Others {
			out = append(out, nodeOf(n)...)
		}
		return out
	}
	var shared sync.Map
	run := func(i int) {
		pass := &Pass{Upgrade: upgrade, Config: c, memo: &memo{}, shared: &shared, report: func(d Diagnostic) { found[i] = append(found[i], d) }}
		for _, o := range options {
			o(pass)
		}
		switch {
		case i < len(c.Documents):
			pass.nodes = nodesOf(c.Documents[i])
			for _, r := range perDocument {
				pass.rule = r
				r.Document(pass, c.Documents[i])
			}
		case i < tasks:
			pass.nodes = nodeOf(c.Nodes[i-len(c.Documents)])
			for _, r := range perNode {
				pass.rule = r
				r.Node(pass, c.Nodes[i-len(c.Documents)])
			}
		default:
			for _, r := range perConfig {
				pass.rule = r
				r.Config(pass, c)
			}
		}
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), tasks+1) {
		workers.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i > tasks {
					return
				}
				run(i)
			}
		})
	}
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	out := slices.Concat(found...)
	hideSecrets(out, c.Secrets)
	showQuoted(out)
	slices.SortStableFunc(out, compare)
	return fold(foldTwins(out)), nil
}

func compare(a, b Diagnostic) int {
	return cmp.Or(
		cmp.Compare(path(a.Span), path(b.Span)),
		cmp.Compare(a.Span.Start, b.Span.Start),
		cmp.Compare(a.Span.End, b.Span.End),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Message, b.Message))
}

func path(s source.Span) string {
	if s.Source == nil {
		return ""
	}
	return s.Source.Path
}
