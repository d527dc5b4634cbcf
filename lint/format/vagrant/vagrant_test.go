package vagrant

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

func text(s string) source.Text { return source.WholeText(source.New("Vagrantfile", "", []byte(s))) }

func describe(scripts []Script) string {
	var b strings.Builder
	for _, s := range scripts {
		if s.Machine != "" {
			fmt.Fprintf(&b, "[%s] ", s.Machine)
		}
		if s.Path != "" {
			fmt.Fprintf(&b, "path %s", s.Path)
		} else {
			known := s.Text.String()
			for i := len(s.Holes) - 1; i >= 0; i-- {
				known = known[:s.Holes[i].Start] + "<?>" + known[s.Holes[i].End:]
			}
			fmt.Fprintf(&b, "%q", known)
		}
		for _, a := range s.Arguments {
			fmt.Fprintf(&b, " %q", a.Text)
		}
		if !s.HasArguments {
			b.WriteString(" …")
		}
		for _, a := range s.Environment {
			fmt.Fprintf(&b, " %s=%s", a.Name, a.Value)
		}
		b.WriteString("\n")
	}
	return b.String()
}

// TestScripts says which shell texts a Vagrantfile gives to its machines.
func TestScripts(t *testing.T) {
	for _, tc := range []struct{ name, text, want string }{
		{
			"a string, and a heredoc in a variable",
			"$script = <<-SHELL\n  echo \"a\" > /b\n  echo \\$x \\\"q\\\" #{NAME} \\n\nSHELL\nVagrant.configure(\"2\") do |config|\n  config.vm.provision \"shell\", inline: $script\n  config.vm.provision :shell, :inline => 'echo \\'q\\' \\n', privileged: true\nend\n",
			"\"  echo \\\"a\\\" > /b\\n  echo $x \\\"q\\\" <?> \\n\\n\"\n\"echo 'q' \\\\n\"\n",
		},
		{
			"a quoted heredoc is kept, <<~ loses its indentation",
			"c.vm.provision \"shell\", inline: <<-'E'\n  echo #{x} \\$\n  E\nc.vm.provision \"shell\", inline: <<~E, args: [\"a\", 'b c']\n    one\n      two\n  E\n",
			"\"  echo #{x} \\\\$\\n\"\n\"one\\n  two\\n\" \"a\" \"b c\"\n",
		},
		{
			"a file of the tree, its arguments and environment",
			"c.vm.provision \"shell\", path: \"setup.sh\", args: \"slave 2\", env: {\"A\" => \"1\", B: \"2\"}\nc.vm.provision \"shell\", path: \"x.sh\", args: ARGS.map { |a| a }\n",
			"path setup.sh \"slave\" \"2\" A=1 B=2\npath x.sh …\n",
		},
		{
			"each machine has its own",
			"Vagrant.configure(2) do |config|\n  config.vm.provision \"shell\", inline: \"all\"\n  config.vm.define \"master\" do |m|\n    if true\n      m.vm.provision \"shell\", inline: \"one\"\n    end\n  end\n  config.vm.define :slave do |s|\n    s.vm.provision \"shell\" do |p|\n      p.inline = \"two\"\n      p.args = [\"x\"]\n    end\n  end\n  config.vm.provision \"setup\", type: \"shell\", inline: \"all\" + \" of \" + ENV['X']\nend\n",
			"\"all\"\n[master] \"one\"\n[slave] \"two\" \"x\"\n\"all of <?>\"\n",
		},
		{
			"comments, other provisioners and other strings",
			"# config.vm.provision \"shell\", inline: \"no\"\n=begin\nc.vm.provision \"shell\", inline: \"no\"\n=end\nc.vm.provision \"ansible\", playbook: \"x\"\nc.vm.provision \"file\", source: \"a\", destination: \"b\"\nx = \"config.vm.provision 'shell', inline: 'no'\"\n",
			"",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			scripts, problem := Scripts(text(tc.text), machine.Limits{})
			if problem != nil {
				t.Error(problem.Reason)
			}
			if diff := cmp.Diff(tc.want, describe(scripts)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func readShell(s Script) machine.Contributions {
	return shell.Read(s.Text, shell.Options{Dialect: shell.Bash, Holes: s.Holes, Arguments: s.Arguments, HasArguments: s.HasArguments}).Contributions
}

// TestRead says what the machines look like, and edits a value where it stands.
func TestRead(t *testing.T) {
	const data = "Vagrant.configure(2) do |c|\n c.vm.define \"a\" do |m|\n  m.vm.provision \"shell\", inline: \"echo \\\"one\\\" > /etc/a\"\n end\n c.vm.define \"b\" do |m|\n  m.vm.provision \"shell\", inline: <<-S\n   echo \"$1\" > /etc/b-#{X}\n   echo two > /etc/c\n  S\n end\nend\n"
	c := Read(text(data), Options{Shell: readShell})
	var got []string
	for _, f := range c.Files {
		start, _ := f.At.Range()
		got = append(got, fmt.Sprintf("[%s]%s %q line %d", f.Root, f.Path, f.Content, start.Line))
	}
	want := []string{`[a]/etc/a "one\n" line 3`, `[b]/etc/c "two\n" line 8`}
	if diff := cmp.Diff(want, got); diff != "" || len(c.Gaps) != 1 {
		t.Fatal(diff, c.Gaps)
	}
	p, s, ok := c.Files[0].Content.Edit(0, 3, "a\"b")
	if after := data[:p.Start] + s + data[p.End:]; !ok || !strings.Contains(after, `inline: "echo \"a\\\"b\" > /etc/a"`) {
		t.Error(after)
	}
}

func FuzzScripts(f *testing.F) {
	f.Add([]byte("$s = <<-S\n echo #{x} \\n\nS\nc.vm.provision \"shell\", inline: $s + 'a', args: [\"b\"], env: {\"A\" => \"1\"}\n"))
	f.Add([]byte("c.vm.define \"a\" do |m|\n m.vm.provision :shell do |s|\n s.inline = %q(a(b)c)\n end\nend\n"))
	f.Add([]byte("x = <<~A + <<B\n  q\nA\n r\nB\n c.vm.provision x, inline: \"#{y{z}}\""))
	f.Add([]byte(strings.Repeat("a = a + a + \"b\"\n", 60) + "c.vm.provision \"shell\", inline: a"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c := machinetest.Bounded(t, len(data), func() machine.Contributions {
			return Read(source.WholeText(source.New("Vagrantfile", "", data)), Options{Shell: readShell})
		})
		for _, f := range c.Files {
			for _, p := range f.Content.Pieces() {
				if raw := p.Raw(); raw.Source != nil && (raw.Start > raw.End || raw.End > len(data)) {
					t.Errorf("a text stands in [%d, %d)", raw.Start, raw.End)
				}
			}
		}
	})
}
