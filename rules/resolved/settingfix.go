package resolved

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// RenameFlag returns the fix that gives the setting's flag another name where it stands, nil if that cannot be done:
// in a shell variable of the init wrapper, in a name that is quoted, and where the new name is taken.
func RenameFlag(n *config.Node, s *config.Setting, from, to string) *lint.Fix {
	negation := ""
	name := s.Name
	if s.Way == config.Environment {
		var ours bool
		if name, ours = strings.CutPrefix(name, catalog.FlagPrefix); !ours {
			return nil
		}
	}
	if len(name) > len(from) && strings.EqualFold(name[:len(name)-len(from)], "no-") {
		negation = name[:len(name)-len(from)]
	}
	if !strings.EqualFold(name, negation+from) {
		return nil
	}
	if name[len(negation):] == strings.ToUpper(from) {
		to = strings.ToUpper(to)
	}
	renamed := s.Name[:len(s.Name)-len(from)] + to
	if s.Way == config.FlagDirectory {
		return renameFile(n, s, renamed)
	}
	return RenameInPlace(s, renamed)
}

// RenameInPlace replaces the name of a setting, nil if it does not stand in the file as it is.
func RenameInPlace(s *config.Setting, name string) *lint.Fix {
	if s.Way == config.WrapperVar || s.NameSpan.Text() != s.Name {
		return nil
	}
	return &lint.Fix{Edits: []lint.Edit{{Span: s.NameSpan, Text: name}}}
}

// renameFile renames a file of a flag directory, whose name is the flag's with what the directory's reader cuts off
// around it; nil if a file of the new name is there.
func renameFile(n *config.Node, s *config.Setting, name string) *lint.Fix {
	dir, base := filepath.Split(s.File)
	before, after, found := strings.Cut(base, s.Name)
	if !found || s.File == "" || strings.Trim(before, "?") != "" {
		return nil
	}
	target := dir + before + name + after
	for _, other := range n.Settings {
		if other.File == target {
			return nil
		}
	}
	return &lint.Fix{Renames: []lint.Rename{{From: s.File, To: target}}}
}

// DeleteSetting returns the fix that takes a setting out of its file, nil if the setting is a file of its own or made
// by the init wrapper. A line that holds nothing else goes with it.
func DeleteSetting(s *config.Setting) *lint.Fix {
	span := s.Span
	if s.Way == config.FlagDirectory || s.Way == config.WrapperVar || span.Source == nil || span.Start >= span.End {
		return nil
	}
	data := span.Source.Data
	if isKey(span) {
		return nil // what it is given stands after it
	}
	if whole, isEntry := entryOfList(withQuotes(span)); isEntry && s.Way != config.Environment {
		return &lint.Fix{Edits: []lint.Edit{{Span: whole}}}
	}
	if whole, isItem := itemOfBlock(span); isItem {
		if whole.Start == whole.End {
			return nil
		}
		return &lint.Fix{Edits: []lint.Edit{{Span: whole}}}
	}
	if s.Way == config.CommandLine {
		if span = quotedWord(span); !isWholeWord(span) {
			return nil
		}
	}
	start, end := span.Start, span.End
	for start > 0 && (data[start-1] == ' ' || data[start-1] == '\t') {
		start--
	}
	for end < len(data) && (data[end] == ' ' || data[end] == '\t' || data[end] == '\r') {
		end++
	}
	if s.Way == config.Environment {
		start = beforeAssigning(data, start)
	}
	startsLine := start == 0 || data[start-1] == '\n'
	continued := bytes.HasSuffix(data[:start], []byte("\\\n"))
	if startsLine && isHeld(data[:start], data[end:]) || bytes.Contains(data[start:end], []byte(": &")) { // an anchor, which others refer to
		return nil
	}
	switch {
	case continued && bytes.HasPrefix(data[end:], []byte("\\\n")): // the lines around it are joined
		span.Start, span.End = start, end+len("\\\n")
	case continued && (end == len(data) || data[end] == '\n'): // the line before it is the last of the command
		span.Start, span.End = len(bytes.TrimRight(data[:start-len("\\\n")], " \t")), end
	case startsLine && end == len(data):
		span.Start, span.End = start, end
	case startsLine && data[end] == '\n':
		span.Start, span.End = start, end+1
	case startsLine || s.Way == config.Environment:
		return nil // something else on the line belongs to it: a command, a quote, a continuation
	default:
		span.Start = start
	}
	if startsLine && isNeeded(data[:span.Start], data[span.End:]) {
		return nil
	}
	return &lint.Fix{Edits: []lint.Edit{{Span: span}}}
}

