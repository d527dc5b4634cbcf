package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What README shows is what the program prints: every command of a sh block that a text block follows is run in the
// repository's root. A line "…" of the text stands for any number of lines.
func TestReadmeShowsWhatIsPrinted(t *testing.T) {
	root := filepath.Join("..", "..")
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	shown := regexp.MustCompile("(?s)```sh\n\\./mesoslint ([^\n]*)\n```\n\n```text\n(.*?)```").FindAllStringSubmatch(string(readme), -1)
	if len(shown) < 3 {
		t.Fatalf("README shows the output of %d commands only", len(shown))
	}
	for _, s := range shown {
		args, want := s[1], s[2]
		got := run(t, root, strings.Fields(args)...)
		got = got[:strings.LastIndex(got, "exit ")]
		if !matchesShown(want, got) {
			t.Errorf("README shows for mesoslint %s (-shown +printed):\n%s", args, cmp.Diff(want, got))
		}
	}
	for _, command := range []string{"make build && ./mesoslint check --from 1.2 --to 1.3 fixtures/example", "make test"} {
		if !strings.Contains(string(readme), "```sh\n"+command+"\n```") {
			t.Errorf("README lacks the command %q", command)
		}
	}
	if out := run(t, root, "check", "--from", "1.2", "--to", "1.3", "fixtures/example"); !strings.HasSuffix(out, "exit 1\n") {
		t.Errorf("the example has no findings:\n%s", out)
	}
}

// matchesShown reports whether text is what is shown, where a line "…" stands for any lines.
func matchesShown(shown, text string) bool {
	parts := strings.Split(shown, "\n…\n")
	for i, part := range parts {
		at := strings.Index(text, part)
		if at < 0 || i == 0 && at > 0 || i == len(parts)-1 && !strings.HasSuffix(text, part) {
			return false
		}
		text = text[at+len(part):]
		if i == len(parts)-1 {
			return true
		}
	}
	return true
}
