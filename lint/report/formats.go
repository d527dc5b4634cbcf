package report

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// Format writes a run.
type Format interface {
	Write(w io.Writer, run *Run) error
}

// Style says how formats for people look.
type Style struct {
	Color bool
	// Width is the number of columns that lines of files may take; longer ones are cut around what is pointed at. 0
	// stands for 100.
	Width int
	// Wrap is the number of columns that help and notes may take; 0 does not limit them.
	Wrap int
}

// namedFormat is one row of the table of formats.
type namedFormat struct {
	name, about string
	make        func(Style) Format
}

// formats are all formats, the default first.
func formats() []namedFormat {
	plain := func(f Format) func(Style) Format { return func(Style) Format { return f } }
	return []namedFormat{
		{"text", "for people: each finding with its line, its fix and its reason, and a verdict", func(s Style) Format { return Text{s} }},
		{"concise", "for people: one line a finding", func(s Style) Format { return Concise{s} }},
		{"json", "for programs: everything (`mesoslint schema report`)", plain(JSON{})},
		{"sarif", "SARIF 2.1.0, for code scanning services", plain(SARIF{})},
		{"github", "workflow commands of GitHub Actions, which annotate changed lines; errors come first", plain(GitHub{})},
		{"gitlab", "the code quality report of GitLab", plain(GitLab{})},
		{"junit", "test cases for Jenkins and others: those that reach --fail-level fail", plain(JUnit{})},
		{"checkstyle", "Checkstyle's XML, which most review tools read", plain(Checkstyle{})},
		{"markdown", "for a comment on a pull request or the summary of a job, at most 65536 characters", plain(MarkdownReport{})},
	}
}

// Names are the formats, default first.
func Names() []string {
	var out []string
	for _, f := range formats() {
		out = append(out, f.name)
	}
	return out
}

// About says in a line what a format is for; "" if there is none of that name.
func About(name string) string {
	for _, f := range formats() {
		if f.name == name {
			return f.about
		}
	}
	return ""
}

// ByName returns the format of a name; style is what it looks like where that matters.
func ByName(name string, style Style) (Format, error) {
	for _, f := range formats() {
		if f.name == name {
			return f.make(style), nil
		}
	}
	return nil, fmt.Errorf("unknown format %q: known are %s", name, strings.Join(Names(), ", "))
}

// ShowsReleases reports whether a format shows Diagnostic.Release.
func ShowsReleases(f Format) bool {
	switch f.(type) {
	case JSON, SARIF:
		return true
	}
	return false
}

// ShowsFingerprints reports whether a format shows Diagnostic.Fingerprint.
func ShowsFingerprints(f Format) bool {
	switch f.(type) {
	case JSON, SARIF, GitLab:
		return true
	}
	return false
}

// MarksSuppressed reports whether a format can list what is suppressed and say so (Run.ReportSuppressed).
func MarksSuppressed(f Format) bool {
	_, is := f.(SARIF)
	return is
}

// SaysNothing reports whether a format does not even say what was judged: a list of findings of a run that has none.
func SaysNothing(f Format, run *Run) bool {
	_, isGitLab := f.(GitLab)
	return isGitLab && len(run.Diagnostics)+len(run.remarks()) == 0
}

// Lists reports whether a format can list what was loaded (Run.List).
func Lists(f Format) bool {
	switch f.(type) {
	case Text, JSON:
		return true
	}
	return false
}

// Recogniser returns a function that reports whether a file begins as a report of this program does.
func Recogniser() func(data []byte) bool {
	// In the formats of lines the first one is a finding, or says what was not checked.
	line := regexp.MustCompile(`^(\S.*:\d+:\d+: (error|warning|info): .* \[[a-z0-9-]+/[a-z0-9-]+\]|.*: not (read|checked): .*|::(error|warning|notice) (file=.*)?title=.*::.*)$`)
	return func(data []byte) bool {
		head := data[:min(len(data), 1<<12)]
		for _, mark := range []string{`{"$schema":"` + schemaAddress + `"`, MarkdownMark, "[\n" + `{"type":"issue","check_name":"`} {
			if bytes.HasPrefix(head, []byte(mark)) {
				return true
			}
		}
		for _, mark := range []string{`"driver":{"name":"mesoslint"`, `<testsuites name="mesoslint: `, "<!-- mesoslint "} {
			if bytes.Contains(head, []byte(mark)) {
				return true
			}
		}
		first, _, _ := bytes.Cut(head, []byte("\n"))
		return line.Match(first)
	}
}
