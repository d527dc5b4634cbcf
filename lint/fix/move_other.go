//go:build !linux && !darwin && !windows

package fix

func (osDisk) move(string, string) error { return errNoMove }
