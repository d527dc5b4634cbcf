package stout

import (
	"net/netip"
	"strings"
)

// ParseIP reads a numeric address as inet_pton does: no names, no zones, no leading zeros. It is an IPv4 address unless
// any family will do.
func ParseIP(s string, anyFamily bool) (netip.Addr, *ValueError) {
	address, ok := parseAddress(s)
	switch {
	case !ok:
		return netip.Addr{}, &ValueError{Problem: "it is not a numeric IP address"}
	case !address.Is4() && !anyFamily:
		return netip.Addr{}, &ValueError{Problem: "it is not an IPv4 address"}
	}
	return address, nil
}

// ParseIPv6 reads a numeric IPv6 address.
func ParseIPv6(s string) (netip.Addr, *ValueError) {
	address, ok := parseAddress(s)
	if !ok || !address.Is6() {
		return netip.Addr{}, &ValueError{Problem: "it is not a numeric IPv6 address"}
	}
	return address, nil
}

func parseAddress(s string) (netip.Addr, bool) {
	address, err := netip.ParseAddr(s)
	return address, err == nil && !strings.ContainsRune(s, '%')
}
