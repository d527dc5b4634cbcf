package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// withFiles makes a configuration of nodes whose settings name files by absolute path. Besides the directories of the
// files there is /etc.
func withFiles(files map[string]string, nodes ...*config.Node) *config.Config {
	c := &config.Config{Nodes: nodes}
	sources := map[string]*source.Source{}
	for _, n := range nodes {
		for _, s := range n.Settings {
			path := strings.TrimPrefix(s.Value.String(), "file://")
			if !strings.HasPrefix(path, "/") {
				continue
			}
			s.Reference = &config.Reference{Path: path, Problem: "not found under x", Absent: strings.HasPrefix(path, "/etc/") && strings.Count(path, "/") == 2}
			text, found := files[path]
			if !found {
				continue
			}
			if sources[path] == nil {
				sources[path] = source.New(strings.TrimPrefix(path, "/"), path, []byte(text))
				kind := catalog.DocumentKind(n.Component, resolved.FlagOfSetting(s))
				c.Documents = append(c.Documents, &config.Document{
					Kind: kind, Component: n.Component, Text: source.WholeText(sources[path]), Setting: s, Node: n,
				})
			}
			s.Reference.Source, s.Reference.Problem = sources[path], ""
		}
	}
	return c
}

// incomplete is a node that something outside may add to.
func incomplete(n *config.Node) *config.Node {
	n.Complete, n.Incomplete = false, "more may come"
	return n
}

// inDirectory makes the words of a command line files of a flag directory.
func inDirectory(n *config.Node) {
	for _, s := range n.Settings {
		if s.Way == config.CommandLine {
			s.Way = config.FlagDirectory
		}
	}
}

func authRules() []*lint.Rule {
	var out []*lint.Rule
	for _, r := range All() {
		if strings.HasPrefix(r.Name, "auth/") || r == credentialNotFound {
			out = append(out, r)
		}
	}
	return out
}

