package main

import (
	"encoding/csv"
	"strings"
)

// listFlag is a flag that may be given several times, and if it has commas with several words at a time, as
// pflag.StringSliceVar and pflag.StringArrayVar read them. Theirs make a writer of CSV to say that nothing is the default, which
// takes as long as all other flags of a command together.
type listFlag struct {
	list   *[]string
	commas bool
}

// Set adds what the flag was given.
func (f *listFlag) Set(text string) error {
	if !f.commas {
		*f.list = append(*f.list, text)
		return nil
	}
	if text == "" {
		return nil
	}
	words, err := csv.NewReader(strings.NewReader(text)).Read()
	*f.list = append(*f.list, words...)
	return err
}

// String returns what was given; "" stands for nothing.
func (f *listFlag) String() string { return strings.Join(*f.list, ",") }

// Type is the name of the kind of flag.
func (f *listFlag) Type() string {
	if f.commas {
		return "stringSlice"
	}
	return "stringArray"
}
