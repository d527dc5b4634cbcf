package compile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/source"
)

// counted is a number of things: "1 file", "2 files".
func counted(n int, thing string) string {
	if n == 1 {
		return "1 " + thing
	}
	return fmt.Sprintf("%d %ss", n, thing)
}

// series joins words: "a, b and c".
func series(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

// Starts says which releases start with the tree, of those that read it, and what has to be done first.
func (t *Tree) Starts() string {
	type clause struct{ one, many string }
	var clauses []clause
	var releases [][]string
	for _, v := range t.Verdicts {
		c := clause{"starts", "start"}
		switch {
		case v.Waits:
			c = clause{"needs the next tree", "need the next tree"}
		case len(v.Steps) > 0:
			once := " once " + stepsAre(v.Steps) + " done"
			c = clause{"starts" + once, "start" + once}
		case len(v.Doubts) > 0:
			c = clause{"may not start", "may not start"}
		}
		if i := slices.Index(clauses, c); i >= 0 {
			releases[i] = append(releases[i], v.Release.String())
			continue
		}
		clauses, releases = append(clauses, c), append(releases, []string{v.Release.String()})
	}
	words := make([]string, len(clauses))
	for i, c := range clauses {
		verb := c.one
		if len(releases[i]) > 1 {
			verb = c.many
		}
		words[i] = series(releases[i]) + " " + verb
	}
	return strings.Join(words, ", ")
}

// changed says how much a tree differs from the one before it.
func (t *Tree) changed() string {
	switch n := len(t.Changes.Files); {
	case t.Stage == Now:
		return "as it is"
	case n == 0:
		return "nothing changes"
	default:
		return counted(n, "file") + " changed"
	}
}

// stillOpen says which steps are not done in a tree, besides those without which nothing starts; "" if all are.
func (t *Tree) stillOpen() string {
	others := slices.DeleteFunc(slices.Clone(t.Open), func(n int) bool {
		return slices.ContainsFunc(t.Verdicts, func(v Verdict) bool { return slices.Contains(v.Steps, n) })
	})
	if len(others) == 0 {
		return ""
	}
	return stepsAre(others) + " open"
}

// opened says what a tree opens, each once with the files that do.
func (t *Tree) opened(most int) []string {
	var messages []string
	paths := map[string][]string{}
	for _, o := range t.Openings {
		if paths[o.Message] == nil {
			messages = append(messages, o.Message)
		}
		paths[o.Message] = append(paths[o.Message], o.Path)
	}
	for i, message := range messages {
		messages[i] = someOf(paths[message], most, code) + ": " + source.Printable(message)
	}
	return messages
}

// someOf lists the first of some names.
func someOf(names []string, most int, word func(string) string) string {
	var words []string
	for _, name := range names[:min(len(names), most)] {
		words = append(words, word(name))
	}
	if len(names) > most {
		words = append(words, "…")
	}
	return strings.Join(words, ", ")
}

// stepNumbers names steps: "step 1", "steps 1 and 2".
func stepNumbers(numbers []int) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = fmt.Sprint(n)
	}
	if len(words) == 1 {
		return "step " + words[0]
	}
	return "steps " + series(words)
}

func stepsAre(numbers []int) string {
	if len(numbers) == 1 {
		return stepNumbers(numbers) + " is"
	}
	return stepNumbers(numbers) + " are"
}

// when says when a step is to be done, and what does not start otherwise.
func (s *Step) when() string {
	words := fmt.Sprintf("by the time %s starts", s.Hop.To)
	switch {
	case slices.Contains(s.Stops, s.Hop.From):
		words = "now"
	case s.WithBinaries:
		words = fmt.Sprintf("with the binaries of %s, not before", s.Hop.To)
	case s.isFirst():
		words = fmt.Sprintf("before the upgrade to %s", s.Hop.To)
	}
	if len(s.Stops) == 0 {
		return words
	}
	releases := make([]string, len(s.Stops))
	for i, r := range s.Stops {
		releases[i] = r.String()
	}
	verb := "do"
	if len(releases) == 1 {
		verb = "does"
	}
	return fmt.Sprintf("%s: %s %s not start without it", words, series(releases), verb)
}

// isFirst reports whether a step can be done while the release before its hop runs.
func (s *Step) isFirst() bool {
	return slices.Contains(s.Stops, s.Hop.From) || !s.WithBinaries && (s.early || !s.fresh)
}

// change says what becomes of a file.
func change(f *fix.File) string {
	switch {
	case f.Created:
		return code(f.NewPath) + " (new)"
	case f.Path != f.NewPath:
		return code(f.Path) + " → " + code(f.NewPath)
	}
	return code(f.Path)
}

// code writes a text as code in Markdown.
func code(text string) string {
	text = source.Printable(text)
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + text + " " + fence
	}
	return fence + text + fence
}
