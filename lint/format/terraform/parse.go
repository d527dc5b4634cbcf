package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// token is one of a text, the bytes [start, end) of it. The lexer's own is eight times as large.
type token struct {
	kind       hclsyntax.TokenType
	start, end int32
}

// isOfText reports whether a token is of a string, a heredoc or a template: of others, only the parser has to know.
func (t token) isOfText() bool {
	switch t.kind {
	case hclsyntax.TokenOQuote, hclsyntax.TokenCQuote, hclsyntax.TokenOHeredoc, hclsyntax.TokenCHeredoc, hclsyntax.TokenQuotedLit,
		hclsyntax.TokenStringLit, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl, hclsyntax.TokenTemplateSeqEnd:
		return true
	}
	return false
}

// appendTokens appends those that the lexer found.
func appendTokens(to []token, found hclsyntax.Tokens) []token {
	for _, t := range found {
		to = append(to, token{t.Type, int32(t.Range.Start.Byte), int32(t.Range.End.Byte)})
	}
	return to
}

// maxNesting is how deep brackets may be nested, and how many signs may stand before an operand: the parser calls itself.
const maxNesting = 200

// maxLiterals is how many pieces of plain text may follow each other in one template, which are the lines of a heredoc: the
// parser takes time for the square of them. User data has at most 16 KiB.
const maxLiterals = 4096

// tooMuch reports whether the parser would call itself too often, or take too long.
func tooMuch(tokens []token) bool {
	depth, signs, choices, literals := 0, 0, 0, 0
	for _, t := range tokens {
		if literals++; t.kind != hclsyntax.TokenStringLit && t.kind != hclsyntax.TokenQuotedLit {
			literals = 0
		}
		switch t.kind {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen, hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl, hclsyntax.TokenOQuote:
			depth++
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen, hclsyntax.TokenTemplateSeqEnd, hclsyntax.TokenCQuote:
			depth--
		case hclsyntax.TokenBang, hclsyntax.TokenMinus:
			signs++
		case hclsyntax.TokenQuestion:
			choices++
		case hclsyntax.TokenNewline:
			signs, choices = 0, 0
		}
		if depth > maxNesting || signs > maxNesting || choices > maxNesting || literals > maxLiterals {
			return true
		}
	}
	return false
}

// bytesAtOnce is how much of a configuration is parsed at once, at least. The parser needs a hundred times the size of a text
// for its tokens, which it drops when it is done with them.
const bytesAtOnce = 16 << 10

// parts returns a configuration in parts that end after a line with nothing but a closing brace at its start, as the blocks
// of one that is formatted do.
func parts(data string) []string {
	var out []string
	for {
		i := min(bytesAtOnce, len(data))
		at := strings.Index(data[i:], "\n}\n")
		if at < 0 {
			return append(out, data)
		}
		at += i + len("\n}\n")
		out, data = append(out, data[:at]), data[at:]
	}
}

// parse reads a file. What can be read of one that has mistakes is read; the file is not parsed if that is nothing.
func parse(in source.Text) *file {
	f := &file{in: in}
	at := 0
	// What is a configuration up to the end of a part is in none of its blocks there, so what comes after is one by itself.
	for _, part := range parts(in.String()) {
		if f.add(part, at); f.problem != nil || f.attributes {
			f = &file{in: in}
			f.add(in.String(), 0)
			return f
		}
		at += len(part)
	}
	return f
}

// add parses a part of a file that begins at a byte.
func (f *file) add(part string, at int) {
	start := hcl.Pos{Line: 1, Column: 1, Byte: at}
	found, _ := hclsyntax.LexConfig([]byte(part), "", start)
	tokens := appendTokens(nil, found)
	if tooMuch(tokens) {
		f.problem = &machine.Gap{Reason: "is too large or nested too deep to be followed", At: f.in.Span(0, 0), Limit: true}
		return
	}
	// The parser takes long to put the lines of a heredoc together; nobody asks it for them.
	data := []byte(part)
	for i, t := range tokens {
		if t.kind == hclsyntax.TokenStringLit {
			last := i+1 == len(tokens) || tokens[i+1].kind == hclsyntax.TokenCHeredoc
			mask(data[int(t.start)-at:int(t.end)-at], last)
		}
		if t.isOfText() {
			f.tokens = append(f.tokens, t)
		}
	}
	parsed, problems := hclsyntax.ParseConfig(data, "", start)
	for _, p := range problems {
		if p.Severity == hcl.DiagError && p.Subject != nil && f.problem == nil {
			at := min(p.Subject.Start.Byte, f.in.Len())
			f.problem = &machine.Gap{Reason: "is not a configuration that Terraform 0.12 or later reads", At: f.in.Span(at, at)}
		}
	}
	if parsed == nil {
		return
	}
	if body, isBody := parsed.Body.(*hclsyntax.Body); isBody {
		f.parsed, f.attributes, f.blocks = true, len(body.Attributes) > 0, append(f.blocks, body.Blocks...)
	}
}

// mask makes one line of a part of a heredoc, the last of which ends its line.
func mask(line []byte, last bool) {
	for i := range line {
		if !last || line[i] != '\n' && line[i] != '\r' {
			line[i] = 'x'
		}
	}
}
