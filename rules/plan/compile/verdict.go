package compile

import (
	"context"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/release"
)

// Verdict is whether a release starts with a tree.
type Verdict struct {
	Release release.Release
	// Stops are the findings by which it does not start, Doubts those by which it may not: they hang on what was not read.
	Stops, Doubts []lint.Diagnostic
	// Steps are the numbers of the steps by which those of Stops go away that only a person can do. Waits is set if others are
	// among them, which the next tree does not have.
	Steps []int
	Waits bool

	found []lint.Diagnostic
}

// Starts reports whether nothing that was read keeps the release from starting.
func (v Verdict) Starts() bool { return len(v.Stops) == 0 }

// verdict judges the configuration as it is now on a release. same is a tree with the same files, nil if there is none.
func (c *compiler) verdict(ctx context.Context, r release.Release, same *Tree) (Verdict, error) {
	if same != nil {
		if i := slices.IndexFunc(same.Verdicts, func(v Verdict) bool { return v.Release == r }); i >= 0 {
			return same.Verdicts[i], nil
		}
	}
	found, err := c.judge(ctx, release.Upgrade{To: r}, c.loaded)
	if err != nil {
		return Verdict{}, err
	}
	v := Verdict{Release: r, found: found}
	for _, d := range found {
		switch {
		case d.Effect != lint.Fatal:
		case d.Condition == "":
			v.Stops = append(v.Stops, d)
		default:
			v.Doubts = append(v.Doubts, d)
		}
	}
	return v, nil
}
