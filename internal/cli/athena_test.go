package cli

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/tableddl"
	"github.com/trailq/trailq/internal/trailtest/athenatest"
	"github.com/trailq/trailq/internal/trailtest/s3test"
)

// athenaSource is the table of these tests.
const athenaSource = "athena://primary/logs.trail"

// declaredAthena answers EXPLAIN with all of the table, and other statements with a
// function, nil for none that ends.
func declaredAthena(answer func(sql string) *athenatest.Answer) athenatest.Engine {
	return athenatest.EngineFunc(func(ctx context.Context, sql string) (*athenatest.Answer, error) {
		if strings.HasPrefix(sql, "EXPLAIN") {
			plan := `{"inputTableColumnInfos":[{"table":{"schemaTable":{"schema":"logs","table":"trail"}},"constraint":{"columnConstraints":[]}}]}`
			return &athenatest.Answer{Columns: []athenatest.Column{{Name: "Query Plan", Type: "varchar"}}, Rows: [][]*string{{&plan}}}, nil
		}
		if answer == nil {
			<-ctx.Done()
			return nil, ctx.Err()
		}
		if found := answer(sql); found != nil {
			return found, nil
		}
		return nil, errors.New("GENERIC_INTERNAL_ERROR: no answer is declared")
	})
}

// startAthena starts a server with the table of a bucket's logs: two days of one account
// and region, 1,500 bytes.
func startAthena(t *testing.T, answer func(sql string) *athenatest.Answer) *athenatest.Server {
	t.Helper()
	server := athenatest.Start(t, declaredAthena(answer))
	server.Bucket = s3test.StartServer(t)
	server.Bucket.MakeBucket(t, "trail", nil)
	for day, size := range map[string]int{"2023/11/01": 1000, "2023/11/02": 500} {
		key := "AWSLogs/111122223333/CloudTrail/eu-west-1/" + day + "/111122223333_CloudTrail_eu-west-1_" + strings.ReplaceAll(day, "/", "") + "T0005Z_a.json.gz"
		server.Bucket.Put(t, "trail", key, make([]byte, size))
	}
	server.Setenv(t)
	code, _, said := runIn(t, nil, "table", "s3://trail/AWSLogs/", "--create", athenaSource)
	if code != 0 || !strings.Contains(said, "note: made "+athenaSource) {
		t.Fatalf("exit code %d: %s", code, said)
	}
	return server
}

// counted answers every statement with one row.
func counted(string) *athenatest.Answer {
	name, count, all := "ListBuckets", "7", "7"
	return &athenatest.Answer{Columns: []athenatest.Column{{Name: "eventname", Type: "varchar"}, {Name: "events", Type: "bigint"}, {Name: "all", Type: "bigint"}}, Rows: [][]*string{{&name, &count, &all}}, Bytes: 1 << 30}
}

func TestAthenaTableIsCreatedOnce(t *testing.T) {
	startAthena(t, counted)
	code, _, said := runIn(t, nil, "table", "s3://trail/AWSLogs/", "--create", athenaSource)
	if code != 2 || !strings.Contains(said, "already exists") || !strings.Contains(said, "hint: DROP TABLE") {
		t.Errorf("exit code %d: %s", code, said)
	}
	for _, arguments := range [][]string{{"--create", "primary/logs.trail"}, {"--create", athenaSource, "--name", "a.b"}} {
		if code, _, said := runIn(t, nil, append([]string{"table", "s3://trail/AWSLogs/"}, arguments...)...); code != 2 {
			t.Errorf("%q: exit code %d: %s", arguments, code, said)
		}
	}
}

// The user's SQL goes as it is, and the summary says what it cost.
func TestAthenaSQLWithDeclaredAnswers(t *testing.T) {
	startAthena(t, counted)
	code, out, said := runIn(t, nil, "sql", athenaSource, "SELECT eventname, count(*) AS events FROM cloudtrail_logs GROUP BY 1", "-o", "csv")
	if code != 0 || out != "eventname,events,all\nListBuckets,7,7\n" {
		t.Errorf("exit code %d: %s%s", code, out, said)
	}
	if !strings.Contains(said, "Athena scanned 1.1 GB, $0.005") && !strings.Contains(said, "Athena scanned 1.1 GB, $0.01") {
		t.Errorf("the summary is %q", said)
	}
}

// Events that were delivered on the day after are asked for, too, and no other day.
func TestAthenaLatePartition(t *testing.T) {
	server := startAthena(t, counted)
	runIn(t, nil, "sql", athenaSource, "SELECT count(*) FROM cloudtrail_logs", "--from", "2023-11-01", "--to", "2023-11-02", "--account", "111122223333", "--region", "eu-west-1")
	statements := server.Statements()
	last := statements[len(statements)-1]
	for _, want := range []string{`"timestamp" >= '2023/11/01' AND "timestamp" <= '2023/11/02'`, `"account" = '111122223333'`, `"region" = 'eu-west-1'`, `eventtime >= '2023-11-01`, `eventtime < '2023-11-02`} {
		if !strings.Contains(last, want) {
			t.Errorf("%s is not in\n%s", want, last)
		}
	}
}

