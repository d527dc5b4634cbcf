package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// What ends a shell before it starts the daemon, and the lines that it takes for commands. The init wrapper of the packages has
// run with errexit, nounset and pipefail since its first version (mesosphere/mesos-deb-packaging 049845a; Mesos has its own in
// support/packaging/common/mesos-init-wrapper:2@1.5.0), and reads the files under /etc/default in its own shell.

var shellUnsetVariable = &lint.Rule{
	Name:  "shell/unset-variable",
	Title: "A variable that is not set ends the shell",
	Doc: `The init wrapper of the packages runs with "set -o nounset", as some scripts do: the first use of a variable that is not set
ends the shell. In a file under /etc/default that is the end of the init wrapper, and no daemon is started; a line in the log
says "unbound variable". ${NAME:-VALUE} stands for a value if NAME is not set, and ends nothing.

Variables that bash, systemd or upstart may set by themselves (HOSTNAME, HOME, LANG …) are not reported.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On:        "1.3",
		Condition: "unless the environment of the init wrapper sets it",
		Before: []lint.File{
			{Path: "etc/mesos-slave/work_dir", Text: "/var/lib/mesos\n"},
			{Path: "etc/default/mesos", Text: "LOGS=/var/log/mesos\n"},
			{Path: "etc/default/mesos-slave", Text: `MASTER=zk://zk1.example:2181/mesos
IP=$PRIVATE_ADDRESS
`},
		},
		After: []lint.File{{Path: "etc/default/mesos-slave", Text: `MASTER=zk://zk1.example:2181/mesos
IP=${PRIVATE_ADDRESS:-10.0.0.5}
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "shell/unset-variable", func(r *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			d := endsShell(r, f, fmt.Sprintf("`%s` is not set, which ends the shell: it runs with nounset", f.Subject))
			d.Help = fmt.Sprintf("set `%s` before this line, or write `${%s:-VALUE}` with a value for machines that do not set it", f.Subject, f.Subject)
			return d
		})
	},
}

// endsShell returns the diagnostic of what ends the shell that would have started a daemon.
func endsShell(r *resolved.Daemon, f machine.Finding, why string) *lint.Diagnostic {
	d := &lint.Diagnostic{Effect: lint.Fatal, Condition: f.Condition, Message: fmt.Sprintf("%s is not started: %s", r.Who(), why)}
	if f.Condition != "" {
		d.Severity = lint.Warning
	}
	return d
}

var shellFailingCommand = &lint.Rule{
	Name:  "shell/failing-command",
	Title: "A command that fails ends the shell",
	Doc: `The init wrapper of the packages runs with "set -o errexit" and "set -o pipefail", as some scripts do: a command that fails
ends the shell, unless it is a condition or stands before && or ||. In a file under /etc/default that is the end of the init
wrapper, and no daemon is started. The usual causes are blanks around the = of an assignment, a value with a blank or a ";"
that is not in quotes, an argument of the daemon on a line of its own, and a file that a command reads and that is not there.`,
	Effects: []lint.Effect{lint.Fatal},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "etc/mesos-slave/work_dir", Text: "/var/lib/mesos\n"},
			{Path: "etc/default/mesos-slave", Text: `MASTER=zk://zk1.example:2181/mesos
MESOS_PORT = 5052
`},
		},
		After: []lint.File{{Path: "etc/default/mesos-slave", Text: `MASTER=zk://zk1.example:2181/mesos
MESOS_PORT=5052
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "shell/failing-command", func(r *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			d := endsShell(r, f, f.Detail+"; that ends the shell, which runs with errexit")
			if f.Subject == "exit" {
				d.Message = fmt.Sprintf("%s is not started: %s", r.Who(), f.Detail)
			}
			d.Help, d.Fix = helpForCommand(f)
			return d
		})
	},
}

var shellNotAnAssignment = &lint.Rule{
	Name:  "shell/not-an-assignment",
	Title: "A line that the shell takes for a command",
	Doc: `A shell assigns a variable only if no blank stands before or after the "=", and a value ends at its first blank outside
quotes. It takes NAME = value for a command of that name, and what follows the blank in NAME=one two for a command that
NAME is set for. The variable does not reach the daemon, which starts without it.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "start-agent.sh", Text: `#!/bin/bash
MESOS_PORT = 5052
exec mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "start-agent.sh", Text: `#!/bin/bash
export MESOS_PORT=5052
exec mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "shell/not-an-assignment", func(r *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			if !isRead(r, f.Subject) && strings.HasPrefix(f.Subject, "MESOS_") {
				return nil
			}
			d := &lint.Diagnostic{
				Effect: lint.Ignored, Condition: f.Condition,
				Message: fmt.Sprintf("the daemon %s `%s`: %s", missed(r, f), f.Subject, f.Detail),
			}
			d.Help, d.Fix = helpForCommand(f)
			return d
		})
	},
}

// missed says what the daemon does with a variable that a line is meant to assign: another line may do so, or this one in part.
func missed(r *resolved.Daemon, f machine.Finding) string {
	value, isAssigned := strings.CutPrefix(f.Span.Text(), f.Subject+"=")
	switch {
	case resolved.Variable(r.Node, f.Subject) == nil:
		return "never gets"
	case isAssigned && value != "" && strings.IndexByte(" \t", value[0]) < 0:
		return "does not get all of"
	}
	return "does not get this value of"
}

