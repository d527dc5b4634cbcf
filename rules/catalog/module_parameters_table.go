// Code generated from data/module_parameters.json by `make docs`. DO NOT EDIT.

package catalog

import (
	"github.com/mesoslint/mesoslint/lint/release"
)

var moduleParameterData = []*ModuleParameters{
	{Module: "org_apache_mesos_FixedResourceEstimator", In: release.Ranges{{First: release.Release{Minor: 23}}}, Unknown: "ignored", Parameters: []ModuleParameter{{Key: "resources", Type: "Resources", Required: true}}, Evidence: []string{
		"src/slave/resource_estimators/fixed.cpp:131@0.23.0",
		"src/slave/resource_estimators/fixed.cpp:137@1.11.0",
	}},
	{Module: "org_apache_mesos_LoadQoSController", In: release.Ranges{{First: release.Release{Minor: 27}}}, Unknown: "ignored", Any: true, Parameters: []ModuleParameter{
		{Key: "load_threshold_5min", Type: "double"},
		{Key: "load_threshold_15min", Type: "double"},
	}, Evidence: []string{
		"src/slave/qos_controllers/load.cpp:182@0.27.0",
		"src/slave/qos_controllers/load.cpp:182@1.11.0",
	}},
	{Module: "org_apache_mesos_LogrotateContainerLogger", In: release.Ranges{{First: release.Release{Minor: 27}}}, Unknown: "fatal", Parameters: []ModuleParameter{
		{Key: "max_stdout_size", Type: "Bytes", Least: "4096B"},
		{Key: "logrotate_stdout_options", Type: "Option<string>"},
		{Key: "max_stderr_size", Type: "Bytes", Least: "4096B"},
		{Key: "logrotate_stderr_options", Type: "Option<string>"},
		{Key: "environment_variable_prefix", Type: "string", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}}, {Key: "launcher_dir", Type: "string"}, {Key: "logrotate_path", Type: "string"},
		{Key: "libprocess_num_worker_threads", Type: "size_t", In: release.Ranges{{First: release.Release{Major: 1, Minor: 1}}}, Least: "1"}, {Key: "help", Type: "bool"},
	}, Evidence: []string{
		"src/slave/container_loggers/lib_logrotate.hpp:46@0.27.0",
		"src/slave/container_loggers/lib_logrotate.hpp:161@1.1.0",
	}},
	{Module: "org_apache_mesos_TestHttpBasicAuthenticator", In: release.Ranges{{First: release.Release{Minor: 27}, Last: release.Release{Minor: 28, Patch: 3}}}, Unknown: "credential", Evidence: []string{
		"src/authentication/http/basic_authenticator_factory.cpp:56@0.27.0",
		"src/authentication/http/basic_authenticator_factory.cpp:56@0.28.3",
	}},
	{Module: "org_apache_mesos_TestHttpBasicAuthenticator", In: release.Ranges{{First: release.Release{Major: 1}}}, Unknown: "fatal", Parameters: []ModuleParameter{
		{Key: "credentials", Type: "Credentials", Document: "credentials", Every: true},
		{Key: "authentication_realm", Type: "string", Required: true},
	}, Evidence: []string{
		"src/authentication/http/basic_authenticator_factory.cpp:64@1.0.0",
		"src/authentication/http/basic_authenticator_factory.cpp:85@1.11.0",
	}},
	{Module: "org_apache_mesos_TestLocalAuthorizer", In: release.Ranges{{First: release.Release{Major: 1}}}, Unknown: "ignored", Parameters: []ModuleParameter{{Key: "acls", Type: "ACLs", Required: true, Document: "acls"}}, Evidence: []string{
		"src/authorizer/local/authorizer.cpp:749@1.0.0",
		"src/authorizer/local/authorizer.cpp:1708@1.11.0",
	}},
	{Module: "org_apache_mesos_UriDiskProfileAdaptor", In: release.Ranges{{First: release.Release{Major: 1, Minor: 5}}}, Unknown: "fatal", Parameters: []ModuleParameter{
		{Key: "uri", Type: "URI", Required: true},
		{Key: "poll_interval", Type: "Option<Duration>", Least: "1ns"},
		{Key: "max_random_wait", Type: "Duration", Least: "0ns"}, {Key: "help", Type: "bool"},
	}, Evidence: []string{
		"src/resource_provider/storage/uri_disk_profile.hpp:55@1.5.0",
		"src/resource_provider/storage/uri_disk_profile_adaptor.hpp:71@1.6.0",
	}},
}
