package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// helped is a finding whose help is followed.
type helped struct {
	config *config.Config
	found  *lint.Diagnostic
	target release.Release
}

// byHand is what somebody does who follows a clause of a help.
type byHand struct {
	lint.Fix
	gone []string // files that are deleted
}

func (b *byHand) String() string {
	var out []string
	for _, e := range b.Edits {
		out = append(out, fmt.Sprintf("%s:%d %q → %q", e.Span.Source.Path, e.Span.Start, e.Span.Text(), e.Text))
	}
	for _, r := range b.Renames {
		out = append(out, filepath.Base(r.From)+" → "+filepath.Base(r.To))
	}
	for _, c := range b.Creates {
		out = append(out, fmt.Sprintf("%s: %q", filepath.Base(c.Path), c.Data))
	}
	for _, file := range b.gone {
		out = append(out, "without "+filepath.Base(file))
	}
	return strings.Join(out, "\n")
}

// plan returns what the files hold then.
func (b *byHand) plan(d lint.Diagnostic) (*fix.Changes, source.Overlay) {
	made := b.Fix
	made.Applicability = lint.Safe
	d.Fix = &made
	changes := fix.Plan([]lint.Diagnostic{d}, fix.Scope{}, func(file string) bool { _, err := os.Lstat(file); return err == nil })
	out := changes.Overlay()
	for _, file := range b.gone {
		if out == nil {
			out = source.Overlay{}
		}
		out[file] = source.Pending{Gone: true}
	}
	return changes, out
}

// A habit is how people follow clauses of one form. It returns what they do: nothing if the place is not one where this test
// knows how, and several things if the clause leaves the choice.
type habit struct {
	form   *regexp.Regexp
	follow func(h *helped, m []string) []*byHand
}

