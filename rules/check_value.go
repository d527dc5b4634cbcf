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

var checkBadValue = &lint.Rule{
	Name:  "check/bad-value",
	Title: "The daemon refuses the value when it uses it",
	Doc: `The flag parser accepts almost any text; the value is validated later, when the daemon uses it: a rate must be a
number and a duration (1/10mins), a limit a percentage, a ZooKeeper URL must have a path, roles and weights have their own
syntax. If it cannot use a value, the daemon exits, or aborts with a failed assertion and no message.

Values that the agent reads when it creates its containerizers are validated only if the isolator that uses them is listed.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--agent_removal_rate_limit=1 per 10mins
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--agent_removal_rate_limit=1/10mins
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { badValueStart.Look(p, n) },
}

var badValueStart = resolved.StartChecks{List: badValueChecks}

// badValueChecks are the start-up checks of values that are read late.
func badValueChecks() []resolved.StartCheck {
	return []resolved.StartCheck{
		{IDs: []string{"master-contender-creation"}, Find: contender},
		{IDs: []string{"master-zk-path"}, Find: chroot},
		{IDs: []string{"master-zk-format"}, Find: logURL},
		{IDs: []string{"agent-detector-creation"}, Find: detector},
		{IDs: []string{"master-agent-removal-rate-limit-format"}, Find: rate(false)},
		{IDs: []string{"master-agent-removal-rate-limit-positive"}, Find: rate(true)},
		{IDs: []string{"master-recovery-agent-removal-limit-format"}, Find: each(func(text string, _ startup.Dialect) *startup.Problem { return startup.Percentage(text) })},
		{IDs: []string{"master-agent-reregister-timeout-minimum"}, Find: bounded},
		{IDs: []string{"master-offer-timeout-minimum"}, Find: bounded},
		{IDs: []string{"agent-registration-backoff-factor-maximum"}, Find: bounded},
		{IDs: []string{"agent-gc-disk-headroom-range"}, Find: bounded},
		{IDs: []string{"master-roles-format"}, Find: each(startup.Roles)},
		{IDs: []string{"master-weights-format"}, Find: each(func(text string, _ startup.Dialect) *startup.Problem {
			return startup.Weights(text, nil)
		})},
		{IDs: []string{"master-weights-role"}, Find: weightRoles},
		{IDs: []string{"master-min-allocatable-resources-format"}, Find: each(startup.Quantities)},
		{IDs: []string{"master-authorizers-several"}, Find: one},
		{IDs: []string{"master-authenticators-several"}, Find: one},
		{IDs: []string{"master-http-authenticators-several"}, Find: one},
		{IDs: []string{"http-authenticators-several"}, Find: oneInRealm},
		{IDs: []string{"master-completed-frameworks-allocation"}, Find: bounded},
		{IDs: []string{"agent-domain-socket-path-length"}, Find: socketPath},
		{IDs: []string{"agent-volume-gid-range-format"}, Find: each(func(text string, d startup.Dialect) *startup.Problem {
			return startup.NumberRanges(text, 32, false, true, d)
		})},
		{IDs: []string{"agent-isolator-duplicate"}, Find: isolatorTwice},
		{IDs: []string{"agent-containerizer-duplicate"}, Find: containerizerTwice},
		{IDs: []string{"master-hooks-duplicate"}, Find: hookTwice},
		{IDs: []string{"agent-hooks-duplicate"}, Find: hookTwice},
		{IDs: []string{"agent-ephemeral-ports-invalid"}, Find: ephemeralPorts},
		{IDs: []string{"agent-egress-classifier-parent-format"}, Find: egressParent},
		{IDs: []string{"agent-net-cls-handles-format"}, Find: netClsHandles},
		{IDs: []string{"agent-xfs-project-range-format"}, Find: withIsolator("disk/xfs", func(text string, d startup.Dialect) *startup.Problem {
			return startup.NumberRanges(text, 32, true, false, d)
		})},
		{IDs: []string{"agent-container-ports-range-format"}, Find: withIsolator("network/ports", func(text string, d startup.Dialect) *startup.Problem {
			return startup.NumberRanges(text, 16, false, false, d)
		})},
		{IDs: []string{"agent-docker-registry-format"}, Find: dockerRegistry},
		{IDs: []string{"agent-docker-registry-parts"}, Find: dockerRegistryParts},
		{IDs: []string{"agent-appc-prefix-format"}, Find: appcPrefix},
		{IDs: []string{"agent-docker-socket-path"}, Find: dockerSocket},
	}
}

// refuseBad reports a value, in the words of what is wrong with it. The help is needed if the catalogue has neither bounds nor
// an example for the check.
func refuseBad(s *resolved.Start, o resolved.Option, problem *startup.Problem, help ...string) {
	if problem == nil {
		return
	}
	what := "write a value that fits"
	switch {
	case len(help) > 0:
		what = help[0]
	case s.Check.Least != "" && s.Check.Most != "":
		what = fmt.Sprintf("write a value from %s to %s", s.Check.Least, s.Check.Most)
	case s.Check.Example != "":
		what = fmt.Sprintf("write one like `%s`", resolved.Assigned(o.Value.Setting, o.Name, s.Check.Example))
	case s.Check.Least != "" && s.Check.Most == "":
		what = fmt.Sprintf("write `%s` or more", resolved.Assigned(o.Value.Setting, o.Name, s.Check.Least))
	case s.Check.Most != "" && s.Check.Least == "":
		what = fmt.Sprintf("write `%s` or less", resolved.Assigned(o.Value.Setting, o.Name, s.Check.Most))
	}
	s.Refuse(resolved.Finding{
		At: o, Problem: problem, What: fmt.Sprintf("the value of `%s` is not valid (%s)", o.Name, problem.Text), Help: what,
	})
}

// each reads the flags of the check by themselves.
func each(read func(string, startup.Dialect) *startup.Problem) func(*resolved.Start) {
	return func(s *resolved.Start) {
		for _, o := range s.Own() {
			refuseBad(s, o, read(o.Text, s.StartDialect))
		}
	}
}

// withIsolator reads the flags of the check where an isolator uses them.
func withIsolator(isolator string, read func(string, startup.Dialect) *startup.Problem) func(*resolved.Start) {
	return func(s *resolved.Start) {
		for _, o := range s.Own() {
			problem := read(o.Text, s.StartDialect)
			if problem == nil {
				continue
			}
			if _, active := s.Isolator(isolator); active {
				refuseBad(s, o, problem)
			}
		}
	}
}

// rate reads rates that are refused, or those at which the daemon aborts.
func rate(aborts bool) func(*resolved.Start) {
	return each(func(text string, d startup.Dialect) *startup.Problem {
		if problem := startup.Rate(text, d); problem != nil && problem.Aborts == aborts {
			return problem
		}
		return nil
	})
}

// bounded holds the flags of the check against the bounds the catalogue has for it.
func bounded(s *resolved.Start) {
	limits := &catalog.Limits{Least: s.Check.Least, Most: s.Check.Most}
	for _, o := range s.Own() {
		if problem := resolved.Beyond(o.Parsed, limits, s.Dialect); problem != "" {
			refuseBad(s, o, &startup.Problem{Text: problem, Aborts: s.Check.Outcome == "abort"})
		}
	}
}

// readFileOf reads the files that settings of the node name.
func readFileOf(s *resolved.Start) startup.ReadFile {
	return startup.ReadFile(resolved.ReadReferences(s.Node.Settings))
}

func contender(s *resolved.Start) {
	for _, o := range s.Own() {
		if o.Name == "zk" && !hasScheme(o) {
			refuseBad(s, o, startup.Contender(o.Text, s.StartDialect, readFileOf(s)))
		}
	}
}

func chroot(s *resolved.Start) {
	for _, o := range s.Own() {
		if hasScheme(o) {
			refuseBad(s, o, startup.Contender(o.Text, s.StartDialect, readFileOf(s)))
		}
	}
}

func hasScheme(o resolved.Option) bool { return strings.HasPrefix(o.Text, "zk://") }

// logURL refuses a URL that a master without a log would take.
func logURL(s *resolved.Start) {
	for _, o := range s.Own() {
		problem := startup.LogURL(o.Text, s.StartDialect, readFileOf(s))
		if problem == nil || startup.Contender(o.Text, s.StartDialect, readFileOf(s)) != nil {
			continue
		}
		if slices.Contains(logRegistries(), s.Option("registry").Text) {
			refuseBad(s, o, problem)
		}
	}
}

// logRegistries are the registries that keep a replicated log.
func logRegistries() []string { return []string{"replicated_log", "log_storage"} }

func detector(s *resolved.Start) {
	if master := s.Option("master"); master.Given() {
		refuseBad(s, master, startup.Detector(master.Text, s.StartDialect, readFileOf(s)))
	}
}

// weightRoles refuses weights of roles that are not among the master's, where it must know them.
func weightRoles(s *resolved.Start) {
	weights, roles := s.Option("weights"), s.Option("roles")
	if !weights.Given() || startup.Weights(weights.Text, nil) != nil || !roles.Given() && s.Holds("implicit-roles") {
		return
	}
	listed := map[string]bool{"*": true}
	for _, n := range startup.Names(roles.Text, false) {
		listed[n.Text] = true
	}
	problem := startup.Weights(weights.Text, func(role string) bool { return listed[role] })
	if problem != nil {
		s.Refuse(resolved.Finding{
			At: weights, Problem: problem, Beside: []resolved.Option{roles}, What: problem.Text,
			Help: "add the role to `roles`, or delete the weight",
		})
	}
}

// one refuses a list of several names where one is allowed.
func one(s *resolved.Start) {
	for _, o := range s.Own() {
		if names := startup.Names(o.Text, true); len(names) > 1 {
			refuseBad(s, o, &startup.Problem{Start: names[1].Start, End: names[1].End, Text: "only one name is supported"}, "leave one name")
		}
	}
}

func oneInRealm(s *resolved.Start) {
	for _, realm := range httpRealms(s) {
		if len(realm.names) > 1 {
			f := realm.finding(realm.names[1])
			f.What, f.Help = "only one HTTP authenticator is supported", "keep only one name"
			s.Refuse(f)
			return
		}
	}
}

// socketPath refuses a directory that makes the path of the executors' socket too long.
func socketPath(s *resolved.Start) {
	if !s.IsOn(s.Option("http_executor_domain_sockets")) || s.Option("domain_socket_location").Given() {
		return
	}
	dir := s.Option("runtime_dir")
	if !dir.Given() {
		return
	}
	const socket, longest = "/agent.sock", 107
	if len(dir.Text)+len(socket) > longest {
		refuseBad(s, dir, &startup.Problem{Text: fmt.Sprintf("the path of the socket in this directory is longer than %d bytes", longest)}, "name a directory with a shorter path")
	}
}

func isolatorTwice(s *resolved.Start) {
	if iso := s.Isolation(); iso != nil {
		refuseIn(s, iso, iso.Twice(), "keep only one of the two")
	}
}

func containerizerTwice(s *resolved.Start) {
	o := s.Option("containerizers")
	if s.IsExternal(s.Option("isolation")) {
		return
	}
	refuseTwice(s, o, "containerizer")
}

func hookTwice(s *resolved.Start) {
	if o := s.Option("hooks"); o.Given() {
		refuseTwice(s, o, "hook")
	}
}

// refuseTwice refuses a list that has a name twice.
func refuseTwice(s *resolved.Start, o resolved.Option, what string) {
	if name, found := startup.Twice(startup.Names(o.Text, true)); found {
		s.Refuse(resolved.Finding{
			At: o, Problem: &startup.Problem{Start: name.Start, End: name.End},
			What: fmt.Sprintf("%s %q is listed twice", what, name.Text), Help: "keep only one of the two",
		})
	}
}

// ephemeralPorts refuses ports that the port mapping cannot share out.
func ephemeralPorts(s *resolved.Start) {
	f, active := s.Isolator("network/port_mapping")
	if !active {
		return
	}
	each := s.Option("ephemeral_ports_per_container")
	resources, known := resourcesOf(s)
	if !known {
		return
	}
	if problem := startup.EphemeralPorts(resources, each.Parsed.Uint, s.StartDialect); problem != nil {
		f.Beside = []resolved.Option{s.Option("resources"), each}
		f.What = "isolator `network/port_mapping` cannot use the ports because " + problem.Text
		f.Help = "offer `ephemeral_ports` for the containers, outside the range of `ports`"
		s.Refuse(f)
	}
}

func egressParent(s *resolved.Start) {
	if _, active := s.Isolator("network/port_mapping"); !active || !s.IsOn(s.Option("egress_unique_flow_per_container")) {
		return
	}
	for _, o := range s.Own() {
		refuseBad(s, o, startup.QueueHandle(o.Text))
	}
}

// netClsHandles reads the handles of the network class. Without a primary one the secondary ones are not looked at.
func netClsHandles(s *resolved.Start) {
	if _, active := s.Isolator("cgroups/net_cls"); !active {
		return
	}
	primary := s.Option("cgroups_net_cls_primary_handle")
	if !primary.Given() {
		return
	}
	if problem := startup.NetClsHandle(primary.Text, s.StartDialect); problem != nil {
		refuseBad(s, primary, problem, "write one like `0x0001`")
		return
	}
	if secondary := s.Option("cgroups_net_cls_secondary_handles"); secondary.Given() {
		refuseBad(s, secondary, startup.NetClsHandles(secondary.Text, s.StartDialect), "write a range like `0x0002,0x00ff`")
	}
}

func dockerRegistry(s *resolved.Start) {
	registry := s.Option("docker_registry")
	if !registry.Given() {
		return
	}
	if problem := startup.Registry(registry.Text, s.StartDialect); problem != nil && s.UsesImages("DOCKER") {
		refuseBad(s, registry, problem)
	}
}

// dockerRegistryParts reads what else once said how to reach a registry.
func dockerRegistryParts(s *resolved.Start) {
	if !s.UsesImages("DOCKER") {
		return
	}
	puller := s.Option("docker_puller")
	if puller.Name != "" && puller.Text != "registry" {
		return
	}
	if startsWithFile := strings.HasPrefix(s.Option("docker_registry").Text, "file://"); startsWithFile && s.Holds("docker-registry-url") {
		return
	}
	for _, o := range s.Own() {
		switch {
		case strings.HasSuffix(o.Name, "_port"):
			refuseBad(s, o, startup.Port(o.Text, s.StartDialect), "write a port from 1 to 65535")
		case strings.HasSuffix(o.Name, "_timeout"):
			refuseBad(s, o, startup.PositiveNumber(o.Text), "write a whole number of 1 or more")
		case s.Holds("docker-registry-url"):
			refuseBad(s, o, startup.WebURL(o.Text, s.StartDialect), "write one like `https://auth.example`")
		}
	}
}

func appcPrefix(s *resolved.Start) {
	for _, o := range s.Own() {
		if strings.HasPrefix(o.Text, "http") || strings.HasPrefix(o.Text, "/") || !s.UsesImages("APPC") {
			continue
		}
		refuseBad(s, o, &startup.Problem{Text: "it starts neither with http nor with a slash"}, "write a URL that starts with `http`, or an absolute path")
	}
}

func dockerSocket(s *resolved.Start) {
	socket := s.Option("docker_socket")
	if socket.Given() && !strings.HasPrefix(socket.Text, "/") && s.UsesContainerizer("docker") {
		refuseBad(s, socket, &startup.Problem{Text: "it is not an absolute path"}, "write an absolute path")
	}
}
