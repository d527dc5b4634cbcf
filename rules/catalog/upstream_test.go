package catalog

import (
	"bufio"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// This file reads the facts from upstream C++ and protobuf source, as text: it knows how Mesos writes a flag, a field
// and a path list, and nothing of the catalogue.

// clone reads files of a git clone at its tags.
type clone struct {
	tags  map[string]bool
	in    io.WriteCloser
	out   *bufio.Reader
	cmd   *exec.Cmd
	cache map[string]string
}

// openClone starts one git process that serves every file.
func openClone(dir string) (*clone, error) {
	list, err := exec.Command("git", "-C", dir, "tag").Output()
	if err != nil {
		return nil, fmt.Errorf("listing the tags of %s: %w", dir, err)
	}
	c := &clone{tags: make(map[string]bool), cache: make(map[string]string)}
	for tag := range strings.FieldsSeq(string(list)) {
		c.tags[tag] = true
	}
	c.cmd = exec.Command("git", "-C", dir, "cat-file", "--batch")
	if c.in, err = c.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := c.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	c.out = bufio.NewReader(out)
	return c, c.cmd.Start()
}

func (c *clone) close() error {
	c.in.Close()
	return c.cmd.Wait()
}

// tag returns the tag of a release; one that was never released has candidates only, and the newest stands for it.
func (c *clone) tag(release string) (string, error) {
	if c.tags[release] {
		return release, nil
	}
	for n := 9; n > 0; n-- {
		if tag := fmt.Sprintf("%s-rc%d", release, n); c.tags[tag] {
			return tag, nil
		}
	}
	return "", fmt.Errorf("no tag for release %s", release)
}

// file returns a file of a release; ok is false if the release does not have it.
func (c *clone) file(release, path string) (text string, ok bool, err error) {
	tag, err := c.tag(release)
	if err != nil {
		return "", false, err
	}
	name := tag + ":" + path
	if text, ok := c.cache[name]; ok {
		return text, true, nil
	}
	if _, err := fmt.Fprintln(c.in, name); err != nil {
		return "", false, fmt.Errorf("asking git for %s: %w", name, err)
	}
	header, err := c.out.ReadString('\n')
	if err != nil {
		return "", false, fmt.Errorf("reading git's answer for %s: %w", name, err)
	}
	fields := strings.Fields(header)
	if len(fields) != 3 || fields[1] != "blob" {
		return "", false, nil
	}
	size, err := strconv.Atoi(fields[2])
	if err != nil {
		return "", false, fmt.Errorf("git's answer for %s: %w", name, err)
	}
	content := make([]byte, size+1)
	if _, err := io.ReadFull(c.out, content); err != nil {
		return "", false, fmt.Errorf("reading %s: %w", name, err)
	}
	c.cache[name] = string(content[:size])
	return c.cache[name], true, nil
}

// sourceFlag is one flag as the source declares it.
type sourceFlag struct {
	name     string
	aliases  []string
	typ      string
	literal  *string // the default where it is written as a literal
	defaults bool    // whether there is a default at all
	build    []string
	at       string // path:line
}

// macros are what a full Linux build defines, with the configure switch that each stands for.
var macros = map[string]string{
	"__linux__":                     "linux",
	"WITH_NETWORK_ISOLATOR":         "--with-network-isolator",
	"ENABLE_PORT_MAPPING_ISOLATOR":  "--enable-port-mapping-isolator",
	"ENABLE_NETWORK_PORTS_ISOLATOR": "--enable-network-ports-isolator",
	"ENABLE_XFS_DISK_ISOLATOR":      "--enable-xfs-disk-isolator",
	"ENABLE_SECCOMP_ISOLATOR":       "--enable-seccomp-isolator",
	"ENABLE_GRPC":                   "--enable-grpc",
	"USE_SSL_SOCKET":                "--enable-ssl",
}

// withoutComments blanks comments, keeping every line where it is.
func withoutComments(src string) string {
	out := []byte(src)
	for i := 0; i < len(src); i++ {
		switch {
		case src[i] == '"' || src[i] == '\'':
			i = afterLiteral(src, i) - 1
		case strings.HasPrefix(src[i:], "//"):
			for ; i < len(src) && src[i] != '\n'; i++ {
				out[i] = ' '
			}
		case strings.HasPrefix(src[i:], "/*"):
			end := strings.Index(src[i+2:], "*/")
			if end < 0 {
				end = len(src) - i - 4
			}
			for end += i + 4; i < end; i++ {
				if out[i] != '\n' {
					out[i] = ' '
				}
			}
			i--
		}
	}
	return string(out)
}

// withoutLiterals blanks string and character literals, keeping every offset.
func withoutLiterals(src string) string {
	out := []byte(src)
	for i := 0; i < len(src); i++ {
		if src[i] == '"' || src[i] == '\'' {
			for end := afterLiteral(src, i); i < end; i++ {
				out[i] = ' '
			}
			i--
		}
	}
	return string(out)
}

// afterLiteral returns the offset after the string or character literal that starts at i.
func afterLiteral(src string, i int) int {
	quote := src[i]
	for i++; i < len(src) && src[i] != quote && src[i] != '\n'; i++ {
		if src[i] == '\\' {
			i++
		}
	}
	return min(i+1, len(src))
}

var defined = regexp.MustCompile(`defined\s*\(\s*(\w+)\s*\)|defined\s+(\w+)`)

// condition is one open #if: whether its current branch is compiled, whether any branch was, and what it asks for.
type condition struct {
	active, taken bool
	build         string
}

// evaluate says whether a full Linux build compiles what stands under a condition, and what it asks of the build. A
// condition it does not understand is asked as it is, so that a flag under one differs from any in the catalogue.
func evaluate(expr string) (active bool, build string) {
	negated := strings.HasPrefix(expr, "!")
	name := strings.TrimSpace(strings.TrimPrefix(expr, "!"))
	if m := defined.FindStringSubmatch(name); m != nil {
		name = m[1] + m[2]
	}
	option, known := macros[name]
	switch {
	case known:
		return !negated, option
	case name == "__WINDOWS__":
		return negated, "not-windows"
	case negated && strings.HasSuffix(name, "_HPP__"):
		return true, ""
	}
	return true, "#if " + expr
}

// preprocess blanks what a full Linux build does not compile and returns, for each line, what the build must have.
func preprocess(src string) (text string, builds [][]string) {
	lines := strings.Split(src, "\n")
	builds = make([][]string, len(lines))
	var open []condition
	for n, line := range lines {
		directive, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		rest = strings.TrimSpace(rest)
		switch directive {
		case "#ifdef", "#if", "#ifndef":
			if directive == "#ifndef" {
				rest = "!" + rest
			}
			active, build := evaluate(rest)
			open = append(open, condition{active: active, taken: active, build: build})
		case "#elif", "#else":
			top := &open[len(open)-1]
			active := true
			if directive == "#elif" {
				active, top.build = evaluate(rest)
			}
			top.active = active && !top.taken
			top.taken = top.taken || top.active
		case "#endif":
			open = open[:len(open)-1]
		default:
			if slices.ContainsFunc(open, func(c condition) bool { return !c.active }) {
				lines[n] = ""
			}
			for _, c := range open {
				if c.build != "" {
					builds[n] = append(builds[n], c.build)
				}
			}
			continue
		}
		lines[n] = ""
	}
	return strings.Join(lines, "\n"), builds
}

var addCall = regexp.MustCompile(`\badd\s*\(\s*&`)

// sourceFlags returns the flags that one file adds, in a full Linux build. The type of a member is looked up in the
// headers first, that of a variable in the file itself.
func sourceFlags(path, src string, headers ...string) ([]sourceFlag, error) {
	text, builds := preprocess(withoutComments(src))
	var members []string
	for _, h := range headers {
		members = append(members, withoutComments(h))
	}
	var flags []sourceFlag
	for _, at := range addCall.FindAllStringIndex(withoutLiterals(text), -1) {
		line := strings.Count(text[:at[0]], "\n") + 1
		place := fmt.Sprintf("%s:%d", path, line)
		args, err := arguments(text[strings.IndexByte(text[at[0]:], '(')+at[0]:])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", place, err)
		}
		if len(args) < 2 {
			continue // An atomic counter's add, or the like.
		}
		name, ok := literal(args[1])
		if !ok {
			return nil, fmt.Errorf("%s: the name %s is not a literal", place, args[1])
		}
		f := sourceFlag{name: name, build: builds[line-1], at: place}
		member := args[0][strings.LastIndexAny(args[0], "&:")+1:]
		rest := args[2:]
		if len(rest) > 0 && strings.Contains(rest[0], "DeprecatedName") {
			open, end := strings.IndexByte(rest[0], '"'), strings.LastIndexByte(rest[0], '"')
			if open == end {
				return nil, fmt.Errorf("%s: %s names no alias", place, rest[0])
			}
			f.aliases = []string{rest[0][open+1 : end]}
			rest = rest[1:]
		}
		scope := slices.Concat([]string{text}, members)
		if strings.Contains(args[0], "::") {
			scope = slices.Concat(members, []string{text})
		}
		if f.typ, ok = declaredType(member, scope); !ok {
			return nil, fmt.Errorf("%s: no declaration of %s", place, member)
		}
		if len(rest) > 1 && !lambda(rest[1]) {
			f.defaults = true
			f.literal = literalDefault(rest[1])
		}
		flags = append(flags, f)
	}
	return flags, nil
}

