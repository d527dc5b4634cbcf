package compile

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// hop makes the two trees of one hop.
func (c *compiler) hop(ctx context.Context, hop release.Upgrade) error {
	if len(c.plan.Trees) > 1 {
		var err error
		if c.loaded, err = c.read(ctx, hop, c.overlay); err != nil {
			return err
		}
	}
	last := c.plan.Trees[len(c.plan.Trees)-1]
	before, foundLast, foundBefore, err := c.stage(ctx, hop, Before)
	if err != nil {
		return err
	}
	with, _, foundWith, err := c.stage(ctx, hop, With)
	if err != nil {
		return err
	}
	c.leave(last, before, with, foundLast, foundBefore, foundWith)
	return nil
}

// stage makes one tree and moves on to it. It returns besides what was found for the hop in the tree
// before it, and what is left of that.
func (c *compiler) stage(ctx context.Context, hop release.Upgrade, stage Stage) (tree *Tree, first, left []lint.Diagnostic, err error) {
	words := map[Stage]string{Before: "before", With: "with"}
	tree = &Tree{Name: fmt.Sprintf("%d-%s-%s", len(c.plan.Trees), words[stage], hop.To), Stage: stage, Hop: hop}
	last := c.plan.Trees[len(c.plan.Trees)-1]
	was := c.state
	result, seen, err := c.fix(ctx, hop, stage)
	if err != nil {
		return nil, nil, nil, err
	}
	if c.files, tree.Changes, err = c.files.apply(result.Changes); err != nil {
		return nil, nil, nil, err
	}
	c.overlay = aliased(result.Changes.Overlay(), tree.Changes, c.files).Over(was.overlay)
	tree.files, tree.overlay = c.files, c.overlay
	if len(result.Changes.Files) > 0 {
		last = nil
		if c.loaded, err = c.again(ctx, hop, seen); err != nil {
			return nil, nil, nil, err
		}
	}
	reads := []release.Release{hop.To}
	if stage == Before {
		reads = []release.Release{hop.From, hop.To}
	}
	for _, r := range reads {
		verdict, err := c.verdict(ctx, r, last)
		if err != nil {
			return nil, nil, nil, err
		}
		tree.Verdicts = append(tree.Verdicts, verdict)
	}
	to := hop.To
	if stage == Before {
		to = hop.From
	}
	if stage == With || len(result.Changes.Files) > 0 {
		tree.Openings, tree.Incomparable, err = c.openings(ctx, before{was.loaded, hop.From, result.Changes.Was}, to)
		if err != nil {
			return nil, nil, nil, err
		}
	}
	if stage == Before && c.Level == fix.Safe && len(tree.Openings) > 0 {
		return nil, nil, nil, fmt.Errorf("a fix that should change no decision does: %s: %s", tree.Openings[0].Path, tree.Openings[0].Message)
	}
	c.plan.Trees = append(c.plan.Trees, tree)
	return tree, result.First, result.Left, nil
}

// aliased adds to an overlay of changes the files that lie behind symbolic links, under their own names.
func aliased(overlay source.Overlay, named *fix.Changes, files *snapshot) source.Overlay {
	for _, f := range named.Files {
		abs := files.absolute(f.NewPath)
		if _, found := overlay[abs]; !found && f.New != nil {
			overlay[abs] = source.Pending{Data: f.New, From: abs}
		}
	}
	return overlay
}

