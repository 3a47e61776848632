package dialect

import (
	"strings"
	"testing"
	"time"

	"github.com/trailq/trailq/internal/dialect/schema"
)

const ownDDL = `CREATE EXTERNAL TABLE IF NOT EXISTS security.trail (
  eventtime STRING, useridentity STRUCT<type: STRING, sessioncontext: STRUCT<attributes: MAP<STRING,STRING>>>,
  eventname STRING, ` + "`custom`" + ` STRING)
COMMENT 'our trail'
PARTITIONED BY (` + "`p_account` string, `p_region` string, `p_date` string, shard int" + `)
ROW FORMAT SERDE 'org.apache.hive.hcatalog.data.JsonSerDe'
LOCATION 's3://amzn-s3-demo-bucket/AWSLogs/'
TBLPROPERTIES (
  'projection.enabled' = 'true',
  "projection.p_date.type" = "date",
  'projection.p_date.format' = 'yyyy-MM-dd',
  'storage.location.template' = 's3://amzn-s3-demo-bucket/AWSLogs/${p_account}/CloudTrail/${p_region}/${p_date}')`

func TestParseDDL(t *testing.T) {
	tables, err := ParseDDL(ownDDL + ";\n-- and\n" + strings.Replace(ownDDL, "trail", "other-trail", 1))
	if err != nil {
		t.Fatal(err)
	}
	if len(tables) != 2 || tables[0].Name != "trail" || tables[1].Name != "other-trail" {
		t.Fatalf("tables %+v", tables)
	}
	want := []schema.TableColumn{
		{Name: "eventtime", Expression: "eventtime"},
		{Name: "useridentity", Expression: "CAST(CAST(trino_hive_field(record, 'useridentity', 'struct<`type`:varchar,`sessioncontext`:struct<`attributes`:map<varchar,varchar>>>') AS JSON) AS STRUCT(\"type\" VARCHAR, \"sessioncontext\" STRUCT(\"attributes\" MAP(VARCHAR, VARCHAR))))"},
		{Name: "eventname", Expression: "eventname"},
		{Name: "custom", Expression: "trino_hive_field(record, 'custom', 'varchar')"},
		{Name: "p_account", Expression: "account", Partition: schema.AccountPartition},
		{Name: "p_region", Expression: "region", Partition: schema.RegionPartition},
		{Name: "p_date", Expression: `replace("timestamp", '/', '-')`, Partition: schema.DayPartition, Format: "yyyy-MM-dd"},
		{Name: "shard", Expression: "TRY_CAST(CAST(NULL AS VARCHAR) AS BIGINT)"},
	}
	for i, column := range tables[0].Columns {
		if column.Type = nil; i >= len(want) || column != want[i] {
			t.Errorf("column %d is %+v", i, column)
		}
	}
}

func TestOwnTableIsUsed(t *testing.T) {
	tables, err := ParseDDL(ownDDL)
	if err != nil {
		t.Fatal(err)
	}
	query, err := Rewrite("SELECT *, errorcode FROM security.trail WHERE p_date = '2023-11-05'", Options{Table: &tables[0]})
	if err != nil {
		t.Fatal(err)
	}
	if want := time.Date(2023, 11, 5, 0, 0, 0, 0, time.UTC); !query.Bounds.FromDay.Equal(want) {
		t.Errorf("from day %v", query.Bounds.FromDay)
	}
	if !strings.Contains(query.SQL, `"trail"."shard", errorcode FROM cloudtrail_logs_all`) {
		t.Errorf("a star that is not the own table's: %s", query.SQL)
	}
}

func TestParseDDLErrors(t *testing.T) {
	for ddl, want := range map[string]string{
		"SELECT 1":                      "line 1, column 1: CREATE EXTERNAL TABLE is expected here",
		"CREATE EXTERNAL TABLE (a int)": "line 1, column 23: a table's name is expected here",
		"CREATE EXTERNAL TABLE t":       "line 1, column 24: the columns of t are expected here, in brackets",
		"":                              "there is no CREATE EXTERNAL TABLE",
	} {
		_, err := ParseDDL(ddl)
		if err == nil {
			t.Errorf("%q: no error", ddl)
			continue
		}
		if first, _, _ := strings.Cut(err.Error(), "\n"); first != want {
			t.Errorf("%q: %s\nwant %s", ddl, first, want)
		}
	}
}

// Whatever the text, its tables have columns that can be queried, each name once.
func FuzzParseDDL(f *testing.F) {
	f.Add(ownDDL)
	for _, text := range []string{
		"CREATE TABLE t (a string)", "CREATE EXTERNAL TABLE `a`.`b` (`c``d` STRUCT<e: ARRAY<MAP<STRING, STRING>>>) PARTITIONED BY (`f` string)",
		"CREATE TABLE t (a string) PARTITIONED BY (day date) TBLPROPERTIES ('projection.day.format'='yyyy/MM/dd', 'x'='''')", "CREATE TABLE t ()", "CREATE TABLE t (a string, A string)",
		"CREATE TABLE t (\"a\"\"b\" string); CREATE TABLE", "CREATE EXTERNAL TABLE t (a decimal(10, 2) COMMENT ')', b int) -- (", "/* ( */ CREATE TABLE IF NOT EXISTS t (a string",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		tables, err := ParseDDL(text)
		if (err == nil) != (len(tables) > 0) {
			t.Fatalf("%d tables, %v", len(tables), err)
		}
		for _, table := range tables {
			for _, column := range table.Columns {
				if column.Name == "" || column.Expression == "" {
					t.Errorf("%q has the column %+v", table.Name, column)
				}
			}
			for _, view := range schema.Views("scan()", table) {
				if _, err := Split(view.Statement(nil)); err != nil {
					t.Errorf("the view is no SQL: %v\n%s", err, view.Statement(nil))
				}
			}
		}
	})
}

// What sets up tables in front of a query is no query.
func TestTakeDefinitions(t *testing.T) {
	statements, err := Split("CREATE DATABASE d; CREATE EXTERNAL TABLE d.t (eventname string, readonly boolean, requestparameters map<string,string>) LOCATION 's3://b/'; MSCK REPAIR TABLE d.t; ALTER TABLE d.t ADD PARTITION (day='1'); SELECT readonly FROM d.t")
	if err != nil {
		t.Fatal(err)
	}
	queries, table, err := TakeDefinitions(statements)
	if err != nil || len(queries) != 1 || table == nil || table.Name != "t" {
		t.Fatalf("%v, %v, %v", queries, table, err)
	}
	for i, want := range []string{"eventname", "TRY_CAST(readonly AS BOOLEAN)", schema.LakeMap("requestparameters")} {
		if got := table.Columns[i].Expression; got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}
