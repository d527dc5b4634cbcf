package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

func newAuthz(streams Streams) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "authz",
		Short: "Ask an ACL file who may do what, and compare two",
		Long: `Authz answers as the local authorizer of a release would, from the JSON file that --acls of a master or an agent
refers to. "-" reads the file from standard input, a folder stands for the one ACL file that it holds. A file that the
release would refuse ends with exit code 2.

A release that no flag names is that of check: of the environment (MESOSLINT_FROM, MESOSLINT_TO), else of the
configuration file (.mesoslint.yaml), else the newest.

It answers for principals that have a name and for requests without a principal. From 1.3 a principal can have claims
instead of a name, as an executor's has: the file says nothing about it. It may launch, await, kill and remove its own
containers and read their output and, whatever permissive is, nothing else.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newCan(streams), newTable(streams), newDiff(streams), newOperations(streams))
	return cmd
}

// aclFile reads an ACL file, or standard input where path is "-".
func aclFile(streams Streams, path string) (*source.Source, error) {
	if path == "-" {
		data, err := io.ReadAll(streams.In)
		if err != nil {
			return nil, fmt.Errorf("reading standard input: %w", err)
		}
		return source.New("<stdin>", "", data), nil
	}
	name := path
	if streams.Dir != "" && !filepath.IsAbs(path) {
		name = filepath.Join(streams.Dir, path)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return onlyACLFile(streams, path)
	}
	data, err := os.ReadFile(name)
	var pathError *os.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err // the path as it was given says more
	}
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	return source.New(filepath.ToSlash(path), name, data), nil
}

// onlyACLFile reads the one ACL file that a folder holds, as check would find it.
func onlyACLFile(streams Streams, path string) (*source.Source, error) {
	loaded, err := load.Load(context.Background(), []string{path}, load.Options{Dir: streams.Dir, Vocabulary: rules.Vocabulary()})
	if err != nil && len(loaded.Unchecked) == 0 {
		return nil, err
	}
	var files []*source.Source
	for _, d := range loaded.Documents {
		if s := d.Text.Source(); d.Kind == config.ACLs && !d.Inline && !slices.Contains(files, s) {
			files = append(files, s)
		}
	}
	switch len(files) {
	case 0:
		return nil, fmt.Errorf("no ACL file was found in %s: name the file", path)
	case 1:
		return files[0], nil
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Path
	}
	return nil, fmt.Errorf("%s has several ACL files, %s: name one of them", path, strings.Join(names, ", "))
}

// policyOn reads an ACL file as a release does, start-up checks included.
func policyOn(file *source.Source, r release.Release) (*authz.Policy, error) {
	text := source.WholeText(file)
	dialect := catalog.Dialect(r)
	refused := func(at source.Span, problem string) error {
		start, _ := at.Range()
		return fmt.Errorf("%s:%d:%d: Mesos %s refuses the file: %s", file.Path, start.Line, start.Column, r, problem)
	}
	v, syntax := stout.ParseJSON(&text, dialect)
	if syntax != nil {
		return nil, refused(text.Span(syntax.Offset, syntax.Offset), syntax.Problem)
	}
	p, problems := authz.Read(v, catalog.ACLSchema(r), dialect)
	for _, problem := range problems {
		if problem.Effect == stout.Fatal {
			return nil, refused(problem.Value.Span(), strings.TrimPrefix(problem.Path+": ", ": ")+problem.Text)
		}
	}
	if refusals := p.Validate(); len(refusals) > 0 {
		at := refusals[0].Span
		if at.IsZero() {
			at = text.Span(0, 0)
		}
		return nil, refused(at, refusals[0].Text)
	}
	return p, nil
}

// policy reads the ACL file of a command that asks about one release.
func policy(streams Streams, cmd *cobra.Command, path string) (*authz.Policy, error) {
	file, err := aclFile(streams, path)
	if err != nil {
		return nil, err
	}
	r, err := askedRelease(streams, cmd, file)
	if err != nil {
		return nil, err
	}
	return policyOn(file, r)
}

// printer writes to a stream; the first error stays.
type printer struct {
	w   io.Writer
	err error
}

func (p *printer) printf(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.w, format, args...)
	}
}

// printJSON writes a value for a program to read.
func printJSON(w io.Writer, v any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(v)
}

// formatFlag adds --format to a command, and --output, its other name.
func formatFlag(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVar(format, "format", "text", "text or json")
	cmd.Flags().StringVar(format, "output", "text", "the same as --format")
	cmd.PreRunE = func(cmd *cobra.Command, _ []string) error { return chooseFormat(cmd.Flags()) }
}

func checkFormat(format string) error {
	if format != "text" && format != "json" {
		return fmt.Errorf("--format %q: write text or json", format)
	}
	return nil
}

// named puts the kind of object before a name: `role "a"`.
func named(kind string, c authz.Class) string {
	switch c.Kind {
	case authz.Other:
		return "any other " + kind
	case authz.Nobody:
		return "no " + kind
	case authz.Below:
		return fmt.Sprintf("any other %s below %q", kind, c.Name)
	}
	return fmt.Sprintf("%q", c.Name)
}

// objectWords says a set of objects in a sentence.
func objectWords(kind string, set authz.Classes) string {
	return objectWordsBy(kind, set, func(c authz.Class) string { return named(kind, c) })
}

// objectWordsBy is objectWords with the words for a class.
func objectWordsBy(kind string, set authz.Classes, word func(c authz.Class) string) string {
	switch {
	case kind == "":
		if set.AllBut || len(set.Classes) > 0 {
			return "yes"
		}
		return "nothing"
	case set.AllBut && len(set.Classes) == 0:
		return "any " + kind
	case len(set.Classes) == 0:
		return "nothing"
	}
	words := classWords(set.Classes, word)
	if set.AllBut {
		return "any " + kind + " but " + words
	}
	if set.Classes[0].Kind == authz.Named {
		return kind + " " + words
	}
	return words
}

// principalWords says a set of principals in a sentence.
func principalWords(set authz.Classes) string {
	if set.AllBut && len(set.Classes) == 0 {
		return "everyone"
	}
	if !set.AllBut && len(set.Classes) == 2 && set.Classes[0].Kind == authz.Other && set.Classes[1].Kind == authz.Nobody {
		return "anyone else"
	}
	words := classWords(set.Classes, func(c authz.Class) string {
		switch c.Kind {
		case authz.Other:
			return "any other principal"
		case authz.Nobody:
			return "requests without a principal"
		}
		return fmt.Sprintf("%q", c.Name)
	})
	if set.AllBut {
		return "everyone but " + words
	}
	return words
}

// maxWords is how many members of a set a line lists.
const maxWords = 20

func classWords(classes []authz.Class, word func(authz.Class) string) string {
	shown := min(len(classes), maxWords)
	return someClassWords(classes[:shown], len(classes)-shown, word)
}

// someClassWords lists classes and gives the number of those it was not given.
func someClassWords(classes []authz.Class, others int, word func(authz.Class) string) string {
	var words []string
	for _, c := range classes {
		words = append(words, word(c))
	}
	if others > 0 {
		words = append(words, fmt.Sprintf("… %d more", others))
	}
	return strings.Join(words, ", ")
}
