//go:build unix

package load

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/go-multierror"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

const someACLs = `{"permissive": false}`

// TestNothingBlocksOrHides puts everything into one tree that is not a plain file, and sees it named, soon, and the rest
// read.
func TestNothingBlocksOrHides(t *testing.T) {
	dir := tree(t, map[string]string{
		"acls.json": someACLs, "sub/acls.json": someACLs, "sub/loop": "-> ../sub", "deep/a/up": "-> ../..",
		"self.json": "-> self.json", "dangling.json": "-> nowhere", "mesos.json": "-> nowhere", "mesos-loop": "-> .", "mesosphere/Builders.scala": "-> nowhere", "mesos/Builders.scala": "-> nowhere", "dangling": "-> nowhere", "masked.service": "-> /dev/null",
		"etc/mesos-master/quorum": "1", "etc/mesos-master/port": "-> nowhere", "secret.json": someACLs, "closed/acls.json": someACLs, "twice": "-> sub",
		"nul.json": "{\"permissive\": \x00 false}", "bad.json": "{\"permissive\": \"\xff\"}", "empty": "", "crlf.json": "{\r\n\"permissive\": true\r\n}\r\n",
		"nul.flags": "--quorum=1\x00", "nul.env": "MESOS_QUORUM=1\x00",
	})
	if err := syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o644); err != nil {
		t.Fatal(err)
	}
	socket, err := syscall.Socket(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(socket)
	if err := syscall.Bind(socket, &syscall.SockaddrUnix{Name: filepath.Join(dir, "sock")}); err != nil {
		t.Skip("no sockets here:", err)
	}
	for _, closed := range []string{"secret.json", "closed"} {
		if err := os.Chmod(filepath.Join(dir, closed), 0); err != nil {
			t.Fatal(err)
		}
	}
	defer os.Chmod(filepath.Join(dir, "closed"), 0o755)
	done := make(chan string)
	go func() { done <- dump(load(t, dir, Options{}, ".", "fifo")) }()
	var got string
	select {
	case got = <-done:
	case <-time.After(patience.Limit(20 * time.Second)):
		t.Fatal("loading blocks")
	}
	want := `node master etc/mesos-master incomplete
  dir quorum="1"
document acls any acls.json
document acls any bad.json
document acls any crlf.json
document acls any nul.json
document acls any sub/acls.json
unchecked closed: permission denied; run mesoslint as a user who may read it
unchecked fifo: is a FIFO, which is not read; copy it to a regular file and check that
unchecked mesos-loop: is a symbolic link to a directory above it, which is not walked again; name that directory, if it is to be checked
unchecked mesos.json: is a symbolic link to nowhere, which does not exist; fix it, or give --root
unchecked nul.env:1:15: holds a NUL byte, which no environment file can; delete it
unchecked nul.flags:1:11: holds a NUL byte, which no argument can; delete it
unchecked secret.json: permission denied; run mesoslint as a user who may read it
`
	if os.Geteuid() == 0 { // root reads everything
		want = strings.Replace(want, "unchecked closed: permission denied; run mesoslint as a user who may read it\n", "", 1)
		want = strings.Replace(want, "unchecked secret.json: permission denied; run mesoslint as a user who may read it\n", "", 1)
		want = strings.Replace(want, "document acls any crlf.json\n", "document acls any closed/acls.json\ndocument acls any crlf.json\n", 1)
		want = strings.Replace(want, "document acls any sub/acls.json\n", "document acls any secret.json\ndocument acls any sub/acls.json\n", 1)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("loaded (-want +got):\n%s", diff)
	}
}

func TestFileThatVanishes(t *testing.T) {
	dir := tree(t, map[string]string{"a.json": someACLs, "gone-acls.json": someACLs, "z.json": someACLs})
	l, err := newLoader(context.Background(), Options{Dir: dir, Vocabulary: vocabulary()})
	if err != nil {
		t.Fatal(err)
	}
	l.find([]string{"."})
	if err := os.Remove(filepath.Join(dir, "gone-acls.json")); err != nil {
		t.Fatal(err)
	}
	l.read()
	l.assemble()
	l.sort()
	want := "document acls any a.json\ndocument acls any z.json\nunchecked gone-acls.json: no such file or directory; check the path\n"
	if diff := cmp.Diff(want, dump(&l.out)); diff != "" {
		t.Errorf("loaded (-want +got):\n%s", diff)
	}
}

