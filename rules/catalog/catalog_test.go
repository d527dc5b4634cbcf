package catalog

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

func rel(s string) release.Release { return release.MustParse(s) }

// everyRelease returns all releases the facts may mention, oldest first.
func everyRelease() []release.Release {
	return slices.Concat(releaseData.Older, releaseData.Supported)
}

//go:embed data/*.json
var data embed.FS

// files are the data files with what each is decoded into.
var files = map[string]func() any{
	"releases.json":          func() any { return new(releases) },
	"flags-master.json":      func() any { return new([]*Flag) },
	"flags-agent.json":       func() any { return new([]*Flag) },
	"environment.json":       func() any { return new([]*Variable) },
	"values.json":            func() any { return new([]*ValueSet) },
	"checks.json":            func() any { return new([]Check) },
	"behaviours.json":        func() any { return new(factList) },
	"documents.json":         func() any { return new([]*DocumentFlag) },
	"document_keys.json":     func() any { return new([]*DocumentKeys) },
	"messages.json":          func() any { return new(messageFile) },
	"routes.json":            func() any { return new(routeTable) },
	"modules.json":           func() any { return new([]*ModuleKind) },
	"changes.json":           func() any { return new([]*Change) },
	"shared.json":            func() any { return new([]string) },
	"readers.json":           func() any { return new([]*Reader) },
	"printed.json":           func() any { return new([]*PrintedForm) },
	"packages.json":          func() any { return new([]*PackageFlag) },
	"empty.json":             func() any { return new([]*EmptyValue) },
	"guards.json":            func() any { return new([]*Guard) },
	"machine.json":           func() any { return new([]*MachineNeed) },
	"wrapper.json":           func() any { return new([]*WrapperFeature) },
	"images.json":            func() any { return new([]*Image) },
	"procedures.json":        func() any { return new([]*Procedure) },
	"hops.json":              func() any { return new([]*Hop) },
	"questions.json":         func() any { return new([]*Question) },
	"watch.json":             func() any { return new([]*Watch) },
	"windows.json":           func() any { return new([]*Window) },
	"authentication.json":    func() any { return new([]*Authentication) },
	"operations.json":        func() any { return new(operationFacts) },
	"meanings.json":          func() any { return new([]*Meaning) },
	"acls.json":              func() any { return new(actionFile) },
	"module_parameters.json": func() any { return new([]*ModuleParameters) },
}

// UnmarshalJSON reads the behaviours and orders them.
func (l *factList) UnmarshalJSON(text []byte) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	err := d.Decode((*[]Fact)(l))
	slices.SortFunc(*l, func(a, b Fact) int { return strings.Compare(a.ID, b.ID) })
	return err
}

// A key that no field takes would be a fact that nobody can ask for.
func TestFilesDecodeWithoutUnknownKeys(t *testing.T) {
	entries, err := data.ReadDir("data")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		target, ok := files[e.Name()]
		if !ok {
			t.Errorf("%s: no test knows this file", e.Name())
			continue
		}
		text, err := data.ReadFile("data/" + e.Name())
		if err != nil {
			t.Fatal(err)
		}
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(target()); err != nil {
			t.Errorf("%s: %v", e.Name(), err)
		}
	}
	if len(entries) != len(files) {
		t.Errorf("%d files, %d tested", len(entries), len(files))
	}
}

// walk calls visit for every value of type T below v.
func walk[T any](v reflect.Value, path string, visit func(path string, v T)) {
	if x, ok := v.Interface().(T); ok {
		visit(path, x)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			walk(v.Elem(), path, visit)
		}
	case reflect.Map:
		for entry := v.MapRange(); entry.Next(); {
			walk(entry.Value(), path+"/"+entry.Key().String(), visit)
		}
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), path, visit)
		}
	case reflect.Struct:
		for _, name := range []string{"Name", "Key", "ID", "Path", "Flag"} {
			if f := v.FieldByName(name); f.IsValid() && f.Kind() == reflect.String && f.String() != "" {
				path += "/" + f.String()
				break
			}
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				walk(v.Field(i), path+"."+v.Type().Field(i).Name, visit)
			}
		}
	}
}

// decoded returns the content of every data file but the list of releases.
func decoded(t *testing.T) map[string]reflect.Value {
	t.Helper()
	all := make(map[string]reflect.Value)
	for name, target := range files {
		if name == "releases.json" {
			continue
		}
		v := target()
		text, err := data.ReadFile("data/" + name)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, v); err != nil {
			t.Fatal(err)
		}
		all[name] = reflect.ValueOf(v)
	}
	return all
}

