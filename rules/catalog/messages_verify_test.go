package catalog

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/release"
)

// TestVerifyMessages reads the protos of every release in an upstream clone, named by MESOS, and compares every message
// and enum the catalogue holds with its declaration: names, labels, types, defaults, in both directions. It also fails
// where a message that a flag reaches is missing.
func TestVerifyMessages(t *testing.T) {
	repository := os.Getenv("MESOS")
	if repository == "" {
		t.Skip("MESOS does not name an upstream clone")
	}
	blobs := newBlobs(t, repository)
	messages, fields := 0, 0
	for _, r := range Releases().All() {
		protos := readProtos(t, repository, tagOf(r), blobs)
		for _, name := range slices.Sorted(maps.Keys(protos.messages)) {
			m := Message(name, r)
			if m == nil {
				if protos.reached[name] {
					t.Errorf("%s: a flag reaches %s, which the catalogue does not have", r, name)
				}
				continue
			}
			messages++
			fields += len(m.Fields)
			got, want := declarations(m, r), protos.messages[name]
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %s is\n\t%s\nbut is declared as\n\t%s", r, name, strings.Join(got, "\n\t"), strings.Join(want, "\n\t"))
			}
			if at := MessageEvidence(name, r); !evidenceHolds(blobs, at, name) {
				t.Errorf("%s: %q does not declare %s", r, at, name)
			}
		}
		for name := range messagesAt(r) {
			if protos.messages[name] == nil {
				t.Errorf("%s: the catalogue has %s, which is not declared", r, name)
			}
		}
	}
	t.Logf("%d messages with %d fields compared on %d releases", messages, fields, len(Releases().All()))
	if messages == 0 {
		t.Error("nothing was compared")
	}
}

// tagOf returns the tag of a release, which is that of a candidate if there is no other.
func tagOf(r release.Release) string {
	if slices.Contains(releaseData.Unreleased, r) {
		return r.String() + "-rc1"
	}
	return r.String()
}

// listTree returns the paths of a tag.
func listTree(t *testing.T, repository, tag string) []string {
	t.Helper()
	listing, err := exec.Command("git", "-C", repository, "ls-tree", "-r", "--name-only", tag).Output()
	if err != nil {
		t.Fatalf("%s: %v", tag, err)
	}
	return strings.Split(strings.TrimSpace(string(listing)), "\n")
}

// messagesAt returns the names of the messages the catalogue has on a release.
func messagesAt(r release.Release) map[string]bool {
	names := map[string]bool{}
	for _, name := range MessageNames() {
		if Message(name, r) != nil {
			names[name] = true
		}
	}
	return names
}

// declarations writes the fields of a message as readProtos does.
func declarations(m *stout.Message, r release.Release) []string {
	out := []string{}
	for _, f := range m.Fields {
		label, kind := "optional", string(f.Type)
		switch {
		case f.Required:
			label = "required"
		case f.Repeated:
			label = "repeated"
		}
		switch f.Type {
		case stout.MessageField, stout.MapField:
			kind = f.Message.Name
		case stout.EnumField:
			kind = "enum(" + strings.Join(f.Enum, " ") + ")"
		}
		line := label + " " + kind + " " + f.Name
		for _, shape := range messageNamed(m.Name).Fields {
			if shape.Name == f.Name && shape.In.Contains(r) && shape.Default != "" {
				line += " = " + shape.Default
			}
		}
		out = append(out, line)
	}
	return out
}

func evidenceHolds(b *blobs, at, message string) bool {
	path, tag, _ := strings.Cut(at, "@")
	last := message[strings.LastIndex(message, ".")+1:]
	return regexp.MustCompile(`\bmessage ` + last + `\b`).MatchString(b.read(tag + ":" + path))
}

// blobs reads objects of a clone through one long-lived git.
type blobs struct {
	t    *testing.T
	in   io.Writer
	out  *bufio.Reader
	seen map[string]string
}

func newBlobs(t *testing.T, repository string) *blobs {
	t.Helper()
	cmd := exec.Command("git", "-C", repository, "cat-file", "--batch")
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	return &blobs{t: t, in: in, out: bufio.NewReader(out), seen: map[string]string{}}
}

func (b *blobs) read(object string) string {
	if text, ok := b.seen[object]; ok {
		return text
	}
	fmt.Fprintln(b.in, object)
	header, err := b.out.ReadString('\n')
	if err != nil {
		b.t.Fatal(err)
	}
	words := strings.Fields(header)
	if len(words) != 3 {
		b.t.Fatalf("git cat-file: %s", header)
	}
	size, err := strconv.Atoi(words[2])
	if err != nil {
		b.t.Fatal(err)
	}
	text := make([]byte, size+1)
	if _, err := io.ReadFull(b.out, text); err != nil {
		b.t.Fatal(err)
	}
	b.seen[object] = string(text[:size])
	return b.seen[object]
}

// protos is what one tag declares, under the catalogue's names.
type protos struct {
	messages map[string][]string // fields as "label type name = default"
	reached  map[string]bool     // the messages that flags reach
}

// rawField is a field as it is written.
type rawField struct{ label, kind, name, fallback string }

// declared is the content of all proto files of one tag under full names.
type declared struct {
	fields map[string][]rawField
	enums  map[string][]string
}

