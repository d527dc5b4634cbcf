package catalog

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"go/format"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
)

var update = flag.Bool("update", false, "write the tables that are made of the data files")

// tables are the data files by the name of the variable that holds each in the program.
var tables = map[string]struct {
	file string
	data any
}{
	"actionData":          {"acls.json", &actionData},
	"agentFlagData":       {"flags-agent.json", &agentFlagData},
	"authenticationData":  {"authentication.json", &authenticationData},
	"behaviourData":       {"behaviours.json", &behaviourData},
	"changeData":          {"changes.json", &changeData},
	"checkData":           {"checks.json", &checkData},
	"documentFlagData":    {"documents.json", &documentFlagData},
	"documentKeyData":     {"document_keys.json", &documentKeyData},
	"emptyValueData":      {"empty.json", &emptyValueData},
	"guardData":           {"guards.json", &guardData},
	"hopData":             {"hops.json", &hopData},
	"imageData":           {"images.json", &imageData},
	"machineNeedData":     {"machine.json", &machineNeedData},
	"masterFlagData":      {"flags-master.json", &masterFlagData},
	"meaningData":         {"meanings.json", &meaningData},
	"messageData":         {"messages.json", &messageData},
	"moduleKindData":      {"modules.json", &moduleKindData},
	"moduleParameterData": {"module_parameters.json", &moduleParameterData},
	"operationData":       {"operations.json", &operationData},
	"packageFlagData":     {"packages.json", &packageFlagData},
	"printedFormData":     {"printed.json", &printedFormData},
	"procedureData":       {"procedures.json", &procedureData},
	"questionData":        {"questions.json", &questionData},
	"readerData":          {"readers.json", &readerData},
	"releaseData":         {"releases.json", &releaseData},
	"routeData":           {"routes.json", &routeData},
	"sharedFlagData":      {"shared.json", &sharedFlagData},
	"valueSetData":        {"values.json", &valueSetData},
	"variableData":        {"environment.json", &variableData},
	"watchData":           {"watch.json", &watchData},
	"windowData":          {"windows.json", &windowData},
	"wrapperFeatureData":  {"wrapper.json", &wrapperFeatureData},
}

// text returns a data file.
func text(tb testing.TB, file string) string {
	tb.Helper()
	b, err := data.ReadFile("data/" + file)
	if err != nil {
		tb.Fatal(err)
	}
	return string(b)
}

// The tables say what the data files say. With -update they are written anew, as make docs does.
func TestTablesAreTheDataFiles(t *testing.T) {
	if len(tables) != len(files) {
		t.Errorf("%d tables, %d files", len(tables), len(files))
	}
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
	w := tableWriter{name: name}
	source := fmt.Sprintf("var %s = %s\n", name, w.literal(v, false))
	for i, text := range w.texts {
		source += fmt.Sprintf("\nvar %s%d = %q\n", name, i, text)
	}
	imports := ""
	for _, used := range []struct{ room, as string }{{"config", ": config."}, {"release", "release.Release{"}} {
		if strings.Contains(source, used.as) {
			imports += strconv.Quote("github.com/mesoslint/mesoslint/lint/"+used.room) + "\n"
		}
	}
	if imports != "" {
		imports = "import (\n" + imports + ")\n\n"
	}
	source = fmt.Sprintf("// Code generated from data/%s by `make docs`. DO NOT EDIT.\n\npackage catalog\n\n%s%s", file, imports, source)
	out, err := format.Source([]byte(source))
	if err != nil {
		tb.Fatalf("%s: %v", file, err)
	}
	return out
}

// tableWriter writes a table.
type tableWriter struct {
	name  string
	texts []string // that something points to: each is a variable, called as the table with its number
}

// literal returns a value as Go source. typed is set if what it stands in says its type.
func (w *tableWriter) literal(v reflect.Value, typed bool) string {
	name := strings.ReplaceAll(v.Type().String(), "catalog.", "")
	if typed {
		name = ""
	}
	switch v.Kind() {
	case reflect.Pointer:
		switch {
		case v.Elem().Kind() == reflect.String:
			return w.pointer(v.Elem().String())
		case typed:
			return w.literal(v.Elem(), true)
		}
		return "&" + w.literal(v.Elem(), false)
	case reflect.Struct:
		var fields []string
		for i := range v.NumField() {
			if f := v.Field(i); !f.IsZero() {
				fields = append(fields, v.Type().Field(i).Name+": "+w.literal(f, false))
			}
		}
		return name + "{" + strings.Join(fields, ", ") + "}"
	case reflect.Slice:
		elements := name + "{"
		for i := range v.Len() {
			element := w.literal(v.Index(i), true)
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

// pointer returns the address of a variable that holds a text.
func (w *tableWriter) pointer(text string) string {
	i := slices.Index(w.texts, text)
	if i < 0 {
		i = len(w.texts)
		w.texts = append(w.texts, text)
	}
	return "&" + w.name + strconv.Itoa(i)
}
