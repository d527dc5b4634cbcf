package startup

import (
	"math"
	"slices"
)

// resource is one resource as it was read and before anything is merged.
type resource struct {
	at   token
	name string
	role string
	// reserved is set if the resource carries its reservations as a list, which takes the place of the role.
	reserved bool
	value    Value
}

// empty reports whether the resource is nothing, so that it is dropped.
func (r *resource) empty(d Dialect) bool {
	switch r.value.Kind {
	case Scalar:
		return r.value.Scalar == 0 || d.EmptyByPrecision && fixed(r.value.Scalar) == 0
	case Ranges:
		return len(r.value.Ranges) == 0
	case Set:
		return len(r.value.Set) == 0
	}
	return false
}

// validate returns what is wrong with the resource by itself.
func (r *resource) validate(d Dialect) *Problem {
	if r.name == "" {
		return refuse(r.at, "the resource has no name")
	}
	switch v := r.value; v.Kind {
	case Scalar:
		switch {
		case v.Scalar < 0:
			return refuse(r.at, "the value of resource %q is negative", r.name)
		case d.ScalarsExceedPrecision && v.Scalar != 0 && fixed(v.Scalar) <= 0:
			return refuse(r.at, "the value of resource %q rounds to 0 at three digits, or is too large", r.name)
		}
	case Ranges:
		for _, each := range v.Ranges {
			if each.Begin > each.End {
				return refuse(r.at, "a range of resource %q ends before it begins", r.name)
			}
		}
		if overlap(v.Ranges) {
			return refuse(r.at, "two ranges of resource %q overlap", r.name)
		}
	case Set:
		seen := map[string]bool{}
		for _, item := range v.Set {
			if seen[item] {
				return refuse(r.at, "the set of resource %q holds an item twice", r.name)
			}
			seen[item] = true
		}
	}
	if r.reserved {
		return nil
	}
	if problem := Role(r.role, d); problem != nil {
		return refuse(r.at, "the role of resource %q is invalid: %s", r.name, problem.Text)
	}
	return nil
}

// sameKinds refuses resources of one name that differ in kind.
func sameKinds(resources []resource) *Problem {
	kinds := map[string]Kind{}
	for _, r := range resources {
		switch kind, found := kinds[r.name]; {
		case !found:
			kinds[r.name] = r.value.Kind
		case kind != r.value.Kind:
			return refuse(r.at, "resource %q is %s here and %s before", r.name, kindPhrase(r.value.Kind), kindPhrase(kind))
		}
	}
	return nil
}

func kindPhrase(k Kind) string {
	if k == Ranges {
		return "a list of ranges"
	}
	return "a " + k.String()
}

// Resources are what an agent is given and keeps.
type Resources []resource

// Scalar returns the sum of the scalars of a name, and whether there is any.
func (rs Resources) Scalar(name string) (sum float64, found bool) {
	for _, r := range rs {
		if r.name == name && r.value.Kind == Scalar {
			sum, found = sum+r.value.Scalar, true
		}
	}
	return sum, found
}

// Ranges returns the ranges of a name.
func (rs Resources) Ranges(name string) []Range {
	var out []Range
	for _, r := range rs {
		if r.name == name {
			out = append(out, r.value.Ranges...)
		}
	}
	return out
}

// ReadResources reads a text like cpus:4;mem(role):1024;ports:[31000-32000], or says why an agent refuses it.
func ReadResources(text, defaultRole string, d Dialect) (Resources, *Problem) {
	resources, problem := readResources(whole(text), defaultRole, d)
	if problem != nil {
		return nil, problem
	}
	return acceptResources(resources, d, nil)
}

// ListedResources returns the names of the resources in a text, those that are dropped because they are nothing ("cpus:0")
// included; nil if the text cannot be read.
func ListedResources(text string, d Dialect) []string {
	resources, problem := readResources(whole(text), "*", d)
	if problem != nil {
		return nil
	}
	return Resources(resources).Names()
}

// DroppedResources returns what an agent that takes a text of resources silently leaves out: what is invalid, and
// what is nothing only because it rounds to 0.
func DroppedResources(text, defaultRole string, d Dialect) []Problem {
	resources, problem := readResources(whole(text), defaultRole, d)
	if problem != nil || d.InvalidResources == Taken {
		return nil
	}
	var dropped []Problem
	for _, r := range resources {
		switch problem := r.validate(d); {
		case problem != nil:
			dropped = append(dropped, *problem)
		case r.value.Kind == Scalar && r.value.Scalar != 0 && r.empty(d):
			dropped = append(dropped, *refuse(r.at, "the value of resource %q rounds to 0 at three digits", r.name))
		}
	}
	return dropped
}

// acceptResources does with resources what the agent does before it merges them: it drops what is empty and refuses, or
// silently drops, what is invalid. kept, which may be nil, looks at each that is left.
func acceptResources(resources []resource, d Dialect, kept func(i int) *Problem) (Resources, *Problem) {
	var left Resources
	for i, r := range resources {
		if d.InvalidResources != Taken {
			switch problem := r.validate(d); {
			case problem != nil && d.InvalidResources == Refused:
				return nil, problem
			case problem != nil || r.empty(d):
				continue
			}
		}
		if kept != nil {
			if problem := kept(i); problem != nil {
				return nil, problem
			}
		}
		left = append(left, r)
	}
	switch d.ResourceKinds {
	case AllKinds:
		return left, sameKinds(resources)
	case KeptKinds:
		return left, sameKinds(left)
	}
	return left, nil
}

