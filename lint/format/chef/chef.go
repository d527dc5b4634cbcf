// Package chef reads recipes, attributes and roles of Chef: the files that resources write, and the attributes of the two
// cookbooks for Mesos. That of mdsol starts the daemons with node['mesos'][role]['flags'] on the command line
// (templates/default/wrapper.erb); that of everpeace writes node['mesos'][role] to the flag directories.
package chef

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Options are what a recipe is read with.
type Options struct {
	// Tree is what lies beside it: files and templates of the cookbook; nil if there is nothing.
	Tree machine.Tree
	// Sh says what a text for a shell does of which only a run knows some ranges; nil leaves commands out.
	Sh func(text source.Text, holes []source.Range) machine.Contributions
	// Limits bound the work; the zero Limits stand for machine.LimitsFor.
	Limits machine.Limits
}

// Read reads a file of Ruby.
func Read(in source.Text, o Options) machine.Contributions {
	r := &reader{in: in, src: in.String(), tree: o.Tree, sh: o.Sh, limits: o.Limits.OrFor(in.Len()), vars: map[string]value{}}
	r.statements(false)
	r.daemons()
	return r.out
}

type reader struct {
	in     source.Text
	src    string
	at     int
	tree   machine.Tree
	limits machine.Limits
	steps  int
	// ends are what the blocks that are open are: conditions, under which something may not happen, or others.
	ends       []bool
	attributes []attribute
	// vars are the local variables of which the value is known.
	vars map[string]value
	sh   func(text source.Text, holes []source.Range) machine.Contributions
	// expanded is how many bytes variables have added to texts, depth how many loops are open, and turns how many all of them took.
	expanded, depth, turns int
	// looked is how far lines were looked for, and line where the one of that place starts.
	looked, line int
	out          machine.Contributions
}

// attribute is node['mesos'][role]… = value. level orders default, normal and override.
type attribute struct {
	level int
	keys  []source.Text
	value value
	maybe bool
}

func (r *reader) step() bool {
	if r.steps++; r.steps > r.limits.Steps {
		if r.out.Unreadable == nil {
			r.out.Unreadable = &machine.Gap{Reason: "is too long to be followed", At: r.in.Span(r.at, r.at), Limit: true}
		}
		r.at = len(r.src)
		return false
	}
	return true
}

func (r *reader) maybe() bool {
	for _, condition := range r.ends {
		if condition {
			return true
		}
	}
	return false
}

// statements reads statements, each of which starts with a word: all of them, or those of one block in braces.
func (r *reader) statements(inBraces bool) {
	open := len(r.ends)
	for r.at < len(r.src) && r.step() {
		r.skipSpace(true)
		if r.at >= len(r.src) {
			return
		}
		switch c := r.src[r.at]; {
		case c == '}' && inBraces:
			r.at++
			return
		case c == '[' || c == '{' || strings.HasPrefix(r.src[r.at:], "%w"):
			if over := r.at; !r.loop(r.primary(0)) {
				r.at = over + 1
			}
		case isWordByte(c):
			r.statement()
		case c == '\'' || c == '"':
			r.quoted(c)
		default:
			r.at++
		}
		if len(r.ends) < open {
			return // the block is closed that was open
		}
	}
}

func (r *reader) statement() {
	word := r.identifier()
	switch word {
	case "if", "unless", "case", "while", "until", "begin", "def", "class", "module", "for":
		if r.startsLine(len(word)) {
			r.ends = append(r.ends, word != "begin" && word != "class" && word != "module")
		}
		return
	case "do":
		if !r.isLoop(len(word)) {
			r.ends = append(r.ends, false)
		}
		return
	case "end":
		if n := len(r.ends); n > 0 {
			r.ends = r.ends[:n-1]
		}
		return
	case "describe", "expect", "its": // a test, which says what a machine has
		if line := strings.TrimRight(r.restOfLine(), " \t\r"); strings.HasSuffix(line, " do") || strings.HasSuffix(line, ")do") {
			r.ends = append(r.ends, false)
		}
		r.passLine()
		return
	case "node":
		if r.at < len(r.src) && r.src[r.at] == '.' {
			r.at++
			r.statement()
		}
		return
	case "file", "cookbook_file", "template", "bash", "script", "execute", "systemd_unit", "docker_container", "append_if_no_line", "replace_or_add":
		r.resource(word)
		return
	case "default_attributes", "override_attributes":
		r.ofRole(word)
		return
	}
	if r.variable(word) {
		return
	}
	if level := levelOf(word); level > 0 && r.at < len(r.src) && r.src[r.at] == '[' {
		r.assignment(level)
	}
}

