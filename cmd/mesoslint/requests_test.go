package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/docs"
)

// eachFixture gives a test the folder of every fixture, side by side, and returns when all are through.
func eachFixture(t *testing.T, test func(t *testing.T, dir string)) {
	t.Helper()
	t.Run("fixtures", func(t *testing.T) {
		for _, dir := range caseDirs(t) {
			name, _ := filepath.Rel(fixtures, dir)
			t.Run(filepath.ToSlash(name), func(t *testing.T) {
				t.Parallel()
				test(t, dir)
			})
		}
	})
}

// eachRequest gives a test the request of every fixture, and of the example of every rule.
func eachRequest(t *testing.T, test func(t *testing.T, p *request)) {
	t.Helper()
	eachFixture(t, func(t *testing.T, dir string) { test(t, requestOf(t, dir)) })
	t.Run("examples", func(t *testing.T) {
		for _, r := range rules.All() {
			t.Run(r.Name, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				if err := docs.Write(dir, r.Example.Before); err != nil {
					t.Fatal(err)
				}
				test(t, requestIn(t, dir, strings.Fields(r.Example.Command())[2:]...))
			})
		}
	})
}

// requestOf is the request of a fixture, over a copy of its input.
func requestOf(t *testing.T, dir string) *request {
	t.Helper()
	input := t.TempDir()
	copyTree(t, filepath.Join(dir, "input"), input)
	return requestIn(t, input, checkArgs(t, dir)[1:]...)
}

// requestIn is the request of check with some arguments in a folder.
func requestIn(t *testing.T, dir string, args ...string) *request {
	t.Helper()
	var f checkFlags
	cmd := newCheck(Streams{})
	if err := cmd.ParseFlags(args); err != nil {
		t.Fatal(err)
	}
	text := func(name string) string { value, _ := cmd.Flags().GetString(name); return value }
	f.from, f.to, f.as, f.root, f.failLevel, f.colour, f.stdinName = text("from"), text("to"), text("as"), text("root"), "none", "never", text("stdin-filename")
	f.ignore = *cmd.Flags().Lookup("ignore").Value.(*listFlag).list
	p, err := f.request(Streams{Dir: dir, In: strings.NewReader("")}, cmd.Flags().Args())
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// judged loads the files of a request, with what an overlay has in their place, and returns what all rules find in them for an
// upgrade.
func judged(t *testing.T, p *request, u release.Upgrade, overlay source.Overlay, options ...lint.Option) (*config.Config, []lint.Diagnostic) {
	t.Helper()
	o := p.load
	o.Overlay = overlay
	loaded, _ := load.Load(context.Background(), p.paths, o)
	found, err := lint.Run(context.Background(), rules.All(), u, loaded, append(options, lint.Undated)...)
	if err != nil {
		t.Fatal(err)
	}
	return loaded, found
}
