package catalog

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
)

func TestFlagDialectChangesWhereTheParserDid(t *testing.T) {
	changes := map[string]func(stout.FlagDialect) bool{
		"0.22.0": func(d stout.FlagDialect) bool { return d.FetchesFiles && d.WarnsOfBarePath },
		"0.23.0": func(d stout.FlagDialect) bool { return d.SortsEnvironment },
		"0.25.0": func(d stout.FlagDialect) bool { return d.CommandLineWins },
		"0.27.0": func(d stout.FlagDialect) bool { return d.HexNumbers },
		"0.28.1": func(d stout.FlagDialect) bool { return d.WholeNumbers },
		"1.0.0":  func(d stout.FlagDialect) bool { return d.LoadsOnce },
		"1.0.1":  func(d stout.FlagDialect) bool { return d.HelpBeforeErrors },
		"1.1.0":  func(d stout.FlagDialect) bool { return d.SignedHexNumbers },
		"1.4.0":  func(d stout.FlagDialect) bool { return d.AnyFamily },
		"1.5.0":  func(d stout.FlagDialect) bool { return d.BoundsDurations },
	}
	for since, does := range changes {
		for _, r := range Releases().All() {
			if got, want := does(FlagDialect(r)), !r.Less(rel(since)); got != want {
				t.Errorf("%s: what began in %s is %v", r, since, got)
			}
		}
	}
}

// The schema of a release accepts exactly the names the catalogue does, and knows every type a flag ever had.
func TestFlagSchemaHoldsEveryName(t *testing.T) {
	for _, c := range components {
		for _, r := range Releases().All() {
			schema := FlagSchema(c, r)
			for _, name := range FlagsOf(c).Names() {
				def, canonical, alias, ok := FlagsOf(c).At(name, r)
				f, found := schema.Lookup(name)
				if found != ok || ok && (f.Name != canonical || alias != (f.Alias == name) || f.Type != def.Type || f.Boolean() != def.Boolean()) {
					t.Errorf("%s %s: %s is %+v", c, r, name, f)
				}
			}
			for _, d := range FlagsOf(c).All(r) {
				if len(d.Aliases) > 1 {
					t.Errorf("%s %s: %s has more than one alias", c, r, d.Name)
				}
			}
		}
	}
	if f, _ := FlagSchema(config.Agent, rel("1.0.0")).Lookup("work_dir"); !f.Required {
		t.Error("work_dir of the 1.0.0 agent is not required")
	}
	if f, _ := FlagSchema(config.Agent, rel("0.28.3")).Lookup("work_dir"); f.Required {
		t.Error("work_dir of the 0.28.3 agent is required")
	}
}
