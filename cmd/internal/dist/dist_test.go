package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
	"time"
)

var at = time.Date(2026, 11, 28, 14, 6, 4, 0, time.UTC)

// laid makes the files of an archive, with a time and a mode of their own.
func laid(t *testing.T, when time.Time, mode os.FileMode) []member {
	t.Helper()
	dir := t.TempDir()
	list := []member{{"mesoslint", filepath.Join(dir, "a"), 0o755}, {"man/man1/mesoslint.1", filepath.Join(dir, "b"), 0o644}}
	for _, m := range list {
		if err := os.WriteFile(m.path, []byte(m.name), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(m.path, when, when); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

func TestArchivesHaveNothingOfTheMachine(t *testing.T) {
	for name, write := range map[string]func(io.Writer, string, []member, time.Time) error{"tar": writeTar, "zip": writeZip} {
		var a, b, later bytes.Buffer
		for _, c := range []struct {
			to   *bytes.Buffer
			list []member
			at   time.Time
		}{
			{&a, laid(t, time.Unix(1, 0), 0o600), at}, {&b, laid(t, time.Unix(1e9, 0), 0o777), at}, {&later, laid(t, time.Unix(1, 0), 0o600), at.Add(time.Hour)},
		} {
			if err := write(c.to, "top", c.list, c.at); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(a.Bytes(), b.Bytes()) {
			t.Errorf("%s: the mode or the time of a file goes in", name)
		}
		if bytes.Equal(a.Bytes(), later.Bytes()) {
			t.Errorf("%s: the time of the commit does not go in", name)
		}
	}
}

func TestArchiveMembers(t *testing.T) {
	var tarred, zipped bytes.Buffer
	if err := writeTar(&tarred, "top", laid(t, at, 0o600), at); err != nil {
		t.Fatal(err)
	}
	if err := writeZip(&zipped, "top", laid(t, at, 0o600), at); err != nil {
		t.Fatal(err)
	}
	plain, err := gzip.NewReader(&tarred)
	if err != nil {
		t.Fatal(err)
	}
	in := tar.NewReader(plain)
	for _, want := range []struct {
		name string
		mode int64
	}{{"top/mesoslint", 0o755}, {"top/man/man1/mesoslint.1", 0o644}} {
		head, err := in.Next()
		if err != nil || head.Name != want.name || head.Mode != want.mode || !head.ModTime.Equal(at) || head.Uid != 0 {
			t.Errorf("%v, %v; want %v", head, err, want)
		}
	}
	z, err := zip.NewReader(bytes.NewReader(zipped.Bytes()), int64(zipped.Len()))
	if err != nil || len(z.File) != 2 || z.File[0].Name != "top/mesoslint" || z.File[0].Mode() != 0o755 || !z.File[0].Modified.Equal(at) {
		t.Errorf("%v, %v", z, err)
	}
}

func TestBillOfMaterials(t *testing.T) {
	info := &debug.BuildInfo{GoVersion: "go1.26.8", Main: debug.Module{Path: "example.com/m"}, Deps: []*debug.Module{
		{Path: "example.com/a", Version: "v1.2.3+incompatible", Sum: "h1:x="},
		{Path: "example.com/old", Version: "v1.0.0", Replace: &debug.Module{Path: "example.com/new", Version: "v2.0.0"}},
	}}
	text, err := json.Marshal(billOf(info, release{source: source{"abc", at}, version: "0.1.0"}, target{"linux", "amd64"}))
	if err != nil {
		t.Fatal(err)
	}
	var b bom
	if err := json.Unmarshal(text, &b); err != nil {
		t.Fatal(err)
	}
	var purls []string
	for _, c := range b.Components {
		purls = append(purls, c.PURL)
	}
	want := []string{"pkg:golang/std@1.26.8", "pkg:golang/example.com/a@v1.2.3%2Bincompatible", "pkg:golang/example.com/new@v2.0.0"}
	if !slices.Equal(purls, want) || b.Metadata.Component.PURL != "pkg:golang/example.com/m@v0.1.0" || b.Metadata.Timestamp != "2026-11-28T14:06:04Z" {
		t.Errorf("%s", text)
	}
	if len(b.Dependencies) != 1 || !slices.Equal(b.Dependencies[0].DependsOn, want) {
		t.Errorf("the program needs %v", b.Dependencies)
	}
}

func TestChecksums(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"b": "", "a": "abc"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := checksums(dir); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(filepath.Join(dir, "SHA256SUMS"))
	const want = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n" +
		"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b\n"
	if err != nil || string(got) != want {
		t.Errorf("%q, %v", got, err)
	}
}

func TestChoose(t *testing.T) {
	if all, err := choose(""); err != nil || len(all) != 6 {
		t.Errorf("%v, %v", all, err)
	}
	if two, err := choose("linux/amd64,windows/arm64"); err != nil || len(two) != 2 || two[1].name() != "mesoslint.exe" {
		t.Errorf("%v, %v", two, err)
	}
	if _, err := choose("plan9/amd64"); err == nil || !strings.Contains(err.Error(), "darwin/arm64") {
		t.Errorf("%v", err)
	}
}
