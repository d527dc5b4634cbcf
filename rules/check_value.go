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

var checkBadValue = &lint.Rule{
	Name:  "check/bad-value",
	Title: "The daemon refuses the value when it uses it",
	Doc: `The flag parser takes almost any text; what it means is found out later, when the daemon reads it: a rate must be a
number and a duration (1/10mins), a limit a percentage, a ZooKeeper URL must have a path, roles and weights have a form of
their own. At a value it cannot use the daemon exits, or aborts with a failed assertion and no message at all.

Values that the agent reads when it creates its containerizers count only where the isolator that uses them is listed.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Node:    startRule(badValueChecks()...),
}

// badValueChecks are the start-up checks of values that are read late.
func badValueChecks() []startCheck {
	return []startCheck{
		{"m-contender", contender},
		{"m-zk-chroot", chroot},
		{"m-zk-url", logURL},
		{"a-detector", detector},
		{"m-rrlimit", rate(false)},
		{"m-rrlimit-positive", rate(true)},
		{"m-removal-pct", each(func(text string, _ startup.Dialect) *startup.Problem { return startup.Percentage(text) })},
		{"m-reregister", bounded},
		{"m-offer-timeout", bounded},
		{"a-backoff", bounded},
		{"a-gcheadroom", bounded},
		{"m-roles-parse", each(startup.Roles)},
		{"m-weights-fmt", each(func(text string, _ startup.Dialect) *startup.Problem {
			return startup.Weights(text, nil)
		})},
		{"m-weights-role", weightRoles},
		{"m-minalloc", each(startup.Quantities)},
		{"m-authorizers", one},
		{"m-authn-none", one},
		{"m-httpauth-028", one},
		{"mh-httpauth-multi", oneInRealm},
		{"a-domain-sock", socketPath},
		{"a-gidrange", each(func(text string, d startup.Dialect) *startup.Problem {
			return startup.NumberRanges(text, 32, false, true, d)
		})},
		{"c-iso-dup", isolatorTwice},
		{"c-cont-dup", containerizerTwice},
		{"m-hooks-dup", hookTwice},
		{"a-hooks-dup", hookTwice},
		{"c-eph-pow2", ephemeralPorts},
		{"c-egressparent", egressParent},
		{"c-netcls", netClsHandles},
		{"c-xfs", withIsolator("disk/xfs", func(text string, d startup.Dialect) *startup.Problem {
			return startup.NumberRanges(text, 32, true, false, d)
		})},
		{"c-ports-range", withIsolator("network/ports", func(text string, d startup.Dialect) *startup.Problem {
			return startup.NumberRanges(text, 16, false, false, d)
		})},
		{"c-registry-url", dockerRegistry},
		{"c-registry-parts", dockerRegistryParts},
		{"c-appc-prefix", appcPrefix},
		{"c-docker-socket", dockerSocket},
	}
}

// bad reports a value, in the words of what is wrong with it.
func (s *start) bad(o option, problem *startup.Problem) {
	if problem == nil {
		return
	}
	help := "correct it"
	switch {
	case s.check.Example != "":
		help = fmt.Sprintf("write one like `%s`", assigned(o.value.Setting, o.name, s.check.Example))
	case s.check.Least != "" && s.check.Most == "":
		help = fmt.Sprintf("write `%s` or more", assigned(o.value.Setting, o.name, s.check.Least))
	case s.check.Most != "" && s.check.Least == "":
		help = fmt.Sprintf("write `%s` or less", assigned(o.value.Setting, o.name, s.check.Most))
	}
	s.refuse(finding{
		at: o, problem: problem, what: fmt.Sprintf("the value of `%s` is refused because %s", o.name, problem.Text), help: help,
	})
}

// each reads the flags of the check by themselves.
func each(read func(string, startup.Dialect) *startup.Problem) func(*start) {
	return func(s *start) {
		for _, o := range s.own() {
			s.bad(o, read(o.text, s.dialect))
		}
	}
}

// withIsolator reads the flags of the check where an isolator uses them.
func withIsolator(isolator string, read func(string, startup.Dialect) *startup.Problem) func(*start) {
	return func(s *start) {
		for _, o := range s.own() {
			problem := read(o.text, s.dialect)
			if problem == nil {
				continue
			}
			if _, active := s.isolator(isolator); active {
				s.bad(o, problem)
			}
		}
	}
}

// rate reads rates that are refused, or those at which the daemon aborts.
func rate(aborts bool) func(*start) {
	return each(func(text string, d startup.Dialect) *startup.Problem {
		if problem := startup.Rate(text, d); problem != nil && problem.Aborts == aborts {
			return problem
		}
		return nil
	})
}

// bounded holds the flags of the check against the bounds the catalogue has for it.
func bounded(s *start) {
	limits := &catalog.Limits{Least: s.check.Least, Most: s.check.Most}
	for _, o := range s.own() {
		if problem := beyond(o.parsed, limits, s.Dialect); problem != "" {
			s.bad(o, &startup.Problem{Text: problem})
		}
	}
}

// readFile reads the files that settings of the node name.
func (s *start) readFile() startup.ReadFile {
	return startup.ReadFile(readReferences(s.Node.Settings))
}

func contender(s *start) {
	for _, o := range s.own() {
		if o.name == "zk" && !hasScheme(o) {
			s.bad(o, startup.Contender(o.text, s.dialect, s.readFile()))
		}
	}
}

func chroot(s *start) {
	for _, o := range s.own() {
		if hasScheme(o) {
			s.bad(o, startup.Contender(o.text, s.dialect, s.readFile()))
		}
	}
}

func hasScheme(o option) bool { return strings.HasPrefix(o.text, "zk://") }

// logURL refuses a URL that a master without a log would take.
func logURL(s *start) {
	for _, o := range s.own() {
		problem := startup.LogURL(o.text, s.dialect, s.readFile())
		if problem == nil || startup.Contender(o.text, s.dialect, s.readFile()) != nil {
			continue
		}
		if slices.Contains(logRegistries(), s.option("registry").text) {
			s.bad(o, problem)
		}
	}
}

// logRegistries are the registries that keep a replicated log.
func logRegistries() []string { return []string{"replicated_log", "log_storage"} }

func detector(s *start) {
	if master := s.option("master"); master.given() {
		s.bad(master, startup.Detector(master.text, s.dialect, s.readFile()))
	}
}

// weightRoles refuses weights of roles that are not among the master's, where it must know them.
func weightRoles(s *start) {
	weights, roles := s.option("weights"), s.option("roles")
	if !weights.given() || startup.Weights(weights.text, nil) != nil || !roles.given() && s.on("implicit-roles") {
		return
	}
	listed := startup.Names(roles.text, false)
	problem := startup.Weights(weights.text, func(role string) bool {
		return role == "*" || slices.ContainsFunc(listed, func(n startup.Name) bool { return n.Text == role })
	})
	if problem != nil {
		s.refuse(finding{
			at: weights, problem: problem, beside: []option{roles}, what: problem.Text,
			help: "add the role to `roles`, or delete its weight",
		})
	}
}

// one refuses a list of several names where one is allowed.
func one(s *start) {
	for _, o := range s.own() {
		if names := startup.Names(o.text, true); len(names) > 1 {
			s.bad(o, &startup.Problem{Start: names[1].Start, End: names[1].End, Text: "only one name is supported"})
		}
	}
}

func oneInRealm(s *start) {
	for _, realm := range s.httpRealms() {
		if len(realm.names) > 1 {
			f := realm.finding(realm.names[1])
			f.what, f.help = "only one HTTP authenticator is supported", "name one"
			s.refuse(f)
			return
		}
	}
}

// socketPath refuses a directory that makes the path of the executors' socket too long.
func socketPath(s *start) {
	if !s.isOn(s.option("http_executor_domain_sockets")) || s.option("domain_socket_location").given() {
		return
	}
	dir := s.option("runtime_dir")
	if !dir.given() {
		return
	}
	const socket, longest = "/agent.sock", 107
	if len(dir.text)+len(socket) > longest {
		s.bad(dir, &startup.Problem{Text: fmt.Sprintf("the path of the socket in it is longer than %d bytes", longest)})
	}
}

func isolatorTwice(s *start) {
	if iso := s.isolation(); iso != nil {
		s.refuseIn(iso, iso.Twice(), "list it once")
	}
}

func containerizerTwice(s *start) {
	o := s.option("containerizers")
	if s.isExternal(s.option("isolation")) {
		return
	}
	s.twice(o, "containerizer")
}

func hookTwice(s *start) {
	if o := s.option("hooks"); o.given() {
		s.twice(o, "hook")
	}
}

// twice refuses a list that has a name twice.
func (s *start) twice(o option, what string) {
	if name, found := startup.Twice(startup.Names(o.text, true)); found {
		s.refuse(finding{
			at: o, problem: &startup.Problem{Start: name.Start, End: name.End},
			what: fmt.Sprintf("%s %q is listed twice", what, name.Text), help: "list it once",
		})
	}
}

// ephemeralPorts refuses ports that the port mapping cannot share out.
func ephemeralPorts(s *start) {
	f, active := s.isolator("network/port_mapping")
	if !active {
		return
	}
	each := s.option("ephemeral_ports_per_container")
	resources, known := s.resources()
	if !known {
		return
	}
	if problem := startup.EphemeralPorts(resources, each.parsed.Uint, s.dialect); problem != nil {
		f.beside = []option{s.option("resources"), each}
		f.what = "isolator `network/port_mapping` cannot use the ports because " + problem.Text
		f.help = "offer `ephemeral_ports` for the containers that are not among `ports`"
		s.refuse(f)
	}
}

func egressParent(s *start) {
	if _, active := s.isolator("network/port_mapping"); !active || !s.isOn(s.option("egress_unique_flow_per_container")) {
		return
	}
	for _, o := range s.own() {
		s.bad(o, startup.QueueHandle(o.text))
	}
}

// netClsHandles reads the handles of the network class. Without a primary one the secondary ones are not looked at.
func netClsHandles(s *start) {
	if _, active := s.isolator("cgroups/net_cls"); !active {
		return
	}
	primary := s.option("cgroups_net_cls_primary_handle")
	if !primary.given() {
		return
	}
	if problem := startup.NetClsHandle(primary.text, s.dialect); problem != nil {
		s.bad(primary, problem)
		return
	}
	if secondary := s.option("cgroups_net_cls_secondary_handles"); secondary.given() {
		s.bad(secondary, startup.NetClsHandles(secondary.text, s.dialect))
	}
}

func dockerRegistry(s *start) {
	registry := s.option("docker_registry")
	if !registry.given() {
		return
	}
	if problem := startup.Registry(registry.text, s.dialect); problem != nil && s.usesImages("DOCKER") {
		s.bad(registry, problem)
	}
}

// dockerRegistryParts reads what else once said how to reach a registry.
func dockerRegistryParts(s *start) {
	if !s.usesImages("DOCKER") {
		return
	}
	puller := s.option("docker_puller")
	if puller.name != "" && puller.text != "registry" {
		return
	}
	if startsWithFile := strings.HasPrefix(s.option("docker_registry").text, "file://"); startsWithFile && s.on("docker-registry-url") {
		return
	}
	for _, o := range s.own() {
		switch {
		case strings.HasSuffix(o.name, "_port"):
			s.bad(o, startup.Port(o.text, s.dialect))
		case strings.HasSuffix(o.name, "_timeout"):
			s.bad(o, startup.PositiveNumber(o.text))
		case s.on("docker-registry-url"):
			s.bad(o, startup.WebURL(o.text, s.dialect))
		}
	}
}

func appcPrefix(s *start) {
	for _, o := range s.own() {
		if strings.HasPrefix(o.text, "http") || strings.HasPrefix(o.text, "/") || !s.usesImages("APPC") {
			continue
		}
		s.bad(o, &startup.Problem{Text: "it starts with neither http nor a slash"})
	}
}

func dockerSocket(s *start) {
	socket := s.option("docker_socket")
	if socket.given() && !strings.HasPrefix(socket.text, "/") && s.usesContainerizer("docker") {
		s.bad(socket, &startup.Problem{Text: "it is no absolute path"})
	}
}

var agentFeaturesMissing = &lint.Rule{
	Name:  "agent-features/missing",
	Title: "The agent features lack one that the release insists on",
	Doc: `--agent_features lists what the agent is capable of, and each release refuses a list without those that it cannot do
without any more: three in 1.5, seven in 1.10. A name that the release does not know is dropped before anyone looks. Without
the flag the agent has every feature it should.`,
	Effects: []lint.Effect{lint.Fatal},
	Node:    startRule(featureChecks()...),
}

// featureChecks are the start-up checks of the features of an agent.
func featureChecks() []startCheck {
	return []startCheck{{"agent-features", agentFeatures}}
}

func agentFeatures(s *start) {
	set := catalog.Values(config.Agent, "agent_features")
	for _, o := range s.own() {
		j := documentOfFlag(s.pass, s.Resolved, o.name)
		if !j.taken() {
			continue
		}
		var listed, missing []string
		for _, capability := range j.values.all("capabilities") {
			listed = append(listed, capability.get("type").text())
		}
		for _, v := range set.At(s.Release) {
			switch has := slices.Contains(listed, v.Name); {
			case v.Required.Contains(s.Release) && !has:
				missing = append(missing, v.Name)
			case has && v.NeedsValue != "" && !slices.Contains(listed, v.NeedsValue) && !slices.Contains(missing, v.NeedsValue):
				missing = append(missing, v.NeedsValue)
			}
		}
		if len(missing) > 0 {
			s.refuse(finding{
				at: o, what: fmt.Sprintf("the agent features lack %s", quotedList(missing)),
				help: fmt.Sprintf("add %s, or delete `%s`", quotedList(missing), o.name),
			})
		}
	}
}
