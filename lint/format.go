package lint

import (
	"fmt"
	"io"

	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Format implements fmt.Formatter: every verb writes the edit without the secrets of its text.
func (e Edit) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, e.shown()) }

// MarshalText implements encoding.TextMarshaler as Format does.
func (e Edit) MarshalText() ([]byte, error) { return []byte(e.shown()), nil }

func (e Edit) shown() string {
	return fmt.Sprintf("%v[%d:%d] = %q", e.Span.Source, e.Span.Start, e.Span.End, redact.Conceal(e.Text, e.Hidden()))
}

// Format implements fmt.Formatter: every verb writes the file without its secrets.
func (c Create) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, c.shown()) }

// MarshalText implements encoding.TextMarshaler as Format does.
func (c Create) MarshalText() ([]byte, error) { return []byte(c.shown()), nil }

func (c Create) shown() string {
	return fmt.Sprintf("%s = %q", c.Path, redact.Conceal(string(c.Data), source.Union(c.Secrets)))
}

// Format implements fmt.Formatter: every verb writes the fix without its secrets. Inside a Diagnostic it is a pointer,
// of which fmt prints the fields by itself if the verb suits none.
func (f Fix) Format(w fmt.State, _ rune) {
	_, _ = fmt.Fprintf(w, "{%s %q %v %v %v}", f.Applicability, redact.Conceal(f.Message, nil), f.Edits, f.Renames, f.Creates)
}
