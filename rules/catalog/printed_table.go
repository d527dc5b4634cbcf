// Code generated from data/printed.json by `make docs`. DO NOT EDIT.

package catalog

var printedFormData = []*PrintedForm{
	{Type: "string", As: "read", Evidence: []string{"3rdparty/stout/include/stout/stringify.hpp:51@1.11.0"}},
	{Type: "bool", As: "read", Evidence: []string{"3rdparty/stout/include/stout/stringify.hpp:83@1.11.0"}},
	{Type: "int", As: "read", Evidence: []string{"3rdparty/stout/include/stout/stringify.hpp:37@1.11.0"}},
	{Type: "uint16_t", As: "read", Evidence: []string{"3rdparty/stout/include/stout/stringify.hpp:37@1.11.0"}},
	{Type: "size_t", As: "read", Evidence: []string{"3rdparty/stout/include/stout/stringify.hpp:37@1.11.0"}},
	{Type: "double", As: "read", Evidence: []string{"3rdparty/stout/include/stout/stringify.hpp:37@1.11.0"}},
	{Type: "Duration", As: "read", Evidence: []string{"3rdparty/stout/include/stout/duration.hpp:276@1.11.0"}},
	{Type: "Bytes", As: "read", Evidence: []string{"3rdparty/stout/include/stout/bytes.hpp:141@1.11.0"}},
	{Type: "Path", As: "read", Evidence: []string{"3rdparty/stout/include/stout/path.hpp:517@1.11.0"}},
	{Type: "JSON::Object", As: "read", Evidence: []string{"3rdparty/stout/include/stout/json.hpp:873@1.11.0"}},
	{Type: "CapabilityInfo", As: "read", Evidence: []string{"src/common/type_utils.cpp:710@1.11.0"}},
	{Type: "DeviceWhitelist", As: "read", Evidence: []string{"src/common/type_utils.cpp:716@1.11.0"}},
	{Type: "DomainInfo", As: "read", Evidence: []string{"src/common/type_utils.cpp:791@1.11.0"}},
	{Type: "SecurePathOrValue", As: "path-or-value", Evidence: []string{"3rdparty/stout/include/stout/flags/flag.hpp:113@1.11.0"}},
	{Type: "set<string>", As: "list", Evidence: []string{"3rdparty/stout/include/stout/stringify.hpp:90@1.11.0"}},
	{Type: "vector<unsigned int>", As: "list", Evidence: []string{"3rdparty/stout/include/stout/stringify.hpp:124@1.11.0"}},
	{Type: "ACLs", As: "message", Evidence: []string{"src/authorizer/acls.cpp:25@1.11.0"}},
	{Type: "RateLimits", As: "message", Evidence: []string{"src/common/type_utils.cpp:874@1.11.0"}},
	{Type: "Modules", As: "message", Evidence: []string{"include/mesos/module/module.hpp:25@1.11.0"}},
	{Type: "Firewall", As: "message", Evidence: []string{"src/messages/flags.hpp:100@1.11.0"}},
	{Type: "ContainerInfo", As: "message", Evidence: []string{"src/common/type_utils.cpp:785@1.11.0"}},
	{Type: "ContainerDNSInfo", As: "message", Evidence: []string{"src/messages/flags.hpp:108@1.11.0"}},
	{Type: "ImageGcConfig", As: "message", Evidence: []string{"src/messages/flags.hpp:92@1.11.0"}},
	{Type: "SlaveCapabilities", As: "message", Evidence: []string{"src/messages/flags.hpp:116@1.11.0"}},
}
