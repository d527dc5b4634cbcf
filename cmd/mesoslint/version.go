package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// version is the released version of the program; a build from a tagged module says its own.
const version = "0.1.0"

// commit is the revision that the program was built from, and commitTime when that was made (RFC 3339). The linker sets them
// for a release (cmd/internal/dist); else the toolchain may know them.
var commit, commitTime string

func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return strings.TrimPrefix(info.Main.Version, "v")
	}
	return version
}

// builtFrom is what `mesoslint version --format json` prints.
type builtFrom struct {
	Schema  int    `json:"schema"`
	Version string `json:"version"`
	// Commit is the revision of the source, Time when it was made; "" if neither the linker nor the toolchain said it.
	Commit string `json:"commit"`
	Time   string `json:"time"`
	// Modified is set if the source was changed since that commit.
	Modified bool   `json:"modified"`
	Go       string `json:"go"`
	Platform string `json:"platform"`
	// Releases are the releases of Mesos that it knows, oldest first.
	Releases []release.Release `json:"releases"`
}

func readBuild() builtFrom {
	b := builtFrom{
		Schema: 1, Version: programVersion(), Commit: commit, Time: commitTime,
		Go: runtime.Version(), Platform: runtime.GOOS + "/" + runtime.GOARCH,
		Releases: catalog.Releases().All(),
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return b
	}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = cmp.Or(b.Commit, s.Value)
		case "vcs.time":
			b.Time = cmp.Or(b.Time, s.Value)
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	return b
}

// text writes the lines of `mesoslint version`; what is not known is left out.
func (b builtFrom) text(w io.Writer) error {
	fmt.Fprintf(w, "mesoslint %s\n", b.Version)
	if b.Commit != "" {
		fmt.Fprintf(w, "commit: %s", b.Commit)
		if b.Time != "" {
			fmt.Fprintf(w, " of %s", b.Time)
		}
		if b.Modified {
			fmt.Fprint(w, ", modified")
		}
		fmt.Fprintln(w)
	}
	_, err := fmt.Fprintf(w, "built with: %s for %s\nMesos releases: %s\n", b.Go, b.Platform, catalog.Releases())
	return err
}

func newVersion(streams Streams) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "version",
		Short: "Print the version, the commit it was built from and the Mesos releases it knows",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			switch format {
			case "text":
				return readBuild().text(streams.Out)
			case "json":
				e := json.NewEncoder(streams.Out)
				e.SetIndent("", "  ")
				return e.Encode(readBuild())
			}
			return fmt.Errorf("--format %q: write text or json", format)
		},
	}
	formatFlag(cmd, &format)
	return cmd
}
