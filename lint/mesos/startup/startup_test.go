package startup

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
)

// first reads as the oldest releases do, last as the newest.
var (
	first = Dialect{}
	last  = Dialect{
		Flags: stout.FlagDialect{BoundsDurations: true}, Hex: SignedHex, HexInRanges: true, CoalescesRanges: true,
		OnlyNormalScalars: true, NoNegativeScalars: true, QuantitiesAreBounded: true, InvalidResources: Refused, ScalarsExceedPrecision: true, EmptyByPrecision: true,
		ResourceKinds: KeptKinds, DiskSources: ExactSources, SharedResources: true, RefinedReservations: true,
		ReservationsReplaceRole: true, PortsAreBounded: true, AttributesKeepColons: true, Roles: NestedName, Registry: RegistryHDFS,
		Isolators: IsolatorRules{AsSet: true, AliasesInList: true, RefusesTwice: true, OneOfAKind: true},
	}
)

// with returns the newest dialect with one thing changed.
func with(change func(*Dialect)) Dialect {
	d := last
	change(&d)
	return d
}

// verdict is "" for none, the text that is blamed otherwise, with a "!" before it where the daemon aborts.
func verdict(text string, p *Problem) string {
	switch {
	case p == nil:
		return ""
	case p.Aborts:
		return "!" + text[p.Start:p.End]
	}
	return text[p.Start:p.End]
}

func TestValues(t *testing.T) {
	none := first
	for _, c := range []struct {
		text string
		d    Dialect
		kind Kind // 0 if it is refused
	}{
		{"1", last, Scalar}, {"-1.5e3", none, Scalar}, {"-1.5e3", last, 0}, {"-0", last, Scalar}, {"1.", last, Scalar}, {" 1 0 ", last, Scalar},
		{"inf", none, Scalar}, {"inf", last, 0}, {"-Infinity", last, 0}, {"nan", last, 0}, {"nan(1)", none, Scalar},
		{"1e-320", none, Scalar}, {"1e-320", last, 0}, {"0", last, Scalar}, {"1e400", last, Text},
		{"0x10", last, Text}, {"1e", last, Text}, {"1_0", last, Text}, {"+-1", last, Text}, {"\t1", last, Text},
		{"infinit", last, Text},
		{"", last, 0}, {"   ", last, 0},
		{"[1-2]", last, Ranges}, {"[1-2,4-9]", last, Ranges}, {"[]", last, Ranges}, {"[1 - 2]", last, Ranges},
		{"[2-1]", last, Ranges}, {"[1]", last, 0}, {"[1-2,3]", last, 0}, {"[a-b]", last, 0}, {"[1-", last, 0},
		{"[1-0x10]", last, Ranges}, {"[1-0x10]", none, 0}, {"[1-18446744073709551616]", last, 0}, {"[1.5-2]", last, 0},
		{"[1\n2]", last, Ranges}, {"x[1-2]", last, 0}, {"[1-2]]", last, 0}, {"[(1-2])", last, 0},
		{"{a}", last, Set}, {"{a,b}", last, Set}, {"{}", last, Set}, {"{a", last, 0}, {"a{b}", last, 0}, {"}a{", last, 0},
		{"a", last, Text}, {"a(b)", last, Text}, {"a(b", last, 0},
	} {
		v, problem := ParseValue(c.text, c.d)
		if (problem != nil) != (c.kind == 0) || problem == nil && v.Kind != c.kind {
			t.Errorf("%q: kind %v, problem %v; want kind %v", c.text, v.Kind, problem, c.kind)
		}
	}
}

func TestRangesAreJoined(t *testing.T) {
	for _, c := range []struct {
		text string
		want []Range
	}{
		{"[5-6,1-2]", []Range{{1, 2}, {5, 6}}},
		{"[1-2,3-4]", []Range{{1, 4}}},
		{"[1-9,2-3]", []Range{{1, 9}}},
		{"[1-2,1-5]", []Range{{1, 5}}},
		{"[5-3,4-10]", []Range{{4, 10}}},
		{"[5-3]", []Range{{5, 3}}},
		// Nothing touches what ends at the largest number, because the number after it is 0.
		{"[1-18446744073709551615,5-6]", []Range{{1, 18446744073709551615}, {5, 6}}},
	} {
		v, problem := ParseValue(c.text, last)
		if problem != nil || !equal(v.Ranges, c.want) {
			t.Errorf("%q: %v, %v; want %v", c.text, v.Ranges, problem, c.want)
		}
	}
	if v, _ := ParseValue("[1-2,2-3]", first); !equal(v.Ranges, []Range{{1, 2}, {2, 3}}) {
		t.Errorf("joined where the dialect does not: %v", v.Ranges)
	}
}

