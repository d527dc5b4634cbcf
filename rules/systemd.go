package rules

import (
	"bytes"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// What systemd does with the files of a service is found by their reader (package lint/format/systemd), which follows
// systemd 252; the rules of this file have the names of its findings.

var systemdRefusedUnit = &lint.Rule{
	Name:  "systemd/refused-unit",
	Title: "systemd does not load the unit",
	Doc: `systemd refuses to load a service as a whole for some mistakes: more than one ExecStart= in a service that is not of
Type=oneshot (a drop-in that sets ExecStart= without an empty "ExecStart=" before it adds a second one), a program that is
neither an absolute path nor a plain name, a section header that is not closed, a line that is not UTF-8. Nothing is started
then, whatever the flags are. "systemd-analyze verify UNIT" shows the same.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{
			{Path: "usr/lib/systemd/system/mesos-agent.service", Text: `[Service]
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`},
			{Path: "etc/systemd/system/mesos-agent.service.d/port.conf", Text: `[Service]
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --port=5052
`},
		},
		After: []lint.File{{Path: "etc/systemd/system/mesos-agent.service.d/port.conf", Text: `[Service]
ExecStart=
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --port=5052
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		ofService(p, n, "systemd/refused-unit", func(f config.Finding) lint.Diagnostic {
			d := lint.Diagnostic{Effect: lint.Fatal, Help: "correct it; `systemd-analyze verify` shows what systemd refuses"}
			if strings.HasPrefix(f.Span.Text(), "ExecStart") {
				d.Help = "keep one ExecStart=; in a drop-in, an empty `ExecStart=` before it takes back the command of the unit"
			}
			return d
		})
	},
}

