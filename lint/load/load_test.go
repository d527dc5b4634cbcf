package load

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// vocabulary is a small piece of Mesos, enough for the tests.
func vocabulary() Vocabulary {
	flags := map[config.Component][]string{
		config.Master: {"zk", "quorum", "cluster", "port", "ip", "log_dir", "work_dir", "acls", "credentials", "modules",
			"modules_dir", "hostname_lookup", "hostname", "rate_limits", "authenticate", "roles", "weights"},
		config.Agent: {"master", "containerizers", "isolation", "attributes", "resources", "port", "ip", "log_dir", "work_dir",
			"acls", "credential", "http_credentials", "modules", "modules_dir", "hostname", "switch_user", "docker_config",
			"jwt_secret_key", "hostname_lookup"},
	}
	kinds := map[string]config.Kind{
		"acls": config.ACLs, "credentials": config.Credentials, "http_credentials": config.Credentials,
		"credential": config.Credential, "modules": config.Modules, "modules_dir": config.Modules,
		"rate_limits": config.RateLimits, "docker_config": "docker_config", "resources": "resources",
	}
	in := func(names ...string) func(config.Component, string) bool {
		return func(_ config.Component, flag string) bool { return slices.Contains(names, flag) }
	}
	return Vocabulary{
		ActionKey: func(key string) bool {
			return key == "register_frameworks" || key == "run_tasks" || key == "set_quotas"
		},
		DocumentKeys: func() []DocumentKeys {
			return []DocumentKeys{
				{Kind: config.ACLs, Keys: []DocumentKey{{Name: "permissive"}}, Entries: []string{"principals"}},
				{Kind: config.Modules, Keys: []DocumentKey{{Name: "libraries", Inside: []string{"file", "name", "modules", "path"}}}},
				{Kind: config.Credentials, Keys: []DocumentKey{{Name: "credentials", Inside: []string{"principal", "secret"}}}, List: []string{"principal", "secret"}},
				{Kind: config.Credential, Whole: []string{"principal", "secret"}},
				{Kind: config.RateLimits, Keys: []DocumentKey{{Name: "limits", Holds: "qps"}, {Name: "aggregate_default_qps"}}},
				{Kind: config.Firewall, Keys: []DocumentKey{{Name: "disabled_endpoints"}}},
			}
		},
		Flag:          func(c config.Component, name string) bool { return slices.Contains(flags[c], name) },
		DocumentKind:  func(c config.Component, flag string) config.Kind { return kinds[flag] },
		PathFlag:      in("credentials", "credential", "http_credentials", "jwt_secret_key", "modules_dir"),
		DirectoryFlag: in("modules_dir"),
		BarePath:      in("acls", "modules", "rate_limits", "docker_config"),
	}
}