func equal(a, b []Range) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestResources(t *testing.T) {
	dropping := with(func(d *Dialect) {
		d.InvalidResources, d.ScalarsExceedPrecision, d.EmptyByPrecision = Dropped, false, false
		d.NoNegativeScalars = false
	})
	negative := with(func(d *Dialect) { d.NoNegativeScalars = false })
	written := with(func(d *Dialect) { d.InvalidResources, d.ResourceKinds = Dropped, AllKinds })
	for _, c := range []struct {
		text, role string
		d          Dialect
		blamed     string
	}{
		{"cpus:4;mem:1024", "*", last, ""},
		{" cpus : 4 ;; mem(r):1 ;ports(*):[1-2]; d:{a,b}", "*", last, ""},
		{"", "*", last, ""},
		{"cpus", "*", last, "cpus"},
		{"cpus:1:2", "*", last, "cpus:1:2"},
		{"cpus::1", "*", last, ""},
		{"cpus=4", "*", first, "cpus=4"},
		{"cpus(r:4", "*", last, "cpus(r"},
		{"cpus)r(:4", "*", last, "cpus)r("},
		{"cpus:many", "*", last, "many"},
		{"cpus:many", "*", first, "many"},
		{"cpus:[1-2", "*", first, "[1-2"},
		{"/etc/resources", "*", last, "/etc/resources"},
		// A resource that is invalid by itself.
		{"cpus:-1", "*", first, ""}, {"cpus:-1", "*", dropping, ""}, {"cpus:-1", "*", negative, "cpus:-1"}, {"cpus:-1", "*", last, "-1"},
		{"cpus:0.0005", "*", last, ""}, {"cpus:0.0004", "*", last, "cpus:0.0004"}, {"cpus:0", "*", last, ""},
		{"mem:9223372036854774", "*", last, ""}, {"mem:9.3e15", "*", last, "mem:9.3e15"},
		{"(r):1", "*", dropping, ""}, {"(r):1", "*", last, "(r):1"},
		{"p:[2-1]", "*", dropping, ""}, {"p:[2-1]", "*", last, "p:[2-1]"}, {"p:[2-1,1-3]", "*", last, ""},
		{"p:[1-18446744073709551615,5-6]", "*", last, "p:[1-18446744073709551615,5-6]"},
		{"s:{a,a}", "*", dropping, ""}, {"s:{a,a}", "*", last, "s:{a,a}"}, {"s:{}", "*", last, ""},
		{"cpus(a/b):1", "*", last, ""},
		{"cpus(a/b):1", "*", with(func(d *Dialect) { d.Roles = FlatName }), "cpus(a/b):1"},
		{"cpus(-a):1", "*", last, "cpus(-a):1"}, {"cpus(-a):1", "*", dropping, ""}, {"cpus():1", "*", last, "cpus():1"},
		{"cpus:1", "a b", last, "cpus:1"}, {"cpus(r):1", "a b", last, ""}, {"cpus:1", "", last, "cpus:1"},
		// Two kinds of one name.
		{"x:1;x:[1-2]", "*", first, ""}, {"x:1;x:[1-2]", "*", last, "x:[1-2]"}, {"x:0;x:[1-2]", "*", last, ""},
		{"x:0;x:[1-2]", "*", written, "x:[1-2]"}, {"x:1;x(r):2", "*", last, ""}, {"x:-1;x:{a}", "*", dropping, ""},
	} {
		_, problem := ReadResources(c.text, c.role, c.d)
		if got := verdict(c.text, problem); got != c.blamed {
			t.Errorf("%q for %q: blamed %q, want %q", c.text, c.role, got, c.blamed)
		}
	}
}

