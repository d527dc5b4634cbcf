package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/rules"
)

// shortest is how many bytes of a secret in a row count as shown.
const shortest = 6

// vault makes secrets, each of its own, and knows them again in any output.
type vault struct {
	made    int
	lengths map[int]bool      // those of pieces
	pieces  map[string]string // a piece that nothing may show, and the place of its secret
	byPlace map[string]string // the secret of a place
}

func newVault() *vault {
	return &vault{lengths: map[int]bool{}, pieces: map[string]string{}, byPlace: map[string]string{}}
}

// fill writes a fresh secret for every "{{kind}}" of a text: "{{plain}}" letters and digits, "{{word}}" small letters, which
// nothing but its place gives away, "{{base64}}" such in base64, "{{odd}}" one with a quote and a backslash as JSON writes
// them, "{{escaped}}" one that JSON escapes altogether, "{{colon}}" one with a colon.
func (v *vault) fill(place, text string) string {
	return regexp.MustCompile(`\{\{(\w+)\}\}`).ReplaceAllStringFunc(text, func(mark string) string {
		v.made++
		sum := sha256.Sum256(fmt.Appendf(nil, "secret %d of %s", v.made, place))
		secret := base32.StdEncoding.EncodeToString(sum[:])[:16]
		if strings.Contains(mark, "word") {
			secret = strings.Map(func(c rune) rune { return 'a' + (c*7+3)%26 }, secret)
		}
		v.hide(place, secret)
		switch strings.Trim(mark, "{}") {
		case "plain", "word":
		case "escaped":
			var b strings.Builder
			for _, c := range secret {
				fmt.Fprintf(&b, `\u%04x`, c)
			}
			secret = b.String()
		case "base64":
			secret = base64.StdEncoding.EncodeToString([]byte(secret))
		case "odd":
			secret = secret[:8] + `\"\\` + secret[8:]
		case "colon":
			secret = secret[:8] + ":" + secret[8:]
		default:
			panic("no kind of secret: " + mark)
		}
		v.hide(place, secret)
		return secret
	})
}

// hide remembers every piece of a secret, as it is and as a careless writer would encode it.
func (v *vault) hide(place, secret string) {
	v.byPlace[place] = secret
	for form, length := range map[string]int{
		secret: shortest, strings.ToLower(secret): shortest, strings.ToUpper(secret): shortest,
		hex.EncodeToString([]byte(secret)):                2 * shortest,
		base64.StdEncoding.EncodeToString([]byte(secret)): shortest * 4 / 3,
	} {
		length = min(length, len(form)) // a short secret counts as a whole
		v.lengths[length] = true
		for i := range len(form) - length + 1 {
			v.pieces[form[i:i+length]] = place
		}
	}
}

