package startup

import "github.com/mesoslint/mesoslint/lint/mesos/stout"

// Dialect says how one release's daemons read their settings where releases differ. The zero value is the reading of no
// release; values come from the catalogue.
type Dialect struct {
	// Flags is how the release parses flags; durations outside flags are read the same way.
	Flags stout.FlagDialect

	// Hex is how far texts that are a number as a whole may be hexadecimal, HexInRanges whether the ends of ranges may.
	Hex         Hex
	HexInRanges bool
	// CoalescesRanges is set if ranges that overlap or touch are joined as they are read.
	CoalescesRanges bool
	// OnlyNormalScalars is set if a number that is infinite, not a number or subnormal is refused.
	OnlyNormalScalars bool
	// NoNegativeScalars is set if a number below 0 is refused as it is read.
	NoNegativeScalars bool

	// InvalidResources is what becomes of a resource that is invalid by itself.
	InvalidResources Invalid
	// ScalarsExceedPrecision is set if a scalar that rounds to 0 at three digits, or is beyond what fits 64 bits in
	// thousandths, is invalid. EmptyByPrecision is set if one that rounds to 0 is not a resource.
	ScalarsExceedPrecision, EmptyByPrecision bool
	// ResourceKinds is which resources of one name must be of one kind.
	ResourceKinds KindCheck
	// EmptyJSONRefused is set if a resource in JSON that holds nothing is refused; otherwise it is dropped.
	EmptyJSONRefused bool
	// DiskSources is what is known of the source of a disk.
	DiskSources Sources
	// SharedResources is set if the key "shared" is known.
	SharedResources bool
	// RefinedReservations is set if the key "reservations" is known. ReservationsReplaceRole is set if it makes
	// the older keys forgotten before anything is compared.
	RefinedReservations, ReservationsReplaceRole bool
	// PortsAreBounded is set if a port beyond 16 bits is refused; otherwise it counts around.
	PortsAreBounded bool
	// QuantitiesAreResources is set if the least quantities of an offer are read as resources.
	QuantitiesAreResources bool
	// QuantitiesAreBounded is set if a quantity that does not fit 64 bits in thousandths is a failed assertion.
	QuantitiesAreBounded bool

	// AttributesKeepColons is set if the first colon alone ends the name of an attribute.
	AttributesKeepColons bool
	// Roles is what a role may be called.
	Roles RoleNames

	// EmptyElectionIsNone is set if an empty --zk or --master stands for a master that is alone.
	EmptyElectionIsNone bool
	// LogReadsFile is set if the replicated log reads file:// by itself.
	LogReadsFile bool

	// Registry is how the registry of Docker images is written. LooseURLs is set if the scheme of a URL ends at the
	// first colon or slash.
	Registry  RegistryForm
	LooseURLs bool

	// Isolators is how the list of isolators is read.
	Isolators IsolatorRules
}

// Invalid is what becomes of an invalid resource.
type Invalid uint8

// The ways.
const (
	Taken   Invalid = iota // as it is
	Dropped                // silently left out
	Refused
)

// KindCheck says which resources of one name must be of one kind.
type KindCheck uint8

// The checks.
const (
	NoKindCheck KindCheck = iota
	AllKinds              // all that are written
	KeptKinds             // all that are left when what is invalid or empty is dropped
)

// Sources is what a release knows of the source of a disk.
type Sources uint8

// The steps.
const (
	NoSources       Sources = iota // the key is unknown
	RequiredSources                // a path or a mount, with its root
	OpenSources                    // the type may be unknown and the root missing; the agent refuses both later
	ExactSources                   // a raw disk or a block must have neither path nor mount
)

// RoleNames is what a role may be called.
type RoleNames uint8

// The rules.
const (
	AnyName    RoleNames = iota
	FlatName             // no slash
	NestedName           // names with slashes between
)

// RegistryForm is how the registry of Docker images is written, each form one step later.
type RegistryForm uint8

// The forms.
const (
	RegistryHost    RegistryForm = iota // a host
	RegistryFileURL                     // an http URL, or file://
	RegistryPath                        // an http URL, or an absolute path
	RegistryHDFS                        // or hdfs:// too
)

// IsolatorRules is how a release reads the list of isolators.
type IsolatorRules struct {
	// KeepsEmpty is set if nothing between two commas is a name.
	KeepsEmpty bool
	// AsSet is set if the list is made a set first, and a name counts where it is an element of it. Elsewhere a name
	// counts where the text contains it, and what is implied is added to the text.
	AsSet bool
	// AliasesInList is set if an alias is replaced as an element; otherwise only if it is the whole list.
	AliasesInList bool
	// RefusesTwice is set if a name listed twice is refused.
	RefusesTwice bool
	// RefusesBothNames is set if an old and a new name of one isolator are refused together.
	RefusesBothNames bool
	// OneOfAKind is set if more than one isolator for the file system, or for the network, is refused.
	OneOfAKind bool
}