func TestHugeFiles(t *testing.T) {
	dir := tree(t, map[string]string{"a.json": someACLs})
	const size = 100 << 20
	for name, head := range map[string]string{
		"acls.json": "{", "zeros": "", "zeros.flags": "", "nulls/acls": "", "setup.sh": "#!/bin/sh\nexport MESOS_QUORUM=1\n", "install.sh": "#!/bin/sh\nexit\n",
		"docker-compose.yml": "services:\n  m:\n    image: mesosphere/mesos-master\n", "other/docker-compose.yml": "services:\n  m:\n    image: a\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(head), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(path, size); err != nil {
			t.Fatal(err)
		}
	}
	want := `document acls any a.json
unchecked acls.json: has 104857600 bytes, and at most 67108864 are read of such a file; check a smaller part of it
unchecked docker-compose.yml: has 104857600 bytes, and at most 1048576 are read of such a file; check a smaller part of it
unchecked nulls/acls: has 104857600 bytes, and at most 1048576 are read of such a file; check a smaller part of it
unchecked setup.sh: has 104857600 bytes, and at most 1048576 are read of such a file; check a smaller part of it
unchecked zeros.flags: has 104857600 bytes, and at most 1048576 are read of such a file; check a smaller part of it
`
	began := time.Now()
	if diff := cmp.Diff(want, dump(load(t, dir, Options{}, "."))); diff != "" {
		t.Errorf("loaded (-want +got):\n%s", diff)
	}
	if took := time.Since(began); took > patience.Limit(2*time.Second) {
		t.Errorf("it took %v", took)
	}
}

func TestErrorNamesEachOnItsLine(t *testing.T) {
	dir := tree(t, map[string]string{"x": "hello"})
	c, err := Load(context.Background(), []string{"x", "y"}, Options{Dir: dir})
	errs, ok := err.(*multierror.Error)
	if !ok || len(errs.Errors) != len(c.Unchecked) || len(errs.Errors) != 2 {
		t.Fatalf("error %v for %v", err, c.Unchecked)
	}
	if lines := strings.Split(err.Error(), "\n"); len(lines) != 2 || lines[1] != "y: no such file or directory; check the path" {
		t.Errorf("error text %q", err)
	}
}

func TestStandardInput(t *testing.T) {
	dir := tree(t, map[string]string{"etc/mesos/acls.json": someACLs})
	for _, c := range []struct{ name, stdin, as, want string }{
		{"", someACLs, "", "document acls any <stdin>\n"},
		{"", "p s\n", "credential", "document credential any <stdin>\n"},
		{"etc/mesos-master/quorum", "2\n", "", "node master etc/mesos-master incomplete\n  dir quorum=\"2\"\ndocument acls any etc/mesos/acls.json\n"},
		{"etc/master.flags", "--acls=/etc/mesos/acls.json", "", "node master etc/master.flags complete\n" +
			"  cli acls=\"/etc/mesos/acls.json\" refers to /etc/mesos/acls.json (etc/mesos/acls.json)\ndocument acls master etc/mesos/acls.json of acls\n"},
		{"", "--quorum=2", "master-flags", "node master <stdin> complete\n  cli quorum=\"2\"\n"},
	} {
		o := Options{Stdin: strings.NewReader(c.stdin), StdinName: c.name, As: config.Kind(c.as)}
		if diff := cmp.Diff(c.want, dump(load(t, dir, o, "-"))); diff != "" {
			t.Errorf("standard input called %q (-want +got):\n%s", c.name, diff)
		}
	}
}

// TestOverlay reads files as they will be: changed, renamed, new.
func TestOverlay(t *testing.T) {
	dir := tree(t, map[string]string{"etc/mesos-master/quorum": "1", "etc/mesos-master/old": "x", "acls.json": someACLs})
	o := Options{Overlay: source.Overlay{
		filepath.Join(dir, "etc/mesos-master/quorum"): {Data: []byte("3")},
		filepath.Join(dir, "etc/mesos-master/old"):    {Gone: true},
		filepath.Join(dir, "etc/mesos-master/new"):    {Data: []byte("y"), From: filepath.Join(dir, "etc/mesos-master/old")},
		filepath.Join(dir, "acls.json"):               {Gone: true},
		filepath.Join(dir, "moved"):                   {Data: []byte(someACLs), From: filepath.Join(dir, "acls.json")},
	}}
	want := "node master etc/mesos-master incomplete\n  dir new=\"y\"\n  dir quorum=\"3\"\ndocument acls any moved\n"
	c := load(t, dir, o, ".")
	if diff := cmp.Diff(want, dump(c)); diff != "" {
		t.Errorf("loaded (-want +got):\n%s", diff)
	}
	if mode := c.Documents[0].Mode; mode != 0o640 {
		t.Errorf("a renamed file has mode %v, want that of the file it was", mode)
	}
}

