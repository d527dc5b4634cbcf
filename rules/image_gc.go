package rules

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var imageGCOutOfRange = &lint.Rule{
	Name:  "image-gc/out-of-range",
	Title: "Image garbage collection never or always runs",
	Doc: `The agent collects images when the used share of the disk and "image_disk_headroom" together exceed 1, and checks
every "image_disk_watch_interval" nanoseconds. It validates neither value when it starts. With a headroom of 0 or less it
never collects, with 1 or more it collects at every check, and with an interval of 0 or less it checks without a pause.`,
	Effects: []lint.Effect{lint.Ignored, lint.Changed},
	Example: lint.Example{
		On: "1.5",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--image_providers=docker
--isolation=docker/runtime,filesystem/linux
--image_gc_config={"image_disk_headroom": 10, "image_disk_watch_interval": {"nanoseconds": 3600000000000}}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--image_providers=docker
--isolation=docker/runtime,filesystem/linux
--image_gc_config={"image_disk_headroom": 0.1, "image_disk_watch_interval": {"nanoseconds": 3600000000000}}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, "image_gc_config")
		if j == nil {
			return
		}
		report := func(a *resolved.DocumentValue, effect lint.Effect, what, help string) {
			j.Report(p, lint.Diagnostic{
				Span:    a.Value.Span(),
				Effect:  effect,
				Message: fmt.Sprintf("%s %s", j.Who(), what),
				Subject: a.Field.Name,
				Help:    help,
			})
		}
		headroom := j.Values.Get("image_disk_headroom")
		switch share, ok := numeral(headroom); {
		case ok && share <= 0:
			report(headroom, lint.Ignored, "never collects images with this headroom", "write a share of the disk between 0 and 1, such as 0.1")
		case ok && share >= 1:
			report(headroom, lint.Changed, "collects images at every check with this headroom", "write a share of the disk between 0 and 1, such as 0.1")
		}
		interval := j.Values.Get("image_disk_watch_interval").Get("nanoseconds")
		if nanoseconds, ok := numeral(interval); ok && nanoseconds <= 0 {
			report(interval, lint.Changed, "checks the disk without a pause with this interval", "write nanoseconds: 3600000000000 is an hour")
		}
	},
}

// numeral returns the number of a value; ok is false if there is none.
func numeral(a *resolved.DocumentValue) (number float64, ok bool) {
	if a == nil {
		return 0, false
	}
	number, err := strconv.ParseFloat(stout.Numeral(a.Value), 64)
	return number, err == nil
}

var imageGCNoImages = &lint.Rule{
	Name:  "image-gc/no-images",
	Title: "Image garbage collection without images",
	Doc: `The agent uses --image_gc_config only with the Mesos containerizer and only if --image_providers is given.
Otherwise the flag is accepted and nothing is ever collected.`,
	Effects: []lint.Effect{lint.Ignored},
	Fixable: true,
	Example: lint.Example{
		On: "1.5",
		Before: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--image_gc_config={"image_disk_headroom": 0.1, "image_disk_watch_interval": {"nanoseconds": 3600000000000}}
`}},
		After: []lint.File{{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil {
			return
		}
		v := r.Given["image_gc_config"]
		if v == nil {
			return
		}
		why := ""
		containerizers, known := r.NamesOf("containerizers")
		if _, how := r.Flag("image_providers"); how == resolved.Unset {
			why = "`image_providers` is not given"
		} else if known && !slices.Contains(containerizers, "mesos") {
			why = "`containerizers` does not list mesos"
		}
		if why == "" {
			return
		}
		p.Report(deletable(lint.Diagnostic{
			Span:      v.Setting.NameSpan,
			Effect:    lint.Ignored,
			Component: n.Component,
			Message:   fmt.Sprintf("`image_gc_config` has no effect: %s", why),
			Subject:   "image_gc_config",
			Help:      "delete it, or configure images for the Mesos containerizer",
		}, r, v.Setting))
	},
}