func (r *reader) restOfLine() string {
	line, _, _ := strings.Cut(r.src[r.at:], "\n")
	return line
}

// startsLine reports whether a word that was passed is the first of its line: "x if y" opens nothing.
func (r *reader) startsLine(length int) bool {
	return strings.TrimSpace(r.lineBefore(r.at-length)) == ""
}

// isLoop reports whether the line of a word that was passed starts a loop, whose "do" opens nothing more.
func (r *reader) isLoop(length int) bool {
	first, _, _ := strings.Cut(strings.TrimSpace(r.lineBefore(r.at-length)), " ")
	return first == "while" || first == "until" || first == "for"
}

// lineBefore returns what stands on a line before a place. Places mostly come one after the other: a line of any length is
// looked for once.
func (r *reader) lineBefore(at int) string {
	if at < r.looked {
		return r.src[strings.LastIndexByte(r.src[:at], '\n')+1 : at]
	}
	if i := strings.LastIndexByte(r.src[r.looked:at], '\n'); i >= 0 {
		r.line = r.looked + i + 1
	}
	r.looked = at
	return r.src[r.line:at]
}

func levelOf(word string) int {
	switch word {
	case "default", "force_default":
		return 1
	case "set", "normal":
		return 2
	case "override", "force_override", "automatic":
		return 3
	}
	return 0
}

// assignment reads ['mesos']['slave']… = value.
func (r *reader) assignment(level int) {
	var keys []source.Text
	for r.at < len(r.src) && r.src[r.at] == '[' && r.step() {
		r.at++
		key := r.value(0)
		r.skipSpace(false)
		if r.at >= len(r.src) || r.src[r.at] != ']' || !key.isText() {
			return
		}
		r.at++
		keys = append(keys, key.text)
	}
	r.skipSpace(false)
	if r.at+1 >= len(r.src) || r.src[r.at] != '=' || strings.IndexByte("=~>", r.src[r.at+1]) >= 0 {
		return
	}
	r.at++
	r.spread(attribute{level, keys, r.value(0), r.maybe()})
}

// ofRole reads what default_attributes or override_attributes of a role or an environment is given: a hash, in braces or without.
func (r *reader) ofRole(word string) {
	start := r.at
	r.skipSpace(false)
	if r.at < len(r.src) && r.src[r.at] == '(' {
		r.at++
	}
	if r.skipSpace(true); r.at >= len(r.src) || strings.IndexByte("{'\":", r.src[r.at]) < 0 {
		r.at = start
		return
	}
	v := value{kind: hash}
	if r.src[r.at] == '{' {
		v = r.value(0)
	} else {
		v = r.members(0, ')')
	}
	level := 1
	if word == "override_attributes" {
		level = 3
	}
	for _, m := range v.members {
		r.spread(attribute{level: level, keys: []source.Text{m.key}, value: m.value, maybe: r.maybe()})
	}
}

// properties are what a resource is given.
type properties map[string]value

