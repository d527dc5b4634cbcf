package compile

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/release"
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

// Starts says which releases start with the tree, of those that read it.
func (t *Tree) Starts() string {
	var do, maybe, not []string
	for _, v := range t.Verdicts {
		switch {
		case !v.Starts():
			not = append(not, v.Release.String())
		case len(v.Doubts) > 0:
			maybe = append(maybe, v.Release.String())
		default:
			do = append(do, v.Release.String())
		}
	}
	var words []string
	for _, w := range []struct {
		words    string
		releases []string
	}{{"starts on", do}, {"starts on", maybe}, {"does not start on", not}} {
		if len(w.releases) > 0 {
			words = append(words, w.words+" "+series(w.releases))
		}
	}
	if len(maybe) > 0 {
		words[slices.IndexFunc(words, func(w string) bool { return strings.HasSuffix(w, maybe[len(maybe)-1]) })] += " unless something that was not read is in the way"
	}
	return strings.Join(words, "; ")
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

// missing says which steps are not done in a tree, "" if all are.
func (t *Tree) missing() string {
	if len(t.Open) == 0 {
		return ""
	}
	numbers := make([]string, len(t.Open))
	for i, n := range t.Open {
		numbers[i] = fmt.Sprint(n)
	}
	if len(numbers) == 1 {
		return "without step " + numbers[0]
	}
	return "without steps " + series(numbers)
}

// when says when a step is to be done.
func (s *Step) when() string {
	switch {
	case slices.Contains(s.Stops, s.Hop.From):
		return fmt.Sprintf("now: %s does not start without it", s.Hop.From)
	case s.WithBinaries:
		return fmt.Sprintf("with the binaries of %s, not before", s.Hop.To)
	}
	return fmt.Sprintf("before the upgrade to %s", s.Hop.To)
}

// stopped lists the releases that do not start until a step is done, without the one that when names.
func (s *Step) stopped() string {
	others := slices.DeleteFunc(slices.Clone(s.Stops), func(r release.Release) bool { return r == s.Hop.From })
	if len(others) == 0 {
		return ""
	}
	words := make([]string, len(others))
	for i, r := range others {
		words[i] = r.String()
	}
	verb := "do"
	if len(words) == 1 {
		verb = "does"
	}
	return fmt.Sprintf("%s %s not start without it", series(words), verb)
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
