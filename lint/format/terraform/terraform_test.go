package terraform

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

func read(text string, files machinetest.Tree) (machine.Contributions, bool) {
	o := shell.Options{Wanted: func(name string) bool { return name == "mesos-master" }, Tree: files}
	return Read(source.WholeText(source.New("main.tf", "", []byte(text))), "main.tf", o, nil)
}

func dump(c machine.Contributions) string {
	c.Files = slices.DeleteFunc(slices.Clone(c.Files), func(f machine.File) bool { return f.Directory })
	return machinetest.Describe(c, func(f machine.File) string {
		return fmt.Sprintf(" %s:%d", f.PathAt.Source.Path, machinetest.Line(f.PathAt))
	})
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name, text string
		files      machinetest.Tree
		want       string
	}{{
		name: "a heredoc loses the least indentation; ${…} is Terraform's, $${…} the shell's",
		text: "resource \"aws_instance\" \"a\" {\n  user_data = <<-EOF\n    #!/bin/bash\n    D=/etc\n    cat > $${D}/a <<X\n      two\n    X\n    echo ${var.x}:5050 > /b\n    printf 'a\\n' > /c\n  EOF\n}\n",
		want: "/etc/a = \"  two\\n\" main.tf:5\n/b = \"${var.x}:5050\\n\" hole 0-8 main.tf:8\n/c = \"a\\n\" main.tf:9\n",
	}, {
		name: "a heredoc without a dash keeps what it has",
		text: "resource \"x\" \"a\" {\n  user_data = <<EOF\n#!/bin/sh\ncat > /a <<X\n  one\nX\nEOF\n}\n",
		want: "/a = \"  one\\n\" main.tf:4\n",
	}, {
		name: "escapes of quoted strings",
		text: `resource "x" "a" { user_data = "#!/bin/bash\necho \"a\\\\b\" > /a\necho '\u00e9$${x}' > /b\n" }`,
		want: "/a = \"a\\\\b\\n\" main.tf:1\n/b = \"é${x}\\n\" main.tf:1\n",
	}, {
		name: "a cloud-config, in base64encode, with a hole",
		text: "resource \"aws_launch_template\" \"a\" {\n  user_data = base64encode(<<EOF\n#cloud-config\nwrite_files:\n- path: /a\n  content: ${var.x}/y\nEOF\n  )\n}\n",
		want: "/a = \"${var.x}/y\" hole 0-8 644 main.tf:5\n",
	}, {
		name: "user data in base64, of other clouds, and of two machines",
		text: "resource \"aws_instance\" \"a\" { user_data_base64 = \"IyEvYmluL3NoCmVjaG8gYSA+IC9hCg==\" }\nresource \"google_compute_instance\" \"b\" {\n  metadata = { startup-script = \"#!/bin/sh\\necho b > /b\" }\n}\n",
		want: "aws_instance.a: /a = \"a\\n\" main.tf:1\ngoogle_compute_instance.b: /b = \"b\\n\" main.tf:3\n",
	}, {
		name: "files, templates with variables, locals, template_file in another file",
		text: "locals { dir = \"${path.module}/files\" }\nresource \"x\" \"a\" { user_data = file(\"${local.dir}/a.sh\") }\nresource \"x\" \"b\" { user_data = templatefile(\"b.tpl\", { zk = \"zk://z\", n = var.n }) }\nresource \"x\" \"c\" { user_data = \"${element(data.template_file.c.*.rendered, count.index)}\" }\n",
		files: machinetest.Tree{
			"files/a.sh": "#!/bin/sh\necho ${X} > /a\n", "b.tpl": "#!/bin/sh\necho ${zk} ${n} $${S} > /b\n%{ if n ~}\necho no > /c\n%{ endif ~}\necho d > /d\n",
			"data.tf": "data \"template_file\" \"c\" {\n  template = file(\"c.tpl\")\n  vars { x = \"X\" }\n}\n", "c.tpl": "#!/bin/sh\necho ${x} > /e\n",
		},
		want: "x.a: /a = \"${X}\\n\" hole 0-4 files/a.sh:2\nx.b: /b = \"zk://z ${n} ${S}\\n\" hole 7-11 hole 12-16 b.tpl:2\nx.b: /d = \"d\\n\" b.tpl:6\nx.c: /e = \"X\\n\" c.tpl:2\n",
	}, {
		name: "metadata as a block, and a startup script that names no shell",
		text: "resource \"g\" \"a\" {\n  metadata {\n    startup-script = \"echo a > /a\"\n  }\n  metadata_startup_script = \"#!/bin/sh\\necho b > /b\\n\"\n}\n",
		want: "/b = \"b\\n\" main.tf:5\n/a = \"a\\n\" main.tf:3\n",
	}, {
		name: "what is encoded as JSON and YAML",
		text: "locals { l = [\"b\", 1, null] }\nresource \"x\" \"a\" {\n  user_data = yamlencode({ write_files = [{ path = \"/a\", content = \"x\\n\\\"y\\\"${var.z}\" }] })\n" +
			"  provisioner \"file\" {\n    content     = jsonencode({ a = local.l, (var.k) = true })\n    destination = \"/b\"\n  }\n" +
			"  provisioner \"file\" {\n    content     = \"\"\n    destination = \"/etc/mesos-slave/${each.key}\"\n  }\n}\n",
		want: "/a = \"x\\n\\\"y\\\"${var.z}\" hole 5-13 644 main.tf:3\n/b = \"{\\\"a\\\":[\\\"b\\\",1,null],\\\"(var.k)\\\":true}\" hole 19-26 main.tf:6\ngap /etc/mesos-slave/: which files are copied is known only when Terraform runs\n",
	}, {
		name: "functions of texts",
		text: "resource \"x\" \"a\" { user_data = replace(trimspace(file(\"a.sh\")), \"__ZK__\", \"zk://${var.h}/m\") }\n" +
			"resource \"x\" \"b\" { user_data = format(\"#!/bin/sh\\necho %s 5%% > /b\\n\", var.c) }\nresource \"x\" \"c\" { user_data = replace(\"#!/bin/sh\\necho c > /c\\n\", \"/c+/\", \"d\") }\n",
		files: machinetest.Tree{"a.sh": "#!/bin/sh\necho __ZK__ __ZK__ > /a\n"},
		want:  "x.a: /a = \"zk://${var.h}/m zk://${var.h}/m\\n\" hole 5-13 hole 21-29 a.sh:2\nx.b: /b = \"var.c 5%\\n\" hole 0-5 main.tf:2\n",
	}, {
		name: "Packer",
		text: "build {\n  sources = [\"source.x.y\"]\n  provisioner \"shell\" {\n    inline = [\"echo a > /a\"]\n  }\n  provisioner \"file\" {\n    content     = \"b\"\n    destination = \"/b\"\n  }\n}\n",
		want: "/a = \"a\\n\" main.tf:4\n/b = \"b\" main.tf:8\n",
	}, {
		name: "provisioners: contents, files and directories of the tree, what is carried on, one script of many lines",
		text: `resource "null_resource" "a" {
  connection { host = aws_instance.m.public_ip }
  provisioner "file" {
    content     = "x\n"
    destination = "/tmp/a"
  }
  provisioner "file" {
    source      = "${path.module}/conf"
    destination = "/etc/mesos-master"
  }
  provisioner "file" {
    source      = "conf/quorum"
    destination = "/etc/"
  }
  provisioner "remote-exec" {
    inline = ["D=/etc", "sudo mv /tmp/a $D/a", "echo ${var.x} > b"]
  }
  provisioner "remote-exec" { script = "run.sh" }
  provisioner "local-exec" { command = "echo local > /etc/c" }
  provisioner "file" {
    content     = "x"
    destination = var.x
  }
}
resource "aws_instance" "m" { user_data = "#!/bin/sh\necho m > /m" }
resource "x" "y" { user_data = "#!/bin/sh\necho y > /y" }
`,
		files: machinetest.Tree{"conf/quorum": "1", "conf/zk": "z", "run.sh": "#!/bin/bash\nmesos-master --quorum=1\n"},
		want: `aws_instance.m: /tmp/a = "x\n" main.tf:5
aws_instance.m: /etc/mesos-master/quorum = copy of conf/quorum main.tf:9
aws_instance.m: /etc/mesos-master/zk = copy of conf/zk main.tf:9
aws_instance.m: /etc/quorum = copy of conf/quorum main.tf:13
aws_instance.m: /etc/a = copy of /tmp/a main.tf:16
aws_instance.m: /home/a/b = "${var.x}\n" hole 0-8 main.tf:16
aws_instance.m: /m = "m\n" main.tf:25
x.y: /y = "y\n" main.tf:26
aws_instance.m: start "mesos-master" "--quorum=1"
`,
	}, {
		name: "what is none of a machine's",
		text: "output \"o\" { value = \"echo a > /a\" }\nvariable \"user_data\" { default = \"#!/bin/sh\\necho a > /a\" }\nresource \"x\" \"y\" { tags = { user_data = \"#!/bin/sh\\necho a > /a\" } }\n",
		want: "",
	}, {
		name: "a local that names itself",
		text: "locals { a = local.a }\nresource \"x\" \"y\" { user_data = local.a }\n",
		want: "unreadable :1 the configuration is too large or too deep to be followed\n",
	}, {
		name: "what is read of a file with a mistake",
		text: "resource \"x\" \"y\" { user_data = \"#!/bin/sh\\necho a > /a\" }\nresource \"x\" {{\n",
		want: "/a = \"a\\n\" main.tf:1\nunreadable :2 is not a configuration that Terraform 0.12 or later reads\n",
	}} {
		t.Run(c.name, func(t *testing.T) {
			got, ok := read(c.text, c.files)
			if !ok {
				t.Fatalf("is taken for something else: %+v", got.Unreadable)
			}
			if diff := cmp.Diff(c.want, dump(got)); diff != "" {
				t.Errorf("read (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEditsAreReadBack writes into contents under every quoting, and reads them again.
func TestEditsAreReadBack(t *testing.T) {
	const head = "resource \"x\" \"y\" {\n  provisioner \"file\" {\n    destination = \"/a\"\n    content = "
	for _, c := range []struct {
		text    string
		inserts []string
	}{
		{head + "\"abcdefgh\"\n  }\n}\n", []string{"", "X", `"\`, "${x}", "%{x}", "a\nb"}},
		{head + "<<-E\n    abcdefgh\n    E\n  }\n}\n", []string{"", "X", `"\`, "${x}"}},
		{head + "<<E\nabcdefgh\nE\n  }\n}\n", []string{"X", "$${x}"}},
	} {
		got, _ := read(c.text, nil)
		if len(got.Files) != 1 {
			t.Fatalf("%s is read as %s", c.text, dump(got))
		}
		for _, insert := range c.inserts {
			span, written, ok := got.Files[0].Content.Edit(2, 5, insert)
			if !ok {
				t.Errorf("no edit in %s", c.text)
				continue
			}
			after := c.text[:span.Start] + written + c.text[span.End:]
			again, _ := read(after, nil)
			if want := "ab" + insert + "fgh"; len(again.Files) != 1 || strings.TrimSuffix(again.Files[0].Content.String(), "\n") != want {
				t.Errorf("%q in %s wrote %s, read as\n%s", insert, c.text, after, dump(again))
			}
		}
	}
}

// TestTimeGrowsWithSize holds what would take a reader long or deep.
func TestTimeGrowsWithSize(t *testing.T) {
	const n = 20_000
	head := "resource \"x\" \"y\" {\n  user_data = "
	for name, text := range map[string]string{
		"heredoc": head + "<<-E\n" + strings.Repeat("    echo a\n", n) + "  E\n}\n",
		"holes":   head + "<<-E\n" + strings.Repeat("    echo ${a}\n", n) + "  E\n}\n",
		"bracket": head + strings.Repeat("[", n), "sign": head + strings.Repeat("!", n), "paren": head + strings.Repeat("(", n),
		"choice": head + strings.Repeat("a?b:", n), "interp": head + strings.Repeat("\"${", n), "control": head + "\"" + strings.Repeat("%{if a}", n),
		"blocks": strings.Repeat("a {\n", n),
	} {
		began := time.Now()
		read(text, nil)
		if took := time.Since(began); took > patience.Limit(5*time.Second) {
			t.Errorf("%s took %v", name, took)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"resource \"x\" \"y\" {\n  user_data = <<-E\n    #!/bin/sh\n    echo ${a} $${b} %{ if c ~}\n x\n%{ endif }> /a\n  E\n}\n",
		"resource \"x\" \"y\" {\n  provisioner \"file\" {\n    content = \"a\\n${b}\"\n    destination = \"/a\"\n  }\n  provisioner \"remote-exec\" { inline = [\"mv /a /b\"] }\n}\n",
		"locals { a = \"${local.b}\" }\nresource \"x\" \"y\" { user_data = templatefile(\"a.tpl\", { x = local.a }) }\n",
		"resource \"x\" \"y\" { user_data = join(\"\\n\", [\"#cloud-config\", \"runcmd: [a]\"]) }\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		machinetest.Bounded(t, len(text), func() machine.Contributions {
			c, _ := read(text, machinetest.Tree{"a.tpl": text})
			return c
		})
	})
}

func TestContainer(t *testing.T) {
	c, _ := read("resource \"docker_image\" \"i\" { name = \"x/y:1\" }\nresource \"docker_container\" \"m\" {\n  image   = docker_image.i.image_id\n  env     = [\"A=b\", \"C=${var.d}\"]\n"+
		"  command = [\"--e=f\"]\n  volumes {\n    host_path      = \"/h\"\n    container_path = \"/c\"\n  }\n}\nresource \"docker_container\" \"n\" {\n  image = \"z\"\n  env   = var.env\n}\n", nil)
	if len(c.Starts) != 2 {
		t.Fatalf("%+v", c.Starts)
	}
	s := c.Starts[0]
	if s.Container.Image.Text.String() != "x/y:1" || len(s.Environment) != 2 || !s.Environment[1].Unknown || len(s.Words) != 1 || len(s.Container.Mounts) != 1 || s.Container.Mounts[0].Path != "/c" {
		t.Errorf("%+v", s)
	}
	if len(c.Starts[1].Gaps) != 1 {
		t.Errorf("a list that is not known: %+v", c.Starts[1])
	}
}

func TestCounts(t *testing.T) {
	for body, want := range map[string]int{
		"count = 3": 3, "count = local.n": 4, "count = var.n": machine.UnknownReplicas, "for_each = toset([\"a\"])": machine.UnknownReplicas, "": 0,
		"count = 0": machine.UnknownReplicas, "count = 1.5": machine.UnknownReplicas, "count = local.none": machine.UnknownReplicas,
		"count = null": machine.UnknownReplicas, "count = 99999999999999999999": machine.UnknownReplicas, "count = \"2\"": machine.UnknownReplicas,
	} {
		text := "locals {\n  n = 4\n}\nresource \"aws_instance\" \"a\" {\n  " + body + "\n  user_data = <<-EOF\n    #!/bin/bash\n    echo a > /b\n  EOF\n}\n"
		c, _ := read(text, nil)
		got := 0
		if len(c.Counts) > 0 {
			got = c.Counts[0].Replicas
		}
		if got != want || len(c.Files) != 1 {
			t.Errorf("%q: %d machines, want %d", body, got, want)
		}
	}
}
