package load

import (
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
)

// ahead lists the folders of a directory that has many while the walk still looks at earlier ones: to list a folder is waiting
// for the kernel, and a repository of ten thousand hosts has fifty thousand of them.
type ahead struct {
	dir   string   // the directory that has many folders
	names []string // of the folders, in order

	lock   sync.Mutex
	moved  *sync.Cond
	walked int                        // the folder that the walk is in
	done   map[int]map[string]listing // by folder: what it and those below it hold
	ended  bool
	taken  map[string]listing // of the folder that the walk is in
}

// listing is what os.ReadDir returned.
type listing struct {
	entries []fs.DirEntry
	err     error
}

const (
	manyFolders = 64  // from which it is worth a goroutine
	farAhead    = 64  // folders that may wait for the walk
	largeFolder = 256 // folders below one from which they are left to the walk
)

// lookAhead starts to list the folders of a directory, if it has many.
func lookAhead(dir string, entries []fs.DirEntry) *ahead {
	if len(entries) < manyFolders || runtime.GOMAXPROCS(0) == 1 {
		return nil
	}
	a := &ahead{dir: dir, walked: -1, done: map[int]map[string]listing{}}
	for _, e := range entries {
		if isWalkedFolder(e) {
			a.names = append(a.names, e.Name())
		}
	}
	if len(a.names) < manyFolders {
		return nil
	}
	a.moved = sync.NewCond(&a.lock)
	go a.run()
	return a
}

// isWalkedFolder reports whether the walk goes into a folder.
func isWalkedFolder(e fs.DirEntry) bool {
	return e.IsDir() && !strings.HasPrefix(e.Name(), ".") && !slices.Contains(skippedDirectories, e.Name())
}

func (a *ahead) run() {
	for i := 0; i < len(a.names); i++ {
		a.lock.Lock()
		for i > a.walked+farAhead && !a.ended {
			a.moved.Wait()
		}
		i = max(i, a.walked+1)
		ended := a.ended || i >= len(a.names)
		a.lock.Unlock()
		if ended {
			return
		}
		below := map[string]listing{}
		listBelow(filepath.Join(a.dir, a.names[i]), below)
		a.lock.Lock()
		a.done[i] = below
		a.lock.Unlock()
	}
}

func listBelow(dir string, into map[string]listing) {
	entries, err := os.ReadDir(dir)
	into[dir] = listing{entries, err}
	for _, e := range entries {
		if isWalkedFolder(e) && len(into) < largeFolder {
			listBelow(filepath.Join(dir, e.Name()), into)
		}
	}
}

// list returns what is known of a folder by now, which the walk asks for once and in order.
func (a *ahead) list(dir string) (l listing, known bool) {
	if filepath.Dir(dir) == a.dir {
		a.enter(filepath.Base(dir))
	}
	l, known = a.taken[dir]
	return l, known
}

// enter notes which folder the walk is in.
func (a *ahead) enter(name string) {
	a.lock.Lock()
	defer a.lock.Unlock()
	at, found := slices.BinarySearch(a.names, name)
	if !found || at <= a.walked {
		return
	}
	for i := a.walked; i < at; i++ {
		delete(a.done, i)
	}
	a.walked, a.taken = at, a.done[at]
	delete(a.done, at)
	a.moved.Signal()
}

func (a *ahead) end() {
	a.lock.Lock()
	defer a.lock.Unlock()
	a.ended = true
	a.moved.Signal()
}
