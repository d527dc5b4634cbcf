package systemd

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/source"
)

// verdict is what systemd makes of a service.
type verdict struct {
	Fragment    string
	DropIns     []string
	Environment map[string]string
	Files       []string
	Commands    []string
	Refused     bool
	Masked      bool
}

// verify asks systemd what it makes of services of a machine. It never starts anything.
func verify(t *testing.T, root string, names ...string) map[string]*verdict {
	t.Helper()
	program, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("there is no systemd on this machine")
	}
	cmd := exec.Command(program, append([]string{"verify", "--man=no", "--root=" + root}, names...)...)
	cmd.Env = append(os.Environ(), "SYSTEMD_LOG_LEVEL=debug", "SYSTEMD_LOG_TARGET=console", "SYSTEMD_LOG_COLOR=0")
	var log strings.Builder
	cmd.Stderr = &log
	dump, _ := cmd.Output() // it fails wherever one of the services is refused
	out := log.String() + string(dump)
	found := map[string]*verdict{}
	at := func(name string) *verdict {
		if found[name] == nil {
			found[name] = &verdict{Environment: map[string]string{}}
		}
		return found[name]
	}
	var v *verdict
	section := ""
	for line := range strings.Lines(out) {
		line = strings.TrimSuffix(line, "\n")
		text := strings.TrimLeft(line, "\t")
		key, value, _ := strings.Cut(text, ": ")
		value = strings.TrimPrefix(value, root)
		switch {
		case strings.HasPrefix(text, "-> Unit "):
			v = at(strings.TrimSuffix(strings.TrimPrefix(text, "-> Unit "), ":"))
		case strings.HasSuffix(text, "Refusing.") || strings.Contains(text, "fatal error, unit will not be started") || strings.Contains(text, "Failed to load configuration: "):
			at(key).Refused = true
		case strings.HasPrefix(text, "Unit ") && strings.HasSuffix(text, " is masked."):
			at(strings.Fields(text)[1]).Masked = true
		case strings.HasPrefix(text, "-> Exec"):
			section = text
		case v == nil || line == text:
		case key == "Fragment Path":
			v.Fragment = value
		case key == "DropIn Path":
			v.DropIns = append(v.DropIns, value)
		case key == "Environment":
			name, assigned, _ := strings.Cut(value, "=")
			v.Environment[name] = assigned
		case key == "EnvironmentFile":
			v.Files = append(v.Files, value)
		case key == "Command Line" && section == "-> ExecStart:":
			v.Commands = append(v.Commands, value)
		}
	}
	return found
}

// quotedCommand writes words as systemd writes them in its dump.
func quotedCommand(words []string) string {
	var out []string
	for _, w := range words {
		if w == "" || strings.ContainsAny(w, " \t\"'\\$`*?[()<>|&;!") {
			w = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "`", "\\`", `$`, `\$`).Replace(w) + `"`
		}
		out = append(out, w)
	}
	return strings.Join(out, " ")
}

// own is our own verdict on a service. What only another machine knows of it is left out.
func own(s *Service) *verdict {
	v := &verdict{Environment: map[string]string{}, Masked: s.Masked}
	if s.Masked {
		return v
	}
	if s.Fragment != nil {
		v.Fragment = s.Fragment.Path
	}
	r := &serviceReader{service: s, specifiers: specifiersOf(s), bytes: 1 << 20, steps: 1 << 20}
	for _, f := range append([]*File{s.Fragment}, s.DropIns...) {
		r.file(f)
	}
	r.checkCount()
	for _, f := range r.out.Findings {
		refuses := f.ID == "systemd/unbalanced-quotes" || f.ID == "systemd/unknown-specifier"
		v.Refused = v.Refused || f.ID == "systemd/refused-unit" || refuses && f.Subject == "ExecStart"
	}
	if len(r.main) == 0 {
		v.Refused = true
	}
	for _, f := range s.DropIns {
		v.DropIns = append(v.DropIns, f.Path)
	}
	for _, a := range r.env {
		v.Environment[a.Name] = a.Value.String()
	}
	for _, f := range r.files {
		v.Files = append(v.Files, strings.TrimPrefix(map[bool]string{true: "-"}[f.Optional]+filepath.Clean(f.Path.Text.String()), ""))
	}
	for _, c := range r.main {
		var words []string
		for _, w := range c.words {
			words = append(words, w.Text.String())
		}
		v.Commands = append(v.Commands, quotedCommand(words))
	}
	return v
}