// resource reads file 'path' do … end, or file('path') { … }.
func (r *reader) resource(of string) {
	start := r.at
	r.skipSpace(false)
	bracket := r.at < len(r.src) && r.src[r.at] == '('
	if bracket {
		r.at++
	}
	if r.at >= len(r.src) || r.src[r.at] != '\'' && r.src[r.at] != '"' && !isWordByte(r.src[r.at]) {
		r.at = start
		return
	}
	title := r.primary(0)
	if title.kind != text {
		r.at = start
		return
	}
	title.at = title.text.Raw()
	r.skipSpace(false)
	if bracket && r.at < len(r.src) && r.src[r.at] == ')' {
		r.at++
	}
	r.skipSpace(false)
	end := ""
	switch rest := r.src[r.at:]; {
	case strings.HasPrefix(rest, "do"):
		r.at, end = r.at+len("do"), "end"
	case strings.HasPrefix(rest, "{"):
		r.at, end = r.at+1, "}"
	}
	given := properties{}
	conditional := false
	for end != "" && r.at < len(r.src) && r.step() {
		r.skipSpace(true)
		if strings.HasPrefix(r.src[r.at:], end) && (end == "}" || !isWordAt(r.src, r.at+len(end))) {
			r.at += len(end)
			break
		}
		name := r.identifier()
		if name == "" {
			if c := r.src[min(r.at, len(r.src)-1)]; c == '\'' || c == '"' {
				r.quoted(c) // another argument
			} else {
				r.at++
			}
			continue
		}
		conditional = conditional || name == "only_if" || name == "not_if"
		if r.skipSpace(false); name == "only_if" || name == "not_if" {
			r.passLine()
			continue
		}
		given[name] = r.value(0)
	}
	maybe := conditional || r.maybe()
	switch of {
	case "bash", "script", "execute":
		r.command(title, given, maybe)
		return
	case "systemd_unit":
		r.unit(title, given, maybe)
		return
	case "docker_container":
		r.container(title, given, maybe)
		return
	case "append_if_no_line", "replace_or_add":
		r.addLine(given, maybe)
		return
	}
	r.write(of, title, given, maybe)
}

func isWordAt(s string, at int) bool { return at < len(s) && isWordByte(s[at]) }

// write adds the file of a resource.
func (r *reader) write(of string, title value, given properties, maybe bool) {
	if p, found := given["path"]; found {
		title = p
	}
	if !title.isText() || !path.IsAbs(title.text.String()) {
		r.unknownFile(title)
		return
	}
	f := machine.File{Path: path.Clean(title.text.String()), At: title.at, PathAt: title.text.All(), Maybe: maybe, Content: source.LiteralText("", title.at)}
	if mode, found := given["mode"]; found && mode.isText() {
		f.Mode = machine.ParseMode(mode.text.String())
	}
	switch content, hasContent := given["content"]; {
	case given["action"].text.String() == "delete":
		f.Operation = machine.Remove
	case given["action"].text.String() == "nothing":
		f.Known, f.Maybe = machine.UnknownContent, true
	case of == "file" && hasContent:
		f.Content, f.Known, f.Holes = content.text, content.known, content.holes
		if content.kind == unknown {
			f.Content, f.Known = source.LiteralText("", content.at), machine.UnknownContent
		}
	case of == "file":
		f.OnlyIfMissing = !strings.HasPrefix(path.Base(f.Path), "?")
	default:
		r.copyOf(&f, of, given["source"])
	}
	r.out.Files = append(r.out.Files, f)
}

// copyOf gives a file the content of one of the cookbook: files/default/… or templates/default/….
func (r *reader) copyOf(f *machine.File, of string, from value) {
	f.Known = machine.UnknownContent
	name, at := path.Base(f.Path), f.PathAt
	below := "files"
	if of == "template" {
		below, name = "templates", name+".erb"
	}
	if from.isText() {
		name, at = from.text.String(), from.text.All()
	} else if len(from.at.Text()) > 0 {
		return
	}
	if r.tree == nil {
		return
	}
	for _, dir := range []string{"default", "."} {
		candidate := path.Join("..", below, dir, name)
		if _, _, problem := r.tree.Open(r.in.Source(), candidate); problem == "" {
			f.Copy = &machine.Copy{Path: candidate, At: at, Rendered: of == "template"}
			return
		}
	}
}
