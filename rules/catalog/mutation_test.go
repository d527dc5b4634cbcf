package catalog

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// A small catalogue and the source it was read from. Any one change of either must show as a difference.
const (
	smallFlags = `[
 {"name": "agent_ping_timeout", "exists": "1.0.0..", "definitions": [
  {"in": "1.0.0..", "type": "Duration", "default": "15secs", "aliases": ["slave_ping_timeout"]}]},
 {"name": "credentials", "exists": "0.20.0..", "definitions": [{"in": "0.20.0..", "type": "Option<Path>"}]},
 {"name": "ip", "exists": "0.20.0..", "definitions": [{"in": "0.20.0..", "type": "Option<string>"}]},
 {"name": "quorum", "exists": "0.20.0..", "definitions": [{"in": "0.20.0..", "type": "size_t", "default": "1"}]},
 {"name": "root_submissions", "exists": "0.20.0..", "definitions": [{"in": "0.20.0..", "type": "bool", "default": "true"}]},
 {"name": "slave_ping_timeout", "exists": "0.23.0..", "alias_of": "agent_ping_timeout", "alias_in": "1.0.0..", "definitions": [
  {"in": "0.23.0..0.28.3", "type": "Duration"}]},
 {"name": "switch_user", "exists": "0.20.0..", "definitions": [
  {"in": "0.20.0..", "type": "bool", "default": "true", "build": "not-windows"}]},
 {"name": "webui_dir", "exists": "0.20.0..", "definitions": [{"in": "0.20.0..", "type": "string", "default": "a, (b) // c"}]},
 {"name": "work_dir", "exists": "0.20.0..", "definitions": [{"in": "0.20.0..", "type": "string", "required": true}]},
 {"name": "xfs_project_range", "exists": "0.20.0..", "definitions": [
  {"in": "0.20.0..", "type": "string", "default": "[5000-10000]", "build": "--enable-xfs-disk-isolator"}]}
]`
	smallHeader = `#ifndef __SMALL_HPP__
class Flags : public virtual flags::FlagsBase {
public:
  Duration agent_ping_timeout;
  Option<Path> credentials; // Not a string: its file is read later.
  size_t quorum;
  bool root_submissions;
  bool switch_user;
  std::string webui_dir;
  std::string work_dir;
  std::string xfs_project_range;
};
#endif
`
	smallSource = `
  /* add(&Flags::never, "never", "commented out"); */
  // add(&Flags::neither, "neither", "commented out");
  Option<std::string> ip;
  flags.add(&ip, "ip", "Address");
  add(&Flags::agent_ping_timeout,
      "agent_ping_timeout",
      flags::DeprecatedName("slave_ping_timeout"),
      "Help with a comma, a (parenthesis and\n"
      "an add(&Flags::quoted, \"quoted\")",
      DEFAULT_PING_TIMEOUT,
      [](const Duration& value) -> Option<Error> {
        if (value < Seconds(1)) { return Error("too short"); }
        return None();
      });
  add(&Flags::credentials, "credentials", "Help");
  add(&Flags::quorum, "quorum", "Help", 1);
  add(&Flags::root_submissions, "root_submissions", "Help", true);
#ifdef __WINDOWS__
  add(&Flags::windows_only, "windows_only", "Help", true);
#else
  add(&Flags::switch_user, "switch_user", "Help", true);
#endif // __WINDOWS__
  add(&Flags::webui_dir, "webui_dir", "Help", "a, (b) " "// c");
  add(&Flags::work_dir, "work_dir", "Help", [](const std::string&) -> Option<Error> { return None(); });
#if defined(ENABLE_XFS_DISK_ISOLATOR)
  add(&Flags::xfs_project_range, "xfs_project_range", "Help", []() -> string { return RANGE; }());
#endif
`
	smallRelease = "1.11.0"
)

func smallDifferences(t *testing.T, catalogue, header, source string) []string {
	t.Helper()
	var flags []*Flag
	if err := json.Unmarshal([]byte(catalogue), &flags); err != nil {
		t.Fatal(err)
	}
	found, err := sourceFlags("small.cpp", source, header)
	if err != nil {
		return []string{err.Error()}
	}
	return differences(newFlags(flags), rel(smallRelease), found)
}

