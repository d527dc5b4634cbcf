package fix

import (
	"encoding/binary"
	"errors"
)

// The sizes of what getattrlist(2) of macOS gives for ATTR_CMN_EXTENDED_SECURITY: the length of all, a reference (an offset
// from where it stands itself, and a length), and where that leads to a magic number, two identities of 16 bytes, the count of
// the entries and their flags, and entries of an identity, flags and rights (bsd/sys/kauth.h of xnu).
const (
	listReference = 4
	listCount     = 4 + 16 + 16
	listHeader    = listCount + 4 + 4
	listEntry     = 16 + 4 + 4
	noAccessList  = ^uint32(0)
)

var errCutList = errors.New("its access list cannot be read")

// accessEntries returns the entries of the access list that getattrlist(2) of macOS gave; "" if there is none.
func accessEntries(answer []byte) (string, error) {
	if len(answer) < listReference+8 {
		return "", errCutList
	}
	order := binary.NativeEndian
	all, length := int(order.Uint32(answer)), int(order.Uint32(answer[listReference+4:]))
	at := listReference + int(int32(order.Uint32(answer[listReference:])))
	switch {
	case all > len(answer):
		return "", errCutList
	case length == 0:
		return "", nil
	case at < 0 || at > all || length < listHeader || at+length > all:
		return "", errCutList
	}
	list := answer[at : at+length]
	count := order.Uint32(list[listCount:])
	if count == noAccessList || count == 0 {
		return "", nil
	}
	if int(count) > (len(list)-listHeader)/listEntry {
		return "", errCutList
	}
	return string(list[listHeader : listHeader+int(count)*listEntry]), nil
}

// handsDown reports whether a directory with such entries gives one of them to a new file.
func handsDown(entries string) bool {
	const toFiles = 1 << 5 // KAUTH_ACE_FILE_INHERIT
	for at := 0; at+listEntry <= len(entries); at += listEntry {
		if binary.NativeEndian.Uint32([]byte(entries[at+16:]))&toFiles != 0 {
			return true
		}
	}
	return false
}
