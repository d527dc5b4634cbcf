package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
)

// MarkdownReport is the report as a comment on a pull request, or as the summary of a job: the verdict, then the findings, worst
// first and equal ones as one. What does not fit is counted. Nothing in it mentions a person, refers to an issue or is markup
// but what this file writes.
type MarkdownReport struct {
	// Limit is the greatest number of bytes that are written; 0 stands for what a comment of GitHub may hold, which is less
	// than a summary may.
	Limit int
}

const (
	// commentLimit is the greatest number of characters of a comment on GitHub. GitLab takes more, a job's summary 1 MiB.
	commentLimit = 65536
	// maxProse is how many runes of one text are shown.
	maxProse = 1500
)

// MarkdownMark is the first line of the report, by which a program finds its comment again to replace it.
const MarkdownMark = "<!-- mesoslint -->"

// Write implements Format.
func (m MarkdownReport) Write(w io.Writer, run *Run) error {
	limit := m.Limit
	if limit <= 0 {
		limit = commentLimit
	}
	head, tail := markdownHead(run), markdownTail(run, limit/4)
	const room = 200 // for the line that counts what is left out
	left := limit - len(head) - len(tail) - room
	out := bufio.NewWriter(w)
	_, _ = out.WriteString(head)
	groups, hidden := fold(run.Diagnostics)
	shown, full, fixes := 0, false, shownFixes{}
	for _, i := range worstFirst(run.Diagnostics) {
		if hidden[i] {
			continue
		}
		item := markdownItem(run, i, groups[i], fixes)
		if full = full || len(item) > left; full {
			continue // a smaller one further down must not stand for a worse one
		}
		left -= len(item)
		shown += max(1, len(groups[i]))
		_, _ = out.WriteString(item)
	}
	if more := len(run.Diagnostics) - shown; more > 0 {
		fmt.Fprintf(out, "\n… and %s, for which there is no room here: the report as text or JSON has all.\n", plural(more, "more finding"))
	}
	_, _ = out.WriteString(tail)
	return out.Flush()
}

// markdownHead is the verdict.
func markdownHead(run *Run) string {
	var b strings.Builder
	b.WriteString(MarkdownMark + "\n### mesoslint: " + markdownText(run.judged()) + "\n\n")
	if rows := tally(run.Diagnostics); len(rows) > 0 {
		b.WriteString("| effect | master | agent | either daemon |\n|---|---|---|---|\n")
		for _, row := range rows {
			fmt.Fprintf(&b, "| %s |", row.title())
			for _, c := range []config.Component{config.Master, config.Agent, config.AnyComponent} {
				fmt.Fprintf(&b, " %s |", row.count(c))
			}
			b.WriteByte('\n')
		}
		b.WriteByte('\n')
	}
	if clean := run.clean(); len(clean) > 0 {
		b.WriteString("checked and clean: " + markdownText(strings.Join(clean, ", ")) + "\n\n")
	}
	lines := run.lastLines()
	b.WriteString("**" + markdownText(lines[0]) + "**")
	for _, l := range lines[1:] {
		b.WriteString("  \n" + markdownText(l))
	}
	b.WriteString("\n")
	if len(run.Diagnostics) > 0 {
		b.WriteByte('\n')
	}
	return b.String()
}

