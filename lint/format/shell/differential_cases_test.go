package shell

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// needShells skips a test where the shells that it asks are missing.
func needShells(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("there is no %s on this machine to compare with", name)
		}
	}
}

// realScripts are scripts as people write them. All of what they write lies in /etc.
var realScripts = map[string]string{
	"redirections anywhere": `> /etc/a echo x
echo 1 2>/dev/null >/etc/b 3
{ echo 1; echo 2; } > /etc/c
( echo 1; echo 2 ) >> /etc/c
: > /etc/d
> /etc/e
echo a > /etc/f > /etc/g
echo gone >&2
{ echo in; } 2>&1 >> /etc/c
`,
	"tee and pipes": `echo x | tee /etc/a /etc/b > /dev/null
echo y | sudo tee -a /etc/a
echo z | cat | tee /etc/c | cat > /etc/d
cat <<E | sudo tee /etc/e >/dev/null
one
E
printf 'a' | cat - > /etc/f
`,
	"heredocs": "X='v w'\ncat <<E > /etc/a\n$X ${X} \"$X\" '$X' \\$X \\\\ \\\" \\n\nE\ncat > /etc/b <<'E'\n$X \\$X \\\\\nE\ncat <<\\E >> /etc/b\n`x`\nE\n" +
		"cat <<-E > /etc/c\n\t\ta $X\n\t b\n\t\\\n\tc\n\tE\ncat <<-'E' > /etc/d\n\t\ta\n\t  b\n\n\tE\ncat <<A - <<B > /etc/e\na\nA\nb\nB\ncat <<E > /etc/f; echo h > /etc/g\n\nx\nE\ncat <<\"E F\" > /etc/h\nq\nE F\n",
	"touch and rm": `mkdir -p /etc/mesos-slave
touch /etc/mesos-slave/?strict '/etc/mesos-slave/?no-x'
echo 1 > /etc/mesos-slave/a
touch /etc/mesos-slave/a
echo 1 > /etc/mesos-slave/b
rm -f /etc/mesos-slave/b
echo 1 > /etc/mesos-master/c; echo 2 > /etc/mesos-master/d
rm -rf /etc/mesos-master/*
echo 3 > /etc/mesos-master/e
rm -r /etc/mesos
`,
	"copies": `echo 1 > /etc/mesos/a
cp /etc/mesos/a /etc/mesos/b
cp /etc/mesos/a /etc/mesos-master/
mv /etc/mesos/b /etc/mesos-slave/c
install -m 600 /etc/mesos/a /etc/mesos-slave/d
cp -f /etc/mesos/a /etc/mesos-slave/c /etc/default
ln -s /dev/null /etc/mesos/l
install -d /etc/x/y
echo 2 > /etc/x/y/z
cat /etc/mesos/a /etc/x/y/z > /etc/both
dd if=/etc/mesos/a of=/etc/dd 2>/dev/null
echo q | dd of=/etc/dd2 2>/dev/null
`,
	"functions": `flag() { mkdir -p "/etc/mesos-$1"; echo "$3" > "/etc/mesos-$1/$2"; }
flag slave work_dir /var/lib/mesos
flag master quorum 2
both() { for d in master slave; do flag $d "$@"; done; }
both x "a b"
f() { local v=$1; shift; echo "$v:$*:$#" > /etc/f; }
v=outside
f 1 2 3
echo $v > /etc/g
r() { if [ "$1" = stop ]; then return 0; fi; echo "$1" > /etc/r; }
r go
r stop
`,
	"words": `A="--x='/y' --z=1"
mesos-slave $A "$A" ''
B="a  b"
echo $B "$B" > /etc/a
set -- one "two three"
mesos-slave "$@" $* "$*" $# "pre$@post"
shift
mesos-slave "$@"
set --
mesos-slave "$@" x
C=
mesos-slave $C "$C" x$C ${C:-d} ${C-e} ${A:+alt}
D=/a/b/c.conf
echo ${D%/*} ${D##*/} ${D%.conf} ${D#/a} > /etc/d
`,
	"built up": `ARGS="--work_dir=/w --quorum=2"
ARGS="$ARGS --zk=zk://z:2181/m"
ARGS="${ARGS} --x=1"
mesos-master $ARGS
if [ -e /nonexistent ]; then ARGS="$ARGS --maybe=1"; fi
mesos-master $ARGS
if [ -d / ]; then ARGS="$ARGS --there=1"; fi
exec mesos-master $ARGS
`,
	"environment": `export A=1
B=2
export B C=3
D=4 mesos-master
env E=5 mesos-master
F=6
mesos-slave
set -a
G=7
set +a
H=8
unset C
mesos-agent
( export I=9; mesos-agent )
mesos-agent
env -i A=2 PATH=$PATH mesos-master
env -u A mesos-master
J=1 env K=2 mesos-master
`,
	"launchers": `export X=1
nohup mesos-master --a >/dev/null 2>&1
nice -n 5 mesos-master --b
sudo -u root Y=2 mesos-master --c
setsid mesos-master --d
command mesos-master --e
command -v mesos-master
timeout 5 mesos-master --f
chpst -u root mesos-slave --g
gosu root mesos-slave --h
stdbuf -o L mesos-slave --i
mesos-slave --j &
wait
which mesos-slave
echo mesos-slave --no
exec mesos-slave --k
mesos-slave --never
`,
	"shells in strings": `V=outer
export E=exported
bash -c 'echo "$V$E" > /etc/a; mesos-master "$0" "$@"' zero one "two three"
sh -c "echo $V > /etc/b"
sudo sh -c 'echo x >> /etc/b'
su root -c "echo 'a b' > /etc/c; mesos-slave --v=$V"
ssh -o X=y host "echo $V > /etc/d"
ssh host 'for i in 1 2; do echo $i >> /etc/e; done'
ssh host bash -s <<E
echo $V > /etc/f
echo \$E > /etc/g
E
bash <<'E'
echo "$E" > /etc/h
E
bash -ec "$(echo 'echo nested > /etc/i')"
`,
	"branches": `if true; then echo 1 > /etc/a; else echo 2 > /etc/a; fi
if [ x = y ]; then echo 1 > /etc/b; elif [ -n "z" ]; then echo 2 > /etc/b; else echo 3 > /etc/b; fi
case slave in master) echo m > /etc/c;; sl*) echo s > /etc/c;; *) echo o > /etc/c;; esac
[ -z "" ] && echo y > /etc/d || echo n > /etc/d
false || echo f > /etc/e
! true || echo g > /etc/f
if [ -e /etc/a ]; then X=1; else X=2; fi
echo $X > /etc/g
true && false || echo h > /etc/h
test 3 -gt 2 && echo i > /etc/i
until true; do echo never > /etc/j; done
while false; do echo never > /etc/j; done
for x in; do echo never > /etc/j; done
mkdir -p /etc/k && echo 1 > /etc/k/l
`,
	"loops": `for x in a b "c d"; do echo "$x" >> /etc/a; done
for d in master slave; do for f in 1 2; do echo $f > /etc/mesos-$d/$f; done; done
for x in 1 2 3; do if [ $x = 2 ]; then break; fi; echo $x >> /etc/b; done
i=0
while [ $i -lt 3 ]; do echo $i >> /etc/c; i=$((i + 1)); done
printf '1\n2\n' | while read l; do echo $l >> /etc/d; done
L="p q"
for x in $L; do echo $x >> /etc/e; done
for x in 1 2 3; do [ $x = 2 ] && continue; echo $x >> /etc/f; done
`,
	"directories": `cd /etc/mesos
echo 1 > a
( cd ../mesos-slave; echo 2 > b )
echo 3 > c
cd ..
echo 4 > default/d
cd /etc/mesos-master && echo 5 > e
mkdir -p sub; cd sub; echo 6 > f
`,
	"substitutions": `echo "zk://z" > /etc/mesos/zk
ZK=$(cat /etc/mesos/zk)
mesos-master --zk=$ZK --x="$(cat /etc/mesos/zk)" --y=` + "`cat /etc/mesos/zk`" + `
H=$(hostname)
echo "$H" > /etc/h
echo "A=$H
B=2" > /etc/i
X=$(echo a; echo b)
echo "$X" > /etc/j
echo $(printf 'q\n\n') > /etc/k
D=$(dirname /a/b/c)
echo $D > /etc/l
`,
	"sed": `printf 'A=1\nB=2\n# C=3\n' > /etc/a
sed -i 's/^A=.*/A=x\/y/' /etc/a
sed -i -e 's|B=2|B=&&|;s/# *C/C/' /etc/a
sed -i '$a D=4' /etc/a
sed -i '1i Z=0' /etc/a
sed -i '/^B/d' /etc/a
sed -i 's/nothing/else/g' /etc/a
sed -i '/^C/c C=new' /etc/a
sed -i -E 's/^(Z)=([0-9]+)$/\2=\1/' /etc/a
sed -i 's/\(D\)=\(4\)/\1 = \2/' /etc/a
sed -i '/A/a after' /etc/a
: > /etc/b
sed -i '$a x' /etc/b
V=val
echo 'X=old' > /etc/c
sed -i "s/old/$V/" /etc/c
sed 's/X/Y/' /etc/c > /etc/d
echo abc | sed 's/b/-/' > /etc/e
printf 'a\nb\nc\nd' > /etc/f
sed -i '2,3d' /etc/f
sed -i '2s/d/e/;2!s/a/z/' /etc/f
sed -i 's/[a-z]*/<&>/' /etc/f
printf '/etc/x *\n' > /etc/g
sed -i 's#/etc/x \*#+(a)#' /etc/g
sed -i 's/+(a)/b|c/2;s/zzz//' /etc/g
`,
	"printf": `printf '/var/lib' > /etc/a
printf '%s' 'zk://h' > /etc/b
printf 'a\tb\n%s=%s\n' x y z > /etc/c
printf '%s\n' a "b c" > /etc/d
printf '100%%\n' > /etc/e
printf '%d %s\n' 3 q > /etc/f
printf -- '-x\n' > /etc/g
printf 'no args %s|\n' > /etc/h
printf '\101\\n\n' > /etc/i
printf "%s\n" "a\nb" > /etc/j
printf '%b' 'a\nb\n' > /etc/k
`,
	"sourcing": `. ./lib.sh
echo "$FROM_LIB" > /etc/a
lib_function x
. ./args.sh one
mesos-master --y=$FROM_LIB
`,
	"quotes": `echo 'it'\''s' "a\"b" a\ b "\$x" '\n' > /etc/a
echo "a
b" > /etc/b
echo a \
 b > /etc/c
echo a"b"'c'd > /etc/d
echo "\\" '\\' "\a" > /etc/e
echo -n x > /etc/f
echo -nn > /etc/g
echo "" > /etc/h
echo > /etc/i
echo - -- > /etc/j
echo "# no" # comment
`,
	"comments": `echo a > /etc/a # c \
echo b > /etc/b
# foo \
echo c > /etc/c
mesos-master --a \
  # --b \
  --c
cat <<E > /etc/e
# x \
y
E
A="q \
# x \
y"
echo "$A" > /etc/f
(echo "x"#y > /etc/g)
`,
	"descriptors": `exec 3>&1
{ echo out; echo err >&2; } > /etc/a 2> /etc/b
{ echo out; echo err >&2; } > /etc/c 2>&1
( echo q >&2 ) 2>&1 > /etc/d | cat > /etc/e
echo x >&3
( exec > /etc/f; echo y )
echo z > /etc/g
Y=$(cat <<E
in $(echo nested)
E
)
echo "$Y" > /etc/h
bash -c "$(cat <<'E'
echo w > /etc/i
E
)"
`,
	"exits": `echo 1 > /etc/a
if [ -z "x" ]; then echo 2 > /etc/b; exit 1; fi
[ -e /nonexistent ] && exit 0
echo 3 > /etc/c
exit 0
echo 4 > /etc/d
`,
	"lost arguments": `mesos-slave --attributes=rack:r1;zone:a --log_dir=/x
mesos-slave --a=b
  --c=d
mesos-slave --e=f \
  --g=h
`,
}

