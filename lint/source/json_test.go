package source

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

func parseJSON(s string) (JSON, *JSONError) {
	text := WholeText(New("a.json", "", []byte(s)))
	return ParseJSON(&text)
}

func TestParseJSONSaysWhereTextStopsBeingJSON(t *testing.T) {
	tests := []struct {
		name, text string
		offset     int // -1 if the text is JSON
	}{
		{"object", `{"a": [1, {"b": null}]}`, -1},
		{"white space around", " \r\n\t[] \r\n\t", -1},
		{"scalar", ` "x" `, -1},
		{"invalid UTF-8 in a string", "[\"\xff\xfe\"]", -1},
		{"lone surrogate", `["\ud83d"]`, -1},
		{"brackets in strings", `["]", "{", "\"[", "\\"]`, -1},
		{"as deep as allowed", strings.Repeat("[", maxDepth) + strings.Repeat("]", maxDepth), -1},

		{"empty", "", 0},
		{"white space", " \n ", 3},
		{"truncated object", `{"a": 1`, 7},
		{"truncated with white space behind", "{\"a\": \n\n", 5},
		{"truncated string", `{"a": "x`, 8},
		{"truncated escape", `"\`, 2},
		{"byte order mark", "\ufeff{}", 0},
		{"NUL", "[\x00]", 1},
		{"NUL in a string", "[\"a\x00\"]", 3},
		{"raw newline in a string", "[\"a\n\"]", 3},
		{"invalid UTF-8 outside a string", "[\xff]", 1},
		{"comment", "[1] // x", 4},
		{"trailing comma", "[1, ]", 4},
		{"second value", "{} {}", 3},
		{"leading zero", "[012]", 2},
		{"trailing dot", "[5.]", 3},
		{"closing bracket alone", "]", 0},
		{"wrong bracket", `{"a": 1]`, 7},
		{"one bracket too many", "[]]", 2},
		{"non-breaking space", "\u00a0[]", 0},
		{"too deep", strings.Repeat("[", maxDepth+1) + strings.Repeat("]", maxDepth+1), maxDepth},
		{"only opening brackets", strings.Repeat("[", 1_000_000), maxDepth},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			v, err := parseJSON(test.text)
			switch {
			case err == nil && test.offset >= 0:
				t.Errorf("accepted as %s, want an error at %d", v.Kind(), test.offset)
			case err != nil && err.Offset != test.offset:
				t.Errorf("error %q at %d, want %d", err.Problem, err.Offset, test.offset)
			case err != nil && err.Problem == "":
				t.Error("an error without a reason")
			}
		})
	}
}

func TestJSONOfEveryKind(t *testing.T) {
	v, err := parseJSON(` { "s" : "\u00e9\n" , "n":-1.5e3,"t":true,"f":false, "z":null,"a":[ ] ,"o":{}} `)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	v.ForEach(func(k, e JSON) bool {
		got = append(got, fmt.Sprintf("%s is %s %q %t", k.String(), e.Kind(), e.String(), e.Bool()))
		return true
	})
	want := []string{
		`s is string "é\n" false`, `n is number "-1.5e3" false`, `t is boolean "true" true`, `f is boolean "false" false`,
		`z is null "null" false`, `a is array "[ ]" false`, `o is object "{}" false`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
	if v.Kind() != Object || v.Span().Text() != v.Raw() || v.Raw()[0] != '{' {
		t.Errorf("the value is %s %q at %v", v.Kind(), v.Raw(), v.Span())
	}
}

func TestZeroJSON(t *testing.T) {
	var v JSON
	v.ForEach(func(JSON, JSON) bool { t.Error("it has a member"); return true })
	v.Flatten(func(JSON) bool { t.Error("it has an element"); return true })
	if _, found := v.Get("a"); found || v.Kind() != NoValue || v.Raw() != "" || v.String() != "" || v.Bool() || !v.Span().IsZero() || v.Text() != nil {
		t.Errorf("the zero JSON is %s %q", v.Kind(), v.Raw())
	}
}

func TestForEachStopsWhenTold(t *testing.T) {
	v, _ := parseJSON(`[1, [2], 3, [[4], 5]]`)
	calls := 0
	v.ForEach(func(_, e JSON) bool { calls++; return e.Kind() == Number })
	if calls != 2 {
		t.Errorf("%d calls, want 2", calls)
	}
	calls = 0
	v.Flatten(func(e JSON) bool { calls++; return e.Raw() != "4" })
	if calls != 4 {
		t.Errorf("%d calls of Flatten, want 4", calls)
	}
}

func TestGetReturnsTheLastOfDuplicateKeys(t *testing.T) {
	v, _ := parseJSON(`{"a": {"a": 3}, "\u0061": 2, "b": {"a": 4}}`)
	if last, found := v.Get("a"); !found || last.Raw() != "2" {
		t.Errorf("Get returned %q", last.Raw())
	}
	if _, found := v.Get("c"); found {
		t.Error("Get found a key that is not there")
	}
	if _, found := parse(t, `["a"]`).Get("a"); found {
		t.Error("Get found a key in a list")
	}
}

func TestSpansOfQuotedText(t *testing.T) {
	// The document stands in a shell word, whose reader takes one level of backslashes away.
	s := New("env", "", []byte(`X="{\"a\": [1, \"b\"]}"`))
	data, offsets := "", []int32{}
	for i := 3; i < len(s.Data)-1; i++ {
		if s.Data[i] == '\\' {
			i++
		}
		data += string(s.Data[i])
		offsets = append(offsets, int32(i))
	}
	offsets = append(offsets, int32(len(s.Data)-1))
	text := DecodedText(s, data, offsets, 2, len(s.Data), nil)
	v, err := ParseJSON(&text)
	if err != nil {
		t.Fatal(err)
	}
	a, _ := v.Get("a")
	if got, want := a.Span().Text(), `[1, \"b\"]`; got != want {
		t.Errorf("span says %q, want %q", got, want)
	}
}

// checkSpans fails the test where a value's span or place is not that of its bytes.
func checkSpans(t *testing.T, v JSON) {
	t.Helper()
	if got := v.Span().Text(); got != v.Raw() {
		t.Errorf("span says %q, value is %q", got, v.Raw())
	}
	from, to := v.Bounds()
	v.ForEach(func(k, e JSON) bool {
		if v.Kind() == Object {
			start, end := k.Bounds()
			if start <= from || end > to || k.Kind() != String || k.Span().Text() != k.Raw() {
				t.Errorf("key %q at [%d, %d) of %q", k.Raw(), start, end, v.Raw())
			}
			from = end
		}
		start, end := e.Bounds()
		if start <= from && from != start-1 || end >= to {
			t.Errorf("value %q at [%d, %d) of %q", e.Raw(), start, end, v.Raw())
		}
		from = end
		checkSpans(t, e)
		return true
	})
}

// decode builds what encoding/json does.
func decode(v JSON) any {
	switch v.Kind() {
	case Object:
		m := map[string]any{}
		v.ForEach(func(k, e JSON) bool { m[k.String()] = decode(e); return true })
		return m
	case Array:
		a := []any{}
		v.ForEach(func(_, e JSON) bool { a = append(a, decode(e)); return true })
		return a
	case String:
		return v.String()
	case Bool:
		return v.Bool()
	case Null:
		return nil
	}
	return json.Number(v.Raw())
}

func flatten(v JSON) (flat []string) {
	v.ForEach(func(_, e JSON) bool {
		if e.Kind() == Array {
			flat = append(flat, flatten(e)...)
		} else {
			flat = append(flat, e.Raw())
		}
		return true
	})
	return flat
}

func FuzzParseJSON(f *testing.F) {
	for _, s := range []string{
		"", " ", "{", "[", `"`, `"\`, `{"a":[1,{"b":"x\u0041"}],"a":true}`, `[[[],{}],[[1,2],"]"],{"}":"{"}]`, "\ufeff{}",
		"[\"\xff\"]", "[1,2", "[1 2]", "tru", "-", "1e5", `"\ud83d\ude00"`, `"\ud83d"`, "[\x00]", `{"a":1,}`, "[]]", "][",
		`{"a" : {"b" :[ 1 ,2 ] } , "c":"d"}`, `[0.1e-9,-0]`, `"\\\\\""`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := parseJSON(s)
		if valid := json.Valid([]byte(s)); valid != (err == nil) {
			t.Fatalf("encoding/json says %t of %q, ParseJSON %v", valid, s, err)
		}
		if err != nil {
			if err.Offset < 0 || err.Offset > len(s) || err.Problem == "" {
				t.Errorf("error %q at %d of %d", err.Problem, err.Offset, len(s))
			}
			return
		}
		if v.Raw() != strings.Trim(s, space) {
			t.Errorf("the value of %q is %q", s, v.Raw())
		}
		checkSpans(t, v)
		var got []string
		v.Flatten(func(e JSON) bool { got = append(got, e.Raw()); return true })
		if v.Kind() == Array && !reflect.DeepEqual(got, flatten(v)) {
			t.Errorf("flattened to %q, want %q", got, flatten(v))
		}
		if !utf8.ValidString(s) || strings.Contains(s, `\u`) {
			return // encoding/json puts other characters where these are not Unicode
		}
		d := json.NewDecoder(strings.NewReader(s))
		d.UseNumber()
		var want any
		if err := d.Decode(&want); err != nil {
			t.Fatal(err)
		}
		if got := decode(v); !reflect.DeepEqual(got, want) {
			t.Errorf("%q is %v, want %v", s, got, want)
		}
	})
}

func TestUnescape(t *testing.T) {
	for text, want := range map[string]string{
		`"\"\\\/\b\f\n\r\t"`:         "\"\\/\b\f\n\r\t",
		`"\u0000\u007f\u0080"`:       "\x00\x7f\u0080",
		`"\u00E9\u20ac"`:             "é€",
		`"\ud83d\ude00\uD834\uDD1E"`: "😀𝄞",
		"\"\xff\\n\xc3\"":            "\xff\n\xc3",
		`"\\u0041"`:                  `\u0041`,
	} {
		if got := parse(t, text).String(); got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

func FuzzQuoteJSON(f *testing.F) {
	for _, s := range []string{"", "a", `"\`, "\x00\n\x1f\x7f", "é😀", "\xff\xc3(", "</script>&"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		v, err := parseJSON(QuoteJSON(s))
		if err != nil {
			t.Fatalf("QuoteJSON(%q) = %s: %v", s, QuoteJSON(s), err)
		}
		if got := v.String(); got != s {
			t.Errorf("%q came back as %q", s, got)
		}
	})
}

func parse(t *testing.T, s string) JSON {
	t.Helper()
	v, err := parseJSON(s)
	if err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return v
}

// Walking level by level must not read what is inside a value again, or deep documents take quadratic time: with
// that, this one would take minutes.
func TestWalkingADeepDocumentIsLinear(t *testing.T) {
	const depth = maxDepth - 1
	v := parse(t, strings.Repeat(`[{"a":`, depth/2)+`"`+strings.Repeat("x", 4<<20)+`"`+strings.Repeat(`}]`, depth/2))
	levels := 0
	for more := true; more; levels++ {
		more = false
		v.ForEach(func(_, e JSON) bool { v, more = e, e.Kind() == Array || e.Kind() == Object; return true })
	}
	if levels != depth/2*2 {
		t.Errorf("%d levels, want %d", levels, depth/2*2)
	}
}

// manyEntries is a document of about 24 MB with 200 000 entries.
func manyEntries() []byte {
	var b bytes.Buffer
	b.WriteString("{\n  \"permissive\": false,\n  \"run_tasks\": [")
	for i := range 200_000 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n    {\"principals\": {\"values\": [\"framework-%06d\"]}, \"users\": {\"type\": \"SOME\", \"values\": [\"user-%06d\", \"root\"]}}", i, i)
	}
	b.WriteString("\n  ]\n}\n")
	return b.Bytes()
}

func walk(v JSON) (values int) {
	values = 1
	v.ForEach(func(_, e JSON) bool { values += walk(e); return true })
	return values
}

func TestWalkingAllocatesNothing(t *testing.T) {
	v := parse(t, `{"a": [1, "two", {"three": [[], {"b": 4}]}], "c": null}`)
	if n := testing.AllocsPerRun(100, func() { walk(v) }); n != 0 {
		t.Errorf("a walk allocates %v times", n)
	}
}

func TestManyEntriesNeedLittleMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("a document of 24 MB")
	}
	text := WholeText(New("acls.json", "", manyEntries()))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	v, err := ParseJSON(&text)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := walk(v), 3+200_000*9; got != want {
		t.Errorf("%d values, want %d", got, want)
	}
	runtime.ReadMemStats(&after)
	if used := after.TotalAlloc - before.TotalAlloc; used > 20<<20 {
		t.Errorf("%d bytes were allocated", used)
	}
}