func TestVerificationSeesEveryChangeOfAFlag(t *testing.T) {
	if d := smallDifferences(t, smallFlags, smallHeader, smallSource); len(d) > 0 {
		t.Fatalf("the small catalogue differs from its source: %q", d)
	}
	for _, c := range []struct{ name, in, from, to string }{
		{"catalogue loses a flag", "catalogue", `{"name": "ip", "exists": "0.20.0..", "definitions": [{"in": "0.20.0..", "type": "Option<string>"}]},`, ``},
		{"catalogue ends a flag early", "catalogue", `[{"in": "0.20.0..", "type": "Option<Path>"}]`, `[{"in": "0.20.0..1.10.0", "type": "Option<Path>"}]`},
		{"catalogue begins a flag late", "catalogue", `"definitions": [{"in": "0.20.0..", "type": "size_t"`, `"definitions": [{"in": "0.20.0..1.9.0", "type": "size_t"`},
		{"catalogue invents a flag", "catalogue", `{"name": "quorum", "exists"`, `{"name": "quorum2", "exists": "0.20.0..", "definitions": [{"in": "0.20.0..", "type": "int"}]}, {"name": "quorum", "exists"`},
		{"catalogue misspells a flag", "catalogue", `"name": "credentials"`, `"name": "credential"`},
		{"catalogue changes a type", "catalogue", `"type": "size_t"`, `"type": "int"`},
		{"catalogue changes a number", "catalogue", `"default": "1"`, `"default": "2"`},
		{"catalogue changes a text", "catalogue", `"default": "a, (b) // c"`, `"default": "a"`},
		{"catalogue loses a default", "catalogue", `"type": "size_t", "default": "1"`, `"type": "size_t"`},
		{"catalogue invents a default", "catalogue", `"type": "Option<Path>"`, `"type": "Option<Path>", "default": "/etc"`},
		{"catalogue requires too little", "catalogue", `, "required": true`, ``},
		{"catalogue requires too much", "catalogue", `"type": "size_t"`, `"required": true, "type": "size_t"`},
		{"catalogue loses an alias", "catalogue", `"aliases": ["slave_ping_timeout"]`, `"aliases": []`},
		{"catalogue ends an alias early", "catalogue", `"alias_in": "1.0.0.."`, `"alias_in": "1.0.0..1.10.0"`},
		{"catalogue forgets a build", "catalogue", `, "build": "--enable-xfs-disk-isolator"`, ``},
		{"catalogue forgets a platform", "catalogue", `, "build": "not-windows"`, ``},
		{"source loses a flag", "source", `  flags.add(&ip, "ip", "Address");`, ``},
		{"source comments a flag out", "source", `  flags.add(&ip, "ip", "Address");`, `  // flags.add(&ip, "ip", "Address");`},
		{"source gains a flag", "source", `  add(&Flags::quorum,`, `  add(&Flags::quorum, "quorum2", "Help", 1); add(&Flags::quorum,`},
		{"source renames a flag", "source", `"quorum", "Help"`, `"quorums", "Help"`},
		{"source adds a flag twice", "source", `  add(&Flags::quorum,`, `  add(&Flags::quorum, "quorum", "Help", 1); add(&Flags::quorum,`},
		{"source changes a default", "source", `"Help", 1)`, `"Help", 2)`},
		{"source requires more", "source", `, []() -> string { return RANGE; }());`, `);`},
		{"source requires less", "source", `"work_dir", "Help", [](const std::string&) -> Option<Error> { return None(); }`, `"work_dir", "Help", "/tmp"`},
		{"source loses an alias", "source", `      flags::DeprecatedName("slave_ping_timeout"),` + "\n", ``},
		{"source renames an alias", "source", `DeprecatedName("slave_ping_timeout")`, `DeprecatedName("slave_timeout")`},
		{"source opens a flag to every build", "source", `#if defined(ENABLE_XFS_DISK_ISOLATOR)`, `#ifndef __WINDOWS_HPP__`},
		{"source moves a flag to another build", "source", `#if defined(ENABLE_XFS_DISK_ISOLATOR)`, `#ifdef __linux__`},
		{"source moves a flag to an unknown build", "source", `#if defined(ENABLE_XFS_DISK_ISOLATOR)`, `#if SOMETHING > 2`},
		{"source takes a flag from Linux", "source", `#ifdef __WINDOWS__`, `#ifndef __WINDOWS__`},
		{"header changes a type", "header", `Option<Path> credentials`, `Option<string> credentials`},
		{"header loses a declaration", "header", `  size_t quorum;`, ``},
	} {
		t.Run(c.name, func(t *testing.T) {
			texts := map[string]string{"catalogue": smallFlags, "header": smallHeader, "source": smallSource}
			if strings.Count(texts[c.in], c.from) != 1 {
				t.Fatalf("%q stands %d times in the %s", c.from, strings.Count(texts[c.in], c.from), c.in)
			}
			texts[c.in] = strings.Replace(texts[c.in], c.from, c.to, 1)
			if d := smallDifferences(t, texts["catalogue"], texts["header"], texts["source"]); len(d) == 0 {
				t.Error("nobody sees it")
			}
		})
	}
}

