// Package load finds configuration and puts it together into the model. It says what is written, and never judges.
//
// Three types stand on one another. A finder walks what was named and tells what each file is, by the table of formats. An
// assembler lays out the machines that files describe as if they were folders of the tree, follows what is started on them
// through launchers, containers and scripts, and makes nodes of it: for all formats in one place. A loader follows what the
// settings of the nodes refer to, to documents, and keeps secrets out of all of it.
//
// What single files are named of is looked at around them, and not reported: the rest of their machine, and the work tree of
// those that are parts of what others describe.
//
// Besides what the formats find (see their packages), a Finding names what the init wrapper does:
//
//	wrapper/no-logger         it keeps --no-logger for itself
//	wrapper/ignored-variable  it does not look at this variable for this daemon
//	wrapper/not-exported      wrappers of old packages do not export this variable, those of newer ones do
//	wrapper/nul-bytes         bash drops NUL bytes of a flag's file
package load

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/hashicorp/go-multierror"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/format/docker"
	daemondump "github.com/mesoslint/mesoslint/lint/format/dump"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
)

// Vocabulary is what the loader must be told about Mesos; it knows no fact itself. Every field is a func, so that tables
// are decoded only when something is asked of them, and must be safe for concurrent use. A nil field answers no.
type Vocabulary struct {
	// ActionKey reports whether key is the key of an ACL list in any release ("set_quotas").
	ActionKey func(key string) bool
	// DocumentKeys returns the keys by which JSON text is known to be a document of a kind.
	DocumentKeys func() []DocumentKeys
	// Flag reports whether name is a flag, canonical or alias, of the component's daemon in any release. name is in
	// lower case.
	Flag func(c config.Component, name string) bool
	// LikeFlag reports whether name differs from such a name in its case, in dashes and in underscores at most ("WORKDIR").
	LikeFlag func(c config.Component, name string) bool
	// DocumentKind returns the kind of the document that the value of a flag is or refers to; Unknown if it is none.
	// The names of kinds that have no constant are those of their flags.
	DocumentKind func(c config.Component, flag string) config.Kind
	// PathFlag reports whether the daemon takes the value of the flag for a path, which file:// only decorates.
	PathFlag func(c config.Component, flag string) bool
	// DirectoryFlag reports whether that path is a directory, each file of which is a document of the flag's kind.
	DirectoryFlag func(c config.Component, flag string) bool
	// BarePath reports whether the daemon reads the file that a value names by an absolute path without file://. It is
	// not asked about path flags.
	BarePath func(c config.Component, flag string) bool
	// ParameterKind returns the kind of the document that the value of a module's parameter is; Unknown if it is none.
	ParameterKind func(module, key string) config.Kind
	// Image returns what an image brings, by its name and tag, as far as a table knows it.
	Image func(docker.Reference) (docker.Known, bool)
	// Report returns what each value says of the flags that a running daemon prints. version is the release that is printed
	// with them, "" if there is none.
	Report func(c config.Component, version string, u release.Upgrade, values map[string]string) func(name, value string) daemondump.Value
	// OwnModule reports whether a module comes with Mesos, so that it is known which of its parameters are secret.
	OwnModule func(module string) bool
	// SecretMembers returns the members of a kind of document in which every value may be a secret, at any depth; "*"
	// stands for all of the document.
	SecretMembers func(kind config.Kind) []string
	// Variable reports whether name is an environment variable that Mesos reads, besides MESOS_ and a flag's name.
	Variable func(name string) bool
	// Key reports whether a key is one of a kind of document in any release, at whatever depth.
	Key func(kind config.Kind, key string) bool
	// Parameter reports whether a module that comes with Mesos has a parameter of a key in any release.
	Parameter func(module, key string) bool
}

