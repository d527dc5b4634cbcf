package docker

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// stageBuild follows the instructions of one stage.
type stageBuild struct {
	*builder
	stage *stage
	image *Image
	// arguments are the ARGs of the stage.
	arguments map[string]bool
	// hasCommand is set once the stage itself has a CMD.
	hasCommand bool
}

// instructionFlags returns the flags that an instruction takes.
func instructionFlags(name string) []string {
	switch name {
	case "add":
		return []string{"checksum", "chmod", "chown", "exclude", "keep-git-dir", "link", "unpack"}
	case "copy":
		return []string{"chmod", "chown", "exclude", "from", "link", "parents"}
	case "from":
		return []string{"platform"}
	case "healthcheck":
		return []string{"interval", "retries", "start-interval", "start-period", "timeout"}
	case "run":
		return []string{"device", "mount", "network", "security"}
	}
	return nil
}

// instruction does what one instruction says.
func (k *stageBuild) instruction(i *instruction) {
	for _, f := range i.flags {
		if !slices.Contains(instructionFlags(i.name), f.name) {
			k.refuseInstruction(i, "has an instruction with a flag that it does not take, which the builder refuses")
			return
		}
	}
	if i.start == i.end && slices.Contains([]string{"arg", "expose", "onbuild", "stopsignal", "user", "volume", "workdir"}, i.name) {
		k.refuseInstruction(i, "has an instruction without an argument, which the builder refuses")
		return
	}
	files := len(k.image.Files)
	defer func() {
		if i.maybe(0, len(i.data)) {
			k.left(i, files)
		}
	}()
	switch i.name {
	case "env":
		k.env(i)
	case "arg":
		for _, p := range i.arguments() {
			k.arguments[i.data[p.name.start:p.name.end]] = true
		}
	case "cmd":
		k.image.Command = k.command(i)
		k.hasCommand = true
	case "entrypoint":
		k.image.Entrypoint = k.command(i)
		if !k.hasCommand {
			k.image.Command = Command{Given: true}
		}
	case "shell":
		words, isJSON, broken := i.json(i.start, i.end)
		if !isJSON || broken || len(words) == 0 {
			k.refuseInstruction(i, "has a SHELL that is not a JSON array of strings, which the builder refuses")
			return
		}
		k.image.shell = words
	case "workdir":
		k.workdir(i)
	case "run":
		k.run(i)
	case "copy", "add":
		k.copy(i)
	case "onbuild":
		k.onbuild(i)
	case "label":
		pairs, broken := i.pairs()
		if broken != "" {
			k.refuseInstruction(i, broken)
		}
		for _, p := range pairs {
			k.word(i, p.name, false)
			k.word(i, p.value, p.rest)
		}
	case "expose", "healthcheck", "maintainer", "stopsignal", "user", "volume":
	default:
		k.refuseInstruction(i, "has an instruction that no builder knows")
	}
}

// conditionOpen says what a template may change.
const conditionOpen = "a condition of the template decides what the image holds"

// left says of what an instruction did that it may be left out; files is the number of files before it.
func (k *stageBuild) left(i *instruction, files int) {
	switch i.name {
	case "cmd", "entrypoint", "shell", "workdir":
		k.image.Open = conditionOpen
	}
	for n := range k.image.Files[files:] {
		k.image.Files[files+n].Maybe = true
	}
}

func (k *stageBuild) refuseInstruction(i *instruction, reason string) {
	if k.owns(i) {
		k.fail(i.from, i.to, reason)
	}
}

// get returns what a variable holds at this place. ENV beats ARG.
func (k *stageBuild) get(name string) variable {
	for _, a := range slices.Backward(k.image.Environment) {
		if a.Name == name {
			return variable{value: a.Value.String(), known: !a.Unknown && !a.Default, given: true}
		}
	}
	if k.image.Reference.Text.Len() == 0 && k.image.Open == "" && !k.arguments[name] {
		return variable{known: true, unset: true} // from scratch
	}
	return variable{given: k.arguments[name]}
}

