// Package rules is what mesoslint knows about Mesos and how it judges a configuration by it: one file per subject. The
// facts themselves, by release and with their evidence, are data in package catalog.
package rules

import "github.com/mesoslint/mesoslint/lint"

// All returns every rule, ordered by subject.
func All() []*lint.Rule {
	return []*lint.Rule{
		aclInvalidJSON,
		aclDuplicateKey,
		aclUnknownAction,
		aclRemovedAction,
		aclActionNotYet,
		aclDeprecatedAction,
		aclMissingField,
		aclUnknownField,
		aclWrongType,
		aclUnknownType,
		aclQuotaConflict,
		aclImplicitObject,
		aclEndpoint,
		aclValuesBesideType,
		aclNewlyDenied,
		aclDecisionChange,
		aclUnreachableEntry,
		flagUnknown,
		flagRemoved,
		flagNotYet,
		documentInvalidJSON,
		documentDuplicateKey,
		documentUnknownKey,
		documentWrongType,
		documentMissingField,
		documentUnknownEnum,
		moduleUnnamed,
		moduleNothingLoaded,
		moduleDuplicate,
		moduleTwoSources,
		moduleRebuild,
		moduleInterfaceChanged,
		rateLimitsDuplicatePrincipal,
		rateLimitsNotPositive,
		rateLimitsUnusedCapacity,
		executorEnvironmentNotAString,
		domainNoFaultDomain,
		containerDNSNetwork,
		dockerConfigUnusable,
		dockerConfigNoAuth,
		imageGCOutOfRange,
		firewallGoneEndpoint,
		firewallOtherName,
		firewallNeverMatches,
		firewallUnknownEndpoint,
	}
}
