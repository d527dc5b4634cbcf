package project

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// words is a vocabulary of a few names.
func words() Vocabulary {
	known := release.NewSet([]release.Release{release.MustParse("1.1.0"), release.MustParse("1.10.0")}, nil)
	return Vocabulary{
		Release: known.Resolve,
		Rule: func(name string) (string, error) {
			switch name {
			case "acl/unused", "acl/":
				return name, nil
			case "acl/useless":
				return "acl/unused", nil
			}
			return "", errors.New("no such rule")
		},
		Kinds:       func() []string { return []string{"acls", "master-flags"} },
		ModuleKinds: func() []string { return []string{"Hook", "Isolator"} },
		Nearest: func(name string, candidates iter.Seq[string]) string {
			for c := range candidates {
				if name != "" && c[0] == name[0] && len(c)-len(name) <= 1 && len(name)-len(c) <= 1 {
					return c
				}
			}
			return ""
		},
	}
}

func read(text string) (*Project, error) {
	return Read(source.New(FileName, "", []byte(text)), words())
}

// everything has every key once.
const everything = `# comment
from: 1.1
to: 1.10          # not 1.1, which a number would be
root: machine
exclude: [vendor, "old/**/*.json"]
severity:
- {rule: acl/useless, subject: set_quotas, paths: [a], severity: error, reason: because}
ignore:
- rule: acl/
  reason: because
overrides:
- paths: [clusters/old/]
  from: none
  to: "1.1"
  root: clusters/old
  severity: []
  ignore: [{rule: acl/unused, reason: no}]
machines:
- name: masters
  component: master
  complete: true
  files: [a.flags, {path: acls.json, at: /etc/mesos//acls.json, as: acls}]
modules:
- {name: org_Isolator, kind: Isolator}
images:
- name: localhost:5000/mesos:1.*
  component: agent
  flags: [--work_dir=/w]
  command: [--x, 1]
  environment: {A: true, B: "", C: 1.10}
`

func TestEverything(t *testing.T) {
	p, err := read(everything)
	if err != nil {
		t.Fatal(err)
	}
	if got := p.To.Release.String(); got != "1.10.0" {
		t.Errorf("to 1.10 is %s", got)
	}
	m := p.Machines[0]
	if m.Component != config.Master || !m.Complete || m.Files[0].Path.Text != "a.flags" || m.Files[1].At != "/etc/mesos/acls.json" || m.Files[1].As != "acls" {
		t.Errorf("the machine is %+v", m)
	}
	i := p.Images[0]
	if i.Name.Text != "localhost:5000/mesos" || i.Tag != "1.*" || i.Component != config.Agent {
		t.Errorf("the image is %+v", i)
	}
	if diff := cmp.Diff([]string{"A=true", "B=", "C=1.10"}, i.Environment); diff != "" {
		t.Error(diff)
	}
	if s := p.Severities[0]; s.Rule.Text != "acl/unused" || s.Level != lint.Error || !s.Names("set_quotas", "a/b") || s.Names("set_quotas", "b/a.json") || s.Names("x", "a/b") {
		t.Errorf("the severity is %+v", s)
	}
	if p.Modules[0].Kind != "Isolator" || p.Root.Text != "machine" {
		t.Errorf("%+v", p)
	}
}

func TestOverridesHoldPaths(t *testing.T) {
	p, err := read("to: 1.10\noverrides:\n- {paths: [a], to: 1.1, root: x}\n- {paths: ['a/*.json'], from: none, ignore: [{rule: acl/, reason: r}]}\n- {paths: [b], root: y}\n- {paths: [./c], root: z}")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ path, from, to, root, ignored string }{
		{"a/b/c.json", "", "1.1", "y", "0"}, {"a/d/c.json", "", "1.1", "x", "0"}, {"a/c.json", "none", "1.1", "x", "1"}, {"ab/c.json", "", "", "", "0"}, {"d/b/acls.json", "", "", "y", "0"}, {"c/x", "", "", "z", "0"}, {"d/c/x", "", "", "", "0"},
		{"../a/c.json", "", "", "", "0"}, {"a", "", "1.1", "x", "0"}, {".", "", "", "", "0"},
	} {
		from, to := p.Upgrade(c.path)
		word := func(r *Release) string {
			if r == nil {
				return ""
			}
			return r.Text
		}
		root := ""
		if r := p.RootOf(c.path); r != nil {
			root = r.Text
		}
		got := []string{word(from), word(to), root, fmt.Sprint(len(p.IgnoresOf(c.path)))}
		if diff := cmp.Diff([]string{c.from, c.to, c.root, c.ignored}, got); diff != "" {
			t.Errorf("%s: %s", c.path, diff)
		}
	}
}

