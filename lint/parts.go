package lint

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Part is what is judged for one upgrade. The nodes and documents of a part know nothing of those of another.
type Part struct {
	Upgrade release.Upgrade
	Config  *config.Config
}

// Split takes a configuration apart by the upgrade that each file is judged for, in the order the files stand in it. A node
// goes by the file in which it starts, a document by the nodes that read it or, where there are none, by its own file: one
// that nodes of several parts read is judged in each. If of returns one upgrade for all, the only part is c itself; if
// c is empty, the only part is of the upgrade of no file.
func Split(c *config.Config, of func(*source.Source) (release.Upgrade, error)) ([]Part, error) {
	var parts []Part
	index := map[release.Upgrade]int{}
	known := map[*source.Source]int{}
	partOf := func(s *source.Source) (int, error) {
		if i, found := known[s]; found {
			return i, nil
		}
		u, err := of(s)
		if err != nil {
			return 0, err
		}
		i, found := index[u]
		if !found {
			i = len(parts)
			index[u] = i
			part := *c
			part.Nodes, part.Documents = nil, nil
			parts = append(parts, Part{u, &part})
		}
		known[s] = i
		return i, nil
	}
	nodes := map[*config.Node]int{}
	for _, n := range c.Nodes {
		i, err := partOf(n.Start.Source)
		if err != nil {
			return nil, err
		}
		nodes[n] = i
		parts[i].Config.Nodes = append(parts[i].Config.Nodes, n)
	}
	for _, d := range c.Documents {
		if d.Node == nil {
			i, err := partOf(d.Text.Source())
			if err != nil {
				return nil, err
			}
			parts[i].Config.Documents = append(parts[i].Config.Documents, d)
			continue
		}
		for i := range parts {
			if of := readBy(d, func(n *config.Node) bool { return nodes[n] == i }); of != nil {
				parts[i].Config.Documents = append(parts[i].Config.Documents, of)
			}
		}
	}
	switch len(parts) {
	case 0:
		if _, err := partOf(nil); err != nil {
			return nil, err
		}
	case 1:
		parts[0].Config = c
	}
	return parts, nil
}

// readBy returns a document as those of its nodes read it that are wanted; nil if none of them is.
func readBy(d *config.Document, wanted func(*config.Node) bool) *config.Document {
	all := append([]*config.Node{d.Node}, d.Others...)
	some := slices.DeleteFunc(slices.Clone(all), func(n *config.Node) bool { return !wanted(n) })
	switch len(some) {
	case 0:
		return nil
	case len(all):
		return d
	}
	out := *d
	out.Node, out.Others = some[0], some[1:]
	if out.Node != d.Node && d.Setting != nil {
		i := slices.IndexFunc(out.Node.Settings, func(s *config.Setting) bool { return refersAlike(s, d.Setting) })
		if i >= 0 {
			out.Setting = out.Node.Settings[i]
		}
	}
	return &out
}

// refersAlike reports whether two settings refer to one file, or carry one text.
func refersAlike(a, b *config.Setting) bool {
	if a.Reference == nil || b.Reference == nil {
		return a.Reference == nil && b.Reference == nil && a.Value.Source() != nil && a.Value.Raw() == b.Value.Raw()
	}
	return a.Reference.Source == b.Reference.Source && a.Reference.Path == b.Reference.Path
}

// RunParts is Run of several parts. The diagnostics are ordered as those of Run, and what a run that is ended early has found
// is returned with an *UnfinishedError, which counts the documents and nodes of all parts.
func RunParts(ctx context.Context, rules []*Rule, parts []Part, options ...Option) ([]Diagnostic, error) {
	var out []Diagnostic
	var ended *UnfinishedError
	judged, of := 0, 0
	for _, p := range parts {
		tasks := len(p.Config.Documents) + len(p.Config.Nodes)
		of += tasks
		if ended != nil {
			continue
		}
		found, err := Run(ctx, rules, p.Upgrade, p.Config, options...)
		if out == nil {
			out = found
		} else {
			out = append(out, found...)
		}
		switch {
		case errors.As(err, &ended):
			judged += ended.Judged
		case err != nil:
			return nil, fmt.Errorf("checking: %w", err)
		default:
			judged += tasks
		}
	}
	if len(parts) > 1 {
		Sort(out)
	}
	if ended != nil {
		return out, fmt.Errorf("checking: %w", &UnfinishedError{Judged: judged, Of: of, Err: ended.Err})
	}
	return out, nil
}
