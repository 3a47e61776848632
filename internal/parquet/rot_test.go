//go:build cgo

package parquet_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/parquet/layout"
)

// A query finds a file that a program changed whose time it then set back: there is another
// time, which no program can set.
func TestFlippedByProgram(t *testing.T) {
	if runtime.GOOS != "linux" && runtime.GOOS != "darwin" {
		t.Skip("the system does not tell")
	}
	if flips, named := flipBits(t, false); named != flips {
		t.Errorf("%d of %d are named", named, flips)
	}
}

// Bits that flip without any new time, as a disk does, are found by Verify. A query names
// the file where DuckDB cannot decode it: it runs without that file, or says where its rows end.
// How many have another answer without a word is a figure, and no promise.
func TestRottenBits(t *testing.T) { flipBits(t, true) }

// flipBits flips one bit after another, and counts what queries name before they begin. A disk
// leaves all times as they are.
func flipBits(t *testing.T, byDisk bool) (flips, named int) {
	logs, folder := twoCommits(t), filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	files, _ := parquetFiles(t, folder)
	const query = "SELECT * FROM cloudtrail_logs"
	want, _ := ask(t, openParquet(t, trailq.Dir(folder), duck.Options{}, parquet.SourceOptions{}), query)
	cut, right, silent := 0, 0, 0
	flips = 16
	if os.Getenv("TRAILQ_SOAK") != "" {
		flips = 400
	}
	random := rand.New(rand.NewPCG(3, 4))
	for range flips {
		file := files[random.IntN(len(files))]
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		put := func(content []byte) {
			if err := os.WriteFile(file, content, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.Chtimes(file, info.ModTime(), info.ModTime()); err != nil {
				t.Fatal(err)
			}
		}
		flipped := bytes.Clone(content)
		flipped[random.IntN(len(flipped))] ^= 1 << random.IntN(8)
		put(flipped)
		if byDisk {
			renewRecords(t, folder)
		}
		if verified, err := convert.Verify(t.Context(), folder, func(error) {}); err != nil || verified.Failed != 1 {
			t.Errorf("Verify: %+v, %v", verified, err)
		}
		var told []string
		rows, summary, err := tryAsk(t, openParquet(t, trailq.Dir(folder), duck.Options{Warn: collect(&told)}, parquet.SourceOptions{}), query)
		switch isNamed := strings.Contains(strings.Join(told, "\n"), file); {
		case errors.Is(err, duck.ErrCutShort) && isNamed:
			cut++
		case err != nil:
			t.Errorf("the query failed: %v, %q", err, told)
		case !summary.Complete() && isNamed:
			named++
		case slices.Equal(rows, want):
			right++
		default:
			silent++
		}
		put(content)
	}
	t.Logf("%d flips: %d named, %d named after some rows, %d answers that were right, %d that were not", flips, named, cut, right, silent)
	return flips, named
}

// renewRecords gives the records of all commits a later change than any other file has.
func renewRecords(t *testing.T, folder string) {
	t.Helper()
	records, err := filepath.Glob(filepath.Join(folder, layout.OwnFolder, layout.CommitsFolder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(10 * time.Millisecond) // the system's clock for files is coarse
	for _, record := range records {
		if err := os.Chmod(record, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}
