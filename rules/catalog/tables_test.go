package catalog

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/format"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var update = flag.Bool("update", false, "write the tables that are made of the data files")

// tables are the data files that are part of the program as Go values, by the name of the variable. The linker lays them out,
// so that nothing is to be read when a run asks for them.
var tables = map[string]struct {
	file string
	data any
}{
	"actionData":       {"acls.json", &actionData},
	"behaviourData":    {"behaviours.json", &behaviourData},
	"documentFlagData": {"documents.json", &documentFlagData},
	"documentKeyData":  {"document_keys.json", &documentKeyData},
	"operationData":    {"operations.json", &operationData},
	"releaseData":      {"releases.json", &releaseData},
}

// The tables say what the data files say. With -update they are written anew, as make docs does.
func TestTablesAreTheDataFiles(t *testing.T) {
	for name, table := range tables {
		want := files[table.file]()
		if err := json.Unmarshal([]byte(text(t, table.file)), want); err != nil {
			t.Fatal(err)
		}
		path := strings.ReplaceAll(strings.TrimSuffix(table.file, ".json"), "-", "_") + "_table.go"
		source := tableSource(t, name, table.file, reflect.ValueOf(want).Elem())
		if *update {
			if err := os.WriteFile(path, source, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if !reflect.DeepEqual(table.data, want) {
			t.Errorf("%s says something else than data/%s: run `make docs`", path, table.file)
		}
		if written, err := os.ReadFile(path); err != nil || !bytes.Equal(written, source) {
			t.Errorf("%s is not what is made of data/%s (%v): run `make docs`", path, table.file, err)
		}
	}
}

// tableSource returns the Go source of a variable with a value that is made of constants alone: what needs code would be made
// whenever the program starts.
func tableSource(tb testing.TB, name, file string, v reflect.Value) []byte {
	tb.Helper()
	body := goLiteral(v, false)
	imports := ""
	for _, room := range []string{"config", "release"} {
		if strings.Contains(body, room+".") {
			imports += strconv.Quote("github.com/mesoslint/mesoslint/lint/"+room) + "\n"
		}
	}
	if imports != "" {
		imports = "import (\n" + imports + ")\n\n"
	}
	source := fmt.Sprintf("// Code generated from data/%s by `make docs`. DO NOT EDIT.\n\npackage catalog\n\n%svar %s = %s\n", file, imports, name, body)
	out, err := format.Source([]byte(source))
	if err != nil {
		tb.Fatalf("%s: %v", file, err)
	}
	return out
}

// goLiteral returns a value as Go source. typed is set if what it stands in says its type.
func goLiteral(v reflect.Value, typed bool) string {
	name := strings.ReplaceAll(v.Type().String(), "catalog.", "")
	if typed && v.Kind() != reflect.Pointer {
		name = ""
	}
	switch v.Kind() {
	case reflect.Pointer:
		if typed {
			return goLiteral(v.Elem(), true)
		}
		return "&" + goLiteral(v.Elem(), false)
	case reflect.Struct:
		var fields []string
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() {
				fields = append(fields, v.Type().Field(i).Name+": "+goLiteral(f, false))
			}
		}
		return name + "{" + strings.Join(fields, ", ") + "}"
	case reflect.Slice:
		elements := name + "{"
		for i := range v.Len() {
			element := goLiteral(v.Index(i), true)
			if v.Len() > 1 && len(element) > 40 {
				element = "\n" + element
			}
			elements += element + ","
		}
		if strings.Contains(elements, "\n") {
			return elements + "\n}"
		}
		return strings.TrimSuffix(elements, ",") + "}"
	case reflect.String:
		return strconv.Quote(v.String())
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Uint8:
		if c, ok := v.Interface().(config.Component); ok {
			return map[config.Component]string{config.Master: "config.Master", config.Agent: "config.Agent"}[c]
		}
	case reflect.Int, reflect.Uint16:
		return fmt.Sprint(v.Interface())
	}
	panic("a table may not hold " + v.Type().String())
}

var _ = release.Release{}