// habits are tried in order; the first whose form is that of a clause is taken.
func habits() []habit {
	return []habit{
		{regexp.MustCompile("^delete (?:it|the flag|the entry|the field|them)(?:,? (?:once|until|for) .*)?$"), (*helped).delete},
		{regexp.MustCompile("^remove it$"), (*helped).delete},
		{regexp.MustCompile("^(?:delete|remove) it on this release$"), (*helped).delete},
		{regexp.MustCompile("^delete `export`$"), func(h *helped, _ []string) []*byHand { return h.replaceIn("export ", "") }},
		{regexp.MustCompile("^delete `([a-z_]+)`$"), func(h *helped, m []string) []*byHand { return h.deleteFlag(m[1]) }},
		{regexp.MustCompile("^delete `([A-Z_0-9]+)`$"), func(h *helped, m []string) []*byHand { return h.deleteFlag(m[1]) }},
		{regexp.MustCompile("^(?:delete one of (?:them|the two)|keep the one that is meant and delete the other|delete the wrong one)$"), (*helped).deleteOne},
		{regexp.MustCompile("^move the file out of the flag directory$"), (*helped).deleteFile},
		{regexp.MustCompile("^write `(--[^` ]+=[^`]*)`"), func(h *helped, m []string) []*byHand { return h.writeSetting(m[1]) }},
		{regexp.MustCompile("^write one like `(--[^`]*)`$"), func(h *helped, m []string) []*byHand { return h.writeSetting(m[1]) }},
		{regexp.MustCompile("^write (?:one|a number|a whole number|a number and a unit|an address) like `([^`]*)`$"), func(h *helped, m []string) []*byHand { return h.writeValue(m[1]) }},
		{regexp.MustCompile("^write a whole number"), func(h *helped, m []string) []*byHand { return h.writeValue("1") }},
		{regexp.MustCompile("^write 1secs to 15mins$"), func(h *helped, m []string) []*byHand { return h.writeValue("1secs", "15mins") }},
		{regexp.MustCompile("^write `file://` before the path$"), func(h *helped, m []string) []*byHand { return h.prefixValue("file://") }},
		{regexp.MustCompile("^write `export` before `(\\w+)`$"), func(h *helped, m []string) []*byHand { return h.prefix("export ") }},
		{regexp.MustCompile("^set a majority of the masters, `(\\d+)` of \\d+$"), func(h *helped, m []string) []*byHand { return h.writeValue(m[1]) }},
		{regexp.MustCompile("^rename it to `([^`]+)`$"), func(h *helped, m []string) []*byHand { return h.write(m[1]) }},
		{regexp.MustCompile("^rename `([^`]+)` to `([^`]+)`$"), func(h *helped, m []string) []*byHand { return h.replaceIn(`"`+m[1]+`"`, `"`+m[2]+`"`) }},
		{regexp.MustCompile("^write `([^`]+)` instead of `([^`]+)`$"), func(h *helped, m []string) []*byHand { return h.replaceIn(`"`+m[2]+`"`, `"`+m[1]+`"`) }},
		{regexp.MustCompile("^write (`[^`]+`(?:(?:, | or )`[^`]+`)*)(?: in its place| before [0-9.]+|, its name until then|, in quotes| after the upgrade)?$"), func(h *helped, m []string) []*byHand {
			var out []*byHand
			for _, word := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(m[1], -1) {
				out = append(out, h.write(word[1])...)
			}
			return out
		}},
		{regexp.MustCompile("^write ([A-Z]+)(?: or ([A-Z]+))?$"), func(h *helped, m []string) []*byHand {
			out := h.write(m[1])
			if m[2] != "" {
				out = append(out, h.write(m[2])...)
			}
			return out
		}},
		{regexp.MustCompile("^add `?([a-z/_]+)`? to `isolation`$"), func(h *helped, m []string) []*byHand { return h.extend("isolation", m[1]) }},
		{regexp.MustCompile("^add `([a-z/_]+)` or `([a-z/_]+)` to `isolation`$"), func(h *helped, m []string) []*byHand {
			return append(h.extend("isolation", m[1]), h.extend("isolation", m[2])...)
		}},
		{regexp.MustCompile("^add `docker` to `containerizers`$"), func(h *helped, m []string) []*byHand { return h.extend("containerizers", "docker") }},
		{regexp.MustCompile("^(?:add|set|give) `([a-z_]+)`(?: too)?$"), func(h *helped, m []string) []*byHand { return h.addFlag(m[1], sampleOf[m[1]]) }},
		{regexp.MustCompile("^(?:set|give) `([a-z_]+)=([^`]+)`(?: with the upgrade)?$"), func(h *helped, m []string) []*byHand { return h.addFlag(m[1], m[2]) }},
		{regexp.MustCompile("^delete the (?:values|quotes|backslash|blank|NUL|ACLs).*$"), func(h *helped, m []string) []*byHand { return nil }},
		{regexp.MustCompile("^add `\\w+`, a JSON [a-z]+$"), func(*helped, []string) []*byHand { return nil }}, // its content is somebody's decision
		{regexp.MustCompile("^write it without the quotes$"), func(h *helped, m []string) []*byHand {
			text := h.found.Span.Text()
			return h.edit(h.found.Span, strings.Trim(text, `"'`))
		}},
	}
}

// sampleOf are values for flags that a help says to add without naming one; a flag without one is added by somebody who
// knows more.
var sampleOf = map[string]string{
	"work_dir": "/var/lib/mesos", "master": "zk://zk1.example.com:2181/mesos", "quorum": "1", "zk": "zk://zk1.example.com:2181/mesos",
	"image_providers": "docker",
}

func (h *helped) follow(clause string) (made []*byHand, followed bool) {
	for _, one := range habits() {
		if m := one.form.FindStringSubmatch(clause); m != nil {
			return one.follow(h, m), true
		}
	}
	return nil, false
}

func (h *helped) edit(span source.Span, text string) []*byHand {
	return []*byHand{{Fix: lint.Fix{Edits: []lint.Edit{{Span: span, Text: text}}}}}
}

