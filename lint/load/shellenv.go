package load

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// shellReader follows shell text as far as it can be followed without running anything: assignments, exports, what they
// expand to, and the commands that are run with them.
type shellReader struct {
	loader   *loader
	in       source.Text
	text     string // what bash reads
	data     []byte // what is parsed: the same with what the parser would take differently masked, byte for byte
	template *marks
	out      *environment

	allExport bool
	exported  map[string]bool
	// values are the variables whose value is known; one that is there with known false may have any.
	values map[string]variable
	// branches counts the conditions and loops around the statement that is read.
	branches int
	// command is called for every command; nil where commands do not matter.
	command func(shellCommand)
}

type variable struct {
	value string
	known bool
}

// readShellEnv reads a file that bash sources. allExport says that every assignment reaches the environment.
func (l *loader) readShellEnv(f *file, allExport bool) *environment {
	r := l.newShellReader(f.text, findTemplates(f.source, f.path))
	r.allExport = allExport
	r.read()
	return r.out
}

func (l *loader) newShellReader(in source.Text, t *marks) *shellReader {
	return &shellReader{
		loader: l, in: in, text: in.String(), data: t.MaskText(in), template: t, out: &environment{},
		exported: map[string]bool{}, values: map[string]variable{},
	}
}

func (r *shellReader) read() {
	if i := strings.IndexByte(r.text, 0); i >= 0 {
		r.loader.uncheckedAt(r.in.Span(i, i+1), "holds a NUL byte: it is no shell text; delete it")
		return
	}
	if len(r.template.Controls) > 0 {
		r.out.gaps.add(machine.Condition, "the conditions of the template may add variables")
	}
	if strings.HasPrefix(r.text, "\ufeff") {
		r.out.find("shell/byte-order-mark", r.in.Span(0, 3), "", "bash takes the byte order mark for the beginning of the first word")
	}
	r.mask()
	r.parse()
}

// mask makes the parser see a byte that means nothing where it would see more than bash does: to bash a carriage return is
// a part of the word, and so is each byte that is no UTF-8.
func (r *shellReader) mask() {
	if i := bytes.IndexByte(r.data, '\r'); i >= 0 {
		r.out.find("shell/carriage-return", r.in.Span(i, i+1), "", "bash takes the carriage return for a part of the line")
		r.data = bytes.ReplaceAll(r.data, []byte("\r"), []byte("%"))
	}
	if utf8.Valid(r.data) {
		return
	}
	r.data = slices.Clone(r.data)
	for at := 0; at < len(r.data); {
		c, size := utf8.DecodeRune(r.data[at:])
		if c == utf8.RuneError && size == 1 {
			r.data[at] = '%'
		}
		at += size
	}
}

// parse reads the statements up to the first that bash could not parse. That one is named: bash stops there as well.
func (r *shellReader) parse() {
	var err error
	ended := false
	parser := syntax.NewParser(syntax.Variant(syntax.LangBash))
	for stmt, parseErr := range parser.StmtsSeq(bytes.NewReader(r.data)) {
		if err = parseErr; err == nil {
			ended = r.statement(stmt)
		}
		if err != nil || ended {
			break
		}
	}
	var parse syntax.ParseError
	if errors.As(err, &parse) && !ended {
		offset := min(int(parse.Pos.Offset()), len(r.text))
		reason := "is not bash: " + parse.Text + "; mend it here"
		if r.template.Any() {
			reason = "is a template, which is not bash until it is rendered; " + checkRendered
		}
		r.loader.uncheckedAt(r.in.Span(offset, offset), reason)
		r.out.gaps.add(machine.UnreadFile, "a part of the shell text could not be read")
	}
}

// changes reports whether a template engine will change any of the bytes [start, end) of the text.
func (r *shellReader) changes(start, end int) bool {
	at := r.in.Span(start, end)
	return r.template.Changes(at.Start, at.End)
}

