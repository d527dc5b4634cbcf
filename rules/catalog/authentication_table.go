// Code generated from data/authentication.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

var authenticationData = []*Authentication{
	{Who: "frameworks", Component: config.Master, Flag: "authenticate", In: release.Ranges{{First: release.Release{Minor: 15}}}, Scheme: "crammd5", Authenticators: "authenticators", Credentials: "credentials", Evidence: []string{"src/master/flags.hpp:99@0.15.0", "src/master/master.cpp:426@1.0.0"}},
	{Who: "agents", Component: config.Master, Flag: "authenticate_slaves", In: release.Ranges{{First: release.Release{Minor: 19}}}, Scheme: "crammd5", Authenticators: "authenticators", Credentials: "credentials", Evidence: []string{"src/master/master.cpp:313@0.19.0", "src/master/master.cpp:440@1.0.0"}},
	{Who: "operators", Component: config.Master, Flag: "authenticate_http", In: release.Ranges{{First: release.Release{Minor: 27}}}, Scheme: "basic", Authenticators: "http_authenticators", Credentials: "credentials", Evidence: []string{"src/master/master.cpp:530@0.27.0", "src/master/master.cpp:548@1.0.0"}},
	{Who: "readers", Component: config.Master, Flag: "authenticate_http_readonly", In: release.Ranges{{First: release.Release{Major: 1}}}, Scheme: "basic", Authenticators: "http_authenticators", Credentials: "credentials", Evidence: []string{"src/master/master.cpp:537@1.0.0"}},
	{Who: "http-frameworks", Component: config.Master, Flag: "authenticate_http_frameworks", In: release.Ranges{{First: release.Release{Major: 1}}}, Scheme: "basic", Authenticators: "http_framework_authenticators", Credentials: "credentials", Evidence: []string{"src/master/master.cpp:559@1.0.0"}},
	{Who: "operators", Component: config.Agent, Flag: "authenticate_http_readwrite", In: release.Ranges{{First: release.Release{Major: 1}}}, Scheme: "basic", Authenticators: "http_authenticators", Credentials: "http_credentials", Evidence: []string{"src/slave/slave.cpp:367@1.0.0"}},
	{Who: "readers", Component: config.Agent, Flag: "authenticate_http_readonly", In: release.Ranges{{First: release.Release{Major: 1}}}, Scheme: "basic", Authenticators: "http_authenticators", Credentials: "http_credentials", Evidence: []string{"src/slave/slave.cpp:356@1.0.0"}},
	{Who: "the agent", Component: config.Agent, In: release.Ranges{{First: release.Release{Minor: 19}}}, Scheme: "crammd5", Authenticators: "authenticatee", Credentials: "credential", Evidence: []string{"src/slave/slave.cpp:560@0.19.0", "src/slave/slave.cpp:1512@1.11.0"}},
}
