package main

import (
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Every schema that ships is one, says what it is of, and lets fields pass that are added later.
func TestSchemas(t *testing.T) {
	for _, s := range schemas() {
		t.Run(s.name, func(t *testing.T) {
			out := run(t, ".", "schema", s.name)
			text, found := strings.CutSuffix(out, "exit 0\n")
			if !found || text != s.text() || !strings.HasSuffix(text, "}\n") {
				t.Fatalf("it prints %q", out)
			}
			document, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			compileSchema(t, text)
			head, ok := document.(map[string]any)
			if !ok || head["$schema"] != "https://json-schema.org/draft/2020-12/schema" || head["title"] == nil {
				t.Errorf("its head is %v %v", head["$schema"], head["title"])
			}
			if strings.Contains(text, `"additionalProperties": false`) && strings.Contains(s.of, "writes") {
				t.Error("it refuses fields that are added later")
			}
		})
	}
	if len(schemas()) < 2 || run(t, ".", "schema") != run(t, ".", "schema", "report") {
		t.Error("without a name it is not the schema of the report")
	}
	for name, want := range map[string]string{
		"reprot": `mesoslint: schema "reprot" is not known, did you mean "report"? Known are report, explain, baseline, config`,
		"x":      `mesoslint: schema "x" is not known: known are report, explain, baseline, config`,
	} {
		if got := run(t, ".", "schema", name); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "exit 2\n") {
			t.Errorf("schema %s: %s", name, got)
		}
	}
}

// What the list of rules holds is what its schema says, and nothing that it does not name.
func TestRulesFollowTheirSchema(t *testing.T) {
	body, _, _ := cutLast(run(t, ".", "rules", "--format", "json"), "exit ")
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	schema := compileSchema(t, rulesSchema, closed)
	if err := schema.Validate(document); err != nil {
		t.Error(err)
	}
	if all, ok := document.([]any); !ok || len(all) < 100 {
		t.Errorf("it lists %d rules", len(all))
	}
}
