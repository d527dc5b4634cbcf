package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
)

// What a rule says of itself shows what nobody sees of its example, and escapes what Markdown would take for something else.
func TestRuleHelp(t *testing.T) {
	r := &lint.Rule{Doc: "A MESOS_* variable, `as_is *` and MESOS_IP.\n\nSee [1](2).", Example: lint.Example{
		On: "1.3", Condition: "if a_ is there",
		Before: []lint.File{
			{Path: "etc/run.sh", Text: "\ufeffexec x\r\n", Mode: 0o755}, {Path: "etc/work_dir", Text: "/v\x00\xfc"},
			{Path: "etc/?no-strict"}, {Path: "etc/old", Text: "x\n"}, {Path: "etc/older", Text: "x\n"},
		},
		After: []lint.File{{Path: "etc/run.sh", Text: "exec x\n", Mode: 0o755}, {Path: "etc/old", Gone: true}, {Path: "etc/new", Text: "x\n"}},
	}}
	const markdown = "A MESOS\\_\\* variable, `as_is *` and MESOS_IP.\n\nSee [1]\\(2).\n\n## Example\n\n`mesoslint check --to 1.3` reports this, which applies if a\\_ is there:\n\n" +
		"`etc/run.sh` (mode 0755; <BOM> is a byte order mark, ␍ is a carriage return)\n\n```sh\n<BOM>exec x␍\n```\n\n" +
		"`etc/work_dir` (␀ is a NUL byte, \\xfc is one byte)\n\n```text\n/v␀\\xfc\n```\n\n`etc/?no-strict` (is empty)\n\n`etc/old`, `etc/older`\n\n```text\nx\n```\n\n" +
		"```text\nreported\n```\n\n`mesoslint check --to 1.3 --fix` makes of it:\n\n" +
		"`etc/run.sh` (mode 0755)\n\n```sh\nexec x\n```\n\n`etc/old` (is deleted)\n\n`etc/new`\n\n```text\nx\n```\n"
	if diff := cmp.Diff(markdown, RuleMarkdown(r, Shown{Report: "reported\n", Fix: "--fix"})); diff != "" {
		t.Errorf("Markdown (-want +got):\n%s", diff)
	}
	const text = "A MESOS_* variable, `as_is *` and MESOS_IP.\n\nSee [1](2).\n\nExample: mesoslint check --to 1.3 reports, which applies if a_ is there\n\n" +
		"  etc/run.sh (mode 0755; <BOM> is a byte order mark, ␍ is a carriage return)\n    <BOM>exec x␍\n" +
		"  etc/work_dir (␀ is a NUL byte, \\xfc is one byte)\n    /v␀\\xfc\n  etc/?no-strict (is empty)\n  etc/old, etc/older\n    x\n\nIt does not report\n\n" +
		"  etc/run.sh (mode 0755)\n    exec x\n  etc/old (is deleted)\n  etc/new\n    x"
	if diff := cmp.Diff(text, RuleText(r)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	var fixed []string
	for _, f := range r.Example.Fixed() {
		fixed = append(fixed, f.Path)
	}
	if diff := cmp.Diff([]string{"etc/run.sh", "etc/work_dir", "etc/?no-strict", "etc/older", "etc/new"}, fixed); diff != "" {
		t.Errorf("after the change (-want +got):\n%s", diff)
	}
}
