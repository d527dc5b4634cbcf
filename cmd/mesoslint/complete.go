package main

import (
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/project"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// completing reports whether a shell asks what may stand next on the command line.
func completing(args []string) bool {
	return len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd)
}

// offer tells every command of a tree what its flags and arguments may be. It is called only if a shell asks, so that no
// other run pays for it.
func offer(root *cobra.Command) {
	for _, cmd := range root.Commands() {
		offer(cmd)
	}
	root.Flags().VisitAll(func(f *pflag.Flag) {
		if c := valuesOf(root.Name(), f.Name); c != nil {
			// The one error is that of a flag that completes already, or is not there.
			_ = root.RegisterFlagCompletionFunc(f.Name, c)
		}
	})
	switch root.Name() {
	case "explain":
		root.ValidArgsFunction = oneOf(explainable)
	case "rules", "version", "operations":
		root.ValidArgsFunction = cobra.NoFileCompletions
	}
}

// valuesOf returns what completes the value of a flag; nil stands for the names of files.
func valuesOf(command, flag string) cobra.CompletionFunc {
	switch flag {
	case "from":
		if command == "check" {
			return among(func() []cobra.Completion { return append(releases(), project.NoRelease) })
		}
		return among(releases)
	case "to", "release", "via":
		return among(releases)
	case "only", "ignore":
		return inList(selectable)
	case "severity":
		return inList(severities)
	case "as":
		return among(func() []cobra.Completion { return strs(rules.Kinds()) })
	case "format", "output":
		return among(func() []cobra.Completion { return formatsOf(command) })
	case "fail-level":
		return among(failLevels)
	case "color":
		return among(func() []cobra.Completion { return []cobra.Completion{"auto", "always", "never"} })
	case "component":
		return among(func() []cobra.Completion { return []cobra.Completion{"master", "agent"} })
	case "operation":
		return among(operations)
	case "root", "path-prefix", "out":
		return func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		}
	case "object", "principal", "timeout", "stdin-filename", "diff-base":
		return cobra.NoFileCompletions
	}
	return nil
}

// among completes with those of some words that begin as what was typed.
func among(words func() []cobra.Completion) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		return beginning(typed, slices.Values(words())), cobra.ShellCompDirectiveNoFileComp
	}
}

// inList is among for a list whose words are parted by commas: the last one is completed.
func inList(words func() []cobra.Completion) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		comma := strings.LastIndexByte(typed, ',') + 1
		out := beginning(typed[comma:], slices.Values(words()))
		for i := range out {
			out[i] = typed[:comma] + out[i]
		}
		return out, cobra.ShellCompDirectiveNoFileComp
	}
}

// commandNames completes the name of a command of the program.
func commandNames(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	at, _, err := cmd.Root().Find(args)
	var out []cobra.Completion
	if err == nil {
		for _, c := range at.Commands() {
			if c.IsAvailableCommand() {
				out = append(out, cobra.CompletionWithDesc(c.Name(), c.Short))
			}
		}
	}
	return beginning(typed, slices.Values(out)), cobra.ShellCompDirectiveNoFileComp
}

// oneOf completes the only argument of a command.
func oneOf(words iter.Seq[string]) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		if len(args) > 0 {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		return beginning(typed, words), cobra.ShellCompDirectiveNoFileComp
	}
}

// beginning returns the words that begin in a way, each once.
func beginning(with string, words iter.Seq[string]) []cobra.Completion {
	var out []cobra.Completion
	seen := map[string]bool{}
	for w := range words {
		if strings.HasPrefix(w, with) && !seen[w] {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}

func strs[S ~string](words []S) []cobra.Completion {
	out := make([]cobra.Completion, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

// releases are the newest, the series and all releases, newest first.
func releases() []cobra.Completion {
	out := []cobra.Completion{"latest"}
	var all []cobra.Completion
	for _, r := range slices.Backward(catalog.Releases().All()) {
		if s := r.Series(); s != out[len(out)-1] {
			out = append(out, s)
		}
		all = append(all, r.String())
	}
	return append(out, all...)
}

// selectable are the rules, their subjects and the start-up checks.
func selectable() []cobra.Completion {
	var subjects, out []cobra.Completion
	for _, r := range rules.All() {
		subject, _, _ := strings.Cut(r.Name, "/")
		if subject += "/"; !slices.Contains(subjects, subject) {
			subjects = append(subjects, subject)
		}
		out = append(out, cobra.CompletionWithDesc(r.Name, r.Title))
	}
	for _, c := range catalog.Checks() {
		out = append(out, c.ID)
	}
	return append(subjects, out...)
}

// severities are the severities that may be given to what can be selected.
func severities() []cobra.Completion {
	var out []cobra.Completion
	for _, name := range selectable() {
		name, _, _ = strings.Cut(name, "\t")
		for _, level := range []string{"info", "warning", "error"} {
			out = append(out, name+"="+level)
		}
	}
	return out
}

func failLevels() []cobra.Completion {
	out := []cobra.Completion{"info", "warning", "error", "none"}
	for _, e := range effects() {
		out = append(out, string(e), string(e)+"?")
	}
	return out
}

func formatsOf(command string) []cobra.Completion {
	var out []cobra.Completion
	switch command {
	case "check":
		for _, name := range report.Names() {
			out = append(out, cobra.CompletionWithDesc(name, report.About(name)))
		}
	case "plan":
		out = planFormats()
	default:
		out = []cobra.Completion{"text", "json"}
	}
	return out
}

// operations are those of the newest release's authorizer.
func operations() []cobra.Completion {
	var out []cobra.Completion
	for _, o := range catalog.ACLSchema(catalog.Releases().Latest()).Operations {
		out = append(out, o.Name)
	}
	return out
}

// explainable yields every name that explain knows.
func explainable(yield func(string) bool) {
	for _, words := range []iter.Seq[string]{rules.Names(), otherNames(), slices.Values(releases()[1:])} {
		for w := range words {
			if !yield(w) {
				return
			}
		}
	}
	for _, c := range []config.Component{config.Master, config.Agent} {
		for _, f := range catalog.FlagsOf(c).Names() {
			if !yield("--" + f) {
				return
			}
		}
	}
}
