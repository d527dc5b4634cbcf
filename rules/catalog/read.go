package catalog

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/release"
)

// reader reads data files into Go values by their json tags, as encoding/json does in four times the time: reading the
// catalogue is most of what a run on one file does. It can be so short because the files are part of the program: a test
// holds it against encoding/json on each of them, and the reader panics on what is in none.
type reader struct {
	file   string // its name, for panics
	text   string
	at     int                       // the first byte that is not read yet
	fields map[reflect.Type][]string // the names of a struct's fields in JSON
	ranges map[string]release.Ranges // by how they are written: most facts of a file share a few
}

// later is the text of a value that is read when somebody asks for it.
type later string

func newReader(file string) *reader {
	return &reader{file: file, fields: map[reflect.Type][]string{}, ranges: map[string]release.Ranges{}}
}

// read reads text into what v points to.
func (r *reader) read(text string, v any) {
	r.text, r.at = text, 0
	r.value(reflect.ValueOf(v).Elem())
}

func (r *reader) value(to reflect.Value) {
	switch t := to.Type(); {
	case t == reflect.TypeFor[later]():
		to.SetString(r.skip())
		return
	case t == reflect.TypeFor[release.Ranges]():
		to.Set(reflect.ValueOf(r.releases()))
		return
	}
	switch to.Kind() {
	case reflect.String:
		to.SetString(r.string())
	case reflect.Bool:
		to.SetBool(r.word() == "true")
	case reflect.Int:
		n, err := strconv.Atoi(r.word())
		r.check(err)
		to.SetInt(int64(n))
	case reflect.Pointer:
		to.Set(reflect.New(to.Type().Elem()))
		r.value(to.Elem())
	case reflect.Map:
		r.members(to)
	default:
		if text, ok := to.Addr().Interface().(encoding.TextUnmarshaler); ok {
			r.check(text.UnmarshalText([]byte(r.string())))
		} else if to.Kind() == reflect.Slice {
			r.list(to)
		} else {
			r.object(to)
		}
	}
}

func (r *reader) string() string {
	r.open('"')
	start := r.at
	r.at += strings.IndexByte(r.text[start:], '"') + 1
	plain := r.text[start : r.at-1]
	if strings.IndexByte(plain, '\\') < 0 {
		return plain
	}
	quoted, err := strconv.QuotedPrefix(r.text[start-1:])
	r.check(err)
	r.at = start - 1 + len(quoted)
	s, err := strconv.Unquote(quoted) // of JSON's escapes Go has all but "\/"
	r.check(err)
	return s
}

// word reads a number, true or false.
func (r *reader) word() string {
	r.next()
	start := r.at
	r.at += strings.IndexAny(r.text[start:], ",]}\n")
	return r.text[start:r.at]
}

func (r *reader) releases() release.Ranges {
	s := r.string()
	known, ok := r.ranges[s]
	if !ok {
		var err error
		known, err = release.ParseRanges(s)
		r.check(err)
		r.ranges[s] = known
	}
	return known
}

func (r *reader) list(to reflect.Value) {
	to.Set(reflect.MakeSlice(to.Type(), 0, 4))
	for r.open('['); r.next() != ']'; {
		n := to.Len()
		if n == to.Cap() {
			to.Grow(n)
		}
		to.SetLen(n + 1)
		r.value(to.Index(n))
	}
	r.at++
}

func (r *reader) object(to reflect.Value) {
	fields := r.fieldsOf(to.Type())
	for r.open('{'); r.next() != '}'; {
		key := r.string()
		i := slices.Index(fields, key)
		if i < 0 {
			r.fail("no field takes " + key)
		}
		r.value(to.Field(i))
	}
	r.at++
}

// members reads an object into a map.
func (r *reader) members(to reflect.Value) {
	to.Set(reflect.MakeMap(to.Type()))
	for r.open('{'); r.next() != '}'; {
		key := r.string()
		v := reflect.New(to.Type().Elem()).Elem()
		r.value(v)
		to.SetMapIndex(reflect.ValueOf(key), v)
	}
	r.at++
}

// skip returns the text of an object or a list and goes past it.
func (r *reader) skip() string {
	r.next()
	start := r.at
	for depth := 0; ; {
		switch r.next() {
		case '"':
			r.string()
			continue
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		r.at++
		if depth == 0 {
			return r.text[start:r.at]
		}
	}
}

// fieldsOf returns the names of a struct's fields in JSON, in the order of the fields.
func (r *reader) fieldsOf(t reflect.Type) []string {
	names, ok := r.fields[t]
	if !ok {
		for i := range t.NumField() {
			names = append(names, t.Field(i).Tag.Get("json"))
		}
		r.fields[t] = names
	}
	return names
}

// next goes over blanks, commas and colons, and returns the byte after them.
func (r *reader) next() byte {
	for {
		switch c := r.text[r.at]; c {
		case ' ', '\n', ',', ':':
			r.at++
		default:
			return c
		}
	}
}

// open goes past the byte that comes next, which must be c.
func (r *reader) open(c byte) {
	if r.next() != c {
		r.fail("expected " + string(c))
	}
	r.at++
}

func (r *reader) check(err error) {
	if err != nil {
		r.fail(err.Error())
	}
}

func (r *reader) fail(what string) {
	panic(fmt.Sprintf("catalogue file %s, byte %d: %s", r.file, r.at, what))
}
