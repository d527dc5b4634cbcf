package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
)

// comparison is what is measured beside a peer: the processor time of ours is to be at most wanted times that of the peer,
// and our most memory at most so many MiB; 0 if nothing is asked of it.
type comparison struct {
	name       string
	prepare    func() error
	ours, peer command
	wanted     float64
	memory     int
}

const (
	clean = `{ "update_quotas": [ { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } } ] }
`
	// outdated has two findings on 1.3.
	outdated = `{
  "set_quotas": [ { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } } ],
  "remove_quotas": [ { "principals": { "values": ["ops"] }, "quota_principals": { "type": "ANY" } } ]
}
`
	workflow = `on: push
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - run: make test
`
)

// cases are all comparisons, whose files lie below a directory.
func cases(dir, program string) []comparison {
	in := func(name string) string { return filepath.Join(dir, name) }
	check := func(exit int, args ...string) command {
		return command{"mesoslint", append([]string{program, "check"}, args...), exit}
	}
	cat := func(name string) command {
		return command{"find | cat", []string{"find", in(name), "-type", "f", "-exec", "cat", "{}", "+"}, 0}
	}
	fleets := func() error { return errors.Join(writeFleet(in("fleet"), 10_000), writeFleet(in("twice"), 20_000)) }
	return []comparison{
		{
			name: "one ACL file", wanted: 1,
			prepare: func() error {
				return errors.Join(write(in("one/acls.json"), clean), write(in("one/.github/workflows/test.yml"), workflow))
			},
			ours: check(0, "--to", "1.11", in("one/acls.json")),
			peer: command{"actionlint", []string{"actionlint", "-shellcheck=", "-pyflakes=", in("one/.github/workflows/test.yml")}, 0},
		},
		{
			name: "2000 ACL files, clean", wanted: 2, prepare: func() error { return writeMany(in("clean"), clean) },
			ours: check(0, "--to", "1.3", "--format", "concise", in("clean")), peer: cat("clean"),
		},
		{
			name: "2000 ACL files, two findings each", wanted: 4, prepare: func() error { return writeMany(in("outdated"), outdated) },
			ours: check(1, "--to", "1.3", "--format", "concise", in("outdated")), peer: cat("outdated"),
		},
		{
			name: "one ACL file of 24 MB", wanted: 0.1, memory: 60, prepare: func() error { return writeBig(in("big.json")) },
			ours: check(0, "--as", "acls", "--to", "1.11", in("big.json")), peer: command{"jq", []string{"jq", ".", in("big.json")}, 0},
		},
		{
			name: "10000 nodes", wanted: 1.5, prepare: fleets,
			ours: check(0, "--to", "1.11", in("fleet")), peer: cat("fleet"),
		},
		{
			name: "20000 nodes beside 10000", wanted: 2.1, prepare: fleets,
			ours: check(0, "--to", "1.11", in("twice")),
			peer: command{"10000 nodes", check(0, "--to", "1.11", in("fleet")).args, 0},
		},
	}
}

func write(path, content string) error {
	return errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(content), 0o644))
}

func writeMany(dir, content string) error {
	for i := range 2000 {
		if err := write(filepath.Join(dir, fmt.Sprintf("acls%d.json", i)), content); err != nil {
			return err
		}
	}
	return nil
}

// writeBig writes an ACL file of 24 MB with 200 000 entries.
func writeBig(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	data := bufio.NewWriter(file)
	data.WriteString("{\n  \"register_frameworks\": [\n")
	for i := range 200_000 {
		if i > 0 {
			data.WriteString(",\n")
		}
		fmt.Fprintf(data, `    { "principals": { "values": ["principal-%d"] }, "roles": { "values": ["team/role-%d", "team/other-%d"] } }`, i, i, i)
	}
	data.WriteString("\n  ]\n}\n")
	return errors.Join(data.Flush(), file.Close())
}

// writeFleet writes the configuration of a cluster, unless an earlier case did.
func writeFleet(dir string, nodes int) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	out, err := exec.Command("go", "run", "./fixtures/fleet", "-nodes", strconv.Itoa(nodes), dir).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%v\n%s", err, out)
	}
	return nil
}
