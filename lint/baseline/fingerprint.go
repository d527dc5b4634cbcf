// Package baseline tells the findings that a repository has had for a while from those that are new. A baseline is a file
// that lists the known ones; a run that is given it shows and counts only the others.
//
// A finding is known again by its fingerprint, which names what it is about and not where it stands: it survives lines
// that move, folders that are renamed, other findings of the same rule, other words in the message, and another release.
// Of the configuration it holds only what the message quotes anyway, so that nothing of a secret is in it, not even a hash.
package baseline

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
)

// Fingerprints returns a fingerprint for each finding: 32 hexadecimal digits, a dash, and the number of the occurrence
// among findings that are about the same thing in files of the same name, counted from 1 in the order of found. They differ
// from one another. found are all findings of a run, before any is left out: an occurrence that somebody suppresses counts.
func Fingerprints(found []lint.Diagnostic) []string {
	out := make([]string, len(found))
	seen := make(map[digest]int, len(found))
	for i := range found {
		d := &found[i]
		of := digestOf(identityOf(d, d.Component), path.Base(fileOf(d)))
		seen[of]++
		out[i] = of.numbered(seen[of])
	}
	return out
}

// digest is what a fingerprint starts with.
type digest [16]byte

func (d digest) numbered(occurrence int) string {
	text := hex.AppendEncode(make([]byte, 0, 2*len(d)+4), d[:])
	return string(strconv.AppendInt(append(text, '-'), int64(occurrence), 10))
}

// identity is what a finding is about, whatever is said of it and wherever it stands.
type identity struct {
	rule, check, component, subject, context string
}

// identityOf returns the identity of a finding for one of its components.
func identityOf(d *lint.Diagnostic, c config.Component) identity {
	return identity{rule: d.Rule, check: d.Check, component: c.String(), subject: redact.Conceal(d.Subject, nil), context: contextOf(d)}
}

// digestOf returns the digest of a finding. base is the last element of the file's path: the folders before it can be renamed.
func digestOf(id identity, base string) digest {
	text := make([]byte, 0, 256)
	for _, part := range [...]string{"mesoslint fingerprint 1", id.rule, id.check, id.component, id.subject, id.context, base} {
		text = append(strconv.AppendInt(text, int64(len(part)), 10), ':') // no two lists of parts are written alike
		text = append(append(text, part...), ',')
	}
	sum := sha256.Sum256(text)
	return digest(sum[:len(digest{})])
}

// contextOf returns the words that the message quotes of the very place it points at, in their order: the value that is
// wrong. What else it quotes may be about other settings, which can change without this finding becoming another one.
func contextOf(d *lint.Diagnostic) string {
	s := d.Span.Source
	if s == nil || d.Span.Start >= d.Span.End || d.Span.End > len(s.Data) {
		return ""
	}
	written := d.Span.Text()
	var words []string
	for _, word := range quotedIn(redact.Conceal(d.Message, nil)) {
		if word != d.Subject && strings.Contains(written, word) && !slices.Contains(words, word) {
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

// quotedIn returns what a message quotes.
func quotedIn(message string) []string {
	var out []string
	for {
		_, rest, found := strings.Cut(message, "`")
		if !found {
			return out
		}
		word, rest, closed := strings.Cut(rest, "`")
		if !closed {
			return out
		}
		if word = strings.TrimSpace(word); word != "" {
			out = append(out, word)
		}
		message = rest
	}
}

// fileOf returns how reports name the file of a finding, "" if it has none.
func fileOf(d *lint.Diagnostic) string {
	if d.Span.Source == nil {
		return ""
	}
	return redact.Conceal(d.Span.Source.Path, nil)
}
