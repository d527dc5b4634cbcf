package cloudformation

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/internal/patience"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/machine/machinetest"
	"github.com/mesoslint/mesoslint/lint/source"
)

func read(text string) (machine.Contributions, bool) {
	o := shell.Options{Wanted: func(name string) bool { return name == "mesos-master" }}
	return Read(source.WholeText(source.New("stack", "", []byte(text))), "stack.yaml", o)
}

func dump(c machine.Contributions) string {
	c.Files = slices.DeleteFunc(slices.Clone(c.Files), func(f machine.File) bool { return f.Directory })
	return machinetest.Describe(c, func(f machine.File) string { return fmt.Sprintf(" :%d", machinetest.Line(f.PathAt)) })
}

const head = "Resources:\n  M:\n    Type: AWS::EC2::Instance\n"

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{{
		name: "Fn::Join with a reference is a script with a hole",
		text: `{"Resources": {"M": {"Type": "AWS::EC2::Instance", "Properties": {"UserData": {"Fn::Base64": {"Fn::Join": ["", [
  "#!/bin/bash\n", "echo zk://", {"Ref": "Zk"}, ":2181/mesos > /etc/mesos/zk\n", "echo 3 > /etc/mesos-master/quorum\n"]]}}}}}}`,
		want: `/etc/mesos/zk = "zk://{\"Ref\": \"Zk\"}:2181/mesos\n" hole 5-18 :2
/etc/mesos-master/quorum = "3\n" :2
`,
	}, {
		name: "a delimiter stands between the texts",
		text: head + "    Properties:\n      UserData:\n        Fn::Base64: !Join\n          - \"\\n\"\n          - - '#!/bin/sh'\n            - echo a > /a\n            - !Sub 'echo ${X} > /b'\n",
		want: "/a = \"a\\n\" :9\n/b = \"${X}\\n\" hole 0-4 :10\n",
	}, {
		name: "Fn::Sub: ${X} is unknown, ${!X} is the shell's, a map may say what stands there",
		text: head + "    Properties:\n      UserData:\n        Fn::Base64:\n          !Sub\n          - |\n            #!/bin/bash\n            D=/etc\n            echo ${X} > ${!D}/x\n            echo ${Y} > /y\n            echo ${Z} > /z\n          - Y: known\n            Z: !GetAtt A.B\n",
		want: "/etc/x = \"${X}\\n\" hole 0-4 :11\n/y = \"known\\n\" :12\n/z = \"A.B\\n\" hole 0-3 :13\n",
	}, {
		name: "lines that a condition decides end with their line",
		text: head + "    Properties:\n      UserData:\n        Fn::Base64: !Join ['', [\"#!/bin/sh\\n\", !If [C, \"echo a > /a\\n\", !Ref AWS::NoValue], \"echo b > /b\\n\", !If [C, x, y], \"\\n\"]]\n",
		want: "/b = \"b\\n\" :6\n",
	}, {
		name: "user data that a condition decides",
		text: head + "    Properties:\n      UserData: !If [C, {Fn::Base64: \"#!/bin/sh\\necho a > /a\"}, !Ref AWS::NoValue]\n",
		want: "/a = \"a\\n\" maybe :5\n",
	}, {
		name: "user data in base64, in a launch template, that is a cloud-config with a hole",
		text: "Resources:\n  A:\n    Type: AWS::EC2::LaunchTemplate\n    Properties:\n      LaunchTemplateData:\n        UserData: IyEvYmluL3NoCmVjaG8gYSA+IC9hCg==\n" +
			"  B:\n    Type: AWS::EC2::Instance\n    Properties:\n      UserData:\n        Fn::Base64: !Sub |\n          #cloud-config\n          write_files:\n          - path: /b\n            content: ${X}/y\n          - path: /${X}\n            content: z\n          runcmd:\n          - echo ${X} > /c\n          - [sh, -c, 'echo ${X} > /d']\n",
		want: "A: /a = \"a\\n\" :6\nB: /b = \"${X}/y\" hole 0-4 644 :14\nB: /c = \"${X}\\n\" hole 0-4 :19\nB: /d = \"${X}\\n\" hole 0-4 :20\n",
	}, {
		name: "files of cfn-init: texts, objects, encodings, modes, links, what is fetched",
		text: head + `    Metadata:
      AWS::CloudFormation::Init:
        config:
          files:
            /a: {content: x, mode: "000640"}
            /b:
              content: {"acls": ["\u0041"]}
            /c:
              content:
                permissive: false
                a "b":
                - ANY
                - !Ref X
                - {}
                - 1
            /d: {content: Y2dyb3Vwcwo=, encoding: base64}
            /e: {source: "https://x/y"}
            /f: {content: /a, mode: "120644"}
            /g: {content: "a {{x}} b", context: {x: !Ref Y}}
            /h: {content: !Join [",", [a, b]]}
            relative: {content: x}
          sources:
            /opt/x: https://x/y.tgz
`,
		want: `/a = "x" 640 :8
/b = "{\"acls\": [\"\\u0041\"]}" :9
/c = "{\"permissive\": false, \"a \\\"b\\\"\": [\"ANY\", X, {}, 1]}" hole 41-42 :11
/d = "cgroups\n" :19
/e = unknown :20
/f = -> /a 644 :21
/g = "a {{x}} b" hole 2-7 :22
/h = "a,b" :23
gap /opt/x: unpacks an archive that is fetched when the machine is made
`,
	}, {
		name: "commands run by name, behind the files, with a test maybe",
		text: head + `    Metadata:
      AWS::CloudFormation::Init:
        config:
          commands:
            02-b: {command: echo two > /a}
            01-a: {command: echo one > a, cwd: /etc}
            03-c: {command: [mesos-master, !Sub "--zk=${Z}"], env: {MESOS_QUORUM: 1}}
            04-d: {command: echo three > /d, test: test -e /x}
            05-e: {command: !Join ["", ["echo ", !Ref R, " > /e"]]}
            06-f: {ignoreErrors: true}
          files:
            /a: {content: x}
`,
		want: `/a = "x" :15
/etc/a = "one\n" :9
/a = "two\n" :8
/d = "three\n" maybe :11
/e = "R\n" hole 0-1 :12
start "mesos-master" "--zk=${Z}" known 5 MESOS_QUORUM=1
`,
	}, {
		name: "the config sets that cfn-init is asked for, where it is called",
		text: head + `    Metadata:
      AWS::CloudFormation::Init:
        configSets: {one: [a, {ConfigSet: two}], two: [b], three: [c]}
        c: {files: {/c: {content: c}}}
        b: {files: {/b: {content: b}}}
        a: {files: {/a: {content: a}}}
    Properties:
      UserData:
        Fn::Base64: |
          #!/bin/sh
          echo before > /a
          cfn-init -s x \
            -c one
          echo after > /a
`,
		want: "/a = \"before\\n\" :14\n/a = \"a\" :9\n/b = \"b\" :8\n/a = \"after\\n\" :17\n",
	}, {
		name: "which config set is run is not known",
		text: head + "    Metadata:\n      AWS::CloudFormation::Init:\n        configSets: {one: [a], two: []}\n        a: {files: {/a: {content: a}}}\n",
		want: "/a = \"a\" maybe :7\n",
	}, {
		name: "a config set that names itself",
		text: head + "    Metadata:\n      AWS::CloudFormation::Init:\n        configSets: {default: [{ConfigSet: default}]}\n",
		want: "unreadable :6 the template is too large or too deep to be followed\n",
	}} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := read(c.text)
			if !ok {
				t.Fatalf("is taken for something else: %+v", got.Unreadable)
			}
			if diff := cmp.Diff(c.want, dump(got)); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
		})
	}
}