// word reads a part of an instruction as one word, its variables replaced.
func (k *stageBuild) word(i *instruction, b bounds, blanks bool) machine.Word {
	return k.lexed(i, k.lexer(i, k.get), b, blanks)
}

// lexed reads a part of an instruction as one word.
func (k *stageBuild) lexed(i *instruction, x *lexer, b bounds, blanks bool) machine.Word {
	p := x.word(b.start, b.end)
	k.refuse(i, x)
	return wordText(i.in, p, int(i.offsets[b.start]), i.endOffset(b.start, b.end), i.escape, blanks)
}

// env reads ENV. All of its values see the environment before it. A default counts, unless the image that it is built on sets its
// variable.
func (k *stageBuild) env(i *instruction) {
	pairs, broken := i.pairs()
	if broken != "" {
		k.refuseInstruction(i, broken)
	}
	var given []machine.Assignment
	for _, p := range pairs {
		name, x := k.word(i, p.name, false), k.lexer(i, k.get)
		x.defaults = true
		value := k.lexed(i, x, p.value, p.rest)
		if !name.IsKnown() {
			k.image.Open = "a variable of ENV has a name that is only known when the image is built"
			continue
		}
		given = append(given, machine.Assignment{
			Name: name.Text.String(), NameSpan: name.Text.Raw(), Value: value.Text, Unknown: !value.IsKnown(), Exported: true,
			Maybe: i.maybe(p.name.start, p.value.end), Default: x.defaulted && value.IsKnown(), Span: i.span(p.name.start, p.value.end),
		})
	}
	k.image.Environment = append(k.image.Environment, given...)
}

// command reads CMD or ENTRYPOINT.
func (k *stageBuild) command(i *instruction) Command {
	words, shell, broken := i.commandLine()
	if broken {
		k.refuseInstruction(i, "has a JSON array of something else than strings, which the builder refuses")
	}
	if shell && len(words) > 0 {
		words = append(k.shellWords(i), words...)
	}
	return Command{Words: words, Given: true}
}

// shellWords are the words that the shell form puts in front of its text.
func (k *stageBuild) shellWords(i *instruction) []machine.Word {
	if k.image.shell != nil {
		return slices.Clone(k.image.shell)
	}
	at := i.span(i.start, i.start)
	return []machine.Word{machine.KnownWord(source.LiteralText("/bin/sh", at)), machine.KnownWord(source.LiteralText("-c", at))}
}

func (k *stageBuild) workdir(i *instruction) {
	w := k.word(i, bounds{i.start, i.end}, true)
	if !w.IsKnown() {
		k.image.Directory = ""
		return
	}
	p := w.Text.String()
	if k.image.Directory == "" && k.image.Open != "" && !path.IsAbs(p) {
		return
	}
	dir := path.Join("/", k.image.Directory, p)
	if path.IsAbs(p) {
		dir = path.Clean(p)
	}
	if len(dir) > machine.MaxPath {
		k.refuseInstruction(i, "has a WORKDIR that is longer than a path can be")
		return
	}
	k.image.Directory = dir
	k.image.Files = append(k.image.Files, machine.File{Path: k.image.Directory, Directory: true, At: i.all(), PathAt: w.Text.Raw()})
}

// onbuild keeps the instruction after ONBUILD for the images built from this one.
func (k *stageBuild) onbuild(i *instruction) {
	inner := *i
	inner.flags, inner.trigger = nil, true
	k.split(&inner, i.start)
	switch inner.name {
	case "onbuild", "maintainer", "from", "":
		k.refuseInstruction(i, "has an ONBUILD for an instruction that it cannot hold")
		return
	}
	k.image.triggers = append(k.image.triggers, &inner)
}

// variablesPerStep is how many variables a shell is given for a step of those that a reader may take.
const variablesPerStep = 4

