package shell

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

func read(text string, o Options) *Result {
	if o.Wanted == nil {
		o.Wanted = wanted
	}
	return Read(source.WholeText(source.New("script", "", []byte(text))), o)
}

// TestRead says what is read of a text: with the place of each word, of each file and of what is not known.
func TestRead(t *testing.T) {
	for _, tc := range []struct {
		name, text, want string
		o                Options
	}{
		{
			name: "a word keeps the place where its value stands",
			text: "ARGS=\"--a=1 --b=2\"\nARGS=\"$ARGS --c=3\"\nexec mesos-master $ARGS",
			want: `start "mesos-master"@3:6 "--a=1"@1:7 "--b=2"@1:13 "--c=3"@2:13
`,
		},
		{
			name: "what is added under a condition may be there",
			text: "P=--a\nif [ -n \"$X\" ]; then P=\"$P --b=$X\"; fi\nmesos-master $P",
			want: `start "mesos-master"@3:1 "--a"@1:3 "--b=<?>"?@2:28
`,
		},
		{
			name: "the caller's words are any number of words",
			text: "mesos-agent --a \"$@\" $X --b=$Y \"${z[@]}\"",
			want: `start "mesos-agent"@1:1 "--a"@1:13 "<?>"…@1:18 "<?>"…@1:22 "--b=<?>"@1:25 "<?>"…@1:33
`,
		},
		{
			name: "two branches are two maybes",
			text: "if x; then echo 1 > /etc/a; else echo 2 > /etc/a; fi",
			want: "file /etc/a replace maybe \"1\\n\" at 1:12-1:27\nfile /etc/a replace maybe \"2\\n\" at 1:34-1:49\n",
		},
		{
			name: "a default counts unless the caller gives the variable",
			text: "export MESOS_A=${MESOS_A:-1} MESOS_B=${X:-2}\n: ${MESOS_C:=3}\nexport MESOS_C\nmesos-master --d=${D:-4}",
			want: `start MESOS_A:="1" MESOS_B?="2" MESOS_C:="3" "mesos-master"@4:1 "--d=4"?@4:14
`,
		},
		{
			name: "a default may be nothing, and any other words of the caller",
			text: "A=${A:-}\nmesos-master $A ${B:-} ${C:---c=1} --d=${D:-}\nif [ -z \"$E\" ]; then E=5; fi\nmesos-master --e=$E\n",
			want: `start "mesos-master"@2:1 "<?>"…@1:3 "<?>"…@2:17 "--c=1"?@2:29 "<?>"…@2:24 "--d=<?>"@2:36
start "mesos-master"@4:1 "--e=5"?@4:14
`,
		},
		{
			name: "sudo may drop the environment, env -i does",
			text: "export A=1\nsudo B=2 mesos-master\nsudo -E mesos-master\nenv -i C=3 mesos-master\nsu - m -c mesos-master",
			want: `start A?="1" B="2" "mesos-master"@2:10
start A="1" "mesos-master"@3:9
start C="3" "mesos-master"@4:12
start "mesos-master"@5:11
`,
		},
		{
			name: "two roots are two machines, however a variable is written",
			text: "echo 1 > $R/etc/a\necho 2 > \"${R}\"/etc/b\necho 3 > /mnt/x/etc/c\necho 4 > pkg/etc/d\nR2=/img; echo 5 > $R2/etc/e\nchroot /img sh -c 'echo 6 > /etc/f'\necho 7 > $R/usr/lib/systemd/system/a.service",
			want: `file [$R]/etc/a replace "1\n" at 1:1-1:18
file [$R]/etc/b replace "2\n" at 2:1-2:22
file [/mnt/x]/etc/c replace "3\n" at 3:1-3:22
file [pkg]/etc/d replace "4\n" at 4:1-4:19
file [/img]/etc/e replace "5\n" at 5:10-5:28
file [/img]/etc/f replace "6\n" at 6:20-6:35
file [$R]/usr/lib/systemd/system/a.service replace "7\n" at 7:1-7:45
`,
		},
		{
			name: "a name that only the run knows is no file",
			text: "echo 1 > /etc/mesos-master/$X\nfor f in *; do echo 2 > /etc/mesos-slave/$f; done\necho 3 > $Y",
			want: `gap writes a file whose name only the run of the shell text knows (/etc/mesos-master/) at 1:1-1:30
gap writes a file whose name only the run of the shell text knows (/etc/mesos-slave/) at 2:16-2:44
`,
		},
		{
			name: "a value that only the run knows leaves the file with its name",
			text: "echo $(hostname -f) > /etc/mesos-master/hostname\ncurl x | tee /etc/mesos-master/ip\nenvsubst < a > /etc/b",
			want: `file /etc/mesos-master/hostname replace "<?>\n" at 1:1-1:49
file /etc/mesos-master/ip replace unknown at 2:10-2:34
file /etc/b replace unknown at 3:1-3:22
`,
		},
		{
			name: "a loop over hosts is one setting",
			text: "for h in a b; do ssh root@$h 'echo x >> /etc/d'; done",
			want: "file [ssh $h]/etc/d append \"x\\n\" at 1:31-1:47\n",
		},
		{
			name: "a backslash under /bin/sh depends on the shell",
			text: "echo 'a\\nb' > /etc/a\necho -e x > /etc/b\necho ok > /etc/c",
			want: "file /etc/a replace unknown at 1:1-1:21\nfile /etc/b replace unknown at 2:1-2:19\nfile /etc/c replace \"ok\\n\" at 3:1-3:17\n",
		},
		{
			name: "a file of the tree is copied, whatever the script's own path is",
			text: "here=$(cd \"$(dirname \"$0\")\" && pwd)\ncp \"$here/a.json\" /etc/mesos/\ncp b.json /etc/mesos/b\ninstall -m 0640 \"${0%/*}/c\" /etc/default/mesos\ncp /vagrant/d /etc/d",
			want: `file /etc/mesos/a.json replace copy of a.json machine=false at 2:1-2:30
file /etc/mesos/b replace copy of b.json machine=false at 3:1-3:23
file /etc/default/mesos replace 640 copy of c machine=false at 4:1-4:47
file /etc/d replace copy of /vagrant/d machine=true at 5:1-5:21
`,
		},
		{
			name: "eval and a file that is not there may have changed anything",
			text: "A=1\neval \"$X\"\nmesos-master --a=$A\n. /lib/x\nmesos-master --a=$A",
			want: `start "mesos-master"@3:1 "--a=<?>"@3:14 gap
start "mesos-master"@5:1 "--a=<?>"@5:14 gap gap
gap eval may do anything to the shell; only its run can tell () at 2:1-2:10
gap the file is not in the tree (/lib/x) at 4:3-4:9
`,
		},
		{
			name: "what a semicolon, a lost backslash and a blank behind one take from a command",
			text: "mesos-slave --attributes=rack:r1;zone:a --log_dir=/x\nmesos-slave --a\n  --b=c\nmesos-slave --a \\ \n  --b=c\nmesos-slave --a;echo done\nmesos-slave --a; mesos-slave --b\nexport MESOS_RESOURCES=cpus:1;mem:2\n",
			want: `start "mesos-slave"@1:1 "--attributes=rack:r1"@1:13
start "mesos-slave"@2:1 "--a"@2:13
start "mesos-slave"@4:1 "--a"@4:13 " "@4:17
start "mesos-slave"@6:1 "--a"@6:13
start "mesos-slave"@7:1 "--a"@7:13
start "mesos-slave"@7:18 "--b"@7:30
finding shell/command-ends "zone:a" at 1:34-1:53: the shell ends the command at the ";" before it and runs the rest as a command of its own
finding shell/command-ends "--b" at 3:3-3:8: the line before it does not end in a backslash, so the shell runs this line as a command of its own
finding shell/command-ends "--b" at 5:3-5:8: a blank follows the backslash of the line before it, so the shell runs this line as a command of its own
finding shell/command-ends "mem:2" at 8:31-8:36: the shell ends the value at the ";" before it and runs the rest as a command of its own
`,
		},
		{
			name: "printed text, comments and arguments of other programs start nothing",
			text: "usage() { cat <<E\n echo x > /etc/a\n mesos-slave --x\nE\n}\necho \"mesos-slave --x > /etc/a\"\n# echo 5 > /etc/b \\\n: 'mesos-master --x=1'\npgrep mesos-slave; grep mesos-master /etc/x; rm mesos-slave\ntrap 'mesos-slave --x' EXIT",
			want: "",
		},
		{
			name: "an entry point passes on what it is given",
			text: "#!/bin/sh\nexport A=1\nif [ \"$1\" = x ]; then set -- mesos-master \"$@\"; fi\nexec \"$@\"",
			want: `start A="1" "<?>"…@4:7
`,
		},
		{
			name: "an entry point with its arguments",
			text: "export A=1\nset -- --b=2 \"$@\"\nexec gosu m \"$C\" \"$@\"",
			o:    Options{Arguments: []machine.Word{machine.KnownWord(source.LiteralText("--c", source.Span{}))}, HasArguments: true, Environment: []machine.Assignment{{Name: "C", Value: source.LiteralText("mesos-agent", source.Span{}), Exported: true}}},
			want: `start C="mesos-agent" A="1" "mesos-agent"@ "--b=2"@2:8 "--c"@
`,
		},
		{
			name: "daemon and start-stop-daemon",
			text: "D=/usr/sbin/mesos-master\nstart-stop-daemon --start --background --pidfile /p --exec $D -- --a=1\nstart-stop-daemon --stop --exec $D\ndaemon --user=m \"$D --b=2 >/l 2>&1 &\"\nchpst -u m -e ./env mesos-slave --c",
			want: `file /l replace unknown at 1:3-4:35
start "/usr/sbin/mesos-master"@1:3 "--a=1"@2:66
start "/usr/sbin/mesos-master"@1:3 "--b=2"@4:21
start <envdir ./env> "mesos-slave"@5:21 "--c"@5:33
`,
		},
		{
			name: "systemd-run gives the unit its variables",
			text: "systemd-run --unit=m -p Environment=A=1 -p User=x --setenv=B=2 -E C=3 mesos-slave --d\ncloud-init-per once m mesos-slave --e",
			want: `start A="1" B="2" C="3" "mesos-slave"@1:71 "--d"@1:83
start "mesos-slave"@2:23 "--e"@2:35
`,
		},
		{
			name: "a carriage return and a byte order mark",
			text: "\ufeffA=1\r\nmesos-master --a=$A\r\n",
			want: `start "mesos-master"@2:1 "--a=<?>\r"@2:14
finding shell/carriage-return "" at 1:5-1:6: bash takes the carriage return for part of the line
finding shell/byte-order-mark "" at 1:1-1:2: bash takes the byte order mark for the beginning of the first word
`,
		},
		{
			name: "an unknown program may be a launcher where a start is meant",
			text: "/opt/launch -x mesos-master --a\nsystemctl restart mesos-slave",
			o:    Options{Meant: true},
			want: `start "mesos-master"@1:16 "--a"@1:29 gap
`,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := read(tc.text, tc.o)
			checkSpans(t, r)
			if diff := cmp.Diff(tc.want, describe(r)); diff != "" {
				t.Errorf("%s\n%s", tc.text, diff)
			}
		})
	}
}