// DocumentKeys are the keys that show a kind of document.
type DocumentKeys struct {
	Kind config.Kind
	// Keys are the members of the whole, any of which shows the kind.
	Keys []DocumentKey
	// Entries are members with which an object under any key begins; List those that the first object of a list has which is
	// the whole document; Whole all of the document's, each of which it has.
	Entries, List, Whole []string
}

// DocumentKey is a member that shows a kind of document.
type DocumentKey struct {
	Name string
	// Inside are members of which the object under it, or the first of a list of them, begins with one. Holds is a member
	// that stands anywhere after it. If both are empty, the name alone is enough.
	Inside []string
	Holds  string
}

func (v Vocabulary) documentKeys() []DocumentKeys {
	if v.DocumentKeys == nil {
		return nil
	}
	return v.DocumentKeys()
}

func (v Vocabulary) secretMembers(kind config.Kind) []string {
	if v.SecretMembers == nil {
		return nil
	}
	return v.SecretMembers(kind)
}

// names returns the names that are harmless wherever they stand.
func (v Vocabulary) names() redact.Vocabulary {
	return redact.Vocabulary{Flag: func(name string) bool { return v.flag(config.AnyComponent, name) }, Variable: v.Variable}
}

func (v Vocabulary) actionKey(key string) bool { return v.ActionKey != nil && v.ActionKey(key) }

func (v Vocabulary) flag(c config.Component, name string) bool {
	if v.Flag == nil {
		return false
	}
	if c == config.AnyComponent {
		return v.Flag(config.Master, name) || v.Flag(config.Agent, name)
	}
	return v.Flag(c, name)
}

func (v Vocabulary) likeFlag(name string) bool {
	return v.LikeFlag != nil && (v.LikeFlag(config.Master, name) || v.LikeFlag(config.Agent, name))
}

func (v Vocabulary) documentKind(c config.Component, flag string) config.Kind {
	if v.DocumentKind == nil {
		return config.Unknown
	}
	if c == config.AnyComponent {
		return cmp.Or(v.DocumentKind(config.Master, flag), v.DocumentKind(config.Agent, flag))
	}
	return v.DocumentKind(c, flag)
}

func ask(f func(config.Component, string) bool, c config.Component, flag string) bool {
	if f == nil {
		return false
	}
	if c == config.AnyComponent {
		return f(config.Master, flag) || f(config.Agent, flag)
	}
	return f(c, flag)
}

// Options says how to load.
type Options struct {
	// As is what the files named in paths are, whatever they look like; Unknown lets each speak for itself. A directory
	// named with master-flags or agent-flags is a flag directory; of the files in it nothing else is said.
	As config.Kind
	// Root is where absolute paths inside the configuration are looked up. If it is "", it is the directory that
	// holds the "etc" of the referring file, or else the named directory that holds the file. Nothing outside it is
	// read but what paths name.
	Root string
	// RootOf returns a Root for the absolute path of a file that has one of its own, and "" for others; nil if none has.
	RootOf func(abs string) string
	// Excluded reports whether the file or folder at an absolute path is passed over, with all that lies in it. What a checked
	// file refers to is read all the same, and nothing is reported about it. It may be nil.
	Excluded func(abs string) bool
	// Dir is the working directory, which relative paths start from and reported paths are relative to; "" stands for
	// the process's own.
	Dir string
	// Stdin is what the path "-" reads, and StdinName the file that it is judged as, and read instead of.
	Stdin     io.Reader
	StdinName string
	// SkipUnknown is set if named files that have nothing to do with Mesos are passed over instead of named as unchecked.
	SkipUnknown bool
	// Upgrade is what the user asks about: it tells the release of a daemon that prints its flags and not its release.
	Upgrade release.Upgrade
	// Machines are those that the user describes.
	Machines []Machine
	// UpgradeOf returns that of the file at an absolute path, where files differ in it; nil if all have Upgrade.
	UpgradeOf func(abs string) release.Upgrade
	// Overlay is what files hold after changes that are not written yet.
	Overlay source.Overlay
	// Vocabulary is what is known about Mesos.
	Vocabulary Vocabulary
	// Formats are asked about a file before those of format.Table.
	Formats []*format.Format
}

