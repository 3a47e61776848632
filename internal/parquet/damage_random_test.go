//go:build cgo

package parquet_test

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
)

// Whatever happens to the files of a converted folder, one or several of them, a query has the
// whole answer or says that it has not. TRAILQ_SOAK tries damage for ten minutes.
func TestDamagedAtRandom(t *testing.T) {
	logs, whole := twoCommits(t), filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(logs), whole, convert.Options{Commit: convert.CommitLimits{Files: 6}})
	const query = "SELECT eventid, eventname, record FROM cloudtrail_logs"
	want, _ := ask(t, openParquet(t, trailq.Dir(whole), duck.Options{}, parquet.SourceOptions{}), query)
	toldWhole, _ := lackOf(t, trailq.Dir(whole), parquet.SourceOptions{})
	until, least := time.Now(), 12
	if os.Getenv("TRAILQ_SOAK") != "" {
		until = until.Add(10 * time.Minute)
	}
	random := rand.New(rand.NewPCG(5, 6))
	tried, named, refused, right := 0, 0, 0, 0
	for ; tried < least || time.Now().Before(until); tried++ {
		folder := filepath.Join(t.TempDir(), "parquet")
		if err := os.CopyFS(folder, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		var done []string
		for range 1 + random.IntN(3) {
			done = append(done, spoilAtRandom(t, random, folder))
		}
		var told []string
		rows, err := askDamaged(t, folder, query, &told)
		switch {
		case err != nil:
			refused++
		case len(told) > len(toldWhole):
			named++
		case len(told) == len(toldWhole) && slices.Equal(rows, want):
			right++
		default:
			t.Errorf("%q: %d rows of %d without a word: %q", done, len(rows), len(want), told)
		}
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d damaged folders: %d named, %d refused, %d harmless", tried, named, refused, right)
}

// askDamaged runs a query on a folder that can be damaged, and returns its rows.
func askDamaged(t *testing.T, folder, query string, told *[]string) (rows []string, err error) {
	opened, err := parquet.OpenSource(t.Context(), trailq.Dir(folder), parquet.SourceOptions{})
	if err != nil {
		return nil, err
	}
	defer opened.Close()
	db, err := duck.Open(t.Context(), nil, duck.Options{Parquet: opened, Warn: collect(told)})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, _, err = tryAsk(t, db, query)
	return rows, err
}

// spoilAtRandom damages one file of the folder, and says how.
func spoilAtRandom(t *testing.T, random *rand.Rand, folder string) string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && entry.Type().IsRegular() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		return "nothing is left"
	}
	file, other := files[random.IntN(len(files))], files[random.IntN(len(files))]
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	at := random.IntN(len(content) + 1)
	var how string
	switch kind := random.IntN(9); kind {
	case 0:
		if err := os.Remove(file); err != nil {
			t.Fatal(err)
		}
		return "removed " + strings.TrimPrefix(file, folder)
	case 1:
		how, content = "cut off", content[:at]
	case 2:
		how = "zeroes to the end"
		clear(content[at:])
	case 3:
		how = "bytes taken out"
		content = slices.Delete(content, at, min(len(content), at+1+random.IntN(64)))
	case 4:
		how = "bytes put in"
		content = slices.Insert(content, at, make([]byte, 1+random.IntN(64))...)
	case 5:
		how = "another file's content"
		if content, err = os.ReadFile(other); err != nil {
			t.Fatal(err)
		}
	case 6:
		how, content = "longer", append(content, content[:at]...)
	case 7:
		how, content = "JSON of another kind", []byte([]string{"{}", "[]", "null", "{\"format\":3}", ""}[random.IntN(5)])
	default:
		how = "bits"
		for range min(len(content), 1+random.IntN(4)) {
			content[random.IntN(len(content))] ^= 1 << random.IntN(8)
		}
	}
	if err := os.WriteFile(file, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%s, %s at %d", strings.TrimPrefix(file, folder), how, at)
}
