package fix

import (
	"crypto/rand"
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

// journal is what a run of fixing is about to do, noted before it changes anything so that whoever comes after can undo
// it. It names files and contents by their hashes; no content stands in it.
type journal struct {
	Schema  int       `json:"schema"`
	Time    time.Time `json:"time"`
	Process int       `json:"process"`
	// Stages are the directories that the run makes for its temporary files, and removes.
	Stages []string `json:"stages,omitempty"`
	// Entries are the changes, in their order.
	Entries []entry `json:"entries"`
}

// journalSchema is the version of the journal that is written and read.
const journalSchema = 1

// entry is one change of a journal. All paths are absolute and lead through no symbolic link, but for their last name.
type entry struct {
	Kind kind `json:"kind"`
	// Path is the file that is replaced or created, or the old name of one that is renamed.
	Path string `json:"path"`
	// To is the new name of a file that is renamed.
	To string `json:"to,omitempty"`
	// Old and New are the hashes of the content before and after the run, "" if not known; of a file that is renamed as it is
	// Old is "".
	Old string `json:"old,omitempty"`
	New string `json:"new,omitempty"`
	// Temp is where the new content waits, Backup where the old one is kept.
	Temp   string `json:"temp,omitempty"`
	Backup string `json:"backup,omitempty"`

	content []byte      // the new content
	old     []byte      // the old content
	mode    fs.FileMode // of a created file
	info    fs.FileInfo // of a replaced file
	shown   string      // how messages name it
}

// kind is what an entry does.
type kind string

const (
	replaces kind = "replace"
	renames  kind = "rename"
	creates  kind = "create"
)

// The journals are called by what is to be done with one whose process is gone: to undo several changes, to undo a single
// one, to remove temporary files. A new one is being written.
const (
	severalPrefix = "several-"
	singlePrefix  = "single-"
	donePrefix    = "done-"
	newPrefix     = "new-"
	journalSuffix = ".json"
	lockSuffix    = ".lock"
)

// note is a journal on the disk, and the lock that says that its process lives.
type note struct {
	d               disk
	state, name, id string
	lock            *os.File
	durable         bool
}

// newID returns a name that no other run has.
func newID() string { return strings.ToLower(rand.Text()[:16]) }

// begin writes a journal if no other run is in the way. Where it is durable, it outlasts the loss of power from then on.
func begin(d disk, state, id string, j *journal, durable bool) (*note, error) {
	if state == "" {
		return nil, errors.New("there is no directory for it")
	}
	if err := makeState(d, state, durable); err != nil {
		return nil, err
	}
	// Of runs that begin together one sees the journal of the other.
	turn, err := takeTurn(state)
	if err != nil {
		return nil, err
	}
	defer turn.Close()
	if err := inTheWay(state, j.Entries); err != nil {
		return nil, err
	}
	n := &note{d: d, state: state, id: id, name: singlePrefix + id + journalSuffix, durable: durable}
	if durable {
		n.name = severalPrefix + id + journalSuffix
	}
	if n.lock, err = takeLock(state, id); err != nil {
		return nil, err
	}
	data, err := json.Marshal(j)
	if err != nil {
		return nil, errors.Join(err, n.remove())
	}
	fresh := filepath.Join(state, newPrefix+id+journalSuffix)
	err = d.create(fresh, data)
	if err == nil && durable {
		err = d.sync(fresh)
	}
	if err == nil {
		err = d.replace(fresh, n.path())
	}
	if err == nil && durable {
		err = d.syncDir(state)
	}
	if err != nil {
		return nil, errors.Join(err, remove(d, fresh), n.remove())
	}
	return n, nil
}

// makeState makes the directory of journals, and those above it.
func makeState(d disk, dir string, durable bool) error {
	if info, err := os.Stat(dir); err == nil {
		if !info.IsDir() {
			return fmt.Errorf("%s is not a directory", dir)
		}
		return nil
	}
	up := filepath.Dir(dir)
	if up == dir {
		return fs.ErrNotExist
	}
	if err := makeState(d, up, durable); err != nil {
		return err
	}
	if err := d.mkdir(dir); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if durable {
		return d.syncDir(up)
	}
	return nil
}

// errRunning says that the process that wrote a journal is at work.
var errRunning = errors.New("its process is still at work")

// takeLock locks a run, and returns what holds the lock until it is closed.
func takeLock(state, id string) (*os.File, error) {
	path := filepath.Join(state, id+lockSuffix)
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return nil, err
		}
		held, err := lock(f, false)
		if err == nil && !held {
			err = errRunning
		}
		if err != nil {
			return nil, errors.Join(err, f.Close())
		}
		// Who removes a lock holds it: what was locked after that is a file that nobody finds.
		if opened, err := f.Stat(); err == nil {
			if named, err := os.Lstat(path); err == nil && os.SameFile(opened, named) {
				return f, nil
			}
		}
		if err := f.Close(); err != nil {
			return nil, err
		}
	}
}