// Load reads what paths name, directories with all they hold, and what the configuration found there refers to. It
// always returns a Config; the error, if any, is a *multierror.Error with one error for each element of
// Config.Unchecked, in the same order: everything that was asked for and could not be read or understood. A cancelled
// context ends it early with its error as the only one. Of single files it looks at what is around them as well, as far as
// the work tree of git goes: see Config.Around.
func Load(ctx context.Context, paths []string, o Options) (*config.Config, error) {
	l, err := newLoader(ctx, o)
	if err != nil {
		return &config.Config{}, failed([]error{err})
	}
	l.load(paths)
	if trees := l.treesOfParts(); len(trees) > 0 {
		if whole, err := l.inTrees(paths, trees); err == nil && !whole.beyond {
			l = whole
		}
	}
	if err := ctx.Err(); err != nil {
		return l.loaded(), failed([]error{err})
	}
	l.sort()
	var errs []error
	for _, u := range l.out.Unchecked {
		errs = append(errs, u)
	}
	return l.loaded(), failed(errs)
}

// loaded returns what was loaded, which does not keep the loader with all that it has read.
func (l *loader) loaded() *config.Config {
	out := l.out
	return &out
}

// load reads what paths name, and makes of it what is known about Mesos.
func (l *loader) load(paths []string) {
	l.naming = NewNaming(l.dir, paths)
	l.find(paths)
	if l.beyond {
		return
	}
	l.findByHand()
	l.read()
	l.contribute()
	l.assemble()
	l.leaveOutAround()
	l.checkParts()
	l.noteFiles()
}

func failed(errs []error) error {
	if len(errs) == 0 {
		return nil
	}
	return &multierror.Error{Errors: errs, ErrorFormat: oneLineEach}
}

