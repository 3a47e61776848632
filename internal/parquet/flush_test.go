//go:build cgo

package parquet_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
)

// Where memory is small, threads write often and at the same time, while others
// read: nothing is lost or doubled, with duplicates kept and dropped.
func TestSmallMemory(t *testing.T) {
	for name, duplicates := range map[string]trailq.Duplicates{"kept": trailq.KeepDuplicates, "dropped": trailq.DropDuplicates} {
		t.Run(name, func(t *testing.T) {
			reading, folder := trailq.Options{Duplicates: duplicates, Workers: 4}, t.TempDir()
			convertLogs(t, trailq.Dir(sampleLogs), folder, convert.Options{Read: reading, Threads: 4, Memory: 1 << 20})
			once := t.TempDir()
			convertLogs(t, trailq.Dir(sampleLogs), once, convert.Options{Read: reading, Threads: 1})
			often, _ := parquetFiles(t, folder)
			if least, _ := parquetFiles(t, once); len(often) < 2*len(least) {
				t.Errorf("%d Parquet files, where %d are the least: threads have not written often", len(often), len(least))
			}
			const question = "SELECT eventid, count(*), max(eventname), max(requestparameters) FROM cloudtrail_logs GROUP BY eventid ORDER BY eventid"
			parquet, _ := ask(t, openParquet(t, trailq.Dir(folder), duck.Options{}, parquet.SourceOptions{}), question)
			logs, _ := ask(t, openLogs(t, trailq.Dir(sampleLogs), duck.Options{Read: reading}), question)
			if diff := cmp.Diff(logs, parquet); diff != "" {
				t.Errorf("(-logs +Parquet):\n%.3000s", diff)
			}
		})
	}
}
