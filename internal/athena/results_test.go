package athena_test

import (
	"bufio"
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/athena"
	"github.com/trailq/trailq/internal/remote/client"
	"github.com/trailq/trailq/internal/trailtest/athenatest"
)

// The rows are the same in pages, with the names only on the first, and from the file;
// NULL stays apart from the empty text.
func TestPagesAndFile(t *testing.T) {
	for _, managed := range []bool{true, false} {
		for _, n := range []int{0, 1, 998, 999, 1000, 1001, 1999, 9_998, 9_999, 10_000, 10_001, 25_000} {
			server := athenatest.Start(t, numberedRows(n))
			if !managed {
				withBucket(t, server)
			}
			rows, err := readAll(t.Context(), open(t, server, client.Options{}), "SELECT 1", nil)
			if err != nil {
				t.Fatal(err)
			}
			if want := wantRows(n); rows != want {
				t.Errorf("managed %v, %d rows: %d lines, want %d", managed, n, strings.Count(rows, "\n"), strings.Count(want, "\n"))
			}
			most := 10
			if managed {
				most = (n + 1 + 999) / 1000
			}
			if pages := server.Pages(); pages > max(most, 1) {
				t.Errorf("managed %v, %d rows: %d pages", managed, n, pages)
			}
		}
	}
}

// A file that is gone is said, and no answer ends early without a word.
func TestFileIsGone(t *testing.T) {
	server := athenatest.Start(t, numberedRows(20_000))
	withBucket(t, server)
	c := open(t, server, client.Options{})
	result, err := c.Run(t.Context(), "SELECT 1", func(client.Progress) {})
	if err != nil {
		t.Fatal(err)
	}
	server.Bucket.Delete(t, "results", "athena/00000001-0000-4000-8000-000000000000.csv")
	given := 0
	for _, err = range result.Rows {
		if err == nil {
			given++
		}
	}
	checkFailure(t, err, "s3://results/athena/00000001-0000-4000-8000-000000000000.csv", "s3:GetObject")
	if given != 9_999 {
		t.Errorf("%d rows before the error", given)
	}
}

// What a statement scanned, and an answer that is given again for nothing.
func TestReuse(t *testing.T) {
	server := athenatest.Start(t, numberedRows(2))
	withBucket(t, server)
	var last client.Progress
	watch := func(p client.Progress) { last = p }
	c := open(t, server, client.Options{Reuse: time.Hour})
	if _, err := readAll(t.Context(), c, "SELECT 1", watch); err != nil || last != (client.Progress{Bytes: 123 << 20, Done: 1}) {
		t.Errorf("%+v, %v", last, err)
	}
	if rows, err := readAll(t.Context(), c, "SELECT 1", watch); err != nil || rows != wantRows(2) || last != (client.Progress{Done: 1, Reused: true}) {
		t.Errorf("%q, %+v, %v", rows, last, err)
	}
	if _, err := readAll(t.Context(), open(t, server, client.Options{}), "SELECT 1", watch); err != nil || last.Reused {
		t.Errorf("an answer was given again that nobody asked for: %v", err)
	}
	if _, _, err := openPlace(t, "primary/logs.trail", client.Options{Reuse: 8 * 24 * time.Hour}); err == nil {
		t.Error("an answer can be older than Athena keeps it")
	}
	if got, least := c.Tariff().Dollars(1e12), c.Tariff().Dollars(1); got != 5 || least != c.Tariff().Dollars(10<<20) {
		t.Errorf("$%v a TB, at least $%v", got, least)
	}
}

func TestOpen(t *testing.T) {
	t.Setenv("AWS_REGION", "eu-west-1")
	for place, want := range map[string]string{
		"primary/logs.trail": `"logs"."trail"`, "a-b_c.d/AwsDataCatalog.logs.trail": `"AwsDataCatalog"."logs"."trail"`,
		"primary/s3tablescatalog/aws-cloudwatch.logs.aws_cloudtrail__management": `"s3tablescatalog/aws-cloudwatch"."logs"."aws_cloudtrail__management"`,
	} {
		_, name, err := openPlace(t, place, client.Options{})
		if err != nil || name.String() != want {
			t.Errorf("%s: %s, %v", place, name, err)
		}
	}
	for _, place := range []string{"", "primary", "primary/", "primary/trail", "/logs.trail", "primary/logs.", "primary/.trail"} {
		if _, name, err := openPlace(t, place, client.Options{}); err == nil {
			t.Errorf("%q: %v", place, name)
		}
	}
	t.Setenv("AWS_REGION", "")
	t.Setenv("AWS_CONFIG_FILE", "/dev/null")
	_, _, err := openPlace(t, "primary/logs.trail", client.Options{})
	checkFailure(t, err, "no region is configured", "AWS_REGION")
}

// Any text is read as Athena writes it, and damage is no end.
func FuzzFile(f *testing.F) {
	f.Add("a", "", true, false)
	f.Add("\"", "x\ny", false, false)
	f.Add(",", "\r\n", false, true)
	f.Fuzz(func(t *testing.T, a, b string, firstIsNull, secondIsNull bool) {
		var file strings.Builder
		write := func(text string, isNull bool) {
			if !isNull {
				file.WriteString(`"` + strings.ReplaceAll(text, `"`, `""`) + `"`)
			}
		}
		for range 2 {
			write(a, firstIsNull)
			file.WriteByte(',')
			write(b, secondIsNull)
			file.WriteByte('\n')
		}
		rows, err := athena.ReadCSV(bufio.NewReader(strings.NewReader(file.String())))
		if err != nil || len(rows) != 2 {
			t.Fatalf("%q: %v, %v", file.String(), rows, err)
		}
		for _, row := range rows {
			if len(row) != 2 || (row[0] == nil) != firstIsNull || (row[1] == nil) != secondIsNull || row[0] != nil && *row[0] != a || row[1] != nil && *row[1] != b {
				t.Errorf("%q is read as %v", file.String(), row)
			}
		}
	})
}

func TestBrokenFile(t *testing.T) {
	for _, text := range []string{`"a`, `"a"x`, `"a""`} {
		if rows, err := athena.ReadCSV(bufio.NewReader(strings.NewReader(text))); err == nil {
			t.Errorf("%s is read as %v", text, rows)
		}
	}
}
