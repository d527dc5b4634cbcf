package cloudformation

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/partly"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// function returns the intrinsic function that a node is, without its "Fn::", and its argument; "" if it is none.
func (t *template) function(n *yamltext.Node) (name string, argument *yamltext.Node) {
	if tag, found := strings.CutPrefix(n.Tag(), "!"); found && !strings.HasPrefix(tag, "!") && tag != "" {
		return tag, n.WithoutTag()
	}
	members := t.doc.Members(n)
	if len(members) != 1 {
		return "", nil
	}
	key := members[0].Name()
	if name, found := strings.CutPrefix(key, "Fn::"); found || key == "Ref" || key == "Condition" {
		return name, members[0].Value.Resolve()
	}
	return "", nil
}

// eval returns the text that a node stands for, with what only CloudFormation knows as unknown parts.
func (t *template) eval(n *yamltext.Node) partly.Text {
	n = n.Resolve()
	if t.depth++; !t.step(n) {
		t.depth--
		return partly.Unknown(n.Span())
	}
	defer func() { t.depth-- }()
	switch name, argument := t.function(n); name {
	case "":
		return scalar(n)
	case "Join":
		return t.join(n, argument)
	case "Sub":
		return t.substitute(n, argument)
	case "If":
		return t.choice(n, argument)
	case "Ref":
		if argument.Value() == "AWS::NoValue" {
			return partly.Text{}
		}
	}
	return partly.Unknown(n.Span())
}

// scalar returns the text of a scalar: CloudFormation takes a number or a boolean for its text.
func scalar(n *yamltext.Node) partly.Text {
	s := n.Value()
	if n.Kind != yamltext.Scalar || n.IsPlain() && s != "true" && s != "false" && !yamltext.IsText(s) {
		return partly.Unknown(n.Span())
	}
	return partly.Known(n.Text())
}

// join follows Fn::Join: a list of texts with one between each two of them.
func (t *template) join(n, argument *yamltext.Node) partly.Text {
	if argument.Kind != yamltext.Sequence || len(argument.Items()) != 2 {
		return partly.Unknown(n.Span())
	}
	delimiter := argument.Items()[0].Resolve()
	list := argument.Items()[1].Resolve()
	if name, _ := t.function(list); name != "" || list.Kind != yamltext.Sequence || delimiter.Kind != yamltext.Scalar {
		return partly.Unknown(n.Span())
	}
	var out partly.Text
	for i, item := range list.Items() {
		if i > 0 && delimiter.Text().Len() > 0 {
			at := list.Items()[i-1].Span() // an edit there is one of the item before
			at.Start = at.End
			out.AddKnown(source.LiteralText(delimiter.Value(), at))
		}
		out.Add(t.eval(item))
	}
	return out
}

// choice is a text that a condition decides. What can be said of it is that the line ends with it, if it does either way.
func (t *template) choice(n, argument *yamltext.Node) partly.Text {
	out := partly.Unknown(n.Span())
	if argument.Kind != yamltext.Sequence || len(argument.Items()) != 3 {
		return out
	}
	ends := false
	for _, item := range argument.Items()[1:] {
		switch text := t.eval(item).Text().String(); {
		case strings.HasSuffix(text, "\n"):
			ends = true
		case text != "":
			return out
		}
	}
	if ends {
		out.AddKnown(source.LiteralText("\n", n.Span().Source.Span(n.Span().End, n.Span().End)))
	}
	return out
}

// substitute follows Fn::Sub: a text in which ${X} is replaced, by what a map beside the text gives or by what only
// CloudFormation knows; ${!X} is the text ${X}.
func (t *template) substitute(n, argument *yamltext.Node) partly.Text {
	text, variables := argument, (*yamltext.Node)(nil)
	if argument.Kind == yamltext.Sequence && len(argument.Items()) == 2 {
		text, variables = argument.Items()[0].Resolve(), argument.Items()[1].Resolve()
	}
	if text.Kind != yamltext.Scalar {
		return partly.Unknown(n.Span())
	}
	var out partly.Text
	in, s := text.Text(), text.Value()
	at := 0
	for at < len(s) {
		i := strings.Index(s[at:], "${")
		length := -1
		if i >= 0 {
			length = strings.IndexByte(s[at+i:], '}')
		}
		if length < 0 {
			break
		}
		start, end := at+i, at+i+length+1
		out.AddKnown(quoted(in.Slice(at, start)))
		name := s[start+2 : end-1]
		switch value := t.doc.Member(variables, strings.TrimSpace(name)); {
		case strings.HasPrefix(name, "!"):
			out.AddKnown(unquoted(in.Slice(start, end)))
		case value != nil:
			out.Add(t.eval(value))
		default:
			out.AddUnknown(in.Span(start, end))
		}
		at = end
	}
	out.AddKnown(quoted(in.Slice(at, len(s))))
	return out
}

// quoted returns a part of the text of Fn::Sub that stands for itself. What is written into it is not a variable.
func quoted(text source.Text) source.Text {
	if text.Len() == 0 {
		return text
	}
	offsets := make([]int32, text.Len()+1)
	for i := range offsets {
		offsets[i] = int32(i)
	}
	return text.Decoded(text.String(), offsets, 0, text.Len(), escape, nil)
}

// unquoted returns the text that ${!X} stands for.
func unquoted(text source.Text) source.Text {
	s := text.String()
	data := "${" + s[len("${!"):]
	offsets := make([]int32, len(data)+1)
	for i := range offsets {
		switch {
		case i < len("${"):
			offsets[i] = int32(i)
		default:
			offsets[i] = int32(i + 1)
		}
	}
	return text.Decoded(data, offsets, 0, text.Len(), escape, nil)
}

// escape writes a text so that Fn::Sub reads it as it is.
func escape(_, _ int, s string) (string, bool) { return strings.ReplaceAll(s, "${", "${!"), true }
