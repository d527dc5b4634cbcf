package plan

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/internal/nodetest"
)

// withGap makes a daemon to which a file that was not read may add settings.
func withGap(n *config.Node) *config.Node {
	n.Complete = false
	n.Gaps = []config.Gap{{Kind: machine.UnreadFile, Reason: "was not found", Path: "/etc/more"}}
	return n
}

// document makes a document that the first flag of a daemon refers to.
func document(kind config.Kind, n *config.Node, text string) *config.Document {
	s := source.New("document", "/etc/document", []byte(text))
	d := &config.Document{Kind: kind, Text: source.RawText(s, 0, len(text))}
	if n != nil {
		d.Component, d.Node, d.Setting = n.Component, n, n.Settings[0]
	}
	return d
}

// That a change does not concern anybody is said only if everything was read that could say otherwise; whoever gives what it is
// about is enough for the contrary.
func TestConditions(t *testing.T) {
	agent := func(lines ...string) *config.Node { return nodetest.Node(config.Agent, lines...) }
	master := func(lines ...string) *config.Node { return nodetest.Node(config.Master, lines...) }
	of := func(nodes ...*config.Node) *config.Config { return &config.Config{Nodes: nodes} }
	withDocument := func(kind config.Kind, text string, n *config.Node) *config.Config {
		c := &config.Config{Documents: []*config.Document{document(kind, n, text)}}
		if n != nil {
			c.Nodes = append(c.Nodes, n)
		}
		return c
	}
	unsetWorkDir := &catalog.Applies{Flag: "agent.work_dir", Unset: true}
	cgroups := &catalog.Applies{Flag: "agent.isolation", Has: "cgroups|cgroups/mem"}
	on := []string{"true", "1", ""}
	lists := &catalog.Applies{ACL: []string{"set_quotas", "remove_quotas"}}
	closed := &catalog.Applies{ACLsPermissive: "false"}
	for name, c := range map[string]struct {
		config *config.Config
		a      *catalog.Applies
		want   Answer
	}{
		"given":                      {of(agent("--work_dir=/w")), unsetWorkDir, No},
		"not given":                  {of(agent("--ip=1.2.3.4")), unsetWorkDir, Yes},
		"not given as far as known":  {of(withGap(agent("--ip=1.2.3.4"))), unsetWorkDir, Unknown},
		"given besides a gap":        {of(withGap(agent("--work_dir=/w"))), unsetWorkDir, No},
		"may be given":               {of(agent("? --work_dir=/w")), unsetWorkDir, Unknown},
		"no such daemon":             {of(master("--work_dir=/w")), unsetWorkDir, Unknown},
		"one of two":                 {of(agent("--work_dir=/w"), agent("--ip=1.2.3.4")), unsetWorkDir, Yes},
		"one of two is not known":    {of(agent("--work_dir=/w"), withGap(agent("--ip=1.2.3.4"))), unsetWorkDir, Unknown},
		"a variable gives it":        {of(agent("MESOS_WORK_DIR=/w")), unsetWorkDir, No},
		"in a list":                  {of(agent("--isolation=posix/cpu,cgroups/mem")), cgroups, Yes},
		"not in a list":              {of(agent("--isolation=posix/cpu,cgroups/memory")), cgroups, No},
		"in no list":                 {of(agent("--work_dir=/w")), cgroups, No},
		"a value of the start":       {of(agent("$ --isolation=$ISOLATION")), cgroups, Unknown},
		"true":                       {of(master("--authenticate")), &catalog.Applies{Flag: "master.authenticate", Is: on}, Yes},
		"true by another name":       {of(master("--authenticate_frameworks=true")), &catalog.Applies{Flag: "master.authenticate", Is: on}, Yes},
		"false":                      {of(master("--no-authenticate")), &catalog.Applies{Flag: "master.authenticate", Is: on}, No},
		"false by default":           {of(master("--quorum=1")), &catalog.Applies{Flag: "master.authenticate", Is: on}, No},
		"unset is as good":           {of(agent("--work_dir=/w")), &catalog.Applies{Flag: "agent.cgroups_enable_cfs", Is: []string{"false"}, OrUnset: true}, Yes},
		"a flag like it":             {of(master("--slave_ping_timeout=10secs"), agent("--work_dir=/w")), &catalog.Applies{Flag: "*.*slave*", Given: true}, Yes},
		"no flag like it":            {of(master("--quorum=1"), agent("--work_dir=/w")), &catalog.Applies{Flag: "*.*slave*", Given: true}, No},
		"a variable":                 {of(agent("SSL_ENABLED=true"), master("--quorum=1")), &catalog.Applies{Env: "*SSL_ENABLED", Is: []string{"true"}}, Yes},
		"no variable":                {of(agent("--work_dir=/w"), master("--quorum=1")), &catalog.Applies{Env: "*SSL_ENABLED", Is: []string{"true"}}, No},
		"both of two":                {of(agent("--isolation=cgroups", "--work_dir=/w")), &catalog.Applies{All: []*catalog.Applies{cgroups, {Flag: "agent.work_dir", Given: true}}}, Yes},
		"one of both":                {of(agent("--isolation=cgroups")), &catalog.Applies{All: []*catalog.Applies{cgroups, {Flag: "agent.work_dir", Given: true}}}, No},
		"both, of different daemons": {of(agent("--isolation=cgroups"), agent("--work_dir=/w")), &catalog.Applies{All: []*catalog.Applies{cgroups, {Flag: "agent.work_dir", Given: true}}}, No},
		"a module":                   {of(master("--allocator=com_example_Allocator")), &catalog.Applies{Module: "Allocator"}, Yes},
		"what is built in":           {of(master("--allocator=HierarchicalDRF")), &catalog.Applies{Module: "Allocator"}, No},
		"no module":                  {of(master("--quorum=1")), &catalog.Applies{Module: "Allocator"}, No},
		"lists":                      {withDocument(config.ACLs, `{"set_quotas": []}`, master("--acls=/etc/document")), lists, Yes},
		"no lists":                   {withDocument(config.ACLs, `{"run_tasks": []}`, master("--acls=/etc/document")), lists, No},
		"no ACLs":                    {of(master("--quorum=1")), lists, No},
		"ACLs elsewhere":             {of(master("--acls=/etc/elsewhere")), lists, Unknown},
		"ACLs alone":                 {withDocument(config.ACLs, `{"run_tasks": []}`, nil), lists, No},
		"broken ACLs":                {withDocument(config.ACLs, `{"set_quotas": [`, nil), lists, Unknown},
		"closed":                     {withDocument(config.ACLs, `{"permissive": false}`, master("--acls=/etc/document")), closed, Yes},
		"open":                       {withDocument(config.ACLs, `{"run_tasks": []}`, master("--acls=/etc/document")), closed, No},
		"neither open nor closed":    {withDocument(config.ACLs, `{"permissive": "false"}`, master("--acls=/etc/document")), closed, Unknown},
		"text":                       {withDocument(config.Credentials, "a b\n", master("--credentials=/etc/document")), &catalog.Applies{CredentialFile: "text"}, Yes},
		"JSON":                       {withDocument(config.Credentials, `{"credentials": []}`, master("--credentials=/etc/document")), &catalog.Applies{CredentialFile: "text"}, No},
		"nothing":                    {of(), lists, Unknown},
	} {
		of := []config.Component{config.Master}
		if c.a.Flag == "" && c.a.Env != "" {
			of = bothDaemons()
		}
		v := newReader(c.config, upgrade(t, "1.2..1.3")).judge(c.a, of)
		if v.answer != c.want {
			t.Errorf("%s: %+v", name, v)
		}
		if v.answer == Unknown && v.gap.Reason == "" || v.answer == No && v.why == "" {
			t.Errorf("%s: nothing says why: %+v", name, v)
		}
	}
}

