package startup

import "strings"

// Registry returns why an agent refuses where it pulls Docker images from: the URL of a registry, or where archives are.
func Registry(text string, d Dialect) *Problem {
	switch {
	case d.Registry == RegistryHost:
		return nil
	case d.Registry == RegistryFileURL && strings.HasPrefix(text, fileScheme):
		return nil
	case d.Registry >= RegistryPath && strings.HasPrefix(text, "/"):
		return nil
	case d.Registry >= RegistryHDFS && strings.HasPrefix(text, "hdfs://"):
		return hdfs(whole(text), d)
	}
	return httpURL(whole(text), d)
}

// WebURL returns why a daemon refuses a text that must be an http or https URL.
func WebURL(text string, d Dialect) *Problem { return httpURL(whole(text), d) }

func httpURL(all token, d Dialect) *Problem {
	colon := strings.Index(all.text, "://")
	if d.LooseURLs {
		colon = strings.IndexAny(all.text, ":/")
	}
	if colon < 0 {
		return refuse(all, "the URL has no scheme")
	}
	if colon+len("://") > len(all.text) {
		return abort(all, "the URL ends in its scheme")
	}
	scheme, rest := all.text[:colon], all.slice(colon+len("://"), len(all.text))
	host := rest
	if slash := indexByte(rest.text, '/'); slash >= 0 {
		host = rest.slice(0, slash)
	}
	if host.text == "" {
		return refuse(all, "the URL has no host")
	}
	tokens := host.tokenize(":")
	switch scheme := lowerASCII(scheme); {
	case len(tokens) == 0:
		return abort(all, "the URL has no host")
	case len(tokens) > 2:
		return refuse(host, "the URL has more than one port")
	case len(tokens) == 2:
		if _, ok := integer(tokens[1].text, 16, false, d); !ok {
			return refuse(tokens[1], "the port of the URL is not a number of 16 bits")
		}
	case scheme != "http" && scheme != "https":
		return refuse(all, "the URL has no port, and its scheme has none by itself")
	}
	return nil
}

func hdfs(all token, d Dialect) *Problem {
	rest := all.slice(len("hdfs://"), len(all.text))
	slash := indexByte(rest.text, '/')
	if slash == 0 || rest.text == "" {
		return nil
	}
	if slash > 0 {
		rest = rest.slice(0, slash)
	}
	tokens := rest.tokenize(":")
	switch {
	case len(tokens) == 0:
		return abort(all, "the URI has no host")
	case len(tokens) > 2:
		return refuse(rest, "the URI has more than one port")
	case len(tokens) == 2:
		if _, ok := signedInt(tokens[1].text, d); !ok {
			return refuse(tokens[1], "the port of the URI is not a number")
		}
	}
	return nil
}
