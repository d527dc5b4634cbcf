package catalog

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// The tests named TestUpstream hold the catalogue against the source of every release. They need a clone of Mesos with
// its tags, which `make verify-catalog MESOS=DIR` names, and are skipped without one.
func upstream(t *testing.T) *clone {
	t.Helper()
	dir := os.Getenv("MESOS")
	if dir == "" {
		t.Skip("MESOS names no clone of Mesos")
	}
	c, err := openClone(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

const (
	stoutDir    = "3rdparty/stout/include/stout/"
	oldStoutDir = "3rdparty/libprocess/3rdparty/stout/include/stout/"
)

// flagFiles are the files that add the flags of a component; any of them may be missing from a release.
func flagFiles(c config.Component) []string {
	dir := map[config.Component]string{config.Master: "src/master/", config.Agent: "src/slave/"}[c]
	return []string{
		dir + "flags.hpp", dir + "flags.cpp", dir + "main.cpp", "src/logging/flags.hpp", "src/logging/flags.cpp",
		stoutDir + "flags/flags.hpp", oldStoutDir + "flags/flags.hpp",
	}
}

// readFlags returns the flags of a component of a release by canonical name.
func (c *clone) readFlags(component config.Component, r release.Release) ([]sourceFlag, error) {
	var flags []sourceFlag
	texts := make(map[string]string)
	var headers []string
	for _, path := range flagFiles(component) {
		text, ok, err := c.file(r.String(), path)
		if err != nil {
			return nil, err
		}
		if ok {
			texts[path] = text
			headers = append(headers, text)
		}
	}
	for _, path := range flagFiles(component) {
		if text, ok := texts[path]; ok {
			found, err := sourceFlags(path, text, headers...)
			if err != nil {
				return nil, err
			}
			flags = append(flags, found...)
		}
	}
	slices.SortFunc(flags, func(a, b sourceFlag) int { return strings.Compare(a.name, b.name) })
	return flags, nil
}

// differences compares the flags the catalogue has for a release with those of the source.
func differences(flags *Flags, r release.Release, source []sourceFlag) []string {
	var out []string
	found := make(map[string]bool)
	for _, s := range source {
		if found[s.name] {
			out = append(out, fmt.Sprintf("%s: %s adds it a second time", s.name, s.at))
		}
		found[s.name] = true
		def, canonical, _, ok := flags.At(s.name, r)
		if !ok || canonical != s.name {
			out = append(out, fmt.Sprintf("%s: in the source (%s), not in the catalogue", s.name, s.at))
			continue
		}
		differ := func(what string, catalogue, source any) {
			if fmt.Sprint(catalogue) != fmt.Sprint(source) {
				out = append(out, fmt.Sprintf("%s: %s is %v in the catalogue and %v in the source (%s)",
					s.name, what, catalogue, source, s.at))
			}
		}
		differ("type", def.Type, s.typ)
		differ("aliases", def.Aliases, s.aliases)
		for _, alias := range s.aliases {
			_, canonical, deprecated, _ := flags.At(alias, r)
			differ("meaning of alias "+alias, fmt.Sprint(canonical, " ", deprecated), fmt.Sprint(s.name, " ", true))
		}
		if Behaviour("required-flags").Contains(r) {
			differ("required", def.Required, !s.defaults && !strings.HasPrefix(s.typ, "Option<"))
		}
		differ("having a default", def.Default != nil || def.Computed != "", s.defaults)
		if s.literal != nil && def.Default != nil {
			differ("default", *def.Default, *s.literal)
		}
		differ("build", def.Build, strings.Join(s.build, " "))
	}
	for _, def := range flags.All(r) {
		if !found[def.Name] {
			out = append(out, fmt.Sprintf("%s: in the catalogue (%s), not in the source", def.Name, def.Evidence))
		}
	}
	return out
}

func TestUpstreamFlags(t *testing.T) {
	c := upstream(t)
	for _, r := range Releases().All() {
		var counts []string
		for _, component := range components {
			source, err := c.readFlags(component, r)
			if err != nil {
				t.Fatalf("%s %s: %v", component, r, err)
			}
			for _, d := range differences(FlagsOf(component), r, source) {
				t.Errorf("%s %s: %s", component, r, d)
			}
			counts = append(counts, fmt.Sprintf("%s %d / %d", component, len(FlagsOf(component).All(r)), len(source)))
		}
		t.Logf("%-7s flags, catalogue / source: %s", r, strings.Join(counts, ", "))
	}
}

// aclProtos are the places of the ACL messages, newest first.
var aclProtos = []string{
	"include/mesos/authorizer/acls.proto", "include/mesos/authorizer/authorizer.proto", "include/mesos/mesos.proto",
}

// actionDifferences compares the actions the catalogue has for a release with those of the source.
func actionDifferences(table *ActionTable, r release.Release, source []sourceAction) []string {
	var out []string
	found := make(map[string]bool)
	for _, s := range source {
		found[s.key] = true
		a := table.Action(s.key)
		if a == nil || !a.Exists.Contains(r) {
			out = append(out, fmt.Sprintf("%s: in the source, not in the catalogue", s.key))
			continue
		}
		if want := append(slices.Clone(a.Subjects), a.Object(r)); !slices.Equal(want, s.fields) {
			out = append(out, fmt.Sprintf("%s: fields are %v in the catalogue and %v in the source", s.key, want, s.fields))
		}
		// 0.19 called one message otherwise; what is kept is what every later release calls it.
		if s.message != a.Message && s.message != a.Message+"s" {
			out = append(out, fmt.Sprintf("%s: message is %s in the catalogue and %s in the source", s.key, a.Message, s.message))
		}
		if s.deprecated && !a.DeprecatedIn.Contains(r) {
			out = append(out, fmt.Sprintf("%s: deprecated in the source, not in the catalogue", s.key))
		}
	}
	for _, a := range table.At(r) {
		if !found[a.Key] {
			out = append(out, fmt.Sprintf("%s: in the catalogue (%s), not in the source", a.Key, a.Evidence))
		}
	}
	return out
}

// refusals returns the texts with which a release refuses an object of SOME, as the catalogue has them, sorted.
func refusals(table *ActionTable, r release.Release) []string {
	var texts []string
	for _, a := range table.All() {
		if text, ok := a.SomeRefused(r); ok {
			texts = append(texts, text)
		}
	}
	slices.Sort(texts)
	return texts
}

func TestUpstreamACLs(t *testing.T) {
	c := upstream(t)
	file := func(r release.Release, path string) string {
		text, _, err := c.file(r.String(), path)
		if err != nil {
			t.Fatal(err)
		}
		return text
	}
	for _, r := range Releases().All() {
		var source []sourceAction
		for _, path := range aclProtos {
			if source = sourceActions(file(r, path)); source != nil {
				break
			}
		}
		for _, d := range actionDifferences(Actions(), r, source) {
			t.Errorf("%s: %s", r, d)
		}
		paths := sourceEndpoints(file(r, "src/common/http.cpp") + file(r, "src/common/authorization.cpp"))
		if got := Endpoints(r); !slices.Equal(got, paths) {
			t.Errorf("%s: authorizable paths are %v in the catalogue and %v in the source", r, got, paths)
		}
		texts := sourceRefusals(file(r, "src/authorizer/local/authorizer.cpp"))
		if got := refusals(Actions(), r); !slices.Equal(got, texts) {
			t.Errorf("%s: refusals of SOME are\n%q in the catalogue and\n%q in the source", r, got, texts)
		}
		t.Logf("%-7s catalogue / source: actions %d / %d, authorizable paths %d / %d, refusals of SOME %d / %d", r,
			len(Actions().At(r)), len(source), len(Endpoints(r)), len(paths), len(refusals(Actions(), r)), len(texts))
	}
}

// valueFiles are the files that hold the names built in for a flag; any of them may be missing from a release.
var valueFiles = map[string][]string{
	"isolation": {
		"src/slave/containerizer/mesos/containerizer.cpp", "src/slave/containerizer/mesos_containerizer.cpp",
		"src/slave/containerizer/containerizer.cpp",
	},
	"launcher": {"src/slave/containerizer/mesos/containerizer.cpp"},
	"image_provisioner_backend": {
		"src/slave/containerizer/mesos/provisioner/backend.cpp", "src/slave/containerizer/provisioner/backend.cpp",
		"src/slave/containerizer/mesos/provisioner/constants.hpp", "src/slave/containerizer/provisioner/provisioner.cpp",
	},
	"docker_puller": {
		"src/slave/containerizer/mesos/provisioner/docker/puller.cpp",
		"src/slave/containerizer/mesos/provisioner/docker/puller.hpp",
	},
	"recover":                {"src/slave/slave.cpp"},
	"reconfiguration_policy": {"src/slave/slave.cpp"},
	"registry":               {"src/master/main.cpp"},
	"allocator":              {"src/master/allocator/allocator.cpp", "src/master/constants.hpp", "src/master/constants.cpp"},
	"role_sorter":            {"src/master/allocator/allocator.cpp"},
	"logging_level":          {"src/logging/logging.cpp"},
}

// A name is built into a release exactly where its source has it in quotes.
func TestUpstreamValues(t *testing.T) {
	c := upstream(t)
	for _, s := range AllValues() {
		paths := valueFiles[s.Flag]
		for _, r := range Releases().All() {
			var source strings.Builder
			for _, path := range paths {
				text, _, err := c.file(r.String(), path)
				if err != nil {
					t.Fatal(err)
				}
				source.WriteString(withoutComments(text))
			}
			for _, v := range s.Values {
				if got := strings.Contains(source.String(), strconv.Quote(v.Name)); paths != nil && got != v.In.Contains(r) {
					t.Errorf("%s: %s=%s: in the source %v, in the catalogue %v", r, s.Flag, v.Name, got, v.In.Contains(r))
				}
			}
			if s.Flag != "isolation" {
				continue
			}
			for _, m := range isolatorEntry.FindAllStringSubmatch(source.String(), -1) {
				if v := s.Value(m[1]); v == nil || !v.In.Contains(r) {
					t.Errorf("%s: the source has isolator %s, the catalogue has not", r, m[1])
				}
			}
		}
	}
}

// sslVariables returns the variables of a release that start with a prefix, without it and in lower case, sorted.
func sslVariables(prefix string, r release.Release) []string {
	var names []string
	for _, v := range Variables() {
		if name, ok := strings.CutPrefix(v.Name, prefix); ok && v.Exists.Contains(r) {
			names = append(names, strings.ToLower(name))
		}
	}
	slices.Sort(names)
	return names
}

func TestUpstreamVariables(t *testing.T) {
	c := upstream(t)
	const dir = "3rdparty/libprocess/"
	for _, r := range Releases().All() {
		var headers []string
		for _, path := range []string{"src/openssl.hpp", "include/process/ssl/flags.hpp"} {
			text, ok, err := c.file(r.String(), dir+path)
			if err != nil {
				t.Fatal(err)
			}
			if ok {
				headers = append(headers, text)
			}
		}
		text, _, err := c.file(r.String(), dir+"src/openssl.cpp")
		if err != nil {
			t.Fatal(err)
		}
		source, err := sourceFlags(dir+"src/openssl.cpp", text, headers...)
		if err != nil {
			t.Fatalf("%s: %v", r, err)
		}
		var names []string
		for _, s := range source {
			names = append(names, s.name)
			if len(s.build) > 0 {
				t.Errorf("%s: %s is only read where %v", r, s.name, s.build)
			}
			v := VariableNamed("SSL_" + strings.ToUpper(s.name))
			if v == nil {
				continue
			}
			if v.Type != s.typ {
				t.Errorf("%s: %s is a %s in the catalogue and a %s in the source", r, v.Name, v.Type, s.typ)
			}
			if s.literal != nil && (v.Default == nil || *v.Default != *s.literal) {
				t.Errorf("%s: %s has another default than %q of the source", r, v.Name, *s.literal)
			}
		}
		slices.Sort(names)
		old, new := sslVariables("SSL_", r), sslVariables("LIBPROCESS_SSL_", r)
		if !slices.Equal(old, names) {
			t.Errorf("%s: SSL_ variables are %v in the catalogue and %v in the source", r, old, names)
		}
		if !Behaviour("libprocess-ssl-prefix").Contains(r) {
			names = nil
		}
		if !slices.Equal(new, names) {
			t.Errorf("%s: LIBPROCESS_SSL_ variables are %v in the catalogue and %v in the source", r, new, names)
		}
	}
}

// evidenceWord is what the line of a piece of evidence must hold: a flag is added there.
func evidenceWord(file, path string) string {
	switch {
	case strings.HasPrefix(file, "flags-") && strings.Contains(path, ".RequiredIf."):
		return "" // the check that misses it, which releases write differently
	case strings.HasPrefix(file, "flags-"):
		return "add"
	}
	return ""
}

// Every piece of evidence is a line that the release has.
func TestUpstreamEvidence(t *testing.T) {
	c := upstream(t)
	n := 0
	for file, v := range decoded(t) {
		walk(v, file, func(path string, place string) {
			if !strings.HasSuffix(path, ".Evidence") || place == "" {
				return
			}
			n++
			where, tag, _ := strings.Cut(place, "@")
			name, line, hasLine := strings.Cut(where, ":")
			text, ok, err := c.file(tag, name)
			if err != nil {
				t.Fatal(err)
			}
			if !ok {
				t.Errorf("%s: %s: no such file", path, place)
				return
			}
			if !hasLine {
				return
			}
			if found, ok := lineOf(text, line); !ok {
				t.Errorf("%s: %s: no such line", path, place)
			} else if want := evidenceWord(file, path); !strings.Contains(found, want) {
				t.Errorf("%s: %s has no %q: %s", path, place, want, found)
			}
		})
	}
	t.Logf("%d places looked up", n)
}

// lineOf returns a line of a text by its number, from 1 on.
func lineOf(text, number string) (line string, found bool) {
	lines := strings.Split(text, "\n")
	n, err := strconv.Atoi(number)
	if err != nil || n < 1 || n > len(lines) {
		return "", false
	}
	return lines[n-1], true
}
