package docker

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

// edited returns a file after an edit of bytes of a text in it.
func edited(t source.Text, start, end int, s string) (string, bool) {
	at, quoted, ok := t.Edit(start, end, s)
	data := string(t.Source().Data)
	if !ok || at.Start > at.End || at.End > len(data) {
		return data, false
	}
	return data[:at.Start] + quoted + data[at.End:], true
}

// TestEdits writes other bytes in place of a value, and reads them again.
func TestEdits(t *testing.T) {
	// Each file gives A, or a last word of CMD.
	files := []string{
		"FROM scratch\nENV A=old\n", "FROM scratch\nENV B=1 A=\"old\" C=2\n", "FROM scratch\nENV A='old' C=2\n", "FROM scratch\nENV A old\n",
		"FROM scratch\nENV A=o\"l\"d\n", "FROM scratch\nENV A=\"o\\\"d\"\n", "FROM scratch\nENV B=1 \\\n  A=old\n", "# escape=`\nFROM scratch\nENV A=old\n",
		"FROM scratch\nENV B=x\nENV A=$B-old\n", "FROM scratch\nENV A=o\\ d\n", "FROM scratch\nENV A=\n", "FROM scratch\nENV A=\"\"\n",
		"FROM scratch\nCMD [\"x\", \"--a=old\"]\n", "FROM scratch\nCMD [\"x\", \"a\\u00e9\\n\"]\n", "FROM scratch\nENV A='{\"k\": \"v\"}'\n",
	}
	for _, file := range files {
		for _, s := range []string{"new", "two words", "", `q"uo'te`, "$x", `back\slash`, "#", "a=b", "`", `{"a":1}`, "ä"} {
			value := valueOf(file)
			for _, b := range [][2]int{{0, value.Len()}, {0, 0}, {value.Len(), value.Len()}, {min(1, value.Len()), value.Len()}, {0, min(2, value.Len())}} {
				after, ok := edited(value, b[0], b[1], s)
				if !ok {
					t.Errorf("%q: no edit to %q at %v", file, s, b)
					continue
				}
				want := value.String()[:b[0]] + s + value.String()[b[1]:]
				if got := valueOf(after).String(); got != want {
					t.Errorf("%q: %q in place of %v makes %q, which is read as %q and not %q", file, s, b, after, got, want)
				}
			}
		}
	}
}

// valueOf returns the value of A, or the last word of CMD.
func valueOf(file string) source.Text {
	image, problem := BuildImage(text(file), Options{})
	if problem != nil {
		return source.Text{}
	}
	if image.Command.Words != nil {
		return image.Command.Words[len(image.Command.Words)-1].Text
	}
	for _, a := range image.Environment {
		if a.Name == "A" {
			return a.Value
		}
	}
	return source.Text{}
}

