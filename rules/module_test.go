package rules

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

func TestModuleWithoutALibrary(t *testing.T) {
	found := findings(t, document(config.Modules, config.Agent, `{"libraries": [{"modules": []}]}`), "1.3.2", moduleUnnamed)
	if want := "add `file`, or `name` if the library is on the linker's path"; len(found) != 1 || found[0].Help != want {
		t.Errorf("found %+v, want the help %q", found, want)
	}
}

func TestModulesFile(t *testing.T) {
	const both = `{"libraries": [{"file": "/a.so", "modules": [{"name": "m"}]}, {"file": "/a.so", "modules": [{"name": "m"}]}]}`
	for _, c := range []documentCase{
		{config.Modules, config.Agent, "1.3.2", `{"libraries": [{"file": "/a.so", "modules": [{"name": "m", "parameters": [{"key": "k", "value": "v"}]}]}]}`, nil},
		// One value where a list is expected works.
		{config.Modules, config.Agent, "1.3.2", `{"libraries": {"name": "a", "modules": {"name": "m", "parameters": {"key": "k", "value": "v"}}}}`, nil},

		{config.Modules, config.Agent, "1.3.2", `{"libraries": [{"modules": [{"name": "m"}]}]}`, []string{"fatal {: this library has no `file` and no `name`; the 1.3.2 agent will not start"}},
		{config.Modules, config.Agent, "1.3.2", `{"libraries": [{"path": "/a.so", "modules": [{"name": "m"}]}]}`, []string{"fatal {: this library has no `file`"}},
		{config.Modules, config.Agent, "1.3.2", `{"libraries": [{"file": "/a.so", "modules": [{"nam": "m"}]}]}`, []string{"fatal {: this module has no `name`"}},
		{config.Modules, config.Agent, "0.20.1", `{"libraries": [{"modules": []}]}`, nil},

		{config.Modules, config.Agent, "1.3.2", `{}`, []string{"ignored {: there are no `libraries` in it: the 1.3.2 agent loads no module"}},
		{config.Modules, config.Agent, "1.3.2", `{"library": [{"file": "/a.so"}]}`, []string{"ignored {: there are no `libraries`"}},
		{config.Modules, config.Agent, "1.3.2", `{"libraries": [{"file": "/a.so"}]}`, []string{"ignored {: there are no `modules` in this library"}},

		{config.Modules, config.Agent, "0.27.3", both, []string{"fatal \"m\": `m` cannot be loaded: it is listed already"}},
		{config.Modules, config.Agent, "0.28.0", both, nil},
		{config.Modules, config.Agent, "1.3.2", strings.Replace(both, "/a.so", "/b.so", 1), []string{"another library already has a module with this name"}},
		{config.Modules, config.Agent, "1.3.2", `{"libraries": [{"name": "a", "modules": [{"name": "m"}]}, {"file": "liba.so", "modules": [{"name": "m"}]}]}`, nil},
		{config.Modules, config.Agent, "1.3.2", `{"libraries": {"file": "a", "modules": [{"name": "m"}, {"name": "m", "parameters": [{"key": "k", "value": "v"}]}]}}`,
			[]string{"it is listed already, with other parameters"}},
	} {
		c.run(t, moduleUnnamed, moduleNothingLoaded, moduleDuplicate)
	}
}

func TestModulesDirectory(t *testing.T) {
	node := nodeOf(config.Agent, "--modules_dir=/etc/modules")
	c := &config.Config{Nodes: []*config.Node{node}}
	for _, f := range [][2]string{
		{"etc/modules/README", "our modules\n"},
		{"etc/modules/one.json", `{"libraries": [{"file": "/a.so", "modules": [{"name": "m"}]}]}`},
		{"etc/modules/two.json", `{"libraries": [{"file": "/b.so", "modules": [{"name": "m"}]}]}`},
	} {
		c.Documents = append(c.Documents, &config.Document{
			Kind: config.Modules, Component: config.Agent, Text: source.WholeText(source.New(f[0], "", []byte(f[1]))),
			Setting: node.Settings[0], Node: node,
		})
	}
	found := findings(t, c, "1.3.2", documentInvalidJSON, moduleDuplicate)
	if len(found) != 2 {
		t.Fatalf("found %q", brief(found))
	}
	if d := found[0]; d.Span.Source.Path != "etc/modules/README" || d.Effect != lint.Fatal || !strings.Contains(d.Help, "every file of this directory") {
		t.Errorf("README: %+v", d)
	}
	if d := found[1]; d.Span.Source.Path != "etc/modules/two.json" || d.Span.Text() != `"m"` || len(d.Related) != 1 || d.Related[0].Span.Source.Path != "etc/modules/one.json" {
		t.Errorf("duplicate: %+v", d)
	}
	if found := findings(t, c, "0.28.3", documentInvalidJSON, moduleDuplicate); len(found) != 0 {
		t.Errorf("0.28 has no modules_dir, but %q", brief(found))
	}
}

