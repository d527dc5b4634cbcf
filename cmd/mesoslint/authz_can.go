package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/tidwall/gjson"

	"github.com/mesoslint/mesoslint/lint/mesos/authz"
	"github.com/mesoslint/mesoslint/lint/redact"
	"github.com/mesoslint/mesoslint/lint/source"
	"github.com/mesoslint/mesoslint/rules/resolved"
)

func newCan(streams Streams) *cobra.Command {
	var operation, principal, requests string
	var objects []string
	cmd := &cobra.Command{
		Use:   "can [--release R] [--operation O] [--principal P] [--object X] FILE",
		Short: "Ask whether a request is allowed, and which entry decides",
		Long: `Can answers one request: exit code 0 if it is allowed, 1 if it is denied. Without --principal the request is not
authenticated, without --object it has no object; several --object are a request about all of them. Without --operation
it answers for every operation of the release.

"authz operations" says what kind of object an operation has. It can depend on the file: until 1.2 the object of
remove_quota is the principal that set the quota, unless update_quotas governs it.

With --requests it reads requests, one JSON object a line, from a file or from standard input ("-"), and answers each
with a line:

  {"operation": "run_task", "principal": "ops", "object": "root"}
  {"allowed":true,"entry":{"list":"run_tasks","index":0,"start":120,"end":211}}

A principal of null is a request without one, an object can be null, a string or a list of strings; entry is null if
none matches. What is not a request is answered with {"error": …}, and the exit code is then 2.`,
		Example: `  mesoslint authz can --release 1.3 --operation set_quota --principal ops --object web acls.json
  mesoslint authz can --release 1.2 --requests requests.jsonl acls.json`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			single := cmd.Flags().Changed("operation") || cmd.Flags().Changed("principal") || cmd.Flags().Changed("object")
			switch {
			case requests != "" && single:
				return errors.New("--requests brings its own operations, principals and objects")
			case requests == "-" && args[0] == "-":
				return errors.New("the file and the requests cannot both be read from standard input")
			}
			p, err := policy(streams, cmd, args[0])
			if err != nil {
				return err
			}
			if requests != "" {
				return answerAll(streams, p, requests)
			}
			request := authz.Request{Operation: operation, Objects: objects}
			if cmd.Flags().Changed("principal") {
				request.Principal = &principal
			}
			if err := hasObject(p, operation, objects); err != nil {
				return err
			}
			if operation == "" {
				return canDoWhat(streams.Out, p, request)
			}
			return can(streams.Out, p, request)
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().String("release", "", "the release that is asked (default latest)")
	cmd.Flags().StringVar(&operation, "operation", "", "what is to be done: run_task, set_quota …")
	cmd.Flags().StringVar(&principal, "principal", "", "who asks")
	cmd.Flags().StringArrayVar(&objects, "object", nil, "what it is about: a role, user, path …")
	cmd.Flags().StringVar(&requests, "requests", "", `file with one request a line, "-" for standard input`)
	return cmd
}

// hasObject refuses objects for an operation whose requests carry none: they would say nothing.
func hasObject(p *authz.Policy, operation string, objects []string) error {
	if len(objects) == 0 {
		return nil
	}
	for _, o := range p.Schema().Operations {
		if o.Name != operation && !slices.Contains(o.Aliases, operation) || len(o.Ways) == 0 {
			continue
		}
		if !slices.ContainsFunc(o.Ways, func(w authz.Way) bool { return w.Object != "" }) {
			return fmt.Errorf("--object says nothing here: a request of Mesos %s for %q is about no object; leave it out", p.Schema().Release, operation)
		}
	}
	return nil
}

// can answers one request.
func can(w io.Writer, p *authz.Policy, request authz.Request) error {
	d, err := p.Decide(request)
	if err != nil {
		return fmt.Errorf("%w%s; `mesoslint authz operations --release %s` lists what it does", err, meantOperation(p, request.Operation), p.Schema().Release)
	}
	out := printer{w: w}
	out.printf("%s on Mesos %s: %s\n", verdict(d), p.Schema().Release, reason(p, request.Operation, d))
	if !d.Entry.IsZero() {
		out.printf("  %s\n", excerpt(d.Entry.Span()))
	}
	if out.err == nil && !d.Allowed {
		return exitCode(exitFindings)
	}
	return out.err
}

// meantOperation returns ", did you mean …?" for an operation that the release does not have and that is like one it has.
func meantOperation(p *authz.Policy, name string) string {
	meant := resolved.Nearest(name, func(yield func(string) bool) {
		for _, o := range p.Schema().Operations {
			if o.Name == name || !yield(o.Name) {
				return
			}
		}
	})
	if meant == "" || meant == name {
		return ""
	}
	return fmt.Sprintf(", did you mean %q?", meant)
}

// canDoWhat answers the request for every operation.
func canDoWhat(w io.Writer, p *authz.Policy, request authz.Request) error {
	out := printer{w: w}
	out.printf("On Mesos %s\n\n", p.Schema().Release)
	denied := false
	for _, o := range p.Schema().Operations {
		if o.Indirect {
			continue
		}
		request.Operation = o.Name
		d, err := p.Decide(request)
		if err != nil {
			return err
		}
		denied = denied || !d.Allowed
		out.printf("%-56s %s: %s\n", o.Name, verdict(d), reason(p, o.Name, d))
	}
	if out.err == nil && denied {
		return exitCode(exitFindings)
	}
	return out.err
}

func verdict(d authz.Decision) string {
	if d.Allowed {
		return "allowed"
	}
	return "denied"
}

// reason says what decided.
func reason(p *authz.Policy, operation string, d authz.Decision) string {
	if !d.Entry.IsZero() {
		at := d.Entry.Span()
		start, _ := at.Range()
		return fmt.Sprintf("%s:%d:%d: %s[%d]", at.Source.Path, start.Line, start.Column, d.Entry.List(), d.Entry.Index())
	}
	permissive := fmt.Sprintf("permissive is %v", p.Permissive())
	if p.PermissiveSpan().IsZero() {
		permissive += " by default"
	}
	lists, _ := p.Governed(operation)
	if len(lists) == 0 {
		return fmt.Sprintf("no list governs it, and %s", permissive)
	}
	return fmt.Sprintf("no entry of %s matches, and %s", strings.Join(lists, " or "), permissive)
}

// excerpt is the text of a span on one line.
func excerpt(at source.Span) string {
	const most = 300
	text := redact.JSON(at.Text())
	cut := len(text) > most
	if cut {
		text = text[:most]
	}
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "�")), " ")
	if cut {
		text += " …"
	}
	return text
}

