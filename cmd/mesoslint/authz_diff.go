package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
)

func newDiff(streams Streams) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "diff [--from A] [--to B] [--format text|json] OLD [NEW]",
		Short: "Show what is decided differently, between two files or by two releases",
		Long: `Diff compares every decision that OLD means on the release of --from with what NEW means on the release of --to; without
NEW, what OLD means there. Names that neither file tells apart are compared as one, so nothing is left out. Without --from
two files are compared on the release of --to.

Exit code 0: nothing is decided differently. 1: something is. 2: a file cannot be read, or its release would refuse it.`,
		Example: `  mesoslint authz diff --from 1.2 --to 1.3 acls.json
  mesoslint authz diff --from 1.2 --to 1.3 acls.json acls-1.3.json
  mesoslint authz diff --to 1.3 acls.json acls-stricter.json`,
		Args: cobra.RangeArgs(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			if len(args) == 2 && args[0] == "-" && args[1] == "-" {
				return errors.New("OLD and NEW cannot both be read from standard input")
			}
			file, err := aclFile(streams, args[0])
			if err != nil {
				return err
			}
			a, b, err := comparedReleases(streams, cmd, file, len(args) == 2)
			if err != nil {
				return err
			}
			old, err := policyOn(file, a)
			if err != nil {
				return err
			}
			if len(args) == 2 {
				if file, err = aclFile(streams, args[1]); err != nil {
					return err
				}
			}
			new, err := policyOn(file, b)
			if err != nil {
				return err
			}
			return diff(streams, format, old, new)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().String("from", "", "the release that reads OLD (default that of --to if there is NEW)")
	cmd.Flags().String("to", "", "the release that reads NEW (default latest)")
	formatFlag(cmd, &format)
	return cmd
}

func diff(streams Streams, format string, old, new *authz.Policy) error {
	d := authz.Compare(old, new)
	if format == "json" {
		if err := printJSON(streams.Out, diffReport(d, old, new)); err != nil {
			return err
		}
	} else if err := showDifferences(streams, d, old, new); err != nil {
		return err
	}
	if !d.Equal() || len(d.Begins) > 0 || len(d.Ends) > 0 {
		return exitCode(exitFindings)
	}
	return nil
}

// maxBlocks is how many differences of one operation are listed.
const maxBlocks = 1000

func showDifferences(streams Streams, d *authz.Differences, old, new *authz.Policy) error {
	out := printer{w: streams.Out}
	a, b := old.Schema().Release, new.Schema().Release
	for i := range d.Operations {
		c := &d.Operations[i]
		out.printf("%s: %d decisions differ\n", c.Operation.Name, c.Widened+c.Narrowed)
		if c.From.Object != c.To.Object {
			out.printf("  decided by %s on %s, by %s on %s\n", kindWords(c.From), a, kindWords(c.To), b)
		}
		showBlocks(&out, c, "now allowed", "now denied")
	}
	for i := range d.Begins {
		c := &d.Begins[i]
		out.printf("%s: %s authorizes it, %s did not\n", c.Operation.Name, b, a)
		showBlocks(&out, c, "", "denied")
	}
	for i := range d.Ends {
		c := &d.Ends[i]
		out.printf("%s: %s no longer authorizes it as %s did\n", c.Operation.Name, b, a)
		showBlocks(&out, c, "", "was denied")
	}
	if len(d.Operations)+len(d.Begins)+len(d.Ends) > 0 {
		out.printf("\n")
	}
	where := "Mesos " + a.String()
	if a != b {
		where = fmt.Sprintf("%s → %s", a, b)
	}
	out.printf("%s: %d decisions compared, %d differ", where, d.Compared, d.Differing())
	if n := len(d.Begins); n > 0 {
		out.printf("; %d operations are authorized that were not before", n)
	}
	if n := len(d.Ends); n > 0 {
		out.printf("; %d operations are no longer authorized", n)
	}
	out.printf("\n")
	return out.err
}

