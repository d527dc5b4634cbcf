package credential

import (
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/mesos/stout"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
)

// readJSON reads the JSON form. If the release does not take it, there is no File but what is wrong with it; aborts is
// set if the release does not survive it.
func (r *reader) readJSON() (f *File, refusals []Problem, aborts bool) {
	v, err := stout.ParseJSON(&r.text, r.dialect)
	if err != nil {
		at := min(err.Offset, r.text.Len())
		return nil, []Problem{{Effect: Fatal, Cause: NotJSON, Span: r.text.Span(at, at), Line: err.Line, Text: "it is not JSON: " + err.Problem}}, err.Aborts
	}
	message := r.semantics.Message
	loader := loader{dialect: r.dialect, file: &File{Format: JSON, Form: r.form}}
	convert := stout.Convert
	switch r.form {
	case Single:
		message = message.Fields[0].Message
		loader.start(v)
	case Array:
		message, convert = message.Fields[0].Message, stout.ConvertArray
	}
	problems := convert(v, message, r.dialect, &loader)
	for _, p := range problems {
		if p.Effect == stout.Fatal {
			refusals = append(refusals, r.refusal(v, p))
		}
	}
	if refusals != nil {
		return nil, refusals, false
	}
	if r.form == List && isSingle(v) {
		r.report(Problem{Effect: Ignored, Cause: SingleForList, Span: firstKey(v),
			Text: "one credential is given instead of a list: its keys are silently skipped, so nobody can authenticate"})
		return loader.file, nil, false
	}
	explained := r.noteDropped(problems)
	r.noteCredentials(loader.file, loader.decoded, explained)
	r.noteContents(loader.file)
	if _, end := v.Bounds(); strings.TrimRight(r.text.String()[end:], " \t\r\n") != "" {
		r.report(Problem{Effect: Ignored, Cause: TrailingText, Span: r.text.Span(end, r.text.Len()),
			Text: "what follows the JSON is not read"})
	}
	return loader.file, nil, false
}

// refusal makes a problem of one that stops the conversion.
func (r *reader) refusal(v source.JSON, p stout.Problem) Problem {
	start, _ := p.Value.Bounds()
	out := Problem{Effect: Fatal, Cause: WrongJSON, Span: r.text.Span(start, start+1), Subject: p.Path, Text: p.Text}
	switch {
	case p.Cause == stout.MissingRequired && p.Path == "" && isList(v):
		out.Cause = ListForSingle
		out.Span = firstKey(v)
		out.Text = "a list of credentials is given instead of one"
	case p.Cause != stout.MissingRequired && !p.Key.Span().IsZero():
		out.Span = p.Key.Span()
	}
	return out
}

// isList reports whether an object is the list form.
func isList(v source.JSON) bool {
	_, found := v.Get("credentials")
	return found
}

// isSingle reports whether an object is the single form.
func isSingle(v source.JSON) bool {
	_, found := v.Get("principal")
	return found && !isList(v)
}

func firstKey(v source.JSON) (span source.Span) {
	v.ForEach(func(key, _ source.JSON) bool {
		span = key.Span()
		return false
	})
	return span
}

// noteDropped reports what the conversion left out, and returns where the values stand that it could not take.
func (r *reader) noteDropped(problems []stout.Problem) (refused []int) {
	for _, p := range problems {
		out := Problem{Effect: Ignored, Span: p.Key.Span(), Subject: p.Path, Text: p.Text}
		switch p.Cause {
		case stout.UnknownKey:
			out.Cause = UnknownKey
		case stout.DuplicateKey:
			out.Cause, out.Related = DuplicateKey, p.Other.Span()
		case stout.BadBase64:
			out.Effect, out.Cause = Changed, SecretNotBase64
			out.Text = "the secret is read as base64, which it is not; the principal silently gets an empty one"
		case stout.WrongType, stout.AfterError:
			out.Cause = WrongJSON
			out.Text = "the value is silently ignored: " + p.Text
		default:
			continue // null is reported as what it leaves out
		}
		if out.Span.IsZero() {
			out.Span = p.Value.Span()
		}
		if out.Cause == SecretNotBase64 || out.Cause == WrongJSON {
			refused = append(refused, out.Span.Start)
		}
		r.report(out)
	}
	return refused
}

// noteCredentials reports what is odd about single credentials. A missing secret that was refused is known already.
func (r *reader) noteCredentials(f *File, decoded, refused []int) {
	for _, c := range f.Credentials {
		p := Problem{Effect: Changed, Span: c.PrincipalSpan, Subject: c.Principal}
		n, _ := slices.BinarySearch(refused, c.Span.Start)
		switch {
		case !c.HasSecret && n < len(refused) && refused[n] < c.Span.End:
		case !c.HasSecret:
			p.Cause, p.Text = NoSecret, "the credential has no secret; it is loaded all the same"
			r.report(p)
		case c.Secret.Empty():
			p.Cause, p.Text = EmptySecret, "the secret is empty"
			r.report(p)
		}
		if c.Principal == "" {
			p.Cause, p.Text = EmptyPrincipal, "the principal is empty"
			r.report(p)
		}
	}
	for _, i := range decoded {
		c := f.Credentials[i]
		r.report(Problem{Effect: Changed, Cause: SecretDecoded, Span: c.SecretSpan, Subject: c.Principal,
			Text: "the secret is read as base64: what it decodes to is used"})
	}
}

// loader builds a file from what stout.Convert takes over.
type loader struct {
	dialect stout.Dialect
	file    *File
	decoded []int // the credentials whose secret was decoded
}

func (l *loader) start(v source.JSON) {
	l.file.Credentials = append(l.file.Credentials, Credential{Span: v.Span()})
}

// Enter implements stout.Visitor.
func (l *loader) Enter(_ *stout.Field, v source.JSON) { l.start(v) }

// Leave implements stout.Visitor.
func (l *loader) Leave(*stout.Field, source.JSON) {}

// Scalar implements stout.Visitor.
func (l *loader) Scalar(f *stout.Field, v source.JSON) {
	i := len(l.file.Credentials) - 1
	c := &l.file.Credentials[i]
	switch f.Name {
	case "principal":
		c.Principal, c.PrincipalSpan = v.String(), v.Span()
	case "secret":
		s := v.String()
		if f.Type == stout.BytesField && l.dialect.Base64Bytes {
			s, _ = stout.DecodeBase64(s, l.dialect)
			l.decoded = append(l.decoded, i)
		}
		c.Secret, c.HasSecret, c.SecretSpan = redact.NewSecret(s), true, v.Span()
	}
}
