package source

import (
	"cmp"
	"slices"
	"strings"
)

// SecretMark stands in reports, snippets and diffs where a secret stands in the file.
const SecretMark = "[secret]"

// Range is the bytes [Start, End) of some text.
type Range struct{ Start, End int }

// Mask marks the bytes [start, end) of the source as secret: no report, snippet or diff shows them. Whoever reads a
// file that can hold secrets calls it, and marks the whole content where it cannot tell which bytes are secret.
// Passwords of URLs need no marking. It is safe for concurrent use.
func (s *Source) Mask(start, end int) {
	if start >= end {
		return
	}
	s.secretsLock.Lock()
	defer s.secretsLock.Unlock()
	s.masked = append(s.masked, Range{start, end})
	s.secretsKnown = false
}

// Mask marks the bytes of the span as secret; see Source.Mask.
func (p Span) Mask() {
	if p.Source != nil {
		p.Source.Mask(p.Start, p.End)
	}
}

// Mask marks the text as secret, wherever its bytes stand.
func (t Text) Mask() { t.MaskPart(0, len(t.data)) }

// MaskPart marks the bytes [start, end) of the text as secret.
func (t Text) MaskPart(start, end int) {
	for _, p := range t.Spans(start, end) {
		p.Mask()
	}
}

// MaskURLPassword marks the password of a text that is meant as one URL with a user and a password. Unlike what Secrets
// finds by itself, the password may hold any byte, for it ends at the last "@" of the text as in Mesos, and the scheme may
// be missing or misspelt.
func (t Text) MaskURLPassword() {
	if !strings.Contains(t.data, "@") {
		return
	}
	start := 0
	for start < len(t.data) && (isLower(t.data[start]) || isUpper(t.data[start])) {
		start++
	}
	if rest := strings.TrimLeft(t.data[start:], ":/"); strings.Contains(t.data[start:len(t.data)-len(rest)], "/") {
		start = len(t.data) - len(rest)
	} else if start = 0; strings.Contains(t.data[:strings.LastIndexByte(t.data, '@')], "/") {
		return // a path, or the name of an image
	}
	if r, found := passwordIn(t.data, start, len(t.data)); found {
		t.MaskPart(r.Start, r.End)
	}
}

// Hidden returns the secret pieces of the text, as its reader sees them.
func (t Text) Hidden() []string {
	if t.joined != nil {
		var out []string
		for _, p := range t.joined.pieces {
			out = append(out, p.text.Hidden()...)
		}
		return out
	}
	if t.source == nil {
		return nil
	}
	secrets := t.source.Secrets()
	raw := t.Span(0, len(t.data))
	within := Within(secrets, raw.Start, raw.End)
	if len(within) == 0 {
		return nil
	}
	if t.isLiteral() {
		return []string{t.data}
	}
	var out []string
	for i := 0; i < len(t.data); {
		for len(within) > 0 && within[0].End <= t.offset(i) {
			within = within[1:]
		}
		if len(within) == 0 {
			break
		}
		start := i
		for i < len(t.data) && t.offset(i) >= within[0].Start && t.offset(i) < within[0].End {
			i++
		}
		if i > start {
			out = append(out, t.data[start:i])
		} else {
			i++
		}
	}
	return out
}

// Secrets returns the secret bytes of the source, ordered and disjoint: what was masked, and the password of every URL
// that is written without white space or quotes. The result must not be changed.
func (s *Source) Secrets() []Range {
	s.secretsLock.Lock()
	defer s.secretsLock.Unlock()
	if !s.secretsKnown {
		s.secrets = Union(slices.Concat(s.masked, URLPasswords(viewString(s.Data))))
		s.secretsKnown = true
	}
	return s.secrets
}

// Union returns the ranges ordered, with those that overlap or touch joined and the empty ones dropped.
func Union(ranges []Range) []Range {
	ranges = slices.DeleteFunc(slices.Clone(ranges), func(r Range) bool { return r.Start >= r.End })
	slices.SortFunc(ranges, func(a, b Range) int { return cmp.Compare(a.Start, b.Start) })
	out := ranges[:0]
	for _, r := range ranges {
		if n := len(out); n > 0 && r.Start <= out[n-1].End {
			out[n-1].End = max(out[n-1].End, r.End)
			continue
		}
		out = append(out, r)
	}
	return out
}

