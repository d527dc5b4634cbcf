package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/source"
)

// listed writes the settings of the nodes and the documents.
func (e *encoder) listed(run *Run) {
	e.newline().key("settings").array(func() {
		for _, n := range run.Config.Nodes {
			for _, s := range n.Settings {
				e.newline().element().object(func() { e.setting(n, s) })
			}
		}
	})
	e.newline().key("documents").array(func() {
		for _, d := range run.Config.Documents {
			e.newline().element().object(func() {
				e.key("kind").string(string(d.Kind))
				e.key("component").string(d.Component.String())
				e.key("node").text(nodeName(d.Node))
				e.key("file").text(path(d.Text.All()))
				e.key("line").int(lineOfSpan(d.Text.All()))
			})
		}
	})
}

// setting writes the members of a setting. Its value is null where it has none, and if it is not known.
func (e *encoder) setting(n *config.Node, s *config.Setting) {
	e.key("component").string(n.Component.String())
	e.key("node").text(n.Name)
	e.key("name").text(s.Name)
	e.key("value")
	if s.HasValue && !s.Dynamic {
		e.text(shown(s.Value))
	} else {
		e.null()
	}
	e.key("unknown").bool(s.Dynamic)
	e.key("maybe").bool(s.Optional)
	e.key("overridden").bool(s.Overridden != nil)
	e.key("way").string(s.Way.Name())
	at := settingAt(s)
	e.key("file").text(path(at))
	e.key("line").int(lineOfSpan(at))
}

// shown returns a value without its secrets.
func shown(text source.Text) string { return fmt.Sprintf("%s", text) }

// settingAt returns where a setting is listed: at its name, and of a file that is a flag where its content is written.
func settingAt(s *config.Setting) source.Span {
	if at := s.Value.All(); s.Way == config.FlagDirectory && s.Value.Len() > 0 && at.Source == s.NameSpan.Source {
		if len(s.Value.Pieces()) > 1 && at.Start < s.NameSpan.Start {
			return s.NameSpan // it begins with a variable that was set above
		}
		return at // the name of a flag's file may stand lines above
	}
	if s.NameSpan.Source == nil || s.Way == config.FlagDirectory && s.Value.Len() > 0 && s.Value.Source() != nil {
		return s.Span
	}
	return s.NameSpan
}

func nodeName(n *config.Node) string {
	if n == nil {
		return ""
	}
	return n.Name
}

// listSummary is the last line of a list.
func (r *Run) listSummary() string {
	settings := 0
	for _, n := range r.Config.Nodes {
		settings += len(n.Settings)
	}
	return fmt.Sprintf("%s of %s and %s in %s", plural(settings, "setting"), plural(len(r.Config.Nodes), "node"),
		plural(len(r.Config.Documents), "document"), plural(r.Summary().Files, "file"))
}

// maxListed is how many runes of a value a list shows.
const maxListed = 100

// list writes what was loaded: each file with what it was taken for, and each node with its settings, what may add to
// them, and the documents that it reads.
func (p *printer) list(run *Run) {
	for _, c := range run.Config.Checked {
		kind := string(c.Kind)
		if c.Component != config.AnyComponent && !strings.HasPrefix(kind, c.Component.String()) {
			kind += " of " + article(c.Component) + " " + c.Component.String()
		}
		p.print(p.bold(PathAtStart(c.Path)), ": ", prose(kind))
		if c.Why != "" {
			p.print(", known by ", prose(c.Why))
		}
		p.print("\n")
	}
	for _, n := range run.Config.Nodes {
		p.print("\n", p.bold(cmp.Or(n.Component.String(), "daemon")+" "+prose(n.Name)), " (", prose(pathLine(n.Start)), ")\n")
		for _, s := range n.Settings {
			p.print("  ", PathAtStart(pathLine(settingAt(s))), ": ", prose(settingText(s)), p.faint(" ["+s.Way.Name()+notes(s)+"]"), "\n")
		}
		for _, d := range run.Config.Documents {
			if d.Node == n {
				p.print("  ", PathAtStart(pathLine(d.Text.All())), ": ", prose(string(d.Kind)), p.faint(" [document]"), "\n")
			}
		}
		for _, g := range n.Gaps {
			at := g.At
			if at.Source == nil {
				at = n.Start
			}
			p.print("  ", PathAtStart(pathLine(at)), ": ", p.faint("may have more settings: "), prose(g.Reason), "\n")
		}
	}
	alone := true
	for _, d := range run.Config.Documents {
		if d.Node == nil {
			if alone {
				p.print("\n", p.bold("read by no node that was found"), "\n")
			}
			alone = false
			p.print("  ", PathAtStart(pathLine(d.Text.All())), ": ", prose(string(d.Kind)), p.faint(" [document]"), "\n")
		}
	}
	if len(run.Config.Checked)+len(run.Config.Nodes) > 0 {
		p.print("\n")
	}
}

// notes says what keeps a setting from being given for certain.
func notes(s *config.Setting) string {
	out := ""
	if s.Optional {
		out += ", perhaps"
	}
	if s.Overridden != nil {
		out += ", overridden"
	}
	return out
}

// settingText returns a setting as one writes it, without its secrets, cut where it is long.
func settingText(s *config.Setting) string {
	name := s.Name
	if s.Way.OnCommandLine() {
		name = "--" + name
	}
	switch {
	case s.Dynamic:
		return name + "=… (known at run time)"
	case !s.HasValue:
		return name
	}
	value := []rune(shown(s.Value))
	if len(value) > maxListed {
		return name + "=" + string(value[:maxListed]) + ellipsis
	}
	return name + "=" + string(value)
}

// pathLine returns "path:line" of the start of a span.
func pathLine(span source.Span) string {
	if span.Source == nil {
		return "."
	}
	return fmt.Sprintf("%s:%d", span.Source.Path, lineOfSpan(span))
}

func article(c config.Component) string {
	if c == config.Agent {
		return "an"
	}
	return "a"
}
