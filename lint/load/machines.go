package load

import (
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// written are the files that formats write to machines, by absolute path: that of the machine, which is the path of the
// source that describes it, and the path on the machine after it. Nothing of it is on the disk.
type written struct {
	// files are what may lie at a path. There are several where it hangs on a condition which of them does.
	files map[string][]*file
	// entries are the names in each directory, sorted.
	entries map[string][]string
	// whole are the directories of which all content is known, because they were made or emptied.
	whole map[string]bool
	// edited is how much of files was read to edit them, in bytes, by the file that says to.
	edited map[*file]int
	// count is how often a file writes others; cut is set once it does so too often.
	count map[*file]int
	cut   map[*file]bool
}

func newWritten() written {
	return written{files: map[string][]*file{}, entries: map[string][]string{}, whole: map[string]bool{}, edited: map[*file]int{}, count: map[*file]int{}, cut: map[*file]bool{}}
}

// maxWrittenBy bounds how often one file writes others, besides what its own text has room for: what is included again and again
// multiplies. It may write more for each machine that it describes.
const (
	maxWrittenBy  = 1 << 14
	maxForMachine = 24
)

// maxEdited is how much of files the edits of a source may read, in bytes: a file of 16 KiB can be edited a thousand times, and
// by a small source more than a hundred times.
func maxEdited(s *source.Source) int { return min(16<<20, 2<<20+128*len(s.Data)) }

// mayEdit reports whether a source may edit a file once more, and names it as not checked the first time that it may not.
func (l *assembler) mayEdit(f *file, before source.Text, weight int) bool {
	const piece = 64 // what each piece of a text costs beside its bytes
	spent, most := l.written.edited[f.written.writer], maxEdited(f.written.writer.source)
	if spent > most {
		return false
	}
	spent += before.Len()*max(weight, 1) + piece*(1+before.CountPieces())
	l.written.edited[f.written.writer] = spent
	if spent > most {
		at := cmp.Or(f.written.at, f.written.pathAt)
		if at.Source == nil {
			at = f.written.writer.source.Span(0, 0)
		}
		l.uncheckedAt(at, "changes files so often that what they hold in the end was not worked out; check the files that it writes instead")
	}
	return spent <= most
}

// isDirectory reports whether a path is a directory of a machine.
func (w *written) isDirectory(abs string) bool {
	_, found := w.entries[abs]
	return found
}

// has reports whether something was written to a path.
func (w *written) has(abs string) bool { return len(w.files[abs]) > 0 || w.isDirectory(abs) }

// put puts versions of a file at a path below a machine, with the directories above it.
func (w *written) put(base, abs string, versions []*file) {
	w.files[abs] = versions
	w.enter(base, abs)
}

// enter makes the directories above a path.
func (w *written) enter(base, abs string) {
	for abs != base && within(abs, base) {
		dir, name := filepath.Dir(abs), filepath.Base(abs)
		names, _ := w.entries[dir]
		at, found := slices.BinarySearch(names, name)
		if found {
			return
		}
		w.entries[dir] = slices.Insert(names, at, name)
		abs = dir
	}
}

func (w *written) makeDirectory(base, abs string) {
	if !w.isDirectory(abs) {
		w.entries[abs] = nil
	}
	w.enter(base, abs)
}

// remove takes a path away, with all below it.
func (w *written) remove(abs string) {
	for _, name := range slices.Clone(w.entries[abs]) {
		w.remove(filepath.Join(abs, name))
	}
	delete(w.entries, abs)
	delete(w.files, abs)
	dir := filepath.Dir(abs)
	if at, found := slices.BinarySearch(w.entries[dir], filepath.Base(abs)); found {
		w.entries[dir] = slices.Delete(slices.Clone(w.entries[dir]), at, at+1)
	}
}

// list returns the entries of a directory of a machine.
func (w *written) list(dir string) []fs.DirEntry {
	var entries []fs.DirEntry
	for _, name := range w.entries[dir] {
		at := filepath.Join(dir, name)
		versions := w.files[at]
		switch {
		case w.isDirectory(at):
			entries = append(entries, writtenDirectory(name))
		case len(versions) > 0 && versions[len(versions)-1].written.masked:
		default:
			entries = append(entries, pendingEntry(name))
		}
	}
	return entries
}

// writtenDirectory is a directory of a machine.
type writtenDirectory string

func (e writtenDirectory) Name() string               { return string(e) }
func (e writtenDirectory) IsDir() bool                { return true }
func (e writtenDirectory) Type() fs.FileMode          { return fs.ModeDir }
func (e writtenDirectory) Info() (fs.FileInfo, error) { return nil, fs.ErrNotExist }

// below yields the paths of all files at or below a path.
func (w *written) below(abs string) []string {
	var out []string
	if len(w.files[abs]) > 0 {
		out = append(out, abs)
	}
	for _, name := range w.entries[abs] {
		out = append(out, w.below(filepath.Join(abs, name))...)
	}
	return out
}

// machineRoot is where a source's contributions go: the root file system of a host or container that it describes.
type machineRoot struct {
	// abs is the path below which its files are laid out.
	abs string
	// writer is the file that describes it.
	writer *file
	// label tells it apart from other machines of the same file: a service, a root; "" for one that is alone.
	label string
}

// machineOfFile returns the machine that the contributions of a file are for. What lies on a machine already is for that.
func (l *assembler) machineOfFile(f *file) machineRoot {
	if f.written != nil {
		return machineRoot{abs: f.written.root, writer: f.written.writer}
	}
	return machineRoot{abs: l.placeOf(f), writer: f}
}

// part returns a machine besides this one that the same file describes.
func (m machineRoot) part(label string) machineRoot {
	if label == "" {
		return m
	}
	// The label is one path element, so that no root can lie within another.
	name := strings.ReplaceAll(strings.Trim(label, "/"), "/", "_")
	return machineRoot{abs: filepath.Join(m.abs, "root", name), writer: m.writer, label: label}
}

// writtenFile says of a file that no disk holds how it came to be.
type writtenFile struct {
	root   string // of the machine
	path   string // on it
	writer *file
	// known is the number of leading bytes of its text that are known.
	known int
	// holes are the ranges after it that are not known, where the rest is.
	holes []source.Range
	// maybe is set if it may not be there, or not with this content.
	maybe bool
	// base is set if it adds to a file that is not known.
	base bool
	// masked is set if it is a link to nothing, with which a unit is masked.
	masked     bool
	at, pathAt source.Span
}

// base returns the name of a file in its directory, without the secret that somebody wrote in place of a flag's name.
func (f *file) base() string {
	switch {
	case f.shown != "":
		return f.shown
	case f.written != nil:
		return path.Base(f.written.path)
	}
	return filepath.Base(f.path)
}

// nameSpan returns where the name of a flag's file is written: where the path is, as far as it ends with the name; of a
// file on the disk that is nowhere, which the start of the file stands for.
func (f *file) nameSpan(name string) source.Span {
	if f.written == nil || f.copied != nil {
		return f.source.Span(0, 0)
	}
	at := f.written.pathAt
	text := at.Text()
	if i := strings.LastIndex(text, name); i >= 0 && strings.Trim(text[i+len(name):], "\"'") == "" {
		at.Start, at.End = at.Start+i, at.Start+i+len(name)
	}
	return at
}

// marks returns what a template engine will replace in the text of a file.
func (f *file) marks() *marks {
	data, path := f.text.View(), f.path
	if f.written != nil {
		path = f.written.path
	}
	if same := len(data) == len(f.markedText) && (len(data) == 0 || &data[0] == &f.markedText[0]); f.marked == nil || !same {
		f.marked, f.markedText = template.Find(data, path), data
	}
	return f.marked
}

// isMaybe reports whether a file may not be there.
func (f *file) isMaybe() bool { return f.written != nil && f.written.maybe }

// isKnown reports whether the first n bytes of a file's content are known.
func (f *file) isKnown(n int) bool { return f.written == nil || f.written.known >= n }

// unknown returns the ranges of a file's content that only a run knows.
func (f *file) unknown() []source.Range {
	switch {
	case f.isKnown(f.text.Len()):
		return nil
	case len(f.written.holes) > 0:
		return f.written.holes
	}
	return []source.Range{{Start: max(f.written.known, 0), End: f.text.Len()}}
}

// apply writes what a source contributes to its machine. The files appear to whoever looks the machine up.
// It returns the machines that have any: the one, and those under other roots.
func (l *assembler) apply(m machineRoot, files []machine.File) []machineRoot {
	var on []machineRoot
	isOn := map[machineRoot]bool{}
	for _, c := range files {
		if !path.IsAbs(c.Path) {
			continue
		}
		part := m.part(c.Root)
		if !isOn[part] {
			isOn[part] = true
			on = append(on, part)
		}
		if most := maxWrittenBy + maxForMachine*len(on) + m.writer.text.Len()/bytesOfOwn; l.written.count[m.writer] >= most {
			if !l.written.cut[m.writer] {
				l.written.cut[m.writer] = true
				l.uncheckedAt(cmp.Or(c.At, c.PathAt), fmt.Sprintf("what is written from here on was not looked at: before it there are %d files; split the file", most))
			}
			break
		}
		l.written.count[m.writer]++
		if c.Copy != nil && c.Copy.Recursive && !l.isKnownThere(part, *c.Copy) {
			l.nameCopied(part, c)
			continue
		}
		l.applyFile(part, c)
	}
	return on
}

func (l *assembler) applyFile(m machineRoot, c machine.File) {
	abs := filepath.Join(m.abs, filepath.FromSlash(c.Path))
	before := l.written.files[abs]
	switch {
	case c.Operation == machine.Remove:
		l.applyRemove(abs, c)
		return
	case c.Directory:
		l.written.makeDirectory(m.abs, abs)
		return
	case c.OnlyIfMissing && slices.ContainsFunc(before, func(f *file) bool { return !f.isMaybe() }):
		return
	}
	f := &file{abs: abs, path: m.writer.path, mode: c.Mode, written: &writtenFile{
		root: m.abs, path: c.Path, writer: m.writer, at: c.At, pathAt: c.PathAt, maybe: c.Maybe || c.OnlyIfMissing && len(before) == 0 && !l.written.whole[filepath.Dir(abs)],
	}}
	if at := c.PathAt; at.Source != nil && strings.Contains(c.Path, "mesos") && at != l.shownPath {
		l.shownPath = at                                                  // which a list of files in braces, and a loop, have for each
		redact.ShowReference(source.RawText(at.Source, at.Start, at.End)) // where a setting is written is no secret
	}
	f.text, f.written.known = source.LiteralText("", c.PathAt), machine.UnknownContent
	switch {
	case c.Link != "":
		f.written.masked = c.Link == os.DevNull
		if !f.written.masked {
			l.copyTo(f, m, machine.Copy{Path: c.Link, OnMachine: true})
		}
	case c.Operation == machine.Replace && c.Copy != nil:
		l.copyTo(f, m, *c.Copy)
	case c.Operation == machine.Replace:
		f.text, f.written.known, f.written.holes = orPlaced(c.Content, c.PathAt), c.Known, c.Holes
	default:
		l.change(f, c, before)
	}
	if f.copied != nil {
		f.path = f.copied.path
	}
	f.source = cmp.Or(f.text.Source(), c.PathAt.Source, c.At.Source)
	if f.mode == 0 && len(before) > 0 && c.Operation != machine.Replace {
		f.mode = before[len(before)-1].mode
	}
	if !f.written.maybe {
		l.written.put(m.abs, abs, []*file{f})
		return
	}
	for _, other := range before {
		other.written.maybe = true
	}
	l.written.put(m.abs, abs, append(slices.Clone(before), f))
}

// orPlaced returns a text, one that says where it stands where it is empty and does not.
func orPlaced(text source.Text, at source.Span) source.Text {
	if text.Source() == nil && text.Len() == 0 {
		return source.LiteralText("", at)
	}
	return text
}

func (l *assembler) applyRemove(abs string, c machine.File) {
	if !c.Maybe {
		l.written.remove(abs)
		if c.Directory {
			l.written.whole[abs] = true
		}
		return
	}
	for _, at := range l.written.below(abs) {
		for _, f := range l.written.files[at] {
			f.written.maybe = true
		}
	}
}

// change makes the content of a file of what was there before: with text after it, or edited. What was written nowhere
// before is the package's own file, or is none.
func (l *assembler) change(f *file, c machine.File, before []*file) {
	last := (*file)(nil)
	if len(before) > 0 {
		last = before[len(before)-1]
	}
	if len(before) > 1 || last != nil && last.isMaybe() {
		f.written.base = true
	}
	switch {
	case last == nil && (c.Operation == machine.Append || c.Content.Len() > 0):
		f.text, f.written.known, f.written.holes, f.written.base = orPlaced(c.Content, c.PathAt), c.Known, c.Holes, true
	case c.Operation == machine.Append:
		f.written.holes = holesOfBoth(last, c)
		f.text, f.written.known = source.Append(last.text, c.Content), last.written.known
		if last.written.known == last.text.Len() {
			f.written.known += max(c.Known, 0)
		}
		f.written.base = f.written.base || last.written.base
	case last == nil || c.Change == nil || !l.mayEdit(f, last.text, c.Weight):
		f.written.base = true
		l.nameLost(f, last)
	default:
		after, holes, known := edited(c, last.text)
		f.written.base = f.written.base || last.written.base
		if f.text = after; known {
			f.written.known = after.Len()
			if f.written.holes = source.Union(append(holesLeft(last, after), holes...)); len(f.written.holes) > 0 {
				f.written.known = f.written.holes[0].Start
			}
			return
		}
		l.nameLost(f, last)
	}
}

// holesLeft returns where the holes of a file stand in the text that a change makes of it.
func holesLeft(last *file, after source.Text) []source.Range {
	in := map[*source.Source][]source.Range{}
	for _, h := range last.unknown() {
		for _, at := range last.text.Spans(h.Start, h.End) {
			in[at.Source] = append(in[at.Source], source.Range{Start: at.Start, End: at.End})
		}
	}
	var out []source.Range
	for i := 0; len(in) > 0 && i < after.Len(); i++ {
		at := after.Span(i, i+1)
		if !slices.ContainsFunc(in[at.Source], func(h source.Range) bool { return h.Start <= at.Start && at.Start < h.End && at.Start < at.End }) {
			continue
		}
		if n := len(out) - 1; n >= 0 && out[n].End == i {
			out[n].End++
		} else {
			out = append(out, source.Range{Start: i, End: i + 1})
		}
	}
	return out
}

// holesOfBoth returns the holes of a file with text after it.
func holesOfBoth(last *file, c machine.File) []source.Range {
	behind := c.Holes
	if n := c.Content.Len(); len(behind) == 0 && c.Known < n {
		behind = []source.Range{{Start: max(c.Known, 0), End: n}}
	}
	holes := last.unknown() // nobody else adds to them: this file takes the place of the last, and copies are clipped
	for _, h := range behind {
		holes = append(holes, source.Range{Start: last.text.Len() + h.Start, End: last.text.Len() + h.End})
	}
	return holes
}

// copyTo gives a file the content of another: one of the machine, or one of the tree.
func (l *assembler) copyTo(f *file, m machineRoot, c machine.Copy) {
	var from *file
	switch {
	case c.OnMachine:
		if versions := l.written.files[filepath.Join(m.abs, filepath.FromSlash(path.Clean("/"+c.Path)))]; len(versions) > 0 {
			from = versions[len(versions)-1]
		} else {
			from, _ = l.lookUp(view{source: m.writer.source, machine: m.abs}, c.Path)
		}
	default:
		if at, problem := (beside{&l.finder, m.abs}).locate(cmp.Or(c.At.Source, m.writer.source), path.Join(c.Base, c.Path)); problem == "" {
			from, _ = l.openAny(at)
		}
	}
	if from == nil || from.source == nil {
		return
	}
	from.used = true
	if from.written == nil && strings.HasSuffix(template.RenderedName(f.written.path), ".service") && strings.HasSuffix(path.Dir(f.written.path), "/systemd/system") {
		from.installed = true
	}
	f.text, f.written.known, f.copied = from.text, from.text.Len(), cmp.Or(from.copied, from)
	if from.written != nil {
		f.written.known, f.written.holes, f.written.base = from.written.known, slices.Clip(from.written.holes), from.written.base
		f.written.maybe = f.written.maybe || from.written.maybe
	}
	if f.mode == 0 && !c.Rendered { // what an engine makes of a template has a mode of its own
		f.mode, f.modeCopied = l.modeOf(from), true
	}
}

// nameOf returns how reports call a directory or file, which may be one of a machine that a source describes.
func (l *finder) nameOf(abs string) string {
	if m, found := l.machineAt(abs); found {
		on := filepath.ToSlash(strings.TrimPrefix(abs, m.abs))
		return m.writer.path + " (" + strings.TrimPrefix(m.label+" "+on, " ") + ")"
	}
	return l.reported(abs)
}

// machineAt returns the machine that a path lies on, where a source describes it.
func (l *finder) machineAt(abs string) (machineRoot, bool) {
	if len(l.machines) == 0 {
		return machineRoot{}, false
	}
	for dir := abs; ; dir = filepath.Dir(dir) {
		if m, found := l.machines[dir]; found {
			return m, true
		}
		if dir == filepath.Dir(dir) {
			return machineRoot{}, false
		}
	}
}
