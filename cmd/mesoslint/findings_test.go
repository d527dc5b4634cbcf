package main

import (
	"strings"
	"testing"
)

// Files with two findings each take so many bytes each, all in all: those that say the same are judged once, and what only
// the names tell apart is compared in little room. What is allocated is the same on every machine.
func TestFindingsTakeLittle(t *testing.T) {
	const removed = `{ "set_quotas": [ { "principals": { "values": ["NAME"] }, "roles": { "type": "ANY" } } ],
  "remove_quotas": [ { "principals": { "values": ["NAME"] }, "quota_principals": { "type": "ANY" } } ] }
`
	const misspelt = `{ "permissive": false, "run_task": [ { "principals": { "values": ["NAME"] }, "users": { "type": "ANY" } } ],
  "register_framework": [ { "principals": { "values": ["NAME"] }, "roles": { "type": "ANY" } } ] }
`
	for _, c := range []struct {
		name, text string
		most       uint64 // bytes a file
	}{
		{"the same", strings.ReplaceAll(removed, "NAME", "ops"), 12 << 10},
		{"other names", strings.ReplaceAll(removed, "NAME", "ops-%[1]d"), 36 << 10},
		{"misspelt", strings.ReplaceAll(misspelt, "NAME", "ops-%[1]d"), 70 << 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := axis{name: c.name, file: "acls%d.json", item: c.text, each: true,
				args: []string{"check", "--from", "1.2", "--to", "1.3", "--format", "concise"}}
			a.check(t, 1) // what is decoded once
			const n = 300
			_, few := a.check(t, n)
			_, many := a.check(t, 2*n)
			took := (many - few) / n
			t.Logf("%d bytes a file", took)
			if took > c.most {
				t.Errorf("%d bytes a file, at most %d were wanted", took, c.most)
			}
		})
	}
}
