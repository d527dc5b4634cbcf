package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// member is a file of an archive.
type member struct {
	name, path string
	mode       int64
}

// members are the files of an archive, in the order in which they lie there.
func (r release) members(t target, program string) ([]member, error) {
	list := []member{{t.name(), program, 0o755}}
	for _, name := range []string{"LICENSE", "README.md", "CHANGELOG.md"} {
		list = append(list, member{name, name, 0o644})
	}
	for _, pattern := range []string{"man/man1/*", "completions/*"} {
		paths, err := filepath.Glob(filepath.Join(r.stage, filepath.FromSlash(pattern))) // sorted
		if err != nil || len(paths) == 0 {
			return nil, errors.Join(err, fmt.Errorf("there is no %s", pattern))
		}
		for _, path := range paths {
			rel, err := filepath.Rel(r.stage, path)
			if err != nil {
				return nil, err
			}
			list = append(list, member{filepath.ToSlash(rel), path, 0o644})
		}
	}
	return list, nil
}

// archive writes the archive of a target: a zip for Windows, else a compressed tar.
func (r release) archive(t target, program string) error {
	list, err := r.members(t, program)
	if err != nil {
		return err
	}
	suffix, write := ".tar.gz", writeTar
	if t.system == "windows" {
		suffix, write = ".zip", writeZip
	}
	path := r.file(t, suffix)
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	top := strings.TrimSuffix(filepath.Base(path), suffix)
	return errors.Join(write(f, top, list, r.time), f.Close())
}

// writeTar writes members below a directory, as if root had made all at one time.
func writeTar(w io.Writer, top string, list []member, at time.Time) error {
	zipped, err := gzip.NewWriterLevel(w, gzip.BestCompression)
	if err != nil {
		return err
	}
	out := tar.NewWriter(zipped)
	for _, m := range list {
		data, err := os.ReadFile(m.path)
		if err != nil {
			return err
		}
		head := &tar.Header{
			Typeflag: tar.TypeReg, Name: top + "/" + m.name, Size: int64(len(data)), Mode: m.mode, ModTime: at, Uname: "root", Gname: "root", Format: tar.FormatPAX,
		}
		if err := out.WriteHeader(head); err != nil {
			return err
		}
		if _, err := out.Write(data); err != nil {
			return err
		}
	}
	return errors.Join(out.Close(), zipped.Close())
}

// writeZip writes members below a directory, all made at one time.
func writeZip(w io.Writer, top string, list []member, at time.Time) error {
	out := zip.NewWriter(w)
	for _, m := range list {
		data, err := os.ReadFile(m.path)
		if err != nil {
			return err
		}
		head := &zip.FileHeader{Name: top + "/" + m.name, Method: zip.Deflate, Modified: at}
		head.SetMode(os.FileMode(m.mode))
		member, err := out.CreateHeader(head)
		if err != nil {
			return err
		}
		if _, err := member.Write(data); err != nil {
			return err
		}
	}
	return out.Close()
}

// checksums writes the SHA-256 of every file of a directory as sha256sum does.
func checksums(dir string) error {
	files, err := os.ReadDir(dir) // sorted
	if err != nil {
		return err
	}
	var sums strings.Builder
	for _, file := range files {
		f, err := os.Open(filepath.Join(dir, file.Name()))
		if err != nil {
			return err
		}
		sum := sha256.New()
		_, err = io.Copy(sum, f)
		if err = errors.Join(err, f.Close()); err != nil {
			return err
		}
		fmt.Fprintf(&sums, "%x  %s\n", sum.Sum(nil), file.Name())
	}
	return os.WriteFile(filepath.Join(dir, "SHA256SUMS"), []byte(sums.String()), 0o644)
}
