package shell

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/pattern"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// evalWeight is how many times its size an eval takes while what it says is followed.
const evalWeight = 32

// eval follows a text that is made of words that are known, and gives up everything after any other.
func (s *shell) eval(c *command) flow {
	text := joinWords(c.words[1:], c.at)
	known := text.known()
	for _, w := range c.words[1:] {
		known = known && !w.several && !w.maybe
	}
	if known && s.deeper() {
		defer func() { s.depth-- }()
		s.status = success
		if s.run.bytes += evalWeight * text.size(); len(text) == 0 || !s.within() {
			return next
		}
		return s.text(text.join(c.at), s.script.dialect, nil)
	}
	s.run.unseenSettings(machine.Gap{Reason: "eval may do anything to the shell; only its run can tell", At: c.at})
	s.forgetAll()
	s.printUnknown(c.at)
	return next
}

// assignWords follows the words of export that only an expansion makes: export $(cat FILE). It reports whether they are known.
func (s *shell) assignWords(words []field, how assignment) bool {
	for _, w := range words {
		name, _, _ := strings.Cut(w.lit(), "=")
		if w.several || w.maybe || !isName(name) {
			return false
		}
	}
	for _, w := range words {
		name, _, given := strings.Cut(w.lit(), "=")
		if !given {
			if how.export {
				s.export(map[string]bool{name: true})
			}
			continue
		}
		a, _ := wordAssignment(w)
		a.Value = oneWord(a.Value)
		a.Exported, a.Maybe = how.export || s.allExport, a.Maybe || s.conditions > 0
		if old := s.variables[name]; old != nil && old.exported {
			a.Exported = true
		}
		s.makeLocal(name, how)
		s.set(name, variable{value: w.value.slice(len(name)+1, w.size()), known: true, exported: a.Exported})
		if !how.local {
			s.logAssignment(a)
		}
	}
	return true
}

// oneWord returns a text that is only edited to what stays one word where the shell parts it at its blanks.
func oneWord(t source.Text) source.Text {
	offsets := make([]int32, t.Len()+1)
	for i := range offsets {
		offsets[i] = int32(i)
	}
	return t.Decoded(t.String(), offsets, 0, t.Len(), func(_, _ int, with string) (string, bool) {
		return with, with != "" && !strings.ContainsAny(with, " \t\n*?[\\'\"")
	}, nil)
}

// xargs follows xargs without the options that change how it makes words: the program gets those of standard input.
func (s *shell) xargs(c *command) flow {
	rest, o := (launcher{valued: "adEIiLlnPs", long: []string{"--arg-file", "--delimiter", "--max-args", "--max-lines", "--max-procs", "--replace"}}).arguments(c.words[1:])
	if o.has("-I", "-i", "--replace") {
		s.printUnknown(c.at)
		return next
	}
	words := []field{{value: value{unknownAt(c.at)}, several: true, at: c.at}}
	plain := true
	for _, opt := range o.list {
		plain = plain && (opt.name == "-r" || opt.name == "--no-run-if-empty" || opt.name == "-t")
	}
	if plain && s.in != nil && s.in.known() && !strings.ContainsAny(s.in.String(), `'"\`) {
		words = blankFields(*s.in)
		for i := range words {
			words[i].at = c.at
			for j := range words[i].value {
				words[i].value[j].pattern = false
				words[i].value[j].text = oneWord(words[i].value[j].text)
			}
		}
	}
	if len(rest) == 0 {
		if len(words) == 1 && words[0].several {
			s.printUnknown(c.at)
			return next
		}
		s.print(append(joinWords(words, c.at), made("\n", endOf(c.at))))
		return next
	}
	in := s.in
	s.in = nil
	defer func() { s.in = in }()
	follow := func() flow { return s.launch(c.with(append(append([]field(nil), rest...), words...))) }
	if len(words) == 1 && words[0].several {
		return s.branches(false, follow) // as often as there are words, and perhaps not at all
	}
	return follow()
}

// grep prints the lines of its input, or of one file, that fit a pattern: those that are known, of a pattern that is.
func (s *shell) grep(name string, c *command) {
	s.status = unsure
	if s.out == nil {
		return
	}
	lines, known := s.matchingLines(name, c)
	if !known {
		s.printUnknown(c.at)
		return
	}
	s.status = statusOf(len(lines) > 0)
	s.print(lines)
}

func (s *shell) matchingLines(name string, c *command) (lines value, known bool) {
	o := parseOptions(c.words[1:], "efmABC")
	invert, operands := false, o.operands
	extended, wanted, given := name == "egrep", "", false
	for _, opt := range o.list {
		switch opt.name {
		case "-v", "--invert-match":
			invert = true
		case "-E", "--extended-regexp":
			extended = true
		case "-e":
			if given {
				return nil, false
			}
			wanted, given = opt.value.literal()
		case "-h", "--no-filename", "-s", "--no-messages", "--text", "-a":
		default:
			return nil, false
		}
	}
	if !given && len(operands) > 0 {
		wanted, given = operands[0].literal()
		operands = operands[1:]
	}
	var in value
	switch {
	case !given || len(operands) > 1 || len(wanted) > 256:
		return nil, false
	case len(operands) == 1:
		content, problem := s.content(operands[0])
		if problem != "" {
			s.readMissing(operands[0])
			return nil, false
		}
		in = content
	case s.in == nil:
		return nil, false
	default:
		in = *s.in
	}
	translated, ok := translate(wanted, '/', extended)
	if !ok || !in.readable() {
		return nil, false
	}
	fits, err := pattern.Compile(translated)
	if err != nil || !s.step(1+in.size()*fits.Weight/64) {
		return nil, false
	}
	text, at := in.String(), 0
	for row := range strings.Lines(text) {
		if fits.MatchString(strings.TrimSuffix(row, "\n")) != invert {
			lines = append(lines, in.slice(at, at+len(row))...)
		}
		at += len(row)
	}
	if n := len(lines); n > 0 && !strings.HasSuffix(lines.String(), "\n") {
		lines = append(lines, made("\n", endOf(c.at)))
	}
	return lines, true
}
