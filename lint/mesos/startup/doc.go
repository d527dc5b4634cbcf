// Package startup is what a Mesos daemon makes of its settings after the flag parser has accepted them: the grammars
// of resources, attributes, roles, ZooKeeper URLs, rates and lists, and the conditions on which it refuses to start. It
// knows no flag and no release: how a release differs from another is a Dialect, whose values come from the catalogue.
//
// Every function returns nil if the daemon goes on. A Problem is a claim about the real daemon: with this text it
// does not start.
package startup

import "fmt"

// Problem is why a daemon does not start.
type Problem struct {
	// Start and End are the bytes [Start, End) of the text that are to blame. Both are 0 if the whole text is.
	Start, End int
	// Text says what the daemon refuses, in words that follow "… because". Functions that read what may hold a secret
	// keep all of it out of the text.
	Text string
	// Aborts is set if the daemon ends in a failed assertion or an uncaught exception instead of with a message.
	Aborts bool
	// Part says which of the steps of a check it fails, if the check has several.
	Part Part
}

// Part is one of several steps of a check.
type Part uint8

// The parts.
const (
	Whole         Part = iota // the check has one step, or it is the main one
	AttributeForm             // an attribute is not a name and a value
	DiskType                  // the source of a disk is of a type that an agent cannot be given
	DiskRoot                  // the source of a disk has no root
)

// in says which part of its check a problem fails.
func (p *Problem) in(part Part) *Problem {
	p.Part = part
	return p
}

// Error implements error.
func (p *Problem) Error() string { return p.Text }

// refuse blames a token of the text.
func refuse(at token, format string, args ...any) *Problem {
	return &Problem{Start: at.start, End: at.end(), Text: fmt.Sprintf(format, args...)}
}

// abort blames a token of the text for a failed assertion.
func abort(at token, format string, args ...any) *Problem {
	p := refuse(at, format, args...)
	p.Aborts = true
	return p
}
