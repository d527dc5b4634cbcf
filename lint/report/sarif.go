package report

import (
	"bufio"
	"io"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/source"
)

// SARIF is the report as SARIF 2.1.0, which code scanning services read. The rules' documentation goes with it. A fix is
// in it where SARIF can say it: edits only, all of them exact, and not for a person to decide.
type SARIF struct{}

const (
	// home is where the project lives.
	home = "https://github.com/mesoslint/mesoslint"
	// sarifSchema is where the schema of SARIF 2.1.0 is published.
	sarifSchema = "https://json.schemastore.org/sarif-2.1.0.json"
	// sarifCategory tells the results of this program from those of others that look at the same commit. It is the same for
	// every upgrade, so that what the next one no longer finds is closed.
	sarifCategory = "mesoslint/"
	// sarifFingerprint is the name and version of our fingerprints.
	sarifFingerprint = "mesoslint/v1"
	// sourceRoot stands for the folder that relative paths start from.
	sourceRoot = "%SRCROOT%"
)

// Write implements Format.
func (SARIF) Write(w io.Writer, run *Run) error {
	e := &encoder{w: bufio.NewWriterSize(w, 1<<16)}
	prints := run.fingerprints()
	index := map[string]int{}
	for i, r := range run.Rules {
		index[r.Name] = i
	}
	e.object(func() {
		e.key("$schema").string(sarifSchema)
		e.key("version").string("2.1.0")
		e.key("runs").array(func() {
			e.element().object(func() {
				e.newline().key("tool").object(func() { e.key("driver").driver(run) })
				e.newline().key("automationDetails").object(func() {
					e.key("id").string(sarifCategory)
					e.key("description").message(run.judged())
				})
				e.newline().key("invocations").array(func() { e.element().invocation(run) })
				e.newline().key("columnKind").string("unicodeCodePoints")
				e.newline().key("results").array(func() {
					result := func(d *lint.Diagnostic, print, state string, by *Suppressed) {
						e.newline().element().object(func() {
							e.key("ruleId").string(d.Rule)
							if i, found := index[d.Rule]; found {
								e.key("ruleIndex").int(i)
							}
							e.result(d)
							e.key("partialFingerprints").object(func() { e.key(sarifFingerprint).string(print) })
							if run.Lived.Baseline != "" {
								e.key("baselineState").string(state)
							}
							if by != nil {
								e.key("suppressions").array(func() { e.element().suppression(by) })
							}
						})
					}
					for i := range run.Diagnostics {
						result(&run.Diagnostics[i], prints[i], "new", nil)
					}
					if !run.ReportSuppressed {
						return
					}
					for i := range run.Lived.Known {
						result(&run.Lived.Known[i], run.Lived.Known[i].Fingerprint, "unchanged", nil)
					}
					all := slices.Concat(run.Lived.Suppressed, run.Lived.Ignored)
					for i := range all {
						result(&all[i].Diagnostic, all[i].Fingerprint, "new", &all[i])
					}
				})
			})
		})
	})
	_ = e.w.WriteByte('\n')
	return e.w.Flush()
}

func (e *encoder) driver(run *Run) {
	e.object(func() {
		e.key("name").string("mesoslint")
		e.key("informationUri").string(home)
		if version := run.version(); version != "" {
			e.key("version").string(version)
		}
		e.key("rules").array(func() {
			for _, r := range run.Rules {
				e.newline().element().object(func() {
					e.key("id").string(r.Name)
					e.key("shortDescription").message(r.Title)
					if r.Doc != "" {
						e.key("fullDescription").message(r.Doc)
						e.key("help").object(func() {
							e.key("text").text(RuleText(r))
							e.key("markdown").text(RuleMarkdown(r, Shown{}))
						})
					}
					if url := run.url(r.Name); url != "" {
						e.key("helpUri").string(url)
					}
					if len(r.Effects) > 0 {
						e.key("defaultConfiguration").object(func() { e.key("level").string(level(r.Effects[0].Severity())) })
					}
				})
			}
		})
	})
}

// invocation says whether everything was checked.
func (e *encoder) invocation(run *Run) {
	e.object(func() {
		e.key("executionSuccessful").bool(run.complete())
		remarks := run.remarks()
		if len(remarks) == 0 {
			return
		}
		e.key("toolExecutionNotifications").array(func() {
			for _, m := range remarks {
				e.newline().element().notification(level(m.severity), m.what+": "+m.why, m.file, m.line, m.column)
			}
		})
	})
}

// notification writes what the reader of a report must know of the run; a line or column of 0 is not known.
func (e *encoder) notification(level, text, file string, line, column int) {
	e.object(func() {
		e.key("level").string(level)
		e.key("message").message(text)
		if file == "" {
			return
		}
		e.key("locations").array(func() {
			e.element().object(func() {
				e.key("physicalLocation").object(func() {
					e.key("artifactLocation").artifact(file)
					if line == 0 {
						return
					}
					e.key("region").object(func() {
						e.key("startLine").int(line)
						if column > 0 {
							e.key("startColumn").int(column)
						}
					})
				})
			})
		})
	})
}

