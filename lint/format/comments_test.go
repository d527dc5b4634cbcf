package format

import (
	"strings"
	"testing"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// A form says where its comments stand, or is one that has none.
func TestEveryFormSaysWhereItsCommentsStand(t *testing.T) {
	none := map[config.Kind]string{
		config.FlagFile:     "all of the file is the value of a flag",
		config.ZooKeeperURL: "all of the file is the value of a flag",
		config.Dump:         "a program printed it",
	}
	for _, f := range Table() {
		switch why := none[f.Kind()]; {
		case f.Comments == nil && why == "":
			t.Errorf("%s: give Comments, or say here why it has none", f.Title)
		case f.Comments != nil && why != "":
			t.Errorf("%s has comments, although %s", f.Title, why)
		}
	}
}

// What is found are comments: "C" stands in each of them, and "x" in what is none.
func TestComments(t *testing.T) {
	for _, c := range []struct {
		name string
		find func(string, *source.Source) source.Comments
		text string
	}{
		{"lines", lineComments("#;"), "# C\n a # x\n\t; C\nb=x \\\n# C\n  x\r\n"},
		{"variables", environmentComments, "# C\n; C\nA=1 # x\nB=\"\n# x\n\" '\n; x'\nC=a\\\n# x\n #C\nD='\\'\n# C\n"},
		{"shell", shellComments, "#!C\na # C\nb#x \"# x\n# x\" '\n#x' $(a # C\n)\ncat <<E\n# x\nE\n# C\nif a; then # C\n  b # C\nfi\na ${#x} $#x\n"},
		{"shell up to what is none", shellComments, "a # C\nb\nif ( # x"},
		{"yaml", yamlComments, "# C\na: b # C\nc: b#x\nd: |\n  # x\ne: '# x\n  # x'\nf: [a, # C\n  b] # C\ng: >- # C\n  x # x\n"},
		{"json", yamlComments, "{\"a\": \"# x\"}"},
		{"a shell script among user data", yamlComments, "#!/C\na '# x' # C\n"},
		{"dockerfile", dockerComments, "# C\nFROM a # x\nRUN a \\\n  # C\n  b <<E\n# x\nE\n # C\n"},
		{"terraform", hclComments, "# C\n// C\na = \"# x\" # C\nb = <<E\n# x\nE\n/* C */ c = 1\n"},
		{"ruby", rubyComments, "# C\na 'x # x' # C\nb \"#{x} # x\"\nc <<-E\n # x\nE\n# C\n=begin\n# x\n=end\n"},
		{"puppet", puppetComments, "# C\na { 'x # x': b => \"# x\" } # C\n/* C */\n$c = @(E)\n # x\n | E\n# C\n"},
		{"upstart", upstartComments, "# C\nenv A='# x' # C\nscript\n  cat <<E\n# x\nE\n  a # C\nend script\npre-start script\n # C\nend script\n"},
		{"supervisor", supervisorComments, "; C\n[a]\nb=x#x ; C\n# C\n"},
	} {
		s := source.New("f", "", []byte(c.text))
		found := c.find("f", s)
		covered := make([]bool, len(c.text))
		last := 0
		for _, r := range found.At {
			if r.Start < last || r.End > len(c.text) || strings.Contains(c.text[r.Start:r.End], "\n") || !strings.Contains(c.text[r.Start:r.End], "C") {
				t.Errorf("%s: %q is a comment", c.name, c.text[r.Start:min(r.End, len(c.text))])
			}
			last = r.End
			for i := r.Start; i < r.End; i++ {
				covered[i] = true
			}
		}
		comments := 0
		for i := range c.text {
			if c.text[i] == 'C' && (i == 0 || c.text[i-1] != '\n') {
				if comments++; !covered[i] {
					t.Errorf("%s: no comment at %q", c.name, c.text[i:min(i+9, len(c.text))])
				}
			}
		}
		if got := len(found.At); got < comments {
			t.Errorf("%s: %d comments of %d", c.name, got, comments)
		}
	}
}

// No text makes a finder of comments panic or point outside.
func FuzzComments(f *testing.F) {
	f.Add("# a\nb: |\n # c\nd <<E\n# e\nE\n'f' \"g\n")
	table := Table()
	f.Fuzz(func(t *testing.T, text string) {
		for _, form := range table {
			if form.Comments == nil {
				continue
			}
			for _, name := range []string{"f", "f.j2"} {
				found := form.Comments(name, source.New(name, "", []byte(text)))
				last := 0
				for _, r := range found.At {
					if r.Start < last || r.End < r.Start || r.End > len(text) {
						t.Fatalf("%s: a comment at %d to %d of %d", form.Title, r.Start, r.End, len(text))
					}
					last = r.End
				}
				for _, r := range found.Joined {
					if r.Start < 0 || r.End < r.Start || r.End > len(text) {
						t.Fatalf("%s: joined are %d to %d of %d", form.Title, r.Start, r.End, len(text))
					}
				}
			}
		}
	})
}
