package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/mesoslint/mesoslint/lint/machine"
	"github.com/mesoslint/mesoslint/lint/source"
)

// strict are the options of the set builtin that end a shell.
type strict struct{ errexit, nounset, pipefail bool }

// both returns what is set in each of two branches.
func (a strict) both(b strict) strict {
	return strict{a.errexit && b.errexit, a.nounset && b.nounset, a.pipefail && b.pipefail}
}

// setStrict follows an option of set, by its letter or its name; the other one is empty.
func (s *shell) setStrict(letters, name string, on bool) {
	s.strict.errexit = turned(s.strict.errexit, strings.ContainsRune(letters, 'e') || name == "errexit", on)
	s.strict.nounset = turned(s.strict.nounset, strings.ContainsRune(letters, 'u') || name == "nounset", on)
	s.strict.pipefail = turned(s.strict.pipefail, name == "pipefail", on)
}

func turned(was, named, on bool) bool {
	if named {
		return on
	}
	return was
}

// tolerant follows what may fail without ending a shell that runs with errexit: a condition.
func (s *shell) tolerant(follow func() flow) flow {
	s.tolerated++
	defer func() { s.tolerated-- }()
	return follow()
}

// certain reports whether the statement that is followed is run for certain, by the shell of the text itself, before anything
// that matters is started.
func (s *shell) certain() bool {
	return s.conditions == 0 && s.subshells == 0 && len(s.run.result.Starts) == 0 && !s.run.ended
}

// failed notes that a command fails for certain, where that ends the shell.
func (s *shell) failed(at source.Span, subject, detail string) bool {
	if !s.strict.errexit || s.tolerated > 0 || !s.certain() {
		return false
	}
	s.run.ended = true
	s.run.find("shell/failing-command", at, subject, detail)
	return true
}

// checkStatus looks at how a simple command has ended.
func (s *shell) checkStatus(st *syntax.Stmt) {
	if s.status != failure || st.Negated || !s.strict.errexit {
		return
	}
	switch cmd := st.Cmd.(type) {
	case *syntax.CallExpr, *syntax.TestClause:
	case *syntax.BinaryCmd:
		if cmd.Op == syntax.AndStmt || cmd.Op == syntax.OrStmt {
			return // its last command was looked at
		}
	default:
		return
	}
	subject, detail := s.run.missing, "a command fails"
	if subject != "" {
		detail = "a command fails that reads `" + subject + "`, which is not there"
	}
	s.failed(s.script.nodeSpan(st), subject, detail)
}

// checkSourced looks at how a text has ended that is a part of a shell's: the last command of it is how it has ended as a
// whole, be it a test that errexit lets pass by itself.
func (s *shell) checkSourced(last *syntax.Stmt) {
	at := s.script.nodeSpan(last)
	if s.status == failure {
		s.failed(at, "", "the last command of the file fails, and the file with it")
		return
	}
	b, ok := last.Cmd.(*syntax.BinaryCmd)
	if ok && b.Op == syntax.AndStmt && !isEffect(b.X) && s.status == unsure && s.strict.errexit && s.tolerated == 0 && s.certain() {
		s.run.find("shell/last-test", at, "", "")
	}
}

// checkSet looks whether a variable that is used is not there, where that ends the shell.
func (s *shell) checkSet(name string, p *syntax.ParamExp, f found, at source.Span) {
	if !s.strict.nounset || !isName(name) || f.list || !f.absent && !f.unset || p.Excl || p.Names != 0 {
		return
	}
	if p.Exp != nil && p.Exp.Op <= syntax.AssignUnsetOrNull && p.Exp.Op != syntax.ErrorUnset && p.Exp.Op != syntax.ErrorUnsetOrNull {
		return // ${NAME:-word} and its like ask for it
	}
	if v := s.variables[name]; v == nil && mayBeGiven(name) || v != nil && v.isArray {
		return
	}
	if s.subshells > 0 && !s.assigning || s.subshells > 1 || s.conditions > 0 || len(s.run.result.Starts) > 0 || s.run.ended {
		return
	}
	s.run.ended = true
	s.run.find("shell/unset-variable", at, name, "")
}

// mayBeGiven reports whether a variable may be there though no text sets it: bash sets some by itself, and whatever starts
// services sets others.
func mayBeGiven(name string) bool {
	switch name {
	case "DIRSTACK", "EPOCHREALTIME", "EPOCHSECONDS", "EUID", "FUNCNAME", "GROUPS", "HOSTNAME", "HOSTTYPE", "IFS", "LINENO", "MACHTYPE", "OPTERR",
		"OPTIND", "OSTYPE", "PATH", "PIPESTATUS", "PPID", "PS4", "PWD", "RANDOM", "SECONDS", "SHELL", "SHELLOPTS", "SHLVL", "SRANDOM", "TERM", "UID", "_",
		"HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ", "OLDPWD", "CREDENTIALS_DIRECTORY", "INVOCATION_ID", "JOURNAL_STREAM", "LISTEN_FDS",
		"MAINPID", "NOTIFY_SOCKET", "RUNTIME_DIRECTORY", "STATE_DIRECTORY", "SYSTEMD_EXEC_PID", "JOB", "INSTANCE", "RUNLEVEL", "PREVLEVEL":
		return true
	}
	return strings.HasPrefix(name, "BASH") || strings.HasPrefix(name, "LC_") || strings.HasPrefix(name, "UPSTART_")
}

