package rules

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// What a shell does with a text is found by its reader (package lint/format/shell); the rules of this file have the names of
// its findings.

var shellNotExported = &lint.Rule{
	Name:  "shell/not-exported",
	Title: "A variable that stays in the shell",
	Doc: `A variable that a shell text assigns reaches the daemon only if it is exported: by "export NAME=value", by "set -a" before
it, or in front of the command itself. NAME=value on a line of its own stays in the shell, and the daemon starts as if it
were not there. Nothing logs it.

A variable that the file uses itself, as in --master=$MESOS_MASTER, is not reported.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "start-agent.sh", Text: `#!/bin/sh
MESOS_ATTRIBUTES="rack:r1"
exec mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
		After: []lint.File{{Path: "start-agent.sh", Text: `#!/bin/sh
export MESOS_ATTRIBUTES="rack:r1"
exec mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "shell/not-exported", func(r *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			if !isRead(r, f.Subject) || r.Uses(f.Subject) || resolved.Variable(r.Node, f.Subject) != nil {
				return nil
			}
			found := &lint.Diagnostic{
				Effect:  lint.Ignored,
				Message: fmt.Sprintf("the daemon never gets `%s`: it is not exported and stays in the shell", f.Subject),
				Help:    givenAlready(r, f.Subject),
			}
			if found.Help == "" {
				found.Help = fmt.Sprintf("write `export` before `%s`", f.Subject)
				found.Fix = insertBefore(f.Span, "export ", lint.Unsafe, fmt.Sprintf("export `%s`: it takes effect", f.Subject))
			}
			return found
		})
	},
}

var shellCarriageReturn = &lint.Rule{
	Name:  "shell/carriage-return",
	Title: "Lines of a shell text that end in a carriage return",
	Doc: `A file that was saved on Windows ends its lines in a carriage return and a newline. A shell takes the carriage return for
part of the line: it becomes the last character of every value, path and argument, and after a backslash it keeps the line
from being continued.`,
	Effects: []lint.Effect{lint.Changed},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "start-agent.sh", Text: "#!/bin/sh\r\n" +
			"exec mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos\r\n"}},
		After: []lint.File{{Path: "start-agent.sh", Text: `#!/bin/sh
exec mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "shell/carriage-return", func(_ *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			return &lint.Diagnostic{
				Effect:  lint.Changed,
				Message: "the shell takes the carriage return at the end of a line for its last character: values, paths and arguments end in it",
				Help:    "save the file with Unix line ends, without carriage returns",
				Fix:     withoutCarriageReturns(f.Span.Source),
			}
		})
	},
}

// withoutCarriageReturns returns the fix that takes the carriage returns from the ends of the lines of a file; nil if there
// are none.
func withoutCarriageReturns(s *source.Source) *lint.Fix {
	fix := &lint.Fix{Applicability: lint.Unsafe, Message: "delete the carriage returns: values, paths and arguments no longer end in them"}
	for at := 0; at < len(s.Data); at++ {
		i := bytes.Index(s.Data[at:], []byte("\r\n"))
		if i < 0 {
			break
		}
		at += i
		fix.Edits = append(fix.Edits, lint.Edit{Span: s.Span(at, at+1)})
	}
	if fix.Edits == nil {
		return nil
	}
	return fix
}

var shellByteOrderMark = &lint.Rule{
	Name:  "shell/byte-order-mark",
	Title: "A shell text that begins with a byte order mark",
	Doc: `Some editors on Windows write the three bytes EF BB BF at the beginning of a file. A shell takes them for the beginning of
the first word: an assignment there is not an assignment, and its variable is missing. Before a comment they do no harm, unless the shell runs with
errexit, as the init wrapper does: that ends at the command it does not find (shell/failing-command).`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "start-agent.sh", Text: "\ufeffexport MESOS_PORT=5052\n" +
			"exec mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos\n"}},
		After: []lint.File{{Path: "start-agent.sh", Text: `export MESOS_PORT=5052
exec mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "shell/byte-order-mark", func(r *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			first, _, _ := bytes.Cut(f.Span.Source.Data[f.Span.End:], []byte("\n"))
			if first = bytes.TrimSpace(first); len(first) == 0 || first[0] == '#' {
				return nil
			}
			if slices.ContainsFunc(r.Node.Findings, func(g machine.Finding) bool {
				return g.ID == shellFailingCommand.Name && g.Span.Source == f.Span.Source && g.Span.Start == f.Span.Start
			}) {
				return nil // more than the line is lost
			}
			return &lint.Diagnostic{
				Effect:  lint.Ignored,
				Message: "the shell takes the byte order mark for the beginning of the first word: what the first line gives is ignored",
				Help:    "save the file as UTF-8 without a byte order mark",
				Fix:     withoutByteOrderMark(f.Span),
			}
		})
	},
}

func withoutByteOrderMark(at source.Span) *lint.Fix {
	return &lint.Fix{Applicability: lint.Unsafe, Message: "delete the byte order mark: the first line takes effect", Edits: []lint.Edit{{Span: at}}}
}

var shellCommandEnds = &lint.Rule{
	Name:  "shell/command-ends",
	Title: "Arguments that the command has lost",
	Doc: `A command ends where its line ends, unless a backslash is the very last character of the line, and at a ";" outside quotes.
What follows is run as a command of its own, which is not found, and the daemon starts without it. The usual causes are a
missing backslash, a blank after one, a comment between the lines, and an unquoted --attributes=rack:r1;zone:b.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "start-agent.sh", Text: `#!/bin/sh
exec mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos --attributes=rack:r1;zone:b
`}},
		After: []lint.File{{Path: "start-agent.sh", Text: `#!/bin/sh
exec mesos-agent --master=zk://zk1.example:2181/mesos --work_dir=/var/lib/mesos "--attributes=rack:r1;zone:b"
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "shell/command-ends", func(r *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			what := "what follows"
			if names := flagsIn(f.Span.Text(), r); len(names) > 0 {
				what = resolved.QuotedList(names)
			}
			return &lint.Diagnostic{
				Effect:  lint.Ignored,
				Message: fmt.Sprintf("the daemon never gets %s: %s", what, f.Detail),
				Help:    "end each line of the command but the last in a backslash, and put a value with a `;` in quotes",
			}
		})
	},
}

// flagsIn returns the names of the flags that the words of a command give, in any release.
func flagsIn(command string, r *resolved.Daemon) []string {
	var names []string
	for word := range strings.FieldsSeq(command) {
		name, isFlag := strings.CutPrefix(word, "--")
		name, _, _ = strings.Cut(name, "=")
		if isFlag && r.Flags.Flag(strings.TrimPrefix(name, "no-")) != nil {
			names = append(names, name)
		}
	}
	return names
}
