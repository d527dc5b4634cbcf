package docker

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// outcome is what testdata/buildkit.txt says of a Dockerfile.
type outcome struct {
	Refused    bool            `json:"refused"`
	Env        [][2]string     `json:"env"`
	Entrypoint []string        `json:"entrypoint"`
	Cmd        []string        `json:"cmd"`
	Directory  string          `json:"directory"`
	Copied     []copiedOutcome `json:"copied"`
	Run        []runOutcome    `json:"run"`
}

type copiedOutcome struct {
	Sources   []string          `json:"sources"`
	Documents map[string]string `json:"documents"`
	Target    string            `json:"target"`
}

type runOutcome struct {
	Words     []string `json:"words"`
	Shell     bool     `json:"shell"`
	Documents []string `json:"documents"`
}

func text(data string) source.Text {
	return source.WholeText(source.New("Dockerfile", "", []byte(data)))
}

func strs(words []machine.Word) []string {
	var out []string
	for _, w := range words {
		out = append(out, w.Text.String())
	}
	return out
}

// outcomeOf reads a Dockerfile as the judge does.
func outcomeOf(data string) outcome {
	b := newBuilder(text(data), Options{})
	image, _ := b.target()
	s := b.stages[max(0, len(b.stages)-1):]
	if b.unreadable() != nil {
		return outcome{Refused: true}
	}
	out := outcome{Entrypoint: strs(image.Entrypoint.Words), Cmd: strs(image.Command.Words), Directory: image.Directory}
	for _, a := range image.Environment {
		out.Env = append(out.Env, [2]string{a.Name, a.Value.String()})
	}
	k := &stageBuild{builder: b, stage: s[0], image: &Image{Directory: "/"}, arguments: map[string]bool{}}
	for _, i := range s[0].instructions {
		switch i.name {
		case "env":
			k.env(i)
		case "copy", "add":
			out.Copied = append(out.Copied, copiedBy(k, i))
		case "run":
			words, shell, _ := i.commandLine()
			r := runOutcome{Words: strs(words), Shell: shell}
			for _, h := range i.heredocs {
				r.Documents = append(r.Documents, data[h.start:h.end])
			}
			out.Run = append(out.Run, r)
		}
	}
	return out
}

func copiedBy(k *stageBuild, i *instruction) copiedOutcome {
	words, _ := k.sources(i)
	c := copiedOutcome{Target: words[len(words)-1].Text.String()}
	for _, w := range words[:len(words)-1] {
		hs := heredocsOf(w.Text.String())
		if len(hs) == 0 || len(i.heredocs) == 0 {
			c.Sources = append(c.Sources, w.Text.String())
			continue
		}
		if c.Documents == nil {
			c.Documents = map[string]string{}
		}
		before := len(k.image.Files)
		(&copying{stageBuild: k, i: i, path: "/x"}).document(hs[0].name)
		c.Documents[hs[0].name] = k.image.Files[before].Content.String()
	}
	return c
}

// TestAgainstBuildkit holds the reader against what buildkit's own packages make of the same Dockerfiles.
func TestAgainstBuildkit(t *testing.T) {
	archive, err := txtar.ParseFile("testdata/dockerfiles.txtar")
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/buildkit.txt")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	if len(lines) != len(archive.Files) {
		t.Fatalf("%d outcomes for %d Dockerfiles", len(lines), len(archive.Files))
	}
	for n, f := range archive.Files {
		t.Run(f.Name, func(t *testing.T) {
			name, want, _ := strings.Cut(lines[n], " ")
			if name != f.Name {
				t.Fatalf("the outcome is that of %s", name)
			}
			var w outcome
			if err := json.Unmarshal([]byte(want), &w); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(w, outcomeOf(string(f.Data))); diff != "" {
				t.Errorf("(-buildkit +read)\n%s", diff)
			}
		})
	}
}
