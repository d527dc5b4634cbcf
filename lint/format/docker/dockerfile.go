package docker

import (
	"slices"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Options is what a reader is given besides its text.
type Options struct {
	// Tree holds the files beside the text; nil if there are none.
	Tree machine.Tree
	// Context is the directory that an image is built from, relative to that of the Dockerfile; "" is the latter itself.
	Context string
	// Target is the stage that is built; "" for the last.
	Target string
	// Images returns what is known of an image that a text names, nil if nothing is: a table, other images of the tree.
	Images func(reference machine.Word) *Image
	// Shell reads what a shell or another program does; nil if nothing of it can be known.
	Shell func(Script) machine.Contributions
	// Marks finds what a template engine replaces in a Dockerfile; nil if none does.
	Marks func(source.Text) *template.Marks
	// IsDirectory reports whether an absolute path is a directory in images that are not known in full; nil if only the
	// usual directories of Linux are.
	IsDirectory func(path string) bool
	// Limits bound what is read; the zero value stands for machine.LimitsFor.
	Limits machine.Limits
}

// Script is what a shell is given.
type Script struct {
	// Text is the script, or the text after -c.
	Text source.Text
	// Command is a command line to run without a shell; Text is empty then.
	Command []machine.Word
	// Arguments are $0 and the positional parameters of Text; nil if there are none.
	Arguments []machine.Word
	// Environment is what the shell finds in its environment.
	Environment []machine.Assignment
	// Directory is where it runs; "" if that is not known.
	Directory string
}

// ReadDockerfile reads what a Dockerfile makes of its image: its files, and what a container of it runs. Stages that the
// image is not made of, and that start something by themselves, are images of their own: their files have the stage's name
// for a root, and their starts are maybe.
func ReadDockerfile(in source.Text, o Options) machine.Contributions {
	b := newBuilder(in, o)
	var out machine.Contributions
	image, at := b.target()
	if image != nil {
		out = o.imageContributions(image, "", at)
	}
	for _, s := range b.others() {
		c := o.imageContributions(b.build(s), s.name, s.from.all())
		for i := range c.Starts {
			c.Starts[i].Maybe = true
		}
		out.Files, out.Starts = append(out.Files, c.Files...), append(out.Starts, c.Starts...)
		out.Gaps, out.Findings = append(out.Gaps, c.Gaps...), append(out.Findings, c.Findings...)
	}
	out.Unreadable = b.unreadable()
	return out
}

// BuildImage reads the image that a Dockerfile makes. problem says from where on the Dockerfile cannot be read; the image is
// nil if it has no stage.
func BuildImage(in source.Text, o Options) (image *Image, problem *machine.Gap) {
	b := newBuilder(in, o)
	image, _ = b.target()
	return image, b.unreadable()
}

// imageContributions returns what an image says when a container of it is started as it is.
func (o Options) imageContributions(image *Image, root string, at source.Span) machine.Contributions {
	out := machine.Contributions{Files: slices.Clone(image.Files), Gaps: image.Gaps, Findings: image.Findings}
	if len(image.Entrypoint.Words)+len(image.Command.Words) > 0 {
		started := o.Starts(image, machine.Start{Name: root, Container: &machine.Container{Image: image.Reference}, At: at})
		out.Files, out.Starts = append(out.Files, started.Files...), started.Starts
		out.Gaps, out.Findings = append(out.Gaps, started.Gaps...), append(out.Findings, started.Findings...)
	}
	if root != "" {
		for i := range out.Files {
			out.Files[i].Root = root
		}
		for i := range out.Starts {
			out.Starts[i].Root = root
		}
	}
	return out
}

// stage is the part of a Dockerfile from one FROM to the next.
type stage struct {
	number       int
	name         string // "" if it has none
	from         *instruction
	instructions []*instruction
	image        *Image // once it is built
	used         bool   // by another stage
}

// builder reads a Dockerfile.
type builder struct {
	*reader
	o      Options
	stages []*stage
	// arguments are the ARGs before the first FROM.
	arguments map[string]variable
	// room is what may still be expanded, and steps how many files may still be looked at. exhausted is set once it was said that
	// none are left.
	room, steps int
	exhausted   bool
	// ignore are the rules of .dockerignore once they are read; nil before.
	ignore []ignoreRule
}

func newBuilder(in source.Text, o Options) *builder {
	o.Limits = o.Limits.OrFor(in.Len())
	var marks *template.Marks
	if o.Marks != nil {
		marks = o.Marks(in)
	}
	b := &builder{reader: newReader(in, marks), o: o, arguments: map[string]variable{}, room: o.Limits.Bytes, steps: o.Limits.Steps}
	for {
		i, ok := b.next()
		if !ok {
			break
		}
		switch {
		case i.name == "from":
			b.stage(i)
		case len(b.stages) > 0:
			s := b.stages[len(b.stages)-1]
			s.instructions = append(s.instructions, i)
		case i.name == "arg":
			b.argument(i, b.arguments, b.globalArgument)
		default:
			b.fail(i.from, i.to, "is not a Dockerfile: the first instruction of one is FROM or ARG")
			return b
		}
	}
	if len(b.stages) == 0 {
		b.fail(0, 0, "is not a Dockerfile: it has no FROM")
	}
	return b
}

func (b *builder) unreadable() *machine.Gap {
	if len(b.problems) == 0 {
		return nil
	}
	first := slices.MinFunc(b.problems, func(x, y problem) int { return x.from - y.from })
	return b.gap(first)
}

// stage begins a stage: FROM image [AS name].
func (b *builder) stage(i *instruction) {
	words := i.blankWords(i.start, i.end)
	s := &stage{number: len(b.stages), from: i}
	switch {
	case len(words) == 3 && strings.EqualFold(i.data[words[1].start:words[1].end], "as"):
		s.name = strings.ToLower(i.data[words[2].start:words[2].end])
	case len(words) != 1:
		b.fail(i.from, i.to, "has a FROM that is not \"FROM image\" or \"FROM image AS name\"")
	}
	b.stages = append(b.stages, s)
}

// globalArgument is the value of a variable in FROM: only the ARGs before it are seen there.
func (b *builder) globalArgument(name string) variable {
	v, found := b.arguments[name]
	if !found {
		return variable{known: true, unset: true}
	}
	return v
}

// argument reads ARG. into takes the defaults.
func (b *builder) argument(i *instruction, into map[string]variable, get func(string) variable) {
	for _, p := range i.arguments() {
		name := i.data[p.name.start:p.name.end]
		if p.noValue {
			into[name] = variable{}
			continue
		}
		x := b.lexer(i, get)
		value := x.word(p.value.start, p.value.end)
		b.refuse(i, x)
		into[name] = variable{value: string(value.data), known: !value.unknown}
	}
}

// lexer returns a lexer for the words of an instruction.
func (b *builder) lexer(i *instruction, get func(string) variable) *lexer {
	return &lexer{text: i.data, offsets: i.offsets, escape: i.escape, unknown: i.unknown, original: i.in.String(), get: get, room: &b.room}
}

// refuse notes why the builder refuses what a lexer read.
func (b *builder) refuse(i *instruction, x *lexer) {
	if x.broken != "" && b.owns(i) {
		b.fail(i.from, i.to, x.broken+", which the builder refuses")
	}
}

// owns reports whether an instruction stands in this Dockerfile, and is not the trigger of another image.
func (b *builder) owns(i *instruction) bool { return i.in == &b.in }

// target builds the image that the Dockerfile is for; nil if there is none.
func (b *builder) target() (*Image, source.Span) {
	if len(b.stages) == 0 {
		return nil, source.Span{}
	}
	s := b.stages[len(b.stages)-1]
	if b.o.Target != "" {
		if s = b.find(b.o.Target, len(b.stages)); s == nil {
			b.fail(0, 0, "has no stage of the name that is to be built")
			return nil, source.Span{}
		}
	}
	s.used = true
	return b.build(s), s.from.all()
}

// others returns the stages that the image is not made of and that say by themselves what to start.
func (b *builder) others() []*stage {
	if b.o.Target != "" {
		return nil
	}
	var found []*stage
	for _, s := range slices.Backward(b.stages) {
		starts := slices.ContainsFunc(s.instructions, func(i *instruction) bool { return i.name == "cmd" || i.name == "entrypoint" })
		if !s.used && starts && s.name != "" {
			b.build(s) // marks what it is made of
			found = append(found, s)
		}
	}
	slices.Reverse(found)
	return found
}

// find returns the stage of a name or number before another one.
func (b *builder) find(name string, before int) *stage {
	for _, s := range slices.Backward(b.stages[:before]) {
		if s.name != "" && strings.EqualFold(s.name, name) {
			return s
		}
	}
	if n, err := strconv.Atoi(name); err == nil && 0 <= n && n < before {
		return b.stages[n]
	}
	return nil
}

// build follows the instructions of a stage.
func (b *builder) build(s *stage) *Image {
	if s.image != nil {
		return s.image
	}
	image, triggers := b.base(s)
	if s.from.maybe(0, len(s.from.data)) {
		image.Open = conditionOpen
	}
	k := &stageBuild{builder: b, stage: s, image: image, arguments: map[string]bool{}}
	for _, i := range triggers {
		k.instruction(i)
	}
	for _, i := range s.instructions {
		k.instruction(i)
	}
	s.image = image
	return image
}

// base returns what a stage begins with, and the instructions that ONBUILD keeps for it.
func (b *builder) base(s *stage) (*Image, []*instruction) {
	words := s.from.blankWords(s.from.start, s.from.end)
	if len(words) == 0 {
		return unknownImage(machine.Word{Text: s.from.in.Slice(s.from.to, s.from.to)}), nil
	}
	x := b.lexer(s.from, b.globalArgument)
	w := words[0]
	p := x.word(w.start, w.end)
	b.refuse(s.from, x)
	name := wordText(s.from.in, p, int(s.from.offsets[w.start]), s.from.endOffset(w.start, w.end), s.from.escape, false)
	if from := b.find(name.Text.String(), s.number); from != nil && name.IsKnown() && !isNumber(name.Text.String()) {
		from.used = true
		image := b.build(from)
		if b.steps -= 1 + len(image.Environment) + len(image.Files); b.steps < 0 {
			b.fail(s.from.from, s.from.to, "has more stages, one made of the other, than are read")
			return unknownImage(name), nil
		}
		return image.child(), image.triggers
	}
	if name.IsKnown() && name.Text.String() == "scratch" {
		return &Image{Entrypoint: Command{Given: true}, Command: Command{Given: true}, Directory: "/"}, nil
	}
	known, open := b.known(name, p)
	if known == nil {
		return unknownImage(name), nil
	}
	image := known.child()
	if image.Open == "" {
		image.Open = open
	}
	return image, known.triggers
}

// known returns what is known of an image that FROM names, nil if nothing is. open says what --build-arg may choose
// besides: where it only chooses the tag, what holds for every tag is known.
func (b *builder) known(name machine.Word, p *unquotedWord) (image *Image, open string) {
	if b.o.Images == nil {
		return nil, ""
	}
	chosen := slices.Index(p.contexts, expanded)
	if p.unknown || chosen < 0 {
		return b.o.Images(name), ""
	}
	if tag := ParseReference(name.Text.String()).TagAt; tag > 0 && chosen >= tag {
		anyTag := name
		anyTag.Known = chosen
		if image = b.o.Images(anyTag); image != nil {
			image.Reference = name
			return image, ""
		}
	}
	return b.o.Images(name), "--build-arg may choose another image"
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}
