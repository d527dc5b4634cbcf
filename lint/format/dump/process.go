package dump

import (
	"bytes"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// isProcess reports whether data is /proc/N/cmdline of a daemon, or the environ of one: words that end in NUL.
func isProcess(data []byte) bool {
	if bytes.IndexByte(data, 0) < 0 {
		return false
	}
	return programOf(string(data[:bytes.IndexByte(data, 0)])) != "" || isEnvironment(string(data))
}

// isEnvironment reports whether a text is the environment of a process that holds a variable of Mesos.
func isEnvironment(text string) bool {
	ours := false
	for word := range strings.SplitSeq(strings.TrimSuffix(text, "\x00"), "\x00") {
		name, _, assigns := strings.Cut(word, "=")
		if !assigns || strings.ContainsAny(name, " \t\n") {
			return false
		}
		ours = ours || strings.HasPrefix(name, "MESOS_")
	}
	return ours
}

// process reads the words of one process.
func (r *reader) process(in source.Text) {
	words := r.terminated(in)
	if len(words) == 0 {
		return
	}
	if daemon := programOf(words[0].Text.String()); daemon != "" {
		r.out.Starts = append(r.out.Starts, machine.Start{Words: words, At: in.Span(0, 0), Gaps: callerEnvironment()})
		return
	}
	if isEnvironment(in.String()) {
		r.environment(in, words)
	}
}

// terminated returns the words of a text of which NUL ends each.
func (r *reader) terminated(in source.Text) []machine.Word {
	var words []machine.Word
	text := in.String()
	for at := 0; at < len(text) && r.step(in.Span(at, at)); {
		end := at + strings.IndexByte(text[at:], 0)
		if end < at {
			end = len(text)
		}
		words = append(words, machine.KnownWord(in.Slice(at, end)))
		at = end + 1
	}
	return words
}

// environment adds the daemon whose environment a text is.
func (r *reader) environment(in source.Text, words []machine.Word) {
	var env []machine.Assignment
	var flags []flag
	for _, w := range words {
		name, _, _ := strings.Cut(w.Text.String(), "=")
		value := w.Text.Slice(len(name)+1, w.Text.Len())
		env = append(env, machine.Assignment{Name: name, NameSpan: w.Text.Span(0, len(name)), Value: value, Span: w.Text.All(), Exported: true})
		if variable, ours := strings.CutPrefix(name, "MESOS_"); ours {
			flags = append(flags, flag{name: source.LiteralText(strings.ToLower(variable), w.Text.Span(0, len(name))), value: value})
		}
	}
	daemon := r.daemonOf(flags)
	if daemon == "" || isTask(flags) {
		return
	}
	at := in.Span(0, 0)
	r.out.Starts = append(r.out.Starts, machine.Start{
		Words: []machine.Word{machine.KnownWord(source.LiteralText(daemon, at))}, Environment: env, At: at,
		Gaps: []machine.Gap{{Kind: machine.UnknownArguments, At: at, Reason: "the command line of the process may add flags, and its environment does not show it"}},
	})
}

// isTask reports whether an environment is that of an executor, which the agent tells for whom it runs.
func isTask(flags []flag) bool {
	return slices.ContainsFunc(flags, func(f flag) bool { return f.name.String() == "framework_id" || f.name.String() == "executor_id" })
}

// showsProcesses reports whether a text holds a line of ps that is a daemon's.
func showsProcesses(data []byte) bool {
	if !bytes.Contains(data, []byte("mesos-")) {
		return false
	}
	alone := true
	columns := false
	for line := range strings.Lines(string(data)) {
		start, column := commandOf(line)
		columns = columns || start >= 0 && column > 0
		alone = alone && (start == 0 || strings.TrimSpace(line) == "" || isHeader(line))
	}
	return columns || alone
}

// isHeader reports whether a line names the columns of ps.
func isHeader(line string) bool {
	names := strings.Fields(line)
	return len(names) > 0 && (names[len(names)-1] == "CMD" || names[len(names)-1] == "COMMAND")
}

// commandOf returns where the command of a line of ps starts that is a daemon's, -1 if it is another program's, and how
// many columns stand before it.
func commandOf(line string) (start, column int) {
	for at := 0; ; column++ {
		for at < len(line) && isBlank(line[at]) {
			at++
		}
		end := at
		for end < len(line) && !isBlank(line[end]) {
			end++
		}
		word := line[at:end]
		switch {
		case word == "":
			return -1, 0
		case programOf(word) != "" && !strings.Contains(word, "="):
			if column > 0 && !hasNumber(line[:at]) || column == 0 && strings.ContainsAny(line, "$`'\\|<>") {
				return -1, 0
			}
			return at, column
		case column > 0 && !isColumn(word):
			return -1, 0
		}
		at = end
	}
}

// hasNumber reports whether one of the columns is a number: the process, at the least. systemctl status draws a tree before it.
func hasNumber(columns string) bool {
	for word := range strings.FieldsSeq(columns) {
		if word = strings.TrimLeft(word, "├└│─|-`"); word != "" && strings.Trim(word, "0123456789") == "" {
			return true
		}
	}
	return false
}

// isColumn reports whether a word can stand before the command in a line of ps: a number, a time, a date, a terminal or the
// state of a process.
func isColumn(word string) bool {
	if strings.ContainsAny(word, "0123456789?") {
		return !strings.HasPrefix(word, "-") && (strings.Count(word, "/") == 0 || strings.HasPrefix(word, "pts/"))
	}
	return strings.IndexByte("DIRSTWXZ", word[0]) >= 0 && strings.Trim(word[1:], "<NLsl+") == "" || word == "-" || word == "TS"
}

// processes reads what ps prints, with or without its columns.
func (r *reader) processes(in source.Text) {
	text := in.String()
	for at := 0; at < len(text); {
		end := lineEnd(text, at)
		if start, _ := commandOf(text[at:end]); start >= 0 {
			if !r.step(in.Span(at, at)) {
				return
			}
			words := r.joined(in, at+start, at+len(strings.TrimRight(text[at:end], "\r\n")))
			if len(words) > 1 {
				r.out.Starts = append(r.out.Starts, machine.Start{Words: words, At: words[0].Text.Raw(), Gaps: callerEnvironment()})
			}
		}
		at = end
	}
}

// joined returns the words of a command line that blanks join. A word that is not a flag may belong to the value before it,
// which is not known then.
func (r *reader) joined(in source.Text, from, end int) []machine.Word {
	text := in.String()
	var words []machine.Word
	daemon := ""
	start := from // of the word that is last
	for at := from; at < end; {
		stop := at
		for stop < end && !isBlank(text[stop]) {
			stop++
		}
		word := text[at:stop]
		switch {
		case len(words) == 0:
			daemon = programOf(word)
			words = append(words, machine.KnownWord(in.Slice(at, stop)))
		case len(words) > 1 && r.continues(daemon, word, words[len(words)-1]):
			whole := machine.KnownWord(in.Slice(start, stop))
			whole.Known = strings.IndexByte(whole.Text.String(), '=') + 1
			words[len(words)-1] = whole
		default:
			words, start = append(words, machine.KnownWord(in.Slice(at, stop))), at
		}
		for at = stop; at < end && isBlank(text[at]); {
			at++
		}
		if !r.step(in.Span(stop, stop)) {
			return nil
		}
	}
	return words
}

// continues reports whether a word may go on with the value of the flag before it.
func (r *reader) continues(daemon, word string, before machine.Word) bool {
	if !strings.Contains(before.Text.String(), "=") {
		return false
	}
	flag, isFlag := strings.CutPrefix(word, "--")
	if !isFlag {
		return true
	}
	name, _, _ := strings.Cut(flag, "=")
	name = strings.TrimPrefix(strings.ToLower(name), "no-")
	return !before.IsKnown() && !r.facts.isFlag(daemon, name)
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
