// Code generated from data/modules.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var moduleKindData = []*ModuleKind{
	{Kind: "Allocator", Words: "an allocator", In: release.Ranges{{First: release.Release{Minor: 23}}}, Flags: []ModuleFlag{{Component: config.Master, Flag: "allocator"}}},
	{Kind: "Anonymous", Words: "an anonymous module", In: release.Ranges{{First: release.Release{Minor: 22}}}},
	{Kind: "Authenticatee", Words: "an authenticatee", In: release.Ranges{{First: release.Release{Minor: 22}}}, Flags: []ModuleFlag{{Component: config.Agent, Flag: "authenticatee"}}},
	{Kind: "Authenticator", Words: "an authenticator", In: release.Ranges{{First: release.Release{Minor: 21}}}, Flags: []ModuleFlag{{Component: config.Master, Flag: "authenticators"}}},
	{Kind: "Authorizer", Words: "an authorizer", In: release.Ranges{{First: release.Release{Minor: 24}}}, Flags: []ModuleFlag{
		{Component: config.Master, Flag: "authorizers"},
		{Component: config.Agent, Flag: "authorizer"},
	}},
	{Kind: "ContainerLogger", Words: "a container logger", In: release.Ranges{{First: release.Release{Minor: 27}}}, Flags: []ModuleFlag{{Component: config.Agent, Flag: "container_logger"}}},
	{Kind: "DiskProfileAdaptor", Words: "a disk profile adaptor", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Flags: []ModuleFlag{{Component: config.Agent, Flag: "disk_profile_adaptor"}}},
	{Kind: "Hook", Words: "a hook", In: release.Ranges{{First: release.Release{Minor: 22}}}, Flags: []ModuleFlag{
		{Component: config.Master, Flag: "hooks"}, {Component: config.Agent, Flag: "hooks"},
	}},
	{Kind: "HttpAuthenticatee", Words: "an HTTP authenticatee", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}},
	{Kind: "HttpAuthenticator", Words: "an HTTP authenticator", In: release.Ranges{{First: release.Release{Minor: 27}}}, Flags: []ModuleFlag{
		{Component: config.Master, Flag: "http_authenticators"},
		{Component: config.Master, Flag: "http_framework_authenticators"},
		{Component: config.Agent, Flag: "http_authenticators"},
	}},
	{Kind: "Isolator", Words: "an isolator", In: release.Ranges{{First: release.Release{Minor: 21}}}, Flags: []ModuleFlag{{Component: config.Agent, Flag: "isolation"}}},
	{Kind: "MasterContender", Words: "a master contender", In: release.Ranges{{First: release.Release{Major: 1}}}, Flags: []ModuleFlag{{Component: config.Master, Flag: "master_contender"}}},
	{Kind: "MasterDetector", Words: "a master detector", In: release.Ranges{{First: release.Release{Major: 1}}}, Flags: []ModuleFlag{
		{Component: config.Master, Flag: "master_detector"},
		{Component: config.Agent, Flag: "master_detector"},
	}},
	{Kind: "QoSController", Words: "a QoS controller", In: release.Ranges{{First: release.Release{Minor: 23}}}, Flags: []ModuleFlag{{Component: config.Agent, Flag: "qos_controller"}}},
	{Kind: "ResourceEstimator", Words: "a resource estimator", In: release.Ranges{{First: release.Release{Minor: 23}}}, Flags: []ModuleFlag{{Component: config.Agent, Flag: "resource_estimator"}}},
	{Kind: "SecretResolver", Words: "a secret resolver", In: release.Ranges{{First: release.Release{Major: 1, Minor: 4}}}, Flags: []ModuleFlag{{Component: config.Agent, Flag: "secret_resolver"}}},
}
