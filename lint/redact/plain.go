package redact

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// IsPlain reports whether a word shows by itself that it is not a secret, wherever it stands: a switch, a short number, a
// duration or size, an address, a path, a resource like "mem:2", the name of a module, a tag of HTML.
func IsPlain(word string) bool {
	if len(word) > 256 || len(Generated(word)) > 0 {
		return false
	}
	switch strings.ToLower(word) {
	case "", "true", "false", "null", "none", "yes", "no", "on", "off", "any", "*":
		return true
	}
	return isQuantity(word) || isAddress(word) || isPath(word) || isResource(word) || isModuleName(word) || isTag(word)
}

// mostDigits is how many digits a number has at most that is a port, a size or a count and no secret.
const mostDigits = 5

// units are the units of Mesos' durations and sizes, and "%".
var units = []string{"", "ns", "us", "ms", "s", "secs", "mins", "hrs", "days", "weeks", "B", "KB", "MB", "GB", "TB", "PB", "%"}

// isQuantity reports whether a word is a short number with or without a unit.
func isQuantity(word string) bool {
	number := strings.TrimLeft(strings.TrimPrefix(word, "-"), "0123456789.")
	digits := strings.TrimPrefix(word, "-")
	digits = digits[:len(digits)-len(number)]
	if digits == "" || !isDigit(digits[0]) || !slices.Contains(units, number) {
		return false
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	return len(whole) <= mostDigits && len(fraction) <= mostDigits && !strings.Contains(fraction, ".")
}

// isAddress reports whether a word is a release or an IPv4 address, with or without a port.
func isAddress(word string) bool {
	word, port, found := strings.Cut(word, ":")
	if found && (port == "" || len(port) > mostDigits || strings.Trim(port, "0123456789") != "") {
		return false
	}
	parts := strings.Split(word, ".")
	return (len(parts) == 3 || len(parts) == 4) && !slices.ContainsFunc(parts, func(part string) bool {
		return part == "" || len(part) > 3 || strings.Trim(part, "0123456789") != ""
	})
}

// isPath reports whether a word is an absolute path of plain names.
func isPath(word string) bool {
	return (strings.HasPrefix(word, "/") || strings.HasPrefix(word, "file://") || strings.HasPrefix(word, "./")) &&
		IsPlainName(strings.TrimPrefix(word, "file:"))
}

// isPaths reports whether a word is a list of absolute paths of plain names, as variables like PATH hold.
func isPaths(word string) bool {
	for path := range strings.SplitSeq(word, ":") {
		if !strings.HasPrefix(path, "/") || !IsPlain(path) {
			return false
		}
	}
	return true
}

// isResource reports whether a word is resources or attributes with short amounts: "cpus:4;mem:1024".
func isResource(word string) bool {
	if !strings.Contains(word, ":") {
		return false
	}
	for item := range strings.SplitSeq(strings.Trim(word, ";,"), ";") {
		name, amount, found := strings.Cut(item, ":")
		name, role, _ := strings.Cut(name, "(")
		if !found || name == "" || strings.Trim(name, lowerLetters+"_") != "" || !isQuantity(amount) || strings.Trim(role, lowerLetters+"*)") != "" {
			return false
		}
	}
	return true
}

// isModuleName reports whether a word is the name of a module, which is one of Java's turned round:
// "org_apache_mesos_TestIsolator".
func isModuleName(word string) bool {
	domain, _, _ := strings.Cut(word, "_")
	return slices.Contains([]string{"org", "com", "net", "io"}, domain) && strings.Count(word, "_") >= 2 && isVariableName(word)
}

// isTag reports whether a word is a tag of HTML or XML, or the beginning of one: a page was saved in place of a file.
func isTag(word string) bool {
	name, found := strings.CutPrefix(word, "<")
	name = strings.ToLower(strings.Trim(name, "</>!"))
	return found && slices.Contains([]string{"html", "head", "body", "title", "meta", "link", "script", "style", "div", "span", "p", "a", "br",
		"hr", "h1", "h2", "h3", "table", "tr", "td", "ul", "li", "pre", "center", "doctype", "?xml"}, name)
}

const lowerLetters = "abcdefghijklmnopqrstuvwxyz"

// longestParticle is how long a word is that says nothing: "1 per 10mins".
const longestParticle = 3

// ShowValue says what of a value is harmless that is not a secret by its name: all but the password of a URL, what looks
// generated, and words that come after a blank and are none of a list.
func ShowValue(value source.Text) {
	text := value.String()
	at := 0
	hide := func(start, end int) {
		value.ShowPart(at, start)
		at = max(at, end)
	}
	generated := Generated(text)
	before := ""
	for word := range fieldsIn(text) {
		start, end := word.Start, word.End
		stray := before != "" && !followsOn(before, text[start:end])
		before = text[start:end]
		if stray {
			hide(start, end)
			continue
		}
		for _, r := range source.Within(generated, start, end) {
			hide(r.Start, r.End)
		}
	}
	hide(len(text), len(text))
}

// followsOn reports whether a word after a blank belongs to the value that the word before it does: the next element of a
// list, a unit after its number, a word too short to say anything, or one that is plain.
func followsOn(before, word string) bool {
	const longestUnit = 8
	switch {
	case strings.IndexByte(",;=:", before[len(before)-1]) >= 0, len(word) <= longestParticle, strings.ContainsAny(word, ":;") && !strings.Contains(word, "@"), IsPlain(word):
		return true
	}
	return isQuantity(before) && len(word) <= longestUnit && strings.Trim(word, lowerLetters) == ""
}

// ShowPlain says that a value is harmless where it shows so by itself.
func ShowPlain(value source.Text) {
	if IsPlain(strings.TrimSpace(value.String())) {
		value.ShowPart(0, value.Len())
	}
}

// fieldsIn yields the words between white space.
func fieldsIn(text string) func(yield func(source.Range) bool) {
	return func(yield func(source.Range) bool) {
		for at := 0; at < len(text); {
			start := at
			for at < len(text) && strings.IndexByte(" \t\r\n", text[at]) < 0 {
				at++
			}
			if at > start && !yield(source.Range{Start: start, End: at}) {
				return
			}
			for at < len(text) && strings.IndexByte(" \t\r\n", text[at]) >= 0 {
				at++
			}
		}
	}
}

// ShowReference says that a value is harmless that is where a secret is: a path or a variable. A command is none: its
// words can be anything.
func ShowReference(value source.Text) {
	text := strings.TrimSpace(value.String())
	if !strings.HasPrefix(text, "$(") && !strings.HasPrefix(text, "`") && !strings.HasPrefix(text, "<%") {
		ShowValue(value)
	}
}

// ShowWords says that the words in a span are harmless that are known or show so by themselves.
func ShowWords(span source.Span, known func(word string) bool) {
	text := span.Text()
	for at := range fieldsIn(text) {
		if word := text[at.Start:at.End]; known(word) || IsPlain(word) {
			span.Source.Show(span.Start+at.Start, span.Start+at.End)
		}
	}
}

// Reference returns a word as a reason may quote it: a variable, a path or a template's expression, and instead of
// anything else.
func Reference(word, instead string) string {
	if IsPlain(word) || isVariable(word) {
		return word
	}
	return instead
}

// isVariable reports whether a word is one variable of a shell, of systemd or of a template, and nothing else.
func isVariable(word string) bool {
	name := strings.TrimSuffix(strings.TrimPrefix(word, "$"), "}")
	if inner, found := strings.CutPrefix(word, "{{"); found {
		name = strings.Trim(strings.TrimSuffix(inner, "}}"), " .-")
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name, "{"), "[@]")
	return word == "$@" || word == "$*" || len(word) == 2 && strings.IndexByte("%$", word[0]) >= 0 ||
		name != word && isVariableName(name) && len(Generated(name)) == 0
}
