package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/report"
)

// A run whose time is over reports what was judged until then, in every format, and exits with 2.
func TestTimeoutReportsWhatWasJudged(t *testing.T) {
	dir := t.TempDir()
	for i := range 100 {
		writeFile(t, filepath.Join(dir, fmt.Sprintf("acls%d.json", i)), oldACLs)
	}
	f := checkFlags{to: "1.3", failLevel: "warning", colour: "never", timeout: time.Hour}
	p, err := f.request(Streams{Dir: dir}, []string{"."})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	deadline := &endless{Context: ctx, ended: make(chan struct{})}
	var once sync.Once
	p.rules = []*lint.Rule{{Name: "test/slow", Document: func(pass *lint.Pass, d *config.Document) {
		pass.Report(lint.Diagnostic{Span: d.Text.All(), Effect: lint.Fatal, Message: "found"})
		once.Do(func() { close(deadline.ended) })
	}}}
	loaded, found, partial, err := p.firstLook(deadline, f)
	if err != nil || len(found) == 0 || len(found) == 100 || !strings.HasPrefix(partial, "the time of --timeout (1h0m0s) was over after ") {
		t.Fatalf("%d findings, %q, %v", len(found), partial, err)
	}
	run := report.Run{Upgrade: p.upgrade, Config: loaded, Diagnostics: found, Partial: partial}
	if code, ok := p.verdict(&run).(exitCode); !ok || code != exitError {
		t.Errorf("it exits with %v", p.verdict(&run))
	}
	for _, name := range report.Names() {
		format, _ := report.ByName(name, report.Style{})
		var out bytes.Buffer
		if err := format.Write(&out, &run); err != nil || !strings.Contains(strings.ReplaceAll(out.String(), `\`, ""), partial) || !strings.Contains(out.String(), "found") {
			t.Errorf("%s does not say it: %s", name, out.String())
		}
	}
}

// endless is a context whose deadline is when the test says.
type endless struct {
	context.Context
	ended chan struct{}
}

func (e *endless) Done() <-chan struct{} { return e.ended }

func (e *endless) Err() error {
	select {
	case <-e.ended:
		return context.DeadlineExceeded
	default:
		return nil
	}
}

// Reading from somebody who never writes ends with the time, and says so.
func TestTimeoutWhileReading(t *testing.T) {
	in, never := io.Pipe()
	defer never.Close()
	var out, errs bytes.Buffer
	code := Main(context.Background(), []string{"check", "--to", "1.3", "--timeout", "20ms", "-"}, Streams{In: in, Out: &out, Err: &errs, Dir: t.TempDir()})
	want := "On Mesos 1.3.2\nnot finished: the time of --timeout (20ms) was over while files were read: nothing was judged\n"
	if code != exitError || out.String() != want {
		t.Errorf("exit %d: %s%s", code, out.String(), errs.String())
	}
	out.Reset()
	code = Main(context.Background(), []string{"check", "--to", "1.3", "--timeout", "20ms", "--diff", "-"}, Streams{In: in, Out: &out, Err: &errs, Dir: t.TempDir()})
	if code != exitError || out.Len() > 0 || !strings.Contains(errs.String(), "mesoslint: the time of --timeout (20ms) was over while files were read") {
		t.Errorf("--diff: exit %d: %s%s", code, out.String(), errs.String())
	}
}

// Ctrl-C ends a run that waits for somebody who never writes.
func TestInterruptWhileReading(t *testing.T) {
	in, never := io.Pipe()
	defer never.Close()
	ctx, interrupt := context.WithCancel(context.Background())
	interrupt()
	var out, errs bytes.Buffer
	code := Main(ctx, []string{"check", "--to", "1.3", "-"}, Streams{In: in, Out: &out, Err: &errs, Dir: t.TempDir()})
	if code != exitError || out.Len() > 0 || errs.String() != "mesoslint: interrupted\n" {
		t.Errorf("exit %d: %s%s", code, out.String(), errs.String())
	}
}

// Where there is no time left for fixes nothing is written, and what was found is reported.
func TestTimeoutWhileFixing(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "acls.json")
	writeFile(t, path, oldACLs)
	f := checkFlags{to: "1.3", failLevel: "warning", colour: "never", fix: true, timeout: time.Second}
	p, err := f.request(Streams{Dir: dir}, []string{"acls.json"})
	if err != nil {
		t.Fatal(err)
	}
	loaded, found, err := p.lint(context.Background(), nil)
	if err != nil || len(found) == 0 {
		t.Fatal(found, err)
	}
	over := &endless{Context: context.Background(), ended: make(chan struct{})}
	close(over.ended)
	run := report.Run{Upgrade: p.upgrade, Config: loaded, Diagnostics: found}
	fixing := p.fix(over, f, loaded, found)
	fixing.into(&run)
	fixing.lateFix(f, &run)
	if fixing.err != nil || !strings.HasSuffix(run.Partial, "while fixes were made: nothing was written") || len(run.Diagnostics) != len(found) {
		t.Errorf("%v, %q, %d findings", fixing.err, run.Partial, len(run.Diagnostics))
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != oldACLs {
		t.Errorf("written was %s, %v", data, err)
	}
}

// Progress is shown on a terminal after a while, and taken away before anything else is printed.
func TestProgress(t *testing.T) {
	var out lockedBuffer
	w := startWatch(Streams{Err: &out, ErrTerminal: true}, time.Hour)
	w.enter(reading)
	w.enter(applying)
	w.counts(2, 7)
	w.counts(1, 7) // told late
	if line := w.line(); line != "mesoslint: applying rules: 2 of 7, 0s" {
		t.Errorf("the line is %q", line)
	}
	w.end()
	w.end()
	if text := out.String(); text != "" {
		t.Errorf("a short run shows %q", text)
	}
	var none *watch
	none.enter(reading)
	none.counts(1, 2)
	none.end()

	quiet := startWatch(Streams{Err: &out}, 0)
	quiet.enter(reading)
	quiet.end()
	if out.String() != "" || len(quiet.phases) != 1 || quiet.phases[0].took <= 0 {
		t.Errorf("it shows %q and took %v", out.String(), quiet.phases)
	}
}

// A long run shows what it is doing on one line, which is gone at its end.
func TestProgressOfALongRun(t *testing.T) {
	var out lockedBuffer
	w := startWatch(Streams{Err: &out, ErrTerminal: true}, time.Millisecond)
	w.enter(applying)
	w.counts(3, 9)
	for deadline := time.Now().Add(time.Minute); !strings.Contains(out.String(), "applying rules: 3 of 9"); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("nothing is shown")
		}
	}
	w.end()
	text := out.String()
	if !strings.HasPrefix(text, eraseLine+"mesoslint: ") || !strings.HasSuffix(text, eraseLine) || strings.Contains(text, "\n") {
		t.Errorf("it shows %q", text)
	}
}

// lockedBuffer is a buffer for several goroutines.
type lockedBuffer struct {
	lock sync.Mutex
	data bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.data.Write(p)
}

func (b *lockedBuffer) String() string {
	b.lock.Lock()
	defer b.lock.Unlock()
	return b.data.String()
}

func TestWantsColour(t *testing.T) {
	for _, c := range []struct {
		env      string
		terminal bool
		want     bool
	}{
		{"", true, true}, {"", false, false}, {"TERM=dumb", true, false}, {"NO_COLOR=1", true, false},
		{"FORCE_COLOR=1", false, true}, {"FORCE_COLOR=1 TERM=dumb", false, true}, {"FORCE_COLOR=0", true, false}, {"FORCE_COLOR=false", true, false},
		{"FORCE_COLOR=1 NO_COLOR=1", true, false}, {"FORCE_COLOR= NO_COLOR=", true, true},
	} {
		env := map[string]string{}
		for _, pair := range strings.Fields(c.env) {
			name, value, _ := strings.Cut(pair, "=")
			env[name] = value
		}
		if got := wantsColour(func(name string) string { return env[name] }, c.terminal); got != c.want {
			t.Errorf("%q on a terminal %v: %v", c.env, c.terminal, got)
		}
	}
}
