package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// placedPort is the port of a daemon whose own files lie on one machine.
type placedPort struct {
	daemon *resolved.Daemon
	// value is what gives the port, nil for the default.
	value *resolved.FlagValue
	address
}

// address is what only one daemon can listen on.
type address struct{ machine, port, ip string }

// portOnMachine returns the port that a daemon listens on, if that and its machine are known.
func portOnMachine(r *resolved.Daemon, v *resolved.FlagValue, knowledge resolved.Knowledge) (placedPort, bool) {
	at := placedPort{daemon: r}
	switch def := r.Definition("port"); {
	case r.Node.Start.Source == nil || r.Node.Image.Source() != nil:
		return at, false
	case knowledge == resolved.Known:
		at.value, at.port = v, v.Parsed.Text
	case knowledge == resolved.Unset && def.Default != nil:
		at.port = *def.Default
	default:
		return at, false
	}
	before, _, found := strings.Cut("/"+r.Node.Start.Source.Path, "/etc/")
	if at.machine = before; !found {
		return at, false
	}
	switch ip, known := r.Flag("ip"); known {
	case resolved.Known:
		at.ip = ip.Parsed.Text
	case resolved.Unset:
	default:
		return at, false
	}
	return at, true
}

// reportSharedPorts reports a master and an agent of one machine that listen on one port, of which one is given in a file of
// one of them.
func reportSharedPorts(p *lint.Pass, placed []placedPort) {
	earlier := map[address][]placedPort{}
	for _, a := range placed {
		for _, b := range earlier[a.address] {
			if a.daemon.Node.Component == b.daemon.Node.Component {
				continue
			}
			given, other := a, b
			if given.value == nil {
				given, other = b, a
			}
			if given.value == nil || other.value != nil && given.value.ValueSpan() == other.value.ValueSpan() {
				continue
			}
			found := lint.Diagnostic{
				Span: given.value.ValueSpan(), Component: given.daemon.Node.Component, Subject: given.value.Flag.Name, Effect: lint.Fatal, Severity: lint.Warning,
				Message: fmt.Sprintf("the %s of this machine listens on port %s too: the second of them cannot listen on it and will not start",
					other.daemon.Node.Component, given.port),
				Condition: "if both are started on one machine",
				Help:      "set another port",
			}
			if other.value != nil {
				found.Related = append(found.Related, lint.Related{Span: other.value.ValueSpan(), Message: "the port of the " + other.daemon.Node.Component.String()})
			}
			p.Report(found)
		}
		earlier[a.address] = append(earlier[a.address], a)
	}
}
