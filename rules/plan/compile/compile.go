// Package compile makes the configuration of every step of an upgrade: the whole tree as it is now, and for each hop as it
// can be before the upgrade, which both releases read as meant, and as it must be with it. It judges each tree as check does,
// compares what the ACLs decide from one tree to the next, and names what only a person can do.
package compile

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Request is what is to be compiled.
type Request struct {
	// Paths are the files and directories of the configuration, as load.Load takes them; standard input is not among them.
	Paths []string
	// Load says how to read them; its Overlay and Upgrade are not looked at.
	Load load.Options
	// Rules judge, with Options.
	Rules   []*lint.Rule
	Options []lint.Option
	// Settle returns those of the findings in what was loaded that the user wants to hear of: the fixes of others are not made, and unless a
	// release does not start by them they are not steps. It may be nil.
	Settle func(*config.Config, []lint.Diagnostic) []lint.Diagnostic
	// Hops are the upgrades one behind another, at least one.
	Hops []release.Upgrade
	// Level says which fixes are made.
	Level fix.Level
	// Limits bound the search for fixes that do no harm.
	Limits fix.Limits
}

// Stage says what a tree is for.
type Stage uint8

// The stages: the configuration as it is, as it can be made before a hop, and as it is to be with the hop's binaries.
const (
	Now Stage = iota
	Before
	With
)

// Tree is the whole configuration at one time of the upgrade.
type Tree struct {
	// Name is that of its directory: "0-now", "1-before-1.0.4", "2-with-1.0.4".
	Name  string
	Stage Stage
	// Hop is the one it is for; the first one for the tree of now.
	Hop release.Upgrade
	// Changes are what makes it of the tree before it, with the paths that files have in the tree.
	Changes *fix.Changes
	// Verdicts are about the releases that read it, in the order in which they do.
	Verdicts []Verdict
	// Openings are what somebody may do once it is in place who could not before.
	Openings []Opening
	// Incomparable are ACL documents whose decisions could not be compared with those before, and why.
	Incomparable []string
	// Open are the numbers of the steps that only a person can do and that are not done in it.
	Open []int

	files   *snapshot
	overlay source.Overlay // over what is on the disk
}

// Plan is a compiled upgrade.
type Plan struct {
	Upgrade release.Upgrade
	// Base is the directory, absolute, that paths in the trees are relative to, and Paths what was named, in the trees.
	Base  string
	Paths []string
	// Options are those of check, as words, with which a tree is read as the configuration was; treeMark stands for its directory.
	Options []string
	Trees   []*Tree
	// Steps are what only a person can do, in the order in which it is to be done.
	Steps []*Step
	// LeftOut are the files and directories that no tree holds, by their path in the trees.
	LeftOut []string
	// Unchecked is what could not be read or understood of the configuration as it is: no verdict is about it.
	Unchecked []config.Unchecked
	// Gaps are what may add settings and was not read, in the configuration as it is: "agent/etc/mesos-slave: …".
	Gaps []string
}

// Compile makes the trees of an upgrade in memory. Nothing is written.
func Compile(ctx context.Context, r Request) (*Plan, error) {
	if len(r.Hops) == 0 {
		return nil, errors.New("there is no hop to compile")
	}
	paths, err := absolutePaths(r.Load.Dir, r.Paths)
	if err != nil {
		return nil, err
	}
	for i, p := range paths {
		if _, err := os.Stat(p); err != nil {
			return nil, fmt.Errorf("%s: %w", r.Paths[i], causeOf(err))
		}
	}
	base := baseOf(paths)
	files, leftOut, err := take(ctx, base, paths)
	if err != nil {
		return nil, err
	}
	c := &compiler{Request: r, steps: &steps{byID: map[identity]*Step{}}, plan: &Plan{
		Upgrade: release.Upgrade{From: r.Hops[0].From, To: r.Hops[len(r.Hops)-1].To}, Base: base, LeftOut: leftOut,
	}}
	for _, p := range paths {
		c.plan.Paths = append(c.plan.Paths, files.relative(p))
	}
	c.plan.Options = optionsOf(r.Load, files)
	if err := c.now(ctx, files); err != nil {
		return nil, err
	}
	for _, hop := range r.Hops {
		if err := c.hop(ctx, hop); err != nil {
			return nil, err
		}
	}
	c.plan.tidy(c.steps.list)
	return c.plan, nil
}

// optionsOf returns the options of check that say how to read a tree.
func optionsOf(o load.Options, files *snapshot) []string {
	var out []string
	if o.As != config.Unknown {
		out = append(out, "--as", string(o.As))
	}
	if o.Root != "" {
		root := o.Root
		if !filepath.IsAbs(root) {
			root = filepath.Join(o.Dir, root)
		}
		if abs, err := filepath.Abs(root); err == nil && files.relative(abs) != "" {
			root = treeMark + "/" + files.relative(abs)
		}
		out = append(out, "--root", root)
	}
	return out
}

