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

// RealLogs unpacks the collection of real logs into a folder of the test. The
// collection is not part of the repository: without it, the test is skipped.
func RealLogs(t testing.TB) string {
	t.Helper()
	return unpackShared(t, "real-cloudtrail.tar.gz")
}

// ReferenceData unpacks AWS's published price lists and address ranges; see
// [RealLogs].
func ReferenceData(t testing.TB) string {
	t.Helper()
	return unpackShared(t, "reference.tar.gz")
}

// PublishedQueries unpacks the queries that people have published for Athena and
// CloudTrail Lake, and returns their folder; see [RealLogs].
func PublishedQueries(t testing.TB) string {
	t.Helper()
	return filepath.Join(unpackShared(t, "athena-sql.tar.gz"), "athena-sql")
}

// FocusSample unpacks the public sample of a bill in FOCUS's columns, and returns its
// file; see [RealLogs].
func FocusSample(t testing.TB) string {
	t.Helper()
	return filepath.Join(unpackShared(t, "bill.tar.gz"), "bill", "focus-sample.csv")
}

// Corpus returns the folder of logs for a benchmark, from BENCH_CORPUS; if it is
// not set, the benchmark is skipped. See scripts/bench.
func Corpus(b testing.TB) string {
	b.Helper()
	folder := os.Getenv("BENCH_CORPUS")
	if folder == "" {
		b.Skip("BENCH_CORPUS is not set to a folder of logs: use make bench")
	}
	return folder
}

func unpackShared(t testing.TB, name string) string {
	t.Helper()
	name = filepath.Join(repositoryFolder(), "..", "shared", "data", name)
	archive, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the data is not available: " + name)
	}
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := errors.Join(unpackArchive(archive, folder), archive.Close()); err != nil {
		t.Fatal(err)
	}
	return folder
}

// unpackArchive writes the regular files of a .tar.gz below a folder.
func unpackArchive(archive io.Reader, folder string) error {
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
