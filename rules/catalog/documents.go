package catalog

import (
	"maps"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

// Held is how a flag holds its document.
type Held string

// The ways to hold a document.
const (
	// Contents: the value is the document; file:// and a bare absolute path stand for the contents of a file.
	Contents Held = "contents"
	// Text: the value is a string that the daemon tries as a document; file:// stands for the contents of a file.
	Text Held = "text"
	// FilePath: the value is the path of the file, and file:// before it is cut off.
	FilePath Held = "path"
	// Directory: the value is a directory, and each of its files is a document.
	Directory Held = "directory"
)

// DocumentFlag is a flag that carries a document or refers to one.
type DocumentFlag struct {
	Component config.Component `json:"component"`
	Flag      string           `json:"flag"`
	In        release.Ranges   `json:"in"`
	Kind      config.Kind      `json:"kind"`
	Held      Held             `json:"held"`
	// Message is the protobuf message it is converted to, "" if it is to none.
	Message string `json:"message"`
	// Shape is what the JSON must be as a whole, NoShape if the document is not JSON.
	Shape Shape `json:"shape"`
	// Isolators are the isolators that look at it; nil if it is not for isolators alone. Without one of them it has no
	// effect.
	Isolators []string `json:"isolators"`
	// Unless is the choice that leaves the document parsed and then unused; nil if there is none.
	Unless *Choice `json:"unless"`
	// Refused is what the daemon does with a document that it cannot take over.
	Refused Refused `json:"refused"`
	// DirectoryRefused is where the daemon reads a directory among the documents of a directory like a file, and fails; ""
	// if it passes over it.
	DirectoryRefused string `json:"directory_refused"`
	// Secrets are the members, at any depth, in which every value may be a secret; "*" stands for the whole document.
	Secrets []string `json:"secrets"`
}

// Refused is what a daemon does with a document that it cannot take over.
type Refused string

// The ways to refuse a document.
const (
	StopsStart Refused = ""        // the daemon does not start
	StopsLater Refused = "later"   // the agent exits when it has registered with a master
	Skipped    Refused = "skipped" // an error in the log, and everything else goes on
	FailsTasks Refused = "tasks"   // tasks that ask for it fail
)

// Choice is a flag whose value says who does a job: any value but Not has a module do it.
type Choice struct {
	Flag     string         `json:"flag"`
	Not      string         `json:"not"`
	In       release.Ranges `json:"in"`
	Evidence string         `json:"evidence"`
}

// DocumentFlags returns the flags that carry documents or refer to them, by component and name.
func DocumentFlags() []*DocumentFlag { return documentFlagData }

// DocumentOf returns how a flag, given by any of its names, holds a document; nil if it holds none.
func DocumentOf(c config.Component, flag string) *DocumentFlag {
	for _, d := range documentFlagData {
		if d.Flag == flag && covers(d.Component, c) {
			return d
		}
	}
	return nil
}

// DocumentOfKind returns the first flag of a component, or of both if it is not known, that holds documents of a kind
// on any release; nil if none does.
func DocumentOfKind(c config.Component, kind config.Kind) *DocumentFlag {
	for _, d := range documentFlagData {
		if d.Kind == kind && covers(d.Component, c) {
			return d
		}
	}
	return nil
}

// FlagsThatRead returns the flags of a component, or of both if it is not known, by which release r reads documents of
// a kind.
func FlagsThatRead(c config.Component, kind config.Kind, r release.Release) []*DocumentFlag {
	var out []*DocumentFlag
	for _, d := range documentFlagData {
		if d.Kind == kind && d.In.Contains(r) && covers(d.Component, c) {
			out = append(out, d)
		}
	}
	return out
}

// DocumentKind returns what kind of document a flag carries or refers to, config.Unknown if it is none.
func DocumentKind(c config.Component, flag string) config.Kind {
	if d := DocumentOf(c, flag); d != nil {
		return d.Kind
	}
	return config.Unknown
}

// SecretMembers returns the members of a document in which every value may be a secret; see DocumentFlag.Secrets.
func SecretMembers(kind config.Kind) []string {
	for _, d := range documentFlagData {
		if d.Kind == kind {
			return d.Secrets
		}
	}
	return nil
}

// FileForm is what a release makes of a value that starts with file://.
type FileForm uint8

// The forms. FileLiteral is a value like any other.
const (
	FileLiteral  FileForm = iota
	FileContents          // replaced by the contents of the file
	FileCutOff            // the path, without file://
)

// FileValue returns what a release makes of "file://…" for a flag.
func FileValue(c config.Component, flag string, r release.Release) FileForm {
	flags := FlagsOf(c)
	def, canonical, _, ok := flags.At(flag, r)
	document := DocumentOf(c, flag)
	switch {
	case !ok:
		return FileLiteral
	case def.IsPath(), document != nil && document.Held == FilePath && !Behaviour("path-type").Contains(r):
		return FileCutOff
	case Behaviour("file-contents").Contains(r), flags.Flag(canonical).ReadsFile.Contains(r):
		return FileContents
	case document != nil && document.Held == Contents:
		return FileContents
	}
	return FileLiteral
}

// IsPathFlag reports whether a release takes "file://…" for a flag as a path instead of reading the file.
func IsPathFlag(c config.Component, flag string, r release.Release) bool {
	return FileValue(c, flag, r) == FileCutOff
}

// IsKey reports whether a key is one of a kind of document on any release, at whatever depth.
func IsKey(kind config.Kind, key string) bool { return keysOf.Get(kind)[key] }

var keysOf = lazy.Keyed[config.Kind, map[string]bool]{Make: documentKeys}

// documentKeys returns the keys of a kind of document.
func documentKeys(kind config.Kind) map[string]bool {
	if kind == config.ACLs {
		return aclKeys() // the facts that every run on ACLs reads anyway
	}
	keys := map[string]bool{}
	for _, d := range documentFlagData {
		if d.Kind == kind && d.Message != "" {
			maps.Copy(keys, ReachableFields(d.Message))
		}
	}
	return keys
}