// isHeld reports whether a line cannot go alone because of the one before it: that is a comment in the middle of a command, continues
// with a carriage return, is a word that is nothing by itself, or says that a text of YAML follows.
func isHeld(before, after []byte) bool {
	above, line := lastLine(before)
	isDirect := true
	for len(above) > 0 && isComment(line) {
		above, line = lastLine(above)
		isDirect = false
	}
	last := bytes.TrimSpace(line)
	rest, continues := bytes.CutSuffix(last, []byte("\\"))
	switch {
	case continues && (!isDirect || bytes.HasSuffix(line, []byte("\r"))):
		return true
	case continues:
		_, first := lastLine(above)
		isFirst := !bytes.HasSuffix(bytes.TrimSpace(first), []byte("\\"))
		return isFirst && !bytes.HasPrefix(after, []byte("\\")) && !bytes.ContainsAny(bytes.TrimSpace(rest), " \t")
	}
	fields := bytes.Fields(last)
	return len(fields) > 0 && len(fields[len(fields)-1]) <= len(">-2") && bytes.IndexAny(fields[len(fields)-1], ">|") == 0
}

// lastLine returns the last line of a text, and what stands above it.
func lastLine(text []byte) (above, line []byte) {
	text = bytes.TrimSuffix(text, []byte("\n"))
	i := bytes.LastIndexByte(text, '\n') + 1
	return text[:i], text[i:]
}

// isComment reports whether a line is a comment of a shell, a Dockerfile or a unit, or is blank.
func isComment(line []byte) bool {
	line = bytes.TrimSpace(line)
	return len(line) == 0 || line[0] == '#' || line[0] == ';'
}

// itemOfBlock returns the lines of a span that is all of an item of a list of YAML, "- NAME=value", with quotes around it or without.
// isItem is false if it is not; the lines are empty if no other item stands beside it, and the list would be without any.
func itemOfBlock(span source.Span) (lines source.Span, isItem bool) {
	quoted := withQuotes(span)
	data, start, end := span.Source.Data, quoted.Start, quoted.End
	from, to := start, end
	for from > 0 && data[from-1] != '\n' {
		from--
	}
	for to < len(data) && data[to] != '\n' {
		to++
	}
	dash := bytes.TrimRight(data[from:start], " \t")
	indent, isItem := bytes.CutSuffix(dash, []byte("-"))
	rest := bytes.TrimSpace(data[end:to])
	if !isItem || len(dash) == start-from || len(bytes.TrimSpace(indent)) > 0 || len(rest) > 0 && (rest[0] != '#' || len(rest) == to-end) {
		return span, false
	}
	lines = span.Source.Span(from, min(to+1, len(data)))
	item := append(slices.Clone(dash), ' ')
	before := data[:from]
	if i := bytes.LastIndexByte(bytes.TrimRight(before, "\n"), '\n'); bytes.HasPrefix(before[i+1:], item) || bytes.HasPrefix(data[lines.End:], item) {
		return lines, true
	}
	return span.Source.Span(from, from), true
}

// withQuotes returns a span with the quotes right around it, if it has any.
func withQuotes(span source.Span) source.Span {
	data := span.Source.Data
	if span.Start > 0 && span.End < len(data) && data[span.Start-1] == data[span.End] && (data[span.End] == '"' || data[span.End] == '\'') {
		return span.Source.Span(span.Start-1, span.End+1)
	}
	return span
}

// isWholeWord reports whether a span of a command is not a part of a longer word: the span of a flag whose value is made of something
// else may end before that.
func isWholeWord(span source.Span) bool {
	data := span.Source.Data
	return (span.Start == 0 || strings.IndexByte(" \t\n\"'`([{,=>:;&|\\", data[span.Start-1]) >= 0) &&
		(span.End == len(data) || strings.IndexByte(" \t\r\n`)]},;&|", data[span.End]) >= 0 ||
			span.Start > 0 && data[span.End] == data[span.Start-1] || isLastOfQuoted(data, span))
}

// isLastOfQuoted reports whether the quote after a span closes one that opens before it on the line: "run --a --b".
func isLastOfQuoted(data []byte, span source.Span) bool {
	quote := data[span.End]
	if quote != '"' && quote != '\'' {
		return false
	}
	line := data[bytes.LastIndexByte(data[:span.Start], '\n')+1 : span.Start]
	return bytes.Count(line, []byte{quote})%2 == 1
}

// quotedWord returns a word with the quotes around it if it is one of the words of a command, and not all that something is given:
// what is left of it would be an argument of its own, which is empty.
func quotedWord(span source.Span) source.Span {
	quoted := withQuotes(span)
	data := span.Source.Data[:quoted.Start]
	before := bytes.TrimSuffix(bytes.TrimRight(data, " \t"), []byte("\\\n"))
	if len(before) == 0 || len(before) == len(data) || strings.IndexByte("=:>([{,\n", before[len(before)-1]) >= 0 {
		return span
	}
	return quoted
}

