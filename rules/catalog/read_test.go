package catalog

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/release"
)

// text returns a data file.
func text(tb testing.TB, file string) string {
	tb.Helper()
	b, err := data.ReadFile("data/" + file)
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

func TestReaderReadsAsEncodingJSON(t *testing.T) {
	for file, target := range files {
		want, got := target(), target()
		if err := json.Unmarshal([]byte(text(t, file)), want); err != nil {
			t.Fatal(err)
		}
		newReader(file).read(text(t, file), got)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the reader loses or changes a fact", file)
		}
	}
}

type oddities struct {
	Text  string           `json:"text"`
	More  *oddities        `json:"more"`
	Yes   bool             `json:"yes"`
	No    bool             `json:"no"`
	Count int              `json:"count"`
	Empty []string         `json:"empty"`
	Runs  release.Ranges   `json:"runs"`
	First *release.Release `json:"first"`
}

func TestReaderReadsWhatFewFilesHave(t *testing.T) {
	for _, text := range []string{
		`{"text": "a \"quoted\" \\ word\nand another", "yes":true,"no" : false}`,
		`{"text": "\\", "more": {"count": -12, "empty": []}}`,
		"{\n \"yes\": true\n,\"more\":\n{} ,\"text\": \"é \\u00e9 → , : ] }\"}\n",
		`{"runs": "0.19.0..0.28.3, 1.2.0..", "first": "1.0.0", "count": 0}`,
	} {
		var want, got oddities
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatal(err)
		}
		newReader("test.json").read(text, &got)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: (-encoding/json, +reader)\n%s", text, d)
		}
	}
}

func TestReaderReadsLater(t *testing.T) {
	var got struct {
		Members map[string]later `json:"members"`
		Behind  string           `json:"behind"`
	}
	newReader("test.json").read(`{"members": {"a": {"text": "}\"]", "more": {}}, "b": {} }, "behind": "them"}`, &got)
	want := map[string]later{"a": `{"text": "}\"]", "more": {}}`, "b": `{}`}
	if d := cmp.Diff(want, got.Members); d != "" || got.Behind != "them" {
		t.Errorf("%s behind: %q", d, got.Behind)
	}
}

func TestReaderPanicsOfWhatNoFieldTakes(t *testing.T) {
	for _, text := range []string{`{"txt": ""}`, `{"text": []}`, `{"runs": "1.0"}`, `{"first": "1"}`, `{"count": "1"}`, `[]`} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s is read", text)
				}
			}()
			newReader("test.json").read(text, new(oddities))
		}()
	}
}

func BenchmarkRead(b *testing.B) {
	for file, target := range files {
		b.Run(file, func(b *testing.B) {
			text := text(b, file)
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				newReader(file).read(text, target())
			}
		})
	}
}
