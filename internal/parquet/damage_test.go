//go:build cgo

package parquet_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/duck"
	"github.com/trailq/trailq/internal/parquet"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/parquet/layout"
	"github.com/trailq/trailq/internal/trailtest"
)

// damage is a way in which a converted folder can be damaged.
type damage struct {
	// spoil damages the folder. File is one of its Parquet files.
	spoil func(t *testing.T, folder, file string)
	// named is what a query names; empty where it is the file.
	named string
	// lost is that convert cannot go on, and stays that it cannot mend.
	lost, stays bool
	// harmless is that the damage concerns only conversions.
	harmless bool
}

// change returns a spoil that changes the content of the Parquet file.
func change(to func(content []byte) []byte) func(*testing.T, string, string) {
	return func(t *testing.T, _, file string) { rewrite(t, file, to) }
}

// spoilOwn returns a spoil that changes one of the folder's own files.
func spoilOwn(name string, to func(content []byte) []byte) func(*testing.T, string, string) {
	return func(t *testing.T, folder, _ string) { rewrite(t, filepath.Join(folder, "_trailq", name), to) }
}

func rewrite(t *testing.T, name string, to func(content []byte) []byte) {
	t.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, to(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func removeAll(names ...string) func(*testing.T, string, string) {
	return func(t *testing.T, folder, file string) {
		for _, name := range names {
			path := filepath.Join(folder, name)
			if name == "FILE" {
				path = file
			}
			if name == "PARTITION" {
				path = filepath.Dir(file)
			}
			if _, err := os.Stat(path); err != nil {
				t.Fatal(err)
			}
			if err := os.RemoveAll(path); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// removeCommit returns a spoil that removes a commit's record and all of its Parquet files.
func removeCommit(number string) func(*testing.T, string, string) {
	return func(t *testing.T, folder, _ string) {
		files, _ := parquetFiles(t, folder)
		for _, name := range append(files, filepath.Join(folder, "_trailq/commits", number+".json.gz")) {
			if strings.HasPrefix(filepath.Base(name), number) {
				remove(t, name)
			}
		}
	}
}

func half(content []byte) []byte { return content[:len(content)/2] }

var damages = map[string]damage{
	"missing":             {spoil: removeAll("FILE")},
	"partition missing":   {spoil: removeAll("PARTITION")},
	"empty":               {spoil: change(func([]byte) []byte { return nil })},
	"cut off":             {spoil: change(half)},
	"longer":              {spoil: change(func(c []byte) []byte { return append(c, "PAR1"...) })},
	"zeroes":              {spoil: change(func(c []byte) []byte { return make([]byte, len(c)) })},
	"zeroes between":      {spoil: change(func(c []byte) []byte { clear(c[4 : len(c)-4]); return c })},
	"bit in the data":     {spoil: change(func(c []byte) []byte { c[len(c)/3] ^= 4; return c })},
	"bit in the metadata": {spoil: change(func(c []byte) []byte { c[len(c)-20] ^= 4; return c })},
	"another file": {spoil: func(t *testing.T, folder, file string) {
		files, _ := parquetFiles(t, folder)
		other := files[slices.IndexFunc(files, func(name string) bool { return name != file })]
		copyFile(t, other, file)
	}},
	"foreign file": {stays: true, named: "00000099-99-1.parquet", spoil: func(t *testing.T, folder, file string) {
		copyFile(t, file, filepath.Join(filepath.Dir(file), "00000099-99-1.parquet"))
	}},
	"record missing":  {spoil: removeAll("_trailq/commits/00000002.json.gz"), named: "00000002-", stays: true},
	"records missing": {spoil: removeAll("_trailq/commits")},
	"commit missing":  {spoil: removeCommit("00000002"), named: "00000002.json.gz"},
	"newest missing":  {spoil: removeCommit("00000003"), named: "00000003.json.gz"},
	"two missing": {spoil: func(t *testing.T, folder, file string) {
		removeCommit("00000001")(t, folder, file)
		removeCommit("00000003")(t, folder, file)
	}, named: "00000003.json.gz"},
	"all missing":           {spoil: removeAll("_trailq/commits", "data"), named: "00000003.json.gz"},
	"all and index missing": {spoil: removeAll("_trailq/commits", "data", "_trailq/index.json.gz"), named: "index.json.gz", lost: true},
	"newest and index missing": {spoil: func(t *testing.T, folder, file string) {
		removeCommit("00000003")(t, folder, file)
		removeAll("_trailq/index.json.gz")(t, folder, file)
	}, named: "index.json.gz", lost: true},
	"index cut off": {spoil: spoilOwn("index.json.gz", half), named: "index.json.gz", lost: true},
	"index other":   {spoil: spoilOwn("index.json.gz", func([]byte) []byte { return trailtest.Gzip(`{"data":[],"logs":[]}`) }), named: "index.json.gz", lost: true},
	"record of another": {spoil: func(t *testing.T, folder, file string) {
		removeCommit("00000002")(t, folder, file)
		copyFile(t, filepath.Join(folder, "_trailq/commits/00000001.json.gz"), filepath.Join(folder, "_trailq/commits/00000002.json.gz"))
	}, named: "00000002.json.gz", lost: true},
	"record cut off": {spoil: spoilOwn("commits/00000002.json.gz", half), named: "00000002.json.gz", lost: true},
	"record empty":   {spoil: spoilOwn("commits/00000002.json.gz", func([]byte) []byte { return nil }), named: "00000002.json.gz", lost: true},
	"record other":   {spoil: spoilOwn("commits/00000002.json.gz", func([]byte) []byte { return trailtest.Gzip("[]") }), named: "00000002.json.gz", lost: true},
	"record bit":     {spoil: spoilOwn("commits/00000002.json.gz", func(c []byte) []byte { c[len(c)/4] ^= 16; return c }), named: "00000002.json.gz", lost: true},
	"lacks missing":  {spoil: removeAll("_trailq/failed.json.gz"), named: "failed.json.gz", lost: true},
	"lacks cut off":  {spoil: spoilOwn("failed.json.gz", half), named: "failed.json.gz", lost: true},
	"lacks other":    {spoil: spoilOwn("failed.json.gz", func([]byte) []byte { return trailtest.Gzip(`{"data":[],"logs":[]}`) }), named: "failed.json.gz", lost: true},
	"unfinished none": {spoil: func(t *testing.T, folder, _ string) {
		write(t, filepath.Join(folder, "_trailq/unfinished.json"), []byte(`{"format":2}`))
	}, named: "unfinished.json", lost: true},
	"run unfinished": {spoil: func(t *testing.T, folder, _ string) {
		write(t, filepath.Join(folder, "_trailq/unfinished.json"), []byte(`{"runs":[{"source":""}]}`))
	}, named: "unfinished.json"},
	"unfinished other": {spoil: func(t *testing.T, folder, _ string) {
		write(t, filepath.Join(folder, "_trailq/unfinished.json"), []byte(`[`))
	}, named: "unfinished.json", lost: true},
	"form missing": {spoil: removeAll("_trailq/folder.json"), harmless: true, lost: true},
	"form cut off": {spoil: spoilOwn("folder.json", half), harmless: true, lost: true},
}

// twoCommits are log files for two commits; one of them cannot be read to its end.
func twoCommits(t *testing.T) string {
	t.Helper()
	logs := t.TempDir()
	for i := range 12 {
		path, content := logAt(time.Duration(i*7)*time.Hour, string(rune('a'+i)), 40)
		write(t, filepath.Join(logs, path), content)
	}
	path, content := logAt(100*time.Hour, "z", 40)
	write(t, filepath.Join(logs, path), content[:len(content)-12])
	return logs
}

// A damaged folder never says less than it has without a word, and never nothing at
// all. Converting the logs again mends what can be mended, and refuses the rest.
func TestDamagedFolder(t *testing.T) {
	logs := twoCommits(t)
	whole := filepath.Join(t.TempDir(), "parquet")
	options := convert.Options{Commit: convert.CommitLimits{Files: 6}}
	convertLogs(t, trailq.Dir(logs), whole, options)
	want := parquetEvents(t, whole, trailq.Options{})
	toldWhole, _ := lackOf(t, trailq.Dir(whole), parquet.SourceOptions{})
	for name, damage := range damages {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "parquet")
			if err := os.CopyFS(folder, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			files, _ := parquetFiles(t, folder)
			file := files[slices.IndexFunc(files, func(name string) bool { return strings.Contains(name, "00000002-") })]
			damage.spoil(t, folder, file)
			named := damage.named
			if named == "" {
				named = file
			}
			checkDamaged(t, folder, named, damage, toldWhole)
			summary, err := tryConvert(t, trailq.Dir(logs), folder, convert.Options{Verify: true, Commit: options.Commit, Threads: 1})
			if damage.lost {
				if !errors.Is(err, layout.ErrDamagedLedger) && !errors.Is(err, layout.ErrOther) {
					t.Errorf("convert: %+v, %v", summary, err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			var told []string
			db := openParquet(t, trailq.Dir(folder), duck.Options{Warn: collect(&told)}, parquet.SourceOptions{})
			same(t, "events after convert", eventsOf(t, db), want)
			if mended := len(told) == len(toldWhole); mended == damage.stays {
				t.Errorf("after convert: %q", told)
			}
		})
	}
	t.Logf("%d kinds of damage", len(damages))
}

// checkDamaged runs two queries on a damaged folder: of none of the columns, and of all.
func checkDamaged(t *testing.T, folder, named string, damage damage, toldWhole []string) {
	t.Helper()
	var told []string
	db := openParquet(t, trailq.Dir(folder), duck.Options{Warn: collect(&told)}, parquet.SourceOptions{})
	for _, query := range []string{"SELECT count(*) FROM cloudtrail_logs", "SELECT * FROM cloudtrail_logs"} {
		told = nil
		_, summary, err := tryAsk(t, db, query)
		if err != nil {
			t.Errorf("%s: %v", query, err)
		}
		if problem := summary.Reconcile(); problem != nil {
			t.Errorf("%s: %v", query, problem)
		}
		switch {
		case damage.harmless && damage.named == "":
			if len(told) != len(toldWhole) {
				t.Errorf("%s: %q", query, told)
			}
		case summary.Complete() || !strings.Contains(strings.Join(told, "\n"), named):
			t.Errorf("%s: the damage is not named: %q, %+v", query, told, summary.Files)
		}
	}
}

// A query that cannot need a damaged file says nothing of it.
func TestDamagedElsewhere(t *testing.T) {
	logs, folder := twoCommits(t), filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	files, _ := parquetFiles(t, folder)
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	var told []string
	db := openParquet(t, trailq.Dir(folder), duck.Options{Warn: collect(&told)}, parquet.SourceOptions{})
	_, summary := ask(t, db, "SELECT count(*) FROM cloudtrail_logs WHERE eventtime >= '2023-11-02T00:00:00Z' AND eventtime < '2023-11-03T00:00:00Z'")
	if !summary.Complete() || len(told) != 0 {
		t.Errorf("%q, %+v", told, summary)
	}
}

// Where log files are gone, what is there of a commit stays, and the missing file is
// named by conversions, too.
func TestDamagedWithoutLogs(t *testing.T) {
	logs, folder := twoCommits(t), filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	want := parquetEvents(t, folder, trailq.Options{})
	files, _ := parquetFiles(t, folder)
	if err := os.Remove(files[0]); err != nil {
		t.Fatal(err)
	}
	path, content := logAt(0, "a", 40)
	gone := filepath.Join(logs, path)
	if err := os.Remove(gone); err != nil {
		t.Fatal(err)
	}
	var told []string
	summary := convertLogs(t, trailq.Dir(logs), folder, convert.Options{Warn: collect(&told)})
	if said := strings.Join(told, "\n"); summary.Complete() || !strings.Contains(said, files[0]) || !strings.Contains(said, "1 of the 12 log files") {
		t.Errorf("%q, %+v", told, summary.Files)
	}
	if left := parquetEvents(t, folder, trailq.Options{}); len(left) == 0 || len(left) >= len(want) {
		t.Errorf("%d events of %d", len(left), len(want))
	}
	write(t, gone, content)
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	same(t, "events", parquetEvents(t, folder, trailq.Options{}), want)
}

// Bits that flip are found by Verify, each of them, and a query names the file or has
// the right answer.
func TestFlippedBits(t *testing.T) {
	logs, folder := twoCommits(t), filepath.Join(t.TempDir(), "parquet")
	convertLogs(t, trailq.Dir(logs), folder, convert.Options{})
	files, _ := parquetFiles(t, folder)
	const query = "SELECT * FROM cloudtrail_logs"
	want, _ := ask(t, openParquet(t, trailq.Dir(folder), duck.Options{}, parquet.SourceOptions{}), query)
	found, named, flips := 0, 0, 16
	if os.Getenv("TRAILQ_SOAK") != "" {
		flips = 800
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range flips {
		file := files[random.IntN(len(files))]
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		flipped := bytes.Clone(content)
		flipped[random.IntN(len(flipped))] ^= 1 << random.IntN(8)
		if err := os.WriteFile(file, flipped, 0o600); err != nil {
			t.Fatal(err)
		}
		if verified, err := convert.Verify(t.Context(), folder, func(error) {}); err != nil || verified.Failed != 1 {
			t.Errorf("Verify: %+v, %v", verified, err)
		} else {
			found++
		}
		var told []string
		rows, summary, err := tryAsk(t, openParquet(t, trailq.Dir(folder), duck.Options{Warn: collect(&told)}, parquet.SourceOptions{}), query)
		switch {
		case err != nil:
			t.Errorf("the query failed: %v", err)
		case !summary.Complete() && strings.Contains(strings.Join(told, "\n"), file):
			named++
		default:
			t.Errorf("a query says nothing of %s: %d rows of %d", file, len(rows), len(want))
		}
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Logf("%d flips: %d found by Verify, %d named by a query", flips, found, named)
}
