package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/rules/plan"
)

// planFlags are the flags of plan as given.
type planFlags struct {
	from, to           string
	via                []string
	direct, check, all bool
	format             string
	as, root, config   string
	skipUnknown        bool
	noConfig           bool
	out                outFlags
}

// planFormats are what plan can write, default first.
func planFormats() []string { return []string{"text", "markdown", "json"} }

func newPlan(streams Streams) *cobra.Command {
	var f planFlags
	cmd := &cobra.Command{
		Use:   "plan --from R --to R [PATH…]",
		Short: "Plan an upgrade hop by hop: what to do, in which order, and what can be done today",
		Long: `Plan finds the releases that an upgrade has to stop at and says for each hop what to do before it, in which order, together
with the new binaries and after it, what to watch, and what still works backwards. With PATH every change of upstream on the
way is held against the configuration there: it applies (with file and line), does not apply (with the reason), was checked
and found clean, is yours to check (with the question), or cannot be decided (with what was not read). Without PATH no
configuration is read.

Text shows what applies and what to ask; --all shows the rest. Markdown is a list with check boxes for a ticket.

` + planOutHelp + `

Exit code 0, whatever the plan says. 1: with --direct, if the upgrade is not possible in one hop; with --check, if something has to be done
before the first hop. 2: usage error, or something could not be read.`,
		Example: `  mesoslint plan --from 0.22 --to 1.3 /srv/mesos-config
  mesoslint plan --from 1.2 --to 1.11 --output markdown /srv/mesos-config
  mesoslint plan --from 1.2 --to 1.11`,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, paths []string) error {
			if err := chooseFormat(cmd.Flags()); err != nil {
				return err
			}
			place, err := f.out.place(streams.Dir, paths, cmd.Flags().Changed)
			if err != nil {
				return err
			}
			ctx := cmd.Context()
			if place != "" {
				var stop context.CancelFunc
				ctx, stop = streams.interruptible(ctx)
				defer stop()
			}
			return runPlan(ctx, streams, f, place, paths)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.from, "from", "", "the `RELEASE` the cluster runs today")
	flags.StringVar(&f.to, "to", "", "the `RELEASE` to upgrade to; the newest if nothing says which")
	flags.StringSliceVar(&f.via, "via", nil, "a `RELEASE` between the two to stop at as well")
	flags.BoolVar(&f.direct, "direct", false, "plan one hop, and exit with 1 if something forbids it")
	flags.BoolVar(&f.check, "check", false, "exit with 1 if something has to be done before the first hop")
	flags.BoolVar(&f.all, "all", false, "show the changes too that do not apply or were found clean")
	flags.StringVar(&f.format, "output", "text", "the `FORMAT` of the plan: "+strings.Join(planFormats(), ", "))
	flags.StringVar(&f.format, "format", "text", "the same as --output `FORMAT`")
	flags.StringVar(&f.as, "as", "", "the `KIND` of the named files, as for check")
	flags.StringVar(&f.root, "root", "", "the `DIR` in which absolute paths of the configuration are looked up; nothing outside is read")
	flags.StringVar(&f.config, "config", "", "the configuration `FILE`, as for check")
	flags.BoolVar(&f.noConfig, "no-config", false, "read no configuration file")
	flags.BoolVar(&f.skipUnknown, "skip-unknown", false, "pass over named files that have nothing to do with Mesos")
	f.out.add(flags)
	return cmd
}

// runPlan plans an upgrade and writes the plan.
func runPlan(ctx context.Context, streams Streams, f planFlags, place string, paths []string) error {
	r, err := f.request(streams, paths)
	if err != nil {
		return err
	}
	p, err := r.plan(ctx)
	if err != nil {
		return err
	}
	if refused := p.Route.Refused(); len(refused) > 0 {
		return refuse(streams, f.format, p, refused)
	}
	if place != "" {
		if err := r.check.writeTrees(ctx, streams.Out, f.out, place, p.Route.Hops(), stepsBesides(p, r)); err != nil {
			return err
		}
		return r.verdict(p, f.check)
	}
	switch f.format {
	case "json":
		err = writePlanJSON(streams.Out, p)
	case "markdown":
		err = writePlanMarkdown(streams.Out, view(p, r, f.all, true))
	default:
		err = writePlanText(streams.Out, view(p, r, f.all, false), streams.Width)
	}
	if err != nil {
		return fmt.Errorf("writing the plan: %w", err)
	}
	return r.verdict(p, f.check)
}

// refuse says why an upgrade is not possible in one hop. Programs get the plan all the same, in which the reasons are skipped.
func refuse(streams Streams, format string, p *plan.Plan, reasons []plan.Reason) error {
	if format == "json" {
		if err := writePlanJSON(streams.Out, p); err != nil {
			return fmt.Errorf("writing the plan: %w", err)
		}
		return exitCode(exitFindings)
	}
	fmt.Fprintf(streams.Out, "%s is not possible in one hop:\n", p.Route.Upgrade)
	for _, r := range reasons {
		fmt.Fprintf(streams.Out, "- %s (%s)\n", reasonText(r), r.ID)
	}
	fmt.Fprintln(streams.Out, "Without --direct the plan stops where it has to.")
	return exitCode(exitFindings)
}

// verdict is the exit code of a plan.
func (r *planRequest) verdict(p *plan.Plan, check bool) error {
	if p.Reading != nil && (len(p.Reading.Config.Unchecked) > 0 || r.empty) {
		return exitCode(exitError)
	}
	if items, others := p.Hops[0].First(); check && len(items)+len(others) > 0 {
		return exitCode(exitFindings)
	}
	return nil
}
