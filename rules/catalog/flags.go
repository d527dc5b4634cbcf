package catalog

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// Flags is every flag one component ever had, in a full Linux build.
type Flags struct {
	sorted    []*Flag
	names     []string
	byName    map[string]*Flag
	byLetters lazy.Value[map[string][]string]
	schemas   lazy.Keyed[release.Release, *stout.Schema]
}

// Flag is the life of one name, whether canonical or an alias.
type Flag struct {
	Name string `json:"name"`
	// Exists is where the name is accepted, as a canonical name or as an alias.
	Exists release.Ranges `json:"exists"`
	// AliasOf is the canonical name it stands for on the releases of AliasIn; "" if it never was an alias.
	AliasOf string         `json:"alias_of"`
	AliasIn release.Ranges `json:"alias_in"`
	// DeprecatedIn is where it is accepted and deprecated. DeprecatedBy says what tells so.
	DeprecatedIn release.Ranges `json:"deprecated"`
	DeprecatedBy string         `json:"deprecated_by"`
	// Replacement is the flag to use instead, "" if there is none. Note says how, or what happened to the feature.
	Replacement string `json:"replacement"`
	Note        string `json:"note"`
	// Always is the value that the releases after a removal behave as if they had been given; nil if there is none.
	Always *string `json:"always"`
	// Unread is where the flag is accepted and its value never used.
	Unread release.Ranges `json:"unread"`
	// ReadsFile is where the flag reads file:// by itself; elsewhere the parser does, or nobody.
	ReadsFile release.Ranges `json:"reads_file"`
	// RequiredWhen says when the flag must be given, beyond Definition.Required.
	RequiredWhen string `json:"required_when"`
	// RequiredIf says the same of each run of releases in a form that can be decided.
	RequiredIf []Requirement `json:"required_if"`
	// Exits is set if the flag, when true, makes the daemon print something and end instead of starting.
	Exits bool `json:"exits"`
	// Windows is what differs there.
	Windows []WindowsFlag `json:"windows"`
	// Definitions are its declarations under this canonical name, oldest first, none of one that was only an alias.
	Definitions []Definition `json:"definitions"`
}

// Requirement is when a daemon refuses to start without a flag, apart from its flag parser.
type Requirement struct {
	In release.Ranges `json:"in"`
	// When are the conditions, all of which must hold; none of them is always.
	When     []Condition `json:"when"`
	Evidence string      `json:"evidence"`
}

// Condition is one about another flag: that its value, default included, is one of some, or that it is given or not.
type Condition struct {
	Flag  string   `json:"flag"`
	OneOf []string `json:"one_of"`
	Given bool     `json:"given"`
	// Has are elements of a list of names, of which one must be in it; Lacks are beginnings that no element may have.
	Has   []string `json:"has"`
	Lacks []string `json:"lacks"`
	// Property is one of resources: "finer" than three decimal digits, a "relative-disk-root", or one of the usual names
	// that stands only "inside-other-words".
	Property string `json:"property"`
}

// Limits are what a value of the right type must be besides. Each is in the form of the flag's type; "" and nil and 0
// are not limit.
type Limits struct {
	Only  []string `json:"only"`
	Least string   `json:"least"`
	Most  string   `json:"most"`
	// Longest is the most bytes of a text.
	Longest int `json:"longest"`
}

// RequiredOn returns when a release refuses to start without the flag, nil if it never does.
func (f *Flag) RequiredOn(r release.Release) *Requirement {
	for i := range f.RequiredIf {
		if f.RequiredIf[i].In.Contains(r) {
			return &f.RequiredIf[i]
		}
	}
	return nil
}

// WindowsFlag is how a flag differs on Windows.
type WindowsFlag struct {
	In      release.Ranges `json:"in"`
	Absent  bool           `json:"absent"`
	Default string         `json:"default"`
}

// Definition is one declaration of a flag and the releases that have it.
type Definition struct {
	// Name is the canonical name; in the file it is that of the flag.
	Name string         `json:"-"`
	In   release.Ranges `json:"in"`
	// Type is the C++ type without its namespaces: "bool", "Option<Duration>", "Option<ACLs>" ….
	Type string `json:"type"`
	// Default is nil if the flag is unset by default. WhenUnset says what that means.
	Default   *string `json:"default"`
	WhenUnset string  `json:"when_unset"`
	// Computed says in words what the default is where the build or the machine decides it; Default is nil then.
	Computed string `json:"computed"`
	// Required is set if the flag parser refuses to go on without it.
	Required bool `json:"required"`
	// Aliases are the deprecated names it is also accepted under.
	Aliases []string `json:"aliases"`
	// Build is what the binary must be built for or with: "linux", "not-windows", "--enable-ssl" …; "" for every build.
	Build string `json:"build"`
	// Validator says what the flag's own validation wants, "" if it has none.
	Validator string `json:"validator"`
	// Limits are what the validation wants in a form that can be decided; nil if it has none, or one of its own.
	Limits *Limits `json:"limits"`
	// Evidence is its declaration in the first release that has it.
	Evidence string `json:"evidence"`
}

