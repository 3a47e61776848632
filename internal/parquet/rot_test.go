//go:build cgo

package parquet_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
)

// Bits that flip without a new time of change, as a disk does, are found by Verify. A
// query names the file where DuckDB cannot decode it: it runs without that file, or says
// where its rows end. How many have another answer without a word is a figure, and no
// promise.
func TestRottenBits(t *testing.T) {
	logs, folder := twoCommits(t), filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	files, _ := parquetFiles(t, folder)
	const query = "SELECT * FROM cloudtrail_logs"
	want, _ := ask(t, openParquet(t, trailq.Dir(folder), duck.Options{}, parquet.SourceOptions{}), query)
	flips, named, cut, right, silent := 16, 0, 0, 0, 0
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
}
