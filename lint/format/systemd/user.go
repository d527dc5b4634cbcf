package systemd

import "strings"

// rootUser runs the commands of a system's service that names nobody.
const rootUser = "root"

// runsAs reads the user of the service. A dynamic one is known to systemd only.
func (r *serviceReader) runsAs(e entry) {
	switch value := string(e.value.data); {
	case e.maybe || e.value.anyUnknown() || strings.Contains(value, "%"):
		r.user = ""
	case e.key == "DynamicUser":
		if value != "no" && value != "false" && value != "off" && value != "0" {
			r.user = ""
		}
	case value == "" || value == "0":
		r.user = rootUser
	default:
		r.user = value
	}
}

// userOf returns who a command runs as. "+" and "!" before it leave it root; whether "!!" does hangs on the kernel.
func (r *serviceReader) userOf(c command) string {
	switch {
	case r.user == rootUser, c.privileges == "":
		return r.user
	case strings.Contains(c.privileges, "!!"):
		return ""
	}
	return rootUser
}
