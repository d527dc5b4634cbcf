package systemd

import "strings"

// specifiers are what the % in a unit stands for.
type specifiers func(letter byte) (value string, known bool)

// letters are those that systemd 252 replaces after "%" (src/core/unit-printf.c), and those of later releases.
const letters = "aAbBcCdDEfgGhHiIjJlLmMnNopPqrRsStTuUvVwWyY"

// value returns what a letter stands for, whether that is known, and whether systemd knows the letter.
func (s specifiers) value(letter byte) (value string, known, exists bool) {
	if strings.IndexByte(letters, letter) < 0 {
		return "", false, false
	}
	value, known = s(letter)
	return value, known, true
}

// specifiersOf returns what is known of the specifiers of a service: what its name says, and the directories of the system
// manager. A service that has aliases is loaded under any of its names, and the instance of a template may be any.
func specifiersOf(s *Service) specifiers {
	n := parseUnitName(s.Name)
	byName := len(s.Aliases) == 0
	instanceKnown := !n.isTemplate()
	return func(letter byte) (string, bool) {
		switch letter {
		case 'i':
			return n.instance, instanceKnown
		case 'I':
			return unescape(n.instance), instanceKnown
		case 'p':
			return n.prefix, byName
		case 'P':
			return unescape(n.prefix), byName
		case 'n':
			return n.String(), byName && instanceKnown
		case 'N':
			return strings.TrimSuffix(n.String(), serviceSuffix), byName && instanceKnown
		case 'j':
			return lastPart(n.prefix), byName
		case 'J':
			return unescape(lastPart(n.prefix)), byName
		case 'f':
			name := n.instance
			if !n.at {
				name = n.prefix
			}
			return "/" + strings.TrimPrefix(unescape(name), "/"), byName && instanceKnown
		case 't':
			return "/run", true
		case 'S':
			return "/var/lib", true
		case 'C':
			return "/var/cache", true
		case 'L':
			return "/var/log", true
		case 'E':
			return "/etc", true
		}
		return "", false
	}
}

// lastPart returns what follows the last dash of a name.
func lastPart(name string) string { return name[strings.LastIndexByte(name, '-')+1:] }
