package stout

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func testSchema() *Schema {
	return NewSchema("MESOS_", []Flag{
		{Name: "quorum", Type: "Option<int>"},
		{Name: "lookup", Type: "bool"},
		{Name: "cluster", Type: "Option<string>"},
		{Name: "verify", Type: "bool"},
		{Name: "agent_timeout", Alias: "slave_timeout", AliasDeprecated: true, Type: "Duration"},
		{Name: "authenticate_agents", Alias: "authenticate_slaves", AliasDeprecated: true, Type: "bool"},
	})
}

// load runs Load over words and KEY=VALUE variables and writes what it reports, one word a problem:
// class:flag@place[>other].
func load(d FlagDialect, words, variables []string) (Loaded, []string) {
	var args []Arg
	for _, w := range words {
		args = append(args, Arg{Text: w})
	}
	var env []Variable
	for _, v := range variables {
		name, value, _ := strings.Cut(v, "=")
		env = append(env, Variable{Name: name, Value: value})
	}
	loaded := Load(testSchema(), args, env, d, nil)
	names := map[Class]string{
		Unknown: "unknown", Duplicate: "duplicate", MissingValue: "missing-value", NegatedValue: "negated",
		ValueOfNegated: "value-of-negated", BadValue: "bad-value", Missing: "missing", UnknownVariable: "unknown-variable",
		Skipped: "skipped", AfterEnd: "after-end", Overridden: "overridden", Undetermined: "undetermined",
		DeprecatedAlias: "deprecated",
	}
	place := func(o Origin) string {
		if o.Environment {
			return fmt.Sprintf("env%d", o.Index)
		}
		return fmt.Sprint(o.Index)
	}
	var got []string
	for _, p := range loaded.Problems {
		s := names[p.Class] + ":" + p.Flag + "@" + place(p.At)
		if p.Other != Nowhere {
			s += ">" + place(p.Other)
		}
		got = append(got, s)
	}
	return loaded, got
}

