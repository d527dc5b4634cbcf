// Package terraform reads configurations of Terraform: the user data of the machines that they make, and the files and
// commands of their provisioners. Each resource is a machine of its own. What a variable or an attribute fills in is not
// known; locals, files and templates of the tree are followed.
package terraform

import (
	"bytes"
	"cmp"
	"maps"
	"math/big"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/mesoslint/mesoslint/lint/format/cloud"
	"github.com/mesoslint/mesoslint/lint/format/partly"
	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// file is a configuration, or a template with the variables that it is given.
type file struct {
	in         source.Text
	tokens     []token // those of texts
	blocks     hclsyntax.Blocks
	scope      map[string]value
	isTemplate bool
	// parsed is set if something of it can be read, attributes if it has some that are in no block. problem says where the
	// first mistake is.
	parsed, attributes bool
	problem            *machine.Gap
}

// value is an expression of a file.
type value struct {
	file *file
	expr hclsyntax.Expression
}

// block is a block of a file.
type block struct {
	*hclsyntax.Block
	file *file
}

// module is what the files of one directory say together.
type module struct {
	name   string
	shell  shell.Options
	limits machine.Limits
	main   *file
	locals map[string]value
	blocks map[string]block
	// sources are the files of the tree whose text is a part of the configuration.
	sources []*source.Source
	// templates are the files that were read as templates.
	templates    map[*source.Source]template
	steps, depth int
	problem      *machine.Gap
}

// Modules keep what the files of a directory declare from one of them to the next: each may refer to what any other does. The
// zero value is ready. It is not for several goroutines.
type Modules struct {
	// recent are those of the directories that were read last. Of a tree that is read in order, a directory's files have those
	// of its subdirectories between them.
	recent []*declared
}

// Forget drops what is kept: who asks again has it read again.
func (k *Modules) Forget() { k.recent = nil }

// mostRecent is how many directories are kept: as deep as trees of modules are.
const mostRecent = 4

// declared is what the files of one directory declare.
type declared struct {
	dir    string
	files  map[string]*file // that were read, by their name
	locals map[string]value
	blocks map[string]block
}

// MayBe reports whether a text makes machines: it has user data or a provisioner.
func MayBe(data []byte) bool {
	for _, mark := range [...]string{"user_data", "user-data", "custom_data", "startup", "provisioner", "docker_container"} {
		if bytes.Contains(data, []byte(mark)) {
			return true
		}
	}
	return false
}

// Read reads a configuration. The scripts in it are read as o says; known keeps what its directory declares, if it is not nil.
// ok is false if the text is none.
func Read(in source.Text, name string, o shell.Options, known *Modules) (c machine.Contributions, ok bool) {
	m := &module{name: name, shell: o, limits: o.Limits, templates: map[*source.Source]template{}}
	m.limits = m.limits.OrFor(in.Len())
	m.shell.Marks = nil // Terraform renders no other templates
	m.steps = m.limits.Steps
	around := known.of(in, m.shell.Tree)
	f := around.files[path.Base(name)]
	isAmong := f != nil && f.in.Source() == in.Source() && f.in.Len() == in.Len()
	if !isAmong {
		f = parse(in)
	}
	if !f.parsed {
		return machine.Contributions{Unreadable: f.problem}, false
	}
	m.main = f
	m.declarations(around, isAmong)
	var names []string
	on := map[string]*machine.Contributions{}
	for _, b := range f.blocks {
		if b.Type == "build" && len(b.Labels) == 0 { // of Packer: all of its machines are made alike
			build := *b
			build.Labels = []string{"build", "image"}
			b = &build
		} else if b.Type != "resource" || len(b.Labels) != 2 {
			continue
		}
		r := m.resource(f, b)
		if len(r.Files)+len(r.Starts)+len(r.Gaps)+len(r.Findings) == 0 && r.Unreadable == nil {
			continue
		}
		host := hostOf(b)
		if on[host] == nil {
			names, on[host] = append(names, host), &machine.Contributions{}
		}
		if n := m.replicas(b); n != 0 && len(on[host].Counts) == 0 {
			r.Counts = append(r.Counts, machine.Count{Replicas: n})
		}
		on[host].Merge(r)
	}
	for _, name := range names {
		r := *on[name]
		if len(names) > 1 {
			r = r.On(name)
		}
		c.Merge(r)
	}
	c.Sources = append(c.Sources, m.sources...)
	if c.Unreadable == nil {
		c.Unreadable = m.problem
	}
	if c.Unreadable == nil {
		c.Unreadable = f.problem
	}
	return c, true
}

// declarations collects what the files of the directory declare. What the file itself does comes last.
func (m *module) declarations(around *declared, isAmong bool) {
	if isAmong {
		m.locals, m.blocks = around.locals, around.blocks
		return
	}
	m.locals, m.blocks = maps.Clone(around.locals), maps.Clone(around.blocks)
	(&declared{locals: m.locals, blocks: m.blocks}).collect(m.main)
}

// of returns what the files around a text declare.
func (k *Modules) of(text source.Text, tree machine.Tree) *declared {
	in := text.Source()
	dir := path.Dir(filepath.ToSlash(cmp.Or(in.File, in.Path)))
	if k != nil {
		for i, d := range k.recent {
			if d.dir == dir {
				k.recent = append(slices.Delete(k.recent, i, i+1), d)
				return d
			}
		}
	}
	d := &declared{dir: dir, files: map[string]*file{}, locals: map[string]value{}, blocks: map[string]block{}}
	if tree != nil {
		names, _ := tree.List(in, ".")
		for _, name := range names {
			if !strings.HasSuffix(name, ".tf") {
				continue
			}
			if text, _, problem := tree.Open(in, name); problem == "" {
				if f := parse(text); f.parsed {
					d.files[name] = f
					d.collect(f)
				}
			}
		}
	}
	if k != nil {
		k.recent = append(k.recent[max(0, len(k.recent)+1-mostRecent):], d)
	}
	return d
}

// collect notes the locals and the blocks that others refer to.
func (d *declared) collect(f *file) {
	for _, b := range f.blocks {
		switch {
		case b.Type == "locals":
			for name, a := range b.Body.Attributes {
				d.locals[name] = value{f, a.Expr}
			}
		case (b.Type == "data" || b.Type == "resource") && len(b.Labels) == 2:
			d.blocks[b.Labels[0]+"."+b.Labels[1]] = block{b, f}
		}
	}
}

// step counts an expression that is looked at, and reports whether more may be.
func (m *module) step(f *file, e hclsyntax.Expression) bool {
	if m.steps--; m.steps > 0 && m.depth < m.limits.Depth {
		return true
	}
	if m.problem == nil {
		at := min(e.Range().Start.Byte, f.in.Len())
		m.problem = &machine.Gap{Reason: "the configuration is too large or too deep to be followed", At: f.in.Span(at, at), Limit: true}
	}
	return false
}

// hostOf returns the machine that a resource is for: a null_resource provisions the one that it connects to.
func hostOf(b *hclsyntax.Block) string {
	blocks := slices.Clone(b.Body.Blocks)
	for _, inner := range b.Body.Blocks {
		blocks = append(blocks, inner.Body.Blocks...)
	}
	for _, inner := range blocks {
		host, found := inner.Body.Attributes["host"]
		if inner.Type != "connection" || !found {
			continue
		}
		e := host.Expr
		if wrap, isWrap := e.(*hclsyntax.TemplateWrapExpr); isWrap {
			e = wrap.Wrapped
		}
		if names := reference(e); len(names) > 2 && strings.Contains(names[0], "_") {
			return names[0] + "." + names[1]
		}
	}
	return b.Labels[0] + "." + b.Labels[1]
}

// replicas returns how many machines a resource makes; 0 if nothing says so, which is one.
func (m *module) replicas(b *hclsyntax.Block) int {
	if _, found := b.Body.Attributes["for_each"]; found {
		return machine.UnknownReplicas
	}
	count, found := b.Body.Attributes["count"]
	if !found {
		return 0
	}
	e := count.Expr
	if names := reference(e); len(names) == 2 && names[0] == "local" {
		if v, found := m.locals[names[1]]; found {
			e = v.expr
		}
	}
	// What a variable says may be said anew by whoever runs Terraform.
	if n, isLiteral := e.(*hclsyntax.LiteralValueExpr); isLiteral && n.Val.Type().FriendlyName() == "number" && !n.Val.IsNull() {
		if i, accuracy := n.Val.AsBigFloat().Int64(); accuracy == big.Exact && i > 0 && i < 1<<16 {
			return int(i)
		}
	}
	return machine.UnknownReplicas
}

// resource reads what one resource does to its machine.
func (m *module) resource(f *file, b *hclsyntax.Block) machine.Contributions {
	var out machine.Contributions
	if b.Labels[0] == "docker_container" {
		m.container(f, b, &out)
		return out
	}
	m.userDataOf(f, b.Body, &out)
	home := homeOf(b)
	for _, p := range b.Body.Blocks {
		if p.Type == "provisioner" && len(p.Labels) == 1 {
			out.Merge(m.provisioner(f, p, home))
		}
	}
	return out
}

// userDataOf reads the attributes that hold user data, those of inner blocks and of metadata included.
func (m *module) userDataOf(f *file, body *hclsyntax.Body, out *machine.Contributions) {
	for _, name := range [...]string{"user_data", "user_data_base64", "custom_data", "metadata_startup_script"} {
		if a, found := body.Attributes[name]; found {
			m.addUserData(m.userData(f, a.Expr, name == "user_data_base64"), name == "metadata_startup_script", out)
		}
	}
	if metadata, found := body.Attributes["metadata"]; found {
		scope := map[string]value{}
		variables(scope, f, metadata.Expr)
		for _, key := range [...]string{"user-data", startupScript} {
			if v, found := scope[key]; found {
				m.addUserData(m.userData(f, v.expr, false), key == startupScript, out)
			}
		}
	}
	for _, inner := range body.Blocks {
		for _, key := range [...]string{"user-data", startupScript} { // as Terraform 0.11 had it
			if a, found := inner.Body.Attributes[key]; found && inner.Type == "metadata" {
				m.addUserData(m.userData(f, a.Expr, false), key == startupScript, out)
			}
		}
		if inner.Type != "provisioner" && inner.Type != "connection" {
			m.userDataOf(f, inner.Body, out)
		}
	}
}

// What user data costs, which many machines may have in common: bytesOfStep of its text are read as one step, and a file that
// it writes takes stepsOfFile.
const (
	bytesOfStep = 16
	stepsOfFile = 12
)

// startupScript is the key of the metadata that GCE runs, with a shell if its first line names no other program.
const startupScript = "startup-script"

func (m *module) addUserData(texts []partly.Text, isScript bool, out *machine.Contributions) {
	for _, t := range texts {
		if m.steps -= t.Text().Len() / bytesOfStep; m.steps <= 0 {
			if m.problem == nil {
				m.problem = &machine.Gap{Reason: "the machines of the configuration have more user data than is followed", At: t.Text().Span(0, 0), Limit: true}
			}
			return
		}
		o := m.shell
		o.Holes, o.Limits = t.Holes(), m.limits
		c, ok := cloud.ReadUserData(t.Text(), m.name, o)
		if !ok && isScript {
			o.Dialect = shell.Posix
			read := shell.Read(t.Text(), o)
			read.Sources = append(read.Sources, read.Followed...)
			c = read.Contributions
		}
		m.steps -= stepsOfFile * len(c.Files)
		out.Merge(c)
	}
}
