package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// A carrier is a place where operators keep an ACL document. write returns the files that hold a document there, quoted
// as the place has it.
type carrier struct {
	name string
	// lines is set if the document may have several.
	lines bool
	write func(document string) map[string]string
}

func carriers() []carrier {
	in := func(path, before, after string, quote func(string) string) func(string) map[string]string {
		return func(document string) map[string]string {
			return map[string]string{path: before + quote(document) + after}
		}
	}
	escape := func(special, with string) func(string) string {
		return func(s string) string {
			var b strings.Builder
			for _, r := range s {
				if strings.ContainsRune(special, r) {
					b.WriteString(with)
				}
				b.WriteRune(r)
			}
			return b.String()
		}
	}
	plain := func(s string) string { return s }
	replace := func(pairs ...string) func(string) string { return strings.NewReplacer(pairs...).Replace }
	return []carrier{
		{"file", true, in("acls.json", "", "\n", plain)},
		{"file without a newline", true, in("acls.json", "", "", plain)},
		{"referenced file", true, func(document string) map[string]string {
			return map[string]string{"master.flags": "--work_dir=/x\n--acls=file:///etc/acls", "etc/acls": document}
		}},
		{"flag file", false, in("master.flags", "# flags\n  --work_dir=/x\n\t--acls=", " \n--roles=*", plain)},
		{"flag directory", true, func(document string) map[string]string {
			return map[string]string{"etc/mesos-master/acls": document + "\n\n", "etc/mesos-master/work_dir": "/x"}
		}},
		{"shell, single quotes", true, in("etc/default/mesos-master", "export MESOS_WORK_DIR=/x MESOS_ACLS='", "' # x\n", replace("'", `'\''`))},
		{"shell, double quotes", true, in("etc/default/mesos-master", "MESOS_ACLS=\"", "\"\n", escape("\\\"$`", `\`))},
		{"shell, backslashes", false, in("etc/default/mesos-master", "MESOS_ACLS=", "\nX=1\n", escape("\\\"'$` \t{}[](),;:|&<>*?!#~%", `\`))},
		{"shell, $'…'", true, in("etc/mesos/mesos-master-env.sh", "export MESOS_ACLS=$'", "'\n", escape(`\'`, `\`))},
		{"shell, pieces", true, in("etc/default/mesos-master", "MESOS_ACLS=", "\n", func(s string) string {
			half := len(s) / 2
			for half > 0 && s[half]&0xc0 == 0x80 {
				half--
			}
			return "'" + strings.ReplaceAll(s[:half], "'", `'\''`) + "'\"" + escape("\\\"$`", `\`)(s[half:]) + "\""
		})},
		{"systemd environment, raw", false, in("etc/sysconfig/mesos-master", "MESOS_WORK_DIR=/x\nMESOS_ACLS=", " \n", escape(`\`, `\`))},
		{"systemd environment, double quotes", true, in("etc/sysconfig/mesos-master", "MESOS_ACLS=\"", "\"\n", escape("\\\"$`", `\`))},
		{"unit, argument", false, in("mesos-master.service", "[Service]\nExecStart=/usr/sbin/mesos-master --work_dir=/x \\\n  '--acls=", "' --roles=*\n",
			replace(`\`, `\\`, "'", `\'`, "%", "%%", "$", "$$"))},
		{"unit, environment", false, in("mesos-master.service", "[Service]\nEnvironment=A=b \"MESOS_ACLS=", "\"\nExecStart=/usr/sbin/mesos-master --work_dir=/x\n",
			replace(`\`, `\\`, `"`, `\"`, "%", "%%"))},
		{"compose, environment", false, in("docker-compose.yml", "services:\n  m:\n    image: mesos-master\n    environment:\n      MESOS_ACLS: '", "'  # x\n",
			replace("'", "''", "$", "$$"))},
		{"compose, argument", false, in("docker-compose.yml", "services:\n  m:\n    image: mesos-master\n    command: [\"mesos-master\", \"--acls=", "\"]\n",
			replace(`\`, `\\`, `"`, `\"`, "$", "$$"))},
		{"script", true, in("start-mesos-master.sh", "#!/bin/sh\nexec mesos-master --work_dir=/x --acls='", "' --quorum=1\n", replace("'", `'\''`))},
	}
}

// TestFixesInEveryCarrier fixes random ACL documents wherever they may stand: what is not the document keeps its bytes,
// what is decides as the safe fixes promise, and nothing is left for a second time.
func TestFixesInEveryCarrier(t *testing.T) {
	cases, changed := 8, 0
	if testing.Short() {
		cases = 5
	}
	ways := [][2]string{{"0.27.3", "0.28.3"}, {"0.28.3", "1.2.3"}, {"1.2.3", "1.3.2"}, {"1.0.4", "1.11.0"}, {"1.6.2", "1.7.3"}, {"0.26.2", "1.0.4"}, {"1.1.0", "1.2.0"}}
	for _, c := range carriers() {
		t.Run(c.name, func(t *testing.T) {
			random := rand.New(rand.NewPCG(1, uint64(len(c.name))))
			for i := range cases {
				way := ways[random.IntN(len(ways))]
				document := randomACLs(random, c.lines)
				changed += fixCarried(t, c, document, way)
				if t.Failed() {
					t.Fatalf("case %d, %s to %s, of\n%s", i, way[0], way[1], document)
				}
			}
		})
	}
	if changed < len(carriers())*cases/4 {
		t.Errorf("only %d documents were changed", changed)
	}
}

// comparedWith is how a safe fix says what it promises.
var comparedWith = regexp.MustCompile(`compared with ([0-9.]+), none of [0-9]+ decisions differs`)

// fixCarried fixes one document where it stands and returns whether that changed anything.
func fixCarried(t *testing.T, c carrier, document string, way [2]string) int {
	t.Helper()
	dir := t.TempDir()
	files := c.write(document)
	for name, data := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		writeFile(t, path, data)
	}
	before, raw := carried(t, dir)
	if strings.TrimSuffix(before.String(), "\n") != document {
		t.Fatalf("%s reads\n%s", c.name, before.String())
	}
	args := []string{"check", "--from", way[0], "--to", way[1]}
	r := parseReport(t, reportOf(t, dir, args...))
	var promised []release.Release
	for _, d := range r.Diagnostics {
		if d.Fix == nil || d.Fix.Applicability != "safe" || d.File != before.Source().Path {
			continue
		}
		for _, found := range comparedWith.FindAllStringSubmatch(d.Fix.Message, -1) {
			promised = append(promised, release.MustParse(found[1]))
		}
		for _, e := range d.Fix.Edits {
			if strings.HasPrefix(d.Rule, "acl/") && (e.Start < raw.Start || e.End > raw.End) {
				t.Errorf("an edit of %s is outside of what holds the document", d.Rule)
			}
		}
	}

	out := run(t, dir, append(args, "--fix", "--with-upgrade")...)
	if !strings.HasSuffix(out, "\nexit 0\n") && !strings.HasSuffix(out, "\nexit 1\n") {
		t.Fatalf("--fix: %s", out)
	}
	fixed := tree(t, dir)
	after, _ := carried(t, dir)
	data, old := after.Source().Data, before.Source().Data
	start, end := outside(old, data, raw.Start, len(old)-raw.End)
	if !start || !end {
		t.Errorf("what does not hold the document changed:\n%s", data)
	}
	if again := run(t, dir, append(args, "--diff", "--with-upgrade")...); !strings.HasSuffix(again, ": no file to fix\nexit 0\n") || strings.Contains(again, "diff --git") {
		t.Errorf("a second time there is more to fix:\n%s", again)
	}
	compareDecisions(t, before, after, release.MustParse(way[1]), append(promised, release.MustParse(way[0])))
	if gocmp.Equal(files, fixed) {
		return 0
	}
	return 1
}

// outside reports whether two contents begin with the same bytes and end with the same bytes.
func outside(old, data []byte, before, after int) (start, end bool) {
	if len(data) < before+after {
		return false, false
	}
	return string(old[:before]) == string(data[:before]), string(old[len(old)-after:]) == string(data[len(data)-after:])
}

// carried returns the one ACL document of a folder, and the span of what holds it: the file, or the setting with its
// quotes.
func carried(t *testing.T, dir string) (source.Text, source.Span) {
	t.Helper()
	loaded, err := load.Load(context.Background(), []string{"."}, load.Options{Dir: dir, Vocabulary: rules.Vocabulary()})
	if err != nil {
		t.Fatal(err)
	}
	var found []*config.Document
	for _, d := range loaded.Documents {
		if d.Kind == config.ACLs {
			found = append(found, d)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d documents were loaded", len(found))
	}
	if found[0].Inline {
		return found[0].Text, found[0].Setting.Span
	}
	return found[0].Text, found[0].Text.Raw()
}

// compareDecisions holds what a fixed document decides on the target against the old one, operation by operation: nothing
// differs from what the old one decides there, or else from what it decided on the release that a fix promised.
func compareDecisions(t *testing.T, before, after source.Text, to release.Release, promised []release.Release) {
	t.Helper()
	now := policyOf(after, to)
	if now == nil {
		return
	}
	for _, op := range now.Schema().Operations {
		alike, begins := false, true // a release on the way may begin to ask
		for _, r := range append([]release.Release{to}, promised...) {
			was := policyOf(before, r)
			if was == nil {
				continue
			}
			if lists, _ := was.Governed(op.Name); r != to && (len(lists) == 0 || was.Schema().Operation(op.Name).Indirect) {
				continue
			}
			begins = begins && r == to
			d := authz.CompareOperations(was, now, []string{op.Name})
			alike = alike || d.Equal() && len(d.Begins)+len(d.Ends) == 0
		}
		if !alike && !begins && policyOf(before, to) != nil {
			t.Errorf("%s is decided as neither %s nor %v decided it; the fixed document is\n%s", op.Name, to, promised, after.String())
		}
	}
}

// policyOf returns what a release makes of a document, nil if it does not start.
func policyOf(text source.Text, r release.Release) *authz.Policy {
	dialect := catalog.Dialect(r)
	v, syntax := stout.ParseJSON(&text, dialect)
	if syntax != nil {
		return nil
	}
	p, _ := authz.Read(v, catalog.ACLSchema(r), dialect)
	if p == nil || len(p.Validate()) > 0 {
		return nil
	}
	return p
}

// randomACLs writes an ACL document with what old files have in them, laid out in one of the ways people do.
func randomACLs(r *rand.Rand, lines bool) string {
	names := []string{"ops", "dev", "a b", "$HOME", "it's", `q\"q`, `b\\s`, "%h", "größe", "a/%", "`x`", "#c", ";s", `\u00e9\n`, "日本"}
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	indent, end, colon := "", "", pick(":", ": ")
	if lines && r.IntN(4) > 0 {
		indent, end = pick("  ", "\t", "    "), pick("\n", "\n", "\r\n")
	} else if r.IntN(2) == 0 {
		end = " "
	}
	entity := func(values ...string) string {
		switch kind := pick("ANY", "NONE", "SOME", "values", "values", "values"); kind {
		case "ANY", "NONE":
			return fmt.Sprintf(`{"type"%s"%s"}`, colon, kind)
		default:
			var list []string
			for range r.IntN(3) {
				list = append(list, `"`+pick(values...)+`"`)
			}
			members := []string{fmt.Sprintf(`"values"%s[%s]`, colon, strings.Join(list, ", "))}
			if kind == "SOME" {
				members = append(members, fmt.Sprintf(`"type"%s"SOME"`, colon))
			}
			return "{" + strings.Join(members, ", ") + "}"
		}
	}
	lists := map[string]string{
		"set_quotas": "roles", "remove_quotas": "quota_principals", "update_quotas": "roles", "shutdown_frameworks": "framework_principals",
		"teardown_frameworks": "framework_principals", "register_frameworks": "roles", "run_tasks": "users", "reserve_resources": "roles",
		"create_volumes": "roles", "get_endpoints": "paths", "unreserve_resources": "reserver_principals", "misspelt_things": "roles",
	}
	keys := []string{"set_quotas", "remove_quotas", "shutdown_frameworks", "set_quotas", "remove_quotas", "update_quotas", "teardown_frameworks",
		"register_frameworks", "run_tasks", "reserve_resources", "create_volumes", "get_endpoints", "unreserve_resources", "misspelt_things"}
	r.Shuffle(len(keys)-5, func(i, j int) { keys[i+5], keys[j+5] = keys[j+5], keys[i+5] })
	keys = slices.Compact(keys[r.IntN(3) : 3+r.IntN(6)])
	r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
	var members []string
	if r.IntN(2) == 0 {
		members = append(members, fmt.Sprintf(`"permissive"%s%v`, colon, r.IntN(2) == 0))
	}
	for _, key := range keys {
		object, values := lists[key], names
		switch {
		case key == "get_endpoints":
			values = []string{"/monitor/statistics", "/monitor/statistics.json", "/files/debug.json", "/logging/toggle"}
		case key == "reserve_resources" && r.IntN(2) == 0:
			object = "resources"
		case key == "create_volumes" && r.IntN(2) == 0:
			object = "volume_types"
		}
		var entries []string
		for range r.IntN(3) {
			entries = append(entries, fmt.Sprintf(`{ "principals"%s%s, "%s"%s%s }`, colon, entity(names...), object, colon, entity(values...)))
		}
		list := "[" + strings.Join(entries, ", ") + "]"
		if len(entries) > 0 && end != "" && end != " " {
			list = "[" + end + indent + indent + strings.Join(entries, ","+end+indent+indent) + end + indent + "]"
		}
		members = append(members, fmt.Sprintf(`"%s"%s%s`, key, colon, list))
	}
	if len(members) == 0 || len(keys) == 1 {
		members = append(members, `"permissive"`+colon+"true")
	}
	return "{" + end + indent + strings.Join(members, ","+end+indent) + end + "}"
}
