package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// The help of check lists the kinds that have a word of their own; the others are names of flags.
func TestHelpListsKinds(t *testing.T) {
	help := run(t, ".", "check", "--help")
	for _, kind := range rules.Kinds() {
		isFlag := catalog.FlagsOf(config.Master).Flag(string(kind)) != nil || catalog.FlagsOf(config.Agent).Flag(string(kind)) != nil
		if listed := strings.Contains(help, " "+string(kind)+",") || strings.Contains(help, "\n"+string(kind)+","); !listed && !isFlag {
			t.Errorf("the help of check does not say --as %s", kind)
		}
	}
}

// hangs is how long one command line may take before it counts as hanging, on the slowest machine.
const hangs = 2 * time.Minute

// The scripts under testdata/script run the whole program in process. Besides the standard commands they have
//
//	mesoslint CODE ARG… [<FILE]   runs it in the current directory, and fails unless it exits with CODE
//	write FILE TEXT [COUNT]       writes a file; TEXT is a Go string without its quotes, repeated COUNT times
//	append FILE FILE              adds the second file to the end of the first
//	truncate FILE SIZE            makes a file that long, with a hole where it was shorter
//	mkfifo FILE, mksocket FILE    make what is not a regular file
//	hardlink FILE NAME            gives a file a second name
//	same FILE FILE                compares byte for byte
//	mode FILE MODE                holds the permission bits, in octal
//	link NAME TARGET              holds that NAME is a symbolic link to TARGET
//
// $ESC is the escape character. -update rewrites what cmp compares with.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                "testdata/script",
		UpdateScripts:      *update,
		RequireUniqueNames: true,
		Setup: func(env *testscript.Env) error {
			env.Setenv("ESC", "\x1b")
			return nil
		},
		Condition: func(cond string) (bool, error) {
			if cond == "root" {
				return os.Geteuid() == 0, nil
			}
			return false, os.ErrInvalid
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"mesoslint": scriptProgram,
			"write":     scriptWrite,
			"append":    scriptAppend,
			"truncate":  scriptTruncate,
			"mkfifo":    scriptFIFO,
			"mksocket":  scriptSocket,
			"hardlink":  scriptHardLink,
			"same":      scriptSame,
			"mode":      scriptMode,
			"link":      scriptLink,
		},
	})
}

func scriptProgram(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: mesoslint CODE ARG… [<FILE]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	args = args[1:]
	var in io.Reader = strings.NewReader("")
	if n := len(args); n > 0 && strings.HasPrefix(args[n-1], "<") {
		in = strings.NewReader(ts.ReadFile(strings.TrimPrefix(args[n-1], "<")))
		args = args[:n-1]
	}
	var out, errs bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- Main(context.Background(), args, Streams{In: in, Out: &out, Err: &errs, Dir: ts.MkAbs("."), Env: ts.Getenv})
	}()
	select {
	case code := <-ended:
		_, err = ts.Stdout().Write(out.Bytes())
		ts.Check(err)
		_, err = ts.Stderr().Write(errs.Bytes())
		ts.Check(err)
		if code != want {
			ts.Fatalf("it exits with %d, want %d", code, want)
		}
	case <-time.After(hangs):
		ts.Fatalf("it hangs")
	}
}

func scriptWrite(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: write FILE TEXT [COUNT]")
	}
	text, count := unquoted(ts, args[1]), 1
	if len(args) == 3 {
		var err error
		count, err = strconv.Atoi(args[2])
		ts.Check(err)
	}
	path := ts.MkAbs(unquoted(ts, args[0]))
	ts.Check(os.MkdirAll(filepath.Dir(path), 0o755))
	ts.Check(os.WriteFile(path, []byte(strings.Repeat(text, count)), 0o644))
}

// unquoted reads the escapes of a Go string.
func unquoted(ts *testscript.TestScript, s string) string {
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(s, `"`, `\"`) + `"`)
	ts.Check(err)
	return text
}

func scriptAppend(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: append FILE FILE")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(ts.ReadFile(args[0])+ts.ReadFile(args[1])), 0o644))
}

func scriptTruncate(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: truncate FILE SIZE")
	}
	size, err := strconv.ParseInt(args[1], 10, 64)
	ts.Check(err)
	ts.Check(os.Truncate(ts.MkAbs(args[0]), size))
}

func scriptSame(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: same FILE FILE")
	}
	if same := ts.ReadFile(args[0]) == ts.ReadFile(args[1]); same == neg {
		ts.Fatalf("%s and %s: same is %v", args[0], args[1], same)
	}
}

func scriptFIFO(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: mkfifo FILE")
	}
	ts.Check(makeFIFO(ts.MkAbs(args[0])))
}

func scriptSocket(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: mksocket FILE")
	}
	ts.Check(makeSocket(ts.MkAbs(args[0])))
}

func scriptHardLink(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: hardlink FILE NAME")
	}
	ts.Check(os.Link(ts.MkAbs(args[0]), ts.MkAbs(args[1])))
}

func scriptMode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode FILE MODE")
	}
	info, err := os.Stat(ts.MkAbs(args[0]))
	ts.Check(err)
	if got := strconv.FormatUint(uint64(info.Mode().Perm()), 8); got != args[1] {
		ts.Fatalf("the mode of %s is %s, want %s", args[0], got, args[1])
	}
}

func scriptLink(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: link NAME TARGET")
	}
	target, err := os.Readlink(ts.MkAbs(args[0]))
	ts.Check(err)
	if target != args[1] {
		ts.Fatalf("%s leads to %s, want %s", args[0], target, args[1])
	}
}