// compare lays files out and compares what systemd makes of the services with what we do. It returns the number of those
// that are the same and that systemd loads.
func compare(t *testing.T, files map[string]string) int {
	t.Helper()
	root := t.TempDir()
	for name, content := range files {
		file := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, isLink := strings.CutPrefix(content, "-> "); isLink {
			err = os.Symlink(target, file)
		} else {
			err = os.WriteFile(file, []byte(content), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	program := filepath.Join(root, "bin/a")
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(program, nil, 0o755); err != nil {
		t.Fatal(err)
	}
	services := Services(unitFiles(files))
	var names []string
	for _, s := range services {
		if s.Fragment != nil && !parseUnitName(s.Name).isTemplate() {
			names = append(names, s.Name)
		}
	}
	if len(names) == 0 {
		return 0
	}
	theirs := verify(t, root, names...)
	same := 0
	for _, s := range services {
		if !slices.Contains(names, s.Name) {
			continue
		}
		want, got := theirs[s.Name], own(s)
		if want == nil {
			t.Errorf("systemd says nothing of %s in %q", s.Name, files)
			continue
		}
		if want.Refused || want.Masked { // it then prints nothing else
			got = &verdict{Environment: map[string]string{}, Refused: got.Refused, Masked: got.Masked}
			want = &verdict{Environment: map[string]string{}, Refused: want.Refused, Masked: want.Masked}
		}
		// Masked drop-ins are in systemd's list, and say nothing.
		want.DropIns = slices.DeleteFunc(want.DropIns, func(p string) bool {
			content := files[strings.TrimPrefix(p, "/")]
			return content == "" || content == "-> /dev/null"
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-systemd +ours):\n%s\n%s", s.Name, diff, showFiles(files, s))
		} else if !want.Refused {
			same++
		}
	}
	return same
}

func showFiles(files map[string]string, s *Service) string {
	var b strings.Builder
	for _, name := range slices.Sorted(maps.Keys(files)) {
		if len(files) > 30 && filepath.Base(name) != s.Name {
			continue
		}
		fmt.Fprintf(&b, "--- %s\n%q\n", name, files[name])
	}
	return b.String()
}

var oraclePieces = []string{
	"a", "b c", "é", "=", `"x y"`, `'s q'`, `"a\"b"`, `'a\'b'`, `\\`, `\x41`, `\101`, `\u00e9`, `\q`, `\s`, `\ `, "%%", "$$", "$A", "${A}", "%", "%n",
	"%z", "%{x", `""`, "{", `{"k":"v"}`, `'{"k":"v"}'`, ";", " ; ", ` \; `, "#", "\\\n", "\\\n# c\n", "\\\r\n  ", " B=1 ", "\t", `"`, "-", "@", "\\\n\n",
}

func oracleLine(r *rand.Rand) string {
	value := func(n int) string {
		var b strings.Builder
		for range r.IntN(n) {
			b.WriteString(oraclePieces[r.IntN(len(oraclePieces))])
		}
		return b.String()
	}
	switch r.IntN(12) {
	case 0, 1, 2:
		return "Environment=" + []string{"A", "B", "MESOS_X"}[r.IntN(3)] + "=" + value(4)
	case 3:
		return "Environment = \"" + value(3) + "\"  "
	case 4:
		return "Environment="
	case 5:
		return "EnvironmentFile=" + []string{"-/etc/a", "/etc//b", "", "etc/c", "/etc/%p", "\"/etc/d\"", "/etc/../e", "-/etc/%z"}[r.IntN(8)]
	case 6:
		return []string{"# comment", "; comment \\", "stray", "[Unit]", "[Service]", "[Other]", "Type=oneshot", "type=x", " --x=y"}[r.IntN(9)]
	case 7:
		return "ExecStart="
	case 8:
		return "ExecStart=" + []string{"-", "", "+", "!"}[r.IntN(4)] + "/bin/a " + value(5)
	}
	return "ExecStart=/bin/a --x=" + value(4)
}

// TestFilesAreReadAsSystemdDoes compares files of random lines with what systemd reads of them.
func TestFilesAreReadAsSystemdDoes(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	same := 0
	for range 3 {
		files := map[string]string{}
		for i := range 60 {
			content := "[Service]\n"
			for range 1 + r.IntN(5) {
				content += oracleLine(r) + []string{"\n", "\n", "\n", "\r\n", "\n\n"}[r.IntN(5)]
			}
			files[fmt.Sprintf("etc/systemd/system/u%d.service", i)] = content
		}
		same += compare(t, files)
	}
	if same < 40 {
		t.Errorf("compared only %d services", same)
	}
}

// TestFilesAreFoundAsSystemdDoes compares random machines with the files that systemd takes of them.
func TestFilesAreFoundAsSystemdDoes(t *testing.T) {
	dirs := []string{"etc/systemd/system/", "run/systemd/system/", "usr/local/lib/systemd/system/", "lib/systemd/system/", "usr/lib/systemd/system/"}
	units := []string{"m-a.service", "m-b.service", "m-a@.service", "m-a@1.service", "m-a@2.service", "c.service"}
	extended := []string{"m-a.service", "m-b.service", "m-.service", "m-a@.service", "m-a@1.service", "m-@.service", "m-@2.service", "service", "c.service"}
	r := rand.New(rand.NewPCG(9, 10))
	same := 0
	for round := range 8 {
		files := map[string]string{}
		for i := range 14 {
			name := dirs[r.IntN(len(dirs))] + units[r.IntN(len(units))]
			switch r.IntN(9) {
			case 0:
				files[name] = "-> /dev/null"
			case 1:
				files[name] = ""
			case 2:
				files[name] = "-> " + []string{"c.service", "m-b.service"}[r.IntN(2)]
				if strings.Contains(name, "@") || strings.HasSuffix(name, files[name][3:]) {
					delete(files, name)
				}
			default:
				files[name] = fmt.Sprintf("[Service]\nExecStart=/bin/a %d-%d\n", round, i)
			}
		}
		for i := range 14 {
			name := dirs[r.IntN(len(dirs))] + extended[r.IntN(len(extended))] + fmt.Sprintf(".d/%d.conf", r.IntN(5))
			files[name] = []string{"", "-> /dev/null", "[Service]\nEnvironment=A=%d\n", "[Service]\nEnvironment=B=%d\n", "[Service]\nEnvironment=C=%d\n"}[r.IntN(5)]
			if strings.Contains(files[name], "%d") {
				files[name] = fmt.Sprintf(files[name], i)
			}
		}
		same += compare(t, files)
	}
	if same < 15 {
		t.Errorf("compared only %d services", same)
	}
}

const environmentGenerator = "/usr/lib/systemd/user-environment-generators/30-systemd-environment-d-generator"

var systemdPieces = []string{
	"a", "b c", "é", "=", " ", "\t", `"x y"`, `"a\"b"`, `"a\b"`, `'s q'`, `'a\'`, `\\`, `\a`, `\"`, `\'`, `\ `, "\\\n", "\"l1\nl2\"",
	"\"l\\\nm\"", "'l1\nl2'", "'l\\\nm'", `""`, `''`, "#", ";", `"`, `'`, "\r", `[{"k":"v"}]`, "x\\", "  trailing  ",
}

func generateSystemd(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(6) {
		value := ""
		for range r.IntN(4) {
			value += systemdPieces[r.IntN(len(systemdPieces))]
		}
		name := []string{"AAA", "MESOS_X", "MESOS_work_dir"}[r.IntN(3)]
		switch r.IntN(10) {
		case 0:
			fmt.Fprintf(&b, "# %s\n", strings.ReplaceAll(value, "\\", ""))
		case 1:
			fmt.Fprintf(&b, "export %s=%s\n", name, value)
		case 2:
			fmt.Fprintf(&b, "  %s = %s\n", name, value)
		case 3:
			fmt.Fprintf(&b, "%s%s\n", name, value)
		default:
			fmt.Fprintf(&b, "%s=%s\n", name, value)
		}
	}
	return b.String()
}

// TestSystemdValuesAreThoseOfSystemd compares with the program of systemd that reads files of the same grammar and
// prints what it read.
func TestSystemdValuesAreThoseOfSystemd(t *testing.T) {
	if _, err := os.Stat(environmentGenerator); err != nil {
		t.Skip("there is no systemd on this machine")
	}
	home := t.TempDir()
	dir := filepath.Join(home, ".config", "environment.d")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 2))
	compared := 0
	for i := range 80 {
		content := generateSystemd(r)
		if i == 0 {
			content = "\ufeffAAA=1\nMESOS_X=2\n"
		}
		if err := os.WriteFile(filepath.Join(dir, "a.conf"), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		cmd := exec.Command(environmentGenerator)
		cmd.Env = []string{"HOME=" + home, "PATH=" + os.Getenv("PATH")}
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%s: %v", environmentGenerator, err)
		}
		want := map[string]string{}
		for line := range strings.Lines(string(out)) {
			name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "=")
			want[name] = unprinted(value)
		}
		got := map[string]string{}
		for _, a := range readEnvironment(content).Assignments {
			checkText(t, content, a.Value)
			if a.Value.Len() > 0 { // this program skips empty values; an EnvironmentFile sets them
				got[a.Name] = a.Value.String()
			}
		}
		for _, name := range []string{"AAA", "MESOS_X", "MESOS_work_dir"} {
			if want[name] != got[name] {
				t.Errorf("%s is %q for systemd, read as %q from\n%s", name, want[name], got[name], content)
			}
			if want[name] != "" {
				compared++
			}
		}
	}
	if compared < 60 {
		t.Errorf("compared only %d values", compared)
	}
}

func readEnvironment(content string) Environment {
	return ReadEnvironment(source.WholeText(source.New("env", "", []byte(content))))
}

// unprinted undoes the quotes in which the program prints values.
func unprinted(value string) string {
	inner, quoted := strings.CutPrefix(value, `"`)
	if !quoted {
		return value
	}
	return strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\r`, "\r", `\\`, `\`, `\"`, `"`, `\$`, `$`, "\\`", "`").Replace(strings.TrimSuffix(inner, `"`))
}

// checkText fails where the spans of a text are not in order or out of it.
func checkText(t testing.TB, what string, text source.Text) {
	t.Helper()
	raw, last := text.Raw(), text.Raw().Start
	if raw.Start > raw.End || raw.End > len(raw.Source.Data) {
		t.Fatalf("%s: raw span [%d, %d) of %d bytes", what, raw.Start, raw.End, len(raw.Source.Data))
	}
	for i := range text.Len() {
		p := text.Span(i, i+1)
		if p.Start < last || p.End < p.Start || p.End > raw.End {
			t.Fatalf("%s: byte %d of %q has span [%d, %d) in [%d, %d)", what, i, text, p.Start, p.End, raw.Start, raw.End)
		}
		last = p.Start
	}
}