// answerAll answers requests line by line. It flushes whenever it would wait for the next one, so that it can be talked
// to.
func answerAll(streams Streams, p *authz.Policy, path string) error {
	in := streams.In
	if path != "-" {
		name := path
		if streams.Dir != "" && !filepath.IsAbs(path) {
			name = filepath.Join(streams.Dir, path)
		}
		f, err := os.Open(name)
		if err != nil {
			return fmt.Errorf("reading requests: %w", err)
		}
		defer f.Close()
		in = f
	}
	r, w := bufio.NewReaderSize(in, 1<<16), bufio.NewWriterSize(streams.Out, 1<<16)
	bad := false
	var line, answer []byte
	for {
		part, err := r.ReadSlice('\n')
		line = append(line, part...)
		if errors.Is(err, bufio.ErrBufferFull) {
			continue
		}
		if err != nil && err != io.EOF {
			return fmt.Errorf("reading requests: %w", err)
		}
		if text := strings.TrimSpace(string(line)); text != "" {
			answer = answer[:0]
			d, problem := decideLine(p, text)
			if problem != nil {
				bad = true
				answer = append(answer, `{"error":`...)
				answer = append(answer, source.QuoteJSON(strings.ToValidUTF8(withoutSecrets(problem), "�"))...)
				answer = append(answer, "}\n"...)
			} else {
				answer = appendAnswer(answer, d)
			}
			if _, err := w.Write(answer); err != nil {
				return fmt.Errorf("writing the answers: %w", err)
			}
		}
		line = line[:0]
		if r.Buffered() == 0 || err == io.EOF {
			if err := w.Flush(); err != nil {
				return fmt.Errorf("writing the answers: %w", err)
			}
		}
		if err == io.EOF {
			break
		}
	}
	if bad {
		return exitCode(exitError)
	}
	return nil
}

// decideLine answers one line.
func decideLine(p *authz.Policy, line string) (authz.Decision, error) {
	if !gjson.Valid(line) {
		return authz.Decision{}, errors.New("not JSON")
	}
	v := gjson.Parse(line)
	if !v.IsObject() {
		return authz.Decision{}, errors.New("not a JSON object")
	}
	var request authz.Request
	var problem error
	v.ForEach(func(key, value gjson.Result) bool {
		switch key.String() {
		case "operation":
			if value.Type != gjson.String {
				problem = errors.New("operation must be a string")
			}
			request.Operation = value.String()
		case "principal":
			request.Principal = nil
			switch value.Type {
			case gjson.String:
				name := value.String()
				request.Principal = &name
			case gjson.Null:
			default:
				problem = errors.New("principal must be a string or null")
			}
		case "object":
			request.Objects, problem = requestObjects(value, problem)
		default:
			problem = fmt.Errorf("unknown key %q", key.String())
		}
		return problem == nil
	})
	switch {
	case problem != nil:
		return authz.Decision{}, problem
	case request.Operation == "":
		return authz.Decision{}, errors.New("operation is missing")
	}
	return p.Decide(request)
}

func requestObjects(value gjson.Result, problem error) ([]string, error) {
	switch {
	case value.Type == gjson.Null:
		return nil, problem
	case value.Type == gjson.String:
		return []string{value.String()}, problem
	case value.IsArray():
		objects := []string{}
		for _, element := range value.Array() {
			if element.Type != gjson.String {
				return nil, errors.New("object must be a string, a list of strings or null")
			}
			objects = append(objects, element.String())
		}
		return objects, problem
	}
	return nil, errors.New("object must be a string, a list of strings or null")
}

// appendAnswer writes a decision. Where the entry stands is given in bytes: lines would have to be counted.
func appendAnswer(b []byte, d authz.Decision) []byte {
	b = append(b, `{"allowed":`...)
	b = strconv.AppendBool(b, d.Allowed)
	if d.Entry.IsZero() {
		return append(b, ",\"entry\":null}\n"...)
	}
	at := d.Entry.Span()
	b = append(b, `,"entry":{"list":"`...)
	b = append(b, d.Entry.List()...)
	b = append(b, `","index":`...)
	b = strconv.AppendInt(b, int64(d.Entry.Index()), 10)
	b = append(b, `,"start":`...)
	b = strconv.AppendInt(b, int64(at.Start), 10)
	b = append(b, `,"end":`...)
	b = strconv.AppendInt(b, int64(at.End), 10)
	return append(b, "}}\n"...)
}
