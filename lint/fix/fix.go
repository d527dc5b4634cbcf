// Package fix turns the fixes of diagnostics into changed files: it merges them, shows them as a diff, and writes them
// all or not at all, even if its process is killed.
package fix

import (
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Level says which fixes are applied. A fix that is lint.Manual never is.
type Level uint8

// The levels. Unsafe includes Safe.
const (
	Safe Level = iota
	Unsafe
)

func (l Level) allows(a lint.Applicability) bool {
	return a == lint.Safe || l == Unsafe && a == lint.Unsafe
}

// Scope says which fixes are applied.
type Scope struct {
	Level Level
	// KeepRunning is set if a fix waits for the upgrade of which only later releases read the result as meant: the release that
	// the upgrade comes from reads the files until then.
	KeepRunning bool
}

// Allows reports whether the fix of a diagnostic, which has one, is one to apply.
func (s Scope) Allows(d *lint.Diagnostic) bool {
	return s.Level.allows(d.Fix.Applicability) && !(s.KeepRunning && d.Waits(d.Fix))
}

// Changes are the files that accepted fixes change.
type Changes struct {
	// Accepted are the diagnostics whose fixes are in, safe ones first.
	Accepted []lint.Diagnostic
	// Rejected are the diagnostics whose fixes the scope allows but which are not in.
	Rejected []Rejected
	// Files are the files that change, by reported path.
	Files []*File

	accepted []*lint.Diagnostic // Accepted, in what was planned
}

// Rejected is a fix that is not applied, as a whole.
type Rejected struct {
	// Diagnostic points into the diagnostics that were planned.
	Diagnostic *lint.Diagnostic
	// Against is the diagnostic whose accepted fix this one contradicts; nil if Reason says it all.
	Against *lint.Diagnostic
	// Reason says why, to follow "its fix is not applied: ".
	Reason string
	// Harm is set if the fix would let another finding appear.
	Harm bool
	// Waits is set if it would do so on the running release alone.
	Waits bool
}

// refusal is why a fix is not made.
type refusal struct {
	reason      string
	harm, waits bool
}

// File is one file that changes.
type File struct {
	// Path is how reports name the file before the change, NewPath after it; they differ where it is renamed.
	Path, NewPath string
	// File is where the file is, NewFile where it will be. Both are "" for standard input, which Apply leaves to its
	// caller; File is "" for a created file.
	File, NewFile string
	// Old is the content that was linted, New what it becomes. Both are nil if only the name of a file changes whose
	// content was not read.
	Old, New []byte
	// Created is set for a file that does not exist yet, which gets Mode.
	Created bool
	Mode    fs.FileMode

	oldHidden, newHidden []source.Range
	segments             []segment
	// written are the bytes of New that fixes wrote, by the authors that had a part in them.
	written map[string][]source.Range
}

// Overlay returns the changed files for a loader to read before they are written.
func (c *Changes) Overlay() source.Overlay {
	if len(c.Files) == 0 {
		return nil
	}
	out := source.Overlay{}
	for _, f := range c.Files {
		if f.File != f.NewFile && !f.Created {
			out[f.File] = source.Pending{Gone: true}
		}
	}
	for _, f := range c.Files {
		out[f.NewFile] = source.Pending{Data: f.New, Mode: f.Mode, From: f.File}
	}
	return out
}

// Was returns the file that a file of the changes was before it was renamed.
func (c *Changes) Was(file string) string {
	for _, f := range c.Files {
		if f.NewFile == file && f.File != "" {
			return f.File
		}
	}
	return file
}

// Plan merges the fixes of diagnostics, which are independent changes to one baseline, as commits are merged: edits that
// are the same become one, and a fix that contradicts an accepted one is rejected as a whole, over all its files. Safe
// fixes go before unsafe ones, otherwise the order is that of the diagnostics. Two edits contradict each other where they
// overlap, and where one inserts at a place the other touches. exists reports whether there is a file of that path
// (as Source.File); it guards renames and creates and may be nil.
func Plan(diags []lint.Diagnostic, scope Scope, exists func(file string) bool) *Changes {
	return (&planner{exists: exists}).plan(diags, scope)
}

func (p *planner) plan(diags []lint.Diagnostic, scope Scope) *Changes {
	p.drafts, p.renames, p.targets = map[string]*draft{}, map[string]claim{}, map[string]claim{}
	for i := range diags {
		p.learn(&diags[i])
	}
	out := &Changes{}
	for _, applicability := range []lint.Applicability{lint.Safe, lint.Unsafe} {
		for i := range diags {
			d := &diags[i]
			if d.Fix == nil || d.Fix.Applicability != applicability || !scope.Allows(d) || p.only != nil && !p.only[d] {
				continue
			}
			if rejected := p.add(d); rejected != nil {
				out.Rejected = append(out.Rejected, *rejected)
			} else {
				out.Accepted = append(out.Accepted, *d)
				out.accepted = append(out.accepted, d)
			}
		}
	}
	out.Files = p.files()
	return out
}

// planner holds what accepted fixes claim.
type planner struct {
	drafts  map[string]*draft // by key of the source
	renames map[string]claim  // by old path
	targets map[string]claim  // renames and creates by new path
	exists  func(string) bool
	// only are the diagnostics whose fixes are planned; nil stands for all.
	only map[*lint.Diagnostic]bool
	// refused are the fixes not to make, by what they change.
	refused map[string]refusal
	// written are the bytes that earlier rounds wrote, by file and author.
	written map[string]map[string][]source.Range
	// wanted and made are the fixes that authors had at first and those that earlier rounds made.
	wanted, made map[madeBy]int
}

// draft is one file and the edits accepted for it.
type draft struct {
	source *source.Source
	edits  []edit // ordered; they do not overlap
}

type edit struct {
	start, end int
	text       string
	secrets    []source.Range
	of         *lint.Diagnostic
}

func (e edit) insertion() bool { return e.start == e.end }

func (e edit) same(o edit) bool { return e.start == o.start && e.end == o.end && e.text == o.text }

// contradicts reports whether two different edits of different fixes cannot both be made.
func (e edit) contradicts(o edit) bool {
	if e.insertion() || o.insertion() {
		return e.start <= o.end && o.start <= e.end
	}
	return e.start < o.end && o.start < e.end
}

// claim is a path that an accepted fix renames or creates.
type claim struct {
	rename lint.Rename
	create *lint.Create
	of     *lint.Diagnostic
	near   *source.Source // names the path in reports
}

// key tells files apart: a source without a file is standard input, of which there is one.
func key(s *source.Source) string { return s.File }

// learn remembers the sources a diagnostic points into.
func (p *planner) learn(d *lint.Diagnostic) {
	see := func(s *source.Source) {
		if s != nil && p.drafts[key(s)] == nil {
			p.drafts[key(s)] = &draft{source: s}
		}
	}
	if d.Fix != nil {
		for _, e := range d.Fix.Edits {
			see(e.Span.Source)
		}
	}
	see(d.Span.Source)
	for _, r := range d.Related {
		see(r.Span.Source)
	}
}

// add accepts the fix of a diagnostic, or says why it is rejected and changes nothing.
func (p *planner) add(d *lint.Diagnostic) *Rejected {
	edits, reason := normalise(d, p.drafts)
	if reason != "" {
		return &Rejected{Diagnostic: d, Reason: reason}
	}
	if len(edits)+len(d.Fix.Renames)+len(d.Fix.Creates) == 0 {
		return &Rejected{Diagnostic: d, Reason: "it changes nothing"}
	}
	if why := p.refused[changeKey(d)]; why != (refusal{}) {
		return &Rejected{Diagnostic: d, Reason: why.reason, Harm: why.harm, Waits: why.waits}
	}
	if p.rewrites(d, edits) {
		return &Rejected{Diagnostic: d, Reason: "an earlier fix of the same kind wrote what it would change"}
	}
	against := func(other *lint.Diagnostic) *Rejected {
		return &Rejected{Diagnostic: d, Against: other, Reason: "it contradicts the fix of " + RuleAt(other)}
	}
	for _, file := range slices.Sorted(maps.Keys(edits)) {
		for _, e := range edits[file] {
			if other := p.drafts[file].conflict(e); other != nil {
				return against(other)
			}
		}
	}
	own := map[string]bool{}
	for _, r := range d.Fix.Renames {
		if other := p.renameConflict(r); other != nil {
			return against(other)
		}
		if reason := p.refuseRename(r, own); reason != "" {
			return &Rejected{Diagnostic: d, Reason: reason}
		}
		own[r.From], own[r.To] = true, true
	}
	for i := range d.Fix.Creates {
		create := &d.Fix.Creates[i]
		if other := p.createConflict(create); other != nil {
			return against(other)
		}
		if own[create.Path] || p.taken(create.Path) {
			return &Rejected{Diagnostic: d, Reason: fmt.Sprintf("%s exists already", filepath.Base(create.Path))}
		}
		own[create.Path] = true
	}

	for file, own := range edits {
		for _, e := range own {
			p.drafts[file].insert(e)
		}
	}
	near := p.near(d)
	for _, r := range d.Fix.Renames {
		c := claim{rename: r, of: d, near: near}
		p.renames[r.From], p.targets[r.To] = c, c
	}
	for i := range d.Fix.Creates {
		create := &d.Fix.Creates[i]
		p.targets[create.Path] = claim{create: create, of: d, near: near}
	}
	return nil
}

// normalise returns the edits of a fix by file, ordered, without those that change nothing and with insertions at one
// place joined.
func normalise(d *lint.Diagnostic, drafts map[string]*draft) (map[string][]edit, string) {
	edits := map[string][]edit{}
	for _, e := range d.Fix.Edits {
		s := e.Span.Source
		switch {
		case s == nil:
			return nil, "it edits no file"
		case e.Span.Start < 0 || e.Span.End < e.Span.Start || e.Span.End > len(s.Data):
			return nil, fmt.Sprintf("it edits bytes %d to %d of %s, which has %d", e.Span.Start, e.Span.End, s.Path, len(s.Data))
		case e.Span.Text() == e.Text:
			continue
		}
		if known := drafts[key(s)].source; known != s && string(known.Data) != string(s.Data) {
			return nil, s.Path + " was read twice and changed in between"
		}
		edits[key(s)] = append(edits[key(s)], edit{e.Span.Start, e.Span.End, e.Text, e.Hidden(), d})
	}
	for file, own := range edits {
		slices.SortStableFunc(own, func(a, b edit) int {
			return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
		})
		joined := own[:1]
		for _, e := range own[1:] {
			last := &joined[len(joined)-1]
			switch {
			case e.insertion() && last.insertion() && e.start == last.start:
				last.secrets = append(slices.Clone(last.secrets), source.Shifted(e.secrets, len(last.text))...)
				last.text += e.text
			case e.same(*last):
			case e.start < last.end:
				return nil, "its own edits overlap"
			default:
				joined = append(joined, e)
			}
		}
		edits[file] = joined
	}
	return edits, ""
}

// conflict returns the diagnostic whose edit contradicts e.
func (f *draft) conflict(e edit) *lint.Diagnostic {
	for _, other := range f.edits[f.search(e.start):] {
		if other.start > e.end {
			break
		}
		if !other.same(e) && other.contradicts(e) {
			return other.of
		}
	}
	return nil
}

// search returns the index of the first edit that ends at or after a place.
func (f *draft) search(at int) int {
	if n := len(f.edits); n == 0 || f.edits[n-1].end < at {
		return n
	}
	i, _ := slices.BinarySearchFunc(f.edits, at, func(e edit, at int) int { return cmp.Compare(e.end, at) })
	for i > 0 && f.edits[i-1].end == at {
		i--
	}
	return i
}

func (f *draft) insert(e edit) {
	i := f.search(e.start)
	for ; i < len(f.edits); i++ {
		other := &f.edits[i]
		if other.same(e) {
			other.secrets = source.Union(slices.Concat(other.secrets, e.secrets))
			return
		}
		if cmp.Or(cmp.Compare(other.start, e.start), cmp.Compare(other.end, e.end)) > 0 {
			break
		}
	}
	f.edits = slices.Insert(f.edits, i, e)
}

func (p *planner) renameConflict(r lint.Rename) *lint.Diagnostic {
	if other, found := p.renames[r.From]; found && other.rename != r {
		return other.of
	}
	if other, found := p.targets[r.To]; found && other.rename != r {
		return other.of
	}
	if other, found := p.targets[r.From]; found {
		return other.of
	}
	if other, found := p.renames[r.To]; found {
		return other.of
	}
	return nil
}

// refuseRename says why a rename cannot be made even alone, where own are the paths the same fix claims.
func (p *planner) refuseRename(r lint.Rename, own map[string]bool) string {
	name := filepath.Base(r.To)
	switch {
	case r.From == "" || r.To == "" || r.From == r.To || filepath.Dir(r.From) != filepath.Dir(r.To):
		return "it does not rename a file within its directory"
	case own[r.From] || own[r.To]:
		return "its own renames contradict each other"
	case p.taken(r.To):
		return name + " exists already"
	}
	return ""
}

func (p *planner) createConflict(c *lint.Create) *lint.Diagnostic {
	if other, found := p.targets[c.Path]; found && !sameCreate(other.create, c) {
		return other.of
	}
	if other, found := p.renames[c.Path]; found {
		return other.of
	}
	return nil
}

func sameCreate(a, b *lint.Create) bool {
	return a != nil && a.Path == b.Path && string(a.Data) == string(b.Data) && a.Permissions() == b.Permissions()
}

// taken reports whether a file of that path is there and no accepted fix put it there.
func (p *planner) taken(file string) bool {
	return p.drafts[file] != nil || p.exists != nil && p.exists(file)
}

// near returns the source whose naming the paths of a diagnostic's fix follow.
func (p *planner) near(d *lint.Diagnostic) *source.Source {
	if d.Span.Source != nil {
		return d.Span.Source
	}
	if len(d.Fix.Edits) > 0 {
		return d.Fix.Edits[0].Span.Source
	}
	return source.New("", "", nil)
}

// files makes the changed files of what was accepted.
func (p *planner) files() []*File {
	var out []*File
	for _, draft := range p.drafts {
		s := draft.source
		rename, renamed := p.renames[s.File]
		if len(draft.edits) == 0 && !renamed {
			continue
		}
		f := &File{Path: s.Path, NewPath: s.Path, File: s.File, NewFile: s.File, Old: s.Data, oldHidden: s.Hidden()}
		if f.Old == nil {
			f.Old = []byte{}
		}
		if renamed {
			f.NewFile = rename.rename.To
			f.NewPath = s.PathOf(f.NewFile)
		}
		f.segments = replace([]segment{{end: len(f.Old)}}, draft.edits)
		f.New = assemble(f.Old, f.segments)
		f.newHidden = carried(f.oldHidden, draft.edits)
		f.written = marked(p.written[key(s)], draft.edits)
		out = append(out, f)
	}
	for from, c := range p.renames {
		if p.drafts[from] == nil {
			to := c.rename.To
			out = append(out, &File{Path: c.near.PathOf(from), NewPath: c.near.PathOf(to), File: from, NewFile: to})
		}
	}
	for path, c := range p.targets {
		if c.create != nil {
			name := c.near.PathOf(path)
			out = append(out, &File{Path: name, NewPath: name, NewFile: path, New: append([]byte{}, c.create.Data...),
				Created: true, Mode: c.create.Permissions(), newHidden: source.Union(c.create.Secrets)})
		}
	}
	slices.SortFunc(out, byPath)
	return out
}

func byPath(a, b *File) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.NewPath, b.NewPath))
}

// RuleAt names a diagnostic in a sentence.
func RuleAt(d *lint.Diagnostic) string {
	if d.Span.Source == nil {
		return d.Rule
	}
	at := d.Span.Source.Position(d.Span.Start)
	return fmt.Sprintf("%s at %s:%d:%d", d.Rule, d.Span.Source.Path, at.Line, at.Column)
}