func BenchmarkParseJSON(b *testing.B) {
	text := WholeText(New("acls.json", "", manyEntries()))
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseJSON(&text); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWalkJSON(b *testing.B) {
	text := WholeText(New("acls.json", "", manyEntries()))
	v, err := ParseJSON(&text)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		walk(v)
	}
}

// What stands in a string can be read and edited as a text of its own, wherever the string itself stands.
func TestContentOfAString(t *testing.T) {
	for _, c := range []struct{ raw, content string }{
		{`""`, ""},
		{`"plain"`, "plain"},
		{`"a\"b\\c\/d\n"`, "a\"b\\c/d\n"},
		{`"\u0041\u00e9\u20ac"`, "Aé€"},
		{`"x\ud83d\ude00y"`, "x😀y"},
		{`"😀"`, "😀"},
	} {
		text := WholeText(New("f", "", []byte(`{"k": `+c.raw+`}`)))
		v, err := ParseJSON(&text)
		if err != nil {
			t.Fatal(err)
		}
		value, _ := v.Get("k")
		content := value.Content()
		if content.String() != c.content || value.String() != c.content {
			t.Errorf("the content of %s is %q, want %q", c.raw, content.String(), c.content)
		}
		if got := content.Raw().Text(); got != c.raw {
			t.Errorf("%s stands in %s", c.raw, got)
		}
		for start := 0; start <= content.Len(); start++ {
			for end := start; end <= content.Len(); end++ {
				const put = `"\` + "\x01é"
				at, written, ok := content.Edit(start, end, put)
				if !ok {
					t.Fatalf("%s cannot be edited", c.raw)
				}
				data := string(text.Source().Data)
				edited := WholeText(New("f", "", []byte(data[:at.Start]+written+data[at.End:])))
				v, err := ParseJSON(&edited)
				if err != nil {
					t.Fatalf("%s with [%d, %d) replaced is not JSON: %v", c.raw, start, end, err)
				}
				value, _ := v.Get("k")
				if want := c.content[:start] + put + c.content[end:]; value.Content().String() != want {
					t.Errorf("%s with [%d, %d) replaced reads %q, want %q", c.raw, start, end, value.Content().String(), want)
				}
			}
		}
	}
	text := WholeText(New("f", "", []byte(`[1, null, {}]`)))
	v, _ := ParseJSON(&text)
	v.Flatten(func(e JSON) bool {
		if content := e.Content(); content.Source() != nil {
			t.Errorf("%s has the content %q", e.Raw(), content.String())
		}
		return true
	})
}