// Names returns the names the flag is accepted under, the canonical one first.
func (d *Definition) Names() []string { return append([]string{d.Name}, d.Aliases...) }

// Optional reports whether the flag may be left without any value.
func (d *Definition) Optional() bool { return strings.HasPrefix(d.Type, "Option<") }

// ValueType returns the type without its Option: what a value is parsed as.
func (d *Definition) ValueType() string {
	if d.Optional() {
		return strings.TrimSuffix(strings.TrimPrefix(d.Type, "Option<"), ">")
	}
	return d.Type
}

// Boolean reports whether the flag can be given as --name and --no-name.
func (d *Definition) Boolean() bool { return d.ValueType() == "bool" }

// IsPath reports whether the value is a path, so that file:// is cut off instead of read.
func (d *Definition) IsPath() bool { return d.ValueType() == "Path" }

var (
	masterFlags = lazy.Value[*Flags]{Make: func() *Flags { return newFlags(masterFlagData) }}
	agentFlags  = lazy.Value[*Flags]{Make: func() *Flags { return newFlags(agentFlagData) }}
)

// FlagsOf returns the flags of the master or of the agent. It panics for any other component.
func FlagsOf(c config.Component) *Flags {
	switch c {
	case config.Master:
		return masterFlags.Get()
	case config.Agent:
		return agentFlags.Get()
	}
	panic("catalog: flags belong to a master or to an agent")
}

// newFlags indexes the flags of a data file.
func newFlags(flags []*Flag) *Flags {
	f := &Flags{sorted: flags, names: make([]string, 0, len(flags)), byName: make(map[string]*Flag, len(flags))}
	for _, flag := range flags {
		f.byName[flag.Name] = flag
		f.names = append(f.names, flag.Name)
	}
	f.schemas.Make = func(r release.Release) *stout.Schema { return flagSchema(f, r) }
	f.byLetters.Make = func() map[string][]string {
		out := make(map[string][]string, len(f.names))
		for _, name := range f.names {
			letters := lettersOf(name)
			out[letters] = append(out[letters], name)
		}
		return out
	}
	return f
}

// Flag returns what is known about a name, canonical or alias, of any release; nil if no release ever had it. Names
// are lower case: Mesos lowers what it is given before it looks it up.
func (f *Flags) Flag(name string) *Flag { return f.byName[name] }

// SpeltLike returns the names of any release that differ from a name in their case, in dashes and in underscores at most, sorted.
func (f *Flags) SpeltLike(name string) []string { return f.byLetters.Get()[lettersOf(name)] }

// lettersOf is a name in lower case, without what separates its words.
func lettersOf(name string) string {
	return strings.Map(func(c rune) rune {
		if c == '_' || c == '-' {
			return -1
		}
		return unicode.ToLower(c)
	}, name)
}

// Names returns every name any release ever had, sorted.
func (f *Flags) Names() []string { return f.names }

// At returns what a name means on one release: the definition it sets, that definition's canonical name, and whether
// the name is a deprecated alias of it. ok is false if the release does not know the name.
func (f *Flags) At(name string, r release.Release) (def *Definition, canonical string, deprecatedAlias, ok bool) {
	flag := f.byName[name]
	if flag == nil {
		return nil, "", false, false
	}
	if flag.AliasIn.Contains(r) {
		def := f.byName[flag.AliasOf].on(r)
		return def, flag.AliasOf, true, def != nil
	}
	def = flag.on(r)
	return def, name, false, def != nil
}

// All returns the flags of one release, by canonical name.
func (f *Flags) All(r release.Release) []*Definition {
	var all []*Definition
	for _, flag := range f.sorted {
		if def := flag.on(r); def != nil {
			all = append(all, def)
		}
	}
	slices.SortFunc(all, func(a, b *Definition) int { return cmp.Compare(a.Name, b.Name) })
	return all
}

// on returns the definition of one release, nil if it has none under this canonical name.
func (f *Flag) on(r release.Release) *Definition {
	for i := range f.Definitions {
		if f.Definitions[i].In.Contains(r) {
			return &f.Definitions[i]
		}
	}
	return nil
}
