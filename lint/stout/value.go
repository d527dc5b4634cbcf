package stout

import (
	"fmt"
	"math"
	"net/netip"
	"strconv"
	"strings"
	"time"
)

// ValueError says why a release refuses a value. It holds no more of the value than the few bytes it stumbles over.
type ValueError struct {
	// Offset counts bytes in the text that was parsed: the value, or the file it names.
	Offset  int
	Problem string
}

func (e *ValueError) Error() string { return e.Problem }

// Surprise says how an accepted value means something else than what is written.
type Surprise uint8

// The surprises.
const (
	NoSurprise Surprise = iota
	// Cut: what follows the number is dropped.
	Cut
	// Clamped: the number is out of range, and the nearest one is taken.
	Clamped
	// Wrapped: the number is out of range, or negative, and counts around.
	Wrapped
	// Uninitialised: there is no number; whatever was in memory is taken.
	Uninitialised
	// Zeroed: there is no number, and zero is taken.
	Zeroed
)

// Parsed is a value as a release reads it.
type Parsed struct {
	// Kind is the flag's type without Option<>.
	Kind string
	// Text is what was parsed: the value, or the content of the file it names.
	Text string
	// File is the path of that file as the daemon opens it; "" where the value is parsed itself.
	File string
	// Unread is set where File's content is not known; nothing but Kind and File is then.
	Unread bool
	// BarePath is set where File was named by an absolute path without file://.
	BarePath bool

	Bool     bool
	Int      int64  // of "int"
	Uint     uint64 // of the unsigned types and of Bytes
	Float    float64
	Duration time.Duration
	Address  netip.Addr
	List     []string // of set<string>, and the tokens of vector<unsigned int>
	// Document is set where Text is a JSON document that is then converted into the message or class Kind; it was not
	// looked at.
	Document bool

	Surprise Surprise
	// CutAt is the offset in Text of what is dropped where the surprise is Cut.
	CutAt int
}

// ReadFile returns the content of a file the daemon opens. known is false where it cannot be told.
type ReadFile func(path string) (content string, known bool)

const fileScheme = "file://"

// ParseValue reads a flag's value as the daemon does: it fetches the file the value names, then parses by type. A type
// it does not know is that of a JSON document, which is the caller's to check. read may be nil.
func ParseValue(typ, value string, d FlagDialect, read ReadFile) (Parsed, *ValueError) {
	p := Parsed{Kind: valueType(typ), Text: value}
	if p.Kind == "Path" {
		p.Text = strings.TrimPrefix(value, fileScheme)
		return p, nil
	}
	path, named := strings.CutPrefix(value, fileScheme)
	if named && (d.FetchesFiles || p.isDocument()) && !p.fetch(path, read) {
		return p, nil
	}
	return p, p.parse(d, read)
}

// fetch replaces the text by a file's content and reports whether that is known.
func (p *Parsed) fetch(path string, read ReadFile) bool {
	p.File, p.Text, p.Unread = path, "", true
	if read == nil {
		return false
	}
	if content, known := read(path); known {
		p.Text, p.Unread = content, false
	}
	return !p.Unread
}

func (p *Parsed) parse(d FlagDialect, read ReadFile) (err *ValueError) {
	switch p.Kind {
	case "string", "SecurePathOrValue":
	case "bool":
		p.Bool, err = parseBool(p.Text)
	case "int":
		var x extraction
		p.Int, x = extractSigned(p.Text, 32)
		err = p.settle(x, false, d)
	case "uint16_t", "unsigned int", "size_t":
		var x extraction
		p.Uint, x = extractUnsigned(p.Text, unsignedBits(p.Kind))
		err = p.settle(x, p.Uint != 0 && strings.HasPrefix(p.Text[skipStreamSpace(p.Text):], "-"), d)
	case "double":
		var x extraction
		p.Float, x = extractDouble(p.Text)
		err = p.settle(x, false, d)
	case "Duration":
		var overflowed bool
		if p.Duration, overflowed, err = ParseDuration(p.Text, d); overflowed {
			p.Surprise = Wrapped
		}
	case "Bytes":
		var overflowed bool
		if p.Uint, overflowed, err = ParseBytes(p.Text); overflowed {
			p.Surprise = Wrapped
		}
	case "net::IP":
		p.Address, err = ParseIP(p.Text, d)
	case "net::IPv6":
		p.Address, err = ParseIPv6(p.Text)
	case "set<string>":
		p.List, err = parseSet(p.Text)
	case "vector<unsigned int>":
		p.List, err = parseNumbers(p.Text)
	default:
		p.Document = true
		// What file:// fetched is parsed like any value: a file that holds nothing but a path leads on to that file.
		if strings.HasPrefix(p.Text, "/") && (p.File == "" || d.FetchesFiles) {
			p.BarePath = true
			p.fetch(p.Text, read)
		}
	}
	return err
}

