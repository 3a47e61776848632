//go:build cgo

package duck

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/landlock-lsm/go-landlock/landlock/syscall"

	"github.com/trailq/trailq/internal/confine"
)

// confinedFolder names, in the environment of a process that a test starts, the folder
// to work in; confinedWay is empty where the process keeps its rights.
const (
	confinedFolder = "TRAILQ_TEST_CONFINED_FOLDER"
	confinedWay    = "TRAILQ_TEST_CONFINED"
)

// overwriting are texts that write where no query must, as DuckDB takes them: past the
// dialect and past the guard.
func overwriting(folder string) map[string]string {
	source := filepath.Join(folder, "source.parquet")
	return map[string]string{
		"source": "COPY (SELECT 1 AS a) TO '" + source + "' (FORMAT parquet, USE_TMP_FILE false)",
		"csv":    "COPY (SELECT 1 AS a) TO '" + source + "' (FORMAT csv, USE_TMP_FILE false)",
		"many":   "COPY (SELECT i FROM range(1000000) t(i)) TO '" + source + "' (FORMAT parquet, ROW_GROUP_SIZE 10000, USE_TMP_FILE false)",
		"inside": "EXPLAIN ANALYZE COPY (SELECT 1 AS a) TO '" + source + "' (FORMAT parquet, USE_TMP_FILE false)",
	}
}

// Past the dialect and the guard, DuckDB would overwrite the Parquet files that it can
// read: the kernel refuses it to a process that is confined. The process that is not
// proves that nothing else does.
func TestConfined(t *testing.T) {
	if version, err := syscall.LandlockGetABIVersion(); err != nil || version < 1 {
		t.Skipf("this system has no Landlock: %v", err)
	}
	for _, way := range []string{"", "confined"} {
		for name := range overwriting("") {
			folder := t.TempDir()
			source := filepath.Join(folder, "source.parquet")
			writeParquet(t, source, someRecord)
			before := read(t, source)
			if err := os.Mkdir(filepath.Join(folder, "spill"), 0o700); err != nil {
				t.Fatal(err)
			}
			child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestConfinedProcess$", "-test.v")
			child.Env = append(os.Environ(), confinedFolder+"="+folder, confinedWay+"="+way, "TRAILQ_TEST_CONFINED_TEXT="+name)
			out, err := child.CombinedOutput()
			if err != nil {
				t.Fatalf("%s %s: %v\n%s", way, name, err, out)
			}
			same := read(t, source) == before
			if same != (way == "confined") {
				t.Errorf("%q %s: the file is the same: %v\n%s", way, name, same, out)
			}
			if refused := bytes.Contains(out, []byte("Permission denied")); refused != (way == "confined") {
				t.Errorf("%q %s: refused: %v\n%s", way, name, refused, out)
			}
			left, err := filepath.Glob(filepath.Join(folder, "*"))
			inSpill, failed := os.ReadDir(filepath.Join(folder, "spill"))
			if err != nil || failed != nil || len(left) != 3 || len(inSpill) > 0 { // the answer, the source and the folder
				t.Errorf("%q %s: %v and %v lie there: %v", way, name, left, inSpill, errors.Join(err, failed))
			}
		}
	}
}

// TestConfinedProcess is the process that TestConfined starts.
func TestConfinedProcess(t *testing.T) {
	folder := os.Getenv(confinedFolder)
	if folder == "" {
		t.Skip("TestConfined runs it")
	}
	source := filepath.Join(folder, "source.parquet")
	options := Options{Parquet: parquetAt(source), SpillFolder: filepath.Join(folder, "spill"), ExportFile: filepath.Join(folder, "answer.parquet"), Memory: 24 << 20, Threads: 1}
	if os.Getenv(confinedWay) != "" {
		options.Confine = func(spill, file string) error {
			return confine.Process(confine.Writable{Folders: []string{spill}, Files: []string{file}, Renaming: []string{folder}})
		}
	}
	db := openDB(t, nil, options)
	// What a query needs goes on: it reads, spills and exports.
	if _, rows := ask(t, db, "SELECT eventname FROM cloudtrail_logs"); len(rows) != 1 {
		t.Errorf("%v", rows)
	}
	watch, stop := make(chan int64), make(chan struct{})
	go func() { watch <- largest(options.SpillFolder, stop) }()
	ask(t, db, "SELECT count(n) FROM (SELECT row_number() OVER (ORDER BY to_hex(md5(to_utf8(CAST(a.n * b.n AS varchar))))) AS n FROM UNNEST(sequence(1, 10000)) AS a(n) CROSS JOIN UNNEST(sequence(1, 60)) AS b(n))")
	if close(stop); <-watch == 0 {
		t.Error("nothing was spilled")
	}
	answer, err := db.Export(t.Context(), statement(t, "SELECT eventname FROM cloudtrail_logs"))
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Close(); err != nil {
		t.Error(err)
	}
	_, err = askEngine(t, db, overwriting(folder)[os.Getenv("TRAILQ_TEST_CONFINED_TEXT")])
	t.Logf("the engine says: %v", err)
}
