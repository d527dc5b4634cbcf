package stout

import (
	"math"
	"strconv"
	"strings"
)

// extraction is what reading one number off the front of a C++ input stream leaves behind.
type extraction struct {
	end    int  // bytes consumed
	eof    bool // the stream's end was reached
	failed bool // no number, or one out of range
	// untouched is set if nothing but white space was there, so that the variable keeps what was in it.
	untouched bool
	// clamped is set if the number was out of range and the nearest one was stored.
	clamped bool
}

// isStreamSpace is isspace of the C locale.
func isStreamSpace(c byte) bool { return c == ' ' || c >= '\t' && c <= '\r' }

func skipStreamSpace(s string) int {
	i := 0
	for i < len(s) && isStreamSpace(s[i]) {
		i++
	}
	return i
}

// extractMagnitude reads white space, a sign and decimal digits as num_get does with the default base: a magnitude beyond
// limit stops counting, but its digits are consumed.
func extractMagnitude(s string, limit uint64, negativeLimit uint64) (magnitude uint64, negative bool, x extraction) {
	i := skipStreamSpace(s)
	if i == len(s) {
		return 0, false, extraction{end: i, eof: true, failed: true, untouched: true}
	}
	if s[i] == '-' || s[i] == '+' {
		negative = s[i] == '-'
		i++
	}
	if negative {
		limit = negativeLimit
	}
	digits := i
	for ; i < len(s) && s[i] >= '0' && s[i] <= '9'; i++ {
		digit := uint64(s[i] - '0')
		if x.clamped || magnitude > (limit-digit)/10 {
			x.clamped = true
			continue
		}
		magnitude = magnitude*10 + digit
	}
	x.end, x.eof = i, i == len(s)
	x.failed = i == digits || x.clamped
	return magnitude, negative, x
}

// extractSigned reads a signed integer of the given size; out of range it stores the nearest one.
func extractSigned(s string, bits int) (int64, extraction) {
	largest := uint64(1)<<(bits-1) - 1
	magnitude, negative, x := extractMagnitude(s, largest, largest+1)
	switch {
	case x.clamped && negative:
		return -1 << (bits - 1), x
	case x.clamped:
		return int64(largest), x
	case negative:
		return -int64(magnitude), x
	}
	return int64(magnitude), x
}

// extractUnsigned reads an unsigned integer of the given size: a minus sign is allowed and wraps; out of range it stores
// the largest one.
func extractUnsigned(s string, bits int) (uint64, extraction) {
	largest := uint64(math.MaxUint64) >> (64 - bits)
	magnitude, negative, x := extractMagnitude(s, largest, largest)
	switch {
	case x.clamped:
		return largest, x
	case negative:
		return -magnitude & largest, x
	}
	return magnitude, x
}

// extractDouble reads a floating point number: the characters that can belong to one are gathered first and converted
// after, so that "1e" is a failure and not 1. Neither hexadecimal nor inf and nan are known.
func extractDouble(s string) (float64, extraction) {
	start := skipStreamSpace(s)
	if start == len(s) {
		return 0, extraction{end: start, eof: true, failed: true, untouched: true}
	}
	i := start
	if s[i] == '-' || s[i] == '+' {
		i++
	}
	var mantissa, point, exponent bool
gather:
	for ; i < len(s); i++ {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			mantissa = true
		case c == '.' && !point && !exponent:
			point = true
		case (c == 'e' || c == 'E') && mantissa && !exponent:
			exponent = true
			if i+1 < len(s) && (s[i+1] == '-' || s[i+1] == '+') {
				i++
			}
		default:
			break gather
		}
	}
	x := extraction{end: i, eof: i == len(s)}
	value, err := strconv.ParseFloat(s[start:i], 64)
	switch {
	case err != nil && math.IsInf(value, 0):
		x.failed, x.clamped = true, true
		return math.Copysign(math.MaxFloat64, value), x
	case err != nil:
		x.failed = true
		return 0, x
	}
	return value, x
}

// numifyUint32 converts a whole string to an unsigned number as boost::lexical_cast does: decimal with a sign that wraps,
// or, where that fails, hexadecimal with 0x as the dialect has it.
func numifyUint32(s string, d FlagDialect) (uint32, bool) {
	sign, digits := uint32(1), s
	if s != "" && (s[0] == '-' || s[0] == '+') {
		digits = s[1:]
		if s[0] == '-' {
			sign = math.MaxUint32
		}
	}
	if n, err := strconv.ParseUint(digits, 10, 32); err == nil && isDigits(digits) {
		return sign * uint32(n), true
	}
	if !takesHex(s, d) {
		return 0, false
	}
	if !strings.HasPrefix(digits, "0x") && !strings.HasPrefix(digits, "0X") || !isHexDigits(digits[2:]) {
		return 0, false
	}
	n, err := strconv.ParseUint(digits[2:], 16, 32)
	return sign * uint32(n), err == nil
}

// numifySigned converts a whole string to a signed number of the given size as boost::lexical_cast does: decimal with a
// sign, or, where that fails, hexadecimal with 0x as the dialect has it.
func numifySigned(s string, bits int, d FlagDialect) (int64, bool) {
	digits := s
	if s != "" && (s[0] == '-' || s[0] == '+') {
		digits = s[1:]
	}
	if n, err := strconv.ParseInt(s, 10, bits); err == nil && isDigits(digits) {
		return n, true
	}
	if rest, ok := strings.CutPrefix(strings.ToLower(digits), "0x"); ok && takesHex(s, d) && isHexDigits(rest) {
		n, err := strconv.ParseInt(rest, 16, bits)
		if s[0] == '-' {
			n = -n
		}
		return n, err == nil
	}
	return 0, false
}

// takesHex reports whether a dialect looks for a hexadecimal number in a text with its sign.
func takesHex(s string, d FlagDialect) bool {
	switch {
	case strings.HasPrefix(s, "+"):
		return false
	case strings.HasPrefix(s, "-"):
		return d.SignedHexNumbers
	}
	return d.HexNumbers
}

func isDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(c rune) bool { return c < '0' || c > '9' }) < 0
}

func isHexDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(c rune) bool {
		return (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F')
	}) < 0
}
