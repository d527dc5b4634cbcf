package catalog

import (
	"github.com/tidwall/gjson"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// Every run on an ACL file reads acls.json, so it is not left to encoding/json, which takes three times as long. A test
// holds the two against each other.

// readActions reads acls.json without its indexes.
func readActions(text []byte) *ActionTable {
	t := new(ActionTable)
	each(gjson.ParseBytes(text), func(key string, list gjson.Result) {
		switch key {
		case "actions":
			t.actions = readAll(list, readAction)
		case "endpoints":
			t.endpoints = readAll(list, readEndpoint)
		}
	})
	return t
}

func readAction(v gjson.Result) *Action {
	a := new(Action)
	each(v, func(key string, v gjson.Result) {
		switch key {
		case "key":
			a.Key = v.Str
		case "operation":
			a.Operation = v.Str
		case "message":
			a.Message = v.Str
		case "exists":
			a.Exists = readRanges(v)
		case "deprecated":
			a.DeprecatedIn = readRanges(v)
		case "replaced_by":
			a.ReplacedBy = v.Str
		case "subjects":
			a.Subjects = readAll(v, gjson.Result.String)
		case "objects":
			a.Objects = readAll(v, readObjectField)
		case "implicit":
			a.Implicit = v.Bool()
		case "some_refused":
			a.Refusals = readAll(v, readRefusal)
		case "recursive_roles":
			a.RecursiveRoles = readRanges(v)
		case "authorized":
			a.Authorized = readAll(v, readAuthorization)
		case "note":
			a.Note = v.Str
		case "evidence":
			a.Evidence = v.Str
		}
	})
	return a
}

func readObjectField(v gjson.Result) (o ObjectField) {
	each(v, func(key string, v gjson.Result) {
		switch key {
		case "in":
			o.In = readRanges(v)
		case "name":
			o.Name = v.Str
		case "evidence":
			o.Evidence = v.Str
		}
	})
	return o
}

func readRefusal(v gjson.Result) (f Refusal) {
	each(v, func(key string, v gjson.Result) {
		switch key {
		case "in":
			f.In = readRanges(v)
		case "text":
			f.Text = v.Str
		case "evidence":
			f.Evidence = v.Str
		}
	})
	return f
}

func readAuthorization(v gjson.Result) (u Authorization) {
	each(v, func(key string, v gjson.Result) {
		switch key {
		case "component":
			u.Component = config.Master
			if v.Str == config.Agent.String() {
				u.Component = config.Agent
			}
		case "in":
			u.In = readRanges(v)
		case "what":
			u.What = v.Str
		}
	})
	return u
}

func readEndpoint(v gjson.Result) (e endpoint) {
	each(v, func(key string, v gjson.Result) {
		switch key {
		case "path":
			e.Path = v.Str
		case "in":
			e.In = readRanges(v)
		case "evidence":
			e.Evidence = v.Str
		}
	})
	return e
}

// each calls visit for every member of an object.
func each(object gjson.Result, visit func(key string, v gjson.Result)) {
	object.ForEach(func(key, v gjson.Result) bool {
		visit(key.Str, v)
		return true
	})
}

// readAll reads every element of a list.
func readAll[T any](list gjson.Result, one func(gjson.Result) T) []T {
	var all []T
	list.ForEach(func(_, v gjson.Result) bool {
		all = append(all, one(v))
		return true
	})
	return all
}

// readRanges reads a set of releases; the files are tested, so one that does not parse is a bug.
func readRanges(v gjson.Result) release.Ranges {
	gs, err := release.ParseRanges(v.Str)
	if err != nil {
		panic("catalogue file acls.json: " + err.Error())
	}
	return gs
}
