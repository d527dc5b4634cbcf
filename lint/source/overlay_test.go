package source_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint/source"
)

// Changes of changes are what one who made both at once would have written.
func TestOverlayOver(t *testing.T) {
	a, b := []byte("a"), []byte("b")
	base := source.Overlay{
		"/edited": {Data: a, From: "/edited"}, "/old": {Gone: true}, "/new": {Data: a, From: "/old"},
		"/made": {Data: a, Mode: 0o600}, "/left": {Data: a, From: "/left"}, "/moved": {From: "/was"}, "/was": {Gone: true},
	}
	got := source.Overlay{
		"/edited": {Data: b, From: "/edited"}, "/new": {Gone: true}, "/newer": {From: "/new"}, "/made": {Data: b, From: "/made"},
		"/moved": {Gone: true}, "/further": {From: "/moved"}, "/disk": {Data: b, From: "/disk"}, "/fresh": {Data: b, Mode: 0o640},
	}.Over(base)
	want := source.Overlay{
		"/edited": {Data: b, From: "/edited"}, "/old": {Gone: true}, "/new": {Gone: true}, "/newer": {Data: a, From: "/old"},
		"/made": {Data: b, Mode: 0o600}, "/left": {Data: a, From: "/left"}, "/moved": {Gone: true}, "/was": {Gone: true},
		"/further": {From: "/was"}, "/disk": {Data: b, From: "/disk"}, "/fresh": {Data: b, Mode: 0o640},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff(source.Overlay{"/x": {Data: b}}, source.Overlay{"/x": {Data: b}}.Over(nil)); diff != "" {
		t.Errorf("over nothing:\n%s", diff)
	}
}
