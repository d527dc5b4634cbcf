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

// MaskURLPassword marks the password of a text that is one URL with a user and a password. Unlike what Secrets finds by
// itself, the password may hold any byte: it ends at the last "@" of the text, as in Mesos.
func (t Text) MaskURLPassword() {
	scheme := strings.Index(t.data, "://")
	if scheme < 0 {
		return
	}
	if r, found := passwordIn(t.data, scheme+len("://"), len(t.data)); found {
		t.Span(r.Start, r.End).Mask()
	}
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
// "@" before white space, a quote or a control character: rather a byte too many than one too few.
func URLPasswords(text string) []Range {
	var out []Range
	for from := 0; ; {
		i := strings.Index(text[from:], "://")
		if i < 0 {
			return out
		}
		start := from + i + len("://")
		end := start
		for end < len(text) && text[end] > ' ' && !strings.ContainsRune("\"'`", rune(text[end])) {
			end++
		}
		if r, found := passwordIn(text, start, end); found {
			out = append(out, r)
		}
		from = end
	}
}

// passwordIn finds the password in the URL whose authority starts at start and which ends before end.
func passwordIn(text string, start, end int) (Range, bool) {
	url := text[start:end]
	at := strings.LastIndexByte(url, '@')
	colon := strings.IndexAny(url, ":/")
	if at < 0 || colon < 0 || url[colon] != ':' || colon+1 >= at {
		return Range{}, false
	}
	return Range{start + colon + 1, start + at}, true
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
