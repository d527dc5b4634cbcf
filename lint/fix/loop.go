package fix

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
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

// Loop applies fixes in memory until they change nothing more, in at most limit rounds, and returns all changes as one
// with the diagnostics that are left; where a fix of those is rejected, a note says why. Nothing is written. Each round calls check, which lints what the files hold with
// the overlay over them (nil in the first round). Where limit rounds are not enough the error is an UnsettledError and
// there are no changes.
func Loop(ctx context.Context, limit int, level Level,
	check func(context.Context, source.Overlay) ([]lint.Diagnostic, error)) (*Changes, []lint.Diagnostic, error) {
	total := &Changes{}
	for round := 0; ; round++ {
		if err := ctx.Err(); err != nil {
			return nil, nil, err
		}
		overlay := total.Overlay()
		diags, err := check(ctx, overlay)
		if err != nil {
			return nil, nil, err
		}
		next := Plan(diags, level, existsUnder(overlay))
		total.Rejected = next.Rejected
		if len(next.Files) == 0 {
			total.tidy()
			for _, r := range next.Rejected {
				r.Diagnostic.Notes = append(slices.Clone(r.Diagnostic.Notes), "its fix is not applied: "+r.Reason)
			}
			return total, diags, nil
		}
		if round == limit {
			return nil, nil, &UnsettledError{Rounds: limit, Rules: rules(next.Accepted)}
		}
		if err := total.then(next); err != nil {
			return nil, nil, err
		}
	}
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
			f.pieces = []piece{{end: len(n.Old)}}
		}
		if !bytes.Equal(f.New, n.Old) {
			return fmt.Errorf("%s changed while it was being fixed", n.Path)
		}
		edits := n.edits()
		f.pieces = replace(f.pieces, edits)
		f.newHidden = source.Union(slices.Concat(carried(f.newHidden, edits), n.newHidden))
		f.New = n.New
	}
	c.Accepted = append(c.Accepted, next.Accepted...)
	slices.SortStableFunc(c.Files, byPath)
	return nil
}

// edits returns what makes the new content of the old one.
func (f *File) edits() []edit {
	var out []edit
	for _, c := range changes(len(f.Old), f.pieces) {
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
