package load

import (
	"slices"
	"strings"
	"unicode"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// maskNamed marks what a file that starts a daemon gives to names of secrets.
func (f *file) maskNamed() {
	redact.MaskGenerated(source.WholeText(f.source))
	if f.class.role() == format.FlagEntry && redact.IsSecretName(f.base()) {
		return // is a setting, which is looked at when it is known which
	}
	if f.class.form != nil && f.class.form.Mask != nil {
		f.class.form.Mask(f.source)
	}
}

// maskDocument marks the secrets of a document, so that nothing shows them. A credential file that stands where another
// document is wanted is one all the same; of one it marks all that is not harmless, and reports so.
func (l *loader) maskDocument(d *config.Document) (all bool) {
	data := d.Text.String()
	members := l.v.secretMembers(d.Kind)
	detectedAs := config.Unknown
	if len(members) > 0 {
		detectedAs = l.detect(data)
	}
	prose := !source.LooksLikeJSON([]byte(data[:min(len(data), headSize)])) && !redact.MayBeCredentials(data)
	switch {
	case d.Kind == config.Credentials || d.Kind == config.Credential:
		if k := l.detect(data); k != config.Unknown && k != config.Credentials && k != config.Credential {
			break // another document, which has other keys
		}
		redact.MaskCredentials(d.Text)
		return true
	case detectedAs == config.Credentials || detectedAs == config.Credential:
		redact.MaskCredentials(d.Text)
		return true
	case len(members) > 0 && (!prose || slices.Contains(members, "*")):
		redact.MaskSecretValues(d.Text, members, l.isOwnModule)
		return false
	case len(data) > maxText && !containsAround(data, `"secret"`, 'c') && !containsAround(data, `"password"`, 'w'):
		return false // the large ones hold none, and looking for some would take as long as all the rest
	}
	switch kind := l.detect(data); {
	case kind == config.Modules:
		redact.MaskSecretValues(d.Text, l.v.secretMembers(kind), l.isOwnModule)
	case kind == config.Credentials || kind == config.Credential || redact.MayBeCredentials(data):
		redact.MaskCredentials(d.Text)
		return true
	default:
		redact.MaskSecretMembers(d.Text)
		if kind != config.ACLs || d.Kind != config.ACLs || !isJSON(d.Text) { // in ACLs anything can be a name
			redact.MaskGenerated(d.Text)
		}
		if kind == config.Unknown && slices.Contains(detected, d.Kind) {
			redact.MaskStrings(d.Text)
		}
	}
	return false
}

// containsAround is strings.Contains for a word that is looked for by its rarest byte, which takes a fraction of the time in a
// long text where it is rare.
func containsAround(text, word string, rarest byte) bool {
	at := strings.IndexByte(word, rarest)
	for from, left := at, len(text)/64; ; left-- {
		if from >= len(text) {
			return false
		}
		if left < 0 {
			return strings.Contains(text[from-at:], word)
		}
		i := strings.IndexByte(text[from:], rarest)
		if i < 0 {
			return false
		}
		if strings.HasPrefix(text[from+i-at:], word) {
			return true
		}
		from += i + 1
	}
}

// detected are the kinds of document that detect knows. What it does not take for one of them is another file.
var detected = []config.Kind{config.ACLs, config.RateLimits, config.Firewall}

func isJSON(text source.Text) bool {
	_, err := source.ParseJSON(&text)
	return err == nil
}

// isOwnModule reports whether a JSON value names a module that comes with Mesos, of whose parameters is known which are
// secret; addParameter marks those.
func (l *loader) isOwnModule(v source.JSON) bool {
	if l.v.OwnModule == nil || v.Kind() != source.Object {
		return false
	}
	name, found := v.Get("name")
	return found && l.v.OwnModule(name.String())
}

// maskInline marks a value that is a document although its flag wants a path.
func (l *loader) maskInline(kind config.Kind, value source.Text) {
	if kind == config.Credentials || kind == config.Credential {
		if text := value.String(); strings.ContainsAny(text, "{\n ") {
			value.All().Mask()
		}
	}
}

// maskSettings marks the secrets in what the nodes are given. Unlike what is marked by the look of a file, this knows
// where a value starts and ends under every quoting.
func (l *loader) maskSettings() {
	for _, n := range l.out.Nodes {
		if name := n.Start.Text(); name != "" && strings.Contains(n.Name, name) {
			n.Start.Show() // reports call the node so
		}
		for _, s := range n.Settings {
			l.maskSetting(n.Component, s)
			l.showSetting(n.Component, s)
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
	if l.isSecretSetting(c, s) && !redact.IsReferenceAlone(s.Value.String()) {
		s.Value.Mask()
		return
	}
	maskValue(s.Value)
}

// maskValue marks the secrets in the value of a flag that should hold none: it may have got what another should have.
func maskValue(value source.Text) {
	redact.MaskURLPassword(value)
	redact.MaskGenerated(value)
	if source.LooksLikeJSON(value.View()) {
		redact.MaskSecretMembers(value)
	}
}

// isSecretSetting reports whether a setting is called like a secret and is not a flag that is known to hold none.
func (l *loader) isSecretSetting(c config.Component, s *config.Setting) bool {
	if !redact.IsSecretName(s.Name) {
		return false
	}
	flag := flagOf(s)
	return flag == "" || !l.v.flag(c, flag) || ask(l.v.PathFlag, c, flag) || l.v.documentKind(c, flag) != config.Unknown
}

// maskArgument marks a word of a command line that is not a flag, unless it shows what it is: anything can stand there, and
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
	known := l.v.flag(config.AnyComponent, strings.TrimPrefix(strings.ToLower(name), "no-"))
	switch {
	case known && hasValue && redact.IsSecretName(name) && !redact.IsReference(value):
		text.Slice(len(word)-len(value), len(word)).Mask()
	case known, redact.IsReference(word), strings.HasPrefix(word, "zk://"), redact.IsPlain(word), daemonOf(word) != config.AnyComponent:
		redact.MaskURLPassword(text)
		redact.MaskGenerated(text)
		redact.ShowValue(text)
	case start > 0 && hasValue && redact.IsPlainName(name):
		if !redact.IsReference(value) {
			text.Slice(len(word)-len(value), len(word)).Mask()
		}
	case start > 0 && !hasValue && redact.IsPlainName(name) && !strings.ContainsAny(name, "0123456789"):
		redact.ShowValue(text)
	default:
		text.Mask()
	}
}

// hideSecrets gathers the secrets of the configuration, so that no message repeats one, and marks them wherever else they
// stand in the files that start a daemon.
func (l *loader) hideSecrets() {
	var words redact.Words
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
			for _, piece := range s.Value.SecretPieces() {
				words.AddValue(piece)
			}
			if at := s.NameSpan; at.Source != nil { // "--password hunter2" is the name of a flag
				for _, r := range source.Within(at.Source.Secrets(), at.Start, at.End) {
					words.AddValue(string(at.Source.Data[r.Start:r.End]))
				}
			}
			for _, r := range redact.Generated(s.Name) {
				words.Add(s.Name[r.Start:r.End])
			}
		}
		for _, a := range n.Arguments {
			for _, piece := range a.Text.SecretPieces() {
				words.Add(piece)
			}
		}
	}
	for _, d := range l.out.Documents {
		gather(d.Text.Source())
		l.addEscaped(&words, d.Text)
		if d.Inline && !d.Text.Identity() { // several bytes may stand in one place, that of a variable
			alone := source.New("", "", d.Text.View())
			_ = l.maskDocument(&config.Document{Kind: d.Kind, Text: source.WholeText(alone)})
			for _, r := range alone.Secrets() {
				words.AddValue(string(alone.Data[r.Start:r.End]))
			}
		}
	}
	if words.Empty() {
		return
	}
	for _, s := range starting {
		for _, r := range words.In(source.WholeText(s).String()) {
			s.Mask(r.Start, r.End)
		}
	}
	for _, n := range l.out.Nodes {
		n.Incomplete = words.Conceal(n.Incomplete)
		for i := range n.Gaps {
			n.Gaps[i].Reason = words.Conceal(n.Gaps[i].Reason)
		}
	}
	for i := range l.out.Unchecked {
		l.out.Unchecked[i].Reason = words.Conceal(l.out.Unchecked[i].Reason)
	}
	l.out.Secrets = &words
}

// addEscaped adds the secrets of a JSON document that escapes hide: what a message quotes is decoded.
func (l *loader) addEscaped(words *redact.Words, text source.Text) {
	if text.Len() > maxText || strings.IndexByte(text.String(), '\\') < 0 {
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
