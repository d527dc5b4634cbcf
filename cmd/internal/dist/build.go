package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// output runs a program and returns what it prints, with variables over those of this process.
func output(ctx context.Context, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), env...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", filepath.Base(name), strings.Join(args, " "), err, errs.String())
	}
	return string(out), nil
}

// build builds the program of a target and returns its path. Levels of processors and flags of the caller's environment do
// not count; the version of the toolchain does, and is part of the program.
func (r release) build(ctx context.Context, t target) (string, error) {
	path := filepath.Join(r.stage, t.system+"-"+t.processor, t.name())
	link := fmt.Sprintf("-s -w -buildid= -X main.commit=%s -X main.commitTime=%s", r.commit, r.time.Format(time.RFC3339))
	_, err := output(ctx, []string{
		"CGO_ENABLED=0", "GOOS=" + t.system, "GOARCH=" + t.processor, "GOAMD64=v1", "GOARM64=v8.0", "GOFLAGS=-mod=readonly", "GOEXPERIMENT=",
	}, "go", "build", "-trimpath", "-buildvcs=false", "-ldflags", link, "-o", path, "./cmd/mesoslint")
	return path, err
}

// common makes what is the same for every target, with a program for this machine: the manual and the completions. It
// finds out the version as well.
func (r *release) common(ctx context.Context) error {
	program, err := r.build(ctx, host())
	if err != nil {
		return err
	}
	said, err := output(ctx, nil, program, "--version")
	if err != nil {
		return err
	}
	version, found := strings.CutPrefix(strings.TrimSpace(said), "mesoslint ")
	if !found || version == "" {
		return errNoVersion
	}
	r.version = version
	if _, err := output(ctx, nil, program, "man", filepath.Join(r.stage, "man", "man1")); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(r.stage, "completions"), 0o755); err != nil {
		return err
	}
	for shell, name := range map[string]string{"bash": "mesoslint.bash", "zsh": "_mesoslint", "fish": "mesoslint.fish", "powershell": "mesoslint.ps1"} {
		script, err := output(ctx, nil, program, "completion", shell)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(r.stage, "completions", name), []byte(script), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// pack makes a package for Debian ("deb") or Red Hat ("rpm") of what .ci/nfpm.yaml says.
func (r release) pack(ctx context.Context, t target, kind, program string) error {
	_, err := output(ctx, []string{
		"VERSION=" + r.version, "PROCESSOR=" + t.processor, "PROGRAM=" + program, "STAGE=" + r.stage,
		fmt.Sprintf("SOURCE_DATE_EPOCH=%d", r.time.Unix()),
	}, "go", "tool", "-modfile=.ci/package.mod", "nfpm", "package", "--config", ".ci/nfpm.yaml", "--packager", kind, "--target", r.file(t, "."+kind))
	return err
}
