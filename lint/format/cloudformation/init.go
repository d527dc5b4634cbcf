package cloudformation

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/cloud"
	"github.com/mesoslint/mesoslint/lint/format/partly"
	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// initialization reads AWS::CloudFormation::Init: the configs of the config sets that are asked for, in their order.
func (t *template) initialization(n *yamltext.Node, sets []string) machine.Contributions {
	var out machine.Contributions
	known := t.member(n, "configSets")
	if known.Kind == yamltext.Mapping && len(sets) == 0 {
		switch members := t.doc.Members(known); {
		case t.member(known, "default").Kind != yamltext.Null:
			sets = []string{"default"}
		case len(members) == 1:
			sets = []string{members[0].Name()}
		}
	}
	var names []string
	for _, set := range sets {
		t.configsOf(known, set, &names)
	}
	if len(names) > 0 {
		for _, name := range names {
			out.Merge(t.config(t.member(n, name)))
		}
		return out
	}
	members := t.doc.Members(n)
	for _, m := range members {
		if m.Name() == "configSets" {
			continue
		}
		c := t.config(m.Value.Resolve())
		if known.Kind == yamltext.Mapping { // which of them are run is not known
			c = doubt(c)
		}
		out.Merge(c)
	}
	return out
}

// configsOf adds the names of the configs of a config set, those of the sets that it names included.
func (t *template) configsOf(sets *yamltext.Node, name string, out *[]string) {
	if t.depth++; !t.step(sets) {
		t.depth--
		return
	}
	defer func() { t.depth-- }()
	set := t.member(sets, name)
	items := []*yamltext.Node{set}
	if set.Kind == yamltext.Sequence {
		items = set.Items()
	}
	for _, i := range items {
		i = i.Resolve()
		switch {
		case i.Kind == yamltext.Scalar:
			*out = append(*out, i.Value())
		case t.member(i, "ConfigSet").Kind == yamltext.Scalar:
			t.configsOf(sets, t.member(i, "ConfigSet").Value(), out)
		}
	}
}

// config reads one config. cfn-init unpacks the sources, writes the files and runs the commands, in this order.
func (t *template) config(n *yamltext.Node) machine.Contributions {
	var out machine.Contributions
	for _, m := range t.doc.Members(t.member(n, "sources")) {
		if path.IsAbs(m.Name()) {
			out.Gaps = append(out.Gaps, machine.Gap{
				Kind: machine.MoreText, Reason: "unpacks an archive that is fetched when the machine is made", Path: path.Clean(m.Name()), At: m.Key.Span(),
			})
		}
	}
	for _, m := range t.doc.Members(t.member(n, "files")) {
		if key := m.Key.Resolve(); path.IsAbs(m.Name()) && t.step(key) {
			out.Files = append(out.Files, t.file(key.Text(), m.Value.Resolve()))
		}
	}
	commands := slices.Clone(t.doc.Members(t.member(n, "commands")))
	slices.SortStableFunc(commands, func(a, b yamltext.Member) int { return strings.Compare(a.Name(), b.Name()) })
	for _, m := range commands {
		out.Merge(t.command(m.Value.Resolve()))
	}
	return out
}

// symbolicLink is the type of a file in the first three of the six digits of its mode.
const symbolicLink = 0o120000

// file reads a file: content, a text or a JSON object, its encoding, or source, from where it is fetched.
func (t *template) file(at source.Text, n *yamltext.Node) machine.File {
	f := machine.File{Path: path.Clean(at.String()), At: n.Span(), PathAt: at.All(), Known: machine.UnknownContent}
	mode, err := strconv.ParseUint(t.member(n, "mode").Value(), 8, 32)
	if err == nil {
		f.Mode = fs.FileMode(mode) & fs.ModePerm
	}
	content := t.doc.Member(n, "content").Resolve()
	if content.Kind == yamltext.Null {
		f.Content = source.LiteralText("", f.PathAt)
		if t.member(n, "source").Kind == yamltext.Null {
			f.Known = 0
		}
		return f
	}
	text := t.content(content)
	if strings.EqualFold(t.member(n, "encoding").Value(), "base64") && content.Kind == yamltext.Scalar {
		decoded, ok := cloud.Base64(text.Text())
		if !ok || len(text.Holes()) > 0 {
			f.Content = source.LiteralText("", f.PathAt)
			return f
		}
		text = partly.Known(decoded)
	}
	if err == nil && mode&symbolicLink == symbolicLink {
		f.Link, _ = text.Literal()
		f.Link = strings.TrimSpace(f.Link)
		return f
	}
	if t.member(n, "context").Kind != yamltext.Null { // it is a template of Mustache
		text = mustache(text)
	}
	f.Content, f.Holes, f.Known = text.Text(), text.Holes(), text.Leading()
	if f.Content.Source() == nil {
		f.Content = source.LiteralText("", f.PathAt)
	}
	return f
}

// mustache returns a text in which {{name}} is not known.
func mustache(text partly.Text) partly.Text {
	in, s := text.Text(), text.Text().String()
	holes := slices.Clone(text.Holes())
	for at := 0; ; {
		i := strings.Index(s[at:], "{{")
		if i < 0 {
			break
		}
		start := at + i
		length := strings.Index(s[start:], "}}")
		if length < 0 {
			break
		}
		at = start + length + len("}}")
		holes = append(holes, source.Range{Start: start, End: at})
	}
	return partly.Of(in, source.Union(holes))
}

// command reads a command: a text is run by a shell, a list is run as it is.
func (t *template) command(n *yamltext.Node) machine.Contributions {
	o := t.shell
	o.Limits, o.Holes, o.Dialect = t.limits, nil, shell.Posix
	if cwd, known := t.eval(t.member(n, "cwd")).Literal(); known && path.IsAbs(cwd) {
		o.Directory = cwd
	}
	for _, m := range t.doc.Members(t.member(n, "env")) {
		value := t.eval(m.Value)
		o.Environment = append(o.Environment, machine.Assignment{
			Name: m.Name(), NameSpan: m.Key.Resolve().Content(), Value: value.Text(), Span: m.Value.Resolve().Span(), Unknown: len(value.Holes()) > 0, Exported: true,
		})
	}
	var c *shell.Result
	line := t.member(n, "command")
	if name, _ := t.function(line); name == "" && line.Kind == yamltext.Sequence {
		var words []machine.Word
		for _, i := range line.Items() {
			w := t.eval(i)
			words = append(words, machine.Word{Text: w.Text(), Known: w.Leading(), Holes: w.Holes()})
		}
		if len(words) == 0 {
			return machine.Contributions{}
		}
		c = shell.Command(words, line.Span(), o)
	} else if line.Kind != yamltext.Null {
		text := t.eval(line)
		o.Holes = text.Holes()
		c = shell.Read(text.Text(), o)
	} else {
		return machine.Contributions{}
	}
	c.Sources = append(c.Sources, c.Followed...)
	if t.member(n, "test").Kind != yamltext.Null { // it is run only where another command says so
		return doubt(c.Contributions)
	}
	return c.Contributions
}
