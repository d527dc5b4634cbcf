package docker

import (
	"path"
	"slices"
	"strings"
)

// ignoreRule is a line of .dockerignore.
type ignoreRule struct {
	segments []string
	again    bool // "!": what matches is not ignored
}

// readIgnore reads a .dockerignore (moby/patternmatcher, ignorefile).
func readIgnore(text string) []ignoreRule {
	var rules []ignoreRule
	for line := range strings.SplitSeq(strings.TrimPrefix(text, "\ufeff"), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		line = strings.TrimSpace(line)
		pattern, again := strings.CutPrefix(line, "!")
		pattern = strings.TrimPrefix(path.Clean(strings.TrimSpace(pattern)), "/")
		if line == "" || pattern == "" || pattern == "." {
			continue
		}
		rules = append(rules, ignoreRule{strings.Split(pattern, "/"), again})
	}
	return rules
}

// ignores reports whether rules leave a path out of the context. The last rule that matches the path, or a directory it is
// in, decides.
func ignores(rules []ignoreRule, p string) bool {
	segments := strings.Split(p, "/")
	ignored := false
	for _, r := range rules {
		if r.again == ignored && matchesSome(r.segments, segments) {
			ignored = !r.again
		}
	}
	return ignored
}

// matchesSome reports whether a pattern matches a path or the beginning of it. "**" stands for any number of segments.
func matchesSome(pattern, segments []string) bool {
	// reached[n] says that the pattern so far can match the first n segments.
	reached := make([]bool, len(segments)+1)
	reached[0] = true
	for _, p := range pattern {
		next := make([]bool, len(segments)+1)
		for n := range reached {
			switch {
			case p == "**":
				next[n] = reached[n] || n > 0 && next[n-1]
			case n > 0 && reached[n-1]:
				ok, err := path.Match(strings.ReplaceAll(p, "**", "*"), segments[n-1])
				next[n] = ok && err == nil
			}
		}
		reached = next
	}
	return slices.Contains(reached[1:], true)
}

// ignored reports whether .dockerignore leaves a file out of the context. The one named for the Dockerfile comes before that
// of the context.
func (b *builder) ignored(p string) bool {
	if b.ignore == nil {
		b.ignore = []ignoreRule{}
		from := b.in.Source()
		for _, name := range []string{path.Base(from.Path) + ".dockerignore", path.Join(b.o.Context, ".dockerignore")} {
			if text, _, problem := b.o.Tree.Open(from, name); problem == "" {
				b.ignore = append(b.ignore, readIgnore(text.String())...)
				break
			}
		}
	}
	return ignores(b.ignore, p)
}
