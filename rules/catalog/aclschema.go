package catalog

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
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

var aclSchemas = oncePerRelease(aclSchema)

// ACLSchema returns what release r knows about ACLs: its lists, the operations they govern, and its refusals.
func ACLSchema(r release.Release) *authz.Schema { return aclSchemas(r) }

func aclSchema(r release.Release) *authz.Schema {
	facts := operationData
	s := authz.Schema{
		Release:        r,
		EmptyPrincipal: Behaviour("unauthenticated-as-empty-principal").Contains(r),
	}
	governed := map[string]bool{}
	for _, o := range facts.Operations {
		governed[o.Name] = len(o.Ways) > 0
		for _, alias := range o.Aliases {
			governed[alias] = true
		}
	}
	objectOf := map[string]objectFacts{} // by key
	for _, a := range Actions().At(r) {
		if len(a.Subjects) != 1 { // the lists of 0.19 that nothing reads; without them the message is made of the lists
			s.Message = Message("ACLs", r)
			continue
		}
		object := facts.object(a.Object(r))
		if a.Implicit {
			object = objectFacts{}
		}
		objectOf[a.Key] = object
		l := authz.List{Key: a.Key, Subject: a.Subjects[0], Object: a.Object(r), Implicit: object.Object == "",
			Recursive: a.RecursiveRoles.Contains(r)}
		l.RefusesSome, _ = a.SomeRefused(r)
		if a.Key == facts.RefusedObject.Key {
			l.Objects, l.RefusesObject = Endpoints(r), facts.RefusedObject.Text
		}
		s.Lists = append(s.Lists, l)
		if !governed[a.Operation] {
			o := authz.Operation{Name: a.Operation, Phrase: strings.ReplaceAll(a.Key, "_", " ")}
			o.Ways = []authz.Way{{Lists: []string{a.Key}, Object: object.Object, Relation: object.Relation}}
			s.Operations = append(s.Operations, o)
		}
	}
	for _, f := range facts.Operations {
		i := slices.IndexFunc(s.Operations, func(o authz.Operation) bool { return o.Name == f.Name })
		if i < 0 {
			o := authz.Operation{Name: f.Name, Aliases: slices.Clone(f.Aliases)}
			for _, w := range f.Ways {
				if w.In.Contains(r) {
					object := objectOf[w.Lists[0]]
					o.Ways = append(o.Ways, authz.Way{IfAny: w.IfAny, Lists: w.Lists, Object: object.Object, Relation: object.Relation})
				}
			}
			if len(o.Ways) == 0 && !f.Always {
				continue
			}
			i = len(s.Operations)
			s.Operations = append(s.Operations, o)
		}
		o := &s.Operations[i]
		o.Phrase, o.Indirect = f.Phrase, f.Indirect.Contains(r)
		if f.Together.Contains(r) {
			o.Several = authz.Together
		}
	}
	for i := range s.Operations {
		o := &s.Operations[i]
		for _, name := range append([]string{o.Name}, o.Aliases...) {
			o.Aliases = append(o.Aliases, spellings(name)...)
		}
	}
	for _, x := range facts.Exclusive {
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

// spellings returns the other names of an operation: its list's key, and the key in the singular where the catalogue
// keeps the plural.
func spellings(operation string) []string {
	a := Actions().Operation(operation)
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
