package source

import "testing"

func TestJSONSpansPointAtWhatIsWritten(t *testing.T) {
	s := New("a.json", "", []byte("  {\n \"a\" : [1, {\"b\":\"x\\u0041\"}],\n \"a\": true }\n"))
	text := WholeText(s)
	v, err := ParseJSON(&text)
	if err != nil {
		t.Fatal(err)
	}
	var walk func(JSON)
	walk = func(v JSON) {
		if got := v.Span().Text(); got != v.Raw() {
			t.Errorf("span says %q, value is %q", got, v.Raw())
		}
		v.ForEach(func(k, e JSON) bool {
			if k.Kind() != NoValue && k.Span().Text() != k.Raw() {
				t.Errorf("span of key says %q, key is %q", k.Span().Text(), k.Raw())
			}
			walk(e)
			return true
		})
	}
	walk(v)
	if last, _ := v.Get("a"); last.Kind() != Bool {
		t.Errorf("Get returned %v, want the last of the duplicate keys", last.Kind())
	}
}
