package main

import (
	"os"
	"testing"
)

// Where /dev/null was taken for a terminal, a run whose output nobody sees coloured it and drew its progress.
func TestNullDeviceIsNoTerminal(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if columns, ok := terminal(null); ok || columns != 0 {
		t.Errorf("%s is a terminal of %d columns", os.DevNull, columns)
	}
	if master, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0); err == nil {
		defer master.Close()
		if _, ok := terminal(master); !ok {
			t.Error("a pseudo-terminal is no terminal")
		}
	}
}