// beforeAssigning returns where a line begins that has nothing but what makes an assignment of the rest before an offset: "export"
// and blanks in a shell text, "ENV" in a Dockerfile, "env" for Upstart, "Environment=" in a unit; else the offset.
func beforeAssigning(data []byte, at int) int {
	rest, assigns := bytes.CutSuffix(data[:at], []byte("Environment="))
	if !assigns && at < len(data) && (data[at] == ' ' || data[at] == '\t') {
		for _, word := range []string{"export", "ENV", "env"} {
			if rest, assigns = bytes.CutSuffix(data[:at], []byte(word)); assigns {
				break
			}
		}
	}
	rest = bytes.TrimRight(rest, " \t")
	if !assigns || len(rest) > 0 && rest[len(rest)-1] != '\n' {
		return at
	}
	return len(rest)
}

// isNeeded reports whether a shell does not accept two texts without what stands between them: the command after "&&", or all
// that a block holds.
func isNeeded(before, after []byte) bool {
	const blanks = " \t\r\n"
	for before = bytes.TrimRight(before, blanks); ; before = bytes.TrimRight(before, blanks) {
		line := bytes.LastIndexByte(before, '\n') + 1
		i := bytes.IndexByte(before[line:], '#')
		if i < 0 || i > 0 && before[line+i-1] != ' ' && before[line+i-1] != '\t' {
			break
		}
		before = before[:line+i]
	}
	for after = bytes.TrimLeft(after, blanks); len(after) > 0 && after[0] == '#'; after = bytes.TrimLeft(after, blanks) {
		_, after, _ = bytes.Cut(after, []byte("\n"))
	}
	if bytes.HasSuffix(before, []byte("&&")) || bytes.HasSuffix(before, []byte("|")) {
		return true
	}
	ends := func(word string) bool {
		rest, ok := bytes.CutPrefix(after, []byte(word))
		return ok && (len(rest) == 0 || strings.IndexByte(blanks+";)&|", rest[0]) >= 0)
	}
	begins := func(word string) bool {
		rest, ok := bytes.CutSuffix(before, []byte(word))
		return ok && (len(rest) == 0 || strings.IndexByte(blanks+";)", rest[len(rest)-1]) >= 0)
	}
	return slices.ContainsFunc([]string{"fi", "else", "elif", "then", "do", "done", "esac", "}", ")", ";;"}, ends) &&
		(bytes.HasSuffix(before, []byte(")")) || slices.ContainsFunc([]string{"if", "elif", "while", "until", "then", "else", "do", "{", "("}, begins))
}

// entryOfList returns the span of an entry of a list or a mapping in brackets with the comma that goes with it. isEntry is false
// if what is around the span is no such list.
func entryOfList(span source.Span) (whole source.Span, isEntry bool) {
	const blanks = " \t\r\n"
	if data, start, end := span.Source.Data, span.Start, span.End; start > 0 && end < len(data) && data[start-1] == data[end] && strings.IndexByte("\"'", data[end]) >= 0 {
		span.Start, span.End = start-1, end+1 // of some languages the quotes are not in the span
	}
	before := bytes.TrimRight(span.Source.Data[:span.Start], blanks)
	after := bytes.TrimLeft(span.Source.Data[span.End:], blanks)
	if len(before) == 0 || len(after) == 0 {
		return span, false
	}
	previous, next := before[len(before)-1], after[0]
	if strings.IndexByte("[{(,", previous) < 0 || strings.IndexByte("]}),", next) < 0 {
		return span, false
	}
	switch {
	case next == ',':
		span.End = len(span.Source.Data) - len(after) + 1
		if previous == ',' {
			span.Start = len(before)
		} else {
			span.End += len(after) - 1 - len(bytes.TrimLeft(after[1:], blanks))
		}
	case previous == ',':
		span.Start = len(before) - 1
	}
	return span, true
}

// isKey reports whether a span is the key of a member, "a": or 'a' =>, or of an element, ['a'] =.
func isKey(span source.Span) bool {
	if span.Start == 0 || strings.IndexByte("\"'", span.Source.Data[span.Start]) < 0 {
		return bytes.HasPrefix(span.Source.Data[span.End:], []byte(": ")) // no word of a command ends so
	}
	const blanks = " \t"
	if before := span.Source.Data[:span.Start]; bytes.HasSuffix(before, []byte("][")) {
		return true // of attributes['a']['b'] = 'c', which the span may cover
	}
	after := bytes.TrimLeft(span.Source.Data[span.End:], blanks)
	index := span.Source.Data[span.Start-1] == '[' && bytes.HasPrefix(after, []byte("]")) && bytes.HasPrefix(bytes.TrimLeft(after[1:], blanks), []byte("="))
	return index || bytes.HasPrefix(after, []byte(":")) || bytes.HasPrefix(after, []byte("=>"))
}
