package cli

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/engine"
	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/trinotest"
)

// clusterCommands are the commands that must give the same bytes on each engine.
func clusterCommands() map[string][]string {
	return map[string][]string{
		"top":              {"top"},
		"top by":           {"top", "--by", "caller,service,error", "-n", "0"},
		"top sum":          {"top", "--by", "bucket,prefix", "--sum", "bytesOut", "-n", "0"},
		"cost":             {"cost"},
		"cost by class":    {"cost", "--by", "role,class", "-n", "0"},
		"cost tiered":      {"cost", "--by", "service", "--tiered", "-n", "0"},
		"cost lines":       {"cost", "--by", "billLine", "-n", "0"},
		"cost trails":      {"cost", "--of", "cloudtrail", "--by", "role", "-n", "0"},
		"timeline":         {"timeline"},
		"timeline by role": {"timeline", "--by", "role", "--every", "day", "--series", "0"},
		"diff":             {"diff", "--before", "2023-11-01", "--after", "2023-11-02"},
		"diff bytes":       {"diff", "--before", "2023-11-01", "--after", "2023-11-02", "--measure", "bytesOut"},
		"diff dollars":     {"diff", "--before", "2023-11-01", "--after", "2023-11-02", "--measure", "dollars"},
		"who tree":         {"who", "--tree"},
		"who":              {"who", "AKIAIOSFODNN7EXAMPLE"},
	}
}

// compareEngines runs commands here on local and there on remote, and compares what they
// print.
func compareEngines(t *testing.T, commands map[string][]string, local, remote string, normalize func(*testing.T, string) string) {
	t.Helper()
	for name, command := range commands {
		t.Run(name, func(t *testing.T) {
			arguments := func(source string) []string {
				out := []string{command[0], source}
				return append(append(out, command[1:]...), "-o", "jsonl", "--quiet", "--summary", "json")
			}
			_, want, _ := runIn(t, nil, arguments(local)...)
			code, got, said := runIn(t, nil, arguments(remote)...)
			if code != 0 {
				t.Fatalf("exit code %d: %s", code, said)
			}
			if normalize != nil {
				got, want = normalize(t, got), normalize(t, want)
			}
			if got != want || strings.Count(want, "\n") < 2 {
				t.Errorf("%d bytes, want %d; the first lines:\n%s\nwant\n%s", len(got), len(want), firstLines(got), firstLines(want))
			}
			if scan := readScan(t, said); scan.Engine != "Trino" || scan.Bytes == 0 || scan.Rows > 50_000 {
				t.Errorf("the scan is %+v", scan)
			}
		})
	}
}

func firstLines(text string) string {
	lines := strings.SplitAfterN(text, "\n", 6)
	return strings.Join(lines[:min(len(lines), 5)], "")
}

// readScan returns the scan of a summary.
func readScan(t *testing.T, said string) engine.Scan {
	t.Helper()
	var summary struct{ Scan *engine.Scan }
	if err := json.Unmarshal([]byte(said), &summary); err != nil || summary.Scan == nil {
		t.Fatalf("%v: %s", err, said)
	}
	return *summary.Scan
}

const testLogs = "../../testdata/logs"

// withoutPlaces leaves out the columns that tell where a record was delivered. AWS's table
// does not have its number in the file, and the files are copies in another folder.
func withoutPlaces(t *testing.T, text string) string {
	t.Helper()
	text = regexp.MustCompile(`[^\s",]*/(AWSLogs/[^\s",]+\.gz)(#\d+)?`).ReplaceAllString(text, "$1")
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	for decoder.More() {
		var row map[string]any
		if err := decoder.Decode(&row); err != nil {
			t.Fatal(err)
		}
		for _, place := range []string{"file", "record", "trail"} {
			delete(row, place)
		}
		if err := encoder.Encode(row); err != nil {
			t.Fatal(err)
		}
	}
	return out.String()
}

// All commands print the same bytes here and on a Trino server, whatever the table.
func TestClusterTables(t *testing.T) {
	server := trinotest.Connect(t)
	converted := server.ConvertedTable(t, testLogs)
	for name, makeTable := range map[string]func() catalog.Name{
		"parquet": func() catalog.Name { return converted },
		"iceberg": func() catalog.Name { return server.IcebergTable(t, converted) },
		"bucket":  func() catalog.Name { return server.BucketTable(t, testLogs) },
	} {
		t.Run(name, func(t *testing.T) {
			if name == "iceberg" && testing.Short() {
				t.Skip("Iceberg has many packages: make cluster fetches them")
			}
			commands := clusterCommands()
			if name == "bucket" && testing.Short() { // one that reads all columns is enough
				commands = map[string][]string{"who tree": commands["who tree"]}
			}
			compareEngines(t, commands, testLogs, server.Source(makeTable()), nil)
		})
	}
	t.Run("raw", func(t *testing.T) {
		logs := withoutInsights(t)
		compareEngines(t, clusterCommands(), logs, server.Source(server.RawTable(t, logs)), withoutPlaces)
	})
}

// withoutInsights returns a copy of the logs without the folders that AWS's table does
// not read.
func withoutInsights(t *testing.T) string {
	logs := filepath.Join(t.TempDir(), "logs")
	if err := os.CopyFS(logs, os.DirFS(testLogs)); err != nil {
		t.Fatal(err)
	}
	others, _ := filepath.Glob(filepath.Join(logs, "AWSLogs/*/CloudTrail-*"))
	for _, folder := range others {
		if err := os.RemoveAll(folder); err != nil {
			t.Fatal(err)
		}
	}
	return logs
}

// Real logs give the same bytes, too.
func TestClusterRealLogs(t *testing.T) {
	server := trinotest.Connect(t)
	logs := trailtest.RealLogs(t)
	commands := clusterCommands()
	for name, command := range commands {
		if command[0] == "diff" {
			commands[name] = append([]string{"diff", "--before", "2021-07-30", "--after", "2021-07-31"}, command[5:]...)
		}
	}
	commands["who"] = []string{"who", "i-*"}
	commands["cost started"] = []string{"cost", "--of", "started", "-n", "0"} // in the others nothing is started
	folder := filepath.Join(t.TempDir(), "parquet")
	trinotest.ConvertFolder(t, logs, folder)
	compareEngines(t, commands, folder, server.Source(server.FolderTable(t, folder)), nil)
}

// Reports read the logs once, and diff three times: a table expression that is named twice
// is read twice.
func TestClusterScans(t *testing.T) {
	server := trinotest.Connect(t)
	table := server.ConvertedTable(t, testLogs)
	source := server.Source(table)
	for name, command := range clusterCommands() {
		statements := 1
		if command[0] == "diff" {
			statements = 3
		}
		arguments := append([]string{command[0], source}, command[1:]...)
		code, sql, said := runIn(t, nil, append(arguments, "--show-sql")...)
		asked := strings.Split(strings.TrimSuffix(strings.TrimSpace(sql), ";"), ";\n")
		if code != 0 || len(asked) != statements {
			t.Fatalf("%s: exit code %d, %d statements: %s", name, code, len(asked), said)
		}
		for _, statement := range asked {
			code, plan, said := runIn(t, nil, "sql", source, "EXPLAIN "+statement, "-o", "csv", "--quiet")
			if scans := strings.Count(plan, table.Schema+":"+table.Table); code != 0 || scans != 1 || len(statement) > 100_000 {
				t.Errorf("%s: exit code %d, %d scans, %d bytes: %s\n%s", name, code, scans, len(statement), said, plan)
			}
		}
	}
}
