package docker

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// bounds delimit a part of an instruction's line.
type bounds struct{ start, end int }

// blankWords splits a part of the line at its blanks; quotes mean nothing there.
func (i *instruction) blankWords(start, end int) []bounds {
	var words []bounds
	for at := start; at < end; {
		if isBlank(i.data[at]) {
			at++
			continue
		}
		first := at
		for at < end && !isBlank(i.data[at]) {
			at++
		}
		words = append(words, bounds{first, at})
	}
	return words
}

// quotedWords splits the rest of the line at the blanks that stand in no quotes; the quotes stay
// (parser/line_parsers.go, parseWords).
func (i *instruction) quotedWords() []bounds {
	var words []bounds
	var quote byte
	start := -1
	for at := i.start; at < i.end; {
		c, size := utf8.DecodeRuneInString(i.data[at:i.end])
		switch {
		case quote == 0 && unicode.IsSpace(c):
			if start >= 0 {
				words = append(words, bounds{start, at})
			}
			start = -1
			at += size
			continue
		case start < 0:
			start = at
		}
		switch {
		case quote == 0 && (c == '\'' || c == '"'):
			quote = byte(c)
		case rune(quote) == c:
			quote = 0
		case c == rune(i.escape) && quote != '\'' && at+size < i.end:
			at += size
			_, size = utf8.DecodeRuneInString(i.data[at:i.end])
		}
		at += size
	}
	if start >= 0 {
		words = append(words, bounds{start, i.end})
	}
	return words
}

// pair is a name and a value of ENV, LABEL or ARG.
type pair struct {
	name, value bounds
	// noValue is set for an ARG without one.
	noValue bool
	// rest is set for the form without "=", whose value is the rest of the line.
	rest bool
}

// pairs reads the names and values of ENV; broken says why the builder refuses them.
func (i *instruction) pairs() (pairs []pair, broken string) {
	words := i.quotedWords()
	if len(words) == 0 {
		return nil, "does not set a variable, which the builder refuses"
	}
	if !strings.Contains(i.data[words[0].start:words[0].end], "=") {
		at := i.start
		for at < i.end && !isBlank(i.data[at]) {
			at++
		}
		name := bounds{i.start, at}
		for at < i.end && isBlank(i.data[at]) {
			at++
		}
		if at == name.end {
			return nil, "sets a variable without a value, which the builder refuses"
		}
		return []pair{{name: name, value: bounds{at, i.end}, rest: true}}, ""
	}
	for _, w := range words {
		name, _, found := strings.Cut(i.data[w.start:w.end], "=")
		if !found {
			return pairs, "has a word without \"=\", which the builder refuses"
		}
		if name == "" {
			return pairs, "has a value without a name, which the builder refuses"
		}
		split := w.start + len(name)
		pairs = append(pairs, pair{name: bounds{w.start, split}, value: bounds{split + 1, w.end}})
	}
	return pairs, ""
}

// arguments reads the names and values of ARG.
func (i *instruction) arguments() []pair {
	var pairs []pair
	for _, w := range i.quotedWords() {
		name, _, found := strings.Cut(i.data[w.start:w.end], "=")
		split := w.start + len(name)
		pairs = append(pairs, pair{name: bounds{w.start, split}, value: bounds{min(split+1, w.end), w.end}, noValue: !found})
	}
	return pairs
}

// json reads the part [start, end) of the line as a JSON array of strings. isJSON is false for anything else, which the
// builder takes for text; broken is set for an array that holds something else than strings, which it refuses.
func (i *instruction) json(start, end int) (words []machine.Word, isJSON, broken bool) {
	start, end = i.trim(start, end)
	text := i.data[start:end]
	if !strings.HasPrefix(text, "[") {
		return nil, false, false
	}
	var elements []any
	if json.Unmarshal([]byte(text), &elements) != nil {
		return nil, false, false
	}
	at := start + 1
	for _, e := range elements {
		if _, isText := e.(string); !isText {
			return nil, true, true
		}
		at += strings.IndexByte(i.data[at:end], '"')
		open := at
		for at++; i.data[at] != '"'; at++ {
			if i.data[at] == '\\' {
				at++
			}
		}
		at++
		words = append(words, i.jsonWord(open, at))
	}
	return words, true, false
}

// jsonWord decodes the JSON string that stands in the bytes [start, end) of the line, quotes included.
func (i *instruction) jsonWord(start, end int) machine.Word {
	var data []byte
	var offsets []int32
	known := -1
	for at := start + 1; at < end-1; {
		if i.written(at) {
			if known < 0 {
				known = len(data)
			}
			data, offsets = append(data, i.in.String()[i.offsets[at]]), append(offsets, i.offsets[at])
			at++
			continue
		}
		length := 1
		if i.data[at] == '\\' {
			length = 2
			if i.data[at+1] == 'u' {
				length = 6
				if v, _ := strconv.ParseUint(i.data[at+2:at+6], 16, 32); 0xd800 <= v && v < 0xdc00 && strings.HasPrefix(i.data[at+6:end], `\u`) {
					length = 12
				}
			}
			var s string
			if json.Unmarshal([]byte(`"`+i.data[at:at+length]+`"`), &s) != nil {
				s = i.data[at : at+length]
			}
			for k := range len(s) {
				data, offsets = append(data, s[k]), append(offsets, i.offsets[at])
			}
			at += length
			continue
		}
		data, offsets = append(data, i.data[at]), append(offsets, i.offsets[at])
		at++
	}
	part := func(_, _ int, s string) (string, bool) {
		quoted := source.QuoteJSON(s)
		return quoted[1 : len(quoted)-1], true
	}
	offsets = append(offsets, i.offsets[end-1])
	whole := source.QuoteJSON
	if known < 0 {
		known = len(data)
	} else {
		whole = nil
	}
	return machine.Word{Text: i.in.Decoded(string(data), offsets, int(i.offsets[start]), int(i.offsets[end-1])+1, part, whole), Known: known}
}

// written reports whether a template engine writes a byte of the line.
func (i *instruction) written(at int) bool { return i.unknown != nil && i.unknown[i.offsets[at]] }

// textWord returns the part [start, end) of the line as it stands, its continued lines put together: the text that the
// shell form gives to a shell.
func (i *instruction) textWord(start, end int) machine.Word {
	offsets := append(append([]int32(nil), i.offsets[start:end]...), int32(i.endOffset(start, end)))
	part := func(_, _ int, s string) (string, bool) { return s, !strings.Contains(s, "\n") }
	data, known := i.data[start:end], end-start
	if i.unknown != nil {
		original := []byte(data)
		for at := range original {
			original[at] = i.in.String()[offsets[at]]
			if known == end-start && i.written(start+at) {
				known = at
			}
		}
		data = string(original)
	}
	return machine.Word{Text: i.in.Decoded(data, offsets, int(i.offsets[start]), i.endOffset(start, end), part, nil), Known: known}
}

// commandLine reads the words of CMD, ENTRYPOINT or RUN. shell is set for the shell form, whose one word is the text; there
// is none if the line is empty.
func (i *instruction) commandLine() (words []machine.Word, shell, broken bool) {
	words, isJSON, broken := i.json(i.start, i.end)
	if isJSON || broken {
		return words, false, broken
	}
	if i.start == i.end {
		return nil, true, false
	}
	return []machine.Word{i.textWord(i.start, i.end)}, true, false
}
