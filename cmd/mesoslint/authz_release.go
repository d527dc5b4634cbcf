package main

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

// takesACLs refuses a release that has no ACLs. by is who names it.
func takesACLs(by string, r release.Release) error {
	if acls := catalog.DocumentOf(config.Master, string(config.ACLs)); !acls.In.Contains(r) {
		return fmt.Errorf("%s: Mesos %s takes no ACLs: the flag exists in %s", by, r, acls.In)
	}
	return nil
}

// flaggedRelease reads a flag that names a release; it is zero if the flag was not given.
func flaggedRelease(cmd *cobra.Command, flag string) (release.Release, error) {
	f := cmd.Flags().Lookup(flag)
	if !f.Changed {
		return release.Release{}, nil
	}
	r, err := catalog.Releases().Resolve(f.Value.String())
	if err != nil {
		return r, fmt.Errorf("--%s: %w", flag, err)
	}
	return r, takesACLs("--"+flag, r)
}

// usualEnds returns the releases that check would judge a file for if no flag named any; file may be nil.
func usualEnds(streams Streams, file *source.Source) (from, to end, err error) {
	dir, err := filepath.Abs(cmp.Or(streams.Dir, "."))
	if err != nil {
		return from, to, fmt.Errorf("finding the working directory: %w", err)
	}
	configured, err := findProject(dir, "", false, load.NewNaming(dir, nil))
	if err != nil {
		return from, to, err
	}
	u, err := parseUpgrades("", "", streams.Env, configured)
	if err != nil {
		return from, to, err
	}
	if configured == nil || file == nil || file.File == "" {
		from, to = u.ends(nil, nil)
	} else {
		from, to = u.ends(configured.Upgrade(configured.rel(inDir(dir, file.File))))
	}
	return from, to, nil
}

// source says in a message who names the release of an end.
func (e end) source() string {
	switch {
	case e.at != nil:
		start, _ := e.at.Range()
		return fmt.Sprintf("%s:%d", source.Printable(e.at.Source.Path), start.Line)
	case e.by != "":
		return e.by
	}
	return "the newest"
}

// askedRelease returns the release that is asked about a file, nil for one that is not about any. If no flag names it,
// standard error says who does: who asks about another would take its answer for theirs.
func askedRelease(streams Streams, cmd *cobra.Command, file *source.Source) (release.Release, error) {
	r, err := flaggedRelease(cmd, "release")
	if err != nil || !r.IsZero() {
		return r, err
	}
	_, to, err := usualEnds(streams, file)
	if err != nil {
		return r, err
	}
	fmt.Fprintf(streams.Err, "mesoslint: Mesos %s is asked (%s); --release names another\n", to.release, to.source())
	return to.release, takesACLs(to.source(), to.release)
}

// comparedReleases returns the release that reads the old file and the one that reads the new one. Two files are by default
// read by one release.
func comparedReleases(streams Streams, cmd *cobra.Command, file *source.Source, two bool) (a, b release.Release, err error) {
	if a, err = flaggedRelease(cmd, "from"); err != nil {
		return a, b, err
	}
	if b, err = flaggedRelease(cmd, "to"); err != nil || !a.IsZero() && !b.IsZero() {
		return a, b, err
	}
	from, to, err := usualEnds(streams, file)
	if err != nil {
		return a, b, err
	}
	if b.IsZero() {
		if b = to.release; takesACLs(to.source(), b) != nil {
			return a, b, takesACLs(to.source(), b)
		}
	}
	switch {
	case !a.IsZero():
	case !from.release.IsZero():
		a, err = from.release, takesACLs(from.source(), from.release)
	case two:
		a = b
	default:
		err = errors.New("--from is missing: name the release that reads the file today, or a second file")
	}
	return a, b, err
}
