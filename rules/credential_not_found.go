package rules

import (
	"fmt"
	"path"
	"strings"

	"github.com/mesoslint/mesoslint/lint"
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/rules/catalog"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

var credentialNotFound = &lint.Rule{
	Name:  "credential/not-found",
	Title: "The credential file is not among the files that were read",
	Doc: `A credential file that the daemon cannot read stops its start. That it is not in the directory where it should be does not
mean that it is not on the machine: secrets are often brought there another way. Nothing in it was checked.

A directory in its place certainly stops the start, and so does a value that is the credentials themselves: the flag
wants the path of a file.`,
	Effects: []lint.Effect{lint.Fatal, lint.Advice},
	Example: lint.Example{
		On: "1.3",
		Before: []lint.File{
			{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--credentials=/etc/mesos/credential.json
`},
			{Path: "etc/mesos/credentials.json", Text: `{"credentials": [{"principal": "marathon", "secret": "example"}]}
`, Mode: 0o600},
		},
		After: []lint.File{{Path: "master.flags", Text: `--zk=zk://zk1.example:2181/mesos
--quorum=2
--work_dir=/var/lib/mesos
--credentials=/etc/mesos/credentials.json
`}},
	},
	Node: func(p *lint.Pass, n *config.Node) {
		r := resolved.Of(p, n)
		if r == nil {
			return
		}
		seen := map[string]bool{}
		for _, a := range catalog.Authentications(n.Component, r.Release) {
			v, knowledge := r.Flag(a.Credentials)
			if knowledge != resolved.Known || seen[a.Credentials] {
				continue
			}
			seen[a.Credentials] = true
			found := lint.Diagnostic{Span: v.ValueSpan(), Component: n.Component, Subject: a.Credentials, Effect: lint.Fatal}
			switch ref := v.Setting.Reference; {
			case strings.TrimPrefix(v.Parsed.Text, "file://") == "":
				found.Span = v.Setting.Span
				found.Message = fmt.Sprintf("`%s` is an empty path: %s cannot read credentials from it and will not start", a.Credentials, r.Who())
				found.Help = "give the path of a file, or do not give the flag"
			case holdsCredentials(v.Parsed.Text):
				found.Message = fmt.Sprintf("`%s` is the path of a file, and holds credentials: %s looks for a file of that name and will not start", a.Credentials, r.Who())
				found.Help = "write the credentials into a file and give its path"
			case ref == nil || ref.Source != nil:
				continue
			case noFile(ref) != "":
				found.Message = fmt.Sprintf("`%s` names %s: %s cannot read credentials from it and will not start", a.Credentials, noFile(ref), r.Who())
				found.Help = "give the path of the file"
			case readsLikeCredentials(v.Parsed.Text):
				found.Severity = lint.Warning
				found.Message = fmt.Sprintf("`%s` is the path of a file, and reads like a credential itself: %s will not start", a.Credentials, r.Who())
				found.Condition = "unless there is a file of that name"
				found.Help = "write the credentials into a file and give its path"
			case path.IsAbs(ref.Path) && !ref.Absent:
				continue // the tree is no image of the machine there
			default:
				found.Effect = lint.Advice
				found.Message = fmt.Sprintf("the credentials were not checked: the file %s", resolved.Predicate(ref.Problem))
				found.Help = fmt.Sprintf("check that file too, or make sure that it is there: %s will not start without it", r.Who())
			}
			if s := v.Setting; found.Effect == lint.Fatal && s.Way == config.FlagDirectory && resolved.GuessedReader(n) {
				found.Severity = lint.Warning
				resolved.AddCondition(&found, "if the init wrapper reads this directory")
			}
			p.Report(found)
		}
	},
}

// holdsCredentials reports whether a value cannot be a path but credentials.
func holdsCredentials(value string) bool {
	value = strings.TrimSpace(strings.TrimPrefix(value, "file://"))
	return strings.HasPrefix(value, "{") || strings.HasPrefix(value, "[") || strings.Contains(value, "\n")
}

// readsLikeCredentials reports whether a value is more likely a principal and a secret than a path.
func readsLikeCredentials(value string) bool {
	return len(strings.Fields(value)) == 2 && !strings.Contains(value, "/")
}