// markdownTail is what was not judged, and how often each rule found something, in not much more than some bytes.
func markdownTail(run *Run, limit int) string {
	var b strings.Builder
	if groups := foldedRemarks(run); len(groups) > 0 {
		n := 0
		for _, g := range groups {
			n += len(g)
		}
		b.WriteString("\n<details><summary>Not judged: " + plural(n, "place") + "</summary>\n\n")
		for i, g := range groups {
			m := g[0]
			row := fmt.Sprintf("- %s %s", markdownCode(m.at()), markdownText(m.what+": "+m.why))
			if more := len(g) - 1; more > 0 {
				row += fmt.Sprintf(", and in %s", plural(more, "more place"))
			}
			if b.Len()+len(row) > limit {
				fmt.Fprintf(&b, "- … and %d more\n", len(groups)-i)
				break
			}
			b.WriteString(row + "\n")
		}
		b.WriteString("\n</details>\n")
	}
	if run.Statistics && len(run.Diagnostics) > 0 {
		b.WriteString("\n| findings | with a fix | rule |\n|---|---|---|\n")
		all := run.statistics()
		for i, s := range all {
			row := fmt.Sprintf("| %d | %d | %s |\n", s.findings, s.fixable, markdownRule(run, s.rule))
			if b.Len()+len(row) > 2*limit {
				fmt.Fprintf(&b, "| | | … and %s |\n", plural(len(all)-i, "more rule"))
				break
			}
			b.WriteString(row)
		}
	}
	return b.String()
}

// markdownItem is one finding, or the first of many equal ones. fixes are those that stand above it.
func markdownItem(run *Run, i int, group []int, fixes shownFixes) string {
	d := &run.Diagnostics[i]
	var b strings.Builder
	fmt.Fprintf(&b, "- **%s** %s %s · %s\n", d.Severity, markdownCode(location(d.Span)), markdownText(statement(d)), markdownRule(run, d.Rule))
	if len(group) > 0 {
		b.WriteString("  - " + markdownText(morePlaces(run.Diagnostics, group)) + "\n")
	}
	if d.Help != "" {
		b.WriteString("  - help: " + markdownText(strings.ReplaceAll(d.Help, "\n", " ")) + "\n")
	}
	if f := d.Fix; f != nil && f.Applicability != lint.Manual {
		label := fixLabel(d, f, run.KeepRunning)
		if at, known := fixes.at(d, f); known {
			b.WriteString("  - " + label + ": that of " + markdownCode(at) + "\n")
		} else {
			b.WriteString("  - " + markdownText(strings.TrimSuffix(label+": "+fixMessage(f), ": ")) + "\n")
		}
	}
	return b.String()
}

// markdownRule is the name of a rule, which leads to its page where there is one.
func markdownRule(run *Run, rule string) string {
	if url := run.url(rule); url != "" {
		return "[" + markdownCode(rule) + "](" + url + ")"
	}
	return markdownCode(rule)
}

// markdownCode returns text as code, in which nothing is markup. A "|" would end the cell of a table.
func markdownCode(text string) string {
	text = cut(prose(text))
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") || strings.TrimSpace(text) == "" {
		text = " " + text + " "
	}
	return fence + text + fence
}

// markdownText returns a text of a diagnostic: what stands in backquotes is code, and in the rest nothing is markup.
func markdownText(text string) string {
	parts := strings.Split(cut(prose(text)), "`")
	escape := markdownEscaper()
	var b strings.Builder
	for i, part := range parts {
		opened, closed := i%2 == 1, i+1 < len(parts)
		switch {
		case opened && closed && part != "":
			b.WriteString(markdownCode(part))
		case opened && closed:
			b.WriteString("\\`\\`")
		case opened:
			b.WriteString("\\`" + escape.Replace(part))
		default:
			b.WriteString(escape.Replace(part))
		}
	}
	return b.String()
}

// markdownEscaper takes the meaning from what Markdown would act on. A backslash does not keep GitHub from reading a mention
// or a number of an issue, a comment in it does.
func markdownEscaper() *strings.Replacer {
	var pairs []string
	for _, c := range `\*_{}[]()<>!|~+` {
		pairs = append(pairs, string(c), `\`+string(c))
	}
	return strings.NewReplacer(append(pairs, "&", "&amp;", "@", "@<!-- -->", "#", "#<!-- -->", "://", ":<!-- -->//", "www.", "www<!-- -->.")...)
}

// cut returns text as far as there is room for it.
func cut(text string) string {
	if len(text) <= maxProse || utf8.RuneCountInString(text) <= maxProse {
		return text
	}
	return string([]rune(text)[:maxProse]) + ellipsis
}
