package judges

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/compose-spec/compose-go/v2/types"
	"github.com/sirupsen/logrus"

	"github.com/mesoslint/mesoslint/lint/format/compose"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// disk is a tree on the disk.
type disk string

func (d disk) Open(_ *source.Source, name string) (source.Text, fs.FileMode, string) {
	data, err := os.ReadFile(filepath.Join(string(d), name))
	if err != nil {
		return source.Text{}, 0, "is not there"
	}
	return source.WholeText(source.New(name, "", data)), 0, ""
}

func (d disk) List(_ *source.Source, name string) ([]string, string) {
	entries, err := os.ReadDir(filepath.Join(string(d), name))
	if err != nil {
		return nil, "is not there"
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name()+"/")
		} else {
			names = append(names, e.Name())
		}
	}
	return names, ""
}

// theirProject loads the project of a directory as docker compose does with an empty environment.
func theirProject(dir string) (*types.Project, error) {
	o, err := cli.NewProjectOptions(nil, cli.WithWorkingDirectory(dir), cli.WithEnvFiles(), cli.WithDotEnv, cli.WithConfigFileEnv, cli.WithDefaultConfigPath,
		cli.WithName("p"), cli.WithProfiles([]string{"*"}))
	if err != nil {
		return nil, err
	}
	return o.LoadProject(context.Background())
}

// theirDump and ourDump write what of a project counts, in the same form. unknown are the variables that only we leave open.
func theirDump(p *types.Project, dir string, unknown map[string]bool) string {
	var b strings.Builder
	for _, name := range p.ServiceNames() {
		s := p.Services[name]
		fmt.Fprintf(&b, "%s image %q\n", name, s.Image)
		if s.Build != nil {
			fmt.Fprintf(&b, " build %s %s\n", relative(dir, s.Build.Context), s.Build.Target)
		}
		fmt.Fprintf(&b, " command %t %q\n entrypoint %t %q\n", s.Command != nil, []string(s.Command), s.Entrypoint != nil, []string(s.Entrypoint))
		var lines []string
		for k, v := range s.Environment {
			if v != nil && k != "" && !unknown[name+" "+k] {
				lines = append(lines, fmt.Sprintf(" env %s=%q\n", k, *v))
			}
		}
		for _, v := range s.Volumes {
			from := ""
			if v.Type == types.VolumeTypeBind {
				from = relative(dir, v.Source)
			}
			lines = append(lines, fmt.Sprintf(" mount %s %s\n", v.Target, from))
		}
		for _, c := range s.Configs {
			lines = append(lines, fmt.Sprintf(" mount %s %s%q\n", orPath(c.Target, "/"+c.Source), relative(dir, p.Configs[c.Source].File), p.Configs[c.Source].Content))
		}
		slices.Sort(lines)
		b.WriteString(strings.Join(lines, ""))
	}
	return b.String()
}

func orPath(target, or string) string {
	if target == "" {
		return or
	}
	return path.Join("/", target)
}

func relative(dir, name string) string {
	if rel, err := filepath.Rel(dir, name); err == nil && !strings.HasPrefix(rel, "../../") {
		return rel
	}
	return name
}

func ourDump(c machine.Contributions, unknown map[string]bool) string {
	starts := slices.Clone(c.Starts)
	slices.SortFunc(starts, func(a, b machine.Start) int { return strings.Compare(a.Name, b.Name) })
	var b strings.Builder
	texts := func(words []machine.Word) []string {
		var out []string
		for _, w := range words {
			out = append(out, w.Text.String())
		}
		return out
	}
	for _, s := range starts {
		fmt.Fprintf(&b, "%s image %q\n", s.Name, s.Container.Image.Text)
		if s.Container.Build != "" {
			fmt.Fprintf(&b, " build %s %s\n", s.Container.Build, s.Container.Stage)
		}
		fmt.Fprintf(&b, " command %t %q\n entrypoint %t %q\n", s.Container.HasCommand, texts(s.Words), s.Container.HasEntrypoint, texts(s.Container.Entrypoint))
		last := map[string]machine.Assignment{}
		for _, a := range s.Environment {
			last[a.Name] = a
		}
		var lines []string
		for k, a := range last {
			if a.Unknown {
				unknown[s.Name+" "+k] = true
			} else {
				lines = append(lines, fmt.Sprintf(" env %s=%q\n", k, a.Value))
			}
		}
		for _, m := range s.Container.Mounts {
			if m.Content != nil {
				lines = append(lines, fmt.Sprintf(" mount %s %q\n", m.Path, m.Content))
			} else if strings.HasPrefix(m.Path, "/cfg") {
				lines = append(lines, fmt.Sprintf(" mount %s %s%q\n", m.Path, m.From, ""))
			} else {
				lines = append(lines, fmt.Sprintf(" mount %s %s\n", m.Path, m.From))
			}
		}
		slices.Sort(lines)
		b.WriteString(strings.Join(lines, ""))
	}
	return b.String()
}

