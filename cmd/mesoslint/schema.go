package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint/baseline"
	"github.com/mesoslint/mesoslint/lint/project"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// namedSchema is a JSON schema that ships with the program.
type namedSchema struct {
	// name is the word of `mesoslint schema`, of what says what it describes.
	name, of string
	text     func() string
}

// schemas are all JSON schemas, the default first. Those of what the program writes allow for fields that are added later.
func schemas() []namedSchema {
	return []namedSchema{
		{"report", "what `check --format json` writes", report.Schema},
		{"explain", "what `explain --format json` writes", func() string { return explainSchema }},
		{"baseline", "what `check --write-baseline` writes", baseline.Schema},
		{"config", "what `.mesoslint.yaml` holds", project.Schema},
		{"rules", "what `rules --format json` writes", func() string { return rulesSchema }},
		{"plan", "what `plan --output json` writes", func() string { return planSchema }},
	}
}

func newSchema(streams Streams) *cobra.Command {
	var names []string
	var list strings.Builder
	for _, s := range schemas() {
		names = append(names, s.name)
		fmt.Fprintf(&list, "\n  %-9s %s", s.name, s.of)
	}
	return &cobra.Command{
		Use:   "schema [NAME]",
		Short: "Print the JSON schema of a report or file of mesoslint",
		Long: `Schema prints a JSON schema (draft 2020-12), of the report if none is named. Fields of reports are only ever added,
and their schemas allow for it: a reader must ignore those it does not know.
` + list.String(),
		Example: `  mesoslint schema > report.schema.json
  mesoslint schema explain`,
		Args:                  cobra.MaximumNArgs(1),
		ValidArgs:             names,
		DisableFlagsInUseLine: true,
		RunE: func(_ *cobra.Command, args []string) error {
			s := schemas()[0]
			if len(args) > 0 {
				i := slices.Index(names, args[0])
				if i < 0 {
					return noSuchName("schema", args[0], names)
				}
				s = schemas()[i]
			}
			_, err := io.WriteString(streams.Out, s.text())
			return err
		},
	}
}

// noSuchName refuses a name that is none of the known ones, and says which is meant or else all of them.
func noSuchName(what, name string, known []string) error {
	meant := resolved.Nearest(name, slices.Values(known))
	if meant != "" && len(known) > shortList {
		return fmt.Errorf("%s %q is not known, did you mean %q?", what, name, meant)
	}
	if meant != "" {
		return fmt.Errorf("%s %q is not known, did you mean %q? Known are %s", what, name, meant, strings.Join(known, ", "))
	}
	return fmt.Errorf("%s %q is not known: known are %s", what, name, strings.Join(known, ", "))
}

// shortList is how many names a message lists besides the one that was most likely meant.
const shortList = 12
