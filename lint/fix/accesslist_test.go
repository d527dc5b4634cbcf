package fix

import (
	"encoding/binary"
	"strings"
	"testing"
)

// securityAnswer is what getattrlist(2) of macOS answers for a file with so many entries.
func securityAnswer(count uint32, entries ...string) []byte {
	order := binary.NativeEndian
	var list []byte
	list = order.AppendUint32(list, 0x012cc16d)
	list = append(list, make([]byte, 32)...)
	list = order.AppendUint32(list, count)
	list = order.AppendUint32(list, 0)
	for _, e := range entries {
		list = append(list, e...)
	}
	out := order.AppendUint32(nil, uint32(12+len(list)))
	out = order.AppendUint32(out, 8)
	out = order.AppendUint32(out, uint32(len(list)))
	return append(out, list...)
}

// aclEntry is an entry of an access list of macOS.
func aclEntry(flags uint32) string {
	out := []byte(strings.Repeat("i", 16))
	out = binary.NativeEndian.AppendUint32(out, flags)
	return string(binary.NativeEndian.AppendUint32(out, 2))
}

func TestAccessEntries(t *testing.T) {
	const allow, inherited, toFiles, toDirectories = 1, 1 << 4, 1 << 5, 1 << 6
	none := binary.NativeEndian.AppendUint32(nil, 12)
	none = append(none, 8, 0, 0, 0, 0, 0, 0, 0)
	for name, test := range map[string]struct {
		answer []byte
		want   string
		down   bool
	}{
		"nothing":      {none, "", false},
		"owners alone": {securityAnswer(noAccessList), "", false},
		"empty":        {securityAnswer(0), "", false},
		"one":          {securityAnswer(1, aclEntry(allow)), aclEntry(allow), false},
		"two":          {securityAnswer(2, aclEntry(allow|toDirectories), aclEntry(allow|toFiles)), aclEntry(allow|toDirectories) + aclEntry(allow|toFiles), true},
		"inherited":    {securityAnswer(1, aclEntry(allow|inherited)), aclEntry(allow | inherited), false},
	} {
		got, err := accessEntries(test.answer)
		if err != nil || got != test.want || handsDown(got) != test.down {
			t.Errorf("%s: %q, %v, %v", name, got, handsDown(got), err)
		}
	}
}

// An answer that is cut is never taken for one without entries.
func TestAccessEntriesThatAreCut(t *testing.T) {
	whole := securityAnswer(2, aclEntry(1), aclEntry(1))
	for n := range len(whole) {
		if got, err := accessEntries(whole[:n]); err == nil {
			t.Errorf("%d bytes: %q", n, got)
		}
	}
	if got, err := accessEntries(securityAnswer(3, aclEntry(1), aclEntry(1))); err == nil {
		t.Errorf("three of two: %q", got)
	}
}
