package main

import (
	_ "embed" // for the schema
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/docs"
)

//go:embed rules_schema.json
var rulesSchema string

// ruleDescription is one rule in the JSON of `mesoslint rules --format json`.
type ruleDescription struct {
	Name    string        `json:"name"`
	Title   string        `json:"title"`
	Doc     string        `json:"doc"`
	Effects []lint.Effect `json:"effects"`
	Fixable bool          `json:"fixable"`
	// URL is where its page is.
	URL string `json:"url"`
	// Example is a minimal configuration that it reports, and what becomes of it.
	Example *exampleAnswer `json:"example"`
	// Checks are the ids of the start-up checks it reports.
	Checks []string `json:"checks"`
}

func newRules(streams Streams) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "rules",
		Short: "List the rules, for people and as JSON",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				for _, r := range rules.All() {
					if _, err := fmt.Fprintf(streams.Out, "%-26s %s\n%-26s %s\n", r.Name, r.Title, "", docs.URL(r.Name)); err != nil {
						return err
					}
				}
				return nil
			case "json":
				var all []ruleDescription
				for _, r := range rules.All() {
					all = append(all, ruleDescription{r.Name, r.Title, r.Doc, r.Effects, r.Fixable, docs.URL(r.Name), exampleOf(r), checkIDs(r)})
				}
				encoder := json.NewEncoder(streams.Out)
				encoder.SetEscapeHTML(false)
				encoder.SetIndent("", "  ")
				return encoder.Encode(all)
			}
			return fmt.Errorf("--format %q: write text or json", format)
		},
	}
	formatFlag(cmd, &format)
	return cmd
}

// checkIDs returns the ids of the start-up checks that a rule reports, never nil.
func checkIDs(r *lint.Rule) []string {
	ids := []string{}
	for _, c := range catalog.ChecksOf(r.Name) {
		ids = append(ids, c.ID)
	}
	return ids
}
