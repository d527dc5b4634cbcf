package vagrant

import (
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Comments returns where the comments of a text of Ruby stand.
func Comments(in source.Text, limits machine.Limits) source.Comments {
	s := &scanner{in: in, text: in.String(), left: limits.Steps}
	for s.at < len(s.text) && s.left > 0 {
		s.left--
		s.next()
	}
	return source.Comments{At: s.comments, Joined: s.joined}
}
