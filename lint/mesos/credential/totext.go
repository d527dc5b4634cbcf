package credential

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint/redact"
)

// ToText writes the credentials of a file in the text form: a principal, a blank and a secret on each line, in the same
// order. It is an error where one of them is not a word of that form.
func ToText(f *File) (*redact.Builder, error) {
	if f.Form == Single && len(f.Credentials) != 1 {
		return nil, fmt.Errorf("writing credentials as text: there are %d where one is wanted", len(f.Credentials))
	}
	var b redact.Builder
	for _, c := range f.Credentials {
		if !isWord(c.Principal) || !c.Secret.Holds(isWord) {
			return nil, fmt.Errorf("writing credentials as text: the one of %q is not of two words", c.Principal)
		}
		b.Write(c.Principal + " ")
		c.Secret.Holds(func(secret string) bool {
			b.WriteSecret(secret)
			return true
		})
		b.Write("\n")
	}
	return &b, nil
}

// isWord reports whether the text form can hold a principal or a secret, and whether people see what it is.
func isWord(s string) bool { return s != "" && !strings.ContainsAny(s, " \t\r\n\x00") }
