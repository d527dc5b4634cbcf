package shell

import (
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
)

// kinds are statements as people write them to provision a machine, with places for a name (N), another one (M), words (W), a
// flag's file (F) and a number (D).
var kinds = []string{
	"L=(W W)\nL+=(--x=D)\nmesos-master \"${L[@]}\" W",
	"L=()\nfor i in W W; do L+=(\"--f=$i\"); done\nmesos-slave \"${L[@]}\"",
	"declare -a L=(a \"b c\")\nprintf '%s\\n' \"${L[@]}\" > F",
	"cat <<< W > F",
	"cat > F <<< \"$N\"",
	"tee F <<E >/dev/null\nW $N ${M:-D}\nE",
	"tee -a F > /dev/null <<-'E'\n\t$N W\n\tE",
	"sudo tee F <<< W > /dev/null",
	"sudo sh -c 'echo D > F'",
	"sudo bash -c \"echo W$N >> F\"",
	"bash -c 'printf \"%s\\n\" \"$1\" > F' x W",
	"env -i PATH=$PATH N=D mesos-slave --y",
	"env -u N M=W mesos-master",
	"N=W M=D mesos-slave --z=$N",
	"export N=W M=D\nmesos-agent",
	"export N\nN=W\nmesos-agent --a=\"$M\"",
	"set -a\nN=D\nset +a\nmesos-master",
	"set -a; . ./defaults; set +a\nmesos-master --x=$N",
	". ./defaults\necho $N $M > F",
	"install -m 600 F F 2>/dev/null",
	"install --mode=644 ./defaults F",
	"mv F F 2>/dev/null",
	"cp ./defaults F",
	"cp ./conf/* /etc/mesos-slave/",
	"cp -r ./conf/. /etc/mesos-master/",
	"rm -f F F",
	"mkdir -p /etc/mesos-slave && echo W > F",
	"cd /etc/mesos-slave && echo D > N\ncd - > /dev/null",
	"(cd /etc; echo W > mesos/N)",
	"pushd /etc > /dev/null; echo D >> default/N; popd > /dev/null",
	"N=/etc/mesos-slave/\necho W > ${N%/}/x",
	"N=/etc/mesos-slave\nM=$N/attributes\nmkdir -p $M; echo D > $M/rack",
	"N=zk://h:D/mesos\necho ${N#zk://} ${N##*/} ${N%/*} ${N%%:*} > F",
	"N=$(cat F 2>/dev/null)\necho \"[$N]\" > F",
	"N=`cat F`\nmesos-slave \"--m=$N\"",
	"N=\"$(cat <<E\nW\nE\n)\"\necho \"$N\" > F",
	": ${N:=W}\necho \"$N\" > F",
	": \"${M:=D}\"\nmesos-slave --p=$M",
	"echo \"${N:-W}\" \"${M:+D}\" \"${N-x}\" > F",
	"N+=D\necho $N > F",
	"N=\"$N --q=D\"\nN=\"$N --r=W\"\nmesos-master $N",
	"put() { local dir=$1 name=$2; shift 2; echo \"$*\" > /etc/mesos-$dir/$name; }\nput slave a W D\nput master b \"$N\"",
	"f() { local N=inner; g; }\ng() { echo \"$N\" >> F; }\nf",
	"f() { N=W; return D; }\nf\necho $N > F",
	"for N in a b \"c d\"; do echo \"$N\" >> F; done",
	"for N in {1..3}; do echo $N >> F; done",
	"for N in a=1 b=2; do echo ${N#*=} > /etc/mesos-slave/${N%%=*}; done",
	"while IFS= read -r N; do echo \"<$N>\" >> F; done <<E\nx D\ny\nE",
	"while read N M; do echo $M > /etc/mesos-master/$N; done <<'E'\nquorum 2\nport D\nE",
	"case $N in D) echo one > F;; *W*) echo two > F;; *) echo three > F;; esac",
	"if [[ -n $N && $M != D ]]; then echo W > F; fi",
	"if [ -f F ]; then echo D >> F; else echo W > F; fi",
	"[[ $N == D ]] || echo W > F",
	"(( D > 2 )) && echo big > F",
	"if grep -q a F 2>/dev/null; then echo W >> F; fi",
	"sed -i 's/^.*$/D/' F 2>/dev/null",
	"sed -i -e '$a W' F 2>/dev/null || true",
	"sed -i '/D/d;s|a|/b/|g' F 2>/dev/null",
	"sed -i \"s#x#$N#\" F 2>/dev/null",
	"echo a-D | sed -e 's/a/b/' -e 's/-/=/' > F",
	"echo W | tr a b > F",
	"printf '%s=%s\\n' a D b W > F",
	"printf 'x%dy\\n' D >> F",
	"printf %s W | sudo tee F > /dev/null",
	"echo -e 'a\\tD\\nb' > F",
	"{ echo W; echo D; } | tee -a F > /dev/null",
	"cat <<E >> F\n$(echo D) `echo W` \\$N \\\\\nE",
	"exec 4> F\necho D >&4\nexec 4>&-",
	"echo W > F 2>&1 < /dev/null &\nwait",
	"touch /etc/mesos-slave/?no-N '/etc/mesos-slave/?N'",
	"echo D > \"/etc/mesos-slave/?x\"",
	"ln -sf /etc/mesos/zk /etc/mesos-slave/link",
	"nohup mesos-slave --w=W > /dev/null 2>&1 &\nwait",
	"N=mesos-slave\n$N --v=D",
	"N='mesos-master --zk=W'\nbash -c \"$N --k=D\"",
	"eval \"N=D\"\necho $N > F",
	"unset N\necho \"${N-unset}\" > F",
	"readonly R_N=D 2>/dev/null\necho $R_N > F",
	"N=$((D + 1))\necho $N > F",
	"N=${M/a/b}\necho $N > F",
	"N=\"a;b D\"\nmesos-slave --attributes=\"$N\" '--r=$N'",
	"mesos-slave \\\n  --a=W \\\n  --b=\"$N\"",
	"mesos-master --c=D # --d\n",
	"trap 'echo bye' EXIT",
	"ssh host \"echo D > F\"",
	"ssh host <<E\necho W > F\nE",
	"cat <<'X' | bash\necho D > F\nX",
	"xargs -n1 mesos-slave <<< D",
	"timeout 5 bash -c 'mesos-slave --t=D'",
	"echo W | while read -r N; do echo $N > F; done",
	"mapfile -t L <<< W\necho \"${L[0]}\" > F",
	"read -r N M <<< 'p D'\necho $M $N > F",
	"IFS=, read -r N M <<< 'p,D'\necho $M > F",
	"local_file=F\n> $local_file\necho D >> \"$local_file\"",
}

