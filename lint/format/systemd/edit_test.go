package systemd

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

var unitPieces = []string{
	"a", "b c", "é", "=", `"x y"`, `'s q'`, `"a\"b"`, `'a\'b'`, `\\`, `\x41`, `\101`, `\u00e9`, `\n`, `\q`, `\ `, "%%", "$$", "$", "%",
	`""`, "{", `{\"k\":\"v\"}`, `'{"k":"v"}'`, ";", "#", "\\\n",
}

// readValue returns the one value of --x= or X= of a unit, where it is known.
func readValue(t *testing.T, content string) (source.Text, bool) {
	t.Helper()
	f := File{Path: "/x/a.service", Text: source.WholeText(source.New("a.service", "", []byte(content)))}
	c := Read(Services([]File{f})[0], Options{})
	checkContributions(t, c)
	if len(c.Starts) != 1 {
		return source.Text{}, false
	}
	s := c.Starts[0]
	var word machine.Word
	switch {
	case len(s.Environment) == 1 && len(s.Words) == 1 && !s.Environment[0].Unknown:
		return s.Environment[0].Value, true
	case len(s.Environment) > 0 || len(s.Words) != 2:
		return source.Text{}, false
	}
	if word = s.Words[1]; !word.IsKnown() || !strings.HasPrefix(word.Text.String(), "--x=") {
		return source.Text{}, false
	}
	return word.From(len("--x=")).Text, true
}