// lambda reports whether an argument is a function, which is a validator; one that is called at once is a value.
func lambda(arg string) bool { return strings.HasPrefix(arg, "[") && strings.HasSuffix(arg, "}") }

// arguments splits the arguments of a call, given from its parenthesis on.
func arguments(src string) ([]string, error) {
	var args []string
	depth, start := 0, 1
	for i := 0; i < len(src); i++ {
		switch src[i] {
		case '"', '\'':
			i = afterLiteral(src, i) - 1
		case '(', '[', '{':
			depth++
		case ')', ']', '}':
			depth--
			if depth == 0 {
				return append(args, strings.TrimSpace(src[start:i])), nil
			}
		case ',':
			if depth == 1 {
				args = append(args, strings.TrimSpace(src[start:i]))
				start = i + 1
			}
		}
	}
	return nil, fmt.Errorf("the call does not end")
}

// literal joins an argument that is nothing but string literals.
func literal(arg string) (string, bool) {
	var b strings.Builder
	for arg != "" {
		if arg[0] != '"' {
			return "", false
		}
		end := afterLiteral(arg, 0)
		part, err := strconv.Unquote(arg[:end])
		if err != nil {
			return "", false
		}
		b.WriteString(part)
		arg = strings.TrimSpace(arg[end:])
	}
	return b.String(), true
}

