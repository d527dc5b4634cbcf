// Code generated from data/documents.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var documentFlagData = []*DocumentFlag{
	{Component: config.Agent, Flag: "acls", In: release.Ranges{{First: release.Release{Major: 1}}}, Kind: "acls", Held: "contents", Message: "ACLs", Shape: "object", Unless: &Choice{Flag: "authorizer", Not: "local", In: release.Ranges{{First: release.Release{Major: 1}}}, Evidence: "src/slave/main.cpp:385@1.0.0"}},
	{Component: config.Agent, Flag: "agent_features", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Kind: "agent_features", Held: "contents", Message: "SlaveCapabilities", Shape: "object"},
	{Component: config.Agent, Flag: "allowed_capabilities", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Kind: "allowed_capabilities", Held: "contents", Message: "CapabilityInfo", Shape: "object", Isolators: []string{"linux/capabilities"}},
	{Component: config.Agent, Flag: "allowed_devices", In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Kind: "allowed_devices", Held: "contents", Message: "DeviceWhitelist", Shape: "object", Isolators: []string{"cgroups/devices", "cgroups/all", "linux/devices"}},
	{Component: config.Agent, Flag: "bounding_capabilities", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Kind: "bounding_capabilities", Held: "contents", Message: "CapabilityInfo", Shape: "object", Isolators: []string{"linux/capabilities"}},
	{Component: config.Agent, Flag: "credential", In: release.Ranges{{First: release.Release{Minor: 19}}}, Kind: "credential", Held: "path", Message: "Credential", Shape: "object"},
	{Component: config.Agent, Flag: "csi_plugin_config_dir", In: release.Ranges{{First: release.Release{Major: 1, Minor: 11}}}, Kind: "csi_plugin_config_dir", Held: "directory", Message: "CSIPluginInfo", Shape: "object", Refused: "later", Secrets: []string{"environment", "parameters"}},
	{Component: config.Agent, Flag: "default_container_dns", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Kind: "default_container_dns", Held: "contents", Message: "ContainerDNSInfo", Shape: "object"},
	{Component: config.Agent, Flag: "default_container_info", In: release.Ranges{{First: release.Release{Minor: 21}}}, Kind: "default_container_info", Held: "contents", Message: "ContainerInfo", Shape: "object", Secrets: []string{"parameters"}},
	{Component: config.Agent, Flag: "docker_config", In: release.Ranges{{First: release.Release{Major: 1}}}, Kind: "docker_config", Held: "contents", Shape: "object", Secrets: []string{"*"}},
	{Component: config.Agent, Flag: "domain", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Kind: "domain", Held: "contents", Message: "DomainInfo", Shape: "object"},
	{Component: config.Agent, Flag: "effective_capabilities", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Kind: "effective_capabilities", Held: "contents", Message: "CapabilityInfo", Shape: "object", Isolators: []string{"linux/capabilities"}},
	{Component: config.Agent, Flag: "executor_environment_variables", In: release.Ranges{{First: release.Release{Minor: 23}}}, Kind: "executor_environment_variables", Held: "contents", Shape: "object", Secrets: []string{"*"}},
	{Component: config.Agent, Flag: "executor_secret_key", In: release.Ranges{{First: release.Release{Major: 1, Minor: 3}}}, Kind: "jwt_secret_key", Held: "path", Secrets: []string{"*"}},
	{Component: config.Agent, Flag: "firewall_rules", In: release.Ranges{{First: release.Release{Minor: 23}}}, Kind: "firewall-rules", Held: "contents", Message: "Firewall", Shape: "object"},
	{Component: config.Agent, Flag: "http_credentials", In: release.Ranges{{First: release.Release{Major: 1}}}, Kind: "credentials", Held: "path", Message: "Credentials", Shape: "object"},
	{Component: config.Agent, Flag: "image_gc_config", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Kind: "image_gc_config", Held: "contents", Message: "ImageGcConfig", Shape: "object"},
	{Component: config.Agent, Flag: "jwt_secret_key", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Kind: "jwt_secret_key", Held: "path", Secrets: []string{"*"}},
	{Component: config.Agent, Flag: "modules", In: release.Ranges{{First: release.Release{Minor: 21}}}, Kind: "modules", Held: "contents", Message: "Modules", Shape: "object", Secrets: []string{"parameters"}},
	{Component: config.Agent, Flag: "modules_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Kind: "modules", Held: "directory", Message: "Modules", Shape: "object", DirectoryRefused: "src/module/manager.cpp:370@1.0.0", Secrets: []string{"parameters"}},
	{Component: config.Agent, Flag: "network_cni_config_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Kind: "network_cni_config_dir", Held: "directory"},
	{Component: config.Agent, Flag: "resource_provider_config_dir", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Kind: "resource_provider_config_dir", Held: "directory", Message: "ResourceProviderInfo", Shape: "object", Refused: "skipped", Secrets: []string{"environment", "parameters"}},
	{Component: config.Agent, Flag: "resources", In: release.Ranges{{First: release.Release{Minor: 26}}}, Kind: "resources", Held: "text", Message: "Resource", Shape: "array"},
	{Component: config.Master, Flag: "acls", In: release.Ranges{{First: release.Release{Minor: 20}}}, Kind: "acls", Held: "contents", Message: "ACLs", Shape: "object", Unless: &Choice{Flag: "authorizers", Not: "local", In: release.Ranges{{First: release.Release{Minor: 24}}}, Evidence: "src/master/main.cpp:387@0.24.0"}},
	{Component: config.Master, Flag: "credentials", In: release.Ranges{{First: release.Release{Minor: 15}}}, Kind: "credentials", Held: "path", Message: "Credentials", Shape: "object"},
	{Component: config.Master, Flag: "domain", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Kind: "domain", Held: "contents", Message: "DomainInfo", Shape: "object"},
	{Component: config.Master, Flag: "firewall_rules", In: release.Ranges{{First: release.Release{Minor: 23}}}, Kind: "firewall-rules", Held: "contents", Message: "Firewall", Shape: "object"},
	{Component: config.Master, Flag: "modules", In: release.Ranges{{First: release.Release{Minor: 21}}}, Kind: "modules", Held: "contents", Message: "Modules", Shape: "object", Secrets: []string{"parameters"}},
	{Component: config.Master, Flag: "modules_dir", In: release.Ranges{{First: release.Release{Major: 1}}}, Kind: "modules", Held: "directory", Message: "Modules", Shape: "object", DirectoryRefused: "src/module/manager.cpp:370@1.0.0", Secrets: []string{"parameters"}},
	{Component: config.Master, Flag: "rate_limits", In: release.Ranges{{First: release.Release{Minor: 20}}}, Kind: "rate-limits", Held: "contents", Message: "RateLimits", Shape: "object"},
	{Component: config.Master, Flag: "whitelist", In: release.Ranges{{First: release.Release{Minor: 12}}}, Kind: "whitelist", Held: "path"},
	{Component: config.Agent, Flag: "network_cni_config_dir", In: release.Ranges{{First: release.Release{Major: 1}, Last: release.Release{Major: 1, Minor: 1, Patch: 3}}}, Kind: "network_cni_config_dir", Held: "directory", Shape: "object"},
	{Component: config.Agent, Flag: "network_cni_config_dir", In: release.Ranges{{First: release.Release{Major: 1, Minor: 2}}}, Kind: "network_cni_config_dir", Held: "directory", Shape: "object", Refused: "skipped"},
	{Component: config.Agent, Flag: "seccomp_config_dir", In: release.Ranges{{First: release.Release{Major: 1, Minor: 8}}}, Kind: "seccomp_config_dir", Held: "directory", Shape: "object", Isolators: []string{"linux/seccomp"}, Refused: "tasks"},
}
