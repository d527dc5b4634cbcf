package dump

import (
	"bytes"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// answer is an answer of HTTP with its headers, as "curl -i" saves it.
type answer struct {
	status string
	body   int // where it begins
}

// answerOf reads the headers of a text, those of the last of several answers. ok is false if it begins with none.
func answerOf(data []byte) (a answer, ok bool) {
	for at := 0; bytes.HasPrefix(data[at:], []byte("HTTP/")); {
		end := 0
		if a.body, end = headersEnd(data, at); end < 0 {
			return a, ok
		}
		line, _, _ := bytes.Cut(data[at:end], []byte("\n"))
		words := strings.Fields(string(line))
		if len(words) < 2 || len(words[1]) != 3 || strings.Trim(words[1], "0123456789") != "" {
			return a, ok
		}
		a.status, ok = words[1], true
		at = a.body
	}
	return a, ok
}

// headersEnd returns where the headers that start at an offset end, and where what comes after them begins; -1 if they do not.
func headersEnd(data []byte, at int) (body, end int) {
	for _, mark := range []string{"\r\n\r\n", "\n\n"} {
		if i := bytes.Index(data[at:], []byte(mark)); i >= 0 && (end == 0 || at+i < end) {
			body, end = at+i+len(mark), at+i
		}
	}
	if end == 0 {
		return len(data), -1
	}
	return body, end
}

// withoutHeaders returns what an answer of HTTP holds, and why it says nothing of flags; a text without headers as it is.
func withoutHeaders(in source.Text) (body source.Text, why string) {
	a, ok := answerOf(in.View())
	if !ok {
		return in, ""
	}
	body = in.Slice(a.body, in.Len())
	switch {
	case a.status == "200":
		return body, ""
	case a.status == "401" || a.status == "403":
		return body, "the daemon refused to answer (HTTP " + a.status + "); ask as a principal who may see the flags, with curl -u"
	case a.status[0] == '3':
		return body, "is a redirection (HTTP " + a.status + "), from a master that is not the leading one; ask with curl -L"
	}
	return body, "is not an answer about flags (HTTP " + a.status + ")"
}
