package trinotest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/trailq/trailq/internal/dialect/schema"

	"github.com/trailq/trailq"
	"github.com/trailq/trailq/internal/catalog"
	"github.com/trailq/trailq/internal/parquet/convert"
	"github.com/trailq/trailq/internal/sqltext"
	"github.com/trailq/trailq/internal/trailtest/s3test"
)

// ConvertFolder converts logs into a folder.
func ConvertFolder(t testing.TB, logs, folder string) {
	t.Helper()
	conversion, err := convert.Open(folder, convert.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(conversion.Add(t.Context(), trailq.Dir(logs)), conversion.Close()); err != nil {
		t.Fatal(err)
	}
}

// ConvertedTable converts logs and makes a table of the folder.
func (s *Server) ConvertedTable(t testing.TB, logs string) catalog.Name {
	t.Helper()
	folder, location := s.newFolder(t)
	ConvertFolder(t, logs, folder)
	return s.parquetTable(t, "hive", location)
}

// FolderTable makes a table of a converted folder.
func (s *Server) FolderTable(t testing.TB, converted string) catalog.Name {
	t.Helper()
	folder, location := s.newFolder(t)
	if err := os.CopyFS(filepath.Join(folder, "data"), os.DirFS(converted)); err != nil {
		t.Fatal(err)
	}
	return s.parquetTable(t, "hive", location+"/data")
}

// parquetTable makes a table of a converted folder that the server sees.
func (s *Server) parquetTable(t testing.TB, inCatalog, location string) catalog.Name {
	t.Helper()
	name := catalog.Name{Catalog: inCatalog, Schema: s.newSchema(t, inCatalog), Table: "cloudtrail_logs"}
	s.Exec(t, "CREATE TABLE %v (%s, account varchar, region varchar, date varchar) WITH (external_location = '%s', format = 'PARQUET', partitioned_by = ARRAY['account', 'region', 'date'])",
		name, convertedColumns(), location+"/data")
	s.Exec(t, "CALL %s.system.sync_partition_metadata('%s', '%s', 'FULL')", inCatalog, name.Schema, name.Table)
	return name
}

// convertedColumns returns the columns of a converted folder with their types.
func convertedColumns() string {
	types := make(map[string]schema.Type)
	for _, c := range schema.RecordColumns() {
		types[sqltext.Identifier(c.Name)] = c.Type
	}
	var columns []string
	for _, c := range schema.ParquetColumns(true) {
		typ, found := types[c.Expression]
		if c.Type != nil {
			typ, found = *c.Type, true
		}
		if !found { // a structure of CloudTrail Lake, of which only a part is stored
			continue
		}
		columns = append(columns, sqltext.Identifier(c.Name)+" "+catalog.TypeText(typ))
	}
	return strings.Join(columns, ", ")
}

// documentedColumns returns the columns of AWS's table.
func documentedColumns() (names, typed []string) {
	types := make(map[string]schema.Type)
	for _, c := range schema.ScanColumns() {
		types[c.Name] = c.Type
	}
	for _, c := range schema.DefaultTable().Columns {
		if c.Partition == schema.NoPartition {
			names = append(names, c.Name)
			typed = append(typed, c.Name+" "+catalog.TypeText(types[c.Name]))
		}
	}
	return names, typed
}

// RawTable makes a table of log files as CloudTrail writes them, which are copied to the
// server: a view, since Trino reads a file's records as one row. It has AWS's projected
// partitions.
func (s *Server) RawTable(t testing.TB, logs string) catalog.Name {
	t.Helper()
	folder, location := s.newFolder(t)
	if err := os.CopyFS(filepath.Join(folder, "data"), os.DirFS(logs)); err != nil {
		t.Fatal(err)
	}
	accounts, regions := s.listPlaces(t, logs)
	schema := s.newSchema(t, "hive")
	names, typed := documentedColumns()
	s.Exec(t, `CREATE TABLE hive.%s.files (
	records array(row(%s)),
	account varchar WITH (partition_projection_type = 'ENUM', partition_projection_values = ARRAY[%s]),
	region varchar WITH (partition_projection_type = 'ENUM', partition_projection_values = ARRAY[%s]),
	day varchar WITH (partition_projection_type = 'DATE', partition_projection_format = 'yyyy/MM/dd', partition_projection_range = ARRAY['2023/10/25', '2023/11/10'])
) WITH (format = 'OPENX_JSON', external_location = '%s/data', partitioned_by = ARRAY['account', 'region', 'day'], partition_projection_enabled = true,
	partition_projection_location_template = '%s/data/AWSLogs/${account}/CloudTrail/${region}/${day}')`,
		schema, strings.Join(typed, ", "), sqltext.Literals(accounts), sqltext.Literals(regions), location, location)
	s.Exec(t, `CREATE VIEW hive.%s.cloudtrail_logs AS SELECT r.*, "$path" AS log_file, account, region, day FROM hive.%s.files CROSS JOIN UNNEST(records) AS r (%s)`,
		schema, schema, strings.Join(names, ", "))
	return catalog.Name{Catalog: "hive", Schema: schema, Table: "cloudtrail_logs"}
}

// listPlaces returns the accounts and regions of a tree of logs.
func (s *Server) listPlaces(t testing.TB, logs string) (accounts, regions []string) {
	paths, err := filepath.Glob(filepath.Join(logs, "AWSLogs/*/CloudTrail/*"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no accounts in %s: %v", logs, err)
	}
	for _, path := range paths {
		regions = append(regions, filepath.Base(path))
		accounts = append(accounts, filepath.Base(filepath.Dir(filepath.Dir(path))))
	}
	return slices.Compact(slices.Sorted(slices.Values(accounts))), slices.Compact(slices.Sorted(slices.Values(regions)))
}

// newCatalog makes a catalog. It goes with the test.
func (s *Server) newCatalog(t testing.TB, connector string, properties map[string]string) string {
	t.Helper()
	name := fmt.Sprintf("%s_%d", connector, s.made.Add(1))
	var list []string
	for key, value := range properties {
		list = append(list, sqltext.Identifier(key)+" = "+sqltext.Literal(value))
	}
	s.Exec(t, "CREATE CATALOG %s USING %s WITH (%s)", name, connector, strings.Join(list, ", "))
	t.Cleanup(func() {
		if _, err := s.db.Exec("DROP CATALOG " + name); err != nil { //nolint:noctx // the test's has ended
			t.Log(err)
		}
	})
	return name
}

// IcebergTable makes a copy of a table in Iceberg.
func (s *Server) IcebergTable(t testing.TB, from catalog.Name) catalog.Name {
	t.Helper()
	_, location := s.newFolder(t)
	name := catalog.Name{Table: "cloudtrail_logs"}
	name.Catalog = s.newCatalog(t, "iceberg", map[string]string{
		"iceberg.catalog.type": "TESTING_FILE_METASTORE", "hive.metastore.catalog.dir": location,
		"fs.local.enabled": "true", "local.location": s.folder,
	})
	name.Schema = s.newSchema(t, name.Catalog)
	s.Exec(t, "CREATE TABLE %v WITH (partitioning = ARRAY['account', 'region', 'date']) AS SELECT * FROM %v", name, from)
	return name
}

// BucketTable converts logs, copies the folder into a bucket and makes a table of it.
func (s *Server) BucketTable(t testing.TB, logs string) catalog.Name {
	t.Helper()
	const bucket = "amzn-s3-demo-bucket"
	folder := t.TempDir()
	ConvertFolder(t, logs, filepath.Join(folder, "logs"))
	server := s3test.StartServer(t)
	server.CopyFolder(t, bucket, folder)
	inCatalog := s.newCatalog(t, "hive", map[string]string{
		"hive.metastore": "file", "hive.metastore.catalog.dir": "s3://" + bucket + "/_metastore", "fs.s3.enabled": "true",
		"s3.endpoint": server.Endpoint, "s3.region": "us-east-1", "s3.path-style-access": "true",
		"s3.aws-access-key": s3test.AccessKey, "s3.aws-secret-key": s3test.SecretKey,
		"hive.non-managed-table-writes-enabled": "true", "hive.recursive-directories": "true",
	})
	return s.parquetTable(t, inCatalog, "s3://"+bucket+"/logs")
}