// treeMark stands for the directory of a tree, which has no path of that form.
const treeMark = "\x00"

// absolutePaths resolves paths against a working directory.
func absolutePaths(dir string, paths []string) ([]string, error) {
	var out []string
	for _, p := range paths {
		if p == "-" {
			return nil, errors.New("standard input is not a tree: name files or directories")
		}
		if !filepath.IsAbs(p) {
			p = filepath.Join(dir, p)
		}
		abs, err := filepath.Abs(p)
		if err != nil {
			return nil, err
		}
		out = append(out, abs)
	}
	return out, nil
}

// causeOf returns an error without the path it is about, which the caller names as the user does.
func causeOf(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return path.Err
	}
	return err
}

// baseOf returns the directory that the trees stand for: what all paths have in common, and the root of a machine where one
// lies in it, so that a file keeps the path by which it is known.
func baseOf(paths []string) string {
	base := ""
	for i, p := range paths {
		own := baseOfOne(p)
		if i == 0 {
			base = own
		}
		for !within(own, base) {
			base = filepath.Dir(base)
		}
	}
	return base
}

func baseOfOne(path string) string {
	for dir := path; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if filepath.Base(dir) == "etc" {
			return filepath.Dir(dir)
		}
	}
	info, err := os.Stat(path)
	if _, _, isFlags := format.FlagDirectoryName(filepath.Base(path)); err == nil && info.IsDir() && !isFlags {
		return path
	}
	return filepath.Dir(path)
}

// within reports whether a path is a directory or lies in it. Both are absolute and clean.
func within(path, dir string) bool {
	return path == dir || strings.HasPrefix(path, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
}

// compiler is a compilation under way.
type compiler struct {
	Request
	plan  *Plan
	steps *steps
	first *config.Config // the configuration as it is on the disk
	state
}

// state is the configuration after the trees so far.
type state struct {
	files   *snapshot
	overlay source.Overlay // over what is on the disk
	loaded  *config.Config
}

// read loads the configuration as an overlay leaves it.
func (c *compiler) read(ctx context.Context, u release.Upgrade, overlay source.Overlay) (*config.Config, error) {
	options := c.Load
	options.Overlay, options.Upgrade = overlay, u
	loaded, err := load.Load(ctx, c.Paths, options)
	if err != nil && len(loaded.Unchecked) == 0 {
		return nil, err
	}
	return loaded, ctx.Err()
}

// judge runs the rules.
func (c *compiler) judge(ctx context.Context, u release.Upgrade, loaded *config.Config, more ...lint.Option) ([]lint.Diagnostic, error) {
	found, err := lint.Run(ctx, c.Rules, u, loaded, slices.Concat(c.Options, []lint.Option{lint.Undated}, more)...)
	if err != nil {
		return nil, fmt.Errorf("checking for %s: %w", u, err)
	}
	return found, nil
}

// now makes the tree of the configuration as it is.
func (c *compiler) now(ctx context.Context, files *snapshot) error {
	first := c.Hops[0]
	c.files = files
	var err error
	if c.loaded, err = c.read(ctx, first, nil); err != nil {
		return err
	}
	if len(c.loaded.Checked) == 0 {
		return nothingFound(c.loaded)
	}
	c.first = c.loaded
	c.plan.Unchecked, c.plan.Gaps = c.loaded.Unchecked, gapsOf(c.loaded.Asked())
	verdict, err := c.verdict(ctx, first.From, nil)
	if err != nil {
		return err
	}
	tree := &Tree{Name: "0-now", Stage: Now, Hop: first, Changes: &fix.Changes{}, Verdicts: []Verdict{verdict}, files: files}
	c.plan.Trees = append(c.plan.Trees, tree)
	return nil
}

// nothingFound says that there is nothing to compile, and what is in the way if something is.
func nothingFound(loaded *config.Config) error {
	if len(loaded.Unchecked) > 0 {
		return fmt.Errorf("nothing to check was found: %w", loaded.Unchecked[0])
	}
	return errors.New("nothing to check was found: name the configuration")
}

// gapsOf names what may add settings to nodes and was not read, each once.
func gapsOf(loaded *config.Config) []string {
	var out []string
	for _, n := range loaded.Nodes {
		for _, g := range n.Gaps {
			if line := n.Name + ": " + g.Reason; !slices.Contains(out, line) {
				out = append(out, line)
			}
		}
	}
	return out
}
