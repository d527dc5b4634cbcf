// The tools that the readers of formats are held against: a module of its own, so that users of mesoslint do not inherit
// what they need.
module github.com/mesoslint/mesoslint/lint/format/judges

go 1.26.8

require (
	github.com/mesoslint/mesoslint v0.0.0
	gopkg.in/yaml.v3 v3.0.1
)

require (
	github.com/tidwall/gjson v1.20.0 // indirect
	github.com/tidwall/match v1.1.1 // indirect
	github.com/tidwall/pretty v1.2.0 // indirect
)

replace github.com/mesoslint/mesoslint => ../../..
