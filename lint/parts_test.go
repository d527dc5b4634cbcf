package lint

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// tree is a configuration of a node for each name, of one document that all of them read, of one for each, and of one that
// nobody reads.
func tree(names ...string) *config.Config {
	shared := source.New("shared/acls.json", "/shared/acls.json", []byte("{}"))
	alone := source.New("old/acls.json", "/old/acls.json", []byte("{}"))
	c := &config.Config{Around: map[string]bool{"x": true}}
	d := &config.Document{Kind: config.ACLs, Text: source.WholeText(shared)}
	for _, name := range names {
		s := source.New(name+"/flags", "/"+name+"/flags", []byte("--acls=/acls.json"))
		setting := &config.Setting{Name: "acls", Value: source.RawText(s, 7, 17), Reference: &config.Reference{Path: "/acls.json", Source: shared}}
		n := &config.Node{Component: config.Master, Name: name, Start: s.Span(0, 0), Settings: []*config.Setting{{Name: "quorum"}, setting}}
		c.Nodes = append(c.Nodes, n)
		if d.Node == nil {
			d.Node, d.Setting = n, setting
		} else {
			d.Others = append(d.Others, n)
		}
		c.Documents = append(c.Documents, &config.Document{Kind: config.Modules, Text: source.WholeText(s), Node: n})
	}
	c.Documents = append(c.Documents, d, &config.Document{Kind: config.ACLs, Text: source.WholeText(alone)})
	return c
}

// oldOnes are checked for 1.2.0, others for 1.3.0.
func oldOnes(s *source.Source) (release.Upgrade, error) {
	if s != nil && strings.HasPrefix(s.Path, "old") {
		return release.Upgrade{To: release.MustParse("1.2.0")}, nil
	}
	return release.Upgrade{To: release.MustParse("1.3.0")}, nil
}

func TestSplit(t *testing.T) {
	c := tree("old", "new", "old2")
	parts, err := Split(c, oldOnes)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range parts {
		if !p.Config.Around["x"] {
			t.Error("a part forgets what was only looked at")
		}
		for _, n := range p.Config.Nodes {
			got = append(got, p.Upgrade.String()+" "+n.Name)
		}
		for _, d := range p.Config.Documents {
			readers := "nobody"
			if d.Node != nil {
				readers = d.Node.Name
				if d.Setting != nil && !slices.Contains(d.Node.Settings, d.Setting) {
					t.Errorf("%s is read by a setting of another node than %s", d.Text.Source().Path, d.Node.Name)
				}
			}
			for _, n := range d.Others {
				readers += "," + n.Name
			}
			got = append(got, fmt.Sprintf("%s %s of %s", p.Upgrade, d.Text.Source().Path, readers))
		}
	}
	want := []string{
		"1.2.0 old", "1.2.0 old2", "1.2.0 old/flags of old", "1.2.0 old2/flags of old2", "1.2.0 shared/acls.json of old,old2", "1.2.0 old/acls.json of nobody",
		"1.3.0 new", "1.3.0 new/flags of new", "1.3.0 shared/acls.json of new",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if len(c.Documents) != 5 || len(c.Documents[3].Others) != 2 {
		t.Error("what was loaded is changed")
	}
	if parts, err := Split(tree("old"), oldOnes); err != nil || len(parts) != 1 || len(parts[0].Config.Documents) != 3 {
		t.Errorf("one part is %+v, %v", parts, err)
	}
	if parts, err := Split(&config.Config{}, oldOnes); err != nil || len(parts) != 1 || parts[0].Upgrade.To.String() != "1.3.0" {
		t.Errorf("nothing is %+v, %v", parts, err)
	}
	refused := errors.New("no upgrade")
	if _, err := Split(c, func(*source.Source) (release.Upgrade, error) { return release.Upgrade{}, refused }); !errors.Is(err, refused) {
		t.Errorf("the error is %v", err)
	}
}

// Findings of all parts are ordered as those of one, and each knows its upgrade.
func TestRunParts(t *testing.T) {
	c := tree("old", "new")
	rule := &Rule{Name: "test/all", Document: func(p *Pass, d *config.Document) {
		p.Report(Diagnostic{Span: d.Text.All(), Effect: Advice, Message: fmt.Sprint(len(p.Config().Nodes), " nodes")})
	}}
	parts, err := Split(c, oldOnes)
	if err != nil {
		t.Fatal(err)
	}
	found, err := RunParts(context.Background(), []*Rule{rule}, parts)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range found {
		got = append(got, d.Span.Source.Path+" "+d.Upgrade.String()+" "+d.Message)
	}
	want := []string{"new/flags 1.3.0 1 nodes", "old/acls.json 1.2.0 1 nodes", "old/flags 1.2.0 1 nodes", "shared/acls.json 1.2.0 1 nodes", "shared/acls.json 1.3.0 1 nodes"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := RunParts(ctx, []*Rule{rule}, parts); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled run ends with %v", err)
	}
}
