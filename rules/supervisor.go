package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// What supervisor does with its file is found by its reader (package lint/format/initsys); the rules of this file have the
// names of its findings.

var supervisorComment = &lint.Rule{
	Name:  "supervisor/comment",
	Title: "A semicolon that begins a comment",
	Doc: `In a file of supervisor a ";" after a blank begins a comment, even inside quotes: the rest of the line is dropped, and the
daemon is started without it. If a blank follows the ";", it looks like a comment that is meant, and is only information.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "supervisor/mesos.conf", Text: `[program:mesos-agent]
command=mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --port=5052 ;--no-strict
`}},
		After: []lint.File{{Path: "supervisor/mesos.conf", Text: `[program:mesos-agent]
command=mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --port=5052 --no-strict
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "supervisor/comment", func(_ *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			found := &lint.Diagnostic{
				Effect:  lint.Ignored,
				Message: fmt.Sprintf("the daemon never gets the rest of this `%s`: supervisor takes what follows a blank and a `;` for a comment", f.Subject),
				Help:    "delete the blank before the `;` if what follows it belongs to the value",
			}
			if text := f.Span.Text(); len(text) > 1 && strings.IndexByte(" \t", text[1]) >= 0 {
				found.Severity = lint.Info // written as a comment is
			}
			return found
		})
	},
}

var supervisorRefusedFile = &lint.Rule{
	Name:  "supervisor/refused-file",
	Title: "supervisor does not start the program",
	Doc: `supervisord reads all of its files before it starts anything and exits at a line that it cannot read: one that is neither an
option nor in a section, or an environment= whose quotes do not match or whose values hold more than letters, digits and
_/.+-(): without quotes. A command whose quotes do not match keeps its program from being started.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "supervisor/mesos.conf", Text: `[program:mesos-agent]
command=mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
environment=MESOS_RESOURCES=cpus:4;mem:1024
`}},
		After: []lint.File{{Path: "supervisor/mesos.conf", Text: `[program:mesos-agent]
command=mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
environment=MESOS_RESOURCES="cpus:4;mem:1024"
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "supervisor/refused-file", func(_ *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			help := "write KEY=VALUE below a [section], begin the line with ; if it is a comment, or delete it"
			switch f.Subject {
			case "command":
				help = "close the quote, or write a backslash before it"
			case "environment":
				help = "write NAME=\"VALUE\", with commas between them"
			}
			return &lint.Diagnostic{Effect: lint.Fatal, Message: f.Detail, Help: help}
		})
	},
}
