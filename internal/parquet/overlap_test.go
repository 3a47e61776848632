//go:build cgo

package parquet_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/overlap"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/trailtest"
)

// sharedRecords are events of two accounts, with sharedEventIDs and categories of all sorts.
// Those of one day are in one Parquet file for each account.
func sharedRecords() []string {
	var records []string
	days := 0
	add := func(members string) {
		days++
		for _, account := range []string{"111122223333", "444455556666"} {
			records = append(records, fmt.Sprintf(`{"eventTime":"2023-11-%02dT01:00:00Z","eventName":"A","recipientAccountId":"%s",%s}`, days, account, members))
		}
	}
	add(`"eventID":"1"`)
	for _, id := range []string{`"one"`, `"\u0074wo"`, `""`, "null", "3", "[]", `{"a":1}`, "true", `" "`} {
		add(`"sharedEventID":` + id)
	}
	add(`"sharedEventID":"twice","sharedEventID":null`)
	add(`"sharedEventID":null,"sharedEventID":"four"`)
	add(`"shared\u0045ventID":"five"`)
	add(`"sharedeventid":"six"`)
	for _, category := range []string{`"NetworkActivity"`, `"Network\u0041ctivity"`, `"Management"`, `"Data"`, `"Insight"`, "null", "7", `""`} {
		add(`"eventCategory":` + category + `,"sharedEventID":"eight"`)
		add(`"eventCategory":` + category)
	}
	return append(records, `{"eventName":"A","eventTime":"2023-11-02T01:00:00Z","recipientAccountId":"777788889999","sharedEventID":"one"}`, `{"eventName":"A","sharedEventID":"service","userIdentity":{"type":"AWSService"}}`)
}

// What a folder's commits say of its files changes nothing about how many events tell of
// calls that others tell of, whatever the filter.
func TestOverlapByCommits(t *testing.T) {
	logs, folder, bare := t.TempDir(), filepath.Join(t.TempDir(), "parquet"), filepath.Join(t.TempDir(), "data")
	trailtest.Tree{"a.json": []byte(trailtest.Envelope(sharedRecords()...))}.Write(t, logs)
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	if err := os.CopyFS(bare, os.DirFS(filepath.Join(folder, "data"))); err != nil {
		t.Fatal(err)
	}
	source, err := parquet.OpenSource(t.Context(), trailq.Dir(folder), parquet.SourceOptions{})
	if err != nil {
		t.Fatal(err)
	}
	selection, err := source.Select(t.Context(), dialect.Bounds{}, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	alone := 0
	for _, file := range selection.Files {
		if file.Alone {
			alone++
		}
	}
	if alone == 0 || alone == len(selection.Files) {
		t.Errorf("%d of %d files are alone", alone, len(selection.Files))
	}
	count := func(folder string, read trailq.Options) overlap.Count {
		counter := overlap.NewCounter()
		db := openParquet(t, trailq.Dir(folder), duck.Options{Read: read, Overlap: counter}, parquet.SourceOptions{})
		ask(t, db, "SELECT count(*) FROM cloudtrail_logs")
		return counter.Count()
	}
	for name, read := range map[string]trailq.Options{
		"all":         {},
		"one account": {Filter: trailq.Filter{Accounts: []string{"111122223333"}}},
		"none":        {Filter: trailq.Filter{EventNames: []string{"B"}}},
		"duplicates":  {Duplicates: trailq.DropDuplicates},
		"addresses":   {Filter: trailq.Filter{SourceIPAddresses: []string{"10.0.0.0/8"}}},
	} {
		got, want := count(folder, read), count(bare, read)
		if got != want {
			t.Errorf("%s: %+v, without commits %+v", name, got, want)
		}
		if name == "all" && (want.Shared < 4 || want.Network < 2) {
			t.Errorf("the records tell little: %+v", want)
		}
	}
}
