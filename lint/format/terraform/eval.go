package terraform

import (
	"bytes"
	"sort"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/mesoslint/mesoslint/lint/format/cloud"
	"github.com/mesoslint/mesoslint/lint/format/partly"
	"github.com/mesoslint/mesoslint/lint/source"
)

// index returns that of the first token that begins at a byte or after it.
func (f *file) index(at int) int {
	return sort.Search(len(f.tokens), func(i int) bool { return int(f.tokens[i].start) >= at })
}

// unknown returns a text of which nothing is known.
func (f *file) unknown(e hclsyntax.Expression) partly.Text {
	r := e.Range()
	return partly.Unknown(f.in.Span(r.Start.Byte, max(r.Start.Byte, min(r.End.Byte, f.in.Len()))))
}

// eval returns the text that an expression stands for, with what only Terraform knows as unknown parts.
func (m *module) eval(f *file, e hclsyntax.Expression) partly.Text {
	if m.depth++; !m.step(f, e) {
		m.depth--
		return f.unknown(e)
	}
	defer func() { m.depth-- }()
	switch e := e.(type) {
	case *hclsyntax.TemplateExpr:
		return m.template(f, e, e.Parts)
	case *hclsyntax.TemplateWrapExpr:
		return m.template(f, e, []hclsyntax.Expression{e.Wrapped})
	case *hclsyntax.ParenthesesExpr:
		return m.eval(f, e.Expression)
	case *hclsyntax.LiteralValueExpr:
		if r := e.Range(); !e.Val.IsNull() && r.End.Byte <= f.in.Len() {
			return partly.Known(f.in.Slice(r.Start.Byte, r.End.Byte))
		}
	case *hclsyntax.FunctionCallExpr:
		return m.call(f, e)
	}
	if names := reference(e); len(names) > 0 {
		return m.resolve(f, e, names)
	}
	return f.unknown(e)
}

// template decodes the string, or heredoc, of an expression.
func (m *module) template(f *file, e hclsyntax.Expression, parts []hclsyntax.Expression) partly.Text {
	at := f.index(e.Range().Start.Byte)
	if at >= len(f.tokens) || !f.isTemplate && int(f.tokens[at].start) != e.Range().Start.Byte {
		return f.unknown(e)
	}
	d := &decoder{in: f.in, tokens: f.tokens, at: at, fill: func(start, end int) partly.Text { return m.fill(f, parts, start, end) }}
	switch open := f.tokens[at]; open.kind {
	case hclsyntax.TokenOQuote:
		d.at, d.quoted = at+1, true
	case hclsyntax.TokenOHeredoc:
		d.at++
		if strings.HasPrefix(f.in.String()[open.start:open.end], "<<-") {
			d.strip = leastIndent(f.in.String(), f.tokens[d.at:])
		}
	default:
		if !f.isTemplate {
			return f.unknown(e)
		}
	}
	return d.decode()
}

// fill returns what the expression in ${…} stands for.
func (m *module) fill(f *file, parts []hclsyntax.Expression, start, end int) partly.Text {
	i := sort.Search(len(parts), func(i int) bool { return parts[i].Range().Start.Byte >= start })
	if i < len(parts) && parts[i].Range().Start.Byte < end {
		if _, conditional := parts[i].(*hclsyntax.ConditionalExpr); !conditional {
			return m.eval(f, parts[i])
		}
	}
	return partly.Unknown(f.in.Span(start, max(start, min(end, f.in.Len()))))
}

// reference returns the names of what an expression refers to, without indices: data, template_file, x, rendered.
func reference(e hclsyntax.Expression) []string {
	names := func(t hcl.Traversal) []string {
		var out []string
		for _, step := range t {
			switch s := step.(type) {
			case hcl.TraverseRoot:
				out = append(out, s.Name)
			case hcl.TraverseAttr:
				out = append(out, s.Name)
			}
		}
		return out
	}
	switch e := e.(type) {
	case *hclsyntax.ScopeTraversalExpr:
		return names(e.Traversal)
	case *hclsyntax.RelativeTraversalExpr:
		return append(reference(e.Source), names(e.Traversal)...)
	case *hclsyntax.IndexExpr:
		return reference(e.Collection)
	case *hclsyntax.SplatExpr:
		return append(reference(e.Source), reference(e.Each)...)
	case *hclsyntax.FunctionCallExpr:
		if e.Name == "element" && len(e.Args) > 0 {
			return reference(e.Args[0])
		}
	}
	return nil
}

