package cloud

import (
	"io/fs"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
)

// ignition reads a configuration of Ignition, or of what is made into one: the same tree with texts in place of URLs and
// octal modes. A file is there once the machine has started for the first time.
func (d *document) ignition(root *yamltext.Node) {
	storage := d.member(root, "storage")
	for _, item := range items(d.member(storage, "directories")) {
		if f, found := d.file(item, "path", ""); found {
			f.Directory, f.Mode = true, ignitionMode(d.member(item, "mode"))
			d.out.Files = append(d.out.Files, f)
		}
	}
	for _, item := range items(d.member(storage, "files")) {
		d.ignitionFile(item)
	}
	for _, item := range items(d.member(storage, "links")) {
		if f, found := d.file(item, "path", ""); found {
			f.Link = d.member(item, "target").Value()
			d.out.Files = append(d.out.Files, f)
		}
	}
	units := d.member(d.member(root, "systemd"), "units")
	d.units(units, "contents", "dropins", "contents")
}

// ignitionFile reads a file: its content, and what is added to it.
func (d *document) ignitionFile(item *yamltext.Node) {
	f, found := d.file(item, "path", "")
	if !found {
		return
	}
	f.Mode = ignitionMode(d.member(item, "mode"))
	appended := d.member(item, "append")
	contents := d.member(item, "contents")
	if contents.Kind == yamltext.Mapping || len(items(appended)) == 0 {
		f.Operation = replace(isTrue(appended))
		d.addResource(f, contents)
	}
	for _, more := range items(appended) {
		f.Operation = machine.Append
		d.addResource(f, more)
	}
}

// addResource adds a file whose content is written in place, is a "data:" URL, a file of the tree, or is fetched.
func (d *document) addResource(f machine.File, n *yamltext.Node) {
	if inline := d.member(n, "inline"); inline.Kind == yamltext.Scalar {
		d.add(f, content{inline.Text(), true})
		return
	}
	if local := d.member(n, "local"); local.Kind == yamltext.Scalar {
		f.Copy = &machine.Copy{Path: local.Value(), At: local.Content()}
		d.out.Files = append(d.out.Files, f)
		return
	}
	c := content{known: true}
	if from := d.member(n, "source"); from.Kind == yamltext.Scalar {
		c = dataURL(from.Text())
	} else if remote := d.member(n, "remote"); remote.Kind == yamltext.Mapping { // Container Linux Config
		c = dataURL(d.member(remote, "url").Text())
	}
	if strings.EqualFold(d.member(n, "compression").Value(), "gzip") {
		c = d.undoGzip(c)
	}
	d.add(f, c)
}

// ignitionMode returns a mode: a decimal number in JSON, an octal one in YAML. No mode is 0644.
func ignitionMode(n *yamltext.Node) fs.FileMode {
	base := 10
	if strings.HasPrefix(n.Value(), "0") {
		base = 8
	}
	v, err := strconv.ParseUint(strings.TrimPrefix(n.Value(), "0o"), base, 32)
	if err != nil {
		return 0
	}
	return fs.FileMode(v) & fs.ModePerm
}
