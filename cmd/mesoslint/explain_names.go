package main

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// explainName returns all that a name means, of one component where it is given. An error says that it is nothing, with
// what it is like.
func explainName(name string, c config.Component) ([]answer, error) {
	for _, only := range []func(string) []answer{ruleNamed, checkNamed} {
		if a := only(name); a != nil {
			return a, nil
		}
	}
	if a := changeNamed(name); a != nil && strings.Contains(name, "-") { // an id of one word may name other things too
		return a, nil
	}
	if a, err := releaseNamed(name); a != nil || err != nil {
		return a, err
	}
	word, _, _ := strings.Cut(name, "=")
	out := slices.Concat(
		variableNamed(word),
		changeNamed(name),
		actionNamed(name),
		flagNamed(name, c),
		valueNamed(name, c),
		endpointNamed(name, c),
		fieldNamed(name),
	)
	if out == nil {
		out = subjectNamed(name)
	}
	if out == nil {
		return nil, unknownName(name)
	}
	return out, nil
}

// unknownName says that a name means nothing, and what may have been meant. What comes after a "=" may be a secret, and
// is not repeated.
func unknownName(name string) error {
	word, _, _ := strings.Cut(name, "=")
	err := fmt.Errorf("%q is not a rule, start-up check, release, change, flag, value, ACL action, variable, endpoint or field of any Mesos release", word)
	if meant := nearestName(word); meant != "" {
		err = fmt.Errorf("%w; did you mean %q?", err, meant)
	}
	return err
}

// nearestName returns the name of anything that can be explained that is most like another one, "" if none is near. The
// dashes of a flag do not count.
func nearestName(name string) string {
	bare := strings.TrimLeft(name, "-")
	if meant := resolved.Nearest(bare, rules.Names()); meant != "" {
		return meant
	}
	return resolved.Nearest(name, otherNames())
}

// otherNames yields what has a name besides what rules.Names yields.
func otherNames() iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, c := range catalog.Changes() {
			if !yield(c.ID) || slices.ContainsFunc(c.Subjects, func(s string) bool { return !yield(s) }) {
				return
			}
		}
		for _, route := range catalog.AllRoutes() {
			if slices.ContainsFunc(pathsOf(route), func(path string) bool { return !yield(path) }) {
				return
			}
		}
		for _, set := range catalog.AllValues() {
			if slices.ContainsFunc(set.Values, func(v *catalog.Value) bool { return !yield(v.Name) }) {
				return
			}
		}
		for _, message := range catalog.MessageNames() {
			if !yield(message) || slices.ContainsFunc(catalog.FieldNames(message), func(f string) bool { return !yield(message + "." + f) }) {
				return
			}
		}
	}
}