// readResources splits a text into resources.
func readResources(text token, defaultRole string, d Dialect) ([]resource, *Problem) {
	var out []resource
	for _, token := range text.tokenize(";") {
		r, problem := readResource(token, defaultRole, d)
		if problem != nil {
			return nil, problem
		}
		out = append(out, r)
	}
	return out, nil
}

func readResource(token token, defaultRole string, d Dialect) (resource, *Problem) {
	pair := token.tokenize(":")
	if len(pair) != 2 {
		return resource{}, refuse(token, "a resource is written name:value or name(role):value")
	}
	r := resource{at: token.trim(), name: pair[0].trim().text, role: defaultRole}
	if open, shut := indexByte(pair[0].text, '('), indexByte(pair[0].text, ')'); open >= 0 {
		if shut < open {
			return resource{}, refuse(pair[0], "the parentheses around the role do not match")
		}
		r.name = pair[0].slice(0, open).trim().text
		r.role = pair[0].slice(open+1, shut).trim().text
	}
	value, problem := parseValue(pair[1], d)
	switch {
	case problem != nil:
		return resource{}, refuse(pair[1], "the value of resource %q cannot be read: %s", r.name, problem.Text)
	case value.Kind == Text:
		return resource{}, refuse(pair[1], "the value of resource %q is neither a number nor ranges nor a set", r.name)
	}
	r.value = value
	return r, nil
}

func indexByte(s string, c byte) int {
	for i := range len(s) {
		if s[i] == c {
			return i
		}
	}
	return -1
}

// NumberRanges returns why a daemon refuses a text that must be ranges of numbers of the given size in bits, such as
// [5000-10000]. forbidZero refuses ranges with 0 in them, refuseNone those without any number.
func NumberRanges(text string, bits int, forbidZero, refuseNone bool, d Dialect) *Problem {
	all := whole(text)
	value, problem := parseValue(all, d)
	switch {
	case problem != nil:
		return problem
	case value.Kind != Ranges:
		return refuse(all, "it is not a list of ranges like [5000-10000]")
	}
	for _, r := range value.Ranges {
		if largest := uint64(1)<<bits - 1; r.End > largest {
			return refuse(all, "a range goes beyond %d", largest)
		}
	}
	left := intervals(value.Ranges, bits)
	if forbidZero {
		for _, i := range left {
			if i.begin == 0 {
				return refuse(all, "a range holds 0")
			}
		}
	}
	if refuseNone && len(left) == 0 {
		return refuse(all, "the ranges hold no number")
	}
	return nil
}

// Quantities returns why a master refuses a text like cpus:0.01|mem:32;disk:32: what an offer must hold at least, with
// alternatives between bars.
func Quantities(text string, d Dialect) *Problem {
	for _, alternative := range whole(text).tokenize("|") {
		if d.QuantitiesAreResources {
			if problem := resourceQuantities(alternative, d); problem != nil {
				return problem
			}
			continue
		}
		for _, token := range alternative.tokenize(";") {
			if problem := quantity(token, d); problem != nil {
				return problem
			}
		}
	}
	return nil
}

func quantity(token token, d Dialect) *Problem {
	pair := token.tokenize(":")
	if len(pair) != 2 {
		return refuse(token, "a quantity is written name:number")
	}
	value, problem := parseValue(pair[1], d)
	switch {
	case problem != nil:
		return problem
	case value.Kind != Scalar:
		return refuse(pair[1], "a quantity must be a number")
	case value.Scalar < 0:
		return refuse(pair[1], "a quantity must not be negative")
	case d.QuantitiesAreBounded && fixed(value.Scalar) < 0:
		return abort(pair[1], "the quantity is too large")
	}
	return nil
}

// resourceQuantities reads one alternative as resources: what is invalid or empty is dropped, and what is left must be
// plain numbers without a role.
func resourceQuantities(text token, d Dialect) *Problem {
	resources, problem := readResources(text, anyRole, d)
	if problem != nil {
		return problem
	}
	for _, r := range resources {
		if r.validate(d) != nil || r.empty(d) {
			continue
		}
		if r.value.Kind != Scalar || r.role != anyRole {
			return refuse(r.at, "resource %q is more than a name and a number", r.name)
		}
	}
	return nil
}

// Names returns the names of the resources, each once, in order.
func (rs Resources) Names() []string {
	var out []string
	for _, r := range rs {
		if !slices.Contains(out, r.name) {
			out = append(out, r.name)
		}
	}
	return out
}

// Finer returns the names of scalars that three decimal digits cannot tell, each once, in order.
func (rs Resources) Finer() []string {
	var out []string
	for _, r := range rs {
		thousandths := r.value.Scalar * 1000
		if r.value.Kind == Scalar && math.Abs(thousandths-math.Round(thousandths)) > 1e-6*max(1, math.Abs(thousandths)) && !slices.Contains(out, r.name) {
			out = append(out, r.name)
		}
	}
	return out
}

// Roles returns the roles that resources are reserved for in the old way, each once, in order; "*" is none.
func (rs Resources) Roles() []string {
	var out []string
	for _, r := range rs {
		if !r.reserved && r.role != "*" && !slices.Contains(out, r.role) {
			out = append(out, r.role)
		}
	}
	return out
}
