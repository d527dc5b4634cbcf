package source

import (
	"testing"
	"unsafe"
)

// TestTextIsSmall holds the size of what every value of a file has several of.
func TestTextIsSmall(t *testing.T) {
	if size := unsafe.Sizeof(Text{}); size > 48 {
		t.Errorf("a text takes %d bytes", size)
	}
	if size := unsafe.Sizeof(form{}); size > 80 {
		t.Errorf("the form of a text takes %d bytes", size)
	}
}
