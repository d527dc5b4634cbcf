package compile

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// ReadmeParts are what others say in the README of a plan.
type ReadmeParts struct {
	// Version is that of the program.
	Version string
	// Hop returns, as Markdown, what else is to be done on a hop: the order, what to watch. It may be nil.
	Hop func(release.Upgrade) string
}

// Readme writes what to do with the trees, as Markdown with check boxes. It holds no secret.
func (p *Plan) Readme(parts ReadmeParts) []byte {
	w := &markdown{}
	w.line("# The upgrade from Mesos %s to %s", p.Upgrade.From, p.Upgrade.To)
	w.line("")
	w.line("Made by mesoslint%s from %s. Each directory holds the whole configuration for one time of the upgrade, under the paths it has",
		spaced(parts.Version), code(p.Base))
	w.line("below that directory. Each `.patch` file makes a tree of the one before it: `patch -p1 -d DIR < N.patch`, or `git apply`.")
	w.line("")
	w.line("| tree | what changes | what starts |")
	w.line("|---|---|---|")
	for _, t := range p.Trees {
		w.line("| `%s` | %s | %s |", t.Name, t.changed(), join(t.Starts(), t.stillOpen()))
	}
	w.line("")
	w.line("A release starts with a tree if nothing that was read keeps it from starting.")
	p.byHand(w)
	for i := 1; i+1 < len(p.Trees); i += 2 {
		p.hopSection(w, p.Trees[i], p.Trees[i+1], parts)
	}
	p.limits(w)
	p.again(w)
	return []byte(w.String())
}

// markdown is a text under way.
type markdown struct{ strings.Builder }

func (w *markdown) line(format string, args ...any) {
	fmt.Fprintf(w, format, args...)
	w.WriteByte('\n')
}

func spaced(word string) string {
	if word == "" {
		return ""
	}
	return " " + word
}

// join joins clauses, without the empty ones.
func join(clauses ...string) string {
	return strings.Join(slices.DeleteFunc(clauses, func(c string) bool { return c == "" }), "; ")
}

// byHand writes the steps that only a person can do.
func (p *Plan) byHand(w *markdown) {
	if len(p.Steps) == 0 {
		return
	}
	w.line("")
	w.line("## What only a person can do")
	w.line("")
	w.line("No tree has these. What is to be done now or before the first hop: do it in the configuration itself and make the plan again, so")
	w.line("that all trees have it. Do the rest in the tree of its time, before that is put in place, and in those after it.")
	w.line("")
	for _, s := range p.Steps {
		w.line("%d. [ ] %s, in `%s`: %s [%s]", s.Number, code(s.Place), s.Tree, source.Printable(s.Message), s.Rule)
		under := strings.Repeat(" ", len(fmt.Sprint(s.Number))+2)
		if len(s.More) > 0 {
			w.line("%s- and at %s: %s", under, counted(len(s.More), "more place"), someOf(s.More, maxPlaces, code))
		}
		w.line("%s- when: %s", under, s.when())
		w.line("%s- %s", under, source.Printable(s.Why))
		if s.Help != "" {
			w.line("%s- help: %s", under, source.Printable(s.Help))
		}
	}
}

// hopSection writes one hop.
func (p *Plan) hopSection(w *markdown, before, with *Tree, parts ReadmeParts) {
	hop := before.Hop
	w.line("")
	w.line("## %s", hop)
	w.line("")
	first, later := p.stepsOf(hop)
	if len(first) > 0 {
		w.line("- [ ] do %s", stepNumbers(first))
	}
	if len(before.Changes.Files) == 0 {
		w.line("- [x] before the upgrade nothing is changed: `%s` is the same as the tree before it", before.Name)
	} else {
		w.line("- [ ] before the upgrade, while %s runs: put `%s` in place (`%s`); daemons read it when they start again", hop.From, before.Name, before.Patch())
		w.changes(before)
	}
	w.state(before)
	if len(later) > 0 {
		w.line("- [ ] do %s in `%s`", stepNumbers(later), with.Name)
	}
	if len(with.Changes.Files) == 0 && len(later) > 0 {
		w.line("- [ ] install %s and put `%s` in place on the same machine before its daemon starts", hop.To, with.Name)
	} else if len(with.Changes.Files) == 0 {
		w.line("- [ ] install %s; the configuration stays as it is (`%s`)", hop.To, with.Name)
	} else {
		w.line("- [ ] install %s and put `%s` in place (`%s`) on the same machine before its daemon starts", hop.To, with.Name, with.Patch())
		w.changes(with)
	}
	w.state(with)
	if parts.Hop == nil {
		return
	}
	if text := strings.Trim(parts.Hop(hop), "\n"); text != "" {
		w.line("")
		w.line("%s", text)
	}
}

