package redact

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Vocabulary is what must be known about Mesos to say which names are harmless. A nil field answers no. Its fields must be
// safe for concurrent use.
type Vocabulary struct {
	// Flag reports whether a name in lower case is a flag of either daemon in any release.
	Flag func(name string) bool
	// Variable reports whether a name is an environment variable that Mesos reads in any release.
	Variable func(name string) bool
}

// Text says what of a file in any format is harmless by itself, before anything in it is read as a setting: the names of
// flags and variables that Mesos knows, the names that secrets have, its programs, and at the start of a line a word of the
// format. The passwords of URLs are secrets. It is called once for each file that is read.
func Text(s *source.Source, v Vocabulary) {
	s.MaskLater(func() []source.Range { return URLPasswords(source.WholeText(s).String()) })
	s.ShowLater(func() []source.Range {
		data := source.WholeText(s).String()
		if looksLikeDocument(data) {
			return nil // documents say it themselves
		}
		return harmlessWords(data, v)
	})
}

// looksLikeDocument reports whether a text is JSON, or was meant to be. A unit begins with a bracket, too.
func looksLikeDocument(data string) bool {
	head := data[:min(len(data), headSize)]
	if !source.LooksLikeJSON([]byte(head)) {
		return false
	}
	_, section, found := strings.Cut(head, "[")
	line, _, _ := strings.Cut(section, "\n")
	return !found || !strings.HasPrefix(strings.TrimSpace(head), "[") || !isVariableName(strings.TrimRight(line, "] \t\r"))
}

// harmlessWords returns the harmless words of a text, in order.
func harmlessWords(data string, v Vocabulary) []source.Range {
	var out []source.Range
	lineStarts := true
	for at := 0; at < len(data); {
		c := data[at]
		if !isNameByte(c) && c != '/' {
			lineStarts = c == '\n' || c == '|' || c == '&' || lineStarts && c != '#' && strings.IndexByte(" \t\r[{\"'", c) >= 0
			at++
			continue
		}
		start := at
		for at < len(data) && (isNameByte(data[at]) || data[at] == '/') {
			at++
		}
		if data[start:at] == "-" {
			continue // of a list
		}
		if end := v.harmlessWord(data, start, at, lineStarts); end > start {
			out = append(out, source.Range{Start: start, End: end})
			at = max(at, end)
		}
		lineStarts = lineStarts && (data[start:at] == "sudo" || data[start:at] == "RUN") // which a command follows
	}
	return out
}

// harmlessWord returns where the harmless part of the word data[start:end] ends, start where it has none.
func (v Vocabulary) harmlessWord(data string, start, end int, first bool) int {
	word := data[start:end]
	bounded := end == len(data) || strings.IndexByte(structuralBytes, data[end]) >= 0
	switch name := strings.TrimLeft(word, "-"); {
	case !bounded && data[end] != '=' && data[end] != ':':
		return start
	case strings.HasPrefix(word, "--") && v.isFlag(name):
		return end
	case isVariableName(word) && (v.Variable != nil && v.Variable(word) || v.isFlagVariable(word)):
		return end
	case first && slices.Contains(formatWords, word), v.givesVariable(data, start, end):
		return end
	case isProgram(word):
		return end + imageTag(data[end:])
	case isNamed(data, end) && IsSecretName(name) && IsPlainName(name):
		return end
	}
	return start
}

// givesVariable reports whether a word is the switch of docker that gives a variable of Mesos: "-e MESOS_IP=…".
func (v Vocabulary) givesVariable(data string, start, end int) bool {
	if data[start:end] != "-e" {
		return false
	}
	rest := strings.TrimLeft(data[end:min(len(data), end+80)], " \t")
	name := rest[:len(rest)-len(strings.TrimLeft(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"))]
	return strings.HasPrefix(name, "MESOS_") || name != "" && v.Variable != nil && v.Variable(name)
}

// structuralBytes may come after a word.
const structuralBytes = " \t\r\n\"'`=:,;\\{}[]()<>&|"

func (v Vocabulary) isFlag(name string) bool {
	if v.Flag == nil {
		return false
	}
	name = lowerASCII(name)
	return v.Flag(name) || v.Flag(strings.TrimPrefix(name, "no-"))
}

func (v Vocabulary) isFlagVariable(word string) bool {
	name, found := strings.CutPrefix(word, "MESOS_")
	return found && v.isFlag(name)
}

// isNamed reports whether a name ends at a place and a value follows.
func isNamed(data string, end int) bool {
	rest := strings.TrimLeft(data[end:min(len(data), end+8)], "\\\"' \t")
	return strings.HasPrefix(rest, "=") || strings.HasPrefix(rest, ":")
}

// programs are the daemons and what starts them.
var programs = []string{"mesos-master", "mesos-agent", "mesos-slave", "mesos-init-wrapper", "mesos-daemon.sh", "mesos-start-master.sh",
	"mesos-start-agents.sh"}

// isProgram reports whether a word is one of them, with or without the path to it.
func isProgram(word string) bool {
	return slices.Contains(programs, word[strings.LastIndexByte(word, '/')+1:]) && strings.Count(word, "/") <= 8 && IsPlainName(word)
}

// imageTag returns the length of the tag after the name of an image: ":1.3.0".
func imageTag(rest string) int {
	if !strings.HasPrefix(rest, ":") {
		return 0
	}
	end := 1
	for end < len(rest) && isNameByte(rest[end]) {
		end++
	}
	if tag := rest[1:end]; tag == "latest" || tag != "" && isDigit(tag[0]) && len(tag) <= 32 && len(Generated(tag)) == 0 {
		return end
	}
	return 0
}

// formatWords are what lines of the formats begin with that Mesos is configured in: sections and keys of units, commands
// of a shell, instructions of a Dockerfile, keys of compose and other YAML files.
var formatWords = []string{
	"Unit", "Service", "Install", "Description", "After", "Before", "Requires", "Wants", "WantedBy", "Type", "User", "Group", "Restart", "RestartSec", "LimitNOFILE", "Environment",
	"EnvironmentFile", "PassEnvironment", "UnsetEnvironment", "ExecStart", "ExecStartPre", "ExecStartPost", "ExecStop", "ExecReload", "WorkingDirectory",
	"export", "set", "unset", "exec", "if", "then", "else", "elif", "fi", "for", "do", "done", "while", "case", "esac", "source", "readonly", "declare", "local", "typeset", "env", "sudo", "eval",
	"function", "cat", "echo", "printf", "ulimit", "mkdir", "chmod", "chown", "install", "tee",
	"FROM", "ENV", "CMD", "RUN", "ENTRYPOINT", "COPY", "ADD", "EXPOSE", "VOLUME", "WORKDIR", "USER", "ARG", "LABEL",
	"version", "services", "environment", "command", "image", "env_file", "volumes", "ports", "networks", "network_mode", "entrypoint", "restart", "name", "args", "env",
	"containers", "spec", "kind", "metadata", "apiVersion", "template", "hosts", "tasks", "vars", "roles", "handlers", "become", "copy", "content", "dest", "path", "line", "lineinfile",
	"write_files", "runcmd", "permissions", "owner", "master", "agent", "slave", "mesos",
}
