package docker

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestInspect(t *testing.T) {
	file := `[{"Id": "0a", "Name": "/agent", "Path": "tini", "Args": ["--", "mesos-agent", "--work_dir=\/w"],
  "Config": {"Env": ["A=old", "A=x=\"y\"", "GONE"], "Image": "example/x:1", "Entrypoint": ["tini", "--"], "Cmd": ["mesos-agent", "--work_dir=/w"]},
  "Mounts": [{"Type": "bind", "Source": "/srv", "Destination": "/etc/mesos/"}]},
 {"Name": "/slave", "Path": "/entrypoint.sh", "Args": ["/usr/sbin/mesos-slave"], "Config": {"Env": ["SECRET=s"], "Image": "mesoscloud/mesos-slave:0.28.1"}}]`
	c, found := ReadInspect(text(file))
	if !found || len(c.Starts) != 2 {
		t.Fatalf("%v", c)
	}
	if m := c.Starts[0].Container.Mounts; len(m) != 1 || m[0].Path != "/etc/mesos" || !m[0].OnHost || c.Starts[0].Name != "agent" {
		t.Errorf("%+v", c.Starts[0])
	}
	var got []string
	for _, s := range c.Starts {
		got = append(got, shown(Options{Images: known}.Starts(known(s.Container.Image), s))...)
	}
	want := []string{`["mesos-agent" "--work_dir=/w"] A=x="y"`, `["/usr/sbin/mesos-slave"] SECRET=s MESOS_CREDENTIAL=/tmp/credential`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if after, ok := edited(c.Starts[0].Environment[1].Value, 2, 5, `"z"`); !ok || !strings.Contains(after, `"A=x=\"z\""`) {
		t.Error(after)
	}
	for _, other := range []string{"", "{}", "[]", "[1]", `[{"Id": "x", "RepoTags": [], "Config": {"Env": []}}]`, `[{"Path": 1}]`} {
		if _, found := ReadInspect(text(other)); found {
			t.Errorf("%s is taken for containers", other)
		}
	}
}
