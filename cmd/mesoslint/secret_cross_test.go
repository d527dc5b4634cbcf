package main

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/rules"
)

// secretForms are the secrets that people and generators make, from random bytes. Each is of letters that no report has in
// a row.
var secretForms = map[string]func(random []byte) string{
	"generated": func(random []byte) string { return fromAlphabet(random[:20], "ABCDEFGHJKMNPQRSTVWXYZ23456789") },
	"hex":       func(random []byte) string { return fmt.Sprintf("%x", random[:16]) },
	"word":      func(random []byte) string { return syllables(random, 5) },
	"short":     func(random []byte) string { return syllables(random, 2) + "7" },
	"name":      func(random []byte) string { s := syllables(random, 4); return strings.ToUpper(s[:1]) + s[1:] + "2019!" },
	"dotted":    func(random []byte) string { return syllables(random, 3) + "." + syllables(random[8:], 3) },
	"blanks": func(random []byte) string {
		return syllables(random, 3) + " " + syllables(random[8:], 3) + " " + syllables(random[16:], 3)
	},
	"quotes": func(random []byte) string {
		return "„" + fromAlphabet(random[:20], "ABCDEFGHJKMNPQRSTVWXYZ23456789") + "“"
	},
	"umlaut": func(random []byte) string { return syllables(random, 3) + "ü" + syllables(random[8:], 3) },
}

// fromAlphabet writes random bytes with the bytes of an alphabet.
func fromAlphabet(random []byte, alphabet string) string {
	var b strings.Builder
	for _, c := range random {
		b.WriteByte(alphabet[int(c)%len(alphabet)])
	}
	return b.String()
}

// syllables writes random bytes as a word that can be spoken.
func syllables(random []byte, count int) string {
	var b strings.Builder
	for i := range count {
		b.WriteByte("qxzjvw"[int(random[2*i])%6])
		b.WriteByte("aiouy"[int(random[2*i+1])%5])
	}
	return b.String()
}

// fillForm writes a fresh secret of a form for every "{{kind}}" of a text, whatever its kind.
func (v *vault) fillForm(place, form, text string) string {
	return regexp.MustCompile(`\{\{\w+\}\}`).ReplaceAllStringFunc(text, func(string) string {
		v.made++
		random := sha256.Sum256(fmt.Appendf(nil, "%s %d of %s", form, v.made, place))
		secret := secretForms[form](random[:])
		for word := range strings.FieldsSeq(secret) {
			v.hide(place, strings.Trim(word, "„“"))
		}
		return secret
	})
}

// crossTree is what the secrets of secretTree do not stand in: comments, other commands, settings and members of others.
var crossTree = map[string]string{
	"comments.flags": "# --credential=ops {{word}}\n# old token {{word}}\n# the password was {{word}}\n#{{word}}\n--work_dir=/w\n--strict=maybe # {{word}}\n--quorm=2\n",
	"names/mesos-agent.env": "PASS={{word}}\nDB_PASS={{word}}\nSIGNING_KEY={{word}}\nENCRYPTION_KEY={{word}}\nCREDS={{word}}\nBEARER={{word}}\nPSK={{word}}\n" +
		"SALT={{word}}\nCOOKIE={{word}}\nDSN={{word}}\nDATABASE_URL=postgres://u:{{word}}@h/db\nWEBHOOK_URL=https://hooks.example/{{word}}\nPW={{word}}\nPAT={{word}}\n" +
		"ANYTHING={{word}}\nMESOS_WORK_DIR=/w\nMESOS_STRICT=maybe\nMESOS_QUORM=1\n",
	"commands/start-agent.sh": "#!/bin/bash\ncurl -u u:{{word}} http://x; mesos-agent --work_dir=/w --strict=maybe --master=h:1\n" +
		"curl -H 'Authorization: Bearer {{word}}' http://x && mesos-agent --work_dir=/w --recovery=x --master=h:5050\n" +
		"mysql -p{{word}} && mesos-master --zk=zk://h/m --quorum=two --work_dir=/w\n" +
		"docker login -p {{word}} && PW={{word}} MESOS_QUORM=1 mesos-master --zk=zk://h/m --quorum=1 --work_dir=/w --clustr=x\n" +
		"mesos-agent --master=h:5050 --hostname=$(curl -u u:{{word}} h) --work_dir=/w --strict=x\nmesos-agent `echo {{word}}` --work_dir=/w\n",
	"broken/start-agent.sh":      "mesos-agent --work_dir=/w\nif [ '{{word}} ]; then \"{{word}}\"\nmesos-master $(echo {{word}}\n",
	"broken/docker-compose.yml":  "services:\n  master:\n    image: mesosphere/mesos-master:1.3.0\n    environment:\n      MESOS_QUORUM: two\n   x: '{{word}}\": [\n",
	"broken/headers/compose.yml": "services:\n  a:\n    image: mesosphere/mesos-master:1.3.0\n    command: |{{word}}\n      MESOS_X\n",
	"others/docker-compose.yml": "services:\n  agent:\n    image: mesosphere/mesos-slave:1.3.0\n    command: --work_dir=/w --strict=maybe --master=h:5050 {{word}}\n" +
		"    healthcheck: {test: [\"CMD\", \"curl\", \"-u\", \"u:{{word}}\"]}\n    labels: [\"note={{word}}\"] # {{word}}\n    environment:\n      - PAT={{word}}\n      - MESOS_FO=1\n",
	"others/mesos-agent.service": "[Unit]\nDescription={{word}}\n[Service]\n# token {{word}}\nEnvironment=PAT={{word}} MESOS_WORKDIR=/w\nExecStartPre=/usr/bin/curl -u u:{{word}} http://x\n" +
		"ExecStart=/bin/sh -c \"curl -u u:{{word}} h; exec mesos-agent --work_dir=/w --strict=maybe\"\n",
	"notes.json":   `{"permissive": true, "run_tsks": [], "_comment": "{{word}}", "register_frameworks": [{"principals": {"values": ["ops"]}, "roles": {"type": "any"}, "note": "{{word}}"}], "password": "{{word}}"} // {{word}}`,
	"swapped.json": `{"credentials": [{"principal": "a", "secret": "{{word}}", "note": "{{word}}"}, {"secret": ["{{word}}"]}]}`,
}