func TestJSONResources(t *testing.T) {
	open := with(func(d *Dialect) { d.ReservationsReplaceRole, d.DiskSources = false, OpenSources })
	old := with(func(d *Dialect) {
		d.RefinedReservations, d.ReservationsReplaceRole, d.SharedResources = false, false, false
		d.DiskSources, d.EmptyJSONRefused, d.EmptyByPrecision, d.ScalarsExceedPrecision = RequiredSources, true, false, false
		d.Roles = FlatName
	})
	cpus := func(more string) string {
		return `[{"name":"cpus","type":"SCALAR","scalar":{"value":4}` + more + `}]`
	}
	disk := func(more string) string {
		return `[{"name":"disk","type":"SCALAR","scalar":{"value":4},"disk":{` + more + `}}]`
	}
	for _, c := range []struct {
		text string
		d    Dialect
		ok   bool
	}{
		{`[]`, last, true}, {`[null]`, last, true}, {cpus(``), last, true}, {cpus(`,"role":"r"`), last, true},
		{`[{"name":"","type":"SCALAR","scalar":{"value":4}}]`, last, false},
		{`[{"name":"c","type":"RANGES","scalar":{"value":4}}]`, last, false},
		{`[{"name":"c","type":"SCALAR"}]`, last, false},
		{`[{"name":"c","type":"TEXT"}]`, last, false},
		{`[{"name":"c","type":"SCALAR","scalar":{"value":4},"set":{}}]`, last, false},
		{`[{"name":"c","type":"SCALAR","scalar":{"value":4},"set":null}]`, last, true},
		{`[{"name":"c","type":"SCALAR","scalar":{"value":"4"}}]`, last, true},
		{`[{"name":"c","type":"SCALAR","scalar":{"value":-4}}]`, last, false},
		{`[{"name":"c","type":"SCALAR","scalar":{"value":0}}]`, last, true},
		{`[{"name":"c","type":"SCALAR","scalar":{"value":0}}]`, old, false},
		{`[{"name":"p","type":"RANGES","ranges":{"range":[{"begin":1,"end":2}]}}]`, last, true},
		{`[{"name":"p","type":"RANGES","ranges":{"range":{"begin":1,"end":2}}}]`, last, true},
		{`[{"name":"p","type":"RANGES","ranges":{"range":[{"begin":3,"end":2}]}}]`, last, false},
		// Beyond 64 bits, and what rounds to that, is 0; what is too far below 0 is the middle.
		{`[{"name":"p","type":"RANGES","ranges":{"range":[{"begin":1e20,"end":0}]}}]`, last, true},
		{`[{"name":"p","type":"RANGES","ranges":{"range":[{"begin":1,"end":18446744073709551615}]}}]`, last, false},
		{`[{"name":"p","type":"RANGES","ranges":{"range":[{"begin":-1e20,"end":9223372036854775807}]}}]`, last, false},
		{`[{"name":"p","type":"RANGES","ranges":{"range":[{"begin":-1e20,"end":9223372036854775808}]}}]`, last, true},
		{`[{"name":"p","type":"RANGES","ranges":{"range":[{"begin":1,"end":-1}]}}]`, last, true},
		{`[{"name":"p","type":"RANGES","ranges":{"range":[{"begin":1,"end":5},{"begin":5,"end":6}]}}]`, last, false},
		{`[{"name":"p","type":"RANGES","ranges":{"range":[{"begin":5,"end":6},{"begin":1,"end":5}]}}]`, last, true},
		{`[{"name":"p","type":"RANGES","ranges":{"range":[]}}]`, last, true},
		{`[{"name":"p","type":"RANGES","ranges":{"range":[]}}]`, old, false},
		{`[{"name":"s","type":"SET","set":{"item":["a","b"]}}]`, last, true},
		{`[{"name":"s","type":"SET","set":{"item":["a",["a"]]}}]`, last, false},
		{`[{"name":"s","type":"SET","set":{"item":"a"}}]`, last, true},
		{cpus(`,"role":"a b"`), last, false}, {cpus(`,"role":"a/b"`), last, true}, {cpus(`,"role":"a/b"`), old, false},
		{cpus(`,"role":null`), last, true},
		{`[{"name":"x","type":"SCALAR","scalar":{"value":4}},{"name":"x","type":"SET","set":{"item":["a"]}}]`, last, false},
		// What only a master or a framework makes.
		{cpus(`,"revocable":{}`), last, false}, {cpus(`,"revocable":{}`), old, false}, {cpus(`,"revocable":null`), last, true},
		{cpus(`,"role":"r","reservation":{}`), last, false}, {cpus(`,"reservation":{}`), old, false},
		{cpus(`,"shared":{}`), last, false}, {cpus(`,"shared":{}`), old, true},
		{disk(`"persistence":{"id":"x"}`), last, false}, {disk(`"volume":{}`), last, true},
		{cpus(`,"disk":{}`), last, false}, {disk(``), last, true},
		// Reservations.
		{cpus(`,"reservations":[{"type":"STATIC","role":"r"}]`), last, true},
		{cpus(`,"reservations":[{"type":"STATIC","role":"r"}]`), old, true},
		{cpus(`,"reservations":[]`), last, true},
		{cpus(`,"reservations":[{"role":"r"}]`), last, false},
		{cpus(`,"reservations":[{"type":"static","role":"r"}]`), last, false}, // the name is dropped
		{cpus(`,"reservations":[{"type":"static","role":"r"}]`), old, true},
		{cpus(`,"reservations":[{"type":"STATIC"}]`), last, false},
		{cpus(`,"reservations":[{"type":"STATIC","role":"*"}]`), last, false},
		{cpus(`,"reservations":[{"type":"STATIC","role":"-r"}]`), last, false},
		{cpus(`,"reservations":[{"type":"UNKNOWN","role":"r"}]`), last, false},
		{cpus(`,"reservations":[{"type":"DYNAMIC","role":"r"}]`), last, false},
		{cpus(`,"reservations":[{"type":"STATIC","role":"r"},{"type":"STATIC","role":"r/s"}]`), last, false},
		{cpus(`,"reservations":[{"type":"STATIC","role":"r"},{"type":"UNKNOWN","role":"s"}]`), last, false},
		{cpus(`,"role":"q","reservations":[{"type":"STATIC","role":"r"}]`), last, true},
		{cpus(`,"role":"q","reservations":[{"type":"STATIC","role":"r"}]`), open, false},
		{cpus(`,"role":"r","reservations":[{"type":"STATIC","role":"r"}]`), open, true},
		// Disks.
		{disk(`"source":{"type":"PATH","path":{"root":"/mnt"}}`), last, true},
		{disk(`"source":{"type":"PATH"}`), old, false}, {disk(`"source":{"type":"PATH"}`), last, false},
		{disk(`"source":{"type":"PATH","path":{}}`), last, false}, {disk(`"source":{"type":"PATH","path":{}}`), open, false},
		{disk(`"source":{"type":"MOUNT","path":{"root":"/mnt"}}`), old, false},
		{disk(`"source":{"type":"MOUNT","mount":{"root":"/mnt"}}`), old, true},
		{disk(`"source":{"type":"RAW"}`), last, false},
		{disk(`"source":{"type":"UNKNOWN"}`), open, false},
		{disk(`"source":{"type":"PATH"}`), with(func(d *Dialect) { d.DiskSources = NoSources }), true},
	} {
		text := source.WholeText(source.New("resources.json", "", []byte(c.text)))
		v, err := stout.ParseJSON(&text, stout.Dialect{})
		if err != nil {
			t.Fatalf("%s: %v", c.text, err)
		}
		if _, problem := ReadJSONResources(v, "*", c.d); (problem == nil) != c.ok {
			t.Errorf("%s: %v, want ok %v", c.text, problem, c.ok)
		}
	}
}

