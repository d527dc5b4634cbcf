package fix

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// editing makes a diagnostic whose safe fix makes the edits, given as start, end, text.
func editing(s *source.Source, rule string, edits ...any) lint.Diagnostic {
	f := &lint.Fix{Applicability: lint.Safe}
	for i := 0; i < len(edits); i += 3 {
		f.Edits = append(f.Edits, lint.Edit{Span: s.Span(edits[i].(int), edits[i+1].(int)), Text: edits[i+2].(string)})
	}
	return lint.Diagnostic{Rule: rule, Severity: lint.Warning, Span: s.Span(0, 0), Fix: f}
}

func TestPlanMergesEdits(t *testing.T) {
	s := plain("a", "/r/a", []byte("0123456789"))
	for name, test := range map[string]struct {
		diags    []lint.Diagnostic
		want     string
		rejected []string // rule, reason
	}{
		"apart": {diags: []lint.Diagnostic{editing(s, "x", 8, 9, "B"), editing(s, "y", 1, 2, "AA")}, want: "0AA234567B9"},
		"at both ends": {diags: []lint.Diagnostic{editing(s, "x", 0, 0, "<"), editing(s, "y", 10, 10, ">")},
			want: "<0123456789>"},
		"the same from two fixes":      {diags: []lint.Diagnostic{editing(s, "x", 1, 2, "A"), editing(s, "y", 1, 2, "A")}, want: "0A23456789"},
		"the same insertion":           {diags: []lint.Diagnostic{editing(s, "x", 4, 4, "A"), editing(s, "y", 4, 4, "A")}, want: "0123A456789"},
		"replacements that only touch": {diags: []lint.Diagnostic{editing(s, "x", 1, 3, ""), editing(s, "y", 3, 5, "B")}, want: "0B56789"},
		"overlap": {diags: []lint.Diagnostic{editing(s, "x", 1, 4, "A"), editing(s, "y", 3, 5, "B")}, want: "0A456789",
			rejected: []string{"y", "it contradicts the fix of x at a:1:1"}},
		"insertion at the end of a replacement": {diags: []lint.Diagnostic{editing(s, "x", 1, 4, "A"), editing(s, "y", 4, 4, "B")},
			want: "0A456789", rejected: []string{"y", "it contradicts the fix of x at a:1:1"}},
		"insertion at the start of a replacement": {diags: []lint.Diagnostic{editing(s, "x", 4, 4, "A"), editing(s, "y", 4, 6, "B")},
			want: "0123A456789", rejected: []string{"y", "it contradicts the fix of x at a:1:1"}},
		"two insertions at one place": {diags: []lint.Diagnostic{editing(s, "x", 4, 4, "A"), editing(s, "y", 4, 4, "B")},
			want: "0123A456789", rejected: []string{"y", "it contradicts the fix of x at a:1:1"}},
		"insertions at one place of one fix keep their order": {diags: []lint.Diagnostic{editing(s, "x", 4, 4, "A", 4, 4, "B")},
			want: "0123AB456789"},
		"insertion and replacement of one fix": {diags: []lint.Diagnostic{editing(s, "x", 4, 6, "B", 4, 4, "A", 6, 6, "C")},
			want: "0123ABC6789"},
		"a fix goes in as a whole or not at all": {diags: []lint.Diagnostic{editing(s, "x", 1, 2, "A"),
			editing(s, "y", 8, 9, "B", 1, 3, "C"), editing(s, "z", 7, 9, "D")},
			want: "0A23456D9", rejected: []string{"y", "it contradicts the fix of x at a:1:1"}},
		"own overlap": {diags: []lint.Diagnostic{editing(s, "x", 1, 4, "A", 3, 5, "B"), editing(s, "y", 0, 1, "C")}, want: "C123456789",
			rejected: []string{"x", "its own edits overlap"}},
		"insertion inside an own deletion": {diags: []lint.Diagnostic{editing(s, "x", 1, 4, "", 2, 2, "B"), editing(s, "y", 0, 1, "C")},
			want: "C123456789", rejected: []string{"x", "its own edits overlap"}},
		"past the end": {diags: []lint.Diagnostic{editing(s, "x", 9, 11, "A"), editing(s, "y", 0, 1, "C")}, want: "C123456789",
			rejected: []string{"x", "it edits bytes 9 to 11 of a, which has 10"}},
		"no change": {diags: []lint.Diagnostic{editing(s, "x", 1, 2, "1"), editing(s, "y", 0, 1, "C")}, want: "C123456789",
			rejected: []string{"x", "it changes nothing"}},
		"everything": {diags: []lint.Diagnostic{editing(s, "x", 0, 10, "")}, want: ""},
	} {
		t.Run(name, func(t *testing.T) {
			c := Plan(test.diags, Scope{}, nil)
			if len(c.Files) != 1 || string(c.Files[0].New) != test.want {
				t.Errorf("got %q, want %q", contents(c), test.want)
			}
			var rejected []string
			for _, r := range c.Rejected {
				rejected = append(rejected, r.Diagnostic.Rule, r.Reason)
			}
			if diff := cmp.Diff(test.rejected, rejected); diff != "" {
				t.Error(diff)
			}
		})
	}
	if string(s.Data) != "0123456789" {
		t.Errorf("the source was changed to %q", s.Data)
	}
}

