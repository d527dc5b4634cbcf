package plan

// Answer says whether something holds of a configuration, as far as it was read.
type Answer uint8

// The answers. Unknown is the answer of a configuration that was not read, or not completely.
const (
	Unknown Answer = iota
	No
	Yes
)
