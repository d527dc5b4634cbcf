package load

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
)

// dockerSwitches are the options of docker run that take no value.
var dockerSwitches = []string{
	"--detach", "--disable-content-trust", "--help", "--init", "--interactive", "--no-healthcheck", "--oom-kill-disable",
	"--privileged", "--publish-all", "--quiet", "--read-only", "--rm", "--sig-proxy", "--tty",
}

// dockerLetters are those that have one letter.
const dockerLetters = "ditPq"

// unknownImage is the gap of an image that nobody here can see.
var unknownImage = machine.Gap{Kind: machine.UnknownImage, Reason: "the image may bring variables and flags of its own"}

// findContainerStart looks for a daemon in docker run.
func (l *loader) findContainerStart(words []machine.Word, env []machine.Assignment) (start, bool) {
	at := slices.IndexFunc(words, func(w machine.Word) bool { s := w.Text.String(); return s == "run" || s == "create" })
	if at < 0 {
		return start{}, false
	}
	st := start{container: true, gaps: gaps{unknownImage}}
	for at++; at < len(words); at++ {
		text := words[at].Text.String()
		if !strings.HasPrefix(text, "-") {
			break
		}
		option, _, hasValue := strings.Cut(text, "=")
		long := strings.HasPrefix(text, "--")
		value := len(option) + 1
		switch {
		case long && !hasValue && slices.Contains(dockerSwitches, text), !long && strings.Trim(text[1:], dockerLetters) == "":
			continue
		case long && hasValue && slices.Contains(dockerSwitches, option):
			continue
		case long && hasValue:
		case !long && len(text) > 2 && strings.IndexByte(dockerLetters, text[1]) < 0:
			option, value = text[:2], 2 // -eNAME=value
		default:
			at++
			value = 0
		}
		if at == len(words) {
			break
		}
		w := words[at]
		w = machine.Word{Text: w.Text.Slice(value, w.Text.Len()), Known: max(0, w.Known-value)}
		switch option {
		case "-e", "--env":
			st.env = append(st.env, containerVariable(w, env)...)
		case "--env-file":
			st.gaps = append(gaps{{Kind: machine.UnreadFile, Reason: "the environment file of the container may add flags"}}, st.gaps...)
		}
	}
	if at >= len(words) {
		return start{}, false
	}
	st.component = imageComponent(words[at].Text.String())
	st.words = words[at+1:]
	if len(st.words) > 0 {
		if c := programs[path.Base(st.words[0].Text.String())]; c != config.AnyComponent {
			st.component, st.words = c, st.words[1:]
		}
	}
	return st, st.component != config.AnyComponent
}

// containerVariable reads -e NAME=value, or -e NAME, which passes the variable on.
func containerVariable(w machine.Word, env []machine.Assignment) []machine.Assignment {
	if given := wordAssignments([]machine.Word{w}); given != nil {
		return given
	}
	if a := lastOf(env, w.Text.String()); a != nil {
		return []machine.Assignment{*a}
	}
	return nil
}

// imageComponent returns the daemon that an image is called after.
func imageComponent(image string) config.Component {
	name, _, _ := strings.Cut(path.Base(image), ":")
	if i := strings.Index(name, "mesos"); i >= 0 {
		return wordOf(name[i:])
	}
	return config.AnyComponent
}
