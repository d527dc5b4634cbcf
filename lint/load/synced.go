package load

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/vagrant"
)

// locateSynced returns where a file of the tree lies that is also a machine's.
func (t *fileTree) locateSynced(abs string) (real, root, problem string) {
	root = filepath.Dir(abs)
	real, problem = t.resolveUnder(abs, root, append([]string{root}, t.tops...))
	return real, root, problem
}

// maxVagrantfile is the size up to which a Vagrantfile is looked at for what it shares, in bytes.
const maxVagrantfile = 256 << 10

// synced returns where the file lies in the tree that a path on a machine of Vagrant names: the directory of the Vagrantfile is
// /vagrant there. It returns "" if a source is beside none, or if the Vagrantfile shares something else.
func (t *fileTree) synced(from view, path string) string {
	rest, found := strings.CutPrefix(filepath.ToSlash(filepath.Clean(path)), vagrant.SharedDirectory)
	if !found || rest != "" && rest[0] != '/' || from.source == nil || from.closed {
		return ""
	}
	abs := t.absoluteOf(from.source)
	for _, top := range t.tops {
		for dir := filepath.Dir(abs); within(dir, top); dir = filepath.Dir(dir) {
			name := filepath.Join(dir, "Vagrantfile")
			if !t.exists(name) {
				if dir == filepath.Dir(dir) {
					break
				}
				continue
			}
			if info, err := os.Stat(name); err != nil || info.Size() > maxVagrantfile {
				return ""
			}
			text, err := os.ReadFile(name)
			if err != nil || !vagrant.SharesItself(string(text)) {
				return ""
			}
			return filepath.Join(dir, filepath.FromSlash(rest))
		}
	}
	return ""
}
