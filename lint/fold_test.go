package lint

import (
	"context"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// foldCase runs a node rule over nodes that read one line and returns what is found.
func foldCase(t *testing.T, nodes []*config.Node, judge func(*Pass, *config.Node)) []Diagnostic {
	t.Helper()
	found, err := Run(context.Background(), []*Rule{{Name: "test/rule", Node: judge}}, release.Upgrade{}, &config.Config{Nodes: nodes})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestFindingsOfOneLineAreOne(t *testing.T) {
	s := source.New("common.env", "", []byte("MESOS_X=1\n"))
	units := source.New("units", "", []byte("master agent other"))
	node := func(c config.Component, name string) *config.Node {
		return &config.Node{Component: c, Name: name, Start: spanOf(units, name)}
	}
	nodes := []*config.Node{node(config.Agent, "agent"), node(config.Agent, "other"), node(config.Master, "master")}
	report := func(p *Pass, n *config.Node, change func(*Diagnostic)) {
		who := n.Component.String()
		d := Diagnostic{Span: s.Span(0, 7), Component: n.Component, Effect: Ignored, Subject: "MESOS_X",
			Message: "the 1.3.2 " + who + " does not read `mesos-" + who + "`.", Help: "give it to the " + who, Notes: []string{"see " + who + ".cpp"}}
		d.Message = strings.ReplaceAll(d.Message, "`mesos-"+who+"`", "`MESOS_X`")
		change(&d)
		p.Report(d)
	}
	edit := func(text string) *Fix {
		return &Fix{Applicability: Safe, Edits: []Edit{{Span: s.Span(0, 7), Text: text}}}
	}
	for name, test := range map[string]struct {
		change func(*config.Node, *Diagnostic)
		want   int
	}{
		"nothing but the node": {func(*config.Node, *Diagnostic) {}, 1},
		"the severity": {func(n *config.Node, d *Diagnostic) {
			if n.Name == "other" {
				d.Severity = Error
			}
		}, 2},
		"the condition": {func(n *config.Node, d *Diagnostic) {
			if n.Name == "other" {
				d.Condition = "unless it is built so"
			}
		}, 2},
		"the condition's component": {func(n *config.Node, d *Diagnostic) { d.Condition = "if the " + n.Component.String() + " is built so" }, 1},
		"the fix":                   {func(n *config.Node, d *Diagnostic) { d.Fix = edit(n.Name) }, 3},
		"an alternative": {func(n *config.Node, d *Diagnostic) {
			d.Fix, d.Alternatives = edit("X"), []*Fix{edit(n.Component.String())}
		}, 2},
		"what the fix says": {func(n *config.Node, d *Diagnostic) {
			d.Fix = edit("X")
			d.Fix.Message = n.Name
		}, 1},
		"a name that holds the component's": {func(n *config.Node, d *Diagnostic) { d.Message = "`" + n.Component.String() + "_ping` is not read" }, 2},
	} {
		found := foldCase(t, nodes, func(p *Pass, n *config.Node) {
			report(p, n, func(d *Diagnostic) { test.change(n, d) })
		})
		if len(found) != test.want {
			t.Errorf("they differ in %s: %d findings, want %d: %v", name, len(found), test.want, found)
		}
		stand := 0
		for _, d := range found {
			stand += len(d.Nodes)
		}
		if stand != len(nodes) {
			t.Errorf("they differ in %s: the findings stand for %d nodes of %d", name, stand, len(nodes))
		}
	}
	one := foldCase(t, nodes, func(p *Pass, n *config.Node) { report(p, n, func(*Diagnostic) {}) })[0]
	if one.Component != config.Master || !strings.Contains(one.Message, "master") {
		t.Errorf("the finding speaks of %v: %s", one.Component, one.Message)
	}
	if len(one.Notes) != 2 {
		t.Errorf("the evidence of each is kept: %q", one.Notes)
	}
}

func spanOf(s *source.Source, text string) source.Span {
	at := strings.Index(string(s.Data), text)
	return s.Span(at, at+len(text))
}

// A document that several nodes read is looked at once, for all of them.
func TestADocumentOfSeveralNodes(t *testing.T) {
	acls := source.New("acls.json", "", []byte("{}"))
	one, two := &config.Node{Component: config.Agent, Name: "one"}, &config.Node{Component: config.Agent, Name: "two"}
	c := &config.Config{Nodes: []*config.Node{one, two},
		Documents: []*config.Document{{Kind: config.ACLs, Component: config.Agent, Text: source.WholeText(acls), Node: one, Others: []*config.Node{two}}}}
	rule := &Rule{Name: "test/rule", Document: func(p *Pass, d *config.Document) {
		p.Report(Diagnostic{Span: d.Text.All(), Message: "found", Effect: Ignored, Component: d.Component})
	}}
	found, err := Run(context.Background(), []*Rule{rule}, release.Upgrade{}, c)
	if err != nil || len(found) != 1 || len(found[0].Nodes) != 2 || found[0].Nodes[1].Name != "two" {
		t.Errorf("%+v, %v", found, err)
	}
}

// What services of one anchor lack is lacking once; services that are written each for itself lack it each.
func TestWhatTwinsLackIsOneFinding(t *testing.T) {
	s := source.New("docker-compose.yml", "", []byte("anchor one two three"))
	anchor := &config.Setting{Name: "master", NameSpan: spanOf(s, "anchor")}
	own := &config.Setting{Name: "master", NameSpan: spanOf(s, "three")}
	node := func(name string, c config.Component, setting *config.Setting) *config.Node {
		return &config.Node{Component: c, Name: name, Start: spanOf(s, name), Settings: []*config.Setting{setting}}
	}
	missing := func(p *Pass, n *config.Node) {
		p.Report(Diagnostic{Span: n.Start, Component: n.Component, Effect: Fatal, Message: "`work_dir` is missing"})
	}
	found := foldCase(t, []*config.Node{node("one", config.Agent, anchor), node("two", config.Agent, anchor), node("three", config.Agent, own)}, missing)
	if len(found) != 2 || len(found[0].Nodes) != 2 || len(found[1].Nodes) != 1 {
		t.Errorf("%v", found)
	}
	other := node("two", config.Agent, anchor)
	other.Start.Source = source.New("other.yml", "", s.Data)
	if found := foldCase(t, []*config.Node{node("one", config.Agent, anchor), other}, missing); len(found) != 2 {
		t.Errorf("nodes of two files that read one are two places to add it: %v", found)
	}
}
