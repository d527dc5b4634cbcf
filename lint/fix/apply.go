package fix

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// ApplyError says why changes were not applied.
type ApplyError struct {
	Err error
	// Left are the files that could not be put back as they were, and where their old content is; nearly always none,
	// and then no file was changed.
	Left []string
}

func (e *ApplyError) Error() string {
	if len(e.Left) == 0 {
		return e.Err.Error() + "; no file was changed"
	}
	return fmt.Sprintf("%v; not put back: %s", e.Err, strings.Join(e.Left, ", "))
}

// Unwrap returns the cause.
func (e *ApplyError) Unwrap() error { return e.Err }

// Options say where a run of fixing keeps what it needs to undo itself.
type Options struct {
	// State is the directory in which a run is noted until it is done, so that one that was killed can be undone (see
	// FindInterrupted); "" if there is none. Without it, or where it cannot be written, Apply makes one change and refuses to make several.
	State string
	// ReadsAll reports whether a daemon reads every file of a directory, hidden ones too: no temporary file is put there.
	// It may be nil.
	ReadsAll func(dir string) bool

	foreign bool // the state directory may be somebody else's, as it seems in tests
}

// Apply writes the changes: every file or, where anything goes wrong, none (the error is then an ApplyError). A file is
// replaced in one step by a new one of the same owner, mode, access list and attributes; a symbolic link stays and the
// file it leads to is replaced. Apply refuses where a file no longer holds what was linted, where it has several names,
// where something of it cannot be kept, and where a path to be made is taken. Standard input (the File whose NewFile is
// "") is left to the caller.
//
// A process that is killed, and a machine that loses power, leave a journal in the state directory, by which
// Interrupted.RollBack makes it none; one change alone is made or not at any time.
func (c *Changes) Apply(ctx context.Context, o Options) error { return c.apply(ctx, o, osDisk{}) }

func (c *Changes) apply(ctx context.Context, o Options, d disk) error {
	entries, err := examine(ctx, c.Files)
	if err != nil {
		return &ApplyError{Err: err}
	}
	if len(entries) == 0 {
		return nil
	}
	t := &transaction{ctx: ctx, options: o, d: d, several: len(entries) > 1, entries: entries}
	err = t.run()
	if errors.Is(err, errNoStage) && !t.beside && t.undone {
		// Only making the directory tells whether it can be made.
		t = &transaction{ctx: ctx, options: o, d: d, several: t.several, entries: entries, beside: true}
		err = t.run()
	}
	return err
}

// transaction writes files so that all of it can be undone.
type transaction struct {
	ctx     context.Context
	options Options
	d       disk
	several bool
	entries []entry
	journal *journal
	note    *note
	// beside is set if temporary files are to wait in the directory of each file.
	beside bool
	// made are the entries that are made; undone is set if there is nothing left of a run that failed.
	made   []entry
	undone bool
}

var errChanged = errors.New("it changed since it was read")

func (t *transaction) run() error {
	if err := t.begin(); err != nil {
		return &ApplyError{Err: err}
	}
	defer t.note.release()
	err := t.oneName()
	if err == nil {
		err = t.stage()
	}
	if err == nil {
		err = t.make()
	}
	committed := false
	if err == nil {
		err = t.step(func(disk) error {
			var err error
			committed, err = t.note.commit()
			return err
		})
	}
	switch {
	case err != nil && !committed:
		return t.undo(err)
	case err != nil:
		return fmt.Errorf("all changes are written, but that cannot be noted in %s for good: %w", t.options.State, err)
	}
	keep, problems := t.written()
	if left := clean(t.d, t.journal, keep); len(left) > 0 {
		problems = append(problems, "temporary files could not be removed: "+strings.Join(left, ", "))
	} else if err := t.note.remove(); err != nil {
		problems = append(problems, "the journal could not be removed: "+t.note.path())
	} else {
		sweep(t.d, t.options.State)
	}
	if len(problems) > 0 {
		return fmt.Errorf("all changes are written, but %s", strings.Join(problems, "; "))
	}
	return nil
}

