package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
)

var checkNeeds = &lint.Rule{
	Name:  "check/needs",
	Title: "A setting needs another one that is missing",
	Doc: `Some settings make the daemon ask for others: an authenticator needs the credentials it compares with, container images
need the isolators that make something of them, an isolator needs the one that isolates its file system. Where the other
setting is missing the daemon does not start.

That a setting is missing is a fact only where all that starts the daemon was read; elsewhere it is a warning. Flags that a
daemon always needs, or in the most common set-ups, are reported by flag/required.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Node:    startRule(needsChecks()...),
}

// needsChecks are the start-up checks of settings that need another one.
func needsChecks() []startCheck {
	return []startCheck{
		{"m-contdet-pair", contenderAndDetector},
		{"m-creds-needed", authenticationNeedsCredentials},
		{"m-httpauth-028c", oldHTTPNeedsCredentials},
		{"mh-httpauth-creds", httpNeedsCredentials},
		{"mh-httpauth-jwt", httpNeedsKey},
		{"m-httpfw", frameworksNeedAuthenticator},
		{"a-jwt-needed", executorsNeedKey},
		{"a-csi", csiNeedsIsolator},
		{"a-extpath", externalNeedsPath},
		{"c-img-runtime", imagesNeedRuntime},
		{"c-img-fslinux", imagesNeedFilesystem},
		{"c-pid-fs", wantsFilesystem("namespaces/pid")},
		{"c-ipc-fs", wantsFilesystem("namespaces/ipc")},
		{"c-volimage", wantsFilesystem("volume/image")},
		{"c-volsecret", wantsFilesystem("volume/secret")},
		{"c-volhost", wantsFilesystem("volume/host_path")},
		{"c-lindev", wantsFilesystem("linux/devices")},
		{"c-volcsi", csiIsolatorNeeds},
		{"c-cni-plugins", cniNeedsBoth},
		{"c-perf-none", perfNeedsEvents},
		{"c-gpu-iso", devicesNeedIsolator},
		{"c-gpu-req", gpuNeedsIsolators},
		{"c-seccomp", seccompNeedsDirectory},
	}
}

// missing completes a finding about a setting that needs a flag the node does not give.
func (s *start) missing(f finding, needs string, flag option) {
	f.what = fmt.Sprintf("%s needs `%s`, which is not given", needs, flag.name)
	f.help = fmt.Sprintf("add `%s`", flag.name)
	s.refuse(f)
}

func contenderAndDetector(s *start) {
	if s.option("zk").given() {
		return
	}
	contender, detector := s.option("master_contender"), s.option("master_detector")
	switch {
	case contender.given() && !detector.given():
		s.missing(finding{at: contender}, "`master_contender`", detector)
	case detector.given() && !contender.given():
		s.missing(finding{at: detector}, "`master_detector`", contender)
	}
}

// isOn reports whether a boolean flag, or its default, is true.
func (s *start) isOn(o option) bool { return o.set && o.parsed.Bool }

func authenticationNeedsCredentials(s *start) {
	for _, name := range []string{"authenticate", "authenticate_slaves"} {
		if on := s.option(name); s.isOn(on) {
			if credentials := s.option("credentials"); !credentials.given() {
				s.missing(finding{at: on}, "`"+on.name+"`", credentials)
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

func oldHTTPNeedsCredentials(s *start) {
	on := s.option("authenticate_http")
	if !s.isOn(on) || s.option("http_authenticators").text != basicAuthenticator {
		return
	}
	if credentials := s.option("credentials"); !credentials.given() {
		s.missing(finding{at: on}, "the HTTP authenticator `basic`", credentials)
	}
}

// httpRealm is what HTTP requests authenticate for: the flag that turns that on, and the authenticators.
type httpRealm struct {
	on             option
	authenticators option
	names          []startup.Name
}

// httpRealms returns the realms in which HTTP authentication is on.
func (s *start) httpRealms() []httpRealm {
	var out []httpRealm
	add := func(on string, flag string) {
		o := s.option(on)
		if !s.isOn(o) {
			return
		}
		authenticators := s.option(flag)
		text := authenticators.text
		switch {
		case authenticators.set:
		case s.Node.Component == config.Master:
			return // the framework authenticators have no default
		default:
			text = basicAuthenticator
			if s.isOn(s.option(executorRealm)) {
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
func (r httpRealm) finding(name startup.Name) finding {
	if !r.authenticators.given() {
		return finding{at: r.on}
	}
	return finding{
		at: r.authenticators, beside: []option{r.on}, problem: &startup.Problem{Start: name.Start, End: name.End},
	}
}

// httpNeeds refuses an HTTP authenticator that is asked for without the flag it needs.
func (s *start) httpNeeds(authenticator string, flags ...string) {
	for _, realm := range s.httpRealms() {
		for _, name := range realm.names {
			if name.Text != authenticator {
				continue
			}
			if o := s.option(flags...); !o.given() {
				needs := fmt.Sprintf("the HTTP authenticator `%s`", authenticator)
				if o.name == "" {
					f := realm.finding(name)
					f.what, f.help = needs+" needs a key, and this daemon has no flag for one", "delete it"
					s.refuse(f)
					return
				}
				s.missing(realm.finding(name), needs, o)
			}
			return
		}
	}
}

func httpNeedsCredentials(s *start) {
	if s.Node.Component == config.Agent {
		s.httpNeeds(basicAuthenticator, "http_credentials")
		return
	}
	s.httpNeeds(basicAuthenticator, "credentials")
}

func httpNeedsKey(s *start) {
	if s.isOn(s.option(executorRealm)) {
		return // executorsNeedKey
	}
	if s.knows("http_authenticators", jwtAuthenticator) {
		s.httpNeeds(jwtAuthenticator, "jwt_secret_key", "executor_secret_key")
	}
}

func frameworksNeedAuthenticator(s *start) {
	on := s.option("authenticate_http_frameworks")
	if !s.isOn(on) {
		return
	}
	if authenticators := s.option("http_framework_authenticators"); !authenticators.given() {
		s.missing(finding{at: on}, "`"+on.name+"`", authenticators)
	}
}

func executorsNeedKey(s *start) {
	on := s.option(executorRealm)
	if !s.isOn(on) {
		return
	}
	if key := s.option("jwt_secret_key", "executor_secret_key"); !key.given() {
		s.missing(finding{at: on}, "`"+on.name+"`", key)
	}
}

func csiNeedsIsolator(s *start) {
	dir := s.option("csi_plugin_config_dir")
	if !dir.given() {
		return
	}
	iso := s.option("isolation")
	switch {
	case !strings.Contains(iso.text, csiIsolator):
		s.refuse(finding{
			at: dir, beside: []option{iso},
			what: fmt.Sprintf("`%s` needs the isolator `%s`, which is not listed", dir.name, csiIsolator),
			help: fmt.Sprintf("add `%s` to `isolation`", csiIsolator),
		})
	case dir.text == "":
		s.refuse(finding{at: dir, what: fmt.Sprintf("`%s` is empty", dir.name), help: "name a directory"})
	}
}

const csiIsolator = "volume/csi"

func csiIsolatorNeeds(s *start) {
	iso := s.isolation()
	if iso == nil {
		return
	}
	name, found := iso.Find(csiIsolator)
	if !found {
		return
	}
	if dir := s.option("csi_plugin_config_dir"); !dir.given() {
		s.missing(iso.finding(name), "isolator `"+csiIsolator+"`", dir)
		return
	}
	s.needsIsolator(iso, name, linuxFilesystem)
}

func externalNeedsPath(s *start) {
	at, external := s.external()
	if !external {
		return
	}
	if path := s.option("containerizer_path"); !path.given() {
		f := finding{at: at, aborts: true}
		s.missing(f, "the external containerizer", path)
	}
}

// dockerRuntime and linuxFilesystem are the isolators that container images and many isolators need.
const (
	dockerRuntime   = "docker/runtime"
	linuxFilesystem = "filesystem/linux"
)

func imagesNeedRuntime(s *start) {
	iso := s.isolation()
	if iso == nil || !s.usesImages("DOCKER") || iso.Contains(dockerRuntime) {
		return
	}
	s.imagesNeed(iso, dockerRuntime)
}

func imagesNeedFilesystem(s *start) {
	iso := s.isolation()
	if iso == nil || !s.option("image_providers").given() || iso.Mentions(linuxFilesystem) {
		return
	}
	s.imagesNeed(iso, linuxFilesystem)
}

func (s *start) imagesNeed(iso *isolation, isolator string) {
	providers := s.option("image_providers")
	s.refuse(finding{
		at: providers, beside: []option{iso.option},
		what: fmt.Sprintf("container images need the isolator `%s`, which is not listed", isolator),
		help: fmt.Sprintf("add `%s` to `isolation`", isolator),
	})
}

// wantsFilesystem refuses an isolator without the one that gives each container a file system.
func wantsFilesystem(isolator string) func(*start) {
	return func(s *start) {
		iso := s.isolation()
		if iso == nil {
			return
		}
		if name, found := iso.Find(isolator); found {
			s.needsIsolator(iso, name, linuxFilesystem)
		}
	}
}

// needsIsolator refuses an isolator where the text of the list does not contain another.
func (s *start) needsIsolator(iso *isolation, name startup.Name, needed string) {
	if iso.Contains(needed) {
		return
	}
	f := iso.finding(name)
	f.what = fmt.Sprintf("isolator `%s` needs `%s`, which is not listed", name.Text, needed)
	f.help = fmt.Sprintf("add `%s` to `isolation`", needed)
	s.refuse(f)
}

// cniNeedsBoth refuses one of the directories of container networks without the other. The isolator that looks at them is
// there unless another one for the network is.
func cniNeedsBoth(s *start) {
	iso := s.isolation()
	if iso == nil {
		return
	}
	if _, listed := iso.Find("network/cni"); !listed && iso.HasNetwork() {
		return
	}
	plugins, networks := s.option("network_cni_plugins_dir"), s.option("network_cni_config_dir")
	for i, o := range []option{plugins, networks} {
		other := []option{networks, plugins}[i]
		switch {
		case !o.given():
		case !other.given():
			s.missing(finding{at: o}, "`"+o.name+"`", other)
			return
		case o.text == "":
			s.refuse(finding{at: o, what: fmt.Sprintf("`%s` is empty", o.name), help: "name a directory"})
			return
		}
	}
}

func perfNeedsEvents(s *start) {
	f, active := s.isolator("cgroups/perf_event")
	if !active {
		return
	}
	if events := s.option("perf_events"); !events.given() {
		s.missing(f, "isolator `cgroups/perf_event`", events)
	}
}

func devicesNeedIsolator(s *start) {
	devices := s.option("nvidia_gpu_devices")
	if !devices.given() {
		return
	}
	iso := s.option("isolation")
	if slices.ContainsFunc(startup.Names(iso.text, false), func(n startup.Name) bool { return n.Text == gpuIsolator }) {
		return
	}
	s.refuse(finding{
		at: devices, beside: []option{iso},
		what: fmt.Sprintf("`nvidia_gpu_devices` needs the isolator `%s`, which is not listed", gpuIsolator),
		help: fmt.Sprintf("add `%s` to `isolation`", gpuIsolator),
	})
}

func gpuNeedsIsolators(s *start) {
	iso := s.isolation()
	if iso == nil {
		return
	}
	name, found := iso.Find(gpuIsolator)
	if !found {
		return
	}
	for _, needed := range s.gpuNeeds() {
		_, listed := iso.Find(needed)
		if _, all := iso.Find("cgroups/all"); all && needed != linuxFilesystem && s.on("gpu-accepts-all-cgroups") {
			listed = true
		}
		if !listed {
			f := iso.finding(name)
			f.what = fmt.Sprintf("isolator `%s` needs `%s`, which is not listed", gpuIsolator, needed)
			f.help = fmt.Sprintf("add `%s` to `isolation`", needed)
			s.refuse(f)
			return
		}
	}
}

func seccompNeedsDirectory(s *start) {
	f, active := s.isolator("linux/seccomp")
	if !active {
		return
	}
	if dir := s.option("seccomp_config_dir"); !dir.given() {
		s.missing(f, "isolator `linux/seccomp`", dir)
	}
}
