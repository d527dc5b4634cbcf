package project

import (
	"errors"
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Pattern is a glob of paths: "*" stands for any part of a name, "**" for any folders. It holds what lies in a folder that
// it matches. One without a slash matches a name in any folder; "./name" is one beside the file alone.
type Pattern string

// parsePattern reads a pattern; the error says what is wrong with it.
func parsePattern(text string) (Pattern, error) {
	cleaned := strings.TrimSuffix(text, "/")
	for strings.HasPrefix(cleaned, "./") {
		cleaned = cleaned[len("./"):]
	}
	switch {
	case strings.HasPrefix(cleaned, "/"):
		return "", errors.New("a pattern is relative to the folder of this file: write it without the slash in front")
	case cleaned == ".." || strings.HasPrefix(cleaned, "../") || strings.Contains(cleaned, "/../"):
		return "", errors.New("a pattern does not lead out of the folder of this file")
	case cleaned == "":
		return "", errors.New("the pattern is empty")
	case strings.HasPrefix(cleaned, "!"):
		return "", errors.New("a pattern cannot be negated; write \\! for a name that begins so")
	case !doublestar.ValidatePattern(cleaned):
		return "", errors.New("this is not a pattern: a bracket is not closed, or a backslash is at the end")
	}
	switch {
	case cleaned == ".":
		cleaned = "**"
	case strings.HasPrefix(text, "./"):
		cleaned = "./" + cleaned
	}
	return Pattern(cleaned), nil
}

// Matches reports whether a path, or a folder that it lies in, is one of the pattern's. The path is relative and clean, with
// slashes; one that leads out of the folder is none.
func (p Pattern) Matches(name string) bool {
	if name == ".." || strings.HasPrefix(name, "../") || strings.HasPrefix(name, "/") {
		return false
	}
	anywhere := !strings.Contains(string(p), "/")
	pattern := strings.TrimPrefix(string(p), "./")
	for ; name != "." && name != "/"; name = path.Dir(name) {
		if anywhere && doublestar.MatchUnvalidated(pattern, path.Base(name)) || doublestar.MatchUnvalidated(pattern, name) {
			return true
		}
	}
	return false
}

func anyMatches(patterns []Pattern, name string) bool {
	for _, p := range patterns {
		if p.Matches(name) {
			return true
		}
	}
	return false
}
