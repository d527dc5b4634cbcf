package report

import (
	"bufio"
	_ "embed" // for the schema
	"fmt"
	"io"
	"slices"
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

//go:embed schema.json
var schema string

// Schema returns the JSON Schema of what JSON writes.
func Schema() string { return schema }

// schemaAddress is where the schema can be read; `mesoslint schema` prints it.
const schemaAddress = "https://raw.githubusercontent.com/mesoslint/mesoslint/main/lint/report/schema.json"

// JSON is the report for programs: schema 1, one diagnostic a line. Strings are escaped so that a terminal shows them
// and does not act on them.
type JSON struct{}

// Write implements Format.
func (JSON) Write(w io.Writer, run *Run) error {
	e := &encoder{w: bufio.NewWriterSize(w, 1<<16)}
	e.object(func() {
		e.key("$schema").string(schemaAddress)
		e.key("schema").int(1)
		e.key("tool").object(func() {
			e.key("name").string("mesoslint")
			e.key("version").string(run.version())
		})
		e.newline().key("upgrade").object(func() {
			e.key("from").string(run.Upgrade.From.String())
			e.key("to").string(run.Upgrade.To.String())
		})
		if len(run.Judged) > 0 {
			e.newline().key("upgrades").array(func() {
				for _, j := range run.Judged {
					e.newline().element().object(func() {
						e.key("from").string(j.Upgrade.From.String())
						e.key("to").string(j.Upgrade.To.String())
						e.key("paths").array(func() {
							for _, path := range j.Paths {
								e.element().text(path)
							}
						})
						e.key("rest").bool(j.Rest)
					})
				}
			})
		}
		e.newline().key("diagnostics").array(func() {
			for i := range run.Diagnostics {
				e.newline().element().diagnostic(&run.Diagnostics[i], run)
			}
		})
		e.newline().key("nodes").array(func() {
			for _, n := range run.Config.Nodes {
				e.newline().element().object(func() {
					e.nodeAt(n.Component, n.Name, n.Start)
					e.key("complete").bool(n.Complete)
				})
			}
		})
		e.newline().key("checked").array(func() {
			for _, c := range run.Config.Checked {
				e.newline().element().object(func() {
					e.key("file").text(c.Path)
					e.key("kind").string(string(c.Kind))
					e.key("component").string(c.Component.String())
					if run.List {
						e.key("why").text(c.Why)
					}
				})
			}
		})
		if run.List {
			e.listed(run)
		}
		e.newline().key("unchecked").array(func() {
			for _, u := range run.Config.Unchecked {
				e.newline().element().object(func() {
					e.key("file").text(u.Path)
					e.key("reason").text(u.Reason)
					if u.Position != nil {
						e.key("start").position(*u.Position)
					}
				})
			}
		})
		if len(run.Config.Excluded) > 0 {
			e.newline().key("excluded").array(func() {
				for _, path := range run.Config.Excluded {
					e.element().text(path)
				}
			})
		}
		if len(run.LeftOut) > 0 {
			e.newline().key("left_out").array(func() {
				for _, left := range run.LeftOut {
					e.element().object(func() {
						e.key("by").text(left.By)
						e.key("findings").int(left.Findings)
						e.key("paths").int(left.Paths)
					})
				}
			})
		}
		e.newline().key("unread").array(func() {
			for _, u := range run.Config.Unread {
				e.newline().element().object(func() {
					e.key("file").text(u.Path)
					e.key("line").int(u.Line)
					e.key("reason").text(u.Reason)
				})
			}
		})
		e.newline().key("gaps").array(func() {
			for _, g := range run.gaps() {
				e.newline().element().object(func() { e.gap(g) })
			}
		})
		e.newline().key("later").array(func() {
			for _, d := range slices.Concat(run.Later, run.LaterStill) {
				e.newline().element().object(func() {
					e.key("file").text(path(d.Span))
					e.key("rule").string(d.Rule)
					e.key("message").text(d.Message)
					e.key("applicability").string(string(d.Fix.Applicability))
					e.key("fix").text(d.Fix.Message)
				})
			}
		})
		if len(run.Outcomes) > 0 {
			e.newline().key("outcomes").array(func() {
				for _, o := range run.Outcomes {
					e.newline().element().object(func() {
						e.key("file").text(o.File)
						e.key("new_file").text(o.NewFile)
						e.key("created").bool(o.Created)
						e.key("written").bool(o.Written)
					})
				}
			})
		}
		if run.Statistics {
			e.newline().key("statistics").array(func() {
				for _, s := range run.statistics() {
					e.newline().element().object(func() {
						e.key("rule").string(s.rule)
						e.key("findings").int(s.findings)
						e.key("fixable").int(s.fixable)
					})
				}
			})
		}
		if run.Partial != "" {
			e.newline().key("partial").text(run.Partial)
		}
		e.livedWith(&run.Lived)
		s := run.Summary()
		e.newline().key("summary").object(func() {
			e.key("files").int(s.Files)
			e.key("errors").int(s.Errors)
			e.key("warnings").int(s.Warnings)
			e.key("infos").int(s.Infos)
			e.key("fixable").int(s.Fixable)
			if run.Fixed > 0 {
				e.key("fixed").int(run.Fixed)
			}
			e.key("unchecked").int(s.Unchecked)
			e.key("unread").int(s.Unread)
			e.key("gaps").int(s.Gaps)
			e.key("fixable_now").int(s.Fixable - s.Waiting)
			e.key("fixable_with_upgrade").int(s.Waiting)
			e.key("nothing_found").bool(run.Empty)
			e.key("suppressed").int(len(run.Lived.Suppressed) + len(run.Lived.Ignored))
			e.key("baseline").int(len(run.Lived.Known))
			e.key("unchanged").int(run.Lived.Unchanged)
		})
	})
	_ = e.w.WriteByte('\n')
	return e.w.Flush()
}

func (e *encoder) diagnostic(d *lint.Diagnostic, run *Run) {
	e.object(func() {
		e.key("rule").string(d.Rule)
		e.key("check").string(d.Check)
		e.key("severity").string(d.Severity.String())
		e.key("effect").string(string(d.Effect))
		e.key("condition").text(d.Condition)
		e.key("message").text(d.Message)
		e.key("file").text(path(d.Span))
		e.key("component").string(d.Component.String())
		e.key("subject").text(d.Subject)
		if d.Fingerprint != "" {
			e.key("fingerprint").string(d.Fingerprint)
		}
		e.span(d.Span)
		e.key("release").string(d.Release.String())
		if len(run.Judged) > 0 {
			e.key("upgrade").object(func() {
				e.key("from").string(d.Upgrade.From.String())
				e.key("to").string(d.Upgrade.To.String())
			})
		}
		e.key("related").array(func() {
			for _, r := range d.Related {
				e.element().object(func() {
					e.key("message").text(r.Message)
					e.key("file").text(path(r.Span))
					e.span(r.Span)
				})
			}
		})
		e.key("help").text(d.Help)
		e.key("url").string(run.url(d.Rule))
		if d.Fix == nil {
			e.key("fix").null()
		} else {
			e.key("fix").fix(d, d.Fix)
		}
		e.key("alternatives").array(func() {
			for _, f := range d.Alternatives {
				e.element().fix(d, f)
			}
		})
		e.key("nodes").array(func() {
			if len(d.Nodes) > 1 {
				for _, n := range d.Nodes {
					e.element().object(func() { e.nodeAt(n.Component, n.Name, n.Start) })
				}
			}
		})
		e.key("notes").array(func() {
			for _, note := range d.Notes {
				e.element().text(note)
			}
		})
	})
}

// nodeAt writes the members that name a node.
func (e *encoder) nodeAt(c config.Component, name string, start source.Span) {
	e.key("component").string(c.String())
	e.key("node").text(name)
	e.key("file").text(path(start))
	e.key("line").int(lineOfSpan(start))
}

// gap writes the members of a gap.
func (e *encoder) gap(g gap) {
	at := g.at()
	e.key("file").text(path(at))
	e.key("line").int(lineOfSpan(at))
	e.key("node").text(g.node.Name)
	e.key("reason").text(g.Reason)
	e.key("path")
	if g.Path == "" {
		e.null()
	} else {
		e.text(g.Path)
	}
}

// fix writes one of the fixes of a diagnostic.
func (e *encoder) fix(d *lint.Diagnostic, f *lint.Fix) {
	named := func(file string) string {
		if d.Span.Source == nil {
			return file
		}
		return d.Span.Source.PathOf(file)
	}
	e.object(func() {
		e.key("applicability").string(string(f.Applicability))
		e.key("message").text(f.Message)
		e.key("valid_from").string(f.ValidFrom.String())
		e.key("edits").array(func() {
			for _, edit := range f.Edits {
				e.element().object(func() {
					e.key("file").text(path(edit.Span))
					e.key("start").int(edit.Span.Start)
					e.key("end").int(edit.Span.End)
					e.exactly(edit.Text, hidden(edit))
				})
			}
		})
		e.key("renames").array(func() {
			for _, r := range f.Renames {
				e.element().object(func() {
					e.key("from").text(named(r.From))
					e.key("to").text(named(r.To))
				})
			}
		})
		e.key("creates").array(func() {
			for _, c := range f.Creates {
				e.element().object(func() {
					e.key("file").text(named(c.Path))
					e.key("mode").string(fmt.Sprintf("%04o", c.Permissions()))
					e.exactly(string(c.Data), source.Union(c.Secrets))
				})
			}
		})
	})
}

// exactly writes the text of a fix, and that it is not the exact text where secrets are not shown or JSON cannot hold
// its bytes.
func (e *encoder) exactly(text string, secrets []source.Range) {
	shown := redact.Conceal(text, secrets)
	e.key("text").string(shown)
	if shown != text || !utf8.ValidString(text) {
		e.key("exact").bool(false)
	}
}

func (e *encoder) span(p source.Span) {
	start, end := p.Range()
	e.key("start").position(start)
	e.key("end").position(end)
}

func (e *encoder) position(p source.Position) {
	e.object(func() {
		e.key("offset").int(p.Offset)
		e.key("line").int(p.Line)
		e.key("column").int(p.Column)
	})
}

// encoder writes JSON piece by piece, in the order it is told. Errors are kept by w and returned by its Flush.
type encoder struct {
	w *bufio.Writer
	// started is set when the innermost open object or array has an element.
	started bool
	// pending is a line end to write before the next token, after its comma.
	pending bool
	scratch []byte
}

func (e *encoder) object(members func()) { e.nested('{', '}', members) }
func (e *encoder) array(elements func()) { e.nested('[', ']', elements) }

func (e *encoder) nested(opening, closing byte, inside func()) {
	_ = e.w.WriteByte(opening)
	e.started, e.pending = false, false
	inside()
	e.started, e.pending = true, false
	_ = e.w.WriteByte(closing)
}

// newline puts the next member or element on a line of its own.
func (e *encoder) newline() *encoder {
	e.pending = true
	return e
}

// element begins an element of an array.
func (e *encoder) element() *encoder {
	if e.started {
		_ = e.w.WriteByte(',')
	}
	if e.pending {
		_ = e.w.WriteByte('\n')
	}
	e.started, e.pending = true, false
	return e
}

// key begins a member of an object.
func (e *encoder) key(name string) *encoder {
	e.element().string(name)
	_ = e.w.WriteByte(':')
	return e
}

func (e *encoder) int(n int) {
	e.scratch = strconv.AppendInt(e.scratch[:0], int64(n), 10)
	_, _ = e.w.Write(e.scratch)
}

func (e *encoder) bool(b bool) { _, _ = e.w.WriteString(strconv.FormatBool(b)) }

func (e *encoder) null() { _, _ = e.w.WriteString("null") }

// text writes a string of a diagnostic without the passwords of URLs in it.
func (e *encoder) text(s string) { e.string(conceal(s)) }

// string writes a string. What is not printable is escaped, an invalid byte becomes U+FFFD.
func (e *encoder) string(s string) {
	const hex = "0123456789abcdef"
	out := append(e.scratch[:0], '"')
	escape := func(unit rune) {
		out = append(out, '\\', 'u', hex[unit>>12&15], hex[unit>>8&15], hex[unit>>4&15], hex[unit&15])
	}
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			out = append(out, '\\', byte(r))
		case r == '\n':
			out = append(out, '\\', 'n')
		case r == '\r':
			out = append(out, '\\', 'r')
		case r == '\t':
			out = append(out, '\\', 't')
		case r >= ' ' && r <= '~' || r == utf8.RuneError || unicode.IsPrint(r):
			out = utf8.AppendRune(out, r)
		case r > 0xffff:
			escape(0xd800 + (r-0x10000)>>10)
			escape(0xdc00 + (r-0x10000)&0x3ff)
		default:
			escape(r)
		}
	}
	out = append(out, '"')
	_, _ = e.w.Write(out)
	e.scratch = out
}