// TestTree reads scripts beside other files.
func TestTree(t *testing.T) {
	dir := dirTree(t.TempDir())
	for name, content := range map[string]string{
		"files/agent.defaults": "MASTER=zk://z\nISOLATION=posix/cpu\n", "files/conf/a": "1\n", "files/conf/sub/b": "2\n", "files/env": "A=1\nB=\"$A 2\"\n",
		"files/lib.sh": "flag() { echo \"$2\" > /etc/mesos-slave/$1; }\nreturn 0\necho never > /etc/x\n",
	} {
		file := filepath.Join(string(dir), name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const script = `here=$(dirname "$0")
cp "$here/agent.defaults" /etc/default/mesos-slave
sed -i 's/^ISOLATION=.*/ISOLATION=cgroups/' /etc/default/mesos-slave
cat /etc/default/mesos-slave > /etc/copy
cp -r conf /etc/
cp -a "$here"/conf/. /etc/mesos/
cp conf/* /etc/mesos-master/
. ./lib.sh
flag work_dir "$(cat conf/a)"
set -a; . "$here/env"; set +a
mesos-master
source none.sh
`
	r := Read(source.WholeText(source.New("files/install.sh", "", []byte(script))), Options{Dialect: Bash, Wanted: wanted, Tree: dir})
	want := `file /etc/default/mesos-slave replace copy of agent.defaults machine=false at 2:1-2:51
file /etc/default/mesos-slave edit at 3:1-3:69
file /etc/copy replace "MASTER=zk://z\nISOLATION=cgroups\n" at 4:1-4:41
file /etc/conf replace directory at 5:1-5:17
file /etc/conf/a replace copy of conf/a machine=false at 5:1-5:17
file /etc/conf/sub replace directory at 5:1-5:17
file /etc/conf/sub/b replace copy of conf/sub/b machine=false at 5:1-5:17
file /etc/mesos replace directory at 6:1-6:33
file /etc/mesos/a replace copy of conf/a machine=false at 6:1-6:33
file /etc/mesos/sub replace directory at 6:1-6:33
file /etc/mesos/sub/b replace copy of conf/sub/b machine=false at 6:1-6:33
file /etc/mesos-master/a replace copy of conf/a machine=false at 7:1-7:29
file /etc/mesos-slave/work_dir replace "1\n" at 1:10-1:41
start A="1" B="1 2" "mesos-master"@11:1
gap is not in the tree (none.sh) at 12:8-12:15
`
	if diff := cmp.Diff(want, describe(r)); diff != "" {
		t.Error(diff)
	}
	after, known := r.Files[1].Change(source.WholeText(source.New("x", "", []byte("ISOLATION=a\nB\n"))))
	if !known || after.String() != "ISOLATION=cgroups\nB\n" || after.Span(10, 12).Source.Path != "files/install.sh" {
		t.Errorf("sed makes %q of it (%v)", after, known)
	}
	var names []string
	for _, f := range r.Followed {
		names = append(names, f.Path)
	}
	if got := strings.Join(names, " "); !strings.Contains(got, "files/lib.sh") || !strings.Contains(got, "files/env") {
		t.Errorf("followed %s", got)
	}
}

// TestAssignments says what is read of a file that a shell sources.
func TestAssignments(t *testing.T) {
	const text = "A=1\nexport B=\"x y\" C\nC=$A/c\nif true; then D=1; fi\nif x; then E=2; fi\nF=$(hostname)\nG=`cat /etc/none`\nunset A\nH=(1 2)\nI={a,b}\nexport J={a,b}\nB+=z\nK=~/x\n"
	for _, tc := range []struct {
		allExport bool
		want      string
	}{
		{false, `B="x y" C="1/c" D-="1" E?-="2" F-=<?> G-=<?> H-=<?> I-="{a,b}" J=<?> B="x yz" K-=<?>`},
		{true, `B="x y" C="1/c" D="1" E?="2" F=<?> G=<?> H=<?> I="{a,b}" J=<?> B="x yz" K=<?>`},
	} {
		var got []string
		for _, a := range read(text, Options{Dialect: Bash, AllExport: tc.allExport}).Assignments {
			got = append(got, describeAssignment(a))
		}
		if diff := cmp.Diff(tc.want, strings.Join(got, " ")); diff != "" {
			t.Error(diff)
		}
	}
}

// TestEdits changes a part of what was read, and reads again.
func TestEdits(t *testing.T) {
	for _, tc := range []struct{ text, old, new, want string }{
		{"A=\"--x=1 --y=2\"\nmesos-master $A", "--y=2", "--y=3", "A=\"--x=1 --y=3\"\nmesos-master $A"},
		{"A=1\nmesos-master --x=$A --y=$A", "--x=1", "--x=2", ""}, // the other flag would change with it
		{"A=1\nmesos-master --x=$A", "1", "a b", ""},              // it would be two words
		{"A=1\nmesos-master --x=\"$A\"", "1", "a b", "A='a b'\nmesos-master --x=\"$A\""},
		{"bash -c 'mesos-master --x=1'", "1", "2", "bash -c 'mesos-master --x=2'"},
		{"set -- --x='a b'\nmesos-master \"$@\"", "a b", "it's", "set -- '--x=it'\\''s'\nmesos-master \"$@\""},
	} {
		r := read(tc.text, Options{Dialect: Bash})
		got := ""
		for _, st := range r.Starts {
			for _, w := range st.Words {
				i := strings.Index(w.Text.String(), tc.old)
				if i < 0 {
					continue
				}
				if p, s, ok := w.Text.Edit(i, i+len(tc.old), tc.new); ok {
					got = tc.text[:p.Start] + s + tc.text[p.End:]
				}
			}
		}
		if got != tc.want {
			t.Errorf("%q: %s → %s gives %q, want %q", tc.text, tc.old, tc.new, got, tc.want)
		}
	}
}

// TestFileEdits changes what a script writes, where it stands in the script.
func TestFileEdits(t *testing.T) {
	for _, tc := range []struct{ text, old, new, want string }{
		{"cat > /etc/a <<'E'\n{\"a\": 1}\nE\n", "1", "$2", "cat > /etc/a <<'E'\n{\"a\": $2}\nE\n"},
		{"cat > /etc/a <<E\nA=1\nE\n", "1", "$2`\\", "cat > /etc/a <<E\nA=\\$2\\`\\\\\nE\n"},
		{"\tcat > /etc/a <<-E\n\tA=1\n\t\tB=2\n\tE\n", "B=2", "C=2", "\tcat > /etc/a <<-E\n\tA=1\n\t\tC=2\n\tE\n"},
		{"echo one > /etc/a", "one", "two", "echo two > /etc/a"},
		{"echo 'a b' > /etc/a", "b", "it's", "echo 'a it'\\''s' > /etc/a"},
		{"printf 'A=%s\\n' one > /etc/a", "one", "two", "printf 'A=%s\\n' two > /etc/a"},
		{"printf 'A=%s\\n' one > /etc/a", "A=", "B%=", "printf 'B%%=%s\\n' one > /etc/a"},
		{"sudo sh -c \"echo one > /etc/a\"", "one", "$two", "sudo sh -c \"echo '\\$two' > /etc/a\""},
	} {
		r := read(tc.text, Options{Dialect: Bash})
		if len(r.Files) != 1 {
			t.Fatalf("%q: %s", tc.text, describe(r))
		}
		content := r.Files[0].Content
		i := strings.Index(content.String(), tc.old)
		p, s, ok := content.Edit(i, i+len(tc.old), tc.new)
		if got := tc.text[:p.Start] + s + tc.text[p.End:]; !ok || got != tc.want {
			t.Errorf("%q: %s → %s gives %q (%v), want %q", tc.text, tc.old, tc.new, got, ok, tc.want)
		}
	}
}

// hostile are texts that take time or memory out of proportion, if they are followed without bounds.
var hostile = map[string]string{
	"doubled":         "A=aaaaaaaaaaaaaaaa\n" + strings.Repeat("A=$A$A\n", 40) + "echo $A > /etc/a\n",
	"doubled words":   "A='a b'\n" + strings.Repeat("A=\"$A $A\"\n", 40) + "mesos-master $A\n",
	"doubled array":   "a=(x y)\n" + strings.Repeat("a+=(\"${a[@]}\")\n", 40) + "mesos-master \"${a[@]}\"\n",
	"arithmetic":      strings.Repeat("$((", 100000),
	"subshells":       strings.Repeat("(", 100000),
	"substitutions":   strings.Repeat("$(", 100000),
	"quoted":          strings.Repeat("\"$(", 100000),
	"ifs":             strings.Repeat("if ", 100000),
	"functions":       strings.Repeat("f()", 100000),
	"pipes":           strings.Repeat("a|", 100000),
	"chain":           "true" + strings.Repeat(" && true", 50000) + "\n",
	"pipeline":        "true" + strings.Repeat(" | true", 50000) + "\n",
	"negation":        "((" + strings.Repeat("!", 100000) + "1))\n",
	"nested loops":    strings.Repeat("for x in a b c d e f g h; do ", 30) + "echo x >> /etc/a\n" + strings.Repeat("done\n", 30),
	"recursion":       "f() { f; f; }\nf\n",
	"mutual":          "f() { g x; g x; }\ng() { f x; f x; }\nf\n",
	"environments":    strings.Repeat("export A=1\n", 3000) + strings.Repeat("mesos-master\n", 3000),
	"branches":        strings.Repeat("A=1\nif x; then B=2; fi\n", 10000),
	"many variables":  manyVariables(3000) + strings.Repeat("(true)\n", 3000),
	"shell in shell":  "sh -c " + strings.Repeat("\"sh -c ", 200) + "\n",
	"braces":          "echo " + strings.Repeat("{a,b}", 5000) + " > /etc/a\n",
	"elifs":           "if x; then A=1\n" + strings.Repeat("elif x; then A=1\n", 20000) + "fi\n",
	"cases":           "case $x in\n" + strings.Repeat("a) A=1;;\n", 20000) + "esac\n",
	"substrings":      "A=" + strings.Repeat("a/", 2000) + "\n" + strings.Repeat("A=${A%/*}${A##*/}\n", 2000),
	"printf":          "printf '%s%s%s' " + strings.Repeat("a ", 100000) + "> /etc/a\n",
	"sed":             "printf '" + strings.Repeat("a\\n", 20000) + "' > /etc/a\n" + strings.Repeat("sed -i 's/a/aa/g' /etc/a\n", 200),
	"appends":         strings.Repeat("echo aaaaaaaaaaaaaaaaaaa >> /etc/a\n", 20000) + "cat /etc/a /etc/a > /etc/b\n",
	"cat onto itself": "echo a > /etc/a\n" + strings.Repeat("cat /etc/a /etc/a > /etc/b; cat /etc/b /etc/b > /etc/a\n", 100),
	"heredocs":        strings.Repeat("cat <<E > /etc/a\n$A$A\nE\n", 20000),
	"backslashes":     "A=" + strings.Repeat("\\\n", 200000) + "\n",
	"conditions":      "[[ " + strings.Repeat("( ", 300) + "x" + strings.Repeat(" )", 300) + " ]]\n",
}

func manyVariables(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("V" + strings.Repeat("x", i%50) + string(rune('a'+i%26)) + strings.Repeat("y", i/50) + "=1\n")
	}
	return b.String()
}

// TestBounds reads hostile texts: each ends quickly, and says so in our own words where it was not read to its end.
func TestBounds(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			r := read(text, Options{Dialect: Bash})
			if took := time.Since(start); took > patience.Limit(2*time.Second) {
				t.Errorf("took %v", took)
			}
			if r.Unreadable != nil && !ownWords(r.Unreadable.Reason) {
				t.Errorf("says %q", r.Unreadable.Reason)
			}
		})
	}
	for _, name := range []string{"doubled", "arithmetic", "nested loops", "recursion"} {
		if r := read(hostile[name], Options{Dialect: Bash}); r.Unreadable == nil {
			t.Errorf("%s was read to its end", name)
		}
	}
}

