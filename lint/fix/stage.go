package fix

import (
	"errors"
	"path/filepath"
	"slices"
)

// stagePrefix begins the names of the directories in which temporary files wait. What begins with a dot is not read by the
// init wrapper, and only a directory whose files a daemon reads one and all (--modules_dir) would be read with it.
const stagePrefix = ".mesoslint-"

// errNoStage says that a directory for temporary files cannot be made.
var errNoStage = errors.New("making a directory for temporary files")

// placer chooses directories for temporary files: above the directories of the files, because no daemon reads one that stands
// beside the directory it reads; or, where that is another file system or not writable, in the file's own.
type placer struct {
	options Options
	beside  bool
	id      string
	known   map[string]string // by directory of the files
}

// share chooses one directory for the files of many, as far as one can serve them: each is made, and made to last, by itself.
func (p *placer) share(dirs []string) {
	var groups [][]string
	for _, dir := range dirs {
		i := slices.IndexFunc(groups, func(group []string) bool { return sameMount(group[0], dir) })
		if i < 0 {
			groups = append(groups, []string{dir})
		} else {
			groups[i] = append(groups[i], dir)
		}
	}
	for _, group := range groups {
		host := group[0]
		for _, dir := range group[1:] {
			host = shared(host, dir)
		}
		for slices.Contains(group, host) || p.options.readsAll(host) {
			if host == filepath.Dir(host) {
				break
			}
			host = filepath.Dir(host)
		}
		if len(group) < 2 || host == filepath.Dir(host) || !sameMount(host, group[0]) || !mayWrite(host) {
			continue
		}
		for _, dir := range group {
			p.known[dir] = filepath.Join(host, stagePrefix+p.id)
		}
	}
}

// shared returns the lowest directory that two lie in, or that is one of them.
func shared(a, b string) string {
	for a != b {
		if len(a) < len(b) {
			a, b = b, a
		}
		a = filepath.Dir(a)
	}
	return a
}

// stageFor returns the directory for the temporary files of a directory. It does not make it.
func (p *placer) stageFor(dir string) (string, error) {
	if stage, found := p.known[dir]; found {
		return stage, nil
	}
	host, err := p.hostFor(dir)
	if err != nil {
		return "", err
	}
	p.known[dir] = filepath.Join(host, stagePrefix+p.id)
	return p.known[dir], nil
}

func (p *placer) hostFor(dir string) (string, error) {
	for up := filepath.Dir(dir); !p.beside && sameMount(up, dir); up = filepath.Dir(up) {
		if p.options.readsAll(up) && up != filepath.Dir(up) {
			continue
		}
		if up != dir && !p.options.readsAll(up) && mayWrite(up) {
			return up, nil
		}
		break
	}
	if p.options.readsAll(dir) {
		return "", errors.New("a daemon reads every file of its directory, hidden ones too, and no directory above it on the same file system can be written: there is no place for the new file to wait")
	}
	return dir, nil
}

func (o Options) readsAll(dir string) bool { return o.ReadsAll != nil && o.ReadsAll(dir) }
