package main

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
)

func newTable(streams Streams) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "table [--release R] [--format text|json] FILE",
		Short: "Show who may do what",
		Long: `Table shows what the local authorizer of a release makes of a file: for every operation who may do it, and with what.
Principals that may do the same share a row. Operations that the file says nothing about share the last line.

If a file names roles below another, the longest name that fits decides: with 'any role below "eng/" (but "eng/dev")'
"eng/dev" is left out and "eng/dev/x" is not.`,
		Example: `  mesoslint authz table --release 1.3 acls.json`,
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			p, err := policy(streams, cmd, args[0])
			if err != nil {
				return err
			}
			if format == "json" {
				return printJSON(streams.Out, tableReport(p))
			}
			return showTable(streams, p)
		},
	}
	cmd.Flags().String("release", "", "the release that reads the file (default latest)")
	formatFlag(cmd, &format)
	return cmd
}

// tableJSON is the JSON of `mesoslint authz table --format json`.
type tableJSON struct {
	Release    string       `json:"release"`
	Permissive bool         `json:"permissive"`
	Operations []powersJSON `json:"operations"`
}

type powersJSON struct {
	Operation string `json:"operation"`
	// Object is the kind of object of a request, null if it has none.
	Object *string  `json:"object"`
	Lists  []string `json:"lists"`
	// Named are the objects that the lists name, and the roles of which they name what is below. "Other" and "below" are
	// what these leave.
	Named []authz.Class `json:"named"`
	Rows  []authz.Row   `json:"rows"`
}

func tableReport(p *authz.Policy) tableJSON {
	report := tableJSON{Release: p.Schema().Release.String(), Permissive: p.Permissive()}
	for _, powers := range p.Table() {
		report.Operations = append(report.Operations, powersJSON{
			Operation: powers.Operation.Name, Object: kindOrNull(powers.Way), Lists: powers.Way.Lists,
			Named: powers.Named(), Rows: powers.Rows,
		})
	}
	return report
}

// kindOrNull is the kind of object of requests, nil if they have none.
func kindOrNull(w *authz.Way) *string {
	if w == nil || w.Object == "" {
		return nil
	}
	return &w.Object
}

func showTable(streams Streams, p *authz.Policy) error {
	lines := [][3]string{{"OPERATION", "WHO", "MAY DO IT WITH"}}
	var silent []string
	for _, powers := range p.Table() {
		if !slices.ContainsFunc(powers.Way.Lists, func(key string) bool { return p.Len(key) > 0 }) {
			silent = append(silent, powers.Operation.Name)
			continue
		}
		name := powers.Operation.Name
		for _, row := range powers.Rows {
			lines = append(lines, [3]string{name, principalWords(row.Principals), allowedWords(&powers, row.Allowed)})
			name = ""
		}
	}
	out := printer{w: streams.Out}
	out.printf("On Mesos %s\n\n", p.Schema().Release)
	if len(lines) > 1 {
		showColumns(&out, lines)
		out.printf("\n")
	}
	everyone := "everyone may do everything else"
	if !p.Permissive() {
		everyone = "nobody may do anything else"
	}
	out.printf("permissive is %v: %s: %s\n", p.Permissive(), everyone, strings.Join(silent, ", "))
	return out.err
}

// allowedWords says a set of objects so that it can be read without the file: what "any other below" leaves out is named.
func allowedWords(powers *authz.Powers, set authz.Classes) string {
	kind := powers.Way.Object
	return objectWordsBy(kind, set, func(c authz.Class) string {
		if c.Kind != authz.Below {
			return named(kind, c)
		}
		except, others := powers.Except(set, c, maxWords)
		if len(except) == 0 {
			return named(kind, c)
		}
		return fmt.Sprintf("any %s below %q (but %s)", kind, c.Name, someClassWords(except, others, func(x authz.Class) string {
			if x.Kind == authz.Below {
				return fmt.Sprintf("any below %q", x.Name)
			}
			return named(kind, x)
		}))
	})
}

// maxColumn is the widest a column but the last gets before a line is allowed to be out of line.
const maxColumn = 48

func showColumns(out *printer, lines [][3]string) {
	var width [2]int
	for _, line := range lines {
		for i := range width {
			if n := len([]rune(line[i])); n <= maxColumn {
				width[i] = max(width[i], n)
			}
		}
	}
	for _, line := range lines {
		out.printf("%-*s  %-*s  %s\n", width[0], line[0], width[1], line[1], line[2])
	}
}
