package rules

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
)

// flags::parse<JSON::Object> reads the file that its text names, wherever the text came from; the readers of credential
// files and of the files for resource providers do not.
func TestTextThatIsAPath(t *testing.T) {
	const (
		path    = "/etc/mesos/other.json"
		comment = "// ours\n{}"
		line    = `/*ours*/{"permissive":true}`
		apart   = "advice /: this is not JSON but a path: "
	)
	for _, c := range []documentCase{
		{config.Modules, config.Agent, "1.3.2", path, []string{apart}},
		{config.Modules, config.Agent, "1.3.2", path + "\n", []string{"fatal /"}}, // no file is called so
		{config.Modules, config.Agent, "1.3.2", comment, []string{"fatal /: not valid JSON: there are no comments"}},
		{config.RateLimits, config.Master, "0.28.3", path, []string{apart}},
		{config.ACLs, config.Master, "1.11.0", path, []string{apart}},
		{config.ACLs, config.Master, "1.11.0", comment, []string{"fatal /: not valid JSON"}},
		{config.ACLs, config.Master, "1.11.0", line, []string{"fatal /: not valid JSON"}},
		{"resource_provider_config_dir", config.Agent, "1.11.0", path, []string{"changed /: not valid JSON"}},
		{config.ACLs, config.Master, "1.11.0", "{/", []string{"fatal /: not valid JSON"}},
	} {
		c.run(t, documentInvalidJSON, aclInvalidJSON)
		found := findings(t, document(c.kind, c.component, c.text), c.on, documentInvalidJSON, aclInvalidJSON)
		if about := len(found) == 1 && len(found[0].Notes) == 1 && found[0].Notes[0] ==
			"the daemon takes a text that begins with a slash for the path of a file, and its error is about that file"; about != (c.text == comment || c.text == line || c.text == path+"\n") {
			t.Errorf("%q: notes %q", c.text, found[0].Notes)
		}
	}
}

// What a bare path names is JSON and no path, since it is the parser of JSON flags that opened it.
func TestTextBehindABarePath(t *testing.T) {
	for _, kind := range []config.Kind{config.RateLimits, config.ACLs} {
		for value, want := range map[string]string{
			"/etc/mesos/x.json":        "fatal /: not valid JSON: there are no comments in JSON",
			"file:///etc/mesos/x.json": "advice /: this is not JSON but a path: ",
		} {
			c := document(kind, config.Master, "//ours")
			n := nodeOf(config.Master, "--"+strings.ReplaceAll(string(kind), "-", "_")+"="+value)
			c.Documents[0].Setting, c.Documents[0].Node = n.Settings[0], n
			found := brief(findings(t, c, "1.11.0", documentInvalidJSON, aclInvalidJSON))
			if len(found) != 1 || !strings.HasPrefix(found[0], want) {
				t.Errorf("%s behind %s: %q, want %q", kind, value, found, want)
			}
		}
	}
}
