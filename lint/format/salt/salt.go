// Package salt reads states of Salt: the files that they write, and the commands that they run.
package salt

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Options say how a text is read.
type Options struct {
	Name string
	// Tree is what lies beside the text; nil for nothing.
	Tree machine.Tree
	// Sh says what a text for a shell does; nil leaves commands out.
	Sh     func(source.Text) machine.Contributions
	Limits machine.Limits
}

type reader struct {
	Options
	in    source.Text
	src   string
	marks *template.Marks
	doc   *yamltext.Document
	// tree is nil, and sets are, until somebody asks.
	tree  *tree
	sets  map[string]string
	steps int
	out   machine.Contributions
}

// Read reads states. ok is false if the text has none.
func Read(in source.Text, o Options) (c machine.Contributions, ok bool) {
	o.Limits = o.Limits.OrFor(in.Len())
	r := &reader{Options: o, in: in, src: in.String(), marks: template.Find(in.View(), o.Name+".jinja")}
	var masked []byte
	if r.marks.Any() {
		masked = r.marks.Masked()
	}
	docs, filled, problem := yamltext.ParseFilled(in, masked, o.Limits)
	if problem != nil {
		if r.marks.Any() {
			problem.Reason = "is a template, which is not YAML until it is rendered"
		}
		return machine.Contributions{Unreadable: problem}, false
	}
	if len(docs) == 0 {
		return c, false
	}
	if r.doc = docs[0]; len(filled) > 0 {
		r.out.Gaps = append(r.out.Gaps, machine.Gap{Kind: machine.MoreText, At: filled[0], Reason: "a template fills in whole lines here, which may be more states"})
	}
	for _, m := range r.doc.Members(r.doc.Root) {
		r.state(m.Key.Resolve(), m.Value.Resolve())
	}
	return r.out, len(r.out.Files)+len(r.out.Starts)+len(r.out.Gaps) > 0
}

// state reads what stands below an id: functions by "module.function", or a module whose list holds the function's name.
func (r *reader) state(id, body *yamltext.Node) {
	if body.Kind == yamltext.Scalar && strings.Contains(body.Value(), ".") {
		r.run(body.Value(), id, &yamltext.Node{})
	}
	for _, m := range r.doc.Members(body) {
		if r.steps++; r.steps > r.Limits.Steps {
			r.out.Unreadable = &machine.Gap{Reason: "holds more states than are read", At: id.Span(), Limit: true}
			return
		}
		function, arguments := m.Name(), m.Value.Resolve()
		if !strings.Contains(function, ".") {
			for _, item := range arguments.Items() {
				if item = item.Resolve(); item.Kind == yamltext.Scalar {
					r.run(function+"."+item.Value(), id, arguments)
					break
				}
			}
			continue
		}
		r.run(function, id, arguments)
	}
}

// argument returns one of the arguments of a function, which are a list of maps; nil if it is not given.
func (r *reader) argument(arguments *yamltext.Node, name string) *yamltext.Node {
	for _, item := range arguments.Items() {
		if n := r.doc.Member(item.Resolve(), name); n != nil {
			return n.Resolve()
		}
	}
	return nil
}

// runEach runs a function for each of several names, which may have arguments of their own.
func (r *reader) runEach(function string, names, arguments *yamltext.Node) {
	for _, n := range names.Items() {
		if r.steps++; r.steps > r.Limits.Steps {
			return
		}
		switch n = n.Resolve(); n.Kind {
		case yamltext.Scalar:
			r.runAs(function, n, n, arguments)
		case yamltext.Mapping:
			for _, m := range r.doc.Members(n) {
				r.runAs(function, m.Key.Resolve(), m.Key.Resolve(), m.Value.Resolve())
			}
		}
	}
}

func (r *reader) run(function string, id, arguments *yamltext.Node) {
	if several := r.argument(arguments, "names"); several != nil && r.argument(arguments, "name") == nil {
		r.runEach(function, several, arguments)
		return
	}
	name := r.argument(arguments, "name")
	if name == nil {
		name = id
	}
	r.runAs(function, id, name, arguments)
}