func TestModuleTwoSources(t *testing.T) {
	runNodeCases(t, moduleTwoSources, []nodeCase{
		{"both", config.Master, []string{"--modules={}", "--modules_dir=/etc/modules"}, "", "1.0.0", []string{"fatal: `modules` is given as well as `modules_dir`; the 1.0.0 master will not start"}, ""},
		{"one in the environment", config.Agent, []string{"MESOS_MODULES={}", "--modules_dir=/etc/modules"}, "", "1.11.0", []string{"fatal: "}, ""},
		{"one", config.Agent, []string{"--modules_dir=/etc/modules"}, "", "1.11.0", nil, ""},
		{"before modules_dir", config.Agent, []string{"--modules={}", "--modules_dir=/etc/modules"}, "", "0.28.3", nil, ""},
	})
}

// withModules adds the modules document that the node's first setting carries.
func withModules(node *config.Node) *config.Config {
	s := node.Settings[0]
	return &config.Config{Nodes: []*config.Node{node}, Documents: []*config.Document{{
		Kind: config.Modules, Component: node.Component, Text: s.Value, Setting: s, Node: node, Inline: true,
	}}}
}

func TestModuleInterfaceChanged(t *testing.T) {
	const modules = `--modules={"libraries": {"file": "/a.so", "modules": [{"name": "com_x_M"}]}}`
	for _, c := range []struct {
		component config.Component
		flags     []string
		on        string
		want      []string
	}{
		{config.Master, []string{"--allocator=com_x_M"}, "1.2.3..1.3.0", []string{"changed com_x_M: `com_x_M` is an allocator, whose interface changes in 1.3.0: allocators must serve MULTI_ROLE"}},
		{config.Master, []string{"--allocator=com_x_M"}, "1.3.0..1.3.2", nil},
		{config.Master, []string{"--allocator=com_x_M"}, "1.3.0", nil},
		{config.Master, []string{"--allocator=com_x_M"}, "1.2.0..1.4.0", []string{"; in 1.4.0: addFramework and updateFramework take suppressedRoles; initialize filterGpuResources and domain; updateSlave is given the new total"}},
		{config.Master, []string{"--allocator=HierarchicalDRF"}, "1.2.3..1.3.0", nil},
		{config.Master, []string{"--allocator=com_y_M"}, "1.2.3..1.3.0", nil}, // not loaded
		{config.Agent, []string{"--isolation=posix/cpu,com_x_M"}, "1.6.2..1.7.0", []string{"changed com_x_M: `com_x_M` is an isolator"}},
		{config.Agent, []string{"--isolation=posix/cpu,posix/mem"}, "1.6.2..1.7.0", nil},
		{config.Agent, []string{"--container_logger=com_x_M"}, "1.6.2..1.7.0", []string{"is a container logger"}},
		{config.Agent, []string{"--hooks=com_x_M"}, "1.1.3..1.2.0", []string{"is a hook, whose interface changes in 1.2.0: slavePreLaunchDockerEnvironmentDecorator"}},
		{config.Agent, []string{"--authorizer=com_x_M"}, "1.9.0..1.10.0", []string{"is an authorizer"}},
		{config.Master, []string{"--authorizers=com_x_M"}, "1.9.0..1.10.0", []string{"is an authorizer"}},
		{config.Agent, []string{"--qos_controller=com_x_M"}, "0.28.3..1.11.0", nil},
	} {
		node := nodeOf(c.component, append([]string{modules}, c.flags...)...)
		found := findings(t, withModules(node), c.on, moduleInterfaceChanged)
		got := brief(found)
		ok := len(got) == len(c.want)
		for i := 0; ok && i < len(got); i++ {
			ok = strings.Contains(got[i], c.want[i])
			if len(found[i].Related) != 1 || found[i].Related[0].Span.Text() != `"com_x_M"` {
				t.Errorf("%v: not related to the modules file: %+v", c.flags, found[i].Related)
			}
		}
		if !ok {
			t.Errorf("%v on %s: %q, want %q", c.flags, c.on, got, c.want)
		}
	}
	// If the modules are not known, a name that is not built in is one.
	node := nodeOf(config.Master, "--modules=file:///etc/not-here.json", "--allocator=com_y_M")
	if found := findings(t, &config.Config{Nodes: []*config.Node{node}}, "1.2.3..1.3.0", moduleInterfaceChanged); len(found) != 1 {
		t.Errorf("unknown modules: %q", brief(found))
	}
}