// TestLinkedFileIsReadOnce reads a file once that is found under two names.
func TestLinkedFileIsReadOnce(t *testing.T) {
	dir := tree(t, map[string]string{
		"a.json": "-> real/acls.json", "real/acls.json": someACLs, "linked": "-> real",
		"lib/systemd/system/mesos-master.service":                         "[Service]\nExecStart=/usr/sbin/mesos-master --quorum=1\n",
		"etc/systemd/system/multi-user.target.wants/mesos-master.service": "-> /lib/systemd/system/mesos-master.service",
	})
	want := "node master lib/systemd/system/mesos-master.service complete\n  cli quorum=\"1\"\ndocument acls any real/acls.json\n"
	if diff := cmp.Diff(want, dump(load(t, dir, Options{}, "."))); diff != "" {
		t.Errorf("loaded (-want +got):\n%s", diff)
	}
}

// TestRootIsTheLimit looks for absolute paths and links under the root only.
func TestRootIsTheLimit(t *testing.T) {
	dir := tree(t, map[string]string{
		"outside/acls.json":            someACLs,
		"root/etc/mesos/acls.json":     someACLs,
		"root/etc/mesos/linked.json":   "-> /etc/mesos/acls.json",
		"root/etc/mesos/escaping.json": "-> ../../../outside/acls.json",
		"root/etc/mesos/dead":          "-> /run/secrets/credentials",
		"root/etc/mesos/foreign":       "-> /run/secrets/foreign",
		"master.flags": "--acls=/etc/mesos/linked.json\n--rate_limits=file:///etc/mesos/escaping.json\n" +
			"--modules=file:///etc/mesos/missing.json\n--credentials=/etc/mesos/dead\n",
	})
	want := `node master master.flags complete
  cli acls="/etc/mesos/linked.json" refers to /etc/mesos/linked.json (root/etc/mesos/acls.json)
  cli rate_limits="file:///etc/mesos/escaping.json" refers to /etc/mesos/escaping.json (is a symbolic link that leads out of root, which is not followed)
  cli modules="file:///etc/mesos/missing.json" refers to /etc/mesos/missing.json (not found under root)
  cli credentials="/etc/mesos/dead" refers to /etc/mesos/dead (is a symbolic link to root/run/secrets/credentials, which does not exist)
document acls master root/etc/mesos/acls.json of acls
unchecked root/etc/mesos/dead: is a symbolic link to root/run/secrets/credentials, which does not exist; fix it, or give --root
unchecked root/etc/mesos/escaping.json: is a symbolic link that leads out of root, which is not followed; name what it leads to as well, or give --root
`
	if diff := cmp.Diff(want, dump(load(t, dir, Options{Root: "root"}, "master.flags"))); diff != "" {
		t.Errorf("loaded (-want +got):\n%s", diff)
	}
}

// TestUnitsOfSeveralMachines reads the units of every machine in the tree, however many there are under the root.
func TestUnitsOfSeveralMachines(t *testing.T) {
	dir := tree(t, map[string]string{
		"one/etc/systemd/system/mesos-agent.service":          "[Service]\nExecStart=/usr/sbin/mesos-agent --port=1\n",
		"two/etc/systemd/system/mesos-agent.service":          "[Service]\nExecStart=/usr/sbin/mesos-agent --port=2\n",
		"two/etc/systemd/system/mesos-agent.service.d/x.conf": "[Service]\nEnvironment=MESOS_IP=2.2.2.2\n",
		"units/mesos-agent.service":                           "[Service]\nExecStart=/usr/sbin/mesos-agent --port=3\n",
		"units/mesos-agent.service.d/x.conf":                  "[Service]\nEnvironment=MESOS_IP=3.3.3.3\n",
	})
	want := `node agent one/etc/systemd/system/mesos-agent.service complete
  cli port="1"
node agent two/etc/systemd/system/mesos-agent.service complete
  cli port="2"
  env MESOS_IP="2.2.2.2"
node agent units/mesos-agent.service complete
  cli port="3"
  env MESOS_IP="3.3.3.3"
`
	for _, root := range []string{"", "."} {
		if diff := cmp.Diff(want, dump(load(t, dir, Options{Root: root}, "."))); diff != "" {
			t.Errorf("with the root %q, loaded (-want +got):\n%s", root, diff)
		}
	}
}