// undo makes everything as it was and returns why.
func (t *transaction) undo(err error) error {
	_, left := rollBack(t.d, t.made)
	out := &ApplyError{Err: err}
	keep, final := map[string]bool{}, true
	for _, l := range left {
		out.Left = append(out.Left, l.Error())
		keep[l.at] = true
		final = final && l.final
	}
	if !final {
		return out // for the next run to go on with
	}
	if len(clean(t.d, t.journal, keep)) == 0 {
		t.undone = t.note.remove() == nil // where the journal stays, the next run finds nothing to undo
		sweep(t.d, t.options.State)
	}
	return out
}

// step makes a step unless the run is to stop.
func (t *transaction) step(do func(disk) error) error {
	if t.ctx.Err() != nil {
		return context.Cause(t.ctx)
	}
	return do(t.d)
}

// begin chooses where temporary files wait, and writes the journal.
func (t *transaction) begin() error {
	id := newID()
	t.journal = &journal{Schema: journalSchema, Time: time.Now(), Process: os.Getpid()}
	p := placer{options: t.options, beside: t.beside, id: id, known: map[string]string{}}
	if !p.beside {
		p.share(dirsOf(slices.DeleteFunc(slices.Clone(t.entries), func(e entry) bool { return e.Kind == renames })))
	}
	stages := map[string]bool{}
	for i := range t.entries {
		e := &t.entries[i]
		if e.Kind == renames {
			continue
		}
		stage, err := p.stageFor(filepath.Dir(e.Path))
		if err != nil {
			return fmt.Errorf("%s: %w", e.shown, err)
		}
		e.Temp = filepath.Join(stage, fmt.Sprintf("%d.new", i))
		if e.Kind == replaces {
			e.Backup = filepath.Join(stage, fmt.Sprintf("%d.old", i))
		}
		if !stages[stage] {
			stages[stage] = true
			t.journal.Stages = append(t.journal.Stages, stage)
		}
	}
	t.journal.Entries = t.entries
	err := t.step(func(d disk) error {
		var err error
		if state := t.options.State; exists(state) && !private(state) && !t.options.foreign {
			return errors.New("it is not the user's alone (chown, and chmod 700, make it so)")
		}
		t.note, err = begin(d, t.options.State, id, t.journal, t.several)
		return err
	})
	var busy *busyError
	if errors.As(err, &busy) || t.ctx.Err() != nil {
		return err
	}
	if err != nil && t.several {
		return fmt.Errorf("changing %d files needs a directory that remembers how to undo it if the run is killed, and %s cannot be used: %w",
			len(t.entries), t.options.stateName(), err)
	}
	return nil // one change alone is made or not, whatever happens
}

func (o Options) stateName() string {
	if o.State == "" {
		return "the directory for the state of programs (XDG_STATE_HOME, or HOME with .local/state)"
	}
	return o.State
}

// oneName is an error if a file has several names, of which only one would lead to the new content.
func (t *transaction) oneName() error {
	for _, e := range t.entries {
		if e.Kind != replaces {
			continue
		}
		n, err := names(e.Path)
		if err != nil {
			return fmt.Errorf("%s: %w", e.shown, err)
		}
		if n > 1 {
			return fmt.Errorf("%s is one file under %d names (hard links), and only this name would lead to the fixed content; make it a file of its own first (cp -p it, then mv the copy over it)", e.shown, n)
		}
	}
	return nil
}

