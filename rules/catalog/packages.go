package catalog

import (
	"slices"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// PackageFlag is a flag that the files of the package of Mesos give: those under /etc/mesos, /etc/default and the flag
// directories that it installs.
type PackageFlag struct {
	Component config.Component `json:"component"`
	Flag      string           `json:"flag"`
	// In are the releases of which a package is known to give it.
	In release.Ranges `json:"in"`
	// Source is the repository of the package and its commit or file; upstream of Mesos has no say in it.
	Source string `json:"source"`
}

// PackageBrings reports whether the files that the package of a release installs give a flag.
func PackageBrings(c config.Component, flag string, r release.Release) bool {
	return slices.ContainsFunc(packageFlagData, func(p *PackageFlag) bool {
		return p.Component == c && p.Flag == flag && p.In.Contains(r)
	})
}
