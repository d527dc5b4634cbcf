package fix

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"unsafe"

	"golang.org/x/sys/windows"
)

// keep copies the other streams of a file, then its owner and its access list, and last its attributes, of which one keeps
// it from being written.
func (osDisk) keep(path, like string) error {
	if err := keepStreams(path, like); err != nil {
		return err
	}
	if err := keepSecurity(path, like); err != nil {
		return err
	}
	return keepMarks(path, like)
}

// security is what of the security of a file is kept.
const security = windows.OWNER_SECURITY_INFORMATION | windows.GROUP_SECURITY_INFORMATION | windows.DACL_SECURITY_INFORMATION

// keepSecurity gives a file the owner, the group and the access list of another one. What it inherits it has got where it was
// made; that it must be the same in the end is looked up, not believed.
func keepSecurity(path, like string) error {
	want, err := windows.GetNamedSecurityInfo(like, windows.SE_FILE_OBJECT, security)
	if err != nil {
		return fmt.Errorf("reading its access list: %w", err)
	}
	if have, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, security); err == nil && have.String() == want.String() {
		return nil
	}
	if err := giveSecurity(path, want); err != nil {
		return fmt.Errorf("its owner and its access list cannot be kept: %w", err)
	}
	have, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, security)
	if err != nil {
		return fmt.Errorf("reading the access list of a new file: %w", err)
	}
	if have.String() != want.String() {
		return errors.New("its access list cannot be kept: a new file inherits another one (icacls shows them)")
	}
	return nil
}

// giveSecurity gives a file an owner, a group and an access list.
func giveSecurity(path string, want *windows.SECURITY_DESCRIPTOR) error {
	owner, _, err := want.Owner()
	if err != nil {
		return err
	}
	group, _, err := want.Group()
	if err != nil {
		return err
	}
	list, _, err := want.DACL()
	if err != nil {
		return err
	}
	control, _, err := want.Control()
	if err != nil {
		return err
	}
	inherits := windows.SECURITY_INFORMATION(windows.UNPROTECTED_DACL_SECURITY_INFORMATION)
	if control&windows.SE_DACL_PROTECTED != 0 {
		inherits = windows.PROTECTED_DACL_SECURITY_INFORMATION
	}
	return windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, security|inherits, owner, group, list, nil)
}

// kept are the attributes that are set like those of another file.
const kept = windows.FILE_ATTRIBUTE_READONLY | windows.FILE_ATTRIBUTE_HIDDEN | windows.FILE_ATTRIBUTE_SYSTEM |
	windows.FILE_ATTRIBUTE_ARCHIVE | windows.FILE_ATTRIBUTE_NOT_CONTENT_INDEXED

// keepMarks gives a file the attributes of another one.
func keepMarks(path, like string) error {
	want, err := marksOf(like)
	if err != nil {
		return err
	}
	have, err := marksOf(path)
	if err != nil {
		return err
	}
	if want&windows.FILE_ATTRIBUTE_ENCRYPTED != 0 && have&windows.FILE_ATTRIBUTE_ENCRYPTED == 0 {
		return errors.New("it is encrypted (EFS), and a new file beside it is not")
	}
	if want&kept == have&kept {
		return nil
	}
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return err
	}
	if err := windows.SetFileAttributes(name, max(want&kept, windows.FILE_ATTRIBUTE_NORMAL)); err != nil {
		return fmt.Errorf("keeping its attributes: %w", err)
	}
	return nil
}

func marksOf(path string) (uint32, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0, err
	}
	marks, err := windows.GetFileAttributes(name)
	if err != nil {
		return 0, fmt.Errorf("reading its attributes: %w", err)
	}
	return marks, nil
}

// keepStreams gives a file the streams of another one, but for the content.
func keepStreams(path, like string) error {
	streams, err := streamsOf(like)
	if err != nil {
		return fmt.Errorf("listing its streams: %w", err)
	}
	for _, stream := range streams {
		data, err := os.ReadFile(like + stream)
		if err == nil {
			err = os.WriteFile(path+stream, data, 0o600)
		}
		if err != nil {
			return fmt.Errorf("its stream %s cannot be kept: %w", stream, err)
		}
	}
	return nil
}

// streamData is WIN32_FIND_STREAM_DATA.
type streamData struct {
	_    int64
	name [windows.MAX_PATH + 36]uint16
}

// streamsOf returns the names of the streams of a file, ":name" each, but for the content; none if the file system has none.
func streamsOf(path string) ([]string, error) {
	library := windows.NewLazySystemDLL("kernel32.dll")
	first, next := library.NewProc("FindFirstStreamW"), library.NewProc("FindNextStreamW")
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, err
	}
	var data streamData
	found, _, err := first.Call(uintptr(unsafe.Pointer(name)), 0, uintptr(unsafe.Pointer(&data)), 0)
	if windows.Handle(found) == windows.InvalidHandle {
		if errors.Is(err, windows.ERROR_HANDLE_EOF) || errors.Is(err, windows.ERROR_INVALID_PARAMETER) || errors.Is(err, windows.ERROR_CALL_NOT_IMPLEMENTED) {
			return nil, nil
		}
		return nil, err
	}
	defer windows.FindClose(windows.Handle(found))
	var out []string
	for {
		if stream := strings.TrimSuffix(windows.UTF16ToString(data.name[:]), ":$DATA"); stream != ":" && stream != "" {
			out = append(out, stream)
		}
		if more, _, err := next.Call(found, uintptr(unsafe.Pointer(&data))); more == 0 {
			if errors.Is(err, windows.ERROR_HANDLE_EOF) {
				err = nil
			}
			return out, err
		}
	}
}

// names is how many names a file has.
func names(path string) (int, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return 0, err
	}
	file, err := windows.CreateFile(name, windows.FILE_READ_ATTRIBUTES, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE,
		nil, windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS|windows.FILE_FLAG_OPEN_REPARSE_POINT, 0)
	if err != nil {
		return 0, &os.PathError{Op: "open", Path: path, Err: err}
	}
	defer windows.CloseHandle(file)
	var info windows.ByHandleFileInformation
	if err := windows.GetFileInformationByHandle(file, &info); err != nil {
		return 0, &os.PathError{Op: "stat", Path: path, Err: err}
	}
	return int(info.NumberOfLinks), nil
}
