package lazy

import (
	"sync"
	"sync/atomic"
	"testing"
)

func TestMadeOnce(t *testing.T) {
	var made atomic.Int32
	value := Value[int]{Make: func() int { return int(made.Add(1)) }}
	keyed := Keyed[string, int]{Make: func(key string) int { return len(key) + 100*int(made.Add(1)) }}
	if made.Load() != 0 {
		t.Fatal("a value was made that nobody asked for")
	}
	for range 2 {
		if got := value.Get(); got != 1 {
			t.Errorf("the value was made %d times", got)
		}
	}
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			if n := keyed.Get("ab"); n%100 != 2 {
				t.Errorf("ab: %d", n)
			}
			if n := keyed.Get("abc"); n%100 != 3 {
				t.Errorf("abc: %d", n)
			}
		})
	}
	asking.Wait()
	if made.Load() != 3 {
		t.Errorf("%d values were made, want 3", made.Load())
	}
}
