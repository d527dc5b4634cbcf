package catalog

import (
	"regexp"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
)

func TestImageOf(t *testing.T) {
	tests := []struct {
		name, tag string
		command   string // ENTRYPOINT and CMD; "-" where the image is not known
		release   string
	}{
		{"mesosphere/mesos-master", "1.0.1", "mesos-master --registry=in_memory", "1.0.1"},
		{"mesosphere/mesos-master", "1.0.1-2.0.93.ubuntu1404", "mesos-master --registry=in_memory", "1.0.1"},
		{"mesosphere/mesos-master", "", "mesos-master --registry=in_memory", ""},
		{"mesosphere/mesos-slave", "0.28.1-2.0.20.ubuntu1404", "mesos-slave", "0.28.1"},
		{"mesosphere/mesos-slave-dind", "0.4.0_mesos-1.4.1_docker-17.05.0_ubuntu-16.04.3", "wrapdocker mesos-slave", "1.4.1"},
		{"mesoscloud/mesos-slave", "0.28.1-ubuntu-14.04", "/entrypoint.sh /usr/sbin/mesos-slave", "0.28.1"},
		{"mesoscloud/mesos-master", "latest", "/entrypoint.sh /usr/sbin/mesos-master", "0.28.1"},
		{"mesoscloud/mesos-master", "0.23.0-centos-7", "/usr/sbin/mesos-master", "0.23.0"},
		{"mesoscloud/mesos-master", "1.0.0", "-", ""},
		{"containersol/mesos-agent", "1.0.0-0.1.0", "mesos-slave --no-hostname_lookup", "1.0.0"},
		{"containersol/mesos-agent", "0.25.0-0.1.0", "-", ""},
		{"mesos/mesos-mini", "1.9.x", "/entrypoint.sh", "1.9.0"},
		{"ubuntu", "16.04", "bash", ""},
		{"mesos-master", "1.0.1", "-", ""},
		{"example/mesosphere/mesos-master", "1.0.1", "-", ""},
	}
	for _, test := range tests {
		command := "-"
		if image := ImageOf(test.name, test.tag); image != nil {
			command = strings.Join(append(append([]string{}, image.Entrypoint...), image.Command...), " ")
		}
		if command != test.command {
			t.Errorf("%s:%s runs %q", test.name, test.tag, command)
		}
		r, found := ImageRelease(test.name, test.tag)
		if found != (test.release != "") || found && r.String() != test.release {
			t.Errorf("%s:%s is release %v", test.name, test.tag, r)
		}
	}
}

var imageSource = regexp.MustCompile(`^[\w.-]+/[\w.-]+ ([0-9a-f]{7} |\d+\.\d+\.\d+ |)[\w./-]+(:\d+)?$`)

// Every image says where it was read, sets no variable twice, and gives its daemon only flags that this has.
func TestImagesAreWholeRows(t *testing.T) {
	for _, image := range Images() {
		if len(image.Sources) == 0 || len(image.Entrypoint)+len(image.Command)+len(image.Environment) == 0 {
			t.Errorf("%s: nothing is said of it", image.Image)
		}
		for _, s := range image.Sources {
			if !imageSource.MatchString(s) {
				t.Errorf("%s: source %q", image.Image, s)
			}
		}
		env := append(append([]string{}, image.Environment...), image.Sometimes...)
		for _, exported := range image.Exports {
			if exported.If == "" || strings.Contains(exported.If, "=") {
				t.Errorf("%s: exports hang on %q", image.Image, exported.If)
			}
			env = append(env, exported.Variables...)
		}
		seen := map[string]bool{}
		for _, e := range env {
			name, _, found := strings.Cut(e, "=")
			flag, isFlag := strings.CutPrefix(name, "MESOS_")
			known := image.Component == config.AnyComponent || FlagsOf(image.Component).Flag(strings.ToLower(flag)) != nil
			if !found || !isFlag || seen[name] || !known {
				t.Errorf("%s: variable %q", image.Image, e)
			}
			seen[name] = true
		}
		for _, word := range append(append([]string{}, image.Entrypoint...), image.Command...) {
			flag, isFlag := strings.CutPrefix(word, "--")
			flag, _, _ = strings.Cut(strings.TrimPrefix(flag, "no-"), "=")
			if isFlag && FlagsOf(image.Component).Flag(flag) == nil {
				t.Errorf("%s: flag %q", image.Image, word)
			}
		}
	}
}
