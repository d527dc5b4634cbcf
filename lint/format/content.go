package format

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/cloud"
	"github.com/mesoslint/mesoslint/lint/format/cloudformation"
	"github.com/mesoslint/mesoslint/lint/format/dump"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Assigns is what a text of assignments holds.
type Assigns struct {
	// Only is set if it holds nothing else but comments.
	Only bool
	// Exports is set if a shell is to export some of them.
	Exports bool
	// Names are the variables.
	Names []string
}

// AssignsOf reads a text of assignments, NAME=value a line.
func AssignsOf(name string, data []byte) Assigns {
	a := Assigns{Only: true}
	masked := template.Find(data, name).Masked()
	at := 0
	for line := range strings.Lines(string(masked)) {
		written := strings.TrimSpace(string(data[at : at+len(line)]))
		at += len(line)
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || trimmed[0] == '#' || trimmed[0] == ';' {
			continue
		}
		rest, export := strings.CutPrefix(trimmed, "export ")
		variable, _, assigns := strings.Cut(strings.TrimSpace(rest), "=")
		switch {
		case assigns && isVariable(variable):
			a.Names = append(a.Names, variable)
			a.Exports = a.Exports || export
		case written != trimmed: // a template makes something of it
		default:
			a.Only = false
			return a
		}
	}
	return a
}

// isVariable reports whether a shell and systemd take a text for the name of a variable.
func isVariable(s string) bool {
	for i := range len(s) {
		if c := s[i]; !isLetter(c) && c != '_' && (i == 0 || c < '0' || '9' < c) {
			return false
		}
	}
	return s != ""
}

// namesOurs reports whether one of the variables begins as those of the daemons do.
func (a Assigns) namesOurs() bool {
	for _, name := range a.Names {
		if strings.HasPrefix(strings.ToUpper(name), "MESOS_") {
			return true
		}
	}
	return false
}

// showsWrapperVariables reports whether a file that is called as Mesos is assigns the plain variables of which the init
// wrapper makes flags.
func showsWrapperVariables(name string, data []byte) bool {
	if !strings.Contains(path.Base(name), "mesos") {
		return false
	}
	a := AssignsOf(name, data)
	return a.Only && slices.ContainsFunc(a.Names, func(variable string) bool {
		return slices.Contains([]string{"ZK", "MASTER", "LOGS", "ULIMIT", "ISOLATION", "CLUSTER"}, variable)
	})
}

func showsExports(name string, data []byte) bool {
	a := AssignsOf(name, data)
	return a.Only && a.Exports && a.namesOurs()
}

func showsVariables(name string, data []byte) bool {
	a := AssignsOf(name, data)
	return a.Only && a.namesOurs()
}

// showsZooKeeper reports whether a file called zk holds one URL.
func showsZooKeeper(name string, data []byte) bool {
	text := strings.TrimSpace(string(data))
	return template.RenderedName(path.Base(name)) == "zk" && strings.HasPrefix(text, "zk://") && !strings.Contains(text, "\n")
}

// showsCloud reports whether a text is user data by itself, or a list of files in YAML or JSON that mentions Mesos.
func showsCloud(name string, data []byte) bool {
	switch path.Ext(template.RenderedName(name)) {
	case ".yml", ".yaml", ".json", ".bu", ".fcc":
		return cloud.MayBe(data)
	}
	return cloud.IsUserData(data)
}

// showsReport reports whether a text is what a daemon prints of its flags, or docker inspect of a container.
func showsReport(name string, data []byte) bool {
	return dump.Shows(name, data) || source.LooksLikeJSON(data) && bytes.Contains(data, []byte(`"Args"`)) && bytes.Contains(data, []byte(`"Config"`))
}

// showsCloudFormation reports whether a text is a template of CloudFormation that makes machines and mentions Mesos.
func showsCloudFormation(name string, data []byte) bool {
	switch path.Ext(name) {
	case ".yml", ".yaml", ".json", ".template", ".cfn":
		return cloudformation.MayBe(data)
	}
	return false
}

// isYAML reports whether a file is called as YAML is.
func isYAML(name string) bool {
	switch path.Ext(template.RenderedName(name)) {
	case ".yml", ".yaml", ".eyaml":
		return true
	}
	return false
}
