package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagAddress = &lint.Rule{
	Name:  "flag/address",
	Title: "libprocess refuses the address",
	Doc: `For Mesos an address to listen on or to advertise is any text. It is handed to libprocess, which takes numbers only: no
host names, IPv4 where the socket is bound, and a port that fits into 16 bits. With anything else the daemon stops when it
opens its socket. An address that file:// names must not end in a line end.`,
	Effects: []lint.Effect{lint.Fatal},
	Node: func(p *lint.Pass, n *config.Node) {
		resolved.EachValue(p, n, func(r *resolved.Daemon, v *resolved.FlagValue) {
			if !v.Known() {
				return
			}
			for _, variable := range catalog.Variables() {
				reading := variable.On(r.Release)
				if variable.SetBy != v.Flag.Name || reading == nil {
					continue
				}
				if problem := misread(r, v.Parsed.Text, reading); problem != "" {
					p.Report(lint.Diagnostic{
						Check: catalog.CheckReported("flag/address", n.Component, r.Release, v.Flag.Name, ""),
						Span:  v.ValueSpan(), Effect: lint.Fatal, Component: n.Component, Subject: v.Flag.Name,
						Message: fmt.Sprintf("%s cannot use the value of `%s` and will not start: %s; write %s",
							r.Who(), v.Setting.Name, problem, resolved.ExampleOf(reading.Type)),
						Help:  "write " + resolved.ExampleOf(reading.Type),
						Notes: []string{"handed over as " + variable.Name, "see " + variable.Evidence},
					})
				}
			}
		})
	},
}
