package startup

import (
	"fmt"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/source"
)

// SeccompFault is why the parser of seccomp profiles refuses one.
type SeccompFault struct {
	// At is what is to blame: the value, or the object that lacks it.
	At   source.JSON
	Text string
	// Help says what to write.
	Help string
}

// What a profile may name: ContainerSeccompProfile of include/mesos/seccomp/seccomp.proto, which has not changed.
var (
	seccompActions       = []string{"UNKNOWN", "ACT_KILL", "ACT_TRAP", "ACT_ERRNO", "ACT_TRACE", "ACT_ALLOW"}
	seccompOperators     = []string{"UNKNOWN", "CMP_NE", "CMP_LT", "CMP_LE", "CMP_EQ", "CMP_GE", "CMP_GT", "CMP_MASKED_EQ"}
	seccompArchitectures = []string{"UNKNOWN", "ARCH_X86", "ARCH_X86_64", "ARCH_X32", "ARCH_ARM", "ARCH_AARCH64", "ARCH_MIPS", "ARCH_MIPSEL",
		"ARCH_MIPS64", "ARCH_MIPSEL64", "ARCH_MIPS64N32", "ARCH_MIPSEL64N32", "ARCH_PPC", "ARCH_PPC64", "ARCH_PPC64LE", "ARCH_S390", "ARCH_S390X"}
)

// Seccomp returns why a profile is refused, nil if nothing is known against it. nullArguments is set if the arguments of a
// rule may be null. What is only looked at on one architecture, and what the library makes of the rules, is not judged.
func Seccomp(profile source.JSON, nullArguments bool) *SeccompFault {
	if fault := constant(profile, "defaultAction", seccompActions); fault != nil {
		return fault
	}
	architectures, fault := wanted(profile, "archMap", source.Array)
	if fault != nil {
		return fault
	}
	for _, item := range elements(architectures) {
		if fault := constant(item, "architecture", seccompArchitectures); fault != nil {
			return fault
		}
	}
	rules, fault := wanted(profile, "syscalls", source.Array)
	if fault != nil {
		return fault
	}
	for _, rule := range elements(rules) {
		if fault := seccompRule(rule, nullArguments); fault != nil {
			return fault
		}
	}
	return nil
}

func seccompRule(rule source.JSON, nullArguments bool) *SeccompFault {
	for _, filter := range [...]string{"includes", "excludes"} {
		f, fault := wanted(rule, filter, source.Object)
		if fault != nil {
			return fault
		}
		if _, found := f.Get("arches"); found {
			return nil // on another architecture the rest is not looked at
		}
	}
	names, fault := wanted(rule, "names", source.Array)
	if fault != nil {
		return fault
	}
	if len(elements(names)) == 0 {
		return &SeccompFault{names, "the list `names` of a rule is empty", "name a system call, or delete the rule"}
	}
	for _, name := range elements(names) {
		if name.Kind() != source.String {
			return &SeccompFault{name, "an element of `names` is not a string", "write the name of a system call in double quotes"}
		}
	}
	if fault := constant(rule, "action", seccompActions); fault != nil {
		return fault
	}
	if v, found := rule.Get("args"); found && v.Kind() != source.Array && nullArguments {
		return nil
	}
	arguments, fault := wanted(rule, "args", source.Array)
	if fault != nil {
		return fault
	}
	for _, argument := range elements(arguments) {
		for _, field := range [...]string{"index", "value", "valueTwo"} {
			if _, fault := wanted(argument, field, source.Number); fault != nil {
				return fault
			}
		}
		if fault := constant(argument, "op", seccompOperators); fault != nil {
			return fault
		}
	}
	return nil
}

// constant wants a string that is a known name after its prefix.
func constant(object source.JSON, key string, known []string) *SeccompFault {
	v, fault := wanted(object, key, source.String)
	if fault != nil {
		return fault
	}
	if name, prefixed := strings.CutPrefix(v.String(), "SCMP_"); !prefixed || !slices.Contains(known, name) {
		return &SeccompFault{v, fmt.Sprintf("the value of `%s` is not known", key), "write one of SCMP_" + strings.Join(known[1:], ", SCMP_")}
	}
	return nil
}

// wanted returns a member of an object, which must be there and of a kind.
func wanted(object source.JSON, key string, kind source.Kind) (source.JSON, *SeccompFault) {
	if object.Kind() != source.Object {
		return object, &SeccompFault{object, "it is not an object", "write a JSON object"}
	}
	v, found := object.Get(key)
	switch {
	case !found:
		return v, &SeccompFault{object, fmt.Sprintf("`%s` is missing", key), fmt.Sprintf("add `%s`, a JSON %s", key, kind)}
	case v.Kind() != kind:
		return v, &SeccompFault{v, fmt.Sprintf("`%s` is not a JSON %s", key, kind), fmt.Sprintf("write a JSON %s", kind)}
	}
	return v, nil
}

func elements(array source.JSON) []source.JSON {
	var out []source.JSON
	array.ForEach(func(_, element source.JSON) bool {
		out = append(out, element)
		return true
	})
	return out
}