// setting returns the setting that the finding is about, nil if it is about none, and its node.
func (h *helped) setting(at source.Span) (*config.Setting, *config.Node) {
	for _, n := range h.config.Nodes {
		for _, s := range n.Settings {
			if about := strings.ToLower(strings.TrimPrefix(s.Name, "MESOS_")); about == h.found.Subject && s.HasValue && covers(s.Value.All(), at) {
				return s, n
			}
		}
	}
	for _, n := range h.config.Nodes {
		for _, s := range n.Settings {
			if s.NameSpan == at || covers(s.Span, at) || s.HasValue && covers(s.Value.All(), at) {
				return s, n
			}
		}
	}
	return nil, nil
}

func covers(outer, inner source.Span) bool {
	return outer.Source == inner.Source && outer.Source != nil && outer.Start <= inner.Start && inner.End <= outer.End && outer.End > outer.Start
}

// document returns the JSON that the finding is in.
func (h *helped) document(at source.Span) (source.JSON, *source.Text, bool) {
	var text *source.Text
	for _, d := range h.config.Documents {
		if covers(d.Text.All(), at) && (text == nil || d.Text.Len() < text.Len()) {
			text = &d.Text
		}
	}
	if text == nil {
		return source.JSON{}, nil, false
	}
	v, err := source.ParseJSON(text)
	return v, text, err == nil
}

// delete takes what the finding is about out of its file: the member of a document, else the setting, else the line.
func (h *helped) delete([]string) []*byHand { return h.deleteAt(h.found.Span) }

func (h *helped) deleteAt(at source.Span) []*byHand {
	if v, text, ok := h.document(at); ok {
		if changes := dropped(v, at); changes != nil {
			if f := resolved.RewriteAll(text, lint.Safe, "", changes...); f != nil {
				return []*byHand{{Fix: *f}}
			}
			return nil
		}
	}
	s, _ := h.setting(at)
	if s == nil {
		return nil
	}
	if made := deleteSetting(s); made != nil || s.Way != config.Environment || !h.isAloneOnItsLine(s) {
		return made
	}
	start, end := s.Span.Source.LineAround(s.Span.Start)
	return h.edit(s.Span.Source.Span(start, min(end+1, len(s.Span.Source.Data))), "")
}

