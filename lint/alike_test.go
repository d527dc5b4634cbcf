package lint

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

func documentOf(path, text string) *config.Document {
	return &config.Document{Kind: config.ACLs, Text: source.WholeText(source.New(path, path, []byte(text)))}
}

// alikeRule reports the first byte of each document, with a fix and a related place, and counts how often it looks.
func alikeRule(looked *int, then func(*Pass, *config.Document)) *Rule {
	return &Rule{Name: "test/alike", Document: func(p *Pass, d *config.Document) {
		*looked++
		edit := Edit{Span: d.Text.Span(0, 1), Text: "x"}
		p.Report(Diagnostic{Span: d.Text.Span(0, 1), Message: "found", Effect: Ignored, Related: []Related{{Span: d.Text.Span(1, 2)}},
			Fix: &Fix{Edits: []Edit{edit}}, Alternatives: []*Fix{{Edits: []Edit{edit}}}})
		if then != nil {
			then(p, d)
		}
	}}
}

func TestDocumentsThatSayTheSameAreLookedAtOnce(t *testing.T) {
	node := &config.Node{Component: config.Master}
	changed := func(change func(*config.Document)) *config.Document {
		d := documentOf("other", "same")
		change(d)
		return d
	}
	stranger := source.New("stranger", "stranger", []byte("same"))
	for _, c := range []struct {
		name  string
		third *config.Document
		then  func(*Pass, *config.Document)
		want  int
	}{
		{"all the same", documentOf("other", "same"), nil, 1},
		{"another text", documentOf("other", "more"), nil, 2},
		{"another mode", changed(func(d *config.Document) { d.Mode = 0o600 }), nil, 2},
		{"another daemon", changed(func(d *config.Document) { d.Component = config.Agent }), nil, 2},
		{"another kind", changed(func(d *config.Document) { d.Kind = config.Modules }), nil, 2},
		{"one that a node reads", changed(func(d *config.Document) { d.Node = node }), nil, 2},
		{"one that a program printed", changed(func(d *config.Document) { d.Text.Source().Printed = true }), nil, 2},
		{"a part of a file", changed(func(d *config.Document) {
			d.Text = source.RawText(source.New("other", "other", []byte("same again")), 0, 4)
		}), nil, 2},
		{"a rule that looks further", documentOf("other", "same"), func(p *Pass, _ *config.Document) { p.Config() }, 3},
		{"a rule that had the run look further", documentOf("other", "same"), func(p *Pass, _ *config.Document) {
			type key struct{}
			Shared(p, key{}, func() int { return len(p.Config().Nodes) })
		}, 3},
		{"a finding elsewhere", documentOf("other", "same"), func(p *Pass, _ *config.Document) {
			p.Report(Diagnostic{Span: stranger.Span(0, 1), Effect: Advice})
		}, 3},
		{"a fix that makes a file", documentOf("other", "same"), func(p *Pass, d *config.Document) {
			p.Report(Diagnostic{Span: d.Text.Span(0, 1), Effect: Advice, Fix: &Fix{Creates: []Create{{Path: "new"}}}})
		}, 3},
	} {
		t.Run(c.name, func(t *testing.T) {
			looked := 0
			documents := []*config.Document{documentOf("a", "same"), c.third, documentOf("z", "same")}
			found, err := Run(context.Background(), []*Rule{alikeRule(&looked, c.then)}, release.Upgrade{}, &config.Config{Documents: documents}, Alike)
			if err != nil {
				t.Fatal(err)
			}
			if looked != c.want {
				t.Errorf("looked %d times, want %d", looked, c.want)
			}
			for _, d := range documents {
				standIn(t, found, d.Text.Source())
			}
		})
	}
}

// standIn fails unless the finding of alikeRule is there for a source, and all of it points into that.
func standIn(t *testing.T, found []Diagnostic, s *source.Source) {
	t.Helper()
	for _, d := range found {
		if d.Span.Source != s || d.Message != "found" {
			continue
		}
		places := []source.Span{d.Related[0].Span}
		for _, f := range d.Fixes() {
			places = append(places, f.Edits[0].Span)
		}
		for _, at := range places {
			if at.Source != s {
				t.Errorf("what is found in %s points into %s", s.Path, at.Source.Path)
			}
		}
		return
	}
	t.Errorf("nothing is found in %s", s.Path)
}

// Each finding goes through what the user wants of its own file, and each document counts.
func TestFindingsOfDocumentsThatSayTheSame(t *testing.T) {
	looked, judged := 0, 0
	c := &config.Config{Around: map[string]bool{"c": true}}
	for _, path := range []string{"a", "b", "c", "d"} {
		c.Documents = append(c.Documents, documentOf(path, "same"))
	}
	adjust := func(d *Diagnostic) bool { return d.Span.Source.Path != "b" }
	found, err := Run(context.Background(), []*Rule{alikeRule(&looked, nil)}, release.Upgrade{}, c, Alike, Adjusted(adjust),
		Watched(func(n, _ int) { judged = n }))
	if err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, d := range found {
		paths = append(paths, d.Span.Source.Path)
	}
	if got := strings.Join(paths, ""); got != "ad" || looked != 1 || judged != 4 {
		t.Errorf("found in %s, looked %d times, judged %d; want ad, 1, 4", got, looked, judged)
	}
}

// What the running release reads tells documents apart that fixes made equal.
func TestDocumentsThatFixesMadeTheSame(t *testing.T) {
	now := &config.Config{}
	was := &config.Config{}
	for i, text := range []string{"old1", "old2", "old1"} {
		now.Documents = append(now.Documents, documentOf(fmt.Sprint(i), "same"))
		was.Documents = append(was.Documents, documentOf(fmt.Sprint(i), text))
	}
	looked := 0
	rule := alikeRule(&looked, func(p *Pass, d *config.Document) {
		p.Report(Diagnostic{Span: d.Text.Span(0, 4), Effect: Advice, Message: "was", Related: []Related{{Span: p.Was(d).Text.Span(0, 4)}}})
	})
	found, err := Run(context.Background(), []*Rule{rule}, release.Upgrade{}, now, Alike, Before(was, nil))
	if err != nil {
		t.Fatal(err)
	}
	var before []string
	for _, d := range found {
		if d.Message == "was" {
			before = append(before, d.Span.Source.Path+":"+d.Related[0].Span.Source.Path+d.Related[0].Span.Text())
		}
	}
	if want := []string{"0:0old1", "1:1old2", "2:2old1"}; !slices.Equal(before, want) || looked != 2 {
		t.Errorf("%v, looked %d times; want %v, 2", before, looked, want)
	}
}

// Rules of which nobody says so look at each document.
func TestDocumentsAreLookedAtOneByOne(t *testing.T) {
	looked := 0
	c := &config.Config{Documents: []*config.Document{documentOf("a", "same"), documentOf("b", "same")}}
	if _, err := Run(context.Background(), []*Rule{alikeRule(&looked, nil)}, release.Upgrade{}, c); err != nil || looked != 2 {
		t.Errorf("looked %d times, want 2; %v", looked, err)
	}
}
