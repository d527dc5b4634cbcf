package docker

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// EnvironmentFile is what a file of --env-file gives.
type EnvironmentFile struct {
	// Assignments are its variables, later ones winning. A name alone passes on what the environment of docker holds: it is
	// unknown and maybe.
	Assignments []machine.Assignment
	// Refused is set if docker refuses the file and starts no container, and says why.
	Refused *machine.Gap
}

// maxEnvironmentLine is the longest line of an environment file that docker reads, in bytes (bufio.MaxScanTokenSize).
const maxEnvironmentLine = 64<<10 - 1

// ReadEnvironmentFile reads a file of docker run --env-file, and env_file of compose in its format raw. A line is NAME=value
// as it stands: no quotes, no expansion, blanks after it included. Blanks in front of it are skipped, and so are lines
// that begin with "#" (docker/cli pkg/kvfile/kvfile.go).
func ReadEnvironmentFile(in source.Text) EnvironmentFile {
	var out EnvironmentFile
	text := in.String()
	refuse := func(start, end int, reason string) EnvironmentFile {
		out.Refused = &machine.Gap{Reason: "docker refuses the environment file: " + reason, At: in.Span(start, end)}
		return out
	}
	at := 0
	if strings.HasPrefix(text, "\ufeff") {
		at = len("\ufeff")
	}
	for at < len(text) {
		start, end := at, len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i
		}
		at = end + 1
		if end-start > maxEnvironmentLine {
			return refuse(start, start, "a line is longer than 64 KiB")
		}
		if !utf8.ValidString(text[start:end]) {
			return refuse(start, start, "a line is not UTF-8")
		}
		if end > start && text[end-1] == '\r' {
			end--
		}
		start = end - len(strings.TrimLeftFunc(text[start:end], unicode.IsSpace))
		if start == end || text[start] == '#' {
			continue
		}
		name, _, hasValue := strings.Cut(text[start:end], "=")
		if name == "" {
			return refuse(start, end, "a line has no name before its \"=\"")
		}
		nameEnd := start + len(name)
		if i := strings.IndexAny(name, " \t"); i >= 0 {
			return refuse(start, nameEnd, "a name holds a blank")
		}
		a := machine.Assignment{Name: name, NameSpan: in.Span(start, nameEnd), Span: in.Span(start, end), Exported: true}
		if hasValue {
			a.Value = in.Slice(nameEnd+1, end)
		} else {
			a.Value, a.Unknown, a.Maybe = in.Slice(end, end), true, true
		}
		out.Assignments = append(out.Assignments, a)
	}
	return out
}
