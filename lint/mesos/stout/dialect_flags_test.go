package stout

// The dialects of the tests, oldest first; each adds to the one before what its releases began to do.
var (
	ancient = FlagDialect{}
	fetches = FlagDialect{FetchesFiles: true, WarnsOfBarePath: true}
	sorts   = FlagDialect{FetchesFiles: true, WarnsOfBarePath: true, SortsEnvironment: true}
	wins    = FlagDialect{FetchesFiles: true, WarnsOfBarePath: true, SortsEnvironment: true, CommandLineWins: true}
	whole   = FlagDialect{FetchesFiles: true, WarnsOfBarePath: true, SortsEnvironment: true, CommandLineWins: true, WholeNumbers: true}
	once    = FlagDialect{FetchesFiles: true, WarnsOfBarePath: true, SortsEnvironment: true, CommandLineWins: true, WholeNumbers: true, LoadsOnce: true}
	newest  = FlagDialect{
		FetchesFiles: true, WarnsOfBarePath: true, SortsEnvironment: true, CommandLineWins: true, WholeNumbers: true, LoadsOnce: true,
		BoundsDurations: true, AnyFamily: true, HexNumbers: true, SignedHexNumbers: true, HelpBeforeErrors: true,
	}
	plainHex = FlagDialect{
		FetchesFiles: true, WarnsOfBarePath: true, SortsEnvironment: true, CommandLineWins: true, WholeNumbers: true, LoadsOnce: true,
		HexNumbers: true, HelpBeforeErrors: true,
	}
	allDialects = []FlagDialect{ancient, fetches, sorts, wins, whole, once, plainHex, newest}
)
