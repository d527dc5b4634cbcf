package rules

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// startTables are the rules that are made of start-up checks, with those checks.
func startTables() map[*lint.Rule][]resolved.StartCheck {
	return map[*lint.Rule][]resolved.StartCheck{
		checkConflict: conflictChecks(), checkNeeds: needsChecks(), checkBadValue: badValueChecks(), checkMachine: machineChecks(),
		resourcesInvalid: resourceChecks(), attributesInvalid: attributeChecks(), agentFeaturesMissing: featureChecks(),
		valueUnknown: nameChecks(neverThere), valueRemoved: nameChecks(gone), valueNotYet: nameChecks(toCome),
		zooKeeperNoPort: zooKeeperChecks(),
	}
}

// Every check of the catalogue is reported by rules that exist, or says why nothing reports it.
func TestEveryStartUpCheckIsAccountedFor(t *testing.T) {
	byName := map[string]*lint.Rule{}
	for _, rule := range All() {
		byName[rule.Name] = rule
	}
	tables := startTables()
	looked := map[string][]*lint.Rule{}
	for rule, checks := range tables {
		for _, c := range checks {
			for id := range strings.FieldsSeq(c.IDs) {
				looked[id] = append(looked[id], rule)
			}
		}
	}
	for _, check := range catalog.Checks() {
		if (len(check.Rules) > 0) == (check.Unchecked != "") {
			t.Errorf("%s: rules %q, unchecked %q", check.ID, check.Rules, check.Unchecked)
		}
		for _, name := range check.Rules {
			rule := byName[name]
			if _, ours := tables[rule]; rule == nil || ours && !slices.Contains(looked[check.ID], rule) {
				t.Errorf("%s: %s does not report it", check.ID, name)
			}
		}
		for _, rule := range looked[check.ID] {
			if !slices.Contains(check.Rules, rule.Name) && rule != valueRemoved && rule != valueNotYet {
				t.Errorf("%s: %s reports it, the catalogue does not say so", check.ID, rule.Name)
			}
		}
	}
}

// startCase is a node and the releases on which one start-up check ends its daemon.
type startCase struct {
	check string
	lines []string
	fatal string // as ranges, "" for none
}

// lines makes the lines of a node of one text, with blanks between them.
func lines(text string) []string { return strings.Fields(text) }

