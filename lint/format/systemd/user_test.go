package systemd

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/source"
)

func TestUser(t *testing.T) {
	for lines, want := range map[string]string{
		"": "root", "User=mesos": "mesos", "User=0": "root", "User=root": "root", "User=mesos\nUser=": "root", "User=a\nUser=b": "b",
		"User=%i": "", "DynamicUser=yes": "", "DynamicUser=no": "root", "User=mesos\nDynamicUser=no": "mesos",
	} {
		for mark, changed := range map[string]string{"": want, "-": want, "+": "root", "!": "root", "@+": "root"} {
			text := "[Service]\n" + lines + "\nExecStart=" + mark + "/usr/sbin/mesos-agent a\n"
			file := &File{Path: "/etc/systemd/system/mesos-agent.service", Text: source.WholeText(source.New("mesos-agent.service", "", []byte(text)))}
			found := Read(&Service{Name: "mesos-agent.service", Fragment: file}, Options{})
			if len(found.Starts) != 1 || found.Starts[0].User != changed {
				t.Errorf("%q, %q: %+v, want the user %q", lines, mark, found.Starts, changed)
			}
		}
	}
}
