// Package patience says how long tests wait for what must not take for ever: an input that makes a reader quadratic, or
// never end. Such a reader takes minutes; a limit far above what is usual keeps a loaded machine, or the race detector, from
// failing the test for nothing.
package patience

import "time"

// Limit returns how long a test waits for what takes at most d on an idle machine.
func Limit(d time.Duration) time.Duration { return d * 10 * raceFactor }