// filled returns a statement with its places filled in.
func filled(r *rand.Rand, statement string) string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	n, m := pick("A", "B", "C"), pick("A", "B", "C", "D")
	var out strings.Builder
	for i, part := range strings.Split(statement, "") {
		alone := func() bool {
			isLetter := func(at int) bool {
				return at >= 0 && at < len(statement) && (statement[at]|0x20 >= 'a' && statement[at]|0x20 <= 'z')
			}
			return !isLetter(i-1) && !isLetter(i+1)
		}
		switch {
		case part == "N" && (alone() || strings.HasSuffix(statement[:i], "no-") || strings.HasSuffix(statement[:i], "R_")):
			out.WriteString(n)
		case part == "M" && alone():
			out.WriteString(m)
		case part == "D" && alone():
			out.WriteString(pick("1", "2", "3"))
		case part == "W" && alone():
			out.WriteString(pick("a", "abc", "x=y", "zk://h:1/m", "--f=1", "docker,mesos"))
		case part == "F" && alone():
			out.WriteString("/etc/" + pick("mesos/", "mesos-master/", "mesos-slave/", "default/") + pick("a", "b", "c"))
		default:
			out.WriteString(part)
		}
	}
	return out.String()
}

// TestKindsOfStatements compares statements as people write them, in any order and in branches, with what bash does.
func TestKindsOfStatements(t *testing.T) {
	needShells(t, "bash")
	b := newBench(t)
	files := map[string]string{"defaults": "A=from\nexport B=\"defaults x\"\n", "conf/one": "1\n", "conf/two": "2"}
	run := func(text string) int {
		text = strings.ReplaceAll(text, "/etc", filepath.Join(b.dir, "root")+"/etc")
		return b.compare(t, "bash", text, Options{Dialect: Bash}, files)
	}
	r := rand.New(rand.NewPCG(3, 18))
	held := 0
	for _, statement := range kinds {
		held += run(filled(r, statement) + "\n")
	}
	for range kindRounds {
		var text strings.Builder
		for range 2 + r.IntN(9) {
			s := filled(r, kinds[r.IntN(len(kinds))])
			switch r.IntN(8) {
			case 0:
				s = "if [ -e /nonexistent ]; then\n" + s + "\nfi"
			case 1:
				s = "if true; then\n" + s + "\nfi"
			case 2:
				s = "step() {\n" + s + "\n}\nstep"
			}
			text.WriteString(s + "\n")
		}
		held += run(text.String())
		if t.Failed() {
			return
		}
	}
	if held < 200 {
		t.Errorf("only %d claims were held against bash", held)
	}
}

// kindRounds is how many scripts are made of the kinds.
const kindRounds = 60