// statement follows one statement, and reports whether nothing after it is reached.
func (r *shellReader) statement(stmt *syntax.Stmt) (ended bool) {
	if stmt.Background || stmt.Coprocess {
		foreground := *stmt
		foreground.Background, foreground.Coprocess = false, false
		r.branch(func() { r.statement(&foreground) })
		return false
	}
	switch cmd := stmt.Cmd.(type) {
	case *syntax.CallExpr:
		return r.call(cmd)
	case *syntax.DeclClause:
		r.declare(cmd)
	case *syntax.Block:
		return r.statements(cmd.Stmts)
	case *syntax.BinaryCmd:
		switch cmd.Op {
		case syntax.AndStmt, syntax.OrStmt:
			if r.statement(cmd.X) {
				return true
			}
			r.branch(func() { r.statement(cmd.Y) })
		default: // a pipe, whose sides are shells of their own
			r.branch(func() { r.statement(cmd.X); r.statement(cmd.Y) })
		}
	case *syntax.Subshell:
		r.branch(func() { r.statements(cmd.Stmts) })
	case *syntax.TimeClause:
		if cmd.Stmt != nil {
			return r.statement(cmd.Stmt)
		}
	case *syntax.IfClause:
		r.branch(func() {
			for c := cmd; c != nil; c = c.Else {
				r.statements(c.Cond)
				r.statements(c.Then)
			}
		})
	case *syntax.WhileClause:
		r.branch(func() { r.statements(cmd.Cond); r.statements(cmd.Do) })
	case *syntax.ForClause:
		if words, ok := cmd.Loop.(*syntax.WordIter); ok {
			r.values[words.Name.Value] = variable{}
		}
		r.branch(func() { r.statements(cmd.Do) })
	case *syntax.CaseClause:
		r.branch(func() {
			for _, item := range cmd.Items {
				r.statements(item.Stmts)
			}
		})
	case *syntax.FuncDecl:
		// What a function assigns is not known to be assigned: nothing is, until somebody calls it.
		r.out.gaps.add(machine.Condition, "functions of the file may set more")
		r.branch(func() { r.statement(cmd.Body) })
	}
	return false
}

// statements follows statements in order, and reports whether nothing after them is reached.
func (r *shellReader) statements(stmts []*syntax.Stmt) bool {
	for _, stmt := range stmts {
		if r.statement(stmt) {
			return r.branches == 0
		}
	}
	return false
}

func (r *shellReader) branch(follow func()) {
	r.branches++
	follow()
	r.branches--
}

// call follows a command: a bare assignment, or one of the builtins that change variables.
func (r *shellReader) call(cmd *syntax.CallExpr) (ended bool) {
	if len(cmd.Args) == 0 {
		for _, a := range cmd.Assigns {
			r.assign(a, r.allExport, false)
		}
		return false
	}
	if r.command != nil {
		r.command(r.shellCommand(cmd))
	}
	words := make([]string, len(cmd.Args))
	for i, arg := range cmd.Args {
		words[i] = arg.Lit()
	}
	switch words[0] {
	case "set":
		r.set(words[1:])
	case "unset":
		for _, name := range words[1:] {
			r.unset(name)
		}
	case ".", "source", "eval":
		r.out.gaps.add(machine.UnreadFile, "it reads other files")
		r.forget()
	case "read", "printf", "mapfile", "getopts", "let":
		r.forget()
	case "exit", "return":
		return r.branches == 0
	}
	return false
}

// set follows the options of the set builtin that export what is assigned.
func (r *shellReader) set(words []string) {
	for i, w := range words {
		if len(w) < 2 || w[0] != '-' && w[0] != '+' {
			if i > 0 && strings.HasSuffix(words[i-1], "o") && w == "allexport" {
				r.allExport = words[i-1][0] == '-'
			}
			continue
		}
		if strings.ContainsRune(w[1:], 'a') {
			r.allExport = w[0] == '-'
		}
	}
}

func (r *shellReader) unset(name string) {
	if r.branches > 0 {
		r.values[name] = variable{}
		return
	}
	delete(r.values, name)
	delete(r.exported, name)
	kept := r.out.assignments[:0]
	for _, a := range r.out.assignments {
		if a.Name != name {
			kept = append(kept, a)
		}
	}
	r.out.assignments = kept
}

// forget gives up what is known of every variable.
func (r *shellReader) forget() {
	for name := range r.values {
		r.values[name] = variable{}
	}
}

func (r *shellReader) declare(cmd *syntax.DeclClause) {
	export := cmd.Variant.Value == "export"
	global := export || cmd.Variant.Value == "readonly"
	for _, a := range cmd.Args {
		if a.Name != nil {
			continue
		}
		if a.Value != nil {
			options := a.Value.Lit()
			switch {
			case export && strings.Contains(options, "n"):
				export = false
			case strings.HasPrefix(options, "-") && strings.Contains(options, "x"):
				export = true
			}
		}
	}
	if !global && cmd.Variant.Value == "local" {
		return
	}
	for _, a := range cmd.Args {
		switch {
		case a.Name == nil:
		case !a.Naked:
			r.assign(a, export || r.allExport, r.hasBraces(a))
		case export:
			r.export(a.Name.Value)
		}
	}
}

