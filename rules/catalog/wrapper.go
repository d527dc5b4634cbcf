package catalog

import (
	"github.com/mesoslint/mesoslint/lint/release"
)

// WrapperFeature is something that the init wrapper of the packages of Mesos does.
type WrapperFeature struct {
	// Does names it: one of the constants.
	Does string `json:"does"`
	// In are the releases whose packages have a wrapper that does it, NotIn those whose packages have one that does not.
	// Of releases in neither it is not known.
	In    release.Ranges `json:"in"`
	NotIn release.Ranges `json:"not_in"`
	// Source is the repository of the package and its commit; upstream of Mesos has no say in it.
	Source string `json:"source"`
}

// What the init wrapper does on some releases only.
const (
	// WrapperExportsAll: every variable that a file under /etc/default sets is exported.
	WrapperExportsAll = "export-all"
	// WrapperKeepsNoLogger: ?no-logger is an option of the wrapper and is not passed to the daemon.
	WrapperKeepsNoLogger = "keep-no-logger"
)

// WrapperFeatureNamed returns what is known of a feature of the init wrapper, which is one of the constants.
func WrapperFeatureNamed(does string) *WrapperFeature {
	for _, f := range wrapperFeatureData {
		if f.Does == does {
			return f
		}
	}
	panic("the wrapper has no feature " + does)
}
