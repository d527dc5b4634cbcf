package source

// Comments are where comments stand in a text, in bytes of it.
type Comments struct {
	// At are the comments in their order, each from its marker to the end of its line, or after the marker that closes it.
	At []Range
	// Joined are things that go over several lines and can hold no comment: strings, here-documents, lines that end in a
	// backslash and the next. They are in no order and may overlap.
	Joined []Range
}
