//go:build cgo

package duck

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/trailq/trailq"
)

// Groups by numbers of texts are the groups by the texts, whatever these are.
func TestTuplesGroupAsTexts(t *testing.T) {
	texts := []string{`"a"`, `""`, `null`, `"a\"\\\u0000b"`, `"\ud800"`, `"é"`, `12`, `true`, `{"a":[1]}`, `"` + fmt.Sprintf("%0300d", 7) + `"`, `"` + fmt.Sprintf("%0300d", 8) + `"`, "\"\x80\"", `"twelve bytes"`, `"thirteen byte"`}
	var records []string
	for i := range 5000 {
		records = append(records, fmt.Sprintf(`{"eventName":%s,"awsRegion":%s,"userAgent":"%d"}`, texts[i%len(texts)], texts[i/len(texts)%len(texts)], i/200%2))
	}
	db := openDB(t, trailq.Dir(writeLogs(t, records...)), Options{})
	_, want := ask(t, db, "SELECT eventname, awsregion, useragent, count(*) FROM cloudtrail_logs GROUP BY 1, 2, 3 ORDER BY 1, 2, 3")
	answer, got := ask(t, db, `SELECT trino_tuple_text(n, 0), trino_tuple_text(n, 1), trino_tuple_text(n, 2), number
		FROM (SELECT trino_tuple(eventname, awsregion, useragent) AS n, count(*) AS number FROM cloudtrail_logs GROUP BY 1) ORDER BY 1, 2, 3`)
	if diff := cmp.Diff(want, got); diff != "" || len(got) < 100 || len(answer.Table.Notes) > 0 {
		t.Errorf("%d groups, notes %q (-texts +numbers):\n%.1000s", len(got), answer.Table.Notes, diff)
	}
	for _, n := range []string{"-1", "99", "NULL"} {
		if _, rows := ask(t, db, "SELECT trino_tuple_text("+n+", 0) FROM (SELECT trino_tuple('a'))"); fmt.Sprint(rows) != "[[<nil>]]" {
			t.Errorf("%s: %v", n, rows)
		}
	}
}

// Where there is no room for the texts, the other statement answers, and the damage in the
// logs is told once.
func TestTuplesWithoutRoom(t *testing.T) {
	const events = 30_000
	var records []string
	for i := range events {
		records = append(records, fmt.Sprintf(`{"eventID":"%020d"}`, i))
	}
	warnings := 0
	db := openDB(t, trailq.Dir(writeLogs(t, records...)), Options{Memory: 16 << 20, Warn: func(error) { warnings++ }})
	numbered := statement(t, "SELECT count(*) FROM (SELECT trino_tuple(eventid) FROM cloudtrail_logs GROUP BY 1)")
	if _, err := db.Query(t.Context(), numbered); err == nil {
		t.Fatal("there is room: the test needs less memory or more events")
	}
	plain := statement(t, "SELECT count(*) FROM (SELECT eventid FROM cloudtrail_logs GROUP BY 1)")
	numbered.Otherwise = &plain
	answer, err := db.Query(t.Context(), numbered)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := allRows(t, answer)
	if want := [][]any{{json.Number(fmt.Sprint(events))}}; err != nil || !cmp.Equal(want, rows) {
		t.Errorf("%v, %v", rows, err)
	}
	if read := answer.Reading(); read.Passes != 2 || warnings > 0 {
		t.Errorf("%d passes, %d warnings", read.Passes, warnings)
	}
	if _, rows := ask(t, db, "SELECT trino_tuple('a')"); fmt.Sprint(rows) != "[[0]]" {
		t.Errorf("afterwards there are tuples: %v", rows)
	}
}
