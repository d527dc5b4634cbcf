package resolved

import (
	"bytes"

	"github.com/mesoslint/mesoslint/lint/config"
)

// Uses reports whether a file of the daemon's node uses a variable to make something else: as $NAME or ${NAME…}.
func (d *Daemon) Uses(name string) bool { return d.used()[name] }

// UsesItself reports whether a setting is a variable that a file of the daemon's node uses, be it in its own value: the daemon may then
// get it from the environment under that name, whatever the file assigns.
func (d *Daemon) UsesItself(s *config.Setting) bool {
	return s.Way == config.Environment && d.Uses(s.Name)
}

// UsesBeside reports whether a file of the daemon's node uses a variable outside of the setting that assigns it: that has to follow
// if the variable goes, or gets another name.
func (d *Daemon) UsesBeside(s *config.Setting) bool {
	if !d.UsesItself(s) {
		return false
	}
	for _, source := range d.Node.Sources {
		for at := 0; ; {
			i := bytes.IndexByte(source.Data[at:], '$')
			if i < 0 {
				break
			}
			at += i + 1
			own := source == s.Span.Source && s.Span.Start <= at && at <= s.Span.End
			if name := bytes.TrimPrefix(source.Data[at:], []byte("{")); !own && bytes.HasPrefix(name, []byte(s.Name)) && endsName(name[len(s.Name):]) {
				return true
			}
		}
	}
	return false
}

// endsName reports whether a text begins with what cannot be a part of a variable's name.
func endsName(text []byte) bool { return len(text) == 0 || !isNameRune(rune(text[0])) }

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
