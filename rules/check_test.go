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
			for _, id := range c.IDs {
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
					if !slices.Contains(c.IDs, id) {
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
		{"master-completed-frameworks-allocation", lines("--max_completed_frameworks=-1"), "0.24.2, 0.25.1, 0.26.1..1.1.3"},
		{"master-completed-frameworks-allocation", lines("--max_completed_frameworks=1000000"), ""},
		{"master-zk-format", lines("--zk=zk://a:1/m"), ""},
		{"master-zk-format", lines("--zk="), "0.19.0..0.25.1"},
		{"master-zk-format", lines("--zk= --registry=in_memory"), ""},
		{"master-zk-path", lines("--zk=zk://a:1/"), "0.19.0.."},
		{"master-zk-path", lines("--zk=zk://a:1"), "0.19.0.."},
		{"master-zk-path", lines("--zk=zk://a:1/m"), ""},
		{"master-contender-creation", lines("--zk=a:1/m"), "0.19.0.."},
		{"master-contender-creation", lines("--zk="), "0.26.0.."},
		{"master-contender-creation", lines("--zk=zk://a:1/m"), ""},
		{"master-contender-creation", lines("--master_contender=other --master_detector=other"), "1.0.0.."},
		{"master-contender-creation", lines("--master_contender=other"), "1.0.0.."},
		{"master-detector-creation", lines("--master_contender=other --master_detector=other"), "1.0.0.."},
		{"master-contender-and-detector", lines("--master_contender=other"), "1.0.0.."},
		{"master-contender-and-detector", lines("--master_detector=other"), "1.0.0.."},
		{"master-contender-and-detector", lines("--master_contender=other --master_detector=other"), ""},
		{"master-contender-and-detector", lines("--zk=zk://a/m --master_contender=other"), ""},
		{"master-zk-and-modules", lines("--zk=zk://a/m --master_contender=other"), "1.0.0.."},
		{"master-zk-and-modules", lines("--zk=zk://a/m --master_detector=other"), "1.0.0.."},
		{"master-zk-and-modules", lines("--master_detector=other"), ""},
		{"master-registry-unknown", lines("--registry=local"), "0.19.0.."},
		{"master-registry-unknown", lines("--registry=in_memory"), ""},
		{"master-registry-unknown", lines("--registry="), "0.19.0.."},
		{"master-registry-unknown", lines("--registry=x --version"), ""},
		{"master-registry-strict-in-memory", lines("--registry=in_memory --registry_strict=true"), "0.19.0..0.28.3"},
		{"master-registry-strict-in-memory", lines("--registry=in_memory --registry_strict=false"), ""},
		{"master-registry-strict-in-memory", lines("--registry_strict=true"), ""},
		{"master-ip-twice", lines("--ip=10.0.0.1 --ip_discovery_command=x"), "0.24.0.."},
		{"master-ip-twice", lines("MESOS_IP=10.0.0.1 --ip_discovery_command=x"), "0.24.0.."},
		{"master-ip-twice", lines("--ip_discovery_command=x"), ""},
		{"master-hooks-unknown", lines("--hooks=audit"), "0.22.0.."},
		{"master-hooks-unknown", lines("--hooks=audit --modules=file:///m"), ""},
		{"master-hooks-unknown", lines("--hooks="), "0.22.0.."},
		{"master-hooks-duplicate", lines("--hooks=audit,audit"), "0.22.0.."},
		{"master-hooks-duplicate", lines("--hooks=audit,other"), ""},
		{"master-allocator-unknown", lines("--allocator=HierarchicalDRF"), ""},
		{"master-allocator-unknown", lines("--allocator=hierarchical"), "0.23.0..1.4.1, 1.5.0..1.5.1, 1.6.0"},
		{"master-allocator-unknown", lines("--allocator=other"), "0.23.0.."},
		{"master-sorters-differ", lines("--role_sorter=random"), "1.4.2..1.4.3, 1.5.2..1.5.3, 1.6.1.."},
		{"master-sorters-differ", lines("--framework_sorter=random"), "1.4.2..1.4.3, 1.5.2..1.5.3, 1.6.1.."},
		{"master-sorters-differ", lines("--role_sorter=random --framework_sorter=random"), ""},
		{"master-sorters-differ", lines("--role_sorter=x --framework_sorter=x"), "1.4.2..1.4.3, 1.5.2..1.5.3, 1.6.1.."},
		{"master-sorters-differ", lines("--user_sorter=drf --framework_sorter=drf"), ""},
		{"master-sorters-differ", lines("--role_sorter=random --allocator=other"), ""},
		{"master-authorizers-several", lines("--authorizers=local,local"), "0.24.0.."},
		{"master-authorizers-several", lines("--authorizers=local"), ""},
		{"master-authorizer-unknown", lines("--authorizers=other"), "0.24.0.."},
		{"master-authorizer-unknown", lines("--authorizers=local"), ""},
		{"master-agent-removal-rate-limit-format", lines("--slave_removal_rate_limit=1"), "0.22.0.."},
		{"master-agent-removal-rate-limit-format", lines("--slave_removal_rate_limit=1/10"), "0.22.0.."},
		{"master-agent-removal-rate-limit-format", lines("--slave_removal_rate_limit=x/1mins"), "0.22.0.."},
		{"master-agent-removal-rate-limit-format", lines("--slave_removal_rate_limit=1/1mins"), ""},
		{"master-agent-removal-rate-limit-format", lines("--slave_removal_rate_limit=0/1mins"), ""},
		{"master-agent-removal-rate-limit-format", lines("--slave_removal_rate_limit=0x2/1mins"), "0.22.0..0.26.2"},
		{"master-agent-removal-rate-limit-positive", lines("--slave_removal_rate_limit=0/1mins"), "0.22.0.."},
		{"master-agent-removal-rate-limit-positive", lines("--slave_removal_rate_limit=1/0mins"), "0.22.0.."},
		{"master-agent-removal-rate-limit-positive", lines("--slave_removal_rate_limit=1/1mins"), ""},
		{"master-agent-removal-rate-limit-format", lines("--agent_removal_rate_limit=1"), "1.0.0.."},
		{"master-agent-reregister-timeout-minimum", lines("--slave_reregister_timeout=9mins"), "0.19.0.."},
		{"master-agent-reregister-timeout-minimum", lines("--slave_reregister_timeout=10mins"), ""},
		{"master-recovery-agent-removal-limit-format", lines("--recovery_slave_removal_limit=101%"), "0.19.0.."},
		{"master-recovery-agent-removal-limit-format", lines("--recovery_slave_removal_limit=-1%"), "0.19.0.."},
		{"master-recovery-agent-removal-limit-format", lines("--recovery_slave_removal_limit=50"), "0.19.0.."},
		{"master-recovery-agent-removal-limit-format", lines("--recovery_slave_removal_limit=%"), "0.19.0.."},
		{"master-recovery-agent-removal-limit-format", lines("--recovery_slave_removal_limit=100%"), ""},
		{"master-credentials-missing", lines("--authenticate=true"), "0.19.0..0.20.1"},
		{"master-credentials-missing", lines("--authenticate_slaves"), "0.19.0..0.20.1"},
		{"master-credentials-missing", lines("--authenticate=false"), ""},
		{"master-credentials-missing", lines("--authenticate --credentials=/c"), ""},
		{"master-authenticators-several", lines("--authenticators=crammd5,other"), "0.21.0.."},
		{"master-authenticators-several", lines("--authenticators=crammd5"), ""},
		{"master-authenticator-unknown", lines("--authenticators=other"), "0.21.0.."},
		{"master-authenticator-unknown", lines("--authenticators=crammd5"), ""},
		{"master-http-authenticators-several", lines("--http_authenticators=basic,basic"), "0.27.0..0.28.3"},
		{"master-http-authenticator-unknown", lines("--http_authenticators=other"), "0.27.0..0.28.3"},
		{"master-http-authenticator-unknown", lines("--http_authenticators=basic"), ""},
		{"master-http-credentials-missing", lines("--authenticate_http"), "0.27.0..0.28.3"},
		{"master-http-credentials-missing", lines("--authenticate_http --credentials=/c"), ""},
		{"http-authenticators-several", lines("--authenticate_http_readonly --http_authenticators=basic,basic"), "1.0.0..1.2.3"},
		{"http-authenticators-several", lines("--http_authenticators=basic,basic"), ""},
		{"http-credentials-missing", lines("--authenticate_http_readonly"), "1.0.0.."},
		{"http-credentials-missing", lines("--authenticate_http"), "1.0.0.."},
		{"http-credentials-missing", lines("--no-authenticate_http"), ""},
		{"http-credentials-missing", lines("--authenticate_http_readwrite --credentials=/c"), ""},
		{"http-credentials-missing", lines("--authenticate_http_readwrite --http_authenticators=other"), ""},
		{"http-credentials-missing", lines("--authenticate_http_frameworks --http_framework_authenticators=basic"), "1.0.0.."},
		{"http-jwt-key-missing", lines("--authenticate_http_readonly --http_authenticators=jwt"), "1.3.0.."},
		{"http-jwt-key-missing", lines("--http_authenticators=jwt"), ""},
		{"http-authenticator-unknown", lines("--authenticate_http_readonly --http_authenticators=jwt"), "1.0.0..1.2.3"},
		{"http-authenticator-unknown", lines("--authenticate_http_readonly --http_authenticators=other"), "1.0.0.."},
		{"http-authenticator-unknown", lines("--http_authenticators=other"), ""},
		{"master-http-framework-authenticators-missing", lines("--authenticate_http_frameworks"), "1.0.0.."},
		{"master-http-framework-authenticators-missing", lines("--authenticate_http_frameworks --http_framework_authenticators=basic"), ""},
		{"master-weights-format", lines("--weights=a"), "0.19.0.."},
		{"master-weights-format", lines("--weights=a=0"), "0.19.0.."},
		{"master-weights-format", lines("--weights=a=-1"), "0.19.0.."},
		{"master-weights-format", lines("--weights=a=x"), "0.19.0.."},
		{"master-weights-format", lines("--weights=a=1.5"), ""},
		{"master-weights-role", lines("--weights=a=1.5"), "0.19.0..0.26.2"},
		{"master-weights-role", lines("--weights=a=1.5 --roles=a,b"), ""},
		{"master-weights-role", lines("--weights=c=1.5 --roles=a,b"), "0.19.0.."},
		{"master-weights-role", lines("--weights=*=1.5 --roles=a,b"), ""},
		{"master-roles-format", lines("--roles=a,.."), "0.27.0.."},
		{"master-roles-format", lines("--roles=a/b"), "0.27.0..1.3.3"},
		{"master-roles-format", lines("--roles=-a"), "0.27.0.."},
		{"master-roles-format", lines("--roles=a,b"), ""},
		{"master-offer-timeout-minimum", lines("--offer_timeout=0secs"), "0.21.0.."},
		{"master-offer-timeout-minimum", lines("--offer_timeout=1ns"), ""},
		{"master-min-allocatable-resources-format", lines("--min_allocatable_resources=cpus"), "1.4.2..1.4.3, 1.5.2..1.5.3, 1.6.1.."},
		{"master-min-allocatable-resources-format", lines("--min_allocatable_resources=cpus:0.1|mem:32"), ""},
		{"logging-level-unknown", lines("--logging_level=info"), "0.19.0.."},
		{"logging-level-unknown", lines("--logging_level=INFO"), ""},
	})
}