func TestAttributes(t *testing.T) {
	for _, c := range []struct{ text, first, last string }{
		{"rack:r1;zone:a", "", ""}, {"", "", ""}, {";;\n", "", ""}, {"a:1\nb:[1-2]", "", ""},
		{"a", "!a", "!a"}, {"a:", "!a:", "!a:"}, {":a", "!:a", "!:a"}, {":", "!:", "!:"},
		{"a:b:c", "!a:b:c", ""}, {"a::b", "", ""}, {"a:{x,y}", "!{x,y}", "!{x,y}"},
		{"a: ", "! ", "! "}, {" :b", "", ""}, {"a:inf", "", "!inf"}, {"a:-1", "", "!-1"}, {"a:0x1", "", ""}, {"a:[1]", "![1]", "![1]"},
	} {
		if got := verdict(c.text, Attributes(c.text, first)); got != c.first {
			t.Errorf("%q: blamed %q, want %q", c.text, got, c.first)
		}
		if got := verdict(c.text, Attributes(c.text, last)); got != c.last {
			t.Errorf("%q: blamed %q, want %q", c.text, got, c.last)
		}
	}
}

func TestRoles(t *testing.T) {
	flat := Dialect{Roles: FlatName}
	for _, c := range []struct {
		name         string
		flat, nested bool
	}{
		{"r", true, true}, {"*", true, true}, {"a.b", true, true}, {"a-b", true, true}, {"...", true, true},
		{"", false, false}, {".", false, false}, {"..", false, false}, {"-r", false, false}, {"a b", false, false},
		{"a\tb", false, false}, {"a\x7f", false, false}, {"a\b", true, true}, {"ü", true, true}, {"**", true, true},
		{"a/b", false, true}, {"/a", false, false}, {"a/", false, false}, {"a//b", false, false}, {"a/*", false, false},
		{"*/a", false, false}, {"a/../b", false, false}, {"a/-b", false, false}, {"/", false, false},
	} {
		if got := Role(c.name, flat) == nil; got != c.flat {
			t.Errorf("%q as a flat name: %v", c.name, got)
		}
		if got := Role(c.name, last) == nil; got != c.nested {
			t.Errorf("%q as a nested name: %v", c.name, got)
		}
		if Role(c.name, first) != nil {
			t.Errorf("%q is refused where any name is taken", c.name)
		}
	}
	if problem := Roles("a,,b,a,", last); problem != nil {
		t.Error(problem)
	}
	if got := verdict("a,b c", Roles("a,b c", last)); got != "b c" {
		t.Errorf("blamed %q", got)
	}
}

