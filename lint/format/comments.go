package format

import (
	"bytes"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/mesoslint/mesoslint/lint/format/docker"
	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/format/vagrant"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// masked returns a text with what a template engine writes in it blanked out.
func masked(name string, s *source.Source) []byte {
	if template.RenderedName(name) == name && !bytes.Contains(s.Data, []byte("{{")) && !bytes.Contains(s.Data, []byte("{%")) {
		return s.Data
	}
	return template.Find(s.Data, name).Masked()
}

func yamlComments(name string, s *source.Source) source.Comments {
	switch {
	case source.LooksLikeJSON(s.Data):
		return source.Comments{}
	case bytes.HasPrefix(s.Data, []byte("#!")):
		return shellComments(name, s)
	}
	return yamltext.Comments(source.WholeText(s), masked(name, s), machine.LimitsFor(len(s.Data)))
}

func shellComments(name string, s *source.Source) source.Comments {
	return shell.Comments(masked(name, s))
}

func rubyComments(_ string, s *source.Source) source.Comments {
	return vagrant.Comments(source.WholeText(s), machine.LimitsFor(len(s.Data)))
}

func dockerComments(_ string, s *source.Source) source.Comments {
	return docker.Comments(source.WholeText(s))
}

// lineComments returns the lines of a text that begin with one of some markers, after blanks. A line that ends in a
// backslash goes on in the next one that is not a comment.
func lineComments(markers string) func(string, *source.Source) source.Comments {
	return func(_ string, s *source.Source) source.Comments {
		var out source.Comments
		started := -1 // where a line began that goes on
		eachLine(s.Data, 0, len(s.Data), func(start, end int) {
			bare := bytes.TrimLeft(s.Data[start:end], " \t")
			if len(bare) > 0 && strings.IndexByte(markers, bare[0]) >= 0 {
				out.At = append(out.At, source.Range{Start: end - len(bare), End: end})
				return
			}
			if started >= 0 {
				out.Joined = append(out.Joined, source.Range{Start: started, End: end})
			} else {
				started = start
			}
			if !endsInBackslash(s.Data[start:end]) {
				started = -1
			}
		})
		return out
	}
}

// eachLine calls fn with the bounds of the lines of a part of a text, without their ends.
func eachLine(data []byte, at, to int, fn func(start, end int)) {
	for at < to {
		end, next := to, to
		if i := bytes.IndexByte(data[at:to], '\n'); i >= 0 {
			end, next = at+i, at+i+1
		}
		fn(at, max(at, at+len(bytes.TrimSuffix(data[at:end], []byte("\r")))))
		at = next
	}
}

func endsInBackslash(line []byte) bool {
	escaped := false
	for _, c := range line {
		escaped = c == '\\' && !escaped
	}
	return escaped
}

// environmentComments returns the comments of a file that systemd reads for its variables (src/basic/env-file.c): where a
// line may begin, "#" or ";" begins one, which a backslash at its end continues. A value in quotes may hold lines.
func environmentComments(_ string, s *source.Source) source.Comments {
	var out source.Comments
	data := s.Data
	for at := 0; at < len(data); {
		switch c := data[at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			at++
		case c == '#' || c == ';':
			start := at
			for at < len(data) && data[at] != '\n' {
				if data[at] == '\\' && at+1 < len(data) {
					at++
				}
				at++
			}
			at = min(at, len(data))
			if end := at - len(data[start:at]) + len(bytes.TrimRight(data[start:at], "\r")); bytes.IndexByte(data[start:end], '\n') < 0 {
				out.At = append(out.At, source.Range{Start: start, End: end})
			}
		default:
			start := at
			at = endOfAssignment(data, at)
			out.Joined = append(out.Joined, source.Range{Start: start, End: at})
		}
	}
	return out
}

// endOfAssignment returns where the assignment ends that begins at an offset.
func endOfAssignment(data []byte, at int) int {
	for at < len(data) && data[at] != '=' && data[at] != '\n' {
		at++
	}
	if at == len(data) || data[at] == '\n' {
		return at
	}
	quoting := true // only what stands before the first bare byte of a value is a quote
	for at++; at < len(data) && data[at] != '\n'; at++ {
		switch c := data[at]; {
		case quoting && (c == '"' || c == '\''):
			for at++; at < len(data) && data[at] != c; at++ {
				if data[at] == '\\' && c == '"' {
					at++
				}
			}
		case c == '\\':
			quoting = false
			at++
		case c != ' ' && c != '\t':
			quoting = false
		}
	}
	return min(at, len(data))
}

// hclComments returns the comments of a configuration of Terraform.
func hclComments(name string, s *source.Source) source.Comments {
	var out source.Comments
	tokens, _ := hclsyntax.LexConfig(s.Data, name, hcl.InitialPos)
	heredoc := -1
	for _, t := range tokens {
		start, end := t.Range.Start.Byte, t.Range.End.Byte
		switch t.Type {
		case hclsyntax.TokenComment:
			end = start + len(bytes.TrimRight(s.Data[start:end], "\r\n"))
			if bytes.IndexByte(s.Data[start:end], '\n') < 0 {
				out.At = append(out.At, source.Range{Start: start, End: end})
			}
		case hclsyntax.TokenOHeredoc:
			heredoc = start
		case hclsyntax.TokenCHeredoc:
			out.Joined = append(out.Joined, source.Range{Start: heredoc, End: end})
		}
	}
	return out
}

// supervisorComments returns the comments of a configuration of supervisor: "#" and ";" begin one at the start of a line and
// after a blank.
func supervisorComments(_ string, s *source.Source) source.Comments {
	var out source.Comments
	eachLine(s.Data, 0, len(s.Data), func(start, end int) {
		for i := start; i < end; i++ {
			if c := s.Data[i]; (c == '#' || c == ';') && (i == start || s.Data[i-1] == ' ' || s.Data[i-1] == '\t') {
				out.At = append(out.At, source.Range{Start: i, End: end})
				return
			}
		}
	})
	return out
}

// upstartComments returns the comments of a job of upstart, whose scripts are those of a shell.
func upstartComments(name string, s *source.Source) source.Comments {
	data := masked(name, s)
	var out source.Comments
	script := -1 // where one begins
	eachLine(data, 0, len(data), func(start, end int) {
		words := strings.Fields(string(data[start:end]))
		switch {
		case script >= 0 && len(words) == 2 && words[0] == "end" && words[1] == "script":
			inner := shell.Comments(data[script:start])
			out.At = append(out.At, source.Shifted(inner.At, script)...)
			out.Joined = append(out.Joined, source.Shifted(inner.Joined, script)...)
			script = -1
		case script >= 0:
		case len(words) > 0 && words[len(words)-1] == "script" && words[0] != "end" && words[0][0] != '#':
			script = end + 1
		default:
			if i := hashOutsideQuotes(data[start:end]); i >= 0 {
				out.At = append(out.At, source.Range{Start: start + i, End: end})
			}
		}
	})
	return out
}

// hashOutsideQuotes returns where a comment begins in a line, -1 if none does.
func hashOutsideQuotes(line []byte) int {
	var quote byte
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\':
			i++
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t'):
			return i
		}
	}
	return -1
}

