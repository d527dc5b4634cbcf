package startup

import (
	"slices"
	"strconv"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
)

// ReadJSONResources reads a JSON array of resources that converts to messages, or says why an agent refuses it. The
// problem's bytes are those of the text the array stands in.
func ReadJSONResources(array source.JSON, defaultRole string, d Dialect) (Resources, *Problem) {
	var resources []resource
	var objects []source.JSON
	var problem *Problem
	flatten(array, func(object source.JSON) {
		if problem != nil {
			return
		}
		var r resource
		if r, problem = resourceOf(object, defaultRole, d); problem == nil {
			resources = append(resources, r)
			objects = append(objects, object)
		}
	})
	if problem != nil {
		return nil, problem
	}
	// What is written as JSON is validated by every release that reads it.
	d.InvalidResources = Refused
	if d.EmptyJSONRefused {
		for _, r := range resources {
			if problem := r.validate(d); problem != nil {
				return nil, problem
			}
			if r.empty(d) {
				return nil, refuse(r.at, "resource %q is empty", r.name)
			}
		}
	}
	return acceptResources(resources, d, func(i int) *Problem { return forAgent(objects[i], resources[i], d) })
}

// flatten calls fn for the objects of an array as they become messages: null is left out and an array within is opened.
func flatten(v source.JSON, fn func(source.JSON)) {
	switch v.Kind() {
	case source.Array:
		v.ForEach(func(_, element source.JSON) bool {
			flatten(element, fn)
			return true
		})
	case source.Object:
		fn(v)
	}
}

// tokenOf returns the token that a JSON value is.
func tokenOf(v source.JSON) token {
	start, _ := v.Bounds()
	return token{v.Raw(), start}
}

// field returns the value of a key that arrives in its message.
func field(object source.JSON, key string) (source.JSON, bool) {
	v, found := object.Get(key)
	return v, found && v.Kind() != source.Null
}

func textField(object source.JSON, key string) (string, bool) {
	v, found := field(object, key)
	return v.String(), found
}

// resourceOf reads one resource, with the checks that look at how it is written.
func resourceOf(object source.JSON, defaultRole string, d Dialect) (resource, *Problem) {
	r := resource{at: tokenOf(object)}
	r.name, _ = textField(object, "name")
	if problem := r.readValue(object); problem != nil {
		return r, problem
	}
	var hasRole bool
	r.role, hasRole = textField(object, "role")
	reservations := reservationsOf(object, d)
	if !hasRole && len(reservations) == 0 {
		r.role = defaultRole
	}
	if problem := r.disk(object, d); problem != nil {
		return r, problem
	}
	if _, shared := field(object, "shared"); shared && d.SharedResources && !persistent(object) {
		return r, refuse(r.at, "resource %q is shared, which only a persistent volume can be", r.name)
	}
	if len(reservations) > 0 {
		r.reserved = true
		return r, r.refined(object, reservations, hasRole, d)
	}
	if reservation, reserved := field(object, "reservation"); reserved {
		_, hasType := field(reservation, "type")
		_, reservedRole := field(reservation, "role")
		switch {
		case r.role == anyRole:
			return r, refuse(r.at, `resource %q is reserved for the role "*"`, r.name)
		case d.RefinedReservations && !d.ReservationsReplaceRole && (hasType || reservedRole):
			return r, refuse(r.at, `the reservation of resource %q has a type or a role of its own`, r.name)
		}
	}
	return r, nil
}

// readValue reads the value that the resource's type says it has.
func (r *resource) readValue(object source.JSON) *Problem {
	kinds := []struct {
		name, key string
		kind      Kind
	}{{"SCALAR", "scalar", Scalar}, {"RANGES", "ranges", Ranges}, {"SET", "set", Set}}
	typeName, _ := textField(object, "type")
	for _, k := range kinds {
		value, present := field(object, k.key)
		if present != (k.name == typeName) {
			return refuse(r.at, "resource %q has a value that is not of its type %s", r.name, typeName)
		}
		if present {
			r.value = valueOf(value, k.kind)
		}
	}
	if r.value.Kind == 0 {
		return refuse(r.at, "resource %q is neither a number nor ranges nor a set", r.name)
	}
	return nil
}

func valueOf(v source.JSON, kind Kind) Value {
	out := Value{Kind: kind}
	switch kind {
	case Scalar:
		if number, found := field(v, "value"); found {
			out.Scalar, _ = float(stout.Numeral(number))
		}
	case Ranges:
		if list, found := field(v, "range"); found {
			flatten(list, func(r source.JSON) {
				out.Ranges = append(out.Ranges, Range{wholeNumber(r, "begin"), wholeNumber(r, "end")})
			})
		}
	case Set:
		if list, found := field(v, "item"); found {
			out.Set = texts(list)
		}
	}
	return out
}

// texts returns the strings of a list, or the one string that stands for a list.
func texts(v source.JSON) []string {
	if v.Kind() == source.String {
		return []string{v.String()}
	}
	var out []string
	v.ForEach(func(_, element source.JSON) bool {
		if k := element.Kind(); k == source.String || k == source.Array {
			out = append(out, texts(element)...)
		}
		return true
	})
	return out
}

// wholeNumber reads a field of an unsigned type: fractions are cut off and negative numbers wrap. A number that 63 bits
// do not hold has been a double on its way, and of one beyond 64 bits nothing is left: that is amd64's word for it, as C++
// has none.
func wholeNumber(object source.JSON, key string) uint64 {
	v, _ := field(object, key)
	text := stout.Numeral(v)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return uint64(n)
	}
	const half = 1 << 63
	switch f, _ := float(text); {
	case f < -half:
		return half
	case f < half:
		return uint64(int64(f))
	case f < 2*half:
		return uint64(f)
	}
	return 0
}

