package rules

import (
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var moduleNotCreated = &lint.Rule{
	Name:  "module/not-created",
	Title: "A module cannot be created with its parameters",
	Doc: `The modules that come with Mesos read their parameters when the daemon starts: the logrotate container logger and
the URI disk profile adaptor parse them like flags, so that an unknown key is an error; the fixed resource estimator and the
load QoS controller read single keys. If a module cannot be created, the daemon that names it exits.

How other modules read their parameters is not known, and they are not checked.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--modules=file:///etc/mesos/modules.json
--container_logger=org_apache_mesos_LogrotateContainerLogger
`},
			{Path: "etc/mesos/modules.json", Text: `{"libraries": [{"file": "/usr/lib/mesos/modules/liblogrotate_container_logger.so", "modules": [
  {"name": "org_apache_mesos_LogrotateContainerLogger", "parameters": [{"key": "max_stdout_size", "value": "1KB"}]}
]}]}
`},
		},
		After: []lint.File{{Path: "etc/mesos/modules.json", Text: `{"libraries": [{"file": "/usr/lib/mesos/modules/liblogrotate_container_logger.so", "modules": [
  {"name": "org_apache_mesos_LogrotateContainerLogger", "parameters": [{"key": "max_stdout_size", "value": "10MB"}]}
]}]}
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) { loadedModuleStart.Look(p, n) },
}

var loadedModuleStart = resolved.StartChecks{List: func() []resolved.StartCheck { return nameChecks(loaded) }}

var moduleParameter = &lint.Rule{
	Name:  "module/parameter",
	Title: "A module ignores a parameter or reads it differently",
	Doc: `Some of the modules that come with Mesos silently ignore an unknown parameter, and use the last value of a key that
is given twice. Up to 0.28 the HTTP authenticator reads every parameter as a principal and its secret; from 1.0 on it knows
"credentials" and "authentication_realm" and refuses all others.

The flags of a daemon say whether it uses a module. For a modules file that is checked without them, this rule also reports
the parameters with which the module cannot be created.`,
	Effects: []lint.Effect{lint.Fatal, lint.Ignored, lint.Changed},
	Fixable: true,
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--modules=file:///etc/mesos/modules.json
--resource_estimator=org_apache_mesos_FixedResourceEstimator
`},
			{Path: "etc/mesos/modules.json", Text: `{"libraries": [{"file": "/usr/lib/mesos/modules/libfixed_resource_estimator.so", "modules": [
  {"name": "org_apache_mesos_FixedResourceEstimator", "parameters": [
    {"key": "resources", "value": "cpus:4"},
    {"key": "interval", "value": "30secs"}
  ]}
]}]}
`},
		},
		After: []lint.File{{Path: "etc/mesos/modules.json", Text: `{"libraries": [{"file": "/usr/lib/mesos/modules/libfixed_resource_estimator.so", "modules": [
  {"name": "org_apache_mesos_FixedResourceEstimator", "parameters": [
    {"key": "resources", "value": "cpus:4"}
  ]}
]}]}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, config.Modules)
		if j == nil {
			return
		}
		for _, m := range listedModules(j) {
			for problem := range m.parameterProblems(j.Release) {
				found := lint.Diagnostic{
					Span: problem.span, Effect: problem.effect, Subject: problem.subject, Message: problem.what, Help: problem.help,
					Notes: resolved.ReadAt(problem.module.Evidence...),
				}
				if problem.effect == lint.Fatal {
					if d.Node != nil {
						continue // asked of the node
					}
					found.Severity, found.Condition = lint.Warning, resolved.NamesModule
					found.Message += fmt.Sprintf("; %s will not start", j.Who())
				}
				resolved.CarryDeletion(p, j.JSON, resolved.PlaceOf(p, j.JSON, problem.span).Object.Span(), &found)
				j.Report(p, found)
			}
		}
	},
}

// refuseParameters refuses what keeps a module from being created that the value o names.
func refuseParameters(s *resolved.Start, o resolved.Option, f resolved.Finding, m loadedModule) {
	for problem := range m.parameterProblems(s.Release) {
		if problem.effect != lint.Fatal {
			continue
		}
		f.Span, f.What, f.Help, f.Subject, f.Aborts = problem.span, problem.what, problem.help, problem.subject, problem.aborts
		f.Related = []lint.Related{{Span: o.Value.ValueSpan(), Message: "`" + o.Name + "` names the module here"}}
		f.Evidence = problem.module.Evidence
		s.Refuse(f)
	}
}

// parameterProblem is what is wrong with a module's parameters.
type parameterProblem struct {
	module  *catalog.ModuleParameters
	span    source.Span
	subject string // the key, or the module's name
	effect  lint.Effect
	what    string
	help    string
	aborts  bool
}

// parameterProblems yields what is wrong with a module's parameters on a release, as far as Mesos decides it. Documents
// that stand in a parameter have rules of their own.
func (m loadedModule) parameterProblems(on release.Release) iter.Seq[parameterProblem] {
	return func(yield func(parameterProblem) bool) {
		known := catalog.ParametersOf(m.name.Text(), on)
		if known == nil {
			return
		}
		for _, problem := range m.judge(known, on) {
			problem.module = known
			if !yield(problem) {
				return
			}
		}
	}
}

func (m loadedModule) judge(known *catalog.ModuleParameters, on release.Release) []parameterProblem {
	var out []parameterProblem
	given := m.module.All("parameters")
	used := make(map[string]bool)
	for i, parameter := range given {
		key, value := parameter.Get("key"), parameter.Get("value")
		at := parameter
		if key != nil {
			at = key
		}
		problem := parameterProblem{span: at.Value.Span(), subject: key.Text()}
		last := !slices.ContainsFunc(given[i+1:], func(later *resolved.DocumentValue) bool { return later.Get("key").Text() == key.Text() })
		def := known.Parameter(key.Text(), on)
		switch {
		case !last:
			problem.effect = lint.Ignored
			problem.what = fmt.Sprintf("`%s` is given to `%s` again below; the last one takes effect", key.Text(), m.name.Text())
			problem.help = "delete the wrong one"
		case def == nil && known.Unknown == catalog.ParameterCredential:
			if !problem.takenForCredential(m, on) {
				continue
			}
		case def == nil:
			problem.unknown(m, known, on)
		default:
			used[def.Key] = true
			if !problem.refused(m, def, value, on) {
				continue
			}
		}
		out = append(out, problem)
	}
	return append(out, m.missing(known, used, on)...)
}

// missing returns what a module lacks.
func (m loadedModule) missing(known *catalog.ModuleParameters, used map[string]bool, on release.Release) []parameterProblem {
	var out []parameterProblem
	lacks := func(words, help string) {
		out = append(out, parameterProblem{
			span: m.name.Value.Span(), subject: m.name.Text(), effect: lint.Fatal,
			what: fmt.Sprintf("`%s` is loaded without the parameter %s, which it needs", m.name.Text(), words), help: help,
		})
	}
	var keys []string
	for _, def := range known.On(on) {
		keys = append(keys, def.Key)
		if def.Required && !used[def.Key] {
			lacks("`"+def.Key+"`", fmt.Sprintf("add {\"key\": \"%s\", \"value\": \"…\"}", def.Key))
		}
	}
	if known.Any && len(used) == 0 {
		lacks(resolved.AnyOf(keys), "add one of them")
	}
	return out
}

// unknown says what becomes of a parameter that the module does not know.
func (problem *parameterProblem) unknown(m loadedModule, known *catalog.ModuleParameters, on release.Release) {
	var keys []string
	for _, def := range known.On(on) {
		given := func(parameter *resolved.DocumentValue) bool { return parameter.Get("key").Text() == def.Key }
		if !slices.ContainsFunc(m.module.All("parameters"), given) { // a second one of its name would be ignored
			keys = append(keys, def.Key)
		}
	}
	switch meant := resolved.Nearest(problem.subject, slices.Values(keys)); {
	case len(keys) == 0:
		problem.help = "delete it"
	case meant != "":
		problem.help = fmt.Sprintf("write `%s`", meant)
	default:
		problem.help = "delete it, or write " + resolved.AnyOf(keys)
	}
	if known.Unknown == catalog.ParameterIgnored {
		problem.effect = lint.Ignored
		problem.what = fmt.Sprintf("`%s` has no parameter `%s` and silently ignores it", m.name.Text(), problem.subject)
		return
	}
	problem.effect = lint.Fatal
	problem.what = fmt.Sprintf("`%s` has no parameter `%s` and cannot be created with it", m.name.Text(), problem.subject)
	for _, other := range catalog.AllModuleParameters() {
		if other.Module == known.Module && other.Unknown == catalog.ParameterCredential && other.In[0].First.Less(on) {
			problem.what = fmt.Sprintf("`%s` no longer accepts principals and secrets as parameters and cannot be created with them", m.name.Text())
			problem.help = "write `credentials`, a JSON array of {\"principal\": …, \"secret\": …}, and `authentication_realm`"
			problem.subject = m.name.Text() // the key is half of a credential
			return
		}
		if def := slices.IndexFunc(other.Parameters, func(p catalog.ModuleParameter) bool { return p.Key == problem.subject }); other == known && def >= 0 {
			problem.help = fmt.Sprintf("delete it: the module has it only in %s", other.Parameters[def].In)
		}
	}
}

// takenForCredential says what becomes of a parameter that a later release has and this one takes for a credential; false
// if it is meant as one.
func (problem *parameterProblem) takenForCredential(m loadedModule, on release.Release) bool {
	for _, later := range catalog.AllModuleParameters() {
		if later.Module != m.name.Text() || later.In.Contains(on) {
			continue
		}
		for _, def := range later.Parameters {
			if def.Key == problem.subject {
				problem.effect = lint.Changed
				problem.what = fmt.Sprintf("`%s` reads `%s` as a principal, and its value as the secret: the parameter exists from %s on",
					m.name.Text(), def.Key, later.In[0].First)
				problem.help = "write every principal as a key, with its secret as the value"
				return true
			}
		}
	}
	return false
}

// refused says why a module refuses the value of one of its parameters; false if it takes it.
func (problem *parameterProblem) refused(m loadedModule, def *catalog.ModuleParameter, value *resolved.DocumentValue, on release.Release) bool {
	why, aborts := refusedParameter(def, value.Text(), on)
	if why == "" {
		return false
	}
	if value != nil {
		problem.span = value.Value.Span()
	}
	problem.effect, problem.aborts = lint.Fatal, aborts
	problem.what = fmt.Sprintf("`%s` cannot be created with this `%s` (%s)", m.name.Text(), def.Key, why)
	return true
}

func refusedParameter(def *catalog.ModuleParameter, text string, on release.Release) (why string, aborts bool) {
	switch def.Type {
	case "Resources":
		switch _, problem, unconverted := readResources(text, "*", on); {
		case unconverted != nil:
			return unconverted.Text, false
		case problem != nil:
			return problem.Text, problem.Aborts
		}
		return "", false
	case "URI":
		return refusedURI(text, on)
	}
	dialect := catalog.FlagDialect(on)
	parsed, err := stout.ParseValue(def.Type, text, dialect, nil)
	switch {
	case err != nil:
		return err.Problem, false
	case parsed.Unread, def.Least == "":
		return "", false
	}
	least, _ := stout.ParseValue(def.Type, def.Least, dialect, nil)
	if parsed.Uint >= least.Uint && parsed.Duration >= least.Duration {
		return "", false
	}
	if parsed.Kind == "Duration" {
		return "it must be longer than 0", false
	}
	return "it must be at least " + def.Least, false
}

// refusedURI says why the disk profile adaptor refuses a URI. Whether it takes https depends on the agent's build.
func refusedURI(text string, on release.Release) (why string, aborts bool) {
	path := strings.TrimPrefix(text, "file://")
	switch {
	case strings.HasPrefix(path, "http://"):
		if problem := startup.WebURL(path, catalog.StartupDialect(on)); problem != nil {
			return problem.Text, problem.Aborts
		}
	case strings.HasPrefix(path, "https://"):
	case strings.Contains(path, "://"):
		return "the scheme of the URI is not file, http or https", false
	case !strings.HasPrefix(path, "/"):
		return "the path of a file must be absolute", false
	}
	return "", false
}
