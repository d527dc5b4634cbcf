package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// startCheck finds what makes start-up checks of the catalogue end the daemon.
type startCheck struct {
	// ids are the checks, with blanks between them: one, and those that are parts of it.
	ids  string
	find func(*start)
}

// start is the start of one node's daemon on the target, as one check looks at it.
type start struct {
	*Resolved
	pass    *lint.Pass
	check   *catalog.Check
	dialect startup.Dialect
	found   []lint.Diagnostic

	// doubts are the flags that the check rests on being left alone, although something outside the node may give them.
	doubts []string
	// lost is set once the check rests on a value that is not known, so that it says nothing.
	lost bool
}

// startRule makes the function of a rule that reports the given checks.
func startRule(checks ...startCheck) func(*lint.Pass, *config.Node) {
	return func(p *lint.Pass, n *config.Node) {
		r := resolved(p, n)
		if r == nil {
			return
		}
		for _, c := range checks {
			found := c.on(p, r)
			if len(found) == 0 {
				continue
			}
			earlier := map[release.Release][]lint.Diagnostic{r.Release: found}
			for _, d := range found {
				d.Release = dated(p, r.Release, func(on release.Release) bool {
					if _, asked := earlier[on]; !asked {
						earlier[on] = c.on(p, resolvedOn(p, n, on))
					}
					return slices.ContainsFunc(earlier[on], func(old lint.Diagnostic) bool {
						return old.Span == d.Span && old.Effect == d.Effect
					})
				})
				p.Report(d)
			}
		}
	}
}

// on returns what the check finds on the release of r.
func (c startCheck) on(p *lint.Pass, r *Resolved) []lint.Diagnostic {
	id, _, _ := strings.Cut(c.ids, " ")
	check := catalog.CheckNamed(id)
	if !check.On(r.Node.Component, r.Release) || r.onlyPrints() {
		return nil
	}
	s := &start{Resolved: r, pass: p, check: check, dialect: catalog.StartupDialect(r.Release)}
	c.find(s)
	return s.found
}

func (s *start) report(d lint.Diagnostic) { s.found = append(s.found, d) }

// onlyPrints reports whether the daemon prints something and exits, so that nothing is checked.
func (r *Resolved) onlyPrints() bool {
	for _, v := range r.given {
		if f := r.Flags.Flag(v.Flag.Name); f != nil && f.Exits && v.known() && v.Parsed.Bool {
			return true
		}
	}
	return false
}

// option is what the daemon has for one flag.
type option struct {
	// name is the flag's canonical name on the release; "" where the release has none of the names asked for.
	name string
	// value is what the node gives, nil where the default counts.
	value *FlagValue
	// text is the value given, or the default; set is false where the flag has neither.
	text   string
	set    bool
	parsed stout.Parsed
}

// given reports whether the node gives the flag.
func (o option) given() bool { return o.value != nil }

// option returns what the daemon has for a flag, which may be known under another name on another release. Where the
// value is not known, nothing is found any more; where the node may be given it from outside, what is found is in doubt.
func (s *start) option(names ...string) option {
	for _, name := range names {
		f, found := s.schema.Lookup(name)
		if !found {
			continue
		}
		o := option{name: f.Name}
		v, knowledge := s.Flag(f.Name)
		switch knowledge {
		case Known:
			o.value, o.text, o.set, o.parsed = v, v.Parsed.Text, true, v.Parsed
			return o
		case Opaque, Refused:
			s.lost = true
		case MayBeSet:
			s.doubt(f.Name)
		}
		def, _, _, _ := s.Flags.At(f.Name, s.Release)
		switch {
		case def.Computed != "":
			s.lost = true // the machine decides it
		case def.Default != nil:
			o.text, o.set = *def.Default, true
			o.parsed, _ = stout.ParseValue(def.Type, o.text, s.Dialect, nil)
		}
		return o
	}
	return option{}
}

// own returns the flags of the check that the node gives, each once.
func (s *start) own() []option {
	var out []option
	for _, name := range s.check.Flags {
		f, found := s.schema.Lookup(name)
		if !found || slices.ContainsFunc(out, func(o option) bool { return o.name == f.Name }) {
			continue
		}
		if v, k := s.Flag(f.Name); k == Known {
			out = append(out, option{name: f.Name, value: v, text: v.Parsed.Text, set: true, parsed: v.Parsed})
		}
	}
	return out
}

