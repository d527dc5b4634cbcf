package compose

import (
	"path"
	"slices"
	"strings"

	"github.com/mesoslint/mesoslint/lint/format/template"
	"github.com/mesoslint/mesoslint/lint/format/yamltext"
)

// serviceKeys are the keys of a service: those of compose-go 2.6.0 and 2.16.2 (schema/compose-spec.json), and those of the
// first two versions of the format, which only docker-compose 1.x reads.
const serviceKeys = " annotations attach blkio_config build cap_add cap_drop cgroup cgroup_parent command configs container_name cpu_count" +
	" cpu_percent cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares cpus cpuset credential_spec depends_on deploy" +
	" develop device_cgroup_rules devices dns dns_opt dns_search domainname entrypoint env_file environment expose extends" +
	" external_links extra_hosts gpus group_add healthcheck hostname image init ipc isolation label_file labels links" +
	" logging mac_address mem_limit mem_reservation mem_swappiness memswap_limit models network_mode networks" +
	" oom_kill_disable oom_score_adj pid pids_limit platform ports post_start pre_start pre_stop privileged profiles" +
	" provider pull_policy pull_refresh_after read_only restart runtime scale secrets security_opt shm_size stdin_open" +
	" stop_grace_period stop_signal storage_opt sysctls tmpfs tty ulimits umask use_api_socket user userns_mode uts volumes" +
	" volumes_from working_dir "

// oldServiceKeys are those that only the first versions of the format have. docker compose refuses them, docker-compose 1.x
// does not.
const oldServiceKeys = " net log_driver log_opt volume_driver dockerfile "

const topKeys = " configs include jobs models name networks secrets services version volumes "

func isKey(keys, name string) bool {
	return strings.HasPrefix(name, "x-") || name != "" && !strings.Contains(name, " ") && strings.Contains(keys, " "+name+" ")
}

// baseNames are the files that compose looks for, the first one that is there counts (compose-go cli/options.go,
// DefaultFileNames), and overrideNames those that it merges over it, whatever that is called.
func baseNames() []string {
	return []string{"compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"}
}

func overrideNames() []string {
	return []string{"compose.override.yml", "compose.override.yaml", "docker-compose.override.yml", "docker-compose.override.yaml"}
}

// IsNamed reports whether a file is called as compose files are, so that it is one whatever it holds: docker-compose.yml,
// compose.override.yaml, docker-compose.prod.yml, and such a file's template.
func IsNamed(name string) bool {
	base := template.RenderedName(path.Base(name))
	stem, isYAML := strings.CutSuffix(base, ".yml")
	if !isYAML {
		stem, isYAML = strings.CutSuffix(base, ".yaml")
	}
	return isYAML && (stem == "compose" || stem == "docker-compose" || strings.HasPrefix(stem, "compose.") ||
		strings.HasPrefix(stem, "docker-compose.") || strings.HasPrefix(stem, "docker-compose-") || strings.HasSuffix(stem, "docker-compose"))
}

// shape is what a document is taken for.
type shape uint8

const (
	foreign shape = iota // no compose file
	current              // services stand below "services"
	first                // services stand at the top, as docker-compose 1.x had it
)

// shapeOf tells a compose file from YAML of other tools: all of its keys are those of compose. A file that is called as
// compose files are may have others, for which compose refuses it; they are returned.
func (f *file) shapeOf(named bool) (shape, []*yamltext.Node) {
	var unknown []*yamltext.Node
	members := f.doc.Members(f.doc.Root)
	if len(members) == 0 {
		return foreign, nil
	}
	services := f.doc.Member(f.doc.Root, "services").Resolve()
	include := f.doc.Member(f.doc.Root, "include").Resolve()
	isCurrent := services.Kind == yamltext.Mapping || include.Kind == yamltext.Sequence ||
		named && !slices.ContainsFunc(members, func(m yamltext.Member) bool { return !isKey(topKeys, m.Name()) })
	if isCurrent {
		for _, m := range members {
			if !isKey(topKeys, m.Name()) && !f.isTemplated(m.Key) {
				unknown = append(unknown, m.Key)
			}
		}
		for _, m := range f.doc.Members(services) {
			bad, isService := f.unknownKeys(m.Value, serviceKeys+oldServiceKeys)
			if !isService && !named {
				return foreign, nil
			}
			unknown = append(unknown, bad...)
		}
		if len(unknown) > 0 && !named {
			return foreign, nil
		}
		return current, unknown
	}
	for _, m := range members {
		bad, isService := f.unknownKeys(m.Value, serviceKeys+oldServiceKeys)
		if !isService || f.doc.Member(m.Value, "image") == nil && f.doc.Member(m.Value, "build") == nil && f.doc.Member(m.Value, "extends") == nil ||
			len(bad) > 0 && !named {
			return foreign, nil
		}
		unknown = append(unknown, bad...)
	}
	return first, unknown
}

// unknownKeys returns the keys of a service that are not of compose, and false if it is not a service.
func (f *file) unknownKeys(n *yamltext.Node, keys string) ([]*yamltext.Node, bool) {
	var unknown []*yamltext.Node
	if n = n.Resolve(); n.Kind != yamltext.Mapping {
		return nil, n.Kind == yamltext.Null
	}
	for _, m := range f.doc.Members(n) {
		if !isKey(keys, m.Name()) && !f.isTemplated(m.Key) {
			unknown = append(unknown, m.Key)
		}
	}
	return unknown, true
}
