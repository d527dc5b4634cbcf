// Package config is the model of what was loaded: nodes with their settings, and documents. It holds what is written
// and where, and judges nothing.
package config

import (
	"fmt"
	"io/fs"
	"slices"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Component is one of the two daemons.
type Component uint8

// The components. AnyComponent is a file that does not say which daemon reads it.
const (
	AnyComponent Component = iota
	Master
	Agent
)

// String returns "master", "agent" or "".
func (c Component) String() string { return [...]string{"", "master", "agent"}[c] }

// UnmarshalText implements encoding.TextUnmarshaler; it accepts "master" and "agent".
func (c *Component) UnmarshalText(text []byte) error {
	switch string(text) {
	case "master":
		*c = Master
	case "agent":
		*c = Agent
	default:
		return fmt.Errorf("%q is not a component: it is master or agent", text)
	}
	return nil
}

// Kind says what a file is. The values are the words of --as.
type Kind string

// The kinds of file. A kind that belongs to one daemon says so in its name.
const (
	Unknown      Kind = ""
	MasterFlags  Kind = "master-flags" // one --name=value a line, # comments
	AgentFlags   Kind = "agent-flags"
	FlagFile     Kind = "flag-file"  // one file of a flag directory: its name is the flag, its content the value
	MasterEnv    Kind = "master-env" // systemd EnvironmentFile or shell, by path; systemd where the path is silent
	AgentEnv     Kind = "agent-env"
	ZooKeeperURL Kind = "zk"
	Unit         Kind = "unit"
	Compose      Kind = "compose"
	Script       Kind = "script" // a shell script, or a job of an init system, that starts a daemon or writes its files
	Dockerfile   Kind = "dockerfile"
	Vagrantfile  Kind = "vagrantfile"
	Upstart      Kind = "upstart"    // a job of upstart
	Supervisor   Kind = "supervisor" // programs of supervisor
	Cloud        Kind = "cloud-init" // user data of a machine in a cloud: cloud-config, Ignition …
	Puppet       Kind = "puppet"     // a manifest
	Hiera        Kind = "hiera"      // a level of hiera
	Chef         Kind = "chef"       // recipes and attributes
	Salt         Kind = "salt"       // states
	Dump         Kind = "dump"       // what a running daemon says of its flags
	Ansible      Kind = "ansible"    // a playbook, or a list of tasks
	ACLs         Kind = "acls"
	Credentials  Kind = "credentials"    // the list form
	Credential   Kind = "credential"     // the agent's single form
	SecretKey    Kind = "jwt_secret_key" // the key that signs the tokens of executors
	Modules      Kind = "modules"
	RateLimits   Kind = "rate-limits"
	Firewall     Kind = "firewall-rules"
	// CloudFormation is a template of AWS, in JSON or YAML.
	CloudFormation Kind = "cloudformation"
	Terraform      Kind = "terraform"
	// Other kinds of JSON document are named by the flag that refers to them: "domain", "docker_config" ….
)

// Way is how a setting reaches the daemon.
type Way uint8

// The ways. Everything but Environment reaches Mesos as a command line argument.
const (
	CommandLine   Way = iota // an argument of the program
	FlagDirectory            // a file of /etc/mesos-{master,agent}, made an argument by the init wrapper
	WrapperVar               // a shell variable (ZK, LOGS …) made an argument by the init wrapper
	Environment              // an environment variable
)

// OnCommandLine reports whether Mesos sees the setting as an argument.
func (w Way) OnCommandLine() bool { return w != Environment }

// String returns the words of a message: "on the command line", "in the flag directory" ….
func (w Way) String() string {
	return [...]string{"on the command line", "in the flag directory", "through the init wrapper", "in the environment"}[w]
}

// Name returns the word of a list: "command line", "flag directory", "wrapper" or "environment".
func (w Way) Name() string {
	return [...]string{"command line", "flag directory", "wrapper", "environment"}[w]
}

// Setting is one flag or environment variable given one value at one place. What is kept is what is written; which
// flag it is, and whether it is one at all, depends on the release and is asked of the catalogue.
type Setting struct {
	// Name is what Mesos looks up: the flag's name without its dashes but with its "no-" ("no-hostname_lookup"), or
	// the whole name of the environment variable ("MESOS_QUORUM"). Case is kept as written.
	Name string
	// NameSpan is where the name is written. For a file of a flag directory it is the empty span at the start of the file.
	NameSpan source.Span
	// Value is the value as Mesos receives it. Arguments are trimmed by Mesos at both ends as a whole; Value is the part
	// after the first "=", before trimming.
	Value source.Text
	// Span covers the whole setting: the argument, the assignment, the file.
	Span source.Span
	// File is the path of a flag directory's file, to be renamed when the flag is; "" otherwise.
	File string
	// Unrendered is the form of the first mark of a template language in the value ("{{ }}"), if it stands in a file that is
	// read as it is: its language does not replace the mark, and it is not named as a template and has no conditions of one. It
	// is "" without one. The value is Dynamic then: what it is rendered to is not known.
	Unrendered string
	// Overridden is the later setting that replaced this one before Mesos saw either (a later EnvironmentFile, a later
	// assignment of the same shell variable); nil if Mesos sees it.
	Overridden *Setting
	// Reference is what the value refers to with file:// or a path, where it was looked up; nil if it refers to nothing.
	Reference *Reference
	// Way is how it reaches the daemon.
	Way Way
	// HasValue is false for "--name" and "?name", which carry no "=value".
	HasValue bool
	// Dynamic is set if the value is only known at run time (a shell expansion, a template expression): its name
	// can be judged, its value can not.
	Dynamic bool
	// Optional is set if the setting may or may not be there (after a template's condition, in an optional file).
	Optional bool
	// Unexported is set for a variable that its file does not export: whether the daemon gets it hangs on the version of the
	// init wrapper that reads the file.
	Unexported bool
}

// Reference is a file that a value refers to.
type Reference struct {
	// Path is the path as the daemon will open it.
	Path string
	// Source is the file as read; nil if it was not found under the root, or could not be read.
	Source *source.Source
	// Mode is the file's permission bits; 0 if unknown.
	Mode fs.FileMode
	// Directories are the names of the entries of a directory that are directories themselves, or lead to one.
	Directories []string
	// Problem says why Source is nil: "not found under ROOT", "outside ROOT" ….
	Problem string
	// Absent is set if the file was not found, and the directory that should hold it was.
	Absent bool
}

// The Problem of a Reference to a directory where a file is wanted, and the reverse.
const (
	IsDirectory = "is a directory"
	IsFile      = "is a file"
)

// IsNoDirectory is the Problem of a Reference whose path ends with a slash and leads to a file, which nobody can open so.
const IsNoDirectory = "is a file, and the path ends with a slash"

// Argument is a word of a command line that is not a flag. Mesos silently skips it.
type Argument struct {
	Text source.Text
	// AfterEnd is set for what follows a lone "--", which ends the flags.
	AfterEnd bool
}

// Node is the sources that together start one master or one agent.
type Node struct {
	Component Component
	// Name is how reports call it: the unit, directory or file that starts it.
	Name string
	// Gaps are what may add settings to the node and could not be read, in the order in which they were met. If there
	// is none, nothing outside the node can add a flag, and only there is a missing flag a fact. A gap of the kind
	// machine.PackageFiles is a file that the package of Mesos brings and that is not in the tree: it fills the absence of
	// what the package gives (the catalogue knows it by release), and people may have added to it. A node of the init wrapper
	// whose flag directory and both files under /etc/default were read has no such gap.
	Gaps []Gap
	// Complete is set if there are no gaps.
	Complete bool
	// Incomplete is the reason of the first gap, "" if there is none.
	Incomplete string
	// Part is set if, besides, most comes from elsewhere (an environment file alone, some files of a flag directory, a
	// unit whose files are not in the tree): what the sources lack says nothing.
	Part bool
	// Start is where a missing flag is reported: the first byte of the node's main source.
	Start source.Span
	// Program is what starts the daemon, as it is written without its directory: "mesos-agent", "mesos slave". It is empty if
	// the init wrapper or nothing that was read does. ProgramAt is the last word of it.
	Program   string
	ProgramAt source.Text
	// Image is the name of the container image that the node runs in, or of the one that its image is built from; empty
	// if there is none or its name is not known.
	Image source.Text
	// Replicas is how many daemons are started with these settings; 0 if nothing says so, which is one, and
	// machine.UnknownReplicas if what says so is not known.
	Replicas int
	// User is who the daemon is started as; "" if nothing that was read says so.
	User string
	// Settings in the order Mesos sees them: within the command line, within the environment.
	Settings []*Setting
	// Arguments that are not flags, in order.
	Arguments []Argument
	// Findings are what the loader saw that only the format knows (a wrapper's rule, a line systemd ignores).
	Findings []Finding
	// Sources are the files the node was read from, main source first.
	Sources []*source.Source
}

// Gap is something that may add settings and cannot be read.
type Gap = machine.Gap

// Finding is something a format's own reader does to a piece of text, named for a rule to judge.
type Finding = machine.Finding

// Document is a JSON or text file that a setting refers to or carries, or that was given directly.
type Document struct {
	Kind      Kind
	Component Component
	// Text is its content, wherever it stands.
	Text source.Text
	// Mode is the file's permission bits, 0 for inline text.
	Mode fs.FileMode
	// ModeWritten is set if what writes the file on the machine gives it that mode, and not the file that was read.
	ModeWritten bool
	// Setting and Node are what refers to it; nil for a file given directly.
	Setting *Setting
	Node    *Node
	// Others are the other nodes of the component whose settings refer to it.
	Others []*Node
	// Inline is set if the text stands in the setting's own value.
	Inline bool
	// Unrendered are the values that have a mark of a template language, which nothing replaces as far as is known.
	Unrendered []UnrenderedValue
	// Parameter is set if the text is the value of a parameter in a modules document, which Setting and Node are those of.
	Parameter *Parameter
}

// UnrenderedValue is a value with a mark of a template language.
type UnrenderedValue struct {
	Form string // "{{ }}"
	Span source.Span
}

// Parameter is a parameter of a module.
type Parameter struct {
	Module, Key string
	// Span is the name of the module where it is listed.
	Span source.Span
}

// Unchecked is something that was asked for and could not be read or understood. The reason says what is in the way and,
// after a semicolon, what to do about it.
type Unchecked struct {
	Path   string
	Reason string
	// Position is set if the reason is about one place in the file.
	Position *source.Position
}

// Error returns "path:line:column: reason" in one line.
func (u Unchecked) Error() string {
	if u.Position == nil {
		return u.Path + ": " + u.Reason
	}
	return fmt.Sprintf("%s:%d:%d: %s", u.Path, u.Position.Line, u.Position.Column, u.Reason)
}

// Unread is a text file that mentions Mesos settings and was not read as configuration. It hides nothing that was asked
// for by name, so a run with it may be green.
type Unread struct {
	Path string
	// Line is the first line that does, counted from 1; 0 is the file as a whole.
	Line int
	// Reason says what it mentions and why it was not read.
	Reason string
}

// Checked is a file that was read and understood.
type Checked struct {
	Path      string
	Kind      Kind
	Component Component
	// Why says what it was known by: "its path", "its content", "--as", "etc/mesos-master/acls refers to it".
	Why string
}

// File is a file that was read as configuration.
type File struct {
	Source *source.Source
	// Comments finds where its comments stand; nil if its form has none. What it finds it finds anew each time.
	Comments func() source.Comments
}

// Config is everything one run loaded. Slices are in path order.
type Config struct {
	Nodes     []*Node
	Documents []*Document
	Checked   []Checked
	Unchecked []Unchecked
	Unread    []Unread
	// Excluded are the files and folders that were passed over because the user does not want them looked at, in the order they
	// were met.
	Excluded []string
	// Files are those that were read, for their comments.
	Files []File
	// Around are the files, by path, that were only looked at because of others: because somebody named others of the same machine,
	// or because others refer to them and the user does not want them looked at. They take part in every judgement, and nothing is
	// reported about them; nil if there are none.
	Around map[string]bool
	// Modules are those that the user knows, for daemons of which is not known what they load.
	Modules []Module
	// Secrets are the words of all secrets that were found, to keep them out of messages; nil if there are none.
	Secrets Secrets
}

// Asked returns what is reported about of a configuration: all but the daemons and documents of which everything stands in
// files that were only looked at because of others. What it returns shares all else with c.
func (c *Config) Asked() *Config {
	if len(c.Around) == 0 {
		return c
	}
	isAsked := func(s *source.Source) bool { return s != nil && !c.Around[s.Path] }
	asked := *c
	asked.Nodes = slices.DeleteFunc(slices.Clone(c.Nodes), func(n *Node) bool {
		return !isAsked(n.Start.Source) && !slices.ContainsFunc(n.Sources, isAsked) &&
			!slices.ContainsFunc(n.Settings, func(s *Setting) bool { return isAsked(s.Span.Source) })
	})
	asked.Documents = slices.DeleteFunc(slices.Clone(c.Documents), func(d *Document) bool { return !isAsked(d.Text.Source()) })
	return &asked
}

// Module is a module that a daemon may load. Kind is its kind as a manifest writes it: "Isolator".
type Module struct{ Name, Kind string }

// Secrets know the secrets of a configuration again in other text. lint/redact makes them.
type Secrets interface {
	// Conceal returns a message without what it says of the secrets, ConcealName a name that is none.
	Conceal(message string) string
	ConcealName(name string) string
	// In returns where words of the secrets stand in a text, ordered and disjoint.
	In(text string) []source.Range
}
