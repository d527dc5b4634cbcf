// Package systemd reads services of systemd: which of the unit files and drop-ins of a machine count, and what the service
// that they make up starts. It follows systemd 252 (src/shared/unit-file.c, src/shared/dropin.c, src/shared/conf-parser.c,
// src/core/load-fragment.c, src/basic/env-file.c) and says where the older ones under which Mesos is run differ.
//
// A Finding names what systemd does:
//
//	systemd/ignored-line             a line that systemd skips: no assignment, in the wrong section, a path that is not absolute
//	systemd/invalid-name             an assignment that systemd drops because its name is none ("export X=1")
//	systemd/invalid-value            an assignment that some releases of systemd drop because of a control character in its value
//	systemd/invalid-utf8             systemd refuses the whole file
//	systemd/continued-comment        a line that older systemds take for a part of the comment above it
//	systemd/unbalanced-quotes        a line that systemd ignores or refuses because its quotes do not match
//	systemd/unknown-escape           a line whose rest systemd ignores because of an escape that it does not know
//	systemd/unknown-specifier        a line that systemd ignores or refuses because of a % that stands for nothing
//	systemd/expansion                $NAME or `command` that systemd passes on as it is written
//	systemd/refused-unit             systemd does not load the service
//	systemd/missing-environment-file the start of the service fails because an environment file is not there
package systemd

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// File is a file in a directory of units: a unit, a drop-in, or a link to one.
type File struct {
	// Path is where it lies on the machine, absolute and clean; the suffix of a template engine does not count. A unit that
	// is in no directory of systemd's is looked at with those beside it.
	Path string
	// Text is its content; that of the file a link leads to, where it is known.
	Text source.Text
	// Unknown are the ranges of Text that only the run knows, ordered and disjoint.
	Unknown []source.Range
	// Unread is set if nothing of the content is known.
	Unread bool
	// Link is the target of a symbolic link as it is written; "" if the file is none.
	Link string
	// Maybe is set if the file may not be there.
	Maybe bool
}

// FileOf returns the file that a contribution writes.
func FileOf(f machine.File) File {
	known := File{Path: f.Path, Text: f.Content, Link: f.Link, Maybe: f.Maybe}
	switch {
	case f.Copy != nil || f.Change != nil || f.Known == machine.UnknownContent:
		known.Unread = true
	default:
		known.Unknown = unknownOf(f)
	}
	return known
}

// unknownOf returns the ranges of the content of a file that only the run knows.
func unknownOf(f machine.File) []source.Range {
	switch {
	case len(f.Holes) > 0:
		return f.Holes
	case f.Known < f.Content.Len():
		return []source.Range{{Start: max(f.Known, 0), End: f.Content.Len()}}
	}
	return nil
}

// Role is what a file is for systemd.
type Role uint8

// The roles.
const (
	NoUnit Role = iota
	Unit
	DropIn
	// Wanted is a link in a .wants, .requires or .upholds directory, which enables a service and names its instance.
	Wanted
)

// RoleOf returns what the file at a path is for systemd, and the name of the unit that it is or that it extends: "service"
// where it extends every service.
func RoleOf(file string) (role Role, unit string) {
	dir, name := path.Split(path.Clean(file))
	name, folder := template.RenderedName(name), path.Base(dir)
	if extended, found := strings.CutSuffix(folder, ".d"); found && (extended == "service" || isService(extended)) {
		if strings.HasSuffix(name, ".conf") && !strings.HasPrefix(name, ".") {
			return DropIn, extended
		}
		return NoUnit, ""
	}
	switch path.Ext(folder) {
	case ".wants", ".requires", ".upholds":
		if isService(name) {
			return Wanted, name
		}
		return NoUnit, ""
	}
	if rest, found := strings.CutSuffix(name, ".systemd"); found && rest != "" {
		name = rest + serviceSuffix
	}
	if isService(name) {
		return Unit, name
	}
	return NoUnit, ""
}

const serviceSuffix = ".service"

// maxName is the longest name of a unit (UNIT_NAME_MAX in src/basic/unit-name.h, without the NUL).
const maxName = 255

func isService(name string) bool {
	return strings.HasSuffix(name, serviceSuffix) && len(serviceSuffix) < len(name) && len(name) <= maxName && name[0] != '.'
}

// unitName is the name of a service taken apart: "prefix@instance.service". A template's instance is "".
type unitName struct {
	prefix, instance string
	at               bool // there is an "@"
}

func parseUnitName(name string) unitName {
	name = strings.TrimSuffix(name, serviceSuffix)
	prefix, instance, at := strings.Cut(name, "@")
	return unitName{prefix, instance, at}
}

func (n unitName) String() string {
	if !n.at {
		return n.prefix + serviceSuffix
	}
	return n.prefix + "@" + n.instance + serviceSuffix
}

func (n unitName) isTemplate() bool { return n.at && n.instance == "" }

func (n unitName) isInstance() bool { return n.instance != "" }

// template returns the name of the template of an instance.
func (n unitName) template() unitName { return unitName{n.prefix, "", true} }

// unescape undoes the escaping of a path in the name of a unit: "-" is a slash, "\x2d" a byte.
func unescape(s string) string {
	if !strings.ContainsAny(s, `-\`) {
		return s
	}
	out := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '-':
			out = append(out, '/')
			continue
		case s[i] == '\\' && i+3 < len(s) && s[i+1] == 'x':
			if v, ok := digits(s[i+2:i+4], 16); ok {
				out = append(out, byte(v))
				i += 3
				continue
			}
		}
		out = append(out, s[i])
	}
	return string(out)
}

// digits returns the value of a number all of whose bytes are digits of a base up to 16.
func digits(s string, base int) (value int, ok bool) {
	for _, c := range []byte(s) {
		d := strings.IndexByte("0123456789abcdef"[:base], lowered(c))
		if d < 0 {
			return 0, false
		}
		value = value*base + d
	}
	return value, s != ""
}

func lowered(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c | 0x20
	}
	return c
}
