package resolved

import (
	"testing"

	"github.com/mesoslint/mesoslint/lint/release"
)

func TestSinceFindsTheStartOfTheLastRun(t *testing.T) {
	ranges, err := release.ParseRanges("1.4.2..1.4.3, 1.5.2..1.5.3, 1.6.1..")
	if err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]string{"1.4.3": "1.4.2", "1.5.3": "1.5.2", "1.5.0": "", "1.11.0": "1.6.1", "1.6.1": "1.6.1"} {
		if got := Since(release.MustParse(to), ranges.Contains); got.String() != want {
			t.Errorf("%s: since %s, want %s", to, got, want)
		}
	}
	always := func(release.Release) bool { return true }
	if got := SinceOrAlways(release.MustParse("1.0.0"), always); !got.IsZero() {
		t.Errorf("what always held began in %s", got)
	}
}
