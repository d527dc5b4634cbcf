package catalog

import (
	"github.com/mesoslint/mesoslint/lint/mesos/credential"
	"github.com/mesoslint/mesoslint/lint/release"
)

// CredentialSemantics returns how release r reads credential files. What it makes of their JSON is in Dialect.
func CredentialSemantics(r release.Release) credential.Semantics {
	on := func(id string) bool { return Behaviour(id).Contains(r) }
	s := credential.Semantics{
		JSON:         on("credentials-json"),
		Text:         on("credentials-text"),
		SharedReader: on("credential-read-as-list"),
	}
	if s.JSON {
		s.Message = Message("Credentials", r)
	}
	return s
}
