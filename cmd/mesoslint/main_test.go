package main

import (
	"os"
	"testing"
)

// asProgram is the variable that makes the test binary the program itself, to be killed.
const asProgram = "MESOSLINT_TEST_AS_PROGRAM"

// Tests note their fixes in a state directory of their own.
func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	dir, err := os.MkdirTemp("", "mesoslint-state-")
	if err != nil {
		panic(err)
	}
	if err := os.Setenv("XDG_STATE_HOME", dir); err != nil {
		panic(err)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}
