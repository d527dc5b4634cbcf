package rules

import (
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var flagFileNotRead = &lint.Rule{
	Name:  "flag/file-not-read",
	Title: "The file that holds a flag's value is not among the files that were read",
	Doc: `A value that begins with file:// is replaced by the content of the file, and so is a bare absolute path of a flag
whose value is JSON. If the daemon cannot read the file, it does not start. A file that is not in the tree may still be on
the machine, but its content was not checked: give the tree it belongs to, or --root.

A directory in its place certainly stops the start, and so do a slash after the name of the file and file:// without a path.
The same applies to flags that name a directory of files, and before 0.22 to the file:// of --zk and --master, which the
daemon opens itself.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "etc/mesos/zk", Text: "zk://zk1.example:2181/mesos\n"},
			{Path: "etc/mesos-master/quorum", Text: "2\n"},
			{Path: "etc/mesos-master/work_dir", Text: "/var/lib/mesos\n"},
			{Path: "etc/mesos-master/rate_limits", Text: "file:///etc/mesos/rate-limit.json\n"},
			{Path: "etc/mesos/rate-limits.json", Text: `{"limits": [{"principal": "marathon", "qps": 100}]}
`},
		},
		After: []lint.File{{Path: "etc/mesos-master/rate_limits", Text: "file:///etc/mesos/rate-limits.json\n"}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil {
			return
		}
		for _, v := range r.Values {
			reportDirectoryNotRead(p, r, v)
			if v.Opaque || !v.Parsed.Unread && !opensItself(r, v) {
				continue
			}
			found := lint.Diagnostic{Span: v.ValueSpan(), Component: n.Component, Subject: v.Flag.Name, Effect: lint.Fatal}
			if opensItself(r, v) {
				found.Notes = resolved.ReadAt("src/master/detector.cpp:213@0.21.2", "src/master/contender.cpp:88@0.21.2")
			}
			switch ref := v.Setting.Reference; {
			case v.Parsed.File == "" && !opensItself(r, v), v.Parsed.Text == fileScheme:
				found.Message = fmt.Sprintf("`%s` has no path after file://: %s will not start", v.Setting.Name, r.Who())
				found.Help = "give the path of the file"
			case ref == nil || ref.Source != nil:
				continue
			case noFile(ref) != "":
				found.Message = fmt.Sprintf("`%s` names %s: %s cannot read its value from it and will not start", v.Setting.Name, noFile(ref), r.Who())
				found.Help = "give the path of the file"
			default:
				found.Effect = lint.Advice
				found.Message = fmt.Sprintf("the value of `%s` was not checked: the file %s", v.Setting.Name, resolved.Predicate(ref.Problem))
				found.Help = fmt.Sprintf("check that file too, or make sure that it exists: %s will not start without it", r.Who())
			}
			p.Report(found)
		}
	},
}

// fileScheme is what a value begins with that stands for the content of a file.
const fileScheme = "file://"

// opensItself reports whether the daemon itself opens the file that the place of the master is written in: on the releases
// whose flag parser leaves file:// alone, its detector and its contender read it, and its replicated log on some of them
// (it refuses the value on the others).
func opensItself(r *resolved.Daemon, v *resolved.FlagValue) bool {
	if v.Flag.Name != catalog.ElectionFlag(r.Node.Component) || !strings.HasPrefix(v.Parsed.Text, fileScheme) || catalog.Behaviour("file-contents").Contains(r.Release) {
		return false
	}
	return r.Node.Component == config.Agent || catalog.Behaviour("log-reads-zk-file").Contains(r.Release)
}

// noFile says what a reference names where that is there and cannot be a file that is read; "" otherwise.
func noFile(ref *config.Reference) string {
	switch {
	case ref.Problem == config.IsDirectory:
		return "a directory"
	case ref.Problem == config.IsNoDirectory, ref.Problem == config.IsFile && strings.HasSuffix(ref.Path, "/"):
		return "a file with a slash after it, as if it were a directory"
	}
	return ""
}

// reportDirectoryNotRead reports a directory of documents that was not read.
func reportDirectoryNotRead(p *lint.Pass, r *resolved.Daemon, v *resolved.FlagValue) {
	held := catalog.DocumentOf(r.Node.Component, v.Flag.Name)
	ref := v.Setting.Reference
	if held == nil || held.Held != catalog.Directory || held.Message == "" || ref == nil || ref.Problem == "" || !v.Known() {
		return
	}
	found := lint.Diagnostic{
		Span: v.ValueSpan(), Component: r.Node.Component, Subject: v.Flag.Name, Effect: lint.Advice,
		Message: fmt.Sprintf("the files of `%s` were not checked: the directory %s", v.Setting.Name, resolved.Predicate(ref.Problem)),
		Help:    "check that directory too, or make sure that it exists",
	}
	if ref.Problem == config.IsFile && held.DirectoryRefused != "" {
		found.Effect = lint.Fatal
		found.Message = fmt.Sprintf("`%s` names a file: %s cannot list it and will not start", v.Setting.Name, r.Who())
		found.Help = "give the path of the directory"
	}
	p.Report(found)
}
