package load

import (
	"bytes"
	"strings"
	"unicode"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// maskSettings marks the secrets in what the nodes are given. Unlike what is marked by the look of a file, this knows
// where a value starts and ends under every quoting.
func (l *loader) maskSettings() {
	for _, n := range l.out.Nodes {
		for _, s := range n.Settings {
			l.maskSetting(n.Component, s)
		}
		for _, a := range n.Arguments {
			l.maskArgument(a.Text)
		}
	}
}

func (l *loader) maskSetting(c config.Component, s *config.Setting) {
	if !s.HasValue {
		return
	}
	if l.isSecretSetting(c, s) && !isReference(s.Value.String()) {
		s.Value.Mask()
		return
	}
	maskValue(s.Value)
}

// maskValue marks the secrets in the value of a flag that should hold none: it may have got what another should have.
func maskValue(value source.Text) {
	value.MaskURLPassword()
	maskGenerated(value)
	if looksLikeJSON([]byte(value.String())) {
		maskSecretMembers(value)
	}
}

// isSecretSetting reports whether a setting is called like a secret and is no flag that is known to hold none.
func (l *loader) isSecretSetting(c config.Component, s *config.Setting) bool {
	if !isSecretName(s.Name) {
		return false
	}
	flag := flagOf(s)
	return flag == "" || !l.v.flag(c, flag) || ask(l.v.PathFlag, c, flag) || l.v.documentKind(c, flag) != config.Unknown
}

// maskArgument marks a word of a command line that is no flag, unless it shows what it is: anything can stand there, and
// the value of a flag that was written without "=" does.
func (l *loader) maskArgument(text source.Text) {
	word := text.String()
	if rest, found := strings.CutPrefix(word, "\ufeff"); found {
		text = text.Slice(len(word)-len(rest), len(word))
		word = rest
	}
	start := len(word) - len(strings.TrimLeftFunc(word, func(c rune) bool { return unicode.IsSpace(c) || unicode.Is(unicode.Pd, c) }))
	name, value, hasValue := strings.Cut(word[start:], "=")
	name = strings.TrimSpace(name)
	known := l.v.flag(config.AnyComponent, strings.TrimPrefix(lowerASCII(name), "no-"))
	switch {
	case known && hasValue && isSecretName(name) && !isReference(value):
		text.Slice(len(word)-len(value), len(word)).Mask()
	case known, isReference(word), strings.HasPrefix(word, "zk://"):
		text.MaskURLPassword()
		maskGenerated(text)
	case start > 0 && hasValue && isPlainName(name):
		if !isReference(value) {
			text.Slice(len(word)-len(value), len(word)).Mask()
		}
	case start > 0 && !hasValue && isPlainName(name) && !strings.ContainsAny(name, "0123456789"):
	default:
		text.Mask()
	}
}

// maskComments marks comments of one or two words that are no flags: a credential that was put out of use, or a file of
// credentials that is taken for one of flags.
func maskComments(s *source.Source) {
	for at := 0; at < len(s.Data); {
		end := len(s.Data)
		if i := bytes.IndexByte(s.Data[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := strings.TrimLeft(string(s.Data[at:end]), " \t")
		if comment := strings.TrimLeft(line, "#; \t"); len(comment) < len(line) && strings.HasPrefix(line, "#") {
			words := strings.Fields(comment)
			speaks := len(words) > 2 || len(words) == 2 && isProse(words[0]) && isProse(words[1])
			if len(words) > 0 && !speaks && !strings.HasPrefix(comment, "-") && !strings.Contains(comment, "=") {
				s.Mask(end-len(comment), end)
			}
		}
		at = end + 1
	}
}

// isProse reports whether a word is one of a language: of letters, small ones but for the first.
func isProse(word string) bool {
	word = strings.TrimRight(word, ".,:;!?")
	for i, c := range word {
		if !unicode.IsLower(c) && (i > 0 || !unicode.IsUpper(c)) {
			return false
		}
	}
	return true
}

// maskNoAssignments marks the lines of an environment file that assign nothing.
func maskNoAssignments(s *source.Source) {
	for at := 0; at < len(s.Data); {
		end := len(s.Data)
		if i := bytes.IndexByte(s.Data[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := bytes.TrimSpace(s.Data[at:end])
		continued := bytes.HasSuffix(bytes.TrimRight(s.Data[:at], "\n"), []byte(`\`))
		if len(line) > 0 && line[0] != '#' && line[0] != ';' && bytes.IndexByte(line, '=') < 0 && !continued {
			s.Mask(at, end)
		}
		at = end + 1
	}
}

// maskWritten marks what a script writes to files: the text of its here-documents, and what it echoes.
func maskWritten(s *source.Source) {
	data := string(s.Data)
	delimiter := ""
	for at := 0; at < len(data); {
		end := len(data)
		if i := strings.IndexByte(data[at:], '\n'); i >= 0 {
			end = at + i
		}
		line := data[at:end]
		switch {
		case delimiter != "" && strings.Trim(line, " \t\r") == delimiter:
			delimiter = ""
		case delimiter != "":
			s.Mask(at, end)
		default:
			delimiter = hereDelimiter(line)
			for _, command := range []string{"echo", "printf"} {
				word := indexWord(line, command)
				into := strings.LastIndexByte(line, '>')
				if pipe := strings.LastIndex(line, "| tee"); pipe > into {
					into = pipe
				}
				if word >= 0 && into > word {
					s.Mask(at+word+len(command)+1, at+into)
				}
			}
		}
		at = end + 1
	}
}

// hereDelimiter returns the word that ends the here-document a line opens, "" where it opens none.
func hereDelimiter(line string) string {
	_, after, found := strings.Cut(line, "<<")
	if !found || strings.HasPrefix(after, "<") {
		return ""
	}
	after = strings.TrimLeft(strings.TrimPrefix(after, "-"), " \t")
	after = strings.TrimLeft(after, `'"\`)
	end := 0
	for end < len(after) && isNameByte(after[end]) {
		end++
	}
	return after[:end]
}

// hideSecrets gathers the secrets of the configuration, so that no message repeats one, and marks them wherever else they
// stand in the files that start a daemon.
func (l *loader) hideSecrets() {
	var words source.SecretWords
	seen := map[*source.Source]bool{}
	var starting []*source.Source
	gather := func(s *source.Source) bool {
		if s == nil || seen[s] {
			return false
		}
		seen[s] = true
		for _, r := range s.Secrets() {
			words.Add(string(s.Data[r.Start:r.End]))
		}
		return true
	}
	for _, n := range l.out.Nodes {
		for _, s := range n.Sources {
			if gather(s) {
				starting = append(starting, s)
			}
		}
		for _, s := range n.Settings {
			for _, piece := range s.Value.Hidden() {
				words.AddValue(piece)
			}
			if at := s.NameSpan; at.Source != nil { // "--password hunter2" is the name of a flag
				for _, r := range source.Within(at.Source.Secrets(), at.Start, at.End) {
					words.AddValue(string(at.Source.Data[r.Start:r.End]))
				}
			}
			for _, r := range source.Generated(s.Name) {
				words.Add(s.Name[r.Start:r.End])
			}
		}
		for _, a := range n.Arguments {
			for _, piece := range a.Text.Hidden() {
				words.Add(piece)
			}
		}
	}
	for _, d := range l.out.Documents {
		gather(d.Text.Source())
		l.addEscaped(&words, d.Text)
		if d.Inline && !d.Text.Identity() { // several bytes may stand in one place, that of a variable
			alone := source.New("", "", []byte(d.Text.String()))
			l.maskDocument(&config.Document{Kind: d.Kind, Text: source.WholeText(alone)})
			for _, r := range alone.Secrets() {
				words.AddValue(string(alone.Data[r.Start:r.End]))
			}
		}
	}
	if words.Empty() {
		return
	}
	for _, s := range starting {
		for _, r := range words.In(string(s.Data)) {
			s.Mask(r.Start, r.End)
		}
	}
	for _, n := range l.out.Nodes {
		n.Incomplete = words.Conceal(n.Incomplete)
	}
	for i := range l.out.Unchecked {
		l.out.Unchecked[i].Reason = words.Conceal(l.out.Unchecked[i].Reason)
	}
	l.out.Secrets = &words
}

// addEscaped adds the secrets of a JSON document that escapes hide: what a message quotes is decoded.
func (l *loader) addEscaped(words *source.SecretWords, text source.Text) {
	if strings.IndexByte(text.String(), '\\') < 0 || text.Len() > maxText {
		return
	}
	v, err := source.ParseJSON(&text)
	if err != nil {
		return
	}
	s := text.Source()
	var visit func(v source.JSON)
	see := func(v source.JSON) {
		if at := v.Span(); v.Kind() == source.String && strings.IndexByte(v.Raw(), '\\') >= 0 &&
			len(source.Within(s.Secrets(), at.Start, at.End)) > 0 {
			words.AddValue(v.String())
		}
	}
	visit = func(v source.JSON) {
		see(v)
		v.ForEach(func(key, value source.JSON) bool {
			see(key)
			visit(value)
			return true
		})
	}
	visit(v)
}
