package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/release"
)

// The parties that authenticate. HTTPFrameworks are those that use the HTTP API instead of the scheduler driver;
// Operators use the endpoints that change something, Readers those that do not; TheAgent is an agent towards its master.
const (
	Frameworks     Party = "frameworks"
	Agents         Party = "agents"
	Operators      Party = "operators"
	Readers        Party = "readers"
	HTTPFrameworks Party = "http-frameworks"
	TheAgent       Party = "the agent"
)

// The schemes that are built in.
const (
	CRAMMD5 = "crammd5"
	Basic   = "basic"
)

// Party is who authenticates.
type Party string

// Authentication is one way somebody authenticates, and the flags it depends on.
type Authentication struct {
	Who       Party            `json:"who"`
	Component config.Component `json:"component"`
	// Flag makes it a must where it is true, by a name it has on every release it exists in. It is "" if the
	// credentials alone do.
	Flag string         `json:"flag"`
	In   release.Ranges `json:"in"`
	// Scheme is what is built in, CRAMMD5 or Basic, and the name of it in Authenticators, the flag that can name a
	// module instead. That flag may be younger than the rest.
	Scheme         string `json:"scheme"`
	Authenticators string `json:"authenticators"`
	// Credentials is the flag that names the file the built-in scheme reads.
	Credentials string   `json:"credentials"`
	Evidence    []string `json:"evidence"`
}

// Authentications returns the ways to authenticate to a component that release r has, or for TheAgent from it.
func Authentications(c config.Component, r release.Release) []*Authentication {
	var out []*Authentication
	for _, a := range authenticationData {
		if a.Component == c && a.In.Contains(r) {
			out = append(out, a)
		}
	}
	return out
}

// AuthenticationOf returns how a party authenticates, nil if it does not on release r.
func AuthenticationOf(c config.Component, who Party, r release.Release) *Authentication {
	for _, a := range Authentications(c, r) {
		if a.Who == who {
			return a
		}
	}
	return nil
}

// ExecutorsFlag is the flag of an agent with which executors of the HTTP API must authenticate, if the release has it.
const ExecutorsFlag = "authenticate_http_executors"

// ExecutorsKey is the first name of the flag without which the agent does not start with ExecutorsFlag (check
// agent-jwt-secret-key-missing; src/slave/slave.cpp:327@1.3.2).
const ExecutorsKey = "executor_secret_key"

// ElectionFlag returns the flag that tells a master where to be elected, and an agent where to find the master.
func ElectionFlag(c config.Component) string {
	if c == config.Master {
		return "zk"
	}
	return "master"
}