// Within returns the parts of ordered, disjoint ranges that lie in [start, end).
func Within(ranges []Range, start, end int) []Range {
	first, _ := slices.BinarySearchFunc(ranges, start, func(r Range, at int) int {
		if r.End <= at {
			return -1
		}
		return 1
	})
	var out []Range
	for _, r := range ranges[first:] {
		if r.Start >= end {
			break
		}
		if r = (Range{max(r.Start, start), min(r.End, end)}); r.Start < r.End {
			out = append(out, r)
		}
	}
	return out
}

// Conceal returns text as a report may show it: SecretMark in place of the given ordered, disjoint ranges and of the
// passwords of URLs.
func Conceal(text string, secrets []Range) string {
	if passwords := URLPasswords(text); len(passwords) > 0 {
		secrets = Union(slices.Concat(secrets, passwords))
	}
	return Replace(text, secrets)
}

// Replace returns text with SecretMark in place of the given ordered, disjoint ranges.
func Replace(text string, secrets []Range) string {
	if len(secrets) == 0 {
		return text
	}
	var b strings.Builder
	shown := 0
	for _, r := range secrets {
		b.WriteString(text[shown:r.Start])
		b.WriteString(SecretMark)
		shown = r.End
	}
	b.WriteString(text[shown:])
	return b.String()
}

// URLPasswords returns where the passwords of URLs (scheme://user:password@host) stand in text. Each ends at the last
// "@" before white space, a quote or a control character: rather a byte too many than one too few. Of a URL that was
// cleaned like a path one slash is left.
func URLPasswords(text string) []Range {
	var out []Range
	for from := 0; ; {
		i := strings.Index(text[from:], ":/")
		if i < 0 {
			return out
		}
		start := from + i + len(":/")
		whole := strings.HasPrefix(text[start:], "/")
		if whole {
			start++
		}
		end := start
		for end < len(text) && text[end] > ' ' && !strings.ContainsRune("\"'`", rune(text[end])) {
			end++
		}
		if whole || strings.IndexByte(text[start:end], '@') >= 0 {
			if r, found := passwordIn(text, start, end); found {
				out = append(out, r)
			}
		}
		from = end
	}
}

// passwordIn finds the password in the URL whose authority starts at start and which ends before end. Where a host is
// followed by what is no port, that is taken for a password too: its "@" may be forgotten.
func passwordIn(text string, start, end int) (Range, bool) {
	url := text[start:end]
	at := strings.LastIndexByte(url, '@')
	colon := strings.IndexAny(url, ":/")
	switch {
	case colon >= 0 && url[colon] == ':' && colon+1 < at:
		return Range{start + colon + 1, start + at}, true
	case at >= 0 || colon < 0 || url[colon] != ':' || strings.HasPrefix(url, "["):
		return Range{}, false
	}
	length := strings.IndexAny(url[colon+1:]+"/", "/,?#")
	if looksLikePort(url[colon+1 : colon+1+length]) {
		return Range{}, false
	}
	return Range{start + colon + 1, start + colon + 1 + length}, true
}

// looksLikePort reports whether a text is meant as a port: a number, a short text that begins like one, or what a template
// or a shell makes one of.
func looksLikePort(s string) bool {
	const longest = 5
	return s == "" || isDigit(s[0]) && (len(s) <= longest || strings.Trim(s, "0123456789") == "") || strings.IndexByte("$%{<", s[0]) >= 0
}

// Builder assembles text of which some bytes are secret, such as the text of an edit. The zero Builder is empty.
type Builder struct {
	text    strings.Builder
	secrets []Range
}

// Write adds text that anyone may read.
func (b *Builder) Write(text string) { b.text.WriteString(text) }

// WriteSecret adds text that no report may show.
func (b *Builder) WriteSecret(text string) {
	b.secrets = append(b.secrets, Range{b.text.Len(), b.text.Len() + len(text)})
	b.text.WriteString(text)
}

// String returns the text, secrets included.
func (b *Builder) String() string { return b.text.String() }

// Secrets returns where the secrets stand in the text. It is never nil.
func (b *Builder) Secrets() []Range { return append([]Range{}, Union(b.secrets)...) }

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