var plainNumber = regexp.MustCompile(`^-?\d+(\.\d+)?$`)

// literalDefault returns a default that is a literal in the form of the catalogue, nil if it is an expression.
func literalDefault(arg string) *string {
	if s, ok := literal(arg); ok && arg != "" {
		return &s
	}
	if arg == "true" || arg == "false" || plainNumber.MatchString(arg) {
		return &arg
	}
	return nil
}

var (
	access    = regexp.MustCompile(`\b(public|protected|private):`)
	namespace = regexp.MustCompile(`\b(\w+)::`)
)

// declaredType returns the type a variable or member is declared with, without namespaces other than JSON's.
func declaredType(name string, scope []string) (string, bool) {
	declaration := regexp.MustCompile(`(?m)^\s*([A-Za-z_][\w:<>, \n]*?[\w>])\s+` + name + `\s*(=[^;]*)?;`)
	for _, text := range scope {
		for _, m := range declaration.FindAllStringSubmatch(text, -1) {
			if m[1] == "return" {
				continue
			}
			typ := access.ReplaceAllString(m[1], "")
			typ = namespace.ReplaceAllStringFunc(typ, func(s string) string {
				if s == "JSON::" {
					return s
				}
				return ""
			})
			return strings.ReplaceAll(strings.Join(strings.Fields(typ), " "), " >", ">"), true
		}
	}
	return "", false
}

