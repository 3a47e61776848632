//go:build cgo

package duck

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/trailq/trailq"
)

// What does not fit into memory goes to the spill folder, which is gone
// afterwards; where that is too small, the query fails and says so.
func TestQuerySpills(t *testing.T) {
	var records []string
	for i := range 200_000 {
		records = append(records, fmt.Sprintf(`{"eventName":"N","eventID":"%064d"}`, i*7919%200_000))
	}
	folder, spill := writeLogs(t, records...), t.TempDir()
	text := "SELECT count(*), min(n), max(n) FROM (SELECT eventid, row_number() OVER (ORDER BY eventid DESC) AS n FROM cloudtrail_logs)"
	db := openDB(t, trailq.Dir(folder), Options{Memory: 24 << 20, SpillFolder: spill, Threads: 1})
	watch := make(chan int64)
	stop := make(chan struct{})
	go func() { watch <- largest(spill, stop) }()
	_, rows := ask(t, db, text)
	close(stop)
	if fmt.Sprint(rows) != "[[200000 1 200000]]" {
		t.Errorf("%v", rows)
	}
	if most := <-watch; most == 0 {
		t.Error("nothing was spilled: the test needs less memory or more events")
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(spill); err != nil || len(left) > 0 {
		t.Errorf("%v left: %v", left, err)
	}
	tight := openDB(t, trailq.Dir(folder), Options{Memory: 24 << 20, SpillFolder: spill, SpillLimit: 1 << 20, Threads: 1})
	if _, _, err := tryAsk(t, tight, text); !errors.Is(err, ErrMemory) {
		t.Errorf("without room to spill: %v", err)
	}
}

// largest watches how much a folder holds, until stop.
func largest(folder string, stop <-chan struct{}) int64 {
	most := int64(0)
	for {
		size := int64(0)
		filepath.WalkDir(folder, func(_ string, entry os.DirEntry, err error) error {
			if err == nil && !entry.IsDir() {
				if info, err := entry.Info(); err == nil {
					size += info.Size()
				}
			}
			return nil
		})
		most = max(most, size)
		select {
		case <-stop:
			return most
		case <-time.After(5 * time.Millisecond):
		}
	}
}