func kindWords(w *authz.Way) string {
	if w.Object == "" {
		return "no object"
	}
	return "the " + w.Object
}

func showBlocks(out *printer, c *authz.Change, widened, narrowed string) {
	kind := ""
	if way := withObject(c.To, c.From); way != nil {
		kind = way.Object
	}
	n := 0
	for b := range c.Blocks() {
		if n++; n > maxBlocks {
			out.printf("  … and more\n")
			return
		}
		word := narrowed
		if b.Allowed {
			word = widened
		}
		out.printf("  %s: %s", word, principalWords(b.Principals))
		separator := ": "
		if b.Old != nil && c.From != nil {
			out.printf("%s%s", separator, objectWords(c.From.Object, *b.Old))
			separator = ", "
		}
		if words := objectWords(kind, b.Objects); words != "yes" {
			out.printf("%s%s", separator, words)
		}
		out.printf("\n")
	}
	if c.More {
		out.printf("  … and more\n")
	}
}

// withObject returns the first way whose requests have an object.
func withObject(ways ...*authz.Way) *authz.Way {
	for _, w := range ways {
		if w != nil && w.Object != "" {
			return w
		}
	}
	return nil
}

// diffJSON is the JSON of `mesoslint authz diff --format json`.
type diffJSON struct {
	From string `json:"from"`
	To   string `json:"to"`
	// Compared is the number of decisions compared, Differing the number that differ.
	Compared   uint64       `json:"compared"`
	Differing  uint64       `json:"differing"`
	Operations []changeJSON `json:"operations"`
	// Begins are operations that only the new release authorizes and that NEW denies someone, Ends those that only the old
	// release does and that OLD denies someone.
	Begins []changeJSON `json:"begins"`
	Ends   []changeJSON `json:"ends"`
}

type changeJSON struct {
	Operation string `json:"operation"`
	// Object is the kind of object of a request on the new release, OldObject on the old one if it is another.
	Object    *string       `json:"object"`
	OldObject *string       `json:"old_object,omitempty"`
	Allowed   uint64        `json:"now_allowed"`
	Denied    uint64        `json:"now_denied"`
	Smallest  smallestJSON  `json:"smallest"`
	Blocks    []blockReport `json:"differences"`
	// More is set if differences lists not all of them.
	More bool `json:"more"`
}

type smallestJSON struct {
	Principal authz.Class  `json:"principal"`
	Object    authz.Class  `json:"object"`
	Old       *authz.Class `json:"old_object,omitempty"`
	Allowed   bool         `json:"allowed"`
}

type blockReport struct {
	Principals authz.Classes  `json:"principals"`
	Objects    authz.Classes  `json:"objects"`
	Old        *authz.Classes `json:"old_objects,omitempty"`
	Allowed    bool           `json:"allowed"`
}

func diffReport(d *authz.Differences, old, new *authz.Policy) diffJSON {
	return diffJSON{
		From: old.Schema().Release.String(), To: new.Schema().Release.String(), Compared: d.Compared, Differing: d.Differing(),
		Operations: changeReports(d.Operations), Begins: changeReports(d.Begins), Ends: changeReports(d.Ends),
	}
}

func changeReports(changes []authz.Change) []changeJSON {
	out := []changeJSON{}
	for i := range changes {
		c := &changes[i]
		s := c.Smallest()
		report := changeJSON{
			Operation: c.Operation.Name, Object: kindOrNull(withObject(c.To, c.From)), Allowed: c.Widened, Denied: c.Narrowed,
			Smallest: smallestJSON{s.Principal, s.Object, s.Old, s.Allowed}, More: c.More,
		}
		if s.Old != nil {
			report.OldObject = kindOrNull(c.From)
		}
		for b := range c.Blocks() {
			if len(report.Blocks) == maxBlocks {
				report.More = true
				break
			}
			report.Blocks = append(report.Blocks, blockReport(b))
		}
		out = append(out, report)
	}
	return out
}