func TestAgentStartUp(t *testing.T) {
	runStartCases(t, config.Agent, lint.Fatal, []startCase{
		{"logging-level-unknown", lines("--logging_level=FATAL"), "0.19.0.."},
		{"agent-master-and-detector", lines("--master=a:1 --master_detector=x"), "1.0.0.."},
		{"agent-detector-creation", lines("--master=zk://a/"), "0.19.0.."},
		{"agent-detector-creation", lines("--master=zk://a/m"), ""},
		{"agent-detector-creation", lines("--master=host:5050"), ""},
		{"agent-detector-creation", lines("--master=host:port"), "0.19.0.."},
		{"agent-detector-creation", lines("--master_detector=x"), "1.0.0.."},
		{"agent-ip-twice", lines("--ip=10.0.0.1 --ip_discovery_command=x"), "0.24.0.."},
		{"agent-ip-twice", lines("--ip=10.0.0.1"), ""},
		{"agent-ip6-twice", lines("--ip6=fd00::1 --ip6_discovery_command=x"), "1.4.0.."},
		{"agent-hooks-unknown", lines("--hooks=audit"), "0.22.0.."},
		{"agent-hooks-duplicate", lines("--hooks=a,b,a"), "0.22.0.."},
		{"agent-resource-estimator-unknown", lines("--resource_estimator=x"), "0.23.0.."},
		{"agent-qos-controller-unknown", lines("--qos_controller=x"), "0.23.0.."},
		{"agent-secret-resolver-unknown", lines("--secret_resolver=x"), "1.4.0.."},
		{"agent-disk-profile-adaptor-unknown", lines("--disk_profile_adaptor=x"), "1.5.0.."},
		{"agent-authorizer-unknown", lines("--authorizer=x"), "1.0.0.."},
		{"agent-authorizer-unknown", lines("--authorizer=local"), ""},
		{"agent-domain-socket-path-length", lines("--http_executor_domain_sockets --runtime_dir=/" + strings.Repeat("r", 96)), "1.10.0.."},
		{"agent-domain-socket-path-length", lines("--http_executor_domain_sockets --runtime_dir=/" + strings.Repeat("r", 95)), ""},
		{"agent-domain-socket-path-length", lines("--runtime_dir=/" + strings.Repeat("r", 96)), ""},
		{"agent-volume-gid-range-format", lines("--volume_gid_range=[10-20]"), ""},
		{"agent-volume-gid-range-format", lines("--volume_gid_range=10-20"), "1.8.0.."},
		{"agent-volume-gid-range-format", lines("--volume_gid_range=x"), "1.8.0.."},
		{"agent-csi-plugin-config-dir-unusable", lines("--csi_plugin_config_dir=/d"), "1.11.0.."},
		{"agent-csi-plugin-config-dir-unusable", lines("--csi_plugin_config_dir= --isolation=volume/csi"), "1.11.0.."},
		{"agent-csi-plugin-config-dir-unusable", lines("--csi_plugin_config_dir=/d --isolation=volume/csi,filesystem/linux"), ""},
		{"agent-jwt-secret-key-missing", lines("--authenticate_http_executors"), "1.3.0.."},
		{"agent-jwt-secret-key-missing", lines("--authenticate_http_executors --executor_secret_key=/k"), ""},
		{"agent-registration-backoff-factor-maximum", lines("--registration_backoff_factor=61secs"), "0.19.0.."},
		{"agent-registration-backoff-factor-maximum", lines("--registration_backoff_factor=1mins"), ""},
		{"agent-gc-disk-headroom-range", lines("--gc_disk_headroom=1.01"), "0.22.0.."},
		{"agent-gc-disk-headroom-range", lines("--gc_disk_headroom=-0.1"), "0.22.0.."},
		{"agent-gc-disk-headroom-range", lines("--gc_disk_headroom=1"), ""},
		{"agent-recover-unknown", lines("--recover=yes"), "0.19.0.."},
		{"agent-recover-unknown", lines("--recover=cleanup"), ""},
		{"agent-reconfiguration-policy-unknown", lines("--reconfiguration_policy=any"), "1.5.0.."},
		{"agent-reconfiguration-policy-unknown", lines("--reconfiguration_policy=additive"), ""},
		{"agent-resources-format", lines("--resources=cpus"), "0.19.0.."},
		{"agent-resources-format", lines("--resources=cpus:-1"), "1.1.0.."},
		{"agent-resources-format", lines("--resources=cpus:4;cpus:[1-2]"), "0.23.0.."},
		{"agent-resources-format", lines("--resources=cpus:4;mem:1024;ports:[31000-32000]"), ""},
		{"agent-resources-format", lines("--resources=cpus(a/b):4"), "1.1.0..1.3.3"},
		{"agent-resources-format", lines(`--resources=[{"name":"cpus","type":"SCALAR","scalar":{"value":4}}]`), "0.19.0..0.25.1"},
		{"agent-attributes-value", lines("--attributes=rack:{a,b}"), "0.19.0.."},
		{"agent-attributes-value", lines("--attributes=rack:r1;zone:[1-2]"), ""},
		{"agent-attributes-format", lines("--attributes=rack"), "0.19.0.."},
		{"agent-attributes-colons", lines("--attributes=rack:a:b"), "0.19.0..0.23.1"},
		{"agent-attributes-value", lines("--attributes=n:-1"), "1.8.0.."},
		{"agent-containerizer-path-missing", lines("--containerizers=external"), "0.20.0..1.0.4"},
		{"agent-containerizer-path-missing", lines("--isolation=external"), "0.19.0..1.0.4"},
		{"agent-containerizer-path-missing", lines("--isolation=external --containerizer_path=/x"), ""},
	})
}

