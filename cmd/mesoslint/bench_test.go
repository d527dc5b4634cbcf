package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"
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

// BenchmarkRefused is check on six hundred flag files of which each keeps its agent from starting in four ways: in text
// at most half a second. JSON says since which release, for which the start is played again on each earlier one.
func BenchmarkRefused(b *testing.B) {
	program := build(b)
	dir := b.TempDir()
	for i := range 600 {
		node := filepath.Join(dir, fmt.Sprintf("node%d", i))
		if err := os.Mkdir(node, 0o755); err != nil {
			b.Fatal(err)
		}
		writeFile(b, filepath.Join(node, "mesos-agent.flags"), refusedFlags)
	}
	for _, format := range []string{"text", "json"} {
		b.Run(format, func(b *testing.B) { measure(b, exitFindings, program, "check", "--to", "1.3", "--format", format, dir) })
	}
}

// build makes the program as make build does.
func build(b *testing.B) string {
	b.Helper()
	program := filepath.Join(b.TempDir(), "mesoslint")
	cmd := exec.Command("go", "build", "-o", program, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return program
}

// measure runs a program that is to end with a code, start included, and reports its processor time besides, and its most
// memory where that is more than the benchmark's own. It skips programs that are not installed.
func measure(b *testing.B, exit int, program string, args ...string) {
	b.Helper()
	if _, err := exec.LookPath(program); err != nil {
		b.Skip(err)
	}
	var used time.Duration
	var peak int64
	for b.Loop() {
		cmd := exec.Command(program, args...)
		if err := cmd.Run(); cmd.ProcessState == nil || cmd.ProcessState.ExitCode() != exit {
			b.Fatalf("%s: %v, want exit %d", cmd, err, exit)
		}
		used += cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
		peak = max(peak, peakMemory(cmd.ProcessState))
	}
	b.ReportMetric(float64(used.Microseconds())/1000/float64(b.N), "cpu-ms/op")
	b.ReportMetric(float64(peak)/1024, "peak-MiB")
}

func writeFile(tb testing.TB, path, content string) {
	tb.Helper()
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		tb.Fatal(err)
	}
}