func TestAuthenticationOfNodes(t *testing.T) {
	const good, loose = "a one\nops two\n", "a one\n"
	tests := []struct {
		name      string
		component config.Component
		lines     string
		part      bool // something outside may add to the node
		alone     bool // nobody says who reads it
		file      string
		on        string
		want      string // "rule effect severity" of each, comma-separated
	}{
		{name: "no credentials, and the master refuses to start", lines: "--authenticate", on: "0.19.0 0.20.1"},
		{name: "no credentials", lines: "--authenticate", on: "0.21.0 0.22.2 0.28.3", want: "no-credentials changed error"},
		{name: "no credentials", lines: "--authenticate_slaves=true", on: "0.21.0 0.28.3 1.0.0 1.11.0", want: "no-credentials changed error"},
		{name: "no credentials", lines: "--authenticate_agents", on: "1.0.0 1.11.0", want: "no-credentials changed error"},
		{name: "no credentials here", lines: "--authenticate_agents", part: true, on: "1.0.0", want: "no-credentials changed warning"},
		{name: "an environment file", lines: "MESOS_AUTHENTICATE_AGENTS=1", alone: true, part: true, on: "1.0.0"},
		{name: "not required", lines: "--authenticate_agents=false", on: "0.28.3..1.11.0"},
		{name: "a module authenticates", lines: "--authenticate_agents --authenticators=org_x", on: "1.0.0"},
		{name: "an agent", component: config.Agent, lines: "--authenticate_http_readwrite", on: "1.0.0"},
		{name: "an agent whose executors call it", component: config.Agent, lines: "--authenticate_http_readwrite", on: "1.1.0 1.11.0",
			want: "nested-containers advice info"},

		{name: "endpoints", lines: "--credentials=/c", file: good, on: "0.20.0..0.26.2 0.27.0..1.0.0 1.0.0 0.19.0..1.0.0"},
		{name: "endpoints", lines: "--credentials=/c", file: good, on: "0.20.0..0.27.0 0.26.2..0.28.3 0.26.2..1.11.0",
			want: "endpoints-open changed error"},
		{name: "endpoints, perhaps", lines: "--credentials=/c", file: good, part: true, on: "0.26.2..0.28.3",
			want: "endpoints-open changed warning"},
		{name: "endpoints stay closed", lines: "--credentials=/c --authenticate_http", file: good, on: "0.26.2..0.28.3 0.26.2..1.11.0"},
		{name: "endpoints stay closed", lines: "--credentials=/c --authenticate_http_readwrite", file: good, on: "0.26.2..1.11.0"},
		{name: "endpoints stay open", lines: "--port=1", on: "0.26.2..0.28.3"},
		{name: "endpoints, not known", lines: "--credentials=/c|$ --authenticate_http=x", file: good, on: "0.26.2..0.28.3"},

		{name: "HTTP frameworks", lines: "--authenticate --credentials=/c", file: good, on: "0.23.0 0.28.3 0.27.0..0.28.3"},
		{name: "HTTP frameworks", lines: "--authenticate --credentials=/c", file: good, on: "1.0.0 1.0.0..1.11.0", want: "http-frameworks advice info"},
		{name: "HTTP frameworks", lines: "--authenticate --credentials=/c --authenticate_http", file: good, on: "0.27.0..1.0.0 0.28.3..1.11.0",
			want: "http-frameworks changed error|more-endpoints changed warning"},
		{name: "HTTP frameworks, perhaps", lines: "--authenticate --credentials=/c", file: good, part: true, on: "0.28.3..1.11.0",
			want: "http-frameworks changed warning"},
		{name: "HTTP frameworks authenticate", file: good, on: "0.28.3..1.11.0 1.11.0",
			lines: "--authenticate_frameworks --credentials=/c --authenticate_http_frameworks --http_framework_authenticators=basic"},
		{name: "HTTP frameworks, agents alone", lines: "--authenticate_slaves --credentials=/c", file: good, on: "1.11.0"},

		{name: "more endpoints", lines: "--authenticate_http --credentials=/c", file: good, on: "0.27.0..0.28.3 1.0.0 1.0.0..1.11.0"},
		{name: "more endpoints", lines: "--authenticate_http --credentials=/c", file: good, on: "0.27.0..1.0.0", want: "more-endpoints changed warning"},

		{name: "principals", lines: `--authenticate_agents --credentials=/c|--acls={"register_agents":[{"principals":{"values":["a","ops"]},"agents":{"type":"ANY"}}]}`, file: good, on: "1.11.0"},
		{name: "a file that is not there", lines: "--credentials=/etc/none", on: "0.19.0 1.11.0", want: "not-found advice info"},
		{name: "a file that is not there", component: config.Agent, lines: "--credential=file:///etc/none", on: "0.19.0 1.11.0", want: "not-found advice info"},
		{name: "a file that is not there", component: config.Agent, lines: "--http_credentials=/etc/none", on: "1.0.0", want: "not-found advice info"},
		{name: "a file in a directory that is not there", lines: "--credentials=/etc/mesos/none", on: "1.11.0"},
		{name: "a flag that is not there", component: config.Agent, lines: "--http_credentials=/etc/none", on: "0.28.3"},
		{name: "credentials for a path", component: config.Agent, lines: `--credential={"principal":"a","secret":"b"}`, on: "0.22.0 1.11.0", want: "not-found fatal error"},
		{name: "a file that is there", lines: "--credentials=/c", file: good, on: "0.19.0 1.11.0"},
	}
	for _, test := range tests {
		for on := range strings.FieldsSeq(test.on) {
			if test.component == config.AnyComponent {
				test.component = config.Master
			}
			var lines []string
			for group := range strings.SplitSeq(test.lines, "|") {
				if strings.HasPrefix(group, "$ ") || strings.HasPrefix(group, "--acls") {
					lines = append(lines, group)
				} else {
					lines = append(lines, strings.Fields(group)...)
				}
			}
			n := nodeOf(test.component, lines...)
			if test.part {
				inDirectory(incomplete(n))
			}
			n.Part = test.alone
			files := map[string]string{}
			if test.file != "" {
				files["/c"] = test.file
			}
			var got []string
			found := findings(t, withFiles(files, n), on, authRules()...)
			for _, d := range found {
				_, name, _ := strings.Cut(d.Rule, "/")
				got = append(got, fmt.Sprintf("%s %s %s", name, d.Effect, d.Severity))
			}
			if diff := cmp.Diff(test.want, strings.Join(got, "|")); diff != "" {
				t.Errorf("%s: %q on %s (-want +got):\n%s", test.name, test.lines, on, diff)
				for _, d := range found {
					t.Log(d.Message)
				}
			}
		}
	}
}

