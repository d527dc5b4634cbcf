package baseline

import (
	"bufio"
	"bytes"
	"cmp"
	_ "embed" // for the schema
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

//go:embed schema.json
var schema string

// Schema returns the JSON Schema of a baseline.
func Schema() string { return schema }

// version is the number of the form that is written. Members are only ever added to it.
const version = 1

// Kind is what the member "kind" of a baseline says: the file is known by it wherever it lies.
const Kind = "mesoslint-baseline"

// Baseline are the findings that are known.
type Baseline struct {
	// Upgrade is the one they were found for.
	From, To string
	Entries  []Entry

	source *source.Source // the file it was read from; nil if it was made
}

// Entry is a known finding, of one component.
type Entry struct {
	Rule      string `json:"rule"`
	Check     string `json:"check,omitempty"`
	Component string `json:"component,omitempty"`
	Subject   string `json:"subject,omitempty"`
	// Context are words that the message quotes of the place: the value that is wrong.
	Context string `json:"context,omitempty"`
	// File is the path, in a file of entries relative to its folder and in a run as reports name it, and Node the name of the
	// node: both only tell findings apart that are alike.
	File string `json:"file"`
	Node string `json:"node,omitempty"`
	// Effect is what the release does; a finding with a graver effect is a new one.
	Effect lint.Effect `json:"effect"`
	// Conditional is set if the effect hangs on something that was not read.
	Conditional bool   `json:"conditional,omitempty"`
	Fingerprint string `json:"fingerprint"`

	at int // where it stands in the file
}

func (e *Entry) identity() identity {
	return identity{rule: e.Rule, check: e.Check, component: e.Component, subject: e.Subject, context: e.Context}
}

// Rename gives the file of every entry another name. What is no file, as standard input, keeps its own.
func (b *Baseline) Rename(name func(file string) string) {
	for i := range b.Entries {
		if e := &b.Entries[i]; e.File != "" && !strings.HasPrefix(e.File, "<") {
			e.File = name(e.File)
		}
	}
}

// Of returns the baseline of the findings of a run, which have their fingerprints.
func Of(found []lint.Diagnostic, upgrade release.Upgrade) *Baseline {
	b := &Baseline{From: upgrade.From.String(), To: upgrade.To.String()}
	for i := range found {
		b.Entries = append(b.Entries, entriesOf(&found[i])...)
	}
	return b
}

// entriesOf returns an entry for each component that a finding is about.
func entriesOf(d *lint.Diagnostic) []Entry {
	var out []Entry
	for _, c := range d.Components() {
		id := identityOf(d, c)
		e := Entry{Rule: id.rule, Check: id.check, Component: id.component, Subject: id.subject, Context: id.context,
			File: fileOf(d), Node: nodeOf(d), Effect: d.Effect, Conditional: d.Condition != "", Fingerprint: d.Fingerprint}
		if c != d.Component { // that of the finding is for its first component
			e.Fingerprint = digestOf(id, path.Base(e.File)).numbered(1)
		}
		out = append(out, e)
	}
	return out
}

// nodeOf returns the name of the node that a finding is about, if it is one and no path: a service.
func nodeOf(d *lint.Diagnostic) string {
	if len(d.Nodes) != 1 || strings.Contains(d.Nodes[0].Name, "/") || d.Nodes[0].Name == path.Base(fileOf(d)) {
		return ""
	}
	return redact.Conceal(d.Nodes[0].Name, nil)
}

// file is a baseline as it is written.
type file struct {
	Schema  int    `json:"schema"`
	Kind    string `json:"kind"`
	Upgrade struct {
		From string `json:"from"`
		To   string `json:"to"`
	} `json:"upgrade"`
	Findings []json.RawMessage `json:"findings"`
}

// Write writes a baseline as JSON, one entry a line in an order that does not depend on the run.
func (b *Baseline) Write(w io.Writer) error {
	entries := slices.Clone(b.Entries)
	slices.SortFunc(entries, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(x.File, y.File), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Check, y.Check), cmp.Compare(x.Component, y.Component),
			cmp.Compare(x.Subject, y.Subject), cmp.Compare(x.Context, y.Context), cmp.Compare(x.Node, y.Node), cmp.Compare(x.Effect, y.Effect),
			cmp.Compare(fmt.Sprint(x.Conditional), fmt.Sprint(y.Conditional)), cmp.Compare(x.Fingerprint, y.Fingerprint))
	})
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "{\n  \"schema\": %d,\n  \"kind\": %q,\n  \"upgrade\": {\"from\": %q, \"to\": %q},\n  \"findings\": [", version, Kind, b.From, b.To)
	for i, e := range entries {
		var line bytes.Buffer
		encoder := json.NewEncoder(&line)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(e); err != nil {
			return fmt.Errorf("writing a finding: %w", err)
		}
		if i > 0 {
			_ = out.WriteByte(',')
		}
		_, _ = out.WriteString("\n    ")
		_, _ = out.Write(bytes.TrimSuffix(line.Bytes(), []byte("\n")))
	}
	if len(entries) > 0 {
		_, _ = out.WriteString("\n  ")
	}
	_, _ = out.WriteString("]\n}\n")
	return out.Flush()
}

// ErrNotABaseline is the error of a file that is something else.
var ErrNotABaseline = errors.New("is not a baseline of mesoslint")

// Read reads a baseline. current returns the name that a rule has today. The error quotes nothing of the file.
func Read(s *source.Source, current func(rule string) string) (*Baseline, error) {
	var f file
	if err := json.Unmarshal(s.Data, &f); err != nil {
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			return nil, fmt.Errorf("%w: it is not valid JSON at line %d", ErrNotABaseline, s.Position(int(syntax.Offset)).Line)
		}
		return nil, ErrNotABaseline
	}
	switch {
	case f.Kind != Kind:
		return nil, ErrNotABaseline
	case f.Schema > version:
		return nil, fmt.Errorf("was written by a newer mesoslint (schema %d, this one reads %d)", f.Schema, version)
	case f.Schema < 1:
		return nil, ErrNotABaseline
	}
	b := &Baseline{From: f.Upgrade.From, To: f.Upgrade.To, source: s}
	at := 0
	for i, raw := range f.Findings {
		var e Entry
		if err := json.Unmarshal(raw, &e); err != nil || e.Rule == "" {
			return nil, fmt.Errorf("finding %d of the baseline is damaged: write it anew with --write-baseline", i+1)
		}
		if k := bytes.Index(s.Data[at:], raw); k >= 0 {
			e.at = at + k
			at = e.at + len(raw)
		}
		e.Rule = current(e.Rule)
		b.Entries = append(b.Entries, e)
	}
	return b, nil
}
