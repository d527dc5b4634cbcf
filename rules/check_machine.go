package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

var checkMachine = &lint.Rule{
	Name:  "check/machine",
	Title: "The machine decides whether the daemon starts",
	Doc: `Some settings ask for something that the machine must have: a feature of the kernel, a directory that is not made, a
mount. Without it the daemon does not start. The configuration cannot tell; this says what to look at before the daemon is
restarted.`,
	Effects: []lint.Effect{lint.Advice},
	Node:    startRule(machineChecks()...),
}

// machineChecks are the start-up checks of settings that ask something of the machine.
func machineChecks() []startCheck {
	return []startCheck{
		{"c-swap", machineOf(withOn("cgroups/mem"))},
		{"c-cfs", machineOf(withOn("cgroups/cpu"))},
		{"c-perf-bad", machineOf(withIsolators("cgroups/perf_event"))},
		{"c-cni-config", machineOf(withIsolators("network/cni"))},
		{"c-cni-plugdir", machineOf(withIsolators("network/cni"))},
		{"c-backend", machineOf(func(s *start, o option) bool { return s.usesContainerizer("mesos") && builtIn(s, o) })},
		{"a-rpd", machineOf(nil)},
		{"a-csi", machineOf(nil)},
		{"a-disk-machine", machineOf(func(_ *start, o option) bool { return strings.Contains(o.text, `"MOUNT"`) })},
		{"a-domain-sock-systemd", machineOf(func(s *start, o option) bool {
			return strings.HasPrefix(o.text, "systemd:") && s.isOn(s.option("http_executor_domain_sockets"))
		})},
	}
}

// machineOf says of each flag of the check that is given what it needs of the machine, where applies holds; nil always
// does.
func machineOf(applies func(*start, option) bool) func(*start) {
	return func(s *start) {
		for _, o := range s.own() {
			if o.text == "" || applies != nil && !applies(s, o) || s.lost {
				continue
			}
			s.report(lint.Diagnostic{
				Span: o.value.ValueSpan(), Effect: lint.Advice, Component: s.Node.Component, Subject: o.name,
				Message: fmt.Sprintf("`%s` needs %s: elsewhere %s will not start; look at the machine before it is restarted",
					o.name, s.check.Needs, s.who()),
				Help:  "look at the machine before it is restarted",
				Notes: readAt(s.check.Evidence...),
			})
		}
	}
}

// withIsolators holds where one of the isolators is used.
func withIsolators(isolators ...string) func(*start, option) bool {
	return func(s *start, _ option) bool {
		return slices.ContainsFunc(isolators, func(name string) bool {
			_, active := s.isolator(name)
			return active && s.knows("isolation", name)
		})
	}
}

// withOn holds where the flag is true and the isolator, or all of its kind, is used.
func withOn(isolator string) func(*start, option) bool {
	kind, _, _ := strings.Cut(isolator, "/")
	active := withIsolators(isolator, kind+"/all")
	return func(s *start, o option) bool { return o.parsed.Bool && active(s, o) }
}

var zooKeeperNoPort = &lint.Rule{
	Name:  "zookeeper/no-port",
	Title: "ZooKeeper cannot be reached under the URL",
	Doc: `Mesos takes a zk:// URL whatever its servers look like and hands them to ZooKeeper's client library, which wants a port
of each. Without one it reports the same error as for a name server that does not answer, so that the daemon tries again
for ten minutes, and then aborts.`,
	Effects: []lint.Effect{lint.Advice},
	Node:    startRule(zooKeeperChecks()...),
}

// zooKeeperChecks are the start-up checks of the servers of ZooKeeper.
func zooKeeperChecks() []startCheck {
	return []startCheck{{"b-zk-port", func(s *start) {
		for _, o := range s.own() {
			problem := startup.Unreachable(o.text)
			if problem == nil {
				continue
			}
			s.report(lint.Diagnostic{
				Span: o.value.partSpan(problem.Start, problem.End), Effect: lint.Advice, Severity: lint.Warning,
				Component: s.Node.Component, Subject: o.name,
				Message: fmt.Sprintf("in the URL of `%s` %s: %s never gets to ZooKeeper and aborts when it has tried for a while; write its port behind it, like `:2181`",
					o.name, problem.Text, s.who()),
				Help:  "write its port behind it, like `:2181`",
				Notes: readAt(s.check.Evidence...),
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
		r := resolved(p, n)
		check := catalog.CheckNamed("env-ssl-key")
		if r == nil || r.onlyPrints() || !check.On(n.Component, r.Release) || !n.Complete && !slices.ContainsFunc(n.Settings, inFlagDirectory) {
			return
		}
		enabled := catalog.VariableNamed(check.Flags[0])
		s := r.sslSetting(enabled)
		if s == nil {
			return
		}
		if on, sure := r.truth(s, enabled); !on || !sure {
			return
		}
		var missing []string
		for _, name := range check.Flags[1:] {
			if v := catalog.VariableNamed(name); r.sslSetting(v) == nil {
				missing = append(missing, r.sslName(v))
			}
		}
		if len(missing) == 0 {
			return
		}
		found := lint.Diagnostic{
			Span: s.NameSpan, Effect: lint.Advice, Severity: lint.Warning, Component: n.Component, Subject: s.Name,
			Message: fmt.Sprintf("SSL is on without %s: %s, built with %s, will not start", quotedList(missing), r.who(), enabled.Build),
			Help:    "add " + quotedList(missing),
			Notes:   readAt(check.Evidence...),
		}
		if !n.Complete {
			found.Help += ", unless something else gives it"
			found.Notes = append(found.Notes, n.Incomplete)
		}
		found.Message += "; " + found.Help
		p.Report(found)
	},
}

// sslSetting returns what gives an SSL variable of libprocess on the release, under either prefix; nil where nothing does.
func (r *Resolved) sslSetting(v *catalog.Variable) *config.Setting {
	for _, name := range r.sslNames(v) {
		if s := variable(r.Node, name); s != nil {
			return s
		}
	}
	return nil
}

// sslName returns the name that the release prefers.
func (r *Resolved) sslName(v *catalog.Variable) string {
	if names := r.sslNames(v); len(names) > 0 {
		return names[0]
	}
	return v.Name
}

// sslNames returns the names under which the release reads a variable, the one that counts first.
func (r *Resolved) sslNames(v *catalog.Variable) []string {
	var names []string
	for _, known := range []*catalog.Variable{v, shorter(v)} {
		if known != nil && known.Exists.Contains(r.Release) {
			names = append(names, known.Name)
		}
	}
	return names
}
