package redact

import (
	"fmt"
	"io"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Secret is a secret that cannot get into any output by accident: whatever is asked to format, marshal or compare it in
// a test sees source.SecretMark. It is compared by Equal alone; == does not compile. The zero Secret is empty.
type Secret struct {
	// A func is the one kind of value that fmt, reflect and cmp cannot look into, not even inside other structs.
	reveal func() string
}

// NewSecret makes a secret of s.
func NewSecret(s string) Secret { return Secret{reveal: func() string { return s }} }

func (s Secret) bytes() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// Equal reports whether two secrets are the same, byte for byte.
func (s Secret) Equal(other Secret) bool { return s.bytes() == other.bytes() }

// Empty reports whether the secret has no bytes.
func (s Secret) Empty() bool { return s.bytes() == "" }

// EndsInCarriageReturn reports whether the last byte is a CR.
func (s Secret) EndsInCarriageReturn() bool { return strings.HasSuffix(s.bytes(), "\r") }

// Holds reports whether what is asked holds for the bytes. Whoever asks must not keep them.
func (s Secret) Holds(what func(secret string) bool) bool { return what(s.bytes()) }

// HasColon reports whether a colon is among the bytes.
func (s Secret) HasColon() bool { return strings.Contains(s.bytes(), ":") }

// Write adds the secret to a text as a JSON string, marked as secret.
func (s Secret) Write(b *Builder) { b.WriteSecret(source.QuoteJSON(s.bytes())) }

// String returns source.SecretMark.
func (s Secret) String() string { return source.SecretMark }

// GoString returns source.SecretMark.
func (s Secret) GoString() string { return source.SecretMark }

// Format implements fmt.Formatter: every verb writes source.SecretMark.
func (s Secret) Format(w fmt.State, _ rune) { _, _ = io.WriteString(w, source.SecretMark) }

// MarshalText implements encoding.TextMarshaler with source.SecretMark.
func (s Secret) MarshalText() ([]byte, error) { return []byte(source.SecretMark), nil }

// MarshalJSON implements json.Marshaler with source.SecretMark.
func (s Secret) MarshalJSON() ([]byte, error) {
	return []byte(source.QuoteJSON(source.SecretMark)), nil
}
