package load

import (
	"bytes"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// documentKey tells documents apart: one place in one source is one document for each component that reads it.
type documentKey struct {
	source    *source.Source
	start     int
	kind      config.Kind
	component config.Component
}

// follow looks at what each setting refers to or carries.
func (l *loader) follow() {
	for _, n := range l.out.Nodes {
		for _, s := range n.Settings {
			if l.ctx.Err() != nil {
				return
			}
			if s.HasValue && !s.Dynamic && s.Overridden == nil {
				l.followSetting(n, s)
			}
		}
	}
}

func (l *loader) followSetting(n *config.Node, s *config.Setting) {
	flag := flagOf(s)
	if flag == "" {
		return
	}
	kind := l.v.documentKind(n.Component, flag)
	value := s.Value.String()
	if s.Way.OnCommandLine() {
		value = strings.TrimRight(value, mesosSpace)
	}
	path, isURL := strings.CutPrefix(value, "file://")
	switch {
	case ask(l.v.PathFlag, n.Component, flag):
		switch {
		case path == "":
		case ask(l.v.DirectoryFlag, n.Component, flag):
			s.Reference = l.referDirectory(n, s, path, kind)
		default:
			s.Reference = l.refer(n, s, path, kind, kind != config.Unknown)
		}
		l.maskInline(kind, s.Value)
	case isURL, strings.HasPrefix(value, "/") && ask(l.v.BarePath, n.Component, flag):
		s.Reference = l.refer(n, s, path, kind, true)
	case kind != config.Unknown && l.v.flag(n.Component, flag):
		l.addDocument(&config.Document{
			Kind: kind, Component: n.Component, Text: s.Value.Slice(0, len(value)), Setting: s, Node: n, Inline: true,
		})
	}
}

// refer looks up the file that a setting names, and reads it where it is of use.
func (l *loader) refer(n *config.Node, s *config.Setting, path string, kind config.Kind, read bool) *config.Reference {
	ref := &config.Reference{Path: path}
	f, problem := l.lookUpFrom(l.viewOf(n, s.Span.Source), path, kind, read)
	ref.Problem = withoutRemedy(problem)
	if f == nil {
		ref.Absent = l.isAbsent(l.viewOf(n, s.Span.Source), path)
		if link, reason := l.deadLink(l.viewOf(n, s.Span.Source), path); read && link != "" {
			ref.Problem = withoutRemedy(reason)
			l.uncheckedOnce(l.reported(link), reason)
		}
		return ref
	}
	ref.Mode = l.modeOf(f)
	if !read {
		return ref
	}
	if f.source == nil {
		return ref
	}
	ref.Source = f.source
	l.askedBy(f, s.Span.Source)
	if kind == config.Unknown {
		text := f.text
		if maskValue(text); redact.MayBeCredentials(text.String()) && len(strings.Fields(text.String())) > 1 {
			redact.MaskCredentials(text)
		} else if !l.isSecretSetting(n.Component, s) {
			redact.ShowValue(text)
		}
		l.checked(f, config.FlagFile, n.Component)
		return ref
	}
	l.addFileDocument(f, kind, n, s)
	return ref
}

func (l *loader) addFileDocument(f *file, kind config.Kind, n *config.Node, s *config.Setting) {
	f.used = true
	d := &config.Document{Kind: kind, Text: f.text, Mode: l.modeOf(f), ModeWritten: f.written != nil && f.written.writer != f.copied && !f.modeCopied, Setting: s, Node: n}
	if n != nil {
		d.Component = n.Component
	} else {
		d.Component = f.class.component
	}
	if !l.renders(f) || !l.isWhole(f, d) {
		return
	}
	if l.addDocument(d) {
		l.checked(f, kind, d.Component)
	}
}

// isWhole reports whether enough of a document that something writes is known to judge it, and says so where it is not: what
// is copied from somewhere else is not, nor JSON in which a value is missing.
func (l *loader) isWhole(f *file, d *config.Document) bool {
	if f.isKnown(f.text.Len()) {
		return true
	}
	text := f.text
	if known := min(max(f.written.known, 0), text.Len()); strings.TrimSpace(text.String()[:known]) != "" {
		if _, err := source.ParseJSON(&text); err == nil || !source.LooksLikeJSON(text.View()) {
			return true
		}
	}
	what := "a file of Mesos"
	if d.Setting != nil {
		what = "the file of `" + d.Setting.Name + "`"
	}
	l.nameUnknownContent(f, what)
	return false
}

// nameUnknownContent names a file that something writes to a machine with content that is not known.
func (l *loader) nameUnknownContent(f *file, what string) {
	at, line := f.written.pathAt, 0
	if at.Source != nil {
		line = at.Source.Position(at.Start).Line
	}
	said := config.Unread{Path: f.path, Line: line, Reason: "writes " + what + ", " + f.written.path + ", with content that is not known here"}
	if !slices.Contains(l.out.Unread, said) {
		l.out.Unread = append(l.out.Unread, said)
	}
}

// renders reports whether the text of a document is what the daemon reads, and names it where a template engine has yet
// to make that of it.
func (l *loader) renders(f *file) bool {
	text := f.text
	if !f.marks().InJSON() && !f.marks().MayHold(f.text.String()) {
		return true
	}
	if _, err := source.ParseJSON(&text); err == nil || !f.marks().InJSON() && template.UnrenderedAt(text.String()[min(err.Offset, text.Len()):]) == "" {
		return true
	}
	reason := "is a template; " + checkRendered
	if f.written != nil && f.text.Source() != nil {
		at, _ := f.text.Span(0, 0).Range()
		one := config.Unchecked{Path: f.text.Source().Path, Reason: "holds a document that " + reason, Position: &at}
		if !slices.ContainsFunc(l.out.Unchecked, func(u config.Unchecked) bool { return u.Path == one.Path && u.Position != nil && *u.Position == at }) {
			l.out.Unchecked = append(l.out.Unchecked, one)
		}
		return false
	}
	if !slices.ContainsFunc(l.out.Unchecked, func(u config.Unchecked) bool { return u.Path == f.path && u.Reason == reason }) {
		l.unchecked(f.path, reason, nil)
	}
	return false
}

// addDocument adds a document and reports whether it did. If the same is there for the same component, the node that
// refers to it is another reader.
func (l *loader) addDocument(d *config.Document) bool {
	key := documentKey{d.Text.Source(), d.Text.Raw().Start, d.Kind, d.Component}
	if known := l.documents[key]; known != nil {
		if d.Node != nil && known.Node != nil && d.Node != known.Node && !slices.Contains(known.Others, d.Node) {
			known.Others = append(known.Others, d.Node)
		}
		return false
	}
	l.documents[key] = d
	l.showDocument(d, l.maskDocument(d))
	l.out.Documents = append(l.out.Documents, d)
	if d.Kind == config.Modules {
		l.addParameters(d)
	}
	return true
}

// referDirectory looks up a directory that a setting names, each file of which is a document.
func (l *loader) referDirectory(n *config.Node, s *config.Setting, path string, kind config.Kind) *config.Reference {
	ref := &config.Reference{Path: path}
	real, root, problem := l.locate(l.viewOf(n, s.Span.Source), path)
	if problem != "" {
		ref.Problem = withoutRemedy(problem)
		return ref
	}
	entries, err := l.list(real)
	switch {
	case errors.Is(err, syscall.ENOTDIR):
		ref.Problem = config.IsFile
		return ref
	case err != nil:
		ref.Problem = withoutRemedy(why(err))
		return ref
	}
	ref.Mode = fs.ModeDir
	for _, e := range entries {
		at := filepath.Join(real, e.Name())
		target, problem := l.resolveUnder(at, root, append([]string{root}, l.tops...))
		var f *file
		switch {
		case problem != "":
		case target != at && !l.exists(target):
			problem = l.dangling(target)
		default:
			f, problem = l.open(target, kind, true)
		}
		switch {
		case problem == config.IsDirectory:
			ref.Directories = append(ref.Directories, e.Name())
		case problem != "" && f == nil:
			l.unchecked(l.reported(at), problem, nil)
		case problem == "" && f.source != nil:
			l.addFileDocument(f, kind, n, s)
		}
	}
	return ref
}

// viewOf returns the place from which the paths of a node are looked up that a source gives.
func (l *assembler) viewOf(n *config.Node, s *source.Source) view {
	v := l.views[n]
	v.source = s
	return v
}

// assembleDocuments adds the documents that no setting refers to.
func (l *loader) assembleDocuments() {
	for _, f := range l.files {
		if f.kind == config.Unknown || f.source == nil {
			continue
		}
		if f.class.role() == format.FlagEntry && l.isInline(f) || f.used && f.class.role() != format.FlagEntry {
			continue
		}
		l.addFileDocument(f, f.kind, nil, nil)
	}
}

// isInline reports whether a file of a flag directory is the document of its own flag, which has it already.
func (l *loader) isInline(f *file) bool {
	flag := strings.ToLower(flagName(filepath.Base(f.path)))
	return l.v.documentKind(f.class.component, flag) != config.Unknown && !ask(l.v.PathFlag, f.class.component, flag) ||
		slices.ContainsFunc(l.out.Documents, func(d *config.Document) bool { return d.Text.Source() == f.source })
}

// reportUnrecognised names the files that were asked for and are nothing that could be recognised.
func (l *loader) reportUnrecognised() {
	for _, f := range l.files {
		if f.source == nil || f.used || f.kind != config.Unknown {
			continue
		}
		switch {
		case f.named && l.o.SkipUnknown && (f.class.role() != format.Unclaimed || !f.mayMatter()):
			// It is passed over, unless it mentions settings of Mesos all the same.
		case f.written != nil && !f.isKnown(f.text.Len()):
			if f.mayMatter() {
				l.nameUnknownContent(f, "a file of Mesos")
			}
		case f.named && f.class.role() != format.Unclaimed:
			l.foreign(f, holdsNothing(f.class.form))
		case f.named && !f.mayMatter():
			l.foreign(f, unrecognised(f))
		case f.named, f.mayMatter() && !isOtherJSON(f):
			l.unchecked(f.path, unrecognised(f), nil)
		}
	}
}

// holdsNothing says of a file of a format that was asked for that it has nothing to do with Mesos.
func holdsNothing(f *format.Format) string {
	if f != nil && f.Nothing != "" {
		return f.Nothing
	}
	return "holds nothing that Mesos reads; " + sayKind
}

// sayKind is what to do about a file that is not recognised.
const sayKind = "say what it is with --as KIND (`mesoslint check --help` lists them)"

func isOtherJSON(f *file) bool {
	text := f.text
	_, err := source.ParseJSON(&text)
	return err == nil
}

func unrecognised(f *file) string {
	data := f.text.View()
	switch {
	case len(data) == 0:
		return "is empty; " + sayKind
	case bytes.HasPrefix(data, []byte{0xff, 0xfe}), bytes.HasPrefix(data, []byte{0xfe, 0xff}):
		return "is UTF-16 text, which Mesos does not read; save it as UTF-8"
	case bytes.HasPrefix(data, []byte{0x1f, 0x8b}):
		return "is compressed with gzip; decompress it (curl --compressed, zcat)"
	case bytes.IndexByte(data, 0) >= 0:
		return "holds NUL bytes and is not recognised; " + sayKind
	case f.marks().Wholly():
		return "is a template, whose content is only known when it is rendered; " + checkRendered
	}
	return "is not recognised; " + sayKind
}
