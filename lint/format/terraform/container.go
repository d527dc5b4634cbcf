package terraform

import (
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/mesoslint/mesoslint/lint/format/container"
	"github.com/mesoslint/mesoslint/lint/format/partly"
	"github.com/mesoslint/mesoslint/lint/machine"
)

// container reads docker_container (kreuzwerker/docker): a container that the machine of the provider runs.
func (m *module) container(f *file, b *hclsyntax.Block, out *machine.Contributions) {
	image, found := b.Body.Attributes["image"]
	if !found {
		return
	}
	at := f.in.Span(b.TypeRange.Start.Byte, b.TypeRange.End.Byte)
	s := container.Spec{Name: b.Labels[1], Image: m.imageOf(f, image.Expr), At: at}
	if env, found := b.Body.Attributes["env"]; found {
		if s.Variables, found = m.words(f, env.Expr); !found {
			s.Gaps = append(s.Gaps, machine.Gap{Kind: machine.UnknownArguments, At: f.unknown(env.Expr).Text().All(), Reason: "the variables of the container are known only when Terraform runs"})
		}
	}
	if command, found := b.Body.Attributes["command"]; found {
		s.Command, _ = m.words(f, command.Expr)
		s.HasCommand = true
	}
	if entrypoint, found := b.Body.Attributes["entrypoint"]; found {
		s.Entrypoint, _ = m.words(f, entrypoint.Expr)
		s.HasEntrypoint = true
	}
	for _, volume := range b.Body.Blocks {
		from, hasFrom := volume.Body.Attributes["host_path"]
		to, hasTo := volume.Body.Attributes["container_path"]
		if volume.Type != "volumes" || !hasFrom || !hasTo {
			continue
		}
		text := m.eval(f, from.Expr)
		text.AddKnown(colon(text))
		text.Add(m.eval(f, to.Expr))
		s.Volumes = append(s.Volumes, wordOf(text))
	}
	out.Starts = append(out.Starts, s.Start())
}

// imageOf returns the image that an expression names: that of the resource docker_image, where it is one.
func (m *module) imageOf(f *file, e hclsyntax.Expression) machine.Word {
	if names := reference(e); len(names) == 3 && names[0] == "docker_image" {
		if b, found := m.blocks[names[0]+"."+names[1]]; found {
			if name, found := b.Body.Attributes["name"]; found {
				return wordOf(m.eval(b.file, name.Expr))
			}
		}
	}
	return wordOf(m.eval(f, e))
}

// words returns the items of a list; false if it is not written as one: it may be any number of words then.
func (m *module) words(f *file, e hclsyntax.Expression) ([]machine.Word, bool) {
	list, isList := e.(*hclsyntax.TupleConsExpr)
	if !isList {
		w := wordOf(f.unknown(e))
		w.Several = true
		return []machine.Word{w}, false
	}
	var out []machine.Word
	for _, item := range list.Exprs {
		out = append(out, wordOf(m.eval(f, item)))
	}
	return out, true
}

func wordOf(t partly.Text) machine.Word {
	return machine.Word{Text: t.Text(), Known: t.Leading(), Holes: t.Holes()}
}