// hasBraces reports whether bash may expand {a,b} in a value.
func (r *shellReader) hasBraces(a *syntax.Assign) bool {
	if a.Value == nil {
		return false
	}
	for _, part := range a.Value.Parts {
		if lit, ok := part.(*syntax.Lit); ok && strings.ContainsRune(lit.Value, '{') {
			return true
		}
	}
	return false
}

// export exports what was assigned to a variable, and what will be.
func (r *shellReader) export(name string) {
	r.exported[name] = true
	for i := range r.out.assignments {
		if a := &r.out.assignments[i]; a.Name == name {
			a.Exported = true
		}
	}
}

// assign follows an assignment. Braces that bash expands make several arguments of one, whose value is then not known.
func (r *shellReader) assign(a *syntax.Assign, export, braces bool) {
	name := a.Name.Value
	start, end := int(a.Name.Pos().Offset()), int(a.Name.End().Offset())
	if r.changes(start, end) {
		r.out.gaps.add(machine.Condition, "the names of some variables are only known when the template is rendered")
		return
	}
	if !isVariableName(name) {
		return
	}
	if export {
		r.exported[name] = true
	}
	entry := machine.Assignment{
		Name: name, NameSpan: r.in.Span(start, end), Span: r.in.Span(start, int(a.End().Offset())),
		Maybe: r.branches > 0 || r.template.MayBeLeftOut(r.in.Span(start, start).Start), Exported: r.exported[name],
	}
	v := r.value(a)
	entry.Value, entry.Unknown = v.text, !v.known || braces
	known := !entry.Unknown && !entry.Maybe
	if a.Append {
		before := r.values[name]
		entry.Unknown = true
		known = false
		if before.known && v.known {
			entry.Value = source.LiteralText(before.value+v.text.String(), entry.Value.Raw())
			entry.Unknown, known = false, !entry.Maybe
		}
	}
	r.values[name] = variable{value: entry.Value.String(), known: known}
	r.out.assignments = append(r.out.assignments, entry)
}

// shellValue is what a word expands to.
type shellValue struct {
	text  source.Text
	known bool
}

func (r *shellReader) value(a *syntax.Assign) shellValue {
	at := int(a.Name.End().Offset())
	switch {
	case a.Array != nil || a.Index != nil:
		return shellValue{text: r.in.Slice(at, int(a.End().Offset()))}
	case a.Value == nil:
		at = int(a.End().Offset())
		return shellValue{text: r.decodedText(&decoded{start: at, end: at, known: -1}), known: true}
	}
	start, end := int(a.Value.Pos().Offset()), int(a.Value.End().Offset())
	if text, ok := r.fileContent(a.Value); ok {
		return shellValue{text: text, known: !findTemplates(text.Source(), text.Source().Path).Any()}
	}
	d := &decoded{start: start, end: end, known: -1}
	if r.changes(start, end) || !r.word(d, a.Value.Parts, false) {
		return shellValue{text: r.in.Slice(start, end)}
	}
	return shellValue{text: r.decodedText(d), known: true}
}

// decoded collects the bytes a word expands to.
type decoded struct {
	data       []byte
	offsets    []int32
	start, end int  // of the word, in the source
	quote      byte // of the one pair of quotes that holds all of the word; 0 where there is none
	// partly is set where what is not known is kept as it is written. known is the first such byte, -1 where there is none.
	partly bool
	known  int
}

func (d *decoded) push(c byte, at int) {
	d.data, d.offsets = append(d.data, c), append(d.offsets, int32(at))
}

// word decodes the parts of a word, and reports whether their expansion is known, or kept as it is written.
func (r *shellReader) word(d *decoded, parts []syntax.WordPart, inQuotes bool) bool {
	if !inQuotes {
		if len(parts) == 1 {
			switch part := parts[0].(type) {
			case *syntax.DblQuoted:
				d.quote = '"'
			case *syntax.SglQuoted:
				d.quote = '\''
				if part.Dollar {
					d.quote = '$'
				}
			}
		}
	}
	for i, part := range parts {
		switch part := part.(type) {
		case *syntax.Lit:
			start, end := int(part.Pos().Offset()), int(part.End().Offset())
			if !inQuotes && r.hasTilde(start, end, i == 0) {
				if !r.unknown(d, start, end) {
					return false
				}
				continue
			}
			r.literal(d, start, end, inQuotes)
		case *syntax.SglQuoted:
			start, end := int(part.Left.Offset())+1, int(part.Right.Offset())
			if part.Dollar {
				if !r.ansi(d, start+1, end) && !r.unknown(d, start-2, end+1) {
					return false
				}
				continue
			}
			for at := start; at < end; at++ {
				d.push(r.text[at], at)
			}
		case *syntax.DblQuoted:
			if !r.word(d, part.Parts, true) {
				return false
			}
		case *syntax.ParamExp:
			d.quote = 0
			if !r.parameter(d, part, inQuotes) && !r.unknown(d, int(part.Pos().Offset()), int(part.End().Offset())) {
				return false
			}
		default:
			d.quote = 0
			if !r.unknown(d, int(part.Pos().Offset()), int(part.End().Offset())) {
				return false
			}
		}
	}
	return true
}

