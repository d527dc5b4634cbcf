package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A commandPlace is where operators write the words of a daemon's command line. write returns the file that holds them; quoted is
// set if the words of a shell may have quotes there.
type commandPlace struct {
	name   string
	quoted bool
	path   string
	write  func(words []string) string
}

func commandPlaces() []commandPlace {
	lines := func(before, indent, after string) func([]string) string {
		return func(words []string) string { return before + strings.Join(words, " \\\n"+indent) + after }
	}
	items := func(before, dash, after string) func([]string) string {
		return func(words []string) string { return before + dash + strings.Join(words, dash) + after }
	}
	oneLine := func(before, after string) func([]string) string {
		return func(words []string) string { return before + strings.Join(words, " ") + after }
	}
	list := func(before, quote, after string) func([]string) string {
		return func(words []string) string {
			return before + quote + strings.Join(words, quote+", "+quote) + quote + after
		}
	}
	const service = "services:\n  agent:\n    image: mesosphere/mesos-slave:1.3.0\n    command:"
	const task = "- hosts: agents\n  tasks:\n    - docker_container:\n        name: agent\n        image: mesosphere/mesos-slave:1.3.0\n        command:"
	return []commandPlace{
		{"flags", false, "agent.flags", func(words []string) string { return strings.Join(words[1:], "\n") + "\n" }},
		{"script", true, "start-agent.sh", oneLine("#!/bin/sh\n", "\necho done\n")},
		{"script of lines", true, "start-agent.sh", lines("#!/bin/sh\nexec ", "  ", "\n")},
		{"script of lines before another command", true, "start-agent.sh", lines("#!/bin/sh\n", "  ", "\necho done\n")},
		{"script with a pipe", true, "start-agent.sh", oneLine("#!/bin/sh\n", " 2>&1 | logger\n")},
		{"script with a comment", true, "start-agent.sh", oneLine("#!/bin/sh\n", " # started by hand\n")},
		{"unit", true, "mesos-agent.service", oneLine("[Service]\nExecStart=/usr/sbin/", "\nRestart=always\n")},
		{"unit of lines", true, "mesos-agent.service", lines("[Service]\nExecStart=/usr/sbin/", "  ", "\nRestart=always\n")},
		{"image, shell form", true, "Dockerfile", oneLine("FROM ubuntu:16.04\nCMD ", "\nEXPOSE 5051\n")},
		{"image of lines", true, "Dockerfile", lines("FROM ubuntu:16.04\nCMD ", "  ", "\nEXPOSE 5051\n")},
		{"image, list", false, "Dockerfile", list("FROM ubuntu:16.04\nCMD [", `"`, "]\n")},
		{"compose, text", true, "docker-compose.yml", oneLine(service+" ", "\n")},
		{"compose, list", false, "docker-compose.yml", list(service+" [", `"`, "]\n")},
		{"compose, items", false, "docker-compose.yml", items(service, "\n      - ", "\n    restart: always\n")},
		{"compose, items in quotes", false, "docker-compose.yml", func(words []string) string {
			return items(service, "\n      - '", "'\n")([]string{strings.Join(words, "'\n      - '")})
		}},
		{"playbook, text", true, "site.yml", oneLine(task+" ", "\n        state: started\n")},
		{"playbook, items", false, "site.yml", items(task, "\n          - ", "\n        state: started\n")},
		{"playbook, shell", true, "site.yml", lines("- hosts: agents\n  tasks:\n    - shell: |\n        ", "          ", "\n        echo done\n")},
		{"user data", true, "main.tf", lines("resource \"aws_instance\" \"agent\" {\n  user_data = <<-EOF\n    #!/bin/sh\n    ", "      ", "\n    echo done\n  EOF\n}\n")},
	}
}

// A safe fix that deletes a flag leaves every other setting as it is, wherever the flag is written, how it is quoted and where it
// stands among the others: no word is joined to another, none is left empty, and the next command stays one.
func TestDeletedFlagsLeaveTheOthers(t *testing.T) {
	exhaustive(t)
	cases := 0
	for _, c := range commandPlaces() {
		t.Run(c.name, func(t *testing.T) {
			forms := []string{"--checkpoint", "--checkpoint=true"}
			if c.quoted {
				forms = append(forms[:1], `"--checkpoint"`, `'--checkpoint=true'`, `--checkpoint="true"`)
			}
			kept := []string{"--master=zk://zk1.example.com:2181/mesos", "--work_dir=/var/lib/mesos", "--attributes=rack:a"}
			for _, form := range forms {
				for at := range len(kept) + 1 {
					cases++
					dir := t.TempDir()
					words := slices.Insert(slices.Clone(kept), at, form)
					writeFile(t, filepath.Join(dir, c.path), c.write(append([]string{"mesos-agent"}, words...)))
					run(t, dir, "check", "--to", "1.3", "--fix", ".")
					text, err := os.ReadFile(filepath.Join(dir, c.path))
					if err != nil {
						t.Fatal(err)
					}
					got, warnings := settingsIn(t, dir)
					if !slices.Equal(got, kept) || len(warnings) > 0 || strings.Contains(string(text), "checkpoint") {
						t.Errorf("%s at %d: %q, %q:\n%s", form, at, got, warnings, text)
					}
				}
			}
		})
	}
	if cases < 180 {
		t.Errorf("only %d cases", cases)
	}
}

// settingsIn returns the settings that the files of a directory give, each as it is written on a command line, and what is found in
// them that is at least a warning.
func settingsIn(t *testing.T, dir string) (settings, warnings []string) {
	t.Helper()
	body, _, _ := strings.Cut(run(t, dir, "check", "--to", "1.3", "--list", "--output", "json", "."), "\nexit ")
	var report struct {
		Settings    []struct{ Name, Value string }
		Diagnostics []struct{ Severity, Message string }
	}
	if err := json.Unmarshal([]byte(body), &report); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	for _, s := range report.Settings {
		settings = append(settings, fmt.Sprintf("--%s=%s", s.Name, s.Value))
	}
	for _, d := range report.Diagnostics {
		if d.Severity != "info" {
			warnings = append(warnings, d.Message)
		}
	}
	return settings, warnings
}
