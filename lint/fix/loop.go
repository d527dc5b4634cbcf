package fix

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// UnsettledError says that fixes went on changing what other fixes had changed.
type UnsettledError struct {
	Rounds int
	// Rules are the rules that still wanted to change something after the last round.
	Rules []string
}

func (e *UnsettledError) Error() string {
	return fmt.Sprintf("the fixes of %s still change something after %d rounds; nothing was written",
		strings.Join(e.Rules, ", "), e.Rounds)
}

// Check lints what the files hold with an overlay over them; the nil overlay is what they hold.
type Check func(context.Context, source.Overlay) (Sight, error)

// Sight is what is found in files.
type Sight struct {
	// Target are the findings on the release that fixes are for, Running those on the release that reads the files until
	// the upgrade, if there is one.
	Target, Running []lint.Diagnostic
	// Unchecked is what could not be read: nothing is found in it.
	Unchecked []config.Unchecked
}

// Result is what fixing comes to.
type Result struct {
	// Changes are all rounds as one.
	Changes *Changes
	// First are the findings of the files as they are, Left those of the files as they would be. Where a fix of Left is
	// rejected, a note says why.
	First, Left []lint.Diagnostic
	// Wholesale is set if fixes were refused together, without looking which of them do harm.
	Wholesale bool
	// Later are the findings that appear only when others are fixed, and whose fixes are in the changes. Their spans are in
	// what an earlier round made of a file.
	Later []lint.Diagnostic
}

// Limits bound what Loop does.
type Limits struct {
	// Rounds is how often fixes are planned on what earlier ones left.
	Rounds int
	// Attempts is how often, in all, files are looked at to find which of some fixes do harm.
	Attempts int
}

// Loop applies fixes in memory until they change nothing more. Nothing is written. A fix that
// makes a finding appear which is as grave as the one it fixes is refused, unless another fix of the scope makes that one
// disappear again, and so is one after which a place can no longer be read, where nothing would be found any more; and what a fix wrote, none of its kind changes again. Where the rounds are not enough the error is an
// UnsettledError, the result has no changes, and Left is First; where the attempts are not, more is refused than does harm.
func Loop(ctx context.Context, limits Limits, scope Scope, check Check) (*Result, error) {
	return LoopOver(ctx, limits, scope, nil, check)
}

// LoopOver is Loop for files that hold what base says, which is not written yet: the changes are made to that, and check is
// given their overlay alone, to be put over base.
func LoopOver(ctx context.Context, limits Limits, scope Scope, base source.Overlay, check Check) (*Result, error) {
	first, err := check(ctx, nil)
	if err != nil {
		return nil, err
	}
	l := &loop{limits: limits, scope: scope, base: base, check: check, first: first, patient: true, refused: map[string]refusal{}, wanted: countFixes(first.Target)}
	out, err := l.run(ctx)
	if err == nil && l.waited && appearing(first.Target, out.Left, &Changes{}, out.Changes, out.Changes.accepted, nil) != nil {
		// A finding that was to disappear again did not.
		l.patient = false
		out, err = l.run(ctx)
	}
	return out, err
}

// loop is a run of fixing.
type loop struct {
	limits Limits
	scope  Scope
	base   source.Overlay
	check  Check
	first  Sight
	// patient lets a finding appear that another fix is there for; waited is set if one did.
	patient, waited bool
	refused         map[string]refusal
	wanted          map[madeBy]int
	// attempts is how often files were looked at to find harm; wholesale is set once that was too often.
	attempts  int
	wholesale bool
}

