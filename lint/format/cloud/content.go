package cloud

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"io"
	"strconv"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// content is what a file holds, as far as that is known.
type content struct {
	text  source.Text
	known bool
}

// scalarContent returns the text that a reader in Python makes of a scalar: cloud-init takes str() of what PyYAML reads. A
// number that it would write in another way is not known.
func scalarContent(n *yamltext.Node) content {
	switch {
	case n.Kind == yamltext.Null && n.Tag() == "":
		return content{}
	case n.Kind != yamltext.Scalar:
		return content{}
	case n.Tag() == "!!binary":
		return undoBase64(n.Text())
	case !n.IsPlain():
		return content{n.Text(), n.Tag() == "" || n.Tag() == "!!str"}
	}
	s := n.Value()
	switch strings.ToLower(s) {
	case "true", "yes", "on":
		return content{rewritten(n.Text(), "True"), true}
	case "false", "no", "off":
		return content{rewritten(n.Text(), "False"), true}
	case "~", "null":
		return content{}
	}
	return content{n.Text(), yamltext.IsText(s)}
}

// rewritten returns what a reader makes of a text that it does not take as it is.
func rewritten(text source.Text, s string) source.Text {
	offsets := make([]int32, len(s)+1)
	offsets[len(s)] = int32(text.Len())
	return text.Decoded(s, offsets, 0, text.Len(), nil, func(s string) string { return s })
}

// undo undoes the encodings of cloud-init, "gz+b64" or the like; those it does not know are none (cloudinit
// config/cc_write_files.py, canonicalize_extraction).
func (r *reader) undo(c content, encoding string) content {
	if !c.known {
		return c
	}
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "gz", "gzip":
		return r.undoGzip(c)
	case "gz+base64", "gzip+base64", "gz+b64", "gzip+b64":
		return r.undoGzip(undoBase64(c.text))
	case "b64", "base64":
		return undoBase64(c.text)
	}
	return c
}

// undoBase64 decodes a text; what is written into it is encoded again.
func undoBase64(text source.Text) content {
	var digits []byte
	var offsets []int32
	for i, c := range []byte(text.String()) {
		if c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			digits, offsets = append(digits, c), append(offsets, int32(i))
		}
	}
	data, err := base64.StdEncoding.DecodeString(string(digits))
	if err != nil {
		return content{text: text}
	}
	at := make([]int32, len(data)+1)
	for i := range data {
		at[i] = offsets[i/3*4]
	}
	at[len(data)] = int32(text.Len())
	whole := func(s string) string { return base64.StdEncoding.EncodeToString([]byte(s)) }
	return content{text.Decoded(string(data), at, 0, text.Len(), nil, whole), true}
}

// maxUnpacked is how much is unpacked of one text, in bytes. Clouds take at most 256 KiB of user data.
const maxUnpacked = 512 << 10

// undoGzip unpacks a text. Nothing can be written into it.
func (r *reader) undoGzip(c content) content {
	if !c.known {
		return c
	}
	z, err := gzip.NewReader(strings.NewReader(c.text.String()))
	if err != nil {
		return content{text: c.text}
	}
	var out bytes.Buffer
	n, err := io.Copy(&out, io.LimitReader(z, int64(maxUnpacked-r.unpacked)+1))
	if r.unpacked += int(n); err != nil || r.unpacked > maxUnpacked {
		r.unpacked = min(r.unpacked, maxUnpacked)
		return content{text: c.text}
	}
	return content{source.LiteralText(out.String(), c.text.All()), true}
}

// dataURL returns the content of a "data:" URL (RFC 2397), which is percent-encoded or in base64. Any other URL is fetched
// when the machine starts.
func dataURL(text source.Text) content {
	s := text.String()
	rest, isData := strings.CutPrefix(s, "data:")
	comma := strings.IndexByte(rest, ',')
	if s == "" {
		return content{text, true}
	}
	if !isData || comma < 0 {
		return content{text: text}
	}
	start := len("data:") + comma + 1
	body := text.Slice(start, len(s))
	if strings.HasSuffix(rest[:comma], ";base64") {
		return undoBase64(body)
	}
	var data []byte
	var offsets []int32
	raw := body.String()
	for i := 0; i < len(raw); i++ {
		c, at := raw[i], i
		if c == '%' {
			v, err := strconv.ParseUint(raw[min(i+1, len(raw)):min(i+3, len(raw))], 16, 8)
			if err != nil || i+3 > len(raw) {
				return content{text: body}
			}
			c = byte(v)
			i += 2
		}
		data, offsets = append(data, c), append(offsets, int32(at))
	}
	part := func(_, _ int, s string) (string, bool) { return percentEncode(s), true }
	return content{body.Decoded(string(data), append(offsets, int32(len(raw))), 0, len(raw), part, percentEncode), true}
}

// percentEncode writes a text into a URL.
func percentEncode(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if c := s[i]; 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || strings.IndexByte("-_.~", c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteString("%" + strings.ToUpper(strconv.FormatUint(uint64(c)|0x100, 16)[1:]))
		}
	}
	return b.String()
}

// replace is the operation of a file that an entry may add to.
func replace(appends bool) machine.Operation {
	if appends {
		return machine.Append
	}
	return machine.Replace
}

// Base64 decodes a text; what is written into it is encoded again. ok is false if it is not base64.
func Base64(text source.Text) (decoded source.Text, ok bool) {
	c := undoBase64(text)
	return c.text, c.known
}
