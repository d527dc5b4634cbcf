package stout

// Dialect says how one release's stout reads text where releases differ. The zero value is the reading of no release;
// values come from the catalogue, one for every range of releases that read alike.
type Dialect struct {
	// JSON text (stout's json.hpp over picojson).

	// Overflow is what happens at a number too large for a double ("1e400").
	Overflow Overflow `json:"overflow"`
	// TrailingIgnored is set if everything after the first JSON value is silently skipped; otherwise anything
	// but white space there is an error.
	TrailingIgnored bool `json:"trailing_ignored,omitempty"`
	// MaxDepth is how deep arrays and objects may be nested; 0 if only the daemon's stack is the limit.
	MaxDepth int `json:"max_depth,omitempty"`

	// JSON into messages (stout's protobuf.hpp).

	// NestedErrorsIgnored is set if an error inside a nested message is not looked at: the value is dropped and the
	// message keeps only what was read before it. Only an error in the outermost message is one.
	NestedErrorsIgnored bool `json:"nested_errors_ignored,omitempty"`
	// NullUnsets is set if null leaves a field unset; otherwise it is an error.
	NullUnsets bool `json:"null_unsets,omitempty"`
	// UnknownEnumIgnored is set if an unknown name leaves an enum field unset unless it is required; otherwise it is
	// an error.
	UnknownEnumIgnored bool `json:"unknown_enum_ignored,omitempty"`
	// TextAsScalar is set if a string is read as JSON once more for a field that is a number or a boolean.
	TextAsScalar bool `json:"text_as_scalar,omitempty"`
	// InfinityAsNumber is set if the strings "Infinity" and "-Infinity" are numbers for a floating point field.
	InfinityAsNumber bool `json:"infinity_as_number,omitempty"`
	// Base64Bytes is set if the string of a bytes field is decoded from base64; otherwise it is taken as it is.
	Base64Bytes bool `json:"base64_bytes,omitempty"`
	// Base64SkipsSpace is set if white space inside base64 is skipped; otherwise it is an error.
	Base64SkipsSpace bool `json:"base64_skips_space,omitempty"`
	// Maps is set if a JSON object fills a map field key by key; otherwise it is one entry with "key" and "value".
	Maps bool `json:"maps,omitempty"`
}

// Overflow is what a release does with a number too large for a double.
type Overflow string

// The ways to treat a number too large for a double.
const (
	OverflowInfinity Overflow = "infinity" // it is read as infinity
	OverflowAborts   Overflow = "aborts"   // the exception is not caught and the process ends, whatever would be tried next
	OverflowRefused  Overflow = "refused"  // it is an error like any other
)