// takeTurn locks the beginning of runs, which takes milliseconds.
func takeTurn(state string) (*os.File, error) {
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		f, err := takeLock(state, "begin")
		if !errors.Is(err, errRunning) || time.Now().After(deadline) {
			return f, err
		}
	}
}

// busyError says that another run stands in the way.
type busyError struct{ reason string }

func (e *busyError) Error() string { return e.reason }

// inTheWay is an error if another run is changing one of the files, or was interrupted while it did.
func inTheWay(state string, entries []entry) error {
	known, err := FindInterrupted(state)
	if err != nil {
		return err
	}
	for _, i := range known {
		if i.Done {
			continue
		}
		for _, e := range entries {
			_, path := slices.BinarySearch(i.Files, e.Path)
			if _, to := slices.BinarySearch(i.Files, e.To); !path && !to {
				continue
			}
			if i.Running {
				return &busyError{fmt.Sprintf("%s is being fixed by another run (process %d)", e.shown, i.Process)}
			}
			return &busyError{fmt.Sprintf("%s is one of the files of an earlier run that was interrupted: undo that first with --recover", e.shown)}
		}
	}
	return nil
}

// Tidy removes from a state directory what is left there of runs that were killed before they began or after they ended.
func Tidy(state string) {
	if private(state) {
		sweep(osDisk{}, state)
	}
}

// sweep removes the locks, and the journals without a name, of runs that were killed before they began or after they ended.
func sweep(d disk, state string) {
	entries, err := os.ReadDir(state)
	if err != nil {
		return
	}
	named := []string{severalPrefix, singlePrefix, donePrefix}
	journals := map[string]bool{}
	for _, e := range entries {
		for _, prefix := range named {
			if id, found := strings.CutPrefix(e.Name(), prefix); found {
				journals[strings.TrimSuffix(id, journalSuffix)] = true
			}
		}
	}
	for _, e := range entries {
		id, found := strings.CutSuffix(e.Name(), lockSuffix)
		if !found || journals[id] {
			continue
		}
		held, err := takeLock(state, id)
		if err != nil {
			continue
		}
		n := &note{d: d, state: state, id: id, name: newPrefix + id + journalSuffix, lock: held}
		began := slices.ContainsFunc(named, func(prefix string) bool { return exists(filepath.Join(state, prefix+id+journalSuffix)) })
		if !began {
			_ = n.remove()
		}
		_ = n.release()
	}
}

func (n *note) path() string { return filepath.Join(n.state, n.name) }

// commit notes that all changes are made: from then on there is nothing to undo. committed is set once that is so, even if
// it is not certain to outlast the loss of power.
func (n *note) commit() (committed bool, err error) {
	if n == nil {
		return true, nil
	}
	name := donePrefix + n.id + journalSuffix
	if err := n.d.replace(n.path(), filepath.Join(n.state, name)); err != nil {
		return false, err
	}
	n.name = name
	if n.durable {
		return true, n.d.syncDir(n.state)
	}
	return true, nil
}

// remove removes the journal and its lock, when nothing is left that it tells of.
func (n *note) remove() error {
	if n == nil {
		return nil
	}
	if err := remove(n.d, n.path()); err != nil {
		return errors.Join(err, n.release())
	}
	lock := filepath.Join(n.state, n.id+lockSuffix)
	if removesOpenFiles {
		return errors.Join(remove(n.d, lock), n.release())
	}
	// Elsewhere what somebody has opened is not removed, so that none of two who lock it is left alone with it; the next run
	// removes what stays.
	err := n.release()
	_ = remove(n.d, lock)
	return err
}

// release lets go of the lock and leaves the journal.
func (n *note) release() error {
	if n == nil || n.lock == nil {
		return nil
	}
	err := n.lock.Close()
	n.lock = nil
	return err
}

// remove removes what may be gone already.
func remove(d disk, path string) error {
	if !exists(path) {
		return nil
	}
	return d.remove(path)
}