func TestLoad(t *testing.T) {
	words := func(w ...string) []string { return w }
	for _, c := range []struct {
		name    string
		args    []string
		env     []string
		dialect FlagDialect
		want    []string
	}{
		{name: "fine", args: words("--quorum=2", "--lookup", "--cluster=")},
		{name: "names are lower-cased", args: words("--QUORUM=2", "--No-Lookup"), env: words("MESOS_Cluster=x")},
		{name: "words are trimmed", args: words(" --quorum=2\r\n", "\t--lookup=false ")},
		{name: "unknown", args: words("--quo=2", "--no-qu"), want: words("unknown:qu@1", "unknown:quo@0")},
		{name: "dashes are not underscores", args: words("--agent-timeout=1secs"), want: words("unknown:agent-timeout@0")},
		{name: "nothing behind the dashes", args: words("--=x"), want: words("unknown:@0")},
		{name: "skipped words", args: words("-quorum=x", "foo", "", "–-lookup"), want: words("skipped:@0", "skipped:@1", "skipped:@2", "skipped:@3")},
		{name: "end of flags", args: words("--lookup", " -- ", "--quorum=x"), want: words("after-end:@2")},
		{name: "value with a space", args: words("--quorum", "2"), want: words("skipped:@1", "missing-value:quorum@0")},
		{name: "boolean with a space stays true", args: words("--lookup", "false"), want: words("skipped:@1")},
		{name: "negated number", args: words("--no-quorum"), want: words("negated:quorum@0")},
		{name: "negated boolean with a value", args: words("--no-lookup=true"), want: words("value-of-negated:lookup@0")},
		{name: "negated boolean with an empty value", args: words("--no-lookup=")},
		{name: "bad boolean", args: words("--lookup=TRUE"), want: words("bad-value:lookup@0")},
		{name: "double negation", args: words("--no-no-lookup"), want: words("unknown:no-lookup@0")},
		{
			name: "unknown variables are dropped", env: words("MESOS_QUO=2", "MESOS_NO_LOOKUP=1", "mesos_quorum=x", "QUORUM=x"),
			want: words("unknown-variable:quo@env0", "unknown-variable:no_lookup@env1"),
		},
		{name: "negated variable", env: words("MESOS_NO-LOOKUP=")},
		{name: "variables are not trimmed", env: words("MESOS_LOOKUP=false "), want: words("bad-value:lookup@env0")},
		{name: "empty boolean variable", env: words("MESOS_LOOKUP=")},

		{name: "twice", dialect: whole, args: words("--quorum=1", "--quorum=1"), want: words("duplicate:quorum@1>0")},
		{name: "twice, once", dialect: once, args: words("--quorum=1", "--quorum=1"), want: words("duplicate:quorum@1>0")},
		{name: "negated after", dialect: whole, args: words("--lookup", "--no-lookup"), want: words("duplicate:lookup@1>0")},
		{name: "negated before, loaded by name", dialect: whole, args: words("--no-lookup", "--lookup"), want: words("overridden:lookup@1>0")},
		{name: "negated before, loaded by name, the other way round", dialect: whole, args: words("--no-verify", "--verify"), want: words("overridden:verify@0>1")},
		{name: "negated before, once", dialect: once, args: words("--no-lookup", "--lookup"), want: words("duplicate:lookup@0>1")},
		{name: "duplicates are met before unknown flags", dialect: whole, args: words("--aa", "--zz", "--zz"), want: words("duplicate:zz@2>1", "unknown:aa@0", "unknown:zz@1", "unknown:zz@2")},

		{name: "beside the environment, refused", dialect: sorts, args: words("--quorum=1"), env: words("MESOS_QUORUM=1"), want: words("duplicate:quorum@0>env0")},
		{name: "beside the environment, command line wins", dialect: wins, args: words("--quorum=1"), env: words("MESOS_QUORUM=x"), want: words("overridden:quorum@env0>0")},
		{name: "negated beside the environment, refused", dialect: sorts, args: words("--no-lookup"), env: words("MESOS_LOOKUP=1"), want: words("duplicate:lookup@0>env0")},
		{name: "negated beside the environment, by name", dialect: wins, args: words("--no-lookup"), env: words("MESOS_LOOKUP=1"), want: words("overridden:lookup@env0>0")},
		{name: "negated beside the environment, once", dialect: once, args: words("--no-lookup"), env: words("MESOS_LOOKUP=1"), want: words("duplicate:lookup@0>env0")},
		{name: "a negated variable beside the flag, shared map", dialect: sorts, args: words("--lookup"), env: words("MESOS_NO-LOOKUP="), want: words("overridden:lookup@0>env0")},

		{name: "two spellings by chance", dialect: fetches, env: words("MESOS_QUORUM=1", "MESOS_quorum=x"), want: words("undetermined:quorum@env0>env1")},
		{name: "two bad spellings by chance", dialect: fetches, env: words("MESOS_QUORUM=y", "MESOS_quorum=x"), want: words("undetermined:quorum@env0>env1", "bad-value:quorum@env1")},
		{name: "two spellings in order", dialect: sorts, env: words("MESOS_quorum=x", "MESOS_QUORUM=1"), want: words("overridden:quorum@env1>env0", "bad-value:quorum@env0")},
		{name: "one variable twice", dialect: newest, env: words("MESOS_QUORUM=x", "MESOS_QUORUM=1"), want: words("overridden:quorum@env0>env1")},

		{name: "alias", dialect: once, args: words("--slave_timeout=1secs"), want: words("deprecated:agent_timeout@0")},
		{name: "negated alias", dialect: once, args: words("--no-authenticate_slaves"), want: words("deprecated:authenticate_agents@0")},
		{name: "alias and name", dialect: once, args: words("--slave_timeout=1secs", "--agent_timeout=1secs"), want: words("duplicate:agent_timeout@0>1", "deprecated:agent_timeout@0")},
		{name: "alias beside the environment", dialect: once, args: words("--slave_timeout=1secs"), env: words("MESOS_AGENT_TIMEOUT=1secs"), want: words("duplicate:agent_timeout@0>env0", "deprecated:agent_timeout@0")},
	} {
		dialects := []FlagDialect{c.dialect}
		if c.dialect == ancient {
			dialects = allDialects
		}
		for _, d := range dialects {
			if _, got := load(d, c.args, c.env); !slices.Equal(got, c.want) {
				t.Errorf("%s (%+v):\n got %q\nwant %q", c.name, d, got, c.want)
			}
		}
	}
}