// The ends of a range are releases, ranges are in order, and two ranges that touch are written as one, so that a fact has
// one spelling.
func TestRangesAreOfKnownReleasesAndMinimal(t *testing.T) {
	every := everyRelease()
	latest := every[len(every)-1]
	for file, v := range decoded(t) {
		n := 0
		walk(v, file, func(path string, gs release.Ranges) {
			n++
			for i, g := range gs {
				first, last := slices.Index(every, g.First), slices.Index(every, g.Last)
				if first < 0 {
					t.Errorf("%s: %s starts at no known release", path, gs)
				}
				if last < 0 && !g.Last.IsZero() {
					t.Errorf("%s: %s ends at no known release", path, gs)
				}
				if g.Last == latest && g.First != latest {
					t.Errorf("%s: %s ends at the newest release: leave the end open", path, gs)
				}
				if i == 0 {
					continue
				}
				before := slices.Index(every, gs[i-1].Last)
				if gs[i-1].Last.IsZero() || before+1 >= first {
					t.Errorf("%s: %s: range %d does not stand apart from the one before", path, gs, i)
				}
			}
		})
		if n == 0 && file != "changes.json" && file != "procedures.json" && file != "shared.json" && file != "readers.json" && file != "printed.json" && file != "document_keys.json" && file != "questions.json" {
			t.Errorf("%s: no range found", file)
		}
	}
}

var evidence = regexp.MustCompile(`^[\w./+-]+(:\d+)?@\d+\.\d+\.\d+$`)

func TestEvidenceNamesAPlaceAtARelease(t *testing.T) {
	every := everyRelease()
	for file, v := range decoded(t) {
		walk(v, file, func(path string, s string) {
			if !strings.HasSuffix(path, ".Evidence") || s == "" {
				return
			}
			_, tag, _ := strings.Cut(s, "@")
			if !evidence.MatchString(s) || !slices.Contains(every, rel(tag)) {
				t.Errorf("%s: evidence %q is not path:line@release", path, s)
			}
		})
	}
}

func TestReleases(t *testing.T) {
	text, err := data.ReadFile("data/releases.json")
	if err != nil {
		t.Fatal(err)
	}
	var listed struct{ Supported []string }
	if err := json.Unmarshal(text, &listed); err != nil {
		t.Fatal(err)
	}
	all, newest := Releases().All(), listed.Supported[len(listed.Supported)-1]
	if len(all) != len(listed.Supported) || all[0] != rel(listed.Supported[0]) || Releases().Latest() != rel(newest) {
		t.Errorf("%d releases from %s to %s", len(all), all[0], Releases().Latest())
	}
	want := map[string]string{"latest": newest}
	for _, r := range listed.Supported { // of each series, the last that was published stays
		want[r] = r
		if !slices.Contains(releaseData.Unreleased, rel(r)) {
			want[rel(r).Series()], want[rel(r).Series()+".x"] = r, r
		}
	}
	for series, release := range want {
		if got, err := Releases().Resolve(series); err != nil || got != rel(release) {
			t.Errorf("Resolve(%q) = %s, %v, want %s", series, got, err, release)
		}
	}
	major, minor, _ := strings.Cut(rel(newest).Series(), ".")
	next, err := strconv.Atoi(minor)
	if err != nil {
		t.Fatal(err)
	}
	for _, unknown := range []string{"0.18.2", fmt.Sprintf("%s.%d.0", major, next+1), newest + "1"} {
		if got, err := Releases().Resolve(unknown); err == nil {
			t.Errorf("Resolve(%q) = %s, want an error", unknown, got)
		}
	}
}

