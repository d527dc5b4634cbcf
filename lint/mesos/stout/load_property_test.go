package stout

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// randomSettings makes words and variables of few flags, so that they collide, with every mistake there is.
func randomSettings(r *rand.Rand) ([]Arg, []Variable) {
	pick := func(s ...string) string { return s[r.IntN(len(s))] }
	name := func() string {
		n := pick("quorum", "lookup", "verify", "cluster", "agent_timeout", "slave_timeout", "authenticate_agents", "authenticate_slaves", "quo", "")
		if r.IntN(4) == 0 {
			n = pick("no-", "NO-", "no_", "no-no-") + n
		}
		if r.IntN(4) == 0 {
			n = strings.ToUpper(n)
		}
		return n
	}
	value := func() string {
		return pick("", "1", "2", "true", "false", "x", "5secs", "5sec", " 1", "1 ", "-1", "99999999999", "1x", "file:///f", "a=b", "\x00", "é")
	}
	var args []Arg
	for range r.IntN(5) {
		word := pick("--", "--", "--", "--", "-", "", "–-") + name()
		if r.IntN(4) > 0 {
			word += "=" + value()
		}
		if r.IntN(30) == 0 {
			word = "--"
		}
		args = append(args, Arg{Text: word, Opaque: r.IntN(10) == 0})
	}
	var env []Variable
	for range r.IntN(4) {
		v := Variable{Name: pick("MESOS_", "MESOS_", "MESOS_", "mesos_", "") + name(), Value: value(), Opaque: r.IntN(10) == 0}
		if !slices.ContainsFunc(env, func(o Variable) bool { return o.Name == v.Name }) {
			env = append(env, v)
		}
	}
	return args, env
}

func fatal(loaded Loaded) bool { return loaded.Fatal() != nil }

// only keeps the words and variables at the given origins.
func only(args []Arg, env []Variable, at ...Origin) ([]Arg, []Variable) {
	var a []Arg
	var e []Variable
	for i, arg := range args {
		if slices.Contains(at, Origin{Index: i}) {
			a = append(a, arg)
		}
	}
	for i, v := range env {
		if slices.Contains(at, Origin{true, i}) {
			e = append(e, v)
		}
	}
	return a, e
}

func TestEveryFatalProblemIsFatalByItself(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	seen := map[Class]int{}
	for range 2000 {
		args, env := randomSettings(r)
		for _, d := range allDialects {
			for _, p := range Load(testSchema(), args, env, d, nil).Problems {
				if !p.Class.Fatal() {
					continue
				}
				seen[p.Class]++
				a, e := only(args, env, p.At, p.Other)
				alone := Load(testSchema(), a, e, d, nil)
				if !slices.ContainsFunc(alone.Problems, func(o FlagProblem) bool { return o.Class == p.Class && o.Flag == p.Flag }) {
					t.Fatalf("%+v: %+v of %+v %+v is not fatal by itself", d, p, args, env)
				}
			}
		}
	}
	for c := Unknown; c <= BadValue; c++ {
		if seen[c] == 0 {
			t.Errorf("class %d never came up", c)
		}
	}
}

// What a release sorts by name it takes in any order. If names are compared as they are spelt, "no-x" before and
// after "x" are two things.
func TestTheOrderOfWordsDoesNotMatterWhereFlagsLoadOnce(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		args, env := randomSettings(r)
		args = slices.DeleteFunc(args, func(a Arg) bool { return a.Text == "--" })
		want := fatal(Load(testSchema(), args, env, newest, nil))
		shuffled, variables := slices.Clone(args), slices.Clone(env)
		r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		r.Shuffle(len(variables), func(i, j int) { variables[i], variables[j] = variables[j], variables[i] })
		if got := fatal(Load(testSchema(), shuffled, variables, newest, nil)); got != want {
			t.Fatalf("%+v %+v: fatal %v, in another order %v", args, env, want, got)
		}
	}
}

func TestCaseAndSpaceAroundWordsDoNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 2000 {
		args, env := randomSettings(r)
		for _, d := range allDialects {
			dressed := slices.Clone(args)
			for i, a := range args {
				name, value, hasValue := strings.Cut(a.Text, "=")
				dressed[i].Text = " \t" + strings.ToUpper(name)
				if hasValue {
					dressed[i].Text += "=" + value
				}
				dressed[i].Text += "\r\n"
			}
			want, got := Load(testSchema(), args, env, d, nil), Load(testSchema(), dressed, env, d, nil)
			if len(want.Problems) != len(got.Problems) || fatal(want) != fatal(got) {
				t.Fatalf("%+v %+v: %+v, dressed %+v", args, env, want.Problems, got.Problems)
			}
			for name, g := range got.Flags {
				if g.From.Environment || g.Offset < 0 {
					continue
				}
				text := dressed[g.From.Index].Text
				if !strings.HasPrefix(text[g.Offset:], g.Text) || text[g.Offset-1] != '=' {
					t.Fatalf("%s: value %q is not at %d of %q", name, g.Text, g.Offset, text)
				}
			}
		}
	}
}

func TestDurationsSurviveBeingWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 20000 {
		// A double holds every count of nanoseconds up to 2^53.
		d := time.Duration(r.Int64N(1 << uint(1+r.IntN(53))))
		text := FormatDuration(d)
		if got, overflowed, err := ParseDuration(text, newest); err != nil || overflowed || got != d {
			t.Fatalf("%d is written %s and read %d, %v", d, text, got, err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add("--quorum=1\x00--no-lookup", "MESOS_QUORUM=2\x00MESOS_quorum=x")
	f.Add("--\x00--x", "MESOS_=")
	f.Add(" --slave_timeout=1secs \x00--agent_timeout", "MESOS_NO-LOOKUP=1")
	f.Fuzz(func(t *testing.T, words, variables string) {
		var args []Arg
		for w := range strings.SplitSeq(words, "\x00") {
			args = append(args, Arg{Text: w})
		}
		var env []Variable
		for v := range strings.SplitSeq(variables, "\x00") {
			name, value, _ := strings.Cut(v, "=")
			env = append(env, Variable{Name: name, Value: value})
		}
		for _, d := range allDialects {
			loaded := Load(testSchema(), args, env, d, nil)
			for _, p := range loaded.Problems {
				if p.Class == BadValue && (p.Given == nil || p.Given.Err == nil || p.Given.Err.Offset > len(p.Given.Text)) {
					t.Errorf("%+v says nothing of its value", p)
				}
				if (p.At == Nowhere) != (p.Class == Missing) {
					t.Errorf("%+v is about nothing", p)
				}
			}
		}
	})
}

func FuzzParseValue(f *testing.F) {
	kinds := []string{
		"bool", "int", "uint16_t", "size_t", "unsigned int", "double", "Duration", "Bytes", "string", "Path", "net::IP", "net::IPv4",
		"net::IPv6", "set<string>", "vector<unsigned int>", "numify<int>", "numify<long>", "Option<ACLs>", "SecurePathOrValue",
	}
	for _, s := range []string{"1", "-1x", "1.5e+3", "10secs", "2.5GB", "a,b,,a", "0x1f", "file:///x", "/x", "::1", "\n", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, kind := range kinds {
			for _, d := range allDialects {
				p, err := ParseValue(kind, s, d, nil)
				switch {
				case err != nil && (err.Problem == "" || err.Offset < 0 || err.Offset > len(s)):
					t.Errorf("%s %q: %+v", kind, s, err)
				case err != nil && p.Unread:
					t.Errorf("%s %q: judged without being read", kind, s)
				case p.Surprise == Cut && (p.CutAt <= 0 || p.CutAt >= len(s)):
					t.Errorf("%s %q: cut at %d", kind, s, p.CutAt)
				}
				// What a stricter release takes, a looser one takes too, and as the same. Hexadecimal numbers came later.
				strict, strictErr := ParseValue(kind, s, newest, nil)
				later := kind == "net::IP" || kind == "vector<unsigned int>" || strings.HasPrefix(kind, "numify")
				if strictErr == nil && !strict.Document && d.FetchesFiles && !later {
					if err != nil || p.String() != strict.String() {
						t.Errorf("%s %q: the newest release reads %s, %+v reads %s (%v)", kind, s, strict, d, p, err)
					}
				}
			}
		}
	})
}
