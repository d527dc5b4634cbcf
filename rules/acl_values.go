package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var aclValuesBesideType = &lint.Rule{
	Name:  "acl/values-beside-type",
	Title: "Values of an entity that is ANY or NONE",
	Doc: `An entity of type ANY or NONE has no values: Mesos ignores them, and whoever reads the file believes in a restriction
that does not exist. There is one exception, and it is worse: from 1.3 on, a role entity with the one value "a/%" is taken
for that pattern, whatever its type is. NONE then allows what it was written to deny.`,
	Effects: []lint.Effect{lint.Ignored, lint.Changed},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "register_frameworks": [
    { "principals": { "type": "ANY", "values": ["marathon"] }, "roles": { "values": ["web"] } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "register_frameworks": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web"] } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		a := resolved.ACLsOn(p, d, p.Upgrade.To)
		if !a.Usable() {
			return
		}
		for _, list := range a.Policy.Schema().Lists {
			for entry := range a.Policy.Entries(list.Key) {
				for i, entity := range []authz.Entity{entry.Subject(), entry.Object()} {
					if entity.Type() != authz.Some && entity.Len() > 0 {
						a.Report(p, valuesBesideType(a, &list, entity, i == 1))
					}
				}
			}
		}
	},
}

func valuesBesideType(a *resolved.ACLs, list *authz.List, entity authz.Entity, object bool) lint.Diagnostic {
	found := lint.Diagnostic{
		Span:    entity.Span(),
		Effect:  lint.Ignored,
		Subject: list.Key,
		Message: fmt.Sprintf("values of an entity of type %s are ignored: the entry is about %s", entity.Type(), everyOrNo(entity.Type())),
		Help:    "delete the values, or the type if only they are meant",
	}
	if object && list.Recursive && entity.Len() == 1 && strings.HasSuffix(entity.Value(0), "/%") {
		found.Effect, found.Severity = lint.Changed, lint.Error
		found.Message = fmt.Sprintf("type %s is ignored because of the pattern `%s`: %s reads the entry as one that allows everything below it",
			entity.Type(), entity.Value(0), resolved.Who(a.Document.Component, a.Release))
		found.Help = "write the type without values, or the pattern without a type"
	}
	return found
}

func everyOrNo(t authz.Type) string {
	if t == authz.None {
		return "denying everything, not only these"
	}
	return "anything, not only these"
}

var aclUnused = &lint.Rule{
	Name:  "acl/unused",
	Title: "A module authorizes instead, and the ACLs are not used",
	Doc: `With an authorizer other than the local one the daemon still parses --acls, and exits if it cannot, but enforces nothing
in it. Releases 0.24 to 0.28 log a warning; later ones say nothing.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=1
--work_dir=/var/lib/mesos
--modules=file:///etc/mesos/modules.json
--authorizers=com_example_Authorizer
--acls=file:///etc/mesos/acls.json
`},
			{Path: "etc/mesos/modules.json", Text: `{"libraries": [{"file": "/usr/lib/libauth.so", "modules": [{"name": "com_example_Authorizer"}]}]}
`},
			{Path: "etc/mesos/acls.json", Text: `{ "permissive": false }
`},
		},
		After: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=1
--work_dir=/var/lib/mesos
--modules=file:///etc/mesos/modules.json
--authorizers=com_example_Authorizer
`},
			{Path: "etc/mesos/acls.json", Gone: true},
		},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		a := resolved.ACLsOn(p, d, p.Upgrade.To)
		if a == nil || a.Unused == nil {
			return
		}
		start, _ := a.JSON.Bounds()
		span := d.Text.Span(start, min(start+1, d.Text.Len()))
		if d.Setting != nil {
			span = d.Setting.NameSpan
		}
		a.Report(p, lint.Diagnostic{
			Check:   catalog.CheckReported("acl/unused", d.Component, a.Release, string(d.Kind), ""),
			Span:    span,
			Effect:  lint.Ignored,
			Subject: string(d.Kind),
			Message: fmt.Sprintf("%s parses these ACLs and enforces none of them: `%s` has a module authorize", resolved.Who(d.Component, a.Release), a.Unused.Name),
			Related: []lint.Related{{Span: a.Unused.Span, Message: "chosen here"}},
			Help:    "delete the ACLs, or let the module read them",
			Notes:   resolved.ReadAt(catalog.DocumentOf(d.Component, string(d.Kind)).Unless.Evidence),
		})
	},
}

var aclImpossibleRole = &lint.Rule{
	Name:  "acl/impossible-role",
	Title: "A role that the release allows nobody to have",
	Doc: `From 0.27 on, a role may not be empty, ".", "..", start with a dash, or hold white space; a slash is allowed from 1.4 on,
between names only. An entry about such a role decides nothing, because no request is ever about it.`,
	Effects: []lint.Effect{lint.Ignored},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{{Path: "acls.json", Text: `{
  "register_frameworks": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web team"] } }
  ]
}
`}},
		After: []lint.File{{Path: "acls.json", Text: `{
  "register_frameworks": [
    { "principals": { "values": ["marathon"] }, "roles": { "values": ["web-team"] } }
  ]
}
`}},
	},
	Document: func(p *lint.Pass, d *config.Document) {
		a := resolved.ACLsOn(p, d, p.Upgrade.To)
		if !a.Usable() {
			return
		}
		dialect := catalog.RoleDialect(a.Release)
		for _, list := range a.Policy.Schema().Lists {
			if catalog.ObjectKind(list.Object) != catalog.RoleObject {
				continue
			}
			for entry := range a.Policy.Entries(list.Key) {
				impossibleRoles(p, a, &list, entry.Object(), dialect)
			}
		}
	},
}

func impossibleRoles(p *lint.Pass, a *resolved.ACLs, list *authz.List, roles authz.Entity, dialect startup.Dialect) {
	if roles.Type() != authz.Some {
		return
	}
	help := "delete it, or write the role that is meant"
	if roles.Len() == 1 {
		help = "write the role that is meant" // without it the entry would have none, and match nothing
	}
	for i, role := range roles.All() {
		if list.Recursive && len(role) > 2 {
			role = strings.TrimSuffix(role, "/%")
		}
		problem := startup.Role(role, dialect)
		if problem == nil {
			continue
		}
		a.Report(p, lint.Diagnostic{
			Span:    roles.ValueSpan(i),
			Effect:  lint.Ignored,
			Subject: list.Key,
			Message: fmt.Sprintf("nothing can have this role on %s: %s", a.Release, problem.Text),
			Help:    help,
		})
	}
}
