package redact

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// MaskStrings marks the longer strings of a JSON document that are not keys.
func MaskStrings(text source.Text) {
	if v, err := source.ParseJSON(&text); err == nil {
		maskValues(v)
	}
}

// JSON returns a piece of JSON of a document that holds no secrets by rights as it may be shown.
func JSON(text string) string {
	s := source.New("", "", []byte(text))
	MaskSecretMembers(source.WholeText(s))
	return Conceal(text, s.Secrets())
}

// MaskGenerated marks what looks like a generated secret.
func MaskGenerated(text source.Text) {
	for _, r := range Generated(text.String()) {
		text.Span(r.Start, r.End).Mask()
	}
}

// MaskSecretValues marks the values in the given members of a JSON document, but what the strings under "key" and "name"
// call them. Values for which passOver says so are left alone.
func MaskSecretValues(text source.Text, members []string, passOver func(source.JSON) bool) {
	v, err := source.ParseJSON(&text)
	if err != nil {
		maskButKeys(text, members)
		return
	}
	MaskGenerated(text)
	maskMembers(v, passOver)
	if slices.Contains(members, "*") {
		maskValues(v)
		return
	}
	var visit func(v source.JSON)
	visit = func(v source.JSON) {
		if passOver(v) {
			return
		}
		v.ForEach(func(key, value source.JSON) bool {
			if slices.Contains(members, lowerASCII(key.String())) {
				maskValues(value)
			} else {
				visit(value)
			}
			return true
		})
	}
	visit(v)
}

// maskValues marks every string and number of a JSON value but those under "key" and "name", and paths like those of PATH.
func maskValues(v source.JSON) {
	const mostDigits = 5 // a port, a size, a switch
	switch v.Kind() {
	case source.String:
		MaskScalar(v)
	case source.Number:
		if len(v.Raw()) > mostDigits {
			MaskScalar(v)
		}
	case source.Object, source.Array:
		v.ForEach(func(key, value source.JSON) bool {
			name, isText := key.String(), value.Kind() == source.String
			if !isText || name != "key" && name != "name" && (IsSecretName(name) || !isPaths(value.String())) {
				maskValues(value)
			}
			return true
		})
	}
}

// maskButKeys marks all of a broken JSON text but its punctuation, the strings that a colon follows, and those that say
// what is loaded. It is for documents with secrets in the given members, "*" standing for all.
func maskButKeys(text source.Text, members []string) {
	data := text.String()
	if strings.Contains(data, credentialKeys[0]) {
		maskButStructure(text)
		return
	}
	shown := []string{"file", "name", "path", "key"}
	if slices.Contains(members, "*") {
		shown = nil
	}
	key := ""
	for at := 0; at < len(data); {
		switch c := data[at]; {
		case strings.IndexByte(" \t\r\n{}[],:", c) >= 0:
			at++
		case c == '"':
			end := stringEnd(data, at)
			name := strings.TrimSuffix(data[at+1:end], `"`)
			if next := strings.TrimLeft(data[end:], " \t"); strings.HasPrefix(next, ":") && IsPlainName(name) {
				key = name
			} else if !slices.Contains(shown, key) || !IsPlainName(name) {
				text.Span(at, end).Mask()
			}
			at = end
		default:
			end := at
			for end < len(data) && strings.IndexByte(" \t\r\n{}[],:\"", data[end]) < 0 {
				end++
			}
			text.Span(at, end).Mask()
			at = end
		}
	}
}

// stringEnd returns the place after the JSON string that starts at a place, the end of the text where it does not end.
func stringEnd(data string, at int) int {
	for at++; at < len(data); at++ {
		i := strings.IndexAny(data[at:], "\"\\")
		if i < 0 {
			break
		}
		at += i
		if data[at] == '"' {
			return at + 1
		}
		at++
	}
	return len(data)
}

// IsPlainName reports whether a text can be the name of something: a word, a path, a flag, and nothing that a generator
// made.
func IsPlainName(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isNameByte(c) && c != '/' {
			return false
		}
	}
	return len(s) <= 128 && len(Generated(s)) == 0
}

// MaskCredentials marks the secrets of a credential document: of JSON every value but the principals, of text what stands
// after the first word of a line. Of what is neither it marks all but brackets and the words every such file has, since
// nobody can tell which of it is secret.
func MaskCredentials(text source.Text) {
	if v, err := source.ParseJSON(&text); err == nil {
		maskButPrincipals(v)
		return
	}
	data := text.String()
	if _, bad := CountCredentialLines(data); bad == 0 && !source.LooksLikeJSON([]byte(data)) {
		maskSecondWords(text)
		return
	}
	maskButStructure(text)
}

// maskButPrincipals marks every string and number of a JSON document but the strings under "principal", and every key that
// is none a credential file could have: who swaps keys and values has the secret there.
func maskButPrincipals(v source.JSON) {
	switch v.Kind() {
	case source.Object, source.Array:
	case source.String, source.Number:
		MaskScalar(v)
		return
	default:
		return // true, false and null are nobody's secret
	}
	v.ForEach(func(key, value source.JSON) bool {
		switch {
		case v.Kind() == source.Object && key.String() == "principal" && value.Kind() == source.String:
			if len(Generated(value.String())) > 0 { // rather the secret of one whose name is its secret
				MaskScalar(value)
			}
			return true
		case v.Kind() == source.Object && !isCredentialKey(key.String()):
			MaskScalar(key)
		}
		maskButPrincipals(value)
		return true
	})
}

