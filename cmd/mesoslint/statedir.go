package main

import (
	"os"
	"os/user"
	"path/filepath"
	"runtime"
)

// stateDir returns the directory in which runs of --fix are noted until they are done, "" if the environment names
// none: mesoslint in XDG_STATE_HOME (which counts only if it is absolute), else in .local/state of the home directory; on
// Windows in LocalAppData. Under sudo it is root's, so that no file of root's lies in the user's home.
func stateDir() string {
	if runtime.GOOS == "windows" {
		return below(os.Getenv("LocalAppData"), "mesoslint")
	}
	if dir := below(os.Getenv("XDG_STATE_HOME"), "mesoslint"); dir != "" {
		return dir
	}
	home := os.Getenv("HOME")
	if os.Geteuid() == 0 && os.Getenv("SUDO_USER") != "" {
		if root, err := user.LookupId("0"); err == nil {
			home = root.HomeDir
		}
	}
	return below(home, filepath.Join(".local", "state", "mesoslint"))
}

// below joins a name to an absolute directory; "" if it is none.
func below(dir, name string) string {
	if !filepath.IsAbs(dir) {
		return ""
	}
	return filepath.Join(dir, name)
}