// runAs runs a function for what it is to work on.
func (r *reader) runAs(function string, id, name, arguments *yamltext.Node) {
	maybe := r.argument(arguments, "onlyif") != nil || r.argument(arguments, "unless") != nil ||
		r.marks.Any() && r.marks.MayBeLeftOut(id.Span().Start-r.in.Raw().Start)
	if function == "cmd.run" || function == "cmd.script" {
		r.command(function, name, maybe || r.argument(arguments, "creates") != nil)
		return
	}
	if name.Kind != yamltext.Scalar {
		return
	}
	switch function {
	case "docker_container.running", "dockerng.running", "docker.running":
		r.container(name, arguments, maybe)
		return
	}
	at, holes := r.fill(name.Text())
	if !path.IsAbs(at.String()) {
		return
	}
	if len(holes) > 0 {
		if strings.HasPrefix(function, "file.") {
			r.out.Gaps = append(r.out.Gaps, machine.Gap{Kind: machine.UnknownArguments, At: name.Span(), Reason: "which files the state writes is known only when Salt renders it"})
		}
		return
	}
	f := machine.File{
		Path: path.Clean(at.String()), At: id.Span(), PathAt: name.Content(), Maybe: maybe, Content: source.LiteralText("", name.Content()),
	}
	switch function {
	case "file.managed":
		r.managed(&f, arguments)
	case "file.recurse":
		r.copyDirectory(f, arguments)
		return
	case "file.append":
		f.Operation = machine.Append
		r.setText(&f, r.argument(arguments, "text"))
	case "file.absent":
		f.Operation = machine.Remove
	case "file.touch":
		f.OnlyIfMissing = true
	case "file.directory":
		f.Directory = true
	case "file.symlink":
		if target := r.argument(arguments, "target"); target != nil {
			f.Link = target.Value()
		}
	case "file.replace", "file.line", "file.blockreplace", "file.keyvalue", "file.prepend":
		r.change(&f, function, arguments)
	case "file.comment", "file.uncomment":
		f.Operation = machine.Edit
	default:
		return
	}
	r.out.Files = append(r.out.Files, f)
}

// managed gives a file its content: contents, or the file of a source. What a pillar or a grain gives is not known.
func (r *reader) managed(f *machine.File, arguments *yamltext.Node) {
	contents, from := r.argument(arguments, "contents"), r.argument(arguments, "source")
	if replace := r.argument(arguments, "replace"); replace != nil && strings.EqualFold(replace.Value(), "false") {
		f.OnlyIfMissing = true
	}
	switch {
	case contents != nil:
		r.setText(f, contents)
	case from != nil && from.Kind == yamltext.Sequence && len(from.Items()) > 0:
		f.Maybe = f.Maybe || len(from.Items()) > 1
		r.copyOf(f, from.Items()[0].Resolve(), r.argument(arguments, "template") != nil)
	case from != nil:
		r.copyOf(f, from, r.argument(arguments, "template") != nil)
	case r.argument(arguments, "contents_pillar") != nil || r.argument(arguments, "contents_grains") != nil:
		f.Known = machine.UnknownContent
	default:
		f.OnlyIfMissing = true
	}
}

// setText gives a file the lines of a text or of a list, each of which gets a newline where it has none.
func (r *reader) setText(f *machine.File, n *yamltext.Node) {
	f.Known = machine.UnknownContent
	if n == nil {
		return
	}
	lines := []*yamltext.Node{n}
	if n.Kind == yamltext.Sequence {
		lines = n.Items()
	}
	var parts []source.Text
	for _, line := range lines {
		if line = line.Resolve(); line.Kind != yamltext.Scalar || line.Tag() != "" {
			return
		}
		text := line.Text()
		if line.IsPlain() && !yamltext.IsText(text.String()) && strings.Trim(text.String(), "0123456789") != "" {
			return // a boolean or a number that Python writes in another way
		}
		parts = append(parts, text)
		if !strings.HasSuffix(text.String(), "\n") {
			end := text.Span(text.Len(), text.Len())
			parts = append(parts, source.LiteralText("\n", end))
		}
	}
	if len(parts) == 0 {
		return
	}
	f.Content, f.Holes = r.fill(source.Join(parts...))
	if f.Known = f.Content.Len(); len(f.Holes) > 0 {
		f.Known = f.Holes[0].Start
	}
}

