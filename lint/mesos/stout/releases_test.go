package stout

// The dialects of some releases, for the tests of what they change. The catalogue has them all.
var dialects = map[string]Dialect{
	"0.20.0": {Overflow: OverflowInfinity, TrailingIgnored: true, NestedErrorsIgnored: true},
	"0.24.0": {Overflow: OverflowInfinity, TrailingIgnored: true, NestedErrorsIgnored: true, Base64Bytes: true},
	"0.25.0": {Overflow: OverflowAborts, TrailingIgnored: true, NestedErrorsIgnored: true, Base64Bytes: true},
	"0.26.1": {Overflow: OverflowAborts, Base64Bytes: true},
	"1.3.0":  {Overflow: OverflowAborts, NullUnsets: true, Base64Bytes: true},
	"1.4.3":  {Overflow: OverflowRefused, MaxDepth: 100, NullUnsets: true, Base64Bytes: true, Base64SkipsSpace: true},
	"1.5.0":  {Overflow: OverflowAborts, NullUnsets: true, UnknownEnumIgnored: true, Base64Bytes: true},
	"1.7.0": {Overflow: OverflowRefused, NullUnsets: true, UnknownEnumIgnored: true, TextAsScalar: true, Base64Bytes: true,
		Base64SkipsSpace: true, Maps: true},
	"1.11.0": {Overflow: OverflowRefused, MaxDepth: 200, NullUnsets: true, UnknownEnumIgnored: true, TextAsScalar: true,
		InfinityAsNumber: true, Base64Bytes: true, Base64SkipsSpace: true, Maps: true},
}
