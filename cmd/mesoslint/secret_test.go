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

	"github.com/mesoslint/mesoslint/rules"
)

// shortest is how many bytes of a secret in a row count as shown.
const shortest = 6

// vault makes secrets, each of its own, and knows them again in any output.
type vault struct {
	made    int
	pieces  map[string]string // a piece that nothing may show, and the place of its secret
	byPlace map[string]string // the secret of a place
}

// fill writes a fresh secret for every "{{kind}}" of a text: "{{plain}}" letters and digits, "{{base64}}" such in base64,
// "{{odd}}" one with a quote and a backslash as JSON writes them, "{{colon}}" one with a colon.
func (v *vault) fill(place, text string) string {
	return regexp.MustCompile(`\{\{(\w+)\}\}`).ReplaceAllStringFunc(text, func(mark string) string {
		v.made++
		sum := sha256.Sum256(fmt.Appendf(nil, "secret %d of %s", v.made, place))
		secret := base32.StdEncoding.EncodeToString(sum[:])[:16]
		v.hide(place, secret)
		switch strings.Trim(mark, "{}") {
		case "plain":
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
		secret: shortest, strings.ToLower(secret): shortest,
		hex.EncodeToString([]byte(secret)):                2 * shortest,
		base64.StdEncoding.EncodeToString([]byte(secret)): shortest * 4 / 3,
	} {
		for i := range len(form) - length + 1 {
			v.pieces[form[i:i+length]] = place
		}
	}
}

// shown returns the places of the secrets that a text shows a piece of.
func (v *vault) shown(text string) []string {
	places := map[string]bool{}
	for _, length := range []int{shortest, shortest * 4 / 3, 2 * shortest} {
		for i := range max(0, len(text)-length+1) {
			if place, found := v.pieces[text[i:i+length]]; found {
				places[place] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(places))
}

// check fails where a text shows a secret. It says where the secret is from, and not what it is.
func (v *vault) check(t *testing.T, what, text string) {
	t.Helper()
	for _, place := range v.shown(text) {
		t.Errorf("%s shows a secret of %s", what, place)
	}
}

// rawKey is a file that is a secret as a whole.
const rawKey = "etc/mesos/jwt.key"

// bareWords are files in which a secret stands alone on a line, or in a comment. Read as flags they are words that are no
// flags, and nothing tells such a word from one that is no secret.
var bareWords = map[string]bool{rawKey: true, "etc/mesos/words-credentials": true, "etc/mesos/odd-credentials": true}

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
	rawKey:                         "{{plain}}\n",
	"etc/mesos/docker.json":        `{"auths": {"registry.example.com": {"auth": "{{base64}}", "username": "u", "password": "{{plain}}"}}, "HttpHeader": 1}`,
	"etc/mesos/docker-broken.json": `{"auths": {"registry.example.com": {"auth": "{{base64}}"},}}`,
	"etc/mesos/modules.json":       `{"libraries": [{"file": "x.so", "modules": [{"name": "x", "parameters": [{"key": "password", "value": "{{plain}}"}, {"key": "credentials", "value": "[{\"principal\": \"a\", \"secret\": \"{{plain}}\"}]"}]}], "unknown": 1}]}`,
	"etc/mesos/environment.json":   `{"DB_PASSWORD": "{{plain}}", "API_TOKEN": "{{plain}}", "AWS_SECRET_ACCESS_KEY": 5}`,

	"etc/mesos-master/authenticate":   "true\n",
	"etc/mesos-master/credentials":    "/etc/mesos/credentials\n",
	"etc/mesos-master/modules":        "file:///etc/mesos/modules.json\n",
	"etc/mesos-master/acls":           "file:///etc/mesos/list.json\n",
	"etc/mesos-master/rate_limits":    "file:///etc/mesos/words-credentials\n",
	"etc/mesos-master/quorum":         "two\n",
	"etc/mesos-slave/credential":      `{"principal": "agent", "secret": "{{plain}}"}`,
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
	"docker-compose.yml": "services:\n  master:\n    image: mesosphere/mesos-master:1.3.0\n    environment:\n      MESOS_ZK: zk://mesos:{{plain}}@zk:2181/mesos\n" +
		"      MESOS_QUORUM: two\n      MESOS_CREDENTIALS: '{\"credentials\": [{\"principal\": \"a\", \"secret\": \"{{plain}}\"}]}'\n      DB_PASSWORD: {{plain}}\n" +
		"  agent:\n    image: mesosphere/mesos-slave:1.3.0\n    command: --work_dir=/w --master=zk://mesos:{{plain}}@zk:2181/mesos --strict=maybe\n" +
		"    environment:\n      - MESOS_CREDENTIAL=agent {{plain}}\n      - MESOS_DOCKER_CONFIG={\"auths\":{\"r\":{\"auth\":\"{{base64}}\"}}}\n",
}

// writeSecretTree writes the tree with fresh secrets and returns them.
func writeSecretTree(t *testing.T, dir string) *vault {
	t.Helper()
	v := &vault{pieces: map[string]string{}, byPlace: map[string]string{}}
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

var secretFormats = []string{"text", "concise", "json", "github", "sarif"}

func TestNoOutputShowsASecret(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	v := writeSecretTree(t, dir)
	for _, upgrade := range secretUpgrades {
		name := strings.Join(upgrade, " ")
		for _, format := range secretFormats {
			out := run(t, dir, append([]string{"check", "--format", format}, upgrade...)...)
			v.check(t, name+" as "+format, out)
			if format == "text" && !strings.Contains(out, "[secret]") {
				t.Errorf("%s: nothing is hidden, so nothing was there to hide", name)
			}
		}
		v.check(t, name+" in colour", run(t, dir, append([]string{"check", "--color", "always"}, upgrade...)...))
		v.check(t, name+" plan", run(t, dir, append([]string{"plan"}, upgrade...)...))
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
	t.Parallel()
	dir := t.TempDir()
	v := writeSecretTree(t, dir)
	for _, path := range slices.Sorted(maps.Keys(secretTree)) {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(path)))
		if err != nil {
			t.Fatal(err)
		}
		for _, to := range []string{"0.25.0", "1.3", "1.11"} {
			v.check(t, path+" on "+to, run(t, dir, "check", "--to", to, path))
			for _, kind := range rules.Kinds() {
				if strings.HasSuffix(string(kind), "-flags") && bareWords[path] || path == rawKey {
					continue
				}
				v.check(t, path+" as "+string(kind)+" on "+to, run(t, dir, "check", "--to", to, "--as", string(kind), path))
			}
			v.check(t, path+" diff on "+to, run(t, dir, "check", "--to", to, "--diff", "--unsafe-fixes", path))
			for _, args := range [][]string{{"check", "--to", to, "--as", "credentials", "-"}, {"check", "--to", to, "--as", "credential", "--diff", "-"},
				{"check", "--to", to, "--as", "agent-flags", "-"}, {"check", "--to", to, "--stdin-filename", path, "-"}} {
				if bareWords[path] {
					continue
				}
				v.check(t, path+" by standard input", runWith(t, dir, string(data), args...))
			}
		}
		for _, args := range [][]string{
			{"authz", "can", "--release", "1.3", "--operation", "run_task", "--principal", "a", path},
			{"authz", "can", "--release", "1.3", "--requests", path, path},
			{"authz", "table", "--release", "1.3", path}, {"authz", "table", "--release", "1.3", "--format", "json", path},
			{"authz", "diff", "--from", "1.2", "--to", "1.3", path},
			{"authz", "diff", "--from", "1.2", "--to", "1.3", path, "etc/mesos/list.json"},
		} {
			v.check(t, strings.Join(args, " "), run(t, dir, args...))
		}
		v.check(t, "requests of "+path, runWith(t, dir, string(data), "authz", "can", "--release", "1.3", "--requests", "-", path))
		v.check(t, "plan of "+path, run(t, dir, "plan", "--from", "0.26", "--to", "1.11", path))
		v.check(t, path+" as the root", run(t, dir, "check", "--root", path, "."))
	}
	for _, args := range [][]string{{"rules"}, {"rules", "--format", "json"}, {"explain", "credential/text-format"}, {"explain", "credentials"}, {"version"}} {
		v.check(t, strings.Join(args, " "), run(t, dir, args...))
	}
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
	t.Parallel()
	dir := t.TempDir()
	v := writeSecretTree(t, dir)
	commands := [][]string{{"check", "--diff", "--unsafe-fixes", "--to", "1.11"}}
	for _, format := range secretFormats {
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
	v := &vault{pieces: map[string]string{}, byPlace: map[string]string{}}
	text := v.fill("here", "a {{plain}} b {{base64}} {{odd}} {{colon}}")
	words := strings.Fields(text)
	for _, s := range []string{words[1], words[1][3:9], words[3], words[4], words[5], strings.ToLower(words[1]), hex.EncodeToString([]byte(words[1]))} {
		if len(v.shown("x"+s+"y")) == 0 {
			t.Error("a secret is not known again")
		}
	}
	if len(v.shown(words[1][:5]+" "+words[1][5:10])) > 0 || len(v.shown("check --to 1.3")) > 0 {
		t.Error("what is no secret is taken for one")
	}
}

// runWith is run with something on standard input.
func runWith(t *testing.T, dir, in string, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	code := Main(context.Background(), args, Streams{In: strings.NewReader(in), Out: &out, Err: &errs, Dir: dir})
	return fmt.Sprintf("%s%sexit %d\n", out.String(), errs.String(), code)
}

// A new command joins the tests above, or has nothing to do with files.
func TestEveryCommandIsKnownToTheSecretTests(t *testing.T) {
	known := []string{"check", "authz", "plan", "explain", "rules", "version", "help", "completion"}
	for _, cmd := range newRoot(Streams{}).Commands() {
		if !slices.Contains(known, cmd.Name()) {
			t.Errorf("no test looks for secrets in what `%s` prints", cmd.Name())
		}
	}
}