// unknown keeps what cannot be known as it is written, and reports whether that was asked for.
func (r *shellReader) unknown(d *decoded, start, end int) bool {
	if !d.partly {
		return false
	}
	if d.known < 0 {
		d.known = len(d.data)
	}
	for at := start; at < end; at++ {
		d.push(r.text[at], at)
	}
	return true
}

// hasTilde reports whether unquoted text holds a tilde that bash replaces by a home directory.
func (r *shellReader) hasTilde(start, end int, first bool) bool {
	for at := start; at < end; at++ {
		if r.data[at] == '~' && (at == start && first || at > start && (r.data[at-1] == ':' || r.data[at-1] == '\n')) {
			return true
		}
	}
	return false
}

// literal decodes text outside or inside double quotes.
func (r *shellReader) literal(d *decoded, start, end int, inQuotes bool) {
	for at := start; at < end; at++ {
		// The parser ends a literal inside an escaped newline, so that the byte after the backslash may lie beyond end.
		if r.data[at] != '\\' || at+1 >= len(r.data) {
			d.push(r.text[at], at)
			continue
		}
		next := r.text[at+1]
		switch {
		case next == '\n':
			d.quote = 0
		case inQuotes && strings.IndexByte("$`\"\\", next) < 0:
			d.push('\\', at)
			d.push(next, at)
		default:
			d.push(next, at)
		}
		at++
	}
}

// parameter decodes $NAME or ${NAME} of a variable the file itself has set.
func (r *shellReader) parameter(d *decoded, p *syntax.ParamExp, inQuotes bool) bool {
	if p.Param == nil || p.Excl || p.Length || p.Width || p.Index != nil || p.Slice != nil || p.Repl != nil || p.Names != 0 {
		return false
	}
	v, found := r.values[p.Param.Value]
	if !found || !v.known {
		return false
	}
	if p.Exp != nil {
		switch p.Exp.Op {
		case syntax.DefaultUnsetOrNull, syntax.DefaultUnset:
			if v.value == "" && p.Exp.Op == syntax.DefaultUnsetOrNull {
				return false
			}
		default:
			return false
		}
	}
	if d.partly && !inQuotes && (v.value == "" || strings.ContainsAny(v.value, " \t\n*?[")) {
		return false // bash makes several words of it, or none
	}
	start := int(p.Pos().Offset())
	for i := range len(v.value) {
		d.push(v.value[i], start)
	}
	return true
}

// ansi decodes the inside of $'…', and reports whether it knows all of its escapes.
func (r *shellReader) ansi(d *decoded, start, end int) bool {
	for at := start; at < end; {
		if r.data[at] != '\\' || at+1 >= end {
			d.push(r.text[at], at)
			at++
			continue
		}
		text, length, ok := ansiEscape([]byte(r.text[at+1 : end]))
		if !ok {
			return false
		}
		for i := range len(text) {
			d.push(text[i], at)
		}
		at += 1 + length
	}
	return true
}

var ansiLetters = map[byte]string{
	'a': "\a", 'b': "\b", 'e': "\x1b", 'E': "\x1b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v",
	'\\': "\\", '\'': "'", '"': "\"", '?': "?",
}

// ansiEscape decodes what follows a backslash, and returns how many bytes that is.
func ansiEscape(s []byte) (text string, length int, ok bool) {
	c := s[0]
	if text, found := ansiLetters[c]; found {
		return text, 1, true
	}
	digits := func(from, most, base int) (uint64, int) {
		n := 0
		for n < most && from+n < len(s) && strings.IndexByte("0123456789abcdef"[:base], s[from+n]|lower(s[from+n])) >= 0 {
			n++
		}
		v, _ := strconv.ParseUint(string(s[from:from+n]), base, 64)
		return v, n
	}
	switch {
	case '0' <= c && c <= '7':
		v, n := digits(0, 3, 8)
		return string([]byte{byte(v)}), n, byte(v) != 0
	case c == 'x':
		v, n := digits(1, 2, 16)
		return string([]byte{byte(v)}), 1 + n, n > 0 && v != 0
	case c == 'u' || c == 'U':
		v, n := digits(1, map[byte]int{'u': 4, 'U': 8}[c], 16)
		return string(utf8.AppendRune(nil, rune(v))), 1 + n, n > 0 && v != 0 && v <= utf8.MaxRune && utf8.ValidRune(rune(v))
	case c == 'c':
		return "", 0, false
	}
	return "\\" + string(s[:1]), 1, true
}