func TestFileValue(t *testing.T) {
	for _, c := range []struct {
		component config.Component
		flag, on  string
		want      FileForm
	}{
		{config.Master, "credentials", "0.19.0", FileCutOff},
		{config.Master, "credentials", "1.11.0", FileCutOff},
		{config.Agent, "credential", "0.21.2", FileCutOff},
		{config.Agent, "jwt_secret_key", "1.5.0", FileCutOff},
		{config.Agent, "executor_secret_key", "1.5.0", FileCutOff},
		{config.Master, "zk", "0.21.2", FileContents},
		{config.Master, "zk", "1.11.0", FileContents},
		{config.Master, "acls", "0.21.2", FileContents},
		{config.Master, "cluster", "0.21.2", FileLiteral},
		{config.Master, "cluster", "0.22.0", FileContents},
		{config.Agent, "resources", "0.21.2", FileLiteral},
		{config.Agent, "resources", "0.26.0", FileContents},
		{config.Agent, "credentials", "1.0.0", FileLiteral},
	} {
		if got := FileValue(c.component, c.flag, rel(c.on)); got != c.want {
			t.Errorf("FileValue(%s, %s, %s) = %d, want %d", c.component, c.flag, c.on, got, c.want)
		}
	}
	if !IsPathFlag(config.Master, "whitelist", rel("1.0.0")) || IsPathFlag(config.Master, "work_dir", rel("1.0.0")) {
		t.Error("IsPathFlag is wrong about whitelist or work_dir")
	}
}

func TestDocumentKind(t *testing.T) {
	for _, c := range []struct {
		component config.Component
		flag      string
		want      config.Kind
	}{
		{config.Master, "acls", config.ACLs},
		{config.Agent, "acls", config.ACLs},
		{config.Master, "credentials", config.Credentials},
		{config.Agent, "credential", config.Credential},
		{config.Agent, "http_credentials", config.Credentials},
		{config.Agent, "credentials", config.Unknown},
		{config.Master, "modules", config.Modules},
		{config.Master, "rate_limits", config.RateLimits},
		{config.Agent, "rate_limits", config.Unknown},
		{config.Agent, "firewall_rules", config.Firewall},
		{config.Agent, "docker_config", "docker_config"},
		{config.Master, "work_dir", config.Unknown},
	} {
		if got := DocumentKind(c.component, c.flag); got != c.want {
			t.Errorf("DocumentKind(%s, %s) = %q, want %q", c.component, c.flag, got, c.want)
		}
	}
	for _, d := range DocumentFlags() {
		flag := FlagsOf(d.Component).Flag(d.Flag)
		if flag == nil {
			t.Errorf("%s has no flag %s", d.Component, d.Flag)
			continue
		}
		for _, r := range everyRelease() {
			if d.In.Contains(r) && !flag.Exists.Contains(r) {
				t.Errorf("%s: %s holds a document on %s, which has no such flag", d.Component, d.Flag, r)
			}
		}
	}
}

func TestBehaviours(t *testing.T) {
	for _, c := range []struct {
		id, in, out string
	}{
		{"json-trailing-garbage", "0.25.1", "0.26.0"},
		{"proto-null-refused", "0.26.2", "0.27.0"},
		{"proto-nested-errors-swallowed", "0.26.0", "0.26.1"},
		{"proto-nested-errors-swallowed", "0.25.0", "0.25.1"},
		{"proto-nested-errors-swallowed", "0.24.1", "0.24.2"},
		{"proto-enum-dropped", "1.5.0", "1.4.3"},
		{"proto-string-converts", "1.6.0", "1.5.3"},
		{"bytes-base64", "0.24.0", "0.23.1"},
		{"env-cli-duplicate-refused", "0.24.2", "0.25.0"},
		{"flag-aliases", "1.0.0", "0.28.3"},
		{"credentials-text", "1.10.0", "1.11.0"},
		{"credential-secret-base64", "0.24.1", "0.24.2"},
		{"credential-secret-base64", "0.25.0", "0.25.1"},
		{"quota-lists-exclusive", "1.2.3", "1.3.0"},
		{"number-trailing-refused", "0.28.1", "0.28.0"},
	} {
		if !Behaviour(c.id).Contains(rel(c.in)) || Behaviour(c.id).Contains(rel(c.out)) {
			t.Errorf("%s: want %s in and %s out of %s", c.id, c.in, c.out, Behaviour(c.id))
		}
	}
	seen := make(map[string]bool)
	for _, f := range Behaviours() {
		if seen[f.ID] {
			t.Errorf("%s: twice", f.ID)
		}
		seen[f.ID] = true
		if !strings.HasSuffix(f.What, ".") {
			t.Errorf("%s: %q is not a sentence", f.ID, f.What)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("an unknown id does not panic")
		}
	}()
	Behaviour("no-such-behaviour")
}

