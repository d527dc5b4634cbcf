package catalog

// SharedFlags returns the flags that all masters of a cluster should have alike, because any of them may lead: what decides
// who may do what, and how the registry is kept.
func SharedFlags() []string { return sharedFlagData }

// ResourceProviders returns the types of local resource provider that agents have, on every release that has any
// (src/resource_provider/local.cpp@1.11.0).
func ResourceProviders() []string { return []string{"org.apache.mesos.rp.local.storage"} }
