package load

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// maskDocument marks the secrets of a document, so that nothing shows them.
func (l *loader) maskDocument(d *config.Document) {
	switch d.Kind {
	case config.Credentials, config.Credential:
		maskCredentials(d.Text)
	case config.ACLs, config.RateLimits, config.Firewall: // hold none, and may be large
	default:
		maskSecretMembers(d.Text)
	}
}

// maskInline marks a value that is a document although its flag wants a path.
func (l *loader) maskInline(kind config.Kind, value source.Text) {
	if kind == config.Credentials || kind == config.Credential {
		if text := value.String(); strings.ContainsAny(text, "{\n ") {
			value.All().Mask()
		}
	}
}

// maskCredentials marks the secrets of a credential document. What is neither good JSON nor good text is marked as a
// whole: nobody can tell which of it is secret.
func maskCredentials(text source.Text) {
	if v, err := source.ParseJSON(&text); err == nil {
		if v.Kind() == source.Object || v.Kind() == source.Array {
			maskMembers(v)
			return
		}
		text.All().Mask()
		return
	}
	data := text.String()
	if strings.ContainsAny(data, "{[\"") {
		text.All().Mask()
		return
	}
	for at := 0; at < len(data); {
		end := at + len(data[at:])
		if i := strings.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := data[at:end]
		lead := len(line) - len(strings.TrimLeft(line, " "))
		secret := at
		if i := strings.IndexByte(line[lead:], ' '); i >= 0 {
			secret = at + lead + i + 1
		}
		text.Span(secret, end).Mask()
		at = end + 1
	}
}

// maskSecretMembers marks the members of any JSON document that are called like secrets.
func maskSecretMembers(text source.Text) {
	data := strings.ToLower(text.String())
	for _, word := range secretWords {
		if strings.Contains(data, word) {
			if v, err := source.ParseJSON(&text); err == nil {
				maskMembers(v)
			} else {
				text.All().Mask()
			}
			return
		}
	}
}

// secretWords are in the names of members whose values nobody may see.
var secretWords = []string{"secret", "password", "passwd", "token", `"auth"`}

func isSecretName(name string) bool {
	name = `"` + strings.ToLower(name) + `"`
	return slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(name, word) })
}

// maskMembers marks the values of members that are called like secrets, and of {"key": "…secret…", "value": …}.
func maskMembers(v source.JSON) {
	secretPair := false
	if v.Kind() == source.Object {
		key, found := v.Get("key")
		secretPair = found && isSecretName(key.String())
	}
	v.ForEach(func(key, value source.JSON) bool {
		if v.Kind() == source.Object && (isSecretName(key.String()) || secretPair && key.String() == "value") {
			switch value.Kind() {
			case source.String:
				start, end := value.Bounds()
				value.Text().Span(start+1, end-1).Mask()
			default:
				value.Span().Mask()
			}
			return true
		}
		maskMembers(value)
		return true
	})
}
