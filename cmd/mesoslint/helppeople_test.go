package main

// peopleKnow are the clauses that nobody follows without knowing more than the help and the file say, by what that is.
var peopleKnow = []struct {
	what    string
	clauses []string
}{
	{"the machine, its programs and their builds", []string{
		"chmod 0640", "make sure that ", "check the machine", "check that ", "check the file that it is rendered to",
		"check it with `--to", "check it for a release", "check whether", "rebuild it against", "upgrade everything to",
		"upgrade Docker", "have the freezer", "start it as root", "remove all storage", "port allocator modules", "go to 0.25.1",
		"list what they need of it", "tell the users", "give `--no-switch_user`", "by its `MESOS_` variable", "create the file",
		"create `/etc/mesos/zk`", "write `|| true`", "name it as a template", "every file of this directory", "`mesoslint authz diff`",
		"review the weights",
	}},
	{"the order of an upgrade", []string{
		"use it only ", "keep it for the upgrade", "remove it before ", "write absolute roots before",
		"give `authenticate_http_executors=true` with it", "give `authenticate_http_executors=true` and", "give `enforce_container", "write the secret in base64",
		"write the text form",
	}},
	{"who may do what", []string{
		"name the principals", "say in `acls`", "in `reserve_resources` and", "have the agent authenticate",
		"move the entries you want", "write the role that is meant", "add the values, write ANY", "write ANY or NONE if that",
		"write `\"flags\"", "let the module read them", "the type if only they", "the pattern without a type",
		"write the type without values", "move it before them", "set `authenticate_http_frameworks=true` and", "no spelling of a rule",
		"add `monitor` to", "reserve the resources for", "add its credential", "delete it from the ACLs", "replace `remove_quotas`",
		"replace it by `update_quotas`", "keep one kind", "write one `run_tasks`", "join the two values", "merge the two values",
		"delete the one that is not meant", "grant tasks no more", "require the certificates", "take aNULL", "do not verify",
		"add it there", "remove it here",
	}},
	{"the path of a file, or its content, that only its owner has", []string{
		"give the path of", "give the file that is meant", "give `credential`, the path", "give `credentials`, the path", "give it",
		"give the scripts", "give the master and the agent the same", "name a credential file", "save the file",
		"write the credentials into", "do not give the flag", "move it out of /etc", "move one of the files", "move the content of",
		"write a file for each", "write this file and", "fix the JSON at this place", "write it as JSON", "write [{",
		"write a principal, a blank", "list the agents in the file",
	}},
	{"a name, a value or an address that only its owner knows", []string{
		"write the URL of the masters", "give the ZooKeeper URL", "the address of one master", "write all servers", "append the port",
		"append a value", "set another port", "set the port in", "give all masters", "give each network", "give each provider",
		"give all of cpus", "expect the defaults", "add `mem` to the resources", "write it like `cpus:4`", "write a JSON ", "write the profile as", "add `archMap`", "add `includes`", "add `cgroups/perf_event` to `isolation`, with",
		"write a value", "write a share of", "write a text, a number", "write a positive number", "write at most three",
		"write letters, digits", "end the range at", "write the key that", "write every principal as a key",
		"write `credentials`, a JSON array", "write {\"", "write \"access\"", "write the registries as", "add `auth`, unless",
		"add `storage` with", "add {\"key\"", "add it to the `services`", "add one of them", "add the profile",
		"name one that is there", "name another one", "name it in the flag", "remove it from the modules", "load the module with", "load `org_apache",
		"list each module once", "leave one name", "shorten it", "configure images for", "set `domain`, with", "set `AGENT_NAME`", "set `PRIVATE_ADDRESS`",
		"write `${AGENT_NAME", "write `${PRIVATE_ADDRESS", "add `AGENT_OPERATION", "add `RESERVATION_REF", "add `LIBPROCESS_SSL_KEY", "give `quorum` a value",
		"give `offer_timeout` a value", "give `role_sorter`", "give `registry_store", "give `image_provisioner", "add `work_dir`: ",
		"use `isolation` instead", "use it only for", "stop using it", "set `image_providers` too, with", "write `gc_delay` with",
		"write `recover` with", "write it as `--name=value`", "delete `aggregate_default_qps`", "delete `qps` for", "write the type",
	}},
	{"how the text around it is quoted", []string{
		"close the quote", "delete the comma", "delete the byte order mark", "write a backslash before it", "write NAME=\"VALUE\"", "double the percent", "double the backslash", "put the word in quotes", "in a command, write",
		"write NAME=VALUE", "write the whole path", "end the line before it", "correct it", "end each line of the command", "remove the control character", "keep one ExecStart",
		"give the command as a list", "give the entry as a mapping", "move `command:` out", "move it out of the flag directory",
		"move the file `?no-logger`", "delete it, and write `LIBPROCESS", "delete `SSL_VERIFY_CERT`, which",
		"delete it, and set `port`", "delete `user_sorter` and",
	}},
}
