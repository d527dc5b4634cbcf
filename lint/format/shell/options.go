package shell

import "strings"

// option is an option of a command.
type option struct {
	name  string // with its dashes
	value field
	set   bool // whether it has a value
}

type options struct {
	list     []option
	operands []field
}

// has reports whether one of several options is given.
func (o options) has(names ...string) bool {
	_, found := o.get(names...)
	return found
}

// get returns the last of an option.
func (o options) get(names ...string) (option, bool) {
	for i := len(o.list) - 1; i >= 0; i-- {
		for _, n := range names {
			if o.list[i].name == n {
				return o.list[i], true
			}
		}
	}
	return option{}, false
}

// parseOptions parts options from operands as getopt does. valued are the letters of the options that take a value, and
// long the names of those with two dashes that take the next word.
func parseOptions(words []field, valued string, long ...string) options {
	var o options
	for i := 0; i < len(words); i++ {
		w := words[i]
		text := w.String()
		switch {
		case text == "--":
			o.operands = append(o.operands, words[i+1:]...)
			return o
		case strings.HasPrefix(text, "--"):
			name, _, found := strings.Cut(text, "=")
			opt := option{name: name}
			if found {
				opt.value, opt.set = w.from(len(name)+1), true
			} else if contains(long, name) && i+1 < len(words) {
				i++
				opt.value, opt.set = words[i], true
			}
			o.list = append(o.list, opt)
		case len(text) > 1 && text[0] == '-':
			for j := 1; j < len(text); j++ {
				opt := option{name: "-" + text[j:j+1]}
				if strings.IndexByte(valued, text[j]) >= 0 {
					switch {
					case j+1 < len(text):
						opt.value, opt.set = w.from(j+1), true
					case i+1 < len(words):
						i++
						opt.value, opt.set = words[i], true
					}
					o.list = append(o.list, opt)
					break
				}
				o.list = append(o.list, opt)
			}
		default:
			o.operands = append(o.operands, w)
		}
	}
	return o
}

func contains(list []string, s string) bool {
	for _, l := range list {
		if l == s {
			return true
		}
	}
	return false
}
