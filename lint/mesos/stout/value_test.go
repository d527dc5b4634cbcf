package stout

import (
	"testing"
)

func TestParseValue(t *testing.T) {
	const refused = "!"
	for _, c := range []struct {
		typ, value string
		dialect    FlagDialect // the zero dialect stands for all
		want       string      // as Parsed writes it, with the surprise; "!" where it is refused
	}{
		{"bool", "true", ancient, "true"},
		{"Option<bool>", "0", ancient, "false"},
		{"bool", "True", ancient, refused},
		{"bool", "false ", ancient, refused},
		{"bool", "", ancient, refused},

		{"int", "42", ancient, "42"},
		{"int", " +7", ancient, "7"},
		{"int", "-0", ancient, "0"},
		{"int", "010", ancient, "10"},
		{"int", "-2147483648", ancient, "-2147483648"},
		{"int", "1 ", wins, "1"},
		{"int", "1\n", wins, "1"},
		{"int", "1\n", whole, refused},
		{"int", "1x", wins, "1 cut at 1"},
		{"int", "0x10", wins, "0 cut at 1"},
		{"int", "1e3", wins, "1 cut at 1"},
		{"int", "1.5", whole, refused},
		{"int", "", wins, "0 uninitialised"},
		{"int", " \t", wins, "0 uninitialised"},
		{"int", "", whole, refused},
		{"int", "-", wins, "0 zeroed"},
		{"int", "-", whole, refused},
		{"int", "x", ancient, refused},
		{"int", "--1", ancient, refused},
		{"int", "2147483648", wins, "2147483647 clamped"},
		{"int", "-99999999999999999999", wins, "-2147483648 clamped"},
		{"int", "99999999999x", wins, refused},
		{"int", "2147483648", whole, refused},

		{"uint16_t", "65535", ancient, "65535"},
		{"uint16_t", "-1", ancient, "65535 wrapped"},
		{"uint16_t", "-65535", ancient, "1 wrapped"},
		{"uint16_t", "-0", ancient, "0"},
		{"uint16_t", "65536", wins, "65535 clamped"},
		{"uint16_t", "-65536", wins, "65535 clamped"},
		{"uint16_t", "65536", whole, refused},
		{"size_t", "-1", newest, "18446744073709551615 wrapped"},
		{"size_t", "18446744073709551615", newest, "18446744073709551615"},
		{"size_t", "18446744073709551616", newest, refused},
		{"unsigned int", "4294967295", newest, "4294967295"},
		{"unsigned int", "4294967296", newest, refused},

		{"double", "0.5", ancient, "0.5"},
		{"double", ".5", ancient, "0.5"},
		{"double", "5.", ancient, "5"},
		{"double", "1e2", ancient, "100"},
		{"double", "1E+2", ancient, "100"},
		{"double", "1e", wins, "0 zeroed"},
		{"double", "1ex", wins, refused},
		{"double", "1e", whole, refused},
		{"double", "inf", ancient, refused},
		{"double", "nan", ancient, refused},
		{"double", "1.2.3", wins, "1.2 cut at 3"},
		{"double", "1,5", wins, "1 cut at 1"},
		{"double", "0x1p3", wins, "0 cut at 1"},
		{"double", "1e999", wins, "1.7976931348623157e+308 clamped"},
		{"double", "1e999", whole, refused},
		{"double", "1e-999", newest, "0"},

		{"Duration", "10secs", ancient, "10secs"},
		{"Option<Duration>", "1.5mins", ancient, "90secs"},
		{"Duration", "2weeks", ancient, "2weeks"},
		{"Duration", ".5hrs", ancient, "30mins"},
		{"Duration", "0ns", ancient, "0secs"},
		{"Duration", "0.1ns", ancient, "0secs"},
		{"Duration", "10", ancient, refused},
		{"Duration", "10sec", ancient, refused},
		{"Duration", "10 secs", ancient, refused},
		{"Duration", "10secs\n", ancient, refused},
		{"Duration", "10SECS", ancient, refused},
		{"Duration", "-1secs", ancient, refused},
		{"Duration", "1e3secs", ancient, refused},
		{"Duration", "1..5secs", ancient, refused},
		{"Duration", ".secs", ancient, refused},
		{"Duration", "", ancient, refused},
		{"Duration", "15250weeks", ancient, "15250weeks"},
		{"Duration", "15251weeks", once, "-9223372036854775808ns wrapped"},
		{"Duration", "15251weeks", newest, refused},

		{"Bytes", "1B", ancient, "1B"},
		{"Option<Bytes>", "2kb", ancient, "2048B"},
		{"Bytes", "1Tb", ancient, "1099511627776B"},
		{"Bytes", "1.5GB", ancient, refused},
		{"Bytes", "10", ancient, refused},
		{"Bytes", "10PB", ancient, refused},
		{"Bytes", "10 MB", ancient, refused},
		{"Bytes", "-1MB", ancient, refused},
		{"Bytes", "MB", ancient, refused},
		{"Bytes", "", ancient, refused},
		{"Bytes", "18446744073709551616B", ancient, refused},
		{"Bytes", "16777216TB", ancient, "0B wrapped"},

		{"string", "", ancient, ""},
		{"Option<string>", " a ", ancient, " a "},
		{"Path", "file:///etc/x", ancient, "/etc/x"},
		{"Option<Path>", "/etc/x", ancient, "/etc/x"},

		{"net::IP", "10.0.0.1", ancient, "10.0.0.1"},
		{"net::IP", "::1", once, refused},
		{"net::IP", "::1", newest, "::1"},
		{"net::IP", "localhost", ancient, refused},
		{"net::IP", "10.0.0.01", ancient, refused},
		{"net::IPv6", "fe80::1%eth0", ancient, refused},
		{"net::IPv4", "::1", newest, refused},
		{"net::IPv4", "10.0.0.1", newest, "10.0.0.1"},
		{"net::IPv4", "10.0.0.1\n", newest, refused},

		{"numify<int>", "80", ancient, "80"},
		{"numify<int>", "-1", ancient, "-1"},
		{"numify<int>", "+1", ancient, "1"},
		{"numify<int>", " 80", ancient, refused},
		{"numify<int>", "80 ", ancient, refused},
		{"numify<int>", "", ancient, refused},
		{"numify<int>", "1_0", ancient, refused},
		{"numify<int>", "0x50", wins, refused},
		{"numify<int>", "0x50", newest, "80"},
		{"numify<int>", "-0x50", newest, "-80"},
		{"numify<int>", "+0x50", newest, refused},
		{"numify<int>", "-0x50", plainHex, refused},
		{"numify<int>", "2147483648", newest, refused},
		{"numify<long>", "2147483648", newest, "2147483648"},
		{"net::IPv6", "10.0.0.1", ancient, refused},

		{"Option<set<string>>", "a,b,,c", newest, "a,b,,c"},
		{"Option<set<string>>", "a,b,a", newest, refused},
		{"Option<set<string>>", "a, a", newest, "a, a"},
		{"Option<vector<unsigned int>>", "0,1,0x1F,-1", newest, "0,1,0x1F,-1"},
		{"Option<vector<unsigned int>>", "1,-0x1", newest, "1,-0x1"},
		{"Option<vector<unsigned int>>", "1,-0x1", plainHex, refused},
		{"Option<vector<unsigned int>>", "1,0x1", plainHex, "1,0x1"},
		{"Option<vector<unsigned int>>", "0, 1", newest, refused},
		{"Option<vector<unsigned int>>", "4294967296", newest, refused},
		{"Option<vector<unsigned int>>", "", newest, ""},
	} {
		dialects := []FlagDialect{c.dialect}
		if c.dialect == ancient {
			dialects = allDialects
		}
		for _, d := range dialects {
			p, err := ParseValue(c.typ, c.value, d, nil)
			got := p.String() + surprise(p)
			if err != nil {
				got = refused
				if err.Offset < 0 || err.Offset > len(c.value) || err.Problem == "" {
					t.Errorf("%s %q: bad error %+v", c.typ, c.value, err)
				}
			}
			if got != c.want {
				t.Errorf("%s %q (%+v): got %q (%v), want %q", c.typ, c.value, d, got, err, c.want)
			}
		}
	}
}