func contents(c *Changes) map[string]string {
	out := map[string]string{}
	for _, f := range c.Files {
		out[f.NewFile] = string(f.New)
	}
	return out
}

func TestLevels(t *testing.T) {
	s := plain("a", "/r/a", []byte("0123456789"))
	safe, unsafe, manual := editing(s, "safe", 2, 4, "S"), editing(s, "unsafe", 1, 3, "U"), editing(s, "manual", 6, 7, "M")
	unsafe.Fix.Applicability, manual.Fix.Applicability = lint.Unsafe, lint.Manual
	diags := []lint.Diagnostic{unsafe, manual, safe, {Rule: "no fix"}}
	if got := contents(Plan(diags, Scope{}, nil))["/r/a"]; got != "01S456789" {
		t.Errorf("safe: %q", got)
	}
	c := Plan(diags, Scope{Level: Unsafe}, nil)
	if got := contents(c)["/r/a"]; got != "01S456789" || len(c.Rejected) != 1 || c.Rejected[0].Against.Rule != "safe" {
		t.Errorf("unsafe: %q, rejected %v", got, c.Rejected)
	}
	if got := contents(Plan(diags[:2], Scope{Level: Unsafe}, nil))["/r/a"]; got != "0U3456789" {
		t.Errorf("unsafe alone: %q", got)
	}
}

func renaming(s *source.Source, rule string, names ...string) lint.Diagnostic {
	f := &lint.Fix{Applicability: lint.Safe}
	for i := 0; i < len(names); i += 2 {
		f.Renames = append(f.Renames, lint.Rename{From: names[i], To: names[i+1]})
	}
	return lint.Diagnostic{Rule: rule, Severity: lint.Warning, Span: s.Span(0, 0), Fix: f}
}

func creating(s *source.Source, rule, path, data string) lint.Diagnostic {
	return lint.Diagnostic{Rule: rule, Span: s.Span(0, 0), Fix: &lint.Fix{Applicability: lint.Safe,
		Creates: []lint.Create{{Path: path, Data: []byte(data)}}}}
}

