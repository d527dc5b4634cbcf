package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

var rateLimitsDuplicatePrincipal = &lint.Rule{
	Name:  "rate-limits/duplicate-principal",
	Title: "A principal has two rate limits",
	Doc: `The master takes one limit for each principal of --rate_limits and exits when it meets a principal again, even where
the two limits are equal.`,
	Effects: []lint.Effect{lint.Fatal},
	Document: func(p *lint.Pass, d *config.Document) {
		j := rateLimits(p, d)
		if j == nil {
			return
		}
		first := map[string]*arrived{}
		for _, limit := range j.values.all("limits") {
			principal := limit.get("principal")
			before, again := first[principal.text()]
			if !again {
				first[principal.text()] = principal
				continue
			}
			j.report(p, lint.Diagnostic{
				Span:    principal.value.Span(),
				Effect:  lint.Fatal,
				Message: fmt.Sprintf("the principal `%s` has a limit already; %s", principal.text(), j.refusal()),
				Subject: principal.text(),
				Related: []lint.Related{{Span: before.value.Span(), Message: "the first limit"}},
				Help:    "keep one of the two",
				Notes:   readAt(catalog.CheckNamed("m-ratelimits").Evidence...),
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
	Document: func(p *lint.Pass, d *config.Document) {
		j := rateLimits(p, d)
		if j == nil {
			return
		}
		rates := j.values.all("aggregate_default_qps")
		for _, limit := range j.values.all("limits") {
			rates = append(rates, limit.all("qps")...)
		}
		for _, rate := range rates {
			if value, ok := numeral(rate); !ok || value > 0 {
				continue
			}
			j.report(p, lint.Diagnostic{
				Span:    rate.value.Span(),
				Effect:  lint.Fatal,
				Message: fmt.Sprintf("`%s` must be greater than 0; %s", rate.field.Name, j.refusal()),
				Subject: rate.field.Name,
				Help:    fmt.Sprintf("write a positive number, or leave `%s` out for no limit", rate.field.Name),
				Notes:   readAt(catalog.CheckNamed("m-ratelimits").Evidence...),
			})
		}
	},
}

var rateLimitsUnusedCapacity = &lint.Rule{
	Name:  "rate-limits/unused-capacity",
	Title: "A capacity without a rate has no effect",
	Doc: `"capacity" says how many messages may wait for their turn. Without "qps" nobody waits, and the master never looks at
it; the same holds for "aggregate_default_capacity" and "aggregate_default_qps".`,
	Effects: []lint.Effect{lint.Ignored},
	Document: func(p *lint.Pass, d *config.Document) {
		j := rateLimits(p, d)
		if j == nil {
			return
		}
		unused := func(in *arrived, capacity, rate string) {
			if c := in.get(capacity); c != nil && in.get(rate) == nil {
				j.report(p, lint.Diagnostic{
					Span:    c.value.Span(),
					Effect:  lint.Ignored,
					Message: fmt.Sprintf("`%s` has no effect: there is no `%s` beside it, so there is no limit", capacity, rate),
					Subject: capacity,
					Help:    fmt.Sprintf("add `%s`, or delete `%s`", rate, capacity),
				})
			}
		}
		unused(j.values, "aggregate_default_capacity", "aggregate_default_qps")
		for _, limit := range j.values.all("limits") {
			unused(limit, "capacity", "qps")
		}
	},
}

// rateLimits returns a document of rate limits that the target takes over, nil for any other.
func rateLimits(p *lint.Pass, d *config.Document) *jsonDocument {
	return takenDocument(p, d, config.RateLimits)
}
