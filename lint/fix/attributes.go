//go:build linux || darwin || freebsd || netbsd

package fix

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/unix"
)

// signatures are attributes that hold of one content only.
var signatures = []string{"security.ima", "security.evm"}

// bookkeeping are attributes that macOS writes to files by itself, of who made them and who may see them, and that no program
// can change or remove.
var bookkeeping = []string{"com.apple.provenance", "com.apple.macl"}

// keepAttributes gives a file exactly the extended attributes of another one.
func keepAttributes(path, like string) error {
	want, err := attributes(like)
	if err != nil {
		return fmt.Errorf("reading its attributes: %w", err)
	}
	have, err := attributes(path)
	if err != nil {
		return fmt.Errorf("reading the attributes of a new file: %w", err)
	}
	for name := range have {
		if _, found := want[name]; found || slices.Contains(signatures, name) || slices.Contains(bookkeeping, name) {
			continue
		}
		if err := unix.Lremovexattr(path, name); err != nil {
			return fmt.Errorf("a new file beside it has %s, which cannot be removed: %w", described(name), err)
		}
	}
	for name, value := range want {
		if slices.Contains(signatures, name) {
			return fmt.Errorf("it is signed (%s), and the signature would no longer match: change it by hand and sign it again", name)
		}
		if known, found := have[name]; found && known == value || slices.Contains(bookkeeping, name) {
			continue
		}
		if err := unix.Lsetxattr(path, name, []byte(value), 0); err != nil {
			return fmt.Errorf("%s cannot be kept: %w", described(name), err)
		}
	}
	return nil
}

// described names an attribute in a sentence.
func described(name string) string {
	switch name {
	case "system.posix_acl_access":
		return "its access list (" + name + ")"
	case "security.selinux":
		return "its SELinux label (" + name + ")"
	}
	return "its attribute " + name
}

// attributes returns the extended attributes of a file by name; none if the file system has none.
func attributes(path string) (map[string]string, error) {
	names, err := unbounded(func(b []byte) (int, error) { return unix.Llistxattr(path, b) })
	if errors.Is(err, unix.ENOTSUP) || errors.Is(err, unix.ENOSYS) || err == nil && len(names) == 0 {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for name := range strings.SplitSeq(strings.TrimSuffix(string(names), "\x00"), "\x00") {
		value, err := unbounded(func(b []byte) (int, error) { return unix.Lgetxattr(path, name, b) })
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out[name] = string(value)
	}
	return out, nil
}

// unbounded calls a function that fills a buffer until the buffer is large enough.
func unbounded(fill func([]byte) (int, error)) ([]byte, error) {
	for buffer := make([]byte, 256); ; buffer = make([]byte, 4*len(buffer)) {
		n, err := fill(buffer)
		if err == nil {
			return buffer[:n], nil
		}
		if !errors.Is(err, unix.ERANGE) || len(buffer) > 1<<20 {
			return nil, err
		}
	}
}