// maxPlaces is how many places of a step README.md lists.
const maxPlaces = 200

// stepsOf returns the numbers of the steps that a hop is the first to ask for: those that can be done before it, and those that
// are for the new release.
func (p *Plan) stepsOf(hop release.Upgrade) (first, later []int) {
	for _, s := range p.Steps {
		switch {
		case s.Hop != hop:
		case s.isFirst():
			first = append(first, s.Number)
		default:
			later = append(later, s.Number)
		}
	}
	return first, later
}

// maxFiles is how many changed files of a tree are listed.
const maxFiles = 50

// changes lists what differs from the tree before, and what fixes change that are not safe.
func (w *markdown) changes(t *Tree) {
	for _, d := range t.Changes.Accepted {
		if d.Fix.Applicability == lint.Unsafe {
			w.line("  - **changes something**: %s: %s", code(t.place(&d)), source.Printable(d.Fix.Message))
		}
	}
	for i, f := range t.Changes.Files {
		if i == maxFiles {
			w.line("  - … and %d more", len(t.Changes.Files)-i)
			return
		}
		w.line("  - %s", change(f))
	}
}

// state writes what is to be known of a tree.
func (w *markdown) state(t *Tree) {
	w.line("  - %s", join(t.Starts(), t.stillOpen()))
	for _, v := range t.Verdicts {
		if v.Waits {
			w.line("  - do not start %s with it: that takes the next tree", v.Release)
		}
		for i := range v.Doubts {
			if i == maxFiles {
				w.line("  - … and %d more", len(v.Doubts)-i)
				break
			}
			d := &v.Doubts[i]
			w.line("  - %s may not start: %s: %s, %s", v.Release, code(t.place(d)), source.Printable(d.Message), source.Printable(d.Condition))
		}
	}
	if len(t.Openings) > 0 {
		w.line("  - **opens what was closed**:")
		for _, opened := range t.opened(maxPlaces) {
			w.line("    - %s", opened)
		}
	}
	for i, reason := range t.Incomparable {
		if i == maxFiles {
			w.line("  - … and %d more", len(t.Incomparable)-i)
			break
		}
		w.line("  - decisions not compared: %s", source.Printable(reason))
	}
}

// maxGaps is how many gaps are listed.
const maxGaps = 50

// limits writes what the trees do not hold and what the verdicts are not about.
func (p *Plan) limits(w *markdown) {
	if len(p.LeftOut)+len(p.Unchecked)+len(p.Gaps) == 0 {
		return
	}
	w.line("")
	w.line("## What the trees and the verdicts leave out")
	w.line("")
	for _, name := range p.LeftOut {
		w.line("- %s is not copied: it is the history that version control keeps", code(name))
	}
	for _, u := range p.Unchecked {
		w.line("- not checked: %s", source.Printable(u.Error()))
	}
	for i, gap := range p.Gaps {
		if i == maxGaps {
			w.line("- … and %d more", len(p.Gaps)-i)
			break
		}
		w.line("- may add settings and was not read: %s", source.Printable(gap))
	}
}

// again writes how to check a tree.
func (p *Plan) again(w *markdown) {
	last := p.Trees[len(p.Trees)-1]
	var paths []string
	for _, word := range p.Options {
		if rest, inTree := strings.CutPrefix(word, treeMark); inTree {
			word = path.Join(last.Name, rest)
		}
		paths = append(paths, quoted(word))
	}
	for _, named := range p.Paths {
		paths = append(paths, quoted(path.Join(last.Name, named)))
	}
	w.line("")
	w.line("## To check a tree again")
	w.line("")
	w.line("```sh")
	w.line("mesoslint check --to %s %s", last.Hop.To, strings.Join(paths, " "))
	w.line("```")
}

// quoted writes a word for the shell.
func quoted(word string) string {
	plain := func(r rune) bool {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || strings.ContainsRune("-_./+@:,=", r)
	}
	if word != "" && strings.IndexFunc(word, func(r rune) bool { return !plain(r) }) < 0 {
		return word
	}
	return "'" + strings.ReplaceAll(source.Printable(word), "'", `'\''`) + "'"
}
