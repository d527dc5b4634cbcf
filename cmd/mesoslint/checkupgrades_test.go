package main

import (
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/mesoslint/mesoslint/lint/report"
)

// Every report of a run with several upgrades names all of them, and that in JSON is one by its schema.
func TestReportsNameAllUpgrades(t *testing.T) {
	dir := t.TempDir()
	const acls = `{"set_quotas": [{"principals": {"type": "ANY"}, "roles": {"type": "ANY"}}]}`
	writeTree(t, dir, map[string]string{
		".mesoslint.yaml": "to: 1.3\noverrides:\n- {paths: [old], from: 1.1, to: 1.2}\nignore:\n- {rule: acl/removed-action, paths: [third], reason: r}\nexclude: [fourth]\n",
		"old/acls.json":   acls, "new/acls.json": acls, "third/acls.json": acls, "fourth/acls.json": acls,
	}, strings.NewReplacer())
	for _, format := range report.Names() {
		out := run(t, dir, "check", "--format", format)
		if !strings.HasSuffix(out, "exit 1\n") {
			t.Errorf("%s: %s", format, out)
		}
		first, second := "1.1.3 → 1.2.3", "1.3.2"
		if format == "json" {
			first, second = `{"from":"1.1.3","to":"1.2.3"}`, `{"from":"","to":"1.3.2"}`
		}
		if !strings.Contains(out, first) || !strings.Contains(out, second) {
			t.Errorf("%s names not all upgrades:\n%s", format, out)
		}
		if strings.Contains(out, "third/acls.json:1") || strings.Contains(out, "fourth/acls.json") {
			t.Errorf("%s shows what is left out:\n%s", format, out)
		}
	}
	schema := compileSchema(t, report.Schema())
	got, err := jsonschema.UnmarshalJSON(strings.NewReader(strings.TrimSuffix(run(t, dir, "check", "--format", "json"), "exit 1\n")))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(got); err != nil {
		t.Error(err)
	}
	if head := got.(map[string]any); head["left_out"] == nil || head["excluded"] == nil || head["upgrades"] == nil {
		t.Error("the report does not say what is left out")
	}
}
