package startup

// Attributes returns why an agent refuses a text like rack:r1;zone:a. All it refuses are failed assertions: the daemon
// logs them as fatal and aborts.
func Attributes(text string, d Dialect) *Problem {
	for _, token := range whole(text).tokenize(";\n") {
		name, value, problem := attributePair(token, d)
		if problem != nil {
			return problem
		}
		parsed, problem := parseValue(value, d)
		switch {
		case problem != nil:
			return abort(value, "the value of attribute %q cannot be read: %s", name.text, problem.Text)
		case parsed.Kind == Set:
			return abort(value, "attribute %q is a set; it may be a text, a number or ranges", name.text)
		}
	}
	return nil
}

func attributePair(token token, d Dialect) (name, value token, problem *Problem) {
	const form = "an attribute is written name:value"
	if d.AttributesKeepColons {
		at := indexByte(token.text, ':')
		if at <= 0 || at+1 == len(token.text) {
			return name, value, abort(token, form).in(AttributeForm)
		}
		return token.slice(0, at), token.slice(at+1, len(token.text)), nil
	}
	pair := token.tokenize(":")
	if len(pair) != 2 {
		return name, value, abort(token, "%s, with one colon", form).in(AttributeForm)
	}
	return pair[0], pair[1], nil
}
