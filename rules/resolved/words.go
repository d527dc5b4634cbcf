package resolved

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Who names who reads the document, for a message: "the 1.3.2 master", or "Mesos 1.3.2" if either may.
func Who(c config.Component, r release.Release) string {
	if c == config.AnyComponent {
		return "Mesos " + r.String()
	}
	return "the " + r.String() + " " + c.String()
}

// AnyOf writes names for a sentence: `a`, `b` or `c`.
func AnyOf(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + name + "`"
	}
	return Alternatives(quoted)
}

// Plural says how many of something there are: "1 line", "3 lines".
func Plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// KindWithArticle writes a kind of JSON value with its article: "an object", "a string", "null".
func KindWithArticle(k source.Kind) string {
	switch k {
	case source.Null:
		return "null"
	case source.Array, source.Object:
		return "an " + k.String()
	}
	return "a " + k.String()
}

// ReadAt is the note that says where a fact was read.
func ReadAt(evidence ...string) []string { return []string{"see " + strings.Join(evidence, ", ")} }

// Shown returns a value as a message may quote it, in back quotes; "" if it is long, or holds anything secret.
func Shown(v source.JSON) string {
	span := v.Span()
	const longest = 40
	if k := v.Kind(); k == source.Object || k == source.Array || len(v.Raw()) > longest || span.Source == nil {
		return ""
	}
	if len(source.Within(span.Source.Secrets(), span.Start, span.End)) > 0 {
		return ""
	}
	return "`" + v.Raw() + "`"
}

// History says where a name existed, with the evidence.
func History(c config.Component, f *catalog.Flag) string {
	evidence := ""
	for _, d := range f.Definitions {
		evidence = cmp.Or(evidence, d.Evidence)
	}
	text := "`" + f.Name + "` of the " + c.String() + " exists in " + f.Exists.String()
	if evidence != "" {
		text += " (" + evidence + ")"
	}
	return text
}

// QuotedList writes names as "`a`, `b` and `c`".
func QuotedList(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "`" + n + "`"
	}
	return Joined(quoted)
}

// Joined writes phrases as "a, b and c".
func Joined(phrases []string) string {
	if len(phrases) < 2 {
		return strings.Join(phrases, "")
	}
	return strings.Join(phrases[:len(phrases)-1], ", ") + " and " + phrases[len(phrases)-1]
}

// Alternatives writes phrases as "a, b or c".
func Alternatives(phrases []string) string {
	if len(phrases) == 1 {
		return phrases[0]
	}
	return strings.Join(phrases[:len(phrases)-1], ", ") + " or " + phrases[len(phrases)-1]
}

// Predicate makes a sentence of why a file was not read: "is a relative path", "was not found under x".
func Predicate(problem string) string {
	switch {
	case strings.HasPrefix(problem, "is "), strings.HasPrefix(problem, "has "):
		return problem
	case strings.HasPrefix(problem, "not found"):
		return "was " + problem
	}
	return "could not be read: " + problem
}

// Listed writes names for a help text.
func Listed(names iter.Seq[string]) string {
	all := slices.Collect(names)
	if len(all) == 0 {
		return "no key at all"
	}
	return "`" + strings.Join(all, "`, `") + "`"
}

// DeleteBeside is the help for what is of no use beside something of a name.
func DeleteBeside(name string) string { return fmt.Sprintf("delete it: `%s` is there already", name) }

// DeleteLookalike is the help for what looks like a misspelling of a name that is there as well.
func DeleteLookalike(name string) string {
	return fmt.Sprintf("delete it: `%s`, which it looks like, is there already", name)
}

// Shortened quotes a word for a message.
func Shortened(word string) string {
	const longest = 40
	if len(word) > longest {
		return "that"
	}
	return "`" + word + "`"
}
