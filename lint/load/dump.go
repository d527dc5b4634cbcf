package load

import (
	"path/filepath"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/format"
	daemondump "github.com/mesoslint/mesoslint/lint/format/dump"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// dumpFacts are what the reader of a daemon's own reports is told about flags.
func (l *assembler) dumpFacts(of *file) daemondump.Facts {
	f := daemondump.Facts{IsFlag: func(daemon, name string) bool { return l.v.flag(daemonOf(daemon), name) }}
	if l.v.Report != nil {
		upgrade := l.o.Upgrade
		if l.o.UpgradeOf != nil {
			upgrade = l.o.UpgradeOf(l.placeOf(of))
		}
		f.Report = func(daemon, version string, values map[string]string) func(name, value string) daemondump.Value {
			return l.v.Report(daemonOf(daemon), version, upgrade, values)
		}
	}
	return f
}

// isReport reports whether what a daemon printed is there to be checked: it was asked for, or it is a collected answer. A log
// that lies about tells of starts long ago, and what git keeps is a sample of somebody's tests.
func (l *assembler) isReport(f *file) bool {
	switch {
	case f.named:
		return true
	case f.around || f.written != nil || !source.LooksLikeJSON(f.source.Data):
		return false
	}
	return !l.inWorkTree(filepath.Dir(f.abs))
}

// sampleReport is why a report was passed over.
func sampleReport(f *file) machine.Gap {
	return machine.Gap{At: f.text.Span(0, 0), Reason: "is what a running daemon printed of its flags, which is only read if it is named"}
}

// asReport lets a file be read as a daemon's report that somebody took for a list of flags.
func (l *finder) asReport(f *file) {
	if f.as != config.MasterFlags && f.as != config.AgentFlags || !source.LooksLikeJSON(f.source.Data) {
		return
	}
	if form, _ := format.OfKind(l.formats, config.Dump); form.Shows(f.name(), f.source.Data) {
		f.class.form = form
	}
}
