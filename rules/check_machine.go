package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var checkMachine = &lint.Rule{
	Name:  "check/machine",
	Title: "The machine decides whether the daemon starts",
	Doc: `Some settings ask for something that the machine must have: a feature of the kernel, a directory that is not made, a
mount. Without it the daemon does not start. The configuration cannot tell; this says what to look at before the daemon is
restarted.`,
	Effects: []lint.Effect{lint.Advice},
	Node:    resolved.StartRule(machineChecks()...),
}

// machineChecks are the start-up checks of settings that ask something of the machine.
func machineChecks() []resolved.StartCheck {
	return []resolved.StartCheck{
		{IDs: "c-swap", Find: machineOf(withOn("cgroups/mem"))},
		{IDs: "c-cfs", Find: machineOf(withOn("cgroups/cpu"))},
		{IDs: "c-perf-bad", Find: machineOf(withIsolators("cgroups/perf_event"))},
		{IDs: "c-cni-config", Find: machineOf(withIsolators("network/cni"))},
		{IDs: "c-cni-plugdir", Find: machineOf(withIsolators("network/cni"))},
		{IDs: "c-backend", Find: machineOf(func(s *resolved.Start, o resolved.Option) bool { return s.UsesContainerizer("mesos") && builtIn(s, o) })},
		{IDs: "a-rpd", Find: machineOf(nil)},
		{IDs: "a-csi", Find: machineOf(nil)},
		{IDs: "a-disk-machine", Find: machineOf(func(_ *resolved.Start, o resolved.Option) bool { return strings.Contains(o.Text, `"MOUNT"`) })},
		{IDs: "a-domain-sock-systemd", Find: machineOf(func(s *resolved.Start, o resolved.Option) bool {
			return strings.HasPrefix(o.Text, "systemd:") && s.IsOn(s.Option("http_executor_domain_sockets"))
		})},
	}
}

// machineOf says of each flag of the check that is given what it needs of the machine, where applies holds; nil always
// does.
func machineOf(applies func(*resolved.Start, resolved.Option) bool) func(*resolved.Start) {
	return func(s *resolved.Start) {
		for _, o := range s.Own() {
			if o.Text == "" || applies != nil && !applies(s, o) || s.Lost {
				continue
			}
			s.Report(lint.Diagnostic{
				Span: o.Value.ValueSpan(), Effect: lint.Advice, Component: s.Node.Component, Subject: o.Name,
				Message: fmt.Sprintf("`%s` needs %s: elsewhere %s will not start; look at the machine before it is restarted",
					o.Name, s.Check.Needs, s.Who()),
				Help:  "look at the machine before it is restarted",
				Notes: resolved.ReadAt(s.Check.Evidence...),
			})
		}
	}
}

// withIsolators holds where one of the isolators is used.
func withIsolators(isolators ...string) func(*resolved.Start, resolved.Option) bool {
	return func(s *resolved.Start, _ resolved.Option) bool {
		return slices.ContainsFunc(isolators, func(name string) bool {
			_, active := s.Isolator(name)
			return active && s.Knows("isolation", name)
		})
	}
}

// withOn holds where the flag is true and the isolator, or all of its kind, is used.
func withOn(isolator string) func(*resolved.Start, resolved.Option) bool {
	kind, _, _ := strings.Cut(isolator, "/")
	active := withIsolators(isolator, kind+"/all")
	return func(s *resolved.Start, o resolved.Option) bool { return o.Parsed.Bool && active(s, o) }
}

var zooKeeperNoPort = &lint.Rule{
	Name:  "zookeeper/no-port",
	Title: "ZooKeeper cannot be reached under the URL",
	Doc: `Mesos takes a zk:// URL whatever its servers look like and hands them to ZooKeeper's client library, which wants a port
of each. Without one it reports the same error as for a name server that does not answer, so that the daemon tries again
for ten minutes, and then aborts.`,
	Effects: []lint.Effect{lint.Advice},
	Node:    resolved.StartRule(zooKeeperChecks()...),
}

// zooKeeperChecks are the start-up checks of the servers of ZooKeeper.
func zooKeeperChecks() []resolved.StartCheck {
	return []resolved.StartCheck{{IDs: "b-zk-port", Find: func(s *resolved.Start) {
		for _, o := range s.Own() {
			problem := startup.Unreachable(o.Text)
			if problem == nil {
				continue
			}
			s.Report(lint.Diagnostic{
				Span: o.Value.PartSpan(problem.Start, problem.End), Effect: lint.Advice, Severity: lint.Warning,
				Component: s.Node.Component, Subject: o.Name,
				Message: fmt.Sprintf("in the URL of `%s` %s: %s never gets to ZooKeeper and aborts when it has tried for a while; write its port behind it, like `:2181`",
					o.Name, problem.Text, s.Who()),
				Help:  "write its port behind it, like `:2181`",
				Notes: resolved.ReadAt(s.Check.Evidence...),
			})
		}
	}}}
}

var sslNoKey = &lint.Rule{
	Name:  "ssl/no-key",
	Title: "SSL is on without a key and a certificate",
	Doc: `A daemon that was built with SSL and is told to use it needs the file of its private key and the file of its
certificate, in LIBPROCESS_SSL_KEY_FILE and LIBPROCESS_SSL_CERT_FILE (before 1.0: SSL_KEY_FILE and SSL_CERT_FILE). Without
them it does not start. A daemon that was built without SSL ignores all of these variables.`,
	Effects: []lint.Effect{lint.Advice},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		check := catalog.CheckNamed("env-ssl-key")
		if r == nil || r.OnlyPrints() || !check.On(n.Component, r.Release) || !n.Complete && !slices.ContainsFunc(n.Settings, resolved.InFlagDirectory) {
			return
		}
		enabled := catalog.VariableNamed(check.Flags[0])
		s := r.SSLSetting(enabled)
		if s == nil {
			return
		}
		if on, sure := r.Truth(s, enabled); !on || !sure {
			return
		}
		var missing []string
		for _, name := range check.Flags[1:] {
			if v := catalog.VariableNamed(name); r.SSLSetting(v) == nil {
				missing = append(missing, r.SSLName(v))
			}
		}
		if len(missing) == 0 {
			return
		}
		found := lint.Diagnostic{
			Span: s.NameSpan, Effect: lint.Advice, Severity: lint.Warning, Component: n.Component, Subject: s.Name,
			Message: fmt.Sprintf("SSL is on without %s: %s, built with %s, will not start", resolved.QuotedList(missing), r.Who(), enabled.Build),
			Help:    "add " + resolved.QuotedList(missing),
			Notes:   resolved.ReadAt(check.Evidence...),
		}
		if !n.Complete {
			found.Help += ", unless something else gives it"
			found.Notes = append(found.Notes, n.Incomplete)
		}
		found.Message += "; " + found.Help
		p.Report(found)
	},
}
