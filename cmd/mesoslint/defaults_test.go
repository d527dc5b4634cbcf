package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// A daemon starts with the defaults of its own release: written out, not one of them is refused. A type, a start-up check
// or a list of names that says otherwise is wrong.
func TestDefaultsStartEveryDaemon(t *testing.T) {
	// What the daemon does not start without, and what a default needs beside it to be looked at at all.
	enough := map[config.Component]string{
		config.Master: "--work_dir=/var/lib/mesos\n--registry=in_memory\n",
		config.Agent:  "--work_dir=/var/lib/mesos\n--master=10.0.0.1:5050\n",
	}
	written := 0
	for i, r := range catalog.Releases().All() {
		if testing.Short() && i%8 != 0 {
			continue
		}
		dir := t.TempDir()
		for _, c := range []config.Component{config.Master, config.Agent} {
			for _, def := range catalog.FlagsOf(c).All(r) {
				given := "--" + def.Name + "="
				if def.Default == nil || strings.Contains(enough[c], given) {
					continue
				}
				written++
				file := filepath.Join(dir, fmt.Sprintf("%s-%s.flags", c, def.Name))
				if err := os.WriteFile(file, []byte(enough[c]+given+*def.Default+"\n"), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, c := range []config.Component{config.Master, config.Agent} {
			files, _ := filepath.Glob(filepath.Join(dir, c.String()+"-*"))
			for i := range files {
				files[i] = filepath.Base(files[i])
			}
			args := append([]string{"check", "--to", r.String(), "--format", "concise", "--as", c.String() + "-flags"}, files...)
			for line := range strings.Lines(run(t, dir, args...)) {
				if strings.Contains(line, ": error: ") {
					t.Errorf("%s: %s", r, line)
				}
			}
		}
	}
	if written < 1000 {
		t.Errorf("only %d defaults were written", written)
	}
}

// Whatever has a name, in a report or upstream, can be asked for.
func TestEverythingIsExplained(t *testing.T) {
	var names []string
	for _, r := range rules.All() {
		names = append(names, r.Name)
	}
	for _, a := range catalog.Actions().All() {
		names = append(names, a.Key)
	}
	for _, c := range []config.Component{config.Master, config.Agent} {
		for _, flag := range catalog.FlagsOf(c).Names() {
			names = append(names, flag, "MESOS_"+strings.ToUpper(flag))
		}
	}
	for _, v := range catalog.Variables() {
		names = append(names, v.Name)
	}
	for _, name := range names {
		if got := run(t, ".", "explain", name); !strings.HasSuffix(got, "exit 0\n") || !strings.Contains(got, strings.TrimPrefix(name, "MESOS_")) &&
			!strings.Contains(got, strings.ToLower(strings.TrimPrefix(name, "MESOS_"))) {
			t.Errorf("explain %s:\n%s", name, got)
		}
	}
	if len(names) < 600 {
		t.Errorf("only %d names", len(names))
	}
}
