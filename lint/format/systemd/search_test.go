package systemd

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// showServices writes which files count.
func showServices(services []*Service) string {
	var b strings.Builder
	for _, s := range services {
		b.WriteString(s.Name)
		if s.Masked {
			b.WriteString(" masked")
		}
		if s.Fragment != nil {
			fmt.Fprintf(&b, " %s", s.Fragment.Path)
		}
		for _, f := range s.DropIns {
			fmt.Fprintf(&b, " + %s", f.Path)
		}
		for _, f := range s.Hidden {
			fmt.Fprintf(&b, " - %s", f.Path)
		}
		if len(s.Aliases) > 0 {
			fmt.Fprintf(&b, " as %s", strings.Join(s.Aliases, ", "))
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestServices(t *testing.T) {
	const sys, lib, local, run = "etc/systemd/system/", "usr/lib/systemd/system/", "usr/local/lib/systemd/system/", "run/systemd/system/"
	cases := []struct {
		name  string
		files []string // "path" or "path -> target" or "path empty"
		want  string
	}{
		{"the highest directory counts", []string{lib + "a.service", local + "a.service", "lib/systemd/system/b.service", lib + "b.service", run + "c.service", sys + "c.service", run + "d.service", local + "d.service"}, `
a.service /usr/local/lib/systemd/system/a.service - /usr/lib/systemd/system/a.service
b.service /lib/systemd/system/b.service - /usr/lib/systemd/system/b.service
c.service /etc/systemd/system/c.service - /run/systemd/system/c.service
d.service /run/systemd/system/d.service - /usr/local/lib/systemd/system/d.service
`},
		{"of drop-ins of one name the highest counts, and all are in the order of their names", []string{lib + "m-a.service", lib + "m-a.service.d/1.conf", sys + "m-.service.d/1.conf", sys + "service.d/2.conf", sys + "m-a.service.d/10.conf", sys + "m-a.service.d/README", sys + "m-a.service.d/.3.conf", run + "m-a.service.d/10.conf"}, `
m-a.service /usr/lib/systemd/system/m-a.service + /etc/systemd/system/m-.service.d/1.conf + /etc/systemd/system/m-a.service.d/10.conf + /etc/systemd/system/service.d/2.conf - /run/systemd/system/m-a.service.d/10.conf - /usr/lib/systemd/system/m-a.service.d/1.conf
`},
		{"those for all services count last", []string{lib + "a.service", lib + "a.service.d/1.conf", sys + "service.d/1.conf"}, `
a.service /usr/lib/systemd/system/a.service + /usr/lib/systemd/system/a.service.d/1.conf - /etc/systemd/system/service.d/1.conf
`},
		{"masks", []string{lib + "a.service", sys + "a.service -> /dev/null", lib + "b.service", sys + "b.service empty", lib + "c.service", lib + "c.service.d/1.conf", sys + "c.service.d/1.conf -> /dev/null", lib + "c.service.d/2.conf", sys + "c.service.d/2.conf empty"}, `
a.service masked /etc/systemd/system/a.service - /usr/lib/systemd/system/a.service
b.service masked /etc/systemd/system/b.service - /usr/lib/systemd/system/b.service
c.service /usr/lib/systemd/system/c.service - /etc/systemd/system/c.service.d/1.conf - /etc/systemd/system/c.service.d/2.conf - /usr/lib/systemd/system/c.service.d/1.conf - /usr/lib/systemd/system/c.service.d/2.conf
`},
		{"links that git wrote as text", []string{lib + "a.service", sys + "a.service text /dev/null", lib + "b.service", lib + "b.service.d/1.conf", sys + "b.service.d/1.conf text /dev/null", sys + "c.service text ../../../usr/lib/systemd/system/b.service"}, `
a.service masked /etc/systemd/system/a.service - /usr/lib/systemd/system/a.service
b.service /usr/lib/systemd/system/b.service - /etc/systemd/system/b.service.d/1.conf - /usr/lib/systemd/system/b.service.d/1.conf as c.service
`},
		{"an alias is another name, with drop-ins", []string{lib + "m-agent.service", sys + "m-slave.service -> /usr/lib/systemd/system/m-agent.service", sys + "m-slave.service.d/2.conf", sys + "m-agent.service.d/1.conf", lib + "m-slave.service"}, `
m-agent.service /usr/lib/systemd/system/m-agent.service + /etc/systemd/system/m-agent.service.d/1.conf + /etc/systemd/system/m-slave.service.d/2.conf - /usr/lib/systemd/system/m-slave.service as m-slave.service
`},
		{"a file of its own beats an alias in a lower directory", []string{lib + "a.service", sys + "b.service", lib + "b.service -> a.service"}, `
a.service /usr/lib/systemd/system/a.service
b.service /etc/systemd/system/b.service - /usr/lib/systemd/system/b.service
`},
		{"a link to a file elsewhere", []string{sys + "a.service -> /opt/a.service", sys + "b.service -> ../../../usr/lib/systemd/system/b.service", lib + "b.service"}, `
a.service /etc/systemd/system/a.service
b.service /usr/lib/systemd/system/b.service
`},
		{"links in a circle", []string{sys + "a.service -> b.service", sys + "b.service -> a.service"}, "\n"},
		{"instances of a template", []string{sys + "a@.service", sys + "multi-user.target.wants/a@ssd.service -> ../a@.service", sys + "a@hdd.service.d/1.conf", sys + "a@.service.d/2.conf", sys + "a@own.service", sys + "a@link.service -> a@.service", sys + "multi-user.target.wants/x.target -> x"}, `
a@hdd.service /etc/systemd/system/a@.service + /etc/systemd/system/a@hdd.service.d/1.conf + /etc/systemd/system/a@.service.d/2.conf
a@link.service /etc/systemd/system/a@.service + /etc/systemd/system/a@.service.d/2.conf
a@own.service /etc/systemd/system/a@own.service + /etc/systemd/system/a@.service.d/2.conf
a@ssd.service /etc/systemd/system/a@.service + /etc/systemd/system/a@.service.d/2.conf
`},
		{"a template without an instance", []string{sys + "a@.service"}, "\na@.service /etc/systemd/system/a@.service\n"},
		{"an instance of an alias of a template", []string{lib + "a@.service", sys + "s@.service -> /usr/lib/systemd/system/a@.service", sys + "x.wants/s@1.service -> ../s@.service", sys + "s@.service.d/1.conf"}, `
a@1.service /usr/lib/systemd/system/a@.service + /etc/systemd/system/s@.service.d/1.conf as s@1.service
`},
		{"what extends an instance", []string{lib + "m-a@.service", sys + "m-@.service.d/1.conf", sys + "m-.service.d/1.conf", sys + "m-@x.service.d/1.conf", sys + "m-a@.service.d/1.conf", sys + "m-a@x.service.d/1.conf", sys + "m-a.service.d/2.conf"}, `
m-a.service + /etc/systemd/system/m-.service.d/1.conf + /etc/systemd/system/m-a.service.d/2.conf
m-a@x.service /usr/lib/systemd/system/m-a@.service + /etc/systemd/system/m-a@x.service.d/1.conf - /etc/systemd/system/m-.service.d/1.conf - /etc/systemd/system/m-@.service.d/1.conf - /etc/systemd/system/m-@x.service.d/1.conf - /etc/systemd/system/m-a@.service.d/1.conf
`},
		{"directories that are none of systemd's", []string{"units/a.service", "units/a.service.d/1.conf.j2", "other/a.service.erb", "other/b.systemd", "files/c.service.d/x.conf"}, `
c.service + /files/c.service.d/x.conf
a.service /other/a.service.erb
b.service /other/b.systemd
a.service /units/a.service + /units/a.service.d/1.conf.j2
`},
		{"two files of one name in one directory", []string{"units/a.service", "units/a.service.j2"}, "\na.service /units/a.service\na.service /units/a.service.j2\n"},
		{"what is none", []string{"a.socket", "a.conf", ".service", sys + "a.timer.d/1.conf", sys + "x.wants/readme"}, "\n"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var files []File
			for _, line := range c.files {
				f := File{Text: source.WholeText(source.New("x", "", []byte("[Service]\n")))}
				name, target, isLink := strings.Cut(line, " -> ")
				if isLink {
					f.Link = target
				}
				name, written, isText := strings.Cut(name, " text ")
				if isText {
					f.Text = source.WholeText(source.New("x", "", []byte(written)))
				}
				name, isEmpty := strings.CutSuffix(name, " empty")
				if isEmpty {
					f.Text = source.Text{}
				}
				f.Path = "/" + name
				files = append(files, f)
			}
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), showServices(Services(files))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestFileOf(t *testing.T) {
	text := source.WholeText(source.New("x", "", []byte("[Service]\nExecStart=/bin/a bc\n")))
	cases := map[string]struct {
		file machine.File
		want string
	}{
		"all of it known": {machine.File{Content: text, Known: text.Len()}, "start a.service: \"/bin/a\" \"bc\"\n"},
		"a part of it": {machine.File{Content: text, Known: text.Len() - 2}, "start a.service: \"/bin/a\" \"b\"+\"c\\n\"\n" +
			"  gap a part of the unit is only known at run time\n"},
		"nothing": {machine.File{Known: machine.UnknownContent, Content: text}, ""},
		"maybe":   {machine.File{Content: text, Known: text.Len(), Maybe: true}, "start a.service?: \"/bin/a\" \"bc\"\n  gap the file is only written on a condition, and another may stand in its place\n"},
	}
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		c := cases[name]
		c.file.Path = "/etc/systemd/system/a.service"
		got := showContributions(Read(Services([]File{FileOf(c.file)})[0], Options{}))
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestSpecifiers(t *testing.T) {
	cases := []struct {
		name    string
		aliases []string
		want    string
	}{
		{"x-y@a-b\\x2dc.service", nil, "%i=a-b\\x2dc %I=a/b-c %p=x-y %P=x/y %n=x-y@a-b\\x2dc.service %N=x-y@a-b\\x2dc %j=y %J=y %f=/a/b-c %t=/run %H"},
		{"x-y.service", nil, "%i= %I= %p=x-y %P=x/y %n=x-y.service %N=x-y %j=y %J=y %f=/x/y %t=/run %H"},
		{"x@.service", nil, "%i %I %p=x %P=x %n %N %j=x %J=x %f %t=/run %H"},
		{"x.service", []string{"y.service"}, "%i= %I= %p %P %n %N %j %J %f %t=/run %H"},
	}
	for _, c := range cases {
		var got []string
		s := specifiersOf(&Service{Name: c.name, Aliases: c.aliases})
		for _, letter := range []byte("iIpPnNjJftH") {
			value, known, _ := s.value(letter)
			word := "%" + string(letter)
			if known {
				word += "=" + value
			}
			got = append(got, word)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}
