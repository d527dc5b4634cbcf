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

// maskCredentials marks the secrets of a credential document: of JSON every value but the principals, of text what stands
// behind the first word of a line. Of what is neither it marks all but brackets and the words every such file has, since
// nobody can tell which of it is secret.
func maskCredentials(text source.Text) {
	if v, err := source.ParseJSON(&text); err == nil {
		maskButPrincipals(v)
		return
	}
	data := text.String()
	if _, bad := countCredentialLines(data); bad == 0 && !looksLikeJSON([]byte(data)) {
		maskSecondWords(text)
		return
	}
	maskButStructure(text)
}

// maskButPrincipals marks every value of a JSON document but the strings under "principal".
func maskButPrincipals(v source.JSON) {
	if k := v.Kind(); k != source.Object && k != source.Array {
		maskScalar(v)
		return
	}
	v.ForEach(func(key, value source.JSON) bool {
		if v.Kind() != source.Object || key.String() != "principal" || value.Kind() != source.String {
			maskButPrincipals(value)
		}
		return true
	})
}

// maskScalar marks a JSON value that is no list and no object, but not the quotes of a string.
func maskScalar(v source.JSON) {
	start, end := v.Bounds()
	if v.Kind() == source.String {
		start, end = start+1, end-1
	}
	v.Text().Span(start, end).Mask()
}

// maskSecondWords marks all but the first word of each line.
func maskSecondWords(text source.Text) {
	data := text.String()
	for at := 0; at < len(data); {
		end := len(data)
		if i := strings.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := data[at:end]
		lead := len(line) - len(strings.TrimLeft(line, " "))
		if i := strings.IndexByte(line[lead:], ' '); i >= 0 {
			text.Span(at+lead+i+1, end).Mask()
		}
		at = end + 1
	}
}

// credentialKeys are the words every JSON credential file has.
var credentialKeys = []string{`"credentials"`, `"principal"`, `"secret"`}

// maskButStructure marks all of a text but white space, the punctuation of JSON and the keys of credentials.
func maskButStructure(text source.Text) {
	data := text.String()
	masked := 0 // data[masked:at] is to be marked
	for at := 0; at < len(data); {
		shown := shownStructure(data[at:])
		if shown == 0 {
			at++
			continue
		}
		text.Span(masked, at).Mask()
		at += shown
		masked = at
	}
	text.Span(masked, len(data)).Mask()
}

// shownStructure returns how many bytes at the start of s everybody may see.
func shownStructure(s string) int {
	if strings.IndexByte(" \t\r\n{}[],:", s[0]) >= 0 {
		return 1
	}
	for _, key := range credentialKeys {
		if strings.HasPrefix(s, key) {
			return len(key)
		}
	}
	return 0
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
			if k := value.Kind(); k == source.Object || k == source.Array {
				value.Span().Mask()
			} else {
				maskScalar(value)
			}
			return true
		}
		maskMembers(value)
		return true
	})
}
