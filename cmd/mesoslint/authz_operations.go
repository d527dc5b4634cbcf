package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

func newOperations(streams Streams) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "operations [--release R] [--format text|json]",
		Short: "List the operations of a release with the kind of object and the lists that govern them",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := checkFormat(format); err != nil {
				return err
			}
			r, err := askedRelease(streams, cmd, nil)
			if err != nil {
				return err
			}
			if format == "json" {
				return printJSON(streams.Out, operationReports(catalog.ACLSchema(r)))
			}
			return showOperations(streams, catalog.ACLSchema(r))
		},
	}
	cmd.Flags().String("release", "", "the release whose operations are listed (default latest)")
	formatFlag(cmd, &format)
	return cmd
}

// operationJSON is one operation in the JSON of `mesoslint authz operations --format json`.
type operationJSON struct {
	Operation string   `json:"operation"`
	Aliases   []string `json:"aliases"`
	// Object is the kind of object of a request, null if it has none; if it depends on the file, that of the last
	// way.
	Object *string `json:"object"`
	// Ways are tried in order: the first counts of which a list in if_any has an entry, or whose if_any is empty.
	Ways []wayJSON `json:"ways"`
}

type wayJSON struct {
	IfAny  []string `json:"if_any"`
	Lists  []string `json:"lists"`
	Object *string  `json:"object"`
}

func operationReports(s *authz.Schema) []operationJSON {
	var out []operationJSON
	for i := range s.Operations {
		o := &s.Operations[i]
		report := operationJSON{Operation: o.Name, Aliases: emptyNotNull(o.Aliases), Ways: []wayJSON{}}
		for j := range o.Ways {
			w := &o.Ways[j]
			report.Ways = append(report.Ways, wayJSON{emptyNotNull(w.IfAny), w.Lists, kindOrNull(w)})
			report.Object = kindOrNull(w)
		}
		out = append(out, report)
	}
	return out
}

func emptyNotNull(s []string) []string {
	if s == nil {
		return []string{}
	}
	return s
}

func showOperations(streams Streams, s *authz.Schema) error {
	lines := [][3]string{{"OPERATION", "OBJECT", "GOVERNED BY"}}
	for _, o := range s.Operations {
		name := o.Name
		for _, w := range o.Ways {
			by := strings.Join(w.Lists, ", then ")
			if len(w.IfAny) > 0 {
				by += fmt.Sprintf(" (if %s has an entry)", strings.Join(w.IfAny, " or "))
			}
			object := w.Object
			if object == "" {
				object = "none"
			}
			lines = append(lines, [3]string{name, object, by})
			name = ""
		}
		if len(o.Ways) == 0 {
			lines = append(lines, [3]string{name, "none", "permissive"})
		}
	}
	out := printer{w: streams.Out}
	out.printf("On Mesos %s\n\n", s.Release)
	showColumns(&out, lines)
	return out.err
}
