package authz

// CompareIndexed is Compare with the rules of every operation indexed, however few they are.
func CompareIndexed(old, new *Policy) *Differences { return compare(old, new, nil, indexed) }
