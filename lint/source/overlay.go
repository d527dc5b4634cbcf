package source

import (
	"cmp"
	"io/fs"
	"maps"
)

// Overlay is what files hold after changes that are not written yet, keyed by Source.File ("" is standard input).
// Whoever reads files for a run asks it first; a directory's entries are those on disk, without the ones that are Gone
// here and with the other ones of that directory here. The nil Overlay changes nothing.
type Overlay map[string]Pending

// Pending is one file of an Overlay.
type Pending struct {
	// Gone is set if the file no longer has this name.
	Gone bool
	// Data is the content; nil if it is what From holds.
	Data []byte
	// Mode is the permission bits of a file that is on no disk yet, 0 if From tells.
	Mode fs.FileMode
	// From is the file on disk that this one is or was renamed from; "" if there is none.
	From string
}

// Over returns what files hold after changes that were made where base, other changes that are not written yet, already
// held. Both keep what they are.
func (o Overlay) Over(base Overlay) Overlay {
	if len(base) == 0 {
		return o
	}
	out := maps.Clone(base)
	for file, pending := range o {
		if was, found := base[pending.From]; found && !was.Gone && pending.From != "" {
			if pending.Data == nil {
				pending.Data = was.Data
			}
			pending.Mode, pending.From = cmp.Or(pending.Mode, was.Mode), was.From
		}
		out[file] = pending
	}
	return out
}
