package rules

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

// aclRules are those that look at ACL documents.
func aclRules() []*lint.Rule {
	return slices.DeleteFunc(All(), func(r *lint.Rule) bool { return !strings.HasPrefix(r.Name, "acl/") })
}

// releasesWithACLs are the releases that take --acls.
func releasesWithACLs() []release.Release {
	return slices.DeleteFunc(slices.Clone(catalog.Releases().All()), func(r release.Release) bool { return !resolved.HasACLs(config.Master, r) })
}

// aclDocument is a document of ACLs that stands in no flag of a node.
func aclDocument(text string) *config.Config {
	s := source.New("acls.json", "/etc/acls.json", []byte(text))
	return &config.Config{Documents: []*config.Document{{Kind: config.ACLs, Text: source.RawText(s, 0, len(text))}}}
}

// aclFindings runs the rules about ACLs on a document.
func aclFindings(t *testing.T, text string, u release.Upgrade) []lint.Diagnostic {
	t.Helper()
	found, err := lint.Run(context.Background(), aclRules(), u, aclDocument(text))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// readPolicy is what a release makes of a text, nil if it does not start with it.
func readPolicy(text string, r release.Release) *authz.Policy {
	literal := source.LiteralText(text, source.Span{})
	v, err := source.ParseJSON(&literal)
	if err != nil {
		return nil
	}
	policy, _ := authz.Read(v, catalog.ACLSchema(r), catalog.Dialect(r))
	if policy == nil || len(policy.Validate()) > 0 {
		return nil
	}
	return policy
}

// fixedText is a text after the edits of a fix.
func fixedText(text string, fix *lint.Fix) string {
	edits := slices.Clone(fix.Edits)
	slices.SortFunc(edits, func(a, b lint.Edit) int { return b.Span.Start - a.Span.Start })
	for _, e := range edits {
		text = text[:e.Span.Start] + e.Text + text[e.Span.End:]
	}
	return text
}

// drawnACLs draws the text of a document for the schema of a release, from few names, so that entries meet. Some keys,
// types and fields of it are misspelt, and some lists are those of another release.
func drawnACLs(r *rand.Rand, schemas ...*authz.Schema) string {
	entity := func(names []string) string {
		switch r.IntN(12) {
		case 0, 1, 2:
			return `{"type": "ANY"}`
		case 3, 4:
			return `{"type": "NONE"}`
		case 5:
			return `{"type": "` + []string{"any", "None", "SOME"}[r.IntN(3)] + `"}`
		case 6:
			return fmt.Sprintf(`{"value": [%q]}`, names[r.IntN(len(names))])
		}
		quoted := []string{fmt.Sprintf("%q", names[r.IntN(len(names))])}
		if r.IntN(2) == 0 {
			quoted = append(quoted, fmt.Sprintf("%q", names[r.IntN(len(names))]))
		}
		return `{"values": [` + strings.Join(quoted, ", ") + `]}`
	}
	var members []string
	few := r.IntN(2) == 0
	for _, s := range schemas {
		for _, l := range s.Lists {
			often := strings.Contains(l.Key, "quota") || strings.Contains(l.Key, "frameworks") || l.Objects != nil
			if !(often && r.IntN(4) == 0 || r.IntN(4) == 0) || few && r.IntN(3) > 0 {
				continue
			}
			objects := []string{"a", "a/b", "a/%", "c"}
			if l.Objects != nil {
				objects = l.Objects
			}
			var entries []string
			for range r.IntN(4) {
				entries = append(entries, fmt.Sprintf(`{%q: %s, %q: %s}`, l.Subject, entity([]string{"p", "q", ""}), l.Object, entity(objects)))
			}
			key := l.Key
			if at := r.IntN(len(key)); r.IntN(10) == 0 {
				key = key[:at] + "x" + key[at+1:]
			}
			members = append(members, fmt.Sprintf("%q: [%s]", key, strings.Join(entries, ", ")))
		}
	}
	if r.IntN(3) > 0 {
		members = append(members, fmt.Sprintf(`"permissive": %v`, r.IntN(2) == 0))
	}
	return "{" + strings.Join(members, ", ") + "}"
}

// question is who asks for an operation, and about what.
type question struct {
	principal *string
	object    string
}

// answers asks a policy everything about an operation that drawn documents can decide differently.
func answers(t *testing.T, p *authz.Policy, operation string, objects []string) map[question]bool {
	t.Helper()
	out := map[question]bool{}
	for _, principal := range askers {
		for _, object := range objects {
			d, err := p.Decide(authz.Request{Operation: operation, Principal: principal, Objects: []string{object}})
			if err != nil {
				t.Fatal(err)
			}
			out[question{principal, object}] = d.Allowed
		}
	}
	return out
}

var askers = []*string{nil, new("p"), new("q"), new(""), new("other")}

// askedOnBoth reports whether both releases ask for an operation.
func askedOnBoth(a, b *authz.Schema, name string) bool {
	for _, s := range []*authz.Schema{a, b} {
		if o := s.Operation(name); o == nil || o.Indirect || len(o.Ways) == 0 {
			return false
		}
	}
	return true
}

// mayThen is how a fix says who may do something that was denied.
var mayThen = regexp.MustCompile("(`[^`]*`|a principal that no entry names|a request without authentication) may from then on ([a-z ]+)")

// saysWho reports whether a message names, for an operation, somebody of whom the fix allows something that was denied.
func saysWho(message string, o *authz.Operation, opened map[*string]bool) bool {
	for _, word := range mayThen.FindAllStringSubmatch(message, -1) {
		if !strings.HasPrefix(word[2], o.Phrase) {
			continue
		}
		for who := range opened {
			switch {
			case who == nil && word[1] == "a request without authentication", who != nil && word[1] == "`"+*who+"`",
				who != nil && *who == "other" && word[1] == "a principal that no entry names":
				return true
			}
		}
	}
	return false
}

// widened returns the operations of which the fixed policy allows something that the old one denies, each with the askers
// to whom it does, unless the fix leaves all decisions about them as they are; now is what the target makes of the document
// without the fix.
func widened(t *testing.T, old, now, fixed *authz.Policy) map[*authz.Operation]map[*string]bool {
	t.Helper()
	out := map[*authz.Operation]map[*string]bool{}
	for i := range fixed.Schema().Operations {
		o := &fixed.Schema().Operations[i]
		if !askedOnBoth(old.Schema(), fixed.Schema(), o.Name) {
			continue
		}
		objects := []string{"a", "a/b", "a/%", "a/other", "c", "other"}
		if strings.HasPrefix(o.Name, "get_endpoint") {
			objects = slices.DeleteFunc(catalog.Endpoints(old.Schema().Release), func(path string) bool {
				return !slices.Contains(catalog.Endpoints(fixed.Schema().Release), path)
			})
		}
		was, is := answers(t, old, o.Name, objects), answers(t, fixed, o.Name, objects)
		if now != nil {
			without, same := answers(t, now, o.Name, objects), true
			for q, allowed := range is {
				same = same && without[q] == allowed
			}
			if same {
				continue
			}
		}
		_, a := old.Governed(o.Name)
		_, b := fixed.Governed(o.Name)
		for q, allowed := range was {
			for other, is := range is {
				same := q == other || a != b && a != "" && b != "" && q.principal == other.principal
				if same && !allowed && is {
					if out[o] == nil {
						out[o] = map[*string]bool{}
					}
					out[o][q.principal] = true
				}
			}
		}
	}
	return out
}

// No fix allows what the old release denied, unless it is unsafe and its message names the operation; and none stops a
// target that starts. Every fix of every rule about ACLs is tried, the alternatives included.
func TestACLFixesSayWhatTheyAllow(t *testing.T) {
	known := releasesWithACLs()
	r := rand.New(rand.NewPCG(10, 3))
	tried := map[string]int{}
	for range 2500 {
		u := release.Upgrade{From: known[r.IntN(len(known))], To: known[r.IntN(len(known))]}
		if u.To.Less(u.From) {
			u.From, u.To = u.To, u.From
		}
		schemas := []*authz.Schema{catalog.ACLSchema(u.From)}
		if r.IntN(3) == 0 {
			schemas = append(schemas, catalog.ACLSchema(u.To))
		}
		text := drawnACLs(r, schemas...)
		old, now := readPolicy(text, u.From), readPolicy(text, u.To)
		if r.IntN(8) == 0 {
			u.From, old = release.Release{}, nil
		}
		if old == nil {
			old = now
		}
		for _, d := range aclFindings(t, text, u) {
			for i, fix := range d.Fixes() {
				fixed := readPolicy(fixedText(text, fix), u.To)
				tried[d.Rule]++
				if d.Rule == aclNewlyDenied.Name {
					for _, key := range changedLists(text, fixedText(text, fix), u.To) {
						if action := catalog.Actions().Action(key); !action.OpenOn(config.AnyComponent, u.From) {
							t.Fatalf("%s → %s: what `%s` decides is not open to everybody on %s: %s", u.From, u.To, key, u.From, fix.Message)
						}
					}
				}
				if i > 0 {
					tried["alternatives"]++
				}
				if fixed == nil && now != nil {
					t.Fatalf("%s → %s: a %s fix of %s stops the target: %s\n%s\n%s", u.From, u.To, fix.Applicability, d.Rule, fix.Message, text, fixedText(text, fix))
				}
				if fixed == nil || old == nil || u.From.IsZero() && !strings.HasPrefix(d.Rule, "acl/unknown") {
					continue // without a release to start from, a rewrite keeps the decisions of the last that had the list
				}
				for o, opened := range widened(t, old, now, fixed) {
					tried["widening"]++
					if fix.Applicability == lint.Safe || !saysWho(fix.Message, o, opened) {
						t.Fatalf("%s → %s: a %s fix of %s lets somebody %s who might not, and says nobody who may: %s\n%s\n%s",
							u.From, u.To, fix.Applicability, d.Rule, o.Phrase, fix.Message, text, fixedText(text, fix))
					}
				}
				for _, word := range mayThen.FindAllStringSubmatch(fix.Message, -1) {
					tried["said"]++
					if fix.Applicability == lint.Safe {
						t.Fatalf("a safe fix of %s allows something: %s", d.Rule, word[0])
					}
				}
			}
		}
	}
	t.Log(tried)
	for _, rule := range []string{"acl/unknown-action", "acl/removed-action", "acl/deprecated-action", "acl/missing-field", "acl/unknown-field",
		"acl/unknown-type", "acl/endpoint", "acl/newly-denied", "alternatives", "widening", "said"} {
		if tried[rule] < 5 {
			t.Errorf("%s was tried %d times only", rule, tried[rule])
		}
	}
}

// Where the target does not start with the file, a fix that makes it start is what lets other lists, which it does not touch,
// allow more than before: an alternative names that too, and what a release frees from the limit to a framework's own role.
func TestAlternativesSayWhatOtherListsAllow(t *testing.T) {
	const text = `{"reserve_resources": [{"principals": {"type": "ANY"}, "resources": {"values": ["a", "c"]}}, {"principals": {"values": ["q", ""]}, "resources": {"type": "ANY"}}],
"unreserve_resources": [{"principals": {"values": [""]}, "reserver_principals": {"type": "ANY"}}], "permissive": false}`
	from, err := catalog.Releases().Resolve("0.27.0")
	to, err2 := catalog.Releases().Resolve("1.0.2")
	if err != nil || err2 != nil {
		t.Fatal(err, err2)
	}
	var others []*lint.Fix
	for _, d := range aclFindings(t, text, release.Upgrade{From: from, To: to}) {
		others = append(others, d.Alternatives...)
	}
	if len(others) == 0 {
		t.Error("no alternative is offered")
	}
	for _, other := range others {
		if !strings.Contains(other.Message, "a request without authentication may from then on undo reservations") || !strings.Contains(other.Message, "for its own role only") {
			t.Errorf("an alternative says: %s", other.Message)
		}
	}
}

// A fixed list is read on the release its fix is said to be valid from as it is on the target: no key of it is unknown or
// missing there, and both decide alike.
func TestACLFixesAreReadFromWhereTheyAreValid(t *testing.T) {
	known := releasesWithACLs()
	r := rand.New(rand.NewPCG(10, 4))
	tried, compared := 0, 0
	for range 1000 {
		u := release.Upgrade{From: known[r.IntN(len(known))], To: known[r.IntN(len(known))]}
		if u.To.Less(u.From) {
			u.From, u.To = u.To, u.From
		}
		text := drawnACLs(r, catalog.ACLSchema(u.From))
		for _, d := range aclFindings(t, text, u) {
			for _, fix := range d.Fixes() {
				if fix.ValidFrom.IsZero() || u.To.Less(fix.ValidFrom) {
					continue
				}
				tried++
				fixed := fixedText(text, fix)
				for _, key := range changedLists(text, fixed, u.To) {
					then, on := onlyList(fixed, key, fix.ValidFrom), onlyList(fixed, key, u.To)
					if then.problems > on.problems {
						t.Fatalf("%s → %s: fix of %s is valid from %s, which does not read its `%s`: %s\n%s", u.From, u.To, d.Rule, fix.ValidFrom, key, fix.Message, fixed)
					}
					if then.policy == nil || on.policy == nil || then.policy.Schema().EmptyPrincipal != on.policy.Schema().EmptyPrincipal {
						continue
					}
					compared++
					if differs := authz.Compare(then.policy, on.policy).Operations; len(differs) > 0 {
						t.Fatalf("%s → %s: fix of %s is valid from %s, which decides `%s` differently than the target: %s\n%s",
							u.From, u.To, d.Rule, fix.ValidFrom, key, fix.Message, fixed)
					}
				}
			}
		}
	}
	if tried < 500 || compared < 300 {
		t.Errorf("%d fixes tried, %d compared", tried, compared)
	}
}

// changedLists returns the lists of a release that a text has and another has not, or has differently.
func changedLists(before, after string, r release.Release) []string {
	was, is := source.LiteralText(before, source.Span{}), source.LiteralText(after, source.Span{})
	a, err := source.ParseJSON(&was)
	b, err2 := source.ParseJSON(&is)
	if err != nil || err2 != nil {
		return nil
	}
	var out []string
	for _, l := range catalog.ACLSchema(r).Lists {
		old, _ := a.Get(l.Key)
		if v, ok := b.Get(l.Key); ok && old.Raw() != v.Raw() {
			out = append(out, l.Key)
		}
	}
	return out
}

type listRead struct {
	policy   *authz.Policy
	problems int
}

// onlyList is what a release makes of one list of a text, with its permissive.
func onlyList(text, key string, r release.Release) listRead {
	whole := source.LiteralText(text, source.Span{})
	v, err := source.ParseJSON(&whole)
	if err != nil {
		return listRead{}
	}
	list, _ := v.Get(key)
	permissive := "true"
	if p, ok := v.Get(catalog.Permissive); ok {
		permissive = p.Raw()
	}
	alone := fmt.Sprintf(`{"permissive": %s, %q: %s}`, permissive, key, list.Raw())
	literal := source.LiteralText(alone, source.Span{})
	v, err = source.ParseJSON(&literal)
	if err != nil {
		return listRead{}
	}
	_, problems := authz.Read(v, catalog.ACLSchema(r), catalog.Dialect(r))
	return listRead{readPolicy(alone, r), len(problems)}
}