func surprise(p Parsed) string {
	switch p.Surprise {
	case Cut:
		return " cut at " + string(rune('0'+p.CutAt))
	case Clamped:
		return " clamped"
	case Wrapped:
		return " wrapped"
	case Uninitialised:
		return " uninitialised"
	case Zeroed:
		return " zeroed"
	}
	return ""
}

func TestFilesBehindValues(t *testing.T) {
	files := map[string]string{"/n": "3", "/nl": "3\n", "/acls": "{}\n", "/again": "/acls", "rel": "x"}
	read := func(path string) (string, bool) {
		content, known := files[path]
		return content, known
	}
	type outcome struct {
		text, file             string
		unread, bare, document bool
		refused                bool
	}
	for _, c := range []struct {
		typ, value string
		dialect    FlagDialect
		want       outcome
	}{
		{"int", "file:///n", newest, outcome{text: "3", file: "/n"}},
		{"int", "file:///nl", wins, outcome{text: "3\n", file: "/nl"}},
		{"int", "file:///nl", newest, outcome{text: "3\n", file: "/nl", refused: true}},
		{"int", "file:///n", ancient, outcome{text: "file:///n", refused: true}},
		{"string", "file:///nl", newest, outcome{text: "3\n", file: "/nl"}},
		{"string", "file:///nl", ancient, outcome{text: "file:///nl"}},
		{"string", "/n", newest, outcome{text: "/n"}},
		{"string", "FILE:///n", newest, outcome{text: "FILE:///n"}},
		{"string", "file://rel", newest, outcome{text: "x", file: "rel"}},
		{"Option<SecurePathOrValue>", "file:///nl", newest, outcome{text: "3\n", file: "/nl"}},
		{"Option<int>", "file:///none", newest, outcome{file: "/none", unread: true}},
		{"Option<Path>", "file:///n", newest, outcome{text: "/n"}},
		{"Option<ACLs>", "{}", newest, outcome{text: "{}", document: true}},
		{"Option<ACLs>", "file:///acls", ancient, outcome{text: "{}\n", file: "/acls", document: true}},
		{"Option<ACLs>", "file:///acls", newest, outcome{text: "{}\n", file: "/acls", document: true}},
		{"Option<ACLs>", "/acls", ancient, outcome{text: "{}\n", file: "/acls", document: true, bare: true}},
		{"Option<JSON::Object>", "/acls", newest, outcome{text: "{}\n", file: "/acls", document: true, bare: true}},
		{"Option<ACLs>", "file:///again", newest, outcome{text: "{}\n", file: "/acls", document: true, bare: true}},
		{"Option<ACLs>", "file:///again", ancient, outcome{text: "/acls", file: "/again", document: true}},
		{"Option<ACLs>", "/none", newest, outcome{file: "/none", unread: true, document: true, bare: true}},
		{"Option<ACLs>", "acls", newest, outcome{text: "acls", document: true}},
	} {
		p, err := ParseValue(c.typ, c.value, c.dialect, read)
		got := outcome{p.Text, p.File, p.Unread, p.BarePath, p.Document, err != nil}
		if got != c.want {
			t.Errorf("%s %q:\n got %+v\nwant %+v", c.typ, c.value, got, c.want)
		}
	}
}

func TestErrorsPointAtTheByte(t *testing.T) {
	for _, c := range []struct {
		typ, value string
		offset     int
	}{
		{"int", "12x", 2},
		{"int", "  x", 2},
		{"Duration", "10sec", 2},
		{"Duration", "10", 2},
		{"Bytes", "1.5GB", 1},
		{"Bytes", "12QB", 2},
		{"Option<set<string>>", "a,b,a", 4},
		{"Option<vector<unsigned int>>", "1,x", 2},
	} {
		_, err := ParseValue(c.typ, c.value, newest, nil)
		if err == nil || err.Offset != c.offset {
			t.Errorf("%s %q: got %+v, want offset %d", c.typ, c.value, err, c.offset)
		}
	}
}