func TestWeights(t *testing.T) {
	known := func(role string) bool { return role == "a" || role == "*" }
	for _, c := range []struct {
		list   string
		known  func(string) bool
		blamed string
	}{
		{"a=1,b=2.5", nil, ""}, {"a=1,b=2", known, "b"}, {"a=1,*=2,", known, ""}, {"", known, ""},
		{"a", nil, "a"}, {"a=", nil, "a="}, {"a=1=2", nil, "a=1=2"}, {"a==1", nil, ""}, {"a=0", nil, "0"}, {"a=-1", nil, "-1"},
		{"a=x", nil, "x"}, {"a=1x", nil, ""}, {"a= 1", nil, ""}, {"a=.5", nil, ""}, {"a=.", nil, "."}, {"a=0x1", nil, ""},
		{"a=0x", nil, "0x"}, {"a=0x.8p1", nil, ""}, {"a=1e", nil, ""}, {"a=1e-999", nil, "1e-999"}, {"a=1e999", nil, ""},
		{"a=inf", nil, ""}, {"a=-inf", nil, "-inf"}, {"a=nan", nil, ""},
	} {
		if got := verdict(c.list, Weights(c.list, c.known)); got != c.blamed {
			t.Errorf("%q: blamed %q, want %q", c.list, got, c.blamed)
		}
	}
}

func TestQuantities(t *testing.T) {
	asResources := with(func(d *Dialect) {
		d.QuantitiesAreResources, d.OnlyNormalScalars, d.NoNegativeScalars = true, false, false
	})
	for _, c := range []struct{ text, quantities, resources string }{
		{"cpus:0.01|mem:32;disk:32", "", ""}, {"", "", ""}, {"|", "", ""}, {"x:0", "", ""},
		{"cpus", "cpus", "cpus"}, {"cpus:a", "a", "a"}, {"cpus:-1", "-1", ""}, {"cpus:[1-2]", "[1-2]", "cpus:[1-2]"},
		{"cpus:{}", "{}", ""}, {"cpus(r):1", "", "cpus(r):1"}, {"cpus:1;cpus:x", "x", "x"}, {"cpus:1e17", "!1e17", ""}, {"cpus:inf", "inf", ""},
	} {
		if got := verdict(c.text, Quantities(c.text, last)); got != c.quantities {
			t.Errorf("%q: blamed %q, want %q", c.text, got, c.quantities)
		}
		if got := verdict(c.text, Quantities(c.text, asResources)); got != c.resources {
			t.Errorf("%q as resources: blamed %q, want %q", c.text, got, c.resources)
		}
	}
}

func TestRates(t *testing.T) {
	for _, c := range []struct{ text, blamed string }{
		{"1/10mins", ""}, {"/1/10mins/", ""}, {"+1/0.5secs", ""}, {"0x10/1hrs", ""},
		{"1", "1"}, {"1/10mins/2", "1/10mins/2"}, {"", ""}, {"x/1secs", "x"}, {"1 /1secs", "1 "}, {"1.5/1secs", "1.5"},
		{"1/10", "10"}, {"1/ 1secs", " 1secs"}, {"2147483648/1secs", "2147483648"}, {"2147483647/1secs", ""},
		{"0/10mins", "!0"}, {"-1/1mins", "!-1"}, {"1/0secs", "!0secs"},
	} {
		if got := verdict(c.text, Rate(c.text, last)); got != c.blamed {
			t.Errorf("%q: blamed %q, want %q", c.text, got, c.blamed)
		}
	}
	if Rate("", last) == nil {
		t.Error("an empty rate is taken")
	}
	if Rate("0x10/1hrs", first) == nil {
		t.Error("a hexadecimal number is taken where the dialect has none")
	}
}

func TestPercentages(t *testing.T) {
	for text, ok := range map[string]bool{
		"100%": true, "0%": true, "99.9%": true, "1e1%": true, "-0%": true, "nan%": true, "+5%": true,
		"100": false, "100.1%": false, "-1%": false, "%": false, "": false, "10%%": false, "x%": false, "10 %": false, "inf%": false,
	} {
		if got := Percentage(text) == nil; got != ok {
			t.Errorf("%q: ok %v", text, got)
		}
	}
}

func TestNumberRanges(t *testing.T) {
	for _, c := range []struct {
		text                 string
		bits                 int
		noZero, some, wantOK bool
	}{
		{"[5000-10000]", 32, true, false, true}, {"[0-5]", 32, true, false, false}, {"[0-5]", 32, false, true, true},
		{"[1-4294967296]", 32, false, false, false}, {"[1-4294967295]", 32, false, false, true},
		{"[0-65535]", 16, false, false, true}, {"[0-65536]", 16, false, false, false},
		{"5000", 32, false, false, false}, {"{1}", 32, false, false, false}, {"", 32, false, false, false},
		{"[]", 32, false, false, true}, {"[]", 32, false, true, false}, {"[9-5]", 32, false, true, false},
		// The interval wraps around and holds nothing.
		{"[1-4294967295]", 32, false, true, false}, {"[1-4294967294]", 32, false, true, true},
	} {
		if got := NumberRanges(c.text, c.bits, c.noZero, c.some, last) == nil; got != c.wantOK {
			t.Errorf("%q in %d bits: ok %v", c.text, c.bits, got)
		}
	}
}

