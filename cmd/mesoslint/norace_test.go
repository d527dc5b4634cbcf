//go:build !race

package main

import "testing"

// exhaustive marks a test that tries thousands of inputs. The race detector leaves it out.
func exhaustive(t testing.TB) { t.Helper() }
