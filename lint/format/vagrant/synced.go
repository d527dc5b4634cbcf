package vagrant

import "strings"

// SharedDirectory is where a machine finds the directory of the Vagrantfile, unless it says otherwise
// (plugins/kernel_v2/config/vm.rb of hashicorp/vagrant at 00a2670: synced_folder(".", "/vagrant")).
const SharedDirectory = "/vagrant"

// SharesItself reports whether the machines of a Vagrantfile find its directory at SharedDirectory. They do not if it shares
// nothing or something else there; if it shares its directory elsewhere, that depends on the version of Vagrant.
func SharesItself(text string) bool {
	elsewhere, said := false, false
	for line := range strings.Lines(text) {
		line = strings.ReplaceAll(strings.TrimSpace(line), "'", `"`)
		if strings.HasPrefix(line, "#") || !strings.Contains(line, "synced_folder") && !strings.Contains(line, "share_folder") {
			continue
		}
		itself := strings.Contains(line, `"."`) || strings.Contains(line, `"./"`)
		switch there := strings.Contains(line, `"`+SharedDirectory+`"`) || strings.Contains(line, `"`+SharedDirectory+`/"`); {
		case there && (!itself || strings.Contains(line, "disabled")):
			return false
		case there:
			said = true
		case itself:
			elsewhere = true
		}
	}
	return said || !elsewhere
}
