// Package stout reads flags and JSON the way the daemons' own stout library does, release by release: picojson's
// dialect, the conversion of JSON into protobuf messages, the grammar of every flag type, and FlagsBase::load itself.
// How a release differs from another is a Dialect, whose values come from the catalogue; no release is named here.
package stout
