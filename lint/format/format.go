// Package format is the table of the forms in which people write configuration: one row a form, with the words by which
// --as calls it, the paths that it claims, how its content shows it, its reader, and what in it may be secret. A new form is
// a package of its own that reads a text into contributions, and a row here.
package format

import (
	"bytes"
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format/ansible"
	"github.com/mesoslint/mesoslint/lint/format/chef"
	"github.com/mesoslint/mesoslint/lint/format/cloud"
	"github.com/mesoslint/mesoslint/lint/format/cloudformation"
	"github.com/mesoslint/mesoslint/lint/format/compose"
	"github.com/mesoslint/mesoslint/lint/format/docker"
	"github.com/mesoslint/mesoslint/lint/format/dump"
	"github.com/mesoslint/mesoslint/lint/format/initsys"
	"github.com/mesoslint/mesoslint/lint/format/puppet"
	"github.com/mesoslint/mesoslint/lint/format/salt"
	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/format/terraform"
	"github.com/mesoslint/mesoslint/lint/format/vagrant"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Role is what a file of a form is for the assembly of machines and nodes.
type Role uint8

// The roles. A file that nothing claims may be a document, by its content.
const (
	Unclaimed          Role = iota
	FlagEntry               // a file of a flag directory: its name is the flag, its content the value
	FlagPart                // a file of its attributes or resources directory
	FlagLines               // one argument a line
	WrapperEnvironment      // what the init wrapper sources: bash, all exported
	DaemonEnvironment       // what mesos-daemon.sh sources: a shell, which exports what it says
	UnitEnvironment         // an EnvironmentFile= of systemd
	ZooKeeper               // /etc/mesos/zk
	Unit                    // a service of systemd, or a drop-in of one
	Describes               // what describes machines: its reader says what it writes and starts
)

// Kind is a word of --as.
type Kind struct {
	Kind config.Kind
	// Component is the daemon that it is for; AnyComponent if it does not say.
	Component config.Component
}

// Input is what the reader of a form is given.
type Input struct {
	Text source.Text
	// Name is the path of the file, for what only its name tells.
	Name string
	// Unknown are ranges of Text that only a run knows: what a script fills in to the file that it writes.
	Unknown []source.Range
	// Shell are the options of shell text on the machine that the file describes; its Tree is what lies beside the file.
	Shell shell.Options
	// Docker are the options of what it says about containers.
	Docker docker.Options
	// Dump are the facts about the flags that a daemon prints.
	Dump dump.Facts
	// Run says what a command does.
	Run func(words []machine.Word, at source.Span, env []machine.Assignment, main bool) machine.Contributions
	// IsVariable reports whether a program that matters looks for a variable in its environment.
	IsVariable func(name string) bool
	// Sh says what a text for /bin/sh does.
	Sh func(text source.Text, env []machine.Assignment) machine.Contributions
}

// Format is a row of the table.
type Format struct {
	// Title is what the form is called in the README, in the plural.
	Title string
	// Kinds are the words of --as, the one that reports use first.
	Kinds []Kind
	Role  Role
	// Claims reports whether a path says that a file is of this form; nil if none does.
	Claims func(Path) (Claim, bool)
	// Generic is set if other people's files have such paths too, so that one which cannot be read says nothing of Mesos.
	Generic bool
	// Shows reports whether the content of a file that no path claims says it; nil if none does.
	Shows func(name string, data []byte) bool
	// Worth reports whether a file with such a path is worth reading; nil stands for a file that mentions Mesos.
	Worth func(name string, data []byte) bool
	// Read reads what describes machines. ok is false if the text is none of this form after all.
	Read func(Input) (c machine.Contributions, ok bool)
	// Order says where a file stands among those that are read, where some may be parts of others: parts have higher numbers,
	// and are not read by themselves once another has taken them in. nil stands for 0, and for files that are all read.
	Order func(name string, data []byte) int
	// TakesIn is set if a file of the form that another one of it names is a part of that: nothing is left to be read by itself
	// once all of it was taken in.
	TakesIn bool
	// Final is set if a start with a container says what runs in it in the end.
	Final bool
	// Printed is set if a program printed the text: it says what runs, and changing it changes nothing.
	Printed bool
	// Plain is set if the language replaces no mark of a template language but variables.
	Plain bool
	// Managed is set if an init system starts what the file says, in an environment that is known.
	Managed bool
	// Starts is how reports call a start of such a file: "service".
	Starts string
	// Nothing says of a file that was asked for by name that it has nothing to do with Mesos, and what to do.
	Nothing string
	// Forget drops what Read keeps of one file for the next, once all were read; nil if it keeps nothing.
	Forget func()
	// Mask marks what in such a file may be secret, whatever it means.
	Mask func(*source.Source)
	// Comments finds where the comments of a file stand; nil if the form has none.
	Comments func(name string, s *source.Source) source.Comments
}

// Kind returns the word by which reports call a file of the form.
func (f *Format) Kind() config.Kind { return f.Kinds[0].Kind }

// speaksOfMesos is what makes a file worth reading that others have too.
func speaksOfMesos(_ string, data []byte) bool {
	return bytes.Contains(data, []byte("mesos")) || bytes.Contains(data, []byte("MESOS"))
}

// IsWorth reports whether a file of the form is worth reading.
func (f *Format) IsWorth(name string, data []byte) bool {
	if f.Worth != nil {
		return f.Worth(name, data)
	}
	return speaksOfMesos(name, data)
}

func maskNames(s *source.Source)    { redact.MaskNamed(s, false) }
func maskAllNames(s *source.Source) { redact.MaskNamed(s, true) }

// Table returns the forms, in the order in which they are asked about a path and a content.
func Table() []*Format {
	projects, modules := ansible.NewProjects(), &terraform.Modules{}
	return []*Format{
		{
			Title: "flag directories of the init wrapper",
			Kinds: []Kind{{config.FlagFile, config.AnyComponent}}, Role: FlagEntry, Claims: claimFlagEntry, Mask: maskAllNames,
		}, {
			Title: "files of flags, one a line",
			Kinds: []Kind{{config.MasterFlags, config.Master}, {config.AgentFlags, config.Agent}}, Role: FlagLines,
			Claims:   claimSuffix(".flags"),
			Comments: lineComments("#"),
			Mask: func(s *source.Source) {
				if source.LooksLikeJSON(s.Data) {
					redact.MaskCredentials(source.WholeText(s))
					return
				}
				redact.MaskNamed(s, true)
			},
		}, {
			Title: "environment files of the init wrapper",
			Kinds: []Kind{{config.MasterEnv, config.Master}, {config.AgentEnv, config.Agent}}, Role: WrapperEnvironment,
			Claims: claimWrapperEnvironment, Shows: showsWrapperVariables, Comments: shellComments, Mask: maskNames,
		}, {
			Title: "environment files of a source build",
			Kinds: []Kind{{config.MasterEnv, config.Master}, {config.AgentEnv, config.Agent}}, Role: DaemonEnvironment,
			Claims: claimDaemonEnvironment, Shows: showsExports,
			Comments: shellComments,
			Mask:     func(s *source.Source) { redact.MaskUnassigned(s); redact.MaskNamed(s, false) },
		}, {
			Title: "environment files of systemd",
			Kinds: []Kind{{config.MasterEnv, config.Master}, {config.AgentEnv, config.Agent}}, Role: UnitEnvironment,
			Claims: claimUnitEnvironment, Generic: true, Shows: showsVariables,
			Comments: environmentComments,
			Mask: func(s *source.Source) {
				if source.LooksLikeJSON(s.Data) {
					redact.MaskCredentials(source.WholeText(s))
					return
				}
				redact.MaskNamed(s, true)
			},
		}, {
			Title: "units of systemd",
			Kinds: []Kind{{config.Unit, config.AnyComponent}}, Role: Unit, Claims: claimUnit, Generic: true, Comments: lineComments("#;"), Mask: maskNames,
			Nothing: "is a unit that does not start a Mesos master or agent; name one that does",
		}, {
			Title: "compose files",
			Kinds: []Kind{{config.Compose, config.AnyComponent}}, Role: Describes, Plain: true, Claims: claimSuffix(".yml", ".yaml"), Generic: true,
			TakesIn: true, Worth: compose.MayBe, Starts: "service", Comments: yamlComments, Mask: maskAllNames,
			Read: func(in Input) (machine.Contributions, bool) {
				return compose.Read(in.Text, in.Name, in.Shell.Tree, machine.Limits{})
			},
			Nothing: "is not a compose file with a service that runs a Mesos master or agent; name one that is",
		}, {
			Title: "Dockerfiles",
			Kinds: []Kind{{config.Dockerfile, config.AnyComponent}}, Role: Describes, Plain: true, Claims: claimDockerfile, Generic: true,
			Final: true, Comments: dockerComments, Mask: maskNames,
			Read: func(in Input) (machine.Contributions, bool) {
				return docker.ReadDockerfile(in.Text, in.Docker), true
			},
			Nothing: "is a Dockerfile of an image that does not run a Mesos master or agent; name one that does",
		}, {
			Title: "Vagrantfiles",
			Kinds: []Kind{{config.Vagrantfile, config.AnyComponent}}, Role: Describes, Claims: claimVagrantfile, Generic: true,
			Comments: rubyComments, Mask: maskNames, Read: readVagrantfile,
			Nothing: "is a Vagrantfile whose provisioners do not start a Mesos master or agent or write one of their files; name one that does",
		}, {
			Title: "jobs of upstart",
			Kinds: []Kind{{config.Upstart, config.AnyComponent}}, Role: Describes, Shows: initsys.IsUpstart, Comments: upstartComments, Mask: maskNames,
			Managed: true,
			Read: func(in Input) (machine.Contributions, bool) {
				return initsys.ReadUpstart("", in.Text, overrides(in), initOptions(in)), true
			},
			Nothing: "is a job that does not start a Mesos master or agent; name one that does",
		}, {
			Title: "programs of supervisor",
			Kinds: []Kind{{config.Supervisor, config.AnyComponent}}, Role: Describes, Comments: supervisorComments, Mask: maskNames, Managed: true,
			Shows: initsys.IsSupervisor,
			Read: func(in Input) (machine.Contributions, bool) {
				return initsys.ReadSupervisor(in.Text, initOptions(in)), true
			},
			Nothing: "has no program that is a Mesos master or agent; name a file that has",
		}, {
			Title: "templates of CloudFormation",
			Kinds: []Kind{{config.CloudFormation, config.AnyComponent}}, Role: Describes, Comments: yamlComments, Mask: maskAllNames,
			Shows: showsCloudFormation,
			Read: func(in Input) (machine.Contributions, bool) {
				return cloudformation.Read(in.Text, in.Name, in.Shell)
			},
			Nothing: "is a template whose machines do not start a Mesos master or agent or have one of their files; name one that does",
		}, {
			Title: "configurations of Terraform",
			Kinds: []Kind{{config.Terraform, config.AnyComponent}}, Role: Describes, Claims: claimSuffix(".tf", ".pkr.hcl"), Generic: true,
			Comments: hclComments, Mask: maskNames, Worth: func(_ string, data []byte) bool { return terraform.MayBe(data) },
			Read: func(in Input) (machine.Contributions, bool) {
				return terraform.Read(in.Text, in.Name, in.Shell, modules)
			},
			Forget:  modules.Forget,
			Nothing: "does not make a machine that starts a Mesos master or agent or has one of their files; name one that does",
		}, {
			Title: "user data of clouds",
			Kinds: []Kind{{config.Cloud, config.AnyComponent}}, Role: Describes, Comments: yamlComments, Mask: maskAllNames,
			Shows: showsCloud,
			Read: func(in Input) (machine.Contributions, bool) {
				return cloud.Read(in.Text, in.Name, in.Shell)
			},
			Nothing: "does not write a file or start a program of Mesos; name one that does",
		}, {
			Title: "manifests of Puppet",
			Kinds: []Kind{{config.Puppet, config.AnyComponent}}, Role: Describes, Claims: claimSuffix(".pp"), Generic: true, Comments: puppetComments, Mask: maskNames,
			Read: func(in Input) (machine.Contributions, bool) {
				return puppet.Read(in.Text, puppet.Options{Tree: in.Shell.Tree, Sh: in.posix}), true
			},
			Nothing: "is a manifest that does not write a file of Mesos; name one that does",
		}, {
			Title: "levels of hiera",
			Kinds: []Kind{{config.Hiera, config.AnyComponent}}, Role: Describes, Comments: yamlComments, Mask: maskAllNames,
			Shows: func(name string, data []byte) bool {
				return (isYAML(name) || path.Ext(name) == ".json") && puppet.ShowsHiera(data)
			},
			Read: func(in Input) (machine.Contributions, bool) {
				return puppet.ReadHiera(in.Text, machine.Limits{})
			},
			Nothing: "does not give a parameter to the classes of Mesos; name a level that does",
		}, {
			Title: "recipes and attributes of Chef",
			Kinds: []Kind{{config.Chef, config.AnyComponent}}, Role: Describes, Claims: claimRecipe, Generic: true, Comments: rubyComments, Mask: maskNames, Managed: true,
			Read: func(in Input) (machine.Contributions, bool) {
				return chef.Read(in.Text, chef.Options{Tree: in.Shell.Tree, Sh: in.posix}), true
			},
			Nothing: "does not write a file of Mesos or set an attribute of its cookbooks; name a file that does",
		}, {
			Title: "roles, environments and nodes of Chef",
			Kinds: []Kind{{config.Chef, config.AnyComponent}}, Role: Describes, Comments: yamlComments, Mask: maskAllNames, Managed: true,
			Shows: chef.ShowsJSON,
			Read: func(in Input) (machine.Contributions, bool) {
				return chef.ReadJSON(in.Text, machine.Limits{})
			},
			Nothing: "does not give an attribute to the cookbooks of Mesos; name a file that does",
		}, {
			Title: "states of Salt",
			Kinds: []Kind{{config.Salt, config.AnyComponent}}, Role: Describes, Claims: claimSuffix(".sls"), Generic: true, Comments: yamlComments, Mask: maskAllNames,
			Read: func(in Input) (machine.Contributions, bool) {
				return salt.Read(in.Text, salt.Options{Name: in.Name, Tree: in.Shell.Tree,
					Sh: func(text source.Text) machine.Contributions { return in.Sh(text, nil) }})
			},
			Nothing: "has no state that writes a file of Mesos; name one that does",
		}, {
			Title: "reports of running daemons",
			Kinds: []Kind{{config.Dump, config.AnyComponent}}, Role: Describes, Mask: maskAllNames, Printed: true, Managed: true,
			Shows: showsReport, Worth: showsReport,
			Read: func(in Input) (machine.Contributions, bool) {
				if c, found := docker.ReadInspect(in.Text); found {
					return c, true
				}
				return dump.Read(in.Text, in.Dump, machine.Limits{})
			},
			Nothing: "says nothing of the flags of a Mesos master or agent; name the answer of /flags, or the line \"Flags at startup\" of a log",
		}, {
			Title: "playbooks and tasks of Ansible",
			Kinds: []Kind{{config.Ansible, config.AnyComponent}}, Role: Describes, Comments: yamlComments, Mask: maskAllNames,
			Shows: ansible.Shows, Order: ansible.Order,
			Read: func(in Input) (machine.Contributions, bool) {
				return ansible.Read(in.Text, ansible.Options{Name: in.Name, Shell: in.Shell, Run: in.Run, Projects: projects})
			},
			Forget:  projects.Forget,
			Nothing: "has no task that starts a Mesos master or agent or writes one of their files; name a file that has",
		}, {
			Title: "shell scripts",
			Kinds: []Kind{{config.Script, config.AnyComponent}}, Role: Describes, Claims: claimSuffix(".sh"), Generic: true, Comments: shellComments, Mask: maskNames,
			Shows: func(_ string, data []byte) bool { _, isShell := shell.DialectOf(data); return isShell },
			Read: func(in Input) (machine.Contributions, bool) {
				o := in.Shell
				o.Holes = in.Unknown
				read := shell.Read(in.Text, o)
				read.Sources = append(read.Sources, read.Followed...)
				if len(read.Starts) > 0 && in.IsVariable != nil {
					read.Findings = append(read.Findings, shell.NotExported(read.Assignments, in.IsVariable)...)
				}
				return read.Contributions, true
			},
			Nothing: "is a script that does not start a Mesos master or agent or write one of their files; name one that does",
		}, {
			Title: "files with the URL of ZooKeeper",
			Kinds: []Kind{{config.ZooKeeperURL, config.AnyComponent}}, Role: ZooKeeper, Claims: claimZooKeeper, Shows: showsZooKeeper,
			Mask: maskAllNames,
		},
	}
}

// posix says what a text for a shell does of which only a run knows some ranges.
func (in Input) posix(text source.Text, holes []source.Range) machine.Contributions {
	o := in.Shell
	o.Dialect, o.Holes = shell.Posix, holes
	return shell.Read(text, o).Contributions
}

// readVagrantfile reads what the provisioners of a Vagrantfile do.
func readVagrantfile(in Input) (machine.Contributions, bool) {
	c := vagrant.Read(in.Text, vagrant.Options{Shell: func(s vagrant.Script) machine.Contributions {
		o := in.Shell
		o.Holes, o.Environment, o.Arguments, o.HasArguments = s.Holes, s.Environment, s.Arguments, s.HasArguments
		if d, isShell := shell.DialectOf(s.Text.View()); isShell {
			o.Dialect = d
		} else {
			o.Dialect = shell.Bash // vagrant runs it with "bash -l" (plugins/communicators/ssh, config.ssh.shell)
		}
		read := shell.Read(s.Text, o)
		read.Sources = append(read.Sources, read.Followed...)
		return read.Contributions
	}})
	c.Merge(chef.ReadSolo(in.Text, machine.Limits{}))
	return c, true
}

// overrides returns the text of the file beside a job of upstart whose stanzas take the place of those of the job.
func overrides(in Input) []source.Text {
	if in.Shell.Tree == nil {
		return nil
	}
	name := strings.TrimSuffix(strings.TrimSuffix(template.RenderedName(path.Base(in.Name)), ".conf"), ".upstart")
	text, _, problem := in.Shell.Tree.Open(in.Text.Source(), name+".override")
	if problem != "" {
		return nil
	}
	return []source.Text{text}
}

func initOptions(in Input) initsys.Options {
	return initsys.Options{Unknown: in.Unknown, Run: func(c initsys.Command) machine.Contributions {
		if c.Words == nil {
			return in.Sh(c.Script, c.Environment)
		}
		return in.Run(c.Words, c.At, c.Environment, c.Main)
	}}
}

// OfKind returns the form that a word of --as names, and the daemon that it is for; nil if the word is a document's.
func OfKind(table []*Format, k config.Kind) (*Format, config.Component) {
	var found *Format
	var c config.Component
	for _, f := range table {
		for _, kind := range f.Kinds {
			if kind.Kind == k { // the last dialect is the one where the path is silent
				found, c = f, kind.Component
			}
		}
	}
	return found, c
}

// Kinds returns the words of --as for all forms but documents.
func Kinds() []config.Kind {
	var out []config.Kind
	seen := map[config.Kind]bool{config.FlagFile: true} // which a file cannot be without its directory
	for _, f := range Table() {
		for _, k := range f.Kinds {
			if !seen[k.Kind] {
				seen[k.Kind] = true
				out = append(out, k.Kind)
			}
		}
	}
	return out
}