// helpForCommand says how to make an assignment of a line that a shell takes for a command. The fix is nil if more than blanks
// and quotes would have to be changed.
func helpForCommand(f machine.Finding) (string, *lint.Fix) {
	text, s, start := f.Span.Text(), f.Span.Source, f.Span.Start
	rest, isAssignment := strings.CutPrefix(text, f.Subject)
	switch {
	case f.Subject == "\ufeff":
		return "save the file as UTF-8 without a byte order mark", withoutByteOrderMark(s.Span(start, start+len(f.Subject)))
	case strings.HasPrefix(f.Subject, "\r"):
		return "save the file with Unix line ends, without carriage returns", withoutCarriageReturns(s)
	case strings.HasPrefix(f.Subject, "/"):
		return fmt.Sprintf("create `%s`, or write `|| true` behind the command if the file may be missing", f.Subject), nil
	case f.Subject == "exit":
		return "delete it: a file that only assigns variables has nothing to end", nil
	case f.Subject == "" || !isAssignment && !strings.Contains(text, f.Subject+"="):
		return "correct the command, or write `|| true` behind it if it may fail", nil
	case strings.HasPrefix(f.Subject, "--"):
		return fmt.Sprintf("give `%s` in the flag directory, or by its `MESOS_` variable", f.Subject), nil
	case strings.HasPrefix(rest, "=") && strings.TrimLeft(rest[1:], " \t") == rest[1:]:
		return fmt.Sprintf("put the value of `%s` in quotes", f.Subject), valueInQuotes(f, len(f.Subject)+1)
	case !isAssignment:
		return fmt.Sprintf("put the value of `%s` in quotes", f.Subject), nil
	}
	before := len(rest) - len(strings.TrimLeft(rest, " \t"))
	value := strings.TrimLeft(rest[min(before+1, len(rest)):], " \t")
	help := fmt.Sprintf("write `%s=` without blanks around the `=`", f.Subject)
	if value == "" || strings.ContainsAny(value, " \t\n'\"") {
		return help, nil
	}
	start += len(f.Subject)
	return help, &lint.Fix{
		Applicability: lint.Unsafe, Message: fmt.Sprintf("assign `%s`: it can then take effect", f.Subject),
		Edits: []lint.Edit{{Span: s.Span(start, f.Span.End-len(value)), Text: "="}},
	}
}

// valueInQuotes returns the fix that puts quotes around a value that begins at a byte of a finding and ends with it; nil if the text
// would not be the same in quotes.
func valueInQuotes(f machine.Finding, from int) *lint.Fix {
	if strings.ContainsAny(f.Span.Text()[from:], "\"'\\$`\n") {
		return nil
	}
	s := f.Span.Source
	at := func(offset int) source.Span { return s.Span(offset, offset) }
	return &lint.Fix{
		Applicability: lint.Unsafe, Message: fmt.Sprintf("put the value of `%s` in quotes: all of it takes effect", f.Subject),
		Edits: []lint.Edit{{Span: at(f.Span.Start + from), Text: `"`}, {Span: at(f.Span.End), Text: `"`}},
	}
}

var shellLastTest = &lint.Rule{
	Name:  "shell/last-test",
	Title: "A test at the end of a file under /etc/default",
	Doc: `The init wrapper of the packages runs with "set -o errexit". A test before && does not end it by itself, but as the last command
of a file it is how the file has ended as a whole, and that ends the init wrapper: no daemon is started on a machine on
which the test fails.`,
	Effects: []lint.Effect{lint.Advice},
	Fixable: true,
	Example: lint.Example{
		On:        "1.3",
		Condition: "if the test fails on the machine",
		Before: []lint.File{
			{Path: "etc/mesos-slave/work_dir", Text: "/var/lib/mesos\n"},
			{Path: "etc/default/mesos-slave", Text: `MASTER=zk://zk1.example:2181/mesos
[ -f /etc/rack ] && MESOS_ATTRIBUTES="rack:$(cat /etc/rack)"
`},
		},
		After: []lint.File{{Path: "etc/default/mesos-slave", Text: `MASTER=zk://zk1.example:2181/mesos
if [ -f /etc/rack ]; then MESOS_ATTRIBUTES="rack:$(cat /etc/rack)"; fi
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "shell/last-test", func(r *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			return &lint.Diagnostic{
				Effect: lint.Advice, Condition: "if the test fails on the machine",
				Message: fmt.Sprintf("%s is not started: the file ends with a test; one that fails ends the shell, which runs with errexit", r.Who()),
				Help:    "write it as `if …; then …; fi`, or add a line `true` at the end",
				Fix: &lint.Fix{
					Applicability: lint.Manual, Message: "add a line `true`: the file ends well whatever the test says",
					Edits: []lint.Edit{{Span: f.Span.Source.Span(f.Span.End, f.Span.End), Text: "\ntrue"}},
				},
			}
		})
	},
}
