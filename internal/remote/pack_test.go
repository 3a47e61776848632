package remote_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/remote"
	"github.com/trailq/trailq/internal/table"
)

// A packed table is made of the rows of one statement. Statements about it run here.
func TestPack(t *testing.T) {
	f := newFake()
	e := openFake(t, f, remote.Setup{})
	statements, err := dialect.Split("SELECT count(*) AS n FROM cloudtrail_logs GROUP BY eventname")
	if err != nil {
		t.Fatal(err)
	}
	f.rows = [][]table.Value{{table.Int(1)}, {table.Int(2)}, {table.Int(3)}}
	var large *remote.LargeError
	if err := e.PackAtMost(t.Context(), "few", statements[0], 2); !errors.As(err, &large) || large.Most != 2 {
		t.Errorf("got %v", err)
	}
	if sql, ok := f.sent("LIMIT 3"); !ok {
		t.Errorf("sent %s", sql)
	}
	if err := e.PackAtMost(t.Context(), "packed", statements[0], 3); err != nil {
		t.Fatal(err)
	}
	rows, err := ask(t, e, "SELECT sum(n) FROM packed")
	if err != nil || strings.Join(rows, "") != "6" || len(f.statements) != 2 || e.MemoryLimit() == 0 {
		t.Errorf("got %v, sent %q: %v", rows, f.statements, err)
	}
}

// An answer with more rows than may be fetched is an error, and the statement is stopped.
func TestMaxRows(t *testing.T) {
	for most, fails := range map[int64]bool{0: false, 3: false, 2: true} {
		f := newFake()
		f.rows = [][]table.Value{{table.Int(1)}, {table.Int(2)}, {table.Int(3)}}
		e := openFake(t, f, remote.Setup{Options: remote.Options{MaxRows: most}})
		rows, err := ask(t, e, "SELECT count(*) AS n FROM cloudtrail_logs GROUP BY eventname")
		var large *remote.LargeError
		if errors.As(err, &large) != fails || !fails && (err != nil || len(rows) != 3) || f.stopped != 1 {
			t.Errorf("at most %d: got %v, stopped %d times: %v", most, rows, f.stopped, err)
		}
	}
}
