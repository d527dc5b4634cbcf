package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/rules/catalog"
)

// version is the released version of the program; a build from a tagged module says its own.
const version = "0.1.0"

func programVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return info.Main.Version
	}
	return version
}

func newVersion(streams Streams) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version and the Mesos releases it knows",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintf(streams.Out, "mesoslint %s\nMesos releases: %s\n", programVersion(), catalog.Releases())
			return err
		},
	}
}
