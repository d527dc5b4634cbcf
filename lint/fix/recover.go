package fix

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Interrupted is a run of fixing that did not end: its process was killed, or the machine lost power.
type Interrupted struct {
	// Time is when it began.
	Time time.Time
	// Process is the process that ran it. Running is set if that is still at work.
	Process int
	Running bool
	// Files are the files that the run changes, old names and new ones, ordered and absolute.
	Files []string
	// Done is set if every change is made, and only temporary files are left.
	Done bool
	// Problem says why the journal of the run cannot be read; "" if it can. Files is empty then.
	Problem string
	// Journal is the file that tells of the run.
	Journal string

	journal *journal
	id      string
}

// FindInterrupted returns the runs that a state directory tells of, oldest first.
func FindInterrupted(state string) ([]*Interrupted, error) {
	if state == "" || !private(state) {
		return nil, nil // what others may write there is nothing to act upon
	}
	entries, err := os.ReadDir(state)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return nil, nil // who may not read it has never written there
	}
	if err != nil {
		return nil, fmt.Errorf("looking for interrupted runs: %w", err)
	}
	var out []*Interrupted
	for _, e := range entries {
		i := readInterrupted(state, e.Name())
		if i != nil {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b *Interrupted) int { return a.Time.Compare(b.Time) })
	return out, nil
}

// readInterrupted reads one journal; nil if the file is none, or is gone.
func readInterrupted(state, name string) *Interrupted {
	base, found := strings.CutSuffix(name, journalSuffix)
	prefix, id, cut := strings.Cut(base, "-")
	prefix += "-"
	if !found || !cut || prefix != severalPrefix && prefix != singlePrefix && prefix != donePrefix {
		return nil
	}
	i := &Interrupted{Journal: filepath.Join(state, name), Done: prefix == donePrefix, id: id, journal: &journal{}}
	data, err := os.ReadFile(i.Journal)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = json.Unmarshal(data, i.journal)
	}
	switch {
	case err != nil && prefix == singlePrefix:
		// It is not made to outlast the loss of power: there is one change, which is made or not.
		i.Done, i.journal = true, &journal{}
	case err != nil:
		i.Problem = err.Error()
	case i.journal.Schema != journalSchema:
		i.Problem = fmt.Sprintf("it is of schema %d, and this version reads %d", i.journal.Schema, journalSchema)
		i.journal = &journal{}
	}
	i.Time, i.Process, i.Running = i.journal.Time, i.journal.Process, isRunning(state, id)
	for _, e := range i.journal.Entries {
		i.Files = append(i.Files, e.Path)
		if e.To != "" {
			i.Files = append(i.Files, e.To)
		}
	}
	slices.Sort(i.Files)
	i.Files = slices.Compact(i.Files)
	return i
}

// isRunning reports whether somebody holds the lock of a run.
func isRunning(state, id string) bool {
	f, err := os.Open(filepath.Join(state, id+lockSuffix))
	if err != nil {
		return false
	}
	defer f.Close()
	held, err := lock(f, true)
	return err == nil && !held
}

// Concerns returns those files of the run that are or lie in one of some absolute paths; all if there are no paths, and
// the journal where it cannot be read.
func (i *Interrupted) Concerns(paths []string) []string {
	if i.Problem != "" {
		return []string{i.Journal}
	}
	if len(paths) == 0 {
		return i.Files
	}
	named := map[string]bool{}
	for _, path := range paths {
		named[realPath(path)] = true
		if real, err := filepath.EvalSymlinks(path); err == nil {
			named[real] = true
		}
	}
	var out []string
	for _, file := range i.Files {
		for at := file; ; at = filepath.Dir(at) {
			if named[at] {
				out = append(out, file)
			}
			if named[at] || at == filepath.Dir(at) {
				break
			}
		}
	}
	return out
}

// Recovery is what became of an interrupted run.
type Recovery struct {
	// PutBack are the files that are as they were before the run again, by their old names.
	PutBack []string
	// Left says of each file that was not put back why, and where its old content is.
	Left []string
}

// RollBack puts all files of a run back as they were before it, and removes what else it left. A file that somebody changed
// since is left as it is. An error says that not all could be done; to do it again goes on where it stopped.
func (i *Interrupted) RollBack() (*Recovery, error) { return i.rollBack(osDisk{}) }

func (i *Interrupted) rollBack(d disk) (*Recovery, error) {
	if i.Problem != "" {
		return nil, fmt.Errorf("%s cannot be read (%s): check the files of that run, then remove it", i.Journal, i.Problem)
	}
	state := filepath.Dir(i.Journal)
	held, err := takeLock(state, i.id)
	if errors.Is(err, errRunning) {
		return nil, fmt.Errorf("%s (%d)", errRunning, i.Process)
	}
	if err != nil {
		return nil, err
	}
	n := &note{d: d, state: state, id: i.id, name: filepath.Base(i.Journal), lock: held}
	defer n.release()
	if !exists(i.Journal) { // it ended in between
		return &Recovery{}, n.remove()
	}
	out := &Recovery{}
	keep := map[string]bool{}
	if !i.Done {
		put, left := rollBack(d, i.journal.Entries)
		out.PutBack = put
		for _, l := range left {
			if !l.final {
				return out, fmt.Errorf("putting files back: %w", l)
			}
			out.Left = append(out.Left, l.Error())
			keep[l.at] = true
		}
	}
	if problems := clean(d, i.journal, keep); len(problems) > 0 {
		return out, fmt.Errorf("removing temporary files: %s", strings.Join(problems, ", "))
	}
	err = n.remove()
	sweep(d, state)
	return out, err
}