// maker makes random projects.
type maker struct{ r *rand.Rand }

func (m maker) of(list ...string) string { return list[m.r.IntN(len(list))] }
func (m maker) chance(n int) bool        { return m.r.IntN(n) == 0 }

func (m maker) text() string {
	return m.of("a", "zk://h/m", "x y", "${A}", "$B/c", "${C:-d}", "${C-${A}}", "${A:+e}", "${A+$$}", "${E:-f}", "${E-f}", "$$", "p$$q", "", "1:2", "${A}${B}", "é", "a=b",
		"${N:-n}", "${N-${M:-m}}", "'q'", `\x`, "${B:-}", "$(x)", "$1")
}

func (m maker) scalar() string {
	switch m.r.IntN(6) {
	case 0:
		return m.of("010", "0x10", "1_000", "1e3", "1.0", ".5", "true", "TRUE", "yes", "no", "on", "~", "null", "-0", "+7", "1e400", "0b11", "0o17", "12345678901234567890", "1.50", "-1.5e-3", "", "08", "1__0", "0.1", "1e21")
	case 1:
		return "'" + strings.ReplaceAll(m.text(), "'", "''") + "'"
	case 2:
		return `"` + strings.ReplaceAll(m.text(), `\`, `\\`) + `"`
	case 3:
		return "|-\n          " + m.text()
	}
	return m.of("a", "b/c", "$A", "${B}", "${C:-d}", "$$x", "1:2", "a b")
}

func (m maker) command() string {
	if m.chance(100) {
		return m.of(`'a "b'`, "a (b", "a b)c", "a \\", "[a, 1]", "1", "true")
	}
	return m.of(`"a --b=c"`, `a '--b=c d' "e f" g\ h`, `["a", "--b=$A", "c;d"]`, "[]", `''`, "a --b=1;c d", "a && b", "a > b", "a 2>b", "a $$(b c) d", "a `b c` d", `a "(b)" 'c;d'`,
		`["a", 'b']`, "a '' \"\"", "a ${A} ${N:-x y}", "a \\; b", ">\n      a\n      --b=c", "a | b", "~", "'a \"\\\"b\\n\"'", "a\\$$b", "'é ${C:-ü}'")
}

func (m maker) environment(b *strings.Builder, indent string) {
	if m.chance(2) {
		fmt.Fprintf(b, "%senvironment:\n", indent)
		merges := m.chance(5)
		if merges {
			fmt.Fprintf(b, "%s  <<: %s\n", indent, m.of("*x", "[*x, *y]", "[*y, *x]"))
		}
		for _, k := range []string{"K1", "K2", "K3", "A"} {
			if m.chance(2) {
				tag := ""
				if !merges && m.chance(25) { // what is merged would show below a key that is reset
					tag = m.of("!reset ", "!override ")
				}
				fmt.Fprintf(b, "%s  %s: %s%s\n", indent, k, tag, m.scalar())
			}
		}
		fmt.Fprintf(b, "%s  K9: z\n", indent)
		return
	}
	fmt.Fprintf(b, "%senvironment:\n", indent)
	for range 1 + m.r.IntN(3) {
		fmt.Fprintf(b, "%s  - %s\n", indent, m.of("K1=a", "K1=$A", "K2", "K2=${C:-d}", "\"K3='x'\"", "K1=", "A", "K4=a=b", "K3=$$x", "'K2=x y'"))
	}
}

func (m maker) service(b *strings.Builder, indent string, alone bool) {
	if alone || m.chance(3) {
		fmt.Fprintf(b, "%simage: %s\n", indent, m.of("i", "i:1", "${A}:2", "i:${N:-3}"))
	}
	if m.chance(2) {
		m.environment(b, indent)
	}
	if m.chance(3) {
		if m.chance(60) {
			fmt.Fprintf(b, "%senv_file: none.env\n", indent)
			return
		}
		fmt.Fprintf(b, "%senv_file: %s\n", indent, m.of("a.env", "[a.env, b.env]", "[b.env, ./a.env]", "[{path: a.env}, b.env]", "[{path: none.env, required: false}, a.env]", "sub/c.env", "[a.env, {path: sub/c.env, required: true}]", "[a.env, ./a.env]"))
	}
	tag := func() string {
		if m.chance(20) {
			return m.of("!reset ", "!override ")
		}
		return ""
	}
	if m.chance(2) {
		fmt.Fprintf(b, "%scommand: %s%s\n", indent, tag(), m.command())
	}
	if m.chance(4) {
		fmt.Fprintf(b, "%sentrypoint: %s\n", indent, m.command())
	}
	if m.chance(3) {
		fmt.Fprintf(b, "%svolumes: %s%s\n", indent, tag(), m.of("['./a:/m1']", "['./a:/m1:ro', '../b:/m2/']", "[{type: bind, source: c, target: /m1}]", "['/abs:/m3', './$A:/m4']", "['./${A}/x:/m${N:-1}']"))
	}
	if m.chance(5) {
		fmt.Fprintf(b, "%sconfigs: %s\n", indent, m.of("[{source: one, target: /cfg1}]", "[{source: two, target: /cfg/2}]", "[{source: one, target: cfg3}, {source: two, target: /cfg1}]"))
	}
	if m.chance(8) {
		fmt.Fprintf(b, "%sbuild: %s\n", indent, m.of(".", "./sub", "{context: sub, target: t}", "{dockerfile: D}"))
	}
	if m.chance(10) {
		fmt.Fprintf(b, "%sprofiles: [p]\n", indent)
	}
}

const anchors = "x-x: &x {K1: x1, K2: x2, K5: $A}\nx-y: &y\n  K1: y1\n  K3: ${C:-y3}\n"

const resources = "configs:\n  one: {file: ./conf/one}\n  two:\n    content: |\n      a${A}$$b\n"

func (m maker) file(names []string, base, withResources bool) string {
	var b strings.Builder
	b.WriteString(anchors + "services:\n")
	for i, name := range names {
		if !base && m.chance(2) {
			continue
		}
		fmt.Fprintf(&b, "  %s:\n", name)
		extends := ""
		if i > 0 && m.chance(4) {
			extends = m.of("extends: "+names[0], "extends: {service: "+names[0]+"}", "extends: {file: sub/ext.yml, service: e1}", "extends: {file: sub/ext.yml, service: e2}")
			fmt.Fprintf(&b, "    %s\n", extends)
		}
		m.service(&b, "    ", base && !strings.Contains(extends, "extends"))
		fmt.Fprintf(&b, "    hostname: h\n")
	}
	if !strings.Contains(b.String(), "hostname") {
		fmt.Fprintf(&b, "  %s: {hostname: h}\n", names[0])
	}
	if withResources {
		b.WriteString(resources)
	}
	return b.String()
}

func (m maker) dotenv() string {
	var b strings.Builder
	for range m.r.IntN(6) {
		if m.chance(150) {
			b.WriteString(m.of("A B=c", "A=\"open", "B='open", "é%=x") + "\n")
		}
		b.WriteString(m.of("A=aa", "B=bb", "A='a $B'", `B="b\n$A"`, "E=", "A=a #c", "A=a#c", "export B=x", "B: y", "K2=k", "A", "# c", "", "B=${A:-z}", `A="x\$y\"z\\"`, "K1='multi\nline'", "B=\"p\nq\"", "A=$$", "B='a\\'b' c", " A = sp ", "B=[1]{\"x\"}", "K3={\"a\":1}", "A=it's", `B="\0101\t\c\q"`, "a-b.c[1]=x", "1A=x", "B=\\n") + m.of("\n", "\n", "\n", "\r\n"))
	}
	return b.String()
}

func (m maker) project() map[string]string {
	files := map[string]string{}
	names := []string{"s1", "s2", "s3"}
	base := m.of("compose.yaml", "docker-compose.yml", "compose.yml")
	main := m.file(names, true, true)
	if m.chance(4) {
		main = m.of("include: [sub/inc.yml]\n", "include: [{path: sub/inc.yml}]\n", "include:\n- path: [sub/inc.yml]\n  env_file: a.env\n", "include: [{path: sub/inc.yml, project_directory: .}]\n") + main
	}
	files[base] = main
	if m.chance(2) {
		files[m.of("compose.override.yaml", "docker-compose.override.yml")] = m.file(names, false, false)
	}
	if m.chance(8) {
		files["docker-compose.yaml"] = "services: {other: {image: x}}\n"
	}
	files["sub/inc.yml"] = m.file([]string{"i1", "i2"}, true, false)
	if m.chance(2) {
		files["sub/inc.yml"] = strings.NewReplacer("sub/", "", "configs:", "x-configs:").Replace(files["sub/inc.yml"])
	}
	files["sub/ext.yml"] = strings.ReplaceAll(m.file([]string{"e1", "e2"}, true, false), "sub/", "")
	files["sub/c.env"] = m.dotenv()
	if m.chance(2) {
		files["sub/.env"] = m.dotenv()
	}
	files[".env"] = "A=aa\nB=bb\n" + m.dotenv() // a variable that nothing gives is not known to us
	files["a.env"], files["b.env"], files["sub/a.env"], files["sub/b.env"] = m.dotenv(), m.dotenv(), m.dotenv(), m.dotenv()
	files["conf/one"], files["sub/conf/one"] = "1", "2"
	return files
}

// TestProjectsAreReadAlike loads random projects with compose-go and with our reader: what runs in each service, with which
// words, variables and files, is the same; and what compose-go refuses has a finding.
func TestProjectsAreReadAlike(t *testing.T) {
	logrus.SetOutput(io.Discard)
	m := maker{rand.New(rand.NewPCG(7, 8))}
	read, refused, onlyTheirs := 0, 0, map[string]int{}
	for i := range 400 {
		dir := filepath.Join(t.TempDir(), fmt.Sprint(i))
		files := m.project()
		for name, text := range files {
			if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		base := ""
		for _, name := range []string{"compose.yaml", "compose.yml", "docker-compose.yml"} {
			if base == "" && files[name] != "" {
				base = name
			}
		}
		theirs, err := safely(dir)
		c, ok := compose.Read(source.WholeText(source.New(base, "", []byte(files[base]))), base, disk(dir), machine.DefaultLimits)
		problem := ""
		if !ok || c.Unreadable != nil {
			problem = fmt.Sprint("unreadable ", c.Unreadable)
		}
		for _, f := range c.Findings {
			if f.ID == "compose/refused" || f.ID == "compose/env-file-missing" {
				problem = f.ID + " " + f.Detail
			}
		}
		switch {
		case err != nil && problem != "":
			refused++
		case err != nil:
			reason := err.Error()
			if len(reason) > 160 {
				reason = reason[:160]
			}
			onlyTheirs[strings.ReplaceAll(reason, dir, "DIR")]++
		case problem != "":
			t.Errorf("refused only by us: %s\n%s", problem, show(files))
		default:
			read++
			unknown := map[string]bool{}
			got := ourDump(c, unknown)
			if want := theirDump(theirs, dir, unknown); got != want {
				t.Errorf("%s\nread as\n%s\ncompose-go:\n%s\ndifferent:\n%s", show(files), got, want, difference(got, want))
			}
		}
		if t.Failed() {
			break
		}
		os.RemoveAll(dir)
	}
	t.Logf("%d read, %d refused by both", read, refused)
	for reason, n := range onlyTheirs {
		t.Logf("refused by compose-go alone: %d %s", n, reason)
	}
}

func safely(dir string) (p *types.Project, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("panic: %v", r)
		}
	}()
	return theirProject(dir)
}

func show(files map[string]string) string {
	var b strings.Builder
	for name, text := range files {
		fmt.Fprintf(&b, "--- %s\n%s\n", name, text)
	}
	return b.String()
}

// difference returns the lines that only one of two texts has.
func difference(got, want string) string {
	var b strings.Builder
	for line := range strings.Lines(got) {
		if !strings.Contains(want, line) {
			b.WriteString("-" + line)
		}
	}
	for line := range strings.Lines(want) {
		if !strings.Contains(got, line) {
			b.WriteString("+" + line)
		}
	}
	return b.String()
}
