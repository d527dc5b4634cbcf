package lint

import (
	"io/fs"
	"strings"
)

// Example is a minimal configuration that a rule reports, and what becomes of it. A test runs the examples of all rules.
type Example struct {
	// On is what it is checked for, as a folder of fixtures is named: a release or series ("1.3"), or an upgrade ("1.2..1.3").
	On string
	// AfterOn is what After is checked for, where the way to it is not that of Before: "" for On.
	AfterOn string
	// Condition is that of the finding: what unseen must hold for the effect to come about, "" for a plain fact.
	Condition string
	// Baseline is the file of Before that is given to --baseline; "" for none.
	Baseline string
	// Before is reported. Its first file is the one that it is about.
	Before []File
	// After is what the fix of the rule makes of Before, or what is right instead if no fix can be made without a person.
	// It is not reported. A file of Before that is not named here stays as it is; with an AfterOn all of them may.
	After []File
}

// File is a file of an Example.
type File struct {
	// Path is where it is, relative and with slashes.
	Path string
	Text string
	// Mode is its permission bits; 0 stands for 0644.
	Mode fs.FileMode
	// Gone is set in After for a file that is no longer there.
	Gone bool
}

// Permissions returns the permission bits of the file.
func (f File) Permissions() fs.FileMode {
	if f.Mode == 0 {
		return 0o644
	}
	return f.Mode.Perm()
}

// Upgrade returns the two ends of On as they are written; from is "" if it is a release alone.
func (e *Example) Upgrade() (from, to string) { return ends(e.On) }

func ends(on string) (from, to string) {
	from, to, isUpgrade := strings.Cut(on, "..")
	if !isUpgrade {
		return "", from
	}
	return from, to
}

// Command returns the command line that checks Before.
func (e *Example) Command() string { return command(e.On) + e.withBaseline() }

// AfterCommand returns the command line that checks After.
func (e *Example) AfterCommand() string {
	if e.AfterOn == "" {
		return e.Command()
	}
	return command(e.AfterOn) + e.withBaseline()
}

func (e *Example) withBaseline() string {
	if e.Baseline == "" {
		return ""
	}
	return " --baseline " + e.Baseline
}

func command(on string) string {
	from, to := ends(on)
	if from == "" {
		return "mesoslint check --to " + to
	}
	return "mesoslint check --from " + from + " --to " + to
}

// Fixed returns all files of the example after the change, those of Before first.
func (e *Example) Fixed() []File {
	after := map[string]File{}
	for _, f := range e.After {
		after[f.Path] = f
	}
	var out []File
	add := func(f File) {
		if !f.Gone {
			out = append(out, f)
		}
	}
	for _, f := range e.Before {
		if changed, found := after[f.Path]; found {
			delete(after, f.Path)
			f = changed
		}
		add(f)
	}
	for _, f := range e.After {
		if _, created := after[f.Path]; created {
			add(f)
		}
	}
	return out
}