// doubt notes that what is found rests on a flag that something outside the node may give.
func (s *start) doubt(flag string) {
	if !slices.Contains(s.doubts, flag) {
		s.doubts = append(s.doubts, flag)
	}
}

// on reports whether a behaviour of the catalogue holds on the release.
func (s *start) on(behaviour string) bool { return catalog.Behaviour(behaviour).Contains(s.Release) }

// finding is what a check found.
type finding struct {
	// at is the setting it is about; a finding about none stands at the start of the node.
	at option
	// problem is what is wrong with the value, where it stands; nil where that is the whole of it.
	problem *startup.Problem
	// what says in words what the daemon makes of it; "; it will not start" comes behind.
	what    string
	help    string
	aborts  bool
	beside  []option // other settings that belong to it
	related []lint.Related
	fix     *lint.Fix
	subject string // the flag of at, unless something else is
	// span is where the finding is, evidence what says so, where that is not the value of at and the check's own.
	span     source.Span
	evidence []string
}

// refuse reports that the daemon does not start. In doubt it says so, and what the doubt is about.
func (s *start) refuse(f finding) {
	if s.lost {
		return
	}
	d := lint.Diagnostic{
		Effect: lint.Fatal, Component: s.Node.Component, Subject: f.subject, Help: f.help, Fix: f.fix, Related: f.related,
		Notes: readAt(s.check.Evidence...),
	}
	if f.evidence != nil {
		d.Notes = readAt(f.evidence...)
	}
	if d.Subject == "" {
		d.Subject = f.at.name
	}
	d.Span = s.Node.Start
	if f.at.given() {
		d.Span = f.at.value.ValueSpan()
		if f.problem != nil {
			d.Span = f.at.value.partSpan(f.problem.Start, f.problem.End)
		}
	}
	if !f.span.IsZero() {
		d.Span = f.span
	}
	for _, o := range f.beside {
		if o.given() {
			d.Related = append(d.Related, lint.Related{Span: o.value.ValueSpan(), Message: "`" + o.name + "` is given here"})
		}
	}
	verb := "will not start"
	if f.aborts || f.problem != nil && f.problem.Aborts {
		verb = "aborts when it starts"
	}
	d.Message = fmt.Sprintf("%s: %s %s", f.what, s.who(), verb)
	if len(s.doubts) > 0 {
		d.Effect, d.Severity = lint.Advice, lint.Warning
		d.Message += fmt.Sprintf(", unless something outside gives it %s", anyOf(s.doubts))
		if s.Node.Incomplete != "" {
			d.Notes = append(d.Notes, s.Node.Incomplete)
		}
	}
	if d.Help != "" {
		d.Message += "; " + d.Help
	}
	s.report(d)
}

// partSpan returns where the bytes [start, end) of the value that is parsed stand, and where the value stands where the
// bytes are none.
func (v *FlagValue) partSpan(start, end int) source.Span {
	if start >= end {
		return v.ValueSpan()
	}
	text, base, ok := v.text()
	if !ok || base+end > text.Len() {
		return v.ValueSpan()
	}
	return text.Span(base+start, base+end)
}

// text returns the text the parsed value stands in and where it starts there, ok is false where it stands nowhere.
func (v *FlagValue) text() (text source.Text, base int, ok bool) {
	if v.Parsed.File != "" {
		if ref := v.Setting.Reference; ref != nil && ref.Source != nil {
			return source.WholeText(ref.Source), 0, true
		}
		return source.Text{}, 0, false
	}
	base = v.valueStart()
	text = v.Setting.Value
	return text, base, v.Setting.HasValue && text.Source() != nil && base >= 0
}

// rewritePart returns the fix that makes the bytes [start, end) of the value read as something else; nil where no edit
// can.
func (v *FlagValue) rewritePart(start, end int, s string, how lint.Applicability, message string) *lint.Fix {
	text, base, ok := v.text()
	if !ok {
		return nil
	}
	return rewrite(&text, base+start, base+end, s, how, message)
}

// anyOf writes names for a sentence: `a`, `b` or `c`.
func anyOf(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}
	return alternatives(quoted)
}