// resolve returns what a reference stands for. A variable is given by whoever runs Terraform.
func (m *module) resolve(f *file, e hclsyntax.Expression, names []string) partly.Text {
	if len(names) == 1 && f.scope != nil {
		if v, found := f.scope[names[0]]; found {
			return m.eval(v.file, v.expr)
		}
	}
	switch key := strings.TrimPrefix(strings.Join(names, "."), "data."); {
	case key == "path.module" || key == "path.root":
		return partly.Known(source.LiteralText(".", f.in.Span(e.Range().Start.Byte, e.Range().End.Byte)))
	case len(names) == 2 && names[0] == "local":
		if v, found := m.locals[names[1]]; found {
			return m.eval(v.file, v.expr)
		}
	case strings.HasPrefix(key, "template_file.") && strings.HasSuffix(key, ".rendered"):
		if b, found := m.blocks[strings.TrimSuffix(key, ".rendered")]; found {
			return m.templateFile(f, e, b)
		}
	}
	return f.unknown(e)
}

// templateFile renders what a template_file gives: its template, with its vars.
func (m *module) templateFile(f *file, e hclsyntax.Expression, b block) partly.Text {
	from, found := b.Body.Attributes["template"]
	if !found {
		return f.unknown(e)
	}
	scope := map[string]value{}
	if vars, found := b.Body.Attributes["vars"]; found {
		variables(scope, b.file, vars.Expr)
	}
	for _, inner := range b.Body.Blocks {
		for name, a := range inner.Body.Attributes {
			if inner.Type == "vars" {
				scope[name] = value{b.file, a.Expr}
			}
		}
	}
	text := m.eval(b.file, from.Expr)
	if len(text.Holes()) > 0 {
		return text // the text is Terraform's own already
	}
	return m.render(text.Text(), scope)
}

// variables adds the members of an object.
func variables(scope map[string]value, f *file, e hclsyntax.Expression) {
	object, isObject := e.(*hclsyntax.ObjectConsExpr)
	if !isObject {
		return
	}
	for _, item := range object.Items {
		if name := keyOf(item.KeyExpr); name != "" {
			scope[name] = value{f, item.ValueExpr}
		}
	}
}

// keyOf returns the key of an object's member; "" if it is not written as such.
func keyOf(e hclsyntax.Expression) string {
	key, isKey := e.(*hclsyntax.ObjectConsKeyExpr)
	if !isKey {
		return ""
	}
	if word := hcl.ExprAsKeyword(key.Wrapped); word != "" {
		return word
	}
	if t, isText := key.Wrapped.(*hclsyntax.TemplateExpr); isText && t.IsStringLiteral() {
		v, _ := t.Value(nil)
		return v.AsString()
	}
	return ""
}

// render reads a text as a template.
func (m *module) render(text source.Text, scope map[string]value) partly.Text {
	p := m.parsed(text)
	f := &file{in: text, tokens: p.tokens, scope: scope, isTemplate: true}
	switch e := p.expr.(type) {
	case *hclsyntax.TemplateExpr:
		return m.template(f, e, e.Parts)
	case *hclsyntax.TemplateWrapExpr:
		return m.template(f, e, []hclsyntax.Expression{e.Wrapped})
	}
	return partly.Unknown(text.All())
}

// template is a text as a template; expr is nil if it is none, or too deep to be read.
type template struct {
	tokens []token
	expr   hclsyntax.Expression
}