func TestModuleRebuild(t *testing.T) {
	const text = `{"libraries": [{"file": "/a.so", "modules": {"name": "m"}}, {"name": "b", "modules": {"name": "org_apache_mesos_LogrotateContainerLogger"}}]}`
	for _, c := range []documentCase{
		{config.Modules, config.Agent, "1.3.0..1.3.2", text, []string{"changed \"/a.so\": the 1.3.2 agent loads `/a.so` only if it was built for 1.3.2 exactly"}},
		{config.Modules, config.Agent, "1.3.0..1.3.2", `{"libraries": {"name": "b", "modules": {"name": "m"}}}`, []string{"loads `libb.so` only if"}},
		{config.Modules, config.Agent, "1.3.2..1.3.2", text, nil},
		{config.Modules, config.Agent, "1.3.2", text, nil},
	} {
		c.run(t, moduleRebuild)
	}
}

func TestOverriddenDocumentIsNotRead(t *testing.T) {
	for _, c := range []struct {
		kind      config.Kind
		component config.Component
		on        string
		variable  string // a value that the release refuses
		flag      string
		rule      *lint.Rule
	}{
		{config.Modules, config.Agent, "0.25.0", "MESOS_MODULES={", "--modules={}", documentInvalidJSON},
		{config.ACLs, config.Master, "1.3.2", "MESOS_ACLS={", "--acls={}", aclInvalidJSON},
		{config.ACLs, config.Agent, "1.3.2", "MESOS_ACLS=1", "--acls={}", aclWrongType},
		{config.Credentials, config.Master, "1.3.2", "MESOS_CREDENTIALS=a", "--credentials=/a", credentialMalformed},
		{config.Credential, config.Agent, "1.3.2", "MESOS_CREDENTIAL=a", "--credential=/a", credentialMalformed},
	} {
		of := func(lines ...string) *config.Config {
			conf := withModules(nodeOf(c.component, lines...))
			conf.Documents[0].Kind = c.kind
			return conf
		}
		if found := findings(t, of(c.variable, c.flag), c.on, c.rule); len(found) != 0 {
			t.Errorf("%s %s: the command line wins, but %q", c.variable, c.flag, brief(found))
		}
		if found := findings(t, of(c.variable), c.on, c.rule); len(found) != 1 {
			t.Errorf("%s: nothing else is given, but %q", c.variable, brief(found))
		}
	}
}

func TestModuleNotYet(t *testing.T) {
	library := func(names ...string) string {
		return `{"libraries": {"file": "/a.so", "modules": [{"name": "` + strings.Join(names, `"}, {"name": "`) + `"}]}}`
	}
	for _, c := range []documentCase{
		{config.Modules, config.Agent, "0.22.2", library("org_apache_mesos_FixedResourceEstimator"),
			[]string{"fatal \"org_apache_mesos_FixedResourceEstimator\": `org_apache_mesos_FixedResourceEstimator` comes with Mesos in 0.23.0 and later: it is a resource estimator, and 0.22.2 does not know modules of that kind; the 0.22.2 agent will not start"}},
		{config.Modules, config.Agent, "0.23.0", library("org_apache_mesos_FixedResourceEstimator"), nil},
		{config.Modules, config.Agent, "1.11.0", library("org_apache_mesos_FixedResourceEstimator"), nil},
		{config.Modules, config.Agent, "0.26.2", library("org_apache_mesos_LoadQoSController"), []string{"its library is built for another release; the 0.26.2 agent will not start"}},
		{config.Modules, config.AnyComponent, "1.4.3", library("com_x_UriDiskProfileAdaptor", "org_apache_mesos_UriDiskProfileAdaptor"),
			[]string{"it is a disk profile adaptor, and 1.4.3 does not know modules of that kind; Mesos 1.4.3 will not start"}},
		{config.Modules, config.AnyComponent, "1.5.0", library("org_apache_mesos_UriDiskProfileAdaptor"), nil},
		{config.Modules, config.Agent, "0.20.1", library("org_apache_mesos_FixedResourceEstimator"), nil},
	} {
		c.run(t, moduleNotYet)
	}
}