// isDocument reports whether the type is read as JSON.
func (p *Parsed) isDocument() bool {
	switch p.Kind {
	case "string", "SecurePathOrValue", "bool", "int", "uint16_t", "unsigned int", "size_t", "double", "Duration", "Bytes",
		"net::IP", "net::IPv6", "set<string>", "vector<unsigned int>", "Path":
		return false
	}
	return true
}

// settle turns what the stream was left in into a verdict.
func (p *Parsed) settle(x extraction, wrapped bool, d FlagDialect) *ValueError {
	refused := x.failed && !x.eof
	if d.WholeNumbers {
		refused = x.failed || !x.eof
	}
	switch {
	case refused && x.clamped:
		return &ValueError{Problem: "it is out of range"}
	case refused && x.failed && p.Text == "":
		return &ValueError{Problem: "it is empty: a number belongs here"}
	case refused && x.failed:
		return &ValueError{Offset: min(x.end, len(p.Text)), Problem: "it is not a number"}
	case refused:
		return &ValueError{Offset: x.end, Problem: fmt.Sprintf("%s follows the number", quoteShort(p.Text[x.end:]))}
	case x.untouched:
		p.Surprise = Uninitialised
	case x.clamped:
		p.Surprise = Clamped
	case x.failed:
		p.Surprise = Zeroed
	case !x.eof && strings.TrimLeft(p.Text[x.end:], "\t\n\v\f\r ") != "":
		p.Surprise, p.CutAt = Cut, x.end
	case wrapped:
		p.Surprise = Wrapped
	}
	return nil
}

// String writes the value as the daemon takes it, where that is a number, a truth, a size or a duration.
func (p Parsed) String() string {
	switch p.Kind {
	case "bool":
		return strconv.FormatBool(p.Bool)
	case "int":
		return strconv.FormatInt(p.Int, 10)
	case "uint16_t", "unsigned int", "size_t":
		return strconv.FormatUint(p.Uint, 10)
	case "double":
		return strconv.FormatFloat(p.Float, 'g', -1, 64)
	case "Duration":
		return FormatDuration(p.Duration)
	case "Bytes":
		return strconv.FormatUint(p.Uint, 10) + "B"
	}
	return p.Text
}

func parseBool(s string) (bool, *ValueError) {
	switch s {
	case "true", "1":
		return true, nil
	case "false", "0":
		return false, nil
	}
	return false, &ValueError{Problem: "it is none of true, 1, false and 0"}
}

func unsignedBits(kind string) int {
	switch kind {
	case "uint16_t":
		return 16
	case "unsigned int":
		return 32
	}
	return 64
}

// tokenize splits at commas and drops empty tokens; offsets are those of the tokens in s.
func tokenize(s string) (tokens []string, offsets []int) {
	start := 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == ',' {
			if i > start {
				tokens, offsets = append(tokens, s[start:i]), append(offsets, start)
			}
			start = i + 1
		}
	}
	return tokens, offsets
}

func parseSet(s string) ([]string, *ValueError) {
	tokens, offsets := tokenize(s)
	seen := make(map[string]bool, len(tokens))
	for i, t := range tokens {
		if seen[t] {
			return nil, &ValueError{Offset: offsets[i], Problem: fmt.Sprintf("%s is in the list twice", quoteShort(t))}
		}
		seen[t] = true
	}
	return tokens, nil
}

func parseNumbers(s string) ([]string, *ValueError) {
	tokens, offsets := tokenize(s)
	for i, t := range tokens {
		if _, ok := numifyUint32(t); !ok {
			return nil, &ValueError{Offset: offsets[i], Problem: fmt.Sprintf("%s is not a number from 0 to %d", quoteShort(t), uint32(math.MaxUint32))}
		}
	}
	return tokens, nil
}

// valueType is the type of a flag's value: what stands inside Option<>.
func valueType(typ string) string {
	if inner, ok := strings.CutPrefix(typ, "Option<"); ok {
		return strings.TrimSuffix(inner, ">")
	}
	return typ
}