// stage writes the new files where nobody reads them, and gives each old one a second name there.
func (t *transaction) stage() error {
	for _, stage := range t.journal.Stages {
		if err := t.step(func(d disk) error { return d.mkdir(stage) }); err != nil {
			return fmt.Errorf("%w: %w", errNoStage, err)
		}
	}
	for _, e := range t.entries {
		if err := t.stageEntry(e); err != nil {
			return fmt.Errorf("preparing %s: %w", e.shown, err)
		}
	}
	if !t.several {
		return nil
	}
	for _, stage := range t.journal.Stages {
		for _, dir := range []string{stage, filepath.Dir(stage)} {
			if err := t.step(func(d disk) error { return d.syncDir(dir) }); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *transaction) stageEntry(e entry) error {
	if e.Kind == renames {
		return nil
	}
	if err := t.write(e.Temp, e.content, func(d disk) error {
		if e.Kind == creates {
			return d.settle(e.Temp, filepath.Dir(e.Path), e.mode)
		}
		return d.keep(e.Temp, e.Path)
	}); err != nil {
		return err
	}
	if e.Kind == creates {
		return nil
	}
	err := t.step(func(d disk) error { return d.link(e.Path, e.Backup) })
	switch {
	case err == nil || t.ctx.Err() != nil:
		return err
	case isCrossDevice(err) && t.beside:
		return errors.New("it is mounted by itself, and cannot be replaced by another file: fix the file that is mounted")
	case isCrossDevice(err): // quotas of a directory may stand between two of one file system
		return fmt.Errorf("%w: %w", errNoStage, err)
	}
	// A file system without hard links: a copy does.
	return t.write(e.Backup, e.old, func(d disk) error { return d.keep(e.Backup, e.Path) })
}

// write makes a temporary file that is as it shall be for good.
func (t *transaction) write(path string, content []byte, finish func(disk) error) error {
	for _, step := range []func(disk) error{
		func(d disk) error { return d.create(path, content) },
		finish,
		func(d disk) error { return d.sync(path) },
	} {
		if err := t.step(step); err != nil {
			return err
		}
	}
	return nil
}

// make makes the changes, makes the new names last, and looks whether somebody wrote into an old file meanwhile.
func (t *transaction) make() error {
	for _, e := range t.entries {
		if err := t.makeEntry(e); err != nil {
			return err
		}
		t.made = append(t.made, e)
	}
	for _, dir := range dirsOf(t.entries) {
		if err := t.step(func(d disk) error { return d.syncDir(dir) }); err != nil {
			return err
		}
	}
	for _, e := range t.entries {
		if e.Kind != replaces {
			continue
		}
		if same, err := holds(e.Backup, e.old); err != nil || !same {
			return fmt.Errorf("writing %s: %w", e.shown, cmpErr(err, errors.New("another program wrote to it meanwhile")))
		}
	}
	return nil
}

// written returns the old files that another program wrote to after all was done, through what it had open.
func (t *transaction) written() (keep map[string]bool, problems []string) {
	keep = map[string]bool{}
	for _, e := range t.entries {
		if e.Kind != replaces {
			continue
		}
		if same, err := holds(e.Backup, e.old); err == nil && !same {
			keep[e.Backup] = true
			problems = append(problems, fmt.Sprintf("another program wrote to the old %s meanwhile, and what it wrote is in %s", e.shown, e.Backup))
		}
	}
	return keep, problems
}

func cmpErr(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

func (t *transaction) makeEntry(e entry) error {
	var err error
	switch e.Kind {
	case replaces:
		if err = t.step(func(d disk) error { return replaceFile(d, e) }); err != nil {
			err = fmt.Errorf("writing %s: %w", e.shown, err)
		}
	case renames:
		if err = t.step(func(d disk) error { return t.rename(d, e) }); err != nil {
			err = fmt.Errorf("renaming %s to %s: %w", e.shown, filepath.Base(e.To), err)
		}
	case creates:
		if err = t.step(func(d disk) error { return moveOn(d, e.Temp, e.Path) }); err != nil {
			err = fmt.Errorf("creating %s: %w", e.shown, err)
		}
	}
	return err
}

// replaceFile puts the new file in the place of the old one, if that is still the one that was read.
func replaceFile(d disk, e entry) error {
	info, err := os.Lstat(e.Path)
	if err != nil {
		return err
	}
	if !os.SameFile(info, e.info) || !info.ModTime().Equal(e.info.ModTime()) || info.Size() != e.info.Size() {
		return errChanged
	}
	return d.replace(e.Temp, e.Path)
}

// rename gives a file another name without ever replacing a file of that name.
func (t *transaction) rename(d disk, e entry) error {
	info, err := os.Lstat(e.Path)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return errors.New("it is a directory")
	}
	if t.note == nil {
		// Without a journal nobody could end what is done by halves.
		if err := d.move(e.Path, e.To); !errors.Is(err, errNoMove) {
			return err
		}
		return fmt.Errorf("%w, and %s cannot be used, where it would be noted how to undo it", errNoMove, t.options.stateName())
	}
	return moveOn(d, e.Path, e.To)
}
