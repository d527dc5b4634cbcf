package chef

import (
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/container"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// variable reads "name = value" of a local variable, and a loop over one; false if it is neither.
func (r *reader) variable(word string) bool {
	start := r.at
	if r.skipSpace(false); r.at+1 < len(r.src) && r.src[r.at] == '=' && strings.IndexByte("=~>", r.src[r.at+1]) < 0 {
		if !r.startsLine(len(word) + r.at - start) {
			r.at = start
			return false
		}
		r.at++
		v := r.value(0)
		if r.maybe() {
			v = value{at: v.at} // another branch may give it another value
		}
		r.vars[word] = v
		return true
	}
	r.at = start
	return r.loop(r.vars[word])
}

// loop reads ".each do |name, value| … end", or in braces, behind a value whose items are known: what stands in it once for each of
// them. It reports false, and passes nothing, if that is not what follows.
func (r *reader) loop(over value) bool {
	start := r.at
	names, braces, isLoop := r.loopHead()
	var items [][]value
	for _, item := range over.items {
		items = append(items, []value{item})
	}
	for _, m := range over.members {
		items = append(items, []value{{kind: text, text: m.key, known: m.key.Len(), at: m.key.All()}, m.value})
	}
	const most = 1024 // items of all loops, each of which is read as a text of its own
	if !isLoop || len(items) == 0 || r.turns+len(items) > most || r.depth >= r.limits.Depth {
		r.at = start
		return false
	}
	r.turns += len(items)
	before := make([]value, len(names))
	for i, name := range names {
		before[i] = r.vars[name]
	}
	body, open := r.at, len(r.ends)
	r.depth++
	for _, item := range items {
		for i, name := range names {
			r.vars[name] = value{}
			if i < len(item) && len(names) <= len(item) {
				r.vars[name] = item[i]
			}
		}
		r.at = body
		if !braces {
			r.ends = append(r.ends[:open:open], false)
		}
		r.statements(braces)
		r.ends = r.ends[:min(open, len(r.ends))]
	}
	r.depth--
	for i, name := range names {
		r.vars[name] = before[i]
	}
	return true
}

// loopHead passes ".each do |a, b|" or ".each { |a, b|", and returns the names.
func (r *reader) loopHead() (names []string, braces, ok bool) {
	rest := r.src[r.at:]
	head := ""
	for _, method := range [...]string{".each_pair", ".each"} {
		if strings.HasPrefix(rest, method) && !isWordAt(rest, len(method)) {
			head = method
			break
		}
	}
	if head == "" {
		return nil, false, false
	}
	r.at += len(head)
	r.skipSpace(false)
	switch rest = r.src[r.at:]; {
	case strings.HasPrefix(rest, "do"):
		r.at += len("do")
	case strings.HasPrefix(rest, "{"):
		r.at++
		braces = true
	default:
		return nil, false, false
	}
	if r.skipSpace(false); !strings.HasPrefix(r.src[r.at:], "|") {
		return nil, false, false
	}
	end := strings.IndexByte(r.src[r.at+1:], '|')
	if end < 0 {
		return nil, false, false
	}
	for name := range strings.SplitSeq(r.src[r.at+1:r.at+1+end], ",") {
		names = append(names, strings.Trim(name, " ()"))
	}
	r.at += end + 2
	return names, braces, len(names) <= 2
}

// unknownFile says that a resource writes a file whose path only Chef knows.
func (r *reader) unknownFile(title value) {
	if title.kind != text || title.isText() {
		return
	}
	if name := title.text.String()[:title.known]; strings.Contains(name, "mesos") && path.IsAbs(name) {
		r.out.Gaps = append(r.out.Gaps, machine.Gap{Kind: machine.UnknownArguments, Path: name[:strings.LastIndexByte(name, '/')] + "/", At: title.text.All(),
			Reason: "which files the resource writes is known only when Chef runs"})
	}
}

// command reads what bash, script and execute run.
func (r *reader) command(title value, given properties, maybe bool) {
	v := title
	for _, name := range [...]string{"code", "command"} {
		if c, found := given[name]; found {
			v = c
		}
	}
	if given["action"].text.String() == "nothing" || given["creates"].text.Len() > 0 {
		maybe = true
	}
	if v.kind != text || r.sh == nil {
		return
	}
	switch given["interpreter"].text.String() {
	case "", "bash", "sh", "/bin/bash", "/bin/sh":
	default:
		return
	}
	r.out.Take(r.sh(v.text, v.holes), maybe)
}

// unit reads systemd_unit 'name' { content }, whose content is a text or a hash of sections.
func (r *reader) unit(title value, given properties, maybe bool) {
	name, content := title.text.String(), given["content"]
	if !title.isText() || strings.Contains(name, "/") || given["action"].text.String() == "delete" {
		return
	}
	if content.kind == hash {
		var parts []source.Text
		for _, section := range content.members {
			parts = append(parts, source.LiteralText("[", section.key.All()), section.key, source.LiteralText("]\n", section.key.All()))
			for _, m := range section.value.members {
				values := m.value.items
				if m.value.kind != list {
					values = []value{m.value}
				}
				for _, v := range values {
					if v.isText() || v.kind == boolean {
						parts = append(parts, m.key, source.LiteralText("=", m.key.All()), v.text, source.LiteralText("\n", m.key.All()))
					}
				}
			}
		}
		content = value{kind: text, text: source.Join(parts...), at: content.at}
		content.known = content.text.Len()
	}
	f := machine.File{Path: "/etc/systemd/system/" + name, At: title.at, PathAt: title.text.All(), Maybe: maybe, Content: content.text, Known: content.known, Holes: content.holes}
	if content.kind != text {
		f.Content, f.Known = source.LiteralText("", title.at), machine.UnknownContent
	}
	r.out.Files = append(r.out.Files, f)
}

// container reads docker_container 'name' { repo, tag, env, command, volumes } (the cookbook docker).
func (r *reader) container(title value, given properties, maybe bool) {
	image, found := given["repo"]
	if !found {
		if image, found = given["image"]; !found {
			image = title
		}
	}
	if image.kind != text || given["action"].text.String() == "delete" {
		return
	}
	w := word(image)
	if tag, found := given["tag"]; found && tag.kind != unknown {
		w = machine.Word{Text: source.Join(image.text, source.LiteralText(":", tag.at), tag.text), Known: image.known}
		if image.isText() {
			w.Known = image.text.Len() + len(":") + tag.known
		}
	}
	s := container.Spec{Name: title.text.String(), Image: w, Maybe: maybe, At: title.at, Variables: words(given["env"]), Volumes: words(given["volumes"])}
	if v, found := given["command"]; found {
		s.HasCommand, s.Command = true, words(v)
		if v.kind == text {
			s.Command = container.Words(v.text, v.known, v.holes)
		}
	}
	if v, found := given["entrypoint"]; found {
		s.HasEntrypoint, s.Entrypoint = true, words(v)
	}
	r.out.Starts = append(r.out.Starts, s.Start())
}

func word(v value) machine.Word {
	if v.kind != text && v.kind != number {
		return machine.Word{Text: source.LiteralText("…", v.at), Several: true}
	}
	return machine.Word{Text: v.text, Known: v.known, Holes: v.holes}
}

func words(v value) []machine.Word {
	var out []machine.Word
	for _, item := range v.items {
		out = append(out, word(item))
	}
	if v.kind == text {
		out = append(out, word(v))
	}
	return out
}

// addLine reads append_if_no_line and replace_or_add { path, line } (the cookbook line).
func (r *reader) addLine(given properties, maybe bool) {
	at, line := given["path"], given["line"]
	if !at.isText() || !path.IsAbs(at.text.String()) || line.kind != text {
		return
	}
	content := source.Join(line.text, source.LiteralText("\n", line.at))
	known := line.known
	if line.isText() {
		known = content.Len()
	}
	r.out.Files = append(r.out.Files, machine.File{Path: path.Clean(at.text.String()), Operation: machine.Append, Content: content, Known: known, Holes: line.holes,
		At: line.at, PathAt: at.text.All(), Maybe: maybe})
}
