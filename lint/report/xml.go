package report

import (
	"bufio"
	"strings"
)

// tag is an XML element that is written as it is told. Values are text of diagnostics: secrets of URLs and what a terminal
// would act on, which XML cannot hold either, are escaped.
type tag struct {
	w      *bufio.Writer
	indent string
	name   string
}

// open writes the start of an element with attributes, which come as names and values in turn; those with an empty value
// are left out.
func (t tag) open(attributes ...string) { t.start(attributes, ">\n") }

// empty writes an element that holds nothing.
func (t tag) empty(attributes ...string) { t.start(attributes, "/>\n") }

// text writes an element that holds lines of text.
func (t tag) text(text string, attributes ...string) {
	t.start(attributes, ">")
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = xmlEscaped(prose(lines[i]))
	}
	_, _ = t.w.WriteString(strings.Join(lines, "\n") + "</" + t.name + ">\n")
}

func (t tag) close() { _, _ = t.w.WriteString(t.indent + "</" + t.name + ">\n") }

func (t tag) start(attributes []string, end string) {
	_, _ = t.w.WriteString(t.indent + "<" + t.name)
	for i := 0; i+1 < len(attributes); i += 2 {
		if attributes[i+1] != "" {
			_, _ = t.w.WriteString(" " + attributes[i] + `="` + xmlEscaped(prose(attributes[i+1])) + `"`)
		}
	}
	_, _ = t.w.WriteString(end)
}

// xmlEscaped returns text as it stands in an element and in an attribute.
func xmlEscaped(text string) string {
	const special = "&<>\"'"
	if !strings.ContainsAny(text, special) {
		return text
	}
	var b strings.Builder
	for {
		i := strings.IndexAny(text, special)
		if i < 0 {
			b.WriteString(text)
			return b.String()
		}
		b.WriteString(text[:i])
		b.WriteString([...]string{"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"}[strings.IndexByte(special, text[i])])
		text = text[i+1:]
	}
}

const xmlHead = `<?xml version="1.0" encoding="UTF-8"?>` + "\n"

// xmlComment returns a comment; "--" would end it.
func xmlComment(text string) string {
	return "<!-- " + strings.ReplaceAll(prose(text), "--", "- -") + " -->\n"
}
