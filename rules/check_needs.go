package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var checkNeeds = &lint.Rule{
	Name:  "check/needs",
	Title: "A setting needs another one that is missing",
	Doc: `Some settings need another one: an authenticator needs the credentials it compares with, container images need the
isolators that prepare their file system, an isolator may need another isolator. If the other setting is missing, the daemon
does not start.

It is certain that a setting is missing only if everything that starts the daemon was read; otherwise this is a warning that
names the flags which would prevent it. Flags that a daemon always needs, or needs in the most common set-ups, are reported
by flag/required.`,
	Effects: []lint.Effect{lint.Fatal},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--authenticate_http_readonly
`}},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--authenticate_http_readonly
--credentials=file:///etc/mesos/credentials.json
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { needsStart.Look(p, n) },
}

var needsStart = resolved.StartChecks{List: needsChecks}

// needsChecks are the start-up checks of settings that need another one.
func needsChecks() []resolved.StartCheck {
	return []resolved.StartCheck{
		{IDs: []string{"master-contender-and-detector"}, Find: contenderAndDetector},
		{IDs: []string{"master-credentials-missing"}, Find: authenticationNeedsCredentials},
		{IDs: []string{"master-http-credentials-missing"}, Find: oldHTTPNeedsCredentials},
		{IDs: []string{"http-credentials-missing"}, Find: httpNeedsCredentials},
		{IDs: []string{"http-jwt-key-missing"}, Find: httpNeedsKey},
		{IDs: []string{"master-http-framework-authenticators-missing"}, Find: frameworksNeedAuthenticator},
		{IDs: []string{"agent-jwt-secret-key-missing"}, Find: executorsNeedKey},
		{IDs: []string{"agent-csi-plugin-config-dir-unusable"}, Find: csiNeedsIsolator},
		{IDs: []string{"agent-containerizer-path-missing"}, Find: externalNeedsPath},
		{IDs: []string{"agent-images-without-docker-runtime"}, Find: imagesNeedRuntime},
		{IDs: []string{"agent-images-without-filesystem-linux"}, Find: imagesNeedFilesystem},
		{IDs: []string{"agent-namespaces-pid-filesystem"}, Find: wantsFilesystem("namespaces/pid")},
		{IDs: []string{"agent-namespaces-ipc-filesystem"}, Find: wantsFilesystem("namespaces/ipc")},
		{IDs: []string{"agent-volume-image-filesystem"}, Find: wantsFilesystem("volume/image")},
		{IDs: []string{"agent-volume-secret-filesystem"}, Find: wantsFilesystem("volume/secret")},
		{IDs: []string{"agent-volume-host-path-filesystem"}, Find: wantsFilesystem("volume/host_path")},
		{IDs: []string{"agent-linux-devices-filesystem"}, Find: wantsFilesystem("linux/devices")},
		{IDs: []string{"agent-volume-csi-incomplete"}, Find: csiIsolatorNeeds},
		{IDs: []string{"agent-cni-directory-missing"}, Find: cniNeedsBoth},
		{IDs: []string{"agent-perf-events-missing"}, Find: perfNeedsEvents},
		{IDs: []string{"agent-gpu-devices-without-isolator"}, Find: devicesNeedIsolator},
		{IDs: []string{"agent-gpu-isolator-incomplete"}, Find: gpuNeedsIsolators},
		{IDs: []string{"agent-seccomp-config-dir-missing"}, Find: seccompNeedsDirectory},
	}
}

// refuseMissing completes a finding about a setting that needs a flag the node does not give.
func refuseMissing(s *resolved.Start, f resolved.Finding, needs string, flag resolved.Option) {
	f.What = fmt.Sprintf("%s needs `%s`, which is not given", needs, flag.Name)
	f.Help = fmt.Sprintf("add `%s`", flag.Name)
	f.Missing = flag.Name
	s.Refuse(f)
}

func contenderAndDetector(s *resolved.Start) {
	if s.Option("zk").Given() {
		return
	}
	contender, detector := s.Option("master_contender"), s.Option("master_detector")
	switch {
	case contender.Given() && !detector.Given():
		refuseMissing(s, resolved.Finding{At: contender}, "`master_contender`", detector)
	case detector.Given() && !contender.Given():
		refuseMissing(s, resolved.Finding{At: detector}, "`master_detector`", contender)
	}
}

func authenticationNeedsCredentials(s *resolved.Start) {
	for _, name := range []string{"authenticate", "authenticate_slaves"} {
		if on := s.Option(name); s.IsOn(on) {
			if credentials := s.Option("credentials"); !credentials.Given() {
				refuseMissing(s, resolved.Finding{At: on}, "`"+on.Name+"`", credentials)
				return
			}
		}
	}
}

// basicAuthenticator and jwtAuthenticator are the HTTP authenticators that are built in.
const (
	basicAuthenticator = "basic"
	jwtAuthenticator   = "jwt"
)

func oldHTTPNeedsCredentials(s *resolved.Start) {
	on := s.Option("authenticate_http")
	if !s.IsOn(on) || s.Option("http_authenticators").Text != basicAuthenticator {
		return
	}
	if credentials := s.Option("credentials"); !credentials.Given() {
		refuseMissing(s, resolved.Finding{At: on}, "the HTTP authenticator `basic`", credentials)
	}
}

// httpRealm is what HTTP requests authenticate for: the flag that turns that on, and the authenticators.
type httpRealm struct {
	on             resolved.Option
	authenticators resolved.Option
	names          []startup.Name
}

// httpRealms returns the realms in which HTTP authentication is on.
func httpRealms(s *resolved.Start) []httpRealm {
	var out []httpRealm
	add := func(on string, flag string) {
		o := s.Option(on)
		if !s.IsOn(o) {
			return
		}
		authenticators := s.Option(flag)
		text := authenticators.Text
		switch {
		case authenticators.Set:
		case s.Node.Component == config.Master:
			return // the framework authenticators have no default
		default:
			text = basicAuthenticator
			if s.IsOn(s.Option(executorRealm)) {
				text += "," + jwtAuthenticator
			}
		}
		out = append(out, httpRealm{o, authenticators, startup.Names(text, true)})
	}
	add("authenticate_http_readonly", "http_authenticators")
	add("authenticate_http_readwrite", "http_authenticators")
	if s.Node.Component == config.Agent {
		add(executorRealm, "http_authenticators")
	} else {
		add("authenticate_http_frameworks", "http_framework_authenticators")
	}
	return out
}

// executorRealm is the flag that makes executors authenticate.
const executorRealm = "authenticate_http_executors"

// finding is one about a name of the realm's authenticators, or about what turned authentication on.
func (r httpRealm) finding(name startup.Name) resolved.Finding {
	if !r.authenticators.Given() {
		return resolved.Finding{At: r.on}
	}
	return resolved.Finding{
		At: r.authenticators, Beside: []resolved.Option{r.on}, Problem: &startup.Problem{Start: name.Start, End: name.End},
	}
}

// httpNeeds refuses an HTTP authenticator that is asked for without the flag it needs.
func httpNeeds(s *resolved.Start, authenticator string, flags ...string) {
	for _, realm := range httpRealms(s) {
		for _, name := range realm.names {
			if name.Text != authenticator {
				continue
			}
			if o := s.Option(flags...); !o.Given() {
				needs := fmt.Sprintf("the HTTP authenticator `%s`", authenticator)
				if o.Name == "" {
					f := realm.finding(name)
					f.What, f.Help = needs+" needs a key, and this daemon has no flag for one", "delete it"
					s.Refuse(f)
					return
				}
				refuseMissing(s, realm.finding(name), needs, o)
			}
			return
		}
	}
}

func httpNeedsCredentials(s *resolved.Start) {
	if s.Node.Component == config.Agent {
		httpNeeds(s, basicAuthenticator, "http_credentials")
		return
	}
	httpNeeds(s, basicAuthenticator, "credentials")
}

func httpNeedsKey(s *resolved.Start) {
	if s.IsOn(s.Option(executorRealm)) {
		return // executorsNeedKey
	}
	if s.Knows("http_authenticators", jwtAuthenticator) {
		httpNeeds(s, jwtAuthenticator, "jwt_secret_key", "executor_secret_key")
	}
}

func frameworksNeedAuthenticator(s *resolved.Start) {
	on := s.Option("authenticate_http_frameworks")
	if !s.IsOn(on) {
		return
	}
	if authenticators := s.Option("http_framework_authenticators"); !authenticators.Given() {
		refuseMissing(s, resolved.Finding{At: on}, "`"+on.Name+"`", authenticators)
	}
}

func executorsNeedKey(s *resolved.Start) {
	on := s.Option(executorRealm)
	if !s.IsOn(on) {
		return
	}
	if key := s.Option("jwt_secret_key", "executor_secret_key"); !key.Given() {
		refuseMissing(s, resolved.Finding{At: on}, "`"+on.Name+"`", key)
	}
}

func csiNeedsIsolator(s *resolved.Start) {
	dir := s.Option("csi_plugin_config_dir")
	if !dir.Given() {
		return
	}
	iso := s.Option("isolation")
	switch {
	case !strings.Contains(iso.Text, csiIsolator):
		s.Refuse(resolved.Finding{
			At: dir, Beside: []resolved.Option{iso},
			What:    fmt.Sprintf("`%s` needs the isolator `%s`, which is not listed", dir.Name, csiIsolator),
			Help:    fmt.Sprintf("add `%s` to `isolation`", csiIsolator),
			Missing: unlessGiven(iso),
		})
	case dir.Text == "":
		s.Refuse(resolved.Finding{At: dir, What: fmt.Sprintf("`%s` is empty", dir.Name), Help: "name a directory"})
	}
}

const csiIsolator = "volume/csi"

func csiIsolatorNeeds(s *resolved.Start) {
	iso := s.Isolation()
	if iso == nil {
		return
	}
	name, found := iso.Find(csiIsolator)
	if !found {
		return
	}
	if dir := s.Option("csi_plugin_config_dir"); !dir.Given() {
		refuseMissing(s, iso.Finding(name), "isolator `"+csiIsolator+"`", dir)
		return
	}
	needsIsolator(s, iso, name, linuxFilesystem)
}

func externalNeedsPath(s *resolved.Start) {
	at, external := s.External()
	if !external {
		return
	}
	if path := s.Option("containerizer_path"); !path.Given() {
		f := resolved.Finding{At: at, Aborts: true}
		refuseMissing(s, f, "the external containerizer", path)
	}
}

// dockerRuntime and linuxFilesystem are the isolators that container images and many isolators need.
const (
	dockerRuntime   = "docker/runtime"
	linuxFilesystem = "filesystem/linux"
)

func imagesNeedRuntime(s *resolved.Start) {
	iso := s.Isolation()
	if iso == nil || !s.UsesImages("DOCKER") || iso.Contains(dockerRuntime) {
		return
	}
	imagesNeed(s, iso, dockerRuntime)
}

func imagesNeedFilesystem(s *resolved.Start) {
	iso := s.Isolation()
	if iso == nil || !s.Option("image_providers").Given() || iso.Mentions(linuxFilesystem) {
		return
	}
	imagesNeed(s, iso, linuxFilesystem)
}

func imagesNeed(s *resolved.Start, iso *resolved.Isolation, isolator string) {
	providers := s.Option("image_providers")
	s.Refuse(resolved.Finding{
		At: providers, Beside: []resolved.Option{iso.Option},
		What:    fmt.Sprintf("container images need the isolator `%s`, which is not listed", isolator),
		Help:    fmt.Sprintf("add `%s` to `isolation`", isolator),
		Missing: unlessGiven(iso.Option),
	})
}

// unlessGiven returns the name of a list that is not given, which a finding about what it lacks misses, "" of one that is.
func unlessGiven(list resolved.Option) string {
	if list.Given() {
		return ""
	}
	return list.Name
}

// wantsFilesystem refuses an isolator without the one that gives each container a file system.
func wantsFilesystem(isolator string) func(*resolved.Start) {
	return func(s *resolved.Start) {
		iso := s.Isolation()
		if iso == nil {
			return
		}
		if name, found := iso.Find(isolator); found {
			needsIsolator(s, iso, name, linuxFilesystem)
		}
	}
}

// needsIsolator refuses an isolator where the text of the list does not contain another.
func needsIsolator(s *resolved.Start, iso *resolved.Isolation, name startup.Name, needed string) {
	if iso.Contains(needed) {
		return
	}
	f := iso.Finding(name)
	f.What = fmt.Sprintf("isolator `%s` needs `%s`, which is not listed", name.Text, needed)
	f.Help = fmt.Sprintf("add `%s` to `isolation`", needed)
	s.Refuse(f)
}

// cniNeedsBoth refuses one of the directories of container networks without the other. The isolator that looks at them is
// there unless another one for the network is.
func cniNeedsBoth(s *resolved.Start) {
	iso := s.Isolation()
	if iso == nil {
		return
	}
	if _, listed := iso.Find("network/cni"); !listed && iso.HasNetwork() {
		return
	}
	plugins, networks := s.Option("network_cni_plugins_dir"), s.Option("network_cni_config_dir")
	for i, o := range []resolved.Option{plugins, networks} {
		other := []resolved.Option{networks, plugins}[i]
		switch {
		case !o.Given():
		case !other.Given():
			refuseMissing(s, resolved.Finding{At: o}, "`"+o.Name+"`", other)
			return
		case o.Text == "":
			s.Refuse(resolved.Finding{At: o, What: fmt.Sprintf("`%s` is empty", o.Name), Help: "name a directory"})
			return
		}
	}
}

func perfNeedsEvents(s *resolved.Start) {
	f, active := s.Isolator("cgroups/perf_event")
	if !active {
		return
	}
	if events := s.Option("perf_events"); !events.Given() {
		refuseMissing(s, f, "isolator `cgroups/perf_event`", events)
	}
}

func devicesNeedIsolator(s *resolved.Start) {
	devices := s.Option("nvidia_gpu_devices")
	if !devices.Given() {
		return
	}
	iso := s.Option("isolation")
	if slices.ContainsFunc(startup.Names(iso.Text, false), func(n startup.Name) bool { return n.Text == gpuIsolator }) {
		return
	}
	s.Refuse(resolved.Finding{
		At: devices, Beside: []resolved.Option{iso},
		What:    fmt.Sprintf("`nvidia_gpu_devices` needs the isolator `%s`, which is not listed", gpuIsolator),
		Help:    fmt.Sprintf("add `%s` to `isolation`", gpuIsolator),
		Missing: unlessGiven(iso),
	})
}

func gpuNeedsIsolators(s *resolved.Start) {
	iso := s.Isolation()
	if iso == nil {
		return
	}
	name, found := iso.Find(gpuIsolator)
	if !found {
		return
	}
	for _, needed := range gpuNeeds(s) {
		_, listed := iso.Find(needed)
		if _, all := iso.Find("cgroups/all"); all && needed != linuxFilesystem && s.Holds("gpu-accepts-all-cgroups") {
			listed = true
		}
		if !listed {
			f := iso.Finding(name)
			f.What = fmt.Sprintf("isolator `%s` needs `%s`, which is not listed", gpuIsolator, needed)
			f.Help = fmt.Sprintf("add `%s` to `isolation`", needed)
			s.Refuse(f)
			return
		}
	}
}

func seccompNeedsDirectory(s *resolved.Start) {
	f, active := s.Isolator("linux/seccomp")
	if !active {
		return
	}
	if dir := s.Option("seccomp_config_dir"); !dir.Given() {
		refuseMissing(s, f, "isolator `linux/seccomp`", dir)
	}
}