// shown returns the places of the secrets that a text shows a piece of.
func (v *vault) shown(text string) []string {
	places := map[string]bool{}
	for length := range v.lengths {
		for i := range max(0, len(text)-length+1) {
			if place, found := v.pieces[text[i:i+length]]; found {
				places[place] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(places))
}

// check fails where a text shows a secret. It says where the secret is from, and not what it is. Fingerprints are digits
// among which a few of a secret stand by chance; that none of a secret goes into them a test of lint/baseline holds.
func (v *vault) check(t *testing.T, what, text string) {
	t.Helper()
	text = regexp.MustCompile(`"(fingerprint|mesoslint/v1)":"[0-9a-f]{32}(-[0-9]+)?"`).ReplaceAllString(text, `"$1":""`)
	for _, place := range v.shown(text) {
		t.Errorf("%s shows a secret of %s", what, place)
	}
}

// secretTree is a configuration with a secret wherever one can be, in good files and in broken ones.
var secretTree = map[string]string{
	"etc/mesos/zk":                 "zk://mesos:{{plain}}@zk1:2181,zk2:2181/mesos\n",
	"etc/mesos/credentials":        "ops {{plain}}\nagent {{plain}}\n",
	"etc/mesos/credential":         "agent {{plain}}\n",
	"etc/mesos/list.json":          "{\n  \"credentials\": [\n    {\"principal\": \"ops\", \"secret\": \"{{plain}}\"},\n    {\"principal\": \"ops\", \"secret\": \"{{odd}}\"},\n    {\"principal\": \"x:y\", \"secret\": \"{{colon}}\", \"Secret\": \"{{plain}}\"}\n  ]\n}\n",
	"etc/mesos/single.json":        `{"principal": "agent", "secret": "{{plain}}"}`,
	"etc/mesos/base64.json":        `{"credentials": [{"principal": "ops", "secret": "{{base64}}"}, {"principal": "a", "secret": "{{base64}}"}]}`,
	"etc/mesos/bare.json":          `[{"principal": "ops", "secret": "{{plain}}"}]`,
	"etc/mesos/map.json":           `{"credentials": {"ops": "{{plain}}"}}`,
	"etc/mesos/types.json":         `{"credentials": [{"principal": ["{{plain}}"], "secret": {"is": "{{plain}}"}}]}`,
	"etc/mesos/broken.json":        "{\n  \"credentials\": [\n    {\"principal\": \"ops\", \"secret\": \"{{plain}}\"},\n  ]\n}\n",
	"etc/mesos/words.json":         `{"credentials": [{"principal":"ops","secret":"{{plain}}"},]}`,
	"etc/mesos/truncated.json":     "{\n  \"credentials\": [\n    {\"principal\": \"ops\", \"secret\": \"{{plain}}",
	"etc/mesos/unquoted.json":      `{"principal": "ops", "secret": {{plain}}}`,
	"etc/mesos/quotes.json":        `{'principal': 'ops', 'secret': '{{plain}}'}`,
	"etc/mesos/trailing.json":      `{"principal": "ops", "secret": "{{plain}}"} {{plain}}`,
	"etc/mesos/crlf-credentials":   "ops {{plain}}\r\nagent {{plain}}\r\n",
	"etc/mesos/wrong-credentials":  "ops {{plain}}\r\nagent {{plain}}\r\n",
	"etc/mesos/tab-credentials":    "ops\t{{plain}}\nops \t{{plain}}\n",
	"etc/mesos/words-credentials":  "ops {{plain}}\nops {{plain}} {{plain}}\n{{plain}}\n",
	"etc/mesos/odd-credentials":    "# {{plain}}\n\"ops\" \"{{plain}}\"\na {{{plain}}\nb [{{plain}}\n",
	"etc/mesos/bom-credentials":    "\ufeffops {{plain}}\n",
	"etc/mesos/jwt.key":            "{{plain}}\n",
	"etc/mesos/docker.json":        `{"auths": {"registry.example.com": {"auth": "{{base64}}", "username": "u", "password": "{{plain}}"}}, "HttpHeader": 1}`,
	"etc/mesos/docker-broken.json": `{"auths": {"registry.example.com": {"auth": "{{base64}}"},}}`,
	"etc/mesos/modules.json":       `{"libraries": [{"file": "x.so", "modules": [{"name": "x", "parameters": [{"key": "password", "value": "{{plain}}"}, {"key": "credentials", "value": "[{\"principal\": \"a\", \"secret\": \"{{plain}}\"}]"}]}], "unknown": 1}]}`,
	"etc/mesos/environment.json":   `{"DB_PASSWORD": "{{plain}}", "API_TOKEN": "{{plain}}", "AWS_SECRET_ACCESS_KEY": 5}`,

	"etc/mesos/policy.json": `{"permissive": true, "run_tasks": [{"principals": {"values": ["ops"]}, "users": {"values": ["root"]}, "secret": "{{word}}"}], "password": "{{word}}"}`,

	"etc/mesos-master/authenticate":   "true\n",
	"etc/mesos-master/credentials":    "/etc/mesos/credentials\n",
	"etc/mesos-master/modules":        "file:///etc/mesos/modules.json\n",
	"etc/mesos-master/acls":           "file:///etc/mesos/list.json\n",
	"etc/mesos-master/rate_limits":    "file:///etc/mesos/words-credentials\n",
	"etc/mesos-master/quorum":         "two\n",
	"etc/mesos-slave/credential":      `{"principal": "agent", "secret": "{{plain}}"}`,
	"etc/mesos-slave/jwt_secret_key":  `{"principal": "{{escaped}}7a7b7c", "secret": "ops"}`,
	"etc/mesos-slave/docker_config":   "file:///etc/mesos/docker.json\n",
	"etc/mesos-slave/http_credential": "ops {{plain}}\n",
	"etc/mesos-slave/master":          "zk://mesos:{{plain}}@zk1:2181/mesos",

	"etc/default/mesos-slave": "export MESOS_HTTP_CREDENTIALS='{\"credentials\": [{\"principal\": \"a\", \"secret\": \"{{plain}}\"}]}'\n" +
		"export MESOS_DEFAULT_ROLE=x DB_PASSWORD={{plain}}\nexport MESOS_CREDENTIAL=\"agent {{plain}}\"\nexport MESOS_CREDENTIAL=/etc/mesos/odd-credentials\n",
	"etc/default/mesos-master": "ZK=zk://mesos:{{plain}}@zk1:2181/mesos\nexport DB_PASSWORD={{plain}}\nMESOS_SLAVE_PING_TIMEOUT=15secs\nexport MESOS_SLAVE_PING_TIMEOUT\nAPI_TOKEN='{{plain}}'\n",
	"etc/sysconfig/mesos-agent": "MESOS_MASTER=zk://mesos:{{plain}}@zk1:2181/mesos\nMESOS_WORK_DIR=/w\nMESOS_DOCKER_CONFIG={\"auths\": {\"r\": {\"auth\": \"{{base64}}\"}}}\n" +
		"MESOS_CREDENTIAL={\"principal\": \"agent\", \"secret\": \"{{plain}}\"}\nREGISTRY_PASSWORD={{plain}}\nMESOS_EXECUTOR_ENVIRONMENT_VARIABLES={\"DB_PASSWORD\": \"{{plain}}\", \"X\": 1}\n" +
		"MESOS_SECRET={{plain}}\nMESOS_CREDENTIALS_FILE=ops {{plain}}\n",
	"etc/systemd/system/mesos-agent.service": "[Service]\nEnvironment=REGISTRY_PASSWORD={{plain}} MESOS_CREDENTIAL={\\\"principal\\\":\\\"a\\\",\\\"secret\\\":\\\"{{plain}}\\\"}\n" +
		"ExecStart=/usr/sbin/mesos-agent --master=zk://mesos:{{plain}}@zk1:2181/mesos --work_dir=/w --strict=maybe \\\n" +
		"  --docker_config='{\"auths\": {\"r\": {\"auth\": \"{{base64}}\"}}}' --jwt_secret_key=/etc/mesos/jwt.key \\\n" +
		"  '--modules={\"libraries\": [{\"file\": \"x\", \"modules\": [{\"name\": \"y\", \"parameters\": [{\"key\": \"secret\", \"value\": \"{{plain}}\"}]}]}]}'\n",
	"agent.flags": "# started by hand\n--master=zk://mesos:{{plain}}@zk1:2181/mesos\n--work_dir=/w\n--credential={\"principal\": \"a\", \"secret\": \"{{plain}}\"}\n" +
		"--docker_config={\"auths\": {\"r\": {\"auth\": \"{{base64}}\"}}, \"x\": }\n--executor_environment_variables={\"DB_PASSWORD\": \"{{plain}}\"}\n" +
		"--http_credentials=ops {{plain}}\n--default_container_info={\"type\": \"DOCKER\", \"docker\": {\"image\": \"x\", \"parameters\": [{\"key\": \"password\", \"value\": \"{{plain}}\"}]}}\n" +
		"--executor_secret_key={{plain}}\n--jwt_secret_key={{plain}}\n--credental={\"principal\": \"a\", \"secret\": \"{{plain}}\"}\n",
	"master.flags": "--zk=zk://mesos:{{plain}}@zk1/mesos\n--zk=zk://mesos:{{plain}}@zk1/mesos\n--quorum=1\n--work_dir=/w\n--credentials=/etc/mesos/trailing.json\n--acls=/etc/mesos/wrong-credentials\n" +
		"--firewall_rules={\"disabled_endpoints\": {\"paths\": [\"/stats.json\"]}, \"password\": \"{{plain}}\"}\n--modules=/etc/mesos/tab-credentials\n--http_authenticators=basic\n",
	"etc/mesos/swapped.json":     `{"credentials": [{"{{word}}": "secret"}, {"ops": "{{word}}"}, {"principal": "a", "password": "{{word}}"}]}`,
	"etc/mesos/escaped.json":     `{"credentials": [{"principal": "ops", "secret": "{{escaped}}"}, {"principal": "ops", "{{escaped}}": "x"}]}`,
	"etc/mesos/ldap.json":        `{"libraries": [{"file": "x.so", "modules": [{"name": "org_x", "parameters": [{"key": "bind_dn", "value": "{{word}}"}, {"key": "x", "value": ["{{word}}"]}]}]}]}`,
	"etc/mesos/ldap-broken.json": `{"libraries": [{"file": "x.so", "modules": [{"name": "org_x", "parameters": [{"key": "bind_dn", "value": "{{word}}"}]}]},]}`,
	"etc/mesos/headers.json":     `{"auths": {"r.example.com": {"username": "u", "identitytoken": "{{word}}"}}, "HttpHeaders": {"X-Meta": "{{word}}"}, "credsStore": 1}`,
	"etc/mesos/variables.json":   `{"LDAP_PW": "{{word}}", "X": 1, "Y": {"value": "{{word}}"}}`,
	"etc/mesos/comments.json":    "{\"secret\": \"x\", // {{word}}\n \"principal\": \"ops\"}\n",
	"etc/mesos/nested.json":      `{"disabled_endpoints": {"paths": ["{\"principal\": \"a\", \"secret\": \"{{word}}\"}"]}}`,
	"commented.flags":            "# {{plain}}\n# ops {{plain}}\n--work_dir=/w\n--port=x\n-p {{word}}\n{{word}}\n--password {{word}}\n--credential {{word}}\n",
	"other-values.flags": "--work_dir=/w\n--hooks={\"principal\": \"a\", \"secret\": \"{{word}}\"}\n--isolation=[{\"secret\": \"{{word}}\"},]\n" +
		"--launcher={\"principal\": \"a\", \"secret\": \"{{plain}}\"}\n--jwt_secret_key=${{word}}!\n--secret_token=%{{word}}\n--executor_secret_key={{{word}}\n",
	"etc/mesos/zk-broken": "zk://mesos:{{word}}/mesos\n",
	"urls.flags":          "--work_dir=/w\n--master=mesos:{{word}}@zk1:2181/mesos\n--master=zk:/mesos:{{word}}@zk1/mesos\n--zk=zk://mesos:{{word}}/mesos\n--master=zk://m:a {{word}}@h/m\n--hooks=zk//m:{{word}}@h/m\n",
	"master-zk.flags":     "--zk=file:///etc/mesos/zk-words\n--quorum=1\n--work_dir=/w\n",
	"etc/mesos/zk-words":  "ops {{word}}\n",
	"env/mesos-agent.env": "MESOS_WORK_DIR=/w\nops {{word}}\n{{word}}\nexport MESOS_CREDENTIAL {{word}}\n# {{word}}\nMESOS_ATTRIBUTES=a:b;c\n",
	"run/start-agent.sh": "#!/bin/bash\ncat > /etc/mesos/credential <<EOF\nagent {{word}}\nEOF\necho 'agent {{word}}' > /x; mesos-agent --work_dir=/w --strict=maybe --foo\n" +
		"A='{\"principal\": \"a\", \"secret\": \"{{word}}\",}'\nmesos-agent --work_dir=/w --credential=$A --docker_config=\"$A\" {{word}}\n",
	"vars/etc/default/mesos-agent": "A='{{plain}}'\nexport MESOS_CREDENTIAL=\"${A}\"\nexport MESOS_MODULES='{\"libraries\": [{\"parameters\": {\"x\": \"{{plain}}\"}}],}'\nexport MESOS_DB_PASSWORD=a''{{word}}\n" +
		"export MESOS_EXECUTOR_ENVIRONMENT_VARIABLES=\"{\\\"LDAP_PW\\\": \\\"{{word}}\\\", }\"\n",
	"quoted/mesos-agent.service": "[Service]\nExecStart=/usr/sbin/mesos-agent '--jwt_secret_key=a {{word}}' \"--my_password=b {{word}}\" {{word}} --work_dir=/w --credential {{word}} --strict=x\n",
	"docker-compose.yml": "services:\n  master:\n    image: mesosphere/mesos-master:1.3.0\n    environment:\n      MESOS_ZK: zk://mesos:{{plain}}@zk:2181/mesos\n" +
		"      MESOS_QUORUM: two\n      MESOS_CREDENTIALS: '{\"credentials\": [{\"principal\": \"a\", \"secret\": \"{{plain}}\"}]}'\n      DB_PASSWORD: {{plain}}\n" +
		"  agent:\n    image: mesosphere/mesos-slave:1.3.0\n    command: --work_dir=/w --master=zk://mesos:{{plain}}@zk:2181/mesos --strict=maybe\n" +
		"    environment:\n      - MESOS_CREDENTIAL=agent {{plain}}\n      - MESOS_DOCKER_CONFIG={\"auths\":{\"r\":{\"auth\":\"{{base64}}\"}}}\n",
}

// writeSecretTree writes the tree with fresh secrets and returns them.
func writeSecretTree(t *testing.T, dir string) *vault {
	t.Helper()
	v := newVault()
	for _, path := range slices.Sorted(maps.Keys(secretTree)) {
		at := filepath.Join(dir, filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(at, []byte(v.fill(path, secretTree[path])), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

// secretUpgrades are releases between which what is said of credentials changes.
var secretUpgrades = [][]string{
	{"--to", "0.19.0"}, {"--to", "0.22.2"}, {"--from", "0.24.1", "--to", "0.25.0"}, {"--from", "0.25.0", "--to", "1.0.4"},
	{"--from", "0.26", "--to", "0.28"}, {"--from", "1.2", "--to", "1.3"}, {"--from", "1.10", "--to", "1.11"}, {"--to", "1.11"},
}

func TestNoOutputShowsASecret(t *testing.T) {
	exhaustive(t)
	t.Parallel()
	dir := t.TempDir()
	v := writeSecretTree(t, dir)
	for i, upgrade := range secretUpgrades {
		name := strings.Join(upgrade, " ")
		formats := report.Names()
		if i > 0 {
			formats = formats[:1+i%2] // all of them once
		}
		for _, format := range formats {
			out := run(t, dir, append([]string{"check", "--format", format}, upgrade...)...)
			v.check(t, name+" as "+format, out)
			if format == "text" && !strings.Contains(out, "[secret]") {
				t.Errorf("%s: nothing is hidden, so nothing was there to hide", name)
			}
		}
		v.check(t, name+" in colour", run(t, dir, append([]string{"check", "--color", "always"}, upgrade...)...))
		v.check(t, name+" diff", run(t, dir, append([]string{"check", "--diff"}, upgrade...)...))
		v.check(t, name+" unsafe diff", run(t, dir, append([]string{"check", "--diff", "--unsafe-fixes", "--color", "always"}, upgrade...)...))
		for _, level := range []string{"--fix", "--unsafe-fixes"} {
			work := t.TempDir()
			copyTree(t, dir, work)
			v.check(t, name+" "+level, run(t, work, append([]string{"check", "--fix", level}, upgrade...)...))
		}
	}
}

// Each file by itself, from standard input too, as what it is and as anything else.
func TestNoFileShowsItsSecret(t *testing.T) {
	exhaustive(t)
	t.Parallel()
	dir := t.TempDir()
	v := writeSecretTree(t, dir)
	releases := []string{"0.25.0", "1.3", "1.11"}
	for i, path := range slices.Sorted(maps.Keys(secretTree)) {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		for k, kind := range rules.Kinds() {
			to := releases[(i+k)%len(releases)]
			v.check(t, path+" as "+string(kind)+" on "+to, run(t, dir, "check", "--to", to, "--as", string(kind), path))
		}
		to := releases[i%len(releases)]
		v.check(t, path+" on "+to, run(t, dir, "check", "--to", to, path))
		v.check(t, path+" diff on "+to, run(t, dir, "check", "--to", to, "--diff", "--unsafe-fixes", path))
		v.check(t, path+" as the root", run(t, dir, "check", "--root", path, "."))
		for _, args := range [][]string{{"check", "--to", to, "--as", "credentials", "-"}, {"check", "--to", to, "--as", "credential", "--diff", "-"},
			{"check", "--to", to, "--as", "agent-flags", "-"}, {"check", "--to", to, "--as", "master-flags", "--fix", "-"},
			{"check", "--to", to, "--stdin-filename", path, "-"}, {"check", "--to", to, "--stdin-filename", path, "--fix", "--unsafe-fixes", "-"},
			{"authz", "can", "--release", "1.3", "--requests", "-", "etc/mesos/policy.json"}} {
			v.check(t, path+" by standard input of "+strings.Join(args, " "), runWith(t, dir, string(data), args...))
		}
		for _, args := range linesWithFile(path) {
			v.check(t, strings.Join(args, " "), run(t, dir, args...))
		}
	}
}

// In another encoding, cut off or torn apart a file is another one, and its secret is the same.
func TestNoDamagedFileShowsItsSecret(t *testing.T) {
	exhaustive(t)
	t.Parallel()
	damages := map[string]func(string) string{
		"bom":      func(s string) string { return "\ufeff" + s },
		"crlf":     func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") },
		"nul":      func(s string) string { return s + "\x00" },
		"cut":      func(s string) string { return strings.TrimRight(s, "\n\"'}] ") },
		"half":     func(s string) string { return s[:len(s)*3/5] },
		"comma":    func(s string) string { return strings.Replace(s, "}", ",}", 1) },
		"comment":  func(s string) string { return "// x\n" + s },
		"one line": func(s string) string { return strings.ReplaceAll(s, "\n", " ") },
		"tail":     func(s string) string { return s + "\nops x\n" },
	}
	dir := t.TempDir()
	v := newVault()
	kinds := rules.Kinds()
	for i, path := range slices.Sorted(maps.Keys(secretTree)) {
		for k, name := range slices.Sorted(maps.Keys(damages)) {
			place := path + " (" + name + ")"
			data := damages[name](v.fill(place, secretTree[path]))
			args := []string{"check", "--to", "1.3", "--stdin-filename", path, "-"}
			v.check(t, place, runWith(t, dir, data, args...))
			if name == "one line" {
				continue // words in a row are prose
			}
			kind := string(kinds[(i+k)%len(kinds)])
			v.check(t, place+" as "+kind, runWith(t, dir, data, "check", "--to", "1.11", "--as", kind, "-"))
			v.check(t, place+" as flags", runWith(t, dir, data, "check", "--to", "1.11", "--as", "agent-flags", "--diff", "--unsafe-fixes", "-"))
		}
	}
}

// linesWithFile are command lines of the commands beside check that are given a file.
func linesWithFile(path string) [][]string {
	const policy = "etc/mesos/policy.json"
	return [][]string{
		{"authz", "can", "--release", "1.3", "--operation", "run_task", "--principal", "a", path},
		{"authz", "can", "--release", "1.3", "--requests", path, path}, {"authz", "can", "--release", "1.3", "--requests", path, policy},
		{"authz", "table", "--release", "1.3", path}, {"authz", "table", "--release", "1.3", "--format", "json", path},
		{"authz", "diff", "--from", "1.2", "--to", "1.3", path}, {"authz", "diff", "--from", "1.2", "--to", "1.3", policy, path},
		{"authz", "diff", "--from", "1.2", "--to", "1.3", "--format", "json", path, policy},
	}
}

// commandLines are command lines for every command, "SECRET" being a secret in the place of an argument. Those of check
// are above.
var commandLines = map[string][][]string{
	"mesoslint": {{"SECRET"}, {"--SECRET"}, {"--password=SECRET"}, {"-v"}, {"--version"}, {"-vSECRET"}, {"-h"}},
	"mesoslint check": {{"check", "SECRET"}, {"check", "--SECRET"}, {"check", "-SECRET"}, {"check", "--to", "SECRET"}, {"check", "--from", "SECRET"},
		{"check", "--as", "SECRET"}, {"check", "--format", "SECRET"}, {"check", "--fix=SECRET"}, {"check", "--root", "SECRET"},
		{"check", "--ignore", "SECRET"}, {"check", "--severity", "SECRET"}, {"check", "--fail-level", "SECRET"}, {"check", "--color", "SECRET"},
		{"check", "--stdin-filename", "SECRET", "-"}, {"check", "zk://u:SECRET@h/m"}, {"check", "--root", "zk://u:SECRET@h/m"}, {"check", "--help"}},
	"mesoslint authz": {{"authz", "SECRET"}},
	"mesoslint authz can": {{"authz", "can", "--release", "SECRET", "etc/mesos/policy.json"},
		{"authz", "can", "--release", "1.3", "--operation", "run_task", "--principal", "ops", "--object", "root", "etc/mesos/policy.json"},
		{"authz", "can", "--release", "1.3", "--principal", "ops", "--object", "root", "etc/mesos/policy.json"},
		{"authz", "can", "--release", "1.3", "--operation", "SECRET", "etc/mesos/policy.json"}, {"authz", "can", "--release", "1.3", "--SECRET"},
		{"authz", "can", "--release", "1.3", "--requests", "zk://u:SECRET@h/m", "etc/mesos/policy.json"}, {"authz", "can", "--release", "1.3", "zk://u:SECRET@h"}},
	"mesoslint authz table": {{"authz", "table", "--release", "1.3", "--format", "SECRET", "etc/mesos/policy.json"}, {"authz", "table", "--release", "1.3", "zk://u:SECRET@h"},
		{"authz", "table", "--release", "1.3", "etc/mesos/policy.json"}, {"authz", "table", "--release", "1.3", "--format", "json", "etc/mesos/policy.json"}},
	"mesoslint authz diff": {{"authz", "diff", "--from", "SECRET", "--to", "1.3", "etc/mesos/policy.json"}, {"authz", "diff", "--from", "1.2", "--to", "1.3", "zk://u:SECRET@h"},
		{"authz", "diff", "--from", "1.2", "--to", "1.3", "etc/mesos/policy.json"}},
	"mesoslint authz operations": {{"authz", "operations", "--release", "SECRET"}, {"authz", "operations", "--release", "1.3", "--format", "SECRET"}},
	"mesoslint plan": {{"plan", "SECRET"}, {"plan", "--from", "SECRET"}, {"plan", "--from", "1.2", "--to", "SECRET"}, {"plan", "--from", "1.2", "--via", "SECRET"},
		{"plan", "--from", "1.2", "--output", "SECRET"}, {"plan", "--from", "1.2", "--SECRET"}, {"plan", "--from", "0.22", "--to", "1.11", "--all", "."},
		{"plan", "--from", "0.22", "--to", "1.11", "--all", "--output", "markdown", "."}, {"plan", "--from", "0.22", "--to", "1.11", "--output", "json", "."},
		{"plan", "--from", "1.2", "--out", "SECRET", "."}, {"plan", "--from", "1.2", "--out", "../plan", "SECRET"},
		{"plan", "--from", "1.2", "--out", "../plan", "--SECRET", "."}},
	"mesoslint explain":         {{"explain", "SECRET"}, {"explain", "credentials"}, {"explain", "credential/text-format"}, {"explain", "--component", "SECRET", "--release", "1.3"}},
	"mesoslint rules":           {{"rules", "SECRET"}, {"rules", "--format", "SECRET"}, {"rules"}, {"rules", "--format", "json"}},
	"mesoslint schema":          {{"schema", "SECRET"}, {"schema", "plan"}},
	"mesoslint init":            {{"init", "SECRET"}, {"init", "--from", "SECRET"}, {"init", "."}},
	"mesoslint version":         {{"version", "SECRET"}, {"version", "--format", "SECRET"}, {"version"}},
	"mesoslint man":             {{"man", "SECRET"}, {"man"}},
	"mesoslint help":            {{"help", "SECRET"}, {"help", "check", "SECRET"}},
	"mesoslint completion":      {{"completion", "SECRET"}},
	"mesoslint completion bash": {{"completion", "bash", "SECRET"}}, "mesoslint completion fish": {{"completion", "fish", "SECRET"}},
	"mesoslint completion powershell": {{"completion", "powershell", "SECRET"}}, "mesoslint completion zsh": {{"completion", "zsh", "SECRET"}},
}

// A secret can be an argument too, by mistake, and a new command is looked at or fails here.
func TestNoCommandShowsASecret(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := writeSecretTree(t, dir)
	const secret = "Kj7vQx2mZt9wRb4nPf6h"
	v.hide("the command line", secret)
	var visit func(cmd *cobra.Command)
	visit = func(cmd *cobra.Command) {
		lines := commandLines[cmd.CommandPath()]
		if len(lines) == 0 {
			t.Errorf("no test looks for secrets in what `%s` prints", cmd.CommandPath())
		}
		for _, words := range lines {
			what := strings.Join(words, " ")
			args := make([]string, len(words))
			for i, word := range words {
				args[i] = strings.ReplaceAll(word, "SECRET", secret)
			}
			if what == "check SECRET" || what == "check --root SECRET" || strings.Contains(what, "--stdin-filename") {
				continue // a file that is called so has that name
			}
			v.check(t, what, run(t, dir, args...))
		}
		for _, child := range cmd.Commands() {
			visit(child)
		}
	}
	root := newRoot(Streams{}, nil)
	root.InitDefaultCompletionCmd()
	visit(root)
}

// failing is a writer that takes some bytes and then fails, with an error or a panic.
type failing struct {
	left   int
	panics bool
	failed bool
	taken  bytes.Buffer
}

var errFull = errors.New("no space left")

func (w *failing) Write(p []byte) (int, error) {
	n := min(len(p), w.left)
	w.left -= n
	w.taken.Write(p[:n])
	if n == len(p) {
		return n, nil
	}
	w.failed = true
	if w.panics {
		panic(errFull)
	}
	return n, errFull
}

// Neither an error of the output nor a panic in the middle of it brings a secret to light.
func TestFailuresShowNoSecret(t *testing.T) {
	exhaustive(t)
	t.Parallel()
	dir := t.TempDir()
	v := writeSecretTree(t, dir)
	commands := [][]string{{"check", "--diff", "--unsafe-fixes", "--to", "1.11"}}
	for _, format := range report.Names() {
		commands = append(commands, []string{"check", "--to", "1.11", "--format", format})
	}
	for _, args := range commands {
		for _, panics := range []bool{false, true} {
			for _, room := range []int{0, 1, 1000, 10000} {
				out := &failing{left: room, panics: panics}
				var errs bytes.Buffer
				crash := func() (said string) {
					defer func() {
						if r := recover(); r != nil {
							said = fmt.Sprintf("%v %+v %#v\n%s", r, r, r, debug.Stack())
						}
					}()
					code := Main(context.Background(), args, Streams{In: strings.NewReader(""), Out: out, Err: &errs, Dir: dir})
					if out.failed && code != exitError {
						t.Errorf("%v with room for %d bytes exits with %d", args, room, code)
					}
					return ""
				}()
				if panics && out.failed && crash == "" {
					t.Errorf("%v with room for %d bytes: the panic is gone", args, room)
				}
				v.check(t, fmt.Sprintf("%v with room for %d bytes", args, room), out.taken.String()+errs.String()+crash)
			}
		}
	}
}

// The fixed files hold every secret they held before, but for what decoding makes of them.
func TestFixesKeepTheSecrets(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := writeSecretTree(t, dir)
	run(t, dir, "check", "--fix", "--from", "1.2", "--to", "1.11")
	for _, path := range []string{"etc/mesos/credentials", "etc/mesos/crlf-credentials", "etc/mesos/bom-credentials"} {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(data), v.byPlace[path]) {
			t.Errorf("%s lost a secret", path)
		}
		if !bytes.HasPrefix(data, []byte("{")) {
			t.Errorf("%s is not JSON after the fix", path)
		}
	}
}

// A vault that knows nothing again would let every test pass.
func TestTheVaultKnowsItsSecretsAgain(t *testing.T) {
	v := newVault()
	text := v.fill("here", "a {{plain}} b {{base64}} {{odd}} {{colon}} {{word}}")
	words := strings.Fields(text)
	for _, s := range []string{words[1], words[1][3:9], words[3], words[4], words[5], words[6], strings.ToLower(words[1]), hex.EncodeToString([]byte(words[1]))} {
		if len(v.shown("x"+s+"y")) == 0 {
			t.Error("a secret is not known again")
		}
	}
	if len(v.shown(words[1][:5]+" "+words[1][5:10])) > 0 || len(v.shown("check --to 1.3")) > 0 {
		t.Error("what is not a secret is taken for one")
	}
}

// runWith is run with something on standard input.
func runWith(t *testing.T, dir, in string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	code := Main(context.Background(), args, Streams{In: strings.NewReader(in), Out: &out, Err: &errs, Dir: dir})
	return fmt.Sprintf("%s%sexit %d\n", out.String(), errs.String(), code)
}
