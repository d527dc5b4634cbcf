package compose

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// typed is what a plain scalar stands for.
type typed uint8

const (
	text typed = iota
	null
	number
	boolean
	date
)

// typeOf returns what yaml.v3, with which compose reads its files, takes a plain scalar for, and how compose writes the
// value again: 010 as 8, 1.0 as 1, TRUE as true (compose-go types/mapping.go, mappingValue).
func typeOf(s string) (typed, string) {
	switch s {
	case "", "~", "null", "Null", "NULL":
		return null, ""
	case "true", "True", "TRUE":
		return boolean, "true"
	case "false", "False", "FALSE":
		return boolean, "false"
	case ".nan", ".NaN", ".NAN":
		return number, "NaN"
	case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF":
		return number, "+Inf"
	case "-.inf", "-.Inf", "-.INF":
		return number, "-Inf"
	}
	c := s[0]
	switch {
	case c == '.':
		if f, err := strconv.ParseFloat(s, 64); err == nil {
			return number, fmt.Sprint(f)
		}
	case c == '+' || c == '-' || '0' <= c && c <= '9':
		return numberOf(s)
	}
	return text, s
}

// numberOf is typeOf for what begins as a number does.
func numberOf(s string) (typed, string) {
	if isDate(s) {
		return date, s
	}
	plain := strings.ReplaceAll(s, "_", "")
	if i, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return number, strconv.FormatInt(i, 10)
	}
	if u, err := strconv.ParseUint(plain, 0, 64); err == nil {
		return number, strconv.FormatUint(u, 10)
	}
	if isFloat(plain) {
		if f, err := strconv.ParseFloat(plain, 64); err == nil && !math.IsInf(f, 0) {
			return number, fmt.Sprint(f)
		}
	}
	for _, base := range [...]struct {
		prefix string
		base   int
	}{{"0b", 2}, {"0o", 8}} {
		sign := strings.TrimSuffix(plain[:min(1, len(plain))], "0")
		if digits, found := strings.CutPrefix(strings.TrimPrefix(plain, "-"), base.prefix); found && (sign == "" || sign == "-") {
			if i, err := strconv.ParseInt(sign+digits, base.base, 64); err == nil {
				return number, strconv.FormatInt(i, 10)
			}
		}
	}
	return text, s
}

// isFloat reports whether s is a number with a point or an exponent: [-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?
func isFloat(s string) bool {
	digits := func(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }
	if s != "" && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	before := digits(s)
	s = s[before:]
	if strings.HasPrefix(s, ".") {
		after := digits(s[1:])
		if before+after == 0 {
			return false
		}
		s = s[1+after:]
	} else if before == 0 {
		return false
	}
	if s != "" && (s[0] == 'e' || s[0] == 'E') {
		s = s[1:]
		if s != "" && (s[0] == '+' || s[0] == '-') {
			s = s[1:]
		}
		return digits(s) > 0 && digits(s) == len(s)
	}
	return s == ""
}

// isDate reports whether yaml.v3 takes a plain scalar for a date.
func isDate(s string) bool {
	if len(s) < 5 || s[4] != '-' {
		return false
	}
	for _, format := range [...]string{"2006-1-2T15:4:5.999999999Z07:00", "2006-1-2t15:4:5.999999999Z07:00", "2006-1-2 15:4:5.999999999", "2006-1-2"} {
		if _, err := time.Parse(format, s); err == nil {
			return true
		}
	}
	return false
}

// scalarType returns what a scalar stands for.
func scalarType(n *yamltext.Node) typed {
	switch {
	case n.Kind == yamltext.Null && n.Tag() == "":
		return null
	case isTyped(n):
		kind, _ := typeOf(n.Value())
		return kind
	}
	return text
}

// isTyped reports whether a node is a scalar that may stand for something else than its text: one without quotes, and
// without a tag of compose, which makes a text of it.
func isTyped(n *yamltext.Node) bool {
	if n.Kind != yamltext.Scalar || n.Style != yamltext.Plain {
		return false
	}
	switch n.Tag() {
	case "", "!!int", "!!float", "!!bool", "!!null", "!!timestamp":
		return true
	}
	return false
}

// scalarText returns the text that compose makes of a scalar: a number is parsed and written again.
func scalarText(n *yamltext.Node) source.Text {
	if !isTyped(n) {
		return n.Text()
	}
	kind, canonical := typeOf(n.Value())
	if kind == text || canonical == n.Value() {
		return n.Text()
	}
	offsets := make([]int32, len(canonical)+1)
	offsets[len(canonical)] = int32(n.Text().Len())
	return n.Text().Decoded(canonical, offsets, 0, n.Text().Len(), nil, func(s string) string { return s })
}
