package startup

import (
	"math"
	"strconv"
	"strings"
)

// Hex is how far a release reads hexadecimal numbers where it converts a whole text to a number.
type Hex uint8

// The steps, each of which includes the one before it.
const (
	NoHex     Hex = iota
	PlainHex      // 0x1f
	SignedHex     // -0x1f
)

// integer converts a whole text to an integer between the bounds, as boost::lexical_cast and stout's numify do: digits
// with one sign, which wraps an unsigned type around, or hexadecimal.
func integer(text string, bits int, signed bool, d Dialect) (value uint64, ok bool) {
	digits, negative := unsigned(text)
	limit := uint64(math.MaxUint64) >> (64 - bits)
	if signed {
		limit >>= 1
		if negative {
			limit++
		}
	}
	value, ok = parseDigits(digits, 10, limit)
	if !ok {
		hex, isHex := strings.CutPrefix(strings.ToLower(digits), "0x")
		if !isHex || d.Hex == NoHex || strings.HasPrefix(text, "+") || negative && d.Hex < SignedHex {
			return 0, false
		}
		// The stream reads the magnitude first and negates it after.
		if signed && negative {
			limit--
		}
		if value, ok = parseDigits(hex, 16, limit); !ok {
			return 0, false
		}
	}
	if negative {
		value = -value
	}
	return value & (math.MaxUint64 >> (64 - bits)), true
}

// unsigned cuts one sign off a number.
func unsigned(text string) (digits string, negative bool) {
	if digits, found := strings.CutPrefix(text, "-"); found {
		return digits, true
	}
	return strings.TrimPrefix(text, "+"), false
}

func parseDigits(text string, base int, limit uint64) (uint64, bool) {
	for i := range len(text) {
		c := text[i]
		if !(c >= '0' && c <= '9' || base == 16 && (c >= 'a' && c <= 'f')) {
			return 0, false
		}
	}
	value, err := strconv.ParseUint(text, base, 64)
	return value, err == nil && value <= limit
}

// signedInt converts a whole text to a 32-bit integer.
func signedInt(text string, d Dialect) (int32, bool) {
	v, ok := integer(text, 32, true, d)
	return int32(v), ok
}

// float converts a whole text to a double as boost::lexical_cast does: decimal digits with a sign, a point and an
// exponent, or inf, infinity, nan and nan(…) in any case. Hexadecimal is none.
func float(text string) (float64, bool) {
	digits, negative := unsigned(text)
	lower := strings.ToLower(digits)
	value := 0.0
	switch {
	case lower == "inf" || lower == "infinity":
		value = math.Inf(1)
	case lower == "nan" || strings.HasPrefix(lower, "nan(") && strings.HasSuffix(lower, ")"):
		value = math.NaN()
	case strings.Trim(digits, "0123456789.eE+-") != "" || strings.HasPrefix(digits, "+") || strings.HasPrefix(digits, "-"):
		return 0, false
	default:
		var err error
		if value, err = strconv.ParseFloat(digits, 64); err != nil {
			return 0, false
		}
	}
	if negative {
		value = -value
	}
	return value, true
}

// fixed is a scalar in thousandths, as the releases that keep three digits compare it: what is out of range becomes the
// smallest number there is.
func fixed(value float64) int64 {
	thousandths := math.Round(value * 1000)
	if !(thousandths >= math.MinInt64 && thousandths < math.MaxInt64) {
		return math.MinInt64
	}
	return int64(thousandths)
}

// leadingFloat converts the number at the start of a text as atof does, and reports whether there is one. Unlike float it
// takes white space before and hexadecimal.
func leadingFloat(text string) (float64, bool) {
	text = strings.TrimLeft(text, " \t\n\v\f\r")
	digits, negative := unsigned(text)
	lower := lowerASCII(digits)
	sign := 1.0
	if negative {
		sign = -1
	}
	if strings.HasPrefix(lower, "inf") {
		return math.Inf(int(sign)), true
	}
	if strings.HasPrefix(lower, "nan") {
		return math.NaN(), true
	}
	end := 0
	if strings.HasPrefix(lower, "0x") && spanFloat(lower[2:], "0123456789abcdef", 'p') > 0 {
		end = 2 + spanFloat(lower[2:], "0123456789abcdef", 'p')
		if !strings.Contains(lower[:end], "p") {
			lower = lower[:end] + "p0"
			end = len(lower)
		}
	} else {
		end = spanFloat(lower, "0123456789", 'e')
	}
	value, err := strconv.ParseFloat(lower[:end], 64)
	if err != nil && !math.IsInf(value, 0) {
		return 0, false
	}
	return sign * value, true
}

// spanFloat returns how long the mantissa at the start of a text is, with its exponent where it has a whole one; 0 if
// there is no digit.
func spanFloat(text, digits string, exponent byte) int {
	i, points, found := 0, 0, false
	for ; i < len(text); i++ {
		if text[i] == '.' && points == 0 {
			points++
			continue
		}
		if strings.IndexByte(digits, text[i]) < 0 {
			break
		}
		found = true
	}
	if !found {
		return 0
	}
	if i < len(text) && text[i] == exponent {
		j := i + 1
		if j < len(text) && (text[j] == '+' || text[j] == '-') {
			j++
		}
		start := j
		for j < len(text) && text[j] >= '0' && text[j] <= '9' {
			j++
		}
		if j > start {
			i = j
		}
	}
	return i
}