func TestLoadFindsTheValueOfAFlagArg(t *testing.T) {
	for _, c := range []struct {
		arg    Arg
		text   string
		offset int
	}{
		{FlagArg("cluster", "a", true), "a", 0},
		{FlagArg("cluster", " a=b ", true), " a=b", 0},
		{FlagArg("cluster", "", true), "", 0},
		{FlagArg("cluster=x", "a", true), "x=a", -1},
		{FlagArg("cluster=x", "", false), "x", 10},
		{FlagArg("CLUSTER", "--a", true), "--a", 0},
	} {
		g := Load(testSchema(), []Arg{c.arg}, nil, newest, nil).Flags["cluster"]
		if g == nil || g.Text != c.text || g.Offset != c.offset {
			t.Errorf("%+v: got %+v, want %q at %d", c.arg, g, c.text, c.offset)
		}
	}
}

func TestLoadKeepsTheValueThatCounts(t *testing.T) {
	for _, c := range []struct {
		args, env []string
		dialect   FlagDialect
		flag      string
		text      string
		offset    int
	}{
		{args: []string{"--lookup"}, flag: "lookup", text: "true", offset: -1},
		{args: []string{"--no-lookup="}, flag: "lookup", text: "false", offset: -1},
		{args: []string{"  --cluster= a=b "}, flag: "cluster", text: " a=b", offset: 12},
		{env: []string{"MESOS_CLUSTER= a "}, flag: "cluster", text: " a ", offset: 0},
		{args: []string{"--cluster=a"}, env: []string{"MESOS_CLUSTER=b"}, dialect: newest, flag: "cluster", text: "a", offset: 10},
		{args: []string{"--no-lookup", "--lookup"}, dialect: wins, flag: "lookup", text: "false", offset: -1},
		{args: []string{"--no-verify", "--verify"}, dialect: wins, flag: "verify", text: "true", offset: -1},
		{env: []string{"MESOS_cluster=a", "MESOS_CLUSTER=b"}, dialect: newest, flag: "cluster", text: "a"},
	} {
		loaded, _ := load(c.dialect, c.args, c.env)
		g := loaded.Flags[c.flag]
		if g == nil || g.Text != c.text || g.Offset != c.offset {
			t.Errorf("%q %q: got %+v, want %q at %d", c.args, c.env, g, c.text, c.offset)
		}
	}
}

func TestRequiredFlags(t *testing.T) {
	schema := NewSchema("MESOS_", []Flag{{Name: "work_dir", Type: "string", Required: true}, {Name: "port", Type: "uint16_t"}})
	for _, c := range []struct {
		args  []Arg
		fatal bool
	}{
		{nil, true},
		{[]Arg{{Text: "--port=1"}}, true},
		{[]Arg{{Text: "--work_dir="}}, false},
		{[]Arg{{Text: "--work_dir=", Opaque: true}}, false},
	} {
		loaded := Load(schema, c.args, nil, newest, nil)
		if p := loaded.Fatal(); (p != nil) != c.fatal || p != nil && (p.Class != Missing || p.Flag != "work_dir") {
			t.Errorf("%v: %+v", c.args, p)
		}
	}
}

func TestOpaqueValuesAreNotJudged(t *testing.T) {
	args := []Arg{{Text: "--quorum=$Q", Opaque: true}, {Text: "--no-lookup=$L", Opaque: true}, {Text: "--no-cluster=$C", Opaque: true}}
	loaded := Load(testSchema(), args, []Variable{{Name: "MESOS_AGENT_TIMEOUT", Value: "$T", Opaque: true}}, newest, nil)
	for _, p := range loaded.Problems {
		if p.Class != NegatedValue {
			t.Errorf("an opaque value was judged: %+v", p)
		}
	}
	if len(loaded.Problems) != 1 {
		t.Errorf("the negated string is fatal whatever its value: %+v", loaded.Problems)
	}
}
