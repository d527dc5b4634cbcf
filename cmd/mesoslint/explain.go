package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

func newExplain(streams Streams) *cobra.Command {
	var at, component string
	cmd := &cobra.Command{
		Use:   "explain RULE | CHECK | FLAG | ACTION | VARIABLE",
		Short: "Show what a rule, start-up check, flag, ACL action or variable is, and its life over the releases",
		Long: `Explain shows the life of one thing over the releases: where it exists, what it was called, its types and defaults,
what replaced it, and where upstream says so. With --release and --component instead of a name it lists every flag of
that daemon.`,
		Example: `  mesoslint explain acl/removed-action
  mesoslint explain master-weights-format
  mesoslint explain quorum
  mesoslint explain set_quotas
  mesoslint explain SSL_KEY_FILE
  mesoslint explain --release 1.3 --component agent`,
		Args:                  cobra.MaximumNArgs(1),
		DisableFlagsInUseLine: true,
		RunE: func(_ *cobra.Command, args []string) error {
			c, err := parseComponent(component)
			if err != nil {
				return err
			}
			var r release.Release
			if at != "" {
				if r, err = catalog.Releases().Resolve(at); err != nil {
					return fmt.Errorf("--release: %w", err)
				}
			}
			e := &explanation{w: streams.Out}
			switch {
			case len(args) == 1:
				if !e.name(args[0], c) {
					return unknownName(args[0])
				}
			case r.IsZero() || c == config.AnyComponent:
				return fmt.Errorf("explain what? Name a rule, check, flag, action or variable, or give --release and --component to list a daemon's flags")
			default:
				e.daemon(c, r)
			}
			return e.err
		},
	}
	cmd.Flags().StringVar(&at, "release", "", "the `RELEASE` whose flags are listed")
	cmd.Flags().StringVar(&component, "component", "", "the `COMPONENT`: master or agent")
	return cmd
}

func parseComponent(s string) (config.Component, error) {
	switch s {
	case "":
		return config.AnyComponent, nil
	case "master":
		return config.Master, nil
	case "agent", "slave":
		return config.Agent, nil
	}
	return 0, fmt.Errorf("--component %q: write master or agent", s)
}

// explanation prints; the first error of the writer stays.
type explanation struct {
	w   io.Writer
	err error
	any bool
}

func (e *explanation) printf(format string, args ...any) {
	if e.err == nil {
		_, e.err = fmt.Fprintf(e.w, format, args...)
	}
}

// section begins one of several answers to a name.
func (e *explanation) section(format string, args ...any) {
	if e.any {
		e.printf("\n")
	}
	e.any = true
	e.printf(format+"\n", args...)
}

// field prints "  label  text", and nothing where there is no text.
func (e *explanation) field(label, text string) {
	if text != "" {
		e.printf("  %-12s %s\n", label, text)
	}
}

// name explains everything that has a name, of one component where it is given.
func (e *explanation) name(name string, c config.Component) bool {
	if r := rules.ByName(name); r != nil { // its name has a slash, which no other name has
		e.rule(r)
		return true
	}
	if check := checkNamed(name); check != nil {
		e.check(check)
		return true
	}
	if v := catalog.VariableNamed(strings.ToUpper(name)); v != nil {
		e.variable(v)
	}
	if name == catalog.Permissive {
		e.section("ACL key permissive")
		e.field("meaning", "decides where no entry of an action's list matches; true where it is not given")
		e.field("exists in", "0.20.0–")
	}
	if a := catalog.Actions().Action(name); a != nil {
		e.action(a)
	} else if a := catalog.Actions().Operation(name); a != nil {
		e.action(a)
	}
	flag := strings.ToLower(strings.TrimLeft(name, "-"))
	flag = strings.TrimPrefix(flag, "mesos_")
	flag = strings.TrimPrefix(strings.ReplaceAll(flag, "-", "_"), "no_")
	for _, component := range []config.Component{config.Master, config.Agent} {
		if c != config.AnyComponent && c != component {
			continue
		}
		if f := catalog.FlagsOf(component).Flag(flag); f != nil {
			e.flag(component, f)
		}
	}
	return e.any
}

