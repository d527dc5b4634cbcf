package load

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// maskDocument marks the secrets of a document, so that nothing shows them. A credential file that stands where another
// document is wanted is one all the same.
func (l *loader) maskDocument(d *config.Document) {
	data := d.Text.String()
	switch d.Kind {
	case config.Credentials, config.Credential:
		maskCredentials(d.Text)
		return
	case config.ACLs, config.RateLimits, config.Firewall: // hold none, and may be large
		if len(data) > maxText && !strings.Contains(data, `"secret"`) && !strings.Contains(data, `"password"`) {
			return
		}
	}
	if mayBeCredentials(data) {
		maskCredentials(d.Text)
		return
	}
	maskSecretMembers(d.Text)
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

// maskButPrincipals marks every string and number of a JSON document but the strings under "principal".
func maskButPrincipals(v source.JSON) {
	switch v.Kind() {
	case source.Object, source.Array:
	case source.String, source.Number:
		maskScalar(v)
		return
	default:
		return // true, false and null are nobody's secret
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

// mayBeCredentials reports whether a text that is not JSON may hold credentials, good or bad ones: it is of few words a
// line, and not of names with a colon behind them.
func mayBeCredentials(data string) bool {
	if looksLikeJSON([]byte(data[:min(len(data), headSize)])) {
		return false
	}
	bare := false
	for line := range strings.SplitSeq(data, "\n") {
		if len(strings.Fields(line)) > 3 {
			return false
		}
		bare = bare || strings.TrimSpace(line) != "" && !strings.Contains(line, ":")
	}
	return bare
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
	lower := lowerASCII(text.String())
	if !slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(lower, word) }) {
		return
	}
	if v, err := source.ParseJSON(&text); err == nil {
		maskMembers(v)
	} else {
		maskButStructure(text)
	}
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