// persistent reports whether a resource is a persistent volume.
func persistent(object source.JSON) bool {
	disk, _ := field(object, "disk")
	_, found := field(disk, "persistence")
	return found
}

// disk checks the disk a resource is on.
func (r *resource) disk(object source.JSON, d Dialect) *Problem {
	disk, found := field(object, "disk")
	if !found {
		return nil
	}
	if r.name != "disk" {
		return refuse(tokenOf(disk), "resource %q is not a disk", r.name)
	}
	src, found := field(disk, "source")
	if !found || d.DiskSources == NoSources {
		return nil
	}
	typeName, _ := textField(src, "type")
	_, hasPath := field(src, "path")
	_, hasMount := field(src, "mount")
	switch {
	case d.DiskSources == RequiredSources && (typeName == "PATH" && !hasPath || typeName == "MOUNT" && !hasMount):
		return refuse(tokenOf(src), "the source of the disk does not say where it is")
	case d.DiskSources >= OpenSources && typeName == "UNKNOWN":
		return refuse(tokenOf(src), "the source of the disk has no type")
	case d.DiskSources >= ExactSources && (typeName == "BLOCK" || typeName == "RAW") && (hasPath || hasMount):
		return refuse(tokenOf(src), "the source of a %s disk has a path or a mount", typeName)
	}
	return nil
}

// reservation is one element of the list that says for which role a resource is reserved, and by which refinements.
type reservation struct {
	at                       token
	typeName, role           string
	hasType, hasRole, static bool
}

func reservationsOf(object source.JSON, d Dialect) []reservation {
	list, found := field(object, "reservations")
	if !found || !d.RefinedReservations {
		return nil
	}
	var out []reservation
	flatten(list, func(v source.JSON) {
		one := reservation{at: tokenOf(v)}
		one.typeName, _ = textField(v, "type")
		one.hasType = slices.Contains([]string{"UNKNOWN", "STATIC", "DYNAMIC"}, one.typeName) // others are dropped, or an error already
		one.role, one.hasRole = textField(v, "role")
		one.static = one.typeName == "STATIC"
		out = append(out, one)
	})
	return out
}

// refined checks the list of reservations.
func (r *resource) refined(object source.JSON, list []reservation, hasRole bool, d Dialect) *Problem {
	for i, one := range list {
		switch {
		case !one.hasType:
			return refuse(one.at, "the reservation has no type")
		case !one.hasRole:
			return refuse(one.at, "the reservation has no role")
		case Role(one.role, d) != nil:
			return refuse(one.at, "the role of the reservation is invalid: %s", Role(one.role, d).Text)
		case one.role == anyRole:
			return refuse(one.at, `nothing can be reserved for the role "*"`)
		case i > 0 && one.static:
			return refuse(one.at, "a refinement of a reservation cannot be static")
		case i > 0 && !below(one.role, list[i-1].role):
			return refuse(one.at, "role %q does not refine %q", one.role, list[i-1].role)
		}
	}
	if len(list) == 1 && list[0].typeName == "UNKNOWN" {
		return refuse(list[0].at, "the reservation has an unknown type")
	}
	if d.ReservationsReplaceRole {
		return nil
	}
	_, older := field(object, "reservation")
	only := list[0]
	switch {
	case len(list) > 1 && (hasRole || older):
		return refuse(r.at, "resource %q has a role or a reservation as well as its refined reservations", r.name)
	case hasRole && len(list) == 1 && r.role != only.role:
		return refuse(r.at, "the role of resource %q is not that of its reservation", r.name)
	case only.static && older, !only.static && hasRole != older:
		return refuse(r.at, "resource %q has reservations in the old and the new form that do not agree", r.name)
	}
	return nil
}

// below reports whether a role stands somewhere under another.
func below(role, parent string) bool {
	return len(role) > len(parent) && role[:len(parent)] == parent && role[len(parent)] == '/'
}

// forAgent refuses what only a master or a framework can make of resources, and disks that say not where they are.
func forAgent(object source.JSON, r resource, d Dialect) *Problem {
	disk, _ := field(object, "disk")
	if persistent(object) {
		return refuse(r.at, "an agent cannot be given a persistent volume")
	}
	if v, found := field(object, "revocable"); found {
		return refuse(tokenOf(v), "an agent cannot be given revocable resources")
	}
	list := reservationsOf(object, d)
	if v, found := field(object, "reservation"); found && len(list) == 0 {
		return refuse(tokenOf(v), "an agent cannot be given dynamic reservations")
	}
	if len(list) > 0 && list[len(list)-1].typeName == "DYNAMIC" {
		return refuse(list[len(list)-1].at, "an agent cannot be given dynamic reservations")
	}
	src, found := field(disk, "source")
	if !found || d.DiskSources < OpenSources {
		return nil
	}
	return sourceForAgent(src)
}

func sourceForAgent(src source.JSON) *Problem {
	typeName, _ := textField(src, "type")
	place, known := map[string]string{"PATH": "path", "MOUNT": "mount"}[typeName]
	if !known {
		return refuse(tokenOf(src), "an agent cannot be given a %s disk", typeName).in(DiskType)
	}
	where, found := field(src, place)
	if !found {
		return abort(tokenOf(src), "the source of the disk does not say where it is")
	}
	if _, found := field(where, "root"); !found {
		return refuse(tokenOf(where), "the %s of the disk has no root", place).in(DiskRoot)
	}
	return nil
}
