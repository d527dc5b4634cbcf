package catalog

import (
	"github.com/mesoslint/mesoslint/lint/config"
	"github.com/mesoslint/mesoslint/lint/mesos/startup"
	"github.com/mesoslint/mesoslint/lint/release"
	"github.com/mesoslint/mesoslint/rules/internal/lazy"
)

var startupDialects = lazy.Keyed[release.Release, startup.Dialect]{Make: startupDialect}

// StartupDialect returns how the daemons of release r read their settings once the flag parser has accepted them.
func StartupDialect(r release.Release) startup.Dialect { return startupDialects.Get(r) }

func startupDialect(r release.Release) startup.Dialect {
	on := func(id string) bool { return Behaviour(id).Contains(r) }
	d := startup.Dialect{
		Flags:                   FlagDialect(r),
		HexInRanges:             on("hex-in-ranges"),
		CoalescesRanges:         on("ranges-joined"),
		OnlyNormalScalars:       on("scalars-normal"),
		NoNegativeScalars:       on("scalars-not-negative"),
		ScalarsExceedPrecision:  on("resources-too-small-refused"),
		EmptyByPrecision:        on("resources-too-small-dropped"),
		EmptyJSONRefused:        on("resources-json-empty-refused"),
		SharedResources:         on("resources-shared"),
		RefinedReservations:     on("reservations-list"),
		ReservationsReplaceRole: on("reservations-list-first"),
		PortsAreBounded:         on("ports-bounded"),
		QuantitiesAreResources:  on("quantities-as-resources"),
		QuantitiesAreBounded:    on("quantities-bounded"),
		AttributesKeepColons:    on("attributes-first-colon"),
		EmptyElectionIsNone:     on("empty-election-alone"),
		LogReadsFile:            on("log-reads-zk-file"),
		LooseURLs:               on("url-scheme-loose"),
		Isolators: startup.IsolatorRules{
			KeepsEmpty:       on("isolation-empty-names"),
			AsSet:            on("isolation-as-set"),
			AliasesInList:    on("isolation-aliases-in-list"),
			RefusesTwice:     Values(config.Agent, "isolation").Duplicates.Contains(r),
			RefusesBothNames: CheckNamed("agent-isolators-disk-twice").In.Contains(r),
			OneOfAKind:       CheckNamed("agent-isolators-filesystem-several").In.Contains(r),
		},
	}
	d.Hex = step(r, startup.NoHex, "hex-numbers", "hex-numbers-signed")
	d.InvalidResources = step(r, startup.Taken, "resources-invalid-dropped", "resources-invalid-refused")
	d.ResourceKinds = step(r, startup.NoKindCheck, "resources-kinds-as-written", "resources-kinds-kept")
	d.DiskSources = step(r, startup.NoSources, "disk-source-required", "disk-source-open", "disk-source-exact")
	d.Roles = RoleDialect(r).Roles
	d.Registry = step(r, startup.RegistryHost, "docker-registry-url", "docker-registry-path", "docker-registry-hdfs")
	return d
}

// RoleDialect returns the part of StartupDialect that says what a role may be called; it asks for no other facts.
func RoleDialect(r release.Release) startup.Dialect {
	return startup.Dialect{Roles: step(r, startup.AnyName, "roles-validated", "hierarchical-roles")}
}

// step returns which of several steps a release has come to: the one after none for the first behaviour, and so on.
func step[S ~uint8](r release.Release, none S, behaviours ...string) S {
	at := none
	for i, id := range behaviours {
		if Behaviour(id).Contains(r) {
			at = none + S(i) + 1
		}
	}
	return at
}
