// Code generated from data/document_keys.json by `make docs`. DO NOT EDIT.

package catalog

var documentKeyData = []*DocumentKeys{
	{Kind: "acls", Entries: []string{"principals"}},
	{Kind: "modules", Keys: []DocumentKey{{Name: "libraries", Inside: []string{"file", "name", "modules", "path"}}}},
	{Kind: "credentials", Keys: []DocumentKey{{Name: "credentials", Inside: []string{"principal", "secret"}}}, List: []string{"principal", "secret"}},
	{Kind: "credential", Whole: []string{"principal", "secret"}},
	{Kind: "rate-limits", Keys: []DocumentKey{{Name: "limits", Holds: "qps"}, {Name: "aggregate_default_qps"}}},
	{Kind: "firewall-rules", Keys: []DocumentKey{{Name: "disabled_endpoints"}}},
	{Kind: "domain", Keys: []DocumentKey{{Name: "fault_domain"}}, Given: true},
	{Kind: "agent_features", Keys: []DocumentKey{{Name: "capabilities", Inside: []string{"type"}}}, Given: true},
	{Kind: "allowed_devices", Keys: []DocumentKey{{Name: "allowed_devices"}}, Given: true},
	{Kind: "image_gc_config", Keys: []DocumentKey{{Name: "image_disk_headroom"}, {Name: "image_disk_watch_interval"}}, Given: true},
	{Kind: "default_container_info", Keys: []DocumentKey{{Name: "network_infos"}, {Name: "rlimit_info"}, {Name: "linux_info"}, {Name: "tty_info"},
		{Name: "volumes", Inside: []string{"container_path", "host_path", "mode"}},
	}, Given: true},
	{Kind: "default_container_dns", Keys: []DocumentKey{
		{Name: "mesos", Inside: []string{"network_mode", "network_name", "dns"}},
		{Name: "docker", Inside: []string{"network_mode", "network_name", "dns"}},
	}, Given: true},
	{Kind: "resource_provider_config_dir", Keys: []DocumentKey{{Name: "storage"}, {Name: "default_reservations"}}, Given: true},
	{Kind: "csi_plugin_config_dir", Keys: []DocumentKey{{Name: "target_path_root"}, {Name: "target_path_exists"}, {Name: "containers"}, {Name: "endpoints"}}, Whole: []string{"type", "name"}, Given: true},
}
