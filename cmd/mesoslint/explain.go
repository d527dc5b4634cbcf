package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// explainFlags are the flags of explain.
type explainFlags struct {
	release, component, from, to, format string
	schema                               bool
}

func newExplain(streams Streams) *cobra.Command {
	var f explainFlags
	cmd := &cobra.Command{
		Use:   "explain RULE | CHECK | FLAG | ACTION | VARIABLE | VALUE | RELEASE | CHANGE | ENDPOINT | FIELD",
		Short: "Show what a rule, check, flag, value, release, change or other name is, and its life over the releases",
		Long: `Explain shows the life of one thing over the releases: where it exists, what it was called, its types and defaults,
what replaced it, what changed about it, and where upstream says so. A flag can be pasted as it is written somewhere,
with its dashes or as a variable, with its value or without.

Of a release or a series it shows everything that it changed: what to do and when, and the rule that checks it or that
it is yours to check. With --from and --to instead of a name it shows all of an upgrade, what weakens protection first.
With --release and --component it lists every flag of that daemon.`,
		Example: `  mesoslint explain acl/removed-action
  mesoslint explain master-weights-format
  mesoslint explain --work_dir=/var/lib/mesos
  mesoslint explain set_quotas
  mesoslint explain SSL_KEY_FILE
  mesoslint explain cgroups/mem
  mesoslint explain /stats.json
  mesoslint explain FrameworkInfo.role
  mesoslint explain 1.3
  mesoslint explain --from 1.2 --to 1.3
  mesoslint explain --release 1.3 --component agent`,
		Args:                  cobra.ArbitraryArgs,
		DisableFlagsInUseLine: true,
		RunE: func(_ *cobra.Command, args []string) error {
			if err := checkFormat(f.format); err != nil {
				return err
			}
			if f.schema {
				_, err := fmt.Fprint(streams.Out, explainSchema)
				return err
			}
			answers, err := f.answers(strings.Join(args, " ")) // of "mesos slave" both words
			if err != nil {
				return err
			}
			width := streams.Width
			if width == 0 {
				width = defaultWidth
			}
			return writeExplanation(streams.Out, answers, f.format, width)
		},
	}
	cmd.Flags().StringVar(&f.release, "release", "", "the `RELEASE` whose flags are listed")
	cmd.Flags().StringVar(&f.component, "component", "", "the `COMPONENT`: master or agent")
	cmd.Flags().StringVar(&f.from, "from", "", "the `RELEASE` that an upgrade starts from")
	cmd.Flags().StringVar(&f.to, "to", "", "the `RELEASE` that it leads to")
	cmd.Flags().BoolVar(&f.schema, "schema", false, "print the JSON schema of --format json")
	formatFlag(cmd, &f.format)
	return cmd
}

// answers returns what was asked for.
func (f explainFlags) answers(name string) ([]answer, error) {
	c, err := parseComponent(f.component)
	if err != nil {
		return nil, err
	}
	switch {
	case name != "" && (f.from != "" || f.to != "" || f.release != ""):
		return nil, fmt.Errorf("explain %q or what --from, --to and --release say? Give one of them", name)
	case name != "":
		return explainName(name, c)
	case f.from != "" || f.to != "":
		u, err := resolveUpgrade(f.from, f.to)
		if err != nil {
			return nil, err
		}
		return []answer{upgradeAnswer(u)}, nil
	case f.release == "" || c == config.AnyComponent:
		return nil, fmt.Errorf("explain what? Name a rule, check, flag, value, action, variable, release, change, endpoint or field; " +
			"or give --from and --to, or --release and --component to list a daemon's flags")
	}
	r, err := catalog.Releases().Resolve(f.release)
	if err != nil {
		return nil, fmt.Errorf("--release: %w", err)
	}
	return []answer{daemonFlags(c, r)}, nil
}

func parseComponent(s string) (config.Component, error) {
	switch s {
	case "":
		return config.AnyComponent, nil
	case "master":
		return config.Master, nil
	case "agent", "slave":
		return config.Agent, nil
	}
	return 0, fmt.Errorf("--component %q: write master or agent", s)
}

// unpasted returns arguments in which a flag of Mesos that comes after "explain" is an argument, "--" before it: it is
// what is asked about. Flags of the command stay what they are.
func unpasted(root *cobra.Command, args []string) []string {
	cmd, _, err := root.Find(args)
	if err != nil || cmd.Name() != "explain" {
		return args
	}
	for i, arg := range args {
		name, found := strings.CutPrefix(arg, "--")
		name, _, _ = strings.Cut(name, "=")
		if arg == "--" {
			return args
		}
		if !found || name == "help" || cmd.Flags().Lookup(name) != nil || cmd.InheritedFlags().Lookup(name) != nil {
			continue
		}
		if flag, _, _ := pasted(arg); !isFlag(flag) && nearestFlag(cmd, name) != "" {
			continue // cobra says so
		}
		rest := args[i+1:]
		if !strings.Contains(arg, "=") && len(rest) > 0 && !strings.HasPrefix(rest[0], "-") {
			arg, rest = arg+"="+rest[0], rest[1:] // "--work_dir /x"
		}
		out := append(append([]string{}, args[:i]...), rest...)
		return append(out, "--", arg)
	}
	return args
}

// isFlag reports whether any release of a daemon has a flag.
func isFlag(name string) bool {
	return catalog.FlagsOf(config.Master).Flag(name) != nil || catalog.FlagsOf(config.Agent).Flag(name) != nil
}