// puppetComments returns the comments of a manifest of Puppet.
func puppetComments(_ string, s *source.Source) source.Comments {
	var out source.Comments
	var pending []string // the ends of the here-documents of the line
	data := source.WholeText(s).String()
	started := 0
	for at := 0; at < len(data); {
		rest := data[at:]
		switch c := data[at]; {
		case c == '#':
			end := at + lineLength(rest)
			out.At = append(out.At, source.Range{Start: at, End: end})
			at = end
		case strings.HasPrefix(rest, "/*"):
			end := endBehind(data, at+2, "*/")
			if !strings.Contains(data[at:end], "\n") {
				out.At = append(out.At, source.Range{Start: at, End: end})
			}
			at = end
		case c == '\'' || c == '"':
			end := endOfString(data, at)
			out.Joined = append(out.Joined, source.Range{Start: at, End: end})
			at = end
		case strings.HasPrefix(rest, "@("):
			if tag, _, closed := strings.Cut(rest[2:min(len(rest), 2+lineLength(rest[2:]))], ")"); closed {
				name, _, _ := strings.Cut(tag, "/")
				name, _, _ = strings.Cut(name, ":")
				pending = append(pending, strings.Trim(strings.TrimSpace(name), `"`))
				started = at
			}
			at += 2
		case c == '\n' && len(pending) > 0:
			at++
			for _, tag := range pending {
				at = endOfHeredoc(data, at, tag)
			}
			out.Joined = append(out.Joined, source.Range{Start: started, End: at})
			pending = nil
		default:
			at++
		}
	}
	return out
}

// endOfHeredoc returns where the here-document ends whose text begins at an offset: after "| - TAG".
func endOfHeredoc(data string, at int, tag string) int {
	for at < len(data) {
		line := data[at : at+lineLength(data[at:])]
		at += len(line)
		if strings.TrimLeft(line, " \t|-\r") == tag {
			return at
		}
		at = min(at+1, len(data))
	}
	return at
}

// endOfString returns where the string ends that begins with a quote at an offset.
func endOfString(data string, at int) int {
	quote := data[at]
	for at++; at < len(data) && data[at] != quote; at++ {
		if data[at] == '\\' {
			at++
		}
	}
	return min(at+1, len(data))
}

// endBehind returns the offset after a mark, or the end of the text if there is none.
func endBehind(data string, at int, mark string) int {
	if i := strings.Index(data[min(at, len(data)):], mark); i >= 0 {
		return at + i + len(mark)
	}
	return len(data)
}

// lineLength is the length of the first line of a text, without its end.
func lineLength(text string) int {
	line, _, _ := strings.Cut(text, "\n")
	return len(strings.TrimSuffix(line, "\r"))
}
