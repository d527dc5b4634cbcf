package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var valueNotRendered = &lint.Rule{
	Name:  "value/not-rendered",
	Title: "A value that looks like a template that was not rendered",
	Doc: `The value contains a mark of a template language, like {{ zk }}, <%= @zk %>, ${ZK}, @ZK@ or %ZK%, in a file that
nothing renders as far as its name and its format tell: neither Mesos nor the init wrapper nor systemd replaces it. If the
file is deployed as it is, the daemon gets the mark as its value. Marks in double braces and <% %> may stand for any text,
so that such a value is not checked further.

A file that is named as a template (.j2, .erb, .tpl, .in and the like), that stands in a directory called templates or has
conditions of a template language, is not reported.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On:        "1.3",
		Condition: notRendered,
		Before: []lint.File{{Path: "agent.flags", Text: `--master={{ zookeeper_url }}
--work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Config: func(p *lint.Pass, c *config.Config) {
		said := map[source.Span]bool{}
		for _, n := range c.Nodes {
			resolved.EachValue(p, n, func(_ *resolved.Daemon, v *resolved.FlagValue) {
				form := templateMark(v)
				if form == "" || said[v.Setting.Span] || hasReaderFinding(n, v.Setting.Value.Raw()) {
					return
				}
				said[v.Setting.Span] = true
				p.Report(lint.Diagnostic{
					Span: v.Setting.Value.Raw(), Component: n.Component, Subject: v.Flag.Name, Effect: lint.Advice,
					Message: fmt.Sprintf("the value of `%s` looks like a template that was not rendered (`%s`): the daemon gets it as it is written",
						v.Setting.Name, form),
					Condition: notRendered,
					Help:      "check the file that it is rendered to, or name it as a template (`.j2`, `.erb`, `.tpl`, `.in`)",
				})
			})
		}
	},
}

// notRendered is the condition under which a mark of a template reaches the daemon.
const notRendered = "unless the file is rendered before it is read"

// templateMark returns the form of the first mark of a template in a value that is read as it stands; "" if there is none.
// What is only known at run time has a mark only if nothing else, such as a command of a shell, can be the reason.
func templateMark(v *resolved.FlagValue) string {
	text := v.Setting.Value.String()
	if !v.Setting.AsIs || strings.ContainsAny(text, "`") || strings.Contains(text, "$(") {
		return ""
	}
	switch {
	case encloses(text, "{{", "}}"):
		return "{{ }}"
	case encloses(text, "<%", "%>"):
		return "<% %>"
	case v.Setting.Dynamic, strings.ContainsAny(text, " \t\n\""):
		return "" // the latter are of a command or of JSON, in which the other marks are usual
	case hasVariable(text):
		return "${ }"
	case hasPlaceholder(text, '@'):
		return "@ @"
	case hasPlaceholder(text, '%'):
		return "% %"
	}
	return ""
}

// hasReaderFinding reports whether the reader of the format has already said what becomes of a text.
func hasReaderFinding(n *config.Node, at source.Span) bool {
	return slices.ContainsFunc(n.Findings, func(f config.Finding) bool {
		return f.Span.Source == at.Source && f.Span.Start < at.End && at.Start < f.Span.End
	})
}

// encloses reports whether a text has an opening mark with something between it and the closing one.
func encloses(text, opening, closing string) bool {
	_, rest, found := strings.Cut(text, opening)
	inner, _, closed := strings.Cut(rest, closing)
	return found && closed && strings.TrimSpace(inner) != ""
}

// hasVariable reports whether a text has a variable in braces: ${NAME}.
func hasVariable(text string) bool {
	_, rest, found := strings.Cut(text, "${")
	name, _, closed := strings.Cut(rest, "}")
	return found && closed && name != "" && (isLetter(name[0]) || name[0] == '_')
}

// hasPlaceholder reports whether a text has a name in capitals between two of a mark, and neither letter nor digit beside
// them: a password in a URL may hold the mark, too.
func hasPlaceholder(text string, mark byte) bool {
	for start := 0; start < len(text); start++ {
		if text[start] != mark || start > 0 && isWordByte(text[start-1]) {
			continue
		}
		end := start + 1
		for end < len(text) && (isCapital(text[end]) || end > start+1 && (text[end] == '_' || isDigit(text[end]))) {
			end++
		}
		if end > start+2 && end < len(text) && text[end] == mark && (end+1 == len(text) || !isWordByte(text[end+1])) {
			return true
		}
	}
	return false
}

func isCapital(c byte) bool { return 'A' <= c && c <= 'Z' }

func isWordByte(c byte) bool { return isLetter(c) || isDigit(c) }

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
