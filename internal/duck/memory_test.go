//go:build cgo

package duck

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck/bound"
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

// A query is stopped before the system would end the process, with and without a limit.
func TestMemoryBounds(t *testing.T) {
	if got := bound.New(100<<20, 8<<30, 60<<20); got.Limit != 100<<20 || got.Stop != 350<<20 || got.Abort != 430<<20 {
		t.Errorf("named: %+v", got)
	}
	// A process that has tables in memory can have as much beside them.
	if got := bound.New(100<<20, 8<<30, 700<<20); got.Limit != 100<<20 || got.Stop != 900<<20 || got.Abort != 980<<20 {
		t.Errorf("beside 700 MB %+v", got)
	}
	const available = 8_000_000_000
	if got := bound.New(0, available, 60<<20); got.Limit != 4_800_000_000 || got.Stop != 6_800_000_000 || got.Abort != 7_600_000_000 {
		t.Errorf("not named: %+v", got)
	}
	db := openDB(t, trailq.Dir(t.TempDir()), Options{})
	content, err := os.ReadFile("/proc/meminfo")
	if err != nil {
		t.Skip(err)
	}
	var kilobytes int64
	if _, err := fmt.Sscanf(string(content), "MemTotal: %d kB", &kilobytes); err != nil {
		t.Fatal(err)
	}
	got, err := db.availableMemory(t.Context())
	if err == nil {
		t.Error("a query can see settings")
	}
	if bounds := db.memory; bounds.Limit <= 0 || bounds.Abort > kilobytes<<10 || bounds.Limit >= bounds.Stop || bounds.Stop >= bounds.Abort {
		t.Errorf("%d bytes, bounds %+v of %d kB", got, bounds, kilobytes)
	}
	// The watch stops a query that takes more.
	db.memory.Stop = 1
	if _, _, err := tryAsk(t, db, "SELECT count(*) FROM UNNEST(sequence(1, 10000)) AS a(n) CROSS JOIN UNNEST(sequence(1, 10000)) AS b(n) CROSS JOIN UNNEST(sequence(1, 1000)) AS c(n) WHERE a.n + b.n = c.n"); !errors.Is(err, ErrMemory) {
		t.Errorf("%v", err)
	}
}

// A statement whose rows do not fit beside what it holds already fails with ErrMemory. It
// used to end the process, by an exception of C++ that left the function which takes a text.
func TestMemoryOfRows(t *testing.T) {
	if testing.Short() {
		t.Skip("it needs 200 MB of logs")
	}
	folder := t.TempDir()
	for i := range 100 {
		var content strings.Builder
		for j := range 1000 {
			fmt.Fprintf(&content, `{"eventName":"A","eventID":"%d-%d","requestParameters":{"x":"%02000d"}}`+"\n", i, j, i*1000+j)
		}
		writeFile(t, filepath.Join(folder, fmt.Sprintf("%d.json", i)), content.String())
	}
	for _, memory := range []int64{24 << 20, 40 << 20, 64 << 20} {
		db := openDB(t, trailq.Dir(folder), Options{Memory: memory, SpillLimit: 1 << 20})
		_, _, err := tryAsk(t, db, "SELECT requestparameters, array_agg(eventid), array_agg(requestparameters) FROM cloudtrail_logs GROUP BY 1")
		if !errors.Is(err, ErrMemory) {
			t.Errorf("%d MB: %v", memory>>20, err)
		}
	}
}

// A query of Parquet files that lacks memory says so. It used to call the files damaged that
// the engine had no memory to read, and to answer without their events.
func TestMemoryOfParquet(t *testing.T) {
	var records []string
	for i := range 20_000 {
		records = append(records, fmt.Sprintf(`{"eventTime":"2023-11-01T11:00:00Z","eventName":"GetObject","eventID":"%d","requestParameters":{"x":"%0600d"}}`, i, i*7919))
	}
	name := filepath.Join(t.TempDir(), "logs.parquet")
	writeParquet(t, name, records...)
	var said []error
	db := openDB(t, nil, Options{
		Parquet: parquetAt(name), Memory: 6 << 20, SpillLimit: 1 << 20, Threads: 1,
		Warn: func(err error) { said = append(said, err) },
	})
	_, rows, err := tryAsk(t, db, "SELECT requestparameters, array_agg(eventid), array_agg(requestparameters) FROM cloudtrail_logs GROUP BY 1")
	if !errors.Is(err, ErrMemory) || len(said) > 0 {
		t.Errorf("%d rows, %v, said %v", len(rows), err, said)
	}
}

// A packed table takes little more than its values need. It used to take blocks that were
// mostly empty: 34 bytes for each of these rows.
func TestMemoryOfPack(t *testing.T) {
	db := openDB(t, trailq.Dir(t.TempDir()), Options{})
	statements, err := dialect.Split(`SELECT a.n * 1000 + b.n AS time, 'name ' || CAST(b.n % 7 AS varchar) AS name, CAST(NULL AS varchar) AS never, CAST(b.n AS double) AS number
		FROM UNNEST(sequence(1, 300)) AS a(n) CROSS JOIN UNNEST(sequence(1, 1000)) AS b(n)`)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Pack(t.Context(), "packed", statements[0]); err != nil {
		t.Fatal(err)
	}
	var size int64
	if err := db.conn.QueryRowContext(t.Context(), "SELECT memory_usage_bytes FROM duckdb_memory() WHERE tag = 'IN_MEMORY_TABLE'").Scan(&size); err != nil {
		t.Fatal(err)
	}
	if _, rows := ask(t, db, "SELECT count(*), min(time), max(name), count(never), sum(number) FROM packed"); fmt.Sprint(rows) != "[[300000 1001 name 6 0 150150000]]" {
		t.Error(rows)
	}
	if size > 300_000*10 {
		t.Errorf("%d bytes for 300,000 rows", size)
	}
}