func TestOtherTextsAreNone(t *testing.T) {
	for _, text := range []string{
		"", "a: [", "Resources: 3\n", "Resources:\n  A: {Type: Pod, Properties: {UserData: eA==}}\n", "- Resources\n",
		"Resources: {A: [AWS::EC2::Instance]}\n",
	} {
		if c, ok := read(text); ok || c.Files != nil {
			t.Errorf("%q is taken for a template:\n%s", text, dump(c))
		}
	}
}

// TestEditsAreReadBack writes into contents under every quoting, and reads them again.
func TestEditsAreReadBack(t *testing.T) {
	init := head + "    Metadata:\n      AWS::CloudFormation::Init:\n        config:\n          files:\n            /a: "
	for _, c := range []struct {
		text, part string
		inserts    []string
	}{
		{init + "{content: abcdefgh}\n", "cde", []string{"", "X", `"'`, "${X}", "a\nb"}},
		{init + "{content: !Sub 'ab${!x}cdefgh'}\n", "cde", []string{"", "X", `"'`, "${X}", "a\nb"}},
		{init + "{content: !Sub 'ab${!cde}fgh'}\n", "cde", []string{"X"}},
		{init + "{content: {a: abcdefgh}}\n", "cde", []string{"", "X", `\"`, `\u000a`}},
		{init + "{content: {a: abcdefgh}}\n", `"abcdefgh"`, []string{`"X"`, `"\"\u000a"`}},
		{init + "{content: {abcdefgh: 1}}\n", "cde", []string{"X", `\\`}},
		{init + "{content: YWJjZGVmZ2g=, encoding: base64}\n", "cde", []string{"", "X", "${X}", "a\nb"}},
		{`{"Resources": {"A": {"Type": "A::B", "Metadata": {"AWS::CloudFormation::Init": {"config": {"files": {"/a": {"content": {"k": "abcdefgh"}}}}}}}}}`, "cde", []string{"", "X", `\"`, `\u000a`}},
		{`{"Resources": {"A": {"Type": "A::B", "Properties": {"UserData": {"Fn::Base64": {"Fn::Join": ["", ["#!/bin/sh\nprintf %s ab", "cdefgh", " > /a\n"]]}}}}}}`, "cde", []string{"", "X"}},
	} {
		got, _ := read(c.text)
		before := got.Files[0].Content
		at := strings.Index(before.String(), c.part)
		if at < 0 {
			t.Fatalf("%s is read as %q", c.text, before)
		}
		for _, insert := range c.inserts {
			span, written, ok := before.Edit(at, at+len(c.part), insert)
			if !ok {
				t.Errorf("no edit in %s", c.text)
				continue
			}
			after := c.text[:span.Start] + written + c.text[span.End:]
			got, _ := read(after)
			want := before.String()[:at] + insert + before.String()[at+len(c.part):]
			if len(got.Files) != 1 || got.Files[0].Content.String() != want {
				t.Errorf("%q in %s wrote %s, read as\n%s", insert, c.text, after, dump(got))
			}
		}
	}
	// No text of JSON that is not a string can be written into a scalar of YAML.
	got, _ := read(init + "{content: {a: abcdefgh}}\n")
	if _, _, ok := got.Files[0].Content.Edit(6, 16, "[1]"); ok {
		t.Error("a list is written into a scalar")
	}
}

