//go:build race

package main

import "testing"

// exhaustive skips a test that tries thousands of inputs and finds nothing more under the race detector, where it takes
// many minutes: make test runs it without.
func exhaustive(t testing.TB) {
	t.Helper()
	t.Skip("tries thousands of inputs; make test runs it without the race detector")
}