// ownWords reports whether a reason is one of ours: it quotes neither the text nor the parser.
func ownWords(reason string) bool {
	for _, own := range []string{
		"the variables of the shell text grow too large", "the shell text does too much", "the shell text is nested too deeply",
		"holds a NUL byte", "is not bash from here on", "is a template, which is not bash",
	} {
		if strings.HasPrefix(reason, own) {
			return true
		}
	}
	return false
}

// TestSyntaxErrors reads what stands before the place where the shell stops.
func TestSyntaxErrors(t *testing.T) {
	for text, at := range map[string]string{
		"echo 1 > /etc/a\nif x; fi\n": "2:1", "echo 1 > /etc/a\necho )\n": "2:6", "echo 1 > /etc/a\n\x00": "1:1", "echo 1 > /etc/a\necho \"\n": "2:6",
	} {
		r := read(text, Options{})
		if r.Unreadable == nil || !ownWords(r.Unreadable.Reason) {
			t.Errorf("%q: %v", text, r.Unreadable)
		} else if start, _ := r.Unreadable.At.Range(); text[len(text)-1] != 0 && len(r.Files) != 1 {
			t.Errorf("%q: %v, %d files", text, start, len(r.Files))
		}
		_ = at
	}
}

// TestMarks reads a template: what the engine fills in is not known, and what a condition holds may be left out.
func TestMarks(t *testing.T) {
	const text = "export A={{ a }}/x\n{% if b %}\nexport B=1\n{% endif %}\nexport {{ c }}=2\nmesos-master --d={{ d }}\n"
	r := read(text, Options{Marks: func(t source.Text) Marks {
		find := func(s string) source.Range {
			i := strings.Index(text, s)
			return source.Range{Start: i, End: i + len(s)}
		}
		return Marks{
			Unknown:  []source.Range{find("{{ a }}"), find("{{ c }}"), find("{{ d }}")},
			Gone:     []source.Range{find("{% if b %}"), find("{% endif %}")},
			Optional: []source.Range{find("\nexport B=1\n")},
		}
	}})
	want := `start A=<?> B?="1" "mesos-master"@6:1 "--d=<?>"@6:14 gap
gap the conditions of the template may add to the shell text () at 2:1-2:11
gap the names of some variables are only known when the template is rendered () at 5:8-5:15
`
	if diff := cmp.Diff(want, describe(r)); diff != "" {
		t.Error(diff)
	}
}

