package vagrant

import "testing"

func TestSharesItself(t *testing.T) {
	for text, want := range map[string]bool{
		"config.vm.box = 'x'\n": true,
		"config.vm.synced_folder \".\", \"/vagrant\", type: \"rsync\"\n":                 true,
		"config.vm.synced_folder './', '/vagrant'\n":                                     true,
		"config.vm.synced_folder '.', '/vagrant', disabled: true\n":                      false,
		"# config.vm.synced_folder '.', '/vagrant', disabled: true\n":                    true,
		"config.vm.synced_folder 'conf', '/vagrant'\n":                                   false,
		"config.vm.synced_folder 'conf', '/srv/conf'\n":                                  true,
		"config.vm.synced_folder '.', '/srv/conf'\n":                                     false,
		"config.vm.synced_folder '.', '/srv'\nconfig.vm.synced_folder '.', '/vagrant'\n": true,
	} {
		if got := SharesItself(text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
