package checker_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/checker"
	"github.com/mesoslint/mesoslint/rules/plan"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// One call says what an upgrade does to a file.
func ExampleCheck() {
	acls := strings.NewReader(`{"permissive": false, "set_quotas": [{"principals": {"values": ["ops"]}, "roles": {"type": "ANY"}}]}`)
	result, err := checker.Check(context.Background(), []string{"-"}, checker.Options{
		From: "1.2", To: "1.3", Load: load.Options{Stdin: acls, As: config.ACLs},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range result.Diagnostics {
		fmt.Printf("%s: %s [%s]\n", d.Severity, d.Subject, d.Rule)
	}
	// Output:
	// warning: register_agents [acl/newly-denied]
	// info: remove_nested_containers [acl/newly-denied]
	// error: set_quotas [acl/removed-action]
}

// A rule of one's own stands beside those of mesoslint.
func ExampleCheck_ownRule() {
	evenQuorum := &lint.Rule{Name: "house/even-quorum", Effects: []lint.Effect{lint.Advice}, Node: func(p *lint.Pass, n *config.Node) {
		daemon := resolved.Of(p, n)
		if daemon == nil {
			return // nothing says which daemon the node starts
		}
		if v, knowledge := daemon.Flag("quorum"); knowledge == resolved.Known && v.Parsed.Int%2 == 0 {
			p.Report(lint.Diagnostic{Span: v.ValueSpan(), Effect: lint.Advice, Message: "the quorum is even", Subject: "quorum"})
		}
	}}
	flags := strings.NewReader("--zk=zk://a:2181/mesos\n--quorum=4\n--work_dir=/var/lib/mesos\n")
	result, err := checker.Check(context.Background(), []string{"-"}, checker.Options{
		To: "1.3.2", Rules: []*lint.Rule{evenQuorum}, Load: load.Options{Stdin: flags, As: config.MasterFlags},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range result.Diagnostics {
		fmt.Printf("%s: %s [%s]\n", d.Span.Text(), d.Message, d.Rule)
	}
	// Output: 4: the quorum is even [house/even-quorum]
}

// A format of one's own is one more row of the table: here lines "NAME is VALUE" that say what a master is started with.
func ExampleCheck_ownFormat() {
	prose := &format.Format{
		Title: "prose", Kinds: []format.Kind{{Kind: "prose", Component: config.Master}}, Role: format.Describes,
		Read: func(in format.Input) (c machine.Contributions, ok bool) {
			start := machine.Start{At: in.Text.All(), Words: []machine.Word{{Text: source.LiteralText("mesos-master", in.Text.All()), Known: len("mesos-master")}}}
			at := 0
			for line := range strings.Lines(in.Text.String()) {
				if name, value, is := strings.Cut(strings.TrimSpace(line), " is "); is {
					from := at + strings.Index(line, value)
					word := source.Join(source.LiteralText("--"+name+"=", in.Text.All()), in.Text.Slice(from, from+len(value)))
					start.Words = append(start.Words, machine.Word{Text: word, Known: word.Len()})
				}
				at += len(line)
			}
			c.Starts = append(c.Starts, start)
			return c, true
		},
	}
	text := strings.NewReader("quorum is two\nwork_dir is /var/lib/mesos\n")
	result, err := checker.Check(context.Background(), []string{"-"}, checker.Options{
		To: "1.3.2", Load: load.Options{Stdin: text, As: "prose", Formats: []*format.Format{prose}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range result.Diagnostics {
		if d.Effect == lint.Fatal && d.Condition == "" {
			at, _ := d.Span.Range()
			fmt.Printf("line %d: %s [%s]\n", at.Line, d.Subject, d.Rule)
		}
	}
	// Output: line 1: quorum [flag/value]
}

// A plan says which releases lie on the way and how many changes there are to look at.
func ExamplePlan() {
	made, err := checker.Plan(context.Background(), nil, checker.Options{From: "0.22", To: "1.3"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, hop := range made.Hops {
		fmt.Println(hop.From, "to", hop.To)
	}
	fmt.Println("questions:", made.Count(plan.Yours) > 0)
	// Output:
	// 0.22.2 to 0.23.1
	// 0.23.1 to 1.0.4
	// 1.0.4 to 1.3.2
	// questions: true
}
