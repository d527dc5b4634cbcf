package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// operationFacts is what of the authorizer's semantics the lists themselves do not say: the content of operations.json.
type operationFacts struct {
	Objects    []objectFacts    `json:"objects"`
	Operations []operationFact  `json:"operations"`
	Exclusive  []exclusiveLists `json:"exclusive"`
	// RefusedObject is the error for a path that is not one of Endpoints.
	RefusedObject refusedObject `json:"refused_object"`
}

type operationFact struct {
	Name    string   `json:"name"`
	Aliases []string `json:"aliases"`
	// Always is set if it can be asked for on releases that do not have it, too.
	Always bool   `json:"always"`
	Phrase string `json:"phrase"`
	// Ways are there only if more than the list of its name governs the operation.
	Ways []operationWay `json:"ways"`
	// Indirect is where no request names the operation itself.
	Indirect release.Ranges `json:"indirect"`
	// Together is where one request carries several objects.
	Together release.Ranges `json:"together"`
	// AtRegistration is where the master asks for it when an agent registers that has reserved resources.
	AtRegistration release.Ranges `json:"at_registration"`
	// OwnRole is nil if a framework may do it for every role that the ACLs allow.
	OwnRole *RoleLimit `json:"own_role"`
}

type operationWay struct {
	In       release.Ranges `json:"in"`
	IfAny    []string       `json:"if_any"`
	Lists    []string       `json:"lists"`
	Evidence string         `json:"evidence"`
}

type exclusiveLists struct {
	In       release.Ranges `json:"in"`
	Key      string         `json:"key"`
	With     []string       `json:"with"`
	Text     string         `json:"text"`
	Evidence string         `json:"evidence"`
}

type refusedObject struct {
	Key      string `json:"key"`
	Text     string `json:"text"`
	Evidence string `json:"evidence"`
}

// objectFacts says what the requests' objects of an object field are. Of a field that is not here requests have none.
type objectFacts struct {
	Field    string `json:"field"`
	Object   string `json:"object"`
	Relation string `json:"relation"`
}

// RoleObject is the kind of object that is the name of a role.
const RoleObject = "role"

// ObjectKind returns what the objects of an entry's object field are, in the singular: "role", "user" …; "" if requests
// have none.
func ObjectKind(field string) string { return operationData.object(field).Object }

// RegistrationOperations returns the operations that a master asks for when an agent registers that has reserved resources.
func RegistrationOperations(r release.Release) []string {
	var out []string
	for _, o := range operationData.Operations {
		if o.AtRegistration.Contains(r) {
			out = append(out, o.Name)
		}
	}
	return out
}

// RoleLimit says where the master limits a framework to its own role in an operation, whatever the ACLs allow.
type RoleLimit struct {
	Operation string         `json:"-"`
	In        release.Ranges `json:"in"`
	// Through is the operation that the limit comes from, "" if it is the operation itself: where that is denied,
	// nothing changes.
	Through  string `json:"through"`
	Evidence string `json:"evidence"`
}

// RoleLimits returns the operations that an upgrade frees from the limit to a framework's own role.
func RoleLimits(u release.Upgrade) []*RoleLimit {
	var out []*RoleLimit
	for i := range operationData.Operations {
		o := &operationData.Operations[i]
		if o.OwnRole != nil && o.OwnRole.In.Contains(u.From) && !o.OwnRole.In.Contains(u.To) && u.From.Less(u.To) {
			limit := *o.OwnRole
			limit.Operation = o.Name
			out = append(out, &limit)
		}
	}
	return out
}

func (f *operationFacts) object(field string) objectFacts {
	i := slices.IndexFunc(f.Objects, func(o objectFacts) bool { return o.Field == field })
	if i < 0 {
		return objectFacts{}
	}
	return f.Objects[i]
}

var aclSchemas = lazy.Keyed[release.Release, *authz.Schema]{Make: aclSchema}

// ACLSchema returns what release r knows about ACLs: its lists, the operations they govern, and its refusals.
func ACLSchema(r release.Release) *authz.Schema { return aclSchemas.Get(r) }

