// Package redact is everything about secrets: what is one, and how it is kept out of every output.
//
//	secret.go     Secret, the value of a credential, which nothing can print
//	words.go      Words, the secrets of a configuration, to find them again in messages and edits
//	generated.go  what looks as if a generator of passwords or keys had made it
//	names.go      what is given to a name that is one of a secret
//	documents.go  credential files, and the members of other JSON documents
//	lines.go      lines that are no settings
package redact
