//go:build !race

package patience

// raceFactor is how much slower the race detector makes a test.
const raceFactor = 1
