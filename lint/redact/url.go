package redact

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Conceal returns text as a report may show it: marks in place of the given ordered, disjoint ranges and of the passwords of
// URLs.
func Conceal(text string, secrets []source.Range) string {
	if passwords := URLPasswords(text); len(passwords) > 0 {
		secrets = source.Union(slices.Concat(secrets, passwords))
	}
	return source.Replace(text, secrets)
}

// URLPasswords returns where the passwords of URLs (scheme://user:password@host) stand in text. Each ends at the last
// "@" before white space, a quote or a control character: rather a byte too many than one too few. Of a URL that was
// cleaned like a path one slash is left.
func URLPasswords(text string) []source.Range {
	var out []source.Range
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

// passwordIn finds the password in the URL whose authority starts at start and which ends before end. If a host is
// followed by what is not a port, that is taken for a password too: its "@" may be forgotten.
func passwordIn(text string, start, end int) (source.Range, bool) {
	url := text[start:end]
	at := strings.LastIndexByte(url, '@')
	colon := strings.IndexAny(url, ":/")
	switch {
	case colon >= 0 && url[colon] == ':' && colon+1 < at:
		return source.Range{Start: start + colon + 1, End: start + at}, true
	case at >= 0 || colon < 0 || url[colon] != ':' || strings.HasPrefix(url, "["):
		return source.Range{}, false
	}
	length := strings.IndexAny(url[colon+1:]+"/", "/,?#")
	if looksLikePort(url[colon+1 : colon+1+length]) {
		return source.Range{}, false
	}
	return source.Range{Start: start + colon + 1, End: start + colon + 1 + length}, true
}

// looksLikePort reports whether a text is meant as a port: a number, a short text that begins like one, or what a template
// or a shell makes one of.
func looksLikePort(s string) bool {
	const longest = 5
	return s == "" || isDigit(s[0]) && (len(s) <= longest || strings.Trim(s, "0123456789") == "") || strings.IndexByte("$%{<", s[0]) >= 0
}

// MaskURLPassword marks the password of a text that is meant as one URL with a user and a password. Unlike what
// URLPasswords finds, the password may hold any byte, for it ends at the last "@" of the text as in Mesos, and the scheme may
// be missing or misspelt.
func MaskURLPassword(t source.Text) {
	data := t.String()
	if !strings.Contains(data, "@") {
		return
	}
	start := 0
	for start < len(data) && (isLower(data[start]) || isUpper(data[start])) {
		start++
	}
	if rest := strings.TrimLeft(data[start:], ":/"); strings.Contains(data[start:len(data)-len(rest)], "/") {
		start = len(data) - len(rest)
	} else if start = 0; strings.Contains(data[:strings.LastIndexByte(data, '@')], "/") {
		return // a path, or the name of an image
	}
	if r, found := passwordIn(data, start, len(data)); found {
		t.MaskPart(r.Start, r.End)
	}
}

// MaskUnlikeURL marks all of a text that was taken for one URL and is plainly none: several words, JSON, a word without a
// colon. Another file may have been taken for it.
func MaskUnlikeURL(t source.Text) {
	data := strings.TrimSpace(t.String())
	if strings.ContainsAny(data, " \t\r\n{\"") || !strings.Contains(data, ":") && !IsPlain(data) {
		t.Mask()
	}
}
