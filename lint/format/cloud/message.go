package cloud

import (
	"mime"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/shell"
	"github.com/mesoslint/mesoslint/lint/source"
)

// isMessage reports whether a text is a MIME message of several parts.
func isMessage(text string) bool {
	head, _, _ := strings.Cut(strings.ReplaceAll(text[:min(len(text), 4096)], "\r\n", "\n"), "\n\n")
	for line := range strings.Lines(head) {
		name, value, found := strings.Cut(line, ":")
		if !found && !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t") {
			return false
		}
		if strings.EqualFold(name, "Content-Type") && strings.HasPrefix(strings.ToLower(strings.TrimSpace(value)), "multipart/") {
			return true
		}
	}
	return false
}

// header reads the header of a message or part, and returns where its body begins.
func header(text string) (fields map[string]string, body int) {
	fields = map[string]string{}
	last := ""
	for line := range strings.Lines(text) {
		body += len(line)
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		if line[0] == ' ' || line[0] == '\t' {
			fields[last] += line
			continue
		}
		name, value, _ := strings.Cut(line, ":")
		last = strings.ToLower(strings.TrimSpace(name))
		fields[last] = strings.TrimSpace(value)
	}
	return fields, body
}

// message reads the parts of a message: cloud-configs first, as cloud-init merges them before a script runs.
func (r *reader) message(in source.Text) bool {
	if r.depth++; r.depth > 4 {
		return false
	}
	defer func() { r.depth-- }()
	text := in.String()
	fields, at := header(text)
	_, parameters, err := mime.ParseMediaType(fields["content-type"])
	boundary := parameters["boundary"]
	if err != nil || boundary == "" {
		return false
	}
	start := -1
	for line := range strings.Lines(text[at:]) {
		if mark := strings.TrimRight(line, " \t\r\n"); mark == "--"+boundary || mark == "--"+boundary+"--" {
			if start >= 0 {
				r.part(in.Slice(start, max(start, bodyEnd(text, at))))
			}
			if start = at + len(line); mark != "--"+boundary {
				start = -1
			}
		}
		at += len(line)
	}
	if start >= 0 {
		r.part(in.Slice(start, len(text)))
	}
	return true
}

// bodyEnd returns where a part ends whose boundary stands at an offset: the line end before it belongs to the boundary.
func bodyEnd(text string, at int) int {
	end := len(strings.TrimSuffix(text[:at], "\n"))
	return len(strings.TrimSuffix(text[:end], "\r"))
}

// part reads one part of a message.
func (r *reader) part(in source.Text) {
	fields, at := header(in.String())
	body := in.Slice(min(at, in.Len()), in.Len())
	if strings.EqualFold(fields["content-transfer-encoding"], "base64") {
		c := undoBase64(body)
		if !c.known {
			return
		}
		body = c.text
	}
	kind, _, _ := mime.ParseMediaType(fields["content-type"])
	dialect, isScript := shell.DialectOf(body.View())
	if isScript || kind == "text/x-shellscript" || kind == "text/cloud-boothook" {
		r.later = append(r.later, func() {
			o := r.shell
			o.Dialect, o.Limits, o.Holes = dialect, r.limits, r.holesIn(body)
			r.out.Take(shell.Read(body, o).Contributions, false)
		})
		return
	}
	r.read(body)
}