func TestAgentsAndTheirMasters(t *testing.T) {
	files := map[string]string{
		"/both": "a one\nops two\n", "/other": "a three\n", "/broken": "a\n", "/json": `{"credentials": [{"principal": "a", "secret": "one"}]}`,
		"/a": "a one", "/a.json": `{"principal": "a", "secret": "one"}`, "/b": "b one", "/none": `{"principal": "a"}`,
	}
	tests := []struct {
		name    string
		masters []string // the lines of each, with blanks between
		agent   string
		part    bool // something outside may add to the agent
		on      string
		want    string
	}{
		{"accepted", []string{"--credentials=/both"}, "--credential=/a", false, "0.19.0 0.28.3 1.10.0", ""},
		{"accepted, JSON on one side", []string{"--credentials=/json"}, "--credential=/a", false, "0.20.0 1.10.0", ""},
		{"accepted, JSON on both", []string{"--credentials=/json"}, "--credential=/a.json", false, "1.11.0", ""},
		{"another secret", []string{"--credentials=/other"}, "--credential=/a", false, "0.19.0 1.10.0", "agent-refused: the master has another secret for `a`"},
		{"base64 against text", []string{"--credentials=/json"}, "--credential=/a", false, "0.25.0", "agent-refused: the master has another secret for `a`"},
		{"unknown", []string{"--credentials=/both"}, "--credential=/b", false, "1.10.0", "agent-refused: the master has no principal `b`"},
		{"no credentials", []string{"--port=1"}, "--credential=/a", false, "1.10.0", "agent-refused: the master has no credentials"},
		{"not required", []string{"--credentials=/both --no-authenticate_agents"}, "--credential=/b", false, "1.10.0", "agent-refused: the master has no principal `b`"},
		{"one of two accepts", []string{"--credentials=/other", "--credentials=/both"}, "--credential=/a", false, "1.10.0", ""},
		{"none of two accepts", []string{"--credentials=/other", "--credentials=/both"}, "--credential=/b", false, "1.10.0", "agent-refused: the master has no principal `b`"},
		{"one of two is not known", []string{"--credentials=/other", "--credentials=/absent"}, "--credential=/a", false, "1.10.0", ""},
		{"the master does not start", []string{"--credentials=/broken"}, "--credential=/a", false, "1.10.0", ""},
		{"another cluster", []string{"--zk=zk://x:1/m --credentials=/other"}, "--master=zk://y:1/m --credential=/a", false, "1.10.0", ""},
		{"the same cluster", []string{"--zk=zk://x:1,y:1/m --credentials=/other", "--zk=zk://z:1/m --credentials=/both"},
			"--master=zk://u:p@y:1,x:1/m --credential=/a", false, "1.10.0", "agent-refused: the master has another secret for `a`"},
		{"a module on the master", []string{"--credentials=/other --authenticators=org_x"}, "--credential=/a", false, "1.10.0", ""},
		{"a module on the agent", []string{"--credentials=/other"}, "--credential=/a --authenticatee=org_x", false, "1.10.0", ""},
		{"no masters", nil, "--credential=/b", false, "1.10.0", ""},

		{"anonymous", []string{"--credentials=/both --authenticate_slaves"}, "--port=1", false, "0.19.0 1.11.0", "agent-anonymous: the agent has no `credential`, and"},
		{"anonymous here", []string{"--credentials=/both --authenticate_slaves"}, "--port=1", true, "1.11.0", "agent-anonymous: the agent has no `credential`, and"},
		{"anonymous and welcome", []string{"--credentials=/both"}, "--port=1", false, "1.11.0", ""},
		{"anonymous and welcome to one", []string{"--credentials=/both --authenticate_slaves", "--port=1"}, "--port=1", false, "1.11.0", ""},
	}
	for _, test := range tests {
		for on := range strings.FieldsSeq(test.on) {
			agent := nodeOf(config.Agent, strings.Fields(test.agent)...)
			if test.part {
				incomplete(agent)
			}
			nodes := []*config.Node{agent}
			for _, lines := range test.masters {
				nodes = append(nodes, nodeOf(config.Master, strings.Fields(lines)...))
			}
			var got []string
			for _, d := range findings(t, withFiles(files, nodes...), on, authAgentRefused, authAgentAnonymous) {
				_, name, _ := strings.Cut(d.Rule, "/")
				got = append(got, name+": "+d.Message)
				if d.Component != config.Agent || len(d.Related) == 0 {
					t.Errorf("%s: of %s, with %d related places", test.name, d.Component, len(d.Related))
				}
			}
			all := strings.Join(got, "\n")
			if len(got) > 1 || !strings.HasPrefix(all, test.want) || test.want == "" && all != "" {
				t.Errorf("%s on %s: %q, want %q", test.name, on, all, test.want)
			}
		}
	}
}

