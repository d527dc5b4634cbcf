package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var resourceProviderUnusable = &lint.Rule{
	Name:  "resource-provider/unusable",
	Title: "The agent continues without a resource provider that is configured",
	Doc: `Each file of --resource_provider_config_dir configures one resource provider. The agent requires a type that it has
(org.apache.mesos.rp.local.storage; an example in the documentation has the words in another order), no id, names of
letters, digits and underscores, and a plugin with a container that has the service NODE_SERVICE (1.4 checks the type only). Of several with one type and name only one is launched. For anything else it logs
an error and continues without the provider, so that the disks are never offered.`,
	Effects: []lint.Effect{lint.Changed},
	Fixable: true,
	Example: lint.Example{
		On: "1.11",
		Before: []lint.File{
			{Path: "agent.flags", Text: `--master=zk://zk1.example:2181/mesos
--work_dir=/var/lib/mesos
--resource_provider_config_dir=/etc/mesos/providers
`},
			{Path: "etc/mesos/providers/local.json", Text: `{
  "type": "org.apache.mesos.rp.local.storage",
  "name": "local disks",
  "storage": {"plugin": {"type": "org.example.csi", "name": "disks", "containers": [
    {"services": ["CONTROLLER_SERVICE", "NODE_SERVICE"], "command": {"value": "/opt/csi/plugin"}}
  ]}}
}
`},
		},
		After: []lint.File{{Path: "etc/mesos/providers/local.json", Text: `{
  "type": "org.apache.mesos.rp.local.storage",
  "name": "local_disks",
  "storage": {"plugin": {"type": "org.example.csi", "name": "disks", "containers": [
    {"services": ["CONTROLLER_SERVICE", "NODE_SERVICE"], "command": {"value": "/opt/csi/plugin"}}
  ]}}
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		j := resolved.TakenDocument(p, d, "resource_provider_config_dir")
		if j == nil {
			return
		}
		faults := providerFaults(j)
		if other := sameAs(p, j, "type", "name"); other != nil {
			faults = append(faults, providerFault{"name", memberAt(j.JSON, "name"), "another file of the directory has this type and name",
				"give each provider a name of its own", "src/resource_provider/daemon.cpp:140@1.4.0"})
		}
		for _, fault := range faults {
			span := j.Start()
			if fault.at != nil {
				span = fault.at.Span()
			}
			found := lint.Diagnostic{
				Span: span, Effect: lint.Changed, Subject: fault.field,
				Message: fault.what + ": " + j.Who() + " logs an error and continues without the provider",
				Help:    fault.help,
				Notes:   resolved.ReadAt(fault.evidence),
			}
			resolved.CarryDeletion(p, j.JSON, span, &found)
			j.Report(p, found)
		}
	},
}

// providerFault is why the agent does not launch a provider.
type providerFault struct {
	field      string
	at         *source.JSON // nil for what is missing
	what, help string
	evidence   string
}

func providerFaults(j *resolved.Document) []providerFault {
	var out []providerFault
	text := func(v *resolved.DocumentValue) (string, *source.JSON) {
		if v == nil {
			return "", nil
		}
		return v.Text(), &v.Value
	}
	kind, at := text(j.Values.Get("type"))
	if known := catalog.ResourceProviders(); !slices.Contains(known, kind) {
		out = append(out, providerFault{"type", at, fmt.Sprintf("`%s` is not a type of local resource provider", kind),
			"write " + resolved.AnyOf(known), "src/resource_provider/local.cpp:62@1.7.3"})
	}
	if !catalog.Behaviour("storage-provider-validated").Contains(j.Release) {
		return out
	}
	if id := j.Values.Get("id"); id != nil {
		out = append(out, providerFault{"id", &id.Value, "`id` is given, which the agent sets itself", "delete it",
			"src/resource_provider/daemon.cpp:412@1.7.3"})
	}
	if name, at := text(j.Values.Get("name")); !isJavaName(name) {
		out = append(out, providerFault{"name", at, "the name of the provider is not made of letters, digits and underscores",
			"write letters, digits and underscores only", "src/resource_provider/storage/provider.cpp:3147@1.5.0"})
	}
	storage := j.Values.Get("storage")
	if storage == nil {
		return append(out, providerFault{"storage", nil, "`storage` is not given", "add `storage` with the plugin",
			"src/resource_provider/storage/provider.cpp:2391@1.11.0"})
	}
	plugin := storage.Get("plugin")
	pluginType, typeAt := text(plugin.Get("type"))
	pluginName, nameAt := text(plugin.Get("name"))
	for _, part := range []struct {
		field, value string
		at           *source.JSON
		ok           bool
	}{
		{"storage.plugin.type", pluginType, typeAt, !slices.ContainsFunc(strings.Split(pluginType, "."), func(token string) bool { return !isJavaName(token) })},
		{"storage.plugin.name", pluginName, nameAt, isJavaName(pluginName)},
	} {
		if !part.ok {
			out = append(out, providerFault{part.field, part.at, fmt.Sprintf("`%s` is not made of letters, digits and underscores", part.field),
				"write letters, digits and underscores only", "src/resource_provider/storage/provider.cpp:2398@1.11.0"})
		}
	}
	for _, container := range plugin.All("containers") {
		for _, service := range container.All("services") {
			if service.Text() == nodeService {
				return out
			}
		}
	}
	return append(out, providerFault{"services", nil, "no container of the plugin has the service `" + nodeService + "`",
		"add it to the `services` of the container that provides it", "src/resource_provider/storage/provider.cpp:2423@1.11.0"})
}

// sameAs returns the document before one, of the same directory, that has the same strings for some keys; nil if there is none.
func sameAs(p *lint.Pass, j *resolved.Document, keys ...string) *resolved.Document {
	for _, d := range p.Config().Documents {
		if d == j.Document {
			break
		}
		if d.Setting != j.Setting || d.Setting == nil || d.Kind != j.Kind {
			continue
		}
		other := resolved.TakenDocument(p, d, d.Kind)
		if other != nil && !slices.ContainsFunc(keys, func(key string) bool {
			a, b := memberAt(j.JSON, key), memberAt(other.JSON, key)
			return a == nil || b == nil || a.Kind() != source.String || b.Kind() != source.String || a.String() != b.String()
		}) {
			return other
		}
	}
	return nil
}

// memberAt returns the member of an object, nil if it has none of that key.
func memberAt(object source.JSON, key string) *source.JSON {
	if v, found := object.Get(key); found {
		return &v
	}
	return nil
}

// nodeService is the service of a CSI plugin that the agent cannot do without.
const nodeService = "NODE_SERVICE"

// isJavaName reports whether a text is a name as the storage provider takes it.
func isJavaName(s string) bool {
	return s != "" && strings.Trim(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}