// TestSecretsAreMasked finds the secret of every form in no concealed text.
func TestSecretsAreMasked(t *testing.T) {
	const secret = "hunter2"
	dir := tree(t, map[string]string{
		"list.json":                        `{"credentials": [{"principal": "p", "secret": "hunter2"}]}`,
		"single.json":                      `{"principal": "p", "secret": "hunter2"}`,
		"etc/text":                         "p hunter2\n",
		"etc/broken":                       `{"credentials": [{"principal": "p", "secret": "hunter2"`,
		"etc/docker.json":                  `{"auths": {"r": {"auth": "hunter2"}}}`,
		"etc/mesos-slave/credential":       `{"principal": "p", "secret": "hunter2"}`,
		"etc/mesos-slave/http_credentials": "/etc/text",
		"etc/mesos-slave/docker_config":    "file:///etc/docker.json",
		"etc/mesos-slave/modules":          `{"libraries": [{"modules": [{"parameters": [{"key": "password", "value": "hunter2"}]}]}]}`,
		"etc/mesos-master/credentials":     "file:///etc/broken",
		"etc/mesos/zk":                     "zk://u:hunter2@h/m",
	})
	c := load(t, dir, Options{}, ".")
	seen := 0
	check := func(s *source.Source) {
		if strings.Contains(string(s.Data), secret) {
			seen++
		}
		if shown := redact.Conceal(string(s.Data), s.Secrets()); strings.Contains(shown, secret) {
			t.Errorf("%s shows its secret: %s", s.Path, shown)
		}
	}
	for _, d := range c.Documents {
		check(d.Text.Source())
	}
	for _, n := range c.Nodes {
		for _, s := range n.Sources {
			check(s)
		}
	}
	if seen < 9 {
		t.Errorf("saw only %d secrets", seen)
	}
}

// A Vagrantfile that is a pipe, or a link out of the tree, says nothing about what a machine finds at /vagrant, and keeps nobody
// waiting.
func TestVagrantfilesThatMayNotBeRead(t *testing.T) {
	outside := filepath.Join(tree(t, map[string]string{"Vagrantfile": "config.vm.box = 'x'\n"}), "Vagrantfile")
	for name, put := range map[string]func(path string) error{
		"pipe":    func(path string) error { return syscall.Mkfifo(path, 0o644) },
		"link":    func(path string) error { return os.Symlink(outside, path) },
		"too big": func(path string) error { return os.WriteFile(path, make([]byte, maxVagrantfile+1), 0o644) },
	} {
		dir := tree(t, map[string]string{"conf/zk": "zk://a:2181/m", "s.sh": "#!/bin/sh\ncp /vagrant/conf/zk /etc/mesos/zk\n"})
		if err := put(filepath.Join(dir, "Vagrantfile")); err != nil {
			t.Fatal(err)
		}
		c := load(t, dir, Options{}, ".")
		for _, n := range c.Nodes {
			for _, s := range n.Settings {
				if strings.Contains(s.Value.String(), "zk://a") {
					t.Errorf("%s: %s is known", name, s.Name)
				}
			}
		}
	}
}

// A tree that is too large to be read for the sake of a part is left alone, and the part is judged by itself.
func TestMostThatIsLookedAtAround(t *testing.T) {
	dir := tree(t, map[string]string{".git/HEAD": "", "site.yml": "- hosts: all\n  roles: [m]\n", "roles/m/defaults/main.yml": "q: 2\n",
		"roles/m/tasks/main.yml": "- copy: {dest: /etc/mesos-master/quorum, content: '{{ q }}'}\n"})
	for _, most := range []int{maxAround, 8, 7} {
		l, err := newLoader(t.Context(), Options{Dir: dir, Vocabulary: vocabulary()})
		if err != nil {
			t.Fatal(err)
		}
		l.mostAround = most
		paths := []string{"roles/m/defaults/main.yml"}
		l.load(paths)
		whole, err := l.inTrees(paths, l.treesOfParts())
		if err != nil {
			t.Fatal(err)
		}
		if whole.beyond != (most < 8) || len(whole.out.Checked) != 1 != whole.beyond {
			t.Errorf("of at most %d entries: beyond it is %t, and checked is %v", most, whole.beyond, whole.out.Checked)
		}
	}
}