func oneLineEach(errs []error) string {
	lines := make([]string, len(errs))
	for i, err := range errs {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// finder finds the files of a run, tells what each is, and reads them.
type finder struct {
	fileTree
	ctx context.Context
	o   Options
	v   Vocabulary

	formats  []*format.Format
	files    []*file          // in the order they were found
	byPath   map[string]*file // by absolute path
	stdin    *file            // standard input, which has none; nil if it is not read
	visited  map[string]bool  // real paths of the directories that were walked
	linked   []link           // directories reached through symbolic links, walked last
	links    []link           // symbolic links among the units, as they are written
	flagDirs []*flagDir
	listed   map[string]*flagDir         // by directory; nil if one was looked at and is none
	words    map[string]config.Component // what the path of a directory mentions
	machines map[string]machineRoot      // that sources describe, by the path they are laid out below
	names    map[string][]string         // of the entries of directories that readers have looked into

	around     bool              // what is found now was not asked for
	inTree     bool              // and is not of the machine of a named file
	trees      []string          // those that are looked at for the sake of named files which are parts of what others describe
	entries    int               // of the directories that are looked at so
	beyond     bool              // there are more than mostAround of those
	mostAround int               // maxAround
	asked      map[string]bool   // by absolute path, what is reported about if trees are looked at; the named files are besides
	workTrees  map[string]string // the root of the work tree of git that a directory lies in, "" for none
	described  []*byHand         // machines
	out        config.Config
}

// assembler lays out the machines that files describe, and makes nodes of what starts on them and of what they hold.
type assembler struct {
	finder
	noMarks       marks            // of what no template engine changes
	wrapperInputs []*wrapperInputs // what the init wrapper reads, by host and word
	direct        map[string]bool  // machines on which a daemon is started without the init wrapper
	machineRoots  []string         // those of machines that sources describe, in the order they were found
	started       []started
	startedBy     map[*file]int                      // what mayStart counts
	views         map[*config.Node]view              // of nodes on machines that sources describe
	replicas      map[string]int                     // how many there are of a machine, by its path, where a source says so
	reader        func(*file) *machine.Contributions // what a file says about the machine it describes; nil if it describes none
	findings      map[*file][]machine.Finding        // of files that describe machines
	parts         map[*file]bool                     // files that others are made of, and which say nothing by themselves
	takenIn       map[*file]bool                     // those of them of which nothing is left to be read
	shownPath     source.Span                        // where the path of the last file is written that a source writes
	unnamed       []machine.Gap                      // writers of files of which nobody knows the names
	mayHold       map[string][]machine.Gap           // those writers, by the directory that they write to
	told          map[string]bool                    // paths on machines of which something is said, and the directories that they lie in
	passedOver    map[*file]machine.Gap              // files that are not looked at by whoever reads their kind
	broken        []broken                           // files that could not be read by themselves
	images        map[imageBuild]*docker.Image       // that were built in the tree
}

// loader follows what the settings of nodes refer to, and keeps secrets out of all of it.
type loader struct {
	assembler
	documents map[documentKey]*config.Document
	usedKeys  map[string]bool // whether something uses what a key names
	searched  int             // bytes of files that were looked through for them
}

// file is one file that was found, and what became of it.
type file struct {
	abs   string // absolute and clean; "" for standard input
	path  string // as reported
	real  string // what is opened, where that is not abs
	named bool   // named by the user, who then wants it checked
	as    config.Kind
	class classification
	shown string // the name, where it holds a secret: without it

	source         *source.Source // nil if it was not read
	text           source.Text    // its content
	marked         *marks         // what a template engine will replace in markedText; nil until it is asked for
	markedText     []byte
	written        *writtenFile // nil for a file that is on the disk
	copied         *file        // of the tree that its content is from, where it is a copy of one
	mode           os.FileMode
	modeCopied     bool        // its mode is that of the file that it is a copy of
	kind           config.Kind // of the document its content shows it to be
	problem        string      // why it could not be read
	used           bool        // read into a node, or referred to
	around         bool        // found for the sake of a file that was named, and not asked for
	installed      bool        // it is copied to where systemd looks for units on a machine, and is none where it lies
	byContent      bool        // its content showed its format
	holdsVariables bool        // by what it holds it is an environment file of a daemon
	wanted         bool        // to be read whatever it looks like
	listed         bool        // among the files that were found
	described      bool        // the user says which machine it is of
}

// set gives a file its content.
func (f *file) set(s *source.Source, mode os.FileMode) {
	f.source, f.text, f.mode = s, source.WholeText(s), mode
}

func newLoader(ctx context.Context, o Options) (*loader, error) {
	l := &loader{documents: map[documentKey]*config.Document{}}
	l.finder = finder{
		fileTree: fileTree{overlay: o.Overlay, pending: pendingByDirectory(o.Overlay), rootFor: o.RootOf, plain: map[string]bool{}, written: newWritten(), shared: map[string]bool{}, mounts: map[string][]mountPoint{}}, ctx: ctx, names: map[string][]string{}, o: o, v: o.Vocabulary,
		formats: slices.Concat(o.Formats, format.Table()), byPath: map[string]*file{}, visited: map[string]bool{}, listed: map[string]*flagDir{},
		words: map[string]config.Component{}, machines: map[string]machineRoot{}, workTrees: map[string]string{}, mostAround: maxAround,
	}
	l.direct, l.views, l.findings = map[string]bool{}, map[*config.Node]view{}, map[*file][]machine.Finding{}
	l.mayHold, l.told = map[string][]machine.Gap{}, map[string]bool{}
	l.startedBy, l.parts, l.passedOver, l.replicas = map[*file]int{}, map[*file]bool{}, map[*file]machine.Gap{}, map[string]int{}
	l.takenIn, l.images = map[*file]bool{}, map[imageBuild]*docker.Image{}
	l.reader = l.contributions
	dir, err := filepath.Abs(cmp.Or(o.Dir, "."))
	if err != nil {
		return nil, fmt.Errorf("finding the working directory: %w", err)
	}
	l.dir, l.naming = dir, NewNaming(dir, nil)
	if o.Root != "" {
		l.root = l.absolute(o.Root)
		if info, err := os.Stat(l.root); err != nil {
			return nil, fmt.Errorf("--root %s: %s", o.Root, why(err))
		} else if !info.IsDir() {
			return nil, fmt.Errorf("--root %s: is not a directory", o.Root)
		}
	}
	return l, nil
}

// read reads the files that were found, side by side if they are worth it: to start a thread takes longer than to read a few.
func (l *finder) read() {
	var next atomic.Int64
	work := func() {
		buffer := make([]byte, headSize)
		for l.ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= len(l.files) {
				return
			}
			l.readOne(l.files[i], buffer)
		}
	}
	var running sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(l.files)/16+1) - 1 {
		running.Go(work)
	}
	work()
	running.Wait()
}

