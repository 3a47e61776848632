package trino_test

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/trailtest/trinotest"
	"github.com/trailq/trailq/internal/trino"
)

// rowsOf is an answer of columns, which are pairs of a name and a type, and rows.
func rowsOf(columns [][2]string, rows ...[]any) []object {
	var described []object
	for _, c := range columns {
		described = append(described, columnOf(c[0], c[1]))
	}
	return []object{{}, {"columns": described, "data": rows}, {"columns": described}}
}

// failsWith is an answer that is an error.
func failsWith(kind, name, message string) []object {
	return []object{{}, {"error": object{
		"message": message, "errorCode": 1, "errorName": name, "errorType": kind,
		"errorLocation": object{"lineNumber": 1, "columnNumber": 8},
	}}}
}

// Values become what Athena writes for them; numbers keep their digits.
func TestValues(t *testing.T) {
	columns := [][2]string{{"a", "bigint"}, {"b", "decimal(38, 2)"}, {"c", "double"}, {"d", "double"}, {"e", "varchar"}, {"f", "boolean"}, {"g", "timestamp"}, {"h", "date"}, {"i", "varchar"}}
	server := startFake(t, false, func(string) []object {
		return rowsOf(columns, []any{9007199254740993, "12345678901234567890.50", 0.5, "NaN", "", true, "2023-11-01 02:03:04.000", "2023-11-01", nil})
	})
	c, _ := server.open(t, nil)
	rows, _, err := askOne(t, c, "SELECT 1")
	want := []string{`9007199254740993 12345678901234567890.50 0.5 "NaN" "" true "2023-11-01 02:03:04.000" "2023-11-01" null`}
	if diff := cmp.Diff(want, rows); err != nil || diff != "" {
		t.Error(err, diff)
	}
}

// A mistake in the statement has its place; other failures have a remedy.
func TestErrors(t *testing.T) {
	for name, test := range map[string]struct {
		answer []object
		want   client.Error
	}{
		"mistake":   {failsWith("USER_ERROR", "COLUMN_NOT_FOUND", "line 1:8: Column 'x' cannot be resolved"), client.Error{AtFault: true, Line: 1, Column: 8}},
		"memory":    {failsWith("INSUFFICIENT_RESOURCES", "EXCEEDED_LOCAL_MEMORY_LIMIT", "Query exceeded per-node memory limit of 600MB"), client.Error{Hint: "narrow the window, the accounts or the regions, or raise the server's limit", Line: 1, Column: 8}},
		"queue":     {failsWith("INSUFFICIENT_RESOURCES", "QUERY_QUEUE_FULL", "Too many queued queries"), client.Error{Hint: "try again later", Line: 1, Column: 8}},
		"forbidden": {failsWith("USER_ERROR", "PERMISSION_DENIED", "Access Denied: Cannot select from columns"), client.Error{AtFault: true, Hint: "the user needs the right to read the table", Line: 1, Column: 8}},
	} {
		t.Run(name, func(t *testing.T) {
			server := startFake(t, false, func(string) []object { return test.answer })
			c, _ := server.open(t, nil)
			_, _, err := askOne(t, c, "SELECT 1")
			var failure *client.Error
			if !errors.As(err, &failure) {
				t.Fatalf("got %v", err)
			}
			got := client.Error{AtFault: failure.AtFault, Hint: failure.Hint, Line: failure.Line, Column: failure.Column}
			if diff := cmp.Diff(test.want, got); diff != "" || strings.Contains(failure.Error(), "line 1:8") {
				t.Error(failure, diff)
			}
		})
	}
}

// A table's description has its keys, its projection and the form of its days.
func TestDescribe(t *testing.T) {
	texts := func(names ...string) (columns [][2]string) {
		for _, name := range names {
			columns = append(columns, [2]string{name, "varchar"})
		}
		return columns
	}
	server := startFake(t, false, func(sql string) []object {
		switch {
		case strings.HasPrefix(sql, "DESCRIBE") && strings.Contains(sql, "nowhere"):
			return failsWith("USER_ERROR", "TABLE_NOT_FOUND", "Table 'hive.security.nowhere' does not exist")
		case strings.HasPrefix(sql, "DESCRIBE"):
			return rowsOf(texts("Column", "Type", "Extra", "Comment"), []any{"eventName", "varchar", "", ""}, []any{"dt", "varchar", "partition key", ""})
		case strings.HasPrefix(sql, "SHOW CREATE TABLE"):
			return rowsOf(texts("Create Table"), []any{"CREATE TABLE hive.security.trail (\n   eventname varchar,\n   dt varchar\n)\nWITH (\n   partitioned_by = ARRAY['dt']\n)"})
		}
		return rowsOf(texts("dt"), []any{"20231101"})
	})
	c, name := server.open(t, nil)
	got, err := c.Describe(t.Context(), name)
	want := &catalog.Table{
		Name: name, Columns: []catalog.Column{{Name: "eventname", Type: "varchar"}, {Name: "dt", Type: "varchar", IsKey: true}},
		Properties: map[string]string{}, Examples: map[string]string{"dt": "20231101"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	name.Table = "nowhere"
	if _, err := c.Describe(t.Context(), name); !errors.Is(err, client.ErrNoTable) {
		t.Errorf("got %v", err)
	}
}

// On a real server, a statement that is stopped is gone within a second, and a scan has
// its bytes however busy this machine is.
func TestClusterStop(t *testing.T) {
	server := trinotest.Connect(t)
	address, err := url.Parse(server.Source(catalog.Name{Catalog: "system", Schema: "runtime", Table: "queries"}))
	if err != nil {
		t.Fatal(err)
	}
	c, _, err := trino.Open(t.Context(), address, client.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	const mark = "stop_this_one"
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(2*time.Second, cancel)
	long := "SELECT count(*) AS " + mark + " FROM UNNEST(sequence(1, 10000)) AS a (x) CROSS JOIN UNNEST(sequence(1, 10000)) AS b (y) CROSS JOIN UNNEST(sequence(1, 10000)) AS c (z) WHERE sin(x * y * z) > 2"
	if _, err := c.Run(ctx, long, func(client.Progress) {}); !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	stopped := time.Now()
	running := "SELECT count(*) FROM system.runtime.queries WHERE query LIKE 'SELECT count(*) AS " + mark + "%' AND state NOT IN ('FINISHED', 'FAILED')"
	for server.Text(t, running) != "0" {
		if time.Since(stopped) > 10*time.Second {
			t.Fatal("the statement runs on")
		}
	}
	found := server.Text(t, "SELECT CAST(date_diff('millisecond', created, \"end\") AS varchar) FROM system.runtime.queries WHERE query LIKE 'SELECT count(*) AS "+mark+"%' ORDER BY created DESC LIMIT 1")
	if ms, err := strconv.Atoi(found); err != nil || ms > 3000 {
		t.Errorf("the statement ended after %s ms, and was stopped after 2,000: %v", found, err)
	}
}