func (e *explanation) rule(r *lint.Rule) {
	e.section("rule %s: %s", r.Name, r.Title)
	effects := make([]string, len(r.Effects))
	for i, effect := range r.Effects {
		effects[i] = string(effect)
	}
	e.field("effect", strings.Join(effects, ", "))
	if r.Fixable {
		e.field("fix", "offered where one is known")
	}
	e.printf("\n%s\n", strings.TrimSpace(r.Doc))
	if checks := catalog.ChecksOf(r.Name); len(checks) > 0 {
		e.printf("\n  start-up checks:\n")
		for _, c := range checks {
			e.printf("  %s (%s): %s\n", c.ID, c.In, c.When)
		}
	}
}

func (e *explanation) action(a *catalog.Action) {
	e.section("ACL action %s", a.Key)
	e.field("exists in", a.Exists.String())
	e.field("deprecated", a.DeprecatedIn.String())
	e.field("removed in", removedIn(a.Exists))
	e.field("replaced by", a.ReplacedBy)
	e.field("operation", a.Operation)
	e.field("subject", strings.Join(a.Subjects, ", "))
	for _, object := range a.Objects {
		e.field("object", fmt.Sprintf("%s in %s (%s)", object.Name, object.In, object.Evidence))
	}
	if a.Implicit {
		e.field("", "a request never names an object: only ANY and NONE mean something here")
	}
	for _, refusal := range a.Refusals {
		e.field("refused", fmt.Sprintf("an entry that lists objects stops %s: %q (%s)", refusal.In, refusal.Text, refusal.Evidence))
	}
	if len(a.RecursiveRoles) > 0 {
		e.field("roles", fmt.Sprintf("a role %q stands for those below it in %s", "a/%", a.RecursiveRoles))
	}
	for _, use := range a.Authorized {
		e.field("decides", fmt.Sprintf("%s, on the %s in %s", use.What, use.Component, use.In))
	}
	e.field("note", a.Note)
	e.field("evidence", a.Evidence)
}

func (e *explanation) variable(v *catalog.Variable) {
	e.section("environment variable %s", v.Name)
	if v.Unread() {
		e.field("read by", "no release: it is documented in "+v.Documented.String()+" and never looked at")
	}
	e.field("exists in", v.Exists.String())
	e.field("deprecated", v.DeprecatedIn.String())
	e.field("removed in", removedIn(v.Exists))
	e.field("use instead", v.Replacement)
	e.field("type", v.Type)
	e.field("default", deref(v.Default))
	e.field("values", strings.Join(v.Values, ", "))
	e.field("note", v.Note)
	e.field("evidence", v.Evidence)
}

func (e *explanation) flag(c config.Component, f *catalog.Flag) {
	e.section("flag --%s of the %s", f.Name, c)
	e.field("exists in", f.Exists.String())
	if f.AliasOf != "" {
		e.field("alias", fmt.Sprintf("a deprecated name of --%s in %s", f.AliasOf, f.AliasIn))
	}
	e.field("removed in", removedIn(f.Exists))
	if len(f.DeprecatedIn) > 0 {
		e.field("deprecated", joinNonEmpty(f.DeprecatedIn.String(), f.DeprecatedBy))
	}
	e.field("use instead", f.Replacement)
	e.field("not read", f.Unread.String())
	for i := range f.Definitions {
		e.definition(&f.Definitions[i])
	}
	e.field("required", f.RequiredWhen)
	e.values(catalog.Values(c, f.Name))
	e.checks(c, f.Name)
	e.field("note", f.Note)
	e.field("environment", "MESOS_"+strings.ToUpper(f.Name))
}

func (e *explanation) definition(d *catalog.Definition) {
	words := []string{d.Type}
	switch {
	case d.Required:
		words = append(words, "required")
	case d.Default != nil:
		words = append(words, fmt.Sprintf("default %q", *d.Default))
	case d.Computed != "":
		words = append(words, "default: "+d.Computed)
	case d.WhenUnset != "":
		words = append(words, "unset by default: "+d.WhenUnset)
	default:
		words = append(words, "unset by default")
	}
	if len(d.Aliases) > 0 {
		words = append(words, "alias "+strings.Join(d.Aliases, ", "))
	}
	if d.Validator != "" {
		words = append(words, "must be "+strings.TrimPrefix(d.Validator, "must be "))
	}
	if d.Build != "" {
		words = append(words, "only in a build with "+d.Build)
	}
	e.field("type", fmt.Sprintf("%s in %s (%s)", strings.Join(words, "; "), d.In, d.Evidence))
}

