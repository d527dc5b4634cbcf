// Command peers measures the program beside others that read as much: what make bench prints. Each pair is run in turn, so that a
// machine that gets slower slows both. Times are those of the processor, of the whole process; the ratio by the clock stands
// beside, because who uses several processors has to wait less. All are medians over all runs. A peer that is not installed is
// left out, and that is said. It is run at the root of the source.
package main

import (
	"bytes"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

func main() {
	runs := flag.Int("runs", 30, "how often each command is run")
	rows := flag.String("rows", "", "write every single run to this file, as CSV")
	only := flag.String("only", "", "measure only the cases whose name holds this")
	flag.Parse()
	if err := measureAll(*runs, *rows, *only); err != nil {
		fmt.Fprintf(os.Stderr, "peers: %v\n", err)
		os.Exit(1)
	}
}

func measureAll(runs int, rows, only string) error {
	dir, err := os.MkdirTemp("", "peers")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	program := filepath.Join(dir, "mesoslint")
	if err := build(program); err != nil {
		return err
	}
	var raw bytes.Buffer
	fmt.Fprintln(&raw, "case,command,run,cpu_seconds,wall_seconds,peak_kib")
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "case\tmesoslint\tpeer\t\tratio\tby the clock\twanted\tmemory\twanted")
	for _, c := range cases(dir, program) {
		if !strings.Contains(c.name, only) {
			continue
		}
		if err := c.row(table, &raw, runs); err != nil {
			return fmt.Errorf("%s: %w", c.name, err)
		}
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if rows == "" {
		return nil
	}
	return os.WriteFile(rows, raw.Bytes(), 0o644)
}

// build makes the program as it is shipped.
func build(program string) error {
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", program+".new", "./cmd/mesoslint")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("building: %v\n%s", err, out)
	}
	// What is written in one go lies in memory as an installed program does.
	data, err := os.ReadFile(program + ".new")
	if err != nil {
		return err
	}
	return os.WriteFile(program, data, 0o755)
}

// once is one run of a command.
type once struct {
	cpu, wall time.Duration
	peak      int64 // KiB; 0 if the system does not say
}

// row measures a case and writes its row, and each run.
func (c *comparison) row(table, raw io.Writer, runs int) error {
	if err := c.prepare(); err != nil {
		return err
	}
	commands := []command{c.ours}
	_, missing := exec.LookPath(c.peer.args[0])
	if missing == nil {
		commands = append(commands, c.peer)
	}
	results := make([][]once, len(commands))
	for i := range runs + 1 {
		for k, command := range commands {
			o, err := command.run()
			if err != nil {
				return err
			}
			if i == 0 {
				continue // the first brings the files into memory
			}
			results[k] = append(results[k], o)
			fmt.Fprintf(raw, "%q,%s,%d,%.6f,%.6f,%d\n", c.name, command.name, i, o.cpu.Seconds(), o.wall.Seconds(), o.peak)
		}
	}
	ours := median(results[0])
	peer, ratio, clock := "not installed", "", ""
	if missing == nil {
		theirs := median(results[1])
		peer, ratio = milliseconds(theirs.cpu), fmt.Sprintf("%.2f", ours.cpu.Seconds()/theirs.cpu.Seconds())
		clock = fmt.Sprintf("%.2f", ours.wall.Seconds()/theirs.wall.Seconds())
	}
	fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t≤ %g\t%.0f MiB\t%s\n", c.name, milliseconds(ours.cpu), c.peer.name, peer, ratio, clock, c.wanted,
		float64(ours.peak)/1024, c.wantedMemory())
	return nil
}

func (c *comparison) wantedMemory() string {
	if c.memory == 0 {
		return ""
	}
	return fmt.Sprintf("≤ %d MiB", c.memory)
}

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.1f ms", d.Seconds()*1000) }

// median returns the median of each figure.
func median(runs []once) once {
	middle := func(less func(a, b once) int) once { return slices.SortedFunc(slices.Values(runs), less)[len(runs)/2] }
	return once{
		cpu:  middle(func(a, b once) int { return cmp.Compare(a.cpu, b.cpu) }).cpu,
		wall: middle(func(a, b once) int { return cmp.Compare(a.wall, b.wall) }).wall,
		peak: middle(func(a, b once) int { return cmp.Compare(a.peak, b.peak) }).peak,
	}
}

// command is a program with its arguments, and how it is to end.
type command struct {
	name string
	args []string
	exit int
}

func (c command) run() (once, error) {
	cmd := exec.Command(c.args[0], c.args[1:]...)
	start := time.Now()
	err := cmd.Run()
	wall := time.Since(start)
	var failed *exec.ExitError
	if err != nil && !errors.As(err, &failed) {
		return once{}, err
	}
	if code := cmd.ProcessState.ExitCode(); code != c.exit {
		return once{}, fmt.Errorf("%s: exit %d, want %d", cmd, code, c.exit)
	}
	return once{cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), wall: wall, peak: peak(cmd.ProcessState)}, nil
}