// TestPlaces holds the spans of values against the bytes they stand in.
func TestPlaces(t *testing.T) {
	file := "FROM scratch\nENV B=1 \\\n  # why\n  A=\"o l\" C=$B\nCMD [\"x\", \\\n  \"--zk=z\"]\nENTRYPOINT exec a \\\n  --b\n"
	image, problem := BuildImage(text(file), Options{})
	if problem != nil {
		t.Fatal(problem.Reason)
	}
	at := func(s source.Span) string { return file[s.Start:s.End] }
	var got []string
	for _, a := range image.Environment {
		got = append(got, at(a.NameSpan), at(a.Value.All()), at(a.Value.Raw()), at(a.Span))
	}
	for _, w := range slices.Concat(image.Command.Words, image.Entrypoint.Words[2:]) {
		got = append(got, at(w.Text.All()), at(w.Text.Raw()))
	}
	want := []string{
		"B", "1", "1", "B=1", "A", "o l", `"o l"`, `A="o l"`, "C", "", "$B", "C=$B", // the B of before, which is empty
		"x", `"x"`, "--zk=z", `"--zk=z"`, "exec a \\\n  --b", "exec a \\\n  --b",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestEnvironmentFile(t *testing.T) {
	in := text("\ufeff# c\n#=\n\nA=1\n  B = \n")
	if got := ReadEnvironmentFile(in); got.Refused == nil || len(got.Assignments) != 1 {
		t.Errorf("%+v", got)
	}
	got := ReadEnvironmentFile(text("A=\"q\" # c  \n\t B=$A\r\nC\nD==\nA=2\nexportX=1"))
	var shown []string
	for _, a := range got.Assignments {
		s := a.Name + "=" + a.Value.String()
		if a.Unknown && a.Maybe {
			s = a.Name
		}
		shown = append(shown, s)
	}
	if want := []string{`A="q" # c  `, "B=$A", "C", "D==", "A=2", "exportX=1"}; !slices.Equal(shown, want) || got.Refused != nil {
		t.Errorf("%q %v", shown, got.Refused)
	}
	for _, bad := range []string{"export A=1\n", "=x\n", "A =1\n", "A B\n", "A=\xff\n", "A=" + strings.Repeat("x", 70000)} {
		if ReadEnvironmentFile(text(bad)).Refused == nil {
			t.Errorf("%.20q is not refused", bad)
		}
	}
}

// TestBounds reads what would take time or memory out of proportion.
func TestBounds(t *testing.T) {
	doubling := "FROM scratch\nENV A=aaaaaaaaaaaaaaaa\n" + strings.Repeat("ENV A=$A$A\n", 60)
	deep := "FROM scratch\nENV A=" + strings.Repeat("${B:-", 20000) + strings.Repeat("}", 20000) + "\n"
	dollars := "FROM scratch\nRUN <<E " + strings.Repeat("$a", 30000) + "\nE\n"
	stages := "FROM scratch AS s\nENV A=1\n" + strings.Repeat("FROM s AS s\nENV A=1\n", 20000)
	ignored := "FROM scratch\nCOPY " + strings.Repeat("*/", 60) + " /x/\n"
	copies := "FROM scratch AS s0\nCOPY <<E /a\nE\n"
	for n := range 40 {
		copies += fmt.Sprintf("FROM scratch AS s%d\nCOPY --from=s%d / /x\nCOPY --from=s%d / /y\n", n+1, n, n)
	}
	for n, file := range []string{doubling, deep, dollars, stages, ignored, copies} {
		before := time.Now()
		_, problem := BuildImage(text(file), Options{Tree: tree{"a/b/c": "", ".dockerignore": strings.Repeat("**/", 500) + "x\n"}})
		if took := time.Since(before); took > patience.Limit(5*time.Second) {
			t.Errorf("%d: took %v", n, took)
		}
		if n < 2 && problem == nil {
			t.Errorf("%d is read as if it had no bound", n)
		}
	}
}

func FuzzDockerfile(f *testing.F) {
	f.Add("FROM a AS b\nENV A=1 B=\"$A\" \\\n# c\n C='x'\nCOPY <<-E a* /etc/\n\tx $A\nE\nRUN <<E\na\nE\nONBUILD RUN x\nCMD [\"a\", \"\\u00e9\"]\nFROM b\nENTRYPOINT x ${A:-b}\n")
	f.Add("# escape=`\nFROM scratch\nENV A `\n b\nSHELL [\"a\"]\nWORKDIR $A\nADD a.tgz .\nARG X=${A+b}\n")
	f.Add(`[{"Path": "a", "Args": ["b"], "Config": {"Env": ["A=\u00e9"], "Image": "c"}}]`)
	shell := func(s Script) machine.Contributions {
		checkText(f, s.Text)
		return machine.Contributions{Starts: []machine.Start{{Words: append(s.Command, s.Arguments...), Environment: s.Environment}}}
	}
	f.Fuzz(func(t *testing.T, data string) {
		if len(data) > 4096 {
			return
		}
		before := time.Now()
		o := Options{Tree: tree{"a": "#!/bin/sh\n", "d/a.json": "", ".dockerignore": data}, Images: known, Shell: shell, Marks: func(text source.Text) *template.Marks { return template.Find([]byte(text.String()), "Dockerfile.j2") }}
		c := machinetest.Bounded(t, len(data), func() machine.Contributions { return ReadDockerfile(text(data), o) })
		for _, s := range c.Starts {
			checkWords(t, s.Words)
			checkAssignments(t, s.Environment)
		}
		for _, file := range c.Files {
			checkText(t, file.Content)
			checkSpan(t, file.At)
			checkSpan(t, file.PathAt)
		}
		checkAssignments(t, ReadEnvironmentFile(text(data)).Assignments)
		inspected := machinetest.Bounded(t, len(data), func() machine.Contributions {
			c, _ := ReadInspect(text(data))
			return c
		})
		for _, s := range inspected.Starts {
			checkWords(t, s.Words)
			checkAssignments(t, s.Environment)
		}
		if start, found := ReadRun(append(words("docker", "run"), words(strings.Fields(data)...)...), nil); found {
			checkWords(t, start.Words)
			checkAssignments(t, start.Environment)
		}
		if took := time.Since(before); took > patience.Limit(time.Second) {
			t.Errorf("took %v", took)
		}
	})
}

func checkWords(t testing.TB, words []machine.Word) {
	for _, w := range words {
		checkText(t, w.Text)
		if w.Known < 0 || w.Known > w.Text.Len() {
			t.Errorf("%d of %d bytes known", w.Known, w.Text.Len())
		}
	}
}

func checkAssignments(t testing.TB, env []machine.Assignment) {
	for _, a := range env {
		checkText(t, a.Value)
		checkSpan(t, a.Span)
		checkSpan(t, a.NameSpan)
	}
}

// checkText holds the spans of a text inside its source, and its edits too.
func checkText(t testing.TB, text source.Text) {
	checkSpan(t, text.Raw())
	checkSpan(t, text.All())
	for i := range text.Len() + 1 {
		checkSpan(t, text.Span(i, i))
	}
	if at, _, ok := text.Edit(0, text.Len(), "x"); ok {
		checkSpan(t, at)
	}
}

func checkSpan(t testing.TB, s source.Span) {
	if s.Source == nil {
		return
	}
	if s.Start < 0 || s.Start > s.End || s.End > len(s.Source.Data) {
		t.Errorf("span %d–%d of %d bytes", s.Start, s.End, len(s.Source.Data))
	}
}
