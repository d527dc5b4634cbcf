// Package redact keeps secrets out of every output. Its policy:
//
// A snippet, a patch and the context of a diff show of a file only what somebody said is harmless. All else is hidden:
// source.UnknownMark ("…") stands where nobody said anything, source.SecretMark ("[secret]") where a secret is known to be.
// What is said to be both is a secret. So what no reader understands is hidden without anybody having thought of it:
// comments, other commands on a line, the settings of other programs, text that cannot be parsed.
//
// Harmless are:
//
//   - white space and the punctuation that formats put around names and values (source.Source.Hidden)
//   - the names of flags and variables that Mesos knows, names that are those of secrets, Mesos' programs, and at the start
//     of a line the words of the formats (Text, for every file that is read)
//   - the value of a setting whose flag or variable Mesos knows and which is not a secret: all but passwords of URLs, words that
//     look generated, and stray words after a blank (ShowValue); of a path flag and of a flag that may be a secret, a path or
//     a variable (ShowReference); of a name that Mesos does not know, what is plain (ShowPlain)
//   - of a JSON document its structure, the keys of its message in any release, and under such a key numbers, and strings
//     without a blank that do not look generated (Document); elsewhere in it what is plain
//   - of a credential file, the principals (MaskCredentials marks all else)
//   - a word that shows by itself what it is, wherever something is read at all: a switch, a short number, a duration, an
//     address, a path, resources, the name of a module, a tag of HTML (IsPlain)
//   - what a message quotes, on the lines it points at (ShowQuoted): whoever reads the message has read it
//
// Secrets, which no message may quote either, are:
//
//   - what a name that is one of a secret is given (IsSecretName), in any format and every quoting (MaskNamed, MaskSecretValues,
//     MaskSecretMembers)
//   - what credential files hold besides principals, whatever file they were taken for (MaskCredentials)
//   - words of a command line that are not flags and not plain, lines of an environment file that assign nothing
//   - passwords of URLs (URLPasswords, MaskURLPassword), and what looks generated (Generated)
//
// A message loses what it quotes of a secret in two ways: by the place it points at (ConcealQuoted), and by the words
// themselves, which Words knows again wherever they stand, decoded or not. The text of an edit loses both those and what it
// repeats of hidden text that it replaces (Repeated). A reason why something could not be read is made of our own words
// and a position; no error of a parser is passed on, and a word of the file only if it is a variable or plain (Reference).
//
// A reader of a new format need do nothing: a file that is read starts hidden but for its structure, and what the reader
// returns as settings and documents is shown by these rules. Who wants more of it shown says so with Show.
//
//	structure.go  Text: what is harmless in a file of any format by itself
//	plain.go      values and words that are harmless
//	json.go       what is harmless in a document
//	quoted.go     what messages quote and edits repeat
//	names.go      what is given to a name that is one of a secret
//	documents.go  credential files, and the members of other documents
//	lines.go      lines that are not settings
//	generated.go  what looks as if a generator of passwords or keys had made it
//	url.go        the passwords of URLs
//	words.go      Words, the secrets of a configuration, to find them again
//	builder.go    Builder, text with secrets in it
//	secret.go     Secret, the value of a credential, which nothing can print
package redact