// bashScripts are those that only bash runs.
var bashScripts = map[string]string{
	"arrays": `args=(--a=1 "--b=x y")
args+=(--c=2)
args[${#args[@]}]=--d
mesos-master "${args[@]}"
more=(--e --f)
mesos-slave "${more[@]}" "$@" ${more[0]} "${more[*]}"
none=()
mesos-slave "${none[@]}" x
`,
	"words of an array with equals signs after quotes": `name=port value=5050
args=( --"$name"="$value" --"${name}"_x='1' )
args+=(
  --'a'="b"
  "c"=d # e
)
if [ -n "$name" ]
then args+=( --"${name#'p'}" )
else args+=( --"$name"="$(cat /none)" )
fi
mesos-master "${args[@]}"
`,
	"echo": `echo -e 'a\nb\tc\\n' > /etc/a
echo 'a\nb' > /etc/b
echo -ne 'x\n' > /etc/c
echo -e 'stop\chere' > /etc/d
echo -E 'a\n' > /etc/e
echo -x -n > /etc/f
echo -e "\x41\101\0101" > /etc/g
`,
	"read all": `read -r -d '' X <<'E'

  a
 b
E
echo "$X" > /etc/a
`,
	"lines of the input": `while IFS== read -r k v; do echo "$v" > /etc/$k; done <<E
a=1
b=x=y
c=z=
d
e= q 
E
while read k v; do echo "[$k|$v]"; done > /etc/f <<E
 a   b  c  

x
E
printf 'one\ntwo' | while read l; do echo $l; done > /etc/g
while IFS= read -r line; do echo "<$line>"; done > /etc/h <<E
  a \\b
E
printf 'p 1\nq 2\n' > /etc/i
while read -r n p; do mesos-agent --hostname=$n --port=$p; done < /etc/i
while IFS=: read -r x y z; do echo "$x/$y/$z"; done > /etc/j <<E
1:2:3:4
1:2:
::
1
1:2:3:
E
echo "$x$l" > /etc/k
cat /etc/i | while read a b; do if [ "$a" = q ]; then echo $b > /etc/l; fi; done
while read a; do read b; echo $a-$b; done > /etc/m < /etc/i
while read a; do break; done < /etc/i
`,
	"words of a file": `mkdir -p /etc/x
printf '# c\nMESOS_WORK_DIR=/w\n\nMESOS_PORT=1\n' > /etc/x/conf
export $(grep -v '^#' /etc/x/conf | xargs)
mesos-agent --master=m:5050
export -n MESOS_PORT
export $(cat /etc/x/conf | grep -v '#' ) A
mesos-agent
grep -E '^(MESOS_P|#)' /etc/x/conf > /etc/a
echo a b | xargs echo x > /etc/b
printf '%s\n' --port=1 '--hostname=h' > /etc/x/opts
xargs mesos-agent --master=m < /etc/x/opts
echo q | xargs > /etc/c
grep -v MESOS /etc/x/conf > /etc/d
printf 'a\nb' | grep b > /etc/e
`,
	"eval of what is known": `C="mesos-agent --master=m:5050 --work_dir='/w x'"
eval $C
eval "B=2" 'D=$B'
echo $B$D > /etc/a
eval "export MESOS_PORT=$B"
eval mesos-agent
f() { eval "$1=7"; }
f Q
echo $Q > /etc/b
eval
eval exec mesos-agent --port=3
`,
	"joined": `A=(a "b c" d)
IFS=,
echo "x:${A[*]}" > /etc/a
f() { local IFS=:; echo "$*-${A[*]}"; }
f 1 2 > /etc/b
IFS=
echo "${A[*]}" > /etc/c
unset IFS
set -- p "q r"
echo "$*" > /etc/d
mesos-agent --attributes="x:${A[*]}"
`,
	"braces": `for i in {1..3} {c..a} {08..10} {6..1..2} {-1..1} x{1..2}y{a,b}; do echo $i >> /etc/a; done
echo {a,b}{1..2} {x} {,y} {} a{1..2 {1..2}3 > /etc/b
echo {1..a} {1..} \{1,2} "{1..2}" a\{1..2} > /etc/c
for i in {1..2}; do mesos-agent --port=505$i --work_dir=/w{1..2}; done
`,
	"braces in braces": `echo {a,b}{c,d} x{1..3}y {3..1} {01..10..4} {a..e..2} > /etc/a
echo {a,"b c"}z {a,{b,c}}d a{,x} {a} {} {a,b {1..x} "{a,b}" '{1..2}' \{a,b\} > /etc/b
echo /etc/{x,y}/{1..2} {$HOME,b} ${HOME}{c,d} > /etc/c
for i in {1..3}; do echo $i >> /etc/d; done
mkdir -p /etc/mesos-{x,y}
echo 1 | tee /etc/mesos-{x,y}/port > /dev/null
cp /etc/mesos-x/{port,ip}
A={1,2}
mesos-slave --a={1,2} --b="{1,2}" "$A" --c={x..z}
`,
	"directories that were left": `cd /etc/mesos
echo 1 > a
cd ../default
echo 2 > b
cd -
echo 3 > c
pushd /etc/mesos-slave > /dev/null
echo 4 > d
cd attributes 2>/dev/null || mkdir attributes
popd > /dev/null
echo 5 > e
`,
	"a loop that reads": `while IFS= read -r line; do :; done < /dev/null
A="--a --b"
mesos-slave $A
printf '1\n2\n' | xargs -n1 mesos-master --x
`,
	"bashisms": `[[ a == a && -n x ]] && echo 1 > /etc/a
[[ abc == a* ]] && echo 2 > /etc/b
[[ abc == "a*" ]] || echo 3 > /etc/c
mkdir -p /etc/m-{x,y}
echo {a,b}c > /etc/d
A=$'t\tab\n'
echo "$A" > /etc/e
cat <<< "here $A" > /etc/f
A+=more
echo "$A" > /etc/g
{ echo x; echo y >&2; } &> /etc/h
echo q &>> /etc/i
function g { echo "$1" > /etc/j; }
g z
for ((i = 0; i < 2; i++)); do echo $i > /etc/k; done
declare -x DX=1
mesos-master
export A=exported
export -n A
mesos-master
echo "${A/t/T}" > /etc/l
V=DX; echo "${!V}" > /etc/n
`,
}

