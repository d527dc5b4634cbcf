package rules

import (
	"fmt"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
)

var flagFileNotRead = &lint.Rule{
	Name:  "flag/file-not-read",
	Title: "The file that holds a flag's value is not among the files that were read",
	Doc: `A value that begins with file:// is replaced by what the file holds, and so is a bare absolute path of a flag that takes
JSON. Where the daemon cannot read the file it does not start. That it is not in the tree does not mean that it is not on
the machine, but nothing in it was checked: give the tree it belongs to, or --root.

A directory in its place stops the start for certain, and so do a slash behind the name of the file and file:// without
a path.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved(p, n)
		if r == nil {
			return
		}
		for _, v := range r.Values {
			if !v.Parsed.Unread || v.Opaque {
				continue
			}
			found := lint.Diagnostic{Span: v.ValueSpan(), Component: n.Component, Subject: v.Flag.Name, Effect: lint.Fatal}
			switch ref := v.Setting.Reference; {
			case v.Parsed.File == "":
				found.Message = fmt.Sprintf("`%s` names no file behind file://: %s will not start", v.Setting.Name, r.who())
				found.Help = "give the path of the file"
			case ref == nil || ref.Source != nil:
				continue
			case noFile(ref) != "":
				found.Message = fmt.Sprintf("`%s` names %s: %s cannot read its value from it and will not start", v.Setting.Name, noFile(ref), r.who())
				found.Help = "give the path of the file"
			default:
				found.Effect = lint.Advice
				found.Message = fmt.Sprintf("the value of `%s` was not checked: the file %s", v.Setting.Name, isWas(ref.Problem))
				found.Help = fmt.Sprintf("check that file too, or make sure that it is there: %s will not start without it", r.who())
			}
			p.Report(found)
		}
	},
}

// noFile says what a reference names where that is there and can be no file that is read; "" elsewhere.
func noFile(ref *config.Reference) string {
	switch ref.Problem {
	case config.IsDirectory:
		return "a directory"
	case config.IsNoDirectory:
		return "a file with a slash behind it, as if it were a directory"
	}
	return ""
}