var systemdMissingEnvironmentFile = &lint.Rule{
	Name:  "systemd/missing-environment-file",
	Title: "An environment file of the unit is not there",
	Doc: `A service whose EnvironmentFile= is missing is not started. Only a "-" before the path says that the file may be
missing. It is reported if the file is known not to be there: with --root, or if its directory is in the tree.`,
	Effects: []lint.Effect{lint.Fatal},
	Fixable: true,
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{
			{Path: "etc/systemd/system/mesos-agent.service", Text: `[Service]
EnvironmentFile=/etc/mesos/agent.env
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`},
			{Path: "etc/mesos/mesos-agent.env", Text: "MESOS_PORT=5052\n"},
		},
		After: []lint.File{{Path: "etc/systemd/system/mesos-agent.service", Text: `[Service]
EnvironmentFile=/etc/mesos/mesos-agent.env
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		ofService(p, n, "systemd/missing-environment-file", func(f config.Finding) lint.Diagnostic {
			return lint.Diagnostic{
				Effect: lint.Fatal, Help: "create the file, or write `-` before its path if the daemon is to start without it",
				Fix: &lint.Fix{
					Applicability: lint.Manual, Message: "write `-` before the path: the daemon starts without the file",
					Edits: []lint.Edit{{Span: f.Span.Source.Span(f.Span.Start, f.Span.Start), Text: "-"}},
				},
			}
		})
	},
}

var systemdIgnoredLine = &lint.Rule{
	Name:  "systemd/ignored-line",
	Title: "A line that systemd ignores",
	Doc: `systemd skips what it does not understand and starts the service without it: a line that is not an assignment, a key in
the wrong section, an EnvironmentFile= whose path is not absolute, and the rest of a command after an empty line. An empty
line ends a command that is continued with backslashes; a template engine leaves one in place of a condition that has a line
of its own, unless it trims it.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos \
  --work_dir=/var/lib/mesos \

  --hostname=agent1.example
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos \
  --work_dir=/var/lib/mesos \
  --hostname=agent1.example
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		ofService(p, n, "systemd/ignored-line", func(f config.Finding) lint.Diagnostic {
			return lint.Diagnostic{Effect: lint.Ignored, Help: ignoredLineHelp(f)}
		})
	},
}

// ignoredLineHelp says how the line is written that systemd does not ignore.
func ignoredLineHelp(f config.Finding) string {
	switch text := f.Span.Text(); {
	case strings.HasPrefix(text, "-"):
		return "end the line before it in a backslash, with no empty line between them"
	case strings.HasPrefix(text, "["):
		return "delete it, or write [Unit], [Service] or [Install]"
	case f.Subject == "EnvironmentFile" && strings.Contains(text, ".."):
		return "write the path without `..`"
	case f.Subject == "EnvironmentFile":
		return "write the whole path, from / on and without quotes"
	case bytes.HasPrefix(bytes.TrimLeft(f.Span.Source.Data[f.Span.End:], " \t"), []byte("=")):
		return "move it below [Service]"
	}
	return "write NAME=VALUE, begin the line with # if it is a comment, or delete it"
}

var systemdInvalidName = &lint.Rule{
	Name:  "systemd/invalid-name",
	Title: "An assignment whose name systemd does not accept",
	Doc: `systemd drops an assignment whose name is not that of a variable and starts the service without it. The usual cause is a
file that was written for a shell: in an environment file of systemd "export NAME=value" assigns nothing. In Environment= a
value with blanks needs quotes around the whole assignment, or the second word is taken for an assignment of its own.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{
			{Path: "etc/systemd/system/mesos-agent.service", Text: `[Service]
EnvironmentFile=/etc/default/mesos-agent
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`},
			{Path: "etc/default/mesos-agent", Text: "export MESOS_PORT=5052\n"},
		},
		After: []lint.File{{Path: "etc/default/mesos-agent", Text: "MESOS_PORT=5052\n"}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		ofService(p, n, "systemd/invalid-name", func(f config.Finding) lint.Diagnostic {
			export := []byte("export ")
			if !bytes.HasPrefix(f.Span.Source.Data[f.Span.Start:f.Span.End], export) {
				return lint.Diagnostic{Effect: lint.Ignored, Help: "write letters, digits and underscores before the `=`, or delete it"}
			}
			name, _, _ := strings.Cut(f.Span.Text()[len(export):], "=")
			if help := givenAlready(resolved.Of(p, n), strings.TrimSpace(name)); help != "" {
				return lint.Diagnostic{Effect: lint.Ignored, Help: help}
			}
			return lint.Diagnostic{
				Effect: lint.Ignored, Help: "delete `export`",
				Fix: &lint.Fix{
					Applicability: lint.Unsafe, Message: "delete `export`: the variable takes effect",
					Edits: []lint.Edit{{Span: f.Span.Source.Span(f.Span.Start, f.Span.Start+len(export))}},
				},
			}
		})
	},
}

var systemdInvalidValue = &lint.Rule{
	Name:  "systemd/invalid-value",
	Title: "A value with a control character",
	Doc: `Some releases of systemd drop an assignment whose value holds a control character other than a tab or a newline, others
pass it on. The daemon is started either way.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{
			{Path: "etc/systemd/system/mesos-agent.service", Text: `[Service]
EnvironmentFile=/etc/default/mesos-agent
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`},
			{Path: "etc/default/mesos-agent", Text: "MESOS_ATTRIBUTES=\"rack:r1\x1b\"\n"},
		},
		After: []lint.File{{Path: "etc/default/mesos-agent", Text: `MESOS_ATTRIBUTES="rack:r1"
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		found(p, n, "systemd/invalid-value", lint.Advice, "remove the control character")
	},
}

var systemdInvalidUTF8 = &lint.Rule{
	Name:  "systemd/invalid-utf8",
	Title: "A file that is not UTF-8",
	Doc: `systemd reads nothing of an environment file that holds an assignment which is not UTF-8, and does not load a unit with
such a line. Comments may hold anything.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{
			{Path: "etc/systemd/system/mesos-agent.service", Text: `[Service]
EnvironmentFile=-/etc/default/mesos-agent
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`},
			{Path: "etc/default/mesos-agent", Text: "MESOS_ATTRIBUTES=city:K\xf6ln\n"},
		},
		After: []lint.File{{Path: "etc/default/mesos-agent", Text: "MESOS_ATTRIBUTES=city:Köln\n"}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		found(p, n, "systemd/invalid-utf8", lint.Ignored, "save the file as UTF-8")
	},
}

var systemdContinuedComment = &lint.Rule{
	Name:  "systemd/continued-comment",
	Title: "A comment that swallows the next line",
	Doc: `Before release 254 systemd reads a comment of an environment file that ends in a backslash together with the next line, and
the assignment there is lost. CentOS 7 and Ubuntu 16.04, on which Mesos is run, have older releases.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On:        "1.11",
		Condition: "if systemd is older than 254",
		Before: []lint.File{
			{Path: "etc/systemd/system/mesos-agent.service", Text: `[Service]
EnvironmentFile=/etc/default/mesos-agent
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`},
			{Path: "etc/default/mesos-agent", Text: `# listen on a port of its own \
MESOS_PORT=5052
`},
		},
		After: []lint.File{{Path: "etc/default/mesos-agent", Text: `# listen on a port of its own
MESOS_PORT=5052
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		ofService(p, n, "systemd/continued-comment", func(config.Finding) lint.Diagnostic {
			return lint.Diagnostic{Effect: lint.Ignored, Condition: "if systemd is older than 254", Help: "delete the backslash at the end of the comment"}
		})
	},
}

var systemdUnbalancedQuotes = &lint.Rule{
	Name:  "systemd/unbalanced-quotes",
	Title: "Quotes that do not match in a unit",
	Doc: `systemd ignores the rest of an Environment= after a quote that is not closed, and does not load a service with a command whose
quotes do not match.`,
	Effects: []lint.Effect{lint.Fatal, lint.Ignored},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment="MESOS_GC_DELAY=2days
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment="MESOS_GC_DELAY=2days"
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		inCommand(p, n, "systemd/unbalanced-quotes", "close the quote", "")
	},
}

var systemdUnknownEscape = &lint.Rule{
	Name:  "systemd/unknown-escape",
	Title: "An escape that systemd does not know",
	Doc: `In Environment= a backslash begins an escape as in C (\n, \x41). systemd ignores the rest of the line after one that it
does not know; a backslash itself is written \\.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=MESOS_ATTRIBUTES=host:CORP\host1
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=MESOS_ATTRIBUTES=host:CORP\\host1
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		found(p, n, "systemd/unknown-escape", lint.Ignored, "double the backslash")
	},
}

var systemdUnknownSpecifier = &lint.Rule{
	Name:  "systemd/unknown-specifier",
	Title: "A percent sign without a meaning",
	Doc: `In a unit %i, %H and the like are replaced, and %% is a percent sign. systemd 252 drops an assignment with a letter that
it does not know after the sign, and does not load a service with such a command; older releases passed it on as it is written.`,
	Effects: []lint.Effect{lint.Fatal, lint.Ignored},
	Example: lint.Example{
		On:        "1.11",
		Condition: "if systemd is 252 or newer",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --attributes=load:50%x
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --attributes=load:50%%x
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		inCommand(p, n, "systemd/unknown-specifier", "double the percent sign", "if systemd is 252 or newer")
	},
}

var systemdExpansion = &lint.Rule{
	Name:  "systemd/expansion",
	Title: "What systemd does not expand",
	Doc: `systemd is not a shell. It expands ${NAME} anywhere in a command and $NAME if it is a word by itself, and nothing in an
environment file: $NAME within a word and ` + "`command`" + ` reach the daemon as they are written.`,
	Effects: []lint.Effect{lint.Changed},
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=RACK=r1
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --attributes=rack:$RACK
`}},
		After: []lint.File{{Path: "mesos-agent.service", Text: `[Service]
Environment=RACK=r1
ExecStart=/usr/sbin/mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --attributes=rack:${RACK}
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		found(p, n, "systemd/expansion", lint.Changed, "in a command, write `${NAME}`; in an environment file, write the value itself")
	},
}

// ofService reports what the reader of a node's files found under a name. If nobody says who reads a file, its dialect is a
// guess, and nothing is reported. What a finding is about may be a part of a secret: the message never quotes it.
func ofService(p *lint.Pass, n *config.Node, id string, judge func(config.Finding) lint.Diagnostic) {
	if slices.ContainsFunc(n.Gaps, func(g config.Gap) bool { return g.Kind == machine.UnknownReader }) {
		return
	}
	for _, f := range n.Findings {
		if f.ID == id {
			d := judge(f)
			d.Span, d.Message, d.Component = f.Span, f.Detail, n.Component
			r := resolved.Of(p, n)
			deletableLine(&d, r, f)
			if r != nil {
				graver(r, f, &d)
			}
			p.Report(d)
		}
	}
}

// found reports findings that all have one effect.
func found(p *lint.Pass, n *config.Node, id string, effect lint.Effect, help string) {
	ofService(p, n, id, func(config.Finding) lint.Diagnostic { return lint.Diagnostic{Effect: effect, Help: help} })
}

// inCommand reports findings that keep the service from starting where they are in a command, on a condition if one is
// given, and lose a line elsewhere.
func inCommand(p *lint.Pass, n *config.Node, id, help, condition string) {
	ofService(p, n, id, func(f config.Finding) lint.Diagnostic {
		d := lint.Diagnostic{Effect: lint.Ignored, Help: help, Condition: condition}
		if f.Subject == "ExecStart" || f.Subject == "ExecStartPre" {
			d.Effect = lint.Fatal
			if condition != "" {
				d.Severity = lint.Warning
			}
		}
		return d
	})
}
