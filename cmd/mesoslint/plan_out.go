package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/plan/compile"
)

// outFlags are the flags of plan that are about the compiled upgrade.
type outFlags struct {
	// dir is where the trees are written; "" if they are not wanted.
	dir         string
	unsafeFixes bool
}

// planOutHelp is what the help of plan says of --out.
const planOutHelp = `--out DIR writes the upgrade out: the whole configuration as it is now, and for each hop as it can be before the upgrade and
as it has to be with it; a patch from each to the next; and a README.md with the steps. Each tree is checked for the releases
that read it, and what its ACLs decide is compared with the one before. What only a person can do is named, with its place.
DIR must not exist, and lies outside of what is named. Nothing is left of it if something goes wrong.`

func (o *outFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&o.dir, "out", "", "write the configuration of each step to `DIR`, which must not exist")
	flags.BoolVar(&o.unsafeFixes, "unsafe-fixes", false, "with --out, include fixes that change something they name")
}

// place resolves --out before anything else is done; it refuses what could not be written.
func (o *outFlags) place(dir string, paths []string, given func(flag string) bool) (string, error) {
	switch {
	case o.dir == "" && given("out"):
		return "", fmt.Errorf("--out is empty: name a directory that does not exist yet")
	case o.dir == "" && o.unsafeFixes:
		return "", fmt.Errorf("--unsafe-fixes does nothing alone: add --out to write the trees")
	case o.dir == "":
		return "", nil
	case given("output"), given("format"), given("all"):
		return "", fmt.Errorf("--out prints what it wrote, and the plan is in its README.md: leave --output and --all out")
	case len(paths) == 0:
		return "", fmt.Errorf("--out writes the configuration of each step: name the configuration to start from")
	}
	place, err := compile.Place(o.dir, dir, paths)
	if err != nil {
		return "", fmt.Errorf("--out: %w", err)
	}
	return place, nil
}

// writeTrees compiles an upgrade, writes it to a place that outFlags.place returned, and says on out what was made.
func (p *request) writeTrees(ctx context.Context, out io.Writer, o outFlags, place string, hops []release.Upgrade, steps func(release.Upgrade) string) error {
	level := fix.Safe
	if o.unsafeFixes {
		level = fix.Unsafe
	}
	compiled, err := compile.Compile(ctx, compile.Request{
		Paths: p.paths, Load: p.load, Rules: p.rules, Options: p.options, Hops: hops, Level: level,
		Settle: p.wanted,
		Limits: fix.Limits{Rounds: fixRounds, Attempts: fixAttempts},
	})
	if err != nil {
		return o.failed(err)
	}
	readme := compiled.Readme(compile.ReadmeParts{Version: programVersion(), Hop: steps})
	if err := compiled.Write(ctx, place, readme); err != nil {
		return o.failed(err)
	}
	if _, err := io.WriteString(out, compiled.Summary(strings.TrimSuffix(o.dir, "/"))); err != nil {
		return err
	}
	if len(compiled.Unchecked) > 0 {
		return exitCode(exitError)
	}
	return nil
}

// wanted returns the findings that neither the configuration file nor a suppression leaves out. A suppression that no hop
// needs may be for another one, so that none is called unused.
func (p *request) wanted(loaded *config.Config, found []lint.Diagnostic) []lint.Diagnostic {
	found, ignored := p.settle(found)
	found, _ = p.leaveOut(loaded, nil, found, ignored, nil, true)
	return found
}

// failed says that there is no plan, and why.
func (o outFlags) failed(err error) error {
	if errors.Is(err, context.Canceled) {
		err = fmt.Errorf("interrupted%s", strings.TrimPrefix(err.Error(), context.Canceled.Error()))
	}
	return fmt.Errorf("--out %s: %w; nothing was written", o.dir, err)
}
