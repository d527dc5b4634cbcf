package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/docs"
)

// What is found in a file does not depend on how many others say the same: they are looked at together.
func TestFilesThatSayTheSame(t *testing.T) {
	for _, r := range rules.All() {
		if r.Document == nil || len(r.Example.Before) != 1 {
			continue
		}
		t.Run(r.Name, func(t *testing.T) {
			t.Parallel()
			file := r.Example.Before[0]
			alone := findingsBelow(t, r.Example.Command(), file, "c")
			if len(alone["c"]) == 0 {
				t.Fatal("nothing is found")
			}
			together := findingsBelow(t, r.Example.Command(), file, "a", "b", "c")
			for _, dir := range []string{"a", "b", "c"} {
				if diff := cmp.Diff(alone["c"], together[dir]); diff != "" {
					t.Errorf("beside two others (-alone +beside):\n%s", diff)
				}
			}
		})
	}
}

// findingsBelow returns what is found in a file of an example, by the folder in which it lies.
func findingsBelow(t *testing.T, command string, file lint.File, dirs ...string) map[string][]string {
	t.Helper()
	root := t.TempDir()
	var files []lint.File
	for _, dir := range dirs {
		in := file
		in.Path = dir + "/" + file.Path
		files = append(files, in)
	}
	if err := docs.Write(root, files); err != nil {
		t.Fatal(err)
	}
	body, _, _ := cutLast(run(t, root, append(strings.Fields(command)[1:], "--format", "json")...), "exit ")
	var report struct{ Diagnostics []map[string]any }
	if err := json.Unmarshal([]byte(body), &report); err != nil {
		t.Fatalf("%v\n%s", err, body)
	}
	found := map[string][]string{}
	for _, d := range report.Diagnostics {
		dir, _, _ := strings.Cut(d["file"].(string), "/")
		delete(d, "fingerprint") // counts the occurrence
		text, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		found[dir] = append(found[dir], strings.ReplaceAll(string(text), `"`+dir+"/", `"`))
	}
	return found
}