func (l *loop) run(ctx context.Context) (*Result, error) {
	out := &Result{Changes: &Changes{}, First: l.first.Target}
	known := map[Identity]bool{}
	for i := range out.First {
		known[IdentityOf(&out.First[i])] = true
	}
	seen := l.first
	for round := 0; ; round++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		next, after, err := l.round(ctx, state{seen, out.Changes})
		if err != nil {
			return nil, err
		}
		if len(next.Files) == 0 {
			out.Left, out.Wholesale = seen.Target, l.wholesale
			out.Changes.Rejected = next.Rejected
			out.Changes.tidy()
			for _, r := range next.Rejected {
				r.Diagnostic.Notes = append(slices.Clone(r.Diagnostic.Notes), NotApplied(r.Reason))
			}
			out.Changes.Rejected = append(out.Changes.Rejected, l.withdrawn(out)...)
			return out, nil
		}
		if round == l.limits.Rounds {
			return &Result{Changes: &Changes{}, First: out.First, Left: out.First}, &UnsettledError{Rounds: l.limits.Rounds, Rules: rules(next.Accepted)}
		}
		for _, d := range next.Accepted {
			if round > 0 && !known[IdentityOf(&d)] {
				out.Later = append(out.Later, d)
			}
		}
		out.Changes, seen = after.changes, after.Sight
	}
}

// withdrawn returns the fixes that were refused and that nobody offers any more after the others, although what they are for is left:
// two of which each may delete a line, and not both.
func (l *loop) withdrawn(out *Result) []Rejected {
	if len(l.refused) == 0 {
		return nil
	}
	offered, left := map[Identity]bool{}, map[Identity]bool{}
	for i := range out.Left {
		id := IdentityOf(&out.Left[i])
		left[id] = true
		offered[id] = offered[id] || out.Left[i].Fix != nil
	}
	var withdrawn []Rejected
	for i := range out.First {
		d := &out.First[i]
		if id := IdentityOf(d); d.Fix == nil || !l.scope.Allows(d) || !left[id] || offered[id] {
			continue
		}
		if why := l.refused[changeKey(d)]; why != (refusal{}) {
			withdrawn = append(withdrawn, Rejected{Diagnostic: d, Reason: why.reason, Harm: why.harm, Waits: why.waits})
		}
	}
	return withdrawn
}

// Identity is what a finding is about, and not where an earlier round of fixing has moved it to: findings with the same one are
// one.
type Identity struct {
	rule, subject, path, message string
	component                    config.Component
}

// IdentityOf returns the identity of a finding.
func IdentityOf(d *lint.Diagnostic) Identity {
	return Identity{rule: d.Rule, subject: d.Subject, path: sourcePath(d), message: d.Message, component: d.Component}
}

// NotApplied is the note of a finding whose fix is rejected.
func NotApplied(reason string) string { return "its fix is not applied: " + reason }

// state is what is found in the files after some changes.
type state struct {
	Sight
	changes *Changes
}

// attempt plans the fixes of some diagnostics, nil for all, and returns the plan and the state after it.
type attempt func(only []*lint.Diagnostic) (next *Changes, after state, err error)

// round plans fixes for the findings of a state and returns them and the state then. It leaves out fixes that make findings
// appear.
func (l *loop) round(ctx context.Context, before state) (*Changes, state, error) {
	planner := &planner{exists: existsUnder(before.changes.Overlay().Over(l.base)), refused: l.refused, written: before.changes.written(),
		wanted: l.wanted, made: countFixes(before.changes.Accepted)}
	try := func(only []*lint.Diagnostic) (*Changes, state, error) {
		planner.only = nil
		if only != nil {
			planner.only = map[*lint.Diagnostic]bool{}
			for _, d := range only {
				planner.only[d] = true
			}
		}
		next := planner.plan(before.Target, l.scope)
		if len(next.Files) == 0 {
			return next, before, nil
		}
		after := state{changes: before.changes.clone()}
		if err := after.changes.then(next); err != nil {
			return nil, before, err
		}
		var err error
		after.Sight, err = l.check(ctx, after.changes.Overlay())
		return next, after, err
	}
	next, after, err := try(nil)
	if err != nil || len(next.Files) == 0 || l.harm(before, after, next.accepted) == (refusal{}) {
		return next, after, err
	}
	good, err := l.harmless(ctx, before, next.accepted, try)
	if err != nil {
		return nil, before, err
	}
	return try(good) // where none is left, a plan of all says why
}

