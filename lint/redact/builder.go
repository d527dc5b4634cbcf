package redact

import (
	"fmt"
	"io"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Builder assembles text of which some bytes are secret, such as the text of an edit. The zero Builder is empty.
type Builder struct {
	text    strings.Builder
	secrets []source.Range
}

// Write adds text that anyone may read.
func (b *Builder) Write(text string) { b.text.WriteString(text) }

// WriteSecret adds text that no report may show.
func (b *Builder) WriteSecret(text string) {
	b.secrets = append(b.secrets, source.Range{Start: b.text.Len(), End: b.text.Len() + len(text)})
	b.text.WriteString(text)
}

// String returns the text, secrets included.
func (b *Builder) String() string { return b.text.String() }

// Secrets returns where the secrets stand in the text. It is never nil.
func (b *Builder) Secrets() []source.Range {
	return append([]source.Range{}, source.Union(b.secrets)...)
}

// Format implements fmt.Formatter: every verb writes source.SecretMark for the secrets.
func (b *Builder) Format(w fmt.State, _ rune) {
	_, _ = io.WriteString(w, Conceal(b.String(), b.Secrets()))
}