// fix plans the fixes of one stage of a hop. It returns besides what was looked at last.
func (c *compiler) fix(ctx context.Context, hop release.Upgrade, stage Stage) (*fix.Result, *reading, error) {
	scope := fix.Scope{Level: c.Level, KeepRunning: stage == Before}
	was := c.state
	found, err := c.judge(ctx, hop, was.loaded)
	if err != nil {
		return nil, nil, err
	}
	found = c.settled(was.loaded, found)
	wanted := slices.ContainsFunc(found, func(d lint.Diagnostic) bool { return d.Fix != nil && scope.Allows(&d) })
	seen := &reading{}
	result, err := fix.LoopOver(ctx, c.Limits, scope, was.overlay, func(ctx context.Context, changes source.Overlay) (fix.Sight, error) {
		sight, now := fix.Sight{Target: found, Unchecked: was.loaded.Unchecked}, was.loaded
		if changes != nil {
			var err error
			seen.overlay = changes.Over(was.overlay)
			if now, err = c.read(ctx, hop, seen.overlay); err != nil {
				return sight, err
			}
			if sight.Target, err = c.judge(ctx, hop, now, lint.Before(was.loaded, formerly(changes))); err != nil {
				return sight, err
			}
			sight.Target, sight.Unchecked = c.settled(now, sight.Target), now.Unchecked
			seen.loaded = now
		}
		if !scope.KeepRunning || !wanted {
			return sight, nil
		}
		if today := c.lastFound(hop.From); changes == nil && today != nil {
			sight.Running = today
			return sight, nil
		}
		var err error
		sight.Running, err = c.judge(ctx, release.Upgrade{To: hop.From}, now)
		return sight, err
	})
	if err != nil {
		var unsettled *fix.UnsettledError
		if errors.As(err, &unsettled) {
			return nil, nil, fmt.Errorf("for %s the fixes of %s still change something after %d rounds", hop, strings.Join(unsettled.Rules, ", "), unsettled.Rounds)
		}
		return nil, nil, fmt.Errorf("fixing for %s: %w", hop, err)
	}
	return result, seen, nil
}

// reading is a configuration that was read while fixes were planned.
type reading struct {
	overlay source.Overlay
	loaded  *config.Config
}

// again returns the configuration as the trees so far leave it: as it was looked at last, if that is what they came to.
func (c *compiler) again(ctx context.Context, hop release.Upgrade, last *reading) (*config.Config, error) {
	same := func(a, b source.Pending) bool {
		return a.Gone == b.Gone && a.Mode == b.Mode && a.From == b.From && (a.Data == nil) == (b.Data == nil) && bytes.Equal(a.Data, b.Data)
	}
	if last.loaded != nil && maps.EqualFunc(last.overlay, c.overlay, same) {
		return last.loaded, nil
	}
	return c.read(ctx, hop, c.overlay)
}

// lastFound returns what a release was judged to do with the last tree, nil if it was not.
func (c *compiler) lastFound(r release.Release) []lint.Diagnostic {
	for _, v := range c.plan.Trees[len(c.plan.Trees)-1].Verdicts {
		if v.Release == r {
			return v.found
		}
	}
	return nil
}

// settled returns the findings to fix: those that the user wants to hear of, and of which the tree holds what they change.
func (c *compiler) settled(loaded *config.Config, found []lint.Diagnostic) []lint.Diagnostic {
	if c.Settle != nil {
		found = c.Settle(loaded, found)
	}
	tame(found, c.files)
	return found
}

// formerly returns a function that says what a file was called before changes.
func formerly(changes source.Overlay) func(file string) string {
	return func(file string) string {
		if from := changes[file].From; from != "" {
			return from
		}
		return file
	}
}

// tame leaves fixes to a person that change what the tree does not hold.
func tame(found []lint.Diagnostic, files *snapshot) {
	for i := range found {
		d := &found[i]
		if d.Fix == nil || d.Fix.Applicability == lint.Manual {
			continue
		}
		if outside := changedOutside(d, files); outside != "" {
			manual := *d.Fix
			manual.Applicability = lint.Manual
			d.Fix = &manual
			d.Notes = append(slices.Clip(d.Notes), fix.NotApplied(outside+" is not in the tree: it lies outside of what was named, or a symbolic link leads there"))
		}
	}
}

// changedOutside returns a file that the fix of a finding would change and which the tree does not hold, "" if there is none.
func changedOutside(d *lint.Diagnostic, files *snapshot) string {
	for _, e := range d.Fix.Edits {
		if s := e.Span.Source; s != nil && !files.holds(s.File) {
			return s.Path
		}
	}
	near := d.Span.Source
	if near == nil {
		near = source.New("", "", nil)
	}
	for _, r := range d.Fix.Renames {
		if !files.holds(r.From) || !files.holds(r.To) {
			return near.PathOf(r.From)
		}
	}
	for _, created := range d.Fix.Creates {
		if !files.holds(created.Path) {
			return near.PathOf(created.Path)
		}
	}
	return ""
}
