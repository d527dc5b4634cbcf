package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/mesoslint/mesoslint/lint"
)

// Shown is what a run showed of the example of a rule.
type Shown struct {
	// Report is what is reported of it before the change: lines of text.
	Report string
	// Fix are the flags besides those of the check that make the change, "--fix --unsafe-fixes"; "" where a person does.
	Fix string
}

// RuleMarkdown writes as Markdown what a rule says of itself: why it matters, and its example with what a run showed of it.
// What was not run is left out.
func RuleMarkdown(r *lint.Rule, shown Shown) string {
	var b strings.Builder
	for paragraph := range strings.SplitSeq(strings.TrimSpace(r.Doc), "\n\n") {
		fmt.Fprintf(&b, "%s\n\n", Markdown(paragraph))
	}
	x := &r.Example
	if len(x.Before) == 0 {
		return strings.TrimSuffix(b.String(), "\n")
	}
	fmt.Fprintf(&b, "## Example\n\n`%s` reports this%s:\n\n", x.Command(), Markdown(holds(x)))
	filesMarkdown(&b, x.Before)
	if shown.Report != "" {
		fmt.Fprintf(&b, "```text\n%s```\n\n", shown.Report)
	}
	switch {
	case shown.Fix != "" && x.AfterOn != "":
		fmt.Fprintf(&b, "`%s %s` makes of it what `%s` does not report:\n\n", x.Command(), shown.Fix, x.AfterCommand())
	case shown.Fix != "":
		fmt.Fprintf(&b, "`%s %s` makes of it:\n\n", x.Command(), shown.Fix)
	case len(x.After) == 0:
		fmt.Fprintf(&b, "`%s` does not report it.\n\n", x.AfterCommand())
	case x.AfterOn != "":
		fmt.Fprintf(&b, "`%s` does not report this:\n\n", x.AfterCommand())
	default:
		b.WriteString("This is not reported:\n\n")
	}
	filesMarkdown(&b, x.After)
	return strings.TrimSuffix(b.String(), "\n")
}

// RuleText writes the same, of an example that was not run, for where Markdown is not read.
func RuleText(r *lint.Rule) string {
	var b strings.Builder
	b.WriteString(strings.TrimSpace(r.Doc))
	x := &r.Example
	if len(x.Before) == 0 {
		return b.String()
	}
	for _, part := range ExampleText(x) {
		fmt.Fprintf(&b, "\n\n%s", part.Title)
		if part.Text != "" {
			fmt.Fprintf(&b, "\n\n%s", strings.TrimRight(part.Text, "\n"))
		}
	}
	return b.String()
}

// Part is a part of a text under a title of its own; a Text of "" is nothing more than that.
type Part struct{ Title, Text string }

// ExampleText returns an example as text: what is reported, and what becomes of it.
func ExampleText(x *lint.Example) []Part {
	parts := []Part{{"Example: " + x.Command() + " reports" + holds(x), filesText(x.Before)}, {"It does not report", filesText(x.After)}}
	if x.AfterOn != "" {
		parts[1].Title = x.AfterCommand() + " does not report"
	}
	if len(x.After) == 0 {
		parts[1] = Part{Title: x.AfterCommand() + " does not report it."}
	}
	return parts
}

// holds says of an example on what its finding hangs, "" where on nothing.
func holds(x *lint.Example) string {
	if x.Condition == "" {
		return ""
	}
	return ", which applies " + x.Condition
}

// alike returns how many of the first files differ in nothing but their paths, and what to call them.
func alike(files []lint.File, path func(string) string) (n int, names string) {
	for ; n < len(files); n++ {
		f := files[n]
		if f.Path = files[0].Path; f != files[0] {
			break
		}
		if n > 0 {
			names += ", "
		}
		names += path(files[n].Path)
	}
	return n, names
}

func filesText(files []lint.File) string {
	var b strings.Builder
	for len(files) > 0 {
		f := files[0]
		n, names := alike(files, func(path string) string { return path })
		files = files[n:]
		text, legend := visible(f.Text)
		fmt.Fprintf(&b, "  %s%s\n", names, about(f, legend))
		for line := range strings.Lines(text) {
			fmt.Fprintf(&b, "    %s\n", strings.TrimRight(line, "\n"))
		}
	}
	return b.String()
}

// about says of a file what its text does not show.
func about(f lint.File, legend string) string {
	var words []string
	switch {
	case f.Gone:
		return " (is deleted)"
	case f.Text == "":
		words = append(words, "is empty")
	}
	if f.Mode != 0 {
		words = append(words, fmt.Sprintf("mode %04o", f.Permissions()))
	}
	if legend != "" {
		words = append(words, legend)
	}
	if len(words) == 0 {
		return ""
	}
	return " (" + strings.Join(words, "; ") + ")"
}

func filesMarkdown(b *strings.Builder, files []lint.File) {
	for len(files) > 0 {
		f := files[0]
		n, names := alike(files, func(path string) string { return "`" + path + "`" })
		files = files[n:]
		text, legend := visible(f.Text)
		fmt.Fprintf(b, "%s%s\n\n", names, about(f, legend))
		if text == "" {
			continue
		}
		fmt.Fprintf(b, "```%s\n%s", language(f.Path), text)
		if !strings.HasSuffix(text, "\n") {
			b.WriteByte('\n')
		}
		b.WriteString("```\n\n")
	}
}

// language is the name of the language of a file, by which pages colour it.
func language(file string) string {
	name := file[strings.LastIndexByte(file, '/')+1:]
	if known := map[string]string{
		".json": "json", ".conf": "ini", ".service": "ini", ".sh": "sh", ".yml": "yaml", ".yaml": "yaml", ".tf": "hcl",
	}[name[max(strings.LastIndexByte(name, '.'), 0):]]; known != "" {
		return known
	}
	if name == "Dockerfile" {
		return "dockerfile"
	}
	return "text"
}

// visible returns a text in which what nobody sees is written as something else, and says what stands for what.
func visible(text string) (shown, legend string) {
	var b strings.Builder
	var words []string
	stands := func(sign, meaning string) {
		b.WriteString(sign)
		if word := sign + " is " + meaning; !strings.Contains(strings.Join(words, "\n"), word) {
			words = append(words, word)
		}
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			stands(fmt.Sprintf(`\x%02x`, text[i]), "one byte")
		case r == '\r':
			stands("␍", "a carriage return")
		case r == 0:
			stands("␀", "a NUL byte")
		case r == '\ufeff':
			stands("<BOM>", "a byte order mark")
		case r == '\n' || r == '\t' || unicode.IsPrint(r):
			b.WriteRune(r)
		default:
			stands(fmt.Sprintf(`\x%02x`, r), "one character")
		}
		i += size
	}
	return b.String(), strings.Join(words, ", ")
}

// Markdown writes prose as Markdown: what that would take for something else is escaped, code in backquotes stays as it is.
func Markdown(prose string) string {
	var b strings.Builder
	code := false
	for i, r := range prose {
		code = code != (r == '`')
		if !code && (strings.ContainsRune(`*<\`, r) || r == '_' && !within(prose, i) || r == '(' && strings.HasSuffix(prose[:i], "]")) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// within reports whether the byte at i stands within a word.
func within(s string, i int) bool {
	letter := func(at int) bool {
		return at >= 0 && at < len(s) && (s[at] == '_' || unicode.IsLetter(rune(s[at])) || unicode.IsDigit(rune(s[at])))
	}
	return letter(i-1) && letter(i+1)
}
