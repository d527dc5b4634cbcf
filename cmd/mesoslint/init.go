package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/load"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/project"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/catalog"
)

func newInit(streams Streams) *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use:   "init [--from R] [--to R] [PATH…]",
		Short: "Write a configuration file that says what was found",
		Long: `Init looks at files and folders (default: the current one) and writes .mesoslint.yaml: the releases that the tree names in
pinned packages and tags of images, and as comments the daemons and documents that were found, what was not read, and every
key with an example. It never overwrites a file.

Exit code 0: it is written. 2: usage error, or there is such a file already.`,
		Example: `  mesoslint init
  mesoslint init --from 1.2 --to 1.3 clusters`,
		DisableFlagsInUseLine: true,
		RunE: func(cmd *cobra.Command, paths []string) error {
			return initialise(cmd.Context(), streams, from, to, paths)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&from, "from", "", "the `RELEASE` the cluster runs today (default: the one that the tree names)")
	cmd.Flags().StringVar(&to, "to", "", "the `RELEASE` to check for")
	return cmd
}

// initialise writes the configuration file of the working directory.
func initialise(ctx context.Context, streams Streams, from, to string, paths []string) error {
	asked := checkFlags{from: from, to: to, format: "text", failLevel: "warning", colour: "auto", noConfig: true}
	p, err := asked.request(Streams{Dir: streams.Dir}, paths)
	if err != nil {
		return err
	}
	if slices.Contains(p.paths, "-") {
		return errors.New("init looks at files and folders: standard input is none")
	}
	target := filepath.Join(p.dir, project.FileName)
	if _, err := os.Lstat(target); err == nil {
		return fmt.Errorf("%s is there already, and is left as it is", project.FileName)
	}
	if isThere(filepath.Join(p.dir, misnamed)) {
		return fmt.Errorf("%s is there: the configuration file is called %s, rename it", misnamed, project.FileName)
	}
	loaded, err := load.Load(ctx, p.paths, p.load)
	if err != nil && len(loaded.Unchecked) == 0 {
		return err
	}
	file, err := os.OpenFile(target, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	switch {
	case errors.Is(err, fs.ErrExist):
		return fmt.Errorf("%s is there already, and is left as it is", project.FileName)
	case err != nil:
		return fmt.Errorf("%s: %w", project.FileName, why(err))
	}
	d := draft{loaded: loaded, from: from, to: to, named: namedReleases(p.dir, loaded)}
	_, err = file.WriteString(d.text())
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("writing %s: %w", project.FileName, why(err))
	}
	fmt.Fprintf(streams.Out, "%s is written: %s\n", project.FileName, d.summary())
	return nil
}

// draft is a configuration file that is being written.
type draft struct {
	loaded *config.Config
	// from and to are as the user names them, "" for none.
	from, to string
	// named are the releases that the tree names.
	named []namedRelease
	b     strings.Builder
}

// summary says in one line what was found.
func (d *draft) summary() string {
	text := fmt.Sprintf("%s and %s found", counted(len(d.loaded.Nodes), "daemon"), counted(len(d.loaded.Documents), "document"))
	if r := d.running(); r != "" {
		text += "; from " + r
	}
	return text
}

// running returns the release to come from, as the user or else the tree names it; "" if neither does, or the tree names
// several.
func (d *draft) running() string {
	if d.from != "" || len(d.named) == 0 {
		return d.from
	}
	for _, n := range d.named[1:] {
		if n.release != d.named[0].release {
			return ""
		}
	}
	return d.named[0].release.String()
}

func (d *draft) text() string {
	d.say("# The configuration of mesoslint. `mesoslint schema config` prints its JSON schema. Paths and patterns are relative to the folder of",
		"# this file. Precedence: flag > environment (MESOSLINT_FROM, MESOSLINT_TO) > override > the rest of the file > default.", "")
	d.releases()
	d.found()
	d.examples()
	return d.b.String()
}

// say writes lines.
func (d *draft) say(lines ...string) {
	for _, line := range lines {
		d.b.WriteString(line)
		d.b.WriteByte('\n')
	}
}

// comment writes a line of a comment, whatever the text holds.
func (d *draft) comment(format string, args ...any) {
	d.say("# " + strings.TrimRight(source.Printable(withoutSecrets(fmt.Errorf(format, args...))), " "))
}

// maxNamed is how many of a kind a comment lists.
const maxNamed = 40

// comments writes a line for each of some things, as many as a reader may want to see.
func comments[T any](d *draft, all []T, line func(T) string) {
	for _, t := range all[:min(len(all), maxNamed)] {
		d.comment("  %s", line(t))
	}
	if more := len(all) - maxNamed; more > 0 {
		d.comment("  … and %d more; `mesoslint check --list` shows all", more)
	}
}

// releases writes the upgrade.
func (d *draft) releases() {
	d.say("# The release that the cluster runs today: without it nothing is said of what changes on the way.")
	running := d.running()
	switch {
	case d.from != "":
		d.say("from: "+quotedYAML(running), "")
	case running != "":
		d.comment("%s names it.", d.named[0].place)
		d.say("from: "+running, "")
	case len(d.named) > 0:
		d.comment("The tree names several; say below, as overrides, which part of it runs which:")
		comments(d, d.named, func(n namedRelease) string { return n.release.String() + "  " + n.place })
		d.say("# from: "+d.named[0].release.String(), "")
	default:
		d.say("# from: 1.2", "")
	}
	d.say("# The release to check for: without it the newest one.")
	if d.to != "" {
		d.say("to: "+quotedYAML(d.to), "")
	} else {
		d.say("# to: "+catalog.Releases().Latest().String(), "")
	}
}