func TestContainerizerStartUp(t *testing.T) {
	const images = "--image_providers=docker --isolation=docker/runtime,filesystem/linux "
	runStartCases(t, config.Agent, lint.Fatal, []startCase{
		{"agent-isolator-unknown", lines("--isolation=nope"), "0.19.0.."},
		{"agent-isolator-unknown", lines("--isolation=nope --containerizers=docker"), ""},
		{"agent-isolator-unknown", lines("--isolation=external"), "1.1.0.."},
		{"agent-isolator-unknown", lines("--isolation=disk/du"), "0.19.0..0.28.3"},
		{"agent-isolator-unknown", lines("--isolation=posix/disk"), "0.19.0..0.21.2"},
		{"agent-isolator-unknown", lines("--isolation=process"), ""},
		{"agent-isolator-unknown", lines("--isolation=cgroups"), ""},
		{"agent-isolator-unknown", lines("--isolation=posix/cpu,posix/mem"), ""},
		{"agent-isolator-unknown", lines("--isolation=cgroups,disk/du"), "0.19.0..1.5.3"},
		{"agent-isolator-unknown", lines("--isolation=linux/nnp"), "0.19.0..1.8.1"},
		{"agent-isolator-duplicate", lines("--isolation=posix/cpu,posix/cpu"), "1.0.0.."},
		{"agent-isolator-duplicate", lines("--isolation=posix/cpu,posix/mem"), ""},
		{"agent-isolators-disk-twice", lines("--isolation=posix/disk,disk/du"), "1.0.0..1.5.3"},
		{"agent-isolators-filesystem-several", lines("--isolation=filesystem/linux,filesystem/posix"), "1.5.0.."},
		{"agent-isolators-filesystem-several", lines("--isolation=filesystem/linux"), ""},
		{"agent-isolators-network-several", lines("--isolation=network/cni,network/port_mapping"), "1.5.0.."},
		{"agent-isolators-network-several", lines("--isolation=network/cni,network/ports"), ""},
		{"agent-external-containerizer-logger", lines("--containerizers=external --container_logger=x"), "0.27.0..1.0.4"},
		{"agent-containerizer-unknown", lines("--containerizers=mesos,rkt"), "0.20.0.."},
		{"agent-containerizer-unknown", lines("--containerizers=external"), "1.1.0.."},
		{"agent-containerizer-unknown", lines("--containerizers=mesos,docker"), ""},
		{"agent-containerizer-duplicate", lines("--containerizers=mesos,mesos"), "1.0.1.."},
		{"agent-launcher-unknown", lines("--launcher=x"), "0.25.0.."},
		{"agent-launcher-unknown", lines("--launcher=posix"), ""},
		{"agent-launcher-unknown", lines("--launcher=x --containerizers=docker"), ""},
		{"agent-image-provider-unknown", lines("--image_providers=rkt"), "0.25.0.."},
		{"agent-image-provider-unknown", lines("--image_providers=Appc"), ""},
		{"agent-image-provider-unknown", lines("--image_providers=docker"), "0.25.0..0.25.1"},
		{"agent-images-without-docker-runtime", lines("--image_providers=docker --isolation=filesystem/linux"), "0.28.0.."},
		{"agent-images-without-docker-runtime", lines(images), ""},
		{"agent-images-without-docker-runtime", lines("--image_providers=appc --isolation=filesystem/linux"), ""},
		{"agent-images-without-filesystem-linux", lines("--image_providers=docker --isolation=docker/runtime"), "1.4.0.."},
		{"agent-images-without-filesystem-linux", lines(images), ""},
		{"agent-images-launcher", lines(images + "--launcher=posix"), "1.4.0.."},
		{"agent-images-launcher", lines(images + "--launcher=linux"), ""},
		{"agent-filesystem-linux-launcher", lines("--isolation=filesystem/linux --launcher=posix"), "1.5.0.."},
		{"agent-filesystem-linux-launcher", lines("--isolation=filesystem/posix --launcher=posix"), ""},
		{"agent-namespaces-pid-launcher", lines("--isolation=namespaces/pid,filesystem/linux --launcher=posix"), "1.1.0.."},
		{"agent-namespaces-pid-filesystem", lines("--isolation=namespaces/pid"), "1.1.0.."},
		{"agent-namespaces-pid-filesystem", lines("--isolation=namespaces/pid,filesystem/linux"), ""},
		{"agent-namespaces-ipc-launcher", lines("--isolation=namespaces/ipc,filesystem/linux --launcher=posix"), "1.2.0.."},
		{"agent-namespaces-ipc-filesystem", lines("--isolation=namespaces/ipc"), "1.9.0.."},
		{"agent-volume-image-filesystem", lines("--isolation=volume/image"), "1.2.0.."},
		{"agent-volume-secret-filesystem", lines("--isolation=volume/secret"), "1.4.0.."},
		{"agent-volume-secret-launcher", lines("--isolation=volume/secret,filesystem/linux --launcher=posix"), "1.4.0.."},
		{"agent-volume-host-path-filesystem", lines("--isolation=volume/host_path"), "1.5.0.."},
		{"agent-volume-host-path-launcher", lines("--isolation=volume/host_path,filesystem/linux --launcher=posix"), "1.5.0.."},
		{"agent-linux-devices-filesystem", lines("--isolation=linux/devices"), "1.7.0.."},
		{"agent-linux-devices-filesystem", lines("--isolation=linux/devices,filesystem/linux"), ""},
		{"agent-linux-devices-launcher", lines("--isolation=linux/devices,filesystem/linux --launcher=posix"), "1.7.0.."},
		{"agent-volume-csi-incomplete", lines("--isolation=volume/csi,filesystem/linux"), "1.11.0.."},
		{"agent-volume-csi-incomplete", lines("--isolation=volume/csi --csi_plugin_config_dir=/d"), "1.11.0.."},
		{"agent-volume-csi-incomplete", lines("--isolation=volume/csi,filesystem/linux --csi_plugin_config_dir=/d"), ""},
		{"agent-cni-directory-missing", lines("--network_cni_plugins_dir=/p"), "1.0.0.."},
		{"agent-cni-directory-missing", lines("--network_cni_config_dir=/p --isolation=network/cni"), "1.0.0.."},
		{"agent-cni-directory-missing", lines("--network_cni_config_dir=/p --isolation=network/port_mapping"), ""},
		{"agent-cni-directory-missing", lines("--network_cni_config_dir=/p --network_cni_plugins_dir=/p"), ""},
		{"agent-ephemeral-ports-invalid", lines("--isolation=network/port_mapping"), "0.20.0.."},
		{"agent-ephemeral-ports-invalid", lines("--isolation=network/port_mapping --resources=ephemeral_ports:[32768-57344]"), ""},
		{"agent-ephemeral-ports-invalid", lines("--isolation=network/port_mapping --ephemeral_ports_per_container=100 --resources=ephemeral_ports:[32768-57344]"), "0.20.0.."},
		{"agent-egress-classifier-parent-format", lines("--isolation=network/port_mapping --egress_unique_flow_per_container --egress_flow_classifier_parent=x"), "0.27.0.."},
		{"agent-egress-classifier-parent-format", lines("--isolation=network/port_mapping --egress_flow_classifier_parent=x"), ""},
		{"agent-perf-duration-maximum", lines("--isolation=cgroups/perf_event --perf_events=cycles --perf_duration=2mins"), "0.20.0.."},
		{"agent-perf-duration-maximum", lines("--isolation=cgroups/perf_event --perf_duration=2mins"), "0.20.0..1.6.2"},
		{"agent-perf-duration-maximum", lines("--isolation=cgroups/perf_event --perf_events=cycles --perf_duration=1mins"), ""},
		{"agent-perf-events-missing", lines("--isolation=cgroups/perf_event"), "0.20.0..1.6.2"},
		{"agent-perf-events-missing", lines("--isolation=cgroups/perf_event --perf_events=cycles"), ""},
		{"agent-net-cls-handles-format", lines("--isolation=cgroups/net_cls --cgroups_net_cls_primary_handle=0x12345"), "0.28.0.."},
		{"agent-net-cls-handles-format", lines("--isolation=cgroups/net_cls --cgroups_net_cls_primary_handle=0x12"), ""},
		{"agent-net-cls-handles-format", lines("--isolation=cgroups/net_cls --cgroups_net_cls_primary_handle=0x12 --cgroups_net_cls_secondary_handles=1"), "0.28.0.."},
		{"agent-net-cls-handles-format", lines("--isolation=cgroups/net_cls --cgroups_net_cls_secondary_handles=1"), ""},
		{"agent-net-cls-handles-format", lines("--cgroups_net_cls_primary_handle=0x12345"), ""},
		{"agent-gpu-devices-without-isolator", lines("--nvidia_gpu_devices=0 --resources=gpus:1"), "1.0.0.."},
		{"agent-gpu-devices-without-isolator", lines("--nvidia_gpu_devices=0 --resources=gpus:1 --isolation=gpu/nvidia,cgroups/devices"), ""},
		{"agent-gpu-isolator-incomplete", lines("--isolation=gpu/nvidia"), "1.0.0.."},
		{"agent-gpu-isolator-incomplete", lines("--isolation=cgroups/devices,gpu/nvidia"), "1.2.0.."},
		{"agent-gpu-isolator-incomplete", lines("--isolation=cgroups/all,filesystem/linux,gpu/nvidia"), "1.0.0..1.6.2"},
		{"agent-gpu-isolator-incomplete", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia"), ""},
		{"agent-gpu-isolator-order", lines("--isolation=gpu/nvidia,filesystem/linux,cgroups/devices"), "1.0.0..1.6.2"},
		{"agent-gpu-isolator-order", lines("--isolation=cgroups/devices,gpu/nvidia,filesystem/linux"), "1.2.0..1.6.2"},
		{"agent-gpu-devices-and-resources", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia --nvidia_gpu_devices=0,1 --resources=gpus:1"), "1.0.0.."},
		{"agent-gpu-devices-and-resources", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia --nvidia_gpu_devices=0,0 --resources=gpus:2"), "1.0.0.."},
		{"agent-gpu-devices-and-resources", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia --nvidia_gpu_devices=0,1 --resources=gpus:2"), ""},
		{"agent-gpu-devices-and-resources", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia --nvidia_gpu_devices=0"), "1.0.0.."},
		{"agent-gpu-devices-and-resources", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia --resources=gpus:2"), "1.0.0.."},
		{"agent-gpu-devices-and-resources", lines("--isolation=cgroups/devices,filesystem/linux,gpu/nvidia"), ""},
		{"agent-xfs-project-range-format", lines("--isolation=disk/xfs --xfs_project_range=5000"), "1.0.0.."},
		{"agent-xfs-project-range-format", lines("--isolation=disk/xfs --xfs_project_range=[5000-10000]"), ""},
		{"agent-xfs-project-range-format", lines("--xfs_project_range=5000"), ""},
		{"agent-port-ranges-twice", lines("--isolation=network/ports --check_agent_port_range_only --container_ports_isolated_range=[1-2]"), "1.8.0.."},
		{"agent-port-ranges-twice", lines("--isolation=network/ports --container_ports_isolated_range=[1-2]"), ""},
		{"agent-network-ports-launcher", lines("--isolation=network/ports --launcher=posix"), "1.5.0.."},
		{"agent-container-ports-range-format", lines("--isolation=network/ports --container_ports_isolated_range=1-2"), "1.8.0.."},
		{"agent-container-ports-range-format", lines("--isolation=network/ports --container_ports_isolated_range=[1-2]"), ""},
		{"agent-seccomp-config-dir-missing", lines("--isolation=linux/seccomp"), "1.8.0.."},
		{"agent-seccomp-config-dir-missing", lines("--isolation=linux/seccomp --seccomp_config_dir=/s"), ""},
		{"agent-docker-puller-unknown", lines("--image_providers=docker --docker_puller=x"), "0.26.0..0.26.2"},
		{"agent-docker-puller-unknown", lines("--image_providers=docker --docker_puller=local"), ""},
		{"agent-docker-registry-format", lines(images + "--docker_registry=registry.example.org"), "0.27.0.."},
		{"agent-docker-registry-format", lines(images + "--docker_registry=https://registry.example.org"), ""},
		{"agent-docker-registry-format", lines(images + "--docker_registry=/images"), "0.27.0..0.27.3"},
		{"agent-docker-registry-format", lines(images + "--docker_registry=hdfs://n/images"), "0.27.0..1.6.2"},
		{"agent-docker-registry-parts", lines("--image_providers=docker --docker_puller_timeout=0"), "0.27.0..0.27.3"},
		{"agent-docker-registry-parts", lines("--image_providers=docker --docker_puller_timeout=60"), ""},
		{"agent-docker-registry-parts", lines("--image_providers=docker --docker_puller=registry --docker_puller_timeout=0"), "0.26.0..0.26.2"},
		{"agent-docker-registry-parts", lines("--image_providers=docker --docker_registry=file:///i --docker_puller_timeout=0"), ""},
		{"agent-docker-registry-parts", lines("--image_providers=docker --docker_puller=registry --docker_registry_port=https"), "0.26.0..0.26.2"},
		{"agent-appc-prefix-format", lines("--image_providers=appc --appc_simple_discovery_uri_prefix=hdfs://n/x"), "0.28.0.."},
		{"agent-appc-prefix-format", lines("--image_providers=appc --appc_simple_discovery_uri_prefix=/x"), ""},
		{"agent-appc-prefix-format", lines("--appc_simple_discovery_uri_prefix=hdfs://n/x"), ""},
		{"agent-image-backend-unusable", lines("--image_provisioner_backend=x " + images), "0.25.0.."},
		{"agent-image-backend-unusable", lines("--image_provisioner_backend=copy " + images), ""},
		{"agent-container-logger-unknown", lines("--container_logger=x"), "0.27.0.."},
		{"agent-container-logger-unknown", lines("--container_logger=x --modules=file:///m"), ""},
		{"agent-docker-socket-path", lines("--docker_socket=docker.sock --containerizers=docker"), "0.25.0.."},
		{"agent-docker-socket-path", lines("--docker_socket=docker.sock"), ""},
		{"agent-docker-socket-path", lines("--docker_socket=/docker.sock --containerizers=docker"), ""},
	})
}

func TestServersOfZooKeeper(t *testing.T) {
	runStartCases(t, config.Master, lint.Fatal, []startCase{
		{"zookeeper-port-missing", lines("--zk=zk://a:2181,b/m"), "0.19.0.."},
		{"zookeeper-port-missing", lines("--zk=zk://user:pass@a/m"), "0.19.0.."},
		{"zookeeper-port-missing", lines("--zk=zk:///m"), "0.19.0.."},
		{"zookeeper-port-missing", lines("--zk=zk://a:2181,b:2181/m"), ""},
	})
	runStartCases(t, config.Agent, lint.Fatal, []startCase{
		{"zookeeper-port-missing", lines("--master=zk://a/m"), "0.19.0.."},
		{"zookeeper-port-missing", lines("--master=a:5050"), ""},
	})
}

func TestWhatTheMachineDecides(t *testing.T) {
	runStartCases(t, config.Agent, lint.Advice, []startCase{
		{"agent-root-missing", lines("--isolation=cgroups/cpu"), "0.19.0.."},
		{"agent-root-missing", lines("--isolation=namespaces/ipc"), "1.2.0.."},
		{"agent-root-missing", lines("--launcher=linux"), "0.25.0.."},
		{"agent-root-missing", lines("--launcher=linux --containerizers=docker"), ""},
		{"agent-root-missing", lines("--isolation=network/cni"), ""},
		{"agent-root-missing", lines("--isolation=network/cni --network_cni_config_dir=/d --network_cni_plugins_dir=/d"), "1.0.0.."},
		{"agent-root-missing", lines("--isolation=posix/cpu,posix/mem,filesystem/posix --launcher=posix"), ""},
		{"agent-root-missing", lines("--image_provisioner_backend=overlay"), "0.28.0.."},
		{"agent-root-missing", lines("--slave_subsystems=memory"), "0.19.0.."},
		{"agent-docker-client", lines("--containerizers=docker,mesos"), "0.20.0.."},
		{"agent-docker-client", lines("--containerizers=mesos"), ""},
		{"agent-docker-volume-client", lines("--isolation=docker/volume"), "1.0.0.."},
		{"agent-nvml-missing", lines("--isolation=cgroups/devices,gpu/nvidia"), "1.0.0.."},
		{"agent-xfs-missing", lines("--isolation=disk/xfs"), "1.0.0.."},
		{"agent-xfs-missing", lines("--isolation=disk/du"), ""},
		{"agent-swap-accounting", lines("--isolation=cgroups/cpu,cgroups/mem --cgroups_limit_swap"), "0.20.0.."},
		{"agent-swap-accounting", lines("--isolation=cgroups/cpu,cgroups/mem --cgroups_limit_swap=false"), ""},
		{"agent-swap-accounting", lines("--cgroups_limit_swap"), ""},
		{"agent-cfs-quota", lines("--isolation=cgroups --cgroups_enable_cfs"), "0.19.0.."},
		{"agent-cfs-quota", lines("--isolation=cgroups/all --cgroups_enable_cfs"), "1.7.0.."},
		{"agent-resource-provider-creation", lines("--resource_provider_config_dir=/d"), "1.4.0.."},
		{"agent-cni-config-directory", lines("--network_cni_config_dir=/d --network_cni_plugins_dir=/d --isolation=network/cni"), "1.0.0.."},
		{"agent-cni-plugins-directory", lines("--network_cni_config_dir=/d --network_cni_plugins_dir=/d --isolation=network/cni"), "1.0.0..1.0.4"},
		{"agent-perf-events-unsupported", lines("--isolation=cgroups/perf_event --perf_events=cycles"), "0.20.0.."},
		{"agent-image-backend-unusable", lines("--image_providers=appc --image_provisioner_backend=overlay"), "0.28.0.."},
		{"agent-image-backend-unusable", lines("--image_providers=appc --image_provisioner_backend=x"), ""},
		{"agent-csi-plugin-config-dir-unusable", lines("--csi_plugin_config_dir=/d"), "1.11.0.."},
		{"agent-domain-socket-systemd", lines("--http_executor_domain_sockets --domain_socket_location=systemd:x"), "1.10.0.."},
		{"agent-domain-socket-systemd", lines("--http_executor_domain_sockets --domain_socket_location=/x"), ""},
	})
}

func TestStartFindingsNameTheFirstRelease(t *testing.T) {
	n := nodeOf(config.Agent, "--isolation=cgroups/all", "--cgroups_enable_cfs", "--resources=cpus:x", "--attributes=a", "--gc_delay=1")
	n.User = "root"
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