// run reads the files that RUN writes, as far as the shell that reads its text can tell.
func (k *stageBuild) run(i *instruction) {
	if k.o.Shell == nil {
		return
	}
	if k.steps -= 1 + (len(k.image.Environment)+len(k.arguments))/variablesPerStep; k.steps < 0 {
		if !k.exhausted {
			k.exhausted = true
			k.fail(i.from, i.to, "runs more commands with more variables than are read")
		}
		return
	}
	s := Script{Environment: k.buildEnvironment(i), Directory: k.image.Directory}
	words, shell, broken := i.commandLine()
	switch {
	case broken:
		k.refuseInstruction(i, "has a JSON array of something else than strings, which the builder refuses")
		return
	case len(words) == 0:
		return
	case !shell:
		s.Command = words
	case len(i.heredocs) > 0:
		s.Text = i.heredocScript()
	default:
		s.Text = words[0].Text
	}
	if shell && k.image.shell != nil {
		s.Command, s.Text = append(slices.Clone(k.image.shell), machine.KnownWord(s.Text)), source.Text{}
	}
	c := k.o.Shell(s)
	k.image.Files = append(k.image.Files, c.Files...)
	k.image.Gaps = append(k.image.Gaps, c.Gaps...)
	k.image.Findings = append(k.image.Findings, c.Findings...)
	if c.Unreadable != nil {
		k.image.Gaps = append(k.image.Gaps, *c.Unreadable)
	}
}

// buildEnvironment is what RUN finds in its environment: ENV, and ARG with values that only the build knows.
func (k *stageBuild) buildEnvironment(i *instruction) []machine.Assignment {
	env := slices.Clone(k.image.Environment)
	given := map[string]bool{}
	for _, a := range env {
		given[a.Name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(k.arguments)) {
		if !given[name] {
			at := i.all()
			env = append(env, machine.Assignment{Name: name, NameSpan: at, Span: at, Value: source.LiteralText("", at), Unknown: true, Exported: true})
		}
	}
	return env
}

// heredocScript returns the text that the shell of RUN reads where there are here-documents: the document alone where the
// line is nothing else, and the line with its documents otherwise (dockerfile2llb/convert.go, dispatchRun).
func (i *instruction) heredocScript() source.Text {
	alone := heredocsOf(i.data[i.start:i.end])
	h := i.heredocs[0]
	if words := rawWords(i.data[i.start:i.end]); len(words) == 1 && len(alone) == 1 {
		if h.strip {
			return withoutTabs(i.in, h.start, h.end)
		}
		return i.in.Slice(h.start, h.end)
	}
	last := i.heredocs[len(i.heredocs)-1]
	data := i.data[i.start:i.end] + "\n" + i.in.String()[h.start:last.terminator]
	offsets := append([]int32(nil), i.offsets[i.start:i.end]...)
	offsets = append(offsets, int32(i.endOffset(i.start, i.end)))
	for at := h.start; at <= last.terminator; at++ {
		offsets = append(offsets, int32(at))
	}
	lines := i.end - i.start + 1
	part := func(start, _ int, s string) (string, bool) { return s, start >= lines || !strings.Contains(s, "\n") }
	return i.in.Decoded(data, offsets, int(i.offsets[i.start]), last.terminator, part, nil)
}

// withoutTabs returns the bytes [start, end) of a text without the tabs that its lines begin with.
func withoutTabs(in *source.Text, start, end int) source.Text {
	text := in.String()
	var data []byte
	var offsets []int32
	begins := true
	for at := start; at < end; at++ {
		if begins && text[at] == '\t' {
			continue
		}
		begins = text[at] == '\n'
		data, offsets = append(data, text[at]), append(offsets, int32(at))
	}
	part := func(_, _ int, s string) (string, bool) { return s, true }
	return in.Decoded(string(data), append(offsets, int32(end)), start, end, part, nil)
}
