package docker

import (
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// copying is one COPY or ADD.
type copying struct {
	*stageBuild
	i *instruction
	// target is the destination, absolute; into is set if the sources keep their names below it.
	target machine.Word
	path   string
	into   bool
	mode   fs.FileMode
}

// copy reads COPY and ADD.
func (k *stageBuild) copy(i *instruction) {
	words, broken := k.sources(i)
	if broken || len(words) < 2 || len(heredocsOf(words[len(words)-1].Text.String())) > 0 {
		k.refuseInstruction(i, "has a COPY or ADD without a source and a destination, which the builder refuses")
		return
	}
	last := len(words) - 1
	target := words[last]
	c := &copying{stageBuild: k, i: i, target: target}
	if !target.IsKnown() {
		k.gap(i, "copies files to a path that is only known when the image is built")
		return
	}
	if c.path = k.image.absolute(target.Text.String()); c.path == "" {
		k.gap(i, "copies files to a path below a directory that is not known")
		return
	}
	if mode, given := i.flag("chmod"); given {
		if m, err := strconv.ParseUint(mode, 8, 12); err == nil {
			c.mode = fs.FileMode(m)
		}
	}
	c.into = strings.HasSuffix(target.Text.String(), "/") || last > 1 || slices.Contains([]string{".", ".."}, path.Base(target.Text.String())) ||
		k.isDirectory(c.path)
	if parents, given := i.flag("parents"); given && parents != "false" {
		k.gap(i, "copies files with --parents")
		return
	}
	for _, w := range words[:last] {
		c.source(w)
	}
}

// sources returns the words of COPY or ADD, their variables replaced.
func (k *stageBuild) sources(i *instruction) (words []machine.Word, broken bool) {
	words, isJSON, broken := i.json(i.start, i.end)
	if broken {
		return nil, true
	}
	if isJSON {
		for n, w := range words {
			words[n] = k.expandWord(i, w)
		}
		return words, false
	}
	for _, b := range i.blankWords(i.start, i.end) {
		words = append(words, k.word(i, b, false))
	}
	return words, false
}

// expandWord replaces the variables of a word that is decoded already.
func (k *stageBuild) expandWord(i *instruction, w machine.Word) machine.Word {
	text := w.Text.String()
	if !strings.ContainsAny(text, `$'"\`+string(i.escape)) {
		return w
	}
	x := &lexer{text: text, escape: i.escape, get: k.get, room: &k.room}
	p := x.word(0, len(text))
	k.refuse(i, x)
	known := len(p.data)
	if p.unknown {
		known = p.known
	}
	return machine.Word{Text: source.LiteralText(string(p.data), w.Text.Raw()), Known: known}
}

func (k *stageBuild) gap(i *instruction, reason string) {
	k.image.Gaps = append(k.image.Gaps, machine.Gap{Reason: reason, At: i.all()})
}

// usualDirectories are there in every Linux image that a file can be copied into (Filesystem Hierarchy Standard 3.0).
var usualDirectories = []string{
	"/", "/bin", "/dev", "/etc", "/home", "/lib", "/mnt", "/opt", "/root", "/run", "/sbin", "/srv", "/tmp", "/usr", "/usr/bin",
	"/usr/lib", "/usr/local", "/usr/local/bin", "/usr/local/etc", "/usr/local/lib", "/usr/local/sbin", "/usr/sbin", "/usr/share",
	"/var", "/var/lib", "/var/log", "/var/run", "/var/tmp",
}

// isDirectory reports whether a path of the image is known to be a directory.
func (k *stageBuild) isDirectory(p string) bool {
	below := p + "/"
	for i := range slices.Backward(k.image.Files) {
		switch f := &k.image.Files[i]; {
		case f.Root != "" || f.Operation == machine.Remove:
		case f.Path == p:
			return f.Directory
		case strings.HasPrefix(f.Path, below):
			return true
		}
	}
	return slices.Contains(usualDirectories, p) || k.o.IsDirectory != nil && k.o.IsDirectory(p)
}

// source copies one source.
func (c *copying) source(w machine.Word) {
	text := w.Text.String()
	if h := heredocsOf(text); len(h) == 1 && strings.HasPrefix(strings.TrimLeft(text, "0123456789"), "<<") {
		c.document(h[0].name)
		return
	}
	from, hasFrom := c.i.flag("from")
	switch {
	case !w.IsKnown():
		c.gap(c.i, "copies a file whose name is only known when the image is built")
	case hasFrom:
		c.fromStage(from, w)
	case c.i.name == "add" && isRemote(text):
		name := strings.TrimSuffix(path.Base(strings.SplitN(text, "?", 2)[0]), ".git")
		c.put(machine.File{Path: c.below(name), Known: machine.UnknownContent}, w)
	default:
		c.fromContext(w, cleanSource(text))
	}
}

// cleanSource returns a source relative to the context. What leads out of it does not: the context is the root.
func cleanSource(text string) string {
	return strings.TrimPrefix(path.Join("/", text), "/")
}

// isRemote reports whether ADD fetches a source.
func isRemote(text string) bool {
	for _, scheme := range []string{"http://", "https://", "ftp://", "git://", "ssh://", "git@"} {
		if strings.HasPrefix(text, scheme) {
			return true
		}
	}
	return false
}

// below returns the path that a source of a name is copied to.
func (c *copying) below(name string) string {
	if c.into {
		return path.Join(c.path, name)
	}
	return c.path
}

// put adds a file.
func (c *copying) put(f machine.File, w machine.Word) {
	f.At, f.PathAt, f.Mode = c.i.all(), c.target.Text.Raw(), c.mode
	if f.Copy != nil {
		f.Copy.At = w.Text.Raw()
	}
	c.image.Files = append(c.image.Files, f)
}

// document copies a here-document. If its name is not quoted its variables are replaced and its backslashes undone;
// quotes are ordinary bytes.
func (c *copying) document(name string) {
	for _, h := range c.i.heredocs {
		if h.name != name {
			continue
		}
		text := c.i.in.Slice(h.start, h.end)
		if h.strip {
			text = withoutTabs(c.i.in, h.start, h.end)
		}
		known := text.Len()
		if h.expand && strings.ContainsAny(text.String(), `$\`) {
			text, known = c.expandDocument(text)
		}
		c.put(machine.File{Path: c.below(name), Content: text, Known: known}, c.target)
		return
	}
}

// expandDocument replaces the variables of a here-document.
func (c *copying) expandDocument(text source.Text) (source.Text, int) {
	offsets := make([]int32, text.Len()+1)
	for i := range offsets {
		offsets[i] = int32(i)
	}
	x := &lexer{text: text.String(), offsets: offsets, escape: '\\', keepQuotes: true, get: c.get, room: &c.room}
	p := x.word(0, text.Len())
	c.refuse(c.i, x)
	known := len(p.data)
	if p.unknown {
		known = p.known
	}
	special := `$\`
	escape := strings.NewReplacer(`$`, `\$`, `\`, `\\`).Replace
	part := func(start, end int, s string) (string, bool) {
		quoted := escape(s)
		_, ok := p.edit(start, end, strings.ReplaceAll(s, "\n", ""), "", '\\')
		return quoted, ok && (start == 0 || !strings.ContainsRune(special, rune(p.data[start-1])))
	}
	return text.Decoded(string(p.data), append(p.offsets, p.end), 0, text.Len(), part, nil), known
}

// fromStage copies out of an earlier stage, or out of another image.
func (c *copying) fromStage(from string, w machine.Word) {
	x := &lexer{text: from, escape: c.i.escape, get: c.get, room: &c.room}
	p := x.word(0, len(from))
	s := c.find(string(p.data), c.stage.number)
	if s == nil || p.unknown || c.i.trigger && !c.owns(c.i) {
		c.elsewhere(w)
		return
	}
	s.used = true
	image := c.build(s)
	wanted := path.Join("/", w.Text.String())
	found := false
	for _, f := range image.Files {
		if f.Directory || f.Root != "" {
			continue
		}
		rest, below := strings.CutPrefix(f.Path, wanted+"/")
		switch {
		case f.Path == wanted:
			f.Path = c.below(path.Base(wanted))
		case below || wanted == "/":
			f.Path = path.Join(c.path, strings.TrimPrefix(rest, "/"))
		default:
			continue
		}
		if c.steps -= stepsOfCopy; c.steps < 0 {
			c.gap(c.i, "copies more files than are read")
			return
		}
		found = true
		c.image.Files = append(c.image.Files, f)
	}
	if !found {
		c.elsewhere(w)
	}
}

// elsewhere copies a file of which nothing is known.
func (c *copying) elsewhere(w machine.Word) {
	c.put(machine.File{Path: c.below(path.Base(w.Text.String())), Known: machine.UnknownContent}, w)
}

// fromContext copies files and directories of the tree: of a directory what is in it.
func (c *copying) fromContext(w machine.Word, p string) {
	matches := []string{p}
	if strings.ContainsAny(p, "*?[") {
		matches = c.glob(p)
		if len(matches) > 1 {
			c.into = true
		}
	}
	for _, m := range matches {
		c.fromTree(w, m, c.below(path.Base(m)), 0)
	}
}

// stepsOfCopy is what a file that is copied costs of the steps that a reader may take: each COPY of a directory copies all of it.
const stepsOfCopy = 8

// fromTree copies a file of the tree to a path, or what is in a directory: that goes to the destination itself.
func (c *copying) fromTree(w machine.Word, p, target string, depth int) {
	names, isDirectory := c.list(p)
	if !isDirectory {
		if c.i.name == "add" && isArchive(p) {
			c.gap(c.i, "unpacks an archive, whose files are not read")
			return
		}
		if c.steps--; c.steps < 0 {
			return
		}
		if c.o.Tree == nil || !c.ignored(p) {
			c.put(machine.File{Path: target, Copy: &machine.Copy{Path: p, Base: c.o.Context}}, w)
		}
		return
	}
	if depth == 0 {
		target = c.path
	}
	if depth == c.o.Limits.Depth {
		c.gap(c.i, "copies directories nested deeper than are read")
		return
	}
	for _, name := range names {
		if c.steps -= stepsOfCopy; c.steps < 0 {
			c.gap(c.i, "copies more files than are read")
			return
		}
		name = strings.TrimSuffix(name, "/")
		c.fromTree(w, path.Join(p, name), path.Join(target, name), depth+1)
	}
}

// list returns the entries of a directory of the context; false for what is none.
func (c *copying) list(p string) (names []string, isDirectory bool) {
	if c.o.Tree == nil {
		return nil, false
	}
	names, problem := c.o.Tree.List(c.i.in.Source(), path.Join(c.o.Context, p, "."))
	return names, problem == ""
}

// isArchive reports whether ADD unpacks a file: it looks at the content, of which the name tells here.
func isArchive(p string) bool {
	for _, suffix := range []string{".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst"} {
		if strings.HasSuffix(strings.ToLower(p), suffix) {
			return true
		}
	}
	return false
}

// glob returns the paths of the context that match a pattern, which path.Match reads segment by segment.
func (c *copying) glob(pattern string) []string {
	found := []string{""}
	for segment := range strings.SplitSeq(pattern, "/") {
		var next []string
		for _, dir := range found {
			if !strings.ContainsAny(segment, "*?[\\") {
				next = append(next, path.Join(dir, segment))
				continue
			}
			names, _ := c.list(dir)
			for _, name := range names {
				if c.steps--; c.steps < 0 {
					return nil
				}
				name = strings.TrimSuffix(name, "/")
				if ok, err := path.Match(segment, name); ok && err == nil {
					next = append(next, path.Join(dir, name))
				}
			}
		}
		found = next
	}
	return found
}
