package compose

import (
	"strconv"

	"github.com/mesoslint/mesoslint/lint/format/yamltext"
	"github.com/mesoslint/mesoslint/lint/machine"
)

// deployed returns how many of a service its "deploy" asks for, as machine.Start has it. In another mode than the usual one
// there are as many as there are machines, or as a job needs (docker/cli cli/compose/convert/service.go, convertDeployMode).
func (f *file) deployed(n *yamltext.Node) int {
	if n == nil || n.Kind != yamltext.Mapping {
		return 0
	}
	if mode, found := f.textMember(n, "mode"); found {
		if text, known := mode.knownText(); !known || text != "replicated" {
			return machine.UnknownReplicas
		}
	}
	return f.count(f.member(n, "replicas"))
}

// count reads a number of replicas. None at all is as good as not known: somebody scales the service later.
func (f *file) count(n *yamltext.Node) int {
	if n == nil {
		return 0
	}
	v, found := f.value(n)
	text, known := v.knownText()
	number, err := strconv.Atoi(text)
	if !found || !known || v.hedged || err != nil || number <= 0 {
		return machine.UnknownReplicas
	}
	return number
}