// TestUnitEditsAreReadBack replaces a part of a value in a unit.
func TestUnitEditsAreReadBack(t *testing.T) {
	forms := []string{
		"[Service]\nExecStart=/bin/a --x=VALUE\n",
		"[Service]\nExecStart=/bin/a \"--x=VALUE\"\n",
		"[Service]\nExecStart=/bin/a \\\n  --x=VALUE\n",
		"[Service]\nExecStart=/bin/a \\\n# comment\n  --x=aVALUE\\\n\n",
		"[Service]\nEnvironment=MESOS_X=VALUE\nExecStart=/bin/a\n",
		"[Service]\nEnvironment='MESOS_X=VALUE'\nExecStart=/bin/a\n",
		"[Service]\nEnvironment=\\\n 'MESOS_X=VALUE'\nExecStart=/bin/a\n",
	}
	inserts := []string{"new", `"quoted"`, "it's", "a b", `\`, "${A}", "%", "", "{"}
	r := rand.New(rand.NewPCG(1, 2))
	edited := 0
	for range 6000 {
		form := forms[r.IntN(len(forms))]
		before := strings.Replace(form, "VALUE", unitPieces[r.IntN(len(unitPieces))]+unitPieces[r.IntN(len(unitPieces))], 1)
		value, ok := readValue(t, before)
		if !ok {
			continue
		}
		start := r.IntN(value.Len() + 1)
		end := start + r.IntN(value.Len()-start+1)
		insert := inserts[r.IntN(len(inserts))]
		want := value.String()[:start] + insert + value.String()[end:]
		span, text, ok := value.Edit(start, end, insert)
		if !ok || !utf8.ValidString(want) {
			continue
		}
		after := before[:span.Start] + text + before[span.End:]
		if strings.Contains(after, "{{") || strings.Contains(after, "{%") { // which may be a template's
			continue
		}
		edited++
		if got, ok := readValue(t, after); !ok || got.String() != want {
			t.Fatalf("replacing %q by %q in\n%s\nwrote\n%s\nwhich reads as %q (%v); want %q", value.String()[start:end], insert, before, after, got, ok, want)
		}
	}
	if edited < 1500 {
		t.Errorf("only %d values were edited", edited)
	}
}

func TestEnvironmentFileEditsAreReadBack(t *testing.T) {
	inserts := []string{"new", `"quoted"`, "it's", "a b", `\`, "$A", "`", "", "#", "{"}
	r := rand.New(rand.NewPCG(3, 4))
	edited := 0
	for range 2000 {
		before := "MESOS_X=" + systemdPieces[r.IntN(len(systemdPieces))] + systemdPieces[r.IntN(len(systemdPieces))] + "\n"
		read := readEnvironment(before)
		if len(read.Assignments) != 1 {
			continue
		}
		value := read.Assignments[0].Value
		insert := inserts[r.IntN(len(inserts))]
		start := r.IntN(value.Len() + 1)
		end := start + r.IntN(value.Len()-start+1)
		want := value.String()[:start] + insert + value.String()[end:]
		span, text, ok := value.Edit(start, end, insert)
		if !ok || !utf8.ValidString(want) {
			continue
		}
		edited++
		after := before[:span.Start] + text + before[span.End:]
		if read = readEnvironment(after); len(read.Assignments) != 1 || read.Assignments[0].Value.String() != want {
			t.Fatalf("replacing %q in %q by %q wrote %q, which reads as %v; want %q", value.String()[start:end], before, insert, after, read.Assignments, want)
		}
	}
	if edited < 500 {
		t.Errorf("only %d values were edited", edited)
	}
}

// TestNoEditTakesAControlAway replaces what a condition stands in, which must not be written.
func TestNoEditTakesAControlAway(t *testing.T) {
	text := "[Service]\nExecStart=/bin/a --x=1 \\\n{% if a %}\n--y=2 \\\n{% endif %}\n--z=3\n"
	f := File{Path: "/x/a.service", Text: source.WholeText(source.New("a.service.j2", "", []byte(text)))}
	c := Read(Services([]File{f})[0], Options{})
	words := c.Starts[0].Words
	if len(words) != 4 || words[2].Text.String() != "--y=2" || !words[2].Maybe || words[3].Maybe {
		t.Fatalf("%+v", words)
	}
	for _, w := range words {
		span, with, ok := w.Text.Edit(0, w.Text.Len(), "new")
		if after := text[:span.Start] + with + text[span.End:]; ok && (!strings.Contains(after, "{% if a %}") || !strings.Contains(after, "{% endif %}")) {
			t.Errorf("replacing %s writes\n%s", w.Text, after)
		}
	}
}

func TestEnvironmentFile(t *testing.T) {
	cases := []struct {
		what, content string
		want          []string
	}{
		{"values in Latin-1", "A=1\nB=\xe9\n", []string{"systemd/invalid-utf8 B", "refused"}},
		{"a comment in Latin-1", "# \xe9\nA=1\n", []string{"A=1"}},
		{"a NUL byte", "A=1\x00\n", []string{"unreadable: holds a NUL byte, which no environment file can; delete it"}},
		{"export", "export A=1\nB=2\n", []string{"B=2", "systemd/invalid-name export A"}},
		{"a line that is no assignment", "stray\nA=1\n", []string{"A=1", "systemd/ignored-line "}},
		{"expansion", "A=$B\nC='$D'\nE=`f`\nG=\\$H\nI=$(j\n", []string{"A=$B", "C=$D", "E=`f`", "G=$H", "I=$(j", "systemd/expansion $B", "systemd/expansion `f`"}},
		{"a comment that goes on", "# a \\\nA=1\nB=2\n", []string{"B=2", "systemd/continued-comment A"}},
		{"a template", "{% if x %}# {% endif %}A=1\nB={{ y }}\n{{ z }}=1\n{{ lines }}\n", []string{
			"A?=1", "B={{ y }} unknown", "gap the conditions of the template may add variables",
			"gap the names of some variables are only known when the template is rendered", "gap what some lines hold is only known when the template is rendered"}},
		{"control characters", "A=\x01\n", []string{"A=\x01", "systemd/invalid-value A"}},
	}
	for _, c := range cases {
		e := readEnvironment(c.content)
		var got []string
		for _, a := range e.Assignments {
			line := a.Name + mark(a.Maybe) + "=" + a.Value.String()
			if a.Unknown {
				line += " unknown"
			}
			got = append(got, line)
		}
		for _, f := range e.Findings {
			got = append(got, f.ID+" "+f.Subject)
		}
		for _, g := range e.Gaps {
			got = append(got, "gap "+g.Reason)
		}
		if e.Refused {
			got = append(got, "refused")
		}
		if e.Unreadable != nil {
			got = append(got, "unreadable: "+e.Unreadable.Reason)
		}
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", c.what, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

// TestNothingIsOutOfProportion holds that small texts take little time and memory.
func TestNothingIsOutOfProportion(t *testing.T) {
	repeat := func(s string, size int) string { return strings.Repeat(s, size/len(s)) }
	units := map[string]string{
		"a variable many times": "[Service]\nEnvironment=A=" + repeat("x", 1<<17) + "\nExecStart=/bin/a " + repeat("${A}", 1<<17) + "\n",
		"words of a variable":   "[Service]\nEnvironment=\"A=" + repeat("x ", 1<<17) + "\"\nExecStart=/bin/a " + repeat("$A ", 1<<17) + "\n",
		"open braces":           "[Service]\nExecStart=/bin/a " + repeat("${", 1<<16) + "\n",
		"dollars":               "[Service]\nExecStart=/bin/a x" + repeat("$", 1<<16) + "\n",
		"names":                 "[Service]\nExecStart=/bin/a x" + repeat("$a", 1<<16) + "\n",
		"specifiers":            "[Service]\nExecStart=/bin/a " + repeat("%i%H", 1<<16) + "\n",
		"continued lines":       "[Service]\nExecStart=/bin/a " + repeat("\\\n", 1<<16) + "\n",
		"comments":              "[Service]\nExecStart=/bin/a \\\n" + repeat("#\n", 1<<16) + "\n",
		"quotes":                "[Service]\nExecStart=/bin/a " + repeat(`"' `, 1<<16) + "\n",
		"controls":              "[Service]\nExecStart=/bin/a " + repeat("{% if a %}x{% endif %}", 1<<16) + "\n",
		"commands":              "[Service]\nType=oneshot\n" + repeat("ExecStart=/bin/a\n", 1<<16),
		"separators":            "[Service]\nType=oneshot\nExecStart=" + repeat("a ; ", 1<<16) + "\n",
		"unset":                 "[Service]\n" + repeat("Environment=A=1\nUnsetEnvironment=B\n", 1<<17) + "ExecStart=/bin/a\n",
	}
	for what, content := range units {
		began := time.Now()
		f := File{Path: "/x/" + strings.Repeat("a-", 100) + "@i.service", Text: source.WholeText(source.New("a.service.j2", "", []byte(content)))}
		c := Read(Services([]File{f})[0], Options{})
		if took := time.Since(began); took > patience.Limit(10*time.Second) {
			t.Errorf("%s: %s", what, took)
		}
		expanded := 0
		for _, s := range c.Starts {
			for _, w := range s.Words {
				expanded += w.Text.Len()
			}
		}
		if expanded > machine.LimitsFor(len(content)).Bytes+len(content) {
			t.Errorf("%s: %d bytes", what, expanded)
		}
		if bounded := what == "a variable many times" || what == "words of a variable"; bounded != (c.Unreadable != nil) {
			t.Errorf("%s: unreadable %v", what, c.Unreadable)
		}
	}
	for what, content := range map[string]string{
		"openings": "A=" + repeat("$(`${", 1<<18), "lines": repeat("A\n", 1<<18), "quotes": "A=" + repeat(`"'`, 1<<18), "comments": repeat("#\\\n", 1<<18),
	} {
		began := time.Now()
		readEnvironment(content)
		if took := time.Since(began); took > patience.Limit(10*time.Second) {
			t.Errorf("environment file of %s: %s", what, took)
		}
	}
}

func FuzzUnit(f *testing.F) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 30 {
		content := "[Service]\n"
		for range 4 {
			content += oracleLine(r) + "\n"
		}
		f.Add([]byte(content), []byte("[Service]\nEnvironment=A=1\n"), []byte(generateSystemd(r)), "a@i.service.j2")
	}
	f.Add([]byte("[Service]\n{% if x %}\nExecStart=/bin/a ${A} $A {{ b }}{% endif %} \\\n <%= c -%>\n"), []byte(""), []byte("A=1"), "salt/a.service")
	f.Fuzz(func(t *testing.T, unit, dropIn, env []byte, name string) {
		began := time.Now()
		files := []File{
			{Path: "/etc/systemd/system/a@i.service", Text: source.WholeText(source.New(name, "", unit))},
			{Path: "/etc/systemd/system/a@.service.d/x.conf", Text: source.WholeText(source.New(name, "", dropIn))},
		}
		tree := machineTree{files: map[string]string{"/etc/a": string(env), "/etc/b": "B=1\n"}, whole: true}
		for _, s := range Services(files) {
			c := machinetest.Bounded(t, len(unit)+len(dropIn)+len(env), func() machine.Contributions { return Read(s, Options{Tree: tree}) })
			checkContributions(t, c)
			for _, start := range c.Starts {
				for _, w := range start.Words {
					checkText(t, "a word", w.Text)
				}
				for _, a := range start.Environment {
					checkText(t, a.Name, a.Value)
				}
			}
		}
		if took := time.Since(began); took > patience.Limit(5*time.Second) && len(unit)+len(dropIn)+len(env) <= 4096 {
			t.Errorf("takes %s", took)
		}
	})
}

func FuzzEnvironmentFile(f *testing.F) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 40 {
		f.Add([]byte(generateSystemd(r)))
	}
	f.Add([]byte("{% if x %}# {% endif %}MESOS_X={{ y }}\nMESOS_<%= z %>=1\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		for _, a := range readEnvironment(string(data)).Assignments {
			checkText(t, a.Name, a.Value)
			if got := a.NameSpan.Text(); got != a.Name {
				t.Errorf("the span of %q holds %q", a.Name, got)
			}
		}
	})
}
