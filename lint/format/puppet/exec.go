package puppet

import (
	"github.com/mesoslint/mesoslint/lint/source"
)

// command reads exec { title: command => … }, whose title is the command where nothing else says it. Puppet hands a command with
// redirections to a shell. One that is only run on a condition may not be.
func (r *reader) command(title value, attributes []member) {
	v := title
	if given, found := attribute(attributes, "command"); found {
		v = given
	}
	if v.kind != text || v.call != "" || r.sh == nil {
		return
	}
	maybe := r.on.maybe
	for _, name := range [...]string{"creates", "onlyif", "unless", "refreshonly"} {
		given, found := attribute(attributes, name)
		maybe = maybe || found && given.text.String() != "false"
	}
	holes := v.holes
	if n := v.text.Len(); len(holes) == 0 && v.known < n {
		holes = []source.Range{{Start: max(v.known, 0), End: n}}
	}
	c := r.sh(v.text, holes)
	for _, f := range c.Files {
		f.Maybe = f.Maybe || maybe
		r.add(f)
	}
	for i := range c.Starts {
		c.Starts[i].Root += r.on.root
	}
	c.Files = nil
	r.out.Take(c, maybe)
}