func TestPlanRenamesAndCreates(t *testing.T) {
	s := plain("etc/a", "/r/etc/a", []byte("v\n"))
	o := plain("etc/o", "/r/etc/o", []byte("w\n"))
	for name, test := range map[string]struct {
		diags    []lint.Diagnostic
		want     map[string]string
		rejected string
	}{
		"rename":                   {diags: []lint.Diagnostic{renaming(s, "x", "/r/etc/a", "/r/etc/b")}, want: map[string]string{"/r/etc/b": "v\n"}},
		"rename of an unread file": {diags: []lint.Diagnostic{renaming(s, "x", "/r/etc/n", "/r/etc/m")}, want: map[string]string{"/r/etc/m": ""}},
		"rename and edit": {diags: []lint.Diagnostic{renaming(s, "x", "/r/etc/a", "/r/etc/b"), editing(s, "y", 0, 1, "V")},
			want: map[string]string{"/r/etc/b": "V\n"}},
		"twice the same": {diags: []lint.Diagnostic{renaming(s, "x", "/r/etc/a", "/r/etc/b"), renaming(s, "y", "/r/etc/a", "/r/etc/b")},
			want: map[string]string{"/r/etc/b": "v\n"}},
		"to two names": {diags: []lint.Diagnostic{renaming(s, "x", "/r/etc/a", "/r/etc/b"), renaming(s, "y", "/r/etc/a", "/r/etc/c")},
			want: map[string]string{"/r/etc/b": "v\n"}, rejected: "it contradicts the fix of x at etc/a:1:1"},
		"two to one name": {diags: []lint.Diagnostic{renaming(s, "x", "/r/etc/a", "/r/etc/b"), renaming(o, "y", "/r/etc/o", "/r/etc/b")},
			want: map[string]string{"/r/etc/b": "v\n"}, rejected: "it contradicts the fix of x at etc/a:1:1"},
		"to a name that is taken": {diags: []lint.Diagnostic{renaming(s, "x", "/r/etc/a", "/r/etc/taken"), editing(s, "y", 0, 1, "V")},
			want: map[string]string{"/r/etc/a": "V\n"}, rejected: "taken exists already"},
		"to another file of the run": {diags: []lint.Diagnostic{renaming(s, "x", "/r/etc/a", "/r/etc/o"), editing(o, "y", 0, 1, "V")},
			want: map[string]string{"/r/etc/o": "V\n"}, rejected: "o exists already"},
		"to another directory": {diags: []lint.Diagnostic{renaming(s, "x", "/r/etc/a", "/r/a"), editing(s, "y", 0, 1, "V")},
			want: map[string]string{"/r/etc/a": "V\n"}, rejected: "it does not rename a file within its directory"},
		"create": {diags: []lint.Diagnostic{creating(s, "x", "/r/etc/new", "n")}, want: map[string]string{"/r/etc/new": "n"}},
		"create the same twice": {diags: []lint.Diagnostic{creating(s, "x", "/r/etc/new", "n"), creating(o, "y", "/r/etc/new", "n")},
			want: map[string]string{"/r/etc/new": "n"}},
		"create differently": {diags: []lint.Diagnostic{creating(s, "x", "/r/etc/new", "n"), creating(s, "y", "/r/etc/new", "m")},
			want: map[string]string{"/r/etc/new": "n"}, rejected: "it contradicts the fix of x at etc/a:1:1"},
		"create what is there": {diags: []lint.Diagnostic{creating(s, "x", "/r/etc/taken", "n"), editing(s, "y", 0, 1, "V")},
			want: map[string]string{"/r/etc/a": "V\n"}, rejected: "taken exists already"},
		"create where a rename goes": {diags: []lint.Diagnostic{renaming(s, "x", "/r/etc/a", "/r/etc/b"), creating(s, "y", "/r/etc/b", "n")},
			want: map[string]string{"/r/etc/b": "v\n"}, rejected: "it contradicts the fix of x at etc/a:1:1"},
	} {
		t.Run(name, func(t *testing.T) {
			c := Plan(test.diags, Scope{}, func(file string) bool { return file == "/r/etc/taken" })
			if diff := cmp.Diff(test.want, contents(c)); diff != "" {
				t.Error(diff)
			}
			rejected := ""
			for _, r := range c.Rejected {
				rejected += r.Reason
			}
			if rejected != test.rejected {
				t.Errorf("rejected because %q, want %q", rejected, test.rejected)
			}
		})
	}
}