// leftError says why a file was not put back.
type leftError struct {
	path string
	err  error
	// at is where the old content is; "" if nowhere.
	at string
	// final is set if to try again would change nothing.
	final bool
}

func (e *leftError) Error() string {
	if e.at == "" {
		return fmt.Sprintf("%s: %v", e.path, e.err)
	}
	return fmt.Sprintf("%s: %v; its old content is in %s", e.path, e.err, e.at)
}

func (e *leftError) Unwrap() error { return e.err }

var (
	errChangedSince = errors.New("it was changed since, and is not touched")
	errGoneSince    = errors.New("it no longer exists")
)

// rollBack undoes entries, last first, and makes that last.
func rollBack(d disk, entries []entry) (put []string, left []*leftError) {
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		did, failed := undo(d, e)
		if failed != nil {
			left = append(left, failed)
		} else if did {
			put = append(put, e.Path)
		}
	}
	for _, dir := range dirsOf(entries) {
		if err := d.syncDir(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
			left = append(left, &leftError{path: dir, err: err})
		}
	}
	slices.Sort(put)
	return slices.Compact(put), left
}

// undo undoes one entry if it was made, which it tells from what is there.
func undo(d disk, e entry) (did bool, failed *leftError) {
	fail := func(err error) (bool, *leftError) { return false, &leftError{path: e.Path, err: err, at: e.Backup} }
	final := func(err error) (bool, *leftError) {
		l := &leftError{path: e.Path, err: err, final: true}
		if e.Backup != "" && exists(e.Backup) {
			l.at = e.Backup
		}
		return false, l
	}
	switch e.Kind {
	case replaces:
		return undoReplacement(d, e, fail, final)
	case renames:
		return undoRename(d, e, fail, final)
	}
	switch {
	case !exists(e.Path), exists(e.Temp) && !sameFile(e.Temp, e.Path): // it is not made
		return false, nil
	case hashOf(e.Path) != e.New:
		return final(errChangedSince)
	}
	if err := d.remove(e.Path); err != nil {
		return fail(err)
	}
	return true, nil
}

type outcome = func(error) (bool, *leftError)

func undoReplacement(d disk, e entry, fail, final outcome) (bool, *leftError) {
	have := hashOf(e.Path)
	switch {
	case have == e.Old, sameFile(e.Path, e.Backup): // it is not made, or undone
		return false, nil
	case have != e.New && !exists(e.Path):
		return final(errGoneSince)
	case have != e.New:
		return final(errChangedSince)
	case !exists(e.Backup):
		return final(errors.New("its old content no longer exists"))
	}
	if err := d.replace(e.Backup, e.Path); err != nil {
		return fail(err)
	}
	return true, nil
}

func undoRename(d disk, e entry, fail, final outcome) (bool, *leftError) {
	from, to := exists(e.Path), exists(e.To)
	switch {
	case from && to && sameFile(e.Path, e.To) && hasNames(e.To, 2): // between the two halves of it
		if err := d.remove(e.To); err != nil {
			return fail(err)
		}
		return true, nil
	case from: // it is not made, or undone
		return false, nil
	case !to:
		return final(errGoneSince)
	case e.New != "" && !slices.Contains([]string{e.New, e.Old}, hashOf(e.To)): // a loss of power may keep the rename alone
		return final(fmt.Errorf("it is called %s now, and was changed since", e.To))
	}
	if err := moveOn(d, e.To, e.Path); err != nil {
		return fail(err)
	}
	return true, nil
}

func hasNames(path string, least int) bool {
	n, err := names(path)
	return err == nil && n >= least
}

// dirsOf returns the directories in which entries change names, ordered.
func dirsOf(entries []entry) []string {
	var out []string
	for _, e := range entries {
		out = append(out, filepath.Dir(cmp.Or(e.To, e.Path)))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// clean removes the temporary files of a run but for those to keep, makes that last, and says what it could not remove. That
// outlasts the loss of power only where the journal does.
func clean(d disk, j *journal, keep map[string]bool) (problems []string) {
	kept := map[string]bool{}
	for _, e := range j.Entries {
		for _, path := range []string{e.Temp, e.Backup} {
			if path == "" {
				continue
			}
			if keep[path] {
				kept[filepath.Dir(path)] = true
				continue
			}
			if err := remove(d, path); err != nil {
				problems = append(problems, path)
			}
		}
	}
	for _, stage := range j.Stages {
		if kept[stage] {
			continue
		}
		err := remove(d, stage)
		if err == nil && len(j.Entries) > 1 {
			err = d.syncDir(filepath.Dir(stage))
		}
		if err != nil {
			problems = append(problems, stage)
		}
	}
	return problems
}