func (l *loader) assemble() {
	for _, f := range l.files {
		if f.problem != "" {
			l.unchecked(f.path, f.problem, nil)
		}
	}
	l.assembleNodes()
	l.maskSettings()
	l.noteUnrendered()
	l.follow()
	l.assembleDocuments()
	l.noteUnrenderedValues()
	l.reportUnusedByHand()
	l.reportUnrecognised()
	l.nameUnread()
	l.hideSecrets()
}

// referredTo is what a file was known by that nothing of its own shows.
const referredTo = "what refers to it"

// knownBy says what a file was known by.
func (l *finder) knownBy(f *file) string {
	switch {
	case f.named && f.as != config.Unknown && f.as == l.o.As, l.isDocument(l.o.As) && f.as == l.o.As:
		return "--as"
	case f.holdsVariables, f.byContent:
		return "its content"
	case f.class.role() != format.Unclaimed:
		return "its path"
	case f.kind != config.Unknown && f.as == config.Unknown:
		return "its content"
	}
	return referredTo
}

func (l *finder) checked(f *file, kind config.Kind, c config.Component) {
	f.used = true
	if f.written != nil {
		if f.copied != nil {
			l.checked(f.copied, cmp.Or(kind, f.copied.class.kind()), c)
		}
		if f.written.writer == f.copied {
			return // whoever has put it there is no source
		}
		f, kind = f.written.writer, f.written.writer.class.kind()
		f.used = true
	}
	l.out.Checked = append(l.out.Checked, config.Checked{Path: f.path, Kind: kind, Component: c, Why: l.knownBy(f)})
}

func (l *loader) sort() {
	start := func(s source.Span) string {
		if s.Source == nil {
			return ""
		}
		return s.Source.Path
	}
	slices.SortStableFunc(l.out.Nodes, func(a, b *config.Node) int {
		return cmp.Or(strings.Compare(start(a.Start), start(b.Start)), cmp.Compare(a.Start.Start, b.Start.Start),
			cmp.Compare(a.Component, b.Component))
	})
	slices.SortStableFunc(l.out.Documents, func(a, b *config.Document) int {
		x, y := a.Text.All(), b.Text.All()
		return cmp.Or(strings.Compare(start(x), start(y)), cmp.Compare(x.Start, y.Start),
			cmp.Compare(a.Component, b.Component))
	})
	byPath := func(a, b config.Checked) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), cmp.Compare(a.Component, b.Component), cmp.Compare(a.Kind, b.Kind))
	}
	slices.SortStableFunc(l.out.Checked, byPath)
	l.out.Checked = slices.Compact(l.out.Checked)
	slices.SortStableFunc(l.out.Unchecked, func(a, b config.Unchecked) int { return strings.Compare(a.Path, b.Path) })
	l.out.Unchecked = slices.CompactFunc(l.out.Unchecked, func(a, b config.Unchecked) bool { return a.Error() == b.Error() })
}
