package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var rateLimitsDuplicatePrincipal = &lint.Rule{
	Name:  "rate-limits/duplicate-principal",
	Title: "A principal has two rate limits",
	Doc: `The master accepts one limit for each principal of --rate_limits and exits if a principal is listed again, even if
the two limits are equal.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [
    {"principal": "marathon", "qps": 100},
    {"principal": "marathon", "qps": 200}
  ]
}
`}},
		After: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [
    {"principal": "marathon", "qps": 200}
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := rateLimits(p, d)
		if j == nil {
			return
		}
		first := map[string]*resolved.DocumentValue{}
		for _, limit := range j.Values.All("limits") {
			principal := limit.Get("principal")
			before, again := first[principal.Text()]
			if !again {
				first[principal.Text()] = principal
				continue
			}
			j.Report(p, lint.Diagnostic{
				Span:    principal.Value.Span(),
				Effect:  lint.Fatal,
				Message: fmt.Sprintf("the principal `%s` already has a limit; %s", principal.Text(), j.Refusal()),
				Subject: principal.Text(),
				Related: []lint.Related{{Span: before.Value.Span(), Message: "the first limit"}},
				Help:    "delete one of the two",
				Check:   "master-rate-limits-invalid",
				Notes:   resolved.ReadAt(catalog.CheckNamed("master-rate-limits-invalid").Evidence...),
			})
		}
	},
}

var rateLimitsNotPositive = &lint.Rule{
	Name:  "rate-limits/not-positive",
	Title: "A rate limit is zero or negative",
	Doc: `The master exits when "qps" or "aggregate_default_qps" of --rate_limits is not greater than zero. To leave a principal
unlimited, list it without "qps".`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [ {"principal": "marathon", "qps": 0} ]
}
`}},
		After: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [ {"principal": "marathon", "qps": 100} ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := rateLimits(p, d)
		if j == nil {
			return
		}
		rates := j.Values.All("aggregate_default_qps")
		for _, limit := range j.Values.All("limits") {
			rates = append(rates, limit.All("qps")...)
		}
		for _, rate := range rates {
			if value, ok := numeral(rate); !ok || value > 0 {
				continue
			}
			j.Report(p, lint.Diagnostic{
				Span:    rate.Value.Span(),
				Effect:  lint.Fatal,
				Message: fmt.Sprintf("`%s` must be greater than 0; %s", rate.Field.Name, j.Refusal()),
				Subject: rate.Field.Name,
				Help:    fmt.Sprintf("write a positive number, or delete `%s` for no limit", rate.Field.Name),
				Check:   "master-rate-limits-invalid",
				Notes:   resolved.ReadAt(catalog.CheckNamed("master-rate-limits-invalid").Evidence...),
			})
		}
	},
}

var rateLimitsUnusedCapacity = &lint.Rule{
	Name:  "rate-limits/unused-capacity",
	Title: "A capacity without a rate has no effect",
	Doc: `"capacity" limits how many messages may be queued. Without "qps" no message is queued, and the master never reads
it; the same applies to "aggregate_default_capacity" and "aggregate_default_qps".`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [
    {"principal": "marathon", "qps": 100},
    {"principal": "chronos", "capacity": 1000}
  ]
}
`}},
		After: []lint.File{{Path: "rate-limits.json", Text: `{
  "limits": [
    {"principal": "marathon", "qps": 100},
    {"principal": "chronos", "qps": 10, "capacity": 1000}
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := rateLimits(p, d)
		if j == nil {
			return
		}
		unused := func(in *resolved.DocumentValue, capacity, rate string) {
			if c := in.Get(capacity); c != nil && in.Get(rate) == nil {
				j.Report(p, lint.Diagnostic{
					Span:    c.Value.Span(),
					Effect:  lint.Ignored,
					Message: fmt.Sprintf("`%s` has no effect: there is no `%s` with it, so there is no limit", capacity, rate),
					Subject: capacity,
					Help:    fmt.Sprintf("add `%s`, or delete `%s`", rate, capacity),
				})
			}
		}
		unused(j.Values, "aggregate_default_capacity", "aggregate_default_qps")
		for _, limit := range j.Values.All("limits") {
			unused(limit, "capacity", "qps")
		}
	},
}

// rateLimits returns a document of rate limits that the target takes over, nil for any other.
func rateLimits(p *lint.Pass, d *config.Document) *resolved.Document {
	return resolved.TakenDocument(p, d, config.RateLimits)
}