// isAloneOnItsLine reports whether a line assigns one variable and does nothing else.
func (h *helped) isAloneOnItsLine(s *config.Setting) bool {
	start, end := s.Span.Source.LineAround(s.NameSpan.Start)
	line := strings.TrimSpace(string(s.Span.Source.Data[start:end]))
	for _, before := range []string{"export ", "- ", "Environment=", "env "} {
		line = strings.TrimPrefix(line, before)
	}
	if !strings.HasPrefix(strings.TrimLeft(line, `"'`), s.Name) || strings.HasSuffix(line, `\`) || s.Span.End > end {
		return false
	}
	for _, n := range h.config.Nodes {
		for _, other := range n.Settings {
			if other.Span.Source == s.Span.Source && other.Span != s.Span && other.Span.Start < end && start < other.Span.End {
				return false
			}
		}
	}
	return true
}

func deleteSetting(s *config.Setting) []*byHand {
	if s.Way == config.FlagDirectory {
		if s.File == "" {
			return nil
		}
		return []*byHand{{gone: []string{s.File}}}
	}
	if f := resolved.DeleteSetting(s); f != nil {
		return []*byHand{{Fix: *f}}
	}
	start, end := s.Span.Source.LineAround(s.Span.Start)
	line := string(s.Span.Source.Data[start:end])
	if text := strings.TrimSpace(s.Span.Text()); strings.TrimSpace(line) == text || strings.TrimSpace(line) == "export "+text {
		return []*byHand{{Fix: lint.Fix{Edits: []lint.Edit{{Span: s.Span.Source.Span(start, end)}}}}}
	}
	if s.Way == config.CommandLine {
		return []*byHand{{Fix: lint.Fix{Edits: []lint.Edit{{Span: s.Span}}}}}
	}
	return nil
}

// deleteOne deletes either of the two things that the finding is about.
func (h *helped) deleteOne([]string) []*byHand {
	out := h.deleteAt(h.found.Span)
	if len(h.found.Related) > 0 && h.found.Related[0].Span.Source != nil {
		out = append(out, h.deleteAt(h.found.Related[0].Span)...)
	}
	return out
}

func (h *helped) deleteFile([]string) []*byHand {
	if s, _ := h.setting(h.found.Span); s != nil && s.File != "" {
		return []*byHand{{gone: []string{s.File}}}
	}
	return []*byHand{{gone: []string{h.found.Span.Source.File}}}
}

// deleteFlag deletes the settings of the finding's node that give a flag, or a variable.
func (h *helped) deleteFlag(name string) []*byHand {
	_, n := h.setting(h.found.Span)
	if n == nil {
		return nil
	}
	for _, s := range n.Settings {
		if s.Name == name || strings.TrimPrefix(s.Name, "no-") == name || strings.EqualFold(s.Name, "MESOS_"+name) {
			return deleteSetting(s)
		}
	}
	return nil
}

// write writes a word in place of what is underlined: a name, a value, or a part of one.
func (h *helped) write(word string) []*byHand {
	at := h.found.Span
	text := at.Text()
	if v, document, ok := h.document(at); ok {
		if change := written(v, at, word); change != nil {
			if f := resolved.RewriteAll(document, lint.Safe, "", *change); f != nil {
				return []*byHand{{Fix: *f}}
			}
		}
	}
	switch s, n := h.setting(at); {
	case text == "":
		if s != nil && s.Way == config.FlagDirectory {
			if f := resolved.RenameFlag(n, s, strings.TrimPrefix(s.Name, "no-"), strings.TrimPrefix(word, "no-")); f != nil {
				return []*byHand{{Fix: *f}}
			}
		}
		return nil
	case strings.HasPrefix(text, `"`) && strings.HasSuffix(text, `"`) && len(text) > 1:
		return h.edit(at, source.QuoteJSON(word))
	case strings.HasPrefix(word, "--") && s != nil && at == s.NameSpan:
		return h.edit(source.Span{Source: at.Source, Start: s.Span.Start, End: at.End}, word)
	case strings.HasPrefix(word, "--") && strings.Contains(text, "="):
		at.End = at.Start + strings.IndexByte(text, '=')
	case text == "{" || text == "[":
		return nil // what is missing is in it
	case h.found.Rule == "flag/value" && s != nil && s.HasValue:
		at = s.Value.Raw()
	}
	return h.edit(at, word)
}

// writeSetting writes a whole argument, --name=value, in place of the setting that gives the flag.
func (h *helped) writeSetting(argument string) []*byHand {
	at, n := h.setting(h.found.Span)
	if at == nil {
		return nil
	}
	name, value, _ := strings.Cut(strings.TrimPrefix(argument, "--"), "=")
	if strings.Contains(value, "VALUE") {
		return nil
	}
	for _, s := range n.Settings {
		if bare := strings.TrimPrefix(s.Name, "no-"); bare != name && !strings.EqualFold(s.Name, "MESOS_"+name) || s.Overridden != nil {
			continue
		}
		switch {
		case s.Way == config.CommandLine:
			return h.edit(s.Span, argument)
		case s.HasValue && s.Value.Source() != nil:
			return h.edit(s.Value.Raw(), value)
		}
	}
	return nil
}

// writeValue writes values in place of the one that the finding is about.
func (h *helped) writeValue(values ...string) []*byHand {
	at := h.found.Span
	s, n := h.setting(at)
	if s == nil || h.isShared(s, n) {
		return nil
	}
	if s.HasValue && s.Value.Source() != nil && !strings.ContainsAny(s.Value.String(), ";{,") {
		at = s.Value.Raw()
	}
	var out []*byHand
	for _, value := range values {
		if text := at.Text(); strings.HasPrefix(text, `"`) && strings.HasSuffix(text, `"`) && len(text) > 1 {
			value = `"` + value + `"`
		}
		out = append(out, h.edit(at, value)...)
	}
	return out
}

// isShared reports whether another setting has its value from the same place.
func (h *helped) isShared(s *config.Setting, n *config.Node) bool {
	return slices.ContainsFunc(n.Settings, func(other *config.Setting) bool {
		return other != s && other.HasValue && other.Value.Source() != nil && s.Value.Source() != nil && other.Value.Raw() == s.Value.Raw()
	})
}

func (h *helped) prefixValue(prefix string) []*byHand {
	s, _ := h.setting(h.found.Span)
	if s == nil || !s.HasValue {
		return nil
	}
	raw := s.Value.Raw()
	return h.edit(source.Span{Source: raw.Source, Start: raw.Start, End: raw.Start}, prefix)
}

func (h *helped) prefix(prefix string) []*byHand {
	at := h.found.Span
	return h.edit(source.Span{Source: at.Source, Start: at.Start, End: at.Start}, prefix)
}

// replaceIn replaces a text on the line of the finding.
func (h *helped) replaceIn(old, new string) []*byHand {
	start, end := h.found.Span.Source.LineAround(h.found.Span.Start)
	line := string(h.found.Span.Source.Data[start:end])
	i := strings.Index(line, old)
	if i < 0 {
		return nil
	}
	return h.edit(h.found.Span.Source.Span(start+i, start+i+len(old)), new)
}

// extend adds a name to the list that a flag of the finding's node is given, or gives the flag.
func (h *helped) extend(flag, name string) []*byHand {
	_, n := h.setting(h.found.Span)
	if n == nil {
		return nil
	}
	for _, s := range n.Settings {
		if (s.Name == flag || strings.EqualFold(s.Name, "MESOS_"+flag)) && s.HasValue && s.Overridden == nil {
			raw := s.Value.Raw()
			if raw.Source == nil {
				return nil
			}
			value := strings.TrimRight(raw.Text(), "\n")
			return h.edit(source.Span{Source: raw.Source, Start: raw.Start + len(value), End: raw.Start + len(value)}, ","+name)
		}
	}
	return h.addFlag(flag, name)
}

// addFlag gives a flag that the finding's node does not have, in the way in which another is given.
func (h *helped) addFlag(name, value string) []*byHand {
	if value == "" {
		return nil
	}
	_, n := h.setting(h.found.Span)
	for _, of := range h.found.Nodes {
		for _, other := range h.config.Nodes {
			if n == nil && other.Component == of.Component && other.Start == of.Start {
				n = other
			}
		}
	}
	if n == nil {
		return nil
	}
	for _, s := range slices.Backward(n.Settings) {
		if s.Span.Source == nil || s.Overridden != nil {
			continue
		}
		switch s.Way {
		case config.FlagDirectory:
			if s.File == "" {
				continue
			}
			return []*byHand{{Fix: lint.Fix{Creates: []lint.Create{{Path: filepath.Join(filepath.Dir(s.File), name), Data: []byte(value + "\n"), Mode: 0o644}}}}}
		case config.Environment:
			start, end := s.Span.Source.LineAround(s.Span.Start)
			line := string(s.Span.Source.Data[start:end])
			if export := strings.HasPrefix(line, "export "+s.Name+"="); export || strings.HasPrefix(line, s.Name+"=") && s.Span.End <= end {
				assignment := "MESOS_" + strings.ToUpper(name) + "=" + value + "\n"
				if export {
					assignment = "export " + assignment
				}
				return h.edit(s.Span.Source.Span(start, start), assignment)
			}
		case config.CommandLine:
			start, end := s.Span.Source.LineAround(s.Span.Start)
			if line := string(s.Span.Source.Data[start:end]); strings.TrimSpace(line) == strings.TrimSpace(s.Span.Text()) && strings.HasPrefix(line, "--") {
				return h.edit(s.Span.Source.Span(start, start), "--"+name+"="+value+"\n")
			}
			if before := s.Span.Start; before > 0 && s.Span.Source.Data[before-1] == ' ' {
				return h.edit(s.Span.Source.Span(before, before), "--"+name+"="+value+" ")
			}
		}
	}
	return nil
}