func TestPatterns(t *testing.T) {
	for _, c := range []struct {
		pattern, path string
		want          bool
	}{
		{"vendor", "a/vendor/b.json", true}, {"./vendor/", "vendor/b", true}, {"*.bak", "a/b.bak", true}, {"*.bak", "a/b.bak.json", false},
		{"a/**", "a/b/c", true}, {"a/**", "ab/c", false}, {"a/*/c", "a/b/c/d", true}, {"**/c", "c", true}, {"{a,b}/c", "b/c", true},
		{".", "x/y", true}, {"a", "../a", false}, {"**", "../a", false},
	} {
		p, err := parsePattern(c.pattern)
		if got := p.Matches(c.path); err != nil || got != c.want {
			t.Errorf("%s matches %s: %v, %v", c.pattern, c.path, got, err)
		}
	}
}

// What is wrong is said with its place, all of it at once.
func TestProblems(t *testing.T) {
	for text, want := range map[string]string{
		"to: 1.10\nseverty: []":                `.mesoslint.yaml:2:1: unknown key "severty", did you mean "severity"?`,
		"zzz: 1":                               `.mesoslint.yaml:1:1: unknown key "zzz": known are from, to, root, severity, ignore, exclude, overrides, machines, modules and images`,
		"to: 1.12":                             `.mesoslint.yaml:1:5: unknown release series "1.12": the newest known one is 1.10.0`,
		"to: none":                             `.mesoslint.yaml:1:5: "none" is not a release: write 1.3.2, 1.3, 1.3.x or latest; known are 1.1.0 to 1.10.0`,
		"ignore: [{rule: acl/usd}]":            ".mesoslint.yaml:1:10: \"reason\" is missing here: say why, in a few words\n.mesoslint.yaml:1:17: no such rule",
		"ignore: {rule: acl/}":                 `.mesoslint.yaml:1:9: expected a list: write "- " before each entry`,
		"exclude: [\"!keep\"]":                 `.mesoslint.yaml:1:11: a pattern cannot be negated; write \! for a name that begins so`,
		"ignore: [acl/]":                       `.mesoslint.yaml:1:10: expected keys and values: rule, subject, paths and reason`,
		"ignore:\n- rule: acl/\n  reason: ' '": `.mesoslint.yaml:3:11: the text is empty`,
		"severity: [{rule: acl/, severity: eror, reason: r}]": `.mesoslint.yaml:1:35: unknown severity "eror", did you mean "error"?`,
		"exclude: ['[a']":                         `.mesoslint.yaml:1:11: this is not a pattern: a bracket is not closed, or a backslash is at the end`,
		"exclude: [/a]":                           `.mesoslint.yaml:1:11: a pattern is relative to the folder of this file: write it without the slash in front`,
		"exclude: [../a]":                         `.mesoslint.yaml:1:11: a pattern does not lead out of the folder of this file`,
		"exclude: [ , a]":                         `.mesoslint.yaml:1:12: the file is not YAML: a value is expected here`,
		"exclude:\n-\n- a":                        `.mesoslint.yaml:2:2: the entry is empty`,
		"a: b: c":                                 `.mesoslint.yaml:1:5: the file is not YAML: `,
		"to: 1.10\nto: 1.1":                       `.mesoslint.yaml:2:1: "to" is given twice, first in line 1`,
		"to: 1.10\n---\nto: 1.1":                  `.mesoslint.yaml:3:1: the file holds more than one document`,
		"- a":                                     `.mesoslint.yaml:1:1: expected keys and values: `,
		"root: /etc":                              `.mesoslint.yaml:1:7: expected a path relative to the folder of this file: nothing outside the work tree is read for it`,
		"overrides: [{to: 1.1}]":                  `.mesoslint.yaml:1:13: "paths" is missing here`,
		"modules: [{name: a, kind: Isolators}]":   `.mesoslint.yaml:1:27: unknown kind of module "Isolators", did you mean "Isolator"?`,
		"modules: [{name: true, kind: Hook}]":     `.mesoslint.yaml:1:18: expected a text; put true in quotes if it is meant as one`,
		"images: [{name: a, flags: [x]}]":         `.mesoslint.yaml:1:28: a flag is written --name=value`,
		"images: [{name: a, environment: [x]}]":   `.mesoslint.yaml:1:33: expected NAME: value`,
		"images: [{name: a, environment: {x: }}]": `.mesoslint.yaml:1:34: the variable has no value; write "" for an empty one`,
		"machines: [{name: a, component: slave, files: [x]}]": `.mesoslint.yaml:1:33: unknown component "slave": known are master and agent`,
		"machines: [{name: a, component: agent, complete: yes, files: [{path: a, at: b, as: acl}]}]": `.mesoslint.yaml:1:50: expected true or false
.mesoslint.yaml:1:77: the path of a file on its machine is absolute
.mesoslint.yaml:1:84: unknown kind of file "acl", did you mean "acls"?`,
		"images: [{name: a, flags: [--x]}]":                  `.mesoslint.yaml:1:10: "flags" are for a daemon: say with "component" for which`,
		"images: [{name: 'a:[b'}]":                           `.mesoslint.yaml:1:17: the tag is not a pattern: a bracket is not closed, or a backslash stands at the end`,
		"ignore: [{rule: acl/, reason: r, paths: []}]":       `.mesoslint.yaml:1:41: the list is empty`,
		"overrides: [{paths: []}]":                           `.mesoslint.yaml:1:21: the list is empty`,
		"machines: [{name: a, component: agent, files: []}]": `.mesoslint.yaml:1:47: the list is empty`,
		"to: \x00":                           ".mesoslint.yaml:1:5: the file is not YAML: it has a control character",
		"# " + strings.Repeat("x", MaxBytes): ".mesoslint.yaml:1:1: the file is larger than 1024 KiB",
	} {
		p, err := read(text)
		if err == nil || p != nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%.80q: %v, want\n%s", text, err, want)
		}
	}
	for _, text := range []string{"", "# nothing", "---", "exclude:\nignore: ~\n", "to:"} {
		if p, err := read(text); err != nil || p.To != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// The reader and the schema take the same keys, and require the same ones.
func TestSchemaHasTheKeysOfTheReader(t *testing.T) {
	document := compiled(t)
	want := map[string][]string{}
	for _, o := range []object{
		theFile(&Project{}), severity(&Severity{}), {"ignore", findings(&Findings{})}, override(&Override{}), byHand(&Machine{}), fileOf(&File{}),
		ownModule(&Module{}), ownImage(&Image{}),
	} {
		for _, k := range o.keys {
			name := k.name
			if k.required {
				name += " (required)"
			}
			want[o.name] = append(want[o.name], name)
		}
		slices.Sort(want[o.name])
	}
	got := map[string][]string{"file": keysOf(document)}
	for name, definition := range document["$defs"].(map[string]any) {
		if keys := keysOf(definition.(map[string]any)); keys != nil {
			got[name] = keys
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("reader (-), schema (+): %s", diff)
	}
}

// keysOf returns the keys of a definition of the schema, none if it is not of an object.
func keysOf(definition map[string]any) []string {
	properties, _ := definition["properties"].(map[string]any)
	required, _ := definition["required"].([]any)
	var keys []string
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if slices.Contains(required, any(name)) {
			name += " (required)"
		}
		keys = append(keys, name)
	}
	return keys
}

func compiled(t *testing.T) map[string]any {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	return document.(map[string]any)
}

func FuzzRead(f *testing.F) {
	f.Add(everything)
	f.Add("severity: &a [*a]")
	f.Add("? [a]\n: b\nto: {}\nmachines: [[]]\nimages: [{environment: {[a]: b}}]")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := read(text)
		var problems Problems
		if (p == nil) == (err == nil) || err != nil && !errors.As(err, &problems) {
			t.Fatalf("%v, %v", p, err)
		}
		if err != nil && strings.Count(err.Error(), "\n") > 10_000 {
			t.Fatal("too much is said")
		}
	})
}
