package catalog

import (
	"slices"
	"strings"
	"sync"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// ActionTable is every list of ACLs that any release has.
type ActionTable struct {
	file        *actionFile
	byOperation func() map[string]*Action
}

// actionFile is the content of acls.json.
type actionFile struct {
	// Actions are in the order of their keys.
	Actions   []*Action  `json:"actions"`
	Endpoints []endpoint `json:"endpoints"`
}

// Action is one list of ACLs: the key it is written under and what it decides.
type Action struct {
	// Key is the key in the ACL document, "set_quotas".
	Key string `json:"key"`
	// Operation is what one entry decides about, in the singular: "set_quota".
	Operation string `json:"operation"`
	// Message is the name of an entry's message below ACL, "SetQuota".
	Message string `json:"message"`
	// Exists is where the release knows the key; elsewhere it is an unknown key, which is silently dropped.
	Exists       release.Ranges `json:"exists"`
	DeprecatedIn release.Ranges `json:"deprecated"`
	// ReplacedBy is the key that took over, "" if there is none.
	ReplacedBy string `json:"replaced_by"`
	// Subjects are the fields of an entry that say who. All but the two HTTP lists of 0.19 have "principals" alone.
	Subjects []string `json:"subjects"`
	// Objects are the fields that say on what, with the releases that call it so.
	Objects []ObjectField `json:"objects"`
	// Implicit is set if every request asks for ANY object, so that an entry with SOME never matches.
	Implicit bool `json:"implicit"`
	// Refusals are the start-up errors for an entry whose object is SOME.
	Refusals []Refusal `json:"some_refused"`
	// RecursiveRoles is where a role that ends in "/%" stands for those below it.
	RecursiveRoles release.Ranges `json:"recursive_roles"`
	// Authorized is where a component asks for the decision.
	Authorized []Authorization `json:"authorized"`
	// Note is what else a reader must know about the list.
	Note string `json:"note"`
	// Evidence is the field's declaration in the first release that has it.
	Evidence string `json:"evidence"`

	// What each schema needs is made of the names with the table: the other names of the operation, the list as the only one that
	// governs it, and what it is in a sentence after "may".
	Aliases []string `json:"-"`
	Alone   []string `json:"-"`
	Phrase  string   `json:"-"`
}

// ObjectField is the name of an entry's object field on some releases.
type ObjectField struct {
	In       release.Ranges `json:"in"`
	Name     string         `json:"name"`
	Evidence string         `json:"evidence"`
}

// Refusal is a start-up error and the releases that print it.
type Refusal struct {
	In       release.Ranges `json:"in"`
	Text     string         `json:"text"`
	Evidence string         `json:"evidence"`
}

// Authorization is the use a component makes of an action.
type Authorization struct {
	Component config.Component `json:"component"`
	In        release.Ranges   `json:"in"`
	// What is decided: "reading quotas".
	What string `json:"what"`
	// Offered is where the component did it for the first time, for everybody; nil if it can be done only since it is
	// authorized.
	Offered *Offer `json:"offered"`
}

// Offer is the first release that offers something which a later one authorizes.
type Offer struct {
	From     release.Release `json:"from"`
	Evidence string          `json:"evidence"`
}

// endpoint is a path that get_endpoints may name.
type endpoint struct {
	Path     string         `json:"path"`
	In       release.Ranges `json:"in"`
	Evidence string         `json:"evidence"`
}

var actionTable = lazy.Value[*ActionTable]{Make: func() *ActionTable { return newActions(&actionData) }}

func newActions(file *actionFile) *ActionTable {
	return &ActionTable{file, sync.OnceValue(func() map[string]*Action {
		byOperation := make(map[string]*Action, len(file.Actions))
		for _, a := range file.Actions {
			byOperation[singular(a.Key)] = a
		}
		return byOperation
	})}
}

// Actions returns the lists of ACLs.
func Actions() *ActionTable { return actionTable.Get() }

// Action returns the action of a key, of any release; nil if no release ever had it.
func (t *ActionTable) Action(key string) *Action {
	i, ok := slices.BinarySearchFunc(t.file.Actions, key, func(a *Action, key string) int { return strings.Compare(a.Key, key) })
	if !ok {
		return nil
	}
	return t.file.Actions[i]
}

// Operation returns the action that decides an operation, named in the singular ("set_quota") or as its key is
// ("set_quotas"); nil if there is none.
func (t *ActionTable) Operation(name string) *Action {
	if a := t.Action(name); a != nil {
		return a
	}
	for _, a := range t.file.Actions {
		if a.Operation == name {
			return a
		}
	}
	return t.byOperation()[singular(name)]
}

// All returns every action of any release, by key.
func (t *ActionTable) All() []*Action { return t.file.Actions }

// At returns the actions one release knows, by key.
func (t *ActionTable) At(r release.Release) []*Action {
	at := make([]*Action, 0, len(t.file.Actions))
	for _, a := range t.file.Actions {
		if a.Exists.Contains(r) {
			at = append(at, a)
		}
	}
	return at
}

// Known reports whether any release reads the top-level key, "permissive" included.
func (t *ActionTable) Known(key string) bool { return key == Permissive || t.Action(key) != nil }

// Permissive is the top-level key that decides where no entry matches. It defaults to true on every release.
const Permissive = "permissive"

// aclKeys returns every key that an ACL document has at any depth.
func aclKeys() map[string]bool {
	keys := map[string]bool{Permissive: true, "type": true, "values": true}
	for _, a := range Actions().All() {
		keys[a.Key] = true
		for _, subject := range a.Subjects {
			keys[subject] = true
		}
		for _, object := range a.Objects {
			keys[object.Name] = true
		}
	}
	return keys
}

// Object returns the name of the object field on a release, "" if the release does not have the action.
func (a *Action) Object(r release.Release) string {
	for _, o := range a.Objects {
		if o.In.Contains(r) {
			return o.Name
		}
	}
	return ""
}

// SomeRefused returns the error a release stops with for an entry whose object is SOME; ok is false if it accepts it.
func (a *Action) SomeRefused(r release.Release) (text string, ok bool) {
	for _, f := range a.Refusals {
		if f.In.Contains(r) {
			return f.Text, true
		}
	}
	return "", false
}

// AuthorizedOn reports whether a component of a release asks for the decision.
func (a *Action) AuthorizedOn(c config.Component, r release.Release) bool {
	for _, u := range a.Authorized {
		if covers(u.Component, c) && u.In.Contains(r) {
			return true
		}
	}
	return false
}

// OpenOn reports whether a component of a release does what the action decides about, and asks nobody whether it may.
func (a *Action) OpenOn(c config.Component, r release.Release) bool { return a.OfferOn(c, r) != nil }

// OfferOn returns where a component that, on a release, does what the action decides about for everybody did it first; nil if it
// does not, or authorizes it.
func (a *Action) OfferOn(c config.Component, r release.Release) *Offer {
	for i := range a.Authorized {
		u := &a.Authorized[i]
		if covers(u.Component, c) && u.Offered != nil && !r.Less(u.Offered.From) && !u.In.Contains(r) {
			return u.Offered
		}
	}
	return nil
}

// Endpoints returns the paths that get_endpoints may name on a release, sorted. Any other path stops the start.
func Endpoints(r release.Release) []string {
	var paths []string
	for _, e := range Actions().file.Endpoints {
		if e.In.Contains(r) {
			paths = append(paths, e.Path)
		}
	}
	return paths
}

// singular brings a name and its plural to one form, which is not always a word.
func singular(name string) string {
	words := strings.Split(name, "_")
	for i, w := range words {
		for _, plural := range []string{"xes", "ses"} {
			if strings.HasSuffix(w, plural) {
				w = strings.TrimSuffix(w, "es")
			}
		}
		words[i] = strings.TrimSuffix(w, "s")
	}
	return strings.Join(words, "_")
}
