package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format/docker"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

var imageRelease = &lint.Rule{
	Name:  "image/release",
	Title: "The image contains another release than the one that is checked",
	Doc: `The tag of a public image of Mesos says which release is in it. Findings are about the release that was asked for:
if the image contains another one, they apply only after the tag is changed.

Only known images are checked (mesosphere/mesos-master, mesoscloud/mesos-slave and others): the tags of other images mean
what their owner decides. Patch releases of one series are not distinguished.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "docker-compose.yml", Text: `services:
  agent:
    image: mesosphere/mesos-slave:1.3.0
    environment:
      MESOS_MASTER: zk://zk1.example:2181/mesos
      MESOS_WORK_DIR: /var/lib/mesos
`}},
		After: []lint.File{{Path: "docker-compose.yml", Text: `services:
  agent:
    image: mesosphere/mesos-slave:1.11.0
    environment:
      MESOS_MASTER: zk://zk1.example:2181/mesos
      MESOS_WORK_DIR: /var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		name := n.Image.String()
		if name == "" {
			return
		}
		reference := docker.ParseReference(name)
		brought, known := catalog.ImageRelease(reference.Repository(), reference.Tag)
		if !known || isAsked(p.Upgrade, brought) {
			return
		}
		p.Report(lint.Diagnostic{
			Span: n.Image.Span(0, n.Image.Len()), Component: n.Component, Subject: name, Effect: lint.Advice, Severity: lint.Info,
			Message: fmt.Sprintf("`%s` contains Mesos %s; it is checked here as %s", name, brought, p.Upgrade.To),
			Help:    fmt.Sprintf("check it with `--to %s`, or, for %s, change the tag", brought, p.Upgrade.To),
		})
	},
}

// isAsked reports whether a release is of the series that an upgrade comes from or goes to.
func isAsked(u release.Upgrade, r release.Release) bool {
	return r.Series() == u.To.Series() || !u.From.IsZero() && r.Series() == u.From.Series()
}
