// Package vagrant reads Vagrantfiles: the shell text of their provisioners, with the machine that each is for. A Vagrantfile
// is Ruby; of it strings, heredocs, variables that hold them and the blocks of config.vm.define are followed, and what else
// fills in a value is not known.
package vagrant

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Options say how a Vagrantfile is read.
type Options struct {
	// Shell reads what a provisioner does; nil leaves out all of it.
	Shell func(Script) machine.Contributions
	// Limits bound the work; the zero Limits stand for machine.LimitsFor.
	Limits machine.Limits
}

// Script is what a shell provisioner is given.
type Script struct {
	// Text is the shell text of inline:, with Ruby's quoting undone; Holes are the ranges of it that only a run knows.
	Text  source.Text
	Holes []source.Range
	// Path is a file of the tree, relative to the Vagrantfile, that is run instead; "" if there is an inline text.
	Path string
	// Arguments are "$1" and so on. They are known only if HasArguments is set.
	Arguments    []machine.Word
	HasArguments bool
	// Environment is what env: adds.
	Environment []machine.Assignment
	// Machine is the name in config.vm.define, where the provisioner is for one machine; "" if it is for all.
	Machine string
	At      source.Span
}

// Read reads what the provisioners of a Vagrantfile do. The files and starts of a machine with a name of its own have the
// name for a root, if there are several of them: they are machines of their own.
func Read(text source.Text, o Options) machine.Contributions {
	scripts, problem := Scripts(text, o.Limits)
	out := machine.Contributions{Unreadable: problem}
	several := false
	for _, s := range scripts {
		several = several || s.Machine != "" && s.Machine != scripts[0].Machine
	}
	for _, s := range scripts {
		if o.Shell == nil || s.Path != "" {
			continue // a script of the tree is read on its own
		}
		c := o.Shell(s)
		if several && s.Machine != "" {
			rename(&c, s.Machine)
		}
		out.Files, out.Starts = append(out.Files, c.Files...), append(out.Starts, c.Starts...)
		out.Gaps, out.Findings = append(out.Gaps, c.Gaps...), append(out.Findings, c.Findings...)
		out.Sources = append(out.Sources, c.Sources...)
		if out.Unreadable == nil {
			out.Unreadable = c.Unreadable
		}
	}
	return out
}

// rename gives what a script does the root of its machine.
func rename(c *machine.Contributions, name string) {
	for i := range c.Files {
		if c.Files[i].Root == "" {
			c.Files[i].Root = name
		}
	}
	for i := range c.Starts {
		if c.Starts[i].Root == "" {
			c.Starts[i].Root = name
		}
	}
}

// Scripts returns the shell provisioners of a Vagrantfile, in order. problem says from where on it cannot be read.
func Scripts(text source.Text, limits machine.Limits) (scripts []Script, problem *machine.Gap) {
	limits = limits.OrFor(text.Len())
	tokens, problem := scan(text, limits)
	r := &reader{tokens: tokens, values: map[string]value{}, left: limits.Steps, bytes: limits.Bytes}
	r.read()
	if problem == nil && (r.left <= 0 || r.bytes <= 0) {
		problem = &machine.Gap{Reason: "the Vagrantfile does too much to be followed; check the scripts of its machines", At: text.Span(0, 0), Limit: true}
	}
	return r.scripts, problem
}

// reader follows the tokens of a Vagrantfile.
type reader struct {
	tokens  []token
	at      int
	values  map[string]value
	blocks  []string // the machines of the blocks around; "" for a block that is not one's
	scripts []Script
	// left and bytes are what is left of the limits.
	left, bytes int
}

func (r *reader) peek(n int) token {
	if r.at+n < len(r.tokens) {
		return r.tokens[r.at+n]
	}
	return token{}
}

func (r *reader) is(n int, text string) bool {
	t := r.peek(n)
	return (t.kind == name || t.kind == sign) && t.text == text
}

// machine returns the machine that the tokens are about.
func (r *reader) machine() string {
	for i := len(r.blocks) - 1; i >= 0; i-- {
		if r.blocks[i] != "" {
			return r.blocks[i]
		}
	}
	return ""
}

func (r *reader) read() {
	for r.at < len(r.tokens) && r.left > 0 {
		r.left--
		t := r.peek(0)
		starts := r.at == 0 || r.tokens[r.at-1].kind == newline
		switch {
		case t.kind == name && r.is(1, "=") && starts:
			r.at += 2
			r.values[t.text] = r.expression()
		case r.is(0, ".") && r.is(1, "provision"):
			r.at += 2
			r.provision()
		case r.is(0, ".") && r.is(1, "define"):
			r.at += 2
			r.define()
		case t.kind == name && t.text == "do":
			r.blocks = append(r.blocks, "")
			r.at++
		case t.kind == name && starts && opensBlock(t.text), t.kind == name && t.text == "begin":
			r.blocks = append(r.blocks, "")
			r.at++
		case t.kind == name && t.text == "end":
			if n := len(r.blocks); n > 0 {
				r.blocks = r.blocks[:n-1]
			}
			r.at++
		default:
			r.at++
		}
	}
}

