package rules

import "github.com/mesoslint/mesoslint/lint"

// baselineStale looks at no configuration: lint/baseline reports under its name.
var baselineStale = &lint.Rule{
	Name:  "baseline/stale",
	Title: "The baseline knows findings that are not there any more",
	Doc: `A finding that a baseline knows (--baseline) was fixed, or is in a file that was removed. Its entry stays in the file,
and would hide the same mistake if somebody makes it again. --write-baseline writes the file anew, without it.

Only entries that the run can judge are reported: their files lie in what was named, their rules were asked, and the baseline
was written for the same upgrade.`,
	Effects: []lint.Effect{lint.Advice},
	Example: lint.Example{
		On:       "1.3",
		Baseline: "baseline.json",
		Before: []lint.File{{Path: "baseline.json", Text: `{
  "schema": 1,
  "kind": "mesoslint-baseline",
  "upgrade": {"from": "", "to": "1.3.2"},
  "findings": [
    {"rule":"flag/unknown","component":"master","subject":"vendor_mode","file":"master.flags","effect":"fatal","fingerprint":"00000000000000000000000000000000-1"}
  ]
}
`}, {Path: "master.flags", Text: `--work_dir=/var/lib/mesos
--zk=zk://zk1:2181/mesos
--quorum=1
`}},
		After: []lint.File{{Path: "baseline.json", Text: `{
  "schema": 1,
  "kind": "mesoslint-baseline",
  "upgrade": {"from": "", "to": "1.3.2"},
  "findings": []
}
`}},
	},
}
