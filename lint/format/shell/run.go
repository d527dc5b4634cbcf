package shell

import (
	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// run is what all shells share that one text starts.
type run struct {
	o      *Options
	limits machine.Limits
	bytes  int // expanded
	steps  int
	at     source.Span // where the text or the command line stands
	result *Result
	disk   disk
	parser *syntax.Parser // of one text after the other
	// sent are the texts that were given to other hosts, so that a loop over hosts says each once.
	sent map[sent]bool
	// read are the sources that were followed.
	read map[*source.Source]bool
	// found and gaps are what was noted, so that a loop notes it once.
	found map[machine.Finding]bool
	gaps  map[machine.Gap]bool
	// unseen are the first gaps of which each may set variables of all that is started later.
	unseen []machine.Gap
	// declared are the functions of all texts.
	declared []*function
	// ended is set once the shell has ended for certain, and missing is the file that the last command did not find.
	ended bool
	// shared is success if the tree has sharedDirectory.
	shared  status
	missing string
	// started is the last start that was found; nil if nothing was started yet.
	started *started
}

// sent is a text that a statement gives to another host.
type sent struct {
	at   source.Span
	text string
}

func newRun(o *Options, size int) *run {
	r := &run{
		parser: syntax.NewParser(syntax.Variant(syntax.LangBash)),
		o:      o, limits: o.Limits.OrFor(size), result: &Result{Rest: -1}, disk: disk{}, sent: map[sent]bool{}, read: map[*source.Source]bool{},
		found: map[machine.Finding]bool{}, gaps: map[machine.Gap]bool{},
	}
	return r
}

// shell returns the shell in which a text begins.
func (r *run) shell(o *Options) *shell {
	s := &shell{run: r, root: o.Root}
	s.variables = map[string]*variable{}
	s.functions = map[string]*function{}
	s.allExport = o.AllExport
	s.strict = strict{o.Strict, o.Strict, o.Strict}
	s.whole = o.WholeEnvironment
	if o.Directory != "" {
		s.directory = value{{text: source.LiteralText(o.Directory, source.Span{}), known: true}}
	}
	for _, a := range o.Environment {
		s.inherit(a)
	}
	s.own = s.log.size()
	if o.HasArguments {
		s.hasArguments = true
		for _, w := range o.Arguments {
			s.arguments = append(s.arguments, fieldOf(w))
		}
	}
	return s
}

// finish follows the functions that nobody called, and returns what was found.
func (r *run) finish(s *shell) *Result {
	s.uncalled()
	r.result.Assignments = append(r.result.Assignments, s.log.list(s)[min(s.own, s.log.size()):]...)
	if r.o.Reads != nil && len(r.result.Starts) > 0 {
		r.result.Findings = append(r.result.Findings, NotExported(r.result.Assignments, r.o.Reads)...)
	}
	return r.result
}

func (r *run) find(id string, at source.Span, subject, detail string) {
	f := machine.Finding{ID: id, Span: at, Subject: subject, Detail: detail}
	if !r.found[f] {
		r.found[f] = true
		r.result.Findings = append(r.result.Findings, f)
	}
}

func (r *run) gap(g machine.Gap) {
	if !r.gaps[g] {
		r.gaps[g] = true
		r.result.Gaps = append(r.result.Gaps, g)
	}
}

// maxUnseen is how many gaps a start has from the text before it. More of them would say no more.
const maxUnseen = 8

// unseenSettings notes a gap that may set any variable.
func (r *run) unseenSettings(g machine.Gap) {
	if !r.gaps[g] && len(r.unseen) < maxUnseen {
		r.unseen = append(r.unseen, g)
	}
	r.gap(g)
}

// unreadable notes that the rest of a text is not read. The first place counts: what comes later follows from it.
func (r *run) unreadable(reason string, at source.Span) {
	if at.Source == nil {
		at = r.at
	}
	if r.result.Unreadable == nil {
		r.result.Unreadable = &machine.Gap{Reason: reason, At: at}
	}
}

// giveUp notes that the text does more than is followed.
func (r *run) giveUp(reason string, at source.Span) {
	before := r.result.Unreadable
	if r.unreadable(reason, at); before == nil {
		r.result.Unreadable.Limit = true
	}
}

// step counts work, and reports whether there may be more of it.
func (s *shell) step(n int) bool {
	s.run.steps += n
	return s.within()
}

// within reports whether the limits hold, and says once where they did not.
func (s *shell) within() bool {
	r := s.run
	switch {
	case r.bytes > r.limits.Bytes:
		r.giveUp("the variables of the shell text grow too large to be followed; check what it writes instead", s.here())
	case r.steps > r.limits.Steps:
		r.giveUp("the shell text does too much to be followed; check what it writes instead", s.here())
	default:
		return true
	}
	return false
}

// grow counts the bytes of a value that was made.
func (s *shell) grow(v value) value {
	s.run.bytes += v.size() + 64*len(v)
	if !s.within() {
		return nil
	}
	return v
}

// here is the statement that is followed.
func (s *shell) here() source.Span {
	if s.script == nil {
		return source.Span{}
	}
	if s.current == nil {
		return s.script.span(0, 0)
	}
	return s.script.nodeSpan(s.current)
}

// function is a function of the shell, with the text it was declared in.
type function struct {
	name   string
	body   *syntax.Stmt
	script *script
	maybe  bool
	called *bool
}
