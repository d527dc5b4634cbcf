package docs

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/baseline"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/lint/suppress"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// Judged is what a run says of the example of a rule.
type Judged struct {
	// Found are the findings of the rule.
	Found []lint.Diagnostic
	// Report are they as text, and what to do about them.
	Report string
	// Fix are the flags with which all their fixes are made, "" if one of them has none that a program may make.
	Fix string
}

// Judge checks the example of a rule as it is before the change; of a rule without one there is nothing to say.
func Judge(ctx context.Context, r *lint.Rule) (*Judged, error) {
	if len(r.Example.Before) == 0 {
		return &Judged{}, nil
	}
	upgrade, err := upgradeOf(&r.Example)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "example")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	if err := Write(dir, r.Example.Before); err != nil {
		return nil, err
	}
	loaded, err := load.Load(ctx, []string{"."}, load.Options{Dir: dir, Vocabulary: rules.Vocabulary(), Upgrade: upgrade})
	if err != nil {
		return nil, fmt.Errorf("loading the example: %w", err)
	}
	found, err := lint.Run(ctx, rules.All(), upgrade, loaded)
	if err != nil {
		return nil, fmt.Errorf("checking the example: %w", err)
	}
	looked := func(string, string) bool { return true }
	if file := r.Example.Baseline; file != "" {
		known, err := baseline.Load(file, filepath.Join(dir, file), rules.Current)
		if err != nil {
			return nil, fmt.Errorf("the baseline of the example: %w", err)
		}
		all := func(string) bool { return true }
		matched := known.Match(found, baseline.Scope{Upgrade: upgrade, Covers: all, Exists: all, Looked: looked})
		if found = matched.New; len(matched.Stale) > 0 {
			d, _ := known.Finding(matched.Stale)
			found = append(found, d)
		}
	}
	lived := suppress.Apply(found, loaded.Files, suppress.Options{Resolve: func(name string) (suppress.Selector, error) { return rules.Suppressible(name, looked) }})
	found = slices.Concat(lived.Kept, lived.Problems)
	found = slices.DeleteFunc(found, func(d lint.Diagnostic) bool { return d.Rule != r.Name })
	text, err := reported(&report.Run{Upgrade: upgrade, Rules: rules.All(), Config: loaded}, found)
	if err != nil {
		return nil, err
	}
	return &Judged{Found: found, Report: text, Fix: fixFlags(found, upgrade.From)}, nil
}

// reported returns findings as the report for people has them, a line each and what to do about it; what several say is
// said once.
func reported(run *report.Run, found []lint.Diagnostic) (string, error) {
	var b strings.Builder
	for i := range found {
		run.Diagnostics = found[i : i+1]
		var text bytes.Buffer
		if err := (report.Concise{}).Write(&text, run); err != nil {
			return "", err
		}
		line, _, _ := strings.Cut(text.String(), "\n")
		fmt.Fprintln(&b, line)
		if help := found[i].Help; help != "" && (i+1 == len(found) || found[i+1].Help != help) {
			fmt.Fprintln(&b, "  help:", help)
		}
	}
	return b.String(), nil
}

// fixFlags returns the flags with which the fixes of findings are made; running reads the files until the upgrade.
func fixFlags(found []lint.Diagnostic, running release.Release) string {
	flags := "--fix"
	add := func(flag string) {
		if !strings.Contains(flags, flag) {
			flags += flag
		}
	}
	for i := range found {
		f := found[i].Fix
		if f == nil || f.Applicability == lint.Manual {
			return ""
		}
		if f.Applicability == lint.Unsafe {
			add(" --unsafe-fixes")
		}
		if !running.IsZero() && running.Less(f.ValidFrom) {
			add(" --with-upgrade")
		}
	}
	if len(found) == 0 {
		return ""
	}
	return flags
}

func upgradeOf(x *lint.Example) (u release.Upgrade, err error) {
	from, to := x.Upgrade()
	if u.To, err = catalog.Releases().Resolve(to); err != nil || from == "" {
		return u, err
	}
	u.From, err = catalog.Releases().Resolve(from)
	return u, err
}

// Write writes the files of an example below a folder, with their permission bits whatever the umask is.
func Write(dir string, files []lint.File) error {
	for _, f := range files {
		name := filepath.Join(dir, filepath.FromSlash(f.Path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, []byte(f.Text), f.Permissions()); err != nil {
			return err
		}
		if err := os.Chmod(name, f.Permissions()); err != nil {
			return err
		}
	}
	return nil
}