// dashScripts are those in which dash does something else than bash.
var dashScripts = map[string]string{
	"echo": `echo 'a\nb\tc' > /etc/a
echo -e 'a\nb' > /etc/b
echo -n 'x\n' > /etc/c
echo 'stop\chere' > /etc/d
echo '\\' '\101' '\0101' > /etc/e
echo -n -n > /etc/f
`,
}

var libraries = map[string]string{
	"lib.sh":  "FROM_LIB='from lib'\nlib_function() { echo \"$1$FROM_LIB\" > /etc/lib; }\necho sourced >> /etc/s\n",
	"args.sh": "export FROM_ARGS=$1\n",
}

// TestFilesAndStartsAreThoseOfTheShell runs scripts and compares what they do with what is claimed to be certain.
func TestFilesAndStartsAreThoseOfTheShell(t *testing.T) {
	needShells(t, "bash", "dash")
	b := newBench(t)
	place := func(text string) string {
		return strings.ReplaceAll(text, "/etc/", filepath.Join(b.dir, "root")+"/etc/")
	}
	files := map[string]string{}
	for name, text := range libraries {
		files[name] = place(text)
	}
	held := 0
	each := func(shell string, d Dialect, scripts map[string]string) {
		for name, text := range scripts {
			t.Run(shell+"/"+name, func(t *testing.T) {
				n := b.compare(t, shell, place(text), Options{Dialect: d}, files)
				if n == 0 {
					t.Errorf("nothing was claimed of\n%s", text)
				}
				held += n
			})
		}
	}
	each("bash", Bash, realScripts)
	each("dash", Dash, realScripts)
	each("bash", Posix, realScripts)
	each("dash", Posix, realScripts)
	each("bash", Bash, bashScripts)
	each("dash", Dash, dashScripts)
	if held < 500 {
		t.Errorf("only %d claims were held against the shells", held)
	}
}

