package cli

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/trailtest/trinotest"
)

// folderBytes returns the size of the files whose paths contain one of some texts.
func folderBytes(t *testing.T, folder string, parts ...string) (bytes int64) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		for _, part := range parts {
			if strings.Contains(path, part) {
				info, err := entry.Info()
				bytes += info.Size()
				return err
			}
		}
		return nil
	})
	if err != nil || bytes == 0 {
		t.Fatalf("%d bytes in %q: %v", bytes, parts, err)
	}
	return bytes
}

// A report about one day scans no more than that day's partitions, and what is delivered
// on the next day where days are those of the delivery.
func TestClusterDayBytes(t *testing.T) {
	server := trinotest.Connect(t)
	parquet := filepath.Join(t.TempDir(), "parquet")
	trinotest.ConvertFolder(t, testLogs, parquet)
	logs := withoutInsights(t)
	for name, test := range map[string]struct {
		source string
		bytes  int64
	}{
		"parquet": {server.Source(server.FolderTable(t, parquet)), folderBytes(t, filepath.Join(parquet, "data"), "date=2023-11-01")},
		"raw":     {server.Source(server.RawTable(t, logs)), folderBytes(t, filepath.Join(logs, "AWSLogs"), "/2023/11/01/", "/2023/11/02/")},
	} {
		for _, command := range []string{"top", "cost", "timeline", "who --tree", "events -n 1000000"} {
			words := strings.Fields(command)
			arguments := append([]string{words[0], test.source}, words[1:]...)
			code, _, said := runIn(t, nil, append(arguments, "--from", "2023-11-01", "--to", "2023-11-02", "-o", "csv", "--quiet", "--summary", "json")...)
			if code != 0 {
				t.Fatalf("%s of %s: exit code %d: %s", command, name, code, said)
			}
			scan := readScan(t, said)
			if ratio := float64(scan.Bytes) / float64(test.bytes); scan.Bytes == 0 || ratio > 1.05 {
				t.Errorf("%s of %s scans %d bytes, %.2f of the day's %d", command, name, scan.Bytes, ratio, test.bytes)
			} else {
				t.Logf("%s of %s: %.2f of the day's bytes", command, name, ratio)
			}
		}
	}
}
