package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/plan"
)

// planRequest is a plan whose flags have been understood.
type planRequest struct {
	upgrade release.Upgrade
	wish    plan.Wish
	// check reads the configuration and judges it; nil if no path was named.
	check *request
	asked checkFlags
	paths []string
	// empty is set if there was nothing to check.
	empty bool
	// ignored is set if the configuration file left findings out.
	ignored bool
}

// request reads the flags; every error says what would have been right.
func (f planFlags) request(streams Streams, paths []string) (*planRequest, error) {
	if !slices.Contains(planFormats(), f.format) {
		return nil, noSuchName("format", f.format, planFormats())
	}
	if f.check && len(paths) == 0 {
		return nil, fmt.Errorf("--check looks at a configuration: name its files or folders")
	}
	if f.direct && len(f.via) > 0 {
		return nil, fmt.Errorf("--direct asks for one hop, and --via for more: give one of them")
	}
	p := &planRequest{wish: plan.Wish{Direct: f.direct}, paths: paths, asked: checkFlags{
		from: f.from, to: f.to, as: f.as, root: f.root, skipUnknown: f.skipUnknown, config: f.config, noConfig: f.noConfig,
		format: "text", failLevel: "warning", colour: "auto",
	}}
	known := catalog.Releases()
	var err error
	if len(paths) == 0 && f.from != "" { // of the history alone a plan may start from releases that nobody can check
		known = catalog.History()
		err = p.ofHistory(f.from, f.to)
	} else {
		err = p.ofConfiguration(streams, paths)
	}
	if err != nil {
		return nil, err
	}
	if u := p.upgrade; !u.From.Less(u.To) {
		return nil, fmt.Errorf("--from %s is not older than --to %s: there is nothing to plan", u.From, u.To)
	}
	return p, p.via(f.via, known)
}

// ofHistory resolves the ends of an upgrade for which no configuration is read.
func (r *planRequest) ofHistory(from, to string) (err error) {
	if to == "" {
		to = "latest"
	}
	if r.upgrade.From, err = catalog.History().Resolve(from); err != nil {
		return fmt.Errorf("--from: %w", err)
	}
	if r.upgrade.To, err = catalog.History().Resolve(to); err != nil {
		return fmt.Errorf("--to: %w", err)
	}
	return nil
}

// ofConfiguration resolves the ends of an upgrade as check does: flags, environment, configuration file.
func (r *planRequest) ofConfiguration(streams Streams, paths []string) error {
	check, err := r.asked.request(streams, paths)
	if err != nil {
		return err
	}
	switch r.upgrade = check.upgrade; {
	case check.upgrades.several():
		return fmt.Errorf("%s gives paths upgrades of their own, and a plan is for one: name it with --from and --to", check.project.name)
	case r.upgrade.From.IsZero():
		return fmt.Errorf("an upgrade has two ends: name the release the cluster runs today with --from")
	}
	if len(paths) > 0 {
		r.check = check
	}
	return nil
}

// via resolves the releases to stop at besides.
func (r *planRequest) via(names []string, known *release.Set) error {
	for _, name := range names {
		stop, err := known.Resolve(name)
		if err != nil {
			return fmt.Errorf("--via: %w", err)
		}
		if !r.upgrade.From.Less(stop) || !stop.Less(r.upgrade.To) {
			return fmt.Errorf("--via %s does not lie between %s and %s", stop, r.upgrade.From, r.upgrade.To)
		}
		r.wish.Via = append(r.wish.Via, stop)
	}
	return nil
}

// plan reads the configuration, finds the way, judges every hop and makes the plan.
func (r *planRequest) plan(ctx context.Context) (*plan.Plan, error) {
	if r.check == nil {
		return plan.Make(plan.Path(r.upgrade, r.wish, nil), nil), nil
	}
	running := r.check.on(release.Upgrade{To: r.upgrade.From})
	loaded, today, err := running.lint(ctx, nil, lint.Undated)
	if err != nil {
		return nil, err
	}
	if err := running.noteInterrupted(loaded); err != nil {
		return nil, err
	}
	r.empty = len(loaded.Checked)+len(loaded.Unchecked) == 0
	route := plan.Path(r.upgrade, r.wish, plan.Holds(loaded, r.upgrade))
	reading := &plan.Reading{Config: loaded.Asked(), Today: today}
	r.ignored = running.ignored > 0
	for _, hop := range route.Hops() {
		found, err := r.judge(ctx, hop, loaded)
		if err != nil {
			return nil, fmt.Errorf("checking %s: %w", hop, err)
		}
		reading.OfHop = append(reading.OfHop, found)
	}
	return plan.Make(route, reading), nil
}

// judge returns what the rules find on a hop, as the configuration file of the run settles it.
func (r *planRequest) judge(ctx context.Context, hop release.Upgrade, loaded *config.Config) ([]lint.Diagnostic, error) {
	found, err := lint.Run(ctx, r.check.rules, hop, loaded, r.check.options...)
	if err != nil {
		return nil, err
	}
	found, ignored := r.check.settle(found)
	r.ignored = r.ignored || len(ignored) > 0
	return found, nil
}

// on is the request for another upgrade, which counts for everything that is read.
func (p *request) on(u release.Upgrade) *request {
	other := *p
	const by = "the plan"
	other.upgrade, other.upgrades = u, upgradesOf{from: end{release: u.From, by: by}, to: end{release: u.To, by: by}, file: p.upgrades.file}
	return &other
}
