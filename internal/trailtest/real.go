package trailtest

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// RealLogs unpacks the collection of real logs, which is not part of the
// repository, into a folder of the test. Where it is absent the test is skipped.
func RealLogs(t testing.TB) string {
	t.Helper()
	name := filepath.Join(repository(), "..", "shared", "data", "real-cloudtrail.tar.gz")
	archive, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the real logs are not here: " + name)
	}
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := errors.Join(unpack(archive, folder), archive.Close()); err != nil {
		t.Fatal(err)
	}
	return folder
}

// unpack writes the regular files of a .tar.gz below a folder.
func unpack(archive io.Reader, folder string) error {
	content, err := gzip.NewReader(archive)
	if err != nil {
		return err
	}
	for files := tar.NewReader(content); ; {
		header, err := files.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if header.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(files)
		if err != nil {
			return err
		}
		if err := writeFile(filepath.Join(folder, filepath.FromSlash(header.Name)), data); err != nil {
			return err
		}
	}
}
