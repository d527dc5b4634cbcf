// Package checker checks configurations of Mesos in one call, with all that is known about Mesos: it loads files with the
// vocabulary of the catalogue, applies the rules, and plans upgrades. It is what a program calls that has no use for the
// parts; those are lint/load, lint, rules and rules/plan.
//
// Before version 1 of the module, names in lint, rules and their rooms may change with any version, and the change log says
// so. What stays: the names of rules, start-up checks and formats, the JSON reports and their schemas, the exit codes, and this
// package's functions with the fields of Options and Result, which are only ever added to.
package checker

import (
	"context"
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/plan"
)

// Options say what is checked.
type Options struct {
	// From is the release that runs today, "" if nothing is to be said of what changes on the way. To is the one to check for,
	// "" for the newest that is known. Both are written as for the program: "1.3.2", "1.3", "1.9.0-2.0.1.ubuntu1604".
	From, To string
	// Rules are applied besides those of mesoslint.
	Rules []*lint.Rule
	// Load says how paths are read; its Vocabulary and Upgrade are filled in.
	Load load.Options
}

// Result is what a check comes to.
type Result struct {
	Upgrade release.Upgrade
	// Config is what was read: nodes, documents, what was not checked and why.
	Config *config.Config
	// Diagnostics are the findings, ordered by file and place.
	Diagnostics []lint.Diagnostic
}

// Check reads what paths name and says what the release of o.To will do with it. The error is about the options, a cancelled
// context, or files that could not be read; the result is nil only for the first two. What could not be read is in
// Config.Unchecked as well.
func Check(ctx context.Context, paths []string, o Options) (*Result, error) {
	upgrade, err := o.upgrade()
	if err != nil {
		return nil, err
	}
	return o.check(ctx, paths, upgrade)
}

func (o Options) check(ctx context.Context, paths []string, upgrade release.Upgrade) (*Result, error) {
	o.Load.Vocabulary, o.Load.Upgrade = rules.Vocabulary(), upgrade
	loaded, unread := load.Load(ctx, paths, o.Load)
	if unread != nil && len(loaded.Unchecked) == 0 {
		return nil, unread
	}
	found, err := lint.Run(ctx, o.rules(), upgrade, loaded, o.alike()...)
	if err != nil {
		return nil, err
	}
	return &Result{upgrade, loaded, found}, unread
}

func (o Options) rules() []*lint.Rule { return slices.Concat(rules.All(), o.Rules) }

// alike has equal files looked at once, unless there are rules of which nobody knows what they look at.
func (o Options) alike() []lint.Option {
	if len(o.Rules) > 0 {
		return nil
	}
	return []lint.Option{lint.Alike}
}

// upgrade resolves the releases.
func (o Options) upgrade() (u release.Upgrade, err error) {
	known := catalog.Releases()
	if u.To = known.Latest(); o.To != "" {
		if u.To, err = known.Resolve(o.To); err != nil {
			return u, fmt.Errorf("the release to check for: %w", err)
		}
	}
	if o.From != "" {
		if u.From, err = known.Resolve(o.From); err != nil {
			return u, fmt.Errorf("the release that runs today: %w", err)
		}
	}
	if u.To.Less(u.From) {
		return u, fmt.Errorf("%s is newer than %s: upgrades are checked, and no way back", u.From, u.To)
	}
	return u, nil
}

// Plan plans the upgrade from o.From to o.To, both of which are needed, and holds every change on the way against what paths
// name; without paths no configuration is read. Its error is that of Check.
func Plan(ctx context.Context, paths []string, o Options) (*plan.Plan, error) {
	if o.From == "" || o.To == "" {
		return nil, fmt.Errorf("a plan needs the release that runs today and the one to go to")
	}
	upgrade, err := o.upgrade()
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		return plan.Make(plan.Path(upgrade, plan.Wish{}, nil), nil), nil
	}
	today, unread := o.check(ctx, paths, release.Upgrade{To: upgrade.From})
	if today == nil {
		return nil, unread
	}
	route := plan.Path(upgrade, plan.Wish{}, plan.Holds(today.Config, upgrade))
	reading := &plan.Reading{Config: today.Config, Today: today.Diagnostics}
	for _, hop := range route.Hops() {
		found, err := lint.Run(ctx, o.rules(), hop, today.Config, o.alike()...)
		if err != nil {
			return nil, fmt.Errorf("checking %s: %w", hop, err)
		}
		reading.OfHop = append(reading.OfHop, found)
	}
	return plan.Make(route, reading), unread
}
