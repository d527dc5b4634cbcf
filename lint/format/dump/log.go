package dump

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// startup begins what a daemon logs of its flags, from 0.23.0 on (master.cpp:370, slave.cpp:191@0.23.0).
const startup = "Flags at startup: --"

// log reads a log: of each daemon the flags of its last start.
func (r *reader) log(in source.Text) {
	text := in.String()
	var reports []report
	version := ""
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		line := text[at:end]
		if file, v, found := strings.Cut(line, "] Version: "); found && strings.Contains(file, " main.cpp:") {
			version = strings.TrimSpace(v)
		}
		i := strings.Index(line, startup)
		if i < 0 {
			at = end
			continue
		}
		from := at + i + len(startup) - len("--")
		if end = entryEnd(text, end); !r.step(in.Span(from, from)) {
			return
		}
		p := r.logged(in, from, end)
		p.daemon, p.version = loggedBy(line[:i]), version
		if reports = append(reports, p); r.out.Unreadable != nil {
			return
		}
		at = end
	}
	for _, p := range last(reports) {
		r.add(p)
	}
}

// unwrapped returns a log whose lines are members of JSON, as docker and journalctl keep and print them: {"log": "…\n"} and
// {"MESSAGE": "…"}. ok is false if a line is something else; the last one may be cut off.
func (r *reader) unwrapped(in source.Text) (log source.Text, ok bool) {
	text := in.String()
	var parts []source.Text
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		line := in.Slice(at, end)
		at = end
		if strings.TrimSpace(line.String()) == "" {
			continue
		}
		v, problem := source.ParseJSON(&line)
		if problem != nil && end == len(text) && len(parts) > 0 {
			break
		}
		if problem != nil || v.Kind() != source.Object || !r.step(line.Span(0, 0)) {
			return in, false
		}
		message, found := v.Get("log")
		if !found {
			message, found = v.Get("MESSAGE")
		}
		if !found || message.Kind() != source.String {
			return in, false
		}
		content := message.Content()
		if parts = append(parts, content); !strings.HasSuffix(content.String(), "\n") {
			parts = append(parts, source.LiteralText("\n", content.Span(content.Len(), content.Len())))
		}
	}
	return source.Join(parts...), len(parts) > 0
}

// lineEnd returns the offset after the line that starts at an offset.
func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// entryEnd returns where the entry of a log ends whose first line ends at an offset: where the next one begins.
func entryEnd(text string, at int) int {
	for at < len(text) {
		end := lineEnd(text, at)
		if hasPrefixOfLog(text[at:end]) {
			return at
		}
		at = end
	}
	return at
}

// hasPrefixOfLog reports whether a line has what glog writes before an entry, "I1128 10:00:00.123456", wherever it stands:
// syslog writes its own before it.
func hasPrefixOfLog(line string) bool {
	const form = "0000 00:00:00.000000"
	for i := 0; i+1+len(form) <= len(line); i++ {
		if strings.IndexByte("IWEF", line[i]) >= 0 && matches(line[i+1:i+1+len(form)], form) {
			return true
		}
	}
	return false
}

// matches reports whether a text is a form whose zeros stand for digits.
func matches(text, form string) bool {
	for i := range len(form) {
		if c := text[i]; form[i] == '0' && (c < '0' || '9' < c) || form[i] != '0' && c != form[i] {
			return false
		}
	}
	return true
}

// loggedBy returns the daemon that an entry is of, by the file that glog names before it: "slave.cpp:256]".
func loggedBy(prefix string) string {
	switch {
	case strings.Contains(prefix, " master.cpp:"):
		return master
	case strings.Contains(prefix, " slave.cpp:"):
		return agent
	}
	return ""
}

// logged reads the flags of an entry, --name="value" in a row without any escaping.
func (r *reader) logged(in source.Text, from, end int) report {
	text := in.String()
	p := report{at: in.Span(from, from)}
	for at := from; at < end; {
		if !r.step(in.Span(at, at)) {
			break
		}
		name, value := nextFlag(text[:end], at)
		if value < 0 {
			break
		}
		next := value
		for next < end {
			i := strings.Index(text[next:end], `" --`)
			if i < 0 {
				next = end
				break
			}
			if next += i; isFlagAt(text[:end], next+len(`" `)) {
				break
			}
			next++
		}
		f := flag{name: in.Slice(at+len("--"), at+len("--")+len(name))}
		stop := next
		if next == end {
			if stop = value + strings.LastIndexByte(text[value:end], '"'); stop < value {
				stop = value + len(strings.TrimRight(text[value:end], "\r\n"))
				f.cut = true
				p.gaps = append(p.gaps, machine.Gap{Kind: machine.UnknownArguments, At: in.Span(stop, stop),
					Reason: "the line is cut off, and may name more flags"})
			}
		}
		f.value = in.Slice(value, stop)
		p.flags = append(p.flags, f)
		at = next + len(`" `)
	}
	return p
}

// nextFlag returns the name of the flag that starts at an offset, and where its value does; -1 if there is none.
func nextFlag(text string, at int) (name string, value int) {
	rest, found := strings.CutPrefix(text[at:], "--")
	if !found {
		return "", -1
	}
	end := 0
	for end < len(rest) && isNameByte(rest[end]) {
		end++
	}
	if end == 0 || !strings.HasPrefix(rest[end:], `="`) {
		return "", -1
	}
	return rest[:end], at + len("--") + end + len(`="`)
}

func isFlagAt(text string, at int) bool {
	_, value := nextFlag(text, at)
	return value >= 0
}

func isNameByte(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c == '-'
}
