// Code generated from data/shared.json by `make docs`. DO NOT EDIT.

package catalog

var sharedFlagData = []string{"quorum", "registry", "roles", "weights", "acls", "authorizers", "authenticate_frameworks", "authenticate_agents", "authenticate_http_readonly", "authenticate_http_readwrite", "authenticate_http_frameworks", "authenticators", "http_authenticators", "allocator", "firewall_rules", "rate_limits", "require_agent_domain", "registry_strict", "root_submissions"}
