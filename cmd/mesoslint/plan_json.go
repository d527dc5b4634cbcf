package main

import (
	"bytes"
	_ "embed" // for the schema
	"encoding/json"
	"io"
	"slices"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/plan"
)

//go:embed plan_schema.json
var planSchema string

// planDocument is a plan for programs. It is held against plan_schema.json; fields are only added.
type planDocument struct {
	Schema  int          `json:"schema"` // 1
	Tool    planTool     `json:"tool"`
	Upgrade planUpgrade  `json:"upgrade"`
	Read    *planRead    `json:"read"` // null if no configuration was read
	Path    planPath     `json:"path"`
	Hops    []planHopDoc `json:"hops"`
	Summary planSummary  `json:"summary"`
}

type planTool struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type planUpgrade struct {
	From release.Release `json:"from"`
	To   release.Release `json:"to"`
}

// planRead is what was read.
type planRead struct {
	Nodes     []planNode      `json:"nodes"`
	Files     int             `json:"files"`
	Unchecked []planUnchecked `json:"unchecked"`
}

type planNode struct {
	Component string `json:"component"`
	Node      string `json:"node"`
	File      string `json:"file"`
	Line      int    `json:"line"`
	Complete  bool   `json:"complete"`
}

type planUnchecked struct {
	File   string `json:"file"`
	Reason string `json:"reason"`
}

type planPath struct {
	Stops    []planStop   `json:"stops"`
	Together []planReason `json:"together"`
	Advice   []planReason `json:"advice"`
	Skipped  []planReason `json:"skipped"`
}

type planStop struct {
	Release  release.Release `json:"release"`
	Strength string          `json:"strength"` // "must", "advised"; "" for one that was asked for
	Reasons  []planReason    `json:"reasons"`
}

type planReason struct {
	ID       string            `json:"id"`
	Strength string            `json:"strength"`
	Who      []string          `json:"who"`
	Why      string            `json:"why"`
	If       string            `json:"if"`      // the condition, "" if there is none or it is met
	Between  []release.Release `json:"between"` // releases that would better be stopped at
	Evidence []string          `json:"evidence"`
}

type planHopDoc struct {
	From     release.Release `json:"from"`
	To       release.Release `json:"to"`
	Fixes    planFixes       `json:"fixes"`
	Changes  []planChange    `json:"changes"`
	Findings []planFinding   `json:"findings"` // those that belong to no change
	Order    []planStep      `json:"order"`
	Bounds   []planReason    `json:"bounds"`
	Back     []planReason    `json:"back"`
	Watch    []planWatch     `json:"watch"`
}

// planFixes counts safe fixes by the phase in which they can be made.
type planFixes struct {
	Before int `json:"before"`
	With   int `json:"with"`
	After  int `json:"after"`
}

type planChange struct {
	ID         string          `json:"id"`
	Release    release.Release `json:"release"`
	Area       string          `json:"area"`
	Kind       string          `json:"kind"`
	Components []string        `json:"components"`
	Summary    string          `json:"summary"`
	Do         string          `json:"do"`
	When       string          `json:"when"`
	Weakens    bool            `json:"weakens_protection"`
	Rule       string          `json:"rule"`
	Class      string          `json:"class"`
	Phase      string          `json:"phase"`
	Why        string          `json:"why"`
	Places     []planPlace     `json:"places"`
	Findings   []planFinding   `json:"findings"`
	Gap        *planGap        `json:"gap"`
	Question   string          `json:"question"`
	Ask        string          `json:"ask"`
	SettledIn  int             `json:"settled_in_hop"` // 0 for none
	Evidence   []string        `json:"evidence"`
}

type planPlace struct {
	File string `json:"file"`
	Line int    `json:"line"`
	Node string `json:"node"`
}

type planGap struct {
	Reason string `json:"reason"`
	File   string `json:"file"`
	Line   int    `json:"line"`
}