// isCredentialKey reports whether a key of a credential file is one of its own, misspelt or not, or one that people add.
func isCredentialKey(key string) bool {
	key = lowerASCII(key)
	for _, word := range []string{"credential", "principal", "principle", "secret", "password", "user", "name", "comment", "description",
		"note", "role", "type", "value", "key", "id", "version", "acl", "limit", "librar", "module", "permissive", "auth"} {
		if strings.Contains(key, word) && len(key) <= len(word)+8 && !strings.ContainsAny(key, "0123456789") {
			return true
		}
	}
	for _, own := range []string{"credentials", "principal", "secret"} {
		if sameLetters(key, own) {
			return true
		}
	}
	return strings.HasPrefix(key, "_") && isCredentialKey(key[1:])
}

// sameLetters reports whether two words have the same letters but for two of them, whatever their order: a misspelling.
func sameLetters(a, b string) bool {
	var count [256]int
	for i := range len(a) {
		count[a[i]]++
	}
	for i := range len(b) {
		count[b[i]]--
	}
	missing, extra := 0, 0
	for _, n := range count {
		missing, extra = missing+max(0, -n), extra+max(0, n)
	}
	return missing <= 1 && extra <= 1
}

// MaskScalar marks a JSON value that is not a list and no object, but not the quotes of a string.
func MaskScalar(v source.JSON) {
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
		principal, _, _ := strings.Cut(line[lead:], " ")
		if len(Generated(principal)) > 0 {
			text.Span(at+lead, at+lead+len(principal)).Mask()
		}
		if i := strings.IndexByte(line[lead:], ' '); i >= 0 {
			text.Span(at+lead+i+1, end).Mask()
		}
		at = end + 1
	}
}

// headSize is how much of a text, in bytes, is looked at to see what it is.
const headSize = 4096

// MayBeCredentials reports whether a text that is not JSON may hold credentials, good or bad ones: it is of few words a
// line, and not of names with a colon after them.
func MayBeCredentials(data string) bool {
	if source.LooksLikeJSON([]byte(data[:min(len(data), headSize)])) {
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

// MaskSecretMembers marks the members of any JSON document that are called like secrets.
func MaskSecretMembers(text source.Text) {
	if data := text.String(); !namesSecret(data) && !strings.Contains(data, `"key"`) && !namesVariable(data) {
		return
	}
	if v, err := source.ParseJSON(&text); err == nil {
		maskMembers(v, Nothing)
	} else {
		maskButStructure(text)
	}
}

// Nothing is passed over.
func Nothing(source.JSON) bool { return false }

// maskMembers marks the values of members that are called like secrets, and of {"key": …, "value": …}: parameters, which
// can be anything.
func maskMembers(v source.JSON, passOver func(source.JSON) bool) {
	if passOver(v) {
		return
	}
	secretPair := false
	if v.Kind() == source.Object {
		key, found := v.Get("key")
		secretPair = found && key.Kind() == source.String
	}
	v.ForEach(func(key, value source.JSON) bool {
		if v.Kind() == source.Object && (IsSecretName(key.String()) || secretPair && key.String() == "value") {
			if k := value.Kind(); k == source.Object || k == source.Array {
				value.Span().Mask()
			} else {
				MaskScalar(value)
			}
			return true
		}
		if v.Kind() == source.Object && isVariableKey(key.String()) {
			if value.Kind() != source.String || !isPaths(value.String()) {
				maskValues(value)
			}
			return true
		}
		if value.Kind() == source.String && source.LooksLikeJSON([]byte(value.String())) && namesSecret(value.String()) {
			MaskScalar(value) // JSON in a string
			return true
		}
		maskMembers(value, passOver)
		return true
	})
}

// isVariableKey reports whether a key is called like an environment variable, whose value can be anything.
func isVariableKey(key string) bool {
	return isVariableName(key) && strings.ToUpper(key) == key && strings.Trim(key, "_") != ""
}

// namesVariable reports whether a text may have such a key.
func namesVariable(text string) bool {
	for rest := text; ; {
		i := strings.IndexByte(rest, '"')
		if i < 0 || i+2 >= len(rest) {
			return false
		}
		end := strings.IndexByte(rest[i+1:], '"')
		if end < 0 {
			return false
		}
		if isVariableKey(rest[i+1:i+1+end]) && strings.HasPrefix(strings.TrimLeft(rest[i+end+2:], " \t\r\n"), ":") {
			return true
		}
		rest = rest[i+end+2:]
	}
}

// namesSecret reports whether a text mentions a secret anywhere.
func namesSecret(text string) bool {
	lower := lowerASCII(text)
	return slices.ContainsFunc(secretWords, func(word string) bool { return strings.Contains(lower, word) }) ||
		slices.ContainsFunc(secretParts, func(part string) bool { return indexWord(lower, part) >= 0 }) || strings.Contains(lower, `"auth"`)
}

// CountCredentialLines returns how many lines are a principal and a secret, and how many are neither that nor empty.
func CountCredentialLines(data string) (good, bad int) {
	for line := range strings.SplitSeq(data, "\n") {
		words := 0
		for word := range strings.SplitSeq(line, " ") {
			if word != "" {
				words++
			}
		}
		switch {
		case words == 2:
			good++
		case line != "":
			bad++
		}
	}
	return good, bad
}
