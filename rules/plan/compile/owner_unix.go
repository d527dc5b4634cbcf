//go:build unix

package compile

import (
	"io/fs"
	"os"
	"syscall"
)

// careful opens a file that was replaced meanwhile neither through a symbolic link nor by waiting for who writes to a FIFO.
const careful = syscall.O_NOFOLLOW | syscall.O_NONBLOCK

// withOwner gives a file the owner and the group of another one. Where it may not, it returns a mode that lets nobody do more:
// the group it has instead may do what everybody may, and the file runs as nobody else.
func withOwner(path string, like fs.FileInfo, mode fs.FileMode) fs.FileMode {
	want, ok := like.Sys().(*syscall.Stat_t)
	info, err := os.Lstat(path)
	if err != nil || !ok {
		return mode & 0o700
	}
	have, ok := info.Sys().(*syscall.Stat_t)
	if !ok || have.Uid == want.Uid && have.Gid == want.Gid || os.Lchown(path, int(want.Uid), int(want.Gid)) == nil {
		return mode
	}
	mode &^= fs.ModeSetuid | fs.ModeSetgid
	if have.Gid != want.Gid && os.Lchown(path, -1, int(want.Gid)) != nil {
		mode &^= 0o070 &^ (mode & 0o007 << 3)
	}
	return mode
}
