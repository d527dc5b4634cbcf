package partly

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/source"
)

func TestHolesAreWhereTheUnknownPartsStand(t *testing.T) {
	s := source.New("f", "", []byte("abc${x}${y}def"))
	var inner Text
	inner.AddUnknown(s.Span(7, 11))
	inner.AddKnown(source.RawText(s, 11, 14))
	var all Text
	all.AddKnown(source.RawText(s, 0, 3))
	all.AddUnknown(s.Span(3, 7))
	all.Add(inner)
	if got := all.Text().String(); got != "abc${x}${y}def" || all.Len() != len(got) {
		t.Errorf("text %q of %d bytes", got, all.Len())
	}
	if diff := cmp.Diff([]source.Range{{Start: 3, End: 11}}, all.Holes()); diff != "" {
		t.Errorf("holes (-want +got):\n%s", diff)
	}
	if _, known := all.Literal(); known || all.Leading() != 3 {
		t.Errorf("known %v, %d bytes from the start on", known, all.Leading())
	}
	at, text, ok := all.Text().Edit(12, 13, "X")
	if !ok || at.Start != 12 || at.End != 13 || text != "X" {
		t.Errorf("an edit writes %q at %d-%d, %v", text, at.Start, at.End, ok)
	}
}

func TestAnUnknownPartThatStandsNowhereIsAHoleAllTheSame(t *testing.T) {
	if u := Unknown(source.Span{}); u.Len() != 1 || len(u.Holes()) != 1 {
		t.Errorf("%d bytes, holes %v", u.Len(), u.Holes())
	}
	if s, known := (Text{}).Literal(); s != "" || !known {
		t.Errorf("the zero text is %q, known %v", s, known)
	}
}
