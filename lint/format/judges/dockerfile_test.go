package judges

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write what the judges say")

// TestDockerfiles says what buildkit's own packages make of the last stage of each Dockerfile that lint/format/docker is
// tested with, and holds the file that its test reads against it. Variables that nothing sets are empty, as under FROM
// scratch.
func TestDockerfiles(t *testing.T) {
	archive, err := txtar.ParseFile("../docker/testdata/dockerfiles.txtar")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	for _, f := range archive.Files {
		line, err := json.Marshal(readByBuildkit(f.Data))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&out, "%s %s\n", f.Name, line)
	}
	const name = "../docker/testdata/buildkit.txt"
	if *update {
		if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(name); err != nil || !bytes.Equal(want, out.Bytes()) {
		t.Errorf("%s is not what buildkit says (%v): run with -update", name, err)
	}
}

// dockerfile is what buildkit makes of one.
type dockerfile struct {
	Refused    bool             `json:"refused,omitempty"`
	Env        [][2]string      `json:"env,omitempty"`
	Entrypoint []string         `json:"entrypoint,omitempty"`
	Cmd        []string         `json:"cmd,omitempty"`
	Directory  string           `json:"directory,omitempty"`
	Copied     []dockerfileCopy `json:"copied,omitempty"`
	Run        []dockerfileRun  `json:"run,omitempty"`
}

type dockerfileCopy struct {
	Sources   []string          `json:"sources,omitempty"`
	Documents map[string]string `json:"documents,omitempty"`
	Target    string            `json:"target"`
}

type dockerfileRun struct {
	Words     []string `json:"words,omitempty"`
	Shell     bool     `json:"shell,omitempty"`
	Documents []string `json:"documents,omitempty"`
}

func readByBuildkit(data []byte) dockerfile {
	parsed, err := parser.Parse(bytes.NewReader(data))
	if err != nil {
		return dockerfile{Refused: true}
	}
	stages, _, err := instructions.Parse(parsed.AST, nil)
	if err != nil || len(stages) == 0 {
		return dockerfile{Refused: true}
	}
	lex := shell.NewLex(parsed.EscapeToken)
	out := dockerfile{Directory: "/"}
	sh := []string{"/bin/sh", "-c"}
	env := []string{}
	hasCmd := false
	for _, c := range stages[len(stages)-1].Commands {
		if ex, ok := c.(instructions.SupportsSingleWordExpansion); ok {
			if err := ex.Expand(func(word string) (string, error) {
				w, _, err := lex.ProcessWord(word, shell.EnvsFromSlice(env))
				return w, err
			}); err != nil {
				return dockerfile{Refused: true}
			}
		}
		if ex, ok := c.(instructions.SupportsSingleWordExpansionRaw); ok {
			if err := ex.ExpandRaw(func(word string) (string, error) {
				raw := shell.NewLex('\\')
				raw.SkipProcessQuotes = true
				w, _, err := raw.ProcessWord(word, shell.EnvsFromSlice(env))
				return w, err
			}); err != nil {
				return dockerfile{Refused: true}
			}
		}
		withShell := func(l instructions.ShellDependantCmdLine) []string {
			if l.PrependShell && len(l.CmdLine) > 0 {
				return append(append([]string{}, sh...), l.CmdLine...)
			}
			return l.CmdLine
		}
		switch c := c.(type) {
		case *instructions.EnvCommand:
			for _, kv := range c.Env {
				out.Env = append(out.Env, [2]string{kv.Key, kv.Value})
				env = append(env, kv.Key+"="+kv.Value)
			}
		case *instructions.CmdCommand:
			out.Cmd, hasCmd = withShell(c.ShellDependantCmdLine), true
		case *instructions.EntrypointCommand:
			out.Entrypoint = withShell(c.ShellDependantCmdLine)
			if !hasCmd {
				out.Cmd = nil
			}
		case *instructions.ShellCommand:
			sh = c.Shell
		case *instructions.WorkdirCommand:
			if path.IsAbs(c.Path) {
				out.Directory = path.Clean(c.Path)
			} else {
				out.Directory = path.Join("/", out.Directory, c.Path)
			}
		case *instructions.AddCommand:
			out.Copied = append(out.Copied, copiedOf(c.SourcesAndDest))
		case *instructions.CopyCommand:
			out.Copied = append(out.Copied, copiedOf(c.SourcesAndDest))
		case *instructions.RunCommand:
			r := dockerfileRun{Words: c.CmdLine, Shell: c.PrependShell}
			for _, f := range c.Files {
				r.Documents = append(r.Documents, f.Data)
			}
			out.Run = append(out.Run, r)
		}
	}
	return out
}

func copiedOf(s instructions.SourcesAndDest) dockerfileCopy {
	c := dockerfileCopy{Sources: s.SourcePaths, Target: s.DestPath}
	for _, d := range s.SourceContents {
		if c.Documents == nil {
			c.Documents = map[string]string{}
		}
		c.Documents[d.Path] = d.Data
	}
	return c
}