func TestOverlay(t *testing.T) {
	s := plain("etc/a", "/r/etc/a", []byte("v\n"))
	o := plain("etc/o", "/r/etc/o", []byte("w\n"))
	got := Plan([]lint.Diagnostic{renaming(s, "x", "/r/etc/a", "/r/etc/b"), editing(o, "y", 0, 2, ""),
		creating(o, "z", "/r/etc/new", "n")}, Scope{}, nil).Overlay()
	want := source.Overlay{
		"/r/etc/a":   {Gone: true},
		"/r/etc/b":   {Data: []byte("v\n"), From: "/r/etc/a"},
		"/r/etc/o":   {Data: []byte{}, From: "/r/etc/o"},
		"/r/etc/new": {Data: []byte("n"), Mode: 0o644},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// randomBytes mixes ordinary lines, CRLF and bytes that are not UTF-8.
func randomBytes(r *rand.Rand, size int) []byte {
	pieces := []string{"a", "b", "\n", "\r\n", "é", "\xff", "\x80", "x=1\n", "\t", "\x00"}
	var b bytes.Buffer
	for b.Len() < size {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.Bytes()
}

// randomEdits returns edits in order, no two of which touch, and what naive application makes of data.
func randomEdits(r *rand.Rand, s *source.Source) (edits []lint.Edit, want []byte) {
	at := 0
	for {
		start := at + r.IntN(30)
		end := start + r.IntN(12)*r.IntN(2)
		if end > len(s.Data) {
			return edits, append(want, s.Data[at:]...)
		}
		text := string(randomBytes(r, r.IntN(8)))
		want = append(append(want, s.Data[at:start]...), text...)
		edits = append(edits, lint.Edit{Span: s.Span(start, end), Text: text})
		if end == len(s.Data) {
			return edits, want
		}
		want = append(want, s.Data[end])
		at = end + 1
	}
}

func TestRandomEditsAreAppliedAsWritten(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	for range 2000 {
		s := plain("a", "/r/a", randomBytes(r, r.IntN(200)))
		edits, want := randomEdits(r, s)
		var diags []lint.Diagnostic
		for _, e := range edits {
			diags = append(diags, lint.Diagnostic{Fix: &lint.Fix{Applicability: lint.Safe, Edits: []lint.Edit{e}}})
		}
		r.Shuffle(len(diags), func(i, j int) { diags[i], diags[j] = diags[j], diags[i] })
		c := Plan(diags, Scope{}, nil)
		got := s.Data
		if len(c.Files) == 1 {
			got = c.Files[0].New
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("%q\n%v\n got %q\nwant %q", s.Data, edits, got, want)
		}
		for _, rejected := range c.Rejected {
			if rejected.Reason != "it changes nothing" {
				t.Fatalf("rejected: %s", rejected.Reason)
			}
		}
	}
}

// Rounds of random edits, some contradicting, leave what applying the accepted ones round by round leaves, and the
// composed edits make the same of the first content.
func TestRandomRoundsCompose(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	for range 500 {
		first := randomBytes(r, r.IntN(150))
		content, total := first, &Changes{}
		for range 1 + r.IntN(5) {
			s := plain("a", "/r/a", content)
			edits, _ := randomEdits(r, s)
			more, _ := randomEdits(r, s)
			var diags []lint.Diagnostic
			for _, e := range append(edits, more...) {
				diags = append(diags, lint.Diagnostic{Fix: &lint.Fix{Applicability: lint.Safe, Edits: []lint.Edit{e}}})
			}
			next := Plan(diags, Scope{}, nil)
			if len(next.Files) == 0 {
				continue
			}
			content = next.Files[0].New
			if err := total.then(next); err != nil {
				t.Fatal(err)
			}
		}
		if len(total.Files) == 0 {
			continue
		}
		f := total.Files[0]
		if !bytes.Equal(f.New, content) || !bytes.Equal(assemble(f.Old, f.segments), content) || !bytes.Equal(f.Old, first) {
			t.Fatalf("composed %q, want %q", f.New, content)
		}
		rebuilt := assemble(first, replace([]segment{{end: len(first)}}, f.edits()))
		if !bytes.Equal(rebuilt, content) {
			t.Fatalf("edits make %q, want %q", rebuilt, content)
		}
	}
}

func TestManyEditsOfOneFile(t *testing.T) {
	data := bytes.Repeat([]byte("line\n"), 200_000)
	s := plain("a", "/r/a", data)
	var diags []lint.Diagnostic
	for at := 0; at < len(data); at += 5 {
		diags = append(diags, editing(s, "x", at, at+4, "L"))
	}
	c := Plan(diags, Scope{}, nil)
	if want := strings.Repeat("L\n", 200_000); string(c.Files[0].New) != want {
		t.Error("wrong content")
	}
}

func TestLoop(t *testing.T) {
	disk := map[string]string{"/r/a": "one two"}
	// check finds the first word of a file that has a replacement.
	check := func(replacements ...string) Check {
		return onTarget(func(_ context.Context, overlay source.Overlay) ([]lint.Diagnostic, error) {
			data := disk["/r/a"]
			if p, found := overlay["/r/a"]; found {
				data = string(p.Data)
			}
			s := plain("a", "/r/a", []byte(data))
			for i := 0; i < len(replacements); i += 2 {
				if at := strings.Index(data, replacements[i]); at >= 0 {
					return []lint.Diagnostic{editing(s, "rule/"+replacements[i], at, at+len(replacements[i]), replacements[i+1])}, nil
				}
			}
			return []lint.Diagnostic{{Rule: "rule/left", Severity: lint.Info, Span: s.Span(0, 1)}}, nil
		})
	}
	ctx := context.Background()

	result, err := Loop(ctx, Limits{3, 100}, Scope{}, check("one", "1", "two", "2", "1 2", "12"))
	if err != nil || contents(result.Changes)["/r/a"] != "12" || len(result.Left) != 1 || len(result.Changes.Accepted) != 3 {
		t.Errorf("got %+v, %v", result, err)
	}
	if len(result.First) != 1 || result.First[0].Rule != "rule/one" {
		t.Errorf("first was %v", result.First)
	}
	if len(result.Later) != 2 || result.Later[0].Rule != "rule/two" || result.Later[1].Rule != "rule/1 2" {
		t.Errorf("later were %v", result.Later)
	}
	result, err = Loop(ctx, Limits{2, 100}, Scope{}, check("one", "1", "two", "2", "1 2", "12"))
	var unsettled *UnsettledError
	if !errors.As(err, &unsettled) || len(result.Changes.Files) != 0 || len(result.Left) != 1 || result.Left[0].Rule != "rule/one" {
		t.Errorf("three rounds for two gave %+v, %v", result, err)
	}
	if got := err.Error(); got != "the fixes of rule/1 2 still change something after 2 rounds; nothing was written" {
		t.Error(got)
	}
	// What a rule has changed it does not change again: a circle ends where it began, growth after one step.
	result, err = Loop(ctx, Limits{10, 100}, Scope{}, check("one", "uno", "uno", "one"))
	if err != nil || len(result.Changes.Files) != 0 {
		t.Errorf("a circle gave %+v, %v", result, err)
	}
	result, err = Loop(ctx, Limits{10, 100}, Scope{}, check("one", "bone"))
	if err != nil || contents(result.Changes)["/r/a"] != "bone two" || len(result.Left[0].Notes) != 1 {
		t.Errorf("growth gave %+v, %v", result, err)
	}
	failed := fmt.Errorf("no")
	if _, err := Loop(ctx, Limits{1, 100}, Scope{}, func(context.Context, source.Overlay) (Sight, error) { return Sight{}, failed }); !errors.Is(err, failed) {
		t.Errorf("got %v", err)
	}
}

// Where a fix leaves what cannot be read nothing is found any more, and all seems well: it is not made.
func TestLoopBreaksNothing(t *testing.T) {
	check := func(_ context.Context, overlay source.Overlay) (Sight, error) {
		data := "one two"
		if p, found := overlay["/r/a"]; found {
			data = string(p.Data)
		}
		s := plain("a", "/r/a", []byte(data))
		sight := Sight{Unchecked: []config.Unchecked{{Path: "a", Reason: "does not say what it is"}, {Path: "b", Position: &source.Position{Line: 1}}}}
		if at := strings.Index(data, "one"); at >= 0 {
			sight.Target = append(sight.Target, editing(s, "rule/one", at, at+3, "1"))
		}
		if at := strings.Index(data, "two"); at >= 0 {
			sight.Target = append(sight.Target, editing(s, "rule/two", at, at+3, "("))
		} else {
			sight.Target, sight.Unchecked = nil, append(sight.Unchecked, config.Unchecked{Path: "a", Position: &source.Position{Line: 1}})
		}
		return sight, nil
	}
	result, err := Loop(t.Context(), Limits{3, 100}, Scope{}, check)
	if err != nil || contents(result.Changes)["/r/a"] != "1 two" || len(result.Left) != 1 {
		t.Fatalf("got %+v, %v", result, err)
	}
	if notes := result.Left[0].Notes; len(notes) != 1 || !strings.HasSuffix(notes[0], "after it a could not be read") {
		t.Errorf("the notes are %v", notes)
	}
}

func TestLoopSaysWhyAFixIsLeft(t *testing.T) {
	s := plain("a", "/r/a", []byte("x"))
	result, err := Loop(context.Background(), Limits{5, 100}, Scope{}, onTarget(func(_ context.Context, overlay source.Overlay) ([]lint.Diagnostic, error) {
		bad := editing(s, "bad", 0, 9, "y")
		bad.Notes = []string{"evidence"}
		return []lint.Diagnostic{{Rule: "none"}, bad}, nil
	}))
	if err != nil || len(result.Changes.Files) > 0 || len(result.Changes.Rejected) != 1 {
		t.Fatal(result, err)
	}
	left := result.Left
	want := []string{"evidence", "its fix is not applied: it edits bytes 0 to 9 of a, which has 1"}
	if diff := cmp.Diff(want, left[1].Notes); diff != "" || left[0].Notes != nil {
		t.Error(diff, left[0].Notes)
	}
}

// A file that is renamed, then edited, then renamed again is one change from what is on disk.
func TestLoopComposesRenames(t *testing.T) {
	result, err := Loop(context.Background(), Limits{5, 100}, Scope{}, onTarget(func(_ context.Context, overlay source.Overlay) ([]lint.Diagnostic, error) {
		at := func(name string) (*source.Source, bool) {
			p, found := overlay["/r/"+name]
			return plain(name, "/r/"+name, p.Data), found && !p.Gone
		}
		if _, found := at("c"); found {
			return nil, nil
		}
		if s, found := at("b"); found {
			d := renaming(s, "y", "/r/b", "/r/c")
			d.Fix.Edits = []lint.Edit{{Span: s.Span(0, 1), Text: "W"}}
			return []lint.Diagnostic{d}, nil
		}
		return []lint.Diagnostic{renaming(plain("a", "/r/a", []byte("v\n")), "x", "/r/a", "/r/b")}, nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	if c := result.Changes; len(c.Files) != 1 || c.Files[0].File != "/r/a" || c.Files[0].NewPath != "c" || string(c.Files[0].New) != "W\n" {
		t.Errorf("got %+v", result.Changes.Files)
	}
}

// words finds, for each rule, the word it is for in the one file of a test, and offers what the rule writes instead.
type words []struct {
	word, instead string
	severity      lint.Severity
	validFrom     string
	applicability lint.Applicability
}

// check returns a Check of a file that says text.
func (ws words) check(text string) Check {
	return onTarget(func(_ context.Context, overlay source.Overlay) ([]lint.Diagnostic, error) {
		now := text
		if p, found := overlay["/r/a"]; found {
			now = string(p.Data)
		}
		s := plain("a", "/r/a", []byte(now))
		var out []lint.Diagnostic
		for _, w := range ws {
			at := strings.Index(now, w.word)
			if at < 0 {
				continue
			}
			d := lint.Diagnostic{Rule: "word/" + w.word, Severity: w.severity, Span: s.Span(at, at+len(w.word))}
			if w.instead != "" {
				d.Fix = &lint.Fix{Applicability: lint.Safe, Edits: []lint.Edit{{Span: d.Span, Text: w.instead}}}
				if w.applicability != "" {
					d.Fix.Applicability = w.applicability
				}
				if w.validFrom != "" {
					d.Fix.ValidFrom = release.MustParse(w.validFrom)
				}
			}
			out = append(out, d)
		}
		return out, nil
	})
}

// onTarget is a Check that looks at the target alone.
func onTarget(look func(context.Context, source.Overlay) ([]lint.Diagnostic, error)) Check {
	return func(ctx context.Context, overlay source.Overlay) (Sight, error) {
		diags, err := look(ctx, overlay)
		return Sight{Target: diags}, err
	}
}

// What the running release would take amiss waits for the upgrade, whatever the fix says of itself.
func TestFixesThatTheRunningReleaseTakesAmiss(t *testing.T) {
	target, running := words{{"old", "new", lint.Error, "", ""}, {"bad", "good", lint.Error, "", ""}}.check("old bad"), words{{"new", "", lint.Error, "", ""}}.check("old bad")
	for _, test := range []struct {
		scope Scope
		want  string
	}{{Scope{KeepRunning: true}, "old good"}, {Scope{}, "new good"}} {
		result, err := Loop(context.Background(), Limits{10, 100}, test.scope, func(ctx context.Context, overlay source.Overlay) (Sight, error) {
			sight, err := target(ctx, overlay)
			if err == nil && test.scope.KeepRunning {
				var on Sight
				on, err = running(ctx, overlay)
				sight.Running = on.Target
				for i := range sight.Running {
					sight.Running[i].Upgrade.To = release.MustParse("1.0.0")
				}
			}
			return sight, err
		})
		if err != nil || contents(result.Changes)["/r/a"] != test.want {
			t.Errorf("it becomes %q, want %q: %v", contents(result.Changes)["/r/a"], test.want, err)
		}
		for _, r := range result.Changes.Rejected {
			if !r.Waits || r.Harm || r.Reason != "on 1.0.0, which reads the files until the upgrade, it would cause word/new at a:1:1" {
				t.Errorf("%+v", r)
			}
		}
	}
}

// A fix that makes a finding appear as grave as its own is refused, it alone, and the report says why.
func TestLoopRefusesHarm(t *testing.T) {
	for name, test := range map[string]struct {
		words words
		scope Scope
		text  string
		want  string
		why   string // of the refused fix
	}{
		"a graver finding": {words{{"bad", "worse", lint.Warning, "", ""}, {"worse", "", lint.Error, "", ""}, {"old", "new", lint.Info, "", ""}},
			Scope{}, "bad old", "bad new", "it would cause word/worse at a:1:1"},
		"one as grave":   {words{{"bad", "also", lint.Warning, "", ""}, {"also", "", lint.Warning, "", ""}}, Scope{}, "bad", "bad", "it would cause word/also at a:1:1"},
		"a lesser one":   {words{{"bad", "fair", lint.Error, "", ""}, {"fair", "", lint.Warning, "", ""}}, Scope{}, "bad", "fair", ""},
		"one that goes":  {words{{"bad", "fair", lint.Error, "", ""}, {"fair", "good", lint.Error, "", ""}}, Scope{}, "bad", "good", ""},
		"one of a chain": {words{{"bad", "fair", lint.Error, "", ""}, {"fair", "poor", lint.Error, "", ""}, {"poor", "", lint.Error, "", ""}}, Scope{}, "bad", "bad", "it would cause word/fair at a:1:1"},
		"one whose fix is not applied": {words{{"bad", "fair", lint.Error, "", ""}, {"fair", "good", lint.Error, "", lint.Unsafe}}, Scope{}, "bad", "bad",
			"it would cause word/fair at a:1:1"},
		"one among many": {words{{"a", "1", lint.Info, "", ""}, {"b", "2", lint.Info, "", ""}, {"c", "3", lint.Info, "", ""}, {"d", "4", lint.Info, "", ""}, {"3", "", lint.Info, "", ""}},
			Scope{}, "a b c d", "1 2 c 4", "it would cause word/3 at a:1:5"},
		"two that only together do it": {words{{"a", "1", lint.Info, "", ""}, {"b", "2", lint.Info, "", ""}, {"1 2", "", lint.Info, "", ""}},
			Scope{}, "a b", "1 b", "it would cause word/1 2 at a:1:1"},
	} {
		t.Run(name, func(t *testing.T) {
			result, err := Loop(context.Background(), Limits{10, 100}, test.scope, test.words.check(test.text))
			if err != nil {
				t.Fatal(err)
			}
			got := test.text
			if changed, found := contents(result.Changes)["/r/a"]; found {
				got = changed
			}
			if got != test.want {
				t.Errorf("it becomes %q, want %q", got, test.want)
			}
			why := ""
			for _, d := range result.Left {
				why += strings.TrimPrefix(strings.Join(d.Notes, "; "), "its fix is not applied: ")
			}
			if why != test.why {
				t.Errorf("it says %q, want %q", why, test.why)
			}
		})
	}
}

// Where looking for what does harm takes too often, all that may do it is refused.
func TestLoopGivesUpLookingForHarm(t *testing.T) {
	many := words{}
	text := ""
	for i := range 64 {
		bad, worse := fmt.Sprintf("<%d>", i), fmt.Sprintf("[%d]", i)
		many = append(many, words{{bad, worse, lint.Warning, "", ""}, {worse, "", lint.Error, "", ""}}...)
		text += bad
	}
	looks, check := 0, many.check(text)
	result, err := Loop(context.Background(), Limits{10, 20}, Scope{}, func(ctx context.Context, overlay source.Overlay) (Sight, error) {
		looks++
		return check(ctx, overlay)
	})
	if err != nil || len(result.Changes.Files) != 0 || !result.Wholesale || looks > 40 {
		t.Errorf("%d looks, %+v, %v", looks, result.Changes.Files, err)
	}
	for _, d := range result.Left {
		if len(d.Notes) != 1 {
			t.Errorf("%s: %q", d.Rule, d.Notes)
		}
	}
}

// A fix whose result the running release does not read as meant waits for the upgrade.
func TestFixesThatWaitForTheUpgrade(t *testing.T) {
	check := words{{"old", "new", lint.Error, "1.0.0", ""}, {"now", "then", lint.Error, "0.28.0", ""}, {"any", "all", lint.Error, "", ""}}.check
	for running, want := range map[string]string{"0.27.0": "old now all", "0.28.0": "old then all", "0.28.3": "old then all", "1.0.0": "new then all", "": "new then all"} {
		var from release.Release
		if running != "" {
			from = release.MustParse(running)
		}
		look := check("old now any")
		result, err := Loop(context.Background(), Limits{10, 100}, Scope{KeepRunning: true}, func(ctx context.Context, overlay source.Overlay) (Sight, error) {
			sight, err := look(ctx, overlay)
			for i := range sight.Target {
				sight.Target[i].Upgrade.From = from
			}
			return sight, err
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := contents(result.Changes)["/r/a"]; got != want {
			t.Errorf("on %s it becomes %q, want %q", running, got, want)
		}
	}
}
