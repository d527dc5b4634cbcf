package main

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// What the README shows is what the program prints: each ./mesoslint command of its sh blocks is run at the root of the
// repository, and the text block that follows holds its output. A line of only "…" there stands for any lines.
func TestReadme(t *testing.T) {
	data, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := fencedBlocks(string(data))
	ran, compared := 0, 0
	for i, block := range blocks {
		if block.language != "sh" {
			continue
		}
		var out string
		for _, line := range block.lines {
			for command := range strings.SplitSeq(line, "&&") {
				asked, rest, piped := strings.Cut(command, " | ")
				if piped {
					command = rest
				}
				words := strings.Fields(command)
				if len(words) == 0 || words[0] != "./mesoslint" {
					continue
				}
				if strings.ContainsAny(command, "'\"$|<>*\\") {
					t.Fatalf("the test cannot read %q as the shell would", command)
				}
				var code string
				out, code, _ = cutLast(runOn(t, answerOf(t, asked, piped), "../..", words[1:]...), "exit ")
				if ran++; code == "2\n" {
					t.Errorf("%s: exit 2\n%s", strings.TrimSpace(command), out)
				}
			}
		}
		if i+1 < len(blocks) && blocks[i+1].language == "text" && blocks[i+1].follows {
			compared++
			if shown := blocks[i+1].lines; !shows(shown, strings.Split(strings.TrimSuffix(out, "\n"), "\n")) {
				t.Errorf("%s prints\n%s\nnot\n%s", strings.Join(block.lines, "\n"), out, strings.Join(shown, "\n"))
			}
		}
	}
	if ran < 4 || compared < 3 {
		t.Errorf("%d commands were run, %d outputs compared", ran, compared)
	}
}

// answerOf returns what a program prints whose output a command of the README reads: a master's answer, which is a fixture.
func answerOf(t *testing.T, command string, piped bool) string {
	t.Helper()
	if !piped {
		return ""
	}
	if command != "curl -s http://master:5050/flags" {
		t.Fatalf("the test does not know what %q prints", command)
	}
	data, err := os.ReadFile(fixtures + "/1.3/flags-of-a-running-master/input/flags.json")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

type fencedBlock struct {
	language string
	lines    []string
	follows  bool // nothing but blank lines stands between the block before and this one
}

func fencedBlocks(text string) []fencedBlock {
	var blocks []fencedBlock
	inside, follows := false, false
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		fence, isFence := strings.CutPrefix(line, "```")
		switch {
		case isFence && !inside:
			blocks = append(blocks, fencedBlock{language: fence, follows: follows})
			inside = true
		case isFence:
			inside, follows = false, true
		case inside:
			last := &blocks[len(blocks)-1]
			last.lines = append(last.lines, line)
		case line != "":
			follows = false
		}
	}
	return blocks
}

// shows reports whether lines are what is shown of them.
func shows(shown, lines []string) bool {
	if len(shown) == 0 {
		return len(lines) == 0
	}
	if shown[0] == "…" {
		return slices.ContainsFunc(suffixes(lines), func(rest []string) bool { return shows(shown[1:], rest) })
	}
	return len(lines) > 0 && shown[0] == lines[0] && shows(shown[1:], lines[1:])
}

func suffixes(lines []string) [][]string {
	out := make([][]string, len(lines)+1)
	for i := range out {
		out[i] = lines[i:]
	}
	return out
}

func TestShows(t *testing.T) {
	for _, c := range []struct {
		shown, lines string
		want         bool
	}{
		{"a b", "a b", true}, {"a", "a b", false}, {"a b", "a", false}, {"a …", "a b c", true}, {"… c", "a b c", true},
		{"a … c", "a c", true}, {"a … c", "a b", false}, {"… b …", "a b c", true}, {"…", "", true}, {"", "a", false},
	} {
		if got := shows(strings.Fields(c.shown), strings.Fields(c.lines)); got != c.want {
			t.Errorf("%q shows %q: %v", c.shown, c.lines, got)
		}
	}
}