// found writes what was found, as comments.
func (d *draft) found() {
	c := d.loaded
	if len(c.Nodes)+len(c.Documents) == 0 {
		d.say("# No daemon and no document was found here.")
	}
	if len(c.Nodes) > 0 {
		d.comment("Daemons that were found, %d:", len(c.Nodes))
		comments(d, c.Nodes, func(n *config.Node) string {
			text := fmt.Sprintf("%-6s %s", n.Component, n.Name)
			if !n.Complete {
				text += ", which may be given more: " + n.Incomplete
			}
			return text
		})
	}
	if len(c.Documents) > 0 {
		d.comment("Documents, %d:", len(c.Documents))
		comments(d, c.Documents, func(doc *config.Document) string {
			at := doc.Text.All()
			start, _ := at.Range()
			return fmt.Sprintf("%s %s:%d", doc.Kind, at.Source.Path, start.Line)
		})
	}
	if len(c.Unchecked) > 0 {
		d.say("# Could not be checked; an entry of machines below says what a file is if nothing else does:")
		comments(d, c.Unchecked, func(u config.Unchecked) string { return u.Error() })
	}
	if len(c.Unread) > 0 {
		d.say("# Speaks of Mesos and is in no form that is read:")
		comments(d, c.Unread, func(u config.Unread) string { return fmt.Sprintf("%s:%d %s", u.Path, u.Line, u.Reason) })
	}
	d.say("")
}

// examples writes the other keys, with what was found where that fits.
func (d *draft) examples() {
	d.say("# The folder in which absolute paths of the configuration are looked up, where it is not the one that holds its etc.",
		"# root: .", "",
		"# Files and folders that are not looked at. * is any part of a name, ** any folders; what lies in a folder that matches is left out too.",
		"# exclude:", "# - vendor", "# - \"**/testdata/**\"", "",
		"# Findings that get another severity, or are left out. rule takes what --ignore takes: a rule, a start-up check, or the beginning of",
		"# either (acl/). subject is a flag, an ACL action, a variable or a key. A reason is required.",
		"# severity:", "# - rule: flag/deprecated", "#   severity: info", "#   reason: removed with the next change of the image", "#",
		"# ignore:", "# - rule: flag/duplicate", "#   subject: work_dir", "#   paths: [legacy]", "#   reason: both have the same value", "",
		"# Parts of the tree with releases, root, severity and ignore of their own. A daemon goes by the file that starts it.",
		"# overrides:")
	if folders := d.foldersOf(); len(folders) > 1 {
		for _, f := range folders {
			d.comment("- paths: [%s]", quotedYAML(f.folder))
			d.comment("  from: %s", f.release)
		}
	} else {
		d.say("# - paths: [clusters/old]", "#   from: \"0.28\"", "#   to: \"1.0\"")
	}
	d.say("", "# Daemons of which nothing in the tree says what starts them: files of flags or variables, units, or a flag directory; and with at,",
		"# where files lie on the machine.",
		"# machines:", "# - name: masters", "#   component: master", "#   files:", "#   - path: deploy/master.flags", "#     as: master-flags",
		"#   - path: deploy/acls.json", "#     at: /etc/mesos/acls.json", "",
		"# Modules of your own, if the modules file that lists them is not in the tree.",
		"# modules:", "# - name: com_example_Isolator", "#   kind: Isolator", "",
		"# Container images of your own, and what they bring.",
		"# images:")
	images := d.unknownImages()
	for _, image := range images {
		d.comment("- name: %s", quotedYAML(image.name))
		d.comment("  component: %s", image.component)
	}
	if len(images) == 0 {
		d.say("# - name: registry.example/mesos-agent", "#   component: agent", "#   environment:", "#     MESOS_WORK_DIR: /var/lib/mesos")
	}
}

// unknownImage is an image of which nothing is known but its name.
type unknownImage struct {
	name      string
	component config.Component
}

// unknownImages returns the images that daemons run in and of which nothing is known.
func (d *draft) unknownImages() []unknownImage {
	var out []unknownImage
	for _, n := range d.loaded.Nodes {
		unknown := slices.ContainsFunc(n.Gaps, func(g config.Gap) bool { return g.Kind == machine.UnknownImage })
		image := unknownImage{n.Image.String(), n.Component}
		if unknown && image.name != "" && !slices.Contains(out, image) && len(out) < maxNamed {
			out = append(out, image)
		}
	}
	return out
}

// quotedYAML returns a text of one line as a scalar, in quotes where it is more than a word.
func quotedYAML(text string) string {
	plain := strings.IndexFunc(text, func(r rune) bool {
		return r != '.' && r != '/' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	}) < 0
	if plain && text != "" && strings.Trim(text, "./") == text {
		return text
	}
	return "'" + strings.ReplaceAll(source.Printable(text), "'", "''") + "'"
}
