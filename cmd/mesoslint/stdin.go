package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// replay is a reader that can be read again from its beginning, as every round of fixing does with standard input.
type replay struct {
	in   io.Reader
	seen bytes.Buffer
	err  error // what reading ended with
}

// again returns a reader of all there is, which must be read before the next one is asked for.
func (r *replay) again() io.Reader { return io.MultiReader(bytes.NewReader(r.seen.Bytes()), r) }

// Read reads what was not read before.
func (r *replay) Read(p []byte) (int, error) {
	if r.err != nil {
		return 0, r.err
	}
	n, err := r.in.Read(p)
	r.seen.Write(p[:n])
	r.err = err
	return n, err
}

// ofStdinAlone leaves to a person what fixes would change outside standard input: whoever pipes a text in wants that text
// back and no file touched.
func ofStdinAlone(found []lint.Diagnostic) []lint.Diagnostic {
	for i, d := range found {
		if d.Fix == nil || d.Fix.Applicability == lint.Manual {
			continue
		}
		elsewhere := slices.ContainsFunc(d.Fix.Edits, func(e lint.Edit) bool { return e.Span.Source != nil && e.Span.Source.File != "" })
		if elsewhere || len(d.Fix.Renames)+len(d.Fix.Creates) > 0 {
			manual := *d.Fix
			manual.Applicability = lint.Manual
			found[i].Fix = &manual
		}
	}
	return found
}

// printStdin prints standard input as it was loaded last, and nothing if it could not be checked.
func printStdin(w io.Writer, loaded *config.Config) error {
	s := stdinOf(loaded)
	switch {
	case s == nil:
		return nil
	case len(s.Secrets()) > 0:
		return errors.New("standard input holds secrets, which are never printed: fix it as a file")
	}
	if _, err := w.Write(s.Data); err != nil {
		return fmt.Errorf("writing the fixed text: %w", err)
	}
	return nil
}

// stdinOf returns the source that was read from standard input, nil if nothing in it was understood.
func stdinOf(c *config.Config) *source.Source {
	for _, d := range c.Documents {
		if s := d.Text.Source(); s != nil && s.File == "" {
			return s
		}
	}
	for _, n := range c.Nodes {
		for _, s := range n.Sources {
			if s.File == "" {
				return s
			}
		}
	}
	return nil
}
