package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

func TestByName(t *testing.T) {
	for _, name := range Names() {
		if _, err := ByName(name, Style{}); err != nil {
			t.Error(err)
		}
	}
	for _, name := range Names() {
		if About(name) == "" {
			t.Errorf("nothing says what %s is for", name)
		}
	}
	if _, err := ByName("xml", Style{}); err == nil || !strings.Contains(err.Error(), "text, concise, json") {
		t.Errorf("got %v", err)
	}
}

func TestSummary(t *testing.T) {
	for want, s := range map[string]Summary{
		"no findings in 1 file|":                              {Files: 1},
		"no findings in 0 files||1 file could not be checked": {Unchecked: 1},
		"1 error in 1 file|":                                  {Files: 1, Affected: 1, Errors: 1},
		"3 errors, 1 warning in 2 files|--fix fixes 2, with --unsafe-fixes 1 more": {Files: 2, Affected: 2, Errors: 3, Warnings: 1, Fixable: 2, FixableUnsafe: 1},
		"2 infos in 1 of 7 files|--fix --unsafe-fixes fixes 1":                     {Files: 7, Affected: 1, Infos: 2, FixableUnsafe: 1},
		"1 warning in 1 file|--fix fixes 1":                                        {Affected: 1, Warnings: 1, Fixable: 1},
		"2 warnings in 1 file|with the upgrade: --fix --with-upgrade fixes 2":      {Affected: 1, Warnings: 2, Fixable: 2, Waiting: 2},
		"3 warnings in 1 file|--fix fixes 1; with the upgrade: --fix --with-upgrade fixes 1, with --unsafe-fixes 1 more|2 files not read, 1 place may add settings that were not seen": {
			Affected: 1, Warnings: 3, Fixable: 2, Waiting: 1, FixableUnsafe: 1, WaitingUnsafe: 1, Unread: 2, Gaps: 1},
	} {
		got := s.String() + "|" + s.fixes()
		if missed := s.missed(); missed != "" {
			got += "|" + missed
		}
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// What is judged counts by effect, worst first, and by component: a finding that stands for both counts for both.
func TestTally(t *testing.T) {
	d := func(effect lint.Effect, c config.Component, condition string, nodes ...lint.Node) lint.Diagnostic {
		return lint.Diagnostic{Effect: effect, Component: c, Condition: condition, Nodes: nodes}
	}
	var got []string
	for _, row := range tally([]lint.Diagnostic{
		d(lint.Advice, config.AnyComponent, ""), d(lint.Fatal, config.Agent, ""), d(lint.Fatal, config.Agent, "if x"), d(lint.Fatal, config.Master, "if x"),
		d(lint.Ignored, config.Master, "", lint.Node{Component: config.Master}, lint.Node{Component: config.Agent}, lint.Node{Component: config.Agent}),
	}) {
		got = append(got, row.words())
	}
	want := []string{"fatal (will not start): master 1 on a condition, agent 1 and 1 on a condition", "ignored (silently): master 1, agent 1",
		"advice: either daemon 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// A run that found nothing to check says so in every format, and not where that is right.
func TestNothingFound(t *testing.T) {
	for _, allowed := range []bool{false, true} {
		run := &Run{Upgrade: clean().Upgrade, Config: &config.Config{}, Empty: true, AllowEmpty: allowed}
		for format, says := range map[Format]string{
			Text{}: "name the files", Concise{}: "name the files", GitHub{}: "::error title=nothing checked::",
			SARIF{}: `"executionSuccessful":false`,
		} {
			if out := write(t, format, run); strings.Contains(out, says) == allowed {
				t.Errorf("%T, allowed %v: %s", format, allowed, out)
			}
		}
		if out := write(t, JSON{}, run); !strings.Contains(out, `"nothing_found":true`) {
			t.Errorf("JSON, allowed %v: %s", allowed, out)
		}
	}
}

func compileSchema(t testing.TB) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(strings.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("schema.json", document); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

func validate(t testing.TB, schema *jsonschema.Schema, report []byte) {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(report))
	if err != nil {
		t.Fatalf("%v in\n%s", err, report)
	}
	if err := schema.Validate(document); err != nil {
		t.Fatalf("%v\n%s", err, report)
	}
}

func write(t testing.TB, f Format, run *Run) string {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b, run); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestJSONFollowsTheSchema(t *testing.T) {
	schema := compileSchema(t)
	for name, run := range map[string]*Run{"sample": sample(), "clean": clean(), "empty": {Config: &config.Config{}}} {
		t.Run(name, func(t *testing.T) { validate(t, schema, []byte(write(t, JSON{}, run))) })
	}
	if err := schema.Validate(map[string]any{"schema": 2}); err == nil {
		t.Error("the schema lets anything pass")
	}
}

// The order of the fields is part of the contract, and there are no nulls for empty lists.
func TestJSONFields(t *testing.T) {
	report := write(t, JSON{}, sample())
	for _, line := range strings.Split(report, "\n") {
		if !strings.HasPrefix(line, `{"rule"`) {
			continue
		}
		at := 0
		for _, key := range []string{"rule", "severity", "effect", "message", "file", "component", "subject", "start", "end",
			"release", "related", "help", "url", "fix", "notes"} {
			i := strings.Index(line[at:], `"`+key+`":`)
			if i < 0 {
				t.Fatalf("%s is missing, or out of order in %s", key, line)
			}
			at += i
		}
		if strings.Count(line, "null") > 1 {
			t.Errorf("null for what is empty: %s", line)
		}
	}
	var parsed struct {
		Schema      int
		Diagnostics []struct {
			Start, End source.Position
			Fix        *struct {
				ValidFrom string `json:"valid_from"`
				Edits     []struct {
					Start, End int
					Text       string
					Exact      *bool
				}
			}
		}
		Summary struct{ Files, Errors, Warnings, Infos, Fixable int }
	}
	if err := json.Unmarshal([]byte(report), &parsed); err != nil {
		t.Fatal(err)
	}
	first := parsed.Diagnostics[0]
	if want := (source.Position{Offset: 26, Line: 3, Column: 2}); first.Start != want {
		t.Errorf("starts at %v, want %v", first.Start, want)
	}
	if first.Fix.ValidFrom != "1.0.0" || first.Fix.Edits[0].Text != `"update_quotas"` || first.Fix.Edits[0].Exact != nil {
		t.Errorf("fix is %+v", first.Fix)
	}
	secretive := parsed.Diagnostics[6].Fix.Edits[0]
	if secretive.Exact == nil || !strings.Contains(secretive.Text, source.SecretMark) {
		t.Errorf("an edit that is not exact does not say so: %+v", secretive)
	}
	if s := parsed.Summary; s.Files != 8 || s.Errors != 4 || s.Warnings != 5 || s.Infos != 4 || s.Fixable != 3 {
		t.Errorf("summary is %+v", s)
	}
}

// What JSON strings decode to is what was reported, however it is escaped.
func TestJSONStrings(t *testing.T) {
	for _, text := range []string{"", "a\"b\\c", "\x00\x1b\x7f\u0080\u202e\u2028", "é漢😀\U000e0041", "\n\r\t/<>&"} {
		var b bytes.Buffer
		e := &encoder{w: bufio.NewWriter(&b)}
		e.string(text)
		if err := e.w.Flush(); err != nil {
			t.Fatal(err)
		}
		var got string
		if err := json.Unmarshal(b.Bytes(), &got); err != nil || got != text {
			t.Errorf("%q became %q, %v", text, got, err)
		}
		for _, r := range b.String() {
			if source.Escape(r, 2, 0) != "" {
				t.Errorf("%q holds %q as it is", b.String(), r)
			}
		}
	}
}

func TestEveryFindingOfConciseIsOneLine(t *testing.T) {
	run := sample()
	lines := strings.Split(strings.TrimSuffix(write(t, Concise{}, run), "\n"), "\n")
	for i, d := range run.Diagnostics {
		if !strings.HasSuffix(lines[i], "["+d.Rule+"]") {
			t.Errorf("line %d is %q", i+1, lines[i])
		}
	}
	if text := write(t, Text{}, run); !strings.HasPrefix(text, lines[0]+"\n") || !strings.HasSuffix(text, lines[len(lines)-1]+"\n") {
		t.Error("text begins or ends otherwise")
	}
}

func TestColourIsOnlyColour(t *testing.T) {
	plain, coloured := write(t, Text{}, sample()), write(t, Text{Style{Color: true}}, sample())
	for {
		before, rest, found := strings.Cut(coloured, "\x1b[")
		if !found {
			break
		}
		_, after, _ := strings.Cut(rest, "m")
		coloured = before + after
	}
	if plain != coloured {
		t.Errorf("without its colours it is\n%s", coloured)
	}
}

// randomRun makes findings at random places of random files, with fixes, where "#" stands for secret bytes.
func randomRun(r *rand.Rand) *Run {
	pieces := []string{"a", "bb", " ", "\t", "\n", "\r\n", "é", "漢", "\u0301", "\xff", "\x1b[1m", "\"", "{", "zk://u:#pw#@h/", "x=1\n",
		strings.Repeat("long ", 50)}
	text := func(n int) string {
		var b strings.Builder
		for range r.IntN(n) {
			b.WriteString(pieces[r.IntN(len(pieces))])
		}
		return b.String()
	}
	var sources []*source.Source
	for i := range 3 {
		var b redact.Builder
		for range r.IntN(8) {
			b.Write(text(20))
			if r.IntN(3) == 0 {
				b.WriteSecret("#" + strings.Repeat("x", r.IntN(300)) + []string{"", "\n", "漢"}[r.IntN(3)] + "#")
			}
		}
		s := plain(fmt.Sprintf("dir/f%d", i), fmt.Sprintf("/r/dir/f%d", i), []byte(b.String()))
		for _, m := range b.Secrets() {
			s.Mask(m.Start, m.End)
		}
		sources = append(sources, s)
	}
	span := func() source.Span {
		s := sources[r.IntN(len(sources))]
		if r.IntN(20) == 0 {
			return source.Span{}
		}
		start := r.IntN(len(s.Data) + 1)
		return s.Span(start, start+r.IntN(len(s.Data)-start+1))
	}
	run := &Run{Upgrade: clean().Upgrade, Config: &config.Config{}}
	for range 1 + r.IntN(5) {
		d := lint.Diagnostic{Rule: "a/b", Span: span(), Message: "m" + text(4), Effect: lint.Advice, Severity: lint.Info, Help: text(3),
			Subject: text(2), Notes: []string{text(3)}, Related: []lint.Related{{Span: span(), Message: "r" + text(3)}}}
		if r.IntN(3) > 0 {
			d.Fix = &lint.Fix{Applicability: lint.Unsafe, Message: text(3), Creates: []lint.Create{{Path: "/r/dir/new", Data: []byte(text(30))}}}
			for range r.IntN(4) {
				if p := span(); p.Source != nil {
					b := redact.Builder{}
					b.Write(text(5))
					b.WriteSecret("##")
					b.Write(text(5))
					d.Fix.Edits = append(d.Fix.Edits, lint.Edit{Span: p, Text: b.String(), Secrets: b.Secrets()})
				}
			}
		}
		d.Condition = text(3)
		for range r.IntN(3) {
			d.Nodes = append(d.Nodes, lint.Node{Component: config.Component(r.IntN(3)), Name: text(3), Start: span()})
		}
		if d.Fix != nil && r.IntN(2) == 0 {
			d.Alternatives = []*lint.Fix{d.Fix}
			run.Later = append(run.Later, d)
		}
		run.Diagnostics = append(run.Diagnostics, d)
		run.Config.Nodes = append(run.Config.Nodes, &config.Node{Name: text(3), Start: span(), Gaps: []config.Gap{{Reason: "r" + text(3), Path: text(3), At: span()}}})
	}
	run.Outcomes = []Outcome{{File: text(3), NewFile: text(3), Created: r.IntN(2) == 0, Written: r.IntN(2) == 0}}
	run.Config.Unread = []config.Unread{{Path: text(3), Line: r.IntN(3), Reason: "r" + text(3)}}
	run.Config.Unchecked = []config.Unchecked{{Path: text(3), Reason: text(3)}}
	return run
}

// allSchemas are the schemas of all formats that have one.
func allSchemas(t testing.TB) map[string]*jsonschema.Schema {
	return map[string]*jsonschema.Schema{"report": compileSchema(t), "sarif": compiled(t, "sarif.json"), "gitlab": compiled(t, "gitlab.json")}
}

func checkRandomRun(t *testing.T, schemas map[string]*jsonschema.Schema, r *rand.Rand) {
	run := randomRun(r)
	for _, name := range Names() {
		f, _ := ByName(name, Style{Width: 20 + r.IntN(100)})
		got := write(t, f, run)
		if strings.Contains(strings.TrimPrefix(got, MarkdownMark+"\n### "), "#") {
			t.Fatalf("%s shows a secret:\n%s", name, got)
		}
		if strings.ContainsAny(got, "\x1b\r") {
			t.Fatalf("%s: a terminal would act on %q", name, got)
		}
		switch name {
		case "json":
			validate(t, schemas["report"], []byte(got))
		case "sarif", "gitlab":
			validate(t, schemas[name], []byte(got))
		case "junit":
			hold(t, junitShapes(), parseXML(t, got))
		case "checkstyle":
			hold(t, checkstyleShapes(), parseXML(t, got))
		case "markdown":
			if len(got) > commentLimit {
				t.Fatalf("%d bytes for a comment", len(got))
			}
		case "github":
			for line := range strings.Lines(strings.TrimSuffix(got, "\n")) {
				if strings.HasSuffix(line, "\n") && !regexp.MustCompile(`^::(error|warning|notice) [^:]*::`).MatchString(line) {
					t.Fatalf("%q is not a command", line)
				}
			}
		}
	}
}

func TestRandomRuns(t *testing.T) {
	schemas := allSchemas(t)
	r := rand.New(rand.NewPCG(7, 7))
	for range 700 {
		checkRandomRun(t, schemas, r)
	}
}

func FuzzReports(f *testing.F) {
	schemas := allSchemas(f)
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) { checkRandomRun(t, schemas, rand.New(rand.NewPCG(a, b))) })
}

// What is underlined is the span: the columns of the marks cut from the shown line give the span's text back.
func TestUnderlineIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for range 2000 {
		var b strings.Builder
		for range 1 + r.IntN(300) {
			b.WriteString([]string{"a", "b", " ", "漢", "é", "ｗ"}[r.IntN(6)])
		}
		s := plain("f", "", []byte(b.String()))
		runes := []rune(b.String())
		from := r.IntN(len(runes))
		to := from + 1 + r.IntN(min(20, len(runes)-from))
		start, end := len(string(runes[:from])), len(string(runes[:to]))
		width := 60 + r.IntN(60)
		text, left, right := lineOf(s, 0, len(s.Data), start, end, 8*width).layout(width)
		var marked strings.Builder
		column := 0
		for _, c := range text {
			if column >= left && column < right {
				marked.WriteRune(c)
			}
			column += runeWidth(c)
		}
		if marked.String() != s.Span(start, end).Text() {
			t.Fatalf("underlined %q, want %q in\n%s", marked.String(), s.Span(start, end).Text(), text)
		}
		if column > width {
			t.Fatalf("%d columns for %d", column, width)
		}
	}
}

// many is a run of n findings on one line of a minified document.
func many(n int) *Run {
	data := strings.Repeat(`"set_quotas":[{"principals":{"values":["ops"]},"roles":{"type":"ANY"}}],`, n)
	s := plain("min.json", "/r/min.json", []byte(data))
	run := clean()
	step := len(data) / n
	for i := range n {
		span := s.Span(i*step, i*step+12)
		run.Diagnostics = append(run.Diagnostics, lint.Diagnostic{Rule: "acl/removed-action", Span: span, Effect: lint.Ignored, Severity: lint.Warning,
			Message: "dropped", Fix: &lint.Fix{Applicability: lint.Safe, Edits: []lint.Edit{{Span: span, Text: `"update_quotas"`}}}})
	}
	return run
}

func TestManyFindingsOnOneLine(t *testing.T) {
	if testing.Short() {
		t.Skip("large")
	}
	run := many(20_000)
	start := time.Now()
	for _, f := range []Format{Text{}, JSON{}} {
		if err := f.Write(io.Discard, run); err != nil {
			t.Fatal(err)
		}
	}
	// A walk over the line for each finding would take minutes.
	if took := time.Since(start); took > patience.Limit(time.Minute/2) {
		t.Errorf("took %v", took)
	}
}

func BenchmarkFormats(b *testing.B) {
	run := many(10_000)
	for _, name := range Names() {
		f, _ := ByName(name, Style{})
		b.Run(name, func(b *testing.B) {
			for range b.N {
				if err := f.Write(io.Discard, run); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
