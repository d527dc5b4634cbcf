package stout

// Flag is one flag of one component on one release.
type Flag struct {
	// Name is the canonical name.
	Name string
	// Alias is the other name it can be loaded by; "" if there is none.
	Alias string
	// AliasDeprecated is set if loading by the alias draws a warning.
	AliasDeprecated bool
	// Type is the C++ type as the catalogue writes it: "bool", "Option<int>", "Option<ACLs>" ….
	Type string
	// Required is set if loading fails without the flag.
	Required bool
}

// Boolean reports whether the flag can be given without a value and negated.
func (f Flag) Boolean() bool { return valueType(f.Type) == "bool" }

// Schema is the flags of one component on one release, and the prefix of the variables that set them ("MESOS_").
type Schema struct {
	Prefix string
	flags  []Flag         // by canonical name, in byte order
	names  map[string]int // every name and alias
}

// NewSchema makes a schema of flags, whose names and aliases must be distinct.
func NewSchema(prefix string, flags []Flag) *Schema {
	s := &Schema{Prefix: prefix, flags: sortedByName(flags), names: make(map[string]int, len(flags)+len(flags)/8)}
	for i, f := range s.flags {
		s.names[f.Name] = i
		if f.Alias != "" {
			s.names[f.Alias] = i
		}
	}
	return s
}

// Flags returns the flags in the byte order of their canonical names. The caller must not change them.
func (s *Schema) Flags() []Flag { return s.flags }

// Lookup returns the flag that a name or an alias loads. The name is taken as it is: neither lower-cased nor stripped of
// a "no-".
func (s *Schema) Lookup(name string) (Flag, bool) {
	if f := s.lookup(name); f != nil {
		return *f, true
	}
	return Flag{}, false
}

// lookup is Lookup without a copy; it returns nil if there is none.
func (s *Schema) lookup(name string) *Flag {
	if i, ok := s.names[name]; ok {
		return &s.flags[i]
	}
	return nil
}
