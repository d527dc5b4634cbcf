package template

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/source"
)

// show writes expressions as <…>, what may be left out as […], and the rendered text after an arrow.
func show(m *Marks) string {
	var b strings.Builder
	for i := range len(m.data) + 1 {
		for _, r := range m.Optional {
			if r.End == i {
				b.WriteByte(']')
			}
		}
		for _, r := range m.Expressions {
			if r.End == i {
				b.WriteByte('>')
			}
		}
		for _, r := range m.Optional {
			if r.Start == i {
				b.WriteByte('[')
			}
		}
		for _, r := range m.Expressions {
			if r.Start == i {
				b.WriteByte('<')
			}
		}
		if i < len(m.data) && !overlaps(m.Controls, i, i+1) {
			b.WriteByte(m.data[i])
		}
	}
	data, _ := m.Rendered()
	return b.String() + " -> " + string(data)
}

func TestMarks(t *testing.T) {
	cases := []struct{ what, name, text, want string }{
		{"no template", "a", "x=1\n", "x=1\n -> x=1\n"},
		{"an expression", "a", "x={{ y }}\n", "x=<{{ y }}>\n -> x=xxxxxxx\n"},
		{"Ansible drops the newline of a control", "a.j2", "a\n{% if x %}\nb\n{% endif %}\nc\n", "a\n[\nb\n]\nc\n -> a\nb\nc\n"},
		{"Ansible keeps the indentation", "a.j2", "a\n  {% if x %}\nb\n  {% endif %}\nc\n", "a\n  [\nb\n  ]\nc\n -> a\n  b\n  c\n"},
		{"a plus sign keeps the newline", "a.j2", "{% if x +%}\nb{% endif %}\n", "[\nb]\n -> \nb"},
		{"minus signs take blanks away", "a.j2", "a\n {%- if x -%} \n b {%- endif %}\nc", "a\n [ \n b ]\nc -> abc"},
		{"Salt keeps the newline", "srv/salt/mesos/a.service", "a\n{% if x %}\nb\n{% endif %}\n", "a\n[\nb\n]\n -> a\n\nb\n\n"},
		{"a file of Salt by its suffix", "a.jinja", "{% set a = 1 %}\nb\n", "\nb\n -> \nb\n"},
		{"Puppet keeps the newline", "templates/a.erb", "<% if x %>\nb\n<% end %>\nc <%= y %>\n", "[\nb\n]\nc <<%= y %>>\n -> \nb\n\nc xxxxxxxx\n"},
		{"Puppet drops the newline behind -%>", "templates/a.erb", "a\n  <%- if x -%>\nb\n  <%- end -%>\nc", "a\n  [\nb\n  ]\nc -> a\nb\nc"},
		{"Puppet keeps what stands before <%- in a line", "templates/a.erb", "a  <%- if x -%>\nb<%- end -%>", "a  [\nb] -> a  b"},
		{"Chef drops the line of a control", "templates/default/a.erb", "a\n <% if x %> \nb\n<% end %>\nc <% y %>\n", "a\n [ \nb\n]\nc \n -> a\nb\nc \n"},
		{"Go keeps the newline", "a.tmpl", "{{ if .X }}\nb\n{{ end }}\n{{ .Y }}", "[\nb\n]\n<{{ .Y }}> -> \nb\n\nxxxxxxxx"},
		{"Go trims", "a.tmpl", "a\n{{- if .X }}\nb\n{{- end }}\n{{- .Y -}} c", "a\n[\nb\n]\n<{{- .Y -}}> c -> a\nbxxxxxxxxxxc"},
		{"Handlebars", "a", "{{#if x}}b{{/if}}{{{y}}}", "[b]<{{{y}}>} -> bxxxxxx}"},
		{"Terraform", "a.tpl", "%{ if x ~}\nb\n%{ endif ~}\nc %%{ d", "[\nb\n]\nc %%{ d -> b\nc %%{ d"},
		{"percent and brace elsewhere", "a.conf", "%{ if x }\n", "%{ if x }\n -> %{ if x }\n"},
		{"comments", "a.j2", "a{# if x #}\nb", "a\nb -> ab"},
		{"no comment", "a", "a={#x}", "a={#x} -> a={#x}"},
		{"a comment of Go and of ERB", "a", "{{/* if x */}}<%# if y %>z", "z -> z"},
		{"else", "a.j2", "{% if x %}a{% else %}b{% endif %}c", "[ab]c -> abc"},
		{"nesting", "a.j2", "{% if x %}a{% for y in z %}b{% endfor %}c{% endif %}d", "[abc]d -> abcd"},
		{"not closed", "a.j2", "a{% if x %}b", "a[b] -> ab"},
		{"closed too often", "a.j2", "a{% endif %}{% if x %}b{% endif %}", "a[b] -> ab"},
		{"literal text", "a.j2", "{% raw %}{{ a }}{% if x %}{% endraw %}{{ b }}", "{{ a }}{% if x %}<{{ b }}> -> {{ a }}{% if x %}xxxxxxx"},
		{"literal text not closed", "a.j2", "{% raw %}{{ a }}", "{{ a }} -> {{ a }}"},
		{"assignments", "a.j2", "{% if x %}{% set a = 1 %}{% set b %}c{% endset %}d{% endif %}e", "[cd]e -> cde"},
		{"inclusion", "a.j2", `{% include "b" %}c`, `<{% include "b" %}>c -> xxxxxxxxxxxxxxxxxc`},
		{"inclusion in Go", "a", `{{ template "b" . }}c`, `<{{ template "b" . }}>c -> xxxxxxxxxxxxxxxxxxxxc`},
		{"a literal mark of ERB", "a.erb", "<%% if %><%= x %>", "<%% if %><<%= x %>> -> <%% if %>xxxxxxxx"},
		{"blocks of Ruby", "a.erb", "<% a.each do |x| %>b<% end %><% a.each { |x| %>c<% } %>", "[b][c] -> bc"},
		{"pkgpanda", "a", `{% switch x %}{% case "true" %}a{% endswitch %}b`, "[a]b -> ab"},
		{"a line that a condition comments out", "a.j2", "{% if x %}# {% endif %}A=1\nB=2", "[A=1]\nB=2 -> A=1\nB=2"},
		{"a condition around nothing", "a.j2", "{% if x %}{% endif %}A=1\n", "A=1\n -> A=1\n"},
		{"a mark that is not closed", "a", "{{ a\n{% b\n", "{{ a\n{% b\n -> {{ a\n{% b\n"},
		{"autoconf", "a.in", "a@B@c @ d@\n", "a<@B@>c @ d@\n -> axxxc @ d@\n"},
		{"autoconf elsewhere", "a", "a@B@c", "a@B@c -> a@B@c"},
		{"carriage returns", "a.j2", "{% if x %}\r\nb\r\n{% endif %}\r\n", "[\r\nb\r\n]\r\n -> b\r\n"},
	}
	for _, c := range cases {
		t.Run(c.what, func(t *testing.T) {
			got := show(Find([]byte(c.text), c.name))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestConditional(t *testing.T) {
	for text, want := range map[string]bool{
		"{{ a }}": false, "{# a #}{% set a = 1 %}": false, "{% if a %}{% endif %}": true, "<%# if %><% a = 1 %>": false, "<% if a %>": true,
	} {
		if got := Find([]byte(text), "a.j2").Conditional; got != want {
			t.Errorf("%q is conditional: %v", text, got)
		}
	}
}

func TestInJSON(t *testing.T) {
	for text, want := range map[string]bool{
		`{"a": {{ b }}}`: true, `{"a": {"b": {}}}`: false, `{{"a": 1}}`: false, `{{ {"a": 1} | to_json }}`: true, `{"a": {{}}}`: false,
		`{"a": 1{% if b %}, "c": 2{% endif %}}`: true, `{"a": "<%= b %>"}`: true,
	} {
		if got := Find([]byte(text), "a.json").InJSON(); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestWholly(t *testing.T) {
	for text, want := range map[string]bool{"{{ a }}\n": true, " {% if b %} {{ a }}{% endif %}": true, "{{ a }}b": false, "\n": false} {
		if got := Find([]byte(text), "a").Wholly(); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

func TestChanges(t *testing.T) {
	s := source.New("a", "", []byte("A={{ b }}c{% if d %}\nB"))
	m := Find(s.Data, s.Path)
	if !m.Changes(2, 3) || !m.Changes(9, 11) || m.Changes(0, 2) || m.MayBeLeftOut(9) || !m.MayBeLeftOut(21) {
		t.Errorf("%+v", m)
	}
}

func TestRenderedName(t *testing.T) {
	for name, want := range map[string]string{
		"a.service.j2": "a.service", "a.service": "a.service", ".j2": ".j2", "x/.j2": "x/.j2", "a.conf.erb": "a.conf", "b.in": "b", "c.tftpl": "c",
	} {
		if got := RenderedName(name); got != want {
			t.Errorf("%s is rendered to %s, want %s", name, got, want)
		}
	}
}

// TestRenderedOffsets checks that each rendered byte is the one its offset says.
func TestRenderedOffsets(t *testing.T) {
	m := Find([]byte("a\n{% if x %}\n b {{ c }}\n{%- endif %}\nd"), "a.j2")
	data, offsets := m.Rendered()
	if len(offsets) != len(data)+1 || offsets[len(data)] != len(m.data) {
		t.Fatalf("%d offsets for %d bytes", len(offsets), len(data))
	}
	for i, c := range data {
		if c != m.data[offsets[i]] && c != 'x' {
			t.Errorf("byte %d is %q, and %q where it is from", i, c, m.data[offsets[i]])
		}
	}
}

// TestLargeTemplates holds that the time is in proportion to the size, whatever is not closed.
func TestLargeTemplates(t *testing.T) {
	for _, piece := range []string{"{{", "{%", "<%", "{#", "%{", "{% raw %}", "{% if x %}", "{% endif %}", "{{- a -}}", "{{ a }} ", "\n\n\n{%- x -%}", "<% x -%>\n", "@a", "{{%"} {
		for _, name := range []string{"a.j2", "a.tpl", "a.in", "templates/default/a.erb"} {
			data := []byte(strings.Repeat(piece, 1<<18/len(piece)))
			began := time.Now()
			m := Find(data, name)
			m.Rendered()
			if took := time.Since(began); took > patience.Limit(10*time.Second) {
				t.Errorf("%q in %s takes %s", piece, name, took)
			}
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{"{% if x %}# {% endif %}A={{ b }}\n", "<%- x do |y| -%>\n<%= y %>", "{{#a}}{{/a}}%{ if ~}@A@", "{% raw %}{{", "{#-#}"} {
		for _, name := range []string{"a.j2", "a.tpl", "a.in", "templates/default/a.erb"} {
			f.Add([]byte(seed), name)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		m := Find(data, name)
		for _, ranges := range [][]source.Range{m.Expressions, m.Controls, m.Optional, m.Gone} {
			at := 0
			for _, r := range ranges {
				if r.Start < at || r.End <= r.Start || len(data) < r.End {
					t.Fatalf("%v in %d bytes", ranges, len(data))
				}
				at = r.End
			}
		}
		if masked := m.Masked(); len(masked) != len(data) {
			t.Fatalf("%d bytes of %d", len(masked), len(data))
		}
		if rendered, offsets := m.Rendered(); offsets != nil && len(offsets) != len(rendered)+1 {
			t.Fatalf("%d offsets for %d bytes", len(offsets), len(rendered))
		}
		m.InJSON()
		m.Wholly()
	})
}