// What the first module of a name was listed with counts, however many follow.
func TestModuleDuplicateCountsFromTheFirst(t *testing.T) {
	const text = `{"libraries": [
		{"file": "/a.so", "modules": [{"name": "m", "parameters": [{"key": "k", "value": "1"}]}]},
		{"file": "/a.so", "modules": [{"name": "m", "parameters": [{"key": "k", "value": "2"}]}]},
		{"file": "/a.so", "modules": [{"name": "m", "parameters": [{"key": "k", "value": "1"}]}]},
		{"file": "./a.so", "modules": [{"name": "m", "parameters": [{"key": "k", "value": "1"}]}]}]}`
	for _, c := range []documentCase{
		{config.Modules, config.Agent, "1.3.2", text, []string{"with other parameters", "another library already has a module with this name"}},
		{config.Modules, config.Agent, "0.27.3", text, []string{"it is listed already", "it is listed already", "it is listed already"}},
	} {
		c.run(t, moduleDuplicate)
	}
}

func TestDocumentNotRead(t *testing.T) {
	for _, c := range []documentCase{
		{config.Modules, config.AnyComponent, "0.20.1", `{}`, []string{"ignored {: Mesos 0.20.1 does not read such a file: `modules` of the agent exists in 0.21.0 and later; the file was not checked"}},
		{config.Modules, config.AnyComponent, "0.21.0", `{}`, nil},
		{"domain", config.Agent, "1.3.2", `{}`, []string{"does not read such a file"}},
		{config.ACLs, config.Agent, "0.28.3", `{}`, []string{"the 0.28.3 agent does not read such a file: `acls` of the agent exists in 1.0.0 and later"}},
		{config.ACLs, config.AnyComponent, "0.28.3", `{}`, nil},
		{config.Credentials, config.Agent, "0.28.3", `{}`, nil}, // for the master, then
		{config.Modules, config.AnyComponent, "0.20.1", ``, []string{"does not read such a file"}},
	} {
		c.run(t, documentNotRead)
	}
	if found := findings(t, withModules(nodeOf(config.Agent, "--modules={}")), "0.20.1", documentNotRead); len(found) != 0 {
		t.Errorf("its flag is reported already, but %q", brief(found))
	}
}

func TestDirectoryInADirectoryOfModules(t *testing.T) {
	for _, c := range []struct {
		flag string
		on   string
		want string
	}{
		{"modules_dir", "1.0.0", "fatal /etc/m/: the directory of `modules_dir` has a subdirectory, `old`: the 1.0.0 agent reads it as a file and will not start"},
		{"modules_dir", "1.11.0", "the 1.11.0 agent reads it"},
		{"modules_dir", "0.28.3", ""},
		{"resource_provider_config_dir", "1.11.0", ""},
		{"csi_plugin_config_dir", "1.11.0", ""},
		{"network_cni_config_dir", "1.3.2", ""},
	} {
		n := nodeOf(config.Agent, "--"+c.flag+"=/etc/m/")
		n.Settings[0].Reference = &config.Reference{Path: "/etc/m/", Directories: []string{"old"}}
		got := brief(findings(t, &config.Config{Nodes: []*config.Node{n}}, c.on, documentNotAFile))
		if len(got) > 1 || (len(got) == 1) != (c.want != "") || c.want != "" && !strings.Contains(got[0], c.want) {
			t.Errorf("%s on %s: %q, want %q", c.flag, c.on, got, c.want)
		}
	}
}

func TestDirectoryNotRead(t *testing.T) {
	for _, c := range []struct{ flag, problem, want string }{
		{"modules_dir", "not found under x", "advice /etc/m: the files of `modules_dir` were not checked: the directory was not found under x"},
		{"modules_dir", config.IsFile, "fatal /etc/m: `modules_dir` names a file: the 1.11.0 agent cannot list it and will not start"},
		{"modules_dir", "permission denied", "the directory could not be read: permission denied"},
		{"resource_provider_config_dir", config.IsFile, "advice /etc/m: the files of `resource_provider_config_dir` were not checked"},
		{"network_cni_config_dir", "not found under x", ""}, // nothing in it is judged
		{"modules_dir", "", ""},
	} {
		n := nodeOf(config.Agent, "--"+c.flag+"=/etc/m")
		n.Settings[0].Reference = &config.Reference{Path: "/etc/m", Problem: c.problem}
		got := brief(findings(t, &config.Config{Nodes: []*config.Node{n}}, "1.11.0", flagFileNotRead))
		if len(got) > 1 || (len(got) == 1) != (c.want != "") || c.want != "" && !strings.Contains(got[0], c.want) {
			t.Errorf("%s: %q, want %q", c.flag, got, c.want)
		}
	}
}