// opensBlock reports whether a word at the start of a statement begins what ends with "end". A while has its own "do".
func opensBlock(word string) bool {
	switch word {
	case "if", "unless", "case", "def", "class", "module":
		return true
	}
	return false
}

// define follows config.vm.define "name" do |m|.
func (r *reader) define() {
	r.skipSigns("(")
	machine := ""
	if v := r.expression(); v.isKnown() {
		machine = v.String()
	}
	for r.at < len(r.tokens) && r.peek(0).kind != newline && r.left > 0 {
		r.left--
		if r.is(0, "do") || r.is(0, "{") {
			if r.is(0, "do") {
				r.blocks = append(r.blocks, machine)
			}
			r.at++
			return
		}
		r.at++
	}
}

func (r *reader) skipSigns(signs string) {
	for t := r.peek(0); t.kind == sign && strings.Contains(signs, t.text); t = r.peek(0) {
		r.at++
	}
}

// provision follows the arguments of a provisioner, and its block.
func (r *reader) provision() {
	at := r.peek(-1).at
	given := map[string]value{}
	shell, done := false, false
	r.skipSigns("(")
	for r.at < len(r.tokens) && r.left > 0 && !done {
		r.left--
		t := r.peek(0)
		switch {
		case t.kind == newline, r.is(0, ")"):
			done = true
		case r.is(0, ","):
			r.at++
			for r.peek(0).kind == newline {
				r.at++
			}
		case r.is(0, "do"):
			r.at++
			r.block(given)
			done = true
		case r.is(0, "{"):
			r.at++
			r.block(given)
			done = true
		case t.kind == label, t.kind == symbol && r.is(1, "=>"), t.kind == str && r.is(1, "=>"):
			r.at++
			r.skipSigns("=>")
			given[t.text] = r.expression()
		default:
			before := r.at
			v := r.expression()
			shell = shell || v.String() == "shell"
			if r.at == before {
				r.at++
			}
		}
	}
	shell = shell || given["type"].String() == "shell"
	if shell {
		r.script(given, at)
	}
}

// block follows the assignments in the block of a provisioner: s.inline = ….
func (r *reader) block(given map[string]value) {
	depth := 1
	for r.at < len(r.tokens) && r.left > 0 && depth > 0 {
		r.left--
		switch {
		case r.is(0, "do") || r.is(0, "{"):
			depth++
		case r.is(0, "end") || r.is(0, "}"):
			depth--
		case r.is(0, ".") && r.peek(1).kind == name && r.is(2, "="):
			option := r.peek(1).text
			r.at += 3
			given[option] = r.expression()
			continue
		}
		r.at++
	}
}

// script notes a shell provisioner.
func (r *reader) script(given map[string]value, at source.Span) {
	s := Script{Machine: r.machine(), At: at}
	inline, isInline := given["inline"]
	path, isPath := given["path"]
	switch {
	case isInline:
		s.Text, s.Holes = inline.text()
	case isPath && path.isKnown():
		s.Path = path.String()
	default:
		return
	}
	args, has := given["args"]
	switch {
	case !has:
		s.HasArguments = true
	case args.isList:
		s.HasArguments = true
		for _, a := range args.list {
			s.Arguments = append(s.Arguments, a.word())
		}
	case args.isKnown():
		s.HasArguments = true
		s.Arguments = fields(args)
	}
	for i := 0; i+1 < len(given["env"].list); i += 2 {
		n, v := given["env"].list[i].word(), given["env"].list[i+1].word()
		if n.IsKnown() && n.Text.Len() > 0 {
			s.Environment = append(s.Environment, machine.Assignment{
				Name: n.Text.String(), NameSpan: n.Text.All(), Value: v.Text, Span: v.Text.Raw(), Unknown: !v.IsKnown(), Exported: true,
			})
		}
	}
	r.scripts = append(r.scripts, s)
}

// fields parts a string of arguments at its blanks, as the shell that it is given to does.
func fields(v value) []machine.Word {
	t, _ := v.text()
	s := t.String()
	var out []machine.Word
	for at := 0; at < len(s); {
		if s[at] == ' ' || s[at] == '\t' || s[at] == '\n' {
			at++
			continue
		}
		end := at
		for end < len(s) && s[end] != ' ' && s[end] != '\t' && s[end] != '\n' {
			end++
		}
		w := machine.KnownWord(t.Slice(at, end))
		if strings.ContainsAny(s[at:end], "'\"\\$`*?[") {
			w.Known = 0
		}
		out, at = append(out, w), end
	}
	return out
}