func aclSchema(r release.Release) *authz.Schema {
	actions := Actions().At(r)
	s := authz.Schema{
		Release:        r,
		EmptyPrincipal: Behaviour("unauthenticated-as-empty-principal").Contains(r),
		Lists:          make([]authz.List, 0, len(actions)),
		Operations:     make([]authz.Operation, 0, len(actions)+len(operationData.Operations)),
	}
	for _, a := range actions {
		if len(a.Subjects) != 1 { // the lists of 0.19 that nothing reads; without them the message is made of the lists
			s.Message = Message("ACLs", r)
			continue
		}
		s.Lists = append(s.Lists, a.list(r))
		if !operationData.governs(a.Operation) {
			s.Operations = append(s.Operations, a.operation(r))
		}
	}
	for i := range operationData.Operations {
		f := &operationData.Operations[i]
		at := slices.IndexFunc(s.Operations, func(o authz.Operation) bool { return o.Name == f.Name })
		if at < 0 {
			o := f.operation(r)
			if len(o.Ways) == 0 && !f.Always {
				continue
			}
			at = len(s.Operations)
			s.Operations = append(s.Operations, o)
		}
		o := &s.Operations[at]
		o.Phrase, o.Indirect = f.Phrase, f.Indirect.Contains(r)
		if f.Together.Contains(r) {
			o.Several = authz.Together
		}
	}
	for _, x := range operationData.Exclusive {
		if x.In.Contains(r) {
			s.Exclusive = append(s.Exclusive, authz.Exclusive{Key: x.Key, With: x.With, Refused: x.Text})
		}
	}
	slices.SortFunc(s.Operations, func(a, b authz.Operation) int { return cmp.Compare(a.Name, b.Name) })
	schema, err := authz.NewSchema(s)
	if err != nil {
		panic(fmt.Sprintf("catalogue file operations.json: %v", err))
	}
	return schema
}

// list is the list on a release that has it.
func (a *Action) list(r release.Release) authz.List {
	l := authz.List{Key: a.Key, Subject: a.Subjects[0], Object: a.Object(r), Implicit: a.requested(r).Object == "",
		Recursive: a.RecursiveRoles.Contains(r)}
	l.RefusesSome, _ = a.SomeRefused(r)
	if refused := &operationData.RefusedObject; a.Key == refused.Key {
		l.Objects, l.RefusesObject = Endpoints(r), refused.Text
	}
	return l
}

// operation is what the list alone governs on a release that has it.
func (a *Action) operation(r release.Release) authz.Operation {
	object := a.requested(r)
	return authz.Operation{
		Name: a.Operation, Aliases: a.Aliases, Phrase: a.Phrase,
		Ways: []authz.Way{{Lists: a.Alone, Object: object.Object, Relation: object.Relation}},
	}
}

// requested says what the objects of requests are that the list decides on a release; the zero value if they have none, or
// if the release reads no such list.
func (a *Action) requested(r release.Release) objectFacts {
	if a == nil || a.Implicit || len(a.Subjects) != 1 || !a.Exists.Contains(r) {
		return objectFacts{}
	}
	return operationData.object(a.Object(r))
}

// governs reports whether an operation is one that more than the list of its name governs, or another name of it.
func (f *operationFacts) governs(operation string) bool {
	return slices.ContainsFunc(f.Operations, func(o operationFact) bool {
		return o.Name == operation && len(o.Ways) > 0 || slices.Contains(o.Aliases, operation)
	})
}

// operation is the operation on a release. It has no way where nothing governs it.
func (f *operationFact) operation(r release.Release) authz.Operation {
	o := authz.Operation{Name: f.Name, Aliases: slices.Clone(f.Aliases)}
	for _, name := range append([]string{f.Name}, f.Aliases...) {
		o.Aliases = append(o.Aliases, Actions().Operation(name).spellings(name)...)
	}
	for _, w := range f.Ways {
		if w.In.Contains(r) {
			object := Actions().Action(w.Lists[0]).requested(r)
			o.Ways = append(o.Ways, authz.Way{IfAny: w.IfAny, Lists: w.Lists, Object: object.Object, Relation: object.Relation})
		}
	}
	return o
}

// spellings returns the other names of the operation that the list is about: the list's key, or the key in the singular where
// the catalogue keeps the plural.
func (a *Action) spellings(operation string) []string {
	switch {
	case a == nil:
		return nil
	case a.Key != operation:
		return []string{a.Key}
	case strings.HasSuffix(operation, "s"):
		return []string{strings.TrimSuffix(operation, "s")}
	}
	return nil
}