func TestCannotHave(t *testing.T) {
	from := upgrade(t, "0.28..1.0").From
	for name, c := range map[string]struct {
		a    *catalog.Applies
		want bool
	}{
		"a flag of later":      {&catalog.Applies{Flag: "agent.agent_features", Given: true}, true},
		"a flag of today":      {&catalog.Applies{Flag: "agent.work_dir", Given: true}, false},
		"its absence":          {&catalog.Applies{Flag: "agent.agent_features", Unset: true}, false},
		"a value of later":     {&catalog.Applies{Flag: "agent.isolation", Has: "network/ports"}, true},
		"a value of today":     {&catalog.Applies{Flag: "agent.isolation", Has: "network/ports|cgroups/mem"}, false},
		"a module of later":    {&catalog.Applies{Module: "DiskProfileAdaptor"}, true},
		"a module of today":    {&catalog.Applies{Module: "Allocator"}, false},
		"with a flag of later": {&catalog.Applies{All: []*catalog.Applies{{Flag: "agent.work_dir", Given: true}, {Flag: "agent.agent_features", Given: true}}}, true},
		"or a flag of later":   {&catalog.Applies{Any: []*catalog.Applies{{Flag: "agent.work_dir", Given: true}, {Flag: "agent.agent_features", Given: true}}}, false},
		"nothing":              {nil, false},
	} {
		if got := cannotHave(c.a, from); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
