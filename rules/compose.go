package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var composeRefused = &lint.Rule{
	Name:  "compose/refused",
	Title: "Compose refuses the project",
	Doc: `docker compose reads all files of a project before it starts anything: compose.yaml, the override file next to it,
what they include and extend, and the files of variables. One key that it does not know, a key that is given twice, a
command with a quote that is not closed, or a "(" outside quotes is enough for it to refuse all of them. No service is
started, and neither is the daemon.

This is what docker compose (compose-go) does. docker-compose 1.x accepted some of it, such as a key that is given twice: the
finding then has that condition.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "docker-compose.yml", Text: `services:
  agent:
    image: mesosphere/mesos-slave:1.3.0
    environment:
      MESOS_MASTER: zk://zk1.example:2181/mesos
      MESOS_WORK_DIR: /var/lib/mesos
    port: 5051
`}},
		After: []lint.File{{Path: "docker-compose.yml", Text: `services:
  agent:
    image: mesosphere/mesos-slave:1.3.0
    environment:
      MESOS_MASTER: zk://zk1.example:2181/mesos
      MESOS_WORK_DIR: /var/lib/mesos
    ports: ["5051:5051"]
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		eachFinding(p, n, "compose/refused", func(r *resolved.Daemon, f machine.Finding) lint.Diagnostic {
			what := f.Detail
			if f.Subject != "" {
				what = fmt.Sprintf("`%s`: %s", f.Subject, f.Detail)
			}
			return lint.Diagnostic{
				Effect: lint.Fatal, Condition: f.Condition,
				Message: fmt.Sprintf("%s: docker compose refuses the project and does not start %s", what, r.Who()),
				Help:    "correct it; `docker compose config` shows what compose makes of the project",
			}
		})
	},
}

var composeEnvFileMissing = &lint.Rule{
	Name:  "compose/env-file-missing",
	Title: "An env_file of a service does not exist",
	Doc: `A file that is named under env_file must exist when docker compose reads the project, or it refuses the project and
starts no service. A path is relative to the file that names it. In the long form, "required: false" lets the file be
absent: the service is then started without its variables.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "docker-compose.yml", Text: `services:
  agent:
    image: mesosphere/mesos-slave:1.3.0
    env_file: [agent.env]
    environment:
      MESOS_MASTER: zk://zk1.example:2181/mesos
      MESOS_WORK_DIR: /var/lib/mesos
`}},
		After: []lint.File{{Path: "agent.env", Text: "MESOS_ATTRIBUTES=rack:r1\n"}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		eachFinding(p, n, "compose/env-file-missing", func(r *resolved.Daemon, f machine.Finding) lint.Diagnostic {
			return lint.Diagnostic{
				Effect:  lint.Fatal,
				Message: fmt.Sprintf("`%s` does not exist: docker compose refuses the project and does not start %s", f.Subject, r.Who()),
				Help:    "create the file, or give the entry as a mapping with `path:` and `required: false`",
			}
		})
	},
}

var composeWordsLost = &lint.Rule{
	Name:  "compose/words-lost",
	Title: "The rest of a command is not passed",
	Doc: `A command that is given as one string is split into words as a shell splits it, with quotes and backslashes, but no
shell runs it. docker compose ends it at the first ; & | < or > outside quotes and silently drops what follows:
--attributes=rack:r1;zone:b --work_dir=/w passes --attributes=rack:r1 and nothing else. docker-compose 1.x passed the whole
command.

In a list of words (command: ["--attributes=rack:r1;zone:b"]) these characters stand for themselves.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On:        "1.3",
		Condition: "unless docker-compose 1.x reads it",
		Before: []lint.File{{Path: "docker-compose.yml", Text: `services:
  agent:
    image: mesosphere/mesos-slave:1.3.0
    command: --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --attributes=rack:r1;zone:b
`}},
		After: []lint.File{{Path: "docker-compose.yml", Text: `services:
  agent:
    image: mesosphere/mesos-slave:1.3.0
    command: --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos "--attributes=rack:r1;zone:b"
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		eachFinding(p, n, "compose/words-lost", func(r *resolved.Daemon, f machine.Finding) lint.Diagnostic {
			return lint.Diagnostic{
				Effect: lint.Ignored, Condition: unlessOldCompose,
				Message: fmt.Sprintf("docker compose ends the command at this `%s` and silently drops what follows: %s does not get it", f.Subject, r.Who()),
				Help:    "put the word in quotes, or give the command as a list of words",
			}
		})
	},
}

var composeKeyUnderEnvironment = &lint.Rule{
	Name:  "compose/key-under-environment",
	Title: "A key of a service is among its variables",
	Doc: `Everything below environment is a variable of the container, whatever its name is. A command, entrypoint, image or
env_file that is indented too far ends up there: the container gets a variable with that name, which nothing reads, and runs
the command of its image.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "docker-compose.yml", Text: `services:
  master:
    image: mesosphere/mesos-master:1.3.0
    environment:
      MESOS_ZK: zk://zk1.example:2181/mesos
      MESOS_QUORUM: 2
      MESOS_WORK_DIR: /var/lib/mesos
      command: --cluster=prod
`}},
		After: []lint.File{{Path: "docker-compose.yml", Text: `services:
  master:
    image: mesosphere/mesos-master:1.3.0
    environment:
      MESOS_ZK: zk://zk1.example:2181/mesos
      MESOS_QUORUM: 2
      MESOS_WORK_DIR: /var/lib/mesos
    command: --cluster=prod
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		eachFinding(p, n, "compose/key-under-environment", func(_ *resolved.Daemon, f machine.Finding) lint.Diagnostic {
			return lint.Diagnostic{
				Effect: lint.Ignored,
				Message: fmt.Sprintf("`%s` is below `environment:`, where it is a variable that nothing reads, not the `%s:` of the service",
					f.Subject, f.Subject),
				Help: fmt.Sprintf("move `%s:` out of `environment:`, to the keys of the service", f.Subject),
			}
		})
	},
}

// unlessOldCompose is the condition of what docker compose does and docker-compose 1.x, which is no longer maintained, did
// not.
const unlessOldCompose = "unless docker-compose 1.x reads it"

// eachFinding reports what a format's reader found of one kind in a node.
func eachFinding(p *lint.Pass, n *config.Node, id string, diagnostic func(*resolved.Daemon, machine.Finding) lint.Diagnostic) {
	r := resolved.Of(p, n)
	if r == nil {
		return
	}
	for _, f := range n.Findings {
		if f.ID != id {
			continue
		}
		d := diagnostic(r, f)
		d.Span, d.Component, d.Subject = f.Span, n.Component, f.Subject
		p.Report(d)
	}
}
