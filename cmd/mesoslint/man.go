package main

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// newMan is the command by which `make man` writes the manual; it is hidden because who reads manuals has them.
func newMan(streams Streams) *cobra.Command {
	return &cobra.Command{
		Use:    "man DIR",
		Short:  "Write a manual page of each command to a directory",
		Args:   cobra.ExactArgs(1),
		Hidden: true,
		RunE: func(_ *cobra.Command, args []string) error {
			dir := inDir(streams.Dir, args[0])
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return fmt.Errorf("making the directory of the manual: %w", err)
			}
			all := newRoot(streams, nil)
			all.InitDefaultCompletionCmd()
			return writeManual(dir, all)
		},
	}
}

// writeManual writes the page of a command and of those below it.
func writeManual(dir string, cmd *cobra.Command) error {
	cmd.InitDefaultHelpFlag()
	if err := os.WriteFile(filepath.Join(dir, pageName(cmd)+".1"), manualPage(cmd), 0o644); err != nil {
		return fmt.Errorf("writing the manual: %w", err)
	}
	for _, sub := range cmd.Commands() {
		if !sub.IsAvailableCommand() {
			continue
		}
		if err := writeManual(dir, sub); err != nil {
			return err
		}
	}
	return nil
}

func pageName(cmd *cobra.Command) string { return strings.ReplaceAll(cmd.CommandPath(), " ", "-") }

// manualPage returns the page of a command in the man macros of roff. It has the day of the commit if that is known, and not
// that of the build: two builds make the same page.
func manualPage(cmd *cobra.Command) []byte {
	var b bytes.Buffer
	day := ""
	if made, err := time.Parse(time.RFC3339, readBuild().Time); err == nil {
		day = made.UTC().Format(time.DateOnly)
	}
	fmt.Fprintf(&b, ".TH %q 1 %q %q %q\n", strings.ToUpper(pageName(cmd)), day, "mesoslint "+programVersion(), "mesoslint")
	fmt.Fprintf(&b, ".SH NAME\n%s \\- %s\n", roff(pageName(cmd)), roff(cmd.Short))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B %s\n", roff(cmd.UseLine()))
	fmt.Fprintf(&b, ".SH DESCRIPTION\n%s", verbatim(cmp.Or(cmd.Long, cmd.Short)))
	if cmd.Flags().HasAvailableFlags() {
		b.WriteString(".SH OPTIONS\n")
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if !f.Hidden {
				b.WriteString(manualFlag(f))
			}
		})
	}
	if cmd.Example != "" {
		fmt.Fprintf(&b, ".SH EXAMPLES\n%s", verbatim(cmd.Example))
	}
	b.WriteString(seeAlso(cmd))
	return b.Bytes()
}

// manualFlag returns a flag with what it takes and what it is for.
func manualFlag(f *pflag.Flag) string {
	value, usage := pflag.UnquoteUsage(f)
	name := "\\fB\\-\\-" + roff(f.Name) + "\\fR"
	if f.Shorthand != "" {
		name = "\\fB\\-" + f.Shorthand + "\\fR, " + name
	}
	if value != "" {
		name += " \\fI" + roff(value) + "\\fR"
	}
	if f.DefValue != "" && f.DefValue != "false" && f.DefValue != "[]" && f.DefValue != "0s" {
		usage += " (default " + f.DefValue + ")"
	}
	return ".TP\n" + name + "\n" + roff(usage) + "\n"
}

// seeAlso names the pages of the command above and of those below.
func seeAlso(cmd *cobra.Command) string {
	var pages []string
	if cmd.HasParent() {
		pages = append(pages, pageName(cmd.Parent()))
	}
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			pages = append(pages, pageName(sub))
		}
	}
	for i, page := range pages {
		pages[i] = ".BR " + roff(page) + " (1)"
		if i < len(pages)-1 {
			pages[i] += ","
		}
	}
	return ".SH SEE ALSO\n" + strings.Join(pages, "\n") + "\n"
}

// verbatim keeps the lines of a text as they are.
func verbatim(text string) string { return ".nf\n" + roff(text) + "\n.fi\n" }

// roff escapes a text: a backslash and a hyphen are themselves, and no line begins with what is a request.
func roff(text string) string {
	lines := strings.Split(strings.NewReplacer(`\`, `\e`, `-`, `\-`).Replace(text), "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
