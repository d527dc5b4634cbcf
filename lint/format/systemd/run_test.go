package systemd

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// runInShell follows the launchers and shells of a command, with programs that are called mesos-….
func runInShell(c Command) machine.Contributions {
	result := shell.Command(c.Words, c.At, shell.Options{
		Environment: c.Environment, Meant: c.Main,
		Wanted: func(name string) bool { return strings.HasPrefix(name, "mesos-") },
		Marks: func(text source.Text) shell.Marks {
			m := template.Find([]byte(text.String()), text.Source().Path)
			return shell.Marks{Unknown: m.Expressions, Gone: m.Gone, Optional: m.Optional}
		},
	})
	return result.Contributions
}

func TestCommandsThatAShellRuns(t *testing.T) {
	cases := []struct {
		name  string
		files map[string]string
		want  string
	}{{
		name: "a shell sees what systemd leaves, and the environment file",
		files: map[string]string{
			etc + "a.service": "[Service]\nEnvironmentFile=/etc/a\nExecStart=/bin/sh -c 'exec mesos-agent --master=$$ZK --work_dir=\"${DIR}\" --port=$$((1+1))'\n",
			"etc/a":           "ZK=zk://z/m\nDIR=/w\n",
		},
		want: `start a.service: "mesos-agent" "--master=zk://z/m" "--work_dir=/w" "--port="+"$((1+1))"
  env ZK="zk://z/m"
  env DIR="/w"
  file "/etc/a" read 1
`,
	}, {
		name: "a command before the start writes the environment file",
		files: map[string]string{
			etc + "a.service": "[Service]\nEnvironmentFile=-/run/a\nExecStartPre=/bin/sh -c 'echo \"A=1\\nB=$$(hostname)\" > /run/a'\nExecStart=/usr/bin/mesos-agent --x=${A} --y=${B}\n",
		},
		want: `start a.service: "/usr/bin/mesos-agent" "--x=1" "--y="+"${B}"
  env A="1"
  env B="$(hostname)" unknown
  file "/run/a"? read 1
`,
	}, {
		name:  "launchers",
		files: map[string]string{etc + "a.service": "[Service]\nExecStart=/usr/bin/env A=1 /usr/bin/nice -n 5 /opt/mesos-agent.sh --x=1\n"},
		want: `start a.service: "/opt/mesos-agent.sh" "--x=1"
  env A="1"
`,
	}, {
		name:  "a template in the text of a shell",
		files: map[string]string{"templates/a.service.j2": "[Service]\nExecStart=/bin/sh -c 'exec mesos-agent --x={{ y }} --z=1'\n"},
		want:  "start a.service: \"mesos-agent\" \"--x=\"+\"{{ y }}\" \"--z=1\"\n",
	}}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			tree := machineTree{files: map[string]string{}}
			for name, content := range c.files {
				tree.files["/"+name] = content
			}
			var got strings.Builder
			for _, s := range Services(unitFiles(c.files)) {
				read := Read(s, Options{Tree: tree, Run: runInShell})
				checkContributions(t, read)
				got.WriteString(showContributions(read))
			}
			if diff := cmp.Diff(c.want, got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
