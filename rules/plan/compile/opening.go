package compile

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// Opening is something that an ACL document denied in the tree before and does not in this one.
type Opening struct {
	// Path is the file that holds the document.
	Path string
	// Operation is the name of what may be done, "" for all that the document denied.
	Operation string
	// Message says who may do what from then on.
	Message string
}

// openings compares what every ACL document decided before with what it decides now. was is what was loaded before, and
// formerly says what a file was called then.
func (c *compiler) openings(ctx context.Context, u release.Upgrade, was *config.Config, formerly func(string) string) ([]Opening, []string, error) {
	var lock sync.Mutex
	var out []Opening
	var incomparable []string
	paired := map[*config.Document]bool{}
	compare := &lint.Rule{Name: "plan/decisions", Document: func(p *lint.Pass, d *config.Document) {
		if d.Kind != config.ACLs {
			return
		}
		old, from, to := p.Was(d), resolved.ACLsBefore(p, d), resolved.ACLsOn(p, d, u.To)
		opened, problem := opened(d, from, to, u)
		lock.Lock()
		defer lock.Unlock()
		paired[old] = true
		out = append(out, opened...)
		if problem != "" {
			incomparable = append(incomparable, problem)
		}
	}}
	if _, err := lint.Run(ctx, []*lint.Rule{compare}, u, c.loaded, lint.Before(was, formerly)); err != nil {
		return nil, nil, err
	}
	gone := &lint.Rule{Name: "plan/decisions", Document: func(p *lint.Pass, d *config.Document) {
		if d.Kind != config.ACLs || paired[d] || !resolved.ACLsOn(p, d, u.From).Starts() {
			return
		}
		lock.Lock()
		defer lock.Unlock()
		incomparable = append(incomparable, pathOf(d)+" has no counterpart in the tree before")
	}}
	if _, err := lint.Run(ctx, []*lint.Rule{gone}, release.Upgrade{To: u.From}, was); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(out, func(a, b Opening) int {
		return strings.Compare(a.Path+"\x00"+a.Message, b.Path+"\x00"+b.Message)
	})
	slices.Sort(incomparable)
	return slices.Compact(out), slices.Compact(incomparable), nil
}

// opened returns what a document denies on one side of an upgrade and not on the other, or why that cannot be said.
func opened(d *config.Document, from, to *resolved.ACLs, u release.Upgrade) ([]Opening, string) {
	path := pathOf(d)
	switch {
	case from == nil:
		return nil, "" // nobody was denied anything by it
	case !from.Starts() && from.Unused == nil:
		return nil, fmt.Sprintf("%s: %s does not start with it, so that it decides nothing there", path, u.From)
	case from.Unused != nil && to != nil && to.Unused != nil:
		return nil, ""
	case from.Unused != nil:
		return nil, fmt.Sprintf("%s: on %s a module decides in its place", path, u.From)
	case to == nil, to.Unused != nil:
		return []Opening{{Path: path, Message: fmt.Sprintf("%s does not ask it any more, and what it denied is decided without it", u.To)}}, ""
	case !to.Usable():
		return nil, fmt.Sprintf("%s: %s does not start with it, so that it decides nothing there", path, u.To)
	}
	var out []Opening
	differences := authz.Compare(from.Policy, to.Policy)
	for i := range differences.Operations {
		if change := &differences.Operations[i]; change.Widened > 0 {
			out = append(out, Opening{path, change.Operation.Name, rules.ChangeWords(change, true)})
		}
	}
	for i := range differences.Ends {
		end := &differences.Ends[i]
		out = append(out, Opening{path, end.Operation.Name, fmt.Sprintf("%s no longer asks who may %s, which the file denied to some", u.To, end.Operation.Phrase)})
	}
	return out, ""
}

func pathOf(d *config.Document) string {
	if s := d.Text.Source(); s != nil {
		return s.Path
	}
	return string(d.Kind)
}