// holes are the ranges of a text that a template engine replaces.
func (r *reader) holes(text source.Text) []source.Range {
	if !r.marks.Any() {
		return nil
	}
	var out []source.Range
	base := r.in.Raw().Start
	for i := range text.Len() {
		at := text.Span(i, i+1)
		if at.Start >= at.End || !r.marks.Changes(at.Start-base, at.End-base) {
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].End == i {
			out[last].End++
		} else {
			out = append(out, source.Range{Start: i, End: i + 1})
		}
	}
	return out
}

func (r *reader) isTemplated(text source.Text) bool { return len(r.holes(text)) > 0 }

// copyOf gives a file the content of a file of the states: salt://p is p below their root.
func (r *reader) copyOf(f *machine.File, from *yamltext.Node, rendered bool) {
	f.Known = machine.UnknownContent
	if at, found := r.inStates(from); found && r.isThere(at) {
		f.Copy = &machine.Copy{Path: at, At: from.Content(), Rendered: rendered}
	}
}

// inStates returns the path, from the directory of the text, of what a URL names among the states.
func (r *reader) inStates(from *yamltext.Node) (at string, found bool) {
	if r.Tree == nil || from == nil || from.Kind != yamltext.Scalar {
		return "", false
	}
	url, holes := r.fill(from.Text())
	name, found := strings.CutPrefix(url.String(), "salt://")
	if !found || len(holes) > 0 {
		return "", false
	}
	name, _, _ = strings.Cut(name, "?")
	for _, up := range []string{r.locate().root, ".", "..", "../..", "../../.."} {
		at = path.Join(up, name)
		if _, problem := r.Tree.List(r.in.Source(), at); problem == "" || r.isThere(at) {
			return at, true
		}
	}
	return "", false
}

// copyDirectory reads file.recurse: a directory of the states is copied, rendered if a template engine is named.
func (r *reader) copyDirectory(f machine.File, arguments *yamltext.Node) {
	from, found := r.inStates(r.argument(arguments, "source"))
	if !found {
		return
	}
	f.Maybe = f.Maybe || r.argument(arguments, "include_pat") != nil || r.argument(arguments, "exclude_pat") != nil
	f.Known = machine.UnknownContent
	at := r.argument(arguments, "source").Content()
	r.recurse(f, machine.Copy{At: at, Rendered: r.argument(arguments, "template") != nil}, from, 0)
}

// recurse adds the files of a directory of the states.
func (r *reader) recurse(like machine.File, copied machine.Copy, dir string, depth int) {
	names, problem := r.Tree.List(r.in.Source(), dir)
	if problem != "" || depth > deepestTree {
		return
	}
	for _, name := range names {
		if r.steps++; r.steps > r.Limits.Steps {
			return
		}
		f, c := like, copied
		f.Path, c.Path = path.Join(like.Path, name), path.Join(dir, name)
		if strings.HasSuffix(name, "/") {
			r.recurse(f, copied, c.Path, depth+1)
			continue
		}
		f.Copy = &c
		r.out.Files = append(r.out.Files, f)
	}
}

// command reads what a shell does.
func (r *reader) command(function string, name *yamltext.Node, maybe bool) {
	if function != "cmd.run" || name.Kind != yamltext.Scalar || r.Sh == nil || r.isTemplated(name.Text()) {
		return
	}
	r.out.Take(r.Sh(name.Text()), maybe)
}
