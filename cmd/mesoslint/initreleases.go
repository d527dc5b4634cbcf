package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format/docker"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// namedRelease is a release that a file of the tree names, as the package or the image that it pins.
type namedRelease struct {
	release release.Release
	// place is the file and line, file the file alone.
	place, file string
}

// maxPinned is the size of a file beyond which nobody looks for pinned packages in it.
const maxPinned = 1 << 20

// namedReleases returns the releases that the images of daemons have, and those of pinned packages in the files that were
// looked at, by file and line.
func namedReleases(dir string, c *config.Config) []namedRelease {
	var out []namedRelease
	for _, n := range c.Nodes {
		if n.Image.Len() == 0 || n.Image.Source() == nil {
			continue
		}
		r := docker.ParseReference(n.Image.String())
		if found, known := catalog.ImageRelease(r.Repository(), r.Tag); known && r.Tag != "" {
			at, _ := n.Image.All().Range()
			file := n.Image.Source().Path
			out = append(out, namedRelease{found, fmt.Sprintf("%s:%d", file, at.Line), file})
		}
	}
	var files []string
	for _, checked := range c.Checked {
		files = append(files, checked.Path)
	}
	for _, unread := range c.Unread {
		files = append(files, unread.Path)
	}
	slices.Sort(files)
	pin := pinned()
	for _, file := range slices.Compact(files) {
		abs := filepath.FromSlash(file)
		if !filepath.IsAbs(abs) {
			abs = filepath.Join(dir, abs)
		}
		out = append(out, pinsOf(pin, abs, file)...)
	}
	slices.SortStableFunc(out, func(a, b namedRelease) int { return strings.Compare(a.place, b.place) })
	return slices.Compact(out)
}

// pinned matches a package of Mesos, or a variable for its version, with the release after it: "mesos=1.9.0-2.0.1",
// "mesos-1.9.0-2.0.1.el7", "mesos_version: 1.9.0".
func pinned() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\bmesos(?:[-_ ]?(?:pkg|package|deb|rpm)?[-_ ]?version)?["']?\s*(?:==|=>|[-=:_ ])\s*["']?v?([0-9]+\.[0-9]+\.[0-9]+)\b`)
}

// pinsOf returns the releases that a file pins.
func pinsOf(pin *regexp.Regexp, abs, file string) []namedRelease {
	info, err := os.Stat(abs)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxPinned {
		return nil
	}
	data, err := os.ReadFile(abs)
	if err != nil {
		return nil
	}
	var out []namedRelease
	number := 0
	for line := range strings.Lines(string(data)) {
		number++
		for _, match := range pin.FindAllStringSubmatch(line, -1) {
			if r, err := catalog.Releases().Resolve(match[1]); err == nil {
				out = append(out, namedRelease{r, fmt.Sprintf("%s:%d", file, number), file})
			}
		}
	}
	return out
}

// runningFolder is a folder of the tree whose files all name one release.
type runningFolder struct {
	folder  string
	release release.Release
}

// foldersOf returns the folders that the files lie in which name releases, as high up as each names one alone.
func (d *draft) foldersOf() []runningFolder {
	named := map[string]map[release.Release]bool{}
	for _, n := range d.named {
		for at := path.Dir(n.file); at != "." && at != "/" && !strings.HasPrefix(at, ".."); at = path.Dir(at) {
			if named[at] == nil {
				named[at] = map[release.Release]bool{}
			}
			named[at][n.release] = true
		}
	}
	var out []runningFolder
	for folder, releases := range named {
		if parent := named[path.Dir(folder)]; len(releases) > 1 || len(parent) == 1 {
			continue
		}
		for r := range releases {
			out = append(out, runningFolder{folder, r})
		}
	}
	slices.SortFunc(out, func(a, b runningFolder) int { return strings.Compare(a.folder, b.folder) })
	return out
}
