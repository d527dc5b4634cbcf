package shell

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// sed follows the stream editor: what sed -i does to a file, and what sed prints of a file that is known.
func (s *shell) sed(c *command) {
	line, ok := sedLine(c.words[1:])
	var program sedProgram
	if ok {
		program, ok = parseSed(line.script, line.extended)
	}
	ok = ok && s.step(1+line.script.size()/16)
	if line.inPlace {
		for _, f := range line.files {
			for _, g := range s.fitting(f) {
				s.edit(g, program, ok, c)
			}
		}
		return
	}
	if s.out == nil {
		return
	}
	var in value
	switch {
	case len(line.files) == 0 && s.in != nil:
		in = *s.in
	case len(line.files) == 1:
		content, problem := s.content(line.files[0])
		ok = ok && problem == ""
		in = content
	default:
		ok = false
	}
	if ok && s.step(1+in.size()*program.weight()/64) {
		if out, done := program.apply(in); done {
			s.print(out)
			return
		}
	}
	s.printUnknown(c.at)
}

// edit changes a file in place.
func (s *shell) edit(f field, program sedProgram, ok bool, c *command) {
	p := s.locate(f)
	key := p.diskKey()
	if key == "" {
		s.nameUnknown(p, c.at)
		return
	}
	maybe := s.conditions > 0 || p.maybe
	now := &entry{}
	content, problem := s.content(f)
	if problem == "" && ok && !maybe && s.step(1+content.size()*program.weight()/64) {
		out, done := program.apply(content)
		s.run.bytes += 64 * len(out)
		now = &entry{content: out, known: done}
	}
	s.run.disk[key] = now
	if !p.known() || isDevice(p) {
		return
	}
	partly := func(before source.Text) (source.Text, []source.Range, bool) {
		if !ok {
			return source.Text{}, nil, false
		}
		out, done := program.apply(valueOf(before, before.Len(), nil))
		return out.join(before.All()), out.holes(), done
	}
	s.emit(machine.File{
		Root: p.root, Path: p.path, Operation: machine.Edit, Maybe: maybe, At: c.at, PathAt: p.at, Weight: program.weight(), Partly: partly,
		Change: func(before source.Text) (source.Text, bool) {
			after, holes, done := partly(before)
			return after, done && len(holes) == 0
		},
	})
}

// sedArguments are the arguments of sed.
type sedArguments struct {
	inPlace, extended bool
	script            value
	files             []field
}

// sedLine reads the words of a sed command. ok is false if its script is not known.
func sedLine(words []field) (a sedArguments, ok bool) {
	ok = true
	given := false
	add := func(f field) {
		if given {
			a.script = append(a.script, made("\n", f.at))
		}
		given = true
		ok = ok && !f.several && !f.maybe
		a.script = append(a.script, f.value...)
	}
	var operands []field
	for i := 0; i < len(words); i++ {
		text := words[i].String()
		switch {
		case text == "--":
			operands = append(operands, words[i+1:]...)
			i = len(words)
		case text == "--in-place" || strings.HasPrefix(text, "--in-place="):
			a.inPlace = true
		case text == "--regexp-extended":
			a.extended = true
		case strings.HasPrefix(text, "--expression="):
			add(words[i].from(len("--expression=")))
		case text == "--expression" && i+1 < len(words):
			i++
			add(words[i])
		case strings.HasPrefix(text, "--"):
			ok = ok && (text == "--follow-symlinks" || text == "--separate" || text == "--unbuffered")
		case len(text) > 1 && text[0] == '-':
			i += a.letters(words, i, add, &ok)
		default:
			operands = append(operands, words[i])
		}
	}
	if !given && len(operands) > 0 {
		add(operands[0])
		operands = operands[1:]
	}
	a.files = operands
	return a, ok && given
}

// letters reads a word of one-letter options, and returns how many words more it takes.
func (a *sedArguments) letters(words []field, i int, add func(field), ok *bool) int {
	text := words[i].String()
	for j := 1; j < len(text); j++ {
		switch text[j] {
		case 'i':
			a.inPlace = true
			return 0 // the rest is the suffix of the copy that is kept
		case 'E', 'r':
			a.extended = true
		case 'e':
			if j+1 < len(text) {
				add(words[i].from(j + 1))
				return 0
			}
			if i+1 < len(words) {
				add(words[i+1])
				return 1
			}
		case 's', 'u':
		default:
			*ok = false
		}
	}
	return 0
}