// noProgram looks at a command whose program nobody knows: what is plainly meant to be an assignment or an argument is not
// found.
func (s *shell) noProgram(c *command) {
	if c.stmt == nil || s.script == nil {
		return
	}
	name := c.words[0].lit()
	switch {
	case strings.Trim(name, "\r") == "" && name != "":
		s.failed(c.at, name, "the shell takes a carriage return on a line of its own for a command that is not found")
	case strings.HasPrefix(name, byteOrderMark):
		s.failed(c.at, byteOrderMark, "the shell takes the byte order mark for the beginning of a command that is not found")
	case isName(name) && len(c.words) > 1 && strings.HasPrefix(c.words[1].String(), "="):
		s.notFound(c, name, "blanks stand around the `=`, so the shell takes the line for a command")
	case isFlag(name) && len(c.env) == 0:
		flag, _, _ := strings.Cut(name, "=")
		if strings.HasPrefix(flag, "--") {
			s.notFound(c, flag, "the shell takes the line for a command")
		}
	case len(c.env) > 0 && s.run.o.Strict:
		s.afterAssignment(c, name)
	}
}

// noIdentifier looks at a word of export, declare or the like that is no name, after one that is: the builtin refuses it, and
// has failed when it has done the rest.
func (s *shell) noIdentifier(cmd *syntax.DeclClause, name, last *syntax.Assign) {
	subject := name.Name.Value
	detail := "blanks stand around the `=`, so that `" + cmd.Variant.Value + "` takes each word for a name"
	if !name.Naked {
		detail = "the value ends at the blank, and `" + cmd.Variant.Value + "` takes what follows for a name"
	}
	start, _ := s.script.bounds(name)
	_, end := s.script.bounds(last)
	at := s.script.in.Slice(min(start, end), end).Raw()
	switch {
	case s.failed(at, subject, detail+", which fails"):
	case !name.Naked && strings.Contains(at.Text()[strings.IndexByte(at.Text(), '=')+1:], "="): // another name may be meant
	case s.run.o.Strict || s.run.o.Reads != nil && s.run.o.Reads(subject):
		s.notAssigned(at, subject, detail)
	}
}

// byteOrderMark is what some editors write at the beginning of a file.
const byteOrderMark = "\ufeff"

// afterAssignment looks at what the shell takes for a command after the assignments before it.
func (s *shell) afterAssignment(c *command, name string) {
	last := c.env[len(c.env)-1].Name
	detail := "the value ends at the blank, and the shell takes what follows for a command"
	if strings.ContainsAny(name, `:=,;(){}[]"'%`) || isFlag(name) {
		s.notFound(c, last, detail)
		return
	}
	if s.run.o.Reads != nil && s.run.o.Reads(last) {
		s.notAssigned(c.at, last, detail+" that it sets the variable for alone")
	}
}

// notFound notes a command that is not found, and what its line was meant to do.
func (s *shell) notFound(c *command, subject, detail string) {
	if s.failed(c.at, subject, detail+" that is not found") {
		return
	}
	if s.run.o.Strict || s.run.o.Reads != nil && s.run.o.Reads(subject) {
		s.notAssigned(c.at, subject, detail+" that is not found")
	}
}

func (s *shell) notAssigned(at source.Span, subject, detail string) {
	if !s.run.ended || !s.strict.errexit {
		s.run.find("shell/not-an-assignment", at, subject, detail)
	}
}

// readMissing lets a command fail that reads a file which is known not to be there.
func (s *shell) readMissing(f field) {
	if s.absent(f) {
		s.status, s.run.missing = failure, f.lit()
	}
}

// returned is how a function or a sourced file ends with an argument of return.
func returned(f field) status {
	n, err := strconv.Atoi(f.lit())
	if err != nil {
		return unsure
	}
	return statusOf(n == 0)
}

// absent reports whether a file that a command reads is known not to be there.
func (s *shell) absent(f field) bool {
	name, known := f.literal()
	if !known || f.doubtful() || !strings.HasPrefix(name, "/") || s.run.disk[s.locate(f).diskKey()] != nil || s.root != s.run.o.Root {
		return false
	}
	tree, ok := s.run.o.Tree.(machine.Absence)
	return ok && tree.Absent(f.at.Source, name)
}