type planFinding struct {
	Rule          string `json:"rule"`
	Check         string `json:"check"`
	Severity      string `json:"severity"`
	Effect        string `json:"effect"`
	Message       string `json:"message"`
	Condition     string `json:"condition"`
	Help          string `json:"help"`
	File          string `json:"file"`
	Line          int    `json:"line"`
	Column        int    `json:"column"`
	Phase         string `json:"phase"`
	Applicability string `json:"applicability"` // of the fix, "" if there is none
	ValidFrom     string `json:"valid_from"`
	Nodes         int    `json:"nodes"` // how many daemons it is about
}

type planStep struct {
	Who   string `json:"who"`
	Do    string `json:"do"`
	Note  string `json:"note"`
	Nodes int    `json:"nodes"`
}

type planWatch struct {
	What string   `json:"what"`
	Who  []string `json:"who"`
	Name string   `json:"name"`
	Why  string   `json:"why"`
}

type planSummary struct {
	Hops    int            `json:"hops"`
	First   int            `json:"to_do_first"` // how much has to be done before the first hop
	Now     int            `json:"fixable_now"`
	Today   int            `json:"findings_today"`
	Changes map[string]int `json:"changes"` // by class
}

// writePlanJSON writes a plan for programs.
func writePlanJSON(w io.Writer, p *plan.Plan) error {
	u := p.Route.Upgrade
	items, others := p.Hops[0].First()
	doc := planDocument{
		Schema: 1, Tool: planTool{"mesoslint", programVersion()}, Upgrade: planUpgrade{u.From, u.To}, Path: pathDoc(p.Route),
		Summary: planSummary{Hops: len(p.Hops), First: len(items) + len(others), Now: p.Hops[0].Fixes()[plan.Before], Changes: map[string]int{}},
	}
	if p.Reading != nil {
		doc.Read, doc.Summary.Today = readDoc(p.Reading), len(p.Reading.Today)
	}
	for _, c := range plan.Classes() {
		doc.Summary.Changes[string(c)] = p.Count(c)
	}
	for _, h := range p.Hops {
		doc.Hops = append(doc.Hops, hopDoc(h))
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(doc); err != nil {
		return err
	}
	_, err := w.Write(lined(text.Bytes()))
	return err
}

// linedDepth is how deep the objects lie that stand in a line of their own: those of the hops, and of the lists of a hop.
const linedDepth = 4

// lined returns compact JSON with a line for each object of the outer lists, so that plans can be compared and searched by line.
func lined(data []byte) []byte {
	out := make([]byte, 0, len(data)+len(data)/100)
	var open []byte
	inside := false
	for i, c := range data {
		switch {
		case inside:
			inside = c != '"' || escaped(data[:i])
		case c == '"':
			inside = true
		case c == '[':
			open = append(open, c)
		case c == '{':
			if len(open) > 0 && len(open) <= linedDepth && open[len(open)-1] == '[' {
				out = append(out, '\n')
			}
			open = append(open, c)
		case c == ']' || c == '}':
			open = open[:len(open)-1]
		}
		out = append(out, c)
	}
	return out
}

// escaped reports whether what follows is escaped: behind an odd number of backslashes.
func escaped(before []byte) bool {
	return (len(before)-len(bytes.TrimRight(before, "\\")))%2 == 1
}

func readDoc(r *plan.Reading) *planRead {
	out := &planRead{Nodes: []planNode{}, Files: len(r.Config.Checked), Unchecked: []planUnchecked{}}
	for _, n := range r.Config.Nodes {
		file, line, _ := whereIs(n.Start)
		out.Nodes = append(out.Nodes, planNode{n.Component.String(), harmless(n.Name), file, line, n.Complete})
	}
	for _, u := range r.Config.Unchecked {
		out.Unchecked = append(out.Unchecked, planUnchecked{harmless(u.Path), harmless(u.Reason)})
	}
	return out
}

func pathDoc(r *plan.Route) planPath {
	out := planPath{Stops: []planStop{}, Together: reasonDocs(r.Together), Advice: reasonDocs(r.Advice), Skipped: reasonDocs(r.Skipped)}
	for _, s := range r.Stops {
		out.Stops = append(out.Stops, planStop{s.Release, s.Strength(), reasonDocs(s.Reasons)})
	}
	return out
}

func reasonDocs(reasons []plan.Reason) []planReason {
	out := []planReason{}
	for _, r := range reasons {
		doc := planReason{ID: r.ID, Strength: r.Strength, Who: listed(r.Who), Why: r.Why, Between: append([]release.Release{}, r.Between...), Evidence: listed(r.Evidence)}
		if r.Holds == plan.Unknown {
			doc.If = concerns(r.Applies)
		}
		out = append(out, doc)
	}
	return out
}

// listed returns a list that JSON writes as an empty array where there is nothing.
func listed(words []string) []string { return append([]string{}, words...) }

func hopDoc(h *plan.Hop) planHopDoc {
	made := h.Fixes()
	out := planHopDoc{
		From: h.From, To: h.To, Fixes: planFixes{made[plan.Before], made[plan.With], made[plan.After]},
		Changes: []planChange{}, Findings: []planFinding{}, Order: []planStep{}, Bounds: reasonDocs(h.Bounds), Back: reasonDocs(h.Back), Watch: []planWatch{},
	}
	for _, item := range h.Items {
		out.Changes = append(out.Changes, changeDoc(item))
	}
	for i := range h.Others {
		out.Findings = append(out.Findings, findingDoc(&h.Others[i], plan.PhaseOf(&h.Others[i], h.Upgrade)))
	}
	for _, s := range h.Order {
		out.Order = append(out.Order, planStep(s))
	}
	for _, w := range h.Watch {
		out.Watch = append(out.Watch, planWatch{w.What, w.Who, w.Name, w.Why})
	}
	return out
}

func changeDoc(item *plan.Item) planChange {
	c := item.Change
	out := planChange{
		ID: c.ID, Release: c.Release, Area: c.Area, Kind: c.Kind, Components: listed(c.Components), Summary: c.Summary, Do: c.Do, When: c.When,
		Weakens: c.Weakens, Rule: c.Rule, Class: string(item.Class), Phase: string(item.Phase), Why: harmless(item.Why),
		Places: []planPlace{}, Findings: []planFinding{}, Question: item.Question, Ask: item.Asked, SettledIn: item.Settled, Evidence: listed(c.Evidence),
	}
	if c.Rule == catalog.Manual {
		out.Rule = ""
	}
	for _, p := range item.Places {
		file, line, _ := whereIs(p.Span)
		place := planPlace{File: file, Line: line}
		if p.Node != nil {
			place.Node = harmless(p.Node.Name)
		}
		if !slices.Contains(out.Places, place) {
			out.Places = append(out.Places, place)
		}
	}
	for i := range item.Findings {
		out.Findings = append(out.Findings, findingDoc(&item.Findings[i], item.Phase))
	}
	if item.Class == plan.Undecided {
		file, line, _ := whereIs(item.Gap.At)
		out.Gap = &planGap{harmless(item.Gap.Reason), file, line}
	}
	return out
}

func findingDoc(d *lint.Diagnostic, phase plan.Phase) planFinding {
	out := planFinding{
		Rule: d.Rule, Check: d.Check, Severity: d.Severity.String(), Effect: string(d.Effect), Message: harmless(d.Message),
		Condition: harmless(d.Condition), Help: harmless(d.Help), Phase: string(phase), Nodes: len(d.Nodes),
	}
	out.File, out.Line, out.Column = whereIs(d.Span)
	if d.Fix != nil {
		out.Applicability, out.ValidFrom = string(d.Fix.Applicability), d.Fix.ValidFrom.String()
	}
	return out
}

// whereIs returns the file, line and column that a span begins at; "" and 0 for the zero span.
func whereIs(span source.Span) (file string, line, column int) {
	if span.Source == nil {
		return "", 0, 0
	}
	at := span.Source.Position(span.Start)
	return harmless(span.Source.Path), at.Line, at.Column
}