// sourceAction is one list of ACLs as the protobuf message declares it.
type sourceAction struct {
	key, message string
	fields       []string // of an entry, in order
	deprecated   bool     // by the field option
}

var (
	protoMessage = regexp.MustCompile(`\bmessage\s+(\w+)\s*$`)
	protoField   = regexp.MustCompile(`^(repeated|required|optional)\s+([\w.]+)\s+(\w+)\s*=`)
	deprecated   = regexp.MustCompile(`\bdeprecated\s*=\s*true\b`)
)

// sourceActions returns the lists of message ACLs in a proto file, in the order of the file.
func sourceActions(proto string) []sourceAction {
	fields := make(map[string][]string) // message below ACL → fields
	var actions []sourceAction
	var path []string
	statement := 0
	text := withoutComments(proto)
	for i := range text {
		switch text[i] {
		case '{':
			name := ""
			if m := protoMessage.FindStringSubmatch(strings.TrimSpace(text[statement:i])); m != nil {
				name = m[1]
			}
			path = append(path, name)
		case '}':
			path = path[:max(0, len(path)-1)]
		case ';':
			m := protoField.FindStringSubmatch(strings.TrimSpace(text[statement:i]))
			switch {
			case m == nil:
			case slices.Equal(path, []string{"ACLs"}) && m[1] == "repeated":
				actions = append(actions, sourceAction{
					key: m[3], message: strings.TrimPrefix(m[2], "ACL."), deprecated: deprecated.MatchString(text[statement:i]),
				})
			case len(path) == 2 && path[0] == "ACL":
				fields[path[1]] = append(fields[path[1]], m[3])
			}
		default:
			continue
		}
		statement = i + 1
	}
	for i := range actions {
		actions[i].fields = fields[actions[i].message]
	}
	return actions
}

var (
	endpointSet = regexp.MustCompile(`(?s)AUTHORIZABLE_ENDPOINTS\s*\{(.*?)\}`)
	quoted      = regexp.MustCompile(`"([^"]*)"`)
	someRefusal = regexp.MustCompile(`"((?:acls\.|ACL\.)\w+ type must be either NONE or ANY)"`)
)

// sourceEndpoints returns the paths that the source lists as authorizable, sorted.
func sourceEndpoints(src string) []string {
	m := endpointSet.FindStringSubmatch(withoutComments(src))
	if m == nil {
		return nil
	}
	var paths []string
	for _, q := range quoted.FindAllStringSubmatch(m[1], -1) {
		paths = append(paths, q[1])
	}
	slices.Sort(paths)
	return paths
}

// isolatorEntry is an entry of the table of isolators: a name and the function that makes it.
var isolatorEntry = regexp.MustCompile(`[{[]\s*"([a-z]+/[a-z_]+)"\s*[,\]]`)

var adjacentLiterals = regexp.MustCompile(`"\s*\n\s*"`)

// sourceRefusals returns the texts with which the authorizer refuses an object of SOME, sorted.
func sourceRefusals(src string) []string {
	var texts []string
	for _, m := range someRefusal.FindAllStringSubmatch(adjacentLiterals.ReplaceAllString(withoutComments(src), ""), -1) {
		texts = append(texts, m[1])
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}