// tree writes files and returns the directory. A path that ends in "/" is an empty directory; content that begins with
// "-> " is the target of a symbolic link.
func tree(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for path, content := range files {
		full := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, isLink := strings.CutPrefix(content, "-> "); isLink {
			err = os.Symlink(target, full)
		} else if strings.HasSuffix(path, "/") {
			err = os.MkdirAll(full, 0o755)
		} else {
			err = os.WriteFile(full, []byte(content), 0o640)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func load(t testing.TB, dir string, o Options, paths ...string) *config.Config {
	t.Helper()
	o.Dir = dir
	if o.Vocabulary.Flag == nil {
		o.Vocabulary = vocabulary()
	}
	c, err := Load(context.Background(), paths, o)
	if (err != nil) != (len(c.Unchecked) > 0) {
		t.Errorf("Load returned error %v and unchecked %v", err, c.Unchecked)
	}
	for _, u := range c.Unchecked {
		if _, remedy, _ := strings.Cut(u.Reason, "; "); remedy == "" {
			t.Errorf("%s: %q does not say what to do", u.Path, u.Reason)
		}
	}
	return c
}

// dump writes what was loaded, one fact a line.
func dump(c *config.Config) string {
	var b strings.Builder
	for _, n := range c.Nodes {
		state := "complete"
		if !n.Complete {
			state = "incomplete"
		}
		fmt.Fprintf(&b, "node %s %s %s\n", n.Component, n.Name, state)
		for _, s := range n.Settings {
			fmt.Fprintf(&b, "  %s\n", dumpSetting(s))
		}
		for _, a := range n.Arguments {
			fmt.Fprintf(&b, "  argument %q after end %v\n", a.Text.String(), a.AfterEnd)
		}
		for _, f := range n.Findings {
			fmt.Fprintf(&b, "  finding %s %q at %s\n", f.ID, f.Subject, place1(f.Span))
		}
	}
	for _, d := range c.Documents {
		inline := ""
		if d.Inline {
			inline = " inline"
		}
		if d.Setting != nil {
			inline += " of " + d.Setting.Name
		}
		fmt.Fprintf(&b, "document %s %s %s%s\n", d.Kind, cmpOr(d.Component.String(), "any"), d.Text.Source().Path, inline)
	}
	for _, u := range c.Unchecked {
		fmt.Fprintf(&b, "unchecked %s\n", u.Error())
	}
	return b.String()
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

func place1(s source.Span) string {
	start, _ := s.Range()
	return fmt.Sprintf("%s:%d:%d", s.Source.Path, start.Line, start.Column)
}

func dumpSetting(s *config.Setting) string {
	var b strings.Builder
	way := map[config.Way]string{config.CommandLine: "cli", config.FlagDirectory: "dir", config.WrapperVar: "var", config.Environment: "env"}
	fmt.Fprintf(&b, "%s %s", way[s.Way], s.Name)
	if s.HasValue {
		fmt.Fprintf(&b, "=%q", s.Value.String())
	}
	if s.Dynamic {
		b.WriteString(" dynamic")
	}
	if s.Optional {
		b.WriteString(" optional")
	}
	if s.Overridden != nil {
		b.WriteString(" overridden at " + place1(s.Overridden.Span))
	}
	if r := s.Reference; r != nil {
		fmt.Fprintf(&b, " refers to %s", r.Path)
		if r.Source != nil {
			fmt.Fprintf(&b, " (%s)", r.Source.Path)
		}
		if r.Problem != "" {
			fmt.Fprintf(&b, " (%s)", r.Problem)
		}
		if len(r.Directories) > 0 {
			fmt.Fprintf(&b, " with directories %q", r.Directories)
		}
	}
	return b.String()
}

func TestTrees(t *testing.T) {
	const acls = `{"permissive": false, "register_frameworks": []}`
	cases := []struct {
		name  string
		files map[string]string
		paths []string
		o     Options
		want  string
	}{{
		name: "what lies in a directory of modules",
		files: map[string]string{
			"agent.flags":               "--modules_dir=/etc/modules\n",
			"etc/modules/README":        "hello\n",
			"etc/modules/.gitkeep":      "",
			"etc/modules/old/m.json":    `{"libraries": []}`,
			"etc/modules/..data":        "-> ..2019",
			"etc/modules/..2019/m.json": `{"libraries": []}`,
			"etc/modules/m.json":        "-> ..data/m.json",
			"etc/modules/gone.json":     "-> /nowhere/gone.json",
			"etc/modules/out.json":      "-> /../../../etc/hosts",
		},
		paths: []string{"agent.flags"},
		want: `node agent agent.flags complete
  cli modules_dir="/etc/modules" refers to /etc/modules with directories ["..2019" "..data" "old"]
document modules agent etc/modules/..2019/m.json of modules_dir
document modules agent etc/modules/.gitkeep of modules_dir
document modules agent etc/modules/README of modules_dir
unchecked etc/modules/gone.json: is a symbolic link to nowhere/gone.json, which does not exist; fix it, or give --root
unchecked etc/modules/out.json: is a symbolic link to etc/hosts, which does not exist; fix it, or give --root
`,
	}, {
		name: "a master of the Mesosphere package",
		files: map[string]string{
			"etc/mesos/zk":                         "zk://a:2181/mesos\n",
			"etc/default/mesos":                    "LOGS=/var/log/mesos\nULIMIT=\"-n 8192\"\n",
			"etc/default/mesos-master":             "PORT=5050\nZK=`cat /etc/mesos/zk`\nexport MESOS_QUORM=2\n",
			"etc/mesos-master/quorum":              "2\n",
			"etc/mesos-master/log_dir":             "/var/log/mesos\n\n",
			"etc/mesos-master/?no-hostname_lookup": "ignored",
			"etc/mesos-master/?no-logger":          "",
			"etc/mesos-master/acls":                "file:///etc/mesos/acls.json\n",
			"etc/mesos-master/.hidden":             "x",
			"etc/mesos-master/work_dir.rpmnew":     "/tmp\n",
			"etc/mesos-master/README":              "hello\n",
			"etc/mesos-master/sub/quorum":          "9\n",
			"etc/mesos/acls.json":                  acls,
		},
		paths: []string{"."},
		want: `node master etc/mesos-master complete
  var zk="zk://a:2181/mesos"
  var port="5050"
  var log_dir="/var/log/mesos"
  dir no-hostname_lookup
  dir README="hello"
  dir acls="file:///etc/mesos/acls.json" refers to /etc/mesos/acls.json (etc/mesos/acls.json)
  dir log_dir="/var/log/mesos"
  dir quorum="2"
  dir work_dir.rpmnew="/tmp"
  env LOGS="/var/log/mesos"
  env ULIMIT="-n 8192"
  env PORT="5050"
  env ZK="zk://a:2181/mesos"
  env MESOS_QUORM="2"
  finding wrapper/no-logger "?no-logger" at etc/mesos-master/?no-logger:1:1
document acls master etc/mesos/acls.json of acls
`,
	}, {
		name: "an agent with attributes and resources",
		files: map[string]string{
			"etc/mesos-slave/attributes/rack": "a1\n",
			"etc/mesos-slave/attributes/zone": "north\n",
			"etc/mesos-slave/attributes/none": "",
			"etc/mesos-slave/resources/cpus":  "4\n",
			"etc/mesos-slave/containerizers":  "docker,mesos",
			"etc/mesos/zk":                    "zk://a/mesos\n",
		},
		paths: []string{"etc"},
		want: `node agent etc/mesos-slave incomplete
  var master="zk://a/mesos"
  dir containerizers="docker,mesos"
  dir attributes="rack:a1;zone:north"
  dir resources="cpus:4"
document resources agent etc/mesos-slave/resources/cpus inline of resources
`,
	}, {
		name: "hosts side by side are nodes of their own",
		files: map[string]string{
			"a/etc/mesos-master/quorum":    "1",
			"a/etc/default/mesos-master":   "PORT=1",
			"b/etc/mesos-master/quorum":    "2",
			"b/etc/default/mesos-slave":    "IP=1.2.3.4\nPORT=2",
			"c/etc_mesos-slave/work_dir":   "/w",
			"c/etc_default_mesos-slave.j2": "MASTER=zk://{{ host }}/mesos\n",
		},
		paths: []string{"."},
		want: `node master a/etc/mesos-master incomplete
  var port="1"
  dir quorum="1"
  env PORT="1"
node agent b/etc/default/mesos-slave incomplete
  var ip="1.2.3.4"
  env IP="1.2.3.4"
  env PORT="2"
  finding wrapper/ignored-variable "PORT" at b/etc/default/mesos-slave:2:1
node master b/etc/mesos-master incomplete
  dir quorum="2"
node agent c/etc_mesos-slave incomplete
  var master="zk://{{ host }}/mesos" dynamic
  dir work_dir="/w"
  env MASTER="zk://{{ host }}/mesos" dynamic
`,
	}, {
		name: "a file of a flag directory named by itself",
		files: map[string]string{
			"etc/mesos-master/quorum": "1",
			"etc/mesos-master/zk":     "zk://a/m",
		},
		paths: []string{"etc/mesos-master/zk"},
		want: `node master etc/mesos-master incomplete
  dir quorum="1"
  dir zk="zk://a/m"
`,
	}, {
		name: "a directory called like a flag directory that is none",
		files: map[string]string{
			"docker/mesos-master/Dockerfile": "FROM x",
			"docker/mesos-master/acls.json":  acls,
		},
		paths: []string{"."},
		want: `document acls master docker/mesos-master/acls.json
`,
	}, {
		name:  "a flag directory said to be one",
		files: map[string]string{"flags/whatever": "1"},
		paths: []string{"flags"},
		o:     Options{As: config.MasterFlags},
		want: `node master flags incomplete
  dir whatever="1"
`,
	}, {
		name: "inline documents of a flag directory",
		files: map[string]string{
			"etc_mesos-slave/modules":    `{"libraries": {"file": "x.so"}}` + "\n",
			"etc_mesos-slave/credential": `{"principal": "p", "secret": "s"}`,
			"etc_mesos-slave/acls.json":  acls,
			"etc_mesos-slave/quorum.erb": "<%= @quorum %>\n",
		},
		paths: []string{"."},
		want: `node agent etc_mesos-slave incomplete
  dir acls.json="{\"permissive\": false, \"register_frameworks\": []}"
  dir credential="{\"principal\": \"p\", \"secret\": \"s\"}" refers to {"principal": "p", "secret": "s"} (is a relative path, which starts from the directory the daemon is started in)
  dir modules="{\"libraries\": {\"file\": \"x.so\"}}"
  dir quorum="<%= @quorum %>" dynamic
document acls agent etc_mesos-slave/acls.json
document credential agent etc_mesos-slave/credential
document modules agent etc_mesos-slave/modules inline of modules
`,
	}, {
		name: "flag files",
		files: map[string]string{
			"master.flags":          "# comment\n\n--quorum=2\n  --zk = zk://a/m \n--hostname_lookup\nfoo\n-–x=1\n--acls={\"permissive\": true}\n--\n--after=1\n",
			"x/agent/cluster.flags": "--work_dir=/w\r\n--credential=/etc/cred\r\n",
			"x/agent/etc/cred":      "p s\n",
			"plain.flags":           "--containerizers=docker\n",
			"other.flags":           "--verbose=1\n",
		},
		paths: []string{"."},
		want: `node master master.flags complete
  cli quorum="2"
  cli zk =" zk://a/m "
  cli hostname_lookup
  cli acls="{\"permissive\": true}"
  argument "foo" after end false
  argument "-–x=1" after end false
  argument "--after=1" after end true
node agent plain.flags complete
  cli containerizers="docker"
node agent x/agent/cluster.flags complete
  cli work_dir="/w\r"
  cli credential="/etc/cred\r" refers to /etc/cred (x/agent/etc/cred)
document acls master master.flags inline of acls
document credential agent x/agent/etc/cred of credential
`,
	}, {
		name:  "a flag file that does not say whose it is",
		files: map[string]string{"x.flags": "--port=1\n"},
		paths: []string{"x.flags"},
		want:  "unchecked x.flags: does not say whether it is for a master or an agent; say it with --as master-flags or --as agent-flags\n",
	}, {
		name: "environment files of systemd",
		files: map[string]string{
			"etc/sysconfig/mesos":                  "MESOS_LOG_DIR=/l\n",
			"etc/sysconfig/mesos-master":           "# c\n; c\nexport MESOS_ZK=zk://a/m\nMESOS_QUORUM = \"2\"  \nMESOS_QUORUM=3\nMESOS_HOSTNAME=$HOSTNAME\nMESOS_CLUSTER='a b' # c\nMESOS_ROLES=a\\\n  b\nstray\n",
			"etc/sysconfig/mesos-agent-credential": "p s\n",
		},
		paths: []string{"."},
		want: `node master etc/sysconfig/mesos-master incomplete
  env MESOS_LOG_DIR="/l"
  env MESOS_QUORUM="2" overridden at etc/sysconfig/mesos-master:5:1
  env MESOS_QUORUM="3"
  env MESOS_HOSTNAME="$HOSTNAME"
  env MESOS_CLUSTER="a b# c"
  env MESOS_ROLES="a  b"
  finding systemd/invalid-name "export MESOS_ZK" at etc/sysconfig/mesos-master:3:1
  finding systemd/expansion "$HOSTNAME" at etc/sysconfig/mesos-master:6:16
  finding systemd/ignored-line "" at etc/sysconfig/mesos-master:10:1
document credential agent etc/sysconfig/mesos-agent-credential
`,
	}, {
		name: "environment files of DC/OS",
		files: map[string]string{
			"opt/mesosphere/etc/mesos-slave-common":         "MESOS_MODULES=file:///opt/mesosphere/etc/mesos-slave-modules.json\nMESOS_MODULES_DIR=/opt/mesosphere/etc/mesos-slave-modules\n{{ hooks }}\n{% switch x %}\n{% case \"true\" %}\nMESOS_DOCKER={{ y }}\n{% endswitch %}\n",
			"opt/mesosphere/etc/mesos-slave":                "MESOS_RESOURCES=[{\"name\":\"ports\"}]\n",
			"opt/mesosphere/etc/mesos-slave-public":         "MESOS_RESOURCES=[]\n",
			"opt/mesosphere/etc/mesos-slave-modules.json":   `{"libraries": []}`,
			"opt/mesosphere/etc/mesos-slave-modules/b.json": `{"libraries": [{"file": "b"}]}`,
			"opt/mesosphere/etc/mesos-slave-modules/README": `no JSON`,
		},
		paths: []string{"."},
		want: `node agent opt/mesosphere/etc/mesos-slave incomplete
  env MESOS_MODULES="file:///opt/mesosphere/etc/mesos-slave-modules.json" refers to /opt/mesosphere/etc/mesos-slave-modules.json (opt/mesosphere/etc/mesos-slave-modules.json)
  env MESOS_MODULES_DIR="/opt/mesosphere/etc/mesos-slave-modules" refers to /opt/mesosphere/etc/mesos-slave-modules
  env MESOS_DOCKER="{{ y }}" dynamic optional
  env MESOS_RESOURCES="[{\"name\":\"ports\"}]"
node agent opt/mesosphere/etc/mesos-slave-public incomplete
  env MESOS_MODULES="file:///opt/mesosphere/etc/mesos-slave-modules.json" refers to /opt/mesosphere/etc/mesos-slave-modules.json (opt/mesosphere/etc/mesos-slave-modules.json)
  env MESOS_MODULES_DIR="/opt/mesosphere/etc/mesos-slave-modules" refers to /opt/mesosphere/etc/mesos-slave-modules
  env MESOS_DOCKER="{{ y }}" dynamic optional
  env MESOS_RESOURCES="[]"
document resources agent opt/mesosphere/etc/mesos-slave inline of MESOS_RESOURCES
document modules agent opt/mesosphere/etc/mesos-slave-modules.json of MESOS_MODULES
document modules agent opt/mesosphere/etc/mesos-slave-modules/README of MESOS_MODULES_DIR
document modules agent opt/mesosphere/etc/mesos-slave-modules/b.json of MESOS_MODULES_DIR
document resources agent opt/mesosphere/etc/mesos-slave-public inline of MESOS_RESOURCES
`,
	}, {
		name: "an environment file of mesos-daemon.sh",
		files: map[string]string{
			"etc/mesos/mesos-agent-env.sh": "export MESOS_master=a:5050\nMESOS_work_dir=/w\nX=/l; export MESOS_log_dir=$X/mesos\nexport MESOS_hostname=$(hostname) MESOS_isolation='a'\"b\"\nif true; then export MESOS_ip=1; fi\n",
		},
		paths: []string{"."},
		want: `node agent etc/mesos/mesos-agent-env.sh incomplete
  env MESOS_master="a:5050"
  env MESOS_log_dir="/l/mesos"
  env MESOS_hostname="$(hostname)" dynamic
  env MESOS_isolation="ab"
  env MESOS_ip="1"
  finding shell/not-exported "MESOS_work_dir" at etc/mesos/mesos-agent-env.sh:2:1
`,
	}, {
		name: "text credentials recognised by their name and their lines",
		files: map[string]string{
			"credentials": "a b\n\nc d", "credentials.txt": "a b", "x/mesos-credential": " a  b ", "agent-credentials": "a b\n",
			"x/credentials": "[default]\nkey = value\n", "git-credentials": "https://a:b@c\n", "mesos/credentials": "a b\nc d\ne\n",
			"y/credentials": "a b\nc d\ne\n", "credentials.yml": "a: b\n", "test_credentials.py": "import unittest\n", "z/credentials": "a b\nc\n", "credentialstore": "a b\n", "other": "a b\n",
		},
		paths: []string{"."},
		want: `document credential agent agent-credentials
document credentials any credentials
document credentials any credentials.txt
document credentials any mesos/credentials
document credential any x/mesos-credential
`,
	}, {
		name: "documents recognised by their content",
		files: map[string]string{
			"a": acls, "b.js": "{\"libraries\": [{\"file\": \"x\"}]}", "c.json": `{"credentials": [{"principal": "p", "secret": "s"}]}`,
			"d.txt": ` {"secret": "s", "principal": "p"}`, "e": `{"limits": [{"principal": "p", "qps": 1}]}`,
			"f.json": `{"disabled_endpoints": {"paths": []}}`, "truncated.json": `{"permissive": fal`,
			"misspelt.json": `{"register_framework": [{"principals": {"type": "ANY"}}]}`,
			"package.json":  `{"name": "x", "libraries": {"a": "b"}}`, "credentials.json": `{"credentials": {"user": "u"}}`,
			"acls.json": "", "bom.json": "\ufeff" + acls, "comment.json": "// ours\n" + acls,
		},
		paths: []string{"."},
		want: `document acls any a
document modules any b.js
document acls any bom.json
document credentials any c.json
document acls any comment.json
document credential any d.txt
document rate-limits any e
document firewall-rules any f.json
document acls any misspelt.json
document acls any truncated.json
unchecked acls.json: is empty; ` + sayKind + "\n",
	}, {
		name:  "a document said to be one",
		files: map[string]string{"x": "p s\n"},
		paths: []string{"x"},
		o:     Options{As: config.Credentials},
		want:  "document credentials any x\n",
	}, {
		name: "templates of documents",
		files: map[string]string{
			"acls.json.j2":  `{"run_tasks": [{"principals": {"values": ["{{ p }}"]}}]}`,
			"structural.j2": `{"run_tasks": {{ acls }}}`,
			"acls":          "{{ all }}",
			"empty/acls":    " {\n}\n", "empty/other.json": "{}",
		},
		paths: []string{"."},
		want: `document acls any acls.json.j2
document acls any empty/acls
unchecked acls: is a template, whose content is only known when it is rendered; check the rendered file
unchecked structural.j2: is a template; check the rendered file
`,
	}, {
		name: "a brace typed twice makes no template",
		files: map[string]string{
			"a/acls.json": `{"run_tasks": [{{"principals": {"type": "ANY"}, "users": {"type": "ANY"}}]}`,
			"b/acls.json": `{"permissive": true, "run_tasks": [{"principals": {{}}, "users": {}}]}`,
			"c/acls.json": `{{"permissive": true}}`,
			"d/acls.json": `{"run_tasks": {{ {"principals": 1} | to_json }}}`,
			"e/acls.json": `{"run_tasks": {{ join ":" .Lists }}}`,
		},
		paths: []string{"."},
		want: `document acls any a/acls.json
document acls any b/acls.json
document acls any c/acls.json
unchecked d/acls.json: is a template; check the rendered file
unchecked e/acls.json: is a template; check the rendered file
`,
	}, {
		name: "what cannot be read does not hide the rest",
		files: map[string]string{
			"d/loop": "-> ..", "d/dangling.json": "-> nowhere", "d/out.json": "-> /../../etc/hosts",
			"d/a.json": acls, "readme": "hello",
		},
		paths: []string{"d", "missing", "readme"},
		want: `document acls any d/a.json
unchecked missing: no such file or directory; check the path
unchecked readme: is not recognised; ` + sayKind + "\n",
	}}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			dir := tree(t, c.files)
			got := dump(load(t, dir, c.o, c.paths...))
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("loaded (-want +got):\n%s", diff)
			}
		})
	}
}
