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
	// File is the path of that file as the daemon opens it; "" if the value is parsed itself.
	File string
	// Unread is set if File's content is not known; nothing but Kind and File is then.
	Unread bool
	// BarePath is set if File was named by an absolute path without file://.
	BarePath bool

	Bool     bool
	Int      int64  // of "int", "numify<int>" and "numify<long>"
	Uint     uint64 // of the unsigned types and of Bytes
	Float    float64
	Duration time.Duration
	Address  netip.Addr
	List     []string // of set<string>, and the tokens of vector<unsigned int>
	// Document is set if Text is a JSON document that is then converted into the message or class Kind; it was not
	// looked at.
	Document bool

	Surprise Surprise
	// CutAt is the offset in Text of what is dropped where the surprise is Cut.
	CutAt int
}

// ReadFile returns the content of a file the daemon opens. known is false if it cannot be told.
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
	parse := parserOf(p.Kind)
	p.Document = parse == nil
	path, named := strings.CutPrefix(value, fileScheme)
	named = named && (d.FetchesFiles || p.Document)
	if named && !p.fetch(path, read) {
		return p, nil
	}
	// What file:// fetched is parsed like any value: a file that holds nothing but a path leads on to that file.
	if p.Document && strings.HasPrefix(p.Text, "/") && (!named || d.FetchesFiles) {
		p.BarePath = true
		p.fetch(p.Text, read)
	}
	if p.Document {
		return p, nil
	}
	return p, parse(&p, d)
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

// parserOf returns what fills a value of a type from its text, nil for a document.
func parserOf(kind string) func(*Parsed, FlagDialect) *ValueError {
	switch kind {
	case "string", "SecurePathOrValue":
		return func(*Parsed, FlagDialect) *ValueError { return nil }
	case "bool":
		return (*Parsed).parseBool
	case "int":
		return (*Parsed).parseInt
	case "uint16_t", "unsigned int", "size_t":
		return (*Parsed).parseUnsigned
	case "double":
		return (*Parsed).parseDouble
	case "numify<int>", "numify<long>":
		return (*Parsed).numify
	case "Duration":
		return (*Parsed).parseDuration
	case "Bytes":
		return (*Parsed).parseBytes
	case "net::IP", "net::IPv4", "net::IPv6":
		return (*Parsed).parseAddress
	case "set<string>":
		return (*Parsed).parseSet
	case "vector<unsigned int>":
		return (*Parsed).parseNumbers
	}
	return nil
}

func (p *Parsed) parseBool(FlagDialect) *ValueError {
	switch p.Text {
	case "true", "1":
		p.Bool = true
	case "false", "0":
	default:
		return &ValueError{Problem: "it is not true, 1, false or 0"}
	}
	return nil
}

func (p *Parsed) parseInt(d FlagDialect) *ValueError {
	value, x := extractSigned(p.Text, 32)
	p.Int = value
	return p.settle(x, false, d)
}

func (p *Parsed) parseUnsigned(d FlagDialect) *ValueError {
	value, x := extractUnsigned(p.Text, unsignedBits(p.Kind))
	p.Uint = value
	negative := strings.HasPrefix(p.Text[skipStreamSpace(p.Text):], "-")
	return p.settle(x, negative && value != 0, d)
}

func (p *Parsed) parseDouble(d FlagDialect) *ValueError {
	value, x := extractDouble(p.Text)
	p.Float = value
	return p.settle(x, false, d)
}

func (p *Parsed) numify(d FlagDialect) *ValueError {
	bits := 32
	if p.Kind == "numify<long>" {
		bits = 64
	}
	value, ok := numifySigned(p.Text, bits, d)
	p.Int = value
	if !ok {
		return &ValueError{Problem: "it is not a whole number of " + strconv.Itoa(bits) + " bits"}
	}
	return nil
}

func (p *Parsed) parseDuration(d FlagDialect) *ValueError {
	value, overflowed, err := ParseDuration(p.Text, d)
	p.Duration = value
	if overflowed {
		p.Surprise = Wrapped
	}
	return err
}

func (p *Parsed) parseBytes(FlagDialect) *ValueError {
	value, overflowed, err := ParseBytes(p.Text)
	p.Uint = value
	if overflowed {
		p.Surprise = Wrapped
	}
	return err
}

func (p *Parsed) parseAddress(d FlagDialect) (err *ValueError) {
	switch {
	case p.Kind == "net::IPv6":
		p.Address, err = ParseIPv6(p.Text)
	default:
		p.Address, err = ParseIP(p.Text, d.AnyFamily && p.Kind == "net::IP")
	}
	return err
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

// String writes the value as the daemon takes it, if that is a number, a truth, a size or a duration.
func (p Parsed) String() string {
	switch p.Kind {
	case "bool":
		return strconv.FormatBool(p.Bool)
	case "int", "numify<int>", "numify<long>":
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

func (p *Parsed) parseSet(FlagDialect) *ValueError {
	tokens, offsets := tokenize(p.Text)
	seen := make(map[string]bool, len(tokens))
	for i, t := range tokens {
		if seen[t] {
			return &ValueError{Offset: offsets[i], Problem: fmt.Sprintf("%s is in the list twice", quoteShort(t))}
		}
		seen[t] = true
	}
	p.List = tokens
	return nil
}

func (p *Parsed) parseNumbers(d FlagDialect) *ValueError {
	tokens, offsets := tokenize(p.Text)
	for i, t := range tokens {
		if _, ok := numifyUint32(t, d); !ok {
			return &ValueError{Offset: offsets[i], Problem: fmt.Sprintf("%s is not a number from 0 to %d", quoteShort(t), uint32(math.MaxUint32))}
		}
	}
	p.List = tokens
	return nil
}

// valueType is the type of a flag's value: what stands inside Option<>.
func valueType(typ string) string {
	if inner, ok := strings.CutPrefix(typ, "Option<"); ok {
		return strings.TrimSuffix(inner, ">")
	}
	return typ
}