// result writes the members of a result that say what was found.
func (e *encoder) result(d *lint.Diagnostic) {
	e.key("level").string(level(d.Severity))
	text := statement(d)
	if d.Help != "" {
		text += "\n" + d.Help
	}
	e.key("message").message(text)
	if d.Span.Source != nil {
		e.key("locations").array(func() {
			e.element().object(func() { e.key("physicalLocation").physical(d.Span) })
		})
	}
	if len(d.Related) > 0 {
		e.key("relatedLocations").array(func() {
			for i, r := range d.Related {
				e.element().object(func() {
					e.key("id").int(i + 1)
					e.key("message").message(r.Message)
					if r.Span.Source != nil {
						e.key("physicalLocation").physical(r.Span)
					}
				})
			}
		})
	}
	if fixes := slices.DeleteFunc(slices.Clone(d.Fixes()), func(f *lint.Fix) bool { return !sarifCanSay(f) }); len(fixes) > 0 {
		e.key("fixes").array(func() {
			for _, f := range fixes {
				e.element().sarifFix(f)
			}
		})
	}
	e.key("properties").object(func() {
		e.key("effect").string(string(d.Effect))
		for _, p := range []struct{ name, value string }{
			{"check", d.Check}, {"component", d.Component.String()}, {"subject", d.Subject}, {"condition", d.Condition}, {"release", d.Release.String()}} {
			if p.value != "" {
				e.key(p.name).text(p.value)
			}
		}
		if len(d.Notes) > 0 {
			e.key("notes").array(func() {
				for _, note := range d.Notes {
					e.element().text(note)
				}
			})
		}
		if len(d.Nodes) > 1 {
			e.key("nodes").array(func() {
				for _, n := range d.Nodes {
					e.element().object(func() { e.nodeAt(n.Component, n.Name, n.Start) })
				}
			})
		}
	})
}

// suppression writes why a result is left out, and where that is written.
func (e *encoder) suppression(s *Suppressed) {
	e.object(func() {
		if s.Reason != "" {
			e.key("kind").string("external")
			e.key("justification").text(s.Reason)
		} else {
			e.key("kind").string("inSource")
			e.key("justification").text("the comment at " + location(s.By) + " says why")
		}
		if s.By.Source != nil {
			e.key("location").object(func() { e.key("physicalLocation").physical(s.By) })
		}
	})
}

func level(s lint.Severity) string {
	switch s {
	case lint.Error:
		return "error"
	case lint.Warning:
		return "warning"
	}
	return "note"
}

// sarifCanSay reports whether a fix is only exact edits, and for programs to make.
func sarifCanSay(f *lint.Fix) bool {
	if f == nil || f.Applicability == lint.Manual || len(f.Renames)+len(f.Creates) > 0 || len(f.Edits) == 0 {
		return false
	}
	for _, edit := range f.Edits {
		if edit.Span.Source == nil || len(hidden(edit)) > 0 || !utf8.ValidString(edit.Text) {
			return false
		}
	}
	return true
}

func (e *encoder) sarifFix(f *lint.Fix) {
	e.object(func() {
		description := string(f.Applicability) + " fix"
		if f.Message != "" {
			description += ": " + f.Message
		}
		if !f.ValidFrom.IsZero() {
			description += "; valid from " + f.ValidFrom.String() + " on"
		}
		e.key("description").message(description)
		e.key("artifactChanges").array(func() {
			for _, edits := range bySource(f.Edits) {
				e.element().object(func() {
					e.key("artifactLocation").artifact(edits[0].Span.Source.Path)
					e.key("replacements").array(func() {
						for _, edit := range edits {
							e.element().object(func() {
								e.key("deletedRegion").region(edit.Span)
								if edit.Text != "" {
									e.key("insertedContent").object(func() { e.key("text").string(edit.Text) })
								}
							})
						}
					})
				})
			}
		})
	})
}

func (e *encoder) message(text string) {
	e.object(func() { e.key("text").text(text) })
}

func (e *encoder) physical(p source.Span) {
	e.object(func() {
		e.key("artifactLocation").artifact(p.Source.Path)
		e.key("region").region(p)
	})
}

func (e *encoder) region(p source.Span) {
	start, end := p.Range()
	e.object(func() {
		e.key("startLine").int(start.Line)
		e.key("startColumn").int(start.Column)
		e.key("endLine").int(end.Line)
		e.key("endColumn").int(end.Column)
	})
}

// artifact writes where a file is: relative to the root of the sources unless its path is absolute.
func (e *encoder) artifact(file string) {
	e.object(func() {
		file = conceal(file)
		if strings.HasPrefix(file, "/") {
			e.key("uri").string((&url.URL{Scheme: "file", Path: file}).String())
			return
		}
		e.key("uri").string((&url.URL{Path: file}).String())
		e.key("uriBaseId").string(sourceRoot)
	})
}