// lower returns the bit that makes a letter lower case.
func lower(c byte) byte {
	if isLetter(c) {
		return 0x20
	}
	return 0
}

// decodedText makes a text of decoded bytes.
func (r *shellReader) decodedText(d *decoded) source.Text {
	end := d.end
	if d.quote != 0 {
		end--
	}
	var part func(start, end int, s string) (string, bool)
	whole := quoteForShell
	switch {
	case d.known >= 0:
		part, whole = d.editBare(), nil
	case d.quote == '"':
		part = inDoubleQuotes(string(d.data))
	case d.quote == '\'':
		part = func(_, _ int, s string) (string, bool) { return strings.ReplaceAll(s, `'`, `'\''`), true }
	default:
		part = d.editBare()
	}
	return r.in.Decoded(string(d.data), append(d.offsets, int32(end)), d.start, d.end, part, whole)
}

// editBare writes a part of the bytes that stand without quotes at the beginning of the word.
func (d *decoded) editBare() func(start, end int, s string) (string, bool) {
	bare := 0
	for bare < len(d.data) && int(d.offsets[bare]) == d.start+bare && (d.known < 0 || bare < d.known) {
		bare++
	}
	length := len(d.data)
	return func(start, end int, s string) (string, bool) {
		return s, (end < bare || bare == length) && (s != "" || end-start < length) && !strings.ContainsAny(s, shellSpecial) &&
			(start == 0 || d.data[start-1] != '$')
	}
}

// shellSpecial are the bytes that mean something to bash outside of quotes.
const shellSpecial = " \t\r\n;\"'()$|&<>`\\#{}~*?[]!="

func quoteForShell(s string) string {
	if s != "" && !strings.ContainsAny(s, shellSpecial) {
		return s
	}
	return `'` + strings.ReplaceAll(s, `'`, `'\''`) + `'`
}

// fileContent returns the content of the file in `cat FILE`, $(cat FILE) or $(<FILE), where that is all of a word and
// the file is in the tree.
func (r *shellReader) fileContent(w *syntax.Word) (source.Text, bool) {
	parts := w.Parts
	if q, ok := parts[0].(*syntax.DblQuoted); ok && len(parts) == 1 {
		parts = q.Parts
	}
	if len(parts) != 1 {
		return source.Text{}, false
	}
	subst, ok := parts[0].(*syntax.CmdSubst)
	if !ok || len(subst.Stmts) != 1 {
		return source.Text{}, false
	}
	path := catPath(subst.Stmts[0])
	if !strings.HasPrefix(path, "/") {
		return source.Text{}, false
	}
	f, _ := r.loader.lookUp(from(r.in.Source()), path)
	if f == nil || f.source == nil {
		return source.Text{}, false
	}
	f.used = true
	return substituted(f.text), true
}

// catPath returns the file that a statement writes to standard output; "" where it does something else.
func catPath(stmt *syntax.Stmt) string {
	if stmt.Cmd == nil && len(stmt.Redirs) == 1 && stmt.Redirs[0].Op == syntax.RdrIn {
		return stmt.Redirs[0].Word.Lit()
	}
	call, ok := stmt.Cmd.(*syntax.CallExpr)
	if !ok || len(call.Args) != 2 || call.Args[0].Lit() != "cat" {
		return ""
	}
	return call.Args[1].Lit()
}

// notExported returns a finding for every variable of Mesos that stays in the shell.
func (e *environment) notExported() []config.Finding {
	var found []config.Finding
	for _, a := range e.assignments {
		if !a.Exported && isMesosVariable(a.Name) {
			found = append(found, config.Finding{
				ID: "shell/not-exported", Span: a.NameSpan, Subject: a.Name,
				Detail: "without \"export\" the variable stays in the shell and never reaches the daemon",
			})
		}
	}
	return found
}

// isMesosVariable reports whether a variable is one that the daemons look for.
func isMesosVariable(name string) bool {
	return strings.HasPrefix(name, "MESOS_") || strings.HasPrefix(name, "LIBPROCESS_") || strings.HasPrefix(name, "SSL_")
}
