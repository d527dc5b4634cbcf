package startup

// The ports that an agent wants nobody to be given, and the fewest a container can have.
const (
	wellKnownPorts   = 1024
	fewestEphemerals = 16
)

// EphemeralPorts returns why the agent's port mapping refuses the ports it is given: "ports" for the tasks to ask for, and
// "ephemeral_ports", of which each container gets a number that is a power of 2. A problem stands nowhere in the text.
func EphemeralPorts(resources Resources, perContainer uint64, d Dialect) *Problem {
	const bits = 16
	asked, ephemeral := resources.Ranges("ports"), resources.Ranges("ephemeral_ports")
	if d.PortsAreBounded {
		for _, r := range append(append([]Range{}, asked...), ephemeral...) {
			if r.End > 1<<bits-1 {
				return refuse(token{}, "a port goes beyond %d", 1<<bits-1)
			}
		}
	}
	own := intervals(coalesce(ephemeral), bits)
	if len(own) == 0 {
		return refuse(token{}, "the resources have no ephemeral_ports")
	}
	size := uint64(0)
	for _, i := range own {
		size += i.end - i.begin
		if i.intersects(interval{0, wellKnownPorts}) {
			return refuse(token{}, "the ephemeral ports include ports below %d", wellKnownPorts)
		}
		for _, other := range intervals(asked, bits) {
			if i.intersects(other) {
				return refuse(token{}, "the ephemeral ports include some of the ports for tasks")
			}
		}
	}
	switch {
	case perContainer&(perContainer-1) != 0:
		return refuse(token{}, "%d ephemeral ports for each container are not a power of 2", perContainer)
	case perContainer < fewestEphemerals:
		return refuse(token{}, "%d ephemeral ports for each container are fewer than %d", perContainer, fewestEphemerals)
	case size < perContainer:
		return refuse(token{}, "there are %d ephemeral ports, fewer than the %d for each container", size, perContainer)
	}
	return nil
}
