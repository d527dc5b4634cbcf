package startup

import (
	"net/netip"
	"strconv"
	"strings"
)

// The schemes of --zk and --master.
const (
	zkScheme   = "zk://"
	fileScheme = "file://"
)

// space are the bytes at which a stream stops to read a word.
const space = " \t\n\v\f\r"

// ReadFile returns the content of a file the daemon opens. known is false if it cannot be told.
type ReadFile func(path string) (content string, known bool)

// LogURL returns why a master with a replicated log refuses its ZooKeeper URL before it looks at it as Contender does. No
// problem holds anything of the URL, which may have a password in it.
func LogURL(url string, d Dialect, read ReadFile) *Problem {
	if path, isFile := strings.CutPrefix(url, fileScheme); isFile && d.LogReadsFile {
		content, known := read(path)
		if !known {
			return nil
		}
		url = content
	}
	if !strings.HasPrefix(whole(url).trim().text, zkScheme) {
		return refuse(whole(url), "the replicated log needs a URL that starts with %q", zkScheme)
	}
	return nil
}

// Contender returns why a master refuses where it takes part in elections.
func Contender(mechanism string, d Dialect, read ReadFile) *Problem {
	return election(mechanism, d, read, func(token) *Problem {
		return refuse(whole(mechanism), "it does not start with %q", zkScheme)
	})
}

// Detector returns why an agent refuses where it finds the master: a ZooKeeper URL, host:port or master@host:port. A host
// name that only a name server can judge is not a problem.
func Detector(mechanism string, d Dialect, read ReadFile) *Problem {
	return election(mechanism, d, read, pid)
}

func election(mechanism string, d Dialect, read ReadFile, other func(token) *Problem) *Problem {
	all := whole(mechanism)
	if mechanism == "" && d.EmptyElectionIsNone {
		return nil
	}
	if strings.HasPrefix(mechanism, zkScheme) {
		return chroot(all)
	}
	path, isFile := strings.CutPrefix(mechanism, fileScheme)
	if !isFile {
		return other(all)
	}
	content, known := read(path)
	if !known {
		return nil
	}
	if inner := election(whole(content).trim().text, d, read, other); inner != nil {
		return refuse(all, "of what its file holds: %s", inner.Text)
	}
	return nil
}

// chroot refuses a URL without a path.
func chroot(all token) *Problem {
	rest := all.trim()
	rest = rest.slice(len(zkScheme), len(rest.text))
	if slash := indexByte(rest.text, '/'); slash < 0 || slash == len(rest.text)-1 {
		return refuse(all, "it has no path: ZooKeeper's own root is not supported")
	}
	return nil
}

// Unreachable returns why the client library takes no connection string of the servers of a ZooKeeper URL: the first one
// that has no port, or that there is none. nil if it does. The daemon starts with it, tries for a while and aborts.
func Unreachable(url string) *Problem {
	rest := whole(url).trim()
	if !strings.HasPrefix(rest.text, zkScheme) {
		return nil
	}
	rest = rest.slice(len(zkScheme), len(rest.text))
	if slash := indexByte(rest.text, '/'); slash >= 0 {
		rest = rest.slice(0, slash)
	}
	if at := strings.LastIndexByte(rest.text, '@'); at >= 0 {
		rest = rest.slice(at+1, len(rest.text))
	}
	servers := rest.tokenize(",")
	if len(servers) == 0 {
		return refuse(whole(url), "no server is named")
	}
	for _, server := range servers {
		colon := strings.LastIndexByte(server.text, ':')
		if port, err := strconv.ParseUint(server.text[colon+1:], 0, 31); colon < 0 || err != nil || port == 0 {
			return refuse(server, "a server has no port")
		}
	}
	return nil
}

// pid refuses what is not an address of a master.
func pid(all token) *Problem {
	const form = "it is not an address like host:5050"
	text := all.text
	if !strings.HasPrefix(text, "master@") {
		text = "master@" + text
	}
	// The address is read off a stream, which stops at white space.
	if at := strings.IndexAny(text, space); at >= 0 {
		text = text[:at]
	}
	_, address, _ := strings.Cut(text, "@")
	host, port, found := strings.Cut(address, ":")
	switch {
	case !found:
		return refuse(all, "%s: there is no port", form)
	case !scansAsNumber(port):
		return refuse(all, "%s: what follows the colon is not a number", form)
	case !maybeHost(host):
		return refuse(all, "%s: what is before the colon is not a host", form)
	}
	return nil
}

// AfterAddress returns the range of what follows the port in the address of a master that an agent accepts, and is not read:
// an empty one if nothing does, and if the text is not such an address.
func AfterAddress(mechanism string) (start, end int) {
	if strings.HasPrefix(mechanism, zkScheme) || strings.HasPrefix(mechanism, fileScheme) || pid(whole(mechanism)) != nil {
		return 0, 0
	}
	at := len(mechanism) - len(strings.TrimPrefix(mechanism, "master@"))
	start = at + strings.IndexByte(mechanism[at:], ':') + 1
	if mechanism[start] == '+' || mechanism[start] == '-' {
		start++
	}
	for start < len(mechanism) && mechanism[start] >= '0' && mechanism[start] <= '9' {
		start++
	}
	end = start + len(strings.TrimRight(mechanism[start:], space))
	start = end - len(strings.TrimLeft(mechanism[start:end], space))
	return start, end
}

// scansAsNumber reports whether sscanf finds a decimal number at the start.
func scansAsNumber(text string) bool {
	if text != "" && (text[0] == '+' || text[0] == '-') {
		text = text[1:]
	}
	return text != "" && text[0] >= '0' && text[0] <= '9'
}

// maybeHost reports whether a name server could resolve a host. "*" is the machine itself.
func maybeHost(host string) bool {
	if host == "" {
		return false
	}
	for i := range len(host) {
		c := host[i]
		letter := c|0x20 >= 'a' && c|0x20 <= 'z'
		if !letter && (c < '0' || c > '9') && c != '.' && c != '-' && c != '_' {
			return host == "*"
		}
	}
	last := host[strings.LastIndexByte(host, '.')+1:]
	if strings.Trim(last, "0123456789") != "" || last == "" {
		return true
	}
	return oldAddress(host)
}

// oldAddress reports whether a host made of numbers is an address as inet_aton reads one: one to four numbers, each
// decimal, octal or hexadecimal, the last of which fills what is left.
func oldAddress(host string) bool {
	if _, err := netip.ParseAddr(host); err == nil {
		return true
	}
	parts := strings.Split(host, ".")
	if len(parts) > 4 {
		return false
	}
	for i, part := range parts {
		limit := uint64(255)
		if i == len(parts)-1 {
			limit = 1<<(8*(5-len(parts))) - 1
		}
		base, digits := 10, part
		if hex, isHex := strings.CutPrefix(lowerASCII(part), "0x"); isHex {
			base, digits = 16, hex
		} else if len(part) > 1 && part[0] == '0' {
			base = 8
		}
		if n, err := strconv.ParseUint(digits, base, 64); err != nil || n > limit {
			return false
		}
	}
	return true
}
