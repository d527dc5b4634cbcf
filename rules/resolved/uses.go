package resolved

import (
	"bytes"

	"github.com/mesoslint/mesoslint/lint/config"
)

// Uses reports whether a file of the daemon's node uses a variable to make something else: as $NAME or ${NAME…}.
func (d *Daemon) Uses(name string) bool { return d.used()[name] }

// usedNames are the names of variables that come after a "$" in the files of a node, with braces or without. They are
// gathered in one pass over the files, because a file may set thousands of variables.
func usedNames(n *config.Node) map[string]bool {
	used := map[string]bool{}
	for _, source := range n.Sources {
		for text := source.Data; ; {
			i := bytes.IndexByte(text, '$')
			if i < 0 {
				break
			}
			text = bytes.TrimPrefix(text[i+1:], []byte("{"))
			end := bytes.IndexFunc(text, func(c rune) bool { return !isNameRune(c) })
			if end < 0 {
				end = len(text)
			}
			if end > 0 {
				used[string(text[:end])] = true
			}
			text = text[end:]
		}
	}
	return used
}

// isNameRune reports whether a rune may stand in the name of a variable.
func isNameRune(c rune) bool {
	return c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}
