//go:build cgo

package duck

import (
	"context"
	"testing"
	"time"

	"github.com/trailq/trailq"
)

// The account can be asked for while an aggregate runs, which has no answer yet;
// it reconciles all the while, and what has ended stays in it.
func TestDBSummary(t *testing.T) {
	db := openDB(t, endlessFiles{}, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := db.Query(ctx, statement(t, "SELECT count(*) FROM cloudtrail_logs"))
		ended <- err
	}()
	var reading trailq.Summary
	for deadline := time.Now().Add(30 * time.Second); reading.Records.Yielded == 0; time.Sleep(time.Millisecond) {
		reading = db.Reading().Summary
		if err := reading.Reconcile(); err != nil || time.Now().After(deadline) {
			t.Fatalf("%v: %+v", err, reading)
		}
	}
	cancel()
	if err := <-ended; err == nil {
		t.Error("an endless query has an answer")
	}
	stopped := db.Reading().Summary
	if err := stopped.Reconcile(); err != nil || stopped.Records.Yielded < reading.Records.Yielded || stopped.Files.Pending != 0 {
		t.Errorf("%v: after %+v there is %+v", err, reading, stopped)
	}
}

// The summary adds up statements until it is reset.
func TestDBSummaryOfAll(t *testing.T) {
	db := openDB(t, trailq.Dir(testLogs), Options{})
	for i := range 2 {
		answer, _ := ask(t, db, "SELECT count(*) FROM cloudtrail_logs")
		one, all := answer.Reading().Summary, db.Reading().Summary
		if n := int64(i + 1); one.Records.Yielded != 6728 || all.Records.Yielded != n*6728 || !all.Files.AllListed || !all.FirstEventTime.Equal(one.FirstEventTime) || all.FirstEventTime.IsZero() {
			t.Errorf("of %d statements: %+v, of one %+v", n, all, one)
		}
	}
	db.ResetReading()
	if all := db.Reading().Summary; all.Files.Listed != 0 || all.Records.Read != 0 {
		t.Errorf("after a reset: %+v", all)
	}
}
