package stout

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

func TestParseJSONRefusesWhatPicojsonRefuses(t *testing.T) {
	tests := []struct {
		name, text string
		offset     int // of the error; -1 if the text is accepted
		line       int // the line picojson names; 0 if it names none
	}{
		{"object", `{"a": [1, 2.5e3, -4], "b": {"c": null}, "d": [true, false, "x"]}`, -1, 0},
		{"white space around", " \t\r\n{} \t\r\n", -1, 0},
		{"empty containers", `[[], {}, [ ], { }]`, -1, 0},
		{"leading zeros", `[012, 00]`, -1, 0},
		{"trailing dot", `[5., 5.e1]`, -1, 0},
		{"leading dot after a minus", `[-.5]`, -1, 0},
		{"duplicate keys", `{"a": 1, "a": 2}`, -1, 0},
		{"NUL escape", `["\u0000"]`, -1, 0},
		{"DEL in a string", "[\"\x7f\"]", -1, 0},
		{"invalid UTF-8 in a string", "[\"\xff\xc3\"]", -1, 0},
		{"surrogate pair", `["\ud83d\ude00"]`, -1, 0},
		{"upper case hexadecimal", `["\u00E9\uD83D\uDE00"]`, -1, 0},
		{"all escapes", `["\"\\\/\b\f\n\r\t"]`, -1, 0},
		{"tiny number", `[1e-999]`, -1, 0},

		{"empty", "", 0, 1},
		{"white space", " \n\n ", 4, 3},
		{"newline at the end", "{\n", 2, 1},
		{"line counts up to what was read", "{\n\n ", 4, 3},
		{"unfinished object", `{"a": 1`, 7, 1},
		{"unfinished string", `{"a": "x`, 8, 1},
		{"unfinished key", `{"a`, 3, 1},
		{"unfinished literal", `[tru`, 4, 1},
		{"unfinished escape", `["\`, 3, 1},
		{"unfinished unicode escape", `["\u00`, 6, 1},
		{"unfinished surrogate pair", `["\ud83d\ud`, 11, 1},
		{"byte order mark", "\ufeff{}", 0, 1},
		{"line comment", "{} // x", 3, 0},
		{"comment before", "// x\n{}", 0, 1},
		{"comment inside", "{\n# x\n}", 2, 2},
		{"trailing comma in a list", "[1, 2,\n]", 7, 2},
		{"trailing comma in an object", `{"a": 1,}`, 8, 1},
		{"missing comma", "[1 2]", 3, 1},
		{"missing comma in an object", "{\"a\": 1\n\"b\": 2}", 8, 2},
		{"missing colon", `{"a" 1}`, 5, 1},
		{"single quotes", `{'a': 1}`, 1, 1},
		{"bare key", `{a: 1}`, 1, 1},
		{"bare value", `{"a": yes}`, 6, 1},
		{"upper case literal", `[True]`, 1, 1},
		{"wrong literal", `[nul]`, 4, 1},
		{"NaN", `[NaN]`, 1, 1},
		{"Infinity", `[-Infinity]`, 1, 1},
		{"plus", `[+1]`, 1, 1},
		{"leading dot", `[.5]`, 1, 1},
		{"two dots", `[1.2.3]`, 4, 1},
		{"only a minus", `[-]`, 1, 1},
		{"empty exponent", `[1e]`, 2, 1},
		{"hexadecimal", `[0x10]`, 2, 1},
		{"raw newline in a string", "[\"a\nb\"]", 3, 1},
		{"raw tab in a string", "[\"a\tb\"]", 3, 1},
		{"NUL in a string", "[\"a\x00b\"]", 3, 1},
		{"NUL outside", "[\x00]", 1, 1},
		{"unknown escape", `["\x41"]`, 2, 1},
		{"short unicode escape", `["\u12g4"]`, 2, 1},
		{"lone first surrogate", `["\ud83d"]`, 2, 1},
		{"first surrogate twice", `["\ud83d\ud83d"]`, 2, 1},
		{"lone second surrogate", `["\ude00"]`, 2, 1},
		{"wrong bracket", `{"a": 1]`, 7, 1},
		{"wrong brace", `[1}`, 2, 1},
		{"form feed is not a white space", "[\f1]", 1, 1},

		{"text after it", `{} xyz`, 3, 0},
		{"second document", `{}{}`, 2, 0},
		{"one brace too many", "{}\n}", 3, 0},
		// picojson reads one byte after a bare number, and stout's search for trailing text starts there.
		{"number", `12`, -1, 0},
		{"number and one byte", `12]`, -1, 0},
		{"number and a blank", `12 `, 3, 0},
		{"number and two bytes", `12]]`, 3, 0},
		{"literal and a blank", "true \n", -1, 0},
		{"string and a brace", `"x"}`, 3, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text := wholeText(test.text)
			v, err := ParseJSON(&text, dialects["1.11.0"])
			switch {
			case err == nil && test.offset >= 0:
				t.Errorf("accepted %q, want an error at %d", v.Raw(), test.offset)
			case err == nil && v.Span().Text() != v.Raw():
				t.Errorf("span says %q, value is %q", v.Span().Text(), v.Raw())
			case err != nil && (err.Offset != test.offset || err.Line != test.line):
				t.Errorf("error %q at %d on line %d, want %d on line %d", err.Problem, err.Offset, err.Line, test.offset, test.line)
			}
		})
	}
}

func TestParseJSONByRelease(t *testing.T) {
	const accepted, refused, aborts = "accepted", "refused", "aborts"
	nested := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	tests := []struct{ name, text, release, want string }{
		{"huge number", `[1e400]`, "0.24.0", accepted},
		{"huge number", `[1e400]`, "0.25.0", aborts},
		{"huge number", `[1e400]`, "1.3.0", aborts},
		{"huge number", `[1e400]`, "1.4.3", refused},
		{"huge number", `[1e400]`, "1.5.0", aborts},
		{"huge number", `[1e400]`, "1.11.0", refused},
		{"huge negative number", `[-1e400]`, "1.11.0", refused},
		{"largest double", `[1.7976931348623157e308]`, "1.11.0", accepted},
		{"309 digits", `[` + strings.Repeat("9", 309) + `]`, "1.11.0", refused},
		{"308 digits", `[` + strings.Repeat("9", 308) + `]`, "1.11.0", accepted},
		{"syntax error before the huge number", `[1 1e400]`, "1.3.0", refused},
		{"huge number before the syntax error", `[1e400 1]`, "1.3.0", aborts},
		{"text after it", `{} x`, "0.25.0", accepted},
		{"text after it", `{} x`, "0.26.1", refused},
		{"100 levels", nested(100), "1.4.3", accepted},
		{"101 levels", nested(101), "1.4.3", refused},
		{"101 levels", nested(101), "1.7.0", accepted},
		{"200 levels", nested(200), "1.11.0", accepted},
		{"201 levels", nested(201), "1.11.0", refused},
		{"20 000 levels", nested(20_000), "1.3.0", accepted},
		{"more levels than any stack has", nested(stackDepth + 1), "1.3.0", aborts},
		{"siblings are not nested", "[" + strings.Repeat("[],{},", 300) + "[]]", "1.11.0", accepted},
	}
	for _, test := range tests {
		t.Run(test.name+" on "+test.release, func(t *testing.T) {
			text := wholeText(test.text)
			_, err := ParseJSON(&text, dialects[test.release])
			got := accepted
			if err != nil {
				if got = refused; err.Aborts {
					got = aborts
				}
			}
			if got != test.want {
				t.Errorf("%s (%v), want %s", got, err, test.want)
			}
		})
	}
}

func TestParseJSONStopsWhereTheValueEnds(t *testing.T) {
	text := wholeText(` {"a": 1}  {"b": 2}`)
	v, err := ParseJSON(&text, dialects["0.20.0"])
	if err != nil {
		t.Fatal(err)
	}
	if want := `{"a": 1}`; v.Raw() != want {
		t.Errorf("value is %q, want %q", v.Raw(), want)
	}
}

func wholeText(s string) source.Text { return source.WholeText(source.New("a.json", "", []byte(s))) }