const (
	smallActions = `{"actions": [
 {"key": "register_frameworks", "operation": "register_framework", "message": "RegisterFramework", "exists": "0.20.0..",
  "subjects": ["principals"], "objects": [{"in": "0.20.0..", "name": "roles"}]},
 {"key": "set_quotas", "operation": "set_quota", "message": "SetQuota", "exists": "0.27.0..1.2.3", "deprecated": "1.0.0..1.2.3",
  "subjects": ["principals"], "objects": [{"in": "0.27.0..1.2.3", "name": "roles"}]},
 {"key": "view_flags", "operation": "view_flags", "message": "ViewFlags", "exists": "1.0.0..", "implicit": true,
  "subjects": ["principals"], "objects": [{"in": "1.0.0..", "name": "flags"}],
  "some_refused": [{"in": "1.0.0..1.4.3", "text": "acls.view_flags type must be either NONE or ANY"}]}]}`
	smallProto = `message ACL {
  message Entity { enum Type { SOME = 0; } optional Type type = 1; repeated string values = 2; }
  // required Entity never = 9;
  message RegisterFramework {
    required Entity principals = 1;
    required Entity roles = 2;
  }
  message SetQuota {
    required Entity principals = 1;
    required Entity roles = 2;
  }
  message ViewFlags {
    required Entity principals = 1;
    required Entity flags = 2;
  }
}
message ACLs {
  optional bool permissive = 1 [default = true];
  repeated ACL.RegisterFramework
    register_frameworks = 2;
  repeated ACL.SetQuota set_quotas = 3 [deprecated = true];
  repeated ACL.ViewFlags view_flags = 4;
}
`
	smallACLRelease = "1.0.0"
)

// actionsOf reads a file of actions.
func actionsOf(t *testing.T, text string) *actionFile {
	t.Helper()
	var file actionFile
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	return &file
}

func TestVerificationSeesEveryChangeOfAnAction(t *testing.T) {
	check := func(catalogue, proto string) []string {
		return actionDifferences(newActions(actionsOf(t, catalogue)), rel(smallACLRelease), sourceActions(proto))
	}
	if d := check(smallActions, smallProto); len(d) > 0 {
		t.Fatalf("the small catalogue differs from its source: %q", d)
	}
	for _, c := range []struct{ name, in, from, to string }{
		{"catalogue misspells a key", "catalogue", `"key": "set_quotas"`, `"key": "set_quota"`},
		{"catalogue ends a key early", "catalogue", `"exists": "0.27.0..1.2.3"`, `"exists": "0.27.0..0.28.3"`},
		{"catalogue begins a key late", "catalogue", `"exists": "0.20.0.."`, `"exists": "1.0.1.."`},
		{"catalogue changes a message", "catalogue", `"message": "SetQuota"`, `"message": "SetQuotum"`},
		{"catalogue changes an object", "catalogue", `"name": "flags"`, `"name": "names"`},
		{"catalogue ends an object early", "catalogue", `[{"in": "0.20.0..", "name": "roles"}]`, `[{"in": "0.20.0..0.28.3", "name": "roles"}]`},
		{"catalogue forgets a deprecation", "catalogue", `"deprecated": "1.0.0..1.2.3",`, ``},
		{"source loses a key", "source", `  repeated ACL.ViewFlags view_flags = 4;`, ``},
		{"source gains a key", "source", `  repeated ACL.ViewFlags view_flags = 4;`, `  repeated ACL.ViewFlags view_flags = 4; repeated ACL.ViewFlags see_flags = 5;`},
		{"source renames a field", "source", `required Entity flags = 2`, `required Entity names = 2`},
		{"source adds a field", "source", `required Entity flags = 2;`, `required Entity flags = 2; optional Entity more = 3;`},
		{"source deprecates a key", "source", `view_flags = 4;`, `view_flags = 4 [deprecated = true];`},
	} {
		t.Run(c.name, func(t *testing.T) {
			texts := map[string]string{"catalogue": smallActions, "source": smallProto}
			if strings.Count(texts[c.in], c.from) != 1 {
				t.Fatalf("%q stands %d times in the %s", c.from, strings.Count(texts[c.in], c.from), c.in)
			}
			texts[c.in] = strings.Replace(texts[c.in], c.from, c.to, 1)
			if d := check(texts["catalogue"], texts["source"]); len(d) == 0 {
				t.Error("nobody sees it")
			}
		})
	}
	want := refusals(newActions(actionsOf(t, smallActions)), rel(smallACLRelease))
	const authorizer = `return Error("acls.view_flags type must be "
                     "either NONE or ANY"); // "acls.never type must be either NONE or ANY"`
	if got := sourceRefusals(authorizer); !slices.Equal(got, want) {
		t.Errorf("refusals: %q in the source, %q in the catalogue", got, want)
	}
	const paths = `hashset<string> AUTHORIZABLE_ENDPOINTS{
    "/metrics/snapshot", // "/never"
    "/containers"};`
	if got := sourceEndpoints(paths); !slices.Equal(got, []string{"/containers", "/metrics/snapshot"}) {
		t.Errorf("paths: %q", got)
	}
}