func (e *explanation) values(set *catalog.ValueSet) {
	if set == nil {
		return
	}
	for _, v := range set.Values {
		words := []string{v.Name + " in " + v.In.String()}
		if len(v.DeprecatedIn) > 0 {
			words = append(words, "deprecated in "+v.DeprecatedIn.String())
		}
		if v.Replacement != "" {
			words = append(words, "use "+v.Replacement)
		}
		if v.Note != "" {
			words = append(words, v.Note)
		}
		e.field("value", strings.Join(words, "; "))
	}
	for _, form := range set.Forms {
		e.field("form", fmt.Sprintf("%s in %s", form.Form, form.In))
	}
}

// outcomes are the labels of a start-up check by what it leads to.
var outcomes = map[string]string{"exit": "exits when", "abort": "aborts when", "warn": "warns when"}

// checkNamed returns the check of an id, which is words with dashes between them; nil for any other name.
func checkNamed(name string) *catalog.Check {
	if !strings.Contains(name, "-") {
		return nil // the checks need not be read
	}
	return catalog.CheckByID(name)
}

// check prints a start-up check.
func (e *explanation) check(c *catalog.Check) {
	who := "master and agent"
	if c.Component != config.AnyComponent {
		who = c.Component.String()
	}
	e.section("start-up check %s of the %s", c.ID, who)
	e.field(outcomes[c.Outcome], c.When)
	e.field("exists in", c.In.String())
	e.field("about", strings.Join(c.Flags, ", "))
	e.field("at least", c.Least)
	e.field("at most", c.Most)
	e.field("example", c.Example)
	e.field("needs", c.Needs)
	e.field("reported by", strings.Join(c.Rules, ", "))
	e.field("not checked", c.Unchecked)
	e.field("evidence", strings.Join(c.Evidence, ", "))
}

// checks prints the start-up checks that look at a flag.
func (e *explanation) checks(c config.Component, name string) {
	for _, check := range catalog.Checks() {
		if slices.Contains(check.Flags, name) && (check.Component == config.AnyComponent || check.Component == c) {
			e.field(outcomes[check.Outcome], fmt.Sprintf("%s in %s (%s)", check.When, check.In, strings.Join(check.Evidence, ", ")))
		}
	}
}

// daemon lists every flag of a component on a release.
func (e *explanation) daemon(c config.Component, r release.Release) {
	all := catalog.FlagsOf(c).All(r)
	e.section("The %d flags of the %s %s", len(all), r, c)
	for _, d := range all {
		line := fmt.Sprintf("  --%-52s %-32s %s", strings.Join(d.Names(), ", --"), d.Type, flagState(d))
		e.printf("%s\n", strings.TrimRight(line, " "))
	}
}

func flagState(d *catalog.Definition) string {
	switch {
	case d.Required:
		return "required"
	case d.Default != nil:
		return "default " + fmt.Sprintf("%q", *d.Default)
	case d.Computed != "":
		return "default: " + d.Computed
	}
	return d.WhenUnset
}

// removedIn names the first release after the last run of ranges, "" where it has not ended.
func removedIn(in release.Ranges) string {
	if len(in) == 0 || in[len(in)-1].Last.IsZero() {
		return ""
	}
	return catalog.After(in[len(in)-1].Last).String()
}

func joinNonEmpty(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ": ")
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return fmt.Sprintf("%q", *s)
}

// unknownName says that a name means nothing, and what may have been meant.
func unknownName(name string) error {
	if meant := rules.Nearest(name); meant != "" {
		return fmt.Errorf("%q is no rule, start-up check, flag, ACL action or variable of any Mesos release; did you mean %q?", name, meant)
	}
	return fmt.Errorf("%q is no rule, start-up check, flag, ACL action or variable of any Mesos release", name)
}
