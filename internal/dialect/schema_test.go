package dialect

import (
	"archive/tar"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/dialect/schema"
)

// archive reads the files of the published queries, which lie beside the
// repository and are never copied into it.
func archive(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.Open(filepath.Join("..", "..", "..", "shared", "data", "athena-sql.tar.gz"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skip("the published queries are not here: ../shared/data/athena-sql.tar.gz")
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for reader := tar.NewReader(unzipped); ; {
		header, err := reader.Next()
		if err == io.EOF {
			return files
		}
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(reader)
		if err != nil {
			t.Fatal(err)
		}
		files[strings.TrimPrefix(header.Name, "./")] = string(text)
	}
}

// find returns the one file whose name contains a part.
func find(t *testing.T, files map[string]string, part string) string {
	t.Helper()
	for name, text := range files {
		if strings.Contains(name, part) {
			return text
		}
	}
	t.Fatalf("no file %q", part)
	return ""
}

func TestDocumentedTable(t *testing.T) {
	tables, err := ParseDDL(find(t, archive(t), "ddl/010"))
	if err != nil {
		t.Fatal(err)
	}
	var want, got []string
	for _, c := range tables[0].Columns {
		if c.Partition == schema.NoPartition {
			want = append(want, c.Name)
		}
	}
	for _, c := range schema.DefaultTable().Columns[:len(want)] {
		got = append(got, c.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("columns %q\nwant %q", got, want)
	}
}

// TestDocumentedTypes compares the types with the DDL's text.
func TestDocumentedTypes(t *testing.T) {
	ddl := strings.ToLower(regexp.MustCompile(`\s+`).ReplaceAllString(find(t, archive(t), "ddl/010"), ""))
	logs := schema.NewLogs(nil, false)
	for _, column := range logs.Table.Columns {
		c := schema.Column{Name: column.Name, Type: logs.Shape[column.Name]}
		if column.Partition != schema.NoPartition {
			continue
		}
		if want := c.Name + hiveText(c.Type); !strings.Contains(ddl, want) {
			t.Errorf("the DDL has no %s", want)
		}
	}
}

// hiveText writes a type as the DDL does, without white space.
func hiveText(t schema.Type) string {
	switch t.Kind {
	case schema.List:
		return "array<" + hiveText(*t.Element) + ">"
	case schema.Map:
		return "map<string,string>"
	case schema.Struct:
		parts := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			parts[i] = f.Name + ":" + hiveText(f.Type)
		}
		return "struct<" + strings.Join(parts, ",") + ">"
	}
	return "string"
}

func TestScanColumnsAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range schema.ScanColumns() {
		if seen[c.Name] || c.Name != strings.ToLower(c.Name) {
			t.Errorf("column %q is twice or not in lower case", c.Name)
		}
		seen[c.Name] = true
		if (c.Origin == schema.FromField) != (len(c.Path) > 0) {
			t.Errorf("column %q has path %q", c.Name, c.Path)
		}
	}
	for _, name := range []string{"useridentity.sessioncontext.sessionissuer.arn", "useridentity.identityprovider", "tlsdetails.tlsversion"} {
		if !seen[name] {
			t.Errorf("no leaf %q", name)
		}
	}
}

func TestViews(t *testing.T) {
	var views []string
	for _, view := range schema.Views("scan()", schema.DefaultTable()) {
		views = append(views, view.Statement(nil))
	}
	for i, start := range []string{
		`CREATE OR REPLACE VIEW cloudtrail_logs AS SELECT "eventversion", "useridentity", `,
		`CREATE OR REPLACE VIEW cloudtrail_logs_all AS SELECT "eventversion", `,
		`CREATE OR REPLACE VIEW cloudtrail_lake AS SELECT "eventversion", lake_useridentity AS "useridentity", TRY_CAST(eventtime AS TIMESTAMP) AS "eventtime", `,
		`CREATE OR REPLACE VIEW cloudtrail_lake_all AS `,
	} {
		if !strings.HasPrefix(views[i], start) || !strings.HasSuffix(views[i], " FROM scan()") {
			t.Errorf("view %d: %s", i, views[i])
		}
	}
	for _, part := range []string{`substr("timestamp", 1, 4) AS "year"`, `"$path"`, `"managementevent"`, `record AS "eventjson"`, `account AS "p_account"`} {
		if !strings.Contains(views[1], part) {
			t.Errorf("the wide view has no %s", part)
		}
	}
	if strings.Contains(views[0], "$path") || strings.Contains(views[0], "managementevent") {
		t.Errorf("the narrow view shows hidden columns: %s", views[0])
	}
}

// TestPublishedQueries rewrites all of them: the valid ones without an error,
// and text that is used as if it had fields with the remedy.
func TestPublishedQueries(t *testing.T) {
	files := archive(t)
	valid := map[string]int{}
	for line := range strings.Lines(find(t, files, "index.tsv")) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		if fields[0] == "file" {
			continue
		}
		err := rewriteAll(fillPlaceholders(t, find(t, files, fields[0])))
		switch {
		case fields[4] == "valid" && err != nil:
			t.Errorf("%s: %v", fields[0], err)
		case fields[4] == "valid":
			valid[fields[2]]++
		case strings.HasPrefix(fields[4], "dot access") && (err == nil || !strings.Contains(err.Error(), "is text: use json_extract_scalar(")),
			strings.HasPrefix(fields[4], "missing comma") && (err == nil || !strings.Contains(err.Error(), "a comma is missing")):
			t.Errorf("%s (%s): %v", fields[0], fields[4], err)
		}
	}
	if valid["athena"] != 180 || valid["lake"] != 78 {
		t.Errorf("rewrote %v", valid)
	}
}

func rewriteAll(text string) error {
	statements, err := Split(text)
	for _, s := range statements {
		if _, err := s.Rewrite(Options{}); err != nil {
			return err
		}
	}
	return err
}

// fillPlaceholders puts values where the published queries leave them open.
func fillPlaceholders(t *testing.T, text string) string {
	t.Helper()
	table, err := os.ReadFile(filepath.Join("testdata", "placeholders.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(table)) {
		pattern, value, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if found && !strings.HasPrefix(line, "#") {
			text = regexp.MustCompile(pattern).ReplaceAllString(text, value)
		}
	}
	return text
}