func TestHandles(t *testing.T) {
	for text, ok := range map[string]bool{"1": true, "0x10": true, "65535": true, "-1": true, "65536": false, "": false, "x": false} {
		if got := NetClsHandle(text, last) == nil; got != ok {
			t.Errorf("primary %q: ok %v", text, got)
		}
	}
	for text, ok := range map[string]bool{
		"1,2": true, "0x1,0xffff": true, "2,2": true, "0,2": false, "3,2": false, "1": false, "1,2,3": false, "1,x": false, "": false,
	} {
		if got := NetClsHandles(text, last) == nil; got != ok {
			t.Errorf("secondary %q: ok %v", text, got)
		}
	}
	for text, ok := range map[string]bool{
		"root": true, "1:0": true, "ffff:FFFF": true, "10000:0": false, "1": false, "1:": false, "x:1": false, "1:2:3": false, "": false,
	} {
		if got := QueueHandle(text) == nil; got != ok {
			t.Errorf("parent %q: ok %v", text, got)
		}
	}
}

func TestElections(t *testing.T) {
	read := func(path string) (string, bool) {
		content, found := map[string]string{
			"/zk": " zk://h:1/m\n", "/bad": "h:2181/m", "/root": "zk://h/\n", "/again": "file:///zk", "/empty": "\n",
		}[path]
		return content, found
	}
	older := with(func(d *Dialect) { d.EmptyElectionIsNone = true })
	for _, c := range []struct {
		text                    string
		contend, detect, oldest bool
	}{
		{"zk://h:2181/mesos", true, true, true}, {"zk://u:p@a:1,b:2/m/n", true, true, true}, {"zk:///m", true, true, true},
		{"zk://h//", true, true, true}, {"zk://h:2181/m\n", true, true, true},
		{"zk://h:2181", false, false, false}, {"zk://h:2181/", false, false, false}, {"zk://h/ ", false, false, false},
		{"zk://", false, false, false}, {"", false, false, true},
		{"ZK://h:2181/m", false, false, false}, {" zk://h:1/m", false, false, false}, {"h:2181/m", false, true, true},
		{"file:///zk", true, true, true}, {"file:///bad", false, true, true}, {"file:///root", false, false, false},
		{"file:///again", true, true, true}, {"file:///empty", false, false, true}, {"file:///unknown", true, true, true},
		{"host:5050", false, true, true}, {"master@host:5050", false, true, true}, {"127.0.0.1:5050", false, true, true},
		{"host", false, false, false}, {"host:", false, false, false}, {"host:x", false, false, false}, {":5050", false, false, false},
		{"host:5050x", false, true, true}, {"host:-1", false, true, true}, {"ho st:5050", false, false, false}, {"*:5050", false, true, true},
		{"@1.2.3.4:5", false, false, false}, {"[::1]:5050", false, false, false}, {"1.2.3:1", false, true, true},
		{"1.2.3.256:1", false, false, false}, {"0x7f.1:1", false, true, true}, {"1.2.3.4.5:1", false, false, false}, {"a.5:1", false, false, false},
		{"1.2.3.4 :5050", false, false, false}, {"1.2.3.4:5050 x", false, true, true},
	} {
		if got := Contender(c.text, last, read) == nil; got != c.contend {
			t.Errorf("contend at %q: ok %v", c.text, got)
		}
		if got := Detector(c.text, last, read) == nil; got != c.detect {
			t.Errorf("detect at %q: ok %v", c.text, got)
		}
		if got := Detector(c.text, older, read) == nil; got != c.oldest {
			t.Errorf("detect at %q on an old release: ok %v", c.text, got)
		}
	}
	for text, want := range map[string][2]bool{
		"zk://h/m": {true, true}, " zk://h/m": {true, true}, "": {false, false}, "h": {false, false},
		"file:///zk": {false, true}, "file:///bad": {false, false}, "file:///unknown": {false, true},
	} {
		if got := LogURL(text, last, read) == nil; got != want[0] {
			t.Errorf("log at %q: ok %v", text, got)
		}
		if got := LogURL(text, with(func(d *Dialect) { d.LogReadsFile = true }), read) == nil; got != want[1] {
			t.Errorf("log at %q where it reads files: ok %v", text, got)
		}
	}
}

func TestElectionsKeepPasswords(t *testing.T) {
	read := func(string) (string, bool) { return "zk://user:hunter2@h/", true }
	for _, text := range []string{"zk://user:hunter2@h:1", "hunter2", "zk://user:hunter2@h/m", "file:///hunter2"} {
		for _, problem := range []*Problem{
			Contender(text, last, read), Detector(text, last, read), LogURL("x"+text, last, read), Unreachable(text),
		} {
			if problem != nil && strings.Contains(problem.Text, "hunter2") {
				t.Errorf("the text says %q", problem.Text)
			}
		}
	}
}

