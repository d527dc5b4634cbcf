package compose

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// mount is a directory or file that a container sees.
type mount struct {
	// target is the path in the container.
	target string
	// from is the path it comes from, from the directory of the file that is read; "" if it is not known.
	from string
	at   source.Span
}

// volumes reads what is mounted: "FROM:TO:OPTIONS", or a mapping.
func (f *file) volumes(s *service, n *yamltext.Node) {
	if n == nil {
		return
	}
	var all []mount
	for _, item := range n.Items() {
		item = item.Resolve()
		m := mount{at: item.Span()}
		if item.Kind == yamltext.Mapping {
			target, _ := f.textMember(item, "target")
			kind, _ := f.textMember(item, "type")
			from, _ := f.textMember(item, "source")
			var known bool
			if m.target, known = target.knownText(); !known {
				continue
			}
			if text, known := from.knownText(); known && kind.text.String() == "bind" {
				m.from = f.join(text)
			}
			if target.text.Source() != nil {
				m.at = target.text.All()
			}
		} else {
			v, found := f.value(item)
			if !found {
				f.refuse(item.Span(), "", "a volume must be a text or a mapping")
				continue
			}
			var known bool
			if m, known = f.shortMount(v); !known {
				continue
			}
		}
		m.target = path.Clean(m.target)
		all = append(all, m)
	}
	s.mounts = mergeMounts(s.mounts, all)
}

// shortMount reads a mount in its short form (compose-go format/volume.go), and reports whether its target is known.
func (f *file) shortMount(v value) (mount, bool) {
	m := mount{at: v.text.All()}
	text := v.text.String()
	var parts []string
	var starts []int
	start := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && (text[i] != ':' || v.isHole(i) || i == start+1 && isLetter(text[start]) && i+1 < len(text) && text[i+1] == '\\') {
			continue
		}
		parts, starts = append(parts, text[start:i]), append(starts, start)
		start = i + 1
	}
	known := func(i int) bool { return v.slice(starts[i], starts[i]+len(parts[i])).known() }
	if len(parts) == 1 {
		m.target = parts[0]
		return m, known(0)
	}
	if m.target = parts[1]; !known(1) || m.target == "" {
		return m, false
	}
	if from := parts[0]; known(0) && from != "" && strings.IndexByte("./~", from[0]) >= 0 {
		m.from = f.join(from)
	}
	return m, true
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// mergeMounts adds mounts, each in place of one with the same target.
func mergeMounts(base, over []mount) []mount {
	return mergeBy(base, over, func(m mount) (string, bool) { return m.target, true })
}

// mergeBy adds to a list, each in place of the first one with the same key. What has no key is added.
func mergeBy[T any, K comparable](base, over []T, keyOf func(T) (K, bool)) []T {
	if len(over) == 0 {
		return base
	}
	base = slices.Clone(base)
	at := make(map[K]int, len(base)+len(over))
	for i, o := range slices.Backward(base) {
		if key, ok := keyOf(o); ok {
			at[key] = i
		}
	}
	for _, o := range over {
		key, ok := keyOf(o)
		if i, found := at[key]; found && ok {
			base[i] = o
			continue
		}
		if ok {
			at[key] = len(base)
		}
		base = append(base, o)
	}
	return base
}

// grant is a configuration or secret that a service sees.
type grant struct {
	kind   string // "configs" or "secrets"
	source string
	target string
	at     source.Span
}

// grants reads the configurations or secrets of a service.
func (f *file) grants(s *service, n *yamltext.Node, kind string) {
	if n == nil {
		return
	}
	var all []grant
	for _, item := range n.Items() {
		item = item.Resolve()
		g := grant{kind: kind, at: item.Span()}
		name, found := f.value(item)
		if item.Kind == yamltext.Mapping {
			name, found = f.textMember(item, "source")
			if target, given := f.textMember(item, "target"); given {
				var known bool
				if g.target, known = target.knownText(); !known {
					continue
				}
			}
		}
		text, known := name.knownText()
		if !found || !known {
			continue
		}
		g.source = text
		base := "/"
		if kind == "secrets" {
			base = "/run/secrets"
		}
		switch {
		case g.target == "":
			g.target = path.Join(base, g.source)
		case !path.IsAbs(g.target):
			g.target = path.Join(base, g.target)
		}
		all = append(all, g)
	}
	s.grants = mergeGrants(s.grants, all)
}

// mergeGrants adds grants, each in place of one of its kind with the same target.
func mergeGrants(base, over []grant) []grant {
	type place struct{ kind, target string }
	return mergeBy(base, over, func(g grant) (place, bool) { return place{g.kind, g.target}, true })
}

// resource is a configuration or secret at the top of a file.
type resource struct {
	// content is written in the file itself; nil if it is not.
	content *value
	from    string // the file that holds it; "" if that is not known
}

// resources reads the configurations or secrets at the top of a file.
func (f *file) resources(kind string) map[string]resource {
	out := map[string]resource{}
	for _, m := range f.doc.Members(f.doc.Member(f.doc.Root, kind)) {
		r := resource{}
		if v, found := f.textMember(m.Value, "content"); found {
			r.content = &v
		}
		if v, found := f.textMember(m.Value, "file"); found {
			if text, known := v.knownText(); known {
				r.from = f.join(text)
			}
		}
		if v, found := f.textMember(m.Value, "environment"); found && r.content == nil {
			if name, known := v.knownText(); known {
				if given, found := f.scope(name); found {
					r.content = &given
				}
			}
		}
		out[m.Name()] = r
	}
	return out
}

// mount returns what a container sees of a file of the tree or of the host.
func hostMount(from, target string, at source.Span) machine.Mount {
	onHost := from == "" || path.IsAbs(from) || strings.HasPrefix(from, "~")
	return machine.Mount{From: from, Path: target, OnHost: onHost, At: at}
}