// TestCommand reads command lines whose words are known.
func TestCommand(t *testing.T) {
	words := func(list ...string) (out []machine.Word) {
		for _, s := range list {
			out = append(out, machine.KnownWord(source.LiteralText(s, source.Span{})))
		}
		return out
	}
	for _, tc := range []struct {
		words []machine.Word
		want  string
	}{
		{words("sh", "-c", "echo x > /etc/a; exec mesos-master --y=$ZK"), "file /etc/a replace \"x\\n\" at -\nstart ZK=\"z\" \"mesos-master\"@ \"--y=z\"@\n"},
		{words("env", "A=1", "mesos-master", "$ZK"), "start ZK=\"z\" A=\"1\" \"mesos-master\"@ \"$ZK\"@\n"},
		{words("echo", "mesos-master"), ""},
		{nil, ""},
		{words("", ""), ""},
	} {
		r := Command(tc.words, source.Span{}, Options{
			Wanted: wanted, Environment: []machine.Assignment{{Name: "ZK", Value: source.LiteralText("z", source.Span{}), Exported: true}},
		})
		if diff := cmp.Diff(tc.want, describe(r)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestDialectOf reads #! lines.
func TestDialectOf(t *testing.T) {
	for line, want := range map[string]struct {
		d  Dialect
		ok bool
	}{
		"#!/bin/sh\n": {Posix, true}, "#!/bin/bash -e": {Bash, true}, "#! /usr/bin/env bash\r\n": {Bash, true}, "#!/usr/bin/env -S bash -x\n": {Bash, true},
		"#!/bin/dash": {Dash, true}, "#!/usr/bin/python\n": {Posix, false}, "#!": {Posix, false}, "echo": {Posix, false}, "": {Posix, false},
	} {
		if d, ok := DialectOf([]byte(line)); d != want.d || ok != want.ok {
			t.Errorf("%q: %v, %v", line, d, ok)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, scripts := range []map[string]string{realScripts, bashScripts, dashScripts} {
		for _, text := range scripts {
			f.Add([]byte(text), byte(0))
			f.Add([]byte(text), byte(5))
		}
	}
	for _, text := range hostile {
		f.Add([]byte(text[:min(len(text), 2000)]), byte(1))
	}
	f.Fuzz(func(t *testing.T, data []byte, how byte) {
		var r *Result
		machinetest.Bounded(t, len(data), func() machine.Contributions {
			r = Read(source.WholeText(source.New("script", "", data)), Options{
				Dialect: Dialect(how % 3), AllExport: how&4 != 0, HasArguments: how&8 != 0, Meant: how&16 != 0, Wanted: wanted,
			})
			return r.Contributions
		})
		checkSpans(t, r)
		if r.Unreadable != nil && !ownWords(r.Unreadable.Reason) {
			t.Errorf("says %q", r.Unreadable.Reason)
		}
		for _, g := range r.Gaps {
			if !utf8.ValidString(g.Reason) {
				t.Errorf("says %q", g.Reason)
			}
		}
		for _, file := range r.Files {
			if !strings.HasPrefix(file.Path, "/") {
				t.Errorf("writes %q", file.Path)
			}
			if file.Change != nil {
				file.Change(source.WholeText(source.New("x", "", []byte("A=1\nB=2"))))
			}
		}
		for _, a := range r.Assignments {
			if got := a.NameSpan.Text(); got != a.Name {
				t.Errorf("the span of %q holds %q", a.Name, got)
			}
		}
	})
}
