package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

const (
	cleanACLs = `{ "update_quotas": [ { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } } ] }
`
	oldACLs = `{
  "set_quotas": [ { "principals": { "values": ["ops"] }, "roles": { "type": "ANY" } } ],
  "remove_quotas": [ { "principals": { "values": ["ops"] }, "quota_principals": { "type": "ANY" } } ]
}
`
	refusedFlags = `--master=zk://zk1.example.com:2181/mesos
--work_dir=/var/lib/mesos
--resources=cpus:4;ports:[31000-32000;mem:-1
--attributes=rack
--isolation=cgroups/cpu,cgroups/mem,nosuch
--cgroups_enable_cfs
--gc_disk_headroom=1.5
`
)

// BenchmarkStart is the whole program on one ACL file, process start included.
func BenchmarkStart(b *testing.B) {
	dir := b.TempDir()
	program := filepath.Join(dir, "mesoslint")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	file := filepath.Join(dir, "acls.json")
	writeFile(b, file, cleanACLs)
	for b.Loop() {
		if out, err := exec.Command(program, "check", file).CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
}

// BenchmarkManyFiles is check on two thousand ACL files, without findings and with two in each.
func BenchmarkManyFiles(b *testing.B) {
	for _, c := range []struct {
		name, content string
		exit          int
	}{{"clean", cleanACLs, exitOK}, {"findings", oldACLs, exitFindings}} {
		b.Run(c.name, func(b *testing.B) {
			dir := b.TempDir()
			for i := range 2000 {
				writeFile(b, filepath.Join(dir, fmt.Sprintf("acls%d.json", i)), c.content)
			}
			for b.Loop() {
				checkDir(b, dir, c.exit)
			}
		})
	}
}

// BenchmarkBigFile is check on one ACL file of 24 MB with 200 000 entries.
func BenchmarkBigFile(b *testing.B) {
	var data bytes.Buffer
	data.WriteString("{\n  \"register_frameworks\": [\n")
	for i := range 200_000 {
		if i > 0 {
			data.WriteString(",\n")
		}
		fmt.Fprintf(&data, `    { "principals": { "values": ["principal-%d"] }, "roles": { "values": ["team/role-%d", "team/other-%d"] } }`, i, i, i)
	}
	data.WriteString("\n  ]\n}\n")
	dir := b.TempDir()
	writeFile(b, filepath.Join(dir, "acls.json"), data.String())
	b.SetBytes(int64(data.Len()))
	for b.Loop() {
		checkDir(b, dir, exitOK)
	}
}

func checkDir(b *testing.B, dir string, exit int) {
	b.Helper()
	args := []string{"check", "--to", "1.3", "--format", "concise"}
	if code := Main(context.Background(), args, Streams{Out: io.Discard, Err: io.Discard, Dir: dir}); code != exit {
		b.Fatalf("exit %d, want %d", code, exit)
	}
}

func writeFile(tb testing.TB, path, content string) {
	tb.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkStartUp is check on six hundred flag files of which each keeps its agent from starting in four ways; a finding
// names the first release with it.
func BenchmarkStartUp(b *testing.B) {
	dir := b.TempDir()
	for i := range 600 {
		node := filepath.Join(dir, fmt.Sprintf("node%d", i))
		if err := os.Mkdir(node, 0o755); err != nil {
			b.Fatal(err)
		}
		writeFile(b, filepath.Join(node, "mesos-agent.flags"), refusedFlags)
	}
	for b.Loop() {
		checkDir(b, dir, exitFindings)
	}
}
