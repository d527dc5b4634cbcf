package fix

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/google/go-cmp/cmp"

	"github.com/mesoslint/mesoslint/lint"
)

// accessList is one as the kernel stores it: entries of a tag, permissions and whom they are for.
func accessList(entries ...[3]uint32) string {
	out := binary.LittleEndian.AppendUint32(nil, 2)
	for _, e := range entries {
		out = binary.LittleEndian.AppendUint16(out, uint16(e[0]))
		out = binary.LittleEndian.AppendUint16(out, uint16(e[1]))
		out = binary.LittleEndian.AppendUint32(out, e[2])
	}
	return string(out)
}

// nobodyID stands in an entry that is for nobody by name.
const nobodyID = ^uint32(0)

// forUser is an access list that lets one user read a file of mode 0600 but for that.
func forUser(user uint32) string {
	return accessList([3]uint32{aclUserObject, 6, nobodyID}, [3]uint32{0x02, 4, user}, [3]uint32{aclGroupObject, 0, nobodyID},
		[3]uint32{aclMask, 4, nobodyID}, [3]uint32{aclOther, 0, nobodyID})
}

// give sets an attribute, or skips the test where the file system or the user may not.
func give(t *testing.T, path, name, value string) {
	t.Helper()
	if err := unix.Lsetxattr(path, name, []byte(value), 0); err != nil {
		t.Skipf("%s: %v", name, err)
	}
}

// attributesOf are the attributes of a file, its mode and its group.
func attributesOf(t *testing.T, path string) map[string]string {
	t.Helper()
	out, err := attributes(path)
	if err != nil {
		t.Fatal(err)
	}
	if out == nil {
		out = map[string]string{}
	}
	var stat unix.Stat_t
	if err := unix.Lstat(path, &stat); err != nil {
		t.Fatal(err)
	}
	out["mode"], out["group"] = fmt.Sprintf("%o", stat.Mode), fmt.Sprint(stat.Gid)
	return out
}

// oneFile is a file in a directory of its own, and changes to it.
func oneFile(t *testing.T) (path string, c *Changes) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "acls.json")
	if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, Plan([]lint.Diagnostic{editing(plain("acls.json", path, []byte("{}")), "edit", 1, 1, " ")}, Scope{}, nil)
}

func TestApplyKeepsAttributes(t *testing.T) {
	for name, value := range map[string]string{
		"user.note": "from the ticket\x00", "user.empty": "", "user.long": strings.Repeat("x", 2000),
		"system.posix_acl_access": forUser(1234), "security.selinux": "system_u:object_r:etc_t:s0\x00",
	} {
		t.Run(name, func(t *testing.T) {
			path, c := oneFile(t)
			give(t, path, name, value)
			want := attributesOf(t, path)
			if err := c.Apply(context.Background(), Options{State: ownDir(t)}); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, attributesOf(t, path)); diff != "" || want[name] != value {
				t.Error(diff)
			}
			if data, _ := os.ReadFile(path); string(data) != "{ }" {
				t.Errorf("it holds %q", data)
			}
		})
	}
}

// A copy, which is what the old content waits in on a file system without hard links, is put back with its attributes.
func TestRollBackKeepsAttributes(t *testing.T) {
	for name, p := range disks {
		dir, c := cluster(t)
		path := filepath.Join(dir, "acls.json")
		give(t, path, "user.note", "kept")
		want := attributesOf(t, path)
		err := c.apply(context.Background(), Options{State: ownDir(t)}, hooked{p, func(step, _ string) error {
			if step == "move" {
				return errors.New("no")
			}
			return nil
		}})
		if diff := cmp.Diff(want, attributesOf(t, path)); diff != "" || err == nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
}

// A directory that gives its new files an access list does not give it to a file that had none.
func TestApplyTakesNoAttributesFromADirectory(t *testing.T) {
	path, c := oneFile(t)
	for _, dir := range []string{filepath.Dir(path), filepath.Dir(filepath.Dir(path))} {
		give(t, dir, "system.posix_acl_default", accessList([3]uint32{aclUserObject, 7, nobodyID}, [3]uint32{0x02, 7, 1234},
			[3]uint32{aclGroupObject, 5, nobodyID}, [3]uint32{aclMask, 7, nobodyID}, [3]uint32{aclOther, 5, nobodyID}))
	}
	want := attributesOf(t, path)
	for _, beside := range []bool{false, true} {
		p := poor{disk: osDisk{}}
		err := c.apply(context.Background(), Options{State: ownDir(t)}, hooked{p, func(step, at string) error {
			if beside && step == "mkdir" && filepath.Dir(at) != filepath.Dir(path) {
				return fs.ErrPermission
			}
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, attributesOf(t, path)); diff != "" {
			t.Error(diff)
		}
		if err := os.WriteFile(path, []byte("{}"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// A file that is created gets what the kernel gives to one that is made in its directory.
func TestCreatedFilesAreTheirDirectorys(t *testing.T) {
	for name, prepare := range map[string]func(t *testing.T, dir string){
		"nothing": func(*testing.T, string) {},
		"a group": func(t *testing.T, dir string) {
			if err := os.Chown(dir, -1, 1234); err != nil {
				t.Skip(err)
			}
			if err := os.Chmod(dir, 0o2755); err != nil {
				t.Fatal(err)
			}
		},
		"a list": func(t *testing.T, dir string) {
			give(t, dir, "system.posix_acl_default", accessList([3]uint32{aclUserObject, 6, nobodyID}, [3]uint32{0x02, 7, 1234},
				[3]uint32{aclGroupObject, 5, nobodyID}, [3]uint32{aclMask, 7, nobodyID}, [3]uint32{aclOther, 0, nobodyID}))
		},
		"a short list": func(t *testing.T, dir string) {
			give(t, dir, "system.posix_acl_default", accessList([3]uint32{aclUserObject, 7, nobodyID},
				[3]uint32{aclGroupObject, 0, nobodyID}, [3]uint32{aclOther, 4, nobodyID}))
		},
		"a list of the directory above": func(t *testing.T, dir string) {
			give(t, filepath.Dir(dir), "system.posix_acl_default", forUser(1234))
		},
	} {
		for _, mode := range []fs.FileMode{0o644, 0o600, 0o640} {
			t.Run(fmt.Sprintf("%s %o", name, mode), func(t *testing.T) {
				dir := t.TempDir()
				prepare(t, dir)
				mask := unix.Umask(0)
				like, err := os.OpenFile(filepath.Join(dir, "like"), os.O_CREATE|os.O_WRONLY, mode)
				unix.Umask(mask)
				if err != nil {
					t.Fatal(err)
				}
				like.Close()
				path := filepath.Join(dir, "new")
				c := &Changes{Files: []*File{{Path: "new", NewPath: "new", NewFile: path, New: []byte("n"), Created: true, Mode: mode}}}
				if err := c.Apply(context.Background(), Options{State: ownDir(t)}); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(attributesOf(t, like.Name()), attributesOf(t, path)); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
}

// What a file has and a new one cannot have is a reason to leave it.
func TestApplyRefusesWhatItCannotKeep(t *testing.T) {
	path, c := oneFile(t)
	give(t, path, "security.ima", "\x04\x04 a digest of one content")
	err := c.Apply(context.Background(), Options{State: ownDir(t)})
	if err == nil || !strings.Contains(err.Error(), "it is signed (security.ima)") || !strings.HasSuffix(err.Error(), "; no file was changed") {
		t.Errorf("got %v", err)
	}
	if data, _ := os.ReadFile(path); string(data) != "{}" {
		t.Errorf("it holds %q", data)
	}
}
