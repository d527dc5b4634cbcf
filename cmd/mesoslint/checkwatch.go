package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules"
)

// watch follows a run: how long each phase takes, and what to show of it on a terminal meanwhile. The nil watch follows
// nothing.
type watch struct {
	lock       sync.Mutex
	phases     []phase
	judged, of int // documents and nodes in the current phase

	// progress is where a line is shown while the run lasts; nil if nowhere.
	progress io.Writer
	stop     chan struct{}
	stopped  chan struct{}
}

// phase is a part of a run.
type phase struct {
	name  string
	start time.Time
	took  time.Duration
}

const (
	// showAfter is how long a run lasts before progress is shown, redraw how often it is.
	showAfter = time.Second
	redraw    = time.Second / 5
)

// startWatch follows a run. Progress goes to standard error if that is a terminal, after some time.
func startWatch(streams Streams, after time.Duration) *watch {
	w := &watch{stop: make(chan struct{}), stopped: make(chan struct{})}
	if streams.ErrTerminal {
		w.progress = streams.Err
		go w.show(streams.Err, after)
	} else {
		close(w.stopped)
	}
	return w
}

// enter begins a phase, and ends the one before.
func (w *watch) enter(name string) {
	if w == nil {
		return
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	w.leave()
	w.phases = append(w.phases, phase{name: name, start: time.Now()})
	w.judged, w.of = 0, 0
}

func (w *watch) leave() {
	if n := len(w.phases); n > 0 && w.phases[n-1].took == 0 {
		w.phases[n-1].took = time.Since(w.phases[n-1].start)
	}
}

// counts is how far the current phase is.
func (w *watch) counts(judged, of int) {
	if w == nil {
		return
	}
	w.lock.Lock()
	defer w.lock.Unlock()
	w.judged, w.of = max(w.judged, judged), of
}

// end ends the last phase and takes the progress from the screen.
func (w *watch) end() {
	if w == nil {
		return
	}
	w.lock.Lock()
	w.leave()
	running := w.progress != nil
	w.progress = nil
	w.lock.Unlock()
	if running {
		close(w.stop)
	}
	<-w.stopped
}

// show draws the progress until the run ends.
func (w *watch) show(out io.Writer, after time.Duration) {
	defer close(w.stopped)
	timer := time.NewTimer(after)
	defer timer.Stop()
	shown := false
	for {
		select {
		case <-w.stop:
			if shown {
				fmt.Fprint(out, eraseLine)
			}
			return
		case <-timer.C:
			if line := w.line(); line != "" {
				fmt.Fprint(out, eraseLine+line)
				shown = true
			}
			timer.Reset(redraw)
		}
	}
}

// eraseLine takes a line from a terminal.
const eraseLine = "\r\x1b[K"

// line says what a run is doing: "applying rules: 12 of 40, 3s".
func (w *watch) line() string {
	w.lock.Lock()
	defer w.lock.Unlock()
	if len(w.phases) == 0 {
		return ""
	}
	last := w.phases[len(w.phases)-1]
	text := "mesoslint: " + last.name
	if w.of > 0 {
		text += fmt.Sprintf(": %d of %d", w.judged, w.of)
	}
	return fmt.Sprintf("%s, %s", text, time.Since(w.phases[0].start).Round(time.Second))
}

// The names of the phases.
const (
	reading  = "reading files"
	applying = "applying rules"
	fixingIt = "trying fixes"
)

// tell writes what was read as what, which rules ran and why others did not, and how long it took.
func (w *watch) tell(out io.Writer, run *report.Run, selected selection) {
	w.lock.Lock()
	defer w.lock.Unlock()
	fmt.Fprintf(out, "read as configuration: %s\n", counted(len(run.Config.Checked), "file"))
	for _, c := range run.Config.Checked {
		kind := string(c.Kind)
		if c.Component != config.AnyComponent && !strings.HasPrefix(kind, c.Component.String()) {
			kind += " of the " + c.Component.String()
		}
		fmt.Fprintf(out, "  %s: %s, known by %s\n", report.PathAtStart(c.Path), source.Printable(kind), source.Printable(c.Why))
	}
	tellRules(out, run, selected)
	total := time.Duration(0)
	var parts []string
	for _, p := range w.phases {
		parts = append(parts, fmt.Sprintf("%s %s", p.name, p.took.Round(time.Microsecond*10)))
		total += p.took
	}
	fmt.Fprintf(out, "took %s: %s\n", total.Round(time.Microsecond*10), strings.Join(parts, ", "))
}

// tellRules writes which rules ran on how much, and why others did not.
func tellRules(out io.Writer, run *report.Run, selected selection) {
	ran, idle := map[string][]string{}, map[string][]string{}
	for _, r := range rules.All() {
		what, n := "the configuration as a whole", 1
		switch {
		case r.Document != nil:
			n = len(run.Config.Documents)
			what = counted(n, "document")
		case r.Node != nil:
			n = len(run.Config.Nodes)
			what = counted(n, "node")
		}
		switch {
		case anyNames(selected.ignore, r.Name, ""):
			idle["--ignore"] = append(idle["--ignore"], r.Name)
		case !slices.ContainsFunc(run.Rules, func(o *lint.Rule) bool { return o.Name == r.Name }):
			idle["not in --only"] = append(idle["not in --only"], r.Name)
		case n == 0:
			idle["nothing to look at in "+what] = append(idle["nothing to look at in "+what], r.Name)
		default:
			ran[what] = append(ran[what], r.Name)
		}
	}
	list := func(title string, groups map[string][]string) {
		for _, why := range sortedKeys(groups) {
			fmt.Fprintf(out, "%s %s%s: %s\n", counted(len(groups[why]), "rule"), title, why, strings.Join(groups[why], ", "))
		}
	}
	list("ran on ", ran)
	list("did not run, ", idle)
}

// counted returns a number with its noun.
func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func sortedKeys(m map[string][]string) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
