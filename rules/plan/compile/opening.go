package compile

import (
	"cmp"
	"context"
	"fmt"
	"maps"
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

// before is a configuration that another one is compared with, and the release that reads it. formerly says what a file was
// called in it.
type before struct {
	loaded   *config.Config
	release  release.Release
	formerly func(file string) string
}

// openings compares what every ACL document decides on a release with what it decided in the tree before. What decided nothing
// there is compared with the configuration as it was at first.
func (c *compiler) openings(ctx context.Context, last before, to release.Release) ([]Opening, []string, error) {
	found, err := c.compare(ctx, last, to, nil)
	if err != nil {
		return nil, nil, err
	}
	if len(found.undecided) > 0 {
		first := before{c.first, c.plan.Upgrade.From, func(file string) string { return cmp.Or(c.overlay[file].From, file) }}
		earlier, err := c.compare(ctx, first, to, found.undecided)
		if err != nil {
			return nil, nil, err
		}
		found.openings = append(found.openings, earlier.openings...)
		found.problems = append(found.problems, slices.Collect(maps.Values(earlier.undecided))...)
		found.problems = append(found.problems, earlier.problems...)
	}
	slices.SortFunc(found.openings, func(a, b Opening) int {
		return strings.Compare(a.Path+"\x00"+a.Message, b.Path+"\x00"+b.Message)
	})
	slices.Sort(found.problems)
	return slices.Compact(found.openings), slices.Compact(found.problems), nil
}

// comparison is what came of comparing ACL documents.
type comparison struct {
	openings []Opening
	// problems say of which documents nothing can be said, and why.
	problems []string
	// undecided are those that decided nothing before, and why.
	undecided map[*config.Document]string
}

// compare compares the ACL documents of the configuration now, those in only if that is not nil, with those before.
func (c *compiler) compare(ctx context.Context, was before, to release.Release, only map[*config.Document]string) (*comparison, error) {
	var lock sync.Mutex
	out := &comparison{undecided: map[*config.Document]string{}}
	paired := map[*config.Document]bool{}
	u := release.Upgrade{From: was.release, To: to}
	compare := &lint.Rule{Name: "plan/decisions", Document: func(p *lint.Pass, d *config.Document) {
		if _, wanted := only[d]; d.Kind != config.ACLs || only != nil && !wanted {
			return
		}
		old, from, now := p.Was(d), resolved.ACLsBefore(p, d), resolved.ACLsOn(p, d, to)
		opened := opened(c.nameOf(d), from, now, u)
		lock.Lock()
		defer lock.Unlock()
		paired[old] = true
		out.openings = append(out.openings, opened.openings...)
		out.problems = append(out.problems, opened.problems...)
		if opened.undecided != "" {
			out.undecided[d] = opened.undecided
		}
	}}
	if _, err := lint.Run(ctx, []*lint.Rule{compare}, u, c.loaded, lint.Before(was.loaded, was.formerly)); err != nil {
		return nil, err
	}
	if only != nil {
		return out, nil
	}
	gone := &lint.Rule{Name: "plan/decisions", Document: func(p *lint.Pass, d *config.Document) {
		if d.Kind != config.ACLs || paired[d] || !resolved.ACLsOn(p, d, u.From).Starts() {
			return
		}
		lock.Lock()
		defer lock.Unlock()
		out.problems = append(out.problems, c.nameOf(d)+": nothing in this tree stands for it")
	}}
	_, err := lint.Run(ctx, []*lint.Rule{gone}, release.Upgrade{To: u.From}, was.loaded)
	return out, err
}

// decided is what came of comparing one document: what opens, what cannot be said, or why it decided nothing before.
type decided struct {
	openings  []Opening
	problems  []string
	undecided string
}

// opened compares what a document of a name denies on one side of an upgrade and on the other.
func opened(path string, from, to *resolved.ACLs, u release.Upgrade) decided {
	problem := func(format string, args ...any) decided {
		return decided{problems: []string{path + ": " + fmt.Sprintf(format, args...)}}
	}
	switch {
	case from == nil:
		return decided{} // nobody was denied anything by it
	case from.Unused != nil && to != nil && to.Unused != nil:
		return decided{}
	case from.Unused != nil:
		return problem("on %s a module decides in its place", u.From)
	case to != nil && to.Unused == nil && !to.Usable():
		return problem("%s does not start with it, so that it decides nothing there", u.To)
	case !from.Starts():
		return decided{undecided: fmt.Sprintf("%s: %s does not start with it, so that it decides nothing there", path, u.From)}
	case to == nil, to.Unused != nil:
		return decided{openings: []Opening{{Path: path, Message: fmt.Sprintf("%s does not ask it any more, and what it denied is decided without it", u.To)}}}
	}
	var out decided
	differences := authz.Compare(from.Policy, to.Policy)
	for i := range differences.Operations {
		if change := &differences.Operations[i]; change.Widened > 0 {
			out.openings = append(out.openings, Opening{path, change.Operation.Name, rules.ChangeWords(change, true)})
		}
	}
	for i := range differences.Ends {
		end := &differences.Ends[i]
		out.openings = append(out.openings, Opening{path, end.Operation.Name, fmt.Sprintf("%s no longer asks who may %s, which the file denied to some", u.To, end.Operation.Phrase)})
	}
	return out
}

// nameOf names the file of a document by its path in the trees.
func (c *compiler) nameOf(d *config.Document) string {
	if s := d.Text.Source(); s != nil {
		return c.files.nameOf(s)
	}
	return string(d.Kind)
}
