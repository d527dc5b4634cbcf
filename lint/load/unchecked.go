package load

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// unchecked notes that something could not be read or understood, at a place in its file where that is known.
func (l *finder) unchecked(path, reason string, at *source.Position) {
	if l.inTree {
		return // nobody asked about it
	}
	l.out.Unchecked = append(l.out.Unchecked, config.Unchecked{Path: path, Reason: reason, Position: at})
}

// uncheckedOnce is unchecked for what several settings may lead to.
func (l *finder) uncheckedOnce(path, reason string) {
	if !slices.ContainsFunc(l.out.Unchecked, func(u config.Unchecked) bool { return u.Path == path }) {
		l.unchecked(path, reason, nil)
	}
}

// foreign names a file that the user asked for and that has nothing to do with Mesos.
func (l *finder) foreign(f *file, reason string) {
	f.used = true
	if f.named && !l.o.SkipUnknown {
		l.unchecked(f.path, reason, nil)
	}
}

func (l *finder) uncheckedAt(span source.Span, reason string) {
	at, _ := span.Range()
	l.unchecked(span.Source.Path, reason, &at)
}