func TestPrincipalsWithoutCredentials(t *testing.T) {
	const entry = `{"register_agents": [{"principals": {"values": ["a", "marathn"]}, "agents": {"type": "ANY"}},
		{"principals": {"values": ["marathn", "zzz"]}, "agents": {"type": "ANY"}}, {"principals": {"type": "ANY"}, "agents": {"type": "NONE"}}]}`
	tests := []struct {
		name, lines string
		want        []string
	}{
		{"required", "--credentials=/c --acls=/acls --authenticate_agents", []string{"warning marathn", "info zzz"}},
		{"required over HTTP", "--credentials=/c --acls=/acls --authenticate_http_readwrite", []string{"warning marathn", "info zzz"}},
		{"not required", "--credentials=/c --acls=/acls", nil},
		{"a module", "--credentials=/c --acls=/acls --authenticate_agents --authenticators=org_x", nil},
		{"a module for HTTP", "--credentials=/c --acls=/acls --authenticate_agents --authenticate_http_readwrite --http_authenticators=org_x", nil},
		{"ACLs that a module replaces", "--credentials=/c --acls=/acls --authenticate_agents --authorizers=org_x", nil},
		{"credentials that were not read", "--credentials=/absent --acls=/acls --authenticate_agents", nil},
		{"credentials that are empty", "--credentials=/empty --acls=/acls --authenticate_agents", nil},
	}
	for _, test := range tests {
		files := map[string]string{"/c": "a one\nmarathon two\n", "/acls": entry, "/empty": "\n"}
		n := nodeOf(config.Master, strings.Fields(test.lines)...)
		var got []string
		for _, d := range findings(t, withFiles(files, n), "1.10.0", authUnknownPrincipal) {
			got = append(got, fmt.Sprintf("%s %s", d.Severity, d.Subject))
			if d.Span.Text() != d.Subject && d.Span.Text() != `"`+d.Subject+`"` {
				t.Errorf("%s: %s stands at %q", test.name, d.Subject, d.Span.Text())
			}
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

// What reads like a credential where a path is wanted is shown nowhere.
func TestCredentialsInPlaceOfAPathAreNotShown(t *testing.T) {
	const secret = "correct-horse"
	for _, value := range []string{`{"principal":"a","secret":"` + secret + `"}`, "a " + secret, "file://{" + secret, "[" + secret} {
		n := nodeOf(config.Agent, "--credential="+value)
		n.Settings[0].Reference = &config.Reference{Path: value, Problem: "is a relative path, which starts from elsewhere"}
		found := findings(t, &config.Config{Nodes: []*config.Node{n}}, "1.11.0", credentialNotFound)
		if len(found) != 1 {
			t.Errorf("%d findings", len(found))
			continue
		}
		if d := found[0]; strings.Contains(fmt.Sprint(d.Message, d.Help, d.Subject, d.Notes), secret[:6]) {
			t.Error("the secret is shown")
		}
	}
}
