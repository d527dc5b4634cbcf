// Package machine has the words in which every format says what it does to a machine: files written to absolute paths,
// daemons started, and gaps where something may add settings that cannot be read. A shell script, a Dockerfile, an Ansible
// task and a plain directory tree all say the same thing with them; what a machine then looks like is worked out once, for
// all formats. The package holds what is written and where, and judges nothing.
package machine

import (
	"cmp"
	"io/fs"
	"slices"
	"strconv"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Word is one word of a command line, or any other value, as far as it can be known without running anything.
type Word struct {
	// Text is the word with its quoting undone. Bytes that only the run knows stand in it as they are written.
	Text source.Text
	// Known is the number of leading bytes of Text that are what the program gets; a word that is known has all of them
	// known.
	Known int
	// Holes are the ranges of Text that only the run knows, where more is known after the first of them. They are in order
	// and disjoint; nil if nothing is said of what follows Known.
	Holes []source.Range
	// Several is set if the word may be any number of words: "$@", an unquoted variable that is not known, "${a[@]}".
	Several bool
	// Maybe is set if the word is there only under a condition.
	Maybe bool
}

// KnownWord returns a word all of whose bytes are known.
func KnownWord(text source.Text) Word { return Word{Text: text, Known: text.Len()} }

// IsKnown reports whether all of the word is known.
func (w Word) IsKnown() bool { return w.Known == w.Text.Len() && !w.Several }

// From returns the part of a word that starts at a byte: the value after the "=".
func (w Word) From(start int) Word {
	w.Text, w.Known, w.Holes = w.Text.Slice(start, w.Text.Len()), max(0, w.Known-start), holesFrom(w.Holes, start)
	return w
}

// holesFrom returns the holes of what starts at a byte.
func holesFrom(holes []source.Range, start int) []source.Range {
	var out []source.Range
	for _, h := range holes {
		if h.End > start {
			out = append(out, source.Range{Start: max(h.Start-start, 0), End: h.End - start})
		}
	}
	return out
}

// Assignment is a variable given a value at one place.
type Assignment struct {
	Name     string
	NameSpan source.Span
	Value    source.Text
	// Span covers the assignment as a whole.
	Span source.Span
	// Unknown is set if the value is only known at run time.
	Unknown bool
	// Maybe is set if the assignment may not take place: in a branch, in a file that need not be there.
	Maybe bool
	// Default is set if it takes place only if nothing else gives the variable: ${X:-value}.
	Default bool
	// Exported is false for a variable of a shell that its commands do not see.
	Exported bool
}

// Operation is how a file contribution combines with what is at its path already.
type Operation uint8

// The operations.
const (
	Replace Operation = iota
	Append
	Edit
	Remove
)

// Copy says where the content of a file comes from when it is not written in the format's own text.
type Copy struct {
	// Path is a path as the format names it. In the tree of the source ("files/acls.json"), or on the machine itself
	// (OnMachine).
	Path string
	// At is where the path is written.
	At source.Span
	// OnMachine is set for a file of the machine (cp, mv); it is otherwise one of the tree, relative to Base.
	OnMachine bool
	// Base is the directory of the tree that Path is relative to, "" for the one of the source.
	Base string
	// Rendered is set if a template engine makes the file of it.
	Rendered bool
	// Recursive is set if a directory is copied with what it holds where Path is one: if nothing is known of Path, neither are the
	// names of the files that are written.
	Recursive bool
}

// File is a contribution to the file system of a machine.
type File struct {
	// Root is what stands before the absolute path where the format writes one: "$ROOT", "/mnt", "pkg"; "" is the machine
	// itself. Two roots are two machines.
	Root string
	// Path is the absolute path on the machine, clean, with slashes.
	Path string
	// Operation is how it combines with what is there. Replace with a nil Copy writes Content.
	Operation Operation
	// Content is the text that Replace and Append write. Append adds it at the end, without a newline of its own. Of Edit it is
	// what the file holds afterwards besides what was there, where that is not known; empty if nothing can be said.
	Content source.Text
	// Known is the number of leading bytes of Content that are known; UnknownContent if nothing of it is.
	Known int
	// Holes are the ranges of Content that only the run knows, where more is known after the first of them: what stands
	// there in the text is not what is written. They are in order and disjoint.
	Holes []source.Range
	// Copy is set if the content is that of another file.
	Copy *Copy
	// Change is what Edit does to the content: it returns the new one, and false if that cannot be known.
	Change func(before source.Text) (after source.Text, known bool)
	// Partly is Change where a part of the new content may not be known: it returns the ranges of it that only the run knows, in
	// order and disjoint. It is asked instead of Change where it is set.
	Partly func(before source.Text) (after source.Text, holes []source.Range, known bool)
	// Weight is how many times the time that it takes to read the content Change may take; 0 stands for once.
	Weight int
	// OnlyIfMissing is set if a file that is there is left alone.
	OnlyIfMissing bool
	// Directory is set if a directory is made (Replace) or removed with all it holds (Remove).
	Directory bool
	// Link is the target of a symbolic link that is made; "" otherwise.
	Link string
	// Mode is the permission bits that are set; 0 if the format does not say.
	Mode fs.FileMode
	// Maybe is set if it may not happen: in a branch, on some hosts.
	Maybe bool
	// At is the statement, and PathAt where the path is written.
	At, PathAt source.Span
}

// UnknownContent is the Known of a file of which only the path is known.
const UnknownContent = -1

// Mount is a directory or file of the tree, or a configuration, that a container sees.
type Mount struct {
	// From is the path in the tree or on the host; Content is used instead if the format writes the file itself.
	From    string
	Content *source.Text
	// Path is the absolute path in the container.
	Path string
	// OnHost is set if From is a path of the host that is not known from the tree.
	OnHost bool
	At     source.Span
}

// EnvironmentFile is a file of variables that a start names.
type EnvironmentFile struct {
	Path     Word
	Optional bool
	// Maybe is set if it may not be named.
	Maybe bool
	// Dialect is how it is read: "systemd", "shell", "docker", "compose", or "envdir" for a directory with a file for each
	// variable.
	Dialect string
	// Read are the files that the reader has read for it already: their assignments stand in Start.Environment.
	Read []source.Text
	At   source.Span
}

// Start is a program started on a machine or in a container.
type Start struct {
	// Name is how reports call it: a unit, a service, a job; "" stands for the source.
	Name string
	// Root is that of File.
	Root string
	// Words are the program and its arguments. In a container they are what the start gives: they replace the image's CMD.
	Words []Word
	// Environment is what the start adds to the environment, later ones winning.
	Environment []Assignment
	// EnvironmentFiles are read before (weaker) Environment where WeakFiles is set, and after it (stronger) otherwise.
	EnvironmentFiles []EnvironmentFile
	WeakFiles        bool
	// Container is set if the start is in a container, whose image brings an environment and a command.
	Container *Container
	// Maybe is set if it may not be started: in a branch, by another profile.
	Maybe bool
	// Replicas is how many of it are started with these settings; 0 if nothing says so, which is one, and UnknownReplicas if
	// what says so is not known.
	Replicas int
	// User is who it is started as, as the source says; "" if that is not known.
	User string
	// Gaps are what may add settings to this start and cannot be read.
	Gaps []Gap
	// Findings are those that concern this start alone.
	Findings []Finding
	// At is where it is started.
	At source.Span
}

// UnknownReplicas is the number of replicas of a start that has as many as there are machines, or a number that is not known.
const UnknownReplicas = -1

// Container is the image a start runs in.
type Container struct {
	// Image is the image's name with its tag. Its text is empty if there is none (build alone).
	Image Word
	// Build is the directory or file of the tree the image is built from; "" if it is not.
	Build string
	// Dockerfile is the path of the file it is built with, from Build; "" for the usual one.
	Dockerfile string
	// Stage is the target of the build.
	Stage string
	// Entrypoint replaces that of the image where HasEntrypoint is set; an empty one then clears it. It drops the image's
	// CMD.
	Entrypoint    []Word
	HasEntrypoint bool
	// HasCommand is set if Start.Words replace the image's CMD, empty ones included.
	HasCommand bool
	// Complete is set if Entrypoint, Start.Words and Start.Environment are all there is, those of the image included: docker
	// itself has printed them.
	Complete bool
	Mounts   []Mount
}

// Gap is something that may add settings and cannot be read.
type Gap struct {
	// Kind says who would add them.
	Kind GapKind
	// Reason says in our own words what it is; it never quotes the text.
	Reason string
	// Path is the file that is missing or not read; "" if it is none.
	Path string
	At   source.Span
	// Limit is set if a reader stopped because a text does, holds or expands to more than is followed.
	Limit bool
}

// GapKind says who would add the settings of a gap.
type GapKind uint8

// The kinds of gap.
const (
	// UnreadFile is a file that is named, and that is not in the tree or could not be read: an EnvironmentFile=, the
	// env_file of a service, a file that a script sources.
	UnreadFile GapKind = iota
	// UnknownArguments is a word that may be more arguments: "$@", a variable that is not known.
	UnknownArguments
	// Condition is a branch, a loop or a condition of a template.
	Condition
	// UnknownImage is an image whose variables and command are not known.
	UnknownImage
	// CallerEnvironment is the environment in which somebody starts the source: the shell that runs a script.
	CallerEnvironment
	// PackageFiles are the files that the package of Mesos brings and that are not in the tree.
	PackageFiles
	// UnknownReader is on a source of which nobody says who reads it, and what else they read: an environment file alone.
	UnknownReader
	// MoreText is text that is not read and belongs to the source: a file that it includes, lines that a template fills in. It
	// may write files and start daemons.
	MoreText
)

// Finding is something a format's own reader does to a piece of text, named for a rule to judge: the rule has the same
// name. A reader never judges; it says what happens.
type Finding struct {
	// ID names what happens: "shell/not-exported", "systemd/expansion", "wrapper/no-logger" ….
	ID   string
	Span source.Span
	// Whole is the assignment that it is about, of which Span may be the name; the zero span if it is about something else.
	Whole source.Span
	// Subject is the name or word it is about.
	Subject string
	// Detail says what the reader does with it.
	Detail string
	// Condition is what has to hold besides for it to happen, where the reader cannot see that; empty for a plain fact.
	Condition string
}

// Contributions are all that one text says, files and starts each in the order in which they take effect. A daemon that is
// started sees all of the files, those written after its start too: it is started again at the next boot.
type Contributions struct {
	Files    []File
	Starts   []Start
	Gaps     []Gap
	Findings []Finding
	// Counts are the machines of which there are several alike.
	Counts []Count
	// Sources are the other texts that were read as parts of this one and say nothing by themselves: what it includes,
	// extends, or takes its variables from.
	Sources []*source.Source
	// Unread is set if whoever reads texts of this kind does not look at this one, or takes it for a part of another:
	// nothing else is set then.
	Unread *Gap
	// Unreadable is set if the text, or the rest of it from Unreadable.At on, could not be read: the reason is in our
	// own words.
	Unreadable *Gap
}

// Take takes over what a part of the text does, a command or a script in it. With maybe it is not certain that it is run.
func (c *Contributions) Take(part Contributions, maybe bool) {
	for _, f := range part.Files {
		f.Maybe = f.Maybe || maybe
		c.Files = append(c.Files, f)
	}
	for _, s := range part.Starts {
		s.Maybe = s.Maybe || maybe
		c.Starts = append(c.Starts, s)
	}
	c.Gaps = append(c.Gaps, part.Gaps...)
	c.Findings = append(c.Findings, part.Findings...)
	for _, s := range part.Sources {
		if !slices.Contains(c.Sources, s) {
			c.Sources = append(c.Sources, s)
		}
	}
	if c.Unreadable == nil {
		c.Unreadable = part.Unreadable
	}
}

// Count says how many machines there are like the one that a source describes.
type Count struct {
	// Root is that of File.
	Root string
	// Replicas is their number, UnknownReplicas if it is not known.
	Replicas int
}

// Tree is what a reader may look at besides its own text: the files beside it. Nothing outside the named paths and the
// root is read.
type Tree interface {
	// Open returns the file that a path names, relative to the directory of the source. problem says in our own words why
	// it cannot be had; it is then not known what the file holds.
	Open(from *source.Source, path string) (text source.Text, mode fs.FileMode, problem string)
	// List returns the names of the entries of a directory, sorted; directories end with a slash.
	List(from *source.Source, path string) (names []string, problem string)
}

// Absence is what a Tree may say besides: that a file is known not to be there, where others are only not in the tree.
type Absence interface {
	// Absent reports whether the file that a path names is missing, as Tree.Open takes the path.
	Absent(from *source.Source, path string) bool
}

// ParseMode returns the permission bits that octal digits name; 0 if they name none.
func ParseMode(digits string) fs.FileMode {
	mode, err := strconv.ParseUint(digits, 8, 12)
	if err != nil {
		return 0
	}
	return fs.FileMode(mode) & fs.ModePerm
}

// Limits bound what a reader does for one text, so that no input takes time or memory out of proportion. A reader that
// reaches one stops and says so in Contributions.Unreadable. The zero Limits stand for LimitsFor of the text.
type Limits struct {
	// Depth is the nesting of structures, expansions and files that name files.
	Depth int
	// Bytes is the size of all expanded text together.
	Bytes int
	// Steps is the number of statements, expansions and nodes looked at.
	Steps int
}

// MaxPath is how many bytes a path has at most on Linux: PATH_MAX, without the byte that ends it.
const MaxPath = 4095

// MaxDepth is the Depth of LimitsFor.
const MaxDepth = 64

// LimitsFor returns the limits for a text of n bytes. They are generous for what people write: a value that Mesos can be given
// has at most 128 KiB, and what expands to more than some times the text was made to.
func LimitsFor(n int) Limits {
	return Limits{Depth: MaxDepth, Bytes: min(2<<20+32*n, 8<<20+8*n), Steps: 1 << 18}
}

// DefaultLimits are those for a text of which the size does not matter.
var DefaultLimits = LimitsFor(0)

// OrFor returns the limits, or LimitsFor(n) for none.
func (l Limits) OrFor(n int) Limits {
	if l == (Limits{}) {
		return LimitsFor(n)
	}
	return l
}

// Merge adds what another text says after what c says. The first text that could not be read stays the one that is named.
func (c *Contributions) Merge(other Contributions) {
	c.Files = append(c.Files, other.Files...)
	c.Starts = append(c.Starts, other.Starts...)
	c.Gaps = append(c.Gaps, other.Gaps...)
	c.Findings = append(c.Findings, other.Findings...)
	c.Counts = append(c.Counts, other.Counts...)
	c.Sources = append(c.Sources, other.Sources...)
	if c.Unreadable == nil {
		c.Unreadable = other.Unreadable
	}
}

// On returns what is said for a machine of its own among those that one source describes: it has a name for a root, where
// nothing says another one.
func (c Contributions) On(name string) Contributions {
	c.Files, c.Starts, c.Counts = slices.Clone(c.Files), slices.Clone(c.Starts), slices.Clone(c.Counts)
	for i := range c.Files {
		c.Files[i].Root = cmp.Or(c.Files[i].Root, name)
	}
	for i := range c.Starts {
		c.Starts[i].Root = cmp.Or(c.Starts[i].Root, name)
	}
	for i := range c.Counts {
		c.Counts[i].Root = cmp.Or(c.Counts[i].Root, name)
	}
	return c
}
