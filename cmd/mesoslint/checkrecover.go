package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/fix"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/source"
)

// patience is how long a run waits for another one that is fixing the same files, which takes milliseconds.
const patience = 3 * time.Second

// interrupted is a run of --fix that did not end, and those of its files that a check is about.
type interrupted struct {
	*fix.Interrupted
	concerned []string
}

// interruptedRuns returns the runs of --fix that changed something in some paths and did not end. No paths stand for all.
func interruptedRuns(dir string, paths []string) ([]interrupted, error) {
	absolute := make([]string, 0, len(paths))
	for _, path := range paths {
		if path == "-" {
			continue
		}
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		abs, err := filepath.Abs(path)
		if err != nil {
			return nil, err
		}
		absolute = append(absolute, abs)
	}
	if len(paths) > 0 && len(absolute) == 0 {
		return nil, nil
	}
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		found, err := fix.FindInterrupted(stateDir())
		if err != nil {
			return nil, err
		}
		var out []interrupted
		running := false
		for _, i := range found {
			if concerned := i.Concerns(absolute); len(concerned) > 0 || len(paths) == 0 {
				out = append(out, interrupted{i, concerned})
				running = running || i.Running
			}
		}
		if !running || time.Now().After(deadline) {
			return out, nil
		}
	}
}

// began says when a run of --fix began.
func (i interrupted) began() string { return i.Time.Local().Format(time.DateTime) }

// noteInterrupted names the files that an interrupted run of --fix left neither all old nor all new as not checked: what
// they hold is not what anybody wanted.
func (p *request) noteInterrupted(loaded *config.Config) error {
	any, err := fix.FindInterrupted(stateDir())
	if err != nil || len(any) == 0 {
		return err
	}
	found, err := interruptedRuns(p.load.Dir, slices.Concat(p.paths, filesOf(loaded)))
	if err != nil {
		return err
	}
	for _, i := range found {
		if i.Done && !i.Running {
			continue // but for temporary files all is well
		}
		p.halfDone = append(p.halfDone, config.Unchecked{Path: p.naming.Of(from(p.dir, i.concerned[0])), Reason: i.reason()})
	}
	loaded.Unchecked = append(loaded.Unchecked, p.halfDone...)
	return nil
}

// filesOf returns the files that were read into nodes and documents.
func filesOf(c *config.Config) []string {
	var out []string
	for _, s := range sourcesOf(c) {
		if s.File != "" {
			out = append(out, s.File)
		}
	}
	return out
}

// reason says why files of the run cannot be judged, and what to do.
func (i interrupted) reason() string {
	switch {
	case i.Problem != "":
		return fmt.Sprintf("tells of a --fix that was interrupted, and cannot be read (%s); check the files of that run and remove it", i.Problem)
	case i.Running:
		return fmt.Sprintf("is being changed by another --fix (process %d); check it again when that is done", i.Process)
	case len(i.Files) == 1:
		return fmt.Sprintf("a --fix of it was interrupted (%s); `mesoslint check --recover` puts it back and removes what is left of that run", i.began())
	}
	return fmt.Sprintf("a --fix of it and %d more was interrupted (%s), so some of these files may be fixed and some not; `mesoslint check --recover` puts all back as they were before that run",
		len(i.Files)-1, i.began())
}

// from returns the path of a file by the name that the working directory has, which may be a link: the journal has real paths.
func from(dir, file string) string {
	if rel, err := filepath.Rel(realDir(dir), file); err == nil && filepath.IsLocal(rel) {
		return filepath.Join(dir, rel)
	}
	return file
}

func realDir(dir string) string {
	if real, err := filepath.EvalSymlinks(dir); err == nil {
		return real
	}
	return dir
}

// undoInterrupted puts files back that an interrupted run of --fix left, before they are fixed again.
func undoInterrupted(w io.Writer, dir string, paths []string) error {
	found, err := interruptedRuns(dir, paths)
	if err != nil || len(found) == 0 {
		return err
	}
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	naming := load.NewNaming(dir, paths)
	for _, i := range found {
		if i.Running {
			return fmt.Errorf("%s is being fixed by another run (process %d)", source.Printable(naming.Of(from(dir, i.concerned[0]))), i.Process)
		}
		put, err := i.rollBack(dir, paths)
		if err != nil {
			return err
		}
		if len(put) > 0 {
			fmt.Fprintf(w, "a --fix that was interrupted (%s) is undone first: %s put back\n", i.began(), files(len(put)))
		}
	}
	return nil
}

// rollBack undoes the run and returns what was put back, as a report on paths names it; no paths stand for the files
// themselves. That a file was changed since and stays is an error.
func (i interrupted) rollBack(dir string, paths []string) ([]string, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	out, err := i.RollBack()
	if err != nil {
		return nil, fmt.Errorf("undoing the --fix that was interrupted (%s): %w", i.began(), err)
	}
	for j, file := range out.PutBack {
		out.PutBack[j] = from(dir, file)
	}
	if len(paths) == 0 {
		paths = out.PutBack
	}
	naming := load.NewNaming(dir, paths)
	for j, file := range out.PutBack {
		out.PutBack[j] = source.Printable(naming.Of(file))
	}
	if len(out.Left) > 0 {
		return out.PutBack, fmt.Errorf("not put back: %s", strings.Join(out.Left, ", "))
	}
	return out.PutBack, nil
}

// recoverFixes is check --recover: it undoes the runs of --fix that were interrupted, those that concern some paths or all.
func recoverFixes(streams Streams, flags *pflag.FlagSet, paths []string) error {
	var other []string
	flags.Visit(func(f *pflag.Flag) {
		if f.Name != "recover" {
			other = append(other, "--"+f.Name)
		}
	})
	if len(other) > 0 {
		return fmt.Errorf("--recover only undoes what an interrupted --fix left: leave %s out", strings.Join(other, ", "))
	}
	if slices.Contains(paths, "-") {
		return errors.New("--recover takes files and folders, and no standard input")
	}
	found, err := interruptedRuns(streams.Dir, paths)
	if err != nil {
		return err
	}
	var failed error
	for _, i := range found {
		put, err := i.rollBack(streams.Dir, paths)
		for _, file := range put {
			fmt.Fprintf(streams.Out, "put back: %s\n", file)
		}
		if failed = errors.Join(failed, err); err == nil {
			fmt.Fprintf(streams.Out, "the --fix that was interrupted (%s) is undone\n", i.began())
		}
	}
	if len(found) == 0 {
		fix.Tidy(stateDir())
		fmt.Fprintln(streams.Out, "there is no interrupted --fix to undo")
	}
	return failed
}

// files counts files in words.
func files(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}