// A dry run says what would be scanned, and starts nothing that costs.
func TestAthenaDryRunWithDeclaredPlans(t *testing.T) {
	server := startAthena(t, counted)
	code, out, said := runIn(t, nil, "top", athenaSource, "--dry-run", "--summary", "json")
	scan := scanIn(t, said)
	if code != 0 || out != "" || scan.Bytes != 1500 || scan.Partitions != scan.PartitionsInAll || scan.Partitions < 2 {
		t.Errorf("exit code %d, %+v, %q", code, scan, out)
	}
	for _, statement := range server.Statements() {
		if !strings.HasPrefix(statement, "EXPLAIN") && !strings.HasPrefix(statement, "CREATE") {
			t.Errorf("a dry run starts %s", statement)
		}
	}
	// Where nobody knows, that is said.
	table := server.Tables["logs.trail"]
	delete(table.Properties, "projection.enabled")
	_, _, said = runIn(t, nil, "top", athenaSource, "--dry-run")
	if strings.Contains(said, "0 B") || !strings.Contains(said, "not known") {
		t.Errorf("of a table without projection: %q", said)
	}
}

// A statement that scans too much is stopped at Athena, and so is one that is no longer
// wanted.
func TestAthenaIsStopped(t *testing.T) {
	server := startAthena(t, nil)
	server.Scanning = 1 << 30
	code, _, said := runIn(t, nil, "top", athenaSource, "--max-scan", "100MiB")
	if code != 2 || !strings.Contains(said, "stopped: 1.1 GB were scanned") || !strings.Contains(said, "--max-scan") {
		t.Errorf("exit code %d: %s", code, said)
	}
	if server.Calls("StopQueryExecution") != 1 || server.Running() != 0 {
		t.Errorf("%d requests to stop, %d statements run", server.Calls("StopQueryExecution"), server.Running())
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	time.AfterFunc(300*time.Millisecond, cancel)
	var out, errors strings.Builder
	code = Main(ctx, Environment{Stdout: &out, Stderr: &errors, Getenv: os.Getenv}, []string{"top", athenaSource})
	if code != 130 || server.Calls("StopQueryExecution") != 2 || server.Running() != 0 {
		t.Errorf("exit code %d, %d statements run: %s", code, server.Running(), &errors)
	}
}

// scanIn returns the scan of a summary.
func scanIn(t *testing.T, said string) engine.Scan {
	t.Helper()
	var summary struct{ Scan *engine.Scan }
	if err := json.Unmarshal([]byte(said[strings.Index(said, "{"):]), &summary); err != nil || summary.Scan == nil {
		t.Fatalf("%v: %s", err, said)
	}
	return *summary.Scan
}

// All reports on Athena print what they print here. Athena is a front over Trino, which
// says what the statements mean.
func TestAthenaReportsOverTrino(t *testing.T) {
	trino, folder, location := startTrino(t)
	server := athenatest.Start(t, trino)
	server.Setenv(t)
	name, table := declareTable(t, trino, folder, location)
	server.Tables[name] = table
	source := "athena://primary/" + name
	for _, command := range [][]string{
		{"top"}, {"top", "--by", "caller,service,error", "-n", "0"}, {"top", "--by", "bucket,prefix", "--sum", "bytesOut", "-n", "0"},
		{"cost"}, {"cost", "--by", "role,class", "-n", "0"}, {"cost", "--by", "service", "--tiered", "-n", "0"},
		{"timeline"}, {"timeline", "--by", "role", "--every", "day", "--series", "0"},
		{"diff", "--before", "2023-11-01", "--after", "2023-11-02"}, {"diff", "--before", "2023-11-01", "--after", "2023-11-02", "--measure", "bytesOut"},
		{"diff", "--before", "2023-11-01", "--after", "2023-11-02", "--measure", "dollars"}, {"who", "--tree"}, {"who", "AKIAIOSFODNN7EXAMPLE"},
		{"sql", "SELECT r.arn, count(*) AS n FROM cloudtrail_logs CROSS JOIN UNNEST(resources) AS t(r) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 50"},
	} {
		t.Run(strings.Join(command, " "), func(t *testing.T) {
			on := func(source string) []string {
				return append(append([]string{command[0], source}, command[1:]...), "-o", "csv", "--quiet", "--summary", "json")
			}
			wantCode, want, wantSaid := runIn(t, nil, on(folder)...)
			if wantCode != 0 {
				t.Fatal(wantSaid)
			}
			code, got, said := runIn(t, nil, on(source)...)
			if code != 0 || got != want || strings.Count(want, "\n") < 2 {
				t.Fatalf("exit code %d: %.300s\n%.600s\nwant\n%.600s", code, said, got, want)
			}
			if scan := scanIn(t, said); scan.Engine != "Athena" || scan.Bytes == 0 || scan.Dollars == 0 {
				t.Errorf("%+v", scan)
			}
		})
	}
	for _, statement := range server.Statements() {
		if len(statement) > 100_000 {
			t.Errorf("a statement has %d bytes", len(statement))
		}
	}
}

// startTrino converts the project's logs into a folder of the Trino server that the
// environment names, and returns the folder and the server's name for it. The schema is
// this test's own.
func startTrino(t *testing.T) (trino *athenatest.Trino, folder, location string) {
	t.Helper()
	if testing.Short() {
		t.Skip("make cluster runs it")
	}
	trino = athenatest.FindTrino(t)
	root := os.Getenv("TRAILQ_TRINO_DATA")
	if root == "" {
		t.Skip("TRAILQ_TRINO_DATA names no folder of the Trino server")
	}
	data, err := os.MkdirTemp(root, "athena-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(data) })
	folder = filepath.Join(data, "parquet")
	if code, _, said := runIn(t, nil, "convert", filepath.Join("..", "..", "testdata", "logs"), folder, "-q"); code != 0 {
		t.Fatal(said)
	}
	trino.Schema = "athena_" + strings.ReplaceAll(filepath.Base(data), "-", "_")
	return trino, folder, "local:///" + filepath.Base(data) + "/parquet"
}

// declareTable makes a table of a converted folder on Trino, by the columns of the
// statement for Athena, and returns it.
func declareTable(t *testing.T, trino *athenatest.Trino, folder, location string) (string, athenatest.Table) {
	t.Helper()
	found, err := tableddl.Find(t.Context(), tableddl.LocalFolder(folder), "s3://nowhere/")
	if err != nil {
		t.Fatal(err)
	}
	found[0].Record = true
	name, table, _ := athenatest.ParseTable(found[0].Statement(trino.Schema + ".trail"))
	run := func(statement string) {
		if _, err := trino.Query(context.WithoutCancel(t.Context()), statement); err != nil {
			t.Fatalf("%v\n%s", err, statement)
		}
	}
	run("CREATE SCHEMA hive." + trino.Schema)
	t.Cleanup(func() { run("DROP SCHEMA hive." + trino.Schema + " CASCADE") })
	run(fmt.Sprintf("CREATE TABLE hive.%s (%s) WITH (external_location = '%s', format = 'PARQUET', partitioned_by = ARRAY['account', 'region', 'date'])",
		name, table.TrinoColumns(), location+"/data"))
	run(fmt.Sprintf("CALL hive.system.sync_partition_metadata('%s', 'trail', 'FULL')", trino.Schema))
	return name, table
}

// ocsfView makes events as OCSF has them, by the mapping that AWS's part of the project
// publishes: https://github.com/ocsf/examples/tree/main/mappings/markdown/AWS/v1.1.0
//
//go:embed testdata/ocsf_view.sql
var ocsfView string

// Reports on a table in OCSF print what they print on the logs, with notes on what it
// cannot tell.
func TestOCSFReportsOverTrino(t *testing.T) {
	trino, folder, location := startTrino(t)
	source, _ := declareTable(t, trino, folder, location)
	if _, err := trino.Query(t.Context(), fmt.Sprintf(ocsfView, trino.Schema)); err != nil {
		t.Fatal(err)
	}
	source = "trino+" + strings.Replace(trino.URL, "//", "//test@", 1) + "/hive/" + strings.Replace(source, ".trail", "/ocsf", 1)
	const lacks = "OCSF has no field for "
	for command, note := range map[string]string{
		"top":                                "",
		"top --by caller,service,error -n 0": lacks + "insightdetails, ",
		"cost --by role,class -n 0":          lacks + "additionaleventdata, ",
		"timeline":                           lacks,
		"diff --before 2023-11-01 --after 2023-11-02":            lacks,
		"timeline --from 2023-11-02T10:00 --to 2023-11-02T12:00": lacks,
	} {
		t.Run(command, func(t *testing.T) {
			words := strings.Fields(command)
			on := func(source string) []string {
				return append(append([]string{words[0], source}, words[1:]...), "-o", "csv")
			}
			wantCode, want, wantSaid := runIn(t, nil, on(folder)...)
			if wantCode != 0 {
				t.Fatal(wantSaid)
			}
			code, got, said := runIn(t, nil, on(source)...)
			if code != 0 || got != want || strings.Count(want, "\n") < 2 || !strings.Contains(said, note) {
				t.Errorf("exit code %d: %.900s\n%.600s\nwant\n%.600s", code, said, got, want)
			}
		})
	}
	_, _, said := runIn(t, nil, "who", source, "AKIAIOSFODNN7EXAMPLE")
	if !strings.Contains(said, "note: "+lacks) {
		t.Errorf("who says %q", said)
	}
}
