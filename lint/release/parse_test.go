package release

import (
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/Masterminds/semver/v3"
)

// Parse reads what semver reads as three numbers of at most 65535, and reads it alike.
func TestParseAgreesWithSemver(t *testing.T) {
	const alphabet = "0123459.v-x"
	random := rand.New(rand.NewPCG(1, 2))
	accepted := 0
	for range 200_000 {
		var b strings.Builder
		for range 1 + random.IntN(8) {
			b.WriteByte(alphabet[random.IntN(len(alphabet))])
		}
		text := b.String()
		r, err := Parse(text)
		v, judge := semver.NewVersion(core(text))
		three := judge == nil && strings.Count(core(text), ".") == 2 && max(v.Major(), v.Minor(), v.Patch()) <= math.MaxUint16
		if three != (err == nil) {
			t.Fatalf("Parse(%q) = %s, %v; semver says %v, %v", text, r, err, v, judge)
		}
		if !three {
			continue
		}
		accepted++
		if r != (Release{uint16(v.Major()), uint16(v.Minor()), uint16(v.Patch())}) {
			t.Fatalf("Parse(%q) = %s, semver says %s", text, r, v)
		}
	}
	if accepted < 100 {
		t.Fatalf("only %d inputs were accepted", accepted)
	}
	for i := range 3 {
		for _, n := range []int{0, 7, 10, 9999, 65535} {
			parts := []string{"1", "2", "3"}
			parts[i] = strconv.Itoa(n)
			text := strings.Join(parts, ".")
			if r, err := Parse(text); err != nil || r.String() != text {
				t.Errorf("Parse(%q) = %s, %v", text, r, err)
			}
		}
	}
}

func TestParse(t *testing.T) {
	for text, want := range map[string]Release{
		"1.3.0": {1, 3, 0}, "1.3.0-rc1": {1, 3, 0}, "1.9.0-2.0.1.ubuntu1604": {1, 9, 0}, "v0.28.3": {0, 28, 3}, "1.3.0.": {1, 3, 0},
	} {
		if got, err := Parse(text); err != nil || got != want {
			t.Errorf("Parse(%q) = %s, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "1", "1.3", "1.3.x", "1..3", ".1.2", "1.2.3.4", "1.2.99999999999999999999", "a.b.c", "-1.2.3", "65537.3.2", "1.65536.0"} {
		if got, err := Parse(text); err == nil {
			t.Errorf("Parse(%q) = %s, want an error", text, got)
		}
	}
}

// A release is taken as the programs print it that people ask for it.
func TestResolveWhatProgramsPrint(t *testing.T) {
	known := NewSet([]Release{{1, 9, 0}, {1, 9, 1}}, nil)
	for text, want := range map[string]string{
		"mesos-1.9.0-2.0.1.el7.x86_64": "1.9.0", "mesos 1.9.0": "1.9.0", "mesos_1.9.0-2.0.1.ubuntu1604_amd64.deb": "1.9.0", "1.9.x": "1.9.1", "mesos 1.9": "1.9.1",
	} {
		if got, err := known.Resolve(text); err != nil || got.String() != want {
			t.Errorf("%q is %s, %v; want %s", text, got, err, want)
		}
	}
	for _, text := range []string{"mesos", "mesos-", "marathon-1.9.0", "mesosphere 1.9.0"} {
		if got, err := known.Resolve(text); err == nil {
			t.Errorf("%q is taken for %s", text, got)
		}
	}
}
