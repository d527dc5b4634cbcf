package stout

import (
	"cmp"
	"slices"
	"strings"
)

// Arg is one word of the command line after the program's name, as the program receives it.
type Arg struct {
	Text string
	// Opaque is set if what follows the "=" is only known at run time.
	Opaque bool

	base int // where in Text the part starts that offsets count in
}

// FlagArg returns the word "--name=value", or "--name" without hasValue: what a wrapper that keeps both parts hands on. The
// offsets of what is given by it count in value.
func FlagArg(name, value string, hasValue bool) Arg {
	if !hasValue {
		return Arg{Text: "--" + name}
	}
	text := "--" + name + "="
	return Arg{Text: text + value, base: len(text)}
}

// Variable is one environment variable, as the program receives it.
type Variable struct {
	Name, Value string
	// Opaque is set if the value is only known at run time.
	Opaque bool
}

// Origin is the word or the variable that something is about: an index into what Load was given.
type Origin struct {
	Environment bool
	Index       int
}

// Nowhere is the origin of what was not given.
var Nowhere = Origin{Index: -1}

// Class says what a release does with one word, one variable or one flag.
type Class uint8

// The classes. The first group is fatal, each problem by itself.
const (
	// Unknown: a word of the command line names no flag of the release.
	Unknown Class = iota + 1
	// Duplicate: the flag is given a second time in a way the release refuses.
	Duplicate
	// MissingValue: a flag that needs a value has none.
	MissingValue
	// NegatedValue: "no-" in front of a flag that is not a boolean.
	NegatedValue
	// ValueOfNegated: "no-" in front of a boolean that has a value as well.
	ValueOfNegated
	// BadValue: the value is not one of the flag's type; Given says why.
	BadValue
	// Missing: a required flag was not given.
	Missing

	// UnknownVariable: a variable with the prefix does not name a flag and is silently dropped.
	UnknownVariable
	// Skipped: a word does not start with "--" and is passed over.
	Skipped
	// AfterEnd: a word comes after a lone "--" and is not looked at.
	AfterEnd
	// Overridden: another word or variable, Other, decides the flag's value.
	Overridden
	// Undetermined: two variables spell the same flag, and which of them wins is left to chance.
	Undetermined
	// DeprecatedAlias: the flag is loaded under a name deprecated; the daemon logs a warning.
	DeprecatedAlias
)

// Fatal reports whether the daemon refuses to start.
func (c Class) Fatal() bool { return c <= Missing }

// FlagProblem is one thing Load saw.
type FlagProblem struct {
	Class Class
	// Flag is the canonical name; if there is no such flag, the name that was looked for.
	Flag string
	// Name is what was written, lower-cased, without dashes or prefix, with its "no-".
	Name string
	// At is what the problem is about, Other what it collides with or gives way to.
	At, Other Origin
	// Given is the value the problem is about, of the classes that are about one; of a BadValue its Err says why it is one.
	Given *Given
}

// Given is a flag that was given, as the release loads it.
type Given struct {
	Flag *Flag // of the schema
	// Name is what it was loaded by, lower-cased, with its "no-".
	Name string
	From Origin
	// Text is the value that is parsed: "true" or "false" for a boolean without one.
	Text string
	// Offset is where Text starts in what it was given by: the word, the value of a FlagArg, the value of a variable. It is
	// -1 if Text stands nowhere in that: of a boolean without a value, and where the name of a FlagArg holds a "=", at
	// which the flag parser cuts.
	Offset int
	// Opaque is set if the value is only known at run time; Parsed says nothing then.
	Opaque bool
	Parsed Parsed
	// Refused is the fatal class of what is wrong with how the value is given, 0 if nothing is. Err says more of a
	// BadValue.
	Refused Class
	Err     *ValueError
}

// Loaded is what a release makes of a command line and an environment.
type Loaded struct {
	// Flags holds, by canonical name, the value that counts of every flag that was given. If the daemon refuses to
	// start it holds what was loaded last.
	Flags map[string]*Given
	// Problems are in the order the daemon meets them: the first fatal one is the one it prints.
	Problems []FlagProblem
}

// Fatal returns the problem the daemon refuses to start with; nil if it starts.
func (l *Loaded) Fatal() *FlagProblem {
	for i := range l.Problems {
		if l.Problems[i].Class.Fatal() {
			return &l.Problems[i]
		}
	}
	return nil
}

// loading is one name with its value on the way to being loaded.
type loading struct {
	name     string // lower-cased, with "no-"
	value    string
	hasValue bool
	opaque   bool
	from     Origin
	offset   int
	// rivals are the other spellings of a variable where chance decides between them.
	rivals []loading
}

