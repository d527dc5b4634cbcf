package compose

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// valuesOf returns all that was read and that an edit can change.
func valuesOf(c machine.Contributions) (texts []source.Text, known []bool) {
	for _, s := range c.Starts {
		words := append(append([]machine.Word{s.Container.Image}, s.Container.Entrypoint...), s.Words...)
		for _, w := range words {
			texts, known = append(texts, w.Text), append(known, w.IsKnown() && w.Text.Source() != nil)
		}
		for _, a := range s.Environment {
			texts, known = append(texts, a.Value), append(known, !a.Unknown)
		}
		for _, m := range s.Container.Mounts {
			if m.Content != nil {
				texts, known = append(texts, *m.Content), append(known, true)
			}
		}
	}
	return texts, known
}

// TestEditsAreReadBack replaces a part of a value in every way that a project has to write one, in whichever file it stands.
func TestEditsAreReadBack(t *testing.T) {
	const service = "services:\n  a:\n    image: i\n"
	forms := []files{
		{"compose.yaml": service + "    environment:\n      X: VALUE\n"},
		{"compose.yaml": service + "    environment:\n      X: 'VALUE' # c\n"},
		{"compose.yaml": service + "    environment:\n      X: \"VALUE\"\n"},
		{"compose.yaml": service + "    environment:\n    - X=VALUE\n"},
		{"compose.yaml": service + "    environment: [\"X=VALUE\", 'A']\n"},
		{"compose.yaml": service + "    environment:\n      X: >-\n        VALUE\n        z\n"},
		{"compose.yaml": service + "    environment:\n      X: ${V}\n", ".env": "V=VALUE\n"},
		{"compose.yaml": service + "    environment:\n      X: a${V}b\n", ".env": "V='VALUE'\n"},
		{"compose.yaml": service + "    environment:\n      X: ${W:-VALUE}/c\n"},
		{"compose.yaml": service + "    env_file: x.env\n", "x.env": "X=VALUE # c\nY=z\n"},
		{"compose.yaml": service + "    env_file: x.env\n", "x.env": "export X: \"VALUE\"\nY=z"},
		{"compose.yaml": service + "    env_file: x.env\n", "x.env": "X='VALUE' c\n"},
		{"compose.yaml": service + "    command: --x=VALUE\n"},
		{"compose.yaml": service + "    command: [--x=VALUE]\n"},
		{"compose.yaml": service + "    command: '--x=VALUE y'\n"},
		{"compose.yaml": service + "    command: m \"--x=VALUE\" y\n"},
		{"compose.yaml": service + "    command: m '--x=VALUE'\n"},
		{"compose.yaml": service + "    command: >\n      m\n      --x=VALUE\n"},
		{"compose.yaml": service + "    command: |\n      m\n      --x=VALUE\n    user: x\n"},
		{"compose.yaml": service + "    command: m --x=${V}\n", ".env": "V=VALUE\n"},
		{"compose.yaml": service + "    configs: [c]\nconfigs:\n  c:\n    content: |\n      a\n      VALUE\n"},
	}
	pieces := []string{"a", "b c", "é", "=", ":", "''", `\"`, `\\`, "$$", "#", "%", "{", `\u0041`, "1", "zk://h/m", "-", "*", "true", ";", "("}
	inserts := []string{"new", `"quoted"`, "it's", "a b", `\`, "$A", "%", "", "{", ": ", " #", "$", "1", ";", "(", "\n", " ", "no"}
	r := rand.New(rand.NewPCG(1, 2))
	edited, refused := 0, 0
	for range 60_000 {
		before := files{}
		insert := pieces[r.IntN(len(pieces))] + pieces[r.IntN(len(pieces))]
		for name, text := range forms[r.IntN(len(forms))] {
			before[name] = strings.Replace(text, "VALUE", insert, 1)
		}
		c, ok := read(before, "compose.yaml")
		if !ok || c.Unreadable != nil || len(c.Findings) > 0 {
			continue
		}
		texts, known := valuesOf(c)
		i := r.IntN(len(texts))
		if !known[i] {
			continue
		}
		start := r.IntN(texts[i].Len() + 1)
		end := start + r.IntN(texts[i].Len()-start+1)
		s := inserts[r.IntN(len(inserts))]
		want := texts[i].String()[:start] + s + texts[i].String()[end:]
		if !utf8.ValidString(want) {
			continue
		}
		at, written, ok := texts[i].Edit(start, end, s)
		if !ok {
			refused++
			continue
		}
		after := files{}
		for name, text := range before {
			after[name] = text
			if name == at.Source.Path {
				after[name] = text[:at.Start] + written + text[at.End:]
			}
		}
		c, ok = read(after, "compose.yaml")
		now, _ := valuesOf(c)
		same := ok && len(now) == len(texts)
		for k := range texts {
			same = same && (k == i && now[k].String() == want || k != i && now[k].String() == texts[k].String())
		}
		if !same {
			t.Fatalf("replacing %q by %q in\n%q\nwrote\n%q\nwhich reads as\n%swant %q", texts[i].String()[start:end], s, before, after, dump(c), want)
		}
		edited++
	}
	if edited < 20_000 || refused > edited/10 {
		t.Errorf("%d values were edited, %d could not be", edited, refused)
	}
}

// TestSharedVariablesAreNotEdited holds that a value of .env which stands in two places is left alone.
func TestSharedVariablesAreNotEdited(t *testing.T) {
	for text, editable := range map[string]bool{
		"services: {a: {image: i, command: [m, --x=$V]}}\n":                               true,
		"services: {a: {image: 'i:${V}', command: [m, --x=$V]}}\n":                        false,
		"services: {a: {image: i, command: [m, --x=$V], environment: [\"A=${V:-b}\"]}}\n": false,
	} {
		c, _ := read(files{"compose.yaml": text, ".env": "V=abc\n"}, "compose.yaml")
		word := c.Starts[0].Words[1].Text
		if _, _, ok := word.Edit(4, 7, "def"); ok != editable || word.String() != "--x=abc" || word.Span(4, 7).Source.Path != ".env" {
			t.Errorf("%s: an edit of %q at %s is possible: %v", text, word, place(word.Span(4, 7)), ok)
		}
	}
}

// checkAll reads a project, and reports spans out of bounds and more time than it may take.
func checkAll(t *testing.T, f files, name string, limit time.Duration) {
	t.Helper()
	began := time.Now()
	c, _ := read(f, name)
	if took := time.Since(began); took > patience.Limit(limit) {
		t.Fatalf("%.300q took %v", f, took)
	}
	inside := func(at source.Span) {
		if at.Source != nil && (at.Start < 0 || at.End < at.Start || at.End > len(at.Source.Data)) {
			t.Fatalf("%.300q: a span of %d-%d in %d bytes", f, at.Start, at.End, len(at.Source.Data))
		}
	}
	texts, _ := valuesOf(c)
	for _, text := range texts {
		for i := range min(text.Len(), 200) {
			inside(text.Span(i, i+1))
		}
		inside(text.All())
	}
	for _, s := range c.Starts {
		inside(s.At)
		for _, a := range s.Environment {
			inside(a.Span)
			inside(a.NameSpan)
		}
	}
	for _, found := range c.Findings {
		inside(found.Span)
		if found.Detail == "" {
			t.Fatalf("%.300q: a finding without a word", f)
		}
	}
	if c.Unreadable != nil && c.Unreadable.Reason == "" {
		t.Fatalf("%.300q: no reason", f)
	}
}

func FuzzRead(f *testing.F) {
	f.Add("services:\n  a:\n    image: i\n    command: >\n      --a=b\n\n      --c;d\n    environment:\n    - 'A=it''s'\n    - \"B=\\x41\"\n", "A=b\n", "services: {a: {command: [x]}}", "X='y\n'\n")
	f.Add("x: &a {image: i, environment: {<<: *a, X: \"y\n  z\"}}\n", "", "", "")
	f.Add("include: [b.yml]\nservices: {a: {extends: {file: b.yml, service: c}, env_file: [a.env, {path: a.env, format: raw}]}}\n", "A=${B:-${C}}\n", "services: {c: {extends: c, image: $A, volumes: ['./a:/b:ro']}}\n", "export X: \"\\0101$$\" # c\n")
	f.Add("a:\n  build: .\n  command: m $(x) `y` \"z\n", "COMPOSE_FILE=compose.yaml:b.yml", "configs: {c: {content: '${A}'}}", "A")
	f.Fuzz(func(t *testing.T, main, dotEnv, other, env string) {
		checkAll(t, files{"compose.yaml": main, ".env": dotEnv, "b.yml": other, "compose.override.yaml": other, "a.env": env}, "compose.yaml", time.Second)
	})
}

// TestTimeIsBounded holds what would take a reader long, or never end.
func TestTimeIsBounded(t *testing.T) {
	var merges, doubles, chain, wide strings.Builder
	merges.WriteString("services:\n  a:\n    image: mesos\n    environment: &e0 {A: 1}\n")
	for i := 1; i < 60; i++ {
		fmt.Fprintf(&merges, "  s%d: {image: i, environment: &e%d {<<: [*e%d, *e%d, *e%d]}}\n", i, i, i-1, i-1, i-1)
	}
	for i := range 60 {
		fmt.Fprintf(&doubles, "V%d=${V%d}${V%d}\n", i+1, i, i)
	}
	chain.WriteString("services:\n  s0: {image: i}\n")
	wide.WriteString("services:\n  s0:\n    image: i\n    environment:\n")
	for i := range 3000 {
		fmt.Fprintf(&chain, "  s%d: {extends: s%d, environment: {A%d: 1}}\n", i+1, i, i)
		fmt.Fprintf(&wide, "      A%d: $V60\n", i)
	}
	for i := range 3000 {
		fmt.Fprintf(&wide, "  s%d: {extends: s0}\n", i+1)
	}
	for name, f := range map[string]files{
		"merge keys in merge keys": {"compose.yaml": merges.String()},
		"variables that double":    {"compose.yaml": "services: {a: {image: $V60}}\n", ".env": "V0=x\n" + doubles.String()},
		"a chain of extends":       {"compose.yaml": chain.String()},
		"many that extend one":     {"compose.yaml": wide.String(), ".env": "V0=x\n" + doubles.String()},
		"braces":                   {"compose.yaml": "services: {a: {image: '" + strings.Repeat("${A:-", 20_000) + strings.Repeat("}", 20_000) + "'}}\n"},
		"open braces":              {"compose.yaml": "services: {a: {image: '" + strings.Repeat("${A:-", 50_000) + "'}}\n"},
		"quotes in a command":      {"compose.yaml": "services: {a: {image: i, command: \"" + strings.Repeat("a 'b c' ", 20_000) + "\"}}\n"},
		"one long variable file":   {"compose.yaml": "services: {a: {image: i, env_file: a.env}}\n", "a.env": strings.Repeat("A=$A\"b\n", 50_000)},
		"includes":                 {"compose.yaml": "include: [compose.yaml, b.yml, b.yml, b.yml]\n", "b.yml": "include: [c.yml, c.yml, c.yml, c.yml, c.yml, c.yml, c.yml, c.yml]\n", "c.yml": "include: [d.yml, d.yml, d.yml, d.yml, d.yml, d.yml, d.yml, d.yml]\n", "d.yml": "include: [e.yml, e.yml, e.yml, e.yml, e.yml, e.yml, e.yml]\n", "e.yml": "include: [f.yml, f.yml, f.yml, f.yml, f.yml, f.yml, f.yml]\n", "f.yml": "include: [b.yml, g.yml]\nservices: {a: {image: i}}"},
	} {
		began := time.Now()
		checkAll(t, f, "compose.yaml", 10*time.Second) // a tenth of it on an idle machine
		t.Logf("%s: %v", name, time.Since(began))
	}
}
