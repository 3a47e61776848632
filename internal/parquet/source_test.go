//go:build cgo

package parquet_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/trailtest/s3test"
	"github.com/trailq/trailq/s3source"
)

func TestIsParquet(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(sampleLogs), folder, convert.Options{})
	files, _ := parquetFiles(t, folder)
	for name, want := range map[string]bool{
		folder: true, filepath.Dir(files[0]): true, files[0]: true, sampleLogs: false, t.TempDir(): false, "missing": false,
	} {
		if got := parquet.IsParquet(t.Context(), trailq.Files(name)); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// Files that the WHERE clause rules out are not read.
func TestPruned(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(sampleLogs), folder, convert.Options{})
	files, _ := parquetFiles(t, folder)
	db := openParquet(t, trailq.Dir(folder), duck.Options{}, parquet.SourceOptions{})
	for where, part := range map[string]string{
		"1 = 1":                    "/",
		"account = '111122223333'": "data/account=111122223333/",
		"region = 'eu-west-1' AND account IN ('444455556666')":   "data/account=444455556666/region=eu-west-1/",
		"eventtime >= '2023-11-02'":                              "date=2023-11-02/",
		"eventtime BETWEEN '2023-11-01' AND '2023-11-01T23:59Z'": "date=2023-11-01/",
		"region = 'nowhere-1'":                                   "nowhere",
	} {
		want := 0
		for _, file := range files {
			if strings.Contains(file, part) {
				want++
			}
		}
		if _, summary := ask(t, db, "SELECT count(*) FROM cloudtrail_logs WHERE "+where); summary.Files.Read != want || summary.Reconcile() != nil {
			t.Errorf("%s: %d of %d files are read, want %d", where, summary.Files.Read, summary.Files.Listed, want)
		}
	}
}

// A file that is damaged is named, and the others are read.
func TestDamaged(t *testing.T) {
	for what, damage := range map[string]func([]byte) []byte{
		"cut off":   func(content []byte) []byte { return content[:len(content)/2] },
		"empty":     func([]byte) []byte { return nil },
		"text":      func([]byte) []byte { return []byte("no Parquet at all, and longer than that") },
		"its end":   func(content []byte) []byte { return spoil(content, len(content)-300, 200) },
		"its pages": func(content []byte) []byte { return spoil(content, 4, len(content)/2) },
	} {
		folder := filepath.Join(t.TempDir(), "parquet")
		convertLogs(t, trailq.Dir(sampleLogs), folder, convert.Options{})
		files, _ := parquetFiles(t, folder)
		all := len(parquetEvents(t, folder, trailq.Options{}))
		bad := files[1]
		content, err := os.ReadFile(bad)
		if err != nil {
			t.Fatal(err)
		}
		write(t, bad, damage(bytes.Clone(content)))
		var warned []string
		db := openParquet(t, trailq.Dir(folder), duck.Options{Warn: func(err error) { warned = append(warned, err.Error()) }}, parquet.SourceOptions{})
		rows, summary := ask(t, db, "SELECT eventname, useridentity.arn, requestparameters, count(*) AS n FROM cloudtrail_logs GROUP BY 1, 2, 3 ORDER BY 4 DESC")
		if len(warned) != 1 || !strings.Contains(warned[0], bad) {
			t.Errorf("%s: the warnings are %q, want one of %s", what, warned, bad)
		}
		if len(rows) == 0 || summary.Files.Failed != 1 || summary.Files.Read != len(files)-1 || summary.Complete() || summary.Records.Yielded >= int64(all) {
			t.Errorf("%s: %d rows, %+v", what, len(rows), summary)
		}
	}
}

func spoil(content []byte, from, n int) []byte {
	for i := from; i < from+n; i++ {
		content[i] ^= 0x55
	}
	return content
}

// A folder whose name has what DuckDB takes for a pattern, or for SQL, is read.
func TestOddFolder(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "it's [odd] *?{a,b}", "par quet")
	convertLogs(t, trailq.Dir(sampleLogs), folder, convert.Options{})
	checkFolder(t, folder, sampleLogs)
}

// A folder in a bucket is read as one on the disk, and only what a question
// needs is fetched.
func TestBucket(t *testing.T) {
	server := s3test.StartServer(t)
	server.Setenv(t)
	server.MakeBucket(t, "amzn-s3-demo-bucket", nil)
	folder := filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(sampleLogs), folder, convert.Options{})
	if err := os.CopyFS(filepath.Join(server.Folder("amzn-s3-demo-bucket"), "converted"), os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	source, err := s3source.New(t.Context(), "s3://amzn-s3-demo-bucket/converted/", s3source.Options{EndpointURL: server.Endpoint})
	if err != nil {
		t.Fatal(err)
	}
	if !parquet.IsParquet(t.Context(), source) {
		t.Fatal("it is not taken for Parquet")
	}
	var said []string
	temporary := t.TempDir()
	local := openParquet(t, trailq.Dir(folder), duck.Options{}, parquet.SourceOptions{})
	remote := openParquet(t, source, duck.Options{}, parquet.SourceOptions{Remote: true, TemporaryFolder: temporary, Say: func(text string) { said = append(said, text) }})
	one := "SELECT eventname, count(*) FROM cloudtrail_logs WHERE region = 'eu-west-1' AND eventtime BETWEEN '2023-11-01T00:00:00Z' AND '2023-11-01T23:59:59Z' GROUP BY 1"
	for _, question := range []string{one, one, "SELECT eventname, eventid FROM cloudtrail_logs"} {
		want, _ := ask(t, local, question)
		got, _ := ask(t, remote, question)
		same(t, question, got, want)
	}
	files, _ := parquetFiles(t, folder)
	needed := 0
	for _, file := range files {
		if strings.Contains(file, "region=eu-west-1/date=2023-11-01/") {
			needed++
		}
	}
	if len(said) != 2 || !strings.HasPrefix(said[0], fmt.Sprintf("fetching %d Parquet files", needed)) ||
		!strings.HasPrefix(said[1], fmt.Sprintf("fetching %d Parquet files", len(files)-needed)) {
		t.Errorf("it says %q, want %d and then %d", said, needed, len(files)-needed)
	}
	small := openParquet(t, source, duck.Options{}, parquet.SourceOptions{Remote: true, TemporaryFolder: temporary, FetchLimit: 1000})
	if _, _, err := tryAsk(t, small, one); err == nil || !strings.Contains(err.Error(), "the limit is") {
		t.Errorf("beyond the limit: %v", err)
	}
	if copies, err := filepath.Glob(filepath.Join(temporary, "*", "*.parquet")); err != nil || len(copies) != len(files) {
		t.Errorf("%d copies, want %d: %v", len(copies), len(files), err)
	}
}
