package source

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strings"
)

// What stands in reports, snippets and diffs for bytes of a file that nobody may see.
const (
	// SecretMark stands where a secret is.
	SecretMark = "[secret]"
	// UnknownMark stands where something is that nobody said is harmless.
	UnknownMark = "…"
)

// Range is the bytes [Start, End) of some text.
type Range struct {
	Start, End int
	// Unknown is set for bytes that are hidden because nobody said that they are harmless; others are hidden as secrets.
	Unknown bool
}

// Mark is what is shown in place of the range.
func (r Range) Mark() string {
	if r.Unknown {
		return UnknownMark
	}
	return SecretMark
}

// shown is what is known of the bytes of a source: what anyone may see, and what is a secret. Of all the rest nothing is
// known, and it is hidden as secrets are.
type shown struct {
	harmless, secret           []Range
	harmlessLater, secretLater []func() []Range

	secrets, hidden           []Range // valid while known
	secretsKnown, hiddenKnown bool
}

// Show says that the bytes [start, end) of the source are harmless: reports, snippets and diffs may show them unless they
// are masked, too. It is safe for concurrent use.
func (s *Source) Show(start, end int) {
	if start >= end {
		return
	}
	s.shownLock.Lock()
	defer s.shownLock.Unlock()
	s.shown.harmless = append(s.shown.harmless, Range{Start: start, End: end})
	s.shown.hiddenKnown = false
}

// ShowLater says that the bytes that a function returns are harmless. It is called once, when somebody wants to show a
// part of the source, and must not ask the source for more than its data.
func (s *Source) ShowLater(harmless func() []Range) {
	s.shownLock.Lock()
	defer s.shownLock.Unlock()
	s.shown.harmlessLater = append(s.shown.harmlessLater, harmless)
	s.shown.hiddenKnown = false
}

// Mask marks the bytes [start, end) of the source as a secret: no report, snippet or diff shows them, whoever says that
// they are harmless, and no message repeats them. It is safe for concurrent use.
func (s *Source) Mask(start, end int) {
	if start >= end {
		return
	}
	s.shownLock.Lock()
	defer s.shownLock.Unlock()
	s.shown.secret = append(s.shown.secret, Range{Start: start, End: end})
	s.shown.secretsKnown, s.shown.hiddenKnown = false, false
}

// MaskLater marks the bytes that a function returns as secrets; see ShowLater.
func (s *Source) MaskLater(secret func() []Range) {
	s.shownLock.Lock()
	defer s.shownLock.Unlock()
	s.shown.secretLater = append(s.shown.secretLater, secret)
	s.shown.secretsKnown, s.shown.hiddenKnown = false, false
}

// Show says that the bytes of the span are harmless; see Source.Show.
func (p Span) Show() {
	if p.Source != nil {
		p.Source.Show(p.Start, p.End)
	}
}

// Mask marks the bytes of the span as a secret; see Source.Mask.
func (p Span) Mask() {
	if p.Source != nil {
		p.Source.Mask(p.Start, p.End)
	}
}

// ShowPart says that the bytes [start, end) of the text are harmless. If the text is written nowhere as such it does
// nothing: what stands there is something else.
func (t Text) ShowPart(start, end int) {
	if !t.isJoined() {
		if !t.isLiteral() {
			t.Span(start, end).Show()
		}
		return
	}
	segments := t.joined().segments
	for i := sort.Search(len(segments), func(i int) bool { return segments[i].end() > start }); i < len(segments) && segments[i].at < end; i++ {
		p := segments[i]
		if from, to := max(start, p.at), min(end, p.end()); from < to {
			p.text.ShowPart(from-p.at, to-p.at)
		}
	}
}

// ShowLater says that the bytes of the text that a function returns are harmless, ordered and disjoint; see
// Source.ShowLater.
func (t Text) ShowLater(harmless func() []Range) {
	switch {
	case t.source == nil || t.isLiteral():
	case t.isJoined():
		for _, r := range harmless() {
			t.ShowPart(r.Start, r.End)
		}
	default:
		t.source.ShowLater(func() []Range {
			var out []Range
			for _, r := range harmless() {
				out = append(out, Range{Start: t.offset(r.Start), End: t.offset(r.End)})
			}
			return out
		})
	}
}

// Mask marks the text as a secret, wherever its bytes stand.
func (t Text) Mask() { t.MaskPart(0, len(t.data)) }

// MaskPart marks the bytes [start, end) of the text as a secret.
func (t Text) MaskPart(start, end int) {
	for _, p := range t.Spans(start, end) {
		p.Mask()
	}
}

