package redact

import (
	"bytes"

	"github.com/mesoslint/mesoslint/lint/source"
)

// MaskUnassigned marks the lines of an environment file that assign nothing as secrets: a credential may stand there, and
// what is not a secret may be printed as a whole when standard input is fixed.
func MaskUnassigned(s *source.Source) {
	for at := 0; at < len(s.Data); {
		end := len(s.Data)
		if i := bytes.IndexByte(s.Data[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := bytes.TrimSpace(s.Data[at:end])
		continued := func() bool { return bytes.HasSuffix(bytes.TrimRight(s.Data[:at], "\n"), []byte(`\`)) }
		if len(line) > 0 && line[0] != '#' && line[0] != ';' && bytes.IndexByte(line, '=') < 0 && !continued() && !assignsWithColon(line) {
			s.Mask(at, end)
		}
		at = end + 1
	}
}

// assignsWithColon reports whether a line gives a variable of Mesos a value after a colon, as an env_file of compose may: it
// is then known by its name whether that is a secret.
func assignsWithColon(line []byte) bool {
	name, _, found := bytes.Cut(line, []byte(":"))
	name = bytes.TrimSpace(bytes.TrimPrefix(name, []byte("export ")))
	return found && (bytes.HasPrefix(name, []byte("MESOS_")) || bytes.HasPrefix(name, []byte("LIBPROCESS_"))) &&
		!bytes.ContainsAny(name, " \t\"'")
}
