package resolved_test

import (
	"context"
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// A house rule of a user's own: what does the target release make of `--quorum`?
func Example() {
	evenQuorum := &lint.Rule{Name: "house/even-quorum", Effects: []lint.Effect{lint.Advice}, Node: func(p *lint.Pass, n *config.Node) {
		daemon := resolved.Of(p, n)
		if daemon == nil {
			return // nothing says which daemon the node starts
		}
		if v, knowledge := daemon.Flag("quorum"); knowledge == resolved.Known && v.Parsed.Int%2 == 0 {
			p.Report(lint.Diagnostic{Span: v.ValueSpan(), Effect: lint.Advice, Message: fmt.Sprintf("%s takes an even quorum, %d", daemon.Who(), v.Parsed.Int)})
		}
	}}
	files := strings.NewReader("--zk=zk://a:2181/mesos\n--quorum=4\n--work_dir=/var/lib/mesos\n")
	loaded, _ := load.Load(context.Background(), []string{"-"}, load.Options{Stdin: files, As: config.MasterFlags, Vocabulary: rules.Vocabulary()})
	found, _ := lint.Run(context.Background(), []*lint.Rule{evenQuorum}, release.Upgrade{To: release.MustParse("1.3.2")}, loaded)
	for _, d := range found {
		fmt.Printf("%s: %s [%s]\n", d.Span.Text(), d.Message, d.Rule)
	}
	// Output: 4: the 1.3.2 master takes an even quorum, 4 [house/even-quorum]
}

// Resolve asks without a run: what becomes of an old name of a flag, and of one the release does not have.
func ExampleResolve() {
	files := strings.NewReader("--slave_ping_timeout=20secs\n--quorum=many\n--agent_ping_timeot=1secs\n")
	loaded, _ := load.Load(context.Background(), []string{"-"}, load.Options{Stdin: files, As: config.MasterFlags, Vocabulary: rules.Vocabulary()})
	master := resolved.Resolve(loaded.Nodes[0], release.MustParse("1.3.2"))
	timeout, _ := master.Flag("agent_ping_timeout")
	fmt.Println(timeout.Setting.Name, "gives", timeout.Flag.Name, timeout.Parsed)
	_, knowledge := master.Flag("quorum")
	fmt.Println("quorum refused:", knowledge == resolved.Refused)
	for _, problem := range master.Problems {
		fmt.Println(problem.Setting.Name, "stops the start:", problem.Class.Fatal())
	}
	// Output:
	// slave_ping_timeout gives agent_ping_timeout 20secs
	// quorum refused: true
	// agent_ping_timeot stops the start: true
	// quorum stops the start: true
	// slave_ping_timeout stops the start: false
}
