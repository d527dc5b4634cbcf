package load

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/source"
)

const (
	headSize = 4096
	// maxJSON is the largest JSON file that is read, maxText the largest of any other format. The kernel takes no
	// argument and no environment variable above 128 KiB, so larger text was not meant for a daemon.
	maxJSON = 64 << 20
	maxText = 1 << 20
)

var (
	errNotOurs    = errors.New("is not a file of Mesos")
	errNotRegular = errors.New("is not a regular file; " + nameRegular)
)

// tooLarge is the error of a file that is above its format's limit.
type tooLarge struct{ size, limit int64 }

func (e *tooLarge) Error() string {
	return fmt.Sprintf("has %d bytes, and at most %d are read of such a file; check a smaller part of it", e.size, e.limit)
}

// readOne reads a file that was found, as far as it takes to know whether it matters.
func (l *finder) readOne(f *file, buffer []byte) {
	if f.source != nil || f.problem != "" {
		l.recognise(f)
		return
	}
	if pending, found := l.overlay[f.abs]; found && !pending.Gone {
		f.set(l.newSource(f.path, f.abs, pending.Data), pending.Mode)
		if info, err := os.Stat(cmp.Or(pending.From, f.abs)); f.mode == 0 && err == nil {
			f.mode = info.Mode().Perm()
		}
		l.recognise(f)
		return
	}
	mustKnow := f.named || f.wanted || f.as != config.Unknown || f.class.role() != format.Unclaimed || f.mayMatter() ||
		f.credentialsByName() != config.Unknown
	var large *tooLarge // if it is so large that only its words tell whether it matters
	data, mode, err := readFile(f.opened(), buffer, func(head []byte, size int64) error {
		limit := int64(maxText)
		if source.LooksLikeJSON(head) || l.isDocument(f.as) {
			limit = maxJSON
		} else if !mustKnow && (size > maxProse || bytes.IndexByte(head, 0) >= 0 || isProse(f.base())) || !f.named && isProgram(f.base()) && size > maxProse {
			return errNotOurs
		}
		switch {
		case size <= limit:
			return nil
		case !f.named && f.class.form != nil && f.class.form.Generic:
			large = &tooLarge{size, limit}
			return errNotOurs // what is ours in these is small
		}
		return &tooLarge{size, limit}
	})
	switch {
	case errors.Is(err, errNotOurs):
		if large != nil && l.beginsWithSettings(f) {
			f.problem = why(large)
		}
		return
	case err != nil:
		if f.named || f.wanted || f.as != config.Unknown || f.abs == "" || l.isAboutMesos(f.abs) {
			f.problem = why(err)
		}
		return
	}
	if !mustKnow && !source.LooksLikeJSON(data) && !speaksOfMesos(data) {
		return
	}
	f.set(l.newSource(f.path, f.abs, data), mode)
	l.recognise(f)
}

// beginsWithSettings reports whether the first part of a file that is too large to be read names a daemon of Mesos or settings of
// one.
func (l *finder) beginsWithSettings(f *file) (speaks bool) {
	_, _, err := readFile(f.opened(), make([]byte, maxText), func(head []byte, _ int64) error {
		_, what := l.mentionOfSettings(string(head))
		speaks = what != "" || namesDaemon(string(head))
		return errNotOurs
	})
	return speaks && errors.Is(err, errNotOurs)
}

func (f *file) opened() string {
	if f.real != "" {
		return f.real
	}
	return f.abs
}

// readStdin reads standard input, as far as the largest file goes.
func readStdin(r io.Reader) ([]byte, error) {
	if r == nil {
		return nil, errors.New("there is no standard input; name a file")
	}
	data, err := io.ReadAll(io.LimitReader(r, maxJSON+1))
	if err == nil && len(data) > maxJSON {
		err = &tooLarge{int64(len(data)), maxJSON}
	}
	return data, err
}

// Reasons why something could not be checked say what is in the way and, after a semicolon, what to do about it.
const (
	nameRegular     = "copy it to a regular file and check that"
	nameDestination = "name what it leads to as well, or give --root"
	checkRendered   = "check the rendered file"
)

// withoutRemedy returns a reason without what to do about it, for what is only mentioned.
func withoutRemedy(reason string) string {
	reason, _, _ = strings.Cut(reason, "; ")
	return reason
}

// withRemedy returns a reason with what to do about it.
func withRemedy(reason string) string {
	if reason == withoutRemedy(reason) {
		return reason + "; make sure that it can be read"
	}
	return reason
}

// why says in an operator's words why a file could not be read, and what to do.
func why(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		err = path.Err
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "no such file or directory; check the path"
	case errors.Is(err, fs.ErrPermission):
		return "permission denied; run mesoslint as a user who may read it"
	case errors.Is(err, syscall.ELOOP):
		return "too many levels of symbolic links; fix the links"
	case errors.Is(err, syscall.ENOTDIR):
		return "not a directory; check the path"
	}
	return withRemedy(strings.TrimSpace(err.Error()))
}

// irregular says what a file is that is neither regular nor a directory; "" for one that is.
func irregular(mode fs.FileMode) string {
	switch {
	case mode&fs.ModeNamedPipe != 0:
		return "is a FIFO, which is not read; " + nameRegular
	case mode&fs.ModeSocket != 0:
		return "is a socket, which is not read; exclude it"
	case mode&(fs.ModeDevice|fs.ModeCharDevice) != 0:
		return "is a device, which is not read; exclude it"
	case mode&fs.ModeIrregular != 0:
		return "is not a regular file; " + nameRegular
	}
	return ""
}
