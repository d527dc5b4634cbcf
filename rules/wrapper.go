package rules

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// What the init wrapper of the packages does with its files is found by package lint/load; the rules of this file have the
// names of its findings.

var wrapperIgnoredVariable = &lint.Rule{
	Name:  "wrapper/ignored-variable",
	Title: "A variable that neither the init wrapper nor Mesos reads",
	Doc: `The init wrapper of the packages makes arguments of a few plain names in /etc/default: MASTER, IP, LOGS and ISOLATION for an
agent; ZK, IP, PORT, CLUSTER and LOGS for a master. Mesos itself reads names with the prefix MESOS_. Nothing reads any other
plain name, such as WORK_DIR, WORKDIR, CHECKPOINT or the PORT of an agent, and the daemon starts without it.

A variable that the file uses itself is not reported.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "etc/mesos-slave/work_dir", Text: "/var/lib/mesos\n"},
			{Path: "etc/default/mesos-slave", Text: `MASTER=zk://zk1.example:2181/mesos
HOSTNAME=agent1.example
`},
		},
		After: []lint.File{{Path: "etc/default/mesos-slave", Text: `MASTER=zk://zk1.example:2181/mesos
MESOS_HOSTNAME=agent1.example
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, resolved.PlainName, func(r *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			return ignoredByWrapper(p, r, f)
		})
	},
}

func ignoredByWrapper(p *lint.Pass, r *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
	if flag := r.Flags.Flag(strings.ToLower(f.Subject)); flag != nil && flag.Exits || r.Uses(f.Subject) {
		return nil
	}
	if v := catalog.VariableNamed(f.Subject); v != nil && v.Exists.Contains(r.Release) {
		return nil // read under this very name, if it is exported: see wrapper/not-exported
	}
	found := &lint.Diagnostic{
		Effect:  lint.Ignored,
		Message: fmt.Sprintf("`%s` has no effect: neither the init wrapper nor Mesos reads it", f.Subject),
		Help:    "delete it",
		Notes:   []string{"see mesosphere/mesos-deb-packaging mesos-init-wrapper"},
	}
	flag := r.FlagSpelt(f.Subject)
	if flag != "" && !plainNamesInVain(p)[f.Span] && catalog.WrapperFeatureNamed(catalog.WrapperExportsAll).In.Contains(r.Release) {
		variable := catalog.FlagPrefix + strings.ToUpper(flag)
		found.Help = fmt.Sprintf("write `%s` if it is meant to take effect, or delete it", variable)
		found.Fix = &lint.Fix{
			Applicability: lint.Manual, Message: fmt.Sprintf("rename `%s` to `%s`: it takes effect", f.Subject, variable),
			Edits: []lint.Edit{{Span: f.Span, Text: variable}},
		}
	}
	return found
}

type plainNamesKey struct{}

// plainNamesInVain returns the places of those plain names whose flag a daemon that gets them is given elsewhere: the prefix
// would change nothing for it. Two daemons read /etc/default/mesos, and are told the same.
func plainNamesInVain(p *lint.Pass) map[source.Span]bool {
	return lint.Shared(p, plainNamesKey{}, func() map[source.Span]bool {
		out := map[source.Span]bool{}
		for _, n := range p.Config().Nodes {
			var r *resolved.Daemon
			for _, f := range n.Findings {
				if f.ID != resolved.PlainName || n.Component == config.AnyComponent {
					continue
				}
				if r == nil {
					r = resolved.Resolve(n, p.Upgrade.To)
				}
				if flag := r.FlagSpelt(f.Subject); flag != "" && r.IsGiven(flag) {
					out[f.Span] = true
				}
			}
		}
		return out
	})
}