type loader struct {
	schema *Schema
	d      FlagDialect
	read   ReadFile
	out    Loaded
}

// Load does what FlagsBase::load of a release does with a command line and an environment, in its order. If the daemon
// stops at the first problem, Load goes on, so that each fatal problem it reports is fatal by itself. read, which may be
// nil, gives the content of files that values name.
func Load(schema *Schema, args []Arg, env []Variable, d FlagDialect, read ReadFile) Loaded {
	l := loader{schema: schema, d: d, read: read, out: Loaded{Flags: map[string]*Given{}}}
	for _, e := range l.merge(l.scan(args), l.extract(env)) {
		l.load(e)
	}
	for _, f := range schema.Flags() {
		if f.Required && l.out.Flags[f.Name] == nil {
			l.report(FlagProblem{Class: Missing, Flag: f.Name, Name: f.Name, At: Nowhere, Other: Nowhere})
		}
	}
	return l.out
}

func (l *loader) report(p FlagProblem) { l.out.Problems = append(l.out.Problems, p) }

// flagWhitespace is what is trimmed off both ends of a word of the command line.
const flagWhitespace = " \t\n\r"

// scan reads the command line: names and values of what looks like a flag, in order.
func (l *loader) scan(args []Arg) []loading {
	entries := make([]loading, 0, len(args))
	ended := false
	for i, arg := range args {
		at := Origin{Index: i}
		word := strings.Trim(arg.Text, flagWhitespace)
		switch {
		case ended:
			l.report(FlagProblem{Class: AfterEnd, At: at, Other: Nowhere})
		case word == "--":
			ended = true
		case !strings.HasPrefix(word, "--"):
			l.report(FlagProblem{Class: Skipped, At: at, Other: Nowhere})
		default:
			name, value, hasValue := strings.Cut(word[2:], "=")
			offset := -1
			if hasValue {
				offset = max(-1, strings.Index(arg.Text, "--")+2+len(name)+1-arg.base)
			}
			entries = append(entries, loading{
				name: lowerASCII(name), value: value, hasValue: hasValue, opaque: arg.Opaque && hasValue, from: at, offset: offset,
			})
		}
	}
	return entries
}

// extract reads the environment: one loading for each flag's name, in the byte order of the variables' names.
func (l *loader) extract(env []Variable) []loading {
	order := make([]int, 0, len(env))
	last := map[string]int{}
	for i, v := range env {
		if !strings.HasPrefix(v.Name, l.schema.Prefix) {
			continue
		}
		name := lowerASCII(v.Name[len(l.schema.Prefix):])
		if _, ok := l.schema.Lookup(strings.TrimPrefix(name, "no-")); !ok {
			l.report(FlagProblem{Class: UnknownVariable, Flag: name, Name: name, At: Origin{true, i}, Other: Nowhere})
			continue
		}
		if earlier, ok := last[v.Name]; ok {
			l.report(FlagProblem{Class: Overridden, Flag: name, Name: name, At: Origin{true, earlier}, Other: Origin{true, i}})
			order = slices.DeleteFunc(order, func(j int) bool { return j == earlier })
		}
		last[v.Name] = i
		order = append(order, i)
	}
	slices.SortFunc(order, func(i, j int) int { return strings.Compare(env[i].Name, env[j].Name) })
	entries := make([]loading, 0, len(order))
	byName := make(map[string]int, len(order))
	for _, i := range order {
		v := env[i]
		e := loading{
			name: lowerASCII(v.Name[len(l.schema.Prefix):]), value: v.Value, hasValue: true, opaque: v.Opaque, from: Origin{true, i},
		}
		at, ok := byName[e.name]
		switch {
		case !ok:
			byName[e.name] = len(entries)
			entries = append(entries, e)
		case l.d.SortsEnvironment:
			l.report(FlagProblem{Class: Overridden, Flag: e.name, Name: e.name, At: entries[at].from, Other: e.from})
			entries[at] = e
		default:
			l.report(FlagProblem{Class: Undetermined, Flag: e.name, Name: e.name, At: entries[at].from, Other: e.from})
			e.rivals = append(entries[at].rivals, entries[at])
			entries[at] = e
		}
	}
	return entries
}

