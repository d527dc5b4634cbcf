package redact

import (
	"fmt"
	"hash/maphash"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Words recognises the words of secrets in other text: in a message that quotes a value, in an edit that repeats
// one. It keeps no secret, only a keyed hash of each word, so that nothing can print one. The zero Words is empty;
// once filled it is safe for concurrent use.
type Words struct {
	seed  maphash.Seed
	words map[uint64]struct{}
	// phrases are the secrets of more than one word, with blanks or punctuation in them, and those that are short; lengths
	// are theirs in bytes, by their first byte.
	phrases map[uint64]struct{}
	lengths map[byte][]int
}

// shortestWord is the length in bytes from which on a part of a secret is taken for the secret itself. Shorter ones stand
// in other words by chance.
const shortestWord = 6

// Add adds the words of secret text that are not ordinary ones.
func (w *Words) Add(text string) {
	if text = strings.TrimSpace(text); len(text) >= shortestWord && strings.Trim(text, letters) != "" {
		w.add(text)
	}
	for at := range wordsIn(text) {
		if word := text[at.Start:at.End]; isTelling(word) {
			w.add(word)
		}
	}
	w.addPhrase(text)
}

// AddValue adds text that is one secret, and no other word is, however ordinary: a quotation of just that is one of the
// secret.
func (w *Words) AddValue(secret string) {
	w.Add(secret)
	if secret = strings.TrimFunc(secret, func(c rune) bool { return c < 0x80 && !isWordByte(byte(c)) }); len(secret) >= 3 && !slices.Contains(publicWords, strings.ToLower(secret)) {
		w.add(secret)
	}
}

func (w *Words) add(word string) {
	if w.words == nil {
		w.seed, w.words = w.seedOnce(), map[uint64]struct{}{}
	}
	w.words[w.hash(word)] = struct{}{}
}

// The lengths in bytes of phrases that are known again inside of other text.
const (
	shortestPhrase = 4
	longestPhrase  = 256
)

// addPhrase adds a secret as a whole. Letters alone are not phrase: they are a word.
func (w *Words) addPhrase(text string) {
	text = lowerASCII(strings.TrimFunc(text, func(c rune) bool { return c < 0x80 && !isWordByte(byte(c)) }))
	if len(text) < shortestPhrase || len(text) > longestPhrase || strings.Trim(text, letters) == "" || strings.Trim(text, "0123456789.,") == "" ||
		IsPlain(text) || strings.Contains(text, "\n") {
		return
	}
	if w.phrases == nil {
		w.seed, w.phrases, w.lengths = w.seedOnce(), map[uint64]struct{}{}, map[byte][]int{}
	}
	w.phrases[w.hash(text)] = struct{}{}
	if first := text[0]; !slices.Contains(w.lengths[first], len(text)) {
		w.lengths[first] = append(w.lengths[first], len(text))
	}
}

func (w *Words) seedOnce() maphash.Seed {
	if w.words == nil && w.phrases == nil {
		return maphash.MakeSeed()
	}
	return w.seed
}

// phrasesIn returns where phrases stand in a text, each from the start of a word to the end of one.
func (w *Words) phrasesIn(text string) []source.Range {
	if w == nil || len(w.phrases) == 0 {
		return nil
	}
	var out []source.Range
	lower := lowerASCII(text)
	for at := range wordsIn(lower) {
		for _, length := range w.lengths[lower[at.Start]] {
			end := at.Start + length
			if end > len(lower) || joins(lower, end) {
				continue
			}
			if _, found := w.phrases[w.hash(lower[at.Start:end])]; found {
				out = append(out, source.Range{Start: at.Start, End: end})
			}
		}
	}
	return out
}

const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// publicWords are values of secrets that say nothing: a message that quotes one quotes something else.
var publicWords = []string{"true", "false", "null", "none", "yes", "no", "secret", "secrets", "password", "credential", "credentials",
	"principal", "principals", "value", "values", "auth", "token", "agent", "master", "slave", "mesos", "root", "ops", "http", "https"}

// Empty reports whether there are no words.
func (w *Words) Empty() bool { return w == nil || len(w.words)+len(w.phrases) == 0 }

func (w *Words) has(word string) bool {
	_, found := w.words[w.hash(word)]
	return found
}

// hash is of the small letters: the names of flags are read so.
func (w *Words) hash(word string) uint64 { return maphash.String(w.seed, strings.ToLower(word)) }

// In returns where words of the secrets stand in a text, ordered and disjoint.
func (w *Words) In(text string) []source.Range {
	const longEnough = 8 // for a word of letters alone to be meant
	found := w.in(text, func(word string) bool { return len(word) >= longEnough || isTelling(word) })
	return source.Union(slices.Concat(found, w.phrasesIn(text)))
}

func (w *Words) in(text string, counts func(word string) bool) []source.Range {
	if w.Empty() {
		return nil
	}
	var out []source.Range
	for at := range wordsIn(text) {
		if word := text[at.Start:at.End]; counts(word) && w.has(word) {
			out = append(out, at)
		}
	}
	return out
}

// Conceal returns a message with source.SecretMark in place of what it says of the secrets. A quotation that holds a word of a
// secret, or is one, goes as a whole; outside of quotations, ordinary words are words of the message.
func (w *Words) Conceal(message string) string {
	if w.Empty() || message == "" {
		return message
	}
	var found []source.Range
	for quote := range Quotations(message) {
		inner := message[quote.Start:quote.End]
		plain := inner
		if message[quote.Start-1] == '"' {
			if unquoted, err := strconv.Unquote(`"` + inner + `"`); err == nil {
				plain = unquoted
			}
		}
		if w.has(strings.TrimSpace(plain)) || len(w.In(inner)) > 0 || len(w.In(plain)) > 0 {
			found = append(found, quote)
		}
	}
	return source.Replace(message, source.Union(slices.Concat(found, w.in(message, isTelling), w.phrasesIn(message))))
}

// ConcealName returns a name, or source.SecretMark where it is a secret or holds a word of one.
func (w *Words) ConcealName(name string) string {
	if !w.Empty() && (w.has(name) || len(w.In(name)) > 0) {
		return source.SecretMark
	}
	return name
}

// Quotations yields where in a message it quotes something: what stands in back quotes, or in double quotes as %q writes them.
func Quotations(message string) func(yield func(source.Range) bool) {
	return func(yield func(source.Range) bool) {
		for at := 0; at < len(message); {
			i := strings.IndexAny(message[at:], "`\"")
			if i < 0 {
				return
			}
			start := at + i + 1
			var end int
			if message[start-1] == '`' {
				end = strings.IndexByte(message[start:], '`')
			} else if quoted, err := strconv.QuotedPrefix(message[start-1:]); err == nil {
				end = len(quoted) - len(`""`)
			} else {
				end = strings.IndexByte(message[start:], '"')
			}
			if end < 0 {
				return
			}
			if end > 0 && !yield(source.Range{Start: start, End: start + end}) {
				return
			}
			at = start + end + 1
		}
	}
}

// wordsIn yields the runs of letters, digits and bytes that are not ASCII.
func wordsIn(text string) func(yield func(source.Range) bool) {
	return func(yield func(source.Range) bool) {
		for at := 0; at < len(text); at++ {
			start := at
			for at < len(text) && isWordByte(text[at]) {
				at++
			}
			if at > start && !yield(source.Range{Start: start, End: at}) {
				return
			}
		}
	}
}

func isWordByte(c byte) bool { return isDigit(c) || isLower(c) || isUpper(c) || c >= 0x80 }
func isDigit(c byte) bool    { return '0' <= c && c <= '9' }
func isLower(c byte) bool    { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool    { return 'A' <= c && c <= 'Z' }

// isTelling reports whether a word is one that text does not hold by chance: it is long enough, and mixes letters with
// digits or small letters with capitals inside.
func isTelling(word string) bool {
	if len(word) < shortestWord {
		return false
	}
	digits, lower, upper := false, false, false
	for i := range len(word) {
		digits = digits || isDigit(word[i])
		lower = lower || isLower(word[i])
		upper = upper || i > 0 && isUpper(word[i])
	}
	return digits || lower && upper
}

// Format implements fmt.Formatter: there is nothing to see.
func (w *Words) Format(to fmt.State, _ rune) { _, _ = io.WriteString(to, source.SecretMark) }