// Every file with every form of a secret, as every kind of file, shows nothing of it, in any format of the report, in a
// diff, and in what is said of what could not be read.
func TestNoFormOfASecretIsShownAsAnyKind(t *testing.T) {
	exhaustive(t)
	t.Parallel()
	dir := t.TempDir()
	v := newVault()
	var paths []string
	for _, tree := range []map[string]string{secretTree, crossTree} {
		for _, path := range slices.Sorted(maps.Keys(tree)) {
			if path == "etc/mesos-slave/jwt_secret_key" {
				continue // in the place of a principal only what looks generated is a secret
			}
			paths = append(paths, path)
			for _, form := range slices.Sorted(maps.Keys(secretForms)) {
				file := form + "/" + path
				at := filepath.Join(dir, filepath.FromSlash(file))
				if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(at, []byte(v.fillForm(file, form, tree[path])), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	releases := []string{"0.25.0", "1.3", "1.11"}
	hidden := false
	// Fingerprints are digests of what the report shows. Their digits are those of the hexadecimal secrets, so that some
	// piece of one stands in some of them by chance.
	fingerprint := regexp.MustCompile(`"[0-9a-f]{32}-[0-9]+"`)
	check := func(what string, args ...string) {
		out := fingerprint.ReplaceAllString(run(t, dir, args...), "")
		v.check(t, what, out)
		hidden = hidden || strings.Contains(out, "[secret]") && strings.Contains(out, "…")
	}
	// The nodes of one run are one fleet, and rules compare them: so a run has each file once, in another form for each kind.
	forms := slices.Sorted(maps.Keys(secretForms))
	for k, kind := range rules.Kinds() {
		args := []string{"check", "--to", releases[k%len(releases)], "--as", string(kind)}
		for i, path := range paths {
			args = append(args, forms[(i+k)%len(forms)]+"/"+path)
		}
		check("as "+string(kind), args...)
		check("as "+string(kind)+", a diff", append(args, "--diff", "--unsafe-fixes")...)
	}
	for f, form := range forms {
		args := []string{"check", "--to", releases[f%len(releases)]}
		for _, path := range paths {
			args = append(args, form+"/"+path)
		}
		for _, format := range []string{"text", report.Names()[f%len(report.Names())]} {
			check(form+" as "+format, append(args, "--format", format)...)
		}
		check(form+" as a diff", append(args, "--diff", "--unsafe-fixes")...)
		v.check(t, form+" as a tree", run(t, filepath.Join(dir, form), "check", "--to", releases[(f+1)%len(releases)]))
	}
	if !hidden {
		t.Error("nothing is hidden, so nothing was there to hide")
	}
}