// oldNames returns the reported paths that files had before they were renamed.
func (c *Changes) oldNames() map[string]string {
	var out map[string]string
	for _, f := range c.Files {
		if f.Path != f.NewPath {
			if out == nil {
				out = map[string]string{}
			}
			out[f.NewPath] = f.Path
		}
	}
	return out
}

func sourcePath(d *lint.Diagnostic) string {
	if d.Span.Source == nil {
		return ""
	}
	return d.Span.Source.Path
}

// clone returns changes that another round can be added to without changing c.
func (c *Changes) clone() *Changes {
	out := &Changes{Accepted: slices.Clone(c.Accepted), accepted: slices.Clone(c.accepted), Files: slices.Clone(c.Files)}
	for i, f := range out.Files {
		copied := *f
		out.Files[i] = &copied
	}
	return out
}

// written returns what fixes wrote, by file and author.
func (c *Changes) written() map[string]map[string][]source.Range {
	out := map[string]map[string][]source.Range{}
	for _, f := range c.Files {
		out[f.NewFile] = f.written
	}
	return out
}

// existsUnder reports whether there is a file of a path, as a run sees it that reads through the overlay.
func existsUnder(overlay source.Overlay) func(string) bool {
	return func(file string) bool {
		if pending, found := overlay[file]; found {
			return !pending.Gone
		}
		_, err := os.Lstat(file)
		return err == nil
	}
}

func rules(diags []lint.Diagnostic) []string {
	var out []string
	for _, d := range diags {
		out = append(out, d.Rule)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// then adds changes that were made to the result of c.
func (c *Changes) then(next *Changes) error {
	current := map[string]*File{}
	for _, f := range c.Files {
		current[f.NewFile] = f
	}
	for _, n := range next.Files {
		f := current[n.File]
		if n.Created || f == nil {
			c.Files = append(c.Files, n)
			continue
		}
		f.NewFile, f.NewPath = n.NewFile, n.NewPath
		if f.Created {
			f.Path = n.NewPath
		}
		if n.Old == nil {
			continue
		}
		if f.Old == nil && !f.Created {
			f.Old, f.New, f.oldHidden = n.Old, n.Old, n.oldHidden
			f.segments = []segment{{end: len(n.Old)}}
		}
		if !bytes.Equal(f.New, n.Old) {
			return fmt.Errorf("%s changed while it was being fixed", n.Path)
		}
		edits := n.edits()
		f.segments = replace(f.segments, edits)
		f.newHidden = source.Union(slices.Concat(carried(f.newHidden, edits), n.newHidden))
		f.New, f.written = n.New, n.written
	}
	c.Accepted = append(c.Accepted, next.Accepted...)
	c.accepted = append(c.accepted, next.accepted...)
	slices.SortStableFunc(c.Files, byPath)
	return nil
}

// edits returns what makes the new content of the old one.
func (f *File) edits() []edit {
	var out []edit
	for _, c := range changes(len(f.Old), f.segments) {
		secrets := source.Within(f.newHidden, c.newStart, c.newEnd)
		out = append(out, edit{start: c.oldStart, end: c.oldEnd, text: string(f.New[c.newStart:c.newEnd]),
			secrets: source.Shifted(secrets, -c.newStart)})
	}
	return out
}

// tidy drops the files that ended where they began.
func (c *Changes) tidy() {
	c.Files = slices.DeleteFunc(c.Files, func(f *File) bool {
		return !f.Created && f.File == f.NewFile && bytes.Equal(f.Old, f.New)
	})
}

// Appears returns a finding that changes for one finding let appear and which is as grave as that one; nil if there is
// none. before are the findings of the files as they are, after those with the changes.
func Appears(before, after []lint.Diagnostic, changes *Changes, fixed *lint.Diagnostic) *lint.Diagnostic {
	return appearing(before, after, &Changes{}, changes, []*lint.Diagnostic{fixed}, nil)
}