// TestTimeGrowsWithSize holds what would take a reader long or deep.
func TestTimeGrowsWithSize(t *testing.T) {
	const n = 5_000
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x]\n")
	for i := 1; i < 40; i++ {
		fmt.Fprintf(&bomb, "a%d: &a%d [*a%d, *a%d]\n", i, i, i-1, i-1)
	}
	for name, text := range map[string]string{
		"join":  head + "    Properties: {UserData: {Fn::Base64: {Fn::Join: [',', [" + strings.Repeat("a, !Ref B, ", n) + "]]}}}\n",
		"sub":   head + "    Properties: {UserData: {Fn::Base64: !Sub '#!/bin/sh\n\n" + strings.Repeat("      echo ${A} > /x\n\n", n) + "'}}\n",
		"open":  head + "    Properties: {UserData: {Fn::Base64: !Sub '" + strings.Repeat("${", n) + "'}}\n",
		"cloud": head + "    Properties: {UserData: {Fn::Base64: !Join ['', ['#cloud-config\n\n      write_files: [{path: /a, content: ', " + strings.Repeat("!Ref B, ", n) + "'}]']]}}\n",
		"bomb":  bomb.String() + head + "    Metadata: {AWS::CloudFormation::Init: {config: {files: {/a: {content: *a39}}}}}\n",
		"tags":  bomb.String() + head + "    Properties: {UserData: {Fn::Base64: !Join ['', *a39]}, B: *a39}\n",
		"must":  head + "    Metadata: {AWS::CloudFormation::Init: {config: {files: {/a: {context: {}, content: '" + strings.Repeat("{{", n) + "'}}}}}\n",
	} {
		began := time.Now()
		c, ok := read(text)
		if took := time.Since(began); took > patience.Limit(3*time.Second) {
			t.Errorf("%s took %v", name, took)
		}
		if !ok {
			t.Errorf("%s is none: %+v", name, c.Unreadable)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		head + "    Properties:\n      UserData:\n        Fn::Base64: !Sub |\n          #!/bin/sh\n          echo ${A} ${!B} > /a\n",
		head + "    Metadata: {AWS::CloudFormation::Init: {config: {files: {/a: {content: {a: [1, !Ref B, 'é']}}}, commands: {a: {command: [echo, b]}}}}}\n",
		`{"Resources": {"A": {"Type": "A::B", "Properties": {"UserData": {"Fn::Base64": {"Fn::Join": ["", ["#!/bin/sh\n", {"Fn::If": ["C", "a\n", ""]}]]}}}}}}`,
		head + "    Properties: {UserData: !If [C, {Fn::Base64: !Join ['', ['#cloud-config\n\n      runcmd: [a ', !Ref B, ']']]}, eA==]}\n",
		head + "    Metadata: {AWS::CloudFormation::Init: {configSets: {a: [b, {ConfigSet: a}]}, b: {files: {/a: {context: {}, content: '{{x}}'}}}}}\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		machinetest.Bounded(t, len(text), func() machine.Contributions {
			c, _ := read(text)
			return c
		})
	})
}
