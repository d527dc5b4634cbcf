package main

import (
	"fmt"
	"slices"

	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// resolveUpgrade reads --from and --to, both of which an upgrade needs.
func resolveUpgrade(from, to string) (u release.Upgrade, err error) {
	if from == "" || to == "" {
		return u, fmt.Errorf("an upgrade has two ends: give --from and --to")
	}
	if u.From, err = catalog.History().Resolve(from); err != nil {
		return u, fmt.Errorf("--from: %w", err)
	}
	if u.To, err = catalog.History().Resolve(to); err != nil {
		return u, fmt.Errorf("--to: %w", err)
	}
	if !u.From.Less(u.To) {
		return u, fmt.Errorf("--from %s is not older than --to %s: explain knows only upgrades", u.From, u.To)
	}
	return u, nil
}

// upgradeAnswer explains all that changes on the way of an upgrade: what weakens protection, what binds the way, and then
// every hop by area.
func upgradeAnswer(u release.Upgrade) answer {
	a := answer{Kind: "upgrade", Name: u.String(), Title: "upgrade " + u.String()}
	changes := catalog.ChangesOn(u)
	summarise(&a, changes, checkCommand(u.From.String(), u.To.String()))
	for _, strength := range []string{"must", "advised", "free"} {
		for _, h := range catalog.Hops() {
			if h.Strength == strength && h.On(u) {
				a.add(hopLabel(strength), hopText(h))
			}
		}
	}
	if weak := slices.DeleteFunc(slices.Clone(changes), func(c *catalog.Change) bool { return !c.Weakens }); len(weak) > 0 {
		a.Groups = append(a.Groups, changeGroup{Title: "weakens protection silently", Changes: changeAnswers(weak)})
	}
	before := u.From.Series()
	for _, series := range seriesOn(u) {
		of := slices.DeleteFunc(slices.Clone(changes), func(c *catalog.Change) bool { return c.Release.Series() != series })
		hop := before + " → " + series
		if series == u.From.Series() {
			hop = u.From.String() + " → " + newestOn(series, u).String()
		} else {
			a.Groups = append(a.Groups, procedureGroup(series, hop)...)
		}
		a.Groups = append(a.Groups, groupsOf(of, hop)...)
		before = series
	}
	return a
}

// hopLabel says how much a constraint binds.
func hopLabel(binds string) string {
	switch binds {
	case "must":
		return "must"
	case "advised":
		return "better"
	case "free":
		return "allowed"
	}
	return ""
}

// hopText says what a constraint on the way is, and when it holds.
func hopText(h *catalog.Hop) string {
	text := h.Why
	if len(h.MustPass) > 0 {
		text += fmt.Sprintf(" Stop on the way at %s.", h.MustPass)
	}
	if c := concerns(h.Applies); c != "" {
		text += fmt.Sprintf(" It matters if %s.", c)
	}
	return text
}

// seriesOn returns the series that an upgrade comes past, oldest first; that of its start where it has newer releases.
func seriesOn(u release.Upgrade) []string {
	var out []string
	for _, r := range catalog.History().All() {
		if u.From.Less(r) && !u.To.Less(r) && (len(out) == 0 || out[len(out)-1] != r.Series()) {
			out = append(out, r.Series())
		}
	}
	return out
}

// newestOn returns the newest release of a series that an upgrade comes past.
func newestOn(series string, u release.Upgrade) release.Release {
	var newest release.Release
	for _, r := range catalog.History().All() {
		if r.Series() == series && !u.To.Less(r) {
			newest = r
		}
	}
	return newest
}