func TestChecks(t *testing.T) {
	seen := make(map[string]bool)
	for _, c := range Checks() {
		if seen[c.ID] {
			t.Errorf("%s: twice", c.ID)
		}
		seen[c.ID] = true
		if !slices.Contains([]string{"exit", "abort", "warn"}, c.Outcome) {
			t.Errorf("%s: outcome %q", c.ID, c.Outcome)
		}
		if !slices.Contains([]string{"", "file", "machine", "module", "platform", "run-time"}, c.Depends) {
			t.Errorf("%s: depends %q", c.ID, c.Depends)
		}
		for _, name := range c.Flags {
			known := VariableNamed(name) != nil
			for _, component := range []config.Component{config.Master, config.Agent} {
				known = known || covers(c.Component, component) && FlagsOf(component).Flag(name) != nil
			}
			if !known {
				t.Errorf("%s: %q is neither a flag of its component nor a variable", c.ID, name)
			}
		}
	}
	c := CheckNamed("master-min-allocatable-resources-format")
	for on, want := range map[string]bool{"1.4.1": false, "1.4.2": true, "1.5.3": true, "1.6.0": false, "1.6.1": true} {
		if got := c.On(config.Master, rel(on)); got != want {
			t.Errorf("%s on the master of %s: %v", c.ID, on, got)
		}
	}
	if c.On(config.Agent, rel("1.6.1")) {
		t.Errorf("%s on the agent", c.ID)
	}
	if !CheckNamed("logging-level-unknown").On(config.Agent, rel("1.0.0")) {
		t.Error("a check of both components is not one of the agent")
	}
}

func TestVariables(t *testing.T) {
	for name, want := range map[string]bool{
		"LIBPROCESS_SSL_ENABLED": false, "SSL_ENABLED": false, "LIBPROCESS_SSL_VERIFY_DEPTH": true,
		"LIBPROCESS_SSL_ECDH_CURVE": true, "LIBPROCESS_SSL_ENABLE_DOWNGRADE": true,
	} {
		v := VariableNamed(name)
		if v == nil {
			t.Errorf("no variable %s", name)
			continue
		}
		if v.Unread() != want {
			t.Errorf("%s: unread %v", name, v.Unread())
		}
	}
	for _, v := range Variables() {
		if v.Unread() == (len(v.Documented) == 0) {
			t.Errorf("%s: either read or documented", v.Name)
		}
		if v.Replacement != "" && (VariableNamed(v.Replacement) == nil || VariableNamed(v.Replacement).Unread()) {
			t.Errorf("%s: replacement %s is not read", v.Name, v.Replacement)
		}
		if v.Evidence == "" {
			t.Errorf("%s: no evidence", v.Name)
		}
	}
	tls13 := VariableNamed("LIBPROCESS_SSL_ENABLE_TLS_V1_3").Exists
	if tls13.Contains(rel("1.8.0")) || !tls13.Contains(rel("1.8.1")) {
		t.Errorf("TLS 1.3 in %s", tls13)
	}
}

func TestValues(t *testing.T) {
	for _, s := range AllValues() {
		for _, name := range append([]string{s.Flag}, s.Aliases...) {
			if FlagsOf(s.Component).Flag(name) == nil {
				t.Errorf("%s has no flag %s", s.Component, name)
			}
		}
		for _, v := range s.Values {
			if v.Replacement == "" {
				continue
			}
			for name := range strings.SplitSeq(v.Replacement, ",") {
				if s.Value(name) == nil {
					t.Errorf("%s: %s is to be replaced by %q, which is not a value", s.Flag, v.Name, name)
				}
			}
		}
	}
	isolation := Values(config.Agent, "isolation")
	if v := isolation.Value("posix/disk"); v == nil || v.Replacement != "disk/du" || v.DeprecatedIn.Contains(rel("0.28.3")) {
		t.Errorf("posix/disk: %+v", v)
	}
	external := Values(config.Agent, "containerizers").Value("external")
	if external.In.Contains(rel("1.1.0")) || !external.In.Contains(rel("1.0.4")) {
		t.Errorf("external: %+v", external)
	}
	if Values(config.Agent, "image_providers").Value("docker") == nil {
		t.Error("image_providers in lower case are not found")
	}
	if isolation.Value("Posix/cpu") != nil {
		t.Error("isolators are found in any case")
	}
	if Values(config.Master, "user_sorter") != Values(config.Master, "role_sorter") {
		t.Error("an alias has other values")
	}
	if Values(config.Master, "isolation") != nil || Values(config.Master, "nothing") != nil {
		t.Error("values of a flag that has none")
	}
}
