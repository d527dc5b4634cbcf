package authz_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
)

// representatives are strings of every class that the random policies can tell apart, at least one of each.
var (
	subjects = []*string{nil, new("p"), new("q"), new("r"), new(""), new("s"), new("somebody")}
	objects  = []*string{nil, new("a"), new("a/b"), new("a/%"), new("a/b/%"), new("/%"), new("c"), new(""), new("a/"),
		new("a/b/c"), new("a/other"), new("a/b/other"), new("/other"), new("root"), new("nobody"), new("p"), new("q"), new("x"),
		new("/containers"), new("/files/debug"), new("/monitor/statistics"), new("something")}
)

func request(operation string, principal, object *string) authz.Request {
	r := authz.Request{Operation: operation, Principal: principal}
	if object != nil {
		r.Objects = []string{*object}
	}
	return r
}

func TestDecideIsTryingEntriesOneByOne(t *testing.T) {
	for i, era := range eras {
		s := schema(t, era)
		for round := range 60 {
			d := newDraw(uint64(i*1000 + round))
			e := plain{era: era, permissive: d.IntN(2) == 0, lists: d.lists(s, 4)}
			p := authz.NewPolicy(s, e.permissive, e.lists)
			for _, operation := range e.operations() {
				for _, subject := range subjects {
					for _, object := range objects {
						got, err := p.Decide(request(operation, subject, object))
						if err != nil {
							t.Fatal(err)
						}
						want, by := e.decideBy(operation, subject, object, object)
						if got.Allowed != want || entryName(got.Entry) != by {
							t.Fatalf("%s: %s(%s, %s) = %v by %q, want %v by %q of %v", era, operation, show(subject), show(object),
								got.Allowed, entryName(got.Entry), want, by, e.lists)
						}
					}
				}
			}
		}
	}
}

func entryName(e authz.Entry) string {
	if e.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s[%d]", e.List(), e.Index())
}

func show(s *string) string {
	if s == nil {
		return "none"
	}
	return fmt.Sprintf("%q", *s)
}

// The classes that Compare reports must be exactly those of the requests that differ.
func TestCompareIsAskingForEverything(t *testing.T) {
	seed := uint64(0)
	for _, from := range eras {
		for _, to := range eras {
			a, b := schema(t, from), schema(t, to)
			for range 8 {
				seed++
				d := newDraw(seed)
				ea := plain{era: from, permissive: d.IntN(2) == 0, lists: d.lists(a, 3)}
				eb := plain{era: to, permissive: ea.permissive, lists: map[string][]authz.EntrySpec{}}
				for key, l := range ea.lists {
					eb.lists[key] = slices.Clone(l)
				}
				if d.IntN(3) == 0 {
					eb.permissive = !eb.permissive
				}
				for _, l := range b.Lists {
					if d.IntN(3) == 0 {
						eb.lists[l.Key] = d.list(l.Key, 3)
					}
				}
				checkCompare(t, ea, eb, a, b)
			}
		}
	}
}

func checkCompare(t *testing.T, ea, eb plain, a, b *authz.Schema) {
	t.Helper()
	old, new := authz.NewPolicy(a, ea.permissive, ea.lists), authz.NewPolicy(b, eb.permissive, eb.lists)
	got := authz.Compare(old, new)
	checkAlike(t, old, new, got)
	changes := map[string]authz.Change{}
	for _, c := range got.Operations {
		changes[c.Operation.Name] = c
	}
	for _, operation := range ea.operations() {
		if !slices.Contains(eb.operations(), operation) {
			continue
		}
		c, changed := changes[operation]
		kinds := changed && c.From.Object != "" && c.To.Object != "" && c.From.Object != c.To.Object
		found := newReported(t, c, changed)
		differs := false
		setters := []*string{nil}
		if operation == "remove_quota" {
			setters = objects
		}
		for _, subject := range subjects {
			for _, object := range objects {
				for _, setter := range setters {
					old, new := ea.decide(operation, subject, object, setter), eb.decide(operation, subject, object, setter)
					differs = differs || old != new
					if !changed {
						if old != new {
							t.Fatalf("%s → %s: %s(%s, %s, %s) differs: %v → %v: nothing reported\n%v\n%v", ea.era, eb.era, operation, show(subject), show(object), show(setter), old, new, ea, eb)
						}
						continue
					}
					asked, other := object, setter
					if c.To.Object == "quota principal" || !kinds && c.From.Object == "quota principal" {
						asked, other = setter, object
					}
					if widened, narrowed := found.has(subject, asked, other); widened != (new && !old) || narrowed != (old && !new) {
						t.Fatalf("%s → %s: %s(%s, %s, %s): %v → %v, reported widened %v, narrowed %v\n%v\n%v\nblocks %v", ea.era, eb.era, operation,
							show(subject), show(object), show(setter), old, new, widened, narrowed, ea, eb, slices.Collect(c.Blocks()))
					}
				}
			}
		}
		if changed && !differs {
			t.Fatalf("%s → %s: %s: reported %v, nothing differs\n%v\n%v", ea.era, eb.era, operation, slices.Collect(c.Blocks()), ea, eb)
		}
		if changed {
			checkCounts(t, c)
		}
	}
}

