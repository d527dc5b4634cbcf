//go:build unix

package fix

import (
	"context"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// recorder is a disk that remembers what was done.
type recorder struct {
	disk
	log *[]step
}

// step is one call that succeeded: what it did, to which path, and to which other name.
type step struct {
	call       string
	path, name string
	content    []byte
	mode       fs.FileMode
}

func (r recorder) note(err error, s step) error {
	if err == nil {
		*r.log = append(*r.log, s)
	}
	return err
}

func (r recorder) mkdir(path string) error {
	return r.note(r.disk.mkdir(path), step{call: "mkdir", path: path})
}

func (r recorder) create(path string, content []byte) error {
	return r.note(r.disk.create(path, content), step{call: "create", path: path, content: content})
}

func (r recorder) keep(path, like string) error {
	return r.note(r.disk.keep(path, like), step{call: "keep", path: path, name: like})
}

func (r recorder) settle(path, dir string, mode fs.FileMode) error {
	return r.note(r.disk.settle(path, dir, mode), step{call: "settle", path: path, name: dir, mode: mode})
}

func (r recorder) link(path, name string) error {
	return r.note(r.disk.link(path, name), step{call: "link", path: path, name: name})
}

func (r recorder) replace(path, name string) error {
	return r.note(r.disk.replace(path, name), step{call: "replace", path: path, name: name})
}

func (r recorder) move(path, name string) error {
	return r.note(r.disk.move(path, name), step{call: "move", path: path, name: name})
}

func (r recorder) remove(path string) error {
	return r.note(r.disk.remove(path), step{call: "remove", path: path})
}

func (r recorder) sync(path string) error {
	return r.note(r.disk.sync(path), step{call: "sync", path: path})
}

func (r recorder) syncDir(path string) error {
	return r.note(r.disk.syncDir(path), step{call: "syncDir", path: path})
}

// again makes a step on the disk, as far as what came before it allows.
func (s step) again(d disk) {
	switch s.call {
	case "mkdir":
		_ = d.mkdir(s.path)
	case "create":
		_ = d.create(s.path, s.content)
	case "keep":
		_ = d.keep(s.path, s.name)
	case "settle":
		_ = d.settle(s.path, s.name, s.mode)
	case "link":
		_ = d.link(s.path, s.name)
	case "replace":
		_ = d.replace(s.path, s.name)
	case "move":
		_ = d.move(s.path, s.name)
	case "remove":
		_ = d.remove(s.path)
	}
}

// changesNames returns the directory in which a step changes names, "" if in none: that of the new name for a rename.
func (s step) changesNames() string {
	switch s.call {
	case "mkdir", "create", "remove":
		return filepath.Dir(s.path)
	case "link", "replace", "move":
		return filepath.Dir(s.name)
	}
	return ""
}

// lasts reports whether the i-th of the steps outlasts a loss of power after the last one for certain.
func lasts(steps []step, i int) bool {
	for j := i + 1; j < len(steps); j++ {
		switch later := steps[j]; {
		case later.call == "syncDir" && later.path == steps[i].changesNames(),
			later.call == "sync" && steps[i].call == "create" && later.path == steps[i].path,
			later.call == "remove" && later.path == steps[i].changesNames() && lasts(steps, j): // with all that was in it
			return true
		}
	}
	return false
}

// afterPowerLoss makes those steps again that a loss of power after the last one leaves: all that last for certain, and of
// the others those that chance wants. What is written to a file lasts once the file is synced, else nothing of it may.
func afterPowerLoss(steps []step, chance func() bool) {
	for i, s := range steps {
		if s.changesNames() != "" && !lasts(steps, i) && !chance() {
			continue
		}
		if s.call == "create" {
			synced := false
			for _, later := range steps[i+1:] {
				synced = synced || later.call == "sync" && later.path == s.path
			}
			if !synced && !chance() {
				s.content = nil
			}
		}
		s.again(poor{disk: osDisk{}})
	}
}

// A machine that loses power after any number of steps, of a run or of the recovery of one that was killed, comes up with
// files that are all old or all new after recovery, and nothing else.
func TestPowerLossAtEveryStep(t *testing.T) {
	for name, killed := range map[string]bool{"a run": false, "a run that is killed, and its recovery": true} {
		t.Run(name, func(t *testing.T) {
			inMemory(t)
			top := t.TempDir()
			dir, state := filepath.Join(top, "config"), filepath.Join(top, "state", "mesoslint")
			fresh := func() *Changes {
				for _, d := range []string{dir, filepath.Dir(state)} {
					if err := os.RemoveAll(d); err != nil {
						t.Fatal(err)
					}
					if err := os.Mkdir(d, 0o755); err != nil {
						t.Fatal(err)
					}
				}
				stages, _ := filepath.Glob(filepath.Join(top, stagePrefix+"*"))
				for _, stage := range stages {
					_ = os.RemoveAll(stage)
				}
				return clusterIn(t, dir)
			}
			c := fresh()
			before := tree(t, dir)
			var log []step
			moves := 0
			r := recorder{poor{disk: osDisk{}}, &log}
			err := c.apply(context.Background(), Options{State: state}, hooked{r, func(step, _ string) error {
				if step == "move" {
					moves++
				}
				if killed && moves > 1 {
					return errKilled
				}
				return nil
			}})
			wanted := tree(t, dir)
			if killed {
				if cmp.Equal(before, wanted) {
					t.Fatal("it was killed too early")
				}
				wanted = before
				if err := recovered(t, state, r); err != nil {
					t.Fatal(err)
				}
			} else if err != nil {
				t.Fatal(err)
			}
			if len(log) < 35 {
				t.Fatalf("only %d steps", len(log))
			}
			random := rand.New(rand.NewPCG(1, 2))
			chances := []func() bool{func() bool { return false }, func() bool { return true }}
			for range 4 {
				chances = append(chances, func() bool { return random.IntN(2) == 0 })
			}
			news := 0
			for n := 0; n <= len(log); n++ {
				for i, chance := range chances {
					fresh()
					afterPowerLoss(log[:n], chance)
					if err := recovered(t, state, poor{disk: osDisk{}}); err != nil {
						t.Fatalf("after step %d (%d): %v", n, i, err)
					}
					after := tree(t, dir)
					if diff := cmp.Diff(before, after); diff != "" {
						news++
						if diff := cmp.Diff(wanted, after); diff != "" {
							t.Fatalf("after step %d (%d), neither old nor new:\n%s", n, i, diff)
						}
					}
					nothingLeft(t, dir, state, n)
				}
			}
			t.Logf("%d places to lose power at, %d states of the disk, %d all new", len(log)+1, (len(log)+1)*len(chances), news)
		})
	}
}
