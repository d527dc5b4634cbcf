// Command mesoslint lints the configuration of Apache Mesos clusters: it says what each release of Mesos will do with
// it, and rewrites what can be rewritten without changing a decision.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/mesoslint/mesoslint/lint/project"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/report"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

func main() {
	growStack(false)
	if os.Getenv("GOGC") == "" && os.Getenv("GOMEMLIMIT") == "" {
		afterCollection(func() {
			debug.SetGCPercent(relaxed)
			watchMemory()
		})
	}
	columns, shown := terminal(os.Stdout)
	_, errShown := terminal(os.Stderr)
	os.Exit(Main(context.Background(), os.Args[1:], Streams{
		In: os.Stdin, Out: os.Stdout, Err: os.Stderr,
		Terminal: shown, Colour: wantsColour(os.Getenv, shown), Width: columns,
		ErrTerminal: errShown && os.Getenv("TERM") != "dumb", Env: os.Getenv, Signals: stopSignals,
	}))
}

// growStack has the stack grow once to what checking a file needs, as long as there is little on it: else it is copied at each
// doubling, with all calls that led there. Nothing is written to it, which would take memory before it is needed.
//
//go:noinline
func growStack(fill bool) {
	if fill {
		var room [10 << 10]byte
		runtime.KeepAlive(&room)
	}
}

// wantsColour reports whether the environment wants colour: on a terminal that can show it, or anywhere with FORCE_COLOR.
// NO_COLOR forbids it, and so does FORCE_COLOR=0.
func wantsColour(env func(string) string, terminal bool) bool {
	force := env("FORCE_COLOR")
	switch {
	case env("NO_COLOR") != "" || force == "0" || force == "false":
		return false
	case force != "":
		return true
	}
	return terminal && env("TERM") != "dumb"
}

// stopSignals are the signals that end a run in good order: what is half done is undone. One that whoever started the run
// has it ignore (nohup) stays ignored.
func stopSignals() []os.Signal {
	return slices.DeleteFunc([]os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}, signal.Ignored)
}

// A run is short and its memory small: to collect half as often as usual makes it a quarter faster. From muchMemory bytes in use
// on, memory is worth more.
const (
	relaxed    = 200 // as GOGC
	usual      = 100
	muchMemory = 16 << 20
)

// afterCollection calls do once, after the next collection. Most runs end without any.
func afterCollection(do func()) {
	runtime.SetFinalizer(new([4]uint64), func(*[4]uint64) { do() })
}

// watchMemory has the collector run at its usual pace again once much is in use.
func watchMemory() {
	// The heap at which the next collection begins tells what this one left in use. Package metrics would tell it as well, but
	// makes the list of all it knows whenever a program starts that has it.
	var used runtime.MemStats
	if runtime.ReadMemStats(&used); used.NextGC > muchMemory*(100+relaxed)/100 {
		debug.SetGCPercent(usual)
		return
	}
	afterCollection(watchMemory)
}

// Streams is what a run reads from and writes to, so that the whole program can be tested in process.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// Dir is the directory that relative paths are relative to; "" is the current one.
	Dir string
	// Terminal says that Out is a terminal, Colour that what is written to it may be coloured.
	Terminal, Colour bool
	// ErrTerminal says that Err is a terminal, on which the progress of a long run is shown.
	ErrTerminal bool
	// Width is the columns of the terminal that Out is; 0 if it is none or that is not known.
	Width int
	// Env returns a variable of the environment; it may be nil.
	Env func(name string) string
	// Signals are those that end a run which writes files in good order; it may be nil.
	Signals func() []os.Signal

	// helps is set if somebody may ask for the help of a command.
	helps bool
}

// interruptible returns a context that ends with a signal, for what is half done to be undone. What writes no file needs
// none: a signal ends the program, and listening for signals takes as long as checking a small file.
func (s Streams) interruptible(ctx context.Context) (context.Context, context.CancelFunc) {
	if s.Signals == nil {
		return ctx, func() {}
	}
	return signal.NotifyContext(ctx, s.Signals()...)
}

// The exit codes of every command.
const (
	exitOK       = 0 // nothing at or above the fail level
	exitFindings = 1
	exitError    = 2 // usage, configuration or input/output error, or something that could not be checked
)

// exitCode ends a command with a code whose reason has been printed already.
type exitCode int

func (c exitCode) Error() string { return fmt.Sprintf("exit %d", int(c)) }

// Main runs one command line and returns its exit code.
func Main(ctx context.Context, args []string, streams Streams) int {
	root := newRoot(streams, args)
	if completing(args) {
		offer(root)
	}
	root.SetArgs(unpasted(root, args))
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.Err)
	if len(args) > 0 && args[0] == "completion" {
		nameShells(root, args)
	}
	err := root.ExecuteContext(ctx)
	var code exitCode
	var problems project.Problems
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &code):
		return int(code)
	case errors.As(err, &problems): // which begin with their place
		for line := range strings.Lines(withoutSecrets(err)) {
			fmt.Fprintln(streams.Err, report.PathAtStart(strings.TrimSuffix(line, "\n")))
		}
		return exitError
	}
	text := withoutSecrets(err)
	if ctx.Err() != nil { // somebody pressed Ctrl-C
		text = strings.ReplaceAll(text, context.Canceled.Error(), "interrupted")
	}
	for line := range strings.Lines(text) {
		fmt.Fprintf(streams.Err, "mesoslint: %s\n", source.Printable(strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "\t", "  ")))
	}
	return exitError
}