// generator makes scripts of statements that the shells can run.
type generator struct {
	*rand.Rand
	b     strings.Builder
	depth int
}

func (g *generator) pick(from ...string) string { return from[g.IntN(len(from))] }

func (g *generator) name() string { return g.pick("A", "B", "C", "D") }

func (g *generator) file() string {
	return "/etc/" + g.pick("mesos/", "mesos-master/", "mesos-slave/", "default/") + g.pick("a", "b", "c", "'d e'", "\"$Q\"x", "f$P", "?g")
}

func (g *generator) word() string {
	var b strings.Builder
	for range 1 + g.IntN(3) {
		b.WriteString(g.pick("a", "b c", `"x y"`, "'q $A'", "$A", `"$B"`, "${C:-d}", `"${D:+e}"`, `\ `, "=", "--f=", "zk://h:1/m", `"\$A"`, "''", "$1", `"$@"`,
			`"$(echo $A)"`, "{", "}", ":", "%", "#x", `"a;b"`, "${A%x}", `"${B#a}"`, "$((1+1))", "é"))
	}
	return b.String()
}

func (g *generator) line(format string, args ...any) { fmt.Fprintf(&g.b, format+"\n", args...) }

func (g *generator) statement() {
	if g.depth > 3 {
		g.line("echo %s >> %s", g.word(), g.file())
		return
	}
	g.depth++
	defer func() { g.depth-- }()
	switch g.IntN(30) {
	case 0, 1, 2:
		g.line("%s=%s", g.name(), strings.ReplaceAll(g.word(), " c", ""))
	case 3:
		g.line("%s=%s", g.pick("P", "Q"), g.pick("a", "b", "'c'", "$P", "$(echo x)"))
		g.line("export %s=%s", g.name(), `"`+g.pick("a b", "$A", "${B}x", "")+`"`)
	case 4:
		g.line("%s=\"$%s %s\"", g.name(), g.name(), g.pick("--x=1", "y", ""))
	case 5, 6, 7:
		g.line("echo %s %s %s", g.word(), g.pick(">", ">>"), g.file())
	case 8:
		g.line("printf '%%s%s' %s > %s", g.pick(`\n`, "", "x"), g.word(), g.file())
	case 9:
		g.line("echo %s | tee %s %s > /dev/null", g.word(), g.pick("", "-a"), g.file())
	case 10:
		g.line("cat <<E >> %s\n%s\nE", g.file(), strings.ReplaceAll(g.word(), "''", ""))
	case 11:
		g.line("rm -f %s", g.file())
	case 12:
		g.line("cp %s %s 2>/dev/null", g.file(), g.file())
	case 13:
		g.line("touch %s", g.file())
	case 14:
		g.line("sed -i 's/%s/%s/' %s 2>/dev/null", g.pick("a", "x.*", "^b", "c$"), g.pick("z", "&&", "-"), g.file())
	case 15:
		g.line("if [ %s = %s ]; then", g.pick(`"$A"`, "x"), g.pick(`"$B"`, "x"))
		g.block()
		if g.IntN(2) == 0 {
			g.line("else")
			g.block()
		}
		g.line("fi")
	case 16:
		g.line("for %s in %s %s; do", g.name(), g.word(), g.word())
		g.block()
		g.line("done")
	case 17:
		g.line("case %s in a*) ", g.pick(`"$A"`, "abc", "x"))
		g.block()
		g.line(";; *)")
		g.block()
		g.line(";; esac")
	case 18:
		g.line("(")
		g.block()
		g.line(")")
	case 19:
		g.line("{")
		g.block()
		g.line("} > %s", g.file())
	case 20:
		g.line("mesos-%s %s %s", g.pick("master", "slave"), g.word(), g.word())
	case 21:
		g.line("%s=%s mesos-slave --y=%s", g.name(), g.pick("1", `"$A"`), g.pick("1", `"$B"`))
	case 22:
		g.line("set -- %s %s", g.word(), g.word())
	case 23:
		g.line("%s() {", g.pick("f", "g"))
		g.block()
		g.line("}")
	case 24:
		g.line("type f >/dev/null 2>&1 && f %s", g.word())
	case 25:
		g.line("sh -c 'echo \"$0$1\" > '%s %s %s", strings.NewReplacer("'", "", `"`, "", " ", "").Replace(g.file()), g.word(), g.word())
	case 26:
		g.line("[ -e /nonexistent ] && %s=1", g.name())
	case 27:
		g.line("%s=$(cat %s 2>/dev/null)", g.name(), g.file())
	case 28:
		g.line("unset %s", g.name())
	case 29:
		g.line("while read %s; do", g.name())
		g.block()
		g.line("done < /dev/null")
	}
}

func (g *generator) block() {
	g.line(":")
	for range 1 + g.IntN(2) {
		g.statement()
	}
}

// TestGeneratedScripts compares generated scripts with what the shells do.
func TestGeneratedScripts(t *testing.T) {
	needShells(t, "bash", "dash")
	b := newBench(t)
	held := 0
	for seed := range uint64(60) {
		g := &generator{Rand: rand.New(rand.NewPCG(seed, 7))}
		for range 3 + g.IntN(12) {
			g.statement()
		}
		text := strings.ReplaceAll(g.b.String(), "/etc/", filepath.Join(b.dir, "root")+"/etc/")
		shell, d := "bash", Bash
		switch seed % 4 {
		case 1:
			shell, d = "dash", Dash
		case 2:
			shell, d = "dash", Posix
		case 3:
			shell, d = "bash", Posix
		}
		held += b.compare(t, shell, text, Options{Dialect: d}, nil)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if held < 100 {
		t.Errorf("only %d claims were held against the shells", held)
	}
}