func readProtos(t *testing.T, repository, tag string, b *blobs) protos {
	t.Helper()
	listing, err := exec.Command("git", "-C", repository, "ls-tree", "-r", tag, "include/mesos", "src").Output()
	if err != nil {
		t.Fatalf("%s: %v", tag, err)
	}
	d := declared{fields: map[string][]rawField{}, enums: map[string][]string{}}
	for line := range strings.Lines(string(listing)) {
		meta, path, _ := strings.Cut(strings.TrimSpace(line), "\t")
		if strings.HasSuffix(path, ".proto") && !strings.Contains(path, "/v1/") && !strings.Contains(path, "/tests/") {
			p := protoReader{tokens: protoTokens(b.read(strings.Fields(meta)[2])), into: d}
			p.file()
		}
	}
	out := protos{messages: map[string][]string{}, reached: map[string]bool{}}
	edges := map[string][]string{}
	for full, fields := range d.fields {
		name := shortName(full)
		lines := []string{}
		for _, f := range fields {
			kind, types := d.resolve(full, f.kind)
			edges[name] = append(edges[name], types...)
			line := f.label + " " + kind + " " + f.name
			if f.fallback != "" {
				line += " = " + f.fallback
			}
			lines = append(lines, line)
		}
		out.messages[name] = lines
	}
	var reach func(name string)
	reach = func(name string) {
		if _, ok := out.messages[name]; ok && !out.reached[name] {
			out.reached[name] = true
			for _, next := range edges[name] {
				reach(next)
			}
		}
	}
	for _, f := range DocumentFlags() {
		reach(f.Message)
	}
	return out
}

func shortName(full string) string {
	for _, prefix := range []string{"mesos.internal.", "mesos."} {
		if rest, ok := strings.CutPrefix(full, prefix); ok {
			return rest
		}
	}
	return full
}

// resolve returns a type as the catalogue writes it and the messages it names.
func (d declared) resolve(scope, kind string) (name string, types []string) {
	if inner, ok := strings.CutPrefix(kind, "map<"); ok {
		key, value, _ := strings.Cut(strings.TrimSuffix(inner, ">"), ",")
		value, types = d.resolve(scope, value)
		return "map<" + key + ", " + value + ">", types
	}
	for {
		full := strings.TrimPrefix(scope+"."+kind, ".")
		if _, ok := d.fields[full]; ok {
			return shortName(full), []string{shortName(full)}
		}
		if values, ok := d.enums[full]; ok {
			return "enum(" + strings.Join(values, " ") + ")", nil
		}
		if scope == "" {
			return kind, nil
		}
		scope = scope[:max(0, strings.LastIndex(scope, "."))]
	}
}

func protoTokens(text string) []string {
	text = regexp.MustCompile(`(?s)/\*.*?\*/|//[^\n]*`).ReplaceAllString(text, " ")
	return regexp.MustCompile(`"(?:\\.|[^"\\])*"|[A-Za-z_.][\w.]*|-?\d[\w.]*|[{}()\[\]=;,<>]`).FindAllString(text, -1)
}

// protoReader reads what the catalogue needs of a proto2 file and skips the rest.
type protoReader struct {
	tokens []string
	into   declared
}

func (p *protoReader) next() string {
	token := p.tokens[0]
	p.tokens = p.tokens[1:]
	return token
}

func (p *protoReader) skip(end string) {
	for depth := 0; ; {
		switch token := p.next(); {
		case token == end && depth == 0:
			return
		case strings.Contains("{[(", token):
			depth++
		case strings.Contains("}])", token):
			depth--
		}
	}
}

func (p *protoReader) file() {
	var scope string
	for len(p.tokens) > 0 {
		switch p.next() {
		case "package":
			scope = p.next()
			p.next()
		case "message":
			p.message(scope)
		case "enum":
			p.enum(scope)
		case "import", "option", "syntax":
			p.skip(";")
		case "service", "extend":
			p.skip("{")
			p.skip("}")
		}
	}
}

func (p *protoReader) enum(scope string) {
	full := scope + "." + p.next()
	for p.next(); p.tokens[0] != "}"; p.skip(";") {
		if name := p.next(); name != "option" && name != "reserved" {
			p.into.enums[full] = append(p.into.enums[full], name)
		}
	}
	p.next()
}

func (p *protoReader) message(scope string) {
	full := scope + "." + p.next()
	p.into.fields[full] = nil
	p.next()
	p.body(full)
}

func (p *protoReader) body(full string) {
	for {
		switch token := p.next(); token {
		case "}":
			return
		case ";":
		case "message":
			p.message(full)
		case "enum":
			p.enum(full)
		case "oneof":
			p.next()
			p.next()
			p.body(full)
		case "option", "reserved", "extensions":
			p.skip(";")
		case "extend":
			p.skip("{")
			p.skip("}")
		default:
			p.field(full, token)
		}
	}
}

func (p *protoReader) field(full, token string) {
	f := rawField{label: "optional", kind: token}
	if token == "required" || token == "optional" || token == "repeated" {
		f.label, f.kind = token, p.next()
	}
	if f.kind == "map" {
		p.next()
		key := p.next()
		p.next()
		f.kind = "map<" + key + "," + p.next() + ">"
		p.next()
	}
	f.name = p.next()
	for option := ""; ; {
		switch token := p.next(); token {
		case ";":
			p.into.fields[full] = append(p.into.fields[full], f)
			return
		case "default":
			option = token
		case "=":
			if option == "default" {
				f.fallback = strings.Trim(p.next(), `"`)
				option = ""
			}
		}
	}
}
