package plan

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// documents asks every document of some kinds that daemons of some components read, and says of daemons whose document was
// not read that it is not known. absent is the verdict on a daemon that certainly has none.
func (r *reader) documents(of []config.Component, kinds []config.Kind, flags []string, absent string, ask func(*config.Document) verdict) verdict {
	var parts []verdict
	seen := map[*config.Node]bool{}
	for _, d := range r.config.Documents {
		if !slices.Contains(kinds, d.Kind) || d.Component != config.AnyComponent && !slices.Contains(of, d.Component) {
			continue
		}
		parts = append(parts, ask(d))
		for _, n := range append(slices.Clip(d.Others), d.Node) {
			seen[n] = true
		}
	}
	direct := seen[nil]
	for _, c := range of {
		read := direct // whoever names a document alone asks about that
		for _, n := range r.config.Nodes {
			if n.Component != c {
				continue
			}
			read = true
			if !seen[n] {
				parts = append(parts, r.withoutDocument(n, flags, absent))
			}
		}
		if !read {
			parts = append(parts, notRead(c))
		}
	}
	if len(parts) == 0 {
		return unknown("nothing that was read tells", source.Span{})
	}
	return eachOf(parts)
}

// withoutDocument is the verdict on a daemon of which no document was read: it has none, or it lies elsewhere.
func (r *reader) withoutDocument(n *config.Node, flags []string, absent string) verdict {
	d := r.daemon(n, r.upgrade.From)
	for _, flag := range flags {
		name := d.Canonical(flag)
		if name == "" {
			continue
		}
		switch v, knowledge := d.Flag(name); knowledge {
		case resolved.Unset:
		case resolved.MayBeSet:
			return r.mayBeSet(n, flag)
		default:
			return unknown("the file of `"+flag+"` was not read", v.ValueSpan())
		}
	}
	return no(absent)
}

// acls asks every ACL document.
func (r *reader) acls(of []config.Component, ask func(source.JSON, *config.Document) verdict) verdict {
	return r.documents(of, []config.Kind{config.ACLs}, []string{"acls"}, "no ACLs are given", func(d *config.Document) verdict {
		v, err := source.ParseJSON(&d.Text)
		if err != nil || v.Kind() != source.Object {
			return unknown("the ACLs cannot be read", d.Text.All())
		}
		return ask(v, d)
	})
}

// listed looks for keys of an ACL document.
func listed(v source.JSON, d *config.Document, a *catalog.Applies) verdict {
	var found []string
	at := Place{Node: d.Node, Span: start(d)}
	v.ForEach(func(key, _ source.JSON) bool {
		if slices.Contains(a.ACL, key.String()) {
			if len(found) == 0 {
				at.Span = key.Span()
			}
			found = append(found, key.String())
		}
		return true
	})
	switch has := len(found) > 0; {
	case has && a.Unset:
		return no("the ACLs have "+resolved.QuotedList(found), at)
	case has:
		return yes("the ACLs have "+resolved.QuotedList(found), at).named(found...)
	case a.Unset:
		return yes("the ACLs do not have "+resolved.AnyOf(a.ACL), at).named(a.ACL...)
	}
	return no("the ACLs do not have "+resolved.AnyOf(a.ACL), at)
}

// permissive compares what an ACL document decides where no list does.
func permissive(v source.JSON, d *config.Document, wanted string) verdict {
	is, at := "true", Place{d.Node, start(d)}
	v.ForEach(func(key, value source.JSON) bool {
		if key.String() == catalog.Permissive {
			is, at.Span = value.Raw(), key.Span()
		}
		return true
	})
	switch is {
	case wanted:
		return yes("`permissive` of the ACLs is "+is, at)
	case "true", "false":
	default:
		return unknown("`permissive` of the ACLs is not a boolean", at.Span)
	}
	return no("`permissive` of the ACLs is "+is, at)
}

// firewall looks for an endpoint in firewall rules.
func (r *reader) firewall(endpoint string) verdict {
	out := no("no firewall rules name " + endpoint)
	for _, d := range r.config.Documents {
		if d.Kind != config.Firewall {
			continue
		}
		if v, err := source.ParseJSON(&d.Text); err == nil {
			if at := stringIn(v, endpoint); !at.IsZero() {
				return yes("firewall rules name "+endpoint, Place{d.Node, at}).named(endpoint)
			}
		}
	}
	return out
}

// stringIn returns where a string stands in a JSON value, the zero span if nowhere.
func stringIn(v source.JSON, text string) (at source.Span) {
	switch v.Kind() {
	case source.String:
		if v.String() == text {
			return v.Span()
		}
	case source.Object, source.Array:
		v.ForEach(func(_, value source.JSON) bool {
			at = stringIn(value, text)
			return at.IsZero()
		})
	}
	return at
}

// credentials looks for credential files of a form: "text" or "json".
func (r *reader) credentials(of []config.Component, form string) verdict {
	kinds := []config.Kind{config.Credentials, config.Credential}
	flags := []string{"credentials", "credential", "http_credentials"}
	return r.documents(of, kinds, flags, "no credential file is given", func(d *config.Document) verdict {
		is := "text"
		if resolved.StartsLikeJSON(d.Text.String()) {
			is = "json"
		}
		at := Place{d.Node, start(d)}
		if is == form {
			return yes("a credential file is in the "+form+" form", at).named("credentials", "credential")
		}
		return no("the credential file is in the "+is+" form", at)
	})
}

// start is the empty span at the beginning of a document.
func start(d *config.Document) source.Span {
	span := d.Text.All()
	span.End = span.Start
	return span
}