var wrapperNoLogger = &lint.Rule{
	Name:  "wrapper/no-logger",
	Title: "The init wrapper of the release does not know ?no-logger",
	Doc: `A file ?no-logger in a flag directory tells the init wrapper not to pass the daemon's messages to syslog. Wrappers of
packages before 0.26.0 do not know it: they pass --no-logger to Mesos, which does not have the flag and does not start.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "0.25",
		Before: []lint.File{
			{Path: "etc/mesos-slave/work_dir", Text: "/var/lib/mesos\n"},
			{Path: "etc/mesos-slave/?no-logger"},
			{Path: "etc/default/mesos", Text: "LOGS=/var/log/mesos\n"},
			{Path: "etc/default/mesos-slave", Text: "MASTER=zk://zk1.example:2181/mesos\n"},
		},
		After: []lint.File{{Path: "etc/mesos-slave/?no-logger", Gone: true}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "wrapper/no-logger", func(r *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			feature := catalog.WrapperFeatureNamed(catalog.WrapperKeepsNoLogger)
			if !feature.NotIn.Contains(r.Release) {
				return nil
			}
			return &lint.Diagnostic{
				Effect: lint.Fatal,
				Message: fmt.Sprintf("the init wrapper of the %s packages passes `--no-logger` to Mesos: %s does not have this flag and will not start",
					r.Release, r.Who()),
				Help:  fmt.Sprintf("move the file `%s` out of the flag directory", f.Subject),
				Notes: []string{fmt.Sprintf("the wrapper keeps it in %s (%s)", feature.In, feature.Source)},
			}
		})
	},
}

var wrapperNotExported = &lint.Rule{
	Name:  "wrapper/not-exported",
	Title: "A variable of /etc/default that the init wrapper does not export",
	Doc: `The init wrapper of the packages sources the files under /etc/default. Since 0.24.2 it exports all that they assign; in
older packages a line MESOS_NAME=value without "export" stays in the shell, and the daemon starts as if it were not there.
With the upgrade such a line takes effect.`,
	Effects: []lint.Effect{lint.Ignored, lint.Changed},
	Fixable: true,
	Example: lint.Example{
		On: "0.24.1",
		Before: []lint.File{
			{Path: "etc/mesos-slave/containerizers", Text: "mesos\n"},
			{Path: "etc/default/mesos-slave", Text: `MASTER=zk://zk1.example:2181/mesos
MESOS_WORK_DIR=/srv/mesos
`},
		},
		After: []lint.File{{Path: "etc/default/mesos-slave", Text: `MASTER=zk://zk1.example:2181/mesos
export MESOS_WORK_DIR=/srv/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil {
			return
		}
		for _, f := range n.Findings {
			if !staysInShell(r, f) || r.Uses(f.Subject) {
				continue
			}
			feature := catalog.WrapperFeatureNamed(catalog.WrapperExportsAll)
			found := lint.Diagnostic{
				Span: f.Span, Component: n.Component, Subject: f.Subject,
				Notes: []string{fmt.Sprintf("the init wrapper exports all that the file assigns in %s (%s)", feature.In, feature.Source)},
			}
			if v := catalog.VariableNamed(f.Subject); v != nil && v.ReadBy != "" {
				found.Notes = append(found.Notes, fmt.Sprintf("it is read by %s (%s)", v.ReadBy, v.Evidence))
			}
			switch from := p.Upgrade.From; {
			case feature.NotIn.Contains(r.Release):
				found.Effect = lint.Ignored
				found.Message = fmt.Sprintf("the daemon never gets `%s`: the init wrapper of the %s packages does not export it", f.Subject, r.Release)
				found.Help = fmt.Sprintf("write `export` before `%s`", f.Subject)
				found.Fix = insertBefore(f.Span, "export ", lint.Unsafe, fmt.Sprintf("export `%s`: it takes effect", f.Subject))
				if help := givenAlready(r, f.Subject); help != "" {
					found.Help, found.Fix = help, nil
					deletableLine(&found, r, f)
				}
			case !from.IsZero() && feature.NotIn.Contains(from) && feature.In.Contains(r.Release):
				found.Effect = lint.Changed
				found.Message = fmt.Sprintf("`%s` takes effect with the upgrade: the init wrapper of the %s packages does not export it, that of %s does", f.Subject, from, r.Release)
				found.Help = fmt.Sprintf("check whether `%s` is meant, and delete it if not", f.Subject)
				if flag, isFlag := strings.CutPrefix(f.Subject, catalog.FlagPrefix); isFlag && isRequired(r, strings.ToLower(flag)) {
					found.Help = fmt.Sprintf("check whether the value of `%s` is meant", f.Subject) // without it the daemon may not start
				}
			default:
				continue
			}
			p.Report(found)
		}
	},
}

// staysInShell reports whether a finding is about a variable that is read and that its file does not export: one of the daemon, or
// a plain name, like one of its flags, that something which the daemon starts reads as it is.
func staysInShell(r *resolved.Daemon, f machine.Finding) bool {
	if f.ID != resolved.PlainName {
		return f.ID == "wrapper/not-exported" && isRead(r, f.Subject)
	}
	v, s := catalog.VariableNamed(f.Subject), resolved.Variable(r.Node, f.Subject)
	return v != nil && v.Exists.Contains(r.Release) && r.FlagSpelt(f.Subject) != "" && s != nil && s.Unexported
}

// givenAlready says what to do about a variable that the daemon does not get, and whose flag it is given in another way: to
// give it both is too much on some releases, and without effect on others. It is "" if the flag is not given.
func givenAlready(r *resolved.Daemon, variable string) string {
	flag, isFlag := strings.CutPrefix(variable, catalog.FlagPrefix)
	if flag = strings.ToLower(flag); !isFlag || r == nil || r.Uses(variable) || !r.IsGiven(r.Canonical(flag)) {
		return ""
	}
	return fmt.Sprintf("delete it: `%s` is given already", flag)
}

var wrapperNULBytes = &lint.Rule{
	Name:  "wrapper/nul-bytes",
	Title: "A flag's file that holds NUL bytes",
	Doc: `bash drops the NUL bytes of a file whose content it passes as an argument: the daemon gets what is left. They are a sign of
a file that was saved as UTF-16, or cut off by a crash.`,
	Effects: []lint.Effect{lint.Advice},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "etc/mesos-slave/master", Text: "zk://zk1.example:2181/mesos\n"},
			{Path: "etc/mesos-slave/work_dir", Text: "/var/lib/mesos\x00\x00\n"},
		},
		After: []lint.File{{Path: "etc/mesos-slave/work_dir", Text: "/var/lib/mesos\n"}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		fromReader(p, n, "wrapper/nul-bytes", func(_ *resolved.Daemon, f machine.Finding) *lint.Diagnostic {
			fix := &lint.Fix{Applicability: lint.Safe, Message: "delete the NUL bytes"}
			s := f.Span.Source
			for at := 0; at < len(s.Data); at++ {
				i := bytes.IndexByte(s.Data[at:], 0)
				if i < 0 {
					break
				}
				at += i
				fix.Edits = append(fix.Edits, lint.Edit{Span: s.Span(at, at+1)})
			}
			return &lint.Diagnostic{
				Effect:  lint.Advice,
				Message: fmt.Sprintf("the file of `%s` holds NUL bytes, which bash drops", f.Subject),
				Help:    "save the file as plain text",
				Fix:     fix,
			}
		})
	},
}