func TestUnreachable(t *testing.T) {
	for text, blamed := range map[string]string{
		"zk://h:2181/m": "", "zk://a:1,b/m": "b", "zk://u:p@h/m": "h", "zk://h:x/m": "h:x", "zk://h:0/m": "h:0", "zk:///m": "zk:///m",
		"host:5050": "", "zk://u:p@h:1/m": "",
	} {
		if got := verdict(text, Unreachable(text)); got != blamed {
			t.Errorf("%q: blamed %q, want %q", text, got, blamed)
		}
	}
}

func TestAfterAddress(t *testing.T) {
	for text, rest := range map[string]string{
		"h:5050": "", "h:5050\n": "", "master@h:5050": "", "h:5050,i:5050": ",i:5050", "master@h:1,i:2 ": ",i:2", "h:5050/mesos": "/mesos",
		"h:5050, i:5050": ", i:5050", "h:5050 i:5050": "i:5050", "zk://a:1,b:2/m": "", "file:///a:1,b": "", "h,i:5050": "", "h": "", "": "", "h:": "", "h:+5": "", "h:1@i:2": "@i:2",
	} {
		start, end := AfterAddress(text)
		if got := text[start:end]; got != rest {
			t.Errorf("%q: %q is not read, want %q", text, got, rest)
		}
	}
}

func TestRegistries(t *testing.T) {
	form := func(f RegistryForm) Dialect { return with(func(d *Dialect) { d.Registry = f }) }
	loose := with(func(d *Dialect) { d.LooseURLs = true })
	for _, c := range []struct {
		text   string
		d      Dialect
		blamed string
	}{
		{"https://registry-1.docker.io", last, ""}, {"http://h:5000/v2", last, ""}, {"HTTP://h", last, ""},
		{"registry-1.docker.io", form(RegistryHost), ""}, {"registry-1.docker.io", last, "registry-1.docker.io"},
		{"h:5000", last, "h:5000"}, {"ftp://h", last, "ftp://h"}, {"ftp://h:1", last, ""}, {"http://h:x", last, "x"},
		{"http://h:1:2", last, "h:1:2"}, {"http:///x", last, "http:///x"}, {"http://", last, "http://"}, {"http://:", last, "!http://:"},
		{"http://h:65536", last, "65536"},
		{"h:5000", loose, "h:5000"}, {"h:", loose, "!h:"}, {"https://h", loose, ""},
		{"file:///a", form(RegistryFileURL), ""}, {"file:///a", last, "file:///a"},
		{"/var/archives", form(RegistryFileURL), "/var/archives"}, {"/var/archives", form(RegistryPath), ""},
		{"hdfs://nn/x", form(RegistryPath), "hdfs://nn/x"}, {"hdfs://nn/x", last, ""}, {"hdfs:///x", last, ""}, {"hdfs://nn:x/", last, "x"},
		{"hdfs://", last, ""}, {"hdfs://a:1:2/", last, "a:1:2"}, {"hdfs://:/", last, "!hdfs://:/"},
	} {
		if got := verdict(c.text, Registry(c.text, c.d)); got != c.blamed {
			t.Errorf("%q: blamed %q, want %q", c.text, got, c.blamed)
		}
	}
}

func TestIsolation(t *testing.T) {
	alias := func(name string) (Alias, bool) {
		switch name {
		case "process":
			return Alias{Names: []string{"posix/cpu", "posix/mem"}, Whole: true}, true
		case "posix/disk":
			return Alias{Names: []string{"disk/du"}}, true
		}
		return Alias{}, false
	}
	older := with(func(d *Dialect) { d.Isolators = IsolatorRules{RefusesTwice: true, RefusesBothNames: true} })
	oldest := with(func(d *Dialect) { d.Isolators = IsolatorRules{KeepsEmpty: true} })
	newAlias := func(name string) (Alias, bool) {
		a, found := alias(name)
		a.Whole = false
		return a, found
	}
	for _, c := range []struct {
		text    string
		d       Dialect
		alias   func(string) (Alias, bool)
		blamed  string
		created string
	}{
		{"posix/cpu,posix/mem", last, newAlias, "", "posix/cpu posix/mem"},
		{"process", oldest, alias, "", "posix/cpu posix/mem"},
		{"process,x", oldest, alias, "", "process x"},
		{"process,x", last, newAlias, "", "posix/cpu posix/mem x"},
		{"a,,b", oldest, alias, "", "a  b"}, {"a,,b", last, newAlias, "", "a b"},
		{"a,b,a", oldest, alias, "", "a b a"}, {"a,b,a", older, alias, "a", "a b a"},
		{"posix/disk,disk/du", older, alias, "posix/disk", "posix/disk disk/du"},
		{"posix/disk,disk/du", last, newAlias, "", "disk/du disk/du"},
		{"posix/disk,my/disk/du", older, alias, "posix/disk", "posix/disk my/disk/du"},
		{"filesystem/linux,filesystem/posix", older, alias, "", "filesystem/linux filesystem/posix"},
		{"filesystem/linux,filesystem/posix", last, newAlias, "filesystem/posix", "filesystem/linux filesystem/posix"},
		{"network/cni,network/ports", last, newAlias, "", "network/cni network/ports"},
		{"network/cni,network/port_mapping", last, newAlias, "network/port_mapping", "network/cni network/port_mapping"},
	} {
		iso := ReadIsolation(c.text, c.d, c.alias)
		problem := iso.Twice()
		for _, next := range []*Problem{iso.BothNames(), iso.SecondOf("filesystem/", ""), iso.SecondOf("network/", "network/ports")} {
			if problem == nil {
				problem = next
			}
		}
		var created []string
		for _, name := range iso.Isolators {
			created = append(created, name.Text)
		}
		if got := verdict(c.text, problem); got != c.blamed || strings.Join(created, " ") != c.created {
			t.Errorf("%q: blamed %q, creates %q; want %q, %q", c.text, got, created, c.blamed, c.created)
		}
	}
}