// parsed reads a text as a template, once if it is a file: many machines may be made of it, or it of itself.
func (m *module) parsed(text source.Text) template {
	data := text.View()
	isFile := text.Source() != nil && bytes.Equal(data, text.Source().Data)
	if p, found := m.templates[text.Source()]; found && isFile {
		return p
	}
	var p template
	found, _ := hclsyntax.LexTemplate(data, "", hcl.InitialPos)
	if p.tokens = appendTokens(nil, found); !tooMuch(p.tokens) {
		if e, problems := hclsyntax.ParseTemplate(data, "", hcl.InitialPos); !problems.HasErrors() {
			p.expr = e
		}
	}
	if isFile {
		m.templates[text.Source()] = p
	}
	return p
}

// call follows the functions that give the text of a file, or of what they are given.
func (m *module) call(f *file, e *hclsyntax.FunctionCallExpr) partly.Text {
	switch {
	case len(e.Args) == 0 || e.ExpandFinal:
	case e.Name == "file", e.Name == "templatefile":
		text, ok := m.open(f, e.Args[0])
		if !ok {
			break
		}
		if e.Name == "file" || len(e.Args) < 2 {
			return partly.Known(text)
		}
		scope := map[string]value{}
		variables(scope, f, e.Args[1])
		return m.render(text, scope)
	case e.Name == "trimspace", e.Name == "chomp", e.Name == "tostring":
		return m.eval(f, e.Args[0]) // white space at the ends says nothing
	case e.Name == "replace" && len(e.Args) == 3:
		return m.replace(f, e)
	case e.Name == "format":
		return m.format(f, e)
	case e.Name == "jsonencode", e.Name == "yamlencode":
		return m.asJSON(f, e.Args[0])
	case e.Name == "join" && len(e.Args) == 2:
		list, isList := e.Args[1].(*hclsyntax.TupleConsExpr)
		delimiter := m.eval(f, e.Args[0])
		if !isList {
			break
		}
		var out partly.Text
		for i, item := range list.Exprs {
			if i > 0 {
				out.Add(delimiter)
			}
			out.Add(m.eval(f, item))
		}
		return out
	case e.Name == "element":
		if names := reference(e); len(names) > 0 {
			return m.resolve(f, e, names)
		}
	}
	return f.unknown(e)
}

// open returns the file of the tree that an expression names.
func (m *module) open(f *file, e hclsyntax.Expression) (source.Text, bool) {
	name, known := m.eval(f, e).Literal()
	if !known || m.shell.Tree == nil {
		return source.Text{}, false
	}
	text, _, problem := m.shell.Tree.Open(m.main.in.Source(), name)
	if problem != "" || text.Source() == nil {
		return source.Text{}, false
	}
	m.sources = append(m.sources, text.Source())
	return text, true
}

// userData returns the texts that an expression gives as user data: base64 is undone, and a configuration of several parts
// has several.
func (m *module) userData(f *file, e hclsyntax.Expression, isEncoded bool) []partly.Text {
	if wrap, isWrap := e.(*hclsyntax.TemplateWrapExpr); isWrap {
		return m.userData(f, wrap.Wrapped, isEncoded)
	}
	if call, isCall := e.(*hclsyntax.FunctionCallExpr); isCall && len(call.Args) > 0 {
		switch call.Name {
		case "base64encode", "base64gzip", "textencodebase64":
			return m.userData(f, call.Args[0], false)
		case "filebase64":
			if text, ok := m.open(f, call.Args[0]); ok {
				return []partly.Text{partly.Known(text)}
			}
		}
	}
	key := strings.TrimPrefix(strings.Join(reference(e), "."), "data.")
	if b, found := m.blocks[strings.TrimSuffix(key, ".rendered")]; found && strings.Contains(key, "cloudinit_config.") {
		var out []partly.Text
		for _, part := range b.Body.Blocks {
			if content, found := part.Body.Attributes["content"]; found && part.Type == "part" {
				out = append(out, m.eval(b.file, content.Expr))
			}
		}
		return out
	}
	text := m.eval(f, e)
	if isEncoded {
		decoded, ok := cloud.Base64(text.Text())
		if !ok || len(text.Holes()) > 0 {
			return nil
		}
		text = partly.Known(decoded)
	}
	return []partly.Text{text}
}
