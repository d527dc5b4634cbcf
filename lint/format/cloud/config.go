package cloud

import (
	"io/fs"
	"path"
	"sort"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// cloudConfig reads a cloud-config: the files in the order in which cloud-init writes them (bootcmd, write_files, those of
// them that wait for the packages, runcmd), and the units of CoreOS.
func (d *document) cloudConfig(root *yamltext.Node) {
	coreos := d.member(root, "coreos")
	if coreos.Kind == yamltext.Mapping {
		for _, address := range [...]string{"public_ipv4", "private_ipv4", "public_ipv6", "private_ipv6"} {
			d.variables = append(d.variables, "$"+address)
		}
	}
	d.commands(d.member(root, "bootcmd"))
	d.writeFiles(d.member(root, "write_files"), false)
	d.units(d.member(coreos, "units"), "content", "drop-ins", "content")
	d.later = append(d.later, func() {
		d.writeFiles(d.member(root, "write_files"), true)
		d.commands(d.member(root, "runcmd"))
	})
}

// writeFiles reads write_files, those that are deferred or the others.
func (d *document) writeFiles(list *yamltext.Node, deferred bool) {
	for _, item := range items(list) {
		if isTrue(d.member(item, "defer")) != deferred {
			continue
		}
		f, found := d.file(item, "path", "")
		if !found {
			continue
		}
		f.Mode = cloudMode(d.member(item, "permissions"))
		f.Operation = replace(isTrue(d.member(item, "append")))
		n := d.doc.Member(item, "content")
		if n == nil {
			if d.doc.Member(item, "source") != nil { // it is fetched
				d.add(f, content{})
			} else {
				d.add(f, content{known: true})
			}
			continue
		}
		c := scalarContent(n.Resolve())
		encoding := d.member(item, "encoding").Value()
		if encoding != "" && len(d.holesIn(c.text)) > 0 {
			c.known = false
		}
		d.add(f, d.undo(c, encoding))
	}
}

func isTrue(n *yamltext.Node) bool {
	switch strings.ToLower(n.Value()) {
	case "true", "yes", "on":
		return true
	}
	return false
}

// cloudMode returns the mode of a file: an octal text, or a number as YAML has it; 0644 if it is neither.
func cloudMode(n *yamltext.Node) fs.FileMode {
	const usual = 0o644
	base := 8
	if n.IsPlain() && !strings.HasPrefix(n.Value(), "0") {
		base = 10
	}
	v, err := strconv.ParseUint(strings.TrimPrefix(n.Value(), "0o"), base, 32)
	if err != nil {
		return usual
	}
	return fs.FileMode(v) & fs.ModePerm
}

// commands reads runcmd or bootcmd: a text is a line of a script, and of a list every word is quoted, so that ">" is an
// argument (cloudinit util.shellify).
func (d *document) commands(list *yamltext.Node) {
	var lines []source.Text
	flush := func() {
		if len(lines) > 0 {
			text, o := source.Join(lines...), d.options()
			o.Holes = d.holesIn(text)
			d.out.Take(shell.Read(text, o).Contributions, false)
		}
		lines = nil
	}
	for _, item := range items(list) {
		if item.Kind == yamltext.Scalar {
			end := item.Text().Span(item.Text().Len(), item.Text().Len())
			lines = append(lines, item.Text(), source.LiteralText("\n", end))
			continue
		}
		var words []machine.Word
		for _, w := range items(item) {
			if w.Kind == yamltext.Scalar {
				words = append(words, d.word(w.Text()))
			}
		}
		if len(words) > 0 {
			flush()
			d.out.Take(shell.Command(words, item.Span(), d.options()).Contributions, false)
		}
	}
	flush()
}

// word returns a word of a command.
func (r *reader) word(text source.Text) machine.Word {
	w := machine.KnownWord(text)
	if w.Holes = r.holesIn(text); len(w.Holes) > 0 {
		w.Known = w.Holes[0].Start
	}
	return w
}

// options are those of the commands, with what a template engine replaces in them.
func (d *document) options() shell.Options {
	o := d.shell
	o.Limits = d.limits
	if d.marks.Any() && o.Marks == nil {
		o.Marks = d.shellMarks
	}
	return o
}

// shellMarks finds what a template engine replaces in a part of the text.
func (d *document) shellMarks(text source.Text) shell.Marks {
	var m shell.Marks
	base := d.in.Raw().Start
	put := func(ranges *[]source.Range, i int) {
		if last := len(*ranges) - 1; last >= 0 && (*ranges)[last].End == i {
			(*ranges)[last].End++
		} else {
			*ranges = append(*ranges, source.Range{Start: i, End: i + 1})
		}
	}
	for i := range text.Len() {
		at := text.Span(i, i+1).Start - base
		switch {
		case d.marks.Changes(at, at+1) && covers(d.marks.Expressions, at):
			put(&m.Unknown, i)
		case d.marks.Changes(at, at+1):
			put(&m.Gone, i)
		}
		if d.marks.MayBeLeftOut(at) {
			put(&m.Optional, i)
		}
	}
	return m
}

// covers reports whether one of ordered, disjoint ranges holds a byte.
func covers(ranges []source.Range, at int) bool {
	i := sort.Search(len(ranges), func(i int) bool { return ranges[i].End > at })
	return i < len(ranges) && ranges[i].Start <= at
}

// unitDirectory is where units are written that a cloud-config or Ignition gives.
const unitDirectory = "/etc/systemd/system"

// units reads a list of units by name: their content, drop-ins and masks. The keys are those of the format.
func (d *document) units(list *yamltext.Node, contentKey, dropInsKey, dropInContentKey string) {
	for _, unit := range items(list) {
		below := unitDirectory
		if isTrue(d.member(unit, "runtime")) {
			below = "/run/systemd/system"
		}
		f, found := d.file(unit, "name", below)
		if !found {
			continue
		}
		if isTrue(d.member(unit, "mask")) {
			f.Link = "/dev/null"
			d.out.Files = append(d.out.Files, f)
		} else if n := d.member(unit, contentKey); n.Kind == yamltext.Scalar {
			d.add(f, content{n.Text(), true})
		}
		for _, dropIn := range items(d.member(unit, dropInsKey)) {
			part, found := d.file(dropIn, "name", path.Join(below, path.Base(f.Path)+".d"))
			if n := d.member(dropIn, dropInContentKey); found && n.Kind == yamltext.Scalar {
				d.add(part, content{n.Text(), true})
			}
		}
	}
}

// dcos reads the configuration that DC/OS is built with: files from the root, and those of its package below
// /opt/mesosphere.
func (d *document) dcos(root *yamltext.Node) {
	for _, list := range [...]struct{ key, below string }{{"root", ""}, {"package", "opt/mesosphere"}} {
		for _, item := range items(d.member(root, list.key)) {
			f, found := d.file(item, "path", list.below)
			if n := d.member(item, "content"); found && n.Kind == yamltext.Scalar {
				f.Mode = cloudMode(d.member(item, "permissions"))
				d.add(f, content{n.Text(), true})
			}
		}
	}
}
