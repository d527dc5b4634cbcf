// Package nodetest makes nodes for the tests of the rules and of what they stand on.
package nodetest

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Node makes a complete node of lines: "--name=value" and "--name" are words of a command line, "NAME=value" is a
// variable, any other line a word that is not a flag. A line that starts with "? " is one that may not be there, one that
// starts with "$ " has a value known at run time only.
func Node(c config.Component, lines ...string) *config.Node {
	s := source.New("daemon.flags", "/etc/daemon.flags", []byte(strings.Join(lines, "\n")+"\n"))
	n := &config.Node{Component: c, Name: s.Path, Complete: true, Start: s.Span(0, 0), Sources: []*source.Source{s}}
	at := 0
	for _, line := range lines {
		setting := &config.Setting{}
		start, end := at, at+len(line)
		at = end + 1
		if rest, ok := strings.CutPrefix(line, "? "); ok {
			setting.Optional, line, start = true, rest, start+2
		}
		if rest, ok := strings.CutPrefix(line, "$ "); ok {
			setting.Dynamic, line, start = true, rest, start+2
		}
		setting.Span = s.Span(start, end)
		word, isFlag := strings.CutPrefix(line, "--")
		name, _, assigned := strings.Cut(line, "=")
		switch {
		case isFlag && word != "":
			start += 2
			name, _, setting.HasValue = strings.Cut(word, "=")
		case assigned && !strings.ContainsAny(name, "-– "):
			setting.Way, setting.HasValue = config.Environment, true
		default:
			n.Arguments = append(n.Arguments, config.Argument{Text: source.RawText(s, start, end)})
			continue
		}
		setting.Name, setting.NameSpan = name, s.Span(start, start+len(name))
		if setting.HasValue {
			setting.Value = source.RawText(s, start+len(name)+1, end)
		}
		n.Settings = append(n.Settings, setting)
	}
	return n
}