// nameShells has the command that prints completion refuse what is the name of no shell, which cobra takes for a question.
func nameShells(root *cobra.Command, args []string) {
	root.InitDefaultCompletionCmd(args...)
	for _, c := range root.Commands() {
		if c.Name() == args[0] {
			c.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
		}
	}
}

// withoutSecrets returns the text of an error without the passwords of URLs and what looks like a generated secret: one
// that stands in the place of an argument, or in a line that is not a request. Parts of paths are names.
func withoutSecrets(err error) string {
	text := err.Error()
	secrets := slices.DeleteFunc(redact.Generated(text), func(r source.Range) bool {
		start := strings.LastIndexAny(text[:r.Start], " \"'`") + 1
		end := strings.IndexAny(text[r.End:]+" ", " \"'`") + r.End
		return strings.Contains(text[start:end], "/")
	})
	return redact.Conceal(text, secrets)
}

// commands returns the commands by their names, in the order of the help.
func commands() []namedCommand {
	return []namedCommand{
		{"check", newCheck}, {"authz", newAuthz}, {"plan", newPlan}, {"explain", newExplain}, {"init", newInit},
		{"rules", newRules}, {"schema", newSchema}, {"version", newVersion}, {"man", newMan},
	}
}

// namedCommand is a command that can be built.
type namedCommand struct {
	name string
	make func(Streams) *cobra.Command
}

// newRoot returns the program's command. Where the first argument names one of its commands, it has only that one: building
// the flags and helps of all takes a good part of the time that checking a file does.
func newRoot(streams Streams, args []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "mesoslint",
		Short: "Lint the configuration of Apache Mesos clusters before an upgrade",
		Long: `mesoslint reads the configuration that Apache Mesos masters and agents are started with and says what each
release of Mesos will do with it: start, refuse to start, silently ignore a setting, or do something else
than before. It rewrites what can be rewritten without changing a decision. It never starts Mesos and never
opens a network connection.`,
		SilenceUsage:      true,
		SilenceErrors:     true,
		CompletionOptions: cobra.CompletionOptions{HiddenDefaultCmd: false},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error { return noneEmpty(cmd.Flags()) },
	}
	root.SetVersionTemplate("mesoslint {{.Version}}\n")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w%s; see `%s --help`", err, meantFlag(cmd, err), cmd.CommandPath())
	})
	root.SetHelpCommand(newHelp(root))
	streams.helps = slices.ContainsFunc(args, func(arg string) bool {
		return arg == "--help" || strings.HasPrefix(arg, "-") && strings.Contains(arg, "h")
	})
	for _, c := range commands() {
		if len(args) > 0 && args[0] == c.name {
			root.CompletionOptions.DisableDefaultCmd = true
			root.AddCommand(c.make(streams))
			return root
		}
	}
	streams.helps = true
	root.Version = programVersion() // which only the flag --version asks for
	for _, c := range commands() {
		root.AddCommand(c.make(streams))
	}
	return root
}

// noneEmpty refuses a text that is given and empty, as by a variable of a script that is not set: the flag would do nothing.
// Names of principals and objects may be empty, and --out says more itself.
func noneEmpty(flags *pflag.FlagSet) error {
	var err error
	flags.Visit(func(f *pflag.Flag) {
		if err == nil && f.Value.Type() == "string" && f.Value.String() == "" && !slices.Contains([]string{"principal", "object", "out"}, f.Name) {
			err = fmt.Errorf("--%s is empty: give it a value, or leave it out", f.Name)
		}
	})
	return err
}

// meantFlag returns ", did you mean …?" for a flag that does not exist and is like one that does.
func meantFlag(cmd *cobra.Command, err error) string {
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return ""
	}
	meant := nearestFlag(cmd, unknown.GetSpecifiedName())
	if meant == "" {
		return ""
	}
	return fmt.Sprintf(", did you mean --%s?", meant)
}

// nearestFlag returns the flag of a command that is most like a name, "" if none is near.
func nearestFlag(cmd *cobra.Command, name string) string {
	return resolved.Nearest(name, func(yield func(string) bool) {
		stop := false
		cmd.Flags().VisitAll(func(f *pflag.Flag) { stop = stop || !f.Hidden && !yield(f.Name) })
	})
}

// newHelp is cobra's help command, but for a command that does not exist it fails.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [COMMAND]",
		Short: "Show the help of a command",

		ValidArgsFunction: commandNames,
		RunE: func(_ *cobra.Command, words []string) error {
			cmd, rest, err := root.Find(words)
			if err != nil {
				return err
			}
			if len(rest) > 0 {
				return fmt.Errorf("%q is not a command of `%s`", rest[0], cmd.CommandPath())
			}
			cmd.InitDefaultHelpFlag()
			cmd.InitDefaultVersionFlag()
			return cmd.Help()
		},
	}
}
