package source

import (
	"fmt"
	"io"
)

// Whatever prints, logs or marshals a source, a text of it or what is to become of it shows no secret: these are in half
// of all structs, and %+v of one of those must not print a credential file.

// Format implements fmt.Formatter: every verb writes the path.
func (s *Source) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, s.name()) }

// MarshalText implements encoding.TextMarshaler with the path.
func (s *Source) MarshalText() ([]byte, error) { return []byte(s.name()), nil }

// MarshalBinary implements encoding.BinaryMarshaler with the path, for encoding/gob.
func (s *Source) MarshalBinary() ([]byte, error) { return s.MarshalText() }

func (s *Source) name() string {
	if s == nil {
		return "<nil>"
	}
	return s.Path
}

// Format implements fmt.Formatter: every verb formats the text without its secrets, as it does a string.
func (t Text) Format(w fmt.State, verb rune) {
	_, _ = fmt.Fprintf(w, fmt.FormatString(w, verb), t.shown())
}

// MarshalText implements encoding.TextMarshaler with the text without its secrets.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.shown()), nil }

// shown returns the text without its secrets; of one with quoting around a secret it shows nothing.
func (t Text) shown() string {
	switch hidden := t.SecretPieces(); {
	case len(hidden) == 0:
		return t.data
	case t.form != nil:
		return SecretMark
	}
	return Replace(t.data, Shifted(Within(t.source.Secrets(), int(t.start), int(t.start)+len(t.data)), -int(t.start)))
}

// Format implements fmt.Formatter: no verb writes the content.
func (p Pending) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, p.summary()) }

// MarshalText implements encoding.TextMarshaler without the content.
func (p Pending) MarshalText() ([]byte, error) { return []byte(p.summary()), nil }

// MarshalBinary implements encoding.BinaryMarshaler without the content.
func (p Pending) MarshalBinary() ([]byte, error) { return p.MarshalText() }

func (p Pending) summary() string {
	if p.Gone {
		return "gone"
	}
	return fmt.Sprintf("%d bytes", len(p.Data))
}