// checkAlike holds the other ways to compare two policies against one.
func checkAlike(t *testing.T, old, new *authz.Policy, want *authz.Differences) {
	t.Helper()
	words := func(d *authz.Differences) string {
		var out strings.Builder
		for _, c := range d.Operations {
			fmt.Fprintln(&out, c.Operation.Name, c.Widened, c.Narrowed, slices.Collect(c.Blocks()))
		}
		return out.String()
	}
	indexed, shared := authz.CompareIndexed(old, new), authz.CompareShared(old, new)
	if words(indexed) != words(want) || indexed.Compared != want.Compared {
		t.Fatalf("indexed: %d compared\n%s\nelse %d\n%s", indexed.Compared, words(indexed), want.Compared, words(want))
	}
	if words(shared) != words(want) || authz.DecideAlike(old, new) != want.Equal() {
		t.Fatalf("uncounted:\n%s\nelse\n%s", words(shared), words(want))
	}
}

// reported answers whether a change's blocks have a request in them.
type reported struct {
	t      *testing.T
	blocks []authz.Block
	// named are the names that classes can have, per side: what is not there is "other" or "below".
	change authz.Change
}

func newReported(t *testing.T, c authz.Change, changed bool) reported {
	r := reported{t: t, change: c}
	if changed {
		r.blocks = slices.Collect(c.Blocks())
	}
	return r
}

func (r reported) has(principal, object, old *string) (widened, narrowed bool) {
	n := 0
	for _, b := range r.blocks {
		p := r.change.PrincipalClass(principal)
		if !b.Principals.Contains(p) || !b.Objects.Contains(r.change.ObjectClass(object)) {
			continue
		}
		if b.Old != nil && !b.Old.Contains(r.change.OldClass(old)) {
			continue
		}
		n++
		widened, narrowed = widened || b.Allowed, narrowed || !b.Allowed
	}
	if n > 1 {
		r.t.Fatalf("request is in %d blocks: %v", n, r.blocks)
	}
	return widened, narrowed
}

func checkCounts(t *testing.T, c authz.Change) {
	t.Helper()
	var widened, narrowed uint64
	seen := map[string]bool{}
	smallest := c.Smallest()
	found := false
	for d := range c.All() {
		key := fmt.Sprint(d.Principal, d.Object, d.Old)
		if d.Old != nil {
			key = fmt.Sprint(d.Principal, d.Object, *d.Old)
		}
		if seen[key] {
			t.Fatalf("%s: %s is reported twice", c.Operation.Name, key)
		}
		seen[key] = true
		if d.Allowed {
			widened++
		} else {
			narrowed++
		}
		found = found || d.Principal == smallest.Principal && d.Object == smallest.Object && d.Allowed == smallest.Allowed
	}
	if widened != c.Widened || narrowed != c.Narrowed {
		t.Fatalf("%s: counted %d widened, %d narrowed; listed %d and %d", c.Operation.Name, c.Widened, c.Narrowed, widened, narrowed)
	}
	if !found {
		t.Fatalf("%s: the smallest difference %v is not among all", c.Operation.Name, smallest)
	}
}

// As many decisions are compared where nobody is named and nothing can differ as where all differs: the first is a short way.
func TestComparedCountsWhatNobodyNames(t *testing.T) {
	for _, from := range eras {
		for _, to := range eras {
			open, closed := authz.NewPolicy(schema(t, from), true, nil), authz.NewPolicy(schema(t, to), false, nil)
			alike := authz.NewPolicy(schema(t, to), true, nil)
			short, long := authz.Compare(open, alike), authz.Compare(open, closed)
			if short.Compared != long.Compared || !short.Equal() || long.Differing() != long.Compared {
				t.Errorf("%s, %s: %d compared where all is alike, %d where all of %d differ", from, to, short.Compared, long.Differing(), long.Compared)
			}
		}
	}
}
