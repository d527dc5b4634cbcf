package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// element is an XML element as it was read.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// shape is what an element may hold: attributes by name with the pattern of their value, those that must be there, and its
// children; "#text" is text.
type shape struct {
	attrs    map[string]string
	required []string
	children []string
}

func parseXML(t *testing.T, text string) element {
	t.Helper()
	var root element
	d := xml.NewDecoder(strings.NewReader(text))
	if err := d.Decode(&root); err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	for {
		token, err := d.Token()
		if err == io.EOF {
			return root
		}
		if blank, ok := token.(xml.CharData); err != nil || !ok || strings.TrimSpace(string(blank)) != "" {
			t.Fatalf("something follows the document: %v %v", token, err)
		}
	}
}

// hold holds an element and all in it against their shapes.
func hold(t *testing.T, shapes map[string]shape, e element) {
	t.Helper()
	s, known := shapes[e.XMLName.Local]
	if !known || e.XMLName.Space != "" {
		t.Errorf("there is no element %v", e.XMLName)
		return
	}
	for _, a := range e.Attrs {
		pattern, allowed := s.attrs[a.Name.Local]
		if !allowed || !regexp.MustCompile("^(?s:"+pattern+")$").MatchString(a.Value) {
			t.Errorf("%s: attribute %s=%q", e.XMLName.Local, a.Name.Local, a.Value)
		}
	}
	for _, name := range s.required {
		if !slices.ContainsFunc(e.Attrs, func(a xml.Attr) bool { return a.Name.Local == name }) {
			t.Errorf("%s lacks the attribute %s", e.XMLName.Local, name)
		}
	}
	if strings.TrimSpace(e.Text) != "" && !slices.Contains(s.children, "#text") {
		t.Errorf("%s holds text: %q", e.XMLName.Local, e.Text)
	}
	for _, c := range e.Children {
		if !slices.Contains(s.children, c.XMLName.Local) {
			t.Errorf("%s holds %s", e.XMLName.Local, c.XMLName.Local)
		}
		hold(t, shapes, c)
	}
}

const (
	number = "[0-9]+"
	some   = ".+"
)

// junitShapes are what Jenkins' junit-10.xsd allows, as far as we use it.
func junitShapes() map[string]shape {
	outcome := shape{map[string]string{"message": some, "type": some}, nil, []string{"#text"}}
	return map[string]shape{
		"testsuites": {map[string]string{"name": some, "tests": number, "failures": number, "errors": number, "time": number},
			[]string{"name", "tests", "failures", "errors"}, []string{"testsuite"}},
		"testsuite": {map[string]string{"name": some, "tests": number, "failures": number, "errors": number, "skipped": number, "time": number},
			[]string{"name", "tests", "failures", "errors", "skipped"}, []string{"testcase"}},
		"testcase": {map[string]string{"name": some, "classname": some, "time": number}, []string{"name", "classname", "time"},
			[]string{"failure", "error", "skipped", "system-out"}},
		"failure": outcome, "error": outcome,
		"skipped":    {map[string]string{"message": some}, []string{"message"}, nil},
		"system-out": {nil, nil, []string{"#text"}},
	}
}

func TestJUnit(t *testing.T) {
	for name, run := range map[string]*Run{"sample": sample(), "clean": clean(), "nothing": nothing(), "many": many(50)} {
		t.Run(name, func(t *testing.T) {
			root := parseXML(t, write(t, JUnit{}, run))
			if root.XMLName.Local != "testsuites" {
				t.Fatalf("the root is %s", root.XMLName.Local)
			}
			hold(t, junitShapes(), root)
			all := map[string]int{}
			for _, suite := range root.Children {
				counts, names := map[string]int{"tests": len(suite.Children)}, map[string]bool{}
				for _, c := range suite.Children {
					if names[c.attr("name")] {
						t.Errorf("two cases are called %q", c.attr("name"))
					}
					names[c.attr("name")] = true
					if len(c.Children) > 1 {
						t.Errorf("%s has %d outcomes", c.attr("name"), len(c.Children))
					}
					for _, o := range c.Children {
						counts[map[string]string{"failure": "failures", "error": "errors", "skipped": "skipped"}[o.XMLName.Local]]++
					}
				}
				for _, what := range []string{"tests", "failures", "errors", "skipped"} {
					if suite.attr(what) != strconv.Itoa(counts[what]) {
						t.Errorf("%s: %s is %s, not %d", suite.attr("name"), what, suite.attr(what), counts[what])
					}
					all[what] += counts[what]
				}
			}
			for _, what := range []string{"tests", "failures", "errors"} {
				if root.attr(what) != strconv.Itoa(all[what]) {
					t.Errorf("%s is %s, not %d", what, root.attr(what), all[what])
				}
			}
			failing := 0
			for i := range run.Diagnostics {
				if run.fails(&run.Diagnostics[i]) {
					failing++
				}
			}
			if all["failures"] != failing || all["tests"] == 0 {
				t.Errorf("%d failures and %d tests, %d findings fail", all["failures"], all["tests"], failing)
			}
		})
	}
}

// checkstyleShapes are what Checkstyle's own XMLLogger writes.
func checkstyleShapes() map[string]shape {
	return map[string]shape{
		"checkstyle": {map[string]string{"version": some}, []string{"version"}, []string{"file"}},
		"file":       {map[string]string{"name": some}, []string{"name"}, []string{"error"}},
		"error": {map[string]string{"line": number, "column": number, "severity": "ignore|info|warning|error", "message": some, "source": some},
			[]string{"line", "severity", "message", "source"}, nil},
	}
}

func TestCheckstyle(t *testing.T) {
	for name, run := range map[string]*Run{"sample": sample(), "clean": clean(), "nothing": nothing()} {
		t.Run(name, func(t *testing.T) {
			root := parseXML(t, write(t, Checkstyle{}, run))
			if root.XMLName.Local != "checkstyle" {
				t.Fatalf("the root is %s", root.XMLName.Local)
			}
			hold(t, checkstyleShapes(), root)
			files := map[string]bool{}
			for _, f := range root.Children {
				if files[f.attr("name")] {
					t.Errorf("%s is there twice", f.attr("name"))
				}
				files[f.attr("name")] = true
			}
		})
	}
}

// What an XML report decodes to is what was reported, and the comment at its head ends where it should.
func TestXMLText(t *testing.T) {
	run := clean()
	run.Version = func() string { return "1--->2" }
	s := plain(`a<b>&"'.json`, "", []byte("x"))
	for _, message := range []string{`<x a="1">&amp;</x>`, "]]>", "é漢😀", "-->", "\x00\x1b\ufffe"} {
		run.Diagnostics = append(run.Diagnostics, finding(s, message))
	}
	for _, f := range []Format{JUnit{}, Checkstyle{}} {
		out := write(t, f, run)
		root := parseXML(t, out)
		var texts bytes.Buffer
		var walk func(e element)
		walk = func(e element) {
			for _, a := range e.Attrs {
				texts.WriteString(a.Value + "\n")
			}
			for _, c := range e.Children {
				walk(c)
			}
		}
		walk(root)
		for i := range run.Diagnostics {
			if message := prose(run.Diagnostics[i].Message); !strings.Contains(texts.String(), message) {
				t.Errorf("%T lacks %q:\n%s", f, message, out)
			}
		}
		if !strings.Contains(texts.String(), s.Path+"\n") {
			t.Errorf("%T does not name the file", f)
		}
	}
}
