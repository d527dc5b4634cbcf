package stout

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

// manyEntries is a document of about 24 MB with 200 000 entries.
func manyEntries() *source.Source {
	var b bytes.Buffer
	b.WriteString("{\n  \"permissive\": false,\n  \"run_tasks\": [")
	for i := range 200_000 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "\n    {\"principals\": {\"values\": [\"framework-%06d\"]}, \"users\": {\"type\": \"SOME\", \"values\": [\"user-%06d\", \"root\"]}}", i, i)
	}
	b.WriteString("\n  ]\n}\n")
	return source.New("acls.json", "", b.Bytes())
}

func BenchmarkParseJSON(b *testing.B) {
	s := manyEntries()
	text := source.WholeText(s)
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseJSON(&text, dialects["1.11.0"]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkConvert(b *testing.B) {
	s := manyEntries()
	text := source.WholeText(s)
	v, err := ParseJSON(&text, dialects["1.11.0"])
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if problems := Convert(v, policy, dialects["1.11.0"], nil); len(problems) > 0 {
			b.Fatal(problems[0])
		}
	}
}
