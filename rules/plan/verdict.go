package plan

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Place is where a configuration has, or lacks, what a change is about.
type Place struct {
	// Node is the daemon it is about; nil for a document that no daemon refers to.
	Node *config.Node
	// Span is the setting, or the start of the daemon's main source for what is not there.
	Span source.Span
}

// Gap is why something cannot be decided.
type Gap struct {
	// Reason says in one clause what is not known: "no agent was read".
	Reason string
	// At is where that shows; the zero span where it is nowhere.
	At source.Span
	// Met is set if the condition of the change is met all the same, and only what comes of it is not known.
	Met bool
}

// verdict says whether a condition holds of a configuration, and by what.
type verdict struct {
	answer Answer
	// why is a clause that says what makes the answer: "`work_dir` is given".
	why string
	// places are where it is seen. A No without any is about what is nowhere.
	places []Place
	// gap says why the answer is Unknown.
	gap Gap
	// names are the flags, modules and keys that it was seen by.
	names []string
}

func yes(why string, at ...Place) verdict { return verdict{answer: Yes, why: why, places: at} }
func no(why string, at ...Place) verdict  { return verdict{answer: No, why: why, places: at} }
func unknown(reason string, at source.Span) verdict {
	return verdict{answer: Unknown, gap: Gap{Reason: reason, At: at}}
}

// named returns the verdict with names it was seen by.
func (v verdict) named(names ...string) verdict {
	v.names = append(slices.Clip(v.names), names...)
	return v
}

// allOf joins verdicts of which all must hold. One that does not decides.
func allOf(parts []verdict) verdict {
	out := verdict{answer: Yes}
	for _, p := range parts {
		switch {
		case p.answer == No && (out.answer != No || len(out.places) > 0 && len(p.places) == 0):
			out = p
		case out.answer == No:
		case p.answer == Unknown:
			if out.answer != Unknown {
				out.answer, out.gap = Unknown, p.gap
			}
		default:
			out = out.seen(p)
		}
	}
	return out
}

// anyOf joins verdicts of which one must hold.
func anyOf(parts []verdict) verdict {
	var out verdict
	for i, p := range parts {
		switch {
		case i == 0, p.answer == Yes && out.answer != Yes:
			out = p
		case out.answer == Yes && p.answer == Yes, out.answer == No && p.answer == No:
			out = out.seen(p)
		case p.answer == Unknown && out.answer == No:
			out = p
		}
	}
	return out
}

// seen adds to a verdict what another one of the same answer rests on.
func (v verdict) seen(p verdict) verdict {
	switch {
	case v.why == "":
		v.why = p.why
	case p.why != "" && p.why != v.why && v.answer == Yes:
		v.why += " and " + p.why
	}
	for _, at := range p.places {
		if !slices.Contains(v.places, at) {
			v.places = append(v.places, at)
		}
	}
	v.names = append(v.names, p.names...)
	return v
}

// eachOf joins verdicts about one daemon each: one for which a condition holds is enough, and none may be unknown for it to
// hold nowhere.
func eachOf(parts []verdict) verdict {
	var out verdict
	for i, p := range parts {
		switch {
		case i == 0, p.answer == Yes && out.answer != Yes, p.answer == Unknown && out.answer == No:
			out = p
			out.places = slices.Clone(p.places)
		case p.answer == out.answer:
			out.places = append(out.places, p.places...)
			for _, name := range p.names {
				if !slices.Contains(out.names, name) {
					out.names = append(out.names, name)
				}
			}
		}
	}
	return out
}
