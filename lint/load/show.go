package load

import (
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// newSource makes the source of a file that was read, of which the structure is known to be harmless and nothing else.
func (l *finder) newSource(path, abs string, data []byte) *source.Source {
	s := source.New(path, abs, data)
	redact.Text(s, l.v.names())
	return s
}

// showSetting says what of a setting is harmless: the value of a flag that is known and holds no secret, and of any other
// what shows so by itself.
func (l *loader) showSetting(c config.Component, s *config.Setting) {
	flag := flagOf(s)
	known := flag != "" && l.v.flag(c, flag)
	if known {
		s.NameSpan.Show()
	}
	value := s.Value.String()
	switch isReference := redact.IsReferenceAlone(value); {
	case !s.HasValue && known:
	case !s.HasValue:
		redact.ShowWords(s.NameSpan, func(word string) bool { return l.v.flag(c, word) })
	case isReference:
		redact.ShowReference(s.Value)
	case s.Dynamic, l.isSecretSetting(c, s):
	case known && (ask(l.v.PathFlag, c, flag) || ask(l.v.BarePath, c, flag) || source.LooksLikeJSON([]byte(value))):
		// a document says by itself what is harmless
	case known, flag == "" && l.v.Variable != nil && l.v.Variable(s.Name):
		redact.ShowValue(s.Value)
	default:
		redact.ShowPlain(s.Value)
	}
}

// showDocument says what of a document is harmless. masked is set if all that is not was marked already.
func (l *loader) showDocument(d *config.Document, masked bool) {
	if masked {
		d.Text.ShowPart(0, d.Text.Len())
		return
	}
	kind, looks := d.Kind, l.detect(d.Text.String())
	redact.Document(d.Text, func(key string) bool { return l.v.Key != nil && (l.v.Key(kind, key) || l.v.Key(looks, key)) })
}

// showParameter says that the value of a parameter is harmless which a module of Mesos' own has.
func (l *loader) showParameter(module, key string, value source.JSON) {
	if l.v.Parameter != nil && l.v.Parameter(module, key) && !strings.Contains(value.Raw(), `\`) {
		redact.ShowValue(value.Content())
	}
}
