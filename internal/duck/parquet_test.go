//go:build cgo

package duck

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/dialect"
	"github.com/trailq/trailq/internal/parquet/datafile"
)

// parquetAt is one Parquet file as logs.
type parquetAt string

func (p parquetAt) Allowed() (files, folders []string) { return []string{string(p)}, nil }

func (p parquetAt) Select(context.Context, dialect.Bounds, func(error)) (ParquetSelection, error) {
	return ParquetSelection{Files: []ParquetFile{{Path: string(p), Name: string(p), Rows: -1}}}, nil
}

// writeParquet writes records to a file.
func writeParquet(t *testing.T, name string, records ...string) {
	t.Helper()
	writer, err := datafile.New(datafile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var kept []datafile.Kept
	for i, record := range records {
		kept = append(kept, datafile.Kept{Log: &datafile.Log{File: "log.json"}, Number: i + 1, EventTime: time.Unix(1698836400, 0), Raw: []byte(record)})
	}
	var file bytes.Buffer
	if err := writer.Write(t.Context(), &file, kept, ""); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

const someRecord = `{"eventTime":"2023-11-01T11:00:00Z","eventName":"GetObject","eventID":"1"}`

// A query over Parquet files can read these and nothing else: not those beside
// them, and not in another way than as the logs.
func TestLockedParquet(t *testing.T) {
	folder := t.TempDir()
	logs, secret := filepath.Join(folder, "logs.parquet"), filepath.Join(folder, "secret.parquet")
	writeParquet(t, logs, someRecord)
	writeParquet(t, secret, strings.Replace(someRecord, "GetObject", "the secret", 1))
	server, fresh := listener(t), filepath.Join(folder, "written")
	around := filepath.Join(folder, "x", "..", "secret.parquet")
	link := filepath.Join(folder, "link.parquet")
	if err := os.Symlink(secret, link); err != nil {
		t.Fatal(err)
	}
	more := []string{
		"SELECT * FROM read_parquet('" + around + "')", "SELECT * FROM read_parquet('" + link + "')", "SELECT * FROM read_parquet('" + folder + "/*.parquet')",
		"SELECT * FROM read_parquet('" + logs + "/../secret.parquet')", "COPY (SELECT 1) TO '" + logs + ".copy'",
	}
	texts := append(hostileStatements(), more...)
	for _, table := range hostileTables() {
		texts = append(texts, "SELECT * FROM "+table)
	}
	texts = append(texts, "COPY (SELECT 1) TO '%[5]s' (FORMAT parquet)", "EXPLAIN ANALYZE COPY (SELECT 1) TO '%[5]s' (FORMAT parquet)",
		"SELECT * FROM read_parquet('%[5]s')", "SELECT * FROM '%[5]s'", "EXPLAIN /* /* */ || ' */ ANALYZE COPY (SELECT 1 AS a) TO '%[5]s' (FORMAT parquet) /* ' */ SELECT 1")
	before, err := os.ReadFile(logs)
	if err != nil {
		t.Fatal(err)
	}
	db := openDB(t, nil, Options{Parquet: parquetAt(logs)})
	for _, attempt := range texts {
		text := fmt.Sprintf(attempt+"%.0[1]s%.0[2]s%.0[3]s%.0[4]s%.0[5]s", secret, fresh, server, folder, logs)
		statements, err := dialect.Split(text)
		for _, statement := range statements {
			answer, failed := db.Query(t.Context(), statement)
			if err = failed; err != nil {
				break
			}
			if rows, err := allRows(t, answer); err == nil && len(rows) != 1 || strings.Contains(fmt.Sprint(rows, err), "the secret") {
				t.Errorf("%s gives %v, %v", text, rows, err)
			}
		}
		if strings.Contains(fmt.Sprint(err), "the secret") {
			t.Errorf("%s tells: %v", text, err)
		}
		if rows, err := askRaw(t, db, text); err == nil {
			t.Errorf("past the dialect, %s gives %v", text, rows)
		}
		if _, err := os.Stat(fresh); err == nil {
			t.Fatalf("%s wrote a file", text)
		}
		if after, err := os.ReadFile(logs); err != nil || !bytes.Equal(after, before) {
			t.Fatalf("%s changed the Parquet file: %v", text, err)
		}
	}
	for _, text := range more {
		if rows, err := askEngine(t, db, text); err == nil {
			t.Errorf("past the guard, %s gives %v", text, rows)
		}
	}
}

// A record comes back as it was, whatever it is, and NULL for what it lacks.
func TestWriter(t *testing.T) {
	logs := filepath.Join(t.TempDir(), "logs.parquet")
	records := []string{someRecord, `{}`, "{\"eventName\":\"\xff\"}", `{"eventName":"` + strings.Repeat("x", 300_000) + `"}`}
	writeParquet(t, logs, records...)
	db := openDB(t, nil, Options{Parquet: parquetAt(logs)})
	_, rows := ask(t, db, `SELECT record, "$record_number", eventname FROM cloudtrail_logs ORDER BY 2`)
	for i, record := range records {
		if want := strings.ToValidUTF8(record, "\ufffd"); rows[i][0] != want {
			t.Errorf("record %d is %.100q", i+1, rows[i][0])
		}
	}
	answer, err := db.Records(t.Context(), FileOrder, 0)
	if err != nil {
		t.Fatal(err)
	}
	rows, err = allRows(t, answer)
	if err != nil || rows[2][1] != fmt.Sprintf("%X", records[2]) || rows[0][1] != nil || rows[0][2] != "log.json" {
		t.Errorf("%v, %v", rows[:3], err)
	}
}

// Files of another kind are refused by name.
func TestOtherParquet(t *testing.T) {
	name := filepath.Join(t.TempDir(), "other.parquet")
	export := openDB(t, trailq.Dir(testLogs), Options{ExportFile: name})
	if _, err := export.Export(t.Context(), statement(t, "SELECT eventname FROM cloudtrail_logs")); err != nil {
		t.Fatal(err)
	}
	db := openDB(t, nil, Options{Parquet: parquetAt(name)})
	if _, _, err := tryAsk(t, db, "SELECT eventname FROM cloudtrail_logs"); err == nil || !strings.Contains(err.Error(), "trailq convert") {
		t.Errorf("%v", err)
	}
}