// FuzzGrammars proves that no text makes a reader panic or blame bytes that are not there.
func FuzzGrammars(f *testing.F) {
	for _, text := range []string{"cpus(r):4;p:[1-2,3-4]", "a:b;c:{x}", "zk://u:p@h:1/m", "1/10mins", "a=1,b=2", "http://h:1/x", "a,b"} {
		f.Add(text)
	}
	read := func(path string) (string, bool) { return path, len(path) < 3 }
	f.Fuzz(func(t *testing.T, text string) {
		for _, d := range []Dialect{first, last, with(func(d *Dialect) { d.LooseURLs, d.QuantitiesAreResources = true, true })} {
			iso := ReadIsolation(text, d, func(string) (Alias, bool) { return Alias{}, false })
			_, resources := ReadResources(text, "*", d)
			for _, problem := range []*Problem{
				resources, Attributes(text, d), Roles(text, d), Weights(text, nil), Quantities(text, d), Rate(text, d),
				Percentage(text), NumberRanges(text, 16, true, true, d), NetClsHandles(text, d), QueueHandle(text),
				Contender(text, d, read), Detector(text, d, read), Unreachable(text), Registry(text, d), iso.Twice(), iso.BothNames(),
				iso.SecondOf("network/", "network/ports"),
			} {
				if problem != nil && (problem.Start < 0 || problem.Start > problem.End || problem.End > len(text) || problem.Text == "") {
					t.Errorf("%q: bytes %d to %d: %s", text, problem.Start, problem.End, problem.Text)
				}
			}
		}
	})
}

func TestEphemeralPorts(t *testing.T) {
	const enough = "ports:[31000-32000];ephemeral_ports:[32768-57344]"
	for _, c := range []struct {
		resources    string
		perContainer uint64
		ok           bool
	}{
		{enough, 1024, true}, {enough, 16, true}, {enough, 15, false}, {enough, 8, false}, {enough, 1000, false}, {enough, 0, false},
		{enough, 32768, false}, {"", 1024, false}, {"ports:[31000-32000]", 1024, false}, {"ephemeral_ports:[2000-1000]", 16, false},
		{"ephemeral_ports:[1024-2047]", 1024, true}, {"ephemeral_ports:[1023-2047]", 1024, false},
		{"ephemeral_ports:[2000-3022]", 1024, false}, {"ephemeral_ports:[2000-3023]", 1024, true},
		{"ephemeral_ports:[2000-3000,3001-3023]", 1024, true},
		{"ports:[3023-3024];ephemeral_ports:[2000-3023]", 1024, false}, {"ports:[3024-3024];ephemeral_ports:[2000-3023]", 1024, true},
		{"ephemeral_ports:[2000-70000]", 1024, false},
	} {
		d := with(func(d *Dialect) { d.InvalidResources = Dropped })
		resources, problem := ReadResources(c.resources, "*", d)
		if problem != nil {
			t.Fatal(problem)
		}
		if got := EphemeralPorts(resources, c.perContainer, d) == nil; got != c.ok {
			t.Errorf("%q with %d ports each: ok %v", c.resources, c.perContainer, got)
		}
	}
}

func TestResourcesAreSummed(t *testing.T) {
	resources, _ := ReadResources("gpus:1;gpus(r):2;cpus:0;p:[1-2]", "*", last)
	if sum, found := resources.Scalar("gpus"); sum != 3 || !found {
		t.Errorf("%v GPUs", sum)
	}
	if _, found := resources.Scalar("cpus"); found {
		t.Error("no CPU is found")
	}
	if got := resources.Ranges("p"); !equal(got, []Range{{1, 2}}) {
		t.Errorf("ranges %v", got)
	}
}