// fires returns the releases from 0.19.0 on where a check finds something of an effect in a node.
func fires(t *testing.T, id string, effect lint.Effect, n *config.Node, documents ...*config.Document) []release.Release {
	t.Helper()
	var found []release.Release
	probe := &lint.Rule{Name: "test/probe", Effects: []lint.Effect{effect}, Node: func(p *lint.Pass, n *config.Node) {
		for _, on := range catalog.Releases().All() {
			r := resolved.On(p, n, on)
			if slices.ContainsFunc(r.Problems, func(p resolved.FlagProblem) bool { return p.Class != stout.Missing && p.Class.Fatal() }) {
				continue // the flag parser ends it
			}
			for _, checks := range startTables() {
				for _, c := range checks {
					if !slices.Contains(strings.Fields(c.IDs), id) {
						continue
					}
					for _, d := range c.On(p, r) {
						if d.Effect == effect && !slices.Contains(found, on) {
							found = append(found, on)
						}
					}
				}
			}
		}
	}}
	_, err := lint.Run(context.Background(), []*lint.Rule{probe}, release.Upgrade{To: release.MustParse("1.11.0")},
		&config.Config{Nodes: []*config.Node{n}, Documents: documents})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// runs writes releases as runs of the known ones.
func runs(of []release.Release) string {
	var out []string
	last := -2
	for i, r := range catalog.Releases().All() {
		switch {
		case !slices.Contains(of, r):
			continue
		case last == i-1:
			first, _, _ := strings.Cut(out[len(out)-1], "..")
			out[len(out)-1] = first + ".." + r.String()
		default:
			out = append(out, r.String())
		}
		last = i
	}
	return strings.Join(out, ", ")
}

// runStartCases holds each case against every release.
func runStartCases(t *testing.T, component config.Component, effect lint.Effect, cases []startCase) {
	t.Helper()
	for _, c := range cases {
		var want release.Ranges
		if c.fatal != "" {
			var err error
			if want, err = release.ParseRanges(c.fatal); err != nil {
				t.Fatal(err)
			}
		}
		found := fires(t, c.check, effect, nodeOf(component, c.lines...))
		var missing, extra []release.Release
		for _, r := range catalog.Releases().All() {
			switch has := slices.Contains(found, r); {
			case has && !want.Contains(r):
				extra = append(extra, r)
			case !has && want.Contains(r):
				missing = append(missing, r)
			}
		}
		if len(missing)+len(extra) > 0 {
			t.Errorf("%s %q:\nnot found on %s\n    found on %s", c.check, c.lines, runs(missing), runs(extra))
		}
	}
}

func TestMasterStartUp(t *testing.T) {
	runStartCases(t, config.Master, lint.Fatal, []startCase{
		{"m-zk-url", lines("--zk=zk://a:1/m"), ""},
		{"m-zk-url", lines("--zk="), "0.19.0..0.25.1"},
		{"m-zk-url", lines("--zk= --registry=in_memory"), ""},
		{"m-zk-chroot", lines("--zk=zk://a:1/"), "0.19.0.."},
		{"m-zk-chroot", lines("--zk=zk://a:1"), "0.19.0.."},
		{"m-zk-chroot", lines("--zk=zk://a:1/m"), ""},
		{"m-contender", lines("--zk=a:1/m"), "0.19.0.."},
		{"m-contender", lines("--zk="), "0.26.0.."},
		{"m-contender", lines("--zk=zk://a:1/m"), ""},
		{"m-contender", lines("--master_contender=other --master_detector=other"), "1.0.0.."},
		{"m-contender", lines("--master_contender=other"), "1.0.0.."},
		{"m-detector", lines("--master_contender=other --master_detector=other"), "1.0.0.."},
		{"m-contdet-pair", lines("--master_contender=other"), "1.0.0.."},
		{"m-contdet-pair", lines("--master_detector=other"), "1.0.0.."},
		{"m-contdet-pair", lines("--master_contender=other --master_detector=other"), ""},
		{"m-contdet-pair", lines("--zk=zk://a/m --master_contender=other"), ""},
		{"m-zk-or-pair", lines("--zk=zk://a/m --master_contender=other"), "1.0.0.."},
		{"m-zk-or-pair", lines("--zk=zk://a/m --master_detector=other"), "1.0.0.."},
		{"m-zk-or-pair", lines("--master_detector=other"), ""},
		{"m-registry", lines("--registry=local"), "0.19.0.."},
		{"m-registry", lines("--registry=in_memory"), ""},
		{"m-registry", lines("--registry="), "0.19.0.."},
		{"m-registry", lines("--registry=x --version"), ""},
		{"m-strict-mem", lines("--registry=in_memory --registry_strict=true"), "0.19.0..0.28.3"},
		{"m-strict-mem", lines("--registry=in_memory --registry_strict=false"), ""},
		{"m-strict-mem", lines("--registry_strict=true"), ""},
		{"m-ip", lines("--ip=10.0.0.1 --ip_discovery_command=x"), "0.24.0.."},
		{"m-ip", lines("MESOS_IP=10.0.0.1 --ip_discovery_command=x"), "0.24.0.."},
		{"m-ip", lines("--ip_discovery_command=x"), ""},
		{"m-hooks", lines("--hooks=audit"), "0.22.0.."},
		{"m-hooks", lines("--hooks=audit --modules=file:///m"), ""},
		{"m-hooks", lines("--hooks="), "0.22.0.."},
		{"m-hooks-dup", lines("--hooks=audit,audit"), "0.22.0.."},
		{"m-hooks-dup", lines("--hooks=audit,other"), ""},
		{"m-allocator", lines("--allocator=HierarchicalDRF"), ""},
		{"m-allocator", lines("--allocator=hierarchical"), "0.23.0..1.4.1, 1.5.0..1.5.1, 1.6.0"},
		{"m-allocator", lines("--allocator=other"), "0.23.0.."},
		{"m-sorters", lines("--role_sorter=random"), "1.4.2..1.4.3, 1.5.2..1.5.3, 1.6.1.."},
		{"m-sorters", lines("--framework_sorter=random"), "1.4.2..1.4.3, 1.5.2..1.5.3, 1.6.1.."},
		{"m-sorters", lines("--role_sorter=random --framework_sorter=random"), ""},
		{"m-sorters", lines("--role_sorter=x --framework_sorter=x"), "1.4.2..1.4.3, 1.5.2..1.5.3, 1.6.1.."},
		{"m-sorters", lines("--user_sorter=drf --framework_sorter=drf"), ""},
		{"m-sorters", lines("--role_sorter=random --allocator=other"), ""},
		{"m-authorizers", lines("--authorizers=local,local"), "0.24.0.."},
		{"m-authorizers", lines("--authorizers=local"), ""},
		{"m-authorizers-create", lines("--authorizers=other"), "0.24.0.."},
		{"m-authorizers-create", lines("--authorizers=local"), ""},
		{"m-rrlimit", lines("--slave_removal_rate_limit=1"), "0.22.0.."},
		{"m-rrlimit", lines("--slave_removal_rate_limit=1/10"), "0.22.0.."},
		{"m-rrlimit", lines("--slave_removal_rate_limit=x/1mins"), "0.22.0.."},
		{"m-rrlimit", lines("--slave_removal_rate_limit=1/1mins"), ""},
		{"m-rrlimit", lines("--slave_removal_rate_limit=0/1mins"), ""},
		{"m-rrlimit", lines("--slave_removal_rate_limit=0x2/1mins"), "0.22.0..0.26.2"},
		{"m-rrlimit-positive", lines("--slave_removal_rate_limit=0/1mins"), "0.22.0.."},
		{"m-rrlimit-positive", lines("--slave_removal_rate_limit=1/0mins"), "0.22.0.."},
		{"m-rrlimit-positive", lines("--slave_removal_rate_limit=1/1mins"), ""},
		{"m-rrlimit", lines("--agent_removal_rate_limit=1"), "1.0.0.."},
		{"m-reregister", lines("--slave_reregister_timeout=9mins"), "0.19.0.."},
		{"m-reregister", lines("--slave_reregister_timeout=10mins"), ""},
		{"m-removal-pct", lines("--recovery_slave_removal_limit=101%"), "0.19.0.."},
		{"m-removal-pct", lines("--recovery_slave_removal_limit=-1%"), "0.19.0.."},
		{"m-removal-pct", lines("--recovery_slave_removal_limit=50"), "0.19.0.."},
		{"m-removal-pct", lines("--recovery_slave_removal_limit=%"), "0.19.0.."},
		{"m-removal-pct", lines("--recovery_slave_removal_limit=100%"), ""},
		{"m-creds-needed", lines("--authenticate=true"), "0.19.0..0.20.1"},
		{"m-creds-needed", lines("--authenticate_slaves"), "0.19.0..0.20.1"},
		{"m-creds-needed", lines("--authenticate=false"), ""},
		{"m-creds-needed", lines("--authenticate --credentials=/c"), ""},
		{"m-authn-none", lines("--authenticators=crammd5,other"), "0.21.0.."},
		{"m-authn-none", lines("--authenticators=crammd5"), ""},
		{"m-authn-unknown", lines("--authenticators=other"), "0.21.0.."},
		{"m-authn-unknown", lines("--authenticators=crammd5"), ""},
		{"m-httpauth-028", lines("--http_authenticators=basic,basic"), "0.27.0..0.28.3"},
		{"m-httpauth-028b", lines("--http_authenticators=other"), "0.27.0..0.28.3"},
		{"m-httpauth-028b", lines("--http_authenticators=basic"), ""},
		{"m-httpauth-028c", lines("--authenticate_http"), "0.27.0..0.28.3"},
		{"m-httpauth-028c", lines("--authenticate_http --credentials=/c"), ""},
		{"mh-httpauth-multi", lines("--authenticate_http_readonly --http_authenticators=basic,basic"), "1.0.0..1.2.3"},
		{"mh-httpauth-multi", lines("--http_authenticators=basic,basic"), ""},
		{"mh-httpauth-creds", lines("--authenticate_http_readonly"), "1.0.0.."},
		{"mh-httpauth-creds", lines("--authenticate_http"), "1.0.0.."},
		{"mh-httpauth-creds", lines("--no-authenticate_http"), ""},
		{"mh-httpauth-creds", lines("--authenticate_http_readwrite --credentials=/c"), ""},
		{"mh-httpauth-creds", lines("--authenticate_http_readwrite --http_authenticators=other"), ""},
		{"mh-httpauth-creds", lines("--authenticate_http_frameworks --http_framework_authenticators=basic"), "1.0.0.."},
		{"mh-httpauth-jwt", lines("--authenticate_http_readonly --http_authenticators=jwt"), "1.3.0.."},
		{"mh-httpauth-jwt", lines("--http_authenticators=jwt"), ""},
		{"mh-httpauth-unknown", lines("--authenticate_http_readonly --http_authenticators=jwt"), "1.0.0..1.2.3"},
		{"mh-httpauth-unknown", lines("--authenticate_http_readonly --http_authenticators=other"), "1.0.0.."},
		{"mh-httpauth-unknown", lines("--http_authenticators=other"), ""},
		{"m-httpfw", lines("--authenticate_http_frameworks"), "1.0.0.."},
		{"m-httpfw", lines("--authenticate_http_frameworks --http_framework_authenticators=basic"), ""},
		{"m-weights-fmt", lines("--weights=a"), "0.19.0.."},
		{"m-weights-fmt", lines("--weights=a=0"), "0.19.0.."},
		{"m-weights-fmt", lines("--weights=a=-1"), "0.19.0.."},
		{"m-weights-fmt", lines("--weights=a=x"), "0.19.0.."},
		{"m-weights-fmt", lines("--weights=a=1.5"), ""},
		{"m-weights-role", lines("--weights=a=1.5"), "0.19.0..0.26.2"},
		{"m-weights-role", lines("--weights=a=1.5 --roles=a,b"), ""},
		{"m-weights-role", lines("--weights=c=1.5 --roles=a,b"), "0.19.0.."},
		{"m-weights-role", lines("--weights=*=1.5 --roles=a,b"), ""},
		{"m-roles-parse", lines("--roles=a,.."), "0.27.0.."},
		{"m-roles-parse", lines("--roles=a/b"), "0.27.0..1.3.3"},
		{"m-roles-parse", lines("--roles=-a"), "0.27.0.."},
		{"m-roles-parse", lines("--roles=a,b"), ""},
		{"m-offer-timeout", lines("--offer_timeout=0secs"), "0.21.0.."},
		{"m-offer-timeout", lines("--offer_timeout=1ns"), ""},
		{"m-minalloc", lines("--min_allocatable_resources=cpus"), "1.4.2..1.4.3, 1.5.2..1.5.3, 1.6.1.."},
		{"m-minalloc", lines("--min_allocatable_resources=cpus:0.1|mem:32"), ""},
		{"b-loglevel", lines("--logging_level=info"), "0.19.0.."},
		{"b-loglevel", lines("--logging_level=INFO"), ""},
	})
}

func TestAgentStartUp(t *testing.T) {
	runStartCases(t, config.Agent, lint.Fatal, []startCase{
		{"b-loglevel", lines("--logging_level=FATAL"), "0.19.0.."},
		{"a-master-both", lines("--master=a:1 --master_detector=x"), "1.0.0.."},
		{"a-detector", lines("--master=zk://a/"), "0.19.0.."},
		{"a-detector", lines("--master=zk://a/m"), ""},
		{"a-detector", lines("--master=host:5050"), ""},
		{"a-detector", lines("--master=host:port"), "0.19.0.."},
		{"a-detector", lines("--master_detector=x"), "1.0.0.."},
		{"a-ip", lines("--ip=10.0.0.1 --ip_discovery_command=x"), "0.24.0.."},
		{"a-ip", lines("--ip=10.0.0.1"), ""},
		{"a-ip6", lines("--ip6=fd00::1 --ip6_discovery_command=x"), "1.4.0.."},
		{"a-hooks", lines("--hooks=audit"), "0.22.0.."},
		{"a-hooks-dup", lines("--hooks=a,b,a"), "0.22.0.."},
		{"a-resest", lines("--resource_estimator=x"), "0.23.0.."},
		{"a-qos", lines("--qos_controller=x"), "0.23.0.."},
		{"a-secretres", lines("--secret_resolver=x"), "1.4.0.."},
		{"a-diskprof", lines("--disk_profile_adaptor=x"), "1.5.0.."},
		{"a-authorizer", lines("--authorizer=x"), "1.0.0.."},
		{"a-authorizer", lines("--authorizer=local"), ""},
		{"a-domain-sock", lines("--http_executor_domain_sockets --runtime_dir=/" + strings.Repeat("r", 96)), "1.10.0.."},
		{"a-domain-sock", lines("--http_executor_domain_sockets --runtime_dir=/" + strings.Repeat("r", 95)), ""},
		{"a-domain-sock", lines("--runtime_dir=/" + strings.Repeat("r", 96)), ""},
		{"a-gidrange", lines("--volume_gid_range=[10-20]"), ""},
		{"a-gidrange", lines("--volume_gid_range=10-20"), "1.8.0.."},
		{"a-gidrange", lines("--volume_gid_range=x"), "1.8.0.."},
		{"a-csi", lines("--csi_plugin_config_dir=/d"), "1.11.0.."},
		{"a-csi", lines("--csi_plugin_config_dir= --isolation=volume/csi"), "1.11.0.."},
		{"a-csi", lines("--csi_plugin_config_dir=/d --isolation=volume/csi,filesystem/linux"), ""},
		{"a-jwt-needed", lines("--authenticate_http_executors"), "1.3.0.."},
		{"a-jwt-needed", lines("--authenticate_http_executors --executor_secret_key=/k"), ""},
		{"a-backoff", lines("--registration_backoff_factor=61secs"), "0.19.0.."},
		{"a-backoff", lines("--registration_backoff_factor=1mins"), ""},
		{"a-gcheadroom", lines("--gc_disk_headroom=1.01"), "0.22.0.."},
		{"a-gcheadroom", lines("--gc_disk_headroom=-0.1"), "0.22.0.."},
		{"a-gcheadroom", lines("--gc_disk_headroom=1"), ""},
		{"a-recover", lines("--recover=yes"), "0.19.0.."},
		{"a-recover", lines("--recover=cleanup"), ""},
		{"a-reconf", lines("--reconfiguration_policy=any"), "1.5.0.."},
		{"a-reconf", lines("--reconfiguration_policy=additive"), ""},
		{"a-resources", lines("--resources=cpus"), "0.19.0.."},
		{"a-resources", lines("--resources=cpus:-1"), "1.1.0.."},
		{"a-resources", lines("--resources=cpus:4;cpus:[1-2]"), "0.23.0.."},
		{"a-resources", lines("--resources=cpus:4;mem:1024;ports:[31000-32000]"), ""},
		{"a-resources", lines("--resources=cpus(a/b):4"), "1.1.0..1.3.3"},
		{"a-resources", lines(`--resources=[{"name":"cpus","type":"SCALAR","scalar":{"value":4}}]`), "0.19.0..0.25.1"},
		{"a-attributes-value", lines("--attributes=rack:{a,b}"), "0.19.0.."},
		{"a-attributes-value", lines("--attributes=rack:r1;zone:[1-2]"), ""},
		{"a-attributes-form", lines("--attributes=rack"), "0.19.0.."},
		{"a-attributes-colons", lines("--attributes=rack:a:b"), "0.19.0..0.23.1"},
		{"a-attributes-value", lines("--attributes=n:-1"), "1.8.0.."},
		{"a-extpath", lines("--containerizers=external"), "0.20.0..1.0.4"},
		{"a-extpath", lines("--isolation=external"), "0.19.0..1.0.4"},
		{"a-extpath", lines("--isolation=external --containerizer_path=/x"), ""},
	})
}

func TestContainerizerStartUp(t *testing.T) {
	const images = "--image_providers=docker --isolation=docker/runtime,filesystem/linux "
	runStartCases(t, config.Agent, lint.Fatal, []startCase{
		{"c-iso-unknown", lines("--isolation=nope"), "0.19.0.."},
		{"c-iso-unknown", lines("--isolation=nope --containerizers=docker"), ""},
		{"c-iso-unknown", lines("--isolation=external"), "1.1.0.."},
		{"c-iso-unknown", lines("--isolation=disk/du"), "0.19.0..0.28.3"},
		{"c-iso-unknown", lines("--isolation=posix/disk"), "0.19.0..0.21.2"},
		{"c-iso-unknown", lines("--isolation=process"), ""},
		{"c-iso-unknown", lines("--isolation=cgroups"), ""},
		{"c-iso-unknown", lines("--isolation=posix/cpu,posix/mem"), ""},
		{"c-iso-unknown", lines("--isolation=cgroups,disk/du"), "0.19.0..1.5.3"},
		{"c-iso-unknown", lines("--isolation=linux/nnp"), "0.19.0..1.8.1"},
		{"c-iso-dup", lines("--isolation=posix/cpu,posix/cpu"), "1.0.0.."},
		{"c-iso-dup", lines("--isolation=posix/cpu,posix/mem"), ""},
		{"c-iso-disk", lines("--isolation=posix/disk,disk/du"), "1.0.0..1.5.3"},
		{"c-iso-multifs", lines("--isolation=filesystem/linux,filesystem/posix"), "1.5.0.."},
		{"c-iso-multifs", lines("--isolation=filesystem/linux"), ""},
		{"c-iso-multinet", lines("--isolation=network/cni,network/port_mapping"), "1.5.0.."},
		{"c-iso-multinet", lines("--isolation=network/cni,network/ports"), ""},
		{"c-ext-logger", lines("--containerizers=external --container_logger=x"), "0.27.0..1.0.4"},
		{"c-cont-unknown", lines("--containerizers=mesos,rkt"), "0.20.0.."},
		{"c-cont-unknown", lines("--containerizers=external"), "1.1.0.."},
		{"c-cont-unknown", lines("--containerizers=mesos,docker"), ""},
		{"c-cont-dup", lines("--containerizers=mesos,mesos"), "1.0.1.."},
		{"c-launcher", lines("--launcher=x"), "0.25.0.."},
		{"c-launcher", lines("--launcher=posix"), ""},
		{"c-launcher", lines("--launcher=x --containerizers=docker"), ""},
		{"c-img-type", lines("--image_providers=rkt"), "0.25.0.."},
		{"c-img-type", lines("--image_providers=Appc"), ""},
		{"c-img-type", lines("--image_providers=docker"), "0.25.0..0.25.1"},
		{"c-img-runtime", lines("--image_providers=docker --isolation=filesystem/linux"), "0.28.0.."},
		{"c-img-runtime", lines(images), ""},
		{"c-img-runtime", lines("--image_providers=appc --isolation=filesystem/linux"), ""},
		{"c-img-fslinux", lines("--image_providers=docker --isolation=docker/runtime"), "1.4.0.."},
		{"c-img-fslinux", lines(images), ""},
		{"c-img-launcher", lines(images + "--launcher=posix"), "1.4.0.."},
		{"c-img-launcher", lines(images + "--launcher=linux"), ""},
		{"c-fslinux-launcher", lines("--isolation=filesystem/linux --launcher=posix"), "1.5.0.."},
		{"c-fslinux-launcher", lines("--isolation=filesystem/posix --launcher=posix"), ""},
		{"c-pid-launcher", lines("--isolation=namespaces/pid,filesystem/linux --launcher=posix"), "1.1.0.."},
		{"c-pid-fs", lines("--isolation=namespaces/pid"), "1.1.0.."},
		{"c-pid-fs", lines("--isolation=namespaces/pid,filesystem/linux"), ""},
		{"c-ipc-launcher", lines("--isolation=namespaces/ipc,filesystem/linux --launcher=posix"), "1.2.0.."},
		{"c-ipc-fs", lines("--isolation=namespaces/ipc"), "1.9.0.."},
		{"c-volimage", lines("--isolation=volume/image"), "1.2.0.."},
		{"c-volsecret", lines("--isolation=volume/secret"), "1.4.0.."},
		{"c-volsecret-launcher", lines("--isolation=volume/secret,filesystem/linux --launcher=posix"), "1.4.0.."},
		{"c-volhost", lines("--isolation=volume/host_path"), "1.5.0.."},
		{"c-volhost-launcher", lines("--isolation=volume/host_path,filesystem/linux --launcher=posix"), "1.5.0.."},
		{"c-lindev", lines("--isolation=linux/devices"), "1.7.0.."},
		{"c-lindev", lines("--isolation=linux/devices,filesystem/linux"), ""},
		{"c-lindev-launcher", lines("--isolation=linux/devices,filesystem/linux --launcher=posix"), "1.7.0.."},
		{"c-volcsi", lines("--isolation=volume/csi,filesystem/linux"), "1.11.0.."},
		{"c-volcsi", lines("--isolation=volume/csi --csi_plugin_config_dir=/d"), "1.11.0.."},
		{"c-volcsi", lines("--isolation=volume/csi,filesystem/linux --csi_plugin_config_dir=/d"), ""},
		{"c-cni-plugins", lines("--network_cni_plugins_dir=/p"), "1.0.0.."},
		{"c-cni-plugins", lines("--network_cni_config_dir=/p --isolation=network/cni"), "1.0.0.."},
		{"c-cni-plugins", lines("--network_cni_config_dir=/p --isolation=network/port_mapping"), ""},
		{"c-cni-plugins", lines("--network_cni_config_dir=/p --network_cni_plugins_dir=/p"), ""},
		{"c-eph-pow2", lines("--isolation=network/port_mapping"), "0.20.0.."},
		{"c-eph-pow2", lines("--isolation=network/port_mapping --resources=ephemeral_ports:[32768-57344]"), ""},
		{"c-eph-pow2", lines("--isolation=network/port_mapping --ephemeral_ports_per_container=100 --resources=ephemeral_ports:[32768-57344]"), "0.20.0.."},
		{"c-egressparent", lines("--isolation=network/port_mapping --egress_unique_flow_per_container --egress_flow_classifier_parent=x"), "0.27.0.."},
		{"c-egressparent", lines("--isolation=network/port_mapping --egress_flow_classifier_parent=x"), ""},
		{"c-perf-dur", lines("--isolation=cgroups/perf_event --perf_events=cycles --perf_duration=2mins"), "0.20.0.."},
		{"c-perf-dur", lines("--isolation=cgroups/perf_event --perf_duration=2mins"), "0.20.0..1.6.2"},
		{"c-perf-dur", lines("--isolation=cgroups/perf_event --perf_events=cycles --perf_duration=1mins"), ""},
		{"c-perf-none", lines("--isolation=cgroups/perf_event"), "0.20.0..1.6.2"},
		{"c-perf-none", lines("--isolation=cgroups/perf_event --perf_events=cycles"), ""},
		{"c-netcls", lines("--isolation=cgroups/net_cls --cgroups_net_cls_primary_handle=0x12345"), "0.28.0.."},
		{"c-netcls", lines("--isolation=cgroups/net_cls --cgroups_net_cls_primary_handle=0x12"), ""},
		{"c-netcls", lines("--isolation=cgroups/net_cls --cgroups_net_cls_primary_handle=0x12 --cgroups_net_cls_secondary_handles=1"), "0.28.0.."},
		{"c-netcls", lines("--isolation=cgroups/net_cls --cgroups_net_cls_secondary_handles=1"), ""},
		{"c-netcls", lines("--cgroups_net_cls_primary_handle=0x12345"), ""},
		{"c-gpu-iso", lines("--nvidia_gpu_devices=0 --resources=gpus:1"), "1.0.0.."},
		{"c-gpu-iso", lines("--nvidia_gpu_devices=0 --resources=gpus:1 --isolation=gpu/nvidia,cgroups/devices"), ""},
		{"c-gpu-req", lines("--isolation=gpu/nvidia"), "1.0.0.."},
		{"c-gpu-req", lines("--isolation=cgroups/devices,gpu/nvidia"), "1.2.0.."},
		{"c-gpu-req", lines("--isolation=cgroups/all,filesystem/linux,gpu/nvidia"), "1.0.0..1.6.2"},
		{"c-gpu-req", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia"), ""},
		{"c-gpu-order", lines("--isolation=gpu/nvidia,filesystem/linux,cgroups/devices"), "1.0.0..1.6.2"},
		{"c-gpu-order", lines("--isolation=cgroups/devices,gpu/nvidia,filesystem/linux"), "1.2.0..1.6.2"},
		{"c-gpu-res", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia --nvidia_gpu_devices=0,1 --resources=gpus:1"), "1.0.0.."},
		{"c-gpu-res", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia --nvidia_gpu_devices=0,0 --resources=gpus:2"), "1.0.0.."},
		{"c-gpu-res", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia --nvidia_gpu_devices=0,1 --resources=gpus:2"), ""},
		{"c-gpu-res", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia --nvidia_gpu_devices=0"), "1.0.0.."},
		{"c-gpu-res", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia --resources=gpus:2"), "1.0.0.."},
		{"c-gpu-res", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia"), ""},
		{"c-xfs", lines("--isolation=disk/xfs --xfs_project_range=5000"), "1.0.0.."},
		{"c-xfs", lines("--isolation=disk/xfs --xfs_project_range=[5000-10000]"), ""},
		{"c-xfs", lines("--xfs_project_range=5000"), ""},
		{"c-ports", lines("--isolation=network/ports --check_agent_port_range_only --container_ports_isolated_range=[1-2]"), "1.8.0.."},
		{"c-ports", lines("--isolation=network/ports --container_ports_isolated_range=[1-2]"), ""},
		{"c-ports-launcher", lines("--isolation=network/ports --launcher=posix"), "1.5.0.."},
		{"c-ports-range", lines("--isolation=network/ports --container_ports_isolated_range=1-2"), "1.8.0.."},
		{"c-ports-range", lines("--isolation=network/ports --container_ports_isolated_range=[1-2]"), ""},
		{"c-seccomp", lines("--isolation=linux/seccomp"), "1.8.0.."},
		{"c-seccomp", lines("--isolation=linux/seccomp --seccomp_config_dir=/s"), ""},
		{"c-puller", lines("--image_providers=docker --docker_puller=x"), "0.26.0..0.26.2"},
		{"c-puller", lines("--image_providers=docker --docker_puller=local"), ""},
		{"c-registry-url", lines(images + "--docker_registry=registry.example.org"), "0.27.0.."},
		{"c-registry-url", lines(images + "--docker_registry=https://registry.example.org"), ""},
		{"c-registry-url", lines(images + "--docker_registry=/images"), "0.27.0..0.27.3"},
		{"c-registry-url", lines(images + "--docker_registry=hdfs://n/images"), "0.27.0..1.6.2"},
		{"c-registry-parts", lines("--image_providers=docker --docker_puller_timeout=0"), "0.27.0..0.27.3"},
		{"c-registry-parts", lines("--image_providers=docker --docker_puller_timeout=60"), ""},
		{"c-registry-parts", lines("--image_providers=docker --docker_puller=registry --docker_puller_timeout=0"), "0.26.0..0.26.2"},
		{"c-registry-parts", lines("--image_providers=docker --docker_registry=file:///i --docker_puller_timeout=0"), ""},
		{"c-registry-parts", lines("--image_providers=docker --docker_puller=registry --docker_registry_port=https"), "0.26.0..0.26.2"},
		{"c-appc-prefix", lines("--image_providers=appc --appc_simple_discovery_uri_prefix=hdfs://n/x"), "0.28.0.."},
		{"c-appc-prefix", lines("--image_providers=appc --appc_simple_discovery_uri_prefix=/x"), ""},
		{"c-appc-prefix", lines("--appc_simple_discovery_uri_prefix=hdfs://n/x"), ""},
		{"c-backend", lines("--image_provisioner_backend=x " + images), "0.25.0.."},
		{"c-backend", lines("--image_provisioner_backend=copy " + images), ""},
		{"c-logger", lines("--container_logger=x"), "0.27.0.."},
		{"c-logger", lines("--container_logger=x --modules=file:///m"), ""},
		{"c-docker-socket", lines("--docker_socket=docker.sock --containerizers=docker"), "0.25.0.."},
		{"c-docker-socket", lines("--docker_socket=docker.sock"), ""},
		{"c-docker-socket", lines("--docker_socket=/docker.sock --containerizers=docker"), ""},
	})
}

func TestServersOfZooKeeper(t *testing.T) {
	runStartCases(t, config.Master, lint.Advice, []startCase{
		{"b-zk-port", lines("--zk=zk://a:2181,b/m"), "0.19.0.."},
		{"b-zk-port", lines("--zk=zk://user:pass@a/m"), "0.19.0.."},
		{"b-zk-port", lines("--zk=zk:///m"), "0.19.0.."},
		{"b-zk-port", lines("--zk=zk://a:2181,b:2181/m"), ""},
	})
	runStartCases(t, config.Agent, lint.Advice, []startCase{
		{"b-zk-port", lines("--master=zk://a/m"), "0.19.0.."},
		{"b-zk-port", lines("--master=a:5050"), ""},
	})
}

func TestWhatTheMachineDecides(t *testing.T) {
	runStartCases(t, config.Agent, lint.Advice, []startCase{
		{"c-swap", lines("--isolation=cgroups/cpu,cgroups/mem --cgroups_limit_swap"), "0.20.0.."},
		{"c-swap", lines("--isolation=cgroups/cpu,cgroups/mem --cgroups_limit_swap=false"), ""},
		{"c-swap", lines("--cgroups_limit_swap"), ""},
		{"c-cfs", lines("--isolation=cgroups --cgroups_enable_cfs"), "0.19.0.."},
		{"c-cfs", lines("--isolation=cgroups/all --cgroups_enable_cfs"), "1.7.0.."},
		{"a-rpd", lines("--resource_provider_config_dir=/d"), "1.4.0.."},
		{"c-cni-config", lines("--network_cni_config_dir=/d --network_cni_plugins_dir=/d --isolation=network/cni"), "1.0.0.."},
		{"c-cni-plugdir", lines("--network_cni_config_dir=/d --network_cni_plugins_dir=/d --isolation=network/cni"), "1.0.0..1.0.4"},
		{"c-perf-bad", lines("--isolation=cgroups/perf_event --perf_events=cycles"), "0.20.0.."},
		{"c-backend", lines("--image_providers=appc --image_provisioner_backend=overlay"), "0.28.0.."},
		{"c-backend", lines("--image_providers=appc --image_provisioner_backend=x"), ""},
		{"a-csi", lines("--csi_plugin_config_dir=/d"), "1.11.0.."},
		{"a-domain-sock-systemd", lines("--http_executor_domain_sockets --domain_socket_location=systemd:x"), "1.10.0.."},
		{"a-domain-sock-systemd", lines("--http_executor_domain_sockets --domain_socket_location=/x"), ""},
	})
}

func TestStartFindingsNameTheFirstRelease(t *testing.T) {
	n := nodeOf(config.Agent, "--isolation=cgroups/all", "--cgroups_enable_cfs", "--resources=cpus:x", "--attributes=a", "--gc_delay=1")
	for _, c := range []struct {
		rule     *lint.Rule
		to, want string
	}{
		{checkMachine, "1.11.0", "1.7.0"},
		{attributesInvalid, "1.11.0", ""}, // always
		{resourcesInvalid, "1.11.0", ""},
		{flagValue, "1.11.0", ""},
	} {
		for _, options := range [][]lint.Option{nil, {lint.Undated}} {
			u := release.Upgrade{To: release.MustParse(c.to)}
			found, err := lint.Run(context.Background(), []*lint.Rule{c.rule}, u, &config.Config{Nodes: []*config.Node{n}}, options...)
			if err != nil || len(found) != 1 {
				t.Fatalf("%s: %v, %v", c.rule.Name, found, err)
			}
			want := c.want
			if len(options) > 0 {
				want = ""
			}
			if got := found[0].Release.String(); got != want {
				t.Errorf("%s on %s: since %q, want %q", c.rule.Name, c.to, got, want)
			}
		}
	}
}

// Whatever a node says, the rules point into it, in one line, and name the release they are asked about.
func FuzzStartUp(f *testing.F) {
	for _, text := range []string{
		"--zk=zk://a:1\n--registry=x\n--weights=a=1,b=0\n--roles=a",
		"--isolation=cgroups/cpu,,cgroups/cpu,gpu/nvidia\n--launcher=\n--containerizers=mesos,docker,external",
		"--resources=[{\"name\":\"cpus\"}]\n--default_role=..\n--attributes=a:b:c",
		"? --resources=cpus:-1;x\n$ --isolation=x\nMESOS_LAUNCHER=posix\nLIBPROCESS_SSL_ENABLED=1",
		"--image_providers=docker,APPC\n--docker_registry=://\n--cgroups_net_cls_primary_handle=0x",
		"--isolation=network/port_mapping\n--resources=ephemeral_ports:[1-100000]\n--ephemeral_ports_per_container=0",
	} {
		f.Add(text, true, uint8(70))
		f.Add(text, false, uint8(3))
	}
	all := catalog.Releases().All()
	f.Fuzz(func(t *testing.T, text string, agent bool, at uint8) {
		component := config.Master
		if agent {
			component = config.Agent
		}
		to, from := all[int(at)%len(all)], all[int(at)*7%len(all)]
		n := nodeOf(component, strings.Split(text, "\n")...)
		for rule := range startTables() {
			for _, d := range lintNode(t, rule, n, "", to.String()) {
				if d.Span.Start < 0 || d.Span.End < d.Span.Start || d.Span.End > len(d.Span.Source.Data) {
					t.Errorf("%s: %q: span %d–%d", rule.Name, text, d.Span.Start, d.Span.End)
				}
			}
		}
		for _, rule := range []*lint.Rule{resourcesDropped, valueRenamed, sslNoKey, defaultChanged, meaningChanged} {
			lintNode(t, rule, n, from.String(), to.String())
		}
	})
}
