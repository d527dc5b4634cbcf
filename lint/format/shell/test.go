package shell

import (
	"strconv"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// test judges the words of test and [ as far as they are known.
func (s *shell) test(args []field, bracket bool) status {
	if bracket {
		if len(args) == 0 || args[len(args)-1].lit() != "]" {
			return unsure
		}
		args = args[:len(args)-1]
	}
	if anyUncertain(args) || len(args) > 64 {
		return unsure
	}
	if len(args) > 0 && args[0].lit() == "!" {
		return s.test(args[1:], false).not()
	}
	switch len(args) {
	case 0:
		return failure
	case 1:
		if known, empty := args[0].emptiness(); known {
			return statusOf(!empty)
		}
	case 2:
		known, empty := args[1].emptiness()
		switch op := args[0].lit(); {
		case op == "-n" && known:
			return statusOf(!empty)
		case op == "-z" && known:
			return statusOf(empty)
		}
	case 3:
		return compare(args[0], args[1].lit(), args[2])
	}
	return unsure
}

// compare judges two words that are compared.
func compare(a field, op string, b field) status {
	if !a.known() || !b.known() {
		return unsure
	}
	x, y := a.String(), b.String()
	switch op {
	case "=", "==":
		return statusOf(x == y)
	case "!=":
		return statusOf(x != y)
	}
	n, err := strconv.Atoi(strings.TrimSpace(x))
	m, err2 := strconv.Atoi(strings.TrimSpace(y))
	if err != nil || err2 != nil {
		return unsure
	}
	switch op {
	case "-eq":
		return statusOf(n == m)
	case "-ne":
		return statusOf(n != m)
	case "-lt":
		return statusOf(n < m)
	case "-le":
		return statusOf(n <= m)
	case "-gt":
		return statusOf(n > m)
	case "-ge":
		return statusOf(n >= m)
	}
	return unsure
}

// testExpr judges [[ … ]] as far as its words are known.
func (s *shell) testExpr(x syntax.TestExpr) status {
	if !s.deeper() {
		return unsure
	}
	defer func() { s.depth-- }()
	switch x := x.(type) {
	case *syntax.Word:
		if known, empty := s.scalar(x).emptiness(); known {
			return statusOf(!empty)
		}
	case *syntax.ParenTest:
		return s.testExpr(x.X)
	case *syntax.UnaryTest:
		if x.Op == syntax.TsNot {
			return s.testExpr(x.X).not()
		}
		w, ok := x.X.(*syntax.Word)
		if !ok {
			return unsure
		}
		known, empty := s.scalar(w).emptiness()
		switch {
		case x.Op == syntax.TsNempStr && known:
			return statusOf(!empty)
		case x.Op == syntax.TsEmpStr && known:
			return statusOf(empty)
		}
	case *syntax.BinaryTest:
		return s.binaryTest(x)
	}
	return unsure
}

func (s *shell) binaryTest(x *syntax.BinaryTest) status {
	switch x.Op {
	case syntax.AndTest:
		a, b := s.testExpr(x.X), s.testExpr(x.Y)
		switch {
		case a == failure || b == failure:
			return failure
		case a == success && b == success:
			return success
		}
		return unsure
	case syntax.OrTest:
		a, b := s.testExpr(x.X), s.testExpr(x.Y)
		switch {
		case a == success || b == success:
			return success
		case a == failure && b == failure:
			return failure
		}
		return unsure
	}
	a, ok := x.X.(*syntax.Word)
	b, ok2 := x.Y.(*syntax.Word)
	if !ok || !ok2 {
		return unsure
	}
	f, g := s.scalar(a), s.scalar(b)
	switch x.Op {
	case syntax.TsMatch, syntax.TsMatchShort, syntax.TsNoMatch:
		pattern, quoted := s.plainWord(b)
		if !quoted {
			pattern = g.String()
			if strings.ContainsAny(pattern, `\[(`) {
				return unsure
			}
		}
		if !f.known() || !g.known() || f.size() > 4096 || len(pattern) > 256 {
			return unsure
		}
		fits := pattern == f.String()
		if !quoted {
			fits = matches(pattern, f.String())
		}
		return statusOf(fits == (x.Op != syntax.TsNoMatch))
	case syntax.TsEql, syntax.TsNeq, syntax.TsLss, syntax.TsLeq, syntax.TsGtr, syntax.TsGeq:
		return compare(f, x.Op.String(), g)
	}
	return unsure
}
