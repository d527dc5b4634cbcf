package chef

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/rubytext"
	"github.com/mesoslint/mesoslint/lint/source"
)

// decoder puts the text of a string together: of ranges of the source, with escapes undone and known variables put in.
type decoder struct {
	r      *reader
	style  rubytext.Style
	pieces []source.Text
	length int // of the pieces
	data   []byte
	// offsets are where the bytes of data stand, and from where the piece begins that they will be.
	offsets []int32
	from    int
	v       value
}

func (d *decoder) add(s string, at, step int) {
	for i := range len(s) {
		d.data, d.offsets = append(d.data, s[i]), append(d.offsets, int32(at+i*step))
	}
}

// flush ends a piece before a byte of the source.
func (d *decoder) flush(end int) {
	if len(d.data) > 0 {
		d.pieces = append(d.pieces, d.r.in.DecodedBy(string(d.data), append(d.offsets, int32(end)), d.from, end, rubytext.Quoting{Style: d.style}))
		d.length += len(d.data)
		d.data, d.offsets = nil, nil
	}
}

// read adds what stands in [at, end) of the source.
func (d *decoder) read(at, end int) {
	src := d.r.src
	for at < end {
		c := src[at]
		if c == '\\' && at+1 < end {
			if plain, n := d.style.Unescape(src[at+1:]); n > 0 {
				d.add(plain, at, 0)
				at += 1 + n
				continue
			}
			d.add(src[at:at+2], at, 1)
			at += 2
			continue
		}
		if !d.style.Expands || !strings.HasPrefix(src[at:end], "#{") {
			d.add(src[at:at+1], at, 1)
			at++
			continue
		}
		to := end
		if i := strings.IndexByte(src[at:end], '}'); i >= 0 {
			to = at + i + 1
		}
		if known := d.r.vars[strings.TrimSpace(strings.TrimSuffix(src[at+2:to], "}"))]; known.isText() && d.r.mayExpand(known.text) {
			d.flush(at)
			d.pieces, d.length, d.from = append(d.pieces, known.text), d.length+known.text.Len(), to
		} else {
			d.v.holes = append(d.v.holes, source.Range{Start: d.length + len(d.data), End: d.length + len(d.data) + to - at})
			d.add(src[at:to], at, 1)
		}
		at = to
	}
}

// end returns the text, of which the source holds [start, end); closed is where the last byte of it ends.
func (d *decoder) end(start, closed, end int) value {
	d.v.kind = text
	if len(d.pieces) == 0 {
		q := rubytext.Quoting{Style: d.style, Anew: len(d.v.holes) == 0 && d.style.Quote != 0}
		d.v.text = d.r.in.DecodedBy(string(d.data), append(d.offsets, int32(closed)), start, end, q)
	} else {
		d.flush(closed)
		d.v.text = source.Join(d.pieces...)
	}
	if d.v.known = d.v.text.Len(); len(d.v.holes) > 0 {
		d.v.known = d.v.holes[0].Start
	}
	return d.v
}

// mayExpand counts what variables add to texts, and reports false if it is too much.
func (r *reader) mayExpand(t source.Text) bool {
	const piece = 64 // what each text that it is made of costs beside its bytes
	r.expanded += t.Len() + piece*t.CountPieces()
	return r.expanded <= r.limits.Bytes
}

// quoted reads a text in quotes.
func (r *reader) quoted(quote byte) value {
	start, end := r.at, r.at+1
	for end < len(r.src) && r.src[end] != quote {
		if r.src[end] == '\\' {
			end++
		} else if quote == '"' && strings.HasPrefix(r.src[end:], "#{") {
			for end < len(r.src) && r.src[end] != '}' {
				end++
			}
		}
		end++
	}
	if end >= len(r.src) {
		r.at = len(r.src)
		return value{} // is not closed
	}
	d := &decoder{r: r, style: rubytext.QuotedBy(quote, rubytext.Ruby), from: start + 1}
	d.read(start+1, end)
	r.at = end + 1
	return d.end(start, end, r.at)
}

// heredoc reads <<E, <<-E or <<~E, which takes from its lines the white space that all of them begin with.
func (r *reader) heredoc() value {
	r.at += len("<<")
	squiggly, dash := strings.HasPrefix(r.src[r.at:], "~"), strings.HasPrefix(r.src[r.at:], "-")
	if squiggly || dash {
		r.at++
	}
	quote := byte('"')
	if r.at < len(r.src) && (r.src[r.at] == '\'' || r.src[r.at] == '"') {
		quote = r.src[r.at]
		r.at++
	}
	tag := r.identifier()
	if tag == "" {
		return value{}
	}
	r.passLine()
	start := min(r.at+1, len(r.src))
	for at := start; at < len(r.src); {
		end := len(r.src)
		if i := strings.IndexByte(r.src[at:], '\n'); i >= 0 {
			end = at + i
		}
		if line := strings.TrimRight(r.src[at:end], "\r"); line == tag || (squiggly || dash) && strings.TrimLeft(line, " \t") == tag {
			r.at = end
			margin := 0
			if squiggly {
				margin = marginOf(r.src[start:at])
			}
			return r.lines(start, at, margin, quote == '"')
		}
		at = end + 1
	}
	r.at = len(r.src)
	return value{}
}

// marginOf returns how many blanks all lines of a text begin with that are not blank.
func marginOf(s string) int {
	margin := -1
	for line := range strings.Lines(s) {
		rest := strings.TrimLeft(line, " \t")
		if n := len(line) - len(rest); strings.TrimSpace(rest) != "" && (margin < 0 || n < margin) {
			margin = n
		}
	}
	return max(margin, 0)
}

// lines returns the text of the lines [from, to) of the source, without a margin.
func (r *reader) lines(from, to, margin int, expands bool) value {
	body := r.src[from:to]
	if margin == 0 && !(expands && strings.ContainsAny(body, `\#`)) {
		return value{kind: text, text: r.in.Slice(from, to), known: to - from}
	}
	d := &decoder{r: r, style: rubytext.Style{Expands: expands}, from: from}
	plain := !expands || !strings.ContainsAny(body, `\#`)
	for _, line := range source.Dedent(body, margin) {
		if plain {
			d.pieces = append(d.pieces, r.in.Slice(from+line.Start, from+line.End))
		} else {
			d.read(from+line.Start, from+line.End)
		}
	}
	if !expands && strings.Contains(body, `\`) && len(d.pieces) == 0 {
		return value{}
	}
	return d.end(from, to, to)
}
