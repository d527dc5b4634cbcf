package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// What a package makes for its variables it makes whenever the program starts, for a run that needs none of it as well. Tables
// are composite literals, which the linker lays out, and what is made of others is made when it is asked for.
func TestPackagesMakeNothingAtTheStart(t *testing.T) {
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), "GODEBUG=inittrace=1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	others := 0
	for line := range strings.Lines(string(out)) {
		fields := strings.Fields(line) // init PACKAGE @0.1 ms, 0.2 ms clock, 3 bytes, 4 allocs
		if len(fields) != 11 || fields[0] != "init" {
			continue
		}
		name, ours := strings.CutPrefix(fields[1], modulePath)
		switch {
		case !ours:
			others++
		case name != "cmd/mesoslint" && fields[9] != "0": // this package has its tests' variables
			t.Errorf("%s: %s bytes in %s pieces", name, fields[7], fields[9])
		}
	}
	if others == 0 {
		t.Fatalf("nothing was traced:\n%s", out)
	}
}
