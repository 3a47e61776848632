//go:build cgo

package duck_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
)

const packed = `SELECT eventtime AS packed_time, eventname AS packed_name, errorcode AS packed_error, insightdetails AS never, "$record_number" AS record FROM cloudtrail_logs`

// packSample packs the sample's events.
func packSample(t *testing.T) *duck.DB {
	t.Helper()
	db, err := duck.Open(t.Context(), trailq.Dir("../../testdata/logs"), duck.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if err := db.Pack(t.Context(), "packed", parse(t, packed)); err != nil {
		t.Fatal(err)
	}
	return db
}

func parse(t *testing.T, sql string) dialect.Statement {
	t.Helper()
	statements, err := dialect.Split(sql)
	if err != nil || len(statements) != 1 {
		t.Fatal(sql, err)
	}
	return statements[0]
}

// textRows returns the rows of an answer as texts.
func textRows(t *testing.T, db *duck.DB, sql string) [][]string {
	t.Helper()
	answer, err := db.Query(t.Context(), parse(t, sql))
	if err != nil {
		t.Fatal(sql, err)
	}
	var rows [][]string
	for row, err := range answer.Table.Rows {
		if err != nil {
			t.Fatal(sql, err)
		}
		var texts []string
		for _, value := range row {
			texts = append(texts, string(value.AppendText(nil)))
		}
		rows = append(rows, texts)
	}
	return rows
}

// What is packed has the rows of the query, in the order of the first column, and can be
// queried as often as one likes.
func TestPack(t *testing.T) {
	db := packSample(t)
	for _, sql := range []string{
		"SELECT %s, count(*) FROM %s GROUP BY 1 ORDER BY 2 DESC, 1",
		"SELECT count(*), count(%s) FROM %s",
		"SELECT %s FROM %s ORDER BY 1, 1 LIMIT 20",
	} {
		for _, name := range [][2]string{{"packed_name", "eventname"}, {"packed_error", "errorcode"}, {"packed_time", "eventtime"}, {"never", "insightdetails"}} {
			got := textRows(t, db, fmt.Sprintf(sql, name[0], "packed"))
			want := textRows(t, db, fmt.Sprintf(sql, name[1], "cloudtrail_logs"))
			if diff := cmp.Diff(want, got); diff != "" || len(got) == 0 {
				t.Errorf("%s of %s (-logs +packed):\n%s", sql, name[0], diff)
			}
		}
	}
	if rows := textRows(t, db, "SELECT count(*) FROM packed WHERE packed_name LIKE 'Get%' AND packed_error <> ''"); rows[0][0] != textRows(t, db, "SELECT count(*) FROM cloudtrail_logs WHERE eventname LIKE 'Get%' AND errorcode <> ''")[0][0] {
		t.Error(rows)
	}
}

// Packing again replaces the table.
func TestPackTwice(t *testing.T) {
	db := packSample(t)
	if err := db.Pack(t.Context(), "packed", parse(t, "SELECT eventname AS n FROM cloudtrail_logs WHERE eventname = 'PutObject'")); err != nil {
		t.Fatal(err)
	}
	if rows := textRows(t, db, "SELECT n, count(*) > 0 FROM packed GROUP BY 1"); len(rows) != 1 || rows[0][0] != "PutObject" {
		t.Error(rows)
	}
}

// A packing that is stopped, or that is not allowed, leaves an engine that works.
func TestPackFails(t *testing.T) {
	db := packSample(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if err := db.Pack(ctx, "other", parse(t, packed)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("stopped: %v", err)
	}
	var mistake *dialect.Error
	if err := db.Pack(t.Context(), "other", parse(t, "SELECT nothing FROM cloudtrail_logs")); !errors.As(err, &mistake) {
		t.Errorf("a mistake: %v", err)
	}
	if rows := textRows(t, db, "SELECT count(*) FROM packed"); rows[0][0] != "6728" {
		t.Error(rows)
	}
}

// A table that needs more memory than there is says so.
func TestPackTooLarge(t *testing.T) {
	db, err := duck.Open(t.Context(), trailq.Dir("../../testdata/logs"), duck.Options{Memory: 24 << 20, Share: 0.5, Threads: 1, SpillLimit: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Pack(t.Context(), "packed", parse(t, "SELECT a.eventname || b.eventid AS x FROM cloudtrail_logs a CROSS JOIN cloudtrail_logs b")); !errors.Is(err, duck.ErrMemory) {
		t.Errorf("it says %v", err)
	}
}
