package startup

// NetClsHandle returns why an agent refuses the primary handle of its containers' network class: a 16-bit number.
func NetClsHandle(text string, d Dialect) *Problem {
	if _, ok := integer(text, 16, false, d); !ok {
		return refuse(whole(text), "a handle is a number of 16 bits")
	}
	return nil
}

// NetClsHandles returns why an agent refuses the range of secondary handles: two numbers of 16 bits with a comma between.
func NetClsHandles(text string, d Dialect) *Problem {
	all := whole(text)
	tokens := all.tokenize(",")
	if len(tokens) != 2 {
		return refuse(all, "a range of handles is written lowest,highest")
	}
	var bounds [2]uint64
	for i, token := range tokens {
		var ok bool
		if bounds[i], ok = integer(token.text, 16, false, d); !ok {
			return refuse(token, "a handle is a number of 16 bits")
		}
	}
	switch {
	case bounds[0] == 0:
		return refuse(tokens[0], "0 is not a handle")
	case bounds[0] > bounds[1]:
		return refuse(all, "the range of handles is empty")
	}
	return nil
}

// QueueHandle returns why an agent refuses the parent of its egress classifier: root, or two hexadecimal numbers of 16
// bits with a colon between.
func QueueHandle(text string) *Problem {
	all := whole(text)
	if text == "root" {
		return nil
	}
	tokens := all.tokenize(":")
	if len(tokens) != 2 {
		return refuse(all, "a handle is root or two numbers with a colon between")
	}
	for _, token := range tokens {
		if _, ok := parseDigits(lowerASCII(token.text), 16, 1<<16-1); !ok {
			return refuse(token, "the parts of a handle are hexadecimal numbers of 16 bits")
		}
	}
	return nil
}

func lowerASCII(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}

// Port returns why a daemon refuses a text that must be a port: a number of 16 bits.
func Port(text string, d Dialect) *Problem {
	if _, ok := integer(text, 16, false, d); !ok {
		return refuse(whole(text), "it is not a number of 16 bits")
	}
	return nil
}

// PositiveNumber returns why a daemon refuses a text that must be a number greater than 0.
func PositiveNumber(text string) *Problem {
	if value, ok := float(text); !ok || value <= 0 {
		return refuse(whole(text), "it is not a number greater than 0")
	}
	return nil
}
