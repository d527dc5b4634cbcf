package stout

// FlagDialect is how one release loads flags and reads their values. The zero value is the oldest behaviour; each field
// is something a later release began to do.
type FlagDialect struct {
	// FetchesFiles: a value that starts with file:// is replaced by the content of that file, whatever the flag's type
	// but Path. Before, only JSON documents were read from files.
	FetchesFiles bool `json:"fetches_files,omitempty"`
	// WarnsOfBarePath: a JSON document named by an absolute path without file:// is read, with a warning.
	WarnsOfBarePath bool `json:"warns_of_bare_path,omitempty"`
	// SortsEnvironment: variables are read in byte order, so that of two spellings of one variable the last in that order
	// wins. Before, a hash table decided.
	SortsEnvironment bool `json:"sorts_environment,omitempty"`
	// CommandLineWins: a flag given both ways takes its value from the command line, and the variable is not even parsed.
	// Before, the two are a duplicate.
	CommandLineWins bool `json:"command_line_wins,omitempty"`
	// LoadsOnce: a flag is loaded once, under whichever of its names. Before, only the spelling was compared, so that
	// "no-x" followed by "x" passed.
	LoadsOnce bool `json:"loads_once,omitempty"`
	// WholeNumbers: a number must reach to the end of its value. Before, what followed it was dropped, and an empty or
	// overflowing number passed.
	WholeNumbers bool `json:"whole_numbers,omitempty"`
	// BoundsDurations: a duration beyond what 64 bits of nanoseconds hold is refused. Before, it wrapped.
	BoundsDurations bool `json:"bounds_durations,omitempty"`
	// AnyFamily: a net::IP is an IPv4 or an IPv6 address. Before, IPv4 only.
	AnyFamily bool `json:"any_family,omitempty"`
	// HexNumbers: where a whole text is converted, a number may be hexadecimal with 0x.
	HexNumbers bool `json:"hex_numbers,omitempty"`
	// SignedHexNumbers: a hexadecimal number may be negative.
	SignedHexNumbers bool `json:"signed_hex_numbers,omitempty"`
	// HelpBeforeErrors: the flags that print something and exit are looked at before the error of loading is.
	HelpBeforeErrors bool `json:"help_before_errors,omitempty"`
}
