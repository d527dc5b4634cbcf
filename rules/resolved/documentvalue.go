package resolved

import (
	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/source"
)

// DocumentValue is a value that a release takes over from a document, with those of its fields.
type DocumentValue struct {
	Field *stout.Field // nil for the document itself, and for an element of a list of messages
	// Value is what is written.
	Value source.JSON
	// Fields are the values inside it, in the order they take effect.
	Fields []*DocumentValue
}

// All returns the values of a field, in the order they count.
func (a *DocumentValue) All(name string) []*DocumentValue {
	if a == nil {
		return nil
	}
	var out []*DocumentValue
	for _, f := range a.Fields {
		if f.Field != nil && f.Field.Name == name {
			out = append(out, f)
		}
	}
	return out
}

// Get returns the value of a field that takes one, nil if it has none. A nil value has no fields.
func (a *DocumentValue) Get(name string) *DocumentValue {
	if all := a.All(name); len(all) > 0 {
		return all[len(all)-1]
	}
	return nil
}

// Text returns the string of a value, "" for nil.
func (a *DocumentValue) Text() string {
	if a == nil {
		return ""
	}
	return a.Value.String()
}

// tree makes arrived values of what a conversion tells it.
type tree struct{ open []*DocumentValue }

func (t *tree) root(v source.JSON) *DocumentValue {
	root := &DocumentValue{Value: v}
	t.open = []*DocumentValue{root}
	return root
}

func (t *tree) add(f *stout.Field, v source.JSON) *DocumentValue {
	a := &DocumentValue{Field: f, Value: v}
	top := t.open[len(t.open)-1]
	top.Fields = append(top.Fields, a)
	return a
}

// Enter implements stout.Visitor.
func (t *tree) Enter(f *stout.Field, v source.JSON) { t.open = append(t.open, t.add(f, v)) }

// Leave implements stout.Visitor.
func (t *tree) Leave(*stout.Field, source.JSON) { t.open = t.open[:len(t.open)-1] }

// Scalar implements stout.Visitor.
func (t *tree) Scalar(f *stout.Field, v source.JSON) { t.add(f, v) }