// merge brings both ways together in the order the release loads them: by name in byte order, words before variables.
func (l *loader) merge(args, env []loading) []loading {
	taken := map[string]Origin{}
	if !l.d.CommandLineWins {
		for _, e := range env {
			taken[e.name] = e.from
		}
	}
	for _, e := range args {
		if !l.d.LoadsOnce {
			earlier, ok := taken[e.name]
			if positive, negated := strings.CutPrefix(e.name, "no-"); !ok && negated {
				earlier, ok = taken[positive]
			}
			if ok {
				l.report(FlagProblem{Class: Duplicate, Flag: l.canonical(e.name), Name: e.name, At: e.from, Other: earlier})
			}
		}
		taken[e.name] = e.from
	}
	all := append(make([]loading, 0, len(args)+len(env)), args...)
	for _, e := range env {
		if word, ok := taken[e.name]; ok && l.d.CommandLineWins {
			l.report(FlagProblem{Class: Overridden, Flag: l.canonical(e.name), Name: e.name, At: e.from, Other: word})
			continue
		}
		all = append(all, e)
	}
	slices.SortStableFunc(all, func(a, b loading) int { return cmp.Compare(a.name, b.name) })
	return all
}

// canonical returns the canonical name of the flag a name would load, or the name without its "no-".
func (l *loader) canonical(name string) string {
	name = strings.TrimPrefix(name, "no-")
	if f, ok := l.schema.Lookup(name); ok {
		return f.Name
	}
	return name
}

// find returns the flag a name loads. A release that looks for the whole name first would find a flag that starts with
// "no-", but none may.
func (l *loader) find(name string) (f *Flag, negated, ok bool) {
	rest, negated := strings.CutPrefix(name, "no-")
	f = l.schema.lookup(rest)
	return f, negated, f != nil
}

func (l *loader) load(e loading) {
	f, negated, ok := l.find(e.name)
	if !ok {
		l.report(FlagProblem{Class: Unknown, Flag: strings.TrimPrefix(e.name, "no-"), Name: e.name, At: e.from, Other: Nowhere})
		return
	}
	problem := FlagProblem{Flag: f.Name, Name: e.name, At: e.from, Other: Nowhere}
	earlier := l.out.Flags[f.Name]
	if earlier != nil && l.d.LoadsOnce {
		problem.Class, problem.Other = Duplicate, earlier.From
		l.report(problem)
		problem.Other = Nowhere
	}
	given := l.value(f, negated, e)
	if given.Refused != 0 && !l.saved(f, negated, e) {
		problem.Class, problem.Given = given.Refused, given
		l.report(problem)
	}
	if f.AliasDeprecated && strings.TrimPrefix(e.name, "no-") == f.Alias {
		l.report(FlagProblem{Class: DeprecatedAlias, Flag: f.Name, Name: e.name, At: e.from, Other: Nowhere})
	}
	if earlier != nil && !l.d.LoadsOnce && earlier.Name != e.name && !l.refused(earlier.From, e.from) {
		l.report(FlagProblem{Class: Overridden, Flag: f.Name, Name: earlier.Name, At: earlier.From, Other: e.from})
	}
	l.out.Flags[f.Name] = given
}

// refused reports whether the two were already reported as a duplicate.
func (l *loader) refused(a, b Origin) bool {
	return slices.ContainsFunc(l.out.Problems, func(p FlagProblem) bool {
		return p.Class == Duplicate && (p.At == a && p.Other == b || p.At == b && p.Other == a)
	})
}

// saved reports whether chance may pick another spelling of the variable, whose value is accepted.
func (l *loader) saved(f *Flag, negated bool, e loading) bool {
	return slices.ContainsFunc(e.rivals, func(rival loading) bool {
		return l.value(f, negated, rival).Refused == 0
	})
}

// value parses what is given for a flag.
func (l *loader) value(f *Flag, negated bool, e loading) *Given {
	g := &Given{Flag: f, Name: e.name, From: e.from, Text: e.value, Offset: e.offset, Opaque: e.opaque}
	g.Parsed.Kind = valueType(f.Type)
	switch empty := !e.hasValue || e.value == "" && !e.opaque; {
	case f.Boolean() && empty:
		g.Text, g.Offset = "true", -1
		if negated {
			g.Text = "false"
		}
	case f.Boolean() && negated && e.opaque:
		return g
	case f.Boolean() && negated:
		g.Refused = ValueOfNegated
		return g
	case !f.Boolean() && negated:
		g.Refused = NegatedValue
		return g
	case !e.hasValue:
		g.Refused = MissingValue
		return g
	case e.opaque:
		return g
	}
	g.Parsed, g.Err = ParseValue(f.Type, g.Text, l.d, l.read)
	if g.Err != nil {
		g.Refused = BadValue
	}
	return g
}