// Secrets returns the secret bytes of the source, ordered and disjoint. The result must not be changed.
func (s *Source) Secrets() []Range {
	s.shownLock.Lock()
	defer s.shownLock.Unlock()
	return s.knownSecrets()
}

func (s *Source) knownSecrets() []Range {
	k := &s.shown
	if !k.secretsKnown {
		for _, later := range k.secretLater {
			k.secret = append(k.secret, later()...)
		}
		k.secretLater = nil
		k.secrets = Union(k.secret)
		k.secretsKnown = true
	}
	return k.secrets
}

// Hidden returns all bytes of the source that nobody may see, ordered and disjoint: the secrets, and what nobody said is
// harmless but for the white space and the punctuation around it. The result must not be changed.
func (s *Source) Hidden() []Range {
	s.shownLock.Lock()
	defer s.shownLock.Unlock()
	k := &s.shown
	if k.hiddenKnown {
		return k.hidden
	}
	for _, later := range k.harmlessLater {
		k.harmless = append(k.harmless, later()...)
	}
	k.harmlessLater = nil
	k.harmless = Union(k.harmless)
	secrets := s.knownSecrets()
	var unknown []Range
	at := 0
	for _, r := range Union(slices.Concat(k.harmless, secrets)) {
		unknown = appendUnknown(unknown, s.Data, at, r.Start)
		at = r.End
	}
	k.hidden = Union(slices.Concat(secrets, appendUnknown(unknown, s.Data, at, len(s.Data))))
	k.hiddenKnown = true
	return k.hidden
}

// structural are the bytes that formats put around names and values.
const structural = " \t\r\n\"'`=:,;\\{}[]()<>&|$-#"

// appendUnknown adds the bytes [start, end) of data as unknown, line by line and without what is only structure at the
// ends of each.
func appendUnknown(out []Range, data []byte, start, end int) []Range {
	for start < end {
		stop := end
		if i := bytes.IndexByte(data[start:end], '\n'); i >= 0 {
			stop = start + i
		}
		line := data[start:stop]
		from := len(line) - len(bytes.TrimLeft(line, structural))
		if line = bytes.TrimRight(line[from:], structural); len(line) > 0 {
			next := Range{Start: start + from, End: start + from + len(line), Unknown: true}
			if n := len(out); n > 0 && len(bytes.TrimLeft(data[out[n-1].End:next.Start], " \t")) == 0 {
				out[n-1].End = next.End // words that are hidden one by one are as good as one
			} else {
				out = append(out, next)
			}
		}
		start = stop + 1
	}
	return out
}

// Union returns the ranges ordered and disjoint, with those that overlap or touch joined and the empty ones dropped. What
// is a secret to one range is one, whatever another says.
func Union(ranges []Range) []Range {
	var secret, unknown []Range
	for _, r := range ranges {
		switch {
		case r.Start >= r.End:
		case r.Unknown:
			unknown = append(unknown, r)
		default:
			secret = append(secret, r)
		}
	}
	secret = joinRanges(secret)
	if len(unknown) == 0 {
		return secret
	}
	out := secret
	for _, r := range joinRanges(unknown) {
		at := r.Start
		for _, s := range Within(secret, r.Start, r.End) {
			if at < s.Start {
				out = append(out, Range{Start: at, End: s.Start, Unknown: true})
			}
			at = s.End
		}
		if at < r.End {
			out = append(out, Range{Start: at, End: r.End, Unknown: true})
		}
	}
	slices.SortFunc(out, func(a, b Range) int { return cmp.Compare(a.Start, b.Start) })
	return out
}

// joinRanges orders ranges of one kind and joins those that overlap or touch, in place.
func joinRanges(ranges []Range) []Range {
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

// Shifted returns ranges moved by a number of bytes.
func Shifted(ranges []Range, by int) []Range {
	out := slices.Clone(ranges)
	for i := range out {
		out[i].Start += by
		out[i].End += by
	}
	return out
}

// Replace returns text with marks in place of the given ordered, disjoint ranges.
func Replace(text string, secrets []Range) string {
	if len(secrets) == 0 {
		return text
	}
	var b strings.Builder
	shown := 0
	for _, r := range secrets {
		b.WriteString(text[shown:r.Start])
		b.WriteString(r.Mark())
		shown = r.End
	}
	b.WriteString(text[shown:])
	return b.String()
}

// SecretPieces returns the secret pieces of the text, as its reader sees them.
func (t Text) SecretPieces() []string {
	if t.isJoined() {
		var out []string
		for _, p := range t.joined().segments {
			out = append(out, p.text.SecretPieces()...)
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
		if r = (Range{max(r.Start, start), min(r.End, end), r.Unknown}); r.Start < r.End {
			out = append(out, r)
		}
	}
	return out
}
