//go:build unix && cgo

package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Whatever a command writes of logs can be read by nobody else, also where new files are
// everybody's: copies, converted folders, answers, and what fetched objects are kept in.
func TestModes(t *testing.T) {
	const logs, query = "../../testdata/logs", "SELECT eventid, eventname FROM cloudtrail_logs"
	proxy := startBucket(t)
	home := t.TempDir()
	name := func(names ...string) string { return filepath.Join(append([]string{home}, names...)...) }
	old := name("old.csv")
	if err := os.WriteFile(old, []byte("before"), 0o644); err != nil { //nolint:gosec // it is the mode that an answer must not take over
		t.Fatal(err)
	}
	defer syscall.Umask(syscall.Umask(0))
	for _, arguments := range [][]string{
		{"convert", logs, name("parquet")},
		{"sync", "s3://" + bucketName, name("copy")},
		{"convert", "s3://" + bucketName, name("fetched", "parquet"), "--cache", name("cache", "deep")},
		{"events", "s3://" + bucketName, "-n", "1", "--cache", name("cache", "flat")},
		{"sql", logs, query, "-O", old},
		{"sql", logs, query, "-O", name("answer.jsonl")},
		{"sql", logs, query, "-O", name("answer.md")},
		{"sql", logs, query, "-O", name("answer.parquet")},
		{"sql", name("parquet"), query, "-O", name("of-parquet.parquet")},
		{"events", logs, "--sort", "time", "-o", "csv"},
		{"sql", logs, "SELECT eventid, count(*) FROM cloudtrail_logs GROUP BY 1", "--spill", name("spill")},
	} {
		if arguments[0] == "sql" && arguments[len(arguments)-2] == "--spill" {
			if err := os.Mkdir(name("spill"), 0o700); err != nil {
				t.Fatal(err)
			}
		}
		if strings.HasPrefix(arguments[1], "s3:") {
			arguments = append(arguments, "--endpoint-url", proxy.URL)
		}
		if code, _, stderr := runIn(t, nil, arguments...); code != 0 && code != 3 {
			t.Errorf("%v: exit code %d, %s", arguments, code, stderr)
		}
	}
	files := 0
	err := filepath.WalkDir(home, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == home {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if entry.IsDir() {
			want = 0o700
		} else {
			files++
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), want)
		}
		return nil
	})
	if err != nil || files < 50 {
		t.Errorf("%d files, %v", files, err)
	}
}
