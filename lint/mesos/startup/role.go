package startup

import "strings"

// anyRole is the role of resources that are reserved for nobody.
const anyRole = "*"

// Role returns why a name is not a role, nil if it is one.
func Role(name string, d Dialect) *Problem { return role(whole(name), d) }

func role(name token, d Dialect) *Problem {
	if d.Roles == AnyName || name.text == anyRole || isPlainRole(name.text, d.Roles == NestedName) {
		return nil
	}
	if name.text == "" {
		return refuse(name, "a role needs a name")
	}
	separators := ""
	switch {
	case d.Roles == NestedName:
		if strings.HasPrefix(name.text, "/") || strings.HasSuffix(name.text, "/") || strings.Contains(name.text, "//") {
			return refuse(name, "%q has a slash at an end or two in a row", name.text)
		}
		separators = "/"
	case strings.Contains(name.text, "/"):
		return refuse(name, "%q holds a slash", name.text)
	}
	for c := range name.tokens(separators) {
		switch {
		case c.text == "." || c.text == "..":
			return refuse(c, "%q is not allowed in a role", c.text)
		case c.text == anyRole:
			return refuse(c, `"*" stands for itself only`)
		case strings.HasPrefix(c.text, "-"):
			return refuse(c, "%q starts with a dash", c.text)
		case strings.ContainsAny(c.text, "\t\n\v\f\r \x7f"):
			return refuse(c, "%q holds white space or a control character", c.text)
		}
	}
	return nil
}

// isPlainRole reports whether a name consists of letters, digits and what is a role between them, so that no more needs to be
// asked: most roles do, and a policy may list hundreds of thousands.
func isPlainRole(name string, nested bool) bool {
	begins := true // a part of the name
	for i := range len(name) {
		switch c := name[i]; {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', !begins && (c == '-' || c == '.'):
			begins = false
		case nested && !begins && c == '/':
			begins = true
		default:
			return false
		}
	}
	return !begins
}

// Roles returns why a master refuses a comma-separated list of roles.
func Roles(list string, d Dialect) *Problem {
	for _, name := range whole(list).tokenize(",") {
		if problem := role(name, d); problem != nil {
			return problem
		}
	}
	return nil
}

// Weights returns why a master refuses a list like role=2.5,other=1. known is asked for each role where the master has a
// list of roles; nil if it takes any.
func Weights(list string, known func(role string) bool) *Problem {
	for _, token := range whole(list).tokenize(",") {
		pair := token.tokenize("=")
		switch {
		case len(pair) != 2:
			return refuse(token, "a weight is written role=weight")
		case known != nil && !known(pair[0].text):
			return refuse(pair[0], "%q is not one of the roles the master is given", pair[0].text)
		case !positiveWeight(pair[1].text):
			return refuse(pair[1], "the weight of %q is not a positive number", pair[0].text)
		}
	}
	return nil
}

// positiveWeight reports whether atof makes more than 0 of a text, or no number at all of "nan", which compares with
// nothing.
func positiveWeight(text string) bool {
	value, isNumber := leadingFloat(text)
	return isNumber && !(value <= 0)
}
