// Command dist makes the files of a release: a static program for each system in an archive with its manual and completions,
// its bill of materials, packages for Debian and Red Hat, and the checksums of all. Two runs over one commit make the same
// bytes, wherever the source lies: nothing of the machine, the day or the path goes in. It is run at the root of the source.
package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintf(os.Stderr, "dist: %v\n", err)
		os.Exit(1)
	}
}

// target is a system and a processor that there is a program for.
type target struct{ system, processor string }

func (t target) String() string { return t.system + "/" + t.processor }

// name is what the program is called there.
func (t target) name() string {
	if t.system == "windows" {
		return "mesoslint.exe"
	}
	return "mesoslint"
}

// targets are all that are released.
func targets() []target {
	var all []target
	for _, system := range []string{"linux", "darwin", "windows"} {
		for _, processor := range []string{"amd64", "arm64"} {
			all = append(all, target{system, processor})
		}
	}
	return all
}

// release is what all files of a run share.
type release struct {
	source
	version string
	// out is where the files go, stage a directory for what goes into them; both absolute.
	out, stage string
}

// file returns the path of a file of the release: mesoslint_0.1.0_linux_amd64.tar.gz.
func (r release) file(t target, suffix string) string {
	return filepath.Join(r.out, fmt.Sprintf("mesoslint_%s_%s_%s%s", r.version, t.system, t.processor, suffix))
}

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("dist", flag.ContinueOnError)
	out := flags.String("out", "dist", "the `directory` to make, with the files of the release")
	only := flags.String("only", "", "the `targets` to make, such as linux/amd64,darwin/arm64 (default all)")
	packages := flags.Bool("packages", true, "make packages for Debian and Red Hat of the programs for Linux")
	if err := flags.Parse(args); err != nil {
		return err
	}
	chosen, err := choose(*only)
	if err != nil {
		return err
	}
	r, done, err := begin(ctx, *out)
	if err != nil {
		return err
	}
	defer done()
	if err := r.common(ctx); err != nil {
		return err
	}
	for _, t := range chosen {
		fmt.Println(t)
		if err := r.make(ctx, t, *packages); err != nil {
			return fmt.Errorf("%s: %w", t, err)
		}
	}
	return checksums(r.out)
}

// choose reads -only.
func choose(only string) ([]target, error) {
	if only == "" {
		return targets(), nil
	}
	var chosen []target
	for name := range strings.SplitSeq(only, ",") {
		i := slices.IndexFunc(targets(), func(t target) bool { return t.String() == name })
		if i < 0 {
			return nil, fmt.Errorf("-only %q: the targets are %v", name, targets())
		}
		chosen = append(chosen, targets()[i])
	}
	return chosen, nil
}

// begin makes the directories of a run. One that is there already must be empty: nothing old is released with the new.
func begin(ctx context.Context, out string) (release, func(), error) {
	var r release
	var err error
	if r.source, err = readSource(ctx); err != nil {
		return r, nil, err
	}
	if r.out, err = filepath.Abs(out); err != nil {
		return r, nil, err
	}
	if err = os.MkdirAll(r.out, 0o755); err != nil {
		return r, nil, err
	}
	if there, err := os.ReadDir(r.out); err != nil || len(there) > 0 {
		return r, nil, cmp.Or(err, fmt.Errorf("%s is not empty: remove it first", out))
	}
	if r.stage, err = os.MkdirTemp("", "mesoslint-dist"); err != nil {
		return r, nil, err
	}
	return r, func() { os.RemoveAll(r.stage) }, nil
}

// source is what is built.
type source struct {
	// commit is the revision, with "-modified" after it if something was changed since; time is when it was made.
	commit string
	time   time.Time
}

// readSource asks git. SOURCE_DATE_EPOCH, in seconds, stands for the time of the commit if it is set.
func readSource(ctx context.Context) (source, error) {
	head, err := output(ctx, nil, "git", "show", "--no-patch", "--format=%H %ct", "HEAD")
	if err != nil {
		return source{}, err
	}
	commit, seconds, _ := strings.Cut(strings.TrimSpace(head), " ")
	unix, err := strconv.ParseInt(cmp.Or(os.Getenv("SOURCE_DATE_EPOCH"), seconds), 10, 64)
	if err != nil {
		return source{}, fmt.Errorf("the time of the commit: %w", err)
	}
	changed, err := output(ctx, nil, "git", "status", "--porcelain", "--untracked-files=no")
	if err != nil {
		return source{}, err
	}
	if changed != "" {
		commit += "-modified"
	}
	return source{commit, time.Unix(unix, 0).UTC()}, nil
}

// make makes the files of one target.
func (r release) make(ctx context.Context, t target, packages bool) error {
	program, err := r.build(ctx, t)
	if err != nil {
		return err
	}
	if err := r.bill(t, program); err != nil {
		return fmt.Errorf("the bill of materials: %w", err)
	}
	if err := r.archive(t, program); err != nil {
		return fmt.Errorf("the archive: %w", err)
	}
	if !packages || t.system != "linux" {
		return nil
	}
	for _, kind := range []string{"deb", "rpm"} {
		if err := r.pack(ctx, t, kind, program); err != nil {
			return fmt.Errorf("the %s package: %w", kind, err)
		}
	}
	return nil
}

// host is the target of this machine.
func host() target { return target{runtime.GOOS, runtime.GOARCH} }

var errNoVersion = errors.New("`mesoslint version` does not begin with \"mesoslint \" and a version")
