package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/lint/source"
)

// destination is one report of a run: its format and where it goes.
type destination struct {
	name   string
	format report.Format
	// file is the path as given, "" for standard output, and path where that is.
	file, path string
}

// leastWidth is the columns that prose takes on a terminal that is narrower.
const leastWidth = 40

// gutterWidth is the columns that the numbers of lines take beside the lines.
const gutterWidth = 8

// destinations reads --format and --output.
func (f checkFlags) destinations(streams Streams) ([]destination, error) {
	if len(f.outputs) == 0 {
		f.outputs = []string{cmp.Or(f.format, report.Names()[0])}
	}
	var out []destination
	for _, text := range f.outputs {
		d := destination{}
		var toFile bool
		d.name, d.file, toFile = strings.Cut(text, "=")
		switch {
		case toFile && d.file == "":
			return nil, fmt.Errorf("--output %q: name a file after the \"=\", or leave it out for standard output", text)
		case d.file == "-", d.file == "/dev/stdout":
			d.file = ""
		case toFile:
			d.path = inDir(streams.Dir, d.file)
		}
		style := report.Style{}
		if d.file == "" {
			style.Color = f.coloured(streams)
			if streams.Width > 0 {
				style.Width, style.Wrap = streams.Width-gutterWidth, max(streams.Width, leastWidth)
			}
		}
		var err error
		if d.format, err = report.ByName(d.name, style); err != nil {
			return nil, noSuchName("format", d.name, report.Names())
		}
		if f.list && !report.Lists(d.format) {
			return nil, fmt.Errorf("--list is printed as text or json, not as %s", d.name)
		}
		for _, other := range out {
			if other.sameAs(d) {
				return nil, fmt.Errorf("two reports for %s: %s and %s; give one of them a file of its own: --output %s=FILE", d.place(), other.name, d.name, d.name)
			}
		}
		out = append(out, d)
	}
	for _, d := range out {
		if err := d.examine(streams); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// coloured reports whether what goes to standard output is coloured.
func (f checkFlags) coloured(streams Streams) bool {
	return f.colour == "always" || f.colour == "auto" && streams.Colour
}

// inDir returns a path that is relative to a directory.
func inDir(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// place is where the report goes, in words.
func (d destination) place() string {
	if d.file == "" {
		return "standard output"
	}
	return d.file
}

// sameAs reports whether two reports go to one place, by whatever names.
func (d destination) sameAs(o destination) bool {
	if d.path == "" || o.path == "" {
		return d.path == o.path
	}
	return filepath.Clean(d.path) == filepath.Clean(o.path) || isSameFile(d.path, o.path)
}

// isSameFile reports whether two paths lead to one file, or would once it is there.
func isSameFile(a, b string) bool {
	a, b = linked(a), linked(b)
	if a == b {
		return true
	}
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}

// linked returns where a symbolic link leads that may lead to nothing yet; another path is returned as it is.
func linked(path string) string {
	for range 40 { // as the kernel does
		target, err := os.Readlink(path)
		if err != nil {
			break
		}
		path = inDir(filepath.Dir(path), target)
	}
	return filepath.Clean(path)
}

// examine says before the work what would be in the way of writing the file after it.
func (d destination) examine(streams Streams) error {
	if d.file == "" {
		return nil
	}
	info, err := os.Stat(d.path)
	if err == nil && info.IsDir() {
		return fmt.Errorf("--output %s=%s: it is a folder: name a file in it", d.name, d.file)
	}
	if out, ok := streams.Out.(*os.File); ok && err == nil && info.Mode().IsRegular() {
		if own, err := out.Stat(); err == nil && os.SameFile(own, info) {
			return fmt.Errorf("--output %s=%s: standard output goes to that file already: leave the file out", d.name, d.file)
		}
	}
	folder, err := os.Stat(filepath.Dir(d.path))
	if err != nil {
		return fmt.Errorf("--output %s=%s: there is no folder %s: make it first", d.name, d.file, filepath.Dir(d.file))
	}
	if !folder.IsDir() {
		return fmt.Errorf("--output %s=%s: %s is not a folder", d.name, d.file, filepath.Dir(d.file))
	}
	return nil
}

// dated reports whether a report shows since which release a finding holds, which can take long to find.
func dated(reports []destination) bool {
	return slices.ContainsFunc(reports, func(d destination) bool { return report.ShowsReleases(d.format) })
}

// wantsFingerprints reports whether anybody asks for the fingerprints of findings: a report, or a baseline.
func (p *request) wantsFingerprints() bool {
	return p.living.baseline != nil || p.living.writes != "" ||
		slices.ContainsFunc(p.reports, func(d destination) bool { return report.ShowsFingerprints(d.format) })
}

// write writes the reports of a run, what goes to standard output to out. Each is written whatever becomes of the others.
func write(reports []destination, out io.Writer, run *report.Run) error {
	var errs []error
	for _, d := range reports {
		if d.file == "" {
			if err := d.format.Write(out, run); err != nil {
				errs = append(errs, fmt.Errorf("writing the report: %w", err))
			}
			continue
		}
		if err := d.replace(run); err != nil {
			var about *fs.PathError // of a file that nobody has heard of
			if errors.As(err, &about) {
				err = about.Err
			}
			errs = append(errs, fmt.Errorf("writing the report %s: %w", d.file, err))
		}
	}
	return errors.Join(errs...)
}

// replace writes a report to its file: in one step, so that nobody reads half of it, and a run that is killed leaves the old
// one. What is not a regular file (a pipe, /dev/stderr) is written to as it is.
func (d destination) replace(run *report.Run) error {
	target := d.path
	if real, err := filepath.EvalSymlinks(target); err == nil {
		target = real // a link stays one
	}
	info, err := os.Stat(target)
	if err == nil && !info.Mode().IsRegular() {
		file, err := os.OpenFile(target, os.O_WRONLY, 0)
		if err != nil {
			return err
		}
		return errors.Join(d.format.Write(file, run), file.Close())
	}
	file, err := newBeside(target, info)
	if err != nil {
		return err
	}
	err = errors.Join(d.format.Write(file, run), file.Sync(), file.Close())
	if err == nil {
		err = os.Rename(file.Name(), target)
	}
	if err != nil {
		_ = os.Remove(file.Name())
	}
	return err
}

// newBeside makes an empty file beside a path, with the mode of the file that is there, if one is.
func newBeside(path string, old fs.FileInfo) (*os.File, error) {
	mode := fs.FileMode(0o666) // less what the umask takes
	if old != nil {
		if probe, err := os.OpenFile(path, os.O_WRONLY, 0); err != nil {
			return nil, err // a file that is write-protected is meant to be
		} else if err := probe.Close(); err != nil {
			return nil, err
		}
		mode = old.Mode().Perm()
	}
	for try := 0; ; try++ {
		name := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d-%d", filepath.Base(path), os.Getpid(), try))
		file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		switch {
		case errors.Is(err, fs.ErrExist) && try < 100:
			continue
		case err != nil:
			return nil, err
		case old != nil:
			return file, file.Chmod(mode)
		}
		return file, nil
	}
}

// overInput refuses a report whose file this run reads, or writes something else to: the report would replace it.
func (p *request) overInput(c *config.Config) error {
	for _, d := range p.reports {
		if d.file == "" {
			continue
		}
		for _, file := range p.ownFiles() {
			if d.sameAs(destination{file: file, path: file}) {
				return fmt.Errorf("--output %s=%s: the run uses that file itself, and the report would replace it", d.name, d.file)
			}
		}
		if _, err := os.Stat(d.path); err != nil {
			continue
		}
		for _, file := range inputs(p.paths, p.dir, c) {
			if isSameFile(d.path, file) {
				return fmt.Errorf("--output %s=%s: the run reads that file, and the report would replace it", d.name, d.file)
			}
		}
	}
	return nil
}

// ownFiles are the configuration file of mesoslint and the baselines of a run, those that are not there yet included.
func (p *request) ownFiles() []string {
	var out []string
	for _, name := range []string{p.living.baselinePath, p.living.writes} {
		if name != "" {
			out = append(out, p.located(name))
		}
	}
	if p.project != nil {
		out = append(out, p.located(p.project.name))
	}
	return out
}

// inputs are the files that a run reads: those named, those that were understood or could not be, and what they refer to.
func inputs(paths []string, dir string, c *config.Config) []string {
	var out []string
	add := func(path string) { out = append(out, inDir(dir, path)) }
	see := func(s *source.Source) {
		if s != nil && s.File != "" {
			out = append(out, s.File)
		}
	}
	for _, p := range paths {
		add(p)
	}
	for _, f := range c.Checked {
		add(filepath.FromSlash(f.Path))
	}
	for _, f := range c.Unchecked {
		add(filepath.FromSlash(f.Path))
	}
	for _, f := range c.Unread {
		add(filepath.FromSlash(f.Path))
	}
	for _, n := range c.Nodes {
		for _, s := range n.Sources {
			see(s)
		}
		for _, s := range n.Settings {
			if s.Reference != nil {
				see(s.Reference.Source)
			}
		}
	}
	for _, d := range c.Documents {
		see(d.Text.Source())
	}
	return out
}

// leaveOutReports takes reports of an earlier run out of what was not read: they mention Mesos settings and hold none.
func leaveOutReports(dir string, c *config.Config) {
	if len(c.Unread) == 0 {
		return
	}
	isReport := report.Recogniser()
	c.Unread = slices.DeleteFunc(c.Unread, func(u config.Unread) bool {
		return isReport(headOf(inDir(dir, filepath.FromSlash(u.Path))))
	})
}

// headOf returns the first bytes of a file, none if it cannot be read.
func headOf(path string) []byte {
	file, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, 1<<12))
	if err != nil {
		return nil
	}
	return data
}

// formatsHelp lists the formats in the help of check.
func formatsHelp() string {
	var b strings.Builder
	b.WriteString("A run writes one report to standard output, with --output as many more to files as there are flags. The formats:")
	for _, name := range report.Names() {
		fmt.Fprintf(&b, "\n  %-10s  %s", name, report.About(name))
	}
	return b.String()
}
