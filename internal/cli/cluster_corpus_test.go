package cli

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/trailtest"
	"github.com/trailq/trailq/internal/trailtest/trinotest"
)

// publishedQueries returns the valid queries for Athena that people have published, by
// their files, with their placeholders filled in.
func publishedQueries(t *testing.T) map[string]string {
	t.Helper()
	folder := trailtest.PublishedQueries(t)
	readText := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	queries := make(map[string]string)
	for line := range strings.Lines(readText(filepath.Join(folder, "index.tsv"))) {
		if fields := strings.Split(line, "\t"); fields[2] == "athena" && fields[4] == "valid" {
			queries[fields[0]] = readText(filepath.Join(folder, fields[0]))
		}
	}
	for line := range strings.Lines(readText("../dialect/testdata/placeholders.tsv")) {
		pattern, replacement, found := strings.Cut(strings.TrimRight(line, "\n"), "\t")
		if !found || strings.HasPrefix(line, "#") {
			continue
		}
		expression := regexp.MustCompile(pattern)
		for name, text := range queries {
			queries[name] = expression.ReplaceAllString(text, replacement)
		}
	}
	return queries
}

// sortRows returns the rows of a CSV in order, behind its header, in lower case: an engine
// elsewhere can write names so.
func sortRows(t *testing.T, text string) []string {
	t.Helper()
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	rows, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for i, row := range rows {
		line := strings.Join(row, "\x00")
		if i == 0 {
			line = strings.ToLower(line)
		}
		lines = append(lines, line)
	}
	if len(lines) > 0 {
		slices.Sort(lines[1:])
	}
	return lines
}

// keepCommon returns the columns of a CSV that another has, too, in the order of their
// names.
func keepCommon(t *testing.T, text, other string) string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	head, _, _ := strings.Cut(strings.ToLower(other), "\n")
	if err != nil || len(rows) == 0 {
		return text
	}
	var kept []int
	for i, name := range rows[0] {
		if slices.Contains(strings.Split(head, ","), strings.ToLower(name)) {
			kept = append(kept, i)
		}
	}
	slices.SortFunc(kept, func(a, b int) int { return strings.Compare(strings.ToLower(rows[0][a]), strings.ToLower(rows[0][b])) })
	var out strings.Builder
	writer := csv.NewWriter(&out)
	for _, row := range rows {
		var values []string
		for _, i := range kept {
			values = append(values, row[i])
		}
		if err := writer.Write(values); err != nil {
			t.Fatal(err)
		}
	}
	writer.Flush()
	return out.String()
}

// The queries that people have published give the same answers here and on Trino.
func TestClusterPublishedQueries(t *testing.T) {
	if testing.Short() {
		t.Skip("180 queries take minutes")
	}
	server := trinotest.Connect(t)
	queries := publishedQueries(t)
	folder := filepath.Join(t.TempDir(), "parquet")
	trinotest.ConvertFolder(t, testLogs, folder)
	source := server.Source(server.FolderTable(t, folder))
	limited := regexp.MustCompile(`(?i)\blimit\s+\d+`)
	same := 0
	for name, text := range queries {
		file := filepath.Join(t.TempDir(), "query.sql")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		arguments := func(source string) []string {
			return []string{"sql", source, "--dialect", "athena", "-f", file, "-o", "csv", "--quiet"}
		}
		code, want, said := runIn(t, nil, arguments(folder)...)
		if code != 0 {
			t.Errorf("%s: here: exit code %d: %s", name, code, said)
			continue
		}
		code, got, said := runIn(t, nil, arguments(source)...)
		if strings.Contains(text, "*") { // a table's star has the columns of that table
			want, got = keepCommon(t, want, got), keepCommon(t, got, want)
		}
		wanted, gotten := sortRows(t, want), sortRows(t, got)
		switch {
		case code != 0:
			t.Logf("%s: there: exit code %d: %s", name, code, said)
		case slices.Equal(gotten, wanted), limited.MatchString(text) && strings.Count(got, "\n") == strings.Count(want, "\n"):
			same++
		default:
			t.Logf("%s: %d rows, want %d: %.300q, want %.300q", name, len(gotten), len(wanted), got, want)
		}
	}
	if same < 175 {
		t.Errorf("%d of %d queries have the same answers", same, len(queries))
	}
}
