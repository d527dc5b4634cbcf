package load

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// A repository of many hosts is read alike whether somebody lists its folders ahead of the walk or not.
func TestManyFoldersAreAllFound(t *testing.T) {
	files := map[string]string{}
	for i := range 3 * manyFolders {
		host := fmt.Sprintf("hosts/h%03d/", i)
		files[host+"etc/mesos-slave/work_dir"] = "/w"
		files[host+"etc/mesos-slave/attributes/rack"] = "r"
		files[host+"deep/a/b/c/acls.json"] = `{"run_tasks": []}`
		files[host+".hidden/acls.json"] = `{"run_tasks": []}`
		files[host+"node_modules/acls.json"] = `{"run_tasks": []}`
	}
	dir := tree(t, files)
	c := load(t, dir, Options{}, ".")
	if nodes, documents := len(c.Nodes), len(c.Documents); nodes != 3*manyFolders || documents != 3*manyFolders {
		t.Errorf("%d nodes and %d documents of %d hosts", nodes, documents, 3*manyFolders)
	}
	for _, n := range c.Nodes {
		if len(n.Settings) != 2 {
			t.Errorf("%s has %d settings", n.Name, len(n.Settings))
		}
	}
}

// The walk overtakes who looks ahead, leaves folders out, and ends early; what is known of a folder is what it holds.
func TestLookingAhead(t *testing.T) {
	dir := t.TempDir()
	for i := range 4 * manyFolders {
		if err := os.MkdirAll(filepath.Join(dir, fmt.Sprintf("h%03d", i), "etc", "x"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if lookAhead(dir, entries[:manyFolders-1]) != nil {
		t.Error("few folders are worth a goroutine")
	}
	for _, step := range []int{1, 3, manyFolders, 2*manyFolders + 1} {
		a := lookAhead(dir, entries)
		if a == nil {
			t.Skip("there is one processor")
		}
		for i := 0; i < len(entries)-manyFolders/2; i += step {
			for _, folder := range []string{"", "etc", "etc/x"} {
				path := filepath.Join(dir, entries[i].Name(), folder)
				l, known := a.list(path)
				if want := map[string]int{"": 1, "etc": 1}[folder]; known && (l.err != nil || len(l.entries) != want) {
					t.Errorf("%s: %d entries, %v", path, len(l.entries), l.err)
				}
			}
			a.lock.Lock()
			if len(a.done) > farAhead+1 {
				t.Errorf("%d folders wait", len(a.done))
			}
			a.lock.Unlock()
		}
		a.end()
	}
}
