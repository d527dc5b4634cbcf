package docker

import (
	"strings"
	"unicode"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Comments returns where the comments of a Dockerfile stand: lines of their own, also between the lines of an instruction.
func Comments(in source.Text) source.Comments {
	var out source.Comments
	r := newReader(in, nil)
	lines := func(from, to int) {
		for from < to {
			end := to
			if i := strings.IndexByte(r.text[from:to], '\n'); i >= 0 {
				end = from + i
			}
			bare := strings.TrimLeftFunc(r.text[from:end], unicode.IsSpace)
			if strings.HasPrefix(bare, "#") {
				out.At = append(out.At, source.Range{Start: end - len(bare), End: end})
			}
			from = end + 1
		}
	}
	at := r.at
	for {
		i, more := r.next()
		if !more {
			break
		}
		written := i.to
		if len(i.heredocs) > 0 {
			written = i.heredocs[0].start
		}
		lines(at, written)
		at = max(r.at, i.to)
		out.Joined = append(out.Joined, source.Range{Start: i.from, End: i.to})
	}
	lines(min(at, len(r.text)), len(r.text))
	return out
}
